//! A class of games: a shape, a list of payoffs, and which games count as the same.

use serde::{Deserialize, Serialize};

use super::SearchError;
use super::enumeration::Representatives;
use super::renamings::Renamings;
use crate::game::{NormalForm, ProfileSpace};
use crate::number::Rational;

/// Which games count as the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Symmetry {
    /// Only equal ones.
    Nothing,
    /// Those that differ in the names of actions.
    Actions,
    /// Those that differ in the names of actions and of players.
    #[default]
    ActionsAndPlayers,
}

/// The most payoffs of a game that is enumerated.
pub(super) const MOST_PAYOFFS: usize = 4096;

/// All games of one shape with payoffs from a list, up to the names of players and actions.
///
/// A game is a *word*: for each profile, the last player's action fastest, the place of each
/// player's payoff in the list. Of all games that differ only in names the one with the least word
/// represents the class; how many there are is the size of its orbit.
///
/// ```
/// use lacuna::theorem::search::{GameClass, Symmetry};
/// // The strict ordinal games of two players with two actions each.
/// let games = GameClass::integers(&[2, 2], 1..=4)?.with_strict();
/// assert_eq!(games.games(), Some(24 * 24));
/// assert_eq!(games.classes()?, Some(78));
/// let distinguished = games.with_symmetry(Symmetry::Actions);
/// assert_eq!(distinguished.classes()?, Some(144));
/// assert_eq!(distinguished.representatives()?.count(), 144);
/// # Ok::<(), lacuna::theorem::search::SearchError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ClassForm", into = "ClassForm")]
pub struct GameClass {
    space: ProfileSpace,
    values: Vec<Rational>,
    strict: bool,
    symmetry: Symmetry,
    max_renamings: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassForm {
    actions: ProfileSpace,
    values: Vec<Rational>,
    strict: bool,
    symmetry: Symmetry,
    max_renamings: usize,
}

impl TryFrom<ClassForm> for GameClass {
    type Error = SearchError;
    fn try_from(form: ClassForm) -> Result<Self, SearchError> {
        let mut class = GameClass::new(form.actions.actions(), form.values)?
            .with_symmetry(form.symmetry)
            .with_max_renamings(form.max_renamings);
        class.strict = form.strict;
        Ok(class)
    }
}

impl From<GameClass> for ClassForm {
    fn from(class: GameClass) -> Self {
        ClassForm {
            actions: class.space,
            values: class.values,
            strict: class.strict,
            symmetry: class.symmetry,
            max_renamings: class.max_renamings,
        }
    }
}

impl GameClass {
    /// The games in which player `i` has `actions[i]` actions and every payoff is one of `values`,
    /// which strictly ascend. Players and actions may be renamed.
    ///
    /// # Errors
    ///
    /// [`SearchError::Game`], [`SearchError::TooManyPayoffs`],
    /// [`SearchError::WrongNumberOfValues`], [`SearchError::ValuesNotAscending`].
    pub fn new(actions: &[usize], values: Vec<Rational>) -> Result<Self, SearchError> {
        let space = ProfileSpace::new(actions)?;
        let payoffs = space.len().saturating_mul(space.players());
        if payoffs > MOST_PAYOFFS {
            return Err(SearchError::TooManyPayoffs {
                found: payoffs,
                limit: MOST_PAYOFFS,
            });
        }
        if values.is_empty() || values.len() > 256 {
            return Err(SearchError::WrongNumberOfValues {
                found: values.len(),
            });
        }
        for (before, pair) in values.windows(2).enumerate() {
            if pair[0] >= pair[1] {
                return Err(SearchError::ValuesNotAscending {
                    place: before + 1,
                    value: pair[1].to_string(),
                    previous: pair[0].to_string(),
                });
            }
        }
        Ok(GameClass {
            space,
            values,
            strict: false,
            symmetry: Symmetry::default(),
            max_renamings: 100_000,
        })
    }

    /// The same with the integers of a range as payoffs.
    ///
    /// # Errors
    ///
    /// As [`GameClass::new`].
    pub fn integers(
        actions: &[usize],
        range: std::ops::RangeInclusive<i64>,
    ) -> Result<Self, SearchError> {
        // One more than allowed is enough to be refused.
        Self::new(actions, range.take(257).map(Rational::from).collect())
    }

    /// Only games in which no player has the same payoff in two profiles.
    #[must_use]
    pub fn with_strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// The same games, with others counting as the same.
    #[must_use]
    pub fn with_symmetry(mut self, symmetry: Symmetry) -> Self {
        self.symmetry = symmetry;
        self
    }

    /// The same with another limit on the ways to rename players and actions; default 100,000.
    #[must_use]
    pub fn with_max_renamings(mut self, limit: usize) -> Self {
        self.max_renamings = limit;
        self
    }

