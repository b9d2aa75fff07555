//! Does a mechanism keep its promises?

use super::checker::{examine, profiles};
use super::{ConformanceOptions, NonConformance, Report, Requirement};
use crate::contract::Budget;
use crate::mechanism::{Branch, Mechanism};
use crate::number::Rational;

/// Checks what [`Mechanism`] promises: at least one agent, one message each and one alternative;
/// numbers and names that never change; decisions that are functions of the messages, and lotteries
/// over the alternatives with one transfer for each agent.
///
/// A mechanism with at most `cases` message profiles is checked at all of them, another at as many
/// random ones.
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
///
/// ```
/// use lacuna::mechanism::auction::SealedBid;
/// use lacuna::number::Rational;
/// use lacuna::simulate::conformance::{ConformanceOptions, check_mechanism};
/// let bids = vec![[0, 1, 2].map(Rational::from).to_vec(); 2];
/// let report = check_mechanism(&SealedBid::second_price(bids)?, &ConformanceOptions::default())?;
/// assert_eq!(report.cases, 9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_mechanism<M: Mechanism + ?Sized>(
    mechanism: &M,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance> {
    check(mechanism, None, options)
}

/// Checks all of [`check_mechanism`], and that transfers keep to a budget whatever is said: in every
/// branch of every decision, except that [`Budget::Expected`] asks for the expectation over the
/// branches. [`Budget::Unrestricted`] asks for nothing.
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
pub fn check_mechanism_budget<M: Mechanism + ?Sized>(
    mechanism: &M,
    budget: Budget,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance> {
    check(mechanism, Some(budget), options)
}

fn check<M: Mechanism + ?Sized>(
    mechanism: &M,
    budget: Option<Budget>,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance> {
    let shape = || -> (Vec<usize>, usize) {
        let agents = 0..mechanism.agents();
        let messages = agents.map(|agent| mechanism.messages(agent)).collect();
        (messages, mechanism.alternatives())
    };
    let name = |messages: &[usize]| -> Vec<Option<String>> {
        let agents = messages.iter().enumerate();
        agents
            .map(|(agent, &message)| mechanism.message_name(agent, message))
            .collect()
    };
    examine(options, |checker| {
        checker.ask("the numbers of agents and messages");
        let before = shape();
        let (counts, alternatives) = &before;
        let none = || "agents() is 0".to_owned();
        checker.require(Requirement::AtLeastOnePlayer, !counts.is_empty(), none)?;
        let none = || "alternatives() is 0".to_owned();
        checker.require(Requirement::AtLeastOneAction, *alternatives > 0, none)?;
        for (agent, &count) in counts.iter().enumerate() {
            let none = || format!("messages({agent}) is 0");
            checker.require(Requirement::AtLeastOneAction, count > 0, none)?;
        }
        let profiles = profiles(checker, counts);
        let mut seen = Vec::with_capacity(profiles.len());
        for (seed, messages) in &profiles {
            checker.seed = *seed;
            checker.ask(format!("decide({messages:?})"));
            let decision = mechanism.decide(messages);
            if let Err(error) = decision.check(counts.len(), *alternatives) {
                let witness = format!("decide({messages:?}): {error}");
                return Err(checker.violation(Requirement::ValidDecision, witness));
            }
            checker.require(Requirement::ValidDecision, true, String::new)?;
            if let Some(budget) = budget {
                let broken = overspent(budget, decision.branches());
                checker.require(Requirement::Budget, broken.is_none(), || {
                    let sum = broken.unwrap_or_default();
                    format!(
                        "under {budget:?} the transfers of decide({messages:?}) add up to {sum}"
                    )
                })?;
            }
            checker.ask(format!("a name of {messages:?}"));
            seen.push((decision, name(messages)));
        }
        for ((seed, messages), (before, names)) in profiles.iter().zip(&seen).rev() {
            checker.seed = *seed;
            checker.ask(format!("decide({messages:?})"));
            let question = || format!("decide({messages:?})");
            let again = mechanism.decide(messages);
            checker.require_equal(Requirement::Pure, question, before, &again)?;
            let question = || format!("the list of names of {messages:?}");
            checker.require_equal(Requirement::StableNames, question, names, &name(messages))?;
        }
        let question = || "the list of numbers of messages, and the number of alternatives".into();
        checker.require_equal(Requirement::ConstantShape, question, &before, &shape())
    })
}

/// A sum of transfers that the budget does not allow.
fn overspent(budget: Budget, branches: &[Branch]) -> Option<Rational> {
    let sum = |branch: &Branch| -> Rational { branch.transfers.iter().sum() };
    match budget {
        Budget::Unrestricted => None,
        Budget::Expected => {
            let expected = branches
                .iter()
                .map(|branch| &branch.probability * &sum(branch));
            Some(expected.sum()).filter(Rational::is_positive)
        }
        Budget::Burning => branches.iter().map(sum).find(Rational::is_positive),
        Budget::Balanced => branches.iter().map(sum).find(|sum| !sum.is_zero()),
    }
}
