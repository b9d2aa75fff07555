//! Language models as agents.
//!
//! A [`ChatModel`] continues conversations: [`OpenAiClient`] does over HTTP, with timeouts and
//! retries; [`Budgeted`] stops it when enough is spent, [`Logged`] writes down every exchange,
//! [`Replay`] answers from what was written down, and [`Scripted`] says what it is told to.
//!
//! A [`ModelAgent`] plays with a model in a [`Role`]: a [`Situation`] puts what the player sees into
//! words, and a [`Format`] reads the answer, strictly and without any default. What cannot be read
//! is asked for again, counted, and then handled as *you* say; it is never taken for an action that
//! was not chosen. A [`ModelNegotiator`] negotiates, and proposes laws as text.
//!
//! ```
//! use lacuna::game::NormalForm;
//! use lacuna::number::Rational;
//! use lacuna::simulate::llm::{
//!     Answered, GameSituation, Logged, ModelAgent, Replay, Role, Scripted, Transcript,
//! };
//! use lacuna::simulate::{GameRounds, Runner};
//! use std::cell::RefCell;
//! use std::rc::Rc;
//!
//! let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
//! let game = NormalForm::symmetric(&dilemma)?.with_action_names(&["help", "refuse"])?;
//! let situation = GameSituation::new(&game, "Two neighbours may help each other.");
//!
//! // One model for both players; in earnest, an `OpenAiClient`.
//! let model = Scripted::new(["Let us be kind.\nANSWER: help", "Hm, refuse?", "ANSWER: refuse"]);
//! let model = Rc::new(RefCell::new(Logged::new(model, Vec::new())));
//! let mut players = [Role::Prosocial, Role::Selfish]
//!     .map(|role| ModelAgent::new(Rc::clone(&model), role, &situation));
//! let mut rounds = Answered::new(GameRounds::new(game.clone(), 1));
//! let outcome = Runner::default().run(&mut rounds, &mut players, 7, &mut ())?;
//! assert_eq!(outcome.totals, [0, 5].map(Rational::from));
//! assert_eq!(players[1].statistics().after_asking_again, 1);
//!
//! // The same again from the log, without the model.
//! drop(players);
//! let (_, log) = Rc::into_inner(model).ok_or("still in use")?.into_inner().into_parts();
//! let replay = Rc::new(RefCell::new(Replay::new(Transcript::read(&log[..], 100)?)));
//! let mut players = [Role::Prosocial, Role::Selfish]
//!     .map(|role| ModelAgent::new(Rc::clone(&replay), role, &situation));
//! assert_eq!(Runner::default().run(&mut rounds, &mut players, 7, &mut ())?, outcome);
//! assert_eq!(replay.borrow().left(), 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod agent;
mod agreed;
mod answered;
mod asker;
mod backoff;
mod budget;
mod chat;
mod client;
mod commons_situation;
mod error;
mod format;
mod game_situation;
mod law_guide;
mod negotiator;
mod replay;
mod role;
mod scripted;
mod situation;
mod statement;
mod table_situation;
mod transcript;
mod wire;

pub use agent::{Instead, ModelAgent, Settled};
pub use agreed::Agreed;
pub use answered::{Answered, Certain, MissingAnswer, Through};
pub use asker::{AnswerStatistics, Asker, Unanswered};
pub use backoff::Backoff;
pub use budget::{Budget, Budgeted, Prices, Usage};
pub use chat::{
    Author, ChatModel, ChatReply, ChatRequest, FinishReason, Message, Sampling, TokenCount,
};
pub use client::{ClientError, ClientOptions, OpenAiClient};
pub use commons_situation::CommonsSituation;
pub use error::ChatError;
pub use format::{Choice, Format, FormatError, Unreadable};
pub use game_situation::GameSituation;
pub use law_guide::law_guide;
pub use negotiator::ModelNegotiator;
pub use replay::Replay;
pub use role::Role;
pub use scripted::Scripted;
pub use situation::Situation;
pub use table_situation::TableSituation;
pub use transcript::{Exchange, Logged, Outcome, Transcript, TranscriptError};
