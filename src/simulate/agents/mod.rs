//! Agents ready to play: fixed, random, reciprocal, best-responding, learning, on record, and human.
//!
//! | agent | what it does | plays |
//! |---|---|---|
//! | [`Fixed`], [`RandomAgent`] | always the same; by lot, with exact weights | any environment |
//! | [`Scripted`] | a script, or what somebody did on record | any environment |
//! | [`MemoryOne`] | tit for tat and its kin, extortioners, equalisers; any four probabilities | [`LastRound`] |
//! | [`Grim`], [`TitForTats`] | never forgives; forgives some | [`LastRound`] |
//! | [`ConditionalCooperator`] | cooperates if enough others did, among any number | [`LastRound`] |
//! | [`BestResponder`], [`FictitiousPlay`] | the best response to the last profile, to all so far | a known game |
//! | [`CountResponder`] | the best response to the last counts, with an altruism weight | a game on counts |
//! | [`EquilibriumPlayer`], [`Recommended`] | its part of a mixed or of a correlated equilibrium | a known game |
//! | [`Planner`] | the best plan some rounds ahead against a model of the others | a known game |
//! | [`QLearner`] | learns values of actions by trial, for itself or prosocially | any environment with a list of actions |
//! | [`Human`] | asks at the terminal | any environment |
//!
//! [`FromFunction`](super::FromFunction) makes an agent of any function. [`Mixture`] seats populations
//! by count, [`Training`] runs many episodes and has what they were like window by window, and
//! [`Narrator`] tells what happens.
//!
//! Agents that know a game take any [`Game`](crate::game::Game); what they care about is put in as a
//! [`Perceived`](crate::preference::Perceived) game. Rewards stay material.
//!
//! ```
//! use lacuna::game::catalogue::prisoners_dilemma;
//! use lacuna::simulate::agents::{Grim, MemoryOne, RandomAgent};
//! use lacuna::simulate::{Agent, GameRounds, RoundObservation, Runner};
//!
//! // A small tournament: the mean of what each earns against each, in 200 rounds.
//! type Player = Box<dyn Agent<RoundObservation, usize>>;
//! let entrants = || -> Result<Vec<Player>, Box<dyn std::error::Error>> {
//!     Ok(vec![
//!         Box::new(MemoryOne::tit_for_tat()),
//!         Box::new(Grim::new()),
//!         Box::new(MemoryOne::always_defect()),
//!         Box::new(RandomAgent::uniform(0..2)?),
//!     ])
//! };
//! let mut rounds = GameRounds::new(prisoners_dilemma(3, 0, 5, 1)?, 200);
//! let mut scores = vec![0.0; 4];
//! for row in 0..4 {
//!     for column in 0..4 {
//!         let mut pair = [entrants()?.swap_remove(row), entrants()?.swap_remove(column)];
//!         let outcome = Runner::default().run(&mut rounds, &mut pair, 1, &mut ())?;
//!         scores[row] += outcome.totals[0].to_f64() / 800.0;
//!     }
//! }
//! assert!(scores[0] > scores[2], "tit for tat does better than defection");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod best_response;
mod count_responder;
mod equilibrium_player;
mod error;
mod exploration;
mod fixed;
mod human;
mod last_round;
mod memory_one;
mod mixture;
mod planner;
mod q_learning;
mod reciprocal;
mod training;

pub use best_response::{BestResponder, FictitiousPlay, TieRule};
pub use count_responder::CountResponder;
pub use equilibrium_player::{EquilibriumPlayer, Recommended};
pub use error::AgentError;
pub use exploration::{Exploration, Schedule};
pub use fixed::{AfterScript, Fixed, RandomAgent, Scripted};
pub use human::{Human, HumanEnd, Narrator};
pub use last_round::LastRound;
pub use memory_one::MemoryOne;
pub use mixture::{Mixture, Placement};
pub use planner::{BestReplies, OthersModel, Planner, PlannerOptions, RepeatLast};
pub use q_learning::{LearningOptions, QLearner};
pub use reciprocal::{Condition, ConditionalCooperator, Grim, TitForTats};
pub use training::{Training, TrainingWindow, TrainingWindows};
