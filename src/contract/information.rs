//! Who knows what about the state.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ContractError;

/// What each player learns about the state before anything is said or done.
///
/// In state ω player i learns the *type* `type_of(i, ω)`; states of one type look the same to it.
/// Types are numbered from 0 in the order in which they occur over the states.
///
/// ```
/// use lacuna::contract::Information;
/// // Three states; player 0 is told the state, player 1 only whether it is the first.
/// let information = Information::new(vec![vec![0, 1, 2], vec![0, 1, 1]])?;
/// assert_eq!(information.types(1), 2);
/// assert!(!information.is_complete());
/// assert_eq!(information.confused(1), Some((1, 2)));
/// # Ok::<(), lacuna::contract::ContractError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<Vec<usize>>", into = "Vec<Vec<usize>>")]
pub struct Information {
    /// The type of each player in each state.
    types: Vec<Vec<usize>>,
}

impl Information {
    /// What players learn, as one list a player with one signal a state. Signals are any numbers;
    /// equal ones cannot be told apart.
    ///
    /// # Errors
    /// [`ContractError::NoStates`], or [`ContractError::WrongLength`] if the lists differ in
    /// length.
    pub fn new(signals: Vec<Vec<usize>>) -> Result<Self, ContractError> {
        let states = signals.first().map_or(0, Vec::len);
        if states == 0 {
            return Err(ContractError::NoStates);
        }
        let mut types = Vec::with_capacity(signals.len());
        for list in signals {
            if list.len() != states {
                return Err(ContractError::WrongLength {
                    what: "a player's list of signals of the state",
                    found: list.len(),
                    expected: states,
                });
            }
            let mut numbers = BTreeMap::new();
            types.push(
                list.into_iter()
                    .map(|signal| {
                        let next = numbers.len();
                        *numbers.entry(signal).or_insert(next)
                    })
                    .collect(),
            );
        }
        Ok(Information { types })
    }

    /// Every player learns the state.
    pub fn complete(players: usize, states: usize) -> Self {
        Information {
            types: vec![(0..states).collect(); players],
        }
    }

    /// No player learns anything.
    pub fn none(players: usize, states: usize) -> Self {
        Information {
            types: vec![vec![0; states]; players],
        }
    }

    /// The same in which `player` learns the state.
    ///
    /// # Errors
    /// [`ContractError::Game`] for an unknown player.
    pub fn with_informed(mut self, player: usize) -> Result<Self, ContractError> {
        let (players, states) = (self.players(), self.states());
        match self.types.get_mut(player) {
            None => Err(crate::game::GameError::PlayerOutOfRange { player, players }.into()),
            Some(types) => {
                *types = (0..states).collect();
                Ok(self)
            }
        }
    }

    /// The number of players.
    pub fn players(&self) -> usize {
        self.types.len()
    }

    /// The number of states.
    pub fn states(&self) -> usize {
        self.types.first().map_or(0, Vec::len)
    }

    /// The number of types of a player.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn types(&self, player: usize) -> usize {
        self.types[player].iter().max().map_or(0, |&last| last + 1)
    }

    /// The type of a player in a state.
    ///
    /// # Panics
    /// If there is no such player or state.
    pub fn type_of(&self, player: usize, state: usize) -> usize {
        self.types[player][state]
    }

    /// The types of all players in a state.
    ///
    /// # Panics
    /// If there is no such state.
    pub fn profile(&self, state: usize) -> Vec<usize> {
        self.types.iter().map(|types| types[state]).collect()
    }

    /// Does every player learn the state?
    pub fn is_complete(&self) -> bool {
        (0..self.players()).all(|player| self.types(player) == self.states())
    }

    /// How many players learn the state.
    pub fn informed(&self) -> usize {
        (0..self.players())
            .filter(|&player| self.types(player) == self.states())
            .count()
    }

    /// Two states that a player cannot tell apart, if there are any.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn confused(&self, player: usize) -> Option<(usize, usize)> {
        let types = &self.types[player];
        (0..types.len()).find_map(|state| {
            let earlier = types[..state].iter().position(|t| *t == types[state])?;
            Some((earlier, state))
        })
    }
}

impl TryFrom<Vec<Vec<usize>>> for Information {
    type Error = ContractError;
    fn try_from(signals: Vec<Vec<usize>>) -> Result<Self, ContractError> {
        Information::new(signals)
    }
}

impl From<Information> for Vec<Vec<usize>> {
    fn from(information: Information) -> Self {
        information.types
    }
}
