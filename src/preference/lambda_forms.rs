//! Tests of the forms of altruism that are equivalent to some `λ`, and of documents.

use approx::assert_abs_diff_eq;
use proptest::prelude::*;

use super::*;
use crate::game::NormalForm;
use crate::number::Rational;

fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}

fn cooperative(lambda: &Rational) -> Cooperative<Rational> {
    Cooperative::new(lambda.clone()).expect("in range")
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
    assert_abs_diff_eq!(angle.degrees(), 33.690_067_525_979_785, epsilon = 1e-12);
    assert_eq!(Cooperative::try_from(&angle), Ok(two));
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
fn every_preference_survives_its_document() {
    let mut all = forms(&q("5/3"), 3);
    all.extend([
        AnyPreference::Selfish,
        WeightMatrix::cooperative(2, &q("1/3"))
            .expect("positive")
            .into(),
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
        let reference = WeightMatrix::cooperative(players, &lambda).expect("not negative");
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
    fn weights_in_floating_point_are_close_to_the_exact_ones(lambda in lambda(), players in 2usize..6) {
        for form in forms(&lambda, players) {
            let exact = form.weights(players).expect("linear");
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
                    let exact = exact.entry(i, j).to_f64();
                    prop_assert!((numeric.entry(i, j) - exact).abs() <= 1e-9 * exact.abs().max(1.0));
                }
            }
        }
    }
}
