//! Contract languages: partitions of the outcomes into cells that a court can tell apart.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use super::{ContractError, ContractingProblem};
use crate::game::ProfileSpace;

/// A cell of a [`Language`]: all that a contract learns about what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cell(usize);

impl Cell {
    /// The cell with this number.
    pub const fn new(number: usize) -> Self {
        Cell(number)
    }

    /// The number of the cell, counted from 0.
    pub const fn number(self) -> usize {
        self.0
    }
}

/// What a court can verify: implement it for a monitoring technology of your own, and turn it into
/// a [`Language`] with [`Language::from_verifiability`].
pub trait Verifiability {
    /// The verifiable signal of an outcome; outcomes with one signal cannot be told apart.
    fn cell(&self, state: usize, profile: &[usize]) -> Cell;
}

impl Verifiability for Language {
    fn cell(&self, state: usize, profile: &[usize]) -> Cell {
        Language::cell(self, state, profile)
    }
}

/// A contract language: a partition of the outcomes (states × profiles) of a problem into
/// verifiable cells.
///
/// Cells are numbered in the order in which they first occur, states first, then profiles with the
/// last player's action fastest; two languages are equal iff they make the same distinctions.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Language};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// // The court sees how many players defected, and not who.
/// let count = Language::observed(&problem, |_state, profile| profile.iter().sum::<usize>());
/// assert_eq!(count.cells(), 3);
/// assert!(Language::complete(&problem).refines(&count)?);
/// assert!(!count.refines(&Language::complete(&problem))?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "LanguageForm", into = "LanguageForm")]
pub struct Language {
    pub(super) states: usize,
    pub(super) space: ProfileSpace,
    /// State-major: the cell of profile `index` in `state` is at `state · profiles + index`.
    pub(super) cell_of: Vec<usize>,
    /// One name a cell.
    pub(super) names: Vec<String>,
}

/// The serialised form of a language.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageForm {
    states: usize,
    actions: ProfileSpace,
    cells: Vec<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    names: Option<Vec<String>>,
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.states == other.states && self.space == other.space && self.cell_of == other.cell_of
    }
}

impl Eq for Language {}

impl Language {
    /// The language in which outcomes are told apart iff `observation` of state and profile
    /// differs. Cells are named after their observation.
    pub fn observed<K: Ord + Debug>(
        problem: &ContractingProblem,
        observation: impl FnMut(usize, &[usize]) -> K,
    ) -> Self {
        Self::named(problem, observation, |key, _, _| format!("{key:?}"))
    }

    /// The same with a name for each cell, from its observation and its first outcome.
    fn named<K: Ord>(
        problem: &ContractingProblem,
        mut observation: impl FnMut(usize, &[usize]) -> K,
        name: impl Fn(&K, usize, &[usize]) -> String,
    ) -> Self {
        let space = problem.space().clone();
        let mut numbers: BTreeMap<K, usize> = BTreeMap::new();
        let mut names = Vec::new();
        let mut cell_of = Vec::with_capacity(problem.states() * space.len());
        for state in 0..problem.states() {
            space.for_each(|_, profile| {
                let key = observation(state, profile);
                let next = numbers.len();
                let cell = match numbers.get(&key) {
                    Some(&cell) => cell,
                    None => {
                        names.push(name(&key, state, profile));
                        numbers.insert(key, next);
                        next
                    }
                };
                cell_of.push(cell);
            });
        }
        Language {
            states: problem.states(),
            space,
            cell_of,
            names,
        }
    }

    /// The language of a monitoring technology.
    pub fn from_verifiability(
        problem: &ContractingProblem,
        technology: &(impl Verifiability + ?Sized),
    ) -> Self {
        Self::observed(problem, |state, profile| technology.cell(state, profile).0)
    }

    /// Nothing is verifiable: one cell. Every contract is a constant, that is, no contract.
    pub fn trivial(problem: &ContractingProblem) -> Self {
        Self::named(problem, |_, _| (), |(), _, _| "anything".to_owned())
    }

    /// Everything is verifiable: every outcome is a cell.
    pub fn complete(problem: &ContractingProblem) -> Self {
        Self::named(
            problem,
            |state, profile| (state, profile.to_vec()),
            |_, state, profile| {
                let played = problem.describe(profile);
                match problem.states() {
                    1 => played,
                    _ => format!("{} {played}", problem.state_name(state)),
                }
            },
        )
    }

    /// The state is verifiable, actions are not.
    pub fn state_only(problem: &ContractingProblem) -> Self {
        Self::named(
            problem,
            |state, _| state,
            |&state, _, _| problem.state_name(state),
        )
    }

    /// All actions are verifiable, the state is not.
    pub fn actions_only(problem: &ContractingProblem) -> Self {
        Self::named(
            problem,
            |_, profile| profile.to_vec(),
            |_, _, profile| problem.describe(profile),
        )
    }

    /// The contractible class of every action is verifiable, and nothing else: in the paper's
    /// lifted dilemmas, the base actions and not the effort.
    pub fn base_actions(problem: &ContractingProblem) -> Self {
        Self::named(
            problem,
            |_, profile| {
                profile
                    .iter()
                    .enumerate()
                    .map(|(player, &action)| problem.contractible(player).class(action))
                    .collect::<Vec<_>>()
            },
            |classes, _, _| {
                let names: Vec<String> = classes
                    .iter()
                    .enumerate()
                    .map(|(player, &class)| problem.class_name(player, class))
                    .collect();
                format!("({})", names.join(", "))
            },
        )
    }

