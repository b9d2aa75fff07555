//! From tokens to clauses and their effects.

use super::super::{Clause, Effect, Expression, Quantifier};
use super::error::Fault;
use super::lexer::Token;
use super::parser::Parser;
use super::words::EFFECTS;

type Parsed<T> = Result<T, Box<Fault>>;

impl Parser<'_> {
    pub(super) fn clause(&mut self) -> Parsed<Clause> {
        let mut quantifiers = Vec::new();
        while self.silently_at("for") {
            self.advance()?;
            self.expect("each")?;
            let variable = self.name("a variable")?;
            let other_than = self.other_than()?;
            self.expect(":")?;
            quantifiers.push(Quantifier {
                variable,
                other_than,
            });
        }
        self.hope("`for each`");
        let condition = if self.eat("if")? {
            let condition = self.condition()?;
            self.expect(":")?;
            Some(condition)
        } else {
            None
        };
        let effect = self.effect()?;
        Ok(Clause {
            quantifiers,
            condition,
            effect,
        })
    }

    fn player(&mut self) -> Parsed<String> {
        self.name("a player")
    }

    /// `from P`, `to P`, ...
    fn after(&mut self, word: &'static str, what: &'static str) -> Parsed<String> {
        self.expect(word)?;
        self.name(what)
    }

    fn effect(&mut self) -> Parsed<Effect> {
        let word = match *self.token() {
            Token::Word(word) if EFFECTS.contains(&word) => word,
            _ => {
                self.hope("an effect");
                return Err(self.unexpected());
            }
        };
        self.advance()?;
        Ok(match word {
            "direct" => Effect::Direct {
                player: self.player()?,
                label: self.after("to", "a label")?,
            },
            "set" => Effect::Set {
                action: self.name("the word for the action")?,
                player: self.after("of", "a player")?,
                to: self.amount_after("to")?,
            },
            "cap" => Effect::Cap {
                action: self.name("the word for the action")?,
                player: self.after("of", "a player")?,
                at: self.amount_after("at")?,
            },
            "fine" => Effect::Fine {
                player: self.player()?,
                amount: self.expression()?,
            },
            "sanction" => self.sanction()?,
            "transfer" => Effect::Transfer {
                amount: self.expression()?,
                from: self.after("from", "a player")?,
                to: self.after("to", "a player")?,
            },
            "grant" => Effect::Grant {
                amount: self.expression()?,
                player: self.after("to", "a player")?,
            },
            "escrow" => Effect::Escrow {
                amount: self.expression()?,
                player: self.after("from", "a player")?,
                escrow: self.after("in", "an escrow")?,
            },
            "release" => self.release()?,
            "premium" => Effect::Premium {
                amount: self.expression()?,
                player: self.after("from", "a player")?,
                pool: self.after("into", "a pool")?,
            },
            "payout" => Effect::Payout {
                amount: self.expression()?,
                pool: self.after("from", "a pool")?,
                player: self.after("to", "a player")?,
            },
            "participation" => {
                self.expect("cost")?;
                Effect::ParticipationCost {
                    amount: self.expression()?,
                    player: self.after("from", "a player")?,
                }
            }
            "violation" => Effect::Violation {
                player: self.after("by", "a player")?,
                text: self.string()?,
            },
            "count" => Effect::Count {
                counter: self.name("a counter")?,
                player: self.after("of", "a player")?,
            },
            "clear" => Effect::Clear {
                counter: self.name("a counter")?,
                player: self.after("of", "a player")?,
            },
            // The last of the words that begin an effect: `remember`.
            _ => Effect::Remember {
                memory: self.name("a memory")?,
                value: self.amount_after("=")?,
            },
        })
    }

    fn amount_after(&mut self, word: &'static str) -> Parsed<Expression> {
        self.expect(word)?;
        self.expression()
    }

    fn sanction(&mut self) -> Parsed<Effect> {
        let player = self.player()?;
        let amount = self.expression()?;
        if !self.eat("graduated")? {
            return Ok(Effect::Sanction { player, amount });
        }
        let counter = self.after("by", "a counter")?;
        let multiplier = if self.eat("times")? {
            Some(self.expression()?)
        } else {
            None
        };
        Ok(Effect::GraduatedSanction {
            player,
            base: amount,
            counter,
            multiplier,
        })
    }

    fn release(&mut self) -> Parsed<Effect> {
        let amount = if self.eat("all")? {
            None
        } else {
            Some(self.expression()?)
        };
        let escrow = self.after("from", "an escrow")?;
        let player = self.after("of", "a player")?;
        let to = if self.eat("to")? {
            Some(self.player()?)
        } else {
            None
        };
        Ok(Effect::Release {
            escrow,
            player,
            amount,
            to,
        })
    }
}
