//! Bad questions are refused, and the refusal says what would be right.

use lacuna::contract::{ContractError, ContractingProblem, Language};
use lacuna::game::catalogue::{donation_game, prisoners_dilemma};
use lacuna::game::{GameError, NormalForm};
use lacuna::gap::GapError;
use lacuna::gap::transfers::{
    Concept, Enforcement, FineDestination, TransferOptions, formal_contract, k_implementation,
    least_reward, prosociality_needed, self_interest_level, solo_payoff,
};
use lacuna::linear_program::{LinearError, LinearOptions};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

use super::support::q;

fn dilemma() -> NormalForm<Rational> {
    prisoners_dilemma(3, 0, 5, 1).expect("ordered")
}

#[test]
fn profiles_and_preferences_must_fit_the_game() {
    let game = dilemma();
    let selfish = WeightMatrix::identity(2);
    assert!(matches!(
        k_implementation(&game, &[0, 2], &selfish),
        Err(GapError::Game(GameError::ActionOutOfRange {
            player: 1,
            ..
        }))
    ));
    assert!(matches!(
        k_implementation(&game, &[0, 0], &WeightMatrix::identity(3)),
        Err(GapError::Contract(ContractError::PreferenceMismatch {
            found: 3,
            players: 2,
            ..
        }))
    ));
    let alone = NormalForm::from_tables(&[2], vec![vec![Rational::ONE; 2]]).expect("valid");
    let refused = self_interest_level(&alone, &[0], Concept::Dominant).expect_err("one player");
    assert_eq!(
        refused.to_string(),
        "the exchange of rewards needs two or more players; the game has 1"
    );
    let three = donation_game(3, 3, 2).expect("valid");
    assert!(matches!(
        solo_payoff(&three, 0, &LinearOptions::default()),
        Err(GapError::WrongPlayers { found: 3, .. })
    ));
    assert!(matches!(
        solo_payoff(&game, 2, &LinearOptions::default()),
        Err(GapError::Game(GameError::PlayerOutOfRange {
            player: 2,
            ..
        }))
    ));
}

#[test]
fn a_target_is_no_defection() {
    let game = dilemma();
    let selfish = WeightMatrix::identity(2);
    let ask = |defections: &[Vec<usize>]| {
        formal_contract(&game, &[0, 0], defections, &selfish, Concept::Equilibrium)
    };
    assert!(matches!(
        ask(&[vec![1], vec![1, 0]]),
        Err(GapError::TargetDefects {
            player: 1,
            action: 0,
            ..
        })
    ));
    assert!(matches!(
        ask(&[vec![1]]),
        Err(GapError::WrongLength {
            found: 1,
            expected: 2,
            ..
        })
    ));
    assert!(matches!(
        ask(&[vec![1], vec![1, 1]]),
        Err(GapError::Game(GameError::Duplicate {
            player: 1,
            value: 1,
            ..
        }))
    ));
    assert!(matches!(
        ask(&[vec![7], vec![1]]),
        Err(GapError::Game(GameError::ActionOutOfRange {
            action: 7,
            ..
        }))
    ));
}

#[test]
fn chances_are_chances_and_fines_are_not_rewards() {
    let game = dilemma();
    let at = |chance: &str, fine: &str| {
        let destination = FineDestination::Burnt;
        Enforcement::uniform(&game, &[0, 0], &q(chance), q(fine), destination)
    };
    assert_eq!(
        at("3/2", "1").expect_err("too likely").to_string(),
        "a probability of detection is 3/2; it must be between 0 and 1"
    );
    assert!(matches!(at("1/2", "-1"), Err(GapError::OutOfRange { .. })));
    let short = Enforcement::new(vec![vec![q("1/2")]; 2], q("1"), FineDestination::Others);
    assert!(matches!(
        prosociality_needed(
            &game,
            &[0, 0],
            &short.expect("chances"),
            Concept::Equilibrium
        ),
        Err(GapError::WrongLength {
            found: 1,
            expected: 2,
            ..
        })
    ));
}

#[test]
fn limits_are_checked_and_kept() {
    let problem = ContractingProblem::single_state(dilemma()).expect("valid");
    let complete = Language::complete(&problem);
    let selfish = WeightMatrix::identity(2);
    let ask = |options: TransferOptions| {
        least_reward(&problem, &complete, &[vec![0, 0]], &selfish, &options)
    };
    assert!(matches!(
        ask(TransferOptions::default().with_liability(q("-1"))),
        Err(GapError::Contract(ContractError::NegativeLiability { .. }))
    ));
    assert!(matches!(
        ask(TransferOptions::default().with_participation(vec![q("1")])),
        Err(GapError::WrongLength {
            found: 1,
            expected: 2,
            ..
        })
    ));
    let hasty = LinearOptions::default().with_max_pivots(0);
    assert!(matches!(
        ask(TransferOptions::default().with_linear(hasty)),
        Err(GapError::Linear(LinearError::PivotLimit { .. }))
    ));
    let options: Result<TransferOptions, _> = serde_json::from_str(r#"{"liabilty": "1"}"#);
    assert!(options.is_err(), "a misspelt option is refused");
}
