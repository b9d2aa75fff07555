//! A commons under a law: what is conserved, what is undone, and the paper's hooks in their order.

use lacuna::contract::law::{CheckOptions, FailurePolicy, Law, Reading};
use lacuna::number::Rational;
use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules, Growth};
use lacuna::simulate::{
    Agent, Environment, FromFunction, Governed, Recording, Runner, SimulationError, Verifiable,
};
use rand::{Rng, RngExt};

use super::q;

fn governed(text: &str, policy: FailurePolicy, rules: CommonsRules) -> Governed<Commons> {
    let lake = Commons::new(rules).expect("valid rules");
    let court = lake.court().expect("a court");
    let law = Law::parse(text).expect("a law");
    let law = law
        .check(&court, &CheckOptions::default())
        .expect("checked");
    Governed::new(lake, law, policy).expect("the same court")
}

fn all(want: u64) -> [FromFunction<impl FnMut(&CommonsObservation, &mut dyn Rng) -> u64>; 5] {
    [(); 5]
        .map(|()| FromFunction::new("fixed", move |_: &CommonsObservation, _: &mut dyn Rng| want))
}

#[test]
fn a_quota_with_fines_and_insurance_moves_exactly_the_money_it_says() {
    let text = "law \"Quota\"
        let quota = 10
        pool relief
        counter offences
      start:
        for each p: premium 1 from p into relief
      resolve:
        for each p: if chosen catch of p > quota: sanction p 2 graduated by offences
        for each p: cap catch of p at quota
      end:
        for each p: payout 2 from relief to p";
    let mut lake = governed(text, FailurePolicy::Open, CommonsRules::default());
    let mut agents = all(10).to_vec_of_agents();
    agents[0] = Box::new(FromFunction::new(
        "greedy",
        |_: &CommonsObservation, _: &mut dyn Rng| 15,
    ));
    let outcome = Runner::default()
        .run(&mut lake, &mut agents, 1, &mut ())
        .expect("legal");
    // Everybody catches 120. The greedy one is fined 2 · (1 + ... + 12) = 156. Each month 5 are paid
    // in; 4 go out to the first two, and the odd unit to the third.
    let totals: Vec<i64> = vec![120 - 156 - 12 + 24, 120 - 12 + 24, 120, 108, 108];
    let found: Vec<Rational> = totals.into_iter().map(q).collect();
    assert_eq!(outcome.totals, found);
    let enforcement = lake.enforcement();
    assert_eq!(enforcement.destroyed, q(156));
    assert_eq!(enforcement.overridden, [12, 0, 0, 0, 0]);
    assert_eq!(enforcement.violations, [12, 0, 0, 0, 0]);
    assert_eq!(enforcement.transfers.iter().sum::<Rational>(), q(-156));
}

trait ToAgents {
    fn to_vec_of_agents(self) -> Vec<Box<dyn Agent<CommonsObservation, u64>>>;
}

impl<F: FnMut(&CommonsObservation, &mut dyn Rng) -> u64 + 'static> ToAgents
    for [FromFunction<F>; 5]
{
    fn to_vec_of_agents(self) -> Vec<Box<dyn Agent<CommonsObservation, u64>>> {
        self.into_iter()
            .map(|agent| Box::new(agent) as Box<dyn Agent<_, _>>)
            .collect()
    }
}

#[test]
fn catches_and_ledgers_are_conserved_up_to_what_is_burnt_and_granted() {
    let text = "law \"Everything\"
        pool relief
        escrow deposit
        memory grants = 0
      start:
        for each p: escrow 2 from p in deposit
        for each p: premium 1/3 from p into relief
      resolve:
        for each p: if catch of p > 12: fine p catch of p - 12
        for each p: for each q other than p: if catch of p > 2 * catch of q: transfer 1/2 from p to q
        for each p: if catch of p = 0: grant 1 to p
      end:
        for each p: if last_catch of p <= 12: release 3/2 from deposit of p
        for each p: if stock < 60: payout 1 from relief to p";
    for seed in 0..200 {
        let mut lake = governed(text, FailurePolicy::Open, CommonsRules::default());
        let random =
            |seen: &CommonsObservation, rng: &mut dyn Rng| rng.random_range(0..=seen.stock / 4);
        let mut agents = [(); 5].map(|()| FromFunction::new("random", random));
        let mut recording = Recording::default();
        let outcome = Runner::default()
            .run(&mut lake, &mut agents, seed, &mut recording)
            .expect("legal");
        let caught: Rational = {
            let mut bare = Commons::new(CommonsRules::default()).expect("valid rules");
            recording_without_law(&recording, &mut bare)
        };
        let enforcement = lake.enforcement();
        let gained: Rational = outcome.totals.iter().sum();
        let held = lake.enforcer().ledgers().total_held();
        assert_eq!(
            gained + held + &enforcement.destroyed - &enforcement.granted,
            caught,
            "seed {seed}"
        );
        assert_eq!(recording.replay(&mut lake).expect("the same"), outcome);
    }
}

/// What is caught in all if the same is wanted from the same seed; the law changes no catch.
fn recording_without_law(recording: &Recording<u64>, lake: &mut Commons) -> Rational {
    lake.reset(recording.seed);
    let mut rewards = vec![q(0); 5];
    let mut caught = q(0);
    for step in &recording.steps {
        lake.step(&step.actions, &mut rewards).expect("legal");
        caught += rewards.iter().sum::<Rational>();
    }
    caught
}

