//! Curves against the linear programs themselves, and against curves known in closed form.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::*;
use crate::linear_program::{Bounds, LinearOptions, LinearProgram, Relation};
use crate::number::Rational;

mod curves;
mod polynomials;
mod random_families;

fn rational(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator, denominator).expect("a denominator")
}

/// The best correlated equilibrium, by material welfare, of a game whose players maximise
/// `u_i + λ·W`; one payoff table a player, the last player's action running fastest.
fn best_correlated(actions: &[usize], tables: &[Vec<i64>]) -> ParametricProgram {
    let profiles: usize = actions.iter().product();
    let stride = |player: usize| actions[player + 1..].iter().product::<usize>();
    let welfare = |profile: usize| tables.iter().map(|table| table[profile]).sum::<i64>();
    ParametricProgram::from_fn(|lambda| -> Result<_, ParametricError> {
        let perceived = |player: usize, profile: usize| {
            Rational::from(tables[player][profile]) + lambda * Rational::from(welfare(profile))
        };
        let mut program = LinearProgram::maximise();
        for profile in 0..profiles {
            program.variable(Bounds::NONNEGATIVE, welfare(profile));
        }
        let all = (0..profiles).map(|profile| (profile, 1));
        program.row(all, Relation::Equal, 1).expect("in range");
        for (player, &count) in actions.iter().enumerate() {
            for own in 0..count {
                for other in (0..count).filter(|&other| other != own) {
                    let obeyed = (0..profiles).filter(|s| s / stride(player) % count == own);
                    let terms: Vec<(usize, Rational)> = obeyed
                        .map(|s| {
                            let deviation = s + other * stride(player) - own * stride(player);
                            (s, perceived(player, deviation) - perceived(player, s))
                        })
                        .collect();
                    program.row(terms, Relation::AtMost, 0).expect("in range");
                }
            }
        }
        Ok(program)
    })
    .expect("affine")
}

fn curve_of(program: &ParametricProgram, low: i64, high: i64) -> ValueCurve {
    let options = CurveOptions::default();
    value_curve(program, &low.into(), &high.into(), &options).expect("no limit is reached")
}

/// Forty λ of the range, at and next to its breakpoints among them.
fn probes(curve: &ValueCurve, seeds: &[i64], low: i64, high: i64) -> Vec<Rational> {
    let (low, high) = (Rational::from(low), Rational::from(high));
    let step = rational(1, 1 << 30);
    let near = curve.breakpoints.iter().take(10).flat_map(|breakpoint| {
        let at = &breakpoint.at;
        [
            at.low().clone(),
            at.high().clone(),
            at.low() - &step,
            at.high() + &step,
        ]
    });
    let spread = seeds.iter().map(|&seed| {
        let part = rational(seed.rem_euclid(10_007), 10_007);
        &low + (&high - &low) * part
    });
    near.chain(spread)
        .filter(|point| *point >= low && *point <= high)
        .collect()
}

fn holds_everywhere(program: &ParametricProgram, curve: &ValueCurve, points: &[Rational]) -> bool {
    let mut ends: Vec<&End> = curve
        .pieces
        .iter()
        .flat_map(|p| [&p.low, &p.high])
        .collect();
    ends.dedup();
    ends.windows(2)
        .all(|pair| pair[0].compare_end(pair[1]) == Ordering::Less)
        && curve.unresolved.is_empty()
        && curve
            .verify(program, points, &LinearOptions::default())
            .expect("solved")
}
