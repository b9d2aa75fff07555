//! Agents that draw: by distribution, refused weights, scripts, and recommendations in common.

use lacuna::equilibrium::MixedProfile;
use lacuna::equilibrium::correlated::Distribution;
use lacuna::game::catalogue::chicken;
use lacuna::game::random::generator;
use lacuna::number::Rational;
use lacuna::simulate::agents::{
    AfterScript, EquilibriumPlayer, RandomAgent, Recommended, Scripted,
};
use lacuna::simulate::{Agent, GameRounds, Recording, Runner};

use super::{Player, column, play, q};

fn counts(draws: &[usize], actions: usize) -> Vec<usize> {
    (0..actions)
        .map(|action| draws.iter().filter(|a| **a == action).count())
        .collect()
}

#[test]
fn weights_are_the_frequencies_and_what_has_none_never_happens() {
    let weights = [(0, q("1")), (1, q("0")), (2, q("5/2")), (3, q("3/2"))];
    let mut agent = RandomAgent::weighted(weights).expect("weights");
    let mut rng = generator(1, 0);
    let draws: Vec<usize> = (0..20_000).map(|_| agent.act(&(), &mut rng)).collect();
    let found = counts(&draws, 4);
    assert_eq!(found[1], 0);
    // Six standard deviations of binomials with 20,000 draws.
    for (action, expected) in [(0, 4000), (2, 10_000), (3, 6000)] {
        assert!(found[action].abs_diff(expected) < 430, "{found:?}");
    }
    let mut even = RandomAgent::uniform(0..3).expect("three");
    let draws: Vec<usize> = (0..9000).map(|_| even.act(&(), &mut rng)).collect();
    assert!(counts(&draws, 3).iter().all(|n| n.abs_diff(3000) < 270));
}

#[test]
fn weights_that_are_none_are_refused_with_the_reason() {
    let refused = |weights: &[&str]| {
        let weights = weights.iter().map(|weight| q(weight)).enumerate();
        RandomAgent::weighted(weights)
            .expect_err("refused")
            .to_string()
    };
    assert_eq!(
        refused(&[]),
        "the list of actions is empty; it must be at least one action"
    );
    assert_eq!(
        refused(&["1", "-1"]),
        "a weight is -1; it must be at least 0"
    );
    assert_eq!(
        refused(&["0", "0"]),
        "the sum of the weights is 0; it must be above 0"
    );
}

#[test]
fn a_script_ends_as_it_was_told_to() {
    let act = |after| {
        let mut agent = Scripted::new(vec![3, 1], after).expect("not empty");
        let mut rng = generator(1, 0);
        let mut acts = || -> Vec<usize> { (0..5).map(|_| agent.act(&(), &mut rng)).collect() };
        let first = acts();
        Agent::<(), usize>::begin(&mut agent, 0, 1);
        let mut rng = generator(1, 0);
        let again: Vec<usize> = (0..5).map(|_| agent.act(&(), &mut rng)).collect();
        assert_eq!(first, again);
        first
    };
    assert_eq!(act(AfterScript::StayWithLast), [3, 1, 1, 1, 1]);
    assert_eq!(act(AfterScript::StartOver), [3, 1, 3, 1, 3]);
    assert_eq!(act(AfterScript::Always(7)), [3, 1, 7, 7, 7]);
    assert!(Scripted::<usize>::new(vec![], AfterScript::StartOver).is_err());
    assert!(Scripted::new(vec![], AfterScript::Always(0)).is_ok());
    let mut recording = Recording::default();
    let mut agents: [Player; 2] = [
        Box::new(RandomAgent::uniform(0..2).expect("two")),
        Box::new(RandomAgent::uniform(0..2).expect("two")),
    ];
    let mut rounds = GameRounds::new(chicken(6, 2, 7, 0).expect("valid"), 3);
    Runner::default()
        .run(&mut rounds, &mut agents, 1, &mut recording)
        .expect("legal");
    let error = Scripted::from_recording(&recording, 2, AfterScript::default()).expect_err("two");
    assert_eq!(
        error.to_string(),
        "the player is 2; it must be below 2, the number of players on record"
    );
}

#[test]
fn equilibrium_players_mix_independently_with_their_probabilities() {
    let third = vec![q("2/3"), q("1/3")];
    let profile = MixedProfile::new(vec![third.clone(), third]).expect("strategies");
    let mut agents: Vec<Player> = Vec::new();
    for agent in EquilibriumPlayer::all(&profile) {
        agents.push(Box::new(agent));
    }
    let game = chicken(6, 2, 7, 0).expect("valid");
    let profiles = play(&game, 18_000, &mut agents, 3);
    let cells: Vec<usize> = profiles.iter().map(|p| 2 * p[0] + p[1]).collect();
    for (cell, expected) in [8000, 4000, 4000, 2000].into_iter().enumerate() {
        assert!(counts(&cells, 4)[cell].abs_diff(expected) < 400);
    }
    assert!(EquilibriumPlayer::new(&profile, 2).is_err());
}

