//! Constant elasticity of substitution between oneself and another (Andreoni and Miller, 2002).

use serde::{Deserialize, Serialize};

use super::support::{check_every_outcome, check_non_negative, check_two};
use super::{Outcome, Preference, PreferenceError};
use crate::game::Game;

/// `U = (a s^r + (1−a) o^r)^{1/r}` between two players, `s` for oneself and `o` for the other,
/// with `0 <= a <= 1` and `r <= 1`; `r = 0` is the limit `s^a o^{1−a}` (Cobb–Douglas).
///
/// Defined for payoffs of at least 0, and in `f64` only, since powers are irrational. The
/// elasticity of substitution is `1/(1−r)`. Source: Andreoni and Miller, "Giving according to
/// GARP", 2002.
///
/// ```
/// use lacuna::preference::ConstantElasticity;
/// let giver = ConstantElasticity::new(0.7, -1.0)?;
/// // Out of 10, where a unit for the other costs half a unit.
/// let kept = giver.self_demand(0.5, 10.0)?.ok_or("a single best")?;
/// assert!((kept - 6.83569).abs() < 1e-5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawConstantElasticity")]
pub struct ConstantElasticity {
    own: f64,
    exponent: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConstantElasticity {
    own: f64,
    exponent: f64,
}

impl TryFrom<RawConstantElasticity> for ConstantElasticity {
    type Error = PreferenceError;
    fn try_from(raw: RawConstantElasticity) -> Result<Self, PreferenceError> {
        ConstantElasticity::new(raw.own, raw.exponent)
    }
}

const NAME: &str = "a constant-elasticity preference";

impl ConstantElasticity {
    /// Weight `own` (`a`) on oneself and this exponent (`r`).
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] unless `0 <= a <= 1` and `r <= 1` is finite.
    pub fn new(own: f64, exponent: f64) -> Result<Self, PreferenceError> {
        if !(0.0..=1.0).contains(&own) {
            return Err(PreferenceError::out_of_range(
                "the weight a on oneself",
                &own,
                "at least 0 and at most 1",
            ));
        }
        if !(exponent.is_finite() && exponent <= 1.0) {
            return Err(PreferenceError::out_of_range(
                "the exponent r",
                &exponent,
                "at most 1 and finite",
            ));
        }
        Ok(ConstantElasticity { own, exponent })
    }

    /// The weight on oneself, `a`.
    pub fn own_weight(&self) -> f64 {
        self.own
    }

    /// The exponent, `r`.
    pub fn exponent(&self) -> f64 {
        self.exponent
    }

    /// The utility of `own` for oneself and `other` for the other, both at least 0.
    fn utility(&self, own: f64, other: f64) -> f64 {
        // A weight of zero silences its argument in every case, also at 0 to a negative power.
        if self.own == 1.0 || self.own == 0.0 {
            return if self.own == 1.0 { own } else { other };
        }
        let (a, r) = (self.own, self.exponent);
        if r == 0.0 {
            return own.powf(a) * other.powf(1.0 - a);
        }
        // Powers of ratios to the argument that dominates stay between 0 and 1.
        let unit = if r > 0.0 {
            own.max(other)
        } else {
            own.min(other)
        };
        if unit == 0.0 {
            return 0.0;
        }
        unit * (a * (own / unit).powf(r) + (1.0 - a) * (other / unit).powf(r)).powf(1.0 / r)
    }

