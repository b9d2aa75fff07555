//! The compact and the analyses as text and as a JSON document.

use std::fmt::Write;

use comfy_table::{CellAlignment, Table, presets};
use lacuna::contract::law::{CheckedLaw, Hook};
use lacuna::game::GameExt;
use lacuna::gap::LawAnalysis;
use lacuna::number::Rational;
use serde_json::{Value, json};

use crate::commons::{AMENDED_AFTER, FISHERS, History};
use crate::dilemma::{Case, Dilemma};

/// The machine-readable document; exact numbers are strings.
pub fn document(history: &History, dilemma: &Dilemma) -> Value {
    let months: Vec<Value> = history
        .months
        .iter()
        .map(|month| {
            json!({
                "season": month.season.name(),
                "stock": month.stock,
                "wanted": month.wanted,
                "caught": month.caught,
                "money": month.money,
                "destroyed": month.destroyed,
                "offences": month.offences,
                "deposits": month.deposits,
                "relief": month.relief,
            })
        })
        .collect();
    let cases: Vec<Value> = dilemma
        .cases
        .iter()
        .map(|case| {
            let analyses: Vec<Value> = case
                .analyses
                .iter()
                .map(|(lambda, found)| json!({ "lambda": lambda, "analysis": found }))
                .collect();
            json!({
                "law": case.law.law(),
                "explained": case.law.explain(),
                "analyses": analyses,
                "closes_from": case.closes_from,
            })
        })
        .collect();
    json!({
        "format": "lacuna-law-example",
        "version": 1,
        "commons": {
            "fishers": FISHERS,
            "court": history.compact.court(),
            "compact": history.compact.law(),
            "explained": history.compact.explain(),
            "months": months,
            "amendment": history.amendment.law(),
            "amended_after": AMENDED_AFTER,
            "refused_amendment": history.refusal,
            "amendment_report": history.terms,
            "total": history.total,
            "destroyed": history.destroyed,
            "held": history.held,
            "failures": history.failures,
        },
        "dilemma": {
            "court": dilemma.court,
            "first_best": dilemma.problem.first_best().expected,
            "cases": cases,
            "refused": { "law": dilemma.refused.0, "problems": dilemma.refused.1 },
        },
    })
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header);
    table
}

fn align_right(table: &mut Table, columns: impl IntoIterator<Item = usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Words in lines of at most 100 characters, the first after `lead` and all others below it.
fn wrapped(lead: &str, text: &str) -> String {
    let indent = lead.chars().count();
    let (mut out, mut used) = (lead.to_owned(), indent);
    for (number, word) in text.split_whitespace().enumerate() {
        let long = word.chars().count();
        if number > 0 && used + 1 + long > 100 {
            out.push('\n');
            out += &" ".repeat(indent);
            used = indent;
        } else if number > 0 {
            out.push(' ');
            used += 1;
        }
        out += word;
        used += long;
    }
    out
}

fn row(numbers: &[Rational]) -> String {
    let texts: Vec<String> = numbers.iter().map(Rational::to_string).collect();
    texts.join(" ")
}

fn or_none(value: Option<&Rational>) -> String {
    value.map_or("none".to_owned(), Rational::to_string)
}

/// The report for a person.
pub fn text(history: &History, dilemma: &Dilemma) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_commons(&mut out, history);
    let _ = write_dilemma(&mut out, dilemma);
    out
}

fn write_law(out: &mut String, law: &CheckedLaw) -> std::fmt::Result {
    for line in law.law().to_string().lines() {
        writeln!(out, "{}", format!("  {line}").trim_end())?;
    }
    writeln!(out)?;
    for clause in law.explain() {
        let lead = format!("  {}, {}: ", clause.hook, clause.clause + 1);
        let text = format!(
            "{} ({}; steps: {})",
            clause.sentence, clause.class, clause.steps
        );
        writeln!(out, "{}", wrapped(&lead, &text))?;
    }
    let steps = Hook::ALL
        .map(|hook| law.max_steps(hook))
        .into_iter()
        .sum::<u64>();
    let holds = match law.holds_money() {
        true => "It holds money from one round to the next.",
        false => "It holds no money.",
    };
    let summary = format!(
        "With money the law is {}. {holds} A round takes {steps} steps at most.",
        law.budget_class()
    );
    writeln!(out, "{}", wrapped("  ", &summary))
}

