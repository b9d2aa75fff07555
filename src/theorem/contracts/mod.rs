//! What no contract and no mechanism recovers, and what closes it.
//!
//! A court sees a *signal* of what happened. What it cannot see, no contract can reach; a mechanism
//! that hears reports, recommends actions in secret and pays money reaches further, and still not
//! everywhere. The theorems of this chapter say where the line is.
//!
//! - What rules the first best out: [`HiddenDilemmaRulesOutTheFirstBest`]. How much is lost at
//!   least: [`UnseenTemptationCosts`], [`TemptationAtTheOptimumCosts`].
//! - Why nothing does better than the best mechanism: [`PlanBoundsEveryMechanism`],
//!   [`BestPlanProvesTheValue`], [`AuditsFindTheBestLie`]; whether anything is lost: [`GapIffNobodyCanBeHeldToAccount`].
//! - What closes it: altruism ([`AltruismClosesFromAThreshold`],
//!   [`LanguageLevelIsTheGreatestChainRatio`], [`EnoughAltruismClosesWithoutPayments`]), messages
//!   ([`MessagesMakeTheStateContractible`], [`ReportsNeedWitnesses`]), more of anything else ([`MoreMeansAreWorthNoLess`]),
//!   verifiable actions ([`VerifiableActionsClose`]), fines ([`FinesReplaceAltruism`]) and patience
//!   ([`PatienceSustainsCooperation`]).
//! - Laws: [`LawsDoNotBeatTheirLanguage`].
//! - Closed forms: [`MediatedDilemmaHasAClosedForm`], [`HiddenEffortLosesATwelfth`],
//!   [`FinitePartnershipBalances`], [`HoldUpHasAClosedForm`], [`TeamHasAClosedForm`].
//!
//! Every hypothesis is needed: without it a search finds a counterexample.
//!
//! ```
//! use lacuna::contract::{Budget, ContractingProblem, Language, Monitoring};
//! use lacuna::game::catalogue::prisoners_dilemma;
//! use lacuna::preference::WeightMatrix;
//! use lacuna::theorem::contracts::{
//!     ContractingInstance, HiddenDilemmaRulesOutTheFirstBest, RuleInstance,
//! };
//! use lacuna::theorem::{Theorem, Verdict, weaken};
//!
//! let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
//! let always_defect = |seen: Monitoring| {
//!     let selfish = WeightMatrix::identity(2);
//!     let game =
//!         ContractingInstance::new(problem.clone(), seen, selfish, Budget::Unrestricted, None);
//!     RuleInstance::new(game, 0, 0, vec![1, 1])
//! };
//! // If nobody sees who defects, no mechanism whatsoever makes both cooperate.
//! let hidden = always_defect(Monitoring::trivial(&problem));
//! assert!(matches!(HiddenDilemmaRulesOutTheFirstBest.check(&hidden)?, Verdict::Holds));
//! // That it is hidden is needed: where a court sees it, a fine deters it.
//! let seen = always_defect(Monitoring::from(&Language::actions_only(&problem)));
//! let without = weaken(HiddenDilemmaRulesOutTheFirstBest, "undetectable")?;
//! assert!(matches!(without.check(&seen)?, Verdict::Refuted(_)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod audits;
mod certified_gap;
mod definition;
mod dilemmas;
#[cfg(feature = "proptest")]
mod drawn;
mod duality;
mod hidden_dilemma;
mod instances;
mod language_level;
mod laws;
mod means;
mod mechanism_program;
mod messages;
mod partnership;
mod patience;
mod plain_program;
mod plan_program;
mod underinvestment;
mod validity;

pub use audits::AuditsFindTheBestLie;
pub use certified_gap::{
    CertifiedGapIsTheBestSingleBound, LimitedMoneyAttainsTheValue, TemptationAtTheOptimumCosts,
    UnseenTemptationCosts,
};
pub use dilemmas::{
    DilemmaInstance, FineInstance, FinesReplaceAltruism, HiddenEffortLosesATwelfth,
    MediatedDilemmaHasAClosedForm,
};
pub use duality::{
    AltruismClosesFromAThreshold, BestPlanProvesTheValue, GapIffNobodyCanBeHeldToAccount,
    PlanBoundsEveryMechanism,
};
pub use hidden_dilemma::{HiddenDilemmaIsFound, HiddenDilemmaRulesOutTheFirstBest};
pub use instances::{
    ContractingInstance, LanguageInstance, PlanInstance, RuleInstance, TemptationInstance,
};
pub use language_level::{
    CoarsestLevelIsTheSelfishnessLevel, FinestLanguageNeedsNoAltruism,
    LanguageLevelIsTheGreatestChainRatio,
};
pub use laws::{LawInstance, LawsDoNotBeatTheirLanguage};
pub use means::{LanguagesAreALattice, Means, MeansInstance, MoreMeansAreWorthNoLess};
pub use messages::{
    EnoughAltruismClosesWithoutPayments, LessToContractOnAsksForMoreAltruism,
    MessagesMakeTheStateContractible, ReportsNeedWitnesses,
};
pub use partnership::{FinitePartnershipBalances, Partnership, VerifiableActionsClose};
pub use patience::{PatienceInstance, PatienceSustainsCooperation};
pub use underinvestment::{HoldUp, HoldUpHasAClosedForm, Team, TeamHasAClosedForm};

super::registry::chapter!("Contracts and gaps":
    HiddenDilemmaRulesOutTheFirstBest,
    HiddenDilemmaIsFound,
    UnseenTemptationCosts,
    TemptationAtTheOptimumCosts,
    CertifiedGapIsTheBestSingleBound,
    LimitedMoneyAttainsTheValue,
    PlanBoundsEveryMechanism,
    BestPlanProvesTheValue,
    GapIffNobodyCanBeHeldToAccount,
    AuditsFindTheBestLie,
    AltruismClosesFromAThreshold,
    LanguageLevelIsTheGreatestChainRatio,
    CoarsestLevelIsTheSelfishnessLevel,
    FinestLanguageNeedsNoAltruism,
    MessagesMakeTheStateContractible,
    ReportsNeedWitnesses,
    LessToContractOnAsksForMoreAltruism,
    EnoughAltruismClosesWithoutPayments,
    MoreMeansAreWorthNoLess,
    LanguagesAreALattice,
    LawsDoNotBeatTheirLanguage,
    MediatedDilemmaHasAClosedForm,
    HiddenEffortLosesATwelfth,
    FinesReplaceAltruism,
    PatienceSustainsCooperation,
    FinitePartnershipBalances,
    VerifiableActionsClose,
    HoldUpHasAClosedForm,
    TeamHasAClosedForm,
);
