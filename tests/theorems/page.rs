//! `docs/theorems.md` is what the registry says.

use lacuna::theorem::write_registry;

const BEGINNING: &str = "# Theorems\n\n\
    <!-- Written by `LACUNA_WRITE=1 cargo test --features proptest --test theorems page`. -->\n\n\
    What the crate relies on and what it computes, as statements that run: each is a value of \
    [`lacuna::theorem`](how-to-property-tests.md), with its hypotheses as predicates, its conclusion \
    as an exact check and a strategy that draws instances. Tests run every theorem on 100 instances, \
    and on 1,000 with `LONG=1`; none is ever refuted. Under each \
    title stand its identifier in the registry and, in brackets, who showed it.\n\n";

#[test]
fn the_page_of_theorems_is_what_the_registry_says() {
    let mut page = BEGINNING.to_owned();
    write_registry(&mut page).expect("strings take everything");
    let page = format!("{}\n", page.trim_end());
    let path = format!("{}/docs/theorems.md", env!("CARGO_MANIFEST_DIR"));
    if std::env::var("LACUNA_WRITE").is_ok_and(|write| write == "1") {
        std::fs::write(&path, &page).expect("a page");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/theorems.md is stale; run with LACUNA_WRITE=1"
    );
}
