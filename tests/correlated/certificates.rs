//! Proofs that were tampered with are rejected.

use lacuna::equilibrium::correlated::{
    CorrelatedConcept, CorrelatedOptions, CorrelatedOutcome, Objective, SideConstraint,
    correlated_equilibrium,
};
use lacuna::game::catalogue::chicken;
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::support::{q, ratio};
use super::{games, options, solved};

/// The outcome after a change of its serialised form, unless that is not even an outcome.
fn changed(
    outcome: &CorrelatedOutcome,
    change: impl FnOnce(&mut Value),
) -> Option<CorrelatedOutcome> {
    let mut value = serde_json::to_value(outcome).expect("data");
    change(&mut value);
    serde_json::from_value(value).ok()
}

#[test]
fn one_change_anywhere_is_noticed() {
    let game = chicken(6, 2, 7, 0).expect("ordered");
    for concept in [CorrelatedConcept::Correlated, CorrelatedConcept::Coarse] {
        let options = options(concept, Objective::MaxWelfare);
        let outcome = correlated_equilibrium(&game, &options).expect("small");
        assert!(outcome.verify(&game, &options));
        let rejected = |change: &dyn Fn(&mut Value)| {
            let forged = changed(&outcome, change).expect("still an outcome");
            assert_ne!(forged, outcome);
            assert!(!forged.verify(&game, &options), "{forged:?}");
        };
        rejected(&|v| v["found"]["value"] = json!("11"));
        rejected(&|v| v["found"]["welfare"] = json!("11"));
        rejected(&|v| v["found"]["payoffs"][0] = json!("6"));
        let count = outcome
            .found()
            .expect("exists")
            .certificate
            .deviations
            .len();
        assert!(count > 0);
        for number in 0..count {
            let place = format!("/found/certificate/deviations/{number}");
            let read = |v: &Value, key: &str| v.pointer(&place).expect("there")[key].clone();
            rejected(&|v| {
                let weight = q(read(v, "weight").as_str().expect("exact"));
                v.pointer_mut(&place).expect("there")["weight"] = json!((-weight).to_string());
            });
            rejected(&|v| v.pointer_mut(&place).expect("there")["weight"] = json!("0"));
            rejected(&|v| {
                let action = 1 - read(v, "action").as_u64().expect("an action");
                v.pointer_mut(&place).expect("there")["action"] = json!(action);
            });
            rejected(&|v| v.pointer_mut(&place).expect("there")["player"] = json!(7));
        }
        // Another distribution of the same welfare that is not obedient, and one that is worse.
        rejected(&|v| {
            v["found"]["distribution"]["probabilities"] = json!([[[0, 0], "1/2"], [[0, 1], "1/2"]]);
        });
        rejected(&|v| {
            v["found"]["distribution"]["probabilities"] =
                json!([[[0, 0], "1/3"], [[0, 1], "1/3"], [[1, 0], "1/3"]]);
        });
        // Probabilities that do not add up are not even read.
        let short = changed(&outcome, |v| {
            v["found"]["distribution"]["probabilities"][0][1] = json!("1/5");
        });
        assert!(short.is_none());
        // The proof is for this game and these options.
        let other = chicken(6, 2, 8, 0).expect("ordered");
        assert!(!outcome.verify(&other, &options));
        assert!(!outcome.verify(
            &game,
            &options.clone().with_objective(Objective::MinWelfare)
        ));
        let bounded = options.with_side_constraint(SideConstraint::welfare_at_least(11));
        assert!(!outcome.verify(&game, &bounded));
    }
}

