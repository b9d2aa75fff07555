//! How payoffs are weighed into one number.
