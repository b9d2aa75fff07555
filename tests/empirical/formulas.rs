//! Means, variances and half-widths against their formulas.

use lacuna::equilibrium::MixedProfile;
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::simulate::SimulationError;
use lacuna::simulate::empirical::{
    EmpiricalGame, EmpiricalOptions, IntervalMethod, PayoffRange, PayoffSampler,
};

use super::{Noisy, draw, q, ratio};

/// Payoffs from 0 to 9 by the seed, apart by player and profile; keeps nothing to itself.
struct Digits;

fn digit(player: usize, profile: &[usize], seed: u64) -> i64 {
    let place = profile.iter().fold(player, |sum, &own| 3 * sum + own);
    (draw(seed, 1 << 40) >> place) as i64 % 10
}

impl PayoffSampler for Digits {
    fn strategies(&self) -> Vec<usize> {
        vec![2, 2]
    }
    fn sample(
        &self,
        profile: &[usize],
        seed: u64,
        payoffs: &mut [Rational],
    ) -> Result<(), SimulationError> {
        for (player, payoff) in payoffs.iter_mut().enumerate() {
            *payoff = q(digit(player, profile, seed));
        }
        Ok(())
    }
}

#[test]
fn means_and_variances_are_exact() {
    let options = EmpiricalOptions::default()
        .with_payoff_range(0, 9)
        .with_seed(4);
    let game = EmpiricalGame::sample(&Digits, 101, &options).expect("samples");
    let streams = lacuna::simulate::Streams::new(4);
    for profile in game.space() {
        for player in 0..2 {
            let seen: Vec<i64> = (0..101)
                .map(|episode| digit(player, &profile, streams.episode(episode)))
                .collect();
            let mean = ratio(seen.iter().sum(), 101);
            let about = |&x: &i64| (q(x) - &mean) * (q(x) - &mean);
            let variance: Rational = seen.iter().map(about).sum();
            let variance = variance.checked_div(&q(100)).expect("non-zero");
            assert_eq!(game.means().payoff(player, &profile), mean);
            assert_eq!(game.variances().payoff(player, &profile), variance);
        }
    }
}

/// A half-width from the length of the range and the variance.
type Formula<'a> = &'a dyn Fn(f64, f64) -> f64;

