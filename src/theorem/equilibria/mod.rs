//! What happens: equilibria, repetition, evolution.

mod altruists;
mod by_definition;
mod correlated;
mod dominance;
#[cfg(feature = "proptest")]
mod drawing;
mod memory;
mod mixed;
mod morality;
mod population;
mod potential;
mod programs;
mod pure;
mod repetition;
mod shares;
mod zero_sum;

pub use altruists::{
    CaredFor, PerceivedIsMaterialPlusWelfare, PhasesAreScans, StableForAnInterval,
};
pub use correlated::{
    Advised, CorrelatedIsCoarse, EquilibriaAreCorrelated, SureAdviceIsAnEquilibrium,
    TwoActionsLeaveNothingCoarse,
};
pub use dominance::{
    ActionAndMixture, DominatedActionsAreNotPlayed, EliminationOrder, StrictEliminationHasOneResult,
};
pub use memory::{
    Encounter, Extortion, OneShotDeviationsSuffice, RepeatedPayoffsSolveTheirRecursion,
    ZeroDeterminantEnforcesALine,
};
pub use mixed::{
    EveryLabelLeadsToAnEquilibrium, ExtremeEquilibriaArePairsOfVertices, OddNumberOfEquilibria,
    SupportsFindAllEquilibria,
};
pub use morality::{
    HamiltonsRule, MoralDilemma, MoralDonors, MoralityWorksLikePatience,
    RiskDominanceIsHalfDominance,
};
pub use population::{
    InteriorStabilityStandsAlone, Population, PopulationAction, StabilityRefinesEquilibrium,
    StrictEquilibriaAreStable, SymmetricEquilibriaAnswerThemselves,
};
pub use potential::{CongestionHasAPotential, EquilibriaAreLocalMaxima, WithPotential};
pub use programs::{
    CurvesAreValues, DualityIsStrong, Family, ValuesAreConcaveInTheBounds,
    ValuesAreConvexInTheObjective,
};
pub use pure::{EquilibriaIgnoreUnits, PureEquilibriaAreMutualBestReplies, Rescaled};
pub use repetition::{
    GrimTriggerHasAThreshold, PublicGoodHasAThreshold, RepeatedDilemma, RepeatedPublicGood,
    TitForTatHasAThreshold,
};
pub use shares::{Outcomes, Transfer, TransfersToThePoorerEvenOut, WelfareOptimaAreEfficient};
pub use zero_sum::MinimaxIsMaximin;

super::registry::chapter!(
    "Equilibria and repetition":
    PureEquilibriaAreMutualBestReplies,
    EquilibriaIgnoreUnits,
    EquilibriaAreLocalMaxima,
    CongestionHasAPotential,
    DominatedActionsAreNotPlayed,
    StrictEliminationHasOneResult,
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
    HamiltonsRule,
    MoralityWorksLikePatience,
    RiskDominanceIsHalfDominance,
    GrimTriggerHasAThreshold,
    TitForTatHasAThreshold,
    PublicGoodHasAThreshold,
    RepeatedPayoffsSolveTheirRecursion,
    OneShotDeviationsSuffice,
    ZeroDeterminantEnforcesALine,
    WelfareOptimaAreEfficient,
    TransfersToThePoorerEvenOut,
    DualityIsStrong,
    CurvesAreValues,
    ValuesAreConvexInTheObjective,
    ValuesAreConcaveInTheBounds,
);
