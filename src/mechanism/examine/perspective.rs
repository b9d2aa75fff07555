//! What an agent makes of a decision.

use crate::mechanism::protocol::{Branch, Decision};
use crate::mechanism::setting::{Concern, Setting, SettingError};
use crate::number::Rational;
use crate::preference::{Outcome, Preference, PreferenceExt, WeightMatrix};

/// The preferences of the agents of an examination.
#[derive(Clone, Copy, Default)]
pub(super) struct Perspective<'a> {
    pub(super) preference: Option<&'a dyn Preference<Rational>>,
    pub(super) concern: Concern,
}

impl Perspective<'_> {
    /// What `agent` makes of payoffs of everybody.
    pub(super) fn of_payoffs(
        &self,
        agent: usize,
        payoffs: &[Rational],
    ) -> Result<Rational, SettingError> {
        Ok(match self.preference {
            None => payoffs[agent].clone(),
            Some(preference) => preference.evaluate(agent, &Outcome::new(payoffs))?,
        })
    }

    /// What `agent` makes of an alternative with these transfers.
    pub(super) fn of_outcome(
        &self,
        setting: &Setting,
        agent: usize,
        types: &[usize],
        alternative: usize,
        transfers: &[Rational],
    ) -> Result<Rational, SettingError> {
        if self.preference.is_none() {
            return Ok(setting.value(agent, types, alternative) + &transfers[agent]);
        }
        let values = (0..setting.agents()).map(|j| setting.value(j, types, alternative));
        match self.concern {
            Concern::Payoffs => {
                let payoffs: Vec<Rational> =
                    values.zip(transfers).map(|(value, t)| value + t).collect();
                self.of_payoffs(agent, &payoffs)
            }
            Concern::Values => {
                let values: Vec<Rational> = values.cloned().collect();
                Ok(self.of_payoffs(agent, &values)? + &transfers[agent])
            }
        }
    }

    /// What `agent` makes of a branch.
    pub(super) fn of_branch(
        &self,
        setting: &Setting,
        agent: usize,
        types: &[usize],
        branch: &Branch,
    ) -> Result<Rational, SettingError> {
        self.of_outcome(setting, agent, types, branch.alternative, &branch.transfers)
    }

    /// What `agent` expects of a decision.
    pub(super) fn of_decision(
        &self,
        setting: &Setting,
        agent: usize,
        types: &[usize],
        decision: &Decision,
    ) -> Result<Rational, SettingError> {
        let mut sum = Rational::ZERO;
        for branch in decision.branches() {
            sum += &branch.probability * &self.of_branch(setting, agent, types, branch)?;
        }
        Ok(sum)
    }

    /// The weights, if preferences are linear.
    pub(super) fn weights(&self, agents: usize) -> Option<WeightMatrix<Rational>> {
        match self.preference {
            None => Some(WeightMatrix::identity(agents)),
            Some(preference) => preference.weights(agents),
        }
    }

    /// For each agent: does its utility depend on no type but its own?
    pub(super) fn own_type_only(&self, setting: &Setting) -> Vec<bool> {
        let agents = setting.agents();
        if !setting.has_private_values() {
            return vec![false; agents];
        }
        match self.weights(agents) {
            None => vec![false; agents],
            Some(weights) => (0..agents)
                .map(|i| (0..agents).all(|j| j == i || weights.entry(i, j).is_zero()))
                .collect(),
        }
    }
}
