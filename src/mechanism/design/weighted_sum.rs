//! Weighted sums of an objective and of slacks, added up from the definitions: what a proof shows.

use super::{BudgetRule, Condition, Designer, Incentives, Objective};
use crate::game::ProfileSpace;
use crate::mechanism::Concern;
use crate::mechanism::ParticipationStage;
use crate::number::Rational;

/// A weighted sum of objective and slacks, as coefficients of what a mechanism does.
pub(super) struct WeightedSum<'s> {
    designer: &'s Designer<'s>,
    space: &'s ProfileSpace,
    /// Of the probability of each alternative at each type profile.
    chosen: Vec<Rational>,
    /// Of what each agent receives at each type profile (in each branch, if conditions are asked of
    /// branches; times its probability).
    received: Vec<Rational>,
    constant: Rational,
}

impl<'s> WeightedSum<'s> {
    pub fn new(designer: &'s Designer<'s>, space: &'s ProfileSpace) -> Self {
        let alternatives = designer.setting.alternatives();
        let copies = if designer.every_branch {
            alternatives
        } else {
            1
        };
        WeightedSum {
            designer,
            space,
            chosen: vec![Rational::ZERO; space.len() * alternatives],
            received: vec![Rational::ZERO; space.len() * copies * space.players()],
            constant: Rational::ZERO,
        }
    }

    fn alternatives(&self) -> usize {
        self.designer.setting.alternatives()
    }

    /// Adds a weight on what an agent receives at a type profile, in one branch or all.
    fn receive(&mut self, profile: usize, agent: usize, branch: Option<usize>, weight: &Rational) {
        let (agents, alternatives) = (self.space.players(), self.alternatives());
        if !self.designer.every_branch {
            self.received[profile * agents + agent] += weight;
            return;
        }
        for a in (0..alternatives).filter(|a| branch.is_none_or(|only| only == *a)) {
            self.received[(profile * alternatives + a) * agents + agent] += weight;
        }
    }

    /// Adds the utility of an agent of these types after reports, in one branch or all.
    fn perceive(
        &mut self,
        agent: usize,
        types: &[usize],
        reports: &[usize],
        branch: Option<usize>,
        weight: &Rational,
    ) {
        let setting = self.designer.setting;
        let heard = self.space.index_or_beyond(reports);
        let selfish = |other| {
            if other == agent {
                Rational::ONE
            } else {
                Rational::ZERO
            }
        };
        for other in 0..self.space.players() {
            let regard = match &self.designer.preferences {
                Some(matrix) => matrix.entry(agent, other).clone(),
                None => selfish(other),
            };
            let of_money = match self.designer.concern {
                Concern::Payoffs => regard.clone(),
                Concern::Values => selfish(other),
            };
            self.receive(heard, other, branch, &(weight * &of_money));
            if regard.is_zero() {
                continue;
            }
            for a in (0..self.alternatives()).filter(|a| branch.is_none_or(|only| only == *a)) {
                let place = heard * self.alternatives() + a;
                self.chosen[place] += &(weight * &regard) * setting.value(other, types, a);
            }
        }
    }

    pub fn add_objective(&mut self) {
        let (setting, agents) = (self.designer.setting, self.space.players());
        for (profile, types) in self.space.iter().enumerate() {
            let probability = setting.probability(&types);
            for a in 0..self.alternatives() {
                let place = profile * self.alternatives() + a;
                let values = (0..agents).map(|agent| setting.value(agent, &types, a));
                let worth = match &self.designer.objective {
                    Objective::Revenue => Rational::ZERO,
                    Objective::Welfare | Objective::ResidualSurplus => {
                        values.sum::<Rational>() * &probability
                    }
                    Objective::WeightedPayoffs(weights) => {
                        let each = weights.iter().zip(values).map(|(w, value)| w * value);
                        each.sum::<Rational>() * &probability
                    }
                    Objective::Linear { alternatives, .. } => alternatives[place].clone(),
                };
                self.chosen[place] += &worth;
            }
            for agent in 0..agents {
                let worth = match &self.designer.objective {
                    Objective::Revenue => -&probability,
                    Objective::Welfare => Rational::ZERO,
                    Objective::ResidualSurplus => probability.clone(),
                    Objective::WeightedPayoffs(weights) => &weights[agent] * &probability,
                    Objective::Linear { transfers, .. } => {
                        let entry = transfers.get(profile * agents + agent);
                        entry.cloned().unwrap_or_default()
                    }
                };
                self.receive(profile, agent, None, &worth);
            }
        }
    }

