//! Random settings with private values.

use lacuna::mechanism::{Prior, Setting};
use lacuna::number::Rational;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

/// A source of small numbers.
pub struct Draw(Xoshiro256PlusPlus);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Draw(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    pub fn number(&mut self, from: i64, to: i64) -> i64 {
        self.0.random_range(from..=to)
    }

    /// Between one and `most`.
    pub fn count(&mut self, most: i64) -> usize {
        self.number(1, most) as usize
    }

    /// A setting of `agents` agents with at most three types and three alternatives, whole values
    /// between the bounds (so that ties are common), and independent types.
    pub fn setting(&mut self, agents: usize, least: i64, most: i64) -> Setting {
        let types: Vec<usize> = (0..agents).map(|_| self.count(3)).collect();
        let alternatives = self.count(3);
        let prior = types.iter().map(|&count| self.chances(count)).collect();
        Setting::private(&types, alternatives, |_, _, _| {
            Rational::from(self.number(least, most))
        })
        .and_then(|setting| setting.with_prior(Prior::Independent(prior)))
        .expect("a setting")
    }

    /// A distribution, in which some entries may be zero.
    pub fn chances(&mut self, count: usize) -> Vec<Rational> {
        let mut weights: Vec<i64> = (0..count).map(|_| self.number(0, 3)).collect();
        weights[0] += 1;
        let total: i64 = weights.iter().sum();
        let share = |&weight: &i64| Rational::new(weight, total).expect("above 0");
        weights.iter().map(share).collect()
    }

    /// An increasing list of at most `most` numbers.
    pub fn levels(&mut self, most: i64, from: i64, to: i64) -> Vec<Rational> {
        let count = self.count(most);
        let mut numbers: Vec<i64> = (0..count).map(|_| self.number(from, to)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(Rational::from).collect()
    }

    /// At most `most` lists of at most `length` numbers, none increasing.
    pub fn schedules(
        &mut self,
        most: i64,
        length: usize,
        from: i64,
        to: i64,
    ) -> Vec<Vec<Rational>> {
        let count = self.count(most);
        (0..count)
            .map(|_| {
                let mut numbers: Vec<i64> = (0..length).map(|_| self.number(from, to)).collect();
                numbers.sort_unstable_by(|left, right| right.cmp(left));
                numbers.into_iter().map(Rational::from).collect()
            })
            .collect()
    }
}
