//! Cleanup: apples grow only while the river is clean.

use std::fmt;

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

use super::chance::Chance;
use super::ground::{Ground, check_actions};
use super::shared_rules::shared_rules;
use super::{Deed, GridAction, GridError, GridMap, GridView, GridWorld, Place, Tile};
use crate::game::random::shuffle;
use crate::number::Rational;
use crate::simulate::environment::check_step;
use crate::simulate::{Environment, SimulationError, Streams};

/// The rules of [`Cleanup`].
///
/// By default five players on a map of 12 by 16 with a river of 36 places along one side, half of it
/// polluted, and an orchard on the other side; 500 steps; whoever cleans reaches 3 places far. The probabilities are those of Hughes et
/// al. (2018): waste appears with 1/2 a step, apples grow with 1/20 in clean surroundings, and both
/// stop when 2/5 of the river is polluted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CleanupRules {
    /// The map.
    pub map: GridMap,
    /// The number of players.
    pub players: usize,
    /// The number of steps.
    pub steps: usize,
    /// How far players see in every direction.
    pub view: usize,
    /// A player cleans a place that is at most so many rows and columns away.
    pub reach: usize,
    /// The probability that one more place of the river is polluted in a step, as long as the share
    /// of pollution is below `depletion`.
    pub waste: Rational,
    /// The probability that an apple grows at a place in a step, as long as the share of pollution
    /// is at most `restoration`. Above it falls in proportion, to 0 at `depletion`.
    pub growth: Rational,
    /// The share of pollution from which on nothing grows.
    pub depletion: Rational,
    /// The share of pollution up to which apples grow best.
    pub restoration: Rational,
}

const MAP: &str = "
RWR.............
WRW....aaaaaaaa.
RWR.P..aaaaaaaa.
WRW....aaaaaaaa.
RWR.P..aaaaaaaa.
WRW..P.aaaaaaaa.
RWR..P.aaaaaaaa.
WRW.P..aaaaaaaa.
RWR....aaaaaaaa.
WRW.P..aaaaaaaa.
RWR....aaaaaaaa.
WRW.............
";

impl Default for CleanupRules {
    fn default() -> Self {
        let fraction = |above: i64, below: i64| Rational::new(above, below).unwrap_or_default();
        CleanupRules {
            map: super::map::known(MAP),
            players: 5,
            steps: 500,
            view: 5,
            reach: 3,
            waste: fraction(1, 2),
            growth: fraction(1, 20),
            depletion: fraction(2, 5),
            restoration: Rational::ZERO,
        }
    }
}

shared_rules!(CleanupRules);

impl CleanupRules {
    /// The same rules for players who clean so far around them.
    #[must_use]
    pub fn with_reach(mut self, reach: usize) -> Self {
        self.reach = reach;
        self
    }

    /// The same rules with another probability of waste.
    #[must_use]
    pub fn with_waste(mut self, waste: Rational) -> Self {
        self.waste = waste;
        self
    }

    /// The same rules with another probability of growth.
    #[must_use]
    pub fn with_growth(mut self, growth: Rational) -> Self {
        self.growth = growth;
        self
    }

    /// The same rules with other limits: apples grow best up to the first share of pollution, and
    /// not at all from the second on.
    #[must_use]
    pub fn with_limits(mut self, restoration: Rational, depletion: Rational) -> Self {
        self.restoration = restoration;
        self.depletion = depletion;
        self
    }

    /// The probability that an apple grows at a place where there is none, with so many of the
    /// river's places polluted: exact.
    pub fn growth_at(&self, polluted: usize, river: usize) -> Rational {
        let share = Rational::from(polluted).checked_div(&Rational::from(river));
        let share = share.unwrap_or_default();
        if share <= self.restoration {
            return self.growth.clone();
        }
        let range = &self.depletion - &self.restoration;
        match (&self.depletion - &share).checked_div(&range) {
            Some(left) if left.is_positive() => left * &self.growth,
            _ => Rational::ZERO,
        }
    }

