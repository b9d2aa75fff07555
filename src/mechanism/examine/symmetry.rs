//! Does it matter who says what?

use serde::{Deserialize, Serialize};

use super::budget::decided;
use super::verdict::Search;
use super::{Examination, Verdict, Witness};
use crate::mechanism::protocol::Decision;
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// New names for agents, messages and alternatives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Relabelling {
    /// For each agent who it becomes.
    pub agents: Vec<usize>,
    /// For each agent, for each of its messages which message of the agent that it becomes.
    pub messages: Vec<Vec<usize>>,
    /// For each alternative which it becomes.
    pub alternatives: Vec<usize>,
}

impl Relabelling {
    /// New names for everything.
    pub fn new(agents: Vec<usize>, messages: Vec<Vec<usize>>, alternatives: Vec<usize>) -> Self {
        Relabelling {
            agents,
            messages,
            alternatives,
        }
    }

    /// Agents change places and keep the numbers of their messages: anonymity. `counts[i]` is the
    /// number of messages of agent `i`.
    pub fn of_agents(agents: Vec<usize>, counts: &[usize], alternatives: Vec<usize>) -> Self {
        let messages = counts.iter().map(|&count| (0..count).collect()).collect();
        Relabelling::new(agents, messages, alternatives)
    }

    /// Checks that agents and alternatives are permuted, and messages mapped one to one.
    fn check(&self, examination: &Examination<'_>) -> Result<(), SettingError> {
        let mechanism = examination.mechanism();
        let agents = examination.setting().agents();
        permutation("the new names of the agents", &self.agents, agents)?;
        let alternatives = examination.setting().alternatives();
        permutation("the new alternatives", &self.alternatives, alternatives)?;
        SettingError::check_length("the new messages", self.messages.len(), agents)?;
        for (agent, list) in self.messages.iter().enumerate() {
            let (own, other) = (
                mechanism.messages(agent),
                mechanism.messages(self.agents[agent]),
            );
            SettingError::check_length("the new messages of an agent", list.len(), own)?;
            permutation("the new messages of an agent", list, other)?;
        }
        Ok(())
    }

    fn messages(&self, messages: &[usize]) -> Vec<usize> {
        let mut moved = vec![0; messages.len()];
        for (agent, &message) in messages.iter().enumerate() {
            moved[self.agents[agent]] = self.messages[agent][message];
        }
        moved
    }
}

fn permutation(what: &'static str, list: &[usize], count: usize) -> Result<(), SettingError> {
    SettingError::check_length(what, list.len(), count)?;
    let mut seen = vec![false; count];
    for &entry in list {
        SettingError::check_index(what, entry, count)?;
        if std::mem::replace(&mut seen[entry], true) {
            return Err(SettingError::invalid(
                what,
                format!("{list:?}"),
                "each must occur once",
            ));
        }
    }
    Ok(())
}

/// What differs after new names are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Component {
    /// The probability of this alternative, by its old name.
    Alternative(usize),
    /// The expected transfer of this agent, by its old name.
    Transfer(usize),
}

/// Messages at which new names make a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Asymmetry {
    /// The new names.
    pub relabelling: Relabelling,
    /// The message of each agent, by old names.
    pub messages: Vec<usize>,
    /// What differs.
    pub component: Component,
    /// By how much.
    pub difference: Rational,
}

fn difference(
    relabelling: &Relabelling,
    component: Component,
    old: &Decision,
    new: &Decision,
) -> Rational {
    match component {
        Component::Alternative(alternative) => {
            let image = relabelling.alternatives[alternative];
            (old.probability(alternative) - new.probability(image)).abs()
        }
        Component::Transfer(agent) => {
            let image = relabelling.agents[agent];
            (old.expected_transfer(agent) - new.expected_transfer(image)).abs()
        }
    }
}

impl Witness for Asymmetry {
    fn excess(&self) -> &Rational {
        &self.difference
    }

    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        self.relabelling.check(examination)?;
        let setting = examination.setting();
        match self.component {
            Component::Alternative(number) => {
                SettingError::check_index("an alternative", number, setting.alternatives())?;
            }
            Component::Transfer(agent) => {
                SettingError::check_index("an agent", agent, setting.agents())?;
            }
        }
        let old = decided(examination, &self.messages, None)?;
        let moved = self.relabelling.messages(&self.messages);
        let new = decided(examination, &moved, None)?;
        Ok(difference(&self.relabelling, self.component, &old, &new))
    }

    fn in_words(&self, examination: &Examination<'_>) -> String {
        let setting = examination.setting();
        let what = match self.component {
            Component::Alternative(number) => {
                format!("the probability of {}", setting.alternative_name(number))
            }
            Component::Transfer(agent) => {
                format!("what {} receives", setting.agent_name(agent))
            }
        };
        format!(
            "{what} differs by {} under new names when messages are [{}]",
            self.difference,
            examination.messages_text(&self.messages, None)
        )
    }
}

impl Examination<'_> {
    /// Is the mechanism the same under new names: are the probabilities of alternatives and the
    /// expected transfers those of their new names after the messages have theirs?
    ///
    /// One case for each message profile and alternative or agent. Anonymity is symmetry under all
    /// permutations of the agents, for which those that swap two neighbours are enough.
    ///
    /// # Errors
    /// Those of [`Decision::check`]; [`SettingError::WrongLength`], [`SettingError::OutOfRange`] or
    /// [`SettingError::Invalid`] for names that are not one to one.
    pub fn symmetry(&self, relabelling: &Relabelling) -> Result<Verdict<Asymmetry>, SettingError> {
        relabelling.check(self)?;
        let tables = self.tables()?;
        let setting = self.setting();
        let space = tables.messages();
        let components = setting.alternatives() as u128 + setting.agents() as u128;
        let cases = components.saturating_mul(space.len() as u128);
        self.check_comparisons("symmetry", cases)?;
        let mut search = Search::new();
        for index in 0..space.len() {
            let messages = space.profile_unchecked(index);
            let moved = space.index_unchecked(&relabelling.messages(&messages));
            let (old, new) = (tables.decision(index), tables.decision(moved));
            let alternatives = (0..setting.alternatives()).map(Component::Alternative);
            let transfers = (0..setting.agents()).map(Component::Transfer);
            for component in alternatives.chain(transfers) {
                let difference = difference(relabelling, component, old, new);
                search.record(difference.clone(), || Asymmetry {
                    relabelling: relabelling.clone(),
                    messages: messages.clone(),
                    component,
                    difference,
                });
            }
        }
        Ok(search.verdict())
    }
}
