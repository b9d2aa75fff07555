//! The closed value and the supremum over all mechanisms, by their definitions.

use lacuna::linear_program::Sense;
use lacuna::mechanism::MechanismOptions;
use lacuna::number::Rational;

use crate::environments::Environment;
use crate::program::Explicit;

/// The value of the closed program; `None` if there is no mechanism.
pub fn closed_value(environment: &Environment, options: &MechanismOptions) -> Option<Rational> {
    let explicit = Explicit::new(environment, options, |_, _| true);
    explicit.solve().map(|(value, _)| value)
}

/// The supremum over all mechanisms by its definition: recommendations that have probability zero
/// in every scheme may carry no transfers, again and again until nothing changes. With `worth`,
/// only schemes worth this much count, so that there is one iff this worth is attained.
pub fn supremum(
    environment: &Environment,
    options: &MechanismOptions,
    worth: Option<&Rational>,
) -> Option<Rational> {
    let whole = Explicit::new(environment, options, |_, _| true);
    let (reports, told) = (whole.reports.len(), whole.told.len());
    let mut support = vec![true; reports * told];
    loop {
        let mut explicit = Explicit::new(environment, options, |r, t| support[r * told + t]);
        if let Some(worth) = worth {
            explicit.demand(worth);
        }
        let (value, point) = explicit.solve()?;
        let mut positive: Vec<bool> = point[..reports * told]
            .iter()
            .map(Rational::is_positive)
            .collect();
        loop {
            let others: Vec<(usize, Rational)> = (0..reports * told)
                .filter(|&arm| support[arm] && !positive[arm])
                .map(|arm| (arm, Rational::ONE))
                .collect();
            let sought = explicit.program.set_objective(Sense::Maximise, others);
            sought.expect("known variables");
            let (total, point) = explicit.solve().expect("feasible as before");
            if total.is_zero() {
                break;
            }
            for (flag, probability) in positive.iter_mut().zip(&point) {
                *flag |= probability.is_positive();
            }
        }
        let next: Vec<bool> = support
            .iter()
            .zip(&positive)
            .map(|(a, b)| *a && *b)
            .collect();
        if next == support {
            return Some(value);
        }
        support = next;
    }
}
