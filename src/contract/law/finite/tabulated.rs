//! A law on a finite game, taken for the plain contract that it amounts to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::FiniteLawError;
use super::courts::View;
use crate::contract::law::{
    CheckedLaw, Enforcer, Evidence, FailurePolicy, Hook, Ledgers, Reading, Ruling,
};
use crate::contract::{Cell, ContractError, ContractingProblem, Language, PlainContract};
use crate::number::Rational;

/// The plain contract that a law amounts to when the game is played once, and where its money goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TabulatedLaw {
    /// The transfers and directives of each cell.
    pub contract: PlainContract,
    /// What becomes of money in each cell, in their order, at the first outcome of the cell. At
    /// others the players' transfers are the same.
    pub cells: Vec<CellMoney>,
}

/// What becomes of money in one cell: the players' transfers sum to
/// `granted − destroyed − held`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CellMoney {
    /// What fines, sanctions and costs take from the players.
    pub destroyed: Rational,
    /// What grants bring in.
    pub granted: Rational,
    /// What is left in pools and escrows at the end, and so is lost to the players.
    pub held: Rational,
    /// Sanctions and violations on record.
    pub violations: Vec<CellViolation>,
}

/// A sanction, or a violation on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CellViolation {
    /// Whose.
    pub player: usize,
    /// In which hook.
    pub hook: Hook,
    /// By which clause of the hook, 0-based.
    pub clause: usize,
    /// What it was, if the law says it in words.
    pub text: Option<String>,
    /// What was taken from the player for it.
    pub sanction: Rational,
}

impl TabulatedLaw {
    /// Is money left in a pool or an escrow in some cell?
    pub fn loses_held_money(&self) -> bool {
        self.cells.iter().any(|cell| !cell.held.is_zero())
    }
}

impl CheckedLaw {
    /// The plain contract that the law amounts to when the game of `problem` is played once: the
    /// three hooks run on every outcome as the court sees it, with ledgers that are empty at
    /// first, and what they do must be the same for all outcomes of a cell of `language`.
    ///
    /// The law must have been checked against [`Court::of_language`] or [`Court::of_actions`] of
    /// the problem. In `end` the court sees the actions as `resolve` left them, and the cell of
    /// what was chosen. Money that is in a pool or an escrow at the end is lost to the players.
    ///
    /// [`Court::of_language`]: crate::contract::law::Court::of_language
    /// [`Court::of_actions`]: crate::contract::law::Court::of_actions
    ///
    /// # Errors
    /// [`FiniteLawError::OtherCourt`]; [`FiniteLawError::Fails`] for an outcome on which a hook
    /// fails; [`FiniteLawError::NotMeasurable`] with two outcomes of a cell that are treated
    /// differently; [`FiniteLawError::StartSeesOutcome`]; [`FiniteLawError::NotCommandable`].
    ///
    /// # Complexity
    /// Three hooks for each outcome that the court can tell apart, and a look at each outcome.
    ///
    /// ```
    /// use lacuna::contract::law::{CheckOptions, Court, Law};
    /// use lacuna::contract::{Cell, Contract, ContractingProblem, Language};
    /// use lacuna::game::catalogue::DilemmaPayoffs;
    /// use lacuna::game::hidden_effort::HiddenEffort;
    ///
    /// let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0))?;
    /// let problem = ContractingProblem::hidden_effort(&lift)?;
    /// let language = Language::base_actions(&problem);
    /// let law = Law::parse(
    ///     "law \"Defectors pay\"
    ///      resolve:
    ///        for each p: if action of p is D: fine p 5",
    /// )?;
    /// let law = law.check(&Court::of_actions(&problem)?, &CheckOptions::default())?;
    /// let tabulated = law.to_contract(&problem, &language)?;
    /// // In cell 3, (D, D), both are fined.
    /// assert_eq!(tabulated.contract.transfer(1, Cell::new(3)), (-5).into());
    /// assert_eq!(tabulated.cells[3].destroyed, 10.into());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_contract(
        &self,
        problem: &ContractingProblem,
        language: &Language,
    ) -> Result<TabulatedLaw, FiniteLawError> {
        language.check(problem)?;
        let of_language = View::of_language(problem, language)?;
        let of_actions = View::of_actions(problem)?;
        let Some(view) = [of_language, of_actions]
            .into_iter()
            .find(|view| view.sees_the_same_as(self.court()))
        else {
            return Err(self.other_court(problem, language)?);
        };
        let fresh = Enforcer::new(self.clone(), FailurePolicy::Open)?;
        let mut table = Table {
            problem,
            language,
            view: &view,
            fresh: &fresh,
            treatments: BTreeMap::new(),
            first_start: None,
            cells: vec![None; language.cells()],
        };
        for state in 0..problem.states() {
            for profile in problem.space().iter() {
                table.outcome(state, profile)?;
            }
        }
        table.finish()
    }

    fn other_court(
        &self,
        problem: &ContractingProblem,
        language: &Language,
    ) -> Result<FiniteLawError, FiniteLawError> {
        let expected = View::of_language(problem, language)?.court;
        let found = self.court();
        let what = if found.player_names() != expected.player_names() {
            format!(
                "its players are {}, and those of the problem {}",
                found.player_names().join(", "),
                expected.player_names().join(", ")
            )
        } else if found.action() != expected.action() {
            "it has other words for the actions".to_owned()
        } else {
            "it has other observations".to_owned()
        };
        Ok(FiniteLawError::OtherCourt { what })
    }
}

