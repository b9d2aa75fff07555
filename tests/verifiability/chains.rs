//! Greedy chains: what each step claims, and where they end.

use lacuna::contract::ContractingProblem;
use lacuna::gap::GapError;
use lacuna::gap::verifiability::{
    GreedyChain, GreedyEnd, GreedyOptions, LanguageLattice, LanguageValuation, ObservationMenu,
    PlainContracts, greedy_chain, verifiability_table,
};
use lacuna::number::{Extended, Rational};
use proptest::prelude::*;

use crate::menus::{environments, erratic, sets};
use crate::support::random::weights;

fn chain(
    problem: &ContractingProblem,
    menu: &ObservationMenu,
    valuation: &dyn LanguageValuation,
    lambda: &Rational,
    lookahead: usize,
) -> GreedyChain {
    let options = GreedyOptions::default().with_lookahead(lookahead);
    greedy_chain(problem, menu, valuation, lambda, &options).expect("small")
}

/// Checks every step against the table of all languages.
fn check(
    problem: &ContractingProblem,
    menu: &ObservationMenu,
    valuation: &dyn LanguageValuation,
    lambda: &Rational,
    lookahead: usize,
) -> GreedyChain {
    let found = chain(problem, menu, valuation, lambda, lookahead);
    let table = verifiability_table(
        problem,
        menu,
        valuation,
        std::slice::from_ref(lambda),
        &Default::default(),
    )
    .expect("small");
    let column = table.at(lambda).expect("in the table");
    let lattice = table.lattice();
    let value = |set: &[usize]| {
        column
            .value(lattice.language_of(set).expect("known"))
            .cloned()
    };
    let (mut set, mut current) = (Vec::new(), value(&[]));
    assert_eq!(found.start, current);
    // What each set of at most so many observations would gain, a rate above all for free ones.
    let helpful =
        |set: &[usize], current: &Option<Rational>| -> Vec<(Extended<Rational>, Vec<usize>)> {
            let fits = |s: &Vec<usize>| !s.is_empty() && s.len() <= lookahead;
            sets(menu.observations().len())
                .into_iter()
                .filter(fits)
                .filter_map(|more| {
                    let mut all = set.to_vec();
                    all.extend(&more);
                    let after = value(&all)?;
                    let gain = match current {
                        None => return Some((Extended::Infinite, more)),
                        Some(current) => &after - current,
                    };
                    let cost = menu.cost_of(&more).expect("known");
                    gain.is_positive()
                        .then(|| (gain.checked_div(&cost).into(), more))
                })
                .collect()
        };
    for step in &found.steps {
        assert!(column.gap(0) != Some(Rational::ZERO));
        let others = helpful(&set, &current);
        let rate = others
            .iter()
            .find(|(_, more)| *more == step.added)
            .expect("it helps");
        assert!(others.iter().all(|(other, _)| *other <= rate.0));
        set.extend(&step.added);
        let after = value(&set).expect("a step attains something");
        assert_eq!(step.value, after);
        assert_eq!(step.gap, table.first_best() - &after);
        assert_eq!(step.gain, current.as_ref().map(|before| &after - before));
        assert_eq!(step.cost, menu.cost_of(&set).expect("known"));
        assert!(current < Some(after.clone()));
        current = Some(after);
    }
    set.sort_unstable();
    assert_eq!(found.observations(), set);
    assert_eq!(found.value(), current.as_ref());
    match found.end {
        GreedyEnd::Closed => assert_eq!(found.gap(), Some(Rational::ZERO)),
        GreedyEnd::NothingHelps => assert!(helpful(&set, &current).is_empty()),
        other => panic!("{other:?}"),
    }
    let languages = LanguageLattice::new(menu, 16)
        .expect("at most 16")
        .languages()
        .len();
    assert!(found.evaluations <= languages);
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn chains_of_plain_contracts(
        (problem, menu) in environments(1..=2), lambda in weights(), lookahead in 1usize..=4
    ) {
        let plain = PlainContracts::default();
        let found = check(&problem, &menu, &plain, &lambda, lookahead);
        if lookahead >= menu.observations().len() {
            // Everything was within sight, and a finer language is never worse.
            let all: Vec<usize> = (0..menu.observations().len()).collect();
            let language = menu.language_of(&all).expect("known");
            let seen = crate::support::cooperative(problem.players(), &lambda);
            let most = plain.value(&problem, &language, &seen).expect("small");
            prop_assert_eq!(found.value().cloned(), most);
        }
    }

    #[test]
    fn chains_of_any_valuation(
        (problem, menu) in environments(1..=1), lambda in weights(), lookahead in 1usize..=4,
        seed in any::<u64>(), holes in any::<bool>()
    ) {
        check(&problem, &menu, &erratic(seed, holes), &lambda, lookahead);
    }

    #[test]
    fn a_limit_hands_over_the_chain_so_far(
        (problem, menu) in environments(1..=1), limit in 0usize..6
    ) {
        let plain = PlainContracts::default();
        let whole = chain(&problem, &menu, &plain, &Rational::ZERO, 2);
        let options = GreedyOptions::default().with_lookahead(2).with_max_sets(limit);
        match greedy_chain(&problem, &menu, &plain, &Rational::ZERO, &options) {
            Ok(same) => prop_assert_eq!(same, whole),
            Err(GapError::GreedyLimit { limit: said, chain, .. }) => {
                prop_assert_eq!(said, limit);
                prop_assert_eq!(chain.end, GreedyEnd::Limit);
                prop_assert_eq!(&chain.steps[..], &whole.steps[..chain.steps.len()]);
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}
