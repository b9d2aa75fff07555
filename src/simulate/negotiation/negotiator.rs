//! Who negotiates.

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::{Proposal, Standing};

/// What a player says when it is its turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Statement {
    /// A proposal of its own, which it agrees with.
    Propose(Proposal),
    /// It agrees with what player `with` stands for, or with the last proposal. Nobody can accept a
    /// proposal that is its own, nor one that has not been made.
    Agree {
        /// With whom; `None` for the last proposal.
        with: Option<usize>,
    },
    /// It does not agree, and proposes nothing; it takes back nothing that it said before.
    Disagree,
    /// It wants what is in force to stay, which counts as a proposal: to agree with the last
    /// proposal is then to agree with that.
    KeepStatusQuo,
    /// It wants to talk no longer.
    End,
    /// What it said could not be understood; it is kept word by word and has no effect.
    Unclear(String),
}

impl Statement {
    /// Does it propose something, be it that what is in force stays?
    pub(super) const fn proposes(&self) -> bool {
        matches!(self, Statement::Propose(_) | Statement::KeepStatusQuo)
    }
}

/// A statement, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Spoken {
    /// The player.
    pub player: usize,
    /// What it said.
    pub statement: Statement,
    /// What was wrong with it, in words that its speaker was told: a law that does not pass its
    /// check, an agreement with nothing. Empty if nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
}

impl Spoken {
    /// What a player said, with nothing wrong about it.
    pub fn new(player: usize, statement: Statement) -> Self {
        Spoken {
            player,
            statement,
            problems: Vec::new(),
        }
    }

    /// The same statement with what was wrong with it.
    #[must_use]
    pub fn with_problems(mut self, problems: Vec<String>) -> Self {
        self.problems = problems;
        self
    }
}

/// What a player sees of a negotiation when it is its turn.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Table<'a> {
    /// The player whose turn it is.
    pub player: usize,
    /// The names of all players, in their order.
    pub names: &'a [String],
    /// What the player is told of the situation: its own story and payoffs, the state of the world.
    pub briefing: &'a str,
    /// Everything that was said, the earliest first.
    pub said: &'a [Spoken],
    /// What is in force, and stays so unless something else is adopted.
    pub in_force: Option<&'a Proposal>,
    /// How many statements can follow, this one included.
    pub turns_left: usize,
    /// What was wrong with the player's last attempt in this turn; empty at the first.
    pub problems: &'a [String],
}

impl<'a> Table<'a> {
    /// What a player sees before anybody has spoken.
    pub fn new(player: usize, names: &'a [String], briefing: &'a str) -> Self {
        Table {
            player,
            names,
            briefing,
            said: &[],
            in_force: None,
            turns_left: 1,
            problems: &[],
        }
    }

    /// The last proposal that nothing was wrong with, and whose it is: what
    /// [`Statement::Agree`] without a player agrees with. `None` if nothing was proposed, or that what
    /// is in force stays was proposed last.
    pub fn last_proposal(&self) -> Option<(usize, &'a Proposal)> {
        let sound = |spoken: &&Spoken| spoken.problems.is_empty() && spoken.statement.proposes();
        let last = self.said.iter().rev().find(sound)?;
        match &last.statement {
            Statement::Propose(proposal) => Some((last.player, proposal)),
            _ => None,
        }
    }
}

/// A vote on a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Vote {
    /// For it.
    For,
    /// Against it.
    Against,
    /// Neither.
    Abstain,
    /// A vote that could not be understood, word by word; it counts as no vote for the proposal.
    Unclear(String),
}

/// One who negotiates; often also an [`Agent`](crate::simulate::Agent).
///
/// Object-safe, like agents. All its chance comes from the generator that it is given.
pub trait Negotiator {
    /// What it says when it is its turn.
    fn speak(&mut self, table: &Table<'_>, rng: &mut dyn Rng) -> Statement;

    /// How it votes on a proposal before it comes into force; by default for it if it stands for
    /// the same proposal by what it said last ([`Standing`]), and against it otherwise.
    fn vote(&mut self, table: &Table<'_>, proposal: &Proposal, _rng: &mut dyn Rng) -> Vote {
        let standing = Standing::of(table.names.len(), table.said);
        let stance = standing.stance(table.player);
        let own = stance.and_then(|stance| standing.proposal(stance));
        if own.is_some_and(|own| own.is_same_as(proposal)) {
            Vote::For
        } else {
            Vote::Against
        }
    }
}

macro_rules! forward_negotiator {
    ($($pointer:ty),*) => {$(
        impl<N: Negotiator + ?Sized> Negotiator for $pointer {
            fn speak(&mut self, table: &Table<'_>, rng: &mut dyn Rng) -> Statement {
                (**self).speak(table, rng)
            }
            fn vote(&mut self, table: &Table<'_>, proposal: &Proposal, rng: &mut dyn Rng) -> Vote {
                (**self).vote(table, proposal, rng)
            }
        }
    )*};
}
forward_negotiator!(&mut N, Box<N>);
