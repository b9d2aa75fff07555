//! Whether the closed value is attained, or only approached, or not even that.
//!
//! With unlimited liability the linear program allows transfers at arms of probability zero: fines
//! that explode as the recommendation they belong to becomes rarer. A scheme is *proper* if it has
//! none; a proper scheme is a mechanism. The largest set of arms on which transfers can be had
//! properly is the fixed point of "arms that can have positive probability when transfers are
//! confined to the set"; on it every scheme is the limit of mechanisms.
//!
//! A mechanism has a largest transfer. So before the fixed point, which asks for many arms at once,
//! it is cheap to ask whether fines of some large size do as well as fines without limit.

use super::assemble::Scheme;
use super::conditions::Conditions;
use super::master::{Goal, Master};
use super::pricing::Prices;
use crate::mechanism::{Communication, MechanismError};
use crate::number::Rational;

/// A set of arms on which transfers can be had properly, and a scheme that has positive
/// probability on all of it and transfers nowhere else.
pub(super) struct ProperSupport {
    pub(super) arms: Vec<bool>,
    pub(super) scheme: Scheme,
}

/// How large fines may be, relative to the largest payoff, when a mechanism is looked for. Much
/// larger ones spread probabilities over many orders of magnitude.
const LARGE: [i64; 2] = [4, 16];
/// Pivots for each program of such an attempt.
const ATTEMPT: usize = 5_000;

/// A scheme with large fines and as much welfare as fines without limit yield, if one of the sizes
/// tried does.
pub(super) fn bounded_scheme(conditions: &Conditions<'_>, welfare: &Rational) -> Option<Scheme> {
    // With contingent plans rare recommendations guard one another, and this takes longer.
    if conditions.options.communication == Communication::Recommendations {
        return None;
    }
    let problem = conditions.problem;
    let payoffs = conditions.states.iter().flat_map(|&state| {
        let game = problem.game(state);
        (0..problem.players()).flat_map(move |player| {
            (0..problem.space().len()).map(move |profile| game.payoff_at(player, profile).abs())
        })
    });
    let largest = payoffs.max().unwrap_or_default() + Rational::ONE;
    // What misses the value by more than rounding need not be decided exactly.
    let short_of = welfare.to_f64() - 1e-6 * largest.to_f64();
    for factor in LARGE {
        let liability = &largest * &Rational::from(factor);
        let linear = conditions.options.linear.clone();
        let pivots = linear.max_pivots.min(ATTEMPT);
        let options = (conditions.options.clone())
            .with_liability(liability)
            .with_linear(linear.with_max_pivots(pivots));
        let limited = conditions.with_options(&options);
        let mut master = Master::new(&limited, Goal::Welfare, None);
        master.aim = short_of;
        let approximation = master.approach();
        if let Ok(Some(found)) = approximation
            && found.upper < short_of
        {
            continue;
        }
        // A limit that is reached here is no obstacle: the fixed point decides.
        let decided = master.decide().ok()?;
        if decided.value == *welfare {
            let amounts = decided.amounts?;
            return Some(Scheme::new(&limited, &master.columns, &amounts));
        }
    }
    None
}

/// The weights that empty the support step by step: each shows that some arms have probability zero
/// in every scheme with transfers on the arms that are left by those before.
pub(super) type Emptying = Vec<Prices<Rational>>;

/// The largest proper support, among the schemes with expected welfare `welfare`, if given; what
/// empties it, if there is no such scheme. Only the arms that `allowed` names (all, if `None`) can have positive
/// probability.
pub(super) fn proper_support(
    conditions: &Conditions<'_>,
    welfare: Option<&Rational>,
    allowed: Option<&[bool]>,
) -> Result<Result<ProperSupport, Emptying>, MechanismError> {
    let mut emptying = Vec::new();
    let mut arms = vec![true; conditions.arms.len()];
    loop {
        let goal = Goal::Support {
            welfare: welfare.cloned(),
        };
        let mut master = Master::restricted(conditions, goal, Some(&arms), allowed);
        let decided = master.decide()?;
        emptying.push(decided.prices);
        let (Some(amounts), true) = (decided.amounts, decided.value.is_positive()) else {
            return Ok(Err(emptying));
        };
        let scheme = Scheme::new(conditions, &master.columns, &amounts);
        let positive: Vec<bool> = scheme
            .probability
            .iter()
            .zip(&arms)
            .map(|(probability, allowed)| *allowed && probability.is_positive())
            .collect();
        if positive == arms || scheme.is_proper() {
            return Ok(Ok(ProperSupport {
                arms: positive,
                scheme,
            }));
        }
        arms = positive;
    }
}
