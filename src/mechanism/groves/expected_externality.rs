//! The expected-externality mechanism: efficient and exactly balanced.

use super::maximiser::Maximiser;
use crate::mechanism::{Decision, Mechanism, Prior, Setting, SettingError, TableLimit};
use crate::number::Rational;

/// The expected-externality mechanism (Arrow 1979; d'Aspremont and Gérard-Varet 1979): an efficient
/// alternative at the reported types, and agent `i` receives `E_i(t_i) − Σ_{j≠i} E_j(t_j) / (n−1)`,
/// where `E_i(t_i)` is what the others can expect to value the decision at, given that `i` is of
/// type `t_i`.
///
/// Transfers sum to zero at every report profile, and honesty is a Bayesian equilibrium if types
/// are independent. It need not be dominant, and a type may expect less than nothing: interim
/// participation can fail.
///
/// ```
/// use lacuna::mechanism::{Mechanism, Setting, TableLimit};
/// use lacuna::mechanism::groves::ExpectedExternality;
/// use lacuna::number::Rational;
///
/// // Two agents with net values −1 or 2 of a project, equally likely.
/// let setting = Setting::private(&[2, 2], 2, |_, own_type, built| {
///     Rational::from(built as i64 * [-1, 2][own_type])
/// })?;
/// let mechanism = ExpectedExternality::new(&setting, TableLimit::default())?;
/// assert_eq!(mechanism.externality(0, 0), &Rational::ONE);
/// assert_eq!(mechanism.externality(0, 1), &Rational::new(1, 2)?);
/// assert_eq!(mechanism.decide(&[1, 0]).expected_transfer(0), Rational::new(-1, 2)?);
/// assert_eq!(mechanism.decide(&[1, 0]).expected_transfer(1), Rational::new(1, 2)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedExternality {
    maximiser: Maximiser,
    beliefs: Vec<Vec<Rational>>,
    limit: TableLimit,
    /// For each agent and own type.
    externalities: Vec<Vec<Rational>>,
}

impl ExpectedExternality {
    /// The mechanism for a setting with private values and independent types; a joint prior that is
    /// a product is taken, too. `limit` is on the number of type profiles.
    ///
    /// With one agent there are no transfers.
    ///
    /// Complexity: type profiles × agents × (agents + alternatives).
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if values are interdependent or types not independent,
    /// [`SettingError::TooLarge`].
    pub fn new(setting: &Setting, limit: TableLimit) -> Result<Self, SettingError> {
        let maximiser = Maximiser::new(setting)?;
        let beliefs = marginals(setting, &maximiser, limit)?;
        ExpectedExternality {
            maximiser,
            beliefs,
            limit,
            externalities: Vec::new(),
        }
        .expected()
    }

    /// The same mechanism with this order of alternatives: among equally good ones the first wins.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], [`SettingError::OutOfRange`], [`SettingError::Invalid`] if it
    /// does not name every alternative once.
    pub fn with_order(mut self, order: Vec<usize>) -> Result<Self, SettingError> {
        self.maximiser.set_order(order)?;
        self.expected()
    }

    /// What the others can expect to value the decision at if `agent` is of this type: `E_i(t_i)`.
    ///
    /// # Panics
    /// If an index is out of range.
    pub fn externality(&self, agent: usize, own_type: usize) -> &Rational {
        &self.externalities[agent][own_type]
    }

    fn expected(mut self) -> Result<Self, SettingError> {
        let maximiser = &self.maximiser;
        let space = maximiser.profiles("an expected-externality mechanism", self.limit)?;
        let types = maximiser.types().iter();
        let mut expected: Vec<Vec<Rational>> =
            types.map(|&count| vec![Rational::ZERO; count]).collect();
        space.for_each(|_, profile| {
            let totals = maximiser.totals(profile);
            let best = maximiser.best(&totals);
            for (agent, &own) in profile.iter().enumerate() {
                let others = &totals[best] - &maximiser.own(agent, own)[best];
                if others.is_zero() {
                    continue;
                }
                let among = profile.iter().zip(&self.beliefs).enumerate();
                let probability = among
                    .filter(|(other, _)| *other != agent)
                    .fold(Rational::ONE, |product, (_, (&report, belief))| {
                        product * &belief[report]
                    });
                expected[agent][own] += probability * others;
            }
        });
        self.externalities = expected;
        Ok(self)
    }
}

/// The probabilities of each agent's types, if types are independent.
fn marginals(
    setting: &Setting,
    maximiser: &Maximiser,
    limit: TableLimit,
) -> Result<Vec<Vec<Rational>>, SettingError> {
    if let Prior::Independent(lists) = setting.prior() {
        return Ok(lists.clone());
    }
    let space = maximiser.profiles("the marginals of a joint prior", limit)?;
    let types = setting.types().iter();
    let mut lists: Vec<Vec<Rational>> = types.map(|&count| vec![Rational::ZERO; count]).collect();
    space.for_each(|_, profile| {
        let probability = setting.probability(profile);
        for (list, &own) in lists.iter_mut().zip(profile) {
            list[own] += &probability;
        }
    });
    let mut dependent = None;
    space.for_each(|_, profile| {
        let product = lists
            .iter()
            .zip(profile)
            .fold(Rational::ONE, |product, (list, &own)| product * &list[own]);
        if dependent.is_none() && product != setting.probability(profile) {
            dependent = Some(profile.to_vec());
        }
    });
    match dependent {
        None => Ok(lists),
        Some(profile) => Err(SettingError::invalid(
            "the prior",
            format!("not a product at the type profile {profile:?}"),
            "types must be independent",
        )),
    }
}

impl Mechanism for ExpectedExternality {
    fn agents(&self) -> usize {
        self.maximiser.agents()
    }

    fn messages(&self, agent: usize) -> usize {
        self.maximiser.types()[agent]
    }

    fn alternatives(&self) -> usize {
        self.maximiser.alternatives()
    }

    fn decide(&self, messages: &[usize]) -> Decision {
        let best = self.maximiser.best(&self.maximiser.totals(messages));
        let expected = || self.externalities.iter().zip(messages);
        let all: Rational = expected().map(|(list, &report)| &list[report]).sum();
        // One agent has nobody to pay: the share is 0, and so is its externality.
        let share = Rational::from(self.agents() - 1)
            .recip()
            .unwrap_or_default();
        let transfers = expected()
            .map(|(list, &report)| &list[report] - (&all - &list[report]) * &share)
            .collect();
        Decision::certain(best, transfers)
    }
}
