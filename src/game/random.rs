//! Seeded random games.
//!
//! Every function takes a generator; [`generator`] makes a portable one from a seed and a stream
//! number. The way from the generator's words to payoffs is fixed here and uses only operations
//! that every machine rounds alike, so that equal words make equal games on all platforms.
//!
//! ```
//! use lacuna::game::random;
//! let game = random::uniform_integers(&[2, 3], -5..=5, &mut random::generator(42, 0))?;
//! let same = random::uniform_integers(&[2, 3], -5..=5, &mut random::generator(42, 0))?;
//! let other = random::uniform_integers(&[2, 3], -5..=5, &mut random::generator(42, 1))?;
//! assert_eq!(game, same);
//! assert_ne!(game, other);
//! # Ok::<(), lacuna::game::GameError>(())
//! ```

mod draw;

use std::ops::RangeInclusive;

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, RngExt, SeedableRng};
use serde::{Deserialize, Serialize};

use super::catalogue::{bad_parameter, check_size, uniform_shape};
use super::{GameError, NormalForm, ProfileSpace};
use crate::number::Rational;
use draw::{Normal, finalise, integer, unit};

/// The generator of stream `stream` of `seed`: xoshiro256++ (Blackman and Vigna, 2021).
///
/// Different pairs give different states, and the state depends on nothing else: give job k the
/// stream k, and results do not depend on the number of threads. The state is four rounds of
/// mixing with the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
///
/// ```
/// use lacuna::game::random::generator;
/// use rand::Rng;
/// assert_ne!(generator(1, 0).next_u64(), generator(0, 1).next_u64());
/// ```
pub fn generator(seed: u64, stream: u64) -> Xoshiro256PlusPlus {
    let (mut left, mut right) = (seed, stream);
    let mut state = [0u8; 32];
    for (round, words) in state.chunks_exact_mut(16).enumerate() {
        // Each step is invertible, so that the first two words alone tell all pairs apart.
        for step in 1..=2u64 {
            left = left.wrapping_add(finalise(right, 4 * round as u64 + 2 * step - 1));
            right ^= finalise(left, 4 * round as u64 + 2 * step);
        }
        let (first, second) = words.split_at_mut(8);
        first.copy_from_slice(&left.to_le_bytes());
        second.copy_from_slice(&right.to_le_bytes());
    }
    Xoshiro256PlusPlus::from_seed(state)
}

/// Draws the number of one entry, each with exactly its probability up to 63 bits of one word of
/// the generator; `None` for what the probabilities lack of 1.
pub(crate) fn choose<'a>(
    probabilities: impl IntoIterator<Item = &'a Rational>,
    rng: &mut (impl Rng + ?Sized),
) -> Option<usize> {
    let draw = Rational::from(rng.next_u64() >> 1);
    let scale = Rational::from(1u64 << 63);
    let mut reached = Rational::ZERO;
    probabilities.into_iter().position(|probability| {
        reached += probability * &scale;
        draw < reached
    })
}

/// An event of this probability: happens exactly if [`choose`] would fall on it.
pub(crate) fn happens(probability: &Rational, rng: &mut (impl Rng + ?Sized)) -> bool {
    let draw = rng.next_u64() >> 1;
    match probability.to_i64_parts() {
        // Below 2^126 on both sides.
        Some((numerator, denominator)) => {
            i128::from(draw) * i128::from(denominator) < i128::from(numerator) << 63
        }
        None => Rational::from(draw) < probability * &Rational::from(1u64 << 63),
    }
}

/// Any order alike (Fisher and Yates, 1938).
pub(crate) fn shuffle<T>(list: &mut [T], rng: &mut (impl Rng + ?Sized)) {
    for last in (1..list.len()).rev() {
        list.swap(last, rng.random_range(0..=last));
    }
}

fn check_shape(actions: &[usize]) -> Result<(), GameError> {
    if actions.is_empty() {
        return Err(GameError::NoPlayers);
    }
    check_size(actions.len(), actions.iter().copied())
}

fn bounds(range: &RangeInclusive<i64>) -> Result<(i64, i64), GameError> {
    let (low, high) = (*range.start(), *range.end());
    if low > high {
        return Err(bad_parameter(
            "range",
            format!("{low}..={high}"),
            "not empty: its start at most its end",
        ));
    }
    Ok((low, high))
}

