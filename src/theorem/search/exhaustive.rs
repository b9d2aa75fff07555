//! Looking at every class of games, with progress, limits and resumption.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::leaders::{Extremes, Standing, ordered};
use super::renamings::Renamings;
use super::{GameClass, Objective, SearchError, Stop};
use crate::number::{Extended, Rational};
use crate::theorem::TheoremError;
use crate::theorem::describe::game_table;

/// How many classes are measured between two calls of the progress function.
const BATCH: usize = 4096;

/// The same where time or memory is short.
const SMALL_BATCH: usize = 64;

/// More games than a search can have come past.
const BEYOND: u64 = 1 << 62;

/// What a search keeps, and when it stops.
///
/// ```
/// use lacuna::theorem::search::SearchOptions;
/// let options = SearchOptions::default().with_values(3).with_max_examined(1_000_000);
/// assert_eq!((options.values, options.max_examined), (3, Some(1_000_000)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SearchOptions {
    /// How many of the greatest values are reported, at least 1. Default: 1.
    pub values: usize,
    /// How many instances are listed with each value; ties beyond are only counted. Default: 10.
    pub listed: usize,
    /// The most classes measured in one go. Default: no limit.
    pub max_examined: Option<u64>,
    /// The longest time of one go; looked at after every 64 classes. Default: no limit.
    pub max_time: Option<Duration>,
}

impl Default for SearchOptions {
    fn default() -> Self {
        SearchOptions {
            values: 1,
            listed: 10,
            max_examined: None,
            max_time: None,
        }
    }
}

impl SearchOptions {
    /// The same with another number of values; 0 counts as 1.
    #[must_use]
    pub fn with_values(mut self, values: usize) -> Self {
        self.values = values.max(1);
        self
    }

    /// The same with another number of instances listed with each value.
    #[must_use]
    pub fn with_listed(mut self, listed: usize) -> Self {
        self.listed = listed;
        self
    }

    /// The same with a limit on the classes measured in one go.
    #[must_use]
    pub fn with_max_examined(mut self, limit: u64) -> Self {
        self.max_examined = Some(limit);
        self
    }

    /// The same with a limit on the time of one go.
    #[must_use]
    pub fn with_max_time(mut self, limit: Duration) -> Self {
        self.max_time = Some(limit);
        self
    }
}

/// How far a search is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress<'a> {
    /// How many classes were measured.
    pub examined: u64,
    /// How many games these stand for.
    pub games: u64,
    /// How many games there are in all, if that is below 2¹²⁸.
    pub of: Option<u128>,
    /// The greatest value so far.
    pub best: Option<&'a Extended<Rational>>,
}

/// A search under way: what was found, and where to go on. Written with serde and read again, it
/// goes on to the same result.
///
/// ```
/// use lacuna::theorem::search::{
///     GameClass, SearchError, SearchOptions, SearchState, SelfishnessLevel, search,
/// };
/// let class = GameClass::integers(&[2, 2], 0..=2)?;
/// let options = SearchOptions::default();
/// let at_once = search(&class, &SelfishnessLevel, &options)?;
///
/// let few = options.clone().with_max_examined(100);
/// let Err(SearchError::Stopped { state, .. }) = search(&class, &SelfishnessLevel, &few) else {
///     return Err("there are more than 100 classes".into());
/// };
/// let stored = serde_json::to_string(&state)?;
/// let state: SearchState = serde_json::from_str(&stored)?;
/// assert_eq!(state.examined(), 100);
/// assert_eq!(state.resume(&SelfishnessLevel, &options, |_| Ok(()))?, at_once);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchState {
    class: GameClass,
    objective: String,
    values: usize,
    listed: usize,
    /// The last word measured; empty at the beginning.
    after: Vec<u8>,
    standing: Standing<Vec<u8>>,
}

impl SearchState {
    /// A search that has not begun. What is kept is settled here; limits are those of each go.
    pub fn new<O: Objective>(class: &GameClass, objective: &O, options: &SearchOptions) -> Self {
        SearchState {
            class: class.clone(),
            objective: objective.name(),
            values: options.values.max(1),
            listed: options.listed,
            after: Vec::new(),
            standing: Standing::new(),
        }
    }

    /// The class.
    pub fn class(&self) -> &GameClass {
        &self.class
    }

    /// How many classes were measured.
    pub fn examined(&self) -> u64 {
        self.standing.examined
    }

    /// The greatest values so far, with their evidence.
    ///
    /// # Errors
    ///
    /// [`SearchError::OtherObjective`], [`SearchError::Objective`],
    /// [`SearchError::InconsistentState`].
    pub fn so_far<O: Objective>(
        &self,
        objective: &O,
    ) -> Result<Extremes<O::Evidence>, SearchError> {
        self.check(objective, &self.class.renamings()?)?;
        self.clone().finish(objective)
    }

