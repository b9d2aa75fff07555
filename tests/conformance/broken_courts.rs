//! Environments that report to their court what they should not.

use std::cell::Cell;

use lacuna::contract::law::{ActionKind, Court, CourtError, Hook, Observable, Reading};
use lacuna::number::Rational;
use lacuna::simulate::conformance::{ConformanceOptions, Requirement, check_verifiable};
use lacuna::simulate::{Environment, SimulationError, Verifiable, check_step};
use rand::{Rng, RngExt};

use super::{Defect, Outcome, all_are_found_and_seen_again, q};

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    NoCourt,
    CourtChanges,
    TooManyPlayers,
    TooFewLists,
    OneForAll,
    WrongKind,
    UnknownLabel,
    BeyondTheLimit,
    Appends,
    DeafToOrders,
    WrongCarriedOut,
    ReadingsDrift,
    LooksCost,
}

/// Two players work between 0 and 10 hours; six days.
struct Workshop {
    fault: Fault,
    day: usize,
    worked: Vec<u64>,
    looks: Cell<u64>,
}

fn workshop(fault: Fault) -> impl Fn() -> Workshop {
    move || Workshop {
        fault,
        day: 0,
        worked: vec![0; 2],
        looks: Cell::new(0),
    }
}

impl Environment for Workshop {
    type Observation = (usize, u64);
    type Action = u64;

    fn players(&self) -> usize {
        2
    }
    fn reset(&mut self, _seed: u64) {
        self.day = 0;
        self.worked.fill(0);
        self.looks.set(0);
    }
    fn is_over(&self) -> bool {
        self.day >= 6
    }
    fn observe(&self, _player: usize) -> (usize, u64) {
        let tired = if self.fault == Fault::LooksCost {
            self.looks.get()
        } else {
            0
        };
        (self.day, tired)
    }
    fn step(&mut self, hours: &[u64], rewards: &mut [Rational]) -> Result<(), SimulationError> {
        check_step(self, hours, rewards)?;
        for (reward, &hours) in rewards.iter_mut().zip(hours) {
            *reward = q(hours as i64);
        }
        self.worked.copy_from_slice(hours);
        self.day += 1;
        Ok(())
    }
}

impl Verifiable for Workshop {
    fn court(&self) -> Result<Court, CourtError> {
        let mut players = vec!["a", "b"];
        match self.fault {
            Fault::NoCourt => players[1] = "a",
            Fault::TooManyPlayers => players.push("c"),
            _ => {}
        }
        let mut most = 10;
        if self.fault == Fault::CourtChanges {
            most += i64::from(self.day == 3);
        }
        Court::new(
            players,
            ActionKind::quantity_between("hours", q(0), q(most)),
        )?
        .with_observable(Observable::quantity("day"))?
        .with_observable(Observable::labels("mood", ["good", "bad"]).of_each_player())
    }
    fn observations(&self, _hook: Hook, seen: &mut Vec<Vec<Reading>>) {
        self.looks.set(self.looks.get() + 1);
        if self.fault != Fault::Appends {
            seen.clear();
        }
        seen.push(vec![Reading::Quantity(q(self.day as i64))]);
        let mood = |&hours: &u64| match self.fault {
            Fault::WrongKind => Reading::Quantity(q(0)),
            Fault::UnknownLabel if hours == 10 => Reading::Label(2),
            _ => Reading::Label(usize::from(hours > 5)),
        };
        let mut moods: Vec<Reading> = self.worked.iter().map(mood).collect();
        match self.fault {
            Fault::OneForAll => moods.truncate(1),
            Fault::TooFewLists => return,
            _ => {}
        }
        seen.push(moods);
    }
    fn reading(&self, _player: usize, &hours: &u64) -> Reading {
        let drift = match self.fault {
            Fault::ReadingsDrift => {
                self.looks.set(self.looks.get() + 1);
                self.looks.get() % 2
            }
            Fault::BeyondTheLimit => hours,
            _ => 0,
        };
        Reading::Quantity(q((hours + drift) as i64))
    }
    fn directed(&self, _player: usize, &hours: &u64, order: &Reading) -> u64 {
        match order {
            Reading::Quantity(amount) if self.fault != Fault::DeafToOrders => {
                amount.to_i64_parts().map_or(0, |(amount, _)| amount as u64)
            }
            _ => hours,
        }
    }
    fn carried_out(&self, player: usize) -> Reading {
        match self.fault {
            Fault::WrongCarriedOut => Reading::Label(0),
            _ => Reading::Quantity(q(self.worked[player] as i64)),
        }
    }
}

fn draw(_seen: &(usize, u64), rng: &mut dyn Rng) -> u64 {
    rng.random_range(0..=10)
}

macro_rules! fault {
    ($fault:ident) => {
        |options: &ConformanceOptions| -> Outcome {
            check_verifiable(workshop(Fault::$fault), draw, options)
        }
    };
}

/// The defects, and the promises that they break.
pub fn defects() -> Vec<Defect> {
    use Requirement::ReadingsFitTheCourt as Fits;
    vec![
        (
            "two players of one name",
            Requirement::ConstantCourt,
            fault!(NoCourt),
        ),
        (
            "limits that change",
            Requirement::ConstantCourt,
            fault!(CourtChanges),
        ),
        (
            "a player too many",
            Requirement::CourtHasThePlayers,
            fault!(TooManyPlayers),
        ),
        ("an observation too few", Fits, fault!(TooFewLists)),
        ("one reading for two players", Fits, fault!(OneForAll)),
        ("a number for a label", Fits, fault!(WrongKind)),
        ("a label too far", Fits, fault!(UnknownLabel)),
        ("more than there can be", Fits, fault!(BeyondTheLimit)),
        ("carried out, a label", Fits, fault!(WrongCarriedOut)),
        (
            "nothing is cleared",
            Requirement::ObservationsOverwrite,
            fault!(Appends),
        ),
        (
            "deaf to orders",
            Requirement::OrdersAreReadBack,
            fault!(DeafToOrders),
        ),
        (
            "readings that drift",
            Requirement::Pure,
            fault!(ReadingsDrift),
        ),
        (
            "the court's looks cost",
            Requirement::ObservingChangesNothing,
            fault!(LooksCost),
        ),
    ]
}

#[test]
fn a_report_to_the_court_with_a_defect_is_found_out() {
    all_are_found_and_seen_again(&defects());
    let options = ConformanceOptions::default();
    check_verifiable(workshop(Fault::None), draw, &options).expect("conforms");
}
