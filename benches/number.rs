//! `Rational` against the big rationals it could have been: `dashu_ratio::RBig`, on which it is
//! built, and `num_rational::BigRational`.
//!
//! Sums, products and comparisons of small fractions, where the machine-integer path decides, and
//! Gaussian elimination, in which small integers grow into numbers of many digits.

use std::hint::black_box;
use std::ops::{Add, Div, Mul, Sub};
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use num_bigint::BigInt;
use num_rational::BigRational;

use lacuna::number::Rational;

/// What the three numbers have in common here.
trait Number: Clone + Ord {
    fn fraction(numerator: i64, denominator: i64) -> Self;
    fn plus(&self, other: &Self) -> Self;
    fn minus(&self, other: &Self) -> Self;
    fn times(&self, other: &Self) -> Self;
    fn over(&self, other: &Self) -> Self;
    fn print(&self) -> String;
}

impl Number for Rational {
    fn fraction(numerator: i64, denominator: i64) -> Self {
        Rational::new(numerator, denominator).expect("not zero")
    }
    fn plus(&self, other: &Self) -> Self {
        self + other
    }
    fn minus(&self, other: &Self) -> Self {
        self - other
    }
    fn times(&self, other: &Self) -> Self {
        self * other
    }
    fn over(&self, other: &Self) -> Self {
        self.checked_div(other).expect("not zero")
    }
    fn print(&self) -> String {
        self.to_string()
    }
}

macro_rules! number {
    ($big:ty, |$numerator:ident, $denominator:ident| $make:expr) => {
        impl Number for $big {
            fn fraction($numerator: i64, $denominator: i64) -> Self {
                $make
            }
            fn plus(&self, other: &Self) -> Self {
                Add::add(self, other)
            }
            fn minus(&self, other: &Self) -> Self {
                Sub::sub(self, other)
            }
            fn times(&self, other: &Self) -> Self {
                Mul::mul(self, other)
            }
            fn over(&self, other: &Self) -> Self {
                Div::div(self, other)
            }
            fn print(&self) -> String {
                self.to_string()
            }
        }
    };
}
number!(RBig, |numerator, denominator| RBig::from_parts(
    IBig::from(numerator),
    UBig::from(denominator.unsigned_abs())
));
number!(BigRational, |numerator, denominator| BigRational::new(
    BigInt::from(numerator),
    BigInt::from(denominator)
));

/// A fixed linear congruence (Knuth's MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as i64 % bound
    }
}

const COUNT: usize = 1000;

/// Fractions between -100 and 100 with denominators from 1 to 12, as payoffs have them.
fn fractions<N: Number>(seed: u64) -> Vec<N> {
    let mut random = Random(seed);
    (0..COUNT)
        .map(|_| {
            let denominator = 1 + random.below(12);
            let numerator = random.below(200 * denominator + 1) - 100 * denominator;
            N::fraction(numerator, denominator)
        })
        .collect()
}

fn integers<N: Number>(seed: u64) -> Vec<N> {
    let mut random = Random(seed);
    (0..COUNT)
        .map(|_| N::fraction(random.below(2_000_001) - 1_000_000, 1))
        .collect()
}

/// Rows of integers from -9 to 9.
fn matrix<N: Number>(size: usize) -> Vec<Vec<N>> {
    let mut random = Random(7);
    (0..size)
        .map(|_| {
            (0..size)
                .map(|_| N::fraction(random.below(19) - 9, 1))
                .collect()
        })
        .collect()
}

/// The determinant by Gaussian elimination.
fn determinant<N: Number>(mut rows: Vec<Vec<N>>) -> N {
    let zero = N::fraction(0, 1);
    let mut product = N::fraction(1, 1);
    for column in 0..rows.len() {
        let Some(pivot) = (column..rows.len()).find(|&row| rows[row][column] != zero) else {
            return zero;
        };
        if pivot != column {
            rows.swap(pivot, column);
            product = zero.minus(&product);
        }
        let (above, below) = rows.split_at_mut(column + 1);
        let pivot = &above[column];
        product = product.times(&pivot[column]);
        for row in below {
            let factor = row[column].over(&pivot[column]);
            for place in column..row.len() {
                row[place] = row[place].minus(&factor.times(&pivot[place]));
            }
        }
    }
    product
}

fn pairs<N: Number, R>(left: &[N], right: &[N], operation: impl Fn(&N, &N) -> R) {
    for (left, right) in left.iter().zip(right) {
        black_box(operation(black_box(left), black_box(right)));
    }
}

fn measure<N: Number>(criterion: &mut Criterion, label: &str) {
    let (left, right) = (fractions::<N>(1), fractions::<N>(2));
    let (first, second) = (integers::<N>(3), integers::<N>(4));
    criterion.bench_function(
        &format!("number/1000 sums of fractions/{label}"),
        |bencher| {
            bencher.iter(|| pairs(&left, &right, N::plus));
        },
    );
    criterion.bench_function(
        &format!("number/1000 products of fractions/{label}"),
        |bencher| {
            bencher.iter(|| pairs(&left, &right, N::times));
        },
    );
    criterion.bench_function(
        &format!("number/1000 comparisons of fractions/{label}"),
        |bencher| {
            bencher.iter(|| pairs(&left, &right, N::cmp));
        },
    );
    criterion.bench_function(
        &format!("number/1000 sums of integers/{label}"),
        |bencher| {
            bencher.iter(|| pairs(&first, &second, N::plus));
        },
    );
    for size in [10, 30] {
        let rows = matrix::<N>(size);
        let name = format!("number/elimination {size} × {size}/{label}");
        criterion.bench_function(&name, |bencher| {
            bencher.iter(|| determinant(black_box(rows.clone())));
        });
    }
}

fn numbers(criterion: &mut Criterion) {
    // The comparison is of the same computation.
    let result = determinant(matrix::<Rational>(30)).print();
    assert_eq!(result, determinant(matrix::<RBig>(30)).print());
    assert_eq!(result, determinant(matrix::<BigRational>(30)).print());
    measure::<Rational>(criterion, "Rational");
    measure::<RBig>(criterion, "dashu RBig");
    measure::<BigRational>(criterion, "num BigRational");
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(700));
    targets = numbers
}
criterion_main!(benches);
