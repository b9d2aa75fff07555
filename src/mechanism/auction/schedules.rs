//! Sealed bids for several units each.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::allocations::Allocations;
use super::grid::permutation;
use crate::mechanism::{Decision, Mechanism, SettingError};
use crate::number::Rational;

/// What bidders for several units pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SchedulePricing {
    /// For its k units a bidder pays the k highest of the others' bids that lost (Vickrey 1961).
    Vickrey,
    /// For each unit the highest bid that lost, anybody's. Bidders who want several units gain by
    /// asking for fewer (Ausubel et al. 2014).
    Uniform,
    /// For each unit the bid that won it.
    PayAsBid,
}

/// An auction of identical units among bidders who want several, each unit worth less to a bidder
/// than the one before.
///
/// The message of a bidder names a schedule of its menu: a bid for its first unit, its second, and
/// so on, not increasing and not negative. The highest bids win a unit each; bids of zero and bids
/// below the reserve price win nothing. Equal bids are served by priority (in order of the bidders,
/// unless said otherwise). Alternatives are those of [`multi_unit`](super::multi_unit).
///
/// With private values and [`SchedulePricing::Vickrey`] it is dominant to bid one's schedule, and
/// the allocation is efficient (without a reserve price): it is Clarke's mechanism.
///
/// ```
/// use lacuna::mechanism::Mechanism;
/// use lacuna::mechanism::auction::{ScheduleAuction, SchedulePricing};
/// use lacuna::number::Rational;
///
/// let schedule = |list: &[i64]| list.iter().copied().map(Rational::from).collect::<Vec<_>>();
/// let menus = vec![vec![schedule(&[9, 6])], vec![schedule(&[8, 3])], vec![schedule(&[4, 1])]];
/// let vickrey = ScheduleAuction::new(menus.clone(), 3, SchedulePricing::Vickrey)?;
/// let decision = vickrey.decide(&[0, 0, 0]);
/// // 9, 8 and 6 win. The first bidder displaces 4 and 3, the second displaces 4.
/// assert_eq!(decision.branches()[0].transfers, [-7, -4, 0].map(Rational::from));
/// let uniform = ScheduleAuction::new(menus, 3, SchedulePricing::Uniform)?;
/// assert_eq!(uniform.decide(&[0, 0, 0]).expected_transfer(0), Rational::from(-8));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleAuction {
    menus: Vec<Vec<Vec<Rational>>>,
    allocations: Allocations,
    pricing: SchedulePricing,
    reserve: Rational,
    /// The rank of each bidder among equal bids.
    ranks: Vec<usize>,
}

/// Refuses anything but at least one bidder with at least one schedule each, none of them
/// increasing or negative.
pub(super) fn check_schedules(menus: &[Vec<Vec<Rational>>]) -> Result<(), SettingError> {
    if menus.is_empty() {
        let needs = "there must be at least one agent";
        return Err(SettingError::invalid(
            "the list of schedules",
            "empty",
            needs,
        ));
    }
    for (agent, menu) in menus.iter().enumerate() {
        if menu.is_empty() {
            let needs = "there must be at least one schedule";
            return Err(SettingError::invalid(
                format!("the schedules of agent {agent}"),
                "empty",
                needs,
            ));
        }
        for (number, schedule) in menu.iter().enumerate() {
            let what = || format!("schedule {number} of agent {agent}");
            if let Some(pair) = schedule.windows(2).find(|pair| pair[0] < pair[1]) {
                let found = format!("{} before {}", pair[0], pair[1]);
                return Err(SettingError::invalid(what(), found, "it must not increase"));
            }
            if let Some(value) = schedule.last().filter(|value| value.is_negative()) {
                let needs = "it must not be negative";
                return Err(SettingError::invalid(what(), value, needs));
            }
        }
    }
    Ok(())
}

impl ScheduleAuction {
    /// An auction of so many units; `menus[i]` are the schedules that bidder `i` can bid.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if a list is empty, a schedule increases or is negative, without
    /// units, or with more allocations than [`Allocations::new`] takes.
    pub fn new(
        menus: Vec<Vec<Vec<Rational>>>,
        units: usize,
        pricing: SchedulePricing,
    ) -> Result<Self, SettingError> {
        check_schedules(&menus)?;
        Ok(ScheduleAuction {
            allocations: Allocations::new(menus.len(), units, units)?,
            ranks: (0..menus.len()).collect(),
            menus,
            pricing,
            reserve: Rational::ZERO,
        })
    }

    /// The same auction with a reserve price: the least bid for a unit that counts, and the least
    /// price of a unit.
    #[must_use]
    pub fn with_reserve(mut self, reserve: Rational) -> Self {
        self.reserve = reserve;
        self
    }

    /// The same auction with this order of bidders among equal bids.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], [`SettingError::OutOfRange`], [`SettingError::Invalid`] if it
    /// does not name every bidder once.
    pub fn with_priority(mut self, order: &[usize]) -> Result<Self, SettingError> {
        permutation("the order of priority", order, self.menus.len())?;
        for (rank, &bidder) in order.iter().enumerate() {
            self.ranks[bidder] = rank;
        }
        Ok(self)
    }

    /// The alternatives.
    pub fn allocations(&self) -> &Allocations {
        &self.allocations
    }
}

impl Mechanism for ScheduleAuction {
    fn agents(&self) -> usize {
        self.menus.len()
    }

    fn messages(&self, agent: usize) -> usize {
        self.menus[agent].len()
    }

    fn alternatives(&self) -> usize {
        self.allocations.len()
    }

    fn decide(&self, messages: &[usize]) -> Decision {
        let units = self.allocations.units();
        let said = self.menus.iter().zip(messages).enumerate();
        let mut bids: Vec<(usize, &Rational)> = said
            .flat_map(|(bidder, (menu, &message))| {
                let counted = menu[message].iter().take(units);
                counted.map(move |bid| (bidder, bid))
            })
            .filter(|(_, bid)| bid.is_positive() && *bid >= &self.reserve)
            .collect();
        // The sort is stable: a bidder's own bids stay in their order.
        bids.sort_by_key(|&(bidder, bid)| (Reverse(bid), self.ranks[bidder]));
        let (won, lost) = bids.split_at(units.min(bids.len()));
        let mut quantities = vec![0usize; self.menus.len()];
        for &(bidder, _) in won {
            quantities[bidder] += 1;
        }
        let floor = Rational::ZERO.max(self.reserve.clone());
        let uniform = lost.first().map_or(&floor, |(_, bid)| bid);
        let pay = |bidder: usize| -> Rational {
            let own = quantities[bidder];
            match self.pricing {
                SchedulePricing::Uniform => uniform * &Rational::from(own),
                SchedulePricing::PayAsBid => {
                    let mine = won.iter().filter(|(winner, _)| *winner == bidder);
                    mine.map(|(_, bid)| *bid).sum()
                }
                SchedulePricing::Vickrey => {
                    let others = lost.iter().filter(|(loser, _)| *loser != bidder);
                    let displaced = others.map(|(_, bid)| *bid).chain(std::iter::repeat(&floor));
                    displaced.take(own).sum()
                }
            }
        };
        let transfers = (0..self.menus.len()).map(|bidder| -pay(bidder)).collect();
        let alternative = self.allocations.alternative(&quantities).unwrap_or(0);
        Decision::certain(alternative, transfers)
    }

    fn message_name(&self, agent: usize, message: usize) -> Option<String> {
        let schedule = self.menus.get(agent)?.get(message)?;
        let bids: Vec<String> = schedule.iter().map(Rational::to_string).collect();
        Some(format!("({})", bids.join(", ")))
    }
}
