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
