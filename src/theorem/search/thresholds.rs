//! Altruism levels and thresholds as objectives.

use super::objective::Objective;
use crate::contract::{ContractingProblem, Language, Monitoring};
use crate::game::NormalForm;
use crate::gap::irreducible::{AltruismThreshold, ThresholdOptions, altruism_threshold};
use crate::gap::level::{Level, LevelOptions, language_level, selfishness_level};
use crate::number::{Extended, Rational};
use crate::theorem::TheoremError;

/// The selfishness level of Apt and Schäfer: the altruism from which some optimum is a pure
/// equilibrium, without any contract.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::number::{Extended, Rational};
/// use lacuna::theorem::search::{Objective, SelfishnessLevel};
/// let level = SelfishnessLevel.value(&prisoners_dilemma(3, 0, 5, 1)?)?;
/// assert_eq!(level, Some(Extended::Finite(Rational::from(2))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SelfishnessLevel;

impl Objective for SelfishnessLevel {
    type Evidence = Level;

    fn name(&self) -> String {
        "selfishness level".to_owned()
    }

    fn value(
        &self,
        game: &NormalForm<Rational>,
    ) -> Result<Option<Extended<Rational>>, TheoremError> {
        Ok(Some(self.evidence(game)?.value))
    }

    fn evidence(&self, game: &NormalForm<Rational>) -> Result<Level, TheoremError> {
        let problem = ContractingProblem::single_state(game.clone())?;
        Ok(selfishness_level(&problem)?)
    }
}

/// The altruism from which some plain contract in a language makes an optimum an equilibrium
/// ([`language_level`]).
///
/// ```
/// use lacuna::contract::Language;
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::number::{Extended, Rational};
/// use lacuna::theorem::search::{LanguageLevel, Objective};
/// // A court that sees everything can fine whoever defects.
/// let level = LanguageLevel::new("everything", Language::complete);
/// let dilemma = prisoners_dilemma(3, 0, 5, 1)?;
/// assert_eq!(level.value(&dilemma)?, Some(Extended::Finite(Rational::ZERO)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct LanguageLevel<L> {
    name: String,
    language: L,
    options: LevelOptions,
}

impl<L: Fn(&ContractingProblem) -> Language + Sync> LanguageLevel<L> {
    /// The level in a language that goes by this name.
    pub fn new(name: impl Into<String>, language: L) -> Self {
        LanguageLevel {
            name: name.into(),
            language,
            options: LevelOptions::default(),
        }
    }

    /// The same with another limit on the work.
    #[must_use]
    pub fn with_options(mut self, options: LevelOptions) -> Self {
        self.options = options;
        self
    }
}

impl<L: Fn(&ContractingProblem) -> Language + Sync> Objective for LanguageLevel<L> {
    type Evidence = Level;

    fn name(&self) -> String {
        format!("level where a court verifies {}", self.name)
    }

    fn value(
        &self,
        game: &NormalForm<Rational>,
    ) -> Result<Option<Extended<Rational>>, TheoremError> {
        Ok(Some(self.evidence(game)?.value))
    }

    fn evidence(&self, game: &NormalForm<Rational>) -> Result<Level, TheoremError> {
        let problem = ContractingProblem::single_state(game.clone())?;
        let language = (self.language)(&problem);
        Ok(language_level(&problem, &language, &self.options)?)
    }
}

/// The altruism from which the best mechanism loses nothing, in the supremum
/// ([`altruism_threshold`]). Where the threshold is only bracketed, the value is its lower end,
/// which is certain.
///
/// ```
/// use lacuna::contract::Language;
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::number::{Extended, Rational};
/// use lacuna::theorem::search::{MechanismThreshold, Objective};
/// // Where a court sees nothing, no mechanism does better than the players' own altruism.
/// let threshold = MechanismThreshold::new("nothing", Language::trivial);
/// let dilemma = prisoners_dilemma(3, 0, 5, 1)?;
/// assert_eq!(threshold.value(&dilemma)?, Some(Extended::Finite(Rational::from(2))));
/// assert!(threshold.verify(&dilemma, &threshold.evidence(&dilemma)?)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct MechanismThreshold<L> {
    name: String,
    language: L,
    options: ThresholdOptions,
}

impl<L: Fn(&ContractingProblem) -> Language + Sync> MechanismThreshold<L> {
    /// The threshold in a language that goes by this name.
    pub fn new(name: impl Into<String>, language: L) -> Self {
        MechanismThreshold {
            name: name.into(),
            language,
            options: ThresholdOptions::default(),
        }
    }

    /// The same with another budget and other limits.
    #[must_use]
    pub fn with_options(mut self, options: ThresholdOptions) -> Self {
        self.options = options;
        self
    }

    fn parts(
        &self,
        game: &NormalForm<Rational>,
    ) -> Result<(ContractingProblem, Monitoring), TheoremError> {
        let problem = ContractingProblem::single_state(game.clone())?;
        let monitoring = Monitoring::from(&(self.language)(&problem));
        Ok((problem, monitoring))
    }

    /// Checks the evidence by itself: [`AltruismThreshold::verify`].
    ///
    /// # Errors
    ///
    /// [`TheoremError::Contract`] for a game that is not valid.
    pub fn verify(
        &self,
        game: &NormalForm<Rational>,
        threshold: &AltruismThreshold,
    ) -> Result<bool, TheoremError> {
        let (problem, monitoring) = self.parts(game)?;
        Ok(threshold.verify(&problem, &monitoring, self.options.budget))
    }
}

impl<L: Fn(&ContractingProblem) -> Language + Sync> Objective for MechanismThreshold<L> {
    type Evidence = AltruismThreshold;

    fn name(&self) -> String {
        format!(
            "altruism threshold of mechanisms where a court verifies {}, {:?}",
            self.name, self.options
        )
    }

    fn value(
        &self,
        game: &NormalForm<Rational>,
    ) -> Result<Option<Extended<Rational>>, TheoremError> {
        Ok(Some(self.evidence(game)?.value.low()))
    }

    fn evidence(&self, game: &NormalForm<Rational>) -> Result<AltruismThreshold, TheoremError> {
        let (problem, monitoring) = self.parts(game)?;
        Ok(altruism_threshold(&problem, &monitoring, &self.options)?)
    }
}
