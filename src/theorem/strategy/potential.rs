//! Games with a potential: by tables, congestion games, cost sharing.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::games::{Tables, several_tables};
use super::numbers::{payoffs, ratio, rationals};
use super::valid::valid;
use crate::game::catalogue::{FairCostSharing, LinearCongestion, LinearLatency};
use crate::game::random::PotentialGame;
use crate::game::{GameError, NormalForm};
use crate::number::Rational;

/// A weighted potential game with its potential and its weights.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct WeightedPotentialGame {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The potential of each profile, in the order of the profiles of the game.
    pub potential: Vec<Rational>,
    /// How much each player gains for a gain of 1 in the potential; positive.
    pub weights: Vec<Rational>,
}

/// Exact potential games with their potential: what a player gains by a deviation is what the
/// potential gains. They shrink towards small games without differences.
pub fn potential_games(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = PotentialGame> + Clone {
    let drawn = several_tables(players, actions, 2, payoffs());
    valid(drawn.prop_map(|tables| -> Result<_, GameError> {
        let weights = vec![Rational::ONE; tables.shape.len()];
        let made = with_potential(&tables, weights)?;
        Ok(PotentialGame {
            game: made.game,
            potential: made.potential,
        })
    }))
}

/// Weighted potential games: what a player gains by a deviation is its weight times what the
/// potential gains.
pub fn weighted_potential_games(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = WeightedPotentialGame> + Clone {
    let weights = vec(rationals(1..=4, 3), (*players.end()).max(1));
    let drawn = (several_tables(players, actions, 2, payoffs()), weights);
    valid(drawn.prop_map(|(tables, mut weights)| {
        weights.truncate(tables.shape.len());
        with_potential(&tables, weights)
    }))
}

/// The first table as the potential, and one of the others for each player as what it gets
/// whatever it does.
fn with_potential(
    tables: &Tables<Rational>,
    weights: Vec<Rational>,
) -> Result<WeightedPotentialGame, GameError> {
    let game = NormalForm::from_fn(&tables.shape, |player, profile| {
        let mut without = profile.to_vec();
        without[player] = 0;
        &weights[player] * tables.entry(0, profile) + tables.entry(player + 1, &without)
    })?;
    let mut potential = Vec::with_capacity(game.space().len());
    (game.space()).for_each(|_, profile| potential.push(tables.entry(0, profile).clone()));
    Ok(WeightedPotentialGame {
        game,
        potential,
        weights,
    })
}

/// Which resources each action of each player uses: up to three actions over four resources.
fn resource_sets(
    players: RangeInclusive<usize>,
) -> impl Strategy<Value = Vec<Vec<Vec<usize>>>> + Clone {
    let set = subsequence(vec![0usize, 1, 2, 3], 1..=3);
    vec(vec(set, 1..=3), players)
}

/// Congestion games with linear latencies over four resources, up to three actions a player. They
/// shrink towards few players, actions and resources.
pub fn congestion_games(
    players: RangeInclusive<usize>,
) -> impl Strategy<Value = LinearCongestion> + Clone {
    let latencies = vec((rationals(0..=4, 3), rationals(0..=4, 3)), 4);
    valid(
        (latencies, resource_sets(players)).prop_map(|(latencies, sets)| {
            let latencies = (latencies.into_iter())
                .map(|(slope, intercept)| LinearLatency::new(slope, intercept))
                .collect();
            LinearCongestion::new(latencies, sets)
        }),
    )
}

/// Fair cost sharing over four resources, up to three actions a player.
pub fn cost_sharing_games(
    players: RangeInclusive<usize>,
) -> impl Strategy<Value = FairCostSharing> + Clone {
    let costs = vec(
        (0i64..=6, 1i64..=2).prop_map(|(cost, halves)| ratio(cost, halves)),
        4,
    );
    valid(
        (costs, resource_sets(players)).prop_map(|(costs, sets)| FairCostSharing::new(costs, sets)),
    )
}