    fn check(&self) -> Result<(), GridError> {
        if self.reach == 0 || self.reach > 100 {
            let needs = "between 1 and 100";
            return Err(GridError::rule("how far players clean", self.reach, needs));
        }
        if self.restoration.is_negative() || self.restoration >= self.depletion {
            let needs = format!("at least 0, and below the limit {}", self.depletion);
            let what = "the share of pollution up to which apples grow best";
            return Err(GridError::rule(what, &self.restoration, needs));
        }
        Ok(())
    }
}

/// A public good on a grid: a river that must be cleaned for apples to grow (Hughes et al., 2018).
///
/// In a step everybody moves at the same time, or cleans one polluted place within reach; if several
/// want one place, one of them gets it by lot, and whose turn it is to clean first is drawn as well.
/// Whoever stands on an apple eats it, which is worth 1; cleaning is worth nothing. Then waste
/// appears, and apples grow. Nobody enters the river.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::Environment;
/// use lacuna::simulate::grid::{Cleanup, CleanupRules, GridAction, GridWorld};
///
/// let rules = CleanupRules::default()
///     .with_map("WPaa".parse()?)
///     .with_players(1)
///     .with_waste(Rational::ZERO)
///     .with_growth(Rational::ONE);
/// let mut river = Cleanup::new(rules)?;
/// let mut rewards = [Rational::ZERO];
/// river.step(&[GridAction::Stay], &mut rewards)?;
/// assert_eq!((river.pollution(), river.apples()), (1, 0));
/// river.step(&[GridAction::Clean], &mut rewards)?;
/// assert_eq!((river.pollution(), river.apples()), (0, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Cleanup {
    rules: CleanupRules,
    ground: Ground,
    river: Vec<u32>,
    pollution: usize,
    waste_chance: Chance,
    /// How apples grow, by the number of polluted places.
    growth_chances: Vec<Chance>,
    waste: Xoshiro256PlusPlus,
    growth: Xoshiro256PlusPlus,
    cleaning: Xoshiro256PlusPlus,
    cleaners: Vec<usize>,
    within_reach: Vec<u32>,
    step: usize,
}

impl Cleanup {
    /// A world under these rules, at the beginning of an episode of seed 0.
    ///
    /// # Errors
    /// [`GridError`] for rules that make no sense: no river, too few places to begin, probabilities
    /// that are none, limits that cross.
    pub fn new(rules: CleanupRules) -> Result<Self, GridError> {
        let ground = Ground::new(&rules.map, rules.players, rules.view)?;
        rules.check()?;
        let places = rules.map.places().iter().enumerate();
        let water = |(_, place): &(usize, &Place)| matches!(place, Place::River | Place::Waste);
        let river: Vec<u32> = places
            .filter(water)
            .map(|(number, _)| number as u32)
            .collect();
        if river.is_empty() {
            let what = "the number of places of the river (R or W)";
            return Err(GridError::rule(what, 0, "at least 1"));
        }
        let growth_chances = (0..=river.len()).map(|polluted| {
            let growth = rules.growth_at(polluted, river.len());
            Chance::new("the probability of growth", &growth)
        });
        let streams = Streams::new(0);
        let mut world = Cleanup {
            ground,
            pollution: 0,
            waste_chance: Chance::new("the probability of waste", &rules.waste)?,
            growth_chances: growth_chances.collect::<Result<_, _>>()?,
            waste: streams.world("waste"),
            growth: streams.world("growth"),
            cleaning: streams.world("cleaning"),
            cleaners: Vec::with_capacity(rules.players),
            within_reach: Vec::with_capacity(river.len()),
            river,
            step: 0,
            rules,
        };
        world.reset(0);
        Ok(world)
    }

    /// The rules.
    pub fn rules(&self) -> &CleanupRules {
        &self.rules
    }

    /// The number of steps that have been taken.
    pub fn step_number(&self) -> usize {
        self.step
    }

    /// The number of places of the river.
    pub fn river(&self) -> usize {
        self.river.len()
    }

