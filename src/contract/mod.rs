//! What can be written down.
mod attainable;
mod certificate;
pub(crate) mod cycles;
mod error;
mod implement;
mod incentives;
mod language;
mod money_bound;
mod obstruction;
mod problem;
mod robust;
mod settlement;
mod terms;

pub use attainable::{Attainable, AttainableOptions, AttainedPlan, attainable};
pub use certificate::{Certificate, Refutation};
pub use error::ContractError;
pub use implement::{Implementability, Implementation, implement};
pub(crate) use incentives::unilateral_moves;
pub use language::{Cell, Distinction, Language, Verifiability};
pub use obstruction::{ChainLink, Obstruction};
pub use problem::{Contractible, ContractingProblem, FirstBest};
pub use settlement::{
    Budget, IncentiveWeight, MoneyBound, SettledContract, Settlement, SettlementOptions, settle,
};
pub use terms::{Contract, InducedGame, PlainContract};