#[test]
fn a_proof_that_there_is_none_is_checked() {
    let game = chicken(6, 2, 7, 0).expect("ordered");
    let options = CorrelatedOptions::default()
        .with_objective(Objective::MaxMinPayoff)
        .with_side_constraint(SideConstraint::probability_at_most(vec![1, 1], ratio(1, 2)))
        .with_side_constraint(SideConstraint::welfare_at_least(q("21/2") + ratio(1, 1000)));
    let outcome = correlated_equilibrium(&game, &options).expect("small");
    assert!(matches!(outcome, CorrelatedOutcome::None(_)));
    assert!(outcome.verify(&game, &options));
    let forged = changed(&outcome, |v| {
        let weight = q(v["none"]["certificate"]["constraints"][1]
            .as_str()
            .expect("exact"));
        assert!(weight.is_negative());
        v["none"]["certificate"]["constraints"][1] = json!((-weight).to_string());
    });
    assert!(!forged.expect("an outcome").verify(&game, &options));
    let forged = changed(&outcome, |v| {
        v["none"]["certificate"]["deviations"] = json!([])
    });
    assert!(!forged.expect("an outcome").verify(&game, &options));
    let attainable = CorrelatedOptions::default()
        .with_side_constraint(SideConstraint::probability_at_most(vec![1, 1], ratio(1, 2)))
        .with_side_constraint(SideConstraint::welfare_at_least(q("21/2")));
    assert!(!outcome.verify(&game, &attainable));
    let found = correlated_equilibrium(&game, &attainable).expect("small");
    assert!(found.verify(&game, &attainable));
    assert_eq!(found.value(), Some(&q("21/2")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_better_value_is_proved_and_no_moved_probability_passes(game in games(), coarse: bool) {
        let concept = if coarse { CorrelatedConcept::Coarse } else { CorrelatedConcept::Correlated };
        for objective in [Objective::MaxWelfare, Objective::MinWelfare, Objective::MaxMinPayoff] {
            let options = options(concept, objective);
            let found = solved(&game, &options);
            for step in [ratio(1, 7), ratio(-1, 7)] {
                let mut forged = found.clone();
                forged.value += &step;
                prop_assert!(!forged.verify(&game, &options));
            }
            for number in 0..found.certificate.deviations.len() {
                let mut forged = found.clone();
                let weight = &mut forged.certificate.deviations[number].weight;
                *weight = -&*weight;
                prop_assert!(!forged.verify(&game, &options));
            }
            // One payoff more, and a deviation from a profile that is played pays.
            let (played, _) = found.distribution.iter().next().expect("a support");
            for player in (0..played.len()).filter(|&i| game.space().actions()[i] > 1) {
                let mut lure = played.clone();
                lure[player] = usize::from(played[player] == 0);
                let tempting = NormalForm::from_fn(game.space().actions(), |i, profile| {
                    let bait = i == player && profile == lure;
                    game.payoff(i, profile) + Rational::from(if bait { 1_000_000_000 } else { 0 })
                }).expect("small");
                prop_assert!(!found.verify(&tempting, &options));
                prop_assert!(!found.verify_between(&tempting, &game, &options));
            }
            // The checker accepts exactly the distributions that are equilibria of this value.
            let target = game.space().profile(game.space().len() - 1).expect("the last");
            let half = ratio(1, 2);
            let moved = found.distribution.iter().map(|(profile, p)| (profile, p * &half));
            let moved = lacuna::equilibrium::Distribution::new(
                game.space().actions(),
                moved.chain([(target, half.clone())]).collect::<Vec<_>>(),
            ).expect("adds up");
            let obedient = if coarse { moved.coarse_regret(&game) } else { moved.correlated_regret(&game) }
                .expect("fits").is_zero();
            let mut forged = found.clone();
            forged.payoffs = moved.payoffs(&game).expect("fits");
            forged.welfare = moved.welfare(&game).expect("fits");
            forged.distribution = moved;
            let value: Rational = match options.objective {
                Objective::MaxMinPayoff => forged.payoffs.iter().min().cloned().expect("players"),
                _ => forged.welfare.clone(),
            };
            prop_assert_eq!(forged.verify(&game, &options), obedient && value == found.value);
        }
    }
}
