//! Models that play: nothing is put in the place of an answer behind one's back.

use lacuna::contract::Contractible;
use lacuna::game::NormalForm;
use lacuna::number::Rational;
use lacuna::simulate::commons::{
    Commons, CommonsObservation, CommonsRules, Growth, Hysteresis, Shock,
};
use lacuna::simulate::llm::{
    Answered, ChatError, ChatReply, ChatRequest, CommonsSituation, GameSituation, MissingAnswer,
    ModelAgent, Role, Scripted, Situation, TableSituation, Unanswered,
};
use lacuna::simulate::table_game::{Form, Scene, TableGame, TableObservation};
use lacuna::simulate::{Environment, GameRounds, Runner, SimulationError};

fn dilemma() -> NormalForm<Rational> {
    let payoffs = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
    let game = NormalForm::symmetric(&payoffs).unwrap();
    game.with_action_names(&["help", "refuse"]).unwrap()
}

/// Answers this in the first round, and that afterwards.
fn first_then(first: &'static str, then: &'static str) -> Scripted {
    let mut asked = 0;
    Scripted::from_function(move |_: &ChatRequest| {
        asked += 1;
        Ok(ChatReply::new(if asked == 1 { first } else { then }))
    })
}

#[test]
fn a_step_without_an_answer_is_refused_and_nothing_happened() {
    let game = dilemma();
    let situation = GameSituation::new(&game, "");
    let models = [
        first_then("ANSWER: help", "Well, help."),
        Scripted::always("ANSWER: refuse"),
    ];
    let mut agents = models.map(|model| ModelAgent::new(model, Role::Adviser, &situation));
    let mut rounds = Answered::new(GameRounds::new(game.clone(), 5));
    let error = Runner::default()
        .run(&mut rounds, &mut agents, 1, &mut ())
        .unwrap_err();
    let SimulationError::Other(error) = error else {
        panic!("{error}");
    };
    let missing = error.downcast_ref::<MissingAnswer>().unwrap();
    assert_eq!(missing.player, 0);
    assert_eq!(missing.why.words(), Some("Well, help."));
    // One round was played, and no more.
    assert_eq!(rounds.observe(0).round, 1);
    assert_eq!(agents[0].statistics().given_up, 1);
}

#[test]
fn a_stated_action_takes_the_place_of_an_answer_and_is_counted() {
    let rules = CommonsRules::default().with_players(3).with_months(2);
    let replies: [fn() -> Scripted; 3] = [
        || Scripted::always("ANSWER: 10"),
        || Scripted::always("ANSWER: a fair share"),
        || Scripted::from_function(|_| Err(ChatError::other("down"))),
    ];
    let mut fishers = replies.map(|model| {
        ModelAgent::new(model(), Role::Selfish, CommonsSituation::new(&rules)).or_else(
            |seen: &CommonsObservation, _: &Unanswered, _: &mut dyn rand::Rng| seen.stock / 10,
        )
    });
    let mut lake = Commons::new(rules).unwrap();
    let outcome = Runner::default()
        .run(&mut lake, &mut fishers, 1, &mut ())
        .unwrap();
    assert!(outcome.finished);
    let counts = fishers.each_ref().map(|fisher| {
        let counts = fisher.statistics();
        (
            fisher.substituted(),
            counts.readable(),
            counts.given_up,
            counts.failed,
        )
    });
    assert_eq!(counts, [(0, 2, 0, 0), (2, 0, 2, 0), (2, 0, 0, 2)]);
    assert_eq!(fishers[1].take_error(), None);
    assert_eq!(fishers[2].take_error(), Some(ChatError::other("down")));
}

#[test]
fn random_actions_are_all_that_could_have_been_answered() {
    let rules = CommonsRules::default()
        .with_players(1)
        .with_months(1)
        .with_capacity(9);
    let mut seen = [0; 10];
    let situation = CommonsSituation::new(&rules);
    let mut fisher =
        [ModelAgent::new(Scripted::always("No."), Role::Adviser, situation).or_random(0)];
    let mut lake = Commons::new(rules).unwrap();
    for seed in 0..400 {
        let outcome = Runner::default()
            .run(&mut lake, &mut fisher, seed, &mut ())
            .unwrap();
        let catch = (0..10).find(|&catch| outcome.totals[0] == Rational::from(catch));
        seen[catch.unwrap() as usize] += 1;
    }
    // Forty each are expected; ten is five standard deviations away.
    assert!(seen.iter().all(|&count| count > 10), "{seen:?}");
}

#[test]
fn a_table_decides_what_no_answer_means() {
    let scene = Scene::of_scenario(&lacuna::game::hidden_effort::scenarios()[0], Form::Lifted);
    let mut table = TableGame::new(scene.unwrap());
    // The first label of all is the most cooperative: it is not what silence means.
    let mut players = ["ANSWER: not CH", "ANSWER: CL"].map(|reply| {
        ModelAgent::new(Scripted::always(reply), Role::Prosocial, TableSituation)
            .or_else(TableSituation::no_answer)
    });
    Runner::default()
        .run(&mut table, &mut players, 1, &mut ())
        .unwrap();
    assert!(table.is_invalid());
}

