//! Certificates of every kind from random problems.

#[path = "play.rs"]
mod play;
#[path = "types.rs"]
mod types;

use std::collections::BTreeMap;

use lacuna::contract::{
    AttainableOptions, Budget, ContractingProblem, Information, Language, Monitoring,
    SettlementOptions, attainable,
};
use lacuna::equilibrium::correlated::{
    CorrelatedConcept, CorrelatedOptions, Objective, correlated_equilibrium,
    correlated_equilibrium_between, smoothness,
};
use lacuna::equilibrium::mixed_dominance::{
    MixedDominance, MixedDominanceOptions, dominated_by_mixture, eliminate_by_mixtures,
};
use lacuna::equilibrium::two_player::{TwoPlayerOptions, all_equilibria, zero_sum};
use lacuna::equilibrium::{
    PhaseDiagram, PhaseOptions, PureOptions, lambda_interval, pure_equilibria,
};
use lacuna::game::catalogue::prisoners_dilemma;
use lacuna::game::{NormalForm, random};
use lacuna::gap::irreducible::{
    ThresholdOptions, altruism_threshold, attained_threshold, dilemma, gap_test,
};
use lacuna::gap::level::{LevelOptions, language_level, message_level, selfishness_level};
use lacuna::gap::transfers::k_implementation;
use lacuna::gap::welfare_gap;
use lacuna::linear_program::{Bounds, LinearOptions, LinearProgram, Relation};
use lacuna::mechanism::{Communication, MechanismOptions, Participation, best_mechanism};
use lacuna::number::Rational;
use lacuna::preference::{Perceived, WeightMatrix};
use lacuna::proof::Proof;
use rand::{Rng, RngExt};

type Problem<T> = Result<T, Box<dyn std::error::Error>>;

/// The families, in the order in which they take turns.
pub const FAMILIES: [&str; 29] = [
    "pure",
    "mixed",
    "zero_sum",
    "correlated",
    "coarse",
    "dominance",
    "elimination",
    "phases",
    "interval",
    "implementation",
    "program",
    "gap",
    "gap_with_money",
    "attainable",
    "levels",
    "attained_threshold",
    "mechanism",
    "mechanism_with_money",
    "participation",
    "dilemma",
    "gap_test",
    "threshold",
    "smoothness",
    "stability",
    "monotonicity",
    "groves",
    "design",
    "law",
    "repetition",
];

/// A certificate of a family from a random problem; `None` if the problem has none of the kind.
pub fn certificate(family: &str, seed: u64) -> Problem<Option<Proof>> {
    let stream = FAMILIES
        .iter()
        .position(|name| *name == family)
        .unwrap_or(0) as u64;
    let rng = &mut random::generator(seed, stream);
    match family {
        "program" => program(rng).map(Some),
        "stability" => types::stability(rng),
        "monotonicity" => types::monotonicity(rng),
        "groves" => types::groves(rng),
        "design" => types::design(rng),
        "law" => play::law(rng),
        "repetition" => play::repetition(rng),
        "pure" | "mixed" | "zero_sum" | "correlated" | "coarse" | "dominance" | "elimination"
        | "phases" | "interval" | "implementation" | "smoothness" => of_game(family, rng),
        "gap" | "gap_with_money" | "attainable" | "levels" => of_language(family, rng),
        _ => of_monitoring(family, rng),
    }
}

/// For each kind of claim the smallest document, among many, that has one; those that say little,
/// such as a gap of 0 or an empty list, only if there is no other.
pub fn smallest_of_each_kind() -> Problem<BTreeMap<String, String>> {
    let mut smallest: BTreeMap<String, (usize, usize, String)> = BTreeMap::new();
    for family in FAMILIES {
        for seed in 0..60 {
            let Some(proof) = certificate(family, seed)? else {
                continue;
            };
            let says_little = |claim: &String| {
                let parts = ["[]", "\"value\":\"0\"", "\"gap\":\"0\"", "\"gap\":null"];
                parts.iter().filter(|part| claim.contains(**part)).count()
            };
            let claims = proof.claims().iter().map(ToString::to_string);
            let mut little: usize = claims.map(|claim| says_little(&claim)).sum();
            little += usize::from(is_simple(&proof));
            let text = proof.to_json();
            for kind in proof
                .claims()
                .iter()
                .filter_map(|claim| claim["kind"].as_str())
            {
                let candidate = (little, text.len(), text.clone());
                let best = smallest
                    .entry(kind.to_owned())
                    .or_insert_with(|| candidate.clone());
                if candidate < *best {
                    *best = candidate;
                }
            }
        }
    }
    Ok(smallest
        .into_iter()
        .map(|(kind, (_, _, text))| (kind, text))
        .collect())
}

