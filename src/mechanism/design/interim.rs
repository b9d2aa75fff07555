//! The program with interim probabilities and transfers only.
//!
//! With private values and independent types an agent's own type enters its expected utility only
//! through its value of each alternative times the probability with which its report leads to it.
//! Everything else is one number a report, perceived transfers in expectation among it. Transfers
//! at type profiles are built afterwards: each agent perceives the expected transfer of its report,
//! and with a budget at every type profile the others make up for what is in excess of its mean
//! (as d'Aspremont and Gérard-Varet 1979 do).

use super::model::Model;
use super::outcome::{DesignOutcome, DesignProof, OptimalDesign, UnboundedDesign};
use super::{BudgetRule, Condition, Incentives, Multiplier};
use crate::linear_program::{Answer, Bounds, LinearProgram, Relation};
use crate::mechanism::ParticipationStage;
use crate::mechanism::protocol::MechanismTable;
use crate::mechanism::setting::SettingError;
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// What a row of the program says, and by what its multiplier is divided for the weight.
enum Named {
    Probability(usize),
    Definition,
    Slack(Condition, Rational),
    Budget,
}

/// What is perceived of money: how to get transfers back, and what they are worth.
struct Exchange {
    /// From perceived to material transfers.
    back: WeightMatrix<Rational>,
    /// The sum of material transfers, as weights of perceived ones.
    sum: Vec<Rational>,
    /// The objective, as weights of expected perceived transfers.
    worth: Vec<Rational>,
}

pub(super) struct Interim<'m> {
    model: &'m Model<'m>,
    program: LinearProgram,
    rows: Vec<Named>,
    /// The probabilities of types, agent by agent.
    marginals: Vec<Vec<Rational>>,
    exchange: Option<Exchange>,
    /// For each agent the number of the first of its variables: for each type the probabilities of
    /// alternatives, then the number that does not depend on the true type, then the transfer.
    firsts: Vec<usize>,
}

/// Weights of perceived transfers that are worth as much as these of material ones.
fn through(back: &WeightMatrix<Rational>, worth: &[Rational]) -> Vec<Rational> {
    let column = |j: usize| {
        let entries = (0..worth.len()).map(|i| (&worth[i], back.entry(i, j)));
        Rational::dot(entries)
    };
    (0..worth.len()).map(column).collect()
}

impl Exchange {
    fn new(model: &Model<'_>) -> Option<Self> {
        let back = model.money.inverse()?;
        let worth: Option<Vec<Rational>> =
            (0..model.agents).map(|a| model.worth_of_money(a)).collect();
        let ones = vec![Rational::ONE; model.agents];
        Some(Exchange {
            sum: through(&back, &ones),
            worth: through(&back, &worth?),
            back,
        })
    }
}

impl<'m> Interim<'m> {
    /// Does the smaller program decide the same?
    pub fn suffices(model: &Model<'_>) -> bool {
        let designer = model.designer;
        let setting = designer.setting;
        let basic = designer.incentives == Incentives::Bayesian
            && setting.has_private_values()
            && setting.prior().is_independent()
            && designer.stage != ParticipationStage::ExPost;
        if !basic || !designer.money {
            return basic && !designer.money;
        }
        let Some(exchange) = Exchange::new(model) else {
            return false;
        };
        let spread = model.agents >= 2 && exchange.sum.iter().all(|weight| !weight.is_zero());
        designer.least.is_none()
            && designer.greatest.is_none()
            && (spread || !designer.budget.is_ex_post())
    }

    pub fn new(model: &'m Model<'m>) -> Result<Self, SettingError> {
        let mut interim = Interim {
            model,
            program: LinearProgram::maximise(),
            rows: Vec::new(),
            marginals: (0..model.agents)
                .map(|agent| model.marginal(agent))
                .collect(),
            exchange: if model.designer.money {
                Exchange::new(model)
            } else {
                None
            },
            firsts: Vec::new(),
        };
        interim.variables()?;
        for profile in 0..model.space.len() {
            let terms = model.choices(profile);
            let terms = terms.map(|a| (profile * model.alternatives + a, Rational::ONE));
            let terms: Vec<(usize, Rational)> = terms.collect();
            interim.program.row(terms, Relation::Equal, Rational::ONE)?;
            interim.rows.push(Named::Probability(profile));
        }
        interim.definitions()?;
        interim.honesty()?;
        interim.participation()?;
        interim.budget()?;
        Ok(interim)
    }

