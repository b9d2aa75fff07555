//! Many buyers and sellers, and perhaps one trade too few.

use std::cmp::Reverse;

use super::matchings::Matchings;
use crate::mechanism::auction::{check_grids, level_name};
use crate::mechanism::{Decision, Mechanism, SettingError};
use crate::number::Rational;

/// McAfee's (1992) double auction of buyers and sellers of one unit each.
///
/// Let the reported values `b_1 ≥ b_2 ≥ …` and costs `s_1 ≤ s_2 ≤ …`, and `q` the last number with
/// `b_q ≥ s_q`, the efficient number of trades. If there is a next buyer and a next seller, and
/// `(b_{q+1} + s_{q+1}) / 2` lies between `s_q` and `b_q`, all `q` trades happen at that price.
/// Otherwise the least valuable is given up: the first `q − 1` buyers pay `b_q`, the first `q − 1`
/// sellers receive `s_q`, and the difference is left over.
///
/// Honesty is dominant, nobody loses by taking part, and there is never a deficit. Equal reports are
/// served in the order of the agents. Agents and alternatives are those of
/// [`exchange`](super::exchange): buyers first, and [`Matchings`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TradeReduction {
    /// Buyers, then sellers.
    grids: Vec<Vec<Rational>>,
    buyers: usize,
    matchings: Matchings,
}

impl TradeReduction {
    /// For these values and costs that can be reported, a list for each buyer and each seller, in
    /// increasing order.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if there are no buyers or no sellers, if a list is empty or not
    /// increasing, or with too many alternatives.
    pub fn new(
        values: Vec<Vec<Rational>>,
        costs: Vec<Vec<Rational>>,
    ) -> Result<Self, SettingError> {
        check_grids("values", &values)?;
        check_grids("costs", &costs)?;
        let buyers = values.len();
        let matchings = Matchings::new(buyers, costs.len())?;
        let grids = values.into_iter().chain(costs).collect();
        Ok(TradeReduction {
            grids,
            buyers,
            matchings,
        })
    }

    /// The alternatives.
    pub fn matchings(&self) -> &Matchings {
        &self.matchings
    }
}

impl Mechanism for TradeReduction {
    fn agents(&self) -> usize {
        self.grids.len()
    }

    fn messages(&self, agent: usize) -> usize {
        self.grids[agent].len()
    }

    fn alternatives(&self) -> usize {
        self.matchings.len()
    }

    fn decide(&self, messages: &[usize]) -> Decision {
        let said = |agent: usize| &self.grids[agent][messages[agent]];
        let mut buyers: Vec<usize> = (0..self.buyers).collect();
        buyers.sort_by_key(|&buyer| Reverse(said(buyer)));
        let mut sellers: Vec<usize> = (self.buyers..self.grids.len()).collect();
        sellers.sort_by_key(|&seller| said(seller));
        let pairs = buyers.iter().zip(&sellers);
        let efficient = pairs
            .take_while(|&(&buyer, &seller)| said(buyer) >= said(seller))
            .count();
        let mut transfers = vec![Rational::ZERO; self.grids.len()];
        let Some(last) = efficient.checked_sub(1) else {
            return Decision::certain(0, transfers);
        };
        let (value, cost) = (said(buyers[last]), said(sellers[last]));
        let half = Rational::from(2).recip().unwrap_or_default();
        let next = buyers.get(efficient).zip(sellers.get(efficient));
        let middle = next
            .map(|(&buyer, &seller)| (said(buyer) + said(seller)) * &half)
            .filter(|middle| cost <= middle && middle <= value);
        let (trades, price, pay) = match &middle {
            Some(middle) => (efficient, middle, middle),
            None => (last, value, cost),
        };
        let mut buying = buyers[..trades].to_vec();
        let mut selling = sellers[..trades].to_vec();
        for &buyer in &buying {
            transfers[buyer] = -price;
        }
        for seller in &mut selling {
            transfers[*seller] = pay.clone();
            *seller -= self.buyers;
        }
        buying.sort_unstable();
        selling.sort_unstable();
        let alternative = self.matchings.alternative(&buying, &selling);
        Decision::certain(alternative.unwrap_or(0), transfers)
    }

    fn message_name(&self, agent: usize, message: usize) -> Option<String> {
        level_name(&self.grids, agent, message)
    }
}
