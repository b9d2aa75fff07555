//! Reciprocity with more than one round of memory, or among more than two players.

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::LastRound;
use crate::number::Rational;
use crate::simulate::Agent;

/// Cooperates (action 0) until anybody else has defected once in the episode, and never again
/// afterwards: the grim trigger (Friedman, 1971).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grim {
    triggered: bool,
}

impl Grim {
    /// A grim trigger.
    pub fn new() -> Self {
        Grim::default()
    }

    /// Has anybody else defected in this episode?
    pub fn is_triggered(&self) -> bool {
        self.triggered
    }
}

impl<O: LastRound> Agent<O, usize> for Grim {
    fn act(&mut self, observation: &O, _rng: &mut dyn Rng) -> usize {
        self.triggered |= observation.others_except(0).is_some_and(|count| count > 0);
        usize::from(self.triggered)
    }
    fn begin(&mut self, _player: usize, _players: usize) {
        self.triggered = false;
    }
    fn name(&self) -> String {
        "grim".to_owned()
    }
}

/// Defects (action 1) only after others have defected in so many rounds running: tit for two tats
/// (Axelrod, 1984) forgives every single defection. One tat is tit for tat.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::number::Rational;
/// use lacuna::simulate::agents::{AfterScript, Scripted, TitForTats};
/// use lacuna::simulate::{Agent, GameRounds, RoundObservation, Runner};
///
/// // Whoever defects every other round exploits it.
/// let every_other = Scripted::new(vec![1, 0], AfterScript::StartOver)?;
/// let mut agents: [Box<dyn Agent<RoundObservation, usize>>; 2] =
///     [Box::new(TitForTats::new(2)), Box::new(every_other)];
/// let mut rounds = GameRounds::new(prisoners_dilemma(3, 0, 5, 1)?, 10);
/// let outcome = Runner::default().run(&mut rounds, &mut agents, 1, &mut ())?;
/// assert_eq!(outcome.totals, [15, 40].map(Rational::from));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitForTats {
    tats: usize,
    running: usize,
}

impl TitForTats {
    /// Tit for so many tats; for none it always defects.
    pub fn new(tats: usize) -> Self {
        TitForTats { tats, running: 0 }
    }
}

impl<O: LastRound> Agent<O, usize> for TitForTats {
    fn act(&mut self, observation: &O, _rng: &mut dyn Rng) -> usize {
        match observation.others_except(0) {
            Some(0) | None => self.running = 0,
            Some(_) => self.running = self.running.saturating_add(1),
        }
        usize::from(self.running >= self.tats)
    }
    fn begin(&mut self, _player: usize, _players: usize) {
        self.running = 0;
    }
    fn name(&self) -> String {
        format!("tit for {} tats", self.tats)
    }
}

/// How many of the others must have cooperated.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Condition {
    /// At least so many.
    AtLeast(usize),
    /// At least this share of them.
    AtLeastShare(Rational),
    /// More than half of them.
    Majority,
}

/// Tit for tat among any number of players: cooperates if enough of the others did in the round
/// before (Boyd and Richerson, 1988; Fischbacher, Gächter and Fehr, 2001, measured people like that).
/// Cooperates in the first round, by default.
///
/// With two players every condition that asks for somebody is tit for tat.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionalCooperator {
    condition: Condition,
    cooperates_first: bool,
    cooperate: usize,
    defect: usize,
}

impl ConditionalCooperator {
    /// Cooperates if the condition held in the round before.
    pub fn new(condition: Condition) -> Self {
        ConditionalCooperator {
            condition,
            cooperates_first: true,
            cooperate: 0,
            defect: 1,
        }
    }

    /// Cooperates if at least so many others did.
    pub fn at_least(others: usize) -> Self {
        Self::new(Condition::AtLeast(others))
    }

    /// Cooperates if more than half of the others did.
    pub fn majority() -> Self {
        Self::new(Condition::Majority)
    }

    /// Cooperates if all others did.
    pub fn all() -> Self {
        Self::new(Condition::AtLeastShare(Rational::ONE))
    }

    /// Defects in the first round.
    #[must_use]
    pub fn suspicious(mut self) -> Self {
        self.cooperates_first = false;
        self
    }

    /// Cooperation and defection are these actions, instead of 0 and 1: in a public good the largest
    /// contribution and the least.
    #[must_use]
    pub fn with_actions(mut self, cooperate: usize, defect: usize) -> Self {
        self.cooperate = cooperate;
        self.defect = defect;
        self
    }

    fn cooperates<O: LastRound>(&self, seen: &O) -> bool {
        let pair = (seen.others(self.cooperate), seen.number_of_others());
        let (Some(cooperated), Some(others)) = pair else {
            return self.cooperates_first;
        };
        match &self.condition {
            Condition::AtLeast(least) => cooperated >= *least,
            Condition::AtLeastShare(share) => {
                Rational::from(cooperated) >= share * &Rational::from(others)
            }
            Condition::Majority => cooperated > others - cooperated.min(others),
        }
    }
}

impl<O: LastRound> Agent<O, usize> for ConditionalCooperator {
    fn act(&mut self, observation: &O, _rng: &mut dyn Rng) -> usize {
        if self.cooperates(observation) {
            self.cooperate
        } else {
            self.defect
        }
    }
    fn name(&self) -> String {
        "conditional cooperator".to_owned()
    }
}
