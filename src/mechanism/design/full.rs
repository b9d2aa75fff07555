//! The program with transfers at every type profile.

use super::model::Model;
use super::outcome::{DesignOutcome, DesignProof, OptimalDesign, UnboundedDesign};
use super::{BudgetRule, Condition, Incentives, Multiplier};
use crate::linear_program::{
    Answer, Bounds, LinearError, LinearOptions, LinearProgram, NumericAnswer, Relation, Row,
};
use crate::mechanism::ParticipationStage;
use crate::mechanism::protocol::MechanismTable;
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// With more incentive conditions at single profiles than this, only those that bind are written
/// down.
const MANY: usize = 600;

/// By how much a condition must fail in floating point to be written down.
const FAILS: f64 = 1e-9;

/// What a row of the program says.
enum Named {
    /// The probabilities at a type profile sum to 1.
    Probability(usize),
    /// The slack of a condition is at least 0, or is 0.
    Slack(Condition),
}

/// An incentive condition at a single profile: `truth` are the types, `heard` the honest reports.
struct Honesty {
    agent: usize,
    truth: usize,
    heard: usize,
    /// The reports after the lie.
    lied: usize,
    written: bool,
}

/// Where the money of the program is.
enum Money {
    None,
    /// The number of the first variable: one for each type profile and agent.
    Profiles(usize),
    /// One for each type profile, alternative and agent: the transfer times the probability.
    Branches(usize),
}

pub(super) struct Full<'m> {
    model: &'m Model<'m>,
    program: LinearProgram,
    rows: Vec<Named>,
    money: Money,
    honesty: Vec<Honesty>,
}

type Terms = Vec<(usize, Rational)>;

impl<'m> Full<'m> {
    pub fn new(model: &'m Model<'m>) -> Result<Self, SettingError> {
        let mut full = Full {
            model,
            program: LinearProgram::maximise(),
            rows: Vec::new(),
            money: Money::None,
            honesty: Vec::new(),
        };
        full.variables()?;
        for profile in 0..model.space.len() {
            let terms = model.choices(profile);
            let terms = terms.map(|a| (full.chosen(profile, a), Rational::ONE));
            let terms: Terms = terms.collect();
            full.program.row(terms, Relation::Equal, Rational::ONE)?;
            full.rows.push(Named::Probability(profile));
        }
        full.participation()?;
        full.budget()?;
        full.bounds_of_branches()?;
        match model.designer.incentives {
            Incentives::None => {}
            Incentives::Bayesian => full.expected_honesty()?,
            Incentives::Dominant | Incentives::ExPost => full.list_honesty()?,
        }
        Ok(full)
    }

    /// The number of the variable for the probability of an alternative; those that are not allowed
    /// have one that is 0.
    fn chosen(&self, profile: usize, alternative: usize) -> usize {
        profile * self.model.alternatives + alternative
    }

    fn variables(&mut self) -> Result<(), SettingError> {
        let model = self.model;
        let designer = model.designer;
        let zero = Bounds::new(Some(Rational::ZERO), Some(Rational::ZERO))?;
        for profile in 0..model.space.len() {
            let types = model.space.profile_unchecked(profile);
            for alternative in 0..model.alternatives {
                let open = model.allowed[self.chosen(profile, alternative)];
                let bounds = if open { Bounds::NONNEGATIVE } else { zero.clone() };
                let worth = model.worth(profile, &types, alternative);
                self.program.variable(bounds, worth);
            }
        }
        if !designer.money {
            return Ok(());
        }
        let first = self.program.variables();
        let copies = if designer.every_branch {
            self.money = Money::Branches(first);
            model.alternatives
        } else {
            self.money = Money::Profiles(first);
            1
        };
        let within = match designer.every_branch {
            true => Bounds::FREE,
            false => Bounds::new(designer.least.clone(), designer.greatest.clone())?,
        };
        for profile in 0..model.space.len() {
            for copy in 0..copies {
                let used = copies == 1 || model.allowed[self.chosen(profile, copy)];
                for agent in 0..model.agents {
                    let bounds = if used { within.clone() } else { zero.clone() };
                    let worth = model.worth_of_transfer(profile, agent);
                    self.program.variable(bounds, worth);
                }
            }
        }
        Ok(())
    }

