//! The path in integers: fraction-free pivots (Edmonds, 1967; Bareiss, 1968) and lexicographic
//! ratio tests, so that degenerate games do not cycle.

use std::cmp::Ordering;

use dashu_int::IBig;

use super::path::{Limits, Place, Stop, alternate};
use super::tables::Tables;

/// An integer of a tableau; `None` where it would not fit.
trait Entry: Clone {
    fn one() -> Self;
    fn zero() -> Self;
    fn is_positive(&self) -> bool;
    fn negated(&self) -> Option<Self>;
    /// `(a·b − c·d) / divisor`, a division without remainder.
    fn exchanged(a: &Self, b: &Self, c: &Self, d: &Self, divisor: &Self) -> Option<Self>;
    /// Compares `a·b` with `c·d`.
    fn compare(a: &Self, b: &Self, c: &Self, d: &Self) -> Option<Ordering>;
}

impl Entry for i128 {
    fn one() -> Self {
        1
    }
    fn zero() -> Self {
        0
    }
    fn is_positive(&self) -> bool {
        *self > 0
    }
    fn negated(&self) -> Option<Self> {
        self.checked_neg()
    }
    #[inline]
    fn exchanged(a: &Self, b: &Self, c: &Self, d: &Self, divisor: &Self) -> Option<Self> {
        let difference = a.checked_mul(*b)?.checked_sub(c.checked_mul(*d)?)?;
        match (i64::try_from(difference), i64::try_from(*divisor)) {
            (Ok(difference), Ok(divisor)) => Some(i128::from(difference / divisor)),
            _ => Some(difference / divisor),
        }
    }
    fn compare(a: &Self, b: &Self, c: &Self, d: &Self) -> Option<Ordering> {
        Some(a.checked_mul(*b)?.cmp(&c.checked_mul(*d)?))
    }
}

impl Entry for IBig {
    fn one() -> Self {
        IBig::ONE
    }
    fn zero() -> Self {
        IBig::ZERO
    }
    fn is_positive(&self) -> bool {
        *self > IBig::ZERO
    }
    fn negated(&self) -> Option<Self> {
        Some(-self)
    }
    fn exchanged(a: &Self, b: &Self, c: &Self, d: &Self, divisor: &Self) -> Option<Self> {
        Some((a * b - c * d) / divisor)
    }
    fn compare(a: &Self, b: &Self, c: &Self, d: &Self) -> Option<Ordering> {
        Some((a * b).cmp(&(c * d)))
    }
}

/// `basic + (T/determinant)·nonbasic = right/determinant`, as in floating point.
struct Tableau<E> {
    rows: usize,
    entries: Vec<E>,
    determinant: E,
    basic: Vec<usize>,
    places: Vec<Place>,
    first_slack: usize,
}

impl<E: Entry> Tableau<E> {
    fn new(rows: usize, columns: usize, slacks_first: bool, mut entries: Vec<E>) -> Self {
        entries.resize(rows * (columns + 1), E::one());
        let (first_slack, first_weight) = if slacks_first {
            (0, rows)
        } else {
            (columns, 0)
        };
        let mut places = vec![Place::Row(0); rows + columns];
        for row in 0..rows {
            places[first_slack + row] = Place::Row(row);
        }
        for column in 0..columns {
            places[first_weight + column] = Place::Column(column);
        }
        Tableau {
            rows,
            entries,
            determinant: E::one(),
            basic: (first_slack..first_slack + rows).collect(),
            places,
            first_slack,
        }
    }

    fn column(&self, column: usize) -> &[E] {
        &self.entries[column * self.rows..(column + 1) * self.rows]
    }

    fn right(&self) -> &[E] {
        &self.entries[self.entries.len() - self.rows..]
    }

    /// Compares the lexicographic ratios of two rows.
    fn compare_rows(&self, entering: &[E], a: usize, b: usize) -> Option<Ordering> {
        let right = self.right();
        let first = E::compare(&right[a], &entering[b], &right[b], &entering[a])?;
        if first != Ordering::Equal {
            return Some(first);
        }
        for original in 0..self.rows {
            let entry = |row: usize| match self.places[self.first_slack + original] {
                Place::Row(place) if place == row => self.determinant.clone(),
                Place::Row(_) => E::zero(),
                Place::Column(column) => self.column(column)[row].clone(),
            };
            let order = E::compare(&entry(a), &entering[b], &entry(b), &entering[a])?;
            if order != Ordering::Equal {
                return Some(order);
            }
        }
        Some(Ordering::Equal)
    }

