//! The claims that weights of manipulations bound the value of every mechanism, or show that there
//! is none.

use std::collections::{BTreeMap, BTreeSet};

use super::levels::least_distance;
use super::problem::{Budget, Communication, Contracting, Stage};
use super::read::{At, Failure, Object, Outcome, ensure, malformed, require};
use super::reports::{Reports, Senders, entries_told, heard, played, told, truth};
use crate::number::Rational;

const FIELDS: [&str; 6] = [
    "kind",
    "statement",
    "manipulations",
    "participation",
    "budget",
    "reports",
];

pub(super) fn mechanism_bound(problem: &Contracting, claim: At<'_>, max_arms: usize) -> Outcome {
    let fields: Vec<&str> = FIELDS.iter().copied().chain(["bound"]).collect();
    let claim = claim.object(&fields)?;
    let total = Plan::read(problem, claim)?.total(claim, true, max_arms)?;
    let bound = claim.at("bound")?.number()?;
    ensure(total <= bound, || {
        format!("the bounds after all reports sum to {total}, above {bound}")
    })
}

pub(super) fn no_mechanism(problem: &Contracting, claim: At<'_>, max_arms: usize) -> Outcome {
    let claim = claim.object(&FIELDS)?;
    let total = Plan::read(problem, claim)?.total(claim, false, max_arms)?;
    ensure(total.is_negative(), || {
        format!("without welfare, the weights leave {total}, which is not below 0")
    })
}

/// Actions with weights, and their sum.
#[derive(Default)]
struct Moves {
    actions: BTreeMap<usize, Rational>,
    total: Rational,
}

/// What everybody was told, with the state.
type Told = (usize, Vec<Vec<usize>>);

/// Which participation constraint: player, type, and what was known in the end.
type Constraint = (usize, Option<usize>, Option<(Told, usize)>);

struct Plan<'a> {
    problem: &'a Contracting,
    reports: Reports,
    /// By player, type, report and what is heard.
    moves: BTreeMap<(usize, usize, usize), BTreeMap<Vec<usize>, Moves>>,
    /// By player and type.
    stay: BTreeMap<(usize, usize), Rational>,
    /// Player, signal and weight of constraints at the end.
    late: BTreeMap<Told, Vec<(usize, usize, Rational)>>,
    budget: Rational,
    /// What weighted outside options take away.
    outside: Rational,
}

impl<'a> Plan<'a> {
    fn read(problem: &'a Contracting, claim: Object<'_>) -> Outcome<Self> {
        problem.weights()?;
        let mut plan = Plan {
            problem,
            reports: Reports::of(problem),
            moves: BTreeMap::new(),
            stay: BTreeMap::new(),
            late: BTreeMap::new(),
            budget: claim.at("budget")?.nonnegative()?,
            outside: Rational::ZERO,
        };
        ensure(
            plan.budget.is_zero() || problem.budget == Budget::Expected,
            || "the budget has a weight, and does not hold in expectation".to_owned(),
        )?;
        for entry in claim.at("manipulations")?.each(Ok)? {
            plan.add_manipulation(entry)?;
        }
        plan.add_lies()?;
        let mut seen = BTreeSet::new();
        for entry in claim.at("participation")?.each(Ok)? {
            let key = plan.add_participation(entry)?;
            require(seen.insert(key), || {
                "a participation weight is given twice".to_owned()
            })?;
        }
        Ok(plan)
    }

    fn add_manipulation(&mut self, entry: At<'_>) -> Outcome {
        let entry = entry.object(&["player", "own_type", "report", "told", "action", "weight"])?;
        let player = entry.at("player")?.below(self.problem.players())?;
        let (own, report) = (entry.at("own_type")?.count()?, entry.at("report")?.count()?);
        let fits = self.reports.has_type(player, own) && self.reports.has_type(player, report);
        require(fits, || {
            format!("player {player} has no such type or report")
        })?;
        let heard = entry.at("told")?.counts()?;
        require(self.may_hear(player, own, report, &heard), || {
            format!("player {player} cannot hear {heard:?}")
        })?;
        let action = entry
            .at("action")?
            .below(self.problem.shape.actions[player])?;
        let weight = entry.at("weight")?.nonnegative()?;
        let by_heard = self.moves.entry((player, own, report)).or_default();
        let moves = by_heard.entry(heard).or_default();
        moves.total += &weight;
        require(moves.actions.insert(action, weight).is_none(), || {
            "a manipulation is given twice".to_owned()
        })
    }

    /// The reports that a player of a type may hear after its own.
    fn reports_heard(&self, player: usize, own: usize, report: usize) -> BTreeSet<Vec<usize>> {
        let states = self.problem.possible().into_iter();
        states
            .filter(|&state| self.problem.types[player][state] == own)
            .map(|state| {
                let mut reports = truth(self.problem, state);
                reports[player] = report;
                reports
            })
            .collect()
    }

