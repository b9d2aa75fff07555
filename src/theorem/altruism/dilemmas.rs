//! Closed forms of the selfishness level.

use crate::game::catalogue::{
    DilemmaClass, DilemmaPayoffs, cournot, donation_game, public_goods, travelers_dilemma,
};
use crate::game::{GameExt, NormalForm};
use crate::number::{Extended, Rational};
use crate::theorem::by_definition::{found_level, level, quotient};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// Compares the level that the crate finds, that of the definition, and the closed form.
fn compare(
    game: &NormalForm<Rational>,
    expected: &Extended<Rational>,
) -> Result<Finding, TheoremError> {
    let (found, searched) = (found_level(game)?.value, level(game));
    claim!(
        found == *expected && searched == *expected,
        "the closed form is {expected:?}, the level found {found:?}, by the definition {searched:?}"
    );
    Ok(Finding::Holds)
}

/// `T > R > P > S`, from the numbers alone.
pub(super) fn is_dilemma(payoffs: &DilemmaPayoffs) -> Result<Finding, TheoremError> {
    let DilemmaPayoffs {
        reward,
        sucker,
        temptation,
        punishment,
    } = payoffs;
    let ordered = temptation > reward && reward > punishment && punishment > sucker;
    Ok(Finding::when(ordered, || {
        format!("{payoffs} is not ordered T > R > P > S")
    }))
}

/// What the hypothesis of a prisoner's dilemma asks for.
pub(super) const DILEMMA: &str = "The payoffs are ordered T > R > P > S.";

/// The level of the prisoner's dilemma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrisonersDilemmaLevel;

impl Theorem for PrisonersDilemmaLevel {
    type Instance = DilemmaPayoffs;

    fn statement(&self) -> Statement {
        Statement::new(
            "prisoners_dilemma_level",
            "How much altruism solves a prisoner's dilemma",
        )
        .saying(
            "The selfishness level of a prisoner's dilemma is `(T − R)/(2R − T − S)` where \
             `2R > T + S`, so that both cooperate at the optimum, and `(P − S)/(S + T − 2P)` \
             otherwise, where an optimum is that one alone defects.",
        )
        .from_source("Apt and Schäfer, 2014; the second case by the same argument")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new("dilemma", DILEMMA, is_dilemma)]
    }

    fn conclusion(&self, payoffs: &Self::Instance) -> Result<Finding, TheoremError> {
        let DilemmaPayoffs {
            reward,
            sucker,
            temptation,
            punishment,
        } = payoffs;
        let (both, one) = (reward + reward, temptation + sucker);
        let expected = if both > one {
            quotient(&(temptation - reward), &(&both - &one))
        } else {
            quotient(&(punishment - sucker), &(&one - &(punishment + punishment)))
        };
        let game = payoffs.game()?;
        claim!(
            payoffs.classify() == DilemmaClass::PrisonersDilemma
                && game.best_responses(0, &[0, 0])? == [1]
                && game.best_responses(1, &[1, 1])? == [1],
            "it is said to be of class {:?}",
            payoffs.classify()
        );
        compare(&game, &expected)
    }
}

/// A donation game: who cooperates pays the cost and gives each other player the benefit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Donation {
    /// How many players there are.
    pub players: usize,
    /// What each other player gets.
    pub benefit: Rational,
    /// What it costs.
    pub cost: Rational,
}

impl Donation {
    /// A donation game.
    pub fn new(players: usize, benefit: impl Into<Rational>, cost: impl Into<Rational>) -> Self {
        Donation {
            players,
            benefit: benefit.into(),
            cost: cost.into(),
        }
    }

    /// What all others together get from a donation.
    pub(super) fn given(&self) -> Rational {
        &self.benefit * Rational::from(self.players.saturating_sub(1))
    }
}

/// The level of the dilemma of any number of players.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DonationLevel;

impl Theorem for DonationLevel {
    type Instance = Donation;

