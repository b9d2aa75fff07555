//! Matching rules as mechanisms: messages are rankings, alternatives are assignments.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::assignment::{check_order, take_turns, trade};
use super::deferred::{accept, defer, defer_from_places};
use super::{Assignments, Matching, SidePreferences};
use crate::mechanism::protocol::{Branch, Decision, Mechanism};
use crate::mechanism::rankings::Rankings;
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// How objects are given to agents who rank them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AssignmentRule {
    /// Agents choose in this order: [`serial_dictatorship`](super::serial_dictatorship).
    SerialDictatorship(Vec<usize>),
    /// Agents choose in an order that is drawn, all orders equally likely (Abdulkadiroğlu and
    /// Sönmez 1998).
    RandomSerialDictatorship,
    /// Agent `i` owns this object: [`top_trading_cycles`](super::top_trading_cycles).
    TopTradingCycles(Vec<usize>),
    /// Objects have priorities, one list of agents an object, best first; agents who are not
    /// listed are not taken: [`deferred_acceptance`](super::deferred_acceptance) with the agents proposing.
    DeferredAcceptance(Vec<Vec<usize>>),
    /// The same priorities, with the objects proposing: [`deferred_acceptance_from_places`](super::deferred_acceptance_from_places).
    DeferredAcceptanceFromPlaces(Vec<Vec<usize>>),
    /// The same priorities, in the Boston mechanism: [`immediate_acceptance`](super::immediate_acceptance).
    ImmediateAcceptance(Vec<Vec<usize>>),
}

/// The most agents for whom all orders are drawn.
const MOST_IN_DRAWN_ORDER: usize = 8;

/// A rule that gives objects to agents, as a mechanism: each agent says a ranking, and the
/// alternative is an assignment. There is no money.
///
/// ```
/// use lacuna::mechanism::matching::{AssignmentMechanism, AssignmentRule, Assignments};
/// use lacuna::mechanism::{Mechanism, Rankings};
/// let houses = Assignments::full(2, vec![1, 1], 100)?;
/// let rule = AssignmentRule::RandomSerialDictatorship;
/// let lottery = AssignmentMechanism::new(Rankings::all(2)?, houses, rule)?;
/// // Both want house 0: each gets it with probability 1/2.
/// let decision = lottery.decide(&[0, 0]);
/// assert_eq!(decision.probability(0), "1/2".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentMechanism {
    rankings: Vec<Vec<usize>>,
    names: Vec<String>,
    assignments: Assignments,
    rule: AssignmentRule,
    priorities: Option<SidePreferences>,
    orders: Vec<Vec<usize>>,
}

impl AssignmentMechanism {
    /// A rule for agents who may say these rankings.
    ///
    /// # Errors
    /// [`SettingError`] if rankings, assignments and rule are not about the same agents and
    /// objects; [`SettingError::TooLarge`] for more than a million rankings, or more than eight
    /// agents in an order that is drawn;
    /// [`SettingError::Invalid`] if the rule can leave agents with nothing and the assignments are
    /// [`full`](Assignments::full).
    pub fn new(
        rankings: Rankings,
        assignments: Assignments,
        rule: AssignmentRule,
    ) -> Result<Self, SettingError> {
        let agents = assignments.agents();
        let objects = assignments.capacities().len();
        SettingError::check_length("the list of ranked objects", rankings.things(), objects)?;
        let mut priorities = None;
        let mut orders = Vec::new();
        match &rule {
            AssignmentRule::SerialDictatorship(order) => {
                check_order(order, agents)?;
                orders = vec![order.clone()];
            }
            AssignmentRule::RandomSerialDictatorship => {
                if agents > MOST_IN_DRAWN_ORDER {
                    return Err(SettingError::TooLarge {
                        what: "the list of all orders of agents",
                        cases: (1..=agents as u128).fold(1, u128::saturating_mul),
                        limit: (1..=MOST_IN_DRAWN_ORDER).product(),
                    });
                }
                orders = Rankings::all(agents)?.iter().collect();
            }
            AssignmentRule::TopTradingCycles(endowment) => {
                SettingError::check_length("the list of objects", objects, agents)?;
                check_order(endowment, agents)?;
                let capacities = assignments.capacities();
                if let Some(object) = capacities.iter().position(|&copies| copies == 0) {
                    return Err(SettingError::invalid(
                        format!("the number of copies of object {object}"),
                        0,
                        "its owner must have one",
                    ));
                }
            }
            AssignmentRule::DeferredAcceptance(lists)
            | AssignmentRule::DeferredAcceptanceFromPlaces(lists)
            | AssignmentRule::ImmediateAcceptance(lists) => {
                SettingError::check_length("the list of priorities", lists.len(), objects)?;
                priorities = Some(SidePreferences::new(agents, lists.clone())?);
            }
        }
        let mechanism = AssignmentMechanism {
            rankings: rankings.written()?,
            names: rankings.names(),
            assignments,
            rule,
            priorities,
            orders,
        };
        let nothing = Matching::new(vec![None; agents]);
        let may_refuse = !rankings.are_complete()
            || mechanism
                .priorities
                .iter()
                .any(|side| side.lists().iter().any(|list| list.len() < agents));
        let owners = matches!(mechanism.rule, AssignmentRule::TopTradingCycles(_));
        if may_refuse && !owners && mechanism.assignments.number(&nothing).is_none() {
            let needs = "where somebody may be refused, assignments must include those that give \
                         some agents nothing";
            return Err(SettingError::invalid(
                "the list of assignments",
                "full",
                needs,
            ));
        }
        Ok(mechanism)
    }

