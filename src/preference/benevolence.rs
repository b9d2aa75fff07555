//! Players who care about each other's *utility* (Bergstrom, 1999).

use serde::{Deserialize, Serialize};

use super::support::{quotient, total};
use super::weight_matrix::{check_size, check_square};
use super::{Outcome, Preference, PreferenceError, WeightMatrix};
use crate::game::Game;
use crate::number::Scalar;

const COEFFICIENTS: &str = "the benevolence coefficients";

/// A system of benevolent utilities, `U = π + AU` with `A >= 0` and zeros on the diagonal: player
/// `i` counts `A_ij` of the *utility* of player `j`, who may in turn count that of `i`.
///
/// Solved, `U = (I−A)⁻¹π`. Utilities rise with everybody's payoff, and are finite, exactly if the
/// spectral radius of `A` is below 1 (Bergstrom, "Systems of benevolent utility functions", 1999);
/// other matrices are refused. For exact numbers the verdict is exact: the leading principal
/// minors of `I − A` must be positive. In floating point a radius within rounding of 1 is refused.
///
/// [`BenevolentSystem::normalised`] divides each row of `(I−A)⁻¹` by its sum, so that
/// constant payoffs are perceived as they are; the ranking of outcomes does not change.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::preference::{BenevolentSystem, Outcome, Preference};
/// let number = |text: &str| text.parse::<Rational>();
/// let system = BenevolentSystem::new(vec![
///     vec![number("0")?, number("1/2")?],
///     vec![number("1/4")?, number("0")?],
/// ])?;
/// let payoffs = [number("1")?, number("2")?];
/// assert_eq!(system.perceived(0, &Outcome::new(&payoffs)), number("16/7")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "RawSystem<S>",
    into = "RawSystem<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct BenevolentSystem<S> {
    coefficients: Vec<Vec<S>>,
    normalised: bool,
    weights: WeightMatrix<S>,
}

/// What a document says; the weights follow from it.
#[derive(Serialize, Deserialize)]
#[serde(
    bound(serialize = "S: Scalar", deserialize = "S: Scalar"),
    deny_unknown_fields
)]
struct RawSystem<S> {
    coefficients: Vec<Vec<S>>,
    #[serde(default)]
    normalised: bool,
}

impl<S: Scalar> TryFrom<RawSystem<S>> for BenevolentSystem<S> {
    type Error = PreferenceError;
    fn try_from(raw: RawSystem<S>) -> Result<Self, PreferenceError> {
        BenevolentSystem::build(raw.coefficients, raw.normalised)
    }
}

impl<S: Scalar> From<BenevolentSystem<S>> for RawSystem<S> {
    fn from(system: BenevolentSystem<S>) -> Self {
        RawSystem {
            coefficients: system.coefficients,
            normalised: system.normalised,
        }
    }
}

impl<S: Scalar> BenevolentSystem<S> {
    /// The system with these coefficients: `coefficients[i][j]` is what a unit of utility of
    /// player `j` is worth to player `i`.
    ///
    /// # Errors
    /// [`PreferenceError::Empty`], [`PreferenceError::NotSquare`], [`PreferenceError::BadEntry`]
    /// for a negative coefficient or one on the diagonal, [`PreferenceError::SpectralRadius`].
    pub fn new(coefficients: Vec<Vec<S>>) -> Result<Self, PreferenceError> {
        Self::build(coefficients, false)
    }

    /// The system with these coefficients, each player's utility divided by what a unit of payoff
    /// for everybody is worth to them.
    ///
    /// # Errors
    /// As [`BenevolentSystem::new`].
    pub fn normalised(coefficients: Vec<Vec<S>>) -> Result<Self, PreferenceError> {
        Self::build(coefficients, true)
    }

