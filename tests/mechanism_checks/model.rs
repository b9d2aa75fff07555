//! The linear program of the best mechanism, row by row from its definition and without regard to
//! size: the optimum gives a mechanism, its multipliers a deviation plan.

use std::collections::BTreeMap;

use lacuna::contract::{Budget, ContractingProblem, Monitoring};
use lacuna::linear_program::{
    Answer, Bounds, LinearOptions, LinearProgram, Optimum, Relation, Sense,
};
use lacuna::mechanism::{
    Aftermath, Communication, DeviationPlan, DirectMechanism, Manipulation, MechanismOptions,
    ParticipationStage, ParticipationWeight, Recommendation, ReportBound, SignalTransfers,
};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

type Terms = BTreeMap<usize, Rational>;

fn add(terms: &mut Terms, variable: usize, value: Rational) {
    *terms.entry(variable).or_default() += value;
}

enum Tag {
    Manipulation(Manipulation),
    Participation(ParticipationWeight),
    Budget,
    Reports(Vec<usize>),
    Other,
}

/// A report profile and what is told.
type Arm = (Vec<usize>, Vec<Vec<usize>>);

pub struct Model<'a> {
    problem: &'a ContractingProblem,
    monitoring: &'a Monitoring,
    preferences: &'a WeightMatrix<Rational>,
    options: &'a MechanismOptions,
    program: LinearProgram,
    tags: Vec<Tag>,
    probability: BTreeMap<Arm, usize>,
    /// By arm, signal and player.
    money: BTreeMap<(Arm, usize, usize), usize>,
    objective: Terms,
}

/// What the model finds; `None` of a mechanism that would need infinite fines.
pub struct Found {
    pub value: Rational,
    pub mechanism: Option<DirectMechanism>,
    pub plan: DeviationPlan,
}

fn product(sizes: &[usize]) -> Vec<Vec<usize>> {
    sizes.iter().fold(vec![vec![]], |lists, &size| {
        let longer = |list: &Vec<usize>| {
            let list = list.clone();
            (0..size).map(move |next| {
                let mut list = list.clone();
                list.push(next);
                list
            })
        };
        lists.iter().flat_map(longer).collect()
    })
}

impl<'a> Model<'a> {
    pub fn new(
        problem: &'a ContractingProblem,
        monitoring: &'a Monitoring,
        preferences: &'a WeightMatrix<Rational>,
        options: &'a MechanismOptions,
    ) -> Self {
        let mut model = Model {
            problem,
            monitoring,
            preferences,
            options,
            program: LinearProgram::maximise(),
            tags: vec![],
            probability: BTreeMap::new(),
            money: BTreeMap::new(),
            objective: Terms::new(),
        };
        model.variables();
        model.normalisation_and_money();
        model.incentives();
        model.participation();
        model.welfare();
        model
    }

    fn states(&self) -> Vec<usize> {
        let all = 0..self.problem.states();
        all.filter(|&state| self.problem.probability(state).is_positive())
            .collect()
    }

    fn type_of(&self, player: usize, state: usize) -> usize {
        self.problem.information().type_of(player, state)
    }

    fn types(&self, player: usize) -> Vec<usize> {
        let mut types: Vec<usize> = self
            .states()
            .iter()
            .map(|&state| self.type_of(player, state))
            .collect();
        types.sort();
        types.dedup();
        types
    }

    fn mediated(&self) -> bool {
        self.options.communication != Communication::Recommendations
    }

    fn truth(&self, state: usize) -> Vec<usize> {
        match self.mediated() {
            true => self.problem.information().profile(state),
            false => vec![],
        }
    }

    fn all_told(&self) -> Vec<Vec<Vec<usize>>> {
        let actions = self.problem.space().actions();
        let lists: Vec<Vec<Vec<usize>>> = (0..self.problem.players())
            .map(|player| match self.mediated() {
                true => product(&[actions[player]]),
                false => {
                    let types = self.problem.information().types(player);
                    let here = self.types(player);
                    let size = |t| {
                        if here.contains(&t) {
                            actions[player]
                        } else {
                            1
                        }
                    };
                    product(&(0..types).map(size).collect::<Vec<_>>())
                }
            })
            .collect();
        let sizes: Vec<usize> = lists.iter().map(Vec::len).collect();
        product(&sizes)
            .into_iter()
            .map(|choice| {
                let pick = |(list, at): (&Vec<Vec<usize>>, usize)| list[at].clone();
                lists.iter().zip(choice).map(pick).collect()
            })
            .collect()
    }

