//! Cells of the language that hold a dilemma, or only seem to.

use lacuna::contract::{
    AttainableOptions, Budget, ContractingProblem, Language, Settlement, SettlementOptions,
    attainable, implement, settle,
};
use lacuna::equilibrium::{PureOptions, pure_equilibria};
use lacuna::game::{Game, NormalForm};
use lacuna::gap::level::{LevelOptions, language_level, message_level, selfishness_level};
use lacuna::gap::welfare_gap;
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;

use crate::support::{
    bimatrix, cooperative, finite, is_equilibrium_plan, q, ratio, single, symmetric, welfare_of,
};

fn number(value: i64) -> Rational {
    Rational::from(value)
}

/// Two equally likely states.
fn two_states(game: impl Fn(usize) -> NormalForm<Rational>) -> ContractingProblem {
    ContractingProblem::new(vec![(ratio(1, 2), game(0)), (ratio(1, 2), game(1))])
        .expect("a prior and one shape")
}

/// Player 0 alone acts and should match the state. Who is in `mismatch` gains 1 if it does not,
/// the last of the `players` gains `benefit` if it does.
fn matching(players: usize, mismatch: &[usize], benefit: i64) -> ContractingProblem {
    let mut actions = vec![1; players];
    actions[0] = 2;
    two_states(|state| {
        NormalForm::from_fn(&actions, |player, profile| {
            let matched = profile[0] == state;
            let payoff = if matched && player + 1 == players {
                benefit
            } else {
                i64::from(!matched && mismatch.contains(&player))
            };
            number(payoff)
        })
        .expect("small")
    })
}

/// The best attainable welfare under a budget.
fn value(
    problem: &ContractingProblem,
    language: &Language,
    lambda: &Rational,
    options: &AttainableOptions,
) -> Option<Rational> {
    let preferences = cooperative(problem.players(), lambda);
    let found = attainable(problem, language, &preferences, options).expect("small");
    found.best.map(|best| best.welfare)
}

const BUDGETS: [Budget; 3] = [Budget::Unrestricted, Budget::Burning, Budget::Balanced];

#[test]
fn indistinguishable_states_alone_prove_nothing() {
    // Row 0: a dilemma at two scales; the court sees what was done and not for what stakes.
    let problem = two_states(|state| {
        let stakes = state as i64 + 1;
        symmetric(&[[3, 0], [5, 1]].map(|row| row.map(|x| x * stakes)))
    });
    let actions = Language::actions_only(&problem);
    let selfish = WeightMatrix::identity(2);
    assert_eq!(problem.first_best().expected, number(9));
    for budget in BUDGETS {
        let options = AttainableOptions::default().with_budget(budget);
        let gap = welfare_gap(&problem, &actions, &selfish, &options).expect("small");
        assert!(gap.is_closed());
        assert!(gap.verify(&problem, &actions, &selfish, &options));
        let attained = gap.attained.expect("a plan");
        assert_eq!(attained.plan, vec![vec![0, 0]; 2]);
        assert_eq!(attained.welfare, number(9));
    }
    // Balanced fines: what defection gains at the high stakes, 4, split over fine and reward.
    let options = SettlementOptions::default().with_budget(Budget::Balanced);
    let plan = vec![vec![0, 0]; 2];
    match settle(&problem, &actions, &plan, &selfish, &options).expect("small") {
        Settlement::Met(settled) => {
            assert!(settled.contract.is_balanced());
            assert_eq!(settled.least_liability, number(4));
            assert!(is_equilibrium_plan(
                &problem,
                &actions,
                &settled.contract,
                &plan,
                &selfish
            ));
        }
        Settlement::NotMet(_) => panic!("balanced fines attain the first best"),
    }
    // The other way round, with the state verifiable and actions not, nothing is gained.
    let state = Language::state_only(&problem);
    let options = AttainableOptions::default();
    assert_eq!(
        value(&problem, &state, &Rational::ZERO, &options),
        Some(number(3))
    );
}

