//! Every answer is proved by the checker, which knows nothing of the solver.

use proptest::prelude::*;

use super::canonical::Canonical;
use super::decide::{Attempt, MENDING, decide};
use super::integer_pivoting::pivot_in_integers;
use super::limits::Limits;
use super::propose::{Proposal, Verdict};
use super::sparse::Sparse;
use super::*;
use crate::number::Rational;

fn number(range: i64) -> impl Strategy<Value = Rational> {
    prop_oneof![
        6 => (-range..=range).prop_map(Rational::from),
        1 => (-9i64..=9, 1i64..=4).prop_map(|(n, d)| Rational::new(n, d).expect("positive")),
    ]
}

fn bounds() -> impl Strategy<Value = Bounds> {
    prop_oneof![
        4 => Just(Bounds::NONNEGATIVE),
        2 => Just(Bounds::FREE),
        1 => (-3i64..3).prop_map(Bounds::at_most),
        1 => (-3i64..3).prop_map(Bounds::at_least),
        2 => (-3i64..3, 0i64..4).prop_map(|(low, width)| Bounds::between(low, low + width).expect("ordered")),
    ]
}

fn relation() -> impl Strategy<Value = Relation> {
    prop_oneof![
        3 => Just(Relation::AtMost),
        2 => Just(Relation::AtLeast),
        1 => Just(Relation::Equal),
    ]
}

fn programs(columns: usize, rows: usize, range: i64) -> impl Strategy<Value = LinearProgram> {
    (1..=columns, 0..=rows, any::<bool>()).prop_flat_map(move |(columns, rows, maximise)| {
        let row = (
            proptest::collection::vec(number(range), columns),
            relation(),
            number(range),
        );
        (
            proptest::collection::vec((bounds(), number(range)), columns),
            proptest::collection::vec(row, rows),
        )
            .prop_map(move |(variables, rows)| {
                let mut program = if maximise {
                    LinearProgram::maximise()
                } else {
                    LinearProgram::minimise()
                };
                for (bounds, cost) in variables {
                    program.variable(bounds, cost);
                }
                for (dense, relation, bound) in rows {
                    let terms = dense.into_iter().enumerate().filter(|(_, c)| !c.is_zero());
                    program.row(terms, relation, bound).expect("in range");
                }
                program
            })
    })
}

fn kind(answer: &Answer) -> u8 {
    match answer {
        Answer::Optimal(_) => 0,
        Answer::Infeasible(_) => 1,
        Answer::Unbounded(_) => 2,
    }
}

/// A little more or less in one number of the answer.
fn mutated(answer: &Answer, at: usize) -> Option<Answer> {
    let bump = |list: &mut Vec<Rational>| {
        let length = list.len();
        list.get_mut(at % length.max(1))
            .map(|entry| *entry += Rational::ONE)
    };
    let mut changed = answer.clone();
    match &mut changed {
        Answer::Optimal(optimum) => match at % 3 {
            0 => optimum.value += Rational::ONE,
            1 => optimum.value -= Rational::ONE,
            _ => {
                let worst = optimum.multipliers.iter_mut().find(|m| !m.is_zero())?;
                *worst = -&*worst;
            }
        },
        Answer::Infeasible(farkas) => {
            for multiplier in &mut farkas.multipliers {
                *multiplier = -&*multiplier;
            }
        }
        Answer::Unbounded(unbounded) => {
            if at.is_multiple_of(2) {
                for step in &mut unbounded.ray {
                    *step = -&*step;
                }
            } else {
                unbounded.ray.fill(Rational::ZERO);
                bump(&mut unbounded.point)?;
            }
        }
    }
    Some(changed)
}

