//! Random problems with private information, noisy monitoring and preferences of any kind.

use lacuna::contract::{Budget, ContractingProblem, Information, Monitoring};
use lacuna::mechanism::{Communication, MechanismOptions, Participation, ParticipationStage};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::random::game_of;
use crate::support::{cooperative, ratio};

/// What a mechanism is looked for in.
#[derive(Debug, Clone)]
pub struct Environment {
    pub problem: ContractingProblem,
    pub monitoring: Monitoring,
    pub agents: WeightMatrix<Rational>,
}

/// What distinguishes random environments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    /// Every player learns the state.
    Complete,
    /// Random private information.
    Private,
}

pub const BUDGETS: [Budget; 4] = [
    Budget::Unrestricted,
    Budget::Expected,
    Budget::Burning,
    Budget::Balanced,
];

fn shapes(states: usize) -> impl Strategy<Value = (Vec<usize>, usize)> {
    prop_oneof![
        4 => (vec(1usize..=3, 2), 1..=states),
        2 => (vec(2usize..=2, 2), 1..=states),
        1 => (vec(1usize..=2, 3), 1..=states.min(2)),
    ]
}

/// Laws of a signal: one outcome a row, weights that are made to sum to 1. Half of the monitorings
/// have no noise.
fn laws(outcomes: usize) -> impl Strategy<Value = Vec<Vec<Rational>>> {
    let certain = (1usize..=4)
        .prop_flat_map(move |signals| (Just(signals), vec(0..signals, outcomes)))
        .prop_map(|(signals, labels)| {
            let law = |label: usize| {
                (0..signals)
                    .map(|signal| Rational::from(usize::from(signal == label)))
                    .collect()
            };
            labels.into_iter().map(law).collect::<Vec<Vec<Rational>>>()
        });
    let noisy = (1usize..=3)
        .prop_flat_map(move |signals| vec(vec(0i64..3, signals), outcomes))
        .prop_map(|weights| {
            let law = |mut weights: Vec<i64>| {
                if weights.iter().all(|&weight| weight == 0) {
                    weights[0] = 1;
                }
                let total: i64 = weights.iter().sum();
                weights.into_iter().map(|w| ratio(w, total)).collect()
            };
            weights.into_iter().map(law).collect()
        });
    prop_oneof![certain, noisy]
}

/// The monitoring with these laws, one a state and profile, states first.
pub fn monitoring_of(problem: &ContractingProblem, laws: &[Vec<Rational>]) -> Monitoring {
    let names: Vec<String> = (0..laws[0].len()).map(|y| y.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let space = problem.space().clone();
    Monitoring::stochastic(problem, &names, |state, profile| {
        laws[state * space.len() + space.index(profile).expect("a profile")].clone()
    })
    .expect("distributions")
}

/// Weights of players for each other: selfish, λ-cooperative, or anything, spite and asymmetry
/// included, also of no use for inverting.
fn agents(players: usize) -> impl Strategy<Value = WeightMatrix<Rational>> {
    let lambdas = prop_oneof![
        2 => Just(Rational::ZERO),
        1 => Just(ratio(1, 2)),
        1 => (1i64..5, 1i64..4).prop_map(|(a, b)| ratio(a, b)),
    ];
    let any = vec(-2i64..=4, players * players).prop_map(move |entries| {
        let rows = entries
            .chunks(players)
            .map(|row| row.iter().map(|&x| ratio(x, 2)).collect())
            .collect();
        WeightMatrix::new(rows).expect("square")
    });
    prop_oneof![
        2 => lambdas.prop_map(move |lambda| cooperative(players, &lambda)),
        1 => any,
    ]
}

/// Environments with up to so many states, one of which may have probability zero.
pub fn environments(states: usize, knowledge: Knowledge) -> impl Strategy<Value = Environment> {
    shapes(states).prop_flat_map(move |(actions, states)| {
        let players = actions.len();
        let profiles: usize = actions.iter().product();
        (
            vec(-4i64..=5, states * players * profiles),
            vec(0i64..4, states),
            vec(vec(0..states, states), players),
            laws(states * profiles),
            agents(players),
        )
            .prop_map(move |(payoffs, mut weights, signals, laws, agents)| {
                if weights.iter().all(|&weight| weight == 0) {
                    weights[0] = 1;
                }
                let total: i64 = weights.iter().sum();
                let games = payoffs.chunks(players * profiles);
                let states = weights
                    .iter()
                    .zip(games)
                    .map(|(&w, payoffs)| (ratio(w, total), game_of(&actions, payoffs)))
                    .collect();
                let mut problem = ContractingProblem::new(states).expect("a prior");
                if knowledge == Knowledge::Private {
                    let information = Information::new(signals).expect("one signal a state");
                    problem = problem.with_information(information).expect("fits");
                }
                Environment {
                    monitoring: monitoring_of(&problem, &laws),
                    problem,
                    agents,
                }
            })
    })
}

pub fn budgets() -> impl Strategy<Value = Budget> {
    proptest::sample::select(BUDGETS.to_vec())
}

pub fn liabilities() -> impl Strategy<Value = Option<Rational>> {
    proptest::sample::select(vec![
        None,
        None,
        Some(Rational::ZERO),
        Some(ratio(1, 2)),
        Some(Rational::ONE),
        Some(Rational::from(3)),
        Some(Rational::from(10)),
    ])
}

pub fn communications() -> impl Strategy<Value = Communication> {
    proptest::sample::select(vec![
        Communication::Mediated,
        Communication::Mediated,
        Communication::Recommendations,
        Communication::Public,
    ])
}

/// Mostly none; else outside options from hopeless to tempting.
pub fn participations(
    problem: &ContractingProblem,
) -> impl Strategy<Value = Participation> + use<> {
    let (players, states) = (problem.players(), problem.states());
    let stages = vec![
        ParticipationStage::ExAnte,
        ParticipationStage::Interim,
        ParticipationStage::ExPost,
    ];
    let some = (
        proptest::sample::select(stages),
        -5i64..2,
        vec(vec(0i64..3, states), players),
    )
        .prop_map(|(stage, base, more)| {
            let outside = more
                .into_iter()
                .map(|list| list.into_iter().map(|x| Rational::from(base + x)).collect())
                .collect();
            Participation::at(stage, outside)
        });
    prop_oneof![1 => Just(Participation::none()), 1 => some]
}

/// The options with this budget and this limit on transfers.
pub fn money(budget: Budget, liability: Option<&Rational>) -> MechanismOptions {
    let options = MechanismOptions::default().with_budget(budget);
    match liability {
        Some(limit) => options.with_liability(limit.clone()),
        None => options,
    }
}

/// An environment with options of every kind.
pub fn designs() -> impl Strategy<Value = (Environment, MechanismOptions)> {
    environments(3, Knowledge::Private).prop_flat_map(|environment| {
        let choices = (
            budgets(),
            liabilities(),
            communications(),
            participations(&environment.problem),
        );
        choices.prop_map(move |(budget, liability, communication, participation)| {
            let options = money(budget, liability.as_ref())
                .with_communication(communication)
                .with_participation(participation);
            (environment.clone(), options)
        })
    })
}
