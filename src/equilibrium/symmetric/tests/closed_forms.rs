//! Games whose stable strategies are known.

use super::*;
use crate::game::catalogue::rock_paper_scissors;
use crate::preference::{Cooperative, Perceived};

#[test]
fn rock_paper_scissors_is_stable_neutral_or_neither() {
    let third = vec![q(1, 3); 3];
    let verdict = |win: i64, loss: i64| {
        let game = rock_paper_scissors(win, loss).expect("positive");
        let found = stable(&game);
        let verdict = verdict_at(&game, &third);
        assert_eq!(found.len(), usize::from(verdict.is_evolutionarily_stable()));
        verdict
    };
    assert!(verdict(2, 1).is_evolutionarily_stable());
    let standard = verdict(1, 1);
    assert!(standard.is_neutrally_stable() && !standard.is_evolutionarily_stable());
    let bad = verdict(1, 2);
    assert!(matches!(bad, StabilityVerdict::Invaded { .. }));
    let mutant = bad.mutant().expect("a mutant");
    assert!(mutant.mutant_against_mutant > mutant.incumbent_against_mutant);
}

#[test]
fn hawks_and_doves_have_their_closed_form_at_every_weight() {
    for (prize, cost) in [(2, 4), (1, 7), (3, 5)] {
        let half = |x: i64| q(x, 2);
        let rows = vec![
            vec![half(prize - cost), Rational::from(prize)],
            vec![Rational::ZERO, half(prize)],
        ];
        let game = NormalForm::symmetric(&rows).expect("square");
        for lambda in [q(0, 1), q(1, 10), q(1, 4), q(49, 100), q(1, 2), q(3, 1)] {
            let seen = Perceived::new(&game, Cooperative::new(lambda.clone()).expect("at least 0"))
                .expect("linear");
            let found = evolutionarily_stable_strategies(&seen, &options())
                .expect("symmetric")
                .into_set();
            assert_eq!(found.len(), 1);
            // V / (C (1 + 2λ)): a peaceful meeting is worth V to both together, whoever gets it.
            let two = Rational::from(2);
            let below = Rational::from(cost) * (Rational::ONE + &two * &lambda);
            let share = Rational::from(prize).checked_div(&below).expect("positive");
            assert_eq!(found[0].strategy[0], share, "λ = {lambda}");
        }
    }
}

#[test]
fn the_antichain_has_several_members() {
    // Six actions that gain from each other, except for opposite ones.
    let worth = |i: usize, j: usize| match i.abs_diff(j) {
        0 => 0,
        3 => -1,
        _ => 1,
    };
    let rows: Vec<Vec<Rational>> = (0..6)
        .map(|i| (0..6).map(|j| Rational::from(worth(i, j))).collect())
        .collect();
    let game = NormalForm::symmetric(&rows).expect("square");
    let found = stable(&game);
    // The octahedron: one strategy for each of its 8 triangles.
    assert_eq!(found.len(), 8);
    assert!(
        found
            .iter()
            .all(|one| one.support.len() == 3 && one.payoff == q(2, 3))
    );
}

#[test]
fn the_horn_matrix_is_copositive_and_not_strictly() {
    // Horn's matrix (Hall and Newman, 1963) is no sum of a semidefinite and a non-negative one, so
    // that only the search of the faces decides.
    let horn = |i: usize, j: usize| match (5 + i - j) % 5 {
        0 => 1,
        1 | 4 => -1,
        _ => 1,
    };
    let verdict = |corner: i64| {
        let rows: Vec<Vec<Rational>> = (0..6usize)
            .map(|i| {
                let worth = |j: usize| match (i, j) {
                    (0, _) | (_, 0) => Rational::ZERO,
                    (1, 1) => q(-corner, 1000),
                    _ => Rational::from(-horn(i - 1, j - 1)),
                };
                (0..6).map(worth).collect()
            })
            .collect();
        let game = NormalForm::symmetric(&rows).expect("square");
        let mut x = vec![Rational::ZERO; 6];
        x[0] = Rational::ONE;
        let verdict = verdict_at(&game, &x);
        assert!(verdict.verify(&game, &x, &options()).expect("small"));
        verdict
    };
    let exact = verdict(1000);
    assert!(exact.is_neutrally_stable() && !exact.is_evolutionarily_stable());
    assert!(matches!(verdict(999), StabilityVerdict::Invaded { .. }));
}
