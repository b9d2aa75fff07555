//! Episodes at every profile, and what they add up to.

use std::collections::BTreeMap;

use super::{EmpiricalError, EmpiricalOptions, IntervalMethod, PayoffRange, PayoffSampler};
use crate::game::{NormalForm, Profile, ProfileSpace};
use crate::number::Rational;
use crate::simulate::Streams;

/// The episodes that are played in one go.
const BLOCK: u64 = 64;

/// A profile that is sampled, for itself or, of interchangeable players, for all with the same
/// numbers of strategies.
pub(super) struct Cell {
    pub profile: Profile,
    /// For each player the number of its payoff: players of one role share theirs.
    roles: Vec<usize>,
    pub sums: Sums,
}

/// What the episodes at a profile add up to, one number a role.
#[derive(Clone, Default)]
pub(super) struct Sums {
    pub episodes: u64,
    pub payoffs: Vec<Rational>,
    pub squares: Vec<Rational>,
}

impl Sums {
    fn new(roles: usize) -> Self {
        Sums {
            episodes: 0,
            payoffs: vec![Rational::ZERO; roles],
            squares: vec![Rational::ZERO; roles],
        }
    }

    fn add(&mut self, other: &Sums) {
        self.episodes += other.episodes;
        for (sum, more) in self.payoffs.iter_mut().zip(&other.payoffs) {
            *sum += more;
        }
        for (sum, more) in self.squares.iter_mut().zip(&other.squares) {
            *sum += more;
        }
    }

    pub fn mean(&self, role: usize) -> Rational {
        let count = Rational::from(self.episodes);
        self.payoffs[role].checked_div(&count).unwrap_or_default()
    }

    /// The sample variance, with one less than the number of episodes below; 0 of a single one.
    pub fn variance(&self, role: usize) -> Rational {
        let count = Rational::from(self.episodes);
        let about_mean = &self.squares[role] - &(&self.payoffs[role] * &self.mean(role));
        about_mean
            .checked_div(&(count - Rational::ONE))
            .unwrap_or_default()
    }
}

/// All profiles that are sampled.
pub(super) struct Sampling<'a, T: ?Sized> {
    sampler: &'a T,
    options: &'a EmpiricalOptions,
    pub space: ProfileSpace,
    pub ranges: Option<Vec<PayoffRange>>,
    pub cells: Vec<Cell>,
    /// For interchangeable players, the cell of each list of strategies in ascending order.
    sorted: Option<BTreeMap<Profile, usize>>,
}

impl<'a, T: PayoffSampler + ?Sized> Sampling<'a, T> {
    pub fn new(sampler: &'a T, options: &'a EmpiricalOptions) -> Result<Self, EmpiricalError> {
        let counts = sampler.strategies();
        let symmetric = sampler.is_symmetric();
        let space = ProfileSpace::new(&counts)?;
        let ranges = options.checked(counts.len(), symmetric)?;
        // Refuses a game that is too large before any episode.
        NormalForm::from_fn_within(options.size_limit, &counts, |_, _| Rational::ZERO)?;
        let mut cells = Vec::new();
        let mut sorted = None;
        if symmetric {
            for (player, &found) in counts.iter().enumerate() {
                if found != counts[0] {
                    let expected = counts[0];
                    return Err(EmpiricalError::NotInterchangeable {
                        player,
                        found,
                        expected,
                    });
                }
            }
            let mut places = BTreeMap::new();
            let mut profile = vec![0; counts.len()];
            loop {
                places.insert(profile.clone(), cells.len());
                cells.push(Cell::shared(profile.clone()));
                if !next_ascending(&mut profile, counts[0]) {
                    break;
                }
            }
            sorted = Some(places);
        } else {
            cells.extend(space.iter().map(Cell::separate));
        }
        Ok(Sampling {
            sampler,
            options,
            space,
            ranges,
            cells,
            sorted,
        })
    }

    /// The name of a strategy, if it has one.
    pub fn name(&self, player: usize, strategy: usize) -> Option<String> {
        self.sampler.strategy_name(player, strategy)
    }

    /// The number of payoffs that are estimated.
    pub fn payoffs(&self) -> usize {
        self.cells.iter().map(|cell| cell.sums.payoffs.len()).sum()
    }

    /// The cell of a profile and the role of a player there.
    pub fn place(&self, player: usize, profile: &[usize]) -> (&Cell, usize) {
        let Some(places) = &self.sorted else {
            let cell = &self.cells[self.space.index_unchecked(profile)];
            return (cell, player);
        };
        let mut ascending = profile.to_vec();
        ascending.sort_unstable();
        let cell = &self.cells[places[&ascending]];
        let representative = cell.profile.partition_point(|&own| own < profile[player]);
        (cell, cell.roles[representative])
    }

