//! A commons whose law is negotiated again and again.

use std::sync::{Arc, Mutex};

use lacuna::contract::law::{
    AmendmentTerms, BalanceFate, CheckOptions, FailurePolicy, LeftOver, Reading,
};
use lacuna::number::Rational;
use lacuna::simulate::commons::{Commons, CommonsLog, CommonsObservation, CommonsRules};
use lacuna::simulate::negotiation::{
    Ending, Heedless, Majority, Negotiated, NegotiatedObservation, Negotiator, OfGoverned,
    Proposal, RoundRobin, Scripted, Statement, Table,
};
use lacuna::simulate::{
    Agent, Environment, FromFunction, Governed, Recording, Runner, SimulationError, Verifiable,
};
use rand::{Rng, RngExt};

use super::{law, q};

fn wants(want: u64) -> Heedless<impl Agent<CommonsObservation, u64>> {
    Heedless(FromFunction::new(
        "fixed",
        move |_: &CommonsObservation, _: &mut dyn Rng| want,
    ))
}

/// One player says these, and four agree with whatever was proposed last. In town halls of nine
/// turns that player speaks once in the first if its proposal is adopted, otherwise twice, and once in
/// the second.
fn led_by(script: Vec<Statement>) -> Vec<Box<dyn Negotiator>> {
    struct Follows;
    impl Negotiator for Follows {
        fn speak(&mut self, table: &Table<'_>, _: &mut dyn Rng) -> Statement {
            match table.last_proposal() {
                Some(_) => Statement::Agree { with: None },
                None => Statement::Disagree,
            }
        }
    }
    let mut talkers: Vec<Box<dyn Negotiator>> = vec![Box::new(Scripted::new(script))];
    talkers.extend((0..4).map(|_| Box::new(Follows) as Box<dyn Negotiator>));
    talkers
}

fn propose(text: &str) -> Statement {
    Statement::Propose(Proposal::Law(law(text)))
}

fn lake(months: usize) -> Commons {
    Commons::new(CommonsRules::default().with_months(months)).expect("valid rules")
}

fn town_hall() -> RoundRobin {
    RoundRobin::new(Majority::AtLeast(5)).with_max_turns(9)
}

#[test]
fn a_law_stays_in_force_until_another_is_adopted_and_ledgers_go_with_it() {
    // Month 1 is free; in months 2 and 3 all pay into an escrow; then another law counts on.
    let deposit = "law \"Deposit\"
        escrow deposit
        counter offences
      start:
        for each p: escrow 1 from p in deposit
      resolve:
        for each p: if catch of p > 9: count offences of p";
    let fines = "law \"Fines\"
        counter offences
      resolve:
        for each p: if catch of p > 9: sanction p 1 graduated by offences";
    let talkers = led_by(vec![propose(deposit), Statement::Disagree, propose(fines)]);
    let mut world = Negotiated::new(lake(5), town_hall(), talkers).expect("five talkers");
    let mut fishers = [wants(10), wants(10), wants(9), wants(9), wants(9)];
    let mut recording = Recording::default();
    let outcome = Runner::default()
        .run(&mut world, &mut fishers, 3, &mut recording)
        .expect("an episode");
    let rewards: Vec<Vec<Rational>> = recording
        .steps
        .iter()
        .map(|step| step.rewards.clone())
        .collect();
    let all = |values: [i64; 5]| values.map(Rational::from).to_vec();
    assert_eq!(rewards[0], all([10, 10, 9, 9, 9]));
    assert_eq!(rewards[1], all([9, 9, 8, 8, 8]));
    assert_eq!(rewards[2], all([9, 9, 8, 8, 8]));
    // Two are paid back; offences were counted twice under the law before: the third costs 3.
    assert_eq!(rewards[3], all([9, 9, 11, 11, 11]));
    assert_eq!(rewards[4], all([6, 6, 9, 9, 9]));
    let endings: Vec<&Ending> = world.history().iter().map(|n| &n.outcome.ending).collect();
    assert_eq!(
        endings,
        [
            &Ending::Adopted,
            &Ending::TurnsUsedUp,
            &Ending::Adopted,
            &Ending::TurnsUsedUp
        ]
    );
    assert_eq!(world.history()[1].amendment, None);
    let amendment = world.history()[2].amendment.as_ref().expect("an amendment");
    assert_eq!(amendment.payments, all([2; 5]));
    assert!(
        amendment
            .balances
            .iter()
            .all(|b| b.fate == BalanceFate::Refunded)
    );
    assert_eq!(
        world.governed().enforcer().ledgers().counter("offences", 0),
        Some(4)
    );
    // Conservation: what is caught less what was destroyed, for nothing is held any more.
    let caught = Rational::from(5 * 47);
    let destroyed = &world.governed().enforcement().destroyed;
    assert_eq!(destroyed, &q("14"));
    assert_eq!(outcome.totals.iter().sum::<Rational>(), caught - destroyed);
}

