//! The court of a contracting problem: its names for players, actions and outcomes, and what it
//! reads when a profile is chosen.

use std::collections::{BTreeMap, BTreeSet};

use super::FiniteLawError;
use crate::contract::law::spelling::is_name;
use crate::contract::law::{ActionKind, Court, CourtError, Evidence, Observable, Reading};
use crate::contract::{Cell, ContractingProblem, Language};
use crate::game::Game;

/// The court's word for the cell of a language.
const OUTCOME: &str = "outcome";

impl Court {
    /// The court that sees the contractible class of every player's action and nothing else, such
    /// as the base actions of the paper's lifted dilemmas.
    ///
    /// Players have the names of the game; without names two players are `row` and `column`, and
    /// more are `player_0`, `player_1`, …. The court's word is `action`, and its labels are what
    /// the names of the actions of a class begin with, or `action_0`, `action_1`, … where that
    /// says nothing or the same of two classes. The court knows that it cannot see the rest:
    /// `effort`, the actions of a class with several, `state` where there is more than one, and
    /// `payoff`.
    ///
    /// # Errors
    /// [`CourtError`] if the names of the game cannot be the names of a court.
    ///
    /// ```
    /// use lacuna::contract::{ContractingProblem, law::{ActionKind, Court}};
    /// use lacuna::game::catalogue::DilemmaPayoffs;
    /// use lacuna::game::hidden_effort::HiddenEffort;
    ///
    /// let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0))?;
    /// let court = Court::of_actions(&ContractingProblem::hidden_effort(&lift)?)?;
    /// assert_eq!(court.player_names(), ["row", "column"]);
    /// assert_eq!(court.action(), &ActionKind::labels("action", vec![vec!["C", "D"]; 2]));
    /// assert!(court.hidden("effort").is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_actions(problem: &ContractingProblem) -> Result<Court, CourtError> {
        Ok(View::of_actions(problem)?.court)
    }

    /// The court that sees the cells of a language.
    ///
    /// Where every cell determines the class of every player's action, the labels of `action` are
    /// these classes, or the actions themselves for a player whose action every cell determines.
    /// Otherwise the court has no word for actions and the word `order` for what a law may direct
    /// a player to; it is `none` when nothing has been ordered. If actions do not say everything
    /// that the language sees, the cell itself is the observation `outcome`, whose labels are the
    /// names of the cells (`cell_0`, `cell_1`, … if these are not distinct names).
    ///
    /// # Errors
    /// [`FiniteLawError::Contract`] for a language of another problem; [`FiniteLawError::Court`].
    ///
    /// # Complexity
    /// One look at each outcome.
    ///
    /// ```
    /// use lacuna::contract::{ContractingProblem, Language, law::Court};
    /// use lacuna::game::catalogue::DilemmaPayoffs;
    /// use lacuna::game::hidden_effort::HiddenEffort;
    ///
    /// let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0))?;
    /// let problem = ContractingProblem::hidden_effort(&lift)?;
    /// let base_actions = Court::of_language(&problem, &Language::base_actions(&problem))?;
    /// assert_eq!(base_actions, Court::of_actions(&problem)?);
    /// // How many defected is not who defected.
    /// let count = Language::observed(&problem, |_, p| p.iter().filter(|&&a| a > 1).count());
    /// let court = Court::of_language(&problem, &count)?;
    /// assert_eq!(court.observables()[0].name, "outcome");
    /// assert!(court.hidden("action").is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_language(
        problem: &ContractingProblem,
        language: &Language,
    ) -> Result<Court, FiniteLawError> {
        Ok(View::of_language(problem, language)?.court)
    }
}

/// What the labels of a player's actions stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// The action.
    Action,
    /// Its contractible class.
    Class,
    /// Nothing that was chosen: label 0 is no order, label `k + 1` the order to play class `k`.
    Order,
}

/// A court with what its words stand for in a problem.
pub(super) struct View {
    pub court: Court,
    pub labels: Vec<Vec<String>>,
    sight: Vec<Sight>,
    /// The labels of the cells, if the court observes them.
    pub outcomes: Option<Vec<String>>,
}

impl View {
    pub fn of_actions(problem: &ContractingProblem) -> Result<View, CourtError> {
        let sight = vec![Sight::Class; problem.players()];
        Self::new(problem, sight, None, problem.states() > 1)
    }

