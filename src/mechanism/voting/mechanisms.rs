//! Voting rules as mechanisms.

use serde::{Deserialize, Serialize};

use super::tallies::{Ballots, approvals, median, winners};
use crate::mechanism::protocol::{Branch, Decision, Mechanism, Strategies};
use crate::mechanism::rankings::{RankUtilities, Rankings};
use crate::mechanism::setting::{Setting, SettingError};
use crate::number::Rational;

/// How a winner is chosen from rankings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum VotingRule {
    /// Most first places. With two candidates this is majority rule (May 1952).
    Plurality,
    /// The largest Borda count (Borda 1781).
    Borda,
    /// The largest sum of these scores, one a place.
    Scoring(Vec<Rational>),
    /// The largest Copeland score (1951); the Condorcet winner where there is one.
    Copeland,
    /// The Condorcet winner (1785), and this candidate where there is none.
    CondorcetElse(usize),
    /// The generalised median of the first places (Moulin 1980) for candidates on a line in the
    /// order of their numbers, with these phantoms, one fewer than there are voters.
    Median(Vec<usize>),
    /// The first place of this voter.
    Dictator(usize),
    /// The first place of a voter who is drawn (Gibbard 1977).
    RandomDictator,
}

/// Who wins of those with the same score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TieBreaking {
    /// The first in this order, which lists each candidate once.
    Order(Vec<usize>),
    /// A fair draw.
    Lottery,
}

impl TieBreaking {
    /// The candidate with the lowest number.
    pub fn lowest(candidates: usize) -> Self {
        TieBreaking::Order((0..candidates).collect())
    }

    fn check(&self, candidates: usize) -> Result<(), SettingError> {
        match self {
            TieBreaking::Lottery => Ok(()),
            TieBreaking::Order(order) => {
                SettingError::check_length("the tie-breaking order", order.len(), candidates)?;
                crate::mechanism::rankings::check_ranking(order, candidates)
            }
        }
    }

    /// A decision between the winners.
    fn decide(&self, winners: &[usize], voters: usize) -> Decision {
        let free = || vec![Rational::ZERO; voters];
        let tied = match self {
            TieBreaking::Order(order) => {
                let first = order.iter().find(|candidate| winners.contains(candidate));
                return Decision::certain(first.copied().unwrap_or_default(), free());
            }
            TieBreaking::Lottery => winners,
        };
        let drawn = tied.iter().map(|&winner| (winner, free())).collect();
        // Somebody has the largest score.
        Decision::equally_likely(drawn).unwrap_or_else(|_| Decision::certain(0, free()))
    }
}

/// The setting of an election: the types of each of `voters` are these rankings of the candidates,
/// and alternatives are candidates. Types are independent and uniform.
///
/// # Errors
/// [`SettingError::WrongLength`] for utilities of too few places, [`SettingError::Game`] without
/// voters, [`SettingError::TooLarge`] for more than a million rankings.
///
/// ```
/// use lacuna::mechanism::{RankUtilities, Rankings, voting};
/// let setting = voting::setting(3, &Rankings::all(3)?, &RankUtilities::borda(3))?;
/// assert_eq!(setting.value(0, &[5, 0, 0], 2), &3.into());
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
pub fn setting(
    voters: usize,
    rankings: &Rankings,
    utilities: &RankUtilities,
) -> Result<Setting, SettingError> {
    let candidates = rankings.things();
    utilities.check(candidates)?;
    rankings.check_values(candidates)?;
    let lists = rankings.written()?;
    let types = vec![rankings.len(); voters];
    Setting::private(&types, candidates, |_, own_type, alternative| {
        utilities.of(&lists[own_type], Some(alternative))
    })?
    .with_type_names(vec![rankings.names(); voters])
}

/// An election in which every voter says a ranking, as a mechanism; alternatives are candidates,
/// and there is no money.
///
/// With three candidates or more, every rule that is onto and has no dictator can be manipulated if
/// all rankings may be had (Gibbard 1973; Satterthwaite 1975).
///
/// ```
/// use lacuna::mechanism::voting::{TieBreaking, VotingMechanism, VotingRule};
/// use lacuna::mechanism::{Mechanism, Rankings};
/// let rule = VotingRule::Plurality;
/// let election = VotingMechanism::new(3, Rankings::all(3)?, rule, TieBreaking::Lottery)?;
/// // First places 0, 1, 2: everybody wins with probability 1/3.
/// assert_eq!(election.decide(&[0, 2, 4]).probability(1), "1/3".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VotingMechanism {
    voters: usize,
    candidates: usize,
    rankings: Vec<Vec<usize>>,
    names: Vec<String>,
    rule: VotingRule,
    ties: TieBreaking,
}

