//! From tokens to expressions and conditions.
//!
//! Both are read by the same rules, because only the end of what stands in parentheses tells which
//! it was: `(a + b) * c > d` and `(a > b) and c > d` begin alike. So nothing is read twice.

use super::super::spelling::nearest;
use super::super::{Comparison, Condition, Expression, Fold, Law, Operator, Rounding};
use super::error::{Fault, ParseErrorKind, shown};
use super::lexer::Token;
use super::parser::{Parser, too_deep};
use super::words::{FUNCTIONS, is_reserved};

type Parsed<T> = Result<T, Box<Fault>>;

/// An expression or a condition.
enum Kind {
    Number(Expression),
    Truth(Condition),
}

struct Value {
    kind: Kind,
    /// How many parts lie one within the other, this included.
    depth: usize,
    /// Its bytes.
    start: usize,
    end: usize,
    /// Neither made of others nor in parentheses: only such a name can be followed by `is`.
    bare: bool,
}

impl Value {
    fn is_truth(&self) -> bool {
        matches!(self.kind, Kind::Truth(_))
    }

    fn number(self) -> Parsed<(Expression, usize)> {
        match self.kind {
            Kind::Number(expression) => Ok((expression, self.depth)),
            Kind::Truth(_) => {
                let found = "a condition".to_owned();
                let fault = Fault::new(ParseErrorKind::Unexpected, self.start, self.end, found);
                Err(fault.expected("a number"))
            }
        }
    }
}

/// A variable, and who is left out.
struct Binder {
    variable: String,
    other_than: Option<String>,
}