#[test]
fn the_hooks_see_the_month_and_the_stock_of_their_time() {
    // Month 1 is played at a stock of 100; after five times 11 are taken, 90 have grown back.
    let text = "law \"Witness\"
        memory before = 0
        memory after = 0
        memory first = 0
        memory last = 0
      start:
        remember before = stock
        remember first = month
      end:
        remember after = stock
        remember last = month";
    let mut lake = governed(
        text,
        FailurePolicy::Open,
        CommonsRules::default().with_months(3),
    );
    let mut rewards = vec![q(0); 5];
    for (before, after, month) in [(100, 90, 1), (90, 70, 2), (70, 30, 3)] {
        lake.step(&[11; 5], &mut rewards).expect("legal");
        let memory = |name| lake.enforcer().ledgers().memory(name).expect("declared");
        assert_eq!(memory("before"), q(before));
        assert_eq!(memory("after"), q(after));
        assert_eq!((memory("first"), memory("last")), (q(month), q(month)));
    }
}

#[test]
fn orders_for_parts_of_a_unit_are_rounded_down() {
    let text = "law \"Share\"\nresolve:\n  for each p: cap catch of p at stock / 9";
    let mut lake = governed(text, FailurePolicy::Open, CommonsRules::default());
    let mut rewards = vec![q(0); 5];
    lake.step(&[50; 5], &mut rewards).expect("legal");
    assert_eq!(rewards, vec![q(11); 5]);
}

#[test]
fn a_law_that_fails_does_what_its_policy_says() {
    // The square of a square of a square soon fits no machine number.
    let text = "law \"Growing\"
        memory grown = 3
        pool relief
      resolve:
        for each p: premium 1 from p into relief
        remember grown = grown * grown
        for each p: cap catch of p at 5";
    let run = |policy| {
        let mut lake = governed(text, policy, CommonsRules::default());
        let run = Runner::default().run(&mut lake, &mut all(10), 1, &mut ());
        (run.map_err(|error| error.to_string()), lake)
    };
    // 3 squared five times fits 64 bits, six times does not: months 6 to 12 fail.
    let (outcome, lake) = run(FailurePolicy::Open);
    let outcome = outcome.expect("fails open");
    assert_eq!(lake.enforcement().failures, 7);
    assert_eq!(outcome.totals, vec![q(5 * (5 - 1) + 7 * 10); 5]);
    let (outcome, lake) = run(FailurePolicy::Closed {
        actions: vec![Reading::Quantity(q(0)); 5],
    });
    assert_eq!(
        outcome.expect("fails closed").totals,
        vec![q(5 * (5 - 1)); 5]
    );
    assert_eq!(lake.enforcement().failures, 7);
    let (outcome, lake) = run(FailurePolicy::Abort);
    assert!(outcome.is_err(), "{outcome:?}");
    // The month that was aborted has left nothing behind.
    assert_eq!(lake.environment().month(), 5);
    assert_eq!(lake.enforcer().ledgers().total_held(), q(25));
    assert_eq!(lake.enforcement().transfers, vec![q(-5); 5]);
}

#[test]
fn a_step_that_the_court_cannot_read_is_undone() {
    let text = "law \"Premium\"\npool relief\nstart:\n  for each p: premium 1 from p into relief";
    let mut lake = governed(text, FailurePolicy::Open, CommonsRules::default());
    let mut rewards = vec![q(0); 5];
    let error = lake
        .step(&[u64::MAX; 5], &mut rewards)
        .expect_err("no court can read that");
    assert!(matches!(error, SimulationError::Other(_)), "{error}");
    assert_eq!(lake.enforcer().ledgers().total_held(), q(0));
    assert_eq!(lake.enforcement().transfers, vec![q(0); 5]);
    assert_eq!(lake.environment().month(), 0);
    lake.step(&[1; 5], &mut rewards).expect("legal");
    assert_eq!(lake.enforcer().ledgers().total_held(), q(5));
}

#[test]
fn a_law_for_another_court_is_refused() {
    let lake =
        |players| Commons::new(CommonsRules::default().with_players(players)).expect("valid");
    let law = Law::parse("law \"None\"").expect("a law");
    let court = lake(4).court().expect("a court");
    let law = law
        .check(&court, &CheckOptions::default())
        .expect("checked");
    let error = Governed::new(lake(5), law, FailurePolicy::Open).expect_err("refused");
    assert!(error.to_string().contains("another court"), "{error}");
}

#[test]
fn an_episode_begins_with_fresh_ledgers_and_its_own_growth() {
    let text = "law \"Premium\"\npool relief\nstart:\n  for each p: premium 1 from p into relief";
    let factors: Vec<Rational> = ["3/2", "5/2"]
        .map(|f| f.parse().expect("a number"))
        .to_vec();
    let rules = CommonsRules::default().with_growth(Growth::Independent { factors });
    let mut lake = governed(text, FailurePolicy::Open, rules);
    let run = |lake: &mut Governed<Commons>, seed| {
        Runner::default()
            .run(lake, &mut all(9), seed, &mut ())
            .expect("legal")
    };
    let first = run(&mut lake, 1);
    let held = lake.enforcer().ledgers().total_held();
    run(&mut lake, 2);
    assert_eq!(run(&mut lake, 1), first);
    assert_eq!(lake.enforcer().ledgers().total_held(), held);
}
