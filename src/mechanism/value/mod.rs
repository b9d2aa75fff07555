//! The value of the best mechanism: an exact linear program.

mod approach;
mod assemble;
mod attainment;
mod best;
mod closing;
mod columns;
mod conditions;
mod master;
mod numeric;
mod plain;
mod pricing;
mod program;
mod spanning;
mod transfers;

pub use best::{Attainment, BestMechanism, Design, LimitOnly, best_mechanism};
pub use closing::{Closing, ClosingOptions, ClosingWeight, Reach, closing_weight};
pub use numeric::{NumericValue, approximate_value};
pub use plain::{BestPlain, best_plain_contract};
pub(super) use program::{agents, family};
