//! Does an agent keep its promises?

use std::fmt::Debug;

use rand::Rng;

use super::checker::{Checker, examine};
use super::environment::seat;
use super::{ConformanceOptions, NonConformance, Report, Requirement};
use crate::simulate::{
    Agent, Environment, FromFunction, RecordedStep, Recording, Runner, SimulationError,
};

/// Checks what [`Agent`] promises, for one that does not learn from episode to episode: legal
/// actions; all chance from the generator that it is given, so that another one from `make` does the
/// same; a name that never changes; and that `begin` forgets, so that after another episode it does
/// the same as a fresh one.
///
/// The agent sits in a place of the environment that changes from case to case; in the others,
/// `draw` says what is done.
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
///
/// ```
/// use lacuna::game::catalogue;
/// use lacuna::simulate::conformance::{ConformanceOptions, check_agent};
/// use lacuna::simulate::{FromFunction, GameRounds, RoundObservation};
/// use rand::{Rng, RngExt};
///
/// let dilemma = catalogue::prisoners_dilemma(3, 0, 5, 1)?;
/// let environment = || GameRounds::new(dilemma.clone(), 20);
/// let draw = |_: &RoundObservation, rng: &mut dyn Rng| rng.random_range(0..2);
/// let tit_for_tat = || {
///     FromFunction::new("tit for tat", |seen: &RoundObservation, _: &mut dyn Rng| {
///         seen.last.as_ref().map_or(0, |last| last[1 - seen.player])
///     })
/// };
/// check_agent(tit_for_tat, environment, draw, &ConformanceOptions::default().with_cases(5))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_agent<E, G>(
    make: impl Fn() -> G,
    environment: impl Fn() -> E,
    draw: impl Fn(&E::Observation, &mut dyn Rng) -> E::Action,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance>
where
    E: Environment,
    E::Action: Clone + PartialEq + Debug,
    G: Agent<E::Observation, E::Action>,
{
    check(make, environment, draw, false, options)
}

/// As [`check_agent`], for an agent that keeps from episode to episode what it has learnt: nothing is
/// required of `begin`, and two of them must do the same through three episodes in a row.
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
pub fn check_learner<E, G>(
    make: impl Fn() -> G,
    environment: impl Fn() -> E,
    draw: impl Fn(&E::Observation, &mut dyn Rng) -> E::Action,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance>
where
    E: Environment,
    E::Action: Clone + PartialEq + Debug,
    G: Agent<E::Observation, E::Action>,
{
    check(make, environment, draw, true, options)
}

fn check<E, G>(
    make: impl Fn() -> G,
    environment: impl Fn() -> E,
    draw: impl Fn(&E::Observation, &mut dyn Rng) -> E::Action,
    learns: bool,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance>
where
    E: Environment,
    E::Action: Clone + PartialEq + Debug,
    G: Agent<E::Observation, E::Action>,
{
    examine(options, |checker| {
        for case in 0..options.cases.max(1) {
            checker.begin(case);
            checker.ask("players()");
            let players = environment().players();
            let none = || "players() is 0".to_owned();
            checker.require(Requirement::AtLeastOnePlayer, players > 0, none)?;
            let seat = seat(checker, players);
            let seeds = [checker.seed, checker.other_seed(1), checker.other_seed(2)];
            let play = |checker: &mut Checker<'_>, agent: &mut G, seat: usize, seed: u64| {
                let name = agent.name();
                let steps = episode(checker, &mut environment(), agent, &draw, seat, seed)?;
                let question = || "name()".to_owned();
                let after = agent.name();
                checker.require_equal(Requirement::StableNames, question, &name, &after)?;
                Ok(steps)
            };
            let (mut one, mut two) = (make(), make());
            let first = play(checker, &mut one, seat, seeds[0])?;
            let second = play(checker, &mut two, seat, seeds[0])?;
            let chance = Requirement::ChanceFromTheGenerator;
            same(checker, chance, seat, &first, &second)?;
            for &seed in &seeds[1..] {
                // A learner's later episodes depend on its earlier ones, in the same way.
                let first = play(checker, &mut one, seat, seed)?;
                let second = play(checker, &mut two, seat, seed)?;
                same(checker, chance, seat, &first, &second)?;
            }
            if !learns {
                let mut three = make();
                play(checker, &mut three, (seat + 1) % players, seeds[1])?;
                for agent in [&mut one, &mut three] {
                    let later = play(checker, agent, seat, seeds[0])?;
                    same(checker, Requirement::BeginForgets, seat, &first, &later)?;
                }
            }
        }
        Ok(())
    })
}

/// One episode with the agent in its place.
fn episode<E, G>(
    checker: &mut Checker<'_>,
    environment: &mut E,
    agent: &mut G,
    draw: &impl Fn(&E::Observation, &mut dyn Rng) -> E::Action,
    seat: usize,
    seed: u64,
) -> Result<Vec<RecordedStep<E::Action>>, NonConformance>
where
    E: Environment,
    E::Action: Clone,
    G: Agent<E::Observation, E::Action>,
{
    let mut agents: Vec<Box<dyn Agent<E::Observation, E::Action> + '_>> = Vec::new();
    for _ in 0..seat {
        agents.push(Box::new(FromFunction::new("another", draw)));
    }
    agents.push(Box::new(agent));
    for _ in seat + 1..environment.players() {
        agents.push(Box::new(FromFunction::new("another", draw)));
    }
    let mut recording = Recording::default();
    checker.ask(format!("an episode in place {seat}"));
    let runner = Runner::default().with_max_steps(checker.options.max_steps);
    let outcome = runner.run(environment, &mut agents, seed, &mut recording);
    checker.step = Some(recording.steps.len());
    match outcome {
        Ok(outcome) => {
            checker.require(Requirement::ActsLegally, true, String::new)?;
            checker.report.unfinished += u64::from(!outcome.finished);
        }
        Err(SimulationError::IllegalAction {
            player,
            action,
            reason,
        }) if player != seat => {
            let witness =
                format!("what was drawn for player {player}, {action}, is refused: {reason}");
            return Err(checker.violation(Requirement::LegalActionsAccepted, witness));
        }
        Err(error) => {
            let witness = format!("as player {seat} its step is refused: {error}");
            return Err(checker.violation(Requirement::ActsLegally, witness));
        }
    }
    checker.step = None;
    Ok(recording.steps)
}

/// Requires two episodes to be the same.
fn same<A: PartialEq + Debug>(
    checker: &mut Checker<'_>,
    requirement: Requirement,
    seat: usize,
    first: &[RecordedStep<A>],
    second: &[RecordedStep<A>],
) -> Result<(), NonConformance> {
    for (number, (one, two)) in first.iter().zip(second).enumerate() {
        checker.step = Some(number);
        let (one, two) = (&one.actions[seat], &two.actions[seat]);
        let question = || format!("what player {seat} did");
        checker.require_equal(requirement, question, one, two)?;
    }
    checker.step = None;
    let question = || "the number of steps".to_owned();
    checker.require_equal(requirement, question, &first.len(), &second.len())
}
