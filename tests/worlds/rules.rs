//! Institutions from rules and votes, and how they stack.

use lacuna::contract::law::{
    ActionKind, CheckOptions, Court, CourtError, Evidence, FailurePolicy, Hook, Law, Reading,
};
use lacuna::number::Rational;
use lacuna::simulate::grid::{GridAction, Harvest, HarvestRules};
use lacuna::simulate::institution::{
    ActionAndVote, FromRule, Institution, Mediator, RuleOrders, Under, UnderCap, VotedCap,
};
use lacuna::simulate::{Environment, FromFunction, Governed, Runner, SimulationError, Verifiable};
use rand::{Rng, RngExt};

use super::{fraction, q};

/// Three players extract from a lake; what each unit is worth falls with what all take:
/// `x · (24 − X)`. Nobody may take more than 24.
#[derive(Debug, Clone, Default)]
struct Extraction {
    steps: usize,
    taken: Vec<u64>,
}

impl Environment for Extraction {
    type Observation = usize;
    type Action = u64;
    fn players(&self) -> usize {
        3
    }
    fn reset(&mut self, _seed: u64) {
        *self = Extraction::default();
    }
    fn is_over(&self) -> bool {
        self.steps >= 100
    }
    fn observe(&self, _player: usize) -> usize {
        self.steps
    }
    fn step(&mut self, taken: &[u64], rewards: &mut [Rational]) -> Result<(), SimulationError> {
        lacuna::simulate::check_step(self, taken, rewards)?;
        if let Some(player) = taken.iter().position(|&units| units > 24) {
            return Err(SimulationError::illegal_action(
                player,
                taken[player],
                "at most 24",
            ));
        }
        let total: u64 = taken.iter().sum();
        for (reward, &units) in rewards.iter_mut().zip(taken) {
            *reward = q(units as i64) * q(24 - total as i64);
        }
        self.steps += 1;
        self.taken = taken.to_vec();
        Ok(())
    }
}

impl Verifiable for Extraction {
    fn court(&self) -> Result<Court, CourtError> {
        let most = ActionKind::quantity_between("units", q(0), q(24));
        Court::new(["ann", "bob", "cec"], most)
    }
    fn observations(&self, _hook: Hook, seen: &mut Vec<Vec<Reading>>) {
        seen.clear();
    }
    fn reading(&self, _player: usize, &units: &u64) -> Reading {
        Reading::Quantity(Rational::from(units))
    }
    fn directed(&self, _player: usize, &units: &u64, order: &Reading) -> u64 {
        match order {
            Reading::Quantity(amount) => amount
                .floor()
                .to_i64_parts()
                .map_or(units, |(value, _)| value as u64),
            _ => units,
        }
    }
    fn carried_out(&self, player: usize) -> Reading {
        Reading::Quantity(Rational::from(self.taken[player]))
    }
}

fn units(evidence: &Evidence) -> impl Iterator<Item = Rational> + '_ {
    evidence.actions.iter().map(|action| match action {
        Reading::Quantity(amount) => amount.clone(),
        _ => Rational::ZERO,
    })
}

/// What a step gives everybody, in a copy.
fn payoffs<E: Environment<Action = u64> + Clone>(
    environment: &E,
    taken: [u64; 3],
) -> Vec<Rational> {
    let mut rewards = vec![q(0); 3];
    environment
        .clone()
        .step(&taken, &mut rewards)
        .expect("legal");
    rewards
}

fn is_equilibrium<E: Environment<Action = u64> + Clone>(environment: &E, each: u64) -> bool {
    let at = payoffs(environment, [each; 3])[0].clone();
    (0..=24).all(|units| payoffs(environment, [units, each, each])[0] <= at)
}

/// A tax on every unit, and its revenue back in equal parts.
fn tax(rate: i64) -> impl Fn(&Evidence, &mut RuleOrders) + Clone {
    move |evidence, orders| {
        let total: Rational = units(evidence).sum();
        let back = total * fraction(rate, 3);
        for (transfer, units) in orders.transfers.iter_mut().zip(units(evidence)) {
            *transfer = &back - q(rate) * units;
        }
    }
}

