//! More altruism, less welfare.

use lacuna::equilibrium::{PhaseDiagram, PhaseOptions, lambda_interval};
use lacuna::game::NormalForm;
use lacuna::gap::level::selfishness_level;
use lacuna::gap::prices::pure_prices;
use lacuna::number::Rational;
use proptest::prelude::*;

use crate::support::random::two_player_games;
use crate::support::{bimatrix, cooperative, equilibria_at, finite, q, ratio, single, welfare_of};

fn diagram(game: &NormalForm<Rational>) -> PhaseDiagram {
    PhaseDiagram::new(game, &PhaseOptions::default()).expect("small")
}

fn number(value: i64) -> Rational {
    Rational::from(value)
}

/// Is the profile a strict equilibrium: does every deviation cost its player something?
fn is_strict(game: &NormalForm<Rational>, profile: &[usize], lambda: &Rational) -> bool {
    let interval = lambda_interval(game, profile).expect("valid");
    interval.is_some_and(|interval| {
        let above = interval.bound_below.is_none() || *lambda > interval.from;
        above && interval.to.finite().is_none_or(|to| lambda < to)
    })
}

#[test]
fn altruism_can_add_an_equilibrium_of_less_welfare() {
    let game = bimatrix(&[[0, 3], [4, 1]], &[[1, 0], [4, 3]]);
    let diagram = diagram(&game);
    let selfish = diagram.at(&Rational::ZERO).expect("at least 0");
    assert_eq!(selfish.profiles, vec![vec![1, 0]]);
    assert_eq!(selfish.worst_welfare, Some(number(8)));
    assert!(is_strict(&game, &[1, 0], &Rational::ZERO));
    let altruistic = diagram.at(&Rational::ONE).expect("at least 0");
    assert_eq!(altruistic.profiles, vec![vec![0, 1], vec![1, 0]]);
    assert_eq!(altruistic.best_welfare, Some(number(8)));
    assert_eq!(altruistic.worst_welfare, Some(number(3)));
    assert!(is_strict(&game, &[0, 1], &Rational::ONE));
    // The price of anarchy rises from 1 to 8/3.
    let anarchy = |lambda: &Rational| {
        let prices = pure_prices(&game, &cooperative(2, lambda)).expect("small");
        prices
            .anarchy
            .and_then(|price| price.ratio.value().cloned())
    };
    assert_eq!(anarchy(&Rational::ZERO), Some(Rational::ONE));
    assert_eq!(anarchy(&Rational::ONE), Some(ratio(8, 3)));
}

#[test]
fn altruism_can_move_the_only_equilibrium_to_less_welfare() {
    let game = bimatrix(&[[5, -6], [4, -7]], &[[0, -1], [4, 10]]);
    let diagram = diagram(&game);
    assert_eq!(diagram.first_best(), &number(8));
    for (lambda, profile, welfare) in [("0", [0, 0], 5), ("1", [1, 1], 3)] {
        let lambda = q(lambda);
        let found = diagram.at(&lambda).expect("at least 0");
        assert_eq!(found.profiles, vec![profile.to_vec()]);
        assert_eq!(found.best_welfare, Some(number(welfare)));
        assert!(is_strict(&game, &profile, &lambda));
    }
    let level = selfishness_level(&single(game.clone())).expect("informed");
    assert_eq!(level.value, finite(ratio(6, 5)));
    assert_eq!(level.plan, vec![vec![1, 0]]);
    // From the level on the optimum is an equilibrium, but not the only one at the level itself.
    let closed = diagram.at(&ratio(5, 4)).expect("at least 0");
    assert_eq!(closed.best_welfare, Some(number(8)));
}

#[test]
fn the_best_equilibrium_can_get_worse_and_better_as_altruism_grows() {
    let game = bimatrix(&[[-2, 9, 7], [1, 9, 3]], &[[0, -2, -2], [8, -3, 8]]);
    let diagram = diagram(&game);
    assert_eq!(diagram.first_best(), &number(11));
    let best: Vec<Option<Rational>> = ["0", "1/4", "1/2", "1", "2"]
        .map(|lambda| {
            let found = diagram.at(&q(lambda)).expect("at least 0");
            found.best_welfare.clone()
        })
        .to_vec();
    assert_eq!(best, [9, 7, 7, 11, 11].map(|value| Some(number(value))));
    let worst = diagram
        .at(&q("1/4"))
        .expect("at least 0")
        .worst_welfare
        .clone();
    assert_eq!(worst, Some(number(7)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// If the best equilibrium is worse at a greater weight, then at least two players moved.
    #[test]
    fn harm_takes_two_who_move(
        game in two_player_games(), from in (0i64..8, 1i64..5), more in (1i64..8, 1i64..5)
    ) {
        let lambda = ratio(from.0, from.1);
        let greater = &lambda + &ratio(more.0, more.1);
        for before in equilibria_at(&game, &lambda) {
            for after in equilibria_at(&game, &greater) {
                if welfare_of(&game, &after) < welfare_of(&game, &before) {
                    prop_assert!(before.iter().zip(&after).all(|(a, b)| a != b));
                }
            }
        }
    }
}
