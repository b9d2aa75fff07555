//! Verdicts on deviations against best replies over all strategies of the deviator.

use lacuna::number::Rational;
use lacuna::simulate::commons::{
    CommonsAnalysis, CommonsPreference, CommonsRules, EquilibriumSelection, Growth, MarkovStrategy,
    PlanLimit, Rationing, Shock, StocksConsidered, SymmetricEquilibrium, Wanted,
};
use proptest::prelude::*;

use super::brute::World;
use super::{RATIONINGS, brute, factor, factors, q, whole};

fn small(players: usize, capacity: u64, months: usize) -> CommonsRules {
    CommonsRules::default()
        .with_players(players)
        .with_capacity(capacity)
        .with_months(months)
        .with_collapse_below(1)
}

fn agree(rules: &CommonsRules, strategy: &MarkovStrategy, own: &Rational, total: &Rational) {
    let mut preference = CommonsPreference::selfish();
    (preference.own, preference.total) = (own.clone(), total.clone());
    let analysis = CommonsAnalysis::new(rules).expect("valid");
    let found = analysis
        .best_deviation(strategy, &preference)
        .expect("small");
    let reachable = brute::reachable(rules);
    let perfect = brute::is_perfect(&World::free(rules), strategy, (own, total), &reachable);
    assert_eq!(
        found.is_none(),
        perfect,
        "{rules:?} {strategy:?} {own} {total}"
    );
    if own == &Rational::ONE {
        let range = analysis.perfect_for(strategy).expect("small");
        assert_eq!(
            range.contains(total),
            perfect,
            "{rules:?} {strategy:?} {total}"
        );
    }
    // The witness: what it promises is what it gives, by the definition.
    if let Some(deviation) = found {
        let at = (deviation.month, deviation.stock, deviation.wants);
        let wanted = strategy.wanted(at.0, at.1).expect("in range");
        if wanted.one_more == 0 {
            let keep = |_: usize, _: u64, want: u64| want;
            let once = |month: usize, stock: u64, want: u64| {
                if (month, stock, want) == at {
                    deviation.instead
                } else {
                    want
                }
            };
            let before = brute::catches(&World::free(rules), strategy, at.0, at.1, &keep);
            let after = brute::catches(&World::free(rules), strategy, at.0, at.1, &once);
            assert_eq!(&after[0] - &before[0], deviation.own);
            let sum = |list: &[Rational]| list.iter().sum::<Rational>();
            assert_eq!(sum(&after) - &sum(&before), deviation.total);
        }
    }
}

