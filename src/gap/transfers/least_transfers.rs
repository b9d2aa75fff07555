//! The least money that makes a plan an equilibrium in a contract language: rewards, fines, or a
//! net subsidy.

use super::super::GapError;
use super::steering::{
    EndlessTax, LeastTransfers, Steering, TransferImpossibility, TransferKind, TransferOptions,
};
use super::target::{Concept, check_preferences};
use super::transfer_program::{Goal, TransferProgram};
use crate::contract::{
    Cell, ContractError, ContractingProblem, Implementability, Language, implement,
};
use crate::linear_program::Answer;
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// The least expected *reward* that makes `plan` (one profile for each state) an equilibrium, or
/// dominant, in every state: transfers `t_i(cell) ≥ 0`, as little as possible of `E Σ_i t_i` under
/// the plan. For who can only give: a sponsor, a platform, a philanthropist.
///
/// This is k-implementation in a language that may be coarser than full profiles, in money, with
/// the state known to the players and not to the court. Players perceive payoffs and transfers
/// through `preferences` (`V_i = Σ_j B_ij (u_j + t_j)`), so that a payment to one counts for all who
/// care for it. In the complete language selfish players need the expectation of
/// [`k_implementation`](super::k_implementation). States of probability 0 cost nothing.
///
/// Rewards of unlimited size can do all that any transfers can: they are any transfers plus a
/// constant. So it is impossible only for undetectable deviations and chains of confused states (an
/// [`Obstruction`](crate::contract::Obstruction)), or for limits in `options`.
///
/// # Errors
/// [`GapError::Contract`] for a malformed plan, language or preferences, or a negative liability;
/// [`GapError::WrongLength`] for other than one participation level a player; [`GapError::Linear`].
///
/// # Complexity
/// One linear program with a variable for each player and reachable cell (every cell, for
/// dominance) and a row for each player and pair of cells that it can swap.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Language};
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::gap::transfers::{TransferOptions, least_reward};
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
/// let (plan, selfish) = ([vec![0, 0]], WeightMatrix::identity(2));
/// let options = TransferOptions::default();
/// // The court sees how many defect.
/// let count = Language::observed(&problem, |_, profile| profile.iter().sum::<usize>());
/// let found = least_reward(&problem, &count, &plan, &selfish, &options)?;
/// assert_eq!(found.value(), Some(&Rational::from(4)));
/// assert!(found.verify(&problem, &count, &plan, &selfish, &options));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn least_reward(
    problem: &ContractingProblem,
    language: &Language,
    plan: &[Vec<usize>],
    preferences: &WeightMatrix<Rational>,
    options: &TransferOptions,
) -> Result<Steering, GapError> {
    least_transfers(
        TransferKind::Reward,
        problem,
        language,
        plan,
        preferences,
        options,
    )
}

/// The least *largest fine* that makes `plan` an equilibrium, or dominant, in every state: transfers
/// `t_i(cell) ≤ 0`, with `max −t_i(cell)` as small as possible. For who can only take away: a court
/// whose fines must stay within what people can pay.
///
/// Where the court confuses states, fines may fall due under the plan too. Of the contracts with the
/// least largest fine one is returned with which least is expected to fall due: minus
/// [`LeastTransfers::expected_net`].
///
/// # Errors
/// As [`least_reward`].
///
/// # Complexity
/// As [`least_reward`], with one row more for each variable, and a second program of the same size.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Language};
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::gap::transfers::{TransferOptions, least_fine};
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
/// let (plan, selfish) = ([vec![0, 0]], WeightMatrix::identity(2));
/// let options = TransferOptions::default();
/// let language = Language::actions_only(&problem);
/// let found = least_fine(&problem, &language, &plan, &selfish, &options)?;
/// assert_eq!(found.value(), Some(&Rational::from(2)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn least_fine(
    problem: &ContractingProblem,
    language: &Language,
    plan: &[Vec<usize>],
    preferences: &WeightMatrix<Rational>,
    options: &TransferOptions,
) -> Result<Steering, GapError> {
    least_transfers(
        TransferKind::Fine,
        problem,
        language,
        plan,
        preferences,
        options,
    )
}

