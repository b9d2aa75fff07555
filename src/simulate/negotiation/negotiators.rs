//! Negotiators that are ready to use.

use std::fmt;

use rand::Rng;

use super::{Negotiator, Proposal, Statement, Table, Vote};

/// Proposes one thing, and accepts what it is told to accept.
///
/// It agrees with the last proposal if that is another's and acceptable, and makes its own proposal
/// otherwise. It votes for what is acceptable; its own proposal is.
///
/// ```
/// use lacuna::simulate::negotiation::{Proposal, Proposer};
/// // Accepts any law, and no words.
/// let lawyer = Proposer::new(Proposal::text("let us have a law"))
///     .accepting_if(|proposal| matches!(proposal, Proposal::Law(_)));
/// # let _ = lawyer;
/// ```
pub struct Proposer {
    own: Proposal,
    accepts: Box<dyn FnMut(&Proposal) -> bool + Send>,
}

impl fmt::Debug for Proposer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = formatter.debug_struct("Proposer");
        parts.field("own", &self.own).finish_non_exhaustive()
    }
}

impl Proposer {
    /// Proposes this, and accepts nothing else.
    pub fn new(own: Proposal) -> Self {
        Proposer {
            own,
            accepts: Box::new(|_| false),
        }
    }

    /// The same, which accepts these as well.
    #[must_use]
    pub fn accepting(self, list: impl IntoIterator<Item = Proposal>) -> Self {
        let list: Vec<Proposal> = list.into_iter().collect();
        self.accepting_if(move |proposal| list.iter().any(|known| known.is_same_as(proposal)))
    }

    /// The same, which accepts what the function says, instead of what it accepted.
    #[must_use]
    pub fn accepting_if(mut self, accepts: impl FnMut(&Proposal) -> bool + Send + 'static) -> Self {
        self.accepts = Box::new(accepts);
        self
    }
}

impl Negotiator for Proposer {
    fn speak(&mut self, table: &Table<'_>, _rng: &mut dyn Rng) -> Statement {
        match table.last_proposal() {
            Some((by, proposal)) if by != table.player && (self.accepts)(proposal) => {
                Statement::Agree { with: None }
            }
            _ => Statement::Propose(self.own.clone()),
        }
    }

    fn vote(&mut self, _table: &Table<'_>, proposal: &Proposal, _rng: &mut dyn Rng) -> Vote {
        if self.own.is_same_as(proposal) || (self.accepts)(proposal) {
            Vote::For
        } else {
            Vote::Against
        }
    }
}

/// Proposes one thing whenever it speaks, and accepts nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stubborn(pub Proposal);

impl Negotiator for Stubborn {
    fn speak(&mut self, _table: &Table<'_>, _rng: &mut dyn Rng) -> Statement {
        Statement::Propose(self.0.clone())
    }

    fn vote(&mut self, _table: &Table<'_>, proposal: &Proposal, _rng: &mut dyn Rng) -> Vote {
        if self.0.is_same_as(proposal) {
            Vote::For
        } else {
            Vote::Against
        }
    }
}

/// Agrees with nothing and proposes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Silent;

impl Negotiator for Silent {
    fn speak(&mut self, _table: &Table<'_>, _rng: &mut dyn Rng) -> Statement {
        Statement::Disagree
    }

    fn vote(&mut self, _table: &Table<'_>, _proposal: &Proposal, _rng: &mut dyn Rng) -> Vote {
        Vote::Abstain
    }
}

/// Says what is written down, one statement after the other, and then disagrees; votes likewise, and
/// then by what it stands for, as negotiators do by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scripted {
    statements: std::collections::VecDeque<Statement>,
    votes: std::collections::VecDeque<Vote>,
}

impl Scripted {
    /// Says these.
    pub fn new(statements: impl IntoIterator<Item = Statement>) -> Self {
        Scripted {
            statements: statements.into_iter().collect(),
            votes: std::collections::VecDeque::new(),
        }
    }

    /// The same with these votes.
    #[must_use]
    pub fn with_votes(mut self, votes: impl IntoIterator<Item = Vote>) -> Self {
        self.votes = votes.into_iter().collect();
        self
    }
}

/// Negotiates as negotiators do if nothing else is said.
struct ByStance;

impl Negotiator for ByStance {
    fn speak(&mut self, _table: &Table<'_>, _rng: &mut dyn Rng) -> Statement {
        Statement::Disagree
    }
}

impl Negotiator for Scripted {
    fn speak(&mut self, _table: &Table<'_>, _rng: &mut dyn Rng) -> Statement {
        self.statements.pop_front().unwrap_or(Statement::Disagree)
    }

    fn vote(&mut self, table: &Table<'_>, proposal: &Proposal, rng: &mut dyn Rng) -> Vote {
        match self.votes.pop_front() {
            Some(vote) => vote,
            None => ByStance.vote(table, proposal, rng),
        }
    }
}
