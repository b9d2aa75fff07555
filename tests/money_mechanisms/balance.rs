//! When a Groves mechanism can balance its budget.

use lacuna::linear_program::{Bounds, LinearOptions, LinearProgram, Relation};
use lacuna::mechanism::groves::{Groves, GrovesBalance, MixedDifference, balanced_terms};
use lacuna::mechanism::{Setting, TableLimit};
use lacuna::number::Rational;

use super::brute::{honest, transfer_sums, type_profiles};
use super::draw::Draw;
use super::{n, q};

fn decide(setting: &Setting) -> GrovesBalance {
    balanced_terms(setting, TableLimit::default()).expect("private values")
}

/// Are there terms with `(n−1) W(t) + Σ h_i(t_-i) = 0` at every profile? As a linear program.
fn some_terms_balance(setting: &Setting) -> bool {
    let agents = setting.agents();
    let profiles = type_profiles(setting);
    let mut names: Vec<(usize, Vec<usize>)> = Vec::new();
    for agent in 0..agents {
        for types in &profiles {
            let mut others = types.clone();
            others.remove(agent);
            if !names.contains(&(agent, others.clone())) {
                names.push((agent, others));
            }
        }
    }
    let mut program = LinearProgram::maximise();
    for _ in &names {
        program.variable(Bounds::FREE, 0);
    }
    for types in &profiles {
        let each = 0..setting.alternatives();
        let welfare = each
            .map(|one| setting.welfare(types, one))
            .max()
            .expect("one");
        let row = names
            .iter()
            .enumerate()
            .filter_map(|(variable, (agent, others))| {
                let mut own = types.clone();
                own.remove(*agent);
                (&own == others).then(|| (variable, n(1)))
            });
        let right = -(Rational::from(agents - 1) * welfare);
        program.row(row, Relation::Equal, right).expect("a row");
    }
    let solved = program.solve(&LinearOptions::default()).expect("small");
    solved.answer.is_feasible()
}

#[test]
fn balance_is_decided_as_a_linear_program_decides_it() {
    let mut draw = Draw::new(20);
    let mut counts = [0, 0];
    for _ in 0..250 {
        let agents = 1 + draw.count(2);
        let setting = draw.setting(agents, -2, 2);
        let balance = decide(&setting);
        match &balance {
            GrovesBalance::Possible(terms) => {
                counts[0] += 1;
                assert!(some_terms_balance(&setting));
                let groves = Groves::new(&setting)
                    .and_then(|groves| groves.with_term_table(terms.clone()))
                    .expect("terms of the right shape");
                assert_eq!(transfer_sums(&groves), (n(0), n(0)));
                assert!(honest(&setting, &groves));
            }
            GrovesBalance::Impossible(difference) => {
                counts[1] += 1;
                assert!(!some_terms_balance(&setting));
                assert!(difference.verify(&setting));
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(balance.terms().is_none(), balance.obstruction().is_some());
    }
    assert!(counts[0] > 20 && counts[1] > 20, "{counts:?}");
}

#[test]
fn a_project_worth_one_to_each_or_minus_one_has_a_mixed_difference_of_two() {
    let setting = Setting::private(&[2, 2], 2, |_, own, built| n(built as i64 * [-1, 1][own]));
    let setting = setting.expect("a setting");
    let balance = decide(&setting);
    let difference = balance.obstruction().expect("no terms balance");
    assert_eq!(
        (&difference.from[..], &difference.to[..]),
        (&[0, 0][..], &[1, 1][..])
    );
    assert_eq!(difference.difference, n(2));
}

#[test]
fn an_agent_whose_type_is_known_takes_what_is_left() {
    let setting = Setting::private(&[2, 2, 1], 2, |agent, own, built| {
        n(built as i64 * [[-1, 1], [-1, 1], [0, 0]][agent][own])
    });
    assert!(decide(&setting.expect("a setting")).terms().is_some());
}

#[test]
fn separable_welfare_balances_and_one_number_more_does_not() {
    // Two independent decisions, one about agents 0 and 1, the other about 1 and 2: with three
    // agents each summand of welfare leaves one out.
    let value = |agent: usize, own: usize, each: usize| {
        let (first, second) = (each / 2, each % 2);
        let number = [-1, 2][own];
        let concerned = [first, first + second, second][agent] as i64;
        n(concerned * number)
    };
    let setting = Setting::private(&[2, 2, 2], 4, value).expect("a setting");
    let terms = decide(&setting);
    let terms = terms.terms().expect("separable");
    let groves = Groves::new(&setting)
        .and_then(|groves| groves.with_term_table(terms.to_vec()))
        .expect("terms");
    assert_eq!(transfer_sums(&groves), (n(0), n(0)));
    // A third decision about all three of them.
    let setting = Setting::private(&[2, 2, 2], 8, |agent, own, each| {
        value(agent, own, each % 4) + n((each / 4) as i64 * [-1, 2][own])
    });
    let setting = setting.expect("a setting");
    let balance = decide(&setting);
    let difference = balance.obstruction().expect("all three");
    assert!(difference.verify(&setting));
}

#[test]
fn a_proof_of_another_number_or_in_another_setting_is_refused() {
    let setting = Setting::private(&[2, 2], 2, |_, own, built| n(built as i64 * [-1, 1][own]));
    let setting = setting.expect("a setting");
    let good = MixedDifference::between(&setting, &[0, 0], &[1, 1]).expect("profiles");
    assert!(good.verify(&setting));
    let mut wrong = good.clone();
    wrong.difference = q(5, 2);
    assert!(!wrong.verify(&setting));
    let nothing = MixedDifference::between(&setting, &[0, 0], &[0, 1]).expect("profiles");
    assert_eq!(nothing.difference, n(0));
    assert!(!nothing.verify(&setting));
    let constant = Setting::private(&[2, 2], 2, |_, _, built| n(built as i64));
    assert!(!good.verify(&constant.expect("a setting")));
    assert!(MixedDifference::between(&setting, &[0, 2], &[0, 0]).is_err());
    assert!(MixedDifference::between(&setting, &[0], &[0, 0]).is_err());
}