/// The least expected *net* money from outside, `E Σ_i t_i` under the plan, that makes `plan` an
/// equilibrium, or dominant, in every state, with transfers of any sign. For who can give and take:
/// a treasury that subsidises and taxes. Negative values are revenue.
///
/// A lump-sum tax moves no incentives, so that something must limit it: a liability
/// (`|t_i(cell)| ≤ L`) or participation constraints, at least one of which `options` must set. With
/// participation alone and preferences under which some expected utilities can be kept up at ever
/// larger taxes, there is no least ([`Steering::Unbounded`]); for selfish and λ-cooperative players
/// there always is.
///
/// # Errors
/// As [`least_reward`], and [`GapError::UnlimitedTax`].
///
/// # Complexity
/// As [`least_reward`].
///
/// ```
/// use lacuna::contract::{ContractingProblem, Language};
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::gap::transfers::{TransferOptions, least_subsidy};
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
/// let (plan, selfish) = ([vec![0, 0]], WeightMatrix::identity(2));
/// // Everybody must be as well off as at (D, D): what cooperation adds can be taxed away.
/// let options = TransferOptions::default().with_participation(vec![Rational::from(1); 2]);
/// let language = Language::actions_only(&problem);
/// let found = least_subsidy(&problem, &language, &plan, &selfish, &options)?;
/// assert_eq!(found.value(), Some(&Rational::from(-4)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn least_subsidy(
    problem: &ContractingProblem,
    language: &Language,
    plan: &[Vec<usize>],
    preferences: &WeightMatrix<Rational>,
    options: &TransferOptions,
) -> Result<Steering, GapError> {
    if options.liability.is_none() && options.participation.is_none() {
        return Err(GapError::UnlimitedTax);
    }
    least_transfers(
        TransferKind::Subsidy,
        problem,
        language,
        plan,
        preferences,
        options,
    )
}

fn least_transfers(
    kind: TransferKind,
    problem: &ContractingProblem,
    language: &Language,
    plan: &[Vec<usize>],
    preferences: &WeightMatrix<Rational>,
    options: &TransferOptions,
) -> Result<Steering, GapError> {
    let indices = problem.check_plan(plan)?;
    language.check(problem)?;
    check_preferences(preferences, problem.players())?;
    check_options(options, problem.players())?;
    let program_of = |goal: Goal, options: &TransferOptions| {
        let aim = (kind, goal);
        TransferProgram::new(aim, problem, language, &indices, preferences, options)
    };
    let program = program_of(Goal::Value, options)?;
    Ok(match program.linear.solve(&options.linear)?.answer {
        Answer::Optimal(optimum) => {
            let mut contract = program.contract(&optimum.point, language.cells())?;
            let mut due_proof = None;
            if kind == TransferKind::Fine {
                let within = options.clone().with_liability(optimum.value.clone());
                let due = program_of(Goal::FinesDue, &within)?;
                // Fines within the least largest one exist, and what falls due is bounded.
                if let Answer::Optimal(least) = due.linear.solve(&options.linear)?.answer {
                    contract = due.contract(&least.point, language.cells())?;
                    due_proof = Some(due.bound(&least.multipliers, problem, false));
                }
            }
            let expected_net = (indices.iter().enumerate())
                .map(|(state, &index)| {
                    let cell = Cell::new(language.cell_at(state, index));
                    problem.probability(state) * &contract.net(cell)
                })
                .sum();
            Steering::Least(LeastTransfers {
                kind,
                value: optimum.value,
                contract,
                expected_net,
                proof: program.bound(&optimum.multipliers, problem, false),
                due_proof,
            })
        }
        Answer::Infeasible(farkas) => {
            let obstruction = match options.concept {
                Concept::Dominant => None,
                Concept::Equilibrium => match implement(problem, language, plan, preferences) {
                    Ok(Implementability::Impossible(obstruction)) => Some(obstruction),
                    // Singular preferences: possible chains have been looked at before.
                    Ok(Implementability::Implementable(_))
                    | Err(ContractError::SingularPreferences) => None,
                    Err(error) => return Err(error.into()),
                },
            };
            Steering::Impossible(TransferImpossibility {
                kind,
                proof: program.bound(&farkas.multipliers, problem, true),
                obstruction,
            })
        }
        Answer::Unbounded(endless) => Steering::Unbounded(EndlessTax {
            contract: program.contract(&endless.point, language.cells())?,
            direction: program.contract(&endless.ray, language.cells())?,
        }),
    })
}

fn check_options(options: &TransferOptions, players: usize) -> Result<(), GapError> {
    if let Some(liability) = options.liability.as_ref().filter(|l| l.is_negative()) {
        return Err(ContractError::NegativeLiability {
            value: liability.clone(),
        }
        .into());
    }
    match &options.participation {
        Some(least) if least.len() != players => Err(GapError::WrongLength {
            what: "the list of least expected utilities",
            found: least.len(),
            expected: players,
        }),
        _ => Ok(()),
    }
}
