//! Random problems with private information, monitorings, preferences and mechanisms.

use std::collections::BTreeMap;

use lacuna::contract::{ContractingProblem, Information, Monitoring};
use lacuna::game::NormalForm;
use lacuna::mechanism::{Communication, DirectMechanism, Recommendation, SignalTransfers};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

pub struct Draw(Xoshiro256PlusPlus);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Draw(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0.random_range(0..limit)
    }

    pub fn between(&mut self, low: i64, high: i64) -> Rational {
        Rational::from(self.0.random_range(low..=high))
    }

    /// So many probabilities; some may be zero.
    pub fn law(&mut self, outcomes: usize) -> Vec<Rational> {
        let mut weights: Vec<i64> = (0..outcomes).map(|_| self.0.random_range(0..4)).collect();
        if weights.iter().all(|&weight| weight == 0) {
            let sure = self.below(outcomes);
            weights[sure] = 1;
        }
        let total = weights.iter().sum();
        weights
            .into_iter()
            .map(|weight| Rational::new(weight, total).expect("positive"))
            .collect()
    }

    /// A problem with these actions; one state may have probability 0.
    pub fn problem(&mut self, actions: &[usize], states: usize) -> ContractingProblem {
        let mut prior = self.law(states);
        if self.below(4) > 0 {
            let equal = Rational::new(1, states as i64).expect("states");
            prior = vec![equal; states];
        }
        let games = prior
            .into_iter()
            .map(|probability| {
                let game = NormalForm::from_fn(actions, |_, _| self.between(-5, 6));
                (probability, game.expect("small"))
            })
            .collect();
        let signals = actions
            .iter()
            .map(|_| match self.below(4) {
                0 => (0..states).map(|_| self.below(2)).collect(),
                1 => vec![0; states],
                _ => (0..states).collect(),
            })
            .collect();
        ContractingProblem::new(games)
            .and_then(|problem| problem.with_information(Information::new(signals)?))
            .expect("valid")
    }

    /// A monitoring: with or without noise, or one that shows nothing.
    pub fn monitoring(&mut self, problem: &ContractingProblem, signals: usize) -> Monitoring {
        let names: Vec<String> = (0..signals).map(|signal| signal.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let kind = self.below(3);
        let fixed = self.law(signals);
        Monitoring::stochastic(problem, &names, |_, _| {
            match kind {
                0 => return self.law(signals),
                1 => return fixed.clone(),
                _ => {}
            }
            let sure = self.below(signals);
            let one = |signal| {
                if signal == sure {
                    Rational::ONE
                } else {
                    Rational::ZERO
                }
            };
            (0..signals).map(one).collect()
        })
        .expect("laws")
    }

    /// Selfish or altruistic players, or others.
    pub fn preferences(&mut self, players: usize) -> WeightMatrix<Rational> {
        match self.below(3) {
            0 => WeightMatrix::identity(players),
            1 => WeightMatrix::cooperative(players, &Rational::new(1, 3).expect("positive"))
                .expect("positive"),
            _ => {
                let row = |_| (0..players).map(|_| self.between(-1, 2)).collect();
                WeightMatrix::new((0..players).map(row).collect()).expect("square")
            }
        }
    }

    /// Any law and transfers, after every profile of reports, or after those that some say.
    pub fn mechanism(
        &mut self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        communication: Communication,
        entries: usize,
    ) -> DirectMechanism {
        let players = problem.players();
        let types: Vec<usize> = (0..players)
            .map(|player| problem.information().types(player))
            .collect();
        let mut law = BTreeMap::new();
        let count = match communication {
            Communication::Recommendations => 1,
            _ => types.iter().product(),
        };
        for number in 0..count {
            let mut reports = vec![];
            let mut rest = number;
            if communication != Communication::Recommendations {
                for &types in &types {
                    reports.push(rest % types);
                    rest /= types;
                }
            }
            let mut list = vec![];
            for probability in self.law(entries) {
                let told = (0..players)
                    .map(|player| {
                        let length = match communication {
                            Communication::Recommendations => types[player],
                            _ => 1,
                        };
                        let actions = problem.space().actions()[player];
                        (0..length).map(|_| self.below(actions)).collect()
                    })
                    .collect();
                let transfers = (0..monitoring.signals())
                    .map(|signal| {
                        let list = (0..players).map(|_| self.between(-2, 2)).collect();
                        SignalTransfers::new(signal, list)
                    })
                    .collect();
                if probability.is_positive() {
                    list.push(Recommendation::new(told, probability, transfers));
                }
            }
            law.insert(reports, list);
        }
        DirectMechanism::new(communication, law)
    }
}
