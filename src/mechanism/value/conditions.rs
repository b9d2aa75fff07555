//! The conditions of honesty, obedience and participation, one column an arm.
//!
//! An *arm* is a profile of reports with a recommendation. For each arm the conditions list what
//! its probability adds to each row, and for each signal what a transfer adds to each row.

use std::collections::BTreeMap;

use crate::contract::{Budget, ContractingProblem, Monitoring};
use crate::game::ProfileSpace;
use crate::mechanism::{Communication, MechanismError, MechanismOptions, ParticipationStage};
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
fn action(
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

/// What has been gathered of an arm.
struct Gathering {
    report: usize,
    recommendation: usize,
    welfare: Rational,
    payoff: Terms,
    /// By signal: the weight and the terms.
    readings: BTreeMap<usize, (Rational, Terms)>,
}

impl Gathering {
    fn finish(self) -> Arm {
        Arm {
            report: self.report,
            recommendation: self.recommendation,
            welfare: self.welfare,
            payoff: merged(self.payoff),
            readings: self
                .readings
                .into_iter()
                .map(|(signal, (weight, terms))| Reading {
                    signal,
                    weight,
                    terms: merged(terms),
                })
                .filter(|reading| !reading.weight.is_zero() || !reading.terms.is_empty())
                .collect(),
        }
    }
}

struct Builder<'a> {
    problem: &'a ContractingProblem,
    monitoring: &'a Monitoring,
    options: &'a MechanismOptions,
    reports: &'a [Vec<usize>],
    recommendations: &'a ProfileSpace,
    /// `[state][player][profile index]`.
    perceived: Vec<Vec<Vec<Rational>>>,
    arms: Vec<Gathering>,
    rows: BTreeMap<Condition, usize>,
    /// By player, type, report and what is heard.
    expectations: BTreeMap<(usize, usize, usize, usize), Terms>,
}

impl<'a> Builder<'a> {
    fn new(
        problem: &'a ContractingProblem,
        monitoring: &'a Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &'a MechanismOptions,
        reports: &'a [Vec<usize>],
        recommendations: &'a ProfileSpace,
    ) -> Self {
        let arms = (0..reports.len())
            .flat_map(|report| {
                (0..recommendations.len()).map(move |recommendation| Gathering {
                    report,
                    recommendation,
                    welfare: Rational::ZERO,
                    payoff: Vec::new(),
                    readings: BTreeMap::new(),
                })
            })
            .collect();
        Builder {
            problem,
            monitoring,
            options,
            reports,
            recommendations,
            perceived: crate::contract::perceived_payoffs(problem, preferences),
            arms,
            rows: BTreeMap::new(),
            expectations: BTreeMap::new(),
        }
    }

    fn row(&mut self, condition: Condition) -> usize {
        let next = self.rows.len();
        *self.rows.entry(condition).or_insert(next)
    }

    /// What a player hears at an arm.
    fn heard(&self, player: usize, arm: usize) -> usize {
        match self.options.communication {
            Communication::Public => arm,
            _ => self
                .recommendations
                .action(self.arms[arm].recommendation, player),
        }
    }

    fn arm(&self, reports: &[usize], recommendation: usize) -> usize {
        let report = match self.options.communication {
            Communication::Recommendations => 0,
            _ => self
                .reports
                .binary_search_by(|other| other.as_slice().cmp(reports))
                .unwrap_or_default(),
        };
        report * self.recommendations.len() + recommendation
    }

    /// Adds `sign · p(state)` times payoff and signals of an outcome to a row.
    fn add(
        &mut self,
        arm: usize,
        row: usize,
        player: usize,
        state: usize,
        outcome: usize,
        sign: i64,
    ) {
        let share = self.problem.probability(state) * &Rational::from(sign);
        let payoff = &share * &self.perceived[state][player][outcome];
        let arm = &mut self.arms[arm];
        arm.payoff.push((row, payoff));
        for (signal, probability) in self.monitoring.law(state, outcome) {
            let (_, terms) = arm.readings.entry(*signal).or_default();
            terms.push((row, &share * probability));
        }
    }

    fn fill(&mut self, states: &[usize]) {
        let information = self.problem.information();
        let players = self.problem.players();
        for &state in states {
            let honest = information.profile(state);
            for recommendation in 0..self.recommendations.len() {
                let arm = self.arm(&honest, recommendation);
                let outcome = self.outcome(state, recommendation);
                self.honest(arm, state, outcome, states);
                if self.options.communication == Communication::Recommendations {
                    continue;
                }
                for player in 0..players {
                    for report in self.other_types(player, honest[player], states) {
                        let mut reports = honest.clone();
                        reports[player] = report;
                        let arm = self.arm(&reports, recommendation);
                        self.lie(arm, state, recommendation, player, report);
                    }
                }
            }
        }
    }

