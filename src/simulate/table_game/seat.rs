//! Who sits at the table: one who negotiates and chooses.

use rand::Rng;

use super::{Choice, TableObservation};
use crate::simulate::negotiation::{Negotiator, Proposal, Silent, Statement, Table, Vote};
use crate::simulate::{Agent, Feedback};

/// One who negotiates and chooses; implemented for every type that does both, so that a table can be
/// mixed: `Vec<Box<dyn TablePlayer>>`.
pub trait TablePlayer: Agent<TableObservation, Choice> + Negotiator {}

impl<P: Agent<TableObservation, Choice> + Negotiator + ?Sized> TablePlayer for P {}

/// A player who negotiates as one says and chooses as another.
///
/// ```
/// use lacuna::simulate::FromFunction;
/// use lacuna::simulate::negotiation::{Proposal, Proposer};
/// use lacuna::simulate::table_game::{Choice, Seated, TableObservation, TablePlayer};
///
/// let promise = Proposer::new(Proposal::text("We both cooperate."));
/// let breaks = |_: &TableObservation, _: &mut dyn rand::Rng| Choice::Action(1);
/// let cheat: Box<dyn TablePlayer> =
///     Box::new(Seated::new(FromFunction::new("breaks its word", breaks), promise));
/// # let _ = cheat;
/// ```
#[derive(Debug, Clone)]
pub struct Seated<A, N = Silent> {
    agent: A,
    negotiator: N,
}

impl<A, N> Seated<A, N> {
    /// A player who chooses and negotiates like these.
    pub fn new(agent: A, negotiator: N) -> Self {
        Seated { agent, negotiator }
    }
}

impl<A> Seated<A> {
    /// A player who chooses like this, and agrees with nothing.
    pub fn silent(agent: A) -> Self {
        Seated::new(agent, Silent)
    }
}

impl<O, B, A: Agent<O, B>, N> Agent<O, B> for Seated<A, N> {
    fn act(&mut self, observation: &O, rng: &mut dyn Rng) -> B {
        self.agent.act(observation, rng)
    }
    fn begin(&mut self, player: usize, players: usize) {
        self.agent.begin(player, players);
    }
    fn learn(&mut self, feedback: &Feedback<'_, O, B>) {
        self.agent.learn(feedback);
    }
    fn name(&self) -> String {
        self.agent.name()
    }
}

impl<A, N: Negotiator> Negotiator for Seated<A, N> {
    fn speak(&mut self, table: &Table<'_>, rng: &mut dyn Rng) -> Statement {
        self.negotiator.speak(table, rng)
    }
    fn vote(&mut self, table: &Table<'_>, proposal: &Proposal, rng: &mut dyn Rng) -> Vote {
        self.negotiator.vote(table, proposal, rng)
    }
}
