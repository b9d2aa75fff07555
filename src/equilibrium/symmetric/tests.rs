//! Stability against brute force, closed forms and its own consequences.

use proptest::prelude::*;

use super::*;
use crate::equilibrium::Found;
use crate::game::catalogue::rock_paper_scissors;
use crate::preference::{Cooperative, Perceived};

fn q(above: i64, below: i64) -> Rational {
    Rational::new(above, below).expect("a denominator that is not zero")
}

fn symmetric<const N: usize>(rows: [[i64; N]; N]) -> NormalForm<Rational> {
    NormalForm::symmetric(&rows.map(|row| row.map(Rational::from).to_vec())).expect("square")
}

fn from_list(size: usize, entries: &[i64]) -> NormalForm<Rational> {
    let rows: Vec<Vec<Rational>> = entries
        .chunks(size)
        .take(size)
        .map(|row| row.iter().map(|&x| Rational::from(x)).collect())
        .collect();
    NormalForm::symmetric(&rows).expect("square")
}

fn options() -> SymmetricOptions {
    SymmetricOptions::default()
}

fn stable(game: &NormalForm<Rational>) -> Vec<SymmetricEquilibrium> {
    let found = evolutionarily_stable_strategies(game, &options()).expect("small");
    assert!(found.is_complete());
    found.into_set()
}

fn equilibria(game: &NormalForm<Rational>) -> SymmetricEquilibria {
    symmetric_equilibria(game, &options())
        .expect("small")
        .into_set()
}

fn payoff(game: &NormalForm<Rational>, own: &[Rational], other: &[Rational]) -> Rational {
    let profile = MixedProfile::new(vec![own.to_vec(), other.to_vec()]).expect("strategies");
    profile.payoffs(game).expect("of this game").swap_remove(0)
}

/// All strategies whose probabilities are multiples of 1/steps.
fn grid(size: usize, steps: i64) -> Vec<Vec<Rational>> {
    let mut all = vec![Vec::new()];
    for place in 0..size {
        all = all
            .into_iter()
            .flat_map(|partial: Vec<i64>| {
                let left = steps - partial.iter().sum::<i64>();
                let range = if place + 1 == size {
                    left..=left
                } else {
                    0..=left
                };
                range.map(move |value| partial.iter().copied().chain([value]).collect())
            })
            .collect();
    }
    let fractions = |list: Vec<i64>| list.into_iter().map(|value| q(value, steps)).collect();
    all.into_iter().map(fractions).collect()
}

/// Does this mutant do better (`strict`: or equally well) once it is rare? By definition.
fn invades(game: &NormalForm<Rational>, x: &[Rational], y: &[Rational], equally: bool) -> bool {
    if x == y {
        return false;
    }
    let (own, reply) = (payoff(game, x, x), payoff(game, y, x));
    let (against, among) = (payoff(game, x, y), payoff(game, y, y));
    reply > own || (reply == own && (among > against || (equally && among == against)))
}

/// Games with few values, so that ties are frequent.
fn games(largest: usize) -> impl Strategy<Value = NormalForm<Rational>> {
    (1usize..=largest).prop_flat_map(|size| {
        proptest::collection::vec(-2i64..3, size * size)
            .prop_map(move |entries| from_list(size, &entries))
    })
}

