//! Strategy-proofness of rules without money, whatever the utilities behind the rankings.

use serde::{Deserialize, Serialize};

use super::budget::decided;
use super::tables::slice;
use super::verdict::Search;
use super::{Examination, Verdict, Witness};
use crate::mechanism::protocol::{Decision, Mechanism};
use crate::mechanism::setting::{Setting, SettingError};
use crate::number::Rational;

/// A lie that makes something at least as good as an alternative more likely, so that some utility
/// with the same ranking gains by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OrdinalManipulation {
    /// The agent.
    pub agent: usize,
    /// Its type.
    pub own_type: usize,
    /// The message of each agent, the agent's own being what it should say.
    pub messages: Vec<usize>,
    /// What it says instead.
    pub better: usize,
    /// The alternative: the agent gets something at least as good more often.
    pub threshold: usize,
    /// By how much more often.
    pub gain: Rational,
}

/// The probability of something that the type of the agent likes at least as much as `threshold`.
fn at_least_as_good(
    setting: &Setting,
    (agent, own_type): (usize, usize),
    threshold: usize,
    decision: &Decision,
) -> Rational {
    let value = |alternative| setting.private_value(agent, own_type, alternative);
    let good = decision
        .branches()
        .iter()
        .filter(|branch| value(branch.alternative) >= value(threshold));
    good.map(|branch| &branch.probability).sum()
}

fn needs_rankings(setting: &Setting) -> Result<(), SettingError> {
    if setting.has_private_values() {
        return Ok(());
    }
    let needs = "rankings must depend on the own type only";
    Err(SettingError::invalid(
        "the setting",
        "interdependent",
        needs,
    ))
}

fn needs_no_money(decision: &Decision) -> Result<(), SettingError> {
    let transfers = decision.branches().iter().flat_map(|b| &b.transfers);
    match transfers.into_iter().find(|transfer| !transfer.is_zero()) {
        None => Ok(()),
        Some(found) => {
            let needs = "rankings say nothing about money; transfers must be 0";
            Err(SettingError::invalid("a transfer", found, needs))
        }
    }
}

impl Witness for OrdinalManipulation {
    fn excess(&self) -> &Rational {
        &self.gain
    }

    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        let setting = examination.setting();
        needs_rankings(setting)?;
        examination.check_own_type(self.agent, self.own_type)?;
        SettingError::check_index("an alternative", self.threshold, setting.alternatives())?;
        examination.check_messages(&self.messages)?;
        let right = examination.strategies()?.message(self.agent, self.own_type);
        if self.messages[self.agent] != right {
            return Err(SettingError::invalid(
                "the agent's own message",
                self.messages[self.agent],
                "it must be the one of the strategy",
            ));
        }
        let who = (self.agent, self.own_type);
        let honest = decided(examination, &self.messages, None)?;
        let mut messages = self.messages.clone();
        messages[self.agent] = self.better;
        let other = decided(examination, &messages, None)?;
        needs_no_money(&honest)?;
        needs_no_money(&other)?;
        let good = |decision| at_least_as_good(setting, who, self.threshold, decision);
        Ok(good(&other) - good(&honest))
    }

    fn in_words(&self, examination: &Examination<'_>) -> String {
        format!(
            "{} gets something at least as good as {} with {} more probability by saying \"{}\", \
             when the others say [{}]",
            examination.who(self.agent, self.own_type),
            examination.setting().alternative_name(self.threshold),
            self.gain,
            examination.message_name(self.agent, self.better),
            examination.messages_text(&self.messages, Some(self.agent))
        )
    }
}

