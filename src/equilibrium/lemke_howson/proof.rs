//! From the supports at the end of a path to an equilibrium, exactly.

use dashu_int::IBig;
use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_ratio::RBig;

use super::tables::{Payoffs, Tables};
use crate::equilibrium::MixedProfile;
use crate::linear_system::{CommonDenominator, IntegerSystem, solve_wide};
use crate::number::Rational;

/// The only profile with weights on these actions alone that makes both players indifferent among
/// theirs, if there is one and it is an equilibrium.
///
/// Payoffs are raised to be positive, so that weights `w` with `A·w = 1` exist if any make the
/// player indifferent; dividing by their sum gives the strategy.
pub(crate) fn equilibrium_on(
    tables: &Tables<'_>,
    supports: &[Vec<usize>; 2],
) -> Option<MixedProfile> {
    if supports[0].is_empty() || supports[0].len() != supports[1].len() {
        return None;
    }
    let column = against(tables, 0, supports)?;
    let row = against(tables, 1, supports)?;
    Some(MixedProfile::from_valid(vec![
        strategy(tables.actions[0], &supports[0], &row),
        strategy(tables.actions[1], &supports[1], &column),
    ]))
}

/// The opponent's weights against which `player` is indifferent in its support and has nothing
/// better outside of it.
fn against(
    tables: &Tables<'_>,
    player: usize,
    supports: &[Vec<usize>; 2],
) -> Option<CommonDenominator> {
    let (own, other) = (&supports[player], &supports[1 - player]);
    let weights = square(tables, player, own, other)?;
    if weights.numerators.iter().any(|weight| *weight < IBig::ZERO) {
        return None;
    }
    no_better_outside(tables, player, own, other, &weights).then_some(weights)
}

/// The weights `w` of the opponent's actions `other` with `A·w = 1` on the actions `own` of
/// `player`, as many as the others; `None` if there is none or more than one.
pub(crate) fn square(
    tables: &Tables<'_>,
    player: usize,
    own: &[usize],
    other: &[usize],
) -> Option<CommonDenominator> {
    let payoffs = &tables.payoffs[player];
    let places = || {
        let row = move |&a: &usize| other.iter().map(move |&b| tables.index(player, a, b));
        own.iter().flat_map(row)
    };
    match payoffs {
        Payoffs::Machine { .. } if own.len() == 1 => Some(CommonDenominator {
            numerators: vec![IBig::ONE],
            denominator: payoffs.raised_wide(tables.index(player, own[0], other[0])),
        }),
        Payoffs::Machine { .. } => {
            let entries: Option<Vec<i64>> = places().map(|place| payoffs.raised(place)).collect();
            Some(IntegerSystem::new(own.len(), &entries?)?.solve(&vec![1; own.len()]))
        }
        Payoffs::Wide { .. } => {
            let entries: Vec<IBig> = places().map(|place| payoffs.raised_wide(place)).collect();
            solve_wide(own.len(), &entries, &vec![IBig::ONE; own.len()])
        }
    }
}

/// Is no action of `player` other than `own` worth more than 1 against these weights?
pub(crate) fn no_better_outside(
    tables: &Tables<'_>,
    player: usize,
    own: &[usize],
    other: &[usize],
    weights: &CommonDenominator,
) -> bool {
    let mut outside = vec![true; tables.actions[player]];
    for &action in own {
        outside[action] = false;
    }
    let outside = (0..outside.len()).filter(|&action| outside[action]);
    let index = |mine: usize, theirs: usize| tables.index(player, mine, theirs);
    no_better(&tables.payoffs[player], weights, other, outside, index)
}

/// Is no action outside worth more than 1 against weights of sum over `denominator`?
fn no_better(
    payoffs: &Payoffs<'_>,
    weights: &CommonDenominator,
    other: &[usize],
    mut outside: impl Iterator<Item = usize>,
    index: impl Fn(usize, usize) -> usize,
) -> bool {
    let exactly = |action: usize| {
        let terms = other.iter().zip(&weights.numerators);
        let worth: IBig = terms
            .map(|(&theirs, weight)| payoffs.raised_wide(index(action, theirs)) * weight)
            .sum();
        worth <= weights.denominator
    };
    let Payoffs::Machine { table, least, most } = payoffs else {
        return outside.all(exactly);
    };
    // Raised payoffs are at least 1, so that no numerator exceeds the denominator.
    if let Ok(limit) = i64::try_from(&weights.denominator)
        && limit < 1 << 62
        && most.abs_diff(*least) < 1 << 53
        && other.len() < 1 << 10
        && let Ok(small) = weights.numerators.iter().map(i64::try_from).collect()
    {
        let small: Vec<i64> = small;
        return outside.all(|action| {
            let terms = other.iter().zip(&small);
            let worth: i128 = terms
                .map(|(&theirs, &weight)| {
                    let payoff = table[index(action, theirs)] - least + 1;
                    i128::from(payoff) * i128::from(weight)
                })
                .sum();
            worth <= i128::from(limit)
        });
    }
    // Positive terms: the relative error of the sum is below (k + 4)·2⁻⁵². What is closer to 1
    // is decided in integers.
    let shift = weights.denominator.bit_len().saturating_sub(1000);
    let rounded = |value: &IBig| (value >> shift).to_f64().value();
    let denominator = rounded(&weights.denominator);
    let shares: Vec<f64> = weights
        .numerators
        .iter()
        .map(|weight| rounded(weight) / denominator)
        .collect();
    let safe = 1.0 - 1e-12 - (other.len() + 4) as f64 * 2f64.powi(-50);
    outside.all(|action| {
        let terms = other.iter().zip(&shares);
        let worth: f64 = terms
            .map(|(&theirs, share)| {
                (table[index(action, theirs)].wrapping_sub(*least) + 1) as f64 * share
            })
            .sum();
        worth < safe || exactly(action)
    })
}

/// Weights divided by their sum, on the actions of a support; the others get 0.
pub(crate) fn strategy(
    actions: usize,
    support: &[usize],
    weights: &CommonDenominator,
) -> Vec<Rational> {
    let mut strategy = vec![Rational::ZERO; actions];
    for (&action, share) in support.iter().zip(shares(&weights.numerators)) {
        strategy[action] = share;
    }
    strategy
}

/// Weights, not all 0, divided by their sum.
pub(super) fn shares(weights: &[IBig]) -> Vec<Rational> {
    let sum: IBig = weights.iter().sum();
    if let Ok(sum) = i128::try_from(&sum)
        && let Ok(small) = weights.iter().map(i128::try_from).collect()
    {
        let small: Vec<i128> = small;
        return small
            .into_iter()
            .map(|w| Rational::reduced(w, sum))
            .collect();
    }
    let sum = sum.unsigned_abs();
    let share = |weight: &IBig| Rational::from_big(RBig::from_parts(weight.clone(), sum.clone()));
    weights.iter().map(share).collect()
}