fn verdict_at(game: &NormalForm<Rational>, x: &[Rational]) -> StabilityVerdict {
    evolutionary_stability(game, x, &options()).expect("a strategy")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn verdicts_agree_with_mutants_on_a_grid(game in games(4)) {
        for x in grid(game.actions(0), 2).into_iter().chain(equilibria(&game).extreme.into_iter().map(|e| e.strategy)) {
            let verdict = verdict_at(&game, &x);
            prop_assert!(verdict.verify(&game, &x, &options()).expect("small"), "{:?} at {:?}", verdict, x);
            for y in grid(game.actions(0), 4) {
                if verdict.is_evolutionarily_stable() {
                    prop_assert!(!invades(&game, &x, &y, true), "{:?} into {:?}", y, x);
                }
                if verdict.is_neutrally_stable() {
                    prop_assert!(!invades(&game, &x, &y, false), "{:?} into {:?}", y, x);
                }
            }
            match &verdict {
                StabilityVerdict::Invaded { mutant } => prop_assert!(invades(&game, &x, &mutant.strategy, false)),
                StabilityVerdict::NeutrallyStable { mutant, .. } => {
                    prop_assert!(invades(&game, &x, &mutant.strategy, true));
                    prop_assert!(!invades(&game, &x, &mutant.strategy, false));
                }
                StabilityVerdict::NotAnEquilibrium { reply, .. } => {
                    let mut y = vec![Rational::ZERO; game.actions(0)];
                    y[*reply] = Rational::ONE;
                    prop_assert!(invades(&game, &x, &y, false));
                }
                StabilityVerdict::EvolutionarilyStable { .. } => {}
            }
        }
    }

    #[test]
    fn the_list_of_stable_strategies_is_complete(game in games(5)) {
        let listed = stable(&game);
        // A stable strategy is an isolated equilibrium, so that it is among the extreme ones.
        let mut expected: Vec<SymmetricEquilibrium> = equilibria(&game)
            .extreme
            .into_iter()
            .filter(|found| verdict_at(&game, &found.strategy).is_evolutionarily_stable())
            .collect();
        expected.sort_by(|left, right| left.support.cmp(&right.support));
        prop_assert_eq!(&listed, &expected);
        for (i, one) in listed.iter().enumerate() {
            prop_assert!(one.profile().expect("a strategy").is_equilibrium(&game).expect("fits"));
            for other in listed.iter().skip(i + 1) {
                prop_assert!(!is_subset(&one.support, &other.best_replies));
                prop_assert!(!is_subset(&other.support, &one.best_replies));
            }
        }
        let neutral = neutrally_stable_strategies(&game, &options()).expect("small").into_set();
        for one in &listed {
            prop_assert!(neutral.contains(one));
        }
        for one in &neutral {
            prop_assert!(one.profile().expect("a strategy").is_equilibrium(&game).expect("fits"));
        }
    }

    #[test]
    fn equilibria_on_a_grid_lie_in_the_convex_sets(game in games(4)) {
        let found = equilibria(&game);
        prop_assert!(!found.extreme.is_empty());
        for one in &found.extreme {
            prop_assert!(one.profile().expect("a strategy").is_equilibrium(&game).expect("fits"));
            prop_assert_eq!(&one.payoff, &payoff(&game, &one.strategy, &one.strategy));
        }
        for set in &found.convex_sets {
            let share = q(1, set.len() as i64);
            let mut centre = vec![Rational::ZERO; game.actions(0)];
            for &index in set {
                for (sum, p) in centre.iter_mut().zip(&found.extreme[index].strategy) {
                    *sum += p * &share;
                }
            }
            prop_assert!(verdict_at(&game, &centre).is_equilibrium());
        }
        for x in grid(game.actions(0), 4) {
            if verdict_at(&game, &x).is_equilibrium() {
                // In the convex set of the equilibria on its own support that are extreme.
                let inside = found.convex_sets.iter().any(|set| {
                    let points: Vec<Vec<Rational>> =
                        set.iter().map(|&i| found.extreme[i].strategy.clone()).collect();
                    in_hull(&x, &points)
                });
                prop_assert!(inside, "{:?} in {:?}", x, found);
            }
        }
    }

    #[test]
    fn a_constant_added_to_a_column_changes_nothing(game in games(4), added in proptest::collection::vec(-9i64..10, 4)) {
        let size = game.actions(0);
        let rows: Vec<Vec<Rational>> = (0..size)
            .map(|i| (0..size).map(|j| game.payoff(0, &[i, j]) + Rational::from(added[j])).collect())
            .collect();
        let moved = NormalForm::symmetric(&rows).expect("square");
        let strategies = |game: &NormalForm<Rational>| -> Vec<Vec<Rational>> {
            stable(game).into_iter().map(|found| found.strategy).collect()
        };
        prop_assert_eq!(strategies(&game), strategies(&moved));
        let extreme = |game: &NormalForm<Rational>| -> Vec<Vec<Rational>> {
            equilibria(game).extreme.into_iter().map(|found| found.strategy).collect()
        };
        prop_assert_eq!(extreme(&game), extreme(&moved));
        prop_assert_eq!(equilibria(&game).convex_sets, equilibria(&moved).convex_sets);
    }

    #[test]
    fn a_wrong_verdict_is_found_out(game in games(4)) {
        let options = options();
        for found in equilibria(&game).extreme {
            let x = &found.strategy;
            let right = verdict_at(&game, x);
            let best_replies = found.best_replies.clone();
            let too_good = StabilityVerdict::EvolutionarilyStable { best_replies: best_replies.clone(), faces: 0 };
            prop_assert_eq!(too_good.verify(&game, x, &options).expect("small"), right.is_evolutionarily_stable());
            if let Some(mutant) = right.mutant() {
                let claims = [
                    StabilityVerdict::NeutrallyStable { mutant: mutant.clone(), best_replies: best_replies.clone(), faces: 0 },
                    StabilityVerdict::Invaded { mutant: mutant.clone() },
                ];
                for claim in claims {
                    let same = std::mem::discriminant(&claim) == std::mem::discriminant(&right);
                    prop_assert_eq!(claim.verify(&game, x, &options).expect("small"), same);
                }
                let mut forged = mutant.clone();
                forged.mutant_against_mutant += Rational::ONE;
                let forged = StabilityVerdict::Invaded { mutant: forged };
                prop_assert!(!forged.verify(&game, x, &options).expect("small"));
                let mut same = mutant.clone();
                same.strategy.clone_from(x);
                let u = found.payoff.clone();
                same.incumbent_against_incumbent = u.clone();
                same.mutant_against_incumbent = u.clone();
                same.incumbent_against_mutant = u.clone();
                same.mutant_against_mutant = u;
                let same = StabilityVerdict::NeutrallyStable { mutant: same, best_replies: best_replies.clone(), faces: 0 };
                prop_assert!(!same.verify(&game, x, &options).expect("small"));
            }
            let no_gain = StabilityVerdict::NotAnEquilibrium { reply: found.support[0], gain: Rational::ZERO };
            prop_assert!(!no_gain.verify(&game, x, &options).expect("small"));
        }
    }

    #[test]
    fn every_set_of_three_and_more_unplayed_replies_is_decided(entries in proptest::collection::vec(-3i64..4, 25)) {
        // Action 0 is worth 0 against everything and everything is worth 0 against it: the others
        // are unplayed best replies, and stability is copositivity of minus their matrix.
        let rows: Vec<Vec<Rational>> = (0..6)
            .map(|i| (0..6).map(|j| if i == 0 || j == 0 { Rational::ZERO } else { Rational::from(entries[5 * (i - 1) + j - 1]) }).collect())
            .collect();
        let game = NormalForm::symmetric(&rows).expect("square");
        let mut x = vec![Rational::ZERO; 6];
        x[0] = Rational::ONE;
        let verdict = verdict_at(&game, &x);
        prop_assert!(verdict.verify(&game, &x, &options()).expect("small"), "{:?}", verdict);
        let value = |y: &[Rational]| payoff(&game, y, y);
        for y in grid(6, 3).into_iter().filter(|y| y[0].is_zero()) {
            if verdict.is_evolutionarily_stable() { prop_assert!(value(&y).is_negative()); }
            if verdict.is_neutrally_stable() { prop_assert!(!value(&y).is_positive()); }
        }
    }
}

