//! A problem in integers, state by state, for the weights of a deviation plan.

use std::collections::BTreeMap;

use dashu_int::IBig;

use super::report_profiles::Occurring;
use super::{MechanismOptions, ParticipationStage};
use crate::contract::{ContractingProblem, Monitoring};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// One state in integers.
pub(super) struct StateTable {
    /// Probability times perceived payoffs, by player and profile.
    pub(super) perceived: Vec<Vec<IBig>>,
    /// Probability times welfare, by profile.
    pub(super) welfare: Vec<IBig>,
    /// Probability times outside option, by player.
    pub(super) outside: Vec<IBig>,
    /// Probability times that of each signal, by profile.
    pub(super) law: Vec<Vec<(usize, IBig)>>,
    /// The type of each player.
    pub(super) types: Vec<usize>,
}

/// The entries of the preferences as integers, and their denominator.
pub(super) fn matrix_of(preferences: &WeightMatrix<Rational>) -> (Vec<Vec<IBig>>, IBig) {
    let entries: Vec<&Rational> = preferences.rows().flatten().collect();
    let (entries, scale) = Rational::over_common_denominator(entries.into_iter());
    let rows = entries.chunks(preferences.players()).map(<[IBig]>::to_vec);
    (rows.collect(), scale)
}

/// The tables of the states of positive probability, the denominator of their payoffs and that of
/// their laws.
pub(super) fn tables(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    matrix: &[Vec<IBig>],
    matrix_scale: &IBig,
    options: &MechanismOptions,
    occurring: &Occurring,
) -> (BTreeMap<usize, StateTable>, IBig, IBig) {
    let (players, profiles) = (problem.players(), problem.space().len());
    let states = &occurring.states;
    let (chances, chance_scale) =
        Rational::over_common_denominator(states.iter().map(|&state| problem.probability(state)));
    let late = options.participation.stage() == ParticipationStage::ExPost;
    let mut payoffs = Vec::new();
    let mut laws = Vec::new();
    for &state in states {
        for player in 0..players {
            let game = problem.game(state);
            payoffs.extend((0..profiles).map(|index| game.payoff_at(player, index)));
            payoffs.push(match late {
                true => options.participation.outside(player, state).clone(),
                false => Rational::ZERO,
            });
        }
        for index in 0..profiles {
            laws.extend(
                monitoring
                    .law(state, index)
                    .iter()
                    .map(|(_, chance)| chance),
            );
        }
    }
    let (payoffs, payoff_scale) = Rational::over_common_denominator(payoffs.iter());
    let (laws, law_scale) = Rational::over_common_denominator(laws.into_iter());
    let mut laws = laws.into_iter();
    let width = players * (profiles + 1);
    let mut tables = BTreeMap::new();
    for ((&state, chance), payoffs) in states.iter().zip(&chances).zip(payoffs.chunks(width)) {
        let of = |player: usize, index: usize| &payoffs[player * (profiles + 1) + index];
        let sum = |index: usize, row: Option<&[IBig]>| {
            let mut sum = IBig::ZERO;
            for player in 0..players {
                sum += of(player, index) * row.map_or(matrix_scale, |row| &row[player]);
            }
            sum * chance
        };
        let table = StateTable {
            perceived: matrix
                .iter()
                .map(|row| (0..profiles).map(|index| sum(index, Some(row))).collect())
                .collect(),
            welfare: (0..profiles).map(|index| sum(index, None)).collect(),
            outside: (0..players)
                .map(|player| of(player, profiles) * matrix_scale * chance)
                .collect(),
            law: (0..profiles)
                .map(|index| {
                    let law = monitoring.law(state, index).iter();
                    law.zip(laws.by_ref())
                        .map(|((signal, _), integer)| (*signal, integer * chance))
                        .collect()
                })
                .collect(),
            types: problem.information().profile(state),
        };
        tables.insert(state, table);
    }
    (
        tables,
        payoff_scale * matrix_scale * &chance_scale,
        law_scale * chance_scale,
    )
}
