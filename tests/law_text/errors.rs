//! What is said about texts that are no laws: the place, what stands there, what could stand there,
//! and how it is put right.

use lacuna::contract::law::{Law, ParseError, ParseErrorKind};

pub(super) fn error(text: &str) -> ParseError {
    match Law::parse(text) {
        Ok(law) => panic!("{text:?} was read as {law}"),
        Err(error) => error,
    }
}

/// Whole texts: line, column and message.
const TEXTS: &[(&str, usize, usize, &str)] = &[
    ("", 1, 1, "found the end of the text; expected `law`"),
    (
        "# nothing\n\n",
        3,
        1,
        "found the end of the text; expected `law`",
    ),
    (
        "lax \"A\"",
        1,
        1,
        "found `lax`; expected `law`; did you mean `law`?",
    ),
    (
        "law",
        1,
        4,
        "found the end of the text; expected a string in quotes",
    ),
    (
        "law Fair shares",
        1,
        5,
        "found `Fair`; expected a string in quotes; write `\"Fair\"`",
    ),
    (
        "law \"A",
        1,
        5,
        "found a string without its end; expected `\"` before the end of the line",
    ),
    (
        "law \"A\\n\"",
        1,
        7,
        "found `\\n`; expected `\\\"` or `\\\\`",
    ),
    (
        "law \"A\tB\"",
        1,
        7,
        "found the unseen character U+0009; expected characters that can be seen",
    ),
    (
        "law \"A\" pool b",
        1,
        9,
        "found `pool`; expected the end of the line",
    ),
    (
        "law \"A\"\nlet x = 2 * 6",
        2,
        11,
        "found `*`; expected the end of the line",
    ),
    ("law \"A\"\nlet x 2", 2, 7, "found `2`; expected `=`"),
    (
        "law \"A\"\nlet x = 1/0",
        2,
        9,
        "found `1/0`; expected a denominator other than zero",
    ),
    (
        "law \"A\"\nlet x = 1e5",
        2,
        9,
        "found `1e5`; expected a number such as `3`, `0.5` or `1/3`",
    ),
    (
        "law \"A\"\nlet x = .5",
        2,
        9,
        "found `.5`; expected a number; write `0.5`",
    ),
    (
        "law \"A\"\nlet x = 5.",
        2,
        9,
        "found `5.`; expected a number such as `3`, `0.5` or `1/3`",
    ),
    (
        "law \"A\"\nlet x = -",
        2,
        10,
        "found the end of the text; expected a number",
    ),
    (
        "law \"A\"\npool count",
        2,
        6,
        "found `count`; expected the name of a pool; `count` is a word of the language; as a name it stands in quotes: `\"count\"`",
    ),
    (
        "law \"A\"\npool naïve",
        2,
        6,
        "found `naïve`; expected a word of plain letters, digits and `_`; other names stand in quotes: `\"naïve\"`",
    ),
    (
        "law \"A\"\npool \" a\"",
        2,
        6,
        "found `\" a\"`; expected the name of a pool; a name is one line of visible characters, not empty, without quotes or backslashes, and with no space at either end",
    ),
    (
        "law \"A\"\npol a",
        2,
        1,
        "found `pol`; expected `let`, `pool`, `escrow`, `counter`, `memory`, `start`, `resolve` or `end`; did you mean `pool`?",
    ),
    (
        "law \"A\"\nstrat:",
        2,
        1,
        "found `strat`; expected `let`, `pool`, `escrow`, `counter`, `memory`, `start`, `resolve` or `end`; did you mean `start`?",
    ),
    (
        "law \"A\"\nend:\nstart:\n",
        3,
        1,
        "found `start`; expected `for each`, `if` or an effect; the parts are `start`, `resolve` and `end`, in this order, each at most once",
    ),
    (
        "law \"A\"\nstart",
        2,
        6,
        "found the end of the text; expected `:`",
    ),
    (
        "law \"A\"\nstart: fine p 3",
        2,
        8,
        "found `fine`; expected the end of the line",
    ),
    (
        "law \"A\"\nend:\n let x = 3",
        3,
        2,
        "found `let`; expected `for each`, `if` or an effect; declarations stand before the first part",
    ),
    (
        "law \"A\"\nend:\n escrow d",
        3,
        10,
        "found the end of the text; expected `of`, an operator or `from`",
    ),
    (
        "law \"A\"\r\nend:\r\n\tfine p\r\n",
        3,
        8,
        "found the end of the line; expected an expression",
    ),
    (
        "\u{feff}law \"A\"\nx",
        2,
        1,
        "found `x`; expected `let`, `pool`, `escrow`, `counter`, `memory`, `start`, `resolve` or `end`",
    ),
    (
        "law \"A\" # \u{202e}",
        1,
        11,
        "found the unseen character U+202E; expected characters that can be seen",
    ),
    (
        "law \"A\" \u{a0}",
        1,
        9,
        "found the unseen character U+00A0; expected an ordinary space",
    ),
    (
        "law \"A\" \r pool b",
        1,
        9,
        "found the unseen character U+000D; expected characters that can be seen",
    ),
    (
        "law \"A\"\nend:\n  fine \"日本\" 3 x",
        3,
        15,
        "found `x`; expected an operator or the end of the line",
    ),
];

