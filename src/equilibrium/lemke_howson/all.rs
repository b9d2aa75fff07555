//! The ends of the paths from every label.

use serde::{Deserialize, Serialize};

use super::path::Limits;
use super::{LemkeHowsonOptions, PathArithmetic, Tables, exactly, from_label, start, unfinished};
use crate::equilibrium::error::check_two_players;
use crate::equilibrium::{Found, MixedProfile, SolveError};
use crate::game::{Game, dense};
use crate::number::Rational;

/// An equilibrium and the labels whose paths end there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LabelledEquilibrium {
    /// The equilibrium.
    pub profile: MixedProfile,
    /// The labels that lead to it, ascending.
    pub labels: Vec<usize>,
    /// How the first of these paths was followed.
    pub arithmetic: PathArithmetic,
}

/// The equilibria at the ends of the paths from every label, in the order of their first labels.
///
/// There may be others that no path from the artificial equilibrium reaches: the answer is
/// [`Found::Some`].
///
/// # Errors
/// As [`lemke_howson`](super::lemke_howson); [`SolveError::PathUnfinished`] carries the equilibria
/// at the ends of the paths before.
///
/// # Complexity
/// One path a label; see [`lemke_howson`](super::lemke_howson).
///
/// ```
/// use lacuna::equilibrium::{LemkeHowsonOptions, lemke_howson_all};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let stag_hunt = [[4, 0], [3, 3]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::symmetric(&stag_hunt)?;
/// let found = lemke_howson_all(&game, &LemkeHowsonOptions::default())?.into_set();
/// assert_eq!(found.len(), 2);
/// assert_eq!(found[0].profile.as_pure(), Some(vec![0, 0]));
/// assert_eq!(found[0].labels, vec![0, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn lemke_howson_all<G: Game<Rational> + ?Sized>(
    game: &G,
    options: &LemkeHowsonOptions,
) -> Result<Found<Vec<LabelledEquilibrium>>, SolveError> {
    let [m, n] = check_two_players(game)?;
    let dense = dense(game, options.size_limit)?;
    let tables = Tables::new(&dense)?;
    let limits = Limits::new(options);
    let artificial = options.float_first.then(|| start(&tables));
    let mut found: Vec<LabelledEquilibrium> = Vec::new();
    for label in 0..m + n {
        let end = match &artificial {
            Some(tableaux) => from_label(&tables, label, &mut tableaux.clone(), options, &limits),
            None => exactly(&tables, label, options, &limits),
        };
        let end = match end {
            Ok(end) => end,
            Err(obstacle) => return Err(unfinished(label, obstacle, found)),
        };
        match found.iter_mut().find(|known| known.profile == end.profile) {
            Some(known) => known.labels.push(label),
            None => found.push(LabelledEquilibrium {
                profile: end.profile,
                labels: vec![label],
                arithmetic: end.arithmetic,
            }),
        }
    }
    Ok(Found::Some { set: found })
}
