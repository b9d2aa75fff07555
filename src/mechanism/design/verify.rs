//! The checker of designs; it knows the wishes and the outcome, and nothing of the programs.

use std::collections::BTreeSet;

use super::weighted_sum::WeightedSum;
use super::{
    BudgetRule, Condition, DesignOutcome, DesignProof, Designer, Incentives, Objective,
    UnboundedDesign,
};
use crate::game::ProfileSpace;
use crate::mechanism::Concern;
use crate::mechanism::ParticipationStage;
use crate::mechanism::protocol::{Branch, Decision, Mechanism, MechanismTable};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

impl DesignOutcome {
    /// Checks the outcome against the definitions, in exact arithmetic and without the program that
    /// it came from: the mechanism meets every condition and attains its value, and no mechanism
    /// does better; or the conditions contradict each other; or the mechanism meets them and the
    /// transfers can be added to it for ever.
    ///
    /// # Errors
    /// As [`Designer::solve`], if the wishes are refused.
    ///
    /// # Complexity
    /// Every incentive condition once, and a few operations for each alternative and type profile.
    pub fn verify(&self, designer: &Designer<'_>) -> Result<bool, SettingError> {
        designer.check()?;
        let space = designer.setting.profiles()?;
        Ok(match self {
            DesignOutcome::Optimal(design) => {
                let checker = Checker::new(designer, &space, design.mechanism.decisions());
                fits(&design.mechanism, designer)
                    && checker.meets_all()
                    && checker.objective() == design.value
                    && design.proof.bound == design.value
                    && design.proof.holds(designer, &space, true)
            }
            DesignOutcome::Infeasible(proof) => {
                proof.bound.is_negative() && proof.holds(designer, &space, false)
            }
            DesignOutcome::Unbounded(endless) => endless.holds(designer, &space),
        })
    }
}

impl DesignProof {
    /// Does the proof show that no mechanism is worth more than [`bound`](Self::bound)? A proof
    /// that is no longer tight still shows a bound for other objectives and settings.
    ///
    /// # Errors
    /// As [`DesignOutcome::verify`].
    pub fn verify_bound(&self, designer: &Designer<'_>) -> Result<bool, SettingError> {
        designer.check()?;
        Ok(self.holds(designer, &designer.setting.profiles()?, true))
    }

    fn holds(&self, designer: &Designer<'_>, space: &ProfileSpace, objective: bool) -> bool {
        let mut sum = WeightedSum::new(designer, space);
        if objective {
            sum.add_objective();
        }
        let mut named = BTreeSet::new();
        for entry in &self.multipliers {
            let equation = matches!(
                entry.condition,
                Condition::Budget | Condition::BudgetAt { .. }
            ) && matches!(
                designer.budget,
                BudgetRule::ExpectedBalance | BudgetRule::Balance
            );
            let signed = equation || !entry.weight.is_negative();
            if !signed
                || !named.insert(&entry.condition)
                || sum.add(&entry.condition, &entry.weight).is_none()
            {
                return false;
            }
        }
        sum.is_at_most(&self.profiles, &self.bound)
    }
}

impl UnboundedDesign {
    fn holds(&self, designer: &Designer<'_>, space: &ProfileSpace) -> bool {
        let shape = self.transfers.len() == space.len()
            && (self.transfers.iter()).all(|list| list.len() == space.players());
        if !fits(&self.mechanism, designer) || !shape || !designer.money {
            return false;
        }
        let added: Vec<Decision> = (self.transfers.iter())
            .map(|list| Decision::certain(0, list.clone()))
            .collect();
        let mut direction = Checker::new(designer, space, &added);
        direction.homogeneous = true;
        Checker::new(designer, space, self.mechanism.decisions()).meets_all()
            && direction.meets_all()
            && self.gain.is_positive()
            && direction.objective() == self.gain
    }
}

/// Is it a direct mechanism for the setting?
fn fits(mechanism: &MechanismTable, designer: &Designer<'_>) -> bool {
    mechanism.space().actions() == designer.setting.types()
        && mechanism.alternatives() == designer.setting.alternatives()
}

/// The conditions on a table of decisions. If it is *homogeneous*, decisions are transfers to be
/// added any number of times: values, outside payoffs and bounds are zero.
struct Checker<'c> {
    designer: &'c Designer<'c>,
    space: &'c ProfileSpace,
    decisions: &'c [Decision],
    homogeneous: bool,
}

impl<'c> Checker<'c> {
    fn new(designer: &'c Designer<'c>, space: &'c ProfileSpace, decisions: &'c [Decision]) -> Self {
        Checker {
            designer,
            space,
            decisions,
            homogeneous: false,
        }
    }

