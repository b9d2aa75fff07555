//! Proof documents: certificates of random problems are accepted, corrupted ones are not, and
//! nothing that is read makes the checker panic.

#[path = "../../examples/proofs/certificates.rs"]
mod certificates;

mod accepted;
mod corrupted;
mod documents;
mod malformed;
