//! Rules for agents with private types, and what they promise; and games that money, taxes and
//! mediators change.
//!
//! A mechanism's promises quantify over all types and all messages. The theorems here say which
//! promises come with a construction, and which exclude each other; each is checked twice, by going
//! through every agent, type, message and draw, and by the examinations of
//! [`mechanism::examine`](crate::mechanism::examine), which have to agree on every number.
//!
//! - *Truth with money.* [`GrovesIsTruthful`], [`AffineMaximisersAreTruthful`],
//!   [`SecondPriceIsTruthful`] and what it is [the same as](ClarkeIsASecondPriceAuction),
//!   [`FirstPriceIsNotTruthful`], [`UniformPricesAreTruthful`],
//!   [`VickreyChargesExternalities`]. Which choices can be had at all:
//!   [`TruthNeedsNoGainingCycle`], [`TruthIsWeaklyMonotone`], [`HigherValuesGetNoLess`].
//! - *What it costs.* [`ClarkeNeedsNoMoney`], [`BalanceNeedsVanishingDifferences`],
//!   [`ExpectedExternalitiesBalance`], [`SomeRevenueCanBeReturned`], [`OneTradeTooFewIsEnough`],
//!   [`UsersCoverTheCost`], [`EfficientTradeNeedsASubsidy`].
//! - *Altruists.* [`GrovesSurvivesAltruism`], [`SubsidyIsLinearInAltruism`].
//! - *Revenue and design.* [`RevenueIsVirtualSurplus`], [`OneMoreBidderIsWorthMore`],
//!   [`NoReserveIsWorthABidder`], [`IndependentBeliefsLeaveNothing`],
//!   [`NoProposalBeatsTheDesign`].
//! - *Indirect mechanisms.* [`EquilibriaCanBeTruthful`], the revelation principle;
//!   [`BayesianEquilibriaAreNash`].
//! - *Without money.* [`DeferredAcceptanceIsBest`], [`StableMatchingsFillTheSamePlaces`],
//!   [`ProposersTellTheTruth`], [`TopTradingCyclesAreTheCore`], [`SafeRulesCannotBeGamed`];
//!   [`OnlyDictatorsAreStrategyProof`], [`OnlyMajorityIsFair`], [`MediansAreStrategyProof`],
//!   [`MedianPeaksWin`], [`CondorcetWinnersScore`].
//! - *Steering games.* [`PromisesCostTheRegrets`], [`EnoughTransferIsEnough`],
//!   [`DilemmasHaveASelfInterestLevel`], [`SharesAreAnInterval`], [`BestBribesPayRegrets`]; [`TaxesMakeWelfareAPotential`],
//!   [`GiftsChangeNoEquilibria`], [`ExpectedFinesDeter`], [`MediatorsThreaten`].
//!
//! # An example
//!
//! Two neighbours value a project at −1 or 2. Truth can be dominant, or the budget can balance.
//!
//! ```
//! use lacuna::mechanism::groves::balanced_terms;
//! use lacuna::mechanism::{Setting, TableLimit};
//! use lacuna::number::Rational;
//! use lacuna::theorem::mechanisms::{
//!     BalanceNeedsVanishingDifferences, EfficientCase, ExpectedExternalitiesBalance, GrovesCase,
//!     GrovesIsTruthful,
//! };
//! use lacuna::theorem::{Theorem, Verdict, weaken};
//!
//! let project = Setting::private(&[2, 2], 2, |_, own, built| {
//!     Rational::from(built as i64 * [-1, 2][own])
//! })?;
//! let without_terms = vec![vec![Rational::ZERO; 4]; 2];
//! let groves = GrovesCase::new(project.clone(), vec![0, 1], without_terms.clone());
//! assert_eq!(GrovesIsTruthful.check(&groves)?, Verdict::Holds);
//!
//! // No terms balance a Groves mechanism here, by the theorem of Green and Laffont, ...
//! assert_eq!(BalanceNeedsVanishingDifferences.check(&project)?, Verdict::Holds);
//! assert!(balanced_terms(&project, TableLimit::default())?.obstruction().is_some());
//! // ... but expected externalities do, and are truthful in expectation.
//! let case = EfficientCase::new(project.clone(), vec![0, 1]);
//! assert_eq!(ExpectedExternalitiesBalance.check(&case)?, Verdict::Holds);
//!
//! // Why the terms must not depend on the own report: agent 0 would say what pays.
//! let mut moved = without_terms;
//! moved[0][2] = Rational::from(5);
//! let moved = GrovesCase::new(project, vec![0, 1], moved);
//! let without = weaken(GrovesIsTruthful, "terms_leave_out_own_report")?;
//! let Verdict::Refuted(found) = without.check(&moved)? else { return Err("not needed".into()) };
//! assert!(found.witness.words.contains("gains"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
mod mediators;
mod optimal_auctions;
mod principles;
mod revelation;
mod self_interest;
mod sense;
mod sharing;
mod steering;
mod trade;
mod units;
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
pub use mediators::{MediatedGame, MediatorsThreaten};
pub use optimal_auctions::{
    NoReserveIsWorthABidder, OneMoreBidderIsWorthMore, RevenueIsVirtualSurplus, UniformBidders,
};
pub use principles::{
    ExpectedFinesDeter, FinedGame, GiftedGame, GiftsChangeNoEquilibria, TaxedGame,
    TaxesMakeWelfareAPotential,
};
pub use revelation::{BayesianEquilibriaAreNash, EquilibriaCanBeTruthful, PlayedMechanism};
pub use self_interest::{DilemmasHaveASelfInterestLevel, SharesAreAnInterval, SymmetricPayoffs};
pub use sharing::{
    ExchangeCase, OneTradeTooFewIsEnough, SharedCost, SomeRevenueCanBeReturned, UsersCoverTheCost,
};
pub use steering::{
    BestBribesPayRegrets, ContractedGame, EnoughTransferIsEnough, PromisesCostTheRegrets,
    SteeredGame,
};
pub use trade::{
    AltruisticTrade, EfficientTradeNeedsASubsidy, SubsidyIsLinearInAltruism, UniformTraders,
};
pub use units::{SchedulesCase, UniformPricesAreTruthful, UnitsCase, VickreyChargesExternalities};
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
    UniformPricesAreTruthful,
    VickreyChargesExternalities,
    SomeRevenueCanBeReturned,
    OneTradeTooFewIsEnough,
    UsersCoverTheCost,
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
    SharesAreAnInterval,
    BestBribesPayRegrets,
    TaxesMakeWelfareAPotential,
    GiftsChangeNoEquilibria,
    ExpectedFinesDeter,
    MediatorsThreaten,
);
