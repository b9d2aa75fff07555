//! Agents in environments: reference trajectories, chance by distribution, and what a run promises.

mod commons;
mod conservation;
mod governed;
mod metrics;
mod planner;
mod promises;

use lacuna::number::Rational;

fn q(value: i64) -> Rational {
    Rational::from(value)
}
