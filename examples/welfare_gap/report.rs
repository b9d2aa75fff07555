//! The analyses as text and as a JSON document.

use std::fmt::Write;

use comfy_table::{CellAlignment, Table, presets};
use lacuna::equilibrium::phase_diagram::{PhaseDiagram, PhaseEquilibria, Threshold};
use lacuna::gap::WelfareGap;
use lacuna::number::Rational;
use serde_json::{Value, json};

use crate::analysis::Analysis;
use crate::measured::{ESTIMATES, MEASURED};

/// The machine-readable document; exact numbers are strings, a gap is null where no pure
/// equilibrium exists.
pub fn document(analyses: &[Analysis]) -> Value {
    let gap = |gap: &WelfareGap| json!({ "best_gap": gap.best, "worst_gap": gap.worst });
    let scenarios: Vec<Value> = analyses
        .iter()
        .map(|analysis| {
            let payoffs = &analysis.scenario.payoffs;
            let empty: Vec<Value> = analysis
                .phases
                .phases_without_equilibrium()
                .map(|phase| json!([phase.from, phase.to]))
                .collect();
            json!({
                "id": analysis.id().to_string(),
                "family": analysis.family(),
                "form": analysis.form(),
                "payoffs": {
                    "R": payoffs.reward,
                    "S": payoffs.sucker,
                    "T": payoffs.temptation,
                    "P": payoffs.punishment,
                },
                "first_best": analysis.no_contract.first_best,
                "no_contract": gap(&analysis.no_contract),
                "base_action_contract": gap(&analysis.base_action),
                "thresholds": {
                    "no_contract": analysis.level,
                    "base_action_contract": analysis.base_action_level,
                    "every_equilibrium": analysis.phases.every_equilibrium_is_optimal(),
                },
                "breakpoints": analysis.phases.breakpoints(),
                "phases": analysis.phases.phases().len(),
                "phases_without_pure_equilibrium": empty,
                "contract": analysis.base_action.attained.as_ref().map(|best| json!({
                    "plan": best.plan[0],
                    "transfers": best.contract,
                    "breakpoints": analysis.contract_phases.breakpoints(),
                })),
            })
        })
        .collect();
    json!({ "format": "lacuna-welfare-gap", "version": 1, "scenarios": scenarios })
}

fn or_none(value: Option<&Rational>) -> String {
    value.map_or("none".to_owned(), Rational::to_string)
}

/// `≥ 2` if attained, `> 2` if only approached.
fn threshold(threshold: &Threshold) -> String {
    match threshold {
        Threshold::Attained(lambda) => format!("≥ {lambda}"),
        Threshold::Infimum(lambda) => format!("> {lambda}"),
        Threshold::Infinite => "never".to_owned(),
    }
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header);
    table
}

fn align_right(table: &mut Table, from: usize) {
    for column in table.column_iter_mut().skip(from) {
        column.set_cell_alignment(CellAlignment::Right);
    }
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
        "Welfare gaps of the paper's scenarios (selfish agents, pure equilibria, exact).\n\
         The contract may move money between the players as it likes, and sees base actions only.\n\
         λ: from which weight on everybody's welfare the first best is an equilibrium.\n"
    )?;
    for (form, title) in [
        (
            "base",
            "Base games: two actions, all that matters is verifiable",
        ),
        ("lifted", "Lifted games: effort is hidden"),
    ] {
        writeln!(out, "{title}")?;
        let mut rows = table(&[
            "id",
            "game",
            "R,S,T,P",
            "first best",
            "gap best",
            "worst",
            "contract best",
            "worst",
            "λ alone",
            "λ contract",
            "λ every eq.",
            "phases",
            "empty",
        ]);
        for analysis in analyses.iter().filter(|a| a.form() == form) {
            let p = &analysis.scenario.payoffs;
            rows.add_row([
                analysis.id().to_string(),
                analysis.family().to_uppercase(),
                format!(
                    "{},{},{},{}",
                    p.reward, p.sucker, p.temptation, p.punishment
                ),
                analysis.no_contract.first_best.to_string(),
                or_none(analysis.no_contract.best.as_ref()),
                or_none(analysis.no_contract.worst.as_ref()),
                or_none(analysis.base_action.best.as_ref()),
                or_none(analysis.base_action.worst.as_ref()),
                threshold(&analysis.level),
                threshold(&analysis.base_action_level),
                threshold(&analysis.phases.every_equilibrium_is_optimal()),
                analysis.phases.phases().len().to_string(),
                analysis
                    .phases
                    .phases_without_equilibrium()
                    .count()
                    .to_string(),
            ]);
        }
        align_right(&mut rows, 3);
        writeln!(out, "{rows}\n")?;
    }
    write_summary(out, analyses)?;
    write_measured(out, analyses)
}

