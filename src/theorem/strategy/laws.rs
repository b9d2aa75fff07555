//! Laws about what a court sees, choice by choice. All of them pass its check.

use proptest::collection::vec;
use proptest::prelude::*;

use super::drafter::{Drafter, Part};
use super::numbers::ratio;
use super::valid::valid;
use crate::contract::law::{ActionKind, Court, CourtError, Law, Observable};

/// Courts of one to three players who choose labels or quantities, with some observables.
pub fn courts() -> impl Strategy<Value = Court> + Clone {
    valid(
        (1usize..=3, 0u8..3, 0u8..8).prop_map(|(players, kind, seen)| {
            let action = match kind {
                0 => ActionKind::labels("deed", vec![vec!["give", "keep"]; players]),
                1 => ActionKind::quantity("catch"),
                _ => ActionKind::quantity_between("effort", ratio(-1, 1), ratio(9, 2)),
            };
            let names = (0..players).map(|player| format!("player {}", player + 1));
            let mut court = Court::new(names, action)?;
            let observables = [
                Observable::quantity("stock"),
                Observable::quantity("last").of_each_player(),
                Observable::labels("weather", ["dry", "wet"]),
            ];
            for (place, observable) in observables.into_iter().enumerate() {
                if seen & 1 << place != 0 {
                    court = court.with_observable(observable)?;
                }
            }
            Ok::<_, CourtError>(court)
        }),
    )
}

/// Well-formed laws about what this court sees, which pass its check: up to eight clauses with
/// conditions, money of every kind, ledgers and orders. They may ask for what cannot be done, for
/// example fine somebody a negative amount. They shrink towards no clause.
///
/// ```
/// use lacuna::contract::law::{ActionKind, CheckOptions, Court};
/// use lacuna::theorem::strategy::laws;
/// use proptest::prelude::*;
/// let court = Court::new(["ann", "bob"], ActionKind::quantity("catch"))?;
/// proptest!(|(law in laws(&court))| {
///     prop_assert!(law.check(&court, &CheckOptions::default()).is_ok());
/// });
/// # Ok::<(), lacuna::contract::law::CourtError>(())
/// ```
pub fn laws(court: &Court) -> impl Strategy<Value = Law> + Clone + use<> {
    let court = court.clone();
    let hooks = (drafts(2), drafts(4), drafts(2));
    hooks.prop_map(move |(start, resolve, end)| {
        let mut drafter = Drafter::new(&court);
        Law {
            title: "Drawn".to_owned(),
            start: drafter.clauses(&start, Part::Start),
            resolve: drafter.clauses(&resolve, Part::Resolve),
            end: drafter.clauses(&end, Part::End),
            declarations: drafter.declarations(),
        }
    })
}

/// The text of [`laws`].
pub fn law_texts(court: &Court) -> impl Strategy<Value = String> + Clone + use<> {
    laws(court).prop_map(|law| law.to_string())
}

/// A court and a law about what it sees.
pub fn courts_with_law() -> impl Strategy<Value = (Court, Law)> + Clone {
    courts().prop_flat_map(|court| (Just(court.clone()), laws(&court)))
}

/// Up to so many clauses, each a list of choices.
fn drafts(most: usize) -> impl Strategy<Value = Vec<Vec<u8>>> + Clone {
    vec(vec(any::<u8>(), 0..24), 0..=most)
}
