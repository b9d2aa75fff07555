//! Games on counts: the same as the tables of the catalogue, and closed forms at any size.

use lacuna::equilibrium::{PureOptions, lambda_interval, pure_equilibria};
use lacuna::game::catalogue::{
    donation_game, n_player_stag_hunt, public_goods, threshold_public_good, volunteers_dilemma,
};
use lacuna::game::random::generator;
use lacuna::game::{Game, GameExt, NormalForm};
use lacuna::number::Rational;
use lacuna::preference::{Cooperative, Perceived};
use lacuna::simulate::counts::{
    CountGame, CountRounds, Donation, LinearPublicGood, OnCounts, ThresholdGood, ThresholdHunt,
    lambda_interval_at, minimal_viable_coalition, pure_count_equilibria,
};
use lacuna::simulate::{Environment, GameRounds, SimulationError};
use rand::RngExt;

use super::q;

/// Games on counts beside their tables.
fn pairs() -> Vec<(Box<dyn CountGame>, NormalForm<Rational>)> {
    let levels = ["0", "1/2", "3"].map(q).to_vec();
    let mut pairs: Vec<(Box<dyn CountGame>, NormalForm<Rational>)> = Vec::new();
    for n in 1..=5 {
        pairs.push((
            Box::new(LinearPublicGood::new(n, 4, levels.clone(), q("8/5")).expect("valid")),
            public_goods(n, 4, &levels, q("8/5")).expect("valid"),
        ));
        pairs.push((
            Box::new(Donation::new(n, 3, 2).expect("valid")),
            donation_game(n, 3, 2).expect("valid"),
        ));
        pairs.push((
            Box::new(ThresholdGood::volunteers_dilemma(n, 5, 2).expect("valid")),
            volunteers_dilemma(n, 5, 2).expect("valid"),
        ));
        for threshold in 1..=n {
            pairs.push((
                Box::new(ThresholdHunt::new(n, threshold, 4, 1).expect("valid")),
                n_player_stag_hunt(n, threshold, 4, 1).expect("valid"),
            ));
            pairs.push((
                Box::new(ThresholdGood::new(n, threshold, 5, 2).expect("valid")),
                threshold_public_good(n, threshold, 5, 2).expect("valid"),
            ));
        }
    }
    pairs
}

fn count(profile: &[usize], actions: usize) -> Vec<usize> {
    let mut counts = vec![0; actions];
    for &action in profile {
        counts[action] += 1;
    }
    counts
}

#[test]
fn games_on_counts_are_the_games_of_the_catalogue_names_and_all() {
    for (game, table) in pairs() {
        let game = OnCounts(game);
        assert_eq!(game.players(), table.players());
        table.space().for_each(|_, profile| {
            assert_eq!(game.payoffs(profile), table.payoffs(profile));
            for player in 0..table.players() {
                assert_eq!(game.payoff(player, profile), table.payoff(player, profile));
            }
            // The volunteer's dilemma has names of its own in the catalogue.
            if table.action_name(0, 0) != Some("Volunteer") {
                let names = game.describe_profile(profile);
                assert_eq!(names, table.describe_profile(profile));
            }
        });
    }
}

#[test]
fn both_environments_give_the_same_rewards_and_refuse_the_same() {
    let mut rng = generator(1, 0);
    for (game, table) in pairs() {
        let (players, actions) = (table.players(), table.actions(0));
        let mut by_count = CountRounds::new(game, 5);
        let mut by_name = GameRounds::new(table, 5);
        let mut rewards = [vec![q("0"); players], vec![q("0"); players]];
        for round in 0..5 {
            let done: Vec<usize> = (0..players).map(|_| rng.random_range(0..actions)).collect();
            by_count.step(&done, &mut rewards[0]).expect("legal");
            by_name.step(&done, &mut rewards[1]).expect("legal");
            assert_eq!(rewards[0], rewards[1]);
            let seen = by_count.observe(0);
            assert_eq!((seen.round, seen.own), (round + 1, Some(done[0])));
            assert_eq!(seen.counts.as_deref(), Some(&count(&done, actions)[..]));
        }
        let over = by_count.step(&vec![0; players], &mut rewards[0]);
        assert!(matches!(over, Err(SimulationError::Over)));
        by_count.reset(1);
        assert_eq!(by_count.observe(0).counts, None);
        let mut wrong = vec![0; players];
        wrong[players - 1] = actions;
        let before = by_count.clone_state();
        let refused = by_count.step(&wrong, &mut rewards[0]);
        let error = refused.expect_err("no such action").to_string();
        assert!(
            error.starts_with(&format!("player {} cannot do {actions}", players - 1)),
            "{error}"
        );
        assert_eq!(by_count.clone_state(), before);
    }
}