#[test]
fn words_are_shown_to_everybody_and_take_the_place_of_a_law_without_force() {
    let cap = "law \"Cap\"\nresolve:\n  for each p: cap catch of p at 5";
    let words = Proposal::text("Let us all take no more than five.");
    let talkers = led_by(vec![propose(cap), Statement::Propose(words.clone())]);
    let mut world = Negotiated::new(lake(3), town_hall(), talkers).expect("five talkers");
    let shown = Arc::new(Mutex::new(Vec::new()));
    let mut fishers: Vec<_> = (0..5)
        .map(|_| {
            let shown = Arc::clone(&shown);
            let takes = move |seen: &NegotiatedObservation<CommonsObservation>, _: &mut dyn Rng| {
                let words = seen.in_force.as_ref().map(|p| p.words().to_string());
                shown.lock().expect("unpoisoned").push(words);
                8
            };
            FromFunction::new("sees", takes)
        })
        .collect();
    let mut recording = Recording::default();
    Runner::default()
        .run(&mut world, &mut fishers, 1, &mut recording)
        .expect("an episode");
    let caught: Vec<&Rational> = recording
        .steps
        .iter()
        .map(|step| &step.rewards[2])
        .collect();
    assert_eq!(caught, [&q("8"), &q("5"), &q("8")]);
    let shown = shown.lock().expect("unpoisoned");
    assert_eq!(shown.len(), 15);
    assert!(shown[..5].iter().all(Option::is_none));
    assert!(
        shown[5..10]
            .iter()
            .all(|w| w.as_ref().is_some_and(|w| w.contains("cap catch")))
    );
    assert!(
        shown[10..]
            .iter()
            .all(|w| w.as_deref() == Some(&*words.words()))
    );
}

#[test]
fn an_episode_can_begin_under_a_law_with_its_own_policy_for_failures() {
    // The law fails in every month, and everybody is made to take nothing.
    let text = "law \"Fails\"
        memory fee = 1
      resolve:
        for each p: fine p fee
        remember fee = 9223372036854775807 * (month + 1)";
    let nothing = FailurePolicy::Closed {
        actions: vec![Reading::Quantity(Rational::ZERO); 5],
    };
    let lake = lake(3);
    let court = lake.court().expect("a court");
    let law = law(text)
        .check(&court, &CheckOptions::default())
        .expect("checked");
    let first = Proposal::Law(law.law().clone());
    let governed = Governed::new(lake, law, nothing).expect("governed");
    let free = propose("law \"Free\"");
    let free = led_by(vec![Statement::Disagree, Statement::Disagree, free]);
    let mut world = Negotiated::under(governed, town_hall(), free).expect("five talkers");
    assert_eq!(world.in_force(), Some(&first));
    let mut fishers = [wants(2), wants(2), wants(2), wants(2), wants(2)];
    let mut recording = Recording::default();
    Runner::default()
        .run(&mut world, &mut fishers, 1, &mut recording)
        .expect("an episode");
    let rewards: Vec<&Rational> = recording
        .steps
        .iter()
        .map(|step| &step.rewards[0])
        .collect();
    assert_eq!(rewards, [&q("0"), &q("0"), &q("2")]);
    assert_eq!(world.governed().enforcement().failures, 2);
    world.reset(2);
    assert_eq!(world.in_force(), Some(&first));
}

