//! Does an environment report to its court what the court declares?

use std::fmt::Debug;

use rand::Rng;

use super::checker::{Checker, examine};
use super::episode::{Manner, Moment, TranscriptOf, record, replay};
use super::{ConformanceOptions, NonConformance, Report, Requirement};
use crate::contract::law::{ActionKind, Court, Hook, ObservableKind, Reading};
use crate::number::Rational;
use crate::simulate::Verifiable;

/// Checks what [`Verifiable`] promises, on episodes in which `draw` says what a player does that sees
/// something: a court that never changes and has the environment's players; readings and
/// observations, before and after each step, of the kinds and in the numbers that the court
/// declares, written over what was there; orders that are read back as they were given; and that the
/// court's looking changes nothing.
///
/// Orders are what other players' actions read as, and every label of a player. The promises of
/// [`Environment`](crate::simulate::Environment) are those of
/// [`check_environment`](super::check_environment).
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
///
/// ```
/// use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules};
/// use lacuna::simulate::conformance::{ConformanceOptions, check_verifiable};
/// use rand::{Rng, RngExt};
///
/// let make = || Commons::new(CommonsRules::default()).expect("valid rules");
/// let draw = |seen: &CommonsObservation, rng: &mut dyn Rng| rng.random_range(0..=seen.stock / 8);
/// check_verifiable(make, draw, &ConformanceOptions::default().with_cases(5))?;
/// # Ok::<(), lacuna::simulate::conformance::NonConformance>(())
/// ```
pub fn check_verifiable<E>(
    make: impl Fn() -> E,
    draw: impl Fn(&E::Observation, &mut dyn Rng) -> E::Action,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance>
where
    E: Verifiable,
    E::Observation: PartialEq + Debug,
    E::Action: Clone + Debug,
{
    examine(options, |checker| {
        for case in 0..options.cases.max(1) {
            checker.begin(case);
            let court = court(checker, &make())?;
            let transcript = record(checker, &mut make(), &draw)?;
            let manner = Manner::new(Requirement::ObservingChangesNothing);
            replay(
                checker,
                &mut make(),
                &transcript,
                manner,
                |checker, environment, step| {
                    let again = self::court(checker, environment)?;
                    let question = || "the court".to_owned();
                    checker.require_equal(Requirement::ConstantCourt, question, &court, &again)?;
                    let bench = Bench {
                        court: &court,
                        environment,
                    };
                    bench.look(checker, &transcript, step)
                },
            )?;
        }
        Ok(())
    })
}

fn court<E: Verifiable>(
    checker: &mut Checker<'_>,
    environment: &E,
) -> Result<Court, NonConformance> {
    checker.ask("court()");
    let court = environment.court().map_err(|error| {
        checker.violation(
            Requirement::ConstantCourt,
            format!("court() is refused: {error}"),
        )
    })?;
    let (seen, players) = (court.players(), environment.players());
    checker.require(Requirement::CourtHasThePlayers, seen == players, || {
        format!("the court knows {seen} players and there are {players}")
    })?;
    Ok(court)
}

struct Bench<'a, E> {
    court: &'a Court,
    environment: &'a E,
}

