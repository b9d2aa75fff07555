//! Thresholds that are attained, and how they are ordered.

use lacuna::contract::{
    Budget, ContractError, ContractingProblem, Language, Monitoring, SettlementOptions, settle,
};
use lacuna::gap::GapError;
use lacuna::gap::irreducible::{ThresholdOptions, attained_threshold, ordering};
use lacuna::gap::level::{LevelOptions, language_level};
use lacuna::number::{Extended, Rational};

use crate::examples::monitor;
use crate::random::Draw;
use crate::support::{bimatrix, cooperative, finite, q, ratio, single, symmetric};

#[test]
fn the_monitor_game_needs_one_half_to_attain_and_nothing_to_approach() {
    let (problem, language) = monitor();
    let levels = ordering(
        &problem,
        &language,
        &Default::default(),
        &Default::default(),
    );
    let levels = levels.expect("fines need not go to anybody");
    assert_eq!(levels.mechanisms.value.high(), finite(Rational::ZERO));
    assert_eq!(levels.messages.value, finite(q("1/2")));
    assert_eq!(levels.strict, [Some(true), Some(false), Some(false)]);
    assert!(levels.verify(&problem, &language, &Default::default()));
    let balanced = ThresholdOptions::default().with_budget(Budget::Balanced);
    let refused = ordering(&problem, &language, &balanced, &Default::default());
    assert!(matches!(refused, Err(GapError::OrderingNeedsFines { .. })));
}

/// Problems of one or two states whose optima are unique, with a language.
fn environments(
    seeds: std::ops::Range<u64>,
) -> impl Iterator<Item = (u64, ContractingProblem, Language)> {
    seeds.filter_map(|seed| {
        let mut draw = Draw(seed);
        let shape: &[usize] = [&[2, 2][..], &[3, 2], &[2, 2, 2]][draw.below(3)];
        let states = 1 + draw.below(2);
        let prior = ratio(1, states as i64);
        let list = (0..states)
            .map(|_| (prior.clone(), draw.game(shape, 6)))
            .collect();
        let problem = ContractingProblem::new(list).expect("one shape");
        let cells = 1 + draw.below(4);
        let language = Language::observed(&problem, |_, _| draw.below(cells));
        let unique = problem
            .first_best()
            .optima
            .iter()
            .all(|list| list.len() == 1);
        unique.then_some((seed, problem, language))
    })
}

#[test]
fn without_limits_the_attained_threshold_is_the_language_level() {
    let (mut positive, mut count) = (0, 0);
    for (seed, problem, language) in environments(5000..5120) {
        let level = language_level(&problem, &language, &LevelOptions::default()).expect("small");
        let monitoring = Monitoring::from(&language);
        let options = SettlementOptions::default();
        let found = attained_threshold(&problem, &monitoring, &options).expect("unique");
        assert_eq!(found.value, level.value, "seed {seed}");
        assert!(found.verify(&problem, &monitoring, &options), "seed {seed}");
        count += 1;
        positive += usize::from(level.value != finite(Rational::ZERO));
        let levels = ordering(
            &problem,
            &language,
            &Default::default(),
            &Default::default(),
        );
        let levels = levels.expect("fines need not go to anybody");
        assert!(
            levels.verify(&problem, &language, &Default::default()),
            "seed {seed}: {levels:?}"
        );
    }
    assert!(positive > 20, "{positive} of {count}");
}