    fn build(coefficients: Vec<Vec<S>>, normalised: bool) -> Result<Self, PreferenceError> {
        check_square(COEFFICIENTS, &coefficients)?;
        for (row, entries) in coefficients.iter().enumerate() {
            for (column, entry) in entries.iter().enumerate() {
                let range = if row == column {
                    (*entry != S::zero()).then_some("0 on the diagonal")
                } else {
                    (*entry < S::zero()).then_some("at least 0")
                };
                if let Some(range) = range {
                    return Err(PreferenceError::BadEntry {
                        what: COEFFICIENTS,
                        row,
                        column,
                        value: entry.to_string(),
                        range,
                    });
                }
            }
        }
        let too_benevolent = || PreferenceError::SpectralRadius {
            radius: spectral_radius(&coefficients),
        };
        let players = coefficients.len();
        let complement = WeightMatrix::from_fn(players, |i, j| {
            let unit = if i == j { S::one() } else { S::zero() };
            unit - &coefficients[i][j]
        });
        if !leading_minors_are_positive(&complement) {
            return Err(too_benevolent());
        }
        let solved = complement.inverse().ok_or_else(too_benevolent)?;
        let weights = if normalised {
            // Every row sum is at least 1: (I−A)⁻¹ = I + A + A² + ….
            let sums: Vec<S> = solved.rows().map(total).collect();
            WeightMatrix::from_fn(players, |i, j| quotient(solved.entry(i, j), &sums[i]))
        } else {
            solved
        };
        Ok(BenevolentSystem {
            coefficients,
            normalised,
            weights,
        })
    }

    /// The number of players.
    pub fn players(&self) -> usize {
        self.weights.players()
    }

    /// The coefficients, row by row.
    pub fn coefficients(&self) -> &[Vec<S>] {
        &self.coefficients
    }

    /// Is each player's utility divided by what a unit of payoff for everybody is worth to them?
    pub fn is_normalised(&self) -> bool {
        self.normalised
    }

    /// The weights on material payoffs: `(I−A)⁻¹`, its rows divided by their sums if normalised.
    pub fn weight_matrix(&self) -> &WeightMatrix<S> {
        &self.weights
    }

    /// The spectral radius of the coefficients, numerically; below 1.
    pub fn spectral_radius(&self) -> f64 {
        spectral_radius(&self.coefficients)
    }
}

/// Are all leading principal minors positive? They are the products of the pivots of elimination
/// without row exchanges. For a matrix with no positive entry off the diagonal this says that it
/// is a regular M-matrix (Berman and Plemmons, 1994, chapter 6).
fn leading_minors_are_positive<S: Scalar>(matrix: &WeightMatrix<S>) -> bool {
    let n = matrix.players();
    let mut rows: Vec<Vec<S>> = matrix.rows().map(<[S]>::to_vec).collect();
    for column in 0..n {
        let pivot = rows[column][column].clone();
        let rounding = if S::EXACT {
            0.0
        } else {
            4.0 * n as f64 * f64::EPSILON
        };
        if !(pivot > S::zero() && (S::EXACT || pivot.to_f64() > rounding)) {
            return false;
        }
        let pivots = rows[column].clone();
        for row in rows.iter_mut().skip(column + 1) {
            let factor = quotient(&row[column], &pivot);
            for (entry, above) in row.iter_mut().zip(&pivots).skip(column) {
                *entry = entry.clone() - &(factor.clone() * above);
            }
        }
    }
    true
}

