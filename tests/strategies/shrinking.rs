//! Counterexamples of false statements are as simple as they should be.

use lacuna::contract::law::{ActionKind, Court, Effect};
use lacuna::contract::{Cell, Contract, Language, PlainContract};
use lacuna::game::catalogue::DilemmaPayoffs;
use lacuna::game::{Game, NormalForm};
use lacuna::linear_program::{Answer, LinearOptions};
use lacuna::number::Rational;
use lacuna::preference::{AnyPreference, Preference};
use lacuna::simulate::commons::Growth;
use lacuna::theorem::altruism::UniqueOptimumHasALevel;
use lacuna::theorem::strategy::*;
use lacuna::theorem::{
    Finding, Hypothesis, Sampling, Statement, Theorem, TheoremError, find_refutation, weaken,
};
use proptest::prelude::*;

use crate::{all_profiles, is_equilibrium, q, shape, simplest};

fn total_size(game: &NormalForm<Rational>) -> Rational {
    all_profiles(&shape(game))
        .iter()
        .flat_map(|profile| {
            (0..game.players()).map(move |player| game.payoff(player, profile).abs())
        })
        .sum()
}

#[test]
fn payoffs_shrink_to_the_least_that_is_wrong() {
    assert_eq!(simplest(&payoffs(), |payoff| *payoff < q(3, 1)), q(3, 1));
    assert_eq!(
        simplest(&payoffs(), |payoff| payoff.is_integer()).abs(),
        q(1, 2)
    );
}

#[test]
fn numbers_near_a_threshold_shrink_to_the_widest_step_from_it() {
    let half = q(1, 2);
    assert_eq!(simplest(&near(&half), |number| *number <= half), q(3, 4));
    assert_eq!(simplest(&near(&half), |number| *number > half), half);
}

#[test]
fn games_shrink_to_one_player_with_one_action() {
    let game = simplest(&games(1..=3, 1..=3), |game| {
        game.payoff(0, &vec![0; game.players()]) < q(5, 1)
    });
    assert_eq!(shape(&game), [1]);
    assert_eq!(game.payoff(0, &[0]), q(5, 1));
}

#[test]
fn the_smallest_game_without_an_equilibrium_is_two_by_two() {
    let game = simplest(&games(1..=3, 1..=3), |game| {
        all_profiles(&shape(game))
            .iter()
            .any(|profile| is_equilibrium(game, &Rational::ZERO, profile))
    });
    assert_eq!(shape(&game), [2, 2]);
    // Four payoffs have to differ from four others.
    assert!(total_size(&game) <= q(6, 1), "{game:?}");
}

/// A false statement: optima are equilibria.
struct OptimaAreStable;

impl Theorem for OptimaAreStable {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new("optima_are_stable", "Optima are stable").saying("They are.")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "two_players",
            "There are two players.",
            |game: &Self::Instance| Ok(Finding::when(game.players() == 2, || "others".to_owned())),
        )]
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let stable = |profile: &Vec<usize>| is_equilibrium(game, &Rational::ZERO, profile);
        Ok(Finding::when(
            crate::optima(game).iter().all(stable),
            || "one is not".to_owned(),
        ))
    }
}

#[test]
fn an_unstable_optimum_shrinks_to_one_deviation() {
    let sampling = Sampling::default().with_cases(100).with_seed(5);
    let found = find_refutation(&OptimaAreStable, &games(1..=3, 1..=3), &sampling);
    let game = found.expect("draws").expect("it is false").instance;
    let mut sizes = shape(&game);
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 2]);
    assert!(total_size(&game) <= q(4, 1), "{game:?}");
}

#[test]
fn without_a_unique_optimum_the_counterexample_is_small() {
    let weakened = weaken(UniqueOptimumHasALevel, "unique_optimum").expect("a hypothesis");
    let sampling = Sampling::default().with_cases(100).with_seed(1);
    // Payoffs of 0 and 1 make many ties.
    let games = games_with_payoffs(1..=3, 1..=3, whole_payoffs(0..=1));
    let found = find_refutation(&weakened, &games, &sampling);
    let game = found.expect("draws").expect("needed").instance;
    assert_eq!(shape(&game), [2, 2]);
    assert!(total_size(&game) <= q(8, 1), "{game:?}");
}

#[test]
fn dilemmas_shrink_to_the_smallest_stakes() {
    let found = simplest(&dilemma_payoffs(), |payoffs| {
        &payoffs.temptation - &payoffs.reward < q(2, 1)
    });
    let smallest = DilemmaPayoffs::new(1, -2, 3, 0);
    let larger = DilemmaPayoffs::new(2, -1, 4, 0);
    assert!(found == smallest || found == larger, "{found}");
}

#[test]
fn unselfish_preferences_shrink_to_one_number() {
    let found = simplest(&preferences(2), |preference| {
        preference
            .weights(2)
            .is_none_or(|weights| weights.entry(0, 1).is_zero())
    });
    let one_number = matches!(
        found,
        AnyPreference::Cooperative(_)
            | AnyPreference::ConvexAltruism(_)
            | AnyPreference::GroupAverage(_)
            | AnyPreference::WeightOnOthers(_)
    );
    let weight = found.weights(2).map(|weights| weights.entry(0, 1).abs());
    assert!(
        one_number && weight.is_some_and(|weight| weight <= Rational::ONE),
        "{found:?}"
    );
    let spite = simplest(&weight_matrices(3), |weights| {
        (0..3).all(|i| (0..3).all(|j| !weights.entry(i, j).is_negative()))
    });
    let off: usize = (0..3)
        .flat_map(|i| (0..3).map(move |j| (i, j)))
        .filter(|&(i, j)| *spite.entry(i, j) != Rational::from(i64::from(i == j)))
        .count();
    assert_eq!(off, 1, "{spite:?}");
}

