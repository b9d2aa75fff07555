//! Apples that grow back near apples: probabilities, sights, metrics, and the tragedy.

use lacuna::number::Rational;
use lacuna::simulate::grid::{
    Beam, Gatherer, GridAction, GridError, GridLog, GridMap, GridWorld, Harvest, HarvestRules, Tile,
};
use lacuna::simulate::{Environment, FromFunction, Recording, Runner, SimulationError};
use rand::{Rng, RngExt};

use super::{fraction, q};

fn rules(map: &str, players: usize) -> HarvestRules {
    let map = map.parse().expect("a map");
    HarvestRules::default().with_map(map).with_players(players)
}

fn world(map: &str, players: usize) -> Harvest {
    Harvest::new(rules(map, players)).expect("valid rules")
}

/// The map as it is drawn, without the first line.
fn drawn(world: &impl Environment) -> Vec<Vec<char>> {
    let mut text = String::new();
    world.render(&mut text).expect("a string takes everything");
    text.lines()
        .skip(1)
        .map(|line| line.chars().collect())
        .collect()
}

/// From the definition: apples within a distance of 2, on the map as it is drawn.
fn near(drawn: &[Vec<char>], row: usize, column: usize) -> usize {
    let mut count = 0;
    for (other_row, line) in drawn.iter().enumerate() {
        for (other_column, &letter) in line.iter().enumerate() {
            let down = row.abs_diff(other_row);
            let along = column.abs_diff(other_column);
            let distance = down * down + along * along;
            count += usize::from(letter == 'A' && (1..=4).contains(&distance));
        }
    }
    count
}

fn random_agent()
-> FromFunction<impl FnMut(&lacuna::simulate::grid::GridView, &mut dyn Rng) -> GridAction> {
    const MOVES: [GridAction; 4] = [
        GridAction::North,
        GridAction::South,
        GridAction::East,
        GridAction::West,
    ];
    FromFunction::new(
        "random",
        |_: &lacuna::simulate::grid::GridView, rng: &mut dyn Rng| MOVES[rng.random_range(0..4)],
    )
}

#[test]
fn apples_grow_as_often_as_the_exact_probabilities_say() {
    // Three bare places with 1, 2 and 3 apples near them, and one with none; far from each other.
    let map = "P......\n.......\naA..AaA\n.......\n.......\nAaA....\n.A....a\n";
    let probabilities = [(2, 0, 1, 200), (2, 5, 1, 50), (5, 1, 1, 20), (6, 6, 0, 1)];
    let mut grown = [0u32; 4];
    let episodes = 20_000;
    let mut world = world(map, 1);
    for (row, column, _, _) in probabilities {
        let tile = world.rules().map.place(row, column);
        assert_eq!(tile, Some(lacuna::simulate::grid::Place::Orchard));
    }
    for seed in 0..episodes {
        world.reset(seed);
        let before = world.apples();
        world
            .step(&[GridAction::Stay], &mut [Rational::ZERO])
            .expect("legal");
        if world.apples() > before {
            let drawn = drawn(&world);
            for (count, (row, column, _, _)) in grown.iter_mut().zip(probabilities) {
                *count += u32::from(drawn[row][column] == 'A');
            }
        }
    }
    for (count, (row, column, above, below)) in grown.into_iter().zip(probabilities) {
        let (chance, runs) = (f64::from(above) / f64::from(below), episodes as f64);
        let deviation = (runs * chance * (1.0 - chance)).sqrt();
        let distance = (f64::from(count) - runs * chance).abs();
        assert!(
            distance <= 5.0 * deviation,
            "{count} times at {row}, {column}"
        );
    }
}

#[test]
fn counts_of_apples_are_those_on_the_map_however_they_came_about() {
    for seed in 0..5 {
        let mut orchard = Harvest::new(HarvestRules::default()).expect("valid rules");
        orchard.reset(seed);
        let mut rng = lacuna::game::random::generator(seed, 9);
        let mut eaten = 0;
        for _ in 0..100 {
            let actions: Vec<_> = (0..6)
                .map(|_| {
                    let all = orchard.actions();
                    all[rng.random_range(0..all.len())]
                })
                .collect();
            let before = drawn(&orchard);
            orchard
                .step(&actions, &mut vec![Rational::ZERO; 6])
                .expect("legal");
            let after = drawn(&orchard);
            let count = |map: &[Vec<char>]| map.iter().flatten().filter(|c| **c == 'A').count();
            assert_eq!(orchard.apples(), count(&after));
            // What is eaten was there before, and what is left around it is counted before growth.
            let mut between = before.clone();
            for player in 0..6 {
                let (row, column) = orchard.position(player);
                assert_eq!(orchard.deeds()[player].eaten, before[row][column] == 'A');
                between[row][column] = '.';
            }
            for player in 0..6 {
                let (row, column) = orchard.position(player);
                if orchard.deeds()[player].eaten {
                    eaten += 1;
                    let left = usize::from(orchard.deeds()[player].left);
                    assert_eq!(left, near(&between, row, column));
                }
            }
        }
        assert!(eaten > 20, "the test has seen something");
    }
}

