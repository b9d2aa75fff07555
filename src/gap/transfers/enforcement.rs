//! Enforcement and prosociality as substitutes: chances of detection, fines, and the weight on
//! welfare that makes up for what is missing.

use serde::{Deserialize, Serialize};

use super::super::GapError;
use super::range::{ParameterRange, RangeCheck};
use super::target::{Concept, Steered};
use crate::game::{Game, GameExt, Profile};
use crate::number::{Extended, Rational};

/// Where a fine goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FineDestination {
    /// To the other players in equal parts: welfare is not touched.
    #[default]
    Others,
    /// Nowhere: welfare falls by the fine.
    Burnt,
    /// To somebody outside the game. Players weigh the payoffs of players, so that to them it is as
    /// if it were burnt; only for society at large is it not lost.
    ThirdParty,
}

/// A monitoring technology with a fine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Enforcement {
    /// For each player and action the probability of being fined for it. An action of the target
    /// may have one too: a false alarm.
    pub detection: Vec<Vec<Rational>>,
    /// The fine, at least 0.
    pub fine: Rational,
    /// Where it goes.
    pub destination: FineDestination,
}

impl Enforcement {
    /// Enforcement by chances of detection for each player and action, a fine and its destination.
    ///
    /// # Errors
    /// [`GapError::OutOfRange`] for a probability outside `[0, 1]` or a negative fine.
    pub fn new(
        detection: Vec<Vec<Rational>>,
        fine: Rational,
        destination: FineDestination,
    ) -> Result<Self, GapError> {
        let enforcement = Enforcement {
            detection,
            fine,
            destination,
        };
        enforcement.check_numbers()?;
        Ok(enforcement)
    }

    /// The same chance of detection for every action that is not the profile's.
    ///
    /// # Errors
    /// [`GapError::OutOfRange`], [`GapError::Game`] for a profile that the game does not have.
    pub fn uniform<G: Game<Rational> + ?Sized>(
        game: &G,
        profile: &[usize],
        detection: &Rational,
        fine: Rational,
        destination: FineDestination,
    ) -> Result<Self, GapError> {
        game.check_profile(profile)?;
        let chance = |planned: usize, action: usize| {
            if action == planned {
                Rational::ZERO
            } else {
                detection.clone()
            }
        };
        let detection = profile
            .iter()
            .enumerate()
            .map(|(player, &planned)| {
                let actions = 0..game.actions(player);
                actions.map(|action| chance(planned, action)).collect()
            })
            .collect();
        Self::new(detection, fine, destination)
    }

    fn check_numbers(&self) -> Result<(), GapError> {
        for chance in self.detection.iter().flatten() {
            if chance.is_negative() || *chance > Rational::ONE {
                return Err(GapError::OutOfRange {
                    what: "a probability of detection",
                    value: chance.clone(),
                    range: "between 0 and 1",
                });
            }
        }
        check_non_negative("the fine", &self.fine)
    }

    fn check(&self, actions: &[usize]) -> Result<(), GapError> {
        self.check_numbers()?;
        let players = actions.len();
        if self.detection.len() != players {
            return Err(GapError::WrongLength {
                what: "the list of the players' chances of detection",
                found: self.detection.len(),
                expected: players,
            });
        }
        for (list, &count) in self.detection.iter().zip(actions) {
            if list.len() != count {
                return Err(GapError::WrongLength {
                    what: "a player's list of chances of detection",
                    found: list.len(),
                    expected: count,
                });
            }
        }
        if players < 2 && self.destination == FineDestination::Others {
            return Err(GapError::WrongPlayers {
                what: "a fine that goes to the others",
                expected: "two or more",
                found: players,
            });
        }
        Ok(())
    }

    /// The greatest factor by which all chances of detection can be multiplied.
    fn largest_factor(&self) -> Extended<Rational> {
        let greatest = self.detection.iter().flatten().max();
        greatest.and_then(Rational::recip).into()
    }
}

fn check_non_negative(what: &'static str, value: &Rational) -> Result<(), GapError> {
    if !value.is_negative() {
        return Ok(());
    }
    Err(GapError::OutOfRange {
        what,
        value: value.clone(),
        range: "at least 0",
    })
}

/// Which of the three means of steering is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnforcementParameter {
    /// The altruism weight λ.
    Prosociality,
    /// The fine.
    Fine,
    /// The factor by which all chances of detection are multiplied, at most such that the greatest
    /// becomes 1.
    DetectionFactor,
}

