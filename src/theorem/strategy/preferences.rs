//! What players care about.

use proptest::collection::vec;
use proptest::prelude::*;

use super::numbers::{altruism_weights, ratio, rationals};
use super::valid::valid;
use crate::number::Rational;
use crate::preference::{
    AnyPreference, BenevolentSystem, CharnessRabin, ConvexAltruism, Cooperative,
    EquityReciprocityCompetition, FehrSchmidt, GroupAverage, HomoMoralis, Levine, Population,
    PreferenceError, QuasiMaximin, RewardSharing, SocialValueAngle, UniformBenevolence,
    WeightMatrix, WeightOnOthers, WeightSplit,
};

/// Players who maximise `u_i + λ·W`, with [`altruism_weights`].
pub fn cooperative_preferences() -> impl Strategy<Value = Cooperative<Rational>> + Clone {
    valid(altruism_weights().prop_map(Cooperative::new))
}

/// Shares that are at least 0 and below 1, in quarters.
fn below_one() -> impl Strategy<Value = Rational> + Clone {
    (0i64..=3).prop_map(|quarters| ratio(quarters, 4))
}

/// Every preference that is linear in the payoffs of so many players: all have
/// [`weights`](crate::preference::Preference::weights). Some are spiteful. They shrink towards
/// selfish ones.
pub fn linear_preferences(
    players: usize,
) -> impl Strategy<Value = AnyPreference<Rational>> + Clone {
    let players = players.max(1);
    // Sharing with others needs another.
    let least = if players > 1 { 10u8 } else { 9 };
    let drawn = (
        0..least,
        below_one(),
        rationals(-3..=3, 2),
        altruism_weights(),
        vec(0i64..=2, players * players),
        weight_matrices(players),
    );
    valid(
        drawn.prop_map(move |(kind, share, any, lambda, entries, matrix)| {
            Ok::<_, PreferenceError>(match kind {
                0 => AnyPreference::Selfish,
                1 => Cooperative::new(lambda)?.into(),
                2 => ConvexAltruism::new(share)?.into(),
                3 => GroupAverage::new(share)?.into(),
                4 => WeightOnOthers::new(any)?.into(),
                5 => WeightSplit::new(share * &ratio(1, 2))?.into(),
                6 => SocialValueAngle::from_tangent(any)?.into(),
                7 => matrix.into(),
                8 => {
                    let each = share * &ratio(1, players as i64);
                    UniformBenevolence::new(each, players)?.into()
                }
                _ => match entries[0] {
                    0 => RewardSharing::new(share)?.into(),
                    1 => benevolent(players, &entries)?.into(),
                    _ => {
                        let altruism = (entries.iter().take(players))
                            .map(|&entry| ratio(entry - 1, 2))
                            .collect();
                        Levine::new(altruism, share)?.into()
                    }
                },
            })
        }),
    )
}

/// A system in which nobody's regard for others adds up to one.
fn benevolent(
    players: usize,
    entries: &[i64],
) -> Result<BenevolentSystem<Rational>, PreferenceError> {
    let rows = (entries.chunks(players).enumerate())
        .map(|(own, row)| {
            (row.iter().enumerate())
                .map(|(other, &entry)| match own == other {
                    true => Rational::ZERO,
                    false => ratio(entry, 3 * players as i64),
                })
                .collect()
        })
        .collect();
    BenevolentSystem::new(rows)
}

/// Preferences that fit every game of so many players: the [linear](linear_preferences) ones, those
/// of Fehr and Schmidt, quasi-maximin ones, and for two players those of Charness and Rabin.
///
/// Those that fit only some games are [`moral_preferences`] and [`equity_preferences`].
///
/// ```
/// use lacuna::preference::{Perceived, Population};
/// use lacuna::theorem::strategy::{games, preferences};
/// use proptest::prelude::*;
/// proptest!(|(game in games(2..=2, 1..=3), first in preferences(2), second in preferences(2))| {
///     let people = Population::new(vec![first, second])?;
///     prop_assert!(Perceived::new(&game, people).is_ok());
/// });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn preferences(players: usize) -> impl Strategy<Value = AnyPreference<Rational>> + Clone {
    let kinds = if players == 2 { 3u8 } else { 2 };
    let piecewise = (
        0..kinds,
        below_one(),
        below_one(),
        rationals(-2..=2, 2),
        any::<bool>(),
    );
    let piecewise = valid(piecewise.prop_map(|(kind, first, second, any, flag)| {
        Ok::<_, PreferenceError>(match kind {
            0 => FehrSchmidt::new(&first + &second, first)?.into(),
            1 => QuasiMaximin::new(first, second)?.into(),
            _ => CharnessRabin::new(first.clone(), first - &second, any)?
                .after_misbehaviour(flag)
                .into(),
        })
    }));
    prop_oneof![3 => linear_preferences(players), 2 => piecewise]
}

