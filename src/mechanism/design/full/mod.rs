//! The program with transfers at every type profile.

mod pointwise;
mod reading;

use pointwise::Honesty;

use super::model::Model;
use super::outcome::DesignOutcome;
use super::{BudgetRule, Condition, Incentives};
use crate::linear_program::{Answer, Bounds, LinearError, LinearProgram, Relation};
use crate::mechanism::ParticipationStage;
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// What a row of the program says.
enum Named {
    /// The probabilities at a type profile sum to 1.
    Probability(usize),
    /// The slack of a condition is at least 0, or is 0.
    Slack(Condition),
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
                let bounds = if open {
                    Bounds::NONNEGATIVE
                } else {
                    zero.clone()
                };
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
                    all.filter(|&number| !self.honesty[number].written)
                        .collect()
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
}
