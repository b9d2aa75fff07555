//! Q-learning: the update by hand, known optima, and what a learner cares about.

use std::collections::BTreeMap;

use lacuna::game::random::generator;
use lacuna::number::Rational;
use lacuna::preference::{
    BenevolentSystem, Cooperative, FehrSchmidt, HomoMoralis, Outcome, Preference,
};
use lacuna::simulate::agents::{Exploration, Fixed, LearningOptions, QLearner, Schedule, Training};
use lacuna::simulate::{Agent, Environment, GameRounds, RoundObservation, Runner, SimulationError};

use super::{Player, dilemma, q};

/// Five places in a row; to the right of the last one is a prize, and every step costs 1.
#[derive(Clone)]
struct Corridor {
    place: usize,
    steps: usize,
}

impl Environment for Corridor {
    type Observation = usize;
    type Action = i8;
    fn players(&self) -> usize {
        1
    }
    fn reset(&mut self, _seed: u64) {
        (self.place, self.steps) = (2, 0);
    }
    fn is_over(&self) -> bool {
        self.place == 5 || self.steps == 200
    }
    fn observe(&self, _player: usize) -> usize {
        self.place
    }
    fn step(&mut self, actions: &[i8], rewards: &mut [Rational]) -> Result<(), SimulationError> {
        self.place = self.place.saturating_add_signed(actions[0].into());
        self.steps += 1;
        rewards[0] = Rational::from(if self.place == 5 { 9 } else { -1 });
        Ok(())
    }
}

fn greedy(options: LearningOptions) -> LearningOptions {
    options.with_exploration(Exploration::EpsilonGreedy(Schedule::Constant(0.3)))
}

#[test]
fn the_table_of_a_corridor_is_the_value_of_each_move() {
    let options = greedy(LearningOptions::default().with_rate(0.5));
    let mut agents = [QLearner::new([-1i8, 1], |place: &usize| *place, options).expect("valid")];
    let mut world = Corridor { place: 2, steps: 0 };
    Training::new(3000, 1)
        .run(&mut world, &mut agents, |_, _| false)
        .expect("legal");
    // The value of going right at distance d from the end: 9γ^(d−1) − (1 − γ^(d−1))/(1 − γ).
    let table: &BTreeMap<usize, Vec<f64>> = agents[0].table();
    let worth = |distance: i32| {
        let decay = 0.9f64.powi(distance - 1);
        9.0 * decay - (1.0 - decay) / 0.1
    };
    for place in 1..5 {
        let distance = 5 - place as i32;
        assert!(
            (table[&place][1] - worth(distance)).abs() < 1e-6,
            "{table:?}"
        );
        assert!(
            (table[&place][0] - (-1.0 + 0.9 * worth(distance + 1))).abs() < 1e-4,
            "{table:?}"
        );
    }
}

#[test]
fn an_update_moves_a_value_by_the_rate_towards_reward_and_discounted_best() {
    let options = LearningOptions::default()
        .with_rate(0.25)
        .with_discount(0.5)
        .with_exploration(Exploration::GREEDY);
    let table = BTreeMap::from([(None, vec![4.0, 1.0]), (Some(1), vec![2.0, 6.0])]);
    let key = |seen: &RoundObservation| seen.last.as_ref().map(|last| last[1]);
    let learner = QLearner::new(0..2, key, options)
        .and_then(|learner| learner.with_table(table))
        .expect("valid");
    // It cooperates, is exploited (0), and finds itself where the best is worth 6; there it defects
    // against a defector (1), and that is the end.
    let mut learner = learner;
    let mut agents: [&mut dyn Agent<RoundObservation, usize>; 2] =
        [&mut learner, &mut Fixed::new(1)];
    Runner::default()
        .run(&mut GameRounds::new(dilemma(), 2), &mut agents, 1, &mut ())
        .expect("legal");
    let expected = BTreeMap::from([
        (None, vec![4.0 + 0.25 * (0.0 + 0.5 * 6.0 - 4.0), 1.0]),
        (Some(1), vec![2.0, 6.0 + 0.25 * (1.0 - 6.0)]),
    ]);
    assert_eq!(learner.table(), &expected);
    assert_eq!(learner.episodes(), 1);
    learner.set_learning(false);
    let mut agents: [&mut dyn Agent<RoundObservation, usize>; 2] =
        [&mut learner, &mut Fixed::new(1)];
    Runner::default()
        .run(&mut GameRounds::new(dilemma(), 2), &mut agents, 1, &mut ())
        .expect("legal");
    assert_eq!(learner.table(), &expected);
}

