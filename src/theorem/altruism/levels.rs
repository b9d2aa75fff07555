//! The selfishness level of games.

use crate::contract::ContractingProblem;
use crate::game::NormalForm;
use crate::gap::level::selfishness_level;
use crate::number::{Extended, Rational};
use crate::theorem::describe::game_table;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A game with one optimum has a finite selfishness level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UniqueOptimumHasALevel;

impl Theorem for UniqueOptimumHasALevel {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new(
            "unique_optimum_has_a_level",
            "One optimum, and some altruism is enough",
        )
        .saying(
            "In a finite game with a single profile of greatest welfare there is a λ from \
                 which that profile is an equilibrium of players who maximise `u_i + λ·W`.",
        )
        .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "unique_optimum",
            "One profile alone has the greatest welfare.",
            |game: &Self::Instance| {
                let welfare: Vec<Rational> = (0..game.space().len())
                    .map(|index| game.welfare_at(index))
                    .collect();
                let best = welfare.iter().max();
                let optima = welfare.iter().filter(|&value| Some(value) == best).count();
                Ok(Finding::when(optima == 1, || {
                    format!("{optima} profiles are optimal")
                }))
            },
        )]
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let problem = ContractingProblem::single_state(game.clone())?;
        let level = selfishness_level(&problem)?;
        Ok(Finding::when(level.value != Extended::Infinite, || {
            "no altruism makes an optimum an equilibrium".to_owned()
        }))
    }

    fn describe(&self, game: &Self::Instance) -> String {
        game_table(game)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::UniqueOptimumHasALevel;
    use crate::theorem::{Drawn, Theorem, strategy};

    impl Drawn for UniqueOptimumHasALevel {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            strategy::games(1..=3, 1..=3).boxed()
        }
    }
}
