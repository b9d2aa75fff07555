//! What can be written down: languages, contracts, and what they can implement.
//!
//! A [`ContractingProblem`] has players, states with a prior, actions, and material payoffs for each
//! state. Agents know the state; a court does not. What it can tell apart is a [`Language`]: a
//! partition of the outcomes (states × profiles) into verifiable cells. A [`Contract`] pays
//! transfers and gives directives that depend on the cell and on nothing else.
//!
//! - [`implement`] decides whether a plan (a profile for each state) can be made an equilibrium in
//!   every state, and returns a contract or the chain of deviations that makes it impossible.
//! - [`settle`] does so within a [`Budget`] and a liability, and finds the least money it takes.
//! - [`attainable`] finds the best plan that a language can implement, with a [`Certificate`] that
//!   no plain contract does better.
//!
//! Preferences enter as a [`WeightMatrix`](crate::preference::WeightMatrix) `B`: players perceive
//! payoffs and transfers as `V_i = Σ_j B_ij (u_j + t_j)`.
//!
//! ```
//! use lacuna::contract::{AttainableOptions, ContractingProblem, Language, attainable};
//! use lacuna::game::NormalForm;
//! use lacuna::number::Rational;
//! use lacuna::preference::WeightMatrix;
//!
//! // A buyer wants the quality that fits the state; the seller prefers the other one. The action
//! // is verifiable, the state is not.
//! let state = |wanted: usize| {
//!     NormalForm::from_fn(&[2, 1], move |player, profile| {
//!         let fits = profile[0] == wanted;
//!         Rational::from(match player {
//!             0 => i64::from(!fits),
//!             _ => 3 * i64::from(fits),
//!         })
//!     })
//! };
//! let half = Rational::new(1, 2)?;
//! let problem = ContractingProblem::new(vec![(half.clone(), state(0)?), (half, state(1)?)])?;
//! let actions = Language::actions_only(&problem);
//! let value = |lambda: &str| -> Result<Option<String>, Box<dyn std::error::Error>> {
//!     let agents = WeightMatrix::cooperative(2, &lambda.parse()?)?;
//!     let found = attainable(&problem, &actions, &agents, &AttainableOptions::default())?;
//!     Ok(found.best.map(|best| best.welfare.to_string()))
//! };
//! // Selfish agents attain 2 of 3; from λ = 1/2 on the contract attains all.
//! assert_eq!(value("0")?, Some("2".to_owned()));
//! assert_eq!(value("49/100")?, Some("2".to_owned()));
//! assert_eq!(value("1/2")?, Some("3".to_owned()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attainable;
mod certificate;
mod conditions;
mod contractible;
pub(crate) mod cycles;
mod error;
mod implement;
mod incentives;
mod information;
mod language;
mod language_order;
pub mod law;
mod money_bound;
mod monitoring;
mod obstruction;
mod problem;
mod robust;
mod settlement;
mod terms;

pub use attainable::{Attainable, AttainableOptions, AttainedPlan, attainable};
pub use certificate::{Certificate, Refutation};
pub use contractible::Contractible;
pub use error::ContractError;
pub use implement::{Implementability, Implementation, implement};
pub(crate) use incentives::{perceived_payoffs, unilateral_moves};
pub use information::Information;
pub use language::{Cell, Language, Verifiability};
pub use language_order::Distinction;
pub use monitoring::Monitoring;
pub use obstruction::{ChainLink, Obstruction};
pub use problem::{ContractingProblem, FirstBest};
pub use settlement::{
    Budget, BudgetReport, IncentiveWeight, MoneyBound, SettledContract, Settlement,
    SettlementOptions, settle, settle_all,
};
pub use terms::{Contract, InducedGame, PlainContract};