    fn variables(&mut self) {
        let mut reports: Vec<Vec<usize>> = vec![];
        for state in self.states() {
            reports.push(self.truth(state));
            if self.mediated() {
                for player in 0..self.problem.players() {
                    for lie in self.types(player) {
                        let mut profile = self.truth(state);
                        profile[player] = lie;
                        reports.push(profile);
                    }
                }
            }
        }
        reports.sort();
        reports.dedup();
        for reports in reports {
            for told in self.all_told() {
                let arm = (reports.clone(), told);
                let variable = self.program.variable(Bounds::NONNEGATIVE, 0);
                self.probability.insert(arm.clone(), variable);
                for signal in 0..self.monitoring.signals() {
                    for player in 0..self.problem.players() {
                        let variable = self.program.variable(Bounds::FREE, 0);
                        self.money.insert((arm.clone(), signal, player), variable);
                    }
                }
            }
        }
    }

    fn row(&mut self, tag: Tag, terms: Terms, relation: Relation, bound: Rational) {
        self.program.row(terms, relation, bound).expect("a row");
        self.tags.push(tag);
    }

    fn normalisation_and_money(&mut self) {
        let mut sums: BTreeMap<Vec<usize>, Terms> = BTreeMap::new();
        for ((reports, _), &variable) in &self.probability {
            let sum = sums.entry(reports.clone()).or_default();
            add(sum, variable, Rational::ONE);
        }
        for (reports, sum) in sums {
            self.row(Tag::Reports(reports), sum, Relation::Equal, Rational::ONE);
        }
        for (arm, variable) in self.probability.clone() {
            for signal in 0..self.monitoring.signals() {
                let mut sum = Terms::new();
                for player in 0..self.problem.players() {
                    let money = self.money[&(arm.clone(), signal, player)];
                    add(&mut sum, money, Rational::ONE);
                    if let Some(limit) = &self.options.liability {
                        for sign in [1, -1] {
                            let row = [(money, Rational::from(sign)), (variable, -limit.clone())];
                            let row = row.into_iter().collect();
                            self.row(Tag::Other, row, Relation::AtMost, Rational::ZERO);
                        }
                    }
                }
                match self.options.budget {
                    Budget::Burning => {
                        self.row(Tag::Other, sum, Relation::AtMost, Rational::ZERO);
                    }
                    Budget::Balanced => {
                        self.row(Tag::Other, sum, Relation::Equal, Rational::ZERO);
                    }
                    _ => {}
                }
            }
        }
    }

    fn played(&self, state: usize, told: &[Vec<usize>]) -> Vec<usize> {
        let told = told.iter().enumerate();
        told.map(|(player, list)| list[self.type_of(player, state) % list.len()])
            .collect()
    }

    /// Adds `weight · [π U_i(ω, a) + Σ_y q(y | ω, a) Z_i(y)]`.
    fn add_perceived(
        &self,
        terms: &mut Terms,
        weight: &Rational,
        player: usize,
        state: usize,
        profile: &[usize],
        arm: &Arm,
    ) {
        let index = self.problem.space().index(profile).expect("a profile");
        for other in 0..self.problem.players() {
            let entry = weight * self.preferences.entry(player, other);
            let payoff = self.problem.game(state).payoff_at(other, index);
            add(terms, self.probability[arm], &entry * &payoff);
            for signal in 0..self.monitoring.signals() {
                let chance = self.monitoring.probability(signal, state, profile);
                let money = self.money[&(arm.clone(), signal, other)];
                add(terms, money, &entry * &chance);
            }
        }
    }

    fn incentives(&mut self) {
        for player in 0..self.problem.players() {
            for own_type in self.types(player) {
                let states: Vec<usize> = self
                    .states()
                    .into_iter()
                    .filter(|&state| self.type_of(player, state) == own_type)
                    .collect();
                let mut reports = match self.mediated() {
                    true => self.types(player),
                    false => vec![own_type],
                };
                reports.retain(|&report| report != own_type);
                reports.insert(0, own_type);
                for report in reports {
                    self.manipulations(player, own_type, report, &states);
                }
            }
        }
    }

