//! Games that break one promise each.

use std::sync::atomic::{AtomicUsize, Ordering};

use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::simulate::conformance::{ConformanceOptions, Requirement, check_game};

use super::{Defect, Outcome, all_are_found, q};

#[derive(Clone, Copy, PartialEq, Default)]
enum Fault {
    #[default]
    None,
    NoPlayers,
    NoActions,
    PlayersLeave,
    PayoffsDrift,
    PayoffsDriftLate,
    PayoffsAdd,
    PayoffsStopEarly,
    OtherDensePayoffs,
    OtherDenseShape,
    NamesChange,
    Panics,
}

/// Three players, of whom player `i` has `i + 1` actions.
struct Broken {
    fault: Fault,
    calls: AtomicUsize,
    dense: NormalForm<Rational>,
}

impl Broken {
    fn new(fault: Fault) -> Self {
        let shape: &[usize] = match fault {
            Fault::OtherDenseShape => &[1, 2, 4],
            _ => &[1, 2, 3],
        };
        let extra = i64::from(fault == Fault::OtherDensePayoffs);
        let dense = NormalForm::from_fn(shape, |player, profile| {
            let last = extra * i64::from(profile == [0, 1, 2]);
            q(worth(player, profile) + last)
        });
        Broken {
            fault,
            calls: AtomicUsize::new(0),
            dense: dense.expect("small"),
        }
    }
}

fn worth(player: usize, profile: &[usize]) -> i64 {
    profile
        .iter()
        .fold(player as i64, |sum, &action| 10 * sum + action as i64)
}

impl Game<Rational> for Broken {
    fn players(&self) -> usize {
        match self.fault {
            Fault::NoPlayers => 0,
            Fault::PlayersLeave if self.calls.load(Ordering::Relaxed) > 0 => 2,
            _ => 3,
        }
    }
    fn actions(&self, player: usize) -> usize {
        match self.fault {
            Fault::NoActions if player == 1 => 0,
            _ => player + 1,
        }
    }
    fn payoff(&self, player: usize, profile: &[usize]) -> Rational {
        let calls = self.calls.fetch_add(1, Ordering::Relaxed);
        let drift = match self.fault {
            Fault::PayoffsDrift => calls as i64,
            // After every profile has been seen once, and its payoffs three times.
            Fault::PayoffsDriftLate => i64::from(calls >= 3 * 3 * 6),
            Fault::Panics if profile == [0, 1, 1] => panic!("not this one"),
            _ => 0,
        };
        q(worth(player, profile) + drift)
    }
    fn payoffs_into(&self, profile: &[usize], payoffs: &mut [Rational]) {
        for (player, payoff) in payoffs.iter_mut().enumerate() {
            let value = self.payoff(player, profile);
            match self.fault {
                Fault::PayoffsAdd => *payoff += value,
                Fault::PayoffsStopEarly if player == 2 => {}
                _ => *payoff = value,
            }
        }
    }
    fn player_name(&self, _player: usize) -> Option<&str> {
        let calls = self.calls.load(Ordering::Relaxed);
        let changed = self.fault == Fault::NamesChange && calls > 0;
        Some(if changed { "somebody" } else { "nobody" })
    }
    fn as_normal_form(&self) -> Option<&NormalForm<Rational>> {
        Some(&self.dense)
    }
}

/// A payoff that floating point cannot hold.
struct Infinite;

impl Game<f64> for Infinite {
    fn players(&self) -> usize {
        1
    }
    fn actions(&self, _player: usize) -> usize {
        3
    }
    fn payoff(&self, _player: usize, profile: &[usize]) -> f64 {
        1.0 / (2 - profile[0]) as f64
    }
}

macro_rules! fault {
    ($fault:ident) => {
        |options: &ConformanceOptions| -> Outcome {
            check_game(&Broken::new(Fault::$fault), options)
        }
    };
}

/// The defects, and the promises that they break.
pub fn defects() -> Vec<Defect> {
    vec![
        (
            "no players",
            Requirement::AtLeastOnePlayer,
            fault!(NoPlayers),
        ),
        (
            "a player without actions",
            Requirement::AtLeastOneAction,
            fault!(NoActions),
        ),
        (
            "players who leave",
            Requirement::ConstantShape,
            fault!(PlayersLeave),
        ),
        (
            "payoffs that drift",
            Requirement::Pure,
            fault!(PayoffsDrift),
        ),
        (
            "payoffs that drift late",
            Requirement::Pure,
            fault!(PayoffsDriftLate),
        ),
        (
            "payoffs_into that adds",
            Requirement::PayoffsTogether,
            fault!(PayoffsAdd),
        ),
        (
            "payoffs_into that stops",
            Requirement::PayoffsTogether,
            fault!(PayoffsStopEarly),
        ),
        (
            "other dense payoffs",
            Requirement::DenseFormAgrees,
            fault!(OtherDensePayoffs),
        ),
        (
            "another dense shape",
            Requirement::DenseFormAgrees,
            fault!(OtherDenseShape),
        ),
        (
            "names that change",
            Requirement::StableNames,
            fault!(NamesChange),
        ),
        ("a panic", Requirement::AnswersWithoutPanic, fault!(Panics)),
        ("an infinite payoff", Requirement::Finite, |options| {
            check_game(&Infinite, options)
        }),
    ]
}

#[test]
fn a_game_with_a_defect_is_found_out() {
    all_are_found(&defects());
}

#[test]
fn the_game_without_a_defect_passes_and_all_its_profiles_are_seen() {
    let report = check_game(&Broken::new(Fault::None), &ConformanceOptions::default());
    let report = report.expect("conforms");
    assert_eq!(report.cases, 6);
    assert_eq!(report.times(Requirement::PayoffsTogether), 6);
}

#[test]
fn a_game_too_large_to_be_written_out_is_sampled() {
    struct Large;
    impl Game<Rational> for Large {
        fn players(&self) -> usize {
            200
        }
        fn actions(&self, _player: usize) -> usize {
            10
        }
        fn payoff(&self, player: usize, profile: &[usize]) -> Rational {
            q(profile[player] as i64)
        }
    }
    let options = ConformanceOptions::default().with_cases(7);
    assert_eq!(check_game(&Large, &options).expect("conforms").cases, 7);
}
