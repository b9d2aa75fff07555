//! Where random payoffs come from.

use crate::number::Rational;
use crate::simulate::SimulationError;

/// Something that can be asked for payoffs at a profile of strategies, at random but from a seed: a
/// simulator of one's own, or [`Episodes`](super::Episodes) of an environment.
///
/// An implementation promises that the payoffs are a function of the profile and the seed, and that
/// seeds drawn at random give independent draws of payoffs with the expectation that is to be
/// estimated.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::SimulationError;
/// use lacuna::simulate::Streams;
/// use lacuna::simulate::empirical::PayoffSampler;
/// use rand::RngExt;
///
/// /// Matching pennies in which one in ten coins turns over.
/// struct Windy;
/// impl PayoffSampler for Windy {
///     fn strategies(&self) -> Vec<usize> {
///         vec![2, 2]
///     }
///     fn sample(
///         &self,
///         profile: &[usize],
///         seed: u64,
///         payoffs: &mut [Rational],
///     ) -> Result<(), SimulationError> {
///         let turned = Streams::new(seed).world("wind").random_range(0..10) == 0;
///         let win = if (profile[0] == profile[1]) != turned { 1 } else { -1 };
///         payoffs[0] = Rational::from(win);
///         payoffs[1] = Rational::from(-win);
///         Ok(())
///     }
/// }
/// ```
pub trait PayoffSampler: Sync {
    /// The number of strategies of each player.
    fn strategies(&self) -> Vec<usize>;

    /// Writes the payoff of every player at the profile, in the episode of this seed, into
    /// `payoffs`, which has one place a player.
    ///
    /// # Errors
    /// [`SimulationError`] if the episode cannot be played.
    fn sample(
        &self,
        profile: &[usize],
        seed: u64,
        payoffs: &mut [Rational],
    ) -> Result<(), SimulationError>;

    /// Are the players interchangeable: does a payoff depend, in expectation, only on the own
    /// strategy and on how many players have each? Then one profile is sampled for all in which as
    /// many players have each strategy, and the payoffs of those who have the same are averaged.
    fn is_symmetric(&self) -> bool {
        false
    }

    /// The name of a strategy, if it has one.
    fn strategy_name(&self, _player: usize, _strategy: usize) -> Option<String> {
        None
    }
}

impl<T: PayoffSampler + ?Sized> PayoffSampler for &T {
    fn strategies(&self) -> Vec<usize> {
        (**self).strategies()
    }
    fn sample(
        &self,
        profile: &[usize],
        seed: u64,
        payoffs: &mut [Rational],
    ) -> Result<(), SimulationError> {
        (**self).sample(profile, seed, payoffs)
    }
    fn is_symmetric(&self) -> bool {
        (**self).is_symmetric()
    }
    fn strategy_name(&self, player: usize, strategy: usize) -> Option<String> {
        (**self).strategy_name(player, strategy)
    }
}
