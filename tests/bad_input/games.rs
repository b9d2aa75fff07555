//! Games.

use lacuna::equilibrium::dominance::{Dominance, compare};
use lacuna::equilibrium::{PhaseDiagram, PhaseOptions, PureOptions, SolveError, pure_equilibria};
use lacuna::game::catalogue::{DilemmaPayoffs, prisoners_dilemma, public_goods};
use lacuna::game::hidden_effort::HiddenEffort;
use lacuna::game::{Game, GameError, GameExt, NormalForm, ProfileSpace, SizeLimit, random};
use lacuna::number::{NumberError, Rational, Tolerance};

use super::says;
use super::support::symmetric;

fn q(value: i64) -> Rational {
    Rational::from(value)
}

/// A game of one's own that breaks its promises.
struct Shapeless(Vec<usize>);

impl Game<Rational> for Shapeless {
    fn players(&self) -> usize {
        self.0.len()
    }
    fn actions(&self, player: usize) -> usize {
        self.0[player]
    }
    fn payoff(&self, _player: usize, _profile: &[usize]) -> Rational {
        Rational::ZERO
    }
}

#[test]
fn a_game_needs_players_and_every_player_actions() {
    let refused: [GameError; 5] = [
        NormalForm::<Rational>::from_fn(&[], |_, _| q(0)).expect_err("no players"),
        NormalForm::<Rational>::from_tables(&[], vec![]).expect_err("no players"),
        ProfileSpace::new(&[]).expect_err("no players"),
        NormalForm::from_game(&Shapeless(vec![])).expect_err("no players"),
        random::uniform_integers(&[], 0..=1, &mut random::generator(1, 0)).expect_err("no players"),
    ];
    for error in refused {
        assert_eq!(
            error,
            NormalForm::<f64>::from_fn(&[], |_, _| 0.0).unwrap_err()
        );
        says(error, &["no players", "at least one"]);
    }
    let refused: [GameError; 5] = [
        NormalForm::<Rational>::from_fn(&[2, 0, 2], |_, _| q(0)).expect_err("no actions"),
        NormalForm::<Rational>::from_tables(&[2, 0, 2], vec![vec![]; 3]).expect_err("no actions"),
        ProfileSpace::new(&[2, 0, 2]).expect_err("no actions"),
        NormalForm::from_game(&Shapeless(vec![2, 0, 2])).expect_err("no actions"),
        random::uniform_integers(&[2, 0, 2], 0..=1, &mut random::generator(1, 0))
            .expect_err("no actions"),
    ];
    for error in refused {
        assert!(matches!(error, GameError::NoActions { player: 1, .. }));
        says(error, &["player 1", "no actions", "at least one"]);
    }
    let empty: [Vec<Rational>; 1] = [vec![]];
    assert!(matches!(
        NormalForm::bimatrix(&empty, &empty),
        Err(GameError::NoActions { player: 1, .. })
    ));
    assert!(matches!(
        NormalForm::<Rational>::bimatrix(&[], &[]),
        Err(GameError::NoActions { player: 0, .. })
    ));
    assert!(NormalForm::<Rational>::symmetric(&[]).is_err());
    // Solvers check a game that is written elsewhere.
    let options = PureOptions::default();
    assert!(matches!(
        pure_equilibria(&Shapeless(vec![]), &options),
        Err(SolveError::Game(GameError::NoPlayers { .. }))
    ));
    assert!(matches!(
        PhaseDiagram::new(&Shapeless(vec![1, 0]), &PhaseOptions::default()),
        Err(SolveError::Game(GameError::NoActions { player: 1, .. }))
    ));
}

