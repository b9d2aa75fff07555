//! Deferred and immediate acceptance.

use std::collections::BinaryHeap;

use super::{Matching, SidePreferences};
use crate::mechanism::setting::SettingError;

/// The places that receivers have in their lists, for look-up.
enum Places {
    /// A row a receiver; `u32::MAX` for who is not listed.
    Dense { proposers: usize, table: Vec<u32> },
    /// For each receiver the listed proposers in ascending order, with their places.
    Sparse(Vec<Vec<(usize, u32)>>),
}

impl Places {
    fn new(receivers: &SidePreferences) -> Self {
        let proposers = receivers.others();
        let entries: usize = receivers.lists().iter().map(Vec::len).sum();
        let cells = proposers.saturating_mul(receivers.members());
        if cells / 16 <= entries {
            let mut table = vec![u32::MAX; cells];
            for (list, row) in receivers
                .lists()
                .iter()
                .zip(table.chunks_mut(proposers.max(1)))
            {
                for (place, &proposer) in list.iter().enumerate() {
                    row[proposer] = place as u32;
                }
            }
            return Places::Dense { proposers, table };
        }
        let sorted = receivers.lists().iter().map(|list| {
            let places = list.iter().enumerate();
            let mut row: Vec<(usize, u32)> = places.map(|(place, &p)| (p, place as u32)).collect();
            row.sort_unstable();
            row
        });
        Places::Sparse(sorted.collect())
    }

    /// The place of a proposer in a receiver's list, 0 for the best, if it is acceptable.
    fn place(&self, receiver: usize, proposer: usize) -> Option<u32> {
        match self {
            Places::Dense { proposers, table } => {
                let place = table[receiver * proposers + proposer];
                (place != u32::MAX).then_some(place)
            }
            Places::Sparse(rows) => {
                let row = &rows[receiver];
                let found = row.binary_search_by_key(&proposer, |(p, _)| *p);
                found.ok().map(|index| row[index].1)
            }
        }
    }
}

fn check(
    proposers: &SidePreferences,
    receivers: &SidePreferences,
    capacities: &[usize],
) -> Result<(), SettingError> {
    proposers.check_sides(receivers)?;
    let what = "the list of capacities";
    SettingError::check_length(what, capacities.len(), receivers.members())?;
    // Places are kept in 32 bits.
    let limit = u32::MAX as usize;
    SettingError::check_index("the number of proposers", proposers.members(), limit)
}

/// Deferred acceptance (Gale and Shapley 1962): proposers go down their lists, and each receiver
/// holds the best who proposed to it, as many as it has places.
///
/// The matching is stable, and of all stable ones every proposer likes it best and every receiver
/// least (for receivers that rank groups by their members). Truth is dominant for proposers (Dubins
/// and Freedman 1981; Roth 1982), not for receivers.
///
/// # Errors
/// [`SettingError::WrongLength`] if the sides are not each other's or there is not one capacity a
/// receiver.
///
/// # Complexity
/// One step for each proposal, at most the sum of the lengths of the proposers' lists, each with
/// the logarithm of a capacity.
///
/// ```
/// use lacuna::mechanism::matching::{Matching, SidePreferences, blocking_pairs, deferred_acceptance};
/// // Three students, two colleges with 2 places and 1; college 1 does not take student 2.
/// let students = SidePreferences::new(2, vec![vec![1, 0], vec![1, 0], vec![1, 0]])?;
/// let colleges = SidePreferences::new(3, vec![vec![0, 1, 2], vec![1, 0]])?;
/// let matching = deferred_acceptance(&students, &colleges, &[2, 1])?;
/// assert_eq!(matching, Matching::new(vec![Some(0), Some(1), Some(0)]));
/// assert!(blocking_pairs(&students, &colleges, &[2, 1], &matching)?.is_empty());
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
pub fn deferred_acceptance(
    proposers: &SidePreferences,
    receivers: &SidePreferences,
    capacities: &[usize],
) -> Result<Matching, SettingError> {
    check(proposers, receivers, capacities)?;
    Ok(defer(proposers, receivers, capacities))
}

/// [`deferred_acceptance`] of sides that are known to fit.
pub(super) fn defer(
    proposers: &SidePreferences,
    receivers: &SidePreferences,
    capacities: &[usize],
) -> Matching {
    let places = Places::new(receivers);
    // The worst that is held is on top.
    let mut held: Vec<BinaryHeap<(u32, usize)>> = vec![BinaryHeap::new(); receivers.members()];
    let mut next = vec![0usize; proposers.members()];
    let mut free: Vec<usize> = (0..proposers.members()).rev().collect();
    while let Some(proposer) = free.pop() {
        let Some(&receiver) = proposers.list(proposer).get(next[proposer]) else {
            continue;
        };
        next[proposer] += 1;
        let holds = &mut held[receiver];
        match places.place(receiver, proposer) {
            Some(place) if capacities[receiver] > 0 => {
                holds.push((place, proposer));
                if holds.len() > capacities[receiver]
                    && let Some((_, rejected)) = holds.pop()
                {
                    free.push(rejected);
                }
            }
            _ => free.push(proposer),
        }
    }
    let mut partners = vec![None; proposers.members()];
    for (receiver, holds) in held.into_iter().enumerate() {
        for (_, proposer) in holds {
            partners[proposer] = Some(receiver);
        }
    }
    Matching::new(partners)
}

