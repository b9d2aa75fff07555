//! An equilibrium found, or none, each with its proof.

use serde::{Deserialize, Serialize};

use super::Distribution;
use super::options::{CorrelatedConcept, CorrelatedOptions};
use super::program::{CorrelatedProgram, Meaning};
use crate::equilibrium::SolveError;
use crate::game::NormalForm;
use crate::linear_program::{Answer, Basis, Effort, Sense};
use crate::number::Rational;

/// What came of the search for a correlated equilibrium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CorrelatedOutcome {
    /// The best equilibrium.
    Found(Box<Correlated>),
    /// No equilibrium meets the side constraints.
    None(NoCorrelated),
}

/// A correlated (or coarse correlated) equilibrium with the proof that none is better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Correlated {
    /// The concept.
    pub concept: CorrelatedConcept,
    /// The value of the objective.
    pub value: Rational,
    /// The equilibrium. The value is unique, the distribution need not be.
    pub distribution: Distribution,
    /// The expected material payoffs, one a player.
    pub payoffs: Vec<Rational>,
    /// Their sum.
    pub welfare: Rational,
    /// The proof that no equilibrium within the side constraints has a better value.
    pub certificate: DeviationWeights,
    /// The last basis of the linear program: a start for a similar one.
    pub basis: Basis,
    /// Pivots of the linear program.
    pub effort: Effort,
}

/// The proof that no equilibrium meets the side constraints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NoCorrelated {
    /// The concept.
    pub concept: CorrelatedConcept,
    /// At every profile the gains from deviations times their weights, plus what the constraints
    /// are exceeded by times theirs, add up to more than zero; in expectation, at an equilibrium
    /// within the constraints, they could not (Farkas).
    pub certificate: DeviationWeights,
}

/// Weights of deviations and of constraints that prove a bound.
///
/// With gain(s) the gain from a deviation at the profile s and excess(s) the quantity of a
/// constraint less its bound, both are at most zero in expectation at an equilibrium. An objective
/// to be maximised is therefore at most `value` if at every profile
/// `objective(s) ≤ value + Σ weight · gain(s) + Σ weight · excess(s)`, and one to be minimised at
/// least `value` if `objective(s) ≥ value − Σ weight · gain(s) − Σ weight · excess(s)`. For the
/// egalitarian objective, `objective(s)` is the sum of the payoffs times the weights of the
/// players.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeviationWeights {
    /// The deviations of positive weight, by player, recommendation and action.
    pub deviations: Vec<DeviationWeight>,
    /// One weight a side constraint: at least 0 for `AtMost`, at most 0 for `AtLeast`, any for
    /// `Equal`.
    pub constraints: Vec<Rational>,
    /// For [`Objective::MaxMinPayoff`](super::Objective::MaxMinPayoff) one weight a player, at least 0, adding up to 1; otherwise
    /// empty.
    pub players: Vec<Rational>,
}

/// The weight of one deviation; its gain counts in perceived payoffs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeviationWeight {
    /// Who deviates.
    pub player: usize,
    /// At which recommendation; `None` in a coarse correlated equilibrium: at all.
    pub recommended: Option<usize>,
    /// To which action.
    pub action: usize,
    /// The weight, above 0.
    pub weight: Rational,
}

impl CorrelatedOutcome {
    /// The equilibrium, if there is one.
    pub fn found(&self) -> Option<&Correlated> {
        match self {
            CorrelatedOutcome::Found(found) => Some(found),
            CorrelatedOutcome::None(_) => None,
        }
    }

    /// The equilibrium, if there is one.
    pub fn into_found(self) -> Option<Correlated> {
        match self {
            CorrelatedOutcome::Found(found) => Some(*found),
            CorrelatedOutcome::None(_) => None,
        }
    }

    /// The value of the objective, if there is an equilibrium.
    pub fn value(&self) -> Option<&Rational> {
        self.found().map(|found| &found.value)
    }
}

/// Solves the program of dense games.
pub(super) fn solve(
    perceived: &NormalForm<Rational>,
    material: &NormalForm<Rational>,
    options: &CorrelatedOptions,
) -> Result<CorrelatedOutcome, SolveError> {
    let program = CorrelatedProgram::new(perceived, material, options)?;
    let solved = program.program.solve(&options.linear)?;
    let concept = options.concept;
    match solved.answer {
        Answer::Optimal(optimum) => {
            let profiles = material.space().len();
            let probabilities = optimum.point.into_iter().take(profiles).enumerate();
            let distribution =
                Distribution::from_entries(material.space().clone(), probabilities.collect())?;
            let payoffs = distribution.payoffs(material)?;
            Ok(CorrelatedOutcome::Found(Box::new(Correlated {
                concept,
                value: optimum.value,
                welfare: payoffs.iter().sum(),
                payoffs,
                distribution,
                certificate: weights(
                    &program,
                    options,
                    &optimum.multipliers,
                    program.program.sense(),
                ),
                basis: solved.basis,
                effort: solved.effort,
            })))
        }
        Answer::Infeasible(farkas) => Ok(CorrelatedOutcome::None(NoCorrelated {
            concept,
            certificate: DeviationWeights {
                players: Vec::new(),
                ..weights(&program, options, &farkas.multipliers, Sense::Maximise)
            },
        })),
        Answer::Unbounded(_) => Err(SolveError::UnexpectedAnswer {
            problem: "an expectation over finitely many profiles without a bound",
        }),
    }
}

/// The multipliers of the rows as weights of deviations and constraints. When minimising, those of
/// the program have the opposite sign.
fn weights(
    program: &CorrelatedProgram,
    options: &CorrelatedOptions,
    multipliers: &[Rational],
    sense: Sense,
) -> DeviationWeights {
    let mut weights = DeviationWeights {
        deviations: Vec::new(),
        constraints: vec![Rational::ZERO; options.side_constraints.len()],
        players: Vec::new(),
    };
    for (meaning, multiplier) in program.meanings.iter().zip(multipliers) {
        let weight = match sense {
            Sense::Maximise => multiplier.clone(),
            Sense::Minimise => -multiplier,
        };
        match *meaning {
            Meaning::Total => {}
            Meaning::Side(number) => weights.constraints[number] = weight,
            Meaning::LeastPayoff => weights.players.push(weight),
            Meaning::Obedience {
                player,
                recommended,
                action,
            } => {
                if !weight.is_zero() {
                    weights.deviations.push(DeviationWeight {
                        player,
                        recommended,
                        action,
                        weight: &weight * &program.scale,
                    });
                }
            }
        }
    }
    weights
}