    /// What one keeps of `income` when a unit for the other costs `price` of it:
    /// `A·income/(price^{−r/(1−r)} + A)` with `A = (a/(1−a))^{1/(1−r)}`. `None` if every division
    /// is best, which takes `r = 1` and a price at which giving is worth what it costs.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] unless the price is above 0 and the income at least 0,
    /// both finite.
    pub fn self_demand(&self, price: f64, income: f64) -> Result<Option<f64>, PreferenceError> {
        if !(price.is_finite() && price > 0.0) {
            return Err(PreferenceError::out_of_range(
                "the price of giving",
                &price,
                "above 0 and finite",
            ));
        }
        if !(income.is_finite() && income >= 0.0) {
            return Err(PreferenceError::out_of_range(
                "the income",
                &income,
                "at least 0 and finite",
            ));
        }
        let (a, r) = (self.own, self.exponent);
        // Keeping a unit is worth a, giving it away (1−a)/price.
        let advantage = (a * price).partial_cmp(&(1.0 - a));
        Ok(if a == 1.0 {
            Some(income)
        } else if a == 0.0 {
            Some(0.0)
        } else if r == 1.0 {
            match advantage {
                Some(std::cmp::Ordering::Greater) => Some(income),
                Some(std::cmp::Ordering::Less) => Some(0.0),
                _ => None,
            }
        } else {
            // kept/rest = A·price^{r/(1−r)}, in logarithms, so that r near 1 does not overflow.
            let ratio = ((a / (1.0 - a)).ln() + r * price.ln()) / (1.0 - r);
            Some(income / (1.0 + (-ratio).exp()))
        })
    }
}

impl Preference<f64> for ConstantElasticity {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, f64>) -> f64 {
        let payoffs = outcome.payoffs();
        self.utility(payoffs[player], payoffs[1 - player])
    }

    fn check_outcome(&self, outcome: &Outcome<'_, f64>) -> Result<(), PreferenceError> {
        check_two(NAME, outcome.players())?;
        check_non_negative(NAME, outcome)
    }

    fn check(&self, game: &dyn Game<f64>) -> Result<(), PreferenceError> {
        check_two(NAME, game.players())?;
        check_every_outcome(self, game)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utility(own: f64, exponent: f64, payoffs: [f64; 2]) -> f64 {
        ConstantElasticity::new(own, exponent)
            .expect("in range")
            .perceived(0, &Outcome::new(&payoffs))
    }

    #[test]
    fn the_limits_are_met_from_both_sides() {
        let cobb_douglas = utility(0.3, 0.0, [4.0, 9.0]);
        assert!((cobb_douglas - 4f64.powf(0.3) * 9f64.powf(0.7)).abs() < 1e-12);
        for r in [-1e-6, 1e-6] {
            assert!((utility(0.3, r, [4.0, 9.0]) - cobb_douglas).abs() < 1e-4);
        }
        assert!((utility(0.3, 1.0, [4.0, 9.0]) - 7.5).abs() < 1e-12);
        // Far down it is the minimum, without overflow.
        assert!((utility(0.3, -5000.0, [4.0, 9.0]) - 4.0).abs() < 1e-2);
        assert_eq!(utility(0.3, -1.0, [0.0, 9.0]), 0.0);
        assert_eq!(utility(1.0, -1.0, [3.0, 0.0]), 3.0);
        assert_eq!(utility(0.0, -1.0, [0.0, 3.0]), 3.0);
    }

    #[test]
    fn negative_payoffs_and_other_numbers_of_players_are_refused() {
        let preference = ConstantElasticity::new(0.5, 0.5).expect("in range");
        assert!(matches!(
            preference.check_outcome(&Outcome::new(&[1.0, -1.0])),
            Err(PreferenceError::OutsideDomain { player: 1, .. })
        ));
        assert!(matches!(
            preference.check_outcome(&Outcome::new(&[1.0; 3])),
            Err(PreferenceError::WrongPlayers { found: 3, .. })
        ));
        assert!(ConstantElasticity::new(0.5, 1.1).is_err());
        assert!(ConstantElasticity::new(-0.1, 1.0).is_err());
        assert_eq!(
            ConstantElasticity::new(0.5, 1.0).and_then(|p| p.self_demand(1.0, 10.0)),
            Ok(None)
        );
    }

    proptest! {
        #[test]
        fn the_closed_demand_beats_a_grid(
            a in 0.05f64..0.95,
            r in -4.0f64..0.95,
            price in 0.2f64..4.0
        ) {
            let preference = ConstantElasticity::new(a, r).expect("in range");
            let kept = preference
                .self_demand(price, 10.0)
                .expect("in range")
                .expect("strictly concave");
            let value = |kept: f64| utility(a, r, [kept, (10.0 - kept) / price]);
            let best = value(kept);
            for step in 0..=200 {
                prop_assert!(value(f64::from(step) / 20.0) <= best + 1e-9);
            }
        }
    }
}
