//! Division by a number that stays the same, as a product.

/// A divisor that stays the same.
pub(super) struct Divisor {
    pub(super) value: usize,
    /// `2^64 / value`, rounded up: with it a product replaces the division of a dividend below
    /// 2^32 (Granlund and Montgomery, 1994).
    inverse: Option<u64>,
}

impl Divisor {
    /// For dividends up to `largest`.
    pub(super) fn new(value: usize, largest: usize) -> Self {
        let inverse = (value > 1 && u32::try_from(largest).is_ok() && value <= largest)
            .then(|| u64::MAX / value as u64 + 1);
        Divisor { value, inverse }
    }

    #[inline]
    pub(super) fn quotient(&self, dividend: usize) -> usize {
        match self.inverse {
            Some(inverse) => ((dividend as u128 * u128::from(inverse)) >> 64) as usize,
            None => dividend / self.value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn products_divide_exactly(value in 1usize..1 << 32, dividend in 0usize..1 << 32) {
            let largest = (1 << 32) - 1;
            for value in [value, value % 1000 + 1] {
                let divisor = Divisor::new(value, largest);
                for dividend in [dividend, dividend / value * value, largest] {
                    prop_assert_eq!(divisor.quotient(dividend), dividend / value);
                }
            }
            let wide = Divisor::new(value, usize::MAX);
            prop_assert_eq!(wide.quotient(dividend << 20), (dividend << 20) / value);
        }
    }
}
