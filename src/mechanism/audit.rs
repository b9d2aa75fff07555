//! What an audit of a mechanism finds.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Aftermath, Communication};
use crate::number::Rational;

/// What a mechanism does when everybody is honest and obedient, what every player could gain by
/// being otherwise, and where it breaks the rules it was to keep; see
/// [`DirectMechanism::audit`](super::DirectMechanism::audit).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Audit {
    /// Expected material welfare.
    pub welfare: Rational,
    /// The expected sum of all transfers: negative for money that leaves the group.
    pub net_transfers: Rational,
    /// What the mechanism is worth: welfare, less what is burnt where
    /// [`Budget::Burning`](crate::contract::Budget::Burning) makes that a loss.
    pub value: Rational,
    /// What each player expects at each type that can come about, by player and type.
    pub payoffs: Vec<TypePayoff>,
    /// The best that each player of each such type can do, by player and type.
    pub best_manipulations: Vec<BestManipulation>,
    /// How far the participation constraints are from being broken: by player, and by type, or
    /// state where players may leave after everything is known.
    pub participation: Vec<ParticipationSlack>,
    /// Where the mechanism breaks the rules.
    pub faults: Vec<Fault>,
}

/// What a player of some type expects when everybody is honest and obedient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TypePayoff {
    /// The player.
    pub player: usize,
    /// Its type.
    pub own_type: usize,
    /// The probability of the type.
    pub probability: Rational,
    /// Material payoff plus transfers, given the type.
    pub material: Rational,
    /// The same as the player perceives it, given the type.
    pub perceived: Rational,
}

/// What to do after hearing something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Response {
    /// What is heard, as in [`Manipulation::told`](super::Manipulation::told).
    pub told: Vec<usize>,
    /// The best action.
    pub action: usize,
}

/// The best that a player of some type can do against the honesty and obedience of all others: a
/// report, and an action after each thing that it may then be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BestManipulation {
    /// The player.
    pub player: usize,
    /// Its type.
    pub own_type: usize,
    /// The best report; the truth, if nothing is better.
    pub report: usize,
    /// The best action after each thing that may be heard; the recommended one, if nothing is
    /// better.
    pub responses: Vec<Response>,
    /// What the player gains over honesty and obedience, at least 0: the perceived payoff given the
    /// type times the probability of the type.
    pub gain: Rational,
}

/// How far a participation constraint is from being broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ParticipationSlack {
    /// The player.
    pub player: usize,
    /// Its type, for a constraint at a type.
    pub own_type: Option<usize>,
    /// For constraints after everything is known: where in this state the player has least reason to stay.
    pub after: Option<Aftermath>,
    /// The perceived payoff less what the player has outside; below 0 if the constraint is broken.
    /// At a type both are multiplied with the probability of the type.
    pub slack: Rational,
}

/// A rule that a mechanism breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// The mechanism communicates in another way than allowed.
    #[non_exhaustive]
    Communication {
        /// How it communicates.
        found: Communication,
        /// What is allowed.
        allowed: Communication,
    },
    /// After reports that can come about, the probabilities do not sum to 1.
    #[non_exhaustive]
    ProbabilitySum {
        /// The reports.
        reports: Vec<usize>,
        /// The sum.
        total: Rational,
    },
    /// A recommendation whose probability is not above 0.
    #[non_exhaustive]
    Probability {
        /// The reports.
        reports: Vec<usize>,
        /// What players are told.
        told: Vec<Vec<usize>>,
        /// The probability.
        probability: Rational,
    },
    /// A transfer beyond the liability.
    #[non_exhaustive]
    Liability {
        /// The reports.
        reports: Vec<usize>,
        /// What players are told.
        told: Vec<Vec<usize>>,
        /// The signal.
        signal: usize,
        /// Who receives or pays too much.
        player: usize,
        /// The transfer.
        transfer: Rational,
    },
    /// Transfers whose sum the budget does not allow.
    #[non_exhaustive]
    Budget {
        /// The reports.
        reports: Vec<usize>,
        /// What players are told.
        told: Vec<Vec<usize>>,
        /// The signal.
        signal: usize,
        /// The sum.
        total: Rational,
    },
    /// Money is paid in expectation that the budget does not have.
    #[non_exhaustive]
    ExpectedBudget {
        /// The expected sum of all transfers.
        total: Rational,
    },
    /// A player is better off outside.
    #[non_exhaustive]
    Participation {
        /// The constraint.
        broken: ParticipationSlack,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Communication { found, allowed } => {
                write!(
                    to,
                    "the communication is {found:?} and {allowed:?} is allowed"
                )
            }
            Fault::ProbabilitySum { reports, total } => {
                write!(
                    to,
                    "after the reports {reports:?} probabilities sum to {total}"
                )
            }
            Fault::Probability {
                reports,
                told,
                probability,
            } => write!(
                to,
                "after the reports {reports:?} the probability of {told:?} is {probability}"
            ),
            Fault::Liability {
                reports,
                told,
                signal,
                player,
                transfer,
            } => write!(
                to,
                "after the reports {reports:?}, {told:?} and signal {signal} player {player} \
                 receives {transfer}, beyond the liability"
            ),
            Fault::Budget {
                reports,
                told,
                signal,
                total,
            } => write!(
                to,
                "after the reports {reports:?}, {told:?} and signal {signal} transfers sum to \
                 {total}"
            ),
            Fault::ExpectedBudget { total } => {
                write!(to, "transfers sum to {total} in expectation")
            }
            Fault::Participation { broken } => write!(
                to,
                "player {} is better off outside by {}",
                broken.player, -&broken.slack
            ),
        }
    }
}

impl Audit {
    /// The manipulation that gains most, the first of several.
    pub fn largest_gain(&self) -> Option<&BestManipulation> {
        let mut all = self.best_manipulations.iter();
        let first = all.next()?;
        Some(
            all.fold(first, |best, next| match next.gain.cmp(&best.gain) {
                Ordering::Greater => next,
                _ => best,
            }),
        )
    }

    /// Are honesty and obedience an equilibrium? False too where the law is not one: where
    /// probabilities after reports that can come about are not positive or do not sum to 1.
    pub fn is_equilibrium(&self) -> bool {
        let lawless = |fault: &Fault| {
            matches!(
                fault,
                Fault::ProbabilitySum { .. } | Fault::Probability { .. }
            )
        };
        !self.faults.iter().any(lawless)
            && !self
                .best_manipulations
                .iter()
                .any(|best| best.gain.is_positive())
    }

    /// Does the mechanism keep every rule of the options that it was audited with: communication,
    /// budget, liability and participation?
    pub fn is_within_limits(&self) -> bool {
        self.faults.is_empty()
    }
}
