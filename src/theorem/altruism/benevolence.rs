//! Players who care about each other's utility.

use super::forms::unless_refused;
use crate::number::{Extended, Rational};
use crate::preference::{BenevolentSystem, Outcome, PreferenceExt, UniformBenevolence};
use crate::theorem::by_definition::quotient;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

type Matrix = Vec<Vec<Rational>>;

/// The determinant, by expansion along the first row.
fn determinant(matrix: &Matrix) -> Rational {
    if matrix.is_empty() {
        return Rational::ONE;
    }
    (0..matrix.len())
        .map(|column| {
            let term = &matrix[0][column] * determinant(&without(matrix, 0, column));
            if column % 2 == 0 { term } else { -term }
        })
        .sum()
}

/// The matrix without a row and a column.
fn without(matrix: &Matrix, row: usize, column: usize) -> Matrix {
    (matrix.iter().enumerate())
        .filter(|(i, _)| *i != row)
        .map(|(_, entries)| {
            (entries.iter().enumerate())
                .filter(|(j, _)| *j != column)
                .map(|(_, entry)| entry.clone())
                .collect()
        })
        .collect()
}

/// The inverse by cofactors (Cramer, 1750).
fn inverse(matrix: &Matrix) -> Option<Matrix> {
    let size = matrix.len();
    let scale = determinant(matrix).recip()?;
    Some(
        (0..size)
            .map(|i| {
                (0..size)
                    .map(|j| {
                        let cofactor = determinant(&without(matrix, j, i)) * &scale;
                        if (i + j) % 2 == 0 {
                            cofactor
                        } else {
                            -cofactor
                        }
                    })
                    .collect()
            })
            .collect(),
    )
}

/// Players who count each other's utility, and an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Benevolence {
    /// In row i and column j, what a unit of utility of player j is worth to player i.
    pub coefficients: Vec<Vec<Rational>>,
    /// The payoff of each player.
    pub payoffs: Vec<Rational>,
}

impl Benevolence {
    /// A system of coefficients, one row a player, and the payoffs at an outcome.
    pub fn new(coefficients: Vec<Vec<Rational>>, payoffs: Vec<Rational>) -> Self {
        Benevolence {
            coefficients,
            payoffs,
        }
    }
}

/// Benevolent utilities exist, and rise with everybody's payoff, unless there is too much of it.
///
/// ```
/// use lacuna::theorem::altruism::{Benevolence, BenevolentUtilitiesAreMonotone};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// // Each counts the utility of the other twice: too much, and the crate refuses it.
/// let row = |entries: [i64; 2]| entries.map(Into::into).to_vec();
/// let much = Benevolence::new(vec![row([0, 2]), row([2, 0])], row([1, 2]));
/// assert_eq!(BenevolentUtilitiesAreMonotone.check(&much)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BenevolentUtilitiesAreMonotone;

impl Theorem for BenevolentUtilitiesAreMonotone {
    type Instance = Benevolence;

