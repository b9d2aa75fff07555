//! Built-in objectives: winners against brute force over all games, evidence against checkers.

use std::sync::atomic::{AtomicUsize, Ordering};

use lacuna::contract::{Budget, Language};
use lacuna::game::{Game, GameExt, NormalForm, random};
use lacuna::mechanism::MechanismOptions;
use lacuna::number::{Extended, Rational};
use lacuna::theorem::search::{
    CertifiedShare, FiniteOnly, GameClass, LanguageGap, LanguageLevel, Leader, Measure,
    MechanismThreshold, Objective, PriceOfAnarchy, SearchError, SearchOptions, SelfishnessLevel,
    Symmetry, search, search_among,
};

fn finite(value: i64) -> Extended<Rational> {
    Extended::Finite(Rational::from(value))
}

/// Every game with these integers as payoffs, symmetry left out.
fn all_games(class: &GameClass) -> Vec<NormalForm<Rational>> {
    let apart = class.clone().with_symmetry(Symmetry::Nothing);
    (apart.representatives().expect("few"))
        .map(|one| apart.game(&one.word).expect("its word"))
        .collect()
}

/// Welfares of the pure equilibria by the definition.
fn equilibrium_welfares(game: &NormalForm<Rational>) -> Vec<Rational> {
    (game.space().iter())
        .filter(|profile| game.is_pure_equilibrium(profile).expect("valid"))
        .map(|profile| game.welfare(&profile).expect("valid"))
        .collect()
}

fn first_best(game: &NormalForm<Rational>) -> Rational {
    let welfares = game
        .space()
        .iter()
        .map(|p| game.welfare(&p).expect("valid"));
    welfares.max().expect("a profile")
}

/// The greatest number of a function over all games, and how many games have it.
fn greatest(
    class: &GameClass,
    value: impl Fn(&NormalForm<Rational>) -> Option<Extended<Rational>>,
) -> (Extended<Rational>, u64) {
    let values: Vec<_> = all_games(class).iter().filter_map(value).collect();
    let best = values.iter().max().expect("a value").clone();
    let times = values.iter().filter(|&value| *value == best).count();
    (best, times as u64)
}

fn of<E>(leader: Option<&Leader<E>>) -> (Extended<Rational>, u64) {
    let leader = leader.expect("a value");
    (leader.value.clone(), leader.games)
}

#[test]
fn the_gap_without_contract_is_greatest_where_all_games_say_so() {
    for (shape, top) in [([2, 2], 2), ([1, 4], 1), ([2, 3], 1)] {
        let class = GameClass::integers(&shape, 0..=top).expect("valid");
        let options = SearchOptions::default();
        let best = LanguageGap::new("nothing", Language::trivial);
        let found = search(&class, &best, &options).expect("measured");
        let expected = greatest(&class, |game| {
            let most = equilibrium_welfares(game).into_iter().max()?;
            Some(Extended::Finite(first_best(game) - most))
        });
        assert_eq!(of(found.best()), expected, "{shape:?}");
        for winner in &found.best().expect("a value").winners {
            assert!(
                best.verify(&winner.instance, &winner.evidence)
                    .expect("valid")
            );
        }
        let worst = LanguageGap::new("nothing", Language::trivial).at_worst();
        let found = search(&class, &worst, &options).expect("measured");
        let expected = greatest(&class, |game| {
            let least = equilibrium_welfares(game).into_iter().min()?;
            Some(Extended::Finite(first_best(game) - least))
        });
        assert_eq!(of(found.best()), expected, "{shape:?}");
    }
}

#[test]
fn a_court_that_sees_everything_leaves_no_gap_and_no_threshold() {
    let class = GameClass::integers(&[2, 2], 0..=2).expect("valid");
    let options = SearchOptions::default();
    let gap = LanguageGap::new("everything", Language::complete);
    let found = search(&class, &gap, &options).expect("measured");
    let best = found.best().expect("a value");
    assert_eq!((&best.value, best.ties), (&finite(0), found.examined));
    let level = LanguageLevel::new("everything", Language::complete);
    let found = search(&class, &level, &options).expect("measured");
    assert_eq!(of(found.best()), (finite(0), 6561));
    let level = LanguageLevel::new("nothing", Language::trivial);
    let selfish = search(&class, &SelfishnessLevel, &options).expect("measured");
    let trivial = search(&class, &level, &options).expect("measured");
    assert_eq!(of(selfish.best()), of(trivial.best()));
}

