//! Closed forms of contracts and of underinvestment.

use lacuna::contract::{AttainableOptions, Language};
use lacuna::game::catalogue::{DilemmaPayoffs, donation_game, prisoners_dilemma, public_goods};
use lacuna::gap::exploitation::{CountOptions, prosocial_counts};
use lacuna::gap::welfare_gap;
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use proptest::prelude::*;

use crate::support::instances::{
    commons, enforcement, fishery, grid_with, hold_up, hold_up_game, implementation_cost,
    lambda_of_share, property_rights, self_interest_level, team,
};
use crate::support::{over, q, ratio, single};

fn half_square(value: &Rational) -> Rational {
    value * value * &ratio(1, 2)
}

fn lambdas() -> impl Strategy<Value = Rational> {
    (0i64..12, 1i64..5).prop_map(|(above, below)| ratio(above, below))
}

/// (R, S, T, P) of a prisoner's dilemma whose optimum is mutual cooperation.
fn dilemmas() -> impl Strategy<Value = [i64; 4]> {
    (-9i64..9, 1i64..9, 1i64..9, 1i64..9)
        .prop_map(|(s, a, b, c)| [s + a + b, s, s + a + b + c, s + a])
        .prop_filter("2R > T + S", |[r, s, t, _]| 2 * r > t + s)
}

#[test]
fn published_gaps_of_underinvestment_are_reproduced() {
    let found = hold_up(&q("1"), &q("1/2"), &q("0"));
    assert_eq!((found.chosen[0].clone(), found.gap), (q("1/2"), q("1/8")));
    let found = hold_up(&q("1"), &q("1/2"), &q("1"));
    assert_eq!((found.chosen[0].clone(), found.gap), (q("3/4"), q("1/32")));
    let gap = |first: &str, second: &str| {
        property_rights(&[q("2"), q("1")], &[q(first), q(second)], &Rational::ZERO).gap
    };
    // The first, the second, and neither owns the asset.
    assert_eq!(gap("0.6", "0"), q("0.205"));
    assert_eq!(gap("0", "0.6"), q("0.52"));
    assert_eq!(gap("0", "0"), q("0.625"));
    let found = team(3, &Rational::ZERO);
    // Welfare is 5/9 of a first best of 3/2.
    assert_eq!(found.gap, q("3/2") - q("3/2") * q("5/9"));
}

#[test]
fn a_contract_on_the_investment_closes_hold_up() {
    let (v, share) = (q("2"), q("0.3"));
    let problem = single(hold_up_game(&v, &share, &grid_with(&q("1/5"), 12, &[])));
    let language = Language::actions_only(&problem);
    let (selfish, options) = (WeightMatrix::identity(2), AttainableOptions::default());
    let gap = welfare_gap(&problem, &language, &selfish, &options).expect("small");
    assert!(gap.is_closed());
    assert!(gap.verify(&problem, &language, &selfish, &options));
    let nothing = Language::trivial(&problem);
    let gap = welfare_gap(&problem, &nothing, &selfish, &options).expect("small");
    assert_eq!(gap.best, Some(half_square(&(v * q("0.7")))));
}

#[test]
fn the_commons_is_overused_as_cournot_is() {
    for players in 1..=4usize {
        let n = players as i64;
        let (effort, rent) = commons(players, &Rational::ZERO);
        assert_eq!(effort, ratio(2 * n, n + 1));
        assert_eq!(rent, ratio(4 * n, (n + 1) * (n + 1)));
        assert_eq!(
            effort * fishery().optimal_effort(),
            fishery().equilibrium_effort(players).expect("players")
        );
    }
}

