//! Random laws: any that are well formed ([`law`]), and ones that speak about what a court sees
//! ([`checked_like`]).

// Each test crate that includes this file uses a part of it.
#![allow(dead_code)]

use lacuna::contract::law::{
    ActionKind, Clause, Comparison, Condition, Court, Declaration, Effect, Expression, Fold, Law,
    ObservableKind, Operator, Quantifier, Rounding,
};
use lacuna::number::Rational;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Words of the language, which are names only between quotes.
pub const WORDS: [&str; 64] = [
    "all",
    "and",
    "at",
    "by",
    "cap",
    "ceiling",
    "choose",
    "chosen",
    "clear",
    "cost",
    "count",
    "counter",
    "direct",
    "each",
    "end",
    "escrow",
    "every",
    "fine",
    "floor",
    "for",
    "from",
    "graduated",
    "grant",
    "if",
    "in",
    "into",
    "is",
    "largest",
    "law",
    "let",
    "max",
    "memory",
    "min",
    "not",
    "number",
    "of",
    "or",
    "other",
    "participation",
    "payout",
    "players",
    "pool",
    "premium",
    "ratio",
    "release",
    "remember",
    "resolve",
    "round",
    "sanction",
    "set",
    "smallest",
    "some",
    "start",
    "sum",
    "than",
    "times",
    "to",
    "transfer",
    "violation",
    "_",
    "__",
    "a1",
    "A",
    "p",
];

/// Names that need quotes, and look like something else.
const ODD: [&str; 16] = [
    "Jack Smith",
    "1/3",
    "-1",
    "3",
    "é",
    "日本語",
    "a.b",
    "for each p",
    "=",
    "# no comment",
    "p:",
    "😀",
    "a\u{301}",
    "(",
    "it's",
    "naïve — yes",
];

fn exact(text: &str) -> Rational {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Any name that a law may use.
pub fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z_][A-Za-z0-9_]{0,6}",
        2 => select(&WORDS[..]).prop_map(str::to_owned),
        2 => select(&ODD[..]).prop_map(str::to_owned),
        1 => "[^\\p{C}\\p{Z}\"\\\\][^\\p{C}\\p{Zl}\\p{Zp}\"\\\\]{0,4}[^\\p{C}\\p{Z}\"\\\\]",
    ]
}

/// Any title, and any text of a violation.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z ]{0,12}",
        1 => select(vec!["", " ", "\"", "\\", "\\\"", "say \"no\" # \\n", "a\\", "  spaced  "])
            .prop_map(str::to_owned),
        1 => "[^\\p{C}\\p{Zl}\\p{Zp}]{0,6}",
    ]
}

/// Any number: mostly small, sometimes at the edge of a machine word or beyond it.
pub fn number() -> impl Strategy<Value = Rational> {
    prop_oneof![
        6 => (-9i64..100).prop_map(Rational::from),
        4 => (-99i64..100, 1i64..12).prop_map(|(a, b)| Rational::new(a, b).expect("positive")),
        1 => (any::<i64>(), 1i64..).prop_map(|(a, b)| Rational::new(a, b).expect("positive")),
        1 => select(vec![
            exact("9223372036854775807"),
            exact("-9223372036854775808"),
            exact("123456789012345678901234567890"),
            exact("-1/123456789012345678901234567890"),
            exact("1e300"),
            exact("1e-300"),
        ]),
    ]
}

fn boxed<T>(strategy: impl Strategy<Value = T>) -> impl Strategy<Value = Box<T>>
where
    T: std::fmt::Debug,
{
    strategy.prop_map(Box::new)
}

fn operator() -> impl Strategy<Value = Operator> {
    select(vec![
        Operator::Add,
        Operator::Subtract,
        Operator::Multiply,
        Operator::Divide,
    ])
}

fn comparison() -> impl Strategy<Value = Comparison> {
    select(vec![
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::Less,
        Comparison::AtMost,
        Comparison::Greater,
        Comparison::AtLeast,
    ])
}

fn simple_expression() -> BoxedStrategy<Expression> {
    prop_oneof![
        4 => number().prop_map(|value| Expression::Number { value }),
        1 => Just(Expression::Players),
        2 => name().prop_map(|name| Expression::Name { name }),
        2 => (name(), name()).prop_map(|(name, player)| Expression::Of { name, player }),
        1 => (name(), name()).prop_map(|(name, player)| Expression::Chosen { name, player }),
    ]
    .boxed()
}

