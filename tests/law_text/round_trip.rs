//! Every law survives being printed and read, in the text form and as a JSON document.

use lacuna::contract::law::{Court, Hook, Law};
use lacuna::io::{ReadError, from_json, to_json};
use proptest::prelude::*;

use super::{fishers, laws, read, table};

/// Texts that are already canonical.
const CANONICAL: [&str; 3] = [
    "law \"\"",
    "law \"Fair shares\"
  let quota = 12
  pool relief
  escrow deposit
  counter offences
  memory price = 1/2

start:
  for each p: escrow 5 from p in deposit

resolve:
  for each p: cap catch of p at quota
  for each p: if chosen catch of p > quota: sanction p 2 graduated by offences times 3
  for each p: for each q other than p: if catch of p > 2 * catch of q and not (stock < 20): transfer 1/2 from p to q
  if action of row is C and action of column is D: transfer 3 from column to row

end:
  for each p: if offences of p = 0: release all from deposit of p
  for each p: release 2 from deposit of p to \"Jack Smith\"
  remember price = max(price, ratio(stock, sum(p: catch of p), 1))",
    "law \"say \\\"no\\\" \\\\\"

end:
  fine \"fine\" 1 - (2 - 3) - 4 * (5 / 6) / -1/3 + -(7)",
];

fn assert_survives(law: &Law) {
    assert_eq!(law.check_form(), Ok(()));
    let text = law.to_string();
    let again = Law::parse(&text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(&again, law, "{text}");
    assert_eq!(again.to_string(), text);
    let document = to_json(law).expect("writable");
    assert_eq!(from_json::<Law>(&document).as_ref(), Ok(law));
    assert_eq!(text.parse::<Law>().as_ref(), Ok(law));
}

#[test]
fn canonical_texts_are_printed_as_they_are() {
    for text in CANONICAL {
        assert_eq!(read(text).to_string(), text);
        assert_survives(&read(text));
    }
}

#[test]
fn blank_lines_comments_indentation_and_line_ends_mean_nothing() {
    let law = read(CANONICAL[1]);
    let loose = CANONICAL[1]
        .replace("\n  ", "\n\t \t# a comment: \"for each\n\n")
        .replace(" = ", "\t=  ")
        .replace(':', " :  ");
    assert_eq!(read(&loose), law);
    assert_eq!(read(&loose.replace('\n', "\r\n")), law);
    assert_eq!(read(&format!("\u{feff}\n# first\n{loose}  # last")), law);
}

#[test]
fn between_parentheses_a_line_may_end_anywhere() {
    let law = "law \"L\"\nend:\n fine p max(\n  1, # one\n\n  (2\n +\n 3)\n )\n fine q 1";
    let (law, lines) = Law::parse_with_lines(law).expect("right");
    assert_eq!(law.end[0].to_string(), "fine p max(1, 2 + 3)");
    assert_eq!(lines.clause(Hook::End, 1), Some(10));
}

#[test]
fn lines_are_those_on_which_the_parts_stand() {
    let (law, lines) = Law::parse_with_lines(&format!("\n# x\n{}\n", CANONICAL[1])).expect("right");
    assert_eq!(lines.title(), 3);
    let declared: Vec<_> = (0..6).map(|number| lines.declaration(number)).collect();
    assert_eq!(
        declared,
        [Some(4), Some(5), Some(6), Some(7), Some(8), None]
    );
    let clauses = |hook| -> Vec<_> { (0..9).map_while(|n| lines.clause(hook, n)).collect() };
    assert_eq!(clauses(Hook::Start), [11]);
    assert_eq!(clauses(Hook::Resolve), [14, 15, 16, 17]);
    assert_eq!(clauses(Hook::End), [20, 21, 22]);
    assert_eq!(law.clauses(Hook::Resolve).len(), 4);
}

#[test]
fn documents_of_laws_and_courts_have_their_kinds() {
    let law = to_json(&read(CANONICAL[1])).expect("writable");
    assert!(law.starts_with("{\"format\":\"lacuna\",\"version\":1,\"kind\":\"law\","));
    for court in [fishers(), table()] {
        let document = to_json(&court).expect("writable");
        assert_eq!(from_json::<Court>(&document), Ok(court));
        assert!(matches!(
            from_json::<Law>(&document),
            Err(ReadError::WrongKind { .. })
        ));
    }
    // A court is checked on the way in.
    let twins = to_json(&table())
        .expect("writable")
        .replace("\"row\"", "\"column\"");
    let error = from_json::<Court>(&twins).unwrap_err().to_string();
    assert!(
        error.contains("\"column\" is the name of two things"),
        "{error}"
    );
    let unknown = law.replace("\"title\"", "\"name\"");
    assert!(matches!(
        from_json::<Law>(&unknown),
        Err(ReadError::Invalid { .. })
    ));
}

proptest! {
    #[test]
    fn every_well_formed_law_survives(law in laws::law()) {
        assert_survives(&law);
    }

    #[test]
    fn laws_about_a_court_survive(
        fishing in laws::checked_like(&fishers()),
        cooperating in laws::checked_like(&table()),
    ) {
        assert_survives(&fishing);
        assert_survives(&cooperating);
    }

    #[test]
    fn every_clause_is_printed_on_one_line_of_its_own(law in laws::law()) {
        let text = law.to_string();
        let (_, lines) = Law::parse_with_lines(&text).expect("printed");
        let all: Vec<&str> = text.split('\n').collect();
        for hook in Hook::ALL {
            for (number, clause) in law.clauses(hook).iter().enumerate() {
                let line = lines.clause(hook, number).expect("one for each");
                prop_assert_eq!(all[line - 1], format!("  {clause}"));
            }
        }
        for (number, declaration) in law.declarations.iter().enumerate() {
            let line = lines.declaration(number).expect("one for each");
            prop_assert_eq!(all[line - 1], format!("  {declaration}"));
        }
    }

    #[test]
    fn parentheses_stand_for_what_they_hold(
        left in laws::expression(),
        right in laws::expression(),
        condition in laws::condition(),
    ) {
        // Whatever the parts, parentheses around them keep them apart.
        let text = format!("law \"L\"\nend:\n if ({condition}) and not ({condition}): \
            fine p ({left}) * ({right})");
        let law = Law::parse(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
        use lacuna::contract::law::{Condition, Effect, Expression, Operator};
        let of = Box::new(condition.clone());
        let both = vec![condition, Condition::Not { of }];
        prop_assert_eq!(&law.end[0].condition, &Some(Condition::And { of: both }));
        let (left, right) = (Box::new(left), Box::new(right));
        let amount = Expression::Arithmetic { operator: Operator::Multiply, left, right };
        prop_assert_eq!(&law.end[0].effect, &Effect::Fine { player: "p".into(), amount });
        assert_survives(&law);
    }
}
