//! Altruists in congestion games with linear latencies.

use crate::equilibrium::correlated::{CorrelatedConcept, CorrelatedOptions, smoothness_between};
use crate::equilibrium::{PureOptions, pure_equilibria};
use crate::game::catalogue::{LinearCongestion, LinearLatency};
use crate::game::{Game, GameExt, NormalForm};
use crate::gap::correlated_prices::correlated_prices;
use crate::gap::prices::pure_prices;
use crate::linear_program::LinearOptions;
use crate::number::{Extended, Rational};
use crate::preference::Perceived;
use crate::theorem::by_definition::{
    Weights, deviations, found_level, fraction, level, optima, profiles, welfare,
};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// Are the payoffs of a profile the same one by one and together?
pub(super) fn payoffs_together(
    game: &impl Game<Rational>,
    profile: &[usize],
) -> Result<Finding, TheoremError> {
    let single: Vec<Rational> = (0..game.players())
        .map(|player| game.payoff(player, profile))
        .collect();
    let together = game.payoffs(profile)?;
    Ok(Finding::when(together == single, || {
        format!("one by one the payoffs at {profile:?} are {single:?}, together {together:?}")
    }))
}

/// How many players use each resource, from the strategies alone.
pub(super) fn users(
    strategies: &[Vec<Vec<usize>>],
    profile: &[usize],
    resources: usize,
) -> Vec<i64> {
    let mut users = vec![0; resources];
    for (sets, &action) in strategies.iter().zip(profile) {
        for &resource in &sets[action] {
            users[resource] += 1;
        }
    }
    users
}

/// What players gain from a move, in resources left and joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CongestionHasAPotential;

impl Theorem for CongestionHasAPotential {
    type Instance = LinearCongestion;

    fn statement(&self) -> Statement {
        Statement::new(
            "congestion_has_a_potential",
            "What a move changes in a congestion game",
        )
        .saying(
            "With latencies `a·x + b` and `D = a + b`: the cost of a player who moves changes by as \
             much as the potential, so that the pure equilibria are its local minima, and there is \
             one; and twice what the player gains is the sum of D over the resources left, less \
             that over the resources joined, less what the cost of all rises.",
        )
        .from_source("Rosenthal, 1973; Apt and Schäfer, 2014, for the identity")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let (latencies, strategies) = (game.latencies(), game.strategies());
        let dense = NormalForm::from_game(game)?;
        let (mut potentials, mut valleys) = (Vec::new(), Vec::new());
        for profile in profiles(game) {
            let users = users(strategies, &profile, latencies.len());
            let mut potential = Rational::ZERO;
            for (LinearLatency { slope, intercept }, &count) in latencies.iter().zip(&users) {
                // 1 + 2 + … + x = x(x + 1)/2.
                potential += slope * fraction(count * (count + 1), 2);
                potential += intercept * Rational::from(count);
            }
            for player in 0..game.players() {
                let cost: Rational = (strategies[player][profile[player]].iter())
                    .map(|&resource| {
                        let LinearLatency { slope, intercept } = &latencies[resource];
                        slope * Rational::from(users[resource]) + intercept
                    })
                    .sum();
                claim!(
                    game.payoff(player, &profile) == -&cost
                        && dense.payoff(player, &profile) == -&cost,
                    "player {player} at {profile:?} gets {} and pays {cost}",
                    game.payoff(player, &profile)
                );
            }
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
        for (here, profile) in &potentials {
            let mut lowest = true;
            for (player, other) in deviations(game, profile) {
                let gain = game.payoff(player, &other) - game.payoff(player, profile);
                let fall = here - game.potential(&other)?;
                lowest &= !fall.is_positive();
                claim!(
                    gain == fall,
                    "player {player} gains {gain} from {profile:?} to {other:?}, the potential \
                     falls by {fall}"
                );
                let total = |action: usize, elsewhere: usize| -> Rational {
                    let sets = &strategies[player];
                    (sets[action].iter())
                        .filter(|resource| !sets[elsewhere].contains(resource))
                        .map(|&resource| {
                            &latencies[resource].slope + &latencies[resource].intercept
                        })
                        .sum()
                };
                let (left, joined) = (
                    total(profile[player], other[player]),
                    total(other[player], profile[player]),
                );
                let rise = welfare(game, profile) - welfare(game, &other);
                claim!(
                    &gain + &gain == &left - &joined - &rise,
                    "twice {gain} is not {left} − {joined} − {rise}, from {profile:?} to {other:?}"
                );
            }
            if lowest {
                valleys.push(profile.clone());
            }
        }
        let selfish = Weights::on_others(&Rational::ZERO).equilibria(game);
        for stable in [
            pure_equilibria(game, &PureOptions::default())?.into_set(),
            pure_equilibria(&dense, &PureOptions::default())?.into_set(),
        ] {
            claim!(
                stable.profiles() == valleys && selfish == valleys,
                "the local minima of the potential are {valleys:?}, the equilibria {:?}, by the \
                 definition {selfish:?}",
                stable.profiles()
            );
        }
        Ok(Finding::when(!valleys.is_empty(), || {
            "there is no equilibrium".to_owned()
        }))
    }
}

/// The greatest number of elements in a strategy.
pub(super) fn longest(strategies: &[Vec<Vec<usize>>]) -> usize {
    strategies.iter().flatten().map(Vec::len).max().unwrap_or(0)
}

/// The level of linear congestion games is bounded by their coefficients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CongestionLevelIsBounded;

impl Theorem for CongestionLevelIsBounded {
    type Instance = LinearCongestion;

