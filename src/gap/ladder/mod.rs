//! The ladder of institutions: what each rung recovers, and which assumption does the work.
//!
//! Between no contract and the first best stand institutions that assume more and more: a court, a
//! mediator, players who report, witnesses who know the state, fines without limit, outside money.
//! [`ladder`] computes the value of each, the gap that it leaves, and the altruism weight that
//! closes the rest; repetition stands beside the others, for it needs no court at all.
//!
//! Each rung keeps the means of the one below, so that its value is no lower, with one exception:
//! witnesses know the state, and who knows more has more ways to deviate (Hirshleifer 1971). Where
//! players were in the dark and obeyed for that reason, the rung of the witnesses, and those above
//! it, can be worth less than that of the reports.
//!
//! ```
//! use lacuna::contract::{ContractingProblem, Language};
//! use lacuna::game::NormalForm;
//! use lacuna::gap::ladder::{LadderOptions, RungKind, ladder};
//! use lacuna::mechanism::ClosingWeight;
//! use lacuna::number::Rational;
//!
//! // Two partners share what they yield; only the total is verifiable. Effort costs 7/10.
//! let game = NormalForm::from_fn(&[2, 2], |player, profile| {
//!     let efforts = profile.iter().sum::<usize>() as i64;
//!     Rational::new(5 * efforts - 7 * profile[player] as i64, 10).unwrap_or_default()
//! })?;
//! let problem = ContractingProblem::single_state(game)?;
//! let total = Language::output_only(&problem, |_, profile| profile.iter().sum::<usize>());
//! let ladder = ladder(&problem, &total, &LadderOptions::default())?;
//! let value = |kind| ladder.rung(kind).and_then(|rung| rung.value.clone());
//! // A balanced contract on the total gets one of them to work; a mediator who recommends in secret
//! // knows whom to blame: 6/11 of 3/5 with fines up to 1, and nearly all with larger ones.
//! assert_eq!(value(RungKind::PlainContract), Some(Rational::new(3, 10)?));
//! assert_eq!(value(RungKind::Mediator), Some(Rational::new(6, 11)?));
//! assert_eq!(value(RungKind::UnlimitedFines), Some(Rational::new(3, 5)?));
//! assert!(ladder.rung(RungKind::UnlimitedFines).is_some_and(|rung| !rung.attained));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod kinds;
mod repetition;
mod weights;

use serde::{Deserialize, Serialize};

use super::GapError;
use crate::contract::{Budget, ContractingProblem, Information, Language, Monitoring};
use crate::mechanism::{
    Attainment, BestMechanism, BestPlain, ClosingOptions, ClosingWeight, Communication,
    MechanismError, MechanismOptions, Reach, best_mechanism, best_plain_contract, closing_weight,
};
use crate::number::Rational;
use crate::preference::WeightMatrix;

pub use kinds::RungKind;
pub use repetition::{Sustained, sustain};

/// What to compute, and limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LadderOptions {
    /// The altruism weight of all players. Default: 0.
    pub lambda: Rational,
    /// The budget below outside money. Default: balanced.
    pub budget: Budget,
    /// The largest transfer below unlimited fines. Default: 1.
    pub liability: Rational,
    /// The weight of the next round against this one, in repetition. Default: 9/10.
    pub discount: Rational,
    /// Whether to look for the λ that closes each rung. Default: yes.
    pub with_closing: bool,
    /// Participation constraints, and the limits of every search; budget, liability and
    /// communication in it do not matter.
    pub mechanism: MechanismOptions,
    /// The limits of the search for λ; what counts as reaching the first best in it does not matter.
    pub closing: ClosingOptions,
}

impl Default for LadderOptions {
    fn default() -> Self {
        LadderOptions {
            lambda: Rational::ZERO,
            budget: Budget::Balanced,
            liability: Rational::ONE,
            discount: Rational::new(9, 10).unwrap_or_default(),
            with_closing: true,
            mechanism: MechanismOptions::default(),
            closing: ClosingOptions::default(),
        }
    }
}

impl LadderOptions {
    /// The same at another altruism weight.
    #[must_use]
    pub fn with_lambda(mut self, lambda: Rational) -> Self {
        self.lambda = lambda;
        self
    }

    /// The same with another budget.
    #[must_use]
    pub fn with_budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// The same with another largest transfer.
    #[must_use]
    pub fn with_liability(mut self, liability: Rational) -> Self {
        self.liability = liability;
        self
    }

    /// The same with another discount factor.
    #[must_use]
    pub fn with_discount(mut self, discount: Rational) -> Self {
        self.discount = discount;
        self
    }

    /// The same with or without the λ that closes each rung.
    #[must_use]
    pub fn with_closing(mut self, wanted: bool) -> Self {
        self.with_closing = wanted;
        self
    }

    /// The same with other participation constraints and limits of every search.
    #[must_use]
    pub fn with_mechanism(mut self, mechanism: MechanismOptions) -> Self {
        self.mechanism = mechanism;
        self
    }

