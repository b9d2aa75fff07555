//! How payoffs are weighed into one number, or at least into an order.
//!
//! A [`Welfare`] looks at *material* payoffs, one for each player, and says which outcome is
//! better for all of them together. [`Utilitarian`] is the sum, and what the word means elsewhere
//! in this crate unless said otherwise; the others weigh inequality in different ways:
//!
//! | type | welfare |
//! |---|---|
//! | [`Utilitarian`] | `Σ u_i` |
//! | [`WeightedUtilitarian`] | `Σ w_i u_i` |
//! | [`NashProduct`] | `Π (u_i − d_i)` over what each gets in disagreement |
//! | [`Rawlsian`] | `min u_i` |
//! | [`Leximin`] | `min u_i`, and then the second lowest, … |
//! | [`GeneralisedMean`] | `((1/n) Σ u_i^p)^{1/p}` |
//! | [`InequalityAverse`] | `Σ u_i − κ/(2n) Σ_ij |u_i − u_j|` |
//!
//! [`gini`] measures inequality itself. Where one does not want to weigh at all,
//! [`pareto_dominates`], [`pareto_frontier`] and [`pareto_frontier_of_game`] say which outcomes
//! are beyond dispute.
//!
//! ```
//! use std::cmp::Ordering;
//! use lacuna::number::Rational;
//! use lacuna::welfare::{Leximin, Rawlsian, Utilitarian, Welfare};
//!
//! let equal = [2, 2, 2].map(Rational::from);
//! let rich = [2, 9, 2].map(Rational::from);
//! let lower = [1, 9, 9].map(Rational::from);
//! assert_eq!(Utilitarian.compare(&lower, &rich)?, Ordering::Greater);
//! assert_eq!(Rawlsian.compare(&lower, &rich)?, Ordering::Less);
//! // The minimum cannot tell these two apart; lexicographically the rich outcome is better.
//! assert_eq!(Rawlsian.compare(&equal, &rich)?, Ordering::Equal);
//! assert_eq!(Leximin.compare(&equal, &rich)?, Ordering::Less);
//! # Ok::<(), lacuna::welfare::WelfareError>(())
//! ```

mod error;
mod inequality;
mod mean;
mod nash_product;
mod pareto;
mod root;
mod sums;
mod worst_off;

pub use error::WelfareError;
pub use inequality::{InequalityAverse, gini};
pub use mean::GeneralisedMean;
pub use nash_product::NashProduct;
pub use pareto::{
    pareto_dominates, pareto_frontier, pareto_frontier_of_game, strictly_dominates,
    weakly_dominates,
};
pub use sums::{Utilitarian, WeightedUtilitarian};
pub use worst_off::{Leximin, Rawlsian};

use std::cmp::Ordering;

use crate::number::Scalar;

/// A measure of how good an outcome is for all players together, from their material payoffs.
///
/// Implement [`Welfare::welfare`]; override [`Welfare::compare`] where the order says more than
/// the number, or can be had exactly where the number cannot. The trait is object-safe; `&W`,
/// `Box<W>` and `Arc<W>` are welfares when `W` is.
///
/// An implementation promises: welfare is a function of the payoffs; `compare` is a total preorder
/// on the payoffs of its domain, and where it says `Greater` welfare is not lower.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::welfare::{Welfare, WelfareError};
/// /// What the best-off player gets.
/// struct Elitist;
/// impl Welfare<Rational> for Elitist {
///     fn welfare(&self, payoffs: &[Rational]) -> Result<Rational, WelfareError> {
///         let best = payoffs.iter().max().cloned();
///         best.ok_or_else(|| WelfareError::custom("there are no payoffs; one is needed"))
///     }
/// }
/// assert_eq!(Elitist.welfare(&[1, 4].map(Rational::from))?, Rational::from(4));
/// # Ok::<(), WelfareError>(())
/// ```
pub trait Welfare<S: Scalar>: Send + Sync {
    /// The welfare of these payoffs, one for each player; higher is better.
    ///
    /// # Errors
    /// Says what about the payoffs is outside the domain.
    fn welfare(&self, payoffs: &[S]) -> Result<S, WelfareError>;

