//! What is played: finite games of any number of players.
//!
//! [`Game`] is the trait to implement for a game of one's own; [`NormalForm`] is the dense game,
//! exact ([`Rational`](crate::number::Rational)) or numeric (`f64`). [`catalogue`] has the games of
//! the literature, [`hidden_effort`] the paper's lift of a dilemma to one with hidden effort,
//! [`random`] seeded random games. A game holds *material* payoffs; what players make of them is
//! the business of [`preference`](crate::preference).
//!
//! Players and actions are 0-based; a profile is a slice with one action a player. In memory the
//! last player's action varies fastest. Payoffs are to be maximised; costs are negated payoffs.
//!
//! ```
//! use lacuna::game::{Game, GameExt, NormalForm};
//! use lacuna::number::Rational;
//!
//! // A prisoner's dilemma: action 0 cooperates, action 1 defects.
//! let payoff = |row: usize, column: usize| Rational::from([[3, 0], [5, 1]][row][column]);
//! let game = NormalForm::from_fn(&[2, 2], |player, profile| match player {
//!     0 => payoff(profile[0], profile[1]),
//!     _ => payoff(profile[1], profile[0]),
//! })?;
//! assert_eq!(game.payoff(0, &[1, 0]), Rational::from(5));
//! assert_eq!(game.welfare(&[0, 0])?, Rational::from(6));
//! # Ok::<(), lacuna::game::GameError>(())
//! ```

pub mod catalogue;
mod error;
pub mod hidden_effort;
mod matrices;
mod names;
mod normal_form;
mod profiles;
pub mod random;
mod tables;
mod views;

pub use error::GameError;
pub use names::Names;
pub(crate) use normal_form::dense;
pub use normal_form::{NormalForm, SizeLimit};
pub use profiles::{Profile, ProfileSpace, Profiles};

use crate::number::Scalar;

/// A finite game in strategic form with material payoffs in `S`.
///
/// Implement the first three methods; the others have defaults. The trait is object-safe, and
/// `&G` and `Box<G>` are games when `G` is.
///
/// An implementation promises: at least one player; at least one action each; `players` and
/// `actions` never change; `payoff` is a function of its arguments and finite for every valid
/// profile. `payoff` may panic on a player or profile that is out of range, as slices do;
/// everything in this crate that takes a profile from its caller checks it first.
///
/// ```
/// use lacuna::game::{Game, NormalForm};
/// use lacuna::number::Rational;
///
/// /// Each player names a number below ten; the closest to half the average gets a point.
/// struct Guess;
/// impl Game<Rational> for Guess {
///     fn players(&self) -> usize {
///         3
///     }
///     fn actions(&self, _player: usize) -> usize {
///         10
///     }
///     fn payoff(&self, player: usize, profile: &[usize]) -> Rational {
///         let total: usize = profile.iter().sum();
///         let miss = |action: usize| (6 * action).abs_diff(total);
///         let best = profile.iter().map(|&a| miss(a)).min();
///         Rational::from(i64::from(best == Some(miss(profile[player]))))
///     }
/// }
/// let dense = NormalForm::from_game(&Guess)?;
/// assert_eq!(dense.payoff(0, &[0, 1, 2]), Rational::from(1));
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub trait Game<S: Scalar>: Send + Sync {
    /// The number of players, at least 1.
    fn players(&self) -> usize;

    /// The number of actions of `player`, at least 1.
    fn actions(&self, player: usize) -> usize;

    /// The payoff of `player` when `profile[j]` is the action of player `j`.
    fn payoff(&self, player: usize, profile: &[usize]) -> S;

    /// Writes the payoff of every player into `payoffs`, which has one place a player.
    fn payoffs_into(&self, profile: &[usize], payoffs: &mut [S]) {
        for (player, payoff) in payoffs.iter_mut().enumerate() {
            *payoff = self.payoff(player, profile);
        }
    }

    /// The name of a player, if it has one.
    fn player_name(&self, _player: usize) -> Option<&str> {
        None
    }

    /// The name of an action of `player`, if it has one.
    fn action_name(&self, _player: usize, _action: usize) -> Option<&str> {
        None
    }

    /// The dense game itself, if this is one: algorithms then work on its tables without a copy.
    fn as_normal_form(&self) -> Option<&NormalForm<S>> {
        None
    }
}

