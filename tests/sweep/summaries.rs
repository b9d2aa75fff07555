//! Means and their intervals, against closed forms and by coverage.

use lacuna::number::Rational;
use lacuna::simulate::sweep::{
    Axis, Cell, Column, ColumnKind, Grid, MeanInterval, Record, Sweep, SweepResults,
};
use rand::RngExt;
use serde::Serialize;

#[derive(Serialize)]
struct Value {
    exact: Option<Rational>,
    float: f64,
    truth: bool,
    word: &'static str,
}

impl Record for Value {
    fn columns() -> Vec<Column> {
        vec![
            Column::new("exact", ColumnKind::Exact, "exact").optional(),
            Column::new("float", ColumnKind::Number, "the same"),
            Column::new("truth", ColumnKind::Boolean, "is it above one half?"),
            Column::new("word", ColumnKind::Text, "no number"),
        ]
    }
}

/// A sweep whose runs give these values, in order.
fn of(values: &[Rational]) -> SweepResults {
    let grid = Grid::new([Axis::new("a", [1])]).expect("a grid");
    let sweep = Sweep::new(grid, values.len()).expect("a sweep");
    let none = sweep.run(|_, _| Err::<Value, _>("none")).expect("runs");
    let seeds: Vec<u64> = none.rows().iter().map(|row| row.seed).collect();
    let half = Rational::new(1, 2).expect("a number");
    let value = |_: &Cell<'_>, seed: u64| {
        let run = seeds
            .iter()
            .position(|&other| other == seed)
            .expect("a run");
        let value = values[run].clone();
        Ok::<_, String>(Value {
            float: value.to_f64(),
            truth: value > half,
            exact: Some(value),
            word: "",
        })
    };
    sweep.run(value).expect("runs")
}

#[test]
fn the_mean_and_error_of_the_first_numbers_are_exact() {
    // Of 1/3, ..., 10/3 the mean is 11/6 and the sum of squared distances 82.5/9.
    let values: Vec<Rational> = (1..=10)
        .map(|k| Rational::new(k, 3).expect("a number"))
        .collect();
    let summary = of(&values).summary();
    assert_eq!(
        (summary.len(), summary[0].runs, summary[0].failures),
        (1, 10, 0)
    );
    let exact = summary[0].column("exact").expect("a column");
    assert_eq!(
        exact.exact_mean,
        Some(Rational::new(11, 6).expect("a number"))
    );
    let error = (82.5f64 / 9.0 / 90.0).sqrt();
    let float = summary[0].column("float").expect("a column");
    assert_eq!(float.exact_mean, None);
    for column in [exact, float] {
        assert!((column.mean - 11.0 / 6.0).abs() < 1e-12);
        assert!((column.standard_error.expect("ten values") - error).abs() < 1e-12);
        let (low, high) = column.interval.expect("ten values");
        assert!((low - (11.0 / 6.0 - 1.959964 * error)).abs() < 1e-6);
        assert!((high - (11.0 / 6.0 + 1.959964 * error)).abs() < 1e-6);
        assert_eq!(column.count, 10);
        assert!((column.least.expect("values") - 1.0 / 3.0).abs() < 1e-12);
        assert!((column.greatest.expect("values") - 10.0 / 3.0).abs() < 1e-12);
    }
    let truth = summary[0].column("truth").expect("a column");
    assert_eq!(
        truth.exact_mean,
        Some(Rational::new(9, 10).expect("a number"))
    );
    assert!(summary[0].column("word").is_none());
}

#[test]
fn one_value_has_no_error_and_none_has_no_mean() {
    let one = of(&[Rational::from(3)]).summary();
    let column = one[0].column("exact").expect("a column");
    assert_eq!(
        (column.mean, column.standard_error, column.interval),
        (3.0, None, None)
    );
    let grid = Grid::new([Axis::new("a", [1, 2])]).expect("a grid");
    let failing = |_: &Cell<'_>, _: u64| Err::<Value, _>("no");
    let none = Sweep::new(grid, 4)
        .expect("a sweep")
        .run(failing)
        .expect("runs")
        .summary();
    assert_eq!(none.len(), 2);
    assert_eq!((none[1].failures, none[1].levels[0].as_str()), (4, "2"));
    let column = none[1].column("exact").expect("a column");
    assert_eq!(
        (column.count, column.exact_mean.clone(), column.least),
        (0, None, None)
    );
}

