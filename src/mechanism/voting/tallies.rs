//! Counting ballots: anonymous, exact, and for many voters.

use serde::{Deserialize, Serialize};

use crate::mechanism::rankings::check_ranking;
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// The most candidates whose pairs are counted.
const MOST_RANKED: usize = 10_000;

/// The most candidates who can be approved.
const MOST_APPROVED: usize = 100_000_000;

/// Refuses no candidates, and more than there may be.
fn check_candidates(candidates: usize, most: usize) -> Result<(), SettingError> {
    if candidates == 0 {
        let needs = "there must be at least one";
        return Err(SettingError::invalid("the number of candidates", 0, needs));
    }
    if candidates > most {
        let needs = match most {
            MOST_RANKED => "there may be at most 10,000, for all pairs are counted",
            _ => "there may be at most a hundred million",
        };
        let what = "the number of candidates";
        return Err(SettingError::invalid(what, candidates, needs));
    }
    Ok(())
}

/// Ballots that rank candidates, with how many voters cast each.
///
/// A ballot lists candidates, best first; candidates that are not listed are tied below all that
/// are.
///
/// ```
/// use lacuna::mechanism::voting::Ballots;
/// // Condorcet's paradox: 0 beats 1 beats 2 beats 0.
/// let ballots = Ballots::new(3, [(vec![0, 1, 2], 1), (vec![1, 2, 0], 1), (vec![2, 0, 1], 1)])?;
/// assert_eq!(ballots.margin(0, 1), 1);
/// assert_eq!(ballots.condorcet_winner(), None);
/// assert_eq!(ballots.borda(), vec![3.into(), 3.into(), 3.into()]);
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BallotsForm", into = "BallotsForm")]
pub struct Ballots {
    candidates: usize,
    ballots: Vec<(Vec<usize>, u64)>,
    /// How many voters put the row before the column.
    before: Vec<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BallotsForm {
    candidates: usize,
    ballots: Vec<(Vec<usize>, u64)>,
}

impl TryFrom<BallotsForm> for Ballots {
    type Error = SettingError;
    fn try_from(form: BallotsForm) -> Result<Self, SettingError> {
        Ballots::new(form.candidates, form.ballots)
    }
}

impl From<Ballots> for BallotsForm {
    fn from(ballots: Ballots) -> Self {
        BallotsForm {
            candidates: ballots.candidates,
            ballots: ballots.ballots,
        }
    }
}

impl Ballots {
    /// Ballots and how many voters cast each.
    ///
    /// # Errors
    /// [`SettingError::OutOfRange`] for a candidate that there is not, [`SettingError::Invalid`]
    /// for one that is listed twice, without candidates or with more than 10,000, and
    /// [`SettingError::TooLarge`] for more than 2⁶³ voters.
    ///
    /// # Complexity
    /// For each kind of ballot the square of the number of candidates.
    pub fn new(
        candidates: usize,
        ballots: impl IntoIterator<Item = (Vec<usize>, u64)>,
    ) -> Result<Self, SettingError> {
        check_candidates(candidates, MOST_RANKED)?;
        let ballots: Vec<(Vec<usize>, u64)> = ballots.into_iter().collect();
        let mut voters = 0u128;
        let mut before = vec![0u64; candidates * candidates];
        let mut listed = vec![false; candidates];
        for (ranking, count) in &ballots {
            check_ranking(ranking, candidates)?;
            voters += u128::from(*count);
            if voters > i64::MAX as u128 {
                return Err(SettingError::TooLarge {
                    what: "the number of voters",
                    cases: voters,
                    limit: i64::MAX as usize,
                });
            }
            listed.fill(false);
            for &better in ranking {
                listed[better] = true;
                let row = &mut before[better * candidates..][..candidates];
                for (worse, sum) in row.iter_mut().enumerate() {
                    if !listed[worse] {
                        *sum += count;
                    }
                }
            }
        }
        Ok(Ballots {
            candidates,
            ballots,
            before,
        })
    }

    /// The number of candidates.
    pub fn candidates(&self) -> usize {
        self.candidates
    }

    /// The number of voters.
    pub fn voters(&self) -> u64 {
        self.ballots.iter().map(|(_, count)| count).sum()
    }

    /// The ballots and how many voters cast each.
    pub fn ballots(&self) -> &[(Vec<usize>, u64)] {
        &self.ballots
    }

    /// The sum of `scores[place]` over all voters, for each candidate; candidates that a voter does
    /// not list share the scores of the places that are left equally.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`] unless there is one score a place.
    pub fn scores(&self, scores: &[Rational]) -> Result<Vec<Rational>, SettingError> {
        let what = "the list of scores";
        SettingError::check_length(what, scores.len(), self.candidates)?;
        let mut totals = vec![Rational::ZERO; self.candidates];
        for (ranking, count) in &self.ballots {
            let count = Rational::from(*count);
            let rest = self.candidates - ranking.len();
            let left: Rational = scores[ranking.len()..].iter().sum();
            let share = Rational::new(1, rest.max(1) as i64).unwrap_or_default() * left;
            for (candidate, total) in totals.iter_mut().enumerate() {
                let place = ranking.iter().position(|&own| own == candidate);
                let score = place.map_or(&share, |place| &scores[place]);
                *total += &count * score;
            }
        }
        Ok(totals)
    }

