//! Selfishness levels (Apt and Schäfer, 2014).

use lacuna::game::NormalForm;
use lacuna::game::catalogue::{
    FairCostSharing, LinearCongestion, LinearLatency, battle_of_the_sexes, chicken, cournot,
    deadlock, donation_game, harmony, matching_pennies, n_player_stag_hunt, prisoners_dilemma,
    public_goods, stag_hunt, threshold_public_good, travelers_dilemma, volunteers_dilemma,
};
use lacuna::gap::level::selfishness_level;
use lacuna::number::{Extended, Rational};
use proptest::prelude::*;

use crate::support::instances::{grid_with, hold_up_game};
use crate::support::{finite, over, q, ratio, single, symmetric};

fn level(game: NormalForm<Rational>) -> Extended<Rational> {
    selfishness_level(&single(game)).expect("informed").value
}

#[test]
fn published_levels_are_reproduced() {
    let dilemma = |r, s, t, p| level(prisoners_dilemma(r, s, t, p).expect("ordered"));
    assert_eq!(dilemma(3, 0, 5, 1), finite(q("2")));
    assert_eq!(dilemma(2, -1, 3, 0), finite(q("1/2")));
    assert_eq!(dilemma(5, 0, 6, 1), finite(q("1/4")));
    assert_eq!(dilemma(3, 0, 7, 1), finite(q("1/5")));
    assert_eq!(
        level(donation_game(3, 2, 1).expect("valid")),
        finite(q("1/3"))
    );
    for (bonus, value) in [(2, "1/2"), (10, "9/2")] {
        let game = travelers_dilemma(2, 100, bonus).expect("valid");
        assert_eq!(level(game), finite(q(value)));
    }
    assert_eq!(
        level(cournot(2, 10, 12, 1, 0).expect("valid")),
        finite(q("4"))
    );
    let facilities = vec![Rational::from(10), Rational::from(2)];
    let sharing = FairCostSharing::new(facilities, vec![vec![vec![0]], vec![vec![0], vec![1]]]);
    let dense = NormalForm::from_game(&sharing.expect("valid")).expect("small");
    assert_eq!(level(dense), finite(q("3/2")));
    assert_eq!(
        level(matching_pennies(1).expect("valid")),
        Extended::Infinite
    );
    assert_eq!(
        level(battle_of_the_sexes(2, 1, 0).expect("valid")),
        finite(Rational::ZERO)
    );
}

