//! Checking and compiling numbers.

use super::super::Hook;
use super::super::enforce::Small;
use super::super::{ActionKind, Expression, ObservableKind, Operator};
use super::checker::Checker;
use super::names::Meaning;
use super::problem::LawProblemKind;
use super::program::NumberNode;

/// A number that is ready to run.
#[derive(Clone, Copy)]
pub(super) struct Compiled {
    pub(super) node: u32,
    pub(super) steps: u64,
    /// Its value if it is made of numbers, `players` and constants of the law.
    constant: Option<Small>,
}

const NUMBER: &str = "a number: a constant, a memory, a pool or an observed quantity";
const NUMBER_OF: &str =
    "a number of a player: its action, an observed quantity, an escrow or a counter";

impl<'a> Checker<'a> {
    pub(super) fn number(&mut self, expression: &'a Expression) -> Option<Compiled> {
        self.nested(|checker| checker.number_within(expression))
    }

    fn push(&mut self, node: NumberNode, steps: u64) -> Option<Compiled> {
        let index = self.program.numbers.len() as u32;
        self.program.numbers.push(node);
        Some(Compiled {
            node: index,
            steps: steps.saturating_add(1),
            constant: match node {
                NumberNode::Constant(value) => Some(value),
                _ => None,
            },
        })
    }

    /// The value of arithmetic on constants, which must fit.
    fn constant(
        &mut self,
        value: Option<Small>,
        exact: crate::number::Rational,
    ) -> Option<Compiled> {
        match value {
            Some(value) => self.push(NumberNode::Constant(value), 0),
            None => {
                self.fits("the value of a constant expression", &exact);
                None
            }
        }
    }

    fn number_within(&mut self, expression: &'a Expression) -> Option<Compiled> {
        match expression {
            Expression::Number { value } => {
                let value = self.fits("a number", value)?;
                self.push(NumberNode::Constant(value), 0)
            }
            Expression::Players => {
                let players = Small::count(self.program.players as u64)?;
                self.push(NumberNode::Constant(players), 0)
            }
            Expression::Name { name } => self.name(name),
            Expression::Of { name, player } => self.of(name, player),
            Expression::Chosen { name, player } => {
                let noun = self.action_noun(name, true, "the players' action as a quantity");
                let player = self.player(player);
                noun?;
                self.reads.chosen_actions = true;
                self.push(NumberNode::Chosen(player?), 0)
            }
            Expression::Negate { of } => {
                let of = self.number(of)?;
                match of.constant {
                    Some(value) => self.constant(value.negate(), -value.rational()),
                    None => self.push(NumberNode::Negate(of.node), of.steps),
                }
            }
            Expression::Arithmetic {
                operator,
                left,
                right,
            } => {
                let (left, right) = (self.number(left), self.number(right));
                self.arithmetic(*operator, left?, right?)
            }
            Expression::Ratio {
                numerator,
                denominator,
                otherwise,
            } => {
                let parts = [numerator, denominator, otherwise].map(|part| self.number(part));
                let [numerator, denominator, otherwise] = parts;
                let (numerator, denominator, otherwise) = (numerator?, denominator?, otherwise?);
                let steps = numerator.steps.max(otherwise.steps);
                self.push(
                    NumberNode::Ratio(numerator.node, denominator.node, otherwise.node),
                    denominator.steps.saturating_add(steps),
                )
            }
            Expression::Min { of } => {
                let (first, count, steps) = self.several(of)?;
                self.push(NumberNode::Min(first, count), steps)
            }
            Expression::Max { of } => {
                let (first, count, steps) = self.several(of)?;
                self.push(NumberNode::Max(first, count), steps)
            }
            Expression::Round { way, of } => {
                let of = self.number(of)?;
                self.push(NumberNode::Round(*way, of.node), of.steps)
            }
            Expression::Choose {
                condition,
                then,
                otherwise,
            } => {
                let condition = self.condition(condition);
                let (then, otherwise) = (self.number(then), self.number(otherwise));
                let (condition, steps) = condition?;
                let (then, otherwise) = (then?, otherwise?);
                self.push(
                    NumberNode::Choose(condition, then.node, otherwise.node),
                    steps.saturating_add(then.steps.max(otherwise.steps)),
                )
            }
            Expression::Fold {
                fold,
                variable,
                other_than,
                of,
            } => {
                let (over, count) = self.bind(variable, other_than.as_deref());
                let of = self.number(of);
                self.scope.pop();
                let of = of?;
                self.push(
                    NumberNode::Fold(*fold, over, of.node),
                    count.saturating_mul(of.steps),
                )
            }
            Expression::NumberOf {
                variable,
                other_than,
                condition,
            } => {
                let (over, condition, steps) =
                    self.over(variable, other_than.as_deref(), condition)?;
                self.push(NumberNode::NumberOf(over, condition), steps)
            }
        }
    }

    /// Operands of `min` and `max`: where they start, how many, and their steps.
    fn several(&mut self, of: &'a [Expression]) -> Option<(u32, u32, u64)> {
        if of.is_empty() {
            self.problem(LawProblemKind::NothingToCompare);
        }
        let compiled: Vec<Option<Compiled>> = of.iter().map(|part| self.number(part)).collect();
        let compiled: Vec<Compiled> = compiled.into_iter().collect::<Option<_>>()?;
        let first = self.program.children.len() as u32;
        let children = compiled.iter().map(|part| part.node);
        self.program.children.extend(children);
        let steps = compiled
            .iter()
            .fold(0u64, |total, part| total.saturating_add(part.steps));
        (!of.is_empty()).then_some((first, of.len() as u32, steps))
    }

