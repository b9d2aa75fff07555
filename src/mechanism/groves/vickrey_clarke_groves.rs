//! Groves mechanisms: efficient, and honesty is dominant.

use super::AffineMaximiser;
use super::terms::Terms;
use crate::mechanism::{Decision, Mechanism, Setting, SettingError};
use crate::number::Rational;

/// A Groves mechanism (Groves 1973): an alternative `a` that maximises `Σ v_j(t_j, a)` at the
/// reported types, and agent `i` receives `Σ_{j≠i} v_j(t_j, a) + h_i(t_-i)`.
///
/// Whatever the terms `h_i`, honesty is dominant and the decision efficient; and on rich enough
/// domains of values there is no other mechanism with both properties (Green and Laffont 1977;
/// Holmström 1979). The terms decide who pays: [`Groves::new`] has none, [`Groves::clarke`] never
/// runs a deficit, [`Groves::cavallo`] returns part of Clarke's revenue.
///
/// A decision takes `O(agents × alternatives)` operations, Cavallo's terms that times the number of
/// types.
///
/// ```
/// use lacuna::mechanism::{Mechanism, Setting};
/// use lacuna::mechanism::groves::Groves;
/// use lacuna::number::Rational;
///
/// // A seller (agent 1) with costs 1 or 3, a buyer (agent 0) with values 2 or 4; alternative 1 is
/// // trade. Without terms the buyer pays the cost and the seller receives the value: a deficit.
/// let setting = Setting::private(&[2, 2], 2, |agent, own_type, trade| {
///     let number = [[2, 4], [-1, -3]][agent][own_type];
///     Rational::from(trade as i64 * number)
/// })?;
/// let groves = Groves::new(&setting)?;
/// assert_eq!(groves.decide(&[1, 0]).branches()[0].transfers, [-1, 4].map(Rational::from));
///
/// // A term for the seller that depends on the buyer's report, and honesty stays dominant.
/// let cheaper = Groves::new(&setting)?.with_terms(|agent, others| match (agent, others[0]) {
///     (1, 1) => Rational::from(-2),
///     _ => Rational::ZERO,
/// });
/// assert_eq!(cheaper.decide(&[1, 0]).branches()[0].transfers, [-1, 2].map(Rational::from));
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Groves {
    /// The affine maximiser with every weight 1 and no biases.
    affine: AffineMaximiser,
}

impl Groves {
    fn with(setting: &Setting, terms: Terms) -> Result<Self, SettingError> {
        let affine = AffineMaximiser::efficient(setting, terms)?;
        Ok(Groves { affine })
    }

    /// The Groves mechanism without terms: `h_i = 0`.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if values are interdependent.
    pub fn new(setting: &Setting) -> Result<Self, SettingError> {
        Self::with(setting, Terms::Zero)
    }

    /// Clarke's pivotal mechanism (Clarke 1971; VCG): `h_i(t_-i) = −max_a Σ_{j≠i} v_j(t_j, a)`, so
    /// that an agent pays what its report takes from the others.
    ///
    /// Nobody is ever paid, so that there is no deficit; participation is worthwhile *ex post* if
    /// no value is negative.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if values are interdependent.
    pub fn clarke(setting: &Setting) -> Result<Self, SettingError> {
        Self::with(setting, Terms::Clarke)
    }

    /// Clarke's mechanism with its revenue given back in part (Bailey 1997; Cavallo 2006): each
    /// agent gets a share `1/n` of the least revenue that Clarke's mechanism would have for any
    /// report of its own. Still no deficit, and honesty is still dominant.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if values are interdependent.
    pub fn cavallo(setting: &Setting) -> Result<Self, SettingError> {
        Self::with(setting, Terms::Cavallo)
    }

    /// The same mechanism with these terms: a function of an agent and of the others' reports, in
    /// the order of the agents, the agent's own left out.
    #[must_use]
    pub fn with_terms(
        mut self,
        terms: impl Fn(usize, &[usize]) -> Rational + Send + Sync + 'static,
    ) -> Self {
        self.affine = self.affine.with_terms(terms);
        self
    }

    /// The same mechanism with these terms: for each agent one for each list of the others'
    /// reports, the last of the others fastest.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`].
    pub fn with_term_table(mut self, table: Vec<Vec<Rational>>) -> Result<Self, SettingError> {
        self.affine = self.affine.with_term_table(table)?;
        Ok(self)
    }

    /// The same mechanism with this order of alternatives: among equally good ones the first wins.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], [`SettingError::OutOfRange`], [`SettingError::Invalid`] if it
    /// does not name every alternative once.
    pub fn with_order(mut self, order: Vec<usize>) -> Result<Self, SettingError> {
        self.affine = self.affine.with_order(order)?;
        Ok(self)
    }
}

impl Mechanism for Groves {
    fn agents(&self) -> usize {
        self.affine.agents()
    }

    fn messages(&self, agent: usize) -> usize {
        self.affine.messages(agent)
    }

    fn alternatives(&self) -> usize {
        self.affine.alternatives()
    }

    fn decide(&self, messages: &[usize]) -> Decision {
        self.affine.decide(messages)
    }
}
