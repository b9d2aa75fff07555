//! Budgets that balance: expected externalities, and which Groves mechanisms can.

use super::definition::{
    all_of, bayesian, declared, efficiency, greatest_welfare, interim_participation,
    private_values, revenue, selfish, total,
};
use super::groves::{EfficientCase, decides_as, first_best, table};
use super::sense::{FewProfiles, few};
use crate::game::ProfileSpace;
use crate::mechanism::examine::{BudgetStage, Examination, Lottery, RevenueRule, Stage};
use crate::mechanism::groves::{ExpectedExternality, Groves, MixedDifference, balanced_terms};
use crate::mechanism::{Decision, Mechanism, OutsideOptions, Setting, Strategies, TableLimit};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// The probability of each type of each agent.
fn marginals(setting: &Setting) -> Result<Vec<Vec<Rational>>, TheoremError> {
    let space = setting.few_profiles()?;
    let agents = setting.types().iter().enumerate();
    Ok(agents
        .map(|(agent, &count)| {
            let of = |own: usize| {
                let profiles = space.iter().filter(|types| types[agent] == own);
                profiles.map(|types| setting.probability(&types)).sum()
            };
            (0..count).map(of).collect()
        })
        .collect())
}

/// Is every type profile as likely as if types were drawn one by one?
pub(super) fn independent_types(setting: &Setting) -> Result<Finding, TheoremError> {
    let marginals = marginals(setting)?;
    for types in &setting.few_profiles()? {
        let agents = types.iter().zip(&marginals);
        let product = agents.fold(Rational::ONE, |sum, (&own, list)| sum * &list[own]);
        let joint = setting.probability(&types);
        if joint != product {
            return Ok(Finding::fails(format!(
                "types {types:?} have probability {joint}, and {product} if they were independent"
            )));
        }
    }
    Ok(Finding::Holds)
}

/// Paying everybody the externality that others can expect from its type balances the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpectedExternalitiesBalance;

impl ExpectedExternalitiesBalance {
    /// The transfers from the definition, with others believed to be as the marginals say.
    fn transfers(
        setting: &Setting,
        chosen: impl Fn(&[usize]) -> usize,
    ) -> Result<impl Fn(&[usize]) -> Vec<Rational>, TheoremError> {
        let (space, marginals) = (setting.few_profiles()?, marginals(setting)?);
        let agents = setting.agents();
        let mut expected: Vec<Vec<Rational>> = Vec::new();
        for (agent, &count) in setting.types().iter().enumerate() {
            let of = |own: usize| -> Rational {
                let profiles = space.iter().filter(|types| types[agent] == own);
                let each = profiles.map(|types| {
                    let others = (0..agents).filter(|&other| other != agent);
                    let probability = others.fold(Rational::ONE, |product, other| {
                        product * &marginals[other][types[other]]
                    });
                    let a = chosen(&types);
                    let all = total(setting, &types, a);
                    probability * &(all - setting.value(agent, &types, a))
                });
                each.sum()
            };
            expected.push((0..count).map(of).collect());
        }
        Ok(move |types: &[usize]| {
            let own = |agent: usize| &expected[agent][types[agent]];
            let share = |agent: usize| {
                let others = (0..agents).filter(|&other| other != agent).map(own);
                let sum = others.sum::<Rational>();
                sum.checked_div(&Rational::from(agents.saturating_sub(1)))
            };
            // A single agent has nobody to share with.
            (0..agents)
                .map(|agent| match share(agent) {
                    Some(share) => own(agent) - &share,
                    None => Rational::ZERO,
                })
                .collect()
        })
    }
}

impl Theorem for ExpectedExternalitiesBalance {
    type Instance = EfficientCase;

