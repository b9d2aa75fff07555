//! Checking and compiling conditions.

use super::super::spelling::nearest;
use super::super::{ActionKind, Condition, ObservableKind};
use super::checker::Checker;
use super::names::Meaning;
use super::problem::LawProblemKind;
use super::program::{ConditionNode, NO_LABEL, Over};

/// A condition that is ready to run: its node, and its steps.
pub(super) type CompiledCondition = (u32, u64);

const LABEL: &str = "a label: an action or an observation";

impl<'a> Checker<'a> {
    pub(super) fn condition(&mut self, condition: &'a Condition) -> Option<CompiledCondition> {
        self.nested(|checker| checker.condition_within(condition))
    }

    fn push_condition(&mut self, node: ConditionNode, steps: u64) -> Option<CompiledCondition> {
        let index = self.program.conditions.len() as u32;
        self.program.conditions.push(node);
        Some((index, steps.saturating_add(1)))
    }

    fn condition_within(&mut self, condition: &'a Condition) -> Option<CompiledCondition> {
        match condition {
            Condition::Compare {
                left,
                comparison,
                right,
            } => {
                let (left, right) = (self.number(left), self.number(right));
                let (left, right) = (left?, right?);
                self.push_condition(
                    ConditionNode::Compare(left.node, *comparison, right.node),
                    left.steps.saturating_add(right.steps),
                )
            }
            Condition::Is {
                name,
                player,
                chosen,
                negated,
                label,
            } => {
                let (node, steps) = self.is(name, player.as_deref(), *chosen, label)?;
                if *negated {
                    self.push_condition(ConditionNode::Not(node), steps)
                } else {
                    Some((node, steps))
                }
            }
            Condition::Not { of } => {
                let (of, steps) = self.condition(of)?;
                self.push_condition(ConditionNode::Not(of), steps)
            }
            Condition::And { of } => {
                let (first, count, steps) = self.several_conditions(of)?;
                self.push_condition(ConditionNode::And(first, count), steps)
            }
            Condition::Or { of } => {
                let (first, count, steps) = self.several_conditions(of)?;
                self.push_condition(ConditionNode::Or(first, count), steps)
            }
            Condition::Every {
                variable,
                other_than,
                condition,
            } => {
                let (over, condition, steps) =
                    self.over(variable, other_than.as_deref(), condition)?;
                self.push_condition(ConditionNode::Every(over, condition), steps)
            }
            Condition::Some {
                variable,
                other_than,
                condition,
            } => {
                let (over, condition, steps) =
                    self.over(variable, other_than.as_deref(), condition)?;
                self.push_condition(ConditionNode::Some(over, condition), steps)
            }
        }
    }

    /// A condition on each of some players in turn, with the steps for all of them.
    pub(super) fn over(
        &mut self,
        variable: &'a str,
        other_than: Option<&str>,
        condition: &'a Condition,
    ) -> Option<(Over, u32, u64)> {
        let (over, count) = self.bind(variable, other_than);
        let condition = self.condition(condition);
        self.scope.pop();
        let (condition, steps) = condition?;
        Some((over, condition, count.saturating_mul(steps)))
    }

    fn several_conditions(&mut self, of: &'a [Condition]) -> Option<(u32, u32, u64)> {
        let compiled: Vec<Option<CompiledCondition>> =
            of.iter().map(|part| self.condition(part)).collect();
        let compiled: Vec<CompiledCondition> = compiled.into_iter().collect::<Option<_>>()?;
        let first = self.program.children.len() as u32;
        let children = compiled.iter().map(|(node, _)| *node);
        self.program.children.extend(children);
        let steps = compiled
            .iter()
            .fold(0u64, |total, (_, steps)| total.saturating_add(*steps));
        Some((first, of.len() as u32, steps))
    }

