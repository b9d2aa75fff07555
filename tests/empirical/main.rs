//! Games known from samples, against exact games, closed forms, and the definition of confidence.

mod confidence;
mod episodes;
mod formulas;
mod gaps;
mod limits;

use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::simulate::empirical::PayoffSampler;
use lacuna::simulate::{SimulationError, Streams};
use rand::{Rng, RngExt};

fn q(value: i64) -> Rational {
    Rational::from(value)
}

fn ratio(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator, denominator).expect("non-zero")
}

/// A game whose payoffs come with noise of expectation zero: each player's is raised or lowered by
/// `noise`, each with probability 1/2. The noise of player 0 is the same at every profile; that of
/// the others is not.
struct Noisy {
    game: NormalForm<Rational>,
    noise: i64,
}

impl PayoffSampler for Noisy {
    fn strategies(&self) -> Vec<usize> {
        self.game.space().actions().to_vec()
    }
    fn sample(
        &self,
        profile: &[usize],
        seed: u64,
        payoffs: &mut [Rational],
    ) -> Result<(), SimulationError> {
        for (player, payoff) in payoffs.iter_mut().enumerate() {
            let place = if player == 0 { &[] } else { profile };
            let mut chance = Streams::new(seed).world(&format!("{player} at {place:?}"));
            let sign = if chance.random::<bool>() { 1 } else { -1 };
            *payoff = self.game.payoff(player, profile) + q(sign * self.noise);
        }
        Ok(())
    }
}

/// One number a seed, for tests that need chance of their own.
fn draw(seed: u64, below: u64) -> u64 {
    Streams::new(seed).world("test").next_u64() % below
}
