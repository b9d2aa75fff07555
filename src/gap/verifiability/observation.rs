//! What a court could be enabled to verify, and at what cost.

use serde::{Deserialize, Serialize};

use crate::contract::{Cell, ContractError, ContractingProblem, Language};
use crate::gap::GapError;
use crate::number::Rational;

/// Something that a court could be enabled to verify: a language on its own, with what it costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ObservationForm")]
pub struct Observation {
    name: String,
    language: Language,
    cost: Rational,
}

/// The serialised form of an observation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ObservationForm {
    name: String,
    language: Language,
    cost: Rational,
}

impl Observation {
    /// An observation that makes the distinctions of `language`, at `cost`.
    ///
    /// # Errors
    /// [`GapError::NegativeCost`].
    pub fn new(
        name: impl Into<String>,
        language: Language,
        cost: Rational,
    ) -> Result<Self, GapError> {
        let name = name.into();
        if cost.is_negative() {
            return Err(GapError::NegativeCost { name, cost });
        }
        Ok(Observation {
            name,
            language,
            cost,
        })
    }

    /// One of the ready-made observations, of cost 1.
    fn unit(name: String, language: Language) -> Self {
        Observation {
            name,
            language,
            cost: Rational::ONE,
        }
    }

    /// What is observed, in words.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The distinctions that it makes.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// What it costs, at least 0.
    pub fn cost(&self) -> &Rational {
        &self.cost
    }
}

impl TryFrom<ObservationForm> for Observation {
    type Error = GapError;
    fn try_from(form: ObservationForm) -> Result<Self, GapError> {
        Observation::new(form.name, form.language, form.cost)
    }
}

/// What a court can verify anyway, and what it could be enabled to verify besides.
///
/// Every set of observations gives a language: the [`meet`](Language::meet) of the base language
/// with theirs, which makes every distinction that one of them makes. Observations are counted
/// from 0 in the order given; costs of a set add up.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Language};
/// use lacuna::game::catalogue::donation_game;
/// use lacuna::gap::verifiability::{Observation, ObservationMenu};
/// use lacuna::number::Rational;
///
/// let problem = ContractingProblem::single_state(donation_game(3, 2, 1)?)?;
/// let total = Language::observed(&problem, |_state, profile| profile.iter().sum::<usize>());
/// let menu = ObservationMenu::each_action(&problem)
///     .with_observation(Observation::new("total", total, Rational::new(1, 2)?)?)?;
/// assert_eq!(menu.observations().len(), 4);
/// assert_eq!(menu.observations()[3].name(), "total");
/// // The total and two of three actions tell everything.
/// assert_eq!(menu.language_of(&[0, 1, 3])?, Language::complete(&problem));
/// assert_eq!(menu.cost_of(&[0, 1, 3])?, Rational::new(5, 2)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "MenuForm")]
pub struct ObservationMenu {
    base: Language,
    observations: Vec<Observation>,
}

/// The serialised form of a menu.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MenuForm {
    base: Language,
    observations: Vec<Observation>,
}

impl ObservationMenu {
    /// A menu from what is verifiable anyway and what could be besides.
    ///
    /// # Errors
    /// [`GapError::ObservationMismatch`] if an observation is about other states or profiles than
    /// the base language.
    pub fn new(base: Language, observations: Vec<Observation>) -> Result<Self, GapError> {
        let menu = ObservationMenu { base, observations };
        for place in 0..menu.observations.len() {
            menu.check_observation(place)?;
        }
        Ok(menu)
    }

    fn check_observation(&self, observation: usize) -> Result<(), GapError> {
        let Some(entry) = self.observations.get(observation) else {
            return Ok(());
        };
        let (base, found) = (&self.base, &entry.language);
        if found.states() == base.states() && found.space() == base.space() {
            return Ok(());
        }
        Err(GapError::ObservationMismatch {
            observation,
            name: entry.name.clone(),
            source: Box::new(ContractError::LanguageMismatch {
                found_states: found.states(),
                found_actions: found.space().actions().to_vec(),
                states: base.states(),
                actions: base.space().actions().to_vec(),
            }),
        })
    }

    /// Nothing is verifiable yet; the action of each player could be. One observation a player, in
    /// their order, of cost 1 each.
    pub fn each_action(problem: &ContractingProblem) -> Self {
        ObservationMenu {
            base: Language::trivial(problem),
            observations: (0..problem.players())
                .map(|player| {
                    let action = Language::observed(problem, |_, profile| profile[player]);
                    Observation::unit(format!("action of player {player}"), action)
                })
                .collect(),
        }
    }

    /// The same, and last the state, also of cost 1.
    pub fn each_action_and_state(problem: &ContractingProblem) -> Self {
        let mut menu = Self::each_action(problem);
        let state = Language::state_only(problem);
        menu.observations
            .push(Observation::unit("state".to_owned(), state));
        menu
    }

