//! Agents and games on counts: closed forms, brute force from the definitions, and a published study.

mod answers;
mod chance;
mod counts;
mod human;
mod learning;
mod memory_one;
mod mixture;
mod planner;
mod reciprocal;
mod study;
mod training;

use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::simulate::{Agent, GameRounds, Recording, RoundObservation, Runner};

type Player = Box<dyn Agent<RoundObservation, usize>>;

fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}

fn dilemma() -> NormalForm<Rational> {
    lacuna::game::catalogue::prisoners_dilemma(3, 0, 5, 1).expect("T > R > P > S")
}

/// What everybody did in so many rounds of a game.
fn play<G: Game<Rational>>(
    game: G,
    rounds: usize,
    agents: &mut [Player],
    seed: u64,
) -> Vec<Vec<usize>> {
    let mut recording = Recording::default();
    Runner::default()
        .run(
            &mut GameRounds::new(game, rounds),
            agents,
            seed,
            &mut recording,
        )
        .expect("legal actions");
    recording
        .steps
        .into_iter()
        .map(|step| step.actions)
        .collect()
}

/// The actions of one player.
fn column(profiles: &[Vec<usize>], player: usize) -> Vec<usize> {
    profiles.iter().map(|profile| profile[player]).collect()
}
