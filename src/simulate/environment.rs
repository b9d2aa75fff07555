//! Worlds in which agents act.

use std::fmt;

use super::{SimulationError, WrongLength};
use crate::number::Rational;

/// A world in which players act at the same time, step by step, until it is over.
///
/// The trait is object-safe for given observations and actions, and `&mut E` and `Box<E>` are
/// environments when `E` is. An implementation promises:
///
/// - the number of players never changes;
/// - all chance comes from the seed of [`Environment::reset`]: the same seed and the same actions
///   give the same observations and rewards;
/// - `observe` and `render` change nothing, and say what the player is allowed to know;
/// - a step whose lists have not one entry a player, or that comes after the end, is refused
///   ([`check_step`] does that);
/// - a step that is refused changes nothing.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::{Environment, SimulationError, check_step};
///
/// /// A jar of coins; each step everybody may take one, while there are enough for all.
/// struct Jar {
///     coins: usize,
/// }
/// impl Environment for Jar {
///     type Observation = usize;
///     type Action = bool;
///     fn players(&self) -> usize {
///         2
///     }
///     fn reset(&mut self, _seed: u64) {
///         self.coins = 5;
///     }
///     fn is_over(&self) -> bool {
///         self.coins < 2
///     }
///     fn observe(&self, _player: usize) -> usize {
///         self.coins
///     }
///     fn step(&mut self, takes: &[bool], rewards: &mut [Rational]) -> Result<(), SimulationError> {
///         check_step(self, takes, rewards)?;
///         for (reward, &takes) in rewards.iter_mut().zip(takes) {
///             *reward = Rational::from(i64::from(takes));
///             self.coins -= usize::from(takes);
///         }
///         Ok(())
///     }
/// }
/// let mut jar = Jar { coins: 0 };
/// jar.reset(1);
/// let mut rewards = [Rational::ZERO, Rational::ZERO];
/// jar.step(&[true, false], &mut rewards)?;
/// assert_eq!((jar.observe(0), &rewards[0]), (4, &Rational::ONE));
/// assert!(jar.step(&[true], &mut rewards).is_err());
/// # Ok::<(), SimulationError>(())
/// ```
pub trait Environment {
    /// What a player sees before it acts.
    type Observation;
    /// What a player does in a step.
    type Action;

    /// The number of players, at least 1.
    fn players(&self) -> usize;

    /// Begins an episode; all of its chance comes from the seed.
    fn reset(&mut self, seed: u64);

    /// Is the episode over?
    fn is_over(&self) -> bool;

    /// What `player` sees.
    fn observe(&self, player: usize) -> Self::Observation;

    /// Everybody acts: `actions[i]` is what player `i` does. Writes what each of them gains into
    /// `rewards`, which has one place a player.
    ///
    /// # Errors
    /// [`SimulationError`] if the step cannot be taken; the environment is then as it was.
    fn step(
        &mut self,
        actions: &[Self::Action],
        rewards: &mut [Rational],
    ) -> Result<(), SimulationError>;

    /// Writes the state for a human reader; nothing by default.
    ///
    /// # Errors
    /// Those of the writer.
    fn render(&self, _to: &mut dyn fmt::Write) -> fmt::Result {
        Ok(())
    }

    /// The name of a player, by default its number.
    fn player_name(&self, player: usize) -> String {
        format!("player {player}")
    }
}

macro_rules! forward_environment {
    ($($pointer:ty),*) => {$(
        impl<E: Environment + ?Sized> Environment for $pointer {
            type Observation = E::Observation;
            type Action = E::Action;
            fn players(&self) -> usize {
                (**self).players()
            }
            fn reset(&mut self, seed: u64) {
                (**self).reset(seed);
            }
            fn is_over(&self) -> bool {
                (**self).is_over()
            }
            fn observe(&self, player: usize) -> Self::Observation {
                (**self).observe(player)
            }
            fn step(
                &mut self,
                actions: &[Self::Action],
                rewards: &mut [Rational],
            ) -> Result<(), SimulationError> {
                (**self).step(actions, rewards)
            }
            fn render(&self, to: &mut dyn fmt::Write) -> fmt::Result {
                (**self).render(to)
            }
            fn player_name(&self, player: usize) -> String {
                (**self).player_name(player)
            }
        }
    )*};
}
forward_environment!(&mut E, Box<E>);

/// Refuses a step whose lists have not one entry for each player, or that comes after the end: the
/// first lines of most [`Environment::step`]s.
///
/// # Errors
/// [`SimulationError::WrongLength`], [`SimulationError::Over`].
pub fn check_step<E: Environment + ?Sized>(
    environment: &E,
    actions: &[E::Action],
    rewards: &[Rational],
) -> Result<(), SimulationError> {
    let players = environment.players();
    WrongLength::check_players("the list of actions", actions.len(), players)?;
    WrongLength::check_players("the list of rewards", rewards.len(), players)?;
    if environment.is_over() {
        return Err(SimulationError::Over);
    }
    Ok(())
}
