//! The mechanism and what agents make of it, written out once.

use super::linear::Linear;
use super::perspective::Perspective;
use crate::game::ProfileSpace;
use crate::mechanism::protocol::{Decision, MechanismTable, Strategies, TableLimit};
use crate::mechanism::setting::{Concern, Setting, SettingError};
use crate::number::Rational;

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
