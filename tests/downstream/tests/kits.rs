//! The kits on the crate's own types: what a user writes, in fewer than sixty lines.
use downstream::{Considerate, LAW, Neighbourly, Well, under};
use lacuna::game::NormalForm;
use lacuna::preference::Perceived;
use lacuna::simulate::GameRounds;
use lacuna::simulate::conformance::{
    ConformanceOptions, NonConformance, check_agent, check_anonymous_preference, check_game,
};
use lacuna::theorem::altruism::UniqueOptimumHasALevel;
use lacuna::theorem::assert_holds;
use lacuna::theorem::contracts::LawsDoNotBeatTheirLanguage;
use proptest::prelude::*;
use rand::RngExt;

fn wells() -> impl Strategy<Value = Well> {
    (1i64..=5, 3i64..=9).prop_map(|(gain, harm)| Well { gain, harm })
}

#[test]
fn the_types_keep_their_promises() -> Result<(), NonConformance> {
    let options = ConformanceOptions::default();
    let rounds = || GameRounds::new(Well { gain: 3, harm: 2 }, 5);
    check_game(&Well { gain: 3, harm: 2 }, &options)?;
    check_anonymous_preference(&Neighbourly, 3, &options)?;
    check_agent(
        || Considerate { patience: 1 },
        rounds,
        |_, rng| rng.random_range(0..2),
        &options,
    )?;
    Ok(())
}

#[test]
fn some_altruism_spares_every_well() {
    // Two neighbours lose at least 6 where one gains at most 5: nobody should water.
    let games = wells().prop_map(|well| NormalForm::from_game(&well).expect("small"));
    assert_holds!(UniqueOptimumHasALevel, games);
}

#[test]
fn the_same_altruism_helps_those_who_already_care() {
    let games = wells().prop_map(|well| {
        let seen = Perceived::new(&well, Neighbourly).expect("three neighbours");
        NormalForm::from_game(&seen).expect("small")
    });
    assert_holds!(UniqueOptimumHasALevel, games);
}

#[test]
fn no_law_on_wells_beats_their_language() {
    let instances = wells().prop_map(|well| under(LAW, &well).expect("about this well"));
    assert_holds!(LawsDoNotBeatTheirLanguage, instances);
}