    /// Is the first outcome better (`Greater`), worse or as good?
    ///
    /// # Errors
    /// [`WelfareError::DifferentLengths`], and those of [`Welfare::welfare`].
    fn compare(&self, first: &[S], second: &[S]) -> Result<Ordering, WelfareError> {
        check_lengths(first, second)?;
        order(&self.welfare(first)?, &self.welfare(second)?)
    }
}

macro_rules! forward_welfare {
    ($($pointer:ty),*) => {$(
        impl<S: Scalar, W: Welfare<S> + ?Sized> Welfare<S> for $pointer {
            fn welfare(&self, payoffs: &[S]) -> Result<S, WelfareError> {
                (**self).welfare(payoffs)
            }
            fn compare(&self, first: &[S], second: &[S]) -> Result<Ordering, WelfareError> {
                (**self).compare(first, second)
            }
        }
    )*};
}
forward_welfare!(&W, Box<W>, std::sync::Arc<W>);

/// Refuses no players, and payoffs that are not finite.
fn check<S: Scalar>(payoffs: &[S]) -> Result<(), WelfareError> {
    if payoffs.is_empty() {
        return Err(WelfareError::NoPlayers);
    }
    match payoffs.iter().position(|payoff| !payoff.is_finite()) {
        None => Ok(()),
        Some(player) => Err(WelfareError::NotFinite {
            player,
            value: payoffs[player].to_string(),
        }),
    }
}

fn check_lengths<S>(first: &[S], second: &[S]) -> Result<(), WelfareError> {
    if first.len() == second.len() {
        Ok(())
    } else {
        Err(WelfareError::DifferentLengths {
            first: first.len(),
            second: second.len(),
        })
    }
}

/// Refuses a result that floating point could not hold.
fn representable<S: Scalar>(welfare: S) -> Result<S, WelfareError> {
    if welfare.is_finite() {
        Ok(welfare)
    } else {
        Err(WelfareError::Overflow)
    }
}

/// The order of two numbers that are not NaN.
fn order<S: Scalar>(first: &S, second: &S) -> Result<Ordering, WelfareError> {
    first.partial_cmp(second).ok_or(WelfareError::Overflow)
}

