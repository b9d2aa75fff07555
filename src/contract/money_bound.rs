//! The checker of a [`MoneyBound`]; it shares no code with the solver.

use std::collections::BTreeMap;

use super::settlement::{Budget, MoneyBound, SettlementOptions};
use super::{ContractingProblem, Language};
use crate::game::Game;
use crate::number::Rational;
use crate::preference::WeightMatrix;

impl MoneyBound {
    /// Adds up the weighted conditions on transfers for this plan and checks that the sum says what
    /// the bound claims: a contradiction, or an upper bound on the expected net transfer.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        language: &Language,
        plan: &[Vec<usize>],
        preferences: &WeightMatrix<Rational>,
        options: &SettlementOptions,
    ) -> bool {
        let plan: Vec<Option<Vec<usize>>> = plan.iter().cloned().map(Some).collect();
        self.verify_partial(problem, language, &plan, preferences, options)
    }

    /// The same for a plan that prescribes a profile in some states only.
    pub fn verify_partial(
        &self,
        problem: &ContractingProblem,
        language: &Language,
        plan: &[Option<Vec<usize>>],
        preferences: &WeightMatrix<Rational>,
        options: &SettlementOptions,
    ) -> bool {
        let valid = plan.len() == problem.states()
            && plan
                .iter()
                .flatten()
                .all(|profile| problem.space().index(profile).is_ok());
        if !valid || language.check(problem).is_err() || preferences.players() != problem.players()
        {
            return false;
        }
        let players = problem.players();
        // Coefficient of the transfer to each player in each cell, and the right-hand side.
        let mut sum: BTreeMap<(usize, usize), Rational> = BTreeMap::new();
        let mut bound = Rational::ZERO;
        let mut add = |player: usize, cell: usize, amount: Rational| {
            *sum.entry((player, cell)).or_default() += amount;
        };
        for condition in &self.incentives {
            let (state, player) = (condition.state, condition.player);
            let Some(prescribed) = plan.get(state).and_then(Option::as_ref) else {
                return false;
            };
            if player >= players || !condition.weight.is_positive() {
                return false;
            }
            let mut deviation = prescribed.clone();
            deviation[player] = condition.action;
            if problem.space().index(&deviation).is_err() {
                return false;
            }
            let perceived = |profile: &[usize]| {
                let mut payoffs = vec![Rational::ZERO; players];
                problem.game(state).payoffs_into(profile, &mut payoffs);
                preferences.apply(player, &payoffs)
            };
            let gain = perceived(&deviation) - perceived(prescribed);
            let reached = language.cell(state, &deviation).number();
            let planned = language.cell(state, prescribed).number();
            for j in 0..players {
                let weight = &condition.weight * preferences.entry(player, j);
                add(j, planned, -&weight);
                add(j, reached, weight);
            }
            bound -= &condition.weight * &gain;
        }
        for (cell, weight) in &self.budget {
            let allowed = match options.budget {
                Budget::Unrestricted | Budget::Expected => false,
                Budget::Burning => !weight.is_negative(),
                Budget::Balanced => true,
            };
            if !allowed {
                return false;
            }
            for player in 0..players {
                add(player, cell.number(), weight.clone());
            }
        }
        for (player, cell, positive, weight) in &self.liability {
            let Some(limit) = &options.liability else {
                return false;
            };
            if weight.is_negative() {
                return false;
            }
            let sign = if *positive { weight.clone() } else { -weight };
            add(*player, cell.number(), sign);
            bound += weight * limit;
        }
        match &self.net_at_most {
            None => sum.values().all(Rational::is_zero) && bound.is_negative(),
            Some(claimed) => {
                for (state, profile) in plan.iter().enumerate() {
                    let Some(profile) = profile else {
                        return false;
                    };
                    let cell = language.cell(state, profile).number();
                    for player in 0..players {
                        *sum.entry((player, cell)).or_default() -= problem.probability(state);
                    }
                }
                sum.values().all(Rational::is_zero) && bound <= *claimed
            }
        }
    }
}
