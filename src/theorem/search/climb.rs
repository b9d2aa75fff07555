//! Local search where a class is too large to be listed.

use std::collections::BTreeMap;

use rand::RngExt;

use super::class::repeats;
use super::exhaustive::measure;
use super::leaders::{Extremes, Standing, ordered};
use super::{GameClass, Objective, SearchError, SearchOptions};
use crate::game::random::generator;
use crate::number::{Extended, Rational};
use crate::theorem::describe::game_table;

/// How a local search is made.
///
/// ```
/// use lacuna::theorem::search::ClimbOptions;
/// let options = ClimbOptions::default().with_seed(3).with_climbs(100);
/// assert_eq!((options.seed, options.climbs), (3, 100));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClimbOptions {
    /// The seed. Default: 0.
    pub seed: u64,
    /// How many climbs are made, each from a game of its own. Default: 32.
    pub climbs: u64,
    /// The most steps of a climb. Default: 1000.
    pub max_steps: usize,
    /// The most steps in a row that do not gain anything. Default: 20.
    pub max_level_steps: usize,
    /// How many of the greatest values are reported, at least 1. Default: 1.
    pub values: usize,
    /// How many games are listed with each value. Default: 10.
    pub listed: usize,
}

impl Default for ClimbOptions {
    fn default() -> Self {
        ClimbOptions {
            seed: 0,
            climbs: 32,
            max_steps: 1000,
            max_level_steps: 20,
            values: 1,
            listed: 10,
        }
    }
}

impl ClimbOptions {
    /// The same with another seed.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The same with another number of climbs.
    #[must_use]
    pub fn with_climbs(mut self, climbs: u64) -> Self {
        self.climbs = climbs;
        self
    }

    /// The same with another limit on the steps of a climb.
    #[must_use]
    pub fn with_max_steps(mut self, steps: usize) -> Self {
        self.max_steps = steps;
        self
    }

    /// The same with another limit on steps in a row that do not gain anything.
    #[must_use]
    pub fn with_max_level_steps(mut self, steps: usize) -> Self {
        self.max_level_steps = steps;
        self
    }

    /// The same with another number of values; 0 counts as 1.
    #[must_use]
    pub fn with_values(mut self, values: usize) -> Self {
        self.values = values.max(1);
        self
    }

    /// The same with another number of games listed with each value.
    #[must_use]
    pub fn with_listed(mut self, listed: usize) -> Self {
        self.listed = listed;
        self
    }
}

/// The most climbs at once.
const MOST_CLIMBS: u64 = 1_000_000;

/// A game with its value, and how many games were measured.
struct Climbed {
    word: Vec<u8>,
    value: Option<Extended<Rational>>,
    measured: u64,
    without_value: u64,
}

/// Climbs from random games of the class to games at which no change of one payoff, and no exchange
/// of two payoffs of one player, gains more. What is found is a lower bound on the maximum of the
/// class, with evidence; only [`search`](super::search) shows that nothing is greater.
///
/// Every climb looks at all neighbours, moves to the first of the best, and on a plateau to a
/// random one of them. `examined` and `games` count measurements; ties are different classes among
/// the ends of the climbs (different games, if there are too many renamings). Every climb has a
/// stream of chance of its own, so that the result does not depend on the number of threads.
///
/// # Errors
///
/// [`SearchError::TooManyClimbs`] beyond a million; [`SearchError::Objective`] with a game that
/// cannot be measured.
///
/// # Complexity
///
/// For a game of `p` payoffs, each one of `k` values, `p·(k − 1)` and fewer than `p²` measurements
/// a step.
///
/// ```
/// use lacuna::number::{Extended, Rational};
/// use lacuna::theorem::search::{ClimbOptions, GameClass, PriceOfAnarchy, climb};
/// // Too many games to list: 9 to the power of 18.
/// let class = GameClass::integers(&[3, 3], 1..=9)?;
/// let options = ClimbOptions::default().with_climbs(2);
/// let found = climb(&class, &PriceOfAnarchy::default(), &options)?;
/// // It can be 9: an equilibrium pays 1 to both, and another profile 9. Two climbs come half way.
/// let price = found.best().map(|best| &best.value);
/// assert_eq!(price, Some(&Extended::Finite(Rational::new(9, 2)?)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn climb<O: Objective>(
    class: &GameClass,
    objective: &O,
    options: &ClimbOptions,
) -> Result<Extremes<O::Evidence>, SearchError> {
    if class.is_strict() && class.values().len() < class.space().len() {
        // There is no such game.
        return Standing::new().finish(
            objective,
            |word: Vec<u8>| class.game(&word),
            |_| String::new(),
        );
    }
    if options.climbs > MOST_CLIMBS {
        return Err(SearchError::TooManyClimbs {
            found: options.climbs,
            limit: MOST_CLIMBS,
        });
    }
    let streams: Vec<u64> = (0..options.climbs).collect();
    let climbs = ordered(&streams, |&stream| one(class, objective, options, stream));
    let renamings = class.renamings().ok();
    let mut ends: BTreeMap<Vec<u8>, (Extended<Rational>, u64)> = BTreeMap::new();
    let (mut measured, mut without_value) = (0, 0);
    for climbed in climbs {
        let climbed = climbed?;
        measured += climbed.measured;
        without_value += climbed.without_value;
        if let Some(value) = climbed.value {
            let least = renamings.as_ref().map(|all| all.canonical(&climbed.word));
            let (word, orbit) = match least {
                // An objective that depends on names belongs to this game and no other.
                Some((word, orbit))
                    if word == climbed.word
                        || measure(class, objective, &word)?.as_ref() == Some(&value) =>
                {
                    (word, orbit)
                }
                _ => (climbed.word, 1),
            };
            ends.insert(word, (value, orbit));
        }
    }
    let keep = SearchOptions::default()
        .with_values(options.values)
        .with_listed(options.listed);
    let mut standing = Standing::new();
    for (word, (value, orbit)) in ends {
        standing.count(Some(value), orbit, &keep, || word);
    }
    standing.examined = measured;
    standing.games = measured;
    standing.without_value = without_value;
    standing.finish(objective, |word| class.game(&word), game_table)
}

