//! Episodes at every profile, and what they add up to.

use std::collections::BTreeMap;

use super::{EmpiricalError, EmpiricalOptions, IntervalMethod, PayoffRange, PayoffSampler};
use crate::game::{NormalForm, Profile, ProfileSpace};
use crate::number::Rational;
use crate::simulate::Streams;

/// The episodes that are played in one go.
const BLOCK: u64 = 64;

/// The payoffs that are kept at a time to be compared.
const KEPT: u64 = 1 << 22;

/// The blocks that are played before they are added up: enough for all threads, in bounded memory.
const BLOCKS: u64 = 1 << 10;

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

    pub fn variance(&self, role: usize) -> Rational {
        sample_variance(self.episodes, &self.payoffs[role], &self.squares[role])
    }
}

/// The sample variance, with one less than the number of draws below; 0 of a single one.
fn sample_variance(draws: u64, sum: &Rational, squares: &Rational) -> Rational {
    let count = Rational::from(draws);
    let mean = sum.checked_div(&count).unwrap_or_default();
    let about_mean = squares - &(sum * &mean);
    about_mean
        .checked_div(&(count - Rational::ONE))
        .unwrap_or_default()
}

/// What a block of episodes adds up to, and the payoffs of each role in each of them if they are to
/// be compared.
type Played = (Sums, Vec<Vec<Rational>>);

fn ordered(first: Place, second: Place) -> [Place; 2] {
    [first.min(second), first.max(second)]
}

/// A payoff that is estimated: its cell and its role there.
type Place = (usize, usize);

