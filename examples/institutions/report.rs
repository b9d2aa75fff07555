//! The analyses as text and as a JSON document.

use std::fmt::Write;

use comfy_table::{CellAlignment, Table, presets};
use lacuna::gap::ladder::{Rung, RungKind};
use lacuna::gap::verifiability::{LatticeLanguage, VerifiabilityAt, VerifiabilityTable};
use lacuna::mechanism::ClosingWeight;
use lacuna::number::Rational;
use serde_json::{Value, json};

use crate::analysis::Analysis;

/// The machine-readable document; exact numbers are strings, a gap is null where an institution
/// attains nothing.
pub fn document(analyses: &[Analysis]) -> Value {
    let problems: Vec<Value> = analyses.iter().map(problem).collect();
    json!({ "format": "lacuna-institutions", "version": 1, "problems": problems })
}

fn problem(analysis: &Analysis) -> Value {
    let case = &analysis.case;
    let rungs: Vec<Value> = analysis
        .ladder
        .rungs
        .iter()
        .map(|rung| {
            json!({
                "rung": rung.kind,
                "value": rung.value,
                "gap": rung.gap,
                "attained": rung.attained,
                "does_the_work": rung.does_the_work,
                "closing_weight": rung.closing,
            })
        })
        .collect();
    let languages = &analysis.languages[0].1;
    let entries: Vec<Value> = languages
        .lattice()
        .languages()
        .iter()
        .enumerate()
        .map(|(number, entry)| {
            let gaps = analysis.languages.iter().map(|(name, table)| {
                let gaps: Vec<Value> = table.columns().map(|c| json!(c.gap(number))).collect();
                ((*name).to_owned(), json!(gaps))
            });
            json!({
                "observations": names(analysis, &entry.cheapest),
                "cost": entry.cost,
                "gaps": gaps.collect::<serde_json::Map<_, _>>(),
            })
        })
        .collect();
    let summaries = analysis.languages.iter().map(|(name, table)| {
        let interactions = table.interactions();
        let columns: Vec<Value> = table
            .columns()
            .map(|column| {
                let cheapest = column.cheapest_closing();
                let closing: Option<Vec<Value>> = cheapest.as_ref().map(|found| {
                    let known = |&number: &usize| {
                        let entry: &LatticeLanguage = &column.lattice().languages()[number];
                        json!(names(analysis, &entry.cheapest))
                    };
                    found.languages.iter().map(known).collect()
                });
                let shapley: Vec<Value> = column
                    .marginal_values()
                    .observations
                    .iter()
                    .map(|entry| json!(entry.shapley))
                    .collect();
                json!({
                    "lambda": column.lambda(),
                    "cheapest_closing_cost": cheapest.map(|found| found.cost),
                    "cheapest_closing": closing,
                    "shapley": shapley,
                })
            })
            .collect();
        let summary = json!({
            "at": columns,
            "substitutes": interactions.substitutes,
            "independent": interactions.independent,
            "complements": interactions.complements,
            "undefined": interactions.undefined,
        });
        ((*name).to_owned(), summary)
    });
    json!({
        "id": case.id,
        "story": case.story,
        "unit": case.unit,
        "first_best": analysis.ladder.first_best,
        "liability": case.liability,
        "budget": "balanced",
        "ladder": rungs,
        "languages": entries,
        "lambdas": case.lambdas,
        "verifiability": summaries.collect::<serde_json::Map<_, _>>(),
    })
}

fn names(analysis: &Analysis, set: &[usize]) -> Vec<String> {
    let menu = &analysis.case.menu;
    let observations = set
        .iter()
        .filter_map(|&place| menu.observations().get(place));
    observations.map(|entry| entry.name().to_owned()).collect()
}

fn or_none(value: Option<&Rational>) -> String {
    value.map_or("none".to_owned(), Rational::to_string)
}

fn decimal(value: Option<&Rational>) -> String {
    value.map_or(String::new(), |value| format!("{:.3}", value.to_f64()))
}

