//! What survives in a population.

use super::by_definition::{all_profiles, claim, dot, fraction, solve, vertices};
use crate::equilibrium::symmetric::{
    StabilityVerdict, SymmetricOptions, check_symmetric, evolutionarily_stable_strategies,
    evolutionary_stability, neutrally_stable_strategies, symmetric_equilibria,
};
use crate::game::{Game, NormalForm};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

type Strategy = Vec<Rational>;

/// A population whose members meet in pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Population {
    /// The payoff of each action against each.
    pub matrix: Vec<Vec<Rational>>,
}

impl Population {
    /// A symmetric game by the matrix of the payoffs of each action against each.
    pub fn new(matrix: Vec<Vec<Rational>>) -> Self {
        Population { matrix }
    }
}

/// What `own` is worth against `other`.
fn worth(game: &NormalForm<Rational>, own: &[Rational], other: &[Rational]) -> Rational {
    let against = |i: usize| -> Rational {
        (other.iter().enumerate())
            .map(|(j, p)| p * &game.payoff(0, &[i, j]))
            .sum()
    };
    own.iter().enumerate().map(|(i, p)| p * &against(i)).sum()
}

/// All strategies whose probabilities are multiples of a quarter.
fn grid(actions: usize) -> Vec<Strategy> {
    let mut found = all_profiles(&vec![5; actions]);
    found.retain(|parts| parts.iter().sum::<usize>() == 4);
    let quarters = |parts: Vec<usize>| {
        parts
            .into_iter()
            .map(|part| fraction(part as i64, 4))
            .collect()
    };
    found.into_iter().map(quarters).collect()
}

/// Is it the only best reply to itself?
fn is_strict(game: &NormalForm<Rational>, action: usize) -> bool {
    let worth = |own: usize| game.payoff(0, &[own, action]);
    (0..game.actions(0)).all(|own| own == action || worth(own) < worth(action))
}

fn pure(actions: usize, action: usize) -> Strategy {
    super::by_definition::pure(actions, action)
}

/// What becomes of a mutant: the sign of what the incumbent gains on it when it is rare.
fn resists(
    game: &NormalForm<Rational>,
    incumbent: &[Rational],
    mutant: &[Rational],
) -> std::cmp::Ordering {
    let first = worth(game, incumbent, incumbent) - worth(game, mutant, incumbent);
    let second = worth(game, incumbent, mutant) - worth(game, mutant, mutant);
    first.signum().then(second.signum())
}

/// The search for symmetric equilibria finds the vertices that answer themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SymmetricEquilibriaAnswerThemselves;

impl Theorem for SymmetricEquilibriaAnswerThemselves {
    type Instance = Population;

    fn statement(&self) -> Statement {
        Statement::new(
            "symmetric_equilibria_answer_themselves",
            "Symmetric equilibria answer themselves",
        )
        .saying(
            "The extreme symmetric equilibria of a symmetric game are the vertices of its best-reply \
             polyhedron whose actions are all best replies to it. There is at least one, and the \
             mixtures of those that answer each other are equilibria as well.",
        )
        .from_source("Nash, 1951; Bomze, 1986")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = &NormalForm::symmetric(&instance.matrix)?;
        let found = symmetric_equilibria(game, &SymmetricOptions::default())?;
        let set = found.set();
        let mut expected: Vec<Strategy> = Vec::new();
        for vertex in vertices(game, 0) {
            if vertex
                .support
                .iter()
                .all(|action| vertex.replies.contains(action))
            {
                expected.push(vertex.strategy);
            }
        }
        expected.sort();
        let mut listed: Vec<Strategy> = set.extreme.iter().map(|e| e.strategy.clone()).collect();
        listed.sort();
        claim!(
            listed == expected && !listed.is_empty() && found.is_complete(),
            "found {listed:?}, and there are {expected:?}"
        );
        for equilibrium in &set.extreme {
            let x = &equilibrium.strategy;
            let best = worth(game, x, x);
            let replies: Vec<usize> = (0..x.len())
                .filter(|&action| worth(game, &pure(x.len(), action), x) == best)
                .collect();
            let support: Vec<usize> = (0..x.len()).filter(|&a| x[a].is_positive()).collect();
            claim!(
                equilibrium.payoff == best
                    && equilibrium.best_replies == replies
                    && equilibrium.support == support
                    && equilibrium.profile()?.is_equilibrium(game)?,
                "{equilibrium:?} is described wrongly"
            );
        }
        // Two are in one convex set exactly if they are best replies to each other.
        for (i, first) in set.extreme.iter().enumerate() {
            for (j, second) in set.extreme.iter().enumerate().skip(i + 1) {
                let together = set
                    .convex_sets
                    .iter()
                    .any(|c| c.contains(&i) && c.contains(&j));
                let (x, y) = (&first.strategy, &second.strategy);
                let exchange = worth(game, x, y) == worth(game, y, y)
                    && worth(game, y, x) == worth(game, x, x);
                claim!(
                    together == exchange,
                    "{x:?} and {y:?} answer each other: {exchange}; in one set: {together}"
                );
            }
        }
        Ok(Finding::Holds)
    }
}

