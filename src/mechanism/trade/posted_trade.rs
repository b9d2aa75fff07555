//! A price that nobody chooses.

use crate::mechanism::auction::{check_grids, level_name};
use crate::mechanism::setting::distribution;
use crate::mechanism::{Branch, Decision, Mechanism, SettingError};
use crate::number::Rational;

/// A buyer (agent 0) and a seller (agent 1) trade at a posted price if both want to: the value
/// reported is at least the price and the cost reported at most.
///
/// Honesty is dominant, the budget balances and nobody loses by taking part, whatever the price, and
/// also if the price is drawn by lottery; essentially only such mechanisms have these properties for
/// all values and costs (Hagerty and Rogerson 1987). Trades on the one side of the price are
/// forgone.
///
/// ```
/// use lacuna::mechanism::Mechanism;
/// use lacuna::mechanism::trade::PostedTrade;
/// use lacuna::number::Rational;
/// let grid: Vec<Rational> = (0..=4).map(Rational::from).collect();
/// let posted = PostedTrade::new(grid.clone(), grid, Rational::from(2))?;
/// assert_eq!(posted.decide(&[3, 1]).expected_transfer(1), Rational::from(2));
/// assert_eq!(posted.decide(&[4, 3]).branches()[0].alternative, 0); // 4 > 3, and no trade
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedTrade {
    grids: [Vec<Rational>; 2],
    /// Each with its probability.
    prices: Vec<(Rational, Rational)>,
}

impl PostedTrade {
    /// For these values and costs that can be reported, in increasing order.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if a list is empty or not increasing.
    pub fn new(
        values: Vec<Rational>,
        costs: Vec<Rational>,
        price: Rational,
    ) -> Result<Self, SettingError> {
        Self::lottery(values, costs, vec![(Rational::ONE, price)])
    }

    /// The same with a price that is drawn: each price after its probability.
    ///
    /// # Errors
    /// [`SettingError::Invalid`], [`SettingError::NegativeProbability`],
    /// [`SettingError::ProbabilitySum`].
    pub fn lottery(
        values: Vec<Rational>,
        costs: Vec<Rational>,
        prices: Vec<(Rational, Rational)>,
    ) -> Result<Self, SettingError> {
        let grids = [values, costs];
        check_grids("values and costs", &grids)?;
        let chances: Vec<Rational> = prices.iter().map(|(chance, _)| chance.clone()).collect();
        distribution(&chances, || "the prices".to_owned())?;
        Ok(PostedTrade { grids, prices })
    }
}

impl Mechanism for PostedTrade {
    fn agents(&self) -> usize {
        2
    }

    fn messages(&self, agent: usize) -> usize {
        self.grids[agent].len()
    }

    fn alternatives(&self) -> usize {
        2
    }

    fn decide(&self, messages: &[usize]) -> Decision {
        let value = &self.grids[0][messages[0]];
        let cost = &self.grids[1][messages[1]];
        let mut branches = Vec::with_capacity(self.prices.len());
        let mut none = Rational::ZERO;
        for (chance, price) in &self.prices {
            if value >= price && price >= cost {
                branches.push(Branch::new(chance.clone(), 1, vec![-price, price.clone()]));
            } else {
                none += chance;
            }
        }
        branches.push(Branch::new(none, 0, vec![Rational::ZERO; 2]));
        Decision::lottery(branches)
            .unwrap_or_else(|_| Decision::certain(0, vec![Rational::ZERO; 2]))
    }

    fn message_name(&self, agent: usize, message: usize) -> Option<String> {
        level_name(&self.grids, agent, message)
    }
}
