//! For which values of one parameter the target is played: an interval, with the deviations that
//! bind at its ends.
//!
//! Everywhere here the advantage of the target action over another is a linear function of the
//! parameter (a share, a fine, a weight on welfare), so that the values at which all advantages are
//! at least 0 form a closed interval.

use serde::{Deserialize, Serialize};

use super::target::{Comparison, Concept};
use crate::game::{Profile, ProfileSpace};
use crate::number::{Extended, Rational};

/// A deviation whose advantage to the target action is zero at an end of the interval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BindingDeviation {
    /// Who deviates.
    pub player: usize,
    /// The profile deviated from; the deviator plays its target action in it.
    pub profile: Profile,
    /// What the deviator does instead.
    pub action: usize,
    /// The advantage of the target action, as the player sees it, at parameter 0.
    pub at_zero: Rational,
    /// How much the advantage grows for each unit of the parameter.
    pub slope: Rational,
}

impl BindingDeviation {
    /// The advantage of the target action at this value of the parameter.
    pub fn advantage(&self, parameter: &Rational) -> Rational {
        &self.at_zero + &(&self.slope * parameter)
    }
}

/// The values of a parameter at which the target is played, or why there are none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParameterRange {
    /// A closed interval.
    Interval(ParameterInterval),
    /// No value; one deviation that always pays within the domain, or two of which always one does.
    Empty(Vec<BindingDeviation>),
}

/// A closed interval of values of a parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ParameterInterval {
    /// The least value.
    pub from: Rational,
    /// The greatest value.
    pub to: Extended<Rational>,
    /// What pays below `from`; `None` if nothing lower is in the domain.
    pub binding_from: Option<BindingDeviation>,
    /// What pays above `to`; `None` if nothing higher is in the domain.
    pub binding_to: Option<BindingDeviation>,
}

impl ParameterRange {
    /// The interval, unless it is empty.
    pub fn interval(&self) -> Option<&ParameterInterval> {
        match self {
            ParameterRange::Interval(interval) => Some(interval),
            ParameterRange::Empty(_) => None,
        }
    }

    /// The least value, if there is one.
    pub fn least(&self) -> Option<&Rational> {
        self.interval().map(|interval| &interval.from)
    }

    /// Is the target played at this value?
    pub fn contains(&self, value: &Rational) -> bool {
        self.interval().is_some_and(|interval| {
            interval.from <= *value && interval.to.finite().is_none_or(|to| value <= to)
        })
    }

    /// The interval within the domain on which all advantages `at_zero + slope · parameter` are at
    /// least 0.
    pub(super) fn solve(
        space: &ProfileSpace,
        domain: (Rational, Extended<Rational>),
        advantages: impl Iterator<Item = (Comparison, Rational, Rational)>,
    ) -> Self {
        let (mut from, mut to) = domain;
        let (mut binding_from, mut binding_to) = (None, None);
        for (comparison, at_zero, slope) in advantages {
            let binding = || BindingDeviation {
                player: comparison.player,
                profile: space.profile_unchecked(comparison.from),
                action: comparison.action,
                at_zero: at_zero.clone(),
                slope: slope.clone(),
            };
            let Some(zero) = (-&at_zero).checked_div(&slope) else {
                if at_zero.is_negative() {
                    return ParameterRange::Empty(vec![binding()]);
                }
                continue;
            };
            if slope.is_positive() && zero > from {
                binding_from = Some(binding());
                from = zero;
            } else if slope.is_negative() && to.finite().is_none_or(|to| zero < *to) {
                binding_to = Some(binding());
                to = Extended::Finite(zero);
            }
        }
        if to.finite().is_some_and(|to| *to < from) {
            return ParameterRange::Empty(binding_from.into_iter().chain(binding_to).collect());
        }
        ParameterRange::Interval(ParameterInterval {
            from,
            to,
            binding_from,
            binding_to,
        })
    }
}

/// The checker of a range. `advantage(parameter, player, profile, action)` is how much better the
/// player does in the game with money at `profile` than when it takes `action` there; it is linear
/// in the parameter. Nothing of the solver is used.
pub(super) struct RangeCheck<'a, F> {
    pub(super) space: &'a ProfileSpace,
    pub(super) target: &'a [usize],
    pub(super) concept: Concept,
    pub(super) domain: (Rational, Extended<Rational>),
    pub(super) advantage: F,
}

