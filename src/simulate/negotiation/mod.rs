//! Who proposes, who agrees, and what is then in force: protocols over [`Negotiator`]s.

mod negotiator;
mod proposal;

pub use negotiator::{Negotiator, Spoken, Statement, Table, Vote};
pub use proposal::Proposal;
