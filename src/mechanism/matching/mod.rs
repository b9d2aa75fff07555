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
//!
//! ```
//! use lacuna::mechanism::matching::{SidePreferences, blocking_pairs, deferred_acceptance};
//!
//! // Three students and two colleges with one place each; who is not listed is unacceptable.
//! let students = SidePreferences::new(2, vec![vec![1, 0], vec![1, 0], vec![1]])?;
//! let colleges = SidePreferences::new(3, vec![vec![0, 1, 2], vec![2, 1, 0]])?;
//! let matching = deferred_acceptance(&students, &colleges, &[1, 1])?;
//! assert_eq!(matching.partners(), [Some(0), None, Some(1)]);
//! assert!(blocking_pairs(&students, &colleges, &[1, 1], &matching)?.is_empty());
//! # Ok::<(), lacuna::mechanism::SettingError>(())
//! ```

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
