//! Taking all surplus from agents whose types are correlated (Crémer and McLean 1988).

use serde::{Deserialize, Serialize};

use crate::game::ProfileSpace;
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use crate::mechanism::protocol::{Decision, Mechanism, TableLimit};
use crate::mechanism::setting::{Setting, SettingError};
use crate::number::Rational;

/// How the beliefs of an agent's types about the others relate to each other. Types of probability
/// zero are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Beliefs {
    /// They are linearly independent: surplus can be taken even in dominant strategies.
    Independent,
    /// No belief is a mixture of the others: surplus can be taken with Bayesian honesty.
    ConvexlyIndependent,
    /// The belief of a type is a mixture of those of others.
    Mixture {
        /// The type.
        own_type: usize,
        /// The weight of each type; the own is 0.
        weights: Vec<Rational>,
    },
}

/// Whether the beliefs allow all surplus to be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Extraction {
    /// They do.
    Full(Box<FullExtraction>),
    /// They do not guarantee it: the belief of a type of this agent is a mixture of others'.
    /// Particular values may still allow it.
    NotGuaranteed {
        /// The agent.
        agent: usize,
        /// The type.
        own_type: usize,
        /// The weight of each of the agent's types in the mixture.
        weights: Vec<Rational>,
    },
}

/// A mechanism that takes all surplus: the efficient alternative (the first of several) is chosen,
/// every agent pays its value of it, and takes part in a bet on the others' reports that is fair
/// if it was honest and costs it at least as much as it could gain by a lie otherwise. Every type
/// of positive probability expects exactly 0; ex post an agent may lose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct FullExtraction {
    space: ProfileSpace,
    alternatives: usize,
    /// The alternative at each type profile.
    chosen: Vec<usize>,
    /// What each agent receives, type profile by type profile.
    transfers: Vec<Vec<Rational>>,
    /// The expected sum of payments: the expected surplus.
    revenue: Rational,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    space: ProfileSpace,
    alternatives: usize,
    chosen: Vec<usize>,
    transfers: Vec<Vec<Rational>>,
    revenue: Rational,
}

impl TryFrom<Form> for FullExtraction {
    type Error = SettingError;
    fn try_from(form: Form) -> Result<Self, SettingError> {
        let (profiles, agents) = (form.space.len(), form.space.players());
        SettingError::check_length("the chosen alternatives", form.chosen.len(), profiles)?;
        SettingError::check_length("the transfers", form.transfers.len(), profiles)?;
        for &chosen in &form.chosen {
            SettingError::check_index("an alternative", chosen, form.alternatives)?;
        }
        for list in &form.transfers {
            SettingError::check_length("a list of transfers", list.len(), agents)?;
        }
        Ok(FullExtraction {
            space: form.space,
            alternatives: form.alternatives,
            chosen: form.chosen,
            transfers: form.transfers,
            revenue: form.revenue,
        })
    }
}

impl From<FullExtraction> for Form {
    fn from(mechanism: FullExtraction) -> Self {
        Form {
            space: mechanism.space,
            alternatives: mechanism.alternatives,
            chosen: mechanism.chosen,
            transfers: mechanism.transfers,
            revenue: mechanism.revenue,
        }
    }
}

impl FullExtraction {
    /// The expected sum of payments, which is the expected surplus.
    pub fn revenue(&self) -> &Rational {
        &self.revenue
    }
}

impl Mechanism for FullExtraction {
    fn agents(&self) -> usize {
        self.space.players()
    }

    fn messages(&self, agent: usize) -> usize {
        self.space.actions()[agent]
    }

    fn alternatives(&self) -> usize {
        self.alternatives
    }

    fn decide(&self, messages: &[usize]) -> Decision {
        let profile = self.space.index_or_beyond(messages);
        Decision::certain(self.chosen[profile], self.transfers[profile].clone())
    }
}

/// For each type of an agent the probabilities of the others' types (times that of its own), in the
/// order of the type profiles.
fn beliefs(setting: &Setting, space: &ProfileSpace, agent: usize) -> Vec<Vec<Rational>> {
    let mut lists = vec![Vec::new(); setting.types()[agent]];
    space.for_each(|_, types| lists[types[agent]].push(setting.probability(types)));
    lists
}

