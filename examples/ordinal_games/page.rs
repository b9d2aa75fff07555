//! The page with its tables, which stand between two marks.

use lacuna::theorem::search::ordinal::{OrdinalAnalysis, write_tables};

const BEGIN: &str = "<!-- tables: cargo run --release --example ordinal_games -- --write -->\n";
const END: &str = "<!-- end of tables -->\n";

/// The page with the tables of these analyses in place of those that it has.
pub fn with_tables(
    page: &str,
    analyses: &[OrdinalAnalysis],
) -> Result<String, Box<dyn std::error::Error>> {
    let (head, rest) = page
        .split_once(BEGIN)
        .ok_or("the page has no mark where tables begin")?;
    let (_, tail) = rest
        .split_once(END)
        .ok_or("the page has no mark where tables end")?;
    let mut tables = String::new();
    write_tables(analyses, &mut tables)?;
    Ok(format!("{head}{BEGIN}\n{tables}\n{END}{tail}"))
}