/// Independent payoffs, uniform between `low` and `high`: `low + (high − low) · k/2⁵³` with k
/// uniform in 0..2⁵³, in floating point.
///
/// `actions[i]` is the number of actions of player `i`; payoffs are drawn profile by profile, and
/// in a profile player by player.
///
/// # Errors
/// [`GameError::BadParameter`] unless both bounds and their distance are finite and `low` <
/// `high`; [`GameError::NoPlayers`], [`GameError::NoActions`], [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{Game, random};
/// let game = random::uniform(&[2, 2], -1.0, 1.0, &mut random::generator(1, 0))?;
/// assert!(game.payoff(0, &[0, 0]).abs() <= 1.0);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn uniform(
    actions: &[usize],
    low: f64,
    high: f64,
    rng: &mut (impl Rng + ?Sized),
) -> Result<NormalForm<f64>, GameError> {
    check_shape(actions)?;
    let width = high - low;
    if !(low < high && width.is_finite()) {
        return Err(bad_parameter(
            "high",
            high,
            format!("above low, which is {low}, with both and their distance finite"),
        ));
    }
    NormalForm::from_fn(actions, |_, _| low + width * unit(rng))
}

/// Independent integer payoffs, uniform in an inclusive range, exact.
///
/// Drawn in the order of [`uniform`].
///
/// # Errors
/// [`GameError::BadParameter`] if the range is empty; [`GameError::NoPlayers`],
/// [`GameError::NoActions`], [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{Game, random};
/// let game = random::uniform_integers(&[3, 3, 3], 0..=9, &mut random::generator(1, 0))?;
/// assert!(game.payoff(2, &[0, 1, 2]) <= 9.into());
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn uniform_integers(
    actions: &[usize],
    range: RangeInclusive<i64>,
    rng: &mut (impl Rng + ?Sized),
) -> Result<NormalForm<Rational>, GameError> {
    check_shape(actions)?;
    let (low, high) = bounds(&range)?;
    NormalForm::from_fn(actions, |_, _| Rational::from(integer(rng, low, high)))
}

/// Standard normal payoffs, independent between profiles and with one correlation between any two
/// players at a profile; the covariant games of Nudelman et al. (2004).
///
/// Range of `correlation` with n players: −1/(n − 1)..=1, and −1..=1 for one player, for whom it
/// makes no difference. At 1 all players want the same; at −1/(n − 1) payoffs sum to zero up to
/// rounding. Payoffs at a profile are a z_i + b Σ z for independent standard normal z, with
/// a = √(1 − ρ) and a + n b = √(1 + (n − 1) ρ); z comes from the polar method of Marsaglia and
/// Bray (1964).
///
/// # Errors
/// [`GameError::BadParameter`] if the correlation is outside its range; [`GameError::NoPlayers`],
/// [`GameError::NoActions`], [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{Game, random};
/// let game = random::covariant(&[2, 2], 1.0, &mut random::generator(1, 0))?;
/// assert_eq!(game.payoff(0, &[0, 1]), game.payoff(1, &[0, 1]));
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn covariant(
    actions: &[usize],
    correlation: f64,
    rng: &mut (impl Rng + ?Sized),
) -> Result<NormalForm<f64>, GameError> {
    check_shape(actions)?;
    let players = actions.len();
    let least = -1.0 / (players.max(2) - 1) as f64;
    if !(least..=1.0).contains(&correlation) {
        return Err(bad_parameter(
            "correlation",
            correlation,
            format!("in {least}..=1 for {players} players"),
        ));
    }
    let count = players as f64;
    let own = (1.0 - correlation).max(0.0).sqrt();
    // The least correlation is not always a binary number; rounding must not make it impossible.
    let common = ((1.0 + (count - 1.0) * correlation).max(0.0).sqrt() - own) / count;
    let mut normal = Normal::default();
    let mut draws = vec![0.0; players];
    let mut total = 0.0;
    NormalForm::from_fn(actions, |player, _| {
        if player == 0 {
            draws.fill_with(|| normal.draw(rng));
            total = draws.iter().sum();
        }
        own * draws[player] + common * total
    })
}

/// A zero-sum game of two players with integer payoffs: those of player 0 are independent and
/// uniform in an inclusive range, those of player 1 their negatives. Exact.
///
/// # Errors
/// [`GameError::BadParameter`] if the range is empty; [`GameError::NoActions`],
/// [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{GameExt, random};
/// let game = random::zero_sum(3, 4, -9..=9, &mut random::generator(1, 0))?;
/// assert_eq!(game.welfare(&[2, 3])?, 0.into());
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn zero_sum(
    rows: usize,
    columns: usize,
    range: RangeInclusive<i64>,
    rng: &mut (impl Rng + ?Sized),
) -> Result<NormalForm<Rational>, GameError> {
    check_shape(&[rows, columns])?;
    let (low, high) = bounds(&range)?;
    let mut payoff = Rational::ZERO;
    NormalForm::from_fn(&[rows, columns], |player, _| {
        // Player 0 comes first at every profile.
        if player == 0 {
            payoff = Rational::from(integer(rng, low, high));
        } else {
            payoff = -&payoff;
        }
        payoff.clone()
    })
}