/// Is a point a mixture of these? Of at most four coordinates, so that some affinely independent
/// ones do (Carathéodory, 1911).
fn in_hull(x: &[Rational], points: &[Vec<Rational>]) -> bool {
    use super::elimination::{Solutions, quotient, solve};
    (1u32..1 << points.len()).any(|subset| {
        let chosen: Vec<&Vec<Rational>> = (0..points.len())
            .filter(|&i| subset >> i & 1 == 1)
            .map(|i| &points[i])
            .collect();
        let rows: Vec<Vec<Rational>> = (0..x.len())
            .map(|j| {
                chosen
                    .iter()
                    .map(|p| p[j].clone())
                    .chain([x[j].clone()])
                    .collect()
            })
            .collect();
        match solve(&rows, chosen.len()) {
            Solutions::One {
                numerators,
                denominator,
            } => numerators
                .iter()
                .all(|n| !quotient(n, &denominator).is_negative()),
            _ => false,
        }
    })
}

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
fn a_game_that_is_not_symmetric_is_refused_at_its_first_place() {
    let rows = [[0, 1, 2], [3, 0, 4], [5, 6, 0]].map(|row| row.map(Rational::from).to_vec());
    let mut columns = [[0, 3, 5], [1, 0, 6], [2, 4, 0]].map(|row| row.map(Rational::from).to_vec());
    columns[2][1] = Rational::from(7);
    let game = NormalForm::bimatrix(&rows, &columns).expect("a game");
    assert_eq!(
        check_symmetric(&game),
        Err(SolveError::NotSymmetric {
            row: 1,
            column: 2,
            first: Rational::from(4),
            second: Rational::from(7)
        })
    );
    assert!(evolutionarily_stable_strategies(&game, &options()).is_err());
    let flat = NormalForm::from_fn(&[2, 3], |_, _| Rational::ZERO).expect("a game");
    assert_eq!(
        check_symmetric(&flat),
        Err(SolveError::NotSquare { actions: [2, 3] })
    );
    let three = NormalForm::from_fn(&[2, 2, 2], |_, _| Rational::ZERO).expect("a game");
    assert_eq!(
        check_symmetric(&three),
        Err(SolveError::NotTwoPlayers { players: 3 })
    );
    let square = symmetric([[0, 1], [1, 0]]);
    for bad in [
        vec![Rational::ONE],
        vec![Rational::ONE; 2],
        vec![q(2, 1), q(-1, 1)],
    ] {
        assert!(matches!(
            evolutionary_stability(&square, &bad, &options()),
            Err(SolveError::NotAStrategy { .. })
        ));
    }
}

