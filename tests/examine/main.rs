//! Checked properties of mechanisms: against brute force from the definitions, against mechanisms
//! whose properties are known, and with witnesses that were tampered with.

mod brute;
mod differential;
mod drawn;
mod games;
mod known;
mod prosocial;
mod sampled;
mod witnesses;

use lacuna::mechanism::{Decision, Mechanism, MechanismTable, Setting, TableLimit};
use lacuna::number::Rational;

pub fn q(value: i64) -> Rational {
    Rational::from(value)
}

pub fn ratio(above: i64, below: i64) -> Rational {
    Rational::new(above, below).expect("not zero")
}

/// A mechanism from a function.
pub struct Rule<F> {
    pub messages: Vec<usize>,
    pub alternatives: usize,
    pub decide: F,
}

impl<F: Fn(&[usize]) -> Decision + Send + Sync> Mechanism for Rule<F> {
    fn agents(&self) -> usize {
        self.messages.len()
    }
    fn messages(&self, agent: usize) -> usize {
        self.messages[agent]
    }
    fn alternatives(&self) -> usize {
        self.alternatives
    }
    fn decide(&self, messages: &[usize]) -> Decision {
        (self.decide)(messages)
    }
}

pub fn table(mechanism: &dyn Mechanism) -> MechanismTable {
    MechanismTable::of(mechanism, TableLimit::default()).expect("small")
}

/// An object for bidders with values 0, 1, …; alternative `i` gives it to bidder `i`.
pub fn auction(types: &[usize]) -> Setting {
    Setting::private(types, types.len(), |bidder, value, winner| {
        q(if winner == bidder { value as i64 } else { 0 })
    })
    .expect("valid")
}

/// The highest bid wins, ties by lot, and pays the bid of this rank, 0 for the highest.
pub fn price_of_rank(messages: &[usize], rank: usize) -> MechanismTable {
    let agents = messages.len();
    let rule = Rule {
        messages: messages.to_vec(),
        alternatives: agents,
        decide: move |bids: &[usize]| {
            let mut sorted = bids.to_vec();
            sorted.sort_unstable_by(|a, b| b.cmp(a));
            let branches = (0..agents)
                .filter(|&i| bids[i] == sorted[0])
                .map(|winner| {
                    let mut transfers = vec![Rational::ZERO; agents];
                    transfers[winner] = q(-(sorted[rank] as i64));
                    (winner, transfers)
                })
                .collect();
            Decision::equally_likely(branches).expect("somebody bids most")
        },
    };
    table(&rule)
}
