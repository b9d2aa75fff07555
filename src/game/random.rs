//! Seeded random games.
