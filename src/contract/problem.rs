//! What is to be contracted over: states, actions and material payoffs.

use serde::{Deserialize, Serialize};

use super::{ContractError, Contractible, Information};
use crate::game::hidden_effort::HiddenEffort;
use crate::game::{Game, NormalForm, ProfileSpace};
use crate::number::Rational;

/// A finite contracting problem.
///
/// There are n players, finitely many states with a prior, the same finite action sets in every
/// state, and material payoffs for each state and profile. The players know the state when they
/// act, unless [`with_information`](Self::with_information) says otherwise; what a court can tell
/// is the business of a [`Language`](super::Language) or a [`Monitoring`](super::Monitoring).
/// Outcomes are pairs of a state and a profile.
///
/// A state of probability zero is allowed: it weighs nothing in expected welfare, and a plan must
/// be an equilibrium in it all the same.
///
/// ```
/// use lacuna::contract::ContractingProblem;
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let half: Rational = "1/2".parse()?;
/// let dilemma = |stakes: i64| {
///     NormalForm::symmetric(&[[3, 0], [5, 1]].map(|row| row.map(|x| Rational::from(x * stakes)).to_vec()))
/// };
/// let problem = ContractingProblem::new(vec![(half.clone(), dilemma(1)?), (half, dilemma(2)?)])?;
/// assert_eq!(problem.first_best().expected, Rational::from(9));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "ProblemForm", into = "ProblemForm")]
pub struct ContractingProblem {
    states: Vec<State>,
    contractible: Vec<Contractible>,
    information: Information,
}

/// One state of a problem.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct State {
    probability: Rational,
    game: NormalForm<Rational>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// The serialised form of a problem.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProblemForm {
    states: Vec<State>,
    /// For each player the contractible class of each action, and the hidden part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contractible: Option<Vec<Contractible>>,
    /// What each player learns about the state, one list a player; the state itself if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    information: Option<Information>,
}

/// The greatest welfare in each state and in expectation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FirstBest {
    /// The greatest welfare of each state.
    pub by_state: Vec<Rational>,
    /// The profiles that attain it, for each state, as indices in ascending order.
    pub optima: Vec<Vec<usize>>,
    /// The expectation under the prior.
    pub expected: Rational,
}

impl ContractingProblem {
    /// A problem from the prior probability and the game of each state; nothing is contractible
    /// by command.
    ///
    /// # Errors
    /// [`ContractError::NoStates`], [`ContractError::NegativeProbability`],
    /// [`ContractError::PriorSum`], [`ContractError::ShapeMismatch`],
    /// [`ContractError::TooManyOutcomes`].
    pub fn new(states: Vec<(Rational, NormalForm<Rational>)>) -> Result<Self, ContractError> {
        Self::from_states(
            states
                .into_iter()
                .map(|(probability, game)| State {
                    probability,
                    game,
                    name: None,
                })
                .collect(),
            None,
        )
    }

    /// A problem without uncertainty.
    ///
    /// # Errors
    /// [`ContractError::TooManyOutcomes`].
    pub fn single_state(game: NormalForm<Rational>) -> Result<Self, ContractError> {
        Self::new(vec![(Rational::ONE, game)])
    }

    /// The paper's lifted dilemma: no uncertainty, and of each action a contract can command the
    /// base action but not the effort.
    ///
    /// # Errors
    /// [`ContractError::Game`].
    pub fn hidden_effort(lift: &HiddenEffort) -> Result<Self, ContractError> {
        let game = lift.game()?;
        let split = Contractible::new(vec![0, 0, 1, 1], vec![0, 1, 0, 1])?;
        let players = game.space().players();
        Self::single_state(game)?.with_contractible(vec![split; players])
    }

