//! The conditions of honesty, obedience and participation, one column an arm.
//!
//! An *arm* is a profile of reports with a recommendation. For each arm the conditions list what
//! its probability adds to each row, and for each signal what a transfer adds to each row.

use super::gathering::{Builder, Gathering};
use crate::contract::{ContractingProblem, Monitoring};
use crate::game::ProfileSpace;
use crate::mechanism::{Communication, MechanismError, MechanismOptions};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// What a row stands for; every row says `Σ ≤ bound`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Condition {
    /// Who is honest and told `heard` does not do `action` instead.
    Obedience {
        player: usize,
        own_type: usize,
        heard: usize,
        action: usize,
    },
    /// What a lie is worth to who does `action` after hearing `heard`.
    Lie {
        player: usize,
        own_type: usize,
        report: usize,
        heard: usize,
        action: usize,
    },
    /// Lying is worth no more than honesty.
    Honesty {
        player: usize,
        own_type: usize,
        report: usize,
    },
    /// Taking part is worth what is outside, at a type or before it is known.
    Participation {
        player: usize,
        own_type: Option<usize>,
    },
    /// Nobody leaves once everything is known.
    ExPost {
        player: usize,
        state: usize,
        recommendation: usize,
        signal: usize,
    },
    /// The third party breaks even in expectation.
    ExpectedBudget,
}

impl Condition {
    /// Whose payoff the row is about; `None` for the budget, in which all transfers count alike.
    pub(super) fn player(&self) -> Option<usize> {
        match self {
            Condition::Obedience { player, .. }
            | Condition::Lie { player, .. }
            | Condition::Honesty { player, .. }
            | Condition::Participation { player, .. }
            | Condition::ExPost { player, .. } => Some(*player),
            Condition::ExpectedBudget => None,
        }
    }
}

/// Coefficients by row, rows ascending.
pub(super) type Terms = Vec<(usize, Rational)>;

/// The same terms in order, one a row.
pub(super) fn merged(mut terms: Terms) -> Terms {
    terms.sort_by_key(|(row, _)| *row);
    let mut all: Terms = Vec::with_capacity(terms.len());
    for (row, coefficient) in terms {
        match all.last_mut() {
            Some((last, sum)) if *last == row => *sum += coefficient,
            _ => all.push((row, coefficient)),
        }
    }
    all.retain(|(_, coefficient)| !coefficient.is_zero());
    all
}

/// What transfers after one signal do.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) signal: usize,
    /// The probability of the signal in honest and obedient play, times that of the states.
    pub(super) weight: Rational,
    /// What a unit of perceived transfer to the player of the row adds to it.
    pub(super) terms: Terms,
}

/// A profile of reports with a recommendation.
#[derive(Debug, Clone)]
pub(super) struct Arm {
    /// The number of the reports.
    pub(super) report: usize,
    /// The index of the recommendation.
    pub(super) recommendation: usize,
    /// Expected material welfare under honest and obedient play.
    pub(super) welfare: Rational,
    /// What its probability adds to each row.
    pub(super) payoff: Terms,
    /// The signals at which transfers matter, ascending.
    pub(super) readings: Vec<Reading>,
}

/// A free variable: what a player expects of a lie once it has heard something.
#[derive(Debug, Clone)]
pub(super) struct Expectation {
    pub(super) terms: Terms,
}

/// All conditions of a problem.
#[derive(Clone)]
pub(super) struct Conditions<'a> {
    pub(super) problem: &'a ContractingProblem,
    pub(super) preferences: &'a WeightMatrix<Rational>,
    pub(super) options: &'a MechanismOptions,
    /// The states that can come about.
    pub(super) states: Vec<usize>,
    /// The profiles of reports that come about when at most one player lies.
    pub(super) reports: Vec<Vec<usize>>,
    /// What can be recommended, one index a player.
    pub(super) recommendations: ProfileSpace,
    pub(super) arms: Vec<Arm>,
    pub(super) rows: Vec<Condition>,
    /// The bound of each row.
    pub(super) bounds: Vec<Rational>,
    pub(super) expectations: Vec<Expectation>,
}

