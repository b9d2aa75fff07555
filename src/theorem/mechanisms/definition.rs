//! Promises of mechanisms from their definitions: every agent, type, message and branch in turn.

use std::borrow::Cow;

use super::sense::{FewProfiles, few_profiles};
use crate::game::ProfileSpace;
use crate::mechanism::examine::{Examination, Verdict, Witness};
use crate::mechanism::{Branch, Concern, Decision, Mechanism, Setting, Strategies};
use crate::number::Rational;
use crate::theorem::{Finding, TheoremError};

/// All cases of a condition, and by how much it is broken in the worst.
#[derive(Debug, Default)]
pub(super) struct Cases {
    worst: Option<Rational>,
    words: String,
    violations: u64,
    ties: u64,
    count: u64,
}

impl Cases {
    /// A case: above 0 is a violation, which `words` describes.
    pub(super) fn record(&mut self, excess: Rational, words: impl FnOnce() -> String) {
        self.count += 1;
        self.violations += u64::from(excess.is_positive());
        self.ties += u64::from(excess.is_zero());
        if self.worst.as_ref().is_none_or(|worst| excess > *worst) {
            if excess.is_positive() {
                self.words = words();
            }
            self.worst = Some(excess);
        }
    }

    /// Is the condition broken nowhere?
    pub(super) fn hold(&self) -> bool {
        self.violations == 0
    }

    /// The condition is broken nowhere.
    pub(super) fn finding(&self) -> Finding {
        Finding::when(self.hold(), || self.words.clone())
    }

    /// An examination of the same condition found the same: as many cases and violations, the same
    /// least slack, and a witness that stands on its own.
    pub(super) fn agree<W: Witness>(
        &self,
        what: &str,
        verdict: &Verdict<W>,
        examination: &Examination<'_>,
    ) -> Finding {
        let slack = self.worst.as_ref().map(|worst| -worst);
        let stands = verdict
            .witness()
            .is_none_or(|found| found.verify(examination));
        let same = verdict.holds() == self.hold()
            && verdict.least_slack() == slack
            && verdict.violations() == self.violations
            && verdict.comparisons() == self.count;
        // The case with the least slack, from the definition, and how many have none.
        let stands = stands
            && match verdict {
                Verdict::Holds { ties, tightest, .. } => {
                    let again = tightest.as_ref().map(|found| found.recomputed(examination));
                    *ties == self.ties && again.is_none_or(|again| again.ok() == self.worst)
                }
                Verdict::Fails { .. } => true,
            };
        Finding::when(same && stands, || {
            format!(
                "{what}: {} of {} cases are violations and the least slack is {slack:?}; the \
                 examination says {} of {} and {:?}, with a witness that is {}",
                self.violations,
                self.count,
                verdict.violations(),
                verdict.comparisons(),
                verdict.least_slack(),
                if stands { "right" } else { "wrong" },
            )
        })
    }
}

/// A chain of checks: stops at the first that fails.
macro_rules! all_of {
    ($($finding:expr),* $(,)?) => {{
        $(
            let finding: $crate::theorem::Finding = $finding;
            if !finding.holds() {
                return Ok(finding);
            }
        )*
        Ok($crate::theorem::Finding::Holds)
    }};
}
pub(super) use all_of;

/// The expectation of something over the branches of a decision.
pub(super) fn expected(decision: &Decision, of: impl Fn(&Branch) -> Rational) -> Rational {
    let branches = decision.branches().iter();
    branches
        .map(|branch| &branch.probability * &of(branch))
        .sum()
}

/// What an agent makes of a decision at a type profile.
pub(super) type Utility<'a> = dyn Fn(usize, &[usize], &Decision) -> Rational + 'a;

/// Value plus transfer.
pub(super) fn selfish(setting: &Setting) -> impl Fn(usize, &[usize], &Decision) -> Rational {
    move |agent, types, decision| {
        expected(decision, |branch| {
            setting.value(agent, types, branch.alternative) + &branch.transfers[agent]
        })
    }
}

/// `u_i + λ·W`, where W counts what `concern` says.
pub(super) fn cooperative(
    setting: &Setting,
    lambda: &Rational,
    concern: Concern,
) -> impl Fn(usize, &[usize], &Decision) -> Rational {
    move |agent, types, decision| {
        expected(decision, |branch| {
            let own = setting.value(agent, types, branch.alternative) + &branch.transfers[agent];
            let mut all = Rational::ZERO;
            for other in 0..setting.agents() {
                all += setting.value(other, types, branch.alternative);
                if concern == Concern::Payoffs {
                    all += &branch.transfers[other];
                }
            }
            own + lambda * &all
        })
    }
}

/// All message profiles of a mechanism.
pub(super) fn messages(mechanism: &dyn Mechanism) -> Result<ProfileSpace, TheoremError> {
    let counts: Vec<usize> = (0..mechanism.agents())
        .map(|agent| mechanism.messages(agent))
        .collect();
    few_profiles(&counts)
}

