//! Players who ask what if all did so, and players who repay kindness.

use std::cmp::Ordering;

use super::by_definition::{fraction, profiles, quotient};
use super::dilemmas::{DILEMMA, Donation, is_dilemma};
use super::forms::unless_refused;
use crate::equilibrium::{PureOptions, pure_equilibria};
use crate::game::catalogue::{DilemmaPayoffs, donation_game};
use crate::game::{Game, GameExt, Profile};
use crate::number::{Extended, Rational};
use crate::preference::{Cooperative, HomoMoralis, Perceived, WeightOnOthers, rabin};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A donation game, and how moral or altruistic its players are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DonationAmongRelatives {
    /// The game.
    pub donation: Donation,
    /// The degree κ, from 0 to 1: of morality, and as a weight on others that of relatedness.
    pub degree: Rational,
    /// The weight λ on welfare.
    pub lambda: Rational,
}

impl DonationAmongRelatives {
    /// A donation game with the degree κ and the weight λ.
    pub fn new(
        donation: Donation,
        degree: impl Into<Rational>,
        lambda: impl Into<Rational>,
    ) -> Self {
        DonationAmongRelatives {
            donation,
            degree: degree.into(),
            lambda: lambda.into(),
        }
    }
}

/// The pure equilibria that the crate finds.
fn stable(seen: &dyn Game<Rational>) -> Result<Vec<Profile>, TheoremError> {
    let found = pure_equilibria(seen, &PureOptions::default())?;
    Ok(found.into_set().profiles().to_vec())
}

/// Hamilton's rule, for kin, for Kantians and for altruists.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::theorem::altruism::{Donation, DonationAmongRelatives, HamiltonsRule};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// // What costs 1 and gives 3 is given from κ = 1/3 and from λ = 1/2 on.
/// let (degree, lambda) = (Rational::new(1, 3)?, Rational::new(1, 2)?);
/// let instance = DonationAmongRelatives::new(Donation::new(2, 3, 1), degree, lambda);
/// assert_eq!(HamiltonsRule.check(&instance)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HamiltonsRule;

impl Theorem for HamiltonsRule {
    type Instance = DonationAmongRelatives;

