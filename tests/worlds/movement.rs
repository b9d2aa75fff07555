//! Everybody moves at the same time, and nobody is favoured.

use lacuna::number::Rational;
use lacuna::simulate::Environment;
use lacuna::simulate::grid::{GridAction, Harvest, HarvestRules};
use rand::RngExt;

const ALL: [GridAction; 5] = [
    GridAction::Stay,
    GridAction::North,
    GridAction::South,
    GridAction::East,
    GridAction::West,
];

fn world(map: &str, players: usize) -> Harvest {
    let map = map.parse().expect("a map");
    let rules = HarvestRules::default().with_map(map).with_players(players);
    Harvest::new(rules).expect("valid rules")
}

fn positions(world: &Harvest) -> Vec<(usize, usize)> {
    (0..world.players())
        .map(|player| world.position(player))
        .collect()
}

/// Where somebody would be who went there.
fn ahead((row, column): (usize, usize), action: GridAction) -> (usize, usize) {
    match action {
        GridAction::North => (row.wrapping_sub(1), column),
        GridAction::South => (row + 1, column),
        GridAction::East => (row, column + 1),
        GridAction::West => (row, column.wrapping_sub(1)),
        _ => (row, column),
    }
}

/// The move of whoever stands there, so that tests do not depend on who began where.
fn step_by_place(world: &mut Harvest, moves: &[((usize, usize), GridAction)]) {
    let actions: Vec<GridAction> = positions(world)
        .iter()
        .map(|place| {
            let found = moves.iter().find(|(from, _)| from == place);
            found.map_or(GridAction::Stay, |(_, action)| *action)
        })
        .collect();
    let mut rewards = vec![Rational::ZERO; actions.len()];
    world.step(&actions, &mut rewards).expect("legal");
}

fn occupied(world: &Harvest) -> Vec<(usize, usize)> {
    let mut places = positions(world);
    places.sort_unstable();
    places
}

#[test]
fn an_apple_between_two_players_goes_to_each_half_of_the_time() {
    let (mut first, rounds) = (0, 4000);
    for seed in 0..rounds {
        let mut world = world("PAP", 2);
        world.reset(seed);
        let left = world.position(0).1 == 0;
        let towards = if left {
            [GridAction::East, GridAction::West]
        } else {
            [GridAction::West, GridAction::East]
        };
        let mut rewards = vec![Rational::ZERO; 2];
        world.step(&towards, &mut rewards).expect("legal");
        assert_eq!(rewards.iter().sum::<Rational>(), Rational::ONE);
        first += u64::from(rewards[0] == Rational::ONE);
    }
    // Five standard deviations of a fair coin.
    assert!(first.abs_diff(rounds / 2) < 158, "{first} of {rounds}");
}

#[test]
fn of_four_who_want_one_place_each_gets_it_a_quarter_of_the_time() {
    let mut wins = [0u64; 4];
    for seed in 0..4000 {
        let mut world = world("#P#\nPAP\n#P#", 4);
        world.reset(seed);
        let centre = |(row, column): (usize, usize)| match (row, column) {
            (0, 1) => GridAction::South,
            (2, 1) => GridAction::North,
            (1, 0) => GridAction::East,
            _ => GridAction::West,
        };
        let actions: Vec<_> = positions(&world).into_iter().map(centre).collect();
        let mut rewards = vec![Rational::ZERO; 4];
        world.step(&actions, &mut rewards).expect("legal");
        let winner = rewards.iter().position(|reward| *reward == Rational::ONE);
        wins[winner.expect("one gets it")] += 1;
    }
    assert!(
        wins.iter().all(|&count| count.abs_diff(1000) < 137),
        "{wins:?}"
    );
}