/// Evolutionary stability refines neutral stability, which refines equilibrium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StabilityRefinesEquilibrium;

impl Theorem for StabilityRefinesEquilibrium {
    type Instance = Population;

    fn statement(&self) -> Statement {
        Statement::new(
            "stability_refines_equilibrium",
            "Stability refines equilibrium",
        )
        .saying(
            "Evolutionarily stable strategies are neutrally stable, and these are symmetric \
             equilibria. No mutant grows against a neutrally stable strategy, none holds its share \
             against an evolutionarily stable one, and every other strategy has a mutant that does.",
        )
        .from_source("Maynard Smith and Price, 1973; Maynard Smith, 1982")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = &NormalForm::symmetric(&instance.matrix)?;
        check_symmetric(game)?;
        let options = SymmetricOptions::default();
        let size = game.actions(0);
        let extreme = symmetric_equilibria(game, &options)?.into_set().extreme;
        let mutants = grid(size);
        let mut strategies: Vec<Strategy> = extreme.iter().map(|e| e.strategy.clone()).collect();
        strategies.extend((0..size).map(|action| pure(size, action)));
        strategies.extend(mutants.iter().step_by(4).cloned());
        let (mut stable, mut neutral) = (Vec::new(), Vec::new());
        for (place, x) in strategies.iter().enumerate() {
            let verdict = evolutionary_stability(game, x, &options)?;
            claim!(
                verdict.verify(game, x, &options)?,
                "{verdict:?} on {x:?} does not verify"
            );
            let signs = mutants
                .iter()
                .filter(|y| *y != x)
                .map(|y| resists(game, x, y));
            let least = signs.min();
            let own = worth(game, x, x);
            let is_equilibrium = (0..size).all(|a| worth(game, &pure(size, a), x) <= own);
            claim!(
                verdict.is_equilibrium() == is_equilibrium,
                "{x:?} is an equilibrium: {is_equilibrium}"
            );
            claim!(
                !verdict.is_neutrally_stable() || is_equilibrium && least.is_none_or(|s| s.is_ge()),
                "{x:?} is neutrally stable, and a mutant grows"
            );
            claim!(
                !verdict.is_evolutionarily_stable()
                    || verdict.is_neutrally_stable() && least.is_none_or(|s| s.is_gt()),
                "{x:?} is evolutionarily stable, and a mutant holds its share"
            );
            if let Some(mutant) = verdict.mutant() {
                let sign = resists(game, x, &mutant.strategy);
                let invades = matches!(verdict, StabilityVerdict::Invaded { .. });
                claim!(
                    if invades { sign.is_lt() } else { sign.is_eq() },
                    "the mutant {:?} of {x:?} does not do what it should",
                    mutant.strategy
                );
            }
            if let StabilityVerdict::NotAnEquilibrium { reply, gain, .. } = &verdict {
                let better = worth(game, &pure(size, *reply), x) - own;
                claim!(
                    better == *gain && gain.is_positive(),
                    "{reply} does not gain {gain}"
                );
            }
            if place < extreme.len() {
                if verdict.is_evolutionarily_stable() {
                    stable.push(x.clone());
                }
                if verdict.is_neutrally_stable() {
                    neutral.push(x.clone());
                }
            }
        }
        // Stable strategies are isolated, so that they are among the extreme equilibria.
        let mut listed: Vec<Strategy> = (evolutionarily_stable_strategies(game, &options)?.set())
            .iter()
            .map(|found| found.strategy.clone())
            .collect();
        let mut weaker: Vec<Strategy> = (neutrally_stable_strategies(game, &options)?.set())
            .iter()
            .map(|found| found.strategy.clone())
            .collect();
        for list in [&mut stable, &mut neutral, &mut listed, &mut weaker] {
            list.sort();
        }
        claim!(
            listed == stable,
            "{stable:?} are stable, and {listed:?} are listed"
        );
        claim!(
            weaker == neutral,
            "{neutral:?} are neutrally stable, and {weaker:?} are listed"
        );
        Ok(Finding::Holds)
    }
}

