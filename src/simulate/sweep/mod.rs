//! Grids of experiments over seeds, and their results as tables and files.