    fn may_hear(&self, player: usize, own: usize, report: usize, heard: &[usize]) -> bool {
        let shape = &self.problem.shape;
        match self.problem.communication {
            Communication::Public => {
                heard
                    .split_at_checked(self.problem.players())
                    .is_some_and(|(reports, profile)| {
                        shape.index(profile).is_some()
                            && self.reports_heard(player, own, report).contains(reports)
                    })
            }
            communication => {
                heard.len() == entries_told(self.problem, player)
                    && heard.iter().all(|&action| action < shape.actions[player])
                    && (communication == Communication::Mediated || own == report)
            }
        }
    }

    /// A lie is decided on before anything is heard, so that what follows weighs the same.
    fn add_lies(&mut self) -> Outcome {
        for (&(player, own, report), by_heard) in &self.moves {
            if own == report {
                continue;
            }
            let possible = match self.problem.communication {
                Communication::Public => self
                    .reports_heard(player, own, report)
                    .len()
                    .checked_mul(self.problem.shape.profiles),
                _ => Some(self.problem.shape.actions[player]),
            };
            let mut totals = by_heard.values().map(|moves| &moves.total);
            let first = totals.next().cloned().unwrap_or_default();
            let constant = totals.all(|total| *total == first)
                && (Some(by_heard.len()) == possible || first.is_zero());
            ensure(constant, || {
                format!(
                    "what player {player} of type {own} does after it reports {report} does not \
                     weigh the same whatever it hears"
                )
            })?;
            *self.stay.entry((player, own)).or_default() += first;
        }
        Ok(())
    }

    fn add_participation(&mut self, entry: At<'_>) -> Outcome<Constraint> {
        let entry = entry.object(&["player", "own_type", "after", "weight"])?;
        let problem = self.problem;
        let player = entry.at("player")?.below(problem.players())?;
        let weight = entry.at("weight")?.nonnegative()?;
        let own = entry
            .at("own_type")?
            .optional()
            .map(At::count)
            .transpose()?;
        let after = entry.at("after")?.optional();
        let mut states = problem.possible();
        match (problem.stage, own, after) {
            (Stage::ExAnte, None, None) => {
                for &own in &self.reports.types[player] {
                    *self.stay.entry((player, own)).or_default() += &weight;
                }
            }
            (Stage::Interim, Some(own), None) if self.reports.has_type(player, own) => {
                *self.stay.entry((player, own)).or_default() += &weight;
                states.retain(|&state| problem.types[player][state] == own);
            }
            (Stage::ExPost, None, Some(after)) => {
                let after = after.object(&["state", "told", "signal"])?;
                let state = after.at("state")?.below(problem.states())?;
                let signal = after.at("signal")?.below(problem.signals)?;
                let told = told(problem, after.at("told")?)?;
                let index = played(problem, state, &told);
                let fits =
                    states.contains(&state) && problem.chance(signal, state, index).is_positive();
                require(fits, || {
                    "a participation weight is about what cannot be".to_owned()
                })?;
                let key = (state, told);
                let late = self.late.entry(key.clone()).or_default();
                late.push((player, signal, weight));
                return Ok((player, None, Some((key, signal))));
            }
            _ => return malformed("a participation weight does not fit the stage"),
        }
        for state in states {
            let outside = &problem.outside[player][state];
            self.outside += &weight * &(&problem.chances[state] * outside);
        }
        Ok((player, own, None))
    }

    /// The sum of the bounds after all reports, less the outside options, if each is a bound.
    fn total(&self, claim: Object<'_>, counts_welfare: bool, max_arms: usize) -> Outcome<Rational> {
        let mut bounds = BTreeMap::new();
        for entry in claim.at("reports")?.each(Ok)? {
            let [reports, bound] = entry.tuple()?;
            let reports = self.reports.profile(reports)?;
            require(bounds.insert(reports, bound.number()?).is_none(), || {
                "a profile of reports is given twice".to_owned()
            })?;
        }
        require(bounds.len() == self.reports.profiles.len(), || {
            "a profile of reports is missing".to_owned()
        })?;
        let places = self.places();
        let arms = places
            .iter()
            .try_fold(bounds.len(), |arms, (_, _, actions)| {
                arms.checked_mul(*actions).filter(|arms| *arms <= max_arms)
            });
        if arms.is_none() {
            return Err(Failure::TooLarge("recommendations after reports", max_arms));
        }
        for (reports, senders) in &self.reports.profiles {
            let mut told: Vec<Vec<usize>> = (0..self.problem.players())
                .map(|player| vec![0; entries_told(self.problem, player)])
                .collect();
            loop {
                let worth = self.worth(reports, senders, &told, counts_welfare)?;
                let bound = &bounds[reports];
                ensure(worth <= *bound, || {
                    format!("{told:?} after the reports {reports:?} is worth {worth}")
                })?;
                let moved = places.iter().rev().any(|&(player, place, actions)| {
                    let action = &mut told[player][place];
                    *action = (*action + 1) % actions;
                    *action > 0
                });
                if !moved {
                    break;
                }
            }
        }
        Ok(bounds.values().sum::<Rational>() - &self.outside)
    }

