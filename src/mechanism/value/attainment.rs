//! Whether the closed value is attained, or only approached, or not even that.
//!
//! With unlimited liability the linear program allows transfers at arms of probability zero: fines
//! that explode as the recommendation they belong to becomes rarer. A scheme is *proper* if it has
//! none; a proper scheme is a mechanism. The largest set of arms on which transfers can be had
//! properly is the fixed point of "arms that can have positive probability when transfers are
//! confined to the set"; on it every scheme is the limit of mechanisms.

use super::assemble::Scheme;
use super::conditions::Conditions;
use super::master::{Goal, Master};
use super::pricing::Prices;
use crate::mechanism::MechanismError;
use crate::number::Rational;

/// A set of arms on which transfers can be had properly, and a scheme that has positive
/// probability on all of it and transfers nowhere else.
pub(super) struct ProperSupport {
    pub(super) arms: Vec<bool>,
    pub(super) scheme: Scheme,
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
