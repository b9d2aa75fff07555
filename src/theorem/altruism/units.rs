//! The selfishness level in other units.

use crate::equilibrium::{PhaseDiagram, PhaseOptions};
use crate::game::{Game, NormalForm};
use crate::gap::level::Level;
use crate::number::Rational;
use crate::theorem::by_definition::{found_level, profiles};
use crate::theorem::describe::game_table;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A game and other units for the payoffs of each player.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GameInOtherUnits {
    /// The game.
    pub game: NormalForm<Rational>,
    /// What payoffs are multiplied by, one number a player, positive.
    pub scales: Vec<Rational>,
    /// What is then added, one number a player.
    pub shifts: Vec<Rational>,
}

impl GameInOtherUnits {
    /// A game, and a scale and a shift for each player.
    pub fn new(game: NormalForm<Rational>, scales: Vec<Rational>, shifts: Vec<Rational>) -> Self {
        GameInOtherUnits {
            game,
            scales,
            shifts,
        }
    }
}

/// The level does not depend on units that are common to all, nor on anybody's zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelIgnoresCommonUnits;

impl Theorem for LevelIgnoresCommonUnits {
    type Instance = GameInOtherUnits;

    fn statement(&self) -> Statement {
        Statement::new(
            "level_ignores_common_units",
            "The level does not depend on common units and zeros",
        )
        .saying(
            "The selfishness level, its witness and the phases in λ stay the same when all payoffs \
             are multiplied by one positive number and a number of their own is added to those of \
             each player.",
        )
        .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "common_scale",
            "The payoffs of all players are multiplied by the same number.",
            |instance: &Self::Instance| {
                let common = instance.scales.windows(2).all(|pair| pair[0] == pair[1]);
                Ok(Finding::when(common, || {
                    format!("the scales are {:?}", instance.scales)
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = &instance.game;
        let other = game.affine(&instance.scales, &instance.shifts)?;
        for profile in profiles(game) {
            for player in 0..game.players() {
                let expected = game.payoff(player, &profile) * &instance.scales[player]
                    + &instance.shifts[player];
                claim!(
                    other.payoff(player, &profile) == expected,
                    "player {player} gets {} at {profile:?}, and not {expected}",
                    other.payoff(player, &profile)
                );
            }
        }
        let (before, after) = (found_level(game)?, found_level(&other)?);
        claim!(
            before.value == after.value && before.plan == after.plan,
            "the level was {:?} at {:?} and is {:?} at {:?}",
            before.value,
            before.plan,
            after.value,
            after.plan
        );
        let deviation = |level: &Level| {
            (level.witness.as_ref()).map(|witness| (witness.player, witness.chain[0].action))
        };
        claim!(
            deviation(&before) == deviation(&after),
            "the tempted player and action were {:?} and are {:?}",
            deviation(&before),
            deviation(&after)
        );
        let options = PhaseOptions::default();
        let (before, after) = (
            PhaseDiagram::new(game, &options)?,
            PhaseDiagram::new(&other, &options)?,
        );
        claim!(
            before.breakpoints() == after.breakpoints(),
            "the equilibria changed at {:?} and change at {:?}",
            before.breakpoints(),
            after.breakpoints()
        );
        for (one, two) in before.phases().iter().zip(after.phases()) {
            claim!(
                one.equilibria.profiles == two.equilibria.profiles,
                "from λ = {} the equilibria were {:?} and are {:?}",
                one.from,
                one.equilibria.profiles,
                two.equilibria.profiles
            );
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, instance: &Self::Instance) -> String {
        format!(
            "scales {:?}, shifts {:?}, {}",
            instance.scales,
            instance.shifts,
            game_table(&instance.game)
        )
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::altruism::drawn::tied_games;
    use crate::theorem::by_definition::fraction;
    use crate::theorem::{Drawn, strategy};

    impl Drawn for LevelIgnoresCommonUnits {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            // The last two leave machine numbers.
            let scale = || {
                prop_oneof![
                    6 => (1i64..=4, 1i64..=3).prop_map(|(a, b)| fraction(a, b)),
                    1 => Just(fraction(i64::MAX, 2)),
                    1 => Just(fraction(1, i64::MAX)),
                ]
            };
            (
                tied_games(1..=3, 1..=3),
                scale(),
                vec(strategy::payoffs(), 3),
            )
                .prop_map(|(game, scale, mut shifts)| {
                    shifts.truncate(game.players());
                    let scales = vec![scale; game.players()];
                    GameInOtherUnits::new(game, scales, shifts)
                })
                .boxed()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            let scale = || (1i64..=4).prop_map(Rational::from);
            (strategy::dilemmas(), vec(scale(), 2))
                .prop_map(|(game, scales)| {
                    GameInOtherUnits::new(game, scales, vec![Rational::ZERO; 2])
                })
                .boxed()
        }
    }
}