/// Clauses, which stand on the third line after two spaces.
const CLAUSES: &[(&str, usize, usize, &str)] = &[
    (
        "fne p 3",
        3,
        3,
        "found `fne`; expected `end`, `for each`, `if` or an effect; did you mean `fine`?",
    ),
    ("for p: fine p 3", 3, 7, "found `p`; expected `each`"),
    (
        "for each p fine p 3",
        3,
        14,
        "found `fine`; expected `other` or `:`",
    ),
    (
        "for each p:",
        3,
        14,
        "found the end of the line; expected `for each`, `if` or an effect; a clause stands on one line",
    ),
    (
        "for each fine: fine p 3",
        3,
        12,
        "found `fine`; expected a variable; `fine` is a word of the language; as a name it stands in quotes: `\"fine\"`",
    ),
    (
        "if stock: fine p 3",
        3,
        11,
        "found `:`; expected `of`, an operator, `is` or a comparison",
    ),
    (
        "if stock and x > 1: fine p 3",
        3,
        12,
        "found `and`; expected `of`, an operator, `is` or a comparison",
    ),
    (
        "if a < b < c: fine p 3",
        3,
        12,
        "found `<`; expected `of` or an operator; write `a < b and b < c` for `a < b < c`",
    ),
    ("if a == b: fine p 3", 3, 8, "found `==`; expected `=`"),
    (
        "if a = b && c = d: fine p 3",
        3,
        12,
        "found `&&`; expected `and`",
    ),
    (
        "if a > 1: if b > 1: fine p 3",
        3,
        13,
        "found `if`; expected an effect; conditions are joined with `and`",
    ),
    (
        "if a > 1: for each p: fine p 3",
        3,
        13,
        "found `for`; expected an effect; `for each` stands before `if`",
    ),
    (
        "if a is 3: fine p 3",
        3,
        11,
        "found `3`; expected `not` or a label",
    ),
    ("if not: fine p 3", 3, 9, "found `:`; expected a condition"),
    (
        "if 3 is C: fine p 3",
        3,
        8,
        "found `is`; expected an operator or a comparison",
    ),
    (
        "if chosen a is C: fine p 3",
        3,
        15,
        "found `is`; expected `of`",
    ),
    (
        "if every(p: a): fine p 3",
        3,
        16,
        "found `)`; expected `of`, an operator, `is` or a comparison",
    ),
    ("fine", 3, 7, "found the end of the line; expected a player"),
    (
        "fine p",
        3,
        9,
        "found the end of the line; expected an expression",
    ),
    (
        "fine p a b",
        3,
        12,
        "found `b`; expected `of`, an operator or the end of the line",
    ),
    (
        "fine p (a > b)",
        3,
        10,
        "found a condition; expected a number",
    ),
    (
        "fine p 2 + (a > b)",
        3,
        14,
        "found a condition; expected a number",
    ),
    (
        "fine p a > b",
        3,
        12,
        "found `>`; expected `of`, an operator or the end of the line",
    ),
    (
        "fine p (a",
        3,
        12,
        "found the end of the text; expected `of`, an operator, `is`, a comparison or `)`; the `(` at line 3, column 10 is not closed",
    ),
    (
        "fine p (a\n  fine q 3",
        4,
        3,
        "found `fine`; expected `of`, an operator, `is`, a comparison or `)`; the `(` at line 3, column 10 is not closed",
    ),
    (
        "fine p a)",
        3,
        11,
        "found `)`; expected `of`, an operator or the end of the line",
    ),
    (
        "fine p open(\"/etc/passwd\")",
        3,
        10,
        "found `open(`; expected `ratio(`, `min(`, `max(`, `floor(`, `ceiling(`, `round(`, `choose(`, `sum(`, `largest(`, `smallest(`, `number(`, `every(` or `some(`; there are no other functions",
    ),
    (
        "fine p mx(1, 2)",
        3,
        10,
        "found `mx(`; expected `ratio(`, `min(`, `max(`, `floor(`, `ceiling(`, `round(`, `choose(`, `sum(`, `largest(`, `smallest(`, `number(`, `every(` or `some(`; did you mean `max`?",
    ),
    ("fine p min()", 3, 14, "found `)`; expected an expression"),
    (
        "fine p ratio(1, 2)",
        3,
        20,
        "found `)`; expected an operator or `,`",
    ),
    (
        "fine p choose(1, 2, 3)",
        3,
        18,
        "found `,`; expected an operator or a comparison",
    ),
    (
        "fine p sum(p, catch of p)",
        3,
        15,
        "found `,`; expected `other` or `:`",
    ),
    (
        "fine p number(p: 3)",
        3,
        21,
        "found `)`; expected an operator or a comparison",
    ),
    (
        "fine p x/1/3",
        3,
        12,
        "found `1/3`; expected a space on each side of one of the two `/`; `a / 1/3` divides by the fraction, `a / 1 / 3` from left to right",
    ),
    (
        "fine p 1_000",
        3,
        10,
        "found `1_000`; expected a number such as `3`, `0.5` or `1/3`",
    ),
    (
        "fine p 10%",
        3,
        12,
        "found `%`; expected a fraction; write `1/10` for `10%`",
    ),
    (
        "fine p catch of",
        3,
        18,
        "found the end of the line; expected a player",
    ),
    (
        "transfer 3 to p from q",
        3,
        14,
        "found `to`; expected an operator or `from`",
    ),
    (
        "transfer 3 from p",
        3,
        20,
        "found the end of the line; expected `to`",
    ),
    ("release all of p", 3, 15, "found `of`; expected `from`"),
    (
        "sanction p 2 graduated offences",
        3,
        26,
        "found `offences`; expected `by`",
    ),
    (
        "sanction p 2 graduate by offences",
        3,
        16,
        "found `graduate`; expected an operator, `graduated` or the end of the line; did you mean `graduated`?",
    ),
    (
        "participation 3 from p",
        3,
        17,
        "found `3`; expected `cost`",
    ),
    (
        "violation by p because",
        3,
        18,
        "found `because`; expected a string in quotes; write `\"because\"`",
    ),
    (
        "violation by \"p\n",
        3,
        16,
        "found a string without its end; expected `\"` before the end of the line",
    ),
    ("count of p", 3, 9, "found `of`; expected a counter"),
    ("remember price + 1", 3, 18, "found `+`; expected `=`"),
    ("direct p C", 3, 12, "found `C`; expected `to`"),
    (
        "fine p 3; fine q 3",
        3,
        11,
        "found `;`; expected the end of the line",
    ),
    ("fine p [3]", 3, 10, "found `[`; expected `(`"),
    ("fine “p” 3", 3, 8, "found `“`; expected `\"`"),
    (
        "fine p price ^ 2",
        3,
        16,
        "found `^`; expected a word, a number, a string or a sign of the language",
    ),
    (
        "pay 3 to p",
        3,
        3,
        "found `pay`; expected `end`, `for each`, `if` or an effect",
    ),
];

