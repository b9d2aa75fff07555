//! Grid worlds under laws: what a court sees there, and what that is good for.

use lacuna::contract::law::{AmendmentTerms, CheckOptions, FailurePolicy, Law};
use lacuna::number::Rational;
use lacuna::simulate::grid::{
    Cleaner, Cleanup, CleanupRules, Gatherer, GridAction, GridLog, GridView, Harvest, HarvestRules,
};
use lacuna::simulate::{Agent, Environment, Governed, Runner, Step, Verifiable, Watcher};

use super::{fraction, q};

fn under<E: Verifiable>(world: E, text: &str) -> Governed<E>
where
    E::Action: Clone,
{
    let court = world.court().expect("a court");
    let law = Law::parse(text).expect("a law");
    let law = law
        .check(&court, &CheckOptions::default())
        .expect("checked");
    Governed::new(world, law, FailurePolicy::Abort).expect("the same court")
}

#[test]
fn a_fine_on_over_harvest_takes_exactly_what_over_harvest_costs() {
    /// Counts from the deeds, without the law.
    #[derive(Default)]
    struct OverHarvest(Vec<i64>);
    impl Watcher<Governed<Harvest>> for OverHarvest {
        fn begin(&mut self, world: &Governed<Harvest>, _seed: u64) {
            self.0 = vec![0; world.players()];
        }
        fn step(&mut self, world: &Governed<Harvest>, _step: &Step<'_, GridAction>) {
            use lacuna::simulate::grid::GridWorld;
            for (count, deed) in self.0.iter_mut().zip(world.deeds()) {
                *count += i64::from(deed.eaten && deed.left < 3);
            }
        }
    }
    let world = Harvest::new(HarvestRules::default()).expect("valid rules");
    let mut world = under(
        world,
        "law \"Leave three\"
         end:
           for each p: if eaten of p > 0 and left of p < 3: sanction p 3/2",
    );
    let (mut log, mut counted) = (GridLog::default(), OverHarvest::default());
    let outcome = Runner::default()
        .run(
            &mut world,
            &mut vec![Gatherer::greedy(); 6],
            2,
            &mut (&mut log, &mut counted),
        )
        .expect("legal");
    assert!(counted.0.iter().sum::<i64>() > 20);
    for player in 0..6 {
        let fined = q(counted.0[player]) * fraction(3, 2);
        assert_eq!(outcome.totals[player], q(log.eaten[player] as i64) - fined);
        assert_eq!(
            world.enforcement().violations[player] as i64,
            counted.0[player]
        );
    }
    // Whoever leaves three is never fined.
    Runner::default()
        .run(&mut world, &mut vec![Gatherer::sparing(3); 6], 2, &mut log)
        .expect("legal");
    let lasting = &world.enforcement().violations;
    assert!(
        lasting.iter().sum::<u64>() * 20 < log.metrics().apples,
        "{lasting:?}"
    );
}

#[test]
fn a_closed_season_makes_the_greedy_live_on() {
    let eaten = |text: &str, seed| {
        let world = Harvest::new(HarvestRules::default()).expect("valid rules");
        let mut world = under(world, text);
        let mut log = GridLog::default();
        Runner::default()
            .run(&mut world, &mut vec![Gatherer::greedy(); 6], seed, &mut log)
            .expect("legal");
        (log.metrics().apples, log.apples)
    };
    for seed in 0..3 {
        let season = "law \"A closed season\"
                      resolve:
                        for each p: if apples < 60: direct p to stay";
        let (free, nothing) = eaten("law \"Nothing\"", seed);
        let (closed, left) = eaten(season, seed);
        assert_eq!(nothing, 0);
        assert!(
            2 * closed > 3 * free && left > 0,
            "{closed} against {free}, {left} left"
        );
    }
}

