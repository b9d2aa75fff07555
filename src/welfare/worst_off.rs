//! Welfare as that of the worst off (Rawls, 1971; Sen, 1970).

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::{Welfare, WelfareError, ascending, check, check_lengths, order};
use crate::number::Scalar;

fn minimum<S: Scalar>(payoffs: &[S]) -> Result<S, WelfareError> {
    check(payoffs)?;
    ascending(payoffs)
        .first()
        .map(|&least| least.clone())
        .ok_or(WelfareError::NoPlayers)
}

/// The lowest payoff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Rawlsian;

impl<S: Scalar> Welfare<S> for Rawlsian {
    fn welfare(&self, payoffs: &[S]) -> Result<S, WelfareError> {
        minimum(payoffs)
    }
}

/// The lowest payoff; at a tie the second lowest, and so on (lexicographic maximin, Sen, 1970).
///
/// No single number represents this order. [`Welfare::welfare`] is the lowest payoff, so that
/// equal welfare does not mean equally good; [`Welfare::compare`] is the full order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Leximin;

impl<S: Scalar> Welfare<S> for Leximin {
    fn welfare(&self, payoffs: &[S]) -> Result<S, WelfareError> {
        minimum(payoffs)
    }

    fn compare(&self, first: &[S], second: &[S]) -> Result<Ordering, WelfareError> {
        check_lengths(first, second)?;
        check(first)?;
        check(second)?;
        for (a, b) in ascending(first).into_iter().zip(ascending(second)) {
            match order(a, b)? {
                Ordering::Equal => {}
                verdict => return Ok(verdict),
            }
        }
        Ok(Ordering::Equal)
    }
}
