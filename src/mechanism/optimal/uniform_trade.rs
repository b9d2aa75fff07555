//! Trade between a buyer and a seller whose value and cost are uniform on intervals.

use serde::{Deserialize, Serialize};

use crate::mechanism::Concern;
use crate::mechanism::setting::SettingError;
use crate::number::{Extended, Rational};

/// A buyer's value and a seller's cost, independent and uniform on intervals (Myerson and
/// Satterthwaite 1983). All integrals are over polygons and exact.
///
/// ```
/// use lacuna::mechanism::optimal::UniformTrade;
/// use lacuna::number::{Extended, Rational};
/// let q = |above, below| Rational::new(above, below);
/// let unit = UniformTrade::new([q(0, 1)?, q(1, 1)?], [q(0, 1)?, q(1, 1)?])?;
/// let efficient = unit.efficient_trade();
/// assert_eq!((efficient.gains.clone(), efficient.subsidy.clone()), (q(1, 6)?, q(1, 6)?));
/// // However much they care about each other, efficient trade does not pay for itself.
/// assert_eq!(efficient.least_altruism(), Extended::Infinite);
/// // The second best is attained: trade iff the value exceeds the cost by 1/4.
/// let second = unit.second_best();
/// assert_eq!(second.margin.exact(), Some(&q(1, 4)?));
/// assert_eq!(second.gains.exact(), Some(&q(9, 64)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct UniformTrade {
    value: [Rational; 2],
    cost: [Rational; 2],
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    value: [Rational; 2],
    cost: [Rational; 2],
}

impl TryFrom<Form> for UniformTrade {
    type Error = SettingError;
    fn try_from(form: Form) -> Result<Self, SettingError> {
        UniformTrade::new(form.value, form.cost)
    }
}

impl From<UniformTrade> for Form {
    fn from(trade: UniformTrade) -> Self {
        Form {
            value: trade.value,
            cost: trade.cost,
        }
    }
}

/// Efficient trade: what it brings, and what it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EfficientTrade {
    /// The expected gains from trade.
    pub gains: Rational,
    /// The least expected subsidy with which selfish agents trade efficiently, with Bayesian
    /// honesty and interim participation; if below 0 that much money is left over.
    pub subsidy: Rational,
}

impl EfficientTrade {
    /// The least expected subsidy for agents with V = u + λW: with d and G the subsidy of selfish
    /// agents and the gains, (1 + λ)·d − λ·G if W counts values only, and that over 1 + 2λ if W
    /// counts money too (the subsidy is then itself welfare).
    ///
    /// Information rents are 1 + λ times those of selfish agents, and of the gains each agent
    /// enjoys λ times in addition to its own share.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if λ is negative.
    pub fn subsidy_with(
        &self,
        lambda: &Rational,
        concern: Concern,
    ) -> Result<Rational, SettingError> {
        if lambda.is_negative() {
            return Err(SettingError::invalid("λ", lambda, "it must be at least 0"));
        }
        let rents = (Rational::ONE + lambda) * &self.subsidy;
        let of_values = rents - lambda * &self.gains;
        let doubled = Rational::ONE + Rational::from(2) * lambda;
        Ok(match concern {
            Concern::Values => of_values,
            Concern::Payoffs => of_values.checked_div(&doubled).unwrap_or_default(),
        })
    }

    /// The least λ at which efficient trade needs no subsidy, d/(G − d); infinite if d ≥ G: then
    /// altruism never closes the gap. The same whether W counts money or not.
    pub fn least_altruism(&self) -> Extended<Rational> {
        if !self.subsidy.is_positive() {
            return Extended::Finite(Rational::ZERO);
        }
        let left = &self.gains - &self.subsidy;
        match self.subsidy.checked_div(&left) {
            Some(least) if left.is_positive() => Extended::Finite(least),
            _ => Extended::Infinite,
        }
    }
}

/// A number, or an interval that contains it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Bracket {
    /// The number is at least this.
    pub low: Rational,
    /// The number is at most this.
    pub high: Rational,
}

impl Bracket {
    fn between(low: Rational, high: Rational) -> Self {
        Bracket { low, high }
    }

    /// The number, if it is known exactly.
    pub fn exact(&self) -> Option<&Rational> {
        (self.low == self.high).then_some(&self.low)
    }
}

/// The greatest gains from trade without a subsidy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SecondBestTrade {
    /// Trade iff the value exceeds the cost by at least this.
    pub margin: Bracket,
    /// The expected gains from trade.
    pub gains: Bracket,
    /// The probability of trade.
    pub probability: Bracket,
}

/// A linear function of value and cost: constant, times the value, times the cost.
type Linear = [Rational; 3];

type Point = [Rational; 2];

fn at(form: &Linear, point: &Point) -> Rational {
    &form[0] + &(&form[1] * &point[0]) + &form[2] * &point[1]
}

/// How often the interval of the margin is halved if it is not a fraction that is known.
const HALVINGS: usize = 40;

impl UniformTrade {
    /// Value and cost are uniform between these numbers.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if an interval is empty or a point.
    pub fn new(value: [Rational; 2], cost: [Rational; 2]) -> Result<Self, SettingError> {
        for (what, interval) in [("the values", &value), ("the costs", &cost)] {
            if interval[0] >= interval[1] {
                return Err(SettingError::invalid(
                    what,
                    format!("from {} to {}", interval[0], interval[1]),
                    "the first must be below the second",
                ));
            }
        }
        Ok(UniformTrade { value, cost })
    }

