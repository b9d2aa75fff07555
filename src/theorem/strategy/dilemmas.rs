//! Symmetric games of two players with two actions, by class and at the boundaries of classes, and
//! their lifts with hidden effort.

use proptest::prelude::*;

use super::numbers::{places, ratio};
use super::valid::valid;
use crate::game::NormalForm;
use crate::game::catalogue::DilemmaPayoffs;
use crate::game::hidden_effort::{Family, HiddenEffort};
use crate::number::Rational;

/// Payoffs of prisoner's dilemmas, `T > R > P > S` and `2R > S + T`, as whole numbers.
pub fn dilemma_payoffs() -> impl Strategy<Value = DilemmaPayoffs> + Clone {
    // R is above the mean of S and T: with T = R + t and S = P − s, R − P > (t − s)/2.
    (-3i64..=3, 1i64..=4, 1i64..=4, 1i64..=4).prop_map(|(punishment, more, tempt, suffer)| {
        let reward = punishment + more;
        let sucker = punishment - suffer;
        let temptation = reward + tempt.min(reward - sucker - 1).max(1);
        DilemmaPayoffs::new(reward, sucker, temptation, punishment)
    })
}

/// Prisoner's dilemmas in which mutual cooperation is the one optimum.
pub fn dilemmas() -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    valid(dilemma_payoffs().prop_map(|payoffs| payoffs.game()))
}

/// Payoffs of stag hunts, `R > T ≥ P > S`, as whole numbers; one in four has `T = P`.
pub fn stag_hunt_payoffs() -> impl Strategy<Value = DilemmaPayoffs> + Clone {
    (-3i64..=3, 1i64..=4, 0i64..=3, 1i64..=4).prop_map(|(sucker, first, second, third)| {
        let punishment = sucker + first;
        let temptation = punishment + second;
        DilemmaPayoffs::new(temptation + third, sucker, temptation, punishment)
    })
}

/// Stag hunts: hunting together is the one optimum, and both meetings are equilibria.
pub fn stag_hunts() -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    valid(stag_hunt_payoffs().prop_map(|payoffs| payoffs.game()))
}

/// Payoffs of games of chicken, `T > R > S > P`, as whole numbers.
pub fn chicken_payoffs() -> impl Strategy<Value = DilemmaPayoffs> + Clone {
    (-3i64..=3, 1i64..=4, 1i64..=4, 1i64..=4).prop_map(|(punishment, first, second, third)| {
        let sucker = punishment + first;
        let reward = sucker + second;
        DilemmaPayoffs::new(reward, sucker, reward + third, punishment)
    })
}

/// Games of chicken: the two equilibria in pure strategies are the asymmetric outcomes.
pub fn chickens() -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    valid(chicken_payoffs().prop_map(|payoffs| payoffs.game()))
}

/// Payoffs `R`, `S`, `T` and `P` in any order, with ties. They shrink towards zero.
pub fn symmetric_payoffs() -> impl Strategy<Value = DilemmaPayoffs> + Clone {
    (-4i64..=4, -4i64..=4, -4i64..=4, -4i64..=4)
        .prop_map(|(r, s, t, p)| DilemmaPayoffs::new(r, s, t, p))
}

/// Payoffs of a prisoner's dilemma with one of them moved to a boundary of its class or of one of
/// the conditions of the paper: exactly onto it, just below, or just above.
///
/// The boundaries are `T = R`, `R = P`, `P = S`, `2R = S + T`, `T − R = P − S`,
/// `2(S + T) = R + 3P` and `5R + P = 3(S + T)`. On average one in three lies on one of them.
pub fn boundary_payoffs() -> impl Strategy<Value = DilemmaPayoffs> + Clone {
    (dilemma_payoffs(), 0usize..7, places()).prop_map(|(payoffs, boundary, (side, distance))| {
        let DilemmaPayoffs {
            reward: mut r,
            sucker: mut s,
            temptation: mut t,
            punishment: p,
        } = payoffs;
        let off = distance * &Rational::from(side as i64);
        match boundary {
            0 => t = &r + &off,
            1 => r = &p + &off,
            2 => s = &p + &off,
            3 => t = &r + &r - &s + &off,
            4 => s = &p - &(&t - &r) + &off,
            5 => t = (&r + &(&p * &Rational::from(3))) * &ratio(1, 2) - &s + &off,
            _ => t = (&r * &Rational::from(5) + &p) * &ratio(1, 3) - &s + &off,
        }
        DilemmaPayoffs::new(r, s, t, p)
    })
}

/// The games with [`boundary_payoffs`].
pub fn boundary_dilemmas() -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    valid(boundary_payoffs().prop_map(|payoffs| payoffs.game()))
}

/// Lifts with hidden effort of which every condition of the paper on the family holds, from whole
/// payoffs.
///
/// ```
/// use lacuna::game::hidden_effort::Family;
/// use lacuna::theorem::strategy::hidden_effort_lifts;
/// use proptest::prelude::*;
/// proptest!(|(lift in hidden_effort_lifts(Family::StagHunt))| {
///     prop_assert!(lift.check_stag_hunt().holds());
/// });
/// ```
pub fn hidden_effort_lifts(family: Family) -> impl Strategy<Value = HiddenEffort> + Clone {
    let numbers = (-3i64..=3, 1i64..=3, -11i64..=8, 0i64..=6);
    valid(numbers.prop_map(move |(p, scale, first, second)| {
        HiddenEffort::new(match family {
            Family::PrisonersDilemma => {
                // R − P = 6d, T − R = t and P − S = t + e: 2d < t, t + e and −4d < e < 3d.
                let e = first.clamp(1 - 4 * scale, 3 * scale - 1);
                let t = 2 * scale + 1 + second + (-e).max(0);
                let r = p + 6 * scale;
                DilemmaPayoffs::new(r, p - t - e, r + t, p)
            }
            Family::StagHunt => {
                // R − P = 12d, R − T = u and P − S = s: 3d < u, 0 < s and u + s < 6d.
                let spare = 3 * scale - 3;
                let more = first.abs().min(spare);
                let u = 3 * scale + 1 + more;
                let s = 1 + second.min(spare - more);
                let r = p + 12 * scale;
                DilemmaPayoffs::new(r, p - s, r - u, p)
            }
        })
    }))
}

/// Lifts of any base game with `R > P`, also such that violate the paper's conditions or lie at
/// their boundary.
pub fn any_lifts() -> impl Strategy<Value = HiddenEffort> + Clone {
    let payoffs = prop_oneof![
        dilemma_payoffs(),
        stag_hunt_payoffs(),
        boundary_payoffs(),
        symmetric_payoffs(),
    ];
    valid(payoffs.prop_map(|mut payoffs| {
        if payoffs.reward <= payoffs.punishment {
            payoffs.reward = &payoffs.punishment + &Rational::ONE;
        }
        HiddenEffort::new(payoffs)
    }))
}
