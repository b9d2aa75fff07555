//! Take it or leave it.

use crate::mechanism::auction::{Ties, check_grids};
use crate::mechanism::{Decision, Mechanism, SettingError, Strategies};
use crate::number::Rational;

/// One object at a posted price: message 1 accepts it and message 0 declines. Among those who accept
/// one buys, by lottery or by priority.
///
/// Accepting exactly if the value is at least the price is dominant with a lottery as with a
/// priority. Alternatives are those of [`one_object`](crate::mechanism::auction::one_object): 0
/// unsold, `1 + i` buyer `i`'s.
///
/// ```
/// use lacuna::mechanism::Mechanism;
/// use lacuna::mechanism::auction::Ties;
/// use lacuna::mechanism::trade::PostedPrice;
/// use lacuna::number::Rational;
/// let posted = PostedPrice::new(3, Rational::from(4))?.with_ties(Ties::Priority(vec![2, 0, 1]))?;
/// let strategies = posted.strategies(&vec![[1, 4, 6].map(Rational::from).to_vec(); 3])?;
/// let decision = posted.decide(&strategies.messages(&[2, 1, 0]));
/// assert_eq!(decision.expected_transfer(0), Rational::from(-4));
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedPrice {
    buyers: usize,
    price: Rational,
    ties: Ties,
}

impl PostedPrice {
    /// For so many buyers, at least one.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] without buyers.
    pub fn new(buyers: usize, price: Rational) -> Result<Self, SettingError> {
        if buyers == 0 {
            let needs = "it must be at least 1";
            return Err(SettingError::invalid("the number of buyers", 0, needs));
        }
        Ok(PostedPrice {
            buyers,
            price,
            ties: Ties::Lottery,
        })
    }

    /// The same price, with another way to choose among those who accept.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], [`SettingError::OutOfRange`], [`SettingError::Invalid`] if an
    /// order of priority does not name every buyer once.
    pub fn with_ties(mut self, ties: Ties) -> Result<Self, SettingError> {
        ties.check(self.buyers)?;
        self.ties = ties;
        Ok(self)
    }

    /// The dominant strategies: accept with a value of at least the price. One list of values for
    /// each buyer.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`]; [`SettingError::Invalid`] if a list is empty or not increasing.
    pub fn strategies(&self, values: &[Vec<Rational>]) -> Result<Strategies, SettingError> {
        check_grids("values", values)?;
        SettingError::check_length("the list of values", values.len(), self.buyers)?;
        let accepts = |value: &Rational| usize::from(value >= &self.price);
        let lists = values.iter();
        Ok(Strategies::new(
            lists
                .map(|list| list.iter().map(accepts).collect())
                .collect(),
        ))
    }
}

impl Mechanism for PostedPrice {
    fn agents(&self) -> usize {
        self.buyers
    }

    fn messages(&self, _agent: usize) -> usize {
        2
    }

    fn alternatives(&self) -> usize {
        1 + self.buyers
    }

    fn decide(&self, messages: &[usize]) -> Decision {
        let accepting: Vec<usize> = (0..self.buyers)
            .filter(|&buyer| messages[buyer] == 1)
            .collect();
        let none = vec![Rational::ZERO; self.buyers];
        if accepting.is_empty() {
            return Decision::certain(0, none);
        }
        let sale = |buyer: usize| {
            let mut transfers = none.clone();
            transfers[buyer] = -&self.price;
            (1 + buyer, transfers)
        };
        let lucky = self.ties.winners(&accepting, 1).into_iter().flatten();
        Decision::equally_likely(lucky.map(sale).collect())
            .unwrap_or_else(|_| Decision::certain(0, none.clone()))
    }

    fn message_name(&self, _agent: usize, message: usize) -> Option<String> {
        Some(["decline", "accept"].get(message)?.to_string())
    }
}
