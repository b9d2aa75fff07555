//! Altruists who share the costs of facilities.

use super::congestion::{longest, payoffs_together, pure_bound, robust_bound, users};
use crate::equilibrium::{PureOptions, pure_equilibria};
use crate::game::catalogue::FairCostSharing;
use crate::game::{Game, NormalForm};
use crate::gap::prices::pure_prices;
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;
use crate::theorem::by_definition::{
    Weights, deviations, found_level, fraction, level, optima, profiles, quotient, welfare,
};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// `1 + 1/2 + … + 1/n`.
fn harmonic(count: i64) -> Rational {
    (1..=count).map(|term| fraction(1, term)).sum()
}

/// The best equilibrium of fair cost sharing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CostSharingIsStableAtTheHarmonicNumber;

impl Theorem for CostSharingIsStableAtTheHarmonicNumber {
    type Instance = FairCostSharing;

    fn statement(&self) -> Statement {
        Statement::new(
            "cost_sharing_is_stable_at_the_harmonic_number",
            "What the best equilibrium of fair cost sharing costs",
        )
        .saying(
            "Where the users of a facility share its cost equally, the cost of a player who moves \
             changes by as much as the potential `Σ c·(1 + 1/2 + … + 1/x)`; the profiles of least \
             potential are equilibria, and cost at most `1 + 1/2 + … + 1/n` times the optimum.",
        )
        .from_source("Anshelevich, Dasgupta, Kleinberg, Tardos, Wexler and Roughgarden, 2004")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let (costs, strategies) = (game.costs(), game.strategies());
        let dense = NormalForm::from_game(game)?;
        let mut potentials = Vec::new();
        for profile in profiles(game) {
            let users = users(strategies, &profile, costs.len());
            let potential: Rational = (costs.iter().zip(&users))
                .map(|(cost, &count)| cost * harmonic(count))
                .sum();
            for player in 0..game.players() {
                let share: Rational = (strategies[player][profile[player]].iter())
                    .map(|&facility| &costs[facility] * fraction(1, users[facility]))
                    .sum();
                claim!(
                    game.payoff(player, &profile) == -&share
                        && dense.payoff(player, &profile) == -&share,
                    "player {player} at {profile:?} gets {} and pays {share}",
                    game.payoff(player, &profile)
                );
            }
            let built: Rational = (costs.iter().zip(&users))
                .filter(|(_, count)| **count > 0)
                .map(|(cost, _)| cost)
                .sum();
            claim!(
                dense.welfare_at(dense.space().index(&profile)?) == -&built,
                "the facilities used at {profile:?} cost {built}, the players pay otherwise"
            );
            let together = payoffs_together(game, &profile)?;
            if !together.holds() {
                return Ok(together);
            }
            let found: Vec<i64> = (game.loads(&profile)?.into_iter())
                .map(|load| load as i64)
                .collect();
            claim!(
                found == users && game.potential(&profile)? == potential,
                "at {profile:?} the loads are {found:?} and {users:?}, the potential {} and \
                 {potential}",
                game.potential(&profile)?
            );
            potentials.push((potential, profile));
        }
        for (potential, profile) in &potentials {
            for (player, other) in deviations(game, profile) {
                let gain = game.payoff(player, &other) - game.payoff(player, profile);
                let fall = potential - game.potential(&other)?;
                claim!(
                    gain == fall,
                    "player {player} gains {gain} from {profile:?} to {other:?}, the potential \
                     falls by {fall}"
                );
            }
        }
        let least = potentials.iter().map(|(potential, _)| potential).min();
        let stable = pure_equilibria(&dense, &PureOptions::default())?.into_set();
        let (best, _) = optima(game);
        let bound = harmonic(game.players() as i64) * -&best;
        for (potential, profile) in &potentials {
            if Some(potential) == least {
                let cost = -welfare(game, profile);
                claim!(
                    stable.contains(profile) && cost <= bound,
                    "{profile:?} has the least potential and costs {cost}, the bound is {bound}, \
                     the equilibria are {:?}",
                    stable.profiles()
                );
            }
        }
        let selfish = WeightMatrix::identity(game.players());
        let prices = pure_prices(&dense, &selfish)?;
        let cheapest = (Weights::on_others(&Rational::ZERO).equilibria(game).iter())
            .map(|profile| welfare(game, profile))
            .max();
        let found = prices.stability.map(|price| price.welfare);
        claim!(
            found == cheapest,
            "the best equilibrium is said to have welfare {found:?}, and has {cheapest:?}"
        );
        Ok(Finding::Holds)
    }
}