fn assert_message(text: &str, line: usize, column: usize, message: &str) {
    let error = error(text);
    assert_eq!(
        (error.line(), error.column()),
        (line, column),
        "{text:?}: {error}"
    );
    let whole = error.to_string();
    let first = whole.lines().next().expect("a line");
    assert_eq!(
        first,
        format!("line {line}, column {column}: {message}"),
        "{text:?}"
    );
    // The parts of the message are there for programs, too.
    let parts = format!("found {}; expected ", error.found());
    assert!(message.starts_with(&parts), "{message}");
    assert!(
        error
            .expected()
            .iter()
            .all(|what| message.contains(what.as_str()))
    );
    assert!(error.hint().is_none_or(|hint| message.ends_with(hint)));
}

#[test]
fn whole_texts_are_explained() {
    for &(text, line, column, message) in TEXTS {
        assert_message(text, line, column, message);
    }
}

#[test]
fn clauses_are_explained() {
    for &(clause, line, column, message) in CLAUSES {
        let text = format!("law \"L\"\nresolve:\n  {clause}\n");
        assert_message(&text, line, column, message);
        // Line ends of the other kind change nothing.
        assert_message(&text.replace('\n', "\r\n"), line, column, message);
    }
}

#[test]
fn errors_have_kinds() {
    use ParseErrorKind::{Character, Function, Name, Number, Text, Unexpected};
    for (text, kind) in [
        ("low", Unexpected),
        ("law @", Character),
        ("law \"L\"\nlet x = 1/0", Number),
        ("law \"L\"\nlet x = 1.2.3", Number),
        ("law \"L", Text),
        ("law \"\\t\"", Text),
        ("law \"L\"\npool \"\"", Name),
        ("law \"L\"\npool é", Name),
        ("law \"L\"\nend:\nfine p eval(\"1\")", Function),
    ] {
        assert_eq!(error(text).kind(), kind, "{text}");
    }
}
