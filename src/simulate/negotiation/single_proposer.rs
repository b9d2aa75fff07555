//! Protocols in which one player alone proposes.

use rand::RngExt;
use serde::{Deserialize, Serialize};

use super::floor::Floor;
use super::{
    Ending, Majority, NegotiationError, NegotiationOutcome, NegotiationSetting, Negotiator,
    Proposal, Protocol, Statement,
};

/// A player drawn by lot decides: what it proposes is adopted.
///
/// ```
/// use lacuna::simulate::negotiation::{
///     Negotiator, NegotiationSetting, Proposal, Proposer, Protocol, RandomDictator,
/// };
/// let names = ["ann", "bob"].map(str::to_owned);
/// let mut ann = Proposer::new(Proposal::text("ann"));
/// let mut bob = Proposer::new(Proposal::text("bob"));
/// let mut seats: [&mut dyn Negotiator; 2] = [&mut ann, &mut bob];
/// let outcome = RandomDictator.negotiate(&NegotiationSetting::new(&names), &mut seats)?;
/// assert!(outcome.adopted.is_some());
/// # Ok::<(), lacuna::simulate::negotiation::NegotiationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RandomDictator;

/// One player after the other is mayor, from one negotiation to the next: it proposes, the others
/// vote, and it passes with enough votes, the mayor's included. An unclear vote is not for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Mayor {
    /// The first mayor.
    pub first: usize,
    /// How many votes suffice.
    pub majority: Majority,
}

impl Mayor {
    /// Player `first` is the first mayor; more than half of all votes suffice.
    pub fn starting_with(first: usize) -> Self {
        Mayor {
            first,
            majority: Majority::MoreThanHalf,
        }
    }

    /// The same with another majority.
    #[must_use]
    pub fn with_majority(mut self, majority: Majority) -> Self {
        self.majority = majority;
        self
    }
}

/// What a player proposes if it is asked alone.
enum Asked {
    Proposal(Proposal),
    Nothing(Ending),
}

fn ask(floor: &mut Floor<'_, '_>, player: usize) -> Asked {
    let spoken = floor.hear(player, 1);
    match &spoken.statement {
        Statement::Propose(proposal) if spoken.problems.is_empty() => {
            Asked::Proposal(proposal.clone())
        }
        Statement::KeepStatusQuo => Asked::Nothing(Ending::StatusQuoKept),
        Statement::End => Asked::Nothing(Ending::Ended { by: player }),
        _ => Asked::Nothing(Ending::NothingProposed),
    }
}

impl Protocol for RandomDictator {
    fn check(&self, players: usize) -> Result<(), NegotiationError> {
        NegotiationError::check_player("the dictator", 0, players)
    }

    fn negotiate(
        &mut self,
        setting: &NegotiationSetting<'_>,
        negotiators: &mut [&mut dyn Negotiator],
    ) -> Result<NegotiationOutcome, NegotiationError> {
        let mut floor = Floor::new(setting, negotiators)?;
        self.check(floor.players())?;
        let dictator = floor.chance().random_range(0..floor.players());
        Ok(match ask(&mut floor, dictator) {
            Asked::Proposal(proposal) => floor.end(Ending::Adopted, Some(proposal), vec![dictator]),
            Asked::Nothing(ending) => floor.end(ending, None, vec![]),
        })
    }
}

impl Protocol for Mayor {
    fn check(&self, players: usize) -> Result<(), NegotiationError> {
        NegotiationError::check_player("the first mayor", self.first, players)?;
        self.majority.check("the majority", players)
    }

    fn negotiate(
        &mut self,
        setting: &NegotiationSetting<'_>,
        negotiators: &mut [&mut dyn Negotiator],
    ) -> Result<NegotiationOutcome, NegotiationError> {
        let mut floor = Floor::new(setting, negotiators)?;
        let players = floor.players();
        self.check(players)?;
        let rotated = (setting.occasion % players as u64) as usize;
        let mayor = (self.first + rotated) % players;
        let proposal = match ask(&mut floor, mayor) {
            Asked::Proposal(proposal) => proposal,
            Asked::Nothing(ending) => return Ok(floor.end(ending, None, vec![])),
        };
        Ok(floor.end_by_vote(proposal, Some(mayor), self.majority, Ending::NoMajority))
    }
}
