//! How a problem in a text is shown: the line, and a caret below the place.

use super::errors::error;

/// The two lines below the message.
fn pointed(text: &str) -> String {
    let whole = error(text).to_string();
    whole
        .split_once('\n')
        .map(|(_, rest)| rest.to_owned())
        .expect("three lines")
}

#[test]
fn carets_stand_below_what_is_wrong() {
    assert_eq!(
        pointed("law \"L\"\nend:\n  fne p 3"),
        "3 |   fne p 3\n  |   ^^^"
    );
    assert_eq!(
        pointed("law \"L\"\nend:\n  fine p 2 + (a > b) # why"),
        "3 |   fine p 2 + (a > b) # why\n  |              ^^^^^^^"
    );
    assert_eq!(pointed("law"), "1 | law\n  |    ^");
    // Tabs stay, so that the carets stand below the same column in every terminal.
    assert_eq!(
        pointed("law \"L\"\nend:\n\tfine\tp\t!"),
        "3 | \tfine\tp\t!\n  | \t    \t \t^"
    );
    assert_eq!(
        pointed("law \"L\"\nend:\n  fine \"日本\" x y"),
        "3 |   fine \"日本\" x y\n  |               ^"
    );
    // The margin is as wide as the number of the line.
    let blank = "\n".repeat(120);
    assert_eq!(pointed(&format!("{blank}x")), "121 | x\n    | ^");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let long = format!(
        "law \"L\"\nend:\n  fine p max({}?, 1{})",
        "a, ".repeat(500),
        ", a".repeat(500)
    );
    let error = error(&long);
    assert_eq!((error.line(), error.column()), (3, 2 + 11 + 1500 + 1));
    let whole = error.to_string();
    let lines: Vec<&str> = whole.lines().collect();
    assert!(lines[1].starts_with("3 | …") && lines[1].ends_with('…'));
    let place = lines[2].chars().count() - 1;
    assert_eq!(lines[1].chars().nth(place), Some('?'));
    assert!(lines[1].chars().count() < 140);
}

#[test]
fn nothing_in_a_text_acts_on_the_terminal() {
    for text in [
        "law \"\u{1b}[2J\"",
        "law \"A\" \u{1b}[2J",
        "\u{202e}law",
        "law \u{7f}",
    ] {
        let whole = error(text).to_string();
        let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!whole.contains(acts), "{whole:?}");
        assert!(whole.contains('\u{fffd}'), "{whole:?}");
    }
}