    fn manipulations(&mut self, player: usize, own_type: usize, report: usize, states: &[usize]) {
        // By what is heard: for each action a row, and the row of obedience.
        let actions = self.problem.space().actions()[player];
        let mut rows: BTreeMap<Vec<usize>, Vec<Terms>> = BTreeMap::new();
        let mut honest = Terms::new();
        for &state in states {
            let weight = self.problem.probability(state);
            let mut reports = self.truth(state);
            if self.mediated() {
                reports[player] = report;
            }
            for told in self.all_told() {
                let arm = (reports.clone(), told.clone());
                let heard = match self.options.communication {
                    Communication::Public => {
                        let all = reports.iter().chain(told.iter().flatten());
                        all.copied().collect()
                    }
                    _ => told[player].clone(),
                };
                let rows = rows.entry(heard).or_insert(vec![Terms::new(); actions]);
                let profile = self.played(state, &told);
                for (action, row) in rows.iter_mut().enumerate() {
                    if report == own_type {
                        self.add_perceived(row, &-weight, player, state, &profile, &arm);
                    }
                    let mut deviation = profile.clone();
                    deviation[player] = action;
                    self.add_perceived(row, weight, player, state, &deviation, &arm);
                }
                let arm = (self.truth(state), told.clone());
                self.add_perceived(&mut honest, &-weight, player, state, &profile, &arm);
            }
        }
        for (heard, list) in rows {
            let best = (report != own_type).then(|| self.program.variable(Bounds::FREE, 0));
            if let Some(best) = best {
                add(&mut honest, best, Rational::ONE);
            }
            for (action, mut row) in list.into_iter().enumerate() {
                if let Some(best) = best {
                    add(&mut row, best, -Rational::ONE);
                }
                let told = heard.clone();
                let weight = Rational::ZERO;
                let tag = Manipulation::new(player, own_type, report, told, action, weight);
                let tag = Tag::Manipulation(tag);
                self.row(tag, row, Relation::AtMost, Rational::ZERO);
            }
        }
        if report != own_type {
            self.row(Tag::Other, honest, Relation::AtMost, Rational::ZERO);
        }
    }

    fn participation(&mut self) {
        let stage = self.options.participation.stage();
        for player in 0..self.problem.players() {
            let mut rows: BTreeMap<Option<usize>, (Terms, Rational)> = BTreeMap::new();
            for state in self.states() {
                let weight = self.problem.probability(state).clone();
                let own_type = self.type_of(player, state);
                let key = (stage == ParticipationStage::Interim).then_some(own_type);
                for told in self.all_told() {
                    let arm = (self.truth(state), told.clone());
                    let profile = self.played(state, &told);
                    match stage {
                        ParticipationStage::None => {}
                        ParticipationStage::ExPost => {
                            self.late(player, state, &arm, &profile);
                        }
                        _ => {
                            let mut row = rows.remove(&key).unwrap_or_default();
                            self.add_perceived(&mut row.0, &weight, player, state, &profile, &arm);
                            rows.insert(key, row);
                        }
                    }
                }
                if let Some(row) = rows.get_mut(&key) {
                    row.1 += &weight * self.options.participation.outside(player, state);
                }
            }
            for (own_type, (row, outside)) in rows {
                let tag = ParticipationWeight::new(player, own_type, None, Rational::ZERO);
                self.row(Tag::Participation(tag), row, Relation::AtLeast, outside);
            }
        }
    }

    fn late(&mut self, player: usize, state: usize, arm: &Arm, profile: &[usize]) {
        let index = self.problem.space().index(profile).expect("a profile");
        for signal in 0..self.monitoring.signals() {
            if !self
                .monitoring
                .probability(signal, state, profile)
                .is_positive()
            {
                continue;
            }
            let outside = self.options.participation.outside(player, state);
            let mut row = Terms::from([(self.probability[arm], -outside)]);
            for other in 0..self.problem.players() {
                let entry = self.preferences.entry(player, other);
                let payoff = self.problem.game(state).payoff_at(other, index);
                add(&mut row, self.probability[arm], entry * &payoff);
                add(
                    &mut row,
                    self.money[&(arm.clone(), signal, other)],
                    entry.clone(),
                );
            }
            let after = Aftermath::new(state, arm.1.clone(), signal);
            let tag = ParticipationWeight::new(player, None, Some(after), Rational::ZERO);
            self.row(
                Tag::Participation(tag),
                row,
                Relation::AtLeast,
                Rational::ZERO,
            );
        }
    }

