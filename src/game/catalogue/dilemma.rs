//! Symmetric games of two players and two actions: the four numbers R, S, T, P.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::bad_parameter;
use crate::game::{GameError, NormalForm};
use crate::number::Rational;

/// The payoffs of a symmetric game of two players who cooperate (action 0) or defect (action 1).
///
/// | own \ other | cooperate | defect |
/// |---|---|---|
/// | **cooperate** | `reward` (R) | `sucker` (S) |
/// | **defect** | `temptation` (T) | `punishment` (P) |
///
/// Any four numbers are accepted; [`DilemmaPayoffs::classify`] says which game they make.
/// Notation of Rapoport and Chammah (1965).
///
/// ```
/// use lacuna::game::catalogue::{DilemmaClass, DilemmaPayoffs};
/// let payoffs = DilemmaPayoffs::new(3, 0, 5, 1);
/// assert_eq!(payoffs.classify(), DilemmaClass::PrisonersDilemma);
/// assert_eq!(payoffs.to_string(), "(R, S, T, P) = (3, 0, 5, 1)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DilemmaPayoffs {
    /// R: both cooperate.
    pub reward: Rational,
    /// S: of the one who cooperates while the other defects.
    pub sucker: Rational,
    /// T: of the one who defects while the other cooperates.
    pub temptation: Rational,
    /// P: both defect.
    pub punishment: Rational,
}

/// The ordinal class of a symmetric game of two players and two actions.
///
/// Every class but [`Other`](DilemmaClass::Other) is closed under positive affine maps of the
/// payoffs; the classes exclude each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum DilemmaClass {
    /// T > R > P > S: defection dominates, yet both prefer mutual cooperation to mutual defection.
    PrisonersDilemma,
    /// R > T ≥ P > S: mutual cooperation and mutual defection are equilibria, cooperation is the
    /// better and the riskier one.
    StagHunt,
    /// R > P > T and P > S: two equilibria as in the stag hunt, but whoever cooperates harms even
    /// a defector (T < P).
    Assurance,
    /// T > R > S > P: each wants to be the one who defects, and both defecting is worst.
    Chicken,
    /// R > T, S > P and R > P: cooperation dominates and mutual cooperation is better than mutual
    /// defection.
    Harmony,
    /// T > R, P > S and P > R: defection dominates and mutual defection is better than mutual
    /// cooperation.
    Deadlock,
    /// Anything else, in particular every game with a tie that the classes above exclude.
    Other,
}

impl DilemmaPayoffs {
    /// The payoffs in the order R, S, T, P.
    pub fn new(
        reward: impl Into<Rational>,
        sucker: impl Into<Rational>,
        temptation: impl Into<Rational>,
        punishment: impl Into<Rational>,
    ) -> Self {
        DilemmaPayoffs {
            reward: reward.into(),
            sucker: sucker.into(),
            temptation: temptation.into(),
            punishment: punishment.into(),
        }
    }

    /// The ordinal class of the game.
    pub fn classify(&self) -> DilemmaClass {
        let DilemmaPayoffs {
            reward: r,
            sucker: s,
            temptation: t,
            punishment: p,
        } = self;
        if t > r && r > p && p > s {
            DilemmaClass::PrisonersDilemma
        } else if r > t && t >= p && p > s {
            DilemmaClass::StagHunt
        } else if r > p && p > t && p > s {
            DilemmaClass::Assurance
        } else if t > r && r > s && s > p {
            DilemmaClass::Chicken
        } else if r > t && s > p && r > p {
            DilemmaClass::Harmony
        } else if t > r && p > s && p > r {
            DilemmaClass::Deadlock
        } else {
            DilemmaClass::Other
        }
    }

    /// The payoff of a player who plays `own` against `other`, each 0 (cooperate) or 1 (defect).
    ///
    /// # Errors
    /// [`GameError::ActionOutOfRange`], with player 0 for `own` and player 1 for `other`.
    pub fn payoff(&self, own: usize, other: usize) -> Result<&Rational, GameError> {
        for (player, action) in [own, other].into_iter().enumerate() {
            if action > 1 {
                return Err(GameError::ActionOutOfRange {
                    player,
                    action,
                    actions: 2,
                });
            }
        }
        Ok(match (own, other) {
            (0, 0) => &self.reward,
            (0, _) => &self.sucker,
            (_, 0) => &self.temptation,
            _ => &self.punishment,
        })
    }

