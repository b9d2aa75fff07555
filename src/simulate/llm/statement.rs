//! What can be said in a negotiation, and how it is read.

use std::fmt::Write;

use super::format::answer_line;
use super::{Choice, Format, FormatError, Unreadable};
use crate::contract::law::{Court, Law};
use crate::simulate::negotiation::{Proposal, Spoken, Statement, Table};

/// The longest proposal that is read, in bytes.
const MAX_PROPOSAL: usize = 20_000;

/// What a player can say when it is its turn: agreement only where there is something of another
/// player to agree with.
pub(super) struct Sayable {
    format: Format,
    statements: Vec<Statement>,
    labels: Vec<String>,
}

const PROPOSE: &str = "PROPOSE";

impl Sayable {
    pub(super) fn at(table: &Table<'_>) -> Result<Self, FormatError> {
        let mut labels = vec![PROPOSE.to_owned()];
        // `PROPOSE` is read apart, and its place is never looked up.
        let mut statements = vec![Statement::End];
        let mut offer = |label: String, statement: Statement| {
            labels.push(label);
            statements.push(statement);
        };
        let others = |player: usize| player != table.player;
        if table
            .last_proposal()
            .is_some_and(|(player, _)| others(player))
        {
            offer("AGREE".to_owned(), Statement::Agree { with: None });
        }
        for (player, name) in table.names.iter().enumerate() {
            if others(player) && stands_for_something(table, player) {
                let statement = Statement::Agree { with: Some(player) };
                offer(format!("AGREE WITH {name}"), statement);
            }
        }
        offer("DISAGREE".to_owned(), Statement::Disagree);
        offer("KEEP".to_owned(), Statement::KeepStatusQuo);
        offer("END".to_owned(), Statement::End);
        Ok(Sayable {
            format: Format::labels(labels.iter().map(String::as_str))?,
            statements,
            labels,
        })
    }

    pub(super) fn instruction(&self, law: bool) -> String {
        let mut text = format!(
            "Reply with exactly one of these lines: {}.",
            self.labels
                .iter()
                .map(|label| format!("ANSWER: {label}"))
                .collect::<Vec<_>>()
                .join(" | ")
        );
        let what = if law { "the law" } else { "your proposal" };
        let _ = write!(
            text,
            "\nAfter ANSWER: {PROPOSE}, and only then, {what} follows on the next lines, up to the \
             end of your reply. KEEP means that what is in force stays; END that you talk no longer."
        );
        text
    }

    /// Reads a reply; laws if there is a court.
    pub(super) fn read(&self, text: &str, court: Option<&Court>) -> Result<Statement, Unreadable> {
        let (answer, rest) = answer_line(text)?;
        let Choice::Label(label) = self.format.value(answer)? else {
            return Err(Unreadable::UnknownLabel {
                found: answer.trim().to_owned(),
            });
        };
        if label == 0 {
            return proposal(rest, court).map(Statement::Propose);
        }
        if !rest.trim().is_empty() {
            return Err(Unreadable::NotLast);
        }
        match self.statements.get(label) {
            Some(statement) => Ok(statement.clone()),
            None => Err(super::situation::of_another_kind()),
        }
    }
}

/// Has this player made a proposal that passed, or agreed, and not turned away since?
fn stands_for_something(table: &Table<'_>, player: usize) -> bool {
    let said = table.said.iter().rev();
    let mut sound = said.filter(|spoken| spoken.player == player && spoken.problems.is_empty());
    let stands = sound.find_map(|spoken| match &spoken.statement {
        Statement::Propose(_) | Statement::Agree { .. } | Statement::KeepStatusQuo => Some(true),
        Statement::Disagree => Some(false),
        _ => None,
    });
    stands == Some(true)
}

fn proposal(text: &str, court: Option<&Court>) -> Result<Proposal, Unreadable> {
    let text = without_fence(text);
    if text.is_empty() {
        return Err(Unreadable::other(
            "no proposal follows the line ANSWER: PROPOSE",
        ));
    }
    if text.len() > MAX_PROPOSAL {
        return Err(Unreadable::other(format!(
            "the proposal has more than {MAX_PROPOSAL} bytes"
        )));
    }
    if court.is_none() {
        return Ok(Proposal::text(text));
    }
    Law::parse(text)
        .map(Proposal::Law)
        .map_err(|error| Unreadable::other(format!("the proposal is no law: {error}")))
}

/// The text without a pair of lines ``` around it.
fn without_fence(text: &str) -> &str {
    let text = text.trim();
    let Some(inner) = text.strip_prefix("```") else {
        return text;
    };
    match (inner.split_once('\n'), inner.strip_suffix("```")) {
        (Some((first, _)), Some(inner)) if first.len() <= inner.len() => {
            inner[first.len()..].trim()
        }
        _ => text,
    }
}

/// What was said, in words; the text of nothing that could not be understood.
pub(super) fn in_words(spoken: &Spoken, names: &[String]) -> String {
    let name = |player: usize| names.get(player).map_or("somebody", String::as_str);
    let who = name(spoken.player);
    let mut text = match &spoken.statement {
        Statement::Propose(proposal) => format!("{who} proposed:\n{}", proposal.words()),
        Statement::Agree { with: Some(with) } => format!("{who} agreed with {}", name(*with)),
        Statement::Agree { with: None } => format!("{who} agreed with the last proposal"),
        Statement::Disagree => format!("{who} disagreed"),
        Statement::KeepStatusQuo => format!("{who} wants to keep what is in force"),
        Statement::End => format!("{who} wants to talk no longer"),
        Statement::Unclear(_) => format!("{who} said nothing that could be understood"),
    };
    if !spoken.problems.is_empty() {
        text.push_str(" (this had no effect)");
    }
    text
}
