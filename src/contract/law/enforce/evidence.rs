//! Readings are taken over only if the court can have made them.

use super::super::Hook;
use super::super::check::program::Program;
use super::super::{ActionKind, Court, Evidence, ObservableKind, Reading};
use super::{EnforceError, ReadingProblem, Small};
use crate::number::Rational;

/// Actions in machine size; `whose` is the words for what they are.
pub(super) fn load_actions(
    hook: Hook,
    whose: &'static str,
    court: &Court,
    program: &Program,
    actions: &[Reading],
    into: &mut Vec<Small>,
) -> Result<(), EnforceError> {
    let expected = match hook {
        Hook::Start => 0,
        Hook::Resolve | Hook::End => court.players(),
    };
    if actions.len() != expected {
        return Err(EnforceError::ActionCount {
            hook,
            what: whose,
            found: actions.len(),
            expected,
        });
    }
    into.clear();
    for (player, reading) in actions.iter().enumerate() {
        let value = match court.action() {
            ActionKind::Labels { labels, .. } => label(reading, labels[player].len()),
            ActionKind::Quantity { .. } => quantity(reading).and_then(|value| {
                let low = program.least.is_some_and(|least| value < least);
                let high = program.most.is_some_and(|most| value > most);
                if low || high {
                    Err(ReadingProblem::OutOfRange {
                        value: value.rational(),
                        limit: limits(court),
                    })
                } else {
                    Ok(value)
                }
            }),
        };
        into.push(value.map_err(|problem| EnforceError::Reading {
            what: of_player(court, court.action().noun(), player),
            problem,
        })?);
    }
    Ok(())
}

pub(super) fn load_observations(
    court: &Court,
    evidence: &Evidence,
    into: &mut Vec<Small>,
) -> Result<(), EnforceError> {
    let observables = court.observables();
    if evidence.observations.len() != observables.len() {
        return Err(EnforceError::ObservationCount {
            found: evidence.observations.len(),
            expected: observables.len(),
        });
    }
    into.clear();
    for (observable, readings) in observables.iter().zip(&evidence.observations) {
        let expected = if observable.of_each_player {
            court.players()
        } else {
            1
        };
        if readings.len() != expected {
            return Err(EnforceError::ReadingCount {
                observation: observable.name.clone(),
                found: readings.len(),
                expected,
            });
        }
        for (player, reading) in readings.iter().enumerate() {
            let value = match &observable.kind {
                ObservableKind::Quantity => quantity(reading),
                ObservableKind::Labels { labels } => label(reading, labels.len()),
            };
            into.push(value.map_err(|problem| EnforceError::Reading {
                what: if observable.of_each_player {
                    of_player(court, &observable.name, player)
                } else {
                    observable.name.clone()
                },
                problem,
            })?);
        }
    }
    Ok(())
}

fn of_player(court: &Court, noun: &str, player: usize) -> String {
    format!("{noun} of {}", court.player_names()[player])
}

#[inline]
fn quantity(reading: &Reading) -> Result<Small, ReadingProblem> {
    match reading {
        Reading::Quantity(value) => Small::of(value).ok_or_else(|| ReadingProblem::TooLarge {
            value: value.clone(),
        }),
        Reading::Label(_) => Err(ReadingProblem::NotAQuantity),
    }
}

#[inline]
fn label(reading: &Reading, count: usize) -> Result<Small, ReadingProblem> {
    match reading {
        Reading::Label(found) => match i64::try_from(*found) {
            Ok(small) if *found < count => Ok(Small::integer(small)),
            _ => Err(ReadingProblem::NoSuchLabel {
                found: *found,
                count,
            }),
        },
        Reading::Quantity(_) => Err(ReadingProblem::NotALabel),
    }
}

fn limits(court: &Court) -> String {
    let none = Rational::ZERO;
    let (least, most) = match court.action() {
        ActionKind::Quantity { least, most, .. } => (least, most.as_ref()),
        ActionKind::Labels { .. } => (&none, None),
    };
    match most {
        Some(most) => format!("between {least} and {most}"),
        None => format!("at least {least}"),
    }
}