    fn statement(&self) -> Statement {
        Statement::new("donation_level", "How much altruism makes everybody give")
            .saying(
                "The selfishness level of the donation game of n players, the prisoner's dilemma of \
                 any number of players, is `c/((n − 1)b − c)`.",
            )
            .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "worth_giving",
            "All others together gain more than it costs.",
            |instance: &Self::Instance| {
                let given = instance.given();
                Ok(Finding::when(given > instance.cost, || {
                    format!("the others gain {given}, the cost is {}", instance.cost)
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let Donation {
            players,
            benefit,
            cost,
        } = instance;
        let game = donation_game(*players, benefit.clone(), cost.clone())?;
        compare(&game, &quotient(cost, &(instance.given() - cost)))
    }
}

/// A linear public good.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublicGood {
    /// How many players there are.
    pub players: usize,
    /// What each has.
    pub endowment: Rational,
    /// What each may contribute, ascending.
    pub contributions: Vec<Rational>,
    /// What a unit contributed is worth to all together.
    pub multiplier: Rational,
}

impl PublicGood {
    /// A linear public good with this grid of contributions.
    pub fn new(
        players: usize,
        endowment: impl Into<Rational>,
        contributions: Vec<Rational>,
        multiplier: impl Into<Rational>,
    ) -> Self {
        PublicGood {
            players,
            endowment: endowment.into(),
            contributions,
            multiplier: multiplier.into(),
        }
    }
}

/// The level of a linear public good, whatever the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicGoodLevel;

impl Theorem for PublicGoodLevel {
    type Instance = PublicGood;

    fn statement(&self) -> Statement {
        Statement::new(
            "public_good_level",
            "How much altruism provides a public good",
        )
        .saying(
            "The selfishness level of a linear public good with n players and multiplier c is \
                 `(1 − c/n)/(c − 1)`, whatever the endowment and the grid of contributions.",
        )
        .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "choice",
                "There are two contributions at least.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(instance.contributions.len() > 1, || {
                        "there is one contribution".to_owned()
                    }))
                },
            ),
            Hypothesis::new(
                "good_for_all",
                "A unit contributed is worth more than a unit to all together.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(instance.multiplier > Rational::ONE, || {
                        format!("it is worth {}", instance.multiplier)
                    }))
                },
            ),
            Hypothesis::new(
                "tempting",
                "A unit contributed is not worth more than a unit to the contributor.",
                |instance: &Self::Instance| {
                    let players = Rational::from(instance.players);
                    Ok(Finding::when(instance.multiplier <= players, || {
                        format!("{} is more than {players}", instance.multiplier)
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let PublicGood {
            players,
            endowment,
            contributions,
            multiplier,
        } = instance;
        let game = public_goods(
            *players,
            endowment.clone(),
            contributions,
            multiplier.clone(),
        )?;
        let Some(share) = multiplier.checked_div(&Rational::from(*players)) else {
            return Err(TheoremError::Instance("there are no players".to_owned()));
        };
        let expected = quotient(&(Rational::ONE - share), &(multiplier - Rational::ONE));
        compare(&game, &expected)
    }
}

/// A traveler's dilemma.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TravelersClaims {
    /// The lowest claim.
    pub lowest: u32,
    /// The highest claim.
    pub highest: u32,
    /// What the lower claimant gains and the higher loses.
    pub bonus: Rational,
}

impl TravelersClaims {
    /// A traveler's dilemma with these claims.
    pub fn new(lowest: u32, highest: u32, bonus: impl Into<Rational>) -> Self {
        TravelersClaims {
            lowest,
            highest,
            bonus: bonus.into(),
        }
    }
}

/// The level of the traveler's dilemma, whatever the claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TravelersDilemmaLevel;

impl Theorem for TravelersDilemmaLevel {
    type Instance = TravelersClaims;

    fn statement(&self) -> Statement {
        Statement::new(
            "travelers_dilemma_level",
            "How much altruism makes travellers claim the most",
        )
        .saying(
            "The selfishness level of the traveler's dilemma with bonus b is `(b − 1)/2`, whatever \
             the range of claims.",
        )
        .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "two_claims",
                "There are two claims at least.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(instance.highest > instance.lowest, || {
                        "there is one claim".to_owned()
                    }))
                },
            ),
            Hypothesis::new(
                "tempting",
                "The bonus is at least the step between claims.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(instance.bonus >= Rational::ONE, || {
                        format!("the bonus is {}", instance.bonus)
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let bonus = instance.bonus.clone();
        let expected = quotient(&(&bonus - Rational::ONE), &Rational::from(2));
        let game = travelers_dilemma(instance.lowest, instance.highest, bonus)?;
        compare(&game, &expected)
    }
}

