//! The ladder and the language lattice of one problem.

use std::error::Error;
use std::thread;

use lacuna::contract::{Budget, ContractingProblem, Language, Monitoring};
use lacuna::gap::GapError;
use lacuna::gap::ladder::{Ladder, LadderOptions, ladder};
use lacuna::gap::verifiability::{
    LanguageValuation, Mechanisms, VerifiabilityTable, verifiability_table,
};
use lacuna::mechanism::{MechanismOptions, best_plain_contract};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

use crate::problems::{self, Case};

/// Everything that is reported of one problem.
pub struct Analysis {
    pub case: Case,
    pub ladder: Ladder,
    /// What every language is worth under plain contracts, and under mechanisms.
    pub languages: [(&'static str, VerifiabilityTable); 2],
}

/// The rules of a case: money balances, and nobody can be made to pay more than the liability.
pub fn rules(case: &Case) -> LadderOptions {
    LadderOptions::default()
        .with_budget(Budget::Balanced)
        .with_liability(case.liability.clone())
}

/// All problems, each on a thread of its own.
pub fn all() -> Result<Vec<Analysis>, Box<dyn Error>> {
    let mut analyses = Vec::new();
    thread::scope(|scope| -> Result<(), Box<dyn Error>> {
        let running: Vec<_> = problems::all()?
            .into_iter()
            .map(|case| scope.spawn(|| analyse(case)))
            .collect();
        for thread in running {
            let (analysis, is_verified) = thread.join().map_err(|_| "a thread failed")??;
            if !is_verified {
                return Err(format!("the evidence of {} is wrong", analysis.case.id).into());
            }
            analyses.push(analysis);
        }
        Ok(())
    })?;
    Ok(analyses)
}

/// The analysis, and whether the evidence of every rung holds.
fn analyse(case: Case) -> Result<(Analysis, bool), GapError> {
    let options = rules(&case);
    let ladder = ladder(&case.problem, &case.language, &options)?;
    let is_verified = ladder.verify(&case.problem, &case.language, &options)?;
    let within = MechanismOptions::default()
        .with_budget(options.budget)
        .with_liability(options.liability);
    let plain = |problem: &ContractingProblem,
                 language: &Language,
                 agents: &WeightMatrix<Rational>|
     -> Result<Option<Rational>, GapError> {
        let seen = Monitoring::from(language);
        Ok(best_plain_contract(problem, &seen, agents, &within)?.map(|best| best.value))
    };
    let mechanisms = Mechanisms::new(within.clone());
    let table = |valuation: &dyn LanguageValuation| {
        verifiability_table(
            &case.problem,
            &case.menu,
            valuation,
            &case.lambdas,
            &Default::default(),
        )
    };
    let languages = [
        ("plain contracts", table(&plain)?),
        ("mechanisms", table(&mechanisms)?),
    ];
    let analysis = Analysis {
        ladder,
        languages,
        case,
    };
    Ok((analysis, is_verified))
}
