//! Which plans a plain contract can implement: Theorem 4 of the guide.
//!
//! The agents know the state and the court does not. A plan prescribes a profile for each state;
//! a contract pays `t_i(cell)`. Nobody deviates iff for every player the perceived transfers
//! satisfy `T_i(cell after the deviation) ≤ T_i(cell of the plan) − gain` for each deviation. Cells
//! that never occur under the plan can carry any fine, so that only deviations into cells of the
//! plan matter: a system of difference constraints, solvable iff no closed chain of deviations has
//! a positive sum of gains.

use serde::{Deserialize, Serialize};

use super::cycles::{self, Edge, PlanCells};
use super::incentives::{Incentives, deviations};
use super::obstruction::{ChainLink, Obstruction};
use super::{Cell, ContractError, ContractingProblem, Language, PlainContract};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// Whether a plan can be implemented by a plain contract with unlimited fines and outside money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Implementability {
    /// It can, by this contract.
    Implementable(Implementation),
    /// It cannot, because of this chain of deviations.
    Impossible(Obstruction),
}

impl Implementability {
    /// Can it?
    pub fn is_implementable(&self) -> bool {
        matches!(self, Implementability::Implementable(_))
    }
}

/// A plan with a contract under which it is an equilibrium in every state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Implementation {
    /// The prescribed profile of each state.
    pub plan: Vec<Vec<usize>>,
    /// The contract. On the cells of the plan it pays as little as the constraints allow (nothing,
    /// if none binds); elsewhere it fines every player who could have caused the cell alone, and
    /// every player who provably did not do its part in any state.
    pub contract: PlainContract,
}

/// Decides whether `plan` (one profile for each state) can be made an equilibrium in every state
/// by a plain contract in `language`, when players perceive payoffs and transfers through
/// `preferences` (`V_i = Σ_j B_ij (u_j + t_j)`).
///
/// # Returns
/// A contract, or the chain of deviations that makes it impossible. Fines are unlimited here and
/// outside money is allowed; for budgets and limits see [`settle`](super::settle).
///
/// # Errors
/// [`ContractError::WrongLength`], [`ContractError::Game`] for a malformed plan,
/// [`ContractError::LanguageMismatch`], [`ContractError::PreferenceMismatch`],
/// [`ContractError::SingularPreferences`].
///
/// # Complexity
/// One pass over the payoffs, then for each player (states)² × (states × actions) exact operations.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Implementability, Language, implement};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// let selfish = WeightMatrix::identity(2);
/// let cooperate = vec![vec![0, 0]];
/// // Where actions are verifiable a fine does it; where nothing is, no contract can.
/// let verdict = implement(&problem, &Language::actions_only(&problem), &cooperate, &selfish)?;
/// assert!(verdict.is_implementable());
/// match implement(&problem, &Language::trivial(&problem), &cooperate, &selfish)? {
///     Implementability::Impossible(why) => assert!(why.is_undetectable_deviation()),
///     Implementability::Implementable(_) => unreachable!(),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn implement(
    problem: &ContractingProblem,
    language: &Language,
    plan: &[Vec<usize>],
    preferences: &WeightMatrix<Rational>,
) -> Result<Implementability, ContractError> {
    let indices = problem.check_plan(plan)?;
    let incentives = Incentives::new(problem, language, preferences)?;
    let assigned: Vec<Option<usize>> = indices.iter().copied().map(Some).collect();
    let potentials = match plan_potentials(&incentives, &assigned) {
        Ok(potentials) => potentials,
        Err(obstruction) => return Ok(Implementability::Impossible(obstruction)),
    };
    let contract = contract_from(&incentives, &indices, &potentials, preferences)?;
    Ok(Implementability::Implementable(Implementation {
        plan: plan.to_vec(),
        contract,
    }))
}