/// A random exact potential game together with its potential; see [`potential`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PotentialGame {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The potential of each profile, in the order of the profiles of the game.
    pub potential: Vec<Rational>,
}

/// An exact potential game (Monderer and Shapley, 1996) with integer payoffs: a potential plus,
/// for each player, a dummy term that depends on the others' actions only.
///
/// The potential of each profile and each dummy term are independent and uniform in the inclusive
/// range, so that payoffs lie between twice its ends. The potential is drawn first, then the
/// dummies, player by player.
///
/// # Errors
/// [`GameError::BadParameter`] if the range is empty; [`GameError::NoPlayers`],
/// [`GameError::NoActions`], [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{GameExt, random};
/// let random::PotentialGame { game, potential } =
///     random::potential(&[3, 3], 0..=9, &mut random::generator(1, 0))?;
/// let best = (0..9).max_by_key(|&index| &potential[index]).unwrap_or(0);
/// assert!(game.is_pure_equilibrium(&game.space().profile(best)?)?);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn potential(
    actions: &[usize],
    range: RangeInclusive<i64>,
    rng: &mut (impl Rng + ?Sized),
) -> Result<PotentialGame, GameError> {
    check_shape(actions)?;
    let (low, high) = bounds(&range)?;
    let space = ProfileSpace::new(actions)?;
    let mut draw = |count: usize| -> Vec<Rational> {
        (0..count)
            .map(|_| Rational::from(integer(rng, low, high)))
            .collect()
    };
    let potential = draw(space.len());
    let dummies: Vec<Vec<Rational>> = actions.iter().map(|&own| draw(space.len() / own)).collect();
    let game = NormalForm::from_fn(actions, |player, profile| {
        let index = space.index_unchecked(profile);
        // The index among the profiles of the others: the place of the player's action cut out.
        let stride = space.stride(player);
        let others = index / (stride * actions[player]) * stride + index % stride;
        &potential[index] + &dummies[player][others]
    })?;
    Ok(PotentialGame { game, potential })
}

/// A symmetric game of any number of players with integer payoffs: a player's payoff depends on
/// the own action and on how many others take each action, by the same rule for all. Exact.
///
/// The payoffs of the rule are independent and uniform in the inclusive range. They are kept by
/// counts, m · C(n + m − 2, n − 1) of them for n players with m actions, drawn own action by own
/// action; the game returned is dense.
///
/// # Errors
/// [`GameError::BadParameter`] if the range is empty or there are no players;
/// [`GameError::NoActions`], [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{Game, random};
/// let game = random::symmetric(3, 2, 0..=9, &mut random::generator(1, 0))?;
/// assert_eq!(game.payoff(0, &[1, 0, 1]), game.payoff(2, &[1, 0, 1]));
/// assert_eq!(game.payoff(0, &[1, 0, 1]), game.payoff(1, &[0, 1, 1]));
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn symmetric(
    players: usize,
    actions: usize,
    range: RangeInclusive<i64>,
    rng: &mut (impl Rng + ?Sized),
) -> Result<NormalForm<Rational>, GameError> {
    let shape = uniform_shape(players, actions)?;
    let (low, high) = bounds(&range)?;
    let ranks = multiset_ranks(players - 1, actions);
    // The multisets of all others taking the last action is the last one.
    let multisets = 1 + (1..players).map(|j| ranks[actions - 1][j]).sum::<usize>();
    let rule: Vec<Vec<Rational>> = (0..actions)
        .map(|_| {
            (0..multisets)
                .map(|_| Rational::from(integer(rng, low, high)))
                .collect()
        })
        .collect();
    let mut counts = vec![0usize; actions];
    NormalForm::from_fn(&shape, |player, profile| {
        counts.fill(0);
        for &action in profile {
            counts[action] += 1;
        }
        counts[profile[player]] -= 1;
        let mut taken = 0;
        let mut rank = 0;
        for (action, &count) in counts.iter().enumerate() {
            rank += ranks[action][taken + 1..=taken + count]
                .iter()
                .sum::<usize>();
            taken += count;
        }
        rule[profile[player]][rank].clone()
    })
}

/// The combinatorial number system on multisets of `size` elements of 0..`kinds`: a sorted
/// multiset has the rank Σ_j C(a_j + j − 1, j), j = 1.., and the entry at `[a][j]` is that term.
fn multiset_ranks(size: usize, kinds: usize) -> Vec<Vec<usize>> {
    let mut ranks = vec![vec![0usize; size + 1]; kinds];
    for kind in 1..kinds {
        ranks[kind][0] = 1;
        for j in 1..=size {
            // At most the number of profiles of the others, which has been checked to be small.
            ranks[kind][j] = ranks[kind - 1][j] + ranks[kind][j - 1];
        }
    }
    ranks
}

#[cfg(test)]
mod tests;
