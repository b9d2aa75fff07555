//! Planning, against every sequence of actions tried out.

use lacuna::equilibrium::MixedProfile;
use lacuna::game::{Game, GameExt, NormalForm, random};
use lacuna::number::Rational;
use lacuna::preference::{Cooperative, Perceived};
use lacuna::simulate::agents::{
    BestReplies, MemoryOne, OthersModel, Planner, PlannerOptions, RepeatLast,
};

use super::{Player, column, dilemma, play, q};

fn options(depth: usize) -> PlannerOptions {
    PlannerOptions::default().with_depth(depth)
}

/// The value of the best plan, from the definition: a maximum over actions of an expectation over what
/// the others do, all the way down.
fn value<M: OthersModel>(
    game: &NormalForm<Rational>,
    model: &M,
    last: Option<&[usize]>,
    left: usize,
    discount: &Rational,
) -> (usize, Rational) {
    if left == 0 {
        return (0, Rational::ZERO);
    }
    let worth = |action: usize| -> Rational {
        let mut sum = Rational::ZERO;
        game.space().for_each(|_, profile| {
            if profile[0] != action {
                return;
            }
            let chance = (1..game.players()).fold(Rational::ONE, |chance, other| {
                chance * &model.strategy(other, last)[profile[other]]
            });
            if !chance.is_zero() {
                let (_, later) = value(game, model, Some(profile), left - 1, discount);
                sum += chance * (game.payoff(0, profile) + discount * &later);
            }
        });
        sum
    };
    let mut best = (0, worth(0));
    for action in 1..game.actions(0) {
        let value = worth(action);
        if value > best.1 {
            best = (action, value);
        }
    }
    best
}

fn agrees<M: OthersModel>(game: &NormalForm<Rational>, model: &M, discount: &Rational) {
    let options = options(3).with_discount(discount.clone());
    let planner = Planner::new(game, 0, model, &options).expect("small");
    let mut lasts: Vec<Option<Vec<usize>>> = vec![None];
    game.space()
        .for_each(|_, profile| lasts.push(Some(profile.to_vec())));
    for last in &lasts {
        for left in 1..=3 {
            let (action, worth) = value(game, model, last.as_deref(), left, discount);
            assert_eq!(planner.value(last.as_deref(), left), &worth);
            assert_eq!(planner.action(last.as_deref(), left), action);
        }
    }
}

#[test]
fn plans_are_the_best_of_all_sequences_whatever_the_model() {
    for seed in 0..6 {
        let mut rng = random::generator(seed, 0);
        let game = random::uniform_integers(&[2, 2, 2], -4..=4, &mut rng).expect("small");
        let discount = q("2/3");
        let generous = MemoryOne::generous_tit_for_tat(q("1/3")).expect("valid");
        agrees(&game, &generous, &discount);
        agrees(
            &game,
            &RepeatLast::new(&game, &[0, 1, 0]).expect("valid"),
            &discount,
        );
        agrees(
            &game,
            &BestReplies::new(&game, &[0, 1, 1]).expect("valid"),
            &Rational::ONE,
        );
        let mixed = MixedProfile::new(vec![
            vec![q("1"), q("0")],
            vec![q("1/4"), q("3/4")],
            vec![q("1/2"), q("1/2")],
        ]);
        agrees(&game, &mixed.expect("strategies"), &discount);
    }
}

#[test]
fn who_knows_the_last_round_defects_in_it_and_cooperates_with_tit_for_tat_before() {
    let opponent = MemoryOne::tit_for_tat();
    let known = options(10).with_rounds(10);
    let selfish = Planner::new(&dilemma(), 0, &opponent, &known).expect("small");
    // 9 · 3 + 5.
    assert_eq!(selfish.value(None, 10), &q("32"));
    let mut agents: [Player; 2] = [Box::new(selfish), Box::new(opponent.clone())];
    let actions = column(&play(dilemma(), 10, &mut agents, 1), 0);
    assert_eq!(actions, [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    // A prosocial one cooperates to the end from λ = (T−R)/(2R−T−S) = 2 on.
    for (lambda, last) in [("19/10", 1), ("2", 0)] {
        let preference = Cooperative::new(q(lambda)).expect("at least 0");
        let seen = Perceived::new(dilemma(), preference).expect("defined");
        let planner = Planner::new(&seen, 0, &opponent, &known).expect("small");
        let mut agents: [Player; 2] = [Box::new(planner), Box::new(opponent.clone())];
        assert_eq!(column(&play(dilemma(), 10, &mut agents, 1), 0)[9], last);
    }
}

#[test]
fn looking_one_round_ahead_is_a_best_response() {
    for seed in 0..10 {
        let mut rng = random::generator(seed, 1);
        let game = random::uniform_integers(&[3, 3], -9..=9, &mut rng).expect("small");
        let model = RepeatLast::new(&game, &[0, 0]).expect("valid");
        let planner = Planner::new(&game, 1, &model, &options(1)).expect("small");
        game.space().for_each(|_, last| {
            let best = game.best_responses(1, last).expect("valid");
            assert_eq!(planner.action(Some(last), 1), best[0]);
        });
    }
}

#[test]
fn models_and_options_that_make_no_sense_are_refused() {
    let game = dilemma();
    let refused = |model: &dyn Fn() -> Vec<Rational>, options: &PlannerOptions| {
        let model = |_: usize, _: Option<&[usize]>| model();
        Planner::new(&game, 0, &model, options)
            .expect_err("refused")
            .to_string()
    };
    let even = || vec![q("1/2"), q("1/2")];
    let short = refused(&|| vec![q("1/2")], &options(2));
    assert!(
        short.contains("2 probabilities that add up to 1"),
        "{short}"
    );
    assert!(refused(&|| vec![q("3/2"), q("-1/2")], &options(2)).contains("player 1"));
    assert_eq!(
        refused(&even, &options(0)),
        "the depth is 0; it must be at least 1"
    );
    let discount = options(2).with_discount(q("5/4"));
    assert!(refused(&even, &discount).contains("the discount factor is 5/4"));
    // Five states with two possibilities each, two actions, three rounds: 60 branches.
    let tight = |limit| options(3).with_max_branches(limit);
    let model = |_: usize, _: Option<&[usize]>| even();
    assert!(Planner::new(&game, 0, &model, &tight(60)).is_ok());
    assert!(refused(&even, &tight(59)).contains("more than 59"));
    assert!(Planner::new(&game, 2, &model, &options(1)).is_err());
}
