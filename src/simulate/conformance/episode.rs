//! Episodes on record, and what happens when they are played again.

use std::fmt::Debug;

use rand::Rng;

use super::checker::Checker;
use super::{NonConformance, Requirement};
use crate::number::Rational;
use crate::simulate::{Environment, Streams};

/// What can be seen of an environment between steps.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moment<O> {
    pub players: usize,
    pub over: bool,
    pub observations: Vec<O>,
    pub rendered: String,
}

impl<O> Moment<O> {
    pub fn of<E: Environment<Observation = O>>(environment: &E) -> Self {
        let players = environment.players();
        let mut rendered = String::new();
        if environment.render(&mut rendered).is_err() {
            rendered.push_str(" (render failed)");
        }
        Moment {
            players,
            over: environment.is_over(),
            observations: (0..players).map(|i| environment.observe(i)).collect(),
            rendered,
        }
    }
}

impl<O: PartialEq + Debug> Moment<O> {
    /// How another moment differs, in words.
    pub fn difference(&self, other: &Self) -> Option<String> {
        if self.players != other.players {
            return Some(format!(
                "there were {} players and then {}",
                self.players, other.players
            ));
        }
        let mut seen = self
            .observations
            .iter()
            .zip(&other.observations)
            .enumerate();
        if let Some((player, (one, two))) = seen.find(|(_, (one, two))| one != two) {
            return Some(format!("player {player} saw {one:?} and then {two:?}"));
        }
        if self.over != other.over {
            return Some(format!(
                "is_over() was {} and then {}",
                self.over, other.over
            ));
        }
        (self.rendered != other.rendered).then(|| {
            format!(
                "it was rendered {:?} and then {:?}",
                self.rendered, other.rendered
            )
        })
    }
}

/// A step on record.
pub(super) struct Taken<O, A> {
    pub actions: Vec<A>,
    pub rewards: Vec<Rational>,
    pub after: Moment<O>,
}

/// An episode on record.
pub(super) struct Transcript<O, A> {
    pub seed: u64,
    pub opening: Moment<O>,
    pub steps: Vec<Taken<O, A>>,
}

impl<O, A> Transcript<O, A> {
    /// What was seen before this step, or at the end.
    pub fn before(&self, step: usize) -> &Moment<O> {
        match step.checked_sub(1) {
            Some(last) => &self.steps[last].after,
            None => &self.opening,
        }
    }
}

/// The transcript of an environment.
pub(super) type TranscriptOf<E> =
    Transcript<<E as Environment>::Observation, <E as Environment>::Action>;

/// Plays the first episode of a case, and puts it on record. Everything is looked at twice.
pub(super) fn record<E>(
    checker: &mut Checker<'_>,
    environment: &mut E,
    draw: &impl Fn(&E::Observation, &mut dyn Rng) -> E::Action,
) -> Result<TranscriptOf<E>, NonConformance>
where
    E: Environment,
    E::Observation: PartialEq + Debug,
    E::Action: Clone + Debug,
{
    checker.ask("players()");
    let players = environment.players();
    let none = || "players() is 0".to_owned();
    checker.require(Requirement::AtLeastOnePlayer, players > 0, none)?;
    let streams = Streams::new(checker.seed);
    let mut chance: Vec<_> = (0..players).map(|player| streams.agent(player)).collect();
    checker.ask("reset()");
    environment.reset(checker.seed);
    checker.ask("observe(), is_over() or render() after reset()");
    let opening = Moment::of(environment);
    let mut transcript = Transcript {
        seed: checker.seed,
        opening,
        steps: Vec::new(),
    };
    for step in 0..=checker.options.max_steps {
        checker.step = Some(step);
        let now = transcript.before(step);
        let held = players == now.players;
        checker.require(Requirement::ConstantShape, held, || {
            format!("players() was {players} and is {}", now.players)
        })?;
        let again = now.difference(&Moment::of(environment));
        let requirement = Requirement::ObservingChangesNothing;
        checker.require(requirement, again.is_none(), || again.unwrap_or_default())?;
        if now.over || step == checker.options.max_steps {
            checker.report.unfinished += u64::from(!now.over);
            break;
        }
        checker.ask("the draw of actions");
        let seats = now.observations.iter().zip(&mut chance);
        let actions: Vec<E::Action> = seats.map(|(seen, chance)| draw(seen, chance)).collect();
        let mut rewards = vec![Rational::ZERO; players];
        checker.ask(format!("step() with {actions:?}"));
        let taken = environment.step(&actions, &mut rewards);
        let requirement = Requirement::LegalActionsAccepted;
        checker.require(requirement, taken.is_ok(), || {
            let error = taken.err().map(|error| error.to_string());
            format!("{actions:?} is refused: {}", error.unwrap_or_default())
        })?;
        checker.ask(format!(
            "observe(), is_over() or render() after step() with {actions:?}"
        ));
        let after = Moment::of(environment);
        transcript.steps.push(Taken {
            actions,
            rewards,
            after,
        });
    }
    checker.step = None;
    Ok(transcript)
}

/// How an episode is played again, and what it shows if something else happens.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    pub requirement: Requirement,
    /// Is everything looked at after each step, or only at the end?
    pub looks: bool,
    /// What is in the list of rewards before each step.
    pub in_rewards: i64,
}

impl Manner {
    pub fn new(requirement: Requirement) -> Self {
        Manner {
            requirement,
            looks: true,
            in_rewards: 0,
        }
    }
}

/// Plays an episode again; `between` is called before each step and after the last one.
pub(super) fn replay<E>(
    checker: &mut Checker<'_>,
    environment: &mut E,
    transcript: &TranscriptOf<E>,
    manner: Manner,
    mut between: impl FnMut(&mut Checker<'_>, &mut E, usize) -> Result<(), NonConformance>,
) -> Result<(), NonConformance>
where
    E: Environment,
    E::Observation: PartialEq + Debug,
    E::Action: Debug,
{
    checker.ask("reset()");
    environment.reset(transcript.seed);
    let count = transcript.steps.len();
    for step in 0..=count {
        checker.step = Some(step);
        between(checker, environment, step)?;
        if manner.looks || step == count {
            checker.ask("observe(), is_over() or render()");
            let found = transcript.before(step).difference(&Moment::of(environment));
            let words = || found.clone().unwrap_or_default();
            checker.require(manner.requirement, found.is_none(), words)?;
        }
        let Some(taken) = transcript.steps.get(step) else {
            break;
        };
        let actions = &taken.actions;
        checker.ask(format!("step() with {actions:?}"));
        let mut rewards = vec![Rational::from(manner.in_rewards); taken.rewards.len()];
        let result = environment.step(actions, &mut rewards);
        let same = result.is_ok() && rewards == taken.rewards;
        checker.require(manner.requirement, same, || match result {
            Err(error) => format!("{actions:?} was taken and is then refused: {error}"),
            Ok(()) => {
                let before = words(&taken.rewards);
                format!("{actions:?} earned {before} and then {}", words(&rewards))
            }
        })?;
    }
    checker.step = None;
    Ok(())
}

/// Numbers as they are written.
fn words(numbers: &[Rational]) -> String {
    let list: Vec<String> = numbers.iter().map(Rational::to_string).collect();
    format!("[{}]", list.join(", "))
}
