//! Checking and compiling what clauses do.

use super::super::{ActionKind, Effect, Expression};
use super::checker::Checker;
use super::names::Meaning;
use super::problem::LawProblemKind;
use super::program::{NO_LABEL, Operation};

impl<'a> Checker<'a> {
    /// What a clause does, and the steps of its expressions. Every part is looked at, whatever is
    /// wrong with those before.
    pub(super) fn effect(&mut self, effect: &'a Effect) -> Option<(Operation, u64)> {
        let mut steps = 0u64;
        let operation = match effect {
            Effect::Direct { player, label } => {
                let player = self.player(player);
                let table = match (self.court.action(), player) {
                    (ActionKind::Labels { noun, labels }, Some(entry)) => {
                        self.direct(noun, labels, entry, label)
                    }
                    (ActionKind::Labels { .. }, None) => None,
                    (ActionKind::Quantity { noun, .. }, _) => {
                        self.wrong_name(noun, "an action that is a label", |_| false);
                        None
                    }
                };
                self.only_in_resolve("directing an action")?;
                Operation::Direct {
                    player: player?,
                    table: table?,
                }
            }
            Effect::Set { action, player, to } => {
                let settable = self.settable(action, "setting an action");
                let (player, to) = (self.player(player), self.amount(to, &mut steps));
                settable?;
                Operation::Set {
                    player: player?,
                    to: to?,
                }
            }
            Effect::Cap { action, player, at } => {
                let settable = self.settable(action, "capping an action");
                let (player, at) = (self.player(player), self.amount(at, &mut steps));
                settable?;
                self.reads.actions = true;
                Operation::Cap {
                    player: player?,
                    at: at?,
                }
            }
            Effect::Fine { player, amount } => {
                let (player, amount) = (self.player(player), self.amount(amount, &mut steps));
                Operation::Fine {
                    player: player?,
                    amount: amount?,
                }
            }
            Effect::Sanction { player, amount } => {
                let (player, amount) = (self.player(player), self.amount(amount, &mut steps));
                Operation::Sanction {
                    player: player?,
                    amount: amount?,
                }
            }
            Effect::GraduatedSanction {
                player,
                base,
                counter,
                multiplier,
            } => {
                self.reads.ledger(counter);
                let player = self.player(player);
                let base = self.amount(base, &mut steps);
                let counter = self.ledger(counter, Ledger::Counter);
                let multiplier = multiplier
                    .as_ref()
                    .map(|multiplier| self.amount(multiplier, &mut steps));
                Operation::GraduatedSanction {
                    player: player?,
                    base: base?,
                    counter: counter?,
                    multiplier: match multiplier {
                        Some(node) => Some(node?),
                        None => None,
                    },
                }
            }
            Effect::Transfer { from, to, amount } => {
                let (from, to) = (self.player(from), self.player(to));
                let amount = self.amount(amount, &mut steps);
                Operation::Transfer {
                    from: from?,
                    to: to?,
                    amount: amount?,
                }
            }
            Effect::Grant { player, amount } => {
                let (player, amount) = (self.player(player), self.amount(amount, &mut steps));
                Operation::Grant {
                    player: player?,
                    amount: amount?,
                }
            }
            Effect::Escrow {
                player,
                amount,
                escrow,
            } => {
                let (player, amount) = (self.player(player), self.amount(amount, &mut steps));
                let escrow = self.ledger(escrow, Ledger::Escrow);
                Operation::Escrow {
                    player: player?,
                    amount: amount?,
                    escrow: escrow?,
                }
            }
            Effect::Release {
                escrow,
                player,
                amount,
                to,
            } => {
                self.reads.ledger(escrow);
                let escrow = self.ledger(escrow, Ledger::Escrow);
                let player = self.player(player);
                let amount = amount
                    .as_ref()
                    .map(|amount| self.amount(amount, &mut steps));
                let to = to.as_ref().map(|to| self.player(to));
                let player = player?;
                Operation::Release {
                    escrow: escrow?,
                    player,
                    amount: match amount {
                        Some(node) => Some(node?),
                        None => None,
                    },
                    to: match to {
                        Some(entry) => entry?,
                        None => player,
                    },
                }
            }
            Effect::Premium {
                player,
                amount,
                pool,
            } => {
                let (player, amount) = (self.player(player), self.amount(amount, &mut steps));
                let pool = self.ledger(pool, Ledger::Pool);
                Operation::Premium {
                    player: player?,
                    amount: amount?,
                    pool: pool?,
                }
            }
            Effect::Payout {
                pool,
                amount,
                player,
            } => {
                self.reads.ledger(pool);
                let pool = self.ledger(pool, Ledger::Pool);
                let (player, amount) = (self.player(player), self.amount(amount, &mut steps));
                Operation::Payout {
                    pool: pool?,
                    amount: amount?,
                    player: player?,
                }
            }
            Effect::ParticipationCost { player, amount } => {
                let (player, amount) = (self.player(player), self.amount(amount, &mut steps));
                Operation::ParticipationCost {
                    player: player?,
                    amount: amount?,
                }
            }
            Effect::Violation { player, .. } => Operation::Violation {
                player: self.player(player)?,
            },
            Effect::Count { counter, player } => {
                let (counter, player) =
                    (self.ledger(counter, Ledger::Counter), self.player(player));
                Operation::Count {
                    counter: counter?,
                    player: player?,
                }
            }
            Effect::Clear { counter, player } => {
                let (counter, player) =
                    (self.ledger(counter, Ledger::Counter), self.player(player));
                Operation::Clear {
                    counter: counter?,
                    player: player?,
                }
            }
            Effect::Remember { memory, value } => {
                let memory = self.ledger(memory, Ledger::Memory);
                let value = self.amount(value, &mut steps);
                Operation::Remember {
                    memory: memory?,
                    value: value?,
                }
            }
        };
        Some((operation, steps))
    }