#[test]
fn a_levy_pays_the_cleaners_and_balances() {
    let world = Cleanup::new(CleanupRules::default()).expect("valid rules");
    let mut world = under(
        world,
        "law \"Cleaners are paid\"
           pool fund
         end:
           for each p: if eaten of p > 0: premium 1/2 from p into fund
           for each p: if cleaned of p > 0: payout 3/5 from fund to p",
    );
    let mut agents: Vec<Box<dyn Agent<GridView, GridAction>>> = Vec::new();
    for player in 0..5 {
        agents.push(if player < 2 {
            Box::new(Cleaner::full_time())
        } else {
            Box::new(Gatherer::greedy())
        });
    }
    let mut log = GridLog::default();
    let outcome = Runner::default()
        .run(&mut world, &mut agents, 5, &mut log)
        .expect("legal");
    let done = world.enforcement();
    assert_eq!((&done.destroyed, &done.granted), (&q(0), &q(0)));
    // What was paid in and not paid out is in the fund.
    let held = world.enforcer().ledgers().total_held();
    assert_eq!(done.transfers.iter().sum::<Rational>() + held, q(0));
    for player in 0..5 {
        let eaten = q(log.eaten[player] as i64);
        assert_eq!(outcome.totals[player], eaten + &done.transfers[player]);
    }
    // Those who clean live on what others gather.
    let received = &done.transfers;
    assert!(
        received[..2].iter().all(Rational::is_positive),
        "{received:?}"
    );
    assert!(
        received[2..].iter().all(Rational::is_negative),
        "{received:?}"
    );
}

#[test]
fn a_court_sees_places_and_not_plans() {
    let world = Cleanup::new(CleanupRules::default()).expect("valid rules");
    let court = world.court().expect("a court");
    assert!(court.hidden("plan").is_some());
    let law = |text: &str| {
        Law::parse(text)
            .expect("a law")
            .check(&court, &CheckOptions::default())
    };
    let private = "law \"L\"\nend:\n  for each p: if column of p > 6 and pollution > 9: fine p 1";
    assert!(law(private).is_ok());
    assert!(law("law \"L\"\nend:\n  for each p: if plan of p > 1: fine p 1").is_err());
    // The river has no beam, and harvest has none without the rule.
    let beam = "law \"L\"\nresolve:\n  for each p: if move of p is beam: fine p 1";
    assert!(law(beam).is_err());
}

#[test]
fn an_amended_law_runs_its_own_hooks_until_the_next_episode() {
    let world = Harvest::new(HarvestRules::default()).expect("valid rules");
    let court = world.court().expect("a court");
    let mut world = under(world, "law \"A fee\"\nstart:\n  for each p: fine p 1");
    let tax = Law::parse("law \"A reward\"\nend:\n  for each p: grant 2 to p").expect("a law");
    let tax = tax
        .check(&court, &CheckOptions::default())
        .expect("checked");
    let pays = |world: &mut Governed<Harvest>| {
        let mut rewards = [(); 6].map(|()| q(0));
        world
            .step(&[GridAction::Stay; 6], &mut rewards)
            .expect("legal");
        rewards[0].clone()
    };
    assert_eq!(pays(&mut world), q(-1));
    world
        .amend(tax, &AmendmentTerms::default())
        .expect("the same court");
    assert_eq!((pays(&mut world), pays(&mut world)), (q(2), q(2)));
    world.reset(1);
    assert_eq!((pays(&mut world), pays(&mut world)), (q(-1), q(-1)));
    // A law of another world is refused, and the first one stays.
    let river = Cleanup::new(CleanupRules::default()).expect("valid rules");
    let other = Law::parse("law \"Other\"").expect("a law");
    let other = other.check(&river.court().expect("a court"), &CheckOptions::default());
    let error = world.amend(other.expect("checked"), &AmendmentTerms::default());
    assert!(error.is_err_and(|error| error.to_string().contains("another court")));
    assert_eq!(pays(&mut world), q(-1));
}
