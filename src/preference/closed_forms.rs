//! Tests of closed forms from the literature, across the preferences.

use approx::assert_abs_diff_eq;
use std::f64::consts::FRAC_PI_4;

use proptest::prelude::*;

use super::*;
use crate::game::{GameExt, NormalForm};
use crate::number::Rational;

fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}

fn dilemma([r, s, t, p]: [&str; 4]) -> NormalForm<Rational> {
    NormalForm::symmetric(&[vec![q(r), q(s)], vec![q(t), q(p)]]).expect("square")
}

/// Is mutual cooperation an equilibrium of a dilemma for players with this preference?
fn cooperates<P: Preference<Rational>>(payoffs: [&str; 4], preference: P) -> bool {
    let seen = Perceived::new(dilemma(payoffs), preference).expect("defined");
    seen.is_pure_equilibrium(&[0, 0]).expect("valid")
}

fn cooperative(lambda: &Rational) -> Cooperative<Rational> {
    Cooperative::new(lambda.clone()).expect("in range")
}

fn outcome_of<P: Preference<Rational>>(preference: &P, payoffs: &[&str]) -> Vec<Rational> {
    let payoffs: Vec<Rational> = payoffs.iter().map(|text| q(text)).collect();
    let outcome = Outcome::new(&payoffs);
    (0..payoffs.len())
        .map(|i| preference.evaluate(i, &outcome).expect("defined"))
        .collect()
}

#[test]
fn values_at_and_beyond_the_ends_are_refused_with_the_range() {
    fn message<T: std::fmt::Debug>(result: Result<T, PreferenceError>) -> String {
        result.expect_err("out of range").to_string()
    }
    let closed = |text: &str| format!("must be {text}");
    for value in ["-1/1000000", "1", "2"] {
        let value = q(value);
        let range = closed("at least 0 and below 1");
        assert!(message(ConvexAltruism::new(value.clone())).contains(&range));
        assert!(message(GroupAverage::new(value.clone())).contains(&range));
        assert!(message(UniformBenevolence::new(value, 2)).contains(&range));
    }
    for value in ["-1/1000000", "1/2", "1"] {
        let error = message(WeightSplit::new(q(value)));
        assert!(
            error.contains(&closed("at least 0 and below 1/2")),
            "{error}"
        );
        let error = message(UniformBenevolence::new(q(value), 3));
        assert!(
            error.contains(&closed("at least 0 and below 1/2 for 3 players")),
            "{error}"
        );
    }
    for value in ["-1/1000000", "1000001/1000000"] {
        let error = message(RewardSharing::new(q(value)));
        assert!(
            error.contains(&closed("at least 0 and at most 1")),
            "{error}"
        );
        let error = message(HomoMoralis::new(q(value)));
        assert!(
            error.contains(&closed("at least 0 and at most 1")),
            "{error}"
        );
    }
    assert!(message(Cooperative::new(q("-1/1000000"))).contains("at least 0 and finite"));
    assert!(message(FehrSchmidt::new(q("1"), q("1"))).contains("at least 0 and below 1"));
    assert!(message(FehrSchmidt::new(q("1"), q("-1/9"))).contains("at least 0 and below 1"));
    assert!(message(FehrSchmidt::new(q("1/3"), q("1/2"))).contains("β = 1/2"));
    assert!(message(CharnessRabin::new(q("2"), q("0"), q("0"))).contains("at most 1"));
    assert!(message(CharnessRabin::new(q("0"), q("1"), q("0"))).contains("at most ρ = 0"));
    assert!(message(QuasiMaximin::new(q("2"), q("0"))).contains("at most 1"));
    assert!(message(Levine::new(vec![q("0"), q("1")], q("0"))).contains("player 1"));
    assert!(message(Levine::new(vec![q("0")], q("2"))).contains("at most 1"));
    assert!(
        message(EquityReciprocityCompetition::new(q("1"), q("0"))).contains("above 0 and finite")
    );
    // The ends that belong to the range are accepted.
    assert!(ConvexAltruism::new(q("0")).is_ok());
    assert!(UniformBenevolence::new(q("0.4999"), 3).is_ok());
    assert!(RewardSharing::new(q("1")).is_ok() && RewardSharing::new(q("0")).is_ok());
    assert!(HomoMoralis::new(q("0")).is_ok() && HomoMoralis::new(q("1")).is_ok());
    assert!(FehrSchmidt::new(q("1/2"), q("1/2")).is_ok());
    // No number that is not finite passes.
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(Cooperative::new(bad).is_err());
        assert!(ConvexAltruism::new(bad).is_err());
        assert!(GroupAverage::new(bad).is_err());
        assert!(WeightOnOthers::new(bad).is_err());
        assert!(WeightSplit::new(bad).is_err());
        assert!(RewardSharing::new(bad).is_err());
        assert!(UniformBenevolence::new(bad, 1).is_err());
        assert!(SocialValueAngle::from_tangent(bad).is_err());
        assert!(SocialValueAngle::from_degrees(bad).is_err());
        assert!(FehrSchmidt::new(bad, 0.0).is_err() && FehrSchmidt::new(1.0, bad).is_err());
        assert!(CharnessRabin::new(0.0, 0.0, bad).is_err());
        assert!(CharnessRabin::new(0.0, bad, 0.0).is_err());
        assert!(HomoMoralis::new(bad).is_err());
        assert!(Levine::new(vec![bad], 0.0).is_err() && Levine::new(vec![0.0], bad).is_err());
    }
    assert!(SocialValueAngle::from_degrees(90.0).is_err());
    let right = SocialValueAngle::from_degrees(FRAC_PI_4.to_degrees()).expect("45 degrees");
    assert_abs_diff_eq!(*right.tangent(), 1.0, epsilon = 1e-15);
}

