//! What players care about.
//!
//! A [`Game`] holds material payoffs; a [`Preference`] says what a player makes of them. Put
//! together they are a [`Perceived`] game: the strategic situation as its players see it, itself a
//! game that every solver takes. Welfare stays on the material side, [`Perceived::material`]:
//! prosocial players do not create value by feeling good about it.
//!
//! * **Linear** preferences are a [`WeightMatrix`] `B`, `U_i = Σ_j B_ij u_j`. The paper's is
//!   [`Cooperative`], `V_i = u_i + λW` with `W` the sum over all players, `i` included. The other
//!   parametrisations of the literature are types that convert exactly to and from it:
//!
//!   | type | utility | parameter at λ |
//!   |---|---|---|
//!   | [`ConvexAltruism`] | `(1−a)u_i + aW` | `a = λ/(1+λ)` |
//!   | [`GroupAverage`] | `(1−g)u_i + gW/n` | `g = nλ/(1+nλ)` |
//!   | [`WeightOnOthers`] | `u_i + ρ Σ_{j≠i} u_j` | `ρ = λ/(1+λ)` |
//!   | [`WeightSplit`] | `(1−ξ)u_i + ξ Σ_{j≠i} u_j` | `ξ = λ/(1+2λ)` |
//!   | [`RewardSharing`] | keep `s`, give `(1−s)/(n−1)` to each other | `s = (1+λ)/(1+nλ)` |
//!   | [`UniformBenevolence`] | `U_i = u_i + b Σ_{j≠i} U_j` | `b = λ/(1+(n−1)λ)` |
//!   | [`SocialValueAngle`] | `u_i + tan θ Σ_{j≠i} u_j` | `tan θ = λ/(1+λ)` |
//!
//!   [`BenevolentSystem`] has any pattern of benevolence, [`Levine`] weights that depend on whom
//!   one faces.
//! * **Distributional** preferences look at who has more: [`FehrSchmidt`], [`CharnessRabin`],
//!   [`QuasiMaximin`], [`EquityReciprocityCompetition`], [`ConstantElasticity`].
//! * **Kantian** preferences ask what would have been had the others done the same:
//!   [`HomoMoralis`]. Kindness in equilibrium (Rabin, 1993) is not a preference over outcomes and
//!   lives in [`rabin`].
//! * [`Custom`] is any function; [`Population`] gives each player a preference of their own and
//!   [`AnyPreference`] makes mixed populations data.
//!
//! [`slider`] measures social value orientations from choices.
//!
//! ```
//! use lacuna::game::{GameExt, NormalForm};
//! use lacuna::number::Rational;
//! use lacuna::preference::{Cooperative, Perceived};
//!
//! let number = |value: i64| Rational::from(value);
//! let dilemma = NormalForm::symmetric(&[
//!     vec![number(3), number(0)],
//!     vec![number(5), number(1)],
//! ])?;
//! // λ = 2 is the least at which mutual cooperation is an equilibrium of this dilemma.
//! let seen = Perceived::new(&dilemma, Cooperative::new(number(2))?)?;
//! assert!(seen.is_pure_equilibrium(&[0, 0])?);
//! let less = Perceived::new(&dilemma, Cooperative::new("1.99".parse()?)?)?;
//! assert!(!less.is_pure_equilibrium(&[0, 0])?);
//! // Welfare is that of the material game.
//! assert_eq!(seen.welfare(&[0, 0])?, number(6));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod any;
mod benevolence;
mod charness_rabin;
mod constant_elasticity;
mod cooperative;
mod custom;
mod equity;
mod error;
mod fehr_schmidt;
mod homo_moralis;
mod levine;
mod one_parameter;
mod outcome;
mod perceived;
mod population;
mod quasi_maximin;
pub mod rabin;
pub mod slider;
mod social_value;
mod support;
mod uniform_benevolence;
mod weight_matrix;

#[cfg(test)]
mod closed_forms;
#[cfg(test)]
mod lambda_forms;

