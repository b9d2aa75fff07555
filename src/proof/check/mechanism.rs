//! The claim that a mechanism is honest, obedient, within its limits and worth so much.

use std::collections::BTreeMap;

use super::problem::{Budget, Communication, Contracting, Stage, Table, weighed};
use super::read::{At, Outcome, ensure, require};
use super::reports::{Reports, heard, played, told, truth};
use crate::number::Rational;

/// What is recommended with some probability.
struct Recommendation {
    told: Vec<Vec<usize>>,
    probability: Rational,
    /// By signal: what each player is paid.
    paid: BTreeMap<usize, Vec<Rational>>,
    /// By signal: what each player makes of that.
    money: BTreeMap<usize, Vec<Rational>>,
}

struct Mechanism<'a> {
    problem: &'a Contracting,
    reports: Reports,
    law: BTreeMap<Vec<usize>, Vec<Recommendation>>,
}

pub(super) fn mechanism(problem: &Contracting, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "law", "value"])?;
    let weights = problem.weights()?;
    let reports = Reports::of(problem);
    let mut law = BTreeMap::new();
    for entry in claim.at("law")?.each(Ok)? {
        let entry = entry.object(&["reports", "recommendations"])?;
        let profile = reports.profile(entry.at("reports")?)?;
        let list = entry
            .at("recommendations")?
            .each(|at| Recommendation::read(problem, weights, at))?;
        let differ = list
            .iter()
            .enumerate()
            .all(|(k, one)| list[..k].iter().all(|other| other.told != one.told));
        require(differ, || {
            format!("the same is told twice after {profile:?}")
        })?;
        let total: Rational = list.iter().map(|one| &one.probability).sum();
        ensure(total == Rational::ONE, || {
            format!("after the reports {profile:?} probabilities sum to {total}")
        })?;
        require(law.insert(profile, list).is_none(), || {
            "the law after some reports is given twice".to_owned()
        })?;
    }
    require(law.len() == reports.profiles.len(), || {
        "the law after some reports is missing".to_owned()
    })?;
    let mechanism = Mechanism {
        problem,
        reports,
        law,
    };
    let honest = mechanism.ensure_honest_and_obedient()?;
    mechanism.ensure_within_limits()?;
    mechanism.ensure_participation(&honest)?;
    let (welfare, net) = mechanism.welfare_and_net();
    ensure(
        problem.budget != Budget::Expected || !net.is_positive(),
        || format!("transfers sum to {net} in expectation"),
    )?;
    let found = match problem.budget {
        Budget::Burning => welfare + net,
        _ => welfare,
    };
    let value = claim.at("value")?.number()?;
    ensure(found == value, || {
        format!("the mechanism is worth {found}, and not {value}")
    })
}

impl Recommendation {
    fn read(problem: &Contracting, weights: &Table, at: At<'_>) -> Outcome<Self> {
        let form = at.object(&["told", "probability", "transfers"])?;
        let probability = form.at("probability")?.number()?;
        ensure(probability.is_positive(), || {
            format!("the probability {probability} is not above 0")
        })?;
        let mut paid = BTreeMap::new();
        for entry in form.at("transfers")?.each(Ok)? {
            let [signal, amounts] = entry.tuple()?;
            let signal = signal.below(problem.signals)?;
            let amounts = amounts.so_many_numbers(problem.players())?;
            require(paid.insert(signal, amounts).is_none(), || {
                format!("transfers after signal {signal} are given twice")
            })?;
        }
        let perceived = |amounts: &Vec<Rational>| {
            let column: Table = amounts.iter().map(|amount| vec![amount.clone()]).collect();
            weighed(weights, &column).concat()
        };
        Ok(Recommendation {
            told: told(problem, form.at("told")?)?,
            probability,
            money: paid
                .iter()
                .map(|(signal, list)| (*signal, perceived(list)))
                .collect(),
            paid,
        })
    }
}

