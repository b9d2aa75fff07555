//! Small random settings and wishes.

use lacuna::game::random::generator;
use lacuna::mechanism::design::{BudgetRule, Designer, Incentives, Objective};
use lacuna::mechanism::{Concern, OutsideOptions};
use lacuna::mechanism::{ParticipationStage, Prior, Setting};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use rand::{Rng, RngExt};

pub fn ratio(above: i64, below: i64) -> Rational {
    Rational::new(above, below).expect("not zero")
}

pub fn seeded(seed: u64) -> impl Rng {
    generator(seed, 0)
}

/// Positive probabilities.
pub fn distribution(rng: &mut impl Rng, count: usize) -> Vec<Rational> {
    weighted((0..count).map(|_| rng.random_range(1..=4)).collect())
}

/// Probabilities in these proportions.
pub fn weighted(weights: Vec<i64>) -> Vec<Rational> {
    let total: i64 = weights.iter().sum();
    weights
        .into_iter()
        .map(|weight| ratio(weight, total))
        .collect()
}

/// One or two agents with one to three types and two or three alternatives.
pub fn setting(rng: &mut impl Rng, private: bool) -> Setting {
    let agents = rng.random_range(1..=2);
    let types: Vec<usize> = (0..agents).map(|_| rng.random_range(1..=3)).collect();
    let alternatives = rng.random_range(2..=3);
    let drawn = if private {
        Setting::private(&types, alternatives, |_, _, _| {
            Rational::from(rng.random_range(-3i64..=5))
        })
    } else {
        let value = |_, _: &[usize], _| Rational::from(rng.random_range(-3i64..=5));
        Setting::interdependent(&types, alternatives, value)
    };
    let drawn = drawn.expect("valid");
    let prior = if rng.random_range(0..2) == 0 {
        Prior::Independent(
            types
                .iter()
                .map(|&count| distribution(rng, count))
                .collect(),
        )
    } else {
        let profiles = types.iter().product();
        let mut weights: Vec<i64> = (0..profiles).map(|_| rng.random_range(0..=3)).collect();
        weights[0] += 1;
        Prior::Joint(weighted(weights))
    };
    drawn.with_prior(prior).expect("fits")
}

pub const INCENTIVES: [Incentives; 4] = [
    Incentives::None,
    Incentives::Bayesian,
    Incentives::ExPost,
    Incentives::Dominant,
];

pub const STAGES: [ParticipationStage; 4] = [
    ParticipationStage::None,
    ParticipationStage::ExAnte,
    ParticipationStage::Interim,
    ParticipationStage::ExPost,
];

pub const BUDGETS: [BudgetRule; 5] = [
    BudgetRule::None,
    BudgetRule::ExpectedNoDeficit,
    BudgetRule::ExpectedBalance,
    BudgetRule::NoDeficit,
    BudgetRule::Balance,
];

fn one_of<T: Clone>(rng: &mut impl Rng, list: &[T]) -> T {
    list[rng.random_range(0..list.len())].clone()
}

/// Wishes of all kinds.
pub fn wishes<'s>(rng: &mut impl Rng, setting: &'s Setting) -> Designer<'s> {
    let agents = setting.agents();
    let profiles = setting.profiles().expect("few").len();
    let small = |rng: &mut dyn Rng| Rational::from(rng.random_range(-2i64..=2));
    let objective = match rng.random_range(0..5) {
        0 => Objective::Revenue,
        1 => Objective::Welfare,
        2 => Objective::ResidualSurplus,
        3 => Objective::WeightedPayoffs((0..agents).map(|_| small(rng)).collect()),
        _ => Objective::Linear {
            alternatives: (0..profiles * setting.alternatives())
                .map(|_| small(rng))
                .collect(),
            transfers: match rng.random_range(0..2) {
                0 => Vec::new(),
                _ => (0..profiles * agents).map(|_| small(rng)).collect(),
            },
        },
    };
    let mut designer = Designer::new(setting)
        .with_objective(objective)
        .with_incentives(one_of(rng, &INCENTIVES))
        .with_participation(one_of(rng, &STAGES))
        .with_budget(one_of(rng, &BUDGETS));
    if rng.random_range(0..3) == 0 {
        let types = setting.types().iter();
        let lists = types.map(|&count| (0..count).map(|_| small(rng)).collect());
        designer = designer.with_outside(OutsideOptions::PerType(lists.collect()));
    }
    match rng.random_range(0..6) {
        0 => designer = designer.with_liability(Rational::from(rng.random_range(0i64..=3))),
        1 => designer = designer.without_subsidies(),
        2 => designer = designer.without_money(),
        _ => {}
    }
    if rng.random_range(0..3) == 0 {
        designer = designer.with_conditions_in_every_branch();
    }
    if rng.random_range(0..4) == 0 {
        designer = designer.with_efficient_choice().expect("few");
    }
    if rng.random_range(0..3) == 0 {
        let rows = (0..agents)
            .map(|_| (0..agents).map(|_| small(rng)).collect())
            .collect();
        let concern = one_of(rng, &[Concern::Payoffs, Concern::Values]);
        designer = designer.with_preferences(WeightMatrix::new(rows).expect("square"), concern);
    }
    designer
}