    /// The assignments that it chooses from.
    pub fn assignments(&self) -> &Assignments {
        &self.assignments
    }

    /// The assignments after some messages, with their probabilities, in ascending order.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`] or [`SettingError::OutOfRange`] for messages that do not fit.
    pub fn outcome(&self, messages: &[usize]) -> Result<Vec<(Rational, Matching)>, SettingError> {
        let agents = self.assignments.agents();
        SettingError::check_length("the list of messages", messages.len(), agents)?;
        for &message in messages {
            SettingError::check_index("a message", message, self.rankings.len())?;
        }
        Ok(self.assigned(messages))
    }

    /// The same for messages that fit; panics for others, as slices do.
    fn assigned(&self, messages: &[usize]) -> Vec<(Rational, Matching)> {
        let capacities = self.assignments.capacities();
        let lists = messages.iter().map(|&own| self.rankings[own].clone());
        let wishes = SidePreferences::known(capacities.len(), lists.collect());
        let certain = |matching| vec![(Rational::ONE, matching)];
        match (&self.rule, &self.priorities) {
            (AssignmentRule::TopTradingCycles(endowment), _) => certain(trade(&wishes, endowment)),
            (AssignmentRule::DeferredAcceptance(_), Some(priorities)) => {
                certain(defer(&wishes, priorities, capacities))
            }
            (AssignmentRule::DeferredAcceptanceFromPlaces(_), Some(priorities)) => {
                certain(defer_from_places(&wishes, priorities, capacities))
            }
            (AssignmentRule::ImmediateAcceptance(_), Some(priorities)) => {
                certain(accept(&wishes, priorities, capacities))
            }
            _ => {
                let mut drawn: BTreeMap<Matching, u64> = BTreeMap::new();
                for order in &self.orders {
                    let matching = take_turns(&wishes, capacities, order);
                    *drawn.entry(matching).or_default() += 1;
                }
                let each = Rational::new(1, self.orders.len() as i64).unwrap_or_default();
                drawn
                    .into_iter()
                    .map(|(matching, times)| (&each * &Rational::from(times), matching))
                    .collect()
            }
        }
    }
}

impl Mechanism for AssignmentMechanism {
    fn agents(&self) -> usize {
        self.assignments.agents()
    }
    fn messages(&self, _agent: usize) -> usize {
        self.rankings.len()
    }
    fn alternatives(&self) -> usize {
        self.assignments.len()
    }
    /// # Panics
    /// For messages that are out of range.
    fn decide(&self, messages: &[usize]) -> Decision {
        decision(self.assigned(messages), &self.assignments, self.agents())
    }
    fn message_name(&self, _agent: usize, message: usize) -> Option<String> {
        self.names.get(message).cloned()
    }
}

/// A lottery over assignments without money.
fn decision(
    drawn: Vec<(Rational, Matching)>,
    assignments: &Assignments,
    agents: usize,
) -> Decision {
    let branches = drawn.into_iter().map(|(probability, matching)| {
        // Mechanisms whose outcomes may be missing are refused when they are made; a number that no
        // setting has would be refused by whoever asks.
        let number = assignments.number(&matching).unwrap_or(usize::MAX);
        Branch::new(probability, number, vec![Rational::ZERO; agents])
    });
    Decision::drawn(branches.collect())
}

