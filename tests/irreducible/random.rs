//! Random problems from a fixed sequence of numbers.

use std::collections::BTreeMap;

use lacuna::contract::{ContractingProblem, Monitoring};
use lacuna::game::NormalForm;
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

use crate::support::ratio;

/// A generator by multiplication and mixing (splitmix64).
pub struct Draw(pub u64);

impl Draw {
    /// A number below `below`.
    pub fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) % below as u64) as usize
    }

    fn number(&mut self, low: i64, high: i64) -> Rational {
        Rational::from(low + self.below((high - low + 1) as usize) as i64)
    }

    /// A game; a narrow range of payoffs makes ties.
    pub fn game(&mut self, actions: &[usize], range: i64) -> NormalForm<Rational> {
        let profiles: usize = actions.iter().product();
        let tables = (0..actions.len())
            .map(|_| (0..profiles).map(|_| self.number(-range, range)).collect())
            .collect();
        NormalForm::from_tables(actions, tables).expect("a table for each player")
    }

    /// A game in which most profiles have the greatest welfare, 0: tied optima with gains between
    /// them.
    pub fn tied_game(&mut self, actions: &[usize]) -> NormalForm<Rational> {
        let profiles: usize = actions.iter().product();
        let mut tables = vec![Vec::new(); actions.len()];
        for _ in 0..profiles {
            let mut rest = match self.below(2) {
                0 => Rational::ZERO,
                _ => self.number(-2, 0),
            };
            for table in &mut tables[1..] {
                let payoff = self.number(-3, 3);
                rest -= &payoff;
                table.push(payoff);
            }
            tables[0].push(rest);
        }
        NormalForm::from_tables(actions, tables).expect("a table for each player")
    }

    /// Signals that are sometimes noisy, and often say nothing about some players.
    pub fn monitoring(&mut self, problem: &ContractingProblem, signals: usize) -> Monitoring {
        let names: Vec<String> = (0..signals).map(|y| y.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let noisy = self.below(2) == 0;
        let seen: Vec<bool> = (0..problem.players()).map(|_| self.below(2) == 0).collect();
        let mut laws: BTreeMap<Vec<usize>, Vec<Rational>> = BTreeMap::new();
        Monitoring::stochastic(problem, &names, |_, profile| {
            let kept = profile.iter().zip(&seen).filter(|(_, seen)| **seen);
            let key = kept.map(|(&action, _)| action).collect();
            laws.entry(key)
                .or_insert_with(|| self.law(signals, noisy))
                .clone()
        })
        .expect("distributions")
    }

    fn law(&mut self, signals: usize, noisy: bool) -> Vec<Rational> {
        if noisy && self.below(2) == 0 {
            let parts: Vec<i64> = (0..signals).map(|_| self.below(3) as i64).collect();
            let total: i64 = parts.iter().sum();
            if total > 0 {
                return parts.iter().map(|&part| ratio(part, total)).collect();
            }
        }
        let mut law = vec![Rational::ZERO; signals];
        law[self.below(signals)] = Rational::ONE;
        law
    }

    /// A problem of one state with a monitoring.
    pub fn problem(&mut self) -> (ContractingProblem, Monitoring) {
        let shapes: [&[usize]; 5] = [&[2, 2], &[3, 2], &[3, 3], &[2, 2, 2], &[2, 3]];
        let actions = shapes[self.below(shapes.len())];
        let game = match self.below(4) {
            0 => self.tied_game(actions),
            1 => self.game(actions, 1),
            _ => self.game(actions, 5),
        };
        let problem = ContractingProblem::single_state(game).expect("one state");
        let signals = 1 + self.below(3);
        let monitoring = self.monitoring(&problem, signals);
        (problem, monitoring)
    }

    /// Weights of each player's payoff for each: any sign, possibly singular.
    pub fn weights(&mut self, players: usize) -> WeightMatrix<Rational> {
        let rows = (0..players)
            .map(|_| (0..players).map(|_| self.number(-1, 2)).collect())
            .collect();
        WeightMatrix::new(rows).expect("square")
    }
}
