//! Few transfers that do whatever unlimited transfers can do.
//!
//! Transfers that may grow in both directions enter the rows linearly, so that a largest
//! independent set of them does as much as all: there are no more of these than rows. Independence
//! is decided modulo a prime, which never calls dependent columns independent of one another.

use std::collections::{BTreeMap, HashSet};

use super::columns::{Column, Kind};
use super::conditions::Conditions;
use crate::contract::Budget;
use crate::number::Rational;

const PRIME: u64 = (1 << 31) - 1;

/// A set of columns in echelon form modulo the prime.
pub(super) struct Spanning {
    /// By its first row: a column whose first entry is 1.
    echelon: BTreeMap<usize, BTreeMap<usize, u64>>,
}

impl Spanning {
    /// The columns of unlimited transfers at the arms that `growth` names.
    pub(super) fn of(conditions: &Conditions<'_>, growth: &[bool]) -> Vec<Column> {
        let players = conditions.problem.players();
        let budget = conditions.options.budget;
        let balanced = matches!(budget, Budget::Balanced | Budget::Burning);
        let mut chosen = Vec::new();
        let mut spanning = Spanning {
            echelon: BTreeMap::new(),
        };
        let mut seen: HashSet<Vec<(usize, Rational)>> = HashSet::new();
        let unit = |receiver: usize, payer: Option<usize>| {
            let mut pattern = vec![0i8; players];
            pattern[receiver] = 1;
            if let Some(payer) = payer {
                pattern[payer] = -1;
            }
            pattern
        };
        for arm in (0..conditions.arms.len()).filter(|&arm| growth[arm]) {
            for reading in 0..conditions.arms[arm].readings.len() {
                for receiver in usize::from(balanced)..players {
                    let pattern = unit(receiver, balanced.then_some(0));
                    let column = conditions.growth_column(arm, reading, pattern, Kind::Line);
                    if seen.insert(direction(&column, true)) && spanning.insert(&column) {
                        chosen.push(column);
                    }
                }
                if budget == Budget::Burning {
                    let mut burning = vec![0i8; players];
                    burning[0] = -1;
                    let column = conditions.growth_column(arm, reading, burning, Kind::Ray);
                    let mut key = direction(&column, false);
                    key.push((usize::MAX, Rational::ZERO));
                    if !column.terms.is_empty() && seen.insert(key) {
                        chosen.push(column);
                    }
                }
            }
        }
        chosen
    }

    /// Adds a column; false if it certainly depends on those before, modulo the prime.
    fn insert(&mut self, column: &Column) -> bool {
        let mut entries: BTreeMap<usize, u64> = BTreeMap::new();
        let objective = (usize::MAX, &column.objective);
        let terms = column.terms.iter().map(|(row, c)| (*row, c));
        for (row, coefficient) in terms.chain([objective]) {
            match residue(coefficient) {
                Some(0) => {}
                Some(value) => {
                    entries.insert(row, value);
                }
                // Too long for the field: kept, at worst in vain.
                None => return true,
            }
        }
        while let Some((&first, &lead)) = entries.iter().next() {
            let Some(pivot) = self.echelon.get(&first) else {
                let inverse = power(lead, PRIME - 2);
                for value in entries.values_mut() {
                    *value = *value * inverse % PRIME;
                }
                self.echelon.insert(first, entries);
                return true;
            };
            for (row, value) in pivot {
                let entry = entries.entry(*row).or_insert(0);
                *entry = (*entry + (PRIME - lead) * value) % PRIME;
            }
            entries.retain(|_, value| *value != 0);
        }
        false
    }
}

/// A column up to a positive factor, or up to any.
fn direction(column: &Column, either_way: bool) -> Vec<(usize, Rational)> {
    let objective = (usize::MAX - 1, &column.objective);
    let terms = column.terms.iter().map(|(row, c)| (*row, c));
    let all: Vec<(usize, &Rational)> = terms.chain([objective]).collect();
    let first = all.iter().find(|(_, c)| !c.is_zero());
    let scale = first.and_then(|(_, c)| {
        if either_way {
            c.recip()
        } else {
            c.abs().recip()
        }
    });
    let scale = scale.unwrap_or(Rational::ONE);
    all.into_iter().map(|(row, c)| (row, c * &scale)).collect()
}

fn residue(value: &Rational) -> Option<u64> {
    let (numerator, denominator) = value.to_i64_parts()?;
    let modulus = PRIME as i64;
    let numerator = numerator.rem_euclid(modulus) as u64;
    let denominator = denominator.rem_euclid(modulus) as u64;
    (denominator != 0).then(|| numerator * power(denominator, PRIME - 2) % PRIME)
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
