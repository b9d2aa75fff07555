//! What an episode of a grid world came to.

use serde::{Deserialize, Serialize};

use super::GridWorld;
use crate::number::Rational;
use crate::simulate::{Step, Watcher};

/// The episode of a [`GridWorld`] that was watched last, added up: a [`Watcher`] of a grid world, or
/// of one under institutions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GridLog {
    /// The number of steps.
    pub steps: u64,
    /// The apples that each player ate.
    pub eaten: Vec<u64>,
    /// The sum of the numbers, from 1, of the steps in which each player ate.
    pub eaten_at: Vec<u64>,
    /// How many of the apples eaten left no other within a distance of 2.
    pub last_ones: u64,
    /// In how many steps each player could have reached an apple with one move.
    pub tempted: Vec<u64>,
    /// In how many of these it did not try.
    pub spared: Vec<u64>,
    /// How many places each player cleaned.
    pub cleaned: Vec<u64>,
    /// How often each player used its beam.
    pub fined: Vec<u64>,
    /// The sum over steps of the apples on the map after them.
    pub standing: u64,
    /// The apples on the map in the end.
    pub apples: u64,
}

/// What [`GridLog::metrics`] makes of an episode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GridMetrics {
    /// The apples that were eaten in all (the *utilitarian* metric of Perolat et al., 2017, times
    /// the number of steps).
    pub apples: u64,
    /// `1 − Gini`: one minus the sum over ordered pairs of players of the difference between the
    /// apples that they ate, over `2 · players · apples` (as published, Perolat et al., 2017). `None`
    /// if nothing was eaten.
    pub equality: Option<Rational>,
    /// The mean number of the step, from 1, in which a player ate its apples, in the mean over
    /// players who ate some (Perolat et al., 2017, whose mean over all players is undefined when
    /// somebody ate nothing). Late is good: apples lasted. `None` if nothing was eaten.
    pub sustainability: Option<Rational>,
    /// The steps of players in which an apple was one move away and the player did not move towards
    /// it, over the steps of players in which one was. Steps without an apple in reach do not count,
    /// neither for nor against, and neither does an attempt that failed count as restraint. `None`
    /// if nobody was ever tempted.
    pub restraint: Option<Rational>,
    /// The apples that were eaten as the last ones around, over all that were eaten. `None` if
    /// nothing was eaten.
    pub depletion: Option<Rational>,
    /// The mean number of apples on the map after a step. `None` without steps.
    pub standing: Option<Rational>,
    /// The places that were cleaned in all.
    pub cleaned: u64,
}

fn ratio(above: impl Into<Rational>, below: impl Into<Rational>) -> Option<Rational> {
    above.into().checked_div(&below.into())
}

/// Numbers of a log that comes from a document may add up to more than 64 bits hold.
fn sum(numbers: &[u64]) -> u128 {
    numbers.iter().copied().map(u128::from).sum()
}

fn counted(numbers: &[u64]) -> u64 {
    u64::try_from(sum(numbers)).unwrap_or(u64::MAX)
}

/// The sum over unordered pairs of players of the difference between their numbers: in ascending
/// order the k-th of n is the larger one in k − 1 pairs, and the smaller one in n − k.
fn differences(numbers: &[u64]) -> Rational {
    let mut ascending = numbers.to_vec();
    ascending.sort_unstable();
    let places = ascending.iter().enumerate();
    let terms = places.map(|(place, &number)| {
        let larger = Rational::from(place) * &Rational::from(number);
        larger - Rational::from(ascending.len() - 1 - place) * &Rational::from(number)
    });
    terms.sum()
}

impl GridLog {
    /// What the episode came to. `O(n log n)` for n players.
    pub fn metrics(&self) -> GridMetrics {
        let apples = Rational::from(sum(&self.eaten));
        let gini = ratio(
            differences(&self.eaten),
            Rational::from(self.eaten.len()) * &apples,
        );
        let times = self.eaten_at.iter().zip(&self.eaten);
        let times: Vec<Rational> = times.filter_map(|(&at, &eaten)| ratio(at, eaten)).collect();
        let total: Rational = times.iter().sum();
        GridMetrics {
            apples: counted(&self.eaten),
            equality: gini.map(|gini| Rational::ONE - &gini),
            sustainability: total.checked_div(&Rational::from(times.len())),
            restraint: ratio(sum(&self.spared), sum(&self.tempted)),
            depletion: ratio(self.last_ones, apples),
            standing: ratio(self.standing, self.steps),
            cleaned: counted(&self.cleaned),
        }
    }
}

impl<E: GridWorld + ?Sized> Watcher<E> for GridLog {
    fn begin(&mut self, environment: &E, _seed: u64) {
        let none = vec![0; environment.players()];
        *self = GridLog {
            eaten: none.clone(),
            eaten_at: none.clone(),
            tempted: none.clone(),
            spared: none.clone(),
            cleaned: none.clone(),
            fined: none,
            apples: environment.apples() as u64,
            ..GridLog::default()
        };
    }
    fn step(&mut self, environment: &E, _step: &Step<'_, E::Action>) {
        self.steps += 1;
        for (player, deed) in environment.deeds().iter().enumerate() {
            self.eaten[player] += u64::from(deed.eaten);
            self.eaten_at[player] += u64::from(deed.eaten) * self.steps;
            self.last_ones += u64::from(deed.eaten && deed.left == 0);
            self.tempted[player] += u64::from(deed.tempted);
            self.spared[player] += u64::from(deed.tempted && !deed.tried);
            self.cleaned[player] += u64::from(deed.cleaned);
            self.fined[player] += u64::from(deed.fined);
        }
        self.apples = environment.apples() as u64;
        self.standing += self.apples;
    }
}
