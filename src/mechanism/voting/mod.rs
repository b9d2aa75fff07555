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
//!
//! ```
//! use lacuna::mechanism::voting::{Ballots, winners};
//!
//! // 45 voters rank 0 before 1 before 2, 15 rank 1, 0, 2, and 40 rank 2, 1, 0.
//! let ballots = Ballots::new(3, [(vec![0, 1, 2], 45), (vec![1, 0, 2], 15), (vec![2, 1, 0], 40)])?;
//! // Most first places go to 0, and a majority prefers 1 to either of the others.
//! assert_eq!(winners(&ballots.plurality()), [0]);
//! assert_eq!(ballots.condorcet_winner(), Some(1));
//! assert_eq!(winners(&ballots.borda()), [1]);
//! # Ok::<(), lacuna::mechanism::SettingError>(())
//! ```

mod mechanisms;
mod tallies;

pub use mechanisms::{ApprovalVoting, TieBreaking, VotingMechanism, VotingRule, setting};
pub use tallies::{Ballots, approvals, median, winners};
