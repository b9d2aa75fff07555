//! What is lost, and what closes it.
//!
//! - [`welfare_gap`]: first best less what plain contracts in a language attain, at the best and at
//!   the worst equilibrium, with the contract and the certificate that none does better.
//! - [`level`]: from which altruism weight λ the first best is attainable: the selfishness level of
//!   Apt and Schäfer (no contract), the level with messages, and the language-relative level, each
//!   with its witness.
//! - [`irreducible`]: what no rule written in the language recovers, mechanisms with messages and
//!   secret recommendations included, and the altruism from which nothing is lost.
//! - [`prices`]: price of anarchy and of stability over pure equilibria, with gaps that mean
//!   something where welfare is not positive.
//! - [`correlated_prices`]: the same over correlated and coarse correlated equilibria.
//! - [`benefit`]: who gains from prosociality, and what makes it a gain for all.
//! - [`exploitation`]: what one selfish player among prosocial others takes, and how many prosocial
//!   players it needs before each of them is better off.
//! - [`verifiability`]: what it is worth that a court can tell more apart, and to whom: selfish or
//!   prosocial players.
//! - [`analyse_law`]: what a law in the contract language does to a game, and what the best contract
//!   in its language would do.
//! - [`ladder`]: institutions from no contract to outside money and repetition, what each recovers,
//!   and which assumption does the work.
//! - [`transfers`]: the least money that steers play: rewards, fines, subsidies, shared rewards.
//!
//! ```
//! use lacuna::contract::{AttainableOptions, ContractingProblem, Language};
//! use lacuna::game::hidden_effort::{HiddenEffort, base_action};
//! use lacuna::game::catalogue::DilemmaPayoffs;
//! use lacuna::gap::{level, welfare_gap};
//! use lacuna::number::{Extended, Rational};
//! use lacuna::preference::WeightMatrix;
//!
//! // A prisoner's dilemma in which the effort behind each action is hidden.
//! let lifted = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0))?.game()?;
//! let problem = ContractingProblem::single_state(lifted)?;
//! let base_actions = Language::observed(&problem, |_, profile| {
//!     profile.iter().map(|&action| base_action(action)).collect::<Vec<_>>()
//! });
//! let options = AttainableOptions::default();
//! let selfish = WeightMatrix::identity(2);
//! let gap = welfare_gap(&problem, &base_actions, &selfish, &options)?;
//! // A contract on what a court can see loses η = 5/12, and no contract in the language loses less.
//! assert_eq!(gap.best, Some("5/12".parse()?));
//! assert!(gap.verify(&problem, &base_actions, &selfish, &options));
//! // Agents close the rest from λ = 2 on.
//! let level = level::language_level(&problem, &base_actions, &Default::default())?;
//! assert_eq!(level.value, Extended::Finite(Rational::from(2)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod benefit;
pub mod correlated_prices;
mod error;
pub mod exploitation;
pub mod irreducible;
pub mod ladder;
mod law_analysis;
pub mod level;
pub mod prices;
pub mod transfers;
pub mod verifiability;
mod welfare_gap;

pub use error::GapError;
pub use law_analysis::{LawAnalysis, LawAnalysisOptions, LawEquilibrium, analyse_law};
pub use welfare_gap::{WelfareGap, welfare_gap};
