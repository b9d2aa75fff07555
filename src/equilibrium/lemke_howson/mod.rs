//! One equilibrium of a two-player game by the path of Lemke and Howson (1964).
//!
//! Every action of either player is a *label*: `0..m` are the row player's actions, `m..m + n`
//! the column player's. The path starts at the artificial equilibrium, at which nobody plays
//! anything, drops one label, and ends at the first completely labelled pair again: an
//! equilibrium.

mod all;
mod exact_path;
mod float_path;
mod numeric;
mod path;
mod proof;
mod tables;

pub use all::{LabelledEquilibrium, lemke_howson_all};
pub use numeric::{NumericLemkeHowson, lemke_howson_numeric};
pub(crate) use proof::{equilibrium_on, no_better_outside, square, strategy};
pub(crate) use tables::Tables;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::error::check_two_players;
use super::{MixedProfile, SolveError};
use crate::game::{Game, SizeLimit, dense};
use crate::number::Rational;
use exact_path::exact_path;
use float_path::Tableau;
use path::{Limits, Stop};

/// Limits on the path, and which arithmetic goes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LemkeHowsonOptions {
    /// The most pivots of one path. Default 1,000,000; paths can be exponentially long (Savani and
    /// von Stengel, 2006).
    pub max_pivots: usize,
    /// The longest time of a call, checked between pivots; `None` (the default) for no limit. A
    /// result does not depend on it, but whether there is one does.
    pub max_time: Option<Duration>,
    /// The most actions of both players together with which a path is followed in exact
    /// arithmetic after the one in floating point failed. Default 256.
    pub max_exact_actions: usize,
    /// Follow the path in floating point first and prove its end exactly. Default true; if false,
    /// the path itself is exact.
    pub float_first: bool,
    /// The largest dense copy made of a game that is not dense itself.
    pub size_limit: SizeLimit,
}

impl Default for LemkeHowsonOptions {
    fn default() -> Self {
        LemkeHowsonOptions {
            max_pivots: 1_000_000,
            max_time: None,
            max_exact_actions: 256,
            float_first: true,
            size_limit: SizeLimit::default(),
        }
    }
}

impl LemkeHowsonOptions {
    /// The same with at most so many pivots a path.
    #[must_use]
    pub fn with_max_pivots(mut self, max_pivots: usize) -> Self {
        self.max_pivots = max_pivots;
        self
    }

    /// The same with at most so much time.
    #[must_use]
    pub fn with_max_time(mut self, max_time: Duration) -> Self {
        self.max_time = Some(max_time);
        self
    }

    /// The same with exact paths for games of at most so many actions.
    #[must_use]
    pub fn with_max_exact_actions(mut self, max_exact_actions: usize) -> Self {
        self.max_exact_actions = max_exact_actions;
        self
    }

    /// The same with or without a path in floating point.
    #[must_use]
    pub fn with_float_first(mut self, float_first: bool) -> Self {
        self.float_first = float_first;
        self
    }

    /// The same with another limit on the size of a dense copy.
    #[must_use]
    pub fn with_size_limit(mut self, limit: SizeLimit) -> Self {
        self.size_limit = limit;
        self
    }
}

/// Which arithmetic followed a path; the equilibrium at its end is exact with either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PathArithmetic {
    /// Floating point; its end was solved for and proved to be an equilibrium in integers. In
    /// degenerate games, or if rounding misled the path, it may not be the end of the exact path.
    Float,
    /// Integers throughout, with lexicographic ratio tests.
    Exact,
}

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LemkeHowson {
    /// The equilibrium.
    pub profile: MixedProfile,
    /// The label that was dropped.
    pub label: usize,
    /// The pivots made.
    pub pivots: usize,
    /// How the path was followed.
    pub arithmetic: PathArithmetic,
}

impl LemkeHowson {
    /// Is the profile an equilibrium of this game? Multiplies payoffs and probabilities and knows
    /// nothing of paths. A game of another shape has no such equilibrium.
    pub fn verify<G: Game<Rational> + ?Sized>(&self, game: &G) -> bool {
        self.profile.is_equilibrium(game).unwrap_or(false)
    }
}

/// What stopped a path before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PathObstacle {
    /// `max_pivots` pivots were made.
    Pivots,
    /// `max_time` was over.
    Time,
    /// Floating point lost the path, and the game has more than `max_exact_actions` actions.
    ExactSize,
    /// Floating point lost the path of a game with `f64` payoffs.
    Rounding,
}

impl std::fmt::Display for PathObstacle {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            PathObstacle::Pivots => "`max_pivots` is too small",
            PathObstacle::Time => "`max_time` is over",
            PathObstacle::ExactSize => {
                "floating point lost it, and the game has more actions than `max_exact_actions`"
            }
            PathObstacle::Rounding => {
                "floating point lost it; `NormalForm::to_exact` makes the game exact"
            }
        })
    }
}

