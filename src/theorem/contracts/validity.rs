//! Which instances a theorem can be asked about: those whose parts fit together.

use super::{
    ContractingInstance, LanguageInstance, MeansInstance, Partnership, PlanInstance, RuleInstance,
    Team, TemptationInstance,
};
use crate::contract::{Budget, ContractError, ContractingProblem};
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::theorem::{Finding, Hypothesis, TheoremError};

/// Do the parts of an instance fit together?
pub(super) trait Valid {
    /// # Errors
    ///
    /// [`TheoremError`] with what does not fit.
    fn valid(&self) -> Result<(), TheoremError>;
}

/// A hypothesis that is asked only about instances whose parts fit together.
pub(super) fn hypothesis<I: Valid>(
    name: &'static str,
    words: &'static str,
    predicate: impl Fn(&I) -> Result<Finding, TheoremError> + Send + Sync + 'static,
) -> Hypothesis<I> {
    Hypothesis::new(name, words, move |instance: &I| {
        instance.valid()?;
        predicate(instance)
    })
}

fn ensure(right: bool, otherwise: impl FnOnce() -> String) -> Result<(), TheoremError> {
    match right {
        true => Ok(()),
        false => Err(TheoremError::Instance(otherwise())),
    }
}

fn limits(liability: Option<&Rational>) -> Result<(), TheoremError> {
    match liability {
        Some(limit) if limit.is_negative() => {
            let value = limit.clone();
            Err(ContractError::NegativeLiability { value }.into())
        }
        _ => Ok(()),
    }
}

fn weights(
    problem: &ContractingProblem,
    preferences: &WeightMatrix<Rational>,
) -> Result<(), TheoremError> {
    let (players, found) = (problem.players(), preferences.players());
    ensure(found == players, || {
        format!("the weights are those of {found} players, and the problem has {players}")
    })
}

fn is_action(
    problem: &ContractingProblem,
    player: usize,
    actions: &[usize],
) -> Result<(), TheoremError> {
    let Some(&count) = problem.space().actions().get(player) else {
        let players = problem.players();
        let words = format!("player {player} of {players}; they are counted from 0");
        return Err(TheoremError::Instance(words));
    };
    let beyond = actions.iter().find(|&&action| action >= count);
    ensure(beyond.is_none(), || {
        format!("action {beyond:?} of player {player}, who has {count}, counted from 0")
    })
}

/// One state, for theorems about one.
pub(super) fn one_state(problem: &ContractingProblem) -> Result<(), TheoremError> {
    let states = problem.states();
    ensure(states == 1, || {
        format!("{states} states; this is about problems of one")
    })
}

impl Valid for ContractingInstance {
    fn valid(&self) -> Result<(), TheoremError> {
        self.monitoring.check(&self.problem)?;
        weights(&self.problem, &self.preferences)?;
        limits(self.liability.as_ref())
    }
}

impl Valid for LanguageInstance {
    fn valid(&self) -> Result<(), TheoremError> {
        let problem = &self.problem;
        self.language.check(problem)?;
        if self.lambda.is_negative() {
            WeightMatrix::cooperative(problem.players(), &self.lambda)?;
        }
        if self.budget == Budget::Expected {
            return Err(ContractError::ExpectedBudget.into());
        }
        // What is planned for it matters to contracts, and not to welfare.
        let never = (0..problem.states()).find(|&state| problem.probability(state).is_zero());
        ensure(never.is_none(), || {
            format!("state {never:?} has probability 0; leave it out")
        })?;
        limits(self.liability.as_ref())
    }
}

impl Valid for RuleInstance {
    fn valid(&self) -> Result<(), TheoremError> {
        self.contracting.valid()?;
        let (problem, player) = (&self.contracting.problem, self.player);
        is_action(problem, player, &self.rule)?;
        let (actions, found) = (problem.space().actions()[player], self.rule.len());
        ensure(found == actions, || {
            format!("the rule replaces {found} actions, and player {player} has {actions}")
        })?;
        let (types, own) = (problem.information().types(player), self.own_type);
        ensure(own < types, || {
            format!("type {own} of player {player}, who has {types}, counted from 0")
        })
    }
}

impl Valid for TemptationInstance {
    fn valid(&self) -> Result<(), TheoremError> {
        self.contracting.valid()?;
        one_state(&self.contracting.problem)?;
        is_action(&self.contracting.problem, self.player, &[self.action])
    }
}

impl Valid for PlanInstance {
    fn valid(&self) -> Result<(), TheoremError> {
        self.contracting.valid()?;
        one_state(&self.contracting.problem)?;
        for (player, told, action, _) in &self.plan {
            is_action(&self.contracting.problem, *player, &[*told, *action])?;
            ensure(told != action, || {
                format!("player {player}, told {told}, does it: this is no deviation")
            })?;
        }
        Ok(())
    }
}

impl Valid for MeansInstance {
    fn valid(&self) -> Result<(), TheoremError> {
        weights(&self.problem, &self.preferences)?;
        for means in [&self.less, &self.more] {
            means.language.check(&self.problem)?;
            limits(means.liability.as_ref())?;
        }
        Ok(())
    }
}

impl Valid for Partnership {
    fn valid(&self) -> Result<(), TheoremError> {
        let mut efforts = self.costs.iter().map(Vec::len);
        let profiles = efforts.try_fold(1, usize::checked_mul);
        let outputs = self.outputs.len();
        ensure(profiles == Some(outputs), || {
            format!("{outputs} outputs, and not one for each of the {profiles:?} profiles")
        })?;
        let made = self.target.len() == self.costs.len();
        let mut both = self.target.iter().zip(&self.costs);
        ensure(
            made && both.all(|(&effort, costs)| effort < costs.len()),
            || {
                format!(
                    "the target {:?} is not an effort of each partner",
                    self.target
                )
            },
        )?;
        limits(self.liability.as_ref())
    }
}

/// The most partners of a team.
const PARTNERS: usize = 64;

impl Valid for Team {
    fn valid(&self) -> Result<(), TheoremError> {
        let partners = self.partners;
        ensure(partners > 0, || "a team without partners".to_owned())?;
        if partners > PARTNERS {
            let words = format!("a team of {partners}; at most {PARTNERS} are looked at");
            return Err(TheoremError::Limit(words));
        }
        Ok(())
    }
}
