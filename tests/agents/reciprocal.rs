//! Deterministic reciprocity, step by step as its definition says.

use lacuna::game::NormalForm;
use lacuna::game::catalogue::donation_game;
use lacuna::simulate::agents::{
    AfterScript, ConditionalCooperator, Grim, LastRound, MemoryOne, Scripted, TitForTats,
};
use lacuna::simulate::counts::{CountObservation, CountRounds, Donation};
use lacuna::simulate::{Agent, Environment, FromFunction, Recording, RoundObservation, Runner};

use super::{Player, column, dilemma, play, q};

fn against(script: &[usize], agent: Player) -> Vec<usize> {
    let scripted = Scripted::new(script.to_vec(), AfterScript::default()).expect("not empty");
    let mut agents: [Player; 2] = [agent, Box::new(scripted)];
    column(&play(dilemma(), script.len(), &mut agents, 1), 0)
}

#[test]
fn each_answers_a_script_as_its_rule_says() {
    let script = [0, 1, 0, 1, 1, 0, 0];
    assert_eq!(
        against(&script, Box::new(MemoryOne::tit_for_tat())),
        [0, 0, 1, 0, 1, 1, 0]
    );
    assert_eq!(
        against(&script, Box::new(MemoryOne::suspicious_tit_for_tat())),
        [1, 0, 1, 0, 1, 1, 0]
    );
    assert_eq!(
        against(&script, Box::new(Grim::new())),
        [0, 0, 1, 1, 1, 1, 1]
    );
    assert_eq!(
        against(&script, Box::new(TitForTats::new(2))),
        [0, 0, 0, 0, 0, 1, 0]
    );
    assert_eq!(
        against(&script, Box::new(TitForTats::new(1))),
        against(&script, Box::new(MemoryOne::tit_for_tat()))
    );
    // Win–stay, lose–shift repeats after the other cooperated and changes after it defected.
    assert_eq!(
        against(&script, Box::new(MemoryOne::win_stay_lose_shift())),
        [0, 0, 1, 1, 0, 1, 1]
    );
    assert_eq!(
        against(&script, Box::new(ConditionalCooperator::majority())),
        against(&script, Box::new(MemoryOne::tit_for_tat()))
    );
}

#[test]
fn what_belongs_to_an_episode_is_forgotten_at_its_end() {
    let script = Scripted::new(vec![1, 0, 0], AfterScript::default()).expect("not empty");
    let mut agents: [Player; 2] = [Box::new(Grim::new()), Box::new(script)];
    let once = play(dilemma(), 3, &mut agents, 1);
    assert_eq!(column(&once, 0), [0, 1, 1]);
    assert_eq!(play(dilemma(), 3, &mut agents, 1), once);
}

/// A group of conditional cooperators who each need so many of the others, against one defector: a
/// cascade, by the definition.
#[test]
fn cooperation_unravels_one_by_one_exactly_where_each_needs_one_more() {
    let players = 6;
    let mut agents: Vec<Player> = (1..players)
        .map(|needs| Box::new(ConditionalCooperator::at_least(needs)) as Player)
        .collect();
    agents.push(Box::new(MemoryOne::always_defect()));
    let game = donation_game(players, 3, 1).expect("valid");
    let profiles = play(game, 7, &mut agents, 1);
    let cooperators: Vec<usize> = profiles
        .iter()
        .map(|profile| profile.iter().filter(|a| **a == 0).count())
        .collect();
    assert_eq!(cooperators, [5, 4, 3, 2, 1, 0, 0]);
}

#[test]
fn the_same_agents_do_the_same_whether_they_see_names_or_counts() {
    let players = 7;
    let noisy = |rng: &mut dyn rand::Rng| usize::from(rng.next_u64().is_multiple_of(3));
    fn group<O: LastRound + 'static>(
        noisy: impl Fn(&mut dyn rand::Rng) -> usize + Copy + 'static,
        players: usize,
    ) -> Vec<Box<dyn Agent<O, usize>>> {
        let mut agents: Vec<Box<dyn Agent<O, usize>>> = vec![
            Box::new(MemoryOne::win_stay_lose_shift()),
            Box::new(Grim::new()),
            Box::new(TitForTats::new(2)),
            Box::new(ConditionalCooperator::all().suspicious()),
            Box::new(ConditionalCooperator::majority()),
        ];
        while agents.len() < players {
            agents.push(Box::new(FromFunction::new(
                "noisy",
                move |_: &O, rng: &mut dyn rand::Rng| noisy(rng),
            )));
        }
        agents
    }
    let by_name = play(
        donation_game(players, 3, 1).expect("valid"),
        50,
        &mut group::<RoundObservation>(noisy, players),
        9,
    );
    let mut recording = Recording::default();
    let mut world = CountRounds::new(Donation::new(players, 3, 1).expect("valid"), 50);
    Runner::default()
        .run(
            &mut world,
            &mut group::<CountObservation>(noisy, players),
            9,
            &mut recording,
        )
        .expect("legal");
    let by_count: Vec<_> = recording.steps.into_iter().map(|s| s.actions).collect();
    assert_eq!(by_name, by_count);
    assert!(column(&by_name, 4).contains(&1) && column(&by_name, 4).contains(&0));
    assert_eq!(world.observe(0).number_of_others(), Some(players - 1));
}

#[test]
fn whatever_is_not_cooperation_counts_as_defection() {
    let game = NormalForm::symmetric(&vec![vec![q("0"); 3]; 3]).expect("square");
    let reciprocal: [Player; 3] = [
        Box::new(MemoryOne::tit_for_tat()),
        Box::new(TitForTats::new(1)),
        Box::new(ConditionalCooperator::majority()),
    ];
    for agent in reciprocal {
        let script = Scripted::new(vec![0, 2, 0, 1, 0], AfterScript::default()).expect("some");
        let mut agents: [Player; 2] = [agent, Box::new(script)];
        let answers = column(&play(&game, 5, &mut agents, 1), 0);
        assert_eq!(answers, [0, 0, 1, 0, 1]);
    }
}
