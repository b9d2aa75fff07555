//! Games of many players in which only counts matter.

use std::ops::RangeInclusive;

use proptest::prelude::*;

use super::numbers::rationals;
use super::valid::valid;
use crate::game::GameError;
use crate::number::Rational;
use crate::simulate::counts::{
    CountGame, CountRounds, Donation, LinearPublicGood, ThresholdGood, ThresholdHunt,
};

/// One of the crate's games on counts; see [`count_games`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnyCountGame {
    /// A public good with two levels or three.
    PublicGood(LinearPublicGood),
    /// Giving to all others.
    Donation(Donation),
    /// A hunt that needs so many.
    Hunt(ThresholdHunt),
    /// A public good that needs so many.
    ThresholdGood(ThresholdGood),
}

impl AnyCountGame {
    fn inner(&self) -> &dyn CountGame {
        match self {
            AnyCountGame::PublicGood(game) => game,
            AnyCountGame::Donation(game) => game,
            AnyCountGame::Hunt(game) => game,
            AnyCountGame::ThresholdGood(game) => game,
        }
    }
}

impl CountGame for AnyCountGame {
    fn players(&self) -> usize {
        self.inner().players()
    }

    fn actions(&self) -> usize {
        self.inner().actions()
    }

    fn payoff(&self, own: usize, others: &[usize]) -> Rational {
        self.inner().payoff(own, others)
    }

    fn payoffs_at(&self, counts: &[usize], payoffs: &mut [Rational]) {
        self.inner().payoffs_at(counts, payoffs);
    }

    fn action_name(&self, action: usize) -> Option<&str> {
        self.inner().action_name(action)
    }
}

/// Games of so many players, be they thousands, in which only counts matter: public goods,
/// donations, hunts and goods with thresholds, of one player up to all. They shrink towards few
/// players and a public good that nobody gains from.
///
/// ```
/// use lacuna::simulate::counts::{CountGame, OnCounts};
/// use lacuna::game::Game;
/// use lacuna::theorem::strategy::count_games;
/// use proptest::prelude::*;
/// proptest!(|(game in count_games(1..=1000))| {
///     let everybody = vec![0; game.players()];
///     let others = [game.players() - 1, 0, 0];
///     let first = game.payoff(0, &others[..game.actions()]);
///     prop_assert_eq!(OnCounts(game).payoff(0, &everybody), first);
/// });
/// ```
pub fn count_games(players: RangeInclusive<usize>) -> impl Strategy<Value = AnyCountGame> + Clone {
    let amounts = (rationals(0..=4, 2), rationals(0..=4, 2));
    let drawn = (players, 0u8..5, any::<usize>(), amounts, 1i64..=2);
    valid(
        drawn.prop_map(|(players, kind, place, (first, second), levels)| {
            let threshold = 1 + place % players.max(1);
            Ok::<_, GameError>(match kind {
                0 => {
                    let contributions = (0..=levels).map(Rational::from).collect();
                    let multiplier = first * &Rational::from(players);
                    let good = LinearPublicGood::new(players, levels, contributions, multiplier)?;
                    AnyCountGame::PublicGood(good)
                }
                1 => {
                    let contributions = (0..=levels).map(Rational::from).collect();
                    let good = LinearPublicGood::new(players, levels, contributions, second)?;
                    AnyCountGame::PublicGood(good)
                }
                2 => AnyCountGame::Donation(Donation::new(players, first, second)?),
                3 => {
                    let hare = second + &Rational::ONE;
                    let stag = &hare + &first + &Rational::ONE;
                    AnyCountGame::Hunt(ThresholdHunt::new(players, threshold, stag, hare)?)
                }
                _ => {
                    let good = ThresholdGood::new(players, threshold, first, second)?;
                    AnyCountGame::ThresholdGood(good)
                }
            })
        }),
    )
}

/// Up to six rounds of [`count_games`].
pub fn count_rounds(
    players: RangeInclusive<usize>,
) -> impl Strategy<Value = CountRounds<AnyCountGame>> + Clone {
    (count_games(players), 1usize..=6).prop_map(|(game, rounds)| CountRounds::new(game, rounds))
}
