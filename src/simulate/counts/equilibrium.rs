//! Pure equilibria of games on counts: how many take which action, and for which altruism weights.

use serde::{Deserialize, Serialize};

use super::CountGame;
use crate::game::GameError;
use crate::number::{Extended, Rational};

/// Counts that are a pure equilibrium for all λ of a closed interval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CountEquilibrium {
    /// How many players take each action.
    pub counts: Vec<usize>,
    /// The least λ, at least 0.
    pub from: Rational,
    /// The greatest λ.
    pub to: Extended<Rational>,
    /// The sum of all material payoffs at these counts.
    pub welfare: Rational,
}

impl CountEquilibrium {
    /// Are the counts an equilibrium at this λ?
    pub fn holds_at(&self, lambda: &Rational) -> bool {
        *lambda >= self.from && self.to.finite().is_none_or(|to| lambda <= to)
    }
}

fn welfare<C: CountGame + ?Sized>(game: &C, counts: &[usize], worth: &mut [Rational]) -> Rational {
    game.payoffs_at(counts, worth);
    let pairs = counts.iter().zip(worth.iter());
    let taken = pairs.filter(|(count, _)| **count > 0);
    taken
        .map(|(&count, payoff)| Rational::from(count) * payoff)
        .sum()
}

fn check_counts<C: CountGame + ?Sized>(game: &C, counts: &[usize]) -> Result<(), GameError> {
    let (players, actions) = (game.players(), game.actions());
    let total = counts
        .iter()
        .try_fold(0usize, |sum, &count| sum.checked_add(count));
    if counts.len() == actions && total == Some(players) {
        return Ok(());
    }
    Err(GameError::BadParameter {
        parameter: "counts",
        value: format!("{counts:?}"),
        range: format!("{actions} numbers, one for each action, that add up to {players} players"),
    })
}

/// The exact set of λ ≥ 0 at which `counts[a]` players taking action `a` is a pure equilibrium, when
/// every player i maximises `u_i + λ·W`; `None` if it is empty.
///
/// A change of one player from action a to b gains it g and costs everybody l of welfare, and does not
/// pay iff `g ≤ λ·l`. The interval is that of
/// [`equilibrium::lambda_interval`](crate::equilibrium::lambda_interval()) at any profile with these
/// counts.
///
/// # Errors
/// [`GameError::BadParameter`] unless there is one count for each action and they add up to the number
/// of players.
///
/// # Complexity
/// The payoffs of all actions at as many counts as there are pairs of actions, whatever the number of
/// players.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::counts::{LinearPublicGood, lambda_interval_at};
///
/// // A thousand players, multiplier 2: all contribute from λ = (1 − c/n)/(c − 1) = 499/500 on.
/// let game = LinearPublicGood::new(1000, 1, vec![0.into(), 1.into()], 2)?;
/// let all = lambda_interval_at(&game, &[0, 1000])?.expect("some λ suffices");
/// assert_eq!(all.from, Rational::new(499, 500)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn lambda_interval_at<C: CountGame + ?Sized>(
    game: &C,
    counts: &[usize],
) -> Result<Option<CountEquilibrium>, GameError> {
    check_counts(game, counts)?;
    let mut before = vec![Rational::ZERO; counts.len()];
    let mut after = before.clone();
    let total = welfare(game, counts, &mut before);
    let mut found = CountEquilibrium {
        counts: counts.to_vec(),
        from: Rational::ZERO,
        to: Extended::Infinite,
        welfare: total,
    };
    let mut moved = counts.to_vec();
    for own in (0..counts.len()).filter(|&action| counts[action] > 0) {
        for other in (0..counts.len()).filter(|&action| action != own) {
            moved[own] -= 1;
            moved[other] += 1;
            let loss = &found.welfare - &welfare(game, &moved, &mut after);
            moved.copy_from_slice(counts);
            let gain = &after[other] - &before[own];
            match gain.checked_div(&loss) {
                None if gain.is_positive() => return Ok(None),
                None => {}
                Some(ratio) if loss.is_positive() => found.from = found.from.max(ratio),
                Some(ratio) => found.to = found.to.min(Extended::Finite(ratio)),
            }
        }
    }
    let any = found.to.finite().is_none_or(|to| found.from <= *to);
    Ok(any.then_some(found))
}

