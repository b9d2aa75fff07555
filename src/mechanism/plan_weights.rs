//! The weights of a deviation plan, sorted by what they weigh and brought over one denominator.

use std::collections::{BTreeMap, BTreeSet};

use dashu_int::IBig;

use super::report_profiles::Occurring;
use super::{Aftermath, Communication, DeviationPlan, MechanismOptions, ParticipationStage};
use crate::contract::{Budget, ContractingProblem, Monitoring};
use crate::number::Rational;

/// What a player does after it heard something, with weights, and their sum.
#[derive(Debug, Default)]
pub(super) struct Moves {
    pub(super) actions: Vec<(usize, IBig)>,
    pub(super) total: IBig,
}

/// The weight of a constraint after everything is known, and the same divided by the probability of
/// its state.
#[derive(Debug)]
pub(super) struct Late {
    pub(super) player: usize,
    pub(super) signal: usize,
    pub(super) weight: IBig,
    pub(super) by_probability: IBig,
}

/// The weights of a plan as integers over [`scale`](Self::scale).
#[derive(Debug)]
pub(super) struct PlanWeights {
    /// By player, type and report, then by what is heard.
    manipulations: BTreeMap<(usize, usize, usize), BTreeMap<Vec<usize>, Moves>>,
    /// For each player and type the weight of its honest payoff beside that of obedience.
    pub(super) stay: Vec<Vec<IBig>>,
    /// Constraints after everything is known, by state and what everybody was told.
    pub(super) late: BTreeMap<(usize, Vec<Vec<usize>>), Vec<Late>>,
    /// The weight of the budget.
    pub(super) budget: IBig,
    /// The denominator of all of them.
    pub(super) scale: IBig,
}

impl PlanWeights {
    /// The weights of a plan, `None` if one is negative or does not fit.
    pub(super) fn of(
        plan: &DeviationPlan,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        options: &MechanismOptions,
        occurring: &Occurring,
    ) -> Option<Self> {
        if plan.communication != options.communication
            || plan.budget.is_negative()
            || (!plan.budget.is_zero() && options.budget != Budget::Expected)
        {
            return None;
        }
        let sorting = Sorting {
            plan,
            problem,
            monitoring,
            options,
            occurring,
        };
        let mut late = Vec::new();
        for entry in &plan.participation {
            late.push(match &entry.after {
                None => Rational::ZERO,
                Some(after) => {
                    let states = problem.states();
                    let state = (after.state < states).then_some(after.state)?;
                    entry.weight.checked_div(problem.probability(state))?
                }
            });
        }
        let all = plan
            .manipulations
            .iter()
            .map(|entry| &entry.weight)
            .chain(plan.participation.iter().map(|entry| &entry.weight))
            .chain(&late)
            .chain([&plan.budget]);
        if all.clone().any(Rational::is_negative) {
            return None;
        }
        let (integers, scale) = Rational::over_common_denominator(all);
        let mut integers = integers.into_iter();
        let mut weights = PlanWeights {
            manipulations: sorting.manipulations(&mut integers)?,
            stay: (0..problem.players())
                .map(|player| vec![IBig::ZERO; problem.information().types(player)])
                .collect(),
            late: BTreeMap::new(),
            budget: IBig::ZERO,
            scale,
        };
        sorting.add_lies(&mut weights)?;
        sorting.add_participation(&mut weights, &mut integers)?;
        weights.budget = integers.next()?;
        Some(weights)
    }

    /// What a player of a type that reported something does after it heard something.
    pub(super) fn moves(
        &self,
        player: usize,
        own_type: usize,
        report: usize,
        heard: &[usize],
    ) -> Option<&Moves> {
        self.manipulations
            .get(&(player, own_type, report))?
            .get(heard)
    }
}

struct Sorting<'a> {
    plan: &'a DeviationPlan,
    problem: &'a ContractingProblem,
    monitoring: &'a Monitoring,
    options: &'a MechanismOptions,
    occurring: &'a Occurring,
}

type Sorted = BTreeMap<(usize, usize, usize), BTreeMap<Vec<usize>, Moves>>;

