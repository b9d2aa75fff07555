//! Round robin: everybody speaks in turn, until enough stand for the same.

use serde::{Deserialize, Serialize};

use super::floor::Floor;
use super::{
    Ending, NegotiationError, NegotiationOutcome, NegotiationSetting, Negotiator, Proposal,
    Protocol, Statement,
};

/// How many votes for a proposal suffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Majority {
    /// More than half of all players.
    MoreThanHalf,
    /// So many.
    AtLeast(usize),
    /// All.
    Everybody,
}

impl Majority {
    /// How many votes that is among so many players.
    pub const fn votes(self, players: usize) -> usize {
        match self {
            Majority::MoreThanHalf => players / 2 + 1,
            Majority::AtLeast(votes) => votes,
            Majority::Everybody => players,
        }
    }

    pub(super) fn check(self, what: &'static str, players: usize) -> Result<(), NegotiationError> {
        let votes = self.votes(players);
        if (1..=players).contains(&votes) {
            return Ok(());
        }
        let needs = format!("between 1 and {players}, the number of players");
        Err(NegotiationError::parameter(what, votes, needs))
    }
}

/// Players speak in turn, who begins rotates from one negotiation to the next, and a proposal is
/// adopted as soon as enough players stand for it ([`Standing`](super::Standing)). Enough for the
/// status quo keep it; one who wants to talk no longer ends the talk; and after `max_turns`
/// statements what is in force stays.
///
/// With a ratification everybody then votes on the proposal; unclear votes and abstentions are not
/// for it. If it fails what is in force stays.
///
/// Source: the town hall of Huang et al. (2026), with ten turns; there a threshold of 3 acted as 4.
///
/// ```
/// use lacuna::simulate::negotiation::{
///     Majority, Negotiator, NegotiationSetting, Proposal, Proposer, Protocol, RoundRobin,
/// };
///
/// let names = ["ann", "bob", "eve"].map(str::to_owned);
/// let ten = Proposal::text("ten each");
/// let mut ann = Proposer::new(ten.clone());
/// let mut bob = Proposer::new(Proposal::text("twelve each")).accepting([ten.clone()]);
/// let mut eve = Proposer::new(Proposal::text("all for me"));
/// let mut seats: [&mut dyn Negotiator; 3] = [&mut ann, &mut bob, &mut eve];
/// let outcome = RoundRobin::new(Majority::AtLeast(2))
///     .negotiate(&NegotiationSetting::new(&names), &mut seats)?;
/// assert_eq!((outcome.adopted, outcome.supporters), (Some(ten), vec![0, 1]));
/// # Ok::<(), lacuna::simulate::negotiation::NegotiationError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RoundRobin {
    /// How many must stand for a proposal.
    pub threshold: Majority,
    /// How many statements there can be.
    pub max_turns: usize,
    /// Who speaks first in the first negotiation; the one after it in the next.
    pub starter: usize,
    /// The vote on what was agreed, if there is one.
    pub ratification: Option<Majority>,
}

impl RoundRobin {
    /// Ten turns, player 0 first, no ratification.
    pub fn new(threshold: Majority) -> Self {
        RoundRobin {
            threshold,
            max_turns: 10,
            starter: 0,
            ratification: None,
        }
    }

    /// The same with another number of turns.
    #[must_use]
    pub fn with_max_turns(mut self, turns: usize) -> Self {
        self.max_turns = turns;
        self
    }

    /// The same with another player first.
    #[must_use]
    pub fn with_starter(mut self, starter: usize) -> Self {
        self.starter = starter;
        self
    }

    /// The same with a vote on what was agreed.
    #[must_use]
    pub fn with_ratification(mut self, majority: Majority) -> Self {
        self.ratification = Some(majority);
        self
    }

    fn ratified(
        &self,
        floor: Floor<'_, '_>,
        proposal: Proposal,
        agreed: Vec<usize>,
    ) -> NegotiationOutcome {
        match self.ratification {
            None => floor.end(Ending::Adopted, Some(proposal), agreed),
            Some(majority) => floor.end_by_vote(proposal, None, majority, Ending::NotRatified),
        }
    }
}

impl Protocol for RoundRobin {
    fn check(&self, players: usize) -> Result<(), NegotiationError> {
        NegotiationError::check_player("the starter", self.starter, players)?;
        self.threshold.check("the threshold", players)?;
        match self.ratification {
            Some(majority) => majority.check("the majority of a ratification", players),
            None => Ok(()),
        }
    }

    fn negotiate(
        &mut self,
        setting: &NegotiationSetting<'_>,
        negotiators: &mut [&mut dyn Negotiator],
    ) -> Result<NegotiationOutcome, NegotiationError> {
        let mut floor = Floor::new(setting, negotiators)?;
        let players = floor.players();
        self.check(players)?;
        let needed = self.threshold.votes(players);
        let rotated = (setting.occasion % players as u64) as usize;
        for turn in 0..self.max_turns {
            let player = (self.starter + rotated + turn) % players;
            let spoken = floor.hear(player, self.max_turns - turn);
            let ends = matches!(spoken.statement, Statement::End);
            // Only the speaker's stance can have changed.
            let standing = floor.standing();
            let stance = standing.stance(player);
            let group = stance.map_or_else(Vec::new, |stance| standing.with(stance));
            if group.len() >= needed {
                let proposal = stance.and_then(|stance| standing.proposal(stance)).cloned();
                return Ok(match proposal {
                    Some(proposal) => self.ratified(floor, proposal, group),
                    None => floor.end(Ending::StatusQuoKept, None, group),
                });
            }
            if ends {
                return Ok(floor.end(Ending::Ended { by: player }, None, vec![]));
            }
        }
        Ok(floor.end(Ending::TurnsUsedUp, None, vec![]))
    }
}
