//! Any text is read as a law or refused with a place in it; what is read is well formed, survives
//! being printed, and keeps its promises where a court accepts it.

#![no_main]

#[path = "../../tests/law_text/enforced.rs"]
mod enforced;

use lacuna::contract::law::{Hook, Law};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Law::parse_with_lines(text) {
        Ok((law, lines)) => {
            assert_eq!(law.check_form(), Ok(()));
            let printed = law.to_string();
            assert_eq!(Law::parse(&printed).as_ref(), Ok(&law), "{printed}");
            let count = text.split('\n').count();
            for hook in Hook::ALL {
                for clause in 0..law.clauses(hook).len() {
                    let line = lines.clause(hook, clause);
                    assert!(line.is_some_and(|line| line <= count));
                }
            }
            enforced::keeps_its_promises(&law, Some((text, &lines)));
        }
        Err(error) => {
            let line = text.split('\n').nth(error.line() - 1);
            let behind = line.map_or(0, |line| line.chars().count() + 1);
            assert!((1..=behind).contains(&error.column()), "{error}");
            assert_eq!(error.to_string().lines().count(), 3);
        }
    }
});
