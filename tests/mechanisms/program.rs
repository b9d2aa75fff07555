//! The linear program of the best mechanism, written out from its definition with one variable for
//! every probability and every transfer. It shares nothing with the solver of the crate but the
//! engine for linear programs.

use std::collections::{BTreeMap, BTreeSet};

use lacuna::contract::Budget;
use lacuna::game::Game;
use lacuna::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation, Sense};
use lacuna::mechanism::{Communication, MechanismOptions, ParticipationStage};
use lacuna::number::Rational;

use crate::environments::Environment;

/// A linear form in the variables of the program.
type Form = BTreeMap<usize, Rational>;

/// One thing that is recommended: for each player one action, or one a type.
type Told = Vec<Vec<usize>>;

/// Every way to draw one element from each list.
fn products(lists: &[Vec<usize>]) -> Vec<Vec<usize>> {
    lists.iter().fold(vec![Vec::new()], |all, list| {
        all.iter()
            .flat_map(|start| {
                list.iter().map(move |&item| {
                    let mut longer = start.clone();
                    longer.push(item);
                    longer
                })
            })
            .collect()
    })
}

pub struct Explicit<'a> {
    environment: &'a Environment,
    options: &'a MechanismOptions,
    states: Vec<usize>,
    /// The types of each player that occur.
    types: Vec<Vec<usize>>,
    pub reports: Vec<Vec<usize>>,
    pub told: Vec<Told>,
    pub program: LinearProgram,
    objective: Form,
}

impl<'a> Explicit<'a> {
    /// The program for these options. `transfers` says after which (number of reports, number of
    /// recommendation) there may be transfers.
    pub fn new(
        environment: &'a Environment,
        options: &'a MechanismOptions,
        transfers: impl Fn(usize, usize) -> bool,
    ) -> Self {
        let problem = &environment.problem;
        let players = problem.players();
        let information = problem.information();
        let states: Vec<usize> = (0..problem.states())
            .filter(|&state| problem.probability(state).is_positive())
            .collect();
        let types: Vec<Vec<usize>> = (0..players)
            .map(|i| {
                let all: BTreeSet<usize> =
                    states.iter().map(|&s| information.type_of(i, s)).collect();
                all.into_iter().collect()
            })
            .collect();
        let silent = options.communication == Communication::Recommendations;
        let reports = if silent {
            vec![Vec::new()]
        } else {
            products(&types)
        };
        let told_one = |i: usize| -> Vec<Vec<usize>> {
            let actions: Vec<usize> = (0..problem.space().actions()[i]).collect();
            let entries = if silent { information.types(i) } else { 1 };
            products(&vec![actions; entries])
        };
        let choices: Vec<Vec<Vec<usize>>> = (0..players).map(told_one).collect();
        let told = products(
            &choices
                .iter()
                .map(|list| (0..list.len()).collect())
                .collect::<Vec<_>>(),
        )
        .into_iter()
        .map(|picks| {
            let one = |(i, pick): (usize, usize)| choices[i][pick].clone();
            picks.into_iter().enumerate().map(one).collect()
        })
        .collect();
        let mut explicit = Explicit {
            environment,
            options,
            states,
            types,
            reports,
            told,
            program: LinearProgram::maximise(),
            objective: Form::new(),
        };
        explicit.variables();
        explicit.money(transfers);
        explicit.incentives();
        explicit.participation();
        explicit.welfare();
        explicit
    }

    fn players(&self) -> usize {
        self.environment.problem.players()
    }

    fn signals(&self) -> usize {
        self.environment.monitoring.signals()
    }

    /// π(r | θ).
    pub fn probability(&self, report: usize, told: usize) -> usize {
        report * self.told.len() + told
    }

    /// z_i(θ, r, y).
    pub fn transfer(&self, report: usize, told: usize, signal: usize, player: usize) -> usize {
        let arm = self.probability(report, told);
        let arms = self.reports.len() * self.told.len();
        arms + (arm * self.signals() + signal) * self.players() + player
    }

