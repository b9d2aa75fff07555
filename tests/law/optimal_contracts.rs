//! The optimal plain contracts of the paper's lifted scenarios, written as laws, printed, read,
//! checked and enforced, are the contracts that they were.

use lacuna::contract::law::{
    CheckOptions, CheckedLaw, Enforcer, Evidence, FailurePolicy, Law, Reading,
};
use lacuna::contract::{
    AttainableOptions, Budget, Cell, Contract, ContractingProblem, Language, PlainContract,
    attainable,
};
use lacuna::game::hidden_effort::{HiddenEffort, base_action, scenarios};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use proptest::prelude::*;

use super::{chosen, q};

fn lifted() -> Vec<ContractingProblem> {
    let problem = |lift: HiddenEffort| ContractingProblem::hidden_effort(&lift).expect("valid");
    scenarios()
        .into_iter()
        .map(|scenario| problem(HiddenEffort::new(scenario.payoffs).expect("R above P")))
        .collect()
}

/// The contract as a law that has been printed and read again, checked against its court.
fn as_law(
    contract: &PlainContract,
    problem: &ContractingProblem,
    language: &Language,
) -> CheckedLaw {
    let (law, court) = Law::of_contract(contract, problem, language).expect("small numbers");
    let text = law.to_string();
    let read = Law::parse(&text).unwrap_or_else(|error| panic!("{text}\n{error}"));
    assert_eq!(read, law, "{text}");
    let json = serde_json::to_string(&law).expect("plain data");
    assert_eq!(serde_json::from_str::<Law>(&json).expect("the same"), law);
    read.check(&court, &CheckOptions::default())
        .unwrap_or_else(|error| panic!("{text}\n{error}"))
}

/// What the law pays each player in one round, and the labels after `resolve`.
fn enforced(law: &CheckedLaw, evidence: &Evidence) -> (Vec<Rational>, Vec<Reading>) {
    let mut enforcer = Enforcer::new(law.clone(), FailurePolicy::Abort).expect("a policy");
    let before = Evidence {
        actions: Vec::new(),
        observations: evidence.observations.clone(),
    };
    let mut sum = vec![Rational::ZERO; law.court().players()];
    let mut add = |transfers: &[Rational]| {
        sum.iter_mut()
            .zip(transfers)
            .for_each(|(sum, paid)| *sum += paid);
    };
    add(enforcer.start(&before).expect("fits").transfers());
    let ruling = enforcer.resolve(evidence).expect("fits");
    add(ruling.transfers());
    let actions = ruling.actions().to_vec();
    let realised = Evidence {
        actions: actions.clone(),
        observations: evidence.observations.clone(),
    };
    add(enforcer.end(&realised).expect("fits").transfers());
    assert!(enforcer.ledgers().total_held().is_zero());
    (sum, actions)
}

/// On all sixteen profiles of a lifted dilemma, with labels worked out by hand.
fn does_the_same_on_every_profile(law: &CheckedLaw, contract: &PlainContract, language: &Language) {
    for row in 0..4 {
        for column in 0..4 {
            let profile = [row, column];
            let base = profile.map(|action| base_action(action).expect("one of four").index());
            let cell = language.cell(0, &profile);
            let (paid, actions) = enforced(law, &chosen(&base));
            for player in 0..2 {
                assert_eq!(paid[player], contract.transfer(player, cell), "{profile:?}");
                let class = contract.directive(player, cell).unwrap_or(base[player]);
                assert_eq!(actions[player], Reading::Label(class), "{profile:?}");
            }
        }
    }
}

/// The same contract without directives to play what the cell says was played.
fn without_idle_directives(contract: &PlainContract) -> PlainContract {
    let mut lean = PlainContract::none(2, contract.cells());
    for cell in 0..contract.cells() {
        for player in 0..2 {
            let place = Cell::new(cell);
            lean = lean
                .with_transfer(player, place, contract.transfer(player, place))
                .expect("a cell");
            // Cells of the base actions: (C, C), (C, D), (D, C), (D, D).
            let seen = [cell / 2, cell % 2][player];
            match contract.directive(player, place) {
                Some(class) if class != seen => {
                    lean = lean.with_directive(player, place, class).expect("a cell");
                }
                _ => {}
            }
        }
    }
    lean
}

