//! From the words of a generator to numbers, with operations that every machine rounds alike.

use rand::Rng;

/// The golden ratio in 64 bits, the step of SplitMix64.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The output of SplitMix64 `steps` steps after the state `value`.
pub(super) fn finalise(value: u64, steps: u64) -> u64 {
    let mut z = value.wrapping_add(STEP.wrapping_mul(steps));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A multiple of 2⁻⁵³, uniform in 0..1.
pub(super) fn unit(rng: &mut (impl Rng + ?Sized)) -> f64 {
    const SCALE: f64 = 1.0 / (1u64 << 53) as f64;
    (rng.next_u64() >> 11) as f64 * SCALE
}

/// Uniform in `low..=high`, exactly (Lemire, 2019); `low` must not be above `high`.
pub(super) fn integer(rng: &mut (impl Rng + ?Sized), low: i64, high: i64) -> i64 {
    let width = high.wrapping_sub(low) as u64;
    let Some(bound) = width.checked_add(1) else {
        return rng.next_u64() as i64;
    };
    // Rejecting the first 2^64 mod bound low words leaves each value equally many.
    let rejected = bound.wrapping_neg() % bound;
    loop {
        let product = u128::from(rng.next_u64()) * u128::from(bound);
        if product as u64 >= rejected {
            return low.wrapping_add((product >> 64) as i64);
        }
    }
}

/// Standard normal numbers by the polar method (Marsaglia and Bray, 1964), which makes two at a
/// time.
#[derive(Default)]
pub(super) struct Normal {
    second: Option<f64>,
}

impl Normal {
    pub(super) fn draw(&mut self, rng: &mut (impl Rng + ?Sized)) -> f64 {
        if let Some(second) = self.second.take() {
            return second;
        }
        loop {
            let x = 2.0 * unit(rng) - 1.0;
            let y = 2.0 * unit(rng) - 1.0;
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                let factor = (-2.0 * logarithm(square) / square).sqrt();
                self.second = Some(y * factor);
                return x * factor;
            }
        }
    }
}

/// The natural logarithm of a positive normal number. That of the standard library may differ in
/// the last bit between platforms; this one uses only arithmetic.
fn logarithm(value: f64) -> f64 {
    const MANTISSA: u64 = (1 << 52) - 1;
    let bits = value.to_bits();
    let mut exponent = ((bits >> 52) & 0x7ff) as i32 - 1023;
    let mut mantissa = f64::from_bits((bits & MANTISSA) | (1023 << 52));
    if mantissa > std::f64::consts::SQRT_2 {
        mantissa *= 0.5;
        exponent += 1;
    }
    // ln m = 2 artanh t with |t| < 0.172, where thirteen terms are below half a unit in the last place.
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let square = t * t;
    let series = (0..13)
        .rev()
        .fold(0.0, |sum, k| sum * square + 1.0 / f64::from(2 * k + 1));
    f64::from(exponent) * std::f64::consts::LN_2 + 2.0 * t * series
}

#[cfg(test)]
mod tests {
    use super::super::generator;
    use super::*;

    #[test]
    fn the_logarithm_is_that_of_the_library_up_to_rounding() {
        let mut rng = generator(3, 0);
        for _ in 0..10_000 {
            let x = unit(&mut rng);
            for value in [x, x * 1e-12, 1.0 - x * 1e-9] {
                if value > 0.0 {
                    let exact = value.ln();
                    let error = (logarithm(value) - exact).abs();
                    assert!(
                        error <= 4.0 * f64::EPSILON * exact.abs() + 1e-300,
                        "{value}"
                    );
                }
            }
        }
    }

    #[test]
    fn integers_fill_their_range_evenly_up_to_the_whole_machine() {
        let mut rng = generator(4, 0);
        let mut counts = [0u32; 6];
        for _ in 0..60_000 {
            counts[(integer(&mut rng, -2, 3) + 2) as usize] += 1;
        }
        // Six standard deviations of a binomial with mean 10 000.
        assert!(
            counts.iter().all(|count| count.abs_diff(10_000) < 550),
            "{counts:?}"
        );
        assert_eq!(integer(&mut rng, i64::MIN, i64::MIN), i64::MIN);
        let whole: Vec<i64> = (0..64)
            .map(|_| integer(&mut rng, i64::MIN, i64::MAX))
            .collect();
        assert!(whole.iter().any(|x| *x < i64::MIN / 2) && whole.iter().any(|x| *x > i64::MAX / 2));
        let nearly: Vec<i64> = (0..64)
            .map(|_| integer(&mut rng, i64::MIN + 1, i64::MAX))
            .collect();
        assert!(nearly.iter().all(|x| *x > i64::MIN));
    }

    #[test]
    fn normal_numbers_have_the_moments_of_the_normal_distribution() {
        let mut rng = generator(5, 0);
        let mut normal = Normal::default();
        let draws: Vec<f64> = (0..40_000).map(|_| normal.draw(&mut rng)).collect();
        let moment =
            |power: i32| draws.iter().map(|x| x.powi(power)).sum::<f64>() / draws.len() as f64;
        // About five standard errors each.
        assert!(moment(1).abs() < 0.025);
        assert!((moment(2) - 1.0).abs() < 0.036);
        assert!(moment(3).abs() < 0.1);
        assert!((moment(4) - 3.0).abs() < 0.25);
    }
}
