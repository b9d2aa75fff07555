//! What a preference looks at: the material payoffs, and how they came about.

use std::fmt;

use crate::game::Game;
use crate::number::Scalar;

/// The material payoffs of all players and, for preferences that ask what would have been, the
/// game and the profile that led to them.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::preference::{FehrSchmidt, Outcome, Preference};
/// // One gets 4 and the other 0, outside of any game.
/// let payoffs = [Rational::from(4), Rational::from(0)];
/// let averse = FehrSchmidt::new(Rational::ONE, Rational::new(1, 2)?)?;
/// let outcome = Outcome::new(&payoffs);
/// assert_eq!(averse.perceived(0, &outcome), Rational::from(2));
/// assert_eq!(averse.perceived(1, &outcome), Rational::from(-4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Outcome<'a, S: Scalar> {
    payoffs: &'a [S],
    played: Option<(&'a dyn Game<S>, &'a [usize])>,
}

impl<'a, S: Scalar> Outcome<'a, S> {
    /// An outcome of which only the material payoffs are known, one for each player.
    pub fn new(payoffs: &'a [S]) -> Self {
        Outcome {
            payoffs,
            played: None,
        }
    }

    /// The outcome of playing `profile` in `game`; `payoffs` are the material payoffs there.
    pub fn in_game(payoffs: &'a [S], game: &'a dyn Game<S>, profile: &'a [usize]) -> Self {
        Outcome {
            payoffs,
            played: Some((game, profile)),
        }
    }

    /// The material payoffs, one for each player.
    pub fn payoffs(&self) -> &'a [S] {
        self.payoffs
    }

    /// The number of players.
    pub fn players(&self) -> usize {
        self.payoffs.len()
    }

    /// The game and the profile played, if they are known.
    pub fn played(&self) -> Option<(&'a dyn Game<S>, &'a [usize])> {
        self.played
    }

    /// The profile played, if it is known.
    pub fn profile(&self) -> Option<&'a [usize]> {
        self.played.map(|(_, profile)| profile)
    }
}

impl<S: Scalar> Clone for Outcome<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Scalar> Copy for Outcome<'_, S> {}

impl<S: Scalar> fmt::Debug for Outcome<'_, S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Outcome")
            .field("payoffs", &self.payoffs)
            .field("profile", &self.profile())
            .finish()
    }
}