fn label() -> impl Strategy<Value = Condition> {
    let whose = option::of((name(), any::<bool>()));
    (name(), whose, any::<bool>(), name()).prop_map(|(name, whose, negated, label)| Condition::Is {
        name,
        chosen: whose.as_ref().is_some_and(|&(_, chosen)| chosen),
        player: whose.map(|(player, _)| player),
        negated,
        label,
    })
}

fn compared(of: &BoxedStrategy<Expression>) -> BoxedStrategy<Condition> {
    prop_oneof![
        2 => (of.clone(), comparison(), of.clone()).prop_map(|(left, comparison, right)| {
            Condition::Compare { left, comparison, right }
        }),
        1 => label(),
    ]
    .boxed()
}

/// Expressions made of smaller ones.
fn composed(
    of: &BoxedStrategy<Expression>,
    condition: &BoxedStrategy<Condition>,
) -> BoxedStrategy<Expression> {
    let fold = select(vec![Fold::Sum, Fold::Largest, Fold::Smallest]);
    let way = select(vec![Rounding::Floor, Rounding::Ceiling, Rounding::Nearest]);
    let one = || boxed(of.clone());
    prop_oneof![
        3 => of.clone(),
        5 => (operator(), one(), one()).prop_map(|(operator, left, right)| {
            Expression::Arithmetic { operator, left, right }
        }),
        1 => one().prop_map(|of| Expression::Negate { of }),
        1 => (one(), one(), one()).prop_map(|(numerator, denominator, otherwise)| {
            Expression::Ratio { numerator, denominator, otherwise }
        }),
        1 => vec(of.clone(), 1..4).prop_map(|of| Expression::Min { of }),
        1 => vec(of.clone(), 1..4).prop_map(|of| Expression::Max { of }),
        1 => (way, one()).prop_map(|(way, of)| Expression::Round { way, of }),
        1 => (boxed(condition.clone()), one(), one()).prop_map(|(condition, then, otherwise)| {
            Expression::Choose { condition, then, otherwise }
        }),
        1 => (fold, name(), option::of(name()), one()).prop_map(
            |(fold, variable, other_than, of)| Expression::Fold { fold, variable, other_than, of }
        ),
        1 => (name(), option::of(name()), boxed(condition.clone())).prop_map(
            |(variable, other_than, condition)| Expression::NumberOf {
                variable,
                other_than,
                condition,
            }
        ),
    ]
    .boxed()
}

/// Conditions made of smaller ones.
fn joined(of: &BoxedStrategy<Condition>) -> BoxedStrategy<Condition> {
    let one = || boxed(of.clone());
    prop_oneof![
        3 => of.clone(),
        1 => one().prop_map(|of| Condition::Not { of }),
        2 => vec(of.clone(), 2..4).prop_map(|of| Condition::And { of }),
        2 => vec(of.clone(), 2..4).prop_map(|of| Condition::Or { of }),
        1 => (name(), option::of(name()), one()).prop_map(
            |(variable, other_than, condition)| Condition::Every { variable, other_than, condition }
        ),
        1 => (name(), option::of(name()), one()).prop_map(
            |(variable, other_than, condition)| Condition::Some { variable, other_than, condition }
        ),
    ]
    .boxed()
}

fn layers(count: usize) -> (BoxedStrategy<Expression>, BoxedStrategy<Condition>) {
    let mut expression = simple_expression();
    let mut condition = compared(&expression);
    for _ in 0..count {
        let next = composed(&expression, &condition);
        let below = prop_oneof![compared(&expression), joined(&condition)].boxed();
        (expression, condition) = (next, below);
    }
    (expression, condition)
}

/// Any expression.
pub fn expression() -> impl Strategy<Value = Expression> {
    layers(5).0
}

/// Any condition.
pub fn condition() -> impl Strategy<Value = Condition> {
    layers(5).1
}

