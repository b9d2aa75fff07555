//! What the traits of this crate promise, as checks to call in tests of one's own types.
