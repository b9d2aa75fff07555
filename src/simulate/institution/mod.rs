//! What stands between agents and an environment: laws, mechanisms, and institutions of one's own.
//!
//! An [`Institution`] may change what players do, move money between them, and add to what they
//! see; [`Under`] puts an environment under one, and is an environment again. There are
//!
//! - [`LawInForce`]: a checked [law](crate::contract::law), enforced; [`Governed`] is an
//!   environment under one;
//! - [`FromRule`]: a tax, a subsidy or a quota, written as a function of what a court can verify;
//! - [`VotedCap`]: players vote on how much each may take, and the median holds;
//! - [`Mediator`]: draws a recommendation for each player, who alone sees it and may ignore it.
//!
//! A [`Mechanism`](crate::mechanism::Mechanism) is not put around an environment, it *is* one:
//! [`MechanismRounds`] draws types, hears messages, and pays.
//!
//! ```
//! use lacuna::number::Rational;
//! use lacuna::simulate::institution::{Institution, Under};
//! use lacuna::simulate::{Environment, GameRounds, SimulationError};
//! use lacuna::game::NormalForm;
//!
//! /// Whoever earns something gives a tenth of it to the others.
//! struct Tithe;
//! impl<E: Environment> Institution<E> for Tithe
//! where
//!     E::Action: Clone,
//! {
//!     type Observation = E::Observation;
//!     type Action = E::Action;
//!     fn observe(&self, environment: &E, player: usize) -> E::Observation {
//!         environment.observe(player)
//!     }
//!     fn before(
//!         &mut self,
//!         _environment: &E,
//!         chosen: &[E::Action],
//!         directed: &mut Vec<E::Action>,
//!         _money: &mut [Rational],
//!     ) -> Result<(), SimulationError> {
//!         directed.extend_from_slice(chosen);
//!         Ok(())
//!     }
//!     fn after(
//!         &mut self,
//!         _environment: &E,
//!         rewards: &[Rational],
//!         money: &mut [Rational],
//!     ) -> Result<(), SimulationError> {
//!         let others = Rational::from(rewards.len() - 1);
//!         for (giver, reward) in rewards.iter().enumerate() {
//!             let tithe = reward * &Rational::new(1, 10).map_err(SimulationError::other)?;
//!             money[giver] -= &tithe;
//!             let each = tithe.checked_div(&others).unwrap_or_default();
//!             let receivers = money.iter_mut().enumerate().filter(|(other, _)| *other != giver);
//!             receivers.for_each(|(_, money)| *money += &each);
//!         }
//!         Ok(())
//!     }
//! }
//! let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
//! let mut rounds = Under::put(GameRounds::new(NormalForm::symmetric(&dilemma)?, 1), Tithe)?;
//! let mut rewards = [Rational::ZERO, Rational::ZERO];
//! rounds.step(&[1, 0], &mut rewards)?;
//! assert_eq!(rewards, [Rational::new(9, 2)?, Rational::new(1, 2)?]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod account;
mod from_rule;
mod mechanism_rounds;
mod mediator;
mod under;
mod voted_cap;

pub use account::Account;
pub use from_rule::{FromRule, RuleOrders};
pub use mechanism_rounds::{FollowsStrategy, MechanismObservation, MechanismRounds, SettledRound};
pub use mediator::{Advised, Mediator};
pub use under::Under;
pub use voted_cap::{ActionAndVote, UnderCap, VotedCap};

#[cfg(doc)]
use super::Governed;
pub use super::governed::LawInForce;
use super::{Environment, SimulationError};
use crate::number::Rational;

/// What stands between the players and an environment `E`.
///
/// An implementation promises that all its chance comes from the seed of [`Institution::begin`],
/// and that [`Institution::undo`] takes back everything that the last `before` kept, so that a step
/// that is refused changes nothing.
pub trait Institution<E: Environment + ?Sized> {
    /// What a player sees: what the environment shows, and what the institution adds.
    type Observation;
    /// What a player does: an action of the environment, or more, such as a vote beside it.
    type Action;

    /// Asked once, when the institution is put before an environment.
    ///
    /// # Errors
    /// [`SimulationError`] if it cannot stand before this one.
    fn admit(&mut self, _environment: &E) -> Result<(), SimulationError> {
        Ok(())
    }

    /// A new episode begins; all chance comes from the seed.
    fn begin(&mut self, _environment: &E, _seed: u64) {}

    /// What `player` sees.
    fn observe(&self, environment: &E, player: usize) -> Self::Observation;

    /// Before a step: `chosen` is what everybody wants to do. Pushes what everybody is to do onto
    /// `directed`, which is empty, and adds what each receives to `money`, less what it pays.
    ///
    /// # Errors
    /// [`SimulationError`] if there can be no such step; [`Institution::undo`] is then called.
    fn before(
        &mut self,
        environment: &E,
        chosen: &[Self::Action],
        directed: &mut Vec<E::Action>,
        money: &mut [Rational],
    ) -> Result<(), SimulationError>;

    /// After the step, which gave everybody these rewards: adds to `money`.
    ///
    /// # Errors
    /// [`SimulationError`], which ends the episode.
    fn after(
        &mut self,
        _environment: &E,
        _rewards: &[Rational],
        _money: &mut [Rational],
    ) -> Result<(), SimulationError> {
        Ok(())
    }

    /// Takes back what the last [`Institution::before`] kept: it or the environment refused the
    /// step. There is nothing to do for an institution that keeps nothing.
    fn undo(&mut self) {}
}
