//! The sealed-bid double auction and its linear equilibrium.

use serde::{Deserialize, Serialize};

use crate::number::Rational;

/// A bid that is linear in the own value or cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LinearBid {
    /// The bid at 0.
    pub intercept: Rational,
    /// By how much it rises with the value; above 0.
    pub slope: Rational,
}

impl LinearBid {
    /// A bid.
    pub fn new(intercept: Rational, slope: Rational) -> Self {
        LinearBid { intercept, slope }
    }

    /// The bid at a value.
    pub fn at(&self, value: &Rational) -> Rational {
        &self.intercept + &(&self.slope * value)
    }
}

/// A buyer's value and a seller's cost are uniform on [0, 1]; they trade at the mean of bid and ask
/// if the bid is not below the ask. Strategies are linear.
///
/// ```
/// use lacuna::mechanism::optimal::DoubleAuction;
/// use lacuna::number::Rational;
/// let played = DoubleAuction::linear_equilibrium();
/// let at = Rational::new(3, 5)?;
/// assert_eq!(played.buyer.at(&at), Rational::new(29, 60)?);
/// assert_eq!(played.seller.at(&at), Rational::new(13, 20)?);
/// assert!(played.is_equilibrium());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DoubleAuction {
    /// What the buyer bids.
    pub buyer: LinearBid,
    /// What the seller asks.
    pub seller: LinearBid,
}

fn fraction(above: i64, below: i64) -> Rational {
    Rational::new(above, below).unwrap_or_default()
}

/// A payoff as a polynomial of degree two in the bid, the constant first.
type Quadratic = [Rational; 3];

impl DoubleAuction {
    /// With these strategies.
    pub fn new(buyer: LinearBid, seller: LinearBid) -> Self {
        DoubleAuction { buyer, seller }
    }

    /// The linear equilibrium (Chatterjee and Samuelson 1983): the buyer bids 2v/3 + 1/12, the
    /// seller asks 2c/3 + 1/4, so that they trade iff v ≥ c + 1/4, which is the second best.
    pub fn linear_equilibrium() -> Self {
        DoubleAuction {
            buyer: LinearBid::new(fraction(1, 12), fraction(2, 3)),
            seller: LinearBid::new(fraction(1, 4), fraction(2, 3)),
        }
    }

    /// The buyer's expected payoff from a bid between the least and the greatest ask, as a
    /// polynomial in the bid: ∫ (v − (p + a)/2) da over the asks up to p, over the slope.
    fn buyer_payoff(&self, value: &Rational) -> Quadratic {
        let low = &self.seller.intercept;
        let density = self.seller.slope.recip().unwrap_or_default();
        // (p − low)·(v − p/2) − (p² − low²)/4.
        let constant = fraction(1, 4) * low * low - low * value;
        let linear = value + &(fraction(1, 2) * low);
        [constant, linear, fraction(-3, 4)].map(|term| term * &density)
    }

    /// The seller's expected payoff from an ask between the least and the greatest bid, as a
    /// polynomial in the ask: ∫ ((a + b)/2 − c) db over the bids from a on, over the slope.
    fn seller_payoff(&self, cost: &Rational) -> Quadratic {
        let high = self.buyer.at(&Rational::ONE);
        let density = self.buyer.slope.recip().unwrap_or_default();
        // (high − a)·(a/2 − c) + (high² − a²)/4.
        let constant = fraction(1, 4) * &high * &high - &high * cost;
        let linear = cost + &(fraction(1, 2) * &high);
        [constant, linear, fraction(-3, 4)].map(|term| term * &density)
    }

    /// Is each strategy a best reply to the other at every value and cost, among all bids?
    ///
    /// Between the least and the greatest bid of the other a payoff is a concave quadratic in the
    /// own bid, whose coefficients are linear in the own value. Further out it falls, or there is
    /// no trade. So a bid is best iff it is the peak of the quadratic, or there is no trade and the
    /// peak is where there is none; peaks are linear in the value, so that two values decide.
    pub fn is_equilibrium(&self) -> bool {
        let rises = self.buyer.slope.is_positive() && self.seller.slope.is_positive();
        rises && self.buyer_replies() && self.seller_replies()
    }

    /// The peak of a concave quadratic.
    fn peak(payoff: &Quadratic) -> Rational {
        let twice = fraction(-2, 1) * &payoff[2];
        payoff[1].checked_div(&twice).unwrap_or_default()
    }

    fn buyer_replies(&self) -> bool {
        let (low, high) = (
            self.seller.at(&Rational::ZERO),
            self.seller.at(&Rational::ONE),
        );
        let peak = |value: &Rational| Self::peak(&self.buyer_payoff(value));
        replies(&self.buyer, peak, |bid| *bid <= low, |bid| *bid > high)
    }

    fn seller_replies(&self) -> bool {
        let (low, high) = (
            self.buyer.at(&Rational::ZERO),
            self.buyer.at(&Rational::ONE),
        );
        let peak = |cost: &Rational| Self::peak(&self.seller_payoff(cost));
        replies(&self.seller, peak, |ask| *ask >= high, |ask| *ask < low)
    }
}

/// Does a linear strategy follow the peak wherever there is trade at the peak? `idle` are the bids
/// with which there is none, `beyond` those further out than the other's; both are half-lines.
fn replies(
    strategy: &LinearBid,
    peak: impl Fn(&Rational) -> Rational,
    idle: impl Fn(&Rational) -> bool,
    beyond: impl Fn(&Rational) -> bool,
) -> bool {
    // Where strategy and peak agree at two values they agree everywhere; elsewhere both must be
    // idle, and the ends of [0, 1] decide for half-lines.
    let ends = [Rational::ZERO, Rational::ONE];
    let agree = ends.iter().all(|value| strategy.at(value) == peak(value));
    let both_idle = ends
        .iter()
        .all(|value| idle(&strategy.at(value)) && idle(&peak(value)));
    (agree && !ends.iter().any(|value| beyond(&peak(value)))) || both_idle
}