/// The values of one means of steering at which a profile is played, the other two being given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnforcementRange {
    /// The profile.
    pub profile: Profile,
    /// What is asked of it.
    pub concept: Concept,
    /// What is looked for.
    pub parameter: EnforcementParameter,
    /// The altruism weight given; not used if it is looked for.
    pub lambda: Rational,
    /// The enforcement given; of it what is looked for is not used.
    pub enforcement: Enforcement,
    /// The values at which the profile is played.
    pub range: ParameterRange,
}

/// The least altruism weight λ with which `profile` is played under imperfect enforcement.
///
/// Players maximise `m_i + λ·Σ_j m_j`, where `m` are payoffs less expected fines. In a prisoner's
/// dilemma with chance of detection `q` and fine `F` it is `(T − R − qF)/(2R − T − S)` if the fine
/// goes to the other, and `(T − R − qF)/(2R − T − S + qF)` if it is burnt: enforcement and
/// prosociality are substitutes, and a burnt fine, which hurts welfare too, deters the prosocial
/// more.
///
/// # Errors
/// [`GapError::Game`] for a profile that the game does not have, [`GapError::WrongLength`] and
/// [`GapError::OutOfRange`] for chances or a fine that do not fit, [`GapError::WrongPlayers`] if
/// there are no others to pay a fine to.
///
/// # Complexity
/// That of [`self_interest_level`](super::self_interest_level).
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::gap::transfers::{Concept, Enforcement, FineDestination, prosociality_needed};
/// use lacuna::number::Rational;
///
/// let game = prisoners_dilemma(3, 0, 5, 1)?;
/// let (quarter, four) = (Rational::new(1, 4)?, Rational::from(4));
/// let mut needed = Vec::new();
/// for destination in [FineDestination::Others, FineDestination::Burnt] {
///     let caught = Enforcement::uniform(&game, &[0, 0], &quarter, four.clone(), destination)?;
///     let found = prosociality_needed(&game, &[0, 0], &caught, Concept::Equilibrium)?;
///     assert!(found.verify(&game));
///     needed.extend(found.range.least().cloned());
/// }
/// assert_eq!(needed, [Rational::from(1), Rational::new(1, 2)?]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn prosociality_needed<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
    enforcement: &Enforcement,
    concept: Concept,
) -> Result<EnforcementRange, GapError> {
    let parameter = EnforcementParameter::Prosociality;
    needed(
        game,
        profile,
        enforcement,
        &Rational::ZERO,
        parameter,
        concept,
    )
}

/// The least fine with which `profile` is played by λ-cooperative players, given the chances of
/// detection and the destination of `enforcement` (whose fine is not used).
///
/// # Errors
/// As [`prosociality_needed`], and [`GapError::OutOfRange`] for a negative λ.
///
/// # Complexity
/// That of [`prosociality_needed`].
pub fn fine_needed<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
    enforcement: &Enforcement,
    lambda: &Rational,
    concept: Concept,
) -> Result<EnforcementRange, GapError> {
    let parameter = EnforcementParameter::Fine;
    needed(game, profile, enforcement, lambda, parameter, concept)
}

/// The least factor by which the chances of detection of `enforcement` must be multiplied so that
/// `profile` is played by λ-cooperative players: with chances of 1 the least chance of detection.
///
/// # Errors
/// As [`fine_needed`].
///
/// # Complexity
/// That of [`prosociality_needed`].
pub fn detection_needed<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
    enforcement: &Enforcement,
    lambda: &Rational,
    concept: Concept,
) -> Result<EnforcementRange, GapError> {
    let parameter = EnforcementParameter::DetectionFactor;
    needed(game, profile, enforcement, lambda, parameter, concept)
}

