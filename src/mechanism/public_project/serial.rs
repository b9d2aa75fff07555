//! A good in levels that people can be kept from using.

use crate::game::ProfileSpace;
use crate::mechanism::{Decision, Mechanism, Setting, SettingError};
use crate::number::Rational;

/// Serial cost sharing of an excludable public good (Moulin 1994): the users of a level share its
/// cost equally.
///
/// Level `l` costs `costs[l]` beyond the levels before it, not decreasing in `l` and not negative;
/// a level costs the same for any number of users. The message of an agent names one of its
/// schedules: what each level is worth to it beyond the levels before, not increasing. Each level is
/// used by the largest group whose members all value it at an equal share of its cost or more, and
/// each of them pays that share; if there is no such group the level is not built.
///
/// Honesty is dominant, what is paid is exactly what is spent, and nobody pays more than the value
/// reported. It is not efficient: people are kept out whose use would cost nothing. With one level
/// it is the equal-shares rule for one excludable project (Moulin and Shenker 2001).
///
/// Alternatives say how many levels each agent uses, `0..=levels`, the last agent fastest: they are
/// profiles of `levels + 1` actions each. Payments are transfers, and the cost is not an agent's:
/// transfers sum to minus the cost, [`SerialCostSharing::cost`].
///
/// ```
/// use lacuna::mechanism::Mechanism;
/// use lacuna::mechanism::public_project::SerialCostSharing;
/// use lacuna::number::Rational;
///
/// // One project at 60 for three agents who report 35, 30 and 10: the last does not pay 20, and
/// // the other two pay 30 each.
/// let only = |value: i64| vec![vec![Rational::from(value)]];
/// let menus = vec![only(35), only(30), only(10)];
/// let serial = SerialCostSharing::new(menus, vec![Rational::from(60)])?;
/// let decision = serial.decide(&[0, 0, 0]);
/// let branch = &decision.branches()[0];
/// assert_eq!(serial.uses(branch.alternative)?, [1, 1, 0]);
/// assert_eq!(branch.transfers, [-30, -30, 0].map(Rational::from));
/// assert_eq!(serial.cost(branch.alternative)?, Rational::from(60));
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SerialCostSharing {
    menus: Vec<Vec<Vec<Rational>>>,
    costs: Vec<Rational>,
    uses: ProfileSpace,
}

/// Refuses what is not a list of menus of schedules with so many levels, not increasing; returns the
/// space of levels used.
fn check(menus: &[Vec<Vec<Rational>>], levels: usize) -> Result<ProfileSpace, SettingError> {
    if levels == 0 {
        return Err(SettingError::invalid(
            "the number of levels",
            0,
            "it must be at least 1",
        ));
    }
    for (agent, menu) in menus.iter().enumerate() {
        if menu.is_empty() {
            let what = format!("the schedules of agent {agent}");
            return Err(SettingError::invalid(
                what,
                "empty",
                "there must be at least one",
            ));
        }
        for (number, schedule) in menu.iter().enumerate() {
            SettingError::check_length("a schedule", schedule.len(), levels)?;
            if let Some(pair) = schedule.windows(2).find(|pair| pair[0] < pair[1]) {
                return Err(SettingError::invalid(
                    format!("schedule {number} of agent {agent}"),
                    format!("{} before {}", pair[0], pair[1]),
                    "it must not increase",
                ));
            }
        }
    }
    Ok(ProfileSpace::new(&vec![levels + 1; menus.len()])?)
}

