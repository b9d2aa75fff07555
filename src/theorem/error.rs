//! Why a theorem could not be checked.

use crate::contract::ContractError;
use crate::contract::law::FiniteLawError;
use crate::equilibrium::SolveError;
use crate::game::GameError;
use crate::gap::GapError;
use crate::linear_program::LinearError;
use crate::mechanism::MechanismError;
use crate::mechanism::SettingError;
use crate::number::NumberError;
use crate::preference::PreferenceError;
use crate::simulate::SimulationError;
use crate::welfare::WelfareError;

/// Why a theorem could not be checked on an instance. None of these says anything about whether it
/// is true.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TheoremError {
    /// There is no hypothesis of this name.
    #[error("`{theorem}` has no hypothesis `{name}`; it has {known}")]
    #[non_exhaustive]
    NoSuchHypothesis {
        /// The theorem.
        theorem: &'static str,
        /// The name.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// The instance does not make sense.
    #[error("the instance is not valid: {0}")]
    Instance(String),
    /// A limit was reached.
    #[error("a limit was reached: {0}")]
    Limit(String),
    /// A game is not valid.
    #[error(transparent)]
    Game(#[from] GameError),
    /// Preferences are not valid.
    #[error(transparent)]
    Preference(#[from] PreferenceError),
    /// A welfare function refused.
    #[error(transparent)]
    Welfare(#[from] WelfareError),
    /// A problem, a language or a contract is not valid.
    #[error(transparent)]
    Contract(Box<ContractError>),
    /// A law is not valid on a game.
    #[error(transparent)]
    Law(Box<FiniteLawError>),
    /// A mechanism could not be found.
    #[error(transparent)]
    Mechanism(Box<MechanismError>),
    /// A setting or a mechanism is not valid.
    #[error(transparent)]
    Setting(Box<SettingError>),
    /// A gap could not be found.
    #[error(transparent)]
    Gap(Box<GapError>),
    /// Equilibria could not be found.
    #[error(transparent)]
    Solve(Box<SolveError>),
    /// A linear program could not be decided.
    #[error(transparent)]
    Linear(Box<LinearError>),
    /// A simulation failed.
    #[error(transparent)]
    Simulation(Box<SimulationError>),
    /// A number is not valid.
    #[error(transparent)]
    Number(#[from] NumberError),
}

macro_rules! boxed {
    ($($variant:ident($error:ty)),* $(,)?) => {$(
        impl From<$error> for TheoremError {
            fn from(error: $error) -> Self {
                TheoremError::$variant(Box::new(error))
            }
        }
    )*};
}

boxed!(
    Contract(ContractError),
    Law(FiniteLawError),
    Mechanism(MechanismError),
    Setting(SettingError),
    Gap(GapError),
    Solve(SolveError),
    Linear(LinearError),
    Simulation(SimulationError),
);
