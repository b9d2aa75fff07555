//! The lift against the published matrices, the conditions and the axioms.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::game::GameExt;

const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/paper/");

/// A file published with the paper, or `None`, with a word about it, where it is absent.
fn published(file: &str) -> Option<Value> {
    let path = format!("{PUBLISHED}{file}");
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).expect("the published file is JSON")),
        Err(error) => {
            eprintln!("skipped: {path} cannot be read ({error})");
            None
        }
    }
}

fn integer(value: &Value) -> i64 {
    value.as_i64().expect("an integer")
}

fn payoffs_of(record: &Value) -> DilemmaPayoffs {
    let entry = |name: &str| integer(&record[name]);
    DilemmaPayoffs::new(entry("R"), entry("S"), entry("T"), entry("P"))
}

fn id_of(record: &Value) -> u32 {
    let id = record["id"].as_str().expect("an id");
    id.parse().expect("a number")
}

fn records<'a>(file: &'a Value, set: &str) -> &'a [Value] {
    file[set].as_array().expect("a list").as_slice()
}

fn pure_equilibria(game: &NormalForm<Rational>) -> Vec<Vec<usize>> {
    game.space()
        .iter()
        .filter(|profile| game.is_pure_equilibrium(profile).expect("valid"))
        .collect()
}

fn report(game: &NormalForm<Rational>, family: Family) -> AxiomReport {
    check_axioms(game, &ActionClasses::lifted(), &[0, 0], family).expect("matching classes")
}

#[test]
fn lifts_are_the_published_matrices() {
    let Some(file) = published("scenarios_4x4.json") else {
        return;
    };
    for (set, family, equilibria) in [
        ("pd4x4", Family::PrisonersDilemma, vec![vec![2, 2]]),
        (
            "sh4x4",
            Family::StagHunt,
            vec![vec![0, 1], vec![1, 0], vec![2, 2]],
        ),
    ] {
        let list = records(&file, set);
        assert_eq!(list.len(), 30);
        for record in list {
            let lift = HiddenEffort::new(payoffs_of(record)).expect("R > P");
            let NormalisedGame { game, scale } = lift.normalised().expect("4x4");
            let printed = record["scale"].as_f64().expect("a number");
            assert!((scale.to_f64() - printed).abs() < 1e-9, "{record}");
            for profile in game.space() {
                for player in 0..2 {
                    let cell = &record["payoff_4x4"][profile[0]][profile[1]][player];
                    assert_eq!(
                        game.payoff(player, &profile),
                        Rational::from(integer(cell)),
                        "{profile:?} of {record}"
                    );
                }
            }
            assert_eq!(pure_equilibria(&game), equilibria);
            assert_eq!(lift.conditions(family).require(), Ok(()));
            assert!(report(&game, family).holds());
        }
    }
}

#[test]
fn superseded_stag_hunts_fail_the_order_and_the_first_axiom() {
    let Some(file) = published("scenarios_4x4.json") else {
        return;
    };
    let list = records(&file, "sh4x4_old_invalid");
    assert_eq!(list.len(), 30);
    for record in list {
        let lift = HiddenEffort::new(payoffs_of(record)).expect("R > P");
        let error = lift.check_stag_hunt().require().expect_err("R > P > T > S");
        assert!(
            error
                .failures
                .iter()
                .any(|failure| failure.condition == Condition::StagHuntOrder)
        );
        let (axiom, outcome) = &report(&lift.game().expect("4x4"), Family::StagHunt).outcomes[0];
        assert_eq!(*axiom, Axiom::CooperationRaisesWelfare);
        assert!(!outcome.holds());
    }
}