/// The share of exploring draws, and of each action.
fn frequencies(exploration: Exploration, values: &[f64], begun: usize) -> Vec<f64> {
    let options = LearningOptions::default().with_exploration(exploration);
    let mut learner = QLearner::new(0..values.len(), |_: &()| (), options)
        .and_then(|learner| learner.with_table(BTreeMap::from([((), values.to_vec())])))
        .expect("valid");
    for _ in 0..begun {
        learner.begin(0, 1);
    }
    let mut rng = generator(8, 0);
    let mut counts = vec![0.0; values.len()];
    for _ in 0..20_000 {
        counts[learner.act(&(), &mut rng)] += 1.0 / 20_000.0;
    }
    counts
}

#[test]
fn exploration_has_its_probabilities() {
    let close = |found: &[f64], expected: &[f64]| {
        // Six standard deviations of a share in 20,000.
        let near = found
            .iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() < 0.022);
        assert!(near, "{found:?} {expected:?}");
    };
    let epsilon = |value| Exploration::EpsilonGreedy(Schedule::Constant(value));
    close(
        &frequencies(epsilon(0.3), &[1.0, 2.0, 0.0], 1),
        &[0.1, 0.8, 0.1],
    );
    // Ties are drawn, each alike.
    close(
        &frequencies(epsilon(0.0), &[2.0, 1.0, 2.0], 1),
        &[0.5, 0.0, 0.5],
    );
    // Episode 50 of 100 on the way from 1 to 0.
    let linear = Schedule::Linear {
        from: 1.0,
        to: 0.0,
        episodes: 100,
    };
    assert_eq!(
        [0, 50, 100, 1000].map(|k| linear.at(k)),
        [1.0, 0.5, 0.0, 0.0]
    );
    close(
        &frequencies(Exploration::EpsilonGreedy(linear), &[1.0, 0.0], 51),
        &[0.75, 0.25],
    );
    let weights = [1.0f64, 0.0, -1.0].map(|value| (value / 0.5).exp());
    let total: f64 = weights.iter().sum();
    let boltzmann = Exploration::Boltzmann(Schedule::Constant(0.5));
    close(
        &frequencies(boltzmann, &[1.0, 0.0, -1.0], 1),
        &weights.map(|w| w / total),
    );
}

#[test]
fn a_benevolent_system_gives_the_interdependent_utilities_of_its_closed_form() {
    // U_i = [(1 − (n−2)α)π_i + α Σ_{j≠i} π_j] / [(1 + α)(1 − (n−1)α)].
    for (players, alpha) in [(2, "9/10"), (3, "2/5"), (4, "1/5"), (5, "1/8")] {
        let alpha = q(alpha);
        let row = |i: usize| {
            let entry = |j: usize| {
                if i == j {
                    Rational::ZERO
                } else {
                    alpha.clone()
                }
            };
            (0..players).map(entry).collect()
        };
        let system = BenevolentSystem::new((0..players).map(row).collect()).expect("below 1/(n−1)");
        let payoffs: Vec<Rational> = (0..players).map(|i| Rational::from(i * i + 1)).collect();
        let n = Rational::from(players);
        let scale = (q("1") + &alpha) * (q("1") - (&n - &q("1")) * &alpha);
        for player in 0..players {
            let others: Rational = payoffs.iter().sum::<Rational>() - &payoffs[player];
            let sum = (q("1") - (&n - &q("2")) * &alpha) * &payoffs[player] + &alpha * &others;
            let expected = sum.checked_div(&scale).expect("feasible");
            assert_eq!(system.perceived(player, &Outcome::new(&payoffs)), expected);
        }
    }
    // With the same payoff for everybody, utility is that over 1 − 3α.
    let fifth = |i: usize| {
        (0..4)
            .map(|j| if i == j { q("0") } else { q("1/5") })
            .collect()
    };
    let system = BenevolentSystem::new((0..4).map(fifth).collect()).expect("feasible");
    let two = vec![q("2"); 4];
    assert_eq!(system.perceived(0, &Outcome::new(&two)), q("5"));
}

