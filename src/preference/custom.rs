//! Any function as a preference.

use std::fmt;

use super::{Outcome, Preference};
use crate::number::Scalar;

/// A preference from a closure of player and outcome. Defined everywhere, claims no weights, and
/// is not data: implement [`Preference`] on a type of your own for more.
///
/// ```
/// use lacuna::game::{Game, NormalForm};
/// use lacuna::preference::{Custom, Outcome, Perceived};
/// let game = NormalForm::symmetric(&[vec![3.0, 0.0], vec![5.0, 1.0]])?;
/// // The second player wants to beat the first; the first wants money.
/// let rivalry = Custom::new(|player: usize, outcome: &Outcome<'_, f64>| {
///     let payoffs = outcome.payoffs();
///     if player == 1 { payoffs[1] - payoffs[0] } else { payoffs[0] }
/// });
/// let seen = Perceived::new(game, rivalry)?;
/// assert_eq!(seen.payoff(1, &[0, 1]), 5.0);
/// assert_eq!(seen.payoff(0, &[0, 1]), 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Custom<F> {
    utility: F,
}

impl<F> Custom<F> {
    /// The preference with this utility; its values must be finite.
    pub fn new(utility: F) -> Self {
        Custom { utility }
    }
}

impl<F> fmt::Debug for Custom<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Custom").finish_non_exhaustive()
    }
}

impl<S, F> Preference<S> for Custom<F>
where
    S: Scalar,
    F: Fn(usize, &Outcome<'_, S>) -> S + Send + Sync,
{
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        (self.utility)(player, outcome)
    }
}