/// The setting of [`SerialCostSharing`]: `schedules[i][t][l]` is what level `l` is worth to agent
/// `i` of type `t` beyond the levels before. Costs are not in the values. Types are independent and
/// uniform.
///
/// # Errors
/// [`SettingError::WrongLength`], [`SettingError::Game`] without agents;
/// [`SettingError::Invalid`] if a list is empty or a schedule increases, or with more than a million
/// alternatives.
pub fn serial_setting(
    schedules: &[Vec<Vec<Rational>>],
    levels: usize,
) -> Result<Setting, SettingError> {
    let uses = check(schedules, levels)?;
    if uses.len() > 1_000_000 {
        return Err(SettingError::invalid(
            "the number of alternatives",
            uses.len(),
            "there must be at most a million; take fewer agents or levels",
        ));
    }
    let types: Vec<usize> = schedules.iter().map(Vec::len).collect();
    Setting::private(&types, uses.len(), |agent, own_type, alternative| {
        let used = uses.action(alternative, agent);
        schedules[agent][own_type].iter().take(used).sum()
    })
}

impl SerialCostSharing {
    /// For these schedules that can be reported, a list for each agent, and the costs of the levels.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], [`SettingError::Game`] without agents or with more
    /// alternatives than can be counted; [`SettingError::Invalid`] if a list is empty, a schedule
    /// increases, or costs decrease or are negative.
    pub fn new(menus: Vec<Vec<Vec<Rational>>>, costs: Vec<Rational>) -> Result<Self, SettingError> {
        let uses = check(&menus, costs.len())?;
        if let Some(pair) = costs.windows(2).find(|pair| pair[0] > pair[1]) {
            return Err(SettingError::invalid(
                "the list of costs",
                format!("{} before {}", pair[0], pair[1]),
                "costs of further levels must not decrease",
            ));
        }
        if let Some(cost) = costs.first().filter(|cost| cost.is_negative()) {
            let needs = "it must not be negative";
            return Err(SettingError::invalid(
                "the cost of the first level",
                cost,
                needs,
            ));
        }
        Ok(SerialCostSharing { menus, costs, uses })
    }

    /// How many levels each agent uses in an alternative.
    ///
    /// # Errors
    /// [`SettingError::OutOfRange`].
    pub fn uses(&self, alternative: usize) -> Result<Vec<usize>, SettingError> {
        SettingError::check_index("an alternative", alternative, self.uses.len())?;
        Ok(self.uses.profile(alternative)?)
    }

    /// What an alternative costs: the levels up to the highest that anybody uses.
    ///
    /// # Errors
    /// [`SettingError::OutOfRange`].
    pub fn cost(&self, alternative: usize) -> Result<Rational, SettingError> {
        let built = self.uses(alternative)?.into_iter().max().unwrap_or(0);
        Ok(self.costs.iter().take(built).sum())
    }
}

impl Mechanism for SerialCostSharing {
    fn agents(&self) -> usize {
        self.menus.len()
    }

    fn messages(&self, agent: usize) -> usize {
        self.menus[agent].len()
    }

    fn alternatives(&self) -> usize {
        self.uses.len()
    }

    fn decide(&self, messages: &[usize]) -> Decision {
        let agents = self.menus.len();
        let mut transfers = vec![Rational::ZERO; agents];
        let mut used = vec![0usize; agents];
        // Values fall and costs rise from level to level, so that only users of a level can be in
        // the group of the next.
        let mut group: Vec<usize> = (0..agents).collect();
        for (level, cost) in self.costs.iter().enumerate() {
            let share = loop {
                let share = Rational::from(group.len()).recip().unwrap_or_default() * cost;
                let before = group.len();
                group.retain(|&agent| self.menus[agent][messages[agent]][level] >= share);
                if group.len() == before {
                    break share;
                }
            };
            if group.is_empty() {
                break;
            }
            for &agent in &group {
                used[agent] += 1;
                transfers[agent] -= &share;
            }
        }
        Decision::certain(self.uses.index_unchecked(&used), transfers)
    }

    fn message_name(&self, agent: usize, message: usize) -> Option<String> {
        let schedule = self.menus.get(agent)?.get(message)?;
        let values: Vec<String> = schedule.iter().map(Rational::to_string).collect();
        Some(format!("({})", values.join(", ")))
    }
}
