//! How patient players have to be.

use crate::contract::ContractingProblem;
use crate::game::catalogue::DilemmaPayoffs;
use crate::game::{Game, NormalForm};
use crate::gap::ladder::sustain;
use crate::number::Rational;
use crate::simulate::agents::MemoryOne;
use crate::theorem::by_definition::{invalid, over, pure_equilibria_at, welfare, whole};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A repeated dilemma, and what its players care about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RepeatedDilemma {
    /// The payoffs of a round.
    pub payoffs: DilemmaPayoffs,
    /// The altruism weight λ ≥ 0 of both players.
    pub lambda: Rational,
    /// The weight of the next round against this one, at least 0 and below 1.
    pub discount: Rational,
}

impl RepeatedDilemma {
    /// A dilemma that is repeated for ever.
    pub fn new(payoffs: DilemmaPayoffs, lambda: Rational, discount: Rational) -> Self {
        RepeatedDilemma {
            payoffs,
            lambda,
            discount,
        }
    }

    /// `R + λ·2R` and so on: what the players see.
    fn perceived(&self) -> [Rational; 4] {
        let DilemmaPayoffs {
            reward,
            sucker,
            temptation,
            punishment,
            ..
        } = &self.payoffs;
        let (both, split) = (reward + reward, sucker + temptation);
        let neither = punishment + punishment;
        [
            (reward, both),
            (sucker, split.clone()),
            (temptation, split),
            (punishment, neither),
        ]
        .map(|(own, all)| own + &(&self.lambda * &all))
    }

    fn game(&self) -> Result<NormalForm<Rational>, TheoremError> {
        let DilemmaPayoffs {
            reward,
            sucker,
            temptation,
            punishment,
            ..
        } = self.payoffs.clone();
        let matrix = [vec![reward, sucker], vec![temptation, punishment]];
        Ok(NormalForm::symmetric(&matrix)?)
    }

    /// What the player with the first strategy sees, from what both get.
    fn seen(&self, found: &[Rational; 2]) -> Rational {
        &found[0] + &(&self.lambda * &(&found[0] + &found[1]))
    }

    /// `(T − R − λ(2R − T − S)) / (T − P + λ(T + S − 2P))`.
    fn grim_threshold(&self) -> Rational {
        let DilemmaPayoffs {
            reward: r,
            sucker: s,
            temptation: t,
            punishment: p,
            ..
        } = &self.payoffs;
        let two = whole(2);
        let gain = t - r - &self.lambda * &(&two * r - t - s);
        let lost = t - p + &self.lambda * &(t + s - &two * p);
        over(&gain, &lost)
    }
}

fn describe(payoffs: &[Rational; 4]) -> String {
    let [r, s, t, p] = payoffs;
    format!("R = {r}, S = {s}, T = {t}, P = {p} as perceived")
}

fn perceived_is(
    name: &'static str,
    words: &'static str,
    holds: impl Fn(&[Rational; 4]) -> bool + Send + Sync + 'static,
) -> Hypothesis<RepeatedDilemma> {
    Hypothesis::new(name, words, move |instance: &RepeatedDilemma| {
        let seen = instance.perceived();
        Ok(Finding::when(holds(&seen), || describe(&seen)))
    })
}

fn cooperation_is_best() -> Hypothesis<RepeatedDilemma> {
    Hypothesis::new(
        "cooperation_is_best",
        "Mutual cooperation alone has the greatest welfare.",
        |instance: &RepeatedDilemma| {
            let DilemmaPayoffs {
                reward: r,
                sucker: s,
                temptation: t,
                punishment: p,
                ..
            } = &instance.payoffs;
            let both = r + r;
            Ok(Finding::when(both > s + t && both > p + p, || {
                format!("it is worth {both}, and the others {} and {}", s + t, p + p)
            }))
        },
    )
}

/// Grim trigger sustains cooperation from a threshold on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrimTriggerHasAThreshold;

impl Theorem for GrimTriggerHasAThreshold {
    type Instance = RepeatedDilemma;

