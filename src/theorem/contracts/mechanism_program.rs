//! The best mechanism as a linear program, written down in full from its definition: probabilities
//! of recommendations after reports, transfers weighted with them, obedience, honesty with double
//! deviations, the budget and the liability.

use super::ContractingInstance;
use super::definition::{
    after, countable, first_best, law, possible_states, tuples, types, welfare,
};
use crate::contract::Budget;
use crate::game::{Game, Profile};
use crate::linear_program::{Bounds, LinearOptions, LinearProgram, Relation, Sense};
use crate::mechanism::{BestMechanism, MechanismOptions, best_mechanism};
use crate::number::Rational;
use crate::theorem::{Finding, TheoremError};

type Terms = Vec<(usize, Rational)>;

/// Where the variables are.
struct Layout<'a> {
    instance: &'a ContractingInstance,
    states: Vec<usize>,
    /// The types of each player that can come about.
    types: Vec<Vec<usize>>,
    /// All profiles of reports, in order.
    reports: Vec<Vec<usize>>,
    profiles: Vec<Profile>,
    players: usize,
    signals: usize,
}

impl<'a> Layout<'a> {
    fn new(instance: &'a ContractingInstance) -> Result<Self, TheoremError> {
        let problem = &instance.problem;
        let (players, signals) = (problem.players(), instance.monitoring.signals());
        let types: Vec<Vec<usize>> = (0..players).map(|player| types(problem, player)).collect();
        let counts: Vec<usize> = types.iter().map(Vec::len).collect();
        let sizes = [problem.space().len(), signals, players];
        countable("transfers", counts.iter().copied().chain(sizes))?;
        let reports = tuples(&counts)
            .into_iter()
            .map(|choice| (0..players).map(|i| types[i][choice[i]]).collect())
            .collect();
        Ok(Layout {
            instance,
            states: possible_states(problem),
            types,
            reports,
            profiles: problem.space().iter().collect(),
            players,
            signals,
        })
    }

    fn arms(&self) -> usize {
        self.reports.len() * self.profiles.len()
    }

    fn arm(&self, reports: &[usize], profile: usize) -> usize {
        let report = (self.reports.iter().position(|other| other == reports)).unwrap_or(0);
        report * self.profiles.len() + profile
    }

    fn transfer(&self, arm: usize, signal: usize, player: usize) -> usize {
        self.arms() + (arm * self.signals + signal) * self.players + player
    }

    /// What a type expects, over the recommendations in which it is told `told`, if it reports
    /// `report` and does `action`.
    fn expected(
        &self,
        player: usize,
        own_type: usize,
        report: usize,
        told: usize,
        action: usize,
    ) -> Terms {
        let problem = &self.instance.problem;
        let mut terms = Vec::new();
        let of_type = |state: &&usize| problem.information().type_of(player, **state) == own_type;
        for &state in self.states.iter().filter(of_type) {
            let prior = problem.probability(state);
            let mut reports = problem.information().profile(state);
            reports[player] = report;
            for (number, profile) in self.profiles.iter().enumerate() {
                if profile[player] != told {
                    continue;
                }
                let done = after(profile, player, action);
                let arm = self.arm(&reports, number);
                let weights = self.instance.preferences.row(player);
                let perceived: Rational = (weights.iter().enumerate())
                    .map(|(other, weight)| weight * &problem.game(state).payoff(other, &done))
                    .sum();
                terms.push((arm, prior * &perceived));
                for (signal, chance) in law(&self.instance.monitoring, state, &done)
                    .iter()
                    .enumerate()
                    .filter(|(_, chance)| !chance.is_zero())
                {
                    for (other, weight) in weights.iter().enumerate() {
                        let coefficient = &(prior * chance) * weight;
                        terms.push((self.transfer(arm, signal, other), coefficient));
                    }
                }
            }
        }
        terms
    }
}

fn minus(mut terms: Terms, other: Terms) -> Terms {
    terms.extend(other.into_iter().map(|(variable, c)| (variable, -c)));
    terms
}