    fn meets_all(&self) -> bool {
        self.is_allowed()
            && self.is_honest()
            && self.keeps_participants()
            && self.keeps_budget()
            && self.keeps_bounds()
    }

    fn value(&self, agent: usize, types: &[usize], alternative: usize) -> Rational {
        match self.homogeneous {
            true => Rational::ZERO,
            false => self
                .designer
                .setting
                .value(agent, types, alternative)
                .clone(),
        }
    }

    /// What an agent makes of a branch.
    fn utility_of(&self, agent: usize, types: &[usize], branch: &Branch) -> Rational {
        let mut values: Vec<Rational> = (0..types.len())
            .map(|other| self.value(other, types, branch.alternative))
            .collect();
        let Some(weights) = &self.designer.preferences else {
            return &values[agent] + &branch.transfers[agent];
        };
        match self.designer.concern {
            Concern::Values => weights.apply(agent, &values) + &branch.transfers[agent],
            Concern::Payoffs => {
                let paid = values.iter_mut().zip(&branch.transfers);
                paid.for_each(|(value, transfer)| *value += transfer);
                weights.apply(agent, &values)
            }
        }
    }

    /// What an agent of these types expects after reports.
    fn utility(&self, agent: usize, types: &[usize], reports: &[usize]) -> Rational {
        let heard = self.space.index_or_beyond(reports);
        let branches = self.decisions[heard].branches().iter();
        branches
            .map(|branch| &branch.probability * &self.utility_of(agent, types, branch))
            .sum()
    }

    fn is_allowed(&self) -> bool {
        let alternatives = self.designer.setting.alternatives();
        let Some(allowed) = self.designer.allowed.as_ref().filter(|_| !self.homogeneous) else {
            return true;
        };
        let mut all = self.decisions.iter().enumerate();
        all.all(|(profile, decision)| {
            let mut branches = decision.branches().iter();
            branches.all(|branch| allowed[profile * alternatives + branch.alternative])
        })
    }

    /// Is honesty a best reply, by comparing every lie?
    fn is_honest(&self) -> bool {
        (0..self.space.players()).all(|agent| match self.designer.incentives {
            Incentives::None => true,
            Incentives::Bayesian => self.is_honest_in_expectation(agent),
            Incentives::ExPost => {
                let mut all = self.space.iter();
                all.all(|types| self.is_best(agent, &types, &types))
            }
            Incentives::Dominant => self.space.iter().all(|reports| {
                if only_own_type_matters(self.designer, agent) {
                    return self.is_best(agent, &reports, &reports);
                }
                let same = |types: &Vec<usize>| types[agent] == reports[agent];
                let mut truths = self.space.iter().filter(same);
                truths.all(|types| self.is_best(agent, &types, &reports))
            }),
        })
    }

    fn is_best(&self, agent: usize, types: &[usize], reports: &[usize]) -> bool {
        let honest = self.utility(agent, types, reports);
        (0..self.space.actions()[agent]).all(|lie| {
            let mut lied = reports.to_vec();
            lied[agent] = lie;
            self.utility(agent, types, &lied) <= honest
        })
    }

    fn is_honest_in_expectation(&self, agent: usize) -> bool {
        let types = self.space.actions()[agent];
        let mut expected = vec![Rational::ZERO; types * types];
        for profile in self.space.iter() {
            let probability = self.designer.setting.probability(&profile);
            if probability.is_zero() {
                continue;
            }
            let mut reports = profile.clone();
            for report in 0..types {
                reports[agent] = report;
                expected[profile[agent] * types + report] +=
                    &probability * &self.utility(agent, &profile, &reports);
            }
        }
        let mut rows = expected.chunks(types).enumerate();
        rows.all(|(own_type, row)| row.iter().all(|lied| *lied <= row[own_type]))
    }

    fn outside(&self, agent: usize, types: &[usize]) -> Rational {
        if self.homogeneous {
            return Rational::ZERO;
        }
        let profile = self.space.index_or_beyond(types);
        self.designer
            .outside
            .at(agent, types[agent], profile)
            .clone()
    }

    fn keeps_participants(&self) -> bool {
        let stage = self.designer.stage;
        (0..self.space.players()).all(|agent| {
            if stage == ParticipationStage::ExPost {
                return self.space.iter().all(|types| {
                    let outside = self.outside(agent, &types);
                    if !self.designer.every_branch {
                        return self.utility(agent, &types, &types) >= outside;
                    }
                    let decision = &self.decisions[self.space.index_or_beyond(&types)];
                    let mut branches = decision.branches().iter();
                    branches.all(|branch| self.utility_of(agent, &types, branch) >= outside)
                });
            }
            let mut surplus = vec![Rational::ZERO; self.space.actions()[agent]];
            for types in self.space.iter() {
                let own = self.utility(agent, &types, &types) - self.outside(agent, &types);
                surplus[types[agent]] += self.designer.setting.probability(&types) * &own;
            }
            match stage {
                ParticipationStage::ExAnte => !surplus.iter().sum::<Rational>().is_negative(),
                ParticipationStage::Interim => !surplus.iter().any(Rational::is_negative),
                _ => true,
            }
        })
    }