#[test]
fn the_optimal_contracts_of_the_sixty_scenarios_survive_as_laws() {
    let mut contracts = 0;
    for problem in lifted() {
        let language = Language::base_actions(&problem);
        for lambda in ["0", "1/2", "1", "2", "5"] {
            let preferences = WeightMatrix::cooperative(2, &q(lambda)).expect("at least 0");
            for budget in [Budget::Balanced, Budget::Burning, Budget::Unrestricted] {
                let options = AttainableOptions::default().with_budget(budget);
                let found = attainable(&problem, &language, &preferences, &options);
                let Some(best) = found.expect("small").best else {
                    continue;
                };
                let law = as_law(&best.contract, &problem, &language);
                does_the_same_on_every_profile(&law, &best.contract, &language);
                let table = law.to_contract(&problem, &language).expect("measurable");
                assert_eq!(table.contract, best.contract);
                assert!(!table.loses_held_money());
                contracts += 1;
            }
        }
    }
    // Every scenario has a best plan under every budget and weight.
    assert_eq!(contracts, 60 * 5 * 3);
}

#[test]
fn contracts_with_directives_and_any_money_survive_as_laws() {
    let problem = lifted().swap_remove(0);
    let language = Language::base_actions(&problem);
    let amount = (-40i64..40, 1i64..7).prop_map(|(a, b)| Rational::new(a, b).expect("positive"));
    let entry = (amount, proptest::option::of(0usize..2));
    let contracts = proptest::collection::vec(entry, 8).prop_map(|entries| {
        let mut contract = PlainContract::none(2, 4);
        for (place, (amount, directive)) in entries.into_iter().enumerate() {
            let (player, cell) = (place / 4, Cell::new(place % 4));
            contract = contract
                .with_transfer(player, cell, amount)
                .expect("a cell");
            if let Some(class) = directive {
                contract = contract
                    .with_directive(player, cell, class)
                    .expect("a cell");
            }
        }
        contract
    });
    let mut runner = proptest::test_runner::TestRunner::default();
    runner
        .run(&contracts, |contract| {
            let law = as_law(&contract, &problem, &language);
            does_the_same_on_every_profile(&law, &contract, &language);
            let table = law.to_contract(&problem, &language).expect("measurable");
            prop_assert_eq!(table.contract, without_idle_directives(&contract));
            Ok(())
        })
        .expect("equal");
}

#[test]
fn a_contract_on_any_language_survives_as_a_law() {
    let problem = lifted().swap_remove(40);
    let count = |profile: &[usize]| profile.iter().filter(|&&action| action > 1).count();
    let languages = [
        Language::trivial(&problem),
        Language::actions_only(&problem),
        Language::complete(&problem),
        Language::observed(&problem, |_, profile| count(profile)),
        Language::observed(&problem, |_, profile| profile[0]),
        Language::observed(&problem, |_, profile| profile.iter().sum::<usize>()),
        Language::observed(&problem, |_, profile| format!("\"{}\"\\", profile[1] % 2)),
    ];
    for language in languages {
        let cells = language.cells();
        let mut contract = PlainContract::none(2, cells);
        for cell in 0..cells {
            for player in 0..2 {
                let amount = Rational::from((3 * cell + 7 * player) as i64 % 11 - 5);
                contract = contract
                    .with_transfer(player, Cell::new(cell), amount)
                    .expect("a cell");
            }
        }
        let law = as_law(&contract, &problem, &language);
        let table = law.to_contract(&problem, &language).expect("measurable");
        assert_eq!(table.contract, contract);
        // Directives, too, where the law may not know what was chosen.
        let ordered = contract
            .with_directive(0, Cell::new(0), 1)
            .and_then(|contract| contract.with_directive(1, Cell::new(cells - 1), 0))
            .expect("a cell");
        let law = as_law(&ordered, &problem, &language);
        let table = law.to_contract(&problem, &language).expect("measurable");
        for state in 0..problem.states() {
            let expected = ordered
                .induced_game(&problem, &language, state)
                .expect("fits");
            let found = table
                .contract
                .induced_game(&problem, &language, state)
                .expect("fits");
            for profile in problem.space().iter() {
                assert_eq!(found.enforced(&profile), expected.enforced(&profile));
            }
        }
    }
}
