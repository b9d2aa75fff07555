//! Events that happen with an exact probability, drawn fast.

use rand::Rng;
use rand::rngs::Xoshiro256PlusPlus;

use super::GridError;
use crate::number::Rational;

/// An event of a probability, drawn as [`choose`](crate::game::random) would, from 63 bits of one
/// word, but without a fraction at each draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chance {
    /// The event happens if the drawn number is below this.
    below: u64,
}

impl Chance {
    /// Refuses what is no probability.
    pub(super) fn new(what: &'static str, probability: &Rational) -> Result<Self, GridError> {
        if probability.is_negative() || *probability > Rational::ONE {
            let needs = "between 0 and 1";
            return Err(GridError::rule(what, probability, needs));
        }
        let scaled = probability * &Rational::from(1u64 << 63);
        let whole = -(-scaled).floor();
        // At most 2⁶³, which is one more than the largest i64.
        let below = match whole.to_i64_parts() {
            Some((value, _)) => value.unsigned_abs(),
            None => 1 << 63,
        };
        Ok(Chance { below })
    }

    /// Can it not happen?
    pub(super) fn is_impossible(self) -> bool {
        self.below == 0
    }

    /// Does it happen?
    pub(super) fn happens(self, rng: &mut Xoshiro256PlusPlus) -> bool {
        rng.next_u64() >> 1 < self.below
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::random::{choose, generator, happens};

    #[test]
    fn a_chance_happens_when_an_exact_choice_would_fall_on_it() {
        for (numerator, denominator) in [(0, 1), (1, 3), (1, 200), (1, 2), (6, 7), (1, 1)] {
            let probability = Rational::new(numerator, denominator).expect("a fraction");
            let chance = Chance::new("a chance", &probability).expect("a probability");
            let [mut left, mut middle, mut right] = [(); 3].map(|()| generator(5, 1));
            for _ in 0..1000 {
                let expected = choose([&probability], &mut right).is_some();
                assert_eq!(chance.happens(&mut left), expected, "{probability}");
                assert_eq!(
                    happens(&probability, &mut middle),
                    expected,
                    "{probability}"
                );
            }
        }
    }

    #[test]
    fn limits_are_rounded_up_so_that_the_draw_is_that_of_the_fraction() {
        let below = |text: &str| {
            let probability: Rational = text.parse().expect("a fraction");
            Chance::new("a chance", &probability).map(|chance| chance.below)
        };
        assert_eq!(below("1"), Ok(1 << 63));
        assert_eq!(below("1/2"), Ok(1 << 62));
        assert_eq!(below("1/3"), Ok((1u64 << 63).div_ceil(3)));
        assert!(below("-1/3").is_err() && below("4/3").is_err());
    }
}
