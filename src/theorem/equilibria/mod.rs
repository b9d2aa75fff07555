//! What happens: equilibria, repetition, evolution.
//!
//! These theorems say what the solvers of the crate rely on, and check each of them against the
//! definition by enumeration: [`crate::equilibrium`] against every profile, every pair of supports
//! and every mutant of a grid, [`crate::linear_program`] against its dual, and
//! [`crate::gap::ladder::sustain`] against the thresholds of the literature. What is enumerated
//! shares no code with what is checked.
//!
//! | theorems about | instances |
//! |---|---|
//! | pure equilibria, units, potentials, altruists | games; [`Rescaled`], [`WithPotential`], [`CaredFor`] |
//! | dominance and elimination | [`ActionAndMixture`], [`EliminationOrder`] |
//! | mixed equilibria of two players | two-player games, degenerate ones too |
//! | mediators | games; [`Advised`], a game and what is wanted |
//! | evolution | [`Population`], [`PopulationAction`] |
//! | repetition and memory | [`RepeatedDilemma`], [`RepeatedPublicGood`], [`Encounter`], [`Extortion`], [`Equalisation`] |
//! | commons and crowds | [`SmallCommons`], [`CrowdedFishery`], [`Crowd`], [`Donors`] |
//! | linear programs | programs; [`Family`], one that moves with λ |
//! | welfare and inequality | [`Outcomes`], [`Transfer`] |
//!
//! # Example
//!
//! How patient do players have to be to cooperate? Friedman's threshold, exactly at it and below:
//!
//! ```
//! use lacuna::game::catalogue::DilemmaPayoffs;
//! use lacuna::number::Rational;
//! use lacuna::theorem::equilibria::{GrimTriggerHasAThreshold, RepeatedDilemma};
//! use lacuna::theorem::{Theorem, Verdict, weaken};
//!
//! let dilemma = DilemmaPayoffs::new(3, 0, 5, 1);
//! let repeated = |lambda: &str, discount: &str| -> Result<_, lacuna::number::NumberError> {
//!     Ok(RepeatedDilemma::new(dilemma.clone(), lambda.parse()?, discount.parse()?))
//! };
//! // Selfish players need (T − R)/(T − P) = 1/2. The theorem says so on both sides of it: there
//! // cooperation is sustained, and just below it is not.
//! for discount in ["1/2", "49/100"] {
//!     let verdict = GrimTriggerHasAThreshold.check(&repeated("0", discount)?)?;
//!     assert_eq!(verdict, Verdict::Holds);
//! }
//! // Altruists with λ = 1/2 do not defect for ever to punish each other: it does not apply, ...
//! let altruists = repeated("1/2", "7/25")?;
//! let Verdict::HypothesisFails { hypothesis, .. } = GrimTriggerHasAThreshold.check(&altruists)? else {
//!     return Err("it applies".into());
//! };
//! assert_eq!(hypothesis, "defection_is_stable");
//! // ... and without that hypothesis it would be false.
//! let without = weaken(GrimTriggerHasAThreshold, hypothesis)?;
//! assert!(matches!(without.check(&altruists)?, Verdict::Refuted(_)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod altruists;
mod by_definition;
mod commons;
mod coordination;
mod correlated;
mod counts;
mod curves;
mod dominance;
#[cfg(feature = "proptest")]
mod drawing;
mod duality;
mod elimination;
mod evolution;
mod fishery;
mod memory;
mod mixed;
mod pinning;
mod population;
mod potential;
mod provision;
mod pure;
mod repetition;
mod shares;
mod zero_sum;

