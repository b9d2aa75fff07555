//! The numbers of the fishery.

use lacuna::number::Rational;
use lacuna::simulate::commons::{
    CommonsAnalysis, CommonsPreference, CommonsRules, EquilibriumSelection, MarkovStrategy, Plan,
    Rationing, Shock, StocksConsidered,
};

use super::{equal_awards, factor, factors, q, whole};

#[test]
fn show_numbers() {
    let t = std::time::Instant::now();
    for (name, rules) in [
        ("equal", equal_awards()),
        (
            "prop",
            CommonsRules::default().with_rationing(Rationing::Proportional),
        ),
        ("lottery", CommonsRules::default()),
        ("equal 3/2", equal_awards().with_growth(factor("3/2"))),
        ("equal 5/2", equal_awards().with_growth(factor("5/2"))),
        (
            "equal iid",
            equal_awards().with_growth(factors(&["3/2", "5/2"])),
        ),
        ("equal shock", equal_awards().with_shock(Shock::default())),
    ] {
        for scope in [
            StocksConsidered::OnPath,
            StocksConsidered::Reachable,
            StocksConsidered::All,
        ] {
            let analysis = CommonsAnalysis::new(&rules).expect("v").with_stocks(scope);
            let planner = MarkovStrategy::planner(&rules).expect("v");
            let range = analysis.perfect_for(&planner).expect("v");
            println!(
                "{name} {scope:?}: value {} lowest {:?} highest {:?} always {:?} at {:?}",
                analysis.value(&planner).unwrap(),
                range
                    .lowest
                    .as_ref()
                    .map(|b| (b.lambda.to_f64(), &b.deviation)),
                range.highest,
                range.always_pays,
                t.elapsed()
            );
        }
    }
    let analysis = CommonsAnalysis::new(&CommonsRules::default()).unwrap();
    for lambda in ["0", "1/2", "3/5", "0.6000001", "1", "7/5", "2"] {
        for selection in [EquilibriumSelection::Best, EquilibriumSelection::Worst] {
            let found = analysis
                .equilibrium(&CommonsPreference::lambda(q(lambda)), selection)
                .unwrap();
            println!(
                "{lambda} {selection:?}: {:?} {:?}",
                found.value(),
                t.elapsed()
            );
        }
    }
}
