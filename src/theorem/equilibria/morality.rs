//! Players who ask what if everybody did as they do, and coordination that is not sure.

use super::by_definition::{
    claim, is_equilibrium_at, moves, over, pure_equilibria_at, shape, whole,
};
use crate::equilibrium::selection::{HalfDominance, RiskDominance, half_dominance, risk_dominance};
use crate::equilibrium::{PureOptions, pure_equilibria};
use crate::game::catalogue::{DilemmaPayoffs, donation_game};
use crate::game::{Game, GameExt, NormalForm};
use crate::number::Rational;
use crate::preference::{Cooperative, HomoMoralis, Perceived};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A donation game among two, and their morality.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MoralDonors {
    /// What a donation is worth to the other, at least 0.
    pub benefit: Rational,
    /// What it costs, at least 0.
    pub cost: Rational,
    /// The degree of morality κ, from 0 to 1.
    pub morality: Rational,
}

impl MoralDonors {
    /// Two players who can each donate, and their degree of morality.
    pub fn new(benefit: Rational, cost: Rational, morality: Rational) -> Self {
        MoralDonors {
            benefit,
            cost,
            morality,
        }
    }
}

/// Hamilton's rule: donate if and only if κ·b ≥ c.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::theorem::equilibria::{HamiltonsRule, MoralDonors};
/// use lacuna::theorem::{Theorem, Verdict};
/// // Siblings, κ = 1/2, donate at half the benefit: exactly there they may as well not.
/// let siblings = MoralDonors::new(2.into(), 1.into(), Rational::new(1, 2)?);
/// assert_eq!(HamiltonsRule.check(&siblings)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HamiltonsRule;

impl Theorem for HamiltonsRule {
    type Instance = MoralDonors;

    fn statement(&self) -> Statement {
        Statement::new("hamiltons_rule", "Hamilton's rule")
            .saying(
                "Two players of morality κ, who weigh by κ what would be if the other did the same, \
                 both donate in equilibrium if and only if `κ·b ≥ c`, and neither does if and only if \
                 `κ·b ≤ c`. Altruists with the weight λ do so exactly where `λ/(1 + λ)` takes the \
                 place of κ.",
            )
            .from_source("Hamilton, 1964; Alger and Weibull, 2013")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let MoralDonors {
            benefit,
            cost,
            morality,
        } = instance;
        let game = donation_game(2, benefit.clone(), cost.clone())?;
        let moral = Perceived::new(&game, HomoMoralis::new(morality.clone())?)?;
        // What a moral player sees, by the definition.
        for profile in super::by_definition::all_profiles(&[2, 2]) {
            for (player, &own) in profile.iter().enumerate() {
                let worth = (Rational::ONE - morality) * game.payoff(player, &profile)
                    + morality * &game.payoff(player, &[own, own]);
                claim!(
                    moral.payoff(player, &profile) == worth,
                    "player {player} does not see {worth} at {profile:?}"
                );
            }
        }
        let related = morality * benefit;
        let both = moral.is_pure_equilibrium(&[0, 0])?;
        let neither = moral.is_pure_equilibrium(&[1, 1])?;
        claim!(
            both == (related >= *cost) && neither == (related <= *cost),
            "κ·b is {related}: both donate {both}, neither does {neither}"
        );
        // λ = κ/(1 − κ).
        if let Some(lambda) = morality.checked_div(&(Rational::ONE - morality)) {
            let seen = Perceived::new(&game, Cooperative::new(lambda.clone())?)?;
            let found = pure_equilibria(&seen, &PureOptions::default())?.into_set();
            claim!(
                found.contains(&[0, 0]) == both
                    && found.contains(&[1, 1]) == neither
                    && found.profiles() == pure_equilibria_at(&game, &lambda),
                "altruists with λ = {lambda} act otherwise"
            );
        }
        Ok(Finding::Holds)
    }
}

/// A prisoner's dilemma and the morality of its players.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MoralDilemma {
    /// The payoffs.
    pub payoffs: DilemmaPayoffs,
    /// The degree of morality κ, from 0 to 1.
    pub morality: Rational,
}

impl MoralDilemma {
    /// A dilemma and the degree of morality of its players.
    pub fn new(payoffs: DilemmaPayoffs, morality: Rational) -> Self {
        MoralDilemma { payoffs, morality }
    }
}

/// Morality sustains cooperation from the threshold of grim trigger on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoralityWorksLikePatience;

impl Theorem for MoralityWorksLikePatience {
    type Instance = MoralDilemma;

