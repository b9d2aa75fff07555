//! Dominance between actions, and iterated elimination, by pure strategies.
//!
//! Games are exact here: weak dominance is a statement about ties.
//!
//! ```
//! use lacuna::equilibrium::dominance::{Dominance, eliminate};
//! use lacuna::game::NormalForm;
//! use lacuna::number::Rational;
//!
//! let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
//! let game = NormalForm::symmetric(&dilemma)?;
//! let outcome = eliminate(&game, Dominance::Strict)?;
//! assert_eq!(outcome.surviving, vec![vec![1], vec![1]]);
//! assert_eq!(outcome.rounds.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use serde::{Deserialize, Serialize};

use super::SolveError;
use crate::game::{Game, GameExt, Profile};
use crate::number::Rational;

/// In which sense one action is at least as good as another whatever the others do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dominance {
    /// Better against every profile of the others.
    Strict,
    /// Never worse, and better against some profile of the others.
    Weak,
    /// Never worse.
    VeryWeak,
}

/// What came of comparing two actions, with a witness. Profiles are of all players; the entry of
/// the player concerned is the action examined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// The action dominates.
    #[non_exhaustive]
    Dominates {
        /// The first profile of the others against which it is better; `None` if it is equal
        /// against all (very weak dominance).
        better_at: Option<Profile>,
    },
    /// The action does worse (for strict dominance: no better) against this profile of the others.
    #[non_exhaustive]
    RefutedAt {
        /// The profile.
        profile: Profile,
    },
    /// The actions are equal against every profile of the others, which is too little for weak
    /// dominance.
    EqualEverywhere,
}

impl Verdict {
    /// Does the action dominate?
    pub fn dominates(&self) -> bool {
        matches!(self, Verdict::Dominates { .. })
    }
}

/// An action eliminated, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Dominated {
    /// The player.
    pub player: usize,
    /// The action eliminated.
    pub action: usize,
    /// An action that dominates it.
    pub by: usize,
    /// The first profile of the others against which the dominating action is better; `None` if
    /// both are equal against all.
    pub better_at: Option<Profile>,
}

/// The trace of an iterated elimination. Actions and profiles are those of the game given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Elimination {
    /// In which sense actions were dominated.
    pub dominance: Dominance,
    /// What each round removed; all removals of a round are simultaneous.
    pub rounds: Vec<Vec<Dominated>>,
    /// The actions left to each player, ascending; never empty.
    pub surviving: Vec<Vec<usize>>,
}

/// Does `action` of `player` dominate `other`?
///
/// # Errors
/// [`SolveError::Game`] for a player or action that the game does not have.
///
/// # Complexity
/// Two payoffs for each profile of the other players.
pub fn compare<G: Game<Rational> + ?Sized>(
    game: &G,
    player: usize,
    action: usize,
    other: usize,
    dominance: Dominance,
) -> Result<Verdict, SolveError> {
    game.check_player(player)?;
    let space = game.profile_space()?;
    let mut probe = vec![0; space.players()];
    for candidate in [action, other] {
        probe[player] = candidate;
        game.check_profile(&probe)?;
    }
    let all: Vec<Vec<usize>> = space.actions().iter().map(|&m| (0..m).collect()).collect();
    Ok(verdict(game, &all, player, action, other, dominance))
}

/// The comparison when each player has only the actions in `surviving`.
fn verdict<G: Game<Rational> + ?Sized>(
    game: &G,
    surviving: &[Vec<usize>],
    player: usize,
    action: usize,
    other: usize,
    dominance: Dominance,
) -> Verdict {
    // Positions in `surviving`; that of the player concerned stays at zero.
    let mut positions = vec![0usize; surviving.len()];
    let mut better_at = None;
    loop {
        let mut profile: Profile = positions
            .iter()
            .zip(surviving)
            .map(|(&position, actions)| actions[position])
            .collect();
        profile[player] = other;
        let alternative = game.payoff(player, &profile);
        profile[player] = action;
        let own = game.payoff(player, &profile);
        if own < alternative || (dominance == Dominance::Strict && own == alternative) {
            return Verdict::RefutedAt { profile };
        }
        if better_at.is_none() && own > alternative {
            better_at = Some(profile);
        }
        let mut moved = false;
        for j in (0..surviving.len()).rev().filter(|&j| j != player) {
            positions[j] += 1;
            if positions[j] < surviving[j].len() {
                moved = true;
                break;
            }
            positions[j] = 0;
        }
        if !moved {
            break;
        }
    }
    if better_at.is_none() && dominance == Dominance::Weak {
        return Verdict::EqualEverywhere;
    }
    Verdict::Dominates { better_at }
}

/// Every action that some other action of the same player dominates in the game as it is, with the
/// lowest-numbered action that does.
///
/// Under [`Dominance::VeryWeak`], of several actions that are equal against everything the lowest
/// is kept.
///
/// # Errors
/// [`SolveError::Game`] for an invalid game.
///
/// # Complexity
/// Two payoffs for each pair of actions of a player and each profile of the others.
pub fn dominated_actions<G: Game<Rational> + ?Sized>(
    game: &G,
    dominance: Dominance,
) -> Result<Vec<Dominated>, SolveError> {
    let space = game.profile_space()?;
    let all: Vec<Vec<usize>> = space.actions().iter().map(|&m| (0..m).collect()).collect();
    Ok(dominated_among(game, &all, dominance))
}

