//! The commons against trajectories worked out by hand, and its chance against its distribution.

use lacuna::number::Rational;
use lacuna::simulate::commons::{
    Commons, CommonsObservation, CommonsRules, Growth, Hysteresis, Rationing, Regime, Shock,
};
use lacuna::simulate::{Environment, FromFunction, Runner, SimulationError};

use super::q;

/// Steps until the end; the stock before each harvest, and what each player got in all.
fn harvest(
    rules: CommonsRules,
    seed: u64,
    wants: impl Fn(usize, &CommonsObservation) -> u64,
) -> (Vec<u64>, Vec<u64>) {
    let mut commons = Commons::new(rules).expect("valid rules");
    commons.reset(seed);
    let players = commons.players();
    let mut rewards = vec![Rational::ZERO; players];
    let (mut stocks, mut totals) = (Vec::new(), vec![0; players]);
    while !commons.is_over() {
        stocks.push(commons.stock());
        let wanted: Vec<u64> = (0..players)
            .map(|player| wants(player, &commons.observe(player)))
            .collect();
        commons.step(&wanted, &mut rewards).expect("a legal step");
        for (player, total) in totals.iter_mut().enumerate() {
            assert_eq!(rewards[player], Rational::from(commons.caught()[player]));
            *total += commons.caught()[player];
        }
    }
    (stocks, totals)
}

#[test]
fn ten_each_keep_the_stock_for_a_year() {
    let (stocks, totals) = harvest(CommonsRules::default(), 1, |_, _| 10);
    assert_eq!(stocks, vec![100; 12]);
    assert_eq!(totals, vec![120; 5]);
}

#[test]
fn everything_at_once_collapses_the_commons_in_the_first_month() {
    let (stocks, totals) = harvest(CommonsRules::default(), 1, |_, _| 20);
    assert_eq!((stocks, totals), (vec![100], vec![20; 5]));
}

#[test]
fn five_each_leave_half_of_what_grows() {
    let (stocks, totals) = harvest(CommonsRules::default(), 1, |_, _| 5);
    assert_eq!(stocks.len(), 12);
    assert_eq!(totals.iter().sum::<u64>(), 300);
}

#[test]
fn one_who_takes_fifteen_brings_down_what_nine_would_keep() {
    let (stocks, totals) = harvest(
        CommonsRules::default(),
        1,
        |player, _| {
            if player == 0 { 15 } else { 9 }
        },
    );
    assert_eq!(stocks, vec![100, 98, 94, 86, 70, 38]);
    assert_eq!(totals.iter().sum::<u64>(), 293);
}

#[test]
fn the_planner_leaves_half_and_takes_all_in_the_end() {
    let (stocks, totals) = harvest(CommonsRules::default(), 1, |_, seen| {
        if seen.month == 11 { 20 } else { 10 }
    });
    assert_eq!(stocks, vec![100; 12]);
    assert_eq!(totals, vec![130; 5]);
}

#[test]
fn a_shock_halves_the_stock_of_the_seventh_month() {
    let rules = CommonsRules::default().with_shock(Shock::default());
    let (stocks, _) = harvest(rules, 1, |_, _| 10);
    assert_eq!(stocks[..7], [100, 100, 100, 100, 100, 100, 50]);
}

#[test]
fn what_is_sustainable_follows_the_growth_of_last_month() {
    let commons = Commons::new(CommonsRules::default()).expect("valid rules");
    assert_eq!(commons.sustainable(), 10);
    let slow = CommonsRules::default().with_growth(Growth::Deterministic {
        factor: "3/2".parse().expect("a number"),
    });
    // (1/2 · 100) / (5 · 3/2) = 6 + 2/3.
    assert_eq!(Commons::new(slow).expect("valid").sustainable(), 6);
}

#[test]
fn growth_is_rounded_down_and_capped() {
    let rules = CommonsRules::default().with_growth(Growth::Deterministic {
        factor: "3/2".parse().expect("a number"),
    });
    // 100 − 55 = 45, 67; 67 − 55 = 12, 18; 18 are taken.
    let (stocks, _) = harvest(rules, 1, |_, _| 11);
    assert_eq!(stocks, vec![100, 67, 18]);
}