/// `≥ 2` if the first best is attained from 2 on, `→ 2` if it is only approached there.
fn closing(weight: Option<&ClosingWeight>) -> String {
    match weight {
        None => "not computed".to_owned(),
        Some(ClosingWeight::Attained(weight)) => format!("≥ {weight}"),
        Some(ClosingWeight::Approached(weight)) => format!("→ {weight}"),
        Some(ClosingWeight::Between { low, high }) => {
            format!("{:.4} to {:.4}", low.to_f64(), high.to_f64())
        }
        Some(ClosingWeight::AtLeast(weight)) => format!("{weight} or more"),
        Some(_) => "never".to_owned(),
    }
}

fn table(header: &[String]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header);
    table
}

fn align_right(table: &mut Table, from: usize, to: usize) {
    for column in table.column_iter_mut().take(to).skip(from) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}

/// Words in lines of at most 100 characters.
fn wrapped(text: &str) -> String {
    let (mut out, mut used) = (String::new(), 0);
    for word in text.split_whitespace() {
        let long = word.chars().count();
        if used > 0 && used + 1 + long > 100 {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out += word;
        used += long;
    }
    out
}

/// The tables for a person.
pub fn text(analyses: &[Analysis]) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_text(&mut out, analyses);
    out
}

fn write_text(out: &mut String, analyses: &[Analysis]) -> std::fmt::Result {
    writeln!(
        out,
        "{}\n",
        wrapped(
            "What institutions recover, one assumption at a time (exact; selfish players, balanced \
             transfers within a liability). λ: the least weight on everybody's welfare with which \
             the rung reaches the first best; → where it is approached and not attained."
        )
    )?;
    for analysis in analyses {
        write_ladder(out, analysis)?;
        write_languages(out, analysis)?;
    }
    writeln!(out, "What is learned")?;
    for analysis in analyses {
        writeln!(out, "{}", wrapped(&learned(analysis)))?;
    }
    writeln!(out, "{}", wrapped(&in_common(analyses)))
}

