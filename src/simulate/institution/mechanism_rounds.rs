//! A mechanism as an environment: types are drawn, messages sent, and the outcome is paid.

use std::fmt;
use std::sync::Arc;

use rand::Rng;
use rand::rngs::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

use crate::game::random::choose;
use crate::mechanism::{Branch, Mechanism, Setting, SettingError, Strategies};
use crate::number::Rational;
use crate::simulate::environment::check_step;
use crate::simulate::{Agent, Environment, SimulationError, Streams};

/// What came of a round of a mechanism: what everybody learns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SettledRound {
    /// What everybody said.
    pub messages: Vec<usize>,
    /// The alternative that was chosen.
    pub alternative: usize,
    /// What everybody received; negative for a payment.
    pub transfers: Vec<Rational>,
}

impl SettledRound {
    /// What the mechanism took in and did not pay out: a seller's revenue, 0 for a balanced budget.
    pub fn revenue(&self) -> Rational {
        let paid: Rational = self.transfers.iter().sum();
        -paid
    }
}

/// What a player of a mechanism sees.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MechanismObservation {
    /// The player.
    pub player: usize,
    /// The number of the round that is to be played, from 0.
    pub round: usize,
    /// Its own type in this round, which nobody else sees.
    pub own_type: usize,
    /// What came of the round before.
    pub last: Option<Arc<SettledRound>>,
}

/// Any [`Mechanism`], as an environment: in each round a type profile is drawn from the prior of
/// the [`Setting`], each player sees its own type and sends a message, and one branch of the
/// mechanism's decision is drawn. The reward is the value of the alternative at the types, plus the
/// transfer.
///
/// Types and lotteries draw from streams of their own, each entry with exactly its probability up
/// to 63 bits: what players say changes nothing about the types that are to come.
///
/// ```
/// use lacuna::mechanism::Strategies;
/// use lacuna::mechanism::auction::{SealedBid, one_object};
/// use lacuna::number::Rational;
/// use lacuna::simulate::Runner;
/// use lacuna::simulate::institution::MechanismRounds;
///
/// // Two bidders whose values are 1 or 3, in an auction at the second price.
/// let values = vec![vec![Rational::from(1), Rational::from(3)]; 2];
/// let setting = one_object(&values)?;
/// let truthful = Strategies::truthful(&setting);
/// let mut rounds = MechanismRounds::new(setting, SealedBid::second_price(values)?, 1000)?;
/// let mut bidders = rounds.strategists(&truthful)?;
/// let outcome = Runner::default().run(&mut rounds, &mut bidders, 1, &mut ())?;
/// // Who has 3 against 1 gains 2, a quarter of the time; all else is paid to the seller.
/// let mean = |total: &Rational| total.to_f64() / 1000.0;
/// assert!(outcome.totals.iter().all(|total| (mean(total) - 0.5).abs() < 0.1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct MechanismRounds<M> {
    setting: Setting,
    mechanism: M,
    rounds: usize,
    round: usize,
    types: Vec<usize>,
    /// The types of the round before, for those who watch.
    last_types: Vec<usize>,
    last: Option<Arc<SettledRound>>,
    types_stream: Xoshiro256PlusPlus,
    lottery_stream: Xoshiro256PlusPlus,
}

impl<M: Mechanism> MechanismRounds<M> {
    /// So many rounds of a mechanism, at the beginning of an episode of seed 0.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`] if the mechanism is for other numbers of agents or
    /// alternatives than the setting has.
    pub fn new(setting: Setting, mechanism: M, rounds: usize) -> Result<Self, SettingError> {
        SettingError::check_length(
            "the mechanism's list of agents",
            mechanism.agents(),
            setting.agents(),
        )?;
        SettingError::check_length(
            "the mechanism's list of alternatives",
            mechanism.alternatives(),
            setting.alternatives(),
        )?;
        let streams = Streams::new(0);
        let mut rounds = MechanismRounds {
            setting,
            mechanism,
            rounds,
            round: 0,
            types: Vec::new(),
            last_types: Vec::new(),
            last: None,
            types_stream: streams.world("types"),
            lottery_stream: streams.world("lottery"),
        };
        rounds.reset(0);
        Ok(rounds)
    }

    /// The setting.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The mechanism.
    pub fn mechanism(&self) -> &M {
        &self.mechanism
    }

    /// Everybody's types in the round that comes: for those who measure, no player sees them.
    pub fn types(&self) -> &[usize] {
        &self.types
    }

