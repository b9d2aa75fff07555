//! Language models as agents.
