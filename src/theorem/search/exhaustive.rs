//! Looking at every class of games, with progress, limits and resumption.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::leaders::{Extremes, Standing, ordered};
use super::{GameClass, Objective, SearchError, Stop};
use crate::number::{Extended, Rational};
use crate::theorem::TheoremError;

/// How many classes are measured between two calls of the progress function.
const BATCH: usize = 4096;

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
    /// The longest time of one go; looked at now and then. Default: no limit.
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
    /// [`SearchError::OtherObjective`], [`SearchError::Objective`].
    pub fn so_far<O: Objective>(
        &self,
        objective: &O,
    ) -> Result<Extremes<O::Evidence>, SearchError> {
        self.check(objective)?;
        self.clone().finish(objective)
    }

    fn check<O: Objective>(&self, objective: &O) -> Result<(), SearchError> {
        let expected = objective.name();
        if self.objective != expected {
            return Err(SearchError::OtherObjective {
                found: self.objective.clone(),
                expected,
            });
        }
        Ok(())
    }

    fn finish<O: Objective>(self, objective: &O) -> Result<Extremes<O::Evidence>, SearchError> {
        let class = self.class;
        (self.standing).finish(
            objective,
            |word| class.game(&word),
            |game| format!("{game:#?}"),
        )
    }

    /// Goes on to the end, or to a limit of the options. `progress` is called after every few
    /// thousand classes, and can stop the search by returning an error.
    ///
    /// The result is the same on any number of threads, and whether or not the search was
    /// interrupted.
    ///
    /// # Errors
    ///
    /// [`SearchError::Stopped`] with the state to go on from; [`SearchError::OtherObjective`],
    /// [`SearchError::InconsistentState`], [`SearchError::TooManyRenamings`];
    /// [`SearchError::Objective`] with the first game that cannot be measured.
    pub fn resume<O: Objective>(
        mut self,
        objective: &O,
        options: &SearchOptions,
        mut progress: impl FnMut(&Progress<'_>) -> Result<(), Stop>,
    ) -> Result<Extremes<O::Evidence>, SearchError> {
        self.check(objective)?;
        let began = Instant::now();
        let keep = SearchOptions {
            values: self.values,
            listed: self.listed,
            ..SearchOptions::default()
        };
        let all_games = self.class.games();
        let mut words = self.class.representatives()?;
        if !self.after.is_empty() {
            words.skip_to_after(&self.after)?;
        }
        let mut left = options.max_examined.unwrap_or(u64::MAX);
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            batch.clear();
            while batch.len() < BATCH && words.advance() {
                batch.push((words.word().to_vec(), words.orbit()));
            }
            let is_last = batch.len() < BATCH;
            let cut = batch.len() as u64 > left;
            if cut {
                // Fits, because it is less than the length of a batch.
                batch.truncate(left as usize);
            }
            left -= batch.len() as u64;
            let class = &self.class;
            let measured = ordered(&batch, |(word, _)| measure(class, objective, word));
            for ((word, orbit), value) in batch.iter().zip(measured) {
                (self.standing).count(value?, *orbit, &keep, || word.clone());
            }
            if let Some((word, _)) = batch.last() {
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
        .map_err(|source| unmeasured(objective.name(), format!("{game:#?}"), source))
}

pub(super) fn unmeasured(objective: String, instance: String, source: TheoremError) -> SearchError {
    SearchError::Objective {
        objective,
        instance,
        source: Box::new(source),
    }
}

/// The games of a class at which the objective is greatest, with the evidence: every class is
/// measured.
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
/// is read from the options.
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
        let batch: Vec<I> = instances.by_ref().take(BATCH).collect();
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
