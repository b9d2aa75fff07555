//! Strict rankings as types.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::setting::SettingError;
use crate::number::Rational;

/// A set of strict rankings of the same things, numbered: the types, and the messages, of agents
/// who are asked for an order.
///
/// A ranking is a list of things, best first. Things that are not listed are *unacceptable*: worse
/// than getting nothing. Rankings of everything are numbered in lexicographic order without being
/// written out (Lehmer code), so that number 0 is `0, 1, 2, …`.
///
/// ```
/// use lacuna::mechanism::Rankings;
/// let all = Rankings::all(3)?;
/// assert_eq!(all.len(), 6);
/// assert_eq!(all.ranking(3), vec![1, 2, 0]);
/// assert_eq!(all.number(&[1, 2, 0]), Some(3));
/// // With the right to refuse: 1 + 3 + 6 + 6 lists.
/// assert_eq!(Rankings::all_with_refusals(3)?.len(), 16);
/// // Single-peaked on the line 0 – 1 – 2 – 3.
/// assert_eq!(Rankings::single_peaked(4)?.len(), 8);
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RankingsForm", into = "RankingsForm")]
pub struct Rankings {
    things: usize,
    /// `None` for all rankings of everything.
    listed: Option<Vec<Vec<usize>>>,
    count: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RankingsForm {
    things: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    listed: Option<Vec<Vec<usize>>>,
}

impl TryFrom<RankingsForm> for Rankings {
    type Error = SettingError;
    fn try_from(form: RankingsForm) -> Result<Self, SettingError> {
        match form.listed {
            None => Rankings::all(form.things),
            Some(listed) => Rankings::listed(form.things, listed),
        }
    }
}

impl From<Rankings> for RankingsForm {
    fn from(rankings: Rankings) -> Self {
        RankingsForm {
            things: rankings.things,
            listed: rankings.listed,
        }
    }
}

/// The largest number of rankings that is written out.
const LISTED_LIMIT: usize = 1 << 20;

impl Rankings {
    /// All strict rankings of everything.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] without things, [`SettingError::TooLarge`] above 20 things.
    pub fn all(things: usize) -> Result<Self, SettingError> {
        let mut count = 1usize;
        for factor in 1..=things {
            let cases = count as u128 * factor as u128;
            count = count
                .checked_mul(factor)
                .filter(|&count| count <= isize::MAX as usize)
                .ok_or(SettingError::TooLarge {
                    what: "the list of all rankings",
                    cases,
                    limit: isize::MAX as usize,
                })?;
        }
        Rankings {
            things,
            listed: None,
            count,
        }
        .with_things()
    }

    /// All lists of some of the things, in lexicographic order: rankings of those that are
    /// acceptable. Number 0 accepts nothing.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] without things, [`SettingError::TooLarge`] above a million lists.
    pub fn all_with_refusals(things: usize) -> Result<Self, SettingError> {
        // e · n! of them.
        if things > 9 {
            return Err(SettingError::TooLarge {
                what: "the list of all rankings with refusals",
                cases: 9_864_101,
                limit: LISTED_LIMIT,
            });
        }
        let mut listed = Vec::new();
        extend(things, &mut Vec::new(), &mut listed);
        Self::listed(things, listed)
    }

    /// All rankings that are single-peaked (Black 1948) when the things lie on a line in the order
    /// of their numbers: going away from the best one, things get worse on both sides. There are
    /// 2ⁿ⁻¹, in lexicographic order.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] without things, [`SettingError::TooLarge`] above a million.
    pub fn single_peaked(things: usize) -> Result<Self, SettingError> {
        if things > 20 {
            return Err(SettingError::TooLarge {
                what: "the list of single-peaked rankings",
                cases: u32::try_from(things - 1)
                    .ok()
                    .and_then(|shift| 1u128.checked_shl(shift))
                    .unwrap_or(u128::MAX),
                limit: LISTED_LIMIT,
            });
        }
        let mut listed = Vec::new();
        if things > 0 {
            for sides in 0..1usize << (things - 1) {
                // From the worst to the best: bit set takes the right end of what is left.
                let (mut low, mut high) = (0, things - 1);
                let mut ranking = Vec::with_capacity(things);
                for step in 0..things - 1 {
                    if sides >> step & 1 == 1 {
                        ranking.push(high);
                        high -= 1;
                    } else {
                        ranking.push(low);
                        low += 1;
                    }
                }
                ranking.push(low);
                ranking.reverse();
                listed.push(ranking);
            }
            listed.sort();
        }
        Self::listed(things, listed)
    }

