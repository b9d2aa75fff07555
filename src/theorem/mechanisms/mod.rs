//! Rules for agents with private types, and what they promise.

mod auctions;
mod balance;
mod correlation;
mod definition;
#[cfg(feature = "proptest")]
mod draws;
mod groves;
mod implementation;
mod optimal_auctions;
mod revelation;
mod trade;

pub use auctions::{
    AuctionCase, ClarkeIsASecondPriceAuction, FirstPriceIsNotTruthful, SecondPriceIsTruthful,
};
pub use balance::{BalanceNeedsVanishingDifferences, ExpectedExternalitiesBalance};
pub use correlation::IndependentBeliefsLeaveNothing;
pub use groves::{
    AffineCase, AffineMaximisersAreTruthful, AltruisticGroves, ClarkeNeedsNoMoney, EfficientCase,
    GrovesCase, GrovesIsTruthful, GrovesSurvivesAltruism,
};
pub use implementation::{
    ChoiceRule, HigherValuesGetNoLess, TruthIsWeaklyMonotone, TruthNeedsNoGainingCycle,
};
pub use optimal_auctions::{
    NoProposalBeatsTheDesign, NoReserveIsWorthABidder, OneMoreBidderIsWorthMore, Proposal,
    RevenueIsVirtualSurplus, UniformBidders,
};
pub use revelation::{BayesianEquilibriaAreNash, EquilibriaCanBeTruthful, PlayedMechanism};
pub use trade::{
    AltruisticTrade, EfficientTradeNeedsASubsidy, SubsidyIsLinearInAltruism, UniformTraders,
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
);