impl<E: Verifiable> Bench<'_, E>
where
    E::Observation: PartialEq + Debug,
    E::Action: Clone + Debug,
{
    /// Everything that the court can see around a step.
    fn look(
        &self,
        checker: &mut Checker<'_>,
        transcript: &TranscriptOf<E>,
        step: usize,
    ) -> Result<(), NonConformance> {
        if step > 0 {
            self.observations(checker, Hook::End)?;
            for player in 0..self.court.players() {
                checker.ask(format!("carried_out({player})"));
                let reading = self.environment.carried_out(player);
                let what = || format!("carried_out({player})");
                let again = self.environment.carried_out(player);
                checker.require_equal(Requirement::Pure, what, &reading, &again)?;
                self.action(checker, player, &reading, &what())?;
            }
        }
        let Some(taken) = transcript.steps.get(step) else {
            return Ok(());
        };
        self.observations(checker, Hook::Start)?;
        self.observations(checker, Hook::Resolve)?;
        for (player, action) in taken.actions.iter().enumerate() {
            checker.ask(format!("reading({player}, {action:?})"));
            let reading = self.environment.reading(player, action);
            let what = || format!("reading({player}, {action:?})");
            let again = self.environment.reading(player, action);
            checker.require_equal(Requirement::Pure, what, &reading, &again)?;
            self.action(checker, player, &reading, &what())?;
            let mut orders = Vec::new();
            if let ActionKind::Labels { labels, .. } = self.court.action() {
                orders.extend((0..labels[player].len()).map(Reading::Label));
            } else {
                let others = taken.actions.iter();
                orders.extend(others.map(|other| self.environment.reading(player, other)));
            }
            for order in orders {
                checker.ask(format!("directed({player}, {action:?}, {order:?})"));
                let directed = self.environment.directed(player, action, &order);
                let reading = self.environment.reading(player, &directed);
                let holds = reading == order;
                checker.require(Requirement::OrdersAreReadBack, holds, || {
                    format!(
                        "player {player}, who chose {action:?} and is ordered {order:?}, takes \
                         {directed:?}, which reads {reading:?}"
                    )
                })?;
            }
        }
        let now = Moment::of(self.environment);
        let found = transcript.before(step).difference(&now);
        let requirement = Requirement::ObservingChangesNothing;
        checker.require(requirement, found.is_none(), || {
            format!("after the court had looked, {}", found.unwrap_or_default())
        })
    }

    fn observations(&self, checker: &mut Checker<'_>, hook: Hook) -> Result<(), NonConformance> {
        checker.ask(format!("observations in {hook:?}"));
        let mut seen = Vec::new();
        self.environment.observations(hook, &mut seen);
        let nonsense = Reading::Quantity(Rational::from(-777));
        let mut over = vec![vec![nonsense; 3]; seen.len() + 2];
        self.environment.observations(hook, &mut over);
        checker.require(Requirement::ObservationsOverwrite, over == seen, || {
            format!("in {hook:?} an empty list becomes {seen:?} and one with other things {over:?}")
        })?;
        let (fits, declared) = (Requirement::ReadingsFitTheCourt, self.court.observables());
        checker.require(fits, seen.len() == declared.len(), || {
            let (seen, declared) = (seen.len(), declared.len());
            format!("in {hook:?} there are {seen} lists for {declared} observations")
        })?;
        for (list, observable) in seen.iter().zip(declared) {
            let needed = if observable.of_each_player {
                self.court.players()
            } else {
                1
            };
            let name = &observable.name;
            checker.require(fits, list.len() == needed, || {
                format!(
                    "in {hook:?} `{name}` has {} readings and needs {needed}",
                    list.len()
                )
            })?;
            let fitting = |reading: &Reading| match (&observable.kind, reading) {
                (ObservableKind::Quantity, Reading::Quantity(_)) => true,
                (ObservableKind::Labels { labels }, Reading::Label(label)) => *label < labels.len(),
                _ => false,
            };
            let odd = list.iter().find(|reading| !fitting(reading));
            checker.require(fits, odd.is_none(), || {
                format!(
                    "in {hook:?} `{name}` is {odd:?}, which is not of {:?}",
                    observable.kind
                )
            })?;
        }
        Ok(())
    }

    fn action(
        &self,
        checker: &mut Checker<'_>,
        player: usize,
        reading: &Reading,
        what: &str,
    ) -> Result<(), NonConformance> {
        let kind = self.court.action();
        let holds = match (kind, reading) {
            (ActionKind::Labels { labels, .. }, Reading::Label(label)) => {
                labels.get(player).is_some_and(|list| *label < list.len())
            }
            (ActionKind::Quantity { least, most, .. }, Reading::Quantity(value)) => {
                value >= least && most.as_ref().is_none_or(|most| value <= most)
            }
            _ => false,
        };
        checker.require(Requirement::ReadingsFitTheCourt, holds, || {
            format!("{what} is {reading:?}, which is not of {kind:?}")
        })
    }
}
