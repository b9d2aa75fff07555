//! The best mechanism under conditions, and its proof.

use super::definition::{
    Cases, all_of, bayesian, declared, dominance, ex_post, expected, expected_revenue,
    interim_participation, selfish, total,
};
use super::sense::{FewProfiles, entries};
use crate::mechanism::design::{BudgetRule, DesignOutcome, Designer, Incentives, Objective};
use crate::mechanism::examine::{Examination, Incentive};
use crate::mechanism::{Mechanism, MechanismTable, ParticipationStage, Setting, Strategies};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A mechanism that somebody proposes in a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Proposal {
    /// The setting.
    pub setting: Setting,
    /// The mechanism: message `k` is type `k`.
    pub mechanism: MechanismTable,
    /// In which sense it is to be honest.
    pub incentives: Incentives,
    /// What its budget must do.
    pub budget: BudgetRule,
}

impl Proposal {
    /// A mechanism that is to meet these conditions, and to let everybody take part who would
    /// expect a loss otherwise.
    pub fn new(
        setting: Setting,
        mechanism: MechanismTable,
        incentives: Incentives,
        budget: BudgetRule,
    ) -> Self {
        Proposal {
            setting,
            mechanism,
            incentives,
            budget,
        }
    }

    /// The same if it makes sense, with values that are declared private if they are.
    fn checked(&self) -> Result<Self, TheoremError> {
        let truth = Strategies::truthful(&self.setting);
        Examination::new(&self.setting, &self.mechanism)?.with_strategies(truth)?;
        let messages = (0..self.setting.agents()).map(|agent| self.mechanism.messages(agent));
        for (found, &types) in messages.zip(self.setting.types()) {
            entries("the list of messages of an agent", found, types)?;
        }
        let mut case = self.clone();
        case.setting = declared(&self.setting)?.into_owned();
        Ok(case)
    }

    /// How much honesty could gain by a lie, by definition.
    fn lies(&self, mechanism: &dyn Mechanism) -> Result<Cases, TheoremError> {
        let (setting, truth) = (&self.setting, Strategies::truthful(&self.setting));
        let utility = selfish(setting);
        match self.incentives {
            Incentives::Bayesian => bayesian(setting, mechanism, &truth, &utility),
            Incentives::ExPost => ex_post(setting, mechanism, &truth, &utility),
            Incentives::Dominant => dominance(setting, mechanism, &truth, &utility),
            Incentives::None => Ok(Cases::default()),
        }
    }

    /// How far the sums of transfers are from what the budget allows.
    fn budget(&self, mechanism: &dyn Mechanism) -> Result<Cases, TheoremError> {
        let mut cases = Cases::default();
        for types in &self.setting.few_profiles()? {
            let decision = mechanism.decide(&types);
            let agents = 0..self.setting.agents();
            let sum: Rational = agents.map(|agent| decision.expected_transfer(agent)).sum();
            let excess = match self.budget {
                BudgetRule::NoDeficit => sum,
                BudgetRule::Balance => sum.abs(),
                _ => Rational::ZERO,
            };
            cases.record(excess, || {
                format!("transfers do not add up at types {types:?}")
            });
        }
        Ok(cases)
    }

    fn welfare(&self, mechanism: &dyn Mechanism) -> Result<Rational, TheoremError> {
        let mut sum = Rational::ZERO;
        for types in &self.setting.few_profiles()? {
            let decision = mechanism.decide(&types);
            let of = expected(&decision, |branch| {
                total(&self.setting, &types, branch.alternative)
            });
            sum += self.setting.probability(&types) * &of;
        }
        Ok(sum)
    }
}

/// No mechanism that meets the conditions beats the one that the linear program finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoProposalBeatsTheDesign;

impl Theorem for NoProposalBeatsTheDesign {
    type Instance = Proposal;