    /// Every question with two answers about outcomes that `from` confuses and `to` tells apart:
    /// for each cell of `from` that holds g > 1 cells of the meet of both, the 2^(g−1) − 1 ways to
    /// split it in two; the base language is `from`. Each costs 1.
    ///
    /// Their sets give every language between `from` and the meet. With `from`
    /// [trivial](Language::trivial) and `to` [complete](Language::complete) these are all languages
    /// of the problem: 15 of 4 outcomes from 7 questions, 203 of 6 from 31.
    ///
    /// Ordered by cell of `from`, then by the binary number whose digit j says on which side group
    /// j + 1 of the cell lies; group 0 is always on side 0. Groups are in order of first outcome.
    ///
    /// # Errors
    /// [`GapError::Contract`] if the languages do not belong to the problem;
    /// [`GapError::TooManyObservations`] if there are more than `limit` questions.
    pub fn each_split(
        problem: &ContractingProblem,
        from: &Language,
        to: &Language,
        limit: usize,
    ) -> Result<Self, GapError> {
        from.check(problem)?;
        let fine = from.meet(to)?;
        let profiles = problem.space().len();
        // The cells of the meet in each cell of `from`, in order of first outcome.
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); from.cells()];
        let mut listed = vec![false; fine.cells()];
        for state in 0..problem.states() {
            for index in 0..profiles {
                let cell = fine.cell_at(state, index);
                if !std::mem::replace(&mut listed[cell], true) {
                    groups[from.cell_at(state, index)].push(cell);
                }
            }
        }
        let too_many = || GapError::TooManyObservations { limit };
        let mut count = 0usize;
        for group in &groups {
            let splits = u32::try_from(group.len().saturating_sub(1))
                .ok()
                .filter(|&digits| digits < usize::BITS)
                .and_then(|digits| 1usize.checked_shl(digits))
                .ok_or_else(too_many)?;
            count = count.checked_add(splits - 1).ok_or_else(too_many)?;
        }
        if count > limit {
            return Err(too_many());
        }
        let mut observations = Vec::new();
        for group in groups.iter().filter(|group| group.len() > 1) {
            for sides in 1..1usize << (group.len() - 1) {
                let apart: Vec<usize> = group
                    .iter()
                    .skip(1)
                    .enumerate()
                    .filter(|(digit, _)| sides >> digit & 1 == 1)
                    .map(|(_, &cell)| cell)
                    .collect();
                let language = Language::observed(problem, |state, profile| {
                    let index = problem.space().index_unchecked(profile);
                    apart.contains(&fine.cell_at(state, index))
                });
                let names: Vec<&str> = apart
                    .iter()
                    .filter_map(|&cell| fine.name(Cell::new(cell)))
                    .collect();
                observations.push(Observation::unit(
                    format!("whether {}", names.join(" or ")),
                    language,
                ));
            }
        }
        Ok(ObservationMenu {
            base: from.clone(),
            observations,
        })
    }

    /// The same menu on top of another base language.
    ///
    /// # Errors
    /// [`GapError::ObservationMismatch`].
    pub fn with_base(self, base: Language) -> Result<Self, GapError> {
        Self::new(base, self.observations)
    }

    /// The same menu with one observation more, last.
    ///
    /// # Errors
    /// [`GapError::ObservationMismatch`].
    pub fn with_observation(mut self, observation: Observation) -> Result<Self, GapError> {
        self.observations.push(observation);
        self.check_observation(self.observations.len() - 1)?;
        Ok(self)
    }

    /// The same menu at other costs, one an observation.
    ///
    /// # Errors
    /// [`GapError::Contract`] if there are more or fewer costs than observations;
    /// [`GapError::NegativeCost`].
    pub fn with_costs(mut self, costs: &[Rational]) -> Result<Self, GapError> {
        if costs.len() != self.observations.len() {
            return Err(GapError::Contract(ContractError::WrongLength {
                what: "the list of costs",
                found: costs.len(),
                expected: self.observations.len(),
            }));
        }
        for (observation, cost) in self.observations.iter_mut().zip(costs) {
            if cost.is_negative() {
                return Err(GapError::NegativeCost {
                    name: observation.name.clone(),
                    cost: cost.clone(),
                });
            }
            observation.cost = cost.clone();
        }
        Ok(self)
    }

    /// What is verifiable anyway.
    pub fn base(&self) -> &Language {
        &self.base
    }

    /// What could be verified besides.
    pub fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// The observation with this number.
    ///
    /// # Errors
    /// [`GapError::UnknownObservation`].
    pub fn observation(&self, observation: usize) -> Result<&Observation, GapError> {
        self.observations
            .get(observation)
            .ok_or(GapError::UnknownObservation {
                observation,
                observations: self.observations.len(),
            })
    }

    /// The language of a set of observations; order and repetitions do not matter.
    ///
    /// # Errors
    /// [`GapError::UnknownObservation`].
    pub fn language_of(&self, set: &[usize]) -> Result<Language, GapError> {
        let mut language = self.base.clone();
        for &observation in set {
            let added = &self.observation(observation)?.language;
            // The trivial base is left out of the names of cells.
            language = match language.cells() {
                1 => added.clone(),
                _ if language.refines(added)? => language,
                _ => language.meet(added)?,
            };
        }
        Ok(language)
    }

    /// What a set of observations costs.
    ///
    /// # Errors
    /// [`GapError::UnknownObservation`].
    pub fn cost_of(&self, set: &[usize]) -> Result<Rational, GapError> {
        let mut sorted = set.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        sorted
            .iter()
            .map(|&observation| Ok(self.observation(observation)?.cost.clone()))
            .sum()
    }

    /// Checks that the menu is about the outcomes of a problem.
    ///
    /// # Errors
    /// [`GapError::Contract`] with [`ContractError::LanguageMismatch`].
    pub fn check(&self, problem: &ContractingProblem) -> Result<(), GapError> {
        Ok(self.base.check(problem)?)
    }

    /// The names of a set of observations, for people to read.
    pub fn describe(&self, set: &[usize]) -> String {
        if set.is_empty() {
            return "nothing more".to_owned();
        }
        let names: Vec<&str> = set
            .iter()
            .map(|&place| self.observations.get(place).map_or("?", Observation::name))
            .collect();
        names.join(" + ")
    }
}

impl TryFrom<MenuForm> for ObservationMenu {
    type Error = GapError;
    fn try_from(form: MenuForm) -> Result<Self, GapError> {
        ObservationMenu::new(form.base, form.observations)
    }
}
