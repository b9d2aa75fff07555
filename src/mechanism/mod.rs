//! Mechanisms: rules under which agents report, and what comes of it.
//!
//! The module has two halves. In the first what is hidden is *actions* and the state of the world,
//! and a mechanism is limited by the contract language: by what a court can see. In the second what
//! is hidden is *types*, and a mechanism is limited by incentives to report them.
//!
//! # The best mechanism of a contract language
//!
//! A mechanism takes reports about the state in private, recommends actions in private, and pays
//! transfers that depend on the reports, the recommendations and the verifiable signal, and on
//! nothing else. By the revelation principle (Myerson 1982) no rule of any kind that is written in
//! the language does better than the best *direct* mechanism, in which honesty and obedience are an
//! equilibrium; and that is a linear program.
//!
//! - [`best_mechanism`] solves it exactly and returns the value, a [`DirectMechanism`] that can be
//!   run, whether the value is attained, and a [`DeviationPlan`] that proves that no mechanism does
//!   better.
//! - [`approximate_value`] finds the value in floating point only, with no proof.
//! - [`Communication`] says what can be said: private reports and recommendations, recommendations
//!   only, or only what everybody hears.
//! - [`DirectMechanism::audit`] and [`DeviationPlan::verify`] check mechanisms and proofs from the
//!   definitions; [`MechanismGame`] is the game that a mechanism makes.
//! - [`mechanism_curve`] is the value as a function of the altruism weight λ, exactly, and
//!   [`sampled_curve`] the same for larger problems: samples, with bounds between them that are
//!   proved by the plans and the mechanisms of the samples.
//!   [`DirectMechanism::equilibrium_weights`] says at which λ a mechanism works.
//! - [`MechanismOptions`] has the budget, the liability and the [`Participation`] constraints.
//!
//! # Mechanisms for private types
//!
//! A [`Setting`] has agents with types, a [`Prior`] and values; a [`Mechanism`] maps messages to a
//! [`Decision`]; [`Strategies`] say which type sends what.
//!
//! - Definitions with money: [`auction`], [`groves`], [`trade`], [`public_project`]. Without:
//!   [`matching`] and [`voting`], on [`Rankings`].
//! - [`examine`] decides what a mechanism promises, for any [`Preference`](crate::preference): by
//!   exhaustion with the worst case as a witness, or sampled with a bound; and has the games that
//!   mechanisms make.
//! - [`design`] finds the optimal mechanism for a linear objective, with a certificate;
//!   [`optimal`] has the closed forms.
//! - [`principle`] changes the payoffs of a game without types: talk, commitment, mediators,
//!   penalties, payments, taxes.
//!
//! # Example
//!
//! One of each half.
//!
//! ```
//! use lacuna::contract::{Budget, ContractingProblem, Monitoring};
//! use lacuna::game::catalogue::chicken;
//! use lacuna::mechanism::auction::{SealedBid, one_object};
//! use lacuna::mechanism::examine::Examination;
//! use lacuna::mechanism::{MechanismOptions, best_mechanism};
//! use lacuna::number::Rational;
//! use lacuna::preference::WeightMatrix;
//!
//! // Nothing is verifiable, and a mediator can still do better than any equilibrium, which has 9.
//! let problem = ContractingProblem::single_state(chicken(6, 2, 7, 0)?)?;
//! let (blind, selfish) = (Monitoring::trivial(&problem), WeightMatrix::identity(2));
//! let options = MechanismOptions::default();
//! let best = best_mechanism(&problem, &blind, &selfish, &options)?.into_best().ok_or("none")?;
//! assert_eq!(best.value, Rational::new(21, 2)?);
//! assert!(best.verify(&problem, &blind, &selfish, &options));
//!
//! // Two bidders with values 0, 1 and 2: it pays to tell the truth if the winner pays the other's bid.
//! let bids = vec![[0, 1, 2].map(Rational::from).to_vec(); 2];
//! let setting = one_object(&bids)?;
//! for (auction, truthful) in [
//!     (SealedBid::second_price(bids.clone())?, true),
//!     (SealedBid::first_price(bids)?, false),
//! ] {
//!     let verdict = Examination::new(&setting, &auction)?.dominant_strategy()?;
//!     assert_eq!(verdict.holds(), truthful);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod auction;
mod audit;
mod conduct;
mod conduct_participation;
mod curve;
pub mod design;
mod direct;
mod equilibrium_weights;
mod error;
pub mod examine;
pub mod groves;
pub mod matching;
pub mod optimal;
mod options;
mod participation;
mod plan;
mod plan_flows;
mod plan_tables;
mod plan_weights;
mod played;
pub mod principle;
mod protocol;
pub mod public_project;
mod rankings;
mod report_profiles;
mod sampled_curve;
mod samples;
mod setting;
mod shape;
pub mod trade;
mod value;
mod verify_closing;
mod verify_plan;
pub mod voting;
mod words;

pub use audit::{Audit, BestManipulation, Fault, ParticipationSlack, Response, TypePayoff};
pub use curve::mechanism_curve;
pub use direct::{DirectMechanism, Recommendation, SignalTransfers};
pub use error::MechanismError;
pub use options::{Communication, MechanismOptions};
pub use participation::{Participation, ParticipationStage};
pub use plan::{Aftermath, DeviationPlan, Manipulation, ParticipationWeight, ReportBound};
pub use played::MechanismGame;
pub use protocol::{Branch, Decision, Mechanism, MechanismTable, Strategies, TableLimit};
pub use rankings::{RankUtilities, Rankings};
pub use sampled_curve::{SampleOptions, sampled_curve};
pub use samples::{CurveBounds, Sample, SampledCurve, Steep};
pub(crate) use setting::distribution;
pub use setting::{Concern, OutsideOptions, Prior, Setting, SettingError};
pub use value::{
    Attainment, BestMechanism, BestPlain, Closing, ClosingOptions, ClosingWeight, Design,
    LimitOnly, NumericValue, Reach, approximate_value, best_mechanism, best_plain_contract,
    closing_weight,
};
