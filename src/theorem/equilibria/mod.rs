//! What happens: equilibria, repetition, evolution.

super::registry::chapter!("Equilibria and repetition":);