#[test]
fn uniform_benevolence_is_that_of_cooperative_players() {
    // b = 1/4 among three: λ = b/(1−2b) = 1/2.
    let uniform = UniformBenevolence::new(q("1/4"), 3).expect("below 1/2");
    assert_eq!(uniform.to_lambda(), Ok(cooperative(&q("1/2"))));
    let system = BenevolentSystem::new(vec![vec![q("0"), q("0.5")], vec![q("0.25"), q("0")]])
        .expect("stable");
    assert_eq!(outcome_of(&system, &["1", "2"]), vec![q("16/7"), q("18/7")]);
}

#[test]
fn lambda_closes_the_dilemma_exactly_at_the_selfishness_level() {
    let below = q("1.999999999");
    assert!(!cooperates(["3", "0", "5", "1"], cooperative(&below)));
    assert!(cooperates(["3", "0", "5", "1"], cooperative(&q("2"))));
}

#[test]
fn guilt_supports_cooperation_exactly_from_its_threshold() {
    // β >= (T−R)/(T−S), whatever the envy.
    for (payoffs, threshold) in [
        (["3", "0", "5", "1"], q("2/5")),
        (["2", "-1", "3", "0"], q("1/4")),
    ] {
        for (beta, expected) in [
            (&threshold - &q("1e-9"), false),
            (threshold.clone(), true),
            (&threshold + &q("1e-9"), true),
        ] {
            for envy in ["1", "4"] {
                let averse = FehrSchmidt::new(q(envy), beta.clone()).expect("in range");
                assert_eq!(cooperates(payoffs, averse), expected, "{beta}");
            }
        }
    }
}

#[test]
fn envy_refuses_ultimatum_offers_below_its_share() {
    for (alpha, threshold) in [("1/2", "1/4"), ("1", "1/3"), ("0", "0")] {
        let averse = FehrSchmidt::new(q(alpha), q("0")).expect("in range");
        assert_eq!(averse.smallest_accepted_share(), q(threshold));
        let accepts = |share: Rational| {
            let payoffs = [Rational::ONE - &share, share];
            averse.perceived(1, &Outcome::new(&payoffs)) >= Rational::ZERO
        };
        assert!(accepts(q(threshold)));
        assert!(accepts(q(threshold) + q("1e-9")));
        if alpha != "0" {
            assert!(!accepts(q(threshold) - q("1e-9")));
        }
    }
}

