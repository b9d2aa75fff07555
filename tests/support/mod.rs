//! What several integration tests share: numbers and games by hand, random contracting problems,
//! and an independent decision whether transfers can support a plan.

// Every test binary uses its own part of this.
#![allow(dead_code)]

pub mod brute;
pub mod instances;
pub mod linear;
pub mod random;

use lacuna::contract::{ContractingProblem, InducedGame, Language, PlainContract};
use lacuna::equilibrium::{PureOptions, pure_equilibria};
use lacuna::game::{Game, NormalForm, Profile};
use lacuna::number::{Extended, Rational};
use lacuna::preference::{Cooperative, Perceived, Preference, WeightMatrix};

/// An exact number from its text.
pub fn q(text: &str) -> Rational {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// `numerator / denominator`.
pub fn ratio(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator, denominator).expect("a denominator that is not zero")
}

/// The quotient of two numbers of which the second is not zero.
pub fn over(numerator: &Rational, denominator: &Rational) -> Rational {
    numerator
        .checked_div(denominator)
        .expect("a denominator that is not zero")
}

/// A finite level.
pub fn finite(value: Rational) -> Extended<Rational> {
    Extended::Finite(value)
}

/// A two-player game from the integer matrices of the row and of the column player.
pub fn bimatrix<const C: usize>(row: &[[i64; C]], column: &[[i64; C]]) -> NormalForm<Rational> {
    let exact = |matrix: &[[i64; C]]| -> Vec<Vec<Rational>> {
        matrix
            .iter()
            .map(|row| row.map(Rational::from).to_vec())
            .collect()
    };
    NormalForm::bimatrix(&exact(row), &exact(column)).expect("two matrices of one shape")
}

/// A symmetric two-player game from the integer matrix of the row player.
pub fn symmetric<const C: usize>(row: &[[i64; C]]) -> NormalForm<Rational> {
    let exact: Vec<Vec<Rational>> = row
        .iter()
        .map(|row| row.map(Rational::from).to_vec())
        .collect();
    NormalForm::symmetric(&exact).expect("a square matrix")
}

/// The problem without uncertainty.
pub fn single(game: NormalForm<Rational>) -> ContractingProblem {
    ContractingProblem::single_state(game).expect("one state")
}

/// Players with altruism weight λ as a matrix.
pub fn cooperative(players: usize, lambda: &Rational) -> WeightMatrix<Rational> {
    Cooperative::new(lambda.clone())
        .expect("at least 0")
        .weights(players)
        .expect("linear")
}

/// The pure equilibria of a game as λ-cooperative players see it.
pub fn equilibria_at<G: Game<Rational>>(game: &G, lambda: &Rational) -> Vec<Profile> {
    let preference = Cooperative::new(lambda.clone()).expect("at least 0");
    let seen = Perceived::new(game, preference).expect("any game");
    pure_equilibria(&seen, &PureOptions::default())
        .expect("small")
        .into_set()
        .profiles()
}

/// The material welfare of a profile, added up here.
pub fn welfare_of<G: Game<Rational> + ?Sized>(game: &G, profile: &[usize]) -> Rational {
    (0..game.players())
        .map(|player| game.payoff(player, profile))
        .sum()
}

/// The largest gain of any player by a unilateral deviation, computed here from payoffs alone; at
/// most zero exactly at an equilibrium.
pub fn largest_gain<G: Game<Rational> + ?Sized>(game: &G, profile: &[usize]) -> Rational {
    let mut largest = Rational::ZERO;
    for player in 0..game.players() {
        let own = game.payoff(player, profile);
        for action in 0..game.actions(player) {
            let mut deviation = profile.to_vec();
            deviation[player] = action;
            largest = largest.max(game.payoff(player, &deviation) - &own);
        }
    }
    largest
}

/// Does the contract make the plan an equilibrium in every state? Decided on the induced game as
/// its players perceive it, without the checks of the crate.
pub fn is_equilibrium_plan(
    problem: &ContractingProblem,
    language: &Language,
    contract: &PlainContract,
    plan: &[Profile],
    preferences: &WeightMatrix<Rational>,
) -> bool {
    plan.iter().enumerate().all(|(state, profile)| {
        let induced =
            InducedGame::new(problem, language, contract, state).expect("of the same shape");
        let seen = Perceived::new(induced, preferences).expect("of the same players");
        largest_gain(&seen, profile).is_zero()
    })
}
