//! From a game to the set of all its equilibria.

use std::collections::BTreeMap;
use std::time::Instant;

use dashu_int::IBig;

use super::dictionary::Exact;
use super::labels::{Few, Labels, Many};
use super::pairing::{PairingLimit, completely_labelled};
use super::polytope::{Polytope, best_response_polytopes};
use super::subsets::{SubsetLimit, components};
use super::traversal::{Limit, Limits, Search, Vertex, vertices};
use super::wide::{Integer, Wide};
use super::{EquilibriumSet, TwoPlayerOptions};
use crate::equilibrium::error::check_two_players;
use crate::equilibrium::{Completeness, Found, SolveError};
use crate::game::{Game, NormalForm, SizeLimit, dense};
use crate::number::Rational;

/// All equilibria of an exact two-player game, degenerate or not.
///
/// The set of equilibria is a finite union of maximal Nash subsets, each the product of a polytope
/// of row strategies and one of column strategies; it is described by their vertices, the extreme
/// equilibria. In a game in general position these are all equilibria, and isolated.
///
/// # Method
/// All vertices of the two best-response polytopes are visited along their edges, over
/// lexicographically feasible bases, so that ties do no harm. Decisions are made in floating point
/// with rigorous error bounds as long as these suffice, in integers of a fixed width or any width
/// otherwise. Vertices that together have every label are the extreme equilibria, the maximal
/// complete bipartite subgraphs of this relation the maximal Nash subsets, and its connected
/// components those of the set. Sources: Mangasarian (1964); Winkels (1979); Jansen (1981);
/// Avis, Rosenberg, Savani and von Stengel (2010).
///
/// # Returns
/// [`Found::All`] with [`Completeness::VertexEnumeration`].
///
/// # Errors
/// [`SolveError::NotTwoPlayers`]; [`SolveError::Game`] for a game that is too large to be made
/// dense; [`SolveError::TooManyVertices`], [`SolveError::TooManyExtremeEquilibria`],
/// [`SolveError::TooManySubsets`], [`SolveError::EnumerationTimeLimit`] at a limit of the options,
/// each with the equilibria found.
///
/// # Complexity
/// For V vertices of polytopes with m × n constraints `O(V·m·n)` operations and the memory of V
/// label sets; V grows exponentially with min(m, n). A game of 10 × 10 actions takes
/// about a millisecond, one of 12 × 12 about ten.
///
/// ```
/// use lacuna::equilibrium::two_player::{TwoPlayerOptions, all_equilibria};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let chicken = [[6, 2], [7, 0]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::symmetric(&chicken)?;
/// let found = all_equilibria(&game, &TwoPlayerOptions::default())?;
/// assert!(found.is_complete());
/// let set = found.into_set();
/// assert_eq!(set.extreme().len(), 3);
/// let range = set.welfare_range(&game)?;
/// assert_eq!((range.best.value, range.worst.value), (Rational::new(28, 3)?, Rational::from(9)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn all_equilibria<G: Game<Rational> + ?Sized>(
    game: &G,
    options: &TwoPlayerOptions,
) -> Result<Found<EquilibriumSet>, SolveError> {
    check_two_players(game)?;
    let dense = dense(game, SizeLimit::default())?;
    solve(dense.as_ref(), options, None)
}

/// Numbers of words for which there is an arithmetic.
const WIDTHS: [usize; 6] = [1, 2, 3, 4, 6, 8];

/// How numbers are computed: with so many words, or big ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arithmetic {
    Words(usize),
    Big,
}

/// Solves a two-player game, in integers of the kind given if one is.
fn solve(
    game: &NormalForm<Rational>,
    options: &TwoPlayerOptions,
    forced: Option<Arithmetic>,
) -> Result<Found<EquilibriumSet>, SolveError> {
    let began = Instant::now();
    let limits = Limits {
        max_vertices: options.max_vertices,
        deadline: options.max_time.and_then(|time| began.checked_add(time)),
    };
    let polytopes = best_response_polytopes(game);
    let arithmetic = forced.unwrap_or_else(|| smallest_arithmetic(&polytopes));
    let run = Run {
        polytopes,
        limits,
        max_equilibria: options.max_equilibria,
        integers_only: forced.is_some(),
    };
    let pairs = run.with_arithmetic(arithmetic);
    let (components, subset_limit) = components(&pairs.pairs, options.max_subsets, limits.deadline);
    let found = Box::new(EquilibriumSet::assemble(
        game,
        pairs.strategies,
        pairs.pairs,
        components,
        pairs.degenerate,
    ));
    let time_limit = |found| {
        let limit = options.max_time.unwrap_or_default();
        SolveError::EnumerationTimeLimit { limit, found }
    };
    match (pairs.limit, subset_limit) {
        (Some(PairingLimit::Search(Limit::Vertices)), _) => Err(SolveError::TooManyVertices {
            limit: options.max_vertices,
            found,
        }),
        (Some(PairingLimit::Search(Limit::Time)), _) => Err(time_limit(found)),
        (Some(PairingLimit::Pairs), _) => Err(SolveError::TooManyExtremeEquilibria {
            limit: options.max_equilibria,
            found,
        }),
        (None, Some(SubsetLimit::Time)) => Err(time_limit(found)),
        (None, Some(SubsetLimit::Subsets)) => Err(SolveError::TooManySubsets {
            limit: options.max_subsets,
            found,
        }),
        (None, None) => Ok(Found::All {
            set: *found,
            because: Completeness::VertexEnumeration {
                row_vertices: pairs.vertices[0],
                column_vertices: pairs.vertices[1],
            },
        }),
    }
}

