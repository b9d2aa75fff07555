//! Laws on finite games: whom the court knows, what it sees, and what a law amounts to.

use lacuna::contract::law::{
    ActionKind, BudgetClass, CheckOptions, Court, FiniteLawError, Law, ObservableKind,
};
use lacuna::contract::{Cell, Contract, Contractible, ContractingProblem, Language};
use lacuna::game::NormalForm;
use lacuna::game::hidden_effort::{HiddenEffort, scenarios};
use lacuna::number::Rational;

use super::{checked, parsed, q};

pub fn lifted(scenario: usize) -> ContractingProblem {
    let lift = HiddenEffort::new(scenarios()[scenario].payoffs.clone()).expect("R above P");
    ContractingProblem::hidden_effort(&lift).expect("valid")
}

/// A dilemma in which every action can be commanded, or none.
pub fn dilemma(commanded: bool) -> ContractingProblem {
    let payoffs = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
    let game = NormalForm::symmetric(&payoffs)
        .and_then(|game| game.with_action_names(&["keep", "break"]))
        .expect("valid");
    let split = match commanded {
        true => Contractible::everything(2),
        false => Contractible::nothing(2),
    };
    ContractingProblem::single_state(game)
        .and_then(|problem| problem.with_contractible(vec![split; 2]))
        .expect("valid")
}

