//! Equilibria of two-player games support by support (Porter, Nudelman and Shoham, 2008).

use std::time::{Duration, Instant};

use dashu_int::IBig;
use dashu_ratio::RBig;
use serde::{Deserialize, Serialize};

use super::error::check_two_players;
use super::lemke_howson::{Tables, no_better_outside, square, strategy};
use super::{Completeness, Found, MixedProfile, SolveError};
use crate::game::{Game, SizeLimit, dense};
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use crate::linear_system::CommonDenominator;
use crate::number::Rational;

/// Limits on an enumeration of supports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SupportOptions {
    /// The most supports of the row player and pairs of supports to look at. Default 100 million.
    pub max_supports: usize,
    /// The most equilibria to list. Default one million.
    pub max_equilibria: usize,
    /// The longest time; `None` (the default) for no limit. A result does not depend on it, but
    /// whether there is one does.
    pub max_time: Option<Duration>,
    /// Limits on each of the linear programs that degenerate pairs of supports need.
    pub linear: LinearOptions,
    /// The largest dense copy made of a game that is not dense itself.
    pub size_limit: SizeLimit,
}

impl Default for SupportOptions {
    fn default() -> Self {
        SupportOptions {
            max_supports: 100_000_000,
            max_equilibria: 1_000_000,
            max_time: None,
            linear: LinearOptions::default(),
            size_limit: SizeLimit::default(),
        }
    }
}

impl SupportOptions {
    /// The same with at most so many supports and pairs looked at.
    #[must_use]
    pub fn with_max_supports(mut self, max_supports: usize) -> Self {
        self.max_supports = max_supports;
        self
    }

    /// The same with at most so many equilibria.
    #[must_use]
    pub fn with_max_equilibria(mut self, max_equilibria: usize) -> Self {
        self.max_equilibria = max_equilibria;
        self
    }

    /// The same with at most so much time.
    #[must_use]
    pub fn with_max_time(mut self, max_time: Duration) -> Self {
        self.max_time = Some(max_time);
        self
    }

    /// The same with other limits on linear programs.
    #[must_use]
    pub fn with_linear(mut self, linear: LinearOptions) -> Self {
        self.linear = linear;
        self
    }

    /// The same with another limit on the size of a dense copy.
    #[must_use]
    pub fn with_size_limit(mut self, limit: SizeLimit) -> Self {
        self.size_limit = limit;
        self
    }
}

/// What stopped an enumeration of supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SupportObstacle {
    /// `max_supports` were looked at.
    Supports,
    /// There are more than `max_equilibria` pairs with an equilibrium.
    Equilibria,
    /// `max_time` was over.
    Time,
}

impl std::fmt::Display for SupportObstacle {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            SupportObstacle::Supports => "`max_supports` is too small",
            SupportObstacle::Equilibria => "`max_equilibria` is too small",
            SupportObstacle::Time => "`max_time` is over",
        })
    }
}

/// An equilibrium and its supports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SupportEquilibrium {
    /// The actions of positive probability, of the row and of the column player.
    pub supports: [Vec<usize>; 2],
    /// The equilibrium.
    pub profile: MixedProfile,
    /// Is it known to be the only one with these supports? If false, there may be a continuum.
    pub unique: bool,
}

/// The first equilibrium in the order of [`support_enumeration`]: small, balanced supports first.
///
/// # Errors
/// As [`support_enumeration`].
///
/// # Complexity
/// In the worst case all `(2ᵐ − 1)·(2ⁿ − 1)` pairs of supports; most games have an equilibrium with
/// small ones.
///
/// ```
/// use lacuna::equilibrium::{SupportOptions, first_equilibrium};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let chicken = [[6, 2], [7, 0]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::symmetric(&chicken)?;
/// let first = first_equilibrium(&game, &SupportOptions::default())?;
/// assert_eq!(first.supports, [vec![0], vec![1]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn first_equilibrium<G: Game<Rational> + ?Sized>(
    game: &G,
    options: &SupportOptions,
) -> Result<SupportEquilibrium, SolveError> {
    let mut search = enumerate(game, options, true)?;
    // Nash (1951): there is one.
    search
        .found
        .pop()
        .ok_or_else(|| search.unfinished(SupportObstacle::Supports))
}

