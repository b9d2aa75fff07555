//! Is the right alternative chosen?

use serde::{Deserialize, Serialize};

use super::verdict::Search;
use super::{Examination, Verdict, Witness};
use crate::mechanism::protocol::Decision;
use crate::mechanism::setting::{Setting, SettingError};
use crate::number::Rational;

/// A type profile at which values could sum to more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Inefficiency {
    /// The type of each agent.
    pub types: Vec<usize>,
    /// The alternative with the largest sum of values, the first of them.
    pub better: usize,
    /// Its sum of values less the expected one of what is chosen.
    pub loss: Rational,
}

/// An alternative that makes somebody better and nobody worse off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ParetoImprovement {
    /// The type of each agent.
    pub types: Vec<usize>,
    /// An alternative that may be chosen.
    pub chosen: usize,
    /// The alternative that is better.
    pub better: usize,
    /// What agents gain in sum, if nobody loses; else, below 0, what one agent loses at most.
    pub gain: Rational,
}

fn welfare(setting: &Setting, types: &[usize], decision: &Decision) -> Rational {
    let branches = decision.branches().iter();
    branches
        .map(|branch| &branch.probability * &setting.welfare(types, branch.alternative))
        .sum()
}

/// The first alternative with the largest sum of values, and the sum.
fn best(setting: &Setting, types: &[usize]) -> (usize, Rational) {
    let mut best = (0, setting.welfare(types, 0));
    for alternative in 1..setting.alternatives() {
        let welfare = setting.welfare(types, alternative);
        if welfare > best.1 {
            best = (alternative, welfare);
        }
    }
    best
}

fn improvement(setting: &Setting, types: &[usize], chosen: usize, better: usize) -> Rational {
    let gains = (0..setting.agents())
        .map(|i| setting.value(i, types, better) - setting.value(i, types, chosen));
    let (mut sum, mut least) = (Rational::ZERO, Rational::ZERO);
    for gain in gains {
        if gain < least {
            least = gain.clone();
        }
        sum += gain;
    }
    if least.is_negative() { least } else { sum }
}

impl Witness for Inefficiency {
    fn excess(&self) -> &Rational {
        &self.loss
    }

    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        let setting = examination.setting();
        examination.check_types(&self.types)?;
        SettingError::check_index("an alternative", self.better, setting.alternatives())?;
        let messages = examination.strategies()?.messages(&self.types);
        let decision = examination.mechanism().decide(&messages);
        Ok(setting.welfare(&self.types, self.better) - welfare(setting, &self.types, &decision))
    }

    fn in_words(&self, examination: &Examination<'_>) -> String {
        format!(
            "when types are [{}], {} is worth {} more",
            examination.types_text(&self.types, None),
            examination.setting().alternative_name(self.better),
            self.loss
        )
    }
}

impl Witness for ParetoImprovement {
    fn excess(&self) -> &Rational {
        &self.gain
    }

    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        let setting = examination.setting();
        examination.check_types(&self.types)?;
        SettingError::check_index("an alternative", self.better, setting.alternatives())?;
        let messages = examination.strategies()?.messages(&self.types);
        let decision = examination.mechanism().decide(&messages);
        if decision.probability(self.chosen).is_zero() {
            let needs = "it must be one that may be chosen";
            return Err(SettingError::invalid("an alternative", self.chosen, needs));
        }
        Ok(improvement(setting, &self.types, self.chosen, self.better))
    }

    fn in_words(&self, examination: &Examination<'_>) -> String {
        let setting = examination.setting();
        format!(
            "when types are [{}], nobody would mind {} in place of {}, and agents gain {}",
            examination.types_text(&self.types, None),
            setting.alternative_name(self.better),
            setting.alternative_name(self.chosen),
            self.gain
        )
    }
}

impl Examination<'_> {
    /// Is an alternative with the largest sum of material values chosen at every type profile, when
    /// everybody follows the strategies?
    ///
    /// One case for each type profile, also those of probability zero. Transfers do not count: they
    /// move value and make none.
    ///
    /// # Errors
    /// Those of [`Examination::ex_post`].
    pub fn efficiency(&self) -> Result<Verdict<Inefficiency>, SettingError> {
        self.strategies()?;
        let tables = self.tables()?;
        self.check_alternatives("efficiency")?;
        let mut search = Search::new();
        tables.types.for_each(|index, types| {
            let decision = tables.decision(tables.followed[index]);
            let (better, most) = best(self.setting(), types);
            let loss = most - welfare(self.setting(), types, decision);
            search.record(loss.clone(), || Inefficiency {
                types: types.to_vec(),
                better,
                loss,
            });
        });
        Ok(search.verdict())
    }

    /// Is no alternative that may be chosen worse for somebody than another that is worse for
    /// nobody? Values only: no transfers are made up for.
    ///
    /// One case for each type profile, alternative that may be chosen there, and other alternative.
    ///
    /// # Errors
    /// Those of [`Examination::ex_post`].
    pub fn pareto(&self) -> Result<Verdict<ParetoImprovement>, SettingError> {
        self.strategies()?;
        let tables = self.tables()?;
        let branches = tables.followed.iter();
        let branches: u128 = branches
            .map(|&messages| tables.decision(messages).branches().len() as u128)
            .sum();
        let each = self.setting().alternatives() as u128;
        self.check_comparisons("Pareto efficiency", branches.saturating_mul(each))?;
        let mut search = Search::new();
        tables.types.for_each(|index, types| {
            let decision = tables.decision(tables.followed[index]);
            for chosen in alternatives(decision) {
                for better in (0..self.setting().alternatives()).filter(|&other| other != chosen) {
                    let gain = improvement(self.setting(), types, chosen, better);
                    search.record(gain.clone(), || ParetoImprovement {
                        types: types.to_vec(),
                        chosen,
                        better,
                        gain,
                    });
                }
            }
        });
        Ok(search.verdict())
    }

    /// Refuses to look at every alternative at every type profile if these are too many.
    fn check_alternatives(&self, what: &'static str) -> Result<(), SettingError> {
        let alternatives = self.setting().alternatives() as u128;
        let cases = alternatives.saturating_mul(self.tables()?.types.len() as u128);
        self.check_comparisons(what, cases)
    }

    /// The expected sum of values, when everybody follows the strategies.
    ///
    /// # Errors
    /// Those of [`Examination::ex_post`].
    pub fn expected_welfare(&self) -> Result<Rational, SettingError> {
        self.expected(|types, decision| welfare(self.setting(), types, decision))
    }

    /// How much less than the first best: the expected sum of values if the best alternative were
    /// always chosen, less [`Examination::expected_welfare`].
    ///
    /// # Errors
    /// Those of [`Examination::ex_post`].
    pub fn expected_loss(&self) -> Result<Rational, SettingError> {
        self.check_alternatives("the first best")?;
        self.expected(|types, decision| {
            best(self.setting(), types).1 - welfare(self.setting(), types, decision)
        })
    }
}

/// The alternatives of positive probability, each once.
fn alternatives(decision: &Decision) -> Vec<usize> {
    let mut list: Vec<usize> = decision
        .branches()
        .iter()
        .map(|branch| branch.alternative)
        .collect();
    list.sort_unstable();
    list.dedup();
    list
}
