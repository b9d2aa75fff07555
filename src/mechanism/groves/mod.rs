//! Efficient decisions with transfers, in any finite setting with private values.
//!
//! - [`Groves`]: an alternative that maximises the sum of the reported values, and each agent
//!   receives what the others report for it, plus a term that its own report does not move (Groves
//!   1973). [`Groves::clarke`] is the pivotal mechanism (Clarke 1971; with Vickrey 1961: VCG),
//!   [`Groves::cavallo`] gives part of its revenue back.
//! - [`AffineMaximiser`]: the same with a weight for each agent and a bias for each alternative
//!   (Roberts 1979).
//! - [`ExpectedExternality`]: the budget balances exactly, and honesty is a Bayesian equilibrium
//!   rather than dominant (Arrow 1979; d'Aspremont and Gérard-Varet 1979).
//! - [`balanced_terms`]: can a Groves mechanism balance its budget exactly? The terms if it can, two
//!   type profiles that prove that it cannot otherwise (Green and Laffont 1979; Laffont and Maskin
//!   1980).
//!
//! Reports are types: message `t` of agent `i` says that its type is `t`. Among alternatives that
//! are equally good the first of an order wins, that of their numbers unless another is given.
//!
//! ```
//! use lacuna::mechanism::Mechanism;
//! use lacuna::mechanism::auction::one_object;
//! use lacuna::mechanism::groves::Groves;
//! use lacuna::number::Rational;
//!
//! // With one object, Clarke's mechanism is the second-price auction.
//! let values: Vec<Rational> = (0..=5).map(Rational::from).collect();
//! let clarke = Groves::clarke(&one_object(&vec![values; 3])?)?;
//! let decision = clarke.decide(&[4, 5, 1]);
//! assert_eq!(decision.branches()[0].transfers, [0, -4, 0].map(Rational::from));
//! # Ok::<(), lacuna::mechanism::SettingError>(())
//! ```

mod affine;
mod balance;
mod expected_externality;
mod maximiser;
mod terms;
mod vickrey_clarke_groves;

pub use affine::AffineMaximiser;
pub use balance::{GrovesBalance, MixedDifference, balanced_terms};
pub use expected_externality::ExpectedExternality;
pub use vickrey_clarke_groves::Groves;