    /// The row and column of a player, from 0.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn position(&self, player: usize) -> (usize, usize) {
        self.ground.position(player)
    }

    /// What a player did last, before anything kept it from doing so.
    pub(super) fn taken(&self, player: usize) -> GridAction {
        self.ground.taken[player]
    }

    /// What players can do here.
    pub fn actions(&self) -> &'static [GridAction] {
        &[
            GridAction::Stay,
            GridAction::North,
            GridAction::South,
            GridAction::East,
            GridAction::West,
            GridAction::Clean,
        ]
    }

    /// Everybody who cleans cleans one place, in the order of a lot.
    fn clean(&mut self, actions: &[GridAction]) {
        self.cleaners.clear();
        let clean = |player: &usize| actions[*player] == GridAction::Clean;
        self.cleaners.extend((0..actions.len()).filter(clean));
        shuffle(&mut self.cleaners, &mut self.cleaning);
        let columns = self.rules.map.columns();
        for &player in &self.cleaners {
            let (row, column) = self.ground.position(player);
            self.within_reach.clear();
            let (ground, reach) = (&self.ground, self.rules.reach);
            self.within_reach
                .extend(self.river.iter().filter(|&&place| {
                    let place = place as usize;
                    ground.tiles()[place] == Tile::Waste
                        && row.abs_diff(place / columns) <= reach
                        && column.abs_diff(place % columns) <= reach
                }));
            if !self.within_reach.is_empty() {
                let lot = self.cleaning.random_range(0..self.within_reach.len());
                self.ground.set_water(self.within_reach[lot], Tile::River);
                self.ground.deeds[player].cleaned = true;
                self.pollution -= 1;
            }
        }
    }

    /// One more place is polluted, perhaps.
    fn pollute(&mut self) {
        let share = Rational::from(self.pollution).checked_div(&Rational::from(self.river.len()));
        let clean = self.river.len() - self.pollution;
        if clean == 0
            || share.is_some_and(|share| share >= self.rules.depletion)
            || !self.waste_chance.happens(&mut self.waste)
        {
            return;
        }
        let lot = self.waste.random_range(0..clean);
        let tiles = self.ground.tiles();
        let mut clean = self.river.iter().copied();
        let place = clean
            .by_ref()
            .filter(|&place| tiles[place as usize] == Tile::River)
            .nth(lot);
        if let Some(place) = place {
            self.ground.set_water(place, Tile::Waste);
            self.pollution += 1;
        }
    }
}

impl GridWorld for Cleanup {
    fn deeds(&self) -> &[Deed] {
        &self.ground.deeds
    }
    fn apples(&self) -> usize {
        self.ground.apples()
    }
    fn pollution(&self) -> usize {
        self.pollution
    }
}

impl Environment for Cleanup {
    type Observation = GridView;
    type Action = GridAction;

    fn players(&self) -> usize {
        self.ground.players()
    }
    fn reset(&mut self, seed: u64) {
        let streams = Streams::new(seed);
        self.ground.reset(streams);
        self.waste = streams.world("waste");
        self.growth = streams.world("growth");
        self.cleaning = streams.world("cleaning");
        let tiles = self.ground.tiles();
        let polluted = self.river.iter();
        self.pollution = polluted
            .filter(|&&place| tiles[place as usize] == Tile::Waste)
            .count();
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
        self.clean(actions);
        for (reward, deed) in rewards.iter_mut().zip(&self.ground.deeds) {
            *reward = Rational::from(i64::from(deed.eaten));
        }
        self.pollute();
        let chance = self.growth_chances[self.pollution];
        self.ground.grow(&[chance], &mut self.growth);
        self.step += 1;
        Ok(())
    }
    fn render(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        let (apples, steps) = (self.ground.apples(), self.rules.steps);
        let (pollution, river) = (self.pollution, self.river.len());
        let step = self.step;
        writeln!(
            to,
            "step {step} of {steps}, {apples} apples, {pollution} of {river} polluted"
        )?;
        self.ground.render(to)
    }
}