    fn statement(&self) -> Statement {
        Statement::new("no_proposal_beats_the_design", "Design by linear programming")
            .saying(
                "The mechanism of greatest welfare, or revenue, under conditions on incentives, \
                 interim participation and the budget is the solution of a linear program: it meets \
                 them, its dual proves its value, and no mechanism that meets them is worth more.",
            )
            .from_source("Conitzer and Sandholm, 2002")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Proposal>> {
        vec![
            Hypothesis::new(
                "the_proposal_is_honest",
                "Nobody gains by a lie in the mechanism that is proposed.",
                |case: &Proposal| {
                    let case = case.checked()?;
                    Ok(case.lies(&case.mechanism)?.finding())
                },
            ),
            Hypothesis::new(
                "everybody_takes_part",
                "Every type expects at least nothing from it.",
                |case: &Proposal| {
                    let case = case.checked()?;
                    Ok(interim_participation(&case.setting, &case.mechanism)?.finding())
                },
            ),
            Hypothesis::new(
                "the_budget_is_kept",
                "Its transfers sum to what is allowed.",
                |case: &Proposal| {
                    let case = case.checked()?;
                    Ok(case.budget(&case.mechanism)?.finding())
                },
            ),
        ]
    }

    fn conclusion(&self, case: &Proposal) -> Result<Finding, TheoremError> {
        let case = &case.checked()?;
        let designer = Designer::new(&case.setting)
            .with_incentives(case.incentives)
            .with_participation(ParticipationStage::Interim)
            .with_budget(case.budget);
        for objective in [Objective::Welfare, Objective::Revenue] {
            let designer = designer.clone().with_objective(objective.clone());
            let worth = |mechanism: &dyn Mechanism| match objective {
                Objective::Revenue => expected_revenue(&case.setting, mechanism),
                _ => case.welfare(mechanism),
            };
            let outcome = designer.solve()?;
            let proposed = worth(&case.mechanism)?;
            let DesignOutcome::Optimal(design) = &outcome else {
                return Ok(Finding::fails("no best mechanism is found"));
            };
            let (found, mechanism) = (&design.value, &design.mechanism);
            let lies = case.lies(mechanism)?;
            let examination = Examination::new(&case.setting, mechanism)?;
            let checks: Result<Finding, TheoremError> = (|| {
                all_of![
                    Finding::when(outcome.verify(&designer)?, || {
                        "the proof does not stand".to_owned()
                    }),
                    Finding::when(worth(mechanism)? == *found, || {
                        format!("the value is not {found}")
                    }),
                    Finding::when(design.proof.bound == *found, || {
                        format!("the proof is of {}, not of {found}", design.proof.bound)
                    }),
                    lies.finding(),
                    match Incentive::required(case.incentives) {
                        Some(kind) => {
                            lies.agree("truth", &examination.incentives(kind)?, &examination)
                        }
                        None => Finding::Holds,
                    },
                    interim_participation(&case.setting, mechanism)?.finding(),
                    case.budget(mechanism)?.finding(),
                    Finding::when(proposed <= *found, || {
                        format!("the proposal is worth {proposed}, and the best only {found}")
                    }),
                ]
            })();
            let checks = checks?;
            if !checks.holds() {
                return Ok(checks);
            }
        }
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::mechanism::auction::{SealedBid, one_object};
    use crate::mechanism::{Decision, TableLimit};
    use crate::theorem::Drawn;
    use crate::theorem::mechanisms::draws::{grids, whole};

    /// Second-price auctions, which meet all conditions but balance; first-price ones, which are
    /// not honest; payments that are asked of everybody; and the object for nothing.
    fn proposals(kinds: std::ops::RangeInclusive<usize>) -> BoxedStrategy<Proposal> {
        let incentives = prop_oneof![
            Just(Incentives::Bayesian),
            Just(Incentives::ExPost),
            Just(Incentives::Dominant),
        ];
        (vec(grids(0..=2, 1), 2), incentives, kinds, whole(1..=3))
            .prop_filter_map("no auction", |(values, incentives, kind, amount)| {
                let setting = one_object(&values).ok()?;
                let none = vec![Rational::ZERO; 2];
                let space = setting.profiles().ok()?;
                let (table, budget) = match kind {
                    0 | 1 => {
                        let auction = SealedBid::second_price(values).ok()?;
                        let auction = auction.with_reserve(Rational::from(kind));
                        let table = MechanismTable::of(&auction, TableLimit::default()).ok()?;
                        (table, BudgetRule::NoDeficit)
                    }
                    2 => {
                        let given = vec![Decision::certain(1, none); space.len()];
                        let table = MechanismTable::new(space, 3, given).ok()?;
                        (table, BudgetRule::Balance)
                    }
                    3 => {
                        let auction = SealedBid::first_price(values).ok()?;
                        let table = MechanismTable::of(&auction, TableLimit::default()).ok()?;
                        (table, BudgetRule::NoDeficit)
                    }
                    4 => {
                        let taken = vec![-&amount, -&amount];
                        let taken = vec![Decision::certain(0, taken); space.len()];
                        let table = MechanismTable::new(space, 3, taken).ok()?;
                        (table, BudgetRule::NoDeficit)
                    }
                    _ => {
                        // Paying everybody for the report that gets nothing.
                        let auction = SealedBid::second_price(values).ok()?;
                        let table = MechanismTable::of(&auction, TableLimit::default()).ok()?;
                        (table, BudgetRule::Balance)
                    }
                };
                Some(Proposal::new(setting, table, incentives, budget))
            })
            .boxed()
    }

    impl Drawn for NoProposalBeatsTheDesign {
        fn instances(&self) -> BoxedStrategy<Proposal> {
            proposals(0..=3)
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Proposal> {
            match hypothesis {
                "the_proposal_is_honest" => proposals(3..=3),
                "everybody_takes_part" => proposals(4..=4),
                _ => proposals(5..=5),
            }
        }
    }
}