/// Two payoffs of a player who changes its strategy, compared episode by episode.
struct Pair {
    places: [Place; 2],
    /// The sum of squared differences.
    squares: Rational,
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
    /// What is compared, if that makes intervals narrower.
    pairs: Vec<Pair>,
    paired: BTreeMap<[Place; 2], usize>,
    episodes: u64,
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
        let mut sampling = Sampling {
            sampler,
            options,
            space,
            ranges,
            cells,
            sorted,
            pairs: Vec::new(),
            paired: BTreeMap::new(),
            episodes: 0,
        };
        // Hoeffding's inequality has no use for variances, and other seeds share no chance.
        let by_variance = matches!(
            options.method,
            IntervalMethod::EmpiricalBernstein | IntervalMethod::Normal
        );
        if by_variance && options.common_random_numbers {
            sampling.pair_up();
        }
        Ok(sampling)
    }

    /// Lists all pairs of payoffs between which a player can choose.
    fn pair_up(&mut self) {
        let mut places = Vec::new();
        for profile in &self.space {
            for (player, &count) in self.space.actions().iter().enumerate() {
                let mut other = profile.clone();
                for strategy in profile[player] + 1..count {
                    other[player] = strategy;
                    places.push(ordered(
                        self.index(player, &profile),
                        self.index(player, &other),
                    ));
                }
            }
        }
        places.sort_unstable();
        places.dedup();
        for (number, places) in places.into_iter().enumerate() {
            self.paired.insert(places, number);
            let squares = Rational::ZERO;
            self.pairs.push(Pair { places, squares });
        }
    }

    /// The sample variance of the difference that a change of strategy makes to the payoff of a
    /// player in one episode, if such differences are looked at.
    pub fn variance_of_difference(
        &self,
        player: usize,
        profile: &[usize],
        other: &[usize],
    ) -> Option<Rational> {
        let places = ordered(self.index(player, profile), self.index(player, other));
        let pair = &self.pairs[*self.paired.get(&places)?];
        let [first, second] = places.map(|(cell, role)| &self.cells[cell].sums.payoffs[role]);
        Some(sample_variance(
            self.episodes,
            &(second - first),
            &pair.squares,
        ))
    }

    /// The name of a strategy, if it has one.
    pub fn name(&self, player: usize, strategy: usize) -> Option<String> {
        self.sampler.strategy_name(player, strategy)
    }

    /// The number of payoffs that are estimated, and of differences of payoffs.
    pub fn intervals(&self) -> usize {
        self.payoffs() + self.pairs.len()
    }

    fn payoffs(&self) -> usize {
        self.cells.iter().map(|cell| cell.sums.payoffs.len()).sum()
    }

    /// The cell of a profile and the role of a player there.
    pub fn place(&self, player: usize, profile: &[usize]) -> (&Cell, usize) {
        let (cell, role) = self.index(player, profile);
        (&self.cells[cell], role)
    }

    fn index(&self, player: usize, profile: &[usize]) -> Place {
        let Some(places) = &self.sorted else {
            return (self.space.index_unchecked(profile), player);
        };
        let mut ascending = profile.to_vec();
        ascending.sort_unstable();
        let representative = ascending.partition_point(|&own| own < profile[player]);
        let cell = places[&ascending];
        (cell, self.cells[cell].roles[representative])
    }

    /// Plays episodes at every profile until there are so many.
    pub fn extend_to(&mut self, episodes: u64) -> Result<(), EmpiricalError> {
        let cells = self.cells.len().max(1) as u64;
        let mut stretch = BLOCK * (BLOCKS / cells).max(1);
        if !self.pairs.is_empty() {
            stretch = stretch.min(KEPT / self.payoffs().max(1) as u64).max(1);
        }
        while self.episodes < episodes {
            let last = episodes.min(self.episodes.saturating_add(stretch));
            self.play_until(last)?;
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

    fn play_until(&mut self, last: u64) -> Result<(), EmpiricalError> {
        let mut blocks = Vec::new();
        for number in 0..self.cells.len() {
            let mut first = self.episodes;
            while first < last {
                let next = last.min(first + BLOCK);
                blocks.push((number, first, next));
                first = next;
            }
        }
        let mut kept: Vec<Vec<Vec<Rational>>> = vec![Vec::new(); self.cells.len()];
        // Sums are exact, so that the order in which blocks are added does not matter; the error
        // reported is that of the first block.
        for (played, &(number, ..)) in self.play_all(&blocks).into_iter().zip(&blocks) {
            let (sums, payoffs) = played?;
            self.cells[number].sums.add(&sums);
            kept[number].extend(payoffs);
        }
        for pair in &mut self.pairs {
            let [first, second] = pair.places.map(|(cell, role)| (&kept[cell], role));
            for (one, two) in first.0.iter().zip(second.0) {
                let difference = &two[second.1] - &one[first.1];
                pair.squares += &difference * &difference;
            }
        }
        self.episodes = last;
        Ok(())
    }

    #[cfg(feature = "parallel")]
    fn play_all(&self, blocks: &[(usize, u64, u64)]) -> Vec<Result<Played, EmpiricalError>> {
        use rayon::prelude::*;
        let plays = blocks.par_iter().map(|&block| self.play(block));
        plays.collect()
    }

    #[cfg(not(feature = "parallel"))]
    fn play_all(&self, blocks: &[(usize, u64, u64)]) -> Vec<Result<Played, EmpiricalError>> {
        blocks.iter().map(|&block| self.play(block)).collect()
    }

    /// The episodes from `first` on and before `last` at a cell.
    fn play(&self, (number, first, last): (usize, u64, u64)) -> Result<Played, EmpiricalError> {
        let cell = &self.cells[number];
        let roles = cell.sums.payoffs.len();
        let mut sums = Sums::new(roles);
        let mut payoffs = vec![Rational::ZERO; cell.profile.len()];
        let mut kept = Vec::new();
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
            let mut shared = vec![Rational::ZERO; roles];
            for (&role, payoff) in cell.roles.iter().zip(&payoffs) {
                shared[role] += payoff;
            }
            for (role, payoff) in shared.iter_mut().enumerate() {
                *payoff = payoff.checked_div(&members[role]).unwrap_or_default();
                sums.squares[role] += &*payoff * &*payoff;
                sums.payoffs[role] += &*payoff;
            }
            sums.episodes += 1;
            if !self.pairs.is_empty() {
                kept.push(shared);
            }
        }
        Ok((sums, kept))
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
