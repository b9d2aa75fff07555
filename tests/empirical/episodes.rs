//! Episodes of environments as games.

use lacuna::equilibrium::{PureOptions, pure_equilibria};
use lacuna::game::{Game, NormalForm, catalogue};
use lacuna::number::Rational;
use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules, Growth, Hysteresis};
use lacuna::simulate::empirical::{
    EmpiricalGame, EmpiricalOptions, Episodes, Evidence, PayoffSampler, Strategy,
};
use lacuna::simulate::{Environment, FromFunction, GameRounds, RoundObservation, SimulationError};
use rand::Rng;

use super::{q, ratio};

#[test]
fn one_round_of_a_game_is_the_game_without_chance() {
    let game = catalogue::cournot(3, 3, 12, 1, 2).expect("a game");
    let actions = (0..3)
        .map(|player| (0..game.actions(player)).collect())
        .collect();
    let once = Episodes::of_actions(|| GameRounds::new(game.clone(), 1), actions);
    let once = once.expect("fits");
    let found = EmpiricalGame::sample(&once, 4, &EmpiricalOptions::without_chance());
    let found = found.expect("samples");
    assert_eq!(found.evidence(), &Evidence::Declared);
    for (index, profile) in game.space().iter().enumerate() {
        for player in 0..3 {
            assert_eq!(
                found.means().payoff_at(player, index),
                game.payoff(player, &profile)
            );
            assert_eq!(found.variances().payoff_at(player, index), Rational::ZERO);
            assert_eq!(found.half_widths().payoff_at(player, index), Rational::ZERO);
        }
    }
    let options = PureOptions::default();
    let exact = pure_equilibria(&game, &options)
        .expect("a scan")
        .into_set()
        .profiles();
    assert_eq!(
        found.equilibria(&Rational::ZERO).expect("fits").certain,
        exact
    );
}

type Rounds = GameRounds<NormalForm<Rational>>;

fn repeated(rounds: usize) -> Episodes<Rounds, impl Fn() -> Rounds + Sync> {
    let dilemma = catalogue::prisoners_dilemma(3, 0, 5, 1).expect("a dilemma");
    let reciprocate = |seen: &RoundObservation, _: &mut dyn Rng| {
        seen.last.as_ref().map_or(0, |last| last[1 - seen.player])
    };
    let strategies = vec![
        Strategy::always("AllC", 0),
        Strategy::always("AllD", 1),
        Strategy::new("TFT", move || FromFunction::new("TFT", reciprocate)),
    ];
    let make = move || GameRounds::new(dilemma.clone(), rounds);
    Episodes::interchangeable(make, strategies).expect("fits")
}

#[test]
fn the_repeated_dilemma_has_the_payoffs_of_the_textbook() {
    for rounds in [1usize, 2, 10] {
        let game = EmpiricalGame::sample(&repeated(rounds), 1, &EmpiricalOptions::without_chance());
        let game = game.expect("samples");
        let n = rounds as i64;
        // AllC, AllD and TFT as rows against each other, for R = 3, S = 0, T = 5, P = 1.
        let table = [
            [3 * n, 0, 3 * n],
            [5 * n, n, 5 + n - 1],
            [3 * n, n - 1, 3 * n],
        ];
        for (row, line) in table.iter().enumerate() {
            for (column, &payoff) in line.iter().enumerate() {
                assert_eq!(game.means().payoff(0, &[row, column]), q(payoff));
                assert_eq!(game.means().payoff(1, &[column, row]), q(payoff));
            }
        }
        // Reciprocity holds against defection if 3n >= n + 4.
        let certain = game.equilibria(&Rational::ZERO).expect("fits").certain;
        assert!(certain.contains(&vec![1, 1]));
        assert_eq!(certain.contains(&vec![2, 2]), rounds >= 2);
        assert_eq!(
            game.means().names().and_then(|names| names.action(0, 2)),
            Some("TFT")
        );
    }
}

#[test]
fn interchangeable_players_are_sampled_once_for_each_list_of_numbers() {
    // Three strategies among two players: six lists, and nine profiles.
    let game = EmpiricalGame::sample(&repeated(5), 7, &EmpiricalOptions::without_chance());
    assert_eq!(game.expect("samples").episodes(), 42);
}

fn fishers(rules: &CommonsRules) -> Vec<Strategy<CommonsObservation, u64>> {
    assert_eq!(rules.players, 5);
    let greedy = |seen: &CommonsObservation, _: &mut dyn Rng| seen.stock / 5;
    vec![
        Strategy::always("ten", 10),
        Strategy::new("greedy", move || FromFunction::new("greedy", greedy)),
    ]
}