    /// The game: action 0 is `Cooperate`, action 1 is `Defect`, whatever the class.
    ///
    /// # Errors
    /// None that the payoffs can cause.
    pub fn game(&self) -> Result<NormalForm<Rational>, GameError> {
        NormalForm::symmetric(&[
            vec![self.reward.clone(), self.sucker.clone()],
            vec![self.temptation.clone(), self.punishment.clone()],
        ])?
        .with_action_names(&["Cooperate", "Defect"])
    }

    fn game_of_class(
        &self,
        class: DilemmaClass,
        range: &'static str,
    ) -> Result<NormalForm<Rational>, GameError> {
        if self.classify() == class {
            self.game()
        } else {
            Err(bad_parameter("payoffs", self, range))
        }
    }
}

impl fmt::Display for DilemmaPayoffs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "(R, S, T, P) = ({}, {}, {}, {})",
            self.reward, self.sucker, self.temptation, self.punishment
        )
    }
}

/// The prisoner's dilemma (Tucker, 1950; Rapoport and Chammah, 1965): T > R > P > S.
/// Actions `Cooperate`, `Defect`; mutual defection is the only equilibrium.
///
/// 2R > S + T is not required; without it welfare is highest when exactly one defects.
///
/// # Errors
/// [`GameError::BadParameter`] if the payoffs are not in this order.
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// let game = catalogue::prisoners_dilemma(3, 0, 5, 1)?;
/// assert_eq!(game.best_responses(0, &[0, 0])?, vec![1]);
/// assert!(catalogue::prisoners_dilemma(5, 0, 3, 1).is_err());
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn prisoners_dilemma(
    reward: impl Into<Rational>,
    sucker: impl Into<Rational>,
    temptation: impl Into<Rational>,
    punishment: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    DilemmaPayoffs::new(reward, sucker, temptation, punishment).game_of_class(
        DilemmaClass::PrisonersDilemma,
        "ordered T > R > P > S (prisoner's dilemma)",
    )
}

/// The stag hunt (Rousseau, 1755; Skyrms, 2004): R > T ≥ P > S.
/// Actions `Cooperate` (stag), `Defect` (hare); both symmetric profiles are equilibria.
///
/// # Errors
/// [`GameError::BadParameter`] if the payoffs are not in this order.
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// let game = catalogue::stag_hunt(4, 0, 3, 3)?;
/// assert!(game.is_pure_equilibrium(&[0, 0])? && game.is_pure_equilibrium(&[1, 1])?);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn stag_hunt(
    reward: impl Into<Rational>,
    sucker: impl Into<Rational>,
    temptation: impl Into<Rational>,
    punishment: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    DilemmaPayoffs::new(reward, sucker, temptation, punishment)
        .game_of_class(DilemmaClass::StagHunt, "ordered R > T >= P > S (stag hunt)")
}

/// Chicken, or hawk and dove (Maynard Smith and Price, 1973): T > R > S > P.
/// Actions `Cooperate` (swerve), `Defect` (drive on); the pure equilibria are the two profiles in
/// which exactly one defects.
///
/// # Errors
/// [`GameError::BadParameter`] if the payoffs are not in this order.
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// let game = catalogue::chicken(6, 2, 7, 0)?;
/// assert!(game.is_pure_equilibrium(&[0, 1])? && game.is_pure_equilibrium(&[1, 0])?);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn chicken(
    reward: impl Into<Rational>,
    sucker: impl Into<Rational>,
    temptation: impl Into<Rational>,
    punishment: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    DilemmaPayoffs::new(reward, sucker, temptation, punishment)
        .game_of_class(DilemmaClass::Chicken, "ordered T > R > S > P (chicken)")
}

/// Harmony (Robinson and Goforth, 2005): R > T, S > P and R > P.
/// Actions `Cooperate`, `Defect`; cooperation dominates, and no contract is needed.
///
/// # Errors
/// [`GameError::BadParameter`] if the payoffs are not in this order.
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// let game = catalogue::harmony(4, 2, 3, 1)?;
/// assert!(game.is_pure_equilibrium(&[0, 0])?);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn harmony(
    reward: impl Into<Rational>,
    sucker: impl Into<Rational>,
    temptation: impl Into<Rational>,
    punishment: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    DilemmaPayoffs::new(reward, sucker, temptation, punishment).game_of_class(
        DilemmaClass::Harmony,
        "ordered R > T, S > P and R > P (harmony)",
    )
}