    fn variables(&mut self) {
        let arms = self.reports.len() * self.told.len();
        for _ in 0..arms {
            self.program.variable(Bounds::NONNEGATIVE, Rational::ZERO);
        }
        for _ in 0..arms * self.signals() * self.players() {
            self.program.variable(Bounds::FREE, Rational::ZERO);
        }
    }

    fn row(&mut self, form: &Form, relation: Relation, bound: Rational) {
        let terms = form.iter().map(|(&variable, c)| (variable, c.clone()));
        self.program
            .row(terms, relation, bound)
            .expect("known variables");
    }

    fn money(&mut self, transfers: impl Fn(usize, usize) -> bool) {
        for report in 0..self.reports.len() {
            let all =
                (0..self.told.len()).map(|told| (self.probability(report, told), Rational::ONE));
            let total: Form = all.collect();
            self.row(&total, Relation::Equal, Rational::ONE);
            for told in 0..self.told.len() {
                for signal in 0..self.signals() {
                    self.money_after(report, told, signal, transfers(report, told));
                }
            }
        }
    }

    fn money_after(&mut self, report: usize, told: usize, signal: usize, allowed: bool) {
        let each: Vec<usize> = (0..self.players())
            .map(|player| self.transfer(report, told, signal, player))
            .collect();
        let probability = self.probability(report, told);
        for &z in &each {
            if !allowed {
                self.row(
                    &Form::from([(z, Rational::ONE)]),
                    Relation::Equal,
                    Rational::ZERO,
                );
            } else if let Some(limit) = &self.options.liability {
                for sign in [Rational::ONE, -Rational::ONE] {
                    let form = Form::from([(z, sign), (probability, -limit)]);
                    self.row(&form, Relation::AtMost, Rational::ZERO);
                }
            }
        }
        let sum: Form = each.into_iter().map(|z| (z, Rational::ONE)).collect();
        match self.options.budget {
            Budget::Burning => self.row(&sum, Relation::AtMost, Rational::ZERO),
            Budget::Balanced => self.row(&sum, Relation::Equal, Rational::ZERO),
            _ => {}
        }
    }

    fn type_of(&self, player: usize, state: usize) -> usize {
        self.environment
            .problem
            .information()
            .type_of(player, state)
    }

    /// What a player of some type does who was told this.
    fn plays(&self, told: &Told, player: usize, own_type: usize) -> usize {
        match told[player].as_slice() {
            [only] => *only,
            plan => plan[own_type],
        }
    }

    fn heard(&self, player: usize, report: usize, told: usize) -> Vec<usize> {
        match self.options.communication {
            Communication::Public => {
                let mut all = self.reports[report].clone();
                all.extend(self.told[told].iter().flatten());
                all
            }
            _ => self.told[told][player].clone(),
        }
    }

    /// The number of the reports in a state when `player` reports `report` instead of its type.
    fn reported(&self, state: usize, lie: Option<(usize, usize)>) -> usize {
        if self.options.communication == Communication::Recommendations {
            return 0;
        }
        let mut reports = self.environment.problem.information().profile(state);
        if let Some((player, report)) = lie {
            reports[player] = report;
        }
        let found = self.reports.iter().position(|other| *other == reports);
        found.expect("types that occur")
    }

    fn profile(&self, state: usize, told: usize) -> Vec<usize> {
        let plays = |i: usize| self.plays(&self.told[told], i, self.type_of(i, state));
        (0..self.players()).map(plays).collect()
    }

