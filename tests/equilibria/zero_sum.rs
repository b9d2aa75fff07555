//! The value of constant-sum games in three ways.

use lacuna::equilibrium::two_player::{TwoPlayerOptions, zero_sum};
use lacuna::game::random::{self, generator};
use lacuna::game::{Game, NormalForm};
use lacuna::linear_program::{Bounds, LinearOptions, LinearProgram, Relation};
use lacuna::number::Rational;

use crate::all;

/// The least payoff of the row player that the column player can hold it to.
fn by_linear_program(game: &NormalForm<Rational>) -> Rational {
    let mut program = LinearProgram::minimise();
    for _ in 0..game.actions(1) {
        program.variable(Bounds::NONNEGATIVE, 0);
    }
    let value = program.variable(Bounds::FREE, 1);
    let everything = (0..game.actions(1)).map(|column| (column, 1));
    (program.row(everything, Relation::Equal, 1)).expect("known variables");
    for row in 0..game.actions(0) {
        let payoffs = (0..game.actions(1)).map(|column| (column, game.payoff(0, &[row, column])));
        let terms = payoffs.chain([(value, -Rational::ONE)]);
        (program.row(terms, Relation::AtMost, 0)).expect("known variables");
    }
    let solved = program.solve(&LinearOptions::default()).expect("small");
    assert!(solved.answer.verify(&program));
    solved.answer.into_optimum().expect("bounded").value
}

#[test]
fn the_value_is_that_of_every_equilibrium_and_of_the_linear_program() {
    for stream in 0..4_000 {
        let (rows, columns) = (1 + stream as usize % 4, 1 + stream as usize / 4 % 4);
        let range = if stream % 3 == 0 { -500..=500 } else { -1..=1 };
        let mut rng = generator(71, stream);
        let game = random::zero_sum(rows, columns, range, &mut rng).expect("small");
        let solved = zero_sum(&game, &TwoPlayerOptions::default()).expect("constant sum");
        assert_eq!(solved.verify(&game), Ok(true));
        assert_eq!(solved.value, by_linear_program(&game));
        let set = all(&game);
        for payoffs in set.payoffs() {
            assert_eq!(payoffs[0], solved.value);
            assert_eq!(payoffs[1], &solved.total - &solved.value);
        }
        // Equilibria are all pairs of optimal strategies: one component of one subset.
        let pairs = solved.row.vertices.len() * solved.column.vertices.len();
        assert_eq!(set.extreme().len(), pairs);
        assert_eq!(set.components().len(), 1);
        let subsets = &set.components()[0].maximal_nash_subsets;
        assert_eq!(subsets.len(), 1);
        let named = |list: &[usize], strategies: &[Vec<Rational>]| -> Vec<Vec<Rational>> {
            list.iter().map(|&i| strategies[i].clone()).collect()
        };
        assert_eq!(
            named(&subsets[0].rows, set.row_strategies()),
            solved.row.vertices
        );
        assert_eq!(
            named(&subsets[0].columns, set.column_strategies()),
            solved.column.vertices
        );
    }
}
