//! Harvest: apples grow back only near other apples.

use std::fmt;

use rand::rngs::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

use super::chance::Chance;
use super::ground::{Ground, check_actions};
use super::shared_rules::shared_rules;
use super::{Deed, GridAction, GridError, GridMap, GridView, GridWorld};
use crate::number::Rational;
use crate::simulate::environment::check_step;
use crate::simulate::{Environment, SimulationError, Streams};

/// A beam that fines everybody around who uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Beam {
    /// It hits those who are at most so many rows and columns away; at least 1.
    pub reach: usize,
    /// What it costs who uses it, at least 0.
    pub cost: Rational,
    /// What everybody loses who is hit, at least 0.
    pub fine: Rational,
}

impl Beam {
    fn check(&self) -> Result<(), GridError> {
        if self.reach == 0 {
            return Err(GridError::rule("how far a beam reaches", 0, "at least 1"));
        }
        for (what, amount) in [
            ("the cost of a beam", &self.cost),
            ("the fine of a beam", &self.fine),
        ] {
            if amount.is_negative() {
                return Err(GridError::rule(what, amount, "at least 0"));
            }
        }
        Ok(())
    }
}

impl Default for Beam {
    /// A reach of 2, at a cost of 1; whoever is hit loses 5.
    fn default() -> Self {
        Beam {
            reach: 2,
            cost: Rational::ONE,
            fine: Rational::from(5),
        }
    }
}

/// The rules of [`Harvest`].
///
/// By default six players on a map of 16 by 24 with eight patches of thirteen apples; 500 steps; an
/// apple grows back with a probability of 0, 1/200, 1/50 or 1/20 in a step with none, one, two or
/// more other apples near it (those of Hughes et al., 2018).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HarvestRules {
    /// The map.
    pub map: GridMap,
    /// The number of players.
    pub players: usize,
    /// The number of steps.
    pub steps: usize,
    /// How far players see in every direction.
    pub view: usize,
    /// The probability that an apple grows in a step where there is none, by the number of apples
    /// within a distance of 2; the last is for all larger numbers.
    pub regrowth: Vec<Rational>,
    /// A beam, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beam: Option<Beam>,
}

const MAP: &str = "
P.....P..........P.....P
..A.....A.....A.....A...
.AAA...AAA...AAA...AAA..
AAAAA.AAAAA.AAAAA.AAAAA.
.AAA...AAA...AAA...AAA..
..A.....A.....A.....A...
........................
P.....P....P.....P.....P
........................
..A.....A.....A.....A...
.AAA...AAA...AAA...AAA..
AAAAA.AAAAA.AAAAA.AAAAA.
.AAA...AAA...AAA...AAA..
..A.....A.....A.....A...
........................
P.....P..........P.....P
";

impl Default for HarvestRules {
    fn default() -> Self {
        let fraction = |one_in: i64| Rational::new(1, one_in).unwrap_or_default();
        HarvestRules {
            map: super::map::known(MAP),
            players: 6,
            steps: 500,
            view: 5,
            regrowth: vec![Rational::ZERO, fraction(200), fraction(50), fraction(20)],
            beam: None,
        }
    }
}

shared_rules!(HarvestRules);

impl HarvestRules {
    /// The same rules with other probabilities of regrowth.
    #[must_use]
    pub fn with_regrowth(mut self, regrowth: Vec<Rational>) -> Self {
        self.regrowth = regrowth;
        self
    }

    /// The same rules with a beam.
    #[must_use]
    pub fn with_beam(mut self, beam: Beam) -> Self {
        self.beam = Some(beam);
        self
    }
}

/// A commons on a grid: apples that grow back near other apples (Perolat et al., 2017; Hughes et
/// al., 2018).
///
/// In a step everybody moves at the same time; if several want one place, one of them gets it by
/// lot. Whoever stands on an apple eats it, which is worth 1. Then the beams strike, and apples grow
/// back, all at the same time, each with the exact probability for the apples within a distance of
/// 2. Spawns, lots and regrowth draw from streams of their own. `O(players + places where apples
/// grow)` a step, and `O(players)` more for each beam that strikes.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::Environment;
/// use lacuna::simulate::grid::{GridAction, Harvest, HarvestRules};
///
/// let rules = HarvestRules::default().with_map("PAA#".parse()?).with_players(1);
/// let mut orchard = Harvest::new(rules)?;
/// let mut rewards = [Rational::ZERO];
/// for expected in [1, 1, 0] {
///     orchard.step(&[GridAction::East], &mut rewards)?;
///     assert_eq!(rewards[0], Rational::from(expected));
/// }
/// // Nothing is left, and nothing can grow back.
/// assert!(orchard.is_barren());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Harvest {
    rules: HarvestRules,
    ground: Ground,
    chances: Vec<Chance>,
    regrowth: Xoshiro256PlusPlus,
    step: usize,
}

