//! The fishery as a dynamic game.

use lacuna::number::Rational;
use lacuna::simulate::commons::{
    Commons, CommonsAnalysis, CommonsPreference, CommonsRules, EquilibriumSelection, Growth,
    MarkovStrategy, Plan, Rationing, StocksConsidered,
};

use crate::found::{Computation, Found, row};

fn rules(factor: &str) -> CommonsRules {
    CommonsRules::default()
        .with_rationing(Rationing::EqualAwards)
        .with_growth(Growth::Deterministic {
            factor: factor.parse().expect("a number"),
        })
}

fn path(rules: &CommonsRules) -> Vec<Rational> {
    let plan = Plan::new(rules).expect("valid");
    let months = plan.path().expect("deterministic");
    months
        .iter()
        .map(|month| Rational::from(month.harvest))
        .collect()
}

fn two_rounds() -> Vec<Rational> {
    let rules = rules("2").with_months(2);
    let mut numbers = vec![rules.optimum().expect("valid")];
    numbers.extend(path(&rules));
    numbers
}

/// The closed form, which is also what one-shot deviations on the planner's path give.
fn threshold(factor: &str) -> Rational {
    let rules = rules(factor);
    let analysis = CommonsAnalysis::new(&rules).expect("valid");
    let planner = MarkovStrategy::planner(&rules).expect("valid");
    let on_path = analysis.with_stocks(StocksConsidered::OnPath);
    let range = on_path.perfect_for(&planner).expect("small");
    let closed = rules.divisible_threshold().expect("valid");
    assert_eq!(range.lowest.expect("a bound").lambda, closed);
    closed
}

/// Perfect at 3/5, and not below it.
fn perfect_at_three_fifths() -> Vec<Found> {
    let rules = rules("2");
    let planner = MarkovStrategy::planner(&rules).expect("valid");
    let analysis = CommonsAnalysis::new(&rules).expect("valid");
    let range = analysis.perfect_for(&planner).expect("small");
    let at = |lambda: &str| range.contains(&lambda.parse().expect("a number"));
    vec![at("0.6").into(), (!at("0.599")).into()]
}

fn selfish_total() -> Rational {
    let analysis = CommonsAnalysis::new(&CommonsRules::default()).expect("valid");
    let worst = EquilibriumSelection::Worst;
    let found = analysis.equilibrium(&CommonsPreference::selfish(), worst);
    found.expect("small").value().cloned().expect("one exists")
}

fn sustainable() -> Rational {
    let commons = Commons::new(CommonsRules::default()).expect("valid");
    Rational::from(commons.sustainable())
}

pub fn table() -> Vec<(&'static str, Computation)> {
    vec![
        row("govsim.planner_path", || path(&rules("2"))),
        row("govsim.two_round", two_rounds),
        row("govsim.myopic_total", selfish_total),
        row("govsim.sustainability_threshold", sustainable),
        row("govsim.lambda_star.g2.0_n5", || threshold("2")),
        row("govsim.lambda_star.g1.5_n5", || threshold("3/2")),
        row("govsim.lambda_star.g2.5_n5", || threshold("5/2")),
        row("govsim.profile_is_spe_at_0.6", || {
            Found::List(perfect_at_three_fifths())
        }),
    ]
}
