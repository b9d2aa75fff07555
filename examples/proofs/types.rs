//! Certificates about strategies in symmetric games and about private types.

use lacuna::equilibrium::symmetric::{
    SymmetricOptions, evolutionary_stability, symmetric_equilibria,
};
use lacuna::game::NormalForm;
use lacuna::mechanism::design::{BudgetRule, Designer, Incentives, Objective};
use lacuna::mechanism::examine::Examination;
use lacuna::mechanism::groves::balanced_terms;
use lacuna::mechanism::{
    Branch, Concern, Decision, MechanismTable, OutsideOptions, ParticipationStage, Prior, Setting,
    TableLimit,
};
use lacuna::number::Rational;
use lacuna::preference::{Perceived, WeightMatrix};
use lacuna::proof::Proof;
use rand::{Rng, RngExt};

use super::{Problem, altruism};

/// A strategy of a symmetric game, mostly one that is a best reply to itself.
pub fn stability(rng: &mut impl Rng) -> Problem<Option<Proof>> {
    let size = rng.random_range(2..=4);
    let most = rng.random_range(1..=3);
    let rows: Vec<Vec<Rational>> = (0..size)
        .map(|_| {
            (0..size)
                .map(|_| Rational::from(rng.random_range(-1..=most)))
                .collect()
        })
        .collect();
    let game = NormalForm::symmetric(&rows)?;
    let seen = Perceived::new(&game, WeightMatrix::cooperative(2, &altruism(rng)?)?)?;
    let options = SymmetricOptions::default();
    let mut candidates: Vec<Vec<Rational>> = symmetric_equilibria(&seen, &options)?
        .into_set()
        .extreme
        .into_iter()
        .map(|found| found.strategy)
        .collect();
    if rng.random_range(0..8) == 0 || candidates.is_empty() {
        candidates = vec![vec![Rational::new(1, size)?; size as usize]];
    }
    let strategy = &candidates[rng.random_range(0..candidates.len())];
    let verdict = evolutionary_stability(&seen, strategy, &options)?;
    Ok(Some(Proof::of_stability(&verdict, &seen, strategy)?))
}

fn shares(count: usize, rng: &mut impl Rng) -> Problem<Vec<Rational>> {
    loop {
        let weights: Vec<i64> = (0..count).map(|_| rng.random_range(0..=3)).collect();
        let total: i64 = weights.iter().sum();
        if total > 0 {
            let share = |weight| Rational::new(weight, total);
            return Ok(weights.into_iter().map(share).collect::<Result<_, _>>()?);
        }
    }
}

/// One to three agents with up to three types and two or three alternatives.
fn setting(rng: &mut impl Rng) -> Problem<Setting> {
    let shapes: [&[usize]; 6] = [&[3], &[2, 2], &[3, 2], &[2, 1], &[2, 2, 2], &[2, 3]];
    let types = shapes[rng.random_range(0..shapes.len())];
    let alternatives = rng.random_range(2..=3);
    let mut draw = || Rational::from(rng.random_range(-1..=3));
    let setting = match draw().is_positive() {
        true => Setting::private(types, alternatives, |_, _, _| draw())?,
        false => Setting::interdependent(types, alternatives, |_, _, _| draw())?,
    };
    Ok(match rng.random_range(0..3) {
        0 => {
            let profiles = setting.profiles()?.len();
            setting.with_prior(Prior::Joint(shares(profiles, rng)?))?
        }
        1 => {
            let lists: Problem<Vec<_>> = types.iter().map(|&count| shares(count, rng)).collect();
            setting.with_prior(Prior::Independent(lists?))?
        }
        _ => setting,
    })
}

/// A rule that chooses what is best for everybody together, or anything.
pub fn monotonicity(rng: &mut impl Rng) -> Problem<Option<Proof>> {
    let setting = setting(rng)?;
    let (agents, alternatives) = (setting.agents(), setting.alternatives());
    let efficient = rng.random_range(0..2) == 0;
    let mut decisions = Vec::new();
    for types in setting.profiles()?.iter() {
        let nothing = vec![Rational::ZERO; agents];
        if efficient {
            let best = (0..alternatives).max_by_key(|&a| setting.welfare(&types, a));
            decisions.push(Decision::certain(best.unwrap_or(0), nothing));
            continue;
        }
        let law = shares(alternatives, rng)?;
        let branch = |(a, p)| Branch::new(p, a, nothing.clone());
        decisions.push(Decision::lottery(
            law.into_iter().enumerate().map(branch).collect(),
        )?);
    }
    let rule = MechanismTable::new(setting.profiles()?, alternatives, decisions)?;
    let weights = WeightMatrix::cooperative(agents, &altruism(rng)?)?;
    let examination = Examination::new(&setting, &rule)?
        .with_preference(&weights)
        .with_concern(Concern::Values);
    let verdict = examination.cyclic_monotonicity()?;
    Ok(Some(Proof::of_cyclic_monotonicity(
        &verdict, &setting, &rule, &weights,
    )?))
}