impl<'a> Conditions<'a> {
    pub(super) fn new(
        problem: &'a ContractingProblem,
        monitoring: &'a Monitoring,
        preferences: &'a WeightMatrix<Rational>,
        options: &'a MechanismOptions,
    ) -> Result<Self, MechanismError> {
        options.check(problem)?;
        monitoring.check(problem)?;
        if preferences.players() != problem.players() {
            return Err(crate::contract::ContractError::PreferenceMismatch {
                found: preferences.players(),
                players: problem.players(),
            }
            .into());
        }
        let states: Vec<usize> = (0..problem.states())
            .filter(|&state| problem.probability(state).is_positive())
            .collect();
        let reports = match options.communication {
            Communication::Recommendations => vec![Vec::new()],
            _ => reports(problem, &states),
        };
        let recommendations = recommendations(problem, options)?;
        let arms = reports.len().checked_mul(recommendations.len());
        if arms.is_none_or(|arms| arms > options.max_arms) {
            return Err(MechanismError::TooLarge {
                what: "pairs of reports and recommendations:",
                needed: arms.unwrap_or(usize::MAX),
                limit: options.max_arms,
                option: "max_arms",
            });
        }
        let mut builder = Builder::new(
            problem,
            monitoring,
            preferences,
            options,
            &reports,
            &recommendations,
        );
        builder.fill(&states);
        let Builder {
            arms,
            rows,
            expectations,
            ..
        } = builder;
        let mut conditions = Conditions {
            problem,
            preferences,
            options,
            states,
            reports,
            recommendations,
            arms: arms.into_iter().map(Gathering::finish).collect(),
            bounds: Vec::new(),
            rows: Vec::new(),
            expectations: expectations
                .into_values()
                .map(|terms| Expectation { terms })
                .collect(),
        };
        let mut named: Vec<(Condition, usize)> = rows.into_iter().collect();
        named.sort_by_key(|(_, row)| *row);
        conditions.rows = named.into_iter().map(|(condition, _)| condition).collect();
        conditions.bounds = conditions
            .rows
            .iter()
            .map(|row| -conditions.outside(row))
            .collect();
        Ok(conditions)
    }

    /// The same conditions with another liability in the options, which is all that may differ.
    pub(super) fn with_options<'b>(&'b self, options: &'b MechanismOptions) -> Conditions<'b> {
        Conditions {
            options,
            ..self.clone()
        }
    }

    /// What a row's player has outside, weighted with the probabilities of the states.
    fn outside(&self, row: &Condition) -> Rational {
        let Condition::Participation { player, own_type } = *row else {
            return Rational::ZERO;
        };
        let information = self.problem.information();
        self.states
            .iter()
            .filter(|&&state| own_type.is_none_or(|t| information.type_of(player, state) == t))
            .map(|&state| {
                self.problem.probability(state) * self.options.participation.outside(player, state)
            })
            .sum()
    }

    /// What a player of some type does who follows a recommendation.
    pub(super) fn action(&self, player: usize, own_type: usize, heard: usize) -> usize {
        action(self.problem, self.options, player, own_type, heard)
    }

    /// What each player is told: lists of one action, or of one action a type.
    pub(super) fn told(&self, recommendation: usize) -> Vec<Vec<usize>> {
        let profile = self.recommendations.profile_unchecked(recommendation);
        let types = |player: usize| match self.options.communication {
            Communication::Recommendations => self.problem.information().types(player),
            _ => 1,
        };
        profile
            .iter()
            .enumerate()
            .map(|(player, &heard)| {
                (0..types(player))
                    .map(|own_type| self.action(player, own_type, heard))
                    .collect()
            })
            .collect()
    }
}

/// The profiles of types that come about, and those with one lie.
fn reports(problem: &ContractingProblem, states: &[usize]) -> Vec<Vec<usize>> {
    let information = problem.information();
    let mut all = std::collections::BTreeSet::new();
    for &state in states {
        let honest = information.profile(state);
        for player in 0..problem.players() {
            for &other in states {
                let mut reports = honest.clone();
                reports[player] = information.type_of(player, other);
                all.insert(reports);
            }
        }
    }
    all.into_iter().collect()
}

/// What can be recommended to each player: an action, or an action for each type.
fn recommendations(
    problem: &ContractingProblem,
    options: &MechanismOptions,
) -> Result<ProfileSpace, MechanismError> {
    if options.communication != Communication::Recommendations {
        return Ok(problem.space().clone());
    }
    let too_large = || MechanismError::TooLarge {
        what: "contingent plans:",
        needed: usize::MAX,
        limit: options.max_arms,
        option: "max_arms",
    };
    let mut counts = Vec::with_capacity(problem.players());
    for (player, &actions) in problem.space().actions().iter().enumerate() {
        let types = u32::try_from(problem.information().types(player)).map_err(|_| too_large())?;
        counts.push(actions.checked_pow(types).ok_or_else(too_large)?);
    }
    ProfileSpace::new(&counts).map_err(|_| too_large())
}

/// What a player of some type does who follows what it heard.
pub(super) fn action(
    problem: &ContractingProblem,
    options: &MechanismOptions,
    player: usize,
    own_type: usize,
    heard: usize,
) -> usize {
    if options.communication != Communication::Recommendations {
        return heard;
    }
    // The digits of a plan: the last type is fastest.
    let actions = problem.space().actions()[player];
    let types = problem.information().types(player);
    let mut rest = heard;
    for _ in own_type + 1..types {
        rest /= actions;
    }
    rest % actions
}