    /// Refuses what no rung could be computed with.
    fn check(&self, problem: &ContractingProblem, language: &Language) -> Result<(), GapError> {
        language.check(problem)?;
        repetition::check_discount(&self.discount)?;
        WeightMatrix::cooperative(problem.players(), &self.lambda)?;
        let limited = self
            .mechanism
            .clone()
            .with_liability(self.liability.clone());
        Ok(limited.check(problem)?)
    }
}

/// What shows the value of a rung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RungEvidence {
    /// Nothing does: there is no pure equilibrium, or no mechanism that meets all constraints.
    None,
    /// A plan with its contract (without transfers on the first rung).
    Plain(Box<BestPlain>),
    /// A mechanism, with the proof that none does better.
    Mechanism(Box<BestMechanism>),
    /// A plan of the repeated game.
    Repeated(Box<Sustained>),
}

/// One rung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rung {
    /// Which one.
    pub kind: RungKind,
    /// The greatest expected welfare, or its supremum; `None` if the rung attains nothing.
    pub value: Option<Rational>,
    /// First best less value.
    pub gap: Option<Rational>,
    /// Whether the value is attained and not only approached.
    pub attained: bool,
    /// Whether this rung is worth more than every one below: then its assumption does the work.
    pub does_the_work: bool,
    /// The least λ with which the rung reaches the first best; `None` if it was not asked for, or
    /// for repetition in several states.
    pub closing: Option<ClosingWeight>,
    /// What shows the value.
    pub evidence: RungEvidence,
}

/// The ladder of a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ladder {
    /// The first best.
    pub first_best: Rational,
    /// The rungs, from the bottom.
    pub rungs: Vec<Rung>,
}

impl Ladder {
    /// A rung.
    pub fn rung(&self, kind: RungKind) -> Option<&Rung> {
        self.rungs.iter().find(|rung| rung.kind == kind)
    }

