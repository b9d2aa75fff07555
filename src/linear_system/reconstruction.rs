//! Fractions from their residues (Wang, Guy and Davenport, 1982), by Lehmer's Euclid (1938).

use dashu_int::ops::{BitTest, DivRem, UnsignedAbs};
use dashu_int::{IBig, UBig};

/// `(n, d)` with `n ≡ d·residue` modulo `modulus`, `|n| ≤ bound` and `d > 0` as small as possible;
/// `0 ≤ residue < modulus`.
///
/// The only fraction with `|n| ≤ bound` and `d < modulus / (2·bound)` has this form if there is one.
pub(super) fn fraction(residue: UBig, modulus: &UBig, bound: &UBig) -> (IBig, UBig) {
    let (mut older, mut newer) = (modulus.clone(), residue);
    // Factors of the residue: `newer ≡ ±factor·residue`, with alternating signs.
    let (mut older_factor, mut factor) = (UBig::ZERO, UBig::ONE);
    let mut negative = false;
    while newer > *bound {
        let steps = leading_steps(&older, &newer, bound);
        if steps.count > 0 {
            let [[a, b], [c, d]] = steps.matrix;
            let combine = |plus: u64, x: &UBig, minus: u64, y: &UBig| {
                IBig::from(x * plus) - IBig::from(y * minus)
            };
            // The signs of the two rows alternate with the number of steps; sizes do not.
            let first = combine(a, &older, b, &newer).unsigned_abs();
            let second = combine(d, &newer, c, &older).unsigned_abs();
            (older, newer) = (first, second);
            (older_factor, factor) = (
                &older_factor * a + &factor * b,
                &older_factor * c + &factor * d,
            );
            negative ^= steps.count % 2 == 1;
        } else {
            let (quotient, rest) = (&older).div_rem(&newer);
            (older, newer) = (newer, rest);
            (older_factor, factor) = (factor.clone(), older_factor + quotient * factor);
            negative = !negative;
        }
    }
    let numerator = IBig::from(newer);
    (if negative { -numerator } else { numerator }, factor)
}

/// Steps of Euclid's algorithm that the leading digits decide.
struct Steps {
    count: usize,
    /// The two remainders after the steps are, up to sign, `a·older − b·newer` and
    /// `d·newer − c·older`.
    matrix: [[u64; 2]; 2],
}

/// As many steps as the 62 leading bits decide (Jebelean, 1993, with Collins' condition), none of
/// which goes below the bound.
fn leading_steps(older: &UBig, newer: &UBig, bound: &UBig) -> Steps {
    let mut matrix = [[1u64, 0], [0, 1]];
    let mut count = 0;
    let shift = older.bit_len().saturating_sub(62);
    let leading = |value: &UBig| u64::try_from(value >> shift).unwrap_or(u64::MAX);
    let (mut x, mut y) = (leading(older), leading(newer));
    let floor = leading(bound);
    if shift == 0 {
        return Steps { count, matrix };
    }
    loop {
        if y == 0 {
            break;
        }
        let quotient = x / y;
        let rest = x - quotient * y;
        let [[a, b], [c, d]] = matrix;
        let grown = |old: u64, new: u64| quotient.checked_mul(new)?.checked_add(old);
        let (Some(next_c), Some(next_d)) = (grown(a, c), grown(b, d)) else {
            break;
        };
        // The factors must stay below half of the leading bits, and the remainder well above
        // them, for the quotient to be that of the whole numbers.
        let slack = next_c.max(next_d);
        let low = rest <= floor.saturating_add(slack) || y - rest <= slack + c.max(d);
        if slack >= 1 << 31 || low {
            break;
        }
        matrix = [[c, d], [next_c, next_d]];
        (x, y) = (y, rest);
        count += 1;
    }
    Steps { count, matrix }
}