#[test]
fn every_k_months_and_at_the_opening_if_it_is_said() {
    let after = |every: usize, opening: bool| {
        let talkers = (0..5).map(|_| Scripted::default()).collect();
        let mut world = Negotiated::new(lake(10), town_hall(), talkers)
            .expect("five talkers")
            .every(every);
        if opening {
            world = world.with_opening();
        }
        let mut fishers = [wants(1), wants(1), wants(1), wants(1), wants(1)];
        Runner::default()
            .run(&mut world, &mut fishers, 1, &mut ())
            .expect("an episode");
        world
            .history()
            .iter()
            .map(|n| n.after)
            .collect::<Vec<usize>>()
    };
    assert_eq!(after(1, false), (1..10).collect::<Vec<usize>>());
    assert_eq!(after(4, false), [4, 8]);
    assert_eq!(after(4, true), [0, 4, 8]);
    assert_eq!(after(0, false), [0usize; 0]);
}

/// Proposes a quota at random, and agrees at random.
struct Erratic;

impl Negotiator for Erratic {
    fn speak(&mut self, table: &Table<'_>, rng: &mut dyn Rng) -> Statement {
        if table.last_proposal().is_some() && rng.random_range(0..3) > 0 {
            return Statement::Agree { with: None };
        }
        match rng.random_range(0..4) {
            0 => Statement::Propose(Proposal::text("be kind")),
            1 => propose("law \"Typo\"\nresolve:\n  for each p: cap cath of p at 5"),
            _ => propose(&format!(
                "law \"Quota\"
                   pool relief
                   counter offences
                 start:
                   for each p: premium 1/2 from p into relief
                 resolve:
                   for each p: cap catch of p at {}
                 end:
                   payout 1 from relief to \"player 1\"",
                rng.random_range(3..12)
            )),
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_talk_and_the_same_catch_and_money_is_conserved() {
    let play = |seed: u64| {
        let talkers = (0..5).map(|_| Erratic).collect();
        let mut world = Negotiated::new(lake(12), RoundRobin::new(Majority::AtLeast(3)), talkers)
            .expect("five talkers")
            .with_opening();
        let erratic =
            |seen: &CommonsObservation, rng: &mut dyn Rng| rng.random_range(0..=seen.stock / 6);
        let mut fishers = [(); 5].map(|()| Heedless(FromFunction::new("erratic", erratic)));
        let mut watchers = (Recording::default(), OfGoverned(CommonsLog::default()));
        let outcome = Runner::default()
            .run(&mut world, &mut fishers, seed, &mut watchers)
            .expect("an episode");
        let (recording, OfGoverned(log)) = watchers;
        // What players have is what they caught, less what is gone and what lies with the law.
        let caught: u64 = log.played.iter().map(|month| month.total()).sum();
        let enforcement = world.governed().enforcement();
        let mut lies = world.governed().enforcer().ledgers().total_held();
        lies += world.owed().iter().sum::<Rational>();
        let total: Rational = outcome.totals.iter().sum();
        assert_eq!(
            total,
            Rational::from(caught) - &enforcement.destroyed - &lies
        );
        let transfers: Rational = enforcement.transfers.iter().sum();
        assert_eq!(transfers, -&enforcement.destroyed - &lies);
        let talk = serde_json::to_string(world.history()).expect("serialised");
        assert!(recording.replay(&mut world).is_ok());
        (talk, outcome)
    };
    let mut talks = std::collections::BTreeSet::new();
    for seed in 0..15 {
        let (talk, outcome) = play(seed);
        assert_eq!((talk.clone(), outcome), play(seed));
        talks.insert(talk);
    }
    assert_eq!(talks.len(), 15);
}

#[test]
fn a_negotiation_that_cannot_take_place_is_reported_and_ends_the_episode() {
    // Money is left over, and the terms refuse that.
    let deposit = "law \"Deposit\"
        escrow deposit
      start:
        for each p: escrow 1 from p in deposit";
    let free = "law \"Free\"";
    let talkers = led_by(vec![propose(deposit), propose(free)]);
    let terms = AmendmentTerms::default().with_left_over(LeftOver::Refuse);
    let mut world = Negotiated::new(lake(5), town_hall(), talkers)
        .expect("five talkers")
        .with_terms(terms);
    world.reset(1);
    let mut rewards = vec![Rational::ZERO; 5];
    assert!(world.step(&[1; 5], &mut rewards).is_ok());
    assert!(world.step(&[1; 5], &mut rewards).is_err());
    assert!(world.is_over());
    assert!(matches!(
        world.step(&[1; 5], &mut rewards),
        Err(SimulationError::Over)
    ));
    // A reset begins anew, with nothing in force.
    world.reset(1);
    assert!(!world.is_over() && world.in_force().is_none());

    let few: Vec<Scripted> = vec![Scripted::default()];
    assert!(matches!(
        Negotiated::new(lake(5), town_hall(), few),
        Err(SimulationError::WrongLength { .. })
    ));
    let five = || (0..5).map(|_| Scripted::default()).collect::<Vec<_>>();
    let six = RoundRobin::new(Majority::AtLeast(6));
    assert!(Negotiated::new(lake(5), six, five()).is_err());
    // No attempts: the opening cannot report it, the first step does.
    let mut mute = Negotiated::new(lake(5), town_hall(), five())
        .expect("five talkers")
        .with_attempts(0)
        .with_opening();
    mute.reset(1);
    assert!(mute.step(&[1; 5], &mut rewards).is_err());
    // A loop until the end of the episode ends.
    assert!(mute.is_over());
    mute.reset(1);
    assert!(!mute.is_over() && mute.step(&[1; 5], &mut rewards).is_err());
}

#[test]
fn money_is_accounted_for_when_a_law_gives_way_whatever_the_terms() {
    let deposit = "law \"Deposit\"
        pool relief
        escrow deposit
      start:
        for each p: escrow 2 from p in deposit
        for each p: premium 1/3 from p into relief
        fine \"player 1\" 1
        grant 1/2 to \"player 2\"";
    let kept = "law \"Kept\"\n  pool relief";
    for terms in [LeftOver::Refund, LeftOver::Forfeit] {
        let script = vec![propose(deposit), propose(kept), propose("law \"Free\"")];
        let mut world = Negotiated::new(lake(6), town_hall(), led_by(script))
            .expect("five talkers")
            .with_terms(AmendmentTerms::default().with_left_over(terms));
        let mut rewards = vec![Rational::ZERO; 5];
        // The second time nothing is left from the first.
        for seed in [1, 2] {
            world.reset(seed);
            let mut gained = vec![Rational::ZERO; 5];
            let mut months = 0i64;
            while !world.is_over() {
                world.step(&[7; 5], &mut rewards).expect("a month");
                months += 1;
                for (gained, reward) in gained.iter_mut().zip(&rewards) {
                    *gained += reward;
                }
                let done = world.governed().enforcement();
                // A player has what it caught, and what the law gave it or took from it.
                for (gained, transfer) in gained.iter().zip(&done.transfers) {
                    assert_eq!(*gained, Rational::from(7 * months) + transfer, "{terms:?}");
                }
                let held = world.governed().enforcer().ledgers().total_held();
                let owed: Rational = world.owed().iter().sum();
                let paid: Rational = done.transfers.iter().sum();
                assert_eq!(
                    paid + held + owed,
                    &done.granted - &done.destroyed,
                    "{terms:?}"
                );
            }
            assert_eq!(months, 6);
            let amended = world.history().iter().filter(|n| n.amendment.is_some());
            assert_eq!(amended.count(), if seed == 1 { 3 } else { 0 });
        }
    }
}

#[test]
fn a_law_that_aborts_after_the_month_is_counted_and_leaves_the_month() {
    let text = "law \"Fails\"
        pool relief
      start:
        for each p: premium 1 from p into relief
      end:
        for each p: payout 1/5 from relief to p
        fine \"player 1\" 9223372036854775807 * (month + 1)";
    let lake = lake(3);
    let court = lake.court().expect("a court");
    let law = law(text).check(&court, &CheckOptions::default());
    let law = law.expect("checked");
    let mut lake = Governed::new(lake, law, FailurePolicy::Abort).expect("governed");
    let mut rewards = vec![Rational::ZERO; 5];
    assert!(lake.step(&[2; 5], &mut rewards).is_err());
    assert!(lake.is_over() && lake.environment().month() == 1);
    // What was paid before the month is paid, and nothing of what came after it.
    let done = lake.enforcement();
    assert_eq!(rewards, vec![q("1"); 5]);
    assert_eq!((done.failures, lake.enforcer().failures().end), (1, 1));
    assert_eq!(done.transfers, vec![q("-1"); 5]);
    assert_eq!(lake.enforcer().ledgers().total_held(), q("5"));
    lake.reset(1);
    let done = lake.enforcement();
    assert_eq!((done.failures, &done.transfers), (0, &vec![q("0"); 5]));
    assert_eq!(lake.enforcer().ledgers().total_held(), q("0"));
    assert_eq!(lake.enforcer().failures().end, 0);
    // A month that is taken back is not counted.
    let early = text.replace("end:", "resolve:");
    let law = super::law(&early).check(&court, &CheckOptions::default());
    let (lake, _) = lake.into_parts();
    let mut lake =
        Governed::new(lake, law.expect("checked"), FailurePolicy::Abort).expect("governed");
    assert!(lake.step(&[2; 5], &mut rewards).is_err());
    assert_eq!((lake.is_over(), lake.enforcement().failures), (false, 0));
    assert_eq!(lake.enforcer().ledgers().total_held(), q("0"));
}

#[test]
fn a_reset_puts_back_the_law_that_players_are_told_is_in_force() {
    let lake = lake(4);
    let court = lake.court().expect("a court");
    let checked = |text: &str| {
        law(text)
            .check(&court, &CheckOptions::default())
            .expect("checked")
    };
    let (three, four) = ("law \"Three\"", "law \"Four\"");
    let cap = |title: &str, at: u64| {
        checked(&format!(
            "{title}\nresolve:\n  for each p: cap catch of p at {at}"
        ))
    };
    let mut governed = Governed::new(lake, cap(three, 3), FailurePolicy::Open).expect("governed");
    let terms = AmendmentTerms::default();
    governed.amend(cap(four, 4), &terms).expect("an amendment");
    let talkers = (0..5).map(|_| Scripted::default()).collect();
    let mut world = Negotiated::under(governed, town_hall(), talkers).expect("five talkers");
    let in_force = |world: &Negotiated<Commons, RoundRobin, Scripted>| {
        let proposal = world.in_force().expect("a law");
        proposal.words().lines().next().map(str::to_owned)
    };
    let mut rewards = vec![Rational::ZERO; 5];
    assert_eq!(in_force(&world).as_deref(), Some(four));
    world.step(&[9; 5], &mut rewards).expect("a month");
    assert_eq!(rewards[0], q("4"));
    world.reset(1);
    assert_eq!(in_force(&world).as_deref(), Some(three));
    world.step(&[9; 5], &mut rewards).expect("a month");
    assert_eq!(rewards[0], q("3"));
}

#[test]
fn negotiators_know_what_is_in_force_and_see_the_world() {
    struct Reports(Arc<Mutex<Vec<(String, bool)>>>);
    impl Negotiator for Reports {
        fn speak(&mut self, table: &Table<'_>, _: &mut dyn Rng) -> Statement {
            let seen = (table.briefing.to_owned(), table.in_force.is_some());
            self.0.lock().expect("unpoisoned").push(seen);
            propose("law \"Ten\"\nresolve:\n  for each p: cap catch of p at 10")
        }
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let talkers = (0..5).map(|_| Reports(Arc::clone(&seen))).collect();
    let mut world = Negotiated::new(lake(3), RoundRobin::new(Majority::AtLeast(1)), talkers)
        .expect("five talkers")
        .with_briefing(|lake, player| format!("{player} sees {}", lake.stock()));
    let mut fishers = [wants(4), wants(4), wants(4), wants(4), wants(4)];
    Runner::default()
        .run(&mut world, &mut fishers, 1, &mut ())
        .expect("an episode");
    let seen = seen.lock().expect("unpoisoned");
    let expected = [
        ("0 sees 100".to_owned(), false),
        ("1 sees 100".to_owned(), true),
    ];
    assert_eq!(*seen, expected);
}
