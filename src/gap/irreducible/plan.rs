//! Deviation plans and the laws that they rule out, one state at a time.

use serde::{Deserialize, Serialize};

use super::conditions::Transfers;
use super::state::StateView;
use crate::number::Rational;

/// A deviation with its weight in a plan: `player`, told to take one action, takes another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlannedDeviation {
    /// Who deviates.
    pub player: usize,
    /// The recommended action.
    pub told: usize,
    /// The action taken.
    pub action: usize,
    /// The weight, above 0.
    pub weight: Rational,
}

impl PlannedDeviation {
    /// A deviation with its weight.
    pub fn new(player: usize, told: usize, action: usize, weight: Rational) -> Self {
        PlannedDeviation {
            player,
            told,
            action,
            weight,
        }
    }
}

/// A deviation plan that nobody can be held to account for: in one state, weights of deviations
/// that no transfers make less profitable in sum.
///
/// Weigh the obedience conditions of any mechanism with it. Transfers drop out (or, if money may be
/// burnt, do not raise welfare), and at each recommendation `r` what is left of welfare is
/// `W(r) − G(r)` with `G(r)` the weighted perceived gain. So no mechanism has more welfare in the
/// state than [`bound`](Self::bound), the greatest of these, which is less than the first best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AdmissiblePlan {
    /// The state.
    pub state: usize,
    /// The deviations, in ascending order of player, recommended action and action.
    pub deviations: Vec<PlannedDeviation>,
    /// No mechanism, with unlimited transfers, has more welfare in the state.
    pub bound: Rational,
}

/// What a mechanism does in one state to approach the first best: a distribution of recommended
/// optima and the transfers that make obedience an equilibrium.
///
/// Transfers are multiplied with the probability of the recommendation, and may be paid at
/// recommendations of probability 0: these are made with a vanishing probability, and the fines
/// grow without limit. [`is_attained`](Self::is_attained) tells when that is not needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ClosedLaw {
    /// The state.
    pub state: usize,
    /// The optima that are recommended with their probabilities, above 0.
    pub recommendations: Vec<(Vec<usize>, Rational)>,
    /// What is paid.
    pub transfers: Vec<WeightedTransfers>,
}

/// Transfers after a recommendation and a signal, times the probability of the recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WeightedTransfers {
    /// The recommended profile.
    pub profile: Vec<usize>,
    /// The verifiable signal.
    pub signal: usize,
    /// One amount a player.
    pub amounts: Vec<Rational>,
}

impl ClosedLaw {
    /// Are transfers paid only where the recommendation has positive probability? Then finite
    /// transfers attain the first best in this state; otherwise this law approaches it, which does
    /// not rule out that another one attains it.
    pub fn is_attained(&self) -> bool {
        let recommended = |profile: &Vec<usize>| {
            let mut all = self.recommendations.iter();
            all.any(|(other, _)| other == profile)
        };
        self.transfers.iter().all(|paid| recommended(&paid.profile))
    }

    pub(super) fn new(
        view: &StateView<'_>,
        law: &[(usize, Rational)],
        transfers: Transfers,
    ) -> Self {
        let profile = |index: usize| view.problem.space().profile_unchecked(index);
        let total = Rational::total(law.iter().map(|(_, weight)| weight));
        let scale = total.recip().unwrap_or(Rational::ONE);
        ClosedLaw {
            state: view.state,
            recommendations: law
                .iter()
                .filter(|(_, weight)| !weight.is_zero())
                .map(|(index, weight)| (profile(*index), weight * &scale))
                .collect(),
            transfers: transfers
                .into_iter()
                .filter(|(_, amounts)| amounts.iter().any(|amount| !amount.is_zero()))
                .map(|((index, signal), amounts)| WeightedTransfers {
                    profile: profile(index),
                    signal,
                    amounts: amounts.iter().map(|amount| amount * &scale).collect(),
                })
                .collect(),
        }
    }
}

/// The columns of positive weight as deviations.
pub(super) fn planned(view: &StateView<'_>, weights: &[Rational]) -> Vec<PlannedDeviation> {
    view.columns
        .iter()
        .zip(weights)
        .filter(|(_, weight)| weight.is_positive())
        .map(|(column, weight)| {
            PlannedDeviation::new(column.player, column.told, column.action, weight.clone())
        })
        .collect()
}
