//! Deviation plans: why no mechanism does better.

use serde::{Deserialize, Serialize};

use super::Communication;
use crate::number::Rational;

/// One way to manipulate a mechanism, with its weight in a [`DeviationPlan`]: a player of some type
/// reports `report`, is told something, and does `action` instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Manipulation {
    /// Who manipulates.
    pub player: usize,
    /// Its type.
    pub own_type: usize,
    /// What it reports: its type, if it is honest.
    pub report: usize,
    /// What it hears: with private communication the action it is told, as one entry; with
    /// [`Communication::Recommendations`] its action at each type; with
    /// [`Communication::Public`] the reports of all players, then the action of each.
    pub told: Vec<usize>,
    /// What it does.
    pub action: usize,
    /// The weight, above 0.
    pub weight: Rational,
}

impl Manipulation {
    /// A manipulation with its weight.
    pub fn new(
        player: usize,
        own_type: usize,
        report: usize,
        told: Vec<usize>,
        action: usize,
        weight: Rational,
    ) -> Self {
        Manipulation {
            player,
            own_type,
            report,
            told,
            action,
            weight,
        }
    }
}

/// The weight of a participation constraint in a [`DeviationPlan`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ParticipationWeight {
    /// Whose constraint.
    pub player: usize,
    /// At which type; `None` for a constraint before types are known.
    pub own_type: Option<usize>,
    /// After what, for a constraint after everything is known.
    pub after: Option<Aftermath>,
    /// The weight, above 0.
    pub weight: Rational,
}

impl ParticipationWeight {
    /// The weight of a constraint.
    pub fn new(
        player: usize,
        own_type: Option<usize>,
        after: Option<Aftermath>,
        weight: Rational,
    ) -> Self {
        ParticipationWeight {
            player,
            own_type,
            after,
            weight,
        }
    }
}

/// When a participation constraint after everything is known holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Aftermath {
    /// The state.
    pub state: usize,
    /// What each player was told, as in [`Recommendation::told`](super::Recommendation::told).
    pub told: Vec<Vec<usize>>,
    /// The verifiable signal.
    pub signal: usize,
}

impl Aftermath {
    /// What was known at the end.
    pub fn new(state: usize, told: Vec<Vec<usize>>, signal: usize) -> Self {
        Aftermath {
            state,
            told,
            signal,
        }
    }
}

/// What a plan leaves of welfare after a profile of reports, at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportBound {
    /// The reports; empty with [`Communication::Recommendations`].
    pub reports: Vec<usize>,
    /// The bound.
    pub bound: Rational,
}

impl ReportBound {
    /// What is left after these reports.
    pub fn new(reports: Vec<usize>, bound: Rational) -> Self {
        ReportBound { reports, bound }
    }
}

/// A deviation plan: weights on manipulations under which no recommendation is worth more than a
/// bound, whatever is paid. It proves that no mechanism has a greater value (Rahman and Obara 2010).
///
/// Weigh the honesty and obedience conditions of any mechanism with it: their sum takes away from
/// welfare something that is at least 0 at every equilibrium, and what is left is at most
/// [`bound`](Self::bound) at every recommendation. Where liability is unlimited, no transfer may
/// matter to what is left: the manipulations must be *unattributable* (to everybody's account
/// equally, for a balanced budget) or undetectable (with outside money). With a limit on
/// transfers, what the best transfers can add is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeviationPlan {
    /// Who hears what in the mechanisms it is about.
    pub communication: Communication,
    /// The manipulations with positive weight, in ascending order of player, type, report, what is
    /// heard and action.
    ///
    /// The weights of what follows a lie must not depend on what is heard in sum: a player decides
    /// to lie before it hears anything.
    pub manipulations: Vec<Manipulation>,
    /// The weights of participation constraints.
    pub participation: Vec<ParticipationWeight>,
    /// The weight of the budget, if it holds in expectation; 0 otherwise.
    pub budget: Rational,
    /// What is left after each profile of reports.
    pub reports: Vec<ReportBound>,
    /// The bound on the value of every mechanism.
    pub bound: Rational,
}

impl DeviationPlan {
    /// A plan from its parts; [`bound`](Self::bound) is what it claims.
    pub fn new(
        communication: Communication,
        manipulations: Vec<Manipulation>,
        participation: Vec<ParticipationWeight>,
        budget: Rational,
        reports: Vec<ReportBound>,
        bound: Rational,
    ) -> Self {
        DeviationPlan {
            communication,
            manipulations,
            participation,
            budget,
            reports,
            bound,
        }
    }
}
