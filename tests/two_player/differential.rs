//! The solver against the brute force on random games full of ties, and against itself on the
//! same games in other guises.

use std::collections::BTreeSet;

use lacuna::game::random::{generator, uniform_integers};
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;

use crate::brute_force::{components, components_of_set, extreme_equilibria, of_set, solved};
use crate::support::{q, ratio};

/// Random games of every shape up to 5 × 5, small ones more often.
fn games(seed: u64, count: u64) -> impl Iterator<Item = NormalForm<Rational>> {
    (0..count).map(move |stream| {
        let mut rng = generator(seed, stream);
        let shape = [1 + stream as usize % 5, 1 + stream as usize / 5 % 5];
        let high = [2, 2, 1, 50][stream as usize / 25 % 4];
        uniform_integers(&shape, 0..=high, &mut rng).expect("small")
    })
}

#[test]
fn the_solver_equals_the_brute_force_on_games_full_of_ties() {
    let mut continua = 0;
    for game in games(1, 2500) {
        let set = solved(&game);
        let expected = extreme_equilibria(&game);
        assert_eq!(of_set(&set), expected, "{game:?}");
        if let Some(groups) = components(&expected) {
            assert_eq!(components_of_set(&set), groups, "{game:?}");
        }
        continua += usize::from(!set.is_finite());
    }
    assert!(continua > 500, "only {continua} games with a continuum");
}

#[test]
fn integers_only_games_of_four_actions_with_payoffs_zero_and_one() {
    for stream in 0..300 {
        let mut rng = generator(5, stream);
        let game = uniform_integers(&[4, 4], 0..=1, &mut rng).expect("small");
        assert_eq!(
            of_set(&solved(&game)),
            extreme_equilibria(&game),
            "{game:?}"
        );
    }
}

#[test]
fn equilibria_follow_swapped_players_permuted_actions_and_affine_maps() {
    for (stream, game) in games(2, 500).enumerate() {
        let own = of_set(&solved(&game));

        let swapped = game.with_players_permuted(&[1, 0]).expect("two players");
        let back: BTreeSet<_> = of_set(&solved(&swapped))
            .into_iter()
            .map(|(x, y)| (y, x))
            .collect();
        assert_eq!(back, own, "{game:?}");

        // Reversed actions of the row player.
        let rows = game.space().actions()[0];
        let order: Vec<usize> = (0..rows).rev().collect();
        let reversed = game.with_actions_permuted(0, &order).expect("an order");
        let back: BTreeSet<_> = of_set(&solved(&reversed))
            .into_iter()
            .map(|(x, y)| (x.into_iter().rev().collect(), y))
            .collect();
        assert_eq!(back, own, "{game:?}");

        let maps = [
            ([ratio(3, 7), q("1e25")], [ratio(-50, 3), q("-7e25")]),
            (
                [q("1e-12"), ratio(1, 1)],
                [ratio(0, 1), q("123456789012345678901")],
            ),
        ];
        let (scale, shift) = &maps[stream % 2];
        let affine = game.affine(scale, shift).expect("positive scales");
        assert_eq!(of_set(&solved(&affine)), own, "{game:?}");
    }
}

#[test]
fn huge_and_fractional_payoffs_equal_the_brute_force() {
    for stream in 0..60 {
        let mut rng = generator(3, stream);
        let shape = [2 + stream as usize % 3, 2 + stream as usize / 3 % 3];
        let base = uniform_integers(&shape, -9..=9, &mut rng).expect("small");
        let extra = uniform_integers(&shape, -3..=3, &mut rng).expect("small");
        let unit =
            [q("1e40"), ratio(1, 1_000_003), q("1e-30"), q("1e200")][stream as usize % 4].clone();
        let game = NormalForm::from_fn(&shape, |player, profile| {
            base.payoff(player, profile) * &unit + extra.payoff(player, profile) * &ratio(1, 7)
        })
        .expect("small");
        assert_eq!(
            of_set(&solved(&game)),
            extreme_equilibria(&game),
            "{game:?}"
        );
    }
}
