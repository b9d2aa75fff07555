//! The harm of altruism, against the definition and known counterexamples.

use std::collections::BTreeSet;

use lacuna::game::{Game, GameExt, NormalForm, Profile, random};
use lacuna::number::{Extended, Rational};
use lacuna::theorem::search::{
    ClimbOptions, Followed, GameClass, Harm, HarmOfAltruism, Objective, SearchOptions, climb,
    search,
};

fn bimatrix(row: &[&[i64]], column: &[&[i64]]) -> NormalForm<Rational> {
    let table = |rows: &[&[i64]]| -> Vec<Vec<Rational>> {
        rows.iter()
            .map(|line| line.iter().map(|&value| Rational::from(value)).collect())
            .collect()
    };
    NormalForm::bimatrix(&table(row), &table(column)).expect("valid")
}

/// The equilibria at one λ by the definition.
fn equilibria(game: &NormalForm<Rational>, lambda: &Rational) -> Vec<Profile> {
    let perceived = NormalForm::from_fn(game.space().actions(), |player, profile| {
        game.payoff(player, profile) + lambda * &game.welfare(profile).expect("valid")
    })
    .expect("small");
    (game.space().iter())
        .filter(|profile| perceived.is_pure_equilibrium(profile).expect("valid"))
        .collect()
}

/// Every ratio of a gain to a loss of welfare, and a number between each two and beyond.
fn weights(game: &NormalForm<Rational>) -> Vec<Rational> {
    let mut ratios = BTreeSet::from([Rational::ZERO]);
    for profile in game.space().iter() {
        for player in 0..game.players() {
            for action in 0..game.actions(player) {
                let mut other = profile.clone();
                other[player] = action;
                let gain = game.payoff(player, &other) - game.payoff(player, &profile);
                let welfare = |profile: &[usize]| game.welfare(profile).expect("valid");
                let loss = welfare(&profile) - welfare(&other);
                ratios.extend(gain.checked_div(&loss).filter(|ratio| !ratio.is_negative()));
            }
        }
    }
    let half = Rational::new(1, 2).expect("not 0");
    let ratios: Vec<Rational> = ratios.into_iter().collect();
    let mut all = ratios.clone();
    all.extend(ratios.windows(2).map(|pair| (&pair[0] + &pair[1]) * &half));
    all.extend(ratios.last().map(|last| last + &Rational::ONE));
    all.sort();
    all
}

/// The largest loss between two weights, by trying all pairs.
pub fn by_definition(game: &NormalForm<Rational>, followed: Followed) -> Option<Rational> {
    let welfares: Vec<Option<Rational>> = weights(game)
        .iter()
        .map(|lambda| {
            let found = equilibria(game, lambda);
            let all = found.iter().map(|p| game.welfare(p).expect("valid"));
            match followed {
                Followed::Best => all.max(),
                Followed::Worst => all.min(),
                _ => all.min().filter(|_| found.len() == 1),
            }
        })
        .collect();
    let mut worst: Option<Rational> = None;
    for (at, before) in welfares.iter().enumerate() {
        for after in &welfares[at..] {
            if let (Some(before), Some(after)) = (before, after) {
                worst = worst.max(Some(before - after));
            }
        }
    }
    worst
}

#[test]
fn the_known_counterexamples_are_measured() {
    // A bad equilibrium appears: welfare 8 is the only one at λ = 0, 3 is one at λ = 1.
    let bad = bimatrix(&[&[0, 3], &[4, 1]], &[&[1, 0], &[4, 3]]);
    let harm = Harm::largest(&bad, Followed::Worst)
        .expect("small")
        .expect("one");
    assert_eq!(harm.from.profile, vec![1, 0]);
    assert_eq!(harm.to.profile, vec![0, 1]);
    assert_eq!(harm.loss, Rational::from(5));
    assert!(harm.verify(&bad).expect("same game"));
    assert!(harm.to.lambda <= Rational::ONE);
    let best = HarmOfAltruism::best().value(&bad).expect("small");
    assert_eq!(best, Some(Extended::Finite(Rational::ZERO)));

    // The only equilibrium moves from welfare 5 to 3.
    let unique = bimatrix(&[&[5, -6], &[4, -7]], &[&[0, -1], &[4, 10]]);
    let harm = Harm::largest(&unique, Followed::Unique)
        .expect("small")
        .expect("one");
    assert_eq!(
        (harm.from.welfare.clone(), harm.to.welfare.clone()),
        (5.into(), 3.into())
    );
    assert_eq!(harm.loss, Rational::from(2));
    assert!(harm.verify(&unique).expect("same game"));
}