/// A cost-sharing game of players who weigh the costs of others.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AltruisticCostSharing {
    /// The game.
    pub game: FairCostSharing,
    /// The weight α on the cost of each other player, with 1 on the own.
    pub weight: Rational,
}

impl AltruisticCostSharing {
    /// A cost-sharing game of players with this weight on others.
    pub fn new(game: FairCostSharing, weight: impl Into<Rational>) -> Self {
        AltruisticCostSharing {
            game,
            weight: weight.into(),
        }
    }
}

/// Altruism makes the worst equilibria of cost sharing worse, without bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AltruistsWhoShareCosts;

impl Theorem for AltruistsWhoShareCosts {
    type Instance = AltruisticCostSharing;

    fn statement(&self) -> Statement {
        Statement::new(
            "altruists_who_share_costs",
            "What altruists lose when they share costs",
        )
        .saying(
            "Where the users of a facility share its cost equally, no coarse correlated equilibrium \
             of n players with weight 1 on their own cost and α on each other's, `0 ≤ α < 1`, costs \
             more than `n/(1 − α)` times the optimum.",
        )
        .from_source("Chen, de Keijzer, Kempe and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "weight_below_one",
            "The weight on others is at least 0 and below 1.",
            |instance: &Self::Instance| {
                let weight = &instance.weight;
                let within = !weight.is_negative() && *weight < Rational::ONE;
                Ok(Finding::when(within, || format!("the weight is {weight}")))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = NormalForm::from_game(&instance.game)?;
        let players = Rational::from(game.players());
        let Some(bound) = players.checked_div(&(Rational::ONE - &instance.weight)) else {
            return Ok(Finding::fails("the bound is not defined at α = 1"));
        };
        let weights = Weights::on_others(&instance.weight);
        pure_bound(&game, &weights, &bound)?.and(|| robust_bound(&game, &weights, &bound))
    }
}

/// The level found, once it is that of the definition.
fn checked_level(
    game: &FairCostSharing,
) -> Result<Result<Extended<Rational>, Finding>, TheoremError> {
    let found = found_level(&NormalForm::from_game(game)?)?.value;
    let searched = level(game);
    Ok(if found == searched {
        Ok(found)
    } else {
        Err(Finding::fails(format!(
            "the level is found to be {found:?} and is {searched:?}"
        )))
    })
}

/// Is the level at most `max(0, bound)`?
fn within(
    level: Result<Extended<Rational>, Finding>,
    bound: Extended<Rational>,
) -> Result<Finding, TheoremError> {
    let level = match level {
        Ok(level) => level,
        Err(finding) => return Ok(finding),
    };
    let bound = bound.max(Extended::Finite(Rational::ZERO));
    Ok(Finding::when(level <= bound, || {
        format!("the level is {level:?}, the bound {bound:?}")
    }))
}

/// The least and the greatest cost of a facility.
fn extremes(game: &FairCostSharing) -> (Rational, Rational) {
    let least = game.costs().iter().min().cloned().unwrap_or_default();
    let largest = game.costs().iter().max().cloned().unwrap_or_default();
    (least, largest)
}

/// The level of cost sharing with one facility each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SingletonCostSharingLevelIsBounded;

impl Theorem for SingletonCostSharingLevelIsBounded {
    type Instance = FairCostSharing;

    fn statement(&self) -> Statement {
        Statement::new(
            "singleton_cost_sharing_level_is_bounded",
            "Bounded altruism is enough where each uses one facility",
        )
        .saying(
            "A fair cost-sharing game in which every action uses one facility has a selfishness \
             level of at most `max(0, c_max/(2·c_min) − 1)`.",
        )
        .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "one_facility_each",
            "Every action uses one facility.",
            |game: &Self::Instance| {
                let single = game.strategies().iter().flatten().all(|set| set.len() == 1);
                Ok(Finding::when(single, || "some use several".to_owned()))
            },
        )]
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let (least, largest) = extremes(game);
        let twice = &least + &least;
        within(checked_level(game)?, quotient(&(largest - &twice), &twice))
    }
}

