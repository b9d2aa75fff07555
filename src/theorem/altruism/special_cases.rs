//! Altruism as a case of richer preferences.

use super::forms::{TwoOutcomes, unless_refused};
use crate::number::Rational;
use crate::preference::{
    CharnessRabin, Levine, Outcome, Preference, PreferenceExt, QuasiMaximin, WeightMatrix,
    WeightOnOthers,
};
use crate::theorem::by_definition::Weights;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// Two players who look at who has more, and altruists who do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AltruismIsCharnessRabin;

impl Theorem for AltruismIsCharnessRabin {
    type Instance = TwoOutcomes;

    fn statement(&self) -> Statement {
        Statement::new(
            "altruism_is_charness_rabin",
            "Altruism between two does not ask who has more",
        )
        .saying(
            "Between two players `u_i + λ·W` is `1 + 2λ` times the preference of Charness and Rabin \
             with the same weight `λ/(1 + 2λ)` on the other whether ahead or behind. Among any \
             number it is `1 + λ` times their regard for the total alone, `λ/(1 + λ)`.",
        )
        .from_source("after Charness and Rabin, 2002")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "two_players",
                "There are two players.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(instance.first.len() == 2, || {
                        format!("there are {}", instance.first.len())
                    }))
                },
            ),
            Hypothesis::new(
                "no_spite",
                "The weight λ is not negative.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(!instance.lambda.is_negative(), || {
                        format!("it is {}", instance.lambda)
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let TwoOutcomes {
            lambda,
            first,
            second,
        } = instance;
        if first.len() != second.len() {
            return Err(TheoremError::Instance(
                "the outcomes are not of the same players".to_owned(),
            ));
        }
        let once = Rational::ONE + lambda;
        let twice = &once + lambda;
        let (Some(weight), Some(social)) = (lambda.checked_div(&twice), lambda.checked_div(&once))
        else {
            return Ok(Finding::fails("the weight is not defined"));
        };
        unless_refused((|| {
            let same = CharnessRabin::new(weight.clone(), weight.clone(), Rational::ZERO)?;
            let total_alone = QuasiMaximin::new(social.clone(), Rational::ZERO)?;
            for payoffs in [first, second] {
                let total: Rational = payoffs.iter().sum();
                for (player, own) in payoffs.iter().enumerate() {
                    let expected = own + lambda * &total;
                    let outcome = Outcome::new(payoffs);
                    let compared = same.evaluate(player, &outcome)? * &twice;
                    let summed = total_alone.evaluate(player, &outcome)? * &once;
                    claim!(
                        compared == expected && summed == expected,
                        "player {player} makes {compared} or {summed} of {payoffs:?}, and not \
                         {expected}"
                    );
                }
            }
            let expected = Weights {
                own: Rational::ONE - &weight,
                other: weight,
            };
            claim!(
                same.weights(2) == Some(expected.matrix(2)?),
                "the weights are {:?}",
                same.weights(2)
            );
            Ok(Finding::Holds)
        })())
    }
}

/// Players who know of each other how altruistic they are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownTypes {
    /// How altruistic each player is, between −1 and 1.
    pub altruism: Vec<Rational>,
    /// The regard for the altruism of others, from 0 to 1.
    pub regard: Rational,
    /// An outcome: the payoff of each player.
    pub payoffs: Vec<Rational>,
}

impl KnownTypes {
    /// Players with these types at an outcome.
    pub fn new(
        altruism: Vec<Rational>,
        regard: impl Into<Rational>,
        payoffs: Vec<Rational>,
    ) -> Self {
        KnownTypes {
            altruism,
            regard: regard.into(),
            payoffs,
        }
    }
}

/// Among equals it does not matter that one's altruism is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReciprocityAmongEqualsIsAltruism;

impl Theorem for ReciprocityAmongEqualsIsAltruism {
    type Instance = KnownTypes;

    fn statement(&self) -> Statement {
        Statement::new(
            "reciprocity_among_equals_is_altruism",
            "Among equals, reciprocity is altruism",
        )
        .saying(
            "If all players have the same altruism a, between −1 and 1, the weight `(a_i + l·a_j)/(1 \
             + l)` of player i on player j is a, whatever the regard l from 0 to 1 for the altruism \
             of others.",
        )
        .from_source("Levine, 1998")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "equals",
                "All players are equally altruistic.",
                |instance: &Self::Instance| {
                    let equal = instance.altruism.windows(2).all(|pair| pair[0] == pair[1]);
                    Ok(Finding::when(equal, || {
                        format!("they are {:?}", instance.altruism)
                    }))
                },
            ),
            Hypothesis::new(
                "in_range",
                "Altruism is above −1 and below 1, and the regard from 0 to 1.",
                |instance: &Self::Instance| {
                    let one = &Rational::ONE;
                    let fine = instance.altruism.iter().all(|a| a.abs() < *one)
                        && !instance.regard.is_negative()
                        && instance.regard <= *one;
                    Ok(Finding::when(fine, || {
                        format!("they are {:?} and {}", instance.altruism, instance.regard)
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let KnownTypes {
            altruism,
            regard,
            payoffs,
        } = instance;
        let Some(first) = altruism.first() else {
            return Err(TheoremError::Instance("there are no players".to_owned()));
        };
        if altruism.len() != payoffs.len() {
            return Err(TheoremError::Instance(format!(
                "there are {} types and {} payoffs",
                altruism.len(),
                payoffs.len()
            )));
        }
        unless_refused((|| {
            let levine = Levine::new(altruism.clone(), regard.clone())?;
            let plain = WeightOnOthers::new(first.clone())?;
            let weights: Option<WeightMatrix<Rational>> = levine.weights(payoffs.len());
            claim!(
                weights == plain.weights(payoffs.len()),
                "the weights are {weights:?}, and not {first} on each other"
            );
            let total: Rational = payoffs.iter().sum();
            for (player, own) in payoffs.iter().enumerate() {
                let seen = levine.evaluate(player, &Outcome::new(payoffs))?;
                let expected = own + first * (&total - own);
                claim!(
                    seen == expected,
                    "player {player} makes {seen} of {payoffs:?}, and not {expected}"
                );
            }
            Ok(Finding::Holds)
        })())
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::altruism::forms::drawn::{any_weight, outcomes};
    use crate::theorem::by_definition::fraction;
    use crate::theorem::{Drawn, strategy};

    impl Drawn for AltruismIsCharnessRabin {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            outcomes(2..=2, strategy::altruism_weights())
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            outcomes(1..=3, any_weight())
        }
    }

    impl Drawn for ReciprocityAmongEqualsIsAltruism {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            (1usize..=4, -7i64..=7, 0i64..=4)
                .prop_flat_map(|(players, altruism, regard)| {
                    let types = vec![fraction(altruism, 8); players];
                    (
                        Just((types, fraction(regard, 4))),
                        vec(strategy::payoffs(), players),
                    )
                })
                .prop_map(|((types, regard), payoffs)| KnownTypes::new(types, regard, payoffs))
                .boxed()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            let types = prop_oneof![vec(-7i64..=7, 2), (-9i64..=9).prop_map(|a| vec![a; 2])];
            (types, 0i64..=5, vec(strategy::payoffs(), 2))
                .prop_map(|(types, regard, payoffs)| {
                    let types = types.into_iter().map(|a| fraction(a, 8)).collect();
                    KnownTypes::new(types, fraction(regard, 4), payoffs)
                })
                .boxed()
        }
    }
}
