//! All equilibria of a two-player game, exactly.
//!
//! [`all_equilibria`] finds the extreme equilibria of any exact two-player game, degenerate or
//! not, and groups them in maximal Nash subsets and connected components. The best and the worst
//! welfare over *all* equilibria is that over the extreme ones ([`EquilibriumSet`] says why).
//! [`equilibria_at`] does this for players who maximise `u_i + λ·W`, at chosen λ; [`zero_sum`]
//! gives the value of a constant-sum game and both sets of optimal strategies.
//!
//! ```
//! use lacuna::equilibrium::two_player::{TwoPlayerOptions, all_equilibria};
//! use lacuna::game::NormalForm;
//! use lacuna::number::Rational;
//!
//! // The column player does not care; the row player matches.
//! let row = [[1, 0], [0, 1]].map(|row| row.map(Rational::from).to_vec());
//! let column = [[0, 0], [0, 0]].map(|row| row.map(Rational::from).to_vec());
//! let game = NormalForm::bimatrix(&row, &column)?;
//! let set = all_equilibria(&game, &TwoPlayerOptions::default())?.into_set();
//! // One connected component of three segments, between four extreme equilibria.
//! assert_eq!(set.extreme().len(), 4);
//! assert_eq!(set.components().len(), 1);
//! assert_eq!(set.components()[0].maximal_nash_subsets.len(), 3);
//! assert_eq!(set.welfare_range(&game)?.worst.value, Rational::new(1, 2)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod approximate;
mod check;
mod dictionary;
mod equilibrium_set;
mod labels;
mod mixed_phases;
mod options;
mod pairing;
mod polytope;
mod solve;
mod subsets;
mod traversal;
mod wide;
mod zero_sum;

pub use equilibrium_set::{EquilibriumSet, Extremum, ValueRange, WelfareRange};
pub use mixed_phases::{MixedPhase, equilibria_at};
pub use options::TwoPlayerOptions;
pub use solve::all_equilibria;
pub use subsets::{Component, NashSubset};
pub use zero_sum::{OptimalStrategies, ZeroSum, zero_sum};