/// A profile in which one entry is another.
pub(super) fn with(profile: &[usize], agent: usize, own: usize) -> Vec<usize> {
    let mut changed = profile.to_vec();
    changed[agent] = own;
    changed
}

/// The setting, with values that are declared private if they are.
pub(super) fn declared(setting: &Setting) -> Result<Cow<'_, Setting>, TheoremError> {
    if setting.has_private_values() || !private_values(setting)?.holds() {
        return Ok(Cow::Borrowed(setting));
    }
    let anybody = vec![0; setting.agents()];
    let value = |agent: usize, own: usize, alternative: usize| {
        let types = with(&anybody, agent, own);
        setting.value(agent, &types, alternative).clone()
    };
    let private = Setting::private(setting.types(), setting.alternatives(), value)?;
    Ok(Cow::Owned(private.with_prior(setting.prior().clone())?))
}

/// The strategies are best whatever the others say, and whatever their types are if values are
/// interdependent.
pub(super) fn dominance(
    setting: &Setting,
    mechanism: &dyn Mechanism,
    strategies: &Strategies,
    utility: &Utility<'_>,
) -> Result<Cases, TheoremError> {
    let space = messages(mechanism)?;
    let mut cases = Cases::default();
    for agent in 0..setting.agents() {
        for own in 0..setting.types()[agent] {
            let mut others = vec![with(&vec![0; setting.agents()], agent, own)];
            if !setting.has_private_values() {
                let all = setting.few_profiles()?;
                others = all.iter().filter(|types| types[agent] == own).collect();
            }
            let right = strategies.message(agent, own);
            for types in &others {
                for said in space.iter().filter(|said| said[agent] == right) {
                    let honest = utility(agent, types, &mechanism.decide(&said));
                    for lie in (0..mechanism.messages(agent)).filter(|&lie| lie != right) {
                        let lying = mechanism.decide(&with(&said, agent, lie));
                        let gain = utility(agent, types, &lying) - &honest;
                        cases.record(gain.clone(), || {
                            format!(
                                "type {own} of agent {agent} gains {gain} by saying {lie} when \
                                 the messages are {said:?}"
                            )
                        });
                    }
                }
            }
        }
    }
    Ok(cases)
}

/// The strategies are best at every type profile, if the others follow theirs.
pub(super) fn ex_post(
    setting: &Setting,
    mechanism: &dyn Mechanism,
    strategies: &Strategies,
    utility: &Utility<'_>,
) -> Result<Cases, TheoremError> {
    let mut cases = Cases::default();
    for agent in 0..setting.agents() {
        for types in &setting.few_profiles()? {
            let said = strategies.messages(&types);
            let honest = utility(agent, &types, &mechanism.decide(&said));
            for lie in (0..mechanism.messages(agent)).filter(|&lie| lie != said[agent]) {
                let lying = mechanism.decide(&with(&said, agent, lie));
                let gain = utility(agent, &types, &lying) - &honest;
                cases.record(gain.clone(), || {
                    format!("agent {agent} gains {gain} by saying {lie} at types {types:?}")
                });
            }
        }
    }
    Ok(cases)
}

/// The strategies are best in expectation, given the own type; types of probability zero are left
/// out.
pub(super) fn bayesian(
    setting: &Setting,
    mechanism: &dyn Mechanism,
    strategies: &Strategies,
    utility: &Utility<'_>,
) -> Result<Cases, TheoremError> {
    let mut cases = Cases::default();
    for agent in 0..setting.agents() {
        for own in 0..setting.types()[agent] {
            let Some(beliefs) = beliefs(setting, agent, own)? else {
                continue;
            };
            let right = strategies.message(agent, own);
            for lie in (0..mechanism.messages(agent)).filter(|&lie| lie != right) {
                let mut gain = Rational::ZERO;
                for (types, probability) in &beliefs {
                    let said = strategies.messages(types);
                    let honest = utility(agent, types, &mechanism.decide(&said));
                    let lying = mechanism.decide(&with(&said, agent, lie));
                    gain += probability * &(utility(agent, types, &lying) - &honest);
                }
                cases.record(gain.clone(), || {
                    format!("type {own} of agent {agent} expects to gain {gain} by saying {lie}")
                });
            }
        }
    }
    Ok(cases)
}

/// Type profiles with their probabilities.
pub(super) type Weighed = Vec<(Vec<usize>, Rational)>;

/// The type profiles with this type of an agent and their probabilities given it; `None` if it
/// never occurs.
pub(super) fn beliefs(
    setting: &Setting,
    agent: usize,
    own: usize,
) -> Result<Option<Weighed>, TheoremError> {
    let space = setting.few_profiles()?;
    let profiles = || space.iter().filter(|types| types[agent] == own);
    let mass: Rational = profiles().map(|types| setting.probability(&types)).sum();
    let Some(inverse) = mass.recip() else {
        return Ok(None);
    };
    let weighed = profiles().map(|types| {
        let probability = setting.probability(&types) * &inverse;
        (types, probability)
    });
    Ok(Some(weighed.collect()))
}

