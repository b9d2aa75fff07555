//! Truth with a budget: what is returned, what is not traded, and how a cost is shared.

use super::definition::{
    Cases, all_of, dominance, greatest_welfare, messages, participation, private_values, revenue,
    selfish, total,
};
use super::groves::{EfficientCase, decides_as, table};
use super::sense::FewProfiles;
use crate::mechanism::examine::{Examination, Lottery, Stage};
use crate::mechanism::groves::Groves;
use crate::mechanism::public_project::{SerialCostSharing, serial_setting};
use crate::mechanism::trade::{TradeReduction, exchange};
use crate::mechanism::{Decision, Mechanism, OutsideOptions, Setting, Strategies};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// Part of Clarke's revenue can be given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SomeRevenueCanBeReturned;

impl Theorem for SomeRevenueCanBeReturned {
    type Instance = EfficientCase;

    fn statement(&self) -> Statement {
        Statement::new("some_revenue_can_be_returned", "Giving some of it back")
            .saying(
                "With private values, if each of n agents receives 1/n of the least revenue that \
                 Clarke's mechanism could have for any report of its own, truth is still dominant, \
                 there is still no deficit, and nobody pays more than in Clarke's mechanism.",
            )
            .from_source("Bailey, 1997; Cavallo, 2006")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<EfficientCase>> {
        vec![Hypothesis::new(
            "private_values",
            "What an agent values depends on its own type only.",
            |case: &EfficientCase| private_values(&case.setting),
        )]
    }

    fn conclusion(&self, case: &EfficientCase) -> Result<Finding, TheoremError> {
        let case = &case.checked()?;
        let setting = &case.setting;
        let agents = Rational::from(setting.agents());
        let mut least = Cases::default();
        let table = table(setting, |types| {
            let (chosen, paid) = case.clarke(types);
            let transfers = paid.iter().enumerate().map(|(agent, own)| {
                let reports = (0..setting.types()[agent]).map(|report| {
                    let mut said = types.to_vec();
                    said[agent] = report;
                    case.clarke(&said).1.iter().sum::<Rational>()
                });
                let returned = reports.min().unwrap_or_default().checked_div(&agents);
                let returned = returned.unwrap_or_default();
                least.record(-&returned, || {
                    format!("agent {agent} pays more, at {types:?}")
                });
                returned - own
            });
            Decision::certain(chosen, transfers.collect())
        })?;
        let truth = Strategies::truthful(setting);
        let examination = Examination::new(setting, &table)?;
        let cases = dominance(setting, &table, &truth, &selfish(setting))?;
        all_of![
            match setting.has_private_values() {
                true => {
                    let cavallo = Groves::cavallo(setting)?.with_order(case.order.clone())?;
                    decides_as(&cavallo, &table)
                }
                false => Finding::Holds,
            },
            least.finding(),
            cases.finding(),
            cases.agree("truth", &examination.dominant_strategy()?, &examination),
            revenue(&table, |revenue| -revenue)?.finding(),
        ]
    }
}

/// Buyers and sellers of one unit each.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExchangeCase {
    /// What each buyer may value a unit at, ascending.
    pub values: Vec<Vec<Rational>>,
    /// What a unit may cost each seller, ascending.
    pub costs: Vec<Vec<Rational>>,
}

impl ExchangeCase {
    /// A market.
    pub fn new(values: Vec<Vec<Rational>>, costs: Vec<Vec<Rational>>) -> Self {
        ExchangeCase { values, costs }
    }
}

/// One trade too few is enough for truth without a deficit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneTradeTooFewIsEnough;

impl Theorem for OneTradeTooFewIsEnough {
    type Instance = ExchangeCase;

    fn statement(&self) -> Statement {
        Statement::new("one_trade_too_few_is_enough", "Trade reduction")
            .saying(
                "In McAfee's double auction truth is dominant, nobody loses, there is never a \
                 deficit, and all trades that are worth something happen but for the least \
                 valuable.",
            )
            .from_source("McAfee, 1992")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<ExchangeCase>> {
        Vec::new()
    }

    fn conclusion(&self, case: &ExchangeCase) -> Result<Finding, TheoremError> {
        let setting = exchange(&case.values, &case.costs)?;
        let auction = TradeReduction::new(case.values.clone(), case.costs.clone())?;
        let buyers = case.values.len();
        for types in &setting.few_profiles()? {
            let mut values: Vec<&Rational> = (0..buyers)
                .map(|buyer| &case.values[buyer][types[buyer]])
                .collect();
            let mut costs: Vec<&Rational> = (0..case.costs.len())
                .map(|seller| &case.costs[seller][types[buyers + seller]])
                .collect();
            values.sort();
            values.reverse();
            costs.sort();
            let pairs = values.iter().zip(&costs);
            let gains: Vec<Rational> = pairs.map(|(&value, &cost)| value - cost).collect();
            let efficient = gains.iter().filter(|gain| !gain.is_negative()).count();
            // The trade that may be given up.
            let margin = efficient.checked_sub(1).map(|last| gains[last].clone());
            for branch in auction.decide(&types).branches() {
                let (traders, sellers) = auction.matchings().traders(branch.alternative);
                let count = traders.len();
                let loss = greatest_welfare(&setting, &types)
                    - &total(&setting, &types, branch.alternative);
                let lost = margin.clone().unwrap_or_default();
                let right = match efficient - count.min(efficient) {
                    0 => loss.is_zero(),
                    1 => loss == lost,
                    _ => false,
                };
                if !right || count > efficient || sellers.len() != count {
                    return Ok(Finding::fails(format!(
                        "{count} of {efficient} trades happen at {types:?}, and {loss} is lost"
                    )));
                }
            }
        }
        let truth = Strategies::truthful(&setting);
        let examination = Examination::new(&setting, &auction)?;
        let cases = dominance(&setting, &auction, &truth, &selfish(&setting))?;
        let content = participation(&setting, &auction)?;
        let (outside, stage) = (
            OutsideOptions::default(),
            Stage::ExPost(Lottery::EachBranch),
        );
        all_of![
            cases.finding(),
            cases.agree("truth", &examination.dominant_strategy()?, &examination),
            content.finding(),
            content.agree(
                "participation",
                &examination.participation(stage, &outside)?,
                &examination
            ),
            revenue(&auction, |revenue| -revenue)?.finding(),
        ]
    }
}

/// A good that people can be kept from using.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SharedCost {
    /// For each agent what the good may be worth to it.
    pub values: Vec<Vec<Rational>>,
    /// What it costs, at least 0.
    pub cost: Rational,
}