    /// Adds `scale · [π U_i(ω, a) + Σ_y q(y | ω, a) Z_i(y)]` after these reports and this
    /// recommendation.
    #[expect(clippy::too_many_arguments)]
    fn add_payoff(
        &self,
        form: &mut Form,
        scale: &Rational,
        player: usize,
        state: usize,
        report: usize,
        told: usize,
        profile: &[usize],
    ) {
        let game = self.environment.problem.game(state);
        let material: Vec<Rational> = (0..self.players())
            .map(|j| game.payoff(j, profile))
            .collect();
        let weights = &self.environment.agents;
        *form.entry(self.probability(report, told)).or_default() +=
            scale * &weights.apply(player, &material);
        for signal in 0..self.signals() {
            let chance = self
                .environment
                .monitoring
                .probability(signal, state, profile);
            for j in 0..self.players() {
                *form
                    .entry(self.transfer(report, told, signal, j))
                    .or_default() += &(scale * &chance) * weights.entry(player, j);
            }
        }
    }

    /// `scale · E_i`: what a player of some type expects, weighted with the prior, if it reports
    /// `report` (its type if `None`), and, restricted to what it hears, does `action` (what it is
    /// told if `None`).
    fn expect(
        &self,
        form: &mut Form,
        scale: &Rational,
        (player, own_type): (usize, usize),
        lie: Option<usize>,
        heard: Option<&[usize]>,
        action: Option<usize>,
    ) {
        for &state in self
            .states
            .iter()
            .filter(|&&s| self.type_of(player, s) == own_type)
        {
            let report = self.reported(state, lie.map(|lie| (player, lie)));
            let weight = scale * self.environment.problem.probability(state);
            for told in 0..self.told.len() {
                if heard.is_some_and(|heard| self.heard(player, report, told) != heard) {
                    continue;
                }
                let mut profile = self.profile(state, told);
                if let Some(action) = action {
                    profile[player] = action;
                }
                self.add_payoff(form, &weight, player, state, report, told, &profile);
            }
        }
    }

    /// What a player of some type can hear after a report.
    fn hears(&self, player: usize, own_type: usize, lie: Option<usize>) -> BTreeSet<Vec<usize>> {
        self.states
            .iter()
            .filter(|&&state| self.type_of(player, state) == own_type)
            .flat_map(|&state| {
                let report = self.reported(state, lie.map(|lie| (player, lie)));
                (0..self.told.len()).map(move |told| self.heard(player, report, told))
            })
            .collect()
    }

    fn incentives(&mut self) {
        let (one, minus) = (Rational::ONE, -Rational::ONE);
        for player in 0..self.players() {
            let actions = self.environment.problem.space().actions()[player];
            for own_type in self.types[player].clone() {
                let who = (player, own_type);
                for heard in self.hears(player, own_type, None) {
                    for action in 0..actions {
                        let mut form = Form::new();
                        self.expect(&mut form, &one, who, None, Some(&heard), Some(action));
                        self.expect(&mut form, &minus, who, None, Some(&heard), None);
                        self.row(&form, Relation::AtMost, Rational::ZERO);
                    }
                }
                if self.options.communication == Communication::Recommendations {
                    continue;
                }
                for lie in self.types[player].clone() {
                    if lie != own_type {
                        self.honesty(who, lie, actions);
                    }
                }
            }
        }
    }

    fn honesty(&mut self, who: (usize, usize), lie: usize, actions: usize) {
        let (one, minus) = (Rational::ONE, -Rational::ONE);
        let mut sum = Form::new();
        for heard in self.hears(who.0, who.1, Some(lie)) {
            let best = self.program.variable(Bounds::FREE, Rational::ZERO);
            sum.insert(best, one.clone());
            for action in 0..actions {
                let mut form = Form::from([(best, minus.clone())]);
                self.expect(&mut form, &one, who, Some(lie), Some(&heard), Some(action));
                self.row(&form, Relation::AtMost, Rational::ZERO);
            }
        }
        self.expect(&mut sum, &minus, who, None, None, None);
        self.row(&sum, Relation::AtMost, Rational::ZERO);
    }

