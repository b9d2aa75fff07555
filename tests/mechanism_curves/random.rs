//! Curves of random problems, against the best mechanism at many weights.

use std::time::Instant;

use lacuna::contract::{Budget, ContractingProblem, Information, Monitoring};
use lacuna::game::NormalForm;
use lacuna::mechanism::{Communication, MechanismOptions, Participation, SampleOptions};
use lacuna::mechanism::{mechanism_curve, sampled_curve};
use lacuna::number::Rational;
use lacuna::parametric::{CurveOptions, Level, ValueCurve};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use super::{direct, q};

const BUDGETS: [Budget; 4] = [
    Budget::Unrestricted,
    Budget::Expected,
    Budget::Burning,
    Budget::Balanced,
];

struct Draw(Xoshiro256PlusPlus);

impl Draw {
    fn new(seed: u64) -> Self {
        Draw(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0.random_range(0..limit)
    }

    /// Every action helps all others and costs its player more or less, give or take something.
    fn problem(&mut self, actions: &[usize], states: usize) -> ContractingProblem {
        let share = Rational::new(1, states as i64).expect("states");
        let games = (0..states).map(|_| {
            let costs: Vec<i64> = actions.iter().map(|_| self.0.random_range(1..4)).collect();
            let gains: Vec<i64> = actions.iter().map(|_| self.0.random_range(1..6)).collect();
            let game = NormalForm::from_fn(actions, |player, profile| {
                let own = costs[player] * profile[player] as i64;
                let all = profile.iter().zip(&gains).map(|(&a, gain)| gain * a as i64);
                let others = all.sum::<i64>() - gains[player] * profile[player] as i64;
                Rational::from(others - own + self.0.random_range(-2i64..=2))
            });
            (share.clone(), game.expect("small"))
        });
        let problem = ContractingProblem::new(games.collect()).expect("valid");
        let types = actions.iter().map(|_| match self.below(3) {
            0 => vec![0; states],
            _ => (0..states).collect(),
        });
        let information = Information::new(types.collect()).expect("valid");
        problem.with_information(information).expect("valid")
    }

    /// Signals of what one player does, or of a part of what all do, with noise or without.
    fn monitoring(&mut self, problem: &ContractingProblem, signals: usize) -> Monitoring {
        let names: Vec<String> = (0..signals).map(|signal| signal.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (noise, kind) = (self.below(2) == 0, self.below(3));
        let seen = self.below(problem.players());
        Monitoring::stochastic(problem, &names, |_, profile| {
            let sure = match kind {
                0 => profile[seen] % signals,
                1 => usize::from(profile.iter().all(|&action| action == 0)),
                _ => profile.iter().sum::<usize>() % signals,
            };
            let spread = if noise { self.below(signals) } else { sure };
            let half = |signal, there| Rational::from(i64::from(signal == there)) * q("1/2");
            (0..signals)
                .map(|signal| half(signal, sure) + half(signal, spread))
                .collect()
        })
        .expect("laws")
    }

    /// A problem whose curve is not constant, whatever fines are allowed.
    fn hard(
        &mut self,
        actions: &[usize],
        states: usize,
        signals: usize,
    ) -> (ContractingProblem, Monitoring) {
        for _ in 0..500 {
            let problem = self.problem(actions, states);
            let monitoring = self.monitoring(&problem, signals);
            let options = MechanismOptions::default();
            let start = direct(&problem, &monitoring, &options, &Rational::ZERO);
            if start != Level::Finite(problem.first_best().expected.clone()) {
                return (problem, monitoring);
            }
        }
        panic!("fines close every gap");
    }

    fn weight(&mut self) -> Rational {
        Rational::new(self.0.random_range(0..=90), 30).expect("positive")
    }
}

fn traced(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    options: &MechanismOptions,
) -> ValueCurve {
    let (low, high) = (Rational::ZERO, Rational::from(3));
    let curve = CurveOptions::default();
    mechanism_curve(problem, monitoring, options, &low, &high, &curve).expect("within limits")
}

/// Compares a curve with the best mechanism at random weights, at every breakpoint, and near them.
fn check(
    draw: &mut Draw,
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    options: &MechanismOptions,
    what: &str,
) -> ValueCurve {
    let found = traced(problem, monitoring, options);
    assert!(found.unresolved.is_empty(), "{what}");
    let mut weights: Vec<Rational> = (0..4).map(|_| draw.weight()).collect();
    let near = q("1/997");
    for breakpoint in &found.breakpoints {
        let at = breakpoint.at.low();
        weights.extend([at - &near, at.clone(), at + &near]);
    }
    let inside = |lambda: &Rational| !lambda.is_negative() && *lambda <= Rational::from(3);
    for lambda in weights.into_iter().filter(inside) {
        assert_eq!(
            found.value_at(&lambda),
            Some(direct(problem, monitoring, options, &lambda)),
            "{what}, λ = {lambda}:\n{found}"
        );
    }
    found
}

/// The same in all budgets, with limited and unlimited transfers.
fn all_options(seed: u64, actions: &[usize], states: usize, rounds: usize) {
    let mut draw = Draw::new(seed);
    let mut pieces = 0;
    for round in 0..rounds {
        let (problem, monitoring) = draw.hard(actions, states, 2);
        for budget in BUDGETS {
            for liability in [None, Some(q("0")), Some(q("3/2"))] {
                let mut options = MechanismOptions::default().with_budget(budget);
                options.liability = liability.clone();
                let what = format!("{seed} {actions:?} round {round} {budget:?} {liability:?}");
                let found = check(&mut draw, &problem, &monitoring, &options, &what);
                pieces += found.pieces.len();
            }
        }
    }
    println!(
        "{actions:?}, {states} states: {pieces} pieces of {} curves",
        12 * rounds
    );
    assert!(pieces > 24 * rounds, "curves with pieces: {pieces}");
}

#[test]
fn two_by_two_games() {
    all_options(1, &[2, 2], 1, 40);
}

#[test]
fn two_by_three_games() {
    all_options(2, &[2, 3], 1, 12);
}

#[test]
fn three_players() {
    all_options(3, &[2, 2, 2], 1, 10);
}

#[test]
fn two_states() {
    all_options(4, &[2, 2], 2, 10);
}

#[test]
fn other_communication_and_participation() {
    let mut draw = Draw::new(5);
    for round in 0..30 {
        let (problem, monitoring) = draw.hard(&[2, 2], 2, 2);
        let outside = vec![vec![Rational::ONE; 2]; 2];
        let participation = match round % 3 {
            0 => Participation::ex_ante(outside),
            1 => Participation::interim(outside),
            _ => Participation::ex_post(outside),
        };
        for communication in [
            Communication::Mediated,
            Communication::Recommendations,
            Communication::Public,
        ] {
            let budget = BUDGETS[draw.below(4)];
            let liability = (draw.below(2) == 0).then(|| q("2"));
            let mut options = MechanismOptions::default()
                .with_budget(budget)
                .with_communication(communication)
                .with_participation(participation.clone());
            options.liability = liability;
            let what = format!("round {round} {options:?}");
            check(&mut draw, &problem, &monitoring, &options, &what);
        }
    }
}

#[test]
fn bounds_of_samples_contain_the_value_everywhere() {
    let mut draw = Draw::new(6);
    let (mut tight, mut all) = (0, 0);
    for round in 0..40 {
        let states = 1 + round % 2;
        let (problem, monitoring) = draw.hard(&[2, 2], states, 2);
        let budget = BUDGETS[round % 4];
        let mut options = MechanismOptions::default().with_budget(budget);
        options.liability = (draw.below(2) == 0).then(|| q("3/2"));
        if draw.below(4) == 0 {
            let outside = vec![vec![Rational::ONE; states]; 2];
            options = options.with_participation(Participation::interim(outside));
        }
        let found = traced(&problem, &monitoring, &options);
        let sampling = SampleOptions::new(Rational::ZERO, Rational::from(3))
            .with_samples(7)
            .with_tolerance(q("1/2"))
            .with_width(q("1/10"));
        let samples = sampled_curve(&problem, &monitoring, &options, &sampling).expect("small");
        assert!(samples.verify(&problem, &monitoring, &options));
        for step in 0..=120 {
            let lambda = Rational::new(step, 40).expect("positive");
            let bounds = samples.bounds_at(&lambda);
            let what = format!("round {round}, λ = {lambda}: {bounds:?}\n{found}");
            match found.value_at(&lambda).expect("resolved") {
                Level::Finite(value) => {
                    all += 1;
                    tight += usize::from(bounds.lower == bounds.upper);
                    assert!(bounds.lower.is_none_or(|low| low <= value), "{what}");
                    assert!(bounds.upper.is_none_or(|high| value <= high), "{what}");
                }
                _ => assert_eq!(bounds.lower, None, "{what}"),
            }
        }
    }
    println!("{tight} of {all} bounds are tight");
    assert!(tight * 2 > all, "{tight} of {all}");
}

#[test]
fn times_are_short() {
    let sizes = [
        (vec![2, 2], 1, 2),
        (vec![2, 2], 2, 2),
        (vec![3, 3], 1, 3),
        (vec![2, 2, 2], 1, 2),
        (vec![4, 4], 1, 4),
        (vec![3, 3, 3], 1, 3),
    ];
    for (actions, states, signals) in sizes {
        let mut draw = Draw::new(7);
        let (problem, monitoring) = draw.hard(&actions, states, signals);
        for budget in BUDGETS {
            for liability in [None, Some(q("3/2"))] {
                let mut options = MechanismOptions::default().with_budget(budget);
                options.liability = liability.clone();
                let start = Instant::now();
                let found = traced(&problem, &monitoring, &options);
                println!(
                    "{actions:?}, {states} states, {budget:?}, {liability:?}: {} pieces, {:?}",
                    found.pieces.len(),
                    start.elapsed()
                );
                assert!(start.elapsed().as_secs() < 60, "{actions:?}");
            }
        }
    }
}
