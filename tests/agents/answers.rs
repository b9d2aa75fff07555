//! Best responses and fictitious play, against the definitions and known limits.

use lacuna::game::catalogue::{n_player_stag_hunt, rock_paper_scissors};
use lacuna::game::{Game, GameExt, NormalForm, random};
use lacuna::number::Rational;
use lacuna::preference::{Cooperative, Perceived};
use lacuna::simulate::agents::{
    AgentError, BestResponder, CountResponder, FictitiousPlay, Mixture, Placement, RandomAgent,
    TieRule,
};
use lacuna::simulate::counts::{CountGame, CountRounds, LinearPublicGood, OnCounts, ThresholdHunt};
use lacuna::simulate::{Agent, Environment, Runner};

use super::{Player, column, dilemma, play, q};

#[test]
fn every_answer_is_a_best_response_to_the_round_before() {
    for seed in 0..20 {
        let game = random::uniform_integers(&[3, 2, 4], -5..=5, &mut random::generator(seed, 0));
        let game = game.expect("small");
        let mut agents: Vec<Player> = vec![
            Box::new(BestResponder::new(game.clone(), 0, 1).expect("valid")),
            Box::new(RandomAgent::uniform(0..2).expect("two")),
            Box::new(
                BestResponder::new(game.clone(), 2, 3)
                    .expect("valid")
                    .with_ties(TieRule::Random),
            ),
        ];
        let profiles = play(&game, 30, &mut agents, seed);
        assert_eq!((profiles[0][0], profiles[0][2]), (1, 3));
        for pair in profiles.windows(2) {
            for player in [0, 2] {
                let mut answer = pair[0].clone();
                answer[player] = pair[1][player];
                assert_eq!(game.regret(player, &answer).expect("valid"), Rational::ZERO);
            }
        }
    }
}

#[test]
fn ties_are_decided_by_the_rule() {
    // Two players who both get 1 whatever they do: everything is a best response.
    let flat = NormalForm::symmetric(&vec![vec![q("1"); 3]; 3]).expect("square");
    let answers = |ties| {
        let agent = BestResponder::new(flat.clone(), 0, 1).expect("valid");
        let mut agents: [Player; 2] = [
            Box::new(agent.with_ties(ties)),
            Box::new(RandomAgent::uniform(0..3).expect("three")),
        ];
        column(&play(&flat, 40, &mut agents, 1), 0)[1..].to_vec()
    };
    assert_eq!(answers(TieRule::Lowest), [0; 39]);
    assert_eq!(answers(TieRule::Highest), [2; 39]);
    assert_eq!(answers(TieRule::Stay), [1; 39]);
    let random = answers(TieRule::Random);
    assert!((0..3).all(|action| random.contains(&action)), "{random:?}");
}

#[test]
fn a_prosocial_best_responder_cooperates_exactly_from_its_threshold_on() {
    // Against a cooperator λ must be at least (T−R)/(2R−T−S) = 2.
    for (lambda, expected) in [("199/100", 1), ("2", 0), ("3", 0)] {
        let preference = Cooperative::new(q(lambda)).expect("at least 0");
        let seen = Perceived::new(dilemma(), preference).expect("defined");
        let mut agents: [Player; 2] = [
            Box::new(BestResponder::new(seen, 0, 0).expect("valid")),
            Box::new(lacuna::simulate::agents::Fixed::new(0)),
        ];
        assert_eq!(
            play(dilemma(), 2, &mut agents, 1)[1][0],
            expected,
            "{lambda}"
        );
    }
}

#[test]
fn fictitious_play_answers_the_history_counted_by_hand() {
    // The definition, with beliefs as a list of profiles seen.
    let game = n_player_stag_hunt(3, 2, 4, 1).expect("valid");
    let mut agents: Vec<Player> = vec![
        Box::new(FictitiousPlay::new(game.clone(), 0, 1).expect("valid")),
        Box::new(RandomAgent::weighted([(0, q("1")), (1, q("7"))]).expect("weights")),
        Box::new(RandomAgent::weighted([(0, q("1")), (1, q("7"))]).expect("weights")),
    ];
    let profiles = play(&game, 200, &mut agents, 6);
    assert_eq!(profiles[0][0], 1);
    for round in 1..profiles.len() {
        let worth = |action: usize| -> Rational {
            profiles[..round]
                .iter()
                .map(|seen| game.payoff(0, &[action, seen[1], seen[2]]))
                .sum()
        };
        let expected = usize::from(worth(1) > worth(0));
        assert_eq!(profiles[round][0], expected, "round {round}");
    }
    assert!(column(&profiles, 0).contains(&0) && column(&profiles, 0)[1..].contains(&1));
}

#[test]
fn in_a_zero_sum_game_the_frequencies_approach_the_equilibrium() {
    // Robinson (1951).
    let game = rock_paper_scissors(1, 1).expect("valid");
    let fictitious = |player| FictitiousPlay::new(&game, player, 0).expect("valid");
    let mut recording = lacuna::simulate::Recording::default();
    let mut rounds = lacuna::simulate::GameRounds::new(&game, 4000);
    lacuna::simulate::Runner::default()
        .run(
            &mut rounds,
            &mut [fictitious(0), fictitious(1)],
            1,
            &mut recording,
        )
        .expect("legal");
    for action in 0..3 {
        let played = recording
            .steps
            .iter()
            .filter(|step| step.actions[0] == action);
        let share = played.count() as f64 / 4000.0;
        assert!((share - 1.0 / 3.0).abs() < 0.04, "{action}: {share}");
    }
}

