//! Environments that break one promise each.

use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use lacuna::number::Rational;
use lacuna::simulate::conformance::{
    ConformanceOptions, Requirement, check_conservation, check_environment, check_refusals,
};
use lacuna::simulate::{Environment, SimulationError, Streams, check_step};
use rand::{Rng, RngExt};

use super::{Defect, Outcome, all_are_found_and_seen_again, q};

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    NoPlayers,
    PlayersLeave,
    NamesChange,
    ChanceFromElsewhere,
    LooksAreCounted,
    LooksCost,
    RenderingCosts,
    RewardsAreAdded,
    IdleUnwritten,
    AnyLength,
    PanicsOnLength,
    GoesOn,
    RefusalsCount,
    ResetKeepsRound,
    ResetKeepsCoins,
    RefusesZero,
    TakesTooMuch,
    TriesFirst,
    Leaks,
}

/// Counts across all environments, as no environment should.
static ELSEWHERE: AtomicU64 = AtomicU64::new(0);

/// Two players take coins from a pot, of which some are added by chance; six rounds at most.
struct Pot {
    fault: Fault,
    coins: u64,
    added: u64,
    round: u64,
    looks: Cell<u64>,
    chance: rand::rngs::Xoshiro256PlusPlus,
}

fn pot(fault: Fault) -> impl Fn() -> Pot {
    move || Pot {
        fault,
        coins: 20,
        added: 0,
        round: 0,
        looks: Cell::new(0),
        chance: Streams::new(0).world("coins"),
    }
}

impl Pot {
    fn check(&self, takes: &[u64], rewards: &[Rational]) -> Result<(), SimulationError> {
        match self.fault {
            Fault::PanicsOnLength if takes.len() < 2 => return self.explain(takes[1]),
            Fault::AnyLength if takes.len() != 2 || rewards.len() != 2 => return Ok(()),
            Fault::GoesOn if takes.len() == 2 && rewards.len() == 2 && self.is_over() => {}
            _ => check_step(self, takes, rewards)?,
        }
        if self.fault == Fault::TakesTooMuch {
            return Ok(());
        }
        takes.iter().try_for_each(|&take| self.explain(take))
    }

    fn explain(&self, take: u64) -> Result<(), SimulationError> {
        let zero = self.fault == Fault::RefusesZero && take == 0;
        if take > self.coins / 2 || zero {
            let reason = format!("it can take at most {}", self.coins / 2);
            return Err(SimulationError::illegal_action(0, take, reason));
        }
        Ok(())
    }
}

impl Environment for Pot {
    type Observation = (u64, u64);
    type Action = u64;

    fn players(&self) -> usize {
        match self.fault {
            Fault::NoPlayers => 0,
            Fault::PlayersLeave if self.round == 2 => 1,
            _ => 2,
        }
    }
    fn reset(&mut self, seed: u64) {
        if self.fault != Fault::ResetKeepsCoins || self.round == 0 {
            self.coins = 20;
        }
        if self.fault != Fault::ResetKeepsRound {
            self.round = 0;
        }
        self.added = 0;
        self.looks.set(0);
        self.chance = Streams::new(seed).world("coins");
    }
    fn is_over(&self) -> bool {
        self.coins < 2 || self.round >= 6
    }
    fn observe(&self, _player: usize) -> (u64, u64) {
        self.looks.set(self.looks.get() + 1);
        let looks = match self.fault {
            Fault::LooksAreCounted => self.looks.get(),
            _ => 0,
        };
        (self.coins, looks)
    }
    fn step(&mut self, takes: &[u64], rewards: &mut [Rational]) -> Result<(), SimulationError> {
        if self.fault == Fault::TriesFirst {
            let wanted = takes
                .iter()
                .fold(0u64, |sum, &take| sum.saturating_add(take));
            self.coins = self.coins.saturating_sub(wanted / (1 << 20));
        }
        if let Err(refusal) = self.check(takes, rewards) {
            self.round += u64::from(self.fault == Fault::RefusalsCount);
            return Err(refusal);
        }
        if takes.len() != 2 || rewards.len() != 2 {
            return Ok(());
        }
        for (reward, &take) in rewards.iter_mut().zip(takes) {
            match self.fault {
                Fault::RewardsAreAdded => *reward += q(take as i64),
                Fault::IdleUnwritten if take == 0 => {}
                Fault::LooksCost if self.looks.get() > 0 => *reward = q(take as i64 - 1),
                _ => *reward = q(take as i64),
            }
            self.coins = self.coins.saturating_sub(take);
        }
        let found = match self.fault {
            Fault::ChanceFromElsewhere => ELSEWHERE.fetch_add(1, Ordering::Relaxed) % 7,
            Fault::Leaks => 0,
            _ => self.chance.random_range(0..4),
        };
        if self.fault == Fault::Leaks {
            self.coins = self.coins.saturating_sub(1);
        }
        self.coins += found;
        self.added += found;
        self.round += 1;
        Ok(())
    }
    fn render(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        if self.fault == Fault::RenderingCosts {
            self.looks.set(self.looks.get() + 1);
            return write!(to, "look {}", self.looks.get());
        }
        write!(to, "{} coins", self.coins)
    }
    fn player_name(&self, player: usize) -> String {
        match self.fault {
            Fault::NamesChange => format!("player {player} of round {}", self.round),
            _ => format!("player {player}"),
        }
    }
}

