//! The path for games with floating-point payoffs.

use serde::{Deserialize, Serialize};

use super::float_path::{Tableau, follow};
use super::path::Limits;
use super::tables::fill_with;
use super::{LemkeHowsonOptions, check_label, unfinished};
use crate::equilibrium::error::check_two_players;
use crate::equilibrium::{MixedProfile, SolveError};
use crate::game::{Game, NormalForm, dense};

/// What a path in floating point leads to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NumericLemkeHowson {
    /// The profile at the end of the path.
    pub profile: MixedProfile<f64>,
    /// The label that was dropped.
    pub label: usize,
    /// The pivots made.
    pub pivots: usize,
    /// The most that a player could gain by another action, as measured in floating point.
    pub largest_regret: f64,
}

/// One approximate equilibrium of a two-player game with floating-point payoffs: the end of the
/// path that drops `label`, with the regret measured there.
///
/// Nothing is proved: the regret says how good the profile is. For an exact game,
/// [`lemke_howson`](super::lemke_howson) is exact, and
/// [`NormalForm::to_f64`] makes it numeric if that takes too long.
///
/// # Errors
/// As [`lemke_howson`](super::lemke_howson), with
/// [`PathObstacle::Rounding`](super::PathObstacle::Rounding) if the path was lost.
///
/// # Complexity
/// `m·(n + 1)` or `n·(m + 1)` operations a pivot, and `m·n` to measure the regret.
///
/// ```
/// use lacuna::equilibrium::{LemkeHowsonOptions, lemke_howson_numeric};
/// use lacuna::game::NormalForm;
///
/// let row = vec![vec![1.0, -1.0], vec![-1.0, 1.0]];
/// let column = vec![vec![-1.0, 1.0], vec![1.0, -1.0]];
/// let pennies = NormalForm::bimatrix(&row, &column)?;
/// let end = lemke_howson_numeric(&pennies, 0, &LemkeHowsonOptions::default())?;
/// assert!((end.profile.strategies()[0][0] - 0.5).abs() < 1e-12);
/// assert!(end.largest_regret < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn lemke_howson_numeric<G: Game<f64> + ?Sized>(
    game: &G,
    label: usize,
    options: &LemkeHowsonOptions,
) -> Result<NumericLemkeHowson, SolveError> {
    let [m, n] = check_two_players(game)?;
    check_label([m, n], label)?;
    let dense = dense(game, options.size_limit)?;
    let game: &NormalForm<f64> = &dense;
    let lost = |stop: super::path::Stop| unfinished(label, stop.into(), Vec::new());
    // Halves do not overflow where the payoffs span the whole range of f64.
    let affine = |player: usize| {
        let payoffs = (0..m * n).map(|index| game.payoff_at(player, index) / 2.0);
        let (least, most) = payoffs.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), value| {
            (a.min(value), b.max(value))
        });
        let range = most - least;
        move |index: usize| {
            if range > 0.0 {
                (game.payoff_at(player, index) / 2.0 - least) / range + 0.5
            } else {
                0.5
            }
        }
    };
    let (row, column) = (affine(0), affine(1));
    let mut tableaux = [
        Tableau::new(n, m, false, |entries| fill_with(None, entries, column)),
        Tableau::new(m, n, true, |entries| fill_with(Some([m, n]), entries, row)),
    ];
    let ended = follow(&mut tableaux, m, label, &Limits::new(options)).map_err(lost)?;
    let shares = |tableau: &Tableau, labels: std::ops::Range<usize>| {
        let weights: Vec<f64> = labels.map(|label| tableau.weight(label)).collect();
        let sum: f64 = weights.iter().sum();
        weights.into_iter().map(|w| w / sum).collect::<Vec<f64>>()
    };
    let strategies = vec![shares(&tableaux[0], 0..m), shares(&tableaux[1], m..m + n)];
    let valid = strategies.iter().flatten().all(|share| share.is_finite());
    if !valid {
        return Err(lost(super::path::Stop::Lost));
    }
    let largest_regret = regret(game, [m, n], &strategies);
    Ok(NumericLemkeHowson {
        profile: MixedProfile::new(strategies)?,
        label,
        pivots: ended.pivots,
        largest_regret,
    })
}

/// The most that a player could gain by another action.
fn regret(game: &NormalForm<f64>, [m, n]: [usize; 2], strategies: &[Vec<f64>]) -> f64 {
    let mut largest = 0.0f64;
    for player in 0..2 {
        let mut worth = vec![0.0; [m, n][player]];
        for (a, &p) in strategies[0].iter().enumerate() {
            if player == 1 && p == 0.0 {
                continue;
            }
            for (b, &q) in strategies[1].iter().enumerate() {
                let payoff = game.payoff_at(player, a * n + b);
                match player {
                    0 => worth[a] += payoff * q,
                    _ => worth[b] += payoff * p,
                }
            }
        }
        let own: f64 = worth
            .iter()
            .zip(&strategies[player])
            .map(|(w, p)| w * p)
            .sum();
        let best = worth.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        largest = largest.max(best - own);
    }
    largest
}