proptest! {
    #[test]
    fn of_a_prisoners_dilemma(s in -9i64..9, a in 1i64..9, b in 1i64..9, c in 1i64..9) {
        let (p, r, t) = (s + a, s + a + b, s + a + b + c);
        let found = level(prisoners_dilemma(r, s, t, p).expect("ordered"));
        if 2 * r > t + s {
            prop_assert_eq!(found, finite(ratio(t - r, 2 * r - t - s)));
        } else if 2 * r < t + s {
            // One defects at the optimum, and the other is tempted to.
            prop_assert_eq!(found, finite(ratio(p - s, s + t - 2 * p).max(Rational::ZERO)));
        } else {
            // Cooperation and the mixed profiles are equally good: the cheaper one counts.
            prop_assert_eq!(found, finite(ratio(p - s, s + t - 2 * p)));
        }
    }

    #[test]
    fn of_a_donation_game(players in 2usize..6, benefit in 1i64..9, cost in 1i64..9) {
        let margin = benefit * (players as i64 - 1) - cost;
        let game = donation_game(players, benefit, cost).expect("valid");
        // Where giving does not pay for all together, giving nothing is an optimum.
        let expected = if margin > 0 { ratio(cost, margin) } else { Rational::ZERO };
        prop_assert_eq!(level(game), finite(expected));
    }

    #[test]
    fn of_a_linear_public_good_on_any_grid(
        players in 2usize..=5, multiplier in 11i64..50, steps in 1usize..=3, endowment in 1i64..9
    ) {
        let multiplier = ratio(multiplier, 10);
        let n = Rational::from(players);
        let endowment = Rational::from(endowment);
        let step = over(&endowment, &Rational::from(steps));
        let grid = grid_with(&step, steps, &[]);
        let game = public_goods(players, endowment, &grid, multiplier.clone()).expect("valid");
        // A multiplier above the number of players repays every contributor.
        let expected = over(
            &(Rational::ONE - over(&multiplier, &n)),
            &(&multiplier - &Rational::ONE),
        );
        prop_assert_eq!(level(game), finite(expected.max(Rational::ZERO)));
    }

    #[test]
    fn of_a_travelers_dilemma(lowest in 2u32..20, more in 2u32..30, halves in 3i64..20) {
        let bonus = ratio(halves, 2);
        let game = travelers_dilemma(lowest, lowest + more, bonus.clone()).expect("valid");
        prop_assert_eq!(level(game), finite(over(&(bonus - Rational::ONE), &Rational::from(2))));
    }

    #[test]
    fn of_cournot_grows_without_bound_with_the_grid(
        firms in 2usize..=3, multiple in 1usize..=4, margin in 1i64..30, slope in 1i64..5
    ) {
        // The optimum splits the monopoly quantity of K steps into K/n for each.
        let steps = firms * multiple;
        let game = cournot(firms, steps, margin + 2, slope, 2).expect("valid");
        let expected = ratio((steps * (firms - 1)) as i64, firms as i64) - Rational::ONE;
        prop_assert_eq!(level(game), finite(expected.max(Rational::ZERO)));
    }

    #[test]
    fn of_hold_up_grows_without_bound_with_the_grid(
        v in 1i64..9, tenths in 0i64..10, steps in 2usize..20
    ) {
        // A step h below the efficient investment gains h(v(1−β) − h/2) and loses h²/2.
        let (v, share) = (Rational::from(v), ratio(tenths, 10));
        let h = over(&v, &Rational::from(steps));
        let game = hold_up_game(&v, &share, &grid_with(&h, steps + 2, &[]));
        let expected = over(&(Rational::from(2) * &v * (Rational::ONE - &share)), &h)
            - Rational::ONE;
        prop_assert_eq!(level(game), finite(expected.max(Rational::ZERO)));
    }

    #[test]
    fn of_singleton_cost_sharing_is_bounded_and_the_bound_is_tight(
        costs in proptest::collection::vec(1i64..20, 3), cheap in 1i64..9, dear in 1i64..30
    ) {
        let dense = |game: FairCostSharing| NormalForm::from_game(&game).expect("small");
        let exact: Vec<Rational> = costs.iter().map(|&c| Rational::from(c)).collect();
        let any = vec![vec![0], vec![1], vec![2]];
        let game = FairCostSharing::new(exact, vec![any.clone(), vec![vec![0], vec![2]], any]);
        let bound = |largest: i64, least: i64| {
            (ratio(largest, 2 * least) - Rational::ONE).max(Rational::ZERO)
        };
        let (largest, least) = (costs.iter().max().expect("3"), costs.iter().min().expect("3"));
        prop_assert!(
            level(dense(game.expect("valid"))) <= finite(bound(*largest, *least))
        );
        // Two players, of whom one has no choice.
        prop_assume!(dear >= cheap);
        let game = FairCostSharing::new(
            vec![Rational::from(dear), Rational::from(cheap)],
            vec![vec![vec![0]], vec![vec![0], vec![1]]],
        );
        prop_assert_eq!(level(dense(game.expect("valid"))), finite(bound(dear, cheap)));
    }

    #[test]
    fn of_linear_congestion_is_within_its_bound(
        latencies in proptest::collection::vec((0i64..6, 0i64..6), 3),
        sets in proptest::collection::vec(
            proptest::collection::vec(
                proptest::sample::subsequence(vec![0usize, 1, 2], 1..=2), 1..=3,
            ),
            2..=3,
        )
    ) {
        let size = sets.iter().flatten().map(Vec::len).max().expect("a set") as i64;
        let first: Vec<i64> = latencies.iter().map(|(slope, fixed)| slope + fixed).collect();
        let (largest, least) = (first.iter().max().expect("3"), first.iter().min().expect("3"));
        let bound = ratio(size * largest - least - 1, 2).max(Rational::ZERO);
        let latencies = latencies.iter().map(|&(a, b)| LinearLatency::new(a, b)).collect();
        let game = LinearCongestion::new(latencies, sets).expect("valid");
        let dense = NormalForm::from_game(&game).expect("small");
        prop_assert!(level(dense) <= finite(bound));
    }

    #[test]
    fn of_a_dilemma_does_not_change_with_units_common_to_all(
        a in 1i64..9, b in 1i64..9, c in 1i64..9, scale in 1i64..9, zero in -9i64..9
    ) {
        let (p, r, t) = (a, a + b, a + b + c);
        let plain = symmetric(&[[r, 0], [t, p]]);
        let other = symmetric(&[[r, 0], [t, p]].map(|row| row.map(|x| scale * x + zero)));
        prop_assert_eq!(level(plain), level(other));
    }
}

#[test]
fn games_whose_optimum_is_an_equilibrium_have_level_zero() {
    let games = [
        stag_hunt(4, 0, 3, 2),
        harmony(5, 3, 4, 1),
        deadlock(1, 0, 5, 3),
        chicken(3, 1, 7, 0),
        battle_of_the_sexes(3, 1, 0),
        volunteers_dilemma(4, 5, 2),
        threshold_public_good(4, 2, 5, 2),
        n_player_stag_hunt(4, 2, 5, 2),
    ];
    for game in games {
        let level = selfishness_level(&single(game.expect("valid"))).expect("informed");
        assert_eq!(level.value, Extended::Finite(Rational::ZERO));
        assert_eq!(level.witness, None);
    }
}
