//! Few transfers that do whatever unlimited transfers can do.
//!
//! Transfers that may grow in both directions enter the rows linearly, so that a largest
//! independent set of them does as much as all: there are no more of these than rows. Independence
//! is decided modulo a prime, which never calls dependent columns independent of one another.

use std::collections::HashSet;

use super::columns::{Column, Kind};
use super::conditions::{Conditions, Reading};
use crate::contract::Budget;
use crate::number::Rational;

const PRIME: u64 = (1 << 31) - 1;

/// Coefficients modulo the prime, by row, rows ascending; none is zero.
type Residues = Vec<(usize, u64)>;

/// A set of columns in echelon form modulo the prime.
struct Spanning {
    /// By its first row: a column whose first entry is 1.
    echelon: Vec<Option<Residues>>,
    /// One entry a row, all zero between insertions.
    scratch: Vec<u64>,
}

/// The columns of unlimited transfers at the arms that `growth` names.
pub(super) fn spanning(conditions: &Conditions<'_>, growth: &[bool]) -> Vec<Column> {
    let players = conditions.problem.players();
    let budget = conditions.options.budget;
    let balanced = matches!(budget, Budget::Balanced | Budget::Burning);
    let mut chosen = Vec::new();
    let mut spanning = Spanning {
        echelon: vec![None; conditions.rows.len()],
        scratch: vec![0; conditions.rows.len()],
    };
    let mut lines: HashSet<Residues> = HashSet::new();
    let mut rays: HashSet<Vec<(usize, Rational)>> = HashSet::new();
    let directions: Vec<Direction> = (usize::from(balanced)..players)
        .map(|receiver| Direction::new(conditions, receiver, balanced.then_some(0)))
        .collect();
    for arm in (0..conditions.arms.len()).filter(|&arm| growth[arm]) {
        for (number, reading) in conditions.arms[arm].readings.iter().enumerate() {
            let known = residues(reading);
            for direction in &directions {
                // What is too long for the field is kept, at worst in vain.
                let fresh = match known.as_ref().and_then(|r| direction.of(conditions, r)) {
                    Some(column) => {
                        !lines.contains(&column) && {
                            let fresh = spanning.insert(&column);
                            lines.insert(column);
                            fresh
                        }
                    }
                    None => true,
                };
                if fresh {
                    let pattern = direction.pattern.clone();
                    chosen.push(conditions.growth_column(arm, number, pattern, Kind::Line));
                }
            }
            if budget == Budget::Burning {
                let mut burning = vec![0i8; players];
                burning[0] = -1;
                let column = conditions.growth_column(arm, number, burning, Kind::Ray);
                if !column.terms.is_empty() && rays.insert(direction(&column)) {
                    chosen.push(column);
                }
            }
        }
    }
    chosen
}

/// A unit of transfer from one player, or from outside, to another.
struct Direction {
    pattern: Vec<i8>,
    /// What each player perceives of it; `None` if too long for the field.
    perceived: Vec<Option<u64>>,
    net: u64,
}

impl Direction {
    fn new(conditions: &Conditions<'_>, receiver: usize, payer: Option<usize>) -> Self {
        let mut pattern = vec![0i8; conditions.problem.players()];
        pattern[receiver] = 1;
        if let Some(payer) = payer {
            pattern[payer] = -1;
        }
        let transfers: Vec<Rational> = pattern
            .iter()
            .map(|&t| Rational::from(i64::from(t)))
            .collect();
        let perceived = (0..transfers.len())
            .map(|player| residue(&conditions.preferences.apply(player, &transfers)))
            .collect();
        Direction {
            pattern,
            perceived,
            net: u64::from(payer.is_none()),
        }
    }

    /// The column of it after a reading, with one of its two signs.
    fn of(&self, conditions: &Conditions<'_>, reading: &Residues) -> Option<Residues> {
        let mut column = Vec::with_capacity(reading.len());
        for &(row, coefficient) in reading {
            let value = match conditions.rows[row].player() {
                None => self.net,
                Some(player) => self.perceived[player]?,
            };
            if value != 0 {
                column.push((row, coefficient * value % PRIME));
            }
        }
        if column.first().is_some_and(|(_, first)| 2 * first > PRIME) {
            for (_, value) in &mut column {
                *value = PRIME - *value;
            }
        }
        Some(column)
    }
}

/// The coefficients of a reading; `None` if one is too long for the field.
fn residues(reading: &Reading) -> Option<Residues> {
    let mut list = Vec::with_capacity(reading.terms.len());
    for (row, coefficient) in &reading.terms {
        match residue(coefficient)? {
            0 => {}
            value => list.push((*row, value)),
        }
    }
    Some(list)
}

impl Spanning {
    /// Adds a column; false if it depends on those before, modulo the prime.
    fn insert(&mut self, column: &Residues) -> bool {
        for &(row, value) in column {
            self.scratch[row] = value;
        }
        let from = column.first().map_or(self.scratch.len(), |(row, _)| *row);
        for first in from..self.scratch.len() {
            let lead = std::mem::take(&mut self.scratch[first]);
            if lead == 0 {
                continue;
            }
            let Some(pivot) = &self.echelon[first] else {
                let inverse = power(lead, PRIME - 2);
                let mut column = vec![(first, 1)];
                for (row, value) in self.scratch.iter_mut().enumerate().skip(first + 1) {
                    if *value != 0 {
                        column.push((row, std::mem::take(value) * inverse % PRIME));
                    }
                }
                self.echelon[first] = Some(column);
                return true;
            };
            for (row, value) in &pivot[1..] {
                let entry = &mut self.scratch[*row];
                *entry = (*entry + (PRIME - lead) * value) % PRIME;
            }
        }
        false
    }
}

/// A column up to a positive factor.
fn direction(column: &Column) -> Vec<(usize, Rational)> {
    let objective = (usize::MAX, &column.objective);
    let terms = column.terms.iter().map(|(row, c)| (*row, c));
    let all: Vec<(usize, &Rational)> = terms.chain([objective]).collect();
    let first = all.iter().find(|(_, c)| !c.is_zero());
    let scale = first.and_then(|(_, c)| c.abs().recip());
    match scale {
        Some(scale) if scale != Rational::ONE => {
            all.into_iter().map(|(row, c)| (row, c * &scale)).collect()
        }
        _ => all.into_iter().map(|(row, c)| (row, c.clone())).collect(),
    }
}

fn residue(value: &Rational) -> Option<u64> {
    let (numerator, denominator) = value.to_i64_parts()?;
    let modulus = PRIME as i64;
    let numerator = numerator.rem_euclid(modulus) as u64;
    let denominator = denominator.rem_euclid(modulus) as u64;
    match denominator {
        0 => None,
        1 => Some(numerator),
        _ => Some(numerator * power(denominator, PRIME - 2) % PRIME),
    }
}

fn power(base: u64, mut exponent: u64) -> u64 {
    let (mut result, mut base) = (1, base % PRIME);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}