    fn statement(&self) -> Statement {
        Statement::new(
            "benevolent_utilities_are_monotone",
            "Benevolence makes sense unless there is too much of it",
        )
        .saying(
            "With `A ≥ 0` and zeros on the diagonal, `U = π + A·U` has a solution that falls in \
             nobody's payoff exactly if the system is accepted, that is if the spectral radius of A \
             is below 1. The solution is then `(I − A)⁻¹·π`.",
        )
        .from_source("Bergstrom, 1999")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "benevolent",
            "No coefficient is negative, and nobody counts their own utility.",
            |instance: &Self::Instance| {
                let fine = (instance.coefficients.iter().enumerate()).all(|(i, row)| {
                    (row.iter().enumerate())
                        .all(|(j, entry)| !entry.is_negative() && (i != j || entry.is_zero()))
                });
                Ok(Finding::when(fine, || {
                    format!("the coefficients are {:?}", instance.coefficients)
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let Benevolence {
            coefficients,
            payoffs,
        } = instance;
        let players = payoffs.len();
        if coefficients.len() != players || coefficients.iter().any(|row| row.len() != players) {
            return Err(TheoremError::Instance(
                "there is not one row and one column a player".to_owned(),
            ));
        }
        // Determinants are expanded, which takes n! steps.
        match players {
            0 => return Err(TheoremError::Instance("there are no players".to_owned())),
            1..=7 => {}
            _ => {
                return Err(TheoremError::Limit(format!(
                    "determinants are expanded for at most 7 players, and there are {players}"
                )));
            }
        }
        let complement: Matrix = (0..players)
            .map(|i| {
                (0..players)
                    .map(|j| Rational::from(i64::from(i == j)) - &coefficients[i][j])
                    .collect()
            })
            .collect();
        let monotone = inverse(&complement)
            .filter(|inverse| inverse.iter().flatten().all(|entry| !entry.is_negative()));
        let system = BenevolentSystem::new(coefficients.clone());
        let (system, inverse) = match (system, monotone) {
            (Err(_), None) => return Ok(Finding::Holds),
            (Ok(system), Some(inverse)) => (system, inverse),
            (system, inverse) => {
                return Ok(Finding::fails(format!(
                    "the system is said to be {system:?}, the inverse that is not negative is \
                     {inverse:?}"
                )));
            }
        };
        // The radius is numeric: near 1 it says nothing.
        claim!(
            (0.0..1.0 + 1e-9).contains(&system.spectral_radius()),
            "the spectral radius is {}",
            system.spectral_radius()
        );
        let outcome = Outcome::new(payoffs);
        let utilities = (0..players)
            .map(|player| system.evaluate(player, &outcome))
            .collect::<Result<Vec<_>, _>>()?;
        for (player, utility) in utilities.iter().enumerate() {
            let counted: Rational = (coefficients[player].iter().zip(&utilities))
                .map(|(entry, utility)| entry * utility)
                .sum();
            claim!(
                *utility == &payoffs[player] + &counted,
                "U_{player} is {utility}, and not {} + {counted}",
                payoffs[player]
            );
            claim!(
                system.weight_matrix().row(player) == inverse[player],
                "row {player} of the inverse is {:?}",
                system.weight_matrix().row(player)
            );
        }
        let normalised = BenevolentSystem::normalised(coefficients.clone())?;
        for player in 0..players {
            let total: Rational = inverse[player].iter().sum();
            let expected = utilities[player].checked_div(&total).unwrap_or_default();
            let seen = normalised.evaluate(player, &outcome)?;
            claim!(
                seen == expected,
                "normalised, player {player} makes {seen} of the outcome, and not {expected}"
            );
        }
        Ok(Finding::Holds)
    }
}

/// Players who all count each other's utility equally, and an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EqualBenevolence {
    /// What a unit of utility of each other player is worth.
    pub coefficient: Rational,
    /// The payoff of each player.
    pub payoffs: Vec<Rational>,
}

impl EqualBenevolence {
    /// Players with this coefficient for each other at an outcome.
    pub fn new(coefficient: impl Into<Rational>, payoffs: Vec<Rational>) -> Self {
        EqualBenevolence {
            coefficient: coefficient.into(),
            payoffs,
        }
    }
}

/// Equal benevolence towards all is altruism.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EqualBenevolenceIsAltruism;

impl Theorem for EqualBenevolenceIsAltruism {
    type Instance = EqualBenevolence;

    fn statement(&self) -> Statement {
        Statement::new(
            "equal_benevolence_is_altruism",
            "Equal benevolence towards all is a weight on welfare",
        )
        .saying(
            "If each of n players counts b of the utility of each other, `0 ≤ (n − 1)b < 1`, \
             utilities are `1/(1 + b)` times `u_i + λ·W` with `λ = b/(1 − (n − 1)b)`.",
        )
        .from_source("after Bergstrom, 1999")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "not_too_much",
            "The coefficients of all others add up to at least 0 and less than 1.",
            |instance: &Self::Instance| {
                let others = Rational::from(instance.payoffs.len().saturating_sub(1));
                let sum = others * &instance.coefficient;
                let within = !instance.coefficient.is_negative() && sum < Rational::ONE;
                Ok(Finding::when(within, || format!("they add up to {sum}")))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let EqualBenevolence {
            coefficient,
            payoffs,
        } = instance;
        let players = payoffs.len();
        if players == 0 {
            return Err(TheoremError::Instance("there are no players".to_owned()));
        }
        let others = Rational::from(players.saturating_sub(1));
        let expected = quotient(coefficient, &(Rational::ONE - others * coefficient));
        unless_refused((|| {
            let uniform = UniformBenevolence::new(coefficient.clone(), players)?;
            let system = uniform.to_system()?;
            let lambda = uniform.to_lambda()?.lambda().clone();
            claim!(
                Extended::Finite(lambda.clone()) == expected,
                "λ is {lambda}, the closed form {expected:?}"
            );
            let total: Rational = payoffs.iter().sum();
            let scale = Rational::ONE + coefficient;
            for (player, own) in payoffs.iter().enumerate() {
                let outcome = Outcome::new(payoffs);
                let seen = uniform.evaluate(player, &outcome)?;
                let solved = system.evaluate(player, &outcome)?;
                let altruist = own + &lambda * &total;
                claim!(
                    seen == solved && &scale * &seen == altruist,
                    "player {player} makes {seen} or {solved} of {payoffs:?}, and not {altruist} \
                     divided by {scale}"
                );
            }
            Ok(Finding::Holds)
        })())
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::altruism::drawn::near;
    use crate::theorem::by_definition::fraction;
    use crate::theorem::{Drawn, strategy};

    /// Systems of one to three players; a quarter of them close to or at a spectral radius of 1.
    fn systems(least: i64) -> BoxedStrategy<Benevolence> {
        let entry = move || prop_oneof![3 => least..=4, 1 => Just(0)];
        let any = (1usize..=3, 2i64..=8).prop_flat_map(move |(players, unit)| {
            vec(vec(entry(), players), players).prop_map(move |rows| {
                let value = |i: usize, j: usize, entry: i64| match i == j && least == 0 {
                    true => Rational::ZERO,
                    false => fraction(entry, unit),
                };
                (rows.into_iter().enumerate())
                    .map(|(i, row)| {
                        (row.into_iter().enumerate())
                            .map(|(j, entry)| value(i, j, entry))
                            .collect()
                    })
                    .collect::<Matrix>()
            })
        });
        // With coefficients c and 1/c of two players the radius is 1.
        let close = (1i64..=4).prop_flat_map(|c| {
            near(fraction(1, c)).prop_map(move |entry| {
                let zero = Rational::ZERO;
                vec![vec![zero.clone(), Rational::from(c)], vec![entry, zero]]
            })
        });
        // The same with a third player, whom the others count, or who counts them.
        let within_three = (1i64..=2, vec(0i64..=3, 4)).prop_map(|(c, links)| {
            let zero = Rational::ZERO;
            let link = |place: usize| fraction(links[place], 2);
            vec![
                vec![zero.clone(), Rational::from(c), link(0)],
                vec![fraction(1, c), zero.clone(), link(1)],
                vec![link(2), link(3), zero],
            ]
        });
        prop_oneof![6 => any, 2 => close, 1 => within_three]
            .prop_flat_map(|system: Matrix| {
                let payoffs = vec(strategy::payoffs(), system.len());
                (Just(system), payoffs)
            })
            .prop_map(|(system, payoffs)| Benevolence::new(system, payoffs))
            .boxed()
    }

    impl Drawn for BenevolentUtilitiesAreMonotone {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            systems(0)
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            systems(-2)
        }
    }

    impl Drawn for EqualBenevolenceIsAltruism {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            (1usize..=4, -1i64..=9)
                .prop_flat_map(|(players, eighths)| {
                    let others = players.saturating_sub(1).max(1) as i64;
                    let coefficient = fraction(eighths, 8 * others);
                    (Just(coefficient), vec(strategy::payoffs(), players))
                })
                .prop_map(|(coefficient, payoffs)| EqualBenevolence::new(coefficient, payoffs))
                .boxed()
        }
    }
}
