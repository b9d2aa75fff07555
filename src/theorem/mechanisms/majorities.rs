//! Majorities: for two candidates, on a line, and against scores.

use super::definition::{Cases, all_of};
use super::sense::{MOST_PROFILES, below, entries, few, few_profiles, order};
use super::voting::single_peaked;
use crate::game::ProfileSpace;
use crate::mechanism::Mechanism;
use crate::mechanism::voting::{Ballots, TieBreaking, VotingMechanism, median, winners};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A rule for two candidates, who may also tie.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TwoCandidateRule {
    /// How many voters there are.
    pub voters: usize,
    /// The winner, or `None` for a tie, for each list of votes for candidate 0 or 1, the last
    /// voter's fastest.
    pub outcomes: Vec<Option<usize>>,
}

impl TwoCandidateRule {
    /// A rule as a table.
    pub fn new(voters: usize, outcomes: Vec<Option<usize>>) -> Self {
        TwoCandidateRule { voters, outcomes }
    }

    /// The lists of votes with their outcomes.
    fn all(&self) -> Result<(ProfileSpace, Vec<Option<usize>>), TheoremError> {
        few("voters", self.voters, MOST_PROFILES)?;
        let space = few_profiles(&vec![2; self.voters])?;
        entries("the list of outcomes", self.outcomes.len(), space.len())?;
        let mut winners = self.outcomes.iter().flatten();
        winners.try_for_each(|&winner| below("a winner of two", winner, 2))?;
        Ok((space, self.outcomes.clone()))
    }
}

/// Majority rule is the only rule that treats voters alike, candidates alike, and lets votes count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnlyMajorityIsFair;

impl Theorem for OnlyMajorityIsFair {
    type Instance = TwoCandidateRule;

    fn statement(&self) -> Statement {
        Statement::new("only_majority_is_fair", "May's theorem")
            .saying(
                "A rule for two candidates that is anonymous, neutral and positively responsive is \
                 majority rule, with a tie where there are as many votes for both.",
            )
            .from_source("May, 1952")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<TwoCandidateRule>> {
        vec![
            Hypothesis::new(
                "anonymous",
                "Only the number of votes counts, and not whose they are.",
                |rule: &TwoCandidateRule| {
                    let (space, outcomes) = rule.all()?;
                    for (votes, outcome) in space.iter().zip(&outcomes) {
                        let mut sorted = votes.clone();
                        sorted.sort_unstable();
                        if outcomes[space.index(&sorted)?] != *outcome {
                            return Ok(Finding::fails(format!("{votes:?} and {sorted:?} differ")));
                        }
                    }
                    Ok(Finding::Holds)
                },
            ),
            Hypothesis::new(
                "neutral",
                "If all votes are turned around, so is the outcome.",
                |rule: &TwoCandidateRule| {
                    let (space, outcomes) = rule.all()?;
                    for (votes, outcome) in space.iter().zip(&outcomes) {
                        let turned: Vec<usize> = votes.iter().map(|vote| 1 - vote).collect();
                        let other = outcomes[space.index(&turned)?];
                        if other != outcome.map(|winner| 1 - winner) {
                            return Ok(Finding::fails(format!("not so at {votes:?}")));
                        }
                    }
                    Ok(Finding::Holds)
                },
            ),
            Hypothesis::new(
                "positively_responsive",
                "Who ties or wins, and gets one vote more, wins.",
                |rule: &TwoCandidateRule| {
                    let (space, outcomes) = rule.all()?;
                    for (votes, outcome) in space.iter().zip(&outcomes) {
                        for voter in 0..votes.len() {
                            let candidate = 1 - votes[voter];
                            let mut more = votes.clone();
                            more[voter] = candidate;
                            let after = outcomes[space.index(&more)?];
                            if *outcome != Some(1 - candidate) && after != Some(candidate) {
                                return Ok(Finding::fails(format!(
                                    "voter {voter} does not count at {votes:?}"
                                )));
                            }
                        }
                    }
                    Ok(Finding::Holds)
                },
            ),
        ]
    }

    fn conclusion(&self, rule: &TwoCandidateRule) -> Result<Finding, TheoremError> {
        let (space, outcomes) = rule.all()?;
        let majority = VotingMechanism::majority(rule.voters, TieBreaking::Lottery)?;
        for (votes, outcome) in space.iter().zip(&outcomes) {
            let ones = votes.iter().sum::<usize>();
            let margin = (votes.len() - ones) as i64 - ones as i64;
            let cast = votes.iter().map(|&vote| (vec![vote, 1 - vote], 1));
            let ballots = Ballots::new(2, cast)?;
            let decision = majority.decide(&votes);
            let share = |candidate: usize| match outcome {
                Some(winner) => Rational::from(i64::from(*winner == candidate)),
                None => Rational::new(1, 2).unwrap_or_default(),
            };
            let winner = match margin.signum() {
                1 => Some(0),
                -1 => Some(1),
                _ => None,
            };
            let same = *outcome == winner
                && ballots.margin(0, 1) == margin
                && ballots.condorcet_winner() == winner
                && (0..2).all(|candidate| decision.probability(candidate) == share(candidate));
            if !same {
                return Ok(Finding::fails(format!(
                    "votes {votes:?} elect {outcome:?}, by majority {winner:?}, and {decision:?} is \
                     the decision"
                )));
            }
        }
        Ok(Finding::Holds)
    }
}

/// The rankings of some voters.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CastBallots {
    /// How many candidates there are.
    pub candidates: usize,
    /// The ranking of each voter, best first, of all candidates.
    pub rankings: Vec<Vec<usize>>,
}

