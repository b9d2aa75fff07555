//! Exact games.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;

use super::numbers::payoffs;
use crate::game::NormalForm;
use crate::game::catalogue::DilemmaPayoffs;
use crate::number::Rational;

/// Shapes of games: the number of actions of each player. They shrink towards few players with few
/// actions. Empty ranges are a mistake of the caller, and panic when they are drawn from.
pub fn shapes(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = Vec<usize>> + Clone {
    vec(actions, players)
}

/// Exact games with as many players, and actions of each, as the ranges allow. They shrink towards
/// small games with small payoffs.
///
/// ```
/// use lacuna::game::Game;
/// use lacuna::theorem::strategy::games;
/// use proptest::prelude::*;
/// proptest!(|(game in games(2..=2, 2..=3))| prop_assert_eq!(game.players(), 2));
/// ```
pub fn games(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    shapes(players, actions).prop_flat_map(|shape| games_of_shape(&shape))
}

/// Exact games of one shape.
pub fn games_of_shape(
    shape: &[usize],
) -> impl Strategy<Value = NormalForm<Rational>> + Clone + use<> {
    let (shape, profiles) = (shape.to_vec(), shape.iter().product::<usize>());
    vec(vec(payoffs(), profiles), shape.len()).prop_filter_map("not a game", move |tables| {
        NormalForm::from_tables(&shape, tables).ok()
    })
}

/// Payoffs of prisoner's dilemmas, `T > R > P > S` and `2R > S + T`, as whole numbers.
pub fn dilemma_payoffs() -> impl Strategy<Value = DilemmaPayoffs> + Clone {
    // R is above the mean of S and T: with T = R + t and S = P − s, R − P > (t − s)/2.
    (-3i64..=3, 1i64..=4, 1i64..=4, 1i64..=4).prop_map(|(punishment, more, tempt, suffer)| {
        let reward = punishment + more;
        let sucker = punishment - suffer;
        let temptation = reward + tempt.min(reward - sucker - 1).max(1);
        DilemmaPayoffs::new(reward, sucker, temptation, punishment)
    })
}

/// Prisoner's dilemmas in which mutual cooperation is the one optimum.
pub fn dilemmas() -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    dilemma_payoffs().prop_filter_map("not a game", |payoffs| payoffs.game().ok())
}