    fn variables(&mut self) -> Result<(), SettingError> {
        let model = self.model;
        let zero = Bounds::new(Some(Rational::ZERO), Some(Rational::ZERO))?;
        for profile in 0..model.space.len() {
            let types = model.space.profile_unchecked(profile);
            for alternative in 0..model.alternatives {
                let open = model.allowed[profile * model.alternatives + alternative];
                let bounds = if open {
                    Bounds::NONNEGATIVE
                } else {
                    zero.clone()
                };
                let worth = model.worth(profile, &types, alternative);
                self.program.variable(bounds, worth);
            }
        }
        for agent in 0..model.agents {
            self.firsts.push(self.program.variables());
            let cares = self.cares(agent);
            for probability in &self.marginals[agent] {
                for _ in 0..model.alternatives {
                    self.program.variable(Bounds::FREE, Rational::ZERO);
                }
                let bounds = if cares { Bounds::FREE } else { zero.clone() };
                self.program.variable(bounds, Rational::ZERO);
                let (bounds, worth) = match &self.exchange {
                    Some(exchange) => (Bounds::FREE, probability * &exchange.worth[agent]),
                    None => (zero.clone(), Rational::ZERO),
                };
                self.program.variable(bounds, worth);
            }
        }
        Ok(())
    }

    /// Does an agent care about others' values?
    fn cares(&self, agent: usize) -> bool {
        let row = self.model.weights.row(agent).iter().enumerate();
        row.into_iter()
            .any(|(other, weight)| other != agent && !weight.is_zero())
    }

    /// The variable of an alternative after a report; those behind the alternatives are what does
    /// not depend on the true type and the transfer.
    fn variable(&self, agent: usize, report: usize, place: usize) -> usize {
        self.firsts[agent] + report * (self.model.alternatives + 2) + place
    }

    /// What an agent makes of its own value.
    fn own_value(&self, agent: usize, own_type: usize, alternative: usize) -> Rational {
        let setting = self.model.designer.setting;
        let value = setting.private_value(agent, own_type, alternative);
        let value = value.cloned().unwrap_or_default();
        value * self.model.weights.entry(agent, agent)
    }

    fn definitions(&mut self) -> Result<(), SettingError> {
        let model = self.model;
        let alternatives = model.alternatives;
        for agent in 0..model.agents {
            let cares = self.cares(agent);
            for report in 0..self.marginals[agent].len() {
                let mut sums: Vec<Vec<(usize, Rational)>> = vec![Vec::new(); alternatives];
                let mut others = Vec::new();
                let profiles = 0..model.space.len();
                for profile in profiles.filter(|&p| model.own_type(p, agent) == report) {
                    let each = (0..model.agents).filter(|&j| j != agent);
                    let weight = each.fold(Rational::ONE, |product, j| {
                        product * &self.marginals[j][model.own_type(profile, j)]
                    });
                    if weight.is_zero() {
                        continue;
                    }
                    for a in model.choices(profile) {
                        let chosen = profile * alternatives + a;
                        sums[a].push((chosen, weight.clone()));
                        if cares {
                            let rest =
                                model.seen(agent, profile, a) - &self.own_value(agent, report, a);
                            others.push((chosen, &weight * &rest));
                        }
                    }
                }
                if cares {
                    sums.push(others);
                }
                for (place, mut terms) in sums.into_iter().enumerate() {
                    terms.push((self.variable(agent, report, place), Rational::from(-1)));
                    self.program.row(terms, Relation::Equal, Rational::ZERO)?;
                    self.rows.push(Named::Definition);
                }
            }
        }
        Ok(())
    }

    /// What an agent of a type expects after a report.
    fn utility(&self, agent: usize, own_type: usize, report: usize) -> Vec<(usize, Rational)> {
        let alternatives = self.model.alternatives;
        let mut terms: Vec<(usize, Rational)> = (0..alternatives)
            .map(|a| {
                (
                    self.variable(agent, report, a),
                    self.own_value(agent, own_type, a),
                )
            })
            .collect();
        for place in [alternatives, alternatives + 1] {
            terms.push((self.variable(agent, report, place), Rational::ONE));
        }
        terms
    }