/// The optimum of the program.
pub(super) fn value(instance: &ContractingInstance) -> Result<Rational, TheoremError> {
    let layout = Layout::new(instance)?;
    let problem = &instance.problem;
    let mut program = LinearProgram::maximise();
    for _ in 0..layout.arms() {
        program.variable(Bounds::NONNEGATIVE, 0);
    }
    for _ in 0..layout.arms() * layout.signals * layout.players {
        program.variable(Bounds::FREE, 0);
    }
    let mut objective = Vec::new();
    for &state in &layout.states {
        let prior = problem.probability(state);
        let reports = problem.information().profile(state);
        for (number, profile) in layout.profiles.iter().enumerate() {
            let arm = layout.arm(&reports, number);
            objective.push((arm, prior * &welfare(problem, state, profile)));
            if instance.budget != Budget::Burning {
                continue;
            }
            for (signal, chance) in law(&instance.monitoring, state, profile).iter().enumerate() {
                for player in 0..layout.players {
                    objective.push((layout.transfer(arm, signal, player), prior * chance));
                }
            }
        }
    }
    for report in 0..layout.reports.len() {
        let first = report * layout.profiles.len();
        let all = (first..first + layout.profiles.len()).map(|arm| (arm, 1));
        program.row(all, Relation::Equal, 1)?;
    }
    let relation = match instance.budget {
        Budget::Balanced => Some(Relation::Equal),
        Budget::Burning => Some(Relation::AtMost),
        _ => None,
    };
    for arm in 0..layout.arms() {
        for signal in 0..layout.signals {
            let paid = |player| layout.transfer(arm, signal, player);
            if let Some(relation) = relation {
                program.row((0..layout.players).map(|i| (paid(i), 1)), relation, 0)?;
            }
            let Some(limit) = &instance.liability else {
                continue;
            };
            for player in 0..layout.players {
                for sign in [Rational::ONE, -Rational::ONE] {
                    let terms = [(paid(player), sign), (arm, -limit)];
                    program.row(terms, Relation::AtMost, 0)?;
                }
            }
        }
    }
    for player in 0..layout.players {
        let actions = problem.space().actions()[player];
        for &own in &layout.types[player] {
            let honest = |told| layout.expected(player, own, own, told, told);
            for told in 0..actions {
                for action in (0..actions).filter(|&action| action != told) {
                    let disobedient = layout.expected(player, own, own, told, action);
                    program.row(minus(disobedient, honest(told)), Relation::AtMost, 0)?;
                }
            }
            for &lie in layout.types[player].iter().filter(|&&lie| lie != own) {
                let mut after_lie = Vec::new();
                for told in 0..actions {
                    let most = program.variable(Bounds::FREE, 0);
                    after_lie.push((most, Rational::ONE));
                    for action in 0..actions {
                        let reached = layout.expected(player, own, lie, told, action);
                        let row = minus(reached, vec![(most, Rational::ONE)]);
                        program.row(row, Relation::AtMost, 0)?;
                    }
                }
                let truth = (0..actions).flat_map(honest).collect();
                program.row(minus(after_lie, truth), Relation::AtMost, 0)?;
            }
        }
    }
    if instance.budget == Budget::Expected {
        let mut expected = Vec::new();
        for &state in &layout.states {
            let prior = problem.probability(state);
            let reports = problem.information().profile(state);
            for (number, profile) in layout.profiles.iter().enumerate() {
                let arm = layout.arm(&reports, number);
                let chances = law(&instance.monitoring, state, profile);
                for (signal, chance) in chances.iter().enumerate() {
                    let paid = |player| layout.transfer(arm, signal, player);
                    expected.extend((0..layout.players).map(|i| (paid(i), prior * chance)));
                }
            }
        }
        program.row(expected, Relation::AtMost, 0)?;
    }
    program.set_objective(Sense::Maximise, objective)?;
    optimum(&program)
}

/// The optimum of a program that has one.
pub(super) fn optimum(program: &LinearProgram) -> Result<Rational, TheoremError> {
    let answer = program.solve(&LinearOptions::default())?.answer;
    match answer.into_optimum() {
        Some(best) => Ok(best.value),
        None => Err(TheoremError::Instance(
            "a program without an optimum".into(),
        )),
    }
}

pub(super) fn options(instance: &ContractingInstance) -> MechanismOptions {
    let options = MechanismOptions::default().with_budget(instance.budget);
    match &instance.liability {
        Some(limit) => options.with_liability(limit.clone()),
        None => options,
    }
}

/// The best mechanism of the crate, and whether its value is that of the program here and its proof
/// and its mechanism stand up to their checks.
pub(super) fn best(
    instance: &ContractingInstance,
) -> Result<(BestMechanism, Finding), TheoremError> {
    let options = options(instance);
    let (problem, monitoring) = (&instance.problem, &instance.monitoring);
    let design = best_mechanism(problem, monitoring, &instance.preferences, &options)?;
    let Some(found) = design.into_best() else {
        return Err(TheoremError::Instance("no mechanism at all".into()));
    };
    let program = value(instance)?;
    let first_best = first_best(problem);
    let sound = Finding::when(found.closed_value == program, || {
        format!(
            "the best mechanism is worth {}, and the program {program}",
            found.closed_value
        )
    })
    .and(|| {
        let within = found.value <= found.closed_value
            && found.value <= first_best
            && (instance.liability.is_none() || found.value == program);
        Ok::<_, TheoremError>(Finding::when(within, || {
            format!("a value of {} is out of range", found.value)
        }))
    })?
    .and(|| {
        let verified = found.verify(problem, monitoring, &instance.preferences, &options);
        Ok::<_, TheoremError>(Finding::when(verified, || {
            "the proof or the mechanism does not stand up to its check".to_owned()
        }))
    })?;
    Ok((found, sound))
}