    fn statement(&self) -> Statement {
        Statement::new("morality_works_like_patience", "Morality works like patience")
            .saying(
                "In a prisoner's dilemma mutual cooperation is an equilibrium of players of morality κ \
                 if and only if `κ ≥ (T − R)/(T − P)`, the discount factor from which patient players \
                 sustain it by grim trigger. Altruists need `λ ≥ (T − R)/(2R − T − S)`.",
            )
            .from_source("Alger and Weibull, 2013; Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "dilemma",
            "T > R > P > S, and 2R > T + S.",
            |instance: &MoralDilemma| {
                let DilemmaPayoffs {
                    reward: r,
                    sucker: s,
                    temptation: t,
                    punishment: p,
                    ..
                } = &instance.payoffs;
                let ordered = t > r && r > p && p > s && r + r > t + s;
                Ok(Finding::when(ordered, || {
                    format!("R = {r}, S = {s}, T = {t}, P = {p}")
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let MoralDilemma { payoffs, morality } = instance;
        let DilemmaPayoffs {
            reward: r,
            sucker: s,
            temptation: t,
            punishment: p,
            ..
        } = payoffs;
        let matrix = [vec![r.clone(), s.clone()], vec![t.clone(), p.clone()]];
        let game = NormalForm::symmetric(&matrix)?;
        let moral = Perceived::new(&game, HomoMoralis::new(morality.clone())?)?;
        let threshold = over(&(t - r), &(t - p));
        let cooperates = moral.is_pure_equilibrium(&[0, 0])?;
        let scanned = pure_equilibria(&moral, &PureOptions::default())?;
        claim!(
            scanned.set().contains(&[0, 0]) == cooperates,
            "the scan judges cooperation otherwise"
        );
        claim!(
            cooperates == (*morality >= threshold),
            "at κ = {morality} cooperation is stable: {cooperates}; the threshold is {threshold}"
        );
        let needed = over(&(t - r), &(r + r - t - s));
        let near = over(&Rational::ONE, &whole(1000));
        for (lambda, stable) in [
            (needed.clone(), true),
            (&needed + &near, true),
            ((&needed - &near).max(Rational::ZERO), false),
        ] {
            let seen = Perceived::new(&game, Cooperative::new(lambda.clone())?)?;
            claim!(
                seen.is_pure_equilibrium(&[0, 0])? == stable
                    && is_equilibrium_at(&game, &[0, 0], &lambda) == stable,
                "altruists need λ = {needed}; at {lambda} cooperation is not as stable"
            );
        }
        Ok(Finding::Holds)
    }
}

/// The less risky of two ways to coordinate is the one that half the others make best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskDominanceIsHalfDominance;

/// What each way to coordinate loses a player who leaves it alone: two strict equilibria on the
/// diagonal of a 2×2 game.
fn losses(game: &NormalForm<Rational>) -> [[Rational; 2]; 2] {
    [0, 1].map(|at| {
        [0, 1].map(|player| {
            let mut alone = [at, at];
            alone[player] = 1 - at;
            game.payoff(player, &[at, at]) - game.payoff(player, &alone)
        })
    })
}

fn is_symmetric(game: &NormalForm<Rational>) -> bool {
    let same = |i: usize, j: usize| game.payoff(1, &[i, j]) == game.payoff(0, &[j, i]);
    same(0, 0) && same(0, 1) && same(1, 0) && same(1, 1)
}

impl Theorem for RiskDominanceIsHalfDominance {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new(
            "risk_dominance_is_half_dominance",
            "Risk dominance is half-dominance",
        )
        .saying(
            "Of two strict equilibria of a symmetric game with two actions, the one with the larger \
             product of losses from leaving it is risk-dominant, and its action is the only best reply \
             to whoever plays it at least half the time.",
        )
        .from_source("Harsanyi and Selten, 1988; Morris, Rob and Shin, 1995")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "symmetric",
                "The game is symmetric, with two players of two actions.",
                |game: &Self::Instance| {
                    let two = shape(game) == [2, 2];
                    claim!(two, "its shape is {:?}", shape(game));
                    Ok(Finding::when(is_symmetric(game), || "it is not".to_owned()))
                },
            ),
            Hypothesis::new(
                "two_strict_equilibria",
                "To leave either alone costs.",
                |game: &Self::Instance| {
                    let losses = losses(game);
                    let strict = losses.iter().flatten().all(Rational::is_positive);
                    Ok(Finding::when(strict, || format!("it costs {losses:?}")))
                },
            ),
        ]
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let losses = losses(game);
        if !losses.iter().flatten().all(Rational::is_positive) {
            // There is nothing to compare, and a unilateral move that does not lose shows it.
            let stable = [[0, 0], [1, 1]].map(|at| {
                let mut others = moves(&[2, 2], &at).into_iter().filter(|(_, to)| *to != at);
                others.all(|(player, to)| game.payoff(player, &to) < game.payoff(player, &at))
            });
            return Ok(Finding::when(stable == [true, true], || {
                "one of them is not strict".to_owned()
            }));
        }
        let found = risk_dominance(game, &[0, 0], &[1, 1])?;
        let products = [0, 1].map(|at| &losses[at][0] * &losses[at][1]);
        let expected = match products[0].cmp(&products[1]) {
            std::cmp::Ordering::Greater => RiskDominance::First,
            std::cmp::Ordering::Less => RiskDominance::Second,
            std::cmp::Ordering::Equal => RiskDominance::Neither,
        };
        claim!(
            found.losses == losses && found.products == products && found.verdict == expected,
            "{found:?}, and the losses are {losses:?}"
        );
        let reverse = risk_dominance(game, &[1, 1], &[0, 0])?.verdict;
        let turned = match expected {
            RiskDominance::First => RiskDominance::Second,
            RiskDominance::Second => RiskDominance::First,
            RiskDominance::Neither => RiskDominance::Neither,
        };
        claim!(reverse == turned, "the other way round it is {reverse:?}");
        for (action, dominant) in [(0, RiskDominance::First), (1, RiskDominance::Second)] {
            // Against one half each.
            let half = |own: usize| game.payoff(0, &[own, 0]) + game.payoff(0, &[own, 1]);
            let (own, other) = (half(action), half(1 - action));
            claim!(
                (own > other) == (expected == dominant),
                "action {action} is worth {own} against {other}, and {expected:?} is risk-dominant"
            );
            if !is_symmetric(game) {
                continue;
            }
            let verdict = half_dominance(game, action)?;
            let right = match &verdict {
                HalfDominance::Strict => own > other,
                HalfDominance::Weak { .. } => own == other,
                HalfDominance::No { .. } => own < other,
            };
            claim!(
                right,
                "action {action} is {verdict:?}, and worth {own} against {other}"
            );
        }
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::by_definition::over;
    use super::super::drawing::{few, games, nudges, symmetric_games};
    use super::{
        HamiltonsRule, MoralDilemma, MoralDonors, MoralityWorksLikePatience,
        RiskDominanceIsHalfDominance,
    };
    use crate::game::NormalForm;
    use crate::game::catalogue::DilemmaPayoffs;
    use crate::number::Rational;
    use crate::theorem::strategy::dilemma_payoffs;
    use crate::theorem::{Drawn, Theorem};

    fn within(morality: Rational) -> Rational {
        morality.max(Rational::ZERO).min(Rational::ONE)
    }

    impl Drawn for HamiltonsRule {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (0i64..=6, 0i64..=6, nudges())
                .prop_map(|(benefit, cost, nudge)| {
                    let (benefit, cost) = (Rational::from(benefit), Rational::from(cost));
                    let morality = within(over(&cost, &benefit) + nudge);
                    MoralDonors::new(benefit, cost, morality)
                })
                .boxed()
        }
    }

    impl Drawn for MoralityWorksLikePatience {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (dilemma_payoffs(), nudges())
                .prop_map(|(payoffs, nudge)| {
                    let gain = &payoffs.temptation - &payoffs.reward;
                    let whole = &payoffs.temptation - &payoffs.punishment;
                    let morality = within(over(&gain, &whole) + nudge);
                    MoralDilemma::new(payoffs, morality)
                })
                .boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (-2i64..=2, -2i64..=2, -2i64..=2, -2i64..=2, 0i64..=4)
                .prop_map(|(r, s, t, p, part)| {
                    let morality = Rational::new(part, 4).unwrap_or_default();
                    MoralDilemma::new(DilemmaPayoffs::new(r, s, t, p), morality)
                })
                .boxed()
        }
    }

    impl Drawn for RiskDominanceIsHalfDominance {
        /// From payoffs of miscoordination, and what coordination adds to them.
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (few(), few(), 1i64..=3, 1i64..=3)
                .prop_filter_map("not a game", |(first, second, more, other)| {
                    let top = &second + Rational::from(more);
                    let bottom = &first + Rational::from(other);
                    NormalForm::symmetric(&[vec![top, first], vec![second, bottom]]).ok()
                })
                .boxed()
        }

        fn instances_without(
            &self,
            hypothesis: &str,
        ) -> BoxedStrategy<<Self as Theorem>::Instance> {
            match hypothesis {
                "symmetric" => games(2..=2, 2..=2),
                _ => symmetric_games(2..=2),
            }
        }
    }
}
