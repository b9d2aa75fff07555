//! Monitoring technologies: verifiable signals that may be noisy.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ContractError, ContractingProblem, Language};
use crate::game::ProfileSpace;
use crate::number::Rational;

/// The law of the verifiable signal at each outcome: `q(y | ω, a)`.
///
/// A [`Language`] is the case without noise, in which the outcome determines its cell; turn it into
/// a monitoring with `Monitoring::from(&language)`. Signals are numbered from 0.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Language, Monitoring};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// // An alarm that goes off with probability 1/2 for each defector.
/// let alarm = Monitoring::stochastic(&problem, &["quiet", "alarm"], |_state, profile| {
///     let quiet = match profile.iter().sum::<usize>() {
///         0 => Rational::ONE,
///         defectors => Rational::new(1, 1 << defectors).unwrap_or_default(),
///     };
///     vec![quiet.clone(), Rational::ONE - quiet]
/// })?;
/// assert!(!alarm.is_deterministic());
/// assert_eq!(alarm.probability(1, 0, &[1, 1]), Rational::new(3, 4)?);
/// assert!(Monitoring::from(&Language::complete(&problem)).is_deterministic());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "MonitoringForm", into = "MonitoringForm")]
pub struct Monitoring {
    states: usize,
    space: ProfileSpace,
    names: Vec<String>,
    /// State-major: the law at profile `index` of `state` is at `state · profiles + index`; its
    /// signals ascend and have positive probability.
    laws: Vec<Vec<(usize, Rational)>>,
}

/// The serialised form of a monitoring.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MonitoringForm {
    states: usize,
    actions: ProfileSpace,
    signals: Vec<String>,
    laws: Vec<Vec<(usize, Rational)>>,
}

impl Monitoring {
    /// A monitoring from the probabilities of the signals at each state and profile, in the order
    /// of `signals`.
    ///
    /// # Errors
    /// [`ContractError::WrongLength`] if an outcome has not one probability a signal, and
    /// [`ContractError::SignalLaw`] if they are not a probability distribution.
    pub fn stochastic(
        problem: &ContractingProblem,
        signals: &[&str],
        mut law: impl FnMut(usize, &[usize]) -> Vec<Rational>,
    ) -> Result<Self, ContractError> {
        let space = problem.space().clone();
        let mut laws = Vec::with_capacity(problem.states() * space.len());
        for state in 0..problem.states() {
            for profile in space.iter() {
                let dense = law(state, &profile);
                if dense.len() != signals.len() {
                    return Err(ContractError::WrongLength {
                        what: "the list of signal probabilities of an outcome",
                        found: dense.len(),
                        expected: signals.len(),
                    });
                }
                laws.push(dense.into_iter().enumerate().collect());
            }
        }
        Self::from_laws(MonitoringForm {
            states: problem.states(),
            actions: space,
            signals: signals.iter().map(|&name| name.to_owned()).collect(),
            laws,
        })
    }

    /// Checks the laws and leaves out what has probability zero.
    fn from_laws(form: MonitoringForm) -> Result<Self, ContractError> {
        let profiles = form.actions.len();
        let mut laws = Vec::with_capacity(form.laws.len());
        for (outcome, law) in form.laws.into_iter().enumerate() {
            let fault = |problem: String| ContractError::SignalLaw {
                state: outcome / profiles,
                profile: form.actions.profile_unchecked(outcome % profiles),
                problem,
            };
            let mut sparse: BTreeMap<usize, Rational> = BTreeMap::new();
            for (signal, probability) in law {
                if signal >= form.signals.len() {
                    return Err(ContractError::UnknownCell {
                        cell: signal,
                        cells: form.signals.len(),
                    });
                }
                if probability.is_negative() {
                    return Err(fault(format!(
                        "signal {signal} has probability {probability}"
                    )));
                }
                if !probability.is_zero() {
                    *sparse.entry(signal).or_default() += probability;
                }
            }
            let total: Rational = sparse.values().sum();
            if total != Rational::ONE {
                return Err(fault(format!("they sum to {total}")));
            }
            laws.push(sparse.into_iter().collect());
        }
        Ok(Monitoring {
            states: form.states,
            space: form.actions,
            names: form.signals,
            laws,
        })
    }

    /// Nothing is verifiable: one signal.
    pub fn trivial(problem: &ContractingProblem) -> Self {
        Monitoring::from(&Language::trivial(problem))
    }

    /// The number of signals.
    pub fn signals(&self) -> usize {
        self.names.len()
    }

