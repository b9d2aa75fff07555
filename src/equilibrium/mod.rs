//! What happens: solution concepts and their solvers.
//!
//! | question | answer |
//! |---|---|
//! | which profiles are stable if nobody randomises? | [`pure_equilibria`], for any finite game |
//! | from which altruism weight λ on? | [`phase_diagram`]: every λ at which the set changes, if every player i maximises `u_i + λ·W` |
//! | which actions does reason exclude? | [`dominance`] by actions, [`mixed_dominance`] by mixtures |
//! | what if players randomise? | [`two_player`]: all mixed equilibria; [`lemke_howson`](lemke_howson()) and [`first_equilibrium`]: one of them |
//! | what if a mediator advises them? | [`correlated`]: the best and the worst that it can bring about |
//! | what survives in a population? | [`symmetric`]: evolutionary stability |
//! | which of several equilibria? | [`selection`]: risk and Pareto dominance |
//!
//! A set of equilibria comes as [`Found`], whose variant says whether it is complete; a limit that
//! was hit is an error that carries what was found. Every solver takes any
//! [`Game`](crate::game::Game), also one seen through preferences
//! ([`Perceived`](crate::preference::Perceived)); welfare is then measured on the material game.
//!
//! # Example
//!
//! One game, and outcomes that grow with what players can do: pure, mixed, correlated.
//!
//! ```
//! use lacuna::equilibrium::correlated::Objective;
//! use lacuna::equilibrium::{
//!     CorrelatedOptions, PureOptions, TwoPlayerOptions, all_equilibria, correlated_equilibrium,
//!     pure_equilibria,
//! };
//! use lacuna::game::catalogue::chicken;
//! use lacuna::number::Rational;
//!
//! // Chicken: yield (0) or dare (1). Both would like the other to yield; the first best is 12.
//! let game = chicken(6, 2, 7, 0)?;
//!
//! // For sure: one yields and the other dares, which is worth 9.
//! let pure = pure_equilibria(&game, &PureOptions::default())?;
//! assert_eq!(pure.set().profiles(), vec![vec![0, 1], vec![1, 0]]);
//!
//! // Randomising: also both dare with probability 1/3. These are all, and they are worth 9 to 28/3.
//! let found = all_equilibria(&game, &TwoPlayerOptions::default())?;
//! assert!(found.is_complete());
//! let range = found.set().welfare_range(&game)?;
//! assert_eq!(range.worst.value, Rational::from(9));
//! assert_eq!(range.best.value, Rational::new(28, 3)?);
//!
//! // With a mediator: from 36/5 to 21/2, with the proofs that there is nothing beyond.
//! let best = CorrelatedOptions::default();
//! let worst = best.clone().with_objective(Objective::MinWelfare);
//! for (options, welfare) in [(best, "21/2"), (worst, "36/5")] {
//!     let outcome = correlated_equilibrium(&game, &options)?;
//!     assert_eq!(outcome.value(), Some(&welfare.parse()?));
//!     assert!(outcome.verify(&game, &options));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod correlated;
pub mod dominance;
mod error;
mod found;
mod gains;
mod lambda;
mod lemke_howson;
mod mixed;
pub mod mixed_dominance;
pub mod phase_diagram;
mod pure;
mod scan;
pub mod selection;
mod support_enumeration;
pub mod symmetric;
pub mod two_player;

pub use correlated::{CorrelatedConcept, CorrelatedOptions, Distribution, correlated_equilibrium};
pub use error::SolveError;
pub use found::{Completeness, Found};
pub use lambda::{Deviation, LambdaInterval, lambda_interval};
pub use lemke_howson::{
    LabelledEquilibrium, LemkeHowson, LemkeHowsonOptions, NumericLemkeHowson, PathArithmetic,
    PathObstacle, lemke_howson, lemke_howson_all, lemke_howson_numeric,
};
pub use mixed::MixedProfile;
pub use phase_diagram::{PhaseDiagram, PhaseOptions};
pub use pure::{PureEquilibria, PureOptions, pure_equilibria};
pub use support_enumeration::{
    SupportEquilibrium, SupportObstacle, SupportOptions, first_equilibrium, support_enumeration,
};
pub use two_player::{EquilibriumSet, TwoPlayerOptions, all_equilibria};
