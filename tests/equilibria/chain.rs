//! Pure equilibria are equilibria, these are correlated and those coarse correlated ones; so are
//! the ranges of their welfare.

use lacuna::equilibrium::correlated::{CorrelatedConcept, Objective};
use lacuna::equilibrium::two_player::TwoPlayerOptions;
use lacuna::equilibrium::{
    Distribution, MixedProfile, PhaseDiagram, PhaseOptions, PureOptions, all_equilibria,
    pure_equilibria,
};
use lacuna::game::hidden_effort::scenarios;
use lacuna::game::random::{generator, uniform_integers};
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::preference::{Cooperative, Perceived};
use lacuna::prelude::HiddenEffort;
use proptest::prelude::*;

use crate::support::random::two_player_games;
use crate::support::{ratio, welfare_of};
use crate::{all, correlated_between, games};

/// Worst and best welfare, wider from entry to entry.
fn assert_nested(ranges: &[[Rational; 2]], game: &impl std::fmt::Debug) {
    for range in ranges {
        assert!(range[0] <= range[1], "{ranges:?} in {game:?}");
    }
    for pair in ranges.windows(2) {
        assert!(pair[1][0] <= pair[0][0], "{ranges:?} in {game:?}");
        assert!(pair[0][1] <= pair[1][1], "{ranges:?} in {game:?}");
    }
}

fn pure_range<P: Game<Rational>>(
    perceived: &P,
    material: &NormalForm<Rational>,
) -> Option<[Rational; 2]> {
    let pure = pure_equilibria(perceived, &PureOptions::default()).expect("small");
    let welfare: Vec<Rational> = pure
        .set()
        .iter()
        .map(|p| welfare_of(material, &p))
        .collect();
    Some([welfare.iter().min()?.clone(), welfare.iter().max()?.clone()])
}

/// The ranges over correlated and coarse correlated equilibria. Each that is best or worst among
/// the correlated ones is a coarse one.
fn correlated_ranges<P: Game<Rational>>(
    perceived: &P,
    material: &NormalForm<Rational>,
) -> [[Rational; 2]; 2] {
    let value = |concept, objective| {
        let found = correlated_between(perceived, material, concept, objective);
        let distribution = &found.distribution;
        if concept == CorrelatedConcept::Correlated {
            assert_eq!(distribution.is_correlated_equilibrium(perceived), Ok(true));
        }
        assert_eq!(
            distribution.is_coarse_correlated_equilibrium(perceived),
            Ok(true)
        );
        assert_eq!(distribution.welfare(material).as_ref(), Ok(&found.value));
        found.value
    };
    [CorrelatedConcept::Correlated, CorrelatedConcept::Coarse].map(|concept| {
        [Objective::MinWelfare, Objective::MaxWelfare].map(|objective| value(concept, objective))
    })
}

/// The whole chain of a two-player game whose players perceive another one.
fn check_chain<P: Game<Rational>>(perceived: &P, material: &NormalForm<Rational>) {
    let found = all_equilibria(perceived, &TwoPlayerOptions::default()).expect("small");
    let set = found.into_set();
    assert_eq!(set.verify(perceived), Ok(true));
    for profile in pure_equilibria(perceived, &PureOptions::default())
        .expect("small")
        .set()
        .iter()
    {
        let actions = [perceived.actions(0), perceived.actions(1)];
        let pure = MixedProfile::pure(&actions, &profile).expect("of the game");
        assert!(set.extreme().contains(&pure), "{profile:?} of {material:?}");
    }
    for profile in set.extreme() {
        let product = Distribution::product(profile).expect("small");
        assert_eq!(product.is_correlated_equilibrium(perceived), Ok(true));
        assert_eq!(product.as_product().as_ref(), Some(profile));
        assert_eq!(product.welfare(material), profile.welfare(material));
    }
    let mixed = set.welfare_range(material).expect("of this shape");
    let mut ranges: Vec<[Rational; 2]> = pure_range(perceived, material).into_iter().collect();
    ranges.push([mixed.worst.value, mixed.best.value]);
    ranges.extend(correlated_ranges(perceived, material));
    assert_nested(&ranges, material);
}

#[test]
fn concepts_and_their_welfare_are_nested_in_two_player_games() {
    for game in games(41, 8_000) {
        check_chain(&game, &game);
    }
}

#[test]
fn concepts_and_their_welfare_are_nested_in_three_player_games() {
    for stream in 0..2_500 {
        let high = if stream % 4 == 3 { 1_000 } else { 2 };
        let mut rng = generator(42, stream);
        let game = uniform_integers(&[2, 2, 2], 0..=high, &mut rng).expect("small");
        let pure = pure_equilibria(&game, &PureOptions::default()).expect("small");
        for profile in pure.set().iter() {
            let mixed = MixedProfile::pure(&[2, 2, 2], &profile).expect("of the game");
            assert_eq!(mixed.is_equilibrium(&game), Ok(true));
            let point = Distribution::product(&mixed).expect("small");
            assert_eq!(point.is_correlated_equilibrium(&game), Ok(true));
        }
        let mut ranges: Vec<[Rational; 2]> = pure_range(&game, &game).into_iter().collect();
        ranges.extend(correlated_ranges(&game, &game));
        assert_nested(&ranges, &game);
    }
}

#[test]
fn they_are_nested_in_the_lifted_games_at_every_breakpoint() {
    let mut lifted: Vec<NormalForm<Rational>> = Vec::new();
    for scenario in scenarios() {
        let lift = HiddenEffort::new(scenario.payoffs).expect("R above P");
        let game = lift.game().expect("valid");
        if !lifted.contains(&game) {
            lifted.push(game);
        }
    }
    assert_eq!(lifted.len(), 54);
    let mut pairs = 0;
    for game in &lifted {
        let diagram = PhaseDiagram::new(game, &PhaseOptions::default()).expect("small");
        for lambda in diagram.breakpoints() {
            let preference = Cooperative::new(lambda.clone()).expect("at least 0");
            let perceived = Perceived::new(game, preference).expect("linear");
            check_chain(&perceived, game);
            pairs += 1;
        }
    }
    println!("{pairs} pairs of a game and a weight");
}

proptest! {
    #[test]
    fn they_are_nested_in_games_that_altruists_perceive(game in two_player_games(), above in 0i64..6, below in 1i64..4) {
        let preference = Cooperative::new(ratio(above, below)).expect("at least 0");
        check_chain(&Perceived::new(&game, preference).expect("linear"), &game);
    }
}

#[test]
fn a_game_as_it_is_perceived_by_nobody_else_is_the_game() {
    // The chain with weight 0 is that of the game itself.
    for game in games(43, 40) {
        let preference = Cooperative::new(Rational::ZERO).expect("at least 0");
        let perceived = Perceived::new(&game, preference).expect("linear");
        let seen = all_equilibria(&perceived, &TwoPlayerOptions::default()).expect("small");
        assert_eq!(*seen.set(), all(&game));
    }
}