fn draw(seen: &(u64, u64), rng: &mut dyn Rng) -> u64 {
    rng.random_range(0..=seen.0 / 2)
}

fn illegal(_seen: &(u64, u64), rng: &mut dyn Rng) -> u64 {
    rng.random_range(1 << 30..1 << 40)
}

macro_rules! fault {
    ($fault:ident) => {
        |options: &ConformanceOptions| -> Outcome {
            check_environment(pot(Fault::$fault), draw, options)
        }
    };
}

/// The defects, and the promises that they break.
pub fn defects() -> Vec<Defect> {
    vec![
        (
            "no players",
            Requirement::AtLeastOnePlayer,
            fault!(NoPlayers),
        ),
        (
            "a player who leaves",
            Requirement::ConstantShape,
            fault!(PlayersLeave),
        ),
        (
            "names that change",
            Requirement::StableNames,
            fault!(NamesChange),
        ),
        (
            "chance from elsewhere",
            Requirement::SameSeedSameEpisode,
            fault!(ChanceFromElsewhere),
        ),
        (
            "looks are counted",
            Requirement::ObservingChangesNothing,
            fault!(LooksAreCounted),
        ),
        (
            "looks cost something",
            Requirement::ObservingChangesNothing,
            fault!(LooksCost),
        ),
        (
            "rendering counts",
            Requirement::ObservingChangesNothing,
            fault!(RenderingCosts),
        ),
        (
            "rewards are added",
            Requirement::EveryRewardWritten,
            fault!(RewardsAreAdded),
        ),
        (
            "nothing for the idle",
            Requirement::EveryRewardWritten,
            fault!(IdleUnwritten),
        ),
        (
            "any length will do",
            Requirement::WrongLengthRefused,
            fault!(AnyLength),
        ),
        (
            "a panic",
            Requirement::AnswersWithoutPanic,
            fault!(PanicsOnLength),
        ),
        (
            "it goes on",
            Requirement::StepAfterEndRefused,
            fault!(GoesOn),
        ),
        (
            "refusals are rounds",
            Requirement::RefusedStepChangesNothing,
            fault!(RefusalsCount),
        ),
        (
            "a round that stays",
            Requirement::ResetForgets,
            fault!(ResetKeepsRound),
        ),
        (
            "coins that stay",
            Requirement::ResetForgets,
            fault!(ResetKeepsCoins),
        ),
        (
            "nothing is too little",
            Requirement::LegalActionsAccepted,
            fault!(RefusesZero),
        ),
        (
            "too much is taken",
            Requirement::IllegalActionsRefused,
            |options| check_refusals(pot(Fault::TakesTooMuch), draw, illegal, options),
        ),
        (
            "a refusal that costs",
            Requirement::RefusedStepChangesNothing,
            |options| check_refusals(pot(Fault::TriesFirst), draw, illegal, options),
        ),
        ("a leak", Requirement::Conserved, |options| {
            let coins = |pot: &Pot| q(pot.coins as i64) - q(pot.added as i64);
            check_conservation(pot(Fault::Leaks), draw, coins, options)
        }),
    ]
}

#[test]
fn an_environment_with_a_defect_is_found_out() {
    all_are_found_and_seen_again(&defects());
}

