//! Plain contracts: transfers and directives by cell.

use proptest::collection::vec;
use proptest::prelude::*;

use super::numbers::{ratio, rationals};
use super::valid::valid;
use crate::contract::{Cell, ContractError, ContractingProblem, Language, PlainContract};
use crate::number::Rational;

/// Contracts that pay anybody anything in each of so many cells. They shrink towards no payment.
pub fn contracts(players: usize, cells: usize) -> impl Strategy<Value = PlainContract> + Clone {
    let transfers = vec(vec(rationals(-4..=4, 3), cells), players);
    valid(transfers.prop_map(move |transfers| PlainContract::from_transfers(cells, transfers)))
}

/// Contracts that only move money between the players: in each cell transfers sum to zero.
pub fn balanced_contracts(
    players: usize,
    cells: usize,
) -> impl Strategy<Value = PlainContract> + Clone {
    let transfers = vec(vec(rationals(-4..=4, 3), cells), players);
    valid(transfers.prop_map(move |mut transfers| {
        if let Some((last, others)) = transfers.split_last_mut() {
            for (cell, amount) in last.iter_mut().enumerate() {
                *amount = -others.iter().map(|list| &list[cell]).sum::<Rational>();
            }
        }
        PlainContract::from_transfers(cells, transfers)
    }))
}

/// Contracts that burn money or move it, and bring none: in no cell do transfers sum to more than
/// zero.
pub fn burning_contracts(
    players: usize,
    cells: usize,
) -> impl Strategy<Value = PlainContract> + Clone {
    let burnt = vec(rationals(0..=2, 2), cells);
    let drawn = (balanced_contracts(players, cells), burnt, 0..players.max(1));
    valid(drawn.prop_map(|(mut contract, burnt, payer)| {
        for (number, amount) in burnt.into_iter().enumerate() {
            let cell = Cell::new(number);
            let less = crate::contract::Contract::transfer(&contract, payer, cell) - &amount;
            contract = contract.with_transfer(payer, cell, less)?;
        }
        Ok::<_, ContractError>(contract)
    }))
}

/// Contracts under which nobody pays or gets more than a limit in any cell; often exactly that.
pub fn limited_contracts(
    players: usize,
    cells: usize,
    limit: &Rational,
) -> impl Strategy<Value = PlainContract> + Clone + use<> {
    let limit = limit.abs();
    let quarters = vec(vec(-4i64..=4, cells), players);
    valid(quarters.prop_map(move |quarters| {
        let amount = |&quarter: &i64| &limit * &ratio(quarter, 4);
        let transfers = (quarters.iter())
            .map(|list| list.iter().map(amount).collect())
            .collect();
        PlainContract::from_transfers(cells, transfers)
    }))
}

/// Contracts in a language of a problem that also command players what a contract can command, in
/// up to four cells. They pass [`PlainContract::check`].
pub fn contracts_with_directives(
    problem: &ContractingProblem,
    language: &Language,
) -> impl Strategy<Value = PlainContract> + Clone + use<> {
    let (players, cells) = (problem.players(), language.cells());
    let classes: Vec<usize> = (0..players)
        .map(|player| problem.contractible(player).classes().max(1))
        .collect();
    let directives = vec((0..players.max(1), 0..cells.max(1), 0usize..12), 0..=4);
    valid(
        (contracts(players, cells), directives).prop_map(move |(mut contract, directives)| {
            for (player, cell, class) in directives {
                contract =
                    contract.with_directive(player, Cell::new(cell), class % classes[player])?;
            }
            Ok::<_, ContractError>(contract)
        }),
    )
}
