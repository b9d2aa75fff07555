//! A law made ready to run: names are indices, and everything lies in flat lists.
//!
//! Players are read through a frame: its first entries are the players themselves, and each
//! variable has an entry after them. So `catch of p` and `catch of ann` are the same node.

use super::super::Hook;
use super::super::enforce::Small;
use super::super::{Comparison, Fold, Rounding};

/// No entry of the frame.
pub(in crate::contract::law) const NOBODY: u32 = u32::MAX;

/// A label that a player does not have.
pub(in crate::contract::law) const NO_LABEL: i64 = -1;

/// A number, by its place in [`Program::numbers`].
#[derive(Debug, Clone, Copy)]
pub(in crate::contract::law) enum NumberNode {
    Constant(Small),
    /// A pool or a memory.
    Amount(u32),
    /// An escrow account: the first player's, and whose.
    AmountOf(u32, u32),
    CountOf(u32, u32),
    Seen(u32),
    SeenOf(u32, u32),
    Action(u32),
    Chosen(u32),
    Negate(u32),
    Add(u32, u32),
    Subtract(u32, u32),
    Multiply(u32, u32),
    /// By a number that is not zero.
    Divide(u32, Small),
    Ratio(u32, u32, u32),
    /// Of these children.
    Min(u32, u32),
    Max(u32, u32),
    Round(Rounding, u32),
    Choose(u32, u32, u32),
    Fold(Fold, Over, u32),
    NumberOf(Over, u32),
}

/// A variable's entry in the frame, and that of who is left out.
#[derive(Debug, Clone, Copy)]
pub(in crate::contract::law) struct Over {
    pub(in crate::contract::law) variable: u32,
    pub(in crate::contract::law) except: u32,
}

/// A condition, by its place in [`Program::conditions`].
#[derive(Debug, Clone, Copy)]
pub(in crate::contract::law) enum ConditionNode {
    Compare(u32, Comparison, u32),
    /// Of the player at this entry of the frame, the label in the table that starts here.
    ActionIs(u32, u32),
    ChosenIs(u32, u32),
    SeenIs(u32, i64),
    SeenOfIs(u32, u32, i64),
    Not(u32),
    And(u32, u32),
    Or(u32, u32),
    Every(Over, u32),
    Some(Over, u32),
}

/// What a clause does.
#[derive(Debug, Clone, Copy)]
pub(in crate::contract::law) enum Operation {
    Direct {
        player: u32,
        table: u32,
    },
    Set {
        player: u32,
        to: u32,
    },
    Cap {
        player: u32,
        at: u32,
    },
    Fine {
        player: u32,
        amount: u32,
    },
    Sanction {
        player: u32,
        amount: u32,
    },
    GraduatedSanction {
        player: u32,
        base: u32,
        counter: u32,
        multiplier: Option<u32>,
    },
    Transfer {
        from: u32,
        to: u32,
        amount: u32,
    },
    Grant {
        player: u32,
        amount: u32,
    },
    Escrow {
        player: u32,
        amount: u32,
        escrow: u32,
    },
    Release {
        escrow: u32,
        player: u32,
        amount: Option<u32>,
        to: u32,
    },
    Premium {
        player: u32,
        amount: u32,
        pool: u32,
    },
    Payout {
        pool: u32,
        amount: u32,
        player: u32,
    },
    ParticipationCost {
        player: u32,
        amount: u32,
    },
    Violation {
        player: u32,
    },
    Count {
        counter: u32,
        player: u32,
    },
    Clear {
        counter: u32,
        player: u32,
    },
    Remember {
        memory: u32,
        value: u32,
    },
}

#[derive(Debug, Clone)]
pub(in crate::contract::law) struct CompiledClause {
    pub(in crate::contract::law) quantifiers: Vec<Over>,
    pub(in crate::contract::law) condition: Option<u32>,
    pub(in crate::contract::law) operation: Operation,
    /// The most nodes that are evaluated, with one for every assignment of each quantifier.
    pub(in crate::contract::law) steps: u64,
    /// For how many assignments it runs.
    pub(in crate::contract::law) assignments: u64,
}

#[derive(Debug, Clone, Default)]
pub(in crate::contract::law) struct Program {
    pub(in crate::contract::law) players: usize,
    pub(in crate::contract::law) numbers: Vec<NumberNode>,
    pub(in crate::contract::law) conditions: Vec<ConditionNode>,
    /// The operands of nodes that have any number of them.
    pub(in crate::contract::law) children: Vec<u32>,
    /// Tables with the number of a label for each player, or [`NO_LABEL`].
    pub(in crate::contract::law) labels: Vec<i64>,
    /// Where the readings of each observation start.
    pub(in crate::contract::law) observations: Vec<u32>,
    /// How many readings there are.
    pub(in crate::contract::law) readings: usize,
    /// The players, and the most variables that are in scope at once.
    pub(in crate::contract::law) frame: usize,
    pub(in crate::contract::law) least: Option<Small>,
    pub(in crate::contract::law) most: Option<Small>,
    pub(in crate::contract::law) start: Vec<CompiledClause>,
    pub(in crate::contract::law) resolve: Vec<CompiledClause>,
    pub(in crate::contract::law) end: Vec<CompiledClause>,
}

impl Program {
    pub(in crate::contract::law) fn clauses(&self, hook: Hook) -> &[CompiledClause] {
        match hook {
            Hook::Start => &self.start,
            Hook::Resolve => &self.resolve,
            Hook::End => &self.end,
        }
    }
}
