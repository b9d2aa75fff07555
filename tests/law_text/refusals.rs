//! What is said about a text that is a law and that a court refuses: every problem on its line.

use lacuna::contract::law::{
    ActionKind, CheckOptions, CheckedLaw, Court, Hook, Law, LawPlace, LawTextError, Observable,
};

use super::{fishers, table};

fn read(text: &str, court: &Court) -> Result<CheckedLaw, LawTextError> {
    Law::parse_and_check(text, court, &CheckOptions::default())
}

fn message(text: &str, court: &Court) -> String {
    read(text, court).expect_err("refused").to_string()
}

#[test]
fn every_problem_stands_under_its_line() {
    let text = "law \"Too clever\"
  escrow deposit
  escrow bob

start:
  for each p: fine p catch of p

end:
\tfor each p: if effort of p < 3: fine p 10
  for each p: if seasn is dry: release 5 / catch of p from deposit of p
  fine \"Jack Smyth\" 1
";
    assert_eq!(
        message(text, &fishers()),
        "the law has 6 problems:
line 3, column 10: \"bob\" cannot be declared: it is the name of a player
3 |   escrow bob
  |          ^^^
line 6, column 22: \"catch\" is the players' action, and nobody has acted yet at the start of a round
6 |   for each p: fine p catch of p
  |                      ^^^^^
line 9, column 17: the court cannot verify \"effort\": it is private
9 | \tfor each p: if effort of p < 3: fine p 10
  | \t               ^^^^^^
line 10, column 18: \"seasn\" is unknown; a label: an action or an observation is needed here; did you \
mean \"season\"?
10 |   for each p: if seasn is dry: release 5 / catch of p from deposit of p
   |                  ^^^^^
line 10, column 3: a divisor must be made of numbers, `players` and constants of the law; ratio(a, b, c) \
divides by anything
10 |   for each p: if seasn is dry: release 5 / catch of p from deposit of p
   |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
line 11, column 8: \"Jack Smyth\" is unknown; a player or a variable that stands for one is needed here; \
did you mean \"Jack Smith\"?
11 |   fine \"Jack Smyth\" 1
   |        ^^^^^^^^^^^^"
    );
}

#[test]
fn a_name_that_stands_twice_is_not_singled_out_and_a_line_is_shown_once() {
    // Which of the two is meant cannot be told from the name.
    assert_eq!(
        message("law \"L\"\nend:\n  fine ann boat + boat\n", &fishers()),
        "the law has 2 problems:
line 3, column 3: \"boat\" is unknown; a number: a constant, a memory, a pool or an observed quantity is \
needed here
line 3, column 3: \"boat\" is unknown; a number: a constant, a memory, a pool or an observed quantity is \
needed here
3 |   fine ann boat + boat
  |   ^^^^^^^^^^^^^^^^^^^^"
    );
}

#[test]
fn names_and_carets_are_found_on_later_lines_of_a_clause() {
    let text = "law \"L\"\r\nend:\r\n  fine ann max(1,  # nothing\r\n    2, zebra)\r\n";
    assert_eq!(
        message(text, &fishers()),
        "the law has a problem:
line 4, column 8: \"zebra\" is unknown; a number: a constant, a memory, a pool or an observed quantity is \
needed here
4 |     2, zebra)
  |        ^^^^^"
    );
    let text = "law \"L\"\nend:\n  fine ann max(1,\n    1 / stock, 2 / stock)\n";
    let words = message(text, &fishers());
    assert!(
        words.ends_with("3 |   fine ann max(1,\n  |   ^^^^^^^^^^^^^^^"),
        "{words}"
    );
}

#[test]
fn labels_and_parts_have_places_too() {
    let words = message("law \"L\"\nresolve:\n  direct row to E\n", &table());
    assert!(
        words.ends_with("3 |   direct row to E\n  |                 ^"),
        "{words}"
    );
    let law = "law \"L\"\nresolve:\n  for each p: fine p 1\n";
    let few = CheckOptions::default().with_max_steps(2);
    let words = Law::parse_and_check(law, &table(), &few)
        .expect_err("too slow")
        .to_string();
    assert!(words.ends_with("2 | resolve:\n  | ^^^^^^^^"), "{words}");
    // What is wrong with the court stands nowhere in the law.
    let one = ActionKind::quantity_between("catch", super::q("1e29"), super::q("1e30"));
    let far = Court::new(["ann"], one).expect("a court");
    let error = read("law \"L\"\n", &far).expect_err("no such action fits");
    let LawTextError::Rejection(rejection) = &error else {
        panic!("{error}");
    };
    assert_eq!(rejection.problems()[0].line(), None);
    assert_eq!(rejection.problems()[0].problem().place, LawPlace::Court);
    assert!(
        error
            .to_string()
            .starts_with("the law has a problem:\ncourt: "),
        "{error}"
    );
}

#[test]
fn a_text_that_is_no_law_says_so_and_one_that_passes_is_checked() {
    let error = read("law \"L\"\nend:\n  fin ann 1\n", &fishers()).expect_err("no effect");
    assert!(matches!(error, LawTextError::Parse(_)), "{error}");
    let parse = Law::parse("law \"L\"\nend:\n  fin ann 1\n").expect_err("no effect");
    assert_eq!(error.to_string(), parse.to_string());
    let passed = read("law \"L\"\nend:\n  fine ann 1\n", &fishers()).expect("a law");
    assert_eq!(passed.law().clauses(Hook::End).len(), 1);
}

#[test]
fn many_problems_on_one_long_line_are_told_in_reasonable_time() {
    let names: Vec<String> = (0..2_000)
        .map(|number| format!("unknown{number}"))
        .collect();
    let text = format!("law \"L\"\nend:\n  fine ann max({})\n", names.join(", "));
    let court = fishers()
        .with_observable(Observable::quantity("weather"))
        .expect("a court");
    let error = read(&text, &court).expect_err("unknown names");
    let LawTextError::Rejection(rejection) = &error else {
        panic!("{error}");
    };
    assert_eq!(rejection.problems().len(), 2_000);
    // No line of the message grows with the text.
    let longest = error
        .to_string()
        .lines()
        .map(|line| line.chars().count())
        .max();
    assert!(longest.is_some_and(|longest| longest < 250), "{longest:?}");
}
