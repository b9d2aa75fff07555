//! Evolutionary stability.

use lacuna::equilibrium::symmetric::{SymmetricOptions, evolutionarily_stable_strategies};
use lacuna::number::Rational;

use super::found::{Computation, row};
use super::support::symmetric;

/// The share of hawks in the only stable strategy when the prize is 2 and a lost fight costs 4.
fn hawks() -> Rational {
    let game = symmetric(&[[-1, 2], [0, 1]]);
    let options = SymmetricOptions::default();
    let found = evolutionarily_stable_strategies(&game, &options).expect("symmetric");
    assert!(found.is_complete());
    let mut set = found.into_set();
    assert_eq!(set.len(), 1);
    set.remove(0).strategy.swap_remove(0)
}

pub fn table() -> Vec<(&'static str, Computation)> {
    vec![row("ess.hawk_dove", hawks)]
}