/// The best correlated equilibrium of chicken: (C, C) with 1/2, (C, D) and (D, C) with 1/4 each.
fn advice() -> Distribution {
    let entries = [
        (vec![0, 0], q("1/2")),
        (vec![0, 1], q("1/4")),
        (vec![1, 0], q("1/4")),
    ];
    Distribution::new(&[2, 2], entries).expect("a distribution")
}

#[test]
fn recommendations_are_drawn_in_common_and_from_their_distribution() {
    let game = chicken(6, 2, 7, 0).expect("valid");
    let mut agents: Vec<Player> = Vec::new();
    for agent in Recommended::all(&advice(), 11) {
        agents.push(Box::new(agent));
    }
    let profiles = play(&game, 8000, &mut agents, 3);
    let cells: Vec<usize> = profiles.iter().map(|p| 2 * p[0] + p[1]).collect();
    let found = counts(&cells, 4);
    assert_eq!(found[3], 0, "both were never told to dare");
    for (cell, expected) in [4000, 2000, 2000].into_iter().enumerate() {
        assert!(found[cell].abs_diff(expected) < 280, "{found:?}");
    }
    // The next episode has other draws, and a mediator with the same seed the same ones.
    let next = play(&game, 8000, &mut agents, 3);
    assert_ne!(profiles, next);
    let mut others: Vec<Player> = Vec::new();
    for agent in Recommended::all(&advice(), 11) {
        others.push(Box::new(agent));
    }
    assert_eq!(play(&game, 8000, &mut others, 4), profiles);
    // Whoever does not listen changes nothing for the other.
    others[0] = Box::new(RandomAgent::uniform(0..2).expect("two"));
    assert_eq!(
        column(&play(&game, 8000, &mut others, 4), 1),
        column(&next, 1)
    );
}

#[test]
fn a_sure_action_needs_no_draw_so_that_streams_stay_aligned() {
    use rand::Rng;
    let sure = [(4, Rational::ZERO), (5, Rational::ONE)];
    let mut agent = RandomAgent::weighted(sure).expect("weights");
    let (mut rng, mut untouched) = (generator(1, 0), generator(1, 0));
    assert_eq!(agent.act(&(), &mut rng), 5);
    assert_eq!(rng.next_u64(), untouched.next_u64());
}

#[test]
fn followers_do_not_draw_what_a_mediator_of_the_same_seed_draws() {
    use lacuna::simulate::institution::{Advised, Mediator, Under};
    use lacuna::simulate::{FromFunction, RoundObservation, Streams};

    let distribution = advice();
    let listed = distribution.iter();
    let listed = listed.map(|(profile, probability)| (probability.clone(), profile.to_vec()));
    let mediator = Mediator::new(listed.collect()).expect("a distribution");
    let game = chicken(6, 2, 7, 0).expect("valid");
    let mut world = Under::put(GameRounds::new(&game, 200), mediator).expect("two players");
    let obey = |seen: &Advised<RoundObservation, usize>, _: &mut dyn rand::Rng| seen.advice;
    let mut agents = [(); 2].map(|()| FromFunction::new("obeys", obey));
    let mut recording = Recording::default();
    let seed = Streams::new(11).episode(0);
    Runner::default()
        .run(&mut world, &mut agents, seed, &mut recording)
        .expect("legal");
    let mediated: Vec<_> = recording
        .steps
        .into_iter()
        .map(|step| step.actions)
        .collect();
    let mut followers: Vec<Player> = Vec::new();
    for agent in Recommended::all(&advice(), 11) {
        followers.push(Box::new(agent));
    }
    assert_ne!(play(&game, 200, &mut followers, 1), mediated);
}

#[test]
fn a_recording_that_lacks_rewards_is_not_what_happens() {
    let game = chicken(6, 2, 7, 0).expect("valid");
    let mut rounds = GameRounds::new(&game, 3);
    let mut agents = [(); 2].map(|()| RandomAgent::uniform(0..2usize).expect("two"));
    let mut recording = Recording::default();
    Runner::default()
        .run(&mut rounds, &mut agents, 1, &mut recording)
        .expect("legal");
    assert!(recording.replay(&mut rounds).is_ok());
    recording.steps[1].rewards.pop();
    let error = recording.replay(&mut rounds).expect_err("one is missing");
    assert!(
        error.to_string().contains("step 1") && error.to_string().contains("rewards"),
        "{error}"
    );
    // Nobody disappears from the totals for that.
    recording.steps.truncate(2);
    let second = &recording.steps[0].rewards[1];
    assert_eq!(recording.totals().get(1), Some(second));
}
