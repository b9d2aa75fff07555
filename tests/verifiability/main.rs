//! What verifiability is worth: lattices, tables and chains against definitions written out here.

#[path = "../support/mod.rs"]
mod support;

mod bad_input;
mod chains;
mod examples;
mod lattices;
mod menus;
mod tables;
