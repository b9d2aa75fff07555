//! From a family to its value curve: a basis optimal at one λ is followed to both sides.

use std::cell::RefCell;
use std::cmp::Ordering;

use super::assemble::{Found, Traced, assemble};
use super::clock::Clock;
use super::integer_family::IntegerFamily;
use super::roots::{middle, simplest_between};
use super::vertex::{Conditions, Vertex};
use super::{CurveOptions, CurveValue, End, Level, ParametricError, ParametricProgram, ValueCurve};
use crate::linear_program::{Answer, Basis, LinearOptions, Solved};
use crate::number::Rational;

/// Where in an interval bases are looked for, in sixteenths: one place is enough unless a basis is
/// optimal at that very λ only.
const PLACES: [i64; 8] = [8, 5, 11, 3, 13, 7, 10, 1];

/// The optimal value of the programs as a function of λ between `low` and `high`, both included.
///
/// The program at some λ inside is solved; the point, the multipliers and the value of its basis are
/// rational functions of λ, and it is optimal as far as certain polynomials keep their signs
/// (Gass and Saaty, 1955, for one affine right-hand side or objective). Their roots are isolated
/// exactly, and what remains on both sides is treated alike. Intervals without feasible points are
/// proved in the same way by the least violation of the rows, unbounded ones by the best direction.
///
/// # Errors
/// [`ParametricError::EmptyRange`], [`ParametricError::BadWidth`], [`ParametricError::EmptyBounds`]
/// for bad input; [`ParametricError::TooManyPieces`], [`ParametricError::TimeLimit`] and
/// [`ParametricError::Linear`] at a limit, with the pieces found.
///
/// # Complexity
/// Two linear programs a piece; with k rows in its basis about k⁴ products of integers for the
/// functions, and a few bisections for each variable and row.
pub fn value_curve(
    program: &ParametricProgram,
    low: &Rational,
    high: &Rational,
    options: &CurveOptions,
) -> Result<ValueCurve, ParametricError> {
    if low > high {
        return Err(ParametricError::EmptyRange {
            low: low.clone(),
            high: high.clone(),
        });
    }
    if !options.width.is_positive() {
        return Err(ParametricError::BadWidth {
            width: options.width.clone(),
        });
    }
    // Bounds that do not cross at the ends do not cross between: both are affine.
    program.at(low)?;
    program.at(high)?;
    let search = Search {
        family: Family::new(program.clone(), options.linear.start.clone()),
        violation: RefCell::new(None),
        improvement: RefCell::new(None),
        clock: Clock::new(options.max_time),
        options,
    };
    let (low, high) = (End::Exact(low.clone()), End::Exact(high.clone()));
    let mut trace = Trace {
        ahead: vec![Task::Look(low.clone(), high.clone())],
        ..Trace::default()
    };
    let mut outcome = Ok(());
    while outcome.is_ok() {
        let Some(task) = trace.ahead.pop() else { break };
        outcome = search.advance(task, &mut trace);
    }
    let Trace {
        mut ahead,
        mut traced,
        ..
    } = trace;
    let range = (&low, &high);
    let outcome = outcome.and_then(|()| {
        let level = |lambda: &Rational| search.level(lambda).map(Some);
        assemble(range, &traced, &options.width, level)
    });
    outcome.map_err(|error| {
        while let Some(task) = ahead.pop() {
            match task {
                Task::Look(low, high) if low.compare_end(&high) == Ordering::Less => {
                    traced.push(Found::Gap(low, high));
                }
                Task::Look(..) => {}
                Task::Keep(piece) => traced.push(Found::Piece(piece)),
            }
        }
        // What the pieces themselves say about their ends, without another program.
        let found = assemble(range, &traced, &options.width, |_| Ok(None));
        match (error, found) {
            (ParametricError::TooManyPieces { limit, .. }, Ok(found)) => {
                ParametricError::TooManyPieces {
                    limit,
                    found: Box::new(found),
                }
            }
            (ParametricError::TimeLimit { limit, .. }, Ok(found)) => ParametricError::TimeLimit {
                limit,
                found: Box::new(found),
            },
            (ParametricError::Linear { lambda, source, .. }, Ok(found)) => {
                ParametricError::Linear {
                    lambda,
                    source,
                    found: Some(Box::new(found)),
                }
            }
            (error, _) => error,
        }
    })
}

/// What is still to be done, the lowest λ last.
enum Task {
    Look(End, End),
    Keep(Traced),
}

/// How far the search is.
#[derive(Default)]
struct Trace {
    ahead: Vec<Task>,
    traced: Vec<Found>,
    pieces: usize,
}

/// A family in both forms, and the last basis of it.
struct Family {
    program: ParametricProgram,
    integers: IntegerFamily,
    start: RefCell<Option<Basis>>,
}

impl Family {
    fn new(program: ParametricProgram, start: Option<Basis>) -> Self {
        Family {
            integers: IntegerFamily::new(&program),
            program,
            start: RefCell::new(start),
        }
    }

    fn solve(&self, lambda: &Rational, options: &LinearOptions) -> Result<Solved, ParametricError> {
        let mut options = options.clone();
        options.start = self.start.borrow().clone();
        let solved = self.program.at(lambda)?.solve(&options);
        let solved = solved.map_err(|source| ParametricError::Linear {
            lambda: lambda.clone(),
            source,
            found: None,
        })?;
        self.start.replace(Some(solved.basis.clone()));
        Ok(solved)
    }
}

struct Search<'a> {
    family: Family,
    /// Made when they are needed: see [`ParametricProgram::violation`] and
    /// [`ParametricProgram::improvement`].
    violation: RefCell<Option<Family>>,
    improvement: RefCell<Option<Family>>,
    clock: Clock,
    options: &'a CurveOptions,
}