impl Mechanism<'_> {
    fn after(&self, reports: &[usize]) -> &[Recommendation] {
        self.law.get(reports).map_or(&[], Vec::as_slice)
    }

    fn truthful(&self, state: usize) -> Vec<usize> {
        match self.problem.communication {
            Communication::Recommendations => Vec::new(),
            _ => truth(self.problem, state),
        }
    }

    /// What a player makes of a profile and of what is then paid.
    fn utility(&self, player: usize, state: usize, index: usize, one: &Recommendation) -> Rational {
        let payoff = self.problem.games[state].perceived.as_ref();
        let mut sum = payoff.map_or(Rational::ZERO, |table| table[player][index].clone());
        for (signal, chance) in &self.problem.laws[state][index] {
            if let Some(money) = one.money.get(signal) {
                sum += chance * &money[player];
            }
        }
        sum
    }

    fn states_of(&self, player: usize, own_type: usize) -> Vec<usize> {
        let mut states = self.problem.possible();
        states.retain(|&state| self.problem.types[player][state] == own_type);
        states
    }

    /// The best that a player of a type can do after a report.
    fn best_after(&self, player: usize, own_type: usize, report: usize) -> Rational {
        let mut by_heard: BTreeMap<Vec<usize>, Vec<Rational>> = BTreeMap::new();
        for state in self.states_of(player, own_type) {
            let mut reports = self.truthful(state);
            if let Some(own) = reports.get_mut(player) {
                *own = report;
            }
            for one in self.after(&reports) {
                let weight = &self.problem.chances[state] * &one.probability;
                let index = played(self.problem, state, &one.told);
                let key = heard(self.problem, player, &reports, &one.told);
                let sums = by_heard
                    .entry(key)
                    .or_insert_with(|| vec![Rational::ZERO; self.problem.shape.actions[player]]);
                for (sum, to) in sums
                    .iter_mut()
                    .zip(self.problem.shape.deviations(index, player))
                {
                    *sum += &weight * &self.utility(player, state, to, one);
                }
            }
        }
        let best = by_heard
            .into_values()
            .filter_map(|sums| sums.into_iter().max());
        best.sum()
    }

    /// What each player of each type has from honesty and obedience.
    fn ensure_honest_and_obedient(&self) -> Outcome<BTreeMap<(usize, usize), Rational>> {
        let mut honest = BTreeMap::new();
        for (player, types) in self.reports.types.iter().enumerate() {
            for &own_type in types {
                let mut value = Rational::ZERO;
                for state in self.states_of(player, own_type) {
                    for one in self.after(&self.truthful(state)) {
                        let index = played(self.problem, state, &one.told);
                        let weight = &self.problem.chances[state] * &one.probability;
                        value += &weight * &self.utility(player, state, index, one);
                    }
                }
                let reports = match self.problem.communication {
                    Communication::Recommendations => std::slice::from_ref(&own_type),
                    _ => types.as_slice(),
                };
                for &report in reports {
                    let best = self.best_after(player, own_type, report);
                    ensure(best <= value, || {
                        format!(
                            "player {player} of type {own_type} has {value}, and {best} if it \
                             reports {report} and does what is best then"
                        )
                    })?;
                }
                honest.insert((player, own_type), value);
            }
        }
        Ok(honest)
    }

    fn ensure_within_limits(&self) -> Outcome {
        for amounts in self
            .law
            .values()
            .flatten()
            .flat_map(|one| one.paid.values())
        {
            let net: Rational = amounts.iter().sum();
            let holds = match self.problem.budget {
                Budget::Unrestricted | Budget::Expected => true,
                Budget::Burning => !net.is_positive(),
                Budget::Balanced => net.is_zero(),
            };
            ensure(holds, || {
                format!("transfers sum to {net}, out of the budget")
            })?;
            if let Some(limit) = &self.problem.liability {
                let within = amounts.iter().all(|amount| amount.abs() <= *limit);
                ensure(within, || {
                    format!("a transfer is beyond the liability {limit}")
                })?;
            }
        }
        Ok(())
    }

    fn ensure_participation(&self, honest: &BTreeMap<(usize, usize), Rational>) -> Outcome {
        let problem = self.problem;
        for player in 0..problem.players() {
            let outside = |states: &[usize]| {
                let each = states.iter();
                Rational::dot(each.map(|&s| (&problem.chances[s], &problem.outside[player][s])))
            };
            match problem.stage {
                Stage::None => {}
                Stage::ExAnte => {
                    let types = self.reports.types[player].iter();
                    let all = types.filter_map(|&own| honest.get(&(player, own)));
                    ensure(
                        all.sum::<Rational>() >= outside(&problem.possible()),
                        || format!("player {player} is better off outside"),
                    )?;
                }
                Stage::Interim => {
                    for &own_type in &self.reports.types[player] {
                        let inside = honest.get(&(player, own_type));
                        let outside = outside(&self.states_of(player, own_type));
                        ensure(inside.is_some_and(|inside| *inside >= outside), || {
                            format!("player {player} of type {own_type} is better off outside")
                        })?;
                    }
                }
                Stage::ExPost => self.ensure_stays_to_the_end(player)?,
            }
        }
        Ok(())
    }

    fn ensure_stays_to_the_end(&self, player: usize) -> Outcome {
        let problem = self.problem;
        for state in problem.possible() {
            for one in self.after(&self.truthful(state)) {
                let index = played(problem, state, &one.told);
                let payoff = &problem.games[state].seen()?[player][index];
                for (signal, _) in &problem.laws[state][index] {
                    let money = one
                        .money
                        .get(signal)
                        .map_or(&Rational::ZERO, |m| &m[player]);
                    ensure(payoff + money >= problem.outside[player][state], || {
                        format!("player {player} is better off outside in state {state}")
                    })?;
                }
            }
        }
        Ok(())
    }

    fn welfare_and_net(&self) -> (Rational, Rational) {
        let (mut welfare, mut net) = (Rational::ZERO, Rational::ZERO);
        for state in self.problem.possible() {
            for one in self.after(&self.truthful(state)) {
                let weight = &self.problem.chances[state] * &one.probability;
                let index = played(self.problem, state, &one.told);
                welfare += &weight * &self.problem.games[state].welfare[index];
                for (signal, chance) in &self.problem.laws[state][index] {
                    let paid: Rational = one.paid.get(signal).into_iter().flatten().sum();
                    net += &(&weight * chance) * &paid;
                }
            }
        }
        (welfare, net)
    }
}