/// Is the problem about one agent, or a strategy about one action, or a design not about honesty?
fn is_simple(proof: &Proof) -> bool {
    let problem = proof.problem();
    let alone = problem["types"].as_array().is_some_and(|t| t.len() < 2);
    let is_design = problem["kind"] == "design";
    proof.claims().iter().any(|claim| {
        let patient = claim
            .get("binding")
            .is_none_or(|binding| !binding.is_null());
        let without_honesty = claim
            .get("multipliers")
            .is_some_and(|list| !list.to_string().contains("honesty"));
        let pure = claim.get("strict").is_some() && claim["strategy"].to_string().contains("\"0\"");
        !patient || pure || (is_design && without_honesty) || (alone && !is_design)
    })
}

fn game(rng: &mut impl Rng) -> Problem<NormalForm<Rational>> {
    let shapes: [&[usize]; 5] = [&[2, 2], &[2, 3], &[3, 3], &[2, 2, 2], &[3, 2]];
    let shape = shapes[rng.random_range(0..shapes.len())];
    Ok(random::uniform_integers(shape, -2..=4, rng)?)
}

fn two_player_game(rng: &mut impl Rng) -> Problem<NormalForm<Rational>> {
    let shape = [rng.random_range(2..=3), rng.random_range(2..=3)];
    Ok(random::uniform_integers(&shape, -2..=4, rng)?)
}

fn altruism(rng: &mut impl Rng) -> Problem<Rational> {
    let choices = ["0", "0", "1/3", "1/2", "1", "2"];
    Ok(choices[rng.random_range(0..choices.len())].parse()?)
}

fn of_game(family: &str, rng: &mut impl Rng) -> Problem<Option<Proof>> {
    Ok(Some(match family {
        "pure" => {
            let game = game(rng)?;
            let found = pure_equilibria(&game, &PureOptions::default())?.into_set();
            let mut proof = Proof::of_pure_equilibria(&found, &game)?;
            for profile in found.iter() {
                proof = proof.and(Proof::of_pure_equilibrium(&profile, &game)?)?;
            }
            proof
        }
        "mixed" => {
            let game = two_player_game(rng)?;
            let found = all_equilibria(&game, &TwoPlayerOptions::default())?.into_set();
            Proof::of_equilibrium_set(&found, &game)?
        }
        "zero_sum" => {
            let (rows, columns) = (rng.random_range(2..=4), rng.random_range(2..=4));
            let game = random::zero_sum(rows, columns, -3..=5, rng)?;
            Proof::of_zero_sum(&zero_sum(&game, &TwoPlayerOptions::default())?, &game)?
        }
        "correlated" | "coarse" => {
            let game = game(rng)?;
            let objectives = [
                Objective::MaxWelfare,
                Objective::MinWelfare,
                Objective::MaxPayoff(0),
                Objective::MinPayoff(1),
                Objective::MaxMinPayoff,
                Objective::MaxProbability(vec![0; lacuna::game::Game::players(&game)]),
            ];
            let objective = objectives[rng.random_range(0..objectives.len())].clone();
            let concept = match family {
                "coarse" => CorrelatedConcept::Coarse,
                _ => CorrelatedConcept::Correlated,
            };
            let options = CorrelatedOptions::default()
                .with_concept(concept)
                .with_objective(objective);
            if rng.random_range(0..2) == 0 {
                let found = correlated_equilibrium(&game, &options)?;
                Proof::of_correlated(&found, &game, &options)?
            } else {
                let players = lacuna::game::Game::players(&game);
                let weights = WeightMatrix::cooperative(players, &altruism(rng)?)?;
                let perceived = Perceived::new(&game, &weights)?;
                let found = correlated_equilibrium_between(&perceived, &game, &options)?;
                Proof::of_correlated_between(&found, &game, &weights, &options)?
            }
        }
        "dominance" | "elimination" => {
            let game = game(rng)?;
            let sense = match rng.random_range(0..2) {
                0 => MixedDominance::Strict,
                _ => MixedDominance::Weak,
            };
            let options = MixedDominanceOptions::default();
            if family == "elimination" {
                let trace = eliminate_by_mixtures(&game, sense, &options)?;
                Proof::of_elimination(&trace, &game)?
            } else {
                let player = rng.random_range(0..2);
                let action = rng.random_range(0..2);
                let verdict = dominated_by_mixture(&game, player, action, sense, &options)?;
                Proof::of_mixed_dominance(&verdict, &game)?
            }
        }
        "smoothness" => {
            let game = game(rng)?;
            let target = game
                .space()
                .profile(rng.random_range(0..game.space().len()))?;
            let options = LinearOptions::default();
            Proof::of_smoothness(&smoothness(&game, &target, &options)?, &game)?
        }
        "phases" => {
            let game = game(rng)?;
            let diagram = PhaseDiagram::new(&game, &PhaseOptions::default())?;
            Proof::of_phase_diagram(&diagram, &game)?
        }
        "interval" => {
            let game = game(rng)?;
            let space = game.space().clone();
            let mut found = None;
            for profile in space.iter() {
                if let Some(interval) = lambda_interval(&game, &profile)? {
                    found = Some(Proof::of_altruism_interval(&profile, &interval, &game)?);
                }
            }
            return Ok(found);
        }
        _ => {
            let game = game(rng)?;
            let profile = game
                .space()
                .profile(rng.random_range(0..game.space().len()))?;
            let weights = WeightMatrix::cooperative(profile.len(), &altruism(rng)?)?;
            let found = k_implementation(&game, &profile, &weights)?;
            Proof::of_k_implementation(&found, &game, &weights)?
        }
    }))
}