    /// These rankings, numbered as they are listed.
    ///
    /// # Errors
    /// [`SettingError::OutOfRange`] for a thing that there is not, [`SettingError::Invalid`]
    /// without things or rankings, or if a ranking lists a thing twice or is listed twice.
    pub fn listed(things: usize, listed: Vec<Vec<usize>>) -> Result<Self, SettingError> {
        for ranking in &listed {
            check_ranking(ranking, things)?;
        }
        let mut sorted: Vec<&Vec<usize>> = listed.iter().collect();
        sorted.sort();
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            let found = format!("{:?}", pair[0]);
            let needs = "each ranking may be listed once";
            return Err(SettingError::invalid("a ranking", found, needs));
        }
        if listed.is_empty() {
            let needs = "there must be at least one ranking";
            return Err(SettingError::invalid(
                "the list of rankings",
                "empty",
                needs,
            ));
        }
        Rankings {
            things,
            count: listed.len(),
            listed: Some(listed),
        }
        .with_things()
    }

    fn with_things(self) -> Result<Self, SettingError> {
        match self.things {
            0 => {
                let needs = "there must be at least one";
                Err(SettingError::invalid(
                    "the number of things to rank",
                    0,
                    needs,
                ))
            }
            _ => Ok(self),
        }
    }

    /// The number of things that are ranked.
    pub fn things(&self) -> usize {
        self.things
    }

    /// The number of rankings; never 0.
    #[allow(clippy::len_without_is_empty)] // There is at least one ranking.
    pub fn len(&self) -> usize {
        self.count
    }

    /// The ranking with this number, best first.
    ///
    /// # Panics
    /// If there is no such ranking.
    pub fn ranking(&self, number: usize) -> Vec<usize> {
        assert!(number < self.count, "ranking {number} of {}", self.count);
        match &self.listed {
            Some(listed) => listed[number].clone(),
            None => {
                let mut left: Vec<usize> = (0..self.things).collect();
                let mut rest = number;
                let mut block = self.count;
                let mut ranking = Vec::with_capacity(self.things);
                for size in (1..=self.things).rev() {
                    block /= size;
                    ranking.push(left.remove(rest / block));
                    rest %= block;
                }
                ranking
            }
        }
    }

    /// The number of a ranking; `None` if it is not one of these.
    pub fn number(&self, ranking: &[usize]) -> Option<usize> {
        if let Some(listed) = &self.listed {
            return listed.iter().position(|own| own == ranking);
        }
        if ranking.len() != self.things || check_ranking(ranking, self.things).is_err() {
            return None;
        }
        let mut number = 0;
        for (place, &thing) in ranking.iter().enumerate() {
            let smaller = ranking[place + 1..].iter().filter(|&&later| later < thing);
            number = number * (self.things - place) + smaller.count();
        }
        Some(number)
    }

    /// All rankings in their order.
    pub fn iter(&self) -> impl Iterator<Item = Vec<usize>> + '_ {
        (0..self.count).map(|number| self.ranking(number))
    }

    /// Does every ranking list everything?
    pub fn are_complete(&self) -> bool {
        let listed = self.listed.as_ref();
        listed.is_none_or(|all| all.iter().all(|ranking| ranking.len() == self.things))
    }

    /// A ranking in words: `2 > 0 > 1`.
    pub fn name(&self, number: usize) -> String {
        let ranking = self.ranking(number);
        if ranking.is_empty() {
            return "nothing".to_owned();
        }
        let places: Vec<String> = ranking.iter().map(usize::to_string).collect();
        places.join(" > ")
    }

    /// All rankings, written out.
    ///
    /// # Errors
    /// [`SettingError::TooLarge`] above a million.
    pub(super) fn written(&self) -> Result<Vec<Vec<usize>>, SettingError> {
        if self.count > LISTED_LIMIT {
            return Err(SettingError::TooLarge {
                what: "the list of all rankings",
                cases: self.count as u128,
                limit: LISTED_LIMIT,
            });
        }
        Ok(self.iter().collect())
    }

    /// Refuses to write out the values of more than 2²⁶ pairs of a ranking and an alternative.
    pub(super) fn check_values(&self, alternatives: usize) -> Result<(), SettingError> {
        let cases = self.count as u128 * alternatives as u128;
        let limit = 1 << 26;
        match cases > limit as u128 {
            true => Err(SettingError::TooLarge {
                what: "the values of an agent",
                cases,
                limit,
            }),
            false => Ok(()),
        }
    }

    /// The names of all rankings.
    pub(super) fn names(&self) -> Vec<String> {
        (0..self.count).map(|number| self.name(number)).collect()
    }
}