impl Harvest {
    /// A world under these rules, at the beginning of an episode of seed 0.
    ///
    /// # Errors
    /// [`GridError`] for rules that make no sense: too few places to begin, nowhere for apples to
    /// grow, no probabilities or some that are none, a beam that pays, more players with larger windows
    /// than fit in memory.
    pub fn new(rules: HarvestRules) -> Result<Self, GridError> {
        let ground = Ground::new(&rules.map, rules.players, rules.view)?;
        if rules.regrowth.is_empty() {
            let what = "the number of probabilities of regrowth";
            return Err(GridError::rule(what, 0, "at least 1"));
        }
        if let Some(beam) = &rules.beam {
            beam.check()?;
        }
        let chances = rules.regrowth.iter();
        let chances = chances.map(|chance| Chance::new("a probability of regrowth", chance));
        let mut world = Harvest {
            ground,
            chances: chances.collect::<Result<_, _>>()?,
            regrowth: Streams::new(0).world("regrowth"),
            step: 0,
            rules,
        };
        world.reset(0);
        Ok(world)
    }

    /// The rules.
    pub fn rules(&self) -> &HarvestRules {
        &self.rules
    }

    /// The number of steps that have been taken.
    pub fn step_number(&self) -> usize {
        self.step
    }

    /// The row and column of a player, from 0.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn position(&self, player: usize) -> (usize, usize) {
        self.ground.position(player)
    }

    /// Are there no apples, and can none grow any more?
    pub fn is_barren(&self) -> bool {
        let none = self.chances.first();
        self.ground.apples() == 0 && none.is_none_or(|chance| chance.is_impossible())
    }

    /// What a player did last, before anything kept it from doing so.
    pub(super) fn taken(&self, player: usize) -> GridAction {
        self.ground.taken[player]
    }

    /// What players can do here.
    pub fn actions(&self) -> &'static [GridAction] {
        const ACTIONS: &[GridAction] = &[
            GridAction::Stay,
            GridAction::North,
            GridAction::South,
            GridAction::East,
            GridAction::West,
            GridAction::Fine,
        ];
        match self.rules.beam {
            Some(_) => ACTIONS,
            None => &ACTIONS[..5],
        }
    }

    fn strike(&mut self, actions: &[GridAction], rewards: &mut [Rational]) {
        let Some(beam) = &self.rules.beam else { return };
        for (player, action) in actions.iter().enumerate() {
            if *action == GridAction::Fine {
                self.ground.deeds[player].fined = true;
                rewards[player] -= &beam.cost;
                for hit in self.ground.around(player, beam.reach) {
                    rewards[hit] -= &beam.fine;
                }
            }
        }
    }
}

impl GridWorld for Harvest {
    fn deeds(&self) -> &[Deed] {
        &self.ground.deeds
    }
    fn apples(&self) -> usize {
        self.ground.apples()
    }
    fn pollution(&self) -> usize {
        0
    }
}

impl Environment for Harvest {
    type Observation = GridView;
    type Action = GridAction;

    fn players(&self) -> usize {
        self.ground.players()
    }
    fn reset(&mut self, seed: u64) {
        let streams = Streams::new(seed);
        self.ground.reset(streams);
        self.regrowth = streams.world("regrowth");
        self.step = 0;
    }
    fn is_over(&self) -> bool {
        self.step >= self.rules.steps
    }
    fn observe(&self, player: usize) -> GridView {
        self.ground.view(player, self.step, self.rules.view)
    }
    fn step(
        &mut self,
        actions: &[GridAction],
        rewards: &mut [Rational],
    ) -> Result<(), SimulationError> {
        check_step(self, actions, rewards)?;
        check_actions(actions, self.actions())?;
        self.ground.move_all(actions);
        for (reward, deed) in rewards.iter_mut().zip(&self.ground.deeds) {
            *reward = Rational::from(i64::from(deed.eaten));
        }
        self.strike(actions, rewards);
        self.ground.grow(&self.chances, &mut self.regrowth);
        self.step += 1;
        Ok(())
    }
    fn render(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        let (apples, steps) = (self.ground.apples(), self.rules.steps);
        writeln!(to, "step {} of {steps}, {apples} apples", self.step)?;
        self.ground.render(to)
    }
}
