//! What a law does to a game, and what patience sustains.

use serde_json::json;

use super::contracts::first_best;
use super::{Rules, claim, language_problem, refused};
use crate::contract::{
    Budget, Cell, Contract, ContractingProblem, Language, PlainContract, unilateral_moves,
};
use crate::gap::ladder::Sustained;
use crate::gap::{LawAnalysis, LawAnalysisOptions};
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::proof::{Proof, ProofError};

impl Proof {
    /// What a law does to a game: the first best, all pure equilibria under the contract that the
    /// law amounts to, and the best contract of the language with the refutations of all better
    /// ones. (That the law amounts to this contract is not part of the document.)
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit.
    pub fn of_law_analysis(
        analysis: &LawAnalysis,
        problem: &ContractingProblem,
        language: &Language,
        preferences: &WeightMatrix<Rational>,
        options: &LawAnalysisOptions,
    ) -> Result<Self, ProofError> {
        let limits = options.attainable.clone().with_budget(analysis.budget);
        let attainable = Self::of_attainable(
            &analysis.attainable,
            problem,
            language,
            preferences,
            &limits.settlement,
        )?;
        let contract = &analysis.tabulated.contract;
        let fits = contract.players() == problem.players() && contract.cells() == language.cells();
        if !fits {
            return Err(refused("the law is for another problem or language"));
        }
        let equilibria = analysis.equilibria.iter().map(|list| {
            let chosen = list.iter().map(|entry| &entry.chosen);
            chosen.collect::<Vec<_>>()
        });
        let statement = match (&analysis.best, &analysis.worst) {
            (Some(best), Some(worst)) => {
                format!("Equilibria under the law have between {worst} and {best}.")
            }
            _ => "Some state has no pure equilibrium under the law.".to_owned(),
        };
        let transfers = |player| -> Vec<Rational> {
            let cells = (0..contract.cells()).map(Cell::new);
            cells.map(|cell| contract.transfer(player, cell)).collect()
        };
        let players = 0..problem.players();
        let under = claim(
            "contract_equilibria",
            statement,
            json!({
                "transfers": players.clone().map(transfers).collect::<Vec<_>>(),
                "directives": players
                    .map(|player| commands(problem, contract, player))
                    .collect::<Vec<_>>(),
                "equilibria": equilibria.collect::<Vec<_>>(),
                "best": analysis.best,
                "worst": analysis.worst,
            }),
        );
        let claims = [first_best(problem), under];
        let others = attainable.claims().iter().cloned();
        Ok(Proof::new(
            attainable.problem().clone(),
            claims.into_iter().chain(others).collect(),
        ))
    }

    /// A plan that patient λ-cooperative players sustain, with the equilibria that punish, and the
    /// least discount factor with which they do so. (That no better plan is sustained is not part of
    /// the document.)
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for a negative λ and for shapes that do not fit.
    ///
    /// ```
    /// use lacuna::contract::ContractingProblem;
    /// use lacuna::game::catalogue;
    /// use lacuna::gap::ladder::sustain;
    /// use lacuna::number::Rational;
    /// use lacuna::proof::{CheckOptions, Proof, check};
    /// let problem = ContractingProblem::single_state(catalogue::prisoners_dilemma(3, 0, 5, 1)?)?;
    /// let (selfish, half) = (Rational::ZERO, Rational::new(1, 2)?);
    /// let patient = sustain(&problem, &selfish, &half)?.ok_or("none")?;
    /// let proof = Proof::of_sustained(&patient, &problem, &selfish)?;
    /// assert_eq!(check(&proof, &CheckOptions::default())?.claims[0].kind, "repeated_play");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_sustained(
        found: &Sustained,
        problem: &ContractingProblem,
        lambda: &Rational,
    ) -> Result<Self, ProofError> {
        let weights = WeightMatrix::cooperative(problem.players(), lambda)
            .map_err(|error| refused(error.to_string()))?;
        let plan = problem
            .check_plan(&found.plan)
            .map_err(|error| refused(error.to_string()))?;
        let perceived = crate::contract::perceived_payoffs(problem, &weights);
        let space = problem.space();
        let mut binding = None;
        for (player, punishment) in found.punishment.iter().enumerate() {
            let Some(punishment) = punishment else {
                continue;
            };
            let punishment = problem
                .check_plan(punishment)
                .map_err(|error| refused(error.to_string()))?;
            let mut kept = Rational::ZERO;
            for state in 0..problem.states() {
                let own = &perceived[state][player];
                let difference = &own[plan[state]] - &own[punishment[state]];
                kept += problem.probability(state) * &difference;
            }
            for state in 0..problem.states() {
                let own = &perceived[state][player];
                for (mover, action, to) in unilateral_moves(space, plan[state]) {
                    let gain = &own[to] - &own[plan[state]];
                    let impatience = Rational::ONE - &found.least_discount;
                    let binds = mover == player
                        && gain.is_positive()
                        && gain * &impatience == &found.least_discount * &kept;
                    if binds && binding.is_none() {
                        binding = Some((state, player, action));
                    }
                }
            }
        }
        let claim = claim(
            "repeated_play",
            format!(
                "Players with a discount factor of {} or more sustain the plan.",
                found.least_discount
            ),
            json!({
                "plan": found.plan,
                "punishments": found.punishment,
                "discount": found.least_discount,
                "binding": binding,
                "welfare": found.welfare,
            }),
        );
        let rules = Rules {
            weights: Some(&weights),
            budget: Budget::Unrestricted,
            liability: None,
            mechanisms: None,
        };
        let nothing = Language::trivial(problem);
        Ok(Proof::new(
            language_problem(problem, &nothing, &rules)?,
            vec![claim],
        ))
    }
}

/// For each cell what the actions of a player become, if the contract commands one.
fn commands(
    problem: &ContractingProblem,
    contract: &PlainContract,
    player: usize,
) -> Vec<Option<Vec<usize>>> {
    let actions = problem.space().actions()[player];
    let contractible = problem.contractible(player);
    (0..contract.cells())
        .map(|cell| {
            let class = contract.directive(player, Cell::new(cell))?;
            let becomes = (0..actions).map(|action| contractible.directed(action, class));
            Some(becomes.collect())
        })
        .collect()
}
