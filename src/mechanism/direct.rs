//! A direct mechanism as an object that can be run.

use std::collections::BTreeMap;

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::Communication;
use crate::game::random;
use crate::number::Rational;

/// What players are paid after one signal: the signal, and one transfer a player.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignalTransfers {
    /// The signal.
    pub signal: usize,
    /// What each player receives; negative for a payment.
    pub transfers: Vec<Rational>,
}

impl SignalTransfers {
    /// Transfers after a signal.
    pub fn new(signal: usize, transfers: Vec<Rational>) -> Self {
        SignalTransfers { signal, transfers }
    }
}

/// One thing that a mechanism may recommend after some reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Recommendation {
    /// What each player is told to do: one list a player, one action for each of its types with
    /// [`Communication::Recommendations`], and a single action otherwise.
    pub told: Vec<Vec<usize>>,
    /// The probability, above 0.
    pub probability: Rational,
    /// The transfers after each signal, signals ascending; none after a signal that is missing.
    pub transfers: Vec<SignalTransfers>,
}

impl Recommendation {
    /// A recommendation with its probability and transfers.
    pub fn new(
        told: Vec<Vec<usize>>,
        probability: Rational,
        transfers: Vec<SignalTransfers>,
    ) -> Self {
        Recommendation {
            told,
            probability,
            transfers,
        }
    }

    /// What `player` of type `own_type` is told to do.
    ///
    /// # Panics
    /// If there is no such player or type.
    pub fn action(&self, player: usize, own_type: usize) -> usize {
        match self.told[player].as_slice() {
            [only] => *only,
            plan => plan[own_type],
        }
    }

    /// What `player` receives after `signal`.
    pub fn transfer(&self, player: usize, signal: usize) -> Rational {
        self.transfers
            .iter()
            .find(|entry| entry.signal == signal)
            .and_then(|entry| entry.transfers.get(player))
            .cloned()
            .unwrap_or_default()
    }
}

/// A direct mechanism: the law of what is recommended after each profile of reports, and what is
/// paid after each signal.
///
/// Reports are types, one a player (none with [`Communication::Recommendations`]). Only the reports
/// are listed that come about when at most one player lies; after others nothing is recommended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DirectMechanism {
    /// Who hears what.
    pub communication: Communication,
    /// For each profile of reports the recommendations of positive probability.
    #[serde(with = "as_list")]
    pub law: BTreeMap<Vec<usize>, Vec<Recommendation>>,
}

/// Maps with lists as keys are written as lists of pairs.
mod as_list {
    use super::{BTreeMap, Deserialize, Recommendation, Serialize};
    use serde::{Deserializer, Serializer};

    type Law = BTreeMap<Vec<usize>, Vec<Recommendation>>;

    pub(super) fn serialize<S: Serializer>(law: &Law, to: S) -> Result<S::Ok, S::Error> {
        law.iter().collect::<Vec<_>>().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Law, D::Error> {
        let mut law = Law::new();
        for (reports, recommendations) in
            Vec::<(Vec<usize>, Vec<Recommendation>)>::deserialize(from)?
        {
            if law.contains_key(&reports) {
                let problem = format!("the law after the reports {reports:?} is given twice");
                return Err(serde::de::Error::custom(problem));
            }
            law.insert(reports, recommendations);
        }
        Ok(law)
    }
}

impl DirectMechanism {
    /// A mechanism from its law.
    pub fn new(
        communication: Communication,
        law: BTreeMap<Vec<usize>, Vec<Recommendation>>,
    ) -> Self {
        DirectMechanism { communication, law }
    }

    /// The recommendations of positive probability after these reports, none if they cannot come
    /// about when at most one player lies.
    pub fn recommendations(&self, reports: &[usize]) -> &[Recommendation] {
        let key = match self.communication {
            Communication::Recommendations => &[],
            _ => reports,
        };
        self.law.get(key).map_or(&[], Vec::as_slice)
    }

    /// Draws a recommendation after these reports; `None` if there is none.
    ///
    /// The draw is exact: a recommendation comes about with exactly its probability, up to the
    /// 64 bits of the random number.
    pub fn recommend(&self, reports: &[usize], rng: &mut impl Rng) -> Option<&Recommendation> {
        let list = self.recommendations(reports);
        let probabilities = list.iter().map(|entry| &entry.probability);
        match random::choose(probabilities, rng) {
            Some(number) => list.get(number),
            None => list.last(),
        }
    }

    /// The largest absolute transfer.
    pub fn liability(&self) -> Rational {
        self.law
            .values()
            .flatten()
            .flat_map(|entry| &entry.transfers)
            .flat_map(|entry| &entry.transfers)
            .map(Rational::abs)
            .max()
            .unwrap_or_default()
    }
}
