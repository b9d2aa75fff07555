//! Names that stand for nothing, or for the wrong thing.

use super::*;

#[test]
fn each_misuse_of_a_name_is_told_what_the_name_is_and_what_is_needed() {
    let number = "a number: a constant, a memory, a pool or an observed quantity";
    let number_of =
        "a number of a player: its action, an observed quantity, an escrow or a counter";
    for (amount, words) in [
        (name("stok"), format!("\"stok\" is unknown; {number} is needed here; did you mean \"stock\"?")),
        (name("zebra"), format!("\"zebra\" is unknown; {number} is needed here")),
        (
            name("effort"),
            "the court cannot verify \"effort\": work is private".to_owned(),
        ),
        (
            name("deposit"),
            format!("\"deposit\" is an escrow account of each player; {number} is needed here"),
        ),
        (
            name("season"),
            format!("\"season\" is an observed label; {number} is needed here"),
        ),
        (
            name("catch"),
            format!("\"catch\" is the players' action, which is a quantity; {number} is needed here"),
        ),
        (
            of("stock", "ann"),
            format!("\"stock\" is an observed quantity; {number_of} is needed here"),
        ),
        (
            of("ofences", "ann"),
            format!("\"ofences\" is unknown; {number_of} is needed here; did you mean \"offences\"?"),
        ),
        (
            of("effort", "ann"),
            "the court cannot verify \"effort\": work is private".to_owned(),
        ),
        (
            of("catch", "anne"),
            "\"anne\" is unknown; a player or a variable that stands for one is needed here; did \
             you mean \"ann\"?"
                .to_owned(),
        ),
        (
            of("catch", "stock"),
            "\"stock\" is an observed quantity; a player or a variable that stands for one is \
             needed here"
                .to_owned(),
        ),
        (
            chosen("rain", "ann"),
            "\"rain\" is an observed quantity of each player; the players' action as a quantity is \
             needed here"
                .to_owned(),
        ),
    ] {
        assert_eq!(
            refused(plain(fine("bob", amount))),
            [format!("resolve, clause 1: {words}")]
        );
    }
}

#[test]
fn ledgers_of_effects_must_be_declared_and_of_the_right_kind() {
    for (effect, words) in [
        (
            premium(number("1"), "ann", "deposit"),
            "\"deposit\" is an escrow account of each player; a pool that the law declares is \
             needed here",
        ),
        (
            payout(number("1"), "releif", "ann"),
            "\"releif\" is unknown; a pool that the law declares is needed here; did you mean \
             \"relief\"?",
        ),
        (
            escrow(number("1"), "ann", "relief"),
            "\"relief\" is a pool; an escrow that the law declares is needed here",
        ),
        (
            count("price", "ann"),
            "\"price\" is a memory; a counter that the law declares is needed here",
        ),
        (
            remember("quota", number("1")),
            "\"quota\" is a constant; a memory that the law declares is needed here",
        ),
    ] {
        assert_eq!(
            refused(plain(effect)),
            [format!("resolve, clause 1: {words}")]
        );
    }
}

#[test]
fn labels_are_those_of_the_action_or_observation_they_are_compared_with() {
    let when = |condition| clause(&[], Some(condition), fine("ann", number("1")));
    for (condition, words) in [
        (
            is("season", None, "draught"),
            "\"season\" has no label \"draught\"; did you mean \"drought\"?",
        ),
        (
            is("season", Some("ann"), "drought"),
            "\"season\" is an observed label; a label of each player is needed here",
        ),
        (
            is("boat", None, "new"),
            "\"boat\" is an observed label of each player; a label that is not a player's is \
             needed here",
        ),
        (
            is("stock", None, "new"),
            "\"stock\" is an observed quantity; a label: an action or an observation is needed here",
        ),
        (
            is("catch", Some("ann"), "new"),
            "\"catch\" is the players' action, which is a quantity; a label: an action or an \
             observation is needed here",
        ),
    ] {
        assert_eq!(
            refused(when(condition)),
            [format!("resolve, clause 1: {words}")]
        );
    }
    let table = table();
    let direct = |quantifiers: &[&str], player: &str, label: &str| {
        let effect = Effect::Direct {
            player: player.into(),
            label: label.into(),
        };
        refused_by(
            &table,
            &Law {
                resolve: vec![clause(quantifiers, None, effect)],
                ..Law::default()
            },
        )
    };
    assert_eq!(
        direct(&["p"], "p", "pass"),
        ["resolve, clause 1: \"row\" has no action \"pass\" to be directed to"]
    );
    assert!(direct(&["p other than row"], "p", "pass").is_empty());
    assert_eq!(
        direct(&[], "row", "pass"),
        ["resolve, clause 1: \"action\" has no label \"pass\""]
    );
    assert!(direct(&["p"], "p", "C").is_empty());
    // In a condition a label that only some players have is false for the others.
    let when = |player: &str| {
        let law = Law {
            resolve: vec![clause(
                &["p"],
                Some(is("action", Some(player), "pass")),
                fine("p", number("1")),
            )],
            ..Law::default()
        };
        refused_by(&table, &law)
    };
    assert!(when("p").is_empty());
    assert_eq!(
        when("row"),
        ["resolve, clause 1: \"action\" has no label \"pass\""]
    );
}

