//! Grids of money, and what bidders bid on them.

use crate::mechanism::{SettingError, Strategies};
use crate::number::Rational;

/// Refuses anything but at least one grid, each with at least one level, in increasing order.
pub(crate) fn check_grids(what: &'static str, grids: &[Vec<Rational>]) -> Result<(), SettingError> {
    if grids.is_empty() {
        let needs = "there must be at least one agent";
        return Err(SettingError::invalid(
            format!("the list of {what}"),
            "empty",
            needs,
        ));
    }
    for (agent, grid) in grids.iter().enumerate() {
        if grid.is_empty() {
            let needs = "there must be at least one level";
            return Err(SettingError::invalid(
                format!("list {agent} of {what}"),
                "empty",
                needs,
            ));
        }
        if let Some(pair) = grid.windows(2).find(|pair| pair[0] >= pair[1]) {
            let needs = "levels must increase";
            return Err(SettingError::invalid(
                format!("list {agent} of {what}"),
                format!("{} before {}", pair[0], pair[1]),
                needs,
            ));
        }
    }
    Ok(())
}

/// The name of a level of a grid.
pub(crate) fn level_name(grids: &[Vec<Rational>], agent: usize, message: usize) -> Option<String> {
    Some(grids.get(agent)?.get(message)?.to_string())
}

/// Refuses anything but every number below `count` exactly once.
pub(crate) fn permutation(
    what: &'static str,
    order: &[usize],
    count: usize,
) -> Result<(), SettingError> {
    SettingError::check_length(what, order.len(), count)?;
    let mut seen = vec![false; count];
    for &number in order {
        SettingError::check_index(what, number, count)?;
        if std::mem::replace(&mut seen[number], true) {
            let needs = "each must be named once";
            return Err(SettingError::invalid(what, format!("{order:?}"), needs));
        }
    }
    Ok(())
}

/// The subsets of `0..count` with `size` members, in lexicographic order.
pub(crate) fn subsets(count: usize, size: usize) -> Vec<Vec<usize>> {
    if size > count {
        return Vec::new();
    }
    let mut all = Vec::new();
    let mut subset: Vec<usize> = (0..size).collect();
    loop {
        all.push(subset.clone());
        let movable = (0..size)
            .rev()
            .find(|&place| subset[place] < count - size + place);
        let Some(place) = movable else {
            return all;
        };
        subset[place] += 1;
        for later in place + 1..size {
            subset[later] = subset[later - 1] + 1;
        }
    }
}

/// How many subsets with `size` members a set of `count` has, at most `u128::MAX`.
pub(crate) fn subset_count(count: u128, size: u128) -> u128 {
    if size > count {
        return 0;
    }
    let size = size.min(count - size);
    let mut product = 1u128;
    for step in 0..size {
        match product.checked_mul(count - step) {
            Some(next) => product = next / (step + 1),
            None => return u128::MAX,
        }
    }
    product
}

/// The strategies in which a bidder with some value bids `bid(bidder, value)`, rounded down to the
/// next level of its grid. One list of values and one of bids for each bidder; the same works for
/// asks, with costs for values.
///
/// # Errors
/// [`SettingError::WrongLength`]; [`SettingError::Invalid`] if a list is empty or not increasing,
/// or if a bid is below the lowest level.
///
/// ```
/// use lacuna::mechanism::auction::bid_strategies;
/// use lacuna::number::Rational;
/// // Values 0, 2, 4; whole bids; everybody bids half its value.
/// let values = vec![[0, 2, 4].map(Rational::from).to_vec(); 2];
/// let bids = vec![[0, 1, 2, 3].map(Rational::from).to_vec(); 2];
/// let half = Rational::new(1, 2)?;
/// let strategies = bid_strategies(&values, &bids, |_, value| value * &half)?;
/// assert_eq!(strategies.messages(&[1, 2]), vec![1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn bid_strategies(
    values: &[Vec<Rational>],
    bids: &[Vec<Rational>],
    bid: impl Fn(usize, &Rational) -> Rational,
) -> Result<Strategies, SettingError> {
    check_grids("values", values)?;
    check_grids("bids", bids)?;
    SettingError::check_length("the list of grids of bids", bids.len(), values.len())?;
    let mut messages = Vec::with_capacity(values.len());
    for (agent, (own, grid)) in values.iter().zip(bids).enumerate() {
        let mut list = Vec::with_capacity(own.len());
        for value in own {
            let wanted = bid(agent, value);
            let above = grid.partition_point(|level| level <= &wanted);
            let Some(level) = above.checked_sub(1) else {
                return Err(SettingError::invalid(
                    format!("the bid of agent {agent} with value {value}"),
                    wanted,
                    "it must be at least the lowest level of the grid",
                ));
            };
            list.push(level);
        }
        messages.push(list);
    }
    Ok(Strategies::new(messages))
}
