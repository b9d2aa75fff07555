//! Games of the literature.
