//! What is made of a language: the valuations that tables and chains call.

use serde::{Deserialize, Serialize};

use crate::contract::{AttainableOptions, ContractingProblem, Language, Monitoring, attainable};
use crate::gap::GapError;
use crate::mechanism::{MechanismOptions, best_mechanism};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// What is made of that which a court can verify, and its worth: plain contracts, contracts with
/// messages, a bargaining protocol, …
///
/// Any function of this form is one, so that a closure will do.
pub trait LanguageValuation {
    /// The greatest expected welfare, in material terms, that is attained in `language`
    /// among players with these preferences; `None` if nothing is, such as where no pure
    /// plan can be an equilibrium.
    ///
    /// # Errors
    /// If it cannot be computed.
    fn value(
        &self,
        problem: &ContractingProblem,
        language: &Language,
        preferences: &WeightMatrix<Rational>,
    ) -> Result<Option<Rational>, GapError>;
}

impl<F> LanguageValuation for F
where
    F: Fn(
        &ContractingProblem,
        &Language,
        &WeightMatrix<Rational>,
    ) -> Result<Option<Rational>, GapError>,
{
    fn value(
        &self,
        problem: &ContractingProblem,
        language: &Language,
        preferences: &WeightMatrix<Rational>,
    ) -> Result<Option<Rational>, GapError> {
        self(problem, language, preferences)
    }
}

/// Plain contracts: transfers by verifiable cell, as [`attainable`] finds them.
///
/// A contract of a coarser language is one of every finer language, so that the value never falls
/// when a language is refined.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PlainContracts {
    /// Budget, liability and limits.
    pub options: AttainableOptions,
}

impl PlainContracts {
    /// Plain contracts within these limits.
    pub fn new(options: AttainableOptions) -> Self {
        PlainContracts { options }
    }
}

impl LanguageValuation for PlainContracts {
    fn value(
        &self,
        problem: &ContractingProblem,
        language: &Language,
        preferences: &WeightMatrix<Rational>,
    ) -> Result<Option<Rational>, GapError> {
        let found = attainable(problem, language, preferences, &self.options)?;
        Ok(found.best.map(|best| best.welfare))
    }
}

/// The best mechanisms: private reports and recommendations, or whatever the options allow, as
/// [`best_mechanism`] finds them. A value may be approached and not attained.
///
/// A mechanism of a coarser language is one of every finer language, so that the value never falls
/// when a language is refined.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Mechanisms {
    /// Budget, liability, participation, communication and limits.
    pub options: MechanismOptions,
}

impl Mechanisms {
    /// Mechanisms within these limits.
    pub fn new(options: MechanismOptions) -> Self {
        Mechanisms { options }
    }
}

impl LanguageValuation for Mechanisms {
    fn value(
        &self,
        problem: &ContractingProblem,
        language: &Language,
        preferences: &WeightMatrix<Rational>,
    ) -> Result<Option<Rational>, GapError> {
        let monitoring = Monitoring::from(language);
        let design = best_mechanism(problem, &monitoring, preferences, &self.options)?;
        Ok(design.into_best().map(|best| best.value))
    }
}