/// Cournot competition on a grid that ends at the monopoly's quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CournotGrid {
    /// How many firms there are.
    pub firms: usize,
    /// In how many steps a firm can reach the quantity of a monopoly.
    pub steps: usize,
    /// By how much the price at no supply exceeds the unit cost.
    pub margin: Rational,
    /// By how much a unit lowers the price.
    pub slope: Rational,
}

impl CournotGrid {
    /// A market with this grid.
    pub fn new(
        firms: usize,
        steps: usize,
        margin: impl Into<Rational>,
        slope: impl Into<Rational>,
    ) -> Self {
        CournotGrid {
            firms,
            steps,
            margin: margin.into(),
            slope: slope.into(),
        }
    }
}

/// The level of Cournot competition grows with the grid, beyond every bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CournotLevelGrowsWithTheGrid;

impl Theorem for CournotLevelGrowsWithTheGrid {
    type Instance = CournotGrid;

    fn statement(&self) -> Statement {
        Statement::new(
            "cournot_level_grows_with_the_grid",
            "No altruism is enough for a cartel on every grid",
        )
        .saying(
            "The selfishness level of Cournot competition of n firms with a linear demand, on a \
             grid of K steps up to the quantity of a monopoly, is `K(n − 1)/n − 1`. It grows \
             without bound with the grid: with all quantities allowed the level is infinite.",
        )
        .from_source("after Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "rivals",
                "There are two firms at least.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(instance.firms > 1, || {
                        format!("there are {} firms", instance.firms)
                    }))
                },
            ),
            Hypothesis::new(
                "equal_shares",
                "The firms can share the quantity of a monopoly equally on the grid.",
                |instance: &Self::Instance| {
                    let CournotGrid { firms, steps, .. } = instance;
                    Ok(Finding::when(steps.is_multiple_of(*firms), || {
                        format!("{steps} steps are shared among {firms}")
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let CournotGrid {
            firms,
            steps,
            margin,
            slope,
        } = instance;
        let game = cournot(*firms, *steps, margin.clone(), slope.clone(), 0)?;
        let (firms, steps) = (Rational::from(*firms), Rational::from(*steps));
        let expected = quotient(&(steps * (&firms - Rational::ONE) - &firms), &firms);
        compare(&game, &expected)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::altruism::drawn::{any_four_payoffs, dilemmas_of_any_kind};
    use crate::theorem::by_definition::fraction;
    use crate::theorem::{Drawn, strategy};

    impl Drawn for PrisonersDilemmaLevel {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            dilemmas_of_any_kind().boxed()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            any_four_payoffs().boxed()
        }
    }

    impl Drawn for DonationLevel {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            let whole = strategy::rationals(0..=4, 2);
            (2usize..=4, whole.clone(), whole)
                .prop_map(|(players, benefit, cost)| Donation::new(players, benefit, cost))
                .boxed()
        }
    }

    impl Drawn for PublicGoodLevel {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            (
                2usize..=3,
                prop_oneof![1 => Just(1usize), 6 => 2usize..=3],
                1i64..=3,
                0i64..=2,
                2i64..=7,
            )
                .prop_flat_map(|(players, points, step, start, thirds)| {
                    let grid: Vec<Rational> = (0..points)
                        .map(|point| fraction(start + step * point as i64, 2))
                        .collect();
                    let endowment = grid.last().cloned().unwrap_or_default();
                    // Mostly from 1 to n, and now and then beyond.
                    let multiplier = fraction(thirds, 3) + Rational::from(players - 2);
                    Just(PublicGood::new(players, endowment, grid, multiplier))
                })
                .boxed()
        }
    }

    impl Drawn for TravelersDilemmaLevel {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            (0u32..=6, 0u32..=5, strategy::rationals(0..=8, 2))
                .prop_map(|(lowest, more, bonus)| {
                    TravelersClaims::new(lowest, lowest + more, bonus)
                })
                .boxed()
        }
    }

    impl Drawn for CournotLevelGrowsWithTheGrid {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            prop_oneof![
                5 => (1usize..=4).prop_map(|each| (2usize, 2 * each)),
                2 => Just((3, 3)),
                2 => (1usize..=2, 1usize..=5),
            ]
            .prop_flat_map(|(firms, steps)| (Just((firms, steps)), 1i64..=6, 1i64..=3))
            .prop_map(|((firms, steps), margin, slope)| {
                CournotGrid::new(firms, steps, margin, slope)
            })
            .boxed()
        }
    }
}
