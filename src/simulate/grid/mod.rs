//! Small worlds with places: commons on a grid.
