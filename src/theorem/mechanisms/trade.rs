//! A buyer and a seller: what efficient trade costs, and what altruism does to it.

use super::balance::independent_types;
use super::definition::all_of;
use super::optimal_auctions::virtual_values;
use crate::mechanism::optimal::{DiscreteValues, UniformTrade, bilateral_trade, least_subsidy};
use crate::mechanism::{Concern, Prior, Setting};
use crate::number::{Extended, Rational};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A buyer, a seller, how much they care about welfare, and how their types go together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AltruisticTrade {
    /// What the object may be worth to the buyer.
    pub values: DiscreteValues,
    /// What it may cost the seller.
    pub costs: DiscreteValues,
    /// The weight λ of welfare, at least 0.
    pub lambda: Rational,
    /// What welfare counts: values, or values and money.
    pub concern: Concern,
    /// A joint distribution in the place of independent types, the cost fastest.
    pub joint: Option<Vec<Rational>>,
}

impl AltruisticTrade {
    /// Independent types.
    pub fn new(
        values: DiscreteValues,
        costs: DiscreteValues,
        lambda: Rational,
        concern: Concern,
    ) -> Self {
        AltruisticTrade {
            values,
            costs,
            lambda,
            concern,
            joint: None,
        }
    }

    /// The same with a joint distribution of value and cost.
    #[must_use]
    pub fn with_joint(mut self, joint: Vec<Rational>) -> Self {
        self.joint = Some(joint);
        self
    }

    fn setting(&self) -> Result<Setting, TheoremError> {
        let setting = bilateral_trade(&self.values, &self.costs)?;
        Ok(match &self.joint {
            Some(joint) => setting.with_prior(Prior::Joint(joint.clone()))?,
            None => setting,
        })
    }

    /// The expectation of something over values and costs where trade is worth something.
    fn traded(
        &self,
        setting: &Setting,
        of: impl Fn(usize, usize) -> Rational,
    ) -> Result<Rational, TheoremError> {
        let mut sum = Rational::ZERO;
        for (buyer, value) in self.values.values().iter().enumerate() {
            for (seller, cost) in self.costs.values().iter().enumerate() {
                if value > cost {
                    sum += setting.probability(&[buyer, seller]) * &of(buyer, seller);
                }
            }
        }
        Ok(sum)
    }

    /// `c + (c − previous c) · P(less) / P(c)`.
    fn virtual_cost(&self, own: usize) -> Rational {
        let (costs, shares) = (self.costs.values(), self.costs.probabilities());
        let Some(before) = own.checked_sub(1) else {
            return costs[own].clone();
        };
        let less: Rational = shares[..own].iter().sum();
        let rent = (&costs[own] - &costs[before]) * &less;
        &costs[own] + &rent.checked_div(&shares[own]).unwrap_or_default()
    }
}

/// The least subsidy of efficient trade, in closed form, for every weight of welfare.
///
/// ```
/// use lacuna::mechanism::Concern;
/// use lacuna::mechanism::optimal::DiscreteValues;
/// use lacuna::number::Rational;
/// use lacuna::theorem::mechanisms::{AltruisticTrade, SubsidyIsLinearInAltruism};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// let grid = DiscreteValues::uniform((0..3).map(Rational::from).collect())?;
/// for lambda in 0..3 {
///     let lambda = Rational::from(lambda);
///     let trade = AltruisticTrade::new(grid.clone(), grid.clone(), lambda, Concern::Values);
///     assert_eq!(SubsidyIsLinearInAltruism.check(&trade)?, Verdict::Holds);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubsidyIsLinearInAltruism;

impl Theorem for SubsidyIsLinearInAltruism {
    type Instance = AltruisticTrade;

