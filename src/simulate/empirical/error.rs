//! Why a game could not be sampled.

use super::EmpiricalGame;
use crate::equilibrium::SolveError;
use crate::game::{GameError, Profile};
use crate::number::Rational;
use crate::simulate::SimulationError;

/// Why a game could not be sampled, or not well enough.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmpiricalError {
    /// An option that makes no sense.
    #[error("{what} is {found}; it must be {needs}")]
    #[non_exhaustive]
    BadOption {
        /// The option.
        what: &'static str,
        /// What it is.
        found: String,
        /// What would be right.
        needs: String,
    },
    /// Intervals of this kind need to know between which numbers payoffs lie.
    #[error(
        "the intervals need the range of payoffs; say it with `with_payoff_range`, or ask for others"
    )]
    MissingRange,
    /// A payoff outside the range that was declared, so that nothing is proved.
    #[error(
        "player {player} got {payoff} at profile {profile:?} with seed {seed}; the range that was \
         declared is from {low} to {high}"
    )]
    #[non_exhaustive]
    PayoffOutOfRange {
        /// The player.
        player: usize,
        /// The profile.
        profile: Profile,
        /// The seed of the episode.
        seed: u64,
        /// The payoff.
        payoff: Rational,
        /// The least that was declared.
        low: Rational,
        /// The most that was declared.
        high: Rational,
    },
    /// Something that was declared to be without chance is not.
    #[error(
        "the payoffs of player {player} at profile {profile:?} differ from episode to episode, \
         where it was declared that there is no chance"
    )]
    #[non_exhaustive]
    NotDeterministic {
        /// The player.
        player: usize,
        /// The profile.
        profile: Profile,
    },
    /// Players who were declared to be interchangeable and have different numbers of strategies.
    #[error(
        "player {player} has {found} strategies and player 0 has {expected}; interchangeable players \
         must have the same"
    )]
    #[non_exhaustive]
    NotInterchangeable {
        /// The player.
        player: usize,
        /// Its number of strategies.
        found: usize,
        /// That of player 0.
        expected: usize,
    },
    /// An episode that could not be played.
    #[error("the episode of profile {profile:?} with seed {seed} was refused: {source}")]
    #[non_exhaustive]
    Refused {
        /// The profile.
        profile: Profile,
        /// The seed.
        seed: u64,
        /// Why.
        source: SimulationError,
    },
    /// The budget of episodes is spent and the bounds on regrets are still too wide; what was found
    /// comes along.
    #[error(
        "after {episodes} episodes a regret is known up to {widest} only, where {asked} was asked; \
         raise the budget"
    )]
    #[non_exhaustive]
    BudgetSpent {
        /// The episodes played.
        episodes: u64,
        /// The width of the widest bounds on a regret.
        widest: Rational,
        /// The width that was asked for.
        asked: Rational,
        /// The game as far as it is known.
        found: Box<EmpiricalGame>,
    },
    /// The numbers of strategies make no game, or one that is too large.
    #[error(transparent)]
    Game(#[from] GameError),
    /// A profile that does not fit.
    #[error(transparent)]
    Solve(#[from] SolveError),
}

impl EmpiricalError {
    pub(super) fn bad_option(
        what: &'static str,
        found: impl ToString,
        needs: impl Into<String>,
    ) -> Self {
        EmpiricalError::BadOption {
            what,
            found: found.to_string(),
            needs: needs.into(),
        }
    }
}
