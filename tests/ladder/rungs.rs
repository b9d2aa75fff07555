//! The rungs: their order, their evidence, and what is refused.

use lacuna::contract::{Budget, ContractError, ContractingProblem, Information, Language};
use lacuna::game::NormalForm;
use lacuna::gap::GapError;
use lacuna::gap::ladder::{LadderOptions, RungEvidence, RungKind, ladder, rung};
use lacuna::mechanism::{ClosingWeight, MechanismError};
use lacuna::number::Rational;
use proptest::prelude::*;

use crate::q;

/// Player 0 helps player 1 by 5 if it acts; to itself acting is worth 3 or −1.
fn risk() -> ContractingProblem {
    let state = |own: i64| {
        NormalForm::from_fn(&[2, 1], |player, profile| {
            Rational::from(profile[0] as i64 * if player == 0 { own } else { 5 })
        })
        .expect("valid")
    };
    ContractingProblem::new(vec![(q("1/2"), state(3)), (q("1/2"), state(-1))])
        .expect("valid")
        .with_information(Information::none(2, 2))
        .expect("valid")
}

#[test]
fn knowing_the_state_can_be_worse_than_not() {
    let problem = risk();
    let nothing = Language::trivial(&problem);
    let found = ladder(&problem, &nothing, &LadderOptions::default()).expect("valid");
    let value = |kind| found.rung(kind).expect("all rungs").value.clone();
    assert_eq!(value(RungKind::NoContract), Some(q("6")));
    assert_eq!(value(RungKind::Reports), Some(q("6")));
    assert_eq!(value(RungKind::Witnesses), Some(q("4")));
    assert_eq!(value(RungKind::OutsideMoney), Some(q("4")));
    assert!(
        found
            .verify(&problem, &nothing, &LadderOptions::default())
            .expect("valid")
    );
}

#[test]
fn one_rung_alone_is_that_of_the_ladder() {
    let problem = risk();
    let actions = Language::observed(&problem, |_, profile| profile[0]);
    let options = LadderOptions::default().with_lambda(q("1/5"));
    let all = ladder(&problem, &actions, &options).expect("valid");
    for kind in RungKind::ALL {
        let mut alone = rung(kind, &problem, &actions, &options).expect("valid");
        let there = all.rung(kind).expect("all rungs");
        alone.does_the_work = there.does_the_work;
        assert_eq!(&alone, there);
    }
}

#[test]
fn tampering_with_a_ladder_is_found_out() {
    let problem = risk();
    let (nothing, options) = (Language::trivial(&problem), LadderOptions::default());
    let found = ladder(&problem, &nothing, &options).expect("valid");
    for place in 0..found.rungs.len() {
        let refused = |change: &dyn Fn(&mut lacuna::gap::ladder::Rung)| {
            let mut other = found.clone();
            change(&mut other.rungs[place]);
            assert!(
                !other.verify(&problem, &nothing, &options).expect("valid"),
                "{place}"
            );
        };
        refused(&|rung| rung.value = Some(q("7")));
        refused(&|rung| {
            rung.value = Some(q("7"));
            rung.gap = Some(q("-1"));
        });
        refused(&|rung| rung.gap = None);
        refused(&|rung| rung.attained = false);
        refused(&|rung| rung.evidence = RungEvidence::None);
    }
    let mut other = found.clone();
    other.first_best = q("8");
    assert!(!other.verify(&problem, &nothing, &options).expect("valid"));
}

