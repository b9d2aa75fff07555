//! A law in English, clause by clause.

use serde::Serialize;

use super::super::Hook;
use super::{BudgetClass, CheckedLaw};

/// One clause explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExplainedClause {
    /// When it runs.
    pub hook: Hook,
    /// Its number in its hook, 0-based.
    pub clause: usize,
    /// The clause as it is written.
    pub text: String,
    /// What it does, in an English sentence.
    pub sentence: String,
    /// What it does to the players' money.
    pub class: BudgetClass,
    /// The most steps it can take.
    pub steps: u64,
}

impl CheckedLaw {
    /// Every clause in words, in the order of the law.
    pub fn explain(&self) -> Vec<ExplainedClause> {
        let mut explained = Vec::new();
        for hook in Hook::ALL {
            let compiled = self.program().clauses(hook);
            for (number, (clause, compiled)) in
                self.law().clauses(hook).iter().zip(compiled).enumerate()
            {
                explained.push(ExplainedClause {
                    hook,
                    clause: number,
                    text: clause.to_string(),
                    sentence: super::words::sentence(clause),
                    class: BudgetClass::of(&clause.effect),
                    steps: compiled.steps,
                });
            }
        }
        explained
    }
}
