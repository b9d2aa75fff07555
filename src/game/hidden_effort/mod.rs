//! The paper's lift of a dilemma to one with hidden effort.
//!
//! Each of the two base actions splits into one with high and one with low effort, so that a
//! symmetric 2×2 game (R, S, T, P) with R > P becomes a 4×4 game ([`HiddenEffort`]) with the
//! actions CH, CL, DH, DL. A court sees who cooperated and who defected, and never the effort
//! ([`court_observation`]): a contract can reach the base action and no further.
//!
//! The lift makes sense under conditions on (R, S, T, P), which [`HiddenEffort::conditions`]
//! checks; what they secure is stated as axioms on the matrix ([`check_axioms`]), for any game
//! whose actions are classed as cooperation and defection. [`scenarios`] are the sixty games of
//! the paper.
//!
//! ```
//! use lacuna::game::GameExt;
//! use lacuna::game::catalogue::DilemmaPayoffs;
//! use lacuna::game::hidden_effort::{Family, HiddenEffort};
//!
//! let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0))?;
//! lift.check_prisoners_dilemma().require()?;
//! let game = lift.game()?;
//! assert!(game.is_pure_equilibrium(&[2, 2])?); // both defect with high effort
//! assert_eq!(game.welfare(&[0, 0])?.to_string(), "25/3");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod axioms;
mod conditions;
mod scenarios;

pub use axioms::{
    ActionClasses, Axiom, AxiomOutcome, AxiomReport, Violation, check_axiom, check_axioms,
};
pub use conditions::{Condition, ConditionCheck, ConditionReport, ConditionsFailed};
pub use scenarios::{Scenario, scenarios};

use serde::{Deserialize, Serialize};

use super::catalogue::{DilemmaPayoffs, bad_parameter};
use super::{Game, GameError, NormalForm};
use crate::number::Rational;

/// The names of the actions, in their order.
const ACTION_NAMES: [&str; 4] = ["CH", "CL", "DH", "DL"];

/// The two kinds of base game that the paper lifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Family {
    /// T > R > P > S.
    PrisonersDilemma,
    /// R > T > P > S.
    StagHunt,
}

/// What a player does in the base game; the part of an action that a court can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum BaseAction {
    /// Action 0 of the base game.
    Cooperate,
    /// Action 1 of the base game.
    Defect,
}

impl BaseAction {
    /// The number of the action in the base game, and of its class in a partition: 0 or 1.
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// How hard a player works; the part of an action that a court cannot see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Effort {
    /// The part that costs.
    High,
    /// The part that shirks.
    Low,
}

/// The base action of action 0..4 of the lifted game, or `None` beyond.
///
/// ```
/// use lacuna::game::hidden_effort::{BaseAction, base_action};
/// assert_eq!(base_action(1), Some(BaseAction::Cooperate));
/// assert_eq!(base_action(2), Some(BaseAction::Defect));
/// ```
pub const fn base_action(action: usize) -> Option<BaseAction> {
    match action {
        0 | 1 => Some(BaseAction::Cooperate),
        2 | 3 => Some(BaseAction::Defect),
        _ => None,
    }
}

/// The effort of action 0..4 of the lifted game, or `None` beyond.
pub const fn effort(action: usize) -> Option<Effort> {
    match action {
        0 | 2 => Some(Effort::High),
        1 | 3 => Some(Effort::Low),
        _ => None,
    }
}

/// The number of the action of the lifted game that consists of a base action and an effort.
///
/// ```
/// use lacuna::game::hidden_effort::{BaseAction, Effort, lifted_action};
/// assert_eq!(lifted_action(BaseAction::Defect, Effort::Low), 3);
/// ```
pub const fn lifted_action(base: BaseAction, effort: Effort) -> usize {
    2 * base.index() + effort as usize
}

/// What a court sees when `player` takes `action` in the lifted game: the base action and nothing
/// else.
///
/// # Errors
/// [`GameError::PlayerOutOfRange`] or [`GameError::ActionOutOfRange`].
///
/// ```
/// use lacuna::game::hidden_effort::court_observation;
/// assert_eq!(court_observation(0, 0)?, court_observation(0, 1)?);
/// assert_ne!(court_observation(0, 1)?, court_observation(0, 2)?);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn court_observation(player: usize, action: usize) -> Result<BaseAction, GameError> {
    if player > 1 {
        return Err(GameError::PlayerOutOfRange { player, players: 2 });
    }
    base_action(action).ok_or(GameError::ActionOutOfRange {
        player,
        action,
        actions: 4,
    })
}

/// The lift of a symmetric base game with R > P to a game with hidden effort.
///
/// With ε = (R − P)/6, η = (R − P)/12 and m = (R + P)/2, the row player gets
///
/// | | CH | CL | DH | DL |
/// |---|---|---|---|---|
/// | **CH** | R − ε | R − 2ε − η | S − ε | S − ε |
/// | **CL** | R | m | S − 3ε | S − 3ε |
/// | **DH** | T − ε | T − ε | P − ε | P |
/// | **DL** | T − 2ε | T − 2ε | P − 2ε | P − 3ε |
///
/// and the game is symmetric. Low effort pays against a cooperator who works, and is welfare lost
/// (the optimum is (CH, CH)); among defectors high effort dominates.
///
/// Source: Huang et al. (2026).
///
/// ```
/// use lacuna::game::Game;
/// use lacuna::game::catalogue::DilemmaPayoffs;
/// use lacuna::game::hidden_effort::HiddenEffort;
/// let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0))?;
/// let normalised = lift.normalised()?;
/// assert_eq!(normalised.scale, 12.into());
/// assert_eq!(normalised.game.payoff(0, &[0, 0]), 50.into());
/// assert!(HiddenEffort::new(DilemmaPayoffs::new(1, 0, 3, 1)).is_err());
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "DilemmaPayoffs", into = "DilemmaPayoffs")]
pub struct HiddenEffort {
    payoffs: DilemmaPayoffs,
    effort_cost: Rational,
}