#[test]
fn a_player_sees_the_map_around_it_and_nothing_beyond() {
    let orchard = Harvest::new(HarvestRules::default()).expect("valid rules");
    let drawn = drawn(&orchard);
    for player in 0..6 {
        let seen = orchard.observe(player);
        assert_eq!((seen.row, seen.column), orchard.position(player));
        for below in -6isize..=6 {
            for right in -6isize..=6 {
                let tile = seen.at(below, right);
                let out_of_sight = below.abs() > 5 || right.abs() > 5;
                let row = seen.row.checked_add_signed(below);
                let column = seen.column.checked_add_signed(right);
                let letter = row
                    .zip(column)
                    .filter(|_| !out_of_sight)
                    .and_then(|(row, column)| drawn.get(row)?.get(column).copied());
                let expected = match letter {
                    None => Tile::Wall,
                    Some('.') => Tile::Floor,
                    Some('A') => Tile::Apple,
                    Some('a') => Tile::Orchard,
                    Some(digit) if digit.is_ascii_digit() => Tile::Player,
                    Some(other) => panic!("{other}"),
                };
                assert_eq!(tile, expected, "{below}, {right}");
            }
        }
    }
}

#[test]
fn greedy_players_destroy_what_restrained_ones_live_on() {
    let mean = |gatherer: Gatherer| {
        let (mut eaten, mut apples) = (0, 0);
        for seed in 0..5 {
            let mut orchard = Harvest::new(HarvestRules::default()).expect("valid rules");
            let mut log = GridLog::default();
            Runner::default()
                .run(&mut orchard, &mut vec![gatherer.clone(); 6], seed, &mut log)
                .expect("legal");
            eaten += log.metrics().apples;
            apples += log.apples;
            if gatherer.spares_below() == 0 {
                assert!(orchard.is_barren(), "greed leaves nothing, seed {seed}");
            } else {
                assert_eq!(log.last_ones, 0, "restraint never takes the last apple");
                assert!(log.apples > 0);
            }
        }
        (eaten, apples)
    };
    let (greedy, left_by_greedy) = mean(Gatherer::greedy());
    let (restrained, left) = mean(Gatherer::sparing(3));
    assert_eq!(left_by_greedy, 0);
    assert!(restrained > 3 * greedy, "{restrained} against {greedy}");
    assert!(left > 5 * 20, "{left}");
}

#[test]
fn attempts_on_an_empty_field_are_no_restraint() {
    let mut field = world("P..\n...\n..a\n", 1);
    let mut log = GridLog::default();
    let east = FromFunction::new(
        "spam",
        |_: &lacuna::simulate::grid::GridView, _: &mut dyn Rng| GridAction::East,
    );
    Runner::default()
        .run(&mut field, &mut [east], 1, &mut log)
        .expect("legal");
    let metrics = log.metrics();
    assert_eq!((metrics.apples, metrics.restraint), (0, None));
    assert_eq!((metrics.equality, metrics.sustainability), (None, None));
}

