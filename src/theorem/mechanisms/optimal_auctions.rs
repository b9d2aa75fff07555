//! The greatest revenue: virtual values, linear programs and one more bidder.

use super::definition::{all_of, dominance, expected_revenue, participation, selfish};
use super::sense::{FewProfiles, few_profiles};
use crate::mechanism::design::{Designer, Objective};
use crate::mechanism::examine::Examination;
use crate::mechanism::optimal::{DiscreteValues, OptimalAuction, UniformAuction};
use crate::mechanism::{Decision, Mechanism, ParticipationStage, Setting, Strategies};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// `v − (next v − v) · P(more) / P(v)` for each value.
pub(super) fn virtual_values(bidder: &DiscreteValues) -> Vec<Rational> {
    let (values, shares) = (bidder.values(), bidder.probabilities());
    (0..values.len())
        .map(|own| {
            let more: Rational = shares[own + 1..].iter().sum();
            let step = values.get(own + 1).map(|next| next - &values[own]);
            let rent = step.unwrap_or_default() * &more;
            &values[own] - &rent.checked_div(&shares[own]).unwrap_or_default()
        })
        .collect()
}

/// The expectation over all value profiles of something of the bidders' virtual values.
fn expectation(
    bidders: &[DiscreteValues],
    of: impl Fn(&[&Rational]) -> Rational,
) -> Result<Rational, TheoremError> {
    let counts: Vec<usize> = bidders.iter().map(|b| b.values().len()).collect();
    let slopes: Vec<Vec<Rational>> = bidders.iter().map(virtual_values).collect();
    let mut sum = Rational::ZERO;
    for types in &few_profiles(&counts)? {
        let own = types.iter().zip(&slopes).map(|(&own, list)| &list[own]);
        let mut probability = Rational::ONE;
        for (bidder, &own) in bidders.iter().zip(&types) {
            probability *= &bidder.probabilities()[own];
        }
        sum += probability * &of(&own.collect::<Vec<_>>());
    }
    Ok(sum)
}

fn regular() -> Hypothesis<Vec<DiscreteValues>> {
    Hypothesis::new(
        "virtual_values_ascend",
        "A higher value never has a lower virtual value.",
        |bidders: &Vec<DiscreteValues>| {
            for (bidder, values) in bidders.iter().enumerate() {
                let slopes = virtual_values(values);
                if slopes.windows(2).any(|pair| pair[0] > pair[1]) {
                    return Ok(Finding::fails(format!(
                        "bidder {bidder} has virtual values {slopes:?}"
                    )));
                }
            }
            Ok(Finding::Holds)
        },
    )
}

/// The greatest revenue is the expectation of the highest virtual value.
///
/// ```
/// use lacuna::mechanism::optimal::DiscreteValues;
/// use lacuna::number::Rational;
/// use lacuna::theorem::mechanisms::RevenueIsVirtualSurplus;
/// use lacuna::theorem::{Theorem, Verdict};
///
/// let bidder = DiscreteValues::uniform([1, 2].map(Rational::from).to_vec())?;
/// assert_eq!(RevenueIsVirtualSurplus.check(&vec![bidder; 2])?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevenueIsVirtualSurplus;

impl Theorem for RevenueIsVirtualSurplus {
    type Instance = Vec<DiscreteValues>;

