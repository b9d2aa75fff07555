//! Does an environment keep its promises?

use std::fmt::Debug;

use rand::Rng;

use super::checker::{Checker, below, examine};
use super::episode::{Manner, Moment, TranscriptOf, record, replay};
use super::{ConformanceOptions, NonConformance, Report, Requirement};
use crate::game::random::generator;
use crate::number::Rational;
use crate::simulate::Environment;

/// Checks what [`Environment`] promises, on episodes in which `draw` says what a player does that
/// sees something; everything that it draws must be legal.
///
/// Each episode is played several times from the same seed, by the environment itself and by others
/// that `make` makes: as it was; without looking before the end; with something else in the list of
/// rewards; between steps that are refused, because their lists are too short or too long or because
/// the episode is over; and after another episode.
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
///
/// ```
/// use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules};
/// use lacuna::simulate::conformance::{ConformanceOptions, check_environment};
/// use rand::{Rng, RngExt};
///
/// let rules = CommonsRules::default();
/// let make = || Commons::new(rules.clone()).expect("valid rules");
/// let draw = |seen: &CommonsObservation, rng: &mut dyn Rng| rng.random_range(0..=seen.stock / 8);
/// let report = check_environment(make, draw, &ConformanceOptions::default().with_cases(5))?;
/// assert_eq!((report.cases, report.unfinished), (5, 0));
/// # Ok::<(), lacuna::simulate::conformance::NonConformance>(())
/// ```
pub fn check_environment<E>(
    make: impl Fn() -> E,
    draw: impl Fn(&E::Observation, &mut dyn Rng) -> E::Action,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance>
where
    E: Environment,
    E::Observation: PartialEq + Debug,
    E::Action: Clone + Debug,
{
    examine(options, |checker| {
        for case in 0..options.cases.max(1) {
            checker.begin(case);
            let other_seed = checker.other_seed(1);
            checker.ask("the constructor");
            let mut first = make();
            let names = names(&first);
            let transcript = record(checker, &mut first, &draw)?;
            let question = || "the list of names".to_owned();
            let after = self::names(&first);
            checker.require_equal(Requirement::StableNames, question, &names, &after)?;

            let quiet = |_: &mut Checker<'_>, _: &mut E, _: usize| Ok(());
            let again = Manner::new(Requirement::SameSeedSameEpisode);
            let mut second = make();
            replay(checker, &mut second, &transcript, again, quiet)?;
            let mut blind = Manner::new(Requirement::ObservingChangesNothing);
            blind.looks = false;
            replay(checker, &mut make(), &transcript, blind, quiet)?;
            let mut dirty = Manner::new(Requirement::EveryRewardWritten);
            dirty.in_rewards = -777;
            replay(checker, &mut make(), &transcript, dirty, quiet)?;
            let refused = Manner::new(Requirement::RefusedStepChangesNothing);
            replay(
                checker,
                &mut make(),
                &transcript,
                refused,
                |checker, environment, step| refuse(checker, environment, &transcript, step),
            )?;

            // Another episode in between, as long as its steps are taken.
            checker.ask("reset()");
            second.reset(other_seed);
            for taken in &transcript.steps {
                let mut rewards = vec![Rational::ZERO; taken.rewards.len()];
                if second.is_over() || second.step(&taken.actions, &mut rewards).is_err() {
                    break;
                }
            }
            let fresh = Manner::new(Requirement::ResetForgets);
            replay(checker, &mut second, &transcript, fresh, quiet)?;
        }
        Ok(())
    })
}

fn names<E: Environment>(environment: &E) -> Vec<String> {
    let players = 0..environment.players();
    players
        .map(|player| environment.player_name(player))
        .collect()
}

/// Steps that must be refused: with one action or one place for a reward too few or too many, or
/// after the end.
fn refuse<E>(
    checker: &mut Checker<'_>,
    environment: &mut E,
    transcript: &TranscriptOf<E>,
    step: usize,
) -> Result<(), NonConformance>
where
    E: Environment,
    E::Action: Clone + Debug,
{
    let Some(taken) = transcript.steps.get(step).or(transcript.steps.last()) else {
        return Ok(());
    };
    let players = taken.actions.len();
    let mut rewards = vec![Rational::ZERO; players + 1];
    let mut longer = taken.actions.clone();
    longer.extend(taken.actions.last().cloned());
    let (shorter, actions) = (&taken.actions[1..], &taken.actions[..]);
    let wrong = [
        (shorter, players),
        (&longer[..], players),
        (actions, players - 1),
        (actions, players + 1),
    ];
    for (actions, places) in wrong {
        checker.ask(format!(
            "step() with {} actions and {places} rewards",
            actions.len()
        ));
        let result = environment.step(actions, &mut rewards[..places]);
        checker.require(Requirement::WrongLengthRefused, result.is_err(), || {
            let found = actions.len();
            format!(
                "a step of {players} players with {found} actions and {places} rewards is taken"
            )
        })?;
    }
    if transcript.before(step).over {
        checker.ask("step() after the end");
        let result = environment.step(actions, &mut rewards[..players]);
        checker.require(Requirement::StepAfterEndRefused, result.is_err(), || {
            format!("{actions:?} is taken after the end")
        })?;
    }
    Ok(())
}

/// Checks that illegal actions are refused, and that nothing has happened then: in every step one
/// player after the other tries what `illegal` draws, while the others do what `draw` draws.
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
///
/// ```
/// use lacuna::game::catalogue;
/// use lacuna::simulate::conformance::{ConformanceOptions, check_refusals};
/// use lacuna::simulate::{GameRounds, RoundObservation};
/// use rand::{Rng, RngExt};
///
/// let dilemma = catalogue::prisoners_dilemma(3, 0, 5, 1)?;
/// let make = || GameRounds::new(dilemma.clone(), 10);
/// let draw = |_: &RoundObservation, rng: &mut dyn Rng| rng.random_range(0..2);
/// let illegal = |_: &RoundObservation, rng: &mut dyn Rng| rng.random_range(2..usize::MAX);
/// check_refusals(make, draw, illegal, &ConformanceOptions::default().with_cases(5))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_refusals<E>(
    make: impl Fn() -> E,
    draw: impl Fn(&E::Observation, &mut dyn Rng) -> E::Action,
    illegal: impl Fn(&E::Observation, &mut dyn Rng) -> E::Action,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance>
where
    E: Environment,
    E::Observation: PartialEq + Debug,
    E::Action: Clone + Debug,
{
    examine(options, |checker| {
        for case in 0..options.cases.max(1) {
            checker.begin(case);
            let transcript = record(checker, &mut make(), &draw)?;
            let mut chance = generator(checker.seed, 0);
            let manner = Manner::new(Requirement::RefusedStepChangesNothing);
            replay(
                checker,
                &mut make(),
                &transcript,
                manner,
                |checker, environment, step| {
                    let Some(taken) = transcript.steps.get(step) else {
                        return Ok(());
                    };
                    for (player, seen) in transcript.before(step).observations.iter().enumerate() {
                        let mut actions = taken.actions.clone();
                        actions[player] = illegal(seen, &mut chance);
                        let mut rewards = vec![Rational::ZERO; actions.len()];
                        checker.ask(format!("step() with {actions:?}"));
                        let refused = environment.step(&actions, &mut rewards).is_err();
                        let requirement = Requirement::IllegalActionsRefused;
                        checker.require(requirement, refused, || {
                            format!(
                                "{actions:?} is taken, where that of player {player} is illegal"
                            )
                        })?;
                    }
                    Ok(())
                },
            )?;
        }
        Ok(())
    })
}

/// Checks that a quantity is conserved: what the world has by `quantity`, and everything that was
/// paid out to players since the episode began, always add up to the same.
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules, Growth};
/// use lacuna::simulate::conformance::{ConformanceOptions, check_conservation};
/// use rand::{Rng, RngExt};
///
/// // A stock that does not grow is divided, and nothing gets lost.
/// let rules = CommonsRules::default().with_growth(Growth::Deterministic { factor: Rational::ONE });
/// let make = || Commons::new(rules.clone()).expect("valid rules");
/// let draw = |seen: &CommonsObservation, rng: &mut dyn Rng| rng.random_range(0..=seen.stock / 8);
/// let stock = |lake: &Commons| Rational::from(lake.stock());
/// check_conservation(make, draw, stock, &ConformanceOptions::default().with_cases(5))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_conservation<E>(
    make: impl Fn() -> E,
    draw: impl Fn(&E::Observation, &mut dyn Rng) -> E::Action,
    quantity: impl Fn(&E) -> Rational,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance>
