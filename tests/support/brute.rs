//! Plain contracts by brute force: the conditions on transfers as they stand in the definition.

use std::collections::BTreeMap;

use lacuna::contract::{Budget, ContractingProblem, Language};
use lacuna::game::{Game, Profile};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

use super::linear::{AtMost, is_bounded_by, is_feasible};
use super::{cooperative, welfare_of};

/// The conditions on the transfers of a plan: variables are the transfers `t_j(cell)` that occur.
pub struct Conditions {
    pub rows: Vec<AtMost>,
    pub columns: usize,
    /// The expected sum of transfers under the plan.
    pub net: Vec<(usize, Rational)>,
}

impl Conditions {
    /// In every state no player gains by a deviation, as it perceives payoffs and transfers; every
    /// cell keeps within the budget, every transfer within the liability.
    pub fn new(
        problem: &ContractingProblem,
        language: &Language,
        plan: &[Profile],
        preferences: &WeightMatrix<Rational>,
        budget: Budget,
        liability: Option<&Rational>,
    ) -> Self {
        let players = problem.players();
        let mut place: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut column = |player: usize, cell: usize| {
            let next = place.len();
            *place.entry((player, cell)).or_insert(next)
        };
        let (mut rows, mut net) = (Vec::new(), Vec::new());
        for (state, profile) in plan.iter().enumerate() {
            let game = problem.game(state);
            let planned = language.cell(state, profile).number();
            for j in 0..players {
                net.push((column(j, planned), problem.probability(state).clone()));
            }
            for player in 0..players {
                for action in 0..problem.space().actions()[player] {
                    if action == profile[player] {
                        continue;
                    }
                    let mut deviation = profile.clone();
                    deviation[player] = action;
                    let reached = language.cell(state, &deviation).number();
                    let (mut coefficients, mut bound) = (Vec::new(), Rational::ZERO);
                    for j in 0..players {
                        let weight = preferences.entry(player, j);
                        coefficients.push((column(j, reached), weight.clone()));
                        coefficients.push((column(j, planned), -weight));
                        bound += weight * &(game.payoff(j, profile) - game.payoff(j, &deviation));
                    }
                    rows.push(AtMost::new(coefficients, bound));
                }
            }
        }
        let mut by_cell: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (&(_, cell), &column) in &place {
            by_cell.entry(cell).or_default().push(column);
        }
        for columns in by_cell.values() {
            let signs: &[i64] = match budget {
                Budget::Unrestricted => &[],
                Budget::Burning => &[1],
                Budget::Balanced => &[1, -1],
                other => panic!("{other:?} is not for plain contracts"),
            };
            for &sign in signs {
                let sum = columns.iter().map(|&c| (c, Rational::from(sign))).collect();
                rows.push(AtMost::new(sum, Rational::ZERO));
            }
        }
        if let Some(limit) = liability {
            for &column in place.values() {
                for sign in [1, -1] {
                    rows.push(AtMost::new(
                        vec![(column, Rational::from(sign))],
                        limit.clone(),
                    ));
                }
            }
        }
        Conditions {
            rows,
            columns: place.len(),
            net,
        }
    }

    /// Can they be met?
    pub fn can_be_met(&self) -> bool {
        is_feasible(&self.rows, self.columns)
    }

    /// Can they be met with an expected sum of transfers of at least `least`?
    pub fn can_be_met_with_net(&self, least: &Rational) -> bool {
        let mut rows = self.rows.clone();
        let negated = self.net.iter().map(|(c, a)| (*c, -a)).collect();
        rows.push(AtMost::new(negated, -least));
        is_feasible(&rows, self.columns)
    }

    /// If they can be met: is the expected sum of transfers then never above `most`?
    pub fn net_is_at_most(&self, most: &Rational) -> bool {
        is_bounded_by(&self.rows, self.columns, &self.net, most)
    }
}

/// Can some plain contract, with unlimited fines and outside money, support the plan?
pub fn is_implementable(
    problem: &ContractingProblem,
    language: &Language,
    plan: &[Profile],
    preferences: &WeightMatrix<Rational>,
) -> bool {
    Conditions::new(
        problem,
        language,
        plan,
        preferences,
        Budget::Unrestricted,
        None,
    )
    .can_be_met()
}

/// All pure plans with their expected material welfare.
pub fn plans(problem: &ContractingProblem) -> Vec<(Rational, Vec<Profile>)> {
    let profiles: Vec<Profile> = problem.space().iter().collect();
    let mut all: Vec<(Rational, Vec<Profile>)> = vec![(Rational::ZERO, Vec::new())];
    for state in 0..problem.states() {
        all = all
            .into_iter()
            .flat_map(|(welfare, plan)| {
                profiles.iter().map(move |profile| {
                    let share =
                        problem.probability(state) * &welfare_of(problem.game(state), profile);
                    let mut longer = plan.clone();
                    longer.push(profile.clone());
                    (&welfare + &share, longer)
                })
            })
            .collect();
    }
    all
}

/// The greatest welfare of each state, by looking at every profile.
pub fn greatest_welfare(problem: &ContractingProblem, state: usize) -> Rational {
    problem
        .space()
        .iter()
        .map(|profile| welfare_of(problem.game(state), &profile))
        .max()
        .expect("a profile")
}

/// All plans that attain the greatest welfare in every state, also in those of probability zero.
pub fn first_best_plans(problem: &ContractingProblem) -> Vec<Vec<Profile>> {
    let mut all: Vec<Vec<Profile>> = vec![Vec::new()];
    for state in 0..problem.states() {
        let best = greatest_welfare(problem, state);
        let optima: Vec<Profile> = problem
            .space()
            .iter()
            .filter(|profile| welfare_of(problem.game(state), profile) == best)
            .collect();
        all = all
            .into_iter()
            .flat_map(|plan| {
                optima.iter().map(move |profile| {
                    let mut longer = plan.clone();
                    longer.push(profile.clone());
                    longer
                })
            })
            .collect();
    }
    all
}

/// Can some plain contract support some first-best plan among λ-cooperative players?
pub fn some_first_best_is_implementable(
    problem: &ContractingProblem,
    language: &Language,
    lambda: &Rational,
) -> bool {
    let preferences = cooperative(problem.players(), lambda);
    first_best_plans(problem)
        .iter()
        .any(|plan| is_implementable(problem, language, plan, &preferences))
}