fn growths() -> impl Strategy<Value = Growth> {
    prop_oneof![
        Just(factor("2")),
        Just(factor("3/2")),
        Just(factors(&["1", "3"])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn one_shot_verdicts_are_those_of_best_replies(
        growth in growths(),
        rationing in 0..3_usize,
        players in 2..=3_usize,
        months in 1..=3_usize,
        capacity in 2..=6_u64,
        shock in proptest::bool::ANY,
        shares in proptest::collection::vec(0..=100_u64, 21),
        own in -1..=1_i64,
        lambda in 0..=8_i64,
    ) {
        let mut rules = small(players, capacity, months)
            .with_growth(growth)
            .with_rationing(RATIONINGS[rationing]);
        if shock {
            rules = rules.with_shock(Shock::new(1, 2, 1));
        }
        // Any strategy at all: totals up to the stock by lot, or wants beyond it.
        let strategy = MarkovStrategy::from_fn(&rules, |month, stock| {
            let number = shares[(month * 7 + stock as usize) % 21];
            match number % 3 {
                0 => Wanted::alike(number % (stock + 1)),
                _ => match Wanted::share(number % (stock + 1), players) {
                    wanted if wanted.total(players) > u128::from(stock) => Wanted::alike(stock),
                    wanted => wanted,
                },
            }
        }).expect("valid");
        let total = Rational::new(lambda, 4).expect("4");
        agree(&rules, &strategy, &Rational::from(own), &total);
        agree(&rules, &MarkovStrategy::planner(&rules).expect("valid"), &Rational::ONE, &total);
    }

    #[test]
    fn equilibria_that_are_found_withstand_all_strategies_of_a_deviator(
        growth in growths(),
        rationing in 0..3_usize,
        players in 2..=3_usize,
        months in 1..=3_usize,
        capacity in 2..=6_u64,
        lambda in 0..=8_i64,
    ) {
        let rules = small(players, capacity, months)
            .with_growth(growth)
            .with_rationing(RATIONINGS[rationing]);
        let lambda = Rational::new(lambda, 4).expect("4");
        let preference = CommonsPreference::lambda(lambda.clone());
        let analysis = CommonsAnalysis::new(&rules).expect("valid");
        let every: Vec<(usize, u64)> =
            (0..months).flat_map(|month| (0..=capacity).map(move |stock| (month, stock))).collect();
        let mut values = Vec::new();
        for selection in [EquilibriumSelection::Best, EquilibriumSelection::Worst] {
            let found = analysis.equilibrium(&preference, selection).expect("small");
            let strategy = found.strategy().expect("wanting everything is one");
            prop_assert!(brute::is_perfect(&World::free(&rules), strategy, (&Rational::ONE, &lambda), &every));
            let caught = brute::catches(&World::free(&rules), strategy, 0, capacity, &|_, _, want| want);
            prop_assert_eq!(found.value(), Some(&caught.iter().sum::<Rational>()));
            values.push(found.value().cloned());
        }
        prop_assert!(values[0] >= values[1]);
    }
}

#[test]
fn every_pure_symmetric_equilibrium_of_a_small_commons_lies_between_worst_and_best() {
    // Two months: what is played later is fixed, so that every equilibrium can be enumerated.
    for rationing in RATIONINGS {
        for lambda in ["0", "1/4", "1/2", "1", "2"] {
            let rules = small(2, 5, 2).with_rationing(rationing);
            let preference = CommonsPreference::lambda(q(lambda));
            let analysis = CommonsAnalysis::new(&rules).expect("valid");
            let found = |selection| {
                let found = analysis.equilibrium(&preference, selection).expect("small");
                found.value().cloned().expect("one exists")
            };
            let (best, worst) = (
                found(EquilibriumSelection::Best),
                found(EquilibriumSelection::Worst),
            );
            let mut enumerated = Vec::new();
            for first in 0..=5 {
                let strategy = MarkovStrategy::from_fn(&rules, |month, stock| {
                    Wanted::alike(if month == 0 { first.min(stock) } else { stock })
                })
                .expect("valid");
                let reachable = brute::reachable(&rules);
                if brute::is_perfect(
                    &World::free(&rules),
                    &strategy,
                    (&Rational::ONE, &q(lambda)),
                    &reachable,
                ) {
                    let caught =
                        brute::catches(&World::free(&rules), &strategy, 0, 5, &|_, _, want| want);
                    enumerated.push(caught.iter().sum::<Rational>());
                }
            }
            assert!(!enumerated.is_empty());
            assert!(
                enumerated
                    .iter()
                    .all(|value| &worst <= value && value <= &best)
            );
            assert!(enumerated.contains(&worst), "{rationing:?} {lambda}");
        }
    }
}

#[test]
fn no_function_of_a_deviator_beats_a_perfect_strategy() {
    // All 2,592,000 ways to want something in two months are too many to list in fractions of a
    // second; those of a commons of three units are not.
    let rules = small(2, 3, 2).with_rationing(Rationing::EqualAwards);
    let planner = MarkovStrategy::planner(&rules).expect("valid");
    let analysis = CommonsAnalysis::new(&rules).expect("valid");
    for lambda in ["0", "1/2", "1", "3"] {
        let lambda = q(lambda);
        let value = |deviates: &dyn Fn(usize, u64, u64) -> u64| {
            let caught = brute::catches(&World::free(&rules), &planner, 0, 3, deviates);
            &caught[0] + &(&lambda * &caught.iter().sum::<Rational>())
        };
        let kept = value(&|_, _, want| want);
        let mut pays = false;
        for first in 0..=3 {
            for second in brute::tuples(4, 4) {
                pays |= value(&|month, stock, _| {
                    if month == 0 {
                        first
                    } else {
                        second[stock as usize].min(stock)
                    }
                }) > kept;
            }
        }
        // From the beginning only: subgame perfection asks for more.
        let on_path = analysis.clone().with_stocks(StocksConsidered::OnPath);
        let preference = CommonsPreference::lambda(lambda.clone());
        let perfect = analysis
            .best_deviation(&planner, &preference)
            .expect("small")
            .is_none();
        assert!(!(perfect && pays));
        let once = on_path
            .best_deviation(&planner, &preference)
            .expect("small");
        assert!(pays || once.is_none());
    }
}

#[test]
fn selfish_players_take_everything_in_the_first_month_whatever_is_selected() {
    for rationing in RATIONINGS {
        let rules = CommonsRules::default().with_rationing(rationing);
        let analysis = CommonsAnalysis::new(&rules).expect("valid");
        let selfish = CommonsPreference::selfish();
        let mut strategies = Vec::new();
        for selection in [EquilibriumSelection::Best, EquilibriumSelection::Worst] {
            let found = analysis.equilibrium(&selfish, selection).expect("small");
            assert_eq!(found.value(), Some(&whole(100)));
            strategies.push(found.strategy().cloned().expect("found"));
        }
        assert_eq!(strategies[0], strategies[1]);
        let first = strategies[0].wanted(0, 100).expect("in range");
        assert_eq!(first, Wanted::alike(100));
    }
}

#[test]
fn from_the_threshold_on_the_best_equilibrium_is_the_planners_and_the_worst_stays() {
    let rules = super::equal_awards();
    let analysis = CommonsAnalysis::new(&rules).expect("valid");
    for (lambda, best) in [("0.599", 100), ("3/5", 650), ("2", 650)] {
        let preference = CommonsPreference::lambda(q(lambda));
        let value = |selection| {
            let found = analysis.equilibrium(&preference, selection).expect("small");
            found.value().cloned()
        };
        assert_eq!(
            value(EquilibriumSelection::Best),
            Some(whole(best)),
            "{lambda}"
        );
        assert_eq!(
            value(EquilibriumSelection::Worst),
            Some(whole(100)),
            "{lambda}"
        );
    }
}

#[test]
fn players_who_would_rather_not_catch_anything_leave_it_to_the_others() {
    // One unit is taken in the last month if somebody wants it; nobody wants it to be its own.
    let rules = small(2, 3, 1).with_rationing(Rationing::EqualAwards);
    let analysis = CommonsAnalysis::new(&rules).expect("valid");
    let altruist = CommonsPreference::weights(q("1/4"), q("1"));
    for selection in [EquilibriumSelection::Best, EquilibriumSelection::Worst] {
        let found = analysis.equilibrium(&altruist, selection).expect("small");
        match found {
            SymmetricEquilibrium::Found { strategy, .. } => {
                let all: Vec<(usize, u64)> = (0..=3).map(|stock| (0, stock)).collect();
                let weights = (&altruist.own, &altruist.total);
                let world = World::free(&rules);
                assert!(brute::is_perfect(&world, &strategy, weights, &all));
            }
            SymmetricEquilibrium::Nowhere { month, stock } => {
                // By the definition: nothing that both want is an equilibrium there.
                assert_eq!(month, 0);
                for total in 0..=2 * stock {
                    let strategy = MarkovStrategy::from_fn(&rules, |_, at| {
                        let shared = Wanted::share(total, 2);
                        if at == stock && total < stock {
                            shared
                        } else {
                            Wanted::alike((total / 2).min(at))
                        }
                    });
                    let strategy = strategy.expect("valid");
                    let weights = (&altruist.own, &altruist.total);
                    let world = World::free(&rules);
                    assert!(!brute::is_perfect(
                        &world,
                        &strategy,
                        weights,
                        &[(0, stock)]
                    ));
                }
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn deviations_beyond_the_limit_are_refused_before_their_stocks_are_looked_for() {
    let rules = small(2, 30_000, 4);
    let few = PlanLimit::default().with_steps(1_000_000);
    let analysis = CommonsAnalysis::within(few, &rules).expect("small");
    let greedy = MarkovStrategy::myopic(&rules).expect("valid");
    let began = std::time::Instant::now();
    let error = analysis.perfect_for(&greedy).expect_err("refused");
    assert!(error.to_string().contains("choices"), "{error}");
    // Hundreds of millions of harvests would take longer.
    assert!(
        began.elapsed() < std::time::Duration::from_secs(4),
        "{:?}",
        began.elapsed()
    );
}
