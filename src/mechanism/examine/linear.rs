//! Quasi-linear utilities in tables, in machine integers where these suffice.

use std::collections::HashMap;

use super::amount::Unscale;
use super::evaluate::Evaluate;
use super::perspective::Perspective;
use super::tables::{Tables, View};
use crate::game::ProfileSpace;
use crate::mechanism::protocol::MechanismTable;
use crate::mechanism::setting::{Concern, Setting, SettingError};
use crate::number::{Rational, gcd_u64};

/// Quasi-linear utilities: the value of the lottery over alternatives plus a perceived transfer.
pub(super) struct Linear<N> {
    types: ProfileSpace,
    alternatives: usize,
    /// For each agent: does its own type alone matter to it?
    own_type_only: Vec<bool>,
    /// For each agent: own type or type profile, then alternative.
    values: Vec<Vec<N>>,
    /// Where the lottery of each message profile begins.
    offsets: Vec<usize>,
    lotteries: Vec<(usize, N)>,
    /// For each agent and message profile the expected transfer as the agent perceives it.
    transfers: Vec<Vec<N>>,
    prior: Vec<N>,
    /// Utilities are multiples of 1 over this.
    denominator: i64,
    /// Probabilities of types are multiples of 1 over this.
    prior_denominator: i64,
}

impl Linear<Rational> {
    pub(super) fn of(
        setting: &Setting,
        types: &ProfileSpace,
        table: &MechanismTable,
        perspective: Perspective<'_>,
        prior: &[Rational],
    ) -> Result<Self, SettingError> {
        let (agents, alternatives) = (setting.agents(), setting.alternatives());
        let own_type_only = perspective.own_type_only(setting);
        let mut values = Vec::with_capacity(agents);
        for (agent, &own_only) in own_type_only.iter().enumerate() {
            let mut list = Vec::new();
            let mut payoffs = vec![Rational::ZERO; agents];
            let mut row = |profile: &[usize]| -> Result<(), SettingError> {
                for alternative in 0..alternatives {
                    if perspective.preference.is_none() {
                        list.push(setting.value(agent, profile, alternative).clone());
                        continue;
                    }
                    for (j, payoff) in payoffs.iter_mut().enumerate() {
                        *payoff = setting.value(j, profile, alternative).clone();
                    }
                    list.push(perspective.of_payoffs(agent, &payoffs)?);
                }
                Ok(())
            };
            let mut profile = vec![0; agents];
            if own_only {
                for own in 0..setting.types()[agent] {
                    profile[agent] = own;
                    row(&profile)?;
                }
            } else {
                loop {
                    row(&profile)?;
                    if !types.advance(&mut profile) {
                        break;
                    }
                }
            }
            values.push(list);
        }
        let weights = match perspective.concern {
            Concern::Payoffs if perspective.preference.is_some() => perspective.weights(agents),
            _ => None,
        };
        let mut offsets = vec![0];
        let mut lotteries = Vec::new();
        let mut transfers = vec![Vec::with_capacity(table.space().len()); agents];
        for decision in table.decisions() {
            for branch in decision.branches() {
                lotteries.push((branch.alternative, branch.probability.clone()));
            }
            offsets.push(lotteries.len());
            let expected = |agent: usize| match decision.branches() {
                [only] => only.transfers[agent].clone(),
                _ => decision.expected_transfer(agent),
            };
            match &weights {
                None => {
                    for (agent, list) in transfers.iter_mut().enumerate() {
                        list.push(expected(agent));
                    }
                }
                Some(weights) => {
                    let expected: Vec<Rational> = (0..agents).map(expected).collect();
                    for (agent, list) in transfers.iter_mut().enumerate() {
                        list.push(weights.apply(agent, &expected));
                    }
                }
            }
        }
        Ok(Linear {
            types: types.clone(),
            alternatives,
            own_type_only,
            values,
            offsets,
            lotteries,
            transfers,
            prior: prior.to_vec(),
            denominator: 1,
            prior_denominator: 1,
        })
    }