#[test]
fn a_fisher_is_told_what_befell_the_lake_and_no_hint_that_kills_it() {
    let told = |rules: &CommonsRules, wants: u64| {
        let mut lake = Commons::new(rules.clone()).unwrap();
        lake.reset(1);
        let mut rewards = vec![Rational::ZERO; rules.players];
        lake.step(&vec![wants; rules.players], &mut rewards)
            .unwrap();
        let situation = CommonsSituation::new(rules).with_hint();
        situation.describe(&lake.observe(0))
    };
    let rules = CommonsRules::default().with_players(1).with_capacity(8);
    // Half of 8 grows back to 8, but a lake with 4 is dead.
    assert!(!told(&rules, 0).contains("does not shrink"));
    let rules = CommonsRules::default().with_players(2);
    let calm = told(&rules, 25);
    assert!(calm.contains("catches 25 tons"), "{calm}");
    assert!(!calm.contains("sudden loss") && !calm.contains("\nThe lake is"));
    let struck = told(&rules.clone().with_shock(Shock::new(1, 50, 5)), 25);
    assert!(struck.contains("There was a sudden loss"), "{struck}");
    let fragile = told(
        &rules.with_growth(Growth::Hysteresis(Hysteresis::default())),
        5,
    );
    assert!(fragile.contains("\nThe lake is healthy."), "{fragile}");
}

#[test]
fn all_at_a_table_are_told_the_payoffs_however_many_they_are() {
    let game = NormalForm::from_fn(&[2, 2, 2], |player, profile| {
        Rational::from(100 * (player as i64 + 1) + profile.iter().sum::<usize>() as i64)
    });
    let scene = Scene::new("three", game.unwrap(), vec![Contractible::everything(2); 3]);
    let seen = TableObservation::new(2, scene.unwrap().into());
    let told = TableSituation.describe(&seen);
    assert!(told.contains(&seen.scene.briefing(2)), "{told}");
    assert!(told.contains("103, 203, 303"), "{told}");
}

#[test]
fn every_role_sees_its_own_payoffs_and_both_players_get_the_same_story() {
    let payoffs = |numbers: [[i64; 2]; 2]| numbers.map(|row| row.map(Rational::from).to_vec());
    let game = NormalForm::bimatrix(&payoffs([[1, 2], [3, 4]]), &payoffs([[5, 6], [7, 8]]));
    let game = game.unwrap().with_action_names(&["a", "b"]).unwrap();
    let situation = GameSituation::new(&game, "A story.");
    let mut agents = Role::READY[..2]
        .iter()
        .map(|role| ModelAgent::new(Scripted::always("ANSWER: b"), role.clone(), &situation))
        .collect::<Vec<_>>();
    let mut rounds = Answered::new(GameRounds::new(game, 3));
    Runner::default()
        .run(&mut rounds, &mut agents, 1, &mut ())
        .unwrap();
    let told = |player: usize, request: usize| {
        agents[player].asker().model().requests()[request].messages[1]
            .text
            .clone()
    };
    for player in [0, 1] {
        assert!(told(player, 0).contains("A story."));
    }
    // Row plays b and column a: 3 and 7.
    assert!(
        told(0, 0).contains("you: b, player 1: a -> you get 3, player 1 gets 7"),
        "{}",
        told(0, 0)
    );
    assert!(
        told(1, 0).contains("you: a, player 0: b -> you get 7, player 0 gets 3"),
        "{}",
        told(1, 0)
    );
    // Rounds are remembered.
    assert!(!told(0, 0).contains("round 1: "));
    assert!(told(0, 2).contains("round 2: you chose b; player 1 chose b; you got 4"));
}

#[test]
fn memory_is_bounded_and_ends_with_the_episode() {
    let game = dilemma();
    let situation = GameSituation::new(&game, "");
    let mut agents = ["ANSWER: help"; 2].map(|reply| {
        ModelAgent::new(Scripted::always(reply), Role::Adviser, &situation).with_memory(2)
    });
    let mut rounds = Answered::new(GameRounds::new(game.clone(), 5));
    for seed in 0..2 {
        Runner::default()
            .run(&mut rounds, &mut agents, seed, &mut ())
            .unwrap();
    }
    let remembered = agents[0].asker().model().requests().iter().map(|request| {
        let text = &request.messages[1].text;
        text.matches("you got").count()
    });
    assert_eq!(
        remembered.collect::<Vec<_>>(),
        [0, 1, 2, 2, 2, 0, 1, 2, 2, 2]
    );
}

#[test]
fn one_seed_makes_one_conversation() {
    let run = |seed: u64| {
        let game = dilemma();
        let situation = GameSituation::new(&game, "");
        let mut agents = ["ANSWER: help", "Hm.\nANSWER: refuse"]
            .map(|reply| ModelAgent::new(Scripted::always(reply), Role::Adviser, &situation));
        let mut rounds = Answered::new(GameRounds::new(game.clone(), 3));
        Runner::default()
            .run(&mut rounds, &mut agents, seed, &mut ())
            .unwrap();
        agents.map(|agent| agent.asker().model().requests().to_vec())
    };
    assert_eq!(run(4), run(4));
    assert_ne!(run(4), run(5));
}
