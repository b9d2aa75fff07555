//! Mechanisms with money.

use lacuna::mechanism::auction::SealedBid;
use lacuna::mechanism::groves::ExpectedExternality;
use lacuna::mechanism::public_project::PublicProject;
use lacuna::mechanism::{Mechanism, Setting, TableLimit};
use lacuna::number::Rational;

use super::found::{Computation, row};
use super::support::q;

/// What each agent pays, without minus signs.
fn payments(mechanism: &dyn Mechanism, messages: &[usize]) -> Vec<Rational> {
    let decision = mechanism.decide(messages);
    (0..mechanism.agents())
        .map(|agent| -decision.expected_transfer(agent))
        .collect()
}

/// Clarke's payments where nobody turns the decision: 40 each for a cost of 75.
fn no_pivot() -> Vec<Rational> {
    let project = PublicProject::equal_shares(vec![vec![q("40")]; 3], q("75")).expect("values");
    payments(&project.pivotal().expect("private values"), &[0, 0, 0])
}

/// Payments in a second-price auction with values 4, 7, 5 and 1.
fn second_price() -> Vec<Rational> {
    let values = (0..8).map(Rational::from).collect();
    let auction = SealedBid::second_price(vec![values; 4]).expect("bids");
    payments(&auction, &[4, 7, 5, 1])
}

/// The expected externalities of net values −1 and 2, and what 2 receives against −1.
fn expected_externality() -> Vec<Rational> {
    let setting = Setting::private(&[2, 2], 2, |_, own_type, built| {
        Rational::from(built as i64 * [-1, 2][own_type])
    });
    let setting = setting.expect("a setting");
    let mechanism = ExpectedExternality::new(&setting, TableLimit::default());
    let mechanism = mechanism.expect("independent types");
    let transfer = mechanism.decide(&[1, 0]).expected_transfer(0);
    let externality = |own_type: usize| mechanism.externality(0, own_type).clone();
    vec![externality(0), externality(1), transfer]
}

pub fn table() -> Vec<(&'static str, Computation)> {
    vec![
        row("vcg.no_pivot", no_pivot),
        row("vcg.second_price", second_price),
        row("agv.example", expected_externality),
    ]
}
