//! Does a welfare keep its promises?

use std::cmp::Ordering;

use super::checker::{Checker, agree, below, examine, fraction};
use super::{ConformanceOptions, NonConformance, Report, Requirement};
use crate::number::Scalar;
use crate::welfare::Welfare;

/// Checks what [`Welfare`] promises for the payoffs of `players` players: numbers that are finite
/// and functions of the payoffs; an order that is a total preorder, is there where the numbers are,
/// does not contradict them, and refuses lists of different lengths.
///
/// Payoffs are drawn three lists at a time, of any sign or positive, sometimes the same ones in
/// another order. What the welfare refuses is left out, and counted.
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::conformance::{ConformanceOptions, check_welfare};
/// use lacuna::welfare::{Leximin, Welfare};
/// let leximin: &dyn Welfare<Rational> = &Leximin;
/// check_welfare(leximin, 4, &ConformanceOptions::default())?;
/// # Ok::<(), lacuna::simulate::conformance::NonConformance>(())
/// ```
pub fn check_welfare<S: Scalar, W: Welfare<S> + ?Sized>(
    welfare: &W,
    players: usize,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance> {
    examine(options, |checker| {
        let none = || "it is asked about 0 players".to_owned();
        checker.require(Requirement::AtLeastOnePlayer, players > 0, none)?;
        let mut refusal = None;
        let mut defined = false;
        for case in 0..options.cases.max(1) {
            let mut rng = checker.begin(case);
            let positive = below(&mut rng, 2) == 0;
            let mut lists: Vec<Vec<S>> = (0..3)
                .map(|_| (0..players).map(|_| fraction(&mut rng, positive)).collect())
                .collect();
            if below(&mut rng, 3) == 0 {
                lists[1] = lists[0].clone();
                lists[1].rotate_left(below(&mut rng, players));
            }
            let mut numbers = Vec::new();
            for list in &lists {
                checker.ask(format!("welfare({list:?})"));
                let first = welfare.welfare(list);
                let question = || format!("welfare({list:?})");
                let again = welfare.welfare(list);
                checker.require_equal(Requirement::Pure, question, &first, &again)?;
                match first {
                    Ok(number) => {
                        let finite = number.is_finite();
                        checker.require(Requirement::Finite, finite, || {
                            format!("welfare({list:?}) is {number}")
                        })?;
                        numbers.push(number);
                    }
                    Err(error) => refusal = Some(error),
                }
            }
            if numbers.len() < lists.len() {
                checker.report.refused += 1;
                continue;
            }
            defined = true;
            compare(checker, welfare, &lists, &numbers)?;
        }
        checker.require(Requirement::DefinedSomewhere, defined, || {
            let refusal = refusal.map(|error| error.to_string()).unwrap_or_default();
            format!("every case was refused: {refusal}")
        })
    })
}

/// The order of three lists whose welfare is known.
fn compare<S: Scalar, W: Welfare<S> + ?Sized>(
    checker: &mut Checker<'_>,
    welfare: &W,
    lists: &[Vec<S>],
    numbers: &[S],
) -> Result<(), NonConformance> {
    let mut orders = [[Ordering::Equal; 3]; 3];
    for (i, first) in lists.iter().enumerate() {
        for (j, second) in lists.iter().enumerate() {
            let question = format!("compare({first:?}, {second:?})");
            checker.ask(question.clone());
            orders[i][j] = welfare.compare(first, second).map_err(|error| {
                let witness = format!("{question} is refused: {error}");
                checker.violation(Requirement::CompareIsDefined, witness)
            })?;
            checker.require(Requirement::CompareIsDefined, true, String::new)?;
            // Rounding may turn a tie of numbers around.
            let lower = numbers[i] < numbers[j] && !agree(&numbers[i], &numbers[j]);
            let holds = orders[i][j] != Ordering::Greater || !lower;
            checker.require(Requirement::CompareAgreesWithWelfare, holds, || {
                format!(
                    "{question} is Greater and the numbers are {} and {}",
                    numbers[i], numbers[j]
                )
            })?;
        }
    }
    let order = Requirement::TotalPreorder;
    for i in 0..3 {
        let holds = orders[i][i] == Ordering::Equal;
        checker.require(order, holds, || {
            format!("{:?} compared with itself is {:?}", lists[i], orders[i][i])
        })?;
        for j in 0..3 {
            let holds = orders[i][j] == orders[j][i].reverse();
            checker.require(order, holds, || {
                let (there, back) = (orders[i][j], orders[j][i]);
                format!(
                    "{:?} with {:?} is {there:?} and back {back:?}",
                    lists[i], lists[j]
                )
            })?;
            for k in 0..3 {
                let above = orders[i][j].is_ge() && orders[j][k].is_ge();
                checker.require(order, !above || orders[i][k].is_ge(), || {
                    let [a, b, c] = [i, j, k].map(|place| &lists[place]);
                    format!(
                        "{a:?} is not below {b:?}, nor {b:?} below {c:?}, but {a:?} is below {c:?}"
                    )
                })?;
            }
        }
    }
    let (long, short) = (&lists[0], &lists[1][1..]);
    checker.ask(format!("compare({long:?}, {short:?})"));
    for refused in [welfare.compare(long, short), welfare.compare(short, long)] {
        checker.require(Requirement::WrongLengthRefused, refused.is_err(), || {
            format!("compare says {refused:?} of {long:?} and {short:?}")
        })?;
    }
    Ok(())
}
