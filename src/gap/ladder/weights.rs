//! From which λ on patient players sustain the first best.
//!
//! In λ every condition is a half-line: a profile is an equilibrium on an interval, a punishment
//! deters on an interval. The λ at which a first-best profile is sustained are for each player a
//! union of closed intervals, and the least λ common to all is the lower end of one of them.

use crate::contract::{ContractingProblem, unilateral_moves};
use crate::game::NormalForm;
use crate::mechanism::ClosingWeight;
use crate::number::Rational;

/// The λ ≥ 0 from `lo` to `hi`, both included; without an upper end if `hi` is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Interval {
    lo: Rational,
    hi: Option<Rational>,
}

impl Interval {
    fn everything() -> Self {
        Interval {
            lo: Rational::ZERO,
            hi: None,
        }
    }

    /// The part at which constant + λ·slope ≤ 0; `None` if there is none.
    fn with(mut self, constant: &Rational, slope: &Rational) -> Option<Self> {
        let root = (-constant).checked_div(slope);
        match root {
            None if constant.is_positive() => return None,
            None => {}
            Some(root) if slope.is_positive() => {
                self.hi = Some(self.hi.map_or(root.clone(), |hi| hi.min(root)));
            }
            Some(root) => self.lo = self.lo.max(root),
        }
        match &self.hi {
            Some(hi) if *hi < self.lo => None,
            _ => Some(self),
        }
    }

    fn contains(&self, lambda: &Rational) -> bool {
        self.lo <= *lambda && self.hi.as_ref().is_none_or(|hi| lambda <= hi)
    }
}

/// What changes from one profile to another, as an affine function of λ: a player's payoff, and
/// welfare.
struct Change {
    payoff: Rational,
    welfare: Rational,
}

impl Change {
    fn new(game: &NormalForm<Rational>, player: usize, from: usize, to: usize) -> Self {
        Change {
            payoff: game.payoff_at(player, to) - game.payoff_at(player, from),
            welfare: game.welfare_at(to) - game.welfare_at(from),
        }
    }
}

/// The least λ at which players with this discount factor sustain a first-best profile, for a
/// problem with one state.
///
/// # Complexity
/// For P profiles, D deviations of a player and F first-best profiles P·n·D + F·n·P·D conditions
/// and a sort.
pub(super) fn closing(problem: &ContractingProblem, discount: &Rational) -> ClosingWeight {
    let (game, space) = (problem.game(0), problem.space());
    let rest = Rational::ONE - discount;
    let equilibria: Vec<(usize, Interval)> = (0..space.len())
        .filter_map(|index| {
            let mut moves = unilateral_moves(space, index);
            let interval =
                moves.try_fold(Interval::everything(), |interval, (player, _, to)| {
                    let gain = Change::new(game, player, index, to);
                    interval.with(&gain.payoff, &gain.welfare)
                })?;
            Some((index, interval))
        })
        .collect();
    let mut least: Option<Rational> = None;
    for &optimum in problem.first_best().optima.iter().flatten() {
        let deterred: Vec<Vec<Interval>> = (0..problem.players())
            .map(|player| {
                let gains: Vec<Change> = unilateral_moves(space, optimum)
                    .filter(|(deviator, _, _)| *deviator == player)
                    .map(|(_, _, to)| Change::new(game, player, optimum, to))
                    .collect();
                let alone = gains
                    .iter()
                    .try_fold(Interval::everything(), |interval, gain| {
                        interval.with(&gain.payoff, &gain.welfare)
                    });
                let punished = equilibria.iter().filter_map(|(punishment, interval)| {
                    // (1 − δ)·gain ≤ δ·lost, where `worse` is what is lost with the sign changed.
                    let worse = Change::new(game, player, optimum, *punishment);
                    gains.iter().try_fold(interval.clone(), |interval, gain| {
                        interval.with(
                            &(&gain.payoff * &rest + &worse.payoff * discount),
                            &(&gain.welfare * &rest + &worse.welfare * discount),
                        )
                    })
                });
                merged(alone.into_iter().chain(punished).collect())
            })
            .collect();
        if let Some(found) = least_common(&deterred)
            && least.as_ref().is_none_or(|least| found < *least)
        {
            least = Some(found);
        }
    }
    least.map_or(ClosingWeight::Infinite, ClosingWeight::Attained)
}

/// The same union in disjoint intervals, ascending.
fn merged(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort_by(|a, b| a.lo.cmp(&b.lo));
    let mut union: Vec<Interval> = Vec::new();
    for next in intervals {
        match union.last_mut() {
            Some(last) if last.contains(&next.lo) => match (&last.hi, next.hi) {
                (Some(_), None) => last.hi = None,
                (Some(hi), Some(other)) if *hi < other => last.hi = Some(other),
                _ => {}
            },
            _ => union.push(next),
        }
    }
    union
}

/// The least number that lies in an interval of every list; the lists are disjoint and ascending.
fn least_common(lists: &[Vec<Interval>]) -> Option<Rational> {
    let mut at = Rational::ZERO;
    // Each round moves to the lower end of some interval, upwards.
    loop {
        let mut next = at.clone();
        for list in lists {
            let reachable = list
                .iter()
                .find(|interval| interval.hi.as_ref().is_none_or(|hi| at <= *hi))?;
            next = next.max(reachable.lo.clone());
        }
        if next == at {
            return Some(at);
        }
        at = next;
    }
}
