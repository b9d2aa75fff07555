//! Games are of the class that their strategy says, by the definition of the class.

use lacuna::equilibrium::{PureOptions, pure_equilibria};
use lacuna::game::catalogue::{DilemmaClass, DilemmaPayoffs};
use lacuna::game::hidden_effort::Family;
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::theorem::strategy::*;
use proptest::prelude::*;

use crate::{all_profiles, drawn, is_equilibrium, optima, q, shape, tally, welfare};

fn changed(profile: &[usize], player: usize, action: usize) -> Vec<usize> {
    let mut other = profile.to_vec();
    other[player] = action;
    other
}

proptest! {
    #[test]
    fn games_have_the_sizes_asked_for(game in games(2..=4, 1..=2)) {
        prop_assert!((2..=4).contains(&game.players()));
        prop_assert!(shape(&game).iter().all(|actions| (1..=2).contains(actions)));
    }

    #[test]
    fn payoffs_of_zero_sum_games_sum_to_zero(game in zero_sum_games(1..=4)) {
        prop_assert_eq!(game.players(), 2);
        for profile in all_profiles(&shape(&game)) {
            prop_assert!(welfare(&game, &profile).is_zero());
        }
    }

    #[test]
    fn all_in_a_team_have_the_same_payoff(game in team_games(1..=3, 1..=3)) {
        for profile in all_profiles(&shape(&game)) {
            for player in 1..game.players() {
                prop_assert_eq!(game.payoff(player, &profile), game.payoff(0, &profile));
            }
        }
    }

    #[test]
    fn symmetric_games_stay_the_same_if_two_change_places(game in symmetric_games(1..=4, 1..=3)) {
        for profile in all_profiles(&shape(&game)) {
            for first in 0..game.players() {
                for second in 0..first {
                    let mut swapped = profile.clone();
                    swapped.swap(first, second);
                    prop_assert_eq!(game.payoff(first, &profile), game.payoff(second, &swapped));
                    for other in (0..game.players()).filter(|&o| o != first && o != second) {
                        prop_assert_eq!(game.payoff(other, &profile), game.payoff(other, &swapped));
                    }
                }
            }
        }
    }

    #[test]
    fn coordinating_pays_and_anything_else_does_not(game in coordination_games(2..=3, 1..=3)) {
        for profile in all_profiles(&shape(&game)) {
            let same = profile.iter().all(|&action| action == profile[0]);
            for player in 0..game.players() {
                prop_assert_eq!(game.payoff(player, &profile).is_positive(), same);
            }
        }
    }

    #[test]
    fn gains_are_what_the_potential_gains(made in potential_games(1..=3, 1..=3)) {
        let profiles = all_profiles(&shape(&made.game));
        let potential = |profile: &[usize]| {
            let place = profiles.iter().position(|other| other == profile).expect("a profile");
            made.potential[place].clone()
        };
        for profile in &profiles {
            for player in 0..made.game.players() {
                for action in 0..made.game.actions(player) {
                    let other = changed(profile, player, action);
                    prop_assert_eq!(
                        made.game.payoff(player, &other) - &made.game.payoff(player, profile),
                        potential(&other) - &potential(profile)
                    );
                }
            }
        }
    }

    #[test]
    fn gains_are_the_weight_times_what_the_potential_gains(
        made in weighted_potential_games(1..=3, 1..=3)
    ) {
        prop_assert_eq!(made.weights.len(), made.game.players());
        let profiles = all_profiles(&shape(&made.game));
        for (from, profile) in profiles.iter().enumerate() {
            for (player, weight) in made.weights.iter().enumerate() {
                prop_assert!(weight.is_positive());
                for (to, other) in profiles.iter().enumerate() {
                    if (0..profile.len()).any(|i| i != player && profile[i] != other[i]) {
                        continue;
                    }
                    prop_assert_eq!(
                        made.game.payoff(player, other) - &made.game.payoff(player, profile),
                        weight * &(&made.potential[to] - &made.potential[from])
                    );
                }
            }
        }
    }

    #[test]
    fn dilemmas_are_prisoners_dilemmas(payoffs in dilemma_payoffs()) {
        let DilemmaPayoffs { reward: r, sucker: s, temptation: t, punishment: p } = &payoffs;
        prop_assert!(t > r && r > p && p > s && r + r > s + t);
        prop_assert_eq!(payoffs.classify(), DilemmaClass::PrisonersDilemma);
        prop_assert_eq!(optima(&payoffs.game()?), vec![vec![0, 0]]);
    }

    #[test]
    fn stag_hunts_have_two_symmetric_equilibria(game in stag_hunts()) {
        prop_assert_eq!(optima(&game), vec![vec![0, 0]]);
        prop_assert!(is_equilibrium(&game, &Rational::ZERO, &[0, 0]));
        prop_assert!(is_equilibrium(&game, &Rational::ZERO, &[1, 1]));
        prop_assert!(!is_equilibrium(&game, &Rational::ZERO, &[0, 1]));
    }

    #[test]
    fn games_of_chicken_have_two_asymmetric_equilibria(game in chickens()) {
        let stable: Vec<_> = all_profiles(&[2, 2])
            .into_iter()
            .filter(|profile| is_equilibrium(&game, &Rational::ZERO, profile))
            .collect();
        prop_assert_eq!(stable, vec![vec![0, 1], vec![1, 0]]);
    }

    #[test]
    fn lifts_of_dilemmas_meet_the_conditions_of_the_paper(
        lift in hidden_effort_lifts(Family::PrisonersDilemma)
    ) {
        let DilemmaPayoffs { reward: r, sucker: s, temptation: t, punishment: p } = lift.payoffs();
        let times = |factor: i64, value: &Rational| Rational::from(factor) * value;
        prop_assert!(t > r && r > p && p > s);
        prop_assert!(times(3, &(t - r)) > r - p && times(3, &(p - s)) > r - p);
        prop_assert!(times(2, &(s + t)) > r + &times(3, p));
        prop_assert!(times(5, r) + p > times(3, &(s + t)));
        prop_assert_eq!(optima(&lift.game()?), vec![vec![0, 0]]);
    }

    #[test]
    fn lifts_of_stag_hunts_meet_the_conditions_of_the_paper(
        lift in hidden_effort_lifts(Family::StagHunt)
    ) {
        let DilemmaPayoffs { reward: r, sucker: s, temptation: t, punishment: p } = lift.payoffs();
        let times = |factor: i64, value: &Rational| Rational::from(factor) * value;
        prop_assert!(r > t && t > p && p > s && r + r > s + t);
        prop_assert!(times(2, &(s + t)) > r + &times(3, p));
        prop_assert!(times(5, r) + p > times(3, &(s + t)));
        prop_assert!(times(3, r) + p > times(4, t));
    }

    #[test]
    fn exact_and_floating_games_are_the_same((exact, float) in games_in_both_numbers(1..=3, 1..=3)) {
        for profile in all_profiles(&shape(&exact)) {
            for player in 0..exact.players() {
                let value = Rational::from_f64_exact(float.payoff(player, &profile))?;
                prop_assert_eq!(value, exact.payoff(player, &profile));
            }
        }
    }
}

