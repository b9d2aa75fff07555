//! Every name that a law may mention, and what it stands for.

use std::collections::BTreeMap;

use super::super::enforce::Small;
use super::super::spelling::nearest;
use super::super::{Court, Declaration, Law, ObservableKind};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning<'a> {
    Player(u32),
    /// The court's word for the action.
    Action,
    /// An observation, by its number.
    Seen(usize),
    Hidden(&'a str),
    /// `None` if it is too large, which is a problem of its own.
    Constant(Option<Small>),
    Pool(u32),
    Escrow(u32),
    Counter(u32),
    Memory(u32),
}

impl Meaning<'_> {
    /// What it is, in words.
    pub(super) fn words(self, court: &Court) -> &'static str {
        match self {
            Meaning::Player(_) => "a player",
            Meaning::Action => match court.action() {
                super::super::ActionKind::Labels { .. } => "the players' action, which is a label",
                super::super::ActionKind::Quantity { .. } => {
                    "the players' action, which is a quantity"
                }
            },
            Meaning::Seen(number) => {
                let observable = &court.observables()[number];
                match (&observable.kind, observable.of_each_player) {
                    (ObservableKind::Quantity, false) => "an observed quantity",
                    (ObservableKind::Quantity, true) => "an observed quantity of each player",
                    (ObservableKind::Labels { .. }, false) => "an observed label",
                    (ObservableKind::Labels { .. }, true) => "an observed label of each player",
                }
            }
            Meaning::Hidden(_) => "something that the court cannot see",
            Meaning::Constant(_) => "a constant",
            Meaning::Pool(_) => "a pool",
            Meaning::Escrow(_) => "an escrow account of each player",
            Meaning::Counter(_) => "a counter of each player",
            Meaning::Memory(_) => "a memory",
        }
    }
}

/// The names of a court and a law.
pub(super) struct Names<'a> {
    meanings: BTreeMap<&'a str, Meaning<'a>>,
}

impl<'a> Names<'a> {
    pub(super) fn of_court(court: &'a Court) -> Self {
        let mut meanings = BTreeMap::new();
        for (player, name) in (0..).zip(court.player_names()) {
            meanings.insert(name.as_str(), Meaning::Player(player));
        }
        meanings.insert(court.action().noun(), Meaning::Action);
        for (number, observable) in court.observables().iter().enumerate() {
            meanings.insert(observable.name.as_str(), Meaning::Seen(number));
        }
        for hidden in court.all_hidden() {
            meanings.insert(hidden.name.as_str(), Meaning::Hidden(&hidden.reason));
        }
        Names { meanings }
    }

    /// What a declaration of this law stands for; the indices are those of the ledgers.
    pub(super) fn of_declarations(law: &'a Law, players: usize) -> Vec<Meaning<'a>> {
        // Pools first, then a block a player for each escrow, then memories; counters apart.
        let count = |wanted: fn(&Declaration) -> bool| {
            law.declarations.iter().filter(|d| wanted(d)).count() as u32
        };
        let players = players as u32;
        let mut pool = 0;
        let mut escrow = count(|d| matches!(d, Declaration::Pool { .. }));
        let mut memory = escrow.saturating_add(
            count(|d| matches!(d, Declaration::Escrow { .. })).saturating_mul(players),
        );
        let mut counter = 0u32;
        let next = |index: &mut u32, by: u32| {
            let here = *index;
            *index = index.saturating_add(by);
            here
        };
        law.declarations
            .iter()
            .map(|declaration| match declaration {
                Declaration::Constant { value, .. } => Meaning::Constant(Small::of(value)),
                Declaration::Pool { .. } => Meaning::Pool(next(&mut pool, 1)),
                Declaration::Escrow { .. } => Meaning::Escrow(next(&mut escrow, players)),
                Declaration::Counter { .. } => Meaning::Counter(next(&mut counter, players)),
                Declaration::Memory { .. } => Meaning::Memory(next(&mut memory, 1)),
            })
            .collect()
    }

    pub(super) fn get(&self, name: &str) -> Option<Meaning<'a>> {
        self.meanings.get(name).copied()
    }

    pub(super) fn declare(&mut self, name: &'a str, meaning: Meaning<'a>) {
        self.meanings.insert(name, meaning);
    }

    /// The names nearest to this one among those that are fit.
    pub(super) fn nearest(&self, name: &str, fit: impl Fn(Meaning<'a>) -> bool) -> Vec<String> {
        let fitting = self.meanings.iter().filter(|(_, meaning)| fit(**meaning));
        let names = nearest(name, fitting.map(|(name, _)| *name));
        names.into_iter().map(str::to_owned).collect()
    }
}
