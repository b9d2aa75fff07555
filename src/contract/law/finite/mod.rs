//! Laws on finite games: the court of a contracting problem, the plain contract that a law amounts
//! to, and the law that says what a plain contract does.

mod courts;
mod error;
mod tabulated;
mod written;

pub use error::FiniteLawError;
pub use tabulated::{CellMoney, CellViolation, TabulatedLaw};
