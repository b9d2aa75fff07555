//! The language of laws in few words, for a model that is to write one.

use std::fmt::Write;

use crate::contract::law::{ActionKind, Court, Name, ObservableKind};

/// A name as the language of laws writes it: between quotes unless it is a plain word.
fn quoted(name: &str) -> String {
    Name(name).to_string()
}

/// How a law is written and what this court can see, in few words: a prompt, not a reference. It
/// ends with a law that this court accepts.
///
/// ```
/// use lacuna::contract::law::{ActionKind, Court};
/// use lacuna::simulate::llm::law_guide;
///
/// let court = Court::new(["ann", "bob"], ActionKind::quantity("catch"))?
///     .with_hidden("effort", "how hard a player worked is its private knowledge")?;
/// let guide = law_guide(&court);
/// assert!(guide.contains("catch of p") && guide.contains("private knowledge"));
/// # Ok::<(), lacuna::contract::law::CourtError>(())
/// ```
pub fn law_guide(court: &Court) -> String {
    let noun = quoted(court.action().noun());
    let names: Vec<String> = court
        .player_names()
        .iter()
        .map(|name| quoted(name))
        .collect();
    let mut text = format!("The court knows the players {}", names.join(", "));
    match court.action() {
        ActionKind::Labels { labels, .. } => {
            let _ = write!(text, " and sees the {noun} of each, which is one of ");
            let mut known: Vec<String> = Vec::new();
            for label in labels.iter().flatten() {
                let label = quoted(label);
                if !known.contains(&label) {
                    known.push(label);
                }
            }
            text.push_str(&known.join(", "));
        }
        ActionKind::Quantity { .. } => {
            let _ = write!(text, " and sees the {noun} of each, which is a number");
        }
    }
    text.push('.');
    for observable in court.observables() {
        let name = quoted(&observable.name);
        let each = if observable.of_each_player {
            " of p"
        } else {
            ""
        };
        let _ = match &observable.kind {
            ObservableKind::Quantity => write!(text, " It sees {name}{each}, a number."),
            ObservableKind::Labels { labels } => {
                let labels: Vec<String> = labels.iter().map(|label| quoted(label)).collect();
                write!(text, " It sees {name}{each}, one of {}.", labels.join(", "))
            }
        };
    }
    for hidden in court.all_hidden() {
        let _ = write!(
            text,
            " It cannot see {}: {}.",
            quoted(&hidden.name),
            hidden.reason
        );
    }
    text.push_str(
        " Nothing else can be mentioned in a law.\n\
         A law has a first line with its title, then the line `resolve:`, then clauses, one a line. \
         A clause is `for each p:`, perhaps `if CONDITION:`, and one of these:\n",
    );
    let condition = match court.action() {
        ActionKind::Labels { labels, .. } => {
            let label = labels.iter().flatten().next().map_or("", String::as_str);
            let label = quoted(label);
            let _ = writeln!(text, "direct p to {label} (changes what p does)");
            format!("{noun} of p is not {label}")
        }
        ActionKind::Quantity { .. } => {
            let _ = writeln!(text, "cap {noun} of p at 10 (lowers what p does)");
            let _ = writeln!(text, "set {noun} of p to 10");
            format!("{noun} of p > 10")
        }
    };
    text.push_str("fine p 2 (p pays 2)\ngrant 2 to p (p gets 2)\nExample:\n");
    text.push_str(&example(&condition, court));
    text
}

/// A law that the court accepts.
fn example(condition: &str, court: &Court) -> String {
    // Directions reach everybody only if everybody has the label.
    let fine = format!("for each p: if {condition}: fine p 2");
    let clause = match court.action() {
        ActionKind::Labels { labels, .. } => {
            let shared = labels.first().and_then(|list| list.first());
            let shared = shared.filter(|label| labels.iter().all(|list| list.contains(label)));
            match shared {
                Some(_) => fine,
                None => "for each p: fine p 0".to_owned(),
            }
        }
        ActionKind::Quantity { .. } => fine,
    };
    format!("law \"Our law\"\nresolve:\n  {clause}")
}