#[test]
fn with_limits_it_is_where_the_plan_can_be_settled() {
    let (mut finite, mut infinite) = (0, 0);
    for (seed, problem, language) in environments(6000..6080) {
        let monitoring = Monitoring::from(&language);
        let plan: Vec<Vec<usize>> = (problem.first_best().optima.iter())
            .map(|list| problem.space().profile(list[0]).expect("a profile"))
            .collect();
        for (budget, liability) in [
            (Budget::Balanced, Some("1/2")),
            (Budget::Balanced, Some("3")),
            (Budget::Balanced, None),
            (Budget::Burning, None),
        ] {
            let mut options = SettlementOptions::default().with_budget(budget);
            options.liability = liability.map(q);
            let found = attained_threshold(&problem, &monitoring, &options).expect("unique");
            assert!(
                found.verify(&problem, &monitoring, &options),
                "seed {seed}, {budget:?}, {liability:?}: {found:?}"
            );
            let met = |lambda: &Rational| {
                let agents = cooperative(problem.players(), lambda);
                let settled = settle(&problem, &language, &plan, &agents, &options);
                match settled.expect("small") {
                    lacuna::contract::Settlement::Met(settled) => settled.expected_burnt.is_zero(),
                    lacuna::contract::Settlement::NotMet(_) => false,
                }
            };
            match &found.value {
                Extended::Finite(lambda) => {
                    finite += 1;
                    assert!(met(lambda), "seed {seed}");
                    if lambda.is_positive() {
                        let below = (lambda - &q("1/1000")).max(lambda * &q("1/2"));
                        assert!(!met(&below), "seed {seed}, {budget:?}, {liability:?}");
                    }
                }
                Extended::Infinite => {
                    infinite += 1;
                    assert!([0, 1, 100].iter().all(|&x| !met(&Rational::from(x))));
                }
            }
        }
    }
    println!("{finite} finite, {infinite} infinite");
}

#[test]
fn what_is_not_linear_or_not_unique_is_refused() {
    let problem = single(symmetric(&[[3, 0], [5, 1]]));
    let seen = Monitoring::from(&Language::actions_only(&problem));
    let limited = SettlementOptions::default().with_liability(Rational::ONE);
    assert!(matches!(
        attained_threshold(&problem, &seen, &limited),
        Err(GapError::LiabilityNeedsBalance { .. })
    ));
    let negative = limited
        .with_liability(-Rational::ONE)
        .with_budget(Budget::Balanced);
    assert!(matches!(
        attained_threshold(&problem, &seen, &negative),
        Err(GapError::Contract(ContractError::NegativeLiability { .. }))
    ));
    let expected = SettlementOptions::default().with_budget(Budget::Expected);
    assert!(matches!(
        attained_threshold(&problem, &seen, &expected),
        Err(GapError::Contract(ContractError::ExpectedBudget { .. }))
    ));
    let tied = single(bimatrix(&[[1, 0], [0, 1]], &[[1, 0], [0, 1]]));
    let seen = Monitoring::trivial(&tied);
    assert!(matches!(
        attained_threshold(&tied, &seen, &SettlementOptions::default()),
        Err(GapError::TiedOptima {
            state: 0,
            optima: 2,
            ..
        })
    ));
}

#[test]
fn enforcement_and_prosociality_are_substitutes() {
    // A defector is caught with probability q and fined F, which goes to the other: the alarm goes
    // off for one defector at a time.
    let problem = single(symmetric(&[[3, 0], [5, 1]]));
    for (chance, fine, lambda) in [("0.5", "1", "1.5"), ("0.25", "4", "1"), ("0.1", "5", "1.5")] {
        let (chance, fine) = (q(chance), q(fine));
        let caught = Monitoring::stochastic(&problem, &["quiet", "row", "column"], |_, p| {
            let some = |defects: usize| &chance * &Rational::from(defects);
            let (row, column) = (some(p[0]), some(p[1]));
            let (row, column) = match p {
                [1, 1] => (row * q("1/2"), column * q("1/2")),
                _ => (row, column),
            };
            vec![Rational::ONE - &row - &column, row, column]
        })
        .expect("distributions");
        // Transfers within F/2 around the quiet ones, which can be a bonus: the same incentives.
        let options = SettlementOptions::default()
            .with_budget(Budget::Balanced)
            .with_liability(fine);
        let found = attained_threshold(&problem, &caught, &options).expect("unique");
        assert!(found.verify(&problem, &caught, &options));
        assert_eq!(found.value, finite(q(lambda)));
    }
}