proptest! {
    #[test]
    fn every_answer_is_proved(program in programs(6, 8, 3)) {
        let solved = program.solve(&LinearOptions::default()).expect("no limit");
        prop_assert!(solved.answer.verify(&program), "{solved:?}");
    }

    #[test]
    fn ties_everywhere_are_no_trouble(program in programs(8, 12, 1)) {
        let solved = program.solve(&LinearOptions::default()).expect("no limit");
        prop_assert!(solved.answer.verify(&program), "{solved:?}");
    }

    #[test]
    fn integer_pivoting_alone_comes_to_the_same(program in programs(6, 8, 3)) {
        let options = LinearOptions::default();
        let sparse = Sparse::new(&Canonical::new(&program));
        let mut limits = Limits::new(&options);
        let mut proposal = pivot_in_integers(&sparse, &mut limits);
        prop_assert!(!proposal.limited && proposal.verdict != Verdict::Unknown);
        let (verdict, mut pivots) = (proposal.verdict, 0);
        let attempt = decide(&sparse, &mut proposal, &mut limits, &mut pivots, MENDING);
        prop_assert!(matches!(attempt, Attempt::Decided(_)));
        prop_assert_eq!((pivots, proposal.verdict), (0, verdict));
        let expected = match verdict {
            Verdict::Optimal => 0,
            Verdict::Infeasible(..) => 1,
            Verdict::Unbounded(..) => 2,
            Verdict::Unknown => 3,
        };
        prop_assert_eq!(kind(&program.solve(&options).expect("no limit").answer), expected);
    }

    #[test]
    fn exact_pivots_mend_any_half_of_a_basis(program in programs(5, 6, 3)) {
        // From the slack basis with no help of floating point.
        let sparse = Sparse::new(&Canonical::new(&program));
        let options = LinearOptions::default();
        let mut proposal = Proposal {
            basic: Vec::new(),
            active: Vec::new(),
            verdict: Verdict::Unknown,
            pivots: 0,
            limited: false,
        };
        let mut limits = Limits::new(&options);
        let mut pivots = 0;
        // Neither side may hold at the slack basis; what is then held at zero may be needed.
        match decide(&sparse, &mut proposal, &mut limits, &mut pivots, MENDING) {
            Attempt::Decided(_) => {
                let solved = program.solve(&options).expect("no limit");
                let expected = match proposal.verdict {
                    Verdict::Infeasible(..) => 1,
                    Verdict::Unbounded(..) => 2,
                    _ => 0,
                };
                prop_assert_eq!(kind(&solved.answer), expected);
            }
            Attempt::Undecided => {}
            Attempt::Limited => prop_assert!(false, "no limit"),
        }
    }

    #[test]
    fn a_warm_start_changes_nothing_but_the_effort(program in programs(6, 8, 3)) {
        let first = program.solve(&LinearOptions::default()).expect("no limit");
        let again = program
            .solve(&LinearOptions::default().with_start(first.basis.clone()))
            .expect("no limit");
        prop_assert!(again.answer.verify(&program));
        prop_assert_eq!(kind(&first.answer), kind(&again.answer));
        if let (Answer::Optimal(a), Answer::Optimal(b)) = (&first.answer, &again.answer) {
            prop_assert_eq!(&a.value, &b.value);
            prop_assert_eq!(again.effort, Effort::default());
        }
    }

    #[test]
    fn a_changed_answer_is_rejected(program in programs(5, 6, 3), at in 0usize..100) {
        let solved = program.solve(&LinearOptions::default()).expect("no limit");
        if let Some(changed) = mutated(&solved.answer, at) {
            // A multiplier of zero value may change its sign unpunished only if nothing changes.
            if changed != solved.answer {
                let harmless = matches!(&changed, Answer::Unbounded(_)) && !at.is_multiple_of(2);
                prop_assert!(!changed.verify(&program) || harmless);
            }
        }
    }

    #[test]
    fn huge_and_tiny_numbers_keep_their_digits(program in programs(4, 5, 3), exponent in 20i32..200) {
        // Rows times a huge number, variables in a tiny unit: the same program, out of reach of
        // machine integers and of floating point.
        let huge = Rational::from(10).checked_pow(exponent).expect("positive");
        let mut scaled = LinearProgram::new(program.sense());
        for (bounds, cost) in program.bounds().iter().zip(program.objective()) {
            let end = |end: Option<&Rational>| end.map(|end| end * &huge);
            let wide = Bounds::new(end(bounds.lower()), end(bounds.upper())).expect("ordered");
            scaled.variable(wide, cost.clone());
        }
        for row in program.rows() {
            scaled.row(row.terms.iter().cloned(), row.relation, &row.bound * &huge).expect("in range");
        }
        let small = program.solve(&LinearOptions::default()).expect("no limit");
        let large = scaled.solve(&LinearOptions::default()).expect("no limit");
        prop_assert!(large.answer.verify(&scaled));
        prop_assert_eq!(kind(&small.answer), kind(&large.answer));
        if let (Answer::Optimal(a), Answer::Optimal(b)) = (&small.answer, &large.answer) {
            prop_assert_eq!(&a.value * &huge, b.value.clone());
        }
    }
}

