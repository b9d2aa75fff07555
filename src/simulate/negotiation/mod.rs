//! Who proposes, who agrees, and what is then in force: protocols over [`Negotiator`]s.
//!
//! A [`Protocol`] lets negotiators speak in turn, and says what was adopted or why what is in force
//! stays: [`AlternatingOffers`], [`RoundRobin`], [`RandomDictator`], [`Mayor`]. Proposals are texts
//! or laws; a law is checked by the court before it counts, and its problems go back to the speaker.
//! [`Negotiated`] lets the players of an environment renegotiate their law every few steps.
//!
//! ```
//! use lacuna::simulate::negotiation::{
//!     AlternatingOffers, Ending, Negotiator, NegotiationSetting, Proposal, Proposer, Protocol,
//! };
//!
//! let names = ["row", "column"].map(str::to_owned);
//! let promise = Proposal::text("We both cooperate.");
//! let mut row = Proposer::new(promise.clone());
//! let mut column = Proposer::new(Proposal::text("You cooperate.")).accepting([promise.clone()]);
//! let mut seats: [&mut dyn Negotiator; 2] = [&mut row, &mut column];
//! let outcome = AlternatingOffers::starting_with(0)
//!     .negotiate(&NegotiationSetting::new(&names), &mut seats)?;
//! assert_eq!(outcome.ending, Ending::Adopted);
//! assert_eq!(outcome.adopted, Some(promise));
//! assert_eq!(outcome.transcript.len(), 2);
//! # Ok::<(), lacuna::simulate::negotiation::NegotiationError>(())
//! ```

mod alternating_offers;
mod appraisal;
mod draft;
mod floor;
mod negotiated;
mod negotiator;
mod negotiators;
mod proposal;
mod protocol;
mod round_robin;
mod single_proposer;
mod standing;

pub use alternating_offers::AlternatingOffers;
pub use appraisal::{Appraisal, Appraiser, Expectation};
pub use draft::{Drafted, Drafter};
pub use negotiated::{
    Heedless, Negotiated, NegotiatedObservation, NegotiationOnRecord, OfGoverned,
};
pub use negotiator::{Negotiator, Spoken, Statement, Table, Vote};
pub use negotiators::{Proposer, Scripted, Silent, Stubborn};
pub use proposal::Proposal;
pub use protocol::{
    Ballot, DiscardedAttempt, Ending, NegotiationError, NegotiationOutcome, NegotiationSetting,
    Protocol,
};
pub use round_robin::{Majority, RoundRobin};
pub use single_proposer::{Mayor, RandomDictator};
pub use standing::{Stance, Standing};