    fn statement(&self) -> Statement {
        Statement::new("revenue_is_virtual_surplus", "The optimal auction")
            .saying(
                "If virtual values ascend, the greatest revenue of any mechanism with Bayesian \
                 honesty and interim participation is the expectation of the highest virtual \
                 value or 0, whichever is more; an auction attains it in which honesty is dominant \
                 and nobody ever loses.",
            )
            .from_source("Myerson, 1981")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Vec<DiscreteValues>>> {
        vec![regular()]
    }

    fn conclusion(&self, bidders: &Vec<DiscreteValues>) -> Result<Finding, TheoremError> {
        let auction = OptimalAuction::new(bidders.clone())?;
        let setting = auction.setting()?;
        let surplus = expectation(bidders, |own| {
            let most = own.iter().copied().max().cloned().unwrap_or_default();
            most.max(Rational::ZERO)
        })?;
        let designer = Designer::new(&setting)
            .with_objective(Objective::Revenue)
            .with_participation(ParticipationStage::Interim);
        let outcome = designer.solve()?;
        let examination = Examination::new(&setting, &auction)?;
        let truth = Strategies::truthful(&setting);
        let cases = dominance(&setting, &auction, &truth, &selfish(&setting))?;
        let paid = expected_revenue(&setting, &auction)?;
        // The best price for one, the highest of several, and what it brings.
        let single = bidders.iter().map(|bidder| {
            let mut best = (None, Rational::ZERO);
            for (place, price) in bidder.values().iter().enumerate() {
                let share: Rational = bidder.probabilities()[place..].iter().sum();
                let revenue = price * &share;
                if revenue.is_positive() && revenue >= best.1 {
                    best = (Some(price.clone()), revenue);
                }
            }
            best
        });
        let posted = bidders.iter().map(DiscreteValues::posted_price);
        let ascend = regular().check(bidders)?.holds();
        all_of![
            match ascend {
                true => sells_to_the_highest(bidders, &auction, &setting)?,
                false => Finding::Holds,
            },
            Finding::when(
                surplus == auction.expected_revenue()
                    && surplus == paid
                    && surplus == examination.expected_revenue()?,
                || {
                    format!(
                        "virtual surplus {surplus}, payments {paid}, said to be {}",
                        auction.expected_revenue()
                    )
                }
            ),
            Finding::when(outcome.value() == Some(&surplus), || {
                format!(
                    "the linear program finds {:?}, not {surplus}",
                    outcome.value()
                )
            }),
            Finding::when(outcome.verify(&designer)?, || {
                "the proof of the program does not stand".to_owned()
            }),
            Finding::when(single.eq(posted), || "another best price for one"
                .to_owned()),
            cases.finding(),
            cases.agree("truth", &examination.dominant_strategy()?, &examination),
            participation(&setting, &auction)?.finding(),
        ]
    }
}

/// The first of the bidders with the highest virtual value wins if that is above 0, and pays the
/// least value with which it would.
fn sells_to_the_highest(
    bidders: &[DiscreteValues],
    auction: &OptimalAuction,
    setting: &Setting,
) -> Result<Finding, TheoremError> {
    let slopes: Vec<Vec<Rational>> = bidders.iter().map(virtual_values).collect();
    let winner = |types: &[usize]| {
        let own = types.iter().zip(&slopes).map(|(&own, list)| &list[own]);
        let most = own.clone().max().filter(|most| most.is_positive());
        most.and_then(|most| own.clone().position(|own| own == most))
    };
    for types in &setting.few_profiles()? {
        let mut transfers = vec![Rational::ZERO; bidders.len()];
        let won = winner(&types);
        if let Some(won) = won {
            let values = bidders[won].values().iter().enumerate();
            let mut enough = values.filter(|(own, _)| {
                let mut said = types.clone();
                said[won] = *own;
                winner(&said) == Some(won)
            });
            transfers[won] = enough.next().map(|(_, value)| -value).unwrap_or_default();
        }
        let expected = Decision::certain(won.map_or(0, |won| 1 + won), transfers);
        let found = auction.decide(&types);
        if found != expected {
            return Ok(Finding::fails(format!(
                "at {types:?} the decision is {found:?}, not {expected:?}"
            )));
        }
    }
    Ok(Finding::Holds)
}

/// One more bidder is worth more than the right to keep the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneMoreBidderIsWorthMore;

impl Theorem for OneMoreBidderIsWorthMore {
    type Instance = Vec<DiscreteValues>;

    fn statement(&self) -> Statement {
        Statement::new("one_more_bidder_is_worth_more", "One more bidder")
            .saying(
                "Take the last bidder away, and let the seller keep the object if it likes: the \
                 greatest revenue is no more than with the last bidder and a seller who must sell, \
                 if the last bidder never values the object at less than nothing.",
            )
            .from_source("Bulow and Klemperer, 1996, for finitely many values")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Vec<DiscreteValues>>> {
        vec![Hypothesis::new(
            "the_last_values_are_not_negative",
            "The last bidder never values the object at less than nothing.",
            |bidders: &Vec<DiscreteValues>| {
                let last = bidders.last().and_then(|last| last.values().first());
                Ok(match last.filter(|value| value.is_negative()) {
                    None => Finding::Holds,
                    Some(value) => Finding::fails(format!("the last may value it at {value}")),
                })
            },
        )]
    }

    fn conclusion(&self, bidders: &Vec<DiscreteValues>) -> Result<Finding, TheoremError> {
        let all = OptimalAuction::new(bidders.clone())?;
        let setting = all.setting()?;
        let fewer = match bidders.split_last() {
            Some((_, rest)) if !rest.is_empty() => {
                OptimalAuction::new(rest.to_vec())?.expected_revenue()
            }
            _ => Rational::ZERO,
        };
        let designer = Designer::new(&setting)
            .with_objective(Objective::Revenue)
            .with_participation(ParticipationStage::Interim)
            .with_allowed(|_, alternative| alternative > 0)?;
        let outcome = designer.solve()?;
        let proved = outcome.verify(&designer)?;
        let Some(must_sell) = outcome.value() else {
            return Ok(Finding::fails("no mechanism always sells"));
        };
        // If virtual values ascend the program has a closed form.
        let closed = expectation(bidders, |own| {
            own.iter().copied().max().cloned().unwrap_or_default()
        })?;
        let ascend = regular().check(bidders)?.holds();
        all_of![
            Finding::when(proved, || "the proof does not stand".to_owned()),
            Finding::when(!ascend || *must_sell == closed, || {
                format!("a seller who must sell gets {must_sell}, and in closed form {closed}")
            }),
            Finding::when(*must_sell >= fewer, || {
                format!("{must_sell} with one more, {fewer} without")
            }),
        ]
    }
}

/// Bidders with uniform values on [0, 1], and a reserve price.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UniformBidders {
    /// How many.
    pub bidders: u32,
    /// The reserve price, from 0 to 1.
    pub reserve: Rational,
}

impl UniformBidders {
    /// So many bidders and a reserve price.
    pub fn new(bidders: u32, reserve: Rational) -> Self {
        UniformBidders { bidders, reserve }
    }
}

/// No reserve price is worth one more bidder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoReserveIsWorthABidder;

impl Theorem for NoReserveIsWorthABidder {
    type Instance = UniformBidders;

