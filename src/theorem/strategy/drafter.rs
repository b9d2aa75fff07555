//! Clauses about what a court sees, made from lists of choices.

use super::numbers::ratio;
use crate::contract::law::{
    ActionKind, Clause, Comparison, Condition, Court, Declaration, Effect, Expression, Fold,
    ObservableKind, Operator, Quantifier,
};
use crate::number::Rational;

/// When a clause speaks: only after the players have acted is there an action to speak of, and only
/// while they act can it be changed.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Part {
    Start,
    Resolve,
    End,
}

/// The ledgers that a law may keep, which are declared if they are used.
#[derive(Clone, Copy)]
enum Ledger {
    Pool,
    Escrow,
    Counter,
    Memory,
}

/// Writes clauses from lists of choices; where a list is at its end, every choice is 0.
pub(super) struct Drafter<'a> {
    court: &'a Court,
    choices: Vec<u8>,
    part: Part,
    /// The player of a clause, and one that conditions and sums run over.
    variables: [String; 2],
    ledgers: [String; 4],
    used: [bool; 4],
}

impl<'a> Drafter<'a> {
    pub fn new(court: &'a Court) -> Self {
        let taken = |name: &String| {
            court.player_names().contains(name)
                || court.action().noun() == name
                || court.observables().iter().any(|seen| seen.name == *name)
                || court.hidden(name).is_some()
        };
        let fresh = |wish: &str| {
            let mut name = wish.to_owned();
            while taken(&name) {
                name.push('_');
            }
            name
        };
        Drafter {
            court,
            choices: Vec::new(),
            part: Part::Start,
            variables: ["p", "q"].map(fresh),
            ledgers: ["relief", "deposit", "offences", "price"].map(fresh),
            used: [false; 4],
        }
    }

    /// One clause for each list of choices.
    pub fn clauses(&mut self, drafts: &[Vec<u8>], part: Part) -> Vec<Clause> {
        self.part = part;
        (drafts.iter())
            .map(|draft| {
                self.choices = draft.iter().rev().copied().collect();
                let effect = self.effect();
                let condition = (self.below(3) > 0).then(|| self.condition(2));
                Clause {
                    quantifiers: vec![Quantifier {
                        variable: self.variables[0].clone(),
                        other_than: None,
                    }],
                    condition,
                    effect,
                }
            })
            .collect()
    }

    /// What the clauses so far need.
    pub fn declarations(&self) -> Vec<Declaration> {
        let name = |ledger: Ledger| self.ledgers[ledger as usize].clone();
        let all = [
            Declaration::Pool {
                name: name(Ledger::Pool),
            },
            Declaration::Escrow {
                name: name(Ledger::Escrow),
            },
            Declaration::Counter {
                name: name(Ledger::Counter),
            },
            Declaration::Memory {
                name: name(Ledger::Memory),
                initial: Rational::ONE,
            },
        ];
        (all.into_iter().zip(self.used))
            .filter_map(|(declaration, used)| used.then_some(declaration))
            .collect()
    }

    fn below(&mut self, count: usize) -> usize {
        usize::from(self.choices.pop().unwrap_or(0)) % count.max(1)
    }

    fn ledger(&mut self, ledger: Ledger) -> String {
        self.used[ledger as usize] = true;
        self.ledgers[ledger as usize].clone()
    }

    /// The player of the clause; sometimes one by name.
    fn player(&mut self) -> String {
        match self.below(4) {
            3 => self.named(),
            _ => self.variables[0].clone(),
        }
    }

    fn named(&mut self) -> String {
        let names = self.court.player_names();
        let place = self.below(names.len());
        names[place].clone()
    }