/// All that a law does on one occasion.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Treatment {
    transfers: Vec<Rational>,
    /// The labels after `resolve`.
    actions: Vec<usize>,
    money: CellMoney,
}

/// An outcome: a state and the profile chosen.
type Outcome = (usize, Vec<usize>);

/// What is known of a cell from the outcomes seen so far.
#[derive(Debug, Clone)]
struct Seen {
    first: Outcome,
    treatment: Treatment,
    /// One entry a player.
    orders: Vec<Orders>,
}

/// What a player ends up playing in a cell. An order to play what was chosen anyway is no order,
/// so that one directive stands for a cell in which some are left alone and others made to join.
#[derive(Debug, Clone, Default)]
struct Orders {
    /// A class that the player was made to play, and where.
    ordered: Option<(usize, Outcome)>,
    /// The classes played in the end, each with an outcome.
    played: BTreeMap<usize, Outcome>,
}

impl Orders {
    /// Two outcomes that no single directive treats as the law does.
    fn conflict(&self) -> Option<(usize, &Outcome, &Outcome)> {
        let (class, at) = self.ordered.as_ref()?;
        let (_, other) = self.played.iter().find(|(played, _)| *played != class)?;
        Some((*class, at, other))
    }
}

struct Table<'a> {
    problem: &'a ContractingProblem,
    language: &'a Language,
    view: &'a View,
    fresh: &'a Enforcer,
    /// By labels of the actions and, if the court sees it, cell.
    treatments: BTreeMap<(Vec<usize>, usize), Treatment>,
    first_start: Option<Started>,
    cells: Vec<Option<Seen>>,
}

/// What `start` did when it first ran, and in which cell.
struct Started {
    cell: usize,
    transfers: Vec<Rational>,
    money: CellMoney,
    ledgers: Ledgers,
}