    fn participation(&mut self) {
        let stage = self.options.participation.stage();
        for player in 0..self.players() {
            if stage == ParticipationStage::None {
                return;
            }
            if stage == ParticipationStage::ExPost {
                self.ex_post(player);
                continue;
            }
            let mut joint = (Form::new(), Rational::ZERO);
            for own_type in self.types[player].clone() {
                let mut form = Form::new();
                self.expect(
                    &mut form,
                    &Rational::ONE,
                    (player, own_type),
                    None,
                    None,
                    None,
                );
                let mut outside = Rational::ZERO;
                for &state in &self.states {
                    if self.type_of(player, state) == own_type {
                        outside += self.environment.problem.probability(state)
                            * self.options.participation.outside(player, state);
                    }
                }
                if stage == ParticipationStage::Interim {
                    self.row(&form, Relation::AtLeast, outside);
                } else {
                    for (variable, c) in form {
                        *joint.0.entry(variable).or_default() += c;
                    }
                    joint.1 += outside;
                }
            }
            if stage == ParticipationStage::ExAnte {
                self.row(&joint.0, Relation::AtLeast, joint.1);
            }
        }
    }

    fn ex_post(&mut self, player: usize) {
        let weights = self.environment.agents.clone();
        for state in self.states.clone() {
            let report = self.reported(state, None);
            let game = self.environment.problem.game(state);
            for told in 0..self.told.len() {
                let profile = self.profile(state, told);
                let material: Vec<Rational> = (0..self.players())
                    .map(|j| game.payoff(j, &profile))
                    .collect();
                let surplus = weights.apply(player, &material)
                    - self.options.participation.outside(player, state);
                for signal in 0..self.signals() {
                    let chance = self
                        .environment
                        .monitoring
                        .probability(signal, state, &profile);
                    if chance.is_zero() {
                        continue;
                    }
                    let mut form = Form::from([(self.probability(report, told), surplus.clone())]);
                    for j in 0..self.players() {
                        let z = self.transfer(report, told, signal, j);
                        form.insert(z, weights.entry(player, j).clone());
                    }
                    self.row(&form, Relation::AtLeast, Rational::ZERO);
                }
            }
        }
    }

    fn welfare(&mut self) {
        let mut objective = Form::new();
        let mut spent = Form::new();
        for &state in &self.states {
            let report = self.reported(state, None);
            let prior = self.environment.problem.probability(state);
            let game = self.environment.problem.game(state);
            for told in 0..self.told.len() {
                let profile = self.profile(state, told);
                let material: Rational =
                    (0..self.players()).map(|j| game.payoff(j, &profile)).sum();
                *objective.entry(self.probability(report, told)).or_default() += prior * &material;
                for signal in 0..self.signals() {
                    let chance = self
                        .environment
                        .monitoring
                        .probability(signal, state, &profile);
                    for j in 0..self.players() {
                        *spent
                            .entry(self.transfer(report, told, signal, j))
                            .or_default() += prior * &chance;
                    }
                }
            }
        }
        match self.options.budget {
            Budget::Expected => self.row(&spent, Relation::AtMost, Rational::ZERO),
            Budget::Burning => objective.extend(spent),
            _ => {}
        }
        self.program
            .set_objective(Sense::Maximise, objective.clone())
            .expect("known variables");
        self.objective = objective;
    }

    /// Asks for this worth.
    pub fn demand(&mut self, worth: &Rational) {
        let objective = self.objective.clone();
        self.row(&objective, Relation::Equal, worth.clone());
    }

    /// The value and an optimal point; `None` if the conditions contradict each other.
    pub fn solve(&self) -> Option<(Rational, Vec<Rational>)> {
        let solved = self.program.solve(&LinearOptions::default());
        match solved.expect("small").answer {
            Answer::Optimal(best) => Some((best.value, best.point)),
            Answer::Infeasible(_) => None,
            other => panic!("welfare is bounded by the first best: {other:?}"),
        }
    }
}
