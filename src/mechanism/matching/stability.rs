//! Is a matching stable? From the definition, and without the algorithms that make matchings.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Matching, SidePreferences};
use crate::mechanism::setting::SettingError;

/// Why a matching is not stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Instability {
    /// A proposer with a partner that one of the two does not accept.
    Unacceptable {
        /// The proposer.
        proposer: usize,
        /// Its partner.
        receiver: usize,
    },
    /// A receiver that holds more than it has places.
    Overfull {
        /// The receiver.
        receiver: usize,
        /// How many it holds.
        held: usize,
        /// Its places.
        capacity: usize,
    },
    /// A pair that would rather have each other: the proposer likes the receiver better than what
    /// it has, and the receiver has a free place or likes the proposer better than one it holds.
    Blocking {
        /// The proposer.
        proposer: usize,
        /// The receiver.
        receiver: usize,
    },
}

/// Everything that keeps a matching from being stable, proposers ascending and each one's receivers
/// from its best on; empty if it is stable.
///
/// # Errors
/// [`SettingError::WrongLength`] or [`SettingError::OutOfRange`] if the sides, the capacities and
/// the matching do not fit.
///
/// # Complexity
/// One step for each entry of the lists of the receivers, one look-up for each of the proposers'.
///
/// ```
/// use lacuna::mechanism::matching::{Instability, Matching, SidePreferences, blocking_pairs};
/// let men = SidePreferences::new(2, vec![vec![0, 1], vec![0, 1]])?;
/// let women = SidePreferences::new(2, vec![vec![0, 1], vec![0, 1]])?;
/// let crossed = Matching::new(vec![Some(1), Some(0)]);
/// let faults = blocking_pairs(&men, &women, &[1, 1], &crossed)?;
/// assert_eq!(faults, [Instability::Blocking { proposer: 0, receiver: 0 }]);
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
pub fn blocking_pairs(
    proposers: &SidePreferences,
    receivers: &SidePreferences,
    capacities: &[usize],
    matching: &Matching,
) -> Result<Vec<Instability>, SettingError> {
    proposers.check_sides(receivers)?;
    let (count, others) = (proposers.members(), receivers.members());
    SettingError::check_length("the list of capacities", capacities.len(), others)?;
    SettingError::check_length("the matching", matching.partners().len(), count)?;
    for &partner in matching.partners().iter().flatten() {
        SettingError::check_index("a partner", partner, others)?;
    }
    // How many receiver r likes less than proposer p, plus 1; 0 for who is unacceptable. Only who
    // is listed is kept.
    let standing: Vec<HashMap<usize, usize>> = receivers
        .lists()
        .iter()
        .map(|list| {
            let places = list.iter().enumerate();
            places.map(|(place, &p)| (p, list.len() - place)).collect()
        })
        .collect();
    let esteem = |receiver: usize, proposer: usize| -> usize {
        standing[receiver].get(&proposer).copied().unwrap_or(0)
    };
    let held: Vec<Vec<usize>> = {
        let mut held = vec![Vec::new(); others];
        for (proposer, partner) in matching.partners().iter().enumerate() {
            if let Some(receiver) = partner {
                held[*receiver].push(proposer);
            }
        }
        held
    };
    let mut faults = Vec::new();
    for (receiver, group) in held.iter().enumerate() {
        let capacity = capacities[receiver];
        if group.len() > capacity {
            faults.push(Instability::Overfull {
                receiver,
                held: group.len(),
                capacity,
            });
        }
    }
    // The least esteemed that each receiver holds.
    let least: Vec<Option<usize>> = held
        .iter()
        .enumerate()
        .map(|(receiver, group)| {
            group
                .iter()
                .map(|&proposer| esteem(receiver, proposer))
                .min()
        })
        .collect();
    for (proposer, &partner) in matching.partners().iter().enumerate() {
        if let Some(receiver) = partner
            && (esteem(receiver, proposer) == 0 || !proposers.list(proposer).contains(&receiver))
        {
            faults.push(Instability::Unacceptable { proposer, receiver });
        }
        for &receiver in proposers.list(proposer) {
            if Some(receiver) == partner {
                break;
            }
            let own = esteem(receiver, proposer);
            let has_place = held[receiver].len() < capacities[receiver];
            let likes_better = least[receiver].is_some_and(|least| own > least);
            if own > 0 && (has_place || likes_better) && capacities[receiver] > 0 {
                faults.push(Instability::Blocking { proposer, receiver });
            }
        }
    }
    Ok(faults)
}