    fn statement(&self) -> Statement {
        Statement::new("grim_trigger_has_a_threshold", "The threshold of grim trigger")
            .saying(
                "In a repeated prisoner's dilemma, players with the weight λ sustain cooperation by \
                 the threat of defection for ever if and only if their discount factor is at least \
                 `(T − R − λ(2R − T − S)) / (T − P + λ(T + S − 2P))`: at the threshold still, below no \
                 longer, as long as to defect pays in a single round and mutual defection is an \
                 equilibrium of it.",
            )
            .from_source("Friedman, 1971")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            cooperation_is_best(),
            perceived_is(
                "tempting",
                "As the players see it, to defect on a cooperator pays.",
                |[r, _, t, _]| t > r,
            ),
            perceived_is(
                "defection_is_stable",
                "As the players see it, mutual defection is an equilibrium of a single round.",
                |[_, s, _, p]| p >= s,
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let discount = &instance.discount;
        let threshold = instance.grim_threshold();
        let patient = *discount >= threshold;
        let game = instance.game()?;
        let problem = ContractingProblem::single_state(game.clone())?;
        let Some(found) = sustain(&problem, &instance.lambda, discount)? else {
            return Ok(Finding::fails(
                "nothing is sustained, not even mutual defection",
            ));
        };
        claim!(
            found.verify(&problem, &instance.lambda, discount)?,
            "{found:?} does not verify"
        );
        let cooperates = found.plan == [vec![0, 0]];
        claim!(
            cooperates == patient,
            "the threshold is {threshold}: {:?} is sustained at {discount}",
            found.plan
        );
        if cooperates {
            let both = &instance.payoffs.reward + &instance.payoffs.reward;
            claim!(
                found.least_discount == threshold && found.welfare == both,
                "the threshold {threshold} is found as {}",
                found.least_discount
            );
            // Whoever deviates is left with what mutual defection is worth.
            let [_, _, _, punishment] = instance.perceived();
            for (player, plan) in found.punishment.iter().enumerate() {
                let worth = plan.as_ref().and_then(|plan| plan.first()).map(|profile| {
                    game.payoff(player, profile) + &instance.lambda * &welfare(&game, profile)
                });
                claim!(
                    worth.as_ref() == Some(&punishment),
                    "player {player} is left with {worth:?}, and not with {punishment}"
                );
            }
        } else {
            let stable = pure_equilibria_at(&game, &instance.lambda);
            let best = stable.iter().map(|profile| welfare(&game, profile)).max();
            claim!(
                stable.contains(&found.plan[0]) && best == Some(found.welfare.clone()),
                "{:?} is sustained, and the equilibria are {stable:?}",
                found.plan
            );
        }
        // The strategies themselves: whoever defects first meets defection for ever.
        let never_again = [1, 0, 0, 0].map(Rational::from);
        let grim = MemoryOne::new(Rational::ONE, never_again).map_err(invalid)?;
        let meet = |own: &MemoryOne| {
            own.discounted_payoffs(&grim, &instance.payoffs, discount)
                .map(|found| instance.seen(&found))
                .map_err(invalid)
        };
        let [stays, leaves] = [meet(&grim)?, meet(&MemoryOne::always_defect())?];
        Ok(Finding::when((stays >= leaves) == patient, || {
            format!("to stay is worth {stays}, and to defect {leaves}, at {discount}")
        }))
    }
}

/// Tit for tat is an equilibrium from a threshold on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TitForTatHasAThreshold;

impl Theorem for TitForTatHasAThreshold {
    type Instance = RepeatedDilemma;