impl From<Stop> for PathObstacle {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Pivots => PathObstacle::Pivots,
            Stop::Time => PathObstacle::Time,
            Stop::Lost => PathObstacle::Rounding,
        }
    }
}

/// One equilibrium of a two-player game: the end of the path that drops `label`.
///
/// The path is followed in floating point on two condensed tableaux, with lexicographic ratio
/// tests (Lemke and Howson, 1964; von Stengel, 2002); then the indifference equations on the
/// supports at its end are solved in integers, and the profile is proved to be an equilibrium
/// exactly. If that fails, the path is followed in integers.
///
/// # Arguments
/// `label`: an action of the row player, `0..m`, or `m` plus one of the column player.
///
/// # Errors
/// [`SolveError::NotTwoPlayers`], [`SolveError::LabelOutOfRange`], [`SolveError::PathUnfinished`],
/// [`SolveError::Game`].
///
/// # Complexity
/// `m·(n + 1)` or `n·(m + 1)` operations a pivot; on random games there are few, in the worst case
/// exponentially many.
///
/// ```
/// use lacuna::equilibrium::{LemkeHowsonOptions, lemke_howson};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let inspect = [[2, -1], [0, 1]].map(|row| row.map(Rational::from).to_vec());
/// let comply = [[0, 3], [2, 1]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::bimatrix(&inspect, &comply)?;
/// let end = lemke_howson(&game, 0, &LemkeHowsonOptions::default())?;
/// assert_eq!(end.profile.strategies()[0][0], Rational::new(1, 4)?);
/// assert!(end.verify(&game));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn lemke_howson<G: Game<Rational> + ?Sized>(
    game: &G,
    label: usize,
    options: &LemkeHowsonOptions,
) -> Result<LemkeHowson, SolveError> {
    let actions = check_two_players(game)?;
    check_label(actions, label)?;
    let dense = dense(game, options.size_limit)?;
    let tables = Tables::new(&dense)?;
    let limits = Limits::new(options);
    let found = if options.float_first {
        from_label(&tables, label, &mut start(&tables), options, &limits)
    } else {
        exactly(&tables, label, options, &limits)
    };
    found.map_err(|obstacle| unfinished(label, obstacle, Vec::new()))
}

fn check_label(actions: [usize; 2], label: usize) -> Result<(), SolveError> {
    let labels = actions[0].saturating_add(actions[1]);
    if label >= labels {
        return Err(SolveError::LabelOutOfRange { label, labels });
    }
    Ok(())
}

fn unfinished(label: usize, obstacle: PathObstacle, found: Vec<LabelledEquilibrium>) -> SolveError {
    SolveError::PathUnfinished {
        label,
        obstacle,
        found,
    }
}

/// The tableaux of the artificial equilibrium.
fn start(tables: &Tables<'_>) -> [Tableau; 2] {
    let [m, n] = tables.actions;
    let [row, column] = &tables.payoffs;
    [
        Tableau::new(n, m, false, |entries| column.fill(None, entries)),
        Tableau::new(m, n, true, |entries| row.fill(Some([m, n]), entries)),
    ]
}

/// Floating point with a proof, then integers if need be.
fn from_label(
    tables: &Tables<'_>,
    label: usize,
    tableaux: &mut [Tableau; 2],
    options: &LemkeHowsonOptions,
    limits: &Limits,
) -> Result<LemkeHowson, PathObstacle> {
    let rows = tables.actions[0];
    match float_path::follow(tableaux, rows, label, limits) {
        Ok(ended) => {
            if let Some(profile) = equilibrium_on(tables, &ended.basis) {
                return Ok(LemkeHowson {
                    profile,
                    label,
                    pivots: ended.pivots,
                    arithmetic: PathArithmetic::Float,
                });
            }
        }
        Err(Stop::Time) => return Err(PathObstacle::Time),
        // Ties can lead floating point round in circles, which the exact path does not.
        Err(Stop::Pivots) => {
            return exactly(tables, label, options, limits).map_err(|obstacle| match obstacle {
                PathObstacle::ExactSize => PathObstacle::Pivots,
                other => other,
            });
        }
        Err(Stop::Lost) => {}
    }
    exactly(tables, label, options, limits)
}

fn exactly(
    tables: &Tables<'_>,
    label: usize,
    options: &LemkeHowsonOptions,
    limits: &Limits,
) -> Result<LemkeHowson, PathObstacle> {
    let [m, n] = tables.actions;
    if m.saturating_add(n) > options.max_exact_actions {
        return Err(PathObstacle::ExactSize);
    }
    let (weights, pivots) = exact_path(tables, label, limits)?;
    Ok(LemkeHowson {
        profile: MixedProfile::from_valid(weights.map(|w| proof::shares(&w)).to_vec()),
        label,
        pivots,
        arithmetic: PathArithmetic::Exact,
    })
}
