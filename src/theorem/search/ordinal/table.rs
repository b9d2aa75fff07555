//! The tables of `docs/ordinal-games.md`.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::{Family, OrdinalAnalysis, Pattern};
use crate::equilibrium::phase_diagram::Threshold;
use crate::game::Profile;
use crate::number::{Extended, Rational};
use crate::theorem::search::Harm;

/// Writes the analyses as Markdown: the twelve patterns, what the families come to, and a row for
/// each game.
///
/// # Errors
///
/// Those of the writer.
///
/// ```
/// use lacuna::theorem::search::ordinal::{OrdinalAnalysis, write_tables};
/// let mut page = String::new();
/// write_tables(&OrdinalAnalysis::all()?, &mut page)?;
/// assert!(page.contains("| Stag hunt |"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_tables(analyses: &[OrdinalAnalysis], page: &mut dyn Write) -> fmt::Result {
    write_patterns(page)?;
    write_families(analyses, page)?;
    write_levels(analyses, page)?;
    write_games(analyses, page)
}

fn write_patterns(page: &mut dyn Write) -> fmt::Result {
    writeln!(page, "## The twelve patterns\n")?;
    writeln!(page, "| pattern | order | the symmetric game |")?;
    writeln!(page, "|---|---|---|")?;
    for pattern in Pattern::ALL {
        let order: Vec<String> = pattern.order().chars().map(String::from).collect();
        writeln!(
            page,
            "| {pattern} | {} | {} |",
            order.join(" > "),
            cells(pattern.row(), pattern.column())
        )?;
    }
    writeln!(page)
}

/// The four profiles as `1,4 3,3 / 2,2 4,1`.
fn cells(row: [[i64; 2]; 2], column: [[i64; 2]; 2]) -> String {
    let line = |at: usize| {
        let cell = |to: usize| format!("{},{}", row[at][to], column[at][to]);
        format!("{} {}", cell(0), cell(1))
    };
    format!("{} / {}", line(0), line(1))
}

fn write_families(analyses: &[OrdinalAnalysis], page: &mut dyn Write) -> fmt::Result {
    writeln!(page, "## The families\n")?;
    writeln!(
        page,
        "| family | games | gap 0 at the best equilibrium | gap 0 at the worst | largest gap | \
         finite level | largest finite level | altruism can harm the best, worst, only \
         equilibrium |"
    )?;
    writeln!(page, "|---|---|---|---|---|---|---|---|")?;
    for family in Family::ALL {
        let members: Vec<&OrdinalAnalysis> = (analyses.iter())
            .filter(|analysis| analysis.family == family)
            .collect();
        let count = |holds: &dyn Fn(&OrdinalAnalysis) -> bool| {
            members.iter().filter(|analysis| holds(analysis)).count()
        };
        let zero = |gap: &Option<Rational>| gap.as_ref().is_some_and(Rational::is_zero);
        let largest_gap = members.iter().filter_map(|a| a.worst_gap.as_ref()).max();
        let largest_level = members.iter().filter_map(|a| a.level.finite()).max();
        writeln!(
            page,
            "| {family} | {} | {} | {} | {} | {} | {} | {}, {}, {} |",
            members.len(),
            count(&|analysis| zero(&analysis.best_gap)),
            count(&|analysis| zero(&analysis.worst_gap)),
            or_dash(largest_gap),
            count(&|analysis| analysis.level.is_finite()),
            or_dash(largest_level),
            count(&|analysis| harms(&analysis.harm_at_best)),
            count(&|analysis| harms(&analysis.harm_at_worst)),
            count(&|analysis| harms(&analysis.harm_at_unique)),
        )?;
    }
    writeln!(page)
}

fn write_levels(analyses: &[OrdinalAnalysis], page: &mut dyn Write) -> fmt::Result {
    writeln!(page, "## The selfishness levels\n")?;
    let mut levels: BTreeMap<&Extended<Rational>, usize> = BTreeMap::new();
    for analysis in analyses {
        *levels.entry(&analysis.level).or_default() += 1;
    }
    writeln!(page, "| level | games |\n|---|---|")?;
    for (level, games) in levels {
        writeln!(page, "| {} | {games} |", number(level.finite()))?;
    }
    writeln!(page)
}

fn write_games(analyses: &[OrdinalAnalysis], page: &mut dyn Write) -> fmt::Result {
    writeln!(page, "## All games\n")?;
    writeln!(
        page,
        "| row | column | game | family | equilibria | dominant | W* | gap | level | all optimal \
         | breakpoints | harm |"
    )?;
    writeln!(page, "|---|---|---|---|---|---|---|---|---|---|---|---|")?;
    for analysis in analyses {
        let (row, column) = (analysis.game.row.row(), analysis.game.column.column());
        let ranks = |profile: &Profile| {
            let at = |table: [[i64; 2]; 2]| table[profile[0]][profile[1]];
            format!("{},{}", at(row), at(column))
        };
        let equilibria: Vec<String> = analysis.equilibria.iter().map(ranks).collect();
        let breakpoints: Vec<String> = analysis
            .breakpoints
            .iter()
            .map(Rational::to_string)
            .collect();
        let dominant = match analysis.dominant {
            [Some(_), Some(_)] => "both",
            [Some(_), None] => "row",
            [None, Some(_)] => "column",
            [None, None] => "",
        };
        let gap = match (&analysis.best_gap, &analysis.worst_gap) {
            (Some(best), Some(worst)) if best == worst => best.to_string(),
            (Some(best), Some(worst)) => format!("{best} to {worst}"),
            _ => or_dash(None),
        };
        writeln!(
            page,
            "| {} | {} | {} | {} | {} | {dominant} | {} | {gap} | {} | {} | {} | {}, {}, {} |",
            analysis.game.row,
            analysis.game.column,
            cells(row, column),
            analysis.family,
            equilibria.join("; "),
            analysis.first_best,
            number(analysis.level.finite()),
            threshold(&analysis.every_equilibrium_is_optimal),
            breakpoints.join(" "),
            loss(&analysis.harm_at_best),
            loss(&analysis.harm_at_worst),
            loss(&analysis.harm_at_unique),
        )?;
    }
    Ok(())
}

/// The number, or ∞ for none.
fn number(value: Option<&Rational>) -> String {
    value.map_or_else(|| "∞".to_owned(), Rational::to_string)
}

fn or_dash(value: Option<&Rational>) -> String {
    value.map_or_else(|| "–".to_owned(), Rational::to_string)
}

fn threshold(threshold: &Threshold) -> String {
    match threshold {
        Threshold::Attained(value) => format!("≥ {value}"),
        Threshold::Infimum(value) => format!("> {value}"),
        Threshold::Infinite => "∞".to_owned(),
    }
}

fn harms(harm: &Option<Harm>) -> bool {
    harm.as_ref().is_some_and(|harm| harm.loss.is_positive())
}

fn loss(harm: &Option<Harm>) -> String {
    or_dash(harm.as_ref().map(|harm| &harm.loss))
}
