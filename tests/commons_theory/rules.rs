//! Caps and quotas: what they attain, against hand computation and against brute force.

use lacuna::number::Rational;
use lacuna::simulate::Runner;
use lacuna::simulate::commons::{
    BestRule, Commons, CommonsAnalysis, CommonsPreference, CommonsRule, CommonsRules,
    EquilibriumSelection, Growth, Hysteresis, MarkovStrategy, PlanLimit, RuleKind, RuleSees,
    StocksConsidered,
};
use proptest::prelude::*;

use super::brute::World;
use super::{RATIONINGS, brute, factor, factors, q, whole};

const KINDS: [RuleKind; 2] = [RuleKind::Cap, RuleKind::Quota];

fn best(rules: &CommonsRules, kind: RuleKind, sees: RuleSees, lambda: &str) -> BestRule {
    let analysis = CommonsAnalysis::new(rules).expect("valid");
    let preference = CommonsPreference::lambda(q(lambda));
    let worst = EquilibriumSelection::Worst;
    let found = analysis
        .best_rule(kind, sees, &preference, worst)
        .expect("small");
    let found = found.expect("an equilibrium");
    // By the other code: no deviation pays under the rule, and the total is what is said.
    let under = analysis.with_rule(found.rule.clone()).expect("fits");
    assert_eq!(
        under.value(&found.equilibrium).expect("fits"),
        found.welfare
    );
    assert_eq!(
        under
            .best_deviation(&found.equilibrium, &preference)
            .expect("small"),
        None
    );
    assert!(found.welfare <= found.at_most && found.at_most <= found.optimum);
    found
}

fn iid() -> CommonsRules {
    CommonsRules::default().with_growth(factors(&["3/2", "5/2"]))
}

#[test]
fn a_constant_quota_leaves_a_gap_of_fifty_against_selfish_players() {
    let rule = best(
        &CommonsRules::default(),
        RuleKind::Quota,
        RuleSees::Nothing,
        "0",
    );
    assert_eq!((rule.welfare.clone(), rule.gap()), (whole(600), whole(50)));
    assert!(rule.is_best());
    assert_eq!(rule.rule.limit(0, 100), Some(50));
}

#[test]
fn a_constant_cap_of_ten_gives_600_and_one_of_twelve_a_little_more() {
    let rules = CommonsRules::default();
    let analysis = CommonsAnalysis::new(&rules).expect("valid");
    let ten = CommonsRule::constant(&rules, RuleKind::Cap, 10).expect("valid");
    let under = analysis.clone().with_rule(ten).expect("fits");
    for selection in [EquilibriumSelection::Best, EquilibriumSelection::Worst] {
        let found = under.equilibrium(&CommonsPreference::selfish(), selection);
        assert_eq!(found.expect("small").value(), Some(&whole(600)));
    }
    // Nobody can take everything alone, so that restraint can be an equilibrium.
    let rule = best(&rules, RuleKind::Cap, RuleSees::Nothing, "0");
    assert_eq!((rule.welfare.clone(), rule.is_best()), (whole(602), true));
    assert_eq!(rule.rule.limit(0, 100), Some(12));
    let under = analysis.with_rule(rule.rule.clone()).expect("fits");
    let path = under
        .path(&rule.equilibrium)
        .expect("fits")
        .expect("deterministic");
    let harvests: Vec<u64> = path.iter().map(|month| month.harvest).collect();
    assert_eq!(harvests, [51, 49, 49, 49, 49, 49, 49, 49, 48, 60, 60, 40]);
    // Month by month the best is not the best in the end.
    let greedy = under.equilibrium(&CommonsPreference::selfish(), EquilibriumSelection::Best);
    assert_eq!(greedy.expect("small").value(), Some(&whole(462)));
    // In the simulator: nobody wants more than the cap, so that it need not be enforced.
    let mut commons = Commons::new(rules).expect("valid");
    let mut fishers = rule.equilibrium.fishers(1);
    let outcome = Runner::default().run(&mut commons, &mut fishers, 1, &mut ());
    let total: Rational = outcome.expect("legal").totals.iter().sum();
    assert_eq!(total, whole(602));
}

