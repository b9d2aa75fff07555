//! Windows of training, against the recording of the same episodes.

use lacuna::number::Rational;
use lacuna::simulate::agents::{
    LearningOptions, QLearner, RandomAgent, Training, TrainingWindow, TrainingWindows,
};
use lacuna::simulate::{
    Environment, EpisodeOutcome, GameRounds, Recording, Runner, SimulationError, Streams, Watcher,
};

use super::{dilemma, q};

fn pair() -> [RandomAgent<usize>; 2] {
    [(); 2].map(|()| RandomAgent::uniform(0..2).expect("two"))
}

#[test]
fn windows_have_what_the_recordings_of_their_episodes_have() {
    let mut rounds = GameRounds::new(dilemma(), 7);
    let training = Training::new(10, 5).with_window(4);
    let windows = training
        .run(&mut rounds, &mut pair(), |_, action| *action == 0)
        .expect("legal");
    let sizes: Vec<_> = windows
        .iter()
        .map(|w| (w.first, w.episodes, w.steps))
        .collect();
    assert_eq!(sizes, [(0, 4, 28), (4, 4, 28), (8, 2, 14)]);
    let mut recordings = Vec::new();
    for episode in 0..10 {
        let mut recording = Recording::default();
        let seed = Streams::new(5).episode(episode);
        Runner::default()
            .run(&mut rounds, &mut pair(), seed, &mut recording)
            .expect("legal");
        recordings.push(recording);
    }
    for window in &windows {
        let episodes = &recordings[window.first..window.first + window.episodes];
        let steps: Vec<_> = episodes.iter().flat_map(|r| &r.steps).collect();
        for player in 0..2 {
            let counted = steps
                .iter()
                .filter(|step| step.actions[player] == 0)
                .count();
            let rewards: Rational = steps.iter().map(|step| &step.rewards[player]).sum();
            assert_eq!(window.counted[player], counted as u64);
            assert_eq!(window.rewards[player], rewards);
        }
        let all = Rational::from(window.steps);
        let welfare: Rational = steps.iter().flat_map(|step| &step.rewards).sum();
        assert_eq!(window.mean_welfare() * &all, welfare);
        let mean = (&window.shares()[0] + &window.shares()[1]) * q("1/2");
        assert_eq!(window.share(), mean);
        assert!(window.share() <= Rational::ONE);
        let text = serde_json::to_string(window).expect("writes");
        assert_eq!(
            &serde_json::from_str::<TrainingWindow>(&text).expect("reads"),
            window
        );
    }
}

#[test]
fn a_share_is_of_steps_and_not_of_episodes() {
    // Always cooperating is 1, however long an episode is.
    for rounds in [1, 10, 100] {
        let mut world = GameRounds::new(dilemma(), rounds);
        let mut agents = [(); 2].map(|()| lacuna::simulate::agents::Fixed::new(0));
        let windows = Training::new(3, 1)
            .run(&mut world, &mut agents, |_, action| *action == 0)
            .expect("legal");
        assert!(windows.iter().all(|window| window.share() == Rational::ONE));
        assert_eq!(windows[0].mean_rewards(), [q("3"), q("3")]);
    }
}

#[test]
fn episodes_without_steps_have_shares_of_nothing() {
    let mut world = GameRounds::new(dilemma(), 0);
    let windows = Training::new(2, 1)
        .run(&mut world, &mut pair(), |_, _| true)
        .expect("legal");
    assert_eq!(windows[0].share(), Rational::ZERO);
    assert_eq!(windows[0].mean_welfare(), Rational::ZERO);
    assert!(TrainingWindows::new(0, |_: usize, _: &usize| true).is_err());
}

/// Gives 1 to everybody a step, and fails in the third.
struct Fails {
    steps: usize,
}

impl Environment for Fails {
    type Observation = usize;
    type Action = usize;
    fn players(&self) -> usize {
        1
    }
    fn reset(&mut self, _seed: u64) {
        self.steps = 0;
    }
    fn is_over(&self) -> bool {
        false
    }
    fn observe(&self, _player: usize) -> usize {
        self.steps
    }
    fn step(&mut self, _: &[usize], rewards: &mut [Rational]) -> Result<(), SimulationError> {
        if self.steps == 2 {
            return Err(SimulationError::other("broken"));
        }
        self.steps += 1;
        rewards[0] = Rational::ONE;
        Ok(())
    }
}

/// Was it told the end?
#[derive(Default)]
struct Ends(usize);

impl<E: Environment> Watcher<E> for Ends {
    fn end(&mut self, _environment: &E, _outcome: &EpisodeOutcome) {
        self.0 += 1;
    }
}

#[test]
fn when_a_step_fails_everybody_keeps_what_came_before_and_no_end_is_told() {
    let mut agents = [
        QLearner::new(0..1usize, |seen: &usize| *seen, LearningOptions::default()).expect("valid"),
    ];
    let mut world = Fails { steps: 0 };
    let mut watchers = (Recording::default(), Ends::default());
    let error = Runner::default()
        .run(&mut world, &mut agents, 9, &mut watchers)
        .expect_err("the third step");
    assert_eq!(error.to_string(), "broken");
    assert_eq!(
        agents[0].table().keys().copied().collect::<Vec<_>>(),
        [0, 1]
    );
    let (recording, ends) = watchers;
    assert_eq!((recording.seed, recording.steps.len(), ends.0), (9, 2, 0));
    assert_eq!(world.steps, 2);
}

#[test]
fn a_limit_on_steps_ends_an_episode_that_is_not_over_and_none_may_be_taken() {
    for limit in [0, 1, 2] {
        let mut agents = [QLearner::new(
            0..1usize,
            |_: &usize| (),
            LearningOptions::default().with_rate(1.0),
        )
        .expect("valid")];
        let outcome = Runner::default()
            .with_max_steps(limit)
            .run(&mut Fails { steps: 0 }, &mut agents, 9, &mut ())
            .expect("not that far");
        assert_eq!((outcome.steps, outcome.finished), (limit, false));
        assert_eq!(outcome.totals, [Rational::from(limit)]);
        // A learner does not take the limit for the end of the world: 1, then 1 + 0.9.
        let expected = [None, Some(1.0), Some(1.0 + 0.9)][limit];
        assert_eq!(agents[0].table().get(&()).map(|values| values[0]), expected);
    }
}

#[test]
fn a_window_from_a_document_may_have_counted_more_than_can_be_added_up() {
    let text = r#"{"first":0,"episodes":1,"steps":18446744073709551615,
        "counted":[18446744073709551615,18446744073709551615],"rewards":["0","0"]}"#;
    let window: TrainingWindow = serde_json::from_str(text).expect("a window");
    assert_eq!(window.share(), Rational::ONE);
}
