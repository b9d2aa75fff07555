//! What is best for all, and how evenly it is shared.

use std::cmp::Ordering;

use crate::number::Rational;
use crate::theorem::by_definition::over;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};
use crate::welfare::{
    InequalityAverse, Leximin, Rawlsian, Utilitarian, WeightedUtilitarian, Welfare, gini,
    pareto_dominates, pareto_frontier, strictly_dominates, weakly_dominates,
};

/// Outcomes for the same players, by their payoffs, and weights of the players.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcomes {
    /// For each outcome the payoff of each player.
    pub payoffs: Vec<Vec<Rational>>,
    /// The weight of each player.
    pub weights: Vec<Rational>,
}

impl Outcomes {
    /// Outcomes by their payoffs, and one weight for each player.
    pub fn new(payoffs: Vec<Vec<Rational>>, weights: Vec<Rational>) -> Self {
        Outcomes { payoffs, weights }
    }
}

/// The order of sorted payoffs, the lowest first.
fn leximin(first: &[Rational], second: &[Rational]) -> Ordering {
    let sorted = |payoffs: &[Rational]| {
        let mut payoffs = payoffs.to_vec();
        payoffs.sort();
        payoffs
    };
    sorted(first).cmp(&sorted(second))
}

/// The outcomes than which none is better.
fn best(
    count: usize,
    mut compare: impl FnMut(usize, usize) -> Result<Ordering, TheoremError>,
) -> Result<Vec<usize>, TheoremError> {
    let mut found = Vec::new();
    for index in 0..count {
        let mut is_best = true;
        for other in 0..count {
            is_best &= compare(other, index)?.is_le();
        }
        if is_best {
            found.push(index);
        }
    }
    Ok(found)
}

/// Outcomes of greatest weighted or leximin welfare are Pareto-efficient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WelfareOptimaAreEfficient;

impl Theorem for WelfareOptimaAreEfficient {
    type Instance = Outcomes;