impl Table<'_> {
    /// Takes one outcome into account.
    fn outcome(&mut self, state: usize, profile: Vec<usize>) -> Result<(), FiniteLawError> {
        let cell = self.language.cell(state, &profile);
        let treatment = self.treatment(state, &profile, cell)?;
        let orders = self.orders(&profile, &treatment)?;
        let number = cell.number();
        let mut seen = self.cells[number].take().unwrap_or_else(|| Seen {
            first: (state, profile.clone()),
            treatment: treatment.clone(),
            orders: vec![Orders::default(); profile.len()],
        });
        let names = self.view.court.player_names();
        for (player, name) in names.iter().enumerate() {
            let first = &seen.treatment.transfers[player];
            let second = &treatment.transfers[player];
            if first != second {
                let difference =
                    format!("the law gives {name} {first} in the first and {second} in the second");
                return Err(self.not_measurable(
                    number,
                    &seen.first,
                    &(state, profile),
                    difference,
                ));
            }
            let chosen = self.problem.contractible(player).class(profile[player]);
            let known = &mut seen.orders[player];
            let here = || (state, profile.clone());
            let played = orders[player].unwrap_or(chosen);
            known.played.entry(played).or_insert_with(here);
            if played != chosen && known.ordered.is_none() {
                known.ordered = Some((played, here()));
            }
            if let Some((class, at, other)) = known.conflict() {
                let class = self.problem.class_name(player, class);
                let difference =
                    format!("the law makes {name} play {class} in the first and not in the second");
                return Err(self.not_measurable(number, at, other, difference));
            }
        }
        self.cells[number] = Some(seen);
        Ok(())
    }

    fn not_measurable(
        &self,
        cell: usize,
        first: &Outcome,
        second: &Outcome,
        difference: String,
    ) -> FiniteLawError {
        FiniteLawError::NotMeasurable {
            cell: self.cell_name(cell),
            first: self.describe(first.0, &first.1),
            second: self.describe(second.0, &second.1),
            difference,
        }
    }

    /// The class that each player is made to play, if its label was changed.
    fn orders(
        &self,
        profile: &[usize],
        treatment: &Treatment,
    ) -> Result<Vec<Option<usize>>, FiniteLawError> {
        let order = |(player, (&action, &label)): (usize, (&usize, &usize))| {
            if label == self.view.label(self.problem, player, action) {
                return Ok(None);
            }
            match self.view.ordered(self.problem, player, action, label) {
                Some(class) => Ok(Some(class)),
                None => Err(self.not_commandable(player, action, label)),
            }
        };
        profile
            .iter()
            .zip(&treatment.actions)
            .enumerate()
            .map(order)
            .collect()
    }

    fn not_commandable(&self, player: usize, action: usize, label: usize) -> FiniteLawError {
        let split = self.problem.contractible(player);
        let possible: Vec<String> = (0..split.classes())
            .map(|class| split.directed(action, class))
            .map(|action| self.problem.action_name(player, action))
            .collect();
        FiniteLawError::NotCommandable {
            player: self.view.court.player_names()[player].clone(),
            chosen: self.problem.action_name(player, action),
            ordered: self.view.labels[player][label].clone(),
            possible: possible.join(" or "),
        }
    }

    /// What the law does when the court sees this outcome.
    fn treatment(
        &mut self,
        state: usize,
        profile: &[usize],
        cell: Cell,
    ) -> Result<Treatment, FiniteLawError> {
        let labels: Vec<usize> = profile
            .iter()
            .enumerate()
            .map(|(player, &action)| self.view.label(self.problem, player, action))
            .collect();
        let seen_cell = self.view.outcomes.as_ref().map_or(0, |_| cell.number());
        let key = (labels, seen_cell);
        if let Some(treatment) = self.treatments.get(&key) {
            return Ok(treatment.clone());
        }
        let treatment = self.enforce(state, profile, cell)?;
        self.treatments.insert(key, treatment.clone());
        Ok(treatment)
    }

    fn enforce(
        &mut self,
        state: usize,
        profile: &[usize],
        cell: Cell,
    ) -> Result<Treatment, FiniteLawError> {
        let chosen = self.view.evidence(self.problem, profile, cell);
        let mut enforcer = self.fresh.clone();
        let mut treatment = Treatment {
            transfers: vec![Rational::ZERO; self.problem.players()],
            actions: Vec::new(),
            money: CellMoney::default(),
        };
        let before = Evidence {
            actions: Vec::new(),
            observations: chosen.observations.clone(),
        };
        let ruling = enforcer.start(&before)?;
        treatment.add(ruling);
        self.succeeded(ruling, state, profile)?;
        let (ledgers, money) = (enforcer.ledgers(), &treatment.money);
        match &self.first_start {
            None => {
                self.first_start = Some(Started {
                    cell: cell.number(),
                    transfers: treatment.transfers.clone(),
                    money: money.clone(),
                    ledgers: ledgers.clone(),
                });
            }
            Some(first)
                if first.transfers != treatment.transfers
                    || first.money != *money
                    || first.ledgers != *ledgers =>
            {
                return Err(FiniteLawError::StartSeesOutcome {
                    first: self.cell_name(first.cell),
                    second: self.cell_name(cell.number()),
                });
            }
            Some(_) => {}
        }
        let ruling = enforcer.resolve(&chosen)?;
        treatment.add(ruling);
        self.succeeded(ruling, state, profile)?;
        let realised = Evidence {
            actions: ruling.actions().to_vec(),
            observations: chosen.observations,
        };
        treatment.actions = realised.actions.iter().map(label).collect();
        let ruling = enforcer.end(&realised)?;
        treatment.add(ruling);
        self.succeeded(ruling, state, profile)?;
        treatment.money.held = enforcer.ledgers().total_held();
        Ok(treatment)
    }

    fn succeeded(
        &self,
        ruling: &Ruling,
        state: usize,
        profile: &[usize],
    ) -> Result<(), FiniteLawError> {
        match ruling.failure() {
            None => Ok(()),
            Some(failure) => Err(FiniteLawError::Fails {
                outcome: self.describe(state, profile),
                failure: Box::new(failure.clone()),
            }),
        }
    }

    fn cell_name(&self, cell: usize) -> String {
        let name = self.language.name(Cell::new(cell));
        name.unwrap_or_default().to_owned()
    }

    fn describe(&self, state: usize, profile: &[usize]) -> String {
        let played = self.problem.describe(profile);
        match self.problem.states() {
            1 => played,
            _ => format!("{played} in state {}", self.problem.state_name(state)),
        }
    }

    fn finish(self) -> Result<TabulatedLaw, FiniteLawError> {
        let cells = self.cells.len();
        let mut contract = PlainContract::none(self.problem.players(), cells);
        let mut money = Vec::with_capacity(cells);
        for (number, seen) in self.cells.into_iter().enumerate() {
            let cell = Cell::new(number);
            // Every cell has an outcome.
            let Some(seen) = seen else {
                return Err(ContractError::UnknownCell {
                    cell: number,
                    cells,
                }
                .into());
            };
            for (player, amount) in seen.treatment.transfers.into_iter().enumerate() {
                contract = contract.with_transfer(player, cell, amount)?;
            }
            for (player, orders) in seen.orders.into_iter().enumerate() {
                if let Some((class, _)) = orders.ordered {
                    contract = contract.with_directive(player, cell, class)?;
                }
            }
            money.push(seen.treatment.money);
        }
        Ok(TabulatedLaw {
            contract,
            cells: money,
        })
    }
}

impl Treatment {
    fn add(&mut self, ruling: &Ruling) {
        for (sum, amount) in self.transfers.iter_mut().zip(ruling.transfers()) {
            *sum += amount;
        }
        self.money.destroyed += ruling.destroyed();
        self.money.granted += ruling.granted();
        let violations = ruling.violations().map(|violation| CellViolation {
            player: violation.player,
            hook: ruling.hook(),
            clause: violation.clause,
            text: violation.text.map(str::to_owned),
            sanction: violation.sanction.clone(),
        });
        self.money.violations.extend(violations);
    }
}

fn label(reading: &Reading) -> usize {
    match reading {
        Reading::Label(label) => *label,
        Reading::Quantity(_) => usize::MAX,
    }
}