#[test]
fn a_program_that_floating_point_gets_wrong_is_decided() {
    // Feasible only because of a digit that f64 does not have.
    let tiny = Rational::new(1, 1 << 60).expect("positive");
    for (slack, feasible) in [(tiny.clone(), true), (-tiny, false)] {
        let mut program = LinearProgram::maximise();
        let x = program.variable(Bounds::NONNEGATIVE, 1);
        let y = program.variable(Bounds::NONNEGATIVE, 1);
        program
            .row([(x, 1), (y, 1)], Relation::AtMost, Rational::ONE + &slack)
            .expect("valid");
        program
            .row([(x, 1), (y, 1)], Relation::AtLeast, 1)
            .expect("valid");
        let solved = program.solve(&LinearOptions::default()).expect("no limit");
        assert_eq!(solved.answer.is_feasible(), feasible);
        assert!(solved.answer.verify(&program));
    }
}

#[test]
fn limits_end_in_errors_that_carry_a_start() {
    let mut program = LinearProgram::maximise();
    let variables: Vec<usize> = (0..6)
        .map(|_| program.variable(Bounds::NONNEGATIVE, 1))
        .collect();
    for (index, &variable) in variables.iter().enumerate() {
        let other = variables[(index + 1) % variables.len()];
        program
            .row([(variable, 2), (other, 1)], Relation::AtMost, 3)
            .expect("valid");
    }
    let error = program
        .solve(&LinearOptions::default().with_max_pivots(1))
        .expect_err("limit");
    let LinearError::PivotLimit { limit: 1, basis } = error else {
        panic!("{error:?}")
    };
    let resumed = program
        .solve(&LinearOptions::default().with_start(basis))
        .expect("no limit");
    assert!(resumed.answer.verify(&program));
    let late = LinearOptions::default().with_max_time(std::time::Duration::ZERO);
    assert!(matches!(
        program.solve(&late),
        Err(LinearError::TimeLimit { .. })
    ));
    let small = LinearOptions::default().with_max_memory(10);
    assert!(matches!(
        program.solve(&small),
        Err(LinearError::MemoryLimit { .. })
    ));
}

#[test]
fn a_foreign_basis_is_refused() {
    let mut program = LinearProgram::maximise();
    let x = program.variable(Bounds::NONNEGATIVE, 1);
    program.row([(x, 1)], Relation::AtMost, 1).expect("valid");
    for (variables, at_upper, rows) in [
        (vec![1], vec![], vec![0]),
        (vec![0], vec![], vec![1]),
        (vec![0, 0], vec![], vec![0, 0]),
        (vec![0], vec![], vec![]),
        (vec![], vec![0], vec![]),
    ] {
        let start = Basis {
            variables,
            at_upper,
            rows,
        };
        let options = LinearOptions::default().with_start(start);
        assert!(matches!(
            program.solve(&options),
            Err(LinearError::BadBasis { .. })
        ));
    }
}

#[test]
fn programs_and_answers_survive_a_round_trip() {
    let mut program = LinearProgram::minimise();
    let x = program.variable(Bounds::between(0, 2).expect("ordered"), 1);
    program.row([(x, 3)], Relation::AtLeast, 1).expect("valid");
    let solved = program.solve(&LinearOptions::default()).expect("no limit");
    let text = serde_json::to_string(&(&program, &solved)).expect("serialisable");
    let (again, answer): (LinearProgram, Solved) = serde_json::from_str(&text).expect("valid");
    assert_eq!((&again, &answer), (&program, &solved));
    let bad = text.replace("[[0,\"3\"]]", "[[7,\"3\"]]");
    assert_ne!(bad, text);
    assert!(serde_json::from_str::<(LinearProgram, Solved)>(&bad).is_err());
}
