//! The names that most programs need: `use lacuna::prelude::*;`.

pub use crate::contract::{
    Attainable, AttainableOptions, Budget, Cell, Contract, Contractible, ContractingProblem,
    Implementability, Language, PlainContract, Settlement, SettlementOptions, Verifiability,
    attainable, implement, settle,
};
pub use crate::equilibrium::phase_diagram::Threshold;
pub use crate::equilibrium::{
    Found, PhaseDiagram, PhaseOptions, PureOptions, lambda_interval, pure_equilibria,
};
pub use crate::game::catalogue::DilemmaPayoffs;
pub use crate::game::hidden_effort::HiddenEffort;
pub use crate::game::{Game, GameExt, NormalForm};
pub use crate::gap::benefit::individual_benefit;
pub use crate::gap::exploitation::{CountOptions, exploitation, prosocial_counts};
pub use crate::gap::level::{LevelOptions, language_level, message_level, selfishness_level};
pub use crate::gap::prices::pure_prices;
pub use crate::gap::{WelfareGap, welfare_gap};
pub use crate::number::{Exactness, Extended, Rational, Scalar, Tolerance};
pub use crate::preference::{Cooperative, Perceived, Population, Preference, WeightMatrix};
pub use crate::welfare::Welfare;
