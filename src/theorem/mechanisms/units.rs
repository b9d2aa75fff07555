//! Auctions of several identical units.

use super::definition::{all_of, dominance, efficiency, messages, participation, selfish, total};
use super::sense::FewProfiles;
use crate::mechanism::auction::{
    Pricing, ScheduleAuction, SchedulePricing, SealedBid, multi_unit, unit_demand,
};
use crate::mechanism::examine::Examination;
use crate::mechanism::{Mechanism, Strategies};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// An auction of units to bidders who want one each.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnitsCase {
    /// What each bidder may value a unit at, ascending. Bids below 0 do not count.
    pub values: Vec<Vec<Rational>>,
    /// How many units there are.
    pub units: usize,
    /// What is paid.
    pub pricing: Pricing,
}

impl UnitsCase {
    /// An auction of so many units.
    pub fn new(values: Vec<Vec<Rational>>, units: usize, pricing: Pricing) -> Self {
        UnitsCase {
            values,
            units,
            pricing,
        }
    }
}

/// Paying the highest bid that loses is truthful for bidders who want one unit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UniformPricesAreTruthful;

impl Theorem for UniformPricesAreTruthful {
    type Instance = UnitsCase;

    fn statement(&self) -> Statement {
        Statement::new("uniform_prices_are_truthful", "One unit each")
            .saying(
                "If bidders want one unit each, bids below 0 do not count, and the highest bids \
                 win and pay the highest bid that loses (or nothing, if none does), truth is \
                 dominant, nobody loses, and the units go to those who value them most.",
            )
            .from_source("Vickrey, 1962")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<UnitsCase>> {
        vec![Hypothesis::new(
            "winners_pay_the_highest_losing_bid",
            "The price is the highest bid that loses.",
            |case: &UnitsCase| {
                Ok(Finding::when(
                    case.pricing == Pricing::HighestLosingBid,
                    || format!("the pricing is {:?}", case.pricing),
                ))
            },
        )]
    }

    fn conclusion(&self, case: &UnitsCase) -> Result<Finding, TheoremError> {
        let setting = unit_demand(&case.values, case.units)?;
        let auction = SealedBid::new(case.values.clone(), case.units, case.pricing)?;
        let truth = Strategies::truthful(&setting);
        let examination = Examination::new(&setting, &auction)?;
        let cases = dominance(&setting, &auction, &truth, &selfish(&setting))?;
        for said in &messages(&auction)? {
            let all = said.iter().enumerate();
            let mut bids: Vec<&Rational> = all
                .map(|(bidder, &own)| &case.values[bidder][own])
                .filter(|bid| !bid.is_negative())
                .collect();
            bids.sort();
            bids.reverse();
            let price = bids.get(case.units).copied().cloned().unwrap_or_default();
            for branch in auction.decide(&said).branches() {
                let units = auction.allocations().quantities(branch.alternative);
                let sold: usize = units.iter().sum();
                let paid = units.iter().zip(&branch.transfers).all(|(&own, transfer)| {
                    *transfer == if own > 0 { -&price } else { Rational::ZERO }
                });
                if case.pricing == Pricing::HighestLosingBid
                    && (!paid || sold != case.units.min(bids.len()))
                {
                    return Ok(Finding::fails(format!(
                        "the price after {said:?} is {price}, and the decision {branch:?}"
                    )));
                }
            }
        }
        all_of![
            cases.agree("truth", &examination.dominant_strategy()?, &examination),
            cases.finding(),
            efficiency(&setting, &auction)?.finding(),
            participation(&setting, &auction)?.finding(),
        ]
    }
}

/// An auction of units to bidders who want several.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchedulesCase {
    /// For each bidder the schedules it may have: what each further unit is worth to it, not
    /// increasing.
    pub menus: Vec<Vec<Vec<Rational>>>,
    /// How many units there are.
    pub units: usize,
    /// What is paid.
    pub pricing: SchedulePricing,
}