fn program(rng: &mut impl Rng) -> Problem<Proof> {
    let mut program = match rng.random_range(0..2) {
        0 => LinearProgram::maximise(),
        _ => LinearProgram::minimise(),
    };
    let variables = rng.random_range(1..=4);
    for _ in 0..variables {
        let bounds = match rng.random_range(0..4) {
            0 => Bounds::FREE,
            1 => Bounds::between(-1, 3)?,
            _ => Bounds::NONNEGATIVE,
        };
        program.variable(bounds, rng.random_range(-3..=3));
    }
    for _ in 0..rng.random_range(1..=4) {
        let terms: Vec<(usize, i64)> = (0..variables)
            .map(|variable| (variable, rng.random_range(-3..=3)))
            .collect();
        let relation = match rng.random_range(0..4) {
            0 => Relation::AtLeast,
            1 => Relation::Equal,
            _ => Relation::AtMost,
        };
        program.row(terms, relation, rng.random_range(-2..=5))?;
    }
    let answer = program.solve(&LinearOptions::default())?.answer;
    Ok(Proof::of_linear_program(&answer, &program))
}

/// One or two states: prisoner's dilemmas, or payoffs from so few numbers that optima are tied.
fn problem(rng: &mut impl Rng) -> Problem<ContractingProblem> {
    let shapes: [&[usize]; 5] = [&[], &[], &[2, 2], &[2, 3], &[2, 2, 2]];
    let shape = shapes[rng.random_range(0..shapes.len())];
    let mut next = || match shape {
        [] => {
            let reward = rng.random_range(2..=4);
            let temptation = reward + rng.random_range(1..=reward);
            prisoners_dilemma(reward, -1, temptation, rng.random_range(0..2))
        }
        shape => random::uniform_integers(shape, -1..=2, rng),
    };
    let (one, other) = (next()?, next()?);
    Ok(match rng.random_range(0..3) {
        0 => ContractingProblem::single_state(one)?,
        k => {
            let chance: Rational = ["1/2", "1/3"][k - 1].parse()?;
            let rest = Rational::ONE - &chance;
            ContractingProblem::new(vec![(chance, one), (rest, other)])?
        }
    })
}

fn language(problem: &ContractingProblem, rng: &mut impl Rng) -> Language {
    match rng.random_range(0..4) {
        0 => Language::trivial(problem),
        1 => Language::actions_only(problem),
        2 => {
            let cells = rng.random_range(2..=4);
            Language::observed(problem, |_, _| rng.random_range(0..cells))
        }
        _ => Language::observed(problem, |_, profile| profile.iter().sum::<usize>()),
    }
}

fn of_language(family: &str, rng: &mut impl Rng) -> Problem<Option<Proof>> {
    let problem = problem(rng)?;
    let language = language(&problem, rng);
    let weights = WeightMatrix::cooperative(problem.players(), &altruism(rng)?)?;
    let mut options = AttainableOptions::default();
    if family != "gap" {
        let budgets = [Budget::Unrestricted, Budget::Burning, Budget::Balanced];
        options = options.with_budget(budgets[rng.random_range(0..3)]);
        if rng.random_range(0..2) == 0 {
            options = options.with_liability(["1", "1/2", "3"][rng.random_range(0..3)].parse()?);
        }
    }
    let settlement = &options.settlement;
    Ok(Some(match family {
        "attainable" => {
            let found = attainable(&problem, &language, &weights, &options)?;
            Proof::of_attainable(&found, &problem, &language, &weights, settlement)?
        }
        "levels" => match rng.random_range(0..4) {
            0 => Proof::of_selfishness_level(&selfishness_level(&problem)?, &problem)?,
            1 => {
                let level = message_level(&problem, &language)?;
                Proof::of_message_level(&level, &problem, &language)?
            }
            _ => {
                let level = language_level(&problem, &language, &LevelOptions::default())?;
                Proof::of_language_level(&level, &problem, &language)?
            }
        },
        _ => {
            let gap = welfare_gap(&problem, &language, &weights, &options)?;
            Proof::of_welfare_gap(&gap, &problem, &language, &weights, settlement)?
        }
    }))
}

