//! Mixed equilibria.

use lacuna::equilibrium::{TwoPlayerOptions, all_equilibria};
use lacuna::game::catalogue::chicken;

use super::found::{Computation, Found, row};

/// How likely a player gives way in the only equilibrium that is not pure, and its welfare.
fn chicken_mixed() -> Found {
    let game = chicken(6, 2, 7, 0).expect("ordered");
    let found = all_equilibria(&game, &TwoPlayerOptions::default()).expect("small");
    assert!(found.is_complete());
    let set = found.into_set();
    let mut mixed = set
        .extreme()
        .iter()
        .filter(|profile| profile.as_pure().is_none());
    let profile = mixed.next().expect("three equilibria");
    assert!(mixed.next().is_none());
    let [own, other] = profile.strategies() else {
        panic!("two players");
    };
    assert_eq!(own, other);
    let welfare = profile.welfare(&game).expect("of this game");
    vec![own[0].clone(), welfare].into()
}

pub fn table() -> Vec<(&'static str, Computation)> {
    vec![row("ne.chicken_mixed", chicken_mixed)]
}
