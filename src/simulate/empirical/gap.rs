//! Welfare, and how much of it is lost at equilibria, of a game known from samples.

use serde::{Deserialize, Serialize};

use super::{EmpiricalError, EmpiricalGame, Interval};
use crate::game::GameError;
use crate::number::Rational;

/// Bounds on the utilitarian welfare gap of pure ε-equilibria in the true game.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WelfareGapBounds {
    /// The welfare of the best profile.
    pub first_best: Interval,
    /// First best less the welfare of the best pure ε-equilibrium; `None` if there surely is no
    /// such equilibrium.
    pub best: Option<GapBounds>,
    /// First best less the welfare of the worst pure ε-equilibrium; `None` if there surely is no
    /// such equilibrium.
    pub worst: Option<GapBounds>,
    /// Is there surely a pure ε-equilibrium? If not, the bounds hold if there is one.
    pub exists: bool,
}

/// Bounds on a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GapBounds {
    /// It is not smaller.
    pub low: Rational,
    /// It is not larger.
    pub high: Rational,
}

impl EmpiricalGame {
    /// The interval of the expected sum of payoffs at `profile`.
    ///
    /// # Errors
    /// [`GameError`] for a profile that is not of this game.
    pub fn welfare(&self, profile: &[usize]) -> Result<Interval, GameError> {
        Ok(self.welfare_at(self.space().index(profile)?))
    }

    fn welfare_at(&self, index: usize) -> Interval {
        let mean = self.means().welfare_at(index);
        let width = self.half_widths().welfare_at(index);
        Interval::new(&mean - &width, mean + width)
    }

    /// Bounds on what is lost in the true game at the best and the worst pure ε-equilibrium, of the
    /// welfare of the best profile.
    ///
    /// # Errors
    /// [`EmpiricalError::BadOption`] if ε is negative.
    ///
    /// ```
    /// use lacuna::game::catalogue;
    /// use lacuna::simulate::GameRounds;
    /// use lacuna::simulate::empirical::{EmpiricalGame, EmpiricalOptions, Episodes};
    /// use lacuna::number::Rational;
    ///
    /// let hunt = catalogue::stag_hunt(4, 0, 3, 2)?;
    /// let actions = vec![vec![0, 1]; 2];
    /// let once = Episodes::of_actions(|| GameRounds::new(hunt.clone(), 1), actions)?;
    /// let game = EmpiricalGame::sample(&once, 1, &EmpiricalOptions::without_chance())?;
    /// let gap = game.welfare_gap(&Rational::ZERO)?;
    /// // Both hunt the stag, or both the hare: 8 or 4.
    /// assert_eq!(gap.best.expect("an equilibrium").high, Rational::ZERO);
    /// assert_eq!(gap.worst.expect("an equilibrium").low, Rational::from(4));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn welfare_gap(&self, epsilon: &Rational) -> Result<WelfareGapBounds, EmpiricalError> {
        if epsilon.is_negative() {
            return Err(EmpiricalError::bad_option("ε", epsilon, "at least 0"));
        }
        let welfares: Vec<Interval> = (0..self.space().len())
            .map(|index| self.welfare_at(index))
            .collect();
        let highs = Champions::of(welfares.iter().map(|welfare| &welfare.high));
        let lows = Champions::of(welfares.iter().map(|welfare| &welfare.low));
        let (mut certain, mut possible) = (Vec::new(), Vec::new());
        for (index, welfare) in welfares.iter().enumerate() {
            let regret = self.largest_regret_at(index);
            if regret.low > *epsilon {
                continue;
            }
            // A profile loses nothing to itself, whatever its welfare.
            let against = |champions: &Champions<'_>, own: &Rational| {
                let other = champions.except(index);
                let loss = other.map_or(Rational::ZERO, |other| other - own);
                loss.max(Rational::ZERO)
            };
            let lost = GapBounds {
                low: against(&lows, &welfare.high),
                high: against(&highs, &welfare.low),
            };
            if regret.high <= *epsilon {
                certain.push(lost.clone());
            }
            possible.push(lost);
        }
        let first_best = Interval::new(
            lows.best.cloned().unwrap_or_default(),
            highs.best.cloned().unwrap_or_default(),
        );
        let low = |list: &[GapBounds]| list.iter().map(|lost| lost.low.clone()).collect::<Vec<_>>();
        let high = |list: &[GapBounds]| {
            list.iter()
                .map(|lost| lost.high.clone())
                .collect::<Vec<_>>()
        };
        // The best equilibrium loses no more than any that surely is one, and no less than the best
        // of those that may be; the worst the other way round. If none surely is, it is one of them.
        let (least, most) = (
            low(&possible).into_iter().min(),
            high(&possible).into_iter().max(),
        );
        let least_sure = high(&certain).into_iter().min().or(most.clone());
        let most_sure = low(&certain).into_iter().max().or(least.clone());
        let bounds = |(low, high): (Rational, Rational)| GapBounds { low, high };
        Ok(WelfareGapBounds {
            first_best,
            best: least.zip(least_sure).map(bounds),
            worst: most_sure.zip(most).map(bounds),
            exists: !certain.is_empty(),
        })
    }
}

/// The largest number of a list, where it stands, and the largest of the others.
struct Champions<'a> {
    best: Option<&'a Rational>,
    place: usize,
    second: Option<&'a Rational>,
}

impl<'a> Champions<'a> {
    fn of(numbers: impl Iterator<Item = &'a Rational>) -> Self {
        let mut found = Champions {
            best: None,
            place: 0,
            second: None,
        };
        for (place, number) in numbers.enumerate() {
            if found.best.is_none_or(|best| number > best) {
                found.second = found.best.replace(number);
                found.place = place;
            } else if found.second.is_none_or(|second| number > second) {
                found.second = Some(number);
            }
        }
        found
    }

    /// The largest of all but one.
    fn except(&self, place: usize) -> Option<&'a Rational> {
        if place == self.place {
            self.second
        } else {
            self.best
        }
    }
}
