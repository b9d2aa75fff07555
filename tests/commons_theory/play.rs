//! Theory meets play: strategies in the simulator against expected values.

use lacuna::number::Rational;
use lacuna::simulate::Runner;
use lacuna::simulate::commons::{
    Commons, CommonsAnalysis, CommonsRules, Fisher, Growth, Hysteresis, HysteresisPlan,
    MarkovStrategy, Wanted,
};

use super::{RATIONINGS, factors, whole};

fn totals(rules: &CommonsRules, fishers: &mut [Fisher], seed: u64) -> Vec<Rational> {
    let mut commons = Commons::new(rules.clone()).expect("valid");
    let outcome = Runner::default().run(&mut commons, fishers, seed, &mut ());
    outcome.expect("legal").totals
}

#[test]
fn where_nothing_is_left_to_chance_play_gives_the_value() {
    for rationing in RATIONINGS {
        let rules = CommonsRules::default().with_rationing(rationing);
        let analysis = CommonsAnalysis::new(&rules).expect("valid");
        for strategy in [
            MarkovStrategy::planner(&rules),
            MarkovStrategy::myopic(&rules),
            MarkovStrategy::capped(&rules, 10),
            MarkovStrategy::capped(&rules, 11),
            // Shares that are not whole: lots decide.
            MarkovStrategy::of_harvests(&rules, |_, stock| stock / 3),
        ] {
            let strategy = strategy.expect("valid");
            let found = totals(&rules, &mut strategy.fishers(1), 1);
            let expected = analysis.value(&strategy).expect("fits");
            assert_eq!(found.iter().sum::<Rational>(), expected, "{rationing:?}");
        }
    }
}

#[test]
fn the_planners_fishers_get_130_each() {
    let rules = CommonsRules::default();
    let mut fishers = Fisher::planners(&rules, 7).expect("valid");
    let found = totals(&rules, &mut fishers, 1);
    // Everybody wants everything in the end, so that the last 100 go by lot.
    assert_eq!(found.iter().sum::<Rational>(), whole(650));
    let until_then = totals(
        &rules,
        &mut MarkovStrategy::capped(&rules, 10)
            .expect("valid")
            .fishers(1),
        1,
    );
    assert_eq!(until_then, [(); 5].map(|()| whole(120)));
}

/// The mean of the total over episodes, and five standard errors.
fn mean(rules: &CommonsRules, fishers: &mut [Fisher], episodes: u64) -> (f64, f64) {
    let (mut sum, mut squares) = (0.0, 0.0);
    for seed in 0..episodes {
        let total = totals(rules, fishers, seed)
            .iter()
            .sum::<Rational>()
            .to_f64();
        sum += total;
        squares += total * total;
    }
    let mean = sum / episodes as f64;
    let variance = squares / episodes as f64 - mean * mean;
    (mean, 5.0 * (variance / episodes as f64).sqrt())
}

#[test]
fn with_growth_at_random_play_gives_the_value_in_the_mean() {
    let rules = CommonsRules::default().with_growth(factors(&["3/2", "5/2"]));
    let analysis = CommonsAnalysis::new(&rules).expect("valid");
    let third = MarkovStrategy::of_harvests(&rules, |_, stock| stock / 3).expect("valid");
    let planner = MarkovStrategy::planner(&rules).expect("valid");
    for strategy in [planner, third] {
        let expected = analysis.value(&strategy).expect("fits").to_f64();
        let (found, error) = mean(&rules, &mut strategy.fishers(1), 1_500);
        assert!((found - expected).abs() <= error, "{found} {expected}");
    }
}

#[test]
fn under_hysteresis_the_planners_fishers_get_the_planners_value_in_the_mean() {
    let mut lake = Hysteresis::default();
    lake.memory = 2;
    let rules = CommonsRules::default()
        .with_players(3)
        .with_capacity(40)
        .with_growth(Growth::Hysteresis({
            lake.tips_from = whole(15);
            lake.tips_over = whole(20);
            lake.recovers_below = whole(12);
            lake
        }));
    let plan = HysteresisPlan::new(&rules).expect("small");
    let (found, error) = mean(&rules, &mut plan.fishers(1), 1_500);
    let expected = plan.value().to_f64();
    assert!((found - expected).abs() <= error, "{found} {expected}");
}

#[test]
fn public_lots_pick_everybody_equally_often_and_always_as_many_as_are_to_be_picked() {
    let rules = CommonsRules::default().with_months(2);
    let three_more = MarkovStrategy::from_fn(&rules, |month, stock| match month {
        0 => Wanted::share((stock / 2).saturating_sub(2), 5),
        _ => Wanted::alike(0),
    });
    let mut fishers = three_more.expect("valid").fishers(3);
    let mut more = [0; 5];
    for seed in 0..2_000 {
        let found = totals(&rules, &mut fishers, seed);
        // 48 are nine each and three more.
        assert_eq!(found.iter().sum::<Rational>(), whole(48));
        for (count, total) in more.iter_mut().zip(&found) {
            *count += u32::from(*total == whole(10));
        }
    }
    // 1,200 each, with a standard deviation of 22.
    assert!(
        more.iter().all(|&count| (1_090..1_310).contains(&count)),
        "{more:?}"
    );
}

#[test]
fn a_strategy_goes_through_serde_and_is_checked() {
    let rules = CommonsRules::default().with_months(2).with_capacity(10);
    let planner = MarkovStrategy::planner(&rules).expect("valid");
    let text = serde_json::to_string(&planner).expect("plain data");
    let again: MarkovStrategy = serde_json::from_str(&text).expect("the same");
    assert_eq!(again, planner);
    let bad =
        r#"{"players": 2, "wants": [[{"each": 0, "one_more": 0}, {"each": 2, "one_more": 0}]]}"#;
    let error = serde_json::from_str::<MarkovStrategy>(bad).expect_err("2 of 1");
    assert!(
        error.to_string().contains("what a player wants is 2"),
        "{error}"
    );
    assert!(MarkovStrategy::from_fn(&rules, |_, stock| Wanted::alike(stock + 1)).is_err());
    // For other rules it is no strategy.
    let analysis = CommonsAnalysis::new(&CommonsRules::default()).expect("valid");
    assert_eq!(
        analysis
            .value(&planner)
            .expect_err("other months")
            .to_string(),
        "the number of months of the strategy is 2; it must be that of the rules"
    );
}