impl VotingMechanism {
    /// A rule for so many voters who may say these rankings.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] without voters or if a ranking ranks nobody,
    /// [`SettingError::TooLarge`] for more than a million rankings, [`SettingError::WrongLength`] and [`SettingError::OutOfRange`] if rule and tie-breaking do
    /// not fit.
    pub fn new(
        voters: usize,
        rankings: Rankings,
        rule: VotingRule,
        ties: TieBreaking,
    ) -> Result<Self, SettingError> {
        let candidates = rankings.things();
        check_voters(voters)?;
        ties.check(candidates)?;
        let lists = rankings.written()?;
        if lists.iter().any(Vec::is_empty) {
            let needs = "each ranking must rank somebody";
            return Err(SettingError::invalid("a ranking", "empty", needs));
        }
        match &rule {
            VotingRule::Scoring(scores) => {
                SettingError::check_length("the list of scores", scores.len(), candidates)?;
            }
            VotingRule::CondorcetElse(candidate) => {
                SettingError::check_index("the candidate", *candidate, candidates)?;
            }
            VotingRule::Median(phantoms) => {
                SettingError::check_length("the list of phantoms", phantoms.len(), voters - 1)?;
                for &phantom in phantoms {
                    SettingError::check_index("a phantom", phantom, candidates)?;
                }
            }
            VotingRule::Dictator(voter) => SettingError::check_index("the voter", *voter, voters)?,
            _ => {}
        }
        Ok(VotingMechanism {
            voters,
            candidates,
            names: rankings.names(),
            rankings: lists,
            rule,
            ties,
        })
    }

    /// Majority rule between two candidates (May 1952).
    ///
    /// # Errors
    /// As [`VotingMechanism::new`].
    pub fn majority(voters: usize, ties: TieBreaking) -> Result<Self, SettingError> {
        Self::new(voters, Rankings::all(2)?, VotingRule::Plurality, ties)
    }
}

fn check_voters(voters: usize) -> Result<(), SettingError> {
    match voters {
        0 => {
            let needs = "there must be at least one";
            Err(SettingError::invalid("the number of voters", 0, needs))
        }
        _ => Ok(()),
    }
}

impl Mechanism for VotingMechanism {
    fn agents(&self) -> usize {
        self.voters
    }
    fn messages(&self, _agent: usize) -> usize {
        self.rankings.len()
    }
    fn alternatives(&self) -> usize {
        self.candidates
    }
    /// # Panics
    /// For messages that are out of range.
    fn decide(&self, messages: &[usize]) -> Decision {
        let free = || vec![Rational::ZERO; self.voters];
        let certain = |winner: usize| Decision::certain(winner, free());
        let first = |message: &usize| self.rankings[*message][0];
        let ballots = || {
            let cast = messages.iter().map(|&own| (self.rankings[own].clone(), 1));
            // Ballots are checked with the rankings.
            Ballots::new(self.candidates, cast).ok()
        };
        let most = |scores: Option<Vec<Rational>>| {
            self.ties
                .decide(&winners(&scores.unwrap_or_default()), self.voters)
        };
        match &self.rule {
            VotingRule::Dictator(voter) => certain(first(&messages[*voter])),
            VotingRule::RandomDictator => {
                let each = Rational::new(1, self.voters as i64).unwrap_or_default();
                let mut shares = vec![Rational::ZERO; self.candidates];
                for message in messages {
                    shares[first(message)] += &each;
                }
                let drawn = shares.into_iter().enumerate();
                let branches = drawn.map(|(winner, share)| Branch::new(share, winner, free()));
                Decision::lottery(branches.collect()).unwrap_or_else(|_| certain(0))
            }
            VotingRule::Median(phantoms) => {
                let peaks: Vec<usize> = messages.iter().map(first).collect();
                certain(median(&peaks, phantoms).unwrap_or_default())
            }
            VotingRule::Plurality => {
                let totals = ballots().map(|ballots| ballots.plurality());
                let winners = winners(&totals.unwrap_or_default());
                self.ties.decide(&winners, self.voters)
            }
            VotingRule::Borda => most(ballots().map(|ballots| ballots.borda())),
            VotingRule::Scoring(scores) => {
                most(ballots().and_then(|ballots| ballots.scores(scores).ok()))
            }
            VotingRule::Copeland => {
                let scores = ballots().map(|ballots| ballots.copeland());
                let winners = winners(&scores.unwrap_or_default());
                self.ties.decide(&winners, self.voters)
            }
            VotingRule::CondorcetElse(otherwise) => {
                let winner = ballots().and_then(|ballots| ballots.condorcet_winner());
                certain(winner.unwrap_or(*otherwise))
            }
        }
    }
    fn message_name(&self, _agent: usize, message: usize) -> Option<String> {
        self.names.get(message).cloned()
    }
}

