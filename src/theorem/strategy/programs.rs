//! Linear programs.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;

use super::numbers::rationals;
use super::valid::valid;
use crate::linear_program::{Bounds, LinearError, LinearProgram, Relation, Sense};
use crate::number::Rational;

fn coefficients() -> impl Strategy<Value = Rational> + Clone {
    rationals(-3..=3, 2)
}

fn bounds() -> impl Strategy<Value = Bounds> + Clone {
    (0u8..5, coefficients(), rationals(0..=4, 1)).prop_map(|(kind, least, more)| match kind {
        0 | 1 => Bounds::at_least(0),
        2 => Bounds::at_least(least),
        3 => Bounds::at_most(least),
        _ => Bounds::between(least.clone(), &least + &more).unwrap_or(Bounds::at_least(0)),
    })
}

/// Exact linear programs with so many variables and rows: with an optimum, without a feasible
/// point, and unbounded; degenerate ones are frequent. They shrink towards few rows of zeros.
///
/// ```
/// use lacuna::linear_program::LinearOptions;
/// use lacuna::theorem::strategy::linear_programs;
/// use proptest::prelude::*;
/// proptest!(|(program in linear_programs(1..=3, 0..=3))| {
///     let answer = program.solve(&LinearOptions::default()).expect("small").answer;
///     prop_assert!(answer.verify(&program));
/// });
/// ```
pub fn linear_programs(
    variables: RangeInclusive<usize>,
    rows: RangeInclusive<usize>,
) -> impl Strategy<Value = LinearProgram> + Clone {
    let most = (*variables.end()).max(1);
    let columns = vec((bounds(), coefficients()), variables);
    let rows = vec((vec(coefficients(), most), 0u8..4, coefficients()), rows);
    valid(
        (any::<bool>(), columns, rows).prop_map(|(least, columns, rows)| {
            let sense = if least {
                Sense::Minimise
            } else {
                Sense::Maximise
            };
            let mut program = LinearProgram::new(sense);
            let count = columns.len();
            for (bounds, objective) in columns {
                program.variable(bounds, objective);
            }
            for (row, relation, bound) in rows {
                let relation = match relation {
                    0 | 1 => Relation::AtMost,
                    2 => Relation::AtLeast,
                    _ => Relation::Equal,
                };
                let terms = row.into_iter().take(count).enumerate();
                program.row(terms.filter(|(_, value)| !value.is_zero()), relation, bound)?;
            }
            Ok::<_, LinearError>(program)
        }),
    )
}