#[test]
fn scenarios_are_the_published_ones_with_both_numbers() {
    let (Some(base), Some(lifted)) = (
        published("scenarios_2x2.json"),
        published("scenarios_4x4.json"),
    ) else {
        return;
    };
    let all = scenarios();
    let numbered = |set: &[Value]| -> Vec<(u32, DilemmaPayoffs)> {
        set.iter()
            .map(|record| (id_of(record), payoffs_of(record)))
            .collect()
    };
    let ours = |range: std::ops::Range<usize>, id: fn(&Scenario) -> u32| -> Vec<_> {
        all[range]
            .iter()
            .map(|scenario| (id(scenario), scenario.payoffs.clone()))
            .collect()
    };
    let sorted = |mut list: Vec<(u32, DilemmaPayoffs)>| {
        list.sort_by_key(|(id, _)| *id);
        list
    };
    assert_eq!(
        ours(0..30, |s| s.base_id),
        numbered(records(&base, "pd2x2"))
    );
    assert_eq!(
        ours(0..30, |s| s.lifted_id),
        numbered(records(&lifted, "pd4x4"))
    );
    assert_eq!(
        ours(30..60, |s| s.lifted_id),
        numbered(records(&lifted, "sh4x4"))
    );
    assert_eq!(
        sorted(ours(30..60, |s| s.base_id)),
        sorted(numbered(records(&base, "sh2x2")))
    );
}

#[test]
fn every_scenario_satisfies_its_conditions_and_axioms_and_loses_twice_the_distance() {
    for scenario in scenarios() {
        let lift = HiddenEffort::new(scenario.payoffs.clone()).expect("R > P");
        lift.conditions(scenario.family)
            .require()
            .expect("the paper's conditions");
        let game = lift.game().expect("4x4");
        assert!(report(&game, scenario.family).holds(), "{scenario:?}");
        let gap = game.welfare(&[0, 0]).expect("valid") - game.welfare(&[2, 2]).expect("valid");
        let payoffs = &scenario.payoffs;
        let distance = &payoffs.reward - &payoffs.punishment;
        assert_eq!(gap, distance * Rational::from(2));
    }
}

#[test]
fn a_reward_not_above_the_punishment_is_refused() {
    for punishment in [3, 4] {
        assert!(matches!(
            HiddenEffort::new(DilemmaPayoffs::new(3, 0, 5, punishment)),
            Err(GameError::BadParameter {
                parameter: "reward",
                ..
            })
        ));
    }
    let text = serde_json::to_string(&DilemmaPayoffs::new(1, 0, 5, 1)).expect("json");
    assert!(serde_json::from_str::<HiddenEffort>(&text).is_err());
}

#[test]
fn payoffs_that_do_not_become_integers_stay_as_they_are() {
    let fraction: Rational = "1/7".parse().expect("a number");
    let lift = HiddenEffort::new(DilemmaPayoffs::new(5, fraction, 9, 1)).expect("R > P");
    let normalised = lift.normalised().expect("4x4");
    assert_eq!(normalised.scale, Rational::ONE);
    assert_eq!(normalised.game, lift.game().expect("4x4"));
}

#[test]
fn integers_beyond_the_machine_are_normalised_too() {
    let large: Rational = "1e30".parse().expect("a number");
    let times = |factor: i64| &large * &Rational::from(factor);
    let payoffs = DilemmaPayoffs::new(times(5), times(-5), times(9), times(0));
    let lift = HiddenEffort::new(payoffs).expect("R > P");
    let normalised = lift.normalised().expect("4x4");
    // As (5, −5, 9, 0), whose scale is 12 and whose entries have the greatest common divisor 1.
    assert_eq!(normalised.game.payoff(0, &[0, 0]), 50.into());
    assert_eq!(normalised.scale * large, Rational::from(12));
}

#[test]
fn the_failing_condition_is_named_with_both_sides() {
    let lift = HiddenEffort::new(DilemmaPayoffs::new(3, 0, 4, 2)).expect("R > P");
    let error = lift
        .check_prisoners_dilemma()
        .require()
        .expect_err("8 is not above 9");
    assert_eq!(error.failures.len(), 1);
    let failure = &error.failures[0];
    assert_eq!(failure.condition, Condition::FirstCooperatorRaisesWelfare);
    assert_eq!(failure.sides, vec![Rational::from(8), Rational::from(9)]);
    assert_eq!(
        error.to_string(),
        "the payoffs are not those of a prisoner's dilemma to lift: \
         P4 needs 2(S + T) > R + 3P, but the sides are 8, 9"
    );
    let labels: Vec<_> = lift
        .check_stag_hunt()
        .failures()
        .map(|check| check.condition.label(Family::StagHunt))
        .collect();
    assert_eq!(labels, vec![Some("S1"), Some("S3"), Some("S5")]);
}