/// What can be seen of an environment.
trait State {
    fn clone_state(&self) -> String;
}

impl<C: CountGame> State for CountRounds<C> {
    fn clone_state(&self) -> String {
        let mut text = String::new();
        self.render(&mut text).expect("a string");
        format!("{text} {:?}", self.observe(0))
    }
}

#[test]
fn intervals_by_counts_are_those_of_any_profile_with_these_counts() {
    for (game, table) in pairs() {
        table.space().for_each(|_, profile| {
            let counts = count(profile, table.actions(0));
            let found = lambda_interval_at(&game, &counts).expect("counts");
            let expected = lambda_interval(&table, profile).expect("a profile");
            assert_eq!(found.is_some(), expected.is_some());
            if let (Some(found), Some(expected)) = (found, expected) {
                assert_eq!((found.from, found.to), (expected.from, expected.to));
                assert_eq!(found.welfare, table.welfare(profile).expect("a profile"));
            }
        });
    }
}

#[test]
fn equilibria_by_counts_are_all_pure_equilibria_at_every_lambda() {
    for (game, table) in pairs() {
        let by_count = pure_count_equilibria(&game, 1000).expect("small");
        for lambda in ["0", "1/7", "1/2", "2/3", "1", "5"].map(q) {
            let preference = Cooperative::new(lambda.clone()).expect("at least 0");
            let seen = Perceived::new(&table, preference).expect("defined");
            let found = pure_equilibria(&seen, &PureOptions::default()).expect("small");
            let mut expected: Vec<Vec<usize>> = found
                .set()
                .iter()
                .map(|profile| count(&profile, table.actions(0)))
                .collect();
            expected.sort();
            expected.dedup();
            let mut by_count: Vec<Vec<usize>> = by_count
                .iter()
                .filter(|counts| counts.holds_at(&lambda))
                .map(|counts| counts.counts.clone())
                .collect();
            by_count.sort();
            assert_eq!(by_count, expected);
        }
    }
}

#[test]
fn contribution_by_all_begins_at_the_closed_form_at_any_size() {
    // (1 − c/n)/(c − 1).
    for (players, multiplier) in [(4, "8/5"), (100, "3/2"), (1000, "2"), (1_000_000, "3")] {
        let multiplier = q(multiplier);
        let unit = vec![q("0"), q("1")];
        let game = LinearPublicGood::new(players, 1, unit, multiplier.clone()).expect("valid");
        let all = lambda_interval_at(&game, &[0, players]).expect("counts");
        let share = multiplier
            .checked_div(&Rational::from(players))
            .expect("players");
        let expected = (q("1") - share)
            .checked_div(&(multiplier - q("1")))
            .expect("above 1");
        assert_eq!(all.expect("some λ").from, expected);
    }
}

#[test]
fn the_least_viable_coalition_is_one_more_than_cost_over_benefit() {
    // Schelling (1973): ⌈1 + c/b⌉.
    for (players, benefit, cost, expected) in [
        (10, 3, 10, Some(5)),
        (1000, 3, 10, Some(5)),
        (10, 2, 10, Some(6)),
        (10, 1, 20, None),
        (4, 5, 0, Some(1)),
    ] {
        let game = Donation::new(players, benefit, cost).expect("valid");
        assert_eq!(
            minimal_viable_coalition(&game, 0, 1, 1000).expect("actions"),
            expected
        );
    }
    let game = Donation::new(3, 1, 1).expect("valid");
    assert!(minimal_viable_coalition(&game, 0, 0, 10).is_err());
    assert!(minimal_viable_coalition(&game, 2, 1, 10).is_err());
}

