//! What a protocol of negotiation is given, and what comes of it.

use serde::{Deserialize, Serialize};

use super::{Negotiator, Proposal, Spoken, Stance, Vote};
use crate::contract::law::{CheckOptions, CheckedLaw, Court, Rejection};
use crate::simulate::WrongLength;

/// Why a negotiation could not take place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NegotiationError {
    /// A list that has not one entry for each player.
    #[error(transparent)]
    WrongLength(#[from] WrongLength),
    /// A parameter of the protocol that makes no sense for these players.
    #[error("{what} is {found}; it must be {needs}")]
    #[non_exhaustive]
    Parameter {
        /// The parameter.
        what: &'static str,
        /// What it is.
        found: usize,
        /// What would be right.
        needs: String,
    },
    /// A law is to be drafted, and there is no court to check it.
    #[error("a law is to be drafted from words, and the setting has no court to check it")]
    NoCourt,
}

impl NegotiationError {
    pub(super) fn parameter(what: &'static str, found: usize, needs: impl Into<String>) -> Self {
        NegotiationError::Parameter {
            what,
            found,
            needs: needs.into(),
        }
    }

    /// Refuses a player that does not take part.
    pub(super) fn check_player(
        what: &'static str,
        player: usize,
        players: usize,
    ) -> Result<(), NegotiationError> {
        if player < players {
            return Ok(());
        }
        let needs = format!("one of the players 0 to {}", players.saturating_sub(1));
        Err(NegotiationError::parameter(what, player, needs))
    }
}

/// Who negotiates, about what, and what can be agreed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NegotiationSetting<'a> {
    /// The names of the players, in their order.
    pub names: &'a [String],
    /// What each player is told of the situation; empty if nobody is told anything.
    pub briefings: &'a [String],
    /// What is in force.
    pub in_force: Option<&'a Proposal>,
    /// The court that checks laws; without one they are not checked.
    pub court: Option<&'a Court>,
    /// The limits of that check.
    pub check: CheckOptions,
    /// Must what is agreed be a law? A text is then a proposal with a problem.
    pub requires_law: bool,
    /// How often a player can speak in one turn if something is wrong with what it said.
    pub attempts: usize,
    /// Where all chance comes from: each negotiator has a stream of its own.
    pub seed: u64,
    /// How many negotiations there were before this one, in the same episode.
    pub occasion: u64,
}

impl<'a> NegotiationSetting<'a> {
    /// Three attempts a turn, and no court; nothing is in force.
    pub fn new(names: &'a [String]) -> Self {
        NegotiationSetting {
            names,
            briefings: &[],
            in_force: None,
            court: None,
            check: CheckOptions::default(),
            requires_law: false,
            attempts: 3,
            seed: 0,
            occasion: 0,
        }
    }

    /// The same with what each player is told.
    #[must_use]
    pub fn with_briefings(mut self, briefings: &'a [String]) -> Self {
        self.briefings = briefings;
        self
    }

    /// The same with what is in force.
    #[must_use]
    pub fn with_in_force(mut self, in_force: Option<&'a Proposal>) -> Self {
        self.in_force = in_force;
        self
    }

    /// The same with a court that checks laws.
    #[must_use]
    pub fn with_court(mut self, court: &'a Court) -> Self {
        self.court = Some(court);
        self
    }

    /// The same with other limits of the check of laws.
    #[must_use]
    pub fn with_check(mut self, check: CheckOptions) -> Self {
        self.check = check;
        self
    }

    /// The same in which what is agreed must be a law, or need not.
    #[must_use]
    pub fn with_requires_law(mut self, requires_law: bool) -> Self {
        self.requires_law = requires_law;
        self
    }

    /// The same with so many attempts a turn; at least one.
    #[must_use]
    pub fn with_attempts(mut self, attempts: usize) -> Self {
        self.attempts = attempts;
        self
    }

    /// The same with another seed.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The same after so many negotiations of the same episode.
    #[must_use]
    pub fn with_occasion(mut self, occasion: u64) -> Self {
        self.occasion = occasion;
        self
    }

