//! Contracts: transfers and directives that can only read a verifiable cell.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Cell, ContractError, ContractingProblem, Language};
use crate::game::Game;
use crate::number::Rational;

/// A contract: it is told the cell and nothing else, so that it cannot depend on what is not
/// verifiable.
pub trait Contract: Send + Sync {
    /// What `player` receives when the court sees `cell`; negative for a payment.
    fn transfer(&self, player: usize, cell: Cell) -> Rational;

    /// The contractible class that `player` is made to play when the court sees `cell`, whatever
    /// class was chosen; the hidden part of the action stays. `None` leaves the action alone.
    fn directive(&self, _player: usize, _cell: Cell) -> Option<usize> {
        None
    }
}

impl<C: Contract + ?Sized> Contract for &C {
    fn transfer(&self, player: usize, cell: Cell) -> Rational {
        (**self).transfer(player, cell)
    }
    fn directive(&self, player: usize, cell: Cell) -> Option<usize> {
        (**self).directive(player, cell)
    }
}

impl<C: Contract + ?Sized> Contract for Box<C> {
    fn transfer(&self, player: usize, cell: Cell) -> Rational {
        (**self).transfer(player, cell)
    }
    fn directive(&self, player: usize, cell: Cell) -> Option<usize> {
        (**self).directive(player, cell)
    }
}

/// A contract written down as a table: a transfer for each player and cell, and directives.
///
/// ```
/// use lacuna::contract::{Cell, Contract, PlainContract};
/// use lacuna::number::Rational;
/// // Two players, three cells; in the last cell player 1 pays player 0 four.
/// let fine = PlainContract::none(2, 3)
///     .with_transfer(0, Cell::new(2), Rational::from(4))?
///     .with_transfer(1, Cell::new(2), Rational::from(-4))?;
/// assert_eq!(fine.transfer(1, Cell::new(2)), Rational::from(-4));
/// assert!(fine.is_balanced());
/// # Ok::<(), lacuna::contract::ContractError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ContractForm", into = "ContractForm")]
pub struct PlainContract {
    cells: usize,
    /// One list a player, one entry a cell.
    transfers: Vec<Vec<Rational>>,
    directives: BTreeMap<(usize, usize), usize>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContractForm {
    cells: usize,
    transfers: Vec<Vec<Rational>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    directives: Vec<DirectiveForm>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DirectiveForm {
    player: usize,
    cell: usize,
    class: usize,
}

impl TryFrom<ContractForm> for PlainContract {
    type Error = ContractError;
    fn try_from(form: ContractForm) -> Result<Self, ContractError> {
        let mut contract = PlainContract::from_transfers(form.cells, form.transfers)?;
        for DirectiveForm {
            player,
            cell,
            class,
        } in form.directives
        {
            contract = contract.with_directive(player, Cell::new(cell), class)?;
        }
        Ok(contract)
    }
}

impl From<PlainContract> for ContractForm {
    fn from(contract: PlainContract) -> Self {
        ContractForm {
            cells: contract.cells,
            directives: contract
                .directives
                .into_iter()
                .map(|((player, cell), class)| DirectiveForm {
                    player,
                    cell,
                    class,
                })
                .collect(),
            transfers: contract.transfers,
        }
    }
}

impl PlainContract {
    /// The contract that does nothing, for so many players and cells.
    pub fn none(players: usize, cells: usize) -> Self {
        PlainContract {
            cells,
            transfers: vec![vec![Rational::ZERO; cells]; players],
            directives: BTreeMap::new(),
        }
    }

    /// A contract from one list of transfers a player, one entry a cell.
    ///
    /// # Errors
    /// [`ContractError::WrongLength`].
    pub fn from_transfers(
        cells: usize,
        transfers: Vec<Vec<Rational>>,
    ) -> Result<Self, ContractError> {
        for list in &transfers {
            if list.len() != cells {
                return Err(ContractError::WrongLength {
                    what: "a player's list of transfers",
                    found: list.len(),
                    expected: cells,
                });
            }
        }
        Ok(PlainContract {
            cells,
            transfers,
            directives: BTreeMap::new(),
        })
    }

    fn check_place(&self, player: usize, cell: Cell) -> Result<(), ContractError> {
        let players = self.transfers.len();
        if player >= players {
            return Err(crate::game::GameError::PlayerOutOfRange { player, players }.into());
        }
        if cell.number() >= self.cells {
            return Err(ContractError::UnknownCell {
                cell: cell.number(),
                cells: self.cells,
            });
        }
        Ok(())
    }

    /// The same contract with another transfer to `player` in `cell`.
    ///
    /// # Errors
    /// [`ContractError::UnknownCell`], or [`ContractError::Game`] for an unknown player.
    pub fn with_transfer(
        mut self,
        player: usize,
        cell: Cell,
        amount: Rational,
    ) -> Result<Self, ContractError> {
        self.check_place(player, cell)?;
        self.transfers[player][cell.number()] = amount;
        Ok(self)
    }

    /// The same contract in which `player` is made to play `class` when the court sees `cell`.
    ///
    /// # Errors
    /// [`ContractError::UnknownCell`], or [`ContractError::Game`] for an unknown player.
    pub fn with_directive(
        mut self,
        player: usize,
        cell: Cell,
        class: usize,
    ) -> Result<Self, ContractError> {
        self.check_place(player, cell)?;
        self.directives.insert((player, cell.number()), class);
        Ok(self)
    }

    /// The number of players.
    pub fn players(&self) -> usize {
        self.transfers.len()
    }

    /// The number of cells.
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// The sum of all players' transfers in a cell: zero if balanced there, negative if money is
    /// burnt, positive if it comes from outside.
    ///
    /// # Panics
    /// If there is no such cell.
    pub fn net(&self, cell: Cell) -> Rational {
        self.transfers.iter().map(|list| &list[cell.number()]).sum()
    }

    /// Do the transfers sum to zero in every cell?
    pub fn is_balanced(&self) -> bool {
        (0..self.cells).all(|cell| self.net(Cell::new(cell)).is_zero())
    }

    /// Is money nowhere brought in from outside?
    pub fn needs_no_outside_money(&self) -> bool {
        (0..self.cells).all(|cell| !self.net(Cell::new(cell)).is_positive())
    }

    /// The largest absolute transfer.
    pub fn liability(&self) -> Rational {
        self.transfers
            .iter()
            .flatten()
            .map(Rational::abs)
            .max()
            .unwrap_or_default()
    }

    /// Checks that the contract fits a problem and its language.
    ///
    /// # Errors
    /// [`ContractError::WrongLength`], [`ContractError::UnknownClass`],
    /// [`ContractError::LanguageMismatch`].
    pub fn check(
        &self,
        problem: &ContractingProblem,
        language: &Language,
    ) -> Result<(), ContractError> {
        language.check(problem)?;
        for (what, found, expected) in [
            (
                "the contract's list of players",
                self.players(),
                problem.players(),
            ),
            ("the contract's list of cells", self.cells, language.cells()),
        ] {
            if found != expected {
                return Err(ContractError::WrongLength {
                    what,
                    found,
                    expected,
                });
            }
        }
        for (&(player, _), &class) in &self.directives {
            let classes = problem.contractible(player).classes();
            if class >= classes {
                return Err(ContractError::UnknownClass {
                    player,
                    class,
                    classes,
                });
            }
        }
        Ok(())
    }

    /// The game that the players play in `state` under this contract: material payoffs of the
    /// enforced profile plus transfers. The court sees the cell of what was *chosen*.
    ///
    /// # Errors
    /// As [`PlainContract::check`], and [`ContractError::UnknownState`].
    pub fn induced_game<'a>(
        &'a self,
        problem: &'a ContractingProblem,
        language: &'a Language,
        state: usize,
    ) -> Result<InducedGame<'a, PlainContract>, ContractError> {
        self.check(problem, language)?;
        InducedGame::new(problem, language, self, state)
    }
}