    fn from_states(
        states: Vec<State>,
        contractible: Option<Vec<Contractible>>,
    ) -> Result<Self, ContractError> {
        let Some(first) = states.first() else {
            return Err(ContractError::NoStates);
        };
        let expected = first.game.space().clone();
        for (state, entry) in states.iter().enumerate() {
            if entry.probability.is_negative() {
                return Err(ContractError::NegativeProbability {
                    state,
                    value: entry.probability.clone(),
                });
            }
            if entry.game.space() != &expected {
                return Err(ContractError::ShapeMismatch {
                    state,
                    found: entry.game.space().actions().to_vec(),
                    expected: expected.actions().to_vec(),
                });
            }
        }
        let total: Rational = states.iter().map(|state| &state.probability).sum();
        if total != Rational::ONE {
            return Err(ContractError::PriorSum { total });
        }
        if states.len().checked_mul(expected.len()).is_none() {
            return Err(ContractError::TooManyOutcomes {
                states: states.len(),
                profiles: expected.len(),
            });
        }
        let nothing = || {
            expected
                .actions()
                .iter()
                .map(|&m| Contractible::nothing(m))
                .collect()
        };
        let problem = ContractingProblem {
            information: Information::complete(expected.players(), states.len()),
            states,
            contractible: nothing(),
        };
        match contractible {
            Some(parts) => problem.with_contractible(parts),
            None => Ok(problem),
        }
    }

    /// The same problem in which a contract can command these parts of the players' actions, one
    /// entry a player.
    ///
    /// # Errors
    /// [`ContractError::WrongLength`], [`ContractError::NotAGrid`].
    pub fn with_contractible(mut self, parts: Vec<Contractible>) -> Result<Self, ContractError> {
        if parts.len() != self.players() {
            return Err(ContractError::WrongLength {
                what: "the list of contractible parts",
                found: parts.len(),
                expected: self.players(),
            });
        }
        for (player, part) in parts.iter().enumerate() {
            if part.actions() != self.space().actions()[player] {
                return Err(ContractError::NotAGrid {
                    player,
                    problem: format!(
                        "{} actions are split, the player has {}",
                        part.actions(),
                        self.space().actions()[player]
                    ),
                });
            }
            part.check(player)?;
        }
        self.contractible = parts;
        Ok(self)
    }

    /// The same problem in which players learn this about the state.
    ///
    /// # Errors
    /// [`ContractError::WrongLength`].
    pub fn with_information(mut self, information: Information) -> Result<Self, ContractError> {
        for (what, found, expected) in [
            (
                "the information's list of players",
                information.players(),
                self.players(),
            ),
            (
                "the information's list of states",
                information.states(),
                self.states(),
            ),
        ] {
            if found != expected {
                return Err(ContractError::WrongLength {
                    what,
                    found,
                    expected,
                });
            }
        }
        self.information = information;
        Ok(self)
    }

    /// The same problem with names of the states.
    ///
    /// # Errors
    /// [`ContractError::WrongLength`].
    pub fn with_state_names(mut self, names: &[&str]) -> Result<Self, ContractError> {
        if names.len() != self.states.len() {
            return Err(ContractError::WrongLength {
                what: "the list of state names",
                found: names.len(),
                expected: self.states.len(),
            });
        }
        for (state, &name) in self.states.iter_mut().zip(names) {
            state.name = Some(name.to_owned());
        }
        Ok(self)
    }

    /// The number of players.
    pub fn players(&self) -> usize {
        self.space().players()
    }

    /// The number of states.
    pub fn states(&self) -> usize {
        self.states.len()
    }

    /// The profiles, the same in every state.
    pub fn space(&self) -> &ProfileSpace {
        self.states[0].game.space()
    }

    /// The game of a state.
    ///
    /// # Panics
    /// If there is no such state.
    pub fn game(&self, state: usize) -> &NormalForm<Rational> {
        &self.states[state].game
    }

    /// The prior probability of a state.
    ///
    /// # Panics
    /// If there is no such state.
    pub fn probability(&self, state: usize) -> &Rational {
        &self.states[state].probability
    }

    /// What each player learns about the state.
    pub fn information(&self) -> &Information {
        &self.information
    }

    /// Checks that a language or a monitoring of so many states and these profiles belongs to the
    /// problem.
    ///
    /// # Errors
    /// [`ContractError::LanguageMismatch`].
    pub(super) fn check_shape(
        &self,
        states: usize,
        space: &ProfileSpace,
    ) -> Result<(), ContractError> {
        if states == self.states() && space == self.space() {
            return Ok(());
        }
        Err(ContractError::LanguageMismatch {
            found_states: states,
            found_actions: space.actions().to_vec(),
            states: self.states(),
            actions: self.space().actions().to_vec(),
        })
    }

    /// Checks that every player knows the state.
    ///
    /// # Errors
    /// [`ContractError::PrivateInformation`].
    pub(crate) fn check_informed(&self) -> Result<(), ContractError> {
        let confused = |player| self.information.confused(player).map(|pair| (player, pair));
        match (0..self.players()).find_map(confused) {
            None => Ok(()),
            Some((player, (first, second))) => Err(ContractError::PrivateInformation {
                player,
                first,
                second,
            }),
        }
    }

