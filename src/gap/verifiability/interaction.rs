//! Whether verifiability and prosociality are substitutes or complements.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::VerifiabilityTable;
use crate::number::Rational;

/// How two means to an end go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum InteractionKind {
    /// More of one makes the other worth less: the mixed difference is negative.
    Substitutes,
    /// Neither changes what the other is worth: the mixed difference is zero.
    Independent,
    /// More of one makes the other worth more: the mixed difference is positive.
    Complements,
}

/// The mixed difference of value in language and altruism weight, over one pair of neighbouring
/// languages and one pair of consecutive altruism weights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Interaction {
    /// The number of the coarser language.
    pub coarse: usize,
    /// The number of the finer language.
    pub fine: usize,
    /// The lower altruism weight.
    pub lambda_low: Rational,
    /// The higher altruism weight.
    pub lambda_high: Rational,
    /// What the finer language adds at the lower altruism weight; `None` if nothing is attained in
    /// one of the two.
    pub gain_low: Option<Rational>,
    /// What it adds at the higher altruism weight.
    pub gain_high: Option<Rational>,
    /// `gain_high − gain_low`, which is
    /// V(fine, high) − V(fine, low) − V(coarse, high) + V(coarse, low).
    pub mixed_difference: Option<Rational>,
}

impl Interaction {
    /// The sign of the mixed difference in words.
    pub fn kind(&self) -> Option<InteractionKind> {
        self.mixed_difference
            .as_ref()
            .map(|difference| match difference.signum() {
                Ordering::Less => InteractionKind::Substitutes,
                Ordering::Equal => InteractionKind::Independent,
                Ordering::Greater => InteractionKind::Complements,
            })
    }
}

/// All mixed differences of a table.
///
/// The sign may change from pair to pair: what a court verifies can be worth nothing to players who
/// are selfish beyond repair, much to those whom it tips, and nothing again to those who would do
/// right anyway. So each pair is reported on its own; [`everywhere`](Self::everywhere) makes a
/// claim about the table only if no two signs contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Interactions {
    /// One entry for each pair of neighbours in the order of the
    /// [covers](super::LanguageLattice::covers), and within it for each pair of consecutive
    /// altruism weights, ascending.
    pub pairs: Vec<Interaction>,
    /// The number of pairs that are substitutes.
    pub substitutes: usize,
    /// The number of pairs that are independent.
    pub independent: usize,
    /// The number of pairs that are complements.
    pub complements: usize,
    /// The number of pairs for which the mixed difference is not defined.
    pub undefined: usize,
}

impl Interactions {
    pub(super) fn of(table: &VerifiabilityTable) -> Self {
        let mut found = Interactions {
            pairs: Vec::new(),
            substitutes: 0,
            independent: 0,
            complements: 0,
            undefined: 0,
        };
        let columns: Vec<_> = table.columns().collect();
        for cover in table.lattice().covers() {
            for pair in columns.windows(2) {
                let [gain_low, gain_high] = [pair[0], pair[1]]
                    .map(|column| Some(column.value(cover.fine)? - column.value(cover.coarse)?));
                let mixed_difference = match (&gain_low, &gain_high) {
                    (Some(low), Some(high)) => Some(high - low),
                    _ => None,
                };
                let entry = Interaction {
                    coarse: cover.coarse,
                    fine: cover.fine,
                    lambda_low: pair[0].lambda().clone(),
                    lambda_high: pair[1].lambda().clone(),
                    gain_low,
                    gain_high,
                    mixed_difference,
                };
                *match entry.kind() {
                    Some(InteractionKind::Substitutes) => &mut found.substitutes,
                    Some(InteractionKind::Independent) => &mut found.independent,
                    Some(InteractionKind::Complements) => &mut found.complements,
                    None => &mut found.undefined,
                } += 1;
                found.pairs.push(entry);
            }
        }
        found
    }

    /// The kind of all pairs together, if they agree: substitutes if some pair is and none is
    /// complements, complements the other way round, independent if all are; `None` if signs
    /// contradict each other, a pair is not defined, or there are no pairs.
    ///
    /// It then holds, weakly, of *every* language of the table with every finer one, and of every
    /// two of its altruism weights: their mixed difference is the sum of those of the neighbours on
    /// the way. It says nothing of altruism weights between or beyond those of the table.
    pub fn everywhere(&self) -> Option<InteractionKind> {
        match (self.substitutes, self.complements, self.undefined) {
            _ if self.pairs.is_empty() => None,
            (0, 0, 0) => Some(InteractionKind::Independent),
            (_, 0, 0) => Some(InteractionKind::Substitutes),
            (0, _, 0) => Some(InteractionKind::Complements),
            _ => None,
        }
    }
}
