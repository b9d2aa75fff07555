//! The part of a Groves transfer that an agent's own report does not move.

use std::fmt;
use std::sync::Arc;

use super::maximiser::Maximiser;
use crate::mechanism::SettingError;
use crate::number::Rational;

/// A term for each agent and each list of the others' reports, in their order.
#[derive(Clone)]
pub(super) enum Terms {
    /// Nothing.
    Zero,
    /// Minus the largest total of the others.
    Clarke,
    /// Clarke's, and an equal share of the least revenue that the own report could leave.
    Cavallo,
    /// For each agent a list over the others' reports, the last of the others fastest.
    Table(Vec<Vec<Rational>>),
    Function(Arc<TermFunction>),
}

type TermFunction = dyn Fn(usize, &[usize]) -> Rational + Send + Sync;

impl fmt::Debug for Terms {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Terms::Zero => write!(formatter, "Zero"),
            Terms::Clarke => write!(formatter, "Clarke"),
            Terms::Cavallo => write!(formatter, "Cavallo"),
            Terms::Table(table) => formatter.debug_tuple("Table").field(table).finish(),
            Terms::Function(_) => write!(formatter, "Function"),
        }
    }
}

impl Terms {
    /// A table of the right shape.
    pub(super) fn table(types: &[usize], table: Vec<Vec<Rational>>) -> Result<Terms, SettingError> {
        SettingError::check_length("the table of terms", table.len(), types.len())?;
        for (agent, list) in table.iter().enumerate() {
            let others = types
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != agent);
            let count = others.fold(1usize, |product, (_, &count)| product.saturating_mul(count));
            SettingError::check_length("the terms of an agent", list.len(), count)?;
        }
        Ok(Terms::Table(table))
    }

    /// The term of an agent, in units of its weight for Clarke's and Cavallo's, in money for the
    /// others.
    pub(super) fn term(
        &self,
        maximiser: &Maximiser,
        agent: usize,
        reports: &[usize],
        others: &[Rational],
    ) -> Rational {
        match self {
            Terms::Zero => Rational::ZERO,
            Terms::Clarke => -Maximiser::largest(others),
            Terms::Cavallo => {
                let mut said = reports.to_vec();
                let revenues = (0..maximiser.types()[agent]).map(|own| {
                    said[agent] = own;
                    revenue(maximiser, &said)
                });
                let least = revenues.min().unwrap_or_default();
                let share = Rational::from(maximiser.agents())
                    .recip()
                    .unwrap_or_default();
                least * share - Maximiser::largest(others)
            }
            Terms::Table(table) => {
                let types = maximiser.types().iter().zip(reports).enumerate();
                let place = types
                    .filter(|(other, _)| *other != agent)
                    .fold(0, |place, (_, (&count, &report))| place * count + report);
                table[agent][place].clone()
            }
            Terms::Function(function) => {
                let mut others = reports.to_vec();
                others.remove(agent);
                function(agent, &others)
            }
        }
    }
}

/// What agents pay in sum under Clarke's mechanism.
fn revenue(maximiser: &Maximiser, reports: &[usize]) -> Rational {
    let totals = maximiser.totals(reports);
    let best = maximiser.best(&totals);
    let mut sum = Rational::ZERO;
    for (agent, &report) in reports.iter().enumerate() {
        let others = maximiser.others(&totals, agent, report);
        sum += Maximiser::largest(&others) - &others[best];
    }
    sum
}
