//! What the theorems of this chapter are about.

use std::fmt;

use crate::contract::{Budget, ContractingProblem, Language, Monitoring};
use crate::game::Game;
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// A problem with what mechanisms may use. Its `Debug` form is a table.
///
/// ```
/// use lacuna::contract::{Budget, ContractingProblem, Monitoring};
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::preference::WeightMatrix;
/// use lacuna::theorem::contracts::ContractingInstance;
///
/// let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
/// let (nothing, selfish) = (Monitoring::trivial(&problem), WeightMatrix::identity(2));
/// let instance = ContractingInstance::new(problem, nothing, selfish, Budget::Balanced, None);
/// assert!(format!("{instance:?}").contains("[0, 1]: payoffs 0 5"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct ContractingInstance {
    /// States, payoffs and who knows what.
    pub problem: ContractingProblem,
    /// What a court learns.
    pub monitoring: Monitoring,
    /// What players care about.
    pub preferences: WeightMatrix<Rational>,
    /// What transfers sum to.
    pub budget: Budget,
    /// The largest transfer; `None` without limit.
    pub liability: Option<Rational>,
}

impl ContractingInstance {
    /// A problem with its monitoring, preferences, budget and liability.
    pub fn new(
        problem: ContractingProblem,
        monitoring: Monitoring,
        preferences: WeightMatrix<Rational>,
        budget: Budget,
        liability: Option<Rational>,
    ) -> Self {
        ContractingInstance {
            problem,
            monitoring,
            preferences,
            budget,
            liability,
        }
    }
}

/// A problem with a contract language. Its `Debug` form is a table.
#[derive(Clone)]
#[non_exhaustive]
pub struct LanguageInstance {
    /// States and payoffs; every player knows the state.
    pub problem: ContractingProblem,
    /// What a court can tell apart.
    pub language: Language,
    /// How much weight players give to welfare.
    pub lambda: Rational,
    /// What transfers sum to.
    pub budget: Budget,
    /// The largest transfer; `None` without limit.
    pub liability: Option<Rational>,
}

impl LanguageInstance {
    /// A problem with its language, altruism weight, budget and liability.
    pub fn new(
        problem: ContractingProblem,
        language: Language,
        lambda: Rational,
        budget: Budget,
        liability: Option<Rational>,
    ) -> Self {
        LanguageInstance {
            problem,
            language,
            lambda,
            budget,
            liability,
        }
    }
}

/// One deviation of one type of one player: what it does instead of each action.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RuleInstance {
    /// The problem.
    pub contracting: ContractingInstance,
    /// Who deviates.
    pub player: usize,
    /// Its type.
    pub own_type: usize,
    /// What is done instead of each action.
    pub rule: Vec<usize>,
}

impl RuleInstance {
    /// A rule of a type of a player.
    pub fn new(
        contracting: ContractingInstance,
        player: usize,
        own_type: usize,
        rule: Vec<usize>,
    ) -> Self {
        RuleInstance {
            contracting,
            player,
            own_type,
            rule,
        }
    }
}

/// One deviation from the first optimum of a problem of one state.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TemptationInstance {
    /// The problem.
    pub contracting: ContractingInstance,
    /// Who deviates.
    pub player: usize,
    /// What it does instead of its part in the optimum.
    pub action: usize,
}

impl TemptationInstance {
    /// A deviation of a player.
    pub fn new(contracting: ContractingInstance, player: usize, action: usize) -> Self {
        TemptationInstance {
            contracting,
            player,
            action,
        }
    }
}

/// Weights of deviations in a problem of one state: player, what it is told, what it does, weight.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PlanInstance {
    /// The problem.
    pub contracting: ContractingInstance,
    /// The deviations with their weights.
    pub plan: Vec<(usize, usize, usize, Rational)>,
}

impl PlanInstance {
    /// A plan of weighted deviations.
    pub fn new(
        contracting: ContractingInstance,
        plan: Vec<(usize, usize, usize, Rational)>,
    ) -> Self {
        PlanInstance { contracting, plan }
    }
}

/// One line an outcome: the profile, payoffs, and what `seen` says about it.
fn table(
    f: &mut fmt::Formatter<'_>,
    problem: &ContractingProblem,
    seen: impl Fn(usize, &[usize]) -> String,
) -> fmt::Result {
    for state in 0..problem.states() {
        writeln!(
            f,
            "state {state}, probability {}",
            problem.probability(state)
        )?;
        for profile in problem.space().iter() {
            write!(f, "  {profile:?}: payoffs")?;
            for player in 0..problem.players() {
                write!(f, " {}", problem.game(state).payoff(player, &profile))?;
            }
            writeln!(f, "; {}", seen(state, &profile))?;
        }
    }
    let information = problem.information();
    if !information.is_complete() {
        let types: Vec<Vec<usize>> = (0..problem.states())
            .map(|state| information.profile(state))
            .collect();
        writeln!(f, "types in each state: {types:?}")?;
    }
    Ok(())
}

fn money(f: &mut fmt::Formatter<'_>, budget: Budget, liability: Option<&Rational>) -> fmt::Result {
    match liability {
        Some(limit) => write!(f, "budget {budget:?}, transfers up to {limit}"),
        None => write!(f, "budget {budget:?}, transfers without limit"),
    }
}

pub(super) fn language_table(
    f: &mut fmt::Formatter<'_>,
    problem: &ContractingProblem,
    language: &Language,
) -> fmt::Result {
    if let Err(other) = language.check(problem) {
        return writeln!(f, "{other}");
    }
    table(f, problem, |state, profile| {
        format!("cell {}", language.cell(state, profile).number())
    })
}

pub(super) fn monitoring_table(
    f: &mut fmt::Formatter<'_>,
    problem: &ContractingProblem,
    monitoring: &Monitoring,
) -> fmt::Result {
    if let Err(other) = monitoring.check(problem) {
        return writeln!(f, "{other}");
    }
    table(f, problem, |state, profile| {
        let law: Vec<String> = (0..monitoring.signals())
            .map(|signal| monitoring.probability(signal, state, profile).to_string())
            .collect();
        format!("law of the signal {}", law.join(" "))
    })
}

pub(super) fn weights(
    f: &mut fmt::Formatter<'_>,
    preferences: &WeightMatrix<Rational>,
) -> fmt::Result {
    let rows: Vec<String> = (preferences.rows())
        .map(|row| {
            let row: Vec<String> = row.iter().map(Rational::to_string).collect();
            row.join(" ")
        })
        .collect();
    writeln!(f, "weights on payoffs: {}", rows.join(" | "))
}

impl fmt::Debug for ContractingInstance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        monitoring_table(f, &self.problem, &self.monitoring)?;
        weights(f, &self.preferences)?;
        money(f, self.budget, self.liability.as_ref())
    }
}

impl fmt::Debug for LanguageInstance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        language_table(f, &self.problem, &self.language)?;
        writeln!(f, "λ = {}", self.lambda)?;
        money(f, self.budget, self.liability.as_ref())
    }
}
