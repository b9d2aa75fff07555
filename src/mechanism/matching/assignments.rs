//! All assignments of objects to agents, numbered: the alternatives of a matching mechanism.

use serde::{Deserialize, Serialize};

use super::Matching;
use crate::mechanism::rankings::{RankUtilities, Rankings};
use crate::mechanism::setting::{Setting, SettingError};

/// The most that is listed: assignments times agents.
const MOST_ENTRIES: usize = 100_000_000;

/// All ways to give each agent one object or nothing, with so many copies of each object, in
/// lexicographic order: agent 0 slowest, nothing after the last object.
///
/// ```
/// use lacuna::mechanism::matching::{Assignments, Matching};
/// // Two agents and two objects: two full assignments, four with one pair, the empty one.
/// let all = Assignments::new(2, vec![1, 1], 1000)?;
/// assert_eq!(all.len(), 7);
/// assert_eq!(all.number(&Matching::new(vec![Some(1), Some(0)])), Some(2));
/// assert_eq!(all.matching(6), &Matching::new(vec![None, None]));
/// assert_eq!(Assignments::full(3, vec![1, 1, 1], 1000)?.len(), 6);
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "AssignmentsForm", into = "AssignmentsForm")]
pub struct Assignments {
    agents: usize,
    capacities: Vec<usize>,
    full: bool,
    limit: usize,
    /// In ascending order with nothing as the last object.
    all: Vec<Matching>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AssignmentsForm {
    agents: usize,
    capacities: Vec<usize>,
    full: bool,
    limit: usize,
}

impl TryFrom<AssignmentsForm> for Assignments {
    type Error = SettingError;
    fn try_from(form: AssignmentsForm) -> Result<Self, SettingError> {
        Assignments::built(form.agents, form.capacities, form.full, form.limit)
    }
}

impl From<Assignments> for AssignmentsForm {
    fn from(assignments: Assignments) -> Self {
        AssignmentsForm {
            agents: assignments.agents,
            capacities: assignments.capacities,
            full: assignments.full,
            limit: assignments.limit,
        }
    }
}

impl Assignments {
    /// All assignments; agents may get nothing.
    ///
    /// # Errors
    /// [`SettingError::TooLarge`] above the limit, [`SettingError::Invalid`] without agents or if
    /// assignments times agents are more than a hundred million.
    pub fn new(agents: usize, capacities: Vec<usize>, limit: usize) -> Result<Self, SettingError> {
        Self::built(agents, capacities, false, limit)
    }

    /// The assignments in which nobody gets nothing.
    ///
    /// # Errors
    /// As [`Assignments::new`], and [`SettingError::Invalid`] if there are fewer objects than
    /// agents.
    pub fn full(agents: usize, capacities: Vec<usize>, limit: usize) -> Result<Self, SettingError> {
        Self::built(agents, capacities, true, limit)
    }

    fn built(
        agents: usize,
        capacities: Vec<usize>,
        full: bool,
        limit: usize,
    ) -> Result<Self, SettingError> {
        if agents == 0 {
            let needs = "there must be at least one";
            return Err(SettingError::invalid("the number of agents", 0, needs));
        }
        let places = capacities
            .iter()
            .fold(0usize, |sum, &c| sum.saturating_add(c));
        if full && places < agents {
            let needs = "there must be at least one for each agent";
            return Err(SettingError::invalid(
                "the number of objects",
                places,
                needs,
            ));
        }
        // With more agents than entries not even one assignment can be listed.
        if agents > MOST_ENTRIES {
            return Err(too_many_entries(agents));
        }
        let all = enumerate(agents, capacities.clone(), full, limit)?;
        Ok(Assignments {
            agents,
            capacities,
            full,
            limit,
            all,
        })
    }

    /// The number of agents.
    pub fn agents(&self) -> usize {
        self.agents
    }

    /// The number of copies of each object.
    pub fn capacities(&self) -> &[usize] {
        &self.capacities
    }

    /// The number of assignments; never 0.
    #[allow(clippy::len_without_is_empty)] // There is at least one assignment.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The assignment with this number.
    ///
    /// # Panics
    /// If there is no such assignment.
    pub fn matching(&self, number: usize) -> &Matching {
        &self.all[number]
    }

    /// All assignments in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Matching> {
        self.all.iter()
    }

    /// The number of an assignment; `None` if it is not one of these.
    pub fn number(&self, matching: &Matching) -> Option<usize> {
        self.all
            .binary_search_by(|own| key(own).cmp(key(matching)))
            .ok()
    }