    fn is(
        &mut self,
        name: &str,
        player: Option<&str>,
        chosen: bool,
        label: &str,
    ) -> Option<CompiledCondition> {
        let court = self.court;
        let entry = player.map(|player| self.player(player));
        match (self.names.get(name), court.action()) {
            (Some(Meaning::Action), ActionKind::Labels { noun, labels }) => {
                let in_hook = self.action_in_hook(name, chosen);
                let Some(entry) = entry else {
                    self.wrong_name(name, "a label that is not a player's", |_| false);
                    return None;
                };
                let entry = entry?;
                let possible = self.possible(entry);
                let table = self.label_table(noun, labels, &possible, label);
                in_hook?;
                let table = table?;
                if chosen {
                    self.reads.chosen_actions = true;
                    self.push_condition(ConditionNode::ChosenIs(entry, table), 0)
                } else {
                    self.reads.actions = true;
                    self.push_condition(ConditionNode::ActionIs(entry, table), 0)
                }
            }
            (Some(Meaning::Seen(number)), _)
                if !self.observed(number).0 && self.observed(number).1 == entry.is_some() =>
            {
                if chosen {
                    self.wrong_name(name, "the players' action", |_| false);
                    return None;
                }
                let ObservableKind::Labels { labels } = &court.observables()[number].kind else {
                    return None;
                };
                let Some(position) = labels.iter().position(|other| other == label) else {
                    self.unknown_label(name, label, labels.iter());
                    return None;
                };
                self.reads.observation(name);
                let first = self.program.observations[number];
                let label = position as i64;
                self.push_condition(
                    match entry {
                        Some(entry) => ConditionNode::SeenOfIs(first, entry?, label),
                        None => ConditionNode::SeenIs(first, label),
                    },
                    0,
                )
            }
            (meaning, action) => {
                let needed = match (meaning, entry) {
                    (Some(Meaning::Seen(number)), Some(_)) if !self.observed(number).0 => {
                        "a label of each player"
                    }
                    (Some(Meaning::Seen(number)), None) if !self.observed(number).0 => {
                        "a label that is not a player's"
                    }
                    _ => LABEL,
                };
                let labels = matches!(action, ActionKind::Labels { .. });
                let fit: Vec<bool> = (0..court.observables().len())
                    .map(|number| !self.observed(number).0)
                    .collect();
                self.wrong_name(name, needed, |meaning| match meaning {
                    Meaning::Action => labels,
                    Meaning::Seen(number) => fit[number],
                    _ => false,
                });
                None
            }
        }
    }

    fn unknown_label<'b>(
        &mut self,
        name: &str,
        label: &str,
        labels: impl Iterator<Item = &'b String>,
    ) {
        let mut all: Vec<&str> = labels.map(String::as_str).collect();
        all.sort_unstable();
        all.dedup();
        self.problem(LawProblemKind::UnknownLabel {
            name: name.into(),
            label: label.into(),
            suggestions: nearest(label, all).into_iter().map(str::to_owned).collect(),
        });
    }

    /// Where the table of a label starts: its number for each player. One of the players who can
    /// be meant must have it.
    pub(super) fn label_table(
        &mut self,
        noun: &str,
        labels: &[Vec<String>],
        possible: &[u32],
        label: &str,
    ) -> Option<u32> {
        let numbers: Vec<i64> = labels
            .iter()
            .map(|list| {
                list.iter()
                    .position(|other| other == label)
                    .map_or(NO_LABEL, |position| position as i64)
            })
            .collect();
        let known = |player: &&u32| numbers[**player as usize] != NO_LABEL;
        if !possible.is_empty() && possible.iter().find(known).is_none() {
            let lists = possible.iter().flat_map(|player| &labels[*player as usize]);
            self.unknown_label(noun, label, lists);
            return None;
        }
        let width = numbers.len();
        // Laws mention few labels, often the same ones.
        let tables = self.program.labels.chunks_exact(width);
        let known = tables.into_iter().position(|table| table == numbers);
        Some(known.map_or_else(
            || {
                let start = self.program.labels.len() as u32;
                self.program.labels.extend(&numbers);
                start
            },
            |table| (table * width) as u32,
        ))
    }
}
