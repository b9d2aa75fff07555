//! The set of all equilibria of a two-player game.

use serde::{Deserialize, Serialize};

use super::subsets::Component;
use crate::equilibrium::{MixedProfile, SolveError};
use crate::game::{Game, NormalForm};
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use crate::number::Rational;

/// The set of all equilibria of a two-player game, by its extreme points.
///
/// It is the union over the maximal Nash subsets (X, Y) of `conv(X) × conv(Y)`; the pairs of an X
/// and a Y are the extreme equilibria.
///
/// # Extremes over the whole set
/// The sum of the payoffs is a bilinear function of the two strategies, as is the payoff of one
/// player in any game of the same shape. Over a product of polytopes a bilinear function is
/// greatest and least at a pair of vertices: with one strategy fixed it is linear in the other.
/// The extreme equilibria therefore suffice for the best and the worst welfare over *all*
/// equilibria. Sources: Winkels (1979), Jansen (1981), Avis, Rosenberg, Savani and von Stengel
/// (2010).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Document", into = "Document")]
pub struct EquilibriumSet {
    pub(super) rows: Vec<Vec<Rational>>,
    pub(super) columns: Vec<Vec<Rational>>,
    /// Indices of the strategies of each extreme equilibrium.
    pub(super) pairs: Vec<(usize, usize)>,
    extreme: Vec<MixedProfile>,
    pub(super) payoffs: Vec<[Rational; 2]>,
    pub(super) components: Vec<Component>,
    degenerate: bool,
}

/// The serialised form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    row_strategies: Vec<Vec<Rational>>,
    column_strategies: Vec<Vec<Rational>>,
    extreme: Vec<(usize, usize)>,
    payoffs: Vec<[Rational; 2]>,
    components: Vec<Component>,
    degenerate: bool,
}

impl From<EquilibriumSet> for Document {
    fn from(set: EquilibriumSet) -> Self {
        Document {
            row_strategies: set.rows,
            column_strategies: set.columns,
            extreme: set.pairs,
            payoffs: set.payoffs,
            components: set.components,
            degenerate: set.degenerate,
        }
    }
}

impl TryFrom<Document> for EquilibriumSet {
    type Error = SolveError;
    fn try_from(document: Document) -> Result<Self, SolveError> {
        let refuse = |problem: &str| SolveError::BadEquilibriumSet {
            problem: problem.to_string(),
        };
        let (m, n) = (
            document.row_strategies.len(),
            document.column_strategies.len(),
        );
        let alike = |list: &[Vec<Rational>]| list.windows(2).all(|w| w[0].len() == w[1].len());
        if !alike(&document.row_strategies) || !alike(&document.column_strategies) {
            return Err(refuse("the strategies of a player differ in length"));
        }
        if document.extreme.iter().any(|&(x, y)| x >= m || y >= n) {
            return Err(refuse(
                "an extreme equilibrium names a strategy that is not there",
            ));
        }
        if document.payoffs.len() != document.extreme.len() {
            return Err(refuse(
                "there must be one pair of payoffs an extreme equilibrium",
            ));
        }
        let count = document.extreme.len();
        let in_range = |component: &Component| {
            component.extreme.iter().all(|&e| e < count)
                && component.maximal_nash_subsets.iter().all(|subset| {
                    subset.rows.iter().all(|&x| x < m) && subset.columns.iter().all(|&y| y < n)
                })
        };
        if !document.components.iter().all(in_range) {
            return Err(refuse("a component names an index that is not there"));
        }
        let extreme = document
            .extreme
            .iter()
            .map(|&(x, y)| {
                MixedProfile::new(vec![
                    document.row_strategies[x].clone(),
                    document.column_strategies[y].clone(),
                ])
            })
            .collect::<Result<_, _>>()?;
        Ok(EquilibriumSet {
            extreme,
            rows: document.row_strategies,
            columns: document.column_strategies,
            pairs: document.extreme,
            payoffs: document.payoffs,
            components: document.components,
            degenerate: document.degenerate,
        })
    }
}

/// A value and the first extreme equilibrium at which it is attained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Extremum {
    /// The value.
    pub value: Rational,
    /// The index among the extreme equilibria.
    pub index: usize,
}

/// The best and the worst welfare over a set of equilibria.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WelfareRange {
    /// The greatest welfare.
    pub best: Extremum,
    /// The least welfare.
    pub worst: Extremum,
}

