//! What conclusions are compared with: the definitions, by enumeration from single payoffs. Nothing
//! here but [`found_level`] calls a solver of the crate.

use std::fmt;

use super::TheoremError;
use crate::contract::ContractingProblem;
use crate::game::{Game, NormalForm, Profile};
use crate::gap::level::{Level, selfishness_level};
use crate::number::{Extended, Rational};
use crate::preference::{PreferenceError, WeightMatrix};

mod vertices;

pub(super) use vertices::{
    check_size, extreme_equilibria, in_words, is_degenerate, solve, vertices,
};

/// An error of a constructor: the instance makes no sense.
pub(super) fn invalid(error: impl fmt::Display) -> TheoremError {
    TheoremError::Instance(error.to_string())
}

/// A whole number.
pub(super) fn whole(value: i64) -> Rational {
    Rational::from(value)
}

/// A fraction; zero if it has the denominator zero.
pub(super) fn fraction(above: i64, below: i64) -> Rational {
    Rational::new(above, below).unwrap_or(Rational::ZERO)
}

/// A quotient; zero if the divisor is zero.
pub(super) fn over(above: &Rational, below: &Rational) -> Rational {
    above.checked_div(below).unwrap_or(Rational::ZERO)
}

/// The sum of products.
pub(super) fn dot(left: &[Rational], right: &[Rational]) -> Rational {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// The quotient, infinite if the divisor is zero.
pub(super) fn quotient(above: &Rational, below: &Rational) -> Extended<Rational> {
    above.checked_div(below).into()
}

/// Every choice of one number below each bound, the last one fastest.
pub(super) fn all_profiles(bounds: &[usize]) -> Vec<Profile> {
    let mut found = vec![Vec::new()];
    for &bound in bounds {
        let longer = |start: &Profile| {
            let start = start.clone();
            (0..bound).map(move |next| [start.as_slice(), &[next]].concat())
        };
        found = found.iter().flat_map(longer).collect();
    }
    found
}

/// The number of actions of each player.
pub(super) fn shape<G: Game<Rational> + ?Sized>(game: &G) -> Vec<usize> {
    (0..game.players()).map(|i| game.actions(i)).collect()
}

/// All profiles, the last player's action varying fastest.
pub(super) fn profiles<G: Game<Rational> + ?Sized>(game: &G) -> Vec<Profile> {
    all_profiles(&shape(game))
}

/// The sum of all payoffs.
pub(super) fn welfare<G: Game<Rational> + ?Sized>(game: &G, profile: &[usize]) -> Rational {
    (0..game.players()).map(|i| game.payoff(i, profile)).sum()
}

/// The profile with another action of one player.
pub(super) fn with_action(profile: &[usize], player: usize, action: usize) -> Profile {
    let mut other = profile.to_vec();
    other[player] = action;
    other
}

/// Every profile that one player alone can reach, with the player; the profile itself included.
pub(super) fn moves(shape: &[usize], profile: &[usize]) -> Vec<(usize, Profile)> {
    let actions = shape.iter().enumerate();
    actions
        .flat_map(|(player, &count)| {
            (0..count).map(move |action| (player, with_action(profile, player, action)))
        })
        .collect()
}

/// The profiles that one player alone can reach by another action, with that player.
pub(super) fn deviations<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
) -> Vec<(usize, Profile)> {
    let mut list = moves(&shape(game), profile);
    list.retain(|(_, to)| to != profile);
    list
}

/// The greatest welfare and the profiles that have it.
pub(super) fn optima<G: Game<Rational> + ?Sized>(game: &G) -> (Rational, Vec<Profile>) {
    let (mut best, mut optima) = (Rational::ZERO, Vec::new());
    for profile in profiles(game) {
        let found = welfare(game, &profile);
        if optima.is_empty() || found > best {
            best = found;
            optima.clear();
            optima.push(profile);
        } else if found == best {
            optima.push(profile);
        }
    }
    (best, optima)
}

/// Players who weigh their own payoff and those of others: `own · u_i + other · Σ_{j≠i} u_j`.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    pub(super) own: Rational,
    pub(super) other: Rational,
}

impl Weights {
    /// Players who maximise `u_i + λ·W`.
    pub(super) fn cooperative(lambda: &Rational) -> Self {
        Weights {
            own: Rational::ONE + lambda,
            other: lambda.clone(),
        }
    }

    /// Players who maximise `u_i + α · Σ_{j≠i} u_j`.
    pub(super) fn on_others(weight: &Rational) -> Self {
        Weights {
            own: Rational::ONE,
            other: weight.clone(),
        }
    }

    /// The same as a preference of the crate.
    pub(super) fn matrix(&self, players: usize) -> Result<WeightMatrix<Rational>, PreferenceError> {
        let entry = |i: usize, j: usize| if i == j { &self.own } else { &self.other };
        let row = |i: usize| (0..players).map(|j| entry(i, j).clone()).collect();
        WeightMatrix::new((0..players).map(row).collect())
    }

