//! Agents ready to play: fixed, random, reciprocal, best-responding, learning, on record, and human.
