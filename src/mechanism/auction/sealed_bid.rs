//! Sealed bids for one unit each.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::allocations::Allocations;
use super::grid::{check_grids, level_name, permutation, subsets};
use crate::mechanism::{Decision, Mechanism, SettingError};
use crate::number::Rational;

/// What bidders with unit demand pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Pricing {
    /// Winners pay their own bids: first price, discriminatory.
    OwnBid,
    /// Winners pay the highest bid that does not win, or the reserve price if it is higher: second
    /// price, uniform price.
    HighestLosingBid,
    /// Winners pay the lowest bid that wins. Bidding one's value is not dominant.
    LowestWinningBid,
    /// Everybody whose bid counts pays it, winner or not.
    AllPay,
}

/// Who wins among equal bids.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ties {
    /// Each of them with the same probability.
    #[default]
    Lottery,
    /// Who stands first in this list of all agents.
    Priority(Vec<usize>),
}

impl Ties {
    pub(crate) fn check(&self, agents: usize) -> Result<(), SettingError> {
        match self {
            Ties::Lottery => Ok(()),
            Ties::Priority(order) => permutation("the order of priority", order, agents),
        }
    }

    /// The sets of `places` winners among `tied`, equally likely.
    pub(crate) fn winners(&self, tied: &[usize], places: usize) -> Vec<Vec<usize>> {
        if places >= tied.len() {
            return vec![tied.to_vec()];
        }
        match self {
            Ties::Lottery => subsets(tied.len(), places)
                .into_iter()
                .map(|set| set.into_iter().map(|place| tied[place]).collect())
                .collect(),
            Ties::Priority(order) => {
                let first = order.iter().copied().filter(|agent| tied.contains(agent));
                vec![first.take(places).collect()]
            }
        }
    }
}

/// A sealed-bid auction of one object or several identical units among bidders who want one each.
///
/// The message of a bidder is a level of its grid of bids. Bids below the reserve price (0 unless
/// said otherwise) do not count: they win nothing and pay nothing. The highest bids win; ties at the
/// margin are broken by a lottery, or by priority. Alternatives are those of
/// [`one_object`](super::one_object) and [`unit_demand`](super::unit_demand).
///
/// With private values, bidding one's value is a dominant strategy in the second-price auction
/// (Vickrey 1961) and in the uniform-price auction with unit demand; it is not in the others.
///
/// A decision takes `O(n log n)`, and one branch for each way to break the tie.
///
/// ```
/// use lacuna::mechanism::Mechanism;
/// use lacuna::mechanism::auction::{SealedBid, Ties};
/// use lacuna::number::Rational;
///
/// let grid: Vec<Rational> = (0..=9).map(Rational::from).collect();
/// let first = SealedBid::first_price(vec![grid.clone(); 2])?.with_reserve(Rational::from(3));
/// assert_eq!(first.decide(&[2, 1]).branches()[0].alternative, 0); // unsold
/// assert_eq!(first.decide(&[5, 5]).branches().len(), 2); // a tie
/// assert_eq!(first.decide(&[5, 5]).expected_transfer(0), Rational::new(-5, 2)?);
///
/// // Two units, three bidders: both winners pay the bid that lost.
/// let uniform = SealedBid::uniform_price(vec![grid; 3], 2)?
///     .with_ties(Ties::Priority(vec![2, 1, 0]))?;
/// let decision = uniform.decide(&[7, 4, 9]);
/// assert_eq!(uniform.allocations().quantities(decision.branches()[0].alternative), [1, 0, 1]);
/// assert_eq!(decision.expected_transfer(2), Rational::from(-4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBid {
    bids: Vec<Vec<Rational>>,
    allocations: Allocations,
    pricing: Pricing,
    reserve: Rational,
    ties: Ties,
}

impl SealedBid {
    /// An auction of so many units; `bids[i]` are the bids that bidder `i` can make, in increasing
    /// order.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if a list is empty or not increasing, without units, or with more
    /// allocations than [`Allocations::new`] takes.
    pub fn new(
        bids: Vec<Vec<Rational>>,
        units: usize,
        pricing: Pricing,
    ) -> Result<Self, SettingError> {
        check_grids("bids", &bids)?;
        Ok(SealedBid {
            allocations: Allocations::new(bids.len(), units, 1)?,
            bids,
            pricing,
            reserve: Rational::ZERO,
            ties: Ties::Lottery,
        })
    }

    /// One object, and the winner pays its bid.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if a list is empty or not increasing.
    pub fn first_price(bids: Vec<Vec<Rational>>) -> Result<Self, SettingError> {
        Self::new(bids, 1, Pricing::OwnBid)
    }

