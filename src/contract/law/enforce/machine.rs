//! The interpreter: numbers and conditions of a program on what the court saw and on the ledgers.

use super::super::Fold;
use super::super::check::program::{ConditionNode, NOBODY, NumberNode, Over, Program};
use super::Small;

/// All that clauses read and write.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// The players, then who each variable in scope stands for.
    pub(super) frame: Vec<u32>,
    pub(super) readings: Vec<Small>,
    /// Actions as they stand.
    pub(super) actions: Vec<Small>,
    /// Actions as they were chosen.
    pub(super) chosen: Vec<Small>,
    pub(super) transfers: Vec<Small>,
    pub(super) destroyed: Small,
    pub(super) granted: Small,
}

/// One run. `COUNTED` counts its steps, which only tests ask for.
pub(super) struct Machine<'a, const COUNTED: bool> {
    pub(super) program: &'a Program,
    pub(super) state: &'a mut State,
    pub(super) amounts: &'a mut [Small],
    pub(super) counts: &'a mut [u64],
    pub(super) steps: u64,
}

impl<const COUNTED: bool> Machine<'_, COUNTED> {
    #[inline]
    pub(super) fn step(&mut self) {
        if COUNTED {
            self.steps = self.steps.saturating_add(1);
        }
    }

    /// The player at an entry of the frame.
    #[inline]
    pub(super) fn who(&self, entry: u32) -> usize {
        self.state.frame[entry as usize] as usize
    }

    /// The player who is left out.
    #[inline]
    pub(super) fn except(&self, over: Over) -> u32 {
        if over.except == NOBODY {
            NOBODY
        } else {
            self.state.frame[over.except as usize]
        }
    }

    /// The value of a number; `None` if it, or a number on the way, is too large.
    pub(super) fn number(&mut self, node: u32) -> Option<Small> {
        self.step();
        match self.program.numbers[node as usize] {
            NumberNode::Constant(value) => Some(value),
            NumberNode::Amount(index) => Some(self.amounts[index as usize]),
            NumberNode::AmountOf(first, who) => Some(self.amounts[first as usize + self.who(who)]),
            NumberNode::CountOf(first, who) => {
                Small::count(self.counts[first as usize + self.who(who)])
            }
            NumberNode::Seen(index) => Some(self.state.readings[index as usize]),
            NumberNode::SeenOf(first, who) => {
                Some(self.state.readings[first as usize + self.who(who)])
            }
            NumberNode::Action(who) => Some(self.state.actions[self.who(who)]),
            NumberNode::Chosen(who) => Some(self.state.chosen[self.who(who)]),
            NumberNode::Negate(of) => self.number(of)?.negate(),
            NumberNode::Add(left, right) => self.number(left)?.add(self.number(right)?),
            NumberNode::Subtract(left, right) => self.number(left)?.subtract(self.number(right)?),
            NumberNode::Multiply(left, right) => self.number(left)?.multiply(self.number(right)?),
            NumberNode::Divide(of, by) => self.number(of)?.divide(by),
            NumberNode::Ratio(numerator, denominator, otherwise) => {
                let denominator = self.number(denominator)?;
                if denominator.is_zero() {
                    self.number(otherwise)
                } else {
                    self.number(numerator)?.divide(denominator)
                }
            }
            NumberNode::Min(first, count) => self.extreme(first, count, |new, old| new < old),
            NumberNode::Max(first, count) => self.extreme(first, count, |new, old| new > old),
            NumberNode::Round(way, of) => Some(self.number(of)?.round(way)),
            NumberNode::Choose(condition, then, otherwise) => {
                let chosen = if self.condition(condition)? {
                    then
                } else {
                    otherwise
                };
                self.number(chosen)
            }
            NumberNode::Fold(fold, over, of) => self.fold(fold, over, of),
            NumberNode::NumberOf(over, condition) => {
                let except = self.except(over);
                let mut count = 0;
                for player in 0..self.program.players as u32 {
                    if player != except {
                        self.state.frame[over.variable as usize] = player;
                        count += u64::from(self.condition(condition)?);
                    }
                }
                Small::count(count)
            }
        }
    }

    #[inline]
    fn extreme(
        &mut self,
        first: u32,
        count: u32,
        better: impl Fn(Small, Small) -> bool,
    ) -> Option<Small> {
        let program = self.program;
        let (mut best, rest) = match &program.children[first as usize..(first + count) as usize] {
            [first, rest @ ..] => (self.number(*first)?, rest),
            [] => return Some(Small::ZERO),
        };
        for node in rest {
            let value = self.number(*node)?;
            if better(value, best) {
                best = value;
            }
        }
        Some(best)
    }

    fn fold(&mut self, fold: Fold, over: Over, of: u32) -> Option<Small> {
        let except = self.except(over);
        let mut result: Option<Small> = None;
        for player in 0..self.program.players as u32 {
            if player == except {
                continue;
            }
            self.state.frame[over.variable as usize] = player;
            let value = self.number(of)?;
            result = Some(match (result, fold) {
                (None, _) => value,
                (Some(before), Fold::Sum) => before.add(value)?,
                (Some(before), Fold::Largest) => before.max(value),
                (Some(before), Fold::Smallest) => before.min(value),
            });
        }
        Some(result.unwrap_or(Small::ZERO))
    }

    /// Whether a condition holds; `None` if a number on the way is too large.
    pub(super) fn condition(&mut self, node: u32) -> Option<bool> {
        self.step();
        let program = self.program;
        Some(match program.conditions[node as usize] {
            ConditionNode::Compare(left, comparison, right) => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                compare(comparison, left, right)
            }
            ConditionNode::ActionIs(who, table) => {
                let player = self.who(who);
                self.state.actions[player].numerator() == program.labels[table as usize + player]
            }
            ConditionNode::ChosenIs(who, table) => {
                let player = self.who(who);
                self.state.chosen[player].numerator() == program.labels[table as usize + player]
            }
            ConditionNode::SeenIs(index, label) => {
                self.state.readings[index as usize].numerator() == label
            }
            ConditionNode::SeenOfIs(first, who, label) => {
                self.state.readings[first as usize + self.who(who)].numerator() == label
            }
            ConditionNode::Not(of) => !self.condition(of)?,
            ConditionNode::And(first, count) => {
                for child in first..first + count {
                    if !self.condition(program.children[child as usize])? {
                        return Some(false);
                    }
                }
                true
            }
            ConditionNode::Or(first, count) => {
                for child in first..first + count {
                    if self.condition(program.children[child as usize])? {
                        return Some(true);
                    }
                }
                false
            }
            ConditionNode::Every(over, of) => !self.found(over, of, false)?,
            ConditionNode::Some(over, of) => self.found(over, of, true)?,
        })
    }

    /// Is there a player for whom the condition is this?
    fn found(&mut self, over: Over, of: u32, wanted: bool) -> Option<bool> {
        let except = self.except(over);
        for player in 0..self.program.players as u32 {
            if player != except {
                self.state.frame[over.variable as usize] = player;
                if self.condition(of)? == wanted {
                    return Some(true);
                }
            }
        }
        Some(false)
    }
}

#[inline]
fn compare(comparison: super::super::Comparison, left: Small, right: Small) -> bool {
    use super::super::Comparison;
    match comparison {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => left < right,
        Comparison::AtMost => left <= right,
        Comparison::Greater => left > right,
        Comparison::AtLeast => left >= right,
    }
}
