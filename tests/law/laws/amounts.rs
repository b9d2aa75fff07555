//! Numbers, conditions and labels of laws about what a court sees.

use lacuna::contract::law::{
    ActionKind, Comparison, Condition, Expression, Fold, ObservableKind, Operator, Rounding,
};

use super::drafter::{Drafter, Part};

impl Drafter<'_> {
    /// A label of this player's actions, or of everybody's if it is a variable.
    pub(super) fn label_of(&mut self, player: &str, labels: &[Vec<String>]) -> Option<String> {
        let index = self.court.player_names().iter().position(|n| n == player);
        let choices: Vec<String> = match index {
            Some(index) => labels[index].clone(),
            None => labels[0]
                .iter()
                .filter(|label| labels.iter().all(|list| list.contains(label)))
                .cloned()
                .collect(),
        };
        (!choices.is_empty()).then(|| self.pick(&choices))
    }

    /// Mostly small and positive.
    pub(super) fn amount(&mut self) -> Expression {
        match self.below(5) {
            0..3 => Expression::Number {
                value: self.positive(),
            },
            3 => self.expression(1),
            _ => self.expression(3),
        }
    }

    pub(super) fn expression(&mut self, depth: usize) -> Expression {
        if depth == 0 {
            return self.leaf();
        }
        let one = |drafter: &mut Self| Box::new(drafter.expression(depth - 1));
        match self.below(13) {
            0..3 => self.leaf(),
            3..6 => Expression::Arithmetic {
                operator: [Operator::Add, Operator::Subtract, Operator::Multiply][self.below(3)],
                left: one(self),
                right: one(self),
            },
            6 => Expression::Arithmetic {
                operator: Operator::Divide,
                left: one(self),
                right: Box::new(self.divisor()),
            },
            7 => Expression::Negate { of: one(self) },
            8 => Expression::Ratio {
                numerator: one(self),
                denominator: one(self),
                otherwise: one(self),
            },
            9 => {
                let of = (0..1 + self.below(3)).map(|_| *one(self)).collect();
                if self.chance(50) {
                    Expression::Min { of }
                } else {
                    Expression::Max { of }
                }
            }
            10 => Expression::Round {
                way: [Rounding::Floor, Rounding::Ceiling, Rounding::Nearest][self.below(3)],
                of: one(self),
            },
            11 => Expression::Choose {
                condition: Box::new(self.condition(depth - 1)),
                then: one(self),
                otherwise: one(self),
            },
            _ => {
                let (variable, other_than) = self.variable();
                let whole = if self.chance(30) {
                    Expression::NumberOf {
                        variable,
                        other_than,
                        condition: Box::new(self.condition(depth - 1)),
                    }
                } else {
                    Expression::Fold {
                        fold: [Fold::Sum, Fold::Largest, Fold::Smallest][self.below(3)],
                        variable,
                        other_than,
                        of: one(self),
                    }
                };
                self.scope.pop();
                whole
            }
        }
    }

    pub(super) fn divisor(&mut self) -> Expression {
        let constants = self.constants.clone();
        match self.below(3) {
            0 if !constants.is_empty() => Expression::Name {
                name: self.pick(&constants),
            },
            1 => Expression::Players,
            _ => Expression::Number {
                value: self.positive(),
            },
        }
    }

    /// A number that can be read in this part of the law.
    pub(super) fn leaf(&mut self) -> Expression {
        let court = self.court;
        let quantities = |of_each: bool| {
            court
                .observables()
                .iter()
                .filter(move |o| o.kind == ObservableKind::Quantity && o.of_each_player == of_each)
                .map(|o| o.name.clone())
        };
        let names: Vec<String> = [&self.constants, &self.pools, &self.memories]
            .into_iter()
            .flatten()
            .cloned()
            .chain(quantities(false))
            .collect();
        let mut of_each: Vec<String> = [&self.escrows, &self.counters]
            .into_iter()
            .flatten()
            .cloned()
            .chain(quantities(true))
            .collect();
        let acted = self.part != Part::Start;
        let noun = court.action().noun().to_owned();
        if acted && matches!(court.action(), ActionKind::Quantity { .. }) {
            if self.chance(10) {
                return Expression::Chosen {
                    name: noun,
                    player: self.player(),
                };
            }
            of_each.extend([noun.clone(), noun]);
        }
        match self.below(8) {
            1..3 if !names.is_empty() => Expression::Name {
                name: self.pick(&names),
            },
            3..7 if !of_each.is_empty() => Expression::Of {
                name: self.pick(&of_each),
                player: self.player(),
            },
            7 => Expression::Players,
            _ => Expression::Number {
                value: self.positive(),
            },
        }
    }

    pub(super) fn condition(&mut self, depth: usize) -> Condition {
        if depth > 0 {
            let one = |drafter: &mut Self| Box::new(drafter.condition(depth - 1));
            match self.below(12) {
                0 => return Condition::Not { of: one(self) },
                1 | 2 => {
                    let of = (0..2 + self.below(2)).map(|_| *one(self)).collect();
                    return if self.chance(50) {
                        Condition::Or { of }
                    } else {
                        Condition::And { of }
                    };
                }
                3 => {
                    let (variable, other_than) = self.variable();
                    let condition = one(self);
                    self.scope.pop();
                    return if self.chance(50) {
                        Condition::Some {
                            variable,
                            other_than,
                            condition,
                        }
                    } else {
                        Condition::Every {
                            variable,
                            other_than,
                            condition,
                        }
                    };
                }
                _ => {}
            }
        }
        if self.chance(50)
            && let Some(condition) = self.is()
        {
            return condition;
        }
        let comparisons = [
            Comparison::Greater,
            Comparison::AtLeast,
            Comparison::Less,
            Comparison::AtMost,
            Comparison::NotEqual,
            Comparison::Equal,
        ];
        Condition::Compare {
            left: self.expression(depth),
            comparison: comparisons[self.below(6)],
            right: self.expression(depth.min(1)),
        }
    }

    /// A condition on a label, where there are labels to see.
    pub(super) fn is(&mut self) -> Option<Condition> {
        let court = self.court;
        let player = self.player();
        let negated = self.chance(25);
        if let ActionKind::Labels { noun, labels } = court.action()
            && self.part != Part::Start
            && self.chance(70)
        {
            let label = self.label_of(&player, labels)?;
            return Some(Condition::Is {
                name: noun.clone(),
                player: Some(player),
                chosen: self.chance(15),
                negated,
                label,
            });
        }
        let labelled: Vec<(String, bool, Vec<String>)> = court
            .observables()
            .iter()
            .filter_map(|o| match &o.kind {
                ObservableKind::Labels { labels } => {
                    Some((o.name.clone(), o.of_each_player, labels.clone()))
                }
                _ => None,
            })
            .collect();
        let index = self.below(labelled.len());
        let (name, of_each, labels) = labelled.get(index)?.clone();
        Some(Condition::Is {
            name,
            player: of_each.then_some(player),
            chosen: false,
            negated,
            label: self.pick(&labels),
        })
    }
}
