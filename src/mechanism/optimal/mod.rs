//! Optimal mechanisms in closed form.
