//! What can be written down.