impl SchedulesCase {
    /// An auction of so many units.
    pub fn new(menus: Vec<Vec<Vec<Rational>>>, units: usize, pricing: SchedulePricing) -> Self {
        SchedulesCase {
            menus,
            units,
            pricing,
        }
    }
}

/// Vickrey's auction of several units charges what winners take from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VickreyChargesExternalities;

impl Theorem for VickreyChargesExternalities {
    type Instance = SchedulesCase;

    fn statement(&self) -> Statement {
        Statement::new("vickrey_charges_externalities", "Several units each")
            .saying(
                "If each unit goes to the highest marginal value, and a bidder with k units pays the \
                 k highest losing bids of the others, then that is what it takes from them: truth \
                 is dominant and the allocation efficient.",
            )
            .from_source("Vickrey, 1961")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<SchedulesCase>> {
        vec![Hypothesis::new(
            "winners_pay_losing_bids_of_others",
            "Prices are those of Vickrey.",
            |case: &SchedulesCase| {
                Ok(Finding::when(
                    case.pricing == SchedulePricing::Vickrey,
                    || format!("the pricing is {:?}", case.pricing),
                ))
            },
        )]
    }

    fn conclusion(&self, case: &SchedulesCase) -> Result<Finding, TheoremError> {
        let setting = multi_unit(&case.menus, case.units)?;
        let auction = ScheduleAuction::new(case.menus.clone(), case.units, case.pricing)?;
        let truth = Strategies::truthful(&setting);
        let examination = Examination::new(&setting, &auction)?;
        let cases = dominance(&setting, &auction, &truth, &selfish(&setting))?;
        for types in &setting.few_profiles()? {
            for branch in auction.decide(&types).branches() {
                for agent in 0..setting.agents() {
                    let others =
                        |a: usize| total(&setting, &types, a) - setting.value(agent, &types, a);
                    let most = (0..setting.alternatives()).map(others).max();
                    let taken = others(branch.alternative) - most.unwrap_or_default();
                    if branch.transfers[agent] != taken {
                        return Ok(Finding::fails(format!(
                            "bidder {agent} receives {} at {types:?}, and gives the others {taken}",
                            branch.transfers[agent]
                        )));
                    }
                }
            }
        }
        all_of![
            cases.agree("truth", &examination.dominant_strategy()?, &examination),
            cases.finding(),
            efficiency(&setting, &auction)?.finding(),
        ]
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::Drawn;
    use crate::theorem::mechanisms::draws::grids;

    fn units(pricing: BoxedStrategy<Pricing>) -> BoxedStrategy<UnitsCase> {
        (vec(grids(-1..=2, 1), 2..=3), 1usize..=3, pricing)
            .prop_map(|(values, units, pricing)| UnitsCase::new(values, units, pricing))
            .boxed()
    }

    impl Drawn for UniformPricesAreTruthful {
        fn instances(&self) -> BoxedStrategy<UnitsCase> {
            units(Just(Pricing::HighestLosingBid).boxed())
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<UnitsCase> {
            units(prop_oneof![Just(Pricing::LowestWinningBid), Just(Pricing::OwnBid)].boxed())
        }
    }

    fn schedules(pricing: SchedulePricing) -> BoxedStrategy<SchedulesCase> {
        let schedule = vec(0i64..=3, 1..=2).prop_map(|mut list| {
            list.sort_unstable();
            list.into_iter()
                .rev()
                .map(Rational::from)
                .collect::<Vec<_>>()
        });
        (vec(vec(schedule, 1..=2), 2..=3), 1usize..=2)
            .prop_map(move |(menus, units)| SchedulesCase::new(menus, units, pricing))
            .boxed()
    }

    impl Drawn for VickreyChargesExternalities {
        fn instances(&self) -> BoxedStrategy<SchedulesCase> {
            schedules(SchedulePricing::Vickrey)
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<SchedulesCase> {
            schedules(SchedulePricing::Uniform)
        }
    }
}
