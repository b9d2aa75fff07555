//! Alternating offers.

use serde::{Deserialize, Serialize};

use super::floor::Floor;
use super::{
    Ending, NegotiationError, NegotiationOutcome, NegotiationSetting, Negotiator, Protocol, Stance,
    Standing, Statement,
};

/// Players speak in turn; whoever makes an offer puts it in the place of the one before, and it is
/// adopted as soon as all others have accepted it. There is no agreement after `max_turns`
/// statements.
///
/// Only the offer on the table can be accepted, and only by others than who made it; to agree with a
/// player who stands for something else is a statement with a problem. Who has accepted an offer is
/// bound by that until another takes its place. [`Statement::KeepStatusQuo`] is an offer to leave
/// things as they are. Who starts is stated: it decides who can make the last offer.
///
/// Source: Rubinstein (1982), without discounting; the protocol of Huang et al. (2026) with two
/// players and five turns, in which anything that was not understood became an offer and players
/// could accept their own.
///
/// See the [module](super) for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AlternatingOffers {
    /// Who speaks first.
    pub starter: usize,
    /// How many statements there can be.
    pub max_turns: usize,
}

impl AlternatingOffers {
    /// Five turns, the first of this player.
    pub fn starting_with(starter: usize) -> Self {
        AlternatingOffers {
            starter,
            max_turns: 5,
        }
    }

    /// The same with another number of turns.
    #[must_use]
    pub fn with_max_turns(mut self, turns: usize) -> Self {
        self.max_turns = turns;
        self
    }
}

impl Protocol for AlternatingOffers {
    fn check(&self, players: usize) -> Result<(), NegotiationError> {
        NegotiationError::check_player("the starter", self.starter, players)
    }

    fn negotiate(
        &mut self,
        setting: &NegotiationSetting<'_>,
        negotiators: &mut [&mut dyn Negotiator],
    ) -> Result<NegotiationOutcome, NegotiationError> {
        let mut floor = Floor::new(setting, negotiators)?;
        let players = floor.players();
        self.check(players)?;
        // The offer on the table and who made it, and who has accepted it.
        let mut offer: Option<(Stance, usize)> = None;
        let mut accepted: Vec<bool> = vec![false; players];
        for turn in 0..self.max_turns {
            let player = (self.starter + turn) % players;
            let off_the_table = |standing: &Standing<'_>, stance| match offer {
                Some((offer, _)) if standing.is_same(offer, stance) => None,
                Some((_, by)) => {
                    let name = setting.names.get(by).map_or("another", String::as_str);
                    Some(format!(
                        "what you agree with is not on the table; the offer there is that of {name}"
                    ))
                }
                None => Some("there is no offer on the table".to_owned()),
            };
            let spoken = floor.hear_unless(player, self.max_turns - turn, off_the_table);
            if !spoken.problems.is_empty() {
                continue;
            }
            let statement = spoken.statement.clone();
            match statement {
                Statement::Propose(_) | Statement::KeepStatusQuo => {
                    let stance = match statement {
                        Statement::KeepStatusQuo => Stance::StatusQuo,
                        _ => Stance::Proposal(turn),
                    };
                    offer = Some((stance, player));
                    accepted.fill(false);
                    accepted[player] = true;
                }
                // With anything but the offer on the table there would be a problem.
                Statement::Agree { .. } => accepted[player] = true,
                Statement::End => return Ok(floor.end(Ending::Ended { by: player }, None, vec![])),
                Statement::Disagree | Statement::Unclear(_) => {}
            }
            let Some((offer, _)) = offer else {
                continue;
            };
            if accepted.iter().all(|&accepted| accepted) {
                let adopted = floor.standing().proposal(offer).cloned();
                let ending = match adopted {
                    Some(_) => Ending::Adopted,
                    None => Ending::StatusQuoKept,
                };
                return Ok(floor.end(ending, adopted, (0..players).collect()));
            }
        }
        Ok(floor.end(Ending::TurnsUsedUp, None, vec![]))
    }
}
