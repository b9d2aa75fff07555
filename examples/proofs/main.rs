//! Writes certificates of random problems as documents into a folder.
//!
//! ```text
//! cargo run --example proofs -- FOLDER COUNT [SEED]      COUNT documents, families in turn
//! cargo run --example proofs -- --each-kind FOLDER       the smallest of many for each kind of claim
//! ```

mod certificates;

use std::path::Path;

use certificates::{FAMILIES, certificate, smallest_of_each_kind};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--each-kind", folder] => each_kind(Path::new(folder)),
        [folder, count] => many(Path::new(folder), count.parse()?, 1),
        [folder, count, seed] => many(Path::new(folder), count.parse()?, seed.parse()?),
        _ => Err("usage: proofs FOLDER COUNT [SEED] | proofs --each-kind FOLDER".into()),
    }
}

fn many(folder: &Path, count: usize, seed: u64) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder)?;
    let mut written = 0;
    for round in 0u64.. {
        for family in FAMILIES {
            if written == count {
                return Ok(());
            }
            if let Some(proof) = certificate(family, seed.wrapping_mul(1_000_003) + round)? {
                let name = format!("{written:05}-{family}.json");
                std::fs::write(folder.join(name), proof.to_json())?;
                written += 1;
            }
        }
    }
    Ok(())
}

fn each_kind(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder)?;
    for (kind, text) in smallest_of_each_kind()? {
        std::fs::write(folder.join(format!("{kind}.json")), text)?;
    }
    Ok(())
}
