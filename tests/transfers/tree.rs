//! What the other files share: random games with a target, and what it is to be played.

use lacuna::game::{Game, NormalForm, Profile};
use lacuna::gap::transfers::Concept;
use lacuna::number::Rational;
use proptest::prelude::*;

use super::support::random::game_of;

/// A game of two or three players with two or three actions each (the third with at most two), and
/// a profile of it.
pub fn targets() -> impl Strategy<Value = (NormalForm<Rational>, Profile)> {
    let actions = prop_oneof![
        2 => proptest::collection::vec(2usize..=3, 2),
        1 => (2usize..=3, 2usize..=3, 1usize..=2).prop_map(|(a, b, c)| vec![a, b, c]),
    ];
    actions.prop_flat_map(|actions| {
        let profiles: usize = actions.iter().product();
        let payoffs = proptest::collection::vec(-4i64..=6, profiles * actions.len());
        let profile: Vec<_> = actions.iter().map(|&count| 0..count).collect();
        (Just(actions), payoffs, profile)
            .prop_map(|(actions, payoffs, profile)| (game_of(&actions, &payoffs), profile))
    })
}

/// Both concepts.
pub fn concepts() -> impl Strategy<Value = Concept> {
    prop_oneof![Just(Concept::Equilibrium), Just(Concept::Dominant)]
}

/// Is the target what the concept asks in the game with these payoffs?
pub fn is_played(
    game: &NormalForm<Rational>,
    target: &[usize],
    concept: Concept,
    payoff: impl Fn(usize, &[usize]) -> Rational,
) -> bool {
    game.space().iter().all(|profile| {
        (0..target.len()).all(|player| {
            if concept == Concept::Equilibrium && profile != target
                || profile[player] != target[player]
            {
                return true;
            }
            let own = payoff(player, &profile);
            (0..game.actions(player)).all(|action| {
                let mut other = profile.clone();
                other[player] = action;
                payoff(player, &other) <= own
            })
        })
    })
}
