//! Everything here that is an environment keeps the promises of one, also in steps that are refused.

use std::fmt::Debug;

use lacuna::contract::law::{CheckOptions, FailurePolicy, Law, Reading};
use lacuna::game::catalogue;
use lacuna::game::hidden_effort::scenarios;
use lacuna::mechanism::auction::{SealedBid, one_object};
use lacuna::number::Rational;
use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules};
use lacuna::simulate::conformance::{
    ConformanceOptions, check_conservation, check_environment, check_refusals, check_verifiable,
};
use lacuna::simulate::institution::{
    ActionAndVote, Advised, FromRule, MechanismObservation, MechanismRounds, Mediator, Under,
    UnderCap, VotedCap,
};
use lacuna::simulate::negotiation::{
    Majority, Negotiated, NegotiatedObservation, Proposal, Proposer, RoundRobin,
};
use lacuna::simulate::table_game::{Choice, Form, NoAnswer, Scene, TableGame, TableObservation};
use lacuna::simulate::{Environment, GameRounds, Governed, RoundObservation, Verifiable};
use rand::{Rng, RngExt};

use super::{fraction, q};

fn options() -> ConformanceOptions {
    ConformanceOptions::default().with_cases(6)
}

fn keeps<E>(
    make: impl Fn() -> E,
    draw: impl Fn(&E::Observation, &mut dyn Rng) -> E::Action,
    illegal: impl Fn(&E::Observation, &mut dyn Rng) -> E::Action,
) where
    E: Environment,
    E::Observation: PartialEq + Debug,
    E::Action: Clone + Debug,
{
    check_environment(&make, &draw, &options()).expect("conforms");
    check_refusals(&make, &draw, &illegal, &options()).expect("conforms");
}

fn lake() -> Commons {
    Commons::new(CommonsRules::default()).expect("valid rules")
}

fn wants(seen: &CommonsObservation, rng: &mut dyn Rng) -> u64 {
    rng.random_range(0..=seen.stock / 4)
}

/// No court can read it.
fn far_too_much(_: &CommonsObservation, _: &mut dyn Rng) -> u64 {
    u64::MAX
}

const BANK: &str = "law \"Bank\"
    pool relief
    escrow deposit
    counter offences
    memory months = 0
  start:
    for each p: escrow 1 from p in deposit
    remember months = months + 1
  resolve:
    for each p: if catch of p > 12: sanction p 1 graduated by offences
    for each p: cap catch of p at 14 - months / 2
  end:
    for each p: if catch of p < 9: release 1/2 from deposit of p to p
    for each p: premium 1/3 from p into relief
    payout 3/2 from relief to \"player 1\"";

fn bank<E: Verifiable<Action = u64>>(environment: E) -> Governed<E> {
    let court = environment.court().expect("a court");
    let law = Law::parse(BANK).expect("a law");
    let law = law
        .check(&court, &CheckOptions::default())
        .expect("checked");
    Governed::new(environment, law, FailurePolicy::Open).expect("one court")
}

#[test]
fn laws_rules_votes_and_their_stacks_keep_the_promises_of_an_environment() {
    keeps(|| bank(lake()), wants, far_too_much);
    check_verifiable(|| bank(lake()), wants, &options()).expect("conforms");
    let taxed = || {
        let tax = FromRule::on_outcome("a tax", |evidence, verdict| {
            for (units, transfer) in evidence.actions.iter().zip(&mut verdict.transfers) {
                if let Reading::Quantity(units) = units {
                    *transfer = units * &fraction(-1, 3);
                }
            }
        });
        Under::put(lake(), tax).expect("a court")
    };
    keeps(|| bank(taxed()), wants, far_too_much);
    let votes = |under: &UnderCap<CommonsObservation>, rng: &mut dyn Rng| {
        let vote = rng.random_range(0..40);
        let vote = (vote < 30).then(|| fraction(vote, 2));
        ActionAndVote::new(wants(&under.seen, rng), vote)
    };
    let capped = || Under::put(lake(), VotedCap::new()).expect("quantities");
    keeps(capped, votes, |under, rng| {
        ActionAndVote::new(wants(&under.seen, rng), q(-1))
    });
}

