//! Agents in environments: traits to implement in one's own simulator, and what runs them.
//!
//! An [`Environment`] is a world in which players act step by step; an [`Agent`] sees observations
//! and acts; a [`Runner`] puts them together. All chance comes from a seed, through [`Streams`] that
//! do not depend on each other, so that an episode is the same on every machine and can be put on
//! record and played again ([`Recording`]). Rewards are exact.
//!
//! Any [`Game`](crate::game::Game) is an environment: [`GameRounds`]. Worlds that are ready:
//!
//! - [`commons`]: a stock that grows back, harvested by all, with its exact theory;
//! - [`table_game`]: one-shot games with talk and contracts before them, records and metrics;
//! - [`counts`]: games of many players in which only counts matter;
//! - [`grid`]: commons with places.
//!
//! What stands between agents and a world is an [`institution`]: [`Governed`] puts an environment
//! under a [law](crate::contract::law), and a [`negotiation`] decides which. Who acts: [`agents`],
//! with the `llm` feature language models, and your own. What comes of it: [`sweep`] runs grids of
//! experiments, [`empirical`] makes games of simulations, with bounds on every regret. [`conformance`]
//! checks your own types against what the traits promise.
//!
//! ```
//! use lacuna::game::catalogue::prisoners_dilemma;
//! use lacuna::number::Rational;
//! use lacuna::simulate::agents::MemoryOne;
//! use lacuna::simulate::{Agent, GameRounds, RoundObservation, Recording, Runner};
//! use rand::Rng;
//!
//! /// Cooperates in every other round.
//! struct Alternating;
//! impl Agent<RoundObservation, usize> for Alternating {
//!     fn act(&mut self, seen: &RoundObservation, _chance: &mut dyn Rng) -> usize {
//!         seen.round % 2
//!     }
//! }
//!
//! let mut rounds = GameRounds::new(prisoners_dilemma(3, 0, 5, 1)?, 10);
//! let mut agents: [Box<dyn Agent<RoundObservation, usize>>; 2] =
//!     [Box::new(Alternating), Box::new(MemoryOne::tit_for_tat())];
//! let mut recording = Recording::default();
//! let outcome = Runner::default().run(&mut rounds, &mut agents, 7, &mut recording)?;
//! // 3 in the first round, then 5 and 0 in turns.
//! assert_eq!(outcome.totals, [28, 23].map(Rational::from));
//! assert_eq!(recording.replay(&mut rounds)?, outcome);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod agent;
pub mod agents;
pub mod commons;
pub mod conformance;
pub mod counts;
pub mod empirical;
mod environment;
mod error;
mod game_rounds;
mod governed;
pub mod grid;
pub mod institution;
#[cfg(feature = "llm")]
pub mod llm;
pub mod negotiation;
mod recording;
mod runner;
mod streams;
pub mod sweep;
pub mod table_game;

pub use agent::{Agent, Feedback, FromFunction};
pub use environment::{Environment, check_step};
pub use error::{SimulationError, WrongLength};
pub use game_rounds::{GameRounds, RoundObservation};
pub use governed::{Enforcement, Governed, Verifiable};
pub use recording::{RecordedStep, Recording, ReplayError};
pub use runner::{EpisodeOutcome, Runner, Step, Watcher};
pub use streams::Streams;