#[test]
fn proposers_offer_half_exactly_if_guilt_exceeds_one_half() {
    for (beta, half) in [("0.49", false), ("0.51", true)] {
        let averse = FehrSchmidt::new(q("1"), q(beta)).expect("in range");
        let utility = |offer: i64| {
            let offer = Rational::new(offer, 100).expect("non-zero");
            let payoffs = [Rational::ONE - &offer, offer];
            averse.perceived(0, &Outcome::new(&payoffs))
        };
        let best = (34..=50)
            .max_by_key(|&offer| utility(offer))
            .expect("offers");
        assert_eq!(best == 50, half);
    }
}

#[test]
fn guilt_and_returns_decide_the_public_goods_game() {
    // Endowments of 1, four players, marginal return a: zero is dominant if a + β < 1, and full
    // contribution survives a unilateral zero iff β >= 1 − a.
    let a = q("2/5");
    let game = NormalForm::from_fn(&[2; 4], |player, p| {
        let total: usize = p.iter().sum();
        &a * &Rational::from(total) + Rational::ONE - Rational::from(p[player])
    })
    .expect("small");
    for (beta, full) in [("0.59", false), ("0.6", true), ("0.61", true)] {
        let seen = Perceived::new(&game, FehrSchmidt::new(q("1"), q(beta)).expect("in range"))
            .expect("any game");
        assert_eq!(seen.is_pure_equilibrium(&[1; 4]), Ok(full));
        let zero_is_dominant = game.space().iter().all(|profile| {
            (0..4).all(|i| profile[i] == 1 || seen.best_responses(i, &profile) == Ok(vec![0]))
        });
        assert_eq!(zero_is_dominant, !full);
    }
}

#[test]
fn charness_rabin_nests_inequity_aversion_and_cooperation() {
    let averse = FehrSchmidt::new(q("3/2"), q("2/5")).expect("in range");
    let nested = CharnessRabin::new(q("2/5"), q("-3/2"), q("0")).expect("in range");
    for payoffs in [["7", "2"], ["2", "7"], ["3", "3"], ["-1", "4/3"]] {
        assert_eq!(outcome_of(&averse, &payoffs), outcome_of(&nested, &payoffs));
    }
    let lambda = q("3/4");
    let weight = q("3/10");
    let same = CharnessRabin::new(weight.clone(), weight, q("0")).expect("in range");
    let scale = Rational::ONE + &lambda + &lambda;
    for payoffs in [["7", "2"], ["2", "7"], ["3", "3"]] {
        let scaled: Vec<Rational> = outcome_of(&same, &payoffs)
            .iter()
            .map(|u| u * &scale)
            .collect();
        assert_eq!(scaled, outcome_of(&cooperative(&lambda), &payoffs));
    }
}

#[test]
fn quasi_maximin_without_the_worst_off_is_convex_altruism() {
    let social = QuasiMaximin::new(q("2/7"), q("0")).expect("in range");
    let convex = ConvexAltruism::new(q("2/7")).expect("in range");
    assert_eq!(social.weights(3), convex.weights(3));
    assert_eq!(
        outcome_of(&social, &["1", "5", "-2"]),
        outcome_of(&convex, &["1", "5", "-2"])
    );
}

#[test]
fn an_equitable_dictator_keeps_the_closed_share() {
    let player = EquityReciprocityCompetition::new(q("1"), q("4")).expect("in range");
    let utility = |kept: i64| {
        let kept = Rational::new(kept, 1000).expect("non-zero");
        let payoffs = [kept.clone(), Rational::ONE - &kept];
        player.perceived(0, &Outcome::new(&payoffs))
    };
    let best = (0..=1000)
        .max_by_key(|&kept| utility(kept))
        .expect("divisions");
    assert_eq!(best, 750);
    assert_eq!(player.dictator_share(&q("1")), q("3/4"));
    assert_eq!(player.dictator_share(&q("100")), q("1"));
    // Nothing to share counts as shared equally.
    assert_eq!(outcome_of(&player, &["0", "0"]), vec![q("0"), q("0")]);
    assert_eq!(outcome_of(&player, &["0", "1"]), vec![q("-1/2"), q("1/2")]);
}