#[test]
fn the_bootstrap_of_two_values_is_their_binomial() {
    // Means of resamples of 0 and 1 are 0, 1/2, 1 with 1/4, 1/2, 1/4.
    let results = of(&[Rational::ZERO, Rational::ONE]);
    let method = MeanInterval::Bootstrap {
        resamples: 2_000,
        seed: 5,
    };
    let summary = results.summary_by(method);
    assert_eq!(
        summary[0].column("exact").expect("a column").interval,
        Some((0.0, 1.0))
    );
    assert_eq!(summary, results.summary_by(method));
    // Of twenty values of which one is 1, resamples have k of them with a binomial of 20 at 1/20:
    // the 2.5th percentile is none, the 97.5th three.
    let mut values = vec![Rational::ZERO; 20];
    values[7] = Rational::ONE;
    let summary = of(&values).summary_by(method);
    let interval = summary[0].column("exact").expect("a column").interval;
    assert_eq!(interval, Some((0.0, 3.0 / 20.0)));
}

#[test]
fn intervals_hold_the_true_mean_as_often_as_they_say() {
    #[derive(Serialize)]
    struct Uniform {
        value: i64,
    }
    impl Record for Uniform {
        fn columns() -> Vec<Column> {
            vec![Column::new("value", ColumnKind::Integer, "from 0 to 1000")]
        }
    }
    let grid = Grid::new([Axis::new("experiment", 0..400)]).expect("a grid");
    let uniform = |_: &Cell<'_>, seed: u64| {
        let mut rng = lacuna::game::random::generator(seed, 0);
        Ok::<_, String>(Uniform {
            value: rng.random_range(0..=1000),
        })
    };
    let results = Sweep::new(grid, 60)
        .expect("a sweep")
        .run(uniform)
        .expect("runs");
    let bootstrap = MeanInterval::Bootstrap {
        resamples: 200,
        seed: 1,
    };
    for method in [MeanInterval::Normal, bootstrap] {
        let held = results
            .summary_by(method)
            .iter()
            .filter(|cell| {
                let (low, high) = cell.columns[0].interval.expect("sixty values");
                (low..=high).contains(&500.0)
            })
            .count();
        // 380 of 400 expected; four standard deviations are 17.
        assert!((363..=397).contains(&held), "{method:?}: {held}");
    }
}

#[test]
fn numbers_whose_sum_is_too_large_have_a_mean() {
    #[derive(Serialize)]
    struct Large {
        value: f64,
    }
    impl Record for Large {
        fn columns() -> Vec<Column> {
            vec![Column::new("value", ColumnKind::Number, "large")]
        }
    }
    let grid = || Grid::new([Axis::new("a", [1])]).expect("a grid");
    let large = |_: &Cell<'_>, _: u64| Ok::<_, String>(Large { value: f64::MAX });
    let results = Sweep::new(grid(), 4).expect("a sweep").run(large);
    let results = results.expect("runs");
    assert_eq!(results.summary()[0].columns[0].mean, f64::MAX);
    // As many resamples as there are numbers would never end.
    let one = Sweep::new(grid(), 1).expect("a sweep").run(large);
    let bootstrap = MeanInterval::Bootstrap {
        resamples: usize::MAX,
        seed: 1,
    };
    assert_eq!(
        one.expect("runs").summary_by(bootstrap)[0].columns[0].interval,
        None
    );
    let interval = results.summary_by(bootstrap)[0].columns[0].interval;
    assert_eq!(interval, Some((f64::MAX, f64::MAX)));
}
