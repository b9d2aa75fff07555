//! Whether a law means something to a court, and what it can do.

mod checker;
mod conditions;
mod effects;
mod explain;
mod names;
mod numbers;
mod problem;
pub(in crate::contract::law) mod program;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use explain::ExplainedClause;
pub use problem::{LawProblem, LawProblemKind, Rejection};

use super::{Court, Declaration, Effect, Hidden, Hook, Law};
use checker::Checker;
use program::Program;

/// What a law does to the players' money, from the tamest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BudgetClass {
    /// Money only moves: between players, and into and out of the law's own accounts.
    Balanced,
    /// Money may also be destroyed.
    Burning,
    /// Money may come in from outside.
    Funded,
}

impl BudgetClass {
    fn of(effect: &Effect) -> Self {
        match effect {
            Effect::Fine { .. }
            | Effect::Sanction { .. }
            | Effect::GraduatedSanction { .. }
            | Effect::ParticipationCost { .. } => BudgetClass::Burning,
            Effect::Grant { .. } => BudgetClass::Funded,
            Effect::Transfer { .. }
            | Effect::Escrow { .. }
            | Effect::Release { .. }
            | Effect::Premium { .. }
            | Effect::Payout { .. }
            | Effect::Direct { .. }
            | Effect::Set { .. }
            | Effect::Cap { .. }
            | Effect::Violation { .. }
            | Effect::Count { .. }
            | Effect::Clear { .. }
            | Effect::Remember { .. } => BudgetClass::Balanced,
        }
    }
}

impl fmt::Display for BudgetClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            BudgetClass::Balanced => "balanced",
            BudgetClass::Burning => "burning",
            BudgetClass::Funded => "funded",
        })
    }
}

/// How much a law may ask of its enforcer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckOptions {
    /// The most steps (numbers and conditions evaluated, assignments of players to variables) that
    /// a hook may take.
    pub max_steps: u64,
    /// The most pools, accounts and counters of players, and memories that it may keep; above
    /// [`CheckOptions::MOST_ACCOUNTS`] as that.
    pub max_accounts: u64,
}

impl Default for CheckOptions {
    /// A million steps a hook, and as many accounts as there can be.
    fn default() -> Self {
        CheckOptions {
            max_steps: 1_000_000,
            max_accounts: Self::MOST_ACCOUNTS,
        }
    }
}

impl CheckOptions {
    /// No law keeps more accounts, and no court makes more readings on one occasion: 2²⁴.
    pub const MOST_ACCOUNTS: u64 = 1 << 24;

    /// Sets the most accounts that the law may keep.
    #[must_use]
    pub fn with_max_accounts(mut self, max_accounts: u64) -> Self {
        self.max_accounts = max_accounts;
        self
    }

    /// Sets the most steps a hook may take.
    #[must_use]
    pub fn with_max_steps(mut self, max_steps: u64) -> Self {
        self.max_steps = max_steps;
        self
    }
}

/// What a law looks at: everything on which what it does can depend, whether a clause mentions it
/// or an effect goes by it, as a cap goes by the action and a payout by what is in the pool.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct LawReads {
    /// The players' actions as they stand.
    pub actions: bool,
    /// The players' actions as they were chosen.
    pub chosen_actions: bool,
    /// Other observations, by name, in alphabetical order.
    pub observations: Vec<String>,
    /// Pools, escrows, counters and memories, by name, in alphabetical order.
    pub ledgers: Vec<String>,
}

impl LawReads {
    fn insert(list: &mut Vec<String>, name: &str) {
        if let Err(position) = list.binary_search_by(|known| known.as_str().cmp(name)) {
            list.insert(position, name.into());
        }
    }

    fn observation(&mut self, name: &str) {
        Self::insert(&mut self.observations, name);
    }

    fn ledger(&mut self, name: &str) {
        Self::insert(&mut self.ledgers, name);
    }
}

/// A law that a court understands: every name means something, every number has a value, and the
/// steps of each hook are bounded. Cheap to clone.
#[derive(Debug, Clone)]
pub struct CheckedLaw(Arc<Checked>);

