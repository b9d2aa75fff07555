//! What is wrong in a file is named with its place.

use lacuna::io::{ReadError, read_gam, read_nfg};

/// Line, column and message.
fn place(error: ReadError) -> (usize, usize, String) {
    let message = error.to_string();
    match error {
        ReadError::Unexpected { line, column, .. } | ReadError::Invalid { line, column, .. } => {
            (line, column, message)
        }
        other => panic!("{other:?}"),
    }
}

type Case = (&'static str, usize, usize, &'static str);

fn check<T: std::fmt::Debug>(read: impl Fn(&str) -> Result<T, ReadError>, cases: &[Case]) {
    for &(text, line, column, says) in cases {
        let error = read(text).expect_err(text);
        let (found_line, found_column, message) = place(error);
        assert_eq!(
            (found_line, found_column),
            (line, column),
            "{text:?}: {message}"
        );
        assert!(message.contains(says), "{text:?}: {message}");
    }
}

#[test]
fn malformed_headers_of_nfg_are_refused_at_their_place() {
    check(
        read_nfg,
        &[
            ("", 1, 1, "expected \"NFG\""),
            ("  \n ", 2, 2, "the end of the text"),
            ("EFG 2 R \"x\"", 1, 1, "found \"EFG\""),
            ("NFG 2 R \"x\"", 1, 5, "expected 1, the version"),
            ("NFG 1 Q \"x\"", 1, 7, "R or D"),
            ("NFG 1 R title", 1, 9, "the title in quotes"),
            ("NFG 1 R \"open", 1, 9, "a closing quote"),
            ("NFG 1 R \"\" \"A\"", 1, 12, "\"{\" before the players"),
            ("NFG 1 R \"\" { }", 1, 14, "the first player"),
            ("NFG 1 R \"\" { \"A\" 3 }", 1, 18, "the label of a player"),
            ("NFG 1 R \"\" { \"A\" }\n2 0 0", 2, 1, "before the actions"),
            ("NFG 1 R \"\" { \"A\" }\n{ 0 }", 2, 3, "at least 1"),
            ("NFG 1 R \"\" { \"A\" }\n{ -1 }", 2, 3, "found \"-1\""),
            ("NFG 1 R \"\" { \"A\" }\n{ 1.0 }", 2, 3, "found \"1.0\""),
            (
                "NFG 1 R \"\" { \"A\" }\n{ 99999999999999999999999 }",
                2,
                3,
                "number of actions",
            ),
            (
                "NFG 1 R \"\" { \"A\" }\n{ 1 1 } 0",
                2,
                5,
                "after the actions of 1 players",
            ),
            ("NFG 1 R \"\" { \"A\" \"B\" }\n{ 1 } 0", 2, 5, "player 1"),
            (
                "NFG 1 R \"\" { \"A\" \"B\" }\n{ 1 { \"b\" } } 0",
                2,
                5,
                "player 1",
            ),
            (
                "NFG 1 R \"\" { \"A\" \"B\" }\n{ { \"a\" } 1 } 0",
                2,
                11,
                "player 1",
            ),
            (
                "NFG 1 R \"\" { \"A\" }\n{ { } } 0",
                2,
                5,
                "label of an action",
            ),
            (
                "NFG 1 R \"\" { \"A\" }\n{ { \"a\" b } } 0",
                2,
                9,
                "found \"b\"",
            ),
            (
                "NFG 1 R \"\" { \"A\" \"B\" }\n{ 9000000000000000000 9000000000000000000 } 0",
                2,
                1,
                "the limit is",
            ),
        ],
    );
}