    fn statement(&self) -> Statement {
        Statement::new(
            "congestion_level_is_bounded",
            "Bounded altruism is enough for congestion",
        )
        .saying(
            "A congestion game with latencies `a·x + b` with whole coefficients and strategies of \
             at most L resources has a selfishness level of at most \
             `max(0, (L·D_max − D_min − 1)/2)`, with `D = a + b` for each resource.",
        )
        .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "whole_coefficients",
            "The coefficients of all latencies are whole numbers.",
            |game: &Self::Instance| {
                let whole = (game.latencies().iter())
                    .all(|latency| latency.slope.is_integer() && latency.intercept.is_integer());
                Ok(Finding::when(whole, || "some are not".to_owned()))
            },
        )]
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let (found, searched) = (
            found_level(&NormalForm::from_game(game)?)?.value,
            level(game),
        );
        claim!(
            found == searched,
            "the level is found to be {found:?} and is {searched:?}"
        );
        let sums: Vec<Rational> = (game.latencies().iter())
            .map(|latency| &latency.slope + &latency.intercept)
            .collect();
        let (Some(largest), Some(least)) = (sums.iter().max(), sums.iter().min()) else {
            return Ok(Finding::when(
                found == Extended::Finite(Rational::ZERO),
                || "there is nothing to use, and the level is not 0".to_owned(),
            ));
        };
        let length = Rational::from(longest(game.strategies()));
        let bound = (length * largest - least - Rational::ONE) * fraction(1, 2);
        let bound = bound.max(Rational::ZERO);
        Ok(Finding::when(
            found <= Extended::Finite(bound.clone()),
            || format!("the level is {found:?}, the bound {bound}"),
        ))
    }
}

/// A congestion game of players who weigh the costs of others.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AltruisticCongestion {
    /// The game.
    pub game: LinearCongestion,
    /// The weight α on the cost of each other player, with 1 on the own.
    pub weight: Rational,
}

impl AltruisticCongestion {
    /// A congestion game of players with this weight on others.
    pub fn new(game: LinearCongestion, weight: impl Into<Rational>) -> Self {
        AltruisticCongestion {
            game,
            weight: weight.into(),
        }
    }
}

/// Checks that no pure equilibrium of players with weight α on others costs more than `bound`
/// times the optimum, and the prices of the crate against those of the definition.
pub(super) fn pure_bound(
    game: &NormalForm<Rational>,
    weights: &Weights,
    bound: &Rational,
) -> Result<Finding, TheoremError> {
    let (best, _) = optima(game);
    let expected = weights.equilibria(game);
    let matrix = weights.matrix(game.players())?;
    let prices = pure_prices(game, &matrix)?;
    let worst = expected.iter().map(|profile| welfare(game, profile)).min();
    let found = prices.anarchy.as_ref().map(|price| price.welfare.clone());
    claim!(
        found == worst && prices.first_best == best,
        "the worst equilibrium has welfare {found:?} of {}, by the definition {worst:?} of {best}",
        prices.first_best
    );
    if let Some(worst) = worst {
        claim!(
            -&worst <= bound * -&best,
            "an equilibrium costs {}, more than {bound} times {}",
            -&worst,
            -&best
        );
    }
    Ok(Finding::Holds)
}

/// Checks that no coarse correlated equilibrium costs more than `bound` times the optimum, nor more
/// than what smoothness proves, which is within the bound.
pub(super) fn robust_bound(
    game: &NormalForm<Rational>,
    weights: &Weights,
    bound: &Rational,
) -> Result<Finding, TheoremError> {
    let (best, optima) = optima(game);
    let matrix = weights.matrix(game.players())?;
    let options = CorrelatedOptions::default().with_concept(CorrelatedConcept::Coarse);
    let prices = correlated_prices(game, &matrix, &options)?;
    claim!(
        prices.verify(game, &matrix, &options),
        "the prices do not verify"
    );
    let seen = NormalForm::from_game(&Perceived::new(game, &matrix)?)?;
    let limit = bound * -&best;
    for optimum in optima {
        let proved = smoothness_between(&seen, game, &optimum, &LinearOptions::default())?;
        claim!(
            proved.verify_between(&seen, game),
            "the bound of smoothness does not verify"
        );
        let worst = &prices.anarchy.equilibrium.welfare;
        claim!(
            proved.welfare <= *worst && -&proved.welfare <= limit,
            "smoothness proves a cost of {}, the worst equilibrium has {}, the bound is {limit}",
            -&proved.welfare,
            -worst
        );
    }
    Ok(Finding::Holds)
}

