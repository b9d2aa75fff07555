//! What is decided, and what each agent privately knows about it.

mod concern;
mod error;
mod outside;
mod prior;

use rand::Rng;
use serde::{Deserialize, Serialize};

pub use concern::Concern;
pub use error::SettingError;
pub use outside::OutsideOptions;
pub use prior::Prior;
pub(crate) use prior::distribution;

use crate::game::ProfileSpace;
use crate::number::Rational;

/// A setting of mechanism design: agents with finitely many types each, a common prior over type
/// profiles, finitely many alternatives, and what each agent values each alternative at.
///
/// Payoffs are quasi-linear: an agent's is its value of the alternative plus the transfer that it
/// receives. With *private values* an agent's value depends on its own type only; with
/// *interdependent* values on everybody's.
///
/// ```
/// use lacuna::mechanism::Setting;
/// use lacuna::number::Rational;
///
/// // Two bidders with values 1 and 2 for one object; alternative 0 sells nothing, alternative
/// // 1 + i gives the object to bidder i.
/// let auction = Setting::private(&[2, 2], 3, |bidder, own_type, alternative| {
///     Rational::from(if alternative == 1 + bidder { 1 + own_type as i64 } else { 0 })
/// })?;
/// assert_eq!(auction.value(1, &[0, 1], 2), &Rational::from(2));
/// assert_eq!(auction.probability(&[0, 1]), Rational::new(1, 4)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SettingForm", into = "SettingForm")]
pub struct Setting {
    types: Vec<usize>,
    alternatives: usize,
    values: Values,
    prior: Prior,
    names: SettingNames,
}

/// The most values of all agents that are held.
const MOST_VALUES: u128 = 1 << 27;

/// Refuses more values than that, before any is asked for: `rows` types or type profiles of all
/// agents together.
fn check_values(rows: u128, alternatives: usize) -> Result<(), SettingError> {
    let values = rows.saturating_mul(alternatives as u128);
    if values <= MOST_VALUES {
        return Ok(());
    }
    let needs = "there must be at most 2²⁷; take fewer types or alternatives";
    Err(SettingError::invalid(
        "the number of values of all agents",
        values,
        needs,
    ))
}

/// What agents value alternatives at; each list has the alternative fastest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Values {
    /// For each agent: own type, then alternative.
    Private(Vec<Vec<Rational>>),
    /// For each agent: type profile (last agent's type fastest), then alternative.
    Interdependent(Vec<Vec<Rational>>),
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingNames {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    agents: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    types: Vec<Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    alternatives: Vec<String>,
}