#[test]
fn pigous_tax_makes_the_optimum_the_equilibrium() {
    // Without a tax, 24/4 = 6 each; together they would take 12 in all, 4 each, and the others lose
    // (3 − 1) · 4 = 8 by a unit.
    let free = Extraction::default();
    assert!(is_equilibrium(&free, 6) && !is_equilibrium(&free, 4));
    let total = |each| payoffs(&free, [each; 3]).iter().sum::<Rational>();
    assert!((0..=24).all(|each| each > 8 || total(each) <= total(4)));
    let pure_tax = |evidence: &Evidence, orders: &mut RuleOrders| {
        for (transfer, units) in orders.transfers.iter_mut().zip(units(evidence)) {
            *transfer = q(-8) * units;
        }
    };
    let taxed = Under::put(free.clone(), FromRule::on_outcome("Pigou", pure_tax)).expect("a court");
    assert!(is_equilibrium(&taxed, 4) && !is_equilibrium(&taxed, 6));
    // Of a tax that comes back in equal parts, two thirds are felt: it must be 12.
    let returned = FromRule::on_choice("Pigou", tax(12)).with_balanced_budget();
    let mut returned = Under::put(free, returned).expect("a court");
    assert!(is_equilibrium(&returned, 4) && !is_equilibrium(&returned, 6));
    returned
        .step(&[9, 1, 2], &mut [q(0), q(0), q(0)])
        .expect("legal");
    assert_eq!(returned.institution().account().surplus(), q(0));
    assert_eq!(
        returned.institution().account().transfers,
        [48 - 108, 48 - 12, 48 - 24].map(q)
    );
}

#[test]
fn orders_that_do_not_balance_or_are_impossible_leave_everything_as_it_was() {
    let leak = |_: &Evidence, orders: &mut RuleOrders| orders.transfers[1] = q(1);
    let leak = FromRule::on_choice("a leak", leak).with_balanced_budget();
    let mut lake = Under::put(Extraction::default(), leak).expect("a court");
    let error = lake
        .step(&[1; 3], &mut [q(0), q(0), q(0)])
        .expect_err("unbalanced");
    assert!(
        error
            .to_string()
            .contains("a leak: the transfers add up to 1"),
        "{error}"
    );
    assert_eq!((lake.environment().steps, lake.is_over()), (0, false));
    assert_eq!(lake.institution().account().transfers, [0, 0, 0].map(q));

    let order = |amount: i64| {
        move |_: &Evidence, orders: &mut RuleOrders| {
            orders.transfers[0] = q(-1);
            orders.actions[2] = Reading::Quantity(q(amount));
        }
    };
    let mut lake = Under::put(
        Extraction::default(),
        FromRule::on_choice("order", order(25)),
    )
    .expect("a court");
    let error = lake
        .step(&[1; 3], &mut [q(0), q(0), q(0)])
        .expect_err("too much");
    assert!(error.to_string().contains("between 0 and 24"), "{error}");
    assert_eq!(lake.institution().account().overridden, [0; 3]);
    let label = |_: &Evidence, orders: &mut RuleOrders| orders.actions[0] = Reading::Label(0);
    let mut lake =
        Under::put(Extraction::default(), FromRule::on_choice("label", label)).expect("a court");
    assert!(lake.step(&[1; 3], &mut [q(0), q(0), q(0)]).is_err());

    // The environment refuses what a player wants, after the rule has taken its money.
    let mut lake = Under::put(
        Extraction::default(),
        FromRule::on_choice("order", order(3)),
    )
    .expect("a court");
    assert!(lake.step(&[1, 30, 1], &mut [q(0), q(0), q(0)]).is_err());
    assert_eq!(lake.institution().account().surplus(), q(0));
    lake.step(&[1; 3], &mut [q(0), q(0), q(0)]).expect("legal");
    assert_eq!(lake.institution().account().surplus(), q(1));
    assert_eq!(
        (
            lake.environment().taken[2],
            lake.institution().account().overridden[2]
        ),
        (3, 1)
    );
}

#[test]
fn a_refusal_after_the_step_ends_the_episode() {
    let late = |_: &Evidence, orders: &mut RuleOrders| orders.transfers[0] = q(1);
    let late = FromRule::on_outcome("late", late).with_balanced_budget();
    let mut lake = Under::put(Extraction::default(), late).expect("a court");
    assert!(lake.step(&[1; 3], &mut [q(0), q(0), q(0)]).is_err());
    assert!(lake.is_over() && !lake.environment().is_over());
    lake.reset(1);
    assert!(!lake.is_over());
}

#[test]
fn an_order_that_is_rounded_to_what_was_chosen_changes_nothing() {
    let half = |_: &Evidence, orders: &mut RuleOrders| {
        orders.actions.fill(Reading::Quantity(fraction(9, 2)));
    };
    let mut lake = Under::put(
        Extraction::default(),
        FromRule::on_choice("4 and a half", half),
    )
    .expect("a court");
    lake.step(&[4, 5, 3], &mut [q(0), q(0), q(0)])
        .expect("legal");
    assert_eq!(lake.environment().taken, [4; 3]);
    assert_eq!(lake.institution().account().overridden, [0, 1, 1]);
    let text = "law \"L\"\nresolve:\n  for each p: set units of p to 9/2";
    let court = Extraction::default().court().expect("a court");
    let law = Law::parse(text).expect("a law");
    let law = law
        .check(&court, &CheckOptions::default())
        .expect("checked");
    let mut lake =
        Governed::new(Extraction::default(), law, FailurePolicy::Open).expect("governed");
    lake.step(&[4, 5, 3], &mut [q(0), q(0), q(0)])
        .expect("legal");
    assert_eq!(lake.environment().taken, [4; 3]);
    assert_eq!(lake.enforcement().overridden, [0, 1, 1]);
}