/// A symmetric game and an action.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PopulationAction {
    /// The payoff of each action against each.
    pub matrix: Vec<Vec<Rational>>,
    /// An action.
    pub action: usize,
}

impl PopulationAction {
    /// A symmetric game by its matrix, and an action.
    pub fn new(matrix: Vec<Vec<Rational>>, action: usize) -> Self {
        PopulationAction { matrix, action }
    }
}

/// A strict symmetric equilibrium is evolutionarily stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StrictEquilibriaAreStable;

impl Theorem for StrictEquilibriaAreStable {
    type Instance = PopulationAction;

    fn statement(&self) -> Statement {
        Statement::new(
            "strict_equilibria_are_stable",
            "Strict equilibria are stable",
        )
        .saying(
            "An action that is the only best reply to itself is an evolutionarily stable \
                 strategy.",
        )
        .from_source("Maynard Smith and Price, 1973")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "strict",
            "Every other action does worse against the action.",
            |instance: &PopulationAction| {
                let game = NormalForm::symmetric(&instance.matrix)?;
                Ok(Finding::when(is_strict(&game, instance.action), || {
                    format!("another does as well against {}", instance.action)
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = NormalForm::symmetric(&instance.matrix)?;
        let options = SymmetricOptions::default();
        let x = pure(game.actions(0), instance.action);
        let verdict = evolutionary_stability(&game, &x, &options)?;
        let listed = evolutionarily_stable_strategies(&game, &options)?;
        let is_listed = listed.set().iter().any(|found| found.strategy == x);
        claim!(
            verdict.verify(&game, &x, &options)?,
            "{verdict:?} does not verify"
        );
        Ok(Finding::when(
            verdict.is_evolutionarily_stable() && is_listed,
            || format!("it is not stable: {verdict:?}; listed: {is_listed}"),
        ))
    }
}

/// An evolutionarily stable strategy that plays everything is the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InteriorStabilityStandsAlone;

/// The symmetric equilibrium that plays everything, if there is exactly one.
fn interior(matrix: &[Vec<Rational>]) -> Option<Strategy> {
    let size = matrix.len();
    let mut rows: Vec<Vec<Rational>> = (matrix.iter())
        .map(|row| [row.as_slice(), &[-Rational::ONE, Rational::ZERO]].concat())
        .collect();
    let mut total = vec![Rational::ONE; size];
    total.extend([Rational::ZERO, Rational::ONE]);
    rows.push(total);
    let mut solution = solve(rows, size + 1)?;
    solution.pop();
    solution
        .iter()
        .all(Rational::is_positive)
        .then_some(solution)
}

/// Is `zᵀAz` negative for all `z` other than zero whose entries add up to zero? By the leading
/// minors of the form on the differences to the last action.
fn is_negative_definite(matrix: &[Vec<Rational>]) -> bool {
    let last = matrix.len() - 1;
    let entry = |i: usize, j: usize| {
        let one_way = |i: usize, j: usize| {
            &matrix[i][j] - &matrix[i][last] - &matrix[last][j] + &matrix[last][last]
        };
        -(one_way(i, j) + one_way(j, i))
    };
    // Elimination without exchanges: all pivots are positive.
    let mut rows: Vec<Vec<Rational>> = (0..last)
        .map(|i| (0..last).map(|j| entry(i, j)).collect())
        .collect();
    for pivot in 0..last {
        if !rows[pivot][pivot].is_positive() {
            return false;
        }
        let unit = rows[pivot].clone();
        for row in rows.iter_mut().skip(pivot + 1) {
            let factor = super::by_definition::over(&row[pivot], &unit[pivot]);
            row.iter_mut()
                .zip(&unit)
                .for_each(|(entry, of)| *entry -= &(&factor * of));
        }
    }
    true
}

impl Theorem for InteriorStabilityStandsAlone {
    type Instance = Population;

    fn statement(&self) -> Statement {
        Statement::new(
            "interior_stability_stands_alone",
            "An interior stable strategy is the only one",
        )
        .saying(
            "If a strategy that plays every action answers itself, and the game is strictly stable \
             (`zᵀAz < 0` for all changes z of shares), then it is evolutionarily stable, and no other \
             strategy is a symmetric equilibrium.",
        )
        .from_source("Haigh, 1975; Hofbauer and Sigmund, 1998")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "interior_equilibrium",
                "A strategy that plays every action makes all actions worth the same.",
                |instance: &Population| {
                    Ok(Finding::when(interior(&instance.matrix).is_some(), || {
                        "there is none, or more than one".to_owned()
                    }))
                },
            ),
            Hypothesis::new(
                "strictly_stable",
                "The form zᵀAz is negative for all changes of shares.",
                |instance: &Population| {
                    Ok(Finding::when(
                        is_negative_definite(&instance.matrix),
                        || "it is not".to_owned(),
                    ))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = NormalForm::symmetric(&instance.matrix)?;
        let options = SymmetricOptions::default();
        let stable = evolutionarily_stable_strategies(&game, &options)?;
        let equilibria = symmetric_equilibria(&game, &options)?;
        let ([only], [answer]) = (&stable.set()[..], &equilibria.set().extreme[..]) else {
            return Ok(Finding::fails(format!(
                "{} strategies are stable, and {} answer themselves",
                stable.set().len(),
                equilibria.set().extreme.len()
            )));
        };
        claim!(
            only == answer,
            "the stable one is not the one that answers itself"
        );
        let everything = only.strategy.iter().all(Rational::is_positive);
        claim!(everything, "{:?} does not play everything", only.strategy);
        if let Some(x) = interior(&instance.matrix) {
            let worths = instance.matrix.iter().map(|row| dot(row, &x));
            claim!(
                x == only.strategy,
                "{:?} is stable instead of {x:?}",
                only.strategy
            );
            claim!(
                worths.clone().min() == worths.max(),
                "{x:?} does not make all worth the same"
            );
        }
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::matrices;
    use super::{
        InteriorStabilityStandsAlone, Population, PopulationAction, StabilityRefinesEquilibrium,
        StrictEquilibriaAreStable, SymmetricEquilibriaAnswerThemselves,
    };
    use crate::number::Rational;
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for SymmetricEquilibriaAnswerThemselves {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            matrices(1..=3).prop_map(Population::new).boxed()
        }
    }

    impl Drawn for StabilityRefinesEquilibrium {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            matrices(1..=3).prop_map(Population::new).boxed()
        }
    }

    fn actions() -> BoxedStrategy<PopulationAction> {
        (matrices(1..=3), 0usize..3)
            .prop_map(|(matrix, action)| {
                let action = action % matrix.len();
                PopulationAction::new(matrix, action)
            })
            .boxed()
    }

    impl Drawn for StrictEquilibriaAreStable {
        /// The action does better against itself than any other by a little or a lot.
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (actions(), 0i64..=3)
                .prop_map(|(mut instance, more)| {
                    let action = instance.action;
                    let against = instance
                        .matrix
                        .iter()
                        .map(|row| &row[action])
                        .max()
                        .cloned();
                    let more = Rational::new(more, 7).unwrap_or_default();
                    instance.matrix[action][action] = against.unwrap_or_default() + more;
                    instance
                })
                .boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            actions()
        }
    }

    impl Drawn for InteriorStabilityStandsAlone {
        /// A matrix `−MᵀM − D`, and to each row what makes a chosen strategy answer itself.
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (2usize..=3)
                .prop_flat_map(|size| (vec(vec(-2i64..=2, size), size), vec(1i64..=4, size)))
                .prop_map(|(root, parts)| {
                    let size = parts.len();
                    let total: i64 = parts.iter().sum();
                    let entry = |i: usize, j: usize| {
                        let square: i64 = root.iter().map(|row| row[i] * row[j]).sum();
                        -square - i64::from(i == j)
                    };
                    let matrix = (0..size)
                        .map(|i| {
                            let worth: i64 = (0..size).map(|j| entry(i, j) * parts[j]).sum();
                            let level = Rational::new(worth, total).unwrap_or_default();
                            (0..size)
                                .map(|j| Rational::from(entry(i, j)) - &level)
                                .collect()
                        })
                        .collect();
                    Population::new(matrix)
                })
                .boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (matrices(2..=3))
                .prop_map(|matrix| Population::new(matrix))
                .boxed()
        }
    }
}