    /// One object, and the winner pays the second highest bid (Vickrey 1961).
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if a list is empty or not increasing.
    pub fn second_price(bids: Vec<Vec<Rational>>) -> Result<Self, SettingError> {
        Self::new(bids, 1, Pricing::HighestLosingBid)
    }

    /// One object, and everybody pays its bid.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if a list is empty or not increasing.
    pub fn all_pay(bids: Vec<Vec<Rational>>) -> Result<Self, SettingError> {
        Self::new(bids, 1, Pricing::AllPay)
    }

    /// Several units at one price, the highest losing bid (Vickrey 1962 for unit demand).
    ///
    /// # Errors
    /// As [`SealedBid::new`].
    pub fn uniform_price(bids: Vec<Vec<Rational>>, units: usize) -> Result<Self, SettingError> {
        Self::new(bids, units, Pricing::HighestLosingBid)
    }

    /// Several units, and winners pay their own bids.
    ///
    /// # Errors
    /// As [`SealedBid::new`].
    pub fn discriminatory(bids: Vec<Vec<Rational>>, units: usize) -> Result<Self, SettingError> {
        Self::new(bids, units, Pricing::OwnBid)
    }

    /// The same auction with a reserve price: the least bid that counts.
    #[must_use]
    pub fn with_reserve(mut self, reserve: Rational) -> Self {
        self.reserve = reserve;
        self
    }

    /// The same auction with other ties.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], [`SettingError::OutOfRange`], [`SettingError::Invalid`] if an
    /// order of priority does not name every bidder once.
    pub fn with_ties(mut self, ties: Ties) -> Result<Self, SettingError> {
        ties.check(self.bids.len())?;
        self.ties = ties;
        Ok(self)
    }

    /// The grids of bids.
    pub fn bids(&self) -> &[Vec<Rational>] {
        &self.bids
    }

    /// The alternatives.
    pub fn allocations(&self) -> &Allocations {
        &self.allocations
    }

    /// The number of the alternative in which these bidders win.
    fn alternative(&self, winners: &[usize]) -> usize {
        if let [only] = winners {
            return 1 + only;
        }
        let mut quantities = vec![0; self.bids.len()];
        for &winner in winners {
            quantities[winner] = 1;
        }
        self.allocations.alternative(&quantities).unwrap_or(0)
    }
}

impl Mechanism for SealedBid {
    fn agents(&self) -> usize {
        self.bids.len()
    }

    fn messages(&self, agent: usize) -> usize {
        self.bids[agent].len()
    }

    fn alternatives(&self) -> usize {
        self.allocations.len()
    }

    fn decide(&self, messages: &[usize]) -> Decision {
        let bid = |bidder: usize| &self.bids[bidder][messages[bidder]];
        let mut counted: Vec<usize> = (0..self.bids.len())
            .filter(|&bidder| bid(bidder) >= &self.reserve)
            .collect();
        counted.sort_by_key(|&bidder| Reverse(bid(bidder)));
        let sold = counted.len().min(self.allocations.units());
        let none = vec![Rational::ZERO; self.bids.len()];
        let Some(margin) = sold.checked_sub(1).map(|last| bid(counted[last])) else {
            return Decision::certain(0, none);
        };
        let sure = counted
            .iter()
            .filter(|&&bidder| bid(bidder) > margin)
            .count();
        let tied = counted
            .iter()
            .filter(|&&bidder| bid(bidder) == margin)
            .count();
        let losing = counted
            .get(sold)
            .map_or(&self.reserve, |&bidder| bid(bidder));
        let branch = |lucky: &[usize]| {
            let mut winners = counted[..sure].to_vec();
            winners.extend_from_slice(lucky);
            let mut transfers = none.clone();
            let payers = match self.pricing {
                Pricing::AllPay => &counted,
                _ => &winners,
            };
            for &bidder in payers {
                transfers[bidder] = -match self.pricing {
                    Pricing::OwnBid | Pricing::AllPay => bid(bidder).clone(),
                    Pricing::HighestLosingBid => losing.clone(),
                    Pricing::LowestWinningBid => margin.clone(),
                };
            }
            (self.alternative(&winners), transfers)
        };
        let ways = self.ties.winners(&counted[sure..sure + tied], sold - sure);
        if let [only] = ways.as_slice() {
            let (alternative, transfers) = branch(only);
            return Decision::certain(alternative, transfers);
        }
        let (first, first_transfers) = branch(&ways[0]);
        Decision::equally_likely(ways.iter().map(|way| branch(way)).collect())
            .unwrap_or_else(|_| Decision::certain(first, first_transfers))
    }

    fn message_name(&self, agent: usize, message: usize) -> Option<String> {
        level_name(&self.bids, agent, message)
    }
}
