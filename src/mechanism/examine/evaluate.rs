//! What evaluates utilities, whatever its numbers are.

use std::sync::OnceLock;

use super::Examination;
use super::amount::Amount;
use super::tables::{Tables, View};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

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
        use $crate::mechanism::examine::evaluate::{Direct, Evaluate};
        use $crate::mechanism::examine::tables::Utilities;
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