#[test]
fn a_violated_axiom_comes_with_a_witness() {
    // Both defect with low effort at a payoff that beats every cooperation.
    let mut matrix = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0))
        .expect("R > P")
        .matrix();
    matrix[3][3] = Rational::from(20);
    let game = NormalForm::symmetric(&matrix).expect("square");
    let found = report(&game, Family::PrisonersDilemma);
    assert!(!found.holds());
    let violations: Vec<&Violation> = found
        .outcomes
        .iter()
        .filter_map(|(_, outcome)| match outcome {
            AxiomOutcome::Violated(violation) => Some(violation),
            AxiomOutcome::Holds => None,
        })
        .collect();
    assert_eq!(
        violations,
        vec![
            &Violation::WelfareNotRaised {
                profile: vec![3, 3],
                player: 0,
                cooperation: 0,
                welfare_of_defection: Rational::from(40),
                welfare_of_cooperation: "3/2".parse().expect("a number"),
            },
            &Violation::NotTheOnlyOptimum {
                profile: vec![3, 3],
                welfare: Rational::from(40),
                designated: "25/3".parse().expect("a number"),
            },
            &Violation::NotParetoDominated {
                cooperative: vec![1, 1],
                defective: vec![3, 3],
                player: 0,
                cooperative_payoff: "5/2".parse().expect("a number"),
                defective_payoff: Rational::from(20),
            },
        ]
    );
}

#[test]
fn the_fourth_axioms_are_violated_with_their_numbers() {
    let classes = ActionClasses::new(vec![vec![BaseAction::Cooperate, BaseAction::Defect]; 2]);
    let outcome = |r, s, t, p, axiom| {
        let game = DilemmaPayoffs::new(r, s, t, p).game().expect("2x2");
        check_axiom(&game, &classes, &[0, 0], axiom).expect("matching classes")
    };
    assert_eq!(
        outcome(4, 0, 3, 2, Axiom::DefectionDominates),
        AxiomOutcome::Violated(Violation::DefectionNotBetter {
            profile: vec![0, 1],
            player: 1,
            cooperation: 0,
            payoff_of_defection: Rational::from(3),
            payoff_of_cooperation: Rational::from(4),
        })
    );
    assert_eq!(
        outcome(4, 0, 3, 2, Axiom::DefectionTempts),
        AxiomOutcome::Holds
    );
    assert_eq!(
        outcome(4, 2, 3, 1, Axiom::DefectionTempts),
        AxiomOutcome::Violated(Violation::NoTemptation {
            largest_gain: Some(Rational::from(-1))
        })
    );
}

#[test]
fn ties_violate_the_axioms() {
    let classes = ActionClasses::new(vec![vec![BaseAction::Cooperate, BaseAction::Defect]; 2]);
    let outcome = |r, s, t, p, axiom| {
        let game = DilemmaPayoffs::new(r, s, t, p).game().expect("2x2");
        check_axiom(&game, &classes, &[0, 0], axiom).expect("matching classes")
    };
    let six = || Rational::from(6);
    assert_eq!(
        outcome(3, 0, 6, 1, Axiom::CooperationRaisesWelfare),
        AxiomOutcome::Violated(Violation::WelfareNotRaised {
            profile: vec![0, 1],
            player: 1,
            cooperation: 0,
            welfare_of_defection: six(),
            welfare_of_cooperation: six(),
        })
    );
    assert_eq!(
        outcome(3, 0, 6, 1, Axiom::UniqueOptimum),
        AxiomOutcome::Violated(Violation::NotTheOnlyOptimum {
            profile: vec![0, 1],
            welfare: six(),
            designated: six(),
        })
    );
    for (r, s, t, p, axiom) in [
        (3, 0, 5, 3, Axiom::CooperationParetoDominates),
        (3, 0, 3, 1, Axiom::DefectionDominates),
        (3, 1, 3, 1, Axiom::DefectionTempts),
    ] {
        assert!(!outcome(r, s, t, p, axiom).holds(), "{axiom:?}");
    }
    for axiom in Axiom::of(Family::PrisonersDilemma) {
        assert!(outcome(3, 0, 5, 1, axiom).holds(), "{axiom:?}");
    }
    // Player 0 would rather defect against a defector, but player 1 never does.
    let game = NormalForm::bimatrix(
        &[
            vec![Rational::from(2), Rational::from(0)],
            vec![Rational::from(1), Rational::from(1)],
        ],
        &[
            vec![Rational::from(2), Rational::from(1)],
            vec![Rational::from(2), Rational::from(1)],
        ],
    )
    .expect("2x2");
    assert_eq!(
        check_axiom(&game, &classes, &[0, 0], Axiom::DefectionTempts),
        Ok(AxiomOutcome::Violated(Violation::NoDefectiveEquilibrium {
            equilibria: vec![vec![0, 0]]
        }))
    );
}

