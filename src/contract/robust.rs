//! Contracts that do more than the conditions ask: fines that leave fewer bad equilibria.
//!
//! A contract of least liability deters single deviations from the plan and nothing else, so that
//! far from the plan bad equilibria can remain. Where the money allows it, the fines of
//! [`implement`](super::implement) are used instead: whoever provably did not do its part pays, and
//! if the budget must balance, those who did their part receive.

use super::implement::{Blame, fined, material_transfers};
use super::incentives::{Incentives, deviations};
use super::settlement::SettlementOptions;
use super::{Budget, Cell, Contract, ContractError, PlainContract};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// The contract with fines for all who are to blame, if it keeps within the limits and burns
/// nothing under the plan; otherwise the settled one.
pub(super) fn strengthened(
    incentives: &Incentives<'_>,
    plan: &[usize],
    potentials: &[Vec<Rational>],
    preferences: &WeightMatrix<Rational>,
    options: &SettlementOptions,
    settled: PlainContract,
) -> Result<PlainContract, ContractError> {
    // Redistribution is for plans that need no transfers under the plan itself.
    if potentials
        .iter()
        .flatten()
        .any(|transfer| !transfer.is_zero())
    {
        return Ok(settled);
    }
    let candidate = blaming(incentives, plan, potentials, preferences, options.budget)?;
    let valid = is_valid(&candidate, incentives, plan, preferences, options);
    Ok(if valid { candidate } else { settled })
}

/// Fines for all who are to blame; with a balanced budget they go to those who are not.
fn blaming(
    incentives: &Incentives<'_>,
    plan: &[usize],
    potentials: &[Vec<Rational>],
    preferences: &WeightMatrix<Rational>,
    budget: Budget,
) -> Result<PlainContract, ContractError> {
    let (problem, language) = (incentives.problem, incentives.language);
    let players = problem.players();
    let blame = Blame::new(problem, language, plan);
    let mut transfers = vec![vec![Rational::ZERO; language.cells()]; players];
    for cell in 0..language.cells() {
        let guilty: Vec<usize> = (0..players).filter(|&i| blame.blamed[i][cell]).collect();
        let innocent = players - guilty.len();
        let mut total = Rational::ZERO;
        for &player in &guilty {
            let fine = fined(incentives, player, &potentials[player]);
            total -= &fine;
            transfers[player][cell] = fine;
        }
        if budget == Budget::Balanced {
            match total.checked_div(&Rational::from(innocent)) {
                Some(share) => {
                    for (player, list) in transfers.iter_mut().enumerate() {
                        if !blame.blamed[player][cell] {
                            list[cell] = share.clone();
                        }
                    }
                }
                None => {
                    for list in &mut transfers {
                        list[cell] = Rational::ZERO;
                    }
                }
            }
        }
    }
    // Fines are sized in perceived terms; a balanced transfer is perceived as it is paid.
    if budget == Budget::Balanced {
        return PlainContract::from_transfers(language.cells(), transfers);
    }
    material_transfers(&transfers, language.cells(), preferences)
}

/// Does the contract keep within budget and liability, pay nothing net under the plan, and deter
/// every deviation?
fn is_valid(
    contract: &PlainContract,
    incentives: &Incentives<'_>,
    plan: &[usize],
    preferences: &WeightMatrix<Rational>,
    options: &SettlementOptions,
) -> bool {
    let (problem, language) = (incentives.problem, incentives.language);
    let perceived = |player: usize, cell: usize| {
        let column: Vec<Rational> = (0..problem.players())
            .map(|j| contract.transfer(j, Cell::new(cell)))
            .collect();
        preferences.apply(player, &column)
    };
    options.allow(contract)
        && plan.iter().enumerate().all(|(state, &index)| {
            let cell = language.cell_at(state, index);
            contract.net(Cell::new(cell)).is_zero()
                && deviations(problem, index).all(|deviation| {
                    let reached = language.cell_at(state, deviation.to);
                    let change =
                        perceived(deviation.player, reached) - perceived(deviation.player, cell);
                    !(incentives.gain(state, index, &deviation) + change).is_positive()
                })
        })
}
