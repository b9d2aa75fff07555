//! Optimal mechanisms in closed form.
//!
//! - [`OptimalAuction`]: the auction with the greatest revenue for finitely many values, ironed
//!   where necessary (Myerson 1981); [`DiscreteValues`] has virtual values and revenue curves.
//! - [`UniformAuction`]: revenue for values that are uniform on [0, 1], exactly, for every reserve,
//!   and the comparison with one more bidder (Bulow and Klemperer 1996).
//! - [`full_extraction`]: taking all surplus when types are correlated (Crémer and McLean 1988).
//! - [`UniformTrade`]: the impossibility of efficient trade between a buyer and a seller (Myerson
//!   and Satterthwaite 1983), the second best, and what altruism changes; [`DoubleAuction`], its
//!   linear equilibrium (Chatterjee and Samuelson 1983).
//! - [`bilateral_trade`] and [`least_subsidy`]: the same for any finite values and costs.
//!
//! What has no closed form is for [`design`](crate::mechanism::design).
//!
//! ```
//! use lacuna::mechanism::optimal::{DiscreteValues, OptimalAuction, UniformAuction, UniformTrade};
//! use lacuna::number::Rational;
//!
//! // One object, two bidders whose values are uniform on [0, 1]: the best reserve is 1/2.
//! let half = Rational::new(1, 2)?;
//! let auction = UniformAuction::new(2)?;
//! assert_eq!(auction.revenue(&half)?, Rational::new(5, 12)?);
//! assert_eq!(auction.second_price_revenue(), Rational::new(1, 3)?);
//!
//! // Two bidders with value 1 or 2, alike likely: sell to a high one, or else to anybody.
//! let values = DiscreteValues::uniform(vec![Rational::ONE, Rational::from(2)])?;
//! let auction = OptimalAuction::new(vec![values.clone(), values])?;
//! assert_eq!(auction.expected_revenue(), Rational::new(3, 2)?);
//!
//! // A buyer and a seller, both uniform on [0, 1], do not trade efficiently without a subsidy.
//! let unit = [Rational::ZERO, Rational::ONE];
//! let trade = UniformTrade::new(unit.clone(), unit)?;
//! assert_eq!(trade.efficient_trade().subsidy, Rational::new(1, 6)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod auction;
mod discrete_trade;
mod discrete_values;
mod double_auction;
mod full_extraction;
mod uniform_auction;
mod uniform_trade;

pub use auction::OptimalAuction;
pub use discrete_trade::{bilateral_trade, least_subsidy};
pub use discrete_values::DiscreteValues;
pub use double_auction::{DoubleAuction, LinearBid};
pub use full_extraction::{
    Beliefs, Extraction, FullExtraction, belief_independence, belief_independence_within,
    full_extraction, full_extraction_within,
};
pub use uniform_auction::{BulowKlemperer, UniformAuction};
pub use uniform_trade::{Bracket, EfficientTrade, SecondBestTrade, UniformTrade};