    fn statement(&self) -> Statement {
        Statement::new("hamiltons_rule", "Hamilton's rule").saying(
            "In the donation game of n players, to give is a best reply, whatever the others do, \
             exactly if `κ(n − 1)b ≥ c`, both for players with weight κ on each other and for those \
             with degree of morality κ, who weigh by κ what would be if all did the same; and for \
             those who maximise `u_i + λ·W` exactly if `λ((n − 1)b − c) ≥ c`, as if κ were \
             `λ/(1 + λ)`. So all give in equilibrium from there on, and none up to there.",
        )
        .from_source("Hamilton, 1964; Alger and Weibull, 2013")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "in_range",
            "The degree is from 0 to 1, and the weight on welfare not negative.",
            |instance: &Self::Instance| {
                let DonationAmongRelatives { degree, lambda, .. } = instance;
                let within =
                    !degree.is_negative() && *degree <= Rational::ONE && !lambda.is_negative();
                Ok(Finding::when(within, || {
                    format!("κ = {degree} and λ = {lambda}")
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let DonationAmongRelatives {
            donation,
            degree,
            lambda,
        } = instance;
        let Donation {
            players,
            benefit,
            cost,
        } = donation;
        let game = donation_game(*players, benefit.clone(), cost.clone())?;
        let given = donation.given();
        let by_degree = (degree * &given).cmp(cost);
        let by_lambda = (lambda * (&given - cost)).cmp(cost);
        let as_degree = lambda.checked_div(&(Rational::ONE + lambda));
        ensure!(
            as_degree.is_none_or(|degree| (degree * &given).cmp(cost) == by_lambda),
            "λ = {lambda} does not work as λ/(1 + λ)"
        );
        unless_refused((|| {
            let kin = Perceived::new(&game, WeightOnOthers::new(degree.clone())?)?;
            let kantians = Perceived::new(&game, HomoMoralis::new(degree.clone())?)?;
            let altruists = Perceived::new(&game, Cooperative::new(lambda.clone())?)?;
            for (who, rule, found) in [
                ("kin", by_degree, stable(&kin)?),
                ("Kantians", by_degree, stable(&kantians)?),
                ("altruists", by_lambda, stable(&altruists)?),
            ] {
                // All give, or none, or everything goes.
                let mut expected = profiles(&game);
                expected.retain(|profile| match rule {
                    Ordering::Less => profile.iter().all(|&action| action == 1),
                    Ordering::Equal => true,
                    Ordering::Greater => profile.iter().all(|&action| action == 0),
                });
                ensure!(
                    found == expected,
                    "the equilibria of {who} are {found:?}, and not {expected:?}"
                );
            }
            for profile in profiles(&game) {
                for player in 0..*players {
                    // What a Kantian sees: the own payoff with and without the others as themselves.
                    let alike = vec![profile[player]; *players];
                    let seen = (Rational::ONE - degree) * game.payoff(player, &profile)
                        + degree * &game.payoff(player, &alike);
                    ensure!(
                        kantians.payoff(player, &profile) == seen,
                        "player {player} sees {} at {profile:?}, and not {seen}",
                        kantians.payoff(player, &profile)
                    );
                    for (who, rule, best) in [
                        ("kin", by_degree, kin.best_responses(player, &profile)?),
                        (
                            "Kantians",
                            by_degree,
                            kantians.best_responses(player, &profile)?,
                        ),
                        (
                            "altruists",
                            by_lambda,
                            altruists.best_responses(player, &profile)?,
                        ),
                    ] {
                        let expected: &[usize] = match rule {
                            Ordering::Less => &[1],
                            Ordering::Equal => &[0, 1],
                            Ordering::Greater => &[0],
                        };
                        ensure!(
                            best == expected,
                            "for {who}, player {player} does best with {best:?} against \
                             {profile:?}, and not with {expected:?}"
                        );
                    }
                }
            }
            Ok(Finding::Holds)
        })())
    }
}

/// A dilemma of players with a degree of morality.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MoralityInADilemma {
    /// The dilemma.
    pub payoffs: DilemmaPayoffs,
    /// The degree κ of morality, from 0 to 1.
    pub degree: Rational,
}

impl MoralityInADilemma {
    /// A dilemma of players with this degree of morality.
    pub fn new(payoffs: DilemmaPayoffs, degree: impl Into<Rational>) -> Self {
        MoralityInADilemma {
            payoffs,
            degree: degree.into(),
        }
    }
}

/// Morality in a dilemma has the threshold of the grim trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HomoMoralisDilemma;

impl Theorem for HomoMoralisDilemma {
    type Instance = MoralityInADilemma;

    fn statement(&self) -> Statement {
        Statement::new(
            "homo_moralis_dilemma",
            "How much morality makes cooperation stable",
        )
        .saying(
            "In a prisoner's dilemma of players with degree of morality κ, mutual cooperation is an \
             equilibrium exactly if `κ ≥ (T − R)/(T − P)`, the patience that a grim trigger needs, \
             and mutual defection exactly if `κ ≤ (P − S)/(R − S)`.",
        )
        .from_source("Alger and Weibull, 2013")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new("dilemma", DILEMMA, |instance: &Self::Instance| {
                is_dilemma(&instance.payoffs)
            }),
            Hypothesis::new(
                "in_range",
                "The degree of morality is from 0 to 1.",
                |instance: &Self::Instance| {
                    let degree = &instance.degree;
                    let within = !degree.is_negative() && *degree <= Rational::ONE;
                    Ok(Finding::when(within, || format!("κ = {degree}")))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let DilemmaPayoffs {
            reward,
            sucker,
            temptation,
            punishment,
        } = &instance.payoffs;
        let degree = Extended::Finite(instance.degree.clone());
        let good = degree >= quotient(&(temptation - reward), &(temptation - punishment));
        let bad = degree <= quotient(&(punishment - sucker), &(reward - sucker));
        unless_refused((|| {
            let moral = HomoMoralis::new(instance.degree.clone())?;
            let seen = Perceived::new(instance.payoffs.game()?, moral)?;
            let found = pure_equilibria(&seen, &PureOptions::default())?.into_set();
            let (cooperate, defect) = (found.contains(&[0, 0]), found.contains(&[1, 1]));
            ensure!(
                seen.is_pure_equilibrium(&[0, 0])? == cooperate
                    && seen.is_pure_equilibrium(&[1, 1])? == defect,
                "one by one the equilibria are others than {found:?}"
            );
            Ok(Finding::when(cooperate == good && defect == bad, || {
                format!(
                    "cooperation is an equilibrium: {cooperate}, by the threshold {good}; \
                     defection: {defect}, by the threshold {bad}"
                )
            }))
        })())
    }
}

/// Kindness is for small stakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FairnessInTheDilemma;

impl Theorem for FairnessInTheDilemma {
    type Instance = DilemmaPayoffs;

    fn statement(&self) -> Statement {
        Statement::new("fairness_in_the_dilemma", "Kindness is for small stakes")
            .saying(
                "In a prisoner's dilemma, mutual cooperation is a fairness equilibrium exactly if \
                 `T − R ≤ 1/2`; mutual defection always is one, and there are no other pure ones. To \
                 cooperate is of kindness 1/2, to defect of kindness −1/2.",
            )
            .from_source("Rabin, 1993")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new("dilemma", DILEMMA, is_dilemma)]
    }

    fn conclusion(&self, payoffs: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = payoffs.game()?;
        let half = fraction(1, 2);
        let mut expected: Vec<Profile> = Vec::new();
        if &payoffs.temptation - &payoffs.reward <= half {
            expected.push(vec![0, 0]);
        }
        expected.push(vec![1, 1]);
        unless_refused((|| {
            let found = rabin::fairness_equilibria(&game)?;
            ensure!(
                found == expected,
                "the fairness equilibria are {found:?}, and not {expected:?}"
            );
            let kind = |action: usize| if action == 0 { half.clone() } else { -&half };
            for profile in profiles(&game) {
                for player in 0..2 {
                    let (own, met) = (kind(profile[player]), kind(profile[1 - player]));
                    let kindness = rabin::kindness(&game, player, &profile)?;
                    let utility = rabin::utility(&game, player, profile[player], &profile)?;
                    let material = payoffs.payoff(profile[player], profile[1 - player])?;
                    let felt = material + met * (Rational::ONE + &own);
                    ensure!(
                        kindness == own && utility == felt,
                        "player {player} at {profile:?} is of kindness {kindness} with utility \
                         {utility}, and not {own} with {felt}"
                    );
                }
            }
            Ok(Finding::Holds)
        })())
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::altruism::drawn::{any_four_payoffs, dilemmas_of_any_kind, near};
    use crate::theorem::{Drawn, strategy};

    impl Drawn for HamiltonsRule {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            (2usize..=3, 0i64..=4, 0i64..=4)
                .prop_flat_map(|(players, benefit, cost)| {
                    let donation = Donation::new(players, benefit, cost);
                    let given = donation.given();
                    let cost = Rational::from(cost);
                    let degree = cost.checked_div(&given).unwrap_or_default();
                    let lambda = cost
                        .checked_div(&(given - &cost))
                        .filter(|least| !least.is_negative());
                    let lambda = lambda.unwrap_or(Rational::ONE);
                    (Just(donation), near(degree), near(lambda))
                })
                .prop_map(|(donation, degree, lambda)| {
                    // Most of what is near a threshold at 0 or 1 stays in range.
                    let little = fraction(-1, 64);
                    let degree = degree.max(little.clone()).min(Rational::ONE);
                    DonationAmongRelatives::new(donation, degree, lambda.max(little))
                })
                .boxed()
        }
    }

    impl Drawn for HomoMoralisDilemma {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            (dilemmas_of_any_kind(), any::<bool>())
                .prop_flat_map(|(payoffs, good)| {
                    let DilemmaPayoffs {
                        reward,
                        sucker,
                        temptation,
                        punishment,
                    } = &payoffs;
                    let threshold = if good {
                        (temptation - reward).checked_div(&(temptation - punishment))
                    } else {
                        (punishment - sucker).checked_div(&(reward - sucker))
                    };
                    let degree = near(threshold.unwrap_or_default());
                    (Just(payoffs), degree)
                })
                .prop_map(|(payoffs, degree)| MoralityInADilemma::new(payoffs, degree))
                .boxed()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            (any_four_payoffs(), strategy::rationals(-1..=2, 4))
                .prop_map(|(payoffs, degree)| MoralityInADilemma::new(payoffs, degree))
                .boxed()
        }
    }

    impl Drawn for FairnessInTheDilemma {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            let scaled = |payoffs: DilemmaPayoffs, parts: i64| {
                let unit = fraction(1, parts);
                DilemmaPayoffs::new(
                    &payoffs.reward * &unit,
                    &payoffs.sucker * &unit,
                    &payoffs.temptation * &unit,
                    &payoffs.punishment * &unit,
                )
            };
            (dilemmas_of_any_kind(), 1i64..=10)
                .prop_map(move |(payoffs, parts)| scaled(payoffs, parts))
                .boxed()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            any_four_payoffs().boxed()
        }
    }
}