/// The least width that holds every number of both polytopes, with its sign.
fn smallest_arithmetic(polytopes: &[Polytope; 2]) -> Arithmetic {
    let bits = polytopes
        .iter()
        .map(|polytope| polytope.minor_bits() + 1.0)
        .fold(0.0, f64::max);
    WIDTHS
        .into_iter()
        .find(|&words| bits <= (64 * words) as f64)
        .map_or(Arithmetic::Big, Arithmetic::Words)
}

struct Run {
    polytopes: [Polytope; 2],
    limits: Limits,
    max_equilibria: usize,
    integers_only: bool,
}

/// The extreme equilibria as pairs of strategies.
struct Pairs {
    /// Distinct strategies of either player that are part of an equilibrium, in descending order.
    strategies: [Vec<Vec<Rational>>; 2],
    /// Ascending.
    pairs: Vec<(usize, usize)>,
    /// Does a vertex of a polytope have more labels than the polytope dimensions?
    degenerate: bool,
    /// How many vertices the polytopes have, with the origin.
    vertices: [usize; 2],
    limit: Option<PairingLimit>,
}

impl Run {
    /// Integers of the kind given or wider, so that not every pair of a kind of integers and a
    /// kind of label sets is compiled.
    fn with_arithmetic(&self, arithmetic: Arithmetic) -> Pairs {
        use Arithmetic::Words;
        if self.polytopes[0].label_count() > 64 {
            return match arithmetic {
                Words(1) => self.with::<Wide<1>, Many>(),
                Words(2..=4) => self.with::<Wide<4>, Many>(),
                _ => self.with::<IBig, Many>(),
            };
        }
        match arithmetic {
            Words(1) => self.with::<Wide<1>, Few<1>>(),
            Words(2) => self.with::<Wide<2>, Few<1>>(),
            Words(3) => self.with::<Wide<3>, Few<1>>(),
            Words(4) => self.with::<Wide<4>, Few<1>>(),
            Words(6) => self.with::<Wide<6>, Few<1>>(),
            Words(8) => self.with::<Wide<8>, Few<1>>(),
            _ => self.with::<IBig, Few<1>>(),
        }
    }

    fn with<T: Integer, L: Labels>(&self) -> Pairs {
        let searches = self
            .polytopes
            .each_ref()
            .map(|polytope| vertices::<T, L>(polytope, &self.limits, self.integers_only));
        self.paired(searches, coordinates::<T>)
    }

    fn paired<L: Labels>(&self, searches: [Search<L>; 2], solver: Solver) -> Pairs {
        let [row, column] = &searches;
        let shape = (self.polytopes[0].columns, self.polytopes[1].columns);
        let (found, pairing_limit) = completely_labelled(
            &row.vertices,
            &column.vertices,
            shape,
            self.max_equilibria,
            &self.limits,
        );
        let degenerate = searches.iter().zip(&self.polytopes).any(|(search, p)| {
            let mut vertices = search.vertices.iter();
            vertices.any(|vertex| vertex.labels.count() > p.columns)
        });
        let named = |which: fn(&(usize, usize)) -> usize| found.iter().map(which);
        let (rows, row_places) =
            strategies(&self.polytopes[0], &row.vertices, named(|p| p.0), solver);
        let (columns, column_places) =
            strategies(&self.polytopes[1], &column.vertices, named(|p| p.1), solver);
        let mut pairs: Vec<(usize, usize)> = found
            .iter()
            .map(|(x, y)| (row_places[x], column_places[y]))
            .collect();
        pairs.sort_unstable();
        Pairs {
            strategies: [rows, columns],
            pairs,
            degenerate,
            vertices: searches.each_ref().map(|search| search.vertices.len()),
            limit: row
                .limit
                .or(column.limit)
                .map(PairingLimit::Search)
                .or(pairing_limit),
        }
    }
}