where
    E: Environment,
    E::Action: Debug,
{
    examine(options, |checker| {
        for case in 0..options.cases.max(1) {
            checker.begin(case);
            checker.ask("the constructor or reset()");
            let mut environment = make();
            environment.reset(checker.seed);
            let players = environment.players();
            let streams = crate::simulate::Streams::new(checker.seed);
            let mut chance: Vec<_> = (0..players).map(|i| streams.agent(i)).collect();
            let first = quantity(&environment);
            let mut paid = Rational::ZERO;
            let mut rewards = vec![Rational::ZERO; players];
            for step in 0..options.max_steps {
                if environment.is_over() {
                    break;
                }
                checker.step = Some(step);
                checker.ask("observe(), is_over() or render()");
                let seen = Moment::of(&environment).observations;
                checker.ask("the draw of actions");
                let seats = seen.iter().zip(&mut chance);
                let actions: Vec<E::Action> = seats.map(|(o, rng)| draw(o, rng)).collect();
                checker.ask(format!("step() with {actions:?}"));
                if let Err(error) = environment.step(&actions, &mut rewards) {
                    let witness = format!("{actions:?} is refused: {error}");
                    return Err(checker.violation(Requirement::LegalActionsAccepted, witness));
                }
                paid += rewards.iter().sum::<Rational>();
                let left = quantity(&environment);
                let holds = &left + &paid == first;
                checker.require(Requirement::Conserved, holds, || {
                    format!("{first} at first is {left} and {paid} paid out after {actions:?}")
                })?;
            }
            checker.report.unfinished += u64::from(!environment.is_over());
        }
        Ok(())
    })
}

/// A number of a player for a case.
pub(super) fn seat(checker: &Checker<'_>, players: usize) -> usize {
    below(&mut generator(checker.seed, 1), players.max(1))
}
