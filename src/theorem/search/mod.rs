//! Extreme instances: the largest gap, the largest threshold, the most harmful altruism.
