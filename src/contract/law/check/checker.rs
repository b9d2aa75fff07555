//! The walk over a law that finds every problem and makes the program.

use super::super::enforce::Small;
use super::super::spelling::{is_name, nearest};
use super::super::{ActionKind, Clause, Court, Declaration, Law, Quantifier};
use super::super::{Hook, LawPlace};
use super::names::{Meaning, Names};
use super::problem::{LawProblem, LawProblemKind};
use super::program::{CompiledClause, NOBODY, Over, Program};
use super::{CheckOptions, LawReads};
use crate::number::Rational;

/// How deep expressions and conditions may be nested.
const MOST_NESTED: usize = Law::MOST_NESTING;

/// A variable in scope.
pub(super) struct Scoped<'a> {
    pub(super) name: &'a str,
    /// The player who is left out, if it is one by name.
    pub(super) without: Option<u32>,
}

pub(super) struct Checker<'a> {
    pub(super) court: &'a Court,
    pub(super) names: Names<'a>,
    pub(super) scope: Vec<Scoped<'a>>,
    pub(super) program: Program,
    pub(super) problems: Vec<LawProblem>,
    pub(super) reads: LawReads,
    pub(super) hook: Hook,
    pub(super) depth: usize,
    place: LawPlace,
}

/// What names must be of for `NAME of PLAYER`.
pub(super) const PLAYER: &str = "a player or a variable that stands for one";

impl<'a> Checker<'a> {
    pub(super) fn new(court: &'a Court) -> Self {
        let mut observations = Vec::new();
        let mut readings = 0usize;
        for observable in court.observables() {
            // Beyond 32 bits there is a problem and no program.
            observations.push(readings as u32);
            readings = readings.saturating_add(if observable.of_each_player {
                court.players()
            } else {
                1
            });
        }
        Checker {
            court,
            names: Names::of_court(court),
            scope: Vec::new(),
            program: Program {
                players: court.players(),
                observations,
                readings,
                frame: court.players(),
                ..Program::default()
            },
            problems: Vec::new(),
            reads: LawReads::default(),
            hook: Hook::Start,
            depth: 0,
            place: LawPlace::Court,
        }
    }

    pub(super) fn law(&mut self, law: &'a Law, options: &CheckOptions) {
        self.limits();
        self.readings();
        self.declarations(law, options);
        for (hook, clauses) in [
            (Hook::Start, &law.start),
            (Hook::Resolve, &law.resolve),
            (Hook::End, &law.end),
        ] {
            self.hook = hook;
            let mut compiled = Vec::with_capacity(clauses.len());
            for (number, clause) in clauses.iter().enumerate() {
                self.place = LawPlace::Clause {
                    hook,
                    clause: number,
                };
                self.depth = 0;
                compiled.extend(self.clause(clause));
                self.scope.clear();
            }
            let steps = compiled
                .iter()
                .fold(0u64, |total, clause| total.saturating_add(clause.steps));
            if steps > options.max_steps {
                self.place = LawPlace::Hook { hook };
                self.problem(LawProblemKind::TooManySteps {
                    steps,
                    limit: options.max_steps,
                });
            }
            match hook {
                Hook::Start => self.program.start = compiled,
                Hook::Resolve => self.program.resolve = compiled,
                Hook::End => self.program.end = compiled,
            }
        }
    }

    /// A law without other problems must have a text that can be read back.
    pub(super) fn form(&mut self, law: &Law) {
        if self.problems.is_empty()
            && let Err(error) = law.check_form()
        {
            self.place = error.place;
            self.problem(LawProblemKind::Form {
                problem: error.problem,
            });
        }
    }