#[test]
fn ten_each_can_tip_a_lake_with_hysteresis_with_probability_three_tenths() {
    let tipped = (0..4_000)
        .filter(|&seed| {
            let rules =
                CommonsRules::default().with_growth(Growth::Hysteresis(Hysteresis::default()));
            let mut commons = Commons::new(rules).expect("valid rules");
            commons.reset(seed);
            let mut rewards = vec![Rational::ZERO; 5];
            commons.step(&[10; 5], &mut rewards).expect("legal");
            let seen = commons.observe(0);
            // 50 are left: 100 again, or 75 at the degraded factor.
            let degraded = seen.regime == Regime::Degraded;
            assert_eq!(commons.stock(), if degraded { 75 } else { 100 });
            degraded
        })
        .count();
    // Six standard deviations of a binomial of 4,000 at 3/10.
    assert!((1_026..=1_374).contains(&tipped), "{tipped}");
}

#[test]
fn nine_each_never_tip_it() {
    let rules = CommonsRules::default().with_growth(Growth::Hysteresis(Hysteresis::default()));
    for seed in 0..200 {
        let (stocks, _) = harvest(rules.clone(), seed, |_, _| 9);
        assert_eq!(stocks, vec![100; 12]);
    }
}

/// Pearson's statistic of counts against equally likely cells.
fn chi_square(counts: &[u64]) -> f64 {
    let expected = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
    let miss = |&count: &u64| (count as f64 - expected).powi(2) / expected;
    counts.iter().map(miss).sum()
}

fn rationed(rationing: Rationing, stock: u64, wanted: &[u64], seed: u64) -> Vec<u64> {
    let rules = CommonsRules::default()
        .with_players(wanted.len())
        .with_capacity(stock)
        .with_rationing(rationing);
    let mut commons = Commons::new(rules).expect("valid rules");
    commons.reset(seed);
    let mut rewards = vec![Rational::ZERO; wanted.len()];
    commons.step(wanted, &mut rewards).expect("legal");
    commons.caught().to_vec()
}

#[test]
fn each_unit_of_the_lottery_is_equally_likely_to_go_to_anyone_still_hungry() {
    // Three units among three who want many: 27 equally likely sequences, 10 outcomes.
    let mut counts = std::collections::BTreeMap::new();
    let draws = 100_000;
    for seed in 0..draws {
        *counts
            .entry(rationed(Rationing::UnitLottery, 3, &[9, 9, 9], seed))
            .or_insert(0u64) += 1;
    }
    let weight = |caught: &[u64]| {
        let factorial = |n: u64| (1..=n).product::<u64>() as f64;
        6.0 / caught.iter().map(|&n| factorial(n)).product::<f64>() / 27.0
    };
    assert_eq!(counts.len(), 10);
    let statistic: f64 = counts
        .iter()
        .map(|(caught, &count)| {
            let expected = weight(caught) * draws as f64;
            (count as f64 - expected).powi(2) / expected
        })
        .sum();
    // The 0.9999 quantile of chi-square with 9 degrees of freedom is 33.7.
    assert!(statistic < 33.7, "{statistic}");
}

#[test]
fn equal_awards_give_the_same_and_draw_the_rest() {
    assert_eq!(
        rationed(Rationing::EqualAwards, 100, &[10, 50, 90], 1),
        [10, 45, 45]
    );
    let mut counts = [0; 3];
    for seed in 0..100_000 {
        let caught = rationed(Rationing::EqualAwards, 100, &[60, 60, 60], seed);
        assert_eq!(caught.iter().sum::<u64>(), 100);
        for (count, &got) in counts.iter_mut().zip(&caught) {
            assert!(got == 33 || got == 34);
            *count += got - 33;
        }
    }
    assert!(chi_square(&counts) < 18.4, "{counts:?}");
}

