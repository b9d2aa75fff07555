//! What is asked for: the concept, the objective, side constraints and limits.

use serde::{Deserialize, Serialize};

use crate::equilibrium::SolveError;
use crate::game::{GameExt, NormalForm, Profile, SizeLimit};
use crate::linear_program::{LinearOptions, Relation, Sense};
use crate::number::Rational;

/// What a player knows when it may deviate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrelatedConcept {
    /// Its recommendation: correlated equilibrium (Aumann, 1974).
    #[default]
    Correlated,
    /// Nothing yet: coarse correlated equilibrium (Moulin and Vial, 1978).
    Coarse,
}

/// A number that every profile has, and every distribution over profiles in expectation. Payoffs
/// are material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Quantity {
    /// The sum of all payoffs.
    Welfare,
    /// The payoff of a player.
    Payoff(usize),
    /// 1 at this profile and 0 elsewhere: its probability.
    Probability(Profile),
    /// 1 where the player takes the action and 0 elsewhere: the probability of the action.
    ActionProbability {
        /// The player.
        player: usize,
        /// The action.
        action: usize,
    },
    /// One number a profile, in the order of the profiles (the last player's action varies
    /// fastest).
    Linear(Vec<Rational>),
}

impl Quantity {
    /// Its value at every profile of a dense game.
    pub(super) fn coefficients(
        &self,
        material: &NormalForm<Rational>,
    ) -> Result<Vec<Rational>, SolveError> {
        let space = material.space();
        let profiles = 0..space.len();
        let indicator = |is: bool| Rational::from_integer(i64::from(is));
        Ok(match self {
            Quantity::Welfare => match material.scaled() {
                Some((denominator, tables)) => profiles
                    .map(|index| {
                        let sum = tables.iter().map(|table| i128::from(table[index])).sum();
                        Rational::reduced(sum, i128::from(denominator))
                    })
                    .collect(),
                None => profiles.map(|index| material.welfare_at(index)).collect(),
            },
            Quantity::Payoff(player) => {
                material.check_player(*player)?;
                profiles
                    .map(|index| material.payoff_at(*player, index))
                    .collect()
            }
            Quantity::Probability(profile) => {
                let chosen = space.index(profile)?;
                profiles.map(|index| indicator(index == chosen)).collect()
            }
            Quantity::ActionProbability { player, action } => {
                material.check_player(*player)?;
                let mut probe = vec![0; space.players()];
                probe[*player] = *action;
                material.check_profile(&probe)?;
                profiles
                    .map(|index| indicator(space.action(index, *player) == *action))
                    .collect()
            }
            Quantity::Linear(coefficients) => {
                if coefficients.len() != space.len() {
                    return Err(SolveError::WrongCoefficients {
                        found: coefficients.len(),
                        profiles: space.len(),
                    });
                }
                coefficients.clone()
            }
        })
    }
}

/// Which equilibrium is wanted. Payoffs are material.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Objective {
    /// Of the greatest expected sum of payoffs.
    #[default]
    MaxWelfare,
    /// Of the least expected sum of payoffs.
    MinWelfare,
    /// Best for a player.
    MaxPayoff(usize),
    /// Worst for a player.
    MinPayoff(usize),
    /// In which a profile is likeliest.
    MaxProbability(Profile),
    /// In which a profile is least likely.
    MinProbability(Profile),
    /// With the greatest or least expectation of any quantity.
    Linear {
        /// Whether large or small is wanted.
        sense: Sense,
        /// Of what.
        quantity: Quantity,
    },
    /// With the greatest least expected payoff of a player (egalitarian).
    MaxMinPayoff,
    /// Any that meets the side constraints; its value is 0.
    Any,
}

impl Objective {
    /// The greatest expectation of one number a profile, in the order of the profiles.
    pub fn maximise(coefficients: Vec<Rational>) -> Self {
        Objective::Linear {
            sense: Sense::Maximise,
            quantity: Quantity::Linear(coefficients),
        }
    }

    /// The least expectation of one number a profile, in the order of the profiles.
    pub fn minimise(coefficients: Vec<Rational>) -> Self {
        Objective::Linear {
            sense: Sense::Minimise,
            quantity: Quantity::Linear(coefficients),
        }
    }

    /// The direction, and what is measured: `None` for the objectives that are no single quantity.
    pub(super) fn measured(&self) -> (Sense, Option<Quantity>) {
        let (sense, quantity) = match self {
            Objective::MaxWelfare => (Sense::Maximise, Quantity::Welfare),
            Objective::MinWelfare => (Sense::Minimise, Quantity::Welfare),
            Objective::MaxPayoff(player) => (Sense::Maximise, Quantity::Payoff(*player)),
            Objective::MinPayoff(player) => (Sense::Minimise, Quantity::Payoff(*player)),
            Objective::MaxProbability(profile) => {
                (Sense::Maximise, Quantity::Probability(profile.clone()))
            }
            Objective::MinProbability(profile) => {
                (Sense::Minimise, Quantity::Probability(profile.clone()))
            }
            Objective::Linear { sense, quantity } => (*sense, quantity.clone()),
            Objective::MaxMinPayoff | Objective::Any => return (Sense::Maximise, None),
        };
        (sense, Some(quantity))
    }
}