fn write_commons(out: &mut String, history: &History) -> std::fmt::Result {
    let story = "Jack takes too much in months 2, 3 and 5, and month 4 is a drought. The stock that \
                 is left doubles in a calm month and grows by half in a drought, up to 100.";
    writeln!(
        out,
        "A lake, five fishers, six months\n{}\n",
        wrapped("", story)
    )?;
    write_law(out, &history.compact)?;
    writeln!(out, "\nIn lists: {}\n", FISHERS.join(", "))?;
    let header = [
        "month",
        "season",
        "stock",
        "wanted",
        "caught",
        "money",
        "deposits",
        "relief",
        "destroyed",
    ];
    let mut rows = table(&header);
    for (number, month) in history.months.iter().enumerate() {
        rows.add_row([
            (number + 1).to_string(),
            month.season.name().to_owned(),
            month.stock.to_string(),
            row(&month.wanted),
            row(&month.caught),
            row(&month.money),
            month.deposits.to_string(),
            month
                .relief
                .as_ref()
                .map_or(String::new(), Rational::to_string),
            month.destroyed.to_string(),
        ]);
    }
    align_right(&mut rows, [0, 2, 6, 7, 8]);
    writeln!(out, "{rows}\n")?;
    writeln!(
        out,
        "After month {AMENDED_AFTER} the compact is amended. Without terms this is refused:"
    )?;
    writeln!(out, "{}", wrapped("  ", &history.refusal))?;
    writeln!(out, "With a refund:")?;
    for balance in &history.terms.balances {
        let whose = balance
            .player
            .map_or(String::new(), |p| format!(" of {}", FISHERS[p]));
        let fate = serde_json::to_value(balance.fate).unwrap_or_default();
        writeln!(
            out,
            "  {}{whose}: {} {}",
            balance.ledger,
            balance.amount,
            fate.as_str().unwrap_or_default()
        )?;
    }
    writeln!(out, "  payments: {}\n", row(&history.terms.payments))?;
    write_law(out, &history.amendment)?;
    let net: Rational = history.total.iter().sum();
    let summary = format!(
        "In six months the fishers received {} ({net} in all); {} was destroyed by sanctions and {} \
         is still held, so that {} is unaccounted for. Hooks that failed: {}.",
        row(&history.total),
        history.destroyed,
        history.held,
        &net + &history.destroyed + &history.held,
        history.failures,
    );
    writeln!(out, "\n{}", wrapped("", &summary))
}

fn write_dilemma(out: &mut String, dilemma: &Dilemma) -> std::fmt::Result {
    writeln!(out, "\n\nA dilemma with hidden effort, one round\n")?;
    writeln!(
        out,
        "The court sees whether a player chooses C or D. It cannot see:"
    )?;
    for hidden in dilemma.court.all_hidden() {
        let lead = format!("  {}: ", hidden.name);
        writeln!(out, "{}", wrapped(&lead, &hidden.reason))?;
    }
    for case in &dilemma.cases {
        writeln!(out)?;
        write_law(out, &case.law)?;
        writeln!(out)?;
        write_case(out, dilemma, case)?;
    }
    writeln!(
        out,
        "\nA law that mentions what nobody can verify is refused:\n"
    )?;
    for line in dilemma.refused.0.lines() {
        writeln!(out, "  {line}")?;
    }
    writeln!(out)?;
    for line in dilemma.refused.1.lines() {
        // Lines of the law, and the marks under them, stay as they are.
        if line.contains(" | ") {
            writeln!(out, "  {line}")?;
        } else {
            writeln!(out, "{}", wrapped("  ", line))?;
        }
    }
    Ok(())
}

fn write_case(out: &mut String, dilemma: &Dilemma, case: &Case) -> std::fmt::Result {
    let header = [
        "λ",
        "equilibria",
        "what happens in them",
        "best",
        "gap",
        "best in the language",
        "attained",
    ];
    let mut rows = table(&header);
    for (lambda, found) in &case.analyses {
        let attained = found.attainable.best.as_ref();
        rows.add_row([
            lambda.to_string(),
            found
                .equilibria
                .iter()
                .map(Vec::len)
                .sum::<usize>()
                .to_string(),
            outcomes(dilemma, found),
            or_none(found.best.as_ref()),
            or_none(found.gap.as_ref()),
            or_none(attained.map(|plan| &plan.welfare)),
            if found.attains_language_optimum {
                "yes"
            } else {
                "no"
            }
            .to_owned(),
        ]);
    }
    align_right(&mut rows, [0, 1, 3, 4, 5]);
    writeln!(out, "{rows}")?;
    let closes = match &case.closes_from {
        Some(weight) => {
            format!("The first best, (CH, CH), is an equilibrium from λ = {weight} on.")
        }
        None => "The first best, (CH, CH), is an equilibrium at no λ.".to_owned(),
    };
    writeln!(out, "{closes}")
}

/// What the pure equilibria of the only state come to, each outcome once.
fn outcomes(dilemma: &Dilemma, found: &LawAnalysis) -> String {
    let mut names: Vec<String> = Vec::new();
    for equilibrium in found.equilibria.iter().flatten() {
        let name = dilemma
            .problem
            .game(0)
            .describe_profile(&equilibrium.enforced);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.is_empty() {
        true => "none".to_owned(),
        false => names.join(" "),
    }
}