macro_rules! forward_game {
    ($($pointer:ty),*) => {$(
        impl<S: Scalar, G: Game<S> + ?Sized> Game<S> for $pointer {
            fn players(&self) -> usize {
                (**self).players()
            }
            fn actions(&self, player: usize) -> usize {
                (**self).actions(player)
            }
            fn payoff(&self, player: usize, profile: &[usize]) -> S {
                (**self).payoff(player, profile)
            }
            fn payoffs_into(&self, profile: &[usize], payoffs: &mut [S]) {
                (**self).payoffs_into(profile, payoffs);
            }
            fn player_name(&self, player: usize) -> Option<&str> {
                (**self).player_name(player)
            }
            fn action_name(&self, player: usize, action: usize) -> Option<&str> {
                (**self).action_name(player, action)
            }
            fn as_normal_form(&self) -> Option<&NormalForm<S>> {
                (**self).as_normal_form()
            }
        }
    )*};
}
forward_game!(&G, Box<G>, std::sync::Arc<G>);

/// The most players whose numbers of actions are listed.
const MOST_LISTED: usize = 1 << 24;

/// What follows from the methods of [`Game`]; implemented for every game.
pub trait GameExt<S: Scalar>: Game<S> {
    /// The profiles of the game and their index arithmetic.
    ///
    /// # Errors
    /// [`GameError::NoPlayers`], [`GameError::NoActions`], or [`GameError::TooLarge`] if there are
    /// more profiles than `usize` can count, or more than 2²⁴ players.
    fn profile_space(&self) -> Result<ProfileSpace, GameError> {
        let players = self.players();
        if players > MOST_LISTED {
            // With two actions each the product is beyond 128 bits long before the last of these.
            let payoffs = (0..MOST_LISTED).try_fold(players as u128, |product, player| {
                product.checked_mul(self.actions(player) as u128)
            });
            return Err(GameError::TooLarge {
                payoffs,
                limit: MOST_LISTED,
            });
        }
        let actions: Vec<usize> = (0..players).map(|i| self.actions(i)).collect();
        ProfileSpace::new(&actions)
    }

    /// Checks that `profile` has one action in range for each player.
    ///
    /// # Errors
    /// [`GameError::WrongProfileLength`] or [`GameError::ActionOutOfRange`].
    fn check_profile(&self, profile: &[usize]) -> Result<(), GameError> {
        if profile.len() != self.players() {
            return Err(GameError::WrongProfileLength {
                found: profile.len(),
                players: self.players(),
            });
        }
        for (player, &action) in profile.iter().enumerate() {
            let actions = self.actions(player);
            if action >= actions {
                return Err(GameError::ActionOutOfRange {
                    player,
                    action,
                    actions,
                });
            }
        }
        Ok(())
    }

    /// Checks that `player` is one of the game's.
    ///
    /// # Errors
    /// [`GameError::PlayerOutOfRange`].
    fn check_player(&self, player: usize) -> Result<(), GameError> {
        let players = self.players();
        if player >= players {
            return Err(GameError::PlayerOutOfRange { player, players });
        }
        Ok(())
    }

    /// The payoffs of all players.
    ///
    /// # Errors
    /// As [`GameExt::check_profile`].
    fn payoffs(&self, profile: &[usize]) -> Result<Vec<S>, GameError> {
        self.check_profile(profile)?;
        let mut payoffs = vec![S::zero(); self.players()];
        self.payoffs_into(profile, &mut payoffs);
        Ok(payoffs)
    }

