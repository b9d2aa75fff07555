//! Agents and negotiators that break one promise each.

use std::sync::atomic::{AtomicU64, Ordering};

use lacuna::game::catalogue;
use lacuna::simulate::conformance::{
    ConformanceOptions, NonConformance, Report, Requirement, check_agent, check_learner,
    check_negotiator,
};
use lacuna::simulate::negotiation::{Negotiator, Proposal, Statement, Table};
use lacuna::simulate::{Agent, Feedback, GameRounds, RoundObservation};
use rand::{Rng, RngExt};

use super::{Defect, Outcome, all_are_found_and_seen_again};

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    Illegal,
    ChanceFromElsewhere,
    HoldsAGrudge,
    HalfForgets,
    NameChanges,
    Panics,
}

static ELSEWHERE: AtomicU64 = AtomicU64::new(0);

/// Defects as soon as it was cheated on twice, and sometimes by mistake.
struct Grim {
    fault: Fault,
    cheated: usize,
}

fn grim(fault: Fault) -> impl Fn() -> Grim {
    move || Grim { fault, cheated: 0 }
}

impl Agent<RoundObservation, usize> for Grim {
    fn act(&mut self, seen: &RoundObservation, rng: &mut dyn Rng) -> usize {
        match self.fault {
            Fault::Illegal if seen.round == 3 => 2,
            Fault::ChanceFromElsewhere => {
                usize::from(ELSEWHERE.fetch_add(1, Ordering::Relaxed) % 5 == 4)
            }
            Fault::Panics if self.cheated > 3 => panic!("too much"),
            _ => usize::from(self.cheated >= 2 || rng.random_range(0..20) == 0),
        }
    }
    fn begin(&mut self, _player: usize, _players: usize) {
        match self.fault {
            Fault::HoldsAGrudge => {}
            Fault::HalfForgets => self.cheated = self.cheated.min(1),
            _ => self.cheated = 0,
        }
    }
    fn learn(&mut self, feedback: &Feedback<'_, RoundObservation, usize>) {
        self.cheated += feedback.actions[1 - feedback.player];
    }
    fn name(&self) -> String {
        match self.fault {
            Fault::NameChanges => format!("cheated {} times", self.cheated),
            _ => "grim".to_owned(),
        }
    }
}

fn rounds() -> GameRounds<lacuna::game::NormalForm<lacuna::number::Rational>> {
    let dilemma = catalogue::prisoners_dilemma(3, 0, 5, 1).expect("a dilemma");
    GameRounds::new(dilemma, 12)
}

fn draw(_seen: &RoundObservation, rng: &mut dyn Rng) -> usize {
    rng.random_range(0..2)
}

macro_rules! fault {
    ($check:ident, $fault:ident) => {
        |options: &ConformanceOptions| -> Outcome {
            $check(grim(Fault::$fault), rounds, draw, options)
        }
    };
}

/// The defects, and the promises that they break.
pub fn defects() -> Vec<Defect> {
    vec![
        (
            "an action too far",
            Requirement::ActsLegally,
            fault!(check_agent, Illegal),
        ),
        (
            "chance from elsewhere",
            Requirement::ChanceFromTheGenerator,
            fault!(check_agent, ChanceFromElsewhere),
        ),
        (
            "a grudge",
            Requirement::BeginForgets,
            fault!(check_agent, HoldsAGrudge),
        ),
        (
            "half a grudge",
            Requirement::BeginForgets,
            fault!(check_agent, HalfForgets),
        ),
        (
            "names that change",
            Requirement::StableNames,
            fault!(check_agent, NameChanges),
        ),
        (
            "a panic",
            Requirement::AnswersWithoutPanic,
            fault!(check_agent, Panics),
        ),
        (
            "a learner with chance from elsewhere",
            Requirement::ChanceFromTheGenerator,
            fault!(check_learner, ChanceFromElsewhere),
        ),
    ]
}

#[test]
fn an_agent_with_a_defect_is_found_out() {
    all_are_found_and_seen_again(&defects());
    check_agent(
        grim(Fault::None),
        rounds,
        draw,
        &ConformanceOptions::default(),
    )
    .expect("conforms");
}

#[test]
fn a_grudge_is_no_defect_of_a_learner() {
    let options = ConformanceOptions::default();
    check_learner(grim(Fault::HoldsAGrudge), rounds, draw, &options).expect("conforms");
}

#[test]
fn what_others_do_illegally_is_not_the_agents_fault() {
    let illegal = |_: &RoundObservation, _: &mut dyn Rng| 7usize;
    let found = check_agent(
        grim(Fault::None),
        rounds,
        illegal,
        &ConformanceOptions::default(),
    );
    let found = found.expect_err("7 is no action");
    assert_eq!(
        found.requirement,
        Requirement::LegalActionsAccepted,
        "{found}"
    );
}

struct Talker {
    elsewhere: bool,
    whom: usize,
}

impl Negotiator for Talker {
    fn speak(&mut self, _table: &Table<'_>, rng: &mut dyn Rng) -> Statement {
        if self.elsewhere && ELSEWHERE.fetch_add(1, Ordering::Relaxed).is_multiple_of(3) {
            return Statement::Disagree;
        }
        if rng.random_range(0..4) == 0 {
            return Statement::Agree {
                with: Some(self.whom),
            };
        }
        Statement::Propose(Proposal::text("ten each"))
    }
}

fn talker(elsewhere: bool, whom: usize, options: &ConformanceOptions) -> Outcome {
    let draw = |rng: &mut dyn Rng| Proposal::text(format!("{} each", rng.random_range(0..9)));
    check_negotiator(|| Talker { elsewhere, whom }, draw, options)
}

/// The defects, and the promises that they break.
pub fn defects_of_negotiators() -> Vec<Defect> {
    vec![
        (
            "agrees with nobody",
            Requirement::KnowsThePlayers,
            |options| talker(false, 9, options),
        ),
        (
            "chance from elsewhere",
            Requirement::ChanceFromTheGenerator,
            |options| talker(true, 0, options),
        ),
    ]
}

#[test]
fn a_negotiator_with_a_defect_is_found_out() {
    all_are_found_and_seen_again(&defects_of_negotiators());
    let fine: Result<Report, NonConformance> = talker(false, 0, &ConformanceOptions::default());
    fine.expect("conforms");
}
