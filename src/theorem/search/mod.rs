//! Extreme instances: the largest gap, the largest threshold, the most harmful altruism.
//!
//! A theorem says what always holds; a search shows how far things can go. A [`GameClass`] is all
//! games of one shape with payoffs from a list, and games that differ only in the names of players
//! and actions are looked at once. An [`Objective`] is a number that belongs to a game. [`search`]
//! measures every class and returns the games at which the number is greatest, with ties and with
//! evidence that can be checked by itself; [`climb`] looks for a large number where there are too
//! many games to list; [`search_among`] measures whatever an iterator yields.
//!
//! - What is lost: [`LanguageGap`], [`CertifiedShare`], [`PriceOfAnarchy`].
//! - What closes it: [`SelfishnessLevel`], [`LanguageLevel`], [`MechanismThreshold`], each
//!   [`FiniteOnly`] if infinity is no answer.
//! - What altruism can do harm: [`HarmOfAltruism`].
//! - What you like: [`Measure`].
//!
//! A search is exact, is the same on any number of threads, can be watched and stopped, and
//! [goes on](SearchState) where it stopped. [`ordinal`] tabulates the 144 strict ordinal games of
//! two players with two actions each.
//!
//! ```
//! use lacuna::number::{Extended, Rational};
//! use lacuna::theorem::search::{GameClass, HarmOfAltruism, SearchOptions, search};
//!
//! // How much welfare can be lost at the worst equilibrium because players care more for others,
//! // if payoffs are 0, 1 or 2?
//! let class = GameClass::integers(&[2, 2], 0..=2)?;
//! let found = search(&class, &HarmOfAltruism::worst(), &SearchOptions::default())?;
//! assert_eq!((found.games, found.examined), (6561, 873));
//! let best = found.best().ok_or("some game has an equilibrium")?;
//! assert_eq!(best.value, Extended::Finite(Rational::from(2)));
//!
//! // The first of the games: where the players were, where they are, and why.
//! let winner = &best.winners[0];
//! assert!(winner.evidence.verify(&winner.instance)?);
//! assert!(winner.evidence.from.lambda < winner.evidence.to.lambda);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod class;
mod climb;
mod counting;
mod enumeration;
mod error;
mod exhaustive;
mod gaps;
mod harm;
mod leaders;
mod objective;
pub mod ordinal;
mod renamings;
mod thresholds;

pub use class::{GameClass, Symmetry};
pub use climb::{ClimbOptions, climb};
pub use enumeration::{Representative, Representatives};
pub use error::{SearchError, Stop};
pub use exhaustive::{Progress, SearchOptions, SearchState, search, search_among};
pub use gaps::{CertifiedShare, LanguageGap, PriceOfAnarchy};
pub use harm::{Followed, Harm, HarmOfAltruism, HarmPoint};
pub use leaders::{Extremes, Leader, Winner};
pub use objective::{FiniteOnly, Measure, Objective};
pub use thresholds::{LanguageLevel, MechanismThreshold, SelfishnessLevel};
