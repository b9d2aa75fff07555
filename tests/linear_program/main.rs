//! Linear programs with known optima, and programs that stall or fool simpler methods.

use lacuna::game::random::generator;
use lacuna::linear_program::{
    Answer, Bounds, LinearError, LinearOptions, LinearProgram, NumericAnswer, Relation, Solved,
};
use lacuna::number::Rational;
use rand::RngExt;

fn proved(program: &LinearProgram) -> Solved {
    let solved = program.solve(&LinearOptions::default()).expect("no limit");
    assert!(solved.answer.verify(program));
    solved
}

fn value(program: &LinearProgram) -> Rational {
    proved(program)
        .answer
        .into_optimum()
        .expect("an optimum")
        .value
}

/// Beale's (1955) program, on which the textbook rule cycles for ever.
#[test]
fn the_program_that_cycles_is_solved() {
    let q = |text: &str| text.parse::<Rational>().expect("a number");
    let mut program = LinearProgram::maximise();
    for cost in ["3/4", "-150", "1/50", "-6"] {
        program.variable(Bounds::NONNEGATIVE, q(cost));
    }
    let rows = [
        (["1/4", "-60", "-1/25", "9"], 0),
        (["1/2", "-90", "-1/50", "3"], 0),
        (["0", "0", "1", "0"], 1),
    ];
    for (coefficients, bound) in rows {
        let terms = coefficients.into_iter().map(q).enumerate();
        program.row(terms, Relation::AtMost, bound).expect("valid");
    }
    assert_eq!(value(&program), q("1/20"));
}

/// Klee and Minty (1972): 2ⁿ vertices on the way of the textbook rule, and numbers up to 5ⁿ.
#[test]
fn squashed_cubes_are_solved_at_any_size() {
    for size in [3usize, 10, 40, 80] {
        let power = |base: i64, exponent: usize| {
            Rational::from(base)
                .checked_pow(exponent as i32)
                .expect("positive exponent")
        };
        let mut program = LinearProgram::maximise();
        for j in 0..size {
            program.variable(Bounds::NONNEGATIVE, power(2, size - 1 - j));
        }
        for i in 0..size {
            let mut terms: Vec<(usize, Rational)> =
                (0..i).map(|j| (j, power(2, i - j + 1))).collect();
            terms.push((i, Rational::ONE));
            program
                .row(terms, Relation::AtMost, power(5, i + 1))
                .expect("valid");
        }
        assert_eq!(value(&program), power(5, size));
    }
}

fn permutations(items: usize) -> Vec<Vec<usize>> {
    if items == 0 {
        return vec![Vec::new()];
    }
    let shorter = permutations(items - 1);
    shorter
        .iter()
        .flat_map(|permutation| {
            (0..items).map(move |place| {
                let mut longer = permutation.clone();
                longer.insert(place, items - 1);
                longer
            })
        })
        .collect()
}

fn assignment(costs: &[Vec<i64>]) -> LinearProgram {
    let size = costs.len();
    let mut program = LinearProgram::minimise();
    for cost in costs.iter().flatten() {
        program.variable(Bounds::NONNEGATIVE, *cost);
    }
    for i in 0..size {
        let row = (0..size).map(|j| (i * size + j, 1));
        program.row(row, Relation::Equal, 1).expect("valid");
        let column = (0..size).map(|j| (j * size + i, 1));
        program.row(column, Relation::Equal, 1).expect("valid");
    }
    program
}

/// Redundant equalities and many ties; Birkhoff (1946): the optimum is that of a permutation.
#[test]
fn the_cheapest_assignment_is_the_cheapest_permutation() {
    for seed in 0..40 {
        let mut rng = generator(11, seed);
        let size = 2 + seed as usize % 5;
        let costs: Vec<Vec<i64>> = (0..size)
            .map(|_| (0..size).map(|_| rng.random_range(0..4)).collect())
            .collect();
        let cheapest = permutations(size)
            .iter()
            .map(|permutation| (0..size).map(|i| costs[i][permutation[i]]).sum::<i64>())
            .min();
        assert_eq!(
            value(&assignment(&costs)),
            Rational::from(cheapest.expect("some"))
        );
    }
}

#[test]
fn large_assignments_are_proved_too() {
    let mut rng = generator(12, 0);
    let costs: Vec<Vec<i64>> = (0..40)
        .map(|_| (0..40).map(|_| rng.random_range(0..1000)).collect())
        .collect();
    assert!(value(&assignment(&costs)).is_integer());
}

/// Least-squares data in general position: Chebyshev's centre needs every kind of variable.
#[test]
fn the_largest_ball_in_a_square_is_found() {
    let mut program = LinearProgram::maximise();
    let x = program.variable(Bounds::FREE, 0);
    let y = program.variable(Bounds::at_most(10), 0);
    let radius = program.variable(Bounds::NONNEGATIVE, 1);
    // |x| + radius ≤ 3 and |y − 1| + radius ≤ 2.
    for sign in [1, -1] {
        program
            .row([(x, sign), (radius, 1)], Relation::AtMost, 3)
            .expect("valid");
        program
            .row([(y, sign), (radius, 1)], Relation::AtMost, 2 + sign)
            .expect("valid");
    }
    let optimum = proved(&program).answer.into_optimum().expect("an optimum");
    assert_eq!(optimum.value, Rational::from(2));
    assert_eq!(optimum.point[y], Rational::from(1));
}

