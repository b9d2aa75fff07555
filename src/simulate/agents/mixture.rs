//! Populations mixed from several kinds of agents, by count.

use serde::{Deserialize, Serialize};

use super::AgentError;
use crate::game::random::shuffle;
use crate::simulate::Streams;

/// Where the members of a kind sit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Placement {
    /// All of the first kind first, then all of the next.
    #[default]
    Blocks,
    /// Every kind spread as evenly as can be: each seat goes to the kind that is furthest behind its
    /// share, the first of them if there are several.
    Spread,
    /// Any order alike, drawn from this seed.
    Random(u64),
}

/// So many agents of each kind, and who sits where.
///
/// ```
/// use lacuna::game::catalogue::donation_game;
/// use lacuna::simulate::agents::{Fixed, Mixture, Placement};
/// use lacuna::simulate::{Agent, GameRounds, RoundObservation, Runner};
///
/// // What everybody earns in all, with 0 to 4 cooperators among 4 players.
/// let mut rounds = GameRounds::new(donation_game(4, 3, 2)?, 1);
/// let mut welfare = Vec::new();
/// for mixture in Mixture::every_count(4, Placement::Blocks)? {
///     let mut agents = mixture.agents(|kind, _player| -> Box<dyn Agent<RoundObservation, usize>> {
///         Box::new(Fixed::new(kind))
///     });
///     let outcome = Runner::default().run(&mut rounds, &mut agents, 1, &mut ())?;
///     welfare.push(outcome.totals.into_iter().sum::<lacuna::number::Rational>().to_string());
/// }
/// assert_eq!(welfare, ["0", "7", "14", "21", "28"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawMixture", into = "RawMixture")]
pub struct Mixture {
    counts: Vec<usize>,
    placement: Placement,
    kinds: Vec<usize>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMixture {
    counts: Vec<usize>,
    placement: Placement,
}

impl TryFrom<RawMixture> for Mixture {
    type Error = AgentError;
    fn try_from(raw: RawMixture) -> Result<Self, AgentError> {
        Mixture::of_kinds(raw.counts, raw.placement)
    }
}

impl From<Mixture> for RawMixture {
    fn from(mixture: Mixture) -> Self {
        RawMixture {
            counts: mixture.counts,
            placement: mixture.placement,
        }
    }
}

/// The largest population, so that a wrong number is an error and not all of the memory.
const LARGEST: usize = 100_000_000;

impl Mixture {
    /// `count` of `players` are of kind 0, and the others of kind 1.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] if `count` is above `players`, or there are no players or more than
    /// 100 million.
    pub fn new(players: usize, count: usize, placement: Placement) -> Result<Self, AgentError> {
        let others = players.checked_sub(count).ok_or_else(|| {
            let range = format!("at most the number of players {players}");
            AgentError::bad_parameter("the count", count, range)
        })?;
        Mixture::of_kinds(vec![count, others], placement)
    }

    /// `counts[k]` agents of kind `k`.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] if there are no agents or more than 100 million.
    pub fn of_kinds(counts: Vec<usize>, placement: Placement) -> Result<Self, AgentError> {
        let total = counts.iter().try_fold(0usize, |sum, &n| sum.checked_add(n));
        let players = total.filter(|players| (1..=LARGEST).contains(players));
        let players = players.ok_or_else(|| {
            let range = format!("numbers that add up to between 1 and {LARGEST}");
            AgentError::bad_parameter("the counts", format!("{counts:?}"), range)
        })?;
        let blocks = counts.iter().enumerate();
        let mut kinds: Vec<usize> = blocks
            .flat_map(|(kind, &count)| std::iter::repeat_n(kind, count))
            .collect();
        match placement {
            Placement::Blocks => {}
            Placement::Spread => spread(&counts, players, &mut kinds),
            Placement::Random(seed) => {
                shuffle(&mut kinds, &mut Streams::new(seed).world("seats"));
            }
        }
        Ok(Mixture {
            counts,
            placement,
            kinds,
        })
    }

    /// The mixtures of two kinds with 0, 1, … and all `players` of kind 0.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] if there are no players or more than 100 million.
    pub fn every_count(
        players: usize,
        placement: Placement,
    ) -> Result<impl Iterator<Item = Mixture>, AgentError> {
        Mixture::new(players, 0, placement)?;
        Ok((0..=players).flat_map(move |count| Mixture::new(players, count, placement)))
    }

    /// How many there are of each kind.
    pub fn counts(&self) -> &[usize] {
        &self.counts
    }

    /// The kind of each player.
    pub fn kinds(&self) -> &[usize] {
        &self.kinds
    }

    /// The players of a kind.
    pub fn players_of(&self, kind: usize) -> impl Iterator<Item = usize> + '_ {
        let seats = self.kinds.iter().enumerate();
        seats
            .filter(move |(_, own)| **own == kind)
            .map(|(player, _)| player)
    }

    /// An agent for each player, made by a function of its kind and its number. Kinds that are
    /// different types come as `Box<dyn Agent<O, A>>`.
    pub fn agents<G>(&self, mut make: impl FnMut(usize, usize) -> G) -> Vec<G> {
        let seats = self.kinds.iter().enumerate();
        seats.map(|(player, &kind)| make(kind, player)).collect()
    }
}

/// Each seat goes to the kind with the largest `counts[k]·(seats so far) − players·(seats it has)`.
fn spread(counts: &[usize], players: usize, kinds: &mut [usize]) {
    let mut given = vec![0usize; counts.len()];
    for (place, seat) in kinds.iter_mut().enumerate() {
        let behind = |kind: usize| {
            counts[kind] as i128 * (place as i128 + 1) - players as i128 * given[kind] as i128
        };
        let mut furthest = 0;
        for kind in 1..counts.len() {
            if behind(kind) > behind(furthest) {
                furthest = kind;
            }
        }
        given[furthest] += 1;
        *seat = furthest;
    }
}
