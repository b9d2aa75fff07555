//! Environments with finitely many actions, sampled into empirical games.
