//! Iterated elimination of what mixtures dominate, with the full trace.

use serde::{Deserialize, Serialize};

use super::examine::examine;
use super::{Belief, DominatingMixture, MixedDominance, MixedDominanceOptions, MixedVerdict};
use crate::equilibrium::SolveError;
use crate::game::{Game, dense};
use crate::number::Rational;

/// The trace of an iterated elimination by mixtures. Actions and profiles are those of the game
/// given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MixedElimination {
    /// In which sense actions were dominated.
    pub dominance: MixedDominance,
    /// What each round removed, with a mixture of the actions that stood at its start; all
    /// removals of a round are simultaneous.
    pub rounds: Vec<Vec<DominatingMixture>>,
    /// The actions left to each player, ascending; never empty.
    pub surviving: Vec<Vec<usize>>,
    /// For each action left, by player and action, a belief about the actions left to the others
    /// against which it is a best response.
    pub beliefs: Vec<Belief>,
}

/// The rationalisable actions: those left when actions that are a best response to no (possibly
/// correlated) belief about the actions left to the others are removed, again and again.
///
/// With two players this is rationalisability (Bernheim, 1984; Pearce, 1984); with three or more
/// it is correlated rationalisability (Brandenburger and Dekel, 1987). The result does not depend
/// on the order of removal.
///
/// # Errors
/// [`SolveError::Game`] for an invalid game, [`SolveError::Linear`] when a limit is reached.
///
/// # Complexity
/// At most one round for each action; in a round at most one linear program for each action left,
/// see [`dominated_by_mixture`](super::dominated_by_mixture).
pub fn rationalizable<G: Game<Rational> + ?Sized>(
    game: &G,
    options: &MixedDominanceOptions,
) -> Result<MixedElimination, SolveError> {
    eliminate_by_mixtures(game, MixedDominance::Strict, options)
}

/// Removes actions that mixtures dominate until none is left, all of a round at once.
///
/// Under strict dominance the result does not depend on the order of removal; see
/// [`rationalizable`]. Under weak dominance it does; the simultaneous order, in which each round
/// removes for all players everything that is dominated at its start, is the convention here.
///
/// # Errors
/// As [`rationalizable`].
///
/// # Complexity
/// As [`rationalizable`].
///
/// ```
/// use lacuna::equilibrium::mixed_dominance::{
///     MixedDominance, MixedDominanceOptions, eliminate_by_mixtures,
/// };
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// // The second row is never better than the first, and once as good.
/// let rows = [[1, 1], [1, 0]].map(|row| row.map(Rational::from).to_vec());
/// let columns = [[0, 0], [1, 0]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::bimatrix(&rows, &columns)?;
/// let options = MixedDominanceOptions::default();
/// let found = eliminate_by_mixtures(&game, MixedDominance::Weak, &options)?;
/// assert_eq!(found.surviving, vec![vec![0], vec![0]]);
/// assert!(found.verify(&game));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn eliminate_by_mixtures<G: Game<Rational> + ?Sized>(
    game: &G,
    dominance: MixedDominance,
    options: &MixedDominanceOptions,
) -> Result<MixedElimination, SolveError> {
    let dense = dense(game, options.size_limit)?;
    let actions = dense.space().actions();
    let mut surviving: Vec<Vec<usize>> = actions.iter().map(|&m| (0..m).collect()).collect();
    let mut rounds = Vec::new();
    loop {
        let (mut removed, mut beliefs) = (Vec::new(), Vec::new());
        for (player, own) in surviving.iter().enumerate() {
            for &action in own {
                match examine(&dense, &surviving, player, action, dominance, options)? {
                    MixedVerdict::Dominated(mixture) => removed.push(mixture),
                    MixedVerdict::BestResponse(belief) => beliefs.push(belief),
                }
            }
        }
        if removed.is_empty() {
            return Ok(MixedElimination {
                dominance,
                rounds,
                surviving,
                beliefs,
            });
        }
        for DominatingMixture { player, action, .. } in &removed {
            surviving[*player].retain(|kept| kept != action);
        }
        rounds.push(removed);
    }
}