#[test]
fn proportional_shares_are_rounded_by_largest_remainders() {
    // 100 · (1, 2, 4)/7 = 14 + 2/7, 28 + 4/7, 57 + 1/7.
    assert_eq!(
        rationed(Rationing::Proportional, 100, &[50, 100, 200], 3),
        [14, 29, 57]
    );
    let mut counts = [0; 3];
    for seed in 0..100_000 {
        for (count, got) in
            counts
                .iter_mut()
                .zip(rationed(Rationing::Proportional, 10, &[7, 7, 7], seed))
        {
            *count += got - 3;
        }
    }
    assert!(chi_square(&counts) < 18.4, "{counts:?}");
}

#[test]
fn rationing_hands_out_the_whole_stock_and_nobody_gets_more_than_it_wants() {
    for rationing in [
        Rationing::UnitLottery,
        Rationing::Proportional,
        Rationing::EqualAwards,
    ] {
        for seed in 0..2_000u64 {
            let wanted: Vec<u64> = (0..5).map(|i| (seed * 7 + i * 13) % 40).collect();
            let stock = 1 + seed % 60;
            let caught = rationed(rationing, stock, &wanted, seed);
            assert_eq!(
                caught.iter().sum::<u64>(),
                stock.min(wanted.iter().sum::<u64>()),
                "{rationing:?} {wanted:?}"
            );
            assert!(caught.iter().zip(&wanted).all(|(got, want)| got <= want));
        }
    }
}

#[test]
fn huge_wishes_are_wishes_like_others() {
    for rationing in [
        Rationing::UnitLottery,
        Rationing::Proportional,
        Rationing::EqualAwards,
    ] {
        let caught = rationed(rationing, 100, &[u64::MAX; 5], 1);
        assert_eq!(caught.iter().sum::<u64>(), 100, "{rationing:?}");
    }
}

#[test]
fn rules_and_steps_that_make_no_sense_are_refused() {
    let refused = |rules: CommonsRules| Commons::new(rules).expect_err("refused").to_string();
    assert_eq!(
        refused(CommonsRules::default().with_players(0)),
        "the number of players is 0; it must be at least 1"
    );
    assert_eq!(
        refused(CommonsRules::default().with_players(usize::MAX)),
        format!(
            "the number of players is {}; it must be at most 10000000",
            usize::MAX
        )
    );
    assert_eq!(
        refused(CommonsRules::default().with_growth(Growth::Independent { factors: vec![] })),
        "the number of growth factors is 0; it must be at least one factor"
    );
    assert_eq!(
        refused(CommonsRules::default().with_shock(Shock::new(1, 1, 101))),
        "what a shock leaves is 101; it must be at most the capacity"
    );
    let mut commons = Commons::new(CommonsRules::default().with_months(1)).expect("valid");
    let mut rewards = vec![q(0); 5];
    let error = commons.step(&[1; 4], &mut rewards).expect_err("refused");
    assert!(matches!(error, SimulationError::WrongLength { .. }));
    commons.step(&[1; 5], &mut rewards).expect("legal");
    let error = commons.step(&[1; 5], &mut rewards).expect_err("refused");
    assert!(matches!(error, SimulationError::Over));
}

#[test]
fn independent_growth_takes_each_factor_equally_often() {
    let factors: Vec<Rational> = ["3/2", "5/2"]
        .map(|f| f.parse().expect("a number"))
        .to_vec();
    let rules = CommonsRules::default().with_growth(Growth::Independent { factors });
    let mut counts = [0; 2];
    for seed in 0..10_000 {
        let mut commons = Commons::new(rules.clone()).expect("valid");
        let mut agents = [(); 5].map(|()| {
            FromFunction::new("twelve", |_: &CommonsObservation, _: &mut dyn rand::Rng| 12)
        });
        Runner::default()
            .with_max_steps(1)
            .run(&mut commons, &mut agents, seed, &mut ())
            .expect("legal");
        // 40 are left: 60 or 100.
        counts[usize::from(commons.stock() == 100)] += 1;
    }
    assert!(chi_square(&counts) < 15.2, "{counts:?}");
}