    fn honesty(&mut self) -> Result<(), SettingError> {
        for agent in 0..self.model.agents {
            let types = self.marginals[agent].len();
            for own_type in 0..types {
                let probability = self.marginals[agent][own_type].clone();
                if probability.is_zero() {
                    continue;
                }
                for lie in (0..types).filter(|&lie| lie != own_type) {
                    let mut terms = self.utility(agent, own_type, own_type);
                    let lied = self.utility(agent, own_type, lie).into_iter();
                    terms.extend(lied.map(|(variable, coefficient)| (variable, -coefficient)));
                    self.program.row(terms, Relation::AtLeast, Rational::ZERO)?;
                    let condition = Condition::Honesty {
                        agent,
                        own_type,
                        lie,
                    };
                    self.rows.push(Named::Slack(condition, probability.clone()));
                }
            }
        }
        Ok(())
    }

    fn participation(&mut self) -> Result<(), SettingError> {
        let model = self.model;
        if model.designer.stage == ParticipationStage::None {
            return Ok(());
        }
        let ex_ante = model.designer.stage == ParticipationStage::ExAnte;
        for agent in 0..model.agents {
            let types = self.marginals[agent].len();
            let mut outside = vec![Rational::ZERO; types];
            for (profile, probability) in model.prior.iter().enumerate() {
                let own_type = model.own_type(profile, agent);
                outside[own_type] += probability * &model.outside(agent, profile);
            }
            let mut all = Vec::new();
            for (own_type, outside) in outside.iter().enumerate() {
                let probability = self.marginals[agent][own_type].clone();
                let Some(inverse) = probability.recip() else {
                    continue;
                };
                let mut terms = self.utility(agent, own_type, own_type);
                if ex_ante {
                    terms.iter_mut().for_each(|(_, c)| *c = &*c * &probability);
                    all.extend(terms);
                    continue;
                }
                self.program
                    .row(terms, Relation::AtLeast, outside * &inverse)?;
                let condition = Condition::ParticipationInterim { agent, own_type };
                self.rows.push(Named::Slack(condition, probability));
            }
            if ex_ante {
                let bound = Rational::total(&outside);
                self.program.row(all, Relation::AtLeast, bound)?;
                let condition = Condition::ParticipationExAnte { agent };
                self.rows.push(Named::Slack(condition, Rational::ONE));
            }
        }
        Ok(())
    }

    fn budget(&mut self) -> Result<(), SettingError> {
        let rule = self.model.designer.budget;
        let Some(exchange) = &self.exchange else {
            return Ok(());
        };
        if rule == BudgetRule::None {
            return Ok(());
        }
        let mut terms = Vec::new();
        for (agent, list) in self.marginals.iter().enumerate() {
            for (own_type, probability) in list.iter().enumerate() {
                let variable = self.variable(agent, own_type, self.model.alternatives + 1);
                terms.push((variable, -(probability * &exchange.sum[agent])));
            }
        }
        let relation = match rule.is_exact() {
            true => Relation::Equal,
            false => Relation::AtLeast,
        };
        self.program.row(terms, relation, Rational::ZERO)?;
        self.rows.push(Named::Budget);
        Ok(())
    }

    pub fn solve(&self) -> Result<DesignOutcome, SettingError> {
        let solved = self.program.solve(&self.model.designer.linear)?;
        Ok(match &solved.answer {
            Answer::Optimal(best) => DesignOutcome::Optimal(Box::new(OptimalDesign {
                value: best.value.clone(),
                mechanism: self.mechanism(&best.point)?,
                proof: self.proof(&best.multipliers),
            })),
            Answer::Infeasible(farkas) => {
                DesignOutcome::Infeasible(Box::new(self.proof(&farkas.multipliers)))
            }
            Answer::Unbounded(endless) => {
                let objective = self.program.objective();
                DesignOutcome::Unbounded(Box::new(UnboundedDesign {
                    mechanism: self.mechanism(&endless.point)?,
                    transfers: self.transfers(&endless.ray),
                    gain: Rational::dot(objective.iter().zip(&endless.ray)),
                }))
            }
        })
    }

