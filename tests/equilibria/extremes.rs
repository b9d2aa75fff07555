//! Games of one action, without any difference, and with payoffs at the ends of every range.

use lacuna::equilibrium::correlated::{CorrelatedConcept, Objective};
use lacuna::equilibrium::mixed_dominance::{
    MixedDominance, MixedDominanceOptions, eliminate_by_mixtures,
};
use lacuna::equilibrium::symmetric::{
    SymmetricOptions, evolutionarily_stable_strategies, symmetric_equilibria,
};
use lacuna::equilibrium::{
    LemkeHowsonOptions, SupportOptions, lemke_howson, lemke_howson_numeric, support_enumeration,
};
use lacuna::game::random::{generator, uniform_integers};
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;

use crate::support::{q, symmetric};
use crate::{all, correlated};

/// Everything on one two-player game.
fn survives(game: &NormalForm<Rational>) {
    let set = all(game);
    for label in 0..game.actions(0) + game.actions(1) {
        for float_first in [true, false] {
            let options = LemkeHowsonOptions::default().with_float_first(float_first);
            let end = lemke_howson(game, label, &options).expect("a path");
            assert!(end.verify(game), "{game:?}");
            assert_eq!(set.contains(&end.profile), Ok(true));
        }
        // Numbers beyond `f64` are refused; of the others a path is found or the error is typed.
        if let Ok(numeric) = game.to_f64() {
            let _ = lemke_howson_numeric(&numeric, label, &LemkeHowsonOptions::default());
        }
    }
    let found = support_enumeration(game, &SupportOptions::default()).expect("small");
    for one in found.set() {
        assert_eq!(set.contains(&one.profile), Ok(true));
    }
    let range = set.welfare_range(game).expect("of this shape");
    let welfare = |concept, objective| correlated(game, concept, objective).value;
    for concept in [CorrelatedConcept::Correlated, CorrelatedConcept::Coarse] {
        assert!(welfare(concept, Objective::MaxWelfare) >= range.best.value);
        assert!(welfare(concept, Objective::MinWelfare) <= range.worst.value);
        correlated(game, concept, Objective::MaxMinPayoff);
    }
    for dominance in [MixedDominance::Strict, MixedDominance::Weak] {
        let options = MixedDominanceOptions::default();
        let trace = eliminate_by_mixtures(game, dominance, &options).expect("small");
        assert!(trace.verify(game));
    }
}

#[test]
fn games_of_few_actions_and_without_differences() {
    for shape in [
        [1, 1],
        [1, 2],
        [2, 1],
        [1, 6],
        [6, 1],
        [2, 2],
        [3, 3],
        [2, 5],
    ] {
        for payoff in ["0", "1", "-7/3", "1e300", "-1e-50"] {
            let payoff = q(payoff);
            let game = NormalForm::from_fn(&shape, |_, _| payoff.clone()).expect("small");
            survives(&game);
            // Everything is an equilibrium.
            assert_eq!(all(&game).extreme().len(), shape[0] * shape[1]);
        }
    }
}

#[test]
fn payoffs_at_the_ends_of_ranges() {
    let tiny = q("1/3").checked_pow(50).expect("not zero");
    let palettes: [Vec<Rational>; 5] = [
        [i64::MIN, i64::MAX, 0, -1, 1].map(Rational::from).to_vec(),
        vec![
            q("1e300"),
            q("-1e300"),
            q("1e300") + Rational::ONE,
            Rational::ZERO,
        ],
        vec![tiny.clone(), -&tiny, Rational::ZERO, &tiny + &tiny],
        vec![q("1e300"), tiny.clone(), -&tiny, Rational::from(i64::MIN)],
        vec![
            Rational::from(i64::MAX),
            q("9223372036854775808"),
            q("1/9223372036854775807"),
        ],
    ];
    for stream in 0..600usize {
        let palette = &palettes[stream % 5];
        let shape = [1 + stream / 5 % 3, 1 + stream / 15 % 3];
        let largest = palette.len() as i64 - 1;
        let mut rng = generator(101, stream as u64);
        let picks = uniform_integers(&shape, 0..=largest, &mut rng).expect("small");
        let game = NormalForm::from_fn(&shape, |player, profile| {
            let pick = picks.payoff(player, profile).to_f64() as usize;
            palette[pick].clone()
        })
        .expect("small");
        survives(&game);
    }
}

#[test]
fn symmetric_games_at_the_ends_of_ranges() {
    let one = symmetric(&[[i64::MIN]]);
    let flat = symmetric(&[[7; 4]; 4]);
    let ends = symmetric(&[
        [i64::MIN, i64::MAX, 0],
        [i64::MAX, i64::MIN, 1],
        [0, 1, i64::MAX],
    ]);
    let options = SymmetricOptions::default();
    for game in [one, flat, ends] {
        let set = all(&game);
        let found = symmetric_equilibria(&game, &options)
            .expect("small")
            .into_set();
        assert!(!found.extreme.is_empty());
        for equilibrium in &found.extreme {
            let profile = equilibrium.profile().expect("a strategy");
            assert_eq!(set.contains(&profile), Ok(true));
        }
        evolutionarily_stable_strategies(&game, &options).expect("small");
    }
}

#[test]
fn players_without_a_choice_and_games_of_three() {
    for shape in [[1, 1, 1], [1, 3, 1], [2, 1, 3], [1, 1, 4], [3, 3, 1]] {
        for stream in 0..10 {
            let mut rng = generator(102, stream);
            let game = uniform_integers(&shape, -2..=2, &mut rng).expect("small");
            for concept in [CorrelatedConcept::Correlated, CorrelatedConcept::Coarse] {
                let [worst, best] = [Objective::MinWelfare, Objective::MaxWelfare]
                    .map(|objective| correlated(&game, concept, objective).value);
                assert!(worst <= best);
                correlated(&game, concept, Objective::MaxMinPayoff);
                correlated(&game, concept, Objective::Any);
            }
            let options = MixedDominanceOptions::default();
            let trace = eliminate_by_mixtures(&game, MixedDominance::Weak, &options);
            assert!(trace.expect("small").verify(&game));
        }
    }
}