#[test]
fn malformed_payoffs_of_nfg_are_refused_at_their_place() {
    check(
        read_nfg,
        &[
            ("NFG 1 R \"\" { \"A\" } { 2 }", 1, 25, "number 1 of 2"),
            (
                "NFG 1 R \"\" { \"A\" } { 2 }\n1",
                2,
                2,
                "profile [1], number 2 of 2",
            ),
            (
                "NFG 1 R \"\" { \"A\" } { 2 }\n1 2 3",
                2,
                5,
                "after 2 payoffs",
            ),
            (
                "NFG 1 R \"\" { \"A\" } { 2 }\n1 2\n\"late\"",
                3,
                1,
                "the string \"late\"",
            ),
            ("NFG 1 R \"\" { \"A\" } { 2 }\n1, 2", 2, 2, "found a comma"),
            (
                "NFG 1 R \"\" { \"A\" } { 2 }\n1 1.2.3",
                2,
                3,
                "found \"1.2.3\"",
            ),
            ("NFG 1 R \"\" { \"A\" } { 2 }\n1 nan", 2, 3, "found \"nan\""),
            ("NFG 1 R \"\" { \"A\" } { 2 }\n1 1/0", 2, 3, "denominator"),
            ("NFG 1 R \"\" { \"A\" } { 2 }\n1 1e99999", 2, 3, "exponent"),
            ("NFG 1 R \"é\" { \"A\" } { 2 }\né 1", 2, 1, "found \"é\""),
            // A size that the text does not fill is not allocated.
            (
                "NFG 1 R \"\" { \"A\" \"B\" }\n{ 900000000 900000000 } 1 2 3",
                2,
                30,
                "number 4 of 1620000000000000000",
            ),
        ],
    );
}

#[test]
fn malformed_outcomes_of_nfg_are_refused_at_their_place() {
    check(
        |body| {
            read_nfg(&format!(
                "NFG 1 R \"\" {{ \"A\" \"B\" }} {{ 2 1 }} \"\"\n{body}"
            ))
        },
        &[
            ("{ 1 } 0 0", 2, 3, "before outcome 1"),
            ("{ { 1 2 } } 0 0", 2, 5, "the name of outcome 1"),
            ("{ { \"\" 1 } } 0 0", 2, 10, "player 1 of 2 in outcome 1"),
            ("{ { \"\" 1,, 2 } } 0 0", 2, 10, "found a comma"),
            ("{ { \"\" , 1 2 } } 0 0", 2, 8, "found a comma"),
            (
                "{ { \"\" 1, 2, } } 0 0",
                2,
                12,
                "after the 2 payoffs of outcome 1",
            ),
            ("{ { \"\" 1 2 3 } } 0 0", 2, 12, "found \"3\""),
            ("{ { \"\" 1 2 } 0 0", 2, 14, "before outcome 2"),
            ("{ { \"\" 1 2 } } 0", 2, 17, "number 2 of 2"),
            ("{ { \"\" 1 2 } } 0 2", 2, 18, "from 0 to 1"),
            ("{ { \"\" 1 2 } } 0 -1", 2, 18, "from 0 to 1"),
            ("{ { \"\" 1 2 } } 0 1.0", 2, 18, "from 0 to 1"),
            (
                "{ { \"\" 1 2 } } 0 1 1",
                2,
                20,
                "the outcomes of 2 profiles",
            ),
        ],
    );
}

#[test]
fn malformed_tables_of_gam_are_refused_at_their_place() {
    check(
        read_gam,
        &[
            ("", 1, 1, "the number of players"),
            ("# nothing", 1, 10, "the end of the text"),
            ("0", 1, 1, "at least 1"),
            ("two", 1, 1, "found \"two\""),
            ("2 2", 1, 4, "player 1 of 2"),
            ("2 2 0", 1, 5, "at least 1"),
            ("1 2\n# a comment\n1", 3, 2, "profile [1], number 2 of 2"),
            ("1 2\n1 2 3", 2, 5, "after 2 payoffs"),
            ("2 2 1\n1 2 3 x", 2, 7, "player 1 at profile [1, 0]"),
            ("1 2\n1 { 2 }", 2, 3, "found \"{\""),
            ("1 2\n1 1/0", 2, 3, "denominator"),
            ("99999999999 1 1", 1, 16, "player 2 of 99999999999"),
            (
                "2 9000000000000000000 9000000000000000000\n1",
                1,
                3,
                "the limit is",
            ),
        ],
    );
}
