//! The dense game: every payoff in memory, one contiguous table a player.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::tables::Tables;
use super::{Game, GameError, GameExt, Names, ProfileSpace};
use crate::number::{PayoffStore, Rational, Scalar, StoreVisitor};

/// The largest number of payoffs (players times profiles) that a game may have.
///
/// Checked before memory is asked for. The default, 2³⁰, is 8 GiB of machine numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SizeLimit {
    payoffs: usize,
}

impl SizeLimit {
    /// The default limit.
    pub(crate) const DEFAULT: usize = 1 << 30;

    /// At most this many payoffs.
    pub const fn payoffs(payoffs: usize) -> Self {
        SizeLimit { payoffs }
    }
}

impl Default for SizeLimit {
    fn default() -> Self {
        SizeLimit::payoffs(SizeLimit::DEFAULT)
    }
}

/// A finite game of any number of players with all its payoffs in memory.
///
/// `NormalForm<Rational>` is exact: as long as all payoffs, brought to one denominator, have
/// 64-bit numerators, they are kept and scanned as machine integers; otherwise as big rationals.
/// `NormalForm<f64>` is numeric. Payoffs are looked up by player and profile; in memory the last
/// player's action varies fastest.
///
/// serde writes the shape, the payoffs (exact numbers as strings) and the names, and checks
/// everything on the way in; see [`crate::io`] for the versioned document.
///
/// ```
/// use lacuna::game::{Game, NormalForm};
/// // Matching pennies, in floating point.
/// let row = vec![vec![1.0, -1.0], vec![-1.0, 1.0]];
/// let column = vec![vec![-1.0, 1.0], vec![1.0, -1.0]];
/// let game = NormalForm::bimatrix(&row, &column)?;
/// assert_eq!(game.payoff(1, &[0, 0]), -1.0);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    try_from = "Tables<S>",
    into = "Tables<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct NormalForm<S: Scalar> {
    space: ProfileSpace,
    store: S::Store,
    names: Option<Names>,
}

impl<S: Scalar> NormalForm<S> {
    /// A game from a function of player and profile, called once for each, profile by profile.
    /// `actions[i]` is the number of actions of player `i`.
    ///
    /// # Errors
    /// [`GameError::NoPlayers`], [`GameError::NoActions`], [`GameError::TooLarge`] (the default
    /// [`SizeLimit`]), [`GameError::OutOfMemory`], [`GameError::NotFinite`].
    pub fn from_fn(
        actions: &[usize],
        payoff: impl FnMut(usize, &[usize]) -> S,
    ) -> Result<Self, GameError> {
        Self::from_fn_within(SizeLimit::default(), actions, payoff)
    }

    /// [`NormalForm::from_fn`] with a limit on the size.
    ///
    /// # Errors
    /// As [`NormalForm::from_fn`].
    pub fn from_fn_within(
        limit: SizeLimit,
        actions: &[usize],
        mut payoff: impl FnMut(usize, &[usize]) -> S,
    ) -> Result<Self, GameError> {
        Self::try_from_fn(limit, actions, |player, profile| {
            Ok(payoff(player, profile))
        })
    }

    pub(super) fn try_from_fn(
        limit: SizeLimit,
        actions: &[usize],
        mut payoff: impl FnMut(usize, &[usize]) -> Result<S, GameError>,
    ) -> Result<Self, GameError> {
        let space = ProfileSpace::new(actions)?;
        let mut store = Self::empty_store(&space, limit)?;
        let mut profile = vec![0; space.players()];
        for _ in 0..space.len() {
            for player in 0..space.players() {
                let value = payoff(player, &profile)?;
                if !value.is_finite() {
                    return Err(GameError::NotFinite {
                        player,
                        profile,
                        value: value.to_string(),
                    });
                }
                store.push(player, value);
            }
            space.advance(&mut profile);
        }
        Ok(NormalForm {
            space,
            store,
            names: None,
        })
    }