fn dominated_among<G: Game<Rational> + ?Sized>(
    game: &G,
    surviving: &[Vec<usize>],
    dominance: Dominance,
) -> Vec<Dominated> {
    let mut found = Vec::new();
    for (player, actions) in surviving.iter().enumerate() {
        for &action in actions {
            let dominator = actions.iter().filter(|&&by| by != action).find_map(|&by| {
                match verdict(game, surviving, player, by, action, dominance) {
                    // Equal actions would eliminate each other: the lower one stays.
                    Verdict::Dominates { better_at: None } if by > action => None,
                    Verdict::Dominates { better_at } => Some((by, better_at)),
                    _ => None,
                }
            });
            if let Some((by, better_at)) = dominator {
                found.push(Dominated {
                    player,
                    action,
                    by,
                    better_at,
                });
            }
        }
    }
    found
}

/// Removes dominated actions until none is left, all of a round at once, with the full trace.
///
/// Under strict dominance the result does not depend on the order of removal. Under weak and very
/// weak dominance it does; the simultaneous order is the convention here.
///
/// # Errors
/// [`SolveError::Game`] for an invalid game.
///
/// # Complexity
/// At most one round for each action; a round as [`dominated_actions`].
pub fn eliminate<G: Game<Rational> + ?Sized>(
    game: &G,
    dominance: Dominance,
) -> Result<Elimination, SolveError> {
    let space = game.profile_space()?;
    let mut surviving: Vec<Vec<usize>> =
        space.actions().iter().map(|&m| (0..m).collect()).collect();
    let mut rounds = Vec::new();
    loop {
        let removed = dominated_among(game, &surviving, dominance);
        if removed.is_empty() {
            return Ok(Elimination {
                dominance,
                rounds,
                surviving,
            });
        }
        for Dominated { player, action, .. } in &removed {
            surviving[*player].retain(|kept| kept != action);
        }
        rounds.push(removed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::equilibrium::{PureOptions, pure_equilibria};
    use crate::game::NormalForm;
    use proptest::prelude::*;

    fn games() -> impl Strategy<Value = NormalForm<Rational>> {
        proptest::collection::vec(1usize..4, 1..4).prop_flat_map(|actions| {
            let profiles: usize = actions.iter().product();
            proptest::collection::vec(0i64..3, actions.len() * profiles).prop_map(move |payoffs| {
                let tables = payoffs
                    .chunks(profiles)
                    .map(|table| table.iter().map(|&x| Rational::from(x)).collect())
                    .collect();
                NormalForm::from_tables(&actions, tables).expect("valid")
            })
        })
    }

    proptest! {
        #[test]
        fn strict_elimination_keeps_exactly_the_pure_equilibria(game in games()) {
            let outcome = eliminate(&game, Dominance::Strict).expect("valid");
            let reduced = game.restricted(&outcome.surviving).expect("non-empty");
            let all = pure_equilibria(&game, &PureOptions::default()).expect("small").into_set();
            let left: Vec<Profile> = pure_equilibria(&reduced, &PureOptions::default())
                .expect("small")
                .into_set()
                .iter()
                .map(|p| p.iter().enumerate().map(|(i, &a)| outcome.surviving[i][a]).collect())
                .collect();
            prop_assert_eq!(all.profiles(), left);
        }

        #[test]
        fn elimination_never_creates_an_equilibrium(game in games()) {
            // Elimination of weakly dominated actions can lose equilibria but never creates one.
            let outcome = eliminate(&game, Dominance::VeryWeak).expect("valid");
            let reduced = game.restricted(&outcome.surviving).expect("non-empty");
            for profile in pure_equilibria(&reduced, &PureOptions::default()).expect("small").into_set().iter() {
                let original: Profile = profile.iter().enumerate().map(|(i, &a)| outcome.surviving[i][a]).collect();
                prop_assert!(game.is_pure_equilibrium(&original).expect("valid"));
            }
        }

        #[test]
        fn every_witness_holds(game in games()) {
            for dominance in [Dominance::Strict, Dominance::Weak, Dominance::VeryWeak] {
                for found in dominated_actions(&game, dominance).expect("valid") {
                    let verdict = compare(&game, found.player, found.by, found.action, dominance).expect("valid");
                    prop_assert!(verdict.dominates());
                    if let Some(mut profile) = found.better_at {
                        let better = game.payoff(found.player, &profile);
                        profile[found.player] = found.action;
                        prop_assert!(better > game.payoff(found.player, &profile));
                    } else {
                        prop_assert_eq!(dominance, Dominance::VeryWeak);
                    }
                }
            }
        }
    }

    #[test]
    fn the_three_senses_differ() {
        let rows = [[1, 1], [1, 0], [1, 1]].map(|row| row.map(Rational::from).to_vec());
        let zeros = vec![vec![Rational::ZERO; 2]; 3];
        let game = NormalForm::bimatrix(&rows, &zeros).expect("valid");
        let verdict = |other, sense| compare(&game, 0, 0, other, sense).expect("valid");
        assert_eq!(
            verdict(1, Dominance::Weak),
            Verdict::Dominates {
                better_at: Some(vec![0, 1])
            }
        );
        assert_eq!(
            verdict(1, Dominance::Strict),
            Verdict::RefutedAt {
                profile: vec![0, 0]
            }
        );
        assert_eq!(verdict(2, Dominance::Weak), Verdict::EqualEverywhere);
        assert_eq!(
            verdict(2, Dominance::VeryWeak),
            Verdict::Dominates { better_at: None }
        );
        let outcome = eliminate(&game, Dominance::VeryWeak).expect("valid");
        assert_eq!(outcome.surviving, vec![vec![0], vec![0]]);
        assert!(compare(&game, 0, 0, 3, Dominance::Weak).is_err());
        assert!(compare(&game, 2, 0, 0, Dominance::Weak).is_err());
    }
}