    /// The same in machine integers, if no utility and no sum of them can leave these.
    pub(super) fn scaled(&self) -> Option<Linear<i64>> {
        let parts = common(self.lotteries.iter().map(|(_, share)| share))?;
        let values = self.values.iter().flatten();
        let money = common(values.chain(self.transfers.iter().flatten()))?;
        let prior_denominator = common(self.prior.iter())?;
        let denominator = parts.checked_mul(money)?;
        // A quarter of the range: differences of two utilities must fit too.
        let limit = i64::MAX / 4;
        let mut largest = 0i64;
        let mut scale = |list: &[Rational], factor: i64| -> Option<Vec<i64>> {
            let mut scaled = Vec::with_capacity(list.len());
            for value in list {
                let value = times(value, money)?;
                largest = largest.max(value.checked_abs()?.checked_mul(parts)?);
                scaled.push(value.checked_mul(factor)?);
            }
            Some(scaled)
        };
        let values: Vec<Vec<i64>> = self
            .values
            .iter()
            .map(|list| scale(list, 1))
            .collect::<Option<_>>()?;
        let transfers: Vec<Vec<i64>> = self
            .transfers
            .iter()
            .map(|list| scale(list, parts))
            .collect::<Option<_>>()?;
        if largest > limit / 2 || prior_denominator > limit || denominator > limit {
            return None;
        }
        let lotteries = self.lotteries.iter();
        Some(Linear {
            types: self.types.clone(),
            alternatives: self.alternatives,
            own_type_only: self.own_type_only.clone(),
            values,
            offsets: self.offsets.clone(),
            lotteries: lotteries
                .map(|(alternative, share)| Some((*alternative, times(share, parts)?)))
                .collect::<Option<_>>()?,
            transfers,
            prior: self
                .prior
                .iter()
                .map(|share| times(share, prior_denominator))
                .collect::<Option<_>>()?,
            denominator,
            prior_denominator,
        })
    }
}

impl<N: Unscale> Linear<N> {
    fn values_of(&self, agent: usize, row: usize) -> &[N] {
        &self.values[agent][row * self.alternatives..(row + 1) * self.alternatives]
    }

    #[inline]
    fn lottery_value(&self, agent: usize, row: usize, messages: usize) -> N {
        let values = self.values_of(agent, row);
        let mut sum = N::zero();
        for (alternative, share) in
            &self.lotteries[self.offsets[messages]..self.offsets[messages + 1]]
        {
            sum.add_product(share, &values[*alternative]);
        }
        sum
    }
}

impl<N: Unscale> Evaluate for Linear<N> {
    type Value = N;

    #[inline]
    fn row(&self, agent: usize, types: usize) -> usize {
        if self.own_type_only[agent] {
            self.types.action(types, agent)
        } else {
            types
        }
    }

    fn views(&self, tables: &Tables, agent: usize, own_type: usize) -> Vec<View> {
        if self.own_type_only[agent] {
            return vec![View {
                row: own_type,
                types: None,
                times: 1,
            }];
        }
        let mut views: Vec<View> = Vec::new();
        let mut known: HashMap<&[N], usize> = HashMap::new();
        for types in tables.with_own_type(agent, own_type) {
            match known.entry(self.values_of(agent, types)) {
                std::collections::hash_map::Entry::Occupied(entry) => {
                    views[*entry.get()].times += 1;
                }
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(views.len());
                    views.push(View {
                        row: types,
                        types: Some(types),
                        times: 1,
                    });
                }
            }
        }
        views
    }

    #[inline]
    fn utility(&self, agent: usize, row: usize, messages: usize) -> N {
        let mut sum = self.lottery_value(agent, row, messages);
        sum.add(&self.transfers[agent][messages]);
        sum
    }

    fn value(&self, agent: usize, row: usize, messages: usize) -> Option<N> {
        Some(self.lottery_value(agent, row, messages))
    }

    fn probability(&self, types: usize) -> &N {
        &self.prior[types]
    }

    fn rational(&self, value: &N) -> Rational {
        value.unscale(self.denominator)
    }

    fn rational_sum(&self, sum: &N::Sum) -> Rational {
        let denominator = i128::from(self.denominator) * i128::from(self.prior_denominator);
        N::unscale_sum(sum, denominator)
    }
}

/// The least common denominator, if it and all numbers fit.
fn common<'a>(list: impl Iterator<Item = &'a Rational>) -> Option<i64> {
    let mut common = 1i64;
    for value in list {
        let (_, below) = value.to_i64_parts()?;
        if below != 1 && common % below != 0 {
            let divisor = gcd_u64(common.unsigned_abs(), below.unsigned_abs()) as i64;
            common = common.checked_mul(below / divisor)?;
        }
    }
    Some(common)
}

/// A multiple of a number whose denominator divides the factor.
fn times(value: &Rational, factor: i64) -> Option<i64> {
    let (above, below) = value.to_i64_parts()?;
    above.checked_mul(factor / below)
}