    /// Brings the variable with this label into the basis; the label of the one that leaves.
    fn pivot(&mut self, label: usize) -> Option<usize> {
        let Place::Column(column) = self.places[label] else {
            return None;
        };
        let entering = self.column(column).to_vec();
        let mut best: Option<usize> = None;
        for row in (0..self.rows).filter(|&row| entering[row].is_positive()) {
            let better = match best {
                None => true,
                Some(other) => self.compare_rows(&entering, row, other)? == Ordering::Less,
            };
            if better {
                best = Some(row);
            }
        }
        let row = best?;
        let pivot = &entering[row];
        for (index, entries) in self.entries.chunks_exact_mut(self.rows).enumerate() {
            if index == column {
                for entry in entries.iter_mut() {
                    *entry = entry.negated()?;
                }
                entries[row] = self.determinant.clone();
                continue;
            }
            let across = entries[row].clone();
            for (place, (entry, factor)) in entries.iter_mut().zip(&entering).enumerate() {
                if place != row {
                    *entry = E::exchanged(entry, pivot, factor, &across, &self.determinant)?;
                }
            }
        }
        self.determinant = pivot.clone();
        let leaving = std::mem::replace(&mut self.basic[row], label);
        self.places[label] = Place::Row(row);
        self.places[leaving] = Place::Column(column);
        Some(leaving)
    }

    /// The weights of these labels over a common denominator.
    fn weights(&self, labels: std::ops::Range<usize>) -> Vec<E> {
        let weight = |label: usize| match self.places[label] {
            Place::Row(row) => self.right()[row].clone(),
            Place::Column(_) => E::zero(),
        };
        labels.map(weight).collect()
    }
}

/// Weights of both players' actions, each up to a positive factor, and the number of pivots.
type Weights = ([Vec<IBig>; 2], usize);

fn follow<E: Entry>(
    tableaux: &mut [Tableau<E>; 2],
    rows: usize,
    label: usize,
    limits: &Limits,
) -> Result<([Vec<E>; 2], usize), Stop> {
    let pivots = alternate(rows, label, limits, |side, entering| {
        tableaux[side].pivot(entering)
    })?;
    let labels = tableaux[0].places.len();
    let weights = [
        tableaux[0].weights(0..rows),
        tableaux[1].weights(rows..labels),
    ];
    Ok((weights, pivots))
}

/// The two tableaux: weights of the row player against the column player's payoffs, and the
/// other way round.
fn tableaux<E: Entry>(
    tables: &Tables<'_>,
    entry: impl Fn(usize, usize) -> Option<E>,
) -> Option<[Tableau<E>; 2]> {
    let [m, n] = tables.actions;
    let against_column: Option<Vec<E>> = (0..m * n).map(|index| entry(1, index)).collect();
    let against_row: Option<Vec<E>> = (0..m * n)
        .map(|place| entry(0, (place % m) * n + place / m))
        .collect();
    Some([
        Tableau::new(n, m, false, against_column?),
        Tableau::new(m, n, true, against_row?),
    ])
}

/// The end of the path from the artificial equilibrium, exactly: in 128 bits as long as they
/// suffice, then in big integers from the start.
pub(super) fn exact_path(
    tables: &Tables<'_>,
    label: usize,
    limits: &Limits,
) -> Result<Weights, Stop> {
    let rows = tables.actions[0];
    let machine = |player: usize, index: usize| tables.payoffs[player].raised(index);
    if let Some(mut small) = tableaux(tables, |player, index| {
        machine(player, index).map(i128::from)
    }) {
        match follow(&mut small, rows, label, limits) {
            Ok((weights, pivots)) => {
                let wide = weights.map(|w| w.into_iter().map(IBig::from).collect());
                return Ok((wide, pivots));
            }
            Err(Stop::Lost) => {}
            Err(stop) => return Err(stop),
        }
    }
    let wide = |player: usize, index: usize| Some(tables.payoffs[player].raised_wide(index));
    let mut big = tableaux(tables, wide).ok_or(Stop::Lost)?;
    follow(&mut big, rows, label, limits)
}