    fn empty_store(space: &ProfileSpace, limit: SizeLimit) -> Result<S::Store, GameError> {
        let payoffs = space.len() as u128 * space.players() as u128;
        if payoffs > limit.payoffs as u128 {
            return Err(GameError::TooLarge {
                payoffs: Some(payoffs),
                limit: limit.payoffs,
            });
        }
        S::Store::with_capacity(space.players(), space.len()).ok_or(GameError::OutOfMemory {
            payoffs: payoffs as usize,
        })
    }

    /// A game from one table a player, each in the order of the profiles.
    ///
    /// # Errors
    /// As [`NormalForm::from_fn`], and [`GameError::WrongTableCount`],
    /// [`GameError::WrongTableLength`].
    pub fn from_tables(actions: &[usize], tables: Vec<Vec<S>>) -> Result<Self, GameError> {
        let space = ProfileSpace::new(actions)?;
        if tables.len() != space.players() {
            return Err(GameError::WrongTableCount {
                found: tables.len(),
                players: space.players(),
            });
        }
        for (player, table) in tables.iter().enumerate() {
            if table.len() != space.len() {
                return Err(GameError::WrongTableLength {
                    player,
                    found: table.len(),
                    expected: space.len(),
                });
            }
        }
        let mut store = Self::empty_store(&space, SizeLimit::default())?;
        for (player, table) in tables.into_iter().enumerate() {
            for (index, value) in table.into_iter().enumerate() {
                if !value.is_finite() {
                    return Err(GameError::NotFinite {
                        player,
                        profile: space.profile_unchecked(index),
                        value: value.to_string(),
                    });
                }
                store.push(player, value);
            }
        }
        Ok(NormalForm {
            space,
            store,
            names: None,
        })
    }

    /// A two-player game from the matrices of the row player and of the column player, both
    /// indexed `[row action][column action]`.
    ///
    /// # Errors
    /// As [`NormalForm::from_fn`], and [`GameError::WrongRowCount`], [`GameError::RaggedRow`].
    pub fn bimatrix(row: &[Vec<S>], column: &[Vec<S>]) -> Result<Self, GameError> {
        let columns = row.first().map_or(0, Vec::len);
        for (player, matrix) in [row, column].into_iter().enumerate() {
            if matrix.len() != row.len() {
                return Err(GameError::WrongRowCount {
                    player,
                    found: matrix.len(),
                    expected: row.len(),
                });
            }
            for (index, entries) in matrix.iter().enumerate() {
                if entries.len() != columns {
                    return Err(GameError::RaggedRow {
                        player,
                        row: index,
                        found: entries.len(),
                        expected: columns,
                    });
                }
            }
        }
        Self::from_fn(&[row.len(), columns], |player, profile| {
            [row, column][player][profile[0]][profile[1]].clone()
        })
    }

    /// A symmetric two-player game from the row player's matrix.
    ///
    /// # Errors
    /// As [`NormalForm::from_fn`], and [`GameError::NotSquare`].
    pub fn symmetric(matrix: &[Vec<S>]) -> Result<Self, GameError> {
        for (row, entries) in matrix.iter().enumerate() {
            if entries.len() != matrix.len() {
                return Err(GameError::NotSquare {
                    row,
                    found: entries.len(),
                    rows: matrix.len(),
                });
            }
        }
        Self::from_fn(&[matrix.len(), matrix.len()], |player, profile| {
            matrix[profile[player]][profile[1 - player]].clone()
        })
    }

    /// Any game with all its payoffs in memory.
    ///
    /// # Errors
    /// As [`NormalForm::from_fn`].
    pub fn from_game<G: Game<S> + ?Sized>(game: &G) -> Result<Self, GameError> {
        Self::from_game_within(SizeLimit::default(), game)
    }

