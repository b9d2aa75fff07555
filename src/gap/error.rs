//! Why a gap could not be measured.

use crate::contract::ContractError;
use crate::equilibrium::SolveError;
use crate::game::GameError;
use crate::linear_program::LinearError;
use crate::mechanism::MechanismError;
use crate::preference::PreferenceError;

/// Why a gap, a price or a benefit could not be measured.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GapError {
    /// The contracts could not be found.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// The equilibria could not be listed.
    #[error(transparent)]
    Solve(#[from] SolveError),
    /// The game is not valid.
    #[error(transparent)]
    Game(#[from] GameError),
    /// The preferences do not fit the game.
    #[error(transparent)]
    Preference(#[from] PreferenceError),
    /// No equilibrium that could be measured.
    #[error("no equilibrium meets the side constraints; without them there always is one")]
    #[non_exhaustive]
    NoEquilibrium,
    /// More sets of players than the limit.
    #[error("there are more than {limit} sets of prosocial players; raise `max_sets`")]
    #[non_exhaustive]
    TooManySets {
        /// The limit.
        limit: usize,
    },
    /// The options of a mechanism are not valid.
    #[error(transparent)]
    Mechanism(#[from] MechanismError),
    /// A linear program reached a limit.
    #[error(transparent)]
    Linear(#[from] LinearError),
    /// A state with several optima, where one is needed.
    #[error(
        "state {state} has {optima} optima, and this is defined for a unique one; perturb the \
         payoffs, or use `altruism_threshold`"
    )]
    #[non_exhaustive]
    TiedOptima {
        /// The state.
        state: usize,
        /// How many profiles have the greatest welfare.
        optima: usize,
    },
    /// A limit on transfers that makes conditions on λ and transfers not linear.
    #[error(
        "with a limit on transfers the least λ is found for a balanced budget only, in which \
         transfers are perceived as they are paid; use `Budget::Balanced` or no liability"
    )]
    #[non_exhaustive]
    LiabilityNeedsBalance,
    /// Levels that assume that detected deviations can be fined, with a budget that must balance.
    #[error(
        "the levels are ordered if fines need not go to anybody; use `Budget::Burning`, \
         `Budget::Unrestricted` or `Budget::Expected`"
    )]
    #[non_exhaustive]
    OrderingNeedsFines,
}