    /// The table of a label that every player whom the clause can mean has.
    fn direct(
        &mut self,
        noun: &str,
        labels: &[Vec<String>],
        entry: u32,
        label: &str,
    ) -> Option<u32> {
        let possible = self.possible(entry);
        let table = self.label_table(noun, labels, &possible, label)?;
        let mut lacking = possible
            .into_iter()
            .map(|player| player as usize)
            .filter(|player| self.program.labels[table as usize + player] == NO_LABEL);
        let Some(player) = lacking.next() else {
            return Some(table);
        };
        let others = lacking.count();
        self.problem(LawProblemKind::NoSuchAction {
            player: self.court.player_names()[player].clone(),
            label: label.into(),
            others,
        });
        None
    }

    /// An amount: its node, and its steps on top of those so far.
    fn amount(&mut self, expression: &'a Expression, steps: &mut u64) -> Option<u32> {
        let compiled = self.number(expression)?;
        *steps = steps.saturating_add(compiled.steps);
        Some(compiled.node)
    }

    fn ledger(&mut self, name: &str, kind: Ledger) -> Option<u32> {
        match (kind, self.names.get(name)) {
            (Ledger::Pool, Some(Meaning::Pool(index)))
            | (Ledger::Escrow, Some(Meaning::Escrow(index)))
            | (Ledger::Counter, Some(Meaning::Counter(index)))
            | (Ledger::Memory, Some(Meaning::Memory(index))) => Some(index),
            _ => {
                self.wrong_name(name, kind.needed(), |meaning| kind.fits(meaning));
                None
            }
        }
    }

    /// The court's word for an action that can be set.
    fn settable(&mut self, name: &str, what: &'static str) -> Option<()> {
        let quantity = matches!(self.court.action(), ActionKind::Quantity { .. });
        if self.names.get(name) != Some(Meaning::Action) || !quantity {
            self.wrong_name(name, "the players' action as a quantity", |meaning| {
                quantity && meaning == Meaning::Action
            });
            return None;
        }
        self.only_in_resolve(what)
    }
}

/// The ledgers that effects name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ledger {
    Pool,
    Escrow,
    Counter,
    Memory,
}

impl Ledger {
    fn needed(self) -> &'static str {
        match self {
            Ledger::Pool => "a pool that the law declares",
            Ledger::Escrow => "an escrow that the law declares",
            Ledger::Counter => "a counter that the law declares",
            Ledger::Memory => "a memory that the law declares",
        }
    }

    fn fits(self, meaning: Meaning<'_>) -> bool {
        match meaning {
            Meaning::Pool(_) => self == Ledger::Pool,
            Meaning::Escrow(_) => self == Ledger::Escrow,
            Meaning::Counter(_) => self == Ledger::Counter,
            Meaning::Memory(_) => self == Ledger::Memory,
            _ => false,
        }
    }
}