fn labels(court: &Court) -> Vec<Vec<String>> {
    match court.action() {
        ActionKind::Labels { labels, .. } => labels.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_court_of_a_lift_sees_base_actions_and_knows_what_it_does_not_see() {
    let problem = lifted(0);
    let court = Court::of_actions(&problem).expect("good names");
    assert_eq!(court.player_names(), ["row", "column"]);
    assert_eq!(labels(&court), [["C", "D"], ["C", "D"]]);
    assert!(court.observables().is_empty());
    let hidden: Vec<&str> = court.all_hidden().iter().map(|h| h.name.as_str()).collect();
    assert_eq!(hidden, ["effort", "CH", "CL", "DH", "DL", "payoff"]);
    let of_language = Court::of_language(&problem, &Language::base_actions(&problem));
    assert_eq!(of_language.expect("good names"), court);
}

#[test]
fn the_court_of_a_language_has_words_for_what_the_language_sees() {
    let problem = lifted(0);
    // Everything: the actions themselves.
    let court = Court::of_language(&problem, &Language::actions_only(&problem)).expect("names");
    assert_eq!(labels(&court), vec![vec!["CH", "CL", "DH", "DL"]; 2]);
    assert!(court.hidden("effort").is_none());
    // One player's action and nothing else: no word for actions, but one for orders.
    let first = Language::observed(&problem, |_, profile| profile[0]);
    let court = Court::of_language(&problem, &first).expect("names");
    assert_eq!(court.action().noun(), "order");
    assert_eq!(labels(&court), vec![vec!["none", "C", "D"]; 2]);
    let ObservableKind::Labels { labels } = &court.observables()[0].kind else {
        panic!("a label");
    };
    assert_eq!(labels, &["0", "1", "2", "3"]);
    assert!(court.hidden("action").is_some());
    // Finer than the actions: both.
    let two = ContractingProblem::new(vec![
        (q("1/2"), problem.game(0).clone()),
        (q("1/2"), lifted(1).game(0).clone()),
    ])
    .expect("valid");
    let complete = Court::of_language(&two, &Language::complete(&two)).expect("names");
    assert_eq!(complete.action().noun(), "action");
    let ObservableKind::Labels { labels } = &complete.observables()[0].kind else {
        panic!("a label");
    };
    assert_eq!(labels.len(), 32);
    assert!(complete.hidden("state").is_none());
    let blind = Court::of_language(&two, &Language::actions_only(&two)).expect("names");
    assert!(blind.hidden("state").is_some());
}

#[test]
fn names_of_the_game_are_the_names_of_the_court_and_unfit_ones_are_refused() {
    let named = |players: [&str; 2], actions: [&str; 2]| {
        let payoffs = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
        let words = |words: [&str; 2]| words.map(str::to_owned).to_vec();
        let game = NormalForm::symmetric(&payoffs)
            .and_then(|game| game.with_names(words(players), vec![words(actions); 2]))
            .expect("valid");
        ContractingProblem::single_state(game)
            .and_then(|problem| problem.with_contractible(vec![Contractible::everything(2); 2]))
            .expect("valid")
    };
    let court = Court::of_actions(&named(["Ann", "Bob B."], ["work", "shirk"])).expect("names");
    assert_eq!(court.player_names(), ["Ann", "Bob B."]);
    assert_eq!(labels(&court)[0], ["work", "shirk"]);
    // Two actions of one name get numbers.
    let court = Court::of_actions(&named(["Ann", "Bob"], ["go", "go"])).expect("names");
    assert_eq!(labels(&court)[1], ["action_0", "action_1"]);
    for players in [
        ["Ann", "Ann"],
        ["", "Bob"],
        ["Ann \"the law\"", "Bob"],
        ["action", "Bob"],
    ] {
        assert!(
            Court::of_actions(&named(players, ["C", "D"])).is_err(),
            "{players:?}"
        );
    }
}

#[test]
fn a_law_says_in_every_cell_what_a_hand_computation_says() {
    let problem = lifted(0);
    let language = Language::base_actions(&problem);
    let court = Court::of_language(&problem, &language).expect("names");
    let law = checked(
        "law \"By hand\"
  escrow bond
  pool fund
  counter breaches
start:
  for each p: escrow 4 from p in bond
resolve:
  for each p: if action of p is D: sanction p 1 graduated by breaches
  for each p: if action of p is C: premium 1/2 from p into fund
  if action of row is D and action of column is D: direct row to C
end:
  for each p: if breaches of p = 0: release all from bond of p
  if action of row is C: grant 2 to row
  if action of column is D: release 1 from bond of column to row
",
        &court,
    );
    assert_eq!(law.budget_class(), BudgetClass::Funded);
    let table = law.to_contract(&problem, &language).expect("measurable");
    // (C, C), (C, D), (D, C), (D, D); after the order of the last, row is seen to play C.
    let row = ["3/2", "5/2", "-5", "-2"].map(q);
    let column = ["-1/2", "-5", "-1/2", "-5"].map(q);
    let held = ["1", "7/2", "9/2", "7"].map(q);
    let destroyed = ["0", "1", "1", "2"].map(q);
    let granted = ["2", "2", "0", "2"].map(q);
    for number in 0..4 {
        let cell = Cell::new(number);
        assert_eq!(table.contract.transfer(0, cell), row[number], "{number}");
        assert_eq!(table.contract.transfer(1, cell), column[number], "{number}");
        let order = (number == 3).then_some(0);
        assert_eq!(table.contract.directive(0, cell), order);
        assert_eq!(table.contract.directive(1, cell), None);
        let money = &table.cells[number];
        assert_eq!(money.held, held[number]);
        assert_eq!(money.destroyed, destroyed[number]);
        assert_eq!(money.granted, granted[number]);
        let net = &granted[number] - &destroyed[number] - &held[number];
        assert_eq!(table.contract.net(cell), net);
    }
    assert!(table.loses_held_money());
    let breaches: Vec<usize> = table.cells[3].violations.iter().map(|v| v.player).collect();
    assert_eq!(breaches, [0, 1]);
}

#[test]
fn a_law_that_sees_more_than_the_language_is_refused_with_two_outcomes() {
    let problem = lifted(0);
    let court = Court::of_actions(&problem).expect("names");
    let count = Language::observed(&problem, |_, profile| {
        profile.iter().filter(|&&action| action > 1).count()
    });
    let law = checked(
        "law \"Who\"\nresolve:\n  if action of row is D: fine row 1\n",
        &court,
    );
    let error = law
        .to_contract(&problem, &count)
        .expect_err("the court cannot tell who");
    let FiniteLawError::NotMeasurable {
        cell,
        first,
        second,
        ..
    } = &error
    else {
        panic!("{error}");
    };
    assert_eq!(
        (cell.as_str(), first.as_str(), second.as_str()),
        ("1", "(CH, DH)", "(DH, CH)")
    );
    assert!(error.to_string().contains("row"), "{error}");
    // What depends on the number of defectors only is measurable.
    let law = checked(
        "law \"How many\"\nresolve:\n  for each p: fine p number(q: action of q is D)\n",
        &court,
    );
    let table = law.to_contract(&problem, &count).expect("measurable");
    let fines: Vec<Rational> = (0..3)
        .map(|c| table.contract.transfer(0, Cell::new(c)))
        .collect();
    assert_eq!(fines, [q("0"), q("-1"), q("-2")]);
    // One order for all who can be in the cell is measurable, different ones are not.
    let law = checked(
        "law \"All\"\nresolve:\n  for each p: direct p to C\n",
        &court,
    );
    let table = law.to_contract(&problem, &count).expect("measurable");
    assert_eq!(table.contract.directive(0, Cell::new(1)), Some(0));
    assert_eq!(table.contract.directive(0, Cell::new(0)), None);
    let law = checked(
        "law \"Swap\"\nresolve:\n  if action of row is D: direct row to C\n  \
         if chosen action of row is C: direct row to D\n",
        &court,
    );
    let error = law
        .to_contract(&problem, &count)
        .expect_err("different orders");
    assert!(
        matches!(error, FiniteLawError::NotMeasurable { .. }),
        "{error}"
    );
}

#[test]
fn laws_about_a_cell_are_written_with_outcome_and_order() {
    let problem = lifted(0);
    let count = Language::observed(&problem, |_, profile| {
        profile.iter().filter(|&&action| action > 1).count()
    });
    let court = Court::of_language(&problem, &count).expect("names");
    let law = checked(
        "law \"Count\"\nresolve:\n  if outcome is \"1\": transfer 2 from row to column\n  \
         if outcome is not \"0\": for each p: direct p to C\n"
            .replace(
                "if outcome is not \"0\": for each p:",
                "for each p: if outcome is not \"0\":",
            )
            .as_str(),
        &court,
    );
    let table = law.to_contract(&problem, &count).expect("measurable");
    assert_eq!(table.contract.transfer(1, Cell::new(1)), q("2"));
    assert_eq!(table.contract.directive(1, Cell::new(2)), Some(0));
    assert_eq!(table.contract.directive(1, Cell::new(0)), None);
    // The court has no word for what was done.
    let peek = parsed("law \"Peek\"\nresolve:\n  if action of row is D: fine row 1\n");
    let words = peek
        .check(&court, &CheckOptions::default())
        .expect_err("unseen")
        .to_string();
    assert!(words.contains("outcome"), "{words}");
    // And `start` runs before there is an outcome.
    let early = checked(
        "law \"Early\"\nstart:\n  if outcome is \"2\": fine row 1\n",
        &court,
    );
    let error = early.to_contract(&problem, &count).expect_err("not yet");
    assert!(
        matches!(error, FiniteLawError::StartSeesOutcome { .. }),
        "{error}"
    );
}

#[test]
fn nothing_at_all_may_depend_on_the_outcome_before_there_is_one() {
    let problem = lifted(0);
    let count = Language::observed(&problem, |_, profile| {
        profile.iter().filter(|&&action| action > 1).count()
    });
    let court = Court::of_language(&problem, &count).expect("names");
    // A record moves no money and leaves nothing in a ledger.
    for effect in [
        "violation by row \"will defect\"",
        "fine row 1",
        "grant 1 to row",
    ] {
        let text = format!("law \"Oracle\"\nstart:\n  if outcome is \"2\": {effect}\n");
        let error = checked(&text, &court)
            .to_contract(&problem, &count)
            .expect_err("a start that knows the outcome");
        assert!(
            matches!(error, FiniteLawError::StartSeesOutcome { .. }),
            "{effect}: {error}"
        );
    }
}

#[test]
fn what_cannot_be_commanded_cannot_be_ordered() {
    let problem = dilemma(false);
    let language = Language::actions_only(&problem);
    let court = Court::of_language(&problem, &language).expect("names");
    let law = checked(
        "law \"Keep\"\nresolve:\n  for each p: direct p to keep\n",
        &court,
    );
    let error = law
        .to_contract(&problem, &language)
        .expect_err("not contractible");
    assert!(
        matches!(error, FiniteLawError::NotCommandable { .. }),
        "{error}"
    );
    let problem = dilemma(true);
    let court = Court::of_language(&problem, &language).expect("names");
    let law = checked(
        "law \"Keep\"\nresolve:\n  for each p: direct p to keep\n",
        &court,
    );
    assert!(law.to_contract(&problem, &language).is_ok());
    // The court of another problem is not this one's.
    let other = Court::of_actions(&lifted(0)).expect("names");
    let law = checked("law \"Other\"\nresolve:\n  fine row 1\n", &other);
    let error = law
        .to_contract(&problem, &language)
        .expect_err("other labels");
    assert!(
        matches!(error, FiniteLawError::OtherCourt { .. }),
        "{error}"
    );
}

#[test]
fn a_failure_is_an_error_with_the_outcome_on_which_it_happens() {
    let problem = lifted(0);
    let language = Language::base_actions(&problem);
    let court = Court::of_language(&problem, &language).expect("names");
    let law = checked(
        "law \"Large\"\n  memory x = 4611686018427387904\nresolve:\n  \
         if action of column is D: remember x = x + x\n",
        &court,
    );
    let error = law
        .to_contract(&problem, &language)
        .expect_err("does not fit");
    let words = error.to_string();
    assert!(
        words.contains("(CH, DH)") && words.contains("resolve, clause 1"),
        "{words}"
    );
}

#[test]
fn contracts_with_numbers_beyond_machine_size_are_no_laws() {
    let problem = lifted(0);
    let language = Language::base_actions(&problem);
    let contract = lacuna::contract::PlainContract::none(2, 4)
        .with_transfer(1, Cell::new(2), q("1e30"))
        .expect("a cell");
    let error = Law::of_contract(&contract, &problem, &language).expect_err("too large");
    assert!(
        matches!(error, FiniteLawError::AmountTooLarge { .. }),
        "{error}"
    );
}
