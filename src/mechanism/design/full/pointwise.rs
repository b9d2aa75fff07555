//! Incentive conditions at single profiles: which there are, and which are written down.

use dashu_int::IBig;

use super::Full;
use crate::linear_program::{LinearError, LinearOptions, NumericAnswer, Relation};
use crate::mechanism::design::{Condition, Incentives};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// With more incentive conditions at single profiles than this, only those that bind are written
/// down.
const MANY: usize = 600;

/// By how much a condition must fail in floating point to be written down.
const FAILS: f64 = 1e-9;

/// An incentive condition at a single profile: `truth` are the types, `heard` the honest reports.
pub(super) struct Honesty {
    agent: usize,
    truth: usize,
    heard: usize,
    /// The reports after the lie.
    lied: usize,
    pub written: bool,
}

impl Full<'_> {
    /// Lists the incentive conditions at single profiles and writes those between neighbouring
    /// types, or all if there are few.
    pub(super) fn list_honesty(&mut self) -> Result<(), SettingError> {
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
                    let (here, there) =
                        (model.seen(agent, profile, a), model.seen(agent, other, a));
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
    pub(super) fn write(&mut self, number: usize) -> Result<(), SettingError> {
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
            if worst
                .as_ref()
                .is_some_and(|(last, _)| !same(&self.honesty[*last]))
            {
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

    /// The incentive conditions that a point does not meet, found in integers.
    pub(super) fn failing_exact(&self, point: &[Rational]) -> Vec<usize> {
        let model = self.model;
        let (profiles, alternatives) = (model.space.len(), model.alternatives);
        let (point, _) = Rational::over_common_denominator(point.iter());
        // What each agent makes of alternatives, and then of money, times a factor of its own.
        let scaled: Vec<Vec<IBig>> = (0..model.agents)
            .map(|agent| {
                let all = (0..profiles * alternatives)
                    .map(|place| model.seen(agent, place / alternatives, place % alternatives));
                let all = all.chain(model.money.row(agent));
                Rational::over_common_denominator(all).0
            })
            .collect();
        let utility = |agent: usize, truth: usize, heard: usize| {
            let start = truth * alternatives;
            let values = &scaled[agent][start..start + alternatives];
            let mut sum = IBig::ZERO;
            for (a, value) in values.iter().enumerate() {
                let probability = &point[self.chosen(heard, a)];
                if *probability != IBig::ZERO && *value != IBig::ZERO {
                    sum += value * probability;
                }
            }
            sum
        };
        let paid: Vec<IBig> = (0..model.agents * profiles)
            .map(|place| {
                let (agent, profile) = (place / profiles, place % profiles);
                let regards = scaled[agent][profiles * alternatives..].iter().enumerate();
                let mut sum = IBig::ZERO;
                for (other, regard) in regards.filter(|(_, regard)| **regard != IBig::ZERO) {
                    for variable in self.transfers(profile, other, None) {
                        sum += regard * &point[variable];
                    }
                }
                sum
            })
            .collect();
        self.failing(IBig::ZERO, |case| {
            let Honesty {
                agent,
                truth,
                heard,
                lied,
                ..
            } = *case;
            utility(agent, truth, heard) - utility(agent, truth, lied)
                + &paid[agent * profiles + heard]
                - &paid[agent * profiles + lied]
        })
    }

    /// Writes down incentive conditions until a point in floating point meets all of them.
    pub(super) fn propose(
        &mut self,
        mut options: LinearOptions,
    ) -> Result<LinearOptions, SettingError> {
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
}
