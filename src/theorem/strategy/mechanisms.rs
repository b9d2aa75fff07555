//! Mechanisms: tables, strategies, Groves mechanisms, auctions.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;

use super::numbers::{rationals, shares};
use super::settings::object_settings;
use super::valid::valid;
use crate::game::ProfileSpace;
use crate::mechanism::auction::{Pricing, SealedBid, Ties};
use crate::mechanism::groves::Groves;
use crate::mechanism::{Branch, Decision, MechanismTable, Setting, SettingError, Strategies};
use crate::number::Rational;

/// Decisions are read from a list of this length; those after the last are the first again.
const DECISIONS: usize = 32;

/// Direct mechanisms for a setting, written out: any decision for each profile of reports, some of
/// them lotteries, with or without money. They shrink towards the first alternative and no money.
pub fn direct_mechanisms(
    setting: &Setting,
) -> impl Strategy<Value = MechanismTable> + Clone + use<> {
    mechanism_tables(setting.types(), setting.alternatives())
}

/// Mechanisms with so many messages of each agent and alternatives, written out.
pub fn mechanism_tables(
    messages: &[usize],
    alternatives: usize,
) -> impl Strategy<Value = MechanismTable> + Clone + use<> {
    let messages = messages.to_vec();
    let agents = messages.len();
    let branch = (
        0..alternatives.max(1),
        vec(rationals(-2..=2, 2), agents),
        0i64..=2,
    );
    let decisions = vec(vec(branch, 1..=2), DECISIONS);
    valid((any::<bool>(), decisions).prop_map(
        move |(money, decisions)| -> Result<_, SettingError> {
            let space = ProfileSpace::new(&messages)?;
            let decision = |index: usize| {
                let branches = &decisions[index % DECISIONS];
                let weights = branches.iter().map(|&(_, _, weight)| weight).collect();
                let parts = branches.iter().zip(shares(weights));
                let parts = parts.map(|((alternative, transfers, _), share)| {
                    let transfers = match money {
                        true => transfers.clone(),
                        false => vec![Rational::ZERO; agents],
                    };
                    Branch::new(share, *alternative, transfers)
                });
                Decision::lottery(
                    parts
                        .filter(|branch| !branch.probability.is_zero())
                        .collect(),
                )
            };
            let decisions = (0..space.len())
                .map(decision)
                .collect::<Result<Vec<_>, _>>()?;
            MechanismTable::new(space, alternatives, decisions)
        },
    ))
}

/// What agents with so many types say, of so many messages each. They shrink towards the first
/// message.
pub fn strategies(
    types: &[usize],
    messages: &[usize],
) -> impl Strategy<Value = Strategies> + Clone + use<> {
    let lists: Vec<_> = (types.iter().zip(messages))
        .map(|(&types, &messages)| vec(0..messages.max(1), types).boxed())
        .collect();
    lists.prop_map(Strategies::new)
}

/// Groves mechanisms for a setting with private values: Clarke's and with any terms that do not
/// depend on the own report; ties between alternatives may be broken in any order.
pub fn groves_mechanisms(setting: &Setting) -> impl Strategy<Value = Groves> + Clone + use<> {
    let setting = setting.clone();
    let order = Just((0..setting.alternatives()).collect::<Vec<usize>>()).prop_shuffle();
    let drawn = (0u8..4, vec(rationals(-2..=2, 2), DECISIONS), order);
    valid(drawn.prop_map(move |(kind, terms, order)| {
        let types = setting.types();
        let groves = match kind {
            0 => Groves::new(&setting)?,
            1 => Groves::clarke(&setting)?,
            _ => {
                let profiles: usize = types.iter().product();
                let mut rest = terms.iter().cloned().cycle();
                let table = (types.iter())
                    .map(|&own| rest.by_ref().take(profiles / own.max(1)).collect())
                    .collect();
                Groves::new(&setting)?.with_term_table(table)?
            }
        };
        groves.with_order(order)
    }))
}

/// A sealed-bid auction of one object whose bids are the bidders' values.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DrawnAuction {
    /// The values of each bidder, ascending.
    pub values: Vec<Vec<Rational>>,
    /// Bidders with these values, one a type.
    pub setting: Setting,
    /// The auction, in which a message is the place of a bid among these values.
    pub auction: SealedBid,
}

/// Sealed-bid auctions of one object, with every pricing rule, ties broken by lot or by priority, and
/// a reserve price that may be the lowest value, or between values.
pub fn auctions(
    bidders: RangeInclusive<usize>,
    levels: RangeInclusive<usize>,
) -> impl Strategy<Value = DrawnAuction> + Clone {
    let drawn = (
        object_settings(bidders, levels),
        0u8..4,
        any::<bool>(),
        rationals(0..=2, 2),
    );
    valid(
        drawn.prop_map(|((values, setting), pricing, lottery, reserve)| {
            let pricing = match pricing {
                0 => Pricing::HighestLosingBid,
                1 => Pricing::OwnBid,
                2 => Pricing::LowestWinningBid,
                _ => Pricing::AllPay,
            };
            let ties = match lottery {
                true => Ties::Lottery,
                false => Ties::Priority((0..values.len()).rev().collect()),
            };
            let auction = SealedBid::new(values.clone(), 1, pricing)?
                .with_reserve(reserve)
                .with_ties(ties)?;
            Ok::<_, SettingError>(DrawnAuction {
                values,
                setting,
                auction,
            })
        }),
    )
}