    /// The utilitarian welfare: the sum of all payoffs.
    ///
    /// # Errors
    /// As [`GameExt::check_profile`].
    fn welfare(&self, profile: &[usize]) -> Result<S, GameError> {
        Ok(self.payoffs(profile)?.into_iter().sum())
    }

    /// How much `player` could gain by the best unilateral deviation; zero at a best response.
    /// Costs one payoff for each action.
    ///
    /// # Errors
    /// As [`GameExt::check_profile`] and [`GameExt::check_player`].
    fn regret(&self, player: usize, profile: &[usize]) -> Result<S, GameError> {
        self.check_player(player)?;
        self.check_profile(profile)?;
        let current = self.payoff(player, profile);
        let mut deviation = profile.to_vec();
        let mut best = current.clone();
        for action in 0..self.actions(player) {
            deviation[player] = action;
            let payoff = self.payoff(player, &deviation);
            if payoff > best {
                best = payoff;
            }
        }
        Ok(best - &current)
    }

    /// The actions of `player` that do best against the others' actions in `profile`, in
    /// ascending order; the player's own entry is ignored. For exact numbers; floating-point games
    /// state a slack with [`GameExt::best_responses_within`].
    ///
    /// # Errors
    /// As [`GameExt::check_profile`] and [`GameExt::check_player`].
    fn best_responses(&self, player: usize, profile: &[usize]) -> Result<Vec<usize>, GameError>
    where
        S::Ties: Default,
    {
        self.best_responses_within(player, profile, &S::zero())
    }

    /// The actions of `player` that miss the best payoff against the others' actions in `profile`
    /// by at most `slack`, in ascending order; the player's own entry is ignored.
    ///
    /// # Errors
    /// As [`GameExt::check_profile`] and [`GameExt::check_player`].
    fn best_responses_within(
        &self,
        player: usize,
        profile: &[usize],
        slack: &S,
    ) -> Result<Vec<usize>, GameError> {
        self.check_player(player)?;
        let mut deviation = profile.to_vec();
        if let Some(own) = deviation.get_mut(player) {
            *own = 0;
        }
        self.check_profile(&deviation)?;
        let payoffs: Vec<S> = (0..self.actions(player))
            .map(|action| {
                deviation[player] = action;
                self.payoff(player, &deviation)
            })
            .collect();
        let best = payoffs.iter().fold(
            &payoffs[0],
            |best, payoff| {
                if payoff > best { payoff } else { best }
            },
        );
        let cutoff = best.clone() - slack;
        Ok((0..payoffs.len())
            .filter(|&action| payoffs[action] >= cutoff)
            .collect())
    }

    /// Is no player able to gain by a unilateral deviation? For exact numbers; floating-point games
    /// state a slack with [`GameExt::is_pure_equilibrium_within`].
    ///
    /// # Errors
    /// As [`GameExt::check_profile`].
    fn is_pure_equilibrium(&self, profile: &[usize]) -> Result<bool, GameError>
    where
        S::Ties: Default,
    {
        self.is_pure_equilibrium_within(profile, &S::zero())
    }

    /// Is no player able to gain more than `slack` by a unilateral deviation?
    ///
    /// # Errors
    /// As [`GameExt::check_profile`].
    fn is_pure_equilibrium_within(&self, profile: &[usize], slack: &S) -> Result<bool, GameError> {
        self.check_profile(profile)?;
        for player in 0..self.players() {
            if self.regret(player, profile)? > *slack {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A profile in words: the names of the actions, or their numbers.
    fn describe_profile(&self, profile: &[usize]) -> String {
        let names: Vec<String> = profile
            .iter()
            .enumerate()
            .map(|(player, &action)| {
                self.action_name(player, action)
                    .map_or_else(|| action.to_string(), str::to_owned)
            })
            .collect();
        format!("({})", names.join(", "))
    }
}

impl<S: Scalar, G: Game<S> + ?Sized> GameExt<S> for G {}
