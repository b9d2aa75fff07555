//! How much of their own rewards players of a dilemma may keep.

use super::definition::all_of;
use crate::game::NormalForm;
use crate::gap::transfers::{Concept, self_interest_level};
use crate::number::{Extended, Rational};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// Payoffs of a symmetric game of two players with two actions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SymmetricPayoffs {
    /// R: both cooperate.
    pub reward: Rational,
    /// S: the only one to cooperate.
    pub sucker: Rational,
    /// T: the only one to defect.
    pub temptation: Rational,
    /// P: both defect.
    pub punishment: Rational,
}

impl SymmetricPayoffs {
    /// R, S, T and P.
    pub fn new(
        reward: Rational,
        sucker: Rational,
        temptation: Rational,
        punishment: Rational,
    ) -> Self {
        SymmetricPayoffs {
            reward,
            sucker,
            temptation,
            punishment,
        }
    }

    fn game(&self) -> Result<NormalForm<Rational>, TheoremError> {
        let row = |first: &Rational, second: &Rational| vec![first.clone(), second.clone()];
        Ok(NormalForm::symmetric(&[
            row(&self.reward, &self.sucker),
            row(&self.temptation, &self.punishment),
        ])?)
    }
}

/// How much of its reward each player of a dilemma may keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DilemmasHaveASelfInterestLevel;

impl Theorem for DilemmasHaveASelfInterestLevel {
    type Instance = SymmetricPayoffs;

    fn statement(&self) -> Statement {
        Statement::new(
            "dilemmas_have_a_self_interest_level",
            "The self-interest level of a dilemma",
        )
        .saying(
            "In a prisoner's dilemma cooperation is dominant, if each keeps a share s of its own \
             reward and gives the rest to the other, up to `s = min{R − S, T − P}/(T − S)`; that \
             stands for λ, the larger of `(T − R)/(2R − T − S)` and `(P − S)/(T + S − 2P)`.",
        )
        .from_source("Willis, Du, Leibo and Luck, 2023")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<SymmetricPayoffs>> {
        vec![Hypothesis::new(
            "dilemma",
            "T > R > P > S.",
            |own: &SymmetricPayoffs| {
                let holds = own.temptation > own.reward
                    && own.reward > own.punishment
                    && own.punishment > own.sucker;
                Ok(Finding::when(holds, || "another order".to_owned()))
            },
        )]
    }

    fn conclusion(&self, own: &SymmetricPayoffs) -> Result<Finding, TheoremError> {
        let SymmetricPayoffs {
            reward,
            sucker,
            temptation,
            punishment,
        } = own;
        let game = own.game()?;
        let found = self_interest_level(&game, &[0, 0], Concept::Dominant)?;
        let kept = (reward - sucker).min(temptation - punishment);
        let level = kept.checked_div(&(temptation - sucker));
        let two = Rational::from(2);
        // Infinite if the players' losses are nobody's gains.
        let ratio = |gain: Rational, worth: Rational| match worth.is_positive() {
            true => Extended::from(gain.checked_div(&worth)),
            false => Extended::Infinite,
        };
        let first = ratio(temptation - reward, &two * reward - temptation - sucker);
        let second = ratio(punishment - sucker, temptation + sucker - &two * punishment);
        let lambda = match (&first, &second) {
            (Extended::Finite(one), Extended::Finite(other)) => {
                Extended::Finite(one.clone().max(other.clone()))
            }
            _ => Extended::Infinite,
        };
        let said = found.lambda();
        let same = match &said {
            // Below a share of one half no λ stands for it.
            None => lambda == Extended::Infinite,
            Some(said) => *said == lambda,
        };
        all_of![
            Finding::when(found.level() == level.as_ref(), || {
                format!("the level is {level:?}, not {:?}", found.level())
            }),
            Finding::when(same, || format!("λ is {lambda:?}, not {said:?}")),
            Finding::when(found.verify(&game), || "the level does not verify"
                .to_owned()),
        ]
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::mechanisms::draws::whole;
    use crate::theorem::{Drawn, strategy};

    impl Drawn for DilemmasHaveASelfInterestLevel {
        fn instances(&self) -> BoxedStrategy<SymmetricPayoffs> {
            let steps = || strategy::rationals(1..=4, 2);
            (whole(-3..=3), steps(), steps(), steps())
                .prop_map(|(sucker, first, second, third)| {
                    let punishment = &sucker + &first;
                    let reward = &punishment + &second;
                    let temptation = &reward + &third;
                    SymmetricPayoffs::new(reward, sucker, temptation, punishment)
                })
                .boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<SymmetricPayoffs> {
            (whole(-2..=2), whole(-2..=2), whole(-2..=2), whole(-2..=2))
                .prop_map(|(reward, sucker, temptation, punishment)| {
                    SymmetricPayoffs::new(reward, sucker, temptation, punishment)
                })
                .boxed()
        }
    }
}