    fn outcome(&self, state: usize, recommendation: usize) -> usize {
        let space = self.problem.space();
        (0..space.players())
            .map(|player| {
                let heard = self.recommendations.action(recommendation, player);
                let own_type = self.problem.information().type_of(player, state);
                action(self.problem, self.options, player, own_type, heard) * space.stride(player)
            })
            .sum()
    }

    /// The types that occur, other than this one.
    fn other_types(&self, player: usize, own_type: usize, states: &[usize]) -> Vec<usize> {
        let information = self.problem.information();
        let mut types: Vec<usize> = states
            .iter()
            .map(|&state| information.type_of(player, state))
            .filter(|&other| other != own_type)
            .collect();
        types.sort_unstable();
        types.dedup();
        types
    }

    /// What honest reports and a recommendation lead to.
    fn honest(&mut self, arm: usize, state: usize, outcome: usize, states: &[usize]) {
        let space = self.problem.space();
        let share = self.problem.probability(state).clone();
        let welfare = self.problem.game(state).welfare_at(outcome);
        self.arms[arm].welfare += &share * &welfare;
        let expected_budget =
            (self.options.budget == Budget::Expected).then(|| self.row(Condition::ExpectedBudget));
        for (signal, probability) in self.monitoring.law(state, outcome) {
            let (weight, terms) = self.arms[arm].readings.entry(*signal).or_default();
            *weight += &share * probability;
            if let Some(row) = expected_budget {
                terms.push((row, &share * probability));
            }
        }
        for player in 0..space.players() {
            let own_type = self.problem.information().type_of(player, state);
            let heard = self.heard(player, arm);
            let prescribed = space.action(outcome, player);
            for action in (0..space.actions()[player]).filter(|&action| action != prescribed) {
                let row = self.row(Condition::Obedience {
                    player,
                    own_type,
                    heard,
                    action,
                });
                let after = space.deviation(outcome, player, action);
                self.add(arm, row, player, state, after, 1);
                self.add(arm, row, player, state, outcome, -1);
            }
            if self.options.communication != Communication::Recommendations {
                for report in self.other_types(player, own_type, states) {
                    let row = self.row(Condition::Honesty {
                        player,
                        own_type,
                        report,
                    });
                    self.add(arm, row, player, state, outcome, -1);
                }
            }
            let own_type = match self.options.participation.stage() {
                ParticipationStage::ExAnte => None,
                ParticipationStage::Interim => Some(own_type),
                ParticipationStage::ExPost => {
                    self.ex_post(arm, player, state, outcome);
                    continue;
                }
                ParticipationStage::None => continue,
            };
            let row = self.row(Condition::Participation { player, own_type });
            self.add(arm, row, player, state, outcome, -1);
        }
    }

    /// After every signal that can come about, what a player has is worth what is outside.
    fn ex_post(&mut self, arm: usize, player: usize, state: usize, outcome: usize) {
        let outside = self.options.participation.outside(player, state);
        let lacking = outside - &self.perceived[state][player][outcome];
        let recommendation = self.arms[arm].recommendation;
        for (signal, _) in self.monitoring.law(state, outcome) {
            let row = self.row(Condition::ExPost {
                player,
                state,
                recommendation,
                signal: *signal,
            });
            self.arms[arm].payoff.push((row, lacking.clone()));
            let (_, terms) = self.arms[arm].readings.entry(*signal).or_default();
            terms.push((row, -Rational::ONE));
        }
    }

    /// What a lie of one player leads to, whatever it does then.
    fn lie(&mut self, arm: usize, state: usize, outcome: usize, player: usize, report: usize) {
        let space = self.problem.space();
        let own_type = self.problem.information().type_of(player, state);
        let heard = self.heard(player, arm);
        let honesty = self.row(Condition::Honesty {
            player,
            own_type,
            report,
        });
        let key = (player, own_type, report, heard);
        let fresh = !self.expectations.contains_key(&key);
        let mut terms = vec![(honesty, Rational::ONE)];
        for action in 0..space.actions()[player] {
            let row = self.row(Condition::Lie {
                player,
                own_type,
                report,
                heard,
                action,
            });
            if fresh {
                terms.push((row, -Rational::ONE));
            }
            let after = space.deviation(outcome, player, action);
            self.add(arm, row, player, state, after, 1);
        }
        if fresh {
            self.expectations.insert(key, terms);
        }
    }
}