/// The value of a random matrix game of hundreds of actions, both ways round.
#[test]
fn the_value_of_a_large_matrix_game_is_the_same_for_both_players() {
    let size = 60;
    let mut rng = generator(13, 0);
    let matrix: Vec<Vec<i64>> = (0..size)
        .map(|_| (0..size).map(|_| rng.random_range(-50..50)).collect())
        .collect();
    let mut row = LinearProgram::maximise();
    let mut column = LinearProgram::minimise();
    for program in [&mut row, &mut column] {
        for _ in 0..size {
            program.variable(Bounds::NONNEGATIVE, 0);
        }
        program.variable(Bounds::FREE, 1);
        program
            .row((0..size).map(|i| (i, 1)), Relation::Equal, 1)
            .expect("valid");
    }
    for (i, line) in matrix.iter().enumerate() {
        let mut terms: Vec<(usize, i64)> = (0..size).map(|k| (k, matrix[k][i])).collect();
        terms.push((size, -1));
        row.row(terms, Relation::AtLeast, 0).expect("valid");
        let mut terms: Vec<(usize, i64)> = line.iter().copied().enumerate().collect();
        terms.push((size, -1));
        column.row(terms, Relation::AtMost, 0).expect("valid");
    }
    assert_eq!(value(&row), value(&column));
}

/// A system that has no solution only by a hair, with coefficients beyond 53 bits.
#[test]
fn contradictions_by_a_hair_are_seen() {
    let huge = Rational::from(i64::MAX);
    let mut program = LinearProgram::maximise();
    let x = program.variable(Bounds::FREE, 0);
    let y = program.variable(Bounds::FREE, 0);
    program
        .row([(x, huge.clone()), (y, -&huge)], Relation::AtLeast, 1)
        .expect("valid");
    program
        .row(
            [(x, -Rational::ONE), (y, Rational::ONE)],
            Relation::AtLeast,
            0,
        )
        .expect("valid");
    assert!(matches!(proved(&program).answer, Answer::Infeasible(_)));
}

#[test]
fn empty_programs_have_answers() {
    let program = LinearProgram::maximise();
    assert_eq!(value(&program), Rational::ZERO);
    let mut unbounded = LinearProgram::minimise();
    unbounded.variable(Bounds::FREE, 1);
    assert!(matches!(proved(&unbounded).answer, Answer::Unbounded(_)));
    let mut contradictory = LinearProgram::maximise();
    let none: [(usize, i64); 0] = [];
    contradictory
        .row(none, Relation::AtLeast, 1)
        .expect("valid");
    assert!(matches!(
        proved(&contradictory).answer,
        Answer::Infeasible(_)
    ));
}

#[test]
fn a_term_of_a_missing_variable_is_refused() {
    let mut program = LinearProgram::maximise();
    let error = program
        .row([(0, 1)], Relation::AtMost, 1)
        .expect_err("no variable");
    assert!(matches!(
        error,
        LinearError::NoSuchVariable {
            variable: 0,
            variables: 0,
            ..
        }
    ));
    assert!(Bounds::between(1, 0).is_err());
    assert!(
        program
            .set_objective(lacuna::linear_program::Sense::Minimise, [(2, 1)])
            .is_err()
    );
}

/// A start from the optimum of a similar program saves pivots and changes no value.
#[test]
fn a_similar_program_is_solved_faster_from_the_old_basis() {
    let mut rng = generator(14, 0);
    let size = 40;
    let mut program = LinearProgram::maximise();
    for _ in 0..size {
        program.variable(Bounds::NONNEGATIVE, rng.random_range(1..20));
    }
    for _ in 0..size {
        let terms: Vec<(usize, i64)> = (0..size).map(|j| (j, rng.random_range(1..30))).collect();
        program
            .row(terms, Relation::AtMost, rng.random_range(500..900))
            .expect("valid");
    }
    let first = proved(&program);
    let costs: Vec<(usize, Rational)> = program.objective().iter().cloned().enumerate().collect();
    let changed = costs
        .into_iter()
        .map(|(j, cost)| (j, cost + Rational::from(i64::from(j == 3))));
    program
        .set_objective(program.sense(), changed)
        .expect("valid");
    let cold = proved(&program);
    let warm = LinearOptions::default().with_start(first.basis);
    let warm = program.solve(&warm).expect("no limit");
    assert!(warm.answer.verify(&program));
    let optimum = |solved: &Solved| solved.answer.optimum().map(|o| o.value.clone());
    assert_eq!(optimum(&warm), optimum(&cold));
    assert!(warm.effort.float_pivots <= cold.effort.float_pivots);
}

#[test]
fn the_numeric_mode_says_how_far_off_it_is() {
    let mut program = LinearProgram::minimise();
    let x = program.variable(Bounds::at_least(Rational::new(1, 3).expect("positive")), 1);
    program.row([(x, 7)], Relation::AtLeast, 5).expect("valid");
    let solved = program
        .solve_numeric(&LinearOptions::default())
        .expect("no limit");
    let NumericAnswer::Optimal {
        value,
        point,
        multipliers,
        residuals,
        ..
    } = solved.answer
    else {
        panic!("an optimum")
    };
    assert!((value - 5.0 / 7.0).abs() < 1e-15 && (point[0] - value).abs() < 1e-15);
    assert!((multipliers[0] - 1.0 / 7.0).abs() < 1e-15);
    assert!(residuals.primal < 1e-15 && residuals.dual < 1e-15 && residuals.gap < 1e-15);
}