#[test]
fn a_rule_that_sees_the_month_closes_the_gap_where_growth_is_always_alike() {
    for kind in KINDS {
        let rule = best(&CommonsRules::default(), kind, RuleSees::Month, "0");
        assert_eq!(rule.gap(), Rational::ZERO);
        assert_eq!(rule.rule.sees(), RuleSees::Month);
        let limit = if kind == RuleKind::Cap { 10 } else { 50 };
        assert!((0..11).all(|month| rule.rule.limit(month, 100) == Some(limit)));
        assert_eq!(rule.rule.limit(11, 100), Some(100));
    }
}

#[test]
fn with_growth_at_random_a_rule_has_to_see_the_stock_as_well() {
    for (kind, constant) in [
        (RuleKind::Cap, "220685/512"),
        (RuleKind::Quota, "53283/128"),
    ] {
        let both = best(&iid(), kind, RuleSees::MonthAndStock, "0");
        assert_eq!(
            (both.welfare.clone(), both.gap()),
            (whole(540), Rational::ZERO)
        );
        let each = if kind == RuleKind::Cap { 5 } else { 1 };
        assert_eq!(both.rule.limit(0, 60), Some(20 / each));
        assert_eq!(both.rule.limit(0, 100), Some(60 / each));
        let nothing = best(&iid(), kind, RuleSees::Nothing, "0");
        assert_eq!(
            (nothing.welfare.clone(), nothing.is_best()),
            (q(constant), true)
        );
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "takes long without optimisation")]
fn the_bounds_in_the_table_are_found() {
    for (kind, sees, always, random) in [
        (RuleKind::Cap, RuleSees::Month, "650", "957195/2048"),
        (RuleKind::Quota, RuleSees::Month, "650", "238249/512"),
        (RuleKind::Cap, RuleSees::Stock, "602", "500"),
        (RuleKind::Quota, RuleSees::Stock, "600", "500"),
    ] {
        assert_eq!(
            best(&CommonsRules::default(), kind, sees, "0").welfare,
            q(always)
        );
        assert_eq!(best(&iid(), kind, sees, "0").welfare, q(random));
    }
}

#[test]
fn a_rule_that_sees_the_stock_alone_is_bounded_and_says_so() {
    let rules = iid().with_capacity(40).with_players(4).with_months(6);
    for kind in KINDS {
        let rule = best(&rules, kind, RuleSees::Stock, "0");
        assert!(matches!(
            rule.rule.sees(),
            RuleSees::Stock | RuleSees::Nothing
        ));
        assert!(!rule.is_best() && rule.at_most == rule.optimum);
        let nothing = best(&rules, kind, RuleSees::Nothing, "0");
        let month = best(&rules, kind, RuleSees::Month, "0");
        assert!(nothing.welfare <= rule.welfare && nothing.welfare <= month.welfare);
        assert!(matches!(
            month.rule.sees(),
            RuleSees::Month | RuleSees::Nothing
        ));
    }
}

