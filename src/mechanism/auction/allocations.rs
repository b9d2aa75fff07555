//! Who gets how many units.

use std::cmp::{Ordering, Reverse};

use crate::mechanism::SettingError;

/// The most that is listed: allocations times bidders.
const MOST: u128 = 20_000_000;

/// The allocations of identical units among bidders, in the order of the alternatives of a setting:
/// by the number of units sold, and for the same number with bidder 0's units first, most first.
///
/// So alternative 0 sells nothing, and with one unit alternative `1 + i` is bidder `i`'s.
///
/// ```
/// use lacuna::mechanism::auction::Allocations;
/// let two = Allocations::new(2, 2, 2)?;
/// let listed: Vec<&[usize]> = (0..two.len()).map(|number| two.quantities(number)).collect();
/// assert_eq!(listed, [[0, 0], [1, 0], [0, 1], [2, 0], [1, 1], [0, 2]]);
/// assert_eq!(two.alternative(&[1, 1]), Some(4));
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocations {
    units: usize,
    list: Vec<Vec<usize>>,
}

impl Allocations {
    /// The allocations of at most `units` units among `bidders`, at most `most_each` to each.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if a number is zero, or if bidders times allocations are more than
    /// twenty million.
    pub fn new(bidders: usize, units: usize, most_each: usize) -> Result<Self, SettingError> {
        let numbers = [
            ("the number of bidders", bidders),
            ("the number of units", units),
            ("the number of units that a bidder wants", most_each),
        ];
        for (what, number) in numbers {
            if number == 0 {
                return Err(SettingError::invalid(what, number, "it must be at least 1"));
            }
        }
        // Counted before anything is built: how many ways there are to sell so many units, bidder by
        // bidder.
        let mut ways = vec![1u128];
        for bidder in 1..=bidders {
            let reach = (ways.len() - 1).saturating_add(most_each).min(units);
            let mut total = reach as u128;
            if total <= MOST {
                // Sums of the first entries, so that a difference is a sum of entries in a row.
                let mut sums = vec![0u128];
                sums.extend(ways.iter().scan(0u128, |sum, &entry| {
                    *sum = sum.saturating_add(entry);
                    Some(*sum)
                }));
                ways = (0..=reach)
                    .map(|sold| {
                        let last = (sold + 1).min(sums.len() - 1);
                        sums[last] - sums[sold.saturating_sub(most_each).min(last)]
                    })
                    .collect();
                total = ways.iter().fold(0, |sum, &entry| sum.saturating_add(entry));
            }
            if total.saturating_mul(bidder as u128) > MOST {
                return Err(SettingError::invalid(
                    "the number of allocations",
                    format!("at least {total} for {bidder} bidders"),
                    "bidders times allocations must be at most twenty million",
                ));
            }
        }
        let mut list = Vec::new();
        let most_sold = ways.len() - 1;
        for sold in 0..=most_sold {
            give(&mut vec![0; bidders], 0, sold, most_each, &mut list);
        }
        Ok(Allocations { units, list })
    }

    /// The number of allocations.
    #[allow(
        clippy::len_without_is_empty,
        reason = "there is always the empty allocation"
    )]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The number of units there are.
    pub fn units(&self) -> usize {
        self.units
    }

    /// How many units each bidder gets.
    ///
    /// # Panics
    /// If there is no such alternative.
    pub fn quantities(&self, alternative: usize) -> &[usize] {
        &self.list[alternative]
    }

    /// The number of the alternative in which each bidder gets so many units, if it is one.
    pub fn alternative(&self, quantities: &[usize]) -> Option<usize> {
        self.list
            .binary_search_by(|listed| order(listed, quantities))
            .ok()
    }
}

/// Lists the ways to give `left` units to the bidders from `bidder` on, the first of them most
/// first.
fn give(
    quantities: &mut Vec<usize>,
    bidder: usize,
    left: usize,
    most_each: usize,
    list: &mut Vec<Vec<usize>>,
) {
    let Some(after) = quantities.len().checked_sub(bidder + 1) else {
        list.push(quantities.clone());
        return;
    };
    let least = left.saturating_sub(after.saturating_mul(most_each));
    for own in (least..=left.min(most_each)).rev() {
        quantities[bidder] = own;
        give(quantities, bidder + 1, left - own, most_each, list);
    }
}

/// By units sold, then most first.
fn order(left: &[usize], right: &[usize]) -> Ordering {
    let key = |list: &[usize]| {
        list.iter()
            .fold(0usize, |sum, &own| sum.saturating_add(own))
    };
    key(left)
        .cmp(&key(right))
        .then_with(|| Reverse(left).cmp(&Reverse(right)))
}