    /// The transfers that ex-post conditions are asked of, for each type profile.
    fn paid(&self) -> impl Iterator<Item = Vec<Rational>> + '_ {
        self.decisions.iter().flat_map(|decision| {
            if self.designer.every_branch {
                let branches = decision.branches().iter();
                return branches.map(|branch| branch.transfers.clone()).collect();
            }
            let agents = 0..self.space.players();
            vec![
                agents
                    .map(|agent| decision.expected_transfer(agent))
                    .collect::<Vec<_>>(),
            ]
        })
    }

    fn keeps_budget(&self) -> bool {
        let within = |sum: &Rational| match self.designer.budget {
            BudgetRule::Balance | BudgetRule::ExpectedBalance => sum.is_zero(),
            BudgetRule::NoDeficit | BudgetRule::ExpectedNoDeficit => !sum.is_positive(),
            BudgetRule::None => true,
        };
        match self.designer.budget {
            BudgetRule::None => true,
            BudgetRule::Balance | BudgetRule::NoDeficit => {
                self.paid().all(|list| within(&list.iter().sum()))
            }
            BudgetRule::ExpectedBalance | BudgetRule::ExpectedNoDeficit => {
                let expected = self.space.iter().map(|types| {
                    let decision = &self.decisions[self.space.index_or_beyond(&types)];
                    let agents = 0..self.space.players();
                    let paid: Rational = agents.map(|j| decision.expected_transfer(j)).sum();
                    self.designer.setting.probability(&types) * &paid
                });
                within(&expected.sum())
            }
        }
    }

    fn keeps_bounds(&self) -> bool {
        let bound = |bound: &Option<Rational>| match (bound, self.homogeneous) {
            (Some(_), true) => Some(Rational::ZERO),
            (bound, _) => bound.clone(),
        };
        let least = bound(&self.designer.least);
        let greatest = bound(&self.designer.greatest);
        self.paid().all(|list| {
            list.iter().all(|paid| {
                least.as_ref().is_none_or(|least| least <= paid)
                    && greatest.as_ref().is_none_or(|greatest| paid <= greatest)
                    && (self.designer.money || paid.is_zero())
            })
        })
    }

    fn objective(&self) -> Rational {
        let (setting, agents) = (self.designer.setting, self.space.players());
        let mut total = Rational::ZERO;
        for (profile, types) in self.space.iter().enumerate() {
            let probability = setting.probability(&types);
            for branch in self.decisions[profile].branches() {
                let values: Vec<Rational> = (0..agents)
                    .map(|agent| self.value(agent, &types, branch.alternative))
                    .collect();
                let paid = &branch.transfers;
                let worth = match &self.designer.objective {
                    Objective::Revenue => -paid.iter().sum::<Rational>() * &probability,
                    Objective::Welfare => values.iter().sum::<Rational>() * &probability,
                    Objective::ResidualSurplus => {
                        values.iter().chain(paid).sum::<Rational>() * &probability
                    }
                    Objective::WeightedPayoffs(weights) => {
                        let each = weights.iter().zip(values.iter().zip(paid));
                        let sum = each.map(|(w, (value, transfer))| w * &(value + transfer));
                        sum.sum::<Rational>() * &probability
                    }
                    Objective::Linear {
                        alternatives,
                        transfers,
                    } => {
                        let place = profile * setting.alternatives() + branch.alternative;
                        let mut sum = match self.homogeneous {
                            true => Rational::ZERO,
                            false => alternatives[place].clone(),
                        };
                        let weights = transfers.iter().skip(profile * agents);
                        for (weight, transfer) in weights.zip(paid) {
                            sum += weight * transfer;
                        }
                        sum
                    }
                };
                total += &branch.probability * &worth;
            }
        }
        total
    }
}

/// Does an agent's utility depend on no other's type?
fn only_own_type_matters(designer: &Designer<'_>, agent: usize) -> bool {
    let selfish = |others: &[Rational]| {
        let mut others = others.iter().enumerate();
        others.all(|(other, weight)| other == agent || weight.is_zero())
    };
    designer.setting.has_private_values()
        && (designer.preferences.as_ref()).is_none_or(|matrix| selfish(matrix.row(agent)))
}