    /// Adds the slack of a condition times a weight; `None` if there is no such condition.
    pub fn add(&mut self, condition: &Condition, weight: &Rational) -> Option<()> {
        let designer = self.designer;
        let (setting, agents) = (designer.setting, self.space.players());
        let is_type = |agent: usize, own: usize| agent < agents && own < setting.types()[agent];
        match condition {
            Condition::Honesty {
                agent,
                own_type,
                lie,
            } => {
                let fits = is_type(*agent, *own_type) && is_type(*agent, *lie) && own_type != lie;
                if !fits || designer.incentives != Incentives::Bayesian {
                    return None;
                }
                for types in self.space.iter().filter(|types| types[*agent] == *own_type) {
                    let share = setting.probability(&types) * weight;
                    let mut lied = types.clone();
                    lied[*agent] = *lie;
                    self.perceive(*agent, &types, &types, None, &share);
                    self.perceive(*agent, &types, &lied, None, &-share);
                }
            }
            Condition::HonestyAt {
                agent,
                types,
                reports,
                lie,
            } => {
                self.space.index(types).ok()?;
                self.space.index(reports).ok()?;
                let fits = is_type(*agent, *lie)
                    && types[*agent] == reports[*agent]
                    && types[*agent] != *lie
                    && match designer.incentives {
                        Incentives::Dominant => true,
                        Incentives::ExPost => types == reports,
                        _ => false,
                    };
                if !fits {
                    return None;
                }
                let mut lied = reports.clone();
                lied[*agent] = *lie;
                self.perceive(*agent, types, reports, None, weight);
                self.perceive(*agent, types, &lied, None, &-weight);
            }
            Condition::ParticipationExAnte { agent } => {
                let fits = designer.stage == ParticipationStage::ExAnte && *agent < agents;
                self.add_participation(*agent, weight, |_| fits)?;
            }
            Condition::ParticipationInterim { agent, own_type } => {
                let fits =
                    designer.stage == ParticipationStage::Interim && is_type(*agent, *own_type);
                let counts = |types: &[usize]| fits && types[*agent] == *own_type;
                self.add_participation(*agent, weight, counts)?;
            }
            Condition::ParticipationExPost {
                agent,
                types,
                alternative,
            } => {
                let profile = self.at(types, *alternative)?;
                if *agent >= agents || designer.stage != ParticipationStage::ExPost {
                    return None;
                }
                let outside = designer.outside.at(*agent, types[*agent], profile) * weight;
                self.perceive(*agent, types, types, *alternative, weight);
                match alternative {
                    Some(a) => self.chosen[profile * setting.alternatives() + a] -= &outside,
                    None => self.constant -= &outside,
                }
            }
            Condition::Budget => {
                let expected = [BudgetRule::ExpectedNoDeficit, BudgetRule::ExpectedBalance];
                if !expected.contains(&designer.budget) {
                    return None;
                }
                for (profile, types) in self.space.iter().enumerate() {
                    let share = -(setting.probability(&types) * weight);
                    (0..agents).for_each(|agent| self.receive(profile, agent, None, &share));
                }
            }
            Condition::BudgetAt { types, alternative } => {
                let profile = self.at(types, *alternative)?;
                if ![BudgetRule::NoDeficit, BudgetRule::Balance].contains(&designer.budget) {
                    return None;
                }
                (0..agents).for_each(|agent| {
                    self.receive(profile, agent, *alternative, &-weight);
                });
            }
            Condition::LeastTransfer {
                agent,
                types,
                alternative,
            } => {
                let least = designer.least.as_ref()?;
                self.add_bound(*agent, types, *alternative, least, weight)?;
            }
            Condition::GreatestTransfer {
                agent,
                types,
                alternative,
            } => {
                let greatest = designer.greatest.as_ref()?;
                self.add_bound(*agent, types, *alternative, greatest, &-weight)?;
            }
        }
        Some(())
    }

    /// The index of a profile; a branch is named iff conditions are asked of branches, and may
    /// happen.
    fn at(&self, types: &[usize], alternative: Option<usize>) -> Option<usize> {
        let profile = self.space.index(types).ok()?;
        let right = match alternative {
            Some(a) => self.designer.every_branch && self.may(profile, a),
            None => !self.designer.every_branch,
        };
        right.then_some(profile)
    }

    fn may(&self, profile: usize, alternative: usize) -> bool {
        let place = profile * self.alternatives() + alternative;
        let allowed = self.designer.allowed.as_ref();
        alternative < self.alternatives() && allowed.is_none_or(|list| list[place])
    }

    /// Adds an agent's expected utility less its outside payoff over the profiles that count.
    fn add_participation(
        &mut self,
        agent: usize,
        weight: &Rational,
        counts: impl Fn(&[usize]) -> bool,
    ) -> Option<()> {
        let mut some = false;
        for (profile, types) in self.space.iter().enumerate() {
            if counts(&types) {
                some = true;
                let share = self.designer.setting.probability(&types) * weight;
                self.perceive(agent, &types, &types, None, &share);
                self.constant -= self.designer.outside.at(agent, types[agent], profile) * &share;
            }
        }
        some.then_some(())
    }

    /// Adds a transfer less a bound, times a weight.
    fn add_bound(
        &mut self,
        agent: usize,
        types: &[usize],
        alternative: Option<usize>,
        bound: &Rational,
        weight: &Rational,
    ) -> Option<()> {
        let profile = self.at(types, alternative)?;
        if agent >= self.space.players() {
            return None;
        }
        self.receive(profile, agent, alternative, weight);
        match alternative {
            Some(a) => {
                let place = profile * self.alternatives() + a;
                self.chosen[place] -= bound * weight;
            }
            None => self.constant -= bound * weight,
        }
        Some(())
    }

    /// Is the sum at most `bound`, profile by profile, whatever a mechanism does?
    pub fn is_at_most(&self, profiles: &[Rational], bound: &Rational) -> bool {
        let (agents, alternatives) = (self.space.players(), self.alternatives());
        let matters = |place: usize| {
            let branch = place / agents;
            !self.designer.every_branch || self.may(branch / alternatives, branch % alternatives)
        };
        let cancels = !self.designer.money
            || (self.received.iter().enumerate())
                .all(|(place, left)| left.is_zero() || !matters(place));
        let mut places = self.chosen.iter().enumerate();
        profiles.len() == self.space.len()
            && cancels
            && places.all(|(place, worth)| {
                let (profile, a) = (place / alternatives, place % alternatives);
                !self.may(profile, a) || *worth <= profiles[profile]
            })
            && &self.constant + &profiles.iter().sum::<Rational>() == *bound
    }
}