#[test]
fn schellings_coalition_pays_from_the_smallest_number_that_covers_the_cost() {
    for (players, benefit, cost) in [(10usize, 3i64, 10i64), (6, 2, 3), (5, 1, 3), (4, 3, 3)] {
        let game = donation_game(players, benefit, cost).expect("valid");
        // Weight enough that whoever is prosocial cooperates.
        let lambda = Rational::from(100);
        let counts = prosocial_counts(&game, &lambda, &CountOptions::default()).expect("small");
        let expected = 1 + (cost + benefit - 1) / benefit;
        assert_eq!(counts.as_well_off_from, Some(expected as usize));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn enforcement_and_prosociality_are_substitutes(
        [r, s, t, p] in dilemmas(), chance in 0i64..=10, fine in 0i64..12
    ) {
        let payoffs = DilemmaPayoffs::new(r, s, t, p);
        let expected_fine = ratio(chance * fine, 10);
        let gain = Rational::from(t - r) - &expected_fine;
        let loss = Rational::from(2 * r - t - s);
        let threshold = |loss: &Rational| over(&gain, loss).max(Rational::ZERO);
        let paid = enforcement(&payoffs, &expected_fine, false);
        prop_assert_eq!(&paid, &threshold(&loss));
        let burnt = enforcement(&payoffs, &expected_fine, true);
        prop_assert_eq!(&burnt, &threshold(&(&loss + &expected_fine)));
        prop_assert!(burnt <= paid);
    }

    #[test]
    fn the_gap_of_hold_up_shrinks_with_lambda_and_never_closes(
        v in 1i64..6, tenths in 0i64..10, lambda in lambdas()
    ) {
        let (v, share) = (Rational::from(v), ratio(tenths, 10));
        let found = hold_up(&v, &share, &lambda);
        let weight = Rational::ONE + &lambda;
        prop_assert_eq!(&found.chosen[0], &over(&(&v * &(&share + &lambda)), &weight));
        let short = over(&(&v * &(Rational::ONE - &share)), &weight);
        prop_assert_eq!(&found.gap, &half_square(&short));
        prop_assert!(found.gap.is_positive());
    }

    #[test]
    fn the_gap_of_property_rights_is_the_sum_of_squared_shortfalls(
        v in (1i64..5, 1i64..5), kappa in (0i64..=10, 0i64..=10), lambda in lambdas()
    ) {
        let v = [Rational::from(v.0), Rational::from(v.1)];
        let kappa = [ratio(kappa.0, 10), ratio(kappa.1, 10)];
        let found = property_rights(&v, &kappa, &Rational::ZERO);
        let prosocial = property_rights(&v, &kappa, &lambda);
        let (mut gap, mut smaller) = (Rational::ZERO, Rational::ZERO);
        let weight = Rational::ONE + &lambda;
        for i in 0..2 {
            let effort = (Rational::ONE + &kappa[i]) * &v[i] * ratio(1, 2);
            prop_assert_eq!(&found.chosen[i], &effort);
            let short = &v[i] - &effort;
            gap += half_square(&short);
            smaller += half_square(&over(&short, &weight));
        }
        prop_assert_eq!(found.gap, gap);
        prop_assert_eq!(prosocial.gap, smaller);
    }

    #[test]
    fn a_team_works_as_hard_as_its_shares_and_its_altruism_make_it(
        players in 1usize..=4, lambda in lambdas()
    ) {
        let n = Rational::from(players);
        let found = team(players, &lambda);
        let share = ratio(1, players as i64);
        let weight = Rational::ONE + &lambda;
        let effort = over(&(&share + &lambda), &weight);
        prop_assert!(found.chosen.iter().all(|chosen| *chosen == effort));
        let short = over(&(Rational::ONE - share), &weight);
        prop_assert_eq!(found.gap, n * half_square(&short));
    }

    #[test]
    fn altruism_saves_the_commons_only_in_the_limit(players in 1usize..=3, lambda in lambdas()) {
        let n = Rational::from(players);
        let two = Rational::from(2);
        let one = Rational::ONE;
        let (effort, _) = commons(players, &lambda);
        let expected = over(
            &(&two * &n * (&one + &lambda)),
            &(&n + &one + &two * &n * &lambda),
        );
        prop_assert_eq!(&effort, &expected);
        prop_assert!(players == 1 || effort > one);
    }

    #[test]
    fn implementing_cooperation_costs_the_regrets([r, s, t, p] in dilemmas(), lambda in lambdas()) {
        let game = prisoners_dilemma(r, s, t, p).expect("ordered");
        let regret = Rational::from(t - r) - &lambda * Rational::from(2 * r - t - s);
        let expected = Rational::from(2) * regret.max(Rational::ZERO);
        prop_assert_eq!(implementation_cost(&game, &[0, 0], &lambda), expected);
        prop_assert_eq!(implementation_cost(&game, &[1, 1], &Rational::ZERO), Rational::ZERO);
    }

    #[test]
    fn the_share_that_one_may_keep_is_the_smaller_of_two([r, s, t, p] in dilemmas()) {
        let game = prisoners_dilemma(r, s, t, p).expect("ordered");
        let found = self_interest_level(&game, 0);
        let expected = ratio((r - s).min(t - p), t - s);
        if expected > ratio(1, 2) {
            prop_assert_eq!(&found, &Some(expected.clone()));
            // Dominance asks for the larger of two ratios: λ is at least the selfishness level.
            let lambda = lambda_of_share(&expected, 2);
            let level = ratio(t - r, 2 * r - t - s);
            prop_assert!(lambda >= level);
        } else if expected < ratio(1, 2) {
            prop_assert_eq!(&found, &None);
        }
    }

    #[test]
    fn shares_in_public_goods_and_donations_have_closed_forms(
        players in 2usize..=4, benefit in 1i64..9, cost in 1i64..9, tenths in 11i64..40
    ) {
        let (n, multiplier) = (Rational::from(players), ratio(tenths, 10));
        if multiplier < n {
            let units = [Rational::ZERO, Rational::ONE];
            let game = public_goods(players, 1, &units, multiplier.clone()).expect("valid");
            prop_assert_eq!(self_interest_level(&game, 1), Some(over(&multiplier, &n)));
        }
        if cost < benefit * (players as i64 - 1) {
            let game = donation_game(players, benefit, cost).expect("valid");
            prop_assert_eq!(self_interest_level(&game, 0), Some(ratio(benefit, benefit + cost)));
        }
    }
}
