//! Equity, reciprocity and competition (Bolton and Ockenfels, 2000).

use serde::{Deserialize, Serialize};

use super::support::{check_every_outcome, check_non_negative, count, quotient, total};
use super::{Outcome, Preference, PreferenceError};
use crate::game::Game;
use crate::number::Scalar;

/// "ERC": `U_i = a y_i − (b/2)(y_i/Σy − 1/n)²` with `a >= 0`, `b > 0`: own payoff, and distance of
/// the own share from an equal one.
///
/// Defined for payoffs of at least 0. Where nobody gets anything the share is `1/n`, as in Bolton
/// and Ockenfels, "ERC: a theory of equity, reciprocity, and competition", 2000, whose example
/// this function is for two players.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::preference::EquityReciprocityCompetition;
/// let player = EquityReciprocityCompetition::new(Rational::from(1), Rational::from(4))?;
/// assert_eq!(player.dictator_share(&Rational::ONE).to_string(), "3/4");
/// # Ok::<(), lacuna::preference::PreferenceError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "RawEquity<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct EquityReciprocityCompetition<S> {
    own: S,
    equity: S,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEquity<S> {
    own: S,
    equity: S,
}

impl<S: Scalar> TryFrom<RawEquity<S>> for EquityReciprocityCompetition<S> {
    type Error = PreferenceError;
    fn try_from(raw: RawEquity<S>) -> Result<Self, PreferenceError> {
        EquityReciprocityCompetition::new(raw.own, raw.equity)
    }
}

const NAME: &str = "an equity, reciprocity and competition preference";

impl<S: Scalar> EquityReciprocityCompetition<S> {
    /// Weight `own` (`a`) on the own payoff and `equity` (`b`) on an equal share.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] unless `a >= 0` and `b > 0`, both finite.
    pub fn new(own: S, equity: S) -> Result<Self, PreferenceError> {
        if !(own.is_finite() && own >= S::zero()) {
            return Err(PreferenceError::out_of_range(
                "the weight a on the own payoff",
                &own,
                "at least 0 and finite",
            ));
        }
        if !(equity.is_finite() && equity > S::zero()) {
            return Err(PreferenceError::out_of_range(
                "the weight b on an equal share",
                &equity,
                "above 0 and finite",
            ));
        }
        Ok(EquityReciprocityCompetition { own, equity })
    }

    /// The weight on the own payoff, `a`.
    pub fn own_weight(&self) -> &S {
        &self.own
    }

    /// The weight on an equal share, `b`.
    pub fn equity_weight(&self) -> &S {
        &self.equity
    }

    /// The share that a dictator keeps of `pie`, at least 0, facing one other:
    /// `min(1, 1/2 + a·pie/b)`. At an empty pie every share is equal and the answer is 1/2.
    pub fn dictator_share(&self, pie: &S) -> S {
        let half = quotient(&S::one(), &S::from_integer(2));
        let share = half + &quotient(&(self.own.clone() * pie), &self.equity);
        if share < S::one() { share } else { S::one() }
    }
}

impl<S: Scalar> Preference<S> for EquityReciprocityCompetition<S> {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        let payoffs = outcome.payoffs();
        let own = &payoffs[player];
        let equal = quotient(&S::one(), &count(payoffs.len()));
        let distance = match own.checked_divide(&total(payoffs)) {
            Some(share) => share - &equal,
            None => S::zero(),
        };
        let half = quotient(&self.equity, &S::from_integer(2));
        self.own.clone() * own - &(half * &distance * &distance)
    }

    fn check_outcome(&self, outcome: &Outcome<'_, S>) -> Result<(), PreferenceError> {
        check_non_negative(NAME, outcome)
    }

    fn check(&self, game: &dyn Game<S>) -> Result<(), PreferenceError> {
        check_every_outcome(self, game)
    }
}
