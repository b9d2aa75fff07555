//! A plain contract written out as a law.

use super::FiniteLawError;
use super::courts::View;
use crate::contract::law::{Clause, Condition, Court, Effect, Expression, Law};
use crate::contract::{Cell, Contract, ContractingProblem, Language, PlainContract};
use crate::number::Rational;

impl Law {
    /// The law that does what a plain contract does, and the court of the language for which it is
    /// written.
    ///
    /// In each cell, payments go from those who pay to those who receive, both in the order of the
    /// players; what nobody receives is fined, what nobody pays is granted; directives follow, in
    /// the same order. Cells in which nothing happens have no clause.
    ///
    /// # Errors
    /// [`FiniteLawError::Contract`] if the contract does not fit the problem and language;
    /// [`FiniteLawError::Court`]; [`FiniteLawError::AmountTooLarge`].
    ///
    /// ```
    /// use lacuna::contract::law::Law;
    /// use lacuna::contract::{Cell, ContractingProblem, Language, PlainContract};
    /// use lacuna::game::catalogue::DilemmaPayoffs;
    /// use lacuna::game::hidden_effort::HiddenEffort;
    ///
    /// let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0))?;
    /// let problem = ContractingProblem::hidden_effort(&lift)?;
    /// let language = Language::base_actions(&problem);
    /// // In cell 1, (C, D), the defector pays four to the other.
    /// let contract = PlainContract::none(2, 4)
    ///     .with_transfer(0, Cell::new(1), 4.into())?
    ///     .with_transfer(1, Cell::new(1), (-4).into())?;
    /// let (law, _court) = Law::of_contract(&contract, &problem, &language)?;
    /// assert_eq!(
    ///     law.resolve[0].to_string(),
    ///     "if action of row is C and action of column is D: transfer 4 from column to row"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_contract(
        contract: &PlainContract,
        problem: &ContractingProblem,
        language: &Language,
    ) -> Result<(Law, Court), FiniteLawError> {
        contract.check(problem, language)?;
        let view = View::of_language(problem, language)?;
        let members = language.members();
        let mut law = Law {
            title: "Plain contract".to_owned(),
            ..Law::default()
        };
        let writer = Writer {
            contract,
            problem,
            language,
            view: &view,
        };
        let profiles = members.iter().map(|outcomes| {
            let first = outcomes.first().map_or(0, |&(_, index)| index);
            problem.space().profile_unchecked(first)
        });
        let profiles: Vec<Vec<usize>> = profiles.collect();
        for (cell, profile) in profiles.iter().enumerate() {
            let condition = writer.condition(Cell::new(cell), profile, false);
            for effect in writer.payments(Cell::new(cell))? {
                law.resolve.push(Clause {
                    quantifiers: Vec::new(),
                    condition: condition.clone(),
                    effect,
                });
            }
        }
        for (cell, profile) in profiles.iter().enumerate() {
            // Directives before this one may have changed actions.
            let condition = writer.condition(Cell::new(cell), profile, true);
            for effect in writer.directives(Cell::new(cell), profile) {
                law.resolve.push(Clause {
                    quantifiers: Vec::new(),
                    condition: condition.clone(),
                    effect,
                });
            }
        }
        Ok((law, view.court))
    }
}

struct Writer<'a> {
    contract: &'a PlainContract,
    problem: &'a ContractingProblem,
    language: &'a Language,
    view: &'a View,
}

impl Writer<'_> {
    /// What tells the cell, to which `profile` belongs, from the others.
    fn condition(&self, cell: Cell, profile: &[usize], chosen: bool) -> Option<Condition> {
        if let Some(outcomes) = &self.view.outcomes {
            return Some(Condition::Is {
                name: self.view.outcome_noun().to_owned(),
                player: None,
                chosen: false,
                negated: false,
                label: outcomes[cell.number()].clone(),
            });
        }
        let mut parts: Vec<Condition> = profile
            .iter()
            .enumerate()
            // Where there is only one label there is nothing to tell.
            .filter(|&(player, _)| self.view.labels[player].len() > 1)
            .map(|(player, &action)| Condition::Is {
                name: self.view.noun().to_owned(),
                player: Some(self.player(player).to_owned()),
                chosen,
                negated: false,
                label: self.label(player, self.view.label(self.problem, player, action)),
            })
            .collect();
        match parts.len() {
            // One cell: the court sees nothing.
            _ if self.language.cells() == 1 => None,
            0 | 1 => parts.pop(),
            _ => Some(Condition::And { of: parts }),
        }
    }

    /// The payments of a cell.
    fn payments(&self, cell: Cell) -> Result<Vec<Effect>, FiniteLawError> {
        let transfer = |player| self.contract.transfer(player, cell);
        let mut payers: Vec<(usize, Rational)> = Vec::new();
        let mut receivers: Vec<(usize, Rational)> = Vec::new();
        for player in 0..self.problem.players() {
            let amount = transfer(player);
            if amount.is_negative() {
                payers.push((player, -amount));
            } else if amount.is_positive() {
                receivers.push((player, amount));
            }
        }
        let mut effects = Vec::new();
        let mut receivers = receivers.into_iter().peekable();
        for (payer, mut owed) in payers {
            while !owed.is_zero() {
                let Some((receiver, due)) = receivers.peek_mut() else {
                    effects.push(Effect::Fine {
                        player: self.player(payer).to_owned(),
                        amount: self.amount(payer, cell, owed)?,
                    });
                    break;
                };
                let paid = if owed < *due {
                    owed.clone()
                } else {
                    due.clone()
                };
                effects.push(Effect::Transfer {
                    from: self.player(payer).to_owned(),
                    to: self.player(*receiver).to_owned(),
                    amount: self.amount(payer, cell, paid.clone())?,
                });
                owed -= &paid;
                *due -= &paid;
                if due.is_zero() {
                    receivers.next();
                }
            }
        }
        for (receiver, due) in receivers {
            effects.push(Effect::Grant {
                player: self.player(receiver).to_owned(),
                amount: self.amount(receiver, cell, due)?,
            });
        }
        Ok(effects)
    }

    /// The directives of a cell to which `profile` belongs; those that change nothing left out.
    fn directives(&self, cell: Cell, profile: &[usize]) -> Vec<Effect> {
        let directive = |(player, &action): (usize, &usize)| {
            let class = self.contract.directive(player, cell)?;
            let ordered = self.view.order(self.problem, player, action, class);
            let label = self.view.label(self.problem, player, action);
            (ordered != label).then(|| Effect::Direct {
                player: self.player(player).to_owned(),
                label: self.label(player, ordered),
            })
        };
        profile.iter().enumerate().filter_map(directive).collect()
    }

    fn amount(
        &self,
        player: usize,
        cell: Cell,
        value: Rational,
    ) -> Result<Expression, FiniteLawError> {
        match value.to_i64_parts() {
            Some(_) => Ok(Expression::Number { value }),
            None => Err(FiniteLawError::AmountTooLarge {
                player: self.player(player).to_owned(),
                cell: self.language.name(cell).unwrap_or_default().to_owned(),
                amount: Box::new(value),
            }),
        }
    }

    fn player(&self, player: usize) -> &str {
        &self.view.court.player_names()[player]
    }

    fn label(&self, player: usize, label: usize) -> String {
        self.view.labels[player][label].clone()
    }
}