    fn welfare(&mut self) {
        let mut net = Terms::new();
        for state in self.states() {
            let weight = self.problem.probability(state);
            for told in self.all_told() {
                let profile = self.played(state, &told);
                let arm = (self.truth(state), told);
                let index = self.problem.space().index(&profile).expect("a profile");
                let welfare = self.problem.game(state).welfare_at(index);
                add(
                    &mut self.objective,
                    self.probability[&arm],
                    weight * &welfare,
                );
                for signal in 0..self.monitoring.signals() {
                    let chance = weight * &self.monitoring.probability(signal, state, &profile);
                    for player in 0..self.problem.players() {
                        add(
                            &mut net,
                            self.money[&(arm.clone(), signal, player)],
                            chance.clone(),
                        );
                    }
                }
            }
        }
        match self.options.budget {
            Budget::Expected => self.row(Tag::Budget, net, Relation::AtMost, Rational::ZERO),
            Budget::Burning => {
                for (variable, value) in net {
                    add(&mut self.objective, variable, value);
                }
            }
            _ => {}
        }
        self.program
            .set_objective(Sense::Maximise, self.objective.clone())
            .expect("an objective");
    }

    /// The best mechanism, and the plan that proves it is; `None` if there is none.
    pub fn solve(&self) -> Option<Found> {
        let solved = self
            .program
            .solve(&LinearOptions::default())
            .expect("within the limits");
        assert!(solved.answer.verify(&self.program));
        match &solved.answer {
            Answer::Optimal(optimum) => Some(Found {
                value: optimum.value.clone(),
                mechanism: self.mechanism(optimum),
                plan: self.plan(optimum),
            }),
            Answer::Infeasible(_) => None,
            _ => panic!("welfare is bounded"),
        }
    }

    fn mechanism(&self, optimum: &Optimum) -> Option<DirectMechanism> {
        let mut law: BTreeMap<Vec<usize>, Vec<Recommendation>> = BTreeMap::new();
        for (arm, &variable) in &self.probability {
            let probability = &optimum.point[variable];
            let mut transfers = vec![];
            for signal in 0..self.monitoring.signals() {
                let mut list = vec![];
                for player in 0..self.problem.players() {
                    let money = &optimum.point[self.money[&(arm.clone(), signal, player)]];
                    if probability.is_zero() && !money.is_zero() {
                        return None;
                    }
                    list.push(money.checked_div(probability).unwrap_or_default());
                }
                transfers.push(SignalTransfers::new(signal, list));
            }
            if probability.is_positive() {
                let told = arm.1.clone();
                let entry = Recommendation::new(told, probability.clone(), transfers);
                law.entry(arm.0.clone()).or_default().push(entry);
            }
        }
        Some(DirectMechanism::new(self.options.communication, law))
    }

    fn plan(&self, optimum: &Optimum) -> DeviationPlan {
        let mut plan = DeviationPlan::new(
            self.options.communication,
            vec![],
            vec![],
            Rational::ZERO,
            vec![],
            optimum.value.clone(),
        );
        for (tag, multiplier) in self.tags.iter().zip(&optimum.multipliers) {
            match tag {
                Tag::Manipulation(entry) if !multiplier.is_zero() => {
                    let mut entry = entry.clone();
                    entry.weight = multiplier.clone();
                    plan.manipulations.push(entry);
                }
                Tag::Participation(entry) if !multiplier.is_zero() => {
                    let mut entry = entry.clone();
                    // The row asks for at least something: its multiplier is at most 0.
                    entry.weight = -multiplier.clone();
                    plan.participation.push(entry);
                }
                Tag::Budget => plan.budget = multiplier.clone(),
                Tag::Reports(reports) => {
                    let bound = ReportBound::new(reports.clone(), multiplier.clone());
                    plan.reports.push(bound);
                }
                _ => {}
            }
        }
        plan
    }
}
