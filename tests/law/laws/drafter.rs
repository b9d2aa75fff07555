//! Laws about what a court sees, choice by choice.

use lacuna::contract::law::{ActionKind, Clause, Court, Declaration, Effect, Law, Quantifier};
use lacuna::number::Rational;
use proptest::collection::vec;
use proptest::prelude::*;

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
pub(super) enum Part {
    Start,
    Resolve,
    End,
}

/// Writes a law about a court, choice by choice.
pub(super) struct Drafter<'a> {
    pub(super) court: &'a Court,
    choices: std::slice::Iter<'a, u32>,
    pub(super) part: Part,
    /// Variables in scope.
    pub(super) scope: Vec<String>,
    pub(super) constants: Vec<String>,
    pub(super) pools: Vec<String>,
    pub(super) escrows: Vec<String>,
    pub(super) counters: Vec<String>,
    pub(super) memories: Vec<String>,
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

    pub(super) fn below(&mut self, count: usize) -> usize {
        self.choices.next().map_or(0, |&choice| choice as usize) % count.max(1)
    }

    /// True in this many of a hundred cases, and false where the choices are at their end.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub(super) fn pick(&mut self, names: &[String]) -> String {
        let index = self.below(names.len());
        names[index].clone()
    }

    /// A name that neither the court nor the law has used.
    pub(super) fn fresh(&self, wish: &str) -> String {
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

    pub(super) fn positive(&mut self) -> Rational {
        let numerator = 1 + self.below(12) as i64;
        let denominator = [1, 1, 1, 2, 3, 10][self.below(6)];
        Rational::new(numerator, denominator).expect("positive")
    }

    /// A player: mostly a variable, where there is one.
    pub(super) fn player(&mut self) -> String {
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
    pub(super) fn variable(&mut self) -> (String, Option<String>) {
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
}