#[test]
fn players_follow_each_other_and_turn_in_circles_but_do_not_change_places() {
    let mut chain = world("PP.a", 2);
    step_by_place(
        &mut chain,
        &[((0, 0), GridAction::East), ((0, 1), GridAction::East)],
    );
    assert_eq!(occupied(&chain), [(0, 1), (0, 2)]);

    let mut swap = world("PPa", 2);
    let before = positions(&swap);
    step_by_place(
        &mut swap,
        &[((0, 0), GridAction::East), ((0, 1), GridAction::West)],
    );
    assert_eq!(positions(&swap), before);

    let mut circle = world("PPa\nPPa", 4);
    let before = positions(&circle);
    let turn = [
        ((0, 0), GridAction::East),
        ((0, 1), GridAction::South),
        ((1, 1), GridAction::West),
        ((1, 0), GridAction::North),
    ];
    step_by_place(&mut circle, &turn);
    let expected: Vec<_> = before
        .iter()
        .map(|place| {
            let (from, action) = turn
                .iter()
                .find(|(from, _)| from == place)
                .expect("one of four");
            ahead(*from, *action)
        })
        .collect();
    assert_eq!(positions(&circle), expected);
}

#[test]
fn who_follows_one_who_is_kept_out_stays_as_well() {
    // The last of three stands before a wall.
    let mut queue = world("PPP#a", 3);
    let before = positions(&queue);
    let east = |column| ((0, column), GridAction::East);
    step_by_place(&mut queue, &[east(0), east(1), east(2)]);
    assert_eq!(positions(&queue), before);
}

#[test]
fn any_crowd_ends_up_as_the_rules_of_crossing_say() {
    let mut rng = lacuna::game::random::generator(3, 0);
    for seed in 0..60 {
        let mut world = world("PPPP.\nPP#PP\nPPPP.\n.PPPa", 12);
        world.reset(seed);
        for _ in 0..50 {
            let before = positions(&world);
            let actions: Vec<_> = before.iter().map(|_| ALL[rng.random_range(0..5)]).collect();
            let mut rewards = vec![Rational::ZERO; 12];
            world.step(&actions, &mut rewards).expect("legal");
            let after = positions(&world);
            let map = world.rules().map.clone();
            let mut distinct = after.clone();
            distinct.sort_unstable();
            distinct.dedup();
            assert_eq!(distinct.len(), 12, "two in one place");
            for player in 0..12 {
                let target = ahead(before[player], actions[player]);
                let free = map
                    .place(target.0, target.1)
                    .is_some_and(|place| place != lacuna::simulate::grid::Place::Wall);
                if after[player] == before[player] {
                    // Whoever was kept from moving was kept by somebody who stands there.
                    let is_kept = after.contains(&target);
                    assert!(
                        target == before[player] || !free || is_kept,
                        "kept by nobody"
                    );
                } else {
                    assert!(free && after[player] == target, "went elsewhere");
                }
                let swapped = |other: &usize| {
                    *other != player
                        && after[*other] == before[player]
                        && after[player] == before[*other]
                };
                assert!(!(0..12).any(|other| swapped(&other)), "changed places");
            }
        }
    }
}

#[test]
fn nobody_leaves_the_map() {
    for seed in 0..50 {
        let mut world = world("P.P.a\n.....\nP.P..\n", 4);
        world.reset(seed);
        let south = vec![GridAction::South; 4];
        let before = occupied(&world);
        world
            .step(&south, &mut vec![Rational::ZERO; 4])
            .expect("legal");
        // The lower two stand before the edge of the map.
        let lower: Vec<_> = before.iter().filter(|place| place.0 == 2).collect();
        assert!(lower.iter().all(|place| occupied(&world).contains(place)));
        assert_eq!(occupied(&world), [(1, 0), (1, 2), (2, 0), (2, 2)]);
    }
}

#[test]
fn who_wanders_goes_no_other_way_for_its_number() {
    use lacuna::simulate::Agent;
    use lacuna::simulate::grid::{Cleaner, Gatherer};

    // Nothing is in sight but floor.
    let mut field = world(&format!("{}P{}a", ".".repeat(9), ".".repeat(9)), 1);
    field.reset(1);
    let seen = field.observe(0);
    for seed in 0..20 {
        let firsts = [0, 1, 2, 3].map(|player| {
            let mut rng = lacuna::game::random::generator(seed, 0);
            let mut gatherer = Gatherer::greedy();
            gatherer.begin(player, 4);
            gatherer.act(&seen, &mut rng)
        });
        assert!(
            firsts.iter().all(|action| *action == firsts[0]),
            "{firsts:?}"
        );
        // What was walked in another episode is forgotten.
        let mut rng = lacuna::game::random::generator(seed, 0);
        let mut cleaner = Cleaner::tolerating(0);
        cleaner.begin(2, 4);
        let first: Vec<_> = (0..9).map(|_| cleaner.act(&seen, &mut rng)).collect();
        let mut rng = lacuna::game::random::generator(seed, 0);
        cleaner.begin(3, 4);
        let again: Vec<_> = (0..9).map(|_| cleaner.act(&seen, &mut rng)).collect();
        assert_eq!(first, again);
    }
}

