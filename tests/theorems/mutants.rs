//! The defects that `tests/mutants/run` seeds can still be seeded.

use std::collections::BTreeSet;

use serde_json::Value;

#[test]
fn every_defect_has_its_line() {
    let root = env!("CARGO_MANIFEST_DIR");
    let read = |file: &str| std::fs::read_to_string(format!("{root}/{file}")).expect(file);
    let list: Vec<Value> =
        serde_json::from_str(&read("tests/mutants/mutants.json")).expect("a list");
    assert_eq!(list.len(), 30);
    let text = |mutant: &Value, key: &str| mutant[key].as_str().expect("a text").to_owned();
    let mut names = BTreeSet::new();
    for mutant in &list {
        let [name, file, line, old] = ["name", "file", "line", "old"].map(|key| text(mutant, key));
        let found = read(&file).matches(&line).count();
        assert_eq!(found, 1, "{name}: its line is in {file} {found} times");
        assert_eq!(
            line.matches(&old).count(),
            1,
            "{name}: what is changed is in its line once"
        );
        assert_ne!(mutant["old"], mutant["new"], "{name}");
        assert!(names.insert(name.clone()), "{name} twice");
    }
}