#[test]
fn a_learner_cares_about_what_its_preference_says() {
    // One step against a defector: both are at (0, 5), and the value is what is made of it.
    let value = |mut learner: QLearner<usize, (), fn(&RoundObservation)>| {
        let mut agents: [&mut dyn Agent<RoundObservation, usize>; 2] =
            [&mut learner, &mut Fixed::new(1)];
        Runner::default()
            .run(&mut GameRounds::new(dilemma(), 1), &mut agents, 1, &mut ())
            .expect("legal");
        learner.table()[&()][0]
    };
    let key: fn(&RoundObservation) = |_| ();
    let options = LearningOptions::default()
        .with_rate(1.0)
        .with_exploration(Exploration::GREEDY);
    let plain = || QLearner::new([0usize], key, options).expect("valid");
    assert_eq!(value(plain()), 0.0);
    let prosocial = Cooperative::new(q("2")).expect("at least 0");
    assert_eq!(
        value(plain().with_preference(prosocial, 2).expect("two")),
        10.0
    );
    let averse = FehrSchmidt::new(q("1/2"), q("1/4")).expect("valid");
    assert_eq!(
        value(plain().with_preference(averse, 2).expect("two")),
        -2.5
    );
    let system = BenevolentSystem::new(vec![vec![q("0"), q("1/2")], vec![q("1/2"), q("0")]]);
    let system = system.expect("feasible");
    let interdependent = value(plain().with_preference(system, 2).expect("two"));
    assert!((interdependent - 2.5 / 0.75).abs() < 1e-12);
}

#[test]
fn preferences_that_do_not_fit_are_refused_or_reported() {
    let learner = || {
        QLearner::new(
            0..2usize,
            |_: &RoundObservation| (),
            LearningOptions::default(),
        )
        .expect("valid")
    };
    // What had the others done the same? Rewards alone do not say.
    let moral = HomoMoralis::new(q("1/2")).expect("valid");
    assert!(learner().with_preference(moral, 2).is_err());
    let system = || BenevolentSystem::new(vec![vec![q("0"); 3]; 3]).expect("feasible");
    assert!(learner().with_preference(system(), 2).is_err());
    let prosocial = || Cooperative::new(q("1")).expect("at least 0");
    assert!(learner().with_preference(prosocial(), 0).is_err());
    // One of very many costs a pass over them, and not one for each of them.
    assert!(learner().with_preference(prosocial(), 200_000).is_ok());
    let mut misplaced = learner().with_preference(system(), 3).expect("three");
    let mut agents: [&mut dyn Agent<RoundObservation, usize>; 2] =
        [&mut misplaced, &mut Fixed::new(1)];
    Runner::default()
        .run(&mut GameRounds::new(dilemma(), 1), &mut agents, 1, &mut ())
        .expect("legal");
    let problem = misplaced
        .problem()
        .map(ToString::to_string)
        .unwrap_or_default();
    assert!(
        problem.contains("made for 3 players; there are 2"),
        "{problem}"
    );
    assert!(misplaced.table().is_empty());
}

#[test]
fn options_outside_their_ranges_are_refused() {
    let refused = |options: LearningOptions| {
        let learner = QLearner::new(0..2usize, |_: &()| (), options);
        learner
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    };
    let options = LearningOptions::default();
    let epsilon = |value| Exploration::EpsilonGreedy(Schedule::Constant(value));
    assert!(refused(options.with_rate(0.0)).contains("learning rate is 0"));
    assert!(refused(options.with_rate(f64::NAN)).contains("NaN"));
    assert!(refused(options.with_discount(1.5)).contains("discount factor"));
    assert!(refused(options.with_initial(f64::INFINITY)).contains("finite"));
    assert!(refused(options.with_exploration(epsilon(-0.1))).contains("between 0 and 1"));
    let cold = Exploration::Boltzmann(Schedule::Constant(0.0));
    assert!(refused(options.with_exploration(cold)).contains("temperature"));
    assert!(QLearner::new([0usize; 0], |_: &()| (), options).is_err());
    let short = QLearner::new(0..2usize, |_: &()| (), options)
        .and_then(|learner| learner.with_table(BTreeMap::from([((), vec![1.0])])));
    assert!(short.is_err());
}

