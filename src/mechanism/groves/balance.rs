//! Can a Groves mechanism balance its budget exactly?

use serde::{Deserialize, Serialize};

use super::maximiser::Maximiser;
use crate::mechanism::{Setting, SettingError, TableLimit};
use crate::number::Rational;

/// Whether some Groves mechanism balances its budget at every type profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GrovesBalance {
    /// It does with these terms, for [`Groves::with_term_table`](super::Groves::with_term_table).
    Possible(Vec<Vec<Rational>>),
    /// None does; the proof.
    Impossible(MixedDifference),
}

impl GrovesBalance {
    /// The terms that balance the budget, if there are any.
    pub fn terms(&self) -> Option<&[Vec<Rational>]> {
        match self {
            GrovesBalance::Possible(terms) => Some(terms),
            GrovesBalance::Impossible(_) => None,
        }
    }

    /// The proof that there are none.
    pub fn obstruction(&self) -> Option<&MixedDifference> {
        match self {
            GrovesBalance::Possible(_) => None,
            GrovesBalance::Impossible(difference) => Some(difference),
        }
    }
}

/// Two type profiles and the mixed difference of maximal welfare between them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MixedDifference {
    /// One type for each agent.
    pub from: Vec<usize>,
    /// Another type for each agent.
    pub to: Vec<usize>,
    /// `Σ_S (−1)^|S| W(from_S, to_-S)` over all sets `S` of agents.
    pub difference: Rational,
}

impl MixedDifference {
    /// The mixed difference between two type profiles, from the definition: the sum over all sets
    /// of agents, `2^n` terms.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], [`SettingError::OutOfRange`], [`SettingError::Invalid`] with
    /// more than 24 agents.
    pub fn between(setting: &Setting, from: &[usize], to: &[usize]) -> Result<Self, SettingError> {
        let agents = setting.agents();
        for profile in [from, to] {
            SettingError::check_length("a type profile", profile.len(), agents)?;
            for (&own, &count) in profile.iter().zip(setting.types()) {
                SettingError::check_index("a type", own, count)?;
            }
        }
        if agents > 24 {
            let needs = "a mixed difference can be added up for at most 24";
            return Err(SettingError::invalid("the number of agents", agents, needs));
        }
        let mut difference = Rational::ZERO;
        for set in 0..1usize << agents {
            let types: Vec<usize> = (0..agents)
                .map(|agent| [to, from][set >> agent & 1][agent])
                .collect();
            let welfares = (0..setting.alternatives()).map(|each| setting.welfare(&types, each));
            let welfare = welfares.max().unwrap_or_default();
            match set.count_ones() % 2 {
                0 => difference += welfare,
                _ => difference -= welfare,
            }
        }
        Ok(MixedDifference {
            from: from.to_vec(),
            to: to.to_vec(),
            difference,
        })
    }

    /// Is this a proof that no Groves mechanism balances its budget in the setting? Recomputed from
    /// the definition.
    pub fn verify(&self, setting: &Setting) -> bool {
        setting.agents() > 1
            && setting.has_private_values()
            && !self.difference.is_zero()
            && Self::between(setting, &self.from, &self.to).as_ref() == Ok(self)
    }
}

/// Whether some Groves mechanism balances its budget at every type profile, with the terms or a
/// proof that there are none. `limit` is on the number of type profiles.
///
/// The transfers of a Groves mechanism sum to `(n−1) W(t) + Σ h_i(t_-i)`, where `W` is maximal
/// welfare. That can be zero everywhere exactly if `W` is a sum of functions that each leave out
/// one agent, which is so exactly if every mixed difference `Σ_S (−1)^|S| W(from_S, to_-S)` over
/// two type profiles vanishes (Green and Laffont 1979; Laffont and Maskin 1980 with derivatives).
///
/// A single agent needs no transfers; and an agent with one type can take what is left over.
///
/// Complexity: type profiles × agents × alternatives.
///
/// # Errors
/// [`SettingError::Invalid`] if values are interdependent, [`SettingError::TooLarge`].
///
/// ```
/// use lacuna::mechanism::{Setting, TableLimit};
/// use lacuna::mechanism::groves::balanced_terms;
/// use lacuna::number::Rational;
///
/// // A project that each of two agents values at −1 or 1: no Groves mechanism balances.
/// let project = Setting::private(&[2, 2], 2, |_, own_type, built| {
///     Rational::from(built as i64 * [-1, 1][own_type])
/// })?;
/// let balance = balanced_terms(&project, TableLimit::default())?;
/// let obstruction = balance.obstruction().ok_or("a proof")?;
/// assert_eq!(obstruction.difference, Rational::from(2));
/// assert!(obstruction.verify(&project));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn balanced_terms(setting: &Setting, limit: TableLimit) -> Result<GrovesBalance, SettingError> {
    let maximiser = Maximiser::new(setting)?;
    let space = maximiser.profiles("maximal welfare at every type profile", limit)?;
    let agents = maximiser.agents();
    let mut table = Vec::with_capacity(space.len());
    space.for_each(|_, profile| table.push(Maximiser::largest(&maximiser.totals(profile))));
    // With E_i the value where agent i is of type 0, W = Σ_i (1−E_0)…(1−E_{i−1}) E_i W, plus the
    // mixed difference from type profile 0, (1−E_0)…(1−E_{n−1}) W. Summand i leaves out agent i.
    let factor = Rational::from(agents) - Rational::ONE;
    let mut terms = Vec::with_capacity(agents);
    for agent in 0..agents {
        let mut own = Vec::with_capacity(space.len() / maximiser.types()[agent]);
        space.for_each(|index, profile| {
            if profile[agent] == 0 {
                own.push(-(&factor * &table[index]));
            }
        });
        terms.push(own);
        let stride = space.stride(agent);
        // Type 0 stands before the others, so it is cleared last.
        for index in (0..space.len()).rev() {
            let first = index - space.action(index, agent) * stride;
            table[index] = &table[index] - &table[first];
        }
    }
    let vanishing = table.iter().position(|difference| !difference.is_zero());
    match vanishing.filter(|_| agents > 1) {
        None => Ok(GrovesBalance::Possible(terms)),
        Some(index) => Ok(GrovesBalance::Impossible(MixedDifference {
            from: vec![0; agents],
            to: space.profile(index)?,
            difference: table[index].clone(),
        })),
    }
}