    fn statement(&self) -> Statement {
        Statement::new("welfare_optima_are_efficient", "Welfare optima are efficient")
            .saying(
                "Where the sum of payoffs is greatest, or a sum with positive weights, or where the \
                 worst off are best off (leximin), no other outcome is better for somebody and worse \
                 for nobody.",
            )
            .from_source("Pareto, 1906; Sen, 1970")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "positive_weights",
            "Every player has a positive weight.",
            |instance: &Outcomes| {
                let positive = instance.weights.iter().all(Rational::is_positive);
                Ok(Finding::when(positive, || {
                    format!("{:?}", instance.weights)
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let Outcomes { payoffs, weights } = instance;
        let count = payoffs.len();
        if count == 0 || payoffs.iter().any(|outcome| outcome.len() != weights.len()) {
            return Err(TheoremError::Instance(format!(
                "there are {count} outcomes, and {} players; there has to be an outcome, and in \
                 each one payoff a player",
                weights.len()
            )));
        }
        let mut efficient = Vec::new();
        for (index, outcome) in payoffs.iter().enumerate() {
            let mut is_dominated = false;
            for other in payoffs {
                let never_worse = other.iter().zip(outcome).all(|(a, b)| a >= b);
                let always_better = other.iter().zip(outcome).all(|(a, b)| a > b);
                let dominates = never_worse && other != outcome;
                claim!(
                    weakly_dominates(other, outcome)? == never_worse
                        && pareto_dominates(other, outcome)? == dominates
                        && strictly_dominates(other, outcome)? == always_better,
                    "{other:?} and {outcome:?} are compared wrongly"
                );
                is_dominated |= dominates;
            }
            if !is_dominated {
                efficient.push(index);
            }
        }
        let frontier = pareto_frontier(payoffs)?;
        claim!(
            frontier == efficient,
            "{efficient:?} are efficient, and not {frontier:?}"
        );
        for (i, first) in payoffs.iter().enumerate() {
            let total: Rational = first.iter().sum();
            let weighed: Rational = first.iter().zip(weights).map(|(u, w)| u * w).sum();
            let least = first.iter().min().cloned().unwrap_or_default();
            let least_welfare = Rawlsian.welfare(first)?;
            claim!(
                Utilitarian.welfare(first)? == total && least_welfare == least,
                "the welfare of outcome {i} is wrong"
            );
            if weights.iter().all(Rational::is_positive) {
                let given = WeightedUtilitarian::new(weights.clone())?.welfare(first)?;
                claim!(
                    given == weighed,
                    "outcome {i} has the weighted sum {weighed}"
                );
            }
            for second in payoffs {
                let order = Leximin.compare(first, second)?;
                claim!(
                    order == leximin(first, second),
                    "{first:?} is {order:?} to {second:?}"
                );
            }
        }
        let total = |index: usize| payoffs[index].iter().sum::<Rational>();
        let weighed = |index: usize| -> Rational {
            payoffs[index].iter().zip(weights).map(|(u, w)| u * w).sum()
        };
        let optima = [
            ("the sum", best(count, |a, b| Ok(total(a).cmp(&total(b))))?),
            (
                "the weighted sum",
                best(count, |a, b| Ok(weighed(a).cmp(&weighed(b))))?,
            ),
            (
                "leximin",
                best(count, |a, b| Ok(Leximin.compare(&payoffs[a], &payoffs[b])?))?,
            ),
        ];
        for (what, optima) in &optima {
            claim!(!optima.is_empty(), "nothing is best by {what}");
            for index in optima {
                claim!(
                    frontier.contains(index),
                    "{index} is best by {what}, and not efficient"
                );
            }
        }
        Ok(Finding::Holds)
    }
}

/// What some have, and an amount that one gives to another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transfer {
    /// What each has.
    pub payoffs: Vec<Rational>,
    /// Who gives.
    pub giver: usize,
    /// Who gets.
    pub receiver: usize,
    /// How much.
    pub amount: Rational,
}

impl Transfer {
    /// What each has, who gives, who gets, and how much.
    pub fn new(payoffs: Vec<Rational>, giver: usize, receiver: usize, amount: Rational) -> Self {
        Transfer {
            payoffs,
            giver,
            receiver,
            amount,
        }
    }

    /// Are there a giver and a receiver, two of those who have something?
    fn check(&self) -> Result<(), TheoremError> {
        let Transfer {
            payoffs,
            giver,
            receiver,
            ..
        } = self;
        match giver.max(receiver) < &payoffs.len() {
            true => Ok(()),
            false => Err(TheoremError::Instance(format!(
                "{giver} gives to {receiver}, and there are {} players, from 0",
                payoffs.len()
            ))),
        }
    }

    fn after(&self) -> Vec<Rational> {
        let mut after = self.payoffs.clone();
        after[self.giver] -= &self.amount;
        after[self.receiver] += &self.amount;
        after
    }

    /// By how much the giver has more.
    fn difference(&self) -> Rational {
        &self.payoffs[self.giver] - &self.payoffs[self.receiver]
    }
}

/// A transfer to a poorer one makes shares more even.
///
/// ```
/// use lacuna::theorem::equilibria::{Transfer, TransfersToThePoorerEvenOut};
/// use lacuna::theorem::{Theorem, Verdict};
/// let payoffs = [0, 2, 9].map(i64::into).to_vec();
/// let verdict = |amount: i64| {
///     TransfersToThePoorerEvenOut.check(&Transfer::new(payoffs.clone(), 2, 0, amount.into()))
/// };
/// assert_eq!(verdict(4)?, Verdict::Holds);
/// assert!(matches!(verdict(9)?, Verdict::HypothesisFails { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransfersToThePoorerEvenOut;

/// The mean difference of all pairs over twice the mean.
fn gini_by_definition(payoffs: &[Rational]) -> Rational {
    let pairs = payoffs
        .iter()
        .flat_map(|a| payoffs.iter().map(move |b| (a - b).abs()));
    let total: Rational = payoffs.iter().sum();
    over(&pairs.sum(), &(total * Rational::from(2 * payoffs.len())))
}

impl Theorem for TransfersToThePoorerEvenOut {
    type Instance = Transfer;

    fn statement(&self) -> Statement {
        Statement::new(
            "transfers_to_the_poorer_even_out",
            "Transfers to the poorer even out",
        )
        .saying(
            "Where nobody has less than nothing: if somebody gives to a poorer one less than the \
             difference between them, the Gini index falls, the sum stays, and leximin and inequality-averse welfare rise. The index is at \
             least 0, where all have the same, and at most `1 − 1/n`, where one has everything.",
        )
        .from_source("Pigou, 1912; Dalton, 1920")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "no_debts",
                "Nobody has less than nothing.",
                |transfer: &Transfer| {
                    let debts = transfer.payoffs.iter().any(Rational::is_negative);
                    Ok(Finding::when(!debts, || format!("{:?}", transfer.payoffs)))
                },
            ),
            Hypothesis::new(
                "something_is_given",
                "The amount is positive.",
                |transfer: &Transfer| {
                    Ok(Finding::when(transfer.amount.is_positive(), || {
                        format!("it is {}", transfer.amount)
                    }))
                },
            ),
            Hypothesis::new(
                "less_than_the_difference",
                "It is less than what the giver has more than the receiver.",
                |transfer: &Transfer| {
                    transfer.check()?;
                    let difference = transfer.difference();
                    Ok(Finding::when(transfer.amount < difference, || {
                        format!("{} of {difference}", transfer.amount)
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, transfer: &Self::Instance) -> Result<Finding, TheoremError> {
        transfer.check()?;
        let (before, after) = (&transfer.payoffs, transfer.after());
        let count = Rational::from(before.len());
        let largest = Rational::ONE - over(&Rational::ONE, &count);
        let aversion = InequalityAverse::new(Rational::new(1, 3)?)?;
        let mut found = Vec::new();
        for payoffs in [before, &after] {
            claim!(
                !payoffs.iter().any(Rational::is_negative) && payoffs.iter().any(|u| !u.is_zero()),
                "there is no Gini index of {payoffs:?}"
            );
            let index = gini(payoffs)?;
            let expected = gini_by_definition(payoffs);
            let equal = payoffs.iter().min() == payoffs.iter().max();
            let alone = payoffs.iter().filter(|payoff| payoff.is_positive()).count() == 1;
            claim!(
                index == expected,
                "the index of {payoffs:?} is {expected}, not {index}"
            );
            claim!(
                !index.is_negative()
                    && index <= largest
                    && index.is_zero() == equal
                    && (index == largest) == (alone || before.len() == 1),
                "the index {index} of {payoffs:?} is out of range"
            );
            found.push((index, aversion.welfare(payoffs)?));
        }
        claim!(
            before.iter().sum::<Rational>() == after.iter().sum(),
            "the sum changes"
        );
        claim!(
            Leximin.compare(before, &after)? == Ordering::Less,
            "leximin does not rise from {before:?} to {after:?}"
        );
        let [(before, low), (after, high)] = &found[..] else {
            return Ok(Finding::Holds);
        };
        claim!(low < high, "averse welfare does not rise: {low} to {high}");
        Ok(Finding::when(after < before, || {
            format!("the index does not fall: {before} to {after}")
        }))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::few;
    use super::{Outcomes, Transfer, TransfersToThePoorerEvenOut, WelfareOptimaAreEfficient};
    use crate::number::Rational;
    use crate::theorem::strategy::rationals;
    use crate::theorem::{Drawn, Theorem};

    fn outcomes(weights: BoxedStrategy<Rational>) -> BoxedStrategy<Outcomes> {
        // Of three players and more the frontier takes more comparisons.
        prop_oneof![1 => 1usize..=2, 2 => 3usize..=4]
            .prop_flat_map(move |players| {
                let payoffs = vec(vec(few(), players), 1..=12);
                (payoffs, vec(weights.clone(), players))
            })
            .prop_map(|(payoffs, weights)| Outcomes::new(payoffs, weights))
            .boxed()
    }

    impl Drawn for WelfareOptimaAreEfficient {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            outcomes(rationals(1..=3, 2).boxed())
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            outcomes((0i64..=1).prop_map(Rational::from).boxed())
        }
    }

    /// Transfers of these parts of the difference, in twelfths, by the richer of two.
    fn transfers(parts: std::ops::RangeInclusive<i64>) -> BoxedStrategy<Transfer> {
        (
            vec(0i64..=6, 2..=5),
            parts,
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
        )
            .prop_map(|(payoffs, part, giver, receiver)| {
                let (giver, receiver) = (giver.index(payoffs.len()), receiver.index(payoffs.len()));
                let (poorer, richer) = match payoffs[giver] < payoffs[receiver] {
                    true => (giver, receiver),
                    false => (receiver, giver),
                };
                let difference = payoffs[richer] - payoffs[poorer];
                let amount = Rational::new(part * difference, 12).unwrap_or_default();
                let payoffs = payoffs.into_iter().map(Rational::from).collect();
                Transfer::new(payoffs, richer, poorer, amount)
            })
            .boxed()
    }

    impl Drawn for TransfersToThePoorerEvenOut {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            transfers(1..=12)
        }

        fn instances_without(
            &self,
            hypothesis: &str,
        ) -> BoxedStrategy<<Self as Theorem>::Instance> {
            match hypothesis {
                "no_debts" => transfers(1..=11)
                    .prop_map(|mut transfer| {
                        let less = Rational::from(3);
                        transfer.payoffs.iter_mut().for_each(|u| *u -= &less);
                        transfer
                    })
                    .boxed(),
                "something_is_given" => transfers(-2..=0),
                _ => transfers(12..=14),
            }
        }
    }
}
