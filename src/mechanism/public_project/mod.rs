//! Projects for everybody at a cost: to build or not, and who pays.
//!
//! - [`PublicProject`]: built or not, with fixed cost shares. [`PublicProject::pivotal`] is Clarke's
//!   mechanism, [`PublicProject::unanimity`] builds if nobody objects, and
//!   [`PublicProject::referendum`] if enough are in favour.
//! - [`SerialCostSharing`]: a good that people can be kept from using, in levels; users of a level
//!   share its cost equally (Moulin 1994).
//!
//! ```
//! use lacuna::mechanism::Mechanism;
//! use lacuna::mechanism::public_project::PublicProject;
//! use lacuna::number::Rational;
//!
//! // Values 60, 30 and 0, a cost of 75 in equal shares. Built, and only the first is pivotal.
//! let value = |number: i64| vec![Rational::from(number)];
//! let values = vec![value(60), value(30), value(0)];
//! let project = PublicProject::equal_shares(values, Rational::from(75))?;
//! let decision = project.pivotal()?.decide(&[0, 0, 0]);
//! assert_eq!(decision.branches()[0].alternative, 1);
//! assert_eq!(decision.branches()[0].transfers, [-20, 0, 0].map(Rational::from));
//! # Ok::<(), lacuna::mechanism::SettingError>(())
//! ```

mod project;
mod serial;

pub use project::{PublicProject, Referendum};
pub use serial::{SerialCostSharing, serial_setting};