#[test]
fn the_greatest_finite_level_is_that_of_the_definition() {
    let class = GameClass::integers(&[2, 2], 0..=3).expect("valid");
    let found = search(
        &class,
        &FiniteOnly(SelfishnessLevel),
        &SearchOptions::default(),
    );
    let found = found.expect("measured");
    // The least over optima of the largest ratio of gain to loss (Apt and Schäfer, 2014).
    let level = |game: &NormalForm<Rational>| {
        let best = first_best(game);
        let at = |profile: &Vec<usize>| {
            let mut most = finite(0);
            for player in 0..2 {
                let mut other = profile.clone();
                other[player] = 1 - other[player];
                let gain = game.payoff(player, &other) - game.payoff(player, profile);
                let loss = &best - &game.welfare(&other).expect("valid");
                if gain.is_positive() {
                    let ratio = gain.checked_div(&loss);
                    most = most.max(ratio.map_or(Extended::Infinite, Extended::Finite));
                }
            }
            most
        };
        let optima = game.space().iter();
        let optima = optima.filter(|profile| game.welfare(profile).expect("valid") == best);
        optima
            .map(|profile| at(&profile))
            .min()
            .filter(Extended::is_finite)
    };
    assert_eq!(of(found.best()), greatest(&class, level));
    // Payoffs up to m allow a gain of m − 1 at a loss of 1.
    assert_eq!(found.best().map(|best| &best.value), Some(&finite(2)));
}

#[test]
fn the_price_of_anarchy_is_that_of_the_definition_at_every_altruism() {
    let class = GameClass::integers(&[2, 2], 1..=3).expect("valid");
    for lambda in [Rational::ZERO, Rational::new(1, 2).expect("not 0")] {
        let price = PriceOfAnarchy::at(lambda.clone());
        let found = search(&class, &price, &SearchOptions::default()).expect("measured");
        let expected = greatest(&class, |game| {
            let perceived = NormalForm::from_fn(&[2, 2], |player, profile| {
                game.payoff(player, profile) + &lambda * &game.welfare(profile).expect("valid")
            })
            .expect("small");
            let stable = game.space().iter();
            let stable = stable.filter(|p| perceived.is_pure_equilibrium(p).expect("valid"));
            let worst = stable.map(|p| game.welfare(&p).expect("valid")).min()?;
            Some(Extended::Finite(first_best(game).checked_div(&worst)?))
        });
        assert_eq!(of(found.best()), expected, "λ = {lambda}");
    }
    assert_eq!(
        PriceOfAnarchy::default(),
        PriceOfAnarchy::at(Rational::ZERO)
    );
}

#[test]
fn what_every_mechanism_loses_is_at_most_what_contracts_lose() {
    let class = GameClass::integers(&[2, 2], 0..=2).expect("valid");
    let class = class.with_symmetry(Symmetry::Actions);
    let sees_first = |problem: &_| Language::observed(problem, |_, profile| profile[0]);
    let share = CertifiedShare::new("player 0", sees_first)
        .with_options(MechanismOptions::default().with_budget(Budget::Balanced));
    let options = SearchOptions::default().with_values(2).with_listed(3);
    let found = search(&class, &share, &options).expect("measured");
    assert!(found.best().is_some() && found.without_value > 0);
    for leader in &found.leaders {
        for winner in &leader.winners {
            assert!(
                share
                    .verify(&winner.instance, &winner.evidence)
                    .expect("valid")
            );
            let contracts = LanguageGap::new("player 0", sees_first).as_share();
            let gap = contracts.value(&winner.instance).expect("valid");
            assert!(
                gap.is_none_or(|gap| leader.value <= gap),
                "{:?}",
                winner.instance
            );
            assert!(leader.value <= finite(1));
        }
    }
}

#[test]
fn mechanisms_need_no_more_altruism_than_contracts() {
    let games = || {
        (0..40).filter_map(|stream| {
            let mut rng = random::generator(3, stream);
            random::uniform_integers(&[2, 3], 0..=4, &mut rng).ok()
        })
    };
    let threshold = MechanismThreshold::new("nothing", Language::trivial);
    let options = SearchOptions::default().with_values(40).with_listed(40);
    let found = search_among(games(), &threshold, &options).expect("measured");
    assert_eq!(found.examined, 40);
    let mut listed = 0;
    for leader in &found.leaders {
        for winner in &leader.winners {
            listed += 1;
            assert!(
                threshold
                    .verify(&winner.instance, &winner.evidence)
                    .expect("valid")
            );
            let level = SelfishnessLevel.value(&winner.instance).expect("valid");
            assert!(level.is_some_and(|level| leader.value <= level));
        }
    }
    assert_eq!(listed, 40);
    assert!(found.leaders.is_sorted_by(|a, b| a.value > b.value));
}

#[test]
fn ties_are_counted_and_the_first_are_listed() {
    let class = GameClass::integers(&[2, 2], 0..=1).expect("valid");
    let total = Measure::new("total", |game: &NormalForm<Rational>| {
        let total: Rational = (0..4).map(|at| game.welfare_at(at)).sum();
        Ok(Some(Extended::Finite(total)))
    });
    let options = SearchOptions::default().with_values(3).with_listed(1);
    let found = search(&class, &total, &options).expect("measured");
    let summary: Vec<_> = (found.leaders.iter())
        .map(|leader| (leader.value.clone(), leader.games, leader.winners.len()))
        .collect();
    // All ones; a zero in one of eight places; in two of them.
    assert_eq!(
        summary,
        [(finite(8), 1, 1), (finite(7), 8, 1), (finite(6), 28, 1)]
    );
    assert_eq!(found.leaders[1].ties, 1);
    assert_eq!(found.leaders[1].winners[0].orbit, 8);
}