#[test]
fn ragged_payoffs_name_the_player_and_the_row() {
    let good = vec![vec![q(1), q(2)], vec![q(3), q(4)]];
    let ragged = vec![vec![q(1), q(2)], vec![q(3)]];
    let error = NormalForm::bimatrix(&good, &ragged).expect_err("ragged");
    assert!(matches!(
        error,
        GameError::RaggedRow {
            player: 1,
            row: 1,
            found: 1,
            expected: 2,
            ..
        }
    ));
    says(error, &["row 1", "player 1", "1 entries", "2"]);
    let error = NormalForm::bimatrix(&ragged, &good).expect_err("ragged");
    assert!(matches!(
        error,
        GameError::RaggedRow {
            player: 0,
            row: 1,
            ..
        }
    ));
    let error = NormalForm::bimatrix(&good, &good[..1]).expect_err("rows");
    assert!(matches!(
        error,
        GameError::WrongRowCount {
            player: 1,
            found: 1,
            expected: 2,
            ..
        }
    ));
    says(error, &["player 1", "1 rows", "2"]);
    let error = NormalForm::symmetric(&ragged).expect_err("ragged");
    assert!(matches!(
        error,
        GameError::NotSquare {
            row: 1,
            found: 1,
            rows: 2,
            ..
        }
    ));
    says(error, &["square", "row 1"]);
    let error = NormalForm::from_tables(&[2, 2], vec![vec![q(0); 4]]).expect_err("tables");
    assert!(matches!(
        error,
        GameError::WrongTableCount {
            found: 1,
            players: 2,
            ..
        }
    ));
    says(error, &["1 payoff tables", "2 players"]);
    let tables = vec![vec![q(0); 4], vec![q(0); 5]];
    let error = NormalForm::from_tables(&[2, 2], tables).expect_err("a table");
    assert!(matches!(
        error,
        GameError::WrongTableLength {
            player: 1,
            found: 5,
            expected: 4,
            ..
        }
    ));
    says(error, &["player 1", "5 entries", "4 profiles"]);
}

#[test]
fn payoffs_that_are_not_finite_name_the_player_and_the_profile() {
    for (bad, text) in [
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
    ] {
        let at = |player: usize, profile: &[usize]| {
            if player == 1 && profile == [0, 2] {
                bad
            } else {
                1.0
            }
        };
        let mut table = vec![1.0; 6];
        table[2] = bad;
        let matrix = vec![vec![1.0, 1.0, bad], vec![1.0; 3]];
        let refused = [
            NormalForm::from_fn(&[2, 3], at).expect_err("not finite"),
            NormalForm::from_tables(&[2, 3], vec![vec![1.0; 6], table]).expect_err("not finite"),
            NormalForm::bimatrix(&vec![vec![1.0; 3]; 2], &matrix).expect_err("not finite"),
        ];
        for error in refused {
            match &error {
                GameError::NotFinite {
                    player, profile, ..
                } => {
                    assert_eq!((*player, profile.as_slice()), (1, &[0, 2][..]));
                }
                other => panic!("{other:?}"),
            }
            says(error, &["player 1", "[0, 2]", text, "finite"]);
        }
        assert!(matches!(
            Rational::from_f64_exact(bad),
            Err(NumberError::NotFinite { .. })
        ));
        assert!(Tolerance::new(bad, 0.0).is_err() && Tolerance::new(0.0, bad).is_err());
    }
    // Overflow on the way is found as well.
    let large = NormalForm::from_fn(&[2], |_, _| 1e300).expect("finite");
    assert!(matches!(
        large.affine(&[1e300], &[0.0]),
        Err(GameError::NotFinite { player: 0, .. })
    ));
}

