//! The statements against the program of all mechanisms.

use lacuna::contract::Budget;
use lacuna::gap::irreducible::{
    GapTest, Threshold, ThresholdOptions, altruism_threshold, certified_gap, dilemma, gap_test,
};
use lacuna::linear_program::LinearOptions;
use lacuna::mechanism::MechanismOptions;
use lacuna::number::{Extended, Rational};
use lacuna::preference::WeightMatrix;

use crate::random::Draw;
use crate::support::{cooperative, q};
use crate::value::value;

pub const BUDGETS: [Budget; 3] = [Budget::Unrestricted, Budget::Burning, Budget::Balanced];

fn agrees(seed: u64, weights: impl Fn(&mut Draw, usize) -> WeightMatrix<Rational>) -> bool {
    let mut draw = Draw(seed);
    let (problem, monitoring) = draw.problem();
    let preferences = weights(&mut draw, problem.players());
    let first_best = problem.first_best().expected;
    let mut any = false;
    for budget in BUDGETS {
        let limits = LinearOptions::default();
        let test = gap_test(&problem, &monitoring, &preferences, budget, &limits).expect("small");
        assert!(
            test.verify(&problem, &monitoring, &preferences, budget),
            "seed {seed}, {budget:?}: {test:?}"
        );
        let value = value(&problem, &monitoring, &preferences, budget, None);
        assert_eq!(test.is_gap(), value < first_best, "seed {seed}, {budget:?}");
        if let GapTest::Gap(gap) = &test {
            assert!(gap.at_least <= &first_best - &value, "seed {seed}");
        }
        any |= test.is_gap();
    }
    any
}

#[test]
fn the_gap_test_agrees_with_the_value_of_the_best_mechanism() {
    let mut gaps = 0;
    for seed in 0..100 {
        for lambda in ["0", "1/2", "4/5", "2"] {
            gaps += usize::from(agrees(seed, |_, n| cooperative(n, &q(lambda))));
        }
    }
    assert!((40..360).contains(&gaps), "{gaps} of 400 have a gap");
}

#[test]
fn it_does_so_for_any_linear_preferences() {
    let gaps = (1000..1100)
        .filter(|&seed| agrees(seed, Draw::weights))
        .count();
    assert!((10..95).contains(&gaps), "{gaps} of 100 have a gap");
}

#[test]
fn the_threshold_is_where_the_value_reaches_the_first_best() {
    let (mut positive, mut infinite, mut tied, mut bracketed) = (0, 0, 0, 0);
    for seed in 2000..2300 {
        let (problem, monitoring) = Draw(seed).problem();
        let first_best = problem.first_best();
        for budget in BUDGETS {
            let options = ThresholdOptions::default().with_budget(budget);
            let found = altruism_threshold(&problem, &monitoring, &options).expect("small");
            assert!(
                found.verify(&problem, &monitoring, budget),
                "seed {seed}, {budget:?}: {found:?}"
            );
            let at = |lambda: &Rational| {
                let preferences = cooperative(problem.players(), lambda);
                value(&problem, &monitoring, &preferences, budget, None)
            };
            tied += usize::from(first_best.optima[0].len() > 1);
            bracketed += usize::from(matches!(found.value, Threshold::Bracketed { .. }));
            match (found.value.low(), found.value.high()) {
                (Extended::Finite(low), Extended::Finite(high)) => {
                    assert_eq!(at(&high), first_best.expected, "seed {seed}, {budget:?}");
                    assert_eq!(at(&(&high + &Rational::ONE)), first_best.expected);
                    if low.is_positive() {
                        positive += 1;
                        let below = (low.clone() - q("1/1000")).max(low * q("1/2"));
                        assert!(at(&below) < first_best.expected, "seed {seed}, {budget:?}");
                    }
                }
                _ => {
                    infinite += 1;
                    for lambda in ["0", "1", "50"] {
                        assert!(at(&q(lambda)) < first_best.expected, "seed {seed}");
                    }
                }
            }
        }
    }
    println!("{positive} positive, {infinite} infinite, {tied} tied, {bracketed} bracketed of 900");
    assert!(positive > 100 && tied > 100);
}

#[test]
fn no_mechanism_loses_less_than_the_bound() {
    let mut found = [0; 3];
    for seed in 3000..3060 {
        let mut draw = Draw(seed);
        let (problem, monitoring) = draw.problem();
        let preferences = match draw.below(3) {
            0 => WeightMatrix::identity(problem.players()),
            1 => cooperative(problem.players(), &q("1/3")),
            _ => draw.weights(problem.players()),
        };
        let first_best = problem.first_best().expected;
        for budget in BUDGETS {
            for liability in [Some("0"), Some("1/4"), Some("1"), Some("10"), None] {
                let liability = liability.map(q);
                let mut options = MechanismOptions::default().with_budget(budget);
                options.liability = liability.clone();
                let bound = certified_gap(&problem, &monitoring, &preferences, &options);
                let Some(bound) = bound.expect("small") else {
                    continue;
                };
                assert!(bound.verify(&problem, &monitoring, &preferences, &options));
                found[bound.states[0].undeterred as usize] += 1;
                let limit = liability.as_ref();
                let value = value(&problem, &monitoring, &preferences, budget, limit);
                assert!(
                    bound.at_least <= &first_best - &value,
                    "seed {seed}, {budget:?}, {liability:?}: {bound:?}, value {value}"
                );
            }
        }
    }
    assert!(found.iter().all(|&count| count > 5), "{found:?}");
}

#[test]
fn a_dilemma_rules_the_first_best_out_at_every_liability() {
    let mut found = 0;
    for seed in 4000..4200 {
        let mut draw = Draw(seed);
        let (problem, monitoring) = draw.problem();
        let preferences = match draw.below(2) {
            0 => WeightMatrix::identity(problem.players()),
            _ => draw.weights(problem.players()),
        };
        let Some(dilemma) = dilemma(&problem, &monitoring, &preferences).expect("fits") else {
            continue;
        };
        assert!(dilemma.verify(&problem, &monitoring, &preferences));
        found += 1;
        if found % 3 != 0 {
            continue;
        }
        for budget in BUDGETS {
            let limit = q("20");
            let value = value(&problem, &monitoring, &preferences, budget, Some(&limit));
            assert!(value < problem.first_best().expected, "seed {seed}");
        }
    }
    assert!(found > 30, "{found}");
}
