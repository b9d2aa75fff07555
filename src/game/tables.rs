//! The serialised form of dense games, and their conversion between exact and numeric payoffs.

use serde::{Deserialize, Serialize};

use super::{Game, GameError, Names, NormalForm, SizeLimit};
use crate::number::{Rational, Scalar};

/// The serialised form of a game.
#[derive(Serialize, Deserialize)]
#[serde(
    bound(serialize = "S: Scalar", deserialize = "S: Scalar"),
    deny_unknown_fields
)]
pub(super) struct Tables<S> {
    actions: Vec<usize>,
    /// One list a player in the order of the profiles.
    payoffs: Vec<Vec<S>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    names: Option<Names>,
}

impl<S: Scalar> TryFrom<Tables<S>> for NormalForm<S> {
    type Error = GameError;
    fn try_from(tables: Tables<S>) -> Result<Self, GameError> {
        let game = Self::from_tables(&tables.actions, tables.payoffs)?;
        match tables.names {
            Some(names) => game.with_names(names.players().to_vec(), names.actions().to_vec()),
            None => Ok(game),
        }
    }
}

impl<S: Scalar> From<NormalForm<S>> for Tables<S> {
    fn from(game: NormalForm<S>) -> Self {
        Tables {
            actions: game.space().actions().to_vec(),
            payoffs: (0..game.space().players())
                .map(|player| {
                    (0..game.space().len())
                        .map(|index| game.payoff_at(player, index))
                        .collect()
                })
                .collect(),
            names: game.names().cloned(),
        }
    }
}

impl NormalForm<f64> {
    /// The same game in exact numbers: every payoff becomes its exact binary value.
    ///
    /// # Errors
    /// [`GameError::OutOfMemory`].
    pub fn to_exact(&self) -> Result<NormalForm<Rational>, GameError> {
        let exact = NormalForm::try_from_fn(
            SizeLimit::payoffs(usize::MAX),
            self.space().actions(),
            |player, profile| Ok(Rational::from_f64_exact(self.payoff(player, profile))?),
        )?;
        Ok(exact.map_names(self.names().cloned()))
    }
}

impl NormalForm<Rational> {
    /// The same game in floating point: every payoff becomes the nearest `f64`.
    ///
    /// # Errors
    /// [`GameError::NotFinite`] if a payoff is beyond the range of `f64`.
    pub fn to_f64(&self) -> Result<NormalForm<f64>, GameError> {
        let numeric = NormalForm::try_from_fn(
            SizeLimit::payoffs(usize::MAX),
            self.space().actions(),
            |player, profile| Ok(self.payoff(player, profile).to_f64()),
        )?;
        Ok(numeric.map_names(self.names().cloned()))
    }
}
