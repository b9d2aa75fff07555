//! The mechanism and what agents make of it, written out once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::OnceLock;

use super::Examination;
use super::perspective::Perspective;
use crate::game::ProfileSpace;
use crate::mechanism::protocol::{Decision, MechanismTable, Strategies, TableLimit};
use crate::mechanism::setting::{Concern, Setting, SettingError};
use crate::number::{Rational, gcd_u64};

/// Everything that questions about a mechanism look up.
pub(super) struct Tables {
    pub(super) types: ProfileSpace,
    pub(super) mechanism: MechanismTable,
    /// For each type profile the index of the messages that the strategies say; empty without.
    pub(super) followed: Vec<usize>,
    /// For each type profile its probability.
    pub(super) prior: Vec<Rational>,
    pub(super) utilities: Utilities,
}

/// What agents make of decisions.
pub(super) enum Utilities {
    /// Quasi-linear, in machine integers.
    Scaled(Linear<i64>),
    /// Quasi-linear.
    Exact(Linear<Rational>),
    /// Neither: from the definition, case by case.
    Direct,
}

/// Refuses more cases than are allowed.
pub(super) fn check_cases(what: &'static str, cases: u128, limit: u64) -> Result<(), SettingError> {
    if cases <= u128::from(limit) {
        return Ok(());
    }
    Err(SettingError::TooLarge {
        what,
        cases,
        limit: usize::try_from(limit).unwrap_or(usize::MAX),
    })
}

/// The product of counts.
pub(super) fn product(counts: &[usize]) -> u128 {
    counts.iter().fold(1, |product: u128, &count| {
        product.saturating_mul(count as u128)
    })
}

impl Tables {
    pub(super) fn of(
        setting: &Setting,
        mechanism: &dyn crate::mechanism::Mechanism,
        strategies: Option<&Strategies>,
        perspective: Perspective<'_>,
        limit: u64,
    ) -> Result<Self, SettingError> {
        check_cases("the type profiles", product(setting.types()), limit)?;
        let table = MechanismTable::of(
            mechanism,
            TableLimit::profiles(usize::try_from(limit).unwrap_or(usize::MAX)),
        )?;
        let types = setting.profiles()?;
        let mut followed = Vec::new();
        let mut prior = Vec::with_capacity(types.len());
        types.for_each(|_, profile| {
            if let Some(strategies) = strategies {
                let space = table.space();
                let digits = profile.iter().enumerate();
                followed.push(
                    digits
                        .map(|(i, &own)| strategies.message(i, own) * space.stride(i))
                        .sum(),
                );
            }
            prior.push(setting.probability(profile));
        });
        let linear = perspective.weights(setting.agents()).is_some();
        let utilities = if perspective.concern == Concern::Payoffs && !linear {
            Utilities::Direct
        } else {
            let exact = Linear::of(setting, &types, &table, perspective, &prior)?;
            match exact.scaled() {
                Some(scaled) => Utilities::Scaled(scaled),
                None => Utilities::Exact(exact),
            }
        };
        Ok(Tables {
            types,
            mechanism: table,
            followed,
            prior,
            utilities,
        })
    }

    /// The message profiles.
    pub(super) fn messages(&self) -> &ProfileSpace {
        self.mechanism.space()
    }

    /// What is decided at the messages with this index.
    pub(super) fn decision(&self, messages: usize) -> &Decision {
        &self.mechanism.decisions()[messages]
    }

    /// The type profiles in which `agent` has this type.
    pub(super) fn with_own_type(
        &self,
        agent: usize,
        own_type: usize,
    ) -> impl Iterator<Item = usize> + use<> {
        slice(&self.types, agent).map(move |(base, stride)| base + own_type * stride)
    }
}

/// For every profile of the others: the index at which `agent` plays 0, and the step to 1.
pub(super) fn slice(
    space: &ProfileSpace,
    agent: usize,
) -> impl Iterator<Item = (usize, usize)> + use<> {
    let stride = space.stride(agent);
    let block = stride * space.actions()[agent];
    (0..space.len())
        .step_by(block)
        .flat_map(move |high| (high..high + stride).map(move |base| (base, stride)))
}

/// Others' types as far as they matter to an agent of some type.
pub(super) struct View {
    /// The row of values.
    pub(super) row: usize,
    /// The first type profile with these values; `None` if others' types do not matter.
    pub(super) types: Option<usize>,
    /// How many type profiles have these values.
    pub(super) times: u64,
}

/// Numbers that are compared.
pub(super) trait Amount: Clone + Ord + Hash {
    /// Sums of these with weights.
    type Sum;
    fn zero() -> Self;
    fn minus(&self, other: &Self) -> Self;
    fn add(&mut self, other: &Self);
    fn add_product(&mut self, a: &Self, b: &Self);
    fn empty() -> Self::Sum;
    fn weigh(sum: &mut Self::Sum, weight: &Self, amount: &Self);
}

