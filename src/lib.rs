//! Welfare gaps of incomplete contracts between prosocial agents, computed exactly.
//!
//! *Lacuna* means gap: the hole in a law or a contract. When a contract language cannot tell apart
//! all the situations that matter, some welfare is lost that no contract written in that language
//! can recover; agents who weigh others' welfare beside their own can close that gap (Huang et al.,
//! *Mechanism Design Is Not Enough: Prosocial Agents for Cooperative AI*, 2026).
//!
//! # Example
//!
//! ```
//! use lacuna::prelude::*;
//!
//! // A prisoner's dilemma in which each action can be taken with high or low effort; a contract can
//! // see and command the action, but not the effort (Huang et al., 2026).
//! let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0))?;
//! let problem = ContractingProblem::hidden_effort(&lift)?;
//! let language = Language::base_actions(&problem);
//!
//! // Selfish agents: the best contract that moves money between them, and what it must lose.
//! let options = AttainableOptions::default().with_budget(Budget::Balanced);
//! let selfish = WeightMatrix::identity(2);
//! let without = welfare_gap(&problem, &Language::trivial(&problem), &selfish, &options)?;
//! let with = welfare_gap(&problem, &language, &selfish, &options)?;
//! assert_eq!(without.best, Some("10".parse()?));
//! assert_eq!(with.best, Some("5/12".parse()?));
//!
//! // The certificate that no contract in the language does better, checked without the solver.
//! assert!(with.verify(&problem, &language, &selfish, &options));
//!
//! // Agents who maximise u_i + λ·W, with W everybody's welfare, close the rest from λ = 2 on.
//! let level = language_level(&problem, &language, &LevelOptions::default())?;
//! assert_eq!(level.value, Extended::Finite("2".parse()?));
//!
//! // Every λ at which the set of equilibria changes.
//! let phases = PhaseDiagram::new(problem.game(0), &PhaseOptions::default())?;
//! assert_eq!(phases.breakpoints().len(), 4);
//! assert_eq!(phases.every_equilibrium_is_optimal(), Threshold::Infimum("2".parse()?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Map
//!
//! The crate reads as a sentence, and imports point only to what stands before:
//!
//! 1. [`number`]: exact rationals, and `f64` with explicit tolerances;
//! 2. [`game`]: what is played;
//! 3. [`preference`], [`welfare`]: what players care about, and how payoffs are weighed into one
//!    number;
//! 4. [`linear_program`]: exact linear programs with certificates, the engine behind what follows;
//!    [`parametric`]: their values as functions of a parameter;
//! 5. [`equilibrium`]: what happens: pure, mixed and correlated equilibria, dominance, stability;
//! 6. [`contract`]: what can be written down, and what contracts can implement;
//!    [`contract::law`]: contracts as programs that cannot cheat;
//!    [`mechanism`]: the best that reports, recommendations and transfers can do in a contract
//!    language, and how it moves with altruism; rules for agents with private types, and what they
//!    promise;
//! 7. [`gap`]: what is lost, and what closes it;
//! 8. [`simulate`]: agents in environments, runs and recordings;
//! 9. [`io`], `plot`: documents and figures; [`proof`]: certificates as documents;
//! 10. [`theorem`]: theorems that run, and searches for extreme instances.
//!
//! A game form is kept apart from what players want: welfare is always measured on *material*
//! payoffs, at equilibria of the game as players *perceive* it.
//!
//! λ is the paper's altruism weight: player i maximises `u_i + λ·W`, with W the sum of all players'
//! payoffs, its own included. Every other convention converts to and from it through a type of its
//! own in [`preference`].
//!
//! # Features
//!
//! `parallel` (default) scans large games on every core; `plot` (default) adds the `plot` module;
//! `llm` adds language models as agents; `proptest` adds strategies for property tests and theorems
//! run on them. Features only add items, and results do not depend on them.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod contract;
pub mod equilibrium;
pub mod game;
pub mod gap;
pub mod io;
pub mod linear_program;
mod linear_system;
pub mod mechanism;
pub mod number;
pub mod parametric;
#[cfg(feature = "plot")]
pub mod plot;
pub mod preference;
pub mod prelude;
pub mod proof;
pub mod simulate;
pub mod theorem;
pub mod welfare;

