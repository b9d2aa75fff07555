//! The language of laws in few words, for a model that is to write one.

use std::fmt::Write;

use crate::contract::law::{ActionKind, Court, Name, ObservableKind};
use crate::number::Rational;

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
            let listed = |list: &[String]| {
                let list: Vec<String> = list.iter().map(|label| quoted(label)).collect();
                list.join(", ")
            };
            let _ = write!(text, " and sees the {noun} of each, which is ");
            match labels.first() {
                Some(first) if labels.iter().all(|list| list == first) => {
                    let _ = write!(text, "one of {}", listed(first));
                }
                _ => {
                    let own = names.iter().zip(labels);
                    let own = own.map(|(name, list)| format!("of {name} one of {}", listed(list)));
                    text.push_str(&own.collect::<Vec<_>>().join("; "));
                }
            }
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
        ActionKind::Labels { labels, .. } => shared_label(labels).map(|label| {
            let label = quoted(label);
            let _ = writeln!(text, "direct p to {label} (changes what p does)");
            format!("{noun} of p is not {label}")
        }),
        ActionKind::Quantity { least, most, .. } => {
            // A number that the court knows to be possible.
            let ten = Rational::from(10);
            let amount = most
                .as_ref()
                .map_or(ten.clone(), |most| ten.min(most.clone()));
            let amount = amount.max(least.clone());
            let _ = writeln!(text, "cap {noun} of p at {amount} (lowers what p does)");
            let _ = writeln!(text, "set {noun} of p to {amount}");
            Some(format!("{noun} of p > {amount}"))
        }
    };
    text.push_str("fine p 2 (p pays 2)\ngrant 2 to p (p gets 2)\n");
    if let (None, ActionKind::Labels { labels, .. }) = (&condition, court.action()) {
        // Directions reach everybody only if everybody has the label.
        text.push_str("Without `for each p:`, a clause can be one of these:\n");
        for (name, label) in names.iter().zip(labels.iter().map(|list| list.first())) {
            let label = quoted(label.map_or("", String::as_str));
            let _ = writeln!(text, "direct {name} to {label} (changes what {name} does)");
        }
    }
    let clause = match condition {
        Some(condition) => format!("for each p: if {condition}: fine p 2"),
        None => "for each p: fine p 0".to_owned(),
    };
    let _ = write!(text, "Example:\nlaw \"Our law\"\nresolve:\n  {clause}");
    text
}

/// A label that everybody has.
fn shared_label(labels: &[Vec<String>]) -> Option<&String> {
    let mut first = labels.first()?.iter();
    first.find(|label| labels.iter().all(|list| list.contains(label)))
}
