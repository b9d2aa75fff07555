//! The model: villagers as agents of krABMaga, and the village as its state.

use std::any::Any;
use std::error::Error;

use krabmaga::engine::agent::Agent;
use krabmaga::engine::fields::{dense_object_grid_2d::DenseGrid2D, field::Field};
use krabmaga::engine::{location::Int2D, schedule::Schedule, state::State};
use lacuna::contract::law::{CheckedLaw, EnforceError, Enforcer, Evidence, FailurePolicy, Reading};
use lacuna::game::hidden_effort::{BaseAction, Effort, HiddenEffort, base_action, effort};
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::preference::{Cooperative, Perceived};
use lacuna::simulate::Streams;
use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

/// One villager; what it does is kept by the village.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Villager(u32);

impl Agent for Villager {
    fn step(&mut self, state: &mut dyn State) {
        if let Some(village) = state.as_any_mut().downcast_mut::<Village>() {
            village.turn(*self);
        }
    }
}

/// What happened on a day: shares of all that was done, and welfare in the mean over meetings.
#[derive(Debug, Clone, Copy)]
pub struct Rates {
    pub cooperation: f64,
    pub effort: f64,
    pub welfare: f64,
}

/// What is added up over a day.
#[derive(Default)]
struct Day {
    meetings: i64,
    cooperation: i64,
    effort: i64,
    welfare: Rational,
}

pub struct Village {
    side: i32,
    places: DenseGrid2D<Villager>,
    at: Vec<Int2D>,
    /// What each villager did last: an action of the lifted game.
    does: Vec<usize>,
    material: NormalForm<Rational>,
    /// The game with the law's money, as villagers perceive it.
    perceived: Perceived<NormalForm<Rational>, Cooperative<Rational>>,
    court: Enforcement,
    streams: Streams,
    chance: Xoshiro256PlusPlus,
    today: Day,
    days: Vec<Rates>,
    /// The engine's hooks return nothing, so that an error waits here for whoever runs the model.
    error: Option<EnforceError>,
}

/// A law at work on two who meet.
struct Enforcement {
    enforcer: Enforcer,
    evidence: Evidence,
}

impl Enforcement {
    /// What the law pays each of the two; it sees the base actions and nothing else.
    fn transfers(&mut self, profile: [usize; 2]) -> Result<&[Rational], EnforceError> {
        let seen = |action| base_action(action).map_or(0, BaseAction::index);
        self.evidence.actions.clear();
        self.evidence
            .actions
            .extend(profile.map(|action| Reading::Label(seen(action))));
        Ok(self.enforcer.resolve(&self.evidence)?.transfers())
    }
}

impl Village {
    pub fn new(
        lift: &HiddenEffort,
        law: &CheckedLaw,
        lambda: &Rational,
        side: i32,
        villagers: u32,
        seed: u64,
    ) -> Result<Self, Box<dyn Error>> {
        let material = lift.game()?;
        let mut court = Enforcement {
            enforcer: Enforcer::new(law.clone(), FailurePolicy::Abort)?,
            evidence: Evidence::default(),
        };
        // The game under the law: the same for both, so that one matrix says it.
        let mut rows = Vec::new();
        for own in 0..4 {
            let mut row = Vec::new();
            for other in 0..4 {
                let paid = court.transfers([own, other])?[0].clone();
                row.push(material.payoff(0, &[own, other]) + paid);
            }
            rows.push(row);
        }
        let under_law = NormalForm::symmetric(&rows)?;
        let streams = Streams::new(seed);
        Ok(Village {
            side,
            places: DenseGrid2D::new(side, side),
            at: vec![Int2D { x: 0, y: 0 }; villagers as usize],
            does: vec![0; villagers as usize],
            material,
            perceived: Perceived::new(under_law, Cooperative::new(lambda.clone())?)?,
            court,
            streams,
            chance: streams.world("village"),
            today: Day::default(),
            days: Vec::new(),
            error: None,
        })
    }