fn write_ladder(out: &mut String, analysis: &Analysis) -> std::fmt::Result {
    let case = &analysis.case;
    let unit = match case.unit {
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    writeln!(
        out,
        "{}\n{}\nFirst best {}{unit}; nobody pays more than {}{unit}.\n",
        case.title,
        wrapped(case.story),
        analysis.ladder.first_best,
        case.liability,
    )?;
    let header = ["rung", "value", "", "gap", "", "λ", "works", "assumes"];
    let mut rows = table(&header.map(str::to_owned));
    for rung in &analysis.ladder.rungs {
        let reached = if rung.attained { "" } else { "sup" };
        rows.add_row([
            rung.kind.name().to_owned(),
            or_none(rung.value.as_ref()),
            decimal(rung.value.as_ref()),
            or_none(rung.gap.as_ref()),
            reached.to_owned(),
            closing(rung.closing.as_ref()),
            if rung.does_the_work { "yes" } else { "" }.to_owned(),
            rung.kind.assumption().to_owned(),
        ]);
    }
    align_right(&mut rows, 1, 6);
    writeln!(out, "{rows}\n")
}

fn write_languages(out: &mut String, analysis: &Analysis) -> std::fmt::Result {
    let mut header = vec!["a court sees".to_owned(), "cost".to_owned()];
    for (name, table) in &analysis.languages {
        for (number, lambda) in table.lambdas().iter().enumerate() {
            let name = if number == 0 { name } else { "" };
            header.push(format!("{name} λ = {lambda}").trim().to_owned());
        }
    }
    let columns = header.len();
    let mut rows = table(&header);
    for (number, entry) in analysis.languages[0]
        .1
        .lattice()
        .languages()
        .iter()
        .enumerate()
    {
        let mut row = vec![
            analysis.case.menu.describe(&entry.cheapest),
            entry.cost.to_string(),
        ];
        for (_, table) in &analysis.languages {
            row.extend(table.columns().map(|c| or_none(c.gap(number).as_ref())));
        }
        rows.add_row(row);
    }
    align_right(&mut rows, 1, columns);
    writeln!(out, "Gaps by what a court sees\n{rows}\n")?;
    let header = [
        "under",
        "λ",
        "cheapest that closes",
        "cost",
        "Shapley values",
    ];
    let mut rows = table(&header.map(str::to_owned));
    for (name, table) in &analysis.languages {
        for column in table.columns() {
            rows.add_row(closing_row(analysis, name, &column));
        }
    }
    align_right(&mut rows, 1, 2);
    writeln!(out, "{rows}")?;
    for (name, table) in &analysis.languages {
        writeln!(out, "{}", interactions(name, table))?;
    }
    writeln!(out)
}

fn closing_row(analysis: &Analysis, name: &str, column: &VerifiabilityAt<'_>) -> Vec<String> {
    let cheapest = column.cheapest_closing();
    let which = cheapest.as_ref().map_or("none".to_owned(), |found| {
        let known = |&number: &usize| {
            let entry = &column.lattice().languages()[number];
            analysis.case.menu.describe(&entry.cheapest)
        };
        found
            .languages
            .iter()
            .map(known)
            .collect::<Vec<_>>()
            .join(", or ")
    });
    let shapley: Vec<String> = column
        .marginal_values()
        .observations
        .iter()
        .map(|entry| or_none(entry.shapley.as_ref()))
        .collect();
    vec![
        name.to_owned(),
        column.lambda().to_string(),
        which,
        cheapest.map_or(String::new(), |found| found.cost.to_string()),
        shapley.join(", "),
    ]
}

fn interactions(name: &str, table: &VerifiabilityTable) -> String {
    let found = table.interactions();
    format!(
        "Seeing more and caring more, {name}: substitutes {}, independent {}, complements {}.",
        found.substitutes, found.independent, found.complements
    )
}

/// What does the work in one problem, in words.
fn learned(analysis: &Analysis) -> String {
    let working: Vec<&Rung> = analysis
        .ladder
        .rungs
        .iter()
        .filter(|rung| rung.does_the_work)
        .collect();
    let steps: Vec<String> = working
        .iter()
        .map(|rung| format!("{} ({})", rung.kind.name(), or_none(rung.value.as_ref())))
        .collect();
    let weight = |kind: RungKind| {
        let rung = analysis.ladder.rung(kind);
        closing(rung.and_then(|rung| rung.closing.as_ref()))
    };
    let mut text = format!(
        "- {} (first best {}): what does the work is {}. Prosocial players close the gap from λ {} \
         without a contract, {} with a plain one, {} with a mediator and reports.",
        analysis.case.title,
        analysis.ladder.first_best,
        steps.join(", "),
        weight(RungKind::NoContract),
        weight(RungKind::PlainContract),
        weight(RungKind::Reports),
    );
    let least = |kind: RungKind| {
        let rung = analysis.ladder.rung(kind);
        rung.and_then(|rung| rung.closing.as_ref()?.lower_end().cloned())
    };
    if least(RungKind::Witnesses) > least(RungKind::Reports) {
        text += &format!(
            " Where all are informed they must care more, {}: who knows the state knows when a slip \
             pays, so that what helps the selfish stands in the way of the prosocial.",
            weight(RungKind::Witnesses)
        );
    }
    text
}

/// What the problems have in common.
fn in_common(analyses: &[Analysis]) -> String {
    let count = |holds: &dyn Fn(&Analysis) -> bool| analyses.iter().filter(|a| holds(a)).count();
    let all = analyses.len();
    let left = |kind: RungKind| {
        count(&|a| {
            a.ladder
                .rung(kind)
                .is_some_and(|rung| rung.gap != Some(Rational::ZERO))
        })
    };
    let approached = count(&|a| {
        let open = |rung: &Rung| !rung.attained && rung.gap == Some(Rational::ZERO);
        a.ladder.rungs.iter().any(open)
    });
    let plain = |a: &Analysis| {
        let rung = a.ladder.rung(RungKind::PlainContract)?;
        rung.closing.as_ref()?.exact().cloned()
    };
    let largest = analyses.iter().filter_map(plain).max();
    format!(
        "Mediators and reports within the liability leave a gap in {} of {all}; every assumption \
         together, short of repetition, leaves one in {}, and in {approached} fines without limit \
         approach the first best and never attain it. Weight on others' welfare (λ up to {}) closes \
         each of these gaps with a plain contract, and attains what it closes.",
        left(RungKind::Reports),
        left(RungKind::OutsideMoney),
        or_none(largest.as_ref()),
    )
}