impl SettingNames {
    fn is_empty(&self) -> bool {
        *self == SettingNames::default()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingForm {
    types: Vec<usize>,
    alternatives: usize,
    values: Values,
    prior: Prior,
    #[serde(default, skip_serializing_if = "SettingNames::is_empty")]
    names: SettingNames,
}

impl TryFrom<SettingForm> for Setting {
    type Error = SettingError;
    fn try_from(form: SettingForm) -> Result<Self, SettingError> {
        Setting {
            types: form.types,
            alternatives: form.alternatives,
            values: form.values,
            prior: form.prior,
            names: form.names,
        }
        .checked()
    }
}

impl From<Setting> for SettingForm {
    fn from(setting: Setting) -> Self {
        SettingForm {
            types: setting.types,
            alternatives: setting.alternatives,
            values: setting.values,
            prior: setting.prior,
            names: setting.names,
        }
    }
}

impl Setting {
    /// A setting with private values; `types[i]` is the number of types of agent `i`, and `value`
    /// is asked for an agent, its own type and an alternative. Types are independent and uniform;
    /// [`Setting::with_prior`] changes that.
    ///
    /// # Errors
    /// [`SettingError::Game`] without agents or with an agent without types,
    /// [`SettingError::Invalid`] without alternatives or with more than 2²⁷ values in all.
    pub fn private(
        types: &[usize],
        alternatives: usize,
        mut value: impl FnMut(usize, usize, usize) -> Rational,
    ) -> Result<Self, SettingError> {
        let rows = types.iter().fold(0u128, |sum, &count| sum + count as u128);
        check_values(rows, alternatives)?;
        let values = types
            .iter()
            .enumerate()
            .map(|(agent, &count)| {
                (0..count * alternatives)
                    .map(|place| value(agent, place / alternatives, place % alternatives))
                    .collect()
            })
            .collect();
        Self::built(types, alternatives, Values::Private(values))
    }

    /// A setting with interdependent values; `value` is asked for an agent, a type profile and an
    /// alternative. Types are independent and uniform; [`Setting::with_prior`] changes that.
    ///
    /// # Errors
    /// As [`Setting::private`], for the values at all type profiles.
    pub fn interdependent(
        types: &[usize],
        alternatives: usize,
        mut value: impl FnMut(usize, &[usize], usize) -> Rational,
    ) -> Result<Self, SettingError> {
        let space = ProfileSpace::new(types)?;
        let rows = (space.len() as u128).saturating_mul(types.len() as u128);
        check_values(rows, alternatives)?;
        let values = (0..types.len())
            .map(|agent| {
                let mut list = Vec::new();
                space.for_each(|_, profile| {
                    list.extend(
                        (0..alternatives).map(|alternative| value(agent, profile, alternative)),
                    );
                });
                list
            })
            .collect();
        Self::built(types, alternatives, Values::Interdependent(values))
    }

    fn built(types: &[usize], alternatives: usize, values: Values) -> Result<Self, SettingError> {
        Setting {
            types: types.to_vec(),
            alternatives,
            values,
            prior: Prior::uniform(types),
            names: SettingNames::default(),
        }
        .checked()
    }

    fn checked(self) -> Result<Self, SettingError> {
        if self.types.is_empty() {
            return Err(crate::game::GameError::NoPlayers.into());
        }
        if let Some(player) = self.types.iter().position(|&count| count == 0) {
            return Err(crate::game::GameError::NoActions { player }.into());
        }
        if self.alternatives == 0 {
            let needs = "there must be at least one alternative";
            return Err(SettingError::invalid(
                "the number of alternatives",
                0,
                needs,
            ));
        }
        self.prior.check(&self.types)?;
        let (lists, profiles) = match &self.values {
            Values::Private(lists) => (lists, None),
            Values::Interdependent(lists) => (lists, Some(self.profiles()?.len())),
        };
        SettingError::check_length("the list of values", lists.len(), self.agents())?;
        for (list, &own) in lists.iter().zip(&self.types) {
            SettingError::check_length(
                "the values of an agent",
                list.len(),
                profiles.unwrap_or(own).saturating_mul(self.alternatives),
            )?;
        }
        let SettingNames {
            agents,
            types,
            alternatives,
        } = &self.names;
        let check = |what, found, expected| match found {
            0 => Ok(()),
            found => SettingError::check_length(what, found, expected),
        };
        check("the list of agents' names", agents.len(), self.agents())?;
        check(
            "the list of alternatives' names",
            alternatives.len(),
            self.alternatives,
        )?;
        check("the list of types' names", types.len(), self.agents())?;
        for (list, &count) in types.iter().zip(&self.types) {
            SettingError::check_length("the names of an agent's types", list.len(), count)?;
        }
        Ok(self)
    }

    /// The same setting with another prior.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], [`SettingError::NegativeProbability`],
    /// [`SettingError::ProbabilitySum`].
    pub fn with_prior(mut self, prior: Prior) -> Result<Self, SettingError> {
        self.prior = prior;
        self.checked()
    }

    /// The same setting with a name for each agent.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`].
    pub fn with_agent_names<S: Into<String>>(
        mut self,
        names: impl IntoIterator<Item = S>,
    ) -> Result<Self, SettingError> {
        self.names.agents = names.into_iter().map(Into::into).collect();
        self.checked()
    }

    /// The same setting with a name for each type: one list an agent.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`].
    pub fn with_type_names<S: Into<String>>(
        mut self,
        names: impl IntoIterator<Item = Vec<S>>,
    ) -> Result<Self, SettingError> {
        self.names.types = names
            .into_iter()
            .map(|list| list.into_iter().map(Into::into).collect())
            .collect();
        self.checked()
    }

    /// The same setting with a name for each alternative.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`].
    pub fn with_alternative_names<S: Into<String>>(
        mut self,
        names: impl IntoIterator<Item = S>,
    ) -> Result<Self, SettingError> {
        self.names.alternatives = names.into_iter().map(Into::into).collect();
        self.checked()
    }

    /// The number of agents.
    pub fn agents(&self) -> usize {
        self.types.len()
    }

    /// The number of types of each agent.
    pub fn types(&self) -> &[usize] {
        &self.types
    }

    /// The number of alternatives.
    pub fn alternatives(&self) -> usize {
        self.alternatives
    }

    /// The type profiles, the last agent's type fastest.
    ///
    /// # Errors
    /// [`SettingError::Game`] if there are more than can be counted.
    pub fn profiles(&self) -> Result<ProfileSpace, SettingError> {
        Ok(ProfileSpace::new(&self.types)?)
    }

    /// Do values depend on an agent's own type only?
    pub fn has_private_values(&self) -> bool {
        matches!(self.values, Values::Private(_))
    }

    /// What `agent` values `alternative` at, at a type profile.
    ///
    /// # Panics
    /// If an index is out of range.
    pub fn value(&self, agent: usize, types: &[usize], alternative: usize) -> &Rational {
        assert!(
            alternative < self.alternatives,
            "alternative {alternative} of {}",
            self.alternatives
        );
        match &self.values {
            Values::Private(lists) => &lists[agent][types[agent] * self.alternatives + alternative],
            Values::Interdependent(lists) => {
                &lists[agent][self.index(types) * self.alternatives + alternative]
            }
        }
    }

    /// What `agent` of this type values `alternative` at; `None` if values are interdependent.
    ///
    /// # Panics
    /// If an index is out of range.
    pub fn private_value(
        &self,
        agent: usize,
        own_type: usize,
        alternative: usize,
    ) -> Option<&Rational> {
        assert!(
            alternative < self.alternatives,
            "alternative {alternative} of {}",
            self.alternatives
        );
        match &self.values {
            Values::Private(lists) => {
                Some(&lists[agent][own_type * self.alternatives + alternative])
            }
            Values::Interdependent(_) => None,
        }
    }

    /// The sum of everybody's values of `alternative` at a type profile.
    ///
    /// # Panics
    /// If an index is out of range.
    pub fn welfare(&self, types: &[usize], alternative: usize) -> Rational {
        (0..self.agents())
            .map(|agent| self.value(agent, types, alternative))
            .sum()
    }

    /// The prior.
    pub fn prior(&self) -> &Prior {
        &self.prior
    }

    /// The probability of a type profile.
    ///
    /// # Panics
    /// If a type is out of range.
    pub fn probability(&self, types: &[usize]) -> Rational {
        self.prior.probability(types, || self.index(types))
    }

    /// Draws a type profile from the prior, up to 63 bits of a random number a draw.
    pub fn draw(&self, rng: &mut impl Rng) -> Vec<usize> {
        self.prior.draw(&self.types, rng)
    }

    /// The name of an agent, by default its number.
    pub fn agent_name(&self, agent: usize) -> String {
        let name = self.names.agents.get(agent);
        name.cloned().unwrap_or_else(|| format!("agent {agent}"))
    }

    /// The name of a type of an agent, by default its number.
    pub fn type_name(&self, agent: usize, own_type: usize) -> String {
        let name = self
            .names
            .types
            .get(agent)
            .and_then(|list| list.get(own_type));
        name.cloned().unwrap_or_else(|| format!("type {own_type}"))
    }

    /// The name of an alternative, by default its number.
    pub fn alternative_name(&self, alternative: usize) -> String {
        let name = self.names.alternatives.get(alternative);
        name.cloned()
            .unwrap_or_else(|| format!("alternative {alternative}"))
    }

    /// The index of a type profile, the last agent's type fastest.
    fn index(&self, types: &[usize]) -> usize {
        let digits = types.iter().zip(&self.types);
        digits.fold(0, |index, (&own, &count)| {
            assert!(own < count, "type {own} of {count}");
            index * count + own
        })
    }
}