    fn statement(&self) -> Statement {
        Statement::new(
            "expected_externalities_balance",
            "Efficient, balanced, and truthful in expectation",
        )
        .saying(
            "With independent types and private values the expected-externality mechanism \
             chooses efficiently, its transfers sum to zero after all reports, and truth is a \
             Bayes–Nash equilibrium.",
        )
        .from_source("Arrow, 1979; d'Aspremont and Gérard-Varet, 1979")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<EfficientCase>> {
        vec![
            Hypothesis::new(
                "private_values",
                "What an agent values depends on its own type only.",
                |case: &EfficientCase| private_values(&case.setting),
            ),
            Hypothesis::new(
                "independent_types",
                "No agent's type says anything about the others'.",
                |case: &EfficientCase| independent_types(&case.setting),
            ),
        ]
    }

    fn conclusion(&self, case: &EfficientCase) -> Result<Finding, TheoremError> {
        let case = &case.checked()?;
        let setting = &case.setting;
        let chosen = |types: &[usize]| first_best(&case.order, |a| total(setting, types, a));
        let transfers = Self::transfers(setting, chosen)?;
        let table = table(setting, |types| {
            Decision::certain(chosen(types), transfers(types))
        })?;
        let built = match independent_types(setting)?.holds() && setting.has_private_values() {
            true => {
                let limit = TableLimit::default();
                Some(ExpectedExternality::new(setting, limit)?.with_order(case.order.clone())?)
            }
            false => None,
        };
        let truth = Strategies::truthful(setting);
        let examination = Examination::new(setting, &table)?;
        let cases = bayesian(setting, &table, &truth, &selfish(setting))?;
        let balance = revenue(&table, Rational::abs)?;
        let (rule, stage) = (
            RevenueRule::balanced(),
            BudgetStage::ExPost(Lottery::EachBranch),
        );
        all_of![
            match &built {
                Some(built) => decides_as(built, &table),
                None => Finding::Holds,
            },
            balance.finding(),
            balance.agree("balance", &examination.budget(&rule, stage)?, &examination),
            cases.finding(),
            cases.agree("truth", &examination.bayesian()?, &examination),
            // Some types may expect a loss, and the examination knows how much.
            interim_participation(setting, &table)?.agree(
                "participation",
                &examination.participation(Stage::Interim, &OutsideOptions::default())?,
                &examination
            ),
            efficiency(setting, &table)?.finding(),
        ]
    }
}

/// A Groves mechanism balances its budget if and only if mixed differences vanish.
///
/// ```
/// use lacuna::mechanism::Setting;
/// use lacuna::number::Rational;
/// use lacuna::theorem::mechanisms::BalanceNeedsVanishingDifferences;
/// use lacuna::theorem::{Theorem, Verdict};
///
/// // A project that each of two agents values at −1 or 1: the difference is 2, and none balances.
/// let project = Setting::private(&[2, 2], 2, |_, own, built| {
///     Rational::from(built as i64 * [-1, 1][own])
/// })?;
/// assert_eq!(BalanceNeedsVanishingDifferences.check(&project)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BalanceNeedsVanishingDifferences;

/// The most terms that are summed in all mixed differences.
const MOST_TERMS: usize = 1 << 22;

/// `Σ_S (−1)^|S| W(from_S, to_-S)` from a table of greatest welfare.
fn mixed(
    space: &ProfileSpace,
    welfare: &[Rational],
    from: &[usize],
    to: &[usize],
) -> Result<Rational, TheoremError> {
    let mut sum = Rational::ZERO;
    for choice in &ProfileSpace::new(&vec![2; from.len()])? {
        let types: Vec<usize> = (0..from.len())
            .map(|agent| if choice[agent] == 1 { from } else { to }[agent])
            .collect();
        let term = &welfare[space.index(&types)?];
        match choice.iter().sum::<usize>() % 2 {
            0 => sum += term,
            _ => sum -= term,
        }
    }
    Ok(sum)
}

impl Theorem for BalanceNeedsVanishingDifferences {
    type Instance = Setting;

