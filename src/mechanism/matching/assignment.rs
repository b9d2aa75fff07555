//! Objects for agents, without priorities: serial dictatorship and top trading cycles.

use super::{Matching, SidePreferences};
use crate::mechanism::setting::SettingError;

/// Serial dictatorship (Satterthwaite and Sonnenschein 1981): in the given order, each agent takes
/// the best on its list that has a place left.
///
/// Truth is dominant and the result efficient, whatever the order.
///
/// # Errors
/// [`SettingError::WrongLength`] and [`SettingError::Invalid`] unless `order` lists each agent once
/// and there is one capacity an object.
///
/// # Complexity
/// One step for each entry of the lists.
///
/// ```
/// use lacuna::mechanism::matching::{SidePreferences, serial_dictatorship};
/// let wishes = SidePreferences::new(2, vec![vec![0, 1], vec![0, 1], vec![0]])?;
/// let matching = serial_dictatorship(&wishes, &[1, 1], &[2, 0, 1])?;
/// assert_eq!(matching.partners(), [Some(1), None, Some(0)]);
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
pub fn serial_dictatorship(
    agents: &SidePreferences,
    capacities: &[usize],
    order: &[usize],
) -> Result<Matching, SettingError> {
    SettingError::check_length("the list of capacities", capacities.len(), agents.others())?;
    check_order(order, agents.members())?;
    Ok(take_turns(agents, capacities, order))
}

/// [`serial_dictatorship`] of an order that is known to fit.
pub(super) fn take_turns(
    agents: &SidePreferences,
    capacities: &[usize],
    order: &[usize],
) -> Matching {
    let mut left = capacities.to_vec();
    let mut partners = vec![None; agents.members()];
    for &agent in order {
        let mut wishes = agents.list(agent).iter();
        if let Some(&object) = wishes.find(|&&object| left[object] > 0) {
            left[object] -= 1;
            partners[agent] = Some(object);
        }
    }
    Matching::new(partners)
}

/// Refuses what does not list each of `count` members once.
pub(super) fn check_order(order: &[usize], count: usize) -> Result<(), SettingError> {
    SettingError::check_length("the order", order.len(), count)?;
    crate::mechanism::rankings::check_ranking(order, count)
}

/// Top trading cycles (Shapley and Scarf 1974, with Gale): agent `i` owns object `endowment[i]`;
/// everybody points to the owner of its best remaining object, and cycles trade and leave.
///
/// The result is the only allocation in the core (Roth and Postlewaite 1977), and truth is dominant
/// (Roth 1982). An agent whose list ends keeps its own object.
///
/// # Errors
/// [`SettingError::WrongLength`] and [`SettingError::Invalid`] unless there are as many objects as
/// agents and each is owned once.
///
/// # Complexity
/// One step for each entry of the lists.
///
/// ```
/// use lacuna::mechanism::matching::{SidePreferences, top_trading_cycles};
/// // 0 and 1 want each other's house; 2 wants that of 0 and keeps its own.
/// let wishes = SidePreferences::new(3, vec![vec![1, 0, 2], vec![0, 1, 2], vec![0, 2, 1]])?;
/// let matching = top_trading_cycles(&wishes, &[0, 1, 2])?;
/// assert_eq!(matching.partners(), [Some(1), Some(0), Some(2)]);
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
pub fn top_trading_cycles(
    agents: &SidePreferences,
    endowment: &[usize],
) -> Result<Matching, SettingError> {
    let count = agents.members();
    SettingError::check_length("the list of objects", agents.others(), count)?;
    check_order(endowment, count)?;
    Ok(trade(agents, endowment))
}

/// [`top_trading_cycles`] of an endowment that is known to fit.
pub(super) fn trade(agents: &SidePreferences, endowment: &[usize]) -> Matching {
    let count = agents.members();
    let mut owner = vec![0; count];
    for (agent, &object) in endowment.iter().enumerate() {
        owner[object] = agent;
    }
    let mut partners: Vec<Option<usize>> = vec![None; count];
    let mut gone = vec![false; count];
    let mut next = vec![0usize; count];
    // Walk along the pointers; what is left of the walk after a cycle leaves still points right.
    let mut walk: Vec<usize> = Vec::new();
    let mut on_walk = vec![false; count];
    for start in 0..count {
        if partners[start].is_some() {
            continue;
        }
        walk.push(start);
        on_walk[start] = true;
        while let Some(&agent) = walk.last() {
            let list = agents.list(agent);
            while list.get(next[agent]).is_some_and(|&object| gone[object]) {
                next[agent] += 1;
            }
            let wanted = list.get(next[agent]).copied().unwrap_or(endowment[agent]);
            let pointed = owner[wanted];
            if !on_walk[pointed] {
                on_walk[pointed] = true;
                walk.push(pointed);
                continue;
            }
            // The cycle: from `pointed` to the end of the walk.
            while let Some(member) = walk.pop() {
                on_walk[member] = false;
                let list = agents.list(member);
                let gets = list.get(next[member]).copied().unwrap_or(endowment[member]);
                partners[member] = Some(gets);
                if member == pointed {
                    break;
                }
            }
            let mut member = pointed;
            loop {
                let gets = partners[member].unwrap_or(endowment[member]);
                gone[gets] = true;
                member = owner[gets];
                if member == pointed {
                    break;
                }
            }
        }
    }
    Matching::new(partners)
}