/// Any effect.
pub fn effect() -> impl Strategy<Value = Effect> {
    let amount = layers(3).0;
    let e = || amount.clone();
    prop_oneof![
        (name(), name()).prop_map(|(player, label)| Effect::Direct { player, label }),
        (name(), name(), e()).prop_map(|(action, player, to)| Effect::Set { action, player, to }),
        (name(), name(), e()).prop_map(|(action, player, at)| Effect::Cap { action, player, at }),
        (name(), e()).prop_map(|(player, amount)| Effect::Fine { player, amount }),
        (name(), e()).prop_map(|(player, amount)| Effect::Sanction { player, amount }),
        (name(), e(), name(), option::of(e())).prop_map(|(player, base, counter, multiplier)| {
            Effect::GraduatedSanction {
                player,
                base,
                counter,
                multiplier,
            }
        }),
        (name(), name(), e()).prop_map(|(from, to, amount)| Effect::Transfer { from, to, amount }),
        (name(), e()).prop_map(|(player, amount)| Effect::Grant { player, amount }),
        (name(), e(), name()).prop_map(|(player, amount, escrow)| Effect::Escrow {
            player,
            amount,
            escrow
        }),
        (name(), name(), option::of(e()), option::of(name())).prop_map(
            |(escrow, player, amount, to)| Effect::Release {
                escrow,
                player,
                amount,
                to
            }
        ),
        (name(), e(), name()).prop_map(|(player, amount, pool)| Effect::Premium {
            player,
            amount,
            pool
        }),
        (name(), e(), name()).prop_map(|(pool, amount, player)| Effect::Payout {
            pool,
            amount,
            player
        }),
        (name(), e()).prop_map(|(player, amount)| Effect::ParticipationCost { player, amount }),
        (name(), text()).prop_map(|(player, text)| Effect::Violation { player, text }),
        (name(), name()).prop_map(|(counter, player)| Effect::Count { counter, player }),
        (name(), name()).prop_map(|(counter, player)| Effect::Clear { counter, player }),
        (name(), e()).prop_map(|(memory, value)| Effect::Remember { memory, value }),
    ]
}

/// Any declaration.
pub fn declaration() -> impl Strategy<Value = Declaration> {
    prop_oneof![
        (name(), number()).prop_map(|(name, value)| Declaration::Constant { name, value }),
        name().prop_map(|name| Declaration::Pool { name }),
        name().prop_map(|name| Declaration::Escrow { name }),
        name().prop_map(|name| Declaration::Counter { name }),
        (name(), number()).prop_map(|(name, initial)| Declaration::Memory { name, initial }),
    ]
}

fn quantifier() -> impl Strategy<Value = Quantifier> {
    (name(), option::of(name())).prop_map(|(variable, other_than)| Quantifier {
        variable,
        other_than,
    })
}

/// Any clause.
pub fn clause() -> impl Strategy<Value = Clause> {
    let condition = option::of(layers(3).1);
    (vec(quantifier(), 0..3), condition, effect()).prop_map(|(quantifiers, condition, effect)| {
        Clause {
            quantifiers,
            condition,
            effect,
        }
    })
}

/// Any well-formed law: every variant, odd names, nested expressions. Most would not pass a court.
pub fn law() -> impl Strategy<Value = Law> {
    let clauses = || vec(clause(), 0..4);
    (
        text(),
        vec(declaration(), 0..5),
        clauses(),
        clauses(),
        clauses(),
    )
        .prop_map(|(title, declarations, start, resolve, end)| Law {
            title,
            declarations,
            start,
            resolve,
            end,
        })
}

/// Laws about what this court sees, most of which pass its check: up to seven declarations and
/// about ten clauses, with ledgers, folds and conditions. Shrinks to short laws with few parts.
pub fn checked_like(court: &Court) -> BoxedStrategy<Law> {
    let court = court.clone();
    vec(any::<u32>(), 0..400)
        .prop_map(move |choices| drawn(&court, &choices))
        .boxed()
}

/// The law that a list of choices stands for; where the list is at its end, every choice is 0.
pub fn drawn(court: &Court, choices: &[u32]) -> Law {
    Drafter::new(court, choices).law()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Start,
    Resolve,
    End,
}

/// Writes a law about a court, choice by choice.
struct Drafter<'a> {
    court: &'a Court,
    choices: std::slice::Iter<'a, u32>,
    part: Part,
    /// Variables in scope.
    scope: Vec<String>,
    constants: Vec<String>,
    pools: Vec<String>,
    escrows: Vec<String>,
    counters: Vec<String>,
    memories: Vec<String>,
}