/// The greatest and the least value of a function over a set of equilibria.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ValueRange {
    /// The greatest value.
    pub greatest: Extremum,
    /// The least value.
    pub least: Extremum,
}

impl EquilibriumSet {
    /// The set with these strategies, pairs and components, all from the solver.
    pub(super) fn assemble(
        game: &NormalForm<Rational>,
        [rows, columns]: [Vec<Vec<Rational>>; 2],
        pairs: Vec<(usize, usize)>,
        components: Vec<Component>,
        degenerate: bool,
    ) -> Self {
        // Every action taken is worth the payoff of the equilibrium.
        let taken = |strategy: &[Rational]| strategy.iter().position(Rational::is_positive);
        let worth = |player: usize, own: &[Rational], other: &[Rational]| -> Rational {
            let action = taken(own).unwrap_or(0);
            let payoff = |against: usize| match player {
                0 => game.payoff(0, &[action, against]),
                _ => game.payoff(1, &[against, action]),
            };
            (other.iter().enumerate())
                .filter(|(_, p)| !p.is_zero())
                .map(|(against, p)| payoff(against) * p)
                .sum()
        };
        let payoffs = pairs
            .iter()
            .map(|&(x, y)| {
                [
                    worth(0, &rows[x], &columns[y]),
                    worth(1, &columns[y], &rows[x]),
                ]
            })
            .collect();
        let extreme = pairs
            .iter()
            .map(|&(x, y)| MixedProfile::from_valid(vec![rows[x].clone(), columns[y].clone()]))
            .collect();
        EquilibriumSet {
            rows,
            columns,
            pairs,
            extreme,
            payoffs,
            components,
            degenerate,
        }
    }

    /// The extreme equilibria, in the order of their row and then of their column strategies.
    pub fn extreme(&self) -> &[MixedProfile] {
        &self.extreme
    }

    /// The indices of the row strategy and of the column strategy of each extreme equilibrium.
    pub fn pairs(&self) -> &[(usize, usize)] {
        &self.pairs
    }

    /// The payoffs of the two players at each extreme equilibrium.
    pub fn payoffs(&self) -> &[[Rational; 2]] {
        &self.payoffs
    }

    /// The row player's strategies in extreme equilibria, each once, in descending lexicographic
    /// order.
    pub fn row_strategies(&self) -> &[Vec<Rational>] {
        &self.rows
    }

    /// The column player's strategies in extreme equilibria, each once, in descending
    /// lexicographic order.
    pub fn column_strategies(&self) -> &[Vec<Rational>] {
        &self.columns
    }

    /// The connected components, in the order of their first extreme equilibria.
    pub fn components(&self) -> &[Component] {
        &self.components
    }

    /// Is the game degenerate: does some strategy have more best responses than it has actions in
    /// its support? The set of equilibria can be finite all the same.
    pub fn is_degenerate(&self) -> bool {
        self.degenerate
    }

    /// Is every equilibrium isolated, so that the extreme ones are all?
    pub fn is_finite(&self) -> bool {
        self.components.iter().all(Component::is_singleton)
    }