impl Search<'_> {
    fn advance(&self, task: Task, trace: &mut Trace) -> Result<(), ParametricError> {
        let (low, high) = match task {
            Task::Keep(piece) => {
                trace.traced.push(Found::Piece(piece));
                return Ok(());
            }
            Task::Look(low, high) => (low, high),
        };
        if low.compare_end(&high) != Ordering::Less {
            return Ok(());
        }
        if trace.pieces >= self.options.max_pieces {
            trace.ahead.push(Task::Look(low, high));
            return Err(ParametricError::TooManyPieces {
                limit: self.options.max_pieces,
                found: Box::default(),
            });
        }
        for place in PLACES {
            let lambda = sample(&low, &high, place);
            let piece = self.piece(&lambda, &low, &high);
            // A piece may be missing for lack of time.
            let piece = match piece.and_then(|piece| self.clock.check().map(|()| piece)) {
                Ok(piece) => piece,
                Err(error) => {
                    trace.ahead.push(Task::Look(low, high));
                    return Err(error);
                }
            };
            if let Some(piece) = piece {
                trace.pieces += 1;
                trace.ahead.push(Task::Look(piece.high.clone(), high));
                let below = piece.low.clone();
                trace.ahead.push(Task::Keep(piece));
                trace.ahead.push(Task::Look(low, below));
                return Ok(());
            }
        }
        if high.high() - low.low() <= self.options.width {
            trace.traced.push(Found::Gap(low, high));
        } else {
            trace.pieces += 1;
            let split = End::Exact(sample(&low, &high, PLACES[0]));
            trace.ahead.push(Task::Look(split.clone(), high));
            trace.ahead.push(Task::Look(low, split));
        }
        Ok(())
    }

    /// The largest piece around λ that one basis proves; `None` if that is λ alone.
    fn piece(
        &self,
        lambda: &Rational,
        low: &End,
        high: &End,
    ) -> Result<Option<Traced>, ParametricError> {
        let solved = self.family.solve(lambda, &self.options.linear)?;
        let basis = &solved.basis;
        let proof = match solved.answer {
            Answer::Optimal(_) => Vertex::new(&self.family.integers, basis, lambda, &self.clock)
                .map(|vertex| (vertex.optimal(), CurveValue::Finite(vertex.value()))),
            Answer::Infeasible(_) => self
                .auxiliary(&self.violation, ParametricProgram::violation, lambda)?
                .map(|conditions| (conditions, CurveValue::Infeasible)),
            Answer::Unbounded(_) => {
                let rises =
                    self.auxiliary(&self.improvement, ParametricProgram::improvement, lambda)?;
                let vertex = Vertex::new(&self.family.integers, basis, lambda, &self.clock);
                rises.zip(vertex).map(|(mut conditions, vertex)| {
                    conditions.and(vertex.primal());
                    (conditions, CurveValue::Unbounded)
                })
            }
        };
        let Some((conditions, value)) = proof else {
            return Ok(None);
        };
        let reach = conditions.reach(lambda, low, high, &self.options.width, &self.clock);
        Ok(reach
            .filter(|(low, high)| low != high)
            .map(|(low, high)| Traced {
                low_included: conditions.include(&low),
                high_included: conditions.include(&high),
                bases: vec![basis.clone()],
                low,
                high,
                value,
            }))
    }

    /// The conditions under which the optimal basis of a program that always has an optimum stays
    /// optimal, and its value other than 0; `None` if it is 0.
    fn auxiliary(
        &self,
        place: &RefCell<Option<Family>>,
        make: impl Fn(&ParametricProgram) -> ParametricProgram,
        lambda: &Rational,
    ) -> Result<Option<Conditions>, ParametricError> {
        let mut place = place.borrow_mut();
        let family = place.get_or_insert_with(|| Family::new(make(&self.family.program), None));
        let solved = family.solve(lambda, &self.options.linear)?;
        let vertex = Vertex::new(&family.integers, &solved.basis, lambda, &self.clock);
        Ok(vertex.and_then(|vertex| {
            let value = vertex.value();
            if value.numerator().sign_at(lambda) == Ordering::Equal {
                return None;
            }
            let mut conditions = vertex.optimal();
            conditions.bar(value.numerator());
            Some(conditions)
        }))
    }

    /// The value of the program at λ.
    fn level(&self, lambda: &Rational) -> Result<Level, ParametricError> {
        self.clock.check()?;
        let solved = self.family.solve(lambda, &self.options.linear)?;
        Ok(match solved.answer {
            Answer::Optimal(optimum) => Level::Finite(optimum.value),
            Answer::Infeasible(_) => Level::Infeasible,
            Answer::Unbounded(_) => Level::Unbounded,
        })
    }
}

/// A simple fraction strictly between two different ends, so many sixteenths of the way.
fn sample(low: &End, high: &End, sixteenths: i64) -> Rational {
    let (mut low, mut high) = (low.clone(), high.clone());
    // Intervals around irrational ends shrink until most of the way is certain.
    loop {
        let certain = high.low() - low.high();
        if &certain + &certain > high.high() - low.low() {
            break;
        }
        low = low.refined();
        high = high.refined();
    }
    let way = high.low() - low.high();
    let at = |part: Rational| low.high() + &(&way * &part);
    let part = |numerator: i128| Rational::reduced(numerator, 64);
    let sixty_fourths = i128::from(4 * sixteenths);
    let window = (at(part(sixty_fourths - 1)), at(part(sixty_fourths + 1)));
    let simplest = simplest_between(&window.0, &window.1);
    if window.0 <= simplest && simplest <= window.1 {
        simplest
    } else {
        middle(&window.0, &window.1)
    }
}
