//! Populations by count: how many of whom, and where they sit.

use lacuna::simulate::agents::{Fixed, Mixture, Placement};

#[test]
fn every_placement_seats_everybody_it_was_told_to() {
    for placement in [Placement::Blocks, Placement::Spread, Placement::Random(3)] {
        let mixtures: Vec<Mixture> = Mixture::every_count(9, placement).expect("nine").collect();
        assert_eq!(mixtures.len(), 10);
        for (count, mixture) in mixtures.iter().enumerate() {
            assert_eq!(mixture.counts(), [count, 9 - count]);
            assert_eq!(mixture.players_of(0).count(), count);
            assert_eq!(mixture.kinds().len(), 9);
            let text = serde_json::to_string(mixture).expect("writes");
            assert_eq!(
                &serde_json::from_str::<Mixture>(&text).expect("reads"),
                mixture
            );
        }
    }
}

#[test]
fn blocks_come_one_after_the_other() {
    let mixture = Mixture::of_kinds(vec![2, 0, 3], Placement::Blocks).expect("five");
    assert_eq!(mixture.kinds(), [0, 0, 2, 2, 2]);
}

#[test]
fn a_spread_kind_is_in_every_first_part_within_one_of_its_share() {
    for players in 1..=30 {
        for count in 0..=players {
            let mixture = Mixture::new(players, count, Placement::Spread).expect("valid");
            let mut seen = 0;
            for (place, &kind) in mixture.kinds().iter().enumerate() {
                seen += usize::from(kind == 0);
                let share = count as f64 * (place + 1) as f64 / players as f64;
                assert!((seen as f64 - share).abs() < 1.0, "{count} of {players}");
            }
        }
    }
}

#[test]
fn random_seats_are_the_same_for_a_seed_and_each_seat_is_as_likely() {
    let seats = |seed| {
        let mixture = Mixture::new(10, 3, Placement::Random(seed)).expect("valid");
        mixture.players_of(0).collect::<Vec<_>>()
    };
    assert_eq!(seats(5), seats(5));
    let mut taken = [0u32; 10];
    for seed in 0..4000 {
        for player in seats(seed) {
            taken[player] += 1;
        }
    }
    // Six standard deviations of a binomial with mean 1,200.
    assert!(taken.iter().all(|n| n.abs_diff(1200) < 175), "{taken:?}");
}

#[test]
fn an_agent_is_made_for_each_seat() {
    let mixture = Mixture::new(4, 1, Placement::Spread).expect("valid");
    let mut made = Vec::new();
    let agents = mixture.agents(|kind, player| {
        made.push((kind, player));
        Fixed::new(kind)
    });
    let expected: Vec<(usize, usize)> = mixture.kinds().iter().copied().zip(0..).collect();
    assert_eq!((agents.len(), made), (4, expected));
}

#[test]
fn impossible_numbers_are_refused() {
    let error = Mixture::new(3, 4, Placement::Blocks).expect_err("four of three");
    assert_eq!(
        error.to_string(),
        "the count is 4; it must be at most the number of players 3"
    );
    assert!(Mixture::of_kinds(vec![], Placement::Blocks).is_err());
    assert!(Mixture::of_kinds(vec![usize::MAX, 1], Placement::Blocks).is_err());
    assert!(Mixture::new(usize::MAX, 0, Placement::Spread).is_err());
}

#[test]
fn seats_are_not_drawn_from_the_stream_of_random_games() {
    use rand::RngExt;
    // The same shuffle, with the generator that a game of the same seed would be drawn from.
    let mut rng = lacuna::game::random::generator(7, 0);
    let mut kinds: Vec<usize> = (0..40).map(|seat| usize::from(seat >= 20)).collect();
    for place in (1..kinds.len()).rev() {
        kinds.swap(place, rng.random_range(0..=place));
    }
    let mixture = Mixture::new(40, 20, Placement::Random(7)).expect("valid");
    assert_ne!(mixture.kinds(), kinds);
}