    pub fn of_language(
        problem: &ContractingProblem,
        language: &Language,
    ) -> Result<View, FiniteLawError> {
        language.check(problem)?;
        let members = language.members();
        let determined = |part: &dyn Fn(usize) -> usize, player: usize| {
            members.iter().all(|outcomes| {
                let mut parts = outcomes.iter().map(|&(_, index)| {
                    let profile = problem.space().profile_unchecked(index);
                    part(profile[player])
                });
                let first = parts.next();
                parts.all(|other| Some(other) == first)
            })
        };
        let mut sight: Vec<Sight> = (0..problem.players())
            .map(|player| {
                let split = problem.contractible(player);
                if determined(&|action| split.class(action), player) {
                    let whole = determined(&|action| action, player);
                    match whole && split.classes() < problem.space().actions()[player] {
                        true => Sight::Action,
                        false => Sight::Class,
                    }
                } else {
                    Sight::Order
                }
            })
            .collect();
        if sight.contains(&Sight::Order) {
            sight.fill(Sight::Order);
        }
        let state_unseen = members.iter().any(|outcomes| {
            let first = outcomes.first().map(|&(state, _)| state);
            outcomes.iter().any(|&(state, _)| Some(state) != first)
        });
        // Do the actions, as seen, say which cell it is?
        let mut cell_of = BTreeMap::new();
        let mut actions_suffice = true;
        for (cell, outcomes) in members.iter().enumerate() {
            for &(_, index) in outcomes {
                let profile = problem.space().profile_unchecked(index);
                let seen: Vec<usize> = profile
                    .iter()
                    .enumerate()
                    .map(|(player, &action)| sight[player].label(problem, player, action))
                    .collect();
                actions_suffice &= *cell_of.entry(seen).or_insert(cell) == cell;
            }
        }
        let outcomes = (!actions_suffice).then(|| cell_labels(language));
        Ok(Self::new(problem, sight, outcomes, state_unseen)?)
    }

    fn new(
        problem: &ContractingProblem,
        sight: Vec<Sight>,
        outcomes: Option<Vec<String>>,
        state_unseen: bool,
    ) -> Result<View, CourtError> {
        let labels: Vec<Vec<String>> = sight
            .iter()
            .enumerate()
            .map(|(player, sight)| match sight {
                Sight::Action => action_labels(problem, player),
                Sight::Class => class_labels(problem, player),
                Sight::Order => {
                    let mut labels = class_labels(problem, player);
                    let mut none = "none".to_owned();
                    while labels.contains(&none) {
                        none.push('_');
                    }
                    labels.insert(0, none);
                    labels
                }
            })
            .collect();
        let orders = sight.contains(&Sight::Order);
        let noun = if orders { "order" } else { "action" };
        let players = player_names(problem);
        let mut used: BTreeSet<String> = players.iter().cloned().collect();
        used.extend([noun.to_owned(), OUTCOME.to_owned()]);
        let mut court = Court::new(players, ActionKind::labels(noun, labels.clone()))?;
        if let Some(outcomes) = &outcomes {
            court = court.with_observable(Observable::labels(OUTCOME, outcomes.clone()))?;
        }
        for (name, reason) in hidden(problem, &sight, state_unseen) {
            if is_name(&name) && used.insert(name.clone()) {
                court = court.with_hidden(name, reason)?;
            }
        }
        Ok(View {
            court,
            labels,
            sight,
            outcomes,
        })
    }

    /// The court's word for actions or orders.
    pub fn noun(&self) -> &str {
        self.court.action().noun()
    }

    /// The court's word for cells.
    pub fn outcome_noun(&self) -> &'static str {
        OUTCOME
    }

    /// Does this court see the same as that one, by the same names?
    pub fn sees_the_same_as(&self, court: &Court) -> bool {
        self.court.player_names() == court.player_names()
            && self.court.action() == court.action()
            && self.court.observables() == court.observables()
    }

    /// The label of an action as it was chosen.
    pub fn label(&self, problem: &ContractingProblem, player: usize, action: usize) -> usize {
        self.sight[player].label(problem, player, action)
    }

    /// What the court reads when this profile is chosen.
    pub fn evidence(
        &self,
        problem: &ContractingProblem,
        profile: &[usize],
        cell: Cell,
    ) -> Evidence {
        let actions = profile
            .iter()
            .enumerate()
            .map(|(player, &action)| Reading::Label(self.label(problem, player, action)))
            .collect();
        let seen = self
            .outcomes
            .iter()
            .map(|_| vec![Reading::Label(cell.number())]);
        Evidence {
            actions,
            observations: seen.collect(),
        }
    }

    /// The class that a player who chose `action` is directed to by a changed label, or `None` if
    /// that would change the hidden part.
    pub fn ordered(
        &self,
        problem: &ContractingProblem,
        player: usize,
        action: usize,
        label: usize,
    ) -> Option<usize> {
        let split = problem.contractible(player);
        match self.sight[player] {
            Sight::Class => Some(label),
            Sight::Order => label.checked_sub(1),
            Sight::Action => {
                let class = split.class(label);
                (split.directed(action, class) == label).then_some(class)
            }
        }
    }

    /// The label that directs a player who chose `action` to a class; the label of the action
    /// itself if nothing needs to be ordered.
    pub fn order(
        &self,
        problem: &ContractingProblem,
        player: usize,
        action: usize,
        class: usize,
    ) -> usize {
        match self.sight[player] {
            Sight::Class => class,
            Sight::Order => class + 1,
            Sight::Action => problem.contractible(player).directed(action, class),
        }
    }
}

