//! Rankings, ballots and matching markets.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::valid::valid;
use crate::mechanism::matching::SidePreferences;
use crate::mechanism::voting::{Ballots, TieBreaking, VotingRule};
use crate::mechanism::{RankUtilities, SettingError};
use crate::number::Rational;

/// Strict rankings of so many things, best first. They shrink towards the order of the numbers.
pub fn rankings(things: usize) -> impl Strategy<Value = Vec<usize>> + Clone {
    // The place of each thing among those that are left.
    vec(0usize..60, things).prop_map(move |places| {
        let mut left: Vec<usize> = (0..things).collect();
        (places.into_iter())
            .map(|place| left.remove(place % left.len()))
            .collect()
    })
}

/// Rankings of so many things on a line in the order of their numbers that have a single peak.
pub fn single_peaked_rankings(things: usize) -> impl Strategy<Value = Vec<usize>> + Clone {
    (0..things.max(1), vec(any::<bool>(), things)).prop_map(move |(peak, sides)| {
        let (mut low, mut high) = (peak, peak + 1);
        let mut ranking = Vec::with_capacity(things);
        for right in sides {
            if ranking.is_empty() {
                ranking.push(peak);
            } else if (right && high < things) || low == 0 {
                ranking.push(high);
                high += 1;
            } else {
                low -= 1;
                ranking.push(low);
            }
        }
        ranking
    })
}

/// Ballots of up to eight kinds of voters with full or partial rankings of so many candidates; ties
/// between candidates are frequent. They shrink towards one voter.
pub fn ballots(candidates: usize) -> impl Strategy<Value = Ballots> + Clone {
    let ballot = (rankings(candidates), 0usize..60, 1u64..=3);
    let full = (any::<bool>(), vec(ballot, 1..=8));
    valid(full.prop_map(move |(full, cast)| {
        let cast = cast.into_iter().map(|(mut ranking, keep, count)| {
            if !full {
                ranking.truncate(1 + keep % candidates.max(1));
            }
            (ranking, count)
        });
        Ballots::new(candidates, cast)
    }))
}

/// Voting rules for so many voters and candidates, of every kind.
pub fn voting_rules(voters: usize, candidates: usize) -> impl Strategy<Value = VotingRule> + Clone {
    let drawn = (
        0u8..8,
        vec(0i64..=3, candidates),
        vec(0..candidates.max(1), voters.max(1)),
    );
    drawn.prop_map(move |(kind, scores, mut phantoms)| {
        let any = phantoms.pop().unwrap_or(0);
        match kind {
            0 => VotingRule::Plurality,
            1 => VotingRule::Borda,
            2 => VotingRule::Scoring(scores.into_iter().map(Rational::from).collect()),
            3 => VotingRule::Copeland,
            4 => VotingRule::CondorcetElse(any),
            5 => VotingRule::Median(phantoms),
            6 => VotingRule::Dictator(any % voters.max(1)),
            _ => VotingRule::RandomDictator,
        }
    })
}

/// Who wins among those with the same score: by an order, or by lot.
pub fn tie_breakings(candidates: usize) -> impl Strategy<Value = TieBreaking> + Clone {
    prop_oneof![
        2 => rankings(candidates).prop_map(TieBreaking::Order),
        1 => Just(TieBreaking::Lottery),
    ]
}

/// Utilities of places that fall strictly, then of nothing and of something unacceptable.
pub fn rank_utilities(things: usize) -> impl Strategy<Value = RankUtilities> + Clone {
    let steps = vec(1i64..=3, things + 2);
    valid(steps.prop_map(|steps| {
        let mut level = steps.iter().sum::<i64>();
        let mut places: Vec<Rational> = (steps.iter())
            .map(|step| {
                level -= step;
                Rational::from(level)
            })
            .collect();
        let unacceptable = places.pop().unwrap_or_default();
        let nothing = places.pop().unwrap_or_default();
        RankUtilities::new(places, nothing, unacceptable)
    }))
}

/// Lists of some of `others`, best first, one for each of `members`; those who are not listed are
/// not acceptable. They shrink towards empty lists.
pub fn side_preferences(
    members: usize,
    others: usize,
) -> impl Strategy<Value = SidePreferences> + Clone {
    let list = (rankings(others), 0..=others).prop_map(|(mut order, keep)| {
        order.truncate(keep);
        order
    });
    valid(vec(list, members).prop_map(move |lists| SidePreferences::new(others, lists)))
}

/// A two-sided market: who proposes, who receives, and how many each receiver has room for, from
/// none to two.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MatchingMarket {
    /// Whom each proposer wants.
    pub proposers: SidePreferences,
    /// Whom each receiver wants.
    pub receivers: SidePreferences,
    /// How many each receiver has room for.
    pub capacities: Vec<usize>,
}

/// Two-sided markets with so many on each side. They shrink towards few who want nobody.
///
/// ```
/// use lacuna::mechanism::matching::{blocking_pairs, deferred_acceptance};
/// use lacuna::theorem::strategy::matching_markets;
/// use proptest::prelude::*;
/// proptest!(|(market in matching_markets(1..=4, 1..=3))| {
///     let (proposers, receivers) = (&market.proposers, &market.receivers);
///     let matched = deferred_acceptance(proposers, receivers, &market.capacities)?;
///     let pairs = blocking_pairs(proposers, receivers, &market.capacities, &matched)?;
///     prop_assert!(pairs.is_empty());
/// });
/// ```
pub fn matching_markets(
    proposers: RangeInclusive<usize>,
    receivers: RangeInclusive<usize>,
) -> impl Strategy<Value = MatchingMarket> + Clone {
    // Some of the members of the largest market, with what their lists say of one another.
    let (most, others) = (*proposers.end(), *receivers.end());
    let some = |most: usize, range| subsequence((0..most).collect::<Vec<_>>(), range);
    let lists = |members: usize, others: usize| vec((rankings(others), 0..=others), members);
    let drawn = (
        some(most, proposers),
        some(others, receivers),
        lists(most, others),
        lists(others, most),
        vec(0usize..=2, others),
    );
    valid(
        drawn.prop_map(|(proposers, receivers, first, second, rooms)| {
            let side = |own: &[usize], others: &[usize], lists: &[(Vec<usize>, usize)]| {
                let lists = own.iter().map(|&member| {
                    let (order, keep) = &lists[member];
                    let kept = order.iter().take(*keep);
                    kept.filter_map(|other| others.iter().position(|known| known == other))
                        .collect()
                });
                SidePreferences::new(others.len(), lists.collect())
            };
            Ok::<_, SettingError>(MatchingMarket {
                proposers: side(&proposers, &receivers, &first)?,
                receivers: side(&receivers, &proposers, &second)?,
                capacities: receivers.iter().map(|&receiver| rooms[receiver]).collect(),
            })
        }),
    )
}
