//! The value of the best mechanism: an exact linear program.

mod approach;
mod assemble;
mod attainment;
mod best;
mod columns;
mod conditions;
mod master;
mod numeric;
mod pricing;
mod spanning;
mod transfers;

pub use best::{Attainment, BestMechanism, Design, best_mechanism};
pub use numeric::{NumericValue, approximate_value};