#[test]
fn boundary_payoffs_lie_on_both_sides_of_every_boundary_and_on_it() {
    let sides = |payoffs: &DilemmaPayoffs| {
        let DilemmaPayoffs {
            reward: r,
            sucker: s,
            temptation: t,
            punishment: p,
        } = payoffs;
        let times = |factor: i64, value: &Rational| Rational::from(factor) * value;
        [
            t.cmp(r),
            r.cmp(p),
            p.cmp(s),
            (r + r).cmp(&(s + t)),
            (t - r).cmp(&(p - s)),
            times(2, &(s + t)).cmp(&(r + &times(3, p))),
            (times(5, r) + p).cmp(&times(3, &(s + t))),
        ]
    };
    let all: Vec<_> = drawn(&boundary_payoffs(), 1000).iter().map(sides).collect();
    for boundary in 0..7 {
        for side in [
            std::cmp::Ordering::Less,
            std::cmp::Ordering::Equal,
            std::cmp::Ordering::Greater,
        ] {
            let count = all.iter().filter(|sides| sides[boundary] == side).count();
            assert!(count >= 20, "boundary {boundary}, {side:?}: {count}");
        }
    }
}

#[test]
fn public_goods_are_dilemmas_and_on_both_boundaries() {
    // The private and the social value of a contribution of 1, less its cost.
    let kinds = tally(&public_goods_games(2..=3, 2..=3), 400, |game| {
        let nobody = vec![0; game.players()];
        let one = changed(&nobody, 0, 1);
        let private = game.payoff(0, &one) - &game.payoff(0, &nobody);
        let social = welfare(game, &one) - &welfare(game, &nobody);
        (private.signum(), social.signum())
    });
    use std::cmp::Ordering::{Equal, Greater, Less};
    for kind in [
        (Less, Greater),
        (Less, Equal),
        (Equal, Greater),
        (Less, Less),
        (Greater, Greater),
    ] {
        assert!(
            kinds.get(&kind).is_some_and(|&count| count >= 8),
            "{kind:?} in {kinds:?}"
        );
    }
}

