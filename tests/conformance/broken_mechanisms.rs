//! Mechanisms that break one promise each.

use std::sync::atomic::{AtomicUsize, Ordering};

use lacuna::contract::Budget;
use lacuna::mechanism::{Decision, Mechanism};
use lacuna::simulate::conformance::{
    ConformanceOptions, Requirement, check_mechanism, check_mechanism_budget,
};

use super::{Defect, Outcome, all_are_found, q};

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    NoAgents,
    NoMessages,
    NoAlternatives,
    MoreAlternatives,
    UnknownAlternative,
    TransfersMissing,
    Drifts,
    NamesChange,
}

struct Broken(Fault, AtomicUsize);

fn broken(fault: Fault) -> Broken {
    Broken(fault, AtomicUsize::new(0))
}

/// Agents who say 1 pay 1; half of what they pay is given to agent 0.
impl Mechanism for Broken {
    fn agents(&self) -> usize {
        if self.0 == Fault::NoAgents { 0 } else { 2 }
    }
    fn messages(&self, agent: usize) -> usize {
        if self.0 == Fault::NoMessages && agent == 1 {
            0
        } else {
            2
        }
    }
    fn alternatives(&self) -> usize {
        match self.0 {
            Fault::NoAlternatives => 0,
            Fault::MoreAlternatives if self.1.load(Ordering::Relaxed) > 0 => 4,
            _ => 3,
        }
    }
    fn decide(&self, messages: &[usize]) -> Decision {
        let calls = self.1.fetch_add(1, Ordering::Relaxed);
        let said: usize = messages.iter().sum();
        let mut transfers: Vec<_> = messages.iter().map(|&said| q(-2 * said as i64)).collect();
        transfers[0] += q(said as i64);
        if self.0 == Fault::TransfersMissing && said == 2 {
            transfers.pop();
        }
        let alternative = match self.0 {
            Fault::UnknownAlternative if said == 2 => 3,
            Fault::Drifts => calls % 3,
            _ => said,
        };
        Decision::certain(alternative, transfers)
    }
    fn message_name(&self, _agent: usize, _message: usize) -> Option<String> {
        let calls = self.1.load(Ordering::Relaxed);
        (self.0 == Fault::NamesChange).then(|| format!("name {calls}"))
    }
}

macro_rules! fault {
    ($fault:ident) => {
        |options: &ConformanceOptions| -> Outcome {
            check_mechanism(&broken(Fault::$fault), options)
        }
    };
}

/// The defects, and the promises that they break.
pub fn defects() -> Vec<Defect> {
    vec![
        ("no agents", Requirement::AtLeastOnePlayer, fault!(NoAgents)),
        (
            "an agent without messages",
            Requirement::AtLeastOneAction,
            fault!(NoMessages),
        ),
        (
            "no alternatives",
            Requirement::AtLeastOneAction,
            fault!(NoAlternatives),
        ),
        (
            "more alternatives later",
            Requirement::ConstantShape,
            fault!(MoreAlternatives),
        ),
        (
            "an unknown alternative",
            Requirement::ValidDecision,
            fault!(UnknownAlternative),
        ),
        (
            "a transfer is missing",
            Requirement::ValidDecision,
            fault!(TransfersMissing),
        ),
        ("decisions that drift", Requirement::Pure, fault!(Drifts)),
        (
            "names that change",
            Requirement::StableNames,
            fault!(NamesChange),
        ),
        ("a balance that is none", Requirement::Budget, |options| {
            check_mechanism_budget(&broken(Fault::None), Budget::Balanced, options)
        }),
    ]
}

#[test]
fn a_mechanism_with_a_defect_is_found_out() {
    all_are_found(&defects());
}

#[test]
fn a_surplus_breaks_balance_and_no_other_budget() {
    let options = ConformanceOptions::default();
    for budget in [Budget::Unrestricted, Budget::Expected, Budget::Burning] {
        let report = check_mechanism_budget(&broken(Fault::None), budget, &options);
        assert_eq!(
            report.expect("conforms").times(Requirement::Budget),
            4,
            "{budget:?}"
        );
    }
}