    /// Everybody's types in the round before; empty before the first.
    pub fn last_types(&self) -> &[usize] {
        &self.last_types
    }

    /// What came of the round before.
    pub fn last(&self) -> Option<&SettledRound> {
        self.last.as_deref()
    }

    /// One agent a player that follows these strategies.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], [`SettingError::OutOfRange`] unless every type says something
    /// that the mechanism hears.
    pub fn strategists(
        &self,
        strategies: &Strategies,
    ) -> Result<Vec<FollowsStrategy>, SettingError> {
        strategies.check(&self.setting, &self.mechanism)?;
        let of_player = |(player, &types): (usize, &usize)| FollowsStrategy {
            messages: (0..types)
                .map(|own_type| strategies.message(player, own_type))
                .collect(),
        };
        let players = self.setting.types().iter().enumerate();
        Ok(players.map(of_player).collect())
    }
}

/// One of these branches, each with its probability.
fn drawn<'a>(branches: &'a [Branch], rng: &mut Xoshiro256PlusPlus) -> Option<&'a Branch> {
    match branches {
        [only] => Some(only),
        several => {
            let probabilities = several.iter().map(|branch| &branch.probability);
            choose(probabilities, rng).map_or(several.last(), |number| several.get(number))
        }
    }
}

impl<M: Mechanism> Environment for MechanismRounds<M> {
    type Observation = MechanismObservation;
    type Action = usize;

    fn players(&self) -> usize {
        self.setting.agents()
    }
    fn reset(&mut self, seed: u64) {
        let streams = Streams::new(seed);
        self.types_stream = streams.world("types");
        self.lottery_stream = streams.world("lottery");
        self.round = 0;
        self.last = None;
        self.last_types.clear();
        self.types = self.setting.draw(&mut self.types_stream);
    }
    fn is_over(&self) -> bool {
        self.round >= self.rounds
    }
    fn observe(&self, player: usize) -> MechanismObservation {
        MechanismObservation {
            player,
            round: self.round,
            own_type: self.types[player],
            last: self.last.clone(),
        }
    }
    fn step(
        &mut self,
        messages: &[usize],
        rewards: &mut [Rational],
    ) -> Result<(), SimulationError> {
        check_step(self, messages, rewards)?;
        for (player, &message) in messages.iter().enumerate() {
            let count = self.mechanism.messages(player);
            if message >= count {
                let reason = format!("its messages are 0 to {}", count.saturating_sub(1));
                return Err(SimulationError::illegal_action(player, message, reason));
            }
        }
        let decision = self.mechanism.decide(messages);
        decision
            .check(self.players(), self.setting.alternatives())
            .map_err(SimulationError::other)?;
        let Some(branch) = drawn(decision.branches(), &mut self.lottery_stream) else {
            return Err(SimulationError::other("the mechanism decides nothing"));
        };
        for (player, reward) in rewards.iter_mut().enumerate() {
            *reward = branch.payoff(&self.setting, player, &self.types);
        }
        self.last = Some(Arc::new(SettledRound {
            messages: messages.to_vec(),
            alternative: branch.alternative,
            transfers: branch.transfers.clone(),
        }));
        self.round += 1;
        let next = self.setting.draw(&mut self.types_stream);
        self.last_types = std::mem::replace(&mut self.types, next);
        Ok(())
    }
    fn render(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        write!(to, "round {} of {}", self.round, self.rounds)?;
        let Some(last) = &self.last else {
            return Ok(());
        };
        let chosen = self.setting.alternative_name(last.alternative);
        write!(to, ": {chosen}")?;
        for (player, &message) in last.messages.iter().enumerate() {
            let said = self.mechanism.message_name(player, message);
            let said = said.unwrap_or_else(|| format!("message {message}"));
            let name = self.player_name(player);
            write!(to, "; {name}: {said}, receives {}", last.transfers[player])?;
        }
        Ok(())
    }
    fn player_name(&self, player: usize) -> String {
        self.setting.agent_name(player)
    }
}

/// A player of a mechanism whose type says what it says; from [`MechanismRounds::strategists`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowsStrategy {
    messages: Vec<usize>,
}

impl Agent<MechanismObservation, usize> for FollowsStrategy {
    fn act(&mut self, seen: &MechanismObservation, _rng: &mut dyn Rng) -> usize {
        // A type beyond those of its setting: the environment refuses the message in turn.
        self.messages
            .get(seen.own_type)
            .copied()
            .unwrap_or(usize::MAX)
    }
    fn name(&self) -> String {
        "follows a strategy".to_owned()
    }
}