    pub(super) fn check_lists(&self, negotiators: usize) -> Result<(), NegotiationError> {
        let players = self.names.len();
        let lists = [
            ("the list of negotiators", negotiators, false),
            ("the list of briefings", self.briefings.len(), true),
        ];
        for (what, found, may_be_empty) in lists {
            if found > 0 || !may_be_empty {
                WrongLength::check_players(what, found, players)?;
            }
        }
        if self.attempts == 0 {
            let what = "the number of attempts a turn";
            return Err(NegotiationError::parameter(what, 0, "at least 1"));
        }
        Ok(())
    }
}

/// How a negotiation ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Ending {
    /// A proposal was adopted.
    Adopted,
    /// Enough players stand for what is in force.
    StatusQuoKept,
    /// All turns were used, and nothing had enough support.
    TurnsUsedUp,
    /// A player wanted to talk no longer.
    Ended {
        /// Who.
        by: usize,
    },
    /// Who was to propose proposed nothing that could be adopted.
    NothingProposed,
    /// A proposal had no majority.
    NoMajority,
    /// What was agreed was not ratified.
    NotRatified,
    /// What was agreed in words could not be made a law.
    NotDrafted {
        /// What was wrong with the last draft.
        problems: Vec<String>,
    },
}

/// One vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Ballot {
    /// Whose.
    pub player: usize,
    /// What it was.
    pub vote: Vote,
}

/// Something that a player said in its turn and then said otherwise, because something was wrong
/// with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DiscardedAttempt {
    /// The number of the statement in the transcript that took its place.
    pub turn: usize,
    /// What was said, and what was wrong with it.
    pub spoken: Spoken,
}

/// What came of a negotiation, with everything that was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NegotiationOutcome {
    /// What was adopted; `None` if what is in force stays.
    pub adopted: Option<Proposal>,
    /// How it ended.
    pub ending: Ending,
    /// Who stood for what was adopted or kept, or voted for it.
    pub supporters: Vec<usize>,
    /// What each player stood for in the end.
    pub stances: Vec<Option<Stance>>,
    /// Everything that was said, the earliest first.
    pub transcript: Vec<Spoken>,
    /// What was said and then said otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discarded: Vec<DiscardedAttempt>,
    /// The votes, if there was a vote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ballots: Vec<Ballot>,
    /// The words that were agreed and made a law, if it was so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafted_from: Option<String>,
}

impl NegotiationOutcome {
    /// The law that was adopted, checked before a court; `None` if none was.
    ///
    /// # Errors
    /// [`Rejection`] if it does not pass; it does if the court checked it in the negotiation.
    pub fn law(
        &self,
        court: &Court,
        options: &CheckOptions,
    ) -> Option<Result<CheckedLaw, Rejection>> {
        match &self.adopted {
            Some(Proposal::Law(law)) => Some(law.check(court, options)),
            _ => None,
        }
    }
}

/// A way to negotiate.
///
/// Object-safe. An implementation promises: a proposal is adopted only if it was made in the
/// transcript with nothing wrong about it, or drafted from one; and all chance comes from the seed
/// and the occasion of the setting.
pub trait Protocol {
    /// Is the protocol one for so many players?
    ///
    /// # Errors
    /// [`NegotiationError::Parameter`].
    fn check(&self, players: usize) -> Result<(), NegotiationError>;

    /// Lets the negotiators speak; one for each player of the setting, in their order.
    ///
    /// # Errors
    /// As [`Protocol::check`]; [`NegotiationError::WrongLength`].
    fn negotiate(
        &mut self,
        setting: &NegotiationSetting<'_>,
        negotiators: &mut [&mut dyn Negotiator],
    ) -> Result<NegotiationOutcome, NegotiationError>;
}

macro_rules! forward_protocol {
    ($($pointer:ty),*) => {$(
        impl<P: Protocol + ?Sized> Protocol for $pointer {
            fn check(&self, players: usize) -> Result<(), NegotiationError> {
                (**self).check(players)
            }
            fn negotiate(
                &mut self,
                setting: &NegotiationSetting<'_>,
                negotiators: &mut [&mut dyn Negotiator],
            ) -> Result<NegotiationOutcome, NegotiationError> {
                (**self).negotiate(setting, negotiators)
            }
        }
    )*};
}
forward_protocol!(&mut P, Box<P>);
