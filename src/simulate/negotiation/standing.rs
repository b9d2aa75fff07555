//! Who stands for what, from what was said.

use serde::{Deserialize, Serialize};

use super::{Proposal, Spoken, Statement};

/// What a player stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stance {
    /// That what is in force stays.
    StatusQuo,
    /// The proposal made in this statement of the transcript, counted from 0.
    Proposal(usize),
}

/// Who stands for what: the last statement of a player that proposes something or agrees counts, and
/// an agreement is with what the other stood for when it was made. Statements that something was wrong with count for nothing.
///
/// ```
/// use lacuna::simulate::negotiation::{Proposal, Spoken, Stance, Standing, Statement};
///
/// let said = [
///     Spoken::new(0, Statement::Propose(Proposal::text("ten each"))),
///     Spoken::new(1, Statement::Agree { with: Some(0) }),
///     // What player 1 agreed with is what player 2 agrees with.
///     Spoken::new(2, Statement::Agree { with: Some(1) }),
///     Spoken::new(0, Statement::KeepStatusQuo),
/// ];
/// let standing = Standing::of(3, &said);
/// assert_eq!(standing.stance(2), Some(Stance::Proposal(0)));
/// assert_eq!(standing.stance(0), Some(Stance::StatusQuo));
/// assert_eq!(standing.with(Stance::Proposal(0)), [1, 2]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<'a> {
    said: &'a [Spoken],
    stances: Vec<Option<Stance>>,
}

impl<'a> Standing<'a> {
    /// Who stands for what after all of this was said among so many players. What others said counts
    /// for nothing.
    pub fn of(players: usize, said: &'a [Spoken]) -> Self {
        let mut standing = Standing {
            said: &[],
            stances: vec![None; players],
        };
        for (index, spoken) in said.iter().enumerate() {
            if spoken.problems.is_empty() && spoken.player < players {
                let stance = standing.after(index, spoken.player, &spoken.statement);
                standing.stances[spoken.player] = stance;
            }
            standing.said = &said[..=index];
        }
        standing
    }

    /// What a player stands for once it has said this, as statement `index`.
    fn after(&self, index: usize, player: usize, statement: &Statement) -> Option<Stance> {
        match statement {
            Statement::Propose(_) => Some(Stance::Proposal(index)),
            Statement::KeepStatusQuo => Some(Stance::StatusQuo),
            Statement::Agree { with } => {
                let agreed = self.agreement(player, *with).ok();
                agreed.or(self.stances[player])
            }
            // It takes back nothing that the player said before.
            Statement::Disagree | Statement::End | Statement::Unclear(_) => self.stances[player],
        }
    }

    /// What a player who agrees would stand for.
    ///
    /// # Errors
    /// Why there is nothing to agree with, in words for the player.
    pub fn agreement(&self, player: usize, with: Option<usize>) -> Result<Stance, String> {
        match with {
            None => match self.last_proposal() {
                None => Err("nothing has been proposed that you could agree with".to_owned()),
                Some(index) if self.said[index].player == player => Err(
                    "the last proposal is your own; name the player with whom you agree".to_owned(),
                ),
                Some(index) => match &self.said[index].statement {
                    Statement::KeepStatusQuo => Ok(Stance::StatusQuo),
                    _ => Ok(Stance::Proposal(index)),
                },
            },
            Some(other) if other == player => {
                Err("you cannot agree with yourself; propose what you want".to_owned())
            }
            Some(other) => match self.stances.get(other) {
                None => Err("the player with whom you agree does not take part".to_owned()),
                Some(None) => {
                    Err("the player with whom you agree stands for nothing so far".to_owned())
                }
                Some(Some(stance)) => Ok(*stance),
            },
        }
    }

    /// The number of the last statement that proposes something and has nothing wrong with it.
    fn last_proposal(&self) -> Option<usize> {
        self.said.iter().rposition(|spoken| {
            spoken.problems.is_empty()
                && spoken.player < self.stances.len()
                && spoken.statement.proposes()
        })
    }

    /// What a player stands for; `None` if it has not said, or there is no such player.
    pub fn stance(&self, player: usize) -> Option<Stance> {
        self.stances.get(player).copied().flatten()
    }

    /// What every player stands for.
    pub fn stances(&self) -> &[Option<Stance>] {
        &self.stances
    }

    /// The proposal that a stance is for; `None` for the status quo.
    pub fn proposal(&self, stance: Stance) -> Option<&'a Proposal> {
        match stance {
            Stance::StatusQuo => None,
            Stance::Proposal(index) => match &self.said.get(index)?.statement {
                Statement::Propose(proposal) => Some(proposal),
                _ => None,
            },
        }
    }

    /// Are two stances for the same?
    pub fn is_same(&self, one: Stance, two: Stance) -> bool {
        if one == two {
            return true;
        }
        match (self.proposal(one), self.proposal(two)) {
            (Some(one), Some(two)) => one.is_same_as(two),
            _ => false,
        }
    }

    /// The players who stand for the same as this.
    pub fn with(&self, stance: Stance) -> Vec<usize> {
        let stands = |&player: &usize| {
            let own = self.stance(player);
            own.is_some_and(|own| self.is_same(own, stance))
        };
        (0..self.stances.len()).filter(stands).collect()
    }
}