/// Deadlock (Snyder, 1971): T > R, P > S and P > R.
/// Actions `Cooperate`, `Defect`; defection dominates, and both are better off for it.
///
/// # Errors
/// [`GameError::BadParameter`] if the payoffs are not in this order.
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// let game = catalogue::deadlock(1, 0, 3, 2)?;
/// assert!(game.is_pure_equilibrium(&[1, 1])?);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn deadlock(
    reward: impl Into<Rational>,
    sucker: impl Into<Rational>,
    temptation: impl Into<Rational>,
    punishment: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    DilemmaPayoffs::new(reward, sucker, temptation, punishment).game_of_class(
        DilemmaClass::Deadlock,
        "ordered T > R, P > S and P > R (deadlock)",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::GameExt;
    use proptest::prelude::*;

    fn pure_equilibria(game: &NormalForm<Rational>) -> Vec<Vec<usize>> {
        game.space()
            .iter()
            .filter(|profile| game.is_pure_equilibrium(profile).expect("valid"))
            .collect()
    }

    #[test]
    fn every_strict_order_of_four_payoffs_has_the_equilibria_of_its_class() {
        let mut counts = std::collections::HashMap::new();
        for code in 0..256i64 {
            let digits: Vec<i64> = (0..4).map(|place| code / 4i64.pow(place) % 4).collect();
            let mut sorted = digits.clone();
            sorted.sort_unstable();
            if sorted != [0, 1, 2, 3] {
                continue;
            }
            let payoffs = DilemmaPayoffs::new(digits[0], digits[1], digits[2], digits[3]);
            let class = payoffs.classify();
            *counts.entry(class).or_insert(0) += 1;
            let expected: &[&[usize]] = match class {
                DilemmaClass::PrisonersDilemma | DilemmaClass::Deadlock => &[&[1, 1]],
                DilemmaClass::StagHunt | DilemmaClass::Assurance => &[&[0, 0], &[1, 1]],
                DilemmaClass::Chicken => &[&[0, 1], &[1, 0]],
                DilemmaClass::Harmony => &[&[0, 0]],
                DilemmaClass::Other => continue,
            };
            assert_eq!(
                pure_equilibria(&payoffs.game().expect("2x2")),
                expected,
                "{payoffs}"
            );
        }
        assert_eq!(counts[&DilemmaClass::PrisonersDilemma], 1);
        assert_eq!(counts[&DilemmaClass::StagHunt], 1);
        assert_eq!(counts[&DilemmaClass::Assurance], 2);
        assert_eq!(counts[&DilemmaClass::Chicken], 1);
        assert_eq!(
            counts[&DilemmaClass::Harmony],
            counts[&DilemmaClass::Deadlock]
        );
    }

    #[test]
    fn a_wrong_order_names_the_payoffs_and_the_order_needed() {
        let error = chicken(3, 0, 5, 1).expect_err("a prisoner's dilemma");
        assert_eq!(
            error.to_string(),
            "payoffs is (R, S, T, P) = (3, 0, 5, 1); it must be ordered T > R > S > P (chicken)"
        );
    }

    proptest! {
        #[test]
        fn the_class_does_not_depend_on_the_units(
            r in -6i64..6, s in -6i64..6, t in -6i64..6, p in -6i64..6,
            scale in 1i64..9, shift in -9i64..9,
        ) {
            let map = |x: i64| {
                let scaled = Rational::new(scale, 7).expect("7") * Rational::from(x);
                scaled + Rational::from(shift)
            };
            let payoffs = DilemmaPayoffs::new(r, s, t, p);
            let moved = DilemmaPayoffs::new(map(r), map(s), map(t), map(p));
            prop_assert_eq!(payoffs.classify(), moved.classify());
            let game = payoffs.game().expect("2x2");
            for own in 0..2 {
                for other in 0..2 {
                    use crate::game::Game;
                    prop_assert_eq!(payoffs.payoff(own, other).expect("valid"), &game.payoff(0, &[own, other]));
                    prop_assert_eq!(payoffs.payoff(own, other).expect("valid"), &game.payoff(1, &[other, own]));
                }
            }
        }
    }
}
