//! The solver against the linear program written out from its definition.

use lacuna::mechanism::{Attainment, Design, MechanismOptions, best_mechanism};
use lacuna::number::Rational;
use proptest::prelude::*;

use crate::audit::audit;
use crate::environments::{Environment, designs};
use crate::program::Explicit;
use crate::supremum::{closed_value, supremum};

fn solve(environment: &Environment, options: &MechanismOptions) -> Design {
    best_mechanism(
        &environment.problem,
        &environment.monitoring,
        &environment.agents,
        options,
    )
    .expect("within limits")
}

fn compare(environment: &Environment, options: &MechanismOptions) -> Result<(), TestCaseError> {
    let expected = closed_value(environment, options);
    match solve(environment, options) {
        Design::Best(best) => {
            prop_assert_eq!(Some(&best.closed_value), expected.as_ref());
            prop_assert_eq!(&best.plan.bound, &best.closed_value);
            prop_assert!(best.value <= best.closed_value);
            let worth = audit(environment, options, &best.mechanism);
            let shortfall = match &best.attainment {
                Attainment::Attained => Rational::ZERO,
                Attainment::Approached { shortfall } => shortfall.clone(),
                other => return Err(TestCaseError::fail(format!("{other:?}"))),
            };
            prop_assert_eq!(worth, Ok(&best.value - &shortfall));
        }
        Design::Impossible(plan) => {
            prop_assert_eq!(expected, None);
            prop_assert!(plan.bound.is_negative(), "{:?}", plan);
        }
        Design::OnlyInTheLimit(limit) => {
            prop_assert_eq!(&options.liability, &None);
            prop_assert_eq!(Some(&limit.closed_value), expected.as_ref());
            prop_assert_eq!(None, supremum(environment, options, None), "{:?}", limit);
            let Environment {
                problem,
                monitoring,
                agents,
            } = environment;
            prop_assert!(limit.verify(problem, monitoring, agents, options));
        }
        other => return Err(TestCaseError::fail(format!("{other:?}"))),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.min(200)))]

    #[test]
    fn values_are_those_of_the_program_written_out((environment, options) in designs()) {
        compare(&environment, &options)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.min(30)))]

    /// With unlimited liability: the supremum, and whether it is attained, by definition.
    #[test]
    fn suprema_are_those_of_the_largest_proper_support((environment, options) in designs()) {
        let options = options.with_unlimited_liability();
        // Many programs one after the other: those with many recommendations take minutes.
        let size = Explicit::new(&environment, &options, |_, _| true).program.variables();
        if size > 400 {
            return Ok(());
        }
        if let Some(best) = solve(&environment, &options).best() {
            let expected = supremum(&environment, &options, None);
            prop_assert_eq!(expected.as_ref(), Some(&best.value));
            let attained = supremum(&environment, &options, Some(&best.value)).is_some();
            prop_assert_eq!(attained, best.attainment == Attainment::Attained);
        }
    }
}