#[test]
fn the_same_seed_teaches_the_same_to_the_last_bit() {
    let run = || {
        let learner = |exploration| -> Player {
            let options = LearningOptions::default().with_exploration(exploration);
            let key = |seen: &RoundObservation| seen.last.clone();
            Box::new(QLearner::new(0..2, key, options).expect("valid"))
        };
        let mut agents = [
            learner(Exploration::EpsilonGreedy(Schedule::Constant(0.1))),
            learner(Exploration::Boltzmann(Schedule::Constant(0.7))),
        ];
        Training::new(60, 3)
            .run(&mut GameRounds::new(dilemma(), 10), &mut agents, |_, a| {
                *a == 0
            })
            .expect("legal")
    };
    let first = run();
    assert_eq!(run(), first);
    assert!(first.iter().any(|window| !window.share().is_zero()));
}

#[test]
fn an_action_that_is_listed_twice_is_refused() {
    let learner = QLearner::new([0usize, 1, 0], |_: &()| (), LearningOptions::default());
    let error = learner.err().expect("0 is there twice").to_string();
    assert!(error.contains("each action once"), "{error}");
}

#[test]
fn a_reward_beyond_floating_point_is_reported_and_not_learnt_from() {
    let huge = q(&format!("1{}", "0".repeat(400)));
    let table = vec![vec![huge.clone(), huge.clone()], vec![huge.clone(), huge]];
    let game = lacuna::game::NormalForm::symmetric(&table).expect("square");
    let key: fn(&RoundObservation) = |_| ();
    let mut learner = QLearner::new(0..2usize, key, LearningOptions::default()).expect("valid");
    let mut agents: [&mut dyn Agent<RoundObservation, usize>; 2] =
        [&mut learner, &mut Fixed::new(1)];
    Runner::default()
        .run(&mut GameRounds::new(game, 1), &mut agents, 1, &mut ())
        .expect("legal");
    assert!(learner.table().is_empty());
    let problem = learner.problem().expect("reported").to_string();
    assert!(problem.contains("reward"), "{problem}");
}

#[test]
fn a_value_beyond_floating_point_is_reported_and_not_kept() {
    // 1.7e308 a step, undiscounted: the second target is beyond the largest number.
    let huge = q(&format!("17{}", "0".repeat(307)));
    let table = vec![vec![huge.clone(), huge.clone()], vec![huge.clone(), huge]];
    let game = lacuna::game::NormalForm::symmetric(&table).expect("square");
    let key: fn(&RoundObservation) = |_| ();
    let options = LearningOptions::default().with_rate(1.0).with_discount(1.0);
    let mut learner = QLearner::new([0usize], key, options).expect("valid");
    let mut agents: [&mut dyn Agent<RoundObservation, usize>; 2] =
        [&mut learner, &mut Fixed::new(1)];
    Runner::default()
        .run(&mut GameRounds::new(game, 3), &mut agents, 1, &mut ())
        .expect("legal");
    assert_eq!(learner.table()[&()], [1.7e308]);
    assert!(learner.problem().is_some());
}

#[test]
fn preferences_among_impossibly_many_players_are_refused() {
    let learner = QLearner::new(0..2usize, |_: &()| (), LearningOptions::default());
    let prosocial = Cooperative::new(q("1")).expect("at least 0");
    let learner = learner.and_then(|learner| learner.with_preference(prosocial, usize::MAX));
    let error = learner.err().expect("refused").to_string();
    assert!(error.contains("number of players"), "{error}");
}

#[test]
fn episodes_in_which_it_does_not_learn_do_not_count_for_its_schedule() {
    // Explores in its first episode only.
    let once = Exploration::EpsilonGreedy(Schedule::Linear {
        from: 1.0,
        to: 0.0,
        episodes: 1,
    });
    let options = LearningOptions::default().with_exploration(once);
    let table = BTreeMap::from([((), vec![1.0, 0.0])]);
    let key: fn(&()) = |_| ();
    let mut learner = QLearner::new(0..2usize, key, options)
        .and_then(|learner| learner.with_table(table))
        .expect("valid");
    let mut rng = generator(3, 0);
    let mut explores = |learner: &mut QLearner<usize, (), fn(&())>| {
        learner.begin(0, 1);
        (0..50).any(|_| learner.act(&(), &mut rng) == 1)
    };
    learner.set_learning(false);
    for _ in 0..10 {
        assert!(explores(&mut learner), "as at the beginning");
    }
    assert_eq!(learner.episodes(), 0);
    learner.set_learning(true);
    assert!(explores(&mut learner));
    assert!(!explores(&mut learner));
    assert_eq!(learner.episodes(), 2);
}
