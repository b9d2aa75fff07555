//! Random laws: any that are well formed ([`law`]), and ones that speak about what a court sees
//! ([`checked_like`]).

// Each test crate that includes this file uses a part of it.
#![allow(dead_code)]

mod amounts;
mod any;
mod drafter;

#[allow(unused_imports)]
pub use any::{WORDS, clause, condition, declaration, effect, expression, law, name, number, text};
#[allow(unused_imports)]
pub use drafter::{checked_like, drawn};