/// The README and the guide are tested with the documentation.
#[cfg(doctest)]
mod guide {
    #[doc = include_str!("../README.md")]
    struct Readme;
    #[doc = include_str!("../docs/ten-minutes.md")]
    struct TenMinutes;
    #[doc = include_str!("../docs/concepts.md")]
    struct Concepts;
    #[doc = include_str!("../docs/catalogue.md")]
    struct Catalogue;
    #[doc = include_str!("../docs/how-to.md")]
    struct HowTo;
    #[doc = include_str!("../docs/how-to-find-the-threshold.md")]
    struct HowToFindTheThreshold;
    #[doc = include_str!("../docs/how-to-compare-languages.md")]
    struct HowToCompareLanguages;
    #[doc = include_str!("../docs/how-to-estimate-altruism.md")]
    struct HowToEstimateAltruism;
    #[doc = include_str!("../docs/how-to-bring-your-own-agents.md")]
    struct HowToBringYourOwnAgents;
    #[doc = include_str!("../docs/conventions.md")]
    struct Conventions;
    #[doc = include_str!("../docs/how-to-solve.md")]
    struct HowToSolve;
    #[doc = include_str!("../docs/how-to-mechanisms.md")]
    struct HowToMechanisms;
    #[doc = include_str!("../docs/law.md")]
    struct Law;
    #[doc = include_str!("../docs/how-to-laws.md")]
    struct HowToLaws;
    #[doc = include_str!("../docs/how-to-laws-on-games.md")]
    struct HowToLawsOnGames;
    #[doc = include_str!("../docs/how-to-mechanism-properties.md")]
    struct HowToMechanismProperties;
    #[doc = include_str!("../docs/how-to-money-mechanisms.md")]
    struct HowToMoneyMechanisms;
    #[doc = include_str!("../docs/how-to-rules-and-principles.md")]
    struct HowToRulesAndPrinciples;
    #[doc = include_str!("../docs/how-to-design.md")]
    struct HowToDesign;
    #[cfg(feature = "llm")]
    #[doc = include_str!("../docs/how-to-language-models.md")]
    struct HowToLanguageModels;
    #[doc = include_str!("../docs/proofs.md")]
    struct Proofs;
    #[doc = include_str!("../docs/how-to-simulate.md")]
    struct HowToSimulate;
    #[doc = include_str!("../docs/how-to-table-games.md")]
    struct HowToTableGames;
    #[doc = include_str!("../docs/commons.md")]
    struct Commons;
    #[doc = include_str!("../docs/how-to-conformance.md")]
    struct HowToConformance;
    #[cfg(feature = "proptest")]
    #[doc = include_str!("../docs/how-to-property-tests.md")]
    struct HowToPropertyTests;
    #[doc = include_str!("../docs/how-to-empirical.md")]
    struct HowToEmpirical;
    #[doc = include_str!("../docs/how-to-sweep.md")]
    struct HowToSweep;
    #[doc = include_str!("../docs/how-to-embed.md")]
    struct HowToEmbed;
    #[doc = include_str!("../docs/how-to-agents.md")]
    struct HowToAgents;
    #[doc = include_str!("../docs/how-to-search.md")]
    struct HowToSearch;
    #[doc = include_str!("../docs/ordinal-games.md")]
    struct OrdinalGames;
    #[doc = include_str!("../docs/mathematics.md")]
    struct Mathematics;
    #[doc = include_str!("../docs/formats.md")]
    struct Formats;
    #[doc = include_str!("../docs/peers.md")]
    struct Peers;
}