#[test]
fn sizes_beyond_the_limit_are_refused_before_memory_is_asked_for() {
    let never = |_: usize, _: &[usize]| -> Rational { panic!("no payoff is asked for") };
    let error = NormalForm::from_fn(&[1_000_000, 1_000_000], never).expect_err("too large");
    assert!(matches!(
        error,
        GameError::TooLarge {
            payoffs: Some(2_000_000_000_000),
            ..
        }
    ));
    says(error, &["2000000000000 payoffs", "limit is 1073741824"]);
    let error = NormalForm::from_fn(&[usize::MAX; 3], never).expect_err("too large");
    assert!(matches!(error, GameError::TooLarge { .. }));
    says(error, &["more than 2^128", "limit"]);
    let error = NormalForm::from_fn(&[2; 200], never).expect_err("too large");
    assert!(matches!(error, GameError::TooLarge { payoffs: None, .. }));
    let limit = SizeLimit::payoffs(17);
    let error = NormalForm::from_fn_within(limit, &[3, 3], never).expect_err("too large");
    assert!(matches!(
        error,
        GameError::TooLarge {
            payoffs: Some(18),
            limit: 17,
            ..
        }
    ));
    says(error, &["18 payoffs", "limit is 17"]);
    assert!(matches!(
        NormalForm::from_game_within(limit, &Shapeless(vec![3, 3])),
        Err(GameError::TooLarge { .. })
    ));
    let options = PureOptions::default().with_size_limit(limit);
    assert!(matches!(
        pure_equilibria(&Shapeless(vec![3, 3]), &options),
        Err(SolveError::Game(GameError::TooLarge { .. }))
    ));
    assert!(NormalForm::<Rational>::from_tables(&[usize::MAX, 2], vec![]).is_err());
    assert!(random::symmetric(40, 9, 0..=1, &mut random::generator(1, 0)).is_err());
    let units = [q(0), q(1)];
    assert!(matches!(
        public_goods(64, 1, &units, 2),
        Err(GameError::TooLarge { .. })
    ));
}

#[test]
fn profiles_players_and_actions_out_of_range_are_named() {
    let game = symmetric(&[[3, 0], [5, 1]]);
    let error = game.payoffs(&[0]).expect_err("short");
    assert!(matches!(
        error,
        GameError::WrongProfileLength {
            found: 1,
            players: 2,
            ..
        }
    ));
    says(error, &["1 actions", "2 players"]);
    let error = game
        .is_pure_equilibrium(&[0, 2])
        .expect_err("no such action");
    assert!(matches!(
        error,
        GameError::ActionOutOfRange {
            player: 1,
            action: 2,
            actions: 2,
            ..
        }
    ));
    says(error, &["player 1", "action 2", "0..2"]);
    let error = game.regret(2, &[0, 0]).expect_err("no such player");
    says(error, &["no player 2", "0..2"]);
    assert!(matches!(
        game.space().profile(4),
        Err(GameError::ProfileOutOfRange {
            index: 4,
            profiles: 4,
            ..
        })
    ));
    assert!(compare(&game, 0, 0, 2, Dominance::Strict).is_err());
    assert!(compare(&game, 2, 0, 1, Dominance::Strict).is_err());
    assert!(lacuna::equilibrium::lambda_interval(&game, &[0, 0, 0]).is_err());
}

#[test]
fn limits_that_are_hit_say_so_and_carry_what_was_found() {
    let flat = symmetric(&[[0, 0], [0, 0]]);
    match pure_equilibria(&flat, &PureOptions::default().with_max_equilibria(3)) {
        Err(SolveError::TooManyEquilibria {
            limit: 3, found, ..
        }) => assert_eq!(found.len(), 3),
        other => panic!("{other:?}"),
    }
    let error = PhaseDiagram::new(&flat, &PhaseOptions::default().with_max_entries(5));
    says(
        error.expect_err("too many"),
        &["12 entries", "max_entries", "5"],
    );
}

#[test]
fn a_dilemma_with_payoffs_out_of_order_says_which() {
    let error = prisoners_dilemma(5, 0, 3, 1).expect_err("no dilemma");
    assert!(matches!(error, GameError::BadParameter { .. }));
    says(&error, &["5", "3"]);
    // A hidden effort needs something to exploit.
    assert!(HiddenEffort::new(DilemmaPayoffs::new(1, 1, 1, 1)).is_err());
}
