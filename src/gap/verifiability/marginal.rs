//! What each observation adds.

use serde::{Deserialize, Serialize};

use super::{LanguageLattice, VerifiabilityAt};
use crate::number::Rational;

/// What an observation adds to one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MarginalValue {
    /// The number of the language that lacks the observation.
    pub language: usize,
    /// The number of the language that has it besides.
    pub with: usize,
    /// The value of the second less that of the first; `None` if either attains nothing.
    pub gain: Option<Rational>,
}

/// What one observation adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ObservationValue {
    /// The number of the observation in the menu.
    pub observation: usize,
    /// What it adds to each language that lacks it, in their order.
    pub at: Vec<MarginalValue>,
    /// The least gain; `None` if no gain is defined.
    pub least: Option<Rational>,
    /// The mean of the gains that are defined, each language counted once.
    pub mean: Option<Rational>,
    /// The greatest gain.
    pub greatest: Option<Rational>,
    /// The Shapley value: the mean gain over all orders in which the observations of the menu can
    /// be added to the base; `None` if some gain that enters is not defined.
    pub shapley: Option<Rational>,
}

/// What each observation adds at one altruism weight.
///
/// The [Shapley values](ObservationValue::shapley) (Shapley 1953) divide `total` among the
/// observations: they sum to it exactly, an observation that never adds anything has 0, and two
/// that always add the same have the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MarginalValues {
    /// The altruism weight.
    pub lambda: Rational,
    /// The value of all observations together less that of the base; `None` if either attains
    /// nothing.
    pub total: Option<Rational>,
    /// One entry an observation, in the order of the menu.
    pub observations: Vec<ObservationValue>,
}

impl MarginalValues {
    pub(super) fn of(column: &VerifiabilityAt<'_>) -> Self {
        let lattice = column.lattice();
        let sets = Sets::of(lattice);
        let gain = |from: usize, to: usize| Some(column.value(to)? - column.value(from)?);
        let observations = (0..lattice.menu().observations().len())
            .map(|observation| {
                let at: Vec<MarginalValue> = (0..lattice.languages().len())
                    .map(|language| (language, lattice.with(language, observation)))
                    .filter(|(language, with)| language != with)
                    .map(|(language, with)| MarginalValue {
                        language,
                        with,
                        gain: gain(language, with),
                    })
                    .collect();
                let gains = || at.iter().filter_map(|entry| entry.gain.as_ref());
                let sum: Rational = gains().sum();
                ObservationValue {
                    observation,
                    least: gains().min().cloned(),
                    mean: sum.checked_div(&Rational::from(gains().count())),
                    greatest: gains().max().cloned(),
                    shapley: sets.shapley(&at),
                    at,
                }
            })
            .collect();
        MarginalValues {
            lambda: column.lambda().clone(),
            total: gain(0, lattice.languages().len() - 1),
            observations,
        }
    }

    /// Do the Shapley values sum to the total? True of every result of the library; `None` if some
    /// of them is not defined.
    pub fn is_efficient(&self) -> Option<bool> {
        let mut sum = Rational::ZERO;
        for entry in &self.observations {
            sum += entry.shapley.as_ref()?;
        }
        Some(sum == *self.total.as_ref()?)
    }
}

/// The share of all orders in which exactly a set that gives some language comes first and one
/// given observation outside it next.
struct Sets {
    share: Vec<Rational>,
}

impl Sets {
    /// Counts the sets of each size that give each language, one observation at a time. No set
    /// that gives a language without an observation contains the observation, so that one count
    /// serves them all.
    fn of(lattice: &LanguageLattice) -> Self {
        let (languages, observations) = (
            lattice.languages().len(),
            lattice.menu().observations().len(),
        );
        let mut count = vec![vec![Rational::ZERO; observations + 1]; languages];
        count[0][0] = Rational::ONE;
        for observation in 0..observations {
            let mut next = count.clone();
            for (language, sizes) in count.iter().enumerate() {
                let with = lattice.with(language, observation);
                for (size, sets) in sizes.iter().enumerate().take(observation + 1) {
                    if !sets.is_zero() {
                        next[with][size + 1] += sets;
                    }
                }
            }
            count = next;
        }
        // Of the k! orders s!(k − 1 − s)! put a given set of size s first and a given observation
        // next: 1 / (k · C(k − 1, s)).
        let mut weight = Vec::with_capacity(observations);
        let mut orders = Rational::from(observations);
        for size in 0..observations {
            weight.push(orders.recip().unwrap_or_default());
            let rest = Rational::from(observations - 1 - size);
            orders = (&orders * &rest)
                .checked_div(&Rational::from(size + 1))
                .unwrap_or_default();
        }
        let share = count
            .iter()
            .map(|sizes| sizes.iter().zip(&weight).map(|(n, w)| n * w).sum())
            .collect();
        Sets { share }
    }

    /// The mean gain over all orders; `None` if one that has a share is not defined.
    fn shapley(&self, at: &[MarginalValue]) -> Option<Rational> {
        at.iter()
            .map(|entry| Some(&self.share[entry.language] * entry.gain.as_ref()?))
            .sum()
    }
}