/// Do the lists have full row rank?
fn is_independent(mut rows: Vec<Vec<Rational>>) -> bool {
    let width = rows.first().map_or(0, Vec::len);
    let mut done = 0;
    for column in 0..width {
        let Some(pivot) = (done..rows.len()).find(|&row| !rows[row][column].is_zero()) else {
            continue;
        };
        rows.swap(done, pivot);
        let (above, below) = rows.split_at_mut(done + 1);
        let head = &above[done];
        for row in below {
            let factor = row[column].checked_div(&head[column]).unwrap_or_default();
            if !factor.is_zero() {
                let entries = row.iter_mut().zip(head);
                entries.for_each(|(entry, other)| *entry -= &factor * other);
            }
        }
        done += 1;
    }
    done == rows.len()
}

/// The weights of a mixture of the other beliefs, if the belief of a type is one.
fn mixture(lists: &[Vec<Rational>], own: usize) -> Result<Option<Vec<Rational>>, SettingError> {
    let total = |list: &[Rational]| Rational::total(list);
    let own_total = total(&lists[own]);
    let mut program = LinearProgram::maximise();
    for _ in lists {
        program.variable(Bounds::NONNEGATIVE, 0);
    }
    for (column, right) in lists[own].iter().enumerate() {
        let terms = lists.iter().enumerate().filter(|(other, _)| *other != own);
        let terms = terms.map(|(other, list)| (other, list[column].clone()));
        program.row(terms, Relation::Equal, right.clone())?;
    }
    let solved = program.solve(&LinearOptions::default())?;
    let Answer::Optimal(found) = solved.answer else {
        return Ok(None);
    };
    // The lists are joint probabilities: weights of conditional ones.
    let weights = found.point.iter().zip(lists).enumerate();
    let weights = weights.map(|(other, (weight, list))| match other == own {
        true => Rational::ZERO,
        false => (weight * &total(list))
            .checked_div(&own_total)
            .unwrap_or_default(),
    });
    Ok(Some(weights.collect()))
}

/// How the beliefs of an agent's types about the others relate to each other, decided exactly.
///
/// ```
/// use lacuna::mechanism::{Prior, Setting};
/// use lacuna::mechanism::optimal::{Beliefs, belief_independence};
/// use lacuna::number::Rational;
/// let setting = Setting::private(&[2, 2], 2, |_, _, _| Rational::ZERO)?;
/// // Independent types believe the same.
/// assert!(matches!(belief_independence(&setting, 0)?, Beliefs::Mixture { .. }));
/// let correlated = [4, 1, 1, 4].map(|tenths| Rational::new(tenths, 10).unwrap_or_default());
/// let setting = setting.with_prior(Prior::Joint(correlated.to_vec()))?;
/// assert_eq!(belief_independence(&setting, 0)?, Beliefs::Independent);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`SettingError::OutOfRange`] if there is no such agent; [`SettingError::Linear`];
/// [`SettingError::TooLarge`] for more type profiles than the default [`TableLimit`].
pub fn belief_independence(setting: &Setting, agent: usize) -> Result<Beliefs, SettingError> {
    belief_independence_within(setting, agent, TableLimit::default())
}

/// The type profiles, if they are not too many.
fn profiles(setting: &Setting, limit: TableLimit) -> Result<ProfileSpace, SettingError> {
    let cases = setting.types().iter().fold(1u128, |product, &count| {
        product.saturating_mul(count as u128)
    });
    limit.check("the beliefs at every type profile", cases)?;
    setting.profiles()
}

/// [`belief_independence`] with another limit on the number of type profiles.
///
/// # Errors
/// As [`belief_independence`].
pub fn belief_independence_within(
    setting: &Setting,
    agent: usize,
    limit: TableLimit,
) -> Result<Beliefs, SettingError> {
    SettingError::check_index("an agent", agent, setting.agents())?;
    let lists = beliefs(setting, &profiles(setting, limit)?, agent);
    let occurs = |list: &Vec<Rational>| list.iter().any(Rational::is_positive);
    let occurring: Vec<Vec<Rational>> = lists.iter().filter(|list| occurs(list)).cloned().collect();
    if is_independent(occurring) {
        return Ok(Beliefs::Independent);
    }
    for own_type in (0..lists.len()).filter(|&own| occurs(&lists[own])) {
        if let Some(weights) = mixture(&lists, own_type)? {
            return Ok(Beliefs::Mixture { own_type, weights });
        }
    }
    Ok(Beliefs::ConvexlyIndependent)
}

