//! What the weights of a deviation plan make of a recommendation and of the money paid after it.

use std::collections::BTreeMap;

use dashu_int::IBig;

use super::plan_tables::{StateTable, matrix_of, tables};
use super::plan_weights::{Moves, PlanWeights};
use super::report_profiles::{Occurring, Senders};
use super::{Communication, DeviationPlan, MechanismOptions};
use crate::contract::{Budget, ContractingProblem, Monitoring};
use crate::game::ProfileSpace;
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// The weights of a plan against the tables of a problem, all in integers.
pub(super) struct Flows<'a> {
    space: &'a ProfileSpace,
    options: &'a MechanismOptions,
    weights: PlanWeights,
    matrix: Vec<Vec<IBig>>,
    /// By state; none for a state of probability 0.
    states: BTreeMap<usize, StateTable>,
    /// Which entries of what is told vary: players and places, and how many actions there are.
    places: Vec<(usize, usize, usize)>,
    /// What is told before they vary. Contingent plans say 0 for types that do not come about, and
    /// no other plans need to be looked at: what they say there means nothing.
    blank: Vec<Vec<usize>>,
    /// Whether welfare counts; if not, only contradictions are left.
    counts_welfare: bool,
    /// What a unit of money to everybody counts, over the scale of the plan and of the matrix.
    money: IBig,
    /// Largest transfer, numerator; `None` if unlimited.
    liability: Option<IBig>,
    /// What brings payoffs, and transfers, to one denominator.
    payoff_factor: IBig,
    transfer_factor: IBig,
    signal_scale: IBig,
    /// The denominator of [`worth`](Self::worth).
    pub(super) scale: IBig,
    /// For each signal and player what the truth is weighed with beyond its manipulations: `M_i(y)`.
    flow: Vec<Vec<IBig>>,
    /// For each signal its probability.
    reach: Vec<IBig>,
    touched: Vec<bool>,
    heard: Vec<usize>,
}

impl<'a> Flows<'a> {
    /// The weights of a plan, and the problem; `None` if they do not fit.
    pub(super) fn new(
        plan: &DeviationPlan,
        problem: &'a ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &'a MechanismOptions,
        counts_welfare: bool,
    ) -> Option<Self> {
        if monitoring.check(problem).is_err()
            || preferences.players() != problem.players()
            || options.check(problem).is_err()
        {
            return None;
        }
        let occurring = Occurring::new(problem, options.communication);
        let space = problem.space();
        let mut places = Vec::new();
        let mut blank = vec![vec![0]; space.players()];
        for (player, &actions) in space.actions().iter().enumerate() {
            if options.communication == Communication::Recommendations {
                blank[player] = vec![0; problem.information().types(player)];
                places.extend(
                    occurring.types[player]
                        .iter()
                        .map(|&t| (player, t, actions)),
                );
            } else {
                places.push((player, 0, actions));
            }
        }
        let arms = places
            .iter()
            .try_fold(occurring.reports.len(), |arms, (_, _, actions)| {
                arms.checked_mul(*actions)
            })?;
        if arms > options.max_arms {
            return None;
        }
        let weights = PlanWeights::of(plan, problem, monitoring, options, &occurring)?;
        let (matrix, matrix_scale) = matrix_of(preferences);
        let (states, payoff_scale, signal_scale) = tables(
            problem,
            monitoring,
            &matrix,
            &matrix_scale,
            options,
            &occurring,
        );
        let (liability, liability_scale) = match &options.liability {
            None => (None, IBig::ONE),
            Some(limit) => {
                let scale = limit.denominator();
                (Some(limit.numerator_over(&scale)), scale)
            }
        };
        let money = match options.budget {
            Budget::Burning if counts_welfare => &weights.scale * &matrix_scale,
            Budget::Burning => IBig::ZERO,
            _ => -(&weights.budget * &matrix_scale),
        };
        // A worth has payoffs over plan·payoff, and transfers over plan·matrix·signal·liability.
        let transfer_scale = &matrix_scale * &signal_scale * &liability_scale;
        Some(Flows {
            space,
            options,
            scale: &weights.scale * &payoff_scale * &transfer_scale,
            weights,
            matrix,
            states,
            places,
            blank,
            counts_welfare,
            money,
            liability,
            payoff_factor: transfer_scale,
            transfer_factor: payoff_scale,
            signal_scale,
            flow: vec![vec![IBig::ZERO; space.players()]; monitoring.signals()],
            reach: vec![IBig::ZERO; monitoring.signals()],
            touched: vec![false; monitoring.signals()],
            heard: Vec::new(),
        })
    }

