//! The paths of Lemke and Howson and the enumeration of supports against reference games, each
//! other, and games full of ties.

mod oracles;
mod paths;
mod supports;
mod ties;