    fn effect(&mut self) -> Effect {
        let player = self.player();
        match self.below(16) {
            0 => Effect::Fine {
                player,
                amount: self.amount(),
            },
            1 => Effect::Sanction {
                player,
                amount: self.amount(),
            },
            2 => Effect::Transfer {
                from: player,
                to: self.named(),
                amount: self.amount(),
            },
            3 => Effect::Grant {
                player,
                amount: self.amount(),
            },
            4 => Effect::ParticipationCost {
                player,
                amount: self.amount(),
            },
            5 => Effect::Violation {
                player,
                text: "against the law".to_owned(),
            },
            6 => Effect::Premium {
                player,
                amount: self.amount(),
                pool: self.ledger(Ledger::Pool),
            },
            7 => Effect::Payout {
                pool: self.ledger(Ledger::Pool),
                amount: self.amount(),
                player,
            },
            8 => Effect::Escrow {
                player,
                amount: self.amount(),
                escrow: self.ledger(Ledger::Escrow),
            },
            9 => Effect::Release {
                escrow: self.ledger(Ledger::Escrow),
                player,
                amount: (self.below(3) > 0).then(|| self.amount()),
                to: (self.below(3) > 1).then(|| self.named()),
            },
            10 => Effect::Count {
                counter: self.ledger(Ledger::Counter),
                player,
            },
            11 => Effect::Clear {
                counter: self.ledger(Ledger::Counter),
                player,
            },
            12 => Effect::GraduatedSanction {
                player,
                base: self.amount(),
                counter: self.ledger(Ledger::Counter),
                multiplier: (self.below(2) > 0).then(|| self.amount()),
            },
            13 => {
                let memory = self.ledger(Ledger::Memory);
                // The same for all players: the last one's amount stays.
                Effect::Remember {
                    memory,
                    value: self.amount(),
                }
            }
            _ => self.order(player),
        }
    }

    /// An order, where one can be given; otherwise a fine.
    fn order(&mut self, player: String) -> Effect {
        let noun = self.court.action().noun().to_owned();
        match self.court.action() {
            _ if self.part != Part::Resolve => {}
            ActionKind::Labels { .. } => {
                if let Some(label) = self.label() {
                    return Effect::Direct { player, label };
                }
            }
            _ if self.below(2) > 0 => {
                return Effect::Set {
                    action: noun,
                    player,
                    to: self.amount(),
                };
            }
            _ => {
                return Effect::Cap {
                    action: noun,
                    player,
                    at: self.amount(),
                };
            }
        }
        Effect::Fine {
            player,
            amount: self.amount(),
        }
    }

    /// A label that every player's actions have.
    fn label(&mut self) -> Option<String> {
        let ActionKind::Labels { labels, .. } = self.court.action() else {
            return None;
        };
        let common: Vec<&String> = (labels.first()?.iter())
            .filter(|label| labels.iter().all(|list| list.contains(label)))
            .collect();
        let place = self.below(common.len());
        common.get(place).map(|&label| label.clone())
    }

    /// Mostly a positive number.
    fn amount(&mut self) -> Expression {
        let depth = [0, 0, 1, 2][self.below(4)];
        self.expression(depth, 0)
    }

    /// A number, about the player of the clause or the one that a sum runs over.
    fn expression(&mut self, depth: usize, variable: usize) -> Expression {
        if depth == 0 {
            return self.leaf(variable);
        }
        let mut one = || Box::new(self.expression(depth - 1, variable));
        let (first, second) = (one(), one());
        match self.below(8) {
            0..=3 => Expression::Arithmetic {
                operator: [Operator::Add, Operator::Subtract, Operator::Multiply][self.below(3)],
                left: first,
                right: second,
            },
            4 => Expression::Min {
                of: vec![*first, *second],
            },
            5 => Expression::Max {
                of: vec![*first, *second],
            },
            6 => Expression::Ratio {
                numerator: first,
                denominator: second,
                otherwise: Box::new(Expression::Number {
                    value: Rational::ZERO,
                }),
            },
            _ if variable == 0 => Expression::Fold {
                fold: [Fold::Sum, Fold::Largest, Fold::Smallest][self.below(3)],
                variable: self.variables[1].clone(),
                other_than: None,
                of: Box::new(self.expression(depth - 1, 1)),
            },
            _ => Expression::Negate { of: first },
        }
    }