    /// Only an output is verifiable: a function of state and profile, such as total production.
    pub fn output_only<K: Ord + Debug>(
        problem: &ContractingProblem,
        output: impl FnMut(usize, &[usize]) -> K,
    ) -> Self {
        Self::observed(problem, output)
    }

    /// The number of cells.
    pub fn cells(&self) -> usize {
        self.names.len()
    }

    /// The number of states of the problem it belongs to.
    pub fn states(&self) -> usize {
        self.states
    }

    /// The profiles of the problem it belongs to.
    pub fn space(&self) -> &ProfileSpace {
        &self.space
    }

    /// The name of a cell, if there is such a cell.
    pub fn name(&self, cell: Cell) -> Option<&str> {
        self.names.get(cell.0).map(String::as_str)
    }

    /// The cell of an outcome.
    ///
    /// # Panics
    /// If there is no such state or profile.
    pub fn cell(&self, state: usize, profile: &[usize]) -> Cell {
        let index = self.space.index_or_beyond(profile);
        Cell(self.cell_of[state * self.space.len()..][..self.space.len()][index])
    }

    /// The number of the cell of the profile with this index.
    #[inline]
    pub(crate) fn cell_at(&self, state: usize, index: usize) -> usize {
        self.cell_of[state * self.space.len() + index]
    }

    /// The outcomes of each cell, as pairs of state and profile index.
    pub(crate) fn members(&self) -> Vec<Vec<(usize, usize)>> {
        let mut members = vec![Vec::new(); self.cells()];
        for (outcome, &cell) in self.cell_of.iter().enumerate() {
            members[cell].push((outcome / self.space.len(), outcome % self.space.len()));
        }
        members
    }

    /// Checks that the language belongs to a problem of this shape.
    ///
    /// # Errors
    /// [`ContractError::LanguageMismatch`].
    pub fn check(&self, problem: &ContractingProblem) -> Result<(), ContractError> {
        problem.check_shape(self.states, &self.space)
    }

    pub(super) fn relabelled<K: Ord>(
        &self,
        label: impl Fn(usize) -> K,
        name: impl Fn(usize) -> String,
    ) -> Self {
        let mut numbers: BTreeMap<K, usize> = BTreeMap::new();
        let mut names = Vec::new();
        let cell_of = (0..self.cell_of.len())
            .map(|outcome| {
                let next = numbers.len();
                let cell = *numbers.entry(label(outcome)).or_insert(next);
                if cell == next {
                    names.push(name(outcome));
                }
                cell
            })
            .collect();
        Language {
            states: self.states,
            space: self.space.clone(),
            cell_of,
            names,
        }
    }
}

impl TryFrom<LanguageForm> for Language {
    type Error = ContractError;
    fn try_from(form: LanguageForm) -> Result<Self, ContractError> {
        let expected = form
            .states
            .checked_mul(form.actions.len())
            .filter(|&outcomes| outcomes > 0)
            .ok_or(ContractError::NoStates)?;
        if form.cells.len() != expected {
            return Err(ContractError::WrongLength {
                what: "the list of cells",
                found: form.cells.len(),
                expected,
            });
        }
        let highest = form.cells.iter().copied().max().unwrap_or(0);
        // Every cell has a member, so that there are no more cells than outcomes.
        if highest >= expected {
            return Err(ContractError::UnknownCell {
                cell: highest,
                cells: expected,
            });
        }
        if let Some(names) = &form.names
            && names.len() != highest + 1
        {
            return Err(ContractError::WrongLength {
                what: "the list of cell names",
                found: names.len(),
                expected: highest + 1,
            });
        }
        let raw = Language {
            states: form.states,
            space: form.actions,
            cell_of: form.cells,
            names: form
                .names
                .unwrap_or_else(|| (0..=highest).map(|cell| cell.to_string()).collect()),
        };
        // Renumbered in order of occurrence, so that equality is structural.
        Ok(raw.relabelled(
            |outcome| raw.cell_of[outcome],
            |outcome| raw.names[raw.cell_of[outcome]].clone(),
        ))
    }
}

impl From<Language> for LanguageForm {
    fn from(language: Language) -> Self {
        LanguageForm {
            states: language.states,
            actions: language.space,
            cells: language.cell_of,
            names: Some(language.names),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::catalogue::DilemmaPayoffs;
    use crate::game::hidden_effort::HiddenEffort;

    #[test]
    fn cells_are_named_after_what_the_court_sees() {
        let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0)).expect("R above P");
        let problem = ContractingProblem::hidden_effort(&lift).expect("valid");
        let names = |language: Language| -> Vec<String> {
            (0..language.cells())
                .map(|cell| language.name(Cell::new(cell)).expect("a cell").to_owned())
                .collect()
        };
        assert_eq!(
            names(Language::base_actions(&problem)),
            ["(C, C)", "(C, D)", "(D, C)", "(D, D)"]
        );
        assert_eq!(names(Language::trivial(&problem)), ["anything"]);
        assert_eq!(names(Language::complete(&problem))[1], "(CH, CL)");
    }
}
