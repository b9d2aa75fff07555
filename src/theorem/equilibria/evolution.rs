//! Which strategies are sure to be evolutionarily stable.

use super::population::Population;
use crate::equilibrium::symmetric::{
    SymmetricOptions, evolutionarily_stable_strategies, evolutionary_stability,
    symmetric_equilibria,
};
use crate::game::{Game, NormalForm};
use crate::number::Rational;
use crate::theorem::by_definition::{dot, over, pure, solve};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

type Strategy = Vec<Rational>;

/// Is it the only best reply to itself?
fn is_strict(game: &NormalForm<Rational>, action: usize) -> bool {
    let worth = |own: usize| game.payoff(0, &[own, action]);
    (0..game.actions(0)).all(|own| own == action || worth(own) < worth(action))
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

impl PopulationAction {
    /// The game, if it has the action.
    fn game(&self) -> Result<NormalForm<Rational>, TheoremError> {
        let game = NormalForm::symmetric(&self.matrix)?;
        match self.action < game.actions(0) {
            true => Ok(game),
            false => Err(TheoremError::Instance(format!(
                "there is no action {} of {}",
                self.action,
                game.actions(0)
            ))),
        }
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
                let game = instance.game()?;
                Ok(Finding::when(is_strict(&game, instance.action), || {
                    format!("another does as well against {}", instance.action)
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = instance.game()?;
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
///
/// ```
/// use lacuna::theorem::equilibria::{InteriorStabilityStandsAlone, Population};
/// use lacuna::theorem::{Theorem, Verdict};
/// // Hawks and doves over a prize of 2, when a lost fight costs 4.
/// let hawk_dove = [[-1i64, 2], [0, 1]].map(|row| row.map(Into::into).to_vec()).to_vec();
/// let population = Population::new(hawk_dove);
/// assert_eq!(InteriorStabilityStandsAlone.check(&population)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
            let factor = over(&row[pivot], &unit[pivot]);
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
                    NormalForm::symmetric(&instance.matrix)?;
                    Ok(Finding::when(interior(&instance.matrix).is_some(), || {
                        "there is none, or more than one".to_owned()
                    }))
                },
            ),
            Hypothesis::new(
                "strictly_stable",
                "The form zᵀAz is negative for all changes of shares.",
                |instance: &Population| {
                    NormalForm::symmetric(&instance.matrix)?;
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
        InteriorStabilityStandsAlone, Population, PopulationAction, StrictEquilibriaAreStable,
    };
    use crate::number::Rational;
    use crate::theorem::{Drawn, Theorem};

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
            (matrices(2..=3)).prop_map(Population::new).boxed()
        }
    }
}
