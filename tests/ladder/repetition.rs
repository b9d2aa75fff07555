//! Repeated play against the grim trigger's closed forms and against definitions written out here.

use lacuna::contract::{ContractingProblem, Language};
use lacuna::game::catalogue::prisoners_dilemma;
use lacuna::game::{Game, NormalForm};
use lacuna::gap::ladder::{LadderOptions, RungKind, rung, sustain};
use lacuna::mechanism::ClosingWeight;
use lacuna::number::Rational;
use proptest::prelude::*;

use crate::q;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/oracles/theory.json");

fn single(game: NormalForm<Rational>) -> ContractingProblem {
    ContractingProblem::single_state(game).expect("valid")
}

fn dilemma() -> ContractingProblem {
    single(prisoners_dilemma(3, 0, 5, 1).expect("valid"))
}

/// Everybody has one unit to give (action 0) or keep; what is given is multiplied by `factor` and
/// shared by all.
fn public_good(players: usize, factor: i64) -> ContractingProblem {
    single(
        NormalForm::from_fn(&vec![2; players], |player, profile| {
            let given = profile.iter().filter(|&&action| action == 0).count() as i64;
            let kept = Rational::from(profile[player] as i64);
            kept + Rational::new(factor * given, players as i64).expect("players")
        })
        .expect("valid"),
    )
}

/// What the best plan of very patient players needs.
fn least_discount(problem: &ContractingProblem, lambda: &Rational) -> Rational {
    let found = sustain(problem, lambda, &q("999/1000")).expect("valid");
    let found = found.expect("patient players");
    assert_eq!(found.welfare, problem.first_best().expected);
    assert!(
        found
            .verify(problem, lambda, &found.least_discount)
            .expect("valid")
    );
    found.least_discount
}

fn closing(problem: &ContractingProblem, discount: &Rational) -> ClosingWeight {
    let options = LadderOptions::default().with_discount(discount.clone());
    let found = rung(
        RungKind::Repetition,
        problem,
        &Language::trivial(problem),
        &options,
    );
    found.expect("valid").closing.expect("one state")
}

#[test]
fn prosocial_players_need_less_patience_by_the_closed_form() {
    let (problem, [r, s, t, p]) = (dilemma(), [3, 0, 5, 1].map(Rational::from));
    let two = Rational::from(2);
    // As long as mutual defection stays an equilibrium.
    for lambda in ["0", "1/10", "1/7", "1/4", "1/3"].map(q) {
        let gain = &t - &r - &lambda * &(&two * &r - &t - &s);
        let lost = &t - &p + &lambda * &(&t + &s - &two * &p);
        assert_eq!(
            Some(least_discount(&problem, &lambda)),
            gain.checked_div(&lost)
        );
    }
}

#[test]
fn a_public_good_needs_patience_by_the_closed_form() {
    for (players, factor) in [(3, 2), (4, 2), (4, 3), (5, 2), (5, 4)] {
        let expected = Rational::new(players - factor, factor * (players - 1)).expect("valid");
        let problem = public_good(players as usize, factor);
        assert_eq!(least_discount(&problem, &Rational::ZERO), expected);
    }
}

#[test]
fn the_oracles_of_the_folk_theorem_are_met() {
    let Ok(text) = std::fs::read_to_string(FILE) else {
        println!("skipped: the reference oracles are not at {FILE}");
        return;
    };
    let document: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
    let expected = |id: &str| {
        let entries = document["oracles"].as_array().expect("a list of oracles");
        let entry = entries.iter().find(|entry| entry["id"] == id).expect(id);
        entry["value"].as_f64().expect("a number")
    };
    let found = [
        ("folk.grim", least_discount(&dilemma(), &Rational::ZERO)),
        (
            "folk.grim_lambda_0.0",
            least_discount(&dilemma(), &Rational::ZERO),
        ),
        (
            "folk.grim_lambda_0.1",
            least_discount(&dilemma(), &q("1/10")),
        ),
        (
            "folk.pgg_grim.n4_c2.0",
            least_discount(&public_good(4, 2), &Rational::ZERO),
        ),
        (
            "folk.pgg_grim.n5_c2.0",
            least_discount(&public_good(5, 2), &Rational::ZERO),
        ),
    ];
    for (id, value) in found {
        assert!(
            (value.to_f64() - expected(id)).abs() < 1e-12,
            "{id}: {value}"
        );
    }
}

#[test]
fn the_closing_weight_of_a_dilemma_is_that_of_the_closed_form() {
    // δ(λ) = (2 − λ)/(4 + 3λ) for λ ≤ 1/3, so that λ = (2 − 4δ)/(1 + 3δ).
    for (discount, weight) in [
        ("1/2", "0"),
        ("4/9", "2/21"),
        ("2/5", "2/11"),
        ("1/3", "1/3"),
    ] {
        let found = closing(&dilemma(), &q(discount));
        assert_eq!(found, ClosingWeight::Attained(q(weight)), "δ = {discount}");
    }
    // Above 1/3 mutual defection is no equilibrium any more, and what is punishes too little.
    assert_eq!(
        closing(&dilemma(), &Rational::ZERO),
        ClosingWeight::Attained(q("2"))
    );
}

