//! Strategies of repeated dilemmas that fix or extort payoffs.

use lacuna::game::catalogue::DilemmaPayoffs;
use lacuna::number::Rational;
use lacuna::simulate::agents::MemoryOne;

use crate::found::{Computation, row};

fn payoffs() -> DilemmaPayoffs {
    DilemmaPayoffs::new(3, 0, 5, 1)
}

fn fraction(text: &str) -> Rational {
    text.parse().expect("a number")
}

/// The extortioner is that of Press and Dyson: (11/13, 1/2, 7/26, 0).
fn extortion() -> Vec<Rational> {
    let three = Rational::from(3);
    let extortioner = MemoryOne::extortioner(&payoffs(), three, fraction("1/26"));
    let extortioner = extortioner.expect("a probability");
    let published = ["11/13", "1/2", "7/26", "0"].map(fraction);
    assert_eq!(extortioner.after(), &published);
    let both = extortioner.long_run_payoffs(&MemoryOne::always_cooperate(), &payoffs());
    both.expect("one recurrent class").to_vec()
}

/// What the other gets, whatever it does.
fn pinned() -> Rational {
    let (after_cooperation, after_defection) = (fraction("2/3"), fraction("1/3"));
    let equaliser = MemoryOne::equaliser(&payoffs(), after_cooperation, after_defection);
    let equaliser = equaliser.expect("a probability");
    assert_eq!(equaliser.after(), &["2/3", "0", "2/3", "1/3"].map(fraction));
    let against = |other: &MemoryOne| {
        let both = equaliser.long_run_payoffs(other, &payoffs());
        let [_, others] = both.expect("one recurrent class");
        others
    };
    let pinned = against(&MemoryOne::always_cooperate());
    assert_eq!(against(&MemoryOne::always_defect()), pinned);
    pinned
}

pub fn table() -> Vec<(&'static str, Computation)> {
    vec![
        row("zd.extort3_vs_allc", extortion),
        row("zd.equalizer", pinned),
    ]
}