    /// Calls `visit` for everything that can be told, until it is `None`.
    pub(super) fn for_each_arm(
        &mut self,
        mut visit: impl FnMut(&mut Self, &[Vec<usize>]) -> Option<()>,
    ) -> Option<()> {
        let places = self.places.clone();
        let mut told = self.blank.clone();
        loop {
            visit(self, &told)?;
            let next = places.iter().rev().find(|(player, place, actions)| {
                let action = &mut told[*player][*place];
                *action += 1;
                if *action == *actions {
                    *action = 0;
                }
                *action > 0
            });
            if next.is_none() {
                return Some(());
            }
        }
    }

    /// The most that a recommendation after these reports is worth under the weights, whatever is
    /// paid, over [`scale`](Self::scale); `None` if payments could make it worth anything.
    pub(super) fn worth(
        &mut self,
        reports: &[usize],
        senders: &Senders,
        told: &[Vec<usize>],
    ) -> Option<IBig> {
        let payoff = self.weigh(reports, senders, told);
        let transfers = self.best_transfers()?;
        Some(payoff * &self.payoff_factor + transfers * &self.transfer_factor)
    }

    /// The same where nothing is paid.
    pub(super) fn worth_unpaid(
        &mut self,
        reports: &[usize],
        senders: &Senders,
        told: &[Vec<usize>],
    ) -> IBig {
        self.weigh(reports, senders, told) * &self.payoff_factor
    }

    /// Weighs a recommendation: its worth without transfers, and [`flow`](Self::flow) for them.
    fn weigh(&mut self, reports: &[usize], senders: &Senders, told: &[Vec<usize>]) -> IBig {
        for (signal, touched) in self.touched.iter_mut().enumerate() {
            if std::mem::take(touched) {
                self.reach[signal] = IBig::ZERO;
                self.flow[signal].fill(IBig::ZERO);
            }
        }
        let mut sum = IBig::ZERO;
        for &state in &senders.honest {
            self.weigh_honest(state, reports, told, &mut sum);
        }
        for &(player, state) in &senders.liars {
            let index = self.index(state, told);
            self.hear(player, reports, told);
            let Some(table) = self.states.get(&state) else {
                continue;
            };
            let moves =
                self.weights
                    .moves(player, table.types[player], reports[player], &self.heard);
            let Some(moves) = moves else {
                continue;
            };
            let mut tally = Tally {
                flow: &mut self.flow,
                touched: &mut self.touched,
                sum: &mut sum,
            };
            tally.subtract(moves, table, self.space, index, player);
        }
        sum
    }

    fn weigh_honest(
        &mut self,
        state: usize,
        reports: &[usize],
        told: &[Vec<usize>],
        sum: &mut IBig,
    ) {
        let index = self.index(state, told);
        for player in 0..self.space.players() {
            self.hear(player, reports, told);
            let Some(table) = self.states.get(&state) else {
                return;
            };
            let own_type = table.types[player];
            let moves = self.weights.moves(player, own_type, own_type, &self.heard);
            let mut tally = Tally {
                flow: &mut self.flow,
                touched: &mut self.touched,
                sum,
            };
            let mut stay = self.weights.stay[player][own_type].clone();
            if let Some(moves) = moves {
                stay += &moves.total;
                tally.subtract(moves, table, self.space, index, player);
            }
            if stay != IBig::ZERO {
                tally.add(&stay, table, index, player);
            }
        }
        let Some(table) = self.states.get(&state) else {
            return;
        };
        if self.counts_welfare {
            *sum += &table.welfare[index] * &self.weights.scale;
        }
        for (signal, probability) in &table.law[index] {
            self.reach[*signal] += probability;
            self.touched[*signal] = true;
        }
        if self.weights.late.is_empty() {
            return;
        }
        for late in self
            .weights
            .late
            .get(&(state, told.to_vec()))
            .into_iter()
            .flatten()
        {
            let gain = &table.perceived[late.player][index] - &table.outside[late.player];
            *sum += gain * &late.by_probability;
            self.flow[late.signal][late.player] += &late.weight * &self.signal_scale;
        }
    }

    /// Does obedience lead to the greatest welfare in each of these states?
    pub(super) fn is_optimal(&self, states: &[usize], told: &[Vec<usize>]) -> bool {
        states.iter().all(|state| {
            let index = self.index(*state, told);
            self.states.get(state).is_none_or(|table| {
                let best = table.welfare.iter().max();
                best == Some(&table.welfare[index])
            })
        })
    }

    /// The profile that is played in a state when everybody does what it is told.
    fn index(&self, state: usize, told: &[Vec<usize>]) -> usize {
        let contingent = self.options.communication == Communication::Recommendations;
        told.iter()
            .enumerate()
            .map(|(player, list)| {
                let place = match self.states.get(&state) {
                    Some(table) if contingent => table.types[player],
                    _ => 0,
                };
                list[place] * self.space.stride(player)
            })
            .sum()
    }

