//! Bounds on welfare gaps.

use lacuna::equilibrium::{PureOptions, pure_equilibria};
use lacuna::game::{NormalForm, random};
use lacuna::number::Rational;
use lacuna::simulate::empirical::{EmpiricalGame, EmpiricalOptions};

use super::{Noisy, q};

/// First best less the welfare of the best and of the worst pure equilibrium.
fn gaps(game: &NormalForm<Rational>) -> Option<(Rational, Rational)> {
    let found = pure_equilibria(game, &PureOptions::default()).expect("a scan");
    let welfare =
        |profile: &Vec<usize>| game.welfare_at(game.space().index(profile).expect("fits"));
    let all: Vec<Rational> = found.into_set().profiles().iter().map(welfare).collect();
    let first_best = (0..game.space().len())
        .map(|index| game.welfare_at(index))
        .max()?;
    let (best, worst) = (all.iter().max()?, all.iter().min()?);
    Some((&first_best - best, &first_best - worst))
}

#[test]
fn the_true_gaps_are_within_their_bounds() {
    let (mut with, mut without) = (0, 0);
    for seed in 0..30 {
        let mut rng = random::generator(seed, 0);
        let game = random::uniform_integers(&[2, 3, 2], -9..=9, &mut rng).expect("small");
        let truth = gaps(&game);
        let sampler = Noisy { game, noise: 1 };
        for episodes in [20, 2000] {
            let options = EmpiricalOptions::default()
                .with_payoff_range(-10, 10)
                .with_seed(seed);
            let found = EmpiricalGame::sample(&sampler, episodes, &options).expect("samples");
            let bounds = found.welfare_gap(&Rational::ZERO).expect("not negative");
            let Some((best, worst)) = &truth else {
                without += 1;
                assert!(!bounds.exists);
                continue;
            };
            with += 1;
            let (low, high) = (
                bounds.best.expect("there is one"),
                bounds.worst.expect("there is one"),
            );
            assert!(low.low <= *best && *best <= low.high, "{best} in {low:?}");
            assert!(
                high.low <= *worst && *worst <= high.high,
                "{worst} in {high:?}"
            );
        }
    }
    assert!(with > 10 && without > 0, "{with} and {without}");
}

#[test]
fn without_chance_the_bounds_are_the_gaps() {
    for seed in 0..30 {
        let mut rng = random::generator(seed, 1);
        let game = random::uniform_integers(&[3, 3], -9..=9, &mut rng).expect("small");
        let truth = gaps(&game);
        let sampler = Noisy { game, noise: 0 };
        let found = EmpiricalGame::sample(&sampler, 1, &EmpiricalOptions::without_chance());
        let bounds = found
            .expect("samples")
            .welfare_gap(&Rational::ZERO)
            .expect("fits");
        match truth {
            None => assert!(bounds.best.is_none() && bounds.worst.is_none() && !bounds.exists),
            Some((best, worst)) => {
                let (low, high) = (bounds.best.expect("one"), bounds.worst.expect("one"));
                assert_eq!((&low.low, &low.high), (&best, &best));
                assert_eq!((&high.low, &high.high), (&worst, &worst));
                assert!(bounds.exists && bounds.first_best.width() == q(0));
            }
        }
    }
}

#[test]
fn a_single_profile_loses_nothing() {
    let game = NormalForm::from_fn(&[1, 1], |_, _| q(3)).expect("small");
    let options = EmpiricalOptions::default().with_payoff_range(0, 6);
    let found = EmpiricalGame::sample(&Noisy { game, noise: 1 }, 10, &options).expect("samples");
    let bounds = found.welfare_gap(&Rational::ZERO).expect("fits");
    assert_eq!(bounds.best.expect("it is one").high, Rational::ZERO);
    assert!(bounds.first_best.contains(&q(6)));
}