#[test]
fn bad_options_are_refused_before_anything_is_computed() {
    let problem = risk();
    let nothing = Language::trivial(&problem);
    let refused =
        |options: LadderOptions| ladder(&problem, &nothing, &options).expect_err("refused");
    for discount in ["-1/2", "1", "3/2"] {
        let error = refused(LadderOptions::default().with_discount(q(discount)));
        assert!(matches!(error, GapError::OutOfRange { .. }), "{error}");
    }
    let error = refused(LadderOptions::default().with_lambda(q("-1")));
    assert!(matches!(error, GapError::Preference(_)), "{error}");
    let error = refused(LadderOptions::default().with_liability(q("-1")));
    let negative = |error: &GapError| {
        matches!(
            error,
            GapError::Mechanism(MechanismError::Contract(
                ContractError::NegativeLiability { .. }
            ))
        )
    };
    assert!(negative(&error), "{error}");
    let other = NormalForm::from_fn(&[3], |_, _| Rational::ZERO).expect("valid");
    let other = ContractingProblem::single_state(other).expect("valid");
    let error = ladder(&other, &nothing, &LadderOptions::default()).expect_err("refused");
    assert!(matches!(
        error,
        GapError::Contract(ContractError::LanguageMismatch { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Informed players, so that witnesses change nothing for the worse.
    #[test]
    fn no_rung_is_worth_less_than_the_one_below(
        entries in prop::collection::vec(-5i64..=5, 16),
        classes in prop::collection::vec(0u8..3, 8),
        budget in 0usize..3,
    ) {
        let game = |state: usize| NormalForm::from_fn(&[2, 2], |player, profile| {
            Rational::from(entries[8 * state + 4 * player + 2 * profile[0] + profile[1]])
        }).expect("valid");
        let half = q("1/2");
        let problem = ContractingProblem::new(vec![(half.clone(), game(0)), (half, game(1))])
            .expect("valid");
        let language = Language::observed(&problem, |state, profile| {
            classes[4 * state + 2 * profile[0] + profile[1]]
        });
        let budget = [Budget::Balanced, Budget::Burning, Budget::Unrestricted][budget];
        let options = LadderOptions::default().with_budget(budget).with_closing(false);
        let found = ladder(&problem, &language, &options).expect("valid");
        prop_assert!(found.verify(&problem, &language, &options).expect("valid"));
        let values: Vec<_> = found.rungs[..7].iter().map(|rung| &rung.value).collect();
        // A rung without a value is the worst of all: None comes first.
        prop_assert!(values.is_sorted(), "{:?}", values);
        prop_assert!(values[6].as_ref().is_none_or(|value| *value <= found.first_best));
    }
}

/// The values of the rungs of selfish players, without repetition.
fn values(
    problem: &ContractingProblem,
    language: &Language,
    options: &LadderOptions,
) -> Vec<String> {
    let found = ladder(problem, language, options).expect("valid");
    assert!(found.verify(problem, language, options).expect("valid"));
    let rungs = found.rungs.iter().take(7);
    rungs
        .map(|rung| {
            rung.value
                .as_ref()
                .map_or("none".into(), Rational::to_string)
        })
        .collect()
}

#[test]
fn two_who_know_the_state_reveal_it_and_one_does_not() {
    // Only the actor knows the state. It gains 1 from an action that does not match the state, the
    // other 3 from one that does; the action is verifiable, the state is not.
    let state = |state: usize| {
        NormalForm::from_fn(&[2, 1], |player, profile| {
            let matches = profile[0] == state;
            Rational::from(match player {
                0 => i64::from(!matches),
                _ => 3 * i64::from(matches),
            })
        })
        .expect("valid")
    };
    let problem = ContractingProblem::new(vec![(q("1/2"), state(0)), (q("1/2"), state(1))])
        .expect("valid")
        .with_information(Information::none(2, 2).with_informed(0).expect("valid"))
        .expect("valid");
    let action = Language::observed(&problem, |_, profile| profile[0]);
    let options = LadderOptions::default().with_liability(q("10"));
    let expected = ["1", "2", "2", "2", "3", "3", "3"];
    assert_eq!(values(&problem, &action, &options), expected);
    // A 2-cycle of gains (1 + 1)/(2 + 2).
    let plain = rung(RungKind::PlainContract, &problem, &action, &options).expect("valid");
    assert_eq!(plain.closing, Some(ClosingWeight::Attained(q("1/2"))));
}

#[test]
fn a_team_needs_burning_outside_money_or_a_secret_culprit() {
    // Effort costs 7/10 and yields 1, half for each; only the total is verifiable.
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let efforts = profile.iter().sum::<usize>() as i64;
        Rational::new(5 * efforts - 7 * profile[player] as i64, 10).expect("valid")
    });
    let problem = ContractingProblem::single_state(game.expect("valid")).expect("valid");
    let total = Language::observed(&problem, |_, profile| profile.iter().sum::<usize>());
    let at = |budget, liability: &str| {
        let options = LadderOptions::default().with_closing(false);
        let options = options.with_budget(budget).with_liability(q(liability));
        values(&problem, &total, &options)
    };
    // Balanced: 2(b − c)(1 − k/(2L + k)) with k = c − b/2 = 1/5; nobody can be blamed for sure.
    let balanced = |mediator: &str| {
        let rungs = ["0", "3/10", mediator, mediator, mediator, "3/5", "3/5"];
        rungs.map(str::to_owned).to_vec()
    };
    assert_eq!(at(Budget::Balanced, "1"), balanced("6/11"));
    assert_eq!(at(Budget::Balanced, "10"), balanced("60/101"));
    // A fine on both, destroyed, attains the first best from L = 1/5 on.
    assert_eq!(at(Budget::Burning, "1/5")[1..], ["3/5"; 6]);
    // A third party that does not lose on average: half of it at L = 1/10.
    assert_eq!(at(Budget::Expected, "1/10")[2], "3/10");
    assert_eq!(at(Budget::Expected, "1/5")[2], "3/5");
}
