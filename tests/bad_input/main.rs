//! Bad input is refused by a typed error that says what was wrong, where, and what would be right.

#[path = "../support/mod.rs"]
mod support;

mod documents;
mod games;
mod problems;
mod weights;

/// Checks that a message says all of this.
fn says(message: impl std::fmt::Display, parts: &[&str]) {
    let message = message.to_string();
    for part in parts {
        assert!(message.contains(part), "{message:?} does not say {part:?}");
    }
    assert!(
        !message.contains('{') && !message.contains("Rational("),
        "{message:?} shows the inside of the program"
    );
}
