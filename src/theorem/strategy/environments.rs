//! Worlds to act in: repeated games, commons, grids, scenes of table games.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;

use super::dilemmas::{any_lifts, dilemma_payoffs, stag_hunt_payoffs};
use super::games::games;
use super::mechanisms::mechanism_tables;
use super::numbers::{ratio, rationals};
use super::settings::settings;
use super::valid::valid;
use crate::contract::Contractible;
use crate::game::{NormalForm, ProfileSpace};
use crate::mechanism::{Branch, Decision, Mechanism, MechanismTable, SettingError};
use crate::number::Rational;
use crate::simulate::GameRounds;
use crate::simulate::commons::{CommonsRules, Growth, Hysteresis, Rationing, Shock};
use crate::simulate::grid::{Beam, CleanupRules, GridMap, HarvestRules};
use crate::simulate::institution::MechanismRounds;
use crate::simulate::table_game::{Scene, TableError};

/// Repeated games: up to six rounds of any game.
pub fn game_rounds(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = GameRounds<NormalForm<Rational>>> + Clone {
    (games(players, actions), 1usize..=6).prop_map(|(game, rounds)| GameRounds::new(game, rounds))
}

/// Up to six rounds of any direct mechanism for any setting with private values, in which types are
/// drawn anew each round.
pub fn mechanism_rounds(
    agents: RangeInclusive<usize>,
    types: RangeInclusive<usize>,
) -> impl Strategy<Value = MechanismRounds<MechanismTable>> + Clone {
    // One table for the largest setting, read for fewer agents, types and alternatives.
    let (most, each) = (*agents.end(), *types.end());
    let largest = mechanism_tables(&vec![each; most], 3);
    let drawn = (settings(agents, types, 1..=3), largest, 1usize..=6);
    valid(
        drawn.prop_map(|(setting, largest, rounds)| -> Result<_, SettingError> {
            let space = ProfileSpace::new(setting.types())?;
            let count = setting.alternatives();
            let decide = |messages: &[usize]| {
                let mut all = vec![0; largest.agents()];
                all[..messages.len()].copy_from_slice(messages);
                let decided = largest.decide(&all);
                let branches = decided.branches().iter().map(|branch| {
                    let transfers = branch.transfers[..messages.len()].to_vec();
                    Branch::new(
                        branch.probability.clone(),
                        branch.alternative % count,
                        transfers,
                    )
                });
                Decision::lottery(branches.collect())
            };
            let decisions = space.iter().map(|messages| decide(&messages));
            let decisions = decisions.collect::<Result<Vec<_>, _>>()?;
            let mechanism = MechanismTable::new(space, count, decisions)?;
            MechanismRounds::new(setting, mechanism, rounds)
        }),
    )
}

/// How a stock grows: always the same, by chance, with hysteresis; also not at all, and to nothing.
pub fn growths() -> impl Strategy<Value = Growth> + Clone {
    let factors = vec(rationals(0..=5, 2), 1..=3);
    (0u8..4, factors, 1usize..=3, 0i64..=4).prop_map(|(kind, mut factors, memory, quarters)| {
        match kind {
            0 => Growth::Deterministic {
                factor: Rational::from(2),
            },
            1 => Growth::Deterministic {
                factor: factors.pop().unwrap_or(Rational::ONE),
            },
            2 => Growth::Independent { factors },
            _ => Growth::Hysteresis(Hysteresis {
                memory,
                tips_from: Rational::from(8),
                tips_with: ratio(quarters, 4),
                tips_over: Rational::from(6),
                recovers_below: Rational::from(4),
                recovers_with: ratio(4 - quarters, 4),
                ..Hysteresis::default()
            }),
        }
    })
}

/// Small commons: up to four players, six months and a stock of 20, with every way of rationing and
/// [growing](growths), some with a shock. They shrink towards one player and one month.
///
/// ```
/// use lacuna::simulate::commons::Commons;
/// use lacuna::theorem::strategy::commons_rules;
/// use proptest::prelude::*;
/// proptest!(|(rules in commons_rules())| prop_assert!(Commons::new(rules).is_ok()));
/// ```
pub fn commons_rules() -> impl Strategy<Value = CommonsRules> + Clone {
    let sizes = (1usize..=4, 1usize..=6, 1u64..=20, 0u64..=5, 0u8..3);
    let shock = (0u8..3, 0usize..6, 0u64..=12, 0u64..=5);
    (sizes, growths(), shock).prop_map(|(sizes, growth, (strikes, after, loss, floor))| {
        let (players, months, capacity, collapse, rationing) = sizes;
        let rules = CommonsRules::default()
            .with_players(players)
            .with_months(months)
            .with_capacity(capacity)
            .with_collapse_below(collapse)
            .with_growth(growth)
            .with_rationing(match rationing {
                0 => Rationing::UnitLottery,
                1 => Rationing::Proportional,
                _ => Rationing::EqualAwards,
            });
        match strikes {
            2 => rules.with_shock(Shock::new(after, loss, floor.min(capacity))),
            _ => rules,
        }
    })
}

/// Maps with two places to begin, an apple, and what the letters stand for elsewhere.
fn maps(letters: &'static [char]) -> impl Strategy<Value = GridMap> + Clone {
    let cells = vec(0..letters.len(), 16);
    valid(
        (2usize..=4, 1usize..=4, cells).prop_map(move |(columns, rows, cells)| {
            let mut text = "PPAR"
                .chars()
                .cycle()
                .take(columns.max(4))
                .collect::<String>();
            for row in 0..rows {
                text.push('\n');
                text.extend(
                    (0..columns.max(4)).map(|column| letters[cells[(row * 4 + column) % 16]]),
                );
            }
            text.parse::<GridMap>()
        }),
    )
}

/// Small orchards: one or two players, up to twelve steps, with and without a beam.
pub fn harvest_rules() -> impl Strategy<Value = HarvestRules> + Clone {
    let chances = vec((0i64..=4).prop_map(|quarters| ratio(quarters, 4)), 1..=4);
    let beam = (
        any::<bool>(),
        1usize..=3,
        rationals(0..=2, 2),
        rationals(0..=5, 1),
    );
    let sizes = (1usize..=2, 1usize..=12, 1usize..=2);
    let drawn = (maps(&['.', '#', 'A', 'a', 'P']), sizes, chances, beam);
    drawn.prop_map(
        |(map, (players, steps, view), chances, (armed, reach, cost, fine))| {
            let rules = HarvestRules::default()
                .with_map(map)
                .with_players(players)
                .with_steps(steps)
                .with_view(view)
                .with_regrowth(chances);
            match armed {
                true => rules.with_beam(Beam { reach, cost, fine }),
                false => rules,
            }
        },
    )
}

/// Small rivers to clean: one or two players, up to twelve steps.
pub fn cleanup_rules() -> impl Strategy<Value = CleanupRules> + Clone {
    let chance = || (0i64..=4).prop_map(|quarters| ratio(quarters, 4));
    let sizes = (1usize..=2, 1usize..=12, 1usize..=2, 1usize..=3);
    let limits = (0i64..=3, 1i64..=3).prop_map(|(low, more)| (ratio(low, 8), ratio(low + more, 8)));
    let drawn = (
        maps(&['.', 'W', 'R', 'a', 'P']),
        sizes,
        chance(),
        chance(),
        limits,
    );
    drawn.prop_map(
        |(map, (players, steps, view, reach), waste, growth, (restored, depleted))| {
            CleanupRules::default()
                .with_map(map)
                .with_players(players)
                .with_steps(steps)
                .with_view(view)
                .with_reach(reach)
                .with_waste(waste)
                .with_growth(growth)
                .with_limits(restored, depleted)
        },
    )
}

/// Scenes of table games: lifts with hidden effort, base games, and small games of which a law can
/// command everything or nothing.
pub fn scenes() -> impl Strategy<Value = Scene> + Clone {
    let lifted = any_lifts().prop_map(|lift| Scene::of_lift("lifted", &lift));
    let base = prop_oneof![dilemma_payoffs(), stag_hunt_payoffs()].prop_map(|payoffs| {
        Scene::new(
            "base",
            payoffs.game()?,
            vec![Contractible::everything(2); 2],
        )
    });
    let any = (games(2..=3, 1..=3), any::<bool>()).prop_map(|(game, all)| {
        let split = |&actions: &usize| match all {
            true => Contractible::everything(actions),
            false => Contractible::nothing(actions),
        };
        let parts = game.space().actions().iter().map(split).collect();
        Scene::new("any", game, parts)
    });
    prop_oneof![
        valid::<Scene, TableError>(base),
        valid::<Scene, TableError>(lifted),
        valid::<Scene, TableError>(any),
    ]
}
