//! Short numbers near long ones.

use crate::number::Rational;

/// The number, or if it is long a shorter one just below, so that numbers do not grow for ever
/// where the threshold is irrational.
pub(super) fn short(value: &Rational) -> Rational {
    const SCALE: i64 = 1 << 40;
    let scale = Rational::from(SCALE);
    match value.to_i64_parts() {
        Some((_, denominator)) if denominator < SCALE => value.clone(),
        _ => (value * &scale)
            .floor()
            .checked_div(&scale)
            .unwrap_or_default(),
    }
}

/// The number of least denominator in the middle half of an interval: the interval shrinks by a
/// quarter at least, and thresholds are often simple.
pub(super) fn simplest_between(low: &Rational, high: &Rational) -> Rational {
    let quarter = (high - low) * Rational::new(1, 4).unwrap_or_default();
    let (low, high) = (low + &quarter, high - &quarter);
    // The quotients of the continued fraction that both ends share, from the last to the first.
    let (mut a, mut b, mut quotients) = (low.clone(), high, Vec::new());
    let mut value = loop {
        let whole = a.floor();
        if whole == a {
            break whole;
        }
        if &whole + &Rational::ONE <= b {
            break whole + Rational::ONE;
        }
        // Both have the same whole part and a rest; the reciprocals swap ends.
        let (Some(x), Some(y)) = ((&b - &whole).recip(), (&a - &whole).recip()) else {
            return low;
        };
        quotients.push(whole);
        (a, b) = (x, y);
    };
    for whole in quotients.into_iter().rev() {
        value = whole + value.recip().unwrap_or_default();
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simplest_number_is_in_the_middle_half() {
        let number = |text: &str| -> Rational { text.parse().expect("a number") };
        for (low, high, simplest) in [
            ("0", "4", "1"),
            ("0", "1", "1/2"),
            ("0.3", "0.4", "1/3"),
            ("3.1", "3.2", "19/6"),
            ("2", "2", "2"),
        ] {
            let found = simplest_between(&number(low), &number(high));
            assert_eq!(found, number(simplest), "{low} {high}");
        }
    }

    #[test]
    fn shorter_numbers_are_just_below() {
        let long: Rational = "1/3".parse::<Rational>().expect("a number");
        assert_eq!(short(&long), long);
        let long = long.checked_pow(40).expect("a power");
        let close = short(&long);
        assert!(close <= long && long - close < Rational::new(1, 1 << 40).expect("positive"));
    }
}
