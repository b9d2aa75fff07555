//! What no rule that is written in the language recovers.
//!
//! A mechanism may ask for reports, recommend actions in secret, and pay whatever the budget
//! allows. The statements here say what is lost under all of them at once, without searching for
//! the best: each is a closed form or one linear program, and comes with a proof that is checked
//! by itself.
//!
//! - [`dilemma`] (Theorem 1): a deviation that nobody can notice at the optimum and that always
//!   pays. No mechanism attains the first best, with unlimited fines and money from outside.
//! - [`certified_gap`] (Theorem 2): how much is lost at least, in closed form.
//! - [`gap_test`] (Theorem 3): is anything lost in the supremum? A deviation plan that nobody can be
//!   held to account for proves a gap; a law of recommendations proves that there is none.
//! - [`altruism_threshold`]: the altruism λ from which nothing is lost in the supremum, and
//!   [`attained_threshold`]: from which a plain contract with limited money attains the first best.
//! - [`ordering`] compares these with the [levels](crate::gap::level) of plain contracts, and
//!   [`messages_close`] (Theorem 5) says when the state becomes contractible.
//!
//! Theorem 1 is for any information; the others are for players who know the state.
//!
//! ```
//! use lacuna::contract::{Budget, ContractingProblem, Language, Monitoring, SettlementOptions};
//! use lacuna::game::NormalForm;
//! use lacuna::gap::irreducible::{
//!     altruism_threshold, attained_threshold, certified_gap, dilemma, gap_test,
//! };
//! use lacuna::linear_program::LinearOptions;
//! use lacuna::mechanism::MechanismOptions;
//! use lacuna::number::{Extended, Rational};
//! use lacuna::preference::WeightMatrix;
//!
//! // Player 0 can be bad for 1, which hurts the other by 3. Player 1 can look, at a cost of 1/2;
//! // if it does not, nobody can tell what player 0 did.
//! let half = Rational::new(1, 2)?;
//! let game = NormalForm::from_fn(&[2, 2], |player, profile| {
//!     let (bad, looks) = (Rational::from(profile[0]), Rational::from(profile[1]));
//!     if player == 0 { bad } else { Rational::from(-3) * bad - looks * &half }
//! })?;
//! let problem = ContractingProblem::single_state(game)?;
//! let seen = Monitoring::from(&Language::observed(&problem, |_, p| (p[1] == 1).then_some(p[0])));
//! let selfish = WeightMatrix::identity(2);
//!
//! // The optimum is to be good and not to look, and then being bad pays: no mechanism attains it.
//! let found = dilemma(&problem, &seen, &selfish)?.ok_or("a dilemma")?;
//! assert_eq!((found.player, found.rule[0]), (0, 1));
//! // With fines of at most 10 at least 1/40 is lost, ...
//! let options = MechanismOptions::default().with_liability(Rational::from(10));
//! let bound = certified_gap(&problem, &seen, &selfish, &options)?.ok_or("a gap")?;
//! assert_eq!(bound.at_least, Rational::new(1, 40)?);
//! // ... and less and less with greater ones: in the supremum nothing.
//! let test = gap_test(&problem, &seen, &selfish, Budget::Unrestricted, &LinearOptions::default())?;
//! assert!(!test.is_gap() && test.verify(&problem, &seen, &selfish, Budget::Unrestricted));
//! let supremum = altruism_threshold(&problem, &seen, &Default::default())?;
//! assert_eq!(supremum.value.high(), Extended::Finite(Rational::ZERO));
//! // A contract that attains the first best needs λ = 1/2.
//! let attained = attained_threshold(&problem, &seen, &SettlementOptions::default())?;
//! assert_eq!(attained.value, Extended::Finite(half));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attained;
mod bound;
mod check;
mod conditions;
mod dilemma;
mod gap_test;
mod messages;
mod ordering;
mod plan;
mod simple_numbers;
mod state;
mod threshold;

pub use attained::{AttainedThreshold, attained_threshold};
pub use bound::{GapBound, StateBound, Undeterred, certified_gap};
pub use dilemma::{Dilemma, DilemmaGain, dilemma};
pub use gap_test::{CertifiedGap, GapTest, gap_test};
pub use messages::{StateReports, messages_close};
pub use ordering::{AltruismOrdering, ordering};
pub use plan::{AdmissiblePlan, ClosedLaw, PlannedDeviation, WeightedTransfers};
pub use threshold::{
    AltruismThreshold, StateThreshold, Threshold, ThresholdOptions, altruism_threshold,
};
