//! Tests of closed forms from the literature, across the preferences.

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

/// The forms of altruism that represent this `λ` among this many players.
fn forms(lambda: &Rational, players: usize) -> Vec<AnyPreference<Rational>> {
    let cooperative = cooperative(lambda);
    let mut forms: Vec<AnyPreference<Rational>> = vec![
        ConvexAltruism::from_lambda(&cooperative)
            .expect("exact")
            .into(),
        GroupAverage::from_lambda(&cooperative, players)
            .expect("exact")
            .into(),
        WeightOnOthers::from_lambda(&cooperative)
            .expect("exact")
            .into(),
        WeightSplit::from_lambda(&cooperative)
            .expect("exact")
            .into(),
        UniformBenevolence::from_lambda(&cooperative, players)
            .expect("exact")
            .into(),
        SocialValueAngle::from_lambda(&cooperative)
            .expect("exact")
            .into(),
    ];
    if players >= 2 {
        forms.push(
            RewardSharing::from_lambda(&cooperative, players)
                .expect("exact")
                .into(),
        );
    }
    forms.push(cooperative.into());
    forms
}

fn back(form: &AnyPreference<Rational>, players: usize) -> Cooperative<Rational> {
    match form {
        AnyPreference::Cooperative(form) => Ok(form.clone()),
        AnyPreference::ConvexAltruism(form) => form.to_lambda(),
        AnyPreference::GroupAverage(form) => form.to_lambda(players),
        AnyPreference::WeightOnOthers(form) => form.to_lambda(),
        AnyPreference::WeightSplit(form) => form.to_lambda(),
        AnyPreference::RewardSharing(form) => form.to_lambda(players),
        AnyPreference::UniformBenevolence(form) => form.to_lambda(),
        AnyPreference::SocialValueAngle(form) => form.to_lambda(),
        other => panic!("{other:?} is not a form of λ"),
    }
    .expect("in the family")
}

#[test]
fn all_parameters_at_lambda_two_among_three_are_as_published() {
    let two = cooperative(&q("2"));
    assert_eq!(
        ConvexAltruism::from_lambda(&two).expect("exact").altruism(),
        &q("2/3")
    );
    assert_eq!(
        GroupAverage::from_lambda(&two, 3)
            .expect("exact")
            .group_weight(),
        &q("6/7")
    );
    assert_eq!(
        WeightOnOthers::try_from(&two).expect("exact").weight(),
        &q("2/3")
    );
    assert_eq!(
        WeightSplit::try_from(&two).expect("exact").weight(),
        &q("2/5")
    );
    assert_eq!(
        RewardSharing::from_lambda(&two, 3).expect("exact").kept(),
        &q("3/7")
    );
    assert_eq!(
        UniformBenevolence::from_lambda(&two, 3)
            .expect("exact")
            .coefficient(),
        &q("2/5")
    );
    let angle = SocialValueAngle::try_from(&two).expect("exact");
    assert!((angle.degrees() - 33.690_067_525_979_785).abs() < 1e-12);
    assert_eq!(Cooperative::try_from(&angle), Ok(two));
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
    assert!((right.tangent() - 1.0).abs() < 1e-15);
}

#[test]
fn preferences_beyond_the_family_have_no_lambda() {
    for weight in ["-1/2", "1", "3"] {
        let form = WeightOnOthers::new(q(weight)).expect("finite");
        assert!(matches!(
            form.to_lambda(),
            Err(PreferenceError::NoLambda { .. })
        ));
        let angle = SocialValueAngle::from_tangent(q(weight)).expect("finite");
        assert!(matches!(
            angle.to_lambda(),
            Err(PreferenceError::NoLambda { .. })
        ));
    }
    let shared = RewardSharing::new(q("1/3")).expect("a share");
    assert_eq!(
        shared
            .to_lambda(3)
            .expect_err("everything shared")
            .to_string(),
        "the share s kept is 1/3, which no finite λ >= 0 represents; a λ exists where it is \
         above 1/3 and at most 1"
    );
    assert!(shared.to_lambda(4).is_ok());
    // Floats that round to the end of a range are refused rather than passed on.
    let huge = Cooperative::new(1e300).expect("finite");
    assert!(ConvexAltruism::from_lambda(&huge).is_err());
    assert!(GroupAverage::from_lambda(&huge, 3).is_err());
    assert!(UniformBenevolence::from_lambda(&huge, 3).is_err());
}