#[test]
fn what_a_rule_on_outcomes_orders_is_not_looked_at() {
    let fee = |_: &Evidence, orders: &mut RuleOrders| {
        orders.actions.clear();
        orders.transfers.fill(q(-1));
    };
    let mut lake =
        Under::put(Extraction::default(), FromRule::on_outcome("a fee", fee)).expect("a court");
    let mut rewards = [q(0), q(0), q(0)];
    lake.step(&[1; 3], &mut rewards).expect("legal");
    assert_eq!(rewards, [20, 20, 20].map(q));
    // Before the step there must be an order for everybody.
    let mut lake =
        Under::put(Extraction::default(), FromRule::on_choice("a fee", fee)).expect("a court");
    assert!(matches!(
        lake.step(&[1; 3], &mut rewards),
        Err(SimulationError::WrongLength(length)) if length.found == 0
    ));
}

#[test]
fn institutions_stack_and_the_outer_one_acts_first() {
    let half = |evidence: &Evidence, orders: &mut RuleOrders| {
        for (order, units) in orders.actions.iter_mut().zip(units(evidence)) {
            *order = Reading::Quantity(units * fraction(1, 2));
        }
    };
    let inner = Under::put(Extraction::default(), FromRule::on_choice("halve", half));
    let inner = inner.expect("a court");
    // The outer institution needs no court, so that anything can stand there.
    let mediator = Mediator::new(vec![(q(1), vec![8, 8, 8])]).expect("a distribution");
    let mut lake = Under::put(inner, mediator).expect("three players");
    let advice = lake.observe(1).advice;
    lake.step(&[advice; 3], &mut [q(0), q(0), q(0)])
        .expect("legal");
    assert_eq!(lake.environment().environment().taken, [4; 3]);
}

#[test]
fn a_law_stands_above_a_tax_and_a_refusal_anywhere_leaves_both_as_they_were() {
    // Under the tax each unit costs 8. The law above it caps at 5, takes a deposit of 2 before the
    // step, and gives back 1 of it to who took 5 in the end.
    let text = "law \"L\"
        escrow deposit
      start:
        for each p: escrow 2 from p in deposit
      resolve:
        for each p: if chosen units of p < 20: cap units of p at 5
      end:
        for each p: if units of p = 5: release 1 from deposit of p to p";
    let tax = |evidence: &Evidence, orders: &mut RuleOrders| {
        for (transfer, units) in orders.transfers.iter_mut().zip(units(evidence)) {
            *transfer = q(-8) * units;
        }
        // Something that nobody can do.
        if units(evidence).any(|units| units == q(20)) {
            orders.actions[2] = Reading::Quantity(q(-1));
        }
    };
    let taxed = Under::put(Extraction::default(), FromRule::on_choice("a tax", tax));
    let taxed = taxed.expect("a court");
    let law = Law::parse(text).expect("a law");
    let law = law
        .check(&taxed.court().expect("a court"), &CheckOptions::default())
        .expect("checked");
    let mut lake = Governed::new(taxed, law, FailurePolicy::Open).expect("governed");
    let mut rewards = [q(0), q(0), q(0)];
    // The court cannot read 25, and the tax goes wrong at 20, which the law does not cap: neither of
    // the two has moved money.
    for refused in [25, 20] {
        assert!(lake.step(&[9, refused, 1], &mut rewards).is_err());
        assert_eq!(lake.enforcer().ledgers().total_held(), q(0));
        assert_eq!(lake.enforcement().overridden, [0; 3]);
        assert_eq!(lake.environment().institution().account().surplus(), q(0));
        assert_eq!(
            (lake.environment().environment().steps, lake.is_over()),
            (0, false)
        );
    }
    lake.step(&[9, 5, 1], &mut rewards).expect("legal");
    assert_eq!(lake.environment().environment().taken, [5, 5, 1]);
    // 24 − 11 = 13 a unit, less 8 of tax; a deposit of 2, of which 1 comes back.
    assert_eq!(rewards, [25 - 1, 25 - 1, 5 - 2].map(q));
    assert_eq!(lake.enforcer().ledgers().total_held(), q(4));
    assert_eq!(lake.environment().institution().account().surplus(), q(88));
    lake.reset(1);
    assert_eq!(lake.enforcer().ledgers().total_held(), q(0));
    assert_eq!(lake.environment().institution().account().surplus(), q(0));
}

