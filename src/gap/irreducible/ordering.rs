//! Four answers to "how much altruism is needed", each with less to work with than the one before.

use serde::{Deserialize, Serialize};

use super::threshold::{AltruismThreshold, ThresholdOptions, altruism_threshold};
use crate::contract::{Budget, ContractingProblem, Language, Monitoring};
use crate::gap::GapError;
use crate::gap::level::{
    Level, LevelOptions, LevelWitness, language_level, message_level, selfishness_level,
};
use crate::number::{Extended, Rational};

/// The threshold of mechanisms and the three levels of plain contracts, in ascending order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AltruismOrdering {
    /// Mechanisms with secret recommendations, in the supremum.
    pub mechanisms: AltruismThreshold,
    /// Contracts on the language and on the state, attained.
    pub messages: Level,
    /// Contracts on the language, attained.
    pub language: Level,
    /// No contract, attained.
    pub selfishness: Level,
    /// Which of the three inequalities between neighbours are strict; `None` where a bracketed
    /// threshold does not tell.
    pub strict: [Option<bool>; 3],
}

/// λ̄ ≤ message level ≤ language level ≤ selfishness level, each with its witness.
///
/// With less to contract on more altruism is needed. The first inequality holds where fines need
/// not go to anybody, so that whoever is noticed can be fined; a balanced budget is refused.
///
/// # Errors
/// As [`altruism_threshold`] and [`language_level`]; [`GapError::OrderingNeedsFines`].
///
/// # Complexity
/// The sum of the four.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Language};
/// use lacuna::game::NormalForm;
/// use lacuna::gap::irreducible::ordering;
/// use lacuna::number::{Extended, Rational};
///
/// // Player 0 can be bad for 1, which hurts the other by 3. Player 1 can look, at a cost of 1/2.
/// let game = NormalForm::from_fn(&[2, 2], |player, profile| {
///     let bad = Rational::from(profile[0]);
///     match player {
///         0 => bad,
///         _ => Rational::from(-3) * bad - Rational::from(profile[1]) * Rational::new(1, 2).unwrap_or_default(),
///     }
/// })?;
/// let problem = ContractingProblem::single_state(game)?;
/// let language = Language::observed(&problem, |_, p| (p[1] == 1).then_some(p[0]));
/// let ordering = ordering(&problem, &language, &Default::default(), &Default::default())?;
/// // Looking secretly now and then needs no altruism; a contract that never looks needs 1/2.
/// assert_eq!(ordering.mechanisms.value.high(), Extended::Finite(Rational::ZERO));
/// assert_eq!(ordering.messages.value, Extended::Finite(Rational::new(1, 2)?));
/// assert_eq!(ordering.strict, [Some(true), Some(false), Some(false)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ordering(
    problem: &ContractingProblem,
    language: &Language,
    thresholds: &ThresholdOptions,
    levels: &LevelOptions,
) -> Result<AltruismOrdering, GapError> {
    if thresholds.budget == Budget::Balanced {
        return Err(GapError::OrderingNeedsFines);
    }
    language.check(problem)?;
    let mechanisms = altruism_threshold(problem, &Monitoring::from(language), thresholds)?;
    let messages = message_level(problem, language)?;
    let language = language_level(problem, language, levels)?;
    let selfishness = selfishness_level(problem)?;
    let strict = [
        if mechanisms.value.high() < messages.value {
            Some(true)
        } else if mechanisms.value.low() >= messages.value {
            Some(false)
        } else {
            None
        },
        Some(messages.value < language.value),
        Some(language.value < selfishness.value),
    ];
    Ok(AltruismOrdering {
        mechanisms,
        messages,
        language,
        selfishness,
        strict,
    })
}

impl AltruismOrdering {
    /// Checks the proofs of the threshold, that each witness of a level has its ratio and is about
    /// deviations of the game with these gains and losses, and that the order holds.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        language: &Language,
        thresholds: &ThresholdOptions,
    ) -> bool {
        let monitoring = Monitoring::from(language);
        let levels = [&self.messages, &self.language, &self.selfishness];
        let witnessed = |level: &&Level| match &level.witness {
            None => level.value == Extended::Finite(Rational::ZERO),
            Some(witness) => witness.ratio() == level.value && is_true(witness, level, problem),
        };
        let values = levels.map(|level| &level.value);
        let low = self.mechanisms.value.low();
        thresholds.budget != Budget::Balanced
            && language.check(problem).is_ok()
            && self
                .mechanisms
                .verify(problem, &monitoring, thresholds.budget)
            && levels.iter().all(witnessed)
            && low <= *values[0]
            && values[0] <= values[1]
            && values[1] <= values[2]
            && self.strict[0]
                .is_none_or(|strict| strict == (self.mechanisms.value.high() < *values[0]))
            && self.strict[1] == Some(values[0] < values[1])
            && self.strict[2] == Some(values[1] < values[2])
    }
}

/// Are the links deviations of the player from the plan, with these gains and losses?
fn is_true(witness: &LevelWitness, level: &Level, problem: &ContractingProblem) -> bool {
    use crate::game::Game;
    let player = witness.player;
    witness.chain.iter().all(|link| {
        let planned = level.plan.get(link.state);
        if planned != Some(&link.profile) || player >= problem.players() {
            return false;
        }
        let mut after = link.profile.clone();
        after[player] = link.action;
        if problem.space().index(&after).is_err() {
            return false;
        }
        let game = problem.game(link.state);
        let change = |j: usize| game.payoff(j, &after) - game.payoff(j, &link.profile);
        let loss: Rational = (0..problem.players()).map(|j| -change(j)).sum();
        link.gain == change(player) && link.loss == loss
    })
}
