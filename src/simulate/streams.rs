//! Where chance comes from: one seed, and a stream of random numbers for each use.

use rand::Rng;
use rand::rngs::Xoshiro256PlusPlus;

use crate::game::random::generator;

/// Streams of random numbers that depend on one seed and on what they are for, and on nothing else:
/// not on each other, not on the order in which they are asked for, not on the number of threads.
///
/// ```
/// use lacuna::simulate::Streams;
/// use rand::Rng;
///
/// let streams = Streams::new(7);
/// // One agent more draws nothing from the others' streams, nor from the world's.
/// assert_ne!(streams.agent(0).next_u64(), streams.agent(1).next_u64());
/// assert_eq!(streams.world("regrowth").next_u64(), Streams::new(7).world("regrowth").next_u64());
/// // Episode k of an experiment has a seed of its own.
/// assert_ne!(streams.episode(0), streams.episode(1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streams {
    seed: u64,
}

/// Uses are kept apart by the upper bits of the stream's number.
const AGENTS: u64 = 1 << 62;
const EPISODES: u64 = 2 << 62;
const WORLD: u64 = 3 << 62;

impl Streams {
    /// The streams of a seed.
    pub const fn new(seed: u64) -> Self {
        Streams { seed }
    }

    /// The seed.
    pub const fn seed(self) -> u64 {
        self.seed
    }

    /// The stream of a player's agent.
    pub fn agent(self, player: usize) -> Xoshiro256PlusPlus {
        generator(self.seed, AGENTS | player as u64)
    }

    /// The stream of one source of chance in the world, by its name.
    pub fn world(self, name: &str) -> Xoshiro256PlusPlus {
        generator(self.seed, WORLD | (digest(name) >> 2))
    }

    /// The seed of episode `number`.
    pub fn episode(self, number: u64) -> u64 {
        generator(self.seed, EPISODES | (number & (AGENTS - 1))).next_u64()
    }
}

/// FNV-1a (Fowler, Noll and Vo), which is the same everywhere.
fn digest(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