/// All lists that begin with `prefix`, in lexicographic order.
fn extend(things: usize, prefix: &mut Vec<usize>, listed: &mut Vec<Vec<usize>>) {
    listed.push(prefix.clone());
    for thing in 0..things {
        if !prefix.contains(&thing) {
            prefix.push(thing);
            extend(things, prefix, listed);
            prefix.pop();
        }
    }
}

/// Refuses a ranking of things that are not there, or that are listed twice.
pub(super) fn check_ranking(ranking: &[usize], things: usize) -> Result<(), SettingError> {
    for &thing in ranking {
        SettingError::check_index("a ranked thing", thing, things)?;
    }
    // A mark for each thing costs too much for short lists of many.
    let twice = if things / 16 <= ranking.len() {
        let mut seen = vec![false; things];
        let mut all = ranking.iter();
        all.find(|&&thing| std::mem::replace(&mut seen[thing], true))
            .copied()
    } else {
        let mut sorted = ranking.to_vec();
        sorted.sort_unstable();
        let pair = sorted.windows(2).find(|pair| pair[0] == pair[1]);
        pair.map(|pair| pair[0])
    };
    match twice {
        None => Ok(()),
        Some(thing) => {
            let needs = "each thing may be ranked once";
            Err(SettingError::invalid("a ranked thing", thing, needs))
        }
    }
}

/// What the places of a ranking are worth to an agent: only their order is part of a ranking, the
/// numbers are what expectations are taken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "UtilityForm", into = "UtilityForm")]
pub struct RankUtilities {
    places: Vec<Rational>,
    nothing: Rational,
    unacceptable: Rational,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UtilityForm {
    places: Vec<Rational>,
    nothing: Rational,
    unacceptable: Rational,
}

impl TryFrom<UtilityForm> for RankUtilities {
    type Error = SettingError;
    fn try_from(form: UtilityForm) -> Result<Self, SettingError> {
        RankUtilities::new(form.places, form.nothing, form.unacceptable)
    }
}

impl From<RankUtilities> for UtilityForm {
    fn from(utilities: RankUtilities) -> Self {
        UtilityForm {
            places: utilities.places,
            nothing: utilities.nothing,
            unacceptable: utilities.unacceptable,
        }
    }
}

impl RankUtilities {
    /// The utility of each place of a ranking, of getting nothing, and of getting something
    /// unacceptable.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] unless they decrease strictly in this order.
    pub fn new(
        places: Vec<Rational>,
        nothing: Rational,
        unacceptable: Rational,
    ) -> Result<Self, SettingError> {
        let all = places.iter().chain([&nothing, &unacceptable]);
        let list: Vec<&Rational> = all.collect();
        if let Some(pair) = list.windows(2).find(|pair| pair[0] <= pair[1]) {
            let found = format!("{} after {}", pair[1], pair[0]);
            let needs = "utilities must decrease strictly from place to place, and on to getting \
                         nothing and something unacceptable";
            return Err(SettingError::invalid("the list of utilities", found, needs));
        }
        Ok(RankUtilities {
            places,
            nothing,
            unacceptable,
        })
    }

    /// Borda utilities: `things` for the first place, one less for each place below, 0 for nothing
    /// and −1 for something unacceptable.
    pub fn borda(things: usize) -> Self {
        RankUtilities {
            places: (0..things)
                .map(|place| Rational::from((things - place) as i64))
                .collect(),
            nothing: Rational::ZERO,
            unacceptable: Rational::from(-1),
        }
    }

    /// Refuses utilities for fewer places than there are things.
    pub(super) fn check(&self, things: usize) -> Result<(), SettingError> {
        SettingError::check_length("the list of utilities of places", self.places.len(), things)
    }

    /// The utility of getting this thing, or nothing, for somebody with this ranking.
    pub fn of(&self, ranking: &[usize], thing: Option<usize>) -> Rational {
        let Some(thing) = thing else {
            return self.nothing.clone();
        };
        let place = ranking.iter().position(|&own| own == thing);
        let place = place.and_then(|place| self.places.get(place));
        place.unwrap_or(&self.unacceptable).clone()
    }
}

impl fmt::Display for Rankings {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} rankings of {} things", self.count, self.things)
    }
}