impl Parser<'_> {
    /// An expression.
    pub(super) fn expression(&mut self) -> Parsed<Expression> {
        Ok(self.sum()?.number()?.0)
    }

    /// A condition.
    pub(super) fn condition(&mut self) -> Parsed<Condition> {
        Ok(self.truth(Self::alternatives)?.0)
    }

    /// What these rules read, which must be a condition.
    fn truth(
        &mut self,
        rules: impl FnOnce(&mut Self) -> Parsed<Value>,
    ) -> Parsed<(Condition, usize)> {
        self.hope("a condition");
        let value = rules(self)?;
        match value.kind {
            Kind::Truth(condition) => Ok((condition, value.depth)),
            // What is missing is missing here.
            Kind::Number(_) => Err(self.unexpected()),
        }
    }

    /// Made from parts of which the deepest has this depth.
    fn made(&self, kind: Kind, deepest: usize, start: usize) -> Parsed<Value> {
        let end = self.behind;
        if deepest >= Law::MOST_NESTING {
            return Err(too_deep(start, end));
        }
        Ok(Value {
            kind,
            depth: deepest + 1,
            start,
            end,
            bare: false,
        })
    }

    /// `a or b or c`
    fn alternatives(&mut self) -> Parsed<Value> {
        self.joined("or", Self::conjunction, |of| Condition::Or { of })
    }

    /// `a and b and c`
    fn conjunction(&mut self) -> Parsed<Value> {
        self.joined("and", Self::negation, |of| Condition::And { of })
    }

    fn joined(
        &mut self,
        word: &'static str,
        rules: impl Fn(&mut Self) -> Parsed<Value>,
        join: impl FnOnce(Vec<Condition>) -> Condition,
    ) -> Parsed<Value> {
        let first = rules(self)?;
        let (start, mut deepest) = (first.start, first.depth);
        let condition = match first.kind {
            Kind::Truth(condition) if self.at(word) => condition,
            _ => return Ok(first),
        };
        let mut of = vec![condition];
        while self.eat(word)? {
            let (next, depth) = self.truth(&rules)?;
            deepest = deepest.max(depth);
            of.push(next);
        }
        self.made(Kind::Truth(join(of)), deepest, start)
    }

    /// A `not` or `-` before something else.
    fn prefix<T>(&mut self, rules: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.prefixes >= Law::MOST_NESTING {
            let (start, end) = self.span();
            return Err(too_deep(start, end));
        }
        self.prefixes += 1;
        let value = rules(self)?;
        self.prefixes -= 1;
        Ok(value)
    }

    fn negation(&mut self) -> Parsed<Value> {
        if !self.silently_at("not") {
            return self.comparison();
        }
        let start = self.advance()?.start;
        let (of, depth) = self.prefix(|parser| parser.truth(Self::negation))?;
        let of = Box::new(of);
        self.made(Kind::Truth(Condition::Not { of }), depth, start)
    }

    /// `a < b`, `a is b`
    fn comparison(&mut self) -> Parsed<Value> {
        let left = self.sum()?;
        if left.is_truth() {
            return Ok(left);
        }
        if left.bare && self.eat("is")? {
            return self.label(left);
        }
        let Some(comparison) = self.comparison_sign() else {
            return Ok(left);
        };
        self.advance()?;
        let start = left.start;
        let (left, depth) = left.number()?;
        let (right, other_depth) = self.sum()?.number()?;
        if self.comparison_sign().is_some() {
            let hint = "write `a < b and b < c` for `a < b < c`";
            return Err(self.unexpected().hint(hint));
        }
        let condition = Condition::Compare {
            left,
            comparison,
            right,
        };
        self.made(Kind::Truth(condition), depth.max(other_depth), start)
    }

    fn comparison_sign(&mut self) -> Option<Comparison> {
        let comparison = match *self.token() {
            Token::Sign("=") => Comparison::Equal,
            Token::Sign("!=") => Comparison::NotEqual,
            Token::Sign("<") => Comparison::Less,
            Token::Sign("<=") => Comparison::AtMost,
            Token::Sign(">") => Comparison::Greater,
            Token::Sign(">=") => Comparison::AtLeast,
            _ => {
                self.hope("a comparison");
                return None;
            }
        };
        Some(comparison)
    }

    /// What follows on `is`.
    fn label(&mut self, left: Value) -> Parsed<Value> {
        let (name, player, chosen) = match left.kind {
            Kind::Number(Expression::Name { name }) => (name, None, false),
            Kind::Number(Expression::Of { name, player }) => (name, Some(player), false),
            Kind::Number(Expression::Chosen { name, player }) => (name, Some(player), true),
            _ => return Err(self.unexpected()),
        };
        let negated = self.eat("not")?;
        let label = self.name("a label")?;
        let condition = Condition::Is {
            name,
            player,
            chosen,
            negated,
            label,
        };
        self.made(Kind::Truth(condition), 0, left.start)
    }

    /// `a + b - c`
    fn sum(&mut self) -> Parsed<Value> {
        self.arithmetic(Self::product, |token| match token {
            Token::Sign("+") => Some(Operator::Add),
            Token::Sign("-") => Some(Operator::Subtract),
            _ => None,
        })
    }

    /// `a * b / c`
    fn product(&mut self) -> Parsed<Value> {
        self.arithmetic(Self::signed, |token| match token {
            Token::Sign("*") => Some(Operator::Multiply),
            Token::Sign("/") => Some(Operator::Divide),
            _ => None,
        })
    }

    fn arithmetic(
        &mut self,
        rules: impl Fn(&mut Self) -> Parsed<Value>,
        operator: impl Fn(&Token<'_>) -> Option<Operator>,
    ) -> Parsed<Value> {
        let mut value = rules(self)?;
        while !value.is_truth() {
            let Some(operator) = operator(self.token()) else {
                self.hope("an operator");
                break;
            };
            self.advance()?;
            let start = value.start;
            let (left, depth) = value.number()?;
            let (right, other_depth) = rules(self)?.number()?;
            let expression = Expression::Arithmetic {
                operator,
                left: Box::new(left),
                right: Box::new(right),
            };
            value = self.made(Kind::Number(expression), depth.max(other_depth), start)?;
        }
        Ok(value)
    }

    /// `-x`; before the digits of a number, a part of the number.
    fn signed(&mut self) -> Parsed<Value> {
        if !self.silently_at("-") {
            return self.simple();
        }
        let start = self.advance()?.start;
        if let Token::Number(value) = self.token() {
            let value = -value.clone();
            self.advance()?;
            return self.made(Kind::Number(Expression::Number { value }), 0, start);
        }
        let (of, depth) = self.prefix(Self::signed)?.number()?;
        let of = Box::new(of);
        self.made(Kind::Number(Expression::Negate { of }), depth, start)
    }

    /// A number, a name, a function, or anything in parentheses.
    fn simple(&mut self) -> Parsed<Value> {
        let (start, _) = self.span();
        let word = match self.token() {
            Token::Number(value) => {
                let value = value.clone();
                self.advance()?;
                return self.made(Kind::Number(Expression::Number { value }), 0, start);
            }
            Token::Sign("(") => return self.parenthesised(),
            Token::Word("players") => {
                self.advance()?;
                return self.made(Kind::Number(Expression::Players), 0, start);
            }
            Token::Word("chosen") => {
                self.advance()?;
                let name = self.name("the word for the action")?;
                self.expect("of")?;
                let player = self.name("a player")?;
                let expression = Expression::Chosen { name, player };
                return self.bare(expression, start);
            }
            Token::Word(word) if FUNCTIONS.contains(word) => *word,
            Token::Word(word) if !is_reserved(word) => return self.named(start),
            Token::Quoted(_) => return self.named(start),
            _ => {
                if !self.hopes_for("a condition") {
                    self.hope("an expression");
                }
                return Err(self.unexpected());
            }
        };
        self.advance()?;
        self.open()?;
        let (kind, deepest) = self.function(word)?;
        self.close()?;
        self.made(kind, deepest, start)
    }

    fn bare(&self, expression: Expression, start: usize) -> Parsed<Value> {
        let mut value = self.made(Kind::Number(expression), 0, start)?;
        value.bare = true;
        Ok(value)
    }

    fn parenthesised(&mut self) -> Parsed<Value> {
        let start = self.span().0;
        self.open()?;
        let mut value = self.alternatives()?;
        self.close()?;
        value.bare = false;
        value.start = start;
        value.end = self.behind;
        Ok(value)
    }

    /// A name, or something of a player.
    fn named(&mut self, start: usize) -> Parsed<Value> {
        let end = self.span().1;
        let name = self.name("a name")?;
        if self.eat("of")? {
            let player = self.name("a player")?;
            return self.bare(Expression::Of { name, player }, start);
        }
        if self.silently_at("(") {
            let fault = Fault::new(
                ParseErrorKind::Function,
                start,
                end,
                shown(&format!("{}(", self.source(start, end))),
            );
            let fault = FUNCTIONS.iter().fold(fault, |fault, function| {
                fault.expected(format!("`{function}(`"))
            });
            return Err(match nearest(&name, FUNCTIONS.iter().copied()).first() {
                Some(meant) => fault.hint(format!("did you mean `{meant}`?")),
                None => fault.hint("there are no other functions"),
            });
        }
        self.bare(Expression::Name { name }, start)
    }

    /// What stands between the parentheses of a function.
    fn function(&mut self, word: &str) -> Parsed<(Kind, usize)> {
        let whole = |way| {
            move |of: Expression| Expression::Round {
                way,
                of: Box::new(of),
            }
        };
        match word {
            "ratio" => {
                let (numerator, a) = self.argument()?;
                let (denominator, b) = self.next_argument()?;
                let (otherwise, c) = self.next_argument()?;
                let expression = Expression::Ratio {
                    numerator,
                    denominator,
                    otherwise,
                };
                Ok((Kind::Number(expression), a.max(b).max(c)))
            }
            "choose" => {
                let (condition, a) = self.truth(Self::alternatives)?;
                let (then, b) = self.next_argument()?;
                let (otherwise, c) = self.next_argument()?;
                let expression = Expression::Choose {
                    condition: Box::new(condition),
                    then,
                    otherwise,
                };
                Ok((Kind::Number(expression), a.max(b).max(c)))
            }
            "min" => self.list(|of| Expression::Min { of }),
            "max" => self.list(|of| Expression::Max { of }),
            "floor" => self.rounded(whole(Rounding::Floor)),
            "ceiling" => self.rounded(whole(Rounding::Ceiling)),
            "round" => self.rounded(whole(Rounding::Nearest)),
            "sum" => self.fold(Fold::Sum),
            "largest" => self.fold(Fold::Largest),
            "smallest" => self.fold(Fold::Smallest),
            "number" => {
                let (binder, condition, depth) = self.over_condition()?;
                let expression = Expression::NumberOf {
                    variable: binder.variable,
                    other_than: binder.other_than,
                    condition,
                };
                Ok((Kind::Number(expression), depth))
            }
            "every" => {
                let (binder, condition, depth) = self.over_condition()?;
                let condition = Condition::Every {
                    variable: binder.variable,
                    other_than: binder.other_than,
                    condition,
                };
                Ok((Kind::Truth(condition), depth))
            }
            // The last of the functions: `some`.
            _ => {
                let (binder, condition, depth) = self.over_condition()?;
                let condition = Condition::Some {
                    variable: binder.variable,
                    other_than: binder.other_than,
                    condition,
                };
                Ok((Kind::Truth(condition), depth))
            }
        }
    }

    fn argument(&mut self) -> Parsed<(Box<Expression>, usize)> {
        let (expression, depth) = self.sum()?.number()?;
        Ok((Box::new(expression), depth))
    }

    fn next_argument(&mut self) -> Parsed<(Box<Expression>, usize)> {
        self.expect(",")?;
        self.argument()
    }

    fn list(&mut self, make: impl FnOnce(Vec<Expression>) -> Expression) -> Parsed<(Kind, usize)> {
        let (first, mut deepest) = self.argument()?;
        let mut of = vec![*first];
        while self.eat(",")? {
            let (next, depth) = self.argument()?;
            deepest = deepest.max(depth);
            of.push(*next);
        }
        Ok((Kind::Number(make(of)), deepest))
    }

    fn rounded(&mut self, make: impl FnOnce(Expression) -> Expression) -> Parsed<(Kind, usize)> {
        let (of, depth) = self.argument()?;
        Ok((Kind::Number(make(*of)), depth))
    }

    fn binder(&mut self) -> Parsed<Binder> {
        let variable = self.name("a variable")?;
        let other_than = self.other_than()?;
        self.expect(":")?;
        Ok(Binder {
            variable,
            other_than,
        })
    }

    fn fold(&mut self, fold: Fold) -> Parsed<(Kind, usize)> {
        let binder = self.binder()?;
        let (of, depth) = self.argument()?;
        let expression = Expression::Fold {
            fold,
            variable: binder.variable,
            other_than: binder.other_than,
            of,
        };
        Ok((Kind::Number(expression), depth))
    }

    fn over_condition(&mut self) -> Parsed<(Binder, Box<Condition>, usize)> {
        let binder = self.binder()?;
        let (condition, depth) = self.truth(Self::alternatives)?;
        Ok((binder, Box::new(condition), depth))
    }
}