    /// Fills in what a player hears.
    fn hear(&mut self, player: usize, reports: &[usize], told: &[Vec<usize>]) {
        self.heard.clear();
        match self.options.communication {
            Communication::Public => {
                self.heard.extend_from_slice(reports);
                self.heard.extend(told.iter().flatten());
            }
            _ => self.heard.extend_from_slice(&told[player]),
        }
    }

    /// The most that transfers can add to what was weighed last.
    fn best_transfers(&self) -> Option<IBig> {
        let mut sum = IBig::ZERO;
        if self
            .liability
            .as_ref()
            .is_some_and(|limit| *limit == IBig::ZERO)
        {
            return Some(sum);
        }
        for signal in (0..self.touched.len()).filter(|&signal| self.touched[signal]) {
            let coefficients = self.coefficients(signal);
            sum += match &self.liability {
                Some(limit) => limit * largest_sum(coefficients, self.options.budget),
                None if is_harmless(&coefficients, self.options.budget) => IBig::ZERO,
                None => return None,
            };
        }
        Some(sum)
    }

    /// What a unit paid to each player after a signal is worth.
    fn coefficients(&self, signal: usize) -> Vec<IBig> {
        let common = &self.money * &self.reach[signal];
        let mut coefficients = vec![common; self.space.players()];
        for (flow, row) in self.flow[signal].iter().zip(&self.matrix) {
            if *flow == IBig::ZERO {
                continue;
            }
            for (coefficient, entry) in coefficients.iter_mut().zip(row) {
                if *entry != IBig::ZERO {
                    *coefficient += flow * entry;
                }
            }
        }
        coefficients
    }

    /// Does the plan make every signal as much evidence against one player as against any other,
    /// after these reports and what was told?
    pub(super) fn is_evidence_against_all(
        &mut self,
        reports: &[usize],
        senders: &Senders,
        told: &[Vec<usize>],
    ) -> bool {
        self.weigh(reports, senders, told);
        let equal = |flow: &Vec<IBig>| flow.iter().all(|entry| *entry == flow[0]);
        self.flow.iter().all(equal)
    }
}

struct Tally<'a> {
    flow: &'a mut [Vec<IBig>],
    touched: &'a mut [bool],
    sum: &'a mut IBig,
}

impl Tally<'_> {
    fn add(&mut self, weight: &IBig, table: &StateTable, index: usize, player: usize) {
        *self.sum += weight * &table.perceived[player][index];
        for (signal, probability) in &table.law[index] {
            self.flow[*signal][player] += weight * probability;
            self.touched[*signal] = true;
        }
    }

    fn subtract(
        &mut self,
        moves: &Moves,
        table: &StateTable,
        space: &ProfileSpace,
        index: usize,
        player: usize,
    ) {
        for (action, weight) in &moves.actions {
            let there = space.deviation(index, player, *action);
            *self.sum -= weight * &table.perceived[player][there];
            for (signal, probability) in &table.law[there] {
                self.flow[*signal][player] -= weight * probability;
                self.touched[*signal] = true;
            }
        }
    }
}

/// The largest `Σ c_j t_j` with `|t_j| ≤ 1` and transfers within the budget.
fn largest_sum(mut coefficients: Vec<IBig>, budget: Budget) -> IBig {
    let middle = match budget {
        Budget::Unrestricted | Budget::Expected => IBig::ZERO,
        Budget::Burning | Budget::Balanced => {
            // The price of money at which transfers are best is a median; burning makes it free.
            coefficients.sort_unstable();
            match &coefficients[coefficients.len() / 2] {
                median if budget == Budget::Burning && *median < IBig::ZERO => IBig::ZERO,
                median => median.clone(),
            }
        }
    };
    let distance = |coefficient: &IBig| {
        if *coefficient < middle {
            &middle - coefficient
        } else {
            coefficient - &middle
        }
    };
    let mut sum = IBig::ZERO;
    for coefficient in &coefficients {
        sum += distance(coefficient);
    }
    sum
}

/// Can no transfers within the budget make `Σ c_j t_j` positive?
fn is_harmless(coefficients: &[IBig], budget: Budget) -> bool {
    let equal = coefficients.iter().all(|c| *c == coefficients[0]);
    match budget {
        Budget::Unrestricted | Budget::Expected => coefficients.iter().all(|c| *c == IBig::ZERO),
        Budget::Balanced => equal,
        Budget::Burning => equal && coefficients[0] >= IBig::ZERO,
    }
}
