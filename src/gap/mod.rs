//! What is lost, and what closes it.