#[test]
fn a_limit_carries_what_was_found() {
    let coordination = symmetric([[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
    let few = options().with_max_supports(2);
    match evolutionarily_stable_strategies(&coordination, &few) {
        Err(SolveError::TooManySupports { limit: 2, found }) => assert_eq!(found.len(), 2),
        other => panic!("{other:?}"),
    }
    match symmetric_equilibria(&coordination, &few) {
        Err(SolveError::TooManySupports { limit: 2, found }) => assert_eq!(found.len(), 2),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_isolated_set_is_told_from_a_continuum() {
    let game = symmetric([[1, 1, 0], [1, 1, 0], [0, 0, 2]]);
    let found = equilibria(&game);
    assert!(!found.are_isolated());
    // Actions 0 and 1 are twins: their mixtures, action 2, and both of the mixtures with 2.
    assert_eq!(found.extreme.len(), 5);
    assert_eq!(found.convex_sets, vec![vec![0, 1], vec![2], vec![3, 4]]);
    match neutrally_stable_strategies(&game, &options()).expect("small") {
        Found::Some { set } => assert_eq!(set.len(), 3),
        other => panic!("{other:?}"),
    }
    assert_eq!(stable(&game).len(), 1);
}

#[test]
fn a_game_of_twelve_actions_is_listed() {
    let mut state = 12345u64;
    let mut draw = || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 33) as i64 % 1000
    };
    let entries: Vec<i64> = (0..144).map(|_| draw()).collect();
    let game = from_list(12, &entries);
    let found = equilibria(&game);
    // Of a regular game an odd number (Harsanyi, 1973).
    assert_eq!(found.extreme.len() % 2, 1);
    assert!(found.are_isolated());
    for one in &stable(&game) {
        assert!(found.extreme.contains(one));
    }
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

/// The determinant by its first row.
fn determinant(matrix: &[Vec<Rational>]) -> Rational {
    let Some((first, rest)) = matrix.split_first() else {
        return Rational::ONE;
    };
    let minor = |skip: usize| -> Vec<Vec<Rational>> {
        let kept = |row: &Vec<Rational>| {
            let entries = row.iter().enumerate().filter(|(j, _)| *j != skip);
            entries.map(|(_, value)| value.clone()).collect()
        };
        rest.iter().map(kept).collect()
    };
    let terms = first.iter().enumerate().map(|(j, value)| {
        let sign = Rational::from(if j % 2 == 0 { 1 } else { -1 });
        value * &determinant(&minor(j)) * sign
    });
    terms.sum()
}

proptest! {
    #[test]
    fn definite_faces_are_those_with_positive_minors(entries in proptest::collection::vec(-2i64..6, 36)) {
        use super::faces::{Budget, BudgetSpent, Larger, visit_definite_faces};
        // A diagonal large enough that faces of four and more occur.
        let form = |i: usize, j: usize| {
            let bonus = if i == j { 6 } else { 0 };
            Rational::from(entries[6 * i.min(j) + i.max(j)] + bonus)
        };
        let mut visited = Vec::new();
        visit_definite_faces(6, form, &mut Budget::new(64), |face, _| {
            visited.push(face.to_vec());
            Ok::<_, BudgetSpent>(Larger::Visit)
        })
        .expect("at most 63");
        let mut expected: Vec<Vec<usize>> = (1u32..64)
            .map(|subset| (0..6).filter(|&i| subset >> i & 1 == 1).collect::<Vec<usize>>())
            .filter(|face| {
                let along = |i: usize, j: usize| {
                    form(i, j) - form(face[0], i) - form(face[0], j) + form(face[0], face[0])
                };
                (1..face.len()).all(|size| {
                    let minor: Vec<Vec<Rational>> = (1..=size)
                        .map(|i| (1..=size).map(|j| along(face[i], face[j])).collect())
                        .collect();
                    determinant(&minor).is_positive()
                })
            })
            .collect();
        expected.sort();
        prop_assert_eq!(visited, expected);
    }
}
