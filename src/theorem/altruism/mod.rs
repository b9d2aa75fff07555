//! How much altruism it takes, what it costs, and what players care about.
//!
//! Three groups of theorems about players who care about others:
//!
//! - the *selfishness level* (Apt and Schäfer, 2014), the least λ at which players who maximise
//!   `u_i + λ·W` have an equilibrium that is an optimum: what it is
//!   ([`LevelIsTheGreatestAppealFactor`]), what it does not depend on
//!   ([`LevelIgnoresCommonUnits`]), and its closed forms ([`PrisonersDilemmaLevel`], ...);
//! - what altruism does to the *price of anarchy*, where it can do harm
//!   ([`AltruistsInCongestion`]), and when it cannot ([`OneMoverDoesNoHarm`]);
//! - *preferences* that look different and are the same ([`OneParameterForms`]), and those that
//!   are not ([`FehrSchmidtDilemma`], [`HomoMoralisDilemma`], [`FairnessInTheDilemma`]).
//!
//! Conclusions are checked against the definitions, by enumeration from single payoffs, or
//! against closed forms.
//!
//! ```
//! use lacuna::game::catalogue::DilemmaPayoffs;
//! use lacuna::theorem::altruism::PrisonersDilemmaLevel;
//! use lacuna::theorem::{Theorem, Verdict, weaken};
//!
//! // T − R = 2 is gained and 2R − T − S = 1 is lost: λ = 2 it is.
//! let dilemma = DilemmaPayoffs::new(3, 0, 5, 1);
//! assert_eq!(PrisonersDilemmaLevel.check(&dilemma)?, Verdict::Holds);
//!
//! // A stag hunt is no dilemma, and the formula would say less than zero.
//! let hunt = DilemmaPayoffs::new(4, 0, 3, 2);
//! let anything = weaken(PrisonersDilemmaLevel, "dilemma")?;
//! assert!(matches!(anything.check(&hunt)?, Verdict::Refuted(_)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

/// The conclusion fails with these words unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($words:tt)+) => {
        if !$condition {
            return Ok(crate::theorem::Finding::fails(format!($($words)+)));
        }
    };
}

mod agreement;
mod benevolence;
mod by_definition;
mod congestion;
mod cost_sharing;
mod dilemmas;
#[cfg(feature = "proptest")]
mod drawn;
mod equity;
mod forms;
mod inequity;
mod levels;
mod morality;
mod phases;
mod prices;
mod special_cases;
mod states;
mod units;

pub use agreement::{AgreementMakesTheBestStable, GameWithSocialRegard};
pub use benevolence::{
    Benevolence, BenevolentUtilitiesAreMonotone, EqualBenevolence, EqualBenevolenceIsAltruism,
};
pub use congestion::{
    AltruisticCongestion, AltruistsInCongestion, AltruistsOnParallelLinks, CongestionHasAPotential,
    CongestionLevelIsBounded, SelflessPlayersInCongestion,
};
pub use cost_sharing::{
    AltruisticCostSharing, AltruistsWhoShareCosts, CostSharingIsStableAtTheHarmonicNumber,
    CostSharingLevelIsBounded, SingletonCostSharingLevelIsBounded,
};
pub use dilemmas::{
    CournotGrid, CournotLevelGrowsWithTheGrid, Donation, DonationLevel, PrisonersDilemmaLevel,
    PublicGood, PublicGoodLevel, TravelersClaims, TravelersDilemmaLevel,
};
pub use equity::{Dictator, EquitableDictatorKeeps};
pub use forms::{
    FeelingsRevealPayoffs, OneParameterForms, SocialValueAnglesBelowHalfARightAngle, TwoOutcomes,
};
pub use inequity::{
    EnvyAndGuilt, EnvyRefusesAndGuiltOffers, FehrSchmidtDilemma, FehrSchmidtIsCharnessRabin,
    GuiltProvidesPublicGoods, InequityAndAPublicGood, InequityAtAnOutcome, InequityInADilemma,
    Ultimatum,
};
pub use levels::{
    GameAtTwoWeights, LevelIsTheGreatestAppealFactor, LevelZeroIsPriceOfStabilityOne,
    MoreAltruismKeepsOptimaStable, UniqueOptimumHasALevel,
};
pub use morality::{
    DonationAmongRelatives, FairnessInTheDilemma, HamiltonsRule, HomoMoralisDilemma,
    MoralityInADilemma,
};
pub use phases::{EnoughAltruismClimbsWelfare, OneMoverDoesNoHarm, ProfilesAtTwoWeights};
pub use prices::{GameOfAltruists, GameWithTarget, PricesAreOrdered, SmoothnessIsTheWorstAverage};
pub use special_cases::{AltruismIsCharnessRabin, KnownTypes, ReciprocityAmongEqualsIsAltruism};
pub use states::LevelIsThatOfTheWorstState;
pub use units::{GameInOtherUnits, LevelIgnoresCommonUnits};

super::registry::chapter!("Altruism and preferences":
    UniqueOptimumHasALevel,
    MoreAltruismKeepsOptimaStable,
    LevelIsTheGreatestAppealFactor,
    LevelZeroIsPriceOfStabilityOne,
    LevelIgnoresCommonUnits,
    LevelIsThatOfTheWorstState,
    EnoughAltruismClimbsWelfare,
    OneMoverDoesNoHarm,
    PrisonersDilemmaLevel,
    DonationLevel,
    PublicGoodLevel,
    TravelersDilemmaLevel,
    CournotLevelGrowsWithTheGrid,
    CongestionHasAPotential,
    CongestionLevelIsBounded,
    AltruistsInCongestion,
    SelflessPlayersInCongestion,
    AltruistsOnParallelLinks,
    CostSharingIsStableAtTheHarmonicNumber,
    AltruistsWhoShareCosts,
    SingletonCostSharingLevelIsBounded,
    CostSharingLevelIsBounded,
    SmoothnessIsTheWorstAverage,
    PricesAreOrdered,
    OneParameterForms,
    SocialValueAnglesBelowHalfARightAngle,
    FeelingsRevealPayoffs,
    AltruismIsCharnessRabin,
    ReciprocityAmongEqualsIsAltruism,
    AgreementMakesTheBestStable,
    BenevolentUtilitiesAreMonotone,
    EqualBenevolenceIsAltruism,
    FehrSchmidtIsCharnessRabin,
    FehrSchmidtDilemma,
    GuiltProvidesPublicGoods,
    EnvyRefusesAndGuiltOffers,
    EquitableDictatorKeeps,
    HamiltonsRule,
    HomoMoralisDilemma,
    FairnessInTheDilemma,
);
