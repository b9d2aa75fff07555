//! The auction with the greatest revenue.

use super::DiscreteValues;
use crate::mechanism::protocol::{Decision, Mechanism};
use crate::mechanism::setting::{Prior, Setting, SettingError};
use crate::number::Rational;

/// The optimal auction of one object among bidders with independent values (Myerson 1981), for
/// finitely many values.
///
/// The bidder with the highest ironed virtual value gets the object if it is above 0, the first of
/// several; it pays the least value with which it would have got it. Honesty is a dominant
/// strategy, nobody loses, and no mechanism with Bayesian honesty and interim participation brings
/// more. Alternative 0 is that nobody gets it, `1 + i` that bidder `i` does; messages are values.
///
/// ```
/// use lacuna::mechanism::Mechanism;
/// use lacuna::mechanism::optimal::{DiscreteValues, OptimalAuction};
/// use lacuna::number::Rational;
/// let bidder = DiscreteValues::uniform(vec![Rational::from(1), Rational::from(2)])?;
/// let auction = OptimalAuction::new(vec![bidder.clone(), bidder])?;
/// assert_eq!(auction.expected_revenue(), Rational::new(3, 2)?);
/// // Low values do not win: the first bidder pays its own.
/// assert_eq!(auction.decide(&[1, 0]).expected_transfer(0), Rational::from(-2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptimalAuction {
    bidders: Vec<DiscreteValues>,
    ironed: Vec<Vec<Rational>>,
}

impl OptimalAuction {
    /// For bidders with these values.
    ///
    /// # Errors
    /// [`SettingError::Game`] without bidders.
    pub fn new(bidders: Vec<DiscreteValues>) -> Result<Self, SettingError> {
        if bidders.is_empty() {
            return Err(crate::game::GameError::NoPlayers.into());
        }
        let ironed = bidders.iter();
        Ok(OptimalAuction {
            ironed: ironed.map(DiscreteValues::ironed_virtual_values).collect(),
            bidders,
        })
    }

    /// The bidders.
    pub fn bidders(&self) -> &[DiscreteValues] {
        &self.bidders
    }

    /// The setting that it is for.
    ///
    /// # Errors
    /// As [`Setting::private`].
    pub fn setting(&self) -> Result<Setting, SettingError> {
        let counts: Vec<usize> = self.bidders.iter().map(|b| b.values().len()).collect();
        let setting =
            Setting::private(
                &counts,
                1 + counts.len(),
                |bidder, own, alternative| match alternative == 1 + bidder {
                    true => self.bidders[bidder].values()[own].clone(),
                    false => Rational::ZERO,
                },
            )?;
        let prior = self.bidders.iter().map(|b| b.probabilities().to_vec());
        setting.with_prior(Prior::Independent(prior.collect()))
    }

    /// Who gets the object.
    fn winner(&self, reports: &[usize]) -> Option<usize> {
        let mut best: Option<(usize, &Rational)> = None;
        for (bidder, (&report, list)) in reports.iter().zip(&self.ironed).enumerate() {
            let own = &list[report];
            if own.is_positive() && best.is_none_or(|(_, highest)| own > highest) {
                best = Some((bidder, own));
            }
        }
        best.map(|(bidder, _)| bidder)
    }

    /// The expected revenue: the expectation of the highest ironed virtual value or 0, whichever is
    /// more.
    ///
    /// # Complexity
    /// The number of values times the number of bidders.
    pub fn expected_revenue(&self) -> Rational {
        let mut levels: Vec<&Rational> = self.ironed.iter().flatten().collect();
        levels.retain(|level| level.is_positive());
        levels.sort();
        levels.dedup();
        let mut revenue = Rational::ZERO;
        let mut below = self.nobody_above(&Rational::ZERO);
        for level in levels {
            let up_to = self.nobody_above(level);
            revenue += level * &(&up_to - &below);
            below = up_to;
        }
        revenue
    }

    /// The probability that no ironed virtual value is above a level.
    fn nobody_above(&self, level: &Rational) -> Rational {
        let each = self.bidders.iter().zip(&self.ironed);
        each.fold(Rational::ONE, |product, (bidder, ironed)| {
            let below = ironed.partition_point(|own| own <= level);
            product * &bidder.probabilities()[..below].iter().sum::<Rational>()
        })
    }
}

impl Mechanism for OptimalAuction {
    fn agents(&self) -> usize {
        self.bidders.len()
    }

    fn messages(&self, agent: usize) -> usize {
        self.bidders[agent].values().len()
    }

    fn alternatives(&self) -> usize {
        1 + self.bidders.len()
    }

    fn decide(&self, messages: &[usize]) -> Decision {
        let mut transfers = vec![Rational::ZERO; self.bidders.len()];
        let Some(winner) = self.winner(messages) else {
            return Decision::certain(0, transfers);
        };
        let mut lower = messages.to_vec();
        while lower[winner] > 0 {
            lower[winner] -= 1;
            if self.winner(&lower) != Some(winner) {
                lower[winner] += 1;
                break;
            }
        }
        transfers[winner] = -&self.bidders[winner].values()[lower[winner]];
        Decision::certain(1 + winner, transfers)
    }

    fn message_name(&self, agent: usize, message: usize) -> Option<String> {
        let value = self.bidders.get(agent)?.values().get(message)?;
        Some(value.to_string())
    }
}