/// Is the weight on others at most the own, and not spite?
fn from_zero_to_one(weight: &Rational) -> Result<Finding, TheoremError> {
    let within = !weight.is_negative() && *weight <= Rational::ONE;
    Ok(Finding::when(within, || format!("the weight is {weight}")))
}

/// Altruism makes the worst equilibria of congestion games worse, up to a bound.
///
/// ```
/// use lacuna::game::catalogue::{LinearCongestion, LinearLatency};
/// use lacuna::theorem::altruism::{AltruisticCongestion, AltruistsInCongestion};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// let links = vec![LinearLatency::new(1, 0), LinearLatency::new(0, 2)];
/// let game = LinearCongestion::new(links, vec![vec![vec![0], vec![1]]; 2])?;
/// let instance = AltruisticCongestion::new(game, 1);
/// assert_eq!(AltruistsInCongestion.check(&instance)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AltruistsInCongestion;

impl Theorem for AltruistsInCongestion {
    type Instance = AltruisticCongestion;

    fn statement(&self) -> Statement {
        Statement::new(
            "altruists_in_congestion",
            "What altruists lose in congestion games",
        )
        .saying(
            "In a congestion game with linear latencies, no coarse correlated equilibrium of players \
             with weight 1 on their own cost and α on each other's costs more than \
             `(5 + 4α)/(2 + α)` times the optimum. The bound rises from 5/2 to 3 with altruism.",
        )
        .from_source("Chen, de Keijzer, Kempe and Schäfer, 2014; Caragiannis et al., 2010")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "weight_from_zero_to_one",
            "The weight on others is from 0 to 1.",
            |instance: &Self::Instance| from_zero_to_one(&instance.weight),
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let alpha = &instance.weight;
        let above = Rational::from(5) + Rational::from(4) * alpha;
        let Some(bound) = above.checked_div(&(Rational::from(2) + alpha)) else {
            return Ok(Finding::fails("the bound is not defined at α = −2"));
        };
        let game = NormalForm::from_game(&instance.game)?;
        let weights = Weights::on_others(alpha);
        pure_bound(&game, &weights, &bound)?.and(|| robust_bound(&game, &weights, &bound))
    }
}

/// Weight on others above the own raises the price further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SelflessPlayersInCongestion;

impl Theorem for SelflessPlayersInCongestion {
    type Instance = AltruisticCongestion;

    fn statement(&self) -> Statement {
        Statement::new(
            "selfless_players_in_congestion",
            "What players lose who put others first",
        )
        .saying(
            "In a congestion game with linear latencies, no pure equilibrium of players with weight \
             1 on their own cost and α ≥ 1 on each other's costs more than `2 + α` times the \
             optimum.",
        )
        .from_source("Caragiannis, Kaklamanis, Kanellopoulos, Kyropoulou and Papaioannou, 2010")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "weight_of_one_or_more",
            "The weight on others is at least 1.",
            |instance: &Self::Instance| {
                Ok(Finding::when(instance.weight >= Rational::ONE, || {
                    format!("the weight is {}", instance.weight)
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = NormalForm::from_game(&instance.game)?;
        let bound = Rational::from(2) + &instance.weight;
        pure_bound(&game, &Weights::on_others(&instance.weight), &bound)
    }
}

/// On parallel links altruism helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AltruistsOnParallelLinks;

impl Theorem for AltruistsOnParallelLinks {
    type Instance = AltruisticCongestion;

    fn statement(&self) -> Statement {
        Statement::new(
            "altruists_on_parallel_links",
            "What altruists gain on parallel links",
        )
        .saying(
            "Where every player chooses one of the same links with linear latencies, no pure \
             equilibrium of players with weight α from 0 to 1 on each other's cost costs more than \
             `4/(3 + α)` times the optimum. The bound falls from 4/3 to 1 with altruism.",
        )
        .from_source("Chen, de Keijzer, Kempe and Schäfer, 2014; Caragiannis et al., 2010")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "weight_from_zero_to_one",
                "The weight on others is from 0 to 1.",
                |instance: &Self::Instance| from_zero_to_one(&instance.weight),
            ),
            Hypothesis::new(
                "one_link_each",
                "Every action uses one resource.",
                |instance: &Self::Instance| {
                    let single = (instance.game.strategies().iter().flatten())
                        .all(|resources| resources.len() == 1);
                    Ok(Finding::when(single, || {
                        "some action uses several".to_owned()
                    }))
                },
            ),
            Hypothesis::new(
                "same_links",
                "All players have the same actions.",
                |instance: &Self::Instance| {
                    let same =
                        (instance.game.strategies().windows(2)).all(|pair| pair[0] == pair[1]);
                    Ok(Finding::when(same, || {
                        "some player has other actions".to_owned()
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = NormalForm::from_game(&instance.game)?;
        let below = Rational::from(3) + &instance.weight;
        let Some(bound) = Rational::from(4).checked_div(&below) else {
            return Ok(Finding::fails("the bound is not defined at α = −3"));
        };
        pure_bound(&game, &Weights::on_others(&instance.weight), &bound)
    }
}

#[cfg(feature = "proptest")]
mod drawn;
