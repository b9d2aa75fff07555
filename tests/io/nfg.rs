//! Both versions of `.nfg` by hand.

use lacuna::game::{Game, NormalForm};
use lacuna::io::{NfgFile, read_nfg, write_nfg};

use super::{q, same_payoffs, telltale};

#[test]
fn the_first_player_is_fastest_and_payoffs_of_a_profile_stand_together() {
    let text = "NFG 1 R \"\" { \"A\" \"B\" } { 2 3 }
        111 211 121 221   112 212 122 222   113 213 123 223";
    let game = read_nfg(text).expect("valid").game;
    assert!(same_payoffs(&game, &telltale(&[2, 3])));

    let text = "NFG 1 D \"\" { \"A\" \"B\" \"C\" } { 2 1 3 } \"a comment\"
        1111 2111 3111  1211 2211 3211
        1112 2112 3112  1212 2212 3212
        1113 2113 3113  1213 2213 3213";
    let file = read_nfg(text).expect("valid");
    assert!(same_payoffs(&file.game, &telltale(&[2, 1, 3])));
    assert_eq!(file.comment, "a comment");
}

#[test]
fn outcomes_are_looked_up_and_the_null_outcome_pays_zero() {
    // Commas as in files of several versions of Gambit; outcome 3 is not used.
    let text = r#"
NFG 1 R "Outcomes" { "Row" "Column" }

{ { "T" "B" }
{ "L" "M" "R" }
}
"by hand"

{
{ "win" 10, -10/3 }
{ "" 1.5 2e-1 }
{ "unused" 7,7 }
}
1 2 0 1 2 0
"#;
    let file = read_nfg(text).expect("valid");
    assert_eq!(
        (file.title.as_str(), file.comment.as_str()),
        ("Outcomes", "by hand")
    );
    let expected = NormalForm::from_tables(
        &[2, 3],
        vec![
            ["10", "0", "1.5", "1.5", "10", "0"].map(q).to_vec(),
            ["-10/3", "0", "0.2", "0.2", "-10/3", "0"].map(q).to_vec(),
        ],
    )
    .expect("valid");
    assert!(same_payoffs(&file.game, &expected));
    assert_eq!(file.game.player_name(1), Some("Column"));
    assert_eq!(file.game.action_name(1, 2), Some("R"));
}

#[test]
fn a_game_without_outcomes_pays_nothing() {
    let file = read_nfg("NFG 1 R \"\" { \"A\" } { 2 } { } 0 0").expect("valid");
    assert!(same_payoffs(
        &file.game,
        &NormalForm::from_fn(&[2], |_, _| q("0")).expect("small")
    ));
}

#[test]
fn no_digit_of_any_kind_of_number_is_lost() {
    let text = "NFG 1 R \"\" { \"A\" } { 9 }
        0.1 -.5 5. +3 1/3 -123456789012345678901234567890/7 1.5e-3 2E30
        0.1000000000000000055511151231257827021181583404541015625";
    let game = read_nfg(text).expect("valid").game;
    for (action, exact) in [
        "1/10",
        "-1/2",
        "5",
        "3",
        "1/3",
        "-123456789012345678901234567890/7",
        "3/2000",
        "2000000000000000000000000000000",
        "3602879701896397/36028797018963968",
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(game.payoff(0, &[action]), q(exact));
    }
}

#[test]
fn tokens_need_no_space_where_braces_and_quotes_part_them() {
    let text = "NFG 1 R\"x\"{\"A\"\"B\"}{{\"a\"}{\"b\"\"c\"}}\"\"{{\"o\"1,2}}1 0";
    let game = read_nfg(text).expect("valid").game;
    assert_eq!(game.payoff(1, &[0, 0]), q("2"));
    assert_eq!(game.payoff(1, &[0, 1]), q("0"));
}

#[test]
fn quotes_and_backslashes_in_labels_survive() {
    let read = |label: &str| {
        read_nfg(&format!("NFG 1 R {label} {{ \"A\" }} {{ 1 }} 0"))
            .expect("valid")
            .title
    };
    assert_eq!(read(r#""say \"yes\"""#), r#"say "yes""#);
    // A backslash before anything but a quote or a backslash stands for itself, as in Gambit.
    assert_eq!(read(r#""\alpha\\""#), r"\alpha\");
    assert_eq!(read("\"two\nlines { } , é\""), "two\nlines { } , é");
    for title in [r#"\"#, r#"\""#, r#""\"#, r"\\", r"a\b\", "", "\"\""] {
        let text = write_nfg(&telltale(&[1]), title);
        assert_eq!(read_nfg(&text).expect("own output").title, title);
    }
    assert!(write_nfg(&telltale(&[1]), r"\alpha").contains("\"\\alpha\""));
}

#[test]
fn a_game_without_names_is_written_with_numbers_from_one() {
    let written = write_nfg(&telltale(&[2, 2]), "T");
    assert_eq!(
        written,
        "NFG 1 R \"T\" { \"1\" \"2\" } { 2 2 }\n\n111 211\n121 221\n112 212\n122 222\n"
    );
    let file = read_nfg(&written).expect("own output");
    assert_eq!(file.game.action_name(0, 0), Some("1"));
    let complete = NfgFile {
        title: "T".into(),
        comment: String::new(),
        game: telltale(&[2, 2]),
    };
    assert_eq!(read_nfg(&complete.to_text()).expect("own output"), file);
}

#[test]
fn fractions_that_openspiel_would_misread_are_written_as_decimals() {
    let written = |number: &str| {
        let game = NormalForm::from_fn(&[1], |_, _| q(number)).expect("small");
        let text = write_nfg(&game, "");
        let read = read_nfg(&text).expect("own output").game;
        assert!(same_payoffs(&read, &game), "{text}");
        text.lines().last().expect("a line").to_owned()
    };
    for (number, expected) in [
        ("-1/2", "-1/2"),
        ("2147483647/2147483646", "2147483647/2147483646"),
        ("-2147483648/3", "-2147483648/3"),
        ("2147483649/2", "1073741824.5"),
        ("-1/10000000000", "-0.0000000001"),
        ("3/4294967296", "0.00000000069849193096160888671875"),
        ("1e-40", "0.0000000000000000000000000000000000000001"),
        ("5000000000", "5000000000"),
        // Nothing that is exact can be read by OpenSpiel.
        ("1/4000000001", "1/4000000001"),
    ] {
        assert_eq!(written(number), expected, "{number}");
    }
}