impl Amount for i64 {
    type Sum = i128;
    fn zero() -> Self {
        0
    }
    #[inline]
    fn minus(&self, other: &Self) -> Self {
        self - other
    }
    #[inline]
    fn add(&mut self, other: &Self) {
        *self += other;
    }
    #[inline]
    fn add_product(&mut self, a: &Self, b: &Self) {
        *self += a * b;
    }
    fn empty() -> i128 {
        0
    }
    #[inline]
    fn weigh(sum: &mut i128, weight: &Self, amount: &Self) {
        *sum += i128::from(*weight) * i128::from(*amount);
    }
}

impl Amount for Rational {
    type Sum = Rational;
    fn zero() -> Self {
        Rational::ZERO
    }
    fn minus(&self, other: &Self) -> Self {
        self - other
    }
    fn add(&mut self, other: &Self) {
        *self += other;
    }
    fn add_product(&mut self, a: &Self, b: &Self) {
        *self += a * b;
    }
    fn empty() -> Rational {
        Rational::ZERO
    }
    fn weigh(sum: &mut Rational, weight: &Self, amount: &Self) {
        *sum += weight * amount;
    }
}

/// Utilities of agents at type profiles and messages.
pub(super) trait Evaluate {
    type Value: Amount;
    /// The row of values of `agent` at a type profile.
    fn row(&self, agent: usize, types: usize) -> usize;
    /// What others' types may be to `agent` of this type, each different thing once.
    fn views(&self, tables: &Tables, agent: usize, own_type: usize) -> Vec<View>;
    fn utility(&self, agent: usize, row: usize, messages: usize) -> Self::Value;
    /// What the lottery over alternatives is worth, without transfers.
    fn value(&self, agent: usize, row: usize, messages: usize) -> Option<Self::Value>;
    fn probability(&self, types: usize) -> &Self::Value;
    fn rational(&self, value: &Self::Value) -> Rational;
    fn rational_sum(&self, sum: &<Self::Value as Amount>::Sum) -> Rational;
    /// The first error in evaluating a preference.
    fn failure(&self) -> Option<SettingError> {
        None
    }
}

/// Runs an expression with what evaluates utilities, whatever its numbers are.
macro_rules! with_utilities {
    ($examination:expr, $tables:expr, $name:ident => $body:expr) => {{
        use $crate::mechanism::examine::tables::{Direct, Evaluate, Utilities};
        match &$tables.utilities {
            Utilities::Scaled($name) => Ok($body),
            Utilities::Exact($name) => Ok($body),
            Utilities::Direct => {
                let direct = Direct::new($examination, $tables);
                let $name = &direct;
                let result = $body;
                match $name.failure() {
                    Some(error) => Err(error),
                    None => Ok(result),
                }
            }
        }
    }};
}
pub(super) use with_utilities;

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
    fn of(
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
    fn scaled(&self) -> Option<Linear<i64>> {
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

/// Numbers of a [`Linear`] back to rationals.
pub(super) trait Unscale: Amount {
    fn unscale(&self, denominator: i64) -> Rational;
    fn unscale_sum(sum: &Self::Sum, denominator: i128) -> Rational;
}

impl Unscale for i64 {
    fn unscale(&self, denominator: i64) -> Rational {
        Rational::reduced((*self).into(), denominator.into())
    }
    fn unscale_sum(sum: &i128, denominator: i128) -> Rational {
        Rational::reduced(*sum, denominator)
    }
}

impl Unscale for Rational {
    fn unscale(&self, _denominator: i64) -> Rational {
        self.clone()
    }
    fn unscale_sum(sum: &Rational, _denominator: i128) -> Rational {
        sum.clone()
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

/// Utilities from the definition, case by case.
pub(super) struct Direct<'t> {
    examination: &'t Examination<'t>,
    tables: &'t Tables,
    failure: OnceLock<SettingError>,
}

impl<'t> Direct<'t> {
    pub(super) fn new(examination: &'t Examination<'_>, tables: &'t Tables) -> Self {
        Direct {
            examination,
            tables,
            failure: OnceLock::new(),
        }
    }
}

impl Evaluate for Direct<'_> {
    type Value = Rational;

    fn row(&self, _agent: usize, types: usize) -> usize {
        types
    }

    fn views(&self, tables: &Tables, agent: usize, own_type: usize) -> Vec<View> {
        tables
            .with_own_type(agent, own_type)
            .map(|types| View {
                row: types,
                types: Some(types),
                times: 1,
            })
            .collect()
    }

    fn utility(&self, agent: usize, row: usize, messages: usize) -> Rational {
        let types = self.tables.types.profile_unchecked(row);
        let decision = self.tables.decision(messages);
        let examination = self.examination;
        let found =
            examination
                .perspective
                .of_decision(examination.setting(), agent, &types, decision);
        found.unwrap_or_else(|error| {
            let _ = self.failure.set(error);
            Rational::ZERO
        })
    }

    fn value(&self, _agent: usize, _row: usize, _messages: usize) -> Option<Rational> {
        None
    }

    fn probability(&self, types: usize) -> &Rational {
        &self.tables.prior[types]
    }

    fn rational(&self, value: &Rational) -> Rational {
        value.clone()
    }

    fn rational_sum(&self, sum: &Rational) -> Rational {
        sum.clone()
    }

    fn failure(&self) -> Option<SettingError> {
        self.failure.get().cloned()
    }
}
