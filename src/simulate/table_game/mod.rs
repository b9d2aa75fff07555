//! One-shot games at a table, with talk and contracts before them.
//!
//! A [`Scene`] is a game with what everybody at the table knows of it, and what a court can see of
//! an action. A [`TableGame`] is the decision in it, an environment of a single step; players may
//! have agreed on something before, and are told so. Who does not answer does not cooperate: a
//! [`Choice`] can be no answer, and a [`NoAnswer`] policy says what is made of it.
//!
//! A [`TableSession`] lets players negotiate before they choose, applies the law that they agree on,
//! and ends in a [`SessionRecord`]. [`TableMetrics`] reduces many records, and
//! [`PublishedTableMetrics`] does it as Huang et al. (2026) do.
//!
//! ```
//! use lacuna::game::hidden_effort::scenarios;
//! use lacuna::number::Rational;
//! use lacuna::simulate::table_game::{Choice, Form, Scene, TableGame, TableObservation};
//! use lacuna::simulate::{FromFunction, Runner};
//!
//! let mut table = TableGame::new(Scene::of_scenario(&scenarios()[0], Form::LiftedInIntegers)?);
//! // Cooperates with low effort, and counts on the other.
//! let shirker = |seen: &TableObservation, _: &mut dyn rand::Rng| {
//!     let action = seen.scene.action_labelled(seen.player, "CL");
//!     action.map_or(Choice::no_answer("no such action"), Choice::Action)
//! };
//! let mut players = [FromFunction::new("shirker", shirker), FromFunction::new("shirker", shirker)];
//! let outcome = Runner::default().run(&mut table, &mut players, 1, &mut ())?;
//! assert_eq!(outcome.totals, [30, 30].map(Rational::from));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod choice;
mod environment;
mod error;
mod hearing;
mod metrics;
mod observation;
mod published;
mod record;
mod scene;
mod seat;
mod session;
mod treatment;

pub use choice::{Choice, NoAnswer};
pub use environment::TableGame;
pub use error::TableError;
pub use hearing::{FoundViolation, Hearing};
pub use metrics::{PlayerMetrics, TableMetrics};
pub use observation::TableObservation;
pub use published::{
    MechanismEffect, PublishedTableMetrics, mechanism_effect, super_additive_interaction,
};
pub use record::{Benchmarks, Played, SessionRecord, Targets, by_key};
pub use scene::{Form, Scene};
pub use seat::{Seated, TablePlayer};
pub use session::TableSession;
pub use treatment::{Agreement, Force, Treatment};