/// A lifted game in integers; see [`HiddenEffort::normalised`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NormalisedGame {
    /// The game with every payoff multiplied by `scale`.
    pub game: NormalForm<Rational>,
    /// The factor; 1 if the payoffs could not be made integers.
    pub scale: Rational,
}

impl HiddenEffort {
    /// The lift of a base game.
    ///
    /// # Errors
    /// [`GameError::BadParameter`] unless R > P. The further conditions of the paper are not
    /// required here; [`HiddenEffort::conditions`] checks them.
    pub fn new(payoffs: DilemmaPayoffs) -> Result<Self, GameError> {
        let distance = &payoffs.reward - &payoffs.punishment;
        if !distance.is_positive() {
            return Err(bad_parameter(
                "reward",
                &payoffs.reward,
                format!("above the punishment {}", payoffs.punishment),
            ));
        }
        Ok(HiddenEffort {
            effort_cost: distance * Rational::new(1, 6)?,
            payoffs,
        })
    }

    /// The base game.
    pub fn payoffs(&self) -> &DilemmaPayoffs {
        &self.payoffs
    }

    /// ε = (R − P)/6, the cost of high effort.
    pub fn effort_cost(&self) -> &Rational {
        &self.effort_cost
    }

    /// η = (R − P)/12, what working beside a shirking cooperator costs on top: without it
    /// (CH, CL) would be as good as (CH, CH).
    pub fn lone_effort_cost(&self) -> Rational {
        half(&self.effort_cost)
    }

    /// m = (R + P)/2, the payoff when both cooperate with low effort.
    pub fn low_effort_cooperation(&self) -> Rational {
        half(&(&self.payoffs.reward + &self.payoffs.punishment))
    }

    /// The row player's payoff, by own action and the other's, in the units of the base game.
    fn matrix(&self) -> Vec<Vec<Rational>> {
        let DilemmaPayoffs {
            reward: r,
            sucker: s,
            temptation: t,
            punishment: p,
        } = &self.payoffs;
        let cost =
            |value: &Rational, multiple: i64| value - &self.effort_cost * &Rational::from(multiple);
        vec![
            vec![
                cost(r, 1),
                cost(r, 2) - self.lone_effort_cost(),
                cost(s, 1),
                cost(s, 1),
            ],
            vec![
                r.clone(),
                self.low_effort_cooperation(),
                cost(s, 3),
                cost(s, 3),
            ],
            vec![cost(t, 1), cost(t, 1), cost(p, 1), p.clone()],
            vec![cost(t, 2), cost(t, 2), cost(p, 2), cost(p, 3)],
        ]
    }

    /// The 4×4 game in the units of the base game, with actions CH, CL, DH, DL.
    ///
    /// # Errors
    /// None that the payoffs can cause.
    pub fn game(&self) -> Result<NormalForm<Rational>, GameError> {
        NormalForm::symmetric(&self.matrix())?.with_action_names(&ACTION_NAMES)
    }

    /// The 4×4 game as the paper shows it: if twelve times every payoff is an integer, the payoffs
    /// are these integers divided by the greatest common divisor of those that are not zero;
    /// otherwise they stay as they are, with scale 1.
    ///
    /// # Errors
    /// None that the payoffs can cause.
    pub fn normalised(&self) -> Result<NormalisedGame, GameError> {
        let game = self.game()?;
        let twelve = Rational::from(12);
        let mut divisor = Rational::ZERO;
        for entry in self.matrix().iter().flatten() {
            let scaled = (entry * &twelve).abs();
            if !scaled.is_integer() {
                return Ok(NormalisedGame {
                    game,
                    scale: Rational::ONE,
                });
            }
            divisor = greatest_common_divisor(divisor, scaled);
        }
        // R > P, so that some entry is not zero.
        let scale = twelve.checked_div(&divisor).unwrap_or(Rational::ONE);
        let game = NormalForm::from_fn(&[4, 4], |player, profile| {
            game.payoff(player, profile) * &scale
        })?
        .with_action_names(&ACTION_NAMES)?;
        Ok(NormalisedGame { game, scale })
    }

    /// The conditions P1–P5 of the prisoner's dilemma and the range of η.
    pub fn check_prisoners_dilemma(&self) -> ConditionReport {
        self.conditions(Family::PrisonersDilemma)
    }

    /// The conditions S1–S5 of the stag hunt and the range of η.
    pub fn check_stag_hunt(&self) -> ConditionReport {
        self.conditions(Family::StagHunt)
    }

    /// The conditions of the paper on a base game of this family.
    pub fn conditions(&self, family: Family) -> ConditionReport {
        ConditionReport::new(family, &self.payoffs)
    }
}

impl TryFrom<DilemmaPayoffs> for HiddenEffort {
    type Error = GameError;
    fn try_from(payoffs: DilemmaPayoffs) -> Result<Self, GameError> {
        HiddenEffort::new(payoffs)
    }
}

impl From<HiddenEffort> for DilemmaPayoffs {
    fn from(lift: HiddenEffort) -> Self {
        lift.payoffs
    }
}

fn half(value: &Rational) -> Rational {
    value.checked_div(&Rational::from(2)).unwrap_or_default()
}

/// Euclid on non-negative integers of any size; `gcd(0, x) = x`.
fn greatest_common_divisor(mut a: Rational, mut b: Rational) -> Rational {
    while let Some(quotient) = a.checked_div(&b) {
        (a, b) = (b.clone(), a - quotient.floor() * &b);
    }
    a
}

#[cfg(test)]
mod tests;
