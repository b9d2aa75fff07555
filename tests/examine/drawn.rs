//! Random settings, mechanisms, strategies and preferences.

use lacuna::game::ProfileSpace;
use lacuna::mechanism::Concern;
use lacuna::mechanism::examine::Examination;
use lacuna::mechanism::{Branch, Decision, MechanismTable, Prior, Setting, Strategies};
use lacuna::number::Rational;
use lacuna::preference::{Cooperative, FehrSchmidt, Preference, WeightMatrix};
use rand::rngs::Xoshiro256PlusPlus as Generator;
use rand::{RngExt, SeedableRng};

use super::{q, ratio};

/// One random instance.
pub struct Drawn {
    pub setting: Setting,
    pub mechanism: MechanismTable,
    pub strategies: Strategies,
    pub preference: Option<Box<dyn Preference<Rational>>>,
    pub concern: Concern,
    pub without_money: bool,
}

impl Drawn {
    pub fn examination(&self) -> Examination<'_> {
        let examination = Examination::new(&self.setting, &self.mechanism)
            .and_then(|examination| examination.with_strategies(self.strategies.clone()))
            .expect("valid")
            .with_concern(self.concern);
        match &self.preference {
            None => examination,
            Some(preference) => examination.with_preference(preference.as_ref()),
        }
    }
}

pub fn distribution(rng: &mut Generator, count: usize) -> Vec<Rational> {
    loop {
        let weights: Vec<i64> = (0..count).map(|_| rng.random_range(0..4i64)).collect();
        let total: i64 = weights.iter().sum();
        if total > 0 {
            return weights.iter().map(|&w| ratio(w, total)).collect();
        }
    }
}

fn number(rng: &mut Generator, huge: bool) -> Rational {
    let value = ratio(rng.random_range(-3..=3), rng.random_range(1..=3));
    if huge {
        // Beyond machine integers over a common denominator.
        value
            + "1/1000000000000000000000000"
                .parse::<Rational>()
                .expect("a number")
                * q(rng.random_range(0..5))
    } else {
        value
    }
}

/// An instance for a seed; direct ones have truthful strategies.
pub fn drawn(seed: u64) -> Drawn {
    let rng = &mut Generator::seed_from_u64(seed);
    let agents = rng.random_range(1..=3usize);
    let most = if agents == 3 { 2 } else { 3 };
    let types: Vec<usize> = (0..agents).map(|_| rng.random_range(1..=most)).collect();
    let alternatives = rng.random_range(1..=3usize);
    let huge = rng.random_range(0..5) == 0;
    let private = rng.random_range(0..3) > 0;
    let setting = if private {
        Setting::private(&types, alternatives, |_, _, _| number(rng, huge))
    } else {
        Setting::interdependent(&types, alternatives, |_, _, _| number(rng, huge))
    }
    .expect("valid");
    let space = ProfileSpace::new(&types).expect("small");
    let prior = match rng.random_range(0..3) {
        0 => Prior::uniform(&types),
        1 => Prior::Independent(types.iter().map(|&n| distribution(rng, n)).collect()),
        _ => Prior::Joint(distribution(rng, space.len())),
    };
    let setting = setting.with_prior(prior).expect("a distribution");
    let direct = rng.random_range(0..2) == 0;
    let messages: Vec<usize> = if direct {
        types.clone()
    } else {
        (0..agents).map(|_| rng.random_range(1..=most)).collect()
    };
    let strategies = if direct {
        Strategies::truthful(&setting)
    } else {
        let one = |(&count, &said): (&usize, &usize)| {
            (0..count).map(|_| rng.random_range(0..said)).collect()
        };
        Strategies::new(types.iter().zip(&messages).map(one).collect())
    };
    let without_money = rng.random_range(0..3) == 0;
    let space = ProfileSpace::new(&messages).expect("small");
    let decisions = (0..space.len())
        .map(|_| {
            let shares = match rng.random_range(0..2) {
                0 => vec![Rational::ONE],
                _ => distribution(rng, 3),
            };
            let branch = |share: Rational| {
                let transfers = (0..agents)
                    .map(|_| match without_money {
                        true => Rational::ZERO,
                        false => number(rng, huge),
                    })
                    .collect::<Vec<_>>();
                Branch::new(share, rng.random_range(0..alternatives), transfers)
            };
            Decision::lottery(shares.into_iter().map(branch).collect()).expect("a lottery")
        })
        .collect();
    let mechanism = MechanismTable::new(space, alternatives, decisions).expect("valid");
    let preference: Option<Box<dyn Preference<Rational>>> = match rng.random_range(0..6) {
        0 => {
            let lambda = ratio(rng.random_range(0..4), 2);
            Some(Box::new(Cooperative::new(lambda).expect("not negative")))
        }
        1 => {
            let row = |_| (0..agents).map(|_| q(rng.random_range(-1..=2))).collect();
            Some(Box::new(
                WeightMatrix::new((0..agents).map(row).collect()).expect("square"),
            ))
        }
        2 if agents > 1 => Some(Box::new(
            FehrSchmidt::new(ratio(1, 2), ratio(1, 3)).expect("valid"),
        )),
        _ => None,
    };
    let concern = match rng.random_range(0..2) {
        0 => Concern::Payoffs,
        _ => Concern::Values,
    };
    Drawn {
        setting,
        mechanism,
        strategies,
        preference,
        concern,
        without_money,
    }
}
