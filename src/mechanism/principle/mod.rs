//! Principles of mechanism design as changes of a game.
//!
//! Pre-play communication, commitment, mediators, contracts with penalties, side payments: each is
//! a [`Transform`] that takes a game and gives another one, with payoffs that really differ, and
//! with a record of what is then played in the original game and who is paid what
//! ([`Transformed`]). Material welfare is measured on what is played, apart from payments; changes
//! can be put one after the other ([`Transform::then`], [`Chain`]) and looked at through
//! preferences ([`Transformed::perceived`]).
//!
//! | principle | changes |
//! |---|---|
//! | [`PrePlayMessages`] | players talk before they act; lies may cost something |
//! | [`Restriction`], [`ConditionalCommitment`], [`Leadership`] | commitment: fewer actions, devices that look at the others' devices, a leader who moves first |
//! | [`Mediator`] | players may let a mediator act for them |
//! | [`CorrelatedRecommendation`] | a device draws a profile and tells everybody its part |
//! | [`Delegation`] | one player acts for another |
//! | [`Penalty`], [`DepositRefund`], [`VoluntaryDeposit`] | who does not do its part loses money |
//! | [`SidePayment`], [`OutcomePayments`], [`Implementation`], [`InsurancePool`], [`Gift`] | money for actions, for outcomes, or for nothing |
//! | [`PigouvianTax`] | everybody is charged its marginal externality |
//!
//! ```
//! use lacuna::game::catalogue::prisoners_dilemma;
//! use lacuna::mechanism::principle::{Penalty, Target, Transform};
//! use lacuna::preference::Selfish;
//! let dilemma = prisoners_dilemma(3, 0, 5, 1)?;
//! // Above a fine of T − R = 2 both cooperate, and nothing else is an equilibrium.
//! let fined = Penalty::new(Target::WelfareOptimum, 3.into()).apply(&dilemma)?;
//! let welfare: Vec<_> = fined.equilibria(&Selfish)?.into_iter().map(|e| e.material_welfare).collect();
//! assert_eq!(welfare, vec![6.into()]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod chain;
mod commitment;
mod delegation;
mod deposit;
mod insurance;
mod mediator;
mod payments;
mod penalty;
mod plans;
mod recommendation;
mod talk;
mod target;
mod tax;
mod transformed;

pub use chain::Chain;
pub use commitment::{ConditionalCommitment, Device, Leadership, Restriction};
pub use delegation::Delegation;
pub use deposit::{DepositRefund, VoluntaryDeposit};
pub use insurance::InsurancePool;
pub use mediator::{Mandate, Mediator};
pub use payments::{Gift, Implementation, OutcomePayments, SidePayment};
pub use penalty::{Penalty, Proceeds};
pub use recommendation::CorrelatedRecommendation;
pub use talk::PrePlayMessages;
pub use target::Target;
pub use tax::PigouvianTax;
pub use transformed::{Play, PlayedEquilibrium, Transformed};

use crate::game::Game;
use crate::number::Rational;

use super::setting::SettingError;

/// A principle as a change of a game: see the [module](self).
///
/// The trait is object-safe; `&T` and `Box<T>` are changes when `T` is. An implementation promises
/// that the players stay the same, and that `apply` is a function of its argument.
///
/// ```
/// use lacuna::game::{Game, SizeLimit, catalogue::prisoners_dilemma};
/// use lacuna::mechanism::SettingError;
/// use lacuna::mechanism::principle::{Play, Transform, Transformed};
/// use lacuna::number::Rational;
///
/// /// With probability 1/2 nobody notices what player 0 does, and action 0 counts.
/// struct Noise;
/// impl Transform for Noise {
///     fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
///         let counts: Vec<usize> = (0..game.players()).map(|i| game.actions(i)).collect();
///         let half = || Rational::new(1, 2).unwrap_or_default();
///         Transformed::new(game, &counts, SizeLimit::default(), |profile| {
///             let mut unnoticed = profile.to_vec();
///             unnoticed[0] = 0;
///             [profile.to_vec(), unnoticed]
///                 .map(|played| Play::new(half(), played, vec![Rational::ZERO; profile.len()]))
///                 .to_vec()
///         }, |_, action| action.to_string())
///     }
/// }
/// let changed = Noise.apply(&prisoners_dilemma(3, 0, 5, 1)?)?;
/// assert_eq!(changed.material_payoffs(&[1, 0])?, vec![4.into(), "3/2".parse()?]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Transform: Send + Sync {
    /// The changed game.
    ///
    /// # Errors
    /// [`SettingError`] says why the principle does not fit the game, or that the changed game is
    /// too large.
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError>;

    /// This change, and then another one that sees the game as this one leaves it.
    fn then<T: Transform + 'static>(self, next: T) -> Chain
    where
        Self: Sized + 'static,
    {
        Chain::new().link(self).link(next)
    }
}

macro_rules! forward_transform {
    ($($pointer:ty),*) => {$(
        impl<T: Transform + ?Sized> Transform for $pointer {
            fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
                (**self).apply(game)
            }
        }
    )*};
}
forward_transform!(&T, Box<T>, std::sync::Arc<T>);