    /// How many voters put each candidate first.
    pub fn plurality(&self) -> Vec<u64> {
        let mut totals = vec![0; self.candidates];
        for (ranking, count) in &self.ballots {
            if let Some(&first) = ranking.first() {
                totals[first] += count;
            }
        }
        totals
    }

    /// The Borda counts (Borda 1781): one point for each candidate below; half a point for each
    /// that is tied because neither is listed.
    pub fn borda(&self) -> Vec<Rational> {
        let scores: Vec<Rational> = (0..self.candidates)
            .map(|place| Rational::from((self.candidates - 1 - place) as i64))
            .collect();
        self.scores(&scores).unwrap_or_default()
    }

    /// How many more voters put `candidate` before `other` than the other way round.
    ///
    /// # Panics
    /// If there is no such candidate.
    pub fn margin(&self, candidate: usize, other: usize) -> i64 {
        assert!(candidate < self.candidates && other < self.candidates);
        let before = |row: usize, column: usize| self.before[row * self.candidates + column] as i64;
        before(candidate, other) - before(other, candidate)
    }

    /// The candidate who beats every other one by majority (Condorcet 1785), if there is one.
    pub fn condorcet_winner(&self) -> Option<usize> {
        (0..self.candidates).find(|&candidate| {
            (0..self.candidates)
                .all(|other| other == candidate || self.margin(candidate, other) > 0)
        })
    }

    /// The Copeland scores (1951): majorities won less majorities lost.
    pub fn copeland(&self) -> Vec<i64> {
        (0..self.candidates)
            .map(|candidate| {
                let others = 0..self.candidates;
                others
                    .map(|other| self.margin(candidate, other).signum())
                    .sum()
            })
            .collect()
    }
}

/// How many voters approve each candidate (Brams and Fishburn 1978): one list of approved
/// candidates a ballot, in any order, with how many voters cast it.
///
/// # Errors
/// [`SettingError::OutOfRange`] for a candidate that there is not, [`SettingError::Invalid`] for
/// one that is listed twice, without candidates or with more than a hundred million,
/// [`SettingError::TooLarge`] for more voters than can be counted.
///
/// ```
/// use lacuna::mechanism::voting::approvals;
/// assert_eq!(approvals(3, &[(vec![0, 2], 5), (vec![1], 4)])?, vec![5, 4, 5]);
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
pub fn approvals(
    candidates: usize,
    ballots: &[(Vec<usize>, u64)],
) -> Result<Vec<u64>, SettingError> {
    check_candidates(candidates, MOST_APPROVED)?;
    let mut totals = vec![0u64; candidates];
    for (approved, count) in ballots {
        check_ranking(approved, candidates)?;
        for &candidate in approved {
            let sum = totals[candidate].checked_add(*count);
            totals[candidate] = sum.ok_or(SettingError::TooLarge {
                what: "the number of voters",
                cases: u128::from(totals[candidate]) + u128::from(*count),
                limit: usize::MAX,
            })?;
        }
    }
    Ok(totals)
}

/// The generalised median (Moulin 1980): the median of the voters' peaks and of fixed phantom
/// ballots, one fewer than there are voters. Peaks are positions in any order.
///
/// With single-peaked preferences truth is dominant, and with such phantoms the result is
/// efficient. With phantoms half on each side (an odd number of voters) it is the median voter's
/// peak (Black 1948), the Condorcet winner.
///
/// # Errors
/// [`SettingError::WrongLength`] unless there is one phantom fewer than voters, and
/// [`SettingError::Invalid`] without voters.
///
/// ```
/// use lacuna::mechanism::voting::median;
/// assert_eq!(median(&[7, 1, 3], &[0, 9])?, 3);
/// // Phantoms all on the left: the lowest peak.
/// assert_eq!(median(&[7, 1, 3], &[0, 0])?, 1);
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
pub fn median(peaks: &[usize], phantoms: &[usize]) -> Result<usize, SettingError> {
    let Some(expected) = peaks.len().checked_sub(1) else {
        let needs = "there must be at least one";
        return Err(SettingError::invalid("the number of voters", 0, needs));
    };
    SettingError::check_length("the list of phantoms", phantoms.len(), expected)?;
    let mut all: Vec<usize> = peaks.iter().chain(phantoms).copied().collect();
    let (_, middle, _) = all.select_nth_unstable(expected);
    Ok(*middle)
}

/// The candidates with the largest score, ascending.
///
/// ```
/// assert_eq!(lacuna::mechanism::voting::winners(&[3, 5, 5]), vec![1, 2]);
/// ```
pub fn winners<T: Ord>(scores: &[T]) -> Vec<usize> {
    let most = scores.iter().max();
    let all = scores.iter().enumerate();
    all.filter(|(_, score)| Some(*score) == most)
        .map(|(candidate, _)| candidate)
        .collect()
}