/// Deferred acceptance when both sides are agents: agents `0..n` propose and rank the receivers,
/// the agents after them are the receivers and rank the proposers.
///
/// Truth is dominant for the proposers; a receiver can gain by a list that is reordered or cut.
///
/// ```
/// use lacuna::mechanism::matching::{Assignments, TwoSidedMechanism};
/// use lacuna::mechanism::{Mechanism, Rankings};
/// let couples = Assignments::full(2, vec![1, 1], 100)?;
/// let rankings = Rankings::all(2)?;
/// let marriages = TwoSidedMechanism::new(rankings.clone(), rankings, couples)?;
/// // Men 0 and 1 love women 0 and 1, who love the other one: the men propose and get theirs.
/// let decision = marriages.decide(&[0, 1, 1, 0]);
/// assert_eq!(marriages.assignments().matching(decision.branches()[0].alternative).partner(0), Some(0));
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoSidedMechanism {
    proposers: (Vec<Vec<usize>>, Vec<String>),
    receivers: (Vec<Vec<usize>>, Vec<String>),
    assignments: Assignments,
}

impl TwoSidedMechanism {
    /// Deferred acceptance for sides that may say these rankings.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`] if they are not about each other, [`SettingError::Invalid`] if
    /// somebody may be refused and the assignments are [`full`](Assignments::full), and
    /// [`SettingError::TooLarge`] for more than a million rankings.
    pub fn new(
        proposers: Rankings,
        receivers: Rankings,
        assignments: Assignments,
    ) -> Result<Self, SettingError> {
        let what = "the list of ranked members";
        let others = assignments.capacities().len();
        SettingError::check_length(what, proposers.things(), others)?;
        SettingError::check_length(what, receivers.things(), assignments.agents())?;
        let nothing = Matching::new(vec![None; assignments.agents()]);
        let complete = proposers.are_complete() && receivers.are_complete();
        if !complete && assignments.number(&nothing).is_none() {
            let needs = "where somebody may be refused, assignments must include those that give \
                         some agents nothing";
            return Err(SettingError::invalid(
                "the list of assignments",
                "full",
                needs,
            ));
        }
        let written =
            |rankings: &Rankings| Ok::<_, SettingError>((rankings.written()?, rankings.names()));
        Ok(TwoSidedMechanism {
            proposers: written(&proposers)?,
            receivers: written(&receivers)?,
            assignments,
        })
    }

    /// The assignments that it chooses from.
    pub fn assignments(&self) -> &Assignments {
        &self.assignments
    }

    /// The matching after some messages: those of the proposers, then those of the receivers.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`] or [`SettingError::OutOfRange`] for messages that do not fit.
    pub fn outcome(&self, messages: &[usize]) -> Result<Matching, SettingError> {
        SettingError::check_length("the list of messages", messages.len(), self.agents())?;
        for (agent, &message) in messages.iter().enumerate() {
            SettingError::check_index("a message", message, self.messages(agent))?;
        }
        Ok(self.matched(messages))
    }

    /// The same for messages that fit; panics for others, as slices do.
    fn matched(&self, messages: &[usize]) -> Matching {
        let split = self.assignments.agents();
        let capacities = self.assignments.capacities();
        let said = |list: &[Vec<usize>], own: &[usize]| -> Vec<Vec<usize>> {
            own.iter().map(|&message| list[message].clone()).collect()
        };
        let proposers = said(&self.proposers.0, &messages[..split]);
        let receivers = said(&self.receivers.0, &messages[split..]);
        defer(
            &SidePreferences::known(capacities.len(), proposers),
            &SidePreferences::known(split, receivers),
            capacities,
        )
    }

    fn side(&self, agent: usize) -> &(Vec<Vec<usize>>, Vec<String>) {
        match agent < self.assignments.agents() {
            true => &self.proposers,
            false => &self.receivers,
        }
    }
}

impl Mechanism for TwoSidedMechanism {
    fn agents(&self) -> usize {
        self.assignments.agents() + self.assignments.capacities().len()
    }
    fn messages(&self, agent: usize) -> usize {
        self.side(agent).0.len()
    }
    fn alternatives(&self) -> usize {
        self.assignments.len()
    }
    /// # Panics
    /// For messages that are out of range.
    fn decide(&self, messages: &[usize]) -> Decision {
        let certain = vec![(Rational::ONE, self.matched(messages))];
        decision(certain, &self.assignments, self.agents())
    }
    fn message_name(&self, agent: usize, message: usize) -> Option<String> {
        self.side(agent).1.get(message).cloned()
    }
}