/// The solution, up to a positive factor, of the tight rows in the positive coordinates.
type Solver = fn(&Polytope, &[usize], &[usize]) -> Vec<IBig>;

fn coordinates<T: Integer>(polytope: &Polytope, rows: &[usize], columns: &[usize]) -> Vec<IBig> {
    let mut system = Exact::<T>::part(polytope, rows, columns);
    system.pivot_everywhere();
    let value = |column| system.scaled_value(column).map_or(IBig::ZERO, T::to_big);
    (0..columns.len()).map(value).collect()
}

/// The strategies of the vertices named, in descending order, and the place of each vertex.
fn strategies<L: Labels>(
    polytope: &Polytope,
    vertices: &[Vertex<L>],
    named: impl Iterator<Item = usize>,
    solver: Solver,
) -> (Vec<Vec<Rational>>, BTreeMap<usize, usize>) {
    let mut places: BTreeMap<usize, usize> = named.map(|vertex| (vertex, 0)).collect();
    let mut all: Vec<(Vec<Rational>, usize)> = places
        .keys()
        .map(|&place| (strategy(polytope, &vertices[place].basis, solver), place))
        .collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    for (order, (_, vertex)) in all.iter().enumerate() {
        places.insert(*vertex, order);
    }
    let strategies = all.into_iter().map(|(strategy, _)| strategy).collect();
    (strategies, places)
}

/// The coordinates of the vertex of a basis, divided by their sum.
fn strategy<L: Labels>(polytope: &Polytope, basis: &L, solver: Solver) -> Vec<Rational> {
    let other = |variable: usize| basis.contains(polytope.label(variable));
    let columns: Vec<usize> = (0..polytope.columns).filter(|&c| !other(c)).collect();
    let rows: Vec<usize> = (0..polytope.rows)
        .filter(|&r| other(polytope.columns + r))
        .collect();
    let numerators = solver(polytope, &rows, &columns);
    let sum: IBig = numerators.iter().sum();
    let mut strategy = vec![Rational::ZERO; polytope.columns];
    for (column, numerator) in columns.into_iter().zip(numerators) {
        strategy[column] = Rational::checked_ratio(numerator, sum.clone()).unwrap_or_default();
    }
    strategy
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::random::{generator, uniform_integers};

    #[test]
    fn all_arithmetics_find_the_same_equilibria() {
        let options = TwoPlayerOptions::default();
        for seed in 0..150 {
            let mut rng = generator(11, seed);
            let shape = [1 + seed as usize % 5, 1 + seed as usize / 5 % 5];
            let high = [1, 2, 30, 5_000][seed as usize % 4];
            let game = uniform_integers(&shape, -3..=high, &mut rng).expect("small");
            let expected = all_equilibria(&game, &options).expect("small");
            let bits = best_response_polytopes(&game)
                .map(|polytope| polytope.minor_bits() + 1.0)
                .into_iter()
                .fold(0.0, f64::max);
            let fitting = WIDTHS.into_iter().filter(|&w| bits <= (64 * w) as f64);
            let all = fitting.map(Arithmetic::Words).chain([Arithmetic::Big]);
            for arithmetic in all {
                let found = solve(&game, &options, Some(arithmetic)).expect("small");
                assert_eq!(found, expected, "{arithmetic:?} in {game:?}");
            }
            assert!(expected.set().verify(&game).expect("the same shape"));
        }
    }

    #[test]
    fn huge_payoffs_need_more_words_and_give_the_same_equilibria() {
        let options = TwoPlayerOptions::default();
        let mut rng = generator(12, 0);
        let small = uniform_integers(&[4, 4], 0..=1, &mut rng).expect("small");
        for (digits, words) in [(10, Arithmetic::Words(3)), (30, Arithmetic::Words(8))] {
            let huge: Rational = format!("1e{digits}").parse().expect("a number");
            let mut counter = 0;
            let game = NormalForm::from_fn(&[4, 4], |player, profile| {
                counter += 1;
                small.payoff(player, profile) * &huge + Rational::from(counter * counter % 97)
            })
            .expect("small");
            assert_eq!(smallest_arithmetic(&best_response_polytopes(&game)), words);
            let found = all_equilibria(&game, &options).expect("small");
            let exact = solve(&game, &options, Some(words)).expect("small");
            let big = solve(&game, &options, Some(Arithmetic::Big)).expect("small");
            assert_eq!(found, exact);
            assert_eq!(found, big);
            assert!(found.set().verify(&game).expect("the same shape"));
        }
    }
}