    fn arithmetic(
        &mut self,
        operator: Operator,
        left: Compiled,
        right: Compiled,
    ) -> Option<Compiled> {
        if operator == Operator::Divide {
            match right.constant {
                None => {
                    self.problem(LawProblemKind::DivisorNotConstant);
                    return None;
                }
                Some(divisor) if divisor.is_zero() => {
                    self.problem(LawProblemKind::DivisorZero);
                    return None;
                }
                Some(_) => {}
            }
        }
        if let (Some(a), Some(b)) = (left.constant, right.constant) {
            let (x, y) = (a.rational(), b.rational());
            let (value, exact) = match operator {
                Operator::Add => (a.add(b), x + y),
                Operator::Subtract => (a.subtract(b), x - y),
                Operator::Multiply => (a.multiply(b), x * y),
                Operator::Divide => (a.divide(b), x.checked_div(&y)?),
            };
            return self.constant(value, exact);
        }
        let node = match (operator, right.constant) {
            (Operator::Add, _) => NumberNode::Add(left.node, right.node),
            (Operator::Subtract, _) => NumberNode::Subtract(left.node, right.node),
            (Operator::Multiply, _) => NumberNode::Multiply(left.node, right.node),
            (Operator::Divide, Some(divisor)) => NumberNode::Divide(left.node, divisor),
            (Operator::Divide, None) => return None,
        };
        self.push(node, left.steps.saturating_add(right.steps))
    }

    pub(super) fn observed(&self, number: usize) -> (bool, bool) {
        let observable = &self.court.observables()[number];
        let quantity = matches!(observable.kind, ObservableKind::Quantity);
        (quantity, observable.of_each_player)
    }

    fn name(&mut self, name: &str) -> Option<Compiled> {
        let node = match self.names.get(name) {
            Some(Meaning::Constant(value)) => NumberNode::Constant(value?),
            Some(Meaning::Pool(index) | Meaning::Memory(index)) => {
                self.reads.ledger(name);
                NumberNode::Amount(index)
            }
            Some(Meaning::Seen(number)) if self.observed(number) == (true, false) => {
                self.reads.observation(name);
                NumberNode::Seen(self.program.observations[number])
            }
            _ => {
                let fit: Vec<bool> = (0..self.court.observables().len())
                    .map(|number| self.observed(number) == (true, false))
                    .collect();
                self.wrong_name(name, NUMBER, |meaning| match meaning {
                    Meaning::Constant(_) | Meaning::Pool(_) | Meaning::Memory(_) => true,
                    Meaning::Seen(number) => fit[number],
                    _ => false,
                });
                return None;
            }
        };
        self.push(node, 0)
    }

    fn of(&mut self, name: &str, player: &str) -> Option<Compiled> {
        let quantity = matches!(self.court.action(), ActionKind::Quantity { .. });
        let meaning = self.names.get(name);
        let source = match meaning {
            Some(Meaning::Action) if quantity => {
                self.action_noun(name, false, NUMBER_OF).map(|()| {
                    self.reads.actions = true;
                    Source::Action
                })
            }
            Some(Meaning::Seen(number)) if self.observed(number) == (true, true) => {
                self.reads.observation(name);
                Some(Source::Seen(self.program.observations[number]))
            }
            Some(Meaning::Escrow(index)) => {
                self.reads.ledger(name);
                Some(Source::Escrow(index))
            }
            Some(Meaning::Counter(index)) => {
                self.reads.ledger(name);
                Some(Source::Counter(index))
            }
            _ => {
                let fit: Vec<bool> = (0..self.court.observables().len())
                    .map(|number| self.observed(number) == (true, true))
                    .collect();
                self.wrong_name(name, NUMBER_OF, |meaning| match meaning {
                    Meaning::Action => quantity,
                    Meaning::Escrow(_) | Meaning::Counter(_) => true,
                    Meaning::Seen(number) => fit[number],
                    _ => false,
                });
                None
            }
        };
        let player = self.player(player);
        let (source, player) = (source?, player?);
        let node = match source {
            Source::Action => NumberNode::Action(player),
            Source::Seen(first) => NumberNode::SeenOf(first, player),
            Source::Escrow(index) => NumberNode::AmountOf(index, player),
            Source::Counter(index) => NumberNode::CountOf(index, player),
        };
        self.push(node, 0)
    }

    /// The court's word for the action where it may be mentioned, as a quantity.
    fn action_noun(&mut self, name: &str, chosen: bool, needed: &'static str) -> Option<()> {
        let quantity = matches!(self.court.action(), ActionKind::Quantity { .. });
        if self.names.get(name) != Some(Meaning::Action) || !quantity {
            self.wrong_name(name, needed, |meaning| {
                quantity && meaning == Meaning::Action
            });
            return None;
        }
        self.action_in_hook(name, chosen)
    }

    pub(super) fn action_in_hook(&mut self, name: &str, chosen: bool) -> Option<()> {
        if self.hook == Hook::Start {
            self.problem(LawProblemKind::NoActionsYet { name: name.into() });
            return None;
        }
        if chosen {
            self.only_in_resolve("an action as it was chosen")?;
        }
        Some(())
    }
}

/// Where a number of a player comes from.
enum Source {
    Action,
    Seen(u32),
    Escrow(u32),
    Counter(u32),
}
