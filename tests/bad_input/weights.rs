//! Altruism weights below zero, wherever one can be given.

use lacuna::equilibrium::{PhaseDiagram, PhaseOptions, SolveError};
use lacuna::gap::GapError;
use lacuna::gap::exploitation::{CountOptions, exploitation, prosocial_counts};
use lacuna::gap::prices::pure_prices;
use lacuna::number::Rational;
use lacuna::preference::{
    AnyPreference, ConvexAltruism, Cooperative, GroupAverage, Perceived, PreferenceError,
    RewardSharing, SocialValueAngle, UniformBenevolence, WeightMatrix, WeightOnOthers, WeightSplit,
};

use super::says;
use super::support::{q, symmetric};

#[test]
fn a_negative_weight_is_refused_wherever_it_can_be_given() {
    let game = symmetric(&[[3, 0], [5, 1]]);
    for text in ["-1", "-1/1000000000"] {
        let lambda = q(text);
        let error = Cooperative::new(lambda.clone()).expect_err("negative");
        assert!(matches!(
            error,
            PreferenceError::OutOfRange {
                parameter: "λ", ..
            }
        ));
        says(error, &["λ", text, "at least 0"]);

        let error = WeightMatrix::cooperative(2, &lambda).expect_err("negative");
        assert!(matches!(
            error,
            PreferenceError::OutOfRange {
                parameter: "λ", ..
            }
        ));

        let diagram = PhaseDiagram::new(&game, &PhaseOptions::default()).expect("small");
        let error = diagram.at(&lambda).expect_err("negative");
        assert!(matches!(error, SolveError::NegativeLambda { .. }));
        says(error, &["λ", text, "at least 0"]);

        for error in [
            exploitation(&game, &lambda, 0).expect_err("negative"),
            prosocial_counts(&game, &lambda, &CountOptions::default()).expect_err("negative"),
        ] {
            assert!(matches!(
                error,
                GapError::Solve(SolveError::NegativeLambda { .. })
            ));
            says(error, &["λ", text, "at least 0"]);
        }
    }
    for bad in [-1.0, -f64::MIN_POSITIVE, f64::NAN, f64::INFINITY] {
        assert!(Cooperative::new(bad).is_err());
    }
    // As data it is refused on the way in.
    for text in [r#""-1""#, r#""-1/3""#] {
        let read = serde_json::from_str::<Cooperative<Rational>>(text);
        says(read.expect_err("negative"), &["λ", "at least 0"]);
    }
    assert!(serde_json::from_str::<Cooperative<f64>>("-0.5").is_err());
    let any = |lambda: &str| {
        let cooperative = AnyPreference::from(Cooperative::new(q("1")).expect("at least 0"));
        let text = serde_json::to_string(&cooperative).expect("serialisable");
        let text = text.replace(r#""1""#, &format!(r#""{lambda}""#));
        serde_json::from_str::<AnyPreference<Rational>>(&text)
    };
    assert!(any("2").is_ok());
    says(any("-2").expect_err("negative"), &["λ", "-2"]);
}

#[test]
fn parameters_that_stand_for_a_negative_weight_are_refused_or_have_no_lambda() {
    let bad = q("-1/4");
    says(
        ConvexAltruism::new(bad.clone()).expect_err("negative"),
        &["-1/4", "at least 0"],
    );
    assert!(GroupAverage::new(bad.clone()).is_err());
    assert!(WeightSplit::new(bad.clone()).is_err());
    assert!(UniformBenevolence::new(bad.clone(), 3).is_err());
    assert!(RewardSharing::new(q("5/4")).is_err());
    // Spite is a preference, but not one that a λ represents.
    let spite = WeightOnOthers::new(bad.clone()).expect("finite");
    let error = spite.to_lambda().expect_err("spite");
    assert!(matches!(error, PreferenceError::NoLambda { .. }));
    says(error, &["-1/4", "at least 0 and below 1"]);
    let angle = SocialValueAngle::from_tangent(bad).expect("finite");
    assert!(matches!(
        angle.to_lambda(),
        Err(PreferenceError::NoLambda { .. })
    ));
    says(
        RewardSharing::new(q("1/3"))
            .expect("in range")
            .to_lambda(3)
            .expect_err("everything is shared equally"),
        &["1/3", "above 1/3"],
    );
}

#[test]
fn preferences_for_other_players_are_refused() {
    let game = symmetric(&[[3, 0], [5, 1]]);
    let three = WeightMatrix::identity(3);
    let error = Perceived::new(&game, &three).expect_err("three");
    assert!(matches!(
        error,
        PreferenceError::WrongPlayers { found: 2, .. }
    ));
    says(error, &["exactly 3", "2"]);
    assert!(matches!(
        pure_prices(&game, &three),
        Err(GapError::Preference(PreferenceError::WrongPlayers { .. }))
    ));
    assert!(exploitation(&game, &q("1"), 2).is_err());
    let error = prosocial_counts(
        &lacuna::game::NormalForm::from_fn(&[2; 3], |player, profile| {
            q("1") * Rational::from(player * profile[0])
        })
        .expect("small"),
        &q("1"),
        &CountOptions::default().with_max_sets(7),
    )
    .expect_err("eight sets");
    says(error, &["7", "max_sets"]);
}
