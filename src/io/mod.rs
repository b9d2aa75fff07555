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
//!
//! Games go to and come from other programs as strategic game files of Gambit ([`read_nfg`],
//! [`write_nfg`], [`NfgFile`]) and as tables of GameTracer and GAMUT ([`read_gam`], [`write_gam`]).
//! There the *first* player's action varies fastest; no digit is lost in either direction.

mod error;
mod gam;
mod json;
mod nfg;
mod text;

pub use error::ReadError;
pub use gam::{read_gam, write_gam};
pub use json::{Document, from_json, to_json};
pub use nfg::{NfgFile, read_nfg, write_nfg};