fn needed<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
    enforcement: &Enforcement,
    lambda: &Rational,
    parameter: EnforcementParameter,
    concept: Concept,
) -> Result<EnforcementRange, GapError> {
    let steered = Steered::new(game, profile)?;
    enforcement.check(steered.game.space().actions())?;
    check_non_negative("the altruism weight", lambda)?;
    let advantages = steered.comparisons(concept).map(|comparison| {
        let player = comparison.player;
        let differences = steered.differences(&comparison);
        let own = &differences[player];
        let welfare: Rational = differences.iter().sum();
        let chances = &enforcement.detection[player];
        let caught = &chances[comparison.action] - &chances[profile[player]];
        // The expected fine counts once for oneself, and once more in welfare if it leaves it.
        let leaves = enforcement.destination != FineDestination::Others;
        let (at_zero, slope) = match parameter {
            EnforcementParameter::Prosociality => {
                let expected = &caught * &enforcement.fine;
                let lost = if leaves {
                    expected.clone()
                } else {
                    Rational::ZERO
                };
                (own + &expected, welfare + lost)
            }
            EnforcementParameter::Fine | EnforcementParameter::DetectionFactor => {
                let weight = if leaves {
                    Rational::ONE + lambda
                } else {
                    Rational::ONE
                };
                let unit = match parameter {
                    EnforcementParameter::Fine => caught,
                    _ => caught * &enforcement.fine,
                };
                (own + &(lambda * &welfare), unit * weight)
            }
        };
        (comparison, at_zero, slope)
    });
    let range = ParameterRange::solve(
        steered.game.space(),
        domain(parameter, enforcement),
        advantages,
    );
    Ok(EnforcementRange {
        profile: profile.to_vec(),
        concept,
        parameter,
        lambda: lambda.clone(),
        enforcement: enforcement.clone(),
        range,
    })
}

fn domain(
    parameter: EnforcementParameter,
    enforcement: &Enforcement,
) -> (Rational, Extended<Rational>) {
    let to = match parameter {
        EnforcementParameter::DetectionFactor => enforcement.largest_factor(),
        _ => Extended::Infinite,
    };
    (Rational::ZERO, to)
}

impl EnforcementRange {
    /// How the least λ changes with each unit of the expected fine of the binding deviation,
    /// `dλ/d(qF)`: the marginal rate of substitution of enforcement for prosociality.
    ///
    /// With the loss of welfare `w` by the binding deviation, `−1/w` if fines go to the others, and
    /// `−(1 + λ)/(w + qF)` if they leave the group. Where two deviations bind, the rate is that of
    /// the one named.
    ///
    /// # Returns
    /// `None` if λ was not looked for, or if it is 0 because nothing binds.
    pub fn marginal_rate(&self) -> Option<Rational> {
        if self.parameter != EnforcementParameter::Prosociality {
            return None;
        }
        let interval = self.range.interval()?;
        let slope = &interval.binding_from.as_ref()?.slope;
        let felt = match self.enforcement.destination {
            FineDestination::Others => Rational::ONE,
            FineDestination::Burnt | FineDestination::ThirdParty => Rational::ONE + &interval.from,
        };
        (-felt).checked_div(slope)
    }

    /// Checks the range in the game with fines, without any code of the solver: the profile is
    /// played at both ends, and the deviations named pay beyond them.
    pub fn verify<G: Game<Rational> + ?Sized>(&self, game: &G) -> bool {
        let Ok(space) = game.profile_space() else {
            return false;
        };
        let detection = &self.enforcement.detection;
        let players = game.players();
        if self.enforcement.check(space.actions()).is_err()
            || self.profile.len() != players
            || self.lambda.is_negative()
        {
            return false;
        }
        let money = |fine: &Rational, factor: &Rational, player: usize, profile: &[usize]| {
            let expected = |j: usize| &(&detection[j][profile[j]] * factor) * fine;
            let own = game.payoff(player, profile) - expected(player);
            if self.enforcement.destination != FineDestination::Others {
                return own;
            }
            let others: Rational = (0..players).filter(|&j| j != player).map(expected).sum();
            let share = others.checked_div(&Rational::from(players - 1));
            own + share.unwrap_or_default()
        };
        let perceived = |value: &Rational, player: usize, profile: &[usize]| {
            let (mut lambda, mut fine) = (&self.lambda, &self.enforcement.fine);
            let mut factor = &Rational::ONE;
            match self.parameter {
                EnforcementParameter::Prosociality => lambda = value,
                EnforcementParameter::Fine => fine = value,
                EnforcementParameter::DetectionFactor => factor = value,
            }
            let welfare: Rational = (0..players).map(|j| money(fine, factor, j, profile)).sum();
            money(fine, factor, player, profile) + lambda * &welfare
        };
        RangeCheck {
            space: &space,
            target: &self.profile,
            concept: self.concept,
            domain: domain(self.parameter, &self.enforcement),
            advantage: |value: &Rational, player: usize, profile: &[usize], action: usize| {
                let mut after = profile.to_vec();
                after[player] = action;
                perceived(value, player, profile) - perceived(value, player, &after)
            },
        }
        .accepts(&self.range)
    }
}