    fn statement(&self) -> Statement {
        Statement::new("no_reserve_is_worth_a_bidder", "Reserve prices")
            .saying(
                "With values that are uniform on [0, 1] a second-price auction with reserve price \
                 `r` brings the expectation of `2v − 1` where the highest value `v` is above `r`, \
                 and of 0 where it is not; most with `r = 1/2`, and even then less than with one \
                 more bidder and no reserve.",
            )
            .from_source("Myerson, 1981; Bulow and Klemperer, 1996")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<UniformBidders>> {
        Vec::new()
    }

    fn conclusion(&self, case: &UniformBidders) -> Result<Finding, TheoremError> {
        let auction = UniformAuction::new(case.bidders)?;
        // ∫_r^1 (2v − 1) n vⁿ⁻¹ dv.
        let integral = |bidders: u32, from: &Rational| {
            let n = Rational::from(bidders);
            let above = |power: u32| {
                let power = i32::try_from(power).unwrap_or(i32::MAX);
                Rational::ONE - from.checked_pow(power).unwrap_or_default()
            };
            let share = (n.clone() * &Rational::from(2)).checked_div(&(n + Rational::ONE));
            share.unwrap_or_default() * &above(bidders + 1) - &above(bidders)
        };
        let found = auction.revenue(&case.reserve)?;
        let own = integral(case.bidders, &case.reserve);
        let half = Rational::new(1, 2)?;
        let best = integral(case.bidders, &half);
        let more = integral(case.bidders + 1, &Rational::ZERO);
        let compared = auction.bulow_klemperer()?;
        let polynomial = auction.revenue_polynomial();
        let terms = polynomial.iter().zip(0i32..);
        let value: Rational = terms
            .map(|(factor, power)| {
                let power = case.reserve.checked_pow(power).unwrap_or(Rational::ONE);
                factor * &power
            })
            .sum();
        all_of![
            Finding::when(found == own && value == own, || {
                format!("a reserve of {} brings {own}, not {found}", case.reserve)
            }),
            Finding::when(
                auction.optimal_revenue() == best
                    && compared.optimal == best
                    && compared.one_more_bidder == more
                    && auction.optimal_reserve() == half,
                || format!("the best is {best}, one more bidder {more}, not {compared:?}")
            ),
            Finding::when(
                own <= best && (own == best) == (case.reserve == half),
                || { format!("{} is as good as 1/2", case.reserve) }
            ),
            Finding::when(best < more, || format!("{best} is not below {more}")),
        ]
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::mechanisms::trade::values;
    use crate::theorem::{Drawn, strategy};

    impl Drawn for RevenueIsVirtualSurplus {
        fn instances(&self) -> BoxedStrategy<Vec<DiscreteValues>> {
            vec(values(-1..=2), 1..=2).boxed()
        }
    }

    impl Drawn for OneMoreBidderIsWorthMore {
        fn instances(&self) -> BoxedStrategy<Vec<DiscreteValues>> {
            vec(values(0..=2), 2).boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<Vec<DiscreteValues>> {
            vec(values(-4..=0), 1..=2).boxed()
        }
    }

    impl Drawn for NoReserveIsWorthABidder {
        fn instances(&self) -> BoxedStrategy<UniformBidders> {
            let reserves = prop_oneof![
                Just(Rational::ZERO),
                Just(Rational::ONE),
                (0i64..=12).prop_map(|above| Rational::new(above, 12).unwrap_or_default()),
                strategy::rationals(0..=1, 7),
            ];
            (1u32..=8, reserves)
                .prop_map(|(bidders, reserve)| UniformBidders::new(bidders, reserve))
                .boxed()
        }
    }
}
