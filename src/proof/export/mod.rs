//! Certificates of the crate written as documents.

mod contracts;
mod designs;
mod games;
mod irreducible;
mod levels;
mod mechanisms;
mod play;
mod programs;
mod settings;
mod stability;

use serde_json::{Map, Value, json};

use super::ProofError;
use crate::contract::{Budget, ContractingProblem, Language, Monitoring, PlainContract};
use crate::contract::{Cell, Contract};
use crate::game::{Game, GameExt, NormalForm};
use crate::mechanism::{Communication, MechanismOptions, ParticipationStage};
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;

fn refused(problem: impl Into<String>) -> ProofError {
    ProofError::NotExported {
        problem: problem.into(),
    }
}

/// A claim of a kind, with a statement in words and these fields.
fn claim(kind: &str, statement: String, fields: Value) -> Value {
    let mut map = match fields {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    map.insert("kind".to_owned(), json!(kind));
    map.insert("statement".to_owned(), json!(statement));
    Value::Object(map)
}

/// A number, or null where it is infinite.
fn finite(value: &Extended<Rational>) -> Value {
    match value {
        Extended::Finite(value) => json!(value),
        Extended::Infinite => Value::Null,
    }
}

fn matrix(weights: &WeightMatrix<Rational>) -> Value {
    json!(weights.rows().collect::<Vec<_>>())
}

/// The payoffs of a game, one list a player.
fn payoffs(game: &NormalForm<Rational>) -> Vec<Vec<Rational>> {
    let (players, profiles) = (game.space().players(), game.space().len());
    (0..players)
        .map(|player| {
            (0..profiles)
                .map(|index| game.payoff_at(player, index))
                .collect()
        })
        .collect()
}

/// A game as a problem; without weights, for claims about all λ.
fn game_problem<G: Game<Rational> + ?Sized>(
    game: &G,
    weights: Option<&WeightMatrix<Rational>>,
) -> Result<Value, ProofError> {
    let space = game
        .profile_space()
        .map_err(|error| refused(error.to_string()))?;
    if weights.is_some_and(|weights| weights.players() != space.players()) {
        return Err(refused("the weights are for another number of players"));
    }
    let mut table = vec![Vec::with_capacity(space.len()); space.players()];
    let mut payoffs = vec![Rational::ZERO; space.players()];
    space.for_each(|_, profile| {
        game.payoffs_into(profile, &mut payoffs);
        for (list, payoff) in table.iter_mut().zip(&payoffs) {
            list.push(payoff.clone());
        }
    });
    Ok(json!({
        "kind": "game",
        "actions": space.actions(),
        "payoffs": table,
        "weights": weights.map(matrix),
    }))
}

fn selfish_problem<G: Game<Rational> + ?Sized>(game: &G) -> Result<Value, ProofError> {
    game_problem(game, Some(&WeightMatrix::identity(game.players())))
}

/// What of a contracting problem is not in [`ContractingProblem`].
struct Rules<'a> {
    weights: Option<&'a WeightMatrix<Rational>>,
    budget: Budget,
    liability: Option<&'a Rational>,
    mechanisms: Option<&'a MechanismOptions>,
}

impl<'a> Rules<'a> {
    fn of_mechanisms(weights: &'a WeightMatrix<Rational>, options: &'a MechanismOptions) -> Self {
        Rules {
            weights: Some(weights),
            budget: options.budget,
            liability: options.liability.as_ref(),
            mechanisms: Some(options),
        }
    }
}

fn contracting_problem(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    rules: &Rules<'_>,
) -> Result<Value, ProofError> {
    monitoring
        .check(problem)
        .map_err(|error| refused(error.to_string()))?;
    let (players, states) = (problem.players(), problem.states());
    if rules
        .weights
        .is_some_and(|weights| weights.players() != players)
    {
        return Err(refused("the weights are for another number of players"));
    }
    let (mut communication, mut stage, mut outside) = ("mediated", "none", Vec::new());
    if let Some(options) = rules.mechanisms {
        options
            .check(problem)
            .map_err(|error| refused(error.to_string()))?;
        communication = match options.communication {
            Communication::Mediated => "mediated",
            Communication::Recommendations => "recommendations",
            Communication::Public => "public",
        };
        stage = match options.participation.stage() {
            ParticipationStage::None => "none",
            ParticipationStage::ExAnte => "ex_ante",
            ParticipationStage::Interim => "interim",
            ParticipationStage::ExPost => "ex_post",
        };
        if stage != "none" {
            let list = |player| {
                (0..states)
                    .map(|s| options.participation.outside(player, s))
                    .collect()
            };
            outside = (0..players).map(list).collect::<Vec<Vec<_>>>();
        }
    }
    let budget = match rules.budget {
        Budget::Unrestricted => "unrestricted",
        Budget::Expected => "expected",
        Budget::Burning => "burning",
        Budget::Balanced => "balanced",
    };
    let state = |state: usize| {
        json!({
            "probability": problem.probability(state),
            "payoffs": payoffs(problem.game(state)),
        })
    };
    let types = |player| -> Vec<usize> {
        (0..states)
            .map(|state| problem.information().type_of(player, state))
            .collect()
    };
    let laws = |state| -> Vec<_> {
        (0..problem.space().len())
            .map(|index| monitoring.law(state, index))
            .collect()
    };
    Ok(json!({
        "kind": "contracting",
        "actions": problem.space().actions(),
        "states": (0..states).map(state).collect::<Vec<_>>(),
        "types": (0..players).map(types).collect::<Vec<_>>(),
        "signals": monitoring.signals(),
        "laws": (0..states).map(laws).collect::<Vec<_>>(),
        "weights": rules.weights.map(matrix),
        "budget": budget,
        "liability": rules.liability,
        "communication": communication,
        "participation": stage,
        "outside": outside,
    }))
}

/// The same for a language, which is a monitoring without noise.
fn language_problem(
    problem: &ContractingProblem,
    language: &Language,
    rules: &Rules<'_>,
) -> Result<Value, ProofError> {
    contracting_problem(problem, &Monitoring::from(language), rules)
}

/// The transfers of a contract, one list a player.
fn transfers(contract: &PlainContract) -> Result<Vec<Vec<Rational>>, ProofError> {
    let cells = || (0..contract.cells()).map(Cell::new);
    for player in 0..contract.players() {
        if cells().any(|cell| contract.directive(player, cell).is_some()) {
            return Err(refused(
                "the contract commands actions, and documents have transfers only",
            ));
        }
    }
    let list = |player| {
        cells()
            .map(|cell| contract.transfer(player, cell))
            .collect()
    };
    Ok((0..contract.players()).map(list).collect())
}