    fn statement(&self) -> Statement {
        Statement::new(
            "subsidy_is_linear_in_altruism",
            "What efficient trade costs",
        )
        .saying(
            "With independent values and costs the least expected subsidy for efficient \
                 trade, with Bayesian honesty and interim participation of agents who maximise \
                 `u_i + λ·W`, is `(1 + λ)·d − λ·G` if W counts values, and that over `1 + 2λ` if W \
                 counts money too. `G` are the expected gains, and `d` is minus the expected \
                 virtual value less the virtual cost where trade is worth something.",
        )
        .from_source("Myerson and Satterthwaite, 1983, with λ-cooperative agents")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<AltruisticTrade>> {
        vec![Hypothesis::new(
            "independent_types",
            "The value says nothing about the cost.",
            |trade: &AltruisticTrade| independent_types(&trade.setting()?),
        )]
    }

    fn conclusion(&self, trade: &AltruisticTrade) -> Result<Finding, TheoremError> {
        let setting = trade.setting()?;
        let gains = trade.traded(&setting, |value, cost| {
            &trade.values.values()[value] - &trade.costs.values()[cost]
        })?;
        let own = virtual_values(&trade.values);
        let selfish = -trade.traded(&setting, |value, cost| {
            &own[value] - &trade.virtual_cost(cost)
        })?;
        let lambda = &trade.lambda;
        let of_values = (Rational::ONE + lambda) * &selfish - lambda * &gains;
        let expected = match trade.concern {
            Concern::Values => of_values,
            Concern::Payoffs => {
                let weight = Rational::ONE + Rational::from(2) * lambda;
                of_values.checked_div(&weight).unwrap_or_default()
            }
        };
        let found = least_subsidy(&setting, lambda, trade.concern)?;
        let slopes = trade.values.virtual_values();
        all_of![
            Finding::when(slopes == own, || {
                format!("virtual values are {own:?}, not {slopes:?}")
            }),
            Finding::when(found.as_ref() == Some(&expected), || {
                format!("the least subsidy is {found:?}, and in closed form {expected}")
            }),
        ]
    }
}

/// Uniform values and costs, and an altruism weight.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UniformTraders {
    /// The least and the greatest value.
    pub value: [Rational; 2],
    /// The least and the greatest cost.
    pub cost: [Rational; 2],
    /// The weight λ of welfare, at least 0.
    pub lambda: Rational,
}

impl UniformTraders {
    /// Uniform values and costs.
    pub fn new(value: [Rational; 2], cost: [Rational; 2], lambda: Rational) -> Self {
        UniformTraders {
            value,
            cost,
            lambda,
        }
    }

    /// `E (v − c)⁺` over uniform costs.
    fn above(&self, value: &Rational) -> Rational {
        let [low, high] = &self.cost;
        let width = high - low;
        let half = Rational::new(1, 2).unwrap_or_default();
        if value <= low {
            return Rational::ZERO;
        }
        if value >= high {
            return value - &((low + high) * &half);
        }
        let square = (value - low) * &(value - low) * &half;
        square.checked_div(&width).unwrap_or_default()
    }

    /// `E (v − c)⁺` over uniform values.
    fn below(&self, cost: &Rational) -> Rational {
        let [low, high] = &self.value;
        // By reflection: −c is a value, and −v a cost.
        let mirrored = UniformTraders::new(
            [Rational::ZERO, Rational::ONE],
            [-high, -low],
            Rational::ZERO,
        );
        mirrored.above(&-cost)
    }

    /// `E (v − c)⁺` over both, by integrating [`Self::above`] piece by piece (Simpson's rule is
    /// exact on its quadratic pieces).
    fn gains(&self) -> Rational {
        let [low, high] = &self.value;
        let mut knots = vec![low.clone(), high.clone()];
        knots.extend(
            self.cost
                .iter()
                .filter(|knot| *knot > low && *knot < high)
                .cloned(),
        );
        knots.sort();
        let (half, sixth) = (
            Rational::new(1, 2).unwrap_or_default(),
            Rational::new(1, 6).unwrap_or_default(),
        );
        let integral: Rational = knots
            .windows(2)
            .map(|pair| {
                let middle = (&pair[0] + &pair[1]) * &half;
                let sum = self.above(&pair[0])
                    + Rational::from(4) * &self.above(&middle)
                    + self.above(&pair[1]);
                (&pair[1] - &pair[0]) * &sum * &sixth
            })
            .sum();
        integral.checked_div(&(high - low)).unwrap_or_default()
    }
}

/// No efficient trade without a subsidy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EfficientTradeNeedsASubsidy;

impl Theorem for EfficientTradeNeedsASubsidy {
    type Instance = UniformTraders;