#[test]
fn mediators_and_mechanisms_keep_the_promises_of_an_environment() {
    let dilemma = catalogue::prisoners_dilemma(3, 0, 5, 1).expect("a dilemma");
    let advised = || {
        let profiles = vec![
            (fraction(1, 2), vec![0, 0]),
            (fraction(1, 3), vec![0, 1]),
            (fraction(1, 6), vec![1, 1]),
        ];
        let mediator = Mediator::new(profiles).expect("a distribution");
        let second = mediator.clone().with_stream("second");
        let rounds = Under::put(GameRounds::new(dilemma.clone(), 12), mediator).expect("two");
        Under::put(rounds, second).expect("two")
    };
    type Twice = Advised<Advised<RoundObservation, usize>, usize>;
    let obeys = |seen: &Twice, rng: &mut dyn Rng| match rng.random_range(0..3) {
        0 => seen.advice,
        1 => seen.seen.advice,
        _ => rng.random_range(0..2),
    };
    keeps(advised, obeys, |_, rng| rng.random_range(2..9));

    let values = vec![vec![q(1), q(2), q(4)]; 3];
    let auction = || {
        let setting = one_object(&values).expect("a setting");
        let mechanism = SealedBid::first_price(values.clone()).expect("an auction");
        MechanismRounds::new(setting, mechanism, 15).expect("fitting")
    };
    let bids = |seen: &MechanismObservation, rng: &mut dyn Rng| rng.random_range(0..=seen.own_type);
    keeps(auction, bids, |_, rng| rng.random_range(3..9));
}

#[test]
fn a_decision_at_a_table_keeps_the_promises_of_an_environment() {
    let scene = |form| Scene::of_scenario(&scenarios()[0], form).expect("a scene");
    let answers = |seen: &TableObservation, rng: &mut dyn Rng| {
        let actions = seen.own_labels().len();
        match rng.random_range(0..=actions) {
            action if action < actions => Choice::Action(action),
            _ => Choice::no_answer("what?"),
        }
    };
    let illegal = |_: &TableObservation, _: &mut dyn Rng| Choice::Action(4);
    for policy in [
        NoAnswer::Invalid,
        NoAnswer::Random,
        NoAnswer::Default(vec![3, 1]),
    ] {
        let make = || {
            let table = TableGame::new(scene(Form::Lifted));
            table.with_no_answer(policy.clone()).expect("a policy")
        };
        keeps(make, answers, illegal);
        if policy == NoAnswer::Invalid {
            continue;
        }
        check_verifiable(make, answers, &options()).expect("conforms");
        let law = Law::parse("law \"C\"\nresolve:\n  for each p: direct p to C\n  fine row 1");
        let law = law.expect("a law");
        let law = law.check(scene(Form::Lifted).court(), &CheckOptions::default());
        let law = law.expect("checked");
        let governed =
            || Governed::new(make(), law.clone(), FailurePolicy::Abort).expect("one court");
        keeps(governed, answers, illegal);
    }
}

#[test]
fn an_environment_whose_law_is_negotiated_keeps_the_promises_and_its_money() {
    let laws = [BANK, "law \"Relief\"\n  pool relief", "law \"Free\""];
    let laws = laws.map(|text| Proposal::Law(Law::parse(text).expect("a law")));
    let make = || {
        let talkers: Vec<Proposer> = (0..5)
            .map(|player| {
                let own = laws[player % 3].clone();
                Proposer::new(own).accepting_if(move |_| player > 1)
            })
            .collect();
        Negotiated::new(lake(), RoundRobin::new(Majority::AtLeast(3)), talkers)
            .expect("five talkers")
            .every(2)
            .with_opening()
    };
    let draw = |seen: &NegotiatedObservation<CommonsObservation>, rng: &mut dyn Rng| {
        wants(&seen.world, rng)
    };
    check_environment(make, draw, &options()).expect("conforms");
    let mut world = make();
    world.reset(1);
    while !world.is_over() {
        world
            .step(&[6; 5], &mut [(); 5].map(|()| q(0)))
            .expect("a month");
    }
    let amendments = world.history().iter().filter_map(|n| n.amendment.as_ref());
    let refunds = amendments.filter(|report| report.payments.iter().any(|paid| !paid.is_zero()));
    assert!(refunds.count() > 0, "{:?}", world.history());
    // The lake bears four each, and no cap is as low.
    let four = |_: &NegotiatedObservation<CommonsObservation>, _: &mut dyn Rng| 4;
    let elsewhere = |world: &Negotiated<Commons, RoundRobin, Proposer>| {
        let governed = world.governed();
        let owed: Rational = world.owed().iter().sum();
        let destroyed = &governed.enforcement().destroyed;
        let held = governed.enforcer().ledgers().total_held();
        owed + destroyed + held - q(20 * governed.environment().month() as i64)
    };
    check_conservation(make, four, elsewhere, &options()).expect("conforms");
}
