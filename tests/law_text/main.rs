//! The text form of laws: what is printed is read back, and what cannot be read is explained.

#[path = "../law/laws.rs"]
mod laws;

use lacuna::contract::law::{ActionKind, Court};
use proptest::prelude::*;

proptest! {
    #[test]
    fn x(law in laws::law(), c in laws::checked_like(&Court::new(["a","b"], ActionKind::quantity("catch")).unwrap())) {
        prop_assert!(law.title.len() < 1000 && c.end.len() < 100);
    }
}
