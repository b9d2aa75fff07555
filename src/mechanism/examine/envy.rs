//! Would anybody rather have what another one gets?

use serde::{Deserialize, Serialize};

use super::verdict::Search;
use super::{Examination, Lottery, Verdict, Witness};
use crate::mechanism::protocol::{Branch, Decision};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// An agent that would rather have what another gets, and pay what the other pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Envy {
    /// The agent that envies.
    pub agent: usize,
    /// The agent that is envied.
    pub other: usize,
    /// The type of each agent.
    pub types: Vec<usize>,
    /// The branch of the decision, if it is drawn.
    pub branch: Option<usize>,
    /// For that branch, or for each branch, the alternative in which the two have changed places.
    pub swapped: Vec<usize>,
    /// By how much the agent would be better off.
    pub envy: Rational,
}

/// What the agent gains when it changes places, weighted with the probability of the branch.
fn gain(
    examination: &Examination<'_>,
    (agent, other): (usize, usize),
    types: &[usize],
    branch: &Branch,
    swapped: usize,
) -> Result<Rational, SettingError> {
    let setting = examination.setting();
    let mut transfers = branch.transfers.clone();
    transfers.swap(agent, other);
    let perspective = &examination.perspective;
    let there = perspective.of_outcome(setting, agent, types, swapped, &transfers)?;
    Ok(there - perspective.of_branch(setting, agent, types, branch)?)
}

impl Witness for Envy {
    fn excess(&self) -> &Rational {
        &self.envy
    }

    /// Takes the alternatives in which the two have changed places as they stand in the witness.
    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        let setting = examination.setting();
        examination.check_types(&self.types)?;
        for agent in [self.agent, self.other] {
            SettingError::check_index("an agent", agent, setting.agents())?;
        }
        for &swapped in &self.swapped {
            SettingError::check_index("an alternative", swapped, setting.alternatives())?;
        }
        let messages = examination.strategies()?.messages(&self.types);
        let decision = examination.mechanism().decide(&messages);
        let branches = match self.branch {
            None => decision.branches(),
            Some(branch) => {
                SettingError::check_index("a branch", branch, decision.branches().len())?;
                &decision.branches()[branch..=branch]
            }
        };
        SettingError::check_length(
            "the swapped alternatives",
            self.swapped.len(),
            branches.len(),
        )?;
        let pair = (self.agent, self.other);
        let mut sum = Rational::ZERO;
        for (branch, &swapped) in branches.iter().zip(&self.swapped) {
            let gain = gain(examination, pair, &self.types, branch, swapped)?;
            sum += match self.branch {
                Some(_) => gain,
                None => &branch.probability * &gain,
            };
        }
        Ok(sum)
    }

    fn in_words(&self, examination: &Examination<'_>) -> String {
        let own_type = self.types.get(self.agent).copied().unwrap_or_default();
        format!(
            "{} would gain {} in the place of {} when types are [{}]",
            examination.who(self.agent, own_type),
            self.envy,
            examination.setting().agent_name(self.other),
            examination.types_text(&self.types, None)
        )
    }
}

impl Examination<'_> {
    /// Does no agent prefer the place of another, with the transfers of the two swapped, when
    /// everybody follows the strategies? `swap(a, i, j)` is the alternative `a` with the places of
    /// `i` and `j` changed.
    ///
    /// One case for each ordered pair of agents and type profile, or each branch there.
    ///
    /// # Errors
    /// Those of [`Examination::ex_post`]; [`SettingError::OutOfRange`] if `swap` leaves the
    /// alternatives.
    pub fn envy_freeness(
        &self,
        swap: &dyn Fn(usize, usize, usize) -> usize,
        lottery: Lottery,
    ) -> Result<Verdict<Envy>, SettingError> {
        self.strategies()?;
        let tables = self.tables()?;
        let alternatives = self.setting().alternatives();
        let pairs = (self.examined().len() as u128).saturating_mul(self.setting().agents() as u128);
        let branches = tables.followed.iter();
        let branches: u128 = branches
            .map(|&messages| tables.decision(messages).branches().len() as u128)
            .sum();
        self.check_comparisons("envy", branches.saturating_mul(pairs))?;
        let mut search = Search::new();
        for types in 0..tables.types.len() {
            let profile = tables.types.profile_unchecked(types);
            let decision: &Decision = tables.decision(tables.followed[types]);
            for &agent in self.examined() {
                for other in (0..self.setting().agents()).filter(|&other| other != agent) {
                    let mut all = Vec::new();
                    let mut sum = Rational::ZERO;
                    for (number, branch) in decision.branches().iter().enumerate() {
                        let swapped = swap(branch.alternative, agent, other);
                        SettingError::check_index("an alternative", swapped, alternatives)?;
                        let gain = gain(self, (agent, other), &profile, branch, swapped)?;
                        if lottery == Lottery::InExpectation {
                            sum += &branch.probability * &gain;
                            all.push(swapped);
                            continue;
                        }
                        search.record(gain.clone(), || Envy {
                            agent,
                            other,
                            types: profile.clone(),
                            branch: Some(number),
                            swapped: vec![swapped],
                            envy: gain,
                        });
                    }
                    if lottery == Lottery::InExpectation {
                        search.record(sum.clone(), || Envy {
                            agent,
                            other,
                            types: profile.clone(),
                            branch: None,
                            swapped: all,
                            envy: sum,
                        });
                    }
                }
            }
        }
        Ok(search.verdict())
    }
}
