//! The paper's lift of a dilemma to one with hidden effort.