/// For each player the perceived transfer in each cell of the (partial) plan, or the obstruction.
pub(super) fn plan_potentials(
    incentives: &Incentives<'_>,
    plan: &[Option<usize>],
) -> Result<Vec<Vec<Rational>>, Obstruction> {
    let (problem, language) = (incentives.problem, incentives.language);
    let nodes = PlanCells::new(language, plan);
    let mut edges: Vec<Vec<Edge<ChainLink>>> = vec![Vec::new(); problem.players()];
    for (state, index) in plan.iter().enumerate() {
        let Some(index) = *index else { continue };
        let cell = language.cell_at(state, index);
        for deviation in deviations(problem, index) {
            let reached = language.cell_at(state, deviation.to);
            let (Some(from), Some(to)) = (nodes.node(cell), nodes.node(reached)) else {
                continue;
            };
            let gain = incentives.gain(state, index, &deviation);
            if from == to && !gain.is_positive() {
                continue;
            }
            edges[deviation.player].push(Edge {
                from,
                to,
                weight: gain.clone(),
                label: ChainLink {
                    state,
                    profile: problem.space().profile_unchecked(index),
                    action: deviation.action,
                    from: Cell::new(cell),
                    to: Cell::new(reached),
                    gain,
                },
            });
        }
    }
    edges
        .into_iter()
        .enumerate()
        .map(|(player, edges)| {
            cycles::potentials(nodes.cells.len(), &edges).map_err(|cycle| Obstruction {
                player,
                chain: cycle.into_iter().map(|e| edges[e].label.clone()).collect(),
            })
        })
        .collect()
}

/// Which cells a plan leads to, and who answers for the others.
pub(super) struct Blame {
    /// `[player][cell]`: could the player alone have caused the cell by deviating from the plan,
    /// or did it provably not do its part in any state? False on the plan.
    pub(super) blamed: Vec<Vec<bool>>,
}

impl Blame {
    pub(super) fn new(problem: &ContractingProblem, language: &Language, plan: &[usize]) -> Self {
        let mut on_plan = vec![false; language.cells()];
        for (state, &index) in plan.iter().enumerate() {
            on_plan[language.cell_at(state, index)] = true;
        }
        let mut blamed = vec![vec![true; language.cells()]; problem.players()];
        // A player is cleared by a member of the cell in which it does its part, ...
        for (cell, members) in language.members().into_iter().enumerate() {
            for (state, index) in members {
                for (player, blamed) in blamed.iter_mut().enumerate() {
                    let space = problem.space();
                    if space.action(index, player) == space.action(plan[state], player) {
                        blamed[cell] = false;
                    }
                }
            }
        }
        // ... but not of a cell that it can bring about alone.
        for (state, &index) in plan.iter().enumerate() {
            for deviation in deviations(problem, index) {
                blamed[deviation.player][language.cell_at(state, deviation.to)] = true;
            }
        }
        for list in &mut blamed {
            for (blamed, &on_plan) in list.iter_mut().zip(&on_plan) {
                *blamed &= !on_plan;
            }
        }
        Blame { blamed }
    }
}

/// A fine that outweighs whatever `player` can gain by any deviation, on top of the least transfer
/// on the plan.
pub(super) fn fined(incentives: &Incentives<'_>, player: usize, on_plan: &[Rational]) -> Rational {
    let least = on_plan.iter().min().cloned().unwrap_or_default();
    least - (incentives.range(player) + Rational::ONE)
}

/// The contract whose perceived transfers are the potentials on the plan and fines elsewhere.
pub(super) fn contract_from(
    incentives: &Incentives<'_>,
    plan: &[usize],
    potentials: &[Vec<Rational>],
    preferences: &WeightMatrix<Rational>,
) -> Result<PlainContract, ContractError> {
    let (problem, language) = (incentives.problem, incentives.language);
    let assigned: Vec<Option<usize>> = plan.iter().copied().map(Some).collect();
    let nodes = PlanCells::new(language, &assigned);
    let blame = Blame::new(problem, language, plan);
    let perceived: Vec<Vec<Rational>> = (0..problem.players())
        .map(|player| {
            let fine = fined(incentives, player, &potentials[player]);
            (0..language.cells())
                .map(|cell| match nodes.node(cell) {
                    Some(node) => potentials[player][node].clone(),
                    None if blame.blamed[player][cell] => fine.clone(),
                    None => Rational::ZERO,
                })
                .collect()
        })
        .collect();
    material_transfers(&perceived, language.cells(), preferences)
}

/// The transfers that are perceived as given: `t = B⁻¹ T`, cell by cell.
pub(super) fn material_transfers(
    perceived: &[Vec<Rational>],
    cells: usize,
    preferences: &WeightMatrix<Rational>,
) -> Result<PlainContract, ContractError> {
    let inverse = preferences
        .inverse()
        .ok_or(ContractError::SingularPreferences)?;
    let mut transfers = vec![Vec::with_capacity(cells); perceived.len()];
    for cell in 0..cells {
        let column: Vec<Rational> = perceived.iter().map(|list| list[cell].clone()).collect();
        for (player, list) in transfers.iter_mut().enumerate() {
            list.push(inverse.apply(player, &column));
        }
    }
    PlainContract::from_transfers(cells, transfers)
}
