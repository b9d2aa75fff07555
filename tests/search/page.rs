//! `docs/ordinal-games.md` and its figure are what the example writes.

use lacuna::theorem::search::ordinal::OrdinalAnalysis;

#[cfg(feature = "plot")]
#[path = "../../examples/ordinal_games/figure.rs"]
mod figure;
#[path = "../../examples/ordinal_games/page.rs"]
mod tables;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn the_page_has_the_tables_of_the_analyses() {
    let page = std::fs::read_to_string(format!("{ROOT}/docs/ordinal-games.md")).expect("a page");
    let analyses = OrdinalAnalysis::all().expect("small games");
    let expected = tables::with_tables(&page, &analyses).expect("marks");
    assert!(
        page == expected,
        "write it again: cargo run --example ordinal_games -- --write"
    );
    // A row for each game, beside those of other tables.
    let games = page.lines().filter(|line| line.matches('|').count() == 13);
    assert_eq!(games.count(), 144 + 2);
}

#[cfg(feature = "plot")]
#[test]
fn the_figure_is_that_of_the_analyses() {
    let analyses = OrdinalAnalysis::all().expect("small games");
    let path = format!("{ROOT}/docs/figures/ordinal_games.svg");
    let stored = std::fs::read_to_string(path).expect("a figure");
    assert!(stored == figure::figure(&analyses).expect("drawn"));
}
