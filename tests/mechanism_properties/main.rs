//! Mechanisms of every kind, examined: what the guides promise of each, in one table; against the
//! optimum of design; and under principles and preferences.

mod cases;
mod composition;
mod optimum;
mod promises;
mod refusals;

use lacuna::mechanism::{Mechanism, Setting, Strategies};
use lacuna::number::Rational;

pub fn n(value: i64) -> Rational {
    Rational::from(value)
}

pub fn list(values: &[i64]) -> Vec<Rational> {
    values.iter().copied().map(Rational::from).collect()
}

/// A mechanism with a setting for it, and what it promises there.
pub struct Case {
    pub name: &'static str,
    pub setting: Setting,
    pub mechanism: Box<dyn Mechanism>,
    /// `None` for honesty.
    pub strategies: Option<Strategies>,
    /// Letters of the properties that hold: see [`promises`].
    pub holds: &'static str,
    /// Letters of those that fail.
    pub fails: &'static str,
    /// The alternative in which two agents have changed places, where envy is asked about.
    pub swap: Option<fn(usize, usize, usize) -> usize>,
}

impl Case {
    pub fn new(
        name: &'static str,
        setting: Setting,
        mechanism: impl Mechanism + 'static,
        (holds, fails): (&'static str, &'static str),
    ) -> Self {
        Case {
            name,
            setting,
            mechanism: Box::new(mechanism),
            strategies: None,
            holds,
            fails,
            swap: None,
        }
    }

    pub fn playing(mut self, strategies: Strategies) -> Self {
        self.strategies = Some(strategies);
        self
    }

    pub fn swapping(mut self, swap: fn(usize, usize, usize) -> usize) -> Self {
        self.swap = Some(swap);
        self
    }

    pub fn strategies(&self) -> Strategies {
        let truth = || Strategies::truthful(&self.setting);
        self.strategies.clone().unwrap_or_else(truth)
    }
}
