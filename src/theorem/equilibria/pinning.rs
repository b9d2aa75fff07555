//! Strategies that decide what the other gets.

use super::memory::check_dilemma;
use crate::game::catalogue::DilemmaPayoffs;
use crate::number::Rational;
use crate::simulate::agents::MemoryOne;
use crate::theorem::by_definition::{invalid, over};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A repeated dilemma, two of the probabilities of an equaliser, and whoever it meets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Equalisation {
    /// The payoffs of a round, `T > R > P > S`.
    pub payoffs: DilemmaPayoffs,
    /// The probability to cooperate after both did.
    pub after_both_cooperated: Rational,
    /// The probability to cooperate after nobody did.
    pub after_both_defected: Rational,
    /// The other strategy.
    pub other: MemoryOne,
}

impl Equalisation {
    /// The payoffs, two probabilities to cooperate, and whoever is met.
    pub fn new(
        payoffs: DilemmaPayoffs,
        after_both_cooperated: Rational,
        after_both_defected: Rational,
        other: MemoryOne,
    ) -> Self {
        Equalisation {
            payoffs,
            after_both_cooperated,
            after_both_defected,
            other,
        }
    }

    /// All four probabilities: `p − (1, 1, 0, 0) = φ(S_Y − l)`, with φ and l from the two given.
    fn probabilities(&self) -> [Rational; 4] {
        let DilemmaPayoffs {
            reward,
            sucker,
            temptation,
            punishment,
            ..
        } = &self.payoffs;
        let (first, last) = (&self.after_both_cooperated, &self.after_both_defected);
        let fall = first - &Rational::ONE;
        let scale = over(&(&fall - last), &(reward - punishment));
        let level = &scale * reward - &fall;
        let tilt = |other: &Rational| &scale * other - &level;
        [
            first.clone(),
            Rational::ONE + tilt(temptation),
            tilt(sucker),
            last.clone(),
        ]
    }

    fn is_a_strategy(&self) -> bool {
        let all = self.probabilities();
        all.iter().all(|p| !p.is_negative() && *p <= Rational::ONE)
    }

    fn repeats_itself(&self) -> bool {
        self.after_both_cooperated == Rational::ONE && self.after_both_defected.is_zero()
    }
}

/// An equaliser decides what the other gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EqualisersPinTheOther;

impl Theorem for EqualisersPinTheOther {
    type Instance = Equalisation;

    fn statement(&self) -> Statement {
        Statement::new(
            "equalisers_pin_the_other",
            "Equalisers decide what the other gets",
        )
        .saying(
            "Whoever meets an equaliser gets `((1 − p₁)P + p₄R)/((1 − p₁) + p₄)` in the long run, \
                 whatever it does, where p₁ and p₄ are the equaliser's probabilities to cooperate \
                 after both did and after nobody did.",
        )
        .from_source("Press and Dyson, 2012")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "probabilities",
                "The four numbers are between zero and one.",
                |instance: &Equalisation| {
                    Ok(Finding::when(instance.is_a_strategy(), || {
                        format!("{:?}", instance.probabilities())
                    }))
                },
            ),
            Hypothesis::new(
                "moves",
                "It does not just do the same again: p₁ is below one, or p₄ above zero.",
                |instance: &Equalisation| {
                    Ok(Finding::when(!instance.repeats_itself(), || {
                        "it does".to_owned()
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let Equalisation {
            payoffs,
            after_both_cooperated: first,
            other,
            ..
        } = instance;
        check_dilemma(payoffs)?;
        let last = &instance.after_both_defected;
        let probabilities = instance.probabilities();
        let built = MemoryOne::equaliser(payoffs, first.clone(), last.clone());
        let valid = instance.is_a_strategy() && !instance.repeats_itself();
        claim!(
            built.is_ok() == valid,
            "the strategy exists: {valid}; {built:?}"
        );
        let strategy = match built {
            Ok(strategy) => strategy,
            Err(_) if instance.is_a_strategy() => {
                MemoryOne::new(Rational::ONE, probabilities.clone()).map_err(invalid)?
            }
            Err(_) => return Ok(Finding::fails("there is no such strategy")),
        };
        claim!(
            *strategy.after() == probabilities,
            "its probabilities are {:?}, and not {probabilities:?}",
            strategy.after()
        );
        let leaves = Rational::ONE - first;
        let pinned = over(
            &(&leaves * &payoffs.punishment + last * &payoffs.reward),
            &(&leaves + last),
        );
        let (found, most) = match strategy.long_run_payoffs(other, payoffs) {
            Some([_, found]) => (found, Rational::ZERO),
            // Play can settle in several ways; a patient player is close to a mean of them.
            None => {
                let rest = Rational::new(1, 1_000_000)?;
                let found = strategy
                    .discounted_payoffs(other, payoffs, &(Rational::ONE - &rest))
                    .map_err(invalid)?;
                // What is missed is what the chance to cooperate gains from round to round, which
                // sums up to 1 at most, over `φ = ((1 − p₁) + p₄)/(R − P)`.
                let scale = (&leaves + last).checked_div(&(&payoffs.reward - &payoffs.punishment));
                let most = match scale.and_then(|scale| scale.recip()) {
                    Some(parts) => rest * parts,
                    None => Rational::new(1, 1_000)?,
                };
                (found[1].clone(), most)
            }
        };
        Ok(Finding::when((&found - &pinned).abs() <= most, || {
            format!("the other gets {found}, and not {pinned}")
        }))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::array::uniform4;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::{Equalisation, EqualisersPinTheOther};
    use crate::number::Rational;
    use crate::simulate::agents::MemoryOne;
    use crate::theorem::strategy::dilemma_payoffs;
    use crate::theorem::{Drawn, Theorem};

    fn parts(most: i64) -> impl Strategy<Value = Rational> {
        (0..=most).prop_map(|part| Rational::new(part, 24).unwrap_or_default())
    }

    fn equalisations(most: i64) -> BoxedStrategy<Equalisation> {
        let third = (0i64..=3).prop_map(|part| Rational::new(part, 3).unwrap_or_default());
        (dilemma_payoffs(), parts(most), parts(most), uniform4(third))
            .prop_filter_map("not a strategy", |(payoffs, leaves, last, after)| {
                let other = MemoryOne::new(Rational::ONE, after).ok()?;
                Some(Equalisation::new(
                    payoffs,
                    Rational::ONE - leaves,
                    last,
                    other,
                ))
            })
            .boxed()
    }

    impl Drawn for EqualisersPinTheOther {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            equalisations(4)
        }

        fn instances_without(
            &self,
            hypothesis: &str,
        ) -> BoxedStrategy<<Self as Theorem>::Instance> {
            equalisations(if hypothesis == "moves" { 0 } else { 24 })
        }
    }
}
