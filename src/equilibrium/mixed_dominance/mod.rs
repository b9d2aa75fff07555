//! Dominance of actions by mixed strategies, and rationalisability.
//!
//! An action that no pure action dominates may be dominated by a mixture of others.
//! [`dominated_by_mixture`] decides it by an exact linear program whose two sides are the two
//! answers: a [`DominatingMixture`], or a [`Belief`] about what the others do against which the
//! action is a best response. Strictly dominated are exactly the actions that are never a best
//! response (Pearce, 1984, lemma 3); weakly dominated are exactly those that are no best response
//! to a belief that gives every profile of the others positive probability (lemma 4).
//!
//! [`rationalizable`] removes what is never a best response, round by round, until nothing is
//! left to remove. Beliefs here may correlate the actions of the others. With two players there is
//! nothing to correlate, and what survives is the rationalisable set (Bernheim, 1984; Pearce,
//! 1984); with three or more it is the set of *correlated* rationalisability (Brandenburger and
//! Dekel, 1987), which holds the independent one.
//!
//! Games are exact here. [`dominance`](super::dominance) has dominance by pure actions.
//!
//! ```
//! use lacuna::equilibrium::mixed_dominance::{
//!     MixedDominance, MixedDominanceOptions, dominated_by_mixture, rationalizable,
//! };
//! use lacuna::game::NormalForm;
//! use lacuna::number::Rational;
//!
//! // The third row is dominated by half of each of the others, and by neither alone.
//! let rows = [[4, 0], [0, 4], [1, 1]].map(|row| row.map(Rational::from).to_vec());
//! let columns = [[1, 0], [0, 1], [0, 3]].map(|row| row.map(Rational::from).to_vec());
//! let game = NormalForm::bimatrix(&rows, &columns)?;
//! let options = MixedDominanceOptions::default();
//! let verdict = dominated_by_mixture(&game, 0, 2, MixedDominance::Strict, &options)?;
//! let mixture = verdict.mixture().expect("dominated");
//! assert_eq!(mixture.least_advantage, Rational::ONE);
//! assert!(verdict.verify(&game));
//!
//! let found = rationalizable(&game, &options)?;
//! assert_eq!(found.surviving, vec![vec![0, 1], vec![0, 1]]);
//! assert!(found.verify(&game));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod examine;
mod iterated;

pub use iterated::{MixedElimination, eliminate_by_mixtures, rationalizable};

use serde::{Deserialize, Serialize};

use super::SolveError;
use crate::game::{Game, GameExt, Profile, SizeLimit, dense};
use crate::linear_program::LinearOptions;
use crate::number::Rational;

/// In which sense a mixture is better than an action whatever the others do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MixedDominance {
    /// Better against every profile of the others.
    Strict,
    /// Never worse, and better against some profile of the others.
    Weak,
}

/// Limits on the work.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MixedDominanceOptions {
    /// Limits on each linear program; its start is not used.
    pub linear: LinearOptions,
    /// The largest dense copy made of a game that is not dense itself.
    pub size_limit: SizeLimit,
}

impl MixedDominanceOptions {
    /// The same with other limits on the linear programs.
    #[must_use]
    pub fn with_linear(mut self, linear: LinearOptions) -> Self {
        self.linear = linear;
        self
    }

    /// The same with another limit on the size of a dense copy.
    #[must_use]
    pub fn with_size_limit(mut self, limit: SizeLimit) -> Self {
        self.size_limit = limit;
        self
    }
}

/// A mixed strategy that dominates an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DominatingMixture {
    /// The player.
    pub player: usize,
    /// The action dominated.
    pub action: usize,
    /// In which sense.
    pub dominance: MixedDominance,
    /// The probability of each action of the player; that of `action` is zero.
    pub mixture: Vec<Rational>,
    /// By how much the mixture is better against the profile of the others at which it is least
    /// so. For strict dominance it is positive and no mixture has more.
    pub least_advantage: Rational,
    /// The first profile at which the mixture is better; the player's own entry is `action`.
    pub better_at: Profile,
}

/// Probabilities of what the others do against which an action is a best response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Belief {
    /// The player who holds it.
    pub player: usize,
    /// The action that is a best response.
    pub action: usize,
    /// The sense in which the action is not dominated: for weak dominance every profile of the
    /// others has positive probability.
    pub dominance: MixedDominance,
    /// Profiles with their probabilities, all positive, in the order of profiles; the player's
    /// own entry is `action`.
    pub probabilities: Vec<(Profile, Rational)>,
}

/// Whether a mixture dominates an action, each with its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MixedVerdict {
    /// This one does.
    Dominated(DominatingMixture),
    /// None does: the action is a best response to this belief.
    BestResponse(Belief),
}

impl MixedVerdict {
    /// Does a mixture dominate the action?
    pub fn is_dominated(&self) -> bool {
        matches!(self, MixedVerdict::Dominated(_))
    }

    /// The dominating mixture, if there is one.
    pub fn mixture(&self) -> Option<&DominatingMixture> {
        match self {
            MixedVerdict::Dominated(mixture) => Some(mixture),
            MixedVerdict::BestResponse(_) => None,
        }
    }

    /// The belief that justifies the action, if there is one.
    pub fn belief(&self) -> Option<&Belief> {
        match self {
            MixedVerdict::Dominated(_) => None,
            MixedVerdict::BestResponse(belief) => Some(belief),
        }
    }
}

/// Does some mixed strategy of `player` dominate `action`?
///
/// # Errors
/// [`SolveError::Game`] for an invalid game or a player or action that it does not have,
/// [`SolveError::Linear`] when a limit is reached.
///
/// # Complexity
/// One linear program with a variable for each profile of the others and a row for each other
/// action of the player; none if the action is a best response to a single profile.
pub fn dominated_by_mixture<G: Game<Rational> + ?Sized>(
    game: &G,
    player: usize,
    action: usize,
    dominance: MixedDominance,
    options: &MixedDominanceOptions,
) -> Result<MixedVerdict, SolveError> {
    game.check_player(player)?;
    let mut probe = vec![0; game.players()];
    probe[player] = action;
    game.check_profile(&probe)?;
    let dense = dense(game, options.size_limit)?;
    let actions = dense.space().actions();
    let all: Vec<Vec<usize>> = actions.iter().map(|&count| (0..count).collect()).collect();
    examine::examine(&dense, &all, player, action, dominance, options)
}
