//! How many digits a number in a law may have.

use super::Law;
use crate::number::Rational;

/// Neither the numerator nor the denominator has more digits than a law may have.
pub(super) fn fits(value: &Rational) -> bool {
    value.to_i64_parts().is_some()
        || value
            .to_string()
            .split('/')
            .all(|part| part.trim_start_matches('-').len() <= Law::MOST_DIGITS)
}
