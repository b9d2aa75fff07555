//! Do two agents gain by lying together?

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::evaluate::with_utilities;
use super::tables::check_cases;
use super::verdict::Search;
use super::{Examination, Verdict, Witness};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// Two agents who both gain by messages other than those of their strategies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Collusion {
    /// The two agents.
    pub agents: [usize; 2],
    /// The type of each agent.
    pub types: Vec<usize>,
    /// What the two say; the others follow their strategies.
    pub messages: [usize; 2],
    /// What the one gains who gains less.
    pub gain: Rational,
}

impl Witness for Collusion {
    fn excess(&self) -> &Rational {
        &self.gain
    }

    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        examination.check_types(&self.types)?;
        let [first, second] = self.agents;
        for agent in self.agents {
            SettingError::check_index("an agent", agent, examination.setting().agents())?;
        }
        if first == second {
            let needs = "there must be two different ones";
            return Err(SettingError::invalid("the second agent", second, needs));
        }
        let honest = examination.strategies()?.messages(&self.types);
        let mut messages = honest.clone();
        messages[first] = self.messages[0];
        messages[second] = self.messages[1];
        let gain = |agent| -> Result<Rational, SettingError> {
            let there = examination.utility(agent, &self.types, &messages)?;
            Ok(there - examination.utility(agent, &self.types, &honest)?)
        };
        Ok(gain(first)?.min(gain(second)?))
    }

    fn in_words(&self, examination: &Examination<'_>) -> String {
        let [first, second] = self.agents;
        let setting = examination.setting();
        format!(
            "{} and {} each gain {} or more by saying \"{}\" and \"{}\" when types are [{}]",
            setting.agent_name(first),
            setting.agent_name(second),
            self.gain,
            examination.message_name(first, self.messages[0]),
            examination.message_name(second, self.messages[1]),
            examination.types_text(&self.types, None)
        )
    }
}

impl Examination<'_> {
    /// Is there no type profile at which two agents *both* gain, without side payments, by sending
    /// other messages together while everybody else follows the strategies?
    ///
    /// One case for each pair of agents, type profile and pair of messages of which at least one is
    /// not the right one.
    ///
    /// # Errors
    /// Those of [`Examination::ex_post`].
    pub fn pair_proof(&self) -> Result<Verdict<Collusion>, SettingError> {
        self.strategies()?;
        let tables = self.tables()?;
        let space = tables.messages();
        let pairs: Vec<(usize, usize)> = self
            .examined()
            .iter()
            .flat_map(|&i| self.examined().iter().map(move |&j| (i, j)))
            .filter(|(i, j)| i < j)
            .collect();
        let messages = |i: usize| space.actions()[i] as u128;
        let cases = pairs.iter().map(|&(i, j)| messages(i) * messages(j));
        let cases = cases.sum::<u128>() * tables.types.len() as u128;
        check_cases("joint manipulations", cases, self.limit().comparisons)?;
        with_utilities!(self, tables, utilities => {
            let zero = Amount::zero();
            let mut search = Search::new();
            for &(i, j) in &pairs {
                for types in 0..tables.types.len() {
                    let followed = tables.followed[types];
                    let rows = [utilities.row(i, types), utilities.row(j, types)];
                    let honest = [
                        utilities.utility(i, rows[0], followed),
                        utilities.utility(j, rows[1], followed),
                    ];
                    for first in 0..space.actions()[i] {
                        let one = space.deviation(followed, i, first);
                        for second in 0..space.actions()[j] {
                            let both = space.deviation(one, j, second);
                            if both == followed {
                                continue;
                            }
                            let gain = utilities.utility(i, rows[0], both).minus(&honest[0]);
                            let other = utilities.utility(j, rows[1], both).minus(&honest[1]);
                            let key = || ([i, j], types, [first, second]);
                            search.record_times(gain.min(other), &zero, 1, key);
                        }
                    }
                }
            }
            search.finish(|gain, (agents, types, messages)| Collusion {
                agents,
                types: tables.types.profile_unchecked(types),
                messages,
                gain: utilities.rational(&gain),
            })
        })
    }
}
