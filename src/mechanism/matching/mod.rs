//! Matching without money: who gets what, when everybody says what it likes.
//!
//! Two ways to use it. *Functions* on [`SidePreferences`] work at real size (a thousand by a
//! thousand, with complete lists, in 13 ms): [`deferred_acceptance`],
//! [`deferred_acceptance_from_places`], [`immediate_acceptance`], [`serial_dictatorship`],
//! [`top_trading_cycles`], and [`blocking_pairs`], which checks stability from the definition.
//! *Mechanisms* have all rankings as messages and all [`Assignments`] as alternatives, for
//! questions about incentives in small markets: [`AssignmentMechanism`] and [`TwoSidedMechanism`].
//!
//! | rule | truth dominant | efficient | stable |
//! |---|---|---|---|
//! | serial dictatorship | yes | yes | – |
//! | top trading cycles | yes | yes | in the core |
//! | deferred acceptance | for proposers | among the stable | yes |
//! | immediate acceptance (Boston) | no | for what is said | no |

mod assignment;
mod assignments;
mod deferred;
mod matched;
mod mechanisms;
mod stability;

pub use assignment::{serial_dictatorship, top_trading_cycles};
pub use assignments::Assignments;
pub use deferred::{deferred_acceptance, deferred_acceptance_from_places, immediate_acceptance};
pub use matched::{Matching, SidePreferences};
pub use mechanisms::{AssignmentMechanism, AssignmentRule, TwoSidedMechanism};
pub use stability::{Instability, blocking_pairs};
