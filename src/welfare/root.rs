//! Roots of exact numbers, where they are exact.

use std::str::FromStr;

use dashu_int::UBig;

use crate::number::Rational;

/// The `degree`-th root of a number that is at least 0, if it is rational. A reduced fraction has
/// a rational root exactly if its numerator and its denominator have integer ones.
pub(super) fn exact_root(value: &Rational, degree: usize) -> Option<Rational> {
    if degree == 1 {
        return Some(value.clone());
    }
    let text = value.to_string();
    let (above, below) = text.split_once('/').unwrap_or((&text, "1"));
    let integer_root = |digits: &str| -> Option<Rational> {
        let whole = UBig::from_str(digits).ok()?;
        let root = whole.nth_root(degree);
        if root.pow(degree) != whole {
            return None;
        }
        root.to_string().parse().ok()
    };
    integer_root(above)?.checked_div(&integer_root(below)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_found_exactly_when_they_are_rational() {
        let q = |text: &str| text.parse::<Rational>().expect("a number");
        assert_eq!(exact_root(&q("8/27"), 3), Some(q("2/3")));
        assert_eq!(exact_root(&q("0"), 5), Some(q("0")));
        assert_eq!(exact_root(&q("1"), 64), Some(q("1")));
        assert_eq!(exact_root(&q("2"), 2), None);
        assert_eq!(exact_root(&q("4/3"), 2), None);
        let large = q("123456789012345678901234567890/7");
        let power = large.checked_pow(7).expect("positive");
        assert_eq!(exact_root(&power, 7), Some(large));
        assert_eq!(exact_root(&(power + Rational::ONE), 7), None);
    }
}