pub use altruists::{
    CaredFor, PerceivedIsMaterialPlusWelfare, PhasesAreScans, StableForAnInterval,
};
pub use commons::{CommonsArePerfectForAnInterval, CommonsHaveAThreshold, SmallCommons};
pub use coordination::RiskDominanceIsHalfDominance;
pub use correlated::{
    Advised, CorrelatedIsCoarse, EquilibriaAreCorrelated, SureAdviceIsAnEquilibrium,
    TwoActionsLeaveNothingCoarse,
};
pub use counts::{CoalitionsNeedASize, CountsDecideEquilibria, Crowd, Donors};
pub use curves::{
    CurvesAreValues, Family, ValuesAreConcaveInTheBounds, ValuesAreConvexInTheObjective,
};
pub use dominance::{ActionAndMixture, DominatedActionsAreNotPlayed};
pub use duality::DualityIsStrong;
pub use elimination::{
    EliminationCreatesNoEquilibria, EliminationOrder, StrictEliminationHasOneResult,
};
pub use evolution::{InteriorStabilityStandsAlone, PopulationAction, StrictEquilibriaAreStable};
pub use fishery::{CrowdedFishery, CrowdsDissipateRent};
pub use memory::{
    Encounter, Extortion, OneShotDeviationsSuffice, RepeatedPayoffsSolveTheirRecursion,
    ZeroDeterminantEnforcesALine,
};
pub use mixed::{
    EveryLabelLeadsToAnEquilibrium, ExtremeEquilibriaArePairsOfVertices, OddNumberOfEquilibria,
    SupportsFindAllEquilibria,
};
pub use pinning::{Equalisation, EqualisersPinTheOther};
pub use population::{
    Population, StabilityRefinesEquilibrium, SymmetricEquilibriaAnswerThemselves,
};
pub use potential::{EquilibriaAreLocalMaxima, WithPotential};
pub use provision::{PublicGoodHasAThreshold, RepeatedPublicGood};
pub use pure::{EquilibriaIgnoreUnits, PureEquilibriaAreMutualBestReplies, Rescaled};
pub use repetition::{GrimTriggerHasAThreshold, RepeatedDilemma, TitForTatHasAThreshold};
pub use shares::{Outcomes, Transfer, TransfersToThePoorerEvenOut, WelfareOptimaAreEfficient};
pub use zero_sum::MinimaxIsMaximin;

super::registry::chapter!(
    "Equilibria and repetition":
    PureEquilibriaAreMutualBestReplies,
    EquilibriaIgnoreUnits,
    EquilibriaAreLocalMaxima,
    RiskDominanceIsHalfDominance,
    DominatedActionsAreNotPlayed,
    StrictEliminationHasOneResult,
    EliminationCreatesNoEquilibria,
    ExtremeEquilibriaArePairsOfVertices,
    SupportsFindAllEquilibria,
    OddNumberOfEquilibria,
    EveryLabelLeadsToAnEquilibrium,
    MinimaxIsMaximin,
    SureAdviceIsAnEquilibrium,
    EquilibriaAreCorrelated,
    CorrelatedIsCoarse,
    TwoActionsLeaveNothingCoarse,
    SymmetricEquilibriaAnswerThemselves,
    StabilityRefinesEquilibrium,
    StrictEquilibriaAreStable,
    InteriorStabilityStandsAlone,
    PerceivedIsMaterialPlusWelfare,
    StableForAnInterval,
    PhasesAreScans,
    GrimTriggerHasAThreshold,
    TitForTatHasAThreshold,
    PublicGoodHasAThreshold,
    RepeatedPayoffsSolveTheirRecursion,
    OneShotDeviationsSuffice,
    ZeroDeterminantEnforcesALine,
    EqualisersPinTheOther,
    CommonsArePerfectForAnInterval,
    CommonsHaveAThreshold,
    CountsDecideEquilibria,
    CoalitionsNeedASize,
    CrowdsDissipateRent,
    WelfareOptimaAreEfficient,
    TransfersToThePoorerEvenOut,
    DualityIsStrong,
    CurvesAreValues,
    ValuesAreConvexInTheObjective,
    ValuesAreConcaveInTheBounds,
);