    /// The expectation of a linear function over the values and costs with value ≥ cost + margin.
    fn expectation(&self, form: &Linear, margin: &Rational) -> Rational {
        let [[low, high], [cheap, dear]] = [&self.value, &self.cost];
        let corner = |v: &Rational, c: &Rational| [v.clone(), c.clone()];
        let square = [
            corner(low, cheap),
            corner(high, cheap),
            corner(high, dear),
            corner(low, dear),
        ];
        let above = |point: &Point| &point[0] - &point[1] - margin;
        // The part of the rectangle on the right side of the line.
        let mut inside: Vec<Point> = Vec::new();
        for (place, point) in square.iter().enumerate() {
            let next = &square[(place + 1) % square.len()];
            let (here, there) = (above(point), above(next));
            if !here.is_negative() {
                inside.push(point.clone());
            }
            if here.is_negative() != there.is_negative() && !here.is_zero() && !there.is_zero() {
                let share = here.checked_div(&(&here - &there)).unwrap_or_default();
                let between = |k: usize| &point[k] + &(&share * &(&next[k] - &point[k]));
                inside.push([between(0), between(1)]);
            }
        }
        // Triangles from the first corner: area times the mean over the corners.
        let mut total = Rational::ZERO;
        let third = fraction(1, 3);
        for pair in inside.windows(2).skip(1) {
            let [first, second, origin] = [&pair[0], &pair[1], &inside[0]];
            let side = |point: &Point, k: usize| &point[k] - &origin[k];
            let twice = side(first, 0) * side(second, 1) - side(first, 1) * side(second, 0);
            let mean = (at(form, origin) + at(form, first) + at(form, second)) * &third;
            total += twice * &mean * fraction(1, 2);
        }
        let whole = (high - low) * &(dear - cheap);
        total.checked_div(&whole).unwrap_or_default()
    }

    /// The value less the cost.
    fn surplus() -> Linear {
        [0, 1, -1].map(Rational::from)
    }

    /// The buyer's virtual value 2v − v̄ less the seller's virtual cost 2c − c̲: what is left of the
    /// surplus after information rents.
    fn virtual_surplus(&self) -> Linear {
        let constant = &self.cost[0] - &self.value[1];
        [constant, Rational::from(2), Rational::from(-2)]
    }

    /// Efficient trade: gains and the least subsidy. Selfish agents with Bayesian honesty and
    /// interim participation must be left their information rents, so that the subsidy is less
    /// the expected virtual surplus (Myerson and Satterthwaite 1983).
    pub fn efficient_trade(&self) -> EfficientTrade {
        let every = Rational::ZERO;
        EfficientTrade {
            gains: self.expectation(&Self::surplus(), &every),
            subsidy: -self.expectation(&self.virtual_surplus(), &every),
        }
    }

    /// The greatest gains from trade of any mechanism with Bayesian honesty, interim participation
    /// and no expected deficit: trade iff the value exceeds the cost by a margin, the least at
    /// which the expected virtual surplus is not negative. The margin is exact if it is 0 or a
    /// quarter of what the highest value exceeds the lowest cost by, as it is for equal intervals;
    /// otherwise it is the root of a cubic, and enclosed.
    pub fn second_best(&self) -> SecondBestTrade {
        let kept = |margin: &Rational| self.expectation(&self.virtual_surplus(), margin);
        let widest = &self.value[1] - &self.cost[0];
        let quarter = &widest * &fraction(1, 4);
        let none = Rational::ZERO;
        let (low, high) = if !kept(&none).is_negative() {
            (none.clone(), none)
        } else if kept(&quarter).is_zero() {
            (quarter.clone(), quarter)
        } else {
            // At half of the widest margin no virtual surplus is negative.
            let (mut low, mut high) = (none, &widest * &fraction(1, 2));
            for _ in 0..HALVINGS {
                let middle = (&low + &high) * fraction(1, 2);
                match kept(&middle).is_negative() {
                    true => low = middle,
                    false => high = middle,
                }
            }
            (low, high)
        };
        let over = |form: &Linear| {
            let (least, most) = (self.expectation(form, &high), self.expectation(form, &low));
            Bracket::between(least, most)
        };
        let one = [1, 0, 0].map(Rational::from);
        SecondBestTrade {
            gains: over(&Self::surplus()),
            probability: over(&one),
            margin: Bracket::between(low, high),
        }
    }

    /// The expected gains from trade at a posted price that both may refuse.
    pub fn posted_price_gains(&self, price: &Rational) -> Rational {
        let clamp = |price: &Rational, [low, high]: &[Rational; 2]| {
            price.clone().max(low.clone()).min(high.clone())
        };
        let (from, to) = (clamp(price, &self.value), clamp(price, &self.cost));
        let half = fraction(1, 2);
        let buys = (&self.value[1] - &from).checked_div(&(&self.value[1] - &self.value[0]));
        let sells = (&to - &self.cost[0]).checked_div(&(&self.cost[1] - &self.cost[0]));
        let mean_value = (&self.value[1] + &from) * &half;
        let mean_cost = (&self.cost[0] + &to) * &half;
        let chance = buys.unwrap_or_default() * sells.unwrap_or_default();
        chance * &(mean_value - mean_cost)
    }
}

fn fraction(above: i64, below: i64) -> Rational {
    Rational::new(above, below).unwrap_or_default()
}
