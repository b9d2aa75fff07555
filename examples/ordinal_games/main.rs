//! The 144 strict ordinal games of two players with two actions each, and searches that are too
//! long for a test.
//!
//! ```text
//! cargo run --release --example ordinal_games                    counts and the symmetric games
//! cargo run --release --example ordinal_games -- --markdown      the tables of docs/ordinal-games.md
//! cargo run --release --example ordinal_games -- --write         writes that page and its figure
//! cargo run --release --example ordinal_games -- --measure       times the search; more with --long
//! ```

mod figure;
mod measure;
mod page;

use lacuna::theorem::search::ordinal::{OrdinalAnalysis, write_tables};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/ordinal-games.md");
const FIGURE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/docs/figures/ordinal_games.svg"
);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let argument = std::env::args().nth(1);
    if argument.as_deref() == Some("--measure") {
        return measure::all();
    }
    let analyses = OrdinalAnalysis::all()?;
    match argument.as_deref() {
        None => {
            for analysis in analyses.iter().filter(|one| one.game.is_symmetric()) {
                println!(
                    "{}: {}, level {:?}",
                    analysis.game, analysis.family, analysis.level
                );
            }
        }
        Some("--markdown") => {
            let mut tables = String::new();
            write_tables(&analyses, &mut tables)?;
            print!("{tables}");
        }
        Some("--write") => {
            let before = std::fs::read_to_string(PAGE)?;
            std::fs::write(PAGE, page::with_tables(&before, &analyses)?)?;
            std::fs::write(FIGURE, figure::figure(&analyses)?)?;
        }
        Some(other) => return Err(format!("`{other}` is none of the arguments above").into()),
    }
    Ok(())
}
