//! Closed forms for a commons whose stock can be divided without end.

use super::{CommonsError, CommonsRules, Growth, Rationing};
use crate::number::Rational;

impl CommonsRules {
    /// The least λ for which it is subgame perfect to keep the planner's path — each takes its share
    /// of what exceeds `capacity / factor`, and everything in the last month — among players who care
    /// for their own catch and λ times that of all, if units could be divided without end and growth
    /// were not rounded down.
    ///
    /// With the factor `g` and `n` players this is `(1 − g/n)/(g − 1)` under equal awards and under a
    /// lottery by ever smaller units: a unit left returns `g/n` to its owner and `g` to all. Under
    /// proportional rationing whoever wants the whole stock is given more than what the others leave,
    /// and it is the larger of that and
    /// `(gn/(gn + (n − 1)(g − 1)) − (2g − 1)/(gn))·g/(g − 1)`. It does not depend on the capacity, the
    /// months, or the limit of collapse. `docs/commons.md` has the proof.
    ///
    /// [`CommonsAnalysis::perfect_for`](super::CommonsAnalysis::perfect_for) is about whole units.
    ///
    /// ```
    /// use lacuna::number::Rational;
    /// use lacuna::simulate::commons::{CommonsRules, Rationing};
    /// let rules = CommonsRules::default();
    /// assert_eq!(rules.divisible_threshold()?, Rational::new(3, 5)?);
    /// let rules = rules.with_rationing(Rationing::Proportional);
    /// assert_eq!(rules.divisible_threshold()?, Rational::new(29, 35)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`CommonsError`] for rules that make no sense, for growth that is not deterministic by a factor
    /// above 1, for a single month, in which there is nothing to keep, for a limit of collapse above
    /// `capacity / factor`, which the path would cross, and with a shock.
    pub fn divisible_threshold(&self) -> Result<Rational, CommonsError> {
        self.check()?;
        let Growth::Deterministic { factor } = &self.growth else {
            let needs = "deterministic for a closed form";
            return Err(CommonsError::new("growth", "random", needs));
        };
        if self.months == 1 {
            let what = "the number of months";
            return Err(CommonsError::new(what, 1, "at least 2 for a threshold"));
        }
        if self.shock.is_some() {
            let needs = "without one for a closed form";
            return Err(CommonsError::new("the commons", "with a shock", needs));
        }
        let more = factor - &Rational::ONE;
        let what = "a growth factor";
        let no_growth = || CommonsError::new(what, factor, "above 1 for a threshold");
        let Some(inverse) = more.recip().filter(Rational::is_positive) else {
            return Err(no_growth());
        };
        let kept_after = factor * &Rational::from(self.collapse_below);
        if kept_after > Rational::from(self.capacity) {
            let needs = "at most the capacity over the growth factor";
            let what = "the limit of collapse";
            return Err(CommonsError::new(what, self.collapse_below, needs));
        }
        let players = Rational::from(self.players);
        let share = players.recip().unwrap_or_default();
        let leaving = (Rational::ONE - &(factor * &share)) * &inverse;
        if self.rationing != Rationing::Proportional {
            return Ok(leaving);
        }
        let whole = factor * &players;
        let wanted = &whole + &((&players - &Rational::ONE) * &more);
        let grabbed = whole.checked_div(&wanted).unwrap_or_default();
        let kept = (factor + &more).checked_div(&whole).unwrap_or_default();
        Ok(leaving.max((grabbed - &kept) * factor * &inverse))
    }
}