    /// [`NormalForm::from_game`] with a limit on the size.
    ///
    /// # Errors
    /// As [`NormalForm::from_fn`].
    pub fn from_game_within<G: Game<S> + ?Sized>(
        limit: SizeLimit,
        game: &G,
    ) -> Result<Self, GameError> {
        let space = game.profile_space()?;
        let dense = Self::from_fn_within(limit, space.actions(), |player, profile| {
            game.payoff(player, profile)
        })?;
        let named = (0..space.players()).any(|i| {
            game.player_name(i).is_some()
                || (0..game.actions(i)).any(|a| game.action_name(i, a).is_some())
        });
        if !named {
            return Ok(dense);
        }
        let players = (0..space.players())
            .map(|i| {
                game.player_name(i)
                    .map_or_else(|| i.to_string(), str::to_owned)
            })
            .collect();
        let actions = (0..space.players())
            .map(|i| {
                (0..game.actions(i))
                    .map(|a| {
                        game.action_name(i, a)
                            .map_or_else(|| a.to_string(), str::to_owned)
                    })
                    .collect()
            })
            .collect();
        dense.with_names(players, actions)
    }

    /// The same game with names of the players and of each player's actions.
    ///
    /// # Errors
    /// [`GameError::WrongNameCount`].
    pub fn with_names(
        mut self,
        players: Vec<String>,
        actions: Vec<Vec<String>>,
    ) -> Result<Self, GameError> {
        self.names = Some(Names::new(&self.space, players, actions)?);
        Ok(self)
    }

    /// The same game in which every player has these action names; players are `0`, `1`, ….
    ///
    /// # Errors
    /// [`GameError::WrongNameCount`].
    pub fn with_action_names(self, actions: &[&str]) -> Result<Self, GameError> {
        let players = (0..self.space.players()).map(|i| i.to_string()).collect();
        let names = vec![actions.iter().map(|&a| a.to_owned()).collect(); self.space.players()];
        self.with_names(players, names)
    }

    /// The names, if there are any.
    pub fn names(&self) -> Option<&Names> {
        self.names.as_ref()
    }

    /// The profiles and their index arithmetic.
    pub fn space(&self) -> &ProfileSpace {
        &self.space
    }

    /// The payoff of `player` at the profile with this index.
    ///
    /// # Panics
    /// If there is no such player or profile.
    pub fn payoff_at(&self, player: usize, index: usize) -> S {
        self.store.get(player, index)
    }

    /// The utilitarian welfare at the profile with this index.
    ///
    /// # Panics
    /// If there is no such profile.
    pub fn welfare_at(&self, index: usize) -> S {
        (0..self.space.players())
            .map(|player| self.store.get(player, index))
            .sum()
    }

    /// Runs over the tables in the form in which they lie in memory.
    pub(crate) fn accept<V: StoreVisitor>(&self, visitor: V) -> V::Output {
        self.store.accept(visitor)
    }

    pub(super) fn map_names(mut self, names: Option<Names>) -> Self {
        self.names = names;
        self
    }
}

impl NormalForm<Rational> {
    /// Common denominator and integer numerators, one table a player, if the payoffs fit machine
    /// integers.
    pub(crate) fn scaled(&self) -> Option<(i64, &[Vec<i64>])> {
        match &self.store {
            crate::number::ExactStore::Scaled {
                denominator,
                numerators,
            } => Some((*denominator, numerators)),
            crate::number::ExactStore::General(_) => None,
        }
    }
}

impl<S: Scalar> Game<S> for NormalForm<S> {
    fn players(&self) -> usize {
        self.space.players()
    }
    fn actions(&self, player: usize) -> usize {
        self.space.actions()[player]
    }
    fn payoff(&self, player: usize, profile: &[usize]) -> S {
        self.store.get(player, self.space.index_or_beyond(profile))
    }
    fn player_name(&self, player: usize) -> Option<&str> {
        self.names.as_ref()?.player(player)
    }
    fn action_name(&self, player: usize, action: usize) -> Option<&str> {
        self.names.as_ref()?.action(player, action)
    }
    fn as_normal_form(&self) -> Option<&NormalForm<S>> {
        Some(self)
    }
}

