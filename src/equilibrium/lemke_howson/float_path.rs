//! The path in floating point, on condensed tableaux (Tucker): only nonbasic columns are kept.

use super::path::{Ended, Limits, Place, Stop, alternate};

/// Entries up to this are not taken as pivots, and ratios this close are a tie; payoffs lie
/// between ½ and 1½.
const TOLERANCE: f64 = 1e-11;

/// `basic + T·nonbasic = right` for one of the two best-response polytopes.
///
/// Variables carry labels: a strategy's weight and the slack of the same action have the same
/// label, and one of the two is in each tableau.
#[derive(Clone)]
pub(super) struct Tableau {
    rows: usize,
    /// Column by column; the last one is the right side.
    entries: Vec<f64>,
    /// The label of the variable of each row, and of each column.
    basic: Vec<usize>,
    nonbasic: Vec<usize>,
    /// Where each label is.
    places: Vec<Place>,
    /// The labels of the slacks, in the order of the original rows.
    first_slack: usize,
    entering: Vec<f64>,
    tied: Vec<usize>,
}

impl Tableau {
    /// `slacks = 1 − M·weights`, from the columns of `M` one after another.
    pub(super) fn new(
        rows: usize,
        columns: usize,
        slacks_first: bool,
        fill: impl FnOnce(&mut [f64]),
    ) -> Self {
        let mut entries = vec![1.0; rows * (columns + 1)];
        fill(&mut entries[..rows * columns]);
        let (first_slack, first_weight) = if slacks_first {
            (0, rows)
        } else {
            (columns, 0)
        };
        let basic: Vec<usize> = (first_slack..first_slack + rows).collect();
        let nonbasic: Vec<usize> = (first_weight..first_weight + columns).collect();
        let mut places = vec![Place::Row(0); rows + columns];
        for (row, &label) in basic.iter().enumerate() {
            places[label] = Place::Row(row);
        }
        for (column, &label) in nonbasic.iter().enumerate() {
            places[label] = Place::Column(column);
        }
        Tableau {
            rows,
            entries,
            basic,
            nonbasic,
            places,
            first_slack,
            entering: Vec::with_capacity(rows),
            tied: Vec::new(),
        }
    }

    /// The row of the variable that leaves when `entering` grows, or `None` if none does.
    fn leaving_row(&mut self) -> Option<usize> {
        let right = &self.entries[self.entries.len() - self.rows..];
        let mut least = f64::INFINITY;
        for (&entry, &value) in self.entering.iter().zip(right) {
            let ratio = if entry > TOLERANCE {
                value / entry
            } else {
                f64::INFINITY
            };
            least = if ratio < least { ratio } else { least };
        }
        if least == f64::INFINITY {
            return None;
        }
        let limit = least + TOLERANCE * (1.0 + least.abs());
        self.tied.clear();
        for (row, (&entry, &value)) in self.entering.iter().zip(right).enumerate() {
            if entry > TOLERANCE && value <= limit * entry {
                self.tied.push(row);
            }
        }
        // Lexicographic: as if the right side of row k were larger by εᵏ⁺¹, ε → 0.
        let mut original = 0;
        while self.tied.len() > 1 && original < self.rows {
            let ratio = |row: usize| {
                let entry = match self.places[self.first_slack + original] {
                    Place::Row(place) => f64::from(place == row),
                    Place::Column(column) => self.entries[column * self.rows + row],
                };
                entry / self.entering[row]
            };
            let ratios: Vec<f64> = self.tied.iter().map(|&row| ratio(row)).collect();
            let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
            let limit = least + TOLERANCE * (1.0 + least.abs());
            let mut position = 0;
            self.tied.retain(|_| {
                position += 1;
                ratios[position - 1] <= limit
            });
            original += 1;
        }
        self.tied.first().copied()
    }

    /// Brings the variable with this label into the basis; the label of the one that leaves.
    fn pivot(&mut self, label: usize) -> Option<usize> {
        let rows = self.rows;
        let Place::Column(column) = self.places[label] else {
            return None;
        };
        self.entering.clear();
        self.entering
            .extend_from_slice(&self.entries[column * rows..(column + 1) * rows]);
        let row = self.leaving_row()?;
        let inverse = 1.0 / self.entering[row];
        for (index, entries) in self.entries.chunks_exact_mut(rows).enumerate() {
            let factor = entries[row] * inverse;
            if index == column || factor == 0.0 {
                continue;
            }
            for (entry, across) in entries.iter_mut().zip(&self.entering) {
                *entry -= factor * across;
            }
            entries[row] = factor;
        }
        let entries = &mut self.entries[column * rows..(column + 1) * rows];
        for (entry, across) in entries.iter_mut().zip(&self.entering) {
            *entry = -across * inverse;
        }
        entries[row] = inverse;
        let leaving = self.basic[row];
        self.basic[row] = label;
        self.nonbasic[column] = leaving;
        self.places[label] = Place::Row(row);
        self.places[leaving] = Place::Column(column);
        Some(leaving)
    }

    /// The weight with this label; 0 if it is not basic or was rounded below 0.
    pub(super) fn weight(&self, label: usize) -> f64 {
        match self.places[label] {
            Place::Row(row) => self.entries[self.entries.len() - self.rows + row].max(0.0),
            Place::Column(_) => 0.0,
        }
    }
}

/// Follows the path from the artificial equilibrium; `tableaux[player]` has the weights of
/// `player`'s actions.
pub(super) fn follow(
    tableaux: &mut [Tableau; 2],
    rows: usize,
    label: usize,
    limits: &Limits,
) -> Result<Ended, Stop> {
    let pivots = alternate(rows, label, limits, |side, entering| {
        tableaux[side].pivot(entering)
    })?;
    let basic = |side: usize, labels: std::ops::Range<usize>| -> Vec<usize> {
        let first = labels.start;
        let tableau = &tableaux[side];
        labels
            .filter(|&label| matches!(tableau.places[label], Place::Row(_)))
            .map(|label| label - first)
            .collect()
    };
    let labels = tableaux[0].places.len();
    Ok(Ended {
        pivots,
        basis: [basic(0, 0..rows), basic(1, rows..labels)],
    })
}
