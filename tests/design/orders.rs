//! Designs with more and with fewer conditions.

use lacuna::mechanism::design::{BudgetRule, DesignOutcome, Designer, Incentives};
use lacuna::mechanism::{ParticipationStage, Prior, Setting};
use lacuna::number::Rational;

use super::drawn::{INCENTIVES, STAGES, ratio, seeded, setting, wishes};

/// Larger is better: no mechanism, a value, no limit.
fn rank(outcome: &DesignOutcome) -> (u8, Rational) {
    match outcome {
        DesignOutcome::Infeasible(_) => (0, Rational::ZERO),
        DesignOutcome::Optimal(design) => (1, design.value.clone()),
        DesignOutcome::Unbounded(_) => (2, Rational::ZERO),
        _ => unreachable!(),
    }
}

fn falls(label: &str, designs: &[Designer<'_>]) {
    let ranks: Vec<_> = designs
        .iter()
        .map(|d| rank(&d.solve().expect("small")))
        .collect();
    assert!(
        ranks.is_sorted_by(|a, b| a >= b),
        "{label}: {ranks:?}\n{:?}",
        designs[0]
    );
}

#[test]
fn each_condition_that_is_added_costs_something_or_nothing() {
    let mut rng = seeded(4);
    for case in 0..120 {
        let drawn = setting(&mut rng, case % 2 == 0);
        // Conditions on types that cannot occur are asked at some stages only.
        let all = drawn
            .profiles()
            .expect("few")
            .iter()
            .all(|t| drawn.probability(&t).is_positive());
        let wished = wishes(&mut rng, &drawn);
        if all {
            let each = INCENTIVES.map(|incentives| wished.clone().with_incentives(incentives));
            falls("incentives", &each);
            let each = STAGES.map(|stage| wished.clone().with_participation(stage));
            falls("participation", &each);
        }
        use BudgetRule::*;
        for chain in [
            [None, ExpectedNoDeficit, NoDeficit, Balance],
            [None, ExpectedNoDeficit, ExpectedBalance, Balance],
        ] {
            falls(
                "budget",
                &chain.map(|budget| wished.clone().with_budget(budget)),
            );
        }
        let loose = wished.clone().with_liability(Rational::from(5));
        let tight = wished.clone().with_liability(Rational::from(2));
        falls("liability", &[loose, tight, wished.clone().without_money()]);
        let branches = wished.clone().with_conditions_in_every_branch();
        falls(
            "branches",
            &[
                branches.clone(),
                branches.with_efficient_choice().expect("few"),
            ],
        );
    }
}

#[test]
fn a_prior_written_as_a_table_leads_to_the_same_value() {
    let mut rng = seeded(5);
    let mut compared = 0;
    while compared < 120 {
        let drawn = setting(&mut rng, true);
        if !drawn.prior().is_independent() {
            continue;
        }
        let mut table = Vec::new();
        drawn
            .profiles()
            .expect("few")
            .for_each(|_, types| table.push(drawn.probability(types)));
        let same = drawn.clone().with_prior(Prior::Joint(table)).expect("fits");
        let mut again = seeded(compared);
        let first = wishes(&mut again, &drawn).with_incentives(Incentives::Bayesian);
        let mut again = seeded(compared);
        let second = wishes(&mut again, &same).with_incentives(Incentives::Bayesian);
        let (first, second) = (
            first.solve().expect("small"),
            second.solve().expect("small"),
        );
        assert_eq!(rank(&first), rank(&second), "{drawn:?}");
        compared += 1;
    }
}

#[test]
fn three_agents_build_the_road_that_is_worth_it() {
    // Two values each; Bayesian honesty and exact balance do not cost any welfare.
    let setting = Setting::private(&[2, 2, 2], 2, |_, own, built| {
        Rational::from(if built == 1 { [-2, 3][own] } else { 0 })
    })
    .expect("valid");
    let designer = Designer::new(&setting).with_budget(BudgetRule::Balance);
    let outcome = designer.solve().expect("small");
    assert!(outcome.verify(&designer).expect("valid"));
    // 9/8 with three high values, 3 · 4/8 with two.
    let welfare = Rational::from(9) * ratio(1, 8) + Rational::from(4) * ratio(3, 8);
    assert_eq!(outcome.value(), Some(&welfare));
    let kept = designer.with_participation(ParticipationStage::Interim);
    assert!(kept.solve().expect("small").verify(&kept).expect("valid"));
}
