//! Voting: one of several candidates, when everybody ranks or approves them.
//!
//! *Tallies* ([`Ballots`], [`approvals`], [`median`]) count many voters, exactly. *Mechanisms*
//! ([`VotingMechanism`], [`ApprovalVoting`]) have rankings or sets of candidates as messages and
//! candidates as alternatives, for questions about incentives; [`setting`] is the election that they
//! are for.
//!
//! Only dictators, drawn or not, and rules on restricted rankings are safe against lies: majority
//! between two candidates, and the [`VotingRule::Median`] on
//! [single-peaked rankings](crate::mechanism::Rankings::single_peaked).

mod mechanisms;
mod tallies;

pub use mechanisms::{ApprovalVoting, TieBreaking, VotingMechanism, VotingRule, setting};
pub use tallies::{Ballots, approvals, median, winners};