    /// A limit that no machine-sized number can meet is a problem; one that all meet is none.
    fn limits(&mut self) {
        let ActionKind::Quantity { least, most, .. } = self.court.action() else {
            return;
        };
        let mut limit = |what: &'static str, value: &Rational, always_met: bool| {
            let small = Small::of(value);
            if small.is_none() && !always_met {
                self.problem(LawProblemKind::TooLarge {
                    what,
                    value: value.clone(),
                });
            }
            small
        };
        let beyond = Rational::from_integer(i64::MAX);
        let lowest = Rational::from_integer(i64::MIN);
        let least = limit("the court's least action", least, *least < lowest);
        let most = most
            .as_ref()
            .and_then(|most| limit("the court's largest action", most, *most > beyond));
        self.program.least = least;
        self.program.most = most;
    }

    fn readings(&mut self) {
        let readings = self.program.readings as u64;
        let limit = CheckOptions::MOST_ACCOUNTS;
        if readings > limit {
            self.problem(LawProblemKind::TooManyReadings { readings, limit });
        }
    }

    /// Accounts and counters are there once a player.
    fn accounts(&self, declaration: &Declaration) -> u64 {
        match declaration {
            Declaration::Constant { .. } => 0,
            Declaration::Pool { .. } | Declaration::Memory { .. } => 1,
            Declaration::Escrow { .. } | Declaration::Counter { .. } => self.court.players() as u64,
        }
    }

    fn declarations(&mut self, law: &'a Law, options: &CheckOptions) {
        let limit = options.max_accounts.min(CheckOptions::MOST_ACCOUNTS);
        let all = law.declarations.iter().fold(0u64, |total, declaration| {
            total.saturating_add(self.accounts(declaration))
        });
        let mut kept = 0u64;
        let meanings = Names::of_declarations(law, self.court.players());
        for (number, (declaration, meaning)) in law.declarations.iter().zip(meanings).enumerate() {
            self.place = LawPlace::Declaration {
                declaration: number,
            };
            let fitted = kept <= limit;
            kept = kept.saturating_add(self.accounts(declaration));
            if fitted && kept > limit {
                self.problem(LawProblemKind::TooManyAccounts {
                    accounts: all,
                    limit,
                });
            }
            let name = declaration.name();
            if !is_name(name) {
                self.problem(LawProblemKind::Unreadable { name: name.into() });
            }
            match self.names.get(name) {
                Some(taken) => {
                    let taken = taken.words(self.court);
                    self.problem(LawProblemKind::NameTaken {
                        name: name.into(),
                        taken,
                    });
                }
                None => self.names.declare(name, meaning),
            }
            match declaration {
                Declaration::Constant { value, .. } => {
                    self.fits("the constant", value);
                }
                Declaration::Memory { initial, .. } => {
                    self.fits("the memory's first value", initial);
                }
                _ => {}
            }
        }
    }

    /// The number in machine size, or a problem.
    pub(super) fn fits(&mut self, what: &'static str, value: &Rational) -> Option<Small> {
        let small = Small::of(value);
        if small.is_none() {
            self.problem(LawProblemKind::TooLarge {
                what,
                value: value.clone(),
            });
        }
        small
    }

    pub(super) fn problem(&mut self, kind: LawProblemKind) {
        self.problems.push(LawProblem {
            place: self.place,
            kind,
        });
    }

    /// A name that stands for nothing or for the wrong thing. `fit` says what could be meant.
    pub(super) fn wrong_name(
        &mut self,
        name: &str,
        needed: &'static str,
        fit: impl Fn(Meaning<'a>) -> bool,
    ) {
        let mut suggestions = self.names.nearest(name, fit);
        suggestions.retain(|suggestion| suggestion != name);
        let name = name.to_owned();
        let kind = match self.names.get(&name) {
            Some(Meaning::Hidden(reason)) => LawProblemKind::Hidden {
                name,
                reason: reason.into(),
            },
            Some(meaning) => LawProblemKind::Misused {
                name,
                found: meaning.words(self.court),
                needed,
                suggestions,
            },
            None if self.scope.iter().any(|scoped| scoped.name == name) => {
                LawProblemKind::Misused {
                    name,
                    found: "a variable that stands for a player",
                    needed,
                    suggestions,
                }
            }
            None => LawProblemKind::Unknown {
                name,
                needed,
                suggestions,
            },
        };
        self.problem(kind);
    }

    /// The entry of the frame for a player or a variable.
    pub(super) fn player(&mut self, name: &str) -> Option<u32> {
        if let Some(position) = self.scope.iter().rposition(|scoped| scoped.name == name) {
            return Some((self.program.players + position) as u32);
        }
        if let Some(Meaning::Player(player)) = self.names.get(name) {
            return Some(player);
        }
        self.wrong_name(name, PLAYER, |meaning| {
            matches!(meaning, Meaning::Player(_))
        });
        // Variables are names too.
        if let Some(LawProblem {
            kind: LawProblemKind::Unknown { suggestions, .. },
            ..
        }) = self.problems.last_mut()
        {
            let scope = self.scope.iter().map(|scoped| scoped.name);
            suggestions.extend(nearest(name, scope).into_iter().map(str::to_owned));
        }
        None
    }

    /// The players for whom an entry of the frame can stand.
    pub(super) fn possible(&self, entry: u32) -> Vec<u32> {
        let players = self.program.players as u32;
        if entry < players {
            return vec![entry];
        }
        let without = self
            .scope
            .get((entry - players) as usize)
            .and_then(|scoped| scoped.without);
        (0..players)
            .filter(|player| Some(*player) != without)
            .collect()
    }

    /// One level deeper, unless that is too deep.
    pub(super) fn nested<T>(&mut self, compile: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= MOST_NESTED {
            self.problem(LawProblemKind::TooDeep { limit: MOST_NESTED });
            return None;
        }
        self.depth += 1;
        let compiled = compile(self);
        self.depth -= 1;
        compiled
    }

    /// Brings a variable into scope; says for how many players it stands. The variable is in scope
    /// even after a problem, so that what follows is judged on its own.
    pub(super) fn bind(&mut self, variable: &'a str, other_than: Option<&str>) -> (Over, u64) {
        let except = other_than.and_then(|name| self.player(name));
        if !is_name(variable) {
            self.problem(LawProblemKind::Unreadable {
                name: variable.into(),
            });
        }
        let taken = if self.scope.iter().any(|scoped| scoped.name == variable) {
            Some("a variable in scope")
        } else {
            match self.names.get(variable) {
                Some(Meaning::Action | Meaning::Seen(_) | Meaning::Hidden(_)) | None => None,
                Some(meaning) => Some(meaning.words(self.court)),
            }
        };
        if let Some(taken) = taken {
            self.problem(LawProblemKind::VariableTaken {
                name: variable.into(),
                taken,
            });
        }
        let players = self.program.players;
        let entry = players + self.scope.len();
        self.scope.push(Scoped {
            name: variable,
            without: except.filter(|except| (*except as usize) < players),
        });
        self.program.frame = self.program.frame.max(entry + 1);
        let over = Over {
            variable: entry as u32,
            except: except.unwrap_or(NOBODY),
        };
        let count = players as u64 - u64::from(except.is_some());
        (over, count)
    }

    fn clause(&mut self, clause: &'a Clause) -> Option<CompiledClause> {
        // One for the clause, and one for every assignment of each quantifier.
        let mut steps = 1u64;
        let mut assignments = 1u64;
        let mut quantifiers = Vec::with_capacity(clause.quantifiers.len());
        for Quantifier {
            variable,
            other_than,
        } in &clause.quantifiers
        {
            let (over, count) = self.bind(variable, other_than.as_deref());
            quantifiers.push(over);
            assignments = assignments.saturating_mul(count);
            steps = steps.saturating_add(assignments);
        }
        let condition = clause
            .condition
            .as_ref()
            .map(|condition| self.condition(condition));
        let operation = self.effect(&clause.effect);
        let (condition, condition_steps) = match condition {
            Some(compiled) => {
                let (node, steps) = compiled?;
                (Some(node), steps)
            }
            None => (None, 0),
        };
        let (operation, effect_steps) = operation?;
        let each = condition_steps.saturating_add(effect_steps);
        Some(CompiledClause {
            quantifiers,
            condition,
            operation,
            steps: steps.saturating_add(assignments.saturating_mul(each)),
            assignments,
        })
    }

    pub(super) fn only_in_resolve(&mut self, what: &'static str) -> Option<()> {
        if self.hook != Hook::Resolve {
            self.problem(LawProblemKind::OnlyInResolve { what });
            return None;
        }
        Some(())
    }
}