#[test]
fn the_median_of_the_votes_is_the_cap_and_no_other_vote_brings_it_nearer_to_ones_peak() {
    let cap = |votes: [i64; 3]| {
        let mut lake = Under::put(Extraction::default(), VotedCap::new()).expect("quantities");
        let ballots = votes.map(|vote| ActionAndVote::new(24u64 / 4, q(vote)));
        lake.step(&ballots, &mut [q(0), q(0), q(0)]).expect("legal");
        lake.institution().cap().expect("a cap").clone()
    };
    for first in 0..5 {
        for second in 0..5 {
            for third in 0..5 {
                let mut sorted = [first, second, third];
                sorted.sort_unstable();
                let median = cap([first, second, third]);
                assert_eq!(median, q(sorted[1]));
                let distance = (median - q(first)).abs();
                for lie in 0..5 {
                    assert!((cap([lie, second, third]) - q(first)).abs() >= distance);
                }
            }
        }
    }
}

#[test]
fn a_cap_holds_from_the_next_step_on_and_a_refused_step_changes_no_vote() {
    let mut lake = Under::put(Extraction::default(), VotedCap::new()).expect("quantities");
    let mut rewards = [q(0), q(0), q(0)];
    let ballots =
        |units: u64, vote: Option<i64>| [(); 3].map(|()| ActionAndVote::new(units, vote.map(q)));
    lake.step(&ballots(20, Some(5)), &mut rewards)
        .expect("legal");
    assert_eq!(lake.environment().taken, [20; 3], "there was no cap yet");
    assert_eq!(lake.observe(0).cap, Some(q(5)));
    lake.step(&ballots(20, None), &mut rewards).expect("legal");
    assert_eq!(lake.environment().taken, [5; 3]);
    assert_eq!(lake.institution().account().overridden, [1; 3]);
    // Nobody votes: the cap stays. A vote that no action can be is refused, and changes nothing.
    let error = lake
        .step(&ballots(20, Some(-1)), &mut rewards)
        .expect_err("no quantity");
    assert!(matches!(error, SimulationError::IllegalAction { .. }));
    assert_eq!(lake.institution().cap(), Some(&q(5)));
    assert_eq!(lake.institution().account().overridden, [1; 3]);
    let labels = Harvest::new(HarvestRules::default()).expect("valid rules");
    assert!(Under::put(labels, VotedCap::new()).is_err());
}

#[test]
fn an_institution_of_ones_own_must_direct_everybody() {
    struct Forgetful;
    impl<E: Environment> Institution<E> for Forgetful {
        type Observation = E::Observation;
        type Action = E::Action;
        fn observe(&self, environment: &E, player: usize) -> E::Observation {
            environment.observe(player)
        }
        fn before(
            &mut self,
            _environment: &E,
            _chosen: &[E::Action],
            _directed: &mut Vec<E::Action>,
            _money: &mut [Rational],
        ) -> Result<(), SimulationError> {
            Ok(())
        }
    }
    let world = Harvest::new(HarvestRules::default()).expect("valid rules");
    let mut world = Under::put(world, Forgetful).expect("anything");
    let error = world
        .step(&[GridAction::Stay; 6], &mut [(); 6].map(|()| q(0)))
        .expect_err("nobody is directed");
    assert!(
        error
            .to_string()
            .contains("the institution directs has 0 entries"),
        "{error}"
    );
}

#[test]
fn far_sighted_voters_hold_a_lake_that_greedy_ones_ruin() {
    use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules};
    let total = |far_sighted: usize| {
        let lake = Commons::new(CommonsRules::default()).expect("valid rules");
        let mut lake = Under::put(lake, VotedCap::new()).expect("quantities");
        let mut voters: Vec<_> = (0..5)
            .map(|voter| {
                FromFunction::new(
                    "voter",
                    move |under: &UnderCap<CommonsObservation>, rng: &mut dyn Rng| {
                        let seen = &under.seen;
                        let vote = if voter < far_sighted {
                            seen.sustainable
                        } else {
                            seen.stock
                        };
                        let wants = if seen.month == 0 {
                            10
                        } else {
                            20 + rng.random_range(0..10)
                        };
                        ActionAndVote::new(wants, Rational::from(vote))
                    },
                )
            })
            .collect();
        let outcome = Runner::default()
            .run(&mut lake, &mut voters, 1, &mut ())
            .expect("legal");
        outcome.totals.iter().sum::<Rational>()
    };
    assert_eq!((total(3), total(5)), (q(600), q(600)));
    assert!(total(2) < q(200));
}
