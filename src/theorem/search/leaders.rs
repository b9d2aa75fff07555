//! The greatest values and who attains them.

use serde::{Deserialize, Serialize};

use super::objective::Objective;
use super::{SearchError, SearchOptions};
use crate::game::NormalForm;
use crate::number::{Extended, Rational};

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Extremes<E, I = NormalForm<Rational>> {
    /// How many instances were measured; of games up to their names, how many classes.
    pub examined: u64,
    /// How many games these stand for, with all their names.
    pub games: u64,
    /// How many of the instances have no value.
    pub without_value: u64,
    /// The greatest values, descending.
    pub leaders: Vec<Leader<E, I>>,
}

impl<E, I> Extremes<E, I> {
    /// The greatest value; `None` if no instance has one.
    pub fn best(&self) -> Option<&Leader<E, I>> {
        self.leaders.first()
    }
}

/// A value, and the instances that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Leader<E, I = NormalForm<Rational>> {
    /// The value.
    pub value: Extended<Rational>,
    /// How many of the instances measured have it.
    pub ties: u64,
    /// How many games these stand for.
    pub games: u64,
    /// The first of them, as many as were to be listed.
    pub winners: Vec<Winner<E, I>>,
}

/// An instance with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Winner<E, I = NormalForm<Rational>> {
    /// The instance.
    pub instance: I,
    /// How many games it stands for.
    pub orbit: u64,
    /// The evidence of the objective.
    pub evidence: E,
}

/// The greatest values so far. `K` is what is kept of an instance: its word, or itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Standing<K> {
    pub(super) examined: u64,
    pub(super) games: u64,
    pub(super) without_value: u64,
    pub(super) places: Vec<Place<K>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place<K> {
    pub(super) value: Extended<Rational>,
    pub(super) ties: u64,
    pub(super) games: u64,
    pub(super) kept: Vec<(K, u64)>,
}

impl<K> Standing<K> {
    pub(super) fn new() -> Self {
        Standing {
            examined: 0,
            games: 0,
            without_value: 0,
            places: Vec::new(),
        }
    }

    /// Takes up an instance that was measured.
    pub(super) fn count(
        &mut self,
        value: Option<Extended<Rational>>,
        orbit: u64,
        options: &SearchOptions,
        keep: impl FnOnce() -> K,
    ) {
        self.examined += 1;
        self.games += orbit;
        let Some(value) = value else {
            self.without_value += 1;
            return;
        };
        // Most instances are below the last place.
        let at = match self
            .places
            .binary_search_by(|place| value.cmp(&place.value))
        {
            Ok(at) => at,
            Err(at) if at >= options.values => return,
            Err(at) => {
                self.places.insert(
                    at,
                    Place {
                        value,
                        ties: 0,
                        games: 0,
                        kept: Vec::new(),
                    },
                );
                self.places.truncate(options.values);
                at
            }
        };
        let place = &mut self.places[at];
        place.ties += 1;
        place.games += orbit;
        if place.kept.len() < options.listed {
            place.kept.push((keep(), orbit));
        }
    }

    /// Looks the evidence up.
    pub(super) fn finish<I, O: Objective<I>>(
        self,
        objective: &O,
        instance: impl Fn(K) -> Result<I, SearchError>,
        words: impl Fn(&I) -> String,
    ) -> Result<Extremes<O::Evidence, I>, SearchError> {
        let mut leaders = Vec::with_capacity(self.places.len());
        for place in self.places {
            let mut winners = Vec::with_capacity(place.kept.len());
            for (kept, orbit) in place.kept {
                let instance = instance(kept)?;
                let evidence =
                    objective
                        .evidence(&instance)
                        .map_err(|source| SearchError::Objective {
                            objective: objective.name(),
                            instance: words(&instance),
                            source: Box::new(source),
                        })?;
                winners.push(Winner {
                    instance,
                    orbit,
                    evidence,
                });
            }
            leaders.push(Leader {
                value: place.value,
                ties: place.ties,
                games: place.games,
                winners,
            });
        }
        Ok(Extremes {
            examined: self.examined,
            games: self.games,
            without_value: self.without_value,
            leaders,
        })
    }
}

/// The results in the order of the items, on every core with the feature `parallel`.
pub(super) fn ordered<T: Sync, R: Send>(items: &[T], result: impl Fn(&T) -> R + Sync) -> Vec<R> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        items.par_iter().map(&result).collect()
    }
    #[cfg(not(feature = "parallel"))]
    {
        items.iter().map(&result).collect()
    }
}
