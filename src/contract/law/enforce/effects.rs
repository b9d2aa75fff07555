//! Clauses at work: their assignments, and what each effect does.

use super::super::check::program::{CompiledClause, Operation};
use super::Small;
use super::machine::Machine;
use super::ruling::{Entry, EntryKind, FailureKind};
use crate::number::Rational;

const TOO_LARGE: FailureKind = FailureKind::NumberTooLarge;

/// Nothing on the way may be too large.
trait Fits<T> {
    fn fits(self) -> Result<T, FailureKind>;
}

impl<T> Fits<T> for Option<T> {
    #[inline]
    fn fits(self) -> Result<T, FailureKind> {
        self.ok_or(TOO_LARGE)
    }
}

impl<const COUNTED: bool> Machine<'_, COUNTED> {
    /// Runs the clauses in order; the number of the clause that fails, and why.
    pub(super) fn run(
        &mut self,
        clauses: &[CompiledClause],
        entries: &mut Vec<Entry>,
    ) -> Result<(), (usize, FailureKind)> {
        for (number, clause) in clauses.iter().enumerate() {
            self.step();
            self.assignments(number, clause, entries)
                .map_err(|kind| (number, kind))?;
        }
        Ok(())
    }

    /// One run of the clause for each assignment of players to its variables, the first slowest.
    fn assignments(
        &mut self,
        number: usize,
        clause: &CompiledClause,
        entries: &mut Vec<Entry>,
    ) -> Result<(), FailureKind> {
        let quantifiers = clause.quantifiers.as_slice();
        let players = self.program.players as u32;
        // The quantifier at work, and the next player to try for it.
        let (mut level, mut next) = (0, 0);
        loop {
            let Some(over) = quantifiers.get(level) else {
                self.once(number, clause, entries)?;
                let Some(before) = level.checked_sub(1) else {
                    return Ok(());
                };
                level = before;
                next = self.state.frame[quantifiers[level].variable as usize] + 1;
                continue;
            };
            if next == self.except(*over) {
                next += 1;
            }
            if next < players {
                self.step();
                self.state.frame[over.variable as usize] = next;
                level += 1;
                next = 0;
            } else {
                let Some(before) = level.checked_sub(1) else {
                    return Ok(());
                };
                level = before;
                next = self.state.frame[quantifiers[level].variable as usize] + 1;
            }
        }
    }

    #[inline]
    fn once(
        &mut self,
        number: usize,
        clause: &CompiledClause,
        entries: &mut Vec<Entry>,
    ) -> Result<(), FailureKind> {
        if let Some(condition) = clause.condition
            && !self.condition(condition).fits()?
        {
            return Ok(());
        }
        if let Some((kind, player, to, amount)) = self.effect(clause.operation)? {
            entries.push(Entry {
                clause: number,
                kind,
                player,
                to,
                amount,
            });
        }
        Ok(())
    }

    /// An amount of money, at least zero.
    #[inline]
    fn money(&mut self, node: u32) -> Result<Small, FailureKind> {
        let amount = self.number(node).fits()?;
        Ok(if amount.is_negative() {
            Small::ZERO
        } else {
            amount
        })
    }

    #[inline]
    fn pay(&mut self, player: usize, amount: Small) -> Result<(), FailureKind> {
        let transfer = &mut self.state.transfers[player];
        *transfer = transfer.subtract(amount).fits()?;
        Ok(())
    }

    #[inline]
    fn receive(&mut self, player: usize, amount: Small) -> Result<(), FailureKind> {
        let transfer = &mut self.state.transfers[player];
        *transfer = transfer.add(amount).fits()?;
        Ok(())
    }

    #[inline]
    fn destroy(&mut self, player: usize, amount: Small) -> Result<(), FailureKind> {
        self.pay(player, amount)?;
        self.state.destroyed = self.state.destroyed.add(amount).fits()?;
        Ok(())
    }

    fn deposit(&mut self, account: usize, amount: Small) -> Result<(), FailureKind> {
        self.amounts[account] = self.amounts[account].add(amount).fits()?;
        Ok(())
    }

    /// Takes as much of the amount as is there, all without one.
    fn withdraw(&mut self, account: usize, amount: Option<Small>) -> Result<Small, FailureKind> {
        let held = self.amounts[account];
        let taken = amount.map_or(held, |amount| amount.min(held));
        self.amounts[account] = held.subtract(taken).fits()?;
        Ok(taken)
    }

    fn count_up(&mut self, counter: u32, player: usize) -> Result<u64, FailureKind> {
        let count = &mut self.counts[counter as usize + player];
        if *count >= i64::MAX as u64 {
            return Err(FailureKind::CounterFull { player });
        }
        *count += 1;
        Ok(*count)
    }

    fn act(&mut self, player: usize, value: Small) -> Result<(), FailureKind> {
        let low = self.program.least.is_some_and(|least| value < least);
        if low || self.program.most.is_some_and(|most| value > most) {
            return Err(FailureKind::ActionOutOfRange {
                player,
                value: value.rational(),
            });
        }
        self.state.actions[player] = value;
        Ok(())
    }

    /// The effect, and its entry if it has had one.
    fn effect(&mut self, operation: Operation) -> Result<Option<Effected>, FailureKind> {
        let (kind, player, to, amount) = match operation {
            Operation::Direct { player, table } => {
                let player = self.who(player);
                let label = Small::integer(self.program.labels[table as usize + player]);
                if self.state.actions[player] == label {
                    return Ok(None);
                }
                self.state.actions[player] = label;
                return effected(EntryKind::Direct, player, label);
            }
            Operation::Set { player, to } => {
                let (player, value) = (self.who(player), self.number(to).fits()?);
                let before = self.state.actions[player];
                self.act(player, value)?;
                if before == value {
                    return Ok(None);
                }
                return effected(EntryKind::Set, player, value);
            }
            Operation::Cap { player, at } => {
                let (player, value) = (self.who(player), self.number(at).fits()?);
                if self.state.actions[player] <= value {
                    return Ok(None);
                }
                self.act(player, value)?;
                return effected(EntryKind::Cap, player, value);
            }
            Operation::Fine { player, amount } => {
                let (player, amount) = (self.who(player), self.money(amount)?);
                self.destroy(player, amount)?;
                (EntryKind::Fine, player, None, amount)
            }
            Operation::Sanction { player, amount } => {
                let (player, amount) = (self.who(player), self.money(amount)?);
                self.destroy(player, amount)?;
                (EntryKind::Sanction, player, None, amount)
            }
            Operation::GraduatedSanction {
                player,
                base,
                counter,
                multiplier,
            } => {
                let player = self.who(player);
                let count = self.count_up(counter, player)?;
                let base = self.money(base)?;
                let base = match multiplier {
                    Some(multiplier) => base.multiply(self.money(multiplier)?).fits()?,
                    None => base,
                };
                let count = Small::count(count).fits()?;
                let amount = base.multiply(count).fits()?;
                if amount.is_zero() {
                    return effected(EntryKind::Count, player, count);
                }
                self.destroy(player, amount)?;
                (EntryKind::GraduatedSanction, player, None, amount)
            }
            Operation::Transfer { from, to, amount } => {
                let (from, to) = (self.who(from), self.who(to));
                let amount = self.money(amount)?;
                if from != to {
                    self.pay(from, amount)?;
                    self.receive(to, amount)?;
                }
                (EntryKind::Transfer, from, Some(to), amount)
            }
            Operation::Grant { player, amount } => {
                let (player, amount) = (self.who(player), self.money(amount)?);
                self.receive(player, amount)?;
                self.state.granted = self.state.granted.add(amount).fits()?;
                (EntryKind::Grant, player, None, amount)
            }
            Operation::Escrow {
                player,
                amount,
                escrow,
            } => {
                let (player, amount) = (self.who(player), self.money(amount)?);
                self.pay(player, amount)?;
                self.deposit(escrow as usize + player, amount)?;
                (EntryKind::Escrow, player, None, amount)
            }
            Operation::Release {
                escrow,
                player,
                amount,
                to,
            } => {
                let (player, to) = (self.who(player), self.who(to));
                let amount = match amount {
                    Some(amount) => Some(self.money(amount)?),
                    None => None,
                };
                let released = self.withdraw(escrow as usize + player, amount)?;
                self.receive(to, released)?;
                (EntryKind::Release, player, Some(to), released)
            }
            Operation::Premium {
                player,
                amount,
                pool,
            } => {
                let (player, amount) = (self.who(player), self.money(amount)?);
                self.pay(player, amount)?;
                self.deposit(pool as usize, amount)?;
                (EntryKind::Premium, player, None, amount)
            }
            Operation::Payout {
                pool,
                amount,
                player,
            } => {
                let (player, amount) = (self.who(player), self.money(amount)?);
                let paid = self.withdraw(pool as usize, Some(amount))?;
                self.receive(player, paid)?;
                (EntryKind::Payout, player, None, paid)
            }
            Operation::ParticipationCost { player, amount } => {
                let (player, amount) = (self.who(player), self.money(amount)?);
                self.destroy(player, amount)?;
                (EntryKind::ParticipationCost, player, None, amount)
            }
            Operation::Violation { player } => {
                return effected(EntryKind::Violation, self.who(player), Small::ZERO);
            }
            Operation::Count { counter, player } => {
                let player = self.who(player);
                let count = self.count_up(counter, player)?;
                return effected(EntryKind::Count, player, Small::count(count).fits()?);
            }
            Operation::Clear { counter, player } => {
                let player = self.who(player);
                let count = &mut self.counts[counter as usize + player];
                if std::mem::take(count) == 0 {
                    return Ok(None);
                }
                return effected(EntryKind::Clear, player, Small::ZERO);
            }
            Operation::Remember { memory, value } => {
                let value = self.number(value).fits()?;
                let memory = &mut self.amounts[memory as usize];
                if std::mem::replace(memory, value) == value {
                    return Ok(None);
                }
                return effected(EntryKind::Remember, 0, value);
            }
        };
        Ok(amount
            .is_positive()
            .then(|| (kind, player, to, amount.rational())))
    }
}

type Effected = (EntryKind, usize, Option<usize>, Rational);

fn effected(
    kind: EntryKind,
    player: usize,
    amount: Small,
) -> Result<Option<Effected>, FailureKind> {
    Ok(Some((kind, player, None, amount.rational())))
}
