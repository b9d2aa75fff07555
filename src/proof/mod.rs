//! Certificates as documents, and a checker that shares no code with what made them.
//!
//! Every certificate of the crate that a stranger may want to check becomes a [`Proof`]: a JSON
//! document with the whole problem, a hash that ties the claims to it, and the numbers that prove
//! each claim. [`check`] decides a document by adding, multiplying and comparing fractions; it uses
//! the numbers of this crate and nothing else of it, and `docs/proofs.md` says what it does so
//! exactly that others can write their own.
//!
//! ```
//! use lacuna::contract::{AttainableOptions, ContractingProblem, Language};
//! use lacuna::game::catalogue;
//! use lacuna::gap::welfare_gap;
//! use lacuna::preference::WeightMatrix;
//! use lacuna::proof::{CheckOptions, Proof, check};
//!
//! // A prisoner's dilemma in which nothing is verifiable: no contract recovers the 4 that are lost.
//! let problem = ContractingProblem::single_state(catalogue::prisoners_dilemma(3, 0, 5, 1)?)?;
//! let (nothing, selfish) = (Language::trivial(&problem), WeightMatrix::identity(2));
//! let options = AttainableOptions::default();
//! let gap = welfare_gap(&problem, &nothing, &selfish, &options)?;
//! let proof = Proof::of_welfare_gap(&gap, &problem, &nothing, &selfish, &options.settlement)?;
//!
//! // What somebody else reads, and what they find.
//! let checked = check(&Proof::from_json(&proof.to_json())?, &CheckOptions::default())?;
//! let statements: Vec<&str> = checked.claims.iter().map(|c| c.statement.as_str()).collect();
//! assert!(statements.contains(&"The welfare gap is 4."));
//!
//! // Whoever changes a number of the problem changes its hash.
//! let forged = proof.to_json().replacen("\"5\"", "\"2\"", 1);
//! assert!(check(&Proof::from_json(&forged)?, &CheckOptions::default()).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What there is: equilibria of games, their bounds and what is dominated
//! ([`Proof::of_pure_equilibria`], [`Proof::of_correlated`], [`Proof::of_elimination`], ...), phase
//! diagrams ([`Proof::of_phase_diagram`]), stability against mutants ([`Proof::of_stability`]), answers to linear programs
//! ([`Proof::of_linear_program`]), welfare gaps and levels ([`Proof::of_welfare_gap`],
//! [`Proof::of_language_level`]), mechanisms and the plans that bound them
//! ([`Proof::of_best_mechanism`]), laws and repeated play ([`Proof::of_law_analysis`],
//! [`Proof::of_sustained`]), settings with private types and designs
//! ([`Proof::of_cyclic_monotonicity`], [`Proof::of_groves_balance`],
//! [`Proof::of_design_outcome`]), and what no mechanism recovers ([`Proof::of_dilemma`],
//! [`Proof::of_gap_test`], [`Proof::of_altruism_threshold`], [`Proof::of_attained_threshold`]).

mod check;
mod document;
mod error;
mod export;
mod hash;
mod options;
mod unique;

pub use check::{check, verdicts};
pub use document::Proof;
pub use error::ProofError;
pub use options::{CheckOptions, Checked, CheckedClaim, Verdict};