#[test]
fn a_thousand_players_are_no_table() {
    let players = 1000;
    let hunt = ThresholdHunt::new(players, 600, 4, 1).expect("valid");
    let found = pure_count_equilibria(&hunt, 2000).expect("small");
    let selfish: Vec<usize> = found
        .iter()
        .filter(|counts| counts.holds_at(&Rational::ZERO))
        .map(|counts| counts.counts[0])
        .collect();
    assert_eq!(selfish, [1000, 0]);
    assert!(pure_count_equilibria(&hunt, 1000).is_err());
    let mut world = CountRounds::new(hunt, 100);
    let mut rewards = vec![Rational::ZERO; players];
    for round in 0..100 {
        let done: Vec<usize> = (0..players)
            .map(|player| usize::from(player >= 550 + round))
            .collect();
        world.step(&done, &mut rewards).expect("legal");
        let success = round >= 50;
        assert_eq!(rewards[0], if success { q("4") } else { q("0") });
        assert_eq!(rewards[999], q("1"));
    }
}

#[test]
fn parameters_out_of_range_and_counts_that_do_not_add_up_are_refused() {
    assert!(LinearPublicGood::new(3, 1, vec![q("0"), q("2")], 2).is_err());
    assert!(LinearPublicGood::new(3, 1, vec![q("1"), q("0")], 2).is_err());
    assert!(LinearPublicGood::new(3, 1, vec![], 2).is_err());
    assert!(LinearPublicGood::new(0, 1, vec![q("0")], 2).is_err());
    assert!(Donation::new(3, -1, 2).is_err());
    assert!(ThresholdHunt::new(3, 4, 4, 1).is_err());
    assert!(ThresholdHunt::new(3, 2, 1, 1).is_err());
    assert!(ThresholdGood::volunteers_dilemma(3, 2, 2).is_err());
    let game = Donation::new(3, 3, 2).expect("valid");
    let error = lambda_interval_at(&game, &[1, 1]).expect_err("two of three");
    assert_eq!(
        error.to_string(),
        "counts is [1, 1]; it must be 2 numbers, one for each action, that add up to 3 players"
    );
    let text = serde_json::to_string(&game).expect("writes");
    assert_eq!(
        serde_json::from_str::<Donation>(&text).expect("reads"),
        game
    );
    let bad = text.replace("\"2\"", "\"-2\"");
    assert!(serde_json::from_str::<Donation>(&bad).is_err());
    let good = LinearPublicGood::new(3, 1, vec![q("0"), q("1")], 2).expect("valid");
    let text = serde_json::to_string(&good).expect("writes");
    assert_eq!(
        serde_json::from_str::<LinearPublicGood>(&text).expect("reads"),
        good
    );
}

/// Small whole numbers by lot for every action and counts.
struct Lots {
    players: usize,
    seed: u64,
}

impl CountGame for Lots {
    fn players(&self) -> usize {
        self.players
    }
    fn actions(&self) -> usize {
        3
    }
    fn payoff(&self, own: usize, others: &[usize]) -> Rational {
        let place = others.iter().fold(own, |place, count| 10 * place + count);
        let mut rng = generator(self.seed, place as u64);
        Rational::from(rng.random_range(-1..=2i64))
    }
}

/// From the definition: does nobody gain `u + λW` by another action?
fn holds(game: &Lots, counts: &[usize], lambda: &Rational) -> bool {
    let utility = |counts: &[usize], own: usize| {
        let pay = |action: usize| {
            let mut others = counts.to_vec();
            others[action] -= 1;
            game.payoff(action, &others)
        };
        let everybody = (0..3).filter(|&action| counts[action] > 0);
        let welfare: Rational = everybody
            .map(|action| Rational::from(counts[action]) * pay(action))
            .sum();
        pay(own) + lambda * &welfare
    };
    let movers = (0..3).filter(|&own| counts[own] > 0);
    movers.clone().all(|own| {
        (0..3).all(|other| {
            let mut moved = counts.to_vec();
            moved[own] -= 1;
            moved[other] += 1;
            utility(&moved, other) <= utility(counts, own)
        })
    })
}