impl CastBallots {
    /// Ballots for so many candidates.
    pub fn new(candidates: usize, rankings: Vec<Vec<usize>>) -> Self {
        CastBallots {
            candidates,
            rankings,
        }
    }

    /// The ballots, if each ranks all candidates.
    fn ballots(&self) -> Result<Ballots, TheoremError> {
        for ranking in &self.rankings {
            order("a ranking", ranking, self.candidates)?;
        }
        let cast = self.rankings.iter().map(|ranking| (ranking.clone(), 1));
        Ok(Ballots::new(self.candidates, cast)?)
    }

    /// How many more voters prefer the one.
    fn margin(&self, one: usize, other: usize) -> i64 {
        let prefers = |ranking: &Vec<usize>| {
            let place = |own: usize| ranking.iter().position(|&third| third == own);
            if place(one) < place(other) { 1 } else { -1 }
        };
        self.rankings.iter().map(prefers).sum()
    }

    /// Who beats everybody else.
    fn beats_all(&self) -> Option<usize> {
        let others = |own: usize| (0..self.candidates).filter(move |&other| other != own);
        (0..self.candidates).find(|&own| others(own).all(|other| self.margin(own, other) > 0))
    }
}

/// The peak of the median voter beats everybody by majority.
///
/// ```
/// use lacuna::theorem::mechanisms::{CastBallots, MedianPeaksWin};
/// use lacuna::theorem::{Theorem, Verdict};
/// let line = CastBallots::new(3, vec![vec![0, 1, 2], vec![1, 2, 0], vec![2, 1, 0]]);
/// assert_eq!(MedianPeaksWin.check(&line)?, Verdict::Holds);
/// // Without a line majorities may go round in a circle.
/// let circle = CastBallots::new(3, vec![vec![0, 1, 2], vec![1, 2, 0], vec![2, 0, 1]]);
/// assert!(matches!(MedianPeaksWin.check(&circle)?, Verdict::HypothesisFails { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MedianPeaksWin;

impl Theorem for MedianPeaksWin {
    type Instance = CastBallots;