/// A bound on the expectation of a quantity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SideConstraint {
    /// What is bounded.
    pub quantity: Quantity,
    /// In which direction.
    pub relation: Relation,
    /// The bound.
    pub bound: Rational,
}

impl SideConstraint {
    /// The expectation of `quantity` in its relation to `bound`.
    pub fn new(quantity: Quantity, relation: Relation, bound: impl Into<Rational>) -> Self {
        SideConstraint {
            quantity,
            relation,
            bound: bound.into(),
        }
    }

    /// The expected payoff of a player is at least `bound`.
    pub fn payoff_at_least(player: usize, bound: impl Into<Rational>) -> Self {
        Self::new(Quantity::Payoff(player), Relation::AtLeast, bound)
    }

    /// The expected sum of payoffs is at least `bound`.
    pub fn welfare_at_least(bound: impl Into<Rational>) -> Self {
        Self::new(Quantity::Welfare, Relation::AtLeast, bound)
    }

    /// The probability of a profile is at most `bound`.
    pub fn probability_at_most(profile: Profile, bound: impl Into<Rational>) -> Self {
        Self::new(Quantity::Probability(profile), Relation::AtMost, bound)
    }

    /// The probability of a profile is at least `bound`.
    pub fn probability_at_least(profile: Profile, bound: impl Into<Rational>) -> Self {
        Self::new(Quantity::Probability(profile), Relation::AtLeast, bound)
    }
}

/// The equilibrium sought, and limits on the work.
///
/// ```
/// use lacuna::equilibrium::correlated::{
///     CorrelatedOptions, Objective, SideConstraint, correlated_equilibrium,
/// };
/// use lacuna::game::catalogue::chicken;
/// use lacuna::number::Rational;
///
/// // The best for the first player that leaves the second at least 4.
/// let game = chicken(6, 2, 7, 0)?;
/// let options = CorrelatedOptions::default()
///     .with_objective(Objective::MaxPayoff(0))
///     .with_side_constraint(SideConstraint::payoff_at_least(1, 4));
/// let outcome = correlated_equilibrium(&game, &options)?;
/// assert_eq!(outcome.value(), Some(&Rational::new(77, 13)?));
/// // Nothing gives both more than 21/4.
/// let both = CorrelatedOptions::default()
///     .with_side_constraint(SideConstraint::payoff_at_least(0, 6))
///     .with_side_constraint(SideConstraint::payoff_at_least(1, 5));
/// let outcome = correlated_equilibrium(&game, &both)?;
/// assert!(outcome.found().is_none() && outcome.verify(&game, &both));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CorrelatedOptions {
    /// Default: correlated equilibrium.
    pub concept: CorrelatedConcept,
    /// Default: the greatest welfare.
    pub objective: Objective,
    /// Bounds that the equilibrium must keep. Default: none.
    pub side_constraints: Vec<SideConstraint>,
    /// Limits on the linear program, and where it starts.
    pub linear: LinearOptions,
    /// The largest number of terms in the conditions of obedience, checked before memory is asked
    /// for. Default: 20 million, about half a gigabyte.
    pub max_terms: usize,
    /// The largest dense copy made of a game that is not dense itself.
    pub size_limit: SizeLimit,
}

impl Default for CorrelatedOptions {
    fn default() -> Self {
        CorrelatedOptions {
            concept: CorrelatedConcept::default(),
            objective: Objective::default(),
            side_constraints: Vec::new(),
            linear: LinearOptions::default(),
            max_terms: 20_000_000,
            size_limit: SizeLimit::default(),
        }
    }
}

impl CorrelatedOptions {
    /// The same for another concept.
    #[must_use]
    pub fn with_concept(mut self, concept: CorrelatedConcept) -> Self {
        self.concept = concept;
        self
    }

    /// The same with another objective.
    #[must_use]
    pub fn with_objective(mut self, objective: Objective) -> Self {
        self.objective = objective;
        self
    }

    /// The same with one more side constraint.
    #[must_use]
    pub fn with_side_constraint(mut self, constraint: SideConstraint) -> Self {
        self.side_constraints.push(constraint);
        self
    }

    /// The same with other limits on the linear program.
    #[must_use]
    pub fn with_linear(mut self, linear: LinearOptions) -> Self {
        self.linear = linear;
        self
    }

    /// The same with another limit on the number of terms.
    #[must_use]
    pub fn with_max_terms(mut self, limit: usize) -> Self {
        self.max_terms = limit;
        self
    }

    /// The same with another limit on the size of a dense copy.
    #[must_use]
    pub fn with_size_limit(mut self, limit: SizeLimit) -> Self {
        self.size_limit = limit;
        self
    }
}