    /// Is the profile in the set: a mixture of extreme strategies of one maximal Nash subset?
    ///
    /// A profile of another shape is not.
    ///
    /// # Errors
    /// [`SolveError::Linear`] if a linear program reaches a default limit.
    ///
    /// # Complexity
    /// Two linear programs for each maximal Nash subset, at most.
    pub fn contains(&self, profile: &MixedProfile) -> Result<bool, SolveError> {
        let [row, column] = profile.strategies() else {
            return Ok(false);
        };
        for component in &self.components {
            for subset in &component.maximal_nash_subsets {
                let of = |list: &[usize], all: &[Vec<Rational>], point: &[Rational]| {
                    let hull: Vec<&[Rational]> = list.iter().map(|&i| all[i].as_slice()).collect();
                    in_hull(point, &hull)
                };
                if of(&subset.rows, &self.rows, row)? && of(&subset.columns, &self.columns, column)?
                {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The best and the worst welfare over the whole set, measured by the sum of the payoffs of
    /// any two-player game of the same shape: the material game, where the equilibria are those of
    /// a perceived one.
    ///
    /// # Errors
    /// [`SolveError::NotTwoPlayers`], [`SolveError::Game`] or [`SolveError::NotAStrategy`] for a
    /// game of another shape; [`SolveError::NoEquilibriumFound`] for the empty set that a limit
    /// can leave.
    pub fn welfare_range<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
    ) -> Result<WelfareRange, SolveError> {
        self.check_shape(game)?;
        let mut values = Vec::with_capacity(self.extreme.len());
        for profile in &self.extreme {
            values.push(profile.welfare(game)?);
        }
        let range = range_of_values(values)?;
        Ok(WelfareRange {
            best: range.greatest,
            worst: range.least,
        })
    }

    /// The greatest and the least value over the whole set of a function that is bilinear in the
    /// two strategies, such as a player's expected payoff or a sum of such payoffs.
    ///
    /// The function is called once for each extreme equilibrium. If it is not bilinear (or
    /// quasi-convex and quasi-concave in each strategy), the range is that over the extreme
    /// equilibria only.
    ///
    /// # Errors
    /// [`SolveError::NoEquilibriumFound`].
    pub fn range_of(
        &self,
        value: impl FnMut(&MixedProfile) -> Rational,
    ) -> Result<ValueRange, SolveError> {
        range_of_values(self.extreme.iter().map(value).collect())
    }

    /// Checks every claim about `game` apart from completeness, from the payoffs alone.
    ///
    /// Every extreme profile has regret zero and the payoffs stated; the components divide the
    /// extreme equilibria, are connected and share no strategy; in every maximal Nash subset all
    /// pairs are extreme equilibria of its component, no strategy could be added, and every extreme
    /// equilibrium is in one. A game said to be nondegenerate has no more best replies to a strategy
    /// listed than actions in its support; that a game is degenerate may show elsewhere.
    ///
    /// # Errors
    /// As [`EquilibriumSet::welfare_range`] for a game of another shape.
    pub fn verify<G: Game<Rational> + ?Sized>(&self, game: &G) -> Result<bool, SolveError> {
        super::check::verify(self, game)
    }
}

fn range_of_values(values: Vec<Rational>) -> Result<ValueRange, SolveError> {
    let mut values = values.into_iter().enumerate();
    let Some((index, value)) = values.next() else {
        return Err(SolveError::NoEquilibriumFound);
    };
    let first = Extremum { value, index };
    let mut range = ValueRange {
        greatest: first.clone(),
        least: first,
    };
    for (index, value) in values {
        if value > range.greatest.value {
            range.greatest = Extremum { value, index };
        } else if value < range.least.value {
            range.least = Extremum { value, index };
        }
    }
    Ok(range)
}

/// Is a point a mixture of these?
fn in_hull(point: &[Rational], hull: &[&[Rational]]) -> Result<bool, SolveError> {
    if hull.iter().any(|vertex| vertex.len() != point.len()) {
        return Ok(false);
    }
    if hull.contains(&point) {
        return Ok(true);
    }
    if hull.len() < 2 {
        return Ok(false);
    }
    let mut program = LinearProgram::maximise();
    for _ in hull {
        program.variable(Bounds::NONNEGATIVE, 0);
    }
    program.row((0..hull.len()).map(|v| (v, 1)), Relation::Equal, 1)?;
    for (action, probability) in point.iter().enumerate() {
        let terms = hull
            .iter()
            .enumerate()
            .filter(|(_, vertex)| !vertex[action].is_zero())
            .map(|(v, vertex)| (v, vertex[action].clone()));
        program.row(terms, Relation::Equal, probability.clone())?;
    }
    let solved = program.solve(&LinearOptions::default())?;
    Ok(matches!(solved.answer, Answer::Optimal(_)))
}

impl EquilibriumSet {
    /// Refuses a game that cannot have these equilibria.
    pub(super) fn check_shape<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
    ) -> Result<(), SolveError> {
        crate::equilibrium::error::check_two_players(game)?;
        for (player, strategies) in [&self.rows, &self.columns].into_iter().enumerate() {
            let actions = game.actions(player);
            if let Some(strategy) = strategies.iter().find(|s| s.len() != actions) {
                return Err(SolveError::NotAStrategy {
                    player,
                    problem: format!("it has {} entries for {actions} actions", strategy.len()),
                });
            }
        }
        Ok(())
    }
}
