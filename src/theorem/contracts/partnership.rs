//! Partnerships with finitely many efforts, and actions that can be contracted on.

use super::LanguageInstance;
use super::plain_program::{Paid, attains};
use super::validity::{Valid, hypothesis};
use crate::contract::{
    Budget, ContractingProblem, Language, Settlement, SettlementOptions, settle,
};
use crate::game::{NormalForm, Profile, ProfileSpace};
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// Partners choose efforts; their output is verifiable and shared equally.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Partnership {
    /// What each effort costs each partner.
    pub costs: Vec<Vec<i64>>,
    /// The output of each profile of efforts, the last partner's effort fastest.
    pub outputs: Vec<i64>,
    /// The efforts to be made.
    pub target: Profile,
    /// What transfers sum to.
    pub budget: Budget,
    /// The largest transfer; `None` without limit.
    pub liability: Option<Rational>,
}

impl Partnership {
    /// A partnership with the efforts that are to be made and what may be paid.
    pub fn new(
        costs: Vec<Vec<i64>>,
        outputs: Vec<i64>,
        target: Profile,
        budget: Budget,
        liability: Option<Rational>,
    ) -> Self {
        Partnership {
            costs,
            outputs,
            target,
            budget,
            liability,
        }
    }

    fn efforts(&self) -> Vec<usize> {
        self.costs.iter().map(Vec::len).collect()
    }

    /// Where no output is listed, 0.
    fn output(&self, profile: &[usize]) -> i64 {
        let efforts = self.efforts();
        let places = profile.iter().zip(&efforts);
        let index = places.fold(0, |index, (&effort, &count)| index * count + effort);
        self.outputs.get(index).copied().unwrap_or_default()
    }

    fn plain(&self) -> Result<LanguageInstance, TheoremError> {
        let partners = self.costs.len() as i64;
        let game = NormalForm::from_fn(&self.efforts(), |player, profile| {
            let share = Rational::new(self.output(profile), partners).unwrap_or_default();
            share - Rational::from(self.costs[player][profile[player]])
        })?;
        let problem = ContractingProblem::single_state(game)?;
        let language = Language::output_only(&problem, |_, profile| self.output(profile));
        let (budget, limit) = (self.budget, self.liability.clone());
        Ok(LanguageInstance::new(
            problem,
            language,
            Rational::ZERO,
            budget,
            limit,
        ))
    }

    /// For every output, what the partners who can bring it about alone save by that, in sum, is at
    /// most what the output falls short of the target. Whoever cannot is free from suspicion and
    /// can be paid.
    fn savings_never_exceed_the_shortfall(&self) -> Result<bool, TheoremError> {
        // The sums of numbers of 64 bits need more.
        let full = i128::from(self.output(&self.target));
        let mut outputs: Vec<i64> = ProfileSpace::new(&self.efforts())?
            .iter()
            .map(|profile| self.output(&profile))
            .collect();
        outputs.sort_unstable();
        outputs.dedup();
        Ok(outputs.into_iter().all(|output| {
            let savings: Option<i128> = (0..self.costs.len())
                .map(|partner| {
                    let costs = &self.costs[partner];
                    let reaching = (0..costs.len()).filter(|&effort| {
                        let mut profile = self.target.clone();
                        profile[partner] = effort;
                        self.output(&profile) == output
                    });
                    reaching
                        .map(|effort| {
                            i128::from(costs[self.target[partner]]) - i128::from(costs[effort])
                        })
                        .max()
                })
                .sum();
            savings.is_none_or(|savings| savings <= full - i128::from(output))
        }))
    }
}

/// A finite partnership works with balanced shares iff savings never exceed the shortfall.
///
/// ```
/// use lacuna::contract::Budget;
/// use lacuna::theorem::contracts::{FinitePartnershipBalances, Partnership};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// // Each effort adds 10 and costs 7: 2 · 7 exceeds 10, so that balanced shares cannot do it.
/// let costs = vec![vec![0, 7], vec![0, 7]];
/// let outputs = vec![0, 10, 10, 20];
/// let team = Partnership::new(costs, outputs, vec![1, 1], Budget::Balanced, None);
/// assert!(matches!(FinitePartnershipBalances.check(&team)?, Verdict::Holds));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FinitePartnershipBalances;

impl Theorem for FinitePartnershipBalances {
    type Instance = Partnership;