impl Sorting<'_> {
    fn actions(&self, player: usize) -> usize {
        self.problem.space().actions()[player]
    }

    fn manipulations(&self, integers: &mut impl Iterator<Item = IBig>) -> Option<Sorted> {
        let mut sorted = Sorted::new();
        for entry in &self.plan.manipulations {
            let player = entry.player;
            let fits = self.occurring.has_type(player, entry.own_type)
                && self.occurring.has_type(player, entry.report)
                && entry.action < self.actions(player);
            let heard = fits.then(|| self.heard(player, entry.own_type, entry.report, &entry.told));
            let moves = sorted
                .entry((player, entry.own_type, entry.report))
                .or_default()
                .entry(heard??)
                .or_default();
            if moves
                .actions
                .iter()
                .any(|(other, _)| *other == entry.action)
            {
                return None;
            }
            let weight = integers.next()?;
            moves.total += &weight;
            moves.actions.push((entry.action, weight));
        }
        Some(sorted)
    }

    /// What is heard, if it can be heard.
    fn heard(
        &self,
        player: usize,
        own_type: usize,
        report: usize,
        told: &[usize],
    ) -> Option<Vec<usize>> {
        let space = self.problem.space();
        match self.plan.communication {
            Communication::Mediated => {
                (told.len() == 1 && told[0] < self.actions(player)).then(|| told.to_vec())
            }
            Communication::Recommendations => {
                let fits = own_type == report && self.is_contingent(player, told);
                fits.then(|| told.to_vec())
            }
            Communication::Public => {
                let players = space.players();
                let (reports, profile) = told.split_at_checked(players)?;
                space.index(profile).ok()?;
                let possible = self.possible_reports(player, own_type, report);
                possible.contains(reports).then(|| told.to_vec())
            }
        }
    }

    fn is_contingent(&self, player: usize, told: &[usize]) -> bool {
        told.len() == self.problem.information().types(player)
            && told.iter().all(|&action| action < self.actions(player))
    }

    /// The reports of all players that a player of some type may hear after its own report.
    fn possible_reports(
        &self,
        player: usize,
        own_type: usize,
        report: usize,
    ) -> BTreeSet<Vec<usize>> {
        let information = self.problem.information();
        let states = self.occurring.states.iter();
        states
            .filter(|&&state| information.type_of(player, state) == own_type)
            .map(|&state| {
                let mut reports = information.profile(state);
                reports[player] = report;
                reports
            })
            .collect()
    }

    /// The weight of each lie, which must be the same whatever is heard after it.
    fn add_lies(&self, weights: &mut PlanWeights) -> Option<()> {
        for (&(player, own_type, report), by_heard) in &weights.manipulations {
            if own_type == report {
                continue;
            }
            let possible = match self.plan.communication {
                Communication::Mediated => self.actions(player),
                Communication::Recommendations => return None,
                Communication::Public => self
                    .possible_reports(player, own_type, report)
                    .len()
                    .checked_mul(self.problem.space().len())?,
            };
            let mut totals = by_heard.values().map(|moves| &moves.total);
            let first = totals.next()?;
            let missing = by_heard.len() != possible;
            if (missing && *first != IBig::ZERO) || totals.any(|total| total != first) {
                return None;
            }
            weights.stay[player][own_type] += first;
        }
        Some(())
    }

    /// Adds the weights of participation, whose integers come first with their own value for each
    /// entry, then divided by probabilities.
    fn add_participation(
        &self,
        weights: &mut PlanWeights,
        integers: &mut impl Iterator<Item = IBig>,
    ) -> Option<()> {
        let entries = &self.plan.participation;
        let own: Vec<IBig> = integers.by_ref().take(entries.len()).collect();
        let divided: Vec<IBig> = integers.by_ref().take(entries.len()).collect();
        let mut seen = BTreeSet::new();
        for ((entry, weight), by_probability) in entries.iter().zip(own).zip(divided) {
            let player = entry.player;
            if player >= self.problem.players() {
                return None;
            }
            let stage = self.options.participation.stage();
            match (stage, entry.own_type, &entry.after) {
                (ParticipationStage::ExAnte, None, None) => {
                    for stay in &mut weights.stay[player] {
                        *stay += &weight;
                    }
                }
                (ParticipationStage::Interim, Some(own_type), None)
                    if self.occurring.has_type(player, own_type) =>
                {
                    weights.stay[player][own_type] += &weight;
                }
                (ParticipationStage::ExPost, own_type, Some(after)) => {
                    let told = self.aftermath(player, own_type, after)?;
                    if !seen.insert((
                        player,
                        None,
                        Some((after.state, told.clone(), after.signal)),
                    )) {
                        return None;
                    }
                    let late = weights.late.entry((after.state, told)).or_default();
                    late.push(Late {
                        player,
                        signal: after.signal,
                        weight,
                        by_probability,
                    });
                    continue;
                }
                _ => return None,
            }
            if !seen.insert((player, entry.own_type, None)) {
                return None;
            }
        }
        Some(())
    }

    /// What everybody was told, if it can be told and the signal can come about.
    fn aftermath(
        &self,
        player: usize,
        own_type: Option<usize>,
        after: &Aftermath,
    ) -> Option<Vec<Vec<usize>>> {
        let (information, space) = (self.problem.information(), self.problem.space());
        self.occurring.states.binary_search(&after.state).ok()?;
        let truth = information.profile(after.state);
        if own_type.is_some_and(|own_type| own_type != truth[player])
            || after.told.len() != space.players()
        {
            return None;
        }
        let contingent = self.plan.communication == Communication::Recommendations;
        let mut profile = Vec::with_capacity(space.players());
        for (other, list) in after.told.iter().enumerate() {
            if contingent && !self.is_contingent(other, list) {
                return None;
            }
            profile.push(match (contingent, list.as_slice()) {
                (true, list) => list[truth[other]],
                (false, [action]) => *action,
                _ => return None,
            });
        }
        let law = self
            .monitoring
            .law(after.state, space.index(&profile).ok()?);
        let possible = law.iter().any(|(signal, _)| *signal == after.signal);
        possible.then(|| after.told.clone())
    }
}
