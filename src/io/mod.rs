//! Reading and writing games, problems, languages and contracts.
//!
//! The versioned JSON document ([`to_json`], [`from_json`]) holds one value with its kind:
//!
//! ```json
//! {"format": "lacuna", "version": 1, "kind": "game",
//!  "value": {"actions": [2, 2], "payoffs": [["3", "0", "5", "1"], ["3", "5", "0", "1"]]}}
//! ```
//!
//! Exact numbers are strings (`"3"`, `"-1/2"`, `"0.25"`); JSON integers are accepted, floating-point
//! numbers are not, because a digit could be lost. Payoffs are one list a player in the order of the
//! profiles, the last player's action fastest. Unknown fields, other versions and everything that
//! the types refuse are errors with line and column.

mod json;

pub use json::{Document, ReadError, from_json, to_json};
