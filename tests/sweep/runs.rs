//! Which runs are made, with which seeds, and what becomes of failures.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use lacuna::simulate::sweep::{
    Axis, Cell, Column, ColumnKind, Grid, OnFailure, Progress, Record, Sweep, SweepError,
};
use serde::Serialize;

use super::{Draw, draw, refused, sweep};

/// The seeds of all runs, by what they are of.
fn seeds(
    axes: Vec<Axis>,
    repetitions: usize,
    seed: u64,
    common: Option<&str>,
) -> BTreeMap<String, u64> {
    let mut sweep = Sweep::new(Grid::new(axes).expect("a grid"), repetitions)
        .expect("a sweep")
        .with_seed(seed);
    if let Some(axis) = common {
        sweep = sweep.with_common_seeds(axis).expect("an axis");
    }
    let failing = |_: &Cell<'_>, _: u64| Err::<Draw, _>("nothing");
    let results = sweep.run(failing).expect("recorded");
    let key = |row: &lacuna::simulate::sweep::SweepRow| {
        let cell = results.cell(row).expect("a cell");
        let mut levels: Vec<String> = cell.levels().map(|(a, l)| format!("{a}={l}")).collect();
        levels.sort();
        format!("{levels:?} {}", row.repetition)
    };
    results
        .rows()
        .iter()
        .map(|row| (key(row), row.seed))
        .collect()
}

fn axes() -> Vec<Axis> {
    vec![Axis::new("a", 0..5), Axis::new("b", ["x", "y", "z"])]
}

#[test]
fn every_run_has_a_seed_of_its_own() {
    let seeds = seeds(axes(), 1_000, 1, None);
    let distinct: BTreeSet<u64> = seeds.values().copied().collect();
    assert_eq!(distinct.len(), 15_000);
}

#[test]
fn a_grid_that_grows_keeps_its_runs() {
    let before = seeds(axes(), 20, 1, None);
    // More levels, in another order, the axes the other way round, and more repetitions.
    let larger = vec![
        Axis::new("b", ["new", "z", "y", "x"]),
        Axis::new("a", (0..8).rev()),
    ];
    let after = seeds(larger, 50, 1, None);
    assert!(
        before
            .iter()
            .all(|(run, seed)| after.get(run) == Some(seed))
    );
    assert_ne!(before, seeds(axes(), 20, 2, None));
}

#[test]
fn levels_and_names_are_not_run_together() {
    let one = |name: &str, level: &str| {
        let seeds = seeds(vec![Axis::new(name, [level])], 1, 1, None);
        seeds.into_values().next()
    };
    assert_ne!(one("ab", "c"), one("a", "bc"));
}

#[test]
fn common_seeds_are_common_on_their_axis_and_no_other() {
    let seeds = seeds(axes(), 10, 1, Some("b"));
    let distinct: BTreeSet<u64> = seeds.values().copied().collect();
    assert_eq!(distinct.len(), 5 * 10);
    for repetition in 0..10 {
        let of = |a: usize, b: &str| {
            seeds[&format!("{:?} {repetition}", [format!("a={a}"), format!("b={b}")])]
        };
        assert_eq!(of(2, "x"), of(2, "z"));
        assert_ne!(of(2, "x"), of(3, "x"));
    }
}

#[cfg(feature = "parallel")]
#[test]
fn the_same_bytes_come_from_any_number_of_threads() {
    let expected = sweep(300)
        .run(draw)
        .expect("runs")
        .to_jsonl()
        .expect("writes");
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let results = pool.expect("threads").install(|| sweep(300).run(draw));
        assert_eq!(results.expect("runs").to_jsonl().expect("writes"), expected);
    }
}

#[test]
fn a_run_that_fails_is_a_row_with_its_error() {
    let results = sweep(300).run(draw).expect("runs");
    assert!(results.is_complete());
    let failed = results
        .rows()
        .iter()
        .filter(|row| row.outcome.is_err())
        .count();
    // One number in twenty is 13 where one is drawn; with three it is rarer.
    assert!((20..180).contains(&failed), "{failed}");
    for row in results.rows() {
        let cell = results.cell(row).expect("a cell");
        let again = draw(&cell, row.seed);
        assert_eq!(results.record::<Draw>(row).expect("fits"), again.ok());
    }
}