    fn leaf(&mut self, variable: usize) -> Expression {
        let court = self.court;
        let quantities = |each: bool| {
            (court.observables().iter())
                .filter(move |seen| {
                    seen.of_each_player == each && matches!(seen.kind, ObservableKind::Quantity)
                })
                .map(|seen| seen.name.clone())
        };
        let names: Vec<String> = quantities(false).collect();
        let mut of_each: Vec<String> = quantities(true).collect();
        if self.part != Part::Start && matches!(court.action(), ActionKind::Quantity { .. }) {
            of_each.push(court.action().noun().to_owned());
        }
        let player = self.variables[variable].clone();
        match self.below(8) {
            3 => Expression::Players,
            4 if !names.is_empty() => Expression::Name {
                name: names[self.below(names.len())].clone(),
            },
            5 | 6 if !of_each.is_empty() => Expression::Of {
                name: of_each[self.below(of_each.len())].clone(),
                player,
            },
            7 if self.used[Ledger::Counter as usize] => Expression::Of {
                name: self.ledger(Ledger::Counter),
                player,
            },
            7 if self.used[Ledger::Memory as usize] => Expression::Name {
                name: self.ledger(Ledger::Memory),
            },
            _ => Expression::Number {
                value: ratio(1 + self.below(9) as i64, [1, 1, 2, 3][self.below(4)]),
            },
        }
    }

    fn condition(&mut self, depth: usize) -> Condition {
        let less = depth.saturating_sub(1);
        match self.below(8) {
            1 if depth > 0 => Condition::Not {
                of: Box::new(self.condition(less)),
            },
            2 if depth > 0 => Condition::And {
                of: vec![self.condition(less), self.condition(less)],
            },
            3 if depth > 0 => Condition::Or {
                of: vec![self.condition(less), self.condition(less)],
            },
            4 => {
                let left = self.expression(less, 1);
                let condition = Box::new(self.compared(left, 1));
                let variable = self.variables[1].clone();
                match self.below(2) {
                    0 => Condition::Some {
                        variable,
                        other_than: None,
                        condition,
                    },
                    _ => Condition::Every {
                        variable,
                        other_than: Some(self.variables[0].clone()),
                        condition,
                    },
                }
            }
            5 | 6 => match self.is() {
                Some(condition) => condition,
                None => self.comparison(less),
            },
            _ => self.comparison(less),
        }
    }

    fn comparison(&mut self, depth: usize) -> Condition {
        let left = self.expression(depth, 0);
        self.compared(left, 0)
    }

    fn compared(&mut self, left: Expression, variable: usize) -> Condition {
        let comparisons = [
            Comparison::Greater,
            Comparison::AtLeast,
            Comparison::Less,
            Comparison::AtMost,
            Comparison::NotEqual,
            Comparison::Equal,
        ];
        Condition::Compare {
            comparison: comparisons[self.below(6)],
            left,
            right: self.leaf(variable),
        }
    }

    /// A condition on a label, where there are labels to see.
    fn is(&mut self) -> Option<Condition> {
        let negated = self.below(4) == 3;
        let court = self.court;
        if self.part != Part::Start
            && let ActionKind::Labels { noun, .. } = court.action()
        {
            return Some(Condition::Is {
                name: noun.clone(),
                player: Some(self.variables[0].clone()),
                chosen: false,
                negated,
                label: self.label()?,
            });
        }
        let (seen, labels) = (court.observables().iter()).find_map(|seen| match &seen.kind {
            ObservableKind::Labels { labels } => Some((seen, labels)),
            _ => None,
        })?;
        Some(Condition::Is {
            name: seen.name.clone(),
            player: seen.of_each_player.then(|| self.variables[0].clone()),
            chosen: false,
            negated,
            label: labels.get(self.below(labels.len()))?.clone(),
        })
    }
}