/// One equilibrium for every pair of supports that has one.
///
/// The order is that of Porter, Nudelman and Shoham (2008) for two players: pairs of sizes by their
/// difference, then by their sum, the smaller one of the row player first; then the supports of
/// the row player and those of the column player lexicographically. Actions that are strictly
/// dominated given the other's support are left out before a pair is looked at; whether a pair has
/// an equilibrium of exactly these supports is decided in integers, or by an exact linear program
/// where the indifference equations are singular.
///
/// # Returns
/// [`Found::All`] if no pair found can have a second equilibrium, as in all nondegenerate games;
/// else [`Found::Some`], with every pair of supports listed that has an equilibrium.
///
/// # Errors
/// [`SolveError::NotTwoPlayers`], [`SolveError::SupportsUnfinished`] with what was found,
/// [`SolveError::Linear`], [`SolveError::Game`].
///
/// # Complexity
/// Up to `(2ᵐ − 1)·(2ⁿ − 1)` pairs, each a system of as many equations as the smaller support.
///
/// ```
/// use lacuna::equilibrium::{SupportOptions, support_enumeration};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let chicken = [[6, 2], [7, 0]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::symmetric(&chicken)?;
/// let found = support_enumeration(&game, &SupportOptions::default())?;
/// assert!(found.is_complete());
/// assert_eq!(found.set().len(), 3);
/// assert_eq!(found.set()[2].profile.strategies()[0][1], Rational::new(1, 3)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn support_enumeration<G: Game<Rational> + ?Sized>(
    game: &G,
    options: &SupportOptions,
) -> Result<Found<Vec<SupportEquilibrium>>, SolveError> {
    let search = enumerate(game, options, false)?;
    Ok(if search.found.iter().all(|found| found.unique) {
        Found::All {
            because: Completeness::ExhaustiveSupports {
                pairs: search.pairs,
            },
            set: search.found,
        }
    } else {
        Found::Some { set: search.found }
    })
}

fn enumerate<G: Game<Rational> + ?Sized>(
    game: &G,
    options: &SupportOptions,
    only_first: bool,
) -> Result<Search, SolveError> {
    let [m, n] = check_two_players(game)?;
    let dense = dense(game, options.size_limit)?;
    let tables = Tables::new(&dense)?;
    let ranks = [Ranks::new(&tables, 0), Ranks::new(&tables, 1)];
    let deadline = options
        .max_time
        .and_then(|time| Instant::now().checked_add(time));
    let mut search = Search::default();
    for [rows, columns] in sizes(m, n) {
        let mut row_support: Vec<usize> = (0..rows).collect();
        loop {
            search.look(options, deadline)?;
            let left: Vec<usize> = (0..n)
                .filter(|&action| !ranks[1].is_dominated(action, &row_support))
                .collect();
            let mut places: Vec<usize> = (0..columns).collect();
            let mut more = left.len() >= columns && !ranks[0].any_dominated(&row_support, &left);
            while more {
                search.look(options, deadline)?;
                search.pairs += 1;
                let column_support: Vec<usize> = places.iter().map(|&place| left[place]).collect();
                if !ranks[0].any_dominated(&row_support, &column_support) {
                    let pair = [row_support.clone(), column_support];
                    if let Some(found) = equilibrium_with(&tables, pair, &options.linear)? {
                        if search.found.len() >= options.max_equilibria {
                            return Err(search.unfinished(SupportObstacle::Equilibria));
                        }
                        search.found.push(found);
                        if only_first {
                            return Ok(search);
                        }
                    }
                }
                more = next_subset(&mut places, left.len());
            }
            if !next_subset(&mut row_support, m) {
                break;
            }
        }
    }
    Ok(search)
}

