//! Affine maximisers: efficiency with weights and biases.

use std::sync::Arc;

use super::maximiser::Maximiser;
use super::terms::Terms;
use crate::mechanism::{Decision, Mechanism, Setting, SettingError};
use crate::number::Rational;

/// An affine maximiser: an alternative that maximises `b(a) + Σ w_j v_j(t_j, a)` at the reported
/// types, with transfers that make honesty dominant.
///
/// Agent `i` receives `(b(a) + Σ_{j≠i} w_j v_j(t_j, a)) / w_i + h_i(t_-i)`; unless other terms are
/// given, `h_i` is minus the largest value of that bracket, as in Clarke's mechanism, so that
/// nobody is ever paid. An agent of weight zero has no say and no transfer (but its term). With at
/// least three alternatives and unrestricted values, no other decision rule can be made honest in
/// dominant strategies if every alternative is sometimes chosen (Roberts 1979).
///
/// ```
/// use lacuna::mechanism::Mechanism;
/// use lacuna::mechanism::auction::one_object;
/// use lacuna::mechanism::groves::AffineMaximiser;
/// use lacuna::number::Rational;
///
/// // One object, values 0 to 5; keeping it has a bias of 2: a reserve price of 2.
/// let values: Vec<Rational> = (0..=5).map(Rational::from).collect();
/// let setting = one_object(&vec![values; 2])?;
/// let numbers = |list: &[i64]| list.iter().copied().map(Rational::from).collect::<Vec<_>>();
/// let reserve = AffineMaximiser::new(&setting, &numbers(&[1, 1]), numbers(&[2, 0, 0]))?;
/// assert_eq!(reserve.decide(&[5, 1]).expected_transfer(0), Rational::from(-2));
///
/// // The second bidder counts double: it wins with 3 against 5, and pays 5/2.
/// let favoured = AffineMaximiser::weighted(&setting, &numbers(&[1, 2]))?;
/// assert_eq!(favoured.decide(&[5, 3]).expected_transfer(1), Rational::new(-5, 2)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct AffineMaximiser {
    maximiser: Maximiser,
    /// One over each weight, zero for the weight zero.
    inverse: Vec<Rational>,
    terms: Terms,
}

impl AffineMaximiser {
    /// With a weight for each agent, none negative and not all zero, and a bias for each
    /// alternative.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`]; [`SettingError::Invalid`] if values are interdependent, a
    /// weight is negative or all are zero.
    pub fn new(
        setting: &Setting,
        weights: &[Rational],
        biases: Vec<Rational>,
    ) -> Result<Self, SettingError> {
        let maximiser = Maximiser::affine(setting, weights, biases)?;
        if let Some(agent) = weights.iter().position(Rational::is_negative) {
            let what = format!("the weight of agent {agent}");
            let needs = "it must be at least 0";
            return Err(SettingError::invalid(what, &weights[agent], needs));
        }
        if weights.iter().all(Rational::is_zero) {
            let needs = "at least one must be above 0";
            return Err(SettingError::invalid("every weight", 0, needs));
        }
        Ok(AffineMaximiser {
            maximiser,
            inverse: weights
                .iter()
                .map(|weight| weight.recip().unwrap_or_default())
                .collect(),
            terms: Terms::Clarke,
        })
    }

    /// Everybody with weight 1, and no biases.
    pub(super) fn efficient(setting: &Setting, terms: Terms) -> Result<Self, SettingError> {
        Ok(AffineMaximiser {
            maximiser: Maximiser::new(setting)?,
            inverse: vec![Rational::ONE; setting.agents()],
            terms,
        })
    }

    /// Weights and no biases: weighted VCG.
    ///
    /// # Errors
    /// As [`AffineMaximiser::new`].
    pub fn weighted(setting: &Setting, weights: &[Rational]) -> Result<Self, SettingError> {
        Self::new(
            setting,
            weights,
            vec![Rational::ZERO; setting.alternatives()],
        )
    }

    /// The same mechanism with these terms `h_i(t_-i)` in the place of Clarke's, in money: a
    /// function of an agent and of the others' reports, the agent's own left out.
    #[must_use]
    pub fn with_terms(
        mut self,
        terms: impl Fn(usize, &[usize]) -> Rational + Send + Sync + 'static,
    ) -> Self {
        self.terms = Terms::Function(Arc::new(terms));
        self
    }

    /// The same mechanism with these terms: for each agent one for each list of the others'
    /// reports, the last of the others fastest.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`].
    pub fn with_term_table(mut self, table: Vec<Vec<Rational>>) -> Result<Self, SettingError> {
        self.terms = Terms::table(self.maximiser.types(), table)?;
        Ok(self)
    }

    /// The same mechanism with this order of alternatives: among equally good ones the first wins.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], [`SettingError::OutOfRange`], [`SettingError::Invalid`] if it
    /// does not name every alternative once.
    pub fn with_order(mut self, order: Vec<usize>) -> Result<Self, SettingError> {
        self.maximiser.set_order(order)?;
        Ok(self)
    }
}

impl Mechanism for AffineMaximiser {
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
        let totals = self.maximiser.totals(messages);
        let best = self.maximiser.best(&totals);
        let reports = messages.iter().zip(&self.inverse).enumerate();
        let transfers = reports
            .map(|(agent, (&report, inverse))| {
                let others = self.maximiser.others(&totals, agent, report);
                let term = self.terms.term(&self.maximiser, agent, messages, &others);
                match self.terms {
                    Terms::Clarke | Terms::Cavallo => (term + &others[best]) * inverse,
                    _ => &others[best] * inverse + term,
                }
            })
            .collect();
        Decision::certain(best, transfers)
    }
}