    fn statement(&self) -> Statement {
        Statement::new("tit_for_tat_has_a_threshold", "The threshold of tit for tat")
            .saying(
                "In a repeated prisoner's dilemma tit for tat is a best reply to itself if and only if \
                 the discount factor is at least `max{(T − R)/(T − P), (T − R)/(R − S)}`: nobody then \
                 gains by defecting for ever or every other time, and so by nothing else.",
            )
            .from_source("Axelrod, 1984")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![perceived_is(
            "dilemma",
            "As the players see it, T > R > P > S.",
            |[r, s, t, p]| t > r && r > p && p > s,
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let discount = &instance.discount;
        let [r, s, t, p] = &instance.perceived();
        let gain = t - r;
        let threshold = over(&gain, &(t - p)).max(over(&gain, &(r - s)));
        let tit_for_tat = MemoryOne::tit_for_tat();
        let meet = |own: &MemoryOne| {
            own.discounted_payoffs(&tit_for_tat, &instance.payoffs, discount)
                .map(|found| instance.seen(&found))
                .map_err(invalid)
        };
        let own = meet(&tit_for_tat)?;
        // Against a strategy of one round of memory some strategy of one round of memory is best.
        let mut best = own.clone();
        for bits in 0..32u32 {
            let bit = |place: u32| whole(i64::from(bits >> place & 1));
            let after = [0, 1, 2, 3].map(bit);
            best = best.max(meet(&MemoryOne::new(bit(4), after).map_err(invalid)?)?);
        }
        claim!(own == *r, "tit for tat gets {own} from itself, and not {r}");
        Ok(Finding::when(
            (best == own) == (*discount >= threshold),
            || {
                format!(
                    "the threshold is {threshold}; at {discount} the best gets {best}, and it {own}"
                )
            },
        ))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::{near, nudges, weights};
    use super::{GrimTriggerHasAThreshold, RepeatedDilemma, TitForTatHasAThreshold};
    use crate::game::catalogue::DilemmaPayoffs;
    use crate::number::Rational;
    use crate::theorem::by_definition::over;
    use crate::theorem::strategy::dilemma_payoffs;
    use crate::theorem::{Drawn, Theorem};

    fn any_payoffs() -> impl Strategy<Value = DilemmaPayoffs> {
        (-3i64..=3, -3i64..=3, -3i64..=3, -3i64..=3)
            .prop_map(|(r, s, t, p)| DilemmaPayoffs::new(r, s, t, p))
    }

    fn anywhere() -> BoxedStrategy<RepeatedDilemma> {
        let discounts = (0i64..=7).prop_map(|part| Rational::new(part, 8).unwrap_or_default());
        (any_payoffs(), weights(), discounts)
            .prop_map(|(payoffs, lambda, discount)| RepeatedDilemma::new(payoffs, lambda, discount))
            .boxed()
    }

    impl Drawn for GrimTriggerHasAThreshold {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (dilemma_payoffs(), weights(), nudges(), 0i64..=4)
                .prop_map(|(payoffs, lambda, nudge, part)| {
                    // Between zero and the weight at which mutual defection is no equilibrium.
                    let whole = RepeatedDilemma::new(payoffs, lambda, Rational::ZERO);
                    let [p, s] = [&whole.payoffs.punishment, &whole.payoffs.sucker];
                    let split = s + &whole.payoffs.temptation;
                    let last = over(&(p - s), &(split - (p + p)));
                    let lambda = match last.is_positive() && whole.lambda > last {
                        true => last * Rational::new(part, 4).unwrap_or_default(),
                        false => whole.lambda.clone(),
                    };
                    let mut instance = RepeatedDilemma::new(whole.payoffs, lambda, Rational::ZERO);
                    instance.discount = near(&instance.grim_threshold(), &nudge);
                    instance
                })
                .boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            anywhere()
        }
    }

    impl Drawn for TitForTatHasAThreshold {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (dilemma_payoffs(), 0i64..=3, nudges(), any::<bool>())
                .prop_map(|(payoffs, part, nudge, first)| {
                    let lambda = Rational::new(part, 24).unwrap_or_default();
                    let mut instance = RepeatedDilemma::new(payoffs, lambda, Rational::ZERO);
                    let [r, s, t, p] = instance.perceived();
                    let gain = &t - &r;
                    let threshold = if first {
                        over(&gain, &(t - p))
                    } else {
                        over(&gain, &(r - s))
                    };
                    instance.discount = near(&threshold, &nudge);
                    instance
                })
                .boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            anywhere()
        }
    }
}
