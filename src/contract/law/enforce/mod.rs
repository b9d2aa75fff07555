//! Laws at work: one hook after another, round after round, each all or nothing.

mod amend;
mod effects;
mod error;
mod evidence;
mod ledgers;
mod machine;
mod ruling;
mod small;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use amend::{
    AmendedBalance, AmendmentReport, AmendmentTerms, BalanceFate, DroppedLedger, LeftOver,
};
pub use error::{EnforceError, ReadingProblem};
pub use ledgers::Ledgers;
pub use ruling::{Entry, EntryKind, Failure, FailureCount, FailureKind, Ruling, Violation};
pub(in crate::contract::law) use small::Small;

use super::check::CheckedLaw;
use super::{ActionKind, Effect, Evidence, Hook, Reading};
use crate::number::Rational;
use machine::{Machine, State};

/// Entries for which there is room from the start on; longer records grow to their size once.
const ENTRIES: u64 = 4_096;

/// What happens when a hook fails, because a number does not fit or an action is out of range. The
/// hook has no effect on ledgers and moves no money, in any case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum FailurePolicy {
    /// The actions stay as they were chosen.
    Open,
    /// If `resolve` fails, the players' actions become these. The other hooks cannot change
    /// actions and fail as under [`FailurePolicy::Open`].
    Closed {
        /// The action of each player.
        actions: Vec<Reading>,
    },
    /// The hook returns [`EnforceError::Aborted`].
    Abort,
}

/// A law that is enforced: its ledgers, and what it did last.
///
/// A round is [`start`](Enforcer::start), [`resolve`](Enforcer::resolve) and
/// [`end`](Enforcer::end), any of which may be left out. After the first round nothing allocates.
#[derive(Debug, Clone)]
pub struct Enforcer {
    law: CheckedLaw,
    policy: FailurePolicy,
    fallback: Vec<Small>,
    state: State,
    ledgers: Ledgers,
    /// The ledgers as they were before the hook.
    before: Ledgers,
    /// The ledgers and failures as they were at the mark.
    marked: Ledgers,
    marked_failures: FailureCount,
    ruling: Ruling,
    failures: FailureCount,
    counts_steps: bool,
    steps: u64,
}

impl Enforcer {
    /// Enforces a law with its ledgers as it declares them.
    ///
    /// # Errors
    /// [`EnforceError::ActionCount`] and [`EnforceError::Reading`] for the actions of
    /// [`FailurePolicy::Closed`].
    pub fn new(law: CheckedLaw, policy: FailurePolicy) -> Result<Self, EnforceError> {
        let ledgers = Ledgers::new(&law);
        Self::arranged(law, policy, ledgers)
    }

    /// Continues with ledgers that an enforcer of this law had before.
    ///
    /// # Errors
    /// As [`Enforcer::new`]; [`EnforceError::OtherLedgers`].
    pub fn with_ledgers(
        law: CheckedLaw,
        policy: FailurePolicy,
        ledgers: &Ledgers,
    ) -> Result<Self, EnforceError> {
        let ledgers = ledgers.arranged(&law)?;
        Self::arranged(law, policy, ledgers)
    }

    fn arranged(
        law: CheckedLaw,
        policy: FailurePolicy,
        ledgers: Ledgers,
    ) -> Result<Self, EnforceError> {
        let (court, program) = (law.court(), law.program());
        let players = court.players();
        let mut fallback = Vec::new();
        if let FailurePolicy::Closed { actions } = &policy {
            evidence::load_actions(
                Hook::Resolve,
                "actions to fall back on",
                court,
                program,
                actions,
                &mut fallback,
            )?;
        }
        let mut frame: Vec<u32> = (0..players as u32).collect();
        frame.resize(program.frame, 0);
        let blank = match court.action() {
            ActionKind::Labels { .. } => Reading::Label(0),
            ActionKind::Quantity { .. } => Reading::Quantity(Rational::ZERO),
        };
        let room = Hook::ALL
            .into_iter()
            .map(|hook| {
                let clauses = program.clauses(hook).iter();
                clauses.fold(0u64, |sum, clause| sum.saturating_add(clause.assignments))
            })
            .max()
            .unwrap_or(0)
            .min(ENTRIES) as usize;
        let texts = Hook::ALL.map(|hook| {
            let text = |effect: &Effect| match effect {
                Effect::Violation { text, .. } => Some(text.clone()),
                _ => None,
            };
            let clauses = law.law().clauses(hook).iter();
            clauses.map(|clause| text(&clause.effect)).collect()
        });
        let mut ruling = Ruling {
            hook: Hook::Start,
            actions: vec![blank; players],
            transfers: vec![Rational::ZERO; players],
            destroyed: Rational::ZERO,
            granted: Rational::ZERO,
            entries: Vec::with_capacity(room),
            failure: None,
            overridden: false,
            texts: Arc::new(texts),
        };
        ruling.actions.clear();
        let state = State {
            frame,
            readings: Vec::with_capacity(program.readings),
            actions: Vec::with_capacity(players),
            chosen: Vec::with_capacity(players),
            transfers: vec![Small::ZERO; players],
            destroyed: Small::ZERO,
            granted: Small::ZERO,
        };
        Ok(Enforcer {
            policy,
            fallback,
            state,
            before: ledgers.clone(),
            marked: ledgers.clone(),
            marked_failures: FailureCount::default(),
            ledgers,
            ruling,
            failures: FailureCount::default(),
            counts_steps: false,
            steps: 0,
            law,
        })
    }

