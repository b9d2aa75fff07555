//! The 144 strict ordinal games of two players with two actions each.
//!
//! If each player ranks the four profiles without ties, there are 144 games up to the names of
//! actions, and 78 if it does not matter who is who (Rapoport and Guyer, 1966). A game is a pair of
//! [`Pattern`]s: the row player ranks as in one symmetric game, the column player as in another
//! (the topology of Robinson and Goforth, 2005; these names for its coordinates: Bruns, 2015). The
//! twelve symmetric games are the pairs of equal patterns.
//!
//! [`OrdinalAnalysis`] takes the ranks 1 to 4 as payoffs and says what the game comes to;
//! [`write_tables`] writes all 144 as the tables of `docs/ordinal-games.md`.
//!
//! ```
//! use lacuna::game::catalogue;
//! use lacuna::number::{Extended, Rational};
//! use lacuna::theorem::search::ordinal::{Family, OrdinalAnalysis, OrdinalGame, Pattern};
//!
//! assert_eq!(OrdinalGame::all().len(), 144);
//! // Which of them is a game with other payoffs?
//! let game = catalogue::prisoners_dilemma(3, 0, 5, 1)?;
//! let dilemma = OrdinalGame::of(&game).ok_or("not strict")?;
//! assert_eq!(dilemma, OrdinalGame::new(Pattern::PrisonersDilemma, Pattern::PrisonersDilemma));
//!
//! let analysis = OrdinalAnalysis::new(dilemma)?;
//! assert_eq!(analysis.family, Family::Inferior);
//! assert_eq!(analysis.best_gap, Some(Rational::from(2)));
//! assert_eq!(analysis.level, Extended::Finite(Rational::ONE));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod analysis;
mod game;
mod pattern;
mod table;

pub use analysis::{Family, OrdinalAnalysis};
pub use game::OrdinalGame;
pub use pattern::Pattern;
pub use table::write_tables;
