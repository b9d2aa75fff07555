//! Constant-sum games: value and optimal sets.

use lacuna::equilibrium::SolveError;
use lacuna::equilibrium::two_player::{TwoPlayerOptions, zero_sum};
use lacuna::game::{Game, NormalForm, random};
use lacuna::number::Rational;

use crate::support::{bimatrix, ratio};

#[test]
fn enumeration_and_linear_programs_agree_and_verify() {
    for stream in 0..150 {
        let (rows, columns) = (1 + stream as usize % 5, 1 + stream as usize / 5 % 5);
        let mut rng = random::generator(21, stream);
        let range = if stream % 2 == 0 { -1..=1 } else { -99..=99 };
        let game = random::zero_sum(rows, columns, range, &mut rng)
            .and_then(|game| {
                let shift = [Rational::from(3), Rational::ZERO];
                game.affine(&[Rational::ONE, Rational::ONE], &shift)
            })
            .expect("small");
        let solved = zero_sum(&game, &TwoPlayerOptions::default()).expect("constant sum");
        assert_eq!(solved.total, Rational::from(3));
        assert!(solved.row.complete && solved.column.complete);
        assert_eq!(solved.verify(&game), Ok(true));
        let options = TwoPlayerOptions::default().with_max_vertices(0);
        let by_programs = zero_sum(&game, &options).expect("constant sum");
        assert!(!by_programs.row.complete && !by_programs.column.complete);
        assert_eq!(by_programs.value, solved.value);
        assert_eq!(by_programs.verify(&game), Ok(true));

        let mut wrong = solved.clone();
        wrong.value = &wrong.value + &ratio(1, 1000);
        assert_eq!(wrong.verify(&game), Ok(false));
        let mut wrong = solved;
        wrong.total = &wrong.total - &Rational::ONE;
        assert_eq!(wrong.verify(&game), Ok(false));
    }
}

#[test]
fn optimal_sets_can_have_several_vertices() {
    // The row player is safe with either of the first two rows.
    let row = [[1, 1, 2], [1, 1, 3], [0, 0, 9]];
    let column = row.map(|r: [i64; 3]| r.map(|x| -x));
    let game = bimatrix(&row, &column);
    let solved = zero_sum(&game, &TwoPlayerOptions::default()).expect("zero sum");
    assert_eq!(solved.value, Rational::ONE);
    assert_eq!(solved.column.vertices.len(), 2);
    assert_eq!(solved.row.vertices.len(), 2);
    assert_eq!(solved.verify(&game), Ok(true));
}

#[test]
fn other_games_are_refused_with_the_profile() {
    let game = bimatrix(&[[1, 2], [3, 4]], &[[-1, -2], [-3, -5]]);
    match zero_sum(&game, &TwoPlayerOptions::default()) {
        Err(SolveError::NotConstantSum {
            profile,
            sum,
            expected,
            ..
        }) => {
            assert_eq!(
                (profile, sum.as_str(), expected.as_str()),
                (vec![1, 1], "-1", "0")
            );
        }
        other => panic!("{other:?}"),
    }
    let three = NormalForm::from_fn(&[2, 2, 2], |_, _| Rational::ZERO).expect("small");
    assert!(matches!(
        zero_sum(&three, &TwoPlayerOptions::default()),
        Err(SolveError::NotTwoPlayers { players: 3, .. })
    ));
    assert_eq!(three.players(), 3);
}
