//! Rules for agents with private types, and what they promise.

mod assignment;
mod auctions;
mod balance;
mod correlation;
mod definition;
mod design;
#[cfg(feature = "proptest")]
mod draws;
mod groves;
mod implementation;
mod majorities;
mod matching;
mod optimal_auctions;
mod principles;
mod revelation;
mod steering;
mod trade;
mod voting;
mod weighted_groves;

pub use assignment::{
    AssignmentCase, HousingMarket, SafeRulesCannotBeGamed, TopTradingCyclesAreTheCore,
};
pub use auctions::{
    AuctionCase, ClarkeIsASecondPriceAuction, FirstPriceIsNotTruthful, SecondPriceIsTruthful,
};
pub use balance::{BalanceNeedsVanishingDifferences, ExpectedExternalitiesBalance};
pub use correlation::IndependentBeliefsLeaveNothing;
pub use design::{NoProposalBeatsTheDesign, Proposal};
pub use groves::{ClarkeNeedsNoMoney, EfficientCase, GrovesCase, GrovesIsTruthful};
pub use implementation::{
    ChoiceRule, HigherValuesGetNoLess, TruthIsWeaklyMonotone, TruthNeedsNoGainingCycle,
};
pub use majorities::{
    CastBallots, CondorcetWinnersScore, MedianPeaksWin, OnlyMajorityIsFair, TwoCandidateRule,
};
pub use matching::{
    DeferredAcceptanceIsBest, LyingSide, ProposersTellTheTruth, StableMatchingsFillTheSamePlaces,
    TwoSides,
};
pub use optimal_auctions::{
    NoReserveIsWorthABidder, OneMoreBidderIsWorthMore, RevenueIsVirtualSurplus, UniformBidders,
};
pub use principles::{
    ExpectedFinesDeter, FinedGame, GiftedGame, GiftsChangeNoEquilibria, MediatedGame,
    MediatorsThreaten, TaxedGame, TaxesMakeWelfareAPotential,
};
pub use revelation::{BayesianEquilibriaAreNash, EquilibriaCanBeTruthful, PlayedMechanism};
pub use steering::{
    BestBribesPayRegrets, ContractedGame, DilemmasHaveASelfInterestLevel, EnoughTransferIsEnough,
    PromisesCostTheRegrets, SteeredGame, SymmetricPayoffs,
};
pub use trade::{
    AltruisticTrade, EfficientTradeNeedsASubsidy, SubsidyIsLinearInAltruism, UniformTraders,
};
pub use voting::{
    ElectionTable, LineElection, MediansAreStrategyProof, OnlyDictatorsAreStrategyProof,
};
pub use weighted_groves::{
    AffineCase, AffineMaximisersAreTruthful, AltruisticGroves, GrovesSurvivesAltruism,
};

super::registry::chapter!("Mechanisms":
    GrovesIsTruthful,
    ClarkeNeedsNoMoney,
    GrovesSurvivesAltruism,
    AffineMaximisersAreTruthful,
    ExpectedExternalitiesBalance,
    BalanceNeedsVanishingDifferences,
    EquilibriaCanBeTruthful,
    BayesianEquilibriaAreNash,
    TruthNeedsNoGainingCycle,
    TruthIsWeaklyMonotone,
    HigherValuesGetNoLess,
    IndependentBeliefsLeaveNothing,
    SubsidyIsLinearInAltruism,
    EfficientTradeNeedsASubsidy,
    SecondPriceIsTruthful,
    FirstPriceIsNotTruthful,
    ClarkeIsASecondPriceAuction,
    RevenueIsVirtualSurplus,
    OneMoreBidderIsWorthMore,
    NoReserveIsWorthABidder,
    NoProposalBeatsTheDesign,
    DeferredAcceptanceIsBest,
    StableMatchingsFillTheSamePlaces,
    ProposersTellTheTruth,
    TopTradingCyclesAreTheCore,
    SafeRulesCannotBeGamed,
    OnlyDictatorsAreStrategyProof,
    OnlyMajorityIsFair,
    MediansAreStrategyProof,
    MedianPeaksWin,
    CondorcetWinnersScore,
    PromisesCostTheRegrets,
    EnoughTransferIsEnough,
    DilemmasHaveASelfInterestLevel,
    BestBribesPayRegrets,
    TaxesMakeWelfareAPotential,
    GiftsChangeNoEquilibria,
    ExpectedFinesDeter,
    MediatorsThreaten,
);
