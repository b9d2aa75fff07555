//! A public good that is provided round by round.

use crate::contract::ContractingProblem;
use crate::game::Game;
use crate::game::catalogue::public_goods;
use crate::gap::ladder::sustain;
use crate::number::Rational;
use crate::theorem::by_definition::{all_profiles, over, shape, with_action};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A linear public good, repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RepeatedPublicGood {
    /// The number of players.
    pub players: usize,
    /// By how much contributions are multiplied before all share them.
    pub multiplier: Rational,
    /// The altruism weight λ ≥ 0 of all players.
    pub lambda: Rational,
    /// The weight of the next round against this one, at least 0 and below 1.
    pub discount: Rational,
}

impl RepeatedPublicGood {
    /// A public good that is provided round by round, for ever.
    pub fn new(players: usize, multiplier: Rational, lambda: Rational, discount: Rational) -> Self {
        RepeatedPublicGood {
            players,
            multiplier,
            lambda,
            discount,
        }
    }

    /// What a player gains in its own eyes by keeping its unit: `1 − c/n − λ(c − 1)`.
    fn gain(&self) -> Rational {
        let share = over(&self.multiplier, &Rational::from(self.players));
        Rational::ONE - share - &self.lambda * &(&self.multiplier - &Rational::ONE)
    }
}

/// Everybody contributes from a threshold on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicGoodHasAThreshold;

impl Theorem for PublicGoodHasAThreshold {
    type Instance = RepeatedPublicGood;

    fn statement(&self) -> Statement {
        Statement::new(
            "public_good_has_a_threshold",
            "The threshold of a repeated public good",
        )
        .saying(
            "In a repeated public good with n players and the multiplier c, everybody contributes for \
             fear that nobody does if and only if the discount factor is at least \
             `(n − c)/(c(n − 1))`, and for players with the weight λ \
             `g/(g + (1 + nλ)(c − 1))` with `g = 1 − c/n − λ(c − 1)`.",
        )
        .from_source("Friedman, 1971; Ledyard, 1995")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "worth_while",
            "The multiplier is above one: contributions raise welfare.",
            |instance: &RepeatedPublicGood| {
                let above = instance.multiplier > Rational::ONE;
                Ok(Finding::when(above, || {
                    format!("it is {}", instance.multiplier)
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let RepeatedPublicGood {
            players,
            multiplier: c,
            lambda,
            discount,
        } = instance;
        let count = Rational::from(*players);
        let game = public_goods(*players, 1, &[Rational::ZERO, Rational::ONE], c.clone())?;
        // The payoffs from the definition.
        for profile in all_profiles(&shape(&game)) {
            let total = Rational::from(profile.iter().sum::<usize>());
            for (player, &own) in profile.iter().enumerate() {
                let worth = Rational::ONE - Rational::from(own) + over(&(c * &total), &count);
                claim!(
                    game.payoff(player, &profile) == worth,
                    "player {player} gets {worth} at {profile:?}"
                );
            }
        }
        let gain = instance.gain();
        let lost = (Rational::ONE + lambda * &count) * (c - &Rational::ONE);
        let threshold = over(&gain, &(&gain + &lost));
        if lambda.is_zero() {
            let closed = over(&(&count - c), &(c * &(&count - &Rational::ONE)));
            claim!(
                closed == threshold,
                "the closed form is {closed}, not {threshold}"
            );
        }
        let all = vec![1; *players];
        // A single deviation, by the payoffs.
        let seen = |profile: &[usize]| {
            let welfare: Rational = (0..*players).map(|i| game.payoff(i, profile)).sum();
            game.payoff(0, profile) + lambda * &welfare
        };
        let stays = seen(&all);
        let leaves = (Rational::ONE - discount) * seen(&with_action(&all, 0, 0))
            + discount * &seen(&vec![0; *players]);
        let patient = *discount >= threshold;
        claim!(
            (stays >= leaves) == patient,
            "the threshold is {threshold}, and at {discount} to stay is worth {stays}, to leave {leaves}"
        );
        let problem = ContractingProblem::single_state(game)?;
        let Some(found) = sustain(&problem, lambda, discount)? else {
            return Ok(Finding::fails("nothing is sustained"));
        };
        claim!(
            found.verify(&problem, lambda, discount)?,
            "{found:?} does not verify"
        );
        Ok(Finding::when((found.plan == [all]) == patient, || {
            format!(
                "the threshold is {threshold}; at {discount} {:?} is sustained",
                found.plan
            )
        }))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::{near, nudges, weights};
    use super::{PublicGoodHasAThreshold, RepeatedPublicGood};
    use crate::number::Rational;
    use crate::theorem::by_definition::over;
    use crate::theorem::strategy::rationals;
    use crate::theorem::{Drawn, Theorem};

    fn goods(multipliers: BoxedStrategy<Rational>) -> BoxedStrategy<RepeatedPublicGood> {
        (2usize..=4, multipliers, weights(), nudges())
            .prop_map(|(players, multiplier, weight, nudge)| {
                let count = Rational::from(players);
                // Weights below that at which everybody contributes in a single round.
                let last = over(
                    &(Rational::ONE - over(&multiplier, &count)),
                    &(&multiplier - &Rational::ONE),
                );
                let lambda = (last * &weight).max(Rational::ZERO);
                let mut good =
                    RepeatedPublicGood::new(players, multiplier, lambda.clone(), Rational::ZERO);
                let gain = good.gain();
                let lost = (Rational::ONE + lambda * &count) * (&good.multiplier - &Rational::ONE);
                good.discount = near(&over(&gain, &(&gain + &lost)), &nudge);
                good
            })
            .boxed()
    }

    impl Drawn for PublicGoodHasAThreshold {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            let above = (1i64..=12)
                .prop_map(|part| Rational::ONE + Rational::new(part, 4).unwrap_or_default());
            goods(above.boxed())
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            goods(rationals(0..=1, 2).boxed())
        }
    }
}
