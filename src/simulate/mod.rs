//! Agents in environments: traits to implement in one's own simulator, and what runs them.
//!
//! An [`Environment`] is a world in which players act step by step; an [`Agent`] sees observations
//! and acts; a [`Runner`] puts them together. All chance comes from a seed, through [`Streams`] that
//! do not depend on each other, so that an episode is the same on every machine and can be put on
//! record and played again ([`Recording`]). Rewards are exact.
//!
//! Any [`Game`](crate::game::Game) is an environment: [`GameRounds`]. [`Governed`] puts an environment
//! under a [law](crate::contract::law). [`commons`] is a stock that grows
//! back, harvested by all.

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
pub use error::SimulationError;
pub use game_rounds::{GameRounds, RoundObservation};
pub use governed::{Enforcement, Governed, Verifiable};
pub use recording::{RecordedStep, Recording, ReplayError};
pub use runner::{EpisodeOutcome, Runner, Step, Watcher};
pub use streams::Streams;
