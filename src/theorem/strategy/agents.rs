//! Agents for repeated games.

use proptest::collection::vec;
use proptest::prelude::*;
use rand::Rng;

use super::numbers::{positive_probabilities, ratio};
use super::valid::valid;
use crate::simulate::agents::{
    AfterScript, AgentError, ConditionalCooperator, Fixed, Grim, MemoryOne, RandomAgent, Scripted,
    TitForTats,
};
use crate::simulate::{Agent, Feedback, RoundObservation};

/// Strategies that look back one round: any probabilities in quarters, sure ones among them, and
/// the classical ones. They shrink towards always defecting.
pub fn memory_one_strategies() -> impl Strategy<Value = MemoryOne> + Clone {
    let any = (0i64..=4, [0i64..=4, 0..=4, 0..=4, 0..=4]);
    let any = valid(any.prop_map(|(first, after)| {
        MemoryOne::new(ratio(first, 4), after.map(|quarters| ratio(quarters, 4)))
    }));
    let sure = valid(
        (0i64..=1, [0i64..=1, 0..=1, 0..=1, 0..=1]).prop_map(|(first, after)| {
            MemoryOne::new(ratio(first, 1), after.map(|one| ratio(one, 1)))
        }),
    );
    prop_oneof![2 => sure, 2 => any]
}

/// An agent of the crate for rounds of a game, as a value; see [`agents`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum AnyAgent {
    /// Always the same action.
    Fixed(Fixed<usize>),
    /// By chance.
    Random(RandomAgent<usize>),
    /// By a script.
    Scripted(Scripted<usize>),
    /// Looks back one round.
    MemoryOne(MemoryOne),
    /// Cooperates until somebody defects.
    Grim(Grim),
    /// Defects after so many defections in a row.
    TitForTats(TitForTats),
    /// Cooperates if enough others did.
    Conditional(ConditionalCooperator),
}

impl AnyAgent {
    fn inner(&mut self) -> &mut dyn Agent<RoundObservation, usize> {
        match self {
            AnyAgent::Fixed(agent) => agent,
            AnyAgent::Random(agent) => agent,
            AnyAgent::Scripted(agent) => agent,
            AnyAgent::MemoryOne(agent) => agent,
            AnyAgent::Grim(agent) => agent,
            AnyAgent::TitForTats(agent) => agent,
            AnyAgent::Conditional(agent) => agent,
        }
    }
}

impl Agent<RoundObservation, usize> for AnyAgent {
    fn act(&mut self, observation: &RoundObservation, rng: &mut dyn Rng) -> usize {
        self.inner().act(observation, rng)
    }

    fn begin(&mut self, player: usize, players: usize) {
        self.inner().begin(player, players);
    }

    fn learn(&mut self, feedback: &Feedback<'_, RoundObservation, usize>) {
        self.inner().learn(feedback);
    }

    fn name(&self) -> String {
        "drawn".to_owned()
    }
}

/// Agents for rounds of a game in which everybody has so many actions: fixed, random and scripted
/// ones, and where there are two actions or more, those who cooperate (action 0) or defect (1) by
/// what happened. They shrink towards always taking the first action.
///
/// ```
/// use lacuna::simulate::Runner;
/// use lacuna::theorem::strategy::{agents, game_rounds};
/// use proptest::prelude::*;
/// proptest!(|(mut rounds in game_rounds(2..=2, 2..=2), one in agents(2), other in agents(2))| {
///     let ran = Runner::default().run(&mut rounds, &mut [one, other], 1, &mut ())?;
///     prop_assert_eq!(ran.totals.len(), 2);
/// });
/// ```
pub fn agents(actions: usize) -> impl Strategy<Value = AnyAgent> + Clone {
    let actions = actions.max(1);
    let kinds = if actions > 1 { 7u8 } else { 3 };
    let drawn = (
        0..kinds,
        vec(0..actions, 1..=4),
        positive_probabilities(actions),
        memory_one_strategies(),
        1usize..=3,
    );
    valid(
        drawn.prop_map(move |(kind, script, weights, memory, count)| {
            Ok::<_, AgentError>(match kind {
                0 => AnyAgent::Fixed(Fixed::new(script[0])),
                1 => AnyAgent::Random(RandomAgent::weighted((0..actions).zip(weights))?),
                2 => {
                    let after = match count {
                        1 => AfterScript::StayWithLast,
                        2 => AfterScript::StartOver,
                        _ => AfterScript::Always(0),
                    };
                    AnyAgent::Scripted(Scripted::new(script, after)?)
                }
                3 => AnyAgent::MemoryOne(memory),
                4 => AnyAgent::Grim(Grim::new()),
                5 => AnyAgent::TitForTats(TitForTats::new(count)),
                _ => AnyAgent::Conditional(match count {
                    1 => ConditionalCooperator::majority(),
                    2 => ConditionalCooperator::all(),
                    _ => ConditionalCooperator::at_least(1).suspicious(),
                }),
            })
        }),
    )
}
