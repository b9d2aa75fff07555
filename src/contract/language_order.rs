//! How languages compare: refinement, meet and join, and the distinctions that one lacks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Cell, ContractError, Language};

/// A distinction that a language cannot make: outcomes of one of its cells that another language
/// tells apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Distinction {
    /// The cell of the language in which the outcomes lie together.
    pub cell: Cell,
    /// The outcomes (state, profile) of the cell, grouped as the other language tells them apart;
    /// at least two groups.
    pub groups: Vec<Vec<(usize, Vec<usize>)>>,
}

impl Language {
    fn check_same_outcomes(&self, other: &Language) -> Result<(), ContractError> {
        if self.states == other.states && self.space == other.space {
            return Ok(());
        }
        Err(ContractError::LanguageMismatch {
            found_states: other.states,
            found_actions: other.space.actions().to_vec(),
            states: self.states,
            actions: self.space.actions().to_vec(),
        })
    }

    /// The product (meet) of two languages: a court that can read both. It makes every distinction
    /// that either makes.
    ///
    /// # Errors
    /// [`ContractError::LanguageMismatch`].
    pub fn meet(&self, other: &Language) -> Result<Self, ContractError> {
        self.check_same_outcomes(other)?;
        Ok(self.relabelled(
            |outcome| (self.cell_of[outcome], other.cell_of[outcome]),
            |outcome| {
                let (left, right) = (self.cell_of[outcome], other.cell_of[outcome]);
                format!("{} & {}", self.names[left], other.names[right])
            },
        ))
    }

    /// The join of two languages: the distinctions that both make, the finest language that is
    /// coarser than both.
    ///
    /// # Errors
    /// [`ContractError::LanguageMismatch`].
    pub fn join(&self, other: &Language) -> Result<Self, ContractError> {
        self.check_same_outcomes(other)?;
        // Cells of the first language are merged as long as a cell of the second touches both.
        let mut parent: Vec<usize> = (0..self.cells()).collect();
        fn root(parent: &mut [usize], mut cell: usize) -> usize {
            while parent[cell] != cell {
                parent[cell] = parent[parent[cell]];
                cell = parent[cell];
            }
            cell
        }
        let mut seen: Vec<Option<usize>> = vec![None; other.cells()];
        for (&mine, &theirs) in self.cell_of.iter().zip(&other.cell_of) {
            match seen[theirs] {
                None => seen[theirs] = Some(mine),
                Some(first) => {
                    let (a, b) = (root(&mut parent, first), root(&mut parent, mine));
                    parent[a.max(b)] = a.min(b);
                }
            }
        }
        let roots: Vec<usize> = (0..self.cells())
            .map(|cell| root(&mut parent, cell))
            .collect();
        Ok(self.relabelled(
            |outcome| roots[self.cell_of[outcome]],
            |outcome| {
                let merged = roots[self.cell_of[outcome]];
                let names: Vec<&str> = (0..self.cells())
                    .filter(|&cell| roots[cell] == merged)
                    .map(|cell| self.names[cell].as_str())
                    .collect();
                names.join(" | ")
            },
        ))
    }

    /// Does this language make every distinction that `coarser` makes?
    ///
    /// # Errors
    /// [`ContractError::LanguageMismatch`].
    pub fn refines(&self, coarser: &Language) -> Result<bool, ContractError> {
        self.check_same_outcomes(coarser)?;
        let mut image: Vec<Option<usize>> = vec![None; self.cells()];
        Ok(self
            .cell_of
            .iter()
            .zip(&coarser.cell_of)
            .all(|(&fine, &coarse)| *image[fine].get_or_insert(coarse) == coarse))
    }

    /// The distinctions of `other` that this language lacks, cell by cell.
    ///
    /// # Errors
    /// [`ContractError::LanguageMismatch`].
    pub fn distinctions_lacking(
        &self,
        other: &Language,
    ) -> Result<Vec<Distinction>, ContractError> {
        self.check_same_outcomes(other)?;
        let mut lacking = Vec::new();
        for (cell, members) in self.members().into_iter().enumerate() {
            let mut groups: BTreeMap<usize, Vec<(usize, Vec<usize>)>> = BTreeMap::new();
            for (state, index) in members {
                groups
                    .entry(other.cell_at(state, index))
                    .or_default()
                    .push((state, self.space.profile_unchecked(index)));
            }
            if groups.len() > 1 {
                lacking.push(Distinction {
                    cell: Cell::new(cell),
                    groups: groups.into_values().collect(),
                });
            }
        }
        Ok(lacking)
    }
}
