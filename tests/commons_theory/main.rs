//! The exact theory of the commons: against closed forms, against brute force from the definitions,
//! and against simulations.

mod brute;
mod catches;
mod equilibria;
mod hysteresis;
mod numbers;
mod play;
mod rules;

use lacuna::number::Rational;
use lacuna::simulate::commons::{CommonsRules, Growth, Rationing};

fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}

fn whole(value: u64) -> Rational {
    Rational::from(value)
}

fn factor(text: &str) -> Growth {
    Growth::Deterministic { factor: q(text) }
}

fn factors(list: &[&str]) -> Growth {
    Growth::Independent {
        factors: list.iter().map(|text| q(text)).collect(),
    }
}

/// A fishery with equal awards.
fn equal_awards() -> CommonsRules {
    CommonsRules::default().with_rationing(Rationing::EqualAwards)
}

const RATIONINGS: [Rationing; 3] = [
    Rationing::UnitLottery,
    Rationing::Proportional,
    Rationing::EqualAwards,
];