impl SharedCost {
    /// A good with a cost.
    pub fn new(values: Vec<Vec<Rational>>, cost: Rational) -> Self {
        SharedCost { values, cost }
    }
}

/// Those who use a good can pay for it, and tell the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsersCoverTheCost;

impl Theorem for UsersCoverTheCost {
    type Instance = SharedCost;

    fn statement(&self) -> Statement {
        Statement::new("users_cover_the_cost", "Serial cost sharing")
            .saying(
                "If the largest group uses a good whose members all report at least an equal share \
                 of its cost, and pays it in equal shares, truth is dominant, nobody loses, and \
                 exactly the cost is paid.",
            )
            .from_source("Moulin, 1994")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<SharedCost>> {
        Vec::new()
    }

    fn conclusion(&self, case: &SharedCost) -> Result<Finding, TheoremError> {
        let menus: Vec<Vec<Vec<Rational>>> = (case.values.iter())
            .map(|list| list.iter().map(|value| vec![value.clone()]).collect())
            .collect();
        let setting: Setting = serial_setting(&menus, 1)?;
        let sharing = SerialCostSharing::new(menus, vec![case.cost.clone()])?;
        for said in &messages(&sharing)? {
            let share = |users: usize| {
                let share = case.cost.checked_div(&Rational::from(users));
                share.unwrap_or_default()
            };
            let willing = |users: usize| -> Vec<usize> {
                let agents = 0..said.len();
                agents
                    .filter(|&agent| case.values[agent][said[agent]] >= share(users))
                    .collect()
            };
            // The largest number of users who are all willing to pay their share.
            let most = (1..=said.len()).rev().find(|&k| willing(k).len() >= k);
            let users = most.map(willing).unwrap_or_default();
            let decision = sharing.decide(&said);
            for branch in decision.branches() {
                let used = sharing.uses(branch.alternative)?;
                let paid = share(users.len());
                let right = (0..said.len()).all(|agent| match users.contains(&agent) {
                    true => used[agent] == 1 && branch.transfers[agent] == -&paid,
                    false => used[agent] == 0 && branch.transfers[agent].is_zero(),
                });
                let sum: Rational = branch.transfers.iter().sum();
                if !right || -sum != sharing.cost(branch.alternative)? {
                    return Ok(Finding::fails(format!(
                        "{users:?} should share the cost after {said:?}, and {branch:?} is decided"
                    )));
                }
            }
        }
        let truth = Strategies::truthful(&setting);
        let examination = Examination::new(&setting, &sharing)?;
        let cases = dominance(&setting, &sharing, &truth, &selfish(&setting))?;
        all_of![
            cases.finding(),
            cases.agree("truth", &examination.dominant_strategy()?, &examination),
            participation(&setting, &sharing)?.finding(),
        ]
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::mechanisms::draws::{grids, interdependent, settings};
    use crate::theorem::mechanisms::groves::efficient;
    use crate::theorem::{Drawn, strategy};

    impl Drawn for SomeRevenueCanBeReturned {
        fn instances(&self) -> BoxedStrategy<EfficientCase> {
            efficient(settings(-3..=3))
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<EfficientCase> {
            efficient(interdependent(-3..=3))
        }
    }

    impl Drawn for OneTradeTooFewIsEnough {
        fn instances(&self) -> BoxedStrategy<ExchangeCase> {
            let grid = || grids(0..=3, 1);
            (vec(grid(), 1..=2), vec(grid(), 1..=2))
                .prop_map(|(values, costs)| ExchangeCase::new(values, costs))
                .boxed()
        }
    }

    impl Drawn for UsersCoverTheCost {
        fn instances(&self) -> BoxedStrategy<SharedCost> {
            (vec(grids(-1..=3, 1), 1..=3), strategy::rationals(0..=6, 2))
                .prop_map(|(values, cost)| SharedCost::new(values, cost))
                .boxed()
        }
    }
}
