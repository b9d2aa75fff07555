//! Files of sweeps that were interrupted.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use lacuna::simulate::sweep::{Axis, Cell, Grid, OnFailure, Sweep, SweepError, SweepResults};

use super::{draw, grid, refused, sweep};

/// A file that is gone after the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let name = format!("lacuna-sweep-{}-{name}.jsonl", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_file(&path);
        Scratch(path)
    }
    fn path(&self) -> &Path {
        &self.0
    }
    fn write(&self, bytes: &[u8]) {
        std::fs::write(&self.0, bytes).expect("writes");
    }
    fn read(&self) -> Vec<u8> {
        std::fs::read(&self.0).expect("reads")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn a_file_cut_anywhere_is_continued_to_the_same_bytes() {
    let file = Scratch::new("cut");
    let whole = sweep(3).resume(file.path(), draw, |_| {}).expect("runs");
    let bytes = file.read();
    assert_eq!(whole.to_jsonl().expect("writes").into_bytes(), bytes);
    assert_eq!(whole, sweep(3).run(draw).expect("runs"));
    let ends = (0..bytes.len()).filter(|&place| bytes[place] == b'\n');
    let around: Vec<usize> = ends.flat_map(|end| [end, end + 1, end + 2]).collect();
    let header = around[0];
    let cuts = (0..header)
        .step_by(37)
        .chain((header..bytes.len()).step_by(11));
    for cut in cuts.chain(around).map(|cut| cut.min(bytes.len())) {
        file.write(&bytes[..cut]);
        let made = AtomicUsize::new(0);
        let counted = |cell: &Cell<'_>, seed: u64| {
            made.fetch_add(1, Ordering::Relaxed);
            draw(cell, seed)
        };
        let mut resumed = 0;
        let results = sweep(3)
            .resume(file.path(), counted, |progress| resumed = progress.resumed)
            .expect("continues");
        assert_eq!(file.read(), bytes, "cut at {cut}");
        assert_eq!(results, whole);
        // Only runs whose lines were not whole are made.
        let lines = bytes[..cut].iter().filter(|&&byte| byte == b'\n').count();
        assert_eq!(resumed, lines.saturating_sub(1));
        assert_eq!(made.into_inner(), 18 - resumed);
    }
}

#[test]
fn a_file_of_another_sweep_is_refused_and_left_alone() {
    let file = Scratch::new("other");
    sweep(3).resume(file.path(), draw, |_| {}).expect("runs");
    let bytes = file.read();
    let larger = Grid::new([
        Axis::new("count", [1, 2, 3, 4]),
        Axis::new("law", ["none", "cap, or quota"]),
    ]);
    let other_grid = Sweep::new(larger.expect("a grid"), 3).expect("a sweep");
    let others = [
        ("seed", sweep(3).with_seed(8)),
        ("number of repetitions", sweep(4)),
        ("name", sweep(3).with_name("other")),
        ("list of axes", other_grid.with_seed(7).with_name("draws")),
        (
            "list of axes with common seeds",
            sweep(3).with_common_seeds("law").expect("an axis"),
        ),
    ];
    for (expected, other) in others {
        let error = refused(other.resume(file.path(), draw, |_| {}));
        assert!(
            matches!(error, SweepError::OtherSweep { what, .. } if what == expected),
            "{error}"
        );
        assert_eq!(file.read(), bytes);
    }
}

#[test]
fn what_is_no_sweep_is_refused_and_left_alone() {
    let file = Scratch::new("foreign");
    for text in ["dear diary", "dear diary\n", "{}\n", "[1]\n\u{ff}\n"] {
        file.write(text.as_bytes());
        let error = refused(sweep(3).resume(file.path(), draw, |_| {}));
        assert!(
            matches!(error, SweepError::BadLine { line: 1, .. }),
            "{error}"
        );
        assert_eq!(file.read(), text.as_bytes());
    }
    let missing = Path::new("/no such folder/sweep.jsonl");
    let error = refused(sweep(3).resume(missing, draw, |_| {}));
    assert!(matches!(error, SweepError::File { .. }));
}

#[test]
fn a_line_that_was_changed_is_found_with_its_number() {
    let file = Scratch::new("changed");
    sweep(3).resume(file.path(), draw, |_| {}).expect("runs");
    let text = String::from_utf8(file.read()).expect("text");
    let lines: Vec<&str> = text.lines().collect();
    let with = |number: usize, line: &str| {
        let mut lines = lines.clone();
        lines[number] = line;
        file.write((lines.join("\n") + "\n").as_bytes());
        refused(sweep(3).resume(file.path(), draw, |_| {}))
    };
    for line in [
        "{}",
        "nonsense",
        lines[5],
        &lines[4].replace("\"sum\"", "\"some\""),
        &lines[4].replace("\"repetition\":0", "\"repetition\":1"),
        &lines[4].replacen("\"seed\":", "\"seed\":1", 1),
    ] {
        let error = with(4, line);
        assert!(
            matches!(error, SweepError::BadLine { line: 5, .. }),
            "{error}"
        );
    }
    // One run too many.
    file.write((text.clone() + lines[18] + "\n").as_bytes());
    let error = refused(sweep(3).resume(file.path(), draw, |_| {}));
    assert!(
        matches!(error, SweepError::BadLine { line: 20, .. }),
        "{error}"
    );
}

#[test]
fn a_sweep_that_stopped_keeps_what_was_done_before() {
    let file = Scratch::new("stopped");
    let stopping = sweep(100).with_failures(OnFailure::Stop);
    assert!(matches!(
        refused(stopping.resume(file.path(), draw, |_| {})),
        SweepError::Failed { .. }
    ));
    let text = String::from_utf8(file.read()).expect("text");
    let kept = SweepResults::from_jsonl(&text).expect("reads");
    let whole = sweep(100).run(draw).expect("runs");
    let first = whole.rows().iter().position(|row| row.outcome.is_err());
    assert_eq!(Some(kept.rows().len()), first);
    assert_eq!(kept.rows(), &whole.rows()[..kept.rows().len()]);
    assert!(!kept.is_complete());
    // Somebody repairs the experiment.
    let repaired = |cell: &Cell<'_>, seed: u64| draw(cell, seed).or_else(|_| draw(cell, 1));
    let results = stopping
        .resume(file.path(), repaired, |_| {})
        .expect("continues");
    assert!(results.is_complete());
    assert_eq!(&results.rows()[..kept.rows().len()], kept.rows());
    assert_eq!(grid().cell_count() * 100, results.rows().len());
}

#[test]
fn a_sweep_that_panicked_is_continued() {
    let file = Scratch::new("panicked");
    let whole = sweep(50).run(draw).expect("runs");
    let unlucky = whole.rows()[200].seed;
    let panicking = |cell: &Cell<'_>, seed: u64| {
        if seed == unlucky {
            // Without the message of a panic.
            std::panic::resume_unwind(Box::new("unlucky"));
        }
        draw(cell, seed)
    };
    let ended = std::panic::catch_unwind(|| sweep(50).resume(file.path(), panicking, |_| {}));
    assert!(ended.is_err());
    let text = String::from_utf8(file.read()).expect("text");
    let kept = SweepResults::from_jsonl(&text).expect("reads");
    assert!(kept.rows().len() <= 200);
    assert_eq!(kept.rows(), &whole.rows()[..kept.rows().len()]);
    let results = sweep(50).resume(file.path(), draw, |_| {}).expect("runs");
    assert_eq!(results, whole);
    assert_eq!(whole.to_jsonl().expect("writes").into_bytes(), file.read());
}
