//! How the sets of equilibria lie in each other.

use lacuna::equilibrium::correlated::{
    CorrelatedConcept, CorrelatedOptions, Distribution, Objective, SideConstraint,
    correlated_equilibrium, correlated_equilibrium_between,
};
use lacuna::equilibrium::{MixedProfile, PureOptions, pure_equilibria};
use lacuna::game::{Game, NormalForm};
use lacuna::gap::correlated_prices::correlated_prices;
use lacuna::gap::prices::pure_prices;
use lacuna::linear_program::Relation;
use lacuna::number::Rational;
use lacuna::preference::{Perceived, WeightMatrix};
use proptest::prelude::*;

use super::support::{bimatrix, cooperative, q, ratio, symmetric, welfare_of};
use super::{games, options, solved};

const BOTH: [CorrelatedConcept; 2] = [CorrelatedConcept::Correlated, CorrelatedConcept::Coarse];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn pure_equilibria_lie_in_correlated_ones_and_these_in_coarse_ones(game in games()) {
        let [best, best_coarse] = BOTH.map(|c| solved(&game, &options(c, Objective::MaxWelfare)));
        let [worst, worst_coarse] = BOTH.map(|c| solved(&game, &options(c, Objective::MinWelfare)));
        prop_assert!(worst_coarse.value <= worst.value);
        prop_assert!(worst.value <= best.value);
        prop_assert!(best.value <= best_coarse.value);
        for found in [&best, &worst] {
            prop_assert!(found.distribution.is_correlated_equilibrium(&game).expect("fits"));
            prop_assert!(found.distribution.is_coarse_correlated_equilibrium(&game).expect("fits"));
        }
        if game.space().actions() == [2, 2] {
            prop_assert_eq!(&best.value, &best_coarse.value);
            prop_assert_eq!(&worst.value, &worst_coarse.value);
        }
        for profile in pure_equilibria(&game, &PureOptions::default()).expect("small").set().iter() {
            let point = Distribution::new(game.space().actions(), [(profile.clone(), Rational::ONE)])
                .expect("a profile");
            prop_assert!(point.is_correlated_equilibrium(&game).expect("fits"));
            let welfare = welfare_of(&game, &profile);
            prop_assert!(worst.value <= welfare && welfare <= best.value);
        }
    }

    #[test]
    fn regrets_are_those_of_the_definition(game in games(), seeds in proptest::collection::vec(0i64..4, 9)) {
        let space = game.space();
        let weights: Vec<i64> = (0..space.len()).map(|i| seeds[i % seeds.len()] + i64::from(i == 0)).collect();
        let total: i64 = weights.iter().sum();
        let distribution = Distribution::new(
            space.actions(),
            space.iter().zip(&weights).map(|(profile, &w)| (profile, ratio(w, total))),
        ).expect("adds up");
        let (mut correlated, mut coarse) = (Rational::ZERO, Rational::ZERO);
        for player in 0..space.players() {
            for action in 0..space.actions()[player] {
                let mut always = Rational::ZERO;
                for recommended in 0..space.actions()[player] {
                    let mut gain = Rational::ZERO;
                    for (profile, &w) in space.iter().zip(&weights) {
                        if profile[player] == recommended {
                            let mut other = profile.clone();
                            other[player] = action;
                            let step = game.payoff(player, &other) - game.payoff(player, &profile);
                            gain += step * ratio(w, total);
                        }
                    }
                    always += &gain;
                    correlated = correlated.max(gain);
                }
                coarse = coarse.max(always);
            }
        }
        prop_assert_eq!(distribution.correlated_regret(&game).expect("fits"), correlated);
        prop_assert_eq!(distribution.coarse_regret(&game).expect("fits"), coarse);
        let text = serde_json::to_string(&distribution).expect("data");
        prop_assert_eq!(serde_json::from_str::<Distribution>(&text).expect("own output"), distribution);
    }

    #[test]
    fn the_value_is_that_of_every_objective_on_the_distribution(game in games(), coarse: bool) {
        let concept = BOTH[usize::from(coarse)];
        let last = game.space().players() - 1;
        let profile: Vec<usize> = game.space().actions().iter().map(|m| m - 1).collect();
        let best = solved(&game, &options(concept, Objective::MaxPayoff(last)));
        let worst = solved(&game, &options(concept, Objective::MinPayoff(last)));
        prop_assert_eq!(&best.payoffs[last], &best.value);
        prop_assert!(worst.value <= best.value);
        let likely = solved(&game, &options(concept, Objective::MaxProbability(profile.clone())));
        let rare = solved(&game, &options(concept, Objective::MinProbability(profile.clone())));
        prop_assert_eq!(likely.distribution.probability(&profile).expect("fits"), likely.value.clone());
        prop_assert!(rare.value <= likely.value);
        let fair = solved(&game, &options(concept, Objective::MaxMinPayoff));
        prop_assert_eq!(fair.payoffs.iter().min(), Some(&fair.value));
        prop_assert!(fair.value <= best.value);
        let any = solved(&game, &options(concept, Objective::Any));
        prop_assert!(any.value.is_zero());
        // What is attained can be asked for, and no more.
        let ask = |bound: &Rational| {
            let quantity = lacuna::equilibrium::correlated::Quantity::Payoff(last);
            let options = options(concept, Objective::MinWelfare)
                .with_side_constraint(SideConstraint::new(quantity, Relation::Equal, bound.clone()));
            let outcome = correlated_equilibrium(&game, &options).expect("small");
            prop_assert!(outcome.verify(&game, &options));
            Ok(outcome.found().is_some())
        };
        prop_assert!(ask(&best.value)?);
        prop_assert!(!ask(&(&best.value + ratio(1, 100)))?);
        prop_assert!(ask(&worst.value)?);
        prop_assert!(!ask(&(&worst.value - ratio(1, 100)))?);
    }

    #[test]
    fn incentives_are_perceived_and_welfare_is_material(game in games(), quarters in 0i64..8) {
        let lambda = ratio(quarters, 4);
        let players = game.space().players();
        let weights = cooperative(players, &lambda);
        if players != 2 {
            return Ok(());
        }
        let seen = Perceived::new(&game, &weights).expect("two players");
        let options = CorrelatedOptions::default();
        let outcome = correlated_equilibrium_between(&seen, &game, &options).expect("small");
        prop_assert!(outcome.verify_between(&seen, &game, &options));
        let found = outcome.found().expect("exists");
        prop_assert!(found.distribution.is_correlated_equilibrium(&seen).expect("fits"));
        prop_assert_eq!(found.distribution.welfare(&game).expect("fits"), found.value.clone());
        let prices = correlated_prices(&game, &weights, &options).expect("small");
        prop_assert_eq!(&prices.stability.equilibrium.value, &found.value);
        prop_assert!(prices.verify(&game, &weights, &options));
        let mut forged = prices.clone();
        forged.first_best += Rational::ONE;
        prop_assert!(!forged.verify(&game, &weights, &options));
        let pure = pure_prices(&game, &weights).expect("small");
        prop_assert_eq!(&prices.first_best, &pure.first_best);
        prop_assert_eq!(&prices.least_welfare, &pure.least_welfare);
        if let (Some(anarchy), Some(stability)) = (pure.anarchy, pure.stability) {
            prop_assert!(prices.anarchy.gap >= anarchy.gap);
            prop_assert!(prices.stability.normalised_gap <= stability.normalised_gap);
        }
    }
}

