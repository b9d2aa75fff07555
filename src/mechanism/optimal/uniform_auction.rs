//! Auctions among bidders whose values are uniform on [0, 1].

use serde::{Deserialize, Serialize};

use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// A second-price auction of one object among bidders with independent values that are uniform on
/// [0, 1]. With the reserve 1/2 no mechanism brings more revenue (Myerson 1981).
///
/// ```
/// use lacuna::mechanism::optimal::UniformAuction;
/// use lacuna::number::Rational;
/// let two = UniformAuction::new(2)?;
/// assert_eq!(two.second_price_revenue(), Rational::new(1, 3)?);
/// assert_eq!(two.optimal_revenue(), Rational::new(5, 12)?);
/// // One more bidder is worth more than the best reserve (Bulow and Klemperer 1996).
/// let compared = two.bulow_klemperer()?;
/// assert_eq!(compared.one_more_bidder, Rational::new(1, 2)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct UniformAuction {
    bidders: u32,
}

/// The best reserve against one more bidder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BulowKlemperer {
    /// The revenue with the best reserve.
    pub optimal: Rational,
    /// The revenue without a reserve and with one more bidder.
    pub one_more_bidder: Rational,
}

/// The most bidders, so that powers stay small enough to write down.
const MOST_BIDDERS: u32 = 10_000;

impl TryFrom<u32> for UniformAuction {
    type Error = SettingError;
    fn try_from(bidders: u32) -> Result<Self, SettingError> {
        UniformAuction::new(bidders)
    }
}

impl From<UniformAuction> for u32 {
    fn from(auction: UniformAuction) -> u32 {
        auction.bidders
    }
}

impl UniformAuction {
    /// With so many bidders, 1 to 10,000.
    ///
    /// # Errors
    /// [`SettingError::Invalid`].
    pub fn new(bidders: u32) -> Result<Self, SettingError> {
        if (1..=MOST_BIDDERS).contains(&bidders) {
            return Ok(UniformAuction { bidders });
        }
        Err(SettingError::invalid(
            "the number of bidders",
            bidders,
            "it must be 1 to 10,000",
        ))
    }

    /// The number of bidders.
    pub fn bidders(&self) -> u32 {
        self.bidders
    }

    /// The revenue as a polynomial in the reserve, the constant first:
    /// (n − 1)/(n + 1) + rⁿ − 2n/(n + 1) · rⁿ⁺¹.
    pub fn revenue_polynomial(&self) -> Vec<Rational> {
        let n = i64::from(self.bidders);
        let mut coefficients = vec![Rational::ZERO; self.bidders as usize + 2];
        coefficients[0] = self.second_price_revenue();
        coefficients[n as usize] += Rational::ONE;
        coefficients[n as usize + 1] = -fraction(2 * n, n + 1);
        coefficients
    }

    /// The expected revenue with a reserve in [0, 1].
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if the reserve is outside.
    pub fn revenue(&self, reserve: &Rational) -> Result<Rational, SettingError> {
        if reserve.is_negative() || *reserve > Rational::ONE {
            return Err(SettingError::invalid(
                "the reserve",
                reserve,
                "it must be in [0, 1]",
            ));
        }
        Ok(self.revenue_at(reserve))
    }

    fn revenue_at(&self, reserve: &Rational) -> Rational {
        let n = i64::from(self.bidders);
        let power = reserve.checked_pow(self.bidders as i32).unwrap_or_default();
        let slope = Rational::ONE - fraction(2 * n, n + 1) * reserve;
        self.second_price_revenue() + power * &slope
    }

    /// The expected revenue without a reserve, (n − 1)/(n + 1).
    pub fn second_price_revenue(&self) -> Rational {
        let n = i64::from(self.bidders);
        fraction(n - 1, n + 1)
    }

    /// The best reserve, 1/2: where the virtual value 2v − 1 is zero.
    pub fn optimal_reserve(&self) -> Rational {
        fraction(1, 2)
    }

    /// The greatest expected revenue of any mechanism with voluntary participation,
    /// (n − 1)/(n + 1) + 2⁻ⁿ/(n + 1).
    pub fn optimal_revenue(&self) -> Rational {
        self.revenue_at(&self.optimal_reserve())
    }

    /// The best reserve against one more bidder (Bulow and Klemperer 1996).
    ///
    /// # Errors
    /// [`SettingError::Invalid`] with 10,000 bidders.
    pub fn bulow_klemperer(&self) -> Result<BulowKlemperer, SettingError> {
        Ok(BulowKlemperer {
            optimal: self.optimal_revenue(),
            one_more_bidder: UniformAuction::new(self.bidders + 1)?.second_price_revenue(),
        })
    }
}

fn fraction(above: i64, below: i64) -> Rational {
    Rational::new(above, below).unwrap_or_default()
}