    /// What happened, or what went wrong.
    pub fn days(self) -> Result<Vec<Rates>, Box<dyn Error>> {
        match self.error {
            Some(error) => Err(error.into()),
            None => Ok(self.days),
        }
    }

    /// A place of the torus.
    fn place(&self, x: i32, y: i32) -> Int2D {
        Int2D {
            x: x.rem_euclid(self.side),
            y: y.rem_euclid(self.side),
        }
    }

    /// A villager takes a step, and works with somebody who was around it when the day began.
    fn turn(&mut self, villager: Villager) {
        let id = villager.0 as usize;
        let (down, right) = (
            self.chance.random_range(-1..=1),
            self.chance.random_range(-1..=1),
        );
        let here = self.at[id];
        self.at[id] = self.place(here.x + down, here.y + right);
        self.places.set_object_location(villager, &self.at[id]);

        let mut around = Vec::new();
        for down in -1..=1 {
            for right in -1..=1 {
                let place = self.place(here.x + down, here.y + right);
                around.extend(self.places.get_objects(&place).unwrap_or_default());
            }
        }
        around.retain(|other| *other != villager);
        if around.is_empty() {
            return;
        }
        let other = around[self.chance.random_range(0..around.len())].0 as usize;
        // Now and then somebody tries something else.
        self.does[id] = if self.chance.random_range(0..20) == 0 {
            self.chance.random_range(0..4)
        } else {
            self.best_reply(id, self.does[other])
        };
        if let Err(error) = self.meet([self.does[id], self.does[other]]) {
            self.error.get_or_insert(error);
        }
    }

    /// The action that it perceives as best; what it does already if that is as good as any.
    fn best_reply(&self, id: usize, other: usize) -> usize {
        let worth = |own: usize| self.perceived.payoff(0, &[own, other]);
        let (mut best, mut most) = (self.does[id], worth(self.does[id]));
        for action in 0..4 {
            let found = worth(action);
            if found > most {
                (best, most) = (action, found);
            }
        }
        best
    }

    /// Two work together, under the law; welfare is material, with what the law takes or brings.
    fn meet(&mut self, profile: [usize; 2]) -> Result<(), EnforceError> {
        let transfers = self.court.transfers(profile)?;
        let today = &mut self.today;
        today.welfare += transfers.iter().sum::<Rational>();
        for (player, &action) in profile.iter().enumerate() {
            today.welfare += self.material.payoff(player, &profile);
            today.cooperation += i64::from(base_action(action) == Some(BaseAction::Cooperate));
            today.effort += i64::from(effort(action) == Some(Effort::High));
        }
        today.meetings += 1;
        Ok(())
    }
}

impl State for Village {
    fn init(&mut self, schedule: &mut Schedule) {
        let mut lots = self.streams.world("beginning");
        for id in 0..self.at.len() {
            let (x, y) = (
                lots.random_range(0..self.side),
                lots.random_range(0..self.side),
            );
            self.at[id] = self.place(x, y);
            self.does[id] = lots.random_range(0..4);
            let villager = Villager(id as u32);
            self.places.set_object_location(villager, &self.at[id]);
            // An order of its own for each, so that the schedule is the same every time.
            schedule.schedule_repeating(Box::new(villager), 0.0, id as i32);
        }
    }

    /// The engine calls this once before the first step and after each.
    fn update(&mut self, step: u64) {
        self.places.lazy_update();
        if step > 0 {
            let day = std::mem::take(&mut self.today);
            let share = |count: i64| count as f64 / (2 * day.meetings).max(1) as f64;
            self.days.push(Rates {
                cooperation: share(day.cooperation),
                effort: share(day.effort),
                welfare: day.welfare.to_f64() / day.meetings.max(1) as f64,
            });
        }
    }

    fn reset(&mut self) {
        self.chance = self.streams.world("village");
        self.places = DenseGrid2D::new(self.side, self.side);
        self.today = Day::default();
        self.days.clear();
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
    fn as_state(&self) -> &dyn State {
        self
    }
    fn as_state_mut(&mut self) -> &mut dyn State {
        self
    }
}