#[test]
fn a_quota_that_sees_the_month_and_the_stock_never_leaves_a_gap() {
    for (players, growth) in [
        (2, factor("3/2")),
        (3, factor("5/2")),
        (3, factors(&["1", "3"])),
    ] {
        for lambda in ["0", "1/2"] {
            let rules = CommonsRules::default()
                .with_players(players)
                .with_capacity(17)
                .with_months(4)
                .with_collapse_below(2)
                .with_growth(growth.clone());
            let rule = best(&rules, RuleKind::Quota, RuleSees::MonthAndStock, lambda);
            assert_eq!(rule.gap(), Rational::ZERO);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn equilibria_under_a_rule_withstand_all_strategies_of_a_deviator(
        random in proptest::bool::ANY,
        rationing in 0..3_usize,
        players in 2..=3_usize,
        months in 1..=3_usize,
        capacity in 2..=6_u64,
        quota in proptest::bool::ANY,
        limits in proptest::collection::vec(0..=6_u64, 21),
        lambda in 0..=4_i64,
    ) {
        let growth = if random { factors(&["1", "3"]) } else { factor("2") };
        let rules = CommonsRules::default()
            .with_players(players)
            .with_capacity(capacity)
            .with_months(months)
            .with_collapse_below(1)
            .with_growth(growth)
            .with_rationing(RATIONINGS[rationing]);
        let kind = KINDS[usize::from(quota)];
        let rule = CommonsRule::from_fn(&rules, kind, |month, stock| {
            limits[(7 * month + stock as usize) % 21]
        }).expect("valid");
        let lambda = Rational::new(lambda, 4).expect("4");
        let preference = CommonsPreference::lambda(lambda.clone());
        let analysis = CommonsAnalysis::new(&rules).expect("valid");
        let analysis = analysis.with_rule(rule.clone()).expect("fits");
        let world = World { rules: &rules, rule: Some(&rule) };
        let every: Vec<(usize, u64)> =
            (0..months).flat_map(|month| (0..=capacity).map(move |stock| (month, stock))).collect();
        for selection in [EquilibriumSelection::Best, EquilibriumSelection::Worst] {
            let found = analysis.equilibrium(&preference, selection).expect("small");
            if let Some(strategy) = found.strategy() {
                prop_assert!(brute::is_perfect(&world, strategy, (&Rational::ONE, &lambda), &every));
                let caught = brute::catches(&world, strategy, 0, capacity, &|_, _, want| want);
                prop_assert_eq!(found.value(), Some(&caught.iter().sum::<Rational>()));
            }
        }
        // And verdicts on strategies that are no equilibria, or are.
        let planner = MarkovStrategy::planner(&rules).expect("valid");
        let none = analysis.best_deviation(&planner, &preference).expect("small").is_none();
        let all = analysis.clone().with_stocks(StocksConsidered::All);
        let none_anywhere = all.best_deviation(&planner, &preference).expect("small").is_none();
        let perfect = brute::is_perfect(&world, &planner, (&Rational::ONE, &lambda), &every);
        prop_assert_eq!(none_anywhere, perfect);
        prop_assert!(none || !none_anywhere);
    }
}

#[test]
fn rules_that_do_not_fit_and_hysteresis_are_refused() {
    let rules = CommonsRules::default();
    let other = CommonsRule::constant(&rules.clone().with_months(3), RuleKind::Cap, 10);
    let analysis = CommonsAnalysis::new(&rules).expect("valid");
    assert_eq!(
        analysis
            .clone()
            .with_rule(other.expect("valid"))
            .expect_err("refused")
            .to_string(),
        "the number of months of the rule is 3; it must be that of the rules of the commons"
    );
    let ten = CommonsRule::constant(&rules, RuleKind::Cap, 10).expect("valid");
    let under = analysis.with_rule(ten).expect("fits");
    let selfish = CommonsPreference::selfish();
    let worst = EquilibriumSelection::Worst;
    let refused = under.best_rule(RuleKind::Cap, RuleSees::Month, &selfish, worst);
    assert!(
        refused
            .expect_err("refused")
            .to_string()
            .starts_with("the rule in force is given")
    );
    let few = PlanLimit::default().with_steps(1_000_000);
    let analysis = CommonsAnalysis::within(few, &rules).expect("valid");
    let refused = analysis.best_rule(RuleKind::Cap, RuleSees::Month, &selfish, worst);
    assert_eq!(
        refused.expect_err("refused").to_string(),
        "the number of choices to weigh is 37090836; it must be within the limit of steps"
    );
    let tipping = rules.with_growth(Growth::Hysteresis(Hysteresis::default()));
    assert!(CommonsAnalysis::new(&tipping).is_err());
}
