//! Environments with finitely many strategies, sampled into empirical games.
//!
//! When payoffs come from a simulator, a game can be played but not read. Simulation-based game
//! analysis (Wellman 2006; Vorobeychik 2010; Viqueira et al. 2019; Tuyls et al. 2020) chooses some
//! strategies for each player, plays every profile of them often enough, and analyses the game of
//! the means. What the means prove about the true game of expected payoffs is a matter of confidence
//! intervals that hold for all payoffs at once.
//!
//! - [`PayoffSampler`] is what can be sampled: a simulator of one's own, or [`Episodes`] of an
//!   [`Environment`](crate::simulate::Environment) between agents that follow a [`Strategy`].
//! - [`EmpiricalGame::sample`] plays a number of episodes at each profile,
//!   [`EmpiricalGame::sample_until`] as many as it takes, within a budget. [`EmpiricalOptions`] say
//!   with what confidence, and by which [`IntervalMethod`].
//! - [`EmpiricalGame`] has exact means, which every solver takes, half-widths, and what follows from
//!   them: intervals of [regrets](EmpiricalGame::regret), pure and
//!   [mixed](EmpiricalGame::mixed_regret); which profiles surely are, or surely are not,
//!   [equilibria](EmpiricalGame::equilibria); and bounds on the
//!   [welfare gap](EmpiricalGame::welfare_gap).
//!
//! ```
//! use lacuna::number::Rational;
//! use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules, Growth};
//! use lacuna::simulate::empirical::{EmpiricalGame, EmpiricalOptions, Episodes, Strategy};
//!
//! // Fishers who always take ten, or always twenty, in a lake that doubles: together the greedy
//! // empty it at once, and alone one of them gains at first.
//! let rules = CommonsRules::default().with_players(2).with_months(3).with_capacity(40);
//! let make = || Commons::new(rules.clone()).expect("valid rules");
//! let strategies = vec![Strategy::always("ten", 10), Strategy::always("twenty", 20)];
//! let lake = Episodes::interchangeable(make, strategies)?;
//! let options = EmpiricalOptions::default().with_payoff_range(0, 120);
//! let game = EmpiricalGame::sample(&lake, 50, &options)?;
//!
//! // Ten each leave the lake as it is; the mean is exact, and the interval honest about fifty
//! // episodes.
//! assert_eq!(game.means().welfare_at(0), Rational::from(60));
//! assert!(game.payoff(0, &[0, 0])?.contains(&Rational::from(30)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod episodes;
mod error;
mod game;
mod gap;
mod interval;
mod options;
mod regret;
mod sampler;
mod sampling;

pub use episodes::{Episodes, Strategy};
pub use error::EmpiricalError;
pub use game::EmpiricalGame;
pub use gap::{GapBounds, WelfareGapBounds};
pub use interval::{Evidence, Interval};
pub use options::{EmpiricalOptions, IntervalMethod, PayoffRange};
pub use regret::EquilibriumVerdicts;
pub use sampler::PayoffSampler;