/// Homo moralis, for [symmetric games](super::symmetric_games).
pub fn moral_preferences() -> impl Strategy<Value = HomoMoralis<Rational>> + Clone {
    valid((0i64..=4).prop_map(|quarters| HomoMoralis::new(ratio(quarters, 4))))
}

/// Equity, reciprocity and competition, for games whose payoffs are not negative.
pub fn equity_preferences() -> impl Strategy<Value = EquityReciprocityCompetition<Rational>> + Clone
{
    valid(
        (rationals(0..=3, 2), rationals(1..=3, 2))
            .prop_map(|(own, equity)| EquityReciprocityCompetition::new(own, equity)),
    )
}

/// Populations of so many players, each with a [preference](preferences) of its own.
pub fn populations(
    players: usize,
) -> impl Strategy<Value = Population<AnyPreference<Rational>>> + Clone {
    valid(vec(preferences(players), players.max(1)).prop_map(Population::new))
}

/// Populations of so many players with a λ each, from [`altruism_weights`].
pub fn cooperative_populations(
    players: usize,
) -> impl Strategy<Value = Population<Cooperative<Rational>>> + Clone {
    valid(vec(cooperative_preferences(), players.max(1)).prop_map(Population::new))
}

/// The weights of [`Cooperative`] players: `λ` beside the own `1 + λ`.
pub fn cooperative_matrices(
    players: usize,
) -> impl Strategy<Value = WeightMatrix<Rational>> + Clone {
    valid(altruism_weights().prop_map(move |lambda| WeightMatrix::cooperative(players, &lambda)))
}

/// Any weights of players for each other, in halves from −1 to 2: spite, indifference to oneself
/// and matrices that cannot be inverted included. They shrink towards the identity.
pub fn weight_matrices(players: usize) -> impl Strategy<Value = WeightMatrix<Rational>> + Clone {
    matrices(players, -2..=2)
}

/// Weights of players for each other that are not negative.
pub fn benevolent_matrices(
    players: usize,
) -> impl Strategy<Value = WeightMatrix<Rational>> + Clone {
    matrices(players, 0..=4)
}

/// Weights of players for each other of which at least one is negative, if there are two players.
pub fn spiteful_matrices(players: usize) -> impl Strategy<Value = WeightMatrix<Rational>> + Clone {
    let drawn = (vec(-2i64..=2, players * players), 0usize..64, 1i64..=2);
    valid(drawn.prop_map(move |(mut entries, place, spite)| {
        if players > 1 {
            let (one, by) = (place % players, 1 + place / players % (players - 1));
            entries[one * players + (one + by) % players] = -spite;
        }
        matrix(players, &entries)
    }))
}

/// Players who care about their neighbours in a network, as much as these about them.
pub fn network_matrices(players: usize) -> impl Strategy<Value = WeightMatrix<Rational>> + Clone {
    let drawn = (vec(any::<bool>(), players * players), 0i64..=4);
    valid(drawn.prop_map(move |(edges, strength)| {
        let linked = |one: usize, other: usize| edges[one.min(other) * players + one.max(other)];
        let rows = (0..players)
            .map(|one| {
                let weight = |other| match one == other {
                    true => Rational::ONE,
                    false if linked(one, other) => ratio(strength, 4),
                    false => Rational::ZERO,
                };
                (0..players).map(weight).collect()
            })
            .collect();
        WeightMatrix::new(rows)
    }))
}

fn matrices(
    players: usize,
    halves: std::ops::RangeInclusive<i64>,
) -> impl Strategy<Value = WeightMatrix<Rational>> + Clone {
    let entries = vec(halves, players * players);
    valid(entries.prop_map(move |entries| matrix(players, &entries)))
}

/// The identity and so many halves more; at least 0 stays at least 0.
fn matrix(players: usize, halves: &[i64]) -> Result<WeightMatrix<Rational>, PreferenceError> {
    let rows = (halves.chunks(players.max(1)).enumerate())
        .map(|(own, row)| {
            (row.iter().enumerate())
                .map(|(other, &half)| ratio(half, 2) + &Rational::from(i64::from(own == other)))
                .collect()
        })
        .collect();
    WeightMatrix::new(rows)
}