/// How far the enumeration has come.
#[derive(Default)]
struct Search {
    looked_at: usize,
    pairs: usize,
    found: Vec<SupportEquilibrium>,
}

impl Search {
    fn look(
        &mut self,
        options: &SupportOptions,
        deadline: Option<Instant>,
    ) -> Result<(), SolveError> {
        if self.looked_at >= options.max_supports {
            return Err(self.unfinished(SupportObstacle::Supports));
        }
        if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(self.unfinished(SupportObstacle::Time));
        }
        self.looked_at += 1;
        Ok(())
    }

    fn unfinished(&mut self, obstacle: SupportObstacle) -> SolveError {
        SolveError::SupportsUnfinished {
            obstacle,
            looked_at: self.looked_at,
            found: std::mem::take(&mut self.found),
        }
    }
}

/// The pairs of sizes in their order.
fn sizes(m: usize, n: usize) -> Vec<[usize; 2]> {
    let mut sizes: Vec<[usize; 2]> = (1..=m).flat_map(|a| (1..=n).map(move |b| [a, b])).collect();
    sizes.sort_by_key(|&[a, b]| (a.abs_diff(b), a + b, a));
    sizes
}

/// The next subset of `0..of` of the same size in lexicographic order; false after the last.
fn next_subset(subset: &mut [usize], of: usize) -> bool {
    let size = subset.len();
    let Some(place) = (0..size).rev().find(|&i| subset[i] + size < of + i) else {
        return false;
    };
    subset[place] += 1;
    for i in place + 1..size {
        subset[i] = subset[i - 1] + 1;
    }
    true
}

/// The order of a player's payoffs for each action of the other.
struct Ranks {
    actions: usize,
    /// `[other action][own action]`.
    ranks: Vec<u32>,
}

impl Ranks {
    fn new(tables: &Tables<'_>, player: usize) -> Self {
        let actions = tables.actions[player];
        let mut ranks = Vec::with_capacity(actions * tables.actions[1 - player]);
        for other in 0..tables.actions[1 - player] {
            let payoffs: Vec<IBig> = (0..actions)
                .map(|own| tables.payoffs[player].raised_wide(tables.index(player, own, other)))
                .collect();
            let mut sorted: Vec<&IBig> = payoffs.iter().collect();
            sorted.sort_unstable();
            sorted.dedup();
            ranks.extend(
                payoffs
                    .iter()
                    .map(|payoff| sorted.partition_point(|other| *other < payoff) as u32),
            );
        }
        Ranks { actions, ranks }
    }

    /// Is another action strictly better against each of these?
    fn is_dominated(&self, action: usize, against: &[usize]) -> bool {
        let better = |by: usize, other: usize| {
            let row = other * self.actions;
            self.ranks[row + by] > self.ranks[row + action]
        };
        (0..self.actions).any(|by| against.iter().all(|&other| better(by, other)))
    }

    fn any_dominated(&self, support: &[usize], against: &[usize]) -> bool {
        support
            .iter()
            .any(|&action| self.is_dominated(action, against))
    }
}

/// The opponent's strategy that supports one player's choice.
struct Strategy {
    probabilities: Vec<Rational>,
    unique: bool,
}

/// An equilibrium of exactly these supports, if there is one.
fn equilibrium_with(
    tables: &Tables<'_>,
    supports: [Vec<usize>; 2],
    options: &LinearOptions,
) -> Result<Option<SupportEquilibrium>, SolveError> {
    // The player with the larger support goes first: its equations rule out most pairs.
    let first = usize::from(supports[1].len() > supports[0].len());
    let Some(theirs) = indifferent(tables, first, &supports, options)? else {
        return Ok(None);
    };
    let Some(own) = indifferent(tables, 1 - first, &supports, options)? else {
        return Ok(None);
    };
    let unique = theirs.unique && own.unique;
    // `theirs` is what the second player plays.
    let strategies = match first {
        0 => vec![own.probabilities, theirs.probabilities],
        _ => vec![theirs.probabilities, own.probabilities],
    };
    Ok(Some(SupportEquilibrium {
        supports,
        profile: MixedProfile::from_valid(strategies),
        unique,
    }))
}

