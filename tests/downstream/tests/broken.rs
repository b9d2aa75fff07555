//! The same with mistakes: what the kits say.
use std::cell::Cell;

use downstream::Well;
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::simulate::conformance::{ConformanceOptions, Requirement, check_game};
use lacuna::theorem::altruism::UniqueOptimumHasALevel;
use lacuna::theorem::{Sampling, assert_holds, holds_on};
use proptest::prelude::*;

/// Forgets that payoffs depend on nothing but the profile.
struct Drying {
    well: Well,
    left: std::sync::Mutex<Cell<i64>>,
}
impl Game<Rational> for Drying {
    fn players(&self) -> usize {
        self.well.players()
    }
    fn actions(&self, player: usize) -> usize {
        self.well.actions(player)
    }
    fn payoff(&self, player: usize, waters: &[usize]) -> Rational {
        let left = self.left.lock().expect("one thread");
        left.set(left.get() - 1);
        self.well.payoff(player, waters) + Rational::from(left.get())
    }
}

#[test]
fn a_game_that_changes_as_it_is_asked_is_found() {
    let game = Drying {
        well: Well { gain: 3, harm: 2 },
        left: std::sync::Mutex::new(Cell::new(100)),
    };
    let found = check_game(&game, &ConformanceOptions::default()).expect_err("it changes");
    println!("{found}");
    assert_eq!(found.requirement, Requirement::Pure);
}

/// The premise is wrong: where watering gains what it costs the others, there are ties.
fn games() -> impl Strategy<Value = NormalForm<Rational>> {
    (1i64..=9, 1i64..=4)
        .prop_map(|(gain, harm)| NormalForm::from_game(&Well { gain, harm }).expect("small"))
}

#[test]
fn a_wrong_premise_is_answered_with_the_smallest_well_that_breaks_it() {
    let failure = holds_on(&UniqueOptimumHasALevel, &games(), true, &Sampling::default())
        .expect_err("ties are among them");
    println!("{failure}");
    let words = failure.to_string();
    assert!(words.contains("`unique_optimum` fails: 8 profiles are optimal"), "{words}");
    // The smallest: watering gains 2, and costs each of two neighbours 1.
    assert!(words.contains("-2"), "{words}");
}

#[test]
#[should_panic(expected = "`unique_optimum_has_a_level` does not apply")]
fn the_assertion_panics_with_it() {
    assert_holds!(UniqueOptimumHasALevel, games());
}
