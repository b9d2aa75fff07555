//! A bid, an ask, and a price between them.

use crate::mechanism::auction::{check_grids, level_name};
use crate::mechanism::{Decision, Mechanism, SettingError};
use crate::number::Rational;

/// The k-double auction of a buyer (agent 0) and a seller (agent 1): they trade if the bid is at
/// least the ask, at the price `k · bid + (1 − k) · ask` (Chatterjee and Samuelson 1983).
///
/// Messages are levels of the two grids, bids and asks. With `k = 1` the buyer names the price, and
/// it is dominant for the seller to ask its cost; with `k = 0` the other way round. Between them
/// both shade. With values and costs uniform on the unit interval and `k = 1/2` it is an equilibrium
/// to bid `2v/3 + 1/12` and to ask `2c/3 + 1/4`, and no balanced mechanism that everybody would take
/// part in gains more from trade there (Myerson and Satterthwaite 1983).
///
/// ```
/// use lacuna::mechanism::Mechanism;
/// use lacuna::mechanism::trade::DoubleAuction;
/// use lacuna::number::Rational;
/// let grid: Vec<Rational> = (0..=4).map(Rational::from).collect();
/// let split = DoubleAuction::new(grid.clone(), grid, Rational::new(1, 2)?)?;
/// assert_eq!(split.decide(&[4, 1]).expected_transfer(0), Rational::new(-5, 2)?);
/// assert_eq!(split.decide(&[1, 2]).branches()[0].alternative, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubleAuction {
    grids: [Vec<Rational>; 2],
    weight: Rational,
}

impl DoubleAuction {
    /// With these bids and asks, in increasing order, and the weight `k` on the bid.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if a list is empty or not increasing, or `k` is not between 0 and 1.
    pub fn new(
        bids: Vec<Rational>,
        asks: Vec<Rational>,
        weight: Rational,
    ) -> Result<Self, SettingError> {
        let grids = [bids, asks];
        check_grids("bids and asks", &grids)?;
        if weight.is_negative() || weight > Rational::ONE {
            let needs = "it must be between 0 and 1";
            return Err(SettingError::invalid(
                "the weight on the bid",
                weight,
                needs,
            ));
        }
        Ok(DoubleAuction { grids, weight })
    }
}

impl Mechanism for DoubleAuction {
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
        let bid = &self.grids[0][messages[0]];
        let ask = &self.grids[1][messages[1]];
        if bid < ask {
            return Decision::certain(0, vec![Rational::ZERO; 2]);
        }
        let price = ask + (bid - ask) * &self.weight;
        Decision::certain(1, vec![-&price, price])
    }

    fn message_name(&self, agent: usize, message: usize) -> Option<String> {
        level_name(&self.grids, agent, message)
    }
}