/// A strategy of the opponent, positive on all of its support, against which the actions in the
/// support of `player` are its best ones.
fn indifferent(
    tables: &Tables<'_>,
    player: usize,
    supports: &[Vec<usize>; 2],
    options: &LinearOptions,
) -> Result<Option<Strategy>, SolveError> {
    let (own, other) = (&supports[player], &supports[1 - player]);
    if own.len() >= other.len()
        && let Some(weights) = square(tables, player, &own[..other.len()], other)
    {
        let holds = weights.numerators.iter().all(|weight| *weight > IBig::ZERO)
            && own[other.len()..].iter().all(|&action| {
                worth(tables, player, action, other, &weights) == weights.denominator
            })
            && no_better_outside(tables, player, own, other, &weights);
        return Ok(holds.then(|| Strategy {
            probabilities: strategy(tables.actions[1 - player], other, &weights),
            unique: true,
        }));
    }
    by_linear_program(tables, player, own, other, options)
}

/// What an action is worth against these weights, times their denominator.
fn worth(
    tables: &Tables<'_>,
    player: usize,
    action: usize,
    other: &[usize],
    weights: &CommonDenominator,
) -> IBig {
    let payoff =
        |theirs: usize| tables.payoffs[player].raised_wide(tables.index(player, action, theirs));
    let terms = other.iter().zip(&weights.numerators);
    terms.map(|(&theirs, weight)| payoff(theirs) * weight).sum()
}

/// Maximises the least probability: positive exactly if there is a strategy of full support.
fn by_linear_program(
    tables: &Tables<'_>,
    player: usize,
    own: &[usize],
    other: &[usize],
    options: &LinearOptions,
) -> Result<Option<Strategy>, SolveError> {
    let mut program = LinearProgram::maximise();
    let nonnegative = || Bounds::at_least(0);
    let shares: Vec<usize> = other
        .iter()
        .map(|_| program.variable(nonnegative(), 0))
        .collect();
    let value = program.variable(nonnegative(), 0);
    let least = program.variable(nonnegative(), 1);
    program.row(shares.iter().map(|&share| (share, 1)), Relation::Equal, 1)?;
    for &share in &shares {
        program.row([(share, 1), (least, -1)], Relation::AtLeast, 0)?;
    }
    let mut inside = vec![false; tables.actions[player]];
    for &action in own {
        inside[action] = true;
    }
    for (action, inside) in inside.into_iter().enumerate() {
        let payoff = |theirs: usize| {
            let place = tables.index(player, action, theirs);
            Rational::from_big(RBig::from(tables.payoffs[player].raised_wide(place)))
        };
        let worth = shares
            .iter()
            .zip(other)
            .map(|(&share, &theirs)| (share, payoff(theirs)));
        let relation = if inside {
            Relation::Equal
        } else {
            Relation::AtMost
        };
        program.row(worth.chain([(value, -Rational::ONE)]), relation, 0)?;
    }
    let Answer::Optimal(optimum) = program.solve(options)?.answer else {
        return Ok(None);
    };
    if !optimum.point[least].is_positive() {
        return Ok(None);
    }
    let mut probabilities = vec![Rational::ZERO; tables.actions[1 - player]];
    for (&share, &action) in shares.iter().zip(other) {
        probabilities[action] = optimum.point[share].clone();
    }
    // One action leaves no choice; otherwise the equations may have other solutions.
    Ok(Some(Strategy {
        probabilities,
        unique: other.len() == 1,
    }))
}
