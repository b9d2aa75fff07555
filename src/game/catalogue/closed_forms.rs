//! The catalogue against the closed forms of the selfishness level (Apt and Schäfer, 2014).

use proptest::prelude::*;

use super::congestion::tests::{congestion, strategy_lists};
use super::*;
use crate::game::{Game, GameExt};

fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}

/// The selfishness level by brute force; `None` is infinite.
///
/// The least, over the welfare optima from which every profitable deviation lowers welfare, of the
/// largest ratio of what the deviator gains to what everyone loses.
fn selfishness_level(game: &impl Game<Rational>) -> Option<Rational> {
    let space = game.profile_space().expect("small");
    let welfare: Vec<Rational> = space
        .iter()
        .map(|profile| game.welfare(&profile).expect("valid"))
        .collect();
    let best = welfare.iter().max().expect("a profile");
    let mut level: Option<Rational> = None;
    'optima: for (index, profile) in space.iter().enumerate() {
        if welfare[index] != *best {
            continue;
        }
        let mut appeal = Rational::ZERO;
        for player in 0..game.players() {
            let current = game.payoff(player, &profile);
            for action in 0..game.actions(player) {
                let mut deviation = profile.clone();
                deviation[player] = action;
                let gain = game.payoff(player, &deviation) - &current;
                if gain.is_positive() {
                    let loss = best - &game.welfare(&deviation).expect("valid");
                    match gain.checked_div(&loss) {
                        Some(ratio) => appeal = appeal.max(ratio),
                        None => continue 'optima,
                    }
                }
            }
        }
        level = Some(level.map_or(appeal.clone(), |found| found.min(appeal)));
    }
    level
}

#[test]
fn levels_of_the_prisoners_dilemma() {
    let level = |r, s, t, p| selfishness_level(&prisoners_dilemma(r, s, t, p).expect("ordered"));
    assert_eq!(level(3, 0, 5, 1), Some(q("2")));
    assert_eq!(level(2, -1, 3, 0), Some(q("1/2")));
    assert_eq!(level(5, 0, 6, 1), Some(q("1/4")));
    // Here welfare is highest when exactly one defects.
    assert_eq!(level(3, 0, 7, 1), Some(q("1/5")));
}

#[test]
fn levels_of_two_player_games() {
    assert_eq!(
        selfishness_level(&matching_pennies(1).expect("valid")),
        None
    );
    assert_eq!(
        selfishness_level(&battle_of_the_sexes(2, 1, 0).expect("valid")),
        Some(Rational::ZERO)
    );
    for (bonus, level) in [(2, "1/2"), (10, "9/2")] {
        let game = travelers_dilemma(2, 100, bonus).expect("valid");
        assert_eq!(selfishness_level(&game), Some(q(level)));
    }
}

#[test]
fn levels_of_social_dilemmas_of_many_players() {
    let donation = donation_game(3, 2, 1).expect("valid");
    assert_eq!(selfishness_level(&donation), Some(q("1/3")));
    let whole = [Rational::ZERO, Rational::ONE];
    let halves = [Rational::ZERO, q("1/2"), Rational::ONE];
    for (players, multiplier, level) in [(5, 2, "3/5"), (4, 3, "1/8")] {
        for grid in [&whole[..], &halves[..]] {
            let game = public_goods(players, 1, grid, multiplier).expect("valid");
            assert_eq!(selfishness_level(&game), Some(q(level)));
        }
    }
}

#[test]
fn the_level_of_cournot_grows_with_the_grid() {
    for (firms, steps) in [(2usize, 10usize), (2, 4), (3, 3), (3, 6)] {
        let game = cournot(firms, steps, 7, q("1/2"), 1).expect("valid");
        let expected = Rational::new((steps * (firms - 1)) as i64, firms as i64).expect("not zero")
            - Rational::ONE;
        assert_eq!(selfishness_level(&game), Some(expected));
    }
    let largest = selfishness_level(&cournot(2, 10, 3, 1, 1).expect("valid"));
    assert_eq!(largest, Some(q("4")));
}

#[test]
fn the_bound_for_singleton_cost_sharing_is_attained() {
    let game = FairCostSharing::new(
        vec![q("10"), q("2")],
        vec![vec![vec![0]], vec![vec![0], vec![1]]],
    )
    .expect("valid");
    assert_eq!(selfishness_level(&game), Some(q("3/2")));
}

proptest! {
    #[test]
    fn the_level_of_every_prisoners_dilemma_is_the_closed_form(
        s in -9i64..9, a in 1i64..9, b in 1i64..9, c in 1i64..9
    ) {
        let (p, r, t) = (s + a, s + a + b, s + a + b + c);
        let game = prisoners_dilemma(r, s, t, p).expect("ordered");
        let level = selfishness_level(&game);
        if 2 * r > t + s {
            prop_assert_eq!(level, Rational::new(t - r, 2 * r - t - s).ok());
        } else if 2 * r < t + s {
            let ratio = Rational::new(p - s, s + t - 2 * p).expect("positive");
            prop_assert_eq!(level, Some(ratio.max(Rational::ZERO)));
        }
    }

    #[test]
    fn the_level_of_every_donation_game_is_the_closed_form(
        players in 2usize..6, benefit in 1i64..9, cost in 1i64..9
    ) {
        let margin = benefit * (players as i64 - 1) - cost;
        let game = donation_game(players, benefit, cost).expect("valid");
        // Where giving does not pay for all together, giving nothing is an optimum.
        let level = Rational::new(cost, margin).ok().filter(|_| margin > 0);
        prop_assert_eq!(selfishness_level(&game), Some(level.unwrap_or_default()));
    }

    #[test]
    fn the_level_of_linear_congestion_is_within_its_bound(game in congestion(1)) {
        let first: Vec<Rational> = game.latencies().iter().map(|latency| latency.at(1)).collect();
        let size = game.strategies().iter().flatten().map(Vec::len).max().expect("a set");
        let bound = (Rational::from(size) * first.iter().max().expect("four")
            - first.iter().min().expect("four")
            - Rational::ONE)
            * q("1/2");
        let level = selfishness_level(&game);
        prop_assert!(level.is_some_and(|level| level <= bound.max(Rational::ZERO)));
    }

    #[test]
    fn the_level_of_cost_sharing_is_within_its_bounds(
        costs in proptest::collection::vec(1i64..9, 4),
        strategies in strategy_lists(),
    ) {
        let largest = costs.iter().max().copied().expect("four");
        let least = costs.iter().min().copied().expect("four");
        let costs: Vec<Rational> = costs.into_iter().map(Rational::from).collect();
        let size = strategies.iter().flatten().map(Vec::len).max().expect("a set") as i64;
        let bound = Rational::new(size * largest, 2).expect("2") - Rational::ONE;
        let game = FairCostSharing::new(costs.clone(), strategies.clone()).expect("valid");
        let level = selfishness_level(&game);
        prop_assert!(level.is_some_and(|level| level <= bound.max(Rational::ZERO)));
        // The same players with only the first facility of every set.
        let singletons = strategies
            .into_iter()
            .map(|list| list.into_iter().map(|set| vec![set[0]]).collect())
            .collect();
        let bound = Rational::new(largest, 2 * least).expect("positive") - Rational::ONE;
        let game = FairCostSharing::new(costs, singletons).expect("valid");
        let level = selfishness_level(&game);
        prop_assert!(level.is_some_and(|level| level <= bound.max(Rational::ZERO)));
    }
}