#[test]
fn classes_that_do_not_match_the_game_are_refused() {
    let game = DilemmaPayoffs::new(3, 0, 5, 1).game().expect("2x2");
    assert!(matches!(
        check_axioms(
            &game,
            &ActionClasses::lifted(),
            &[0, 0],
            Family::PrisonersDilemma
        ),
        Err(GameError::BadParameter {
            parameter: "classes",
            ..
        })
    ));
}

#[test]
fn a_court_sees_the_base_action_and_not_the_effort() {
    for (action, published) in ACTION_NAMES.into_iter().enumerate() {
        let (base, work) = (
            base_action(action).expect("valid"),
            effort(action).expect("valid"),
        );
        assert_eq!(lifted_action(base, work), action);
        assert_eq!(court_observation(1, action), Ok(base));
        let letters = format!("{base:?}{work:?}");
        let name: String = letters.chars().filter(char::is_ascii_uppercase).collect();
        assert_eq!(name, published);
    }
    assert_eq!(base_action(4), None);
    assert!(court_observation(2, 0).is_err());
    assert!(court_observation(0, 4).is_err());
}

/// Tuples with R > P, over a common denominator: any, and in the orders of the two families. Small
/// ranges, so that ties are common.
fn tuples() -> impl Strategy<Value = (DilemmaPayoffs, i64)> {
    let step = || 1i64..9;
    let any = (-9i64..9, -9i64..9, -9i64..9, step()).prop_map(|(s, t, p, a)| [p + a, s, t, p]);
    let dilemma = (-9i64..9, step(), step(), step())
        .prop_map(|(s, a, b, c)| [s + a + b, s, s + a + b + c, s + a]);
    // S3 and S5 say 2(P − S) + R − T < T − P < 3(R − T); this reaches from end to end.
    let hunt = (-9i64..9, step(), step())
        .prop_flat_map(|(s, a, d)| (Just((s, a, a + d)), 0..=2 * d))
        .prop_map(|((s, a, c), k)| {
            let p = s + a;
            let t = p + 2 * a + c + k;
            [t + c, s, t, p]
        });
    (prop_oneof![any, dilemma, hunt], 1i64..8).prop_map(|(numbers, below)| {
        let [r, s, t, p] = numbers.map(|x| Rational::new(x, below).expect("positive"));
        (DilemmaPayoffs::new(r, s, t, p), below)
    })
}