    /// Can a search for this objective have come here?
    fn check<O: Objective>(&self, objective: &O, renamings: &Renamings) -> Result<(), SearchError> {
        let expected = objective.name();
        if self.objective != expected {
            return Err(SearchError::OtherObjective {
                found: self.objective.clone(),
                expected,
            });
        }
        let unless = |holds: bool, what: &'static str| match holds {
            true => Ok(()),
            false => Err(SearchError::InconsistentState { what }),
        };
        let standing = &self.standing;
        let beyond = standing.games >= BEYOND
            || (self.class.games()).is_some_and(|all| u128::from(standing.games) > all);
        let (mut ties, mut games) = (standing.without_value, standing.without_value);
        for place in &standing.places {
            ties = ties.saturating_add(place.ties);
            games = games.saturating_add(place.games);
        }
        unless(
            !beyond
                && ties <= standing.examined
                && games <= standing.games
                && standing.examined <= standing.games
                && self.after.is_empty() == (standing.examined == 0),
            "the counts do not fit each other",
        )?;
        unless(
            standing.places.len() <= self.values
                && (standing.places).is_sorted_by(|before, next| before.value > next.value),
            "the greatest values are too many or do not descend",
        )?;
        for place in &standing.places {
            let listed = u64::try_from(self.listed).unwrap_or(u64::MAX);
            unless(
                place.kept.len() as u64 == listed.min(place.ties) && place.ties <= place.games,
                "as many games must be listed with a value as the options say",
            )?;
            for (word, orbit) in &place.kept {
                unless(
                    self.class.allows(word)
                        && *word <= self.after
                        && renamings.canonical(word) == (word.clone(), *orbit),
                    "a listed word does not represent a class that was seen",
                )?;
                unless(
                    measure(&self.class, objective, word)?.as_ref() == Some(&place.value),
                    "a listed game does not have the value that it is listed with",
                )?;
            }
        }
        Ok(())
    }

    fn finish<O: Objective>(self, objective: &O) -> Result<Extremes<O::Evidence>, SearchError> {
        let class = self.class;
        (self.standing).finish(objective, |word| class.game(&word), game_table)
    }

    /// Goes on to the end, or to a limit of the options. `progress` is called after every few
    /// thousand classes (after every 64 if there is a limit of time), and can stop the search by
    /// returning an error.
    ///
    /// The result is the same on any number of threads, and whether or not the search was
    /// interrupted.
    ///
    /// # Errors
    ///
    /// [`SearchError::Stopped`] with the state to go on from; [`SearchError::OtherObjective`],
    /// [`SearchError::InconsistentState`], [`SearchError::TooManyRenamings`],
    /// [`SearchError::RenamingsTooLarge`]; [`SearchError::Objective`] with the first game that
    /// cannot be measured; [`SearchError::DependsOnNames`] with the first game that is seen to have
    /// another value under other names.
    pub fn resume<O: Objective>(
        mut self,
        objective: &O,
        options: &SearchOptions,
        mut progress: impl FnMut(&Progress<'_>) -> Result<(), Stop>,
    ) -> Result<Extremes<O::Evidence>, SearchError> {
        let began = Instant::now();
        let keep = SearchOptions {
            values: self.values,
            listed: self.listed,
            ..SearchOptions::default()
        };
        let all_games = self.class.games();
        let mut words = self.class.representatives()?;
        self.check(objective, words.renamings())?;
        if !self.after.is_empty() {
            words.skip_to_after(&self.after)?;
        }
        let mut left = options.max_examined.unwrap_or(u64::MAX);
        let size = match options.max_time {
            Some(_) => SMALL_BATCH,
            None => BATCH,
        };
        let mut batch = Vec::with_capacity(size);
        loop {
            batch.clear();
            while batch.len() < size && words.advance() {
                let number = self.standing.examined + batch.len() as u64;
                batch.push((words.word().to_vec(), words.orbit(), number));
            }
            let is_last = batch.len() < size;
            let cut = batch.len() as u64 > left;
            if cut {
                // Fits, because it is less than the length of a batch.
                batch.truncate(left as usize);
            }
            left -= batch.len() as u64;
            let class = &self.class;
            let measured = ordered(&batch, |(word, _, number)| -> Result<_, SearchError> {
                let value = measure(class, objective, word)?;
                // All of the first classes and some of the others under other names, too.
                if *number < 256 || number % 16 == 0 {
                    under_other_names(class, objective, words.renamings(), word, &value, *number)?;
                }
                Ok(value)
            });
            for ((word, orbit, _), value) in batch.iter().zip(measured) {
                (self.standing).count(value?, *orbit, &keep, || word.clone());
            }
            if let Some((word, _, _)) = batch.last() {
                self.after.clone_from(word);
            }
            let told = progress(&Progress {
                examined: self.standing.examined,
                games: self.standing.games,
                of: all_games,
                best: self.standing.places.first().map(|place| &place.value),
            });
            let late = options.max_time.filter(|&limit| began.elapsed() >= limit);
            let stop = match (cut, told, late) {
                (true, _, _) => Stop::Examined(options.max_examined.unwrap_or_default()),
                _ if is_last => return self.finish(objective),
                (_, Err(stop), _) => stop,
                (_, _, Some(limit)) => Stop::Time(limit),
                _ => continue,
            };
            return Err(SearchError::Stopped {
                stop,
                state: Box::new(self),
            });
        }
    }
}

