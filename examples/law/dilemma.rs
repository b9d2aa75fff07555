//! Laws on the first dilemma of the paper with hidden effort: what each of them does to the game.

use std::error::Error;

use lacuna::contract::law::{CheckOptions, CheckedLaw, Court, Law};
use lacuna::contract::{ContractingProblem, Language};
use lacuna::equilibrium::lambda_interval;
use lacuna::game::hidden_effort::{HiddenEffort, scenarios};
use lacuna::gap::{LawAnalysis, LawAnalysisOptions, analyse_law};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

/// One law and what it does at several weights on everybody's welfare.
pub struct Case {
    pub law: CheckedLaw,
    /// By λ.
    pub analyses: Vec<(Rational, LawAnalysis)>,
    /// From which λ on the first best is an equilibrium; `None` if it never is.
    pub closes_from: Option<Rational>,
}

/// The dilemma and the laws on it.
pub struct Dilemma {
    pub problem: ContractingProblem,
    pub court: Court,
    pub cases: Vec<Case>,
    /// The law that mentions effort, as text, and why it is refused.
    pub refused: (&'static str, String),
}

const LAWS: [&str; 3] = [
    include_str!("defectors_pay.law"),
    include_str!("cooperation_ordered.law"),
    include_str!("small_fines.law"),
];

const REFUSED: &str = include_str!("effort.law");

pub fn analyses() -> Result<Dilemma, Box<dyn Error>> {
    let scenario = scenarios().into_iter().next().ok_or("no scenarios")?;
    let problem = ContractingProblem::hidden_effort(&HiddenEffort::new(scenario.payoffs)?)?;
    let language = Language::base_actions(&problem);
    let court = Court::of_language(&problem, &language)?;
    let checks = CheckOptions::default();
    let cases = LAWS
        .iter()
        .map(|text| {
            case(
                Law::parse_and_check(text, &court, &checks)?,
                &problem,
                &language,
            )
        })
        .collect::<Result<_, Box<dyn Error>>>()?;
    let refused = match Law::parse_and_check(REFUSED, &court, &checks) {
        Err(error) => (REFUSED, error.to_string()),
        Ok(_) => return Err("a law that mentions effort was accepted".into()),
    };
    Ok(Dilemma {
        problem,
        court,
        cases,
        refused,
    })
}

fn case(
    law: CheckedLaw,
    problem: &ContractingProblem,
    language: &Language,
) -> Result<Case, Box<dyn Error>> {
    let options = LawAnalysisOptions::default();
    let mut analyses = Vec::new();
    for lambda in [0, 1, 2].map(Rational::from) {
        let agents = WeightMatrix::cooperative(problem.players(), &lambda)?;
        let found = analyse_law(&law, problem, language, &agents, &options)?;
        if !found.verify(&law, problem, language, &agents, &options) {
            return Err("an analysis did not pass its own check".into());
        }
        analyses.push((lambda, found));
    }
    let contract = &analyses[0].1.tabulated.contract;
    let induced = contract.induced_game(problem, language, 0)?;
    let closes = lambda_interval(&induced, &[0, 0])?;
    Ok(Case {
        analyses,
        closes_from: closes.map(|interval| interval.from),
        law,
    })
}