    /// The setting in which agents want objects: the types of each agent are these rankings, and
    /// its value of an assignment is the utility of what it gets. Types are independent and
    /// uniform.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`] if rankings or utilities are about another number of objects,
    /// [`SettingError::TooLarge`] for too many rankings and assignments to write out.
    ///
    /// ```
    /// use lacuna::mechanism::matching::Assignments;
    /// use lacuna::mechanism::{RankUtilities, Rankings};
    /// let houses = Assignments::full(2, vec![1, 1], 100)?;
    /// let setting = houses.setting(&Rankings::all(2)?, &RankUtilities::borda(2))?;
    /// // Both want house 0: somebody gets 2 and the other 1.
    /// assert_eq!(setting.welfare(&[0, 0], 0), 3.into());
    /// # Ok::<(), lacuna::mechanism::SettingError>(())
    /// ```
    pub fn setting(
        &self,
        rankings: &Rankings,
        utilities: &RankUtilities,
    ) -> Result<Setting, SettingError> {
        let objects = self.capacities.len();
        SettingError::check_length("the list of ranked objects", rankings.things(), objects)?;
        utilities.check(objects)?;
        rankings.check_values(self.len())?;
        let lists = rankings.written()?;
        let types = vec![rankings.len(); self.agents];
        Setting::private(&types, self.len(), |agent, own_type, alternative| {
            utilities.of(&lists[own_type], self.all[alternative].partner(agent))
        })?
        .with_type_names(vec![rankings.names(); self.agents])?
        .with_alternative_names(self.names())
    }

    /// The setting in which the receivers are agents too: agents `0..agents` propose and have
    /// `proposer_rankings`, the agents after them are the receivers and have `receiver_rankings`. A
    /// receiver's value of an assignment is the sum of the utilities of whom it gets, or that of
    /// nothing.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`] if rankings or utilities are about another number of members,
    /// [`SettingError::TooLarge`] for too many rankings and assignments to write out.
    pub fn two_sided_setting(
        &self,
        proposer_rankings: &Rankings,
        receiver_rankings: &Rankings,
        proposer_utilities: &RankUtilities,
        receiver_utilities: &RankUtilities,
    ) -> Result<Setting, SettingError> {
        let receivers = self.capacities.len();
        let what = "the list of ranked members";
        SettingError::check_length(what, proposer_rankings.things(), receivers)?;
        SettingError::check_length(what, receiver_rankings.things(), self.agents)?;
        proposer_utilities.check(receivers)?;
        receiver_utilities.check(self.agents)?;
        proposer_rankings.check_values(self.len())?;
        receiver_rankings.check_values(self.len())?;
        let proposer_lists = proposer_rankings.written()?;
        let receiver_lists = receiver_rankings.written()?;
        let mut types = vec![proposer_rankings.len(); self.agents];
        types.extend(vec![receiver_rankings.len(); receivers]);
        let mut names = vec![proposer_rankings.names(); self.agents];
        names.extend(vec![receiver_rankings.names(); receivers]);
        Setting::private(&types, self.len(), |agent, own_type, alternative| {
            let matching = &self.all[alternative];
            if agent < self.agents {
                return proposer_utilities.of(&proposer_lists[own_type], matching.partner(agent));
            }
            let list = &receiver_lists[own_type];
            let held = matching.held_by(agent - self.agents);
            match held.is_empty() {
                true => receiver_utilities.of(list, None),
                false => held
                    .iter()
                    .map(|&proposer| receiver_utilities.of(list, Some(proposer)))
                    .sum(),
            }
        })?
        .with_type_names(names)?
        .with_alternative_names(self.names())
    }

    fn names(&self) -> Vec<String> {
        self.all
            .iter()
            .map(|matching| {
                let pairs: Vec<String> = matching
                    .partners()
                    .iter()
                    .enumerate()
                    .map(|(agent, partner)| match partner {
                        Some(partner) => format!("{agent}:{partner}"),
                        None => format!("{agent}:-"),
                    })
                    .collect();
                pairs.join(" ")
            })
            .collect()
    }
}

fn too_many_entries(agents: usize) -> SettingError {
    SettingError::invalid(
        "the number of assignments",
        format!("more than {} for {agents} agents", MOST_ENTRIES / agents),
        "assignments times agents must be at most a hundred million",
    )
}

/// The order of assignments: nothing comes after the last object.
fn key(matching: &Matching) -> impl Iterator<Item = usize> + '_ {
    let partners = matching.partners().iter();
    partners.map(|partner| partner.unwrap_or(usize::MAX))
}

/// All assignments in lexicographic order, by backtracking; every beginning has an end.
fn enumerate(
    agents: usize,
    mut left: Vec<usize>,
    full: bool,
    limit: usize,
) -> Result<Vec<Matching>, SettingError> {
    let nothing = left.len();
    let mut all = Vec::new();
    let mut chosen: Vec<usize> = Vec::new();
    let mut next = 0;
    loop {
        let mut choice = None;
        if chosen.len() < agents {
            choice = (next..=nothing).find(|&c| match left.get(c) {
                Some(&copies) => copies > 0,
                None => !full,
            });
        } else {
            if all.len() == limit {
                return Err(SettingError::TooLarge {
                    what: "the list of all assignments",
                    cases: limit as u128 + 1,
                    limit,
                });
            }
            if all.len() == MOST_ENTRIES / agents {
                return Err(too_many_entries(agents));
            }
            let partners = chosen.iter().map(|&c| (c < nothing).then_some(c));
            all.push(Matching::new(partners.collect()));
        }
        match choice {
            Some(object) => {
                if object < nothing {
                    left[object] -= 1;
                }
                chosen.push(object);
                next = 0;
            }
            None => {
                let Some(object) = chosen.pop() else {
                    return Ok(all);
                };
                if object < nothing {
                    left[object] += 1;
                }
                next = object + 1;
            }
        }
    }
}
