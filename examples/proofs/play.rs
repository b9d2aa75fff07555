//! Certificates about laws and about repeated play.

use lacuna::contract::law::{CheckOptions, Court, Law};
use lacuna::contract::{ContractingProblem, Language};
use lacuna::game::catalogue::DilemmaPayoffs;
use lacuna::game::hidden_effort::HiddenEffort;
use lacuna::gap::ladder::sustain;
use lacuna::gap::{LawAnalysisOptions, analyse_law};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use lacuna::proof::Proof;
use rand::{Rng, RngExt};

use super::{Problem, altruism};

const CLAUSES: [&str; 6] = [
    "if action of p is D: fine p 3",
    "if action of p is D: direct p to C",
    "if action of p is C: grant 2 to p",
    "for each q other than p: if action of p is D: transfer 10 from p to q",
    "for each q other than p: if action of p is D: transfer 1/2 from p to q",
    "if number(r: action of r is C) = 1: fine p 1",
];

/// A law in a dilemma with hidden effort.
pub fn law(rng: &mut impl Rng) -> Problem<Option<Proof>> {
    let reward = rng.random_range(3..=6);
    let temptation = reward + rng.random_range(1..=4);
    let payoffs = DilemmaPayoffs::new(reward, -rng.random_range(1..=5), temptation, 0);
    let problem = ContractingProblem::hidden_effort(&HiddenEffort::new(payoffs)?)?;
    let language = Language::base_actions(&problem);
    let clauses = (0..rng.random_range(1..=2)).map(|_| CLAUSES[rng.random_range(0..6)]);
    let clauses: Vec<String> = clauses
        .map(|text| format!("  for each p: {text}\n"))
        .collect();
    let law = Law::parse(&format!("law \"L\"\nresolve:\n{}", clauses.concat()))?.check(
        &Court::of_language(&problem, &language)?,
        &CheckOptions::default(),
    )?;
    let weights = WeightMatrix::cooperative(2, &altruism(rng)?)?;
    let mut options = LawAnalysisOptions::default();
    if rng.random_range(0..3) == 0 {
        options = options.with_budget(lacuna::contract::Budget::Unrestricted);
    }
    let found = analyse_law(&law, &problem, &language, &weights, &options)?;
    Ok(Some(Proof::of_law_analysis(
        &found, &problem, &language, &weights, &options,
    )?))
}

/// What players with some patience sustain.
pub fn repetition(rng: &mut impl Rng) -> Problem<Option<Proof>> {
    let problem = super::problem(rng)?;
    let lambda = altruism(rng)?;
    let patience: Rational = ["1/2", "9/10", "2/3", "1/10"][rng.random_range(0..4)].parse()?;
    let found = sustain(&problem, &lambda, &patience)?;
    let write = |found| Proof::of_sustained(&found, &problem, &lambda);
    Ok(found.map(write).transpose()?)
}