    fn statement(&self) -> Statement {
        Statement::new(
            "balance_needs_vanishing_differences",
            "When a Groves mechanism can balance",
        )
        .saying(
            "Among two agents or more with private values, some Groves mechanism balances its \
             budget at all type profiles if and only if every mixed difference of greatest \
             welfare, `Σ_S (−1)^|S| W(from_S, to_-S)`, is zero.",
        )
        .from_source("Green and Laffont, 1979; Laffont and Maskin, 1980")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Setting>> {
        vec![
            Hypothesis::new(
                "two_agents",
                "There are at least two agents.",
                |setting: &Setting| {
                    Ok(Finding::when(setting.agents() > 1, || {
                        "one agent, whose transfer is nobody's".to_owned()
                    }))
                },
            ),
            Hypothesis::new(
                "private_values",
                "What an agent values depends on its own type only.",
                private_values,
            ),
        ]
    }

    fn conclusion(&self, setting: &Setting) -> Result<Finding, TheoremError> {
        let setting = &*declared(setting)?;
        let space = setting.few_profiles()?;
        let agents = u32::try_from(setting.agents()).unwrap_or(u32::MAX);
        let terms = space.len().saturating_mul(space.len());
        let terms = terms.saturating_mul(2usize.saturating_pow(agents));
        few("terms of mixed differences", terms, MOST_TERMS)?;
        let welfare: Vec<Rational> = space
            .iter()
            .map(|types| greatest_welfare(setting, &types))
            .collect();
        let mut vanish = true;
        for from in &space {
            for to in &space {
                let own = mixed(&space, &welfare, &from, &to)?;
                vanish &= own.is_zero();
                let found = MixedDifference::between(setting, &from, &to)?;
                if found.difference != own {
                    return Ok(Finding::fails(format!(
                        "the difference between {from:?} and {to:?} is {own}, not {}",
                        found.difference
                    )));
                }
            }
        }
        let balance = balanced_terms(setting, TableLimit::default())?;
        let Some(terms) = balance.terms() else {
            let proof = balance
                .obstruction()
                .is_some_and(|proof| proof.verify(setting));
            return Ok(Finding::when(!vanish && proof, || {
                "no Groves mechanism balances, although all differences vanish, or for a reason \
                 that is none"
                    .to_owned()
            }));
        };
        let groves = Groves::new(setting)?.with_term_table(terms.to_vec())?;
        for types in &space {
            let decision = groves.decide(&types);
            let sum: Rational = (0..setting.agents())
                .map(|agent| decision.expected_transfer(agent))
                .sum();
            if !sum.is_zero() {
                return Ok(Finding::fails(format!(
                    "with the terms that balance, transfers sum to {sum} at {types:?}"
                )));
            }
        }
        Ok(Finding::when(vanish, || {
            "a Groves mechanism balances, although a difference does not vanish".to_owned()
        }))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::Drawn;
    use crate::theorem::mechanisms::draws::{interdependent, joint, settings, settings_of};
    use crate::theorem::mechanisms::groves::efficient;

    impl Drawn for ExpectedExternalitiesBalance {
        fn instances(&self) -> BoxedStrategy<EfficientCase> {
            efficient(settings(-3..=3))
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<EfficientCase> {
            if hypothesis == "private_values" {
                return efficient(interdependent(-3..=3));
            }
            let correlated = (settings_of(vec![2, 2], 2, -3..=3), joint(4));
            efficient(
                correlated
                    .prop_filter_map("no prior", |(setting, prior)| {
                        setting.with_prior(prior).ok()
                    })
                    .boxed(),
            )
        }
    }

    impl Drawn for BalanceNeedsVanishingDifferences {
        fn instances(&self) -> BoxedStrategy<Setting> {
            // With one agent of a single type differences always vanish.
            let idle = settings_of(vec![2, 2, 1], 2, -3..=3);
            prop_oneof![3 => settings(-2..=2), 1 => idle].boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Setting> {
            match hypothesis {
                "two_agents" => settings_of(vec![2], 2, -3..=3),
                _ => interdependent(-3..=3),
            }
        }
    }
}
