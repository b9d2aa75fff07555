//! Instances that several theorems are tested on.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;

use crate::game::NormalForm;
use crate::game::catalogue::{DilemmaPayoffs, FairCostSharing, LinearCongestion, LinearLatency};
use crate::number::Rational;
use crate::theorem::by_definition::fraction;
use crate::theorem::strategy;

/// Games of which two in five have payoffs from four values only, so that ties are common, and one
/// in five a welfare that takes two values only, so that there are many optima, often none stable.
pub(super) fn tied_games(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    let few = strategy::shapes(players.clone(), actions.clone()).prop_flat_map(|shape| {
        let profiles = shape.iter().product::<usize>();
        (vec(vec(0i64..=3, profiles), shape.len()), 1i64..=2).prop_filter_map(
            "not a game",
            move |(tables, unit)| {
                let part = |table: Vec<i64>| table.into_iter().map(|x| fraction(x, unit)).collect();
                NormalForm::from_tables(&shape, tables.into_iter().map(part).collect()).ok()
            },
        )
    });
    let two_welfares = strategy::shapes(players.clone(), actions.clone()).prop_flat_map(|shape| {
        let profiles = shape.iter().product::<usize>();
        let welfare = prop_oneof![2 => Just(4i64), 1 => Just(2i64)];
        let tables = vec(vec(-2i64..=3, profiles), shape.len() - 1);
        (tables, vec(welfare, profiles)).prop_filter_map("not a game", move |(tables, total)| {
            let rest = |profile: usize| tables.iter().map(|table| table[profile]).sum::<i64>();
            let last = (total.iter().enumerate())
                .map(|(profile, welfare)| welfare - rest(profile))
                .collect();
            let all = tables.iter().cloned().chain([last]).collect();
            whole(&shape, all)
        })
    });
    prop_oneof![
        2 => few,
        1 => two_welfares,
        2 => strategy::games(players, actions),
    ]
}

/// Games of two players in which all profiles are optimal, often without any equilibrium.
pub(super) fn constant_sum_games() -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    (2usize..=3, vec(-2i64..=3, 9)).prop_filter_map("not a game", |(rows, payoffs)| {
        let row = payoffs[..3 * rows].to_vec();
        let column = row.iter().map(|payoff| 1 - payoff).collect();
        whole(&[rows, 3], vec![row, column])
    })
}

/// The game with these whole payoffs, one table a player.
fn whole(shape: &[usize], tables: Vec<Vec<i64>>) -> Option<NormalForm<Rational>> {
    let exact = |table: Vec<i64>| table.into_iter().map(Rational::from).collect();
    NormalForm::from_tables(shape, tables.into_iter().map(exact).collect()).ok()
}

/// Prisoner's dilemmas `T > R > P > S` with `2R` above, at and below `S + T`, in halves.
pub(super) fn dilemmas_of_any_kind() -> impl Strategy<Value = DilemmaPayoffs> + Clone {
    (-3i64..=3, 1i64..=4, 1i64..=4, 1i64..=8, 1i64..=2).prop_map(|(p, a, b, c, unit)| {
        let half = |value: i64| fraction(value, unit);
        DilemmaPayoffs::new(half(p + b), half(p - a), half(p + b + c), half(p))
    })
}

/// Any four payoffs of a symmetric game of two actions.
pub(super) fn any_four_payoffs() -> impl Strategy<Value = DilemmaPayoffs> + Clone {
    (-2i64..=4, -2i64..=4, -2i64..=4, -2i64..=4)
        .prop_map(|(r, s, t, p)| DilemmaPayoffs::new(r, s, t, p))
}

/// Whole numbers of resources, sets of at most two of them for two or three players.
pub(super) fn strategy_sets(
    resources: usize,
) -> impl Strategy<Value = Vec<Vec<Vec<usize>>>> + Clone {
    let set = subsequence((0..resources).collect::<Vec<_>>(), 1..=2);
    vec(vec(set, 1..=2), 2..=3)
}

/// Congestion games with three resources.
pub(super) fn congestion_games() -> impl Strategy<Value = LinearCongestion> + Clone {
    let latency = (0i64..=3, 0i64..=3).prop_map(|(slope, fixed)| LinearLatency::new(slope, fixed));
    (vec(latency, 3), strategy_sets(3)).prop_filter_map("not a game", |(latencies, sets)| {
        LinearCongestion::new(latencies, sets).ok()
    })
}

/// Cost-sharing games with three facilities of whole costs.
pub(super) fn cost_sharing_games() -> impl Strategy<Value = FairCostSharing> + Clone {
    (vec(1i64..=8, 3), strategy_sets(3)).prop_filter_map("not a game", |(costs, sets)| {
        FairCostSharing::new(costs.into_iter().map(Rational::from).collect(), sets).ok()
    })
}

/// A threshold exactly, a little below and above it, and now and then anything near.
pub(super) fn near(threshold: Rational) -> impl Strategy<Value = Rational> + Clone {
    prop_oneof![
        3 => Just(0i64),
        2 => Just(-1i64),
        2 => Just(1i64),
        1 => -64i64..=64,
    ]
    .prop_map(move |steps| &threshold + fraction(steps, 64))
}