#[test]
fn an_actor_who_prefers_the_mismatch_is_closed_from_one_half() {
    // Row 2: first best 3, attainable 2.
    let problem = matching(2, &[0], 3);
    let language = Language::actions_only(&problem);
    assert_eq!(problem.first_best().expected, number(3));
    let level = language_level(&problem, &language, &LevelOptions::default()).expect("small");
    assert_eq!(level.value, finite(ratio(1, 2)));
    // The witness is the chain of both states: gains 1 + 1, losses 2 + 2.
    let witness = level.witness.expect("a chain that binds");
    assert_eq!(witness.player, 0);
    assert_eq!(witness.chain.len(), 2);
    assert_ne!(witness.chain[0].state, witness.chain[1].state);
    for link in &witness.chain {
        assert_eq!((&link.gain, &link.loss), (&number(1), &number(2)));
        assert_ne!(link.from, link.to);
    }
    assert_eq!(witness.ratio(), finite(ratio(1, 2)));
    for budget in BUDGETS {
        let options = AttainableOptions::default().with_budget(budget);
        let at = |lambda: &str| value(&problem, &language, &q(lambda), &options);
        for below in ["0", "1/4", "0.49", "0.4999999999"] {
            assert_eq!(at(below), Some(number(2)), "{below}");
        }
        for above in ["1/2", "0.6", "3"] {
            assert_eq!(at(above), Some(number(3)), "{above}");
        }
    }
    // Just below the obstruction is that chain, and no transfers whatever help.
    let preferences = cooperative(2, &q("0.4999999999"));
    let plan = vec![vec![0, 0], vec![1, 0]];
    match implement(&problem, &language, &plan, &preferences).expect("valid") {
        lacuna::contract::Implementability::Impossible(why) => {
            assert_eq!(why.chain.len(), 2);
            assert!(!why.is_undetectable_deviation());
            assert_eq!(why.total_gain(), q("0.0000000004"));
            assert!(why.verify(&problem, &language, &preferences));
        }
        lacuna::contract::Implementability::Implementable(_) => panic!("below the level"),
    }
    // Who can report the state can have it closed: the action is seen.
    let message = message_level(&problem, &language).expect("fits");
    assert_eq!(message.value, finite(Rational::ZERO));
    assert_eq!(
        selfishness_level(&problem).expect("informed").value,
        finite(ratio(1, 2))
    );
}

#[test]
fn two_who_prefer_the_mismatch_leave_a_gap_without_messages() {
    // Row 2b: first best 4, without messages 3, and 2 with fines up to 1/10.
    let problem = matching(3, &[0, 1], 4);
    let language = Language::actions_only(&problem);
    assert_eq!(problem.first_best().expected, number(4));
    for budget in BUDGETS {
        let options = AttainableOptions::default().with_budget(budget);
        assert_eq!(
            value(&problem, &language, &Rational::ZERO, &options),
            Some(number(3))
        );
        let small = options.clone().with_liability(q("0.1"));
        assert_eq!(
            value(&problem, &language, &Rational::ZERO, &small),
            Some(number(2))
        );
        // A constant action takes a difference of transfers of 1, that is a liability of 1/2.
        let enough = options.clone().with_liability(q("1/2"));
        assert_eq!(
            value(&problem, &language, &Rational::ZERO, &enough),
            Some(number(3))
        );
        let short = options.with_liability(q("0.4999"));
        assert_eq!(
            value(&problem, &language, &Rational::ZERO, &short),
            Some(number(2))
        );
    }
    let message = message_level(&problem, &language).expect("fits");
    assert_eq!(message.value, finite(Rational::ZERO));
}