    /// The name of a signal, if there is such a signal.
    pub fn name(&self, signal: usize) -> Option<&str> {
        self.names.get(signal).map(String::as_str)
    }

    /// The number of states of the problem it belongs to.
    pub fn states(&self) -> usize {
        self.states
    }

    /// The profiles of the problem it belongs to.
    pub fn space(&self) -> &ProfileSpace {
        &self.space
    }

    /// The probability of a signal at an outcome; zero for a signal that does not exist.
    ///
    /// # Panics
    /// If there is no such state or profile.
    pub fn probability(&self, signal: usize, state: usize, profile: &[usize]) -> Rational {
        self.law(state, self.space.index_or_beyond(profile))
            .iter()
            .find(|(other, _)| *other == signal)
            .map_or(Rational::ZERO, |(_, probability)| probability.clone())
    }

    /// The signals of positive probability at the profile with this index, ascending.
    ///
    /// # Panics
    /// If there is no such state or profile.
    pub fn law(&self, state: usize, index: usize) -> &[(usize, Rational)] {
        &self.laws[state * self.space.len()..][..self.space.len()][index]
    }

    /// Does every outcome lead to one signal for sure?
    pub fn is_deterministic(&self) -> bool {
        self.laws.iter().all(|law| law.len() == 1)
    }

    /// The language of which this is the monitoring, if there is no noise.
    pub fn language(&self, problem: &ContractingProblem) -> Option<Language> {
        if !self.is_deterministic() || self.check(problem).is_err() {
            return None;
        }
        Some(Language::observed(problem, |state, profile| {
            let law = self.law(state, self.space.index_or_beyond(profile));
            law.first().map_or(0, |(signal, _)| *signal)
        }))
    }

    /// The monitoring in which a signal `y` of this one is reported as `z` with probability
    /// `garbling[y][z]`: it tells no more than this one (Blackwell 1951).
    ///
    /// # Errors
    /// [`ContractError::WrongLength`], [`ContractError::SignalLaw`].
    pub fn garbled(
        &self,
        reports: &[&str],
        garbling: &[Vec<Rational>],
    ) -> Result<Self, ContractError> {
        let wrong = |found: usize, expected: usize| ContractError::WrongLength {
            what: "the garbling (one list of probabilities of the reports for each signal)",
            found,
            expected,
        };
        if garbling.len() != self.signals() {
            return Err(wrong(garbling.len(), self.signals()));
        }
        if let Some(row) = garbling.iter().find(|row| row.len() != reports.len()) {
            return Err(wrong(row.len(), reports.len()));
        }
        let laws = self
            .laws
            .iter()
            .map(|law| {
                let mut next = Vec::new();
                for (signal, probability) in law {
                    for (report, chance) in garbling[*signal].iter().enumerate() {
                        next.push((report, probability * chance));
                    }
                }
                next
            })
            .collect();
        Self::from_laws(MonitoringForm {
            states: self.states,
            actions: self.space.clone(),
            signals: reports.iter().map(|&name| name.to_owned()).collect(),
            laws,
        })
    }

    /// Checks that the monitoring belongs to a problem of this shape.
    ///
    /// # Errors
    /// [`ContractError::LanguageMismatch`].
    pub fn check(&self, problem: &ContractingProblem) -> Result<(), ContractError> {
        problem.check_shape(self.states, &self.space)
    }
}

impl From<&Language> for Monitoring {
    fn from(language: &Language) -> Self {
        Monitoring {
            states: language.states,
            space: language.space.clone(),
            names: language.names.clone(),
            laws: language
                .cell_of
                .iter()
                .map(|&cell| vec![(cell, Rational::ONE)])
                .collect(),
        }
    }
}

impl TryFrom<MonitoringForm> for Monitoring {
    type Error = ContractError;
    fn try_from(form: MonitoringForm) -> Result<Self, ContractError> {
        let expected = form
            .states
            .checked_mul(form.actions.len())
            .filter(|&outcomes| outcomes > 0)
            .ok_or(ContractError::NoStates)?;
        if form.laws.len() != expected {
            return Err(ContractError::WrongLength {
                what: "the list of signal laws",
                found: form.laws.len(),
                expected,
            });
        }
        Self::from_laws(form)
    }
}

impl From<Monitoring> for MonitoringForm {
    fn from(monitoring: Monitoring) -> Self {
        MonitoringForm {
            states: monitoring.states,
            actions: monitoring.space,
            signals: monitoring.names,
            laws: monitoring.laws,
        }
    }
}
