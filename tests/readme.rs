//! The README and the crate documentation show the same example.

/// The first Rust block of a text.
fn first_example(text: &str, fence: &str) -> String {
    text.split(fence)
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap_or_default()
        .trim()
        .to_owned()
}

#[test]
fn the_readme_and_the_crate_documentation_show_the_same_example() {
    let root = env!("CARGO_MANIFEST_DIR");
    let read = |file: &str| std::fs::read_to_string(format!("{root}/{file}")).expect(file);
    let crate_docs: String = read("src/lib.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n")
        .collect();
    let documented = first_example(&crate_docs, "```\n");
    assert!(documented.contains("welfare_gap"), "no example found");
    assert_eq!(documented, first_example(&read("README.md"), "```rust\n"));
}
