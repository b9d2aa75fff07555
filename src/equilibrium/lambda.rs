//! For which altruism weights λ one profile is an equilibrium.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::SolveError;
use crate::game::{Game, GameExt, NormalForm};
use crate::number::{Extended, Rational, Scalar};

/// A unilateral deviation and what it does to the deviator and to everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Deviation {
    /// Who deviates.
    pub player: usize,
    /// The action taken instead.
    pub action: usize,
    /// The material gain of the deviator, `u_i(b, a_-i) − u_i(a)`.
    pub gain: Rational,
    /// The loss of welfare, `W(a) − W(b, a_-i)`; negative if welfare rises.
    pub loss: Rational,
}

/// A closed interval of altruism weights, with the deviations that bound it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LambdaInterval {
    /// The least λ, at least 0.
    pub from: Rational,
    /// The greatest λ.
    pub to: Extended<Rational>,
    /// The deviation that is worth while just below `from`; `None` if `from` is 0 because λ is.
    pub bound_below: Option<Deviation>,
    /// The deviation that is worth while just above `to`.
    pub bound_above: Option<Deviation>,
}

impl LambdaInterval {
    /// Does the interval contain this weight?
    pub fn contains(&self, lambda: &Rational) -> bool {
        *lambda >= self.from && self.to.finite().is_none_or(|to| lambda <= to)
    }
}

/// The exact set of λ ≥ 0 at which `profile` is a pure equilibrium when every player i maximises
/// `u_i + λ·W`.
///
/// A deviation with gain g and loss of welfare l does not pay iff `g ≤ λ·l`, so that the set is a
/// closed interval: it is bounded below by deviations that lower welfare and above by those that
/// raise it. `None` if it is empty.
///
/// # Errors
/// [`SolveError::Game`] if the profile is not one of the game's.
///
/// # Complexity
/// One pass over the unilateral deviations from the profile.
///
/// ```
/// use lacuna::equilibrium::lambda_interval;
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::symmetric(&dilemma)?;
/// let cooperation = lambda_interval(&game, &[0, 0])?.expect("some λ suffices");
/// assert_eq!(cooperation.from, Rational::from(2));
/// assert!(!cooperation.to.is_finite());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn lambda_interval<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
) -> Result<Option<LambdaInterval>, SolveError> {
    game.check_profile(profile)?;
    let mut interval = Bounds::new();
    for deviation in unilateral_deviations(game, profile) {
        if !interval.tighten(deviation) {
            return Ok(None);
        }
    }
    Ok(Some(interval.finish()))
}

/// Every deviation from a valid profile to another action, players and actions ascending.
fn unilateral_deviations<'a, G: Game<Rational> + ?Sized>(
    game: &'a G,
    profile: &[usize],
) -> impl Iterator<Item = Deviation> + 'a {
    let players = game.players();
    let mut payoffs = vec![Rational::zero(); players];
    game.payoffs_into(profile, &mut payoffs);
    let welfare: Rational = payoffs.iter().sum();
    let profile = profile.to_vec();
    (0..players).flat_map(move |player| {
        let own = payoffs[player].clone();
        let welfare = welfare.clone();
        let mut deviation = profile.clone();
        let current = profile[player];
        (0..game.actions(player))
            .filter(move |&action| action != current)
            .map(move |action| {
                deviation[player] = action;
                let mut after = vec![Rational::zero(); players];
                game.payoffs_into(&deviation, &mut after);
                Deviation {
                    player,
                    action,
                    gain: &after[player] - &own,
                    loss: &welfare - &after.iter().sum::<Rational>(),
                }
            })
    })
}

/// The interval while deviations come in.
struct Bounds {
    from: Rational,
    to: Extended<Rational>,
    below: Option<Deviation>,
    above: Option<Deviation>,
}

impl Bounds {
    fn new() -> Self {
        Bounds {
            from: Rational::ZERO,
            to: Extended::Infinite,
            below: None,
            above: None,
        }
    }

    /// Requires `gain ≤ λ·loss`; false if no λ is left.
    fn tighten(&mut self, deviation: Deviation) -> bool {
        match deviation.gain.checked_div(&deviation.loss) {
            None => return !deviation.gain.is_positive(),
            Some(ratio) if deviation.loss.is_positive() => {
                if ratio > self.from {
                    self.from = ratio;
                    self.below = Some(deviation);
                }
            }
            Some(ratio) => {
                let bound = Extended::Finite(ratio);
                if bound < self.to {
                    self.to = bound;
                    self.above = Some(deviation);
                }
            }
        }
        self.to.finite().is_none_or(|to| self.from <= *to)
    }

    fn finish(self) -> LambdaInterval {
        LambdaInterval {
            from: self.from,
            to: self.to,
            bound_below: self.below,
            bound_above: self.above,
        }
    }
}

/// A dense game prepared for asking about many profiles: machine integers where they suffice.
pub(super) struct LambdaTables<'a> {
    game: &'a NormalForm<Rational>,
    /// Numerators over one denominator, and their sums, if no product below can overflow.
    integers: Option<(&'a [Vec<i64>], Vec<i64>)>,
}

/// Numerators below this bound, and sums of them, have differences whose products fit `i128`.
const SAFE: i64 = 1 << 61;

impl<'a> LambdaTables<'a> {
    pub(super) fn new(game: &'a NormalForm<Rational>) -> Self {
        let integers = game.scaled().and_then(|(_, tables)| {
            let mut welfare = Vec::new();
            welfare.try_reserve_exact(game.space().len()).ok()?;
            for index in 0..game.space().len() {
                let mut total = 0i64;
                for table in tables {
                    let entry = table[index];
                    total = total.checked_add(entry)?;
                    if !(-SAFE..=SAFE).contains(&entry) {
                        return None;
                    }
                }
                if !(-SAFE..=SAFE).contains(&total) {
                    return None;
                }
                welfare.push(total);
            }
            Some((tables, welfare))
        });
        LambdaTables { game, integers }
    }

    /// As [`lambda_interval`], for the profile with this index, as the plain ends.
    pub(super) fn ends(&self, index: usize) -> Option<(Rational, Extended<Rational>)> {
        let space = self.game.space();
        let Some((tables, welfare)) = &self.integers else {
            let profile = space.profile_unchecked(index);
            let mut bounds = Bounds::new();
            for deviation in unilateral_deviations(self.game, &profile) {
                if !bounds.tighten(deviation) {
                    return None;
                }
            }
            return Some((bounds.from, bounds.to));
        };
        let mut from = (0i128, 1i128);
        let mut to: Option<(i128, i128)> = None;
        for (player, table) in tables.iter().enumerate() {
            let stride = space.stride(player);
            let actions = space.actions()[player];
            let first = index - index / stride % actions * stride;
            for action in 0..actions {
                let other = first + action * stride;
                let gain = i128::from(table[other]) - i128::from(table[index]);
                let loss = i128::from(welfare[index]) - i128::from(welfare[other]);
                match loss.cmp(&0) {
                    Ordering::Equal if gain > 0 => return None,
                    Ordering::Equal => {}
                    Ordering::Greater => {
                        if gain * from.1 > from.0 * loss {
                            from = (gain, loss);
                        }
                    }
                    Ordering::Less => {
                        let (above, below) = (-gain, -loss);
                        if to.is_none_or(|to| above * to.1 < to.0 * below) {
                            to = Some((above, below));
                        }
                    }
                }
            }
            if to.is_some_and(|to| from.0 * to.1 > to.0 * from.1) {
                return None;
            }
        }
        let exact = |(above, below)| Rational::reduced(above, below);
        Some((exact(from), to.map(exact).into()))
    }
}
