//! Automated mechanism design: the best mechanism for a setting, by an exact linear program.
//!
//! With finitely many types and lotteries allowed, incentives, participation and budgets are linear
//! in the probabilities of alternatives and in expected transfers, and so is the objective. By the
//! revelation principle nothing is lost by looking at direct mechanisms. A [`Designer`] collects
//! what is wanted, [`Designer::solve`] returns a [`DesignOutcome`]: the best mechanism as a table
//! that can be run, or that there is none, or that there is no limit; each with a proof in terms of
//! the incentives, the participation and the budget ([`DesignProof`]) that
//! [`DesignOutcome::verify`] checks from the definitions. (Conitzer and Sandholm 2002; for expected
//! payoffs Myerson 1981.)
//!
//! ```
//! use lacuna::mechanism::Setting;
//! use lacuna::mechanism::design::{Designer, Incentives, Objective};
//! use lacuna::mechanism::ParticipationStage;
//! use lacuna::number::Rational;
//!
//! // Two bidders with values 1 and 2 for one object.
//! let auction = Setting::private(&[2, 2], 3, |bidder, own_type, alternative| {
//!     Rational::from(if alternative == 1 + bidder { 1 + own_type as i64 } else { 0 })
//! })?;
//! let designer = Designer::new(&auction)
//!     .with_objective(Objective::Revenue)
//!     .with_incentives(Incentives::Dominant)
//!     .with_participation(ParticipationStage::ExPost);
//! let outcome = designer.solve()?;
//! assert_eq!(outcome.value(), Some(&Rational::new(3, 2)?));
//! assert!(outcome.verify(&designer)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod condition;
mod designer;
mod deterministic;
mod full;
mod interim;
mod model;
mod objective;
mod outcome;
mod requirements;
mod verify;
mod weighted_sum;
mod words;

pub use condition::{Condition, Multiplier};
pub use designer::Designer;
pub use deterministic::DeterministicDesign;
pub use objective::Objective;
pub use outcome::{DesignOutcome, DesignProof, OptimalDesign, UnboundedDesign};
pub use requirements::{BudgetRule, Incentives};
