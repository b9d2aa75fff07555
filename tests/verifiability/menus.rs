//! Random menus, and valuations that are not contracts.

use lacuna::contract::{ContractingProblem, Language};
use lacuna::gap::GapError;
use lacuna::gap::verifiability::{Observation, ObservationMenu};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use proptest::prelude::*;

use crate::support::random::{language_of, outcomes, problems};

/// Menus of one to four observations of two to four kinds, some free, some alike.
pub fn menus(problem: &ContractingProblem) -> impl Strategy<Value = ObservationMenu> + use<> {
    let count = outcomes(problem);
    let labels = move |most: usize| {
        (1..=most).prop_flat_map(move |kinds| proptest::collection::vec(0..kinds, count))
    };
    let problem = problem.clone();
    (
        labels(2),
        proptest::collection::vec((labels(3), 0i64..4), 1..=4),
        any::<bool>(),
    )
        .prop_map(move |(base, seen, by_action)| {
            let base = match by_action {
                true => Language::trivial(&problem),
                false => language_of(&problem, &base),
            };
            let observations = seen.iter().enumerate().map(|(place, (labels, cost))| {
                // Half of the menus look at actions first: these tend to matter.
                let language = match (by_action, place) {
                    (true, 0 | 1) => Language::observed(&problem, |_, profile| profile[place]),
                    _ => language_of(&problem, labels),
                };
                Observation::new(place.to_string(), language, Rational::from(*cost))
            });
            let observations: Result<Vec<_>, _> = observations.collect();
            ObservationMenu::new(base, observations.expect("costs of at least 0"))
                .expect("of one problem")
        })
}

/// A problem with a menu.
pub fn environments(
    states: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = (ContractingProblem, ObservationMenu)> {
    problems(states)
        .prop_flat_map(|problem| menus(&problem).prop_map(move |menu| (problem.clone(), menu)))
}

/// A valuation that jumps up and down with language and preferences; the first best
/// exactly if the jump is 0, nothing if it is 1 and `holes` are allowed.
pub fn erratic(
    seed: u64,
    holes: bool,
) -> impl Fn(&ContractingProblem, &Language, &WeightMatrix<Rational>) -> Result<Option<Rational>, GapError>
{
    move |problem, language, preferences| {
        let mut mixed = seed;
        let mut stir = |number: u64| {
            mixed = (mixed ^ number)
                .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .rotate_left(23);
        };
        for state in 0..language.states() {
            language.space().iter().for_each(|profile| {
                stir(language.cell(state, &profile).number() as u64);
            });
        }
        let (above, below) = preferences.entry(0, 0).to_i64_parts().expect("small");
        stir(above as u64);
        stir(below as u64);
        let jump = (mixed >> 40) % 6;
        let value = problem.first_best().expected - Rational::from(jump);
        Ok((jump != 1 || !holes).then_some(value))
    }
}

/// All sets of `0..count`, each ascending.
pub fn sets(count: usize) -> Vec<Vec<usize>> {
    (0..1usize << count)
        .map(|bits| (0..count).filter(|place| bits >> place & 1 == 1).collect())
        .collect()
}

/// All orders of `0..count`.
pub fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in orders(count - 1) {
        for place in 0..count {
            let mut order = shorter.clone();
            order.insert(place, count - 1);
            all.push(order);
        }
    }
    all
}