/// The level of cost sharing with whole costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CostSharingLevelIsBounded;

impl Theorem for CostSharingLevelIsBounded {
    type Instance = FairCostSharing;

    fn statement(&self) -> Statement {
        Statement::new(
            "cost_sharing_level_is_bounded",
            "Bounded altruism is enough where costs are whole numbers",
        )
        .saying(
            "A fair cost-sharing game with whole costs in which every action uses at most L \
             facilities has a selfishness level of at most `max(0, L·c_max/2 − 1)`.",
        )
        .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "whole_costs",
            "The costs are whole numbers.",
            |game: &Self::Instance| {
                let whole = game.costs().iter().all(Rational::is_integer);
                Ok(Finding::when(whole, || {
                    format!("they are {:?}", game.costs())
                }))
            },
        )]
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let (_, largest) = extremes(game);
        let length = Rational::from(longest(game.strategies()));
        let bound = length * largest * fraction(1, 2) - Rational::ONE;
        within(checked_level(game)?, Extended::Finite(bound))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::Drawn;
    use crate::theorem::altruism::drawn::cost_sharing_games;

    fn game(costs: Vec<Rational>, strategies: Vec<Vec<Vec<usize>>>) -> Option<FairCostSharing> {
        FairCostSharing::new(costs, strategies).ok()
    }

    impl Drawn for CostSharingIsStableAtTheHarmonicNumber {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            // Player i has a facility of cost 1/i, and all share one of little more than 1.
            let worst = (2i64..=4, 1i64..=9).prop_filter_map("not a game", |(players, parts)| {
                let mut costs = vec![Rational::ONE + fraction(1, 10 * parts)];
                costs.extend((1..=players).map(|i| fraction(1, i)));
                game(
                    costs,
                    (1..=players as usize)
                        .map(|i| vec![vec![0], vec![i]])
                        .collect(),
                )
            });
            prop_oneof![4 => cost_sharing_games(), 1 => worst].boxed()
        }
    }

    impl Drawn for AltruistsWhoShareCosts {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            let weight = (0i64..=3).prop_map(|n| fraction(n, 4));
            // All share a facility of cost 1, or one of cost n/(1 − α).
            let worst =
                (2usize..=3, weight.clone()).prop_filter_map("not a game", |(players, alpha)| {
                    let dear = Rational::from(players)
                        .checked_div(&(Rational::ONE - &alpha))
                        .unwrap_or_default();
                    let costs = vec![Rational::ONE, dear];
                    let game = game(costs, vec![vec![vec![0], vec![1]]; players])?;
                    Some(AltruisticCostSharing::new(game, alpha))
                });
            let any = (cost_sharing_games(), weight)
                .prop_map(|(game, alpha)| AltruisticCostSharing::new(game, alpha));
            prop_oneof![4 => any, 1 => worst].boxed()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            (cost_sharing_games(), 0i64..=8)
                .prop_map(|(game, n)| AltruisticCostSharing::new(game, fraction(n, 4)))
                .boxed()
        }
    }

    impl Drawn for SingletonCostSharingLevelIsBounded {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            let links = proptest::sample::subsequence(vec![0usize, 1, 2], 1..=2)
                .prop_map(|links| links.into_iter().map(|link| vec![link]).collect());
            (vec(1i64..=12, 3), vec(links, 2..=3))
                .prop_filter_map("not a game", |(costs, sets)| {
                    game(costs.into_iter().map(Rational::from).collect(), sets)
                })
                .boxed()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            cost_sharing_games().boxed()
        }
    }

    impl Drawn for CostSharingLevelIsBounded {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            cost_sharing_games().boxed()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            (cost_sharing_games(), 2i64..=30)
                .prop_filter_map("not a game", |(whole, parts)| {
                    let smaller = whole.costs().iter().map(|cost| cost * fraction(1, parts));
                    game(smaller.collect(), whole.strategies().to_vec())
                })
                .boxed()
        }
    }
}