#[test]
fn payoffs_beyond_the_machine_and_with_denominators_do_as_well() {
    let game = symmetric(&[[6, 2], [7, 0]]);
    let best = |game: &NormalForm<Rational>| {
        solved(
            game,
            &options(CorrelatedConcept::Correlated, Objective::MaxWelfare),
        )
        .value
    };
    for scale in ["1/7", "1e30", "3/1000000007", "1e18"] {
        let scale = q(scale);
        let scales = [scale.clone(), scale.clone()];
        let scaled = game
            .affine(&scales, &[Rational::ONE, Rational::ZERO])
            .expect("positive");
        assert_eq!(best(&scaled), q("21/2") * &scale + Rational::ONE);
    }
    // Different scales change no incentive.
    let scaled = game
        .affine(&[q("1e25"), q("1/3")], &[q("-5"), q("1e40")])
        .expect("positive");
    let found = solved(&scaled, &options(CorrelatedConcept::Coarse, Objective::Any));
    assert!(
        found
            .distribution
            .is_coarse_correlated_equilibrium(&game)
            .expect("fits")
    );
}

#[test]
fn independent_play_is_recognised() {
    let third = ratio(1, 3);
    let strategy = vec![Rational::ONE - &third, third];
    let mixed = MixedProfile::new(vec![strategy.clone(), strategy]).expect("adds up");
    let product = Distribution::product(&mixed).expect("small");
    assert_eq!(product.as_product(), Some(mixed.clone()));
    assert_eq!(
        product.marginal(1).expect("a player"),
        mixed.strategies()[1]
    );
    assert!(product.marginal(2).is_err());
    let game = symmetric(&[[6, 2], [7, 0]]);
    assert!(product.is_correlated_equilibrium(&game).expect("fits"));
    assert_eq!(product.payoffs(&game), mixed.payoffs(&game));
    let tied = Distribution::new(
        &[2, 2],
        [(vec![0, 0], ratio(1, 2)), (vec![1, 1], ratio(1, 2))],
    );
    assert_eq!(tied.expect("adds up").as_product(), None);
}

#[test]
fn bad_input_is_refused_with_what_is_wrong() {
    let game = bimatrix(&[[1, 2, 3], [0, 0, 0]], &[[1, 2, 3], [0, 0, 0]]);
    let message = |options: &CorrelatedOptions| {
        correlated_equilibrium(&game, options)
            .expect_err("refused")
            .to_string()
    };
    let with = |objective| CorrelatedOptions::default().with_objective(objective);
    assert_eq!(
        message(&with(Objective::maximise(vec![Rational::ONE; 5]))),
        "a linear form has 5 coefficients; the game has 6 profiles"
    );
    assert!(message(&with(Objective::MaxPayoff(2))).contains("player 2"));
    assert!(message(&with(Objective::MinProbability(vec![0, 3]))).contains("action 3"));
    assert!(message(&CorrelatedOptions::default().with_max_terms(17)).contains("18 terms"));
    let refused = |entries: &[(&[usize], &str)]| {
        let entries = entries.iter().map(|(profile, p)| (profile.to_vec(), q(p)));
        Distribution::new(&[2, 3], entries)
            .expect_err("refused")
            .to_string()
    };
    assert!(refused(&[(&[0, 0], "1/2")]).contains("add up to 1/2"));
    assert!(refused(&[(&[0, 0], "-1"), (&[0, 1], "2")]).contains("[0, 0] is -1"));
    assert!(refused(&[(&[0], "1")]).contains("profile"));
    let other = symmetric(&[[1, 0], [0, 1]]);
    let options = CorrelatedOptions::default();
    assert!(correlated_equilibrium_between(&game, &other, &options).is_err());
    let outcome = correlated_equilibrium(&game, &options).expect("small");
    assert!(!outcome.verify(&other, &options));
    assert!(correlated_prices(&game, &WeightMatrix::identity(3), &options).is_err());
}