/// One climb.
fn one<O: Objective>(
    class: &GameClass,
    objective: &O,
    options: &ClimbOptions,
    stream: u64,
) -> Result<Climbed, SearchError> {
    let mut rng = generator(options.seed, stream);
    let word = random_word(class, |below| rng.random_range(0..below));
    let mut at = Climbed {
        value: measure(class, objective, &word)?,
        word,
        measured: 1,
        without_value: 0,
    };
    at.without_value += u64::from(at.value.is_none());
    let mut level_steps = 0;
    for _ in 0..options.max_steps {
        let mut best: Option<Extended<Rational>> = None;
        let mut ties: Vec<Step> = Vec::new();
        for step in steps(class, &at.word) {
            let value = measure(class, objective, &step.taken(&at.word))?;
            at.measured += 1;
            at.without_value += u64::from(value.is_none());
            // A game without a value is below all others.
            if ties.is_empty() || value > best {
                best = value;
                ties.clear();
                ties.push(step);
            } else if value == best {
                ties.push(step);
            }
        }
        if ties.is_empty() || best < at.value {
            break;
        }
        let chosen = if best > at.value {
            level_steps = 0;
            0
        } else if level_steps < options.max_level_steps {
            level_steps += 1;
            rng.random_range(0..ties.len())
        } else {
            break;
        };
        at.word = ties[chosen].taken(&at.word);
        at.value = best;
    }
    Ok(at)
}

/// A word of the class, each alike; the class is not empty.
fn random_word(class: &GameClass, mut below: impl FnMut(usize) -> usize) -> Vec<u8> {
    let (players, values) = (class.space().players(), class.values().len());
    let mut word = vec![0; class.payoffs()];
    for place in 0..word.len() {
        loop {
            // At most 256 values.
            word[place] = below(values) as u8;
            if !class.is_strict() || !repeats(&word, players, place) {
                break;
            }
        }
    }
    word
}

/// A step to another word; a large game has millions of them. Places are below 4096.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// Another payoff at a place.
    Change(u16, u8),
    /// Two payoffs of one player exchanged.
    Exchange(u16, u16),
}

impl Step {
    fn taken(self, word: &[u8]) -> Vec<u8> {
        let mut changed = word.to_vec();
        match self {
            Step::Change(place, digit) => changed[usize::from(place)] = digit,
            Step::Exchange(one, other) => changed.swap(usize::from(one), usize::from(other)),
        }
        changed
    }
}

/// The steps to the words of the class with one payoff changed, or with two payoffs of one player
/// exchanged.
fn steps<'a>(class: &GameClass, word: &'a [u8]) -> impl Iterator<Item = Step> + use<'a> {
    let (players, values) = (class.space().players(), class.values().len());
    let strict = class.is_strict();
    (0..word.len()).flat_map(move |place| {
        let taken = move |digit: u8| {
            let mut own = word.iter().skip(place % players).step_by(players);
            own.any(|&other| other == digit)
        };
        let changes = (0..values)
            .map(|digit| digit as u8)
            .filter(move |&digit| digit != word[place] && !(strict && taken(digit)))
            .map(move |digit| Step::Change(place as u16, digit));
        let exchanges = (place + players..word.len())
            .step_by(players)
            .filter(move |&other| word[other] != word[place])
            .map(move |other| Step::Exchange(place as u16, other as u16));
        changes.chain(exchanges)
    })
}