#[test]
fn in_the_commons_of_govsim_ten_each_is_an_equilibrium_against_the_greedy() {
    let rules = CommonsRules::default();
    let make = || Commons::new(rules.clone()).expect("valid rules");
    let lake = Episodes::interchangeable(make, fishers(&rules)).expect("fits");
    let options = EmpiricalOptions::default().with_payoff_range(0, 240);
    let game = EmpiricalGame::sample(&lake, 200, &options).expect("samples");
    // Ten each: half of the stock every month. All greedy: everything in the first month.
    assert_eq!(game.means().welfare_at(0), q(600));
    assert_eq!(game.means().welfare_at(31), q(100));
    assert_eq!(game.episodes(), 6 * 200);
    // By hand, one greedy fisher: 20 of 100 and 40 of the others leave 40, which doubles; 16 of 80
    // and 40 leave 24; of 48 it wants 9 and the others 40, one more than there is, which is the lot
    // of one of the five.
    let greedy = game.means().payoff(0, &[1, 0, 0, 0, 0]);
    assert!(
        greedy >= q(20 + 16 + 8) && greedy <= q(20 + 16 + 9),
        "{greedy}"
    );
    // So ten each is surely an equilibrium: who is greedy loses more than the intervals are wide.
    let verdicts = game.equilibria(&Rational::ZERO).expect("not negative");
    assert!(verdicts.certain.contains(&vec![0; 5]), "{verdicts:?}");
    // All but one greedy: 10 of 100 are left and become 20, of which it wants 10 again.
    let modest = game.means().payoff(0, &[0, 1, 1, 1, 1]);
    assert!(modest > q(10) && modest < q(20), "{modest}");
}

#[test]
fn a_commons_with_chance_is_the_same_with_and_without_symmetry() {
    let hysteresis = Growth::Hysteresis(Hysteresis::default());
    let rules = CommonsRules::default().with_growth(hysteresis);
    let make = || Commons::new(rules.clone()).expect("valid rules");
    let strategies = fishers(&rules);
    let options = EmpiricalOptions::default()
        .with_payoff_range(0, 1200)
        .with_confidence(ratio(99, 100));
    let shared = Episodes::interchangeable(make, strategies.clone()).expect("fits");
    let separate = Episodes::new(make, vec![strategies; 5]).expect("fits");
    let shared = EmpiricalGame::sample(&shared, 24, &options).expect("samples");
    let separate = EmpiricalGame::sample(&separate, 24, &options).expect("samples");
    assert_eq!((shared.episodes(), separate.episodes()), (6 * 24, 32 * 24));
    // Fewer payoffs are estimated, ten instead of 160, so that intervals are narrower.
    assert!(shared.largest_half_width() < separate.largest_half_width());
    for profile in shared.space() {
        let (one, two) = (
            shared.welfare(&profile).expect("fits"),
            separate.welfare(&profile).expect("fits"),
        );
        assert!(
            one.low <= two.high && two.low <= one.high,
            "{profile:?}: {one} and {two}"
        );
        for player in 0..5 {
            for other in (0..5).filter(|&other| profile[other] == profile[player]) {
                let means = shared.means();
                assert_eq!(
                    means.payoff(player, &profile),
                    means.payoff(other, &profile)
                );
            }
        }
    }
    // Both average the same episodes where all players do the same.
    assert_eq!(shared.means().welfare_at(0), separate.means().welfare_at(0));
    assert_eq!(
        shared.means().welfare_at(31),
        separate.means().welfare_at(31)
    );
}

#[test]
fn episodes_without_an_end_are_ended() {
    struct Endless;
    impl Environment for Endless {
        type Observation = ();
        type Action = i64;
        fn players(&self) -> usize {
            1
        }
        fn reset(&mut self, _seed: u64) {}
        fn is_over(&self) -> bool {
            false
        }
        fn observe(&self, _player: usize) {}
        fn step(&mut self, gain: &[i64], rewards: &mut [Rational]) -> Result<(), SimulationError> {
            rewards[0] = q(gain[0]);
            Ok(())
        }
    }
    let episodes = Episodes::of_actions(|| Endless, vec![vec![1, 3]]).expect("fits");
    let mut payoffs = [q(0)];
    episodes
        .with_max_steps(7)
        .sample(&[1], 1, &mut payoffs)
        .expect("plays");
    assert_eq!(payoffs, [q(21)]);
}
