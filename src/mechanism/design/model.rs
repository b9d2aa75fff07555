//! A design problem in tables, for the linear programs.

use super::{Designer, Objective};
use crate::game::ProfileSpace;
use crate::mechanism::Concern;
use crate::mechanism::protocol::{Branch, Decision, MechanismTable};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// A design problem in tables.
pub(super) struct Model<'d> {
    pub designer: &'d Designer<'d>,
    pub space: ProfileSpace,
    pub agents: usize,
    pub alternatives: usize,
    /// For each type profile.
    pub prior: Vec<Rational>,
    /// Perceived values: agent, type profile, alternative fastest.
    perceived: Vec<Rational>,
    /// What agents make of everybody's values.
    pub weights: WeightMatrix<Rational>,
    /// What agents make of everybody's transfers.
    pub money: WeightMatrix<Rational>,
    /// For each type profile and alternative.
    pub allowed: Vec<bool>,
}

impl<'d> Model<'d> {
    pub fn new(designer: &'d Designer<'d>) -> Result<Self, SettingError> {
        let setting = designer.setting;
        let space = setting.profiles()?;
        let (agents, alternatives) = (setting.agents(), setting.alternatives());
        let selfish = || WeightMatrix::identity(agents);
        let weights = designer.preferences.clone().unwrap_or_else(selfish);
        let money = match designer.concern {
            Concern::Payoffs => weights.clone(),
            Concern::Values => selfish(),
        };
        let mut prior = Vec::with_capacity(space.len());
        let mut material = vec![Vec::new(); agents];
        space.for_each(|_, types| {
            prior.push(setting.probability(types));
            for (agent, list) in material.iter_mut().enumerate() {
                list.extend((0..alternatives).map(|a| setting.value(agent, types, a)));
            }
        });
        let mut perceived = Vec::with_capacity(agents * space.len() * alternatives);
        for row in weights.rows() {
            for place in 0..space.len() * alternatives {
                let values = material.iter().map(|list| list[place]);
                perceived.push(Rational::dot(row.iter().zip(values)));
            }
        }
        let allowed = designer.allowed.clone();
        let allowed = allowed.unwrap_or_else(|| vec![true; space.len() * alternatives]);
        Ok(Model {
            designer,
            agents,
            alternatives,
            prior,
            perceived,
            weights,
            money,
            allowed,
            space,
        })
    }

    /// What an agent makes of an alternative at a type profile.
    pub fn seen(&self, agent: usize, profile: usize, alternative: usize) -> &Rational {
        &self.perceived[(agent * self.space.len() + profile) * self.alternatives + alternative]
    }

    /// The alternatives that are allowed at a type profile.
    pub fn choices(&self, profile: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.alternatives).filter(move |a| self.allowed[profile * self.alternatives + a])
    }

    pub fn own_type(&self, profile: usize, agent: usize) -> usize {
        self.space.action(profile, agent)
    }

    pub fn outside(&self, agent: usize, profile: usize) -> Rational {
        let own_type = self.own_type(profile, agent);
        self.designer.outside.at(agent, own_type, profile).clone()
    }

    /// The types of an agent have these probabilities.
    pub fn marginal(&self, agent: usize) -> Vec<Rational> {
        let mut sums = vec![Rational::ZERO; self.space.actions()[agent]];
        for (profile, probability) in self.prior.iter().enumerate() {
            sums[self.own_type(profile, agent)] += probability;
        }
        sums
    }

    /// The coefficient of an alternative at a type profile in the objective.
    pub fn worth(&self, profile: usize, types: &[usize], alternative: usize) -> Rational {
        let setting = self.designer.setting;
        let value = match &self.designer.objective {
            Objective::Revenue => return Rational::ZERO,
            Objective::Welfare | Objective::ResidualSurplus => setting.welfare(types, alternative),
            Objective::WeightedPayoffs(weights) => {
                let values = (0..self.agents).map(|agent| setting.value(agent, types, alternative));
                Rational::dot(weights.iter().zip(values))
            }
            Objective::Linear { alternatives, .. } => {
                return alternatives[profile * self.alternatives + alternative].clone();
            }
        };
        value * &self.prior[profile]
    }

    /// The coefficient of an agent's expected transfer in the objective, for objectives that count
    /// it with the prior.
    pub fn worth_of_money(&self, agent: usize) -> Option<Rational> {
        match &self.designer.objective {
            Objective::Revenue => Some(Rational::from(-1)),
            Objective::Welfare => Some(Rational::ZERO),
            Objective::ResidualSurplus => Some(Rational::ONE),
            Objective::WeightedPayoffs(weights) => Some(weights[agent].clone()),
            Objective::Linear { transfers, .. } => transfers.is_empty().then_some(Rational::ZERO),
        }
    }

    /// The coefficient of an agent's transfer at a type profile in the objective.
    pub fn worth_of_transfer(&self, profile: usize, agent: usize) -> Rational {
        match (&self.designer.objective, self.worth_of_money(agent)) {
            (_, Some(each)) => each * &self.prior[profile],
            (Objective::Linear { transfers, .. }, None) => {
                transfers[profile * self.agents + agent].clone()
            }
            (_, None) => Rational::ZERO,
        }
    }

    /// A mechanism from the probabilities of alternatives (the alternative fastest) and what is
    /// paid after each of them.
    pub fn table(
        &self,
        probabilities: &[Rational],
        mut transfers: impl FnMut(usize, usize) -> Vec<Rational>,
    ) -> Result<MechanismTable, SettingError> {
        let lotteries = probabilities.chunks(self.alternatives).enumerate();
        let decisions = lotteries
            .map(|(profile, lottery)| {
                let branches = lottery.iter().enumerate().filter(|(_, p)| !p.is_zero());
                let branches = branches.map(|(alternative, probability)| {
                    let paid = transfers(profile, alternative);
                    Branch::new(probability.clone(), alternative, paid)
                });
                Decision::lottery(branches.collect())
            })
            .collect::<Result<Vec<_>, _>>()?;
        MechanismTable::new(self.space.clone(), self.alternatives, decisions)
    }
}
