//! What deviation plans must satisfy so that no transfers undo them: one row for each profile that
//! may be recommended, signal and direction in which money can flow.

use std::collections::{BTreeMap, BTreeSet};

use super::state::StateView;
use crate::contract::Budget;
use crate::linear_program::{LinearError, LinearProgram, Relation};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// The transfers that the multiplier of a row stands for.
#[derive(Debug, Clone, Copy)]
enum Direction {
    /// Whatever makes this player perceive one unit and the others nothing.
    Perceived(usize),
    /// One unit to this player.
    To(usize),
    /// One unit from player 0 to this player.
    FromFirst(usize),
}

struct Condition {
    /// Columns of the plan with their coefficients.
    terms: Vec<(usize, Rational)>,
    relation: Relation,
    profile: usize,
    signal: usize,
    direction: Direction,
    /// By what the row was multiplied so that equal ones look the same.
    scale: Rational,
}

/// The rows of one state and budget.
pub(super) struct Conditions {
    rows: Vec<Condition>,
    /// From perceived to material transfers, where rows are about perceived ones.
    inverse: Option<WeightMatrix<Rational>>,
    players: usize,
}

/// Transfers `z` by profile index and signal, not yet divided by the probability of the profile.
pub(super) type Transfers = BTreeMap<(usize, usize), Vec<Rational>>;

impl Conditions {
    /// The rows: with outside money the perceived outflow is nobody's; otherwise everybody's alike
    /// (*unattributable*), and where a signal is impossible under obedience there is no inflow to
    /// it if money may be burnt.
    pub(super) fn new(
        view: &StateView<'_>,
        preferences: &WeightMatrix<Rational>,
        budget: Budget,
    ) -> Self {
        let players = view.problem.players();
        let inverse = match budget {
            Budget::Unrestricted | Budget::Expected => preferences.inverse(),
            Budget::Burning | Budget::Balanced => None,
        };
        let mut directions = Vec::new();
        match budget {
            Budget::Unrestricted | Budget::Expected if inverse.is_some() => {
                directions.extend((0..players).map(Direction::Perceived));
            }
            Budget::Unrestricted | Budget::Expected => {
                directions.extend((0..players).map(Direction::To));
            }
            Budget::Burning | Budget::Balanced => {
                directions.extend((1..players).map(Direction::FromFirst));
            }
        }
        // How much the perceived outflow of player i counts in a direction.
        let weight = |direction: Direction, i: usize| match direction {
            Direction::Perceived(j) if i == j => Rational::ONE,
            Direction::Perceived(_) => Rational::ZERO,
            Direction::To(j) => preferences.entry(i, j).clone(),
            Direction::FromFirst(j) => preferences.entry(i, j) - preferences.entry(i, 0),
        };
        let mut conditions = Conditions {
            rows: Vec::new(),
            inverse,
            players,
        };
        let mut seen = BTreeSet::new();
        for profile in 0..view.problem.space().len() {
            for (signal, outflow) in view.outflow(profile) {
                let mut push = |direction: Direction, relation: Relation| {
                    let mut terms: Vec<(usize, Rational)> = outflow
                        .iter()
                        .map(|(column, c)| {
                            (
                                *column,
                                c * &weight(direction, view.columns[*column].player),
                            )
                        })
                        .filter(|(_, c)| !c.is_zero())
                        .collect();
                    let Some(scale) = terms.first().and_then(|(_, c)| match relation {
                        Relation::Equal => c.recip(),
                        _ => c.abs().recip(),
                    }) else {
                        return;
                    };
                    terms.iter_mut().for_each(|(_, c)| *c *= &scale);
                    if seen.insert((relation == Relation::Equal, terms.clone())) {
                        conditions.rows.push(Condition {
                            terms,
                            relation,
                            profile,
                            signal,
                            direction,
                            scale,
                        });
                    }
                };
                for &direction in &directions {
                    push(direction, Relation::Equal);
                }
                if budget == Budget::Burning && view.probability(signal, profile).is_zero() {
                    push(Direction::To(0), Relation::AtLeast);
                }
            }
        }
        conditions
    }

    /// Adds the rows to a program whose first variables are the weights of the deviations.
    pub(super) fn add_to(&self, program: &mut LinearProgram) -> Result<(), LinearError> {
        for row in &self.rows {
            program.row(row.terms.iter().cloned(), row.relation, Rational::ZERO)?;
        }
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The transfers that the multipliers of the rows stand for, as those see them whose
    /// preferences the rows were made with.
    pub(super) fn transfers(&self, multipliers: &[Rational]) -> Transfers {
        let mut transfers = Transfers::new();
        for (row, multiplier) in self.rows.iter().zip(multipliers) {
            if multiplier.is_zero() {
                continue;
            }
            let multiplier = &(multiplier * &row.scale);
            let paid = transfers
                .entry((row.profile, row.signal))
                .or_insert_with(|| vec![Rational::ZERO; self.players]);
            match row.direction {
                Direction::To(j) => paid[j] += multiplier,
                Direction::FromFirst(j) => {
                    paid[j] += multiplier;
                    paid[0] -= multiplier;
                }
                Direction::Perceived(i) => {
                    for (j, entry) in paid.iter_mut().enumerate() {
                        if let Some(inverse) = &self.inverse {
                            *entry += multiplier * inverse.entry(j, i);
                        }
                    }
                }
            }
        }
        transfers
    }
}