impl Sight {
    fn label(self, problem: &ContractingProblem, player: usize, action: usize) -> usize {
        match self {
            Sight::Action => action,
            Sight::Class => problem.contractible(player).class(action),
            Sight::Order => 0,
        }
    }
}

fn player_names(problem: &ContractingProblem) -> Vec<String> {
    let game = problem.game(0);
    let players = problem.players();
    (0..players)
        .map(|player| match (game.player_name(player), players, player) {
            (Some(name), _, _) if name.parse::<usize>().is_err() => name.to_owned(),
            (_, 2, 0) => "row".to_owned(),
            (_, 2, 1) => "column".to_owned(),
            _ => format!("player_{player}"),
        })
        .collect()
}

fn action_labels(problem: &ContractingProblem, player: usize) -> Vec<String> {
    let actions = problem.space().actions()[player];
    worded((0..actions).map(|action| problem.action_name(player, action)))
}

fn class_labels(problem: &ContractingProblem, player: usize) -> Vec<String> {
    let classes = problem.contractible(player).classes();
    worded((0..classes).map(|class| problem.class_name(player, class)))
}

/// The names, where they are words; numbered ones if two are the same.
fn worded(names: impl Iterator<Item = String>) -> Vec<String> {
    let names: Vec<String> = names
        .enumerate()
        .map(|(number, name)| match name.parse::<usize>() {
            Ok(_) => format!("action_{number}"),
            Err(_) => name,
        })
        .collect();
    match distinct(&names) {
        true => names,
        false => (0..names.len()).map(|n| format!("action_{n}")).collect(),
    }
}

fn cell_labels(language: &Language) -> Vec<String> {
    let names: Vec<String> = (0..language.cells())
        .map(|cell| {
            language
                .name(Cell::new(cell))
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    match distinct(&names) && names.iter().all(|name| is_name(name)) {
        true => names,
        false => (0..names.len()).map(|n| format!("cell_{n}")).collect(),
    }
}

fn distinct(names: &[String]) -> bool {
    names.iter().collect::<BTreeSet<_>>().len() == names.len()
}

/// What the court knows that it cannot see, with the reasons.
fn hidden(
    problem: &ContractingProblem,
    sight: &[Sight],
    state_unseen: bool,
) -> Vec<(String, String)> {
    let mut hidden = Vec::new();
    if sight.contains(&Sight::Order) {
        let reason = format!("the court sees `{OUTCOME}` and not which action each player took");
        hidden.push(("action".to_owned(), reason));
    }
    for (player, sight) in sight.iter().enumerate() {
        let split = problem.contractible(player);
        let actions = problem.space().actions()[player];
        if *sight == Sight::Action || split.classes() == actions {
            continue;
        }
        let classes = class_labels(problem, player);
        let members = |class: usize| -> Vec<String> {
            (0..actions)
                .filter(|&action| split.class(action) == class)
                .map(|action| problem.action_name(player, action))
                .collect()
        };
        let lists: Vec<String> = (0..classes.len())
            .map(|class| members(class).join(" from "))
            .collect();
        hidden.push((
            "effort".to_owned(),
            format!(
                "how an action is carried out is not verifiable: a court can tell {}, and not {}",
                classes.join(" from "),
                lists.join(", nor ")
            ),
        ));
        for (class, label) in classes.iter().enumerate() {
            for name in members(class).into_iter().filter(|name| name != label) {
                let reason = format!(
                    "it is one way to carry out {label}, and a court sees no more than that"
                );
                hidden.push((name, reason));
            }
        }
    }
    if state_unseen {
        let reason = "the players know in which state they are, a court does not";
        hidden.push(("state".to_owned(), reason.to_owned()));
    }
    let reason = "what an outcome is worth to a player is not verifiable";
    hidden.push(("payoff".to_owned(), reason.to_owned()));
    hidden
}