    /// The entries of what is told that matter: player, place, and how many actions there are.
    fn places(&self) -> Vec<(usize, usize, usize)> {
        let actions = &self.problem.shape.actions;
        let types = self.reports.types.iter().enumerate();
        match self.problem.communication {
            Communication::Recommendations => types
                .flat_map(|(player, types)| {
                    types.iter().map(move |&t| (player, t, actions[player]))
                })
                .collect(),
            _ => types
                .map(|(player, _)| (player, 0, actions[player]))
                .collect(),
        }
    }

    /// The most that a recommendation is worth, whatever is paid.
    fn worth(
        &self,
        reports: &[usize],
        senders: &Senders,
        told: &[Vec<usize>],
        counts_welfare: bool,
    ) -> Outcome<Rational> {
        let problem = self.problem;
        let mut payoff = Rational::ZERO;
        // By signal and player.
        let mut flow: BTreeMap<usize, Vec<Rational>> = BTreeMap::new();
        let mut reach: BTreeMap<usize, Rational> = BTreeMap::new();
        let players = problem.players();
        let mut add = |player: usize, state: usize, index: usize, weight: Rational| -> Outcome {
            payoff += &weight * &problem.games[state].seen()?[player][index];
            for (signal, chance) in &problem.laws[state][index] {
                let list = flow
                    .entry(*signal)
                    .or_insert_with(|| vec![Rational::ZERO; players]);
                list[player] += &weight * chance;
            }
            Ok(())
        };
        let mut deviate = |player: usize, state: usize, index: usize, report: usize| -> Outcome {
            let own = problem.types[player][state];
            let by_heard = self.moves.get(&(player, own, report));
            let heard = heard(problem, player, reports, told);
            let Some(moves) = by_heard.and_then(|by_heard| by_heard.get(&heard)) else {
                return Ok(());
            };
            for (action, weight) in &moves.actions {
                let to = problem.shape.replaced(index, player, *action);
                add(player, state, to, -(weight * &problem.chances[state]))?;
            }
            if own == report {
                add(player, state, index, &moves.total * &problem.chances[state])?;
            }
            Ok(())
        };
        for &state in &senders.honest {
            let index = played(problem, state, told);
            for player in 0..players {
                deviate(player, state, index, problem.types[player][state])?;
            }
        }
        for &(player, state) in &senders.liars {
            deviate(player, state, played(problem, state, told), reports[player])?;
        }
        for &state in &senders.honest {
            let index = played(problem, state, told);
            for player in 0..players {
                if let Some(stay) = self.stay.get(&(player, problem.types[player][state])) {
                    add(player, state, index, stay * &problem.chances[state])?;
                }
            }
        }
        for &state in &senders.honest {
            let (index, chance) = (played(problem, state, told), &problem.chances[state]);
            if counts_welfare {
                payoff += chance * &problem.games[state].welfare[index];
            }
            for (signal, q) in &problem.laws[state][index] {
                *reach.entry(*signal).or_default() += chance * q;
            }
            let late = self.late.get(&(state, told.to_vec()));
            for (player, signal, weight) in late.into_iter().flatten() {
                let seen = &problem.games[state].seen()?[*player][index];
                payoff += weight * &(seen - &problem.outside[*player][state]);
                let list = flow
                    .entry(*signal)
                    .or_insert_with(|| vec![Rational::ZERO; players]);
                list[*player] += weight;
            }
        }
        for signal in reach.keys() {
            flow.entry(*signal)
                .or_insert_with(|| vec![Rational::ZERO; players]);
        }
        for (signal, flow) in &flow {
            let reach = reach.get(signal).unwrap_or(&Rational::ZERO);
            payoff += self.money(flow, reach, counts_welfare)?;
        }
        Ok(payoff)
    }

    /// The most that payments after a signal add.
    fn money(&self, flow: &[Rational], reach: &Rational, counts: bool) -> Outcome<Rational> {
        let problem = self.problem;
        let weights = problem.weights()?;
        let common = match problem.budget {
            Budget::Burning if counts => reach.clone(),
            Budget::Expected => -(&self.budget * reach),
            _ => Rational::ZERO,
        };
        let coefficient =
            |j: usize| Rational::dot(flow.iter().zip(weights.iter().map(|row| &row[j]))) + &common;
        let c: Vec<Rational> = (0..problem.players()).map(coefficient).collect();
        if let Some(limit) = &problem.liability {
            return Ok(limit
                * &match problem.budget {
                    Budget::Unrestricted | Budget::Expected => c.iter().map(Rational::abs).sum(),
                    Budget::Burning => least_distance(&c, true),
                    Budget::Balanced => least_distance(&c, false),
                });
        }
        let equal = c.iter().all(|entry| *entry == c[0]);
        let harmless = match problem.budget {
            Budget::Unrestricted | Budget::Expected => c.iter().all(Rational::is_zero),
            Budget::Balanced => equal,
            Budget::Burning => equal && !c[0].is_negative(),
        };
        ensure(harmless, || {
            "unlimited transfers could be worth anything".to_owned()
        })?;
        Ok(Rational::ZERO)
    }
}
