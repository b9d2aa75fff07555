//! When players may stay out.

use serde::{Deserialize, Serialize};

use super::MechanismError;
use crate::contract::ContractingProblem;
use crate::number::Rational;

/// When players decide whether to take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ParticipationStage {
    /// They must.
    #[default]
    None,
    /// Before they learn anything: in expectation over the states.
    ExAnte,
    /// After they learn their type: in expectation over the states of that type.
    Interim,
    /// After everything: for every state, recommendation and signal that can come about.
    ExPost,
}

/// Participation constraints: honest and obedient play must be worth, as each player perceives it,
/// at least what it has outside.
///
/// ```
/// use lacuna::mechanism::Participation;
/// use lacuna::number::Rational;
/// // Two players and one state: player 0 can have 1 elsewhere, player 1 nothing.
/// let outside = Participation::interim(vec![vec![Rational::ONE], vec![Rational::ZERO]]);
/// assert_eq!(outside.outside(0, 0), &Rational::ONE);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Participation {
    stage: ParticipationStage,
    /// One list a player, one entry a state.
    outside: Vec<Vec<Rational>>,
}

impl Participation {
    /// Players must take part.
    pub fn none() -> Self {
        Self::default()
    }

    /// Players decide before they learn anything. `outside` has one list a player with the
    /// perceived payoff of staying out in each state.
    pub fn ex_ante(outside: Vec<Vec<Rational>>) -> Self {
        Self::at(ParticipationStage::ExAnte, outside)
    }

    /// Players decide after they learn their type.
    pub fn interim(outside: Vec<Vec<Rational>>) -> Self {
        Self::at(ParticipationStage::Interim, outside)
    }

    /// Players may leave after everything is known.
    pub fn ex_post(outside: Vec<Vec<Rational>>) -> Self {
        Self::at(ParticipationStage::ExPost, outside)
    }

    /// Players decide at `stage`.
    pub fn at(stage: ParticipationStage, outside: Vec<Vec<Rational>>) -> Self {
        Participation { stage, outside }
    }

    /// When players decide.
    pub fn stage(&self) -> ParticipationStage {
        self.stage
    }

    /// What a player has outside in a state.
    ///
    /// # Panics
    /// If no outside option was given for it.
    pub fn outside(&self, player: usize, state: usize) -> &Rational {
        &self.outside[player][state]
    }

    /// Checks that there is an outside option for each player and state, if any are needed.
    ///
    /// # Errors
    /// [`MechanismError::BadOption`].
    pub fn check(&self, problem: &ContractingProblem) -> Result<(), MechanismError> {
        if self.stage == ParticipationStage::None {
            return Ok(());
        }
        let fits = self.outside.len() == problem.players()
            && self
                .outside
                .iter()
                .all(|list| list.len() == problem.states());
        if fits {
            return Ok(());
        }
        Err(MechanismError::BadOption {
            what: format!(
                "the outside options have lengths {:?}, for {} players and {} states",
                self.outside.iter().map(Vec::len).collect::<Vec<_>>(),
                problem.players(),
                problem.states()
            ),
            right: "give one list a player with one entry a state",
        })
    }
}