#[test]
fn a_sweep_that_stops_says_where() {
    let stopping = sweep(300).with_failures(OnFailure::Stop);
    let error = refused(stopping.run(draw));
    let recorded = sweep(300).run(draw).expect("runs");
    let first = recorded
        .rows()
        .iter()
        .find(|row| row.outcome.is_err())
        .expect("one fails");
    let cell = recorded.cell(first).expect("a cell");
    let SweepError::Failed { run, message, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(run, format!("{cell}, repetition {}", first.repetition));
    assert_eq!(Some(message), first.outcome.clone().err());
}

#[test]
fn progress_is_told_in_order_and_to_the_end() {
    let mut told: Vec<Progress> = Vec::new();
    let results = sweep(100)
        .run_with(draw, |progress| told.push(progress))
        .expect("runs");
    assert_eq!(told[0].done, 0);
    assert!(told.windows(2).all(|pair| pair[0].done < pair[1].done));
    let last = told.last().expect("told");
    let failures = results
        .rows()
        .iter()
        .filter(|row| row.outcome.is_err())
        .count();
    assert_eq!((last.done, last.total, last.failures), (600, 600, failures));
}

#[test]
fn runs_that_become_slow_are_told_of_as_they_are_made() {
    // Thousands of quick runs make batches large before the slow ones come.
    let grid = Grid::new([Axis::new("pace", ["quick", "slow"])]).expect("a grid");
    let paces = Sweep::new(grid, 100_000).expect("a sweep");
    let began = Instant::now();
    let experiment = |cell: &Cell<'_>, seed: u64| {
        if cell.number() == 1 {
            if began.elapsed() > Duration::from_secs(20) {
                std::panic::resume_unwind(Box::new("not told"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        draw(cell, seed)
    };
    // A panic is the way out: all of it would take half an hour.
    let progress = |progress: Progress| {
        if progress.done > 100_000 {
            std::panic::resume_unwind(Box::new("told"));
        }
    };
    let run = || paces.run_with(experiment, progress);
    let ended = std::panic::catch_unwind(run).expect_err("a way out");
    assert_eq!(ended.downcast_ref::<&str>(), Some(&"told"));
}

/// A result whose columns are told by the test.
#[derive(Serialize)]
struct Odd<T> {
    value: T,
}

macro_rules! odd {
    ($name:ident, $type:ty, $kind:expr) => {
        #[derive(Serialize)]
        struct $name(Odd<$type>);
        impl Record for $name {
            fn columns() -> Vec<Column> {
                vec![Column::new("value", $kind, "odd")]
            }
        }
    };
}
odd!(NotFinite, f64, ColumnKind::Number);
odd!(TooLarge, u64, ColumnKind::Integer);
odd!(Nested, Vec<u8>, ColumnKind::Text);

#[test]
fn results_that_do_not_fit_their_columns_are_refused() {
    let one = || Sweep::new(Grid::new([Axis::new("a", [1])]).expect("a grid"), 1).expect("a sweep");
    let error = one().run(|_, _| Ok::<_, String>(NotFinite(Odd { value: f64::NAN })));
    assert_eq!(
        refused(error).to_string(),
        "the result of a 1, repetition 0 does not fit its columns: \"value\" is NaN; it must be a \
         finite number"
    );
    let error = one().run(|_, _| Ok::<_, String>(TooLarge(Odd { value: u64::MAX })));
    assert!(matches!(refused(error), SweepError::Misfit { .. }));
    let error = one().run(|_, _| Ok::<_, String>(Nested(Odd { value: vec![1] })));
    assert!(matches!(refused(error), SweepError::Misfit { .. }));
    let clash = Sweep::new(Grid::new([Axis::new("sum", [1])]).expect("a grid"), 1);
    let error = clash.expect("a sweep").run(|_, _| Err::<Draw, _>("never"));
    assert!(matches!(refused(error), SweepError::DuplicateName { .. }));
}

/// A number that may be missing.
#[derive(Serialize)]
struct Perhaps {
    value: Option<f64>,
}

impl Record for Perhaps {
    fn columns() -> Vec<Column> {
        vec![Column::new("value", ColumnKind::Number, "a number").optional()]
    }
}

#[test]
fn a_number_that_is_not_finite_is_not_taken_for_a_missing_one() {
    let one = || Sweep::new(Grid::new([Axis::new("a", [1])]).expect("a grid"), 1).expect("a sweep");
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = one().run(|_, _| Ok::<_, String>(Perhaps { value: Some(value) }));
        assert_eq!(
            refused(error).to_string(),
            format!(
                "the result of a 1, repetition 0 does not fit its columns: \"value\" is {value}; \
                 it must be a finite number"
            )
        );
    }
    let missing = one().run(|_, _| Ok::<_, String>(Perhaps { value: None }));
    assert!(missing.is_ok());
}