    fn statement(&self) -> Statement {
        Statement::new("median_peaks_win", "The median voter theorem")
            .saying(
                "If an odd number of voters have single-peaked preferences on a line, the peak of \
                 the median voter beats every other candidate by majority.",
            )
            .from_source("Black, 1948")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<CastBallots>> {
        vec![
            Hypothesis::new(
                "odd_number_of_voters",
                "The number of voters is odd.",
                |cast: &CastBallots| {
                    Ok(Finding::when(cast.rankings.len() % 2 == 1, || {
                        format!("{} voters", cast.rankings.len())
                    }))
                },
            ),
            Hypothesis::new(
                "single_peaked",
                "Going away from a voter's best candidate on either side, candidates get worse.",
                |cast: &CastBallots| {
                    cast.ballots()?;
                    Ok(single_peaked(&cast.rankings))
                },
            ),
        ]
    }

    fn conclusion(&self, cast: &CastBallots) -> Result<Finding, TheoremError> {
        let ballots = cast.ballots()?;
        if cast.rankings.is_empty() {
            return Err(TheoremError::Instance("there are no voters".to_owned()));
        }
        let mut peaks: Vec<usize> = cast.rankings.iter().map(|ranking| ranking[0]).collect();
        // As many phantoms on either side.
        let half = (peaks.len().saturating_sub(1)) / 2;
        let phantoms: Vec<usize> = (0..peaks.len().saturating_sub(1))
            .map(|phantom| {
                if phantom < half {
                    0
                } else {
                    cast.candidates - 1
                }
            })
            .collect();
        let found = median(&peaks, &phantoms)?;
        peaks.sort_unstable();
        let middle = peaks[peaks.len() / 2];
        let winner = ballots.condorcet_winner();
        let beats = cast.beats_all();
        all_of![
            Finding::when(winner == beats, || {
                format!("{beats:?} beats everybody, and not {winner:?}")
            }),
            Finding::when(beats == Some(middle), || {
                format!("the median peak is {middle}, and {beats:?} beats everybody")
            }),
            Finding::when(found == middle, || format!(
                "the median is {middle}, not {found}"
            )),
        ]
    }
}

/// Who beats everybody by majority has the highest Copeland score, and a Borda score above average.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CondorcetWinnersScore;

impl Theorem for CondorcetWinnersScore {
    type Instance = CastBallots;