#[test]
fn the_environment_without_a_defect_passes_everything() {
    let options = ConformanceOptions::default();
    let report = check_environment(pot(Fault::None), draw, &options).expect("conforms");
    assert_eq!((report.cases, report.unfinished), (64, 0));
    for requirement in [
        Requirement::SameSeedSameEpisode,
        Requirement::ResetForgets,
        Requirement::StepAfterEndRefused,
        Requirement::RefusedStepChangesNothing,
    ] {
        assert!(report.times(requirement) >= 64, "{report}");
    }
    check_refusals(pot(Fault::None), draw, illegal, &options).expect("conforms");
    let coins = |pot: &Pot| q(pot.coins as i64) - q(pot.added as i64);
    check_conservation(pot(Fault::None), draw, coins, &options).expect("conforms");
}

#[test]
fn episodes_without_an_end_are_left_and_counted() {
    let options = ConformanceOptions::default()
        .with_cases(3)
        .with_max_steps(2);
    let report = check_environment(pot(Fault::None), draw, &options).expect("conforms");
    assert_eq!(report.unfinished, 3);
    assert_eq!(report.times(Requirement::StepAfterEndRefused), 0);
}

/// Remembers, of some seeds alone, that there was an episode; it is over when it begins, or after
/// one step.
#[derive(Default)]
struct Seldom {
    steps: u64,
    last: Option<u64>,
    tainted: bool,
    left: u64,
}

impl Environment for Seldom {
    type Observation = bool;
    type Action = ();

    fn players(&self) -> usize {
        1
    }
    fn reset(&mut self, seed: u64) {
        self.tainted = self.last.is_some_and(|last| last.is_multiple_of(8));
        self.last = Some(seed);
        self.left = self.steps;
    }
    fn is_over(&self) -> bool {
        self.left == 0
    }
    fn observe(&self, _player: usize) -> bool {
        self.tainted
    }
    fn step(&mut self, actions: &[()], rewards: &mut [Rational]) -> Result<(), SimulationError> {
        check_step(self, actions, rewards)?;
        self.left -= 1;
        rewards[0] = q(1);
        Ok(())
    }
}

#[test]
fn what_shows_after_few_other_episodes_is_seen_again_with_its_seed() {
    let options = ConformanceOptions::default().with_seed(3);
    let make = || Seldom {
        steps: 1,
        ..Seldom::default()
    };
    let check = |options: &ConformanceOptions| check_environment(make, |_, _| (), options);
    let found = check(&options).expect_err("broken");
    assert_eq!(found.requirement, Requirement::ResetForgets);
    assert_ne!(found.seed, options.seed);
    let again = check(&options.with_seed(found.seed).with_cases(1)).expect_err("broken");
    assert_eq!(again, found);
}

#[test]
fn one_player_and_no_steps_are_an_episode() {
    /// Over when it begins.
    #[derive(Default)]
    struct Nothing(Seldom);
    impl Environment for Nothing {
        type Observation = ();
        type Action = ();
        fn players(&self) -> usize {
            1
        }
        fn reset(&mut self, seed: u64) {
            self.0.reset(seed);
        }
        fn is_over(&self) -> bool {
            self.0.is_over()
        }
        fn observe(&self, _player: usize) {}
        fn step(
            &mut self,
            actions: &[()],
            rewards: &mut [Rational],
        ) -> Result<(), SimulationError> {
            self.0.step(actions, rewards)
        }
    }
    let options = ConformanceOptions::default().with_cases(3);
    let report = check_environment(Nothing::default, |(), _| (), &options).expect("conforms");
    assert_eq!((report.cases, report.unfinished), (3, 0));
    let idle = || lacuna::simulate::FromFunction::new("idle", |(): &(), _: &mut dyn Rng| ());
    let draw = |(): &(), _: &mut dyn Rng| ();
    lacuna::simulate::conformance::check_agent(idle, Nothing::default, draw, &options)
        .expect("conforms");
    check_conservation(Nothing::default, draw, |_| q(0), &options).expect("conforms");
}

#[test]
fn a_draw_that_panics_is_named() {
    let draw = |_: &(u64, u64), _: &mut dyn Rng| -> u64 { panic!("nothing to draw") };
    let found = check_environment(pot(Fault::None), draw, &ConformanceOptions::default());
    let found = found.expect_err("panics").to_string();
    assert!(
        found.contains("the draw of actions panicked: nothing to draw"),
        "{found}"
    );
}