    /// The name of a state, or its number.
    ///
    /// # Panics
    /// If there is no such state.
    pub fn state_name(&self, state: usize) -> String {
        self.states[state]
            .name
            .clone()
            .unwrap_or_else(|| state.to_string())
    }

    /// What of a player's actions a contract can command.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn contractible(&self, player: usize) -> &Contractible {
        &self.contractible[player]
    }

    /// Checks that a plan has one valid profile for each state, and returns their indices.
    ///
    /// # Errors
    /// [`ContractError::WrongLength`], [`ContractError::Game`].
    pub fn check_plan(&self, plan: &[Vec<usize>]) -> Result<Vec<usize>, ContractError> {
        if plan.len() != self.states() {
            return Err(ContractError::WrongLength {
                what: "the plan",
                found: plan.len(),
                expected: self.states(),
            });
        }
        plan.iter()
            .map(|profile| Ok(self.space().index(profile)?))
            .collect()
    }

    /// The plan with these profile indices.
    pub(crate) fn plan_of(&self, indices: &[usize]) -> Vec<Vec<usize>> {
        indices
            .iter()
            .map(|&index| self.space().profile_unchecked(index))
            .collect()
    }

    /// The first best: the greatest welfare in each state, the profiles that attain it, and the
    /// expectation under the prior.
    ///
    /// # Complexity
    /// One read of each payoff.
    pub fn first_best(&self) -> FirstBest {
        let mut by_state = Vec::with_capacity(self.states());
        let mut optima = Vec::with_capacity(self.states());
        for state in &self.states {
            let mut best: Option<Rational> = None;
            let mut at = Vec::new();
            for index in 0..state.game.space().len() {
                let welfare = state.game.welfare_at(index);
                match best.as_ref().map(|best| welfare.cmp(best)) {
                    Some(std::cmp::Ordering::Less) => {}
                    Some(std::cmp::Ordering::Equal) => at.push(index),
                    _ => {
                        best = Some(welfare);
                        at = vec![index];
                    }
                }
            }
            by_state.push(best.unwrap_or_default());
            optima.push(at);
        }
        let expected = self
            .states
            .iter()
            .zip(&by_state)
            .map(|(state, welfare)| &state.probability * welfare)
            .sum();
        FirstBest {
            by_state,
            optima,
            expected,
        }
    }

    /// A profile in words.
    pub(crate) fn describe(&self, profile: &[usize]) -> String {
        crate::game::GameExt::describe_profile(self.game(0), profile)
    }

    /// What the names of the actions of a contractible class begin with, or the number of the class.
    pub(crate) fn class_name(&self, player: usize, class: usize) -> String {
        let split = self.contractible(player);
        let mut members = (0..split.actions())
            .filter(|&action| split.class(action) == class)
            .filter_map(|action| self.game(0).action_name(player, action));
        let first = members.next().unwrap_or_default();
        let common = members.fold(first, |common, name| {
            let same = common.chars().zip(name.chars()).take_while(|(a, b)| a == b);
            &common[..same.map(|(letter, _)| letter.len_utf8()).sum()]
        });
        match common.trim_end() {
            "" => class.to_string(),
            common => common.to_owned(),
        }
    }

    /// The name of an action, or its number.
    pub(crate) fn action_name(&self, player: usize, action: usize) -> String {
        self.game(0)
            .action_name(player, action)
            .map_or_else(|| action.to_string(), str::to_owned)
    }
}

impl TryFrom<ProblemForm> for ContractingProblem {
    type Error = ContractError;
    fn try_from(form: ProblemForm) -> Result<Self, ContractError> {
        let problem = Self::from_states(form.states, form.contractible)?;
        match form.information {
            Some(information) => problem.with_information(information),
            None => Ok(problem),
        }
    }
}

impl From<ContractingProblem> for ProblemForm {
    fn from(problem: ContractingProblem) -> Self {
        let nothing = problem
            .contractible
            .iter()
            .all(|part| *part == Contractible::nothing(part.actions()));
        ProblemForm {
            contractible: (!nothing).then_some(problem.contractible),
            information: (!problem.information.is_complete()).then_some(problem.information),
            states: problem.states,
        }
    }
}