#[test]
fn levine_weights_are_those_of_the_pair() {
    let pair = Levine::new(vec![q("0.29"), q("-0.9")], q("0.45")).expect("in range");
    let weights = pair.weights(2).expect("two");
    assert_abs_diff_eq!(
        weights.entry(0, 1).to_f64(),
        -0.079_310_344_827_586_24,
        epsilon = 1e-15
    );
    assert_eq!(
        outcome_of(&pair, &["10", "29"]),
        vec![
            q("7.7"),
            q("10") * &q("-0.7695").checked_div(&q("1.45")).expect("non-zero") + q("29")
        ]
    );
}

#[test]
fn hamiltons_rule_for_kantians_and_altruists_in_additive_games() {
    // Donation: benefit 3 to the other, cost 1. κ >= c/b and λ >= c/(b−c).
    let donation = ["2", "-1", "3", "0"];
    for (kappa, expected) in [("1/3", true), ("0.3333", false), ("0.3334", true)] {
        let moral = HomoMoralis::new(q(kappa)).expect("in range");
        assert_eq!(cooperates(donation, moral), expected);
    }
    for (lambda, expected) in [("1/2", true), ("0.4999", false), ("0.5001", true)] {
        assert_eq!(cooperates(donation, cooperative(&q(lambda))), expected);
    }
}

#[test]
fn morality_and_altruism_part_ways_off_additive_games() {
    // κ >= (T−R)/(T−P) = 1/2, while λ needs 2, that is a weight on the other of 2/3.
    for (kappa, expected) in [("1/2", true), ("0.4999", false), ("0.5001", true)] {
        let moral = HomoMoralis::new(q(kappa)).expect("in range");
        assert_eq!(cooperates(["3", "0", "5", "1"], moral), expected);
    }
    for (weight, expected) in [("2/3", true), ("0.6666", false), ("0.6667", true)] {
        let altruist = WeightOnOthers::new(q(weight)).expect("finite");
        assert_eq!(cooperates(["3", "0", "5", "1"], altruist), expected);
    }
}

proptest! {
    #[test]
    fn weights_of_linear_cases_are_what_the_utility_gives(
        a in -30i64..30, b in -30i64..30, weight in -20i64..=10, theta in -9i64..9
    ) {
        let weight = Rational::new(weight, 10).expect("non-zero");
        let theta = Rational::new(theta, 10).expect("non-zero");
        let payoffs = [Rational::from(a), Rational::from(b)];
        let outcome = Outcome::new(&payoffs);
        for misbehaved in [false, true] {
            let linear = CharnessRabin::new(weight.clone(), weight.clone(), theta.clone())
                .expect("in range")
                .after_misbehaviour(misbehaved);
            let weights = linear.weights(2).expect("linear");
            for i in 0..2 {
                prop_assert_eq!(linear.perceived(i, &outcome), weights.apply(i, &payoffs));
            }
        }
    }

    #[test]
    fn inequity_aversion_agrees_with_its_definition_and_costs_nothing_among_equals(
        payoffs in proptest::collection::vec(-50i64..50, 2..7),
        beta in 0i64..10,
        more in 0i64..30
    ) {
        let beta = Rational::new(beta, 10).expect("non-zero");
        let alpha = &beta + &Rational::new(more, 10).expect("non-zero");
        let averse = FehrSchmidt::new(alpha.clone(), beta.clone()).expect("in range");
        let others = Rational::from(payoffs.len() - 1);
        let exact: Vec<Rational> = payoffs.iter().map(|&x| Rational::from(x)).collect();
        for i in 0..payoffs.len() {
            let behind: i64 = payoffs.iter().map(|&x| (x - payoffs[i]).max(0)).sum();
            let ahead: i64 = payoffs.iter().map(|&x| (payoffs[i] - x).max(0)).sum();
            let cost = &alpha * &Rational::from(behind) + &beta * &Rational::from(ahead);
            let expected = &exact[i] - &cost.checked_div(&others).expect("positive");
            prop_assert_eq!(averse.perceived(i, &Outcome::new(&exact)), expected);
        }
        let equal = vec![exact[0].clone(); payoffs.len()];
        prop_assert_eq!(&averse.perceived(0, &Outcome::new(&equal)), &exact[0]);
    }
}
