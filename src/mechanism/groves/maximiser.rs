//! The alternative that maximises a weighted sum of reported values.

use crate::game::ProfileSpace;
use crate::mechanism::auction::permutation;
use crate::mechanism::{Setting, SettingError, TableLimit};
use crate::number::Rational;

/// Weighted values of alternatives by type, biases, and who wins ties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Maximiser {
    types: Vec<usize>,
    /// For each agent: weight × value, by own type, then alternative.
    weighted: Vec<Vec<Rational>>,
    biases: Vec<Rational>,
    order: Vec<usize>,
}

impl Maximiser {
    /// Every agent with weight 1, and no biases.
    pub(super) fn new(setting: &Setting) -> Result<Self, SettingError> {
        let ones = vec![Rational::ONE; setting.agents()];
        let none = vec![Rational::ZERO; setting.alternatives()];
        Self::affine(setting, &ones, none)
    }

    pub(super) fn affine(
        setting: &Setting,
        weights: &[Rational],
        biases: Vec<Rational>,
    ) -> Result<Self, SettingError> {
        let alternatives = setting.alternatives();
        SettingError::check_length("the list of weights", weights.len(), setting.agents())?;
        SettingError::check_length("the list of biases", biases.len(), alternatives)?;
        let mut weighted = Vec::with_capacity(setting.agents());
        for (agent, (weight, &count)) in weights.iter().zip(setting.types()).enumerate() {
            let mut list = Vec::with_capacity(count * alternatives);
            for place in 0..count * alternatives {
                let value =
                    setting.private_value(agent, place / alternatives, place % alternatives);
                let Some(value) = value else {
                    let needs = "this mechanism is for private values";
                    return Err(SettingError::invalid(
                        "the setting",
                        "interdependent",
                        needs,
                    ));
                };
                list.push(weight * value);
            }
            weighted.push(list);
        }
        Ok(Maximiser {
            types: setting.types().to_vec(),
            weighted,
            biases,
            order: (0..alternatives).collect(),
        })
    }

    pub(super) fn set_order(&mut self, order: Vec<usize>) -> Result<(), SettingError> {
        permutation("the order of alternatives", &order, self.biases.len())?;
        self.order = order;
        Ok(())
    }

    pub(super) fn types(&self) -> &[usize] {
        &self.types
    }

    pub(super) fn agents(&self) -> usize {
        self.types.len()
    }

    pub(super) fn alternatives(&self) -> usize {
        self.biases.len()
    }

    /// Weight × value of every alternative to an agent of this type.
    pub(super) fn own(&self, agent: usize, own_type: usize) -> &[Rational] {
        let alternatives = self.alternatives();
        &self.weighted[agent][own_type * alternatives..(own_type + 1) * alternatives]
    }

    /// Bias and weighted values of every alternative, summed over all agents.
    pub(super) fn totals(&self, reports: &[usize]) -> Vec<Rational> {
        let mut totals = self.biases.clone();
        for (agent, &report) in reports.iter().enumerate() {
            for (total, value) in totals.iter_mut().zip(self.own(agent, report)) {
                *total += value;
            }
        }
        totals
    }

    /// The same over all agents but one.
    pub(super) fn others(&self, totals: &[Rational], agent: usize, report: usize) -> Vec<Rational> {
        let own = totals.iter().zip(self.own(agent, report));
        own.map(|(total, value)| total - value).collect()
    }

    /// The first alternative of the order with the largest total.
    pub(super) fn best(&self, totals: &[Rational]) -> usize {
        let mut best = self.order[0];
        for &alternative in &self.order[1..] {
            if totals[alternative] > totals[best] {
                best = alternative;
            }
        }
        best
    }

    /// The largest total.
    pub(super) fn largest(totals: &[Rational]) -> Rational {
        totals.iter().max().cloned().unwrap_or_default()
    }

    /// The report profiles, if they are not too many.
    pub(super) fn profiles(
        &self,
        what: &'static str,
        limit: TableLimit,
    ) -> Result<ProfileSpace, SettingError> {
        let cases = self.types.iter().fold(1u128, |product, &count| {
            product.saturating_mul(count as u128)
        });
        limit.check(what, cases)?;
        Ok(ProfileSpace::new(&self.types)?)
    }
}
