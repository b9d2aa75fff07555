//! Numbers and conditions over what a court can verify.

use serde::{Deserialize, Serialize};

use crate::number::Rational;

/// An exact number that a law computes. Every expression is total: it has a value whatever the
/// court saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Expression {
    /// A number: `3`, `-2`, `1/3` (without spaces), `0.5`.
    Number {
        /// The number.
        value: Rational,
    },
    /// The number of players: `players`.
    Players,
    /// A constant, a memory, the balance of a pool, or an observation of the court: `stock`.
    Name {
        /// The name.
        name: String,
    },
    /// Something of a player: the court's word for its action as it stands, an observation, the
    /// balance of its escrow, its counter: `catch of p`.
    Of {
        /// The name.
        name: String,
        /// A player or a variable.
        player: String,
    },
    /// The action as the player chose it, whatever clauses before have done to it: `chosen catch of
    /// p`.
    Chosen {
        /// The court's word for the action.
        name: String,
        /// A player or a variable.
        player: String,
    },
    /// The negative: `-(x)`.
    Negate {
        /// Of what.
        of: Box<Expression>,
    },
    /// Arithmetic: `a + b`. A divisor must be a number or a constant other than zero, or made of
    /// such; [`Expression::Ratio`] divides by anything.
    Arithmetic {
        /// Which.
        operator: Operator,
        /// On the left.
        left: Box<Expression>,
        /// On the right.
        right: Box<Expression>,
    },
    /// `ratio(a, b, c)`: `a / b`, and `c` where `b` is zero.
    Ratio {
        /// The numerator.
        numerator: Box<Expression>,
        /// The denominator.
        denominator: Box<Expression>,
        /// The value where the denominator is zero.
        otherwise: Box<Expression>,
    },
    /// `min(a, b, ...)`, of at least one.
    Min {
        /// Of what.
        of: Vec<Expression>,
    },
    /// `max(a, b, ...)`, of at least one.
    Max {
        /// Of what.
        of: Vec<Expression>,
    },
    /// To a whole number: `floor(x)`, `ceiling(x)`, `round(x)`.
    Round {
        /// Which way.
        way: Rounding,
        /// What.
        of: Box<Expression>,
    },
    /// `choose(condition, a, b)`: `a` if the condition holds, otherwise `b`.
    Choose {
        /// The condition.
        condition: Box<Condition>,
        /// The value if it holds.
        then: Box<Expression>,
        /// The value if it does not.
        otherwise: Box<Expression>,
    },
    /// Over players: `sum(p: catch of p)`, `largest(q other than p: catch of q)`,
    /// `smallest(p: catch of p)`; 0 over nobody.
    Fold {
        /// Which.
        fold: Fold,
        /// The variable.
        variable: String,
        /// A player or variable that is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other_than: Option<String>,
        /// What is summed or compared.
        of: Box<Expression>,
    },
    /// How many players meet a condition: `number(p: catch of p > 12)`.
    NumberOf {
        /// The variable.
        variable: String,
        /// A player or variable that is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other_than: Option<String>,
        /// The condition.
        condition: Box<Condition>,
    },
}

/// An arithmetical operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// Which way to a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// The largest whole number that is not above.
    Floor,
    /// The smallest whole number that is not below.
    Ceiling,
    /// The nearest whole number, the even one of two equally near.
    Nearest,
}

/// What is made of the players' numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    /// Their sum.
    Sum,
    /// The largest.
    Largest,
    /// The smallest.
    Smallest,
}

/// A condition on what the court saw and on the ledgers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Condition {
    /// Two numbers compared: `catch of p > 12`.
    Compare {
        /// On the left.
        left: Expression,
        /// How.
        comparison: Comparison,
        /// On the right.
        right: Expression,
    },
    /// A label: `action of p is cooperate`, `season is not drought`.
    Is {
        /// The court's word for the action, or an observation.
        name: String,
        /// Whose; none for an observation that is not a player's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        player: Option<String>,
        /// The action as chosen, and not as it stands: `chosen action of p is cooperate`.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        chosen: bool,
        /// `is not`.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        negated: bool,
        /// The label.
        label: String,
    },
    /// `not (a)`.
    Not {
        /// Of what.
        of: Box<Condition>,
    },
    /// `a and b and ...`, of at least two.
    And {
        /// Of what.
        of: Vec<Condition>,
    },
    /// `a or b or ...`, of at least two.
    Or {
        /// Of what.
        of: Vec<Condition>,
    },
    /// `every(p: a)`, true over nobody.
    Every {
        /// The variable.
        variable: String,
        /// A player or variable that is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other_than: Option<String>,
        /// What each of them meets.
        condition: Box<Condition>,
    },
    /// `some(p: a)`, false over nobody.
    Some {
        /// The variable.
        variable: String,
        /// A player or variable that is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other_than: Option<String>,
        /// What one of them meets.
        condition: Box<Condition>,
    },
}

/// How two numbers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// Does it hold between these two?
    pub fn holds(self, left: &Rational, right: &Rational) -> bool {
        match self {
            Comparison::Equal => left == right,
            Comparison::NotEqual => left != right,
            Comparison::Less => left < right,
            Comparison::AtMost => left <= right,
            Comparison::Greater => left > right,
            Comparison::AtLeast => left >= right,
        }
    }
}