#[test]
fn a_plan_can_be_sustained_where_no_first_best_is() {
    let half = q("1/2");
    let game = |reward, temptation, stakes: i64| {
        let base = prisoners_dilemma(reward, 0, temptation, 1).expect("valid");
        NormalForm::from_fn(&[2, 2], |player, profile| {
            base.payoff(player, profile) * Rational::from(stakes)
        })
        .expect("valid")
    };
    let problem = |first, second| {
        let states = vec![(half.clone(), first), (half.clone(), second)];
        ContractingProblem::new(states).expect("valid")
    };
    let sustained = |problem: &ContractingProblem, discount: &str| {
        let found = sustain(problem, &Rational::ZERO, &q(discount)).expect("valid");
        let found = found.expect("there are equilibria");
        assert!(
            found
                .verify(problem, &Rational::ZERO, &q(discount))
                .expect("valid")
        );
        (found.plan, found.welfare, found.least_discount)
    };
    // The same dilemma twice is one dilemma.
    let twice = problem(game(3, 5, 1), game(3, 5, 1));
    let cooperate = vec![vec![0, 0], vec![0, 0]];
    assert_eq!(
        sustained(&twice, "1/2"),
        (cooperate.clone(), q("6"), half.clone())
    );
    // A small temptation, 1, and one of 20: all is sustained from 20/(20 + 15) on, and the first
    // state alone from 1/(1 + 5) on.
    let unequal = problem(game(11, 12, 1), game(3, 5, 10));
    assert_eq!(sustained(&unequal, "4/7"), (cooperate, q("41"), q("4/7")));
    let first = vec![vec![0, 0], vec![1, 1]];
    assert_eq!(sustained(&unequal, "1/2"), (first, q("21"), q("1/6")));
}

#[test]
fn tampering_with_a_plan_is_found_out() {
    let (problem, half) = (dilemma(), q("1/2"));
    let found = sustain(&problem, &Rational::ZERO, &half)
        .expect("valid")
        .expect("found");
    let refused = |change: &dyn Fn(&mut lacuna::gap::ladder::Sustained)| {
        let mut other = found.clone();
        change(&mut other);
        assert!(
            !other
                .verify(&problem, &Rational::ZERO, &half)
                .expect("valid"),
            "{other:?}"
        );
    };
    refused(&|plan| plan.welfare = q("7"));
    refused(&|plan| plan.least_discount = q("3/5"));
    refused(&|plan| plan.punishment = vec![None, None]);
    refused(&|plan| plan.punishment[0] = Some(vec![vec![0, 1]]));
    refused(&|plan| plan.punishment.truncate(1));
}

/// Does some first-best profile of a one-state game survive, by the definition?
fn survives(game: &NormalForm<Rational>, lambda: &Rational, discount: &Rational) -> bool {
    let profiles: Vec<[usize; 2]> = (0..2).flat_map(|a| (0..2).map(move |b| [a, b])).collect();
    let welfare = |at: &[usize; 2]| game.payoff(0, at) + game.payoff(1, at);
    let value = |player: usize, at: &[usize; 2]| game.payoff(player, at) + lambda * &welfare(at);
    let gain = |player: usize, at: &[usize; 2]| {
        let mut to = *at;
        to[player] = 1 - to[player];
        value(player, &to) - value(player, at)
    };
    let is_equilibrium = |at: &&[usize; 2]| (0..2).all(|player| !gain(player, at).is_positive());
    let best = profiles.iter().map(welfare).max().expect("profiles");
    profiles.iter().filter(|at| welfare(at) == best).any(|at| {
        (0..2).all(|player| {
            let gain = gain(player, at);
            let deters = |end: &[usize; 2]| {
                let lost = value(player, at) - value(player, end);
                &gain * &(Rational::ONE - discount) <= discount * &lost
            };
            !gain.is_positive() || profiles.iter().filter(is_equilibrium).any(deters)
        })
    })
}

proptest! {
    #[test]
    fn the_closing_weight_is_the_first_at_which_the_first_best_survives(
        entries in prop::collection::vec(-4i64..=4, 8),
        tenths in 0i64..10,
    ) {
        let game = NormalForm::from_fn(&[2, 2], |player, profile| {
            Rational::from(entries[4 * player + 2 * profile[0] + profile[1]])
        }).expect("valid");
        let discount = Rational::new(tenths, 10).expect("valid");
        let found = closing(&single(game.clone()), &discount);
        let end = match &found {
            ClosingWeight::Attained(weight) => {
                prop_assert!(survives(&game, weight, &discount));
                weight.clone()
            }
            other => {
                prop_assert_eq!(other, &ClosingWeight::Infinite);
                Rational::from(20)
            }
        };
        for step in 0..400i64 {
            let lambda = Rational::new(step, 24).expect("valid");
            if lambda >= end {
                break;
            }
            prop_assert!(!survives(&game, &lambda, &discount), "λ = {}", lambda);
        }
    }
}
