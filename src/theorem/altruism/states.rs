//! The selfishness level where there are several states.

use crate::contract::{ContractingProblem, Language};
use crate::game::NormalForm;
use crate::gap::level::{LevelOptions, language_level, message_level, selfishness_level};
use crate::number::{Extended, Rational};
use crate::theorem::by_definition::level;
use crate::theorem::describe::game_table;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// The level of a problem is that of its worst state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelIsThatOfTheWorstState;

impl Theorem for LevelIsThatOfTheWorstState {
    /// A game for each state, all of one shape.
    type Instance = Vec<NormalForm<Rational>>;

    fn statement(&self) -> Statement {
        Statement::new(
            "level_is_that_of_the_worst_state",
            "The level of a problem is that of its worst state",
        )
        .saying(
            "The least λ at which players who know the state attain the first best in every state, \
             without any contract, is the greatest selfishness level of a state, whatever the \
             probabilities. With contracts on everything it is 0.",
        )
        .from_source("after Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, games: &Self::Instance) -> Result<Finding, TheoremError> {
        let share = Rational::from(games.len()).recip().unwrap_or_default();
        let states = games.iter().map(|game| (share.clone(), game.clone()));
        let problem = ContractingProblem::new(states.collect())?;
        let levels: Vec<Extended<Rational>> = games.iter().map(level).collect();
        let worst = (levels.iter().max().cloned()).unwrap_or(Extended::Finite(Rational::ZERO));
        let (options, trivial) = (LevelOptions::default(), Language::trivial(&problem));
        for (what, found) in [
            ("without a contract", selfishness_level(&problem)?),
            (
                "with nothing verified",
                language_level(&problem, &trivial, &options)?,
            ),
            ("with nothing noticed", message_level(&problem, &trivial)?),
        ] {
            claim!(
                found.value == worst && found.plan.len() == games.len(),
                "{what} the level is {:?} with the plan {:?}, those of the states are {levels:?}",
                found.value,
                found.plan
            );
            let zero = worst == Extended::Finite(Rational::ZERO);
            claim!(
                found.witness.as_ref().map(|witness| witness.ratio())
                    == (!zero).then(|| worst.clone()),
                "{what} the witness of {worst:?} is {:?}",
                found.witness
            );
        }
        let complete = Language::complete(&problem);
        let verified = language_level(&problem, &complete, &options)?.value;
        let noticed = message_level(&problem, &complete)?.value;
        claim!(
            verified == Extended::Finite(Rational::ZERO) && noticed == verified,
            "with everything verified the levels are {verified:?} and {noticed:?}"
        );
        Ok(Finding::Holds)
    }

    fn describe(&self, games: &Self::Instance) -> String {
        let tables: Vec<String> = games.iter().map(game_table).collect();
        tables.join("\n")
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::altruism::drawn::tied_games;
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for LevelIsThatOfTheWorstState {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            let pair = |rows: usize, columns: usize| {
                let first = tied_games(rows..=rows, columns..=columns);
                vec(first, 1..=3)
            };
            prop_oneof![3 => pair(2, 2), 1 => pair(2, 3), 1 => pair(3, 2)].boxed()
        }
    }
}
