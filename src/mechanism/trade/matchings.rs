//! Which buyers and sellers trade.

use crate::mechanism::SettingError;
use crate::mechanism::auction::{subset_count, subsets};

/// The most that is listed.
const MOST: u128 = 1_000_000;

/// Which buyers and which sellers trade, as many of the one as of the other, in the order of the
/// alternatives of [`exchange`](super::exchange): by the number of trades, then by the buyers, then
/// by the sellers, in lexicographic order. Alternative 0 is no trade.
///
/// ```
/// use lacuna::mechanism::trade::Matchings;
/// let matchings = Matchings::new(2, 2)?;
/// assert_eq!(matchings.len(), 6);
/// assert_eq!(matchings.traders(2), (&[0][..], &[1][..]));
/// assert_eq!(matchings.alternative(&[0, 1], &[0, 1]), Some(5));
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matchings {
    list: Vec<(Vec<usize>, Vec<usize>)>,
}

impl Matchings {
    /// All of them.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] without buyers or without sellers, or with more than a million
    /// alternatives.
    pub fn new(buyers: usize, sellers: usize) -> Result<Self, SettingError> {
        for (what, number) in [
            ("the number of buyers", buyers),
            ("the number of sellers", sellers),
        ] {
            if number == 0 {
                return Err(SettingError::invalid(what, number, "it must be at least 1"));
            }
        }
        // There are as many as subsets of all of them with as many members as there are sellers.
        let count = subset_count(buyers as u128 + sellers as u128, sellers as u128);
        if count > MOST {
            return Err(SettingError::invalid(
                "the number of sets of buyers and sellers who trade",
                count,
                "there must be at most a million; take fewer traders",
            ));
        }
        let mut list = Vec::with_capacity(count as usize);
        for trades in 0..=buyers.min(sellers) {
            let sides = subsets(sellers, trades);
            for chosen in subsets(buyers, trades) {
                list.extend(sides.iter().map(|side| (chosen.clone(), side.clone())));
            }
        }
        Ok(Matchings { list })
    }

    /// The number of alternatives.
    #[allow(clippy::len_without_is_empty, reason = "there is always no trade")]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The buyers and the sellers who trade, each in increasing order.
    ///
    /// # Panics
    /// If there is no such alternative.
    pub fn traders(&self, alternative: usize) -> (&[usize], &[usize]) {
        let (buyers, sellers) = &self.list[alternative];
        (buyers, sellers)
    }

    /// The number of the alternative in which these trade, if it is one; in increasing order.
    pub fn alternative(&self, buyers: &[usize], sellers: &[usize]) -> Option<usize> {
        let key = (buyers.len(), buyers, sellers);
        let found = self
            .list
            .binary_search_by(|(these, those)| (these.len(), &these[..], &those[..]).cmp(&key));
        found.ok()
    }
}