impl<F: Fn(&Rational, usize, &[usize], usize) -> Rational> RangeCheck<'_, F> {
    pub(super) fn accepts(&self, range: &ParameterRange) -> bool {
        if self.space.index(self.target).is_err() {
            return false;
        }
        match range {
            ParameterRange::Interval(interval) => self.accepts_interval(interval),
            ParameterRange::Empty(conflict) => {
                conflict.iter().all(|deviation| self.describes(deviation))
                    && self.excludes_all(conflict)
            }
        }
    }

    /// Is it a comparison that the concept asks for, with the right numbers?
    fn describes(&self, deviation: &BindingDeviation) -> bool {
        let mut after = deviation.profile.clone();
        let player = deviation.player;
        if self.space.index(&after).is_err() || player >= self.target.len() {
            return false;
        }
        let planned = after[player] == self.target[player] && deviation.action != after[player];
        after[player] = deviation.action;
        let at = |parameter: &Rational| {
            (self.advantage)(parameter, player, &deviation.profile, deviation.action)
        };
        planned
            && self.space.index(&after).is_ok()
            && (self.concept == Concept::Dominant || deviation.profile == self.target)
            && at(&Rational::ZERO) == deviation.at_zero
            && at(&Rational::ONE) == &deviation.at_zero + &deviation.slope
    }

    fn accepts_interval(&self, interval: &ParameterInterval) -> bool {
        let (low, high) = &self.domain;
        let from = &interval.from;
        let to = interval.to.finite();
        let next = from + &Rational::ONE;
        let ordered = low <= from && interval.to <= *high && to.is_none_or(|to| from <= to);
        // Linear: holding at both ends is holding between them.
        let mut held = ordered;
        for profile in self.space.iter() {
            for player in 0..self.target.len() {
                let asked = match self.concept {
                    Concept::Equilibrium => profile == self.target,
                    Concept::Dominant => profile[player] == self.target[player],
                };
                for action in (0..self.space.actions()[player]).filter(|_| asked) {
                    let at = |parameter: &Rational| {
                        (self.advantage)(parameter, player, &profile, action)
                    };
                    let start = at(from);
                    held &= !start.is_negative()
                        && match to {
                            Some(to) => !at(to).is_negative(),
                            None => at(&next) >= start,
                        };
                }
            }
        }
        let from_binds = match &interval.binding_from {
            None => from == low,
            Some(deviation) => {
                self.describes(deviation)
                    && deviation.advantage(from).is_zero()
                    && deviation.slope.is_positive()
            }
        };
        let to_binds = match (&interval.binding_to, to) {
            (None, _) => interval.to == *high,
            (Some(deviation), Some(to)) => {
                self.describes(deviation)
                    && deviation.advantage(to).is_zero()
                    && deviation.slope.is_negative()
            }
            (Some(_), None) => false,
        };
        held && from_binds && to_binds
    }

    /// Does at every value of the domain one of the deviations pay?
    fn excludes_all(&self, conflict: &[BindingDeviation]) -> bool {
        let (low, high) = &self.domain;
        match conflict {
            [one] => {
                one.advantage(low).is_negative()
                    && match high {
                        Extended::Finite(high) => one.advantage(high).is_negative(),
                        Extended::Infinite => !one.slope.is_positive(),
                    }
            }
            [rising, falling] => {
                // Above the zero of the falling one it pays; up to there the rising one does.
                let zero = falling.at_zero.checked_div(&-&falling.slope);
                rising.slope.is_positive()
                    && falling.slope.is_negative()
                    && zero.is_some_and(|zero| rising.advantage(&zero).is_negative())
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The range of one player's parameter for these advantages (at zero, slope) of action 0 over
    /// the others, and what the checker says about it.
    fn range(domain_to: Extended<Rational>, lines: &[(i64, i64)]) -> (ParameterRange, bool) {
        let space = ProfileSpace::new(&[lines.len() + 1]).expect("small");
        let line = |action: usize| {
            let (at_zero, slope) = lines[action - 1];
            (Rational::from(at_zero), Rational::from(slope))
        };
        let advantages = (1..=lines.len()).map(|action| {
            let comparison = Comparison {
                player: 0,
                from: 0,
                action,
                to: action,
            };
            let (at_zero, slope) = line(action);
            (comparison, at_zero, slope)
        });
        let domain = (Rational::ZERO, domain_to);
        let range = ParameterRange::solve(&space, domain.clone(), advantages);
        let check = RangeCheck {
            space: &space,
            target: &[0],
            concept: Concept::Dominant,
            domain,
            advantage: |parameter: &Rational, _: usize, profile: &[usize], action: usize| {
                if profile[0] == action {
                    return Rational::ZERO;
                }
                let (at_zero, slope) = line(action);
                at_zero + slope * parameter
            },
        };
        let accepted = check.accepts(&range);
        (range, accepted)
    }

    #[test]
    fn ends_come_from_the_lines_that_bind() {
        let (range, accepted) = range(Extended::Infinite, &[(-2, 1), (-3, 1), (8, -2), (0, 0)]);
        let interval = range.interval().expect("from 3 to 4");
        assert_eq!(interval.from, Rational::from(3));
        assert_eq!(interval.to, Extended::Finite(Rational::from(4)));
        let binding = interval.binding_from.as_ref().map(|b| b.action);
        assert_eq!(binding, Some(2));
        assert!(accepted && range.contains(&Rational::from(4)));
        assert!(!range.contains(&Rational::from(5)));
    }

    #[test]
    fn a_range_is_empty_for_one_reason_or_two() {
        // Too low at every parameter; falling from below zero; rising too late for the domain.
        let unit = Extended::Finite(Rational::ONE);
        for (domain, lines, reasons) in [
            (Extended::Infinite, vec![(-1, 0)], 1),
            (Extended::Infinite, vec![(-1, -1)], 1),
            (unit, vec![(-2, 1)], 1),
            (Extended::Infinite, vec![(-4, 1), (3, -1)], 2),
        ] {
            let (range, accepted) = range(domain, &lines);
            assert!(matches!(&range, ParameterRange::Empty(why) if why.len() == reasons));
            assert!(accepted);
        }
    }
}
