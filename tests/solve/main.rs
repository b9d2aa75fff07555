//! The example `solve`, run as a program: its answers, their shape, and what it refuses.

mod answers;
mod bad_input;
mod oracles;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The program, which cargo builds next to the tests.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    // …/target/PROFILE/deps/TEST
    let profile = test.ancestors().nth(2).expect("a folder of the profile");
    let name = format!("solve{}", std::env::consts::EXE_SUFFIX);
    let program = profile.join("examples").join(name);
    assert!(
        program.is_file(),
        "{} is missing; `cargo test` and `cargo nextest run` build it, and so does \
         `cargo build --example solve`, but not `cargo test --test solve`",
        program.display()
    );
    program
}

/// What the program does with these arguments.
fn run<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Output {
    Command::new(program())
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// The text that the program prints; it must succeed and say nothing on standard error.
fn printed(file: &Path, options: &[&str]) -> String {
    let mut arguments = vec![file.to_str().expect("a path in Unicode")];
    arguments.extend(options);
    let output = run(&arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{arguments:?}: {:?} {errors}",
        output.status
    );
    assert_eq!(errors, "", "{arguments:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The answer to a question about a file.
fn answer(file: &Path, concept: &str, options: &[&str]) -> Value {
    let mut all = vec!["--concept", concept, "--json"];
    all.extend(options);
    serde_json::from_str(&printed(file, &all)).expect("one JSON document")
}

/// A folder of one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let name = format!("lacuna-solve-{}-{test}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder for temporary files");
        Folder(path)
    }

    /// A file with this content.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, content).expect("a temporary file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is left to the system.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const CHICKEN: &str = "NFG 1 R \"Chicken\" { \"Row\" \"Column\" } { 2 2 }\n\n6 6\n7 2\n2 7\n0 0\n";
const DILEMMA: &str = "NFG 1 R \"Dilemma\" { \"Row\" \"Column\" } { 2 2 }\n\n3 3\n5 0\n0 5\n1 1\n";
const PENNIES: &str =
    "NFG 1 R \"Pennies\" { \"Row\" \"Column\" } { 2 2 }\n\n1 -1\n-1 1\n-1 1\n1 -1\n";