impl<'a> Drafter<'a> {
    fn new(court: &'a Court, choices: &'a [u32]) -> Self {
        Drafter {
            court,
            choices: choices.iter(),
            part: Part::Start,
            scope: Vec::new(),
            constants: Vec::new(),
            pools: Vec::new(),
            escrows: Vec::new(),
            counters: Vec::new(),
            memories: Vec::new(),
        }
    }

    fn below(&mut self, count: usize) -> usize {
        self.choices.next().map_or(0, |&choice| choice as usize) % count.max(1)
    }

    /// True in this many of a hundred cases, and false where the choices are at their end.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    fn pick(&mut self, names: &[String]) -> String {
        let index = self.below(names.len());
        names[index].clone()
    }

    /// A name that neither the court nor the law has used.
    fn fresh(&self, wish: &str) -> String {
        let court = self.court;
        let mut name = wish.to_owned();
        while court.player_names().contains(&name)
            || court.action().noun() == name
            || court.observables().iter().any(|o| o.name == name)
            || court.hidden(&name).is_some()
            || self.scope.contains(&name)
            || [&self.constants, &self.pools, &self.escrows]
                .into_iter()
                .chain([&self.counters, &self.memories])
                .any(|names| names.contains(&name))
        {
            name.push('_');
        }
        name
    }

    fn law(mut self) -> Law {
        let declarations = self.declarations();
        let mut hook = |part, most| {
            self.part = part;
            let count = self.below(most);
            (0..count).map(|_| self.clause()).collect()
        };
        Law {
            title: "Drawn".to_owned(),
            declarations,
            start: hook(Part::Start, 4),
            resolve: hook(Part::Resolve, 7),
            end: hook(Part::End, 5),
        }
    }

    fn declarations(&mut self) -> Vec<Declaration> {
        let mut all = Vec::new();
        for _ in 0..self.below(8) {
            let (declaration, names) = match self.below(5) {
                0 => {
                    let name = self.fresh("quota");
                    let value = self.positive();
                    (
                        Declaration::Constant {
                            name: name.clone(),
                            value,
                        },
                        (name, &mut self.constants),
                    )
                }
                1 => {
                    let name = self.fresh("relief");
                    (
                        Declaration::Pool { name: name.clone() },
                        (name, &mut self.pools),
                    )
                }
                2 => {
                    let name = self.fresh("deposit");
                    (
                        Declaration::Escrow { name: name.clone() },
                        (name, &mut self.escrows),
                    )
                }
                3 => {
                    let name = self.fresh("offences");
                    (
                        Declaration::Counter { name: name.clone() },
                        (name, &mut self.counters),
                    )
                }
                _ => {
                    let name = self.fresh("price");
                    let initial = self.positive();
                    (
                        Declaration::Memory {
                            name: name.clone(),
                            initial,
                        },
                        (name, &mut self.memories),
                    )
                }
            };
            all.push(declaration);
            names.1.push(names.0);
        }
        all
    }

    fn positive(&mut self) -> Rational {
        let numerator = 1 + self.below(12) as i64;
        let denominator = [1, 1, 1, 2, 3, 10][self.below(6)];
        Rational::new(numerator, denominator).expect("positive")
    }

    /// A player: mostly a variable, where there is one.
    fn player(&mut self) -> String {
        let (court, scope) = (self.court, self.scope.clone());
        if scope.is_empty() || self.chance(15) {
            self.pick(court.player_names())
        } else {
            self.pick(&scope)
        }
    }

    fn clause(&mut self) -> Clause {
        let mut quantifiers = Vec::new();
        for _ in 0..[1, 1, 1, 0, 2][self.below(5)] {
            quantifiers.push(self.variable());
        }
        let condition = self.chance(60).then(|| self.condition(2));
        let effect = self.effect();
        self.scope.clear();
        Clause {
            quantifiers: quantifiers
                .into_iter()
                .map(|(variable, other_than)| Quantifier {
                    variable,
                    other_than,
                })
                .collect(),
            condition,
            effect,
        }
    }

    /// A variable, in scope from here on, and for whom it does not stand.
    fn variable(&mut self) -> (String, Option<String>) {
        let others = !self.scope.is_empty() && self.chance(70) || self.chance(5);
        let other_than = others.then(|| self.player());
        let wish = ["p", "q", "r", "s", "t", "u"][self.scope.len().min(5)];
        let name = self.fresh(wish);
        self.scope.push(name.clone());
        (name, other_than)
    }

    fn effect(&mut self) -> Effect {
        // What needs a ledger that the law does not keep becomes a fine.
        loop {
            let player = self.player();
            let change = self.part == Part::Resolve;
            let court = self.court;
            let noun = court.action().noun().to_owned();
            match self.below(18) {
                0 => {
                    return Effect::Fine {
                        player,
                        amount: self.amount(),
                    };
                }
                1 => {
                    return Effect::Sanction {
                        player,
                        amount: self.amount(),
                    };
                }
                2 if !self.counters.is_empty() => {
                    let counters = self.counters.clone();
                    return Effect::GraduatedSanction {
                        player,
                        base: self.amount(),
                        counter: self.pick(&counters),
                        multiplier: self.chance(40).then(|| self.amount()),
                    };
                }
                3 | 4 => {
                    return Effect::Transfer {
                        from: player,
                        to: self.player(),
                        amount: self.amount(),
                    };
                }
                5 => {
                    return Effect::Grant {
                        player,
                        amount: self.amount(),
                    };
                }
                6 | 7 if !self.escrows.is_empty() => {
                    let escrows = self.escrows.clone();
                    return Effect::Escrow {
                        player,
                        amount: self.amount(),
                        escrow: self.pick(&escrows),
                    };
                }
                8 if !self.escrows.is_empty() => {
                    let escrows = self.escrows.clone();
                    return Effect::Release {
                        escrow: self.pick(&escrows),
                        player,
                        amount: self.chance(70).then(|| self.amount()),
                        to: self.chance(40).then(|| self.player()),
                    };
                }
                9 if !self.pools.is_empty() => {
                    let pools = self.pools.clone();
                    return Effect::Premium {
                        player,
                        amount: self.amount(),
                        pool: self.pick(&pools),
                    };
                }
                10 if !self.pools.is_empty() => {
                    let pools = self.pools.clone();
                    return Effect::Payout {
                        pool: self.pick(&pools),
                        amount: self.amount(),
                        player,
                    };
                }
                11 => {
                    return Effect::ParticipationCost {
                        player,
                        amount: self.amount(),
                    };
                }
                12 => {
                    return Effect::Violation {
                        player,
                        text: "against the law".to_owned(),
                    };
                }
                13 if !self.counters.is_empty() => {
                    let counters = self.counters.clone();
                    return Effect::Count {
                        counter: self.pick(&counters),
                        player,
                    };
                }
                14 if !self.counters.is_empty() => {
                    let counters = self.counters.clone();
                    return Effect::Clear {
                        counter: self.pick(&counters),
                        player,
                    };
                }
                15 if !self.memories.is_empty() => {
                    let memories = self.memories.clone();
                    return Effect::Remember {
                        memory: self.pick(&memories),
                        value: self.expression(2),
                    };
                }
                16 | 17 if change => match court.action() {
                    ActionKind::Labels { labels, .. } => {
                        if let Some(label) = self.label_of(&player, labels) {
                            return Effect::Direct { player, label };
                        }
                    }
                    _ if self.chance(50) => {
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
                },
                _ => {
                    return Effect::Fine {
                        player,
                        amount: self.amount(),
                    };
                }
            }
        }
    }

    /// A label of this player's actions, or of everybody's if it is a variable.
    fn label_of(&mut self, player: &str, labels: &[Vec<String>]) -> Option<String> {
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
    fn amount(&mut self) -> Expression {
        match self.below(5) {
            0..3 => Expression::Number {
                value: self.positive(),
            },
            3 => self.expression(1),
            _ => self.expression(3),
        }
    }

    fn expression(&mut self, depth: usize) -> Expression {
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

    fn divisor(&mut self) -> Expression {
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
    fn leaf(&mut self) -> Expression {
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

    fn condition(&mut self, depth: usize) -> Condition {
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
    fn is(&mut self) -> Option<Condition> {
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
