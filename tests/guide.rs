//! The guide holds together: its chapters, its links, its code blocks and its figures.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: impl AsRef<Path>) -> String {
    let path = root().join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Names of the files of a folder that end so, sorted.
fn files(folder: &str, ending: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(root().join(folder)).expect(folder);
    entries
        .map(|entry| {
            entry
                .expect(folder)
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .filter(|name| name.ends_with(ending))
        .collect()
}

/// The pages of the guide.
fn pages() -> BTreeSet<String> {
    let mut pages = files("docs", ".md");
    assert!(
        pages.remove("SUMMARY.md"),
        "docs/SUMMARY.md is the table of contents"
    );
    pages
}

/// A page without its blocks of code, in which brackets mean other things.
fn prose(text: &str) -> String {
    let mut inside = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if !inside {
            kept += line;
            kept.push('\n');
        }
    }
    assert!(!inside, "a block of code does not end");
    kept
}

/// The targets of the links and pictures of a page.
fn links(text: &str) -> Vec<String> {
    let prose = prose(text);
    // Every other piece between backticks is code.
    let words: String = prose.split('`').step_by(2).collect();
    let targets = words.split("](").skip(1);
    targets
        .filter_map(|rest| rest.split(')').next())
        .map(str::to_owned)
        .collect()
}

/// What a heading is called in a link, on GitHub and in the book.
fn anchor(heading: &str) -> String {
    let kept = |c: char| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    };
    heading
        .trim()
        .to_lowercase()
        .chars()
        .filter_map(kept)
        .collect()
}

fn anchors(text: &str) -> BTreeSet<String> {
    let prose = prose(text);
    let headings = prose.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| anchor(line.trim_start_matches('#')))
        .collect()
}

#[test]
fn every_page_is_one_chapter_and_every_chapter_has_a_page() {
    let chapters = links(&read("docs/SUMMARY.md"));
    let pages = pages();
    for page in &pages {
        let times = chapters.iter().filter(|chapter| *chapter == page).count();
        assert_eq!(times, 1, "docs/SUMMARY.md should have {page} once");
    }
    for chapter in &chapters {
        let is_page = pages.contains(chapter);
        assert!(is_page, "docs/{chapter} does not exist");
    }
}

#[test]
fn the_front_page_leads_to_every_page() {
    let listed = links(&read("docs/README.md"));
    for page in pages().iter().filter(|page| *page != "README.md") {
        assert!(listed.contains(page), "docs/README.md does not have {page}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut wrong = Vec::new();
    let mut texts: Vec<(String, PathBuf)> = pages()
        .into_iter()
        .chain(["SUMMARY.md".to_owned()])
        .map(|page| (page, PathBuf::from("docs")))
        .collect();
    texts.push(("README.md".to_owned(), PathBuf::new()));
    for (page, folder) in texts {
        let text = read(folder.join(&page));
        for link in links(&text) {
            if link.contains("://") {
                continue;
            }
            let (file, place) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() {
                folder.join(&page)
            } else {
                folder.join(file)
            };
            if !root().join(&target).exists() {
                wrong.push(format!("{page}: {link}: no such file"));
            } else if !place.is_empty() && !anchors(&read(&target)).contains(place) {
                wrong.push(format!("{page}: {link}: no such heading"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_with_code_is_compiled_and_run() {
    let library = read("src/lib.rs");
    for page in pages() {
        let has_code = read(format!("docs/{page}"))
            .lines()
            .any(|line| line.starts_with("```rust"));
        let is_run = library.contains(&format!("include_str!(\"../docs/{page}\")"));
        assert!(
            is_run || !has_code,
            "{page} has Rust blocks and is not in `mod guide` of src/lib.rs"
        );
    }
}

/// Public modules within the one that is declared in `file`, whose own are in `folder`, that have
/// no example on their front page.
fn modules_without_example(file: &Path, folder: &Path) -> Vec<PathBuf> {
    let text = read(file);
    let declared = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let mut silent = Vec::new();
    for module in declared.map(|name| folder.join(name)) {
        let inside = module.join("mod.rs");
        let file = match root().join(&inside).exists() {
            true => inside,
            false => module.with_extension("rs"),
        };
        let tells = read(&file)
            .lines()
            .any(|line| line.starts_with("//!") && line.contains("```"));
        if !tells {
            silent.push(module.clone());
        }
        silent.extend(modules_without_example(&file, &module));
    }
    silent
}

#[test]
fn every_public_module_tells_its_story_with_an_example() {
    let silent = modules_without_example(Path::new("src/lib.rs"), Path::new("src"));
    assert!(silent.is_empty(), "{silent:?} have no example");
}

/// The text of all sources in a folder, or of the source of that name; nothing if there is none.
fn sources(path: &Path) -> String {
    if let Ok(entries) = std::fs::read_dir(path) {
        let paths = entries.map(|entry| entry.expect("an entry").path());
        return paths.map(|path| sources(&path)).collect();
    }
    match path.extension().is_some_and(|ending| ending == "rs") {
        true => std::fs::read_to_string(path).unwrap_or_default(),
        false => String::new(),
    }
}

#[test]
fn every_figure_is_shown_beside_the_command_that_makes_it() {
    let pages: Vec<String> = pages()
        .iter()
        .map(|page| read(format!("docs/{page}")))
        .collect();
    let tests = sources(&root().join("tests"));
    // What is packaged does not have it.
    let checks = std::fs::read_to_string(root().join(".ci/run")).ok();
    for figure in files("docs/figures", "") {
        let target = format!("figures/{figure}");
        let page = pages
            .iter()
            .find(|page| links(page).contains(&target))
            .unwrap_or_else(|| panic!("no page shows {figure}"));
        let makes = |command: &&str| {
            let mut words = command.split_whitespace();
            let Some(name) = words.find(|word| *word == "--example").and(words.next()) else {
                return false;
            };
            let example = root().join("examples").join(name);
            let source = sources(&example) + &sources(&example.with_extension("rs"));
            let told = command.contains("docs/figures") && !source.is_empty();
            told || source.contains(&target)
        };
        let commands = page.split('`').filter(|code| code.starts_with("cargo run"));
        assert!(
            commands.filter(makes).count() > 0,
            "the page with {figure} has no command that makes it"
        );
        if let Some(checks) = &checks {
            let compared = |line: &str| line.starts_with("cmp") && line.contains(&target);
            assert!(
                checks.lines().any(compared) || tests.contains(&target),
                "neither .ci/run nor a test compares {figure} with what is made"
            );
        }
    }
}
