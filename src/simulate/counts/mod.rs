//! Games of many players in which only counts matter.
//!
//! A [`CountGame`] is a symmetric game in which a player's payoff depends on its own action and on
//! *how many* of the others take each action. There is no table: a step of a thousand players costs
//! one pass over them. [`LinearPublicGood`], [`Donation`], [`ThresholdHunt`] and [`ThresholdGood`]
//! (with the volunteer's dilemma) are such games, for any number of players.
//!
//! * [`CountRounds`] plays one for a number of rounds, as an environment in which everybody sees the
//!   counts of the round before;
//! * [`OnCounts`] makes it a [`Game`], which every solver takes while
//!   it is small, and which [`GameRounds`](crate::simulate::GameRounds) plays if agents need to see
//!   who did what;
//! * [`lambda_interval_at`] and [`pure_count_equilibria`] have its pure equilibria by counts, for any
//!   number of players.
//!
//! ```
//! use lacuna::number::Rational;
//! use lacuna::simulate::agents::{ConditionalCooperator, Fixed};
//! use lacuna::simulate::counts::{CountObservation, CountRounds, Donation};
//! use lacuna::simulate::{Agent, Runner};
//!
//! // A thousand players; cooperation costs 10 and gives 3 to everybody else. Most cooperate while
//! // most others do, and one never does.
//! let mut world = CountRounds::new(Donation::new(1000, 3, 10)?, 20);
//! let mut agents: Vec<Box<dyn Agent<CountObservation, usize>>> = vec![Box::new(Fixed::new(1))];
//! for _ in 1..1000 {
//!     agents.push(Box::new(ConditionalCooperator::majority()));
//! }
//! let outcome = Runner::default().run(&mut world, &mut agents, 1, &mut ())?;
//! assert_eq!(outcome.totals[0], Rational::from(20 * 3 * 999));
//! assert_eq!(outcome.totals[1], Rational::from(20 * (3 * 998 - 10)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod equilibrium;
mod games;
mod rounds;

pub use equilibrium::{
    CountEquilibrium, lambda_interval_at, minimal_viable_coalition, pure_count_equilibria,
};
pub use games::{Donation, LinearPublicGood, ThresholdGood, ThresholdHunt};
pub use rounds::{CountObservation, CountRounds};

use crate::game::Game;
use crate::number::Rational;

/// A symmetric game in which a player's payoff depends on its own action and on how many of the
/// others take each action.
///
/// Implement the first three methods. An implementation promises: at least one player and one
/// action; neither ever changes; `payoff` is a function of its arguments. It may panic, as slices do,
/// on counts that have not one entry for each action. The trait is object-safe.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::counts::{CountGame, OnCounts};
///
/// /// A bar that is pleasant unless more than sixty of a hundred come (Arthur, 1994).
/// struct ElFarol;
/// impl CountGame for ElFarol {
///     fn players(&self) -> usize {
///         100
///     }
///     fn actions(&self) -> usize {
///         2
///     }
///     fn payoff(&self, own: usize, others: &[usize]) -> Rational {
///         match own {
///             0 if others[0] < 60 => Rational::ONE,
///             0 => -Rational::ONE,
///             _ => Rational::ZERO,
///         }
///     }
/// }
/// let mut payoffs = [Rational::ZERO, Rational::ZERO];
/// ElFarol.payoffs_at(&[61, 39], &mut payoffs);
/// assert_eq!(payoffs, [-1, 0].map(Rational::from));
/// ```
pub trait CountGame: Send + Sync {
    /// The number of players, at least 1.
    fn players(&self) -> usize;

    /// The number of actions of each player, at least 1.
    fn actions(&self) -> usize;

    /// The payoff of a player who takes the action `own` while `others[a]` of the other players take
    /// action `a`.
    fn payoff(&self, own: usize, others: &[usize]) -> Rational;

    /// Writes what each action that somebody takes pays while `counts[a]` of *all* players take
    /// action `a`; what the places of the other actions hold afterwards means nothing. Costs one payoff
    /// for each action.
    fn payoffs_at(&self, counts: &[usize], payoffs: &mut [Rational]) {
        let mut others = counts.to_vec();
        for (action, payoff) in payoffs.iter_mut().enumerate() {
            if let Some(fewer) = counts[action].checked_sub(1) {
                others[action] = fewer;
                *payoff = self.payoff(action, &others);
                others[action] = counts[action];
            }
        }
    }

    /// The name of an action, if it has one.
    fn action_name(&self, _action: usize) -> Option<&str> {
        None
    }
}

macro_rules! forward_count_game {
    ($($pointer:ty),*) => {$(
        impl<C: CountGame + ?Sized> CountGame for $pointer {
            fn players(&self) -> usize {
                (**self).players()
            }
            fn actions(&self) -> usize {
                (**self).actions()
            }
            fn payoff(&self, own: usize, others: &[usize]) -> Rational {
                (**self).payoff(own, others)
            }
            fn payoffs_at(&self, counts: &[usize], payoffs: &mut [Rational]) {
                (**self).payoffs_at(counts, payoffs);
            }
            fn action_name(&self, action: usize) -> Option<&str> {
                (**self).action_name(action)
            }
        }
    )*};
}
forward_count_game!(&C, Box<C>, std::sync::Arc<C>);

/// How many players take each action; `None` if somebody takes one that does not exist.
pub(super) fn count(profile: &[usize], actions: usize) -> Option<Vec<usize>> {
    let mut counts = vec![0; actions];
    for &action in profile {
        *counts.get_mut(action)? += 1;
    }
    Some(counts)
}

/// A game on counts as a [`Game`]: for solvers, for preferences, and for
/// [`GameRounds`](crate::simulate::GameRounds).
///
/// One payoff costs a pass over the players, and so do the payoffs of all of them.
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// use lacuna::preference::{Cooperative, Perceived};
/// use lacuna::simulate::counts::{LinearPublicGood, OnCounts};
///
/// let game = OnCounts(LinearPublicGood::new(5, 1, vec![0.into(), 1.into()], 2)?);
/// // Selfish players withhold; from λ = (1 − c/n)/(c − 1) = 3/5 on they contribute.
/// assert!(game.is_pure_equilibrium(&[0; 5])?);
/// let seen = Perceived::new(&game, Cooperative::new("3/5".parse()?)?)?;
/// assert!(seen.is_pure_equilibrium(&[1; 5])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnCounts<C>(pub C);

impl<C: CountGame> Game<Rational> for OnCounts<C> {
    fn players(&self) -> usize {
        self.0.players()
    }
    fn actions(&self, _player: usize) -> usize {
        self.0.actions()
    }
    fn payoff(&self, player: usize, profile: &[usize]) -> Rational {
        let mut others = vec![0; self.0.actions()];
        for (other, &action) in profile.iter().enumerate() {
            others[action] += usize::from(other != player);
        }
        self.0.payoff(profile[player], &others)
    }
    fn payoffs_into(&self, profile: &[usize], payoffs: &mut [Rational]) {
        let mut counts = vec![0; self.0.actions()];
        for &action in profile {
            counts[action] += 1;
        }
        let mut worth = vec![Rational::ZERO; counts.len()];
        self.0.payoffs_at(&counts, &mut worth);
        for (payoff, &action) in payoffs.iter_mut().zip(profile) {
            payoff.clone_from(&worth[action]);
        }
    }
    fn action_name(&self, _player: usize, action: usize) -> Option<&str> {
        self.0.action_name(action)
    }
}
