//! The same with mistakes: what the kits say.
use std::cell::Cell;

use downstream::{Considerate, Well, under};
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::preference::{Outcome, Preference};
use lacuna::simulate::conformance::{
    ConformanceOptions, Requirement, check_agent, check_anonymous_preference, check_game,
};
use lacuna::simulate::{Agent, GameRounds, RoundObservation};
use lacuna::theorem::altruism::UniqueOptimumHasALevel;
use lacuna::theorem::contracts::LawsDoNotBeatTheirLanguage;
use lacuna::theorem::{Sampling, assert_holds, holds_on};
use proptest::prelude::*;
use rand::{Rng, RngExt};

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

/// Treats the first neighbour better than the others.
struct Partial;
impl Preference<Rational> for Partial {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, Rational>) -> Rational {
        &outcome.payoffs()[player] + &outcome.payoffs()[0]
    }
}

#[test]
fn a_preference_that_knows_names_is_found() {
    let options = ConformanceOptions::default();
    let found = check_anonymous_preference(&Partial, 3, &options).expect_err("it knows the first");
    println!("{found}");
    assert_eq!(found.requirement, Requirement::Anonymous);
}

/// Acts as if there were a second well.
struct Confused(Considerate);
impl Agent<RoundObservation, usize> for Confused {
    fn act(&mut self, seen: &RoundObservation, rng: &mut dyn Rng) -> usize {
        2 * self.0.act(seen, rng)
    }
}

#[test]
fn an_agent_that_does_what_cannot_be_done_is_found() {
    let found = check_agent(
        || Confused(Considerate { patience: 1 }),
        || GameRounds::new(Well { gain: 3, harm: 2 }, 5),
        |_, rng| rng.random_range(0..2),
        &ConformanceOptions::default(),
    );
    let found = found.expect_err("there is no third action");
    println!("{found}");
    assert_eq!(found.requirement, Requirement::ActsLegally);
}

#[test]
fn a_law_that_gives_orders_is_shown_with_the_smallest_well() {
    let law = "law \"Nobody waters\"
resolve:
  for each p: if action of p is water: direct p to spare";
    let wells = (1i64..=9, 1i64..=4).prop_map(|(gain, harm)| Well { gain, harm });
    let instances = wells.prop_map(|well| under(law, &well).expect("about this well"));
    let once = Sampling::default().with_cases(10);
    let failure = holds_on(&LawsDoNotBeatTheirLanguage, &instances, true, &once)
        .expect_err("it gives orders");
    println!("{failure}");
    let words = failure.to_string();
    assert!(
        words.contains("`gives_no_orders` fails: in state 0 it makes [0, 0, 0] of"),
        "{words}"
    );
    // The law, and the smallest well: watering alone gains 1, and costs each of the others 1.
    assert!(words.contains("direct p to spare"), "{words}");
    assert!(words.contains("[0, 0, 1]: payoffs -1 -1 1"), "{words}");
}

/// The premise is wrong: where watering gains just what it costs the others, there are ties.
fn games() -> impl Strategy<Value = NormalForm<Rational>> {
    let wells = (1i64..=4, 0i64..=3).prop_map(|(harm, more)| Well {
        gain: 2 * harm + more,
        harm,
    });
    wells.prop_map(|well| NormalForm::from_game(&well).expect("small"))
}

#[test]
fn a_wrong_premise_is_answered_with_the_smallest_well_that_breaks_it() {
    let failure = holds_on(
        &UniqueOptimumHasALevel,
        &games(),
        true,
        &Sampling::default(),
    )
    .expect_err("ties are among them");
    println!("{failure}");
    let words = failure.to_string();
    assert!(
        words.contains("`unique_optimum` fails: 8 profiles are optimal"),
        "{words}"
    );
    // The smallest: watering gains 2, and costs each of two neighbours 1.
    assert!(words.contains("(1, 0, 0)  (2, -1, -1)"), "{words}");
}

#[test]
#[should_panic(expected = "`unique_optimum_has_a_level` does not apply")]
fn the_assertion_panics_with_it() {
    assert_holds!(UniqueOptimumHasALevel, games());
}
