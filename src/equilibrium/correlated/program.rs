//! The linear program of correlated play.
//!
//! Variables are the probabilities of the profiles; the rows say that no deviation gains. For the
//! egalitarian objective one more variable is the least expected payoff.

use super::options::{CorrelatedConcept, CorrelatedOptions, Objective};
use crate::equilibrium::SolveError;
use crate::equilibrium::gains::Gains;
use crate::game::{NormalForm, ProfileSpace};
use crate::linear_program::{Bounds, LinearProgram, Relation, Sense};
use crate::number::Rational;

/// What a row says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Meaning {
    /// The probabilities add up to 1.
    Total,
    /// The player does not gain by the action (at the recommendation, if there is one).
    Obedience {
        player: usize,
        recommended: Option<usize>,
        action: usize,
    },
    /// A side constraint.
    Side(usize),
    /// The least payoff is at most that of a player; one row a player, in their order.
    LeastPayoff,
}

/// The program with what its rows mean.
pub(super) struct CorrelatedProgram {
    pub(super) program: LinearProgram,
    pub(super) meanings: Vec<Meaning>,
    /// The gains in the rows of obedience are those of the game times this.
    pub(super) scale: Rational,
}

fn check_terms(space: &ProfileSpace, limit: usize) -> Result<(), SolveError> {
    let deviations: u128 = space.actions().iter().map(|&m| (m - 1) as u128).sum();
    let needed = deviations * space.len() as u128;
    if needed > limit as u128 {
        return Err(SolveError::TooManyTerms { needed, limit });
    }
    Ok(())
}

impl CorrelatedProgram {
    pub(super) fn new(
        perceived: &NormalForm<Rational>,
        material: &NormalForm<Rational>,
        options: &CorrelatedOptions,
    ) -> Result<Self, SolveError> {
        let space = perceived.space();
        if space != material.space() {
            return Err(SolveError::ShapesDiffer {
                first: space.actions().to_vec(),
                second: material.space().actions().to_vec(),
            });
        }
        check_terms(space, options.max_terms)?;
        let (sense, quantity) = options.objective.measured();
        let mut program = LinearProgram::new(sense);
        match quantity {
            Some(quantity) => {
                for coefficient in quantity.coefficients(material)? {
                    program.variable(Bounds::NONNEGATIVE, coefficient);
                }
            }
            None => {
                for _ in 0..space.len() {
                    program.variable(Bounds::NONNEGATIVE, Rational::ZERO);
                }
            }
        }
        let gains = Gains::new(perceived);
        let mut built = CorrelatedProgram {
            program,
            meanings: Vec::new(),
            scale: gains.scale(),
        };
        let certain = (0..space.len()).map(|index| (index, Rational::ONE));
        built.push(Meaning::Total, certain.collect(), Relation::Equal, 1.into())?;
        match options.concept {
            CorrelatedConcept::Correlated => built.obedience(space, &gains)?,
            CorrelatedConcept::Coarse => built.commitment(space, &gains)?,
        }
        for (number, side) in options.side_constraints.iter().enumerate() {
            let terms = side.quantity.coefficients(material)?.into_iter();
            let terms = terms.enumerate().filter(|(_, c)| !c.is_zero()).collect();
            built.push(
                Meaning::Side(number),
                terms,
                side.relation,
                side.bound.clone(),
            )?;
        }
        if options.objective == Objective::MaxMinPayoff {
            built.least_payoff(material)?;
        }
        Ok(built)
    }

    fn push(
        &mut self,
        meaning: Meaning,
        terms: Vec<(usize, Rational)>,
        relation: Relation,
        bound: Rational,
    ) -> Result<(), SolveError> {
        self.program.row(terms, relation, bound)?;
        self.meanings.push(meaning);
        Ok(())
    }

    /// Adds `Σ gain · probability ≤ 0` unless no gain is positive: it then holds by itself.
    fn push_deviation(
        &mut self,
        meaning: Meaning,
        terms: Vec<(usize, Rational)>,
    ) -> Result<(), SolveError> {
        if terms.iter().any(|(_, gain)| gain.is_positive()) {
            self.push(meaning, terms, Relation::AtMost, Rational::ZERO)?;
        }
        Ok(())
    }

    /// The rows of correlated equilibrium: one for each player and pair of its actions.
    fn obedience(&mut self, space: &ProfileSpace, gains: &Gains<'_>) -> Result<(), SolveError> {
        for (player, &actions) in space.actions().iter().enumerate() {
            let stride = space.stride(player);
            let block = stride * actions;
            for recommended in 0..actions {
                for action in (0..actions).filter(|&action| action != recommended) {
                    let mut terms = Vec::with_capacity(space.len() / actions);
                    for start in (0..space.len()).step_by(block) {
                        for base in start..start + stride {
                            let from = base + recommended * stride;
                            let gain = gains.gain(player, from, base + action * stride);
                            if !gain.is_zero() {
                                terms.push((from, gain));
                            }
                        }
                    }
                    let meaning = Meaning::Obedience {
                        player,
                        recommended: Some(recommended),
                        action,
                    };
                    self.push_deviation(meaning, terms)?;
                }
            }
        }
        Ok(())
    }

    /// The rows of coarse correlated equilibrium: one for each player and action.
    fn commitment(&mut self, space: &ProfileSpace, gains: &Gains<'_>) -> Result<(), SolveError> {
        for (player, &actions) in space.actions().iter().enumerate() {
            let stride = space.stride(player);
            for action in 0..actions {
                let mut terms = Vec::with_capacity(space.len() - space.len() / actions);
                for start in (0..space.len()).step_by(stride * actions) {
                    for recommended in (0..actions).filter(|&a| a != action) {
                        for base in start..start + stride {
                            let from = base + recommended * stride;
                            let gain = gains.gain(player, from, base + action * stride);
                            if !gain.is_zero() {
                                terms.push((from, gain));
                            }
                        }
                    }
                }
                let meaning = Meaning::Obedience {
                    player,
                    recommended: None,
                    action,
                };
                self.push_deviation(meaning, terms)?;
            }
        }
        Ok(())
    }

    /// A variable that is at most every player's expected payoff, to be as large as possible.
    fn least_payoff(&mut self, material: &NormalForm<Rational>) -> Result<(), SolveError> {
        let least = self.program.variable(Bounds::FREE, Rational::ZERO);
        for player in 0..material.space().players() {
            let payoffs = (0..least).map(|index| (index, -material.payoff_at(player, index)));
            let mut terms: Vec<(usize, Rational)> = payoffs.filter(|(_, c)| !c.is_zero()).collect();
            terms.push((least, Rational::ONE));
            self.push(
                Meaning::LeastPayoff,
                terms,
                Relation::AtMost,
                Rational::ZERO,
            )?;
        }
        self.program
            .set_objective(Sense::Maximise, [(least, Rational::ONE)])?;
        Ok(())
    }
}