    /// Checks the evidence of every rung from the definitions, without the solvers: contracts and
    /// mechanisms keep to the rules, are equilibria and are worth what is claimed, mechanisms come
    /// with a proof that none is worth more, and plans of the repeated game deter every deviation.
    ///
    /// That no plain contract and no plan of the repeated game is worth more, and the λ that close
    /// the rungs, are not checked.
    ///
    /// # Errors
    /// As [`ladder`], for a problem, a language or options that do not go together.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        language: &Language,
        options: &LadderOptions,
    ) -> Result<bool, GapError> {
        options.check(problem, language)?;
        if self.first_best != problem.first_best().expected {
            return Ok(false);
        }
        for rung in &self.rungs {
            let setting = Setting::new(rung.kind, problem, language, options)?;
            let gap = rung.value.as_ref().map(|value| &self.first_best - value);
            if rung.gap != gap || !setting.confirms(rung, options)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The ladder of institutions for a problem and a language.
///
/// A rung that attains nothing, such as no contract where there is no pure equilibrium, has no value.
///
/// # Errors
/// [`GapError::OutOfRange`] for a discount factor that is not in [0, 1); [`GapError::Preference`]
/// for a negative λ; [`GapError::Contract`] for a language of another problem or a negative
/// liability; [`GapError::Mechanism`] at a limit of a search.
///
/// # Complexity
/// That of [`best_mechanism`] for each rung, of [`best_plain_contract`] for the first two, and of
/// [`closing_weight`] if asked for.
pub fn ladder(
    problem: &ContractingProblem,
    language: &Language,
    options: &LadderOptions,
) -> Result<Ladder, GapError> {
    options.check(problem, language)?;
    let first_best = problem.first_best().expected;
    let mut rungs: Vec<Rung> = Vec::with_capacity(RungKind::ALL.len());
    for kind in RungKind::ALL {
        let mut rung = Setting::new(kind, problem, language, options)?.rung(options)?;
        let below = rungs.iter().filter_map(|rung| rung.value.as_ref()).max();
        rung.does_the_work = match (&rung.value, below) {
            (Some(value), Some(below)) => value > below,
            (Some(_), None) => kind != RungKind::NoContract,
            (None, _) => false,
        };
        rungs.push(rung);
    }
    Ok(Ladder { first_best, rungs })
}

/// One rung alone, for instance at many altruism weights; it does not know what is below it, so that
/// [`does_the_work`](Rung::does_the_work) is false.
///
/// # Errors
/// As [`ladder`].
///
/// # Complexity
/// That of the rung.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Language};
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::gap::ladder::{LadderOptions, RungKind, rung};
/// use lacuna::number::Rational;
///
/// // Nothing is verifiable: a mediator alone is worth (14 + 8λ)/(3 + λ) from λ = 1/3 on.
/// let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
/// let nothing = Language::trivial(&problem);
/// let options = LadderOptions::default().with_lambda(Rational::ONE).with_closing(false);
/// let mediator = rung(RungKind::Mediator, &problem, &nothing, &options)?;
/// assert_eq!(mediator.value, Some(Rational::new(11, 2)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rung(
    kind: RungKind,
    problem: &ContractingProblem,
    language: &Language,
    options: &LadderOptions,
) -> Result<Rung, GapError> {
    options.check(problem, language)?;
    Setting::new(kind, problem, language, options)?.rung(options)
}

/// What a rung works with.
struct Setting {
    kind: RungKind,
    problem: ContractingProblem,
    monitoring: Monitoring,
    mechanism: MechanismOptions,
}

impl Setting {
    fn new(
        kind: RungKind,
        problem: &ContractingProblem,
        language: &Language,
        options: &LadderOptions,
    ) -> Result<Self, GapError> {
        let mut setting = Setting {
            kind,
            problem: problem.clone(),
            monitoring: Monitoring::from(language),
            mechanism: options.mechanism.clone(),
        };
        let mechanism = &mut setting.mechanism;
        mechanism.budget = match kind {
            RungKind::OutsideMoney => Budget::Unrestricted,
            _ => options.budget,
        };
        mechanism.liability = match kind {
            RungKind::NoContract => Some(Rational::ZERO),
            RungKind::UnlimitedFines | RungKind::OutsideMoney => None,
            _ => Some(options.liability.clone()),
        };
        mechanism.communication = match kind {
            RungKind::Mediator => Communication::Recommendations,
            _ => Communication::Mediated,
        };
        if matches!(
            kind,
            RungKind::Witnesses
                | RungKind::UnlimitedFines
                | RungKind::OutsideMoney
                | RungKind::Repetition
        ) {
            let informed = Information::complete(problem.players(), problem.states());
            setting.problem = setting.problem.with_information(informed)?;
            let with_state = language.meet(&Language::state_only(problem))?;
            setting.monitoring = Monitoring::from(&with_state);
        }
        Ok(setting)
    }

    fn rung(&self, options: &LadderOptions) -> Result<Rung, GapError> {
        let agents = WeightMatrix::cooperative(self.problem.players(), &options.lambda)?;
        let (problem, monitoring, mechanism) = (&self.problem, &self.monitoring, &self.mechanism);
        let mut rung = Rung {
            kind: self.kind,
            value: None,
            gap: None,
            attained: true,
            does_the_work: false,
            closing: None,
            evidence: RungEvidence::None,
        };
        match self.kind {
            RungKind::NoContract | RungKind::PlainContract => {
                let best = best_plain_contract(problem, monitoring, &agents, mechanism)?;
                if let Some(best) = best {
                    rung.value = Some(best.value.clone());
                    rung.evidence = RungEvidence::Plain(Box::new(best));
                }
            }
            RungKind::Repetition => {
                let found = sustain(problem, &options.lambda, &options.discount)?;
                if options.with_closing && problem.states() == 1 {
                    rung.closing = Some(weights::closing(problem, &options.discount));
                }
                if let Some(found) = found {
                    rung.value = Some(found.welfare.clone());
                    rung.evidence = RungEvidence::Repeated(Box::new(found));
                }
            }
            _ => {
                let design = best_mechanism(problem, monitoring, &agents, mechanism)?;
                if let Some(best) = design.into_best() {
                    rung.value = Some(best.value.clone());
                    rung.attained = best.attainment == Attainment::Attained;
                    rung.evidence = RungEvidence::Mechanism(Box::new(best));
                }
            }
        }
        if options.with_closing && self.kind != RungKind::Repetition {
            rung.closing = Some(self.closing(options)?);
        }
        let first_best = self.problem.first_best().expected;
        rung.gap = rung.value.as_ref().map(|value| &first_best - value);
        Ok(rung)
    }

    /// Does the evidence of a rung show its value?
    fn confirms(&self, rung: &Rung, options: &LadderOptions) -> Result<bool, GapError> {
        let agents = WeightMatrix::cooperative(self.problem.players(), &options.lambda)?;
        let (problem, monitoring) = (&self.problem, &self.monitoring);
        Ok(match (&rung.evidence, &rung.value) {
            (RungEvidence::None, None) => true,
            (RungEvidence::Plain(best), Some(value)) => {
                let rules = self.mechanism.clone();
                let rules = rules.with_communication(Communication::Recommendations);
                let audit = best.mechanism.audit(problem, monitoring, &agents, &rules)?;
                rung.attained
                    && best.value == *value
                    && audit.value == *value
                    && audit.is_equilibrium()
                    && audit.is_within_limits()
            }
            (RungEvidence::Mechanism(best), Some(value)) => {
                rung.attained == (best.attainment == Attainment::Attained)
                    && best.value == *value
                    && best.verify(problem, monitoring, &agents, &self.mechanism)
            }
            (RungEvidence::Repeated(found), Some(value)) => {
                rung.attained
                    && found.welfare == *value
                    && found.verify(problem, &options.lambda, &options.discount)?
            }
            _ => false,
        })
    }

    fn closing(&self, options: &LadderOptions) -> Result<ClosingWeight, MechanismError> {
        let reach = match self.kind {
            RungKind::NoContract | RungKind::PlainContract => Reach::Plain,
            _ => Reach::Approach,
        };
        let closing = options.closing.clone().with_reach(reach);
        let found = closing_weight(&self.problem, &self.monitoring, &self.mechanism, &closing)?;
        Ok(found.weight)
    }
}
