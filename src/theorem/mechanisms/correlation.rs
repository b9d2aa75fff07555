//! Correlated types: what beliefs give away.

use super::definition::{
    all_of, bayesian, beliefs, efficiency, expected_revenue, greatest_welfare, selfish,
};
use super::sense::FewProfiles;
use crate::mechanism::examine::{Examination, Stage};
use crate::mechanism::optimal::{Beliefs, Extraction, belief_independence, full_extraction};
use crate::mechanism::{Mechanism, OutsideOptions, Setting, Strategies};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// The rank of a matrix, by elimination.
fn rank(mut rows: Vec<Vec<Rational>>) -> usize {
    let columns = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..columns {
        let Some(pivot) = (rank..rows.len()).find(|&row| !rows[row][column].is_zero()) else {
            continue;
        };
        rows.swap(rank, pivot);
        let top = rows[rank].clone();
        for row in &mut rows[rank + 1..] {
            let Some(factor) = row[column].checked_div(&top[column]) else {
                continue;
            };
            for (entry, above) in row.iter_mut().zip(&top) {
                *entry -= &(&factor * above);
            }
        }
        rank += 1;
    }
    rank
}

/// What each type of an agent that occurs believes about the others.
fn all_beliefs(setting: &Setting, agent: usize) -> Result<Vec<Vec<Rational>>, TheoremError> {
    let mut rows = Vec::new();
    for own in 0..setting.types()[agent] {
        if let Some(weighed) = beliefs(setting, agent, own)? {
            rows.push(weighed.into_iter().map(|(_, share)| share).collect());
        }
    }
    Ok(rows)
}

/// Beliefs that are linearly independent let a seller take everything.
///
/// ```
/// use lacuna::mechanism::{Prior, Setting};
/// use lacuna::number::Rational;
/// use lacuna::theorem::mechanisms::IndependentBeliefsLeaveNothing;
/// use lacuna::theorem::{Theorem, Verdict};
///
/// let bidders = Setting::private(&[2, 2], 3, |bidder, own, given| {
///     Rational::from(if given == 1 + bidder { 1 + own as i64 } else { 0 })
/// })?;
/// // Independent types believe the same, ...
/// let verdict = IndependentBeliefsLeaveNothing.check(&bidders)?;
/// assert!(matches!(verdict, Verdict::HypothesisFails { .. }));
/// // ... correlated ones do not, and lose all of it.
/// let tenths = [4, 1, 1, 4].map(|tenths| Rational::new(tenths, 10).unwrap_or_default());
/// let correlated = bidders.with_prior(Prior::Joint(tenths.to_vec()))?;
/// assert_eq!(IndependentBeliefsLeaveNothing.check(&correlated)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndependentBeliefsLeaveNothing;

impl Theorem for IndependentBeliefsLeaveNothing {
    type Instance = Setting;

    fn statement(&self) -> Statement {
        Statement::new(
            "independent_beliefs_leave_nothing",
            "Full extraction of surplus",
        )
        .saying(
            "If for each agent the beliefs of its types about the others are linearly independent, \
             some mechanism chooses efficiently, is truthful in Bayes–Nash equilibrium, and \
             leaves every type an expected payoff of exactly zero.",
        )
        .from_source("Crémer and McLean, 1988")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Setting>> {
        vec![Hypothesis::new(
            "beliefs_are_linearly_independent",
            "No belief of a type of an agent is a linear combination of those of its other types.",
            |setting: &Setting| {
                for agent in 0..setting.agents() {
                    let rows = all_beliefs(setting, agent)?;
                    let (count, rank) = (rows.len(), rank(rows));
                    if rank < count {
                        return Ok(Finding::fails(format!(
                            "the {count} beliefs of agent {agent} have rank {rank}"
                        )));
                    }
                }
                Ok(Finding::Holds)
            },
        )]
    }

    fn conclusion(&self, setting: &Setting) -> Result<Finding, TheoremError> {
        setting.few_profiles()?;
        let mechanism = match full_extraction(setting)? {
            Extraction::Full(mechanism) => mechanism,
            Extraction::NotGuaranteed { agent, .. } => {
                return Ok(Finding::fails(format!("agent {agent} keeps some surplus")));
            }
        };
        let mut surplus = Rational::ZERO;
        for types in &setting.few_profiles()? {
            surplus += setting.probability(&types) * &greatest_welfare(setting, &types);
        }
        let utility = selfish(setting);
        for agent in 0..setting.agents() {
            for own in 0..setting.types()[agent] {
                let weighed = beliefs(setting, agent, own)?.unwrap_or_default();
                let payoff: Rational = (weighed.iter())
                    .map(|(types, share)| share * &utility(agent, types, &mechanism.decide(types)))
                    .sum();
                if !payoff.is_zero() {
                    return Ok(Finding::fails(format!(
                        "type {own} of agent {agent} expects {payoff}"
                    )));
                }
            }
            if belief_independence(setting, agent)? != Beliefs::Independent {
                return Ok(Finding::fails(format!(
                    "agent {agent} is said to have a mixture"
                )));
            }
        }
        let truth = Strategies::truthful(setting);
        let examination = Examination::new(setting, &mechanism)?;
        let cases = bayesian(setting, &mechanism, &truth, &utility)?;
        let outside = OutsideOptions::default();
        let paid = expected_revenue(setting, &mechanism)?;
        all_of![
            Finding::when(&paid == mechanism.revenue() && paid == surplus, || {
                format!(
                    "the agents pay {paid} together, said to be {}, of a surplus of {surplus}",
                    mechanism.revenue()
                )
            }),
            Finding::when(examination.expected_revenue()? == paid, || {
                "the examination finds another revenue".to_owned()
            }),
            Finding::when(
                examination.participation(Stage::Interim, &outside)?.holds(),
                || "a type is said to expect less than nothing".to_owned()
            ),
            efficiency(setting, &mechanism)?.finding(),
            cases.finding(),
            cases.agree("truth", &examination.bayesian()?, &examination),
        ]
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::Drawn;
    use crate::theorem::mechanisms::draws::{joint, settings_of};

    fn correlated(types: Vec<usize>) -> BoxedStrategy<Setting> {
        let profiles = types.iter().product::<usize>();
        (1usize..=3)
            .prop_flat_map(move |alternatives| {
                (
                    settings_of(types.clone(), alternatives, -2..=3),
                    joint(profiles),
                )
            })
            .prop_filter_map("no prior", |(setting, prior)| {
                setting.with_prior(prior).ok()
            })
            .boxed()
    }

    impl Drawn for IndependentBeliefsLeaveNothing {
        fn instances(&self) -> BoxedStrategy<Setting> {
            prop_oneof![2 => correlated(vec![2, 2]), 1 => correlated(vec![3, 3])].boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<Setting> {
            settings_of(vec![2, 2], 3, -2..=3)
        }
    }
}
