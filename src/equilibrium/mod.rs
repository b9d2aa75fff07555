//! What happens: solution concepts and their solvers.
//!
//! [`pure_equilibria`] scans any finite game for all pure equilibria; [`dominance`] eliminates
//! dominated actions, [`mixed_dominance`] those that mixtures dominate; [`phase_diagram`] says,
//! exactly, for which altruism weights λ each profile is an equilibrium when every player i
//! maximises `u_i + λ·W`. [`two_player`] has all mixed equilibria of two-player games,
//! [`lemke_howson`](lemke_howson()) one of them; [`correlated`] the best equilibrium of play that a
//! mediator recommends; [`symmetric`] the symmetric equilibria of symmetric games and their
//! evolutionary stability; [`selection`] the criteria that choose between equilibria.
//!
//! A set of equilibria comes as [`Found`], whose variant says whether it is complete; a limit that
//! was hit is an error that carries what was found.
//!
//! ```
//! use lacuna::equilibrium::{PureOptions, pure_equilibria};
//! use lacuna::game::NormalForm;
//! use lacuna::number::Rational;
//!
//! let stag_hunt = [[4, 0], [3, 3]].map(|row| row.map(Rational::from).to_vec());
//! let game = NormalForm::symmetric(&stag_hunt)?;
//! let found = pure_equilibria(&game, &PureOptions::default())?;
//! assert!(found.is_complete());
//! assert_eq!(found.set().profiles(), vec![vec![0, 0], vec![1, 1]]);
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
