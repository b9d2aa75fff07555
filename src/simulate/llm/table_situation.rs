//! A decision at a table, in words.

use std::fmt::Write;

use super::situation::of_another_kind;
use super::{Choice, Format, FormatError, Situation, Unreadable};
use crate::simulate::table_game::{self, Force, TableObservation};

/// The situation of a player of a [`TableGame`](crate::simulate::table_game::TableGame): what
/// negotiators are told too ([`Scene::briefing`](crate::simulate::table_game::Scene::briefing)), what
/// was agreed and what force it has. It answers with the label of one of its actions.
///
/// No answer is an answer there: make an agent of a model with
/// `.or_else(TableSituation::no_answer)`, and the table's own policy says what it means.
///
/// ```
/// use lacuna::game::hidden_effort::scenarios;
/// use lacuna::simulate::Runner;
/// use lacuna::simulate::llm::{ModelAgent, Role, Scripted, TableSituation};
/// use lacuna::simulate::table_game::{Form, Scene, TableGame};
///
/// let mut table = TableGame::new(Scene::of_scenario(&scenarios()[0], Form::Base)?);
/// let mut players = ["ANSWER: D", "I would never do D."].map(|answer| {
///     ModelAgent::new(Scripted::always(answer), Role::Adviser, TableSituation)
///         .or_else(TableSituation::no_answer)
/// });
/// Runner::default().run(&mut table, &mut players, 1, &mut ())?;
/// // It is not taken for cooperation.
/// assert!(table.is_invalid());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TableSituation;

impl TableSituation {
    /// That there was no answer, with what was said instead.
    pub fn no_answer(
        _seen: &TableObservation,
        why: &super::Unanswered,
        _rng: &mut dyn rand::Rng,
    ) -> table_game::Choice {
        let words = why.words().map_or_else(|| why.to_string(), str::to_owned);
        table_game::Choice::no_answer(words)
    }
}

impl Situation<TableObservation, table_game::Choice> for TableSituation {
    fn describe(&self, seen: &TableObservation) -> String {
        let mut text = seen.scene.briefing(seen.player);
        if let Some(agreed) = &seen.agreed {
            let force = match agreed.force {
                Force::Words => "Nobody enforces it.",
                Force::Monitored => "Whoever breaks it is put on record; nothing else happens.",
                Force::Enforced => {
                    "It is enforced: actions that break it are changed, and money moves as it says."
                }
            };
            let _ = write!(text, "\nThis was agreed:\n{}\n{force}", agreed.words);
        }
        text
    }

    fn question(&self, _seen: &TableObservation) -> String {
        "All choose once, at the same time. What do you choose?".to_owned()
    }

    fn format(&self, seen: &TableObservation) -> Result<Format, FormatError> {
        Format::labels(seen.own_labels().iter().map(String::as_str))
    }

    fn action(
        &self,
        _seen: &TableObservation,
        choice: Choice,
    ) -> Result<table_game::Choice, Unreadable> {
        match choice {
            Choice::Label(action) => Ok(table_game::Choice::Action(action)),
            Choice::Whole(_) => Err(of_another_kind()),
        }
    }
}