fn share(analyses: &[&Analysis], holds: impl Fn(&Analysis) -> bool) -> String {
    let count = analyses.iter().filter(|analysis| holds(analysis)).count();
    format!("{count}/{}", analyses.len())
}

fn range<'a>(values: impl Iterator<Item = Option<&'a Rational>>) -> String {
    let values: Vec<&Rational> = values.flatten().collect();
    match (values.iter().min(), values.iter().max()) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        _ => "none".to_owned(),
    }
}

fn write_summary(out: &mut String, analyses: &[Analysis]) -> std::fmt::Result {
    writeln!(out, "Summary")?;
    let mut rows = table(&[
        "game",
        "form",
        "best gap",
        "worst gap",
        "best gap, contract",
        "worst gap, contract",
        "λ alone",
        "λ contract",
        "empty phase in",
    ]);
    for (family, form) in groups() {
        let group: Vec<&Analysis> = select(analyses, family, form);
        let over = |value: &dyn Fn(&Analysis) -> Option<&Rational>| {
            range(group.iter().map(|analysis| value(analysis)))
        };
        rows.add_row([
            family.to_uppercase(),
            form.to_owned(),
            over(&|a| a.no_contract.best.as_ref()),
            over(&|a| a.no_contract.worst.as_ref()),
            over(&|a| a.base_action.best.as_ref()),
            over(&|a| a.base_action.worst.as_ref()),
            over(&|a| a.level.value()),
            over(&|a| a.base_action_level.value()),
            share(&group, |a| {
                a.phases.phases_without_equilibrium().next().is_some()
            }),
        ]);
    }
    align_right(&mut rows, 2);
    writeln!(out, "{rows}\n")
}

fn groups() -> impl Iterator<Item = (&'static str, &'static str)> {
    ["pd", "sh"]
        .into_iter()
        .flat_map(|family| ["base", "lifted"].map(|form| (family, form)))
}

fn select<'a>(analyses: &'a [Analysis], family: &str, form: &str) -> Vec<&'a Analysis> {
    analyses
        .iter()
        .filter(|a| a.family() == family && a.form() == form)
        .collect()
}

/// What theory says of a set of equilibria: is the optimum one of them, is it the only welfare?
fn predict(group: &[&Analysis], equilibria: impl Fn(&Analysis) -> &PhaseEquilibria) -> String {
    let optimal =
        |a: &Analysis, welfare: Option<&Rational>| welfare == Some(&a.no_contract.first_best);
    let some = share(group, |a| optimal(a, equilibria(a).best_welfare.as_ref()));
    let every = share(group, |a| optimal(a, equilibria(a).worst_welfare.as_ref()));
    format!("{some}, {every}")
}

fn phases(analysis: &Analysis, contract: bool) -> &PhaseDiagram {
    if contract {
        &analysis.contract_phases
    } else {
        &analysis.phases
    }
}

fn write_measured(out: &mut String, analyses: &[Analysis]) -> std::fmt::Result {
    writeln!(
        out,
        "Theory and the paper's language-model agents. Predicted: in how many scenarios the optimum \
         is a pure equilibrium,\nand in how many every pure equilibrium is optimal; selfish is \
         λ = 0, prosocial λ without bound. Measured: share of\nplays that were the optimum (mean of \
         five models)."
    )?;
    let mut rows = table(&[
        "game",
        "form",
        "contract",
        "selfish: predicted",
        "measured",
        "prosocial: predicted",
        "measured",
    ]);
    for cell in &MEASURED {
        let group = select(analyses, cell.family, cell.form);
        rows.add_row([
            cell.family.to_uppercase(),
            cell.form.to_owned(),
            if cell.contract { "enforced" } else { "none" }.to_owned(),
            predict(&group, |a| {
                &phases(a, cell.contract).at_breakpoints()[0].equilibria
            }),
            format!("{:.3}", cell.selfish),
            predict(&group, |a| {
                let all = phases(a, cell.contract).phases();
                &all[all.len() - 1].equilibria
            }),
            format!("{:.3}", cell.prosocial),
        ]);
    }
    align_right(&mut rows, 3);
    writeln!(out, "{rows}\n")?;
    writeln!(
        out,
        "Under a contract on base actions selfish agents should never reach the optimum of a lifted \
         game: the paper's\nagents miss it in 61% (PD) and 68% (SH) of plays, against 16% and 19% \
         where everything is verifiable.\nTheory asks for λ ≥ 2 to close that gap; the paper's \
         estimates of λ for agents without a social role:"
    )?;
    let mut rows = table(&["model", "λ", "95% interval", "closes the lifted gap"]);
    for (model, lambda, low, high) in ESTIMATES {
        rows.add_row([
            model.to_owned(),
            format!("{lambda:.2}"),
            format!("[{low:.2}, {high:.2}]"),
            if low >= 2.0 { "yes" } else { "no" }.to_owned(),
        ]);
    }
    align_right(&mut rows, 1);
    writeln!(out, "{rows}")
}