/// Nobody is worse off than outside, with nothing outside, after every honest type profile and
/// draw.
pub(super) fn participation(
    setting: &Setting,
    mechanism: &dyn Mechanism,
) -> Result<Cases, TheoremError> {
    let mut cases = Cases::default();
    for agent in 0..setting.agents() {
        for types in &setting.few_profiles()? {
            for branch in mechanism.decide(&types).branches() {
                let value = setting.value(agent, &types, branch.alternative);
                let payoff = value + &branch.transfers[agent];
                cases.record(-&payoff, || {
                    format!("agent {agent} is left with {payoff} at types {types:?}")
                });
            }
        }
    }
    Ok(cases)
}

/// Every type that occurs expects at least nothing, if everybody is honest.
pub(super) fn interim_participation(
    setting: &Setting,
    mechanism: &dyn Mechanism,
) -> Result<Cases, TheoremError> {
    let utility = selfish(setting);
    let mut cases = Cases::default();
    for agent in 0..setting.agents() {
        for own in 0..setting.types()[agent] {
            let Some(weighed) = beliefs(setting, agent, own)? else {
                continue;
            };
            let each = weighed.iter().map(|(types, probability)| {
                probability * &utility(agent, types, &mechanism.decide(types))
            });
            let payoff: Rational = each.sum();
            cases.record(-&payoff, || {
                format!("type {own} of agent {agent} expects {payoff}")
            });
        }
    }
    Ok(cases)
}

/// How far revenue is from where it should be, after every message profile and draw.
pub(super) fn revenue(
    mechanism: &dyn Mechanism,
    excess: impl Fn(&Rational) -> Rational,
) -> Result<Cases, TheoremError> {
    let mut cases = Cases::default();
    for said in &messages(mechanism)? {
        for branch in mechanism.decide(&said).branches() {
            let revenue = -branch.transfers.iter().sum::<Rational>();
            cases.record(excess(&revenue), || {
                format!("the agents pay {revenue} together after messages {said:?}")
            });
        }
    }
    Ok(cases)
}

/// Nobody is ever paid.
pub(super) fn no_subsidies(mechanism: &dyn Mechanism) -> Result<Cases, TheoremError> {
    let mut cases = Cases::default();
    for said in &messages(mechanism)? {
        for branch in mechanism.decide(&said).branches() {
            for (agent, transfer) in branch.transfers.iter().enumerate() {
                cases.record(transfer.clone(), || {
                    format!("agent {agent} is paid {transfer} after messages {said:?}")
                });
            }
        }
    }
    Ok(cases)
}

/// The largest sum of values at a type profile.
pub(super) fn greatest_welfare(setting: &Setting, types: &[usize]) -> Rational {
    let totals = (0..setting.alternatives()).map(|alternative| total(setting, types, alternative));
    totals.max().unwrap_or_default()
}

/// The sum of values of an alternative at a type profile.
pub(super) fn total(setting: &Setting, types: &[usize], alternative: usize) -> Rational {
    let agents = 0..setting.agents();
    agents
        .map(|agent| setting.value(agent, types, alternative))
        .sum()
}

/// A decision with the largest sum of values at every type profile, if everybody is honest.
pub(super) fn efficiency(
    setting: &Setting,
    mechanism: &dyn Mechanism,
) -> Result<Cases, TheoremError> {
    let mut cases = Cases::default();
    for types in &setting.few_profiles()? {
        let decision = mechanism.decide(&types);
        let chosen = expected(&decision, |branch| {
            total(setting, &types, branch.alternative)
        });
        let loss = greatest_welfare(setting, &types) - &chosen;
        cases.record(loss.clone(), || {
            format!("{loss} of welfare is lost at types {types:?}")
        });
    }
    Ok(cases)
}

/// What the agents pay together in expectation, if everybody is honest.
pub(super) fn expected_revenue(
    setting: &Setting,
    mechanism: &dyn Mechanism,
) -> Result<Rational, TheoremError> {
    let mut sum = Rational::ZERO;
    for types in &setting.few_profiles()? {
        let decision = mechanism.decide(&types);
        let paid = expected(&decision, |branch| {
            -branch.transfers.iter().sum::<Rational>()
        });
        sum += setting.probability(&types) * &paid;
    }
    Ok(sum)
}

/// Does what an agent values depend on its own type only? Decided by comparing all type profiles.
pub(super) fn private_values(setting: &Setting) -> Result<Finding, TheoremError> {
    let mut first = std::collections::BTreeMap::new();
    for types in &setting.few_profiles()? {
        for (agent, &own) in types.iter().enumerate() {
            for alternative in 0..setting.alternatives() {
                let value = setting.value(agent, &types, alternative);
                let known = first
                    .entry((agent, own, alternative))
                    .or_insert_with(|| value.clone());
                if known != value {
                    return Ok(Finding::fails(format!(
                        "agent {agent} of type {own} values alternative {alternative} at {known} \
                         or {value}, depending on the others' types"
                    )));
                }
            }
        }
    }
    Ok(Finding::Holds)
}