#[test]
fn metrics_are_those_of_a_small_episode_by_hand() {
    // One player between walls, two apples to its right, and one to its left.
    let strip = rules("APAA", 1).with_steps(5).with_regrowth(vec![q(0)]);
    let mut strip = Harvest::new(strip).expect("valid rules");
    let mut moves = [
        GridAction::Stay,
        GridAction::East,
        GridAction::Stay,
        GridAction::East,
        GridAction::Stay,
    ]
    .into_iter();
    let agent = FromFunction::new(
        "script",
        move |_: &lacuna::simulate::grid::GridView, _: &mut dyn Rng| {
            moves.next().expect("five steps")
        },
    );
    let mut log = GridLog::default();
    Runner::default()
        .run(&mut strip, &mut [agent], 1, &mut log)
        .expect("legal");
    assert_eq!(
        (log.eaten.as_slice(), log.eaten_at.as_slice()),
        ([2].as_slice(), [6].as_slice())
    );
    // Tempted in steps 1 to 4, and did not try in 1 and 3.
    assert_eq!((log.tempted[0], log.spared[0]), (4, 2));
    let metrics = log.metrics();
    assert_eq!(metrics.sustainability, Some(q(3)));
    assert_eq!(metrics.restraint, Some(fraction(1, 2)));
    assert_eq!(metrics.equality, Some(Rational::ONE));
    // Three apples after the first step, then two twice, then one twice.
    assert_eq!((log.standing, metrics.standing), (9, Some(fraction(9, 5))));
}

#[test]
fn equality_is_that_of_the_gini_coefficient() {
    let log = |eaten: &[u64]| {
        let mut log = GridLog::default();
        log.eaten = eaten.to_vec();
        log.eaten_at = eaten.iter().map(|count| 7 * count).collect();
        log.metrics()
    };
    assert_eq!(log(&[5, 5, 5]).equality, Some(Rational::ONE));
    // One of n has everything: the Gini coefficient is (n − 1) / n.
    assert_eq!(log(&[0, 0, 0, 12]).equality, Some(fraction(1, 4)));
    assert_eq!(log(&[1, 3]).equality, Some(fraction(3, 4)));
    // Against the sum over pairs, in any order.
    let eaten = [9, 0, 4, 4, 7, 1, 0, 12];
    let pairs = eaten.iter().flat_map(|a| eaten.map(|b| i64::abs(a - b)));
    let gini = fraction(pairs.sum(), 2 * 8 * eaten.iter().sum::<i64>());
    assert_eq!(
        log(&eaten.map(i64::unsigned_abs)).equality,
        Some(q(1) - gini)
    );
    // A log may come from a document: what adds up to more than is counted is as much as is.
    let mut much = GridLog::default();
    much.eaten = vec![u64::MAX; 2];
    much.eaten_at = vec![0; 2];
    assert_eq!(much.metrics().apples, u64::MAX);
    assert_eq!(much.metrics().equality, Some(Rational::ONE));
    // Who ate nothing has no mean time; the others do not disappear with it.
    assert_eq!(log(&[0, 2]).sustainability, Some(q(7)));
}

#[test]
fn a_beam_fines_those_within_reach_and_costs_who_uses_it() {
    let beam = rules("PPaaaaP", 3).with_beam(Beam::default());
    let mut field = Harvest::new(beam).expect("valid rules");
    let at = |column| (0..3).find(|&player| field.position(player).1 == column);
    let (left, middle, right) = (at(0).unwrap(), at(1).unwrap(), at(6).unwrap());
    let mut actions = [GridAction::Stay; 3];
    actions[left] = GridAction::Fine;
    let mut rewards = vec![Rational::ZERO; 3];
    field.step(&actions, &mut rewards).expect("legal");
    assert_eq!(
        (&rewards[left], &rewards[middle], &rewards[right]),
        (&q(-1), &q(-5), &q(0))
    );
}

#[test]
fn a_refused_step_changes_nothing() {
    let mut field = Harvest::new(HarvestRules::default()).expect("valid rules");
    field.reset(4);
    let untouched = field.clone();
    let mut rewards = vec![q(7); 6];
    let mut actions = vec![GridAction::North; 6];
    actions[5] = GridAction::Clean;
    let error = field.step(&actions, &mut rewards).expect_err("no river");
    assert!(
        matches!(error, SimulationError::IllegalAction { player: 5, .. }),
        "{error}"
    );
    assert!(
        error.to_string().contains("stay, north, south, east, west"),
        "{error}"
    );
    assert!(matches!(
        field.step(&actions[..2], &mut rewards),
        Err(SimulationError::WrongLength { .. })
    ));
    let run = |mut world: Harvest| {
        let mut text = String::new();
        let mut rng = lacuna::game::random::generator(8, 0);
        for _ in 0..50 {
            let actions: Vec<_> = (0..6)
                .map(|_| world.actions()[rng.random_range(0..5)])
                .collect();
            world
                .step(&actions, &mut [(); 6].map(|()| Rational::ZERO))
                .expect("legal");
            world.render(&mut text).expect("a string takes everything");
        }
        text
    };
    assert_eq!(run(field), run(untouched));
}