/// Takes all surplus, if beliefs allow it whatever the values are (Crémer and McLean 1988).
///
/// ```
/// use lacuna::mechanism::{Prior, Setting};
/// use lacuna::mechanism::optimal::{Extraction, full_extraction};
/// use lacuna::number::Rational;
/// let correlated = [4, 1, 1, 4].map(|tenths| Rational::new(tenths, 10).unwrap_or_default());
/// let auction = Setting::private(&[2, 2], 3, |bidder, own_type, alternative| {
///     Rational::from(if alternative == 1 + bidder { 1 + own_type as i64 } else { 0 })
/// })?
/// .with_prior(Prior::Joint(correlated.to_vec()))?;
/// let Extraction::Full(mechanism) = full_extraction(&auction)? else { unreachable!() };
/// assert_eq!(mechanism.revenue(), &Rational::new(8, 5)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`SettingError::Linear`] at a limit; [`SettingError::TooLarge`] for more type profiles than the
/// default [`TableLimit`].
pub fn full_extraction(setting: &Setting) -> Result<Extraction, SettingError> {
    full_extraction_within(setting, TableLimit::default())
}

/// [`full_extraction`] with another limit on the number of type profiles.
///
/// # Errors
/// As [`full_extraction`].
pub fn full_extraction_within(
    setting: &Setting,
    limit: TableLimit,
) -> Result<Extraction, SettingError> {
    let space = profiles(setting, limit)?;
    let (agents, alternatives) = (setting.agents(), setting.alternatives());
    let (mut chosen, mut revenue) = (Vec::new(), Rational::ZERO);
    let mut transfers = Vec::new();
    space.for_each(|_, types| {
        let (mut best, mut most) = (0, setting.welfare(types, 0));
        for alternative in 1..alternatives {
            let own = setting.welfare(types, alternative);
            if own > most {
                (best, most) = (alternative, own);
            }
        }
        chosen.push(best);
        revenue += setting.probability(types) * &most;
        let paid = (0..agents).map(|agent| -setting.value(agent, types, best));
        transfers.push(paid.collect::<Vec<Rational>>());
    });
    for agent in 0..agents {
        if let Beliefs::Mixture { own_type, weights } =
            belief_independence_within(setting, agent, limit)?
        {
            return Ok(Extraction::NotGuaranteed {
                agent,
                own_type,
                weights,
            });
        }
        let lists = beliefs(setting, &space, agent);
        let mut by_type = vec![Vec::new(); lists.len()];
        (0..space.len()).for_each(|place| by_type[space.action(place, agent)].push(place));
        for (report, places) in by_type.iter().enumerate() {
            // What each other type would gain by this report, without the bet.
            let gains: Vec<Rational> = by_type
                .iter()
                .zip(&lists)
                .map(|(own, beliefs)| {
                    let each = own.iter().zip(places).zip(beliefs);
                    each.map(|((&truth, &heard), probability)| {
                        let types = space.profile_unchecked(truth);
                        let value = setting.value(agent, &types, chosen[heard]);
                        probability * &(value + &transfers[heard][agent])
                    })
                    .sum()
                })
                .collect();
            let bet = bet(&lists, report, &gains)?;
            for (&heard, stake) in places.iter().zip(&bet) {
                transfers[heard][agent] -= stake;
            }
        }
    }
    Ok(Extraction::Full(Box::new(FullExtraction {
        space,
        alternatives,
        chosen,
        transfers,
        revenue,
    })))
}

/// Stakes for each of the others' types: worth 0 to the type itself, and costing every other type
/// at least what it gains by pretending to be it.
fn bet(
    lists: &[Vec<Rational>],
    own: usize,
    gains: &[Rational],
) -> Result<Vec<Rational>, SettingError> {
    let mut program = LinearProgram::minimise();
    // The least largest stake keeps the numbers small.
    let largest = program.variable(Bounds::NONNEGATIVE, 1);
    let stakes: Vec<usize> = lists[own]
        .iter()
        .map(|_| program.variable(Bounds::FREE, 0))
        .collect();
    for &stake in &stakes {
        for sign in [1, -1] {
            let terms = [(largest, Rational::ONE), (stake, Rational::from(sign))];
            program.row(terms, Relation::AtLeast, 0)?;
        }
    }
    for (other, (list, gain)) in lists.iter().zip(gains).enumerate() {
        let terms = stakes.iter().copied().zip(list.iter().cloned());
        let relation = match other == own {
            true => Relation::Equal,
            false => Relation::AtLeast,
        };
        let bound = if other == own {
            Rational::ZERO
        } else {
            gain.clone()
        };
        program.row(terms, relation, bound)?;
    }
    let solved = program.solve(&LinearOptions::default())?;
    // Convex independence leaves room for any gains.
    let best = solved.answer.into_optimum();
    Ok(best.map_or_else(Vec::new, |best| best.point[1..].to_vec()))
}
