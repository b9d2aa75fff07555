//! Negotiation and one-shot games at a table: protocols, sessions, metrics, and theory beside play.

mod commons;
mod metrics;
mod protocols;
mod random_laws;
mod round_robin;
mod sessions;
mod theory;

use lacuna::contract::law::Law;
use lacuna::game::hidden_effort::{Scenario, scenarios};
use lacuna::number::Rational;
use lacuna::simulate::negotiation::{Negotiator, Proposal, Proposer, Silent};
use lacuna::simulate::table_game::{Choice, Form, Scene, Seated, TableObservation};
use lacuna::simulate::{Agent, FromFunction};
use rand::Rng;

pub fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}

pub fn law(text: &str) -> Law {
    Law::parse(text).expect("a law")
}

/// The law that makes both cooperate.
pub fn cooperate() -> Proposal {
    Proposal::Law(law(
        "law \"Both cooperate\"\nresolve:\n  for each p: direct p to C",
    ))
}

pub const fn action(action: usize) -> Choice {
    Choice::Action(action)
}

pub fn scene(scenario: &Scenario, form: Form) -> Scene {
    Scene::of_scenario(scenario, form).expect("a scene")
}

/// (5, −5, 9, 0), a prisoner's dilemma.
pub fn first(form: Form) -> Scene {
    scene(&scenarios()[0], form)
}

/// An agent that always chooses this.
pub fn chooses(choice: Choice) -> impl Agent<TableObservation, Choice> {
    FromFunction::new("fixed", move |_: &TableObservation, _: &mut dyn Rng| {
        choice.clone()
    })
}

/// A player who always chooses this and agrees to nothing.
pub fn silent(choice: Choice) -> impl Agent<TableObservation, Choice> + Negotiator {
    Seated::new(chooses(choice), Silent)
}

/// A player who always chooses this, proposes this and accepts it.
pub fn willing(
    choice: Choice,
    proposal: &Proposal,
) -> impl Agent<TableObservation, Choice> + Negotiator + use<> {
    let negotiator = Proposer::new(proposal.clone()).accepting([proposal.clone()]);
    Seated::new(chooses(choice), negotiator)
}