    /// Transfers at every type profile from those that are expected after each report.
    fn transfers(&self, point: &[Rational]) -> Vec<Vec<Rational>> {
        let model = self.model;
        let Some(exchange) = &self.exchange else {
            return vec![vec![Rational::ZERO; model.agents]; model.space.len()];
        };
        let expected: Vec<Vec<Rational>> = (0..model.agents)
            .map(|agent| {
                (0..self.marginals[agent].len())
                    .map(|t| point[self.variable(agent, t, model.alternatives + 1)].clone())
                    .collect()
            })
            .collect();
        let means: Vec<Rational> = expected
            .iter()
            .zip(&self.marginals)
            .map(|(list, marginal)| Rational::dot(list.iter().zip(marginal)))
            .collect();
        let fair = Rational::new(1, model.agents as i64 - 1);
        let share = match (model.designer.budget.is_ex_post(), fair) {
            (true, Ok(share)) => Some(share),
            _ => None,
        };
        (0..model.space.len())
            .map(|profile| {
                let own: Vec<&Rational> = (0..model.agents)
                    .map(|agent| &expected[agent][model.own_type(profile, agent)])
                    .collect();
                // What each agent's report adds to the sum of transfers above its mean.
                let excess: Vec<Rational> = (0..model.agents)
                    .map(|agent| &exchange.sum[agent] * &(own[agent] - &means[agent]))
                    .collect();
                let total = Rational::total(&excess);
                let perceived: Vec<Rational> = (0..model.agents)
                    .map(|agent| match (&share, exchange.sum[agent].recip()) {
                        (Some(share), Some(inverse)) => {
                            own[agent] - &((&total - &excess[agent]) * share * &inverse)
                        }
                        _ => own[agent].clone(),
                    })
                    .collect();
                (0..model.agents)
                    .map(|agent| exchange.back.apply(agent, &perceived))
                    .collect()
            })
            .collect()
    }

    fn mechanism(&self, point: &[Rational]) -> Result<MechanismTable, SettingError> {
        let model = self.model;
        let transfers = self.transfers(point);
        let probabilities = &point[..model.space.len() * model.alternatives];
        model.table(probabilities, |profile, _| transfers[profile].clone())
    }

    /// The proof from the multipliers of the rows.
    fn proof(&self, multipliers: &[Rational]) -> DesignProof {
        let model = self.model;
        let mut proof = DesignProof {
            multipliers: Vec::new(),
            profiles: vec![Rational::ZERO; model.space.len()],
            bound: Rational::ZERO,
        };
        for ((named, row), weight) in self.rows.iter().zip(self.program.rows()).zip(multipliers) {
            proof.bound += weight * &row.bound;
            match named {
                Named::Probability(profile) => proof.profiles[*profile] = weight.clone(),
                Named::Definition => {}
                _ if weight.is_zero() => {}
                Named::Slack(condition, scale) => {
                    let weight = -(weight * &scale.recip().unwrap_or_default());
                    let condition = condition.clone();
                    proof.multipliers.push(Multiplier::new(condition, weight));
                }
                Named::Budget => self.budget_weights(&mut proof, weight),
            }
        }
        proof
    }

    /// A budget at every type profile is as good as one in expectation: its weights are those of
    /// the prior.
    fn budget_weights(&self, proof: &mut DesignProof, weight: &Rational) {
        let model = self.model;
        if !model.designer.budget.is_ex_post() {
            proof
                .multipliers
                .push(Multiplier::new(Condition::Budget, -weight));
            return;
        }
        let occurring = model.prior.iter().enumerate().filter(|(_, p)| !p.is_zero());
        for (profile, probability) in occurring {
            let branches: Vec<Option<usize>> = match model.designer.every_branch {
                true => model.choices(profile).map(Some).collect(),
                false => vec![None],
            };
            for alternative in branches {
                let types = model.space.profile_unchecked(profile);
                let condition = Condition::BudgetAt { types, alternative };
                let weight = -(weight * probability);
                proof.multipliers.push(Multiplier::new(condition, weight));
            }
        }
    }
}
