//! What players care about.
