//! Exact games of any kind.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::numbers::{large_numbers, payoffs, rationals};
use super::valid::valid;
use crate::game::{GameError, NormalForm, ProfileSpace, SizeLimit};
use crate::number::{Rational, Tolerance};

/// Shapes of games: the number of actions of each player. They shrink towards few players with few
/// actions. Empty ranges are a mistake of the caller, and panic when they are drawn from.
pub fn shapes(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = Vec<usize>> + Clone {
    vec(actions, players)
}

/// Exact games with as many players, and actions of each, as the ranges allow. They shrink towards
/// small games with small payoffs: smaller games are parts of the larger one.
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
    valid(tables(players, actions, payoffs()).prop_map(|tables| tables.game()))
}

/// Exact games of one shape.
pub fn games_of_shape(
    shape: &[usize],
) -> impl Strategy<Value = NormalForm<Rational>> + Clone + use<> {
    valid(whole(shape.to_vec(), 1, payoffs()).prop_map(|tables| tables.game()))
}

/// Exact games with [large numbers](super::large_numbers), for which 64-bit arithmetic is not
/// enough. They shrink towards small games with payoffs of zero.
pub fn games_with_large_payoffs(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    valid(tables(players, actions, large_numbers()).prop_map(|tables| tables.game()))
}

/// A game in exact numbers and the same in floating point: its payoffs are quarters, which `f64`
/// holds without rounding, so that both have the same equilibria with no tolerance.
///
/// ```
/// use lacuna::equilibrium::{PureOptions, pure_equilibria};
/// use lacuna::number::Tolerance;
/// use lacuna::theorem::strategy::games_in_both_numbers;
/// use proptest::prelude::*;
/// let strict = PureOptions::within(Tolerance::new(0.0, 0.0)?);
/// proptest!(|((exact, float) in games_in_both_numbers(1..=3, 1..=3))| {
///     let exact = pure_equilibria(&exact, &PureOptions::default())?.into_set();
///     let float = pure_equilibria(&float, &strict)?.into_set();
///     prop_assert_eq!(exact.indices(), float.indices());
/// });
/// # Ok::<(), lacuna::number::NumberError>(())
/// ```
pub fn games_in_both_numbers(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = (NormalForm<Rational>, NormalForm<f64>)> + Clone {
    let quarters = (-24i64..=24).prop_map(|quarter| super::numbers::ratio(quarter, 4));
    valid(
        tables(players, actions, quarters).prop_map(|tables| -> Result<_, GameError> {
            let exact = tables.game()?;
            let float = exact.to_f64()?;
            Ok((exact, float))
        }),
    )
}

/// Games in floating point: small whole payoffs, some of them off by 10⁻¹² or 10⁻⁷, which a
/// [`Tolerance`] of the size of [`tolerances`] takes for ties or not.
pub fn float_games(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = NormalForm<f64>> + Clone {
    let payoffs = (
        -6i32..=6,
        prop_oneof![3 => Just(0.0), 1 => Just(1e-12), 1 => Just(-1e-7)],
    )
        .prop_map(|(whole, off)| f64::from(whole) + off);
    valid(tables(players, actions, payoffs).prop_map(|tables| {
        NormalForm::from_fn(&tables.shape, |player, profile| {
            *tables.entry(player, profile)
        })
    }))
}

/// Tolerances: none, the default one, and coarser ones.
pub fn tolerances() -> impl Strategy<Value = Tolerance> + Clone {
    valid((0usize..4, any::<bool>()).prop_map(|(size, relative)| {
        let size = [0.0, 1e-9, 1e-6, 0.25][size];
        Tolerance::new(size, if relative { size } else { 0.0 })
    }))
}

/// Payoffs that are whole numbers from a range; few of them make many ties.
pub fn whole_payoffs(range: RangeInclusive<i64>) -> impl Strategy<Value = Rational> + Clone {
    rationals(range, 1)
}

/// Exact games with payoffs of one's own choice.
///
/// ```
/// use lacuna::theorem::strategy::{games_with_payoffs, whole_payoffs};
/// use proptest::prelude::*;
/// // Payoffs of 0 and 1 only: nearly everything is a tie.
/// proptest!(|(game in games_with_payoffs(2..=2, 2..=3, whole_payoffs(0..=1)))| {
///     prop_assert!(game.welfare_at(0) <= 2.into());
/// });
/// ```
pub fn games_with_payoffs(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
    payoffs: impl Strategy<Value = Rational> + Clone + 'static,
) -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    valid(tables(players, actions, payoffs).prop_map(|tables| tables.game()))
}

/// A shape, and numbers enough for a table for each player. It is a part of a larger one: some of
/// its players, with some of their actions, so that any can go while numbers stay what they are.
#[derive(Debug, Clone)]
pub(super) struct Tables<S> {
    pub shape: Vec<usize>,
    /// Which of the players of the largest shape there are.
    players: Vec<usize>,
    /// Which of their actions all players of the largest shape have; those who are not there take
    /// the first.
    actions: Vec<Vec<usize>>,
    stride: usize,
    pool: Vec<S>,
}

impl<S> Tables<S> {
    fn new(players: Vec<usize>, actions: Vec<Vec<usize>>, stride: usize, pool: Vec<S>) -> Self {
        Tables {
            shape: players
                .iter()
                .map(|&player| actions[player].len())
                .collect(),
            players,
            actions,
            stride,
            pool,
        }
    }

    /// The same, if there are players and all have actions.
    fn checked(self) -> Result<Self, GameError> {
        ProfileSpace::new(&self.shape).map(|_| self)
    }

    /// The number of a table at a profile; also of profiles of a shape that was made larger.
    pub fn entry(&self, table: usize, profile: &[usize]) -> &S {
        let (present, most) = (self.players.len(), self.actions.len());
        // Where numbers come again, any of them will do.
        let on = |index: usize, action| index.wrapping_mul(self.stride).wrapping_add(action);
        let mut index = table / present * most + self.players[table % present];
        let mut next = 0;
        for (player, actions) in self.actions.iter().enumerate() {
            let mut action = actions.first().copied().unwrap_or(0);
            if self.players.get(next) == Some(&player) {
                let taken = profile.get(next).copied().unwrap_or(0);
                action = actions.get(taken).map_or(taken + 1, |&action| action);
                next += 1;
            }
            index = on(index, action);
        }
        for &action in profile.iter().skip(present) {
            index = on(index, action);
        }
        &self.pool[index % self.pool.len()]
    }
}

impl Tables<Rational> {
    /// The game with these payoffs.
    pub fn game(&self) -> Result<NormalForm<Rational>, GameError> {
        self.game_with(|_, _, payoff| payoff)
    }

    /// The game in which `change` is made to the payoff of a player at a profile.
    pub fn game_with(
        &self,
        mut change: impl FnMut(usize, &[usize], Rational) -> Rational,
    ) -> Result<NormalForm<Rational>, GameError> {
        NormalForm::from_fn(&self.shape, |player, profile| {
            change(player, profile, self.entry(player, profile).clone())
        })
    }
}

/// With more numbers than this a pool of the largest size would cost more than drawing anew.
const LARGEST_POOL: usize = 512;

/// Never more numbers than this: a game with more payoffs is too large to look at, and a size by
/// mistake must not ask for all of the memory before the game is refused.
const MOST_NUMBERS: usize = 1 << 16;

/// Shapes, each with numbers enough for a table for each player.
pub(super) fn tables<S>(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
    numbers: S,
) -> BoxedStrategy<Tables<S::Value>>
where
    S: Strategy + Clone + 'static,
    S::Value: Clone,
{
    several_tables(players, actions, 1, numbers)
}

/// Shapes, each with numbers enough for `times` tables for each player.
pub(super) fn several_tables<S>(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
    times: usize,
    numbers: S,
) -> BoxedStrategy<Tables<S::Value>>
where
    S: Strategy + Clone + 'static,
    S::Value: Clone,
{
    let (most, stride) = (*players.end(), *actions.end());
    let largest = u32::try_from(most)
        .ok()
        .and_then(|players| stride.checked_pow(players))
        .and_then(|profiles| profiles.checked_mul(most * times));
    let drawn = match largest {
        Some(size) if size <= LARGEST_POOL => {
            let some = |most: usize, range| subsequence((0..most).collect::<Vec<_>>(), range);
            let drawn = (
                some(most, players),
                vec(some(stride, actions), most),
                vec(numbers, size.max(1)),
            );
            drawn
                .prop_map(move |(players, actions, pool)| {
                    Tables::new(players, actions, stride, pool)
                })
                .boxed()
        }
        _ => shapes(players, actions)
            .prop_flat_map(move |shape| whole(shape, times, numbers.clone()))
            .boxed(),
    };
    valid(drawn.prop_map(Tables::checked)).boxed()
}

/// One shape, with numbers enough for `times` tables for each player; if that would be more than
/// [`MOST_NUMBERS`], they come again.
fn whole<S>(
    shape: Vec<usize>,
    times: usize,
    numbers: S,
) -> impl Strategy<Value = Tables<S::Value>> + Clone
where
    S: Strategy + Clone,
    S::Value: Clone,
{
    let stride = shape.iter().copied().max().unwrap_or(1);
    let size = (shape.iter()).try_fold(times * shape.len(), |size, _| size.checked_mul(stride));
    // What is refused for its size needs no numbers.
    let payoffs = (shape.iter()).try_fold(shape.len(), |size, &count| size.checked_mul(count));
    let size = match (payoffs, size) {
        (Some(1..=SizeLimit::DEFAULT), Some(size)) => size.clamp(1, MOST_NUMBERS),
        (Some(1..=SizeLimit::DEFAULT), None) => MOST_NUMBERS,
        _ => 1,
    };
    vec(numbers, size).prop_map(move |pool| {
        let players = (0..shape.len()).collect();
        let actions = shape.iter().map(|&count| (0..count).collect()).collect();
        Tables::new(players, actions, stride, pool)
    })
}
