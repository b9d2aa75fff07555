//! The same seed, the same bytes; recordings; and who draws from which stream.

use lacuna::game::NormalForm;
use lacuna::number::Rational;
use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules, Growth, Hysteresis};
use lacuna::simulate::{
    Agent, Environment, Feedback, FromFunction, GameRounds, Recording, ReplayError,
    RoundObservation, Runner, SimulationError,
};
use rand::{Rng, RngExt};

use super::q;

fn restless(players: usize) -> Vec<Box<dyn Agent<CommonsObservation, u64>>> {
    (0..players)
        .map(|_| {
            Box::new(FromFunction::new(
                "restless",
                |seen: &CommonsObservation, rng: &mut dyn Rng| rng.random_range(0..=seen.stock / 3),
            )) as Box<dyn Agent<_, _>>
        })
        .collect()
}

fn lake() -> Commons {
    let growth = Growth::Hysteresis(Hysteresis::default());
    Commons::new(CommonsRules::default().with_growth(growth)).expect("valid rules")
}

fn record(seed: u64) -> String {
    let mut recording = Recording::default();
    Runner::default()
        .run(&mut lake(), &mut restless(5), seed, &mut recording)
        .expect("legal");
    serde_json::to_string(&recording).expect("serialises")
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_thread() {
    let expected: Vec<String> = (0..20).map(record).collect();
    let threads: Vec<_> = (0..4)
        .map(|_| std::thread::spawn(|| (0..20).map(record).collect::<Vec<_>>()))
        .collect();
    for thread in threads {
        assert_eq!(thread.join().expect("runs"), expected);
    }
    assert_ne!(expected[0], expected[1]);
}

#[test]
fn a_recording_is_what_happens_again() {
    let mut recording = Recording::default();
    let outcome = Runner::default()
        .run(&mut lake(), &mut restless(5), 3, &mut recording)
        .expect("legal");
    let read: Recording<u64> =
        serde_json::from_str(&serde_json::to_string(&recording).expect("writes")).expect("reads");
    assert_eq!(read, recording);
    assert_eq!(read.replay(&mut lake()).expect("the same"), outcome);
    assert_eq!(read.totals(), outcome.totals);
}

#[test]
fn a_recording_that_was_changed_is_found_out() {
    let mut recording = Recording::default();
    Runner::default()
        .run(&mut lake(), &mut restless(5), 3, &mut recording)
        .expect("legal");
    recording.steps[0].rewards[2] += q(1);
    let error = recording.replay(&mut lake()).expect_err("another reward");
    assert!(
        matches!(
            error,
            ReplayError::Differs {
                step: 0,
                player: 2,
                ..
            }
        ),
        "{error}"
    );
    recording.steps[0].rewards[2] -= q(1);
    recording.steps[0].actions.pop();
    let error = recording.replay(&mut lake()).expect_err("one action less");
    assert!(
        matches!(error, ReplayError::Refused { step: 0, .. }),
        "{error}"
    );
}

#[test]
fn agents_do_not_draw_from_each_others_streams_nor_from_the_worlds() {
    // Whether player 0 draws numbers changes nothing about what the others draw.
    let run = |idle: bool| {
        let mut agents = restless(5);
        let zero = move |_: &CommonsObservation, rng: &mut dyn Rng| {
            if !idle {
                let _ = rng.next_u64();
            }
            0
        };
        agents[0] = Box::new(FromFunction::new("idle", zero));
        let mut recording = Recording::default();
        Runner::default()
            .run(&mut lake(), &mut agents, 11, &mut recording)
            .expect("legal");
        recording
    };
    assert_eq!(run(true), run(false));
}

#[test]
fn what_is_refused_changes_nothing() {
    let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
    let mut rounds = GameRounds::new(NormalForm::symmetric(&dilemma).expect("a game"), 3);
    let mut rewards = vec![q(0); 2];
    rounds.step(&[0, 1], &mut rewards).expect("legal");
    let before = rounds.observe(0);
    let error = rounds.step(&[0, 2], &mut rewards).expect_err("refused");
    assert_eq!(
        error.to_string(),
        "player 1 cannot do 2: its actions are 0 to 1"
    );
    assert_eq!(rounds.observe(0), before);
    assert_eq!(rewards, [q(0), q(5)]);
}

/// Counts what it is told.
#[derive(Default)]
struct Clerk {
    steps: usize,
    gained: Rational,
    ended: bool,
}

impl Agent<RoundObservation, usize> for Clerk {
    fn act(&mut self, seen: &RoundObservation, _rng: &mut dyn Rng) -> usize {
        assert_eq!(seen.round, self.steps);
        seen.round % 2
    }
    fn begin(&mut self, _player: usize, players: usize) {
        assert_eq!(players, 2);
        *self = Clerk::default();
    }
    fn learn(&mut self, feedback: &Feedback<'_, RoundObservation, usize>) {
        assert_eq!(feedback.observation.round + 1, feedback.next.round);
        self.steps += 1;
        self.gained += &feedback.rewards[feedback.player];
        self.ended = feedback.over;
    }
}

#[test]
fn agents_are_told_what_came_of_each_step() {
    let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
    let mut rounds = GameRounds::new(NormalForm::symmetric(&dilemma).expect("a game"), 7);
    let mut clerks = [Clerk::default(), Clerk::default()];
    for seed in 0..2 {
        let outcome = Runner::default()
            .run(&mut rounds, &mut clerks, seed, &mut ())
            .expect("legal");
        assert_eq!(outcome.steps, 7);
        assert!(outcome.finished);
        for (player, clerk) in clerks.iter().enumerate() {
            assert!(clerk.ended);
            assert_eq!(clerk.gained, outcome.totals[player]);
        }
    }
}

#[test]
fn one_agent_too_few_is_refused() {
    let error = Runner::default()
        .run(&mut lake(), &mut restless(4), 1, &mut ())
        .expect_err("refused");
    assert!(matches!(error, SimulationError::WrongLength { .. }));
    assert_eq!(
        error.to_string(),
        "the list of agents has 4 entries; it must have one for each of the 5 players"
    );
}
