//! The names that most programs need: `use lacuna::prelude::*;`.
//!
//! ```
//! use lacuna::prelude::*;
//!
//! let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
//! let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
//! assert_eq!(selfishness_level(&problem)?.value, Extended::Finite(Rational::from(2)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use crate::contract::{
    Attainable, AttainableOptions, Budget, Cell, Contract, Contractible, ContractingProblem,
    Implementability, Information, Language, Monitoring, PlainContract, Settlement,
    SettlementOptions, Verifiability, attainable, implement, settle,
};
pub use crate::equilibrium::correlated::{Objective, SideConstraint};
pub use crate::equilibrium::mixed_dominance::{MixedDominanceOptions, rationalizable};
pub use crate::equilibrium::phase_diagram::Threshold;
pub use crate::equilibrium::two_player::{equilibria_at, zero_sum};
pub use crate::equilibrium::{
    CorrelatedConcept, CorrelatedOptions, EquilibriumSet, Found, LemkeHowsonOptions, MixedProfile,
    PhaseDiagram, PhaseOptions, PureOptions, TwoPlayerOptions, all_equilibria,
    correlated_equilibrium, lambda_interval, lemke_howson, lemke_howson_numeric, pure_equilibria,
};
pub use crate::game::catalogue::DilemmaPayoffs;
pub use crate::game::hidden_effort::HiddenEffort;
pub use crate::game::{Game, GameExt, NormalForm};
pub use crate::gap::benefit::individual_benefit;
pub use crate::gap::correlated_prices::correlated_prices;
pub use crate::gap::exploitation::{CountOptions, exploitation, prosocial_counts};
pub use crate::gap::level::{LevelOptions, language_level, message_level, selfishness_level};
pub use crate::gap::prices::pure_prices;
pub use crate::gap::{WelfareGap, welfare_gap};
pub use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
pub use crate::mechanism::design::{DesignOutcome, Designer, Incentives};
pub use crate::mechanism::examine::{Examination, Sampled, Verdict, Witness};
pub use crate::mechanism::{
    Concern, Decision, Mechanism, MechanismOptions, MechanismTable, OutsideOptions, Prior, Setting,
    Strategies, best_mechanism, mechanism_curve,
};
pub use crate::number::{Exactness, Extended, Rational, Scalar, Tolerance};
pub use crate::preference::{Cooperative, Perceived, Population, Preference, WeightMatrix};
pub use crate::welfare::Welfare;