    fn statement(&self) -> Statement {
        Statement::new(
            "finite_partnership_balances",
            "When a finite partnership works with balanced shares",
        )
        .saying(
            "Where only output is verifiable, some balanced sharing rule makes given efforts an \
             equilibrium iff for every output the greatest savings of the partners who can each \
             bring it about alone are in sum at most what it falls short, or some partner cannot \
             bring it about.",
        )
        .from_source("Legros and Matthews, 1993; Legros and Matsushima, 1991; cf. Holmström, 1982")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            hypothesis(
                "balanced",
                "Shares sum to the output.",
                |instance: &Partnership| {
                    let balanced = instance.budget == Budget::Balanced;
                    Ok(Finding::when(balanced, || format!("{:?}", instance.budget)))
                },
            ),
            hypothesis(
                "unlimited_money",
                "Transfers have no limit.",
                |instance: &Partnership| {
                    let limited = instance.liability.is_some();
                    Ok(Finding::when(!limited, || "there is a limit".to_owned()))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let plain = instance.plain()?;
        let mut options = SettlementOptions::default().with_budget(instance.budget);
        if let Some(limit) = &instance.liability {
            options = options.with_liability(limit.clone());
        }
        let plan = vec![instance.target.clone()];
        let selfish = WeightMatrix::identity(instance.costs.len());
        let (problem, language) = (&plain.problem, &plain.language);
        let met = match settle(problem, language, &plan, &selfish, &options)? {
            Settlement::Met(_) => true,
            Settlement::NotMet(bound) => {
                if !bound.verify(problem, language, &plan, &selfish, &options) {
                    return Ok(Finding::fails("an impossibility does not stand up"));
                }
                false
            }
        };
        if met != attains(&plain, &plan, Paid::Anything)? {
            return Ok(Finding::fails(format!("the efforts can be settled: {met}")));
        }
        let savings = instance.savings_never_exceed_the_shortfall()?;
        Ok(Finding::when(met == savings, || {
            format!("balanced: {met}; savings never exceed the shortfall: {savings}")
        }))
    }
}

/// Where actions can be contracted on and the optimum is the same in all states, balanced fines
/// attain the first best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifiableActionsClose;

impl Theorem for VerifiableActionsClose {
    type Instance = LanguageInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "verifiable_actions_close",
            "Verifiable actions close a dilemma",
        )
        .saying(
            "If a court can tell all profiles of actions apart, though perhaps no states, and \
                 some profile is optimal in every state, a contract with unlimited fines that go \
                 to the others attains the first best. States that a court confuses prove nothing \
                 by themselves.",
        )
        .from_source("guide, 4.7")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            hypothesis(
                "actions_are_verifiable",
                "No cell has outcomes with different actions.",
                |instance: &LanguageInstance| {
                    let (problem, language) = (&instance.problem, &instance.language);
                    let mut profile_of = std::collections::BTreeMap::new();
                    for state in 0..problem.states() {
                        for profile in problem.space().iter() {
                            let cell = language.cell(state, &profile);
                            if *profile_of.entry(cell).or_insert(profile.clone()) != profile {
                                return Ok(Finding::fails(format!("{profile:?} is confused")));
                            }
                        }
                    }
                    Ok(Finding::Holds)
                },
            ),
            hypothesis(
                "one_profile_is_always_optimal",
                "Some profile is optimal in every state.",
                |instance: &LanguageInstance| {
                    Ok(Finding::when(
                        always_optimal(&instance.problem).is_some(),
                        || "no profile is".to_owned(),
                    ))
                },
            ),
            hypothesis(
                "unlimited_money",
                "Transfers have no limit.",
                |instance: &LanguageInstance| {
                    let limited = instance.liability.is_some();
                    Ok(Finding::when(!limited, || "there is a limit".to_owned()))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let attained = super::plain_program::attains_first_best(instance)?;
        let agree = super::language_level::plain_contracts_agree(instance, attained.as_ref())?;
        agree.and(|| {
            Ok(Finding::when(attained.is_some(), || {
                "no contract attains the first best".to_owned()
            }))
        })
    }
}

fn always_optimal(problem: &ContractingProblem) -> Option<Profile> {
    super::definition::optima(problem, 0)
        .into_iter()
        .find(|profile| {
            (0..problem.states())
                .all(|state| super::definition::optima(problem, state).contains(profile))
        })
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawn::{BUDGETS, LanguageKind, Money, at_levels, same_optimum};
    use super::{FinitePartnershipBalances, Partnership, VerifiableActionsClose};
    use crate::contract::Budget;
    use crate::number::Rational;
    use crate::theorem::{Drawn, Theorem};

    /// Two or three partners with two or three efforts; often each effort adds as much.
    fn partnerships(
        budget: BoxedStrategy<Budget>,
        limit: BoxedStrategy<Option<Rational>>,
    ) -> impl Strategy<Value = Partnership> {
        (vec(2usize..=3, 2..=3), any::<bool>(), 1i64..=4).prop_flat_map(
            move |(efforts, additive, each)| {
                let profiles: usize = efforts.iter().product();
                let costs: Vec<_> = (efforts.iter()).map(|&count| vec(0i64..5, count)).collect();
                let target: Vec<_> = efforts.iter().map(|&count| 0..count).collect();
                let limits = efforts.clone();
                let outputs = vec(0i64..7, profiles).prop_map(move |mut outputs| {
                    if additive {
                        let sums = super::super::definition::tuples(&limits);
                        outputs = (sums.iter())
                            .map(|profile| each * profile.iter().sum::<usize>() as i64)
                            .collect();
                    }
                    outputs
                });
                (costs, outputs, target, budget.clone(), limit.clone()).prop_map(
                    |(costs, outputs, target, budget, limit)| {
                        Partnership::new(costs, outputs, target, budget, limit)
                    },
                )
            },
        )
    }

    impl Drawn for FinitePartnershipBalances {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            partnerships(Just(Budget::Balanced).boxed(), Just(None).boxed()).boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            match hypothesis {
                "balanced" => {
                    let budgets = prop::sample::select(&BUDGETS[..]).boxed();
                    partnerships(budgets, Just(None).boxed()).boxed()
                }
                _ => {
                    let limits = (0i64..3).prop_map(|limit| Some(Rational::from(limit)));
                    partnerships(Just(Budget::Balanced).boxed(), limits.boxed()).boxed()
                }
            }
        }
    }

    impl Drawn for VerifiableActionsClose {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            same_optimum(LanguageKind::WithActions, Money::AnyBudget).boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            match hypothesis {
                "actions_are_verifiable" => {
                    same_optimum(LanguageKind::Any, Money::AnyBudget).boxed()
                }
                "unlimited_money" => same_optimum(LanguageKind::WithActions, Money::Any).boxed(),
                _ => at_levels(LanguageKind::WithActions, Money::AnyBudget).boxed(),
            }
        }
    }
}
