//! A table at one altruism weight: gaps, what closes them, and what stands between.

use serde::{Deserialize, Serialize};

use super::{LanguageLattice, MarginalValues, VerifiabilityTable};
use crate::number::Rational;

/// The column of a [`VerifiabilityTable`] at one altruism weight.
#[derive(Debug, Clone, Copy)]
pub struct VerifiabilityAt<'a> {
    table: &'a VerifiabilityTable,
    column: usize,
}

/// The cheapest languages that close the gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CheapestClosing {
    /// The least cost.
    pub cost: Rational,
    /// The numbers of all languages of that cost which close the gap, ascending.
    pub languages: Vec<usize>,
}

/// A cost and a gap of which neither can be lowered without raising the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FrontierPoint {
    /// The cost.
    pub cost: Rational,
    /// The gap.
    pub gap: Rational,
    /// The numbers of all languages with this cost and this gap, ascending.
    pub languages: Vec<usize>,
}

impl<'a> VerifiabilityAt<'a> {
    /// The column with this number, which is one of the table's.
    pub(super) fn new(table: &'a VerifiabilityTable, column: usize) -> Self {
        VerifiabilityAt { table, column }
    }

    /// The altruism weight.
    pub fn lambda(&self) -> &'a Rational {
        &self.table.lambdas()[self.column]
    }

    /// The languages.
    pub fn lattice(&self) -> &'a LanguageLattice {
        self.table.lattice()
    }

    /// What is attained in a language; `None` if nothing is, or if there is no such language.
    pub fn value(&self, language: usize) -> Option<&'a Rational> {
        self.table
            .values()
            .get(language)
            .and_then(|row| row[self.column].as_ref())
    }

    /// First best less what is attained in a language; `None` as for [`value`](Self::value).
    pub fn gap(&self, language: usize) -> Option<Rational> {
        self.value(language)
            .map(|value| self.table.first_best() - value)
    }

    /// The cheapest languages in which the first best is attained; `None` if no language of the
    /// lattice closes the gap.
    ///
    /// # Complexity
    /// One comparison for each language.
    pub fn cheapest_closing(&self) -> Option<CheapestClosing> {
        let mut best: Option<CheapestClosing> = None;
        for (number, entry) in self.lattice().languages().iter().enumerate() {
            if self.value(number) != Some(self.table.first_best()) {
                continue;
            }
            match &mut best {
                Some(found) if found.cost < entry.cost => {}
                Some(found) if found.cost == entry.cost => found.languages.push(number),
                _ => {
                    best = Some(CheapestClosing {
                        cost: entry.cost.clone(),
                        languages: vec![number],
                    });
                }
            }
        }
        best
    }

    /// The trade-off between cost and gap: every pair that no language improves upon in one without
    /// loss in the other, cheapest first. Languages in which nothing is attained are left out.
    ///
    /// # Complexity
    /// A sort of the languages.
    pub fn frontier(&self) -> Vec<FrontierPoint> {
        let languages = self.lattice().languages();
        let mut points: Vec<(&Rational, Rational, usize)> = languages
            .iter()
            .enumerate()
            .filter_map(|(number, entry)| Some((&entry.cost, self.gap(number)?, number)))
            .collect();
        points.sort();
        let mut frontier: Vec<FrontierPoint> = Vec::new();
        for (cost, gap, number) in points {
            match frontier.last_mut() {
                Some(last) if last.cost == *cost && last.gap == gap => last.languages.push(number),
                Some(last) if last.gap <= gap => {}
                _ => frontier.push(FrontierPoint {
                    cost: cost.clone(),
                    gap,
                    languages: vec![number],
                }),
            }
        }
        frontier
    }

    /// What each observation adds to each language that lacks it, and on average.
    ///
    /// # Complexity
    /// For L languages and k observations at most k²·L sums to count sets, and k·L differences.
    pub fn marginal_values(&self) -> MarginalValues {
        MarginalValues::of(self)
    }
}