#[test]
fn problems_shrink_while_their_language_stays() {
    let (problem, language) = simplest(
        &problems_with_language(1..=3, 1..=3, 1..=3),
        |(_, language)| language.cells() < 3,
    );
    // Three cells need three outcomes.
    assert!(problem.states() * problem.space().len() <= 4, "{problem:?}");
    assert!(language.cells() <= 4);
    assert!((0..problem.states()).all(|state| total_size(problem.game(state)).is_zero()));
}

#[test]
fn contracts_that_bring_money_shrink_to_one_unit() {
    let found = simplest(&contracts(2, 3), PlainContract::needs_no_outside_money);
    let all: Rational = (0..2)
        .flat_map(|player| (0..3).map(move |cell| (player, cell)))
        .map(|(player, cell)| found.transfer(player, Cell::new(cell)).abs())
        .sum();
    assert_eq!(all, Rational::ONE);
}

#[test]
fn languages_that_see_something_shrink_to_two_cells() {
    let court = problems(1..=1, 2..=2, 2..=2).prop_flat_map(|problem| languages(&problem));
    let found = simplest(&court, |language: &Language| {
        language.cells() == 1 || language.cells() == 4
    });
    assert!((2..=3).contains(&found.cells()));
}

#[test]
fn laws_that_pay_shrink_to_one_clause() {
    let court = Court::new(["ann", "bob"], ActionKind::quantity("catch")).expect("a court");
    let law = simplest(&laws(&court), |law| {
        let clauses = law.start.iter().chain(&law.resolve).chain(&law.end);
        !clauses
            .into_iter()
            .any(|clause| matches!(clause.effect, Effect::Grant { .. }))
    });
    let clauses = [&law.start, &law.resolve, &law.end].map(Vec::len);
    assert_eq!(clauses.iter().sum::<usize>(), 1, "{law}");
    assert!(law.declarations.is_empty());
    let text = law.to_string();
    assert!(text.contains("for each p: grant 1 to p"), "{text}");
}

#[test]
fn rankings_shrink_to_one_exchange() {
    assert_eq!(
        simplest(&rankings(4), |ranking| ranking[0] == 0),
        [1, 0, 2, 3]
    );
    let ballots = simplest(&ballots(3), |ballots| ballots.condorcet_winner() == Some(0));
    assert!(
        ballots.ballots().len() <= 2 && ballots.voters() <= 2,
        "{ballots:?}"
    );
}

#[test]
fn markets_shrink_to_one_pair() {
    let market = simplest(&matching_markets(1..=4, 1..=3), |market| {
        let (proposers, receivers) = (&market.proposers, &market.receivers);
        let matched = lacuna::mechanism::matching::deferred_acceptance(
            proposers,
            receivers,
            &market.capacities,
        );
        matched.expect("fits").pairs() == 0
    });
    assert_eq!(
        (market.proposers.members(), market.receivers.members()),
        (1, 1)
    );
    assert_eq!(market.capacities, [1]);
}

#[test]
fn programs_without_a_point_shrink_to_one_row() {
    let program = simplest(&linear_programs(1..=3, 0..=3), |program| {
        let solved = program.solve(&LinearOptions::default()).expect("small");
        !matches!(solved.answer, Answer::Infeasible(_))
    });
    assert_eq!(
        (program.variables(), program.rows().len()),
        (1, 1),
        "{program:?}"
    );
    assert!(program.objective()[0].is_zero());
}

#[test]
fn commons_shrink_to_one_player_in_one_month() {
    let rules = simplest(&commons_rules(), |rules| rules.capacity < 7);
    assert_eq!((rules.players, rules.months, rules.capacity), (1, 1, 7));
    assert!(matches!(rules.growth, Growth::Deterministic { .. }) && rules.shock.is_none());
}

#[test]
fn settings_shrink_to_one_agent_with_one_type() {
    let setting = simplest(&settings(1..=3, 1..=3, 1..=3), |setting| {
        setting.alternatives() < 2
    });
    assert_eq!((setting.types(), setting.alternatives()), (&[1][..], 2));
    assert!((0..2).all(|alternative| setting.value(0, &[0], alternative).is_zero()));
}

#[test]
fn games_without_potential_shrink_to_a_square() {
    // A game is a potential game if gains around each square of two deviations sum to zero.
    let around = |game: &NormalForm<Rational>| {
        let at = |player: usize, row: usize, column: usize| game.payoff(player, &[row, column]);
        let first = at(0, 1, 0) - &at(0, 0, 0) - &(at(0, 1, 1) - &at(0, 0, 1));
        let second = at(1, 0, 1) - &at(1, 0, 0) - &(at(1, 1, 1) - &at(1, 1, 0));
        first == second
    };
    let game = simplest(&games(2..=2, 2..=3), around);
    assert_eq!(shape(&game), [2, 2]);
    assert!(total_size(&game) <= q(3, 1), "{game:?}");
}