    /// The profiles.
    pub fn space(&self) -> &ProfileSpace {
        &self.space
    }

    /// The payoffs to choose from, ascending.
    pub fn values(&self) -> &[Rational] {
        &self.values
    }

    /// May no player have the same payoff in two profiles?
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// Which games count as the same.
    pub fn symmetry(&self) -> Symmetry {
        self.symmetry
    }

    /// The number of payoffs of a game: players times profiles.
    pub fn payoffs(&self) -> usize {
        self.space.len() * self.space.players()
    }

    /// The ways to rename players and actions.
    pub(super) fn renamings(&self) -> Result<Renamings, SearchError> {
        Renamings::new(&self.space, self.symmetry, self.max_renamings)
    }

    /// One game of each class, the least words first, with the size of its orbit.
    ///
    /// # Errors
    ///
    /// [`SearchError::TooManyRenamings`], [`SearchError::RenamingsTooLarge`].
    ///
    /// # Complexity
    ///
    /// A depth-first search that leaves a prefix as soon as some renaming makes it smaller
    /// (orderly generation, Read 1978): for each prefix at most one comparison for each renaming
    /// and payoff, far fewer for most.
    pub fn representatives(&self) -> Result<Representatives, SearchError> {
        Representatives::new(self)
    }

    /// The game with this word.
    ///
    /// # Errors
    ///
    /// [`SearchError::WrongWordLength`], [`SearchError::NoSuchPayoff`]; [`SearchError::Game`] for
    /// payoffs that are too large for a game.
    pub fn game(&self, word: &[u8]) -> Result<NormalForm<Rational>, SearchError> {
        let players = self.space.players();
        if word.len() != self.payoffs() {
            return Err(SearchError::WrongWordLength {
                found: word.len(),
                expected: self.payoffs(),
            });
        }
        let values = self.values.len();
        let beyond = |&(_, &digit): &(usize, &u8)| usize::from(digit) >= values;
        if let Some((place, &digit)) = word.iter().enumerate().find(beyond) {
            return Err(SearchError::NoSuchPayoff {
                place,
                digit,
                values,
            });
        }
        let table = |player: usize| {
            let own = word.iter().skip(player).step_by(players);
            own.map(|&digit| self.values[usize::from(digit)].clone())
                .collect()
        };
        let tables = (0..players).map(table).collect();
        Ok(NormalForm::from_tables(self.space.actions(), tables)?)
    }

    /// The word of a game; `None` if it does not belong to the class.
    pub fn word(&self, game: &NormalForm<Rational>) -> Option<Vec<u8>> {
        if game.space() != &self.space {
            return None;
        }
        let mut word = Vec::with_capacity(self.payoffs());
        for index in 0..self.space.len() {
            for player in 0..self.space.players() {
                let place = self.values.binary_search(&game.payoff_at(player, index));
                word.push(u8::try_from(place.ok()?).ok()?);
            }
        }
        self.allows(&word).then_some(word)
    }

    /// The game of the same class with the least word, and the size of its orbit; `None` if the
    /// game does not belong to the class.
    ///
    /// # Errors
    ///
    /// [`SearchError::TooManyRenamings`], [`SearchError::RenamingsTooLarge`].
    ///
    /// ```
    /// use lacuna::game::catalogue;
    /// use lacuna::theorem::search::GameClass;
    /// let class = GameClass::integers(&[2, 2], 0..=5)?;
    /// let dilemma = catalogue::prisoners_dilemma(3, 0, 5, 1)?;
    /// let (_, orbit) = class.canonical(&dilemma)?.ok_or("not in the class")?;
    /// // Renaming both players is the same as doing nothing.
    /// assert_eq!(orbit, 4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn canonical(
        &self,
        game: &NormalForm<Rational>,
    ) -> Result<Option<(NormalForm<Rational>, u64)>, SearchError> {
        let Some(word) = self.word(game) else {
            return Ok(None);
        };
        let (least, orbit) = self.renamings()?.canonical(&word);
        Ok(Some((self.game(&least)?, orbit)))
    }

    /// Is this word that of a game of the class?
    pub(super) fn allows(&self, word: &[u8]) -> bool {
        let players = self.space.players();
        let in_range = |&digit: &u8| usize::from(digit) < self.values.len();
        word.len() == self.payoffs()
            && word.iter().all(in_range)
            && (!self.strict || (players..word.len()).all(|at| !repeats(word, players, at)))
    }
}

/// Has the player whose payoff stands at `at` had it before?
pub(super) fn repeats(word: &[u8], players: usize, at: usize) -> bool {
    let mut earlier = at;
    while earlier >= players {
        earlier -= players;
        if word[earlier] == word[at] {
            return true;
        }
    }
    false
}