type Spot = (usize, usize);

/// From the rules: who of these movers gets where it wants if these win their places. Whoever would go
/// where somebody stays drops out, until nobody does.
fn gone(crowd: &[Spot], winners: &[(Spot, Spot)]) -> Vec<Spot> {
    let mut moving = winners.to_vec();
    loop {
        let kept = |(_, to): &(Spot, Spot)| {
            crowd.contains(to) && !moving.iter().any(|(from, _)| from == to)
        };
        let Some(place) = moving.iter().position(kept) else {
            break;
        };
        moving.remove(place);
    }
    let mut gone: Vec<Spot> = moving.into_iter().map(|(from, _)| from).collect();
    gone.sort_unstable();
    gone
}

#[test]
fn every_outcome_of_a_crowd_has_the_probability_of_its_lots() {
    let mut rng = lacuna::game::random::generator(5, 0);
    let (mut several, resets) = (0, 400u64);
    let mut world = world("PP.#\n.PP#\nP.Pa", 6);
    let crowd = occupied(&world);
    for _ in 0..80 {
        let moves: Vec<(Spot, GridAction)> = crowd
            .iter()
            .map(|&place| (place, ALL[rng.random_range(0..5)]))
            .collect();
        let map = world.rules().map.clone();
        let open = |place: Spot| {
            let found = map.place(place.0, place.1);
            found.is_some_and(|place| place != lacuna::simulate::grid::Place::Wall)
        };
        let wishes: Vec<(Spot, Spot)> = moves
            .iter()
            .map(|&(from, action)| (from, ahead(from, action)))
            .filter(|&(from, to)| from != to && open(to))
            .collect();
        let swaps = |(from, to): (Spot, Spot)| wishes.contains(&(to, from));
        // All ways in which the lots may fall, each alike.
        let mut lots: Vec<Vec<(Spot, Spot)>> = vec![Vec::new()];
        let mut wanted: Vec<Spot> = wishes.iter().map(|&(_, to)| to).collect();
        wanted.sort_unstable();
        wanted.dedup();
        for place in wanted {
            let rivals: Vec<_> = wishes
                .iter()
                .filter(|&&wish| wish.1 == place && !swaps(wish))
                .collect();
            if !rivals.is_empty() {
                let longer = lots.iter().flat_map(|lot| {
                    rivals.iter().map(move |&&rival| {
                        let mut lot = lot.clone();
                        lot.push(rival);
                        lot
                    })
                });
                lots = longer.collect();
            }
        }
        let expected: Vec<Vec<Spot>> = lots.iter().map(|lot| gone(&crowd, lot)).collect();
        let mut found: std::collections::BTreeMap<Vec<Spot>, u64> = Default::default();
        for seed in 0..resets {
            world.reset(seed);
            let before = positions(&world);
            step_by_place(&mut world, &moves);
            let after = positions(&world);
            let pairs = before.iter().zip(&after);
            let mut left: Vec<Spot> = pairs.filter(|(a, b)| a != b).map(|(a, _)| *a).collect();
            left.sort_unstable();
            *found.entry(left).or_default() += 1;
        }
        assert!(found.keys().all(|outcome| expected.contains(outcome)));
        let mut outcomes = expected.clone();
        outcomes.sort();
        outcomes.dedup();
        several += usize::from(outcomes.len() > 1);
        for outcome in outcomes {
            let ways = expected.iter().filter(|other| **other == outcome).count();
            let chance = ways as f64 / expected.len() as f64;
            let mean = resets as f64 * chance;
            let count = found.get(&outcome).copied().unwrap_or(0) as f64;
            let deviation = (mean * (1.0 - chance)).sqrt();
            assert!((count - mean).abs() <= 5.0 * deviation, "{count} of {mean}");
        }
    }
    assert!(several >= 15, "the test has seen lots: {several}");
}
