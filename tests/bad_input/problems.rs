//! Contracting problems, languages, contracts and plans.

use lacuna::contract::{
    AttainableOptions, Budget, Cell, Contract, ContractError, Contractible, ContractingProblem,
    InducedGame, Language, PlainContract, SettlementOptions, attainable, implement, settle,
};
use lacuna::game::GameError;
use lacuna::gap::level::{LevelOptions, language_level, message_level};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

use super::says;
use super::support::{cooperative, q, ratio, single, symmetric};

fn dilemma() -> lacuna::game::NormalForm<Rational> {
    symmetric(&[[3, 0], [5, 1]])
}

fn two_states() -> ContractingProblem {
    ContractingProblem::new(vec![(ratio(1, 2), dilemma()), (ratio(1, 2), dilemma())])
        .expect("a prior and one shape")
}

#[test]
fn a_prior_is_not_negative_and_sums_to_one() {
    let with =
        |prior: &[&str]| ContractingProblem::new(prior.iter().map(|p| (q(p), dilemma())).collect());
    let error = with(&[]).expect_err("no states");
    assert!(matches!(error, ContractError::NoStates { .. }));
    says(error, &["no states", "at least one"]);
    let error = with(&["3/2", "-1/2"]).expect_err("negative");
    assert!(matches!(
        &error,
        ContractError::NegativeProbability { state: 1, value, .. } if *value == q("-1/2")
    ));
    says(error, &["state 1", "-1/2", "at least 0"]);
    for (prior, total) in [
        (vec!["1/2", "1/3"], "5/6"),
        (vec!["1/2", "1/2", "1/1000000000"], "1000000001/1000000000"),
        (vec!["0", "0"], "0"),
    ] {
        let error = with(&prior).expect_err("not a prior");
        assert!(
            matches!(&error, ContractError::PriorSum { total: found, .. } if *found == q(total))
        );
        says(error, &[total, "sum to 1"]);
    }
    // A state of probability zero is fine.
    assert!(with(&["1", "0"]).is_ok());
}

#[test]
fn states_of_different_shape_are_named() {
    let other = lacuna::game::NormalForm::from_fn(&[2, 3], |_, _| Rational::ZERO).expect("small");
    let error = ContractingProblem::new(vec![(ratio(1, 2), dilemma()), (ratio(1, 2), other)])
        .expect_err("two shapes");
    assert!(matches!(
        error,
        ContractError::ShapeMismatch { state: 1, .. }
    ));
    says(error, &["state 1", "[2, 3]", "[2, 2]"]);
    assert!(matches!(
        two_states().with_state_names(&["only one"]),
        Err(ContractError::WrongLength {
            found: 1,
            expected: 2,
            ..
        })
    ));
}

#[test]
fn cells_that_a_language_does_not_have_are_refused() {
    let problem = two_states();
    let language = Language::actions_only(&problem);
    let contract = PlainContract::none(2, language.cells());
    let error = contract
        .clone()
        .with_transfer(0, Cell::new(4), Rational::ONE)
        .expect_err("no such cell");
    assert!(matches!(
        error,
        ContractError::UnknownCell {
            cell: 4,
            cells: 4,
            ..
        }
    ));
    says(error, &["no cell 4", "0..4"]);
    let error = contract
        .clone()
        .with_directive(0, Cell::new(9), 0)
        .expect_err("no such cell");
    assert!(matches!(error, ContractError::UnknownCell { cell: 9, .. }));
    let error = contract
        .clone()
        .with_transfer(2, Cell::new(0), Rational::ONE)
        .expect_err("no such player");
    assert!(matches!(
        error,
        ContractError::Game(GameError::PlayerOutOfRange { player: 2, .. })
    ));
    assert_eq!(language.name(Cell::new(4)), None);
    // A contract pays nothing where its table has nothing.
    assert_eq!(contract.transfer(0, Cell::new(99)), Rational::ZERO);
    // A contract for another language does not fit.
    let short = PlainContract::none(2, 3);
    let error = short.check(&problem, &language).expect_err("too few cells");
    assert!(matches!(
        error,
        ContractError::WrongLength {
            found: 3,
            expected: 4,
            ..
        }
    ));
    says(error, &["cells", "3", "4"]);
    assert!(
        PlainContract::none(3, 4)
            .check(&problem, &language)
            .is_err()
    );
    assert!(short.induced_game(&problem, &language, 0).is_err());
    assert!(PlainContract::from_transfers(2, vec![vec![Rational::ZERO; 3]]).is_err());
    let error = contract
        .with_directive(0, Cell::new(0), 1)
        .expect("a cell")
        .check(&problem, &language)
        .expect_err("nothing is contractible");
    assert!(matches!(
        error,
        ContractError::UnknownClass {
            player: 0,
            class: 1,
            classes: 1,
            ..
        }
    ));
    says(error, &["player 0", "class 1", "0..1"]);
}