    /// What `player` makes of a profile.
    pub(super) fn utility<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        player: usize,
        profile: &[usize],
    ) -> Rational {
        let own = game.payoff(player, profile);
        let others = welfare(game, profile) - &own;
        &self.own * &own + &self.other * &others
    }

    /// Can no player do better alone?
    pub(super) fn is_equilibrium<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        profile: &[usize],
    ) -> bool {
        deviations(game, profile).iter().all(|(player, other)| {
            self.utility(game, *player, other) <= self.utility(game, *player, profile)
        })
    }

    /// The pure equilibria in the order of profiles.
    pub(super) fn equilibria<G: Game<Rational> + ?Sized>(&self, game: &G) -> Vec<Profile> {
        let mut list = profiles(game);
        list.retain(|profile| self.is_equilibrium(game, profile));
        list
    }
}

/// Is the profile an equilibrium of players who maximise `u_i + λ·W`?
pub(super) fn is_equilibrium_at<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
    lambda: &Rational,
) -> bool {
    Weights::cooperative(lambda).is_equilibrium(game, profile)
}

/// The pure equilibria of players who maximise `u_i + λ·W`.
pub(super) fn pure_equilibria_at<G: Game<Rational> + ?Sized>(
    game: &G,
    lambda: &Rational,
) -> Vec<Profile> {
    Weights::cooperative(lambda).equilibria(game)
}

/// The greatest number of profiles of a game that is looked at for every λ.
const MOST_PROFILES: usize = 128;

/// Every λ > 0 at which some unilateral move changes from worth while to not, ascending.
///
/// # Errors
///
/// [`TheoremError::Limit`] if there are so many profiles that looking at all of them at each of
/// these weights would take minutes.
pub(super) fn critical_weights(game: &NormalForm<Rational>) -> Result<Vec<Rational>, TheoremError> {
    let count = game.space().len();
    if count > MOST_PROFILES {
        return Err(TheoremError::Limit(format!(
            "every λ is tried in games of at most {MOST_PROFILES} profiles, and there are {count}"
        )));
    }
    let mut found = Vec::new();
    for profile in profiles(game) {
        for (player, to) in deviations(game, &profile) {
            let gain = game.payoff(player, &to) - game.payoff(player, &profile);
            let loss = welfare(game, &profile) - welfare(game, &to);
            found.extend(gain.checked_div(&loss).filter(Rational::is_positive));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Zero, the weights given, and one between all neighbours and beyond the last; ascending.
pub(super) fn at_and_between(critical: &[Rational]) -> Vec<Rational> {
    let half = fraction(1, 2);
    let mut points = vec![Rational::ZERO];
    let mut below = Rational::ZERO;
    for weight in critical {
        points.push((&below + weight) * &half);
        points.push(weight.clone());
        below = weight.clone();
    }
    points.push(below + Rational::ONE);
    points
}

/// What a player expects if all mix independently.
pub(super) fn expected<G: Game<Rational> + ?Sized>(
    game: &G,
    player: usize,
    strategies: &[Vec<Rational>],
) -> Rational {
    (all_profiles(&shape(game)).iter())
        .map(|profile| {
            let chances = profile.iter().zip(strategies).map(|(&a, mix)| &mix[a]);
            let chance = chances.fold(Rational::ONE, |product, p| product * p);
            if chance.is_zero() {
                return Rational::ZERO;
            }
            chance * game.payoff(player, profile)
        })
        .sum()
}

/// All probability on one action.
pub(super) fn pure(actions: usize, action: usize) -> Vec<Rational> {
    let entry = |other| Rational::from(i64::from(other == action));
    (0..actions).map(entry).collect()
}

/// Are these strategies, each a best reply to the others?
pub(super) fn is_mixed_equilibrium<G: Game<Rational> + ?Sized>(
    game: &G,
    strategies: &[Vec<Rational>],
) -> bool {
    let valid = |mix: &Vec<Rational>| {
        mix.iter().all(|p| !p.is_negative()) && mix.iter().sum::<Rational>() == Rational::ONE
    };
    strategies.iter().all(valid)
        && (0..game.players()).all(|player| {
            let own = expected(game, player, strategies);
            (0..game.actions(player)).all(|action| {
                let mut other = strategies.to_vec();
                other[player] = pure(game.actions(player), action);
                expected(game, player, &other) <= own
            })
        })
}

/// The least λ ≥ 0 at which some profile of greatest welfare is an equilibrium of players who
/// maximise `u_i + λ·W`, by trying every λ at which some player is indifferent at an optimum.
pub(super) fn level<G: Game<Rational> + ?Sized>(game: &G) -> Extended<Rational> {
    let (_, optima) = optima(game);
    let mut candidates = vec![Rational::ZERO];
    for optimum in &optima {
        for (player, other) in deviations(game, optimum) {
            let gain = game.payoff(player, &other) - game.payoff(player, optimum);
            let loss = welfare(game, optimum) - welfare(game, &other);
            candidates.extend(gain.checked_div(&loss).filter(Rational::is_positive));
        }
    }
    candidates.sort();
    candidates.dedup();
    let enough = |lambda: &Rational| {
        let weights = Weights::cooperative(lambda);
        (optima.iter()).any(|optimum| weights.is_equilibrium(game, optimum))
    };
    candidates.into_iter().find(enough).into()
}

/// The selfishness level that the crate finds.
pub(super) fn found_level(game: &NormalForm<Rational>) -> Result<Level, TheoremError> {
    let problem = ContractingProblem::single_state(game.clone())?;
    Ok(selfishness_level(&problem)?)
}
