//! Theorem 5: when reports about the state make it contractible.

use serde::{Deserialize, Serialize};

use crate::contract::{Budget, ContractError, ContractingProblem, Language};

/// Whether players' reports make the state as good as verifiable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StateReports {
    /// How many players know the state.
    pub informed: usize,
    /// How many must.
    pub needed: usize,
    /// What can then be contracted on: the language together with the state. `None` if too few
    /// know it.
    pub language: Option<Language>,
}

/// Do enough players know the state for their reports to make it contractible? (Theorem 5.)
///
/// With a balanced budget three must, so that two outvote a lie of one. Where fines need not go to
/// anybody two are enough: both are fined if they disagree (Maskin and Tirole 1999). With one state
/// nothing needs to be reported. Fines are unlimited, every player minds being fined together with
/// the others, and it is about the best equilibrium. With fewer informed players particular
/// problems can be closed all the same; `mechanism` decides them.
///
/// # Errors
/// [`ContractError::LanguageMismatch`].
///
/// ```
/// use lacuna::contract::{Budget, ContractingProblem, Language};
/// use lacuna::game::NormalForm;
/// use lacuna::gap::irreducible::messages_close;
/// use lacuna::number::Rational;
///
/// let half = Rational::new(1, 2)?;
/// let dilemma = |stakes: i64| {
///     NormalForm::symmetric(&[[3, 0], [5, 1]].map(|row| row.map(|x| Rational::from(x * stakes)).to_vec()))
/// };
/// let problem = ContractingProblem::new(vec![(half.clone(), dilemma(1)?), (half, dilemma(2)?)])?;
/// let actions = Language::actions_only(&problem);
/// let burning = messages_close(&problem, &actions, Budget::Burning)?;
/// assert_eq!(burning.language, Some(Language::complete(&problem)));
/// assert_eq!(messages_close(&problem, &actions, Budget::Balanced)?.language, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn messages_close(
    problem: &ContractingProblem,
    language: &Language,
    budget: Budget,
) -> Result<StateReports, ContractError> {
    language.check(problem)?;
    let informed = problem.information().informed();
    let needed = match budget {
        _ if problem.states() == 1 => 0,
        Budget::Balanced => 3,
        Budget::Burning | Budget::Unrestricted | Budget::Expected => 2,
    };
    let language = (informed >= needed)
        .then(|| language.meet(&Language::state_only(problem)))
        .transpose()?;
    Ok(StateReports {
        informed,
        needed,
        language,
    })
}