/// All counts that are a pure equilibrium for some λ ≥ 0, each with its interval; in the order of the
/// counts, those of the last action rising first.
///
/// # Errors
/// [`GameError::TooLarge`] if there are more than `limit` counts to look at: C(n + m − 1, m − 1) for n
/// players and m actions, which is n + 1 for two.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::counts::{ThresholdGood, pure_count_equilibria};
///
/// // Three of a thousand must pay 2 so that everybody gets 5: selfish players do, or nobody does.
/// let game = ThresholdGood::new(1000, 3, 5, 2)?;
/// let found = pure_count_equilibria(&game, 10_000)?;
/// let selfish = found.iter().filter(|counts| counts.holds_at(&Rational::ZERO));
/// let contributors: Vec<usize> = selfish.map(|found| found.counts[0]).collect();
/// assert_eq!(contributors, [3, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pure_count_equilibria<C: CountGame + ?Sized>(
    game: &C,
    limit: usize,
) -> Result<Vec<CountEquilibrium>, GameError> {
    let (players, actions) = (game.players(), game.actions());
    if actions == 0 {
        return Err(GameError::NoActions { player: 0 });
    }
    let size = number_of_counts(players, actions);
    if size.is_none_or(|size| size > limit as u128) {
        return Err(GameError::TooLarge {
            payoffs: size,
            limit,
        });
    }
    let mut found = Vec::new();
    let mut counts = vec![0; actions];
    counts[0] = players;
    loop {
        found.extend(lambda_interval_at(game, &counts)?);
        // The last count that can give one away gives it to its successor, which takes all behind it.
        let Some(giver) = (0..actions - 1).rev().find(|&action| counts[action] > 0) else {
            return Ok(found);
        };
        counts[giver] -= 1;
        let rest = std::mem::take(&mut counts[actions - 1]);
        counts[giver + 1] = rest + 1;
    }
}

/// C(n + m − 1, m − 1), if it can be counted.
fn number_of_counts(players: usize, actions: usize) -> Option<u128> {
    let mut ways = 1u128;
    for step in 1..actions as u128 {
        // C(n + step, step) is an integer after each step.
        ways = ways.checked_mul(players as u128 + step)? / step;
    }
    Some(ways)
}

/// The least number of players who take `action` such that each of them is at least as well off as if
/// nobody did, while all others take `instead`: the minimal viable coalition (Schelling, 1973). `None`
/// if not even all of them are.
///
/// # Errors
/// [`GameError::BadParameter`] if an action does not exist; [`GameError::TooLarge`] if none of up to
/// `limit` players is viable, and there are more players.
///
/// # Complexity
/// One payoff for each number of players up to that of the coalition.
///
/// ```
/// use lacuna::simulate::counts::{Donation, minimal_viable_coalition};
/// // Ten players, a benefit of 3 for each other at a cost of 10: five make it worth their while.
/// assert_eq!(minimal_viable_coalition(&Donation::new(10, 3, 10)?, 0, 1, 1000)?, Some(5));
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn minimal_viable_coalition<C: CountGame + ?Sized>(
    game: &C,
    action: usize,
    instead: usize,
    limit: usize,
) -> Result<Option<usize>, GameError> {
    let (players, actions) = (game.players(), game.actions());
    for (parameter, value) in [("action", action), ("instead", instead)] {
        if value >= actions || action == instead {
            return Err(GameError::BadParameter {
                parameter,
                value: value.to_string(),
                range: format!("below {actions}, and the two must differ"),
            });
        }
    }
    let mut others = vec![0; actions];
    others[instead] = players.saturating_sub(1);
    let alone = game.payoff(instead, &others);
    for coalition in 1..=players.min(limit) {
        others[action] = coalition - 1;
        others[instead] = players - coalition;
        if game.payoff(action, &others) >= alone {
            return Ok(Some(coalition));
        }
    }
    if limit < players {
        return Err(GameError::TooLarge {
            payoffs: Some(players as u128),
            limit,
        });
    }
    Ok(None)
}
