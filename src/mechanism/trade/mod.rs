//! Trade: sellers who have a unit, buyers who want one, and a price between them.
//!
//! - [`bilateral`] and [`exchange`] are the settings: one buyer and one seller, or any numbers.
//! - [`PostedTrade`]: a fixed price, or a lottery over prices; dominant and balanced, but not
//!   efficient (Hagerty and Rogerson 1987).
//! - [`DoubleAuction`]: a bid, an ask, and a price between them (Chatterjee and Samuelson 1983);
//!   balanced, but nobody has a dominant message.
//! - [`TradeReduction`]: many buyers and sellers, at most the least valuable trade is given up
//!   (McAfee 1992).
//! - [`PostedPrice`]: a seller names a price to one or more buyers.
//! - [`WithSeller`]: any mechanism, with a seller who receives what the agents pay.
//!
//! No mechanism for a buyer and a seller is efficient, balanced, honest in Bayesian equilibrium and
//! worth taking part in for every type, if values and costs overlap (Myerson and Satterthwaite 1983).
//!
//! ```
//! use lacuna::mechanism::Mechanism;
//! use lacuna::mechanism::trade::TradeReduction;
//! use lacuna::number::Rational;
//!
//! // Buyers with 9, 7, 2, sellers with 1, 4, 8. Two trades are efficient; (2 + 8)/2 = 5 lies
//! // between the last cost 4 and the last value 7, so that both happen at that price.
//! let only = |list: &[i64]| -> Vec<Vec<Rational>> {
//!     list.iter().map(|&number| vec![Rational::from(number)]).collect()
//! };
//! let market = TradeReduction::new(only(&[9, 7, 2]), only(&[1, 4, 8]))?;
//! let decision = market.decide(&[0; 6]);
//! assert_eq!(decision.branches()[0].transfers, [-5, -5, 0, 5, 5, 0].map(Rational::from));
//! # Ok::<(), lacuna::mechanism::SettingError>(())
//! ```

mod double_auction;
mod matchings;
mod posted_price;
mod posted_trade;
mod settings;
mod trade_reduction;
mod with_seller;

pub use double_auction::DoubleAuction;
pub use matchings::Matchings;
pub use posted_price::PostedPrice;
pub use posted_trade::PostedTrade;
pub use settings::{bilateral, exchange};
pub use trade_reduction::TradeReduction;
pub use with_seller::{WithSeller, with_seller};
