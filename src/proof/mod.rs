//! Certificates as documents, and a checker that shares no code with what made them.
