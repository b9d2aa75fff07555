//! What conclusions are compared with: the definitions, by enumeration from single payoffs.

use crate::contract::ContractingProblem;
use crate::game::{Game, NormalForm, Profile};
use crate::gap::level::{Level, selfishness_level};
use crate::number::{Extended, Rational};
use crate::preference::{PreferenceError, WeightMatrix};
use crate::theorem::TheoremError;

/// All profiles, the last player's action varying fastest.
pub(super) fn profiles(game: &dyn Game<Rational>) -> Vec<Profile> {
    let mut list: Vec<Profile> = vec![Vec::new()];
    for player in 0..game.players() {
        list = (list.iter())
            .flat_map(|start| {
                (0..game.actions(player)).map(move |action| {
                    let mut longer = start.clone();
                    longer.push(action);
                    longer
                })
            })
            .collect();
    }
    list
}

/// The sum of all payoffs.
pub(super) fn welfare(game: &dyn Game<Rational>, profile: &[usize]) -> Rational {
    (0..game.players())
        .map(|player| game.payoff(player, profile))
        .sum()
}

/// The profiles that one player alone can reach, with that player.
pub(super) fn deviations(game: &dyn Game<Rational>, profile: &[usize]) -> Vec<(usize, Profile)> {
    let mut list = Vec::new();
    for player in 0..game.players() {
        for action in (0..game.actions(player)).filter(|&action| action != profile[player]) {
            let mut other = profile.to_vec();
            other[player] = action;
            list.push((player, other));
        }
    }
    list
}

/// The greatest welfare and the profiles that have it.
pub(super) fn optima(game: &dyn Game<Rational>) -> (Rational, Vec<Profile>) {
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
    pub(super) fn utility(
        &self,
        game: &dyn Game<Rational>,
        player: usize,
        profile: &[usize],
    ) -> Rational {
        let own = game.payoff(player, profile);
        let others = welfare(game, profile) - &own;
        &self.own * &own + &self.other * &others
    }

    /// Can no player do better alone?
    pub(super) fn is_equilibrium(&self, game: &dyn Game<Rational>, profile: &[usize]) -> bool {
        deviations(game, profile).iter().all(|(player, other)| {
            self.utility(game, *player, other) <= self.utility(game, *player, profile)
        })
    }

    /// The pure equilibria in the order of profiles.
    pub(super) fn equilibria(&self, game: &dyn Game<Rational>) -> Vec<Profile> {
        let mut list = profiles(game);
        list.retain(|profile| self.is_equilibrium(game, profile));
        list
    }
}

/// The quotient, infinite if the divisor is zero.
pub(super) fn quotient(above: &Rational, below: &Rational) -> Extended<Rational> {
    above.checked_div(below).into()
}

/// The quotient of whole numbers, zero if the divisor is.
pub(super) fn fraction(above: i64, below: i64) -> Rational {
    Rational::new(above, below).unwrap_or_default()
}

/// The least λ ≥ 0 at which some profile of greatest welfare is an equilibrium of players who
/// maximise `u_i + λ·W`, by trying every λ at which some player is indifferent at an optimum.
pub(super) fn level(game: &dyn Game<Rational>) -> Extended<Rational> {
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