#[derive(Debug)]
struct Checked {
    law: Law,
    court: Court,
    program: Program,
    reads: LawReads,
}

impl PartialEq for CheckedLaw {
    /// The same law before the same court.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.law() == other.law() && self.court() == other.court())
    }
}

impl Eq for CheckedLaw {}

impl Law {
    /// Checks the law against what a court can verify.
    ///
    /// ```
    /// use lacuna::contract::law::{
    ///     ActionKind, CheckOptions, Clause, Court, Effect, Expression, Law,
    /// };
    ///
    /// let court = Court::new(["ann", "bob"], ActionKind::quantity("catch"))?
    ///     .with_hidden("effort", "how hard a player works is its private knowledge")?;
    /// let fine = |name: &str| Law {
    ///     resolve: vec![Clause {
    ///         quantifiers: Vec::new(),
    ///         condition: None,
    ///         effect: Effect::Fine {
    ///             player: "ann".into(),
    ///             amount: Expression::Of { name: name.into(), player: "bob".into() },
    ///         },
    ///     }],
    ///     ..Law::default()
    /// };
    /// assert!(fine("catch").check(&court, &CheckOptions::default()).is_ok());
    /// let refused = fine("effort").check(&court, &CheckOptions::default()).unwrap_err();
    /// assert_eq!(
    ///     refused.problems()[0].to_string(),
    ///     "resolve, clause 1: the court cannot verify \"effort\": how hard a player works is its \
    ///      private knowledge",
    /// );
    /// # Ok::<(), lacuna::contract::law::CourtError>(())
    /// ```
    ///
    /// # Errors
    /// [`Rejection`] with every problem there is, each with its place.
    pub fn check(&self, court: &Court, options: &CheckOptions) -> Result<CheckedLaw, Rejection> {
        let mut checker = Checker::new(court);
        checker.law(self, options);
        checker.form(self);
        if !checker.problems.is_empty() {
            return Err(Rejection::new(checker.problems));
        }
        let (program, reads) = (checker.program, checker.reads);
        Ok(CheckedLaw(Arc::new(Checked {
            law: self.clone(),
            court: court.clone(),
            program,
            reads,
        })))
    }
}

impl CheckedLaw {
    /// The law.
    pub fn law(&self) -> &Law {
        &self.0.law
    }

    /// The court before which it was checked.
    pub fn court(&self) -> &Court {
        &self.0.court
    }

    pub(super) fn program(&self) -> &Program {
        &self.0.program
    }

    /// What the law does to the players' money: the worst of its clauses.
    pub fn budget_class(&self) -> BudgetClass {
        Hook::ALL
            .into_iter()
            .flat_map(|hook| self.law().clauses(hook))
            .map(|clause| BudgetClass::of(&clause.effect))
            .max()
            .unwrap_or(BudgetClass::Balanced)
    }

    /// What a clause does to the players' money. Clauses are 0-based; one that is not there does
    /// nothing and is balanced.
    pub fn clause_class(&self, hook: Hook, clause: usize) -> BudgetClass {
        self.law()
            .clauses(hook)
            .get(clause)
            .map_or(BudgetClass::Balanced, |clause| {
                BudgetClass::of(&clause.effect)
            })
    }

    /// The most steps that a hook can take: numbers and conditions evaluated, and assignments of
    /// players to the variables of clauses.
    pub fn max_steps(&self, hook: Hook) -> u64 {
        self.program()
            .clauses(hook)
            .iter()
            .fold(0, |total, clause| total.saturating_add(clause.steps))
    }

    /// Does the law keep accounts in which money can lie from one round to the next? What lies
    /// there when the law ends is lost to the players unless an amendment refunds it.
    pub fn holds_money(&self) -> bool {
        self.law().declarations.iter().any(|declaration| {
            matches!(
                declaration,
                Declaration::Pool { .. } | Declaration::Escrow { .. }
            )
        })
    }

    /// What the law looks at.
    pub fn reads(&self) -> &LawReads {
        &self.0.reads
    }

    /// What the court knows that it cannot see, and no law can therefore mention.
    pub fn unseen(&self) -> &[Hidden] {
        self.court().all_hidden()
    }
}
