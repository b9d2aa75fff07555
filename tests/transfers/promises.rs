//! k-implementation.

use lacuna::contract::{ContractingProblem, Language};
use lacuna::game::catalogue::prisoners_dilemma;
use lacuna::game::{Game, GameExt, NormalForm};
use lacuna::gap::transfers::{Concept, TransferOptions, k_implementation, least_reward};
use lacuna::number::Rational;
use lacuna::preference::{Perceived, WeightMatrix};
use proptest::prelude::*;

use super::support::random::{preferences, weights};
use super::support::{cooperative, q};
use super::tree::targets;

#[test]
fn the_dilemma_costs_what_the_paper_says() {
    let game = prisoners_dilemma(3, 0, 5, 1).expect("ordered");
    for (lambda, cost) in [("0", "4"), ("1", "2"), ("2", "0"), ("1/2", "3"), ("7", "0")] {
        let seen = cooperative(2, &q(lambda));
        let found = k_implementation(&game, &[0, 0], &seen).expect("valid");
        assert_eq!(found.cost, q(cost));
        assert!(found.verify(&game, &seen));
    }
    let selfish = WeightMatrix::identity(2);
    let found = k_implementation(&game, &[1, 1], &selfish).expect("valid");
    assert_eq!(found.cost, Rational::ZERO);
    assert_eq!(found.deviations, vec![None, None]);
}

#[test]
fn altruists_enjoy_each_others_payments() {
    // λ = 1: each must perceive 1 more at (C, C); money m to each is perceived as 3m.
    let game = prisoners_dilemma(3, 0, 5, 1).expect("ordered");
    let seen = cooperative(2, &Rational::ONE);
    let found = k_implementation(&game, &[0, 0], &seen).expect("valid");
    assert_eq!(found.cost, Rational::from(2));
    assert_eq!(found.material_cost(&seen), Some(q("2/3")));
    // A singular matrix: everybody cares for the sum, and no money is perceived by one alone.
    let team = WeightMatrix::new(vec![vec![Rational::ONE; 2]; 2]).expect("square");
    let found = k_implementation(&game, &[0, 0], &team).expect("valid");
    assert_eq!(found.material_cost(&team), None);
}

#[test]
fn a_player_without_rivals_is_paid_to_be_indifferent() {
    let alone = NormalForm::from_tables(&[3], vec![[1, 4, 2].map(Rational::from).to_vec()]);
    let game = alone.expect("valid");
    let selfish = WeightMatrix::identity(1);
    let found = k_implementation(&game, &[0], &selfish).expect("valid");
    assert_eq!(found.cost, Rational::from(3));
    assert_eq!(found.deviations, vec![Some(1)]);
    assert!(found.verify(&game, &selfish));
}

proptest! {
    #[test]
    fn promises_are_least_and_make_the_target_dominant(
        ((game, profile), seen) in targets().prop_flat_map(|target| {
            let players = target.0.players();
            (Just(target), preferences(players))
        })
    ) {
        let found = k_implementation(&game, &profile, &seen).expect("valid");
        prop_assert!(found.verify(&game, &seen));
        let view = Perceived::new(&game, seen.clone()).expect("fits");
        let regrets: Rational = (0..game.players())
            .map(|player| view.regret(player, &profile).expect("valid"))
            .sum();
        prop_assert_eq!(&found.cost, &regrets);
        // Money that is perceived as promised.
        let money = found.material_payments(&seen).expect("regular");
        for at in game.space().iter() {
            let paid = money.payoffs(&at).expect("valid");
            for player in 0..game.players() {
                prop_assert_eq!(seen.apply(player, &paid), found.payments.payoff(player, &at));
            }
        }
        let text = serde_json::to_string(&found).expect("json");
        let back: lacuna::gap::transfers::KImplementation =
            serde_json::from_str(&text).expect("own output");
        prop_assert_eq!(&back, &found);
    }

    #[test]
    fn no_cheaper_integer_promises_exist((game, profile) in targets()) {
        let selfish = WeightMatrix::identity(game.players());
        let found = k_implementation(&game, &profile, &selfish).expect("valid");
        // Whatever is promised elsewhere is at least 0: try all integer payments at the target.
        let cost: Rational = (0..game.players())
            .map(|player| {
                let paid = (0..40i64).find(|&paid| {
                    let own = game.payoff(player, &profile) + Rational::from(paid);
                    (0..game.actions(player)).all(|action| {
                        let mut other = profile.clone();
                        other[player] = action;
                        game.payoff(player, &other) <= own
                    })
                });
                Rational::from(paid.expect("enough"))
            })
            .sum();
        prop_assert_eq!(&found.cost, &cost);
        // The linear programs over the complete language agree, for either concept.
        let problem = ContractingProblem::single_state(game).expect("small");
        let complete = Language::complete(&problem);
        for concept in [Concept::Equilibrium, Concept::Dominant] {
            let options = TransferOptions::default().with_concept(concept);
            let plan = [profile.clone()];
            let least = least_reward(&problem, &complete, &plan, &selfish, &options);
            let least = least.expect("valid");
            prop_assert_eq!(least.value(), Some(&cost));
            prop_assert!(least.verify(&problem, &complete, &plan, &selfish, &options));
        }
    }

    #[test]
    fn non_negative_money_costs_no_more_than_the_scheme_if_that_is_non_negative(
        (game, profile) in targets(), lambda in weights()
    ) {
        let seen = cooperative(game.players(), &lambda);
        let found = k_implementation(&game, &profile, &seen).expect("valid");
        let money = found.material_payments(&seen).expect("regular");
        let problem = ContractingProblem::single_state(game).expect("small");
        let complete = Language::complete(&problem);
        let options = TransferOptions::default().with_concept(Concept::Dominant);
        let plan = [profile];
        let least = least_reward(&problem, &complete, &plan, &seen, &options).expect("valid");
        prop_assert!(least.verify(&problem, &complete, &plan, &seen, &options));
        let value = least.value().expect("rewards can do all that transfers can");
        let given = problem.space().iter().all(|at| {
            (0..problem.players()).all(|player| !money.payoff(player, &at).is_negative())
        });
        if given {
            prop_assert!(*value <= found.material_cost(&seen).expect("regular"));
        }
    }

    #[test]
    fn tampering_shows(
        (game, profile) in targets(), player in 0usize..2, less in 1i64..3
    ) {
        let selfish = WeightMatrix::identity(game.players());
        let found = k_implementation(&game, &profile, &selfish).expect("valid");
        let less = Rational::from(less);
        let mut cheaper = found.clone();
        cheaper.cost -= &less;
        prop_assert!(!cheaper.verify(&game, &selfish));
        let mut shifted = found.clone();
        shifted.regrets[player] -= &less;
        shifted.cost -= &less;
        prop_assert!(!shifted.verify(&game, &selfish));
        let mut forgotten = found.clone();
        forgotten.deviations[player] = None;
        prop_assert_eq!(
            forgotten.verify(&game, &selfish),
            found.deviations[player].is_none()
        );
        // Payments that are negative somewhere.
        let mut taken = found.clone();
        taken.payments = NormalForm::from_fn(game.space().actions(), |i, at| {
            let paid = found.payments.payoff(i, at);
            if at == profile.as_slice() || i != player { paid } else { paid - Rational::from(100) }
        })
        .expect("small");
        prop_assert!(!taken.verify(&game, &selfish));
        prop_assert!(!found.verify(&game, &WeightMatrix::identity(game.players() + 1)));
    }
}
