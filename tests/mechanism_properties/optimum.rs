//! No mechanism beats the optimum of design under the conditions that it meets itself.

use lacuna::mechanism::design::{BudgetRule, Designer, Incentives, Objective};
use lacuna::mechanism::examine::Examination;
use lacuna::mechanism::{ParticipationStage, Setting};
use lacuna::number::Rational;

use super::{Case, cases, promises};

fn optimum(
    case: &Case,
    incentives: Incentives,
    stage: ParticipationStage,
    budget: BudgetRule,
    objective: Objective,
) -> Rational {
    let designer = Designer::new(&case.setting)
        .with_objective(objective)
        .with_incentives(incentives)
        .with_participation(stage)
        .with_budget(budget);
    let outcome = designer.solve().expect("small");
    assert!(outcome.verify(&designer).expect("small"), "{}", case.name);
    outcome
        .value()
        .expect("bounded, and the case is feasible")
        .clone()
}

fn size(setting: &Setting) -> usize {
    setting.types().iter().product::<usize>() * setting.alternatives()
}

#[test]
fn no_mechanism_beats_the_optimum_under_the_conditions_that_it_meets() {
    let mut compared = 0;
    for case in cases::all() {
        if size(&case.setting) > 40 {
            continue;
        }
        let exam = Examination::new(&case.setting, &*case.mechanism)
            .and_then(|exam| exam.with_strategies(case.strategies()))
            .expect("fits");
        let holds = |letter| promises::holds(&case, letter, &exam);
        let stage = match () {
            () if holds('P') => ParticipationStage::ExPost,
            () if holds('I') => ParticipationStage::Interim,
            () => ParticipationStage::None,
        };
        let budget = match () {
            () if holds('Z') => BudgetRule::Balance,
            () if holds('N') => BudgetRule::NoDeficit,
            () => BudgetRule::None,
        };
        let kinds = [
            ('D', Incentives::Dominant),
            ('X', Incentives::ExPost),
            ('B', Incentives::Bayesian),
        ];
        let mut weaker: Option<Rational> = None;
        for (letter, incentives) in kinds {
            if !holds(letter) {
                continue;
            }
            let welfare = optimum(&case, incentives, stage, budget, Objective::Welfare);
            let own = exam.expected_welfare().expect("small");
            assert!(own <= welfare, "{}: {own} > {welfare}", case.name);
            // Weaker conditions are worth at least as much.
            assert!(
                weaker.as_ref().is_none_or(|best| *best <= welfare),
                "{}",
                case.name
            );
            weaker = Some(welfare);
            if stage != ParticipationStage::None {
                let revenue = optimum(&case, incentives, stage, budget, Objective::Revenue);
                let own = exam.expected_revenue().expect("small");
                assert!(own <= revenue, "{}: {own} > {revenue}", case.name);
                // Myerson, and Crémer and McLean, cannot be improved upon at all.
                if ["optimal auction", "full extraction"].contains(&case.name) {
                    assert_eq!(own, revenue, "{}", case.name);
                }
            }
            compared += 1;
        }
    }
    assert!(compared >= 20, "{compared}");
}