proptest! {
    #[test]
    fn conditions_are_equivalent_to_what_they_secure_in_the_game((payoffs, _) in tuples()) {
        const CH: usize = 0;
        const CL: usize = 1;
        const DH: usize = 2;
        const DL: usize = 3;
        let lift = HiddenEffort::new(payoffs.clone()).expect("R > P");
        let game = lift.game().expect("4x4");
        let row = |own: usize, other: usize| game.payoff(0, &[own, other]);
        let welfare = |own: usize, other: usize| game.welfare(&[own, other]).expect("valid");
        let holds = |condition: Condition| condition.check(&payoffs).holds;
        prop_assert_eq!(holds(Condition::DefectionPaysAgainstCooperation), row(DL, CH) > row(CL, CH));
        prop_assert_eq!(holds(Condition::DefectionPaysAgainstDefection), row(DL, DL) > row(CH, DL));
        prop_assert_eq!(holds(Condition::FirstCooperatorRaisesWelfare), welfare(CL, DL) > welfare(DH, DL));
        prop_assert_eq!(holds(Condition::SecondCooperatorRaisesWelfare), welfare(CL, CL) > welfare(DH, CL));
        prop_assert_eq!(holds(Condition::CooperationAnswersLowEffort), row(CH, CL) > row(DH, CL));
        prop_assert!(holds(Condition::LoneEffortCostInRange));
        if holds(Condition::SecondCooperatorRaisesWelfare) {
            prop_assert!(holds(Condition::MutualCooperationIsOptimal));
        }
        // Effort alone: high dominates among defectors, low is tempting among cooperators.
        prop_assert!(row(CL, CH) > row(CH, CH) && row(CH, CL) > row(CL, CL));
        prop_assert!((0..4).all(|other| row(DH, other) > row(DL, other)));
    }

    #[test]
    fn conditions_imply_the_axioms_and_the_equilibria((payoffs, _) in tuples()) {
        let lift = HiddenEffort::new(payoffs).expect("R > P");
        let game = lift.game().expect("4x4");
        if lift.check_prisoners_dilemma().holds() {
            prop_assert!(report(&game, Family::PrisonersDilemma).holds());
            prop_assert_eq!(pure_equilibria(&game), vec![vec![2, 2]]);
        }
        if lift.check_stag_hunt().holds() {
            prop_assert!(report(&game, Family::StagHunt).holds());
            prop_assert_eq!(pure_equilibria(&game), vec![vec![0, 1], vec![1, 0], vec![2, 2]]);
        }
    }

    #[test]
    fn the_cells_are_the_formulas_of_both_players((payoffs, below) in tuples()) {
        let lift = HiddenEffort::new(payoffs.clone()).expect("R > P");
        let DilemmaPayoffs { reward: r, sucker: s, temptation: t, punishment: p } = payoffs;
        let twelfth = (&r - &p) * Rational::new(1, 12).expect("12");
        prop_assert_eq!(lift.lone_effort_cost(), twelfth.clone());
        prop_assert_eq!(lift.effort_cost() * &Rational::from(6), &r - &p);
        // Base payoff and cost in twelfths of R − P, row player then column player.
        let half = 6;
        let cells: [[(&Rational, i64, &Rational, i64); 4]; 4] = [
            [(&r, 2, &r, 2), (&r, 5, &r, 0), (&s, 2, &t, 2), (&s, 2, &t, 4)],
            [(&r, 0, &r, 5), (&r, half, &r, half), (&s, 6, &t, 2), (&s, 6, &t, 4)],
            [(&t, 2, &s, 2), (&t, 2, &s, 6), (&p, 2, &p, 2), (&p, 0, &p, 4)],
            [(&t, 4, &s, 2), (&t, 4, &s, 6), (&p, 4, &p, 0), (&p, 6, &p, 6)],
        ];
        let game = lift.game().expect("4x4");
        for (i, line) in cells.iter().enumerate() {
            for (j, (row, row_cost, column, column_cost)) in line.iter().enumerate() {
                let cost = |multiple: i64| &twelfth * &Rational::from(multiple);
                prop_assert_eq!(game.payoff(0, &[i, j]), *row - cost(*row_cost));
                prop_assert_eq!(game.payoff(1, &[i, j]), *column - cost(*column_cost));
            }
        }
        let normalised = lift.normalised().expect("4x4");
        for profile in game.space() {
            let scaled = game.payoff(0, &profile) * &normalised.scale;
            prop_assert_eq!(normalised.game.payoff(0, &profile), scaled.clone());
            // Integers stay integers when the base payoffs are.
            prop_assert!(below > 1 || scaled.is_integer());
        }
    }
}
