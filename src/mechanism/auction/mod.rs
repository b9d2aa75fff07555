//! Auctions: sealed bids for one object or several units, with every common payment rule.
//!
//! Values and bids are levels of finite grids, which may differ. Bidders are agents
//! `0, 1, …`; the seller is not an agent, and what bidders pay leaves the group
//! ([`WithSeller`](super::trade::WithSeller) makes the seller an agent). With one object,
//! alternative 0 leaves it unsold and alternative `1 + i` gives it to bidder `i`; with several
//! units [`Allocations`] has the order.
//!
//! - [`SealedBid`]: unit demand. First price, second price (Vickrey 1961), all-pay; with several
//!   units the uniform-price and the discriminatory auction. Reserve price; ties by a lottery or by
//!   priority.
//! - [`ScheduleAuction`]: several units, each bidder wants several. Vickrey's multi-unit auction,
//!   uniform price, pay as bid.
//! - [`one_object`], [`unit_demand`], [`multi_unit`] are the settings, and [`bid_strategies`] says
//!   which value bids what.
//!
//! ```
//! use lacuna::mechanism::Mechanism;
//! use lacuna::mechanism::auction::SealedBid;
//! use lacuna::number::Rational;
//!
//! // Vickrey: the highest bid wins and pays the second highest, 4 here.
//! let grid: Vec<Rational> = (0..=5).map(Rational::from).collect();
//! let auction = SealedBid::second_price(vec![grid; 3])?;
//! let decision = auction.decide(&[4, 5, 1]);
//! assert_eq!(decision.branches()[0].alternative, 1 + 1);
//! assert_eq!(decision.expected_transfer(1), Rational::from(-4));
//! # Ok::<(), lacuna::mechanism::SettingError>(())
//! ```

mod allocations;
mod grid;
mod schedules;
mod sealed_bid;
mod settings;

pub use allocations::Allocations;
pub use grid::bid_strategies;
pub(crate) use grid::{check_grids, level_name, permutation, subset_count, subsets};
pub use schedules::{ScheduleAuction, SchedulePricing};
pub use sealed_bid::{Pricing, SealedBid, Ties};
pub use settings::{multi_unit, one_object, unit_demand};