/// The value of the game with this word.
pub(super) fn measure<O: Objective>(
    class: &GameClass,
    objective: &O,
    word: &[u8],
) -> Result<Option<Extended<Rational>>, SearchError> {
    let game = class.game(word)?;
    objective
        .value(&game)
        .map_err(|source| unmeasured(objective.name(), game_table(&game), source))
}

/// Refuses an objective that changes if the game is renamed; which renaming is tried depends on the
/// number.
fn under_other_names<O: Objective>(
    class: &GameClass,
    objective: &O,
    renamings: &Renamings,
    word: &[u8],
    value: &Option<Extended<Rational>>,
    number: u64,
) -> Result<(), SearchError> {
    let others = renamings.len() as u64 - 1;
    // Less than the number of renamings.
    let Some(place) = number.checked_rem(others).map(|place| place as usize) else {
        return Ok(());
    };
    let renamed = renamings.renamed(word, place + 1);
    if renamed == word {
        return Ok(());
    }
    let other = measure(class, objective, &renamed)?;
    if other == *value {
        return Ok(());
    }
    let words = |value: &Option<Extended<Rational>>| match value {
        None => "no value".to_owned(),
        Some(Extended::Finite(value)) => value.to_string(),
        Some(Extended::Infinite) => "∞".to_owned(),
    };
    Err(SearchError::DependsOnNames {
        objective: objective.name(),
        instance: game_table(&class.game(word)?),
        value: words(value),
        renamed_value: words(&other),
    })
}

pub(super) fn unmeasured(objective: String, instance: String, source: TheoremError) -> SearchError {
    SearchError::Objective {
        objective,
        instance,
        source: Box::new(source),
    }
}

/// The games of a class at which the objective is greatest, with the evidence: one game of every
/// class is measured, so the objective must be the same for all games of a class (see
/// [`Objective`]).
///
/// # Errors
///
/// As [`SearchState::resume`].
///
/// # Complexity
///
/// One measurement for each class, on every core with the feature `parallel`.
///
/// ```
/// use lacuna::number::{Extended, Rational};
/// use lacuna::theorem::search::{GameClass, HarmOfAltruism, SearchOptions, search};
///
/// // Can altruism lower the welfare of the only pure equilibrium, if payoffs are 0, 1 or 2?
/// let class = GameClass::integers(&[2, 2], 0..=2)?;
/// let found = search(&class, &HarmOfAltruism::unique(), &SearchOptions::default())?;
/// let best = found.best().ok_or("some game has a unique equilibrium")?;
/// // It cannot, and all games with a unique equilibrium at some λ say so.
/// assert_eq!(best.value, Extended::Finite(Rational::ZERO));
/// assert_eq!(best.ties + found.without_value, found.examined);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn search<O: Objective>(
    class: &GameClass,
    objective: &O,
    options: &SearchOptions,
) -> Result<Extremes<O::Evidence>, SearchError> {
    SearchState::new(class, objective, options).resume(objective, options, |_| Ok(()))
}

/// The instances of a list or a generator at which the objective is greatest, with the evidence.
/// Equal instances count as often as they come. Limit the list itself (`take`); only what is kept
/// is read from the options. At most 64 instances are in memory, besides those that are kept.
///
/// # Errors
///
/// [`SearchError::Objective`] with the first instance that cannot be measured.
///
/// ```
/// use lacuna::game::random;
/// use lacuna::theorem::search::{PriceOfAnarchy, SearchOptions, search_among};
/// let games = (0..100).filter_map(|stream| {
///     random::uniform_integers(&[3, 3], 1..=9, &mut random::generator(7, stream)).ok()
/// });
/// let found = search_among(games, &PriceOfAnarchy::default(), &SearchOptions::default())?;
/// assert_eq!(found.examined, 100);
/// # Ok::<(), lacuna::theorem::search::SearchError>(())
/// ```
pub fn search_among<I, O>(
    instances: impl IntoIterator<Item = I>,
    objective: &O,
    options: &SearchOptions,
) -> Result<Extremes<O::Evidence, I>, SearchError>
where
    I: Sync + std::fmt::Debug,
    O: Objective<I>,
{
    let mut standing = Standing::new();
    let mut instances = instances.into_iter();
    loop {
        // Few, for an instance may be large.
        let batch: Vec<I> = instances.by_ref().take(SMALL_BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let measured = ordered(&batch, |instance| objective.value(instance));
        for (instance, value) in batch.into_iter().zip(measured) {
            let value = value
                .map_err(|source| unmeasured(objective.name(), format!("{instance:#?}"), source))?;
            standing.count(value, 1, options, || instance);
        }
    }
    standing.finish(objective, Ok, |instance| format!("{instance:#?}"))
}