impl<S: Scalar> fmt::Debug for NormalForm<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("NormalForm");
        debug.field("actions", &self.space.actions());
        // A failing test should show a small game, and not a gigabyte.
        if self.space.len() <= 64 {
            for player in 0..self.space.players() {
                let table: Vec<S> = (0..self.space.len())
                    .map(|index| self.store.get(player, index))
                    .collect();
                debug.field(&format!("payoffs of {player}"), &table);
            }
        }
        debug.finish_non_exhaustive()
    }
}

/// The game itself if it is dense, else a dense copy within the limit.
pub(crate) fn dense<'a, S: Scalar, G: Game<S> + ?Sized>(
    game: &'a G,
    limit: SizeLimit,
) -> Result<Cow<'a, NormalForm<S>>, GameError> {
    Ok(match game.as_normal_form() {
        Some(dense) => Cow::Borrowed(dense),
        None => Cow::Owned(NormalForm::from_game_within(limit, game)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(text: &str) -> Rational {
        text.parse().expect("a number")
    }

    #[test]
    fn payoffs_survive_every_change_of_representation() {
        // Denominators that grow, then a value that leaves the machine.
        let values = ["1", "1/3", "5/7", "-1/9223372036854775783", "1e30", "2/3"];
        let game = NormalForm::from_fn(&[6], |_, profile| q(values[profile[0]])).expect("small");
        for (action, value) in values.iter().enumerate() {
            assert_eq!(game.payoff(0, &[action]), q(value));
        }
        let small = NormalForm::from_fn(&[3], |_, profile| q(values[profile[0]])).expect("small");
        assert_eq!(
            small.scaled().map(|(d, n)| (d, n[0].clone())),
            Some((21, vec![21, 7, 15]))
        );
    }

    #[test]
    #[should_panic(expected = "out of bounds")]
    fn an_invalid_profile_does_not_silently_mean_another() {
        let game = NormalForm::from_fn(&[2, 2], |_, _| Rational::ONE).expect("small");
        // As an index, (0, 2) would be (1, 0).
        let _ = game.payoff(0, &[0, 2]);
    }

    #[test]
    fn bad_shapes_name_the_place() {
        let one = || Rational::ONE;
        assert_eq!(
            NormalForm::from_tables(&[2, 2], vec![vec![one(); 4], vec![one(); 3]]),
            Err(GameError::WrongTableLength {
                player: 1,
                found: 3,
                expected: 4
            })
        );
        assert_eq!(
            NormalForm::bimatrix(
                &[vec![one(); 2], vec![one(); 2]],
                &[vec![one(); 2], vec![one()]]
            ),
            Err(GameError::RaggedRow {
                player: 1,
                row: 1,
                found: 1,
                expected: 2
            })
        );
        assert!(matches!(
            NormalForm::from_fn(&[2, 2], |i, p| if i == 1 && p[0] == 1 {
                f64::NAN
            } else {
                0.0
            }),
            Err(GameError::NotFinite { player: 1, .. })
        ));
        assert!(matches!(
            NormalForm::from_fn(&[100_000, 100_000], |_, _| 0.0),
            Err(GameError::TooLarge {
                payoffs: Some(20_000_000_000),
                ..
            })
        ));
    }

    #[test]
    fn serde_checks_what_it_reads() {
        let game = NormalForm::symmetric(&[vec![q("1/2"), q("0")], vec![q("5"), q("1")]])
            .and_then(|g| g.with_action_names(&["C", "D"]))
            .expect("square");
        let text = serde_json::to_string(&game).expect("json");
        assert_eq!(
            serde_json::from_str::<NormalForm<Rational>>(&text).expect("own output"),
            game
        );
        assert!(
            serde_json::from_str::<NormalForm<Rational>>(r#"{"actions":[2],"payoffs":[["1"]]}"#)
                .is_err()
        );
        assert!(
            serde_json::from_str::<NormalForm<f64>>(r#"{"actions":[1],"payoffs":[[1e999]]}"#)
                .is_err()
        );
    }
}