#[test]
fn every_pure_optimum_can_be_unstable() {
    // Row 1, its pure part: matching pennies with a third action.
    let pennies = |own: usize, other: usize, row: bool| -> Rational {
        match (own, other) {
            (2, 2) => number(-3),
            (2, _) => q("-0.1"),
            (_, 2) => number(-3),
            _ if (own == other) == row => number(1),
            _ => number(-1),
        }
    };
    let game = NormalForm::from_fn(&[3, 3], |player, profile| {
        pennies(profile[player], profile[1 - player], player == 0)
    })
    .expect("small");
    let equilibria = pure_equilibria(&game, &PureOptions::default())
        .expect("small")
        .into_set();
    assert_eq!(equilibria.profiles(), vec![vec![2, 2]]);
    assert_eq!(welfare_of(&game, &[2, 2]), number(-6));
    let problem = single(game.clone());
    let first_best = problem.first_best();
    assert_eq!(first_best.expected, Rational::ZERO);
    assert_eq!(first_best.optima[0].len(), 4);
    // At each, some deviation pays and lowers welfare, and another pays and does not.
    for &index in &first_best.optima[0] {
        let profile = problem.space().profile(index).expect("in range");
        let gains = |action: usize| {
            (0..2).any(|player| {
                let mut deviation = profile.clone();
                deviation[player] = action;
                game.payoff(player, &deviation) > game.payoff(player, &profile)
            })
        };
        assert!(gains(2) && (gains(0) || gains(1)));
    }
    assert!(
        !selfishness_level(&problem)
            .expect("informed")
            .value
            .is_finite()
    );
    assert_eq!(
        value(
            &problem,
            &Language::trivial(&problem),
            &Rational::ZERO,
            &AttainableOptions::default()
        ),
        Some(number(-6))
    );
}

#[test]
fn a_monitor_who_rests_leaves_a_level_of_one_half() {
    // Row 4: being bad gains 1 and hurts the monitor by 3; it shows only if the monitor, at a cost
    // of 1/2, does not rest.
    let rows = [[q("0"), q("0")], [q("1"), q("1")]].map(|row| row.to_vec());
    let columns = [[q("0"), q("-1/2")], [q("-3"), q("-7/2")]].map(|row| row.to_vec());
    let problem = single(NormalForm::bimatrix(&rows, &columns).expect("one shape"));
    let language = Language::observed(&problem, |_, profile| profile == [1, 1]);
    assert_eq!(language.cells(), 2);
    assert_eq!(problem.first_best().expected, Rational::ZERO);
    let plain = language_level(&problem, &language, &LevelOptions::default()).expect("small");
    assert_eq!(plain.value, finite(ratio(1, 2)));
    assert_eq!(plain.plan, vec![vec![0, 0]]);
    let witness = plain.witness.expect("an undetectable deviation");
    assert_eq!((witness.player, witness.chain.len()), (0, 1));
    let message = message_level(&problem, &language).expect("fits");
    assert_eq!(message.value, finite(ratio(1, 2)));
    // Below it nobody can be made to monitor either, as resting is not seen.
    let options = AttainableOptions::default();
    for (lambda, welfare) in [("0", "-2"), ("0.499", "-2"), ("1/2", "0"), ("2", "0")] {
        assert_eq!(
            value(&problem, &language, &q(lambda), &options),
            Some(q(welfare)),
            "{lambda}"
        );
    }
}

#[test]
fn a_profitable_deviation_in_the_cell_of_the_optimum_leaves_a_gap() {
    // The premise of the gap theorem: player 1 alone is seen.
    let problem = single(bimatrix(&[[3, 0], [5, 1]], &[[3, 5], [0, 1]]));
    let language = Language::observed(&problem, |_, profile| profile[1]);
    let options = AttainableOptions::default();
    let gap =
        welfare_gap(&problem, &language, &WeightMatrix::identity(2), &options).expect("small");
    assert_eq!(gap.first_best, number(6));
    assert_eq!(gap.best, Some(number(1)));
    let level = language_level(&problem, &language, &LevelOptions::default()).expect("small");
    assert_eq!(level.value, finite(number(2)));
}
