//! Every strategy draws without rejecting anything, the same for a seed, and shrinks.

use std::time::Instant;

use lacuna::contract::{ContractingProblem, Language};
use lacuna::game::catalogue::prisoners_dilemma;
use lacuna::game::hidden_effort::Family;
use lacuna::theorem::strategy::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::{q, runner};

/// Draws 256 values twice and shrinks some of them.
fn examine<S: Strategy>(name: &str, strategy: &S) {
    let started = Instant::now();
    let (mut first, mut second) = (runner(1), runner(1));
    for number in 0..256 {
        let draw = |runner: &mut _| match strategy.new_tree(runner) {
            Ok(tree) => tree,
            Err(reason) => panic!("{name}, draw {number}: {reason}"),
        };
        let mut tree = draw(&mut first);
        let value = format!("{:?}", tree.current());
        let again = draw(&mut second).current();
        assert_eq!(value, format!("{again:?}"), "{name}, draw {number}");
        if number % 32 == 0 {
            for step in 0..64 {
                let moved = if step % 3 == 2 {
                    tree.complicate()
                } else {
                    tree.simplify()
                };
                let _ = tree.current();
                if !moved {
                    break;
                }
            }
        }
    }
    println!("{name:40} {:9.2?}", started.elapsed());
}

macro_rules! examine_all {
    ($test:ident: $($strategy:expr),* $(,)?) => {
        #[test]
        fn $test() {
            $(examine(stringify!($strategy), &$strategy);)*
        }
    };
}

examine_all!(numbers_and_plain_games_are_drawn_without_rejection:
    payoffs(), rationals(-2..=9, 5), whole_payoffs(0..=1), altruism_weights(), large_numbers(),
    near(&q(1, 2)), weights_near(&q(0, 1)), probabilities(3), positive_probabilities(4),
    tolerances(), shapes(1..=4, 1..=3), games(1..=3, 1..=3), games(2..=6, 1..=2),
    games_of_shape(&[3, 1, 2]), games_with_large_payoffs(1..=3, 1..=3), float_games(1..=3, 1..=3),
    games_with_payoffs(2..=2, 1..=4, whole_payoffs(0..=1)), games_in_both_numbers(1..=3, 1..=3),
    games(1..=1, 1..=1), games(3..=3, 5..=6),
);

examine_all!(games_by_class_are_drawn_without_rejection:
    dilemma_payoffs(), dilemmas(), stag_hunt_payoffs(), stag_hunts(), chicken_payoffs(),
    chickens(), symmetric_payoffs(), boundary_payoffs(), boundary_dilemmas(),
    hidden_effort_lifts(Family::PrisonersDilemma), hidden_effort_lifts(Family::StagHunt),
    any_lifts(), coordination_games(1..=3, 1..=3), zero_sum_games(1..=4), team_games(1..=3, 1..=3),
    symmetric_games(1..=4, 1..=3), public_goods_games(1..=3, 1..=3), binary_public_goods(1..=4),
    potential_games(1..=3, 1..=3), weighted_potential_games(1..=3, 1..=3), congestion_games(1..=3),
    cost_sharing_games(1..=3),
);

examine_all!(games_on_purpose_are_drawn_without_rejection:
    games_with_one_optimum(1..=3, 1..=3), games_with_tied_optima(1..=3, 1..=3),
    games_with_tied_optima(1..=1, 1..=1), games_with_equilibrium(1..=3, 1..=3),
    games_without_equilibrium(1..=3, 1..=3), games_with_duplicate_action(1..=3, 1..=3),
    games_with_dominated_action(1..=3, 1..=3), games_with_weakly_dominated_action(1..=3, 1..=3),
    games_with_tied_replies(1..=3, 1..=3),
);

examine_all!(preferences_and_profiles_are_drawn_without_rejection:
    cooperative_preferences(), linear_preferences(1), linear_preferences(3), preferences(1),
    preferences(2), preferences(4), moral_preferences(), equity_preferences(), populations(3),
    cooperative_populations(2), cooperative_matrices(3), weight_matrices(2),
    benevolent_matrices(3), spiteful_matrices(1), spiteful_matrices(3), network_matrices(4),
    welfare_functions(3), non_negative_payoffs(3), positive_payoffs(3), profiles(&[2, 3]),
    mixed_profiles(&[1, 2, 3]),
    distributions(&[2, 3]), linear_programs(0..=3, 0..=3),
);

fn problem() -> ContractingProblem {
    ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1).expect("one")).expect("valid")
}

examine_all!(contracts_and_laws_are_drawn_without_rejection:
    problems(1..=3, 1..=3, 1..=3), problems_with_information(1..=3, 1..=3, 1..=2),
    commanded_problems(1..=2, 1..=4), information(2, 3), languages(&problem()),
    refinements(&problem(), &Language::trivial(&problem())),
    coarsenings(&problem(), &Language::complete(&problem())),
    problems_with_language(1..=3, 2..=2, 1..=3), problems_with_refinement(1..=2, 1..=3, 1..=3),
    monitorings(&problem()), contracts(2, 3), balanced_contracts(3, 2), burning_contracts(2, 2),
    limited_contracts(2, 3, &q(5, 2)),
    contracts_with_directives(&problem(), &Language::complete(&problem())), courts(),
    courts_with_law(),
);