    /// The variables that make up what an agent receives at a type profile, in all branches or one.
    fn transfers(
        &self,
        profile: usize,
        agent: usize,
        alternative: Option<usize>,
    ) -> impl Iterator<Item = usize> + '_ {
        let (agents, alternatives) = (self.model.agents, self.model.alternatives);
        let (first, from, to) = match (&self.money, alternative) {
            (Money::None, _) => (0, 0, 0),
            (Money::Profiles(first), _) => (first + profile * agents + agent, 0, 1),
            (Money::Branches(first), one) => {
                let start = first + profile * alternatives * agents + agent;
                one.map_or((start, 0, alternatives), |a| (start, a, a + 1))
            }
        };
        (from..to).map(move |copy| first + copy * agents)
    }

    /// Adds what an agent of types `truth` makes of the decision after the reports `heard`, times a
    /// weight.
    fn add_utility(
        &self,
        terms: &mut Terms,
        agent: usize,
        truth: usize,
        heard: usize,
        alternative: Option<usize>,
        weight: &Rational,
    ) {
        let model = self.model;
        let choices = model.choices(heard);
        for a in choices.filter(|&a| alternative.is_none_or(|only| only == a)) {
            let seen = model.seen(agent, truth, a);
            terms.push((self.chosen(heard, a), weight * seen));
        }
        for (other, regard) in model.money.row(agent).iter().enumerate() {
            if !regard.is_zero() {
                let moved = self.transfers(heard, other, alternative);
                terms.extend(moved.map(|variable| (variable, weight * regard)));
            }
        }
    }

    fn slack(
        &mut self,
        condition: Condition,
        terms: Terms,
        relation: Relation,
        bound: Rational,
    ) -> Result<(), LinearError> {
        self.program.row(terms, relation, bound)?;
        self.rows.push(Named::Slack(condition));
        Ok(())
    }

    /// The branches of a profile that a condition is asked of.
    fn branches(&self, profile: usize) -> Vec<Option<usize>> {
        match self.model.designer.every_branch {
            true => self.model.choices(profile).map(Some).collect(),
            false => vec![None],
        }
    }

    fn participation(&mut self) -> Result<(), SettingError> {
        let model = self.model;
        let stage = model.designer.stage;
        let profiles = model.space.len();
        for agent in 0..model.agents {
            if stage == ParticipationStage::ExPost {
                for profile in 0..profiles {
                    let outside = model.outside(agent, profile);
                    for alternative in self.branches(profile) {
                        let mut terms = Vec::new();
                        let one = Rational::ONE;
                        self.add_utility(&mut terms, agent, profile, profile, alternative, &one);
                        // In a branch both sides count with its probability.
                        let bound = match alternative {
                            None => outside.clone(),
                            Some(a) => {
                                terms.push((self.chosen(profile, a), -&outside));
                                Rational::ZERO
                            }
                        };
                        let condition = Condition::ParticipationExPost {
                            agent,
                            types: model.space.profile_unchecked(profile),
                            alternative,
                        };
                        self.slack(condition, terms, Relation::AtLeast, bound)?;
                    }
                }
                continue;
            }
            let groups = match stage {
                ParticipationStage::ExAnte => 1,
                ParticipationStage::Interim => model.space.actions()[agent],
                _ => 0,
            };
            for group in 0..groups {
                let (mut terms, mut bound) = (Vec::new(), Rational::ZERO);
                let mut occurs = false;
                for profile in 0..profiles {
                    let weight = &model.prior[profile];
                    let counts = groups == 1 || model.own_type(profile, agent) == group;
                    if counts && !weight.is_zero() {
                        occurs = true;
                        self.add_utility(&mut terms, agent, profile, profile, None, weight);
                        bound += weight * &model.outside(agent, profile);
                    }
                }
                let condition = match stage {
                    ParticipationStage::ExAnte => Condition::ParticipationExAnte { agent },
                    _ => Condition::ParticipationInterim {
                        agent,
                        own_type: group,
                    },
                };
                if occurs {
                    self.slack(condition, terms, Relation::AtLeast, bound)?;
                }
            }
        }
        Ok(())
    }

    fn budget(&mut self) -> Result<(), SettingError> {
        let model = self.model;
        let rule = model.designer.budget;
        if rule == BudgetRule::None || matches!(self.money, Money::None) {
            return Ok(());
        }
        let relation = match rule.is_exact() {
            true => Relation::Equal,
            false => Relation::AtLeast,
        };
        let mut all = Vec::new();
        for profile in 0..model.space.len() {
            if !rule.is_ex_post() {
                let weight = -&model.prior[profile];
                for agent in 0..model.agents {
                    let moved = self.transfers(profile, agent, None);
                    all.extend(moved.map(|variable| (variable, weight.clone())));
                }
                continue;
            }
            for alternative in self.branches(profile) {
                let mut terms = Vec::new();
                for agent in 0..model.agents {
                    let moved = self.transfers(profile, agent, alternative);
                    terms.extend(moved.map(|variable| (variable, Rational::from(-1))));
                }
                let types = model.space.profile_unchecked(profile);
                let condition = Condition::BudgetAt { types, alternative };
                self.slack(condition, terms, relation, Rational::ZERO)?;
            }
        }
        if !rule.is_ex_post() {
            self.slack(Condition::Budget, all, relation, Rational::ZERO)?;
        }
        Ok(())
    }

    /// In branches the variables are transfers times probabilities, and bounds are rows.
    fn bounds_of_branches(&mut self) -> Result<(), SettingError> {
        let model = self.model;
        if !matches!(self.money, Money::Branches(_)) {
            return Ok(());
        }
        for profile in 0..model.space.len() {
            for alternative in model.choices(profile) {
                for agent in 0..model.agents {
                    let types = model.space.profile_unchecked(profile);
                    let moved = self.transfers(profile, agent, Some(alternative));
                    let moved: Vec<usize> = moved.collect();
                    let chosen = self.chosen(profile, alternative);
                    let mut row = |condition, sign: i64, bound: &Rational| {
                        let sign = Rational::from(sign);
                        let mut terms = vec![(chosen, -(&sign * bound))];
                        terms.extend(moved.iter().map(|&variable| (variable, sign.clone())));
                        self.slack(condition, terms, Relation::AtLeast, Rational::ZERO)
                    };
                    let alternative = Some(alternative);
                    if let Some(least) = &model.designer.least {
                        let types = types.clone();
                        let condition = Condition::LeastTransfer {
                            agent,
                            types,
                            alternative,
                        };
                        row(condition, 1, least)?;
                    }
                    if let Some(greatest) = &model.designer.greatest {
                        let condition = Condition::GreatestTransfer {
                            agent,
                            types,
                            alternative,
                        };
                        row(condition, -1, greatest)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn expected_honesty(&mut self) -> Result<(), SettingError> {
        let model = self.model;
        for agent in 0..model.agents {
            let types = model.space.actions()[agent];
            let occurring: Vec<Vec<usize>> = (0..types)
                .map(|own_type| {
                    let all = 0..model.space.len();
                    all.filter(|&profile| model.own_type(profile, agent) == own_type)
                        .filter(|&profile| !model.prior[profile].is_zero())
                        .collect()
                })
                .collect();
            for (own_type, profiles) in occurring.iter().enumerate() {
                for lie in (0..types).filter(|&lie| lie != own_type && !profiles.is_empty()) {
                    let mut terms = Vec::new();
                    for &profile in profiles {
                        let weight = &model.prior[profile];
                        let lied = model.space.deviation(profile, agent, lie);
                        self.add_utility(&mut terms, agent, profile, profile, None, weight);
                        self.add_utility(&mut terms, agent, profile, lied, None, &-weight);
                    }
                    let condition = Condition::Honesty {
                        agent,
                        own_type,
                        lie,
                    };
                    self.slack(condition, terms, Relation::AtLeast, Rational::ZERO)?;
                }
            }
        }
        Ok(())
    }

    /// Lists the incentive conditions at single profiles and writes those between neighbouring
    /// types, or all if there are few.
    fn list_honesty(&mut self) -> Result<(), SettingError> {
        let model = self.model;
        let dominant = model.designer.incentives == Incentives::Dominant;
        let what = "the incentive conditions of a design";
        for agent in 0..model.agents {
            let truths = if dominant {
                self.different_truths(agent)
            } else {
                vec![Vec::new(); model.space.actions()[agent]]
            };
            let lies = truths.len() as u128 - 1;
            let each: usize = truths.iter().map(Vec::len).sum();
            let contexts = match dominant {
                true => each as u128 * (model.space.len() / truths.len()) as u128,
                false => model.space.len() as u128,
            };
            let cases = self.honesty.len() as u128 + contexts.saturating_mul(lies);
            model.designer.within(what, cases)?;
            for heard in 0..model.space.len() {
                let own_type = model.own_type(heard, agent);
                let at = if dominant {
                    truths[own_type].as_slice()
                } else {
                    std::slice::from_ref(&heard)
                };
                for &truth in at {
                    for lie in (0..truths.len()).filter(|&lie| lie != own_type) {
                        self.honesty.push(Honesty {
                            agent,
                            truth,
                            heard,
                            lied: model.space.deviation(heard, agent, lie),
                            written: false,
                        });
                    }
                }
            }
        }
        let few = self.honesty.len() <= MANY;
        for number in 0..self.honesty.len() {
            let case = &self.honesty[number];
            let own_type = model.own_type(case.heard, case.agent);
            let lie = model.own_type(case.lied, case.agent);
            if few || own_type.abs_diff(lie) == 1 {
                self.write(number)?;
            }
        }
        Ok(())
    }

    /// For each own type the type profiles at which an agent compares alternatives differently.
    fn different_truths(&self, agent: usize) -> Vec<Vec<usize>> {
        let model = self.model;
        let mut found: Vec<Vec<usize>> = vec![Vec::new(); model.space.actions()[agent]];
        for profile in 0..model.space.len() {
            let list = &mut found[model.own_type(profile, agent)];
            let first = model.seen(agent, profile, 0);
            let same = |&other: &usize| {
                let base = model.seen(agent, other, 0);
                (1..model.alternatives).all(|a| {
                    let (here, there) = (model.seen(agent, profile, a), model.seen(agent, other, a));
                    here - first == there - base
                })
            };
            if !list.iter().any(same) {
                list.push(profile);
            }
        }
        found
    }

    /// Writes an incentive condition down.
    fn write(&mut self, number: usize) -> Result<(), SettingError> {
        let (space, case) = (&self.model.space, &mut self.honesty[number]);
        if std::mem::replace(&mut case.written, true) {
            return Ok(());
        }
        let (agent, truth, heard, lied) = (case.agent, case.truth, case.heard, case.lied);
        let condition = Condition::HonestyAt {
            agent,
            types: space.profile_unchecked(truth),
            reports: space.profile_unchecked(heard),
            lie: space.action(lied, agent),
        };
        let mut terms = Vec::new();
        self.add_utility(&mut terms, agent, truth, heard, None, &Rational::ONE);
        self.add_utility(&mut terms, agent, truth, lied, None, &Rational::from(-1));
        self.slack(condition, terms, Relation::AtLeast, Rational::ZERO)?;
        Ok(())
    }

    /// For each agent, types, and reports of the others the lie that gains most, if any does.
    fn failing<T>(&self, zero: T, slack: impl Fn(&Honesty) -> T) -> Vec<usize>
    where
        T: PartialOrd + Clone,
    {
        let mut found = Vec::new();
        let mut worst: Option<(usize, T)> = None;
        for (number, case) in self.honesty.iter().enumerate() {
            let same = |other: &Honesty| {
                (other.agent, other.truth, other.heard) == (case.agent, case.truth, case.heard)
            };
            if worst.as_ref().is_some_and(|(last, _)| !same(&self.honesty[*last])) {
                found.extend(worst.take().map(|(number, _)| number));
            }
            if !case.written {
                let left = slack(case);
                let bar = worst.as_ref().map_or(&zero, |(_, left)| left);
                if left < *bar {
                    worst = Some((number, left));
                }
            }
        }
        found.extend(worst.map(|(number, _)| number));
        found
    }

    /// The incentive conditions that a point in floating point does not meet.
    fn failing_numeric(&self, point: &[f64], seen: &[f64]) -> Vec<usize> {
        let model = self.model;
        let (profiles, alternatives) = (model.space.len(), model.alternatives);
        let utility = |agent: usize, truth: usize, heard: usize| {
            let start = (agent * profiles + truth) * alternatives;
            let mut sum = 0.0;
            for (a, value) in seen[start..start + alternatives].iter().enumerate() {
                sum += value * point[self.chosen(heard, a)];
            }
            sum
        };
        let paid: Vec<f64> = (0..model.agents * profiles)
            .map(|place| {
                let (agent, profile) = (place / profiles, place % profiles);
                let row = model.money.row(agent).iter().enumerate();
                row.filter(|(_, regard)| !regard.is_zero())
                    .map(|(other, regard)| {
                        let moved = self.transfers(profile, other, None);
                        regard.to_f64() * moved.map(|variable| point[variable]).sum::<f64>()
                    })
                    .sum()
            })
            .collect();
        self.failing(-FAILS, |case| {
            let Honesty {
                agent,
                truth,
                heard,
                lied,
                ..
            } = *case;
            utility(agent, truth, heard) + paid[agent * profiles + heard]
                - utility(agent, truth, lied)
                - paid[agent * profiles + lied]
        })
    }

    /// The incentive conditions that a point does not meet.
    fn failing_exact(&self, point: &[Rational]) -> Vec<usize> {
        let utility = |case: &Honesty, heard: usize| {
            let mut terms = Vec::new();
            self.add_utility(&mut terms, case.agent, case.truth, heard, None, &Rational::ONE);
            Rational::dot(terms.iter().map(|(variable, c)| (c, &point[*variable])))
        };
        self.failing(Rational::ZERO, |case| {
            utility(case, case.heard) - utility(case, case.lied)
        })
    }

    pub fn solve(mut self) -> Result<DesignOutcome, SettingError> {
        let mut options = self.model.designer.linear.clone();
        if self.honesty.iter().any(|case| !case.written) {
            options = self.propose(options)?;
        }
        loop {
            let solved = self.program.solve(&options)?;
            let missing = match &solved.answer {
                Answer::Optimal(best) => self.failing_exact(&best.point),
                Answer::Infeasible(_) => Vec::new(),
                Answer::Unbounded(_) => {
                    let all = 0..self.honesty.len();
                    all.filter(|&number| !self.honesty[number].written).collect()
                }
            };
            if missing.is_empty() {
                return self.outcome(&solved.answer);
            }
            for number in missing {
                self.write(number)?;
            }
            options = options.with_start(solved.basis);
        }
    }

    /// Writes down incentive conditions until a point in floating point meets all of them.
    fn propose(&mut self, mut options: LinearOptions) -> Result<LinearOptions, SettingError> {
        let model = self.model;
        let mut seen = Vec::new();
        for agent in 0..model.agents {
            for profile in 0..model.space.len() {
                let values = (0..model.alternatives).map(|a| model.seen(agent, profile, a));
                seen.extend(values.map(Rational::to_f64));
            }
        }
        loop {
            let solved = match self.program.solve_numeric(&options) {
                Ok(solved) => solved,
                Err(LinearError::Unstable { basis, .. }) => return Ok(options.with_start(basis)),
                Err(error) => return Err(error.into()),
            };
            options = options.with_start(solved.basis);
            let NumericAnswer::Optimal { point, .. } = solved.answer else {
                return Ok(options);
            };
            let missing = self.failing_numeric(&point, &seen);
            if missing.is_empty() {
                return Ok(options);
            }
            for number in missing {
                self.write(number)?;
            }
        }
    }

    fn outcome(&self, answer: &Answer) -> Result<DesignOutcome, SettingError> {
        Ok(match answer {
            Answer::Optimal(best) => DesignOutcome::Optimal(Box::new(OptimalDesign {
                value: best.value.clone(),
                mechanism: self.mechanism(&best.point)?,
                proof: self.proof(&best.multipliers, self.program.objective()),
            })),
            Answer::Infeasible(farkas) => {
                DesignOutcome::Infeasible(Box::new(self.proof(&farkas.multipliers, &[])))
            }
            Answer::Unbounded(endless) => {
                let objective = self.program.objective();
                let profiles = 0..self.model.space.len();
                DesignOutcome::Unbounded(Box::new(UnboundedDesign {
                    mechanism: self.mechanism(&endless.point)?,
                    transfers: profiles.map(|p| self.received(&endless.ray, p)).collect(),
                    gain: Rational::dot(objective.iter().zip(&endless.ray)),
                }))
            }
        })
    }

    /// What everybody receives at a type profile in expectation.
    fn received(&self, point: &[Rational], profile: usize) -> Vec<Rational> {
        let each = 0..self.model.agents;
        each.map(|agent| {
            let moved = self.transfers(profile, agent, None);
            moved.map(|variable| &point[variable]).sum()
        })
        .collect()
    }

    fn mechanism(&self, point: &[Rational]) -> Result<MechanismTable, SettingError> {
        let model = self.model;
        let probabilities = &point[..model.space.len() * model.alternatives];
        let positive = |profile, a: &usize| !point[self.chosen(profile, *a)].is_zero();
        model.table(probabilities, |profile, alternative| {
            if !matches!(self.money, Money::Branches(_)) {
                let received = self.received(point, profile);
                let none = || vec![Rational::ZERO; model.agents];
                return if received.is_empty() { none() } else { received };
            }
            // Money in branches that do not happen goes to the first that does: what is allowed
            // there with probability 0 is allowed in addition everywhere.
            let first = model.choices(profile).find(|a| positive(profile, a));
            let mut sources = vec![alternative];
            if first == Some(alternative) {
                sources.extend(model.choices(profile).filter(|a| !positive(profile, a)));
            }
            let share = point[self.chosen(profile, alternative)].recip();
            let share = share.unwrap_or_default();
            (0..model.agents)
                .map(|agent| {
                    let each = sources.iter().flat_map(|&a| {
                        self.transfers(profile, agent, Some(a))
                            .map(|variable| &point[variable])
                    });
                    each.sum::<Rational>() * &share
                })
                .collect()
        })
    }

    /// The proof from the multipliers of the rows.
    fn proof(&self, multipliers: &[Rational], objective: &[Rational]) -> DesignProof {
        let mut proof = DesignProof {
            multipliers: Vec::new(),
            profiles: vec![Rational::ZERO; self.model.space.len()],
            bound: Rational::ZERO,
        };
        for ((named, row), weight) in self.rows.iter().zip(self.program.rows()).zip(multipliers) {
            proof.bound += weight * &row.bound;
            match named {
                Named::Probability(profile) => proof.profiles[*profile] = weight.clone(),
                Named::Slack(_) if weight.is_zero() => {}
                Named::Slack(condition) => proof
                    .multipliers
                    .push(Multiplier::new(condition.clone(), -weight)),
            }
        }
        self.bounds_of_transfers(&mut proof, multipliers, objective);
        proof
    }

    /// Weights of the bounds of transfers: what the rows leave of the objective there.
    fn bounds_of_transfers(
        &self,
        proof: &mut DesignProof,
        multipliers: &[Rational],
        objective: &[Rational],
    ) {
        let Money::Profiles(first) = self.money else {
            return;
        };
        let model = self.model;
        let mut left: Vec<Rational> = match objective {
            [] => vec![Rational::ZERO; model.space.len() * model.agents],
            all => all[first..].to_vec(),
        };
        let rows: &[Row] = self.program.rows();
        for (row, weight) in rows.iter().zip(multipliers).filter(|(_, w)| !w.is_zero()) {
            for (variable, coefficient) in row.terms.iter().filter(|(v, _)| *v >= first) {
                left[variable - first] -= weight * coefficient;
            }
        }
        for (place, rate) in left.into_iter().enumerate().filter(|(_, l)| !l.is_zero()) {
            let agent = place % model.agents;
            let types = model.space.profile_unchecked(place / model.agents);
            let alternative = None;
            let (condition, bound) = if rate.is_positive() {
                let condition = Condition::GreatestTransfer {
                    agent,
                    types,
                    alternative,
                };
                (condition, &model.designer.greatest)
            } else {
                let condition = Condition::LeastTransfer {
                    agent,
                    types,
                    alternative,
                };
                (condition, &model.designer.least)
            };
            if let Some(bound) = bound {
                proof.bound += &rate * bound;
            }
            proof.multipliers.push(Multiplier::new(condition, rate.abs()));
        }
    }
}
