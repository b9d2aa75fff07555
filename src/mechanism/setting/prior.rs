//! What agents believe about each other's types: a common prior.

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::SettingError;
use crate::game::{ProfileSpace, random};
use crate::number::Rational;

/// A common prior over type profiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Prior {
    /// Types are independent: for each agent the probability of each of its types.
    Independent(Vec<Vec<Rational>>),
    /// A probability for each type profile, the last agent's type fastest.
    Joint(Vec<Rational>),
}

impl Prior {
    /// Independent types, each agent's equally likely; `types[i]` is the number of types of agent
    /// `i`.
    pub fn uniform(types: &[usize]) -> Self {
        Prior::Independent(
            types
                .iter()
                .map(|&count| {
                    let each = Rational::new(1, count as i64).unwrap_or_default();
                    vec![each; count]
                })
                .collect(),
        )
    }

    /// Are the types independent by construction? A joint table may happen to be a product.
    pub fn is_independent(&self) -> bool {
        matches!(self, Prior::Independent(_))
    }

    /// Checks that this is a distribution over profiles of so many types.
    pub(super) fn check(&self, types: &[usize]) -> Result<(), SettingError> {
        match self {
            Prior::Independent(agents) => {
                SettingError::check_length("the prior", agents.len(), types.len())?;
                for (agent, (list, &count)) in agents.iter().zip(types).enumerate() {
                    SettingError::check_length("the prior of an agent", list.len(), count)?;
                    distribution(list, || format!("the types of agent {agent}"))?;
                }
                Ok(())
            }
            Prior::Joint(list) => {
                let profiles = ProfileSpace::new(types)?.len();
                SettingError::check_length("the joint prior", list.len(), profiles)?;
                distribution(list, || "the type profiles".to_owned())
            }
        }
    }

    /// The probability of a type profile.
    pub(super) fn probability(&self, types: &[usize], index: impl Fn() -> usize) -> Rational {
        match self {
            Prior::Independent(agents) => agents
                .iter()
                .zip(types)
                .fold(Rational::ONE, |product, (list, &own)| product * &list[own]),
            Prior::Joint(list) => list[index()].clone(),
        }
    }

    /// Draws a type profile.
    pub(super) fn draw(&self, space: &[usize], rng: &mut impl Rng) -> Vec<usize> {
        match self {
            Prior::Independent(agents) => agents.iter().map(|list| draw_one(list, rng)).collect(),
            Prior::Joint(list) => {
                let mut index = draw_one(list, rng);
                let mut types = vec![0; space.len()];
                for (place, &count) in types.iter_mut().zip(space).rev() {
                    *place = index % count;
                    index /= count;
                }
                types
            }
        }
    }
}

/// The number of one entry of a distribution.
fn draw_one(list: &[Rational], rng: &mut impl Rng) -> usize {
    random::choose(list, rng)
        .or_else(|| list.iter().rposition(Rational::is_positive))
        .unwrap_or(0)
}

/// Refuses what is not a distribution.
pub(crate) fn distribution(
    list: &[Rational],
    what: impl Fn() -> String,
) -> Result<(), SettingError> {
    if let Some(value) = list.iter().find(|value| value.is_negative()) {
        return Err(SettingError::NegativeProbability {
            what: format!("one of {}", what()),
            value: value.clone(),
        });
    }
    let total: Rational = list.iter().sum();
    if total != Rational::ONE {
        return Err(SettingError::ProbabilitySum {
            what: what(),
            total,
        });
    }
    Ok(())
}