examine_all!(mechanisms_are_drawn_without_rejection:
    settings(1..=3, 1..=3, 1..=3), interdependent_settings(1..=3, 1..=2, 1..=3), priors(&[2, 3]),
    independent_priors(&[2, 3]), values(1..=3, 1..=3), object_settings(1..=3, 1..=3),
    public_projects(1..=3, 1..=3), trade_settings(1..=3), mechanism_tables(&[2, 1, 2], 3),
    strategies(&[2, 3], &[2, 2]), auctions(1..=3, 1..=3), rankings(4), rankings(0),
    single_peaked_rankings(4), ballots(4), voting_rules(3, 4), tie_breakings(3),
    rank_utilities(3), side_preferences(3, 4), matching_markets(1..=4, 1..=3),
);

examine_all!(worlds_and_agents_are_drawn_without_rejection:
    game_rounds(1..=3, 1..=3), count_games(1..=9), count_games(500..=1000), count_rounds(1..=5),
    mechanism_rounds(1..=3, 1..=2), growths(), commons_rules(), harvest_rules(), cleanup_rules(),
    scenes(), memory_one_strategies(), agents(1), agents(2), agents(3),
);

examine_all!(instances_near_thresholds_are_drawn_without_rejection:
    dilemmas_near_level(), games_near_level(1..=3, 1..=3), games_near_breakpoint(2..=2, 2..=3),
    problems_near_level(2..=2, 2..=3),
);

/// What is said by a strategy for sizes that nothing has.
fn refusal<S: Strategy>(strategy: &S) -> String {
    let mut runner = runner(1);
    match strategy.new_tree(&mut runner) {
        Ok(tree) => panic!("drawn: {:?}", tree.current()),
        Err(reason) => reason.to_string(),
    }
}

#[test]
fn sizes_that_nothing_has_are_refused_with_the_reason() {
    let nobody = "the game has no players";
    let idle = "player 0 has no actions";
    let too_large = "the limit is";
    let said = [
        (refusal(&games(0..=0, 1..=2)), nobody),
        (refusal(&games(2..=2, 0..=0)), idle),
        (refusal(&games_of_shape(&[])), nobody),
        (refusal(&games_of_shape(&[0, 2])), idle),
        (refusal(&games_of_shape(&[1 << 20; 4])), too_large),
        (refusal(&games(30..=30, 4..=4)), too_large),
        (refusal(&games(64..=64, 9..=9)), too_large),
        (refusal(&problems(1..=1, 40..=40, 3..=3)), too_large),
        (refusal(&games_with_one_optimum(0..=0, 1..=2)), nobody),
        (refusal(&games_with_duplicate_action(1..=2, 0..=0)), idle),
        (refusal(&games_with_tied_optima(0..=0, 1..=2)), nobody),
        (refusal(&games_without_equilibrium(0..=0, 1..=2)), nobody),
        (refusal(&symmetric_games(0..=0, 1..=2)), nobody),
        (refusal(&problems(0..=0, 2..=2, 2..=2)), "state"),
        (refusal(&distributions(&[])), nobody),
        (refusal(&distributions(&[0])), idle),
        (refusal(&ballots(0)), "candidate"),
        (refusal(&weight_matrices(0)), "player"),
        (refusal(&settings(0..=0, 1..=2, 1..=2)), nobody),
        (refusal(&settings(1..=1, 0..=0, 1..=2)), "0"),
        (refusal(&count_games(0..=0)), "players"),
        (refusal(&coordination_games(2..=2, 0..=0)), ""),
        (refusal(&public_goods_games(2..=2, 0..=0)), ""),
        (refusal(&auctions(0..=0, 1..=2)), ""),
    ];
    for (number, (said, expected)) in said.iter().enumerate() {
        println!("{said}");
        assert!(said.contains(expected), "{number}: {said}");
    }
    // A correlated prior has nothing to be about; the others are for the setting to refuse.
    let mut runner = runner(1);
    assert!((0..20).any(|_| priors(&[0, 2]).new_tree(&mut runner).is_err()));
}

#[test]
fn the_guide_names_every_strategy() {
    let root = env!("CARGO_MANIFEST_DIR");
    let read = |path: &str| std::fs::read_to_string(format!("{root}/{path}")).expect("a file");
    let guide = read("docs/how-to-property-tests.md");
    let module = read("src/theorem/strategy/mod.rs");
    let exported: Vec<&str> = (module.split("pub use ").skip(1))
        .filter_map(|rest| rest.split_once(';'))
        .filter_map(|(path, _)| path.split_once("::"))
        .flat_map(|(_, names)| names.split([',', '{', '}']))
        .map(str::trim)
        .filter(|name| name.starts_with(char::is_lowercase))
        .collect();
    assert!(exported.len() > 100, "{exported:?}");
    let missing: Vec<&&str> = (exported.iter())
        .filter(|name| !guide.contains(&format!("`{name}`")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