#[test]
fn an_episode_is_played_again_from_its_record() {
    let mut orchard = Harvest::new(HarvestRules::default().with_steps(100)).expect("valid rules");
    let mut agents: Vec<_> = (0..6).map(|_| random_agent()).collect();
    let mut recording = Recording::default();
    let outcome = Runner::default()
        .run(&mut orchard, &mut agents, 11, &mut recording)
        .expect("legal");
    assert!(outcome.totals.iter().sum::<Rational>().is_positive());
    assert_eq!(recording.replay(&mut orchard).expect("the same"), outcome);
}

#[test]
fn maps_and_rules_that_make_no_sense_are_refused_and_say_where() {
    let refused = |text: &str| text.parse::<GridMap>().expect_err("no map").to_string();
    assert!(refused("").contains("no places"));
    assert!(refused("\r\n\n").contains("no places"));
    assert!(refused("\nPA\n\nPA").contains("line 3 of the map has 0 places"));
    let wide = "é".repeat((1 << 20) + 1);
    assert!(refused(&wide).contains("has 1048577 places; it may have at most 1048576"));
    // Empty lines around a map are not places, however many there are.
    let sunk = format!("{}PA\r\n{}", "\n".repeat(9_000_000), "\n".repeat(9));
    let map: GridMap = sunk.parse().expect("a map");
    assert_eq!((map.rows(), map.columns()), (1, 2));
    assert!(refused("PA\nP").contains("line 2 of the map has 1 places; it must have 2"));
    assert!(refused("PA\nPx").contains("line 2, column 2"));
    let wrong = |rules: HarvestRules| Harvest::new(rules).expect_err("refused").to_string();
    assert!(wrong(rules("PA", 2)).contains("at least 2"));
    assert!(wrong(rules("P.", 1)).contains("where apples grow"));
    assert!(wrong(rules("PA", 0)).contains("number of players"));
    assert!(wrong(rules("PA", 1).with_view(0)).contains("how far players see"));
    assert!(wrong(rules("PA", 1).with_regrowth(vec![])).contains("at least 1"));
    let doubled = rules("PA", 1).with_regrowth(vec![q(2)]);
    assert!(matches!(Harvest::new(doubled), Err(GridError::Rule { .. })));
    // Serde reads a map as text, and refuses what is none.
    let rules = HarvestRules::default();
    let text = serde_json::to_string(&rules).expect("serialises");
    assert_eq!(
        serde_json::from_str::<HarvestRules>(&text).expect("reads"),
        rules
    );
    assert!(serde_json::from_str::<HarvestRules>(&text.replacen('P', "Q", 1)).is_err());
}

#[test]
fn a_beam_that_makes_no_sense_is_refused() {
    let wrong = |change: fn(&mut Beam)| {
        let mut beam = Beam::default();
        change(&mut beam);
        let refused = Harvest::new(rules("PPa", 2).with_beam(beam));
        refused.expect_err("refused").to_string()
    };
    assert!(wrong(|beam| beam.reach = 0).contains("how far a beam reaches"));
    assert!(wrong(|beam| beam.cost = q(-1)).contains("cost of a beam is -1"));
    assert!(wrong(|beam| beam.fine = q(-1)).contains("fine of a beam is -1"));
}

#[test]
fn what_is_out_of_sight_is_a_wall_however_far_away() {
    let orchard = world("PA", 1);
    let mut seen = orchard.observe(0);
    for far in [isize::MIN, isize::MIN + 1, isize::MAX] {
        assert_eq!(seen.at(far, 0), Tile::Wall);
        assert_eq!(seen.at(0, far), Tile::Wall);
        assert_eq!(seen.apples_near(far, far), 0);
    }
    // Whoever writes another reach into a view sees walls.
    seen.reach = usize::MAX / 2;
    assert_eq!(seen.at(1, 1), Tile::Wall);
}

#[test]
fn windows_that_would_fill_the_memory_are_refused() {
    let crowd = "P".repeat(60_000) + "a";
    let error = Harvest::new(rules(&crowd, 60_000).with_view(100)).expect_err("refused");
    assert!(error.to_string().contains("all players see"), "{error}");
    assert!(Harvest::new(rules(&crowd, 60_000).with_view(5)).is_ok());
}