#[test]
fn an_objective_is_named_after_all_that_it_depends_on() {
    let gap = || LanguageGap::new("nothing", Language::trivial);
    let names = [
        gap().name(),
        gap().as_share().name(),
        gap().at_worst().name(),
        gap().with_lambda(Rational::ONE).name(),
        gap()
            .with_options(lacuna::contract::AttainableOptions::default().with_max_nodes(7))
            .name(),
        LanguageGap::new("all", Language::trivial).name(),
        Objective::<NormalForm<Rational>>::name(&FiniteOnly(gap())),
    ];
    let mut different = names.to_vec();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), names.len());
}

#[test]
fn an_objective_that_depends_on_names_needs_a_class_that_tells_them_apart() {
    let sees_first = |problem: &_| Language::observed(problem, |_, profile| profile[0]);
    let gap = LanguageGap::new("what player 0 does", sees_first);
    let class = GameClass::integers(&[2, 2], 0..=2).expect("valid");
    let options = SearchOptions::default();
    // One of two mirror images stands for both, and the court sees another player in each.
    let error = search(&class, &gap, &options).expect_err("it matters who is who");
    assert!(matches!(error, SearchError::DependsOnNames { .. }));
    assert!(error.to_string().contains("with_symmetry"), "{error}");
    // Every game of the class by itself.
    let expected = greatest(&class, |game| gap.value(game).expect("measured"));
    let apart = class.clone().with_symmetry(Symmetry::Actions);
    let found = search(&apart, &gap, &options).expect("measured");
    assert_eq!(of(found.best()), expected);
    // An action by its number.
    let first = Measure::new(
        "welfare of the first profile",
        |game: &NormalForm<Rational>| Ok(Some(Extended::Finite(game.welfare_at(0)))),
    );
    for symmetry in [Symmetry::Actions, Symmetry::ActionsAndPlayers] {
        let class = class.clone().with_symmetry(symmetry);
        let error = search(&class, &first, &options).expect_err("it matters which is first");
        assert!(matches!(error, SearchError::DependsOnNames { .. }));
    }
    let apart = class.clone().with_symmetry(Symmetry::Nothing);
    let found = search(&apart, &first, &options).expect("measured");
    assert_eq!(of(found.best()), (finite(4), 729));
}

#[test]
fn built_in_objectives_do_not_depend_on_names() {
    fn searched<O: Objective>(objective: &O, top: i64) {
        let class = GameClass::integers(&[2, 2], 0..=top).expect("valid");
        let found = search(&class, objective, &SearchOptions::default());
        let found = found.unwrap_or_else(|error| panic!("{}: {error}", objective.name()));
        // Told apart, every game is measured.
        let apart = class.with_symmetry(Symmetry::Nothing);
        let all = search(&apart, objective, &SearchOptions::default()).expect("measured");
        assert_eq!(of(found.best()), of(all.best()), "{}", objective.name());
        assert_eq!(found.games, all.examined);
    }
    for language in [
        Language::trivial,
        Language::complete,
        Language::actions_only,
    ] {
        searched(&LanguageGap::new("it", language).at_worst(), 1);
        searched(&LanguageGap::new("it", language).as_share(), 1);
        searched(&LanguageLevel::new("it", language), 2);
        searched(&MechanismThreshold::new("it", language), 1);
    }
    let balanced = MechanismOptions::default().with_budget(Budget::Balanced);
    let share = CertifiedShare::new("nothing", Language::trivial).with_options(balanced);
    searched(&share, 2);
    searched(&PriceOfAnarchy::default(), 2);
}

/// Counts how many of its kind there are.
#[derive(Debug)]
struct Counted(&'static AtomicUsize);

impl Counted {
    fn new(alive: &'static AtomicUsize) -> Self {
        alive.fetch_add(1, Ordering::SeqCst);
        Counted(alive)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[test]
fn a_list_of_large_instances_is_not_held_in_memory() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    let many = (0..1000).map(|_| Counted::new(&ALIVE));
    let alive = Measure::new("how many there are", |one: &Counted| {
        let now = i64::try_from(one.0.load(Ordering::SeqCst)).expect("few");
        Ok(Some(Extended::Finite(Rational::from(now))))
    });
    let options = SearchOptions::default().with_listed(0);
    let found = search_among(many, &alive, &options).expect("measured");
    assert_eq!(found.examined, 1000);
    let most = &found.best().expect("a value").value;
    assert!(*most <= finite(64), "{most:?}");
}

#[test]
fn a_game_in_an_error_can_be_read() {
    let refuses = Measure::new("refuses", |_: &NormalForm<Rational>| {
        Err(lacuna::theorem::TheoremError::Limit("too much".to_owned()))
    });
    let class = GameClass::integers(&[2, 2], 3..=3).expect("valid");
    let error = search(&class, &refuses, &SearchOptions::default()).expect_err("refused");
    let words = error.to_string();
    assert!(words.contains("2 × 2 game, (row, column):"), "{words}");
}