/// The payoffs in ascending order; they have passed [`check`].
fn ascending<S: Scalar>(payoffs: &[S]) -> Vec<&S> {
    let mut sorted: Vec<&S> = payoffs.iter().collect();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal));
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;
    use proptest::prelude::*;

    /// Welfares that are symmetric, defined for positive payoffs and never against a Pareto
    /// improvement.
    fn symmetric() -> Vec<Box<dyn Welfare<Rational>>> {
        let half = Rational::new(1, 2).expect("non-zero");
        vec![
            Box::new(Utilitarian),
            Box::new(NashProduct::from_zero()),
            Box::new(Rawlsian),
            Box::new(Leximin),
            Box::new(GeneralisedMean::new(Rational::from(3)).expect("in range")),
            Box::new(GeneralisedMean::new(Rational::from(0)).expect("in range")),
            Box::new(GeneralisedMean::new(Rational::from(-2)).expect("in range")),
            Box::new(InequalityAverse::new(half).expect("in range")),
            Box::new(InequalityAverse::new(Rational::ONE).expect("in range")),
        ]
    }

    fn payoffs() -> impl Strategy<Value = (Vec<Rational>, Vec<Rational>)> {
        let one = |n| proptest::collection::vec((1i64..12).prop_map(Rational::from), n);
        (1usize..5).prop_flat_map(move |n| (one(n), one(n)))
    }

    #[test]
    fn payoffs_that_cannot_be_weighed_are_refused_by_all() {
        for welfare in symmetric() {
            assert_eq!(welfare.welfare(&[]), Err(WelfareError::NoPlayers));
            let (one, two) = (vec![Rational::ONE], vec![Rational::ONE; 2]);
            assert_eq!(
                welfare.compare(&one, &two),
                Err(WelfareError::DifferentLengths {
                    first: 1,
                    second: 2
                })
            );
        }
        let float: [&dyn Welfare<f64>; 5] = [
            &Utilitarian,
            &Rawlsian,
            &Leximin,
            &NashProduct::from_zero(),
            &InequalityAverse::new(0.5).expect("in range"),
        ];
        for welfare in float {
            assert!(matches!(
                welfare.welfare(&[1.0, f64::NAN]),
                Err(WelfareError::NotFinite { player: 1, .. })
            ));
            assert!(welfare.compare(&[1.0, f64::NAN], &[1.0, 1.0]).is_err());
            assert!(welfare.compare(&[1.0, 1.0], &[f64::INFINITY, 1.0]).is_err());
        }
        assert_eq!(
            Utilitarian.welfare(&[1e308, 1e308]),
            Err(WelfareError::Overflow)
        );
    }

    proptest! {
        #[test]
        fn names_do_not_matter_and_improvements_never_hurt(
            (first, second) in payoffs(),
            rotation in 0usize..4,
            gains in proptest::collection::vec(0i64..3, 4)
        ) {
            for welfare in symmetric() {
                let verdict = welfare.compare(&first, &second).expect("in the domain");
                let mut renamed = first.clone();
                renamed.rotate_left(rotation % first.len());
                prop_assert_eq!(welfare.compare(&renamed, &first), Ok(Ordering::Equal));
                prop_assert_eq!(welfare.compare(&renamed, &second), Ok(verdict));
                prop_assert_eq!(welfare.compare(&second, &first), Ok(verdict.reverse()));
                let better: Vec<Rational> = first
                    .iter()
                    .zip(&gains)
                    .map(|(x, &gain)| x + &Rational::from(gain))
                    .collect();
                let improved = welfare.compare(&better, &first).expect("in the domain");
                prop_assert!(improved != Ordering::Less);
                if let (Ok(a), Ok(b)) = (welfare.welfare(&first), welfare.welfare(&second)) {
                    prop_assert!(verdict == Ordering::Equal || a.cmp(&b) != verdict.reverse());
                }
            }
        }

        #[test]
        fn all_but_the_minimum_count_every_improvement(
            (first, _) in payoffs(),
            player in 0usize..4
        ) {
            let mut better = first.clone();
            let place = player % first.len();
            better[place] = &better[place] + &Rational::ONE;
            let half = Rational::new(1, 2).expect("non-zero");
            let strict: Vec<Box<dyn Welfare<Rational>>> = vec![
                Box::new(Utilitarian),
                Box::new(NashProduct::from_zero()),
                Box::new(Leximin),
                Box::new(GeneralisedMean::new(Rational::from(-2)).expect("in range")),
                Box::new(GeneralisedMean::new(Rational::from(2)).expect("in range")),
                Box::new(InequalityAverse::new(half).expect("in range")),
                Box::new(InequalityAverse::new(Rational::ONE).expect("in range")),
            ];
            for welfare in strict {
                prop_assert_eq!(welfare.compare(&better, &first), Ok(Ordering::Greater));
            }
        }

        #[test]
        fn averse_welfares_like_a_transfer_from_rich_to_poor(
            rest in proptest::collection::vec(1i64..12, 0..3),
            poor in 1i64..10,
            gap in 2i64..10
        ) {
            let mut unequal: Vec<Rational> = rest.into_iter().map(Rational::from).collect();
            unequal.extend([Rational::from(poor), Rational::from(poor + gap)]);
            let n = unequal.len();
            let mut fairer = unequal.clone();
            fairer[n - 2] = &fairer[n - 2] + &Rational::ONE;
            fairer[n - 1] = &fairer[n - 1] - &Rational::ONE;
            let averse: Vec<Box<dyn Welfare<Rational>>> = vec![
                Box::new(NashProduct::from_zero()),
                Box::new(Leximin),
                Box::new(GeneralisedMean::new(Rational::from(-2)).expect("in range")),
                Box::new(InequalityAverse::new(Rational::new(1, 9).expect("non-zero")).expect("in range")),
            ];
            // With a gap of 1 the two only change places.
            for welfare in averse {
                prop_assert_eq!(welfare.compare(&fairer, &unequal), Ok(Ordering::Greater));
            }
            prop_assert_eq!(Utilitarian.compare(&fairer, &unequal), Ok(Ordering::Equal));
        }
    }
}
