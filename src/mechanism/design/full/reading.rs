//! Mechanisms and proofs from the answers of the program.

use super::{Full, Money, Named};
use crate::linear_program::{Answer, Row};
use crate::mechanism::design::outcome::{
    DesignOutcome, DesignProof, OptimalDesign, UnboundedDesign,
};
use crate::mechanism::design::{Condition, Multiplier};
use crate::mechanism::protocol::MechanismTable;
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

impl Full<'_> {
    pub(super) fn outcome(&self, answer: &Answer) -> Result<DesignOutcome, SettingError> {
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
                return if received.is_empty() {
                    none()
                } else {
                    received
                };
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
        if model.designer.least.is_none() && model.designer.greatest.is_none() {
            return;
        }
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
            proof
                .multipliers
                .push(Multiplier::new(condition, rate.abs()));
        }
    }
}
