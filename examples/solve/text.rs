//! Answers for people.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use lacuna::number::Rational;

use crate::answer::{Answer, Correlated, Equilibria, Rationalizable};
use crate::command_line::Concept;

/// The answer as a small table and a line of text.
pub fn table(answer: &Answer) -> String {
    match answer {
        Answer::Equilibria(answer) => equilibria(answer),
        Answer::Correlated(answer) => correlated(answer),
        Answer::Rationalizable(answer) => rationalizable(answer),
    }
}

fn list<T: ToString>(values: &[T]) -> String {
    let texts: Vec<String> = values.iter().map(T::to_string).collect();
    texts.join(" ")
}

/// A table with its title; the last columns, as many as told, are numbers.
fn rendered(title: &str, header: Vec<String>, rows: Vec<Vec<String>>, numbers: usize) -> String {
    let columns = header.len();
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(header);
    for column in columns.saturating_sub(numbers)..columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for row in rows {
        table.add_row(row);
    }
    format!("{title}\n{}\n", table.trim_fmt())
}

fn equilibria(answer: &Equilibria) -> String {
    let count = answer.equilibria.len();
    let kind = match answer.concept {
        Concept::Pure => "pure equilibria",
        Concept::All => "extreme equilibria",
        _ => "equilibrium",
    };
    let end = if answer.complete {
        "these are all"
    } else {
        "there may be others"
    };
    let title = format!("{count} {kind}; {end}");
    let Some(first) = answer.equilibria.first() else {
        return format!("{title}\n");
    };
    let players = 0..first.strategies.len();
    let mut header: Vec<String> = players.map(|i| format!("strategy of {i}")).collect();
    header.extend(["payoffs".to_owned(), "welfare".to_owned()]);
    let row = |e: &crate::answer::Equilibrium| {
        let welfare: Rational = e.payoffs.iter().sum();
        let mut row: Vec<String> = e.strategies.iter().map(|s| list(s)).collect();
        row.extend([list(&e.payoffs), welfare.to_string()]);
        row
    };
    let rows = answer.equilibria.iter().map(row).collect();
    let mut text = rendered(&title, header, rows, 2);
    if let (Some(best), Some(worst)) = (&answer.welfare.best, &answer.welfare.worst) {
        text += &format!("welfare: best {best}, worst {worst}\n");
    }
    text
}

fn certified(yes: bool) -> &'static str {
    if yes {
        "checked without the solver"
    } else {
        "NOT confirmed by the check"
    }
}

fn correlated(answer: &Correlated) -> String {
    let kind = match answer.concept {
        Concept::Cce => "coarse correlated equilibrium",
        _ => "correlated equilibrium",
    };
    let title = format!(
        "{kind} of welfare {}; {}",
        answer.value,
        certified(answer.certified)
    );
    let header = vec!["profile".to_owned(), "probability".to_owned()];
    let rows = answer
        .distribution
        .iter()
        .map(|(profile, probability)| vec![list(profile), probability.to_string()])
        .collect();
    rendered(&title, header, rows, 1)
}

fn rationalizable(answer: &Rationalizable) -> String {
    let beliefs = if answer.actions.len() > 2 {
        " to correlated beliefs"
    } else {
        ""
    };
    let title = format!(
        "actions that are best responses{beliefs} after {} rounds of elimination; {}",
        answer.rounds,
        certified(answer.certified)
    );
    let header = vec!["player".to_owned(), "actions".to_owned()];
    let rows = answer
        .actions
        .iter()
        .enumerate()
        .map(|(player, actions)| vec![player.to_string(), list(actions)])
        .collect();
    rendered(&title, header, rows, 0)
}