impl Examination<'_> {
    /// Strategy-proofness for rankings: whatever the others say, is the lottery of the right message
    /// at least as good as that of every other message for *every* utility with the ranking of the
    /// type (first-order stochastic dominance; Gibbard 1977)? Of values only the order counts,
    /// with ties; for rules without lotteries this is [`Examination::dominant_strategy`].
    ///
    /// One case for each type, each other message, each profile of the others' messages and each
    /// alternative that is not among the worst of the type, ties once.
    ///
    /// # Errors
    /// Those of [`Examination::dominant_strategy`]; [`SettingError::Invalid`] with interdependent
    /// values or if money is paid.
    pub fn strategy_proof(&self) -> Result<Verdict<OrdinalManipulation>, SettingError> {
        let setting = self.setting();
        needs_rankings(setting)?;
        let strategies = self.strategies()?;
        let tables = self.tables()?;
        let types: u128 = self
            .examined()
            .iter()
            .map(|&i| setting.types()[i] as u128)
            .sum();
        let cases = types
            .saturating_mul(setting.alternatives() as u128)
            .saturating_mul(tables.messages().len() as u128);
        self.check_comparisons("strategy-proofness", cases)?;
        for decision in tables.mechanism.decisions() {
            needs_no_money(decision)?;
        }
        let space = tables.messages();
        let mut search = Search::new();
        for &agent in self.examined() {
            for own_type in 0..setting.types()[agent] {
                let message = strategies.message(agent, own_type);
                let thresholds = thresholds(setting, agent, own_type);
                let good = |threshold: usize, index: usize| {
                    at_least_as_good(
                        setting,
                        (agent, own_type),
                        threshold,
                        tables.decision(index),
                    )
                };
                for (base, stride) in slice(space, agent) {
                    let right = base + message * stride;
                    for &threshold in &thresholds {
                        let honest = good(threshold, right);
                        for better in (0..space.actions()[agent]).filter(|&m| m != message) {
                            let gain = good(threshold, base + better * stride) - &honest;
                            search.record(gain.clone(), || OrdinalManipulation {
                                agent,
                                own_type,
                                messages: space.profile_unchecked(right),
                                better,
                                threshold,
                                gain,
                            });
                        }
                    }
                }
            }
        }
        Ok(search.verdict())
    }
}

/// One alternative of each class of equally good ones but the worst, best first.
fn thresholds(setting: &Setting, agent: usize, own_type: usize) -> Vec<usize> {
    let value = |&alternative: &usize| setting.private_value(agent, own_type, alternative);
    let mut list: Vec<usize> = (0..setting.alternatives()).collect();
    list.sort_by(|a, b| value(b).cmp(&value(a)).then(a.cmp(b)));
    list.dedup_by(|a, b| value(a) == value(b));
    list.pop();
    list
}

/// Is a rule without money strategy-proof for the rankings in this setting? See
/// [`Examination::strategy_proof`].
///
/// ```
/// use lacuna::mechanism::examine::{Witness, strategy_proof};
/// use lacuna::mechanism::{Decision, Mechanism, Setting};
/// use lacuna::number::Rational;
///
/// /// Three voters, three candidates; most votes win, and the first of those with as many.
/// struct Plurality;
/// impl Mechanism for Plurality {
///     fn agents(&self) -> usize {
///         3
///     }
///     fn messages(&self, _voter: usize) -> usize {
///         3
///     }
///     fn alternatives(&self) -> usize {
///         3
///     }
///     fn decide(&self, votes: &[usize]) -> Decision {
///         let count = |candidate: usize| votes.iter().filter(|&&vote| vote == candidate).count();
///         let best = (0..3).max_by_key(|&candidate| (count(candidate), 3 - candidate));
///         Decision::certain(best.unwrap_or(0), vec![Rational::ZERO; 3])
///     }
/// }
/// // Type t likes candidate t best, then the next in the circle 0, 1, 2.
/// let setting = Setting::private(&[3, 3, 3], 3, |_, own, candidate| {
///     Rational::from(-(((candidate + 3 - own) % 3) as i64))
/// })?;
/// let verdict = strategy_proof(&setting, &Plurality)?;
/// let witness = verdict.witness().ok_or("plurality can be manipulated")?;
/// // With three different votes candidate 0 wins; who likes it least votes for the other one.
/// assert_eq!((witness.own_type, witness.better), (1, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of [`Examination::strategy_proof`].
pub fn strategy_proof(
    setting: &Setting,
    rule: &dyn Mechanism,
) -> Result<Verdict<OrdinalManipulation>, SettingError> {
    Examination::new(setting, rule)?.strategy_proof()
}
