//! Players who all want the same.

use super::forms::unless_refused;
use crate::equilibrium::{PureOptions, pure_equilibria};
use crate::game::{Game, NormalForm};
use crate::number::Rational;
use crate::preference::{Perceived, QuasiMaximin};
use crate::theorem::by_definition::profiles;
use crate::theorem::describe::game_table;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A game of players with regard for welfare, and within it for the worst off.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GameWithSocialRegard {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The weight γ on welfare, from 0 to 1.
    pub social: Rational,
    /// The weight δ on the worst off within welfare, from 0 to 1.
    pub worst_off: Rational,
}

impl GameWithSocialRegard {
    /// A game with these weights.
    pub fn new(
        game: NormalForm<Rational>,
        social: impl Into<Rational>,
        worst_off: impl Into<Rational>,
    ) -> Self {
        GameWithSocialRegard {
            game,
            social: social.into(),
            worst_off: worst_off.into(),
        }
    }
}

/// Where all want the same, the best of it is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgreementMakesTheBestStable;

impl Theorem for AgreementMakesTheBestStable {
    type Instance = GameWithSocialRegard;

    fn statement(&self) -> Statement {
        Statement::new(
            "agreement_makes_the_best_stable",
            "Where all want the same, the best of it is stable",
        )
        .saying(
            "Players who care about nothing but `δ·min_j u_j + (1 − δ)·W` all have that utility, and \
             every profile at which it is greatest is an equilibrium.",
        )
        .from_source("after Charness and Rabin, 2002; games of common interest")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "no_own_interest",
                "All weight is on welfare.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(instance.social == Rational::ONE, || {
                        format!("the weight on welfare is {}", instance.social)
                    }))
                },
            ),
            Hypothesis::new(
                "in_range",
                "The weight on the worst off is from 0 to 1.",
                |instance: &Self::Instance| {
                    let weight = &instance.worst_off;
                    let within = !weight.is_negative() && *weight <= Rational::ONE;
                    Ok(Finding::when(within, || format!("it is {weight}")))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let GameWithSocialRegard {
            game,
            social,
            worst_off,
        } = instance;
        unless_refused((|| {
            let regard = QuasiMaximin::new(social.clone(), worst_off.clone())?;
            let seen = Perceived::new(game, regard)?;
            let found = pure_equilibria(&seen, &PureOptions::default())?.into_set();
            let mut ranked = Vec::new();
            for profile in profiles(game) {
                let payoffs: Vec<Rational> = (0..game.players())
                    .map(|player| game.payoff(player, &profile))
                    .collect();
                let least = payoffs.iter().min().cloned().unwrap_or_default();
                let total: Rational = payoffs.iter().sum();
                let expected = worst_off * least + (Rational::ONE - worst_off) * total;
                for player in 0..game.players() {
                    let utility = seen.payoff(player, &profile);
                    claim!(
                        utility == expected,
                        "player {player} makes {utility} of {profile:?}, and not {expected}"
                    );
                }
                ranked.push((expected, profile));
            }
            let best = ranked.iter().map(|(utility, _)| utility).max();
            for (utility, profile) in &ranked {
                claim!(
                    Some(utility) != best || found.contains(profile),
                    "{profile:?} is best for all and not an equilibrium"
                );
            }
            Ok(Finding::Holds)
        })())
    }

    fn describe(&self, instance: &Self::Instance) -> String {
        format!(
            "γ = {}, δ = {}, {}",
            instance.social,
            instance.worst_off,
            game_table(&instance.game)
        )
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::Drawn;
    use crate::theorem::altruism::drawn::tied_games;
    use crate::theorem::by_definition::fraction;

    impl Drawn for AgreementMakesTheBestStable {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            let quarters = (0i64..=4).prop_map(|n| fraction(n, 4));
            (tied_games(1..=3, 1..=3), quarters)
                .prop_map(|(game, worst_off)| GameWithSocialRegard::new(game, 1, worst_off))
                .boxed()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            let quarters = || (-2i64..=6).prop_map(|n| fraction(n, 4));
            let social = prop_oneof![quarters(), Just(Rational::ONE)];
            (tied_games(1..=2, 1..=2), social, quarters())
                .prop_map(|(game, social, worst_off)| {
                    GameWithSocialRegard::new(game, social, worst_off)
                })
                .boxed()
        }
    }
}