#[test]
fn languages_plans_and_states_of_another_problem_are_refused() {
    let (problem, other) = (two_states(), single(dilemma()));
    let foreign = Language::complete(&other);
    let selfish = WeightMatrix::identity(2);
    let options = AttainableOptions::default();
    let plan = vec![vec![0, 0]; 2];
    let refused = [
        foreign.check(&problem).expect_err("foreign"),
        implement(&problem, &foreign, &plan, &selfish).expect_err("foreign"),
        attainable(&problem, &foreign, &selfish, &options).expect_err("foreign"),
        language_level(&problem, &foreign, &LevelOptions::default()).expect_err("foreign"),
        message_level(&problem, &foreign).expect_err("foreign"),
        Language::complete(&problem)
            .meet(&foreign)
            .expect_err("foreign"),
        Language::complete(&problem)
            .refines(&foreign)
            .expect_err("foreign"),
    ];
    for error in refused {
        assert!(matches!(error, ContractError::LanguageMismatch { .. }));
        says(error, &["1 states", "[2, 2]"]);
    }
    let language = Language::actions_only(&problem);
    let error = implement(&problem, &language, &plan[..1], &selfish).expect_err("short");
    assert!(matches!(
        error,
        ContractError::WrongLength {
            found: 1,
            expected: 2,
            ..
        }
    ));
    says(error, &["plan", "1", "2"]);
    let wild = vec![vec![0, 0], vec![0, 7]];
    let error = implement(&problem, &language, &wild, &selfish).expect_err("no such action");
    assert!(matches!(
        error,
        ContractError::Game(GameError::ActionOutOfRange {
            player: 1,
            action: 7,
            ..
        })
    ));
    let contract = PlainContract::none(2, language.cells());
    let error = InducedGame::new(&problem, &language, &contract, 2).expect_err("no such state");
    assert!(matches!(
        error,
        ContractError::UnknownState {
            state: 2,
            states: 2,
            ..
        }
    ));
    says(error, &["no state 2", "0..2"]);
}

#[test]
fn preferences_that_do_not_fit_or_cannot_be_steered_are_refused() {
    let problem = two_states();
    let language = Language::actions_only(&problem);
    let plan = vec![vec![0, 0]; 2];
    let three = WeightMatrix::identity(3);
    let error = implement(&problem, &language, &plan, &three).expect_err("three");
    assert!(matches!(
        error,
        ContractError::PreferenceMismatch {
            found: 3,
            players: 2,
            ..
        }
    ));
    says(error, &["3 players", "2"]);
    let one = Rational::ONE;
    let singular = WeightMatrix::new(vec![vec![one.clone(); 2], vec![one; 2]]).expect("square");
    let error = implement(&problem, &language, &plan, &singular).expect_err("singular");
    assert!(matches!(error, ContractError::SingularPreferences { .. }));
    says(error, &["singular", "λ-cooperative"]);
}

#[test]
fn liabilities_limits_and_grids_are_checked() {
    let problem = two_states();
    let language = Language::actions_only(&problem);
    let selfish = WeightMatrix::identity(2);
    let plan = vec![vec![0, 0]; 2];
    let negative = SettlementOptions::default().with_liability(q("-1"));
    let error = settle(&problem, &language, &plan, &selfish, &negative).expect_err("negative");
    assert!(matches!(error, ContractError::NegativeLiability { .. }));
    says(error, &["-1", "at least 0"]);
    let negative = AttainableOptions::default().with_liability(q("-1"));
    assert!(matches!(
        attainable(&problem, &language, &selfish, &negative),
        Err(ContractError::NegativeLiability { .. })
    ));
    let balanced = SettlementOptions::default().with_budget(Budget::Balanced);
    let error = settle(
        &problem,
        &language,
        &plan,
        &selfish,
        &balanced.with_max_pivots(0),
    )
    .expect_err("no pivots");
    says(error, &["0 pivots", "max_pivots"]);
    let short = AttainableOptions::default().with_max_nodes(1);
    match attainable(&problem, &language, &selfish, &short) {
        Err(ContractError::SearchLimit {
            limit: 1,
            upper_bound,
            ..
        }) => {
            assert!(upper_bound >= Rational::from(6));
        }
        other => panic!("{other:?}"),
    }
    let tied = single(symmetric(&[[1, 1], [1, 1]]));
    let error = language_level(
        &tied,
        &Language::trivial(&tied),
        &LevelOptions::default().with_max_nodes(0),
    );
    says(
        error.expect_err("no nodes"),
        &["max_nodes", "0 partial plans"],
    );

    let error = Contractible::new(vec![0, 0], vec![0, 0]).expect_err("no grid");
    assert!(matches!(error, ContractError::NotAGrid { .. }));
    assert!(Contractible::new(vec![0, 1], vec![0]).is_err());
    assert!(Contractible::new(vec![usize::MAX], vec![usize::MAX]).is_err());
    let parts = vec![Contractible::nothing(2), Contractible::nothing(3)];
    let error = problem
        .clone()
        .with_contractible(parts)
        .expect_err("three actions");
    assert!(matches!(error, ContractError::NotAGrid { player: 1, .. }));
    says(error, &["player 1", "3 actions", "2"]);
    assert!(matches!(
        problem.with_contractible(vec![Contractible::nothing(2)]),
        Err(ContractError::WrongLength { .. })
    ));
    // What fits is accepted.
    let seen = cooperative(2, &q("2"));
    let problem = two_states();
    assert!(settle(&problem, &language, &plan, &seen, &balanced_options()).is_ok());
}

fn balanced_options() -> SettlementOptions {
    SettlementOptions::default().with_budget(Budget::Balanced)
}
