//! The numbers of the fishery, from the literature and from closed forms.

use lacuna::number::Rational;
use lacuna::simulate::commons::{
    CommonsAnalysis, CommonsPreference, CommonsRules, LambdaRange, MarkovStrategy, Plan, Rationing,
    Shock, StocksConsidered,
};

use super::{equal_awards, factor, factors, q, whole};

/// The λ for which the planner's harvests are an equilibrium.
fn range(rules: &CommonsRules, stocks: StocksConsidered) -> LambdaRange {
    let planner = MarkovStrategy::planner(rules).expect("valid");
    let analysis = CommonsAnalysis::new(rules)
        .expect("valid")
        .with_stocks(stocks);
    analysis.perfect_for(&planner).expect("small")
}

fn lowest(rules: &CommonsRules, stocks: StocksConsidered) -> Rational {
    let range = range(rules, stocks);
    assert!(!range.is_empty() && range.highest.is_none());
    range.lowest.expect("selfish players deviate").lambda
}

#[test]
fn the_planner_takes_half_and_in_the_end_all() {
    let plan = Plan::new(&CommonsRules::default()).expect("valid");
    let path = plan.path().expect("deterministic");
    let harvests: Vec<u64> = path.iter().map(|month| month.harvest).collect();
    assert_eq!(harvests, [50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 100]);
    assert!(path.iter().all(|month| month.stock == 100));
    let two = Plan::new(&CommonsRules::default().with_months(2)).expect("valid");
    let harvests: Vec<u64> = two
        .path()
        .into_iter()
        .flatten()
        .map(|month| month.harvest)
        .collect();
    assert_eq!((two.value(), harvests), (&whole(150), vec![50, 100]));
    let random = equal_awards().with_growth(factors(&["3/2", "5/2"]));
    assert_eq!(Plan::new(&random).expect("valid").path(), None);
}

#[test]
fn a_path_ends_where_the_commons_collapses() {
    // Nothing grows: all is taken at once.
    let rules = CommonsRules::default().with_growth(factor("1"));
    let plan = Plan::new(&rules).expect("valid");
    let path = plan.path().expect("deterministic");
    assert_eq!((path.len(), path[0].harvest), (1, 100));
}

#[test]
fn everybody_gets_a_fifth_of_650_under_the_planner_and_of_100_alone() {
    let analysis = CommonsAnalysis::new(&CommonsRules::default()).expect("valid");
    let planner = MarkovStrategy::planner(analysis.rules()).expect("valid");
    let myopic = MarkovStrategy::myopic(analysis.rules()).expect("valid");
    let ten = MarkovStrategy::capped(analysis.rules(), 10).expect("valid");
    assert_eq!(analysis.value(&planner).expect("fits"), whole(650));
    assert_eq!(analysis.value(&myopic).expect("fits"), whole(100));
    assert_eq!(analysis.value(&ten).expect("fits"), whole(600));
    let path = analysis
        .path(&myopic)
        .expect("fits")
        .expect("deterministic");
    assert_eq!((path.len(), path[0].harvest), (1, 100));
}

#[test]
fn a_shock_costs_the_planner_fifty() {
    let rules = CommonsRules::default().with_shock(Shock::default());
    assert_eq!(rules.optimum().expect("valid"), whole(600));
}

#[test]
fn with_equal_awards_the_planners_path_is_perfect_from_three_fifths_on() {
    for stocks in [
        StocksConsidered::OnPath,
        StocksConsidered::Reachable,
        StocksConsidered::All,
    ] {
        assert_eq!(lowest(&equal_awards(), stocks), q("3/5"));
    }
}

#[test]
fn at_three_fifths_taking_all_in_the_month_before_the_last_is_worth_nothing() {
    let range = range(&equal_awards(), StocksConsidered::Reachable);
    let bound = range.lowest.clone().expect("a bound");
    let there = CommonsPreference::lambda(q("3/5"));
    assert!(bound.deviation.gain(&there).is_zero());
    assert!(range.contains(&q("3/5")) && range.contains(&q("100")));
    assert!(!range.contains(&q("0.5999")));
    let rules = equal_awards();
    let planner = MarkovStrategy::planner(&rules).expect("valid");
    let analysis = CommonsAnalysis::new(&rules).expect("valid");
    let best = |lambda: &str| {
        let preference = CommonsPreference::lambda(q(lambda));
        analysis
            .best_deviation(&planner, &preference)
            .expect("small")
    };
    assert_eq!(best("3/5"), None);
    // 50 at once and nothing later, instead of 20 in the last month.
    let grab = best("1/2").expect("below the threshold");
    assert_eq!((grab.month, grab.stock, grab.instead), (10, 50, 50));
    assert_eq!((grab.own, grab.total), (whole(30), q("-50")));
}

#[test]
fn the_lottery_asks_for_a_trace_more_than_three_fifths() {
    // A player who wants everything waits for nobody, and an other may draw too late.
    let found = lowest(&CommonsRules::default(), StocksConsidered::OnPath);
    assert!(found > q("3/5") && found < q("0.60000000001"), "{found}");
    let demands = [100, 10, 10, 10, 10];
    let grab = Rationing::UnitLottery
        .expected(100, &demands)
        .expect("small");
    // 10 now and 20 later, and all catch 50 more.
    let exact = (&grab[0] - &whole(30)).checked_div(&whole(50)).expect("50");
    assert_eq!(found, exact);
}