    fn statement(&self) -> Statement {
        Statement::new("condorcet_winners_score", "Condorcet against Borda")
            .saying(
                "A candidate who beats every other one by majority alone has the highest Copeland \
                 score, and a Borda score above the average of all candidates.",
            )
            .from_source("Smith, 1973; Copeland, 1951")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<CastBallots>> {
        vec![
            Hypothesis::new(
                "two_candidates",
                "There are at least two candidates.",
                |cast: &CastBallots| {
                    Ok(Finding::when(cast.candidates > 1, || {
                        "one, who is the average".to_owned()
                    }))
                },
            ),
            Hypothesis::new(
                "somebody_beats_everybody",
                "One candidate beats every other one by majority.",
                |cast: &CastBallots| {
                    cast.ballots()?;
                    Ok(Finding::when(cast.beats_all().is_some(), || {
                        "nobody does".to_owned()
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, cast: &CastBallots) -> Result<Finding, TheoremError> {
        let ballots = cast.ballots()?;
        let candidates = 0..cast.candidates;
        let mut cases = Cases::default();
        for one in candidates.clone() {
            for other in candidates.clone().filter(|&other| other != one) {
                let off = ballots.margin(one, other) - cast.margin(one, other);
                cases.record(Rational::from(off.abs()), || {
                    format!("{one} against {other}")
                });
            }
        }
        let place = |ranking: &[usize], own| ranking.iter().position(|&other| other == own);
        let borda: Vec<Rational> = candidates
            .clone()
            .map(|own| {
                let each = cast.rankings.iter().map(|ranking| {
                    let behind = ranking.len() - 1 - place(ranking, own).unwrap_or_default();
                    Rational::from(behind)
                });
                each.sum()
            })
            .collect();
        let firsts: Vec<u64> = candidates
            .map(|own| {
                let best = cast.rankings.iter().filter(|ranking| ranking[0] == own);
                best.count() as u64
            })
            .collect();
        let Some(winner) = cast.beats_all() else {
            let nobody = ballots.condorcet_winner().is_none();
            return Ok(Finding::fails(format!(
                "nobody beats everybody, and {}",
                if nobody {
                    "nobody is said to"
                } else {
                    "somebody is said to"
                }
            )));
        };
        let total: Rational = borda.iter().sum();
        let scaled = &borda[winner] * &Rational::from(cast.candidates);
        all_of![
            cases.finding(),
            Finding::when(borda == ballots.borda(), || format!(
                "Borda scores are {borda:?}"
            )),
            Finding::when(firsts == ballots.plurality(), || {
                format!("first places are {firsts:?}")
            }),
            Finding::when(ballots.condorcet_winner() == Some(winner), || {
                format!("{winner} beats everybody, and is not said to")
            }),
            Finding::when(winners(&ballots.copeland()) == [winner], || {
                format!("{winner} has not the only highest Copeland score")
            }),
            Finding::when(scaled > total, || {
                format!(
                    "{winner} has a Borda score of {}, of {total} in all",
                    borda[winner]
                )
            }),
        ]
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::Index;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::mechanism::Rankings;
    use crate::theorem::Drawn;
    use crate::theorem::mechanisms::voting::listed;

    /// Majority with up to two outcomes changed, or any outcomes.
    fn two_candidates(broken: bool) -> BoxedStrategy<TwoCandidateRule> {
        let outcome = || prop_oneof![Just(None), Just(Some(0usize)), Just(Some(1usize))];
        (
            1usize..=4,
            vec((any::<Index>(), outcome()), 0..=1),
            0usize..6,
        )
            .prop_map(move |(voters, changes, kind)| {
                let lists = 1usize << voters;
                let mut outcomes: Vec<Option<usize>> = (0..lists)
                    .map(|votes| {
                        let ones = votes.count_ones() as usize;
                        match (broken, kind) {
                            // A dictator, whose vote is the lowest bit.
                            (true, 0 | 1) => Some(votes & 1),
                            // One vote is enough for candidate 1.
                            (true, 2) => Some(usize::from(ones > 0)),
                            // Unanimity, and else a tie.
                            (true, 3) if ones == voters => Some(1),
                            (true, 3) => (ones == 0).then_some(0),
                            _ => match (2 * ones).cmp(&voters) {
                                std::cmp::Ordering::Less => Some(0),
                                std::cmp::Ordering::Equal => None,
                                std::cmp::Ordering::Greater => Some(1),
                            },
                        }
                    })
                    .collect();
                if !broken && kind < 2 {
                    for (place, outcome) in changes {
                        outcomes[place.index(lists)] = outcome;
                    }
                }
                TwoCandidateRule::new(voters, outcomes)
            })
            .boxed()
    }

    impl Drawn for OnlyMajorityIsFair {
        fn instances(&self) -> BoxedStrategy<TwoCandidateRule> {
            two_candidates(false)
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<TwoCandidateRule> {
            two_candidates(true)
        }
    }

    fn cast(
        peaked: bool,
        candidates: std::ops::RangeInclusive<usize>,
        voters: std::ops::RangeInclusive<usize>,
    ) -> BoxedStrategy<CastBallots> {
        candidates
            .prop_flat_map(move |candidates| {
                let all = match peaked {
                    true => listed(Rankings::single_peaked(candidates)),
                    false => listed(Rankings::all(candidates)),
                };
                let own = any::<Index>().prop_map(move |index| index.get(&all).clone());
                (Just(candidates), vec(own, voters.clone()))
            })
            .prop_map(|(candidates, rankings)| CastBallots::new(candidates, rankings))
            .boxed()
    }

    impl Drawn for MedianPeaksWin {
        fn instances(&self) -> BoxedStrategy<CastBallots> {
            cast(true, 1..=4, 1..=7)
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<CastBallots> {
            cast(hypothesis != "single_peaked", 2..=4, 2..=5)
        }
    }

    impl Drawn for CondorcetWinnersScore {
        fn instances(&self) -> BoxedStrategy<CastBallots> {
            cast(false, 2..=4, 1..=5)
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<CastBallots> {
            match hypothesis {
                "two_candidates" => cast(false, 1..=1, 1..=2),
                _ => self.instances(),
            }
        }
    }
}
