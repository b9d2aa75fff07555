//! Games by class: zero-sum, symmetric, team games, coordination, public goods.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;

use super::games::tables;
use super::numbers::{payoffs, ratio, rationals};
use super::valid::valid;
use crate::game::catalogue::{coordination, public_goods};
use crate::game::{NormalForm, catalogue};
use crate::number::Rational;

/// Zero-sum games of two players. They shrink towards small ones with payoffs of zero.
pub fn zero_sum_games(
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    valid(tables(2..=2, actions, payoffs()).prop_map(|tables| {
        NormalForm::from_fn(&tables.shape, |player, profile| {
            let won = tables.entry(0, profile).clone();
            if player == 0 { won } else { -won }
        })
    }))
}

/// Team games: all players have the same payoff.
pub fn team_games(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    valid(tables(players, actions, payoffs()).prop_map(|tables| {
        NormalForm::from_fn(&tables.shape, |_, profile| tables.entry(0, profile).clone())
    }))
}

/// Symmetric games: a payoff depends on the own action and on how many others take each, by the
/// same rule for all.
///
/// ```
/// use lacuna::preference::{HomoMoralis, Preference};
/// use lacuna::number::Rational;
/// use lacuna::theorem::strategy::symmetric_games;
/// use proptest::prelude::*;
/// // What only symmetric games have: homo moralis accepts them.
/// let moral = HomoMoralis::new(Rational::ONE)?;
/// proptest!(|(game in symmetric_games(1..=3, 1..=3))| prop_assert!(moral.check(&game).is_ok()));
/// # Ok::<(), lacuna::preference::PreferenceError>(())
/// ```
pub fn symmetric_games(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    valid(tables(players, actions, payoffs()).prop_map(|tables| {
        let shape = vec![tables.shape[0]; tables.shape.len()];
        NormalForm::from_fn(&shape, |player, profile| {
            // What the first player gets at a profile in which the others are sorted.
            let mut others = profile.to_vec();
            let own = others.remove(player);
            others.sort_unstable();
            others.insert(0, own);
            tables.entry(0, &others).clone()
        })
    }))
}

/// Coordination games: the same positive payoff for all where all take the same action, zero
/// elsewhere; some are tied.
pub fn coordination_games(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    let values = vec(rationals(1..=4, 2), actions);
    valid((players, values).prop_map(|(players, values)| coordination(players, &values)))
}

/// Linear public goods games, with a multiplier from 0 to beyond the number of players: also those
/// in which contributing, or nothing, is the dilemma, and the two boundaries.
pub fn public_goods_games(
    players: RangeInclusive<usize>,
    levels: RangeInclusive<usize>,
) -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    let drawn = (players, levels, 0i64..=3, 0usize..=5, rationals(0..=4, 2));
    valid(drawn.prop_map(|(players, levels, spare, kind, other)| {
        let contributions: Vec<Rational> = (0..levels).map(Rational::from).collect();
        let endowment = Rational::from(levels) + &Rational::from(spare);
        let multiplier = match kind {
            // Between the boundaries, on them, anywhere.
            0..=2 => (Rational::from(players) + &Rational::ONE) * &ratio(1, 2),
            3 => Rational::ONE,
            4 => Rational::from(players),
            _ => other,
        };
        public_goods(players, endowment, &contributions, multiplier)
    }))
}

/// Public goods games with two actions in all their forms: donation games, volunteer's dilemmas,
/// thresholds and hunts of several players.
pub fn binary_public_goods(
    players: RangeInclusive<usize>,
) -> impl Strategy<Value = NormalForm<Rational>> + Clone {
    let drawn = (
        players,
        0usize..4,
        0usize..8,
        rationals(1..=3, 2),
        rationals(1..=3, 2),
    );
    valid(drawn.prop_map(|(players, kind, place, cost, more)| {
        let threshold = 1 + place % players.max(1);
        let benefit = &cost + &more;
        match kind {
            0 => catalogue::donation_game(players, more, cost),
            1 => catalogue::volunteers_dilemma(players, benefit, cost),
            2 => catalogue::threshold_public_good(players, threshold, benefit, cost),
            _ => catalogue::n_player_stag_hunt(players, threshold, benefit, cost),
        }
    }))
}
