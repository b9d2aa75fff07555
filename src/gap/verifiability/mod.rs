//! What it is worth that a court can verify something.
//!
//! Two suppliers, Ada and Bo, deliver the halves of a part. Ada's half costs her 4, Bo's costs him
//! 3, and a third party, the customer, gains 10 if both deliver and nothing otherwise. Left alone
//! neither delivers, and welfare is 0 instead of 3. Inspectors could be hired who tell a court
//! whether Ada has delivered, or whether Bo has. What is an inspector worth?
//!
//! That depends on the other inspector, and on how much the two care for the customer. This module
//! lists the languages that a menu of observations gives and measures each:
//!
//! - [`ObservationMenu`]: what is verifiable anyway, and [`Observation`]s that could be bought.
//! - [`LanguageValuation`]: what somebody makes of a language; [`PlainContracts`] are ready-made, and any other
//!   can be plugged in.
//! - [`verifiability_table`]: the value and the gap in every language of the [`LanguageLattice`]
//!   for every altruism weight λ; from it the [cheapest](VerifiabilityAt::cheapest_closing)
//!   language that closes the gap, the [frontier](VerifiabilityAt::frontier) of cost and gap, what
//!   each observation [adds](VerifiabilityAt::marginal_values), with its Shapley value, and whether
//!   verifiability and prosociality are [substitutes](VerifiabilityTable::interactions).
//! - [`greedy_chain`]: one way through a lattice that is too large to list.
//! - [`language_levels`]: how much altruism each observation saves.
//!
//! ```
//! use lacuna::contract::ContractingProblem;
//! use lacuna::game::NormalForm;
//! use lacuna::gap::verifiability::{
//!     GreedyOptions, InteractionKind, ObservationMenu, PlainContracts, greedy_chain,
//!     verifiability_table,
//! };
//! use lacuna::number::Rational;
//!
//! // Action 1 is to deliver; the customer is player 2 and does nothing.
//! let game = NormalForm::from_fn(&[2, 2, 1], |player, profile| {
//!     let both = profile[0] * profile[1];
//!     Rational::from(match player {
//!         0 => -4 * profile[0] as i64,
//!         1 => -3 * profile[1] as i64,
//!         _ => 10 * both as i64,
//!     })
//! })?;
//! let problem = ContractingProblem::single_state(game)?;
//! let menu = ObservationMenu::each_action(&problem);
//! let plain = PlainContracts::default();
//! let lambdas = ["0", "1/2", "1"].map(|text| text.parse().unwrap_or_default());
//! let table = verifiability_table(&problem, &menu, &plain, &lambdas, &Default::default())?;
//!
//! // Selfish suppliers: one inspector is worth nothing, two are worth 3, half of it each.
//! let selfish = table.at(&lambdas[0])?;
//! let closing = selfish.cheapest_closing().ok_or("no language closes the gap")?;
//! assert_eq!(closing.cost, Rational::from(2));
//! let worth = selfish.marginal_values();
//! assert_eq!(worth.observations[0].least, Some(Rational::ZERO));
//! assert_eq!(worth.observations[0].shapley, Some(Rational::new(3, 2)?));
//!
//! // At λ = 1/2 Bo delivers if Ada does, and Ada's inspector alone is worth 3; at λ = 1 nothing.
//! let some = table.at(&lambdas[1])?.cheapest_closing().ok_or("none closes")?;
//! assert_eq!(table.lattice().languages()[some.languages[0]].cheapest, [0]);
//! assert_eq!(table.at(&lambdas[2])?.cheapest_closing().ok_or("none closes")?.languages, [0]);
//!
//! // So the two are complements first and substitutes then, and no claim holds throughout.
//! let interactions = table.interactions();
//! let ada = &interactions.pairs[..2];
//! assert_eq!(ada[0].kind(), Some(InteractionKind::Complements));
//! assert_eq!(ada[1].kind(), Some(InteractionKind::Substitutes));
//! assert_eq!(interactions.everywhere(), None);
//!
//! // Looking one step ahead, nothing seems to help the selfish; looking two ahead, both do.
//! let ahead = |steps| {
//!     let options = GreedyOptions::default().with_lookahead(steps);
//!     greedy_chain(&problem, &menu, &plain, &lambdas[0], &options)
//! };
//! assert_eq!(ahead(1)?.gap(), Some(Rational::from(3)));
//! assert_eq!(ahead(2)?.gap(), Some(Rational::ZERO));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod column;
mod greedy;
mod interaction;
mod lattice;
mod levels;
mod marginal;
mod observation;
mod table;
mod valuation;

pub use column::{CheapestClosing, FrontierPoint, VerifiabilityAt};
pub use greedy::{GreedyChain, GreedyEnd, GreedyOptions, GreedyStep, greedy_chain};
pub use interaction::{Interaction, InteractionKind, Interactions};
pub use lattice::{Cover, LanguageLattice, LatticeLanguage};
pub use levels::{LanguageLevels, LevelFrontierPoint, language_levels};
pub use marginal::{MarginalValue, MarginalValues, ObservationValue};
pub use observation::{Observation, ObservationMenu};
pub use table::{
    MonotonicityViolation, VerifiabilityOptions, VerifiabilityTable, verifiability_table,
};
pub use valuation::{LanguageValuation, Mechanisms, PlainContracts};
