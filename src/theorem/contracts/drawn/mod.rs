//! Instances of the theorems of this chapter: small, with many ties, and near thresholds.

mod languages;
mod mechanisms;
mod payoffs;
mod problems;

pub(super) use languages::{LanguageKind, Money, at_levels, means, reports, same_optimum};
pub(super) use mechanisms::{
    Temptation, at_thresholds, contracting, limited, mixers, monitors, one_sided, plans, rules,
    temptations, unlimited,
};
pub(super) use payoffs::{any_payoffs, near, payoffs};
pub(super) use problems::BUDGETS;
