//! The best transfers after one signal, given what a transfer to each player is worth.

use crate::contract::Budget;
use crate::number::Scalar;

/// Transfers as multiples of a unit: 1 for receiving it, −1 for paying it, one entry a player.
pub(super) type Pattern = Vec<i8>;

/// The transfers of at most one unit each that are worth most, within a budget that holds after
/// every signal: an extreme point of what is allowed.
///
/// It is a fractional knapsack: pay those to whom a transfer is worth most, take from the others.
pub(super) fn best<S: Scalar>(worth: &[S], budget: Budget) -> Pattern {
    let zero = S::zero();
    let sign = |value: &S| i8::from(*value > zero) - i8::from(*value < zero);
    let free: Pattern = worth.iter().map(sign).collect();
    match budget {
        Budget::Unrestricted | Budget::Expected => free,
        Budget::Burning => {
            let mut net: i64 = free.iter().map(|&t| i64::from(t)).sum();
            let mut pattern = free;
            for t in pattern.iter_mut().filter(|t| **t == 0) {
                // Those who do not care pay for the others.
                if net > 0 {
                    *t = -1;
                    net -= 1;
                }
            }
            if net > 0 { halves(worth) } else { pattern }
        }
        Budget::Balanced => halves(worth),
    }
}

/// The upper half receives, the lower half pays; equals get nothing.
fn halves<S: Scalar>(worth: &[S]) -> Pattern {
    let mut order: Vec<usize> = (0..worth.len()).collect();
    order.sort_by(|&a, &b| {
        let by_worth = worth[b].partial_cmp(&worth[a]);
        by_worth
            .unwrap_or(std::cmp::Ordering::Equal)
            .then(a.cmp(&b))
    });
    let mut pattern = vec![0; worth.len()];
    for pair in 0..worth.len() / 2 {
        let (high, low) = (order[pair], order[worth.len() - 1 - pair]);
        if worth[high] > worth[low] {
            pattern[high] = 1;
            pattern[low] = -1;
        }
    }
    pattern
}

/// A direction in which transfers can grow for ever and be worth more and more, if there is one.
pub(super) fn ray<S: Scalar>(
    worth: &[S],
    budget: Budget,
    negligible: impl Fn(&S) -> bool,
) -> Option<Pattern> {
    let mut direction = vec![0; worth.len()];
    let zero = S::zero();
    let extreme = |better: fn(&S, &S) -> bool| {
        (1..worth.len()).fold(0, |best, player| {
            if better(&worth[player], &worth[best]) {
                player
            } else {
                best
            }
        })
    };
    let (high, low) = (extreme(|a, b| a > b), extreme(|a, b| a < b));
    match budget {
        Budget::Unrestricted | Budget::Expected => {
            let upwards = worth[high].clone() + &worth[low] > zero;
            let player = if upwards { high } else { low };
            if negligible(&worth[player]) {
                return None;
            }
            direction[player] = if upwards { 1 } else { -1 };
        }
        Budget::Burning | Budget::Balanced => {
            if !negligible(&(worth[high].clone() - &worth[low])) {
                direction[high] = 1;
                direction[low] = -1;
            } else if budget == Budget::Burning && worth[low] < zero && !negligible(&worth[low]) {
                direction[low] = -1;
            } else {
                return None;
            }
        }
    }
    Some(direction)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;
    use proptest::prelude::*;

    /// All transfers in {−1, 0, 1} within the budget.
    fn all(players: usize, budget: Budget) -> Vec<Pattern> {
        let count = 3usize.pow(u32::try_from(players).expect("few"));
        (0..count)
            .map(|mut code| {
                (0..players)
                    .map(|_| {
                        let digit = i8::try_from(code % 3).expect("a digit") - 1;
                        code /= 3;
                        digit
                    })
                    .collect::<Pattern>()
            })
            .filter(|t| {
                let net: i64 = t.iter().map(|&t| i64::from(t)).sum();
                match budget {
                    Budget::Burning => net <= 0,
                    Budget::Balanced => net == 0,
                    _ => true,
                }
            })
            .collect()
    }

    fn worth_of(worth: &[Rational], t: &Pattern) -> Rational {
        worth
            .iter()
            .zip(t)
            .map(|(w, &t)| w * &Rational::from(i64::from(t)))
            .sum()
    }

    proptest! {
        #[test]
        fn no_transfers_are_worth_more(worth in proptest::collection::vec(-4i64..5, 1..6)) {
            let worth: Vec<Rational> = worth.into_iter().map(Rational::from).collect();
            for budget in [Budget::Unrestricted, Budget::Burning, Budget::Balanced] {
                let found = best(&worth, budget);
                let allowed = all(worth.len(), budget);
                prop_assert!(allowed.contains(&found), "{found:?} {budget:?}");
                let most = allowed.iter().map(|t| worth_of(&worth, t)).max().expect("none");
                prop_assert_eq!(worth_of(&worth, &found), most);
            }
        }

        #[test]
        fn a_ray_is_found_iff_transfers_are_worth_something(
            worth in proptest::collection::vec(-2i64..3, 1..5),
        ) {
            let worth: Vec<Rational> = worth.into_iter().map(Rational::from).collect();
            for budget in [Budget::Unrestricted, Budget::Burning, Budget::Balanced] {
                let allowed = all(worth.len(), budget);
                let most = allowed.iter().map(|t| worth_of(&worth, t)).max().expect("none");
                match ray(&worth, budget, Rational::is_zero) {
                    None => prop_assert!(most.is_zero()),
                    Some(found) => {
                        prop_assert!(allowed.contains(&found));
                        prop_assert!(worth_of(&worth, &found).is_positive());
                    }
                }
            }
        }
    }
}
