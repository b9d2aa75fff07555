//! Columns of the linear program: an arm with fixed transfers, or transfers that grow at an arm.

use super::conditions::{Conditions, Reading, Terms, merged};
use super::transfers::Pattern;
use crate::contract::Budget;
use crate::number::Rational;

/// Transfers after some readings of an arm, as multiples of a unit.
pub(super) type Payments = Vec<(usize, Pattern)>;

/// A column: how a nonnegative (or free) amount of it changes every row.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) arm: usize,
    /// The transfers, by reading of the arm.
    pub(super) payments: Payments,
    pub(super) kind: Kind,
    pub(super) terms: Terms,
    pub(super) objective: Rational,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Probability of the arm, with transfers of `payments` times the liability.
    Probability,
    /// Transfers that grow by the unit, in one direction.
    Ray,
    /// Transfers that grow by the unit, in either direction.
    Line,
}

impl Conditions<'_> {
    /// The probability of an arm with transfers of so many times the liability.
    pub(super) fn probability_column(&self, arm: usize, payments: Payments) -> Column {
        let zero = Rational::ZERO;
        let unit = self.options.liability.as_ref().unwrap_or(&zero);
        let mut column = self.payment_column(arm, payments, unit, Kind::Probability);
        column.terms.extend(self.arms[arm].payoff.iter().cloned());
        column.terms = merged(column.terms);
        column.objective += &self.arms[arm].welfare;
        column
    }

    /// Transfers that grow at an arm after one reading.
    pub(super) fn growth_column(
        &self,
        arm: usize,
        reading: usize,
        pattern: Pattern,
        kind: Kind,
    ) -> Column {
        self.payment_column(arm, vec![(reading, pattern)], &Rational::ONE, kind)
    }

    fn payment_column(
        &self,
        arm: usize,
        payments: Payments,
        unit: &Rational,
        kind: Kind,
    ) -> Column {
        let mut terms = Vec::new();
        let mut objective = Rational::ZERO;
        for (reading, pattern) in &payments {
            let reading = &self.arms[arm].readings[*reading];
            let transfers: Vec<Rational> = pattern
                .iter()
                .map(|&t| unit * &Rational::from(i64::from(t)))
                .collect();
            objective += self.pay(reading, &transfers, &mut terms);
        }
        Column {
            arm,
            payments,
            kind,
            terms: merged(terms),
            objective,
        }
    }

    /// Adds what transfers after a reading do to the rows, and returns what they do to welfare.
    fn pay(&self, reading: &Reading, transfers: &[Rational], terms: &mut Terms) -> Rational {
        let net: Rational = transfers.iter().sum();
        let mut perceived: Vec<Option<Rational>> = vec![None; transfers.len()];
        for (row, coefficient) in &reading.terms {
            let value = match self.rows[*row].player() {
                None => &net,
                Some(player) => perceived[player]
                    .get_or_insert_with(|| self.preferences.apply(player, transfers)),
            };
            if !value.is_zero() {
                terms.push((*row, coefficient * value));
            }
        }
        match self.options.budget {
            Budget::Burning => &reading.weight * &net,
            _ => Rational::ZERO,
        }
    }
}