#[test]
fn binary_public_goods_differ_in_who_contributes_in_equilibrium() {
    let kinds = tally(&binary_public_goods(3..=3), 400, |game| {
        let counts = all_profiles(&shape(game))
            .into_iter()
            .filter_map(|profile| {
                let givers = profile.iter().filter(|&&action| action == 0).count();
                is_equilibrium(game, &Rational::ZERO, &profile).then_some(givers)
            });
        counts.collect::<std::collections::BTreeSet<usize>>()
    });
    assert!(kinds.len() >= 5, "{kinds:?}");
}

#[test]
fn congestion_and_cost_sharing_games_have_the_potentials_they_say() {
    fn check<G: Game<Rational>>(game: &G, potential: impl Fn(&[usize]) -> Rational, cost: bool) {
        let dense = NormalForm::from_game(game).expect("small");
        for profile in all_profiles(&shape(&dense)) {
            for player in 0..dense.players() {
                for action in 0..dense.actions(player) {
                    let other = changed(&profile, player, action);
                    let gain = dense.payoff(player, &other) - &dense.payoff(player, &profile);
                    let change = potential(&other) - &potential(&profile);
                    assert_eq!(gain, if cost { -change } else { change });
                }
            }
        }
    }
    for game in drawn(&congestion_games(1..=3), 60) {
        check(
            &game,
            |profile| game.potential(profile).expect("a profile"),
            true,
        );
    }
    for game in drawn(&cost_sharing_games(1..=3), 60) {
        check(
            &game,
            |profile| game.potential(profile).expect("a profile"),
            true,
        );
    }
}

#[test]
fn large_numbers_leave_machine_words() {
    let beyond = tally(&large_numbers(), 500, |number| {
        number.to_i64_parts().is_none()
    });
    assert!(beyond[&true] >= 50 && beyond[&false] >= 200, "{beyond:?}");
    // Scans of such games agree with the definition.
    for game in drawn(&games_with_large_payoffs(1..=2, 1..=3), 100) {
        let found = pure_equilibria(&game, &PureOptions::default())
            .expect("small")
            .into_set();
        for profile in all_profiles(&shape(&game)) {
            let expected = is_equilibrium(&game, &Rational::ZERO, &profile);
            assert_eq!(found.contains(&profile), expected);
        }
    }
}

#[test]
fn few_whole_payoffs_make_ties() {
    let tied = tally(
        &games_with_payoffs(2..=2, 3..=3, whole_payoffs(0..=1)),
        200,
        |game| optima(game).len() > 1,
    );
    assert!(tied[&true] >= 100, "{tied:?}");
}

#[test]
fn numbers_near_a_threshold_are_on_it_and_on_both_sides() {
    for threshold in [q(1, 2), q(0, 1), q(-3, 1)] {
        let sides = tally(&near(&threshold), 300, |number| number.cmp(&threshold));
        assert!(
            sides.len() == 3 && sides.values().all(|&count| count >= 60),
            "{sides:?}"
        );
        let closest = drawn(&near(&threshold), 300).into_iter();
        let closest = closest
            .map(|number| (number - &threshold).abs())
            .filter(|d| !d.is_zero())
            .min();
        assert_eq!(closest, Some(q(1, 1_000_000_000_000)));
    }
    let weights = tally(&weights_near(&q(1, 3)), 300, |weight| weight.cmp(&q(1, 3)));
    assert_eq!(weights.len(), 3);
    assert!(
        drawn(&weights_near(&q(0, 1)), 300)
            .iter()
            .all(|weight| !weight.is_negative())
    );
}

#[test]
fn probabilities_sum_to_one_and_some_are_zero() {
    let any = drawn(&probabilities(3), 200);
    assert!(
        any.iter()
            .all(|list| list.iter().sum::<Rational>() == Rational::ONE)
    );
    assert!(
        any.iter()
            .filter(|list| list.iter().any(Rational::is_zero))
            .count()
            >= 40
    );
    assert!(any.iter().any(|list| list.contains(&Rational::ONE)));
    let positive = drawn(&positive_probabilities(3), 200);
    assert!(positive.iter().flatten().all(Rational::is_positive));
    assert!(
        positive
            .iter()
            .all(|list| list.iter().sum::<Rational>() == Rational::ONE)
    );
}