/// The spectral radius of a matrix with no negative entry: `‖A^m‖^(1/m)` at `m = 2^60` by repeated
/// squaring (Gelfand's formula). Nothing cancels in the products, so that each entry keeps its
/// relative precision, and defective or periodic matrices need no care.
fn spectral_radius<S: Scalar>(coefficients: &[Vec<S>]) -> f64 {
    const SQUARINGS: i32 = 60;
    let n = coefficients.len();
    let mut power: Vec<f64> = coefficients.iter().flatten().map(Scalar::to_f64).collect();
    let mut logarithm = 0.0;
    for step in 0..=SQUARINGS {
        let norm = power.iter().copied().fold(0.0, f64::max);
        if norm == 0.0 {
            return 0.0;
        }
        if !norm.is_finite() {
            return f64::INFINITY;
        }
        logarithm += norm.ln() / 2f64.powi(step);
        for entry in &mut power {
            *entry /= norm;
        }
        let mut square = vec![0.0; n * n];
        for i in 0..n {
            for k in 0..n {
                let factor = power[i * n + k];
                for j in 0..n {
                    square[i * n + j] += factor * power[k * n + j];
                }
            }
        }
        power = square;
    }
    logarithm.exp()
}

impl<S: Scalar> Preference<S> for BenevolentSystem<S> {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        self.weights.apply(player, outcome.payoffs())
    }

    fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
        self.weights.weights(players)
    }

    fn check_outcome(&self, outcome: &Outcome<'_, S>) -> Result<(), PreferenceError> {
        check_size("a benevolent system", self.players(), outcome.players())
    }

    fn check(&self, game: &dyn Game<S>) -> Result<(), PreferenceError> {
        check_size("a benevolent system", self.players(), game.players())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;
    use approx::assert_abs_diff_eq;
    use proptest::prelude::*;

    fn q(text: &str) -> Rational {
        text.parse().expect("a number")
    }

    fn rows(texts: &[&[&str]]) -> Vec<Vec<Rational>> {
        texts
            .iter()
            .map(|row| row.iter().map(|text| q(text)).collect())
            .collect()
    }

    #[test]
    fn coefficients_at_or_beyond_the_bound_are_refused_with_the_radius() {
        let error = BenevolentSystem::new(rows(&[&["0", "2"], &["2", "0"]])).expect_err("radius 2");
        let PreferenceError::SpectralRadius { radius } = error else {
            panic!("{error}");
        };
        assert_abs_diff_eq!(radius, 2.0, epsilon = 1e-14);
        // Why: solved all the same, everybody would want everybody to have less.
        let solved = WeightMatrix::new(rows(&[&["1", "-2"], &["-2", "1"]]))
            .expect("square")
            .inverse();
        let negative = WeightMatrix::new(rows(&[&["-1/3", "-2/3"], &["-2/3", "-1/3"]]));
        assert_eq!(solved, negative.ok());
        assert!(error.to_string().contains("it must be below 1"));
        // Exactly 1, in exact numbers and in floats, also where rounding leaves a positive pivot.
        for n in 2..8 {
            let share = Rational::from(n - 1).recip().expect("positive");
            let exact: Vec<Vec<Rational>> = (0..n)
                .map(|i| {
                    (0..n)
                        .map(|j| {
                            if i == j {
                                Rational::ZERO
                            } else {
                                share.clone()
                            }
                        })
                        .collect()
                })
                .collect();
            let numeric: Vec<Vec<f64>> = exact
                .iter()
                .map(|row| row.iter().map(Rational::to_f64).collect())
                .collect();
            assert!(BenevolentSystem::new(exact.clone()).is_err());
            assert!(BenevolentSystem::new(numeric).is_err());
            // A hair less passes exactly.
            let less: Vec<Vec<Rational>> = exact
                .iter()
                .map(|row| {
                    row.iter()
                        .map(|x| x * &q("0.99999999999999999999"))
                        .collect()
                })
                .collect();
            assert!(BenevolentSystem::new(less).is_ok());
        }
    }

    #[test]
    fn the_radius_is_right_for_periodic_and_defective_coefficients() {
        let radius = |texts: &[&[&str]]| spectral_radius(&rows(texts));
        assert_eq!(radius(&[&["0", "1"], &["0", "0"]]), 0.0);
        let cycle = radius(&[&["0", "1/2", "0"], &["0", "0", "1/4"], &["1", "0", "0"]]);
        assert_abs_diff_eq!(cycle, 0.5, epsilon = 1e-14);
        let defective = radius(&[&["1/3", "5"], &["0", "1/3"]]);
        assert_abs_diff_eq!(defective, 1.0 / 3.0, epsilon = 1e-14);
    }

    #[test]
    fn malevolence_and_self_reference_are_refused_with_their_place() {
        assert!(matches!(
            BenevolentSystem::new(rows(&[&["0", "1/2"], &["-1/2", "0"]])),
            Err(PreferenceError::BadEntry {
                row: 1,
                column: 0,
                ..
            })
        ));
        assert!(matches!(
            BenevolentSystem::new(rows(&[&["0", "1/2"], &["1/2", "1/9"]])),
            Err(PreferenceError::BadEntry {
                row: 1,
                column: 1,
                ..
            })
        ));
    }

    #[test]
    fn serde_keeps_the_coefficients_and_solves_again() {
        let system =
            BenevolentSystem::normalised(rows(&[&["0", "1/2"], &["1/4", "0"]])).expect("stable");
        let text = serde_json::to_string(&system).expect("json");
        assert_eq!(
            text,
            r#"{"coefficients":[["0","1/2"],["1/4","0"]],"normalised":true}"#
        );
        let back: BenevolentSystem<Rational> = serde_json::from_str(&text).expect("own output");
        assert_eq!(back, system);
        assert!(
            serde_json::from_str::<BenevolentSystem<Rational>>(
                r#"{"coefficients":[["0","1"],["1","0"]]}"#
            )
            .is_err()
        );
    }

    proptest! {
        #[test]
        fn the_solution_satisfies_the_system_and_the_verdict_agrees_with_the_radius(
            (n, parts, scale) in (2usize..5).prop_flat_map(|n| {
                (Just(n), proptest::collection::vec(0i64..6, n * n), 1i64..20)
            }),
            payoffs in proptest::collection::vec(-9i64..9, 4)
        ) {
            let coefficients: Vec<Vec<Rational>> = (0..n)
                .map(|i| {
                    (0..n)
                        .map(|j| if i == j {
                            Rational::ZERO
                        } else {
                            Rational::new(parts[n * i + j], scale).expect("positive")
                        })
                        .collect()
                })
                .collect();
            let radius = spectral_radius(&coefficients);
            // The radius is numeric, so nothing is said at 1 itself.
            prop_assume!((radius - 1.0).abs() > 1e-9);
            match BenevolentSystem::new(coefficients.clone()) {
                Ok(system) => {
                    prop_assert!(radius < 1.0);
                    let payoffs: Vec<Rational> =
                        payoffs[..n].iter().map(|&x| Rational::from(x)).collect();
                    let outcome = Outcome::new(&payoffs);
                    let utilities: Vec<Rational> =
                        (0..n).map(|i| system.perceived(i, &outcome)).collect();
                    for i in 0..n {
                        let fed: Rational = coefficients[i]
                            .iter()
                            .zip(&utilities)
                            .map(|(a, u)| a * u)
                            .sum();
                        prop_assert_eq!(&payoffs[i] + &fed, utilities[i].clone());
                        prop_assert!(system.weight_matrix().row(i).iter().all(|w| !w.is_negative()));
                    }
                    let normalised = BenevolentSystem::normalised(coefficients).expect("stable");
                    for i in 0..n {
                        let row = normalised.weight_matrix().row(i);
                        prop_assert_eq!(row.iter().sum::<Rational>(), Rational::ONE);
                        for j in 0..n {
                            prop_assert_eq!(
                                &row[j] * system.weight_matrix().entry(i, i),
                                &row[i] * system.weight_matrix().entry(i, j)
                            );
                        }
                    }
                }
                Err(error) => {
                    prop_assert!(radius > 1.0);
                    prop_assert_eq!(error, PreferenceError::SpectralRadius { radius });
                }
            }
        }
    }
}
