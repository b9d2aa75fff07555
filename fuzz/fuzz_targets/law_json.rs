//! Any document is read or refused; a law that is read can be checked and printed whatever it is,
//! has a text that is read back if it is well formed, and keeps its promises where a court accepts
//! it.

#![no_main]

#[path = "../../tests/law_text/enforced.rs"]
mod enforced;

use lacuna::contract::law::{Court, Law};
use lacuna::io::{from_json, to_json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(law) = from_json::<Law>(text) {
        let printed = law.to_string();
        assert_eq!(
            law.check_form().is_ok(),
            Law::parse(&printed).as_ref() == Ok(&law),
            "{printed}"
        );
        enforced::keeps_its_promises(&law, None);
        let document = to_json(&law).expect("a law that was read can be written");
        assert_eq!(from_json::<Law>(&document), Ok(law));
    }
    if let Ok(court) = from_json::<Court>(text) {
        let document = to_json(&court).expect("a court that was read can be written");
        assert_eq!(from_json::<Court>(&document), Ok(court));
    }
});