#[test]
fn actions_are_mentioned_only_where_there_are_some() {
    let fines = vec![
        plain(fine("ann", of("catch", "ann"))),
        plain(fine("ann", chosen("catch", "ann"))),
        plain(set("ann", number("1"))),
    ];
    let law = Law {
        start: fines.clone(),
        resolve: fines.clone(),
        end: fines,
        ..Law::default()
    };
    let belongs =
        "belongs in resolve, the only hook between the choice of actions and what they do";
    let nobody =
        "\"catch\" is the players' action, and nobody has acted yet at the start of a round";
    assert_eq!(
        refused_by(&fishery(), &law),
        [
            format!("start, clause 1: {nobody}"),
            format!("start, clause 2: {nobody}"),
            format!("start, clause 3: setting an action {belongs}"),
            format!("end, clause 2: an action as it was chosen {belongs}"),
            format!("end, clause 3: setting an action {belongs}"),
        ]
    );
}

#[test]
fn variables_have_names_that_can_be_read() {
    let no_name = "is no name: a name is one line of visible characters, not empty, without quotes or \
                   backslashes, and with no space at either end";
    for variable in ["", " p", "p\"q", "p\nq"] {
        assert_eq!(
            refused(clause(&[variable], None, fine("ann", number("1")))),
            [format!("resolve, clause 1: {variable:?} {no_name}")]
        );
        let sum = fold(Fold::Sum, variable, None, number("1"));
        assert_eq!(
            refused(plain(fine("ann", sum))),
            [format!("resolve, clause 1: {variable:?} {no_name}")]
        );
    }
}

#[test]
fn players_without_an_action_are_one_problem_and_not_one_each() {
    let labels = [vec!["C", "D"], vec!["C"], vec!["D"], vec!["C"]];
    let court = Court::new(["a", "b", "c", "d"], ActionKind::labels("action", labels));
    let law = Law {
        resolve: vec![clause(
            &["p"],
            None,
            Effect::Direct {
                player: "p".into(),
                label: "D".into(),
            },
        )],
        ..Law::default()
    };
    assert_eq!(
        refused_by(&court.expect("a court"), &law),
        ["resolve, clause 1: \"b\" has no action \"D\" to be directed to, nor has 1 other player"]
    );
}

#[test]
fn names_are_declared_once_and_apart_from_those_of_the_court() {
    let pool = |name: &str| Declaration::Pool { name: name.into() };
    let law = Law {
        declarations: ["a", "a", "ann", "catch", "stock", "effort", " b", "b\"c"]
            .map(pool)
            .to_vec(),
        ..Law::default()
    };
    let no_name = "is no name: a name is one line of visible characters, not empty, without quotes or \
                   backslashes, and with no space at either end";
    assert_eq!(
        refused_by(&fishery(), &law),
        [
            "declaration 2: \"a\" cannot be declared: it is the name of a pool".to_owned(),
            "declaration 3: \"ann\" cannot be declared: it is the name of a player".into(),
            "declaration 4: \"catch\" cannot be declared: it is the name of the players' action, \
             which is a quantity"
                .into(),
            "declaration 5: \"stock\" cannot be declared: it is the name of an observed quantity"
                .into(),
            "declaration 6: \"effort\" cannot be declared: it is the name of something that the \
             court cannot see"
                .into(),
            format!("declaration 7: \" b\" {no_name}"),
            format!("declaration 8: \"b\\\"c\" {no_name}"),
        ]
    );
}

#[test]
fn variables_are_apart_from_players_declarations_and_one_another() {
    let one = || number("1");
    for (quantifiers, amount, words) in [
        (
            vec!["ann"],
            one(),
            "\"ann\" cannot be a variable here: it is the name of a player",
        ),
        (
            vec!["quota"],
            one(),
            "\"quota\" cannot be a variable here: it is the name of a constant",
        ),
        (
            vec!["p", "p"],
            one(),
            "\"p\" cannot be a variable here: it is the name of a variable in scope",
        ),
        (
            vec!["p"],
            fold(Fold::Sum, "p", None, of("catch", "p")),
            "\"p\" cannot be a variable here: it is the name of a variable in scope",
        ),
        (
            vec!["p other than q", "q"],
            one(),
            "\"q\" is unknown; a player or a variable that stands for one is needed here",
        ),
        (
            vec![],
            arithmetic(
                fold(Fold::Sum, "p", None, of("catch", "p")),
                '+',
                of("catch", "p"),
            ),
            "\"p\" is unknown; a player or a variable that stands for one is needed here",
        ),
    ] {
        assert_eq!(
            refused(clause(&quantifiers, None, fine("bob", amount))),
            [format!("resolve, clause 1: {words}")]
        );
    }
    // After its fold a name is free again.
    let sum = || fold(Fold::Sum, "p", None, of("catch", "p"));
    let both = arithmetic(sum(), '+', sum());
    assert!(refused(plain(fine("bob", both))).is_empty());
}