impl Contract for PlainContract {
    /// Zero for a player or cell that the table does not have.
    fn transfer(&self, player: usize, cell: Cell) -> Rational {
        self.transfers
            .get(player)
            .and_then(|list| list.get(cell.number()))
            .cloned()
            .unwrap_or_default()
    }

    fn directive(&self, player: usize, cell: Cell) -> Option<usize> {
        self.directives.get(&(player, cell.number())).copied()
    }
}

/// The game played in one state under a contract; see [`PlainContract::induced_game`].
///
/// Its payoffs are material payoffs of the enforced profile plus transfers. To see it through
/// preferences that also weigh transfers, wrap it in
/// [`Perceived`](crate::preference::Perceived).
#[derive(Debug, Clone, Copy)]
pub struct InducedGame<'a, C> {
    problem: &'a ContractingProblem,
    language: &'a Language,
    contract: &'a C,
    state: usize,
}

impl<'a, C: Contract> InducedGame<'a, C> {
    /// The game induced in `state` by any contract.
    ///
    /// # Errors
    /// [`ContractError::LanguageMismatch`], [`ContractError::UnknownState`].
    pub fn new(
        problem: &'a ContractingProblem,
        language: &'a Language,
        contract: &'a C,
        state: usize,
    ) -> Result<Self, ContractError> {
        language.check(problem)?;
        if state >= problem.states() {
            return Err(ContractError::UnknownState {
                state,
                states: problem.states(),
            });
        }
        Ok(InducedGame {
            problem,
            language,
            contract,
            state,
        })
    }

    /// The profile that takes effect when `profile` is chosen: directives change the contractible
    /// class of an action and keep its hidden part.
    ///
    /// # Panics
    /// If the profile is not one of the problem's.
    pub fn enforced(&self, profile: &[usize]) -> Vec<usize> {
        let cell = self.language.cell(self.state, profile);
        profile
            .iter()
            .enumerate()
            .map(
                |(player, &action)| match self.contract.directive(player, cell) {
                    Some(class) => self.problem.contractible(player).directed(action, class),
                    None => action,
                },
            )
            .collect()
    }

    /// The material payoff of `player`, without transfers, when `profile` is chosen.
    ///
    /// # Panics
    /// If the player or profile is not one of the problem's.
    pub fn material_payoff(&self, player: usize, profile: &[usize]) -> Rational {
        self.problem
            .game(self.state)
            .payoff(player, &self.enforced(profile))
    }

    /// The material welfare, without transfers, when `profile` is chosen.
    ///
    /// # Panics
    /// If the profile is not one of the problem's.
    pub fn material_welfare(&self, profile: &[usize]) -> Rational {
        let enforced = self.enforced(profile);
        let game = self.problem.game(self.state);
        game.welfare_at(game.space().index_unchecked(&enforced))
    }
}

impl<C: Contract> Game<Rational> for InducedGame<'_, C> {
    fn players(&self) -> usize {
        self.problem.players()
    }
    fn actions(&self, player: usize) -> usize {
        self.problem.space().actions()[player]
    }
    fn payoff(&self, player: usize, profile: &[usize]) -> Rational {
        let cell = self.language.cell(self.state, profile);
        self.material_payoff(player, profile) + self.contract.transfer(player, cell)
    }
    fn player_name(&self, player: usize) -> Option<&str> {
        self.problem.game(self.state).player_name(player)
    }
    fn action_name(&self, player: usize, action: usize) -> Option<&str> {
        self.problem.game(self.state).action_name(player, action)
    }
}