fn monitoring(problem: &ContractingProblem, rng: &mut impl Rng) -> Problem<Monitoring> {
    if rng.random_range(0..2) == 0 {
        return Ok(Monitoring::from(&language(problem, rng)));
    }
    let chances = ["0", "1/4", "1/2", "1"];
    let mut draw = || {
        chances[rng.random_range(0..4)]
            .parse::<Rational>()
            .unwrap_or_default()
    };
    Ok(Monitoring::stochastic(
        problem,
        &["quiet", "alarm"],
        |_, _| {
            let quiet = draw();
            vec![quiet.clone(), Rational::ONE - quiet]
        },
    )?)
}

fn of_monitoring(family: &str, rng: &mut impl Rng) -> Problem<Option<Proof>> {
    let mut problem = problem(rng)?;
    let monitoring = monitoring(&problem, rng)?;
    let weights = WeightMatrix::cooperative(problem.players(), &altruism(rng)?)?;
    let budgets = [
        Budget::Unrestricted,
        Budget::Burning,
        Budget::Balanced,
        Budget::Expected,
    ];
    let budget = budgets[rng.random_range(0..4)];
    let (players, states) = (problem.players(), problem.states());
    match family {
        "attained_threshold" => {
            let mut options =
                SettlementOptions::default().with_budget(budgets[rng.random_range(0..3)]);
            if options.budget == Budget::Balanced && rng.random_range(0..2) == 0 {
                options = options.with_liability("1/2".parse()?);
            }
            if problem
                .first_best()
                .optima
                .iter()
                .any(|optima| optima.len() > 1)
            {
                return Ok(None);
            }
            let found = attained_threshold(&problem, &monitoring, &options)?;
            Ok(Some(Proof::of_attained_threshold(
                &found,
                &problem,
                &monitoring,
                &options,
            )?))
        }
        "dilemma" => {
            let found = dilemma(&problem, &monitoring, &weights)?;
            let write = |found| Proof::of_dilemma(&found, &problem, &monitoring, &weights);
            Ok(found.map(write).transpose()?)
        }
        "gap_test" => {
            let limits = LinearOptions::default();
            let found = gap_test(&problem, &monitoring, &weights, budget, &limits)?;
            Ok(Some(Proof::of_gap_test(
                &found,
                &problem,
                &monitoring,
                &weights,
                budget,
            )?))
        }
        "threshold" => {
            let options = ThresholdOptions::default().with_budget(budget);
            let found = altruism_threshold(&problem, &monitoring, &options)?;
            Ok(Some(Proof::of_altruism_threshold(
                &found,
                &problem,
                &monitoring,
                budget,
            )?))
        }
        _ => {
            if rng.random_range(0..2) == 0 && states > 1 {
                let informed = Information::none(players, states).with_informed(0)?;
                problem = problem.with_information(informed)?;
            }
            let communication = [
                Communication::Mediated,
                Communication::Mediated,
                Communication::Recommendations,
                Communication::Public,
            ][rng.random_range(0..4)];
            let mut options = MechanismOptions::default()
                .with_communication(communication)
                .with_budget(budget);
            if family != "mechanism" {
                options =
                    options.with_liability(["1", "1/2", "2"][rng.random_range(0..3)].parse()?);
            }
            if family == "participation" {
                let own = ["0", "1/2", "-1", "2"][rng.random_range(0..4)].parse::<Rational>()?;
                let outside = vec![vec![own; states]; players];
                options = options.with_participation(match rng.random_range(0..3) {
                    0 => Participation::ex_ante(outside),
                    1 => Participation::interim(outside),
                    _ => Participation::ex_post(outside),
                });
            }
            let design = best_mechanism(&problem, &monitoring, &weights, &options)?;
            Ok(Proof::of_design(&design, &problem, &monitoring, &weights, &options).ok())
        }
    }
}