    fn statement(&self) -> Statement {
        Statement::new(
            "efficient_trade_needs_a_subsidy",
            "The impossibility of efficient trade",
        )
        .saying(
            "If uniform values and costs overlap, no mechanism with Bayesian honesty and interim \
             participation trades efficiently without a subsidy. The least is \
             `G − E(v₀ − c)⁺ − E(v − c₁)⁺` for the lowest value `v₀`, the highest cost `c₁` and \
             the gains `G`, and among agents with `u_i + λ·W` it vanishes at `λ = d/(G − d)` or \
             never.",
        )
        .from_source("Myerson and Satterthwaite, 1983")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<UniformTraders>> {
        vec![Hypothesis::new(
            "values_and_costs_overlap",
            "Some values are below some costs and some above.",
            |traders: &UniformTraders| {
                let overlap =
                    traders.value[0] < traders.cost[1] && traders.value[1] > traders.cost[0];
                Ok(Finding::when(overlap, || {
                    "it is known for sure whether to trade".to_owned()
                }))
            },
        )]
    }

    fn conclusion(&self, traders: &UniformTraders) -> Result<Finding, TheoremError> {
        let trade = UniformTrade::new(traders.value.clone(), traders.cost.clone())?;
        let found = trade.efficient_trade();
        let gains = traders.gains();
        let subsidy = &gains - &traders.above(&traders.value[0]) - traders.below(&traders.cost[1]);
        let lambda = &traders.lambda;
        let at = |lambda: &Rational| (Rational::ONE + lambda) * &subsidy - lambda * &gains;
        let money = (Rational::ONE + Rational::from(2) * lambda).recip();
        let threshold = found.least_altruism();
        let closes = match threshold.finite() {
            // There the subsidy is just zero, and linear in between.
            Some(least) => at(least).is_zero() && !least.is_negative(),
            None => !at(&Rational::ONE).is_negative() && gains <= subsidy,
        };
        all_of![
            Finding::when(subsidy.is_positive(), || {
                format!("trade needs a subsidy of {subsidy}, which is none")
            }),
            Finding::when(found.gains == gains && found.subsidy == subsidy, || {
                format!("gains {gains} and subsidy {subsidy} are not those of {found:?}")
            }),
            Finding::when(
                found.subsidy_with(lambda, Concern::Values)? == at(lambda)
                    && Some(found.subsidy_with(lambda, Concern::Payoffs)?)
                        == money.map(|money| money * &at(lambda)),
                || format!("another subsidy with λ = {lambda}")
            ),
            Finding::when(closes, || match threshold {
                Extended::Finite(least) => format!("at λ = {least} the subsidy is not zero"),
                _ => "some altruism pays for it".to_owned(),
            }),
        ]
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::mechanisms::draws::{distributions, whole};
    use crate::theorem::{Drawn, strategy};

    /// One to three values in strictly ascending order, each with a positive probability.
    pub(in crate::theorem::mechanisms) fn values(
        least: std::ops::RangeInclusive<i64>,
    ) -> BoxedStrategy<DiscreteValues> {
        (least, vec(1i64..=2, 0..=2))
            .prop_flat_map(|(first, steps)| {
                let shares = distributions(1 + steps.len(), 1);
                (Just(first), Just(steps), shares)
            })
            .prop_filter_map("no values", |(first, steps, shares)| {
                let mut values = vec![Rational::from(first)];
                for step in steps {
                    values.push(values[values.len() - 1].clone() + Rational::from(step));
                }
                DiscreteValues::new(values, shares).ok()
            })
            .boxed()
    }

    fn traders() -> BoxedStrategy<AltruisticTrade> {
        let concerns = prop_oneof![Just(Concern::Values), Just(Concern::Payoffs)];
        (
            values(-1..=2),
            values(-1..=2),
            strategy::altruism_weights(),
            concerns,
        )
            .prop_map(|(values, costs, lambda, concern)| {
                AltruisticTrade::new(values, costs, lambda, concern)
            })
            .boxed()
    }

    impl Drawn for SubsidyIsLinearInAltruism {
        fn instances(&self) -> BoxedStrategy<AltruisticTrade> {
            traders()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<AltruisticTrade> {
            traders()
                .prop_flat_map(|trade| {
                    let cells = trade.values.values().len() * trade.costs.values().len();
                    let joint = distributions(cells, 1);
                    joint.prop_map(move |joint| trade.clone().with_joint(joint))
                })
                .boxed()
        }
    }

    /// Two intervals; a third of them touch or do not overlap.
    fn intervals() -> BoxedStrategy<UniformTraders> {
        let interval = || (whole(-2..=2), strategy::rationals(1..=4, 2));
        (interval(), interval(), strategy::altruism_weights())
            .prop_map(|(value, cost, lambda)| {
                let interval = |(low, width): (Rational, Rational)| [low.clone(), low + width];
                UniformTraders::new(interval(value), interval(cost), lambda)
            })
            .boxed()
    }

    impl Drawn for EfficientTradeNeedsASubsidy {
        fn instances(&self) -> BoxedStrategy<UniformTraders> {
            intervals()
        }
    }
}

#[cfg(feature = "proptest")]
pub(super) use drawn::values;
