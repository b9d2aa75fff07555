//! The value of the best mechanism: an exact linear program.

mod approach;
mod assemble;
mod attainment;
mod best;
mod closing;
mod closing_options;
mod columns;
mod conditions;
mod gathering;
mod master;
mod numeric;
mod plain;
mod pricing;
mod program;
mod spanning;
mod transfers;

pub use best::{Attainment, BestMechanism, Design, LimitOnly, best_mechanism};
pub use closing::{Closing, ClosingWeight, closing_weight};
pub use closing_options::{ClosingOptions, Reach};
pub use numeric::{NumericValue, approximate_value};
pub use plain::{BestPlain, best_plain_contract};
pub(super) use program::{agents, family};
