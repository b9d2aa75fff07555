//! Preferences, welfare, what is played, and linear programs.

use lacuna::game::Game;
use lacuna::linear_program::{Answer, LinearOptions};
use lacuna::number::Rational;
use lacuna::preference::{AnyPreference, Perceived, Preference, WeightMatrix};
use lacuna::theorem::strategy::*;
use lacuna::welfare::Welfare;
use proptest::prelude::*;

use crate::{drawn, q, tally};

fn entries(matrix: &WeightMatrix<Rational>) -> Vec<(usize, usize, Rational)> {
    let players = matrix.players();
    (0..players)
        .flat_map(|i| (0..players).map(move |j| (i, j)))
        .map(|(i, j)| (i, j, matrix.entry(i, j).clone()))
        .collect()
}

fn kind(preference: &AnyPreference<Rational>) -> String {
    let written = format!("{preference:?}");
    written.split('(').next().unwrap_or_default().to_owned()
}

proptest! {
    #[test]
    fn linear_preferences_have_weights_which_give_what_they_perceive(
        (players, preference) in (1usize..=4).prop_flat_map(|n| (Just(n), linear_preferences(n))),
        payoffs in proptest::collection::vec(payoffs(), 4),
    ) {
        let weights = preference.weights(players).expect("linear");
        let outcome = lacuna::preference::Outcome::new(&payoffs[..players]);
        for player in 0..players {
            let sum: Rational = (0..players).map(|j| weights.entry(player, j) * &payoffs[j]).sum();
            prop_assert_eq!(preference.perceived(player, &outcome), sum);
        }
    }

    #[test]
    fn preferences_fit_every_game_of_their_number_of_players(
        (game, people) in (1usize..=3).prop_flat_map(|n| (games(n..=n, 1..=3), populations(n)))
    ) {
        prop_assert_eq!(people.members().len(), game.players());
        prop_assert!(Perceived::new(&game, people).is_ok());
    }

    #[test]
    fn preferences_for_some_games_fit_these(
        symmetric in symmetric_games(1..=3, 1..=3), moral in moral_preferences(),
        game in games_with_payoffs(2..=3, 1..=2, whole_payoffs(0..=4)),
        equity in equity_preferences(),
    ) {
        prop_assert!(moral.check(&symmetric).is_ok());
        prop_assert!(equity.check(&game).is_ok());
    }

    #[test]
    fn matrices_are_of_their_class(
        cooperative in cooperative_matrices(3), benevolent in benevolent_matrices(3),
        spiteful in spiteful_matrices(3), network in network_matrices(3),
    ) {
        let lambda = cooperative.entry(0, 1);
        for (i, j, weight) in entries(&cooperative) {
            prop_assert_eq!(weight, lambda + &Rational::from(i64::from(i == j)));
        }
        prop_assert!(entries(&benevolent).iter().all(|(_, _, weight)| !weight.is_negative()));
        prop_assert!(entries(&spiteful).iter().any(|(i, j, weight)| i != j && weight.is_negative()));
        for (i, j, weight) in entries(&network) {
            prop_assert_eq!(&weight, network.entry(j, i));
            prop_assert!(i != j || weight == Rational::ONE);
        }
    }

    #[test]
    fn welfare_functions_compare_positive_payoffs(
        welfare in welfare_functions(3), first in positive_payoffs(3),
        second in positive_payoffs(3), third in non_negative_payoffs(3),
    ) {
        prop_assert!(first.iter().all(|payoff| payoff.is_positive()));
        prop_assert!(third.iter().all(|payoff| !payoff.is_negative()));
        let one = welfare.compare(&first, &second)?;
        prop_assert_eq!(one, welfare.compare(&second, &first)?.reverse());
    }

    #[test]
    fn mixed_profiles_and_distributions_are_ones(
        mixed in mixed_profiles(&[1, 2, 3]), joint in distributions(&[2, 3]),
        profile in profiles(&[2, 1, 3]),
    ) {
        prop_assert_eq!(mixed.strategies().iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 3]);
        for strategy in mixed.strategies() {
            prop_assert!(strategy.iter().all(|p| !p.is_negative()));
            prop_assert_eq!(strategy.iter().sum::<Rational>(), Rational::ONE);
        }
        prop_assert_eq!(joint.space().actions(), [2, 3]);
        prop_assert_eq!(joint.iter().map(|(_, p)| p).sum::<Rational>(), Rational::ONE);
        prop_assert!(profile[0] < 2 && profile[1] < 1 && profile[2] < 3);
    }
}

#[test]
fn every_kind_of_preference_is_drawn() {
    let two = tally(&preferences(2), 2000, kind);
    assert_eq!(two.len(), 15, "{two:?}");
    let three = tally(&preferences(3), 2000, kind);
    assert_eq!(three.len(), 14, "{three:?}");
    // Alone there is nobody to share with.
    assert!(!tally(&preferences(1), 500, kind).contains_key("RewardSharing"));
}

#[test]
fn some_weights_are_spiteful_and_some_matrices_have_no_inverse() {
    let any = drawn(&weight_matrices(2), 300);
    let negative = |matrix: &&WeightMatrix<Rational>| {
        entries(matrix)
            .iter()
            .any(|(_, _, weight)| weight.is_negative())
    };
    assert!(any.iter().filter(negative).count() >= 100);
    assert!(
        any.iter()
            .filter(|matrix| matrix.inverse().is_none())
            .count()
            >= 10
    );
}

#[test]
fn every_measure_of_welfare_is_drawn() {
    let kinds = tally(&welfare_functions(2), 300, |welfare| {
        format!("{welfare:?}")
            .split('(')
            .next()
            .unwrap_or_default()
            .to_owned()
    });
    assert_eq!(kinds.len(), 7, "{kinds:?}");
}

#[test]
fn some_distributions_are_correlated_and_some_mixed_profiles_pure() {
    let correlated = tally(&distributions(&[2, 2]), 200, |joint| {
        (0..2).all(|row| {
            (0..2).all(|column| {
                let joint = |profile: [usize; 2]| joint.probability(&profile).expect("a profile");
                let rows = joint([row, 0]) + &joint([row, 1]);
                let columns = joint([0, column]) + &joint([1, column]);
                joint([row, column]) == rows * &columns
            })
        })
    });
    assert!(
        correlated[&false] >= 60 && correlated[&true] >= 20,
        "{correlated:?}"
    );
    let pure = tally(&mixed_profiles(&[2, 2]), 200, |profile| {
        profile.as_pure().is_some()
    });
    assert!(pure[&true] >= 20 && pure[&false] >= 60, "{pure:?}");
}

#[test]
fn linear_programs_have_every_outcome() {
    let outcomes = tally(&linear_programs(1..=3, 0..=3), 300, |program| {
        let solved = program.solve(&LinearOptions::default()).expect("small");
        assert!(solved.answer.verify(program));
        match solved.answer {
            Answer::Optimal(_) => "optimal",
            Answer::Infeasible(_) => "infeasible",
            _ => "unbounded",
        }
    });
    assert!(
        outcomes.len() == 3 && outcomes.values().all(|&count| count >= 20),
        "{outcomes:?}"
    );
}

#[test]
fn altruism_weights_are_not_negative_and_often_zero() {
    let weights = drawn(&altruism_weights(), 300);
    assert!(
        weights
            .iter()
            .all(|weight| !weight.is_negative() && *weight <= q(3, 1))
    );
    assert!(weights.iter().filter(|weight| weight.is_zero()).count() >= 60);
}