#[test]
fn harm_is_that_of_the_definition_on_random_games() {
    for stream in 0..60 {
        let shape: &[usize] = [&[2, 2][..], &[2, 3], &[2, 2, 2]][stream as usize % 3];
        let mut rng = random::generator(11, stream);
        let game = random::uniform_integers(shape, -3..=3, &mut rng).expect("valid");
        for followed in [Followed::Best, Followed::Worst, Followed::Unique] {
            let found = Harm::largest(&game, followed).expect("small");
            let loss = found.as_ref().map(|harm| harm.loss.clone());
            assert_eq!(
                loss,
                by_definition(&game, followed),
                "{game:?} {followed:?}"
            );
            let value = HarmOfAltruism::of(followed).value(&game).expect("small");
            assert_eq!(value, loss.map(Extended::Finite));
            assert!(found.is_none_or(|harm| harm.verify(&game).expect("same game")));
        }
    }
}

#[test]
fn evidence_that_was_changed_is_not_accepted() {
    let game = bimatrix(&[&[5, -6], &[4, -7]], &[&[0, -1], &[4, 10]]);
    let harm = Harm::largest(&game, Followed::Unique)
        .expect("small")
        .expect("one");
    let mut changed = vec![harm.clone(); 6];
    changed[0].loss += Rational::ONE;
    changed[1].to.lambda = Rational::ZERO;
    changed[2].from.profile = vec![1, 1];
    changed[3].to.welfare += Rational::ONE;
    changed[4].from.lambda = harm.to.lambda.clone() + Rational::ONE;
    // What altruism gains is no loss.
    let better = lacuna::game::catalogue::prisoners_dilemma(3, 0, 5, 1).expect("in range");
    let level = Rational::from(3);
    let (mut low, mut high) = (harm.from.clone(), harm.to.clone());
    (low.lambda, low.profile, low.welfare) = (Rational::ZERO, vec![1, 1], 2.into());
    (high.lambda, high.profile, high.welfare) = (level, vec![0, 0], 6.into());
    (changed[5].from, changed[5].to, changed[5].loss) = (low, high, Rational::from(-4));
    let gain = changed.pop().expect("six");
    assert!(!gain.verify(&better).expect("same game"), "{gain:?}");
    for wrong in changed {
        assert!(!wrong.verify(&game).expect("same game"), "{wrong:?}");
    }
    // Where there are two equilibria neither is the only one.
    let two = bimatrix(&[&[2, 0], &[0, 1]], &[&[2, 0], &[0, 1]]);
    let mut harm = Harm::largest(&two, Followed::Worst)
        .expect("small")
        .expect("one");
    assert!(harm.verify(&two).expect("same game"));
    harm.followed = Followed::Best;
    assert!(!harm.verify(&two).expect("same game"));
    harm.followed = Followed::Unique;
    assert!(!harm.verify(&two).expect("same game"));
}

#[test]
fn payoffs_of_2_are_enough_for_altruism_to_harm_and_the_winner_proves_it() {
    let class = GameClass::integers(&[2, 2], 0..=2).expect("valid");
    let options = SearchOptions::default().with_values(3);
    let found = search(&class, &HarmOfAltruism::worst(), &options).expect("measured");
    for leader in &found.leaders {
        for winner in &leader.winners {
            assert!(winner.evidence.verify(&winner.instance).expect("same game"));
            assert_eq!(Extended::Finite(winner.evidence.loss.clone()), leader.value);
        }
    }
    // With integers the losses are integers, and with payoffs up to 2 at most 2.
    let losses: Vec<_> = found
        .leaders
        .iter()
        .map(|leader| leader.value.clone())
        .collect();
    assert_eq!(
        losses,
        [2, 1, 0].map(|loss| Extended::Finite(Rational::from(loss)))
    );
}

#[test]
fn a_climb_finds_that_even_the_best_equilibrium_can_lose() {
    // From 9 to 7 in a 2×3 game that is known: a loss of 2.
    let class = GameClass::integers(&[2, 3], -4..=4).expect("valid");
    let options = ClimbOptions::default()
        .with_climbs(6)
        .with_max_steps(12)
        .with_seed(2);
    let found = climb(&class, &HarmOfAltruism::best(), &options).expect("measured");
    let best = found.best().expect("a value");
    assert!(
        best.value >= Extended::Finite(Rational::from(2)),
        "{:?}",
        best.value
    );
    for winner in &best.winners {
        assert!(winner.evidence.verify(&winner.instance).expect("same game"));
        let loss = by_definition(&winner.instance, Followed::Best);
        assert_eq!(loss.map(Extended::Finite), Some(best.value.clone()));
    }
}
