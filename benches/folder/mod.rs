//! The games of a folder, for the benches that other scripts call.

use std::error::Error;
use std::path::{Path, PathBuf};

/// Prints a line for each JSON file of the folder given on the command line, in the order of their
/// names, unless there is none to print.
pub fn for_each_file(
    bench: &str,
    script: &str,
    measure: impl Fn(&Path) -> Result<Option<serde_json::Value>, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    // Cargo passes `--bench`; the folder is the first argument that is not an option.
    let Some(folder) = std::env::args().skip(1).find(|arg| !arg.starts_with('-')) else {
        println!("usage: cargo bench --bench {bench} -- FOLDER");
        println!("FOLDER holds games as JSON; benches/peers/{script} makes them and compares");
        return Ok(());
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    for file in &files {
        if let Some(line) = measure(file)? {
            println!("{line}");
        }
    }
    Ok(())
}