#[test]
fn proportional_rationing_gives_29_35_and_in_whole_units_a_little_more() {
    let rules = CommonsRules::default().with_rationing(Rationing::Proportional);
    assert_eq!(rules.divisible_threshold().expect("valid"), q("29/35"));
    // Of 140 wanted, 100 are 500/7: the remainder makes it 72 of the 100 units.
    assert_eq!(lowest(&rules, StocksConsidered::Reachable), q("21/25"));
    // In fine units the two agree but for the rounding of one unit: 5000 of 7000 are no fraction.
    for (capacity, threshold) in [(1_000, "207/250"), (7_000, "29/35")] {
        let rules = rules.clone().with_capacity(capacity).with_months(3);
        assert_eq!(lowest(&rules, StocksConsidered::OnPath), q(threshold));
    }
}

#[test]
fn closed_forms_hold_on_the_path_for_other_growth() {
    for (growth, threshold) in [("3/2", "7/5"), ("2", "3/5"), ("5/2", "1/3")] {
        let rules = equal_awards().with_growth(factor(growth));
        assert_eq!(rules.divisible_threshold().expect("valid"), q(threshold));
        assert_eq!(
            lowest(&rules, StocksConsidered::OnPath),
            q(threshold),
            "{growth}"
        );
    }
}

#[test]
fn rounding_down_can_raise_a_threshold_off_the_path() {
    // 17 grow to 42 and 16 to 40: the odd unit returns 2, and not 5/2.
    let rules = equal_awards().with_growth(factor("5/2"));
    let range = range(&rules, StocksConsidered::Reachable);
    let bound = range.lowest.expect("a bound");
    assert_eq!((bound.lambda, bound.deviation.stock % 2), (q("3/5"), 1));
    let rules = equal_awards().with_growth(factor("3/2"));
    assert_eq!(lowest(&rules, StocksConsidered::Reachable), q("7/5"));
}

#[test]
fn with_growth_at_random_the_threshold_is_that_of_the_mean_on_the_path() {
    let rules = equal_awards().with_growth(factors(&["3/2", "5/2"]));
    assert_eq!(lowest(&rules, StocksConsidered::OnPath), q("3/5"));
    // 31 grow to 46 or 77, and 30 to 45 or 75: the unit returns 3/2.
    assert_eq!(lowest(&rules, StocksConsidered::Reachable), q("7/5"));
}

#[test]
fn closed_forms_are_refused_where_they_do_not_hold() {
    let refused = |rules: CommonsRules| {
        rules
            .divisible_threshold()
            .expect_err("refused")
            .to_string()
    };
    assert_eq!(
        refused(equal_awards().with_growth(factors(&["2"]))),
        "growth is random; it must be deterministic for a closed form"
    );
    assert_eq!(
        refused(equal_awards().with_growth(factor("1"))),
        "a growth factor is 1; it must be above 1 for a threshold"
    );
    assert_eq!(
        refused(equal_awards().with_collapse_below(51)),
        "the limit of collapse is 51; it must be at most the capacity over the growth factor"
    );
    assert!(refused(equal_awards().with_months(1)).contains("months"));
    assert!(refused(equal_awards().with_shock(Shock::default())).contains("shock"));
}

/// A commons in fractions, by its definition: the value to one player and to all of keeping to the
/// path from a stock on.
fn divisible(growth: &Rational, month: u32, stock: &Rational) -> (Rational, Rational) {
    let (capacity, players) = (whole(100), whole(5));
    let keep = capacity.checked_div(growth).expect("positive");
    let left = if month == 11 {
        Rational::ZERO
    } else {
        stock.clone().min(keep)
    };
    let harvest = stock - &left;
    let own = harvest.checked_div(&players).expect("5");
    if left < whole(5) {
        let all = if left.is_zero() {
            harvest
        } else {
            stock.clone()
        };
        return (all.checked_div(&players).expect("5"), all);
    }
    let (later, all) = divisible(growth, month + 1, &(growth * &left).min(capacity));
    (own + &later, harvest + &all)
}

#[test]
fn in_fractions_no_deviation_pays_at_the_closed_form_and_one_does_below() {
    for rationing in [Rationing::EqualAwards, Rationing::Proportional] {
        for growth in ["3/2", "2", "5/2", "3"] {
            let rules = equal_awards()
                .with_rationing(rationing)
                .with_growth(factor(growth));
            let lambda = rules.divisible_threshold().expect("valid");
            let growth = q(growth);
            let keep = whole(100).checked_div(&growth).expect("positive");
            let mut tight = false;
            for month in [0, 5, 9, 10] {
                for fortieth in 2..=40_u64 {
                    let stock = whole(100 * fortieth) * &q("1/40");
                    let (own, all) = divisible(&growth, month, &stock);
                    let kept = own + &(&lambda * &all);
                    let others = (&stock - &keep).max(Rational::ZERO) * &q("4/5");
                    for tried in 0..=40_u64 {
                        let want = whole(tried) * &stock * &q("1/40");
                        let total = &others + &want;
                        let (caught, left) = if total <= stock {
                            (want, &stock - &total)
                        } else if rationing == Rationing::EqualAwards {
                            (&stock - &others, Rational::ZERO)
                        } else {
                            let share = want.checked_div(&total).expect("positive");
                            (share * &stock, Rational::ZERO)
                        };
                        let now = &stock - &left;
                        let mut value = &caught + &(&lambda * &now);
                        if left >= whole(5) {
                            let next = (&growth * &left).min(whole(100));
                            let (own, all) = divisible(&growth, month + 1, &next);
                            value += own + &(&lambda * &all);
                        }
                        assert!(value <= kept, "{rationing:?} {growth} {month} {stock}");
                        // Something that leaves less for all is worth as much: below it pays.
                        tight |= value == kept && now != (&stock - &keep).max(Rational::ZERO);
                    }
                }
            }
            assert!(tight, "{rationing:?} {growth}");
        }
    }
}