    /// Before the players act. The evidence has no actions.
    ///
    /// # Errors
    /// Evidence that the court cannot have found: [`EnforceError::ActionCount`],
    /// [`EnforceError::ObservationCount`], [`EnforceError::ReadingCount`],
    /// [`EnforceError::Reading`]. [`EnforceError::Aborted`] if that is the policy. The state is
    /// unchanged.
    pub fn start(&mut self, evidence: &Evidence) -> Result<&Ruling, EnforceError> {
        self.run(Hook::Start, evidence)
    }

    /// On the actions that the players chose.
    ///
    /// # Errors
    /// As [`Enforcer::start`].
    pub fn resolve(&mut self, evidence: &Evidence) -> Result<&Ruling, EnforceError> {
        self.run(Hook::Resolve, evidence)
    }

    /// After everything has happened; the actions in the evidence are those that were carried out.
    ///
    /// # Errors
    /// As [`Enforcer::start`].
    pub fn end(&mut self, evidence: &Evidence) -> Result<&Ruling, EnforceError> {
        self.run(Hook::End, evidence)
    }

    /// The law that is enforced.
    pub fn law(&self) -> &CheckedLaw {
        &self.law
    }

    /// What happens when a hook fails.
    pub fn policy(&self) -> &FailurePolicy {
        &self.policy
    }

    /// What the law keeps.
    pub fn ledgers(&self) -> &Ledgers {
        &self.ledgers
    }

    /// How often each hook has failed.
    pub fn failures(&self) -> &FailureCount {
        &self.failures
    }

    /// Remembers the ledgers and the count of failures, for [`Enforcer::undo_to_mark`]: before a
    /// round of which something outside the law may be refused.
    pub fn mark(&mut self) {
        self.marked.copy_balances(&self.ledgers);
        self.marked_failures = self.failures;
    }

    /// Takes the ledgers and the count of failures back to what they were at the last
    /// [`Enforcer::mark`], or at the beginning or the last amendment without one.
    pub fn undo_to_mark(&mut self) {
        self.ledgers.copy_balances(&self.marked);
        self.failures = self.marked_failures;
    }

    /// Takes ledgers and failures over from an enforcer of the same law, without allocating.
    pub(crate) fn restart(&mut self, from: &Enforcer) {
        self.ledgers.copy_balances(&from.ledgers);
        self.failures = from.failures;
        self.mark();
    }

    /// Counts the steps of each hook, for tests of [`CheckedLaw::max_steps`].
    #[doc(hidden)]
    #[must_use]
    pub fn counting_steps(mut self) -> Self {
        self.counts_steps = true;
        self
    }

    /// The steps of the hook that ran last.
    #[doc(hidden)]
    pub fn last_steps(&self) -> u64 {
        self.steps
    }

    fn run(&mut self, hook: Hook, evidence: &Evidence) -> Result<&Ruling, EnforceError> {
        let Enforcer {
            law,
            policy,
            fallback,
            state,
            ledgers,
            before,
            ruling,
            failures,
            ..
        } = self;
        let (court, program) = (law.court(), law.program());
        evidence::load_actions(
            hook,
            "actions",
            court,
            program,
            &evidence.actions,
            &mut state.chosen,
        )?;
        evidence::load_observations(court, evidence, &mut state.readings)?;
        state.actions.clone_from(&state.chosen);
        state.transfers.fill(Small::ZERO);
        state.destroyed = Small::ZERO;
        state.granted = Small::ZERO;
        before.copy_balances(ledgers);
        ruling.hook = hook;
        ruling.entries.clear();
        ruling.failure = None;
        let clauses = program.clauses(hook);
        let (amounts, counts) = (&mut ledgers.amounts, &mut ledgers.counts);
        let done = if self.counts_steps {
            let mut machine: Machine<'_, true> = Machine {
                program,
                state,
                amounts,
                counts,
                steps: 0,
            };
            let done = machine.run(clauses, &mut ruling.entries);
            self.steps = machine.steps;
            done
        } else {
            let mut machine: Machine<'_, false> = Machine {
                program,
                state,
                amounts,
                counts,
                steps: 0,
            };
            machine.run(clauses, &mut ruling.entries)
        };
        if let Err((clause, kind)) = done {
            std::mem::swap(&mut ledgers.amounts, &mut before.amounts);
            std::mem::swap(&mut ledgers.counts, &mut before.counts);
            ruling.entries.clear();
            state.transfers.fill(Small::ZERO);
            state.destroyed = Small::ZERO;
            state.granted = Small::ZERO;
            state.actions.clone_from(match policy {
                FailurePolicy::Closed { .. } if hook == Hook::Resolve => fallback,
                _ => &state.chosen,
            });
            failures.count(hook);
            ruling.failure = Some(Failure { hook, clause, kind });
        }
        ruling.overridden = state.actions != state.chosen;
        ruling.actions.clear();
        let labels = matches!(court.action(), ActionKind::Labels { .. });
        ruling.actions.extend(state.actions.iter().map(|action| {
            if labels {
                Reading::Label(action.numerator().unsigned_abs() as usize)
            } else {
                Reading::Quantity(action.rational())
            }
        }));
        for (transfer, value) in ruling.transfers.iter_mut().zip(&state.transfers) {
            *transfer = value.rational();
        }
        ruling.destroyed = state.destroyed.rational();
        ruling.granted = state.granted.rational();
        match (&ruling.failure, policy) {
            (Some(failure), FailurePolicy::Abort) => Err(EnforceError::Aborted {
                failure: failure.clone(),
            }),
            _ => Ok(&self.ruling),
        }
    }
}
