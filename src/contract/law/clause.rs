//! Laws as data: declarations, and clauses with their quantifiers, conditions and effects.

use serde::{Deserialize, Serialize};

use super::{Condition, Expression};
use crate::number::Rational;

/// A law: what it is called, the ledgers it keeps, and what it does in its three hooks.
///
/// The clauses of a hook take effect in order. `start` runs before the players act, `resolve` on
/// the actions that they chose, `end` after everything has happened.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// What the law is called.
    pub title: String,
    /// Constants and ledgers, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declarations: Vec<Declaration>,
    /// Clauses that run before the players act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub start: Vec<Clause>,
    /// Clauses that run on the actions chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resolve: Vec<Clause>,
    /// Clauses that run after everything has happened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub end: Vec<Clause>,
}

/// A name that a law introduces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Declaration {
    /// A number with a name: `let quota = 12`.
    Constant {
        /// Its name.
        name: String,
        /// Its value.
        value: Rational,
    },
    /// An account that all players pay into and are paid out of, empty at first: `pool relief`.
    Pool {
        /// Its name.
        name: String,
    },
    /// An account of each player, empty at first: `escrow deposit`.
    Escrow {
        /// Its name.
        name: String,
    },
    /// A count for each player, 0 at first: `counter offences`.
    Counter {
        /// Its name.
        name: String,
    },
    /// A number that is remembered from round to round: `memory price = 2`.
    Memory {
        /// Its name.
        name: String,
        /// What it is at first.
        initial: Rational,
    },
}

impl Declaration {
    /// The name that is introduced.
    pub fn name(&self) -> &str {
        match self {
            Declaration::Constant { name, .. }
            | Declaration::Pool { name }
            | Declaration::Escrow { name }
            | Declaration::Counter { name }
            | Declaration::Memory { name, .. } => name,
        }
    }
}

/// One clause: for whom, when, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// The clause takes effect once for each assignment of players to these variables, the first
    /// slowest, players in the court's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantifiers: Vec<Quantifier>,
    /// It takes effect only if this holds at its turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// What it does.
    pub effect: Effect,
}

/// A variable that stands for each player in turn: `for each p`, `for each q other than p`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantifier {
    /// The variable.
    pub variable: String,
    /// A player, or a variable bound before, for whom it does not stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_than: Option<String>,
}

/// What a clause does. Players are named by the court's names or by variables in scope.
///
/// Amounts below zero count as zero: `fine p 3 * (catch of p - quota)` fines the excess and nothing
/// else. An amount of zero has no effect and leaves no record, except that a graduated sanction
/// counts first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Effect {
    /// The player is made to take an action by its label: `direct p to cooperate`.
    Direct {
        /// Who.
        player: String,
        /// The label of the action.
        label: String,
    },
    /// The player's action is a quantity and is set: `set catch of p to 10`.
    Set {
        /// The court's word for the action.
        action: String,
        /// Who.
        player: String,
        /// To what.
        to: Expression,
    },
    /// The player's action is a quantity and is lowered to at most this: `cap catch of p at 10`.
    Cap {
        /// The court's word for the action.
        action: String,
        /// Who.
        player: String,
        /// At what.
        at: Expression,
    },
    /// Money taken from a player and destroyed: `fine p 3`.
    Fine {
        /// Who.
        player: String,
        /// How much.
        amount: Expression,
    },
    /// Money taken from a player and destroyed, with a violation on record: `sanction p 3`.
    Sanction {
        /// Who.
        player: String,
        /// How much.
        amount: Expression,
    },
    /// A sanction that grows with the count of offences: the counter goes up by one first, and the
    /// amount is `base · multiplier · count`: `sanction p 2 graduated by offences times 3`.
    GraduatedSanction {
        /// Who.
        player: String,
        /// The amount at a count of one, before the multiplier.
        base: Expression,
        /// The counter.
        counter: String,
        /// The multiplier, 1 if there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        multiplier: Option<Expression>,
    },
    /// Money from one player to another: `transfer 3 from p to q`.
    Transfer {
        /// Who pays.
        from: String,
        /// Who receives.
        to: String,
        /// How much.
        amount: Expression,
    },
    /// Money from outside to a player: `grant 3 to p`.
    Grant {
        /// Who receives.
        player: String,
        /// How much.
        amount: Expression,
    },
    /// Money from a player into its account: `escrow 5 from p in deposit`.
    Escrow {
        /// Who pays.
        player: String,
        /// How much.
        amount: Expression,
        /// The account.
        escrow: String,
    },
    /// Money out of a player's account, as much of the amount as is there: `release 5 from deposit
    /// of p to q`, `release all from deposit of p`.
    Release {
        /// The account.
        escrow: String,
        /// Whose account.
        player: String,
        /// How much; all of it if there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<Expression>,
        /// Who receives; the owner if there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// An insurance premium: money from a player into a pool: `premium 2 from p into relief`.
    Premium {
        /// Who pays.
        player: String,
        /// How much.
        amount: Expression,
        /// The pool.
        pool: String,
    },
    /// An insurance payout: money out of a pool, as much of the amount as is there: `payout 5 from
    /// relief to p`.
    Payout {
        /// The pool.
        pool: String,
        /// How much.
        amount: Expression,
        /// Who receives.
        player: String,
    },
    /// A cost of taking part, destroyed and kept apart in the record: `participation cost 1 from
    /// p`.
    ParticipationCost {
        /// Who pays.
        player: String,
        /// How much.
        amount: Expression,
    },
    /// A violation on record: `violation by p "caught too much"`.
    Violation {
        /// Who.
        player: String,
        /// What it was.
        text: String,
    },
    /// A counter goes up by one: `count offences of p`.
    Count {
        /// The counter.
        counter: String,
        /// Whose.
        player: String,
    },
    /// A counter goes back to zero: `clear offences of p`.
    Clear {
        /// The counter.
        counter: String,
        /// Whose.
        player: String,
    },
    /// A memory is given another value, which may be negative: `remember price = price + 1`.
    Remember {
        /// The memory.
        memory: String,
        /// Its value.
        value: Expression,
    },
}
