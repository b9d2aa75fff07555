//! Misuse and limits.

use super::*;

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