#[test]
fn intervals_of_games_by_lot_are_where_nobody_gains_ties_included() {
    let (mut points, mut empty) = (0, 0);
    for seed in 0..40 {
        let game = Lots {
            players: 2 + seed as usize % 3,
            seed,
        };
        let small = q("1/1000000");
        for first in 0..=game.players {
            for second in 0..=game.players - first {
                let counts = [first, second, game.players - first - second];
                let found = lambda_interval_at(&game, &counts).expect("counts");
                empty += usize::from(found.is_none());
                let mut lambdas: Vec<Rational> = (0..=12)
                    .flat_map(|above| (1..=4).map(move |below| (above, below)))
                    .map(|(above, below)| Rational::new(above, below).expect("not 0"))
                    .collect();
                if let Some(found) = &found {
                    lambdas.push(found.from.clone());
                    lambdas.push(&found.from + &small);
                    if let Some(to) = found.to.finite() {
                        points += usize::from(*to == found.from);
                        lambdas.push(to.clone());
                        lambdas.push(to + &small);
                    }
                    if found.from.is_positive() {
                        lambdas.push(&found.from - &small);
                    }
                }
                for lambda in lambdas {
                    let expected = found.as_ref().is_some_and(|set| set.holds_at(&lambda));
                    assert_eq!(
                        holds(&game, &counts, &lambda),
                        expected,
                        "{counts:?} {lambda}"
                    );
                }
            }
        }
    }
    assert!(points > 0 && empty > 0, "{points} points, {empty} empty");
}

#[test]
fn a_search_for_a_coalition_ends_at_its_limit() {
    let game = Donation::new(usize::MAX, 0, 1).expect("valid");
    let error = minimal_viable_coalition(&game, 0, 1, 1000).expect_err("none that small");
    assert!(error.to_string().contains("1000"), "{error}");
    let game = Donation::new(usize::MAX, 3, 10).expect("valid");
    let found = minimal_viable_coalition(&game, 0, 1, 5).expect("five are enough");
    assert_eq!(found, Some(5));
}

#[test]
fn payoffs_of_more_players_than_can_be_counted_by_hand_are_exact() {
    let n = usize::MAX;
    let unit = vec![q("0"), q("1")];
    let good = LinearPublicGood::new(n, 1, unit, 2).expect("valid");
    assert_eq!(good.payoff(1, &[0, n - 1]), q("2"));
    let all = lambda_interval_at(&good, &[0, n])
        .expect("counts")
        .expect("some λ");
    let expected =
        Rational::ONE - Rational::new(2, 1).expect("2") * Rational::from(n).recip().expect("not 0");
    assert_eq!(all.from, expected);
    assert_eq!(all.welfare, q("2") * Rational::from(n));
    assert!(pure_count_equilibria(&good, 1000).is_err());
}

/// A game in which nobody can do anything.
struct Nothing;

impl Game<Rational> for Nothing {
    fn players(&self) -> usize {
        1
    }
    fn actions(&self, _player: usize) -> usize {
        0
    }
    fn payoff(&self, _player: usize, _profile: &[usize]) -> Rational {
        Rational::ZERO
    }
}

#[test]
fn a_game_without_actions_is_refused_and_not_a_panic() {
    let mut rewards = [Rational::ZERO];
    let error = GameRounds::new(Nothing, 1).step(&[0], &mut rewards);
    let error = error.expect_err("no actions").to_string();
    assert!(error.contains("it has no actions"), "{error}");
}

#[test]
fn solvers_refuse_more_players_than_a_list_can_hold() {
    for players in [usize::MAX, usize::MAX >> 5] {
        let game = OnCounts(Donation::new(players, 3, 2).expect("valid"));
        assert!(game.profile_space().is_err());
        assert!(game.is_pure_equilibrium(&[0, 0]).is_err());
        assert!(lambda_interval(&game, &[0, 0]).is_err());
        let error = pure_equilibria(&game, &PureOptions::default()).expect_err("too large");
        assert!(error.to_string().contains("payoffs"), "{error}");
        assert!(NormalForm::from_game(&game).is_err());
    }
}
