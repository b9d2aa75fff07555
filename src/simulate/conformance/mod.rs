//! What the traits of this crate promise, as checks to call in tests of one's own types.
//!
//! | for your own | call |
//! |---|---|
//! | [`Game`](crate::game::Game) | [`check_game`] |
//! | [`Preference`](crate::preference::Preference) | [`check_preference`]; [`check_anonymous_preference`] if players are treated alike |
//! | [`Welfare`](crate::welfare::Welfare) | [`check_welfare`] |
//! | [`Mechanism`](crate::mechanism::Mechanism) | [`check_mechanism`]; [`check_mechanism_budget`] if it keeps to one |
//! | [`Environment`](crate::simulate::Environment) | [`check_environment`]; [`check_refusals`] of illegal actions; [`check_conservation`] of a quantity |
//! | [`Verifiable`](crate::simulate::Verifiable) | [`check_verifiable`] |
//! | [`Agent`](crate::simulate::Agent) | [`check_agent`], or [`check_learner`] if it learns from episode to episode |
//! | [`Negotiator`](crate::simulate::negotiation::Negotiator) | [`check_negotiator`] |
//! | [`PayoffSampler`](crate::simulate::empirical::PayoffSampler) | [`check_payoff_sampler`] |
//!
//! Each returns a [`Report`] of what was checked and how often, or the first [`NonConformance`]: the
//! [`Requirement`] that does not hold, what was seen instead, the seed that shows it in the first
//! case, and the step. A panic of what is checked is reported in the same way. `Debug` of a
//! [`NonConformance`] is its sentence, so that a test that returns it needs nothing else.
//!
//! ```
//! use lacuna::number::Rational;
//! use lacuna::simulate::conformance::{
//!     ConformanceOptions, NonConformance, Requirement, check_environment,
//! };
//! use lacuna::simulate::{Environment, SimulationError, check_step};
//! use rand::{Rng, RngExt};
//!
//! /// Everybody takes coins from a jar.
//! #[derive(Default)]
//! struct Jar {
//!     coins: i64,
//! }
//! impl Environment for Jar {
//!     type Observation = i64;
//!     type Action = i64;
//!     fn players(&self) -> usize {
//!         2
//!     }
//!     fn reset(&mut self, _seed: u64) {
//!         self.coins += 10; // and what was left of the last episode is still there
//!     }
//!     fn is_over(&self) -> bool {
//!         self.coins < 2
//!     }
//!     fn observe(&self, _player: usize) -> i64 {
//!         self.coins
//!     }
//!     fn step(&mut self, takes: &[i64], rewards: &mut [Rational]) -> Result<(), SimulationError> {
//!         check_step(self, takes, rewards)?;
//!         for (reward, &takes) in rewards.iter_mut().zip(takes) {
//!             *reward = Rational::from(takes);
//!             self.coins -= takes;
//!         }
//!         Ok(())
//!     }
//! }
//!
//! // In a test of one's own:
//! fn the_jar_keeps_its_promises() -> Result<(), NonConformance> {
//!     let draw = |seen: &i64, rng: &mut dyn Rng| rng.random_range(0..=seen / 2);
//!     check_environment(Jar::default, draw, &ConformanceOptions::default())?;
//!     Ok(())
//! }
//! let found = the_jar_keeps_its_promises().expect_err("one is broken");
//! assert_eq!(found.requirement, Requirement::ResetForgets);
//! assert!(found.to_string().starts_with("a reset must forget the episode before it, but"));
//! ```

mod agent;
mod checker;
mod environment;
mod episode;
mod game;
mod mechanism;
mod negotiator;
mod preference;
mod report;
mod requirement;
mod sampler;
mod verifiable;
mod welfare;

pub use agent::{check_agent, check_learner};
pub use environment::{check_conservation, check_environment, check_refusals};
pub use game::check_game;
pub use mechanism::{check_mechanism, check_mechanism_budget};
pub use negotiator::check_negotiator;
pub use preference::{check_anonymous_preference, check_preference};
pub use report::{ConformanceOptions, NonConformance, Report};
pub use requirement::Requirement;
pub use sampler::check_payoff_sampler;
pub use verifiable::check_verifiable;
pub use welfare::check_welfare;
