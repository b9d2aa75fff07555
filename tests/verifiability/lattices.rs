//! The lattice of a menu against all sets of its observations.

use lacuna::contract::{ContractingProblem, Language};
use lacuna::gap::GapError;
use lacuna::gap::verifiability::{LanguageLattice, ObservationMenu};
use lacuna::number::Rational;
use proptest::prelude::*;

use crate::menus::{environments, sets};
use crate::support::{bimatrix, single};

/// The meet of a set of observations with the base, one by one.
fn met(menu: &ObservationMenu, set: &[usize]) -> Language {
    set.iter().fold(menu.base().clone(), |language, &place| {
        let seen = menu.observations()[place].language();
        language.meet(seen).expect("of one problem")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_lattice_has_the_language_of_every_set_once((problem, menu) in environments(1..=2)) {
        let lattice = LanguageLattice::new(&menu, 16).expect("at most 16 languages");
        let languages = lattice.languages();
        let all = sets(menu.observations().len());
        for (number, entry) in languages.iter().enumerate() {
            let giving: Vec<&Vec<usize>> =
                all.iter().filter(|set| met(&menu, set) == entry.language).collect();
            let best = giving
                .iter()
                .map(|set| (menu.cost_of(set).expect("known"), set.len(), (*set).clone()))
                .min()
                .expect("some set gives it");
            prop_assert_eq!(&(entry.cost.clone(), entry.cheapest.len(), entry.cheapest.clone()), &best);
            let largest = giving.iter().max_by_key(|set| set.len()).expect("some");
            prop_assert_eq!(&&entry.known, largest);
            for later in &languages[number + 1..] {
                prop_assert!(entry.language != later.language);
                prop_assert!(!entry.language.refines(&later.language).expect("alike"));
                let key = |e: &lacuna::gap::verifiability::LatticeLanguage| {
                    (e.language.cells(), e.known.clone())
                };
                prop_assert!(key(entry) < key(later));
            }
        }
        for set in &all {
            let number = lattice.language_of(set).expect("known");
            prop_assert_eq!(&languages[number].language, &met(&menu, set));
            prop_assert_eq!(&menu.language_of(set).expect("known"), &met(&menu, set));
        }
        prop_assert_eq!(&languages[0].language, menu.base());
        // Neighbours, by looking for a language between.
        let finer = |fine: usize, coarse: usize| {
            fine != coarse && languages[fine].language.refines(&languages[coarse].language).expect("alike")
        };
        let count = languages.len();
        let mut covers = Vec::new();
        for coarse in 0..count {
            for fine in 0..count {
                prop_assert_eq!(lattice.refines(fine, coarse), fine == coarse || finer(fine, coarse));
                let between = (0..count).any(|other| finer(fine, other) && finer(other, coarse));
                if finer(fine, coarse) && !between {
                    covers.push((coarse, fine));
                }
            }
        }
        let found: Vec<_> = lattice.covers().iter().map(|c| (c.coarse, c.fine)).collect();
        prop_assert_eq!(found, covers);
        // One language fewer is too few, and the limit is said.
        let refused = LanguageLattice::new(&menu, count - 1);
        let said = match refused {
            Err(GapError::TooManyLanguages { limit, .. }) => Some(limit),
            _ => None,
        };
        prop_assert_eq!(said, Some(count - 1));
        prop_assert!(menu.check(&problem).is_ok());
    }

    #[test]
    fn a_lattice_survives_storage((_, menu) in environments(1..=1)) {
        let lattice = LanguageLattice::new(&menu, 16).expect("at most 16 languages");
        let text = serde_json::to_string(&lattice).expect("plain data");
        let back: LanguageLattice = serde_json::from_str(&text).expect("its own form");
        prop_assert_eq!(&serde_json::to_string(&back).expect("plain data"), &text);
        prop_assert_eq!(back, lattice);
    }
}

fn four_outcomes() -> ContractingProblem {
    single(bimatrix(&[[3, 0], [5, 1]], &[[3, 5], [0, 1]]))
}

#[test]
fn all_questions_give_all_partitions() {
    let limit = 1000;
    for (columns, questions, bell) in [(1usize, 1, 2), (2, 7, 15), (3, 31, 203), (4, 127, 4140)] {
        let game =
            lacuna::game::NormalForm::from_fn(&[2, columns], |_, _| Rational::ZERO).expect("small");
        let problem = single(game);
        let menu = ObservationMenu::each_split(
            &problem,
            &Language::trivial(&problem),
            &Language::complete(&problem),
            limit,
        )
        .expect("few questions");
        assert_eq!(menu.observations().len(), questions);
        if columns < 4 || !cfg!(debug_assertions) {
            let lattice = LanguageLattice::new(&menu, bell).expect("as many as partitions");
            assert_eq!(lattice.languages().len(), bell);
            // Neighbours split one cell in two.
            assert!(lattice.covers().iter().all(|cover| {
                let cells = |number: usize| lattice.languages()[number].language.cells();
                cells(cover.fine) == cells(cover.coarse) + 1
            }));
        }
    }
}

#[test]
fn splits_stay_between_two_languages() {
    let problem = four_outcomes();
    let first = Language::observed(&problem, |_, profile| profile[0]);
    let menu = ObservationMenu::each_split(&problem, &first, &Language::complete(&problem), 2)
        .expect("one split a cell");
    let names: Vec<&str> = menu.observations().iter().map(|o| o.name()).collect();
    assert_eq!(names.len(), 2);
    let lattice = LanguageLattice::new(&menu, 4).expect("four languages");
    assert_eq!(lattice.languages()[0].language, first);
    assert_eq!(
        lattice.languages()[3].language,
        Language::complete(&problem)
    );
    assert!(matches!(
        ObservationMenu::each_split(&problem, &first, &Language::complete(&problem), 1),
        Err(GapError::TooManyObservations { limit: 1, .. })
    ));
    // Nothing to split.
    let none = ObservationMenu::each_split(&problem, &first, &first, 0).expect("none");
    assert_eq!(
        LanguageLattice::new(&none, 1)
            .expect("the base")
            .languages()
            .len(),
        1
    );
}

#[test]
fn many_observations_of_few_languages_are_no_trouble() {
    let problem = four_outcomes();
    let mut menu = ObservationMenu::each_action_and_state(&problem);
    for place in 0..60 {
        let mut again = menu.observations()[place % 2].clone();
        if place % 3 == 0 {
            let cheap = Rational::new(1, 2).expect("a half");
            again = lacuna::gap::verifiability::Observation::new(
                "again",
                again.language().clone(),
                cheap,
            )
            .expect("at least 0");
        }
        menu = menu.with_observation(again).expect("of one problem");
    }
    let lattice = LanguageLattice::new(&menu, 4).expect("four languages");
    assert_eq!(lattice.languages()[3].cheapest, [3, 6]);
    assert_eq!(lattice.languages()[3].cost, Rational::ONE);
    assert_eq!(lattice.languages()[3].known.len(), 63);
}