pub use any::AnyPreference;
pub use benevolence::BenevolentSystem;
pub use charness_rabin::CharnessRabin;
pub use constant_elasticity::ConstantElasticity;
pub use cooperative::{Cooperative, Selfish};
pub use custom::Custom;
pub use equity::EquityReciprocityCompetition;
pub use error::{Asymmetry, PreferenceError};
pub use fehr_schmidt::FehrSchmidt;
pub use homo_moralis::HomoMoralis;
pub use levine::Levine;
pub use one_parameter::{ConvexAltruism, GroupAverage, RewardSharing, WeightOnOthers, WeightSplit};
pub use outcome::Outcome;
pub use perceived::Perceived;
pub use population::Population;
pub use quasi_maximin::QuasiMaximin;
pub use social_value::{OrientationClass, SocialValueAngle};
pub use uniform_benevolence::UniformBenevolence;
pub use weight_matrix::WeightMatrix;

use crate::game::Game;
use crate::number::Scalar;

/// What a player makes of material payoffs.
///
/// Implement [`Preference::perceived`]; a linear preference also says its weights, so that
/// transfers can be passed through it, and one that is not defined for everything says so in the
/// two checks. The trait is object-safe; `&P`, `Box<P>` and `Arc<P>` are preferences when `P` is.
///
/// An implementation promises: `perceived` is a function of its arguments and, for outcomes that
/// pass [`Preference::check_outcome`], finite unless floating point overflows; a game that passes
/// [`Preference::check`] has only such outcomes; if there are weights, `perceived` is what they
/// give. `perceived` may panic on a player or an outcome that would not pass, as slices do;
/// [`PreferenceExt::evaluate`] checks first.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::preference::{Outcome, Preference, PreferenceExt};
///
/// /// Cares about the worst-off player only.
/// #[derive(Debug)]
/// struct Maximin;
/// impl Preference<Rational> for Maximin {
///     fn perceived(&self, _player: usize, outcome: &Outcome<'_, Rational>) -> Rational {
///         outcome.payoffs().iter().min().cloned().unwrap_or_default()
///     }
/// }
/// let payoffs = [Rational::from(4), Rational::from(1)];
/// assert_eq!(Maximin.evaluate(0, &Outcome::new(&payoffs))?, Rational::from(1));
/// # Ok::<(), lacuna::preference::PreferenceError>(())
/// ```
pub trait Preference<S: Scalar>: Send + Sync {
    /// The utility of `player` at `outcome`, higher is better.
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S;

    /// The weights of a linear preference among this many players: row `i` says what player `i`
    /// makes of each material payoff. `None` if the preference is not linear or not defined for
    /// this many players.
    fn weights(&self, _players: usize) -> Option<WeightMatrix<S>> {
        None
    }

    /// Is the preference defined at this outcome?
    ///
    /// # Errors
    /// Says what about the outcome is wrong ([`PreferenceError::custom`] for your own). The default
    /// accepts everything.
    fn check_outcome(&self, _outcome: &Outcome<'_, S>) -> Result<(), PreferenceError> {
        Ok(())
    }

    /// Is the preference defined for every outcome of this game? Called by [`Perceived::new`];
    /// may look at every profile.
    ///
    /// # Errors
    /// Says what about the game is wrong. The default accepts everything.
    fn check(&self, _game: &dyn Game<S>) -> Result<(), PreferenceError> {
        Ok(())
    }
}

macro_rules! forward_preference {
    ($($pointer:ty),*) => {$(
        impl<S: Scalar, P: Preference<S> + ?Sized> Preference<S> for $pointer {
            fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
                (**self).perceived(player, outcome)
            }
            fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
                (**self).weights(players)
            }
            fn check_outcome(&self, outcome: &Outcome<'_, S>) -> Result<(), PreferenceError> {
                (**self).check_outcome(outcome)
            }
            fn check(&self, game: &dyn Game<S>) -> Result<(), PreferenceError> {
                (**self).check(game)
            }
        }
    )*};
}
forward_preference!(&P, Box<P>, std::sync::Arc<P>);

/// What follows from the methods of [`Preference`]; implemented for every preference.
pub trait PreferenceExt<S: Scalar>: Preference<S> {
    /// The utility of `player` at `outcome`, after checking that both are in the domain.
    ///
    /// # Errors
    /// [`PreferenceError::PlayerOutOfRange`], and those of [`Preference::check_outcome`].
    fn evaluate(&self, player: usize, outcome: &Outcome<'_, S>) -> Result<S, PreferenceError> {
        let players = outcome.players();
        if player >= players {
            return Err(PreferenceError::PlayerOutOfRange { player, players });
        }
        self.check_outcome(outcome)?;
        Ok(self.perceived(player, outcome))
    }
}

impl<S: Scalar, P: Preference<S> + ?Sized> PreferenceExt<S> for P {}
