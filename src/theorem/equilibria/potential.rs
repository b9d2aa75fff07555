//! Games whose players all climb the same hill.

use super::by_definition::{all_profiles, claim, moves, shape};
use crate::equilibrium::{PureOptions, pure_equilibria};
use crate::game::{Game, NormalForm};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A game and a number for each profile.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct WithPotential {
    /// The game.
    pub game: NormalForm<Rational>,
    /// One number a profile, in the order of the game's profiles.
    pub potential: Vec<Rational>,
}

impl WithPotential {
    /// A game and one number for each of its profiles.
    pub fn new(game: NormalForm<Rational>, potential: Vec<Rational>) -> Self {
        WithPotential { game, potential }
    }

    fn at(&self, profile: &[usize]) -> Result<&Rational, TheoremError> {
        let index = self.game.space().index(profile)?;
        self.potential.get(index).ok_or_else(|| {
            TheoremError::Instance(format!("there is no potential for the profile {profile:?}"))
        })
    }
}

/// The equilibria of a potential game are the local maxima of its potential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EquilibriaAreLocalMaxima;

impl Theorem for EquilibriaAreLocalMaxima {
    type Instance = WithPotential;

    fn statement(&self) -> Statement {
        Statement::new(
            "equilibria_are_local_maxima",
            "Equilibria of potential games",
        )
        .saying(
            "In an exact potential game the pure equilibria are the profiles from which no player \
             can raise the potential; those where it is greatest are among them, so that there is \
             one.",
        )
        .from_source("Monderer and Shapley, 1996")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "exact_potential",
            "A player's move changes the potential by what the player gains.",
            |instance: &WithPotential| {
                let game = &instance.game;
                let shape = shape(game);
                for profile in all_profiles(&shape) {
                    for (player, to) in moves(&shape, &profile) {
                        let gain = game.payoff(player, &to) - game.payoff(player, &profile);
                        claim!(
                            instance.at(&to)? - instance.at(&profile)? == gain,
                            "player {player} gains {gain} from {profile:?} to {to:?}"
                        );
                    }
                }
                Ok(Finding::Holds)
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = &instance.game;
        let shape = shape(game);
        let found = pure_equilibria(game, &PureOptions::default())?.into_set();
        let best = instance.potential.iter().max();
        for profile in all_profiles(&shape) {
            let here = instance.at(&profile)?;
            let mut is_peak = true;
            for (_, to) in moves(&shape, &profile) {
                is_peak &= instance.at(&to)? <= here;
            }
            claim!(
                found.contains(&profile) == is_peak,
                "{profile:?} is a local maximum: {is_peak}; an equilibrium: {}",
                !is_peak
            );
            claim!(
                Some(here) != best || found.contains(&profile),
                "the potential is greatest at {profile:?}, which is no equilibrium"
            );
        }
        Ok(Finding::when(!found.is_empty(), || {
            "there is none".to_owned()
        }))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::{few, games};
    use super::{EquilibriaAreLocalMaxima, WithPotential};
    use crate::game::{Game, NormalForm};
    use crate::theorem::strategy::{payoffs, shapes};
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for EquilibriaAreLocalMaxima {
        /// A potential, and for each player what depends on the others alone.
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            shapes(1..=3, 1..=3)
                .prop_flat_map(|shape| {
                    let profiles = shape.iter().product::<usize>();
                    let values = prop_oneof![
                        vec(few(), profiles).boxed(),
                        vec(payoffs(), profiles).boxed()
                    ];
                    let players = shape.len();
                    (Just(shape), values, vec(vec(few(), profiles), players))
                })
                .prop_filter_map("not a game", |(shape, potential, gifts)| {
                    let space = crate::game::ProfileSpace::new(&shape).ok()?;
                    let payoff = |player: usize, profile: &[usize]| {
                        let mut others = profile.to_vec();
                        others[player] = 0;
                        let place = |profile: &[usize]| space.index(profile).unwrap_or(0);
                        &potential[place(profile)] + gifts[player][place(&others)].clone()
                    };
                    let game = NormalForm::from_fn(&shape, payoff).ok()?;
                    Some(WithPotential::new(game, potential))
                })
                .boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            games(2..=2, 2..=2)
                .prop_flat_map(|game| {
                    let profiles = game.actions(0) * game.actions(1);
                    (Just(game), vec(few(), profiles))
                })
                .prop_map(|(game, potential)| WithPotential::new(game, potential))
                .boxed()
        }
    }
}