/// The budget of Groves mechanisms.
pub fn groves(rng: &mut impl Rng) -> Problem<Option<Proof>> {
    let setting = setting(rng)?;
    if !setting.has_private_values() {
        return Ok(None);
    }
    let balance = balanced_terms(&setting, TableLimit::default())?;
    Ok(Some(Proof::of_groves_balance(&balance, &setting)?))
}

/// A design problem with conditions of all kinds.
pub fn design(rng: &mut impl Rng) -> Problem<Option<Proof>> {
    let setting = setting(rng)?;
    let (agents, alternatives) = (setting.agents(), setting.alternatives());
    let profiles = setting.profiles()?.len();
    let numbers = |count: usize, rng: &mut dyn FnMut() -> i64| -> Vec<Rational> {
        (0..count).map(|_| Rational::from(rng())).collect()
    };
    let objective = match rng.random_range(0..6) {
        0 | 1 => Objective::Revenue,
        2 => Objective::Welfare,
        3 => Objective::ResidualSurplus,
        4 => Objective::WeightedPayoffs(numbers(agents, &mut || rng.random_range(0..=2))),
        _ => Objective::Linear {
            alternatives: numbers(profiles * alternatives, &mut || rng.random_range(-1..=2)),
            transfers: match rng.random_range(0..2) {
                0 => Vec::new(),
                _ => numbers(profiles * agents, &mut || rng.random_range(-1..=1)),
            },
        },
    };
    let incentives = [
        Incentives::None,
        Incentives::Dominant,
        Incentives::ExPost,
        Incentives::Bayesian,
        Incentives::Bayesian,
    ][rng.random_range(0..5)];
    let stage = [
        ParticipationStage::None,
        ParticipationStage::ExAnte,
        ParticipationStage::Interim,
        ParticipationStage::ExPost,
    ][rng.random_range(0..4)];
    let budget = [
        BudgetRule::None,
        BudgetRule::ExpectedNoDeficit,
        BudgetRule::ExpectedBalance,
        BudgetRule::NoDeficit,
        BudgetRule::Balance,
    ][rng.random_range(0..5)];
    let mut designer = Designer::new(&setting)
        .with_objective(objective)
        .with_incentives(incentives)
        .with_participation(stage)
        .with_budget(budget);
    match rng.random_range(0..4) {
        0 => designer = designer.with_liability(Rational::from(rng.random_range(1..=3))),
        1 => designer = designer.without_subsidies(),
        2 => designer = designer.with_least_transfer(Rational::from(rng.random_range(-2..=0))),
        _ => {}
    }
    if rng.random_range(0..3) == 0 {
        let own: Rational = ["1/2", "-1", "1", "3"][rng.random_range(0..4)].parse()?;
        designer = designer.with_outside(OutsideOptions::Constant(own));
    }
    if rng.random_range(0..3) == 0 {
        designer = designer.with_conditions_in_every_branch();
    }
    if rng.random_range(0..6) == 0 {
        designer = designer.without_money();
    }
    if rng.random_range(0..3) == 0 {
        let concern = [Concern::Payoffs, Concern::Values][rng.random_range(0..2)];
        let weights = WeightMatrix::cooperative(agents, &altruism(rng)?)?;
        designer = designer.with_preferences(weights, concern);
    }
    match rng.random_range(0..5) {
        0 => designer = designer.with_efficient_choice()?,
        1 => designer = designer.with_allowed(|types, a| types[0] == 0 || a != 0)?,
        _ => {}
    }
    // Some wishes contradict each other, such as no money and transfers above 0.
    let Ok(outcome) = designer.solve() else {
        return Ok(None);
    };
    Ok(Some(Proof::of_design_outcome(&outcome, &designer)?))
}