/// Approval voting (Brams and Fishburn 1978) as a mechanism: message `m` approves the candidates
/// whose bit is set in `m`, and most approvals win.
///
/// ```
/// use lacuna::mechanism::voting::{ApprovalVoting, TieBreaking};
/// use lacuna::mechanism::{Mechanism, Rankings};
/// let election = ApprovalVoting::new(2, 3, TieBreaking::lowest(3))?;
/// // One approves 0 and 1, the other 1 and 2.
/// assert_eq!(election.decide(&[0b011, 0b110]).branches()[0].alternative, 1);
/// // Everybody approves its best two.
/// let sincere = election.sincere(&Rankings::all(3)?, 2)?;
/// assert_eq!(sincere.messages(&[0, 5]), vec![0b011, 0b110]);
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ApprovalForm", into = "ApprovalForm")]
pub struct ApprovalVoting {
    voters: usize,
    candidates: usize,
    ties: TieBreaking,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ApprovalForm {
    voters: usize,
    candidates: usize,
    ties: TieBreaking,
}

impl TryFrom<ApprovalForm> for ApprovalVoting {
    type Error = SettingError;
    fn try_from(form: ApprovalForm) -> Result<Self, SettingError> {
        ApprovalVoting::new(form.voters, form.candidates, form.ties)
    }
}

impl From<ApprovalVoting> for ApprovalForm {
    fn from(voting: ApprovalVoting) -> Self {
        ApprovalForm {
            voters: voting.voters,
            candidates: voting.candidates,
            ties: voting.ties,
        }
    }
}

impl ApprovalVoting {
    /// So many voters and candidates.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] without voters, [`SettingError::TooLarge`] unless there are from 1
    /// to 31 candidates, [`SettingError::WrongLength`] for an order of other candidates.
    pub fn new(voters: usize, candidates: usize, ties: TieBreaking) -> Result<Self, SettingError> {
        check_voters(voters)?;
        if candidates == 0 {
            let needs = "there must be at least one";
            return Err(SettingError::invalid("the number of candidates", 0, needs));
        }
        if candidates > 31 {
            return Err(SettingError::TooLarge {
                what: "the list of all sets of candidates",
                cases: u32::try_from(candidates)
                    .ok()
                    .and_then(|shift| 1u128.checked_shl(shift))
                    .unwrap_or(u128::MAX),
                limit: 1 << 31,
            });
        }
        ties.check(candidates)?;
        Ok(ApprovalVoting {
            voters,
            candidates,
            ties,
        })
    }

    /// Which type says what if everybody approves the first `approved` on its ranking.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`] for rankings of other candidates, [`SettingError::TooLarge`]
    /// for more than a million.
    pub fn sincere(
        &self,
        rankings: &Rankings,
        approved: usize,
    ) -> Result<Strategies, SettingError> {
        let what = "the list of ranked candidates";
        SettingError::check_length(what, rankings.things(), self.candidates)?;
        let messages: Vec<usize> = rankings
            .written()?
            .iter()
            .map(|ranking| {
                let first = ranking.iter().take(approved);
                first.fold(0, |set, &candidate| set | 1 << candidate)
            })
            .collect();
        Ok(Strategies::new(vec![messages; self.voters]))
    }
}

impl Mechanism for ApprovalVoting {
    fn agents(&self) -> usize {
        self.voters
    }
    fn messages(&self, _agent: usize) -> usize {
        1 << self.candidates
    }
    fn alternatives(&self) -> usize {
        self.candidates
    }
    fn decide(&self, messages: &[usize]) -> Decision {
        let approved = |set: usize| -> Vec<usize> {
            let all = 0..self.candidates;
            all.filter(|candidate| set >> candidate & 1 == 1).collect()
        };
        let ballots: Vec<(Vec<usize>, u64)> =
            messages.iter().map(|&set| (approved(set), 1)).collect();
        let totals = approvals(self.candidates, &ballots).unwrap_or_default();
        self.ties.decide(&winners(&totals), self.voters)
    }
    fn message_name(&self, _agent: usize, message: usize) -> Option<String> {
        let all = (0..self.candidates).filter(|candidate| message >> candidate & 1 == 1);
        let approved: Vec<String> = all.map(|candidate| candidate.to_string()).collect();
        Some(format!("{{{}}}", approved.join(", ")))
    }
}