#[test]
fn beliefs_to_begin_with_count_as_rounds_and_can_be_forgotten() {
    use lacuna::simulate::Agent;
    let hunt = n_player_stag_hunt(2, 2, 4, 3).expect("valid");
    let mut rng = random::generator(1, 0);
    let agent = FictitiousPlay::new(&hunt, 0, 0).expect("valid");
    // 4p >= 3 iff the other hunts stag with p >= 3/4.
    for (stag, expected) in [("3", 0), ("14/5", 1)] {
        let mut agent = agent
            .clone()
            .with_belief(&[0, 0], &q(stag))
            .and_then(|agent| agent.with_belief(&[0, 1], &q("1")))
            .expect("valid");
        assert_eq!(agent.act(&(), &mut rng), expected);
        agent.forget();
        assert_eq!(agent.act(&(), &mut rng), 0);
    }
    assert!(agent.clone().with_belief(&[0, 2], &q("1")).is_err());
    assert!(agent.with_belief(&[0, 1], &q("-1")).is_err());
}

#[test]
fn players_and_actions_that_do_not_exist_are_refused() {
    assert!(matches!(
        BestResponder::new(dilemma(), 2, 0),
        Err(AgentError::Game(_))
    ));
    let error = FictitiousPlay::new(dilemma(), 1, 2).expect_err("two actions");
    assert_eq!(
        error.to_string(),
        "the first action is 2; it must be below 2, the number of actions of player 1"
    );
}

#[test]
fn a_response_to_counts_is_one_in_the_game_as_its_preference_sees_it() {
    let levels = ["0", "1/2", "2"].map(q).to_vec();
    let good = LinearPublicGood::new(4, 3, levels, q("8/5")).expect("valid");
    let hunt = ThresholdHunt::new(4, 3, 4, 1).expect("valid");
    let games: [Box<dyn CountGame>; 2] = [Box::new(good), Box::new(hunt)];
    for game in &games {
        let table = NormalForm::from_game(&OnCounts(game)).expect("small");
        for lambda in ["0", "1/3", "1", "7"].map(q) {
            let responder = CountResponder::new(game, lambda.clone(), 0).expect("valid");
            let preference = Cooperative::new(lambda).expect("at least 0");
            let seen = Perceived::new(&table, preference).expect("defined");
            table.space().for_each(|_, profile| {
                let mut others = vec![0; game.actions()];
                profile[1..].iter().for_each(|&action| others[action] += 1);
                let mut changed = profile.to_vec();
                for (action, worth) in responder.utilities(&others).into_iter().enumerate() {
                    changed[0] = action;
                    assert_eq!(worth, seen.payoff(0, &changed));
                }
            });
        }
    }
    assert!(CountResponder::new(&games[0], q("-1"), 0).is_err());
    assert!(CountResponder::new(&games[0], q("1"), 3).is_err());
}

#[test]
fn in_a_public_good_the_prosocial_contribute_and_nobody_else_whatever_their_number() {
    // λ = 3/5 is the threshold (1 − c/n)/(c − 1) of five players with multiplier 2. At it they are
    // indifferent and stay; below it they withhold.
    let good = LinearPublicGood::new(5, 1, vec![q("0"), q("1")], 2).expect("valid");
    for (lambda, contribute) in [("61/100", true), ("59/100", false)] {
        for mixture in Mixture::every_count(5, Placement::Spread).expect("five") {
            let mut agents = mixture.agents(|kind, _| {
                let lambda = if kind == 0 { q(lambda) } else { q("0") };
                CountResponder::new(&good, lambda, 0).expect("valid")
            });
            let mut world = CountRounds::new(&good, 3);
            Runner::default()
                .run(&mut world, &mut agents, 1, &mut ())
                .expect("legal");
            let contributors = if contribute { mixture.counts()[0] } else { 0 };
            let expected = [5 - contributors, contributors];
            assert_eq!(world.counts(), Some(&expected[..]));
        }
    }
}

#[test]
fn a_responder_of_another_game_takes_its_first_action_also_when_it_does_not_revise() {
    // Three contributions in the world; two actions in the game that the player knows.
    let three = vec![q("0"), q("1/2"), q("1")];
    let world_game = LinearPublicGood::new(2, 1, three, 1).expect("valid");
    let known = LinearPublicGood::new(2, 1, vec![q("0"), q("1")], 1).expect("valid");
    let mut world = CountRounds::new(world_game, 3);
    world
        .step(&[2, 2], &mut [Rational::ZERO, Rational::ZERO])
        .expect("legal");
    let responder = CountResponder::new(&known, Rational::ZERO, 1).expect("valid");
    let mut responder = responder.with_revision(Rational::ZERO).expect("valid");
    let mut rng = lacuna::game::random::generator(1, 0);
    assert_eq!(responder.act(&world.observe(0), &mut rng), 1);
}