#[test]
fn reward_sharing_needs_someone_to_share_with() {
    let game = NormalForm::from_fn(&[2], |_, p| Rational::from(p[0])).expect("small");
    let sharing = RewardSharing::new(q("1/2")).expect("a share");
    assert!(matches!(
        Perceived::new(&game, &sharing),
        Err(PreferenceError::WrongPlayers { found: 1, .. })
    ));
    assert_eq!(sharing.weights(1), None);
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
    assert!((weights.entry(0, 1).to_f64() - -0.079_310_344_827_586_24).abs() < 1e-15);
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

#[test]
fn every_preference_survives_its_document() {
    let mut all = forms(&q("5/3"), 3);
    all.extend([
        AnyPreference::Selfish,
        WeightMatrix::cooperative(2, &q("1/3")).into(),
        BenevolentSystem::new(vec![vec![q("0"), q("1/2")], vec![q("1"), q("0")]])
            .expect("stable")
            .into(),
        Levine::new(vec![q("1/2"), q("-1/2")], q("1/3"))
            .expect("in range")
            .into(),
        FehrSchmidt::new(q("1"), q("1/3")).expect("in range").into(),
        CharnessRabin::new(q("1/2"), q("-1/3"), q("1/9"))
            .expect("in range")
            .after_misbehaviour(true)
            .into(),
        QuasiMaximin::new(q("1/2"), q("1/3"))
            .expect("in range")
            .into(),
        EquityReciprocityCompetition::new(q("1"), q("1/3"))
            .expect("in range")
            .into(),
        HomoMoralis::new(q("1/3")).expect("in range").into(),
    ]);
    for preference in all {
        let text = serde_json::to_string(&preference).expect("json");
        let back: AnyPreference<Rational> = serde_json::from_str(&text).expect(&text);
        assert_eq!(back, preference, "{text}");
    }
    for bad in [
        r#"{"convex_altruism": "1"}"#,
        r#"{"fehr_schmidt": {"alpha": "0", "beta": "1/2"}}"#,
        r#"{"fehr_schmidt": {"alpha": "1", "beta": "1/2", "gamma": "0"}}"#,
        r#"{"uniform_benevolence": {"coefficient": "1/2", "players": 3}}"#,
        r#"{"benevolent_system": {"coefficients": [["0", "1"], ["1", "0"]]}}"#,
        r#"{"homo_moralis": "3/2"}"#,
        r#"{"levine": {"altruism": ["2"], "regard": "0"}}"#,
    ] {
        assert!(
            serde_json::from_str::<AnyPreference<Rational>>(bad).is_err(),
            "{bad}"
        );
    }
    let float: AnyPreference<f64> =
        serde_json::from_str(r#"{"social_value_angle": 0.5}"#).expect("a tangent");
    assert_eq!(
        float,
        SocialValueAngle::from_tangent(0.5).expect("finite").into()
    );
}

/// A non-negative fraction, zero included.
fn lambda() -> impl Strategy<Value = Rational> {
    (0i64..200, 1i64..40).prop_map(|(a, b)| Rational::new(a, b).expect("positive"))
}

proptest! {
    #[test]
    fn every_form_converts_exactly_to_lambda_and_back(lambda in lambda(), players in 1usize..7) {
        for form in forms(&lambda, players) {
            prop_assert_eq!(back(&form, players), cooperative(&lambda), "{:?}", form);
        }
    }

    #[test]
    fn every_form_is_a_positive_multiple_of_the_cooperative_utility(
        lambda in lambda(),
        payoffs in proptest::collection::vec(-50i64..50, 1..7)
    ) {
        let players = payoffs.len();
        let payoffs: Vec<Rational> = payoffs.into_iter().map(Rational::from).collect();
        let outcome = Outcome::new(&payoffs);
        let reference = WeightMatrix::cooperative(players, &lambda);
        for form in forms(&lambda, players) {
            let weights = form.weights(players).expect("linear");
            let factor = weights.entry(0, 0).checked_div(reference.entry(0, 0)).expect("positive");
            prop_assert!(factor.is_positive());
            for i in 0..players {
                for j in 0..players {
                    prop_assert_eq!(weights.entry(i, j), &(reference.entry(i, j) * &factor));
                }
                let value = form.evaluate(i, &outcome).expect("defined");
                prop_assert_eq!(&value, &weights.apply(i, &payoffs));
                prop_assert_eq!(value, reference.apply(i, &payoffs) * &factor);
            }
        }
    }

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

    #[test]
    fn the_same_form_ranks_alike_in_floating_point(lambda in lambda(), players in 2usize..6) {
        for form in forms(&lambda, players) {
            let text = serde_json::to_string(&form.weights(players).expect("linear")).expect("json");
            let rows: Vec<Vec<String>> = serde_json::from_str(&text).expect("rows");
            let value = Cooperative::new(lambda.to_f64()).expect("in range");
            let numeric = match &form {
                AnyPreference::ConvexAltruism(_) => {
                    ConvexAltruism::from_lambda(&value).expect("in range").weights(players)
                }
                AnyPreference::RewardSharing(_) => {
                    RewardSharing::from_lambda(&value, players).expect("in range").weights(players)
                }
                AnyPreference::UniformBenevolence(_) => UniformBenevolence::from_lambda(&value, players)
                    .expect("in range")
                    .weights(players),
                _ => continue,
            }
            .expect("linear");
            for i in 0..players {
                for j in 0..players {
                    let exact = q(&rows[i][j]).to_f64();
                    prop_assert!((numeric.entry(i, j) - exact).abs() <= 1e-9 * exact.abs().max(1.0));
                }
            }
        }
    }
}