/// Deferred acceptance with the side that has the places proposing: colleges go down their lists
/// while they have free places, students hold the best that asked. Entries of the matching are
/// still the `students`'.
///
/// Of all stable matchings every student likes it least.
///
/// # Errors
/// As [`deferred_acceptance`].
///
/// ```
/// use lacuna::mechanism::matching::{SidePreferences, deferred_acceptance_from_places};
/// // Everybody loves another: the women get their favourites.
/// let men = SidePreferences::new(2, vec![vec![0, 1], vec![1, 0]])?;
/// let women = SidePreferences::new(2, vec![vec![1, 0], vec![0, 1]])?;
/// let matching = deferred_acceptance_from_places(&men, &women, &[1, 1])?;
/// assert_eq!(matching.partners(), [Some(1), Some(0)]);
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
pub fn deferred_acceptance_from_places(
    students: &SidePreferences,
    colleges: &SidePreferences,
    capacities: &[usize],
) -> Result<Matching, SettingError> {
    check(students, colleges, capacities)?;
    Ok(defer_from_places(students, colleges, capacities))
}

/// [`deferred_acceptance_from_places`] of sides that are known to fit.
pub(super) fn defer_from_places(
    students: &SidePreferences,
    colleges: &SidePreferences,
    capacities: &[usize],
) -> Matching {
    let places = Places::new(students);
    let mut partners: Vec<Option<(u32, usize)>> = vec![None; students.members()];
    let mut next = vec![0usize; colleges.members()];
    // One entry for each free place.
    let mut free: Vec<usize> = Vec::new();
    for (college, &capacity) in capacities.iter().enumerate().rev() {
        // More places than listed students stay empty.
        free.extend(std::iter::repeat_n(
            college,
            capacity.min(colleges.list(college).len()),
        ));
    }
    while let Some(college) = free.pop() {
        let Some(&student) = colleges.list(college).get(next[college]) else {
            continue;
        };
        next[college] += 1;
        let better = places
            .place(student, college)
            .filter(|&place| partners[student].is_none_or(|(held, _)| place < held));
        match better {
            Some(place) => {
                if let Some((_, rejected)) = partners[student].replace((place, college)) {
                    free.push(rejected);
                }
            }
            None => free.push(college),
        }
    }
    Matching::new(
        partners
            .into_iter()
            .map(|partner| partner.map(|(_, college)| college))
            .collect(),
    )
}

/// Immediate acceptance, the Boston mechanism (Abdulkadiroğlu and Sönmez 2003): in round k everybody
/// who is still alone asks the k-th on its list, and places are given away for good.
///
/// Efficient for what proposers say, but not stable, and lists can be gamed: a first place that is
/// not given to a safe choice is lost.
///
/// # Errors
/// As [`deferred_acceptance`].
///
/// ```
/// use lacuna::mechanism::matching::{SidePreferences, immediate_acceptance};
/// let students = SidePreferences::new(3, vec![vec![0, 1, 2], vec![0, 1, 2], vec![1, 0, 2]])?;
/// let schools = SidePreferences::new(3, vec![vec![0, 1, 2], vec![1, 0, 2], vec![0, 1, 2]])?;
/// // Student 1 is first at school 1 and still loses it to student 2, who put it first.
/// let matching = immediate_acceptance(&students, &schools, &[1, 1, 1])?;
/// assert_eq!(matching.partners(), [Some(0), Some(2), Some(1)]);
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
pub fn immediate_acceptance(
    proposers: &SidePreferences,
    receivers: &SidePreferences,
    capacities: &[usize],
) -> Result<Matching, SettingError> {
    check(proposers, receivers, capacities)?;
    Ok(accept(proposers, receivers, capacities))
}

/// [`immediate_acceptance`] of sides that are known to fit.
pub(super) fn accept(
    proposers: &SidePreferences,
    receivers: &SidePreferences,
    capacities: &[usize],
) -> Matching {
    let places = Places::new(receivers);
    let mut left = capacities.to_vec();
    let mut partners: Vec<Option<usize>> = vec![None; proposers.members()];
    let rounds = proposers.lists().iter().map(Vec::len).max().unwrap_or(0);
    let mut alone: Vec<usize> = (0..proposers.members()).collect();
    for round in 0..rounds {
        let mut asked: Vec<(usize, u32, usize)> = alone
            .iter()
            .filter_map(|&proposer| {
                let &receiver = proposers.list(proposer).get(round)?;
                let place = places.place(receiver, proposer)?;
                Some((receiver, place, proposer))
            })
            .collect();
        asked.sort_unstable();
        for (receiver, _, proposer) in asked {
            if left[receiver] > 0 {
                left[receiver] -= 1;
                partners[proposer] = Some(receiver);
            }
        }
        alone.retain(|&proposer| {
            partners[proposer].is_none() && proposers.list(proposer).len() > round + 1
        });
    }
    Matching::new(partners)
}
