//! Markets and elections of real size.

use std::time::Instant;

use lacuna::game::random::generator;
use lacuna::mechanism::matching::{
    SidePreferences, blocking_pairs, deferred_acceptance, deferred_acceptance_from_places,
    serial_dictatorship, top_trading_cycles,
};
use lacuna::mechanism::voting::Ballots;
use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

fn shuffled(count: usize, rng: &mut Xoshiro256PlusPlus) -> Vec<usize> {
    let mut list: Vec<usize> = (0..count).collect();
    for place in (1..count).rev() {
        list.swap(place, rng.random_range(0..=place));
    }
    list
}

fn side(members: usize, others: usize, stream: u64) -> SidePreferences {
    let mut rng = generator(26, stream);
    let lists = (0..members).map(|_| shuffled(others, &mut rng));
    SidePreferences::new(others, lists.collect()).expect("permutations")
}

#[test]
fn a_thousand_by_a_thousand_is_matched_stably_from_both_sides() {
    let (men, women) = (side(1000, 1000, 1), side(1000, 1000, 2));
    let capacities = vec![1; 1000];
    let start = Instant::now();
    let best = deferred_acceptance(&men, &women, &capacities).expect("fits");
    let proposing = start.elapsed();
    let start = Instant::now();
    let worst = deferred_acceptance_from_places(&men, &women, &capacities).expect("fits");
    println!(
        "1000 x 1000: {proposing:?}, from places {:?}",
        start.elapsed()
    );
    for matching in [&best, &worst] {
        assert_eq!(matching.pairs(), 1000);
        let faults = blocking_pairs(&men, &women, &capacities, matching);
        assert!(faults.expect("fits").is_empty());
    }
    // The receivers' best is what the other side gets when it proposes.
    let proposed = deferred_acceptance(&women, &men, &capacities).expect("fits");
    for woman in 0..1000 {
        assert_eq!(
            proposed.partner(woman).and_then(|man| worst.partner(man)),
            Some(woman)
        );
    }
}

#[test]
fn students_outnumber_places_and_short_lists_are_kept() {
    // 20 000 students with 5 schools each, 200 schools with 50 places.
    let mut rng = generator(26, 3);
    let lists: Vec<Vec<usize>> = (0..20_000)
        .map(|_| shuffled(200, &mut rng)[..5].to_vec())
        .collect();
    let mut applicants = vec![Vec::new(); 200];
    for student in shuffled(20_000, &mut rng) {
        for &school in &lists[student] {
            applicants[school].push(student);
        }
    }
    let students = SidePreferences::new(200, lists).expect("lists");
    let schools = SidePreferences::new(20_000, applicants).expect("lists");
    let capacities = vec![50; 200];
    let start = Instant::now();
    let matching = deferred_acceptance(&students, &schools, &capacities).expect("fits");
    println!("20 000 x 200: {:?}", start.elapsed());
    assert_eq!(matching.pairs(), 10_000);
    let faults = blocking_pairs(&students, &schools, &capacities, &matching);
    assert!(faults.expect("fits").is_empty());
}

#[test]
fn trades_and_turns_of_two_thousand_leave_nobody_worse_off() {
    let wishes = side(2000, 2000, 4);
    let endowment = shuffled(2000, &mut generator(26, 5));
    let start = Instant::now();
    let traded = top_trading_cycles(&wishes, &endowment).expect("fits");
    println!("2000 trades: {:?}", start.elapsed());
    let place = |agent: usize, object: usize| {
        let list = wishes.list(agent);
        list.iter().position(|&own| own == object)
    };
    assert_eq!(traded.pairs(), 2000);
    for (agent, &own) in endowment.iter().enumerate() {
        let gets = traded.partner(agent).expect("an object");
        assert!(place(agent, gets) <= place(agent, own));
    }
    let order: Vec<usize> = (0..2000).collect();
    let turns = serial_dictatorship(&wishes, &vec![1; 2000], &order).expect("fits");
    assert_eq!(turns.pairs(), 2000);
    assert_eq!(turns.partner(0), Some(wishes.list(0)[0]));
}

#[test]
fn millions_of_ballots_are_counted_by_kind() {
    let kinds: Vec<(Vec<usize>, u64)> = {
        let mut rng = generator(26, 6);
        (0..5000)
            .map(|_| (shuffled(10, &mut rng), rng.random_range(0..1_000_000)))
            .collect()
    };
    let ballots = Ballots::new(10, kinds).expect("ballots");
    let all: lacuna::number::Rational = ballots.borda().iter().sum();
    // Each voter gives 45 points.
    assert_eq!(all, lacuna::number::Rational::from(45 * ballots.voters()));
    assert_eq!(ballots.plurality().iter().sum::<u64>(), ballots.voters());
}
