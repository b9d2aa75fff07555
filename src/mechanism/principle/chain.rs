//! One change after the other.

use super::{Transform, Transformed};
use crate::game::Game;
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// Several changes, the first first. Each sees the game that those before it made, with its payoffs
/// and its numbers of strategies. Without links nothing is changed.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::mechanism::principle::{Gift, Penalty, Target, Transform};
/// let cooperation = Target::Profile(vec![0, 0]);
/// let both = Penalty::new(cooperation, 2.into()).then(Gift::new(vec![1.into(), 0.into()]));
/// let changed = both.apply(&prisoners_dilemma(3, 0, 5, 1)?)?;
/// assert_eq!(changed.transfers(&[1, 0])?, vec![(-1).into(), 0.into()]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
pub struct Chain {
    links: Vec<Box<dyn Transform>>,
}

impl Chain {
    /// No change yet.
    pub fn new() -> Self {
        Chain::default()
    }

    /// One more change at the end.
    pub fn link(mut self, next: impl Transform + 'static) -> Self {
        self.links.push(Box::new(next));
        self
    }

    /// The number of changes.
    pub fn len(&self) -> usize {
        self.links.len()
    }

    /// Is nothing changed?
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }
}

impl Transform for Chain {
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        match self.links.split_first() {
            None => Transformed::paying(game, |profile| vec![Rational::ZERO; profile.len()]),
            Some((first, rest)) => rest
                .iter()
                .try_fold(first.apply(game)?, |changed, next| changed.then(next)),
        }
    }
}