    /// Plays episodes at every profile until there are so many.
    pub fn extend_to(&mut self, episodes: u64) -> Result<(), EmpiricalError> {
        let mut blocks = Vec::new();
        for (number, cell) in self.cells.iter().enumerate() {
            let mut first = cell.sums.episodes;
            while first < episodes {
                let last = episodes.min(first + BLOCK);
                blocks.push((number, first, last));
                first = last;
            }
        }
        // Sums are exact, so that the order in which blocks are added does not matter; the error
        // reported is that of the first block.
        for (sums, &(number, ..)) in self.play_all(&blocks).into_iter().zip(&blocks) {
            self.cells[number].sums.add(&sums?);
        }
        if self.options.method == IntervalMethod::WithoutChance {
            for cell in &self.cells {
                let vary = |role: &usize| !cell.sums.variance(*role).is_zero();
                if let Some(role) = (0..cell.sums.payoffs.len()).find(vary) {
                    let player = cell.roles.iter().position(|&own| own == role);
                    return Err(EmpiricalError::NotDeterministic {
                        player: player.unwrap_or(role),
                        profile: cell.profile.clone(),
                    });
                }
            }
        }
        Ok(())
    }

    #[cfg(feature = "parallel")]
    fn play_all(&self, blocks: &[(usize, u64, u64)]) -> Vec<Result<Sums, EmpiricalError>> {
        use rayon::prelude::*;
        let plays = blocks.par_iter().map(|&block| self.play(block));
        plays.collect()
    }

    #[cfg(not(feature = "parallel"))]
    fn play_all(&self, blocks: &[(usize, u64, u64)]) -> Vec<Result<Sums, EmpiricalError>> {
        blocks.iter().map(|&block| self.play(block)).collect()
    }

    /// The episodes from `first` on and before `last` at a cell.
    fn play(&self, (number, first, last): (usize, u64, u64)) -> Result<Sums, EmpiricalError> {
        let cell = &self.cells[number];
        let roles = cell.sums.payoffs.len();
        let mut sums = Sums::new(roles);
        let mut payoffs = vec![Rational::ZERO; cell.profile.len()];
        let mut shared = vec![Rational::ZERO; roles];
        let members: Vec<Rational> = (0..roles)
            .map(|role| cell.roles.iter().filter(|&&own| own == role).count())
            .map(Rational::from)
            .collect();
        let streams = Streams::new(self.options.seed);
        for episode in first..last {
            let mut seed = streams.episode(episode);
            if !self.options.common_random_numbers {
                seed = Streams::new(seed).episode(number as u64);
            }
            payoffs.fill(Rational::ZERO);
            let played = self.sampler.sample(&cell.profile, seed, &mut payoffs);
            played.map_err(|source| EmpiricalError::Refused {
                profile: cell.profile.clone(),
                seed,
                source,
            })?;
            self.check(cell, seed, &payoffs)?;
            shared.fill(Rational::ZERO);
            for (&role, payoff) in cell.roles.iter().zip(&payoffs) {
                shared[role] += payoff;
            }
            for (role, total) in shared.iter().enumerate() {
                let mean = total.checked_div(&members[role]).unwrap_or_default();
                sums.squares[role] += &mean * &mean;
                sums.payoffs[role] += mean;
            }
            sums.episodes += 1;
        }
        Ok(sums)
    }

    fn check(&self, cell: &Cell, seed: u64, payoffs: &[Rational]) -> Result<(), EmpiricalError> {
        let Some(ranges) = &self.ranges else {
            return Ok(());
        };
        for (player, (payoff, range)) in payoffs.iter().zip(ranges).enumerate() {
            if *payoff < range.low || *payoff > range.high {
                return Err(EmpiricalError::PayoffOutOfRange {
                    player,
                    profile: cell.profile.clone(),
                    seed,
                    payoff: payoff.clone(),
                    low: range.low.clone(),
                    high: range.high.clone(),
                });
            }
        }
        Ok(())
    }
}

impl Cell {
    /// A profile in which every player has a payoff of its own.
    fn separate(profile: Profile) -> Self {
        let players = profile.len();
        Cell {
            profile,
            roles: (0..players).collect(),
            sums: Sums::new(players),
        }
    }

    /// An ascending profile in which players of one strategy share a payoff.
    fn shared(profile: Profile) -> Self {
        let mut roles = vec![0; profile.len()];
        for player in 1..profile.len() {
            roles[player] = roles[player - 1] + usize::from(profile[player] != profile[player - 1]);
        }
        let count = roles.last().map_or(0, |last| last + 1);
        Cell {
            profile,
            roles,
            sums: Sums::new(count),
        }
    }
}

/// The next list in ascending order of entries; false after the last.
fn next_ascending(profile: &mut [usize], strategies: usize) -> bool {
    let Some(place) = profile.iter().rposition(|&own| own + 1 < strategies) else {
        return false;
    };
    let value = profile[place] + 1;
    profile[place..].fill(value);
    true
}