#[test]
fn half_widths_are_those_of_the_inequalities() {
    let ranges = vec![PayoffRange::new(0, 9), PayoffRange::new(-1, 19)];
    let options = EmpiricalOptions::default()
        .with_payoff_ranges(ranges)
        .with_common_random_numbers(false)
        .with_confidence(ratio(9, 10));
    // Eight payoffs, a probability of error of 1/10.
    let (payoffs, error, draws) = (8.0, 0.1, 101.0);
    let lengths = [9.0, 20.0];
    let hoeffding =
        |length: f64, _: f64| length * (f64::ln(2.0 * payoffs / error) / (2.0 * draws)).sqrt();
    let bernstein = |length: f64, variance: f64| {
        let factor = f64::ln(4.0 * payoffs / error);
        let spread = (2.0 * variance * factor / draws).sqrt();
        (spread + 7.0 * length * factor / (3.0 * (draws - 1.0))).min(length)
    };
    // A standard normal number exceeds 2.497705 with probability 1/160.
    let normal = |_: f64, variance: f64| 2.497_705_474_4 * (variance / draws).sqrt();
    let formulas: [(IntervalMethod, Formula<'_>); 3] = [
        (IntervalMethod::Hoeffding, &hoeffding),
        (IntervalMethod::EmpiricalBernstein, &bernstein),
        (IntervalMethod::Normal, &normal),
    ];
    for (method, formula) in formulas {
        let game = EmpiricalGame::sample(&Digits, 101, &options.clone().with_method(method));
        let game = game.expect("samples");
        for profile in game.space() {
            for (player, &length) in lengths.iter().enumerate() {
                let variance = game.variances().payoff(player, &profile).to_f64();
                let (found, right) = (
                    game.half_widths().payoff(player, &profile).to_f64(),
                    formula(length, variance),
                );
                let relative = found / right - 1.0;
                // Rounded outward, to 24 binary digits.
                assert!(
                    (-1e-9..3e-7).contains(&relative),
                    "{method:?}: {found} for {right}"
                );
            }
        }
    }
}

#[test]
fn common_chance_makes_regrets_narrow_where_intervals_go_by_variance() {
    // Player 0 has the same noise at every profile, so that differences have none; of player 1 they
    // have the noise of both profiles.
    let dilemma = [[3, 0], [5, 1]].map(|row| row.map(q).to_vec());
    let game = NormalForm::symmetric(&dilemma).expect("square");
    let sampler = Noisy { game, noise: 1 };
    let (draws, error) = (500.0, 0.05);
    let bernstein = EmpiricalOptions::default()
        .with_payoff_range(-1, 6)
        .with_method(IntervalMethod::EmpiricalBernstein);
    let found = EmpiricalGame::sample(&sampler, 500, &bernstein).expect("samples");
    let gain = found.gain(0, &[0, 0], 1).expect("fits");
    assert!(gain.contains(&q(2)));
    // Eight payoffs and four differences; a difference is from a range of length 14.
    let factor = f64::ln(4.0 * 12.0 / error);
    let right = 2.0 * 7.0 * 14.0 * factor / (3.0 * (draws - 1.0));
    assert!((gain.width().to_f64() / right - 1.0).abs() < 1e-6, "{gain}");
    // Of player 1 from the definition: differences of two independent signs.
    let streams = lacuna::simulate::Streams::new(0);
    let differences: Vec<Rational> = (0..500)
        .map(|episode| {
            let at = |profile: [usize; 2]| {
                let mut payoffs = [q(0), q(0)];
                let seed = streams.episode(episode);
                sampler.sample(&profile, seed, &mut payoffs).expect("plays");
                payoffs[1].clone()
            };
            at([0, 1]) - at([0, 0])
        })
        .collect();
    let sum: Rational = differences.iter().sum();
    let mean = sum.checked_div(&q(500)).expect("non-zero");
    let about = |x: &Rational| (x - &mean) * (x - &mean);
    let variance = differences.iter().map(about).sum::<Rational>().to_f64() / (draws - 1.0);
    let right = right + 2.0 * (2.0 * variance * factor / draws).sqrt();
    let gain = found.gain(1, &[0, 0], 1).expect("fits");
    assert!((gain.width().to_f64() / right - 1.0).abs() < 1e-6, "{gain}");
    assert_eq!(&gain.low + &gain.high, &mean + &mean);
    // With seeds of their own the two payoffs are as uncertain as both together.
    let apart = bernstein.with_common_random_numbers(false);
    let apart = EmpiricalGame::sample(&sampler, 500, &apart).expect("samples");
    let apart = apart.gain(0, &[0, 0], 1).expect("fits");
    assert!(gain.width() < apart.width());
    // Regrets of mixed profiles use the same. Against an even mixture the second player gains 3/2.
    let normal = EmpiricalOptions::default().with_method(IntervalMethod::Normal);
    let exact = EmpiricalGame::sample(&sampler, 500, &normal).expect("samples");
    assert_eq!(exact.gain(0, &[1, 0], 0).expect("fits").width(), q(0));
    let half = vec![ratio(1, 2), ratio(1, 2)];
    let mixed = MixedProfile::new(vec![half, vec![q(1), q(0)]]).expect("a profile");
    let regret = exact.mixed_regret(&mixed).expect("fits");
    assert!(
        regret.contains(&ratio(3, 2)) && regret.low >= q(1),
        "{regret}"
    );
}

#[test]
fn regrets_are_within_two_half_widths_of_those_of_the_means() {
    let options = EmpiricalOptions::default().with_payoff_range(0, 9);
    let game = EmpiricalGame::sample(&Digits, 400, &options).expect("samples");
    let two = game.largest_half_width() * q(2);
    assert!(game.gain(0, &[0, 0], 2).is_err() && game.gain(2, &[0, 0], 0).is_err());
    assert_eq!(game.gain(1, &[0, 1], 1).expect("fits").width(), q(0));
    let means = game.means();
    for profile in game.space() {
        let pure = MixedProfile::pure(&[2, 2], &profile).expect("fits");
        let regret = pure.regret(means).expect("fits");
        let interval = game.regret(&profile).expect("fits");
        assert!(interval.contains(&regret));
        assert!(interval.low >= &regret - &two && interval.high <= &regret + &two);
        // The same by the formula for mixed profiles.
        assert_eq!(game.mixed_regret(&pure).expect("fits"), interval);
    }
}

#[test]
fn common_seeds_are_common_and_others_are_not() {
    // The noise of a seed does not depend on the profile.
    let zero = NormalForm::from_fn(&[2, 2], |_, _| q(0)).expect("small");
    let sampler = Noisy {
        game: zero,
        noise: 1,
    };
    let options = EmpiricalOptions::default().with_payoff_range(-1, 1);
    let means = |options: &EmpiricalOptions| -> Vec<Rational> {
        let game = EmpiricalGame::sample(&sampler, 101, options).expect("samples");
        (0..4)
            .map(|index| game.means().payoff_at(0, index))
            .collect()
    };
    let common = means(&options);
    assert!(common.iter().all(|mean| *mean == common[0]), "{common:?}");
    let own = means(&options.with_common_random_numbers(false));
    assert!(own.iter().any(|mean| *mean != own[0]), "{own:?}");
}

#[test]
fn the_number_of_threads_changes_nothing_and_a_game_is_data() {
    let options = EmpiricalOptions::default()
        .with_payoff_range(0, 9)
        .with_method(IntervalMethod::EmpiricalBernstein);
    let sample = || EmpiricalGame::sample(&Digits, 300, &options).expect("samples");
    let expected = serde_json::to_string(&sample()).expect("writes");
    let threads: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..3).map(|_| scope.spawn(sample)).collect();
        runs.into_iter()
            .map(|run| run.join().expect("runs"))
            .collect()
    });
    for game in threads {
        assert_eq!(serde_json::to_string(&game).expect("writes"), expected);
    }
    let read: EmpiricalGame = serde_json::from_str(&expected).expect("reads");
    assert_eq!(read, sample());
}
