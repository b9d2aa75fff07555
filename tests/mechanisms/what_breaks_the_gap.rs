//! What breaks the gap theorem: for each of its assumptions an example that drops it.

use lacuna::contract::{
    AttainableOptions, Budget, Cell, Contractible, ContractingProblem, Information, Language,
    Monitoring, PlainContract, SettlementOptions, attainable, settle,
};
use lacuna::game::{Game, NormalForm};
use lacuna::gap::level::{LevelOptions, language_level};
use lacuna::mechanism::{
    Attainment, BestMechanism, Communication, MechanismOptions, best_mechanism,
};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use proptest::prelude::*;

use crate::environments::money;
use crate::support::{
    cooperative, finite, is_equilibrium_plan, largest_gain, q, ratio, single, symmetric, welfare_of,
};

const BUDGETS: [Budget; 3] = [Budget::Unrestricted, Budget::Burning, Budget::Balanced];

fn best(
    problem: &ContractingProblem,
    language: &Language,
    lambda: &str,
    options: &MechanismOptions,
) -> BestMechanism {
    let agents = cooperative(problem.players(), &q(lambda));
    let design = best_mechanism(problem, &Monitoring::from(language), &agents, options);
    design.expect("small").into_best().expect("a mechanism")
}

/// The value for selfish players.
fn value(
    problem: &ContractingProblem,
    language: &Language,
    options: &MechanismOptions,
) -> Rational {
    best(problem, language, "0", options).value
}

/// What the best plain contract attains for selfish players.
fn plain(
    problem: &ContractingProblem,
    language: &Language,
    options: &AttainableOptions,
) -> Option<Rational> {
    let selfish = WeightMatrix::identity(problem.players());
    let found = attainable(problem, language, &selfish, options).expect("small");
    found.best.map(|best| best.welfare)
}

fn two_states(game: impl Fn(usize) -> NormalForm<Rational>) -> ContractingProblem {
    ContractingProblem::new(vec![(ratio(1, 2), game(0)), (ratio(1, 2), game(1))])
        .expect("a prior and one shape")
}

fn dilemma(stakes: i64) -> NormalForm<Rational> {
    symmetric(&[[3, 0], [5, 1]].map(|row| row.map(|x| x * stakes)))
}

#[test]
fn row_0_a_dilemma_in_one_cell_of_the_state_but_with_contractible_actions() {
    let problem = two_states(|state| dilemma(state as i64 + 1));
    let actions = Language::actions_only(&problem);
    for budget in BUDGETS {
        for communication in [Communication::Mediated, Communication::Public] {
            let options = money(budget, None).with_communication(communication);
            let found = best(&problem, &actions, "0", &options);
            assert_eq!(
                (found.value, found.attainment),
                (q("9"), Attainment::Attained)
            );
        }
    }
    // Without verifiable actions a verifiable state is of no use.
    let state = Language::state_only(&problem);
    assert_eq!(
        value(&problem, &state, &MechanismOptions::default()),
        q("3")
    );
}

#[test]
fn row_1_correlated_recommendations_where_every_pure_optimum_is_unstable() {
    // Matching pennies and a third action that hurts both.
    let game = NormalForm::from_fn(&[3, 3], |player, profile| {
        match (profile[player], profile[1 - player]) {
            (_, 2) => q("-3"),
            (2, _) => q("-1/10"),
            (own, other) if (own == other) == (player == 0) => q("1"),
            _ => q("-1"),
        }
    });
    let problem = single(game.expect("small"));
    let nothing = Language::trivial(&problem);
    assert_eq!(problem.first_best().optima[0].len(), 4);
    for budget in BUDGETS {
        let found = best(&problem, &nothing, "0", &money(budget, None));
        assert_eq!(
            (found.value, found.attainment),
            (q("0"), Attainment::Attained)
        );
        let law = found.mechanism.recommendations(&[0, 0]);
        assert_eq!(law.len(), 4, "a uniform mixture of the four optima");
        assert!(law.iter().all(|entry| entry.probability == q("1/4")));
    }
    // A public lottery mixes equilibria only: there is one pure equilibrium, worth −6.
    let public = MechanismOptions::default().with_communication(Communication::Public);
    assert_eq!(value(&problem, &nothing, &public), q("-6"));
    assert_eq!(
        plain(&problem, &nothing, &AttainableOptions::default()),
        Some(q("-6"))
    );
}

/// Player 0 alone acts. Who is in `mismatch` gains 1 if the state is missed, the last player gains
/// `benefit` if it is met. The action is verifiable.
fn matching(
    players: usize,
    mismatch: &[usize],
    benefit: i64,
    informed: &[usize],
) -> (ContractingProblem, Language) {
    let mut actions = vec![1; players];
    actions[0] = 2;
    let problem = two_states(|state| {
        let game = NormalForm::from_fn(&actions, |player, profile| {
            Rational::from(match profile[0] == state {
                true if player + 1 == players => benefit,
                false if mismatch.contains(&player) => 1,
                _ => 0,
            })
        });
        game.expect("small")
    });
    let mut information = Information::none(players, 2);
    for &player in informed {
        information = information.with_informed(player).expect("a player");
    }
    let problem = problem.with_information(information).expect("fits");
    let language = Language::actions_only(&problem);
    (problem, language)
}

#[test]
fn row_2_a_second_informed_player_and_messages() {
    use Communication::{Mediated, Public, Recommendations};
    for budget in BUDGETS {
        for (informed, communication, expected) in [
            (&[0][..], Recommendations, "2"),
            (&[0], Mediated, "2"),
            (&[0], Public, "2"),
            (&[0, 1], Recommendations, "2"),
            (&[0, 1], Mediated, "3"),
            (&[0, 1], Public, "3"),
        ] {
            let (problem, language) = matching(2, &[0], 3, informed);
            assert_eq!(problem.first_best().expected, q("3"));
            let options = money(budget, None).with_communication(communication);
            let found = value(&problem, &language, &options);
            assert_eq!(
                found,
                q(expected),
                "{budget:?} {informed:?} {communication:?}"
            );
            // From λ* = 1/2 on, a chain of two deviations, nothing needs to be said.
            for (lambda, closed) in [("0.4999999", false), ("1/2", true), ("3", true)] {
                let found = best(&problem, &language, lambda, &options).value;
                assert_eq!(found == q("3"), closed || expected == "3", "λ = {lambda}");
            }
        }
    }
    let (problem, language) = matching(2, &[0], 3, &[0, 1]);
    let level = language_level(&problem, &language, &LevelOptions::default()).expect("small");
    assert_eq!(level.value, finite(ratio(1, 2)));
}

#[test]
fn row_2b_two_informed_players_who_both_prefer_the_mismatch() {
    let (problem, language) = matching(3, &[0, 1], 4, &[0, 1]);
    assert_eq!(problem.first_best().expected, q("4"));
    for budget in BUDGETS {
        let silent = money(budget, None).with_communication(Communication::Recommendations);
        assert_eq!(value(&problem, &language, &silent), q("3"));
        let found = best(&problem, &language, "0", &money(budget, None));
        assert_eq!(
            (found.value, found.attainment),
            (q("4"), Attainment::Attained)
        );
        let small = money(budget, Some(&q("0.1")));
        assert_eq!(value(&problem, &language, &small), q("2"));
    }
}

/// A dilemma whose players, and a third, see what was done and then name who defected (nobody, 0 or
/// 1). Players 0 and 1 choose an action and a way to report, player 2 a way to report: the truth,
/// or always the same.
fn witnesses() -> (NormalForm<Rational>, impl Fn(&[usize]) -> [usize; 3]) {
    let base = dilemma(1);
    let action = |profile: &[usize]| [profile[0] / 4, profile[1] / 4];
    let game = NormalForm::from_fn(&[8, 8, 4], |player, profile| match player {
        2 => Rational::ZERO,
        _ => base.payoff(player, &action(profile)),
    });
    // Report 0: nobody; 1 and 2: player 0 or 1; 3: both.
    let reports = move |profile: &[usize]| {
        let done = action(profile);
        let truth = done[0] + 2 * done[1];
        [0, 1, 2].map(|player| {
            let way = if player == 2 {
                profile[2]
            } else {
                profile[player] % 4
            };
            match way {
                0 => truth,
                fixed => fixed - 1,
            }
        })
    };
    (game.expect("small"), reports)
}

#[test]
fn row_3_witnesses_who_report_after_play() {
    let (game, reports) = witnesses();
    let problem = single(game);
    let language = Language::observed(&problem, |_, profile| reports(profile));
    // Who is accused by two witnesses pays T − R = 2 to player 2.
    let mut contract = PlainContract::none(3, language.cells());
    for profile in problem.space() {
        let cell = language.cell(0, &profile);
        let named = |accused: usize| {
            let witnesses = reports(&profile);
            witnesses.iter().filter(|&&w| w >> accused & 1 == 1).count() >= 2
        };
        let fines: Vec<Rational> = (0..2)
            .map(|player| {
                if named(player) {
                    q("2")
                } else {
                    Rational::ZERO
                }
            })
            .collect();
        let gift: Rational = fines.iter().sum();
        for (player, fine) in fines.into_iter().enumerate() {
            contract = contract.with_transfer(player, cell, -fine).expect("fits");
        }
        contract = contract.with_transfer(2, cell, gift).expect("fits");
    }
    assert!(contract.is_balanced());
    let selfish = WeightMatrix::identity(3);
    let plan = [vec![0, 0, 0]];
    assert_eq!(welfare_of(problem.game(0), &plan[0]), q("6"));
    assert!(is_equilibrium_plan(
        &problem, &language, &contract, &plan, &selfish
    ));
    // And the best mechanism where nothing is reported has 2.
    let nothing = Language::trivial(&problem);
    assert_eq!(
        value(&problem, &nothing, &money(Budget::Balanced, None)),
        q("2")
    );
    let found = plain(
        &problem,
        &language,
        &AttainableOptions::default().with_budget(Budget::Balanced),
    );
    assert_eq!(found, Some(q("6")));
}

#[test]
fn row_4_unlimited_penalties_and_secret_monitoring() {
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let (bad, works) = (Rational::from(profile[0]), Rational::from(profile[1]));
        match player {
            0 => bad,
            _ => q("-3") * bad - q("1/2") * works,
        }
    });
    let problem = single(game.expect("small"));
    let seen = Language::observed(&problem, |_, profile| profile[1] * (1 + profile[0]));
    for budget in BUDGETS {
        let found = best(&problem, &seen, "0", &money(budget, None));
        assert_eq!(found.value, problem.first_best().expected);
        assert!(matches!(found.attainment, Attainment::Approached { .. }));
        for limit in ["1", "3", "10", "1000"].map(q) {
            let double = q("2") * limit.clone();
            let paid = if budget == Budget::Unrestricted {
                double
            } else {
                double - q("1/2")
            };
            let expected = q("-1/2") * paid.recip().expect("positive");
            assert_eq!(
                value(&problem, &seen, &money(budget, Some(&limit))),
                expected
            );
        }
        // What everybody hears is no secret: no public lottery and no plain contract helps.
        let public = money(budget, None).with_communication(Communication::Public);
        assert!(value(&problem, &seen, &public) < Rational::ZERO);
    }
}

/// Partners who each may make an effort at a cost; each effort yields 1, which they share.
fn team(cost: &str) -> (ContractingProblem, Language) {
    let cost = q(cost);
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let yielded: usize = profile.iter().sum();
        ratio(yielded as i64, 2) - &cost * &Rational::from(profile[player])
    });
    let problem = single(game.expect("small"));
    let seen = Language::output_only(&problem, |_, profile| profile.iter().sum::<usize>());
    (problem, seen)
}

#[test]
fn row_5_burning_money_in_a_team() {
    let (problem, seen) = team("0.7");
    let selfish = WeightMatrix::identity(2);
    let balanced = SettlementOptions::default().with_budget(Budget::Balanced);
    let settled = settle(&problem, &seen, &[vec![1, 1]], &selfish, &balanced);
    assert!(!settled.expect("small").is_met());
    for (limit, attains) in [("0.1999", false), ("0.2", true), ("5", true)] {
        let options = AttainableOptions::default()
            .with_budget(Budget::Burning)
            .with_liability(q(limit));
        assert_eq!(plain(&problem, &seen, &options) == Some(q("0.6")), attains);
        let found = value(&problem, &seen, &money(Budget::Burning, Some(&q(limit))));
        assert_eq!(found == q("0.6"), attains, "L = {limit}");
    }
}

#[test]
fn row_6_a_third_party_that_breaks_even_in_expectation() {
    let (problem, seen) = team("0.7");
    for (limit, expected) in [("0.1", "0.3"), ("0.2", "0.6"), ("1", "0.6")] {
        let options = money(Budget::Expected, Some(&q(limit)));
        assert_eq!(value(&problem, &seen, &options), q(expected), "L = {limit}");
    }
}

#[test]
fn row_7_a_secret_mediator_with_a_balanced_budget() {
    let (problem, seen) = team("0.7");
    for (limit, expected) in [
        ("0.5", "1/2"),
        ("1", "6/11"),
        ("10", "60/101"),
        ("100", "600/1001"),
    ] {
        let options = money(Budget::Balanced, Some(&q(limit)));
        assert_eq!(value(&problem, &seen, &options), q(expected), "L = {limit}");
    }
    let found = best(&problem, &seen, "0", &money(Budget::Balanced, None));
    assert_eq!(found.value, q("0.6"));
    assert!(matches!(found.attainment, Attainment::Approached { .. }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.min(60)))]

    /// A partnership with finitely many efforts balances its budget in public iff no output needs
    /// more fines than it is short: Σ_i (greatest saving of cost by which i alone reaches it) ≤
    /// y* − y (Legros and Matthews 1993).
    #[test]
    fn row_8_finite_partnerships(
        costs in proptest::collection::vec(proptest::collection::vec(0i64..6, 2), 2..=3),
    ) {
        // Effort k costs the sum of the first k entries, in thirds, and yields k.
        let players = costs.len();
        let cost = |player: usize, effort: usize| {
            let total: i64 = costs[player][..effort].iter().sum();
            ratio(total, 3)
        };
        let share = ratio(1, players as i64);
        let game = NormalForm::from_fn(&vec![3; players], |player, profile| {
            &share * &Rational::from(profile.iter().sum::<usize>()) - cost(player, profile[player])
        });
        let problem = single(game.expect("small"));
        let seen = Language::output_only(&problem, |_, p| p.iter().sum::<usize>());
        let first_best = problem.first_best();
        let balances = |index: usize| {
            let efforts = problem.space().profile(index).expect("in range");
            let total: usize = efforts.iter().sum();
            (0..=2 * players).all(|output| {
                let savings: Option<Vec<Rational>> = (0..players)
                    .map(|i| {
                        let effort = (output + efforts[i]).checked_sub(total)?;
                        (effort <= 2).then(|| cost(i, efforts[i]) - cost(i, effort))
                    })
                    .collect();
                // Whoever cannot reach the output can pay any fine.
                savings.is_none_or(|savings| {
                    let saved: Rational = savings.iter().sum();
                    saved + Rational::from(output) <= Rational::from(total)
                })
            })
        };
        let expected = first_best.optima[0].iter().any(|&index| balances(index));
        let options = money(Budget::Balanced, None).with_communication(Communication::Public);
        let attains = best_mechanism(
            &problem,
            &Monitoring::from(&seen),
            &WeightMatrix::identity(players),
            &options,
        );
        let attains = attains.expect("small");
        prop_assert_eq!(attains.value() == Some(&first_best.expected), expected);
    }
}

#[test]
fn row_9_repetition_with_a_patience_of_one_half() {
    // The repeated dilemma between always defecting and grim trigger, payoffs per round.
    for (patience, attains) in [("0.49", false), ("1/2", true), ("0.9", true)] {
        let delta = q(patience);
        let first = Rational::ONE - &delta;
        let game = NormalForm::from_fn(&[2, 2], |player, profile| {
            match (profile[player], profile[1 - player]) {
                (0, 0) => q("3"),
                (0, _) => delta.clone(),
                (_, 0) => q("5") * first.clone() + delta.clone(),
                _ => q("1"),
            }
        });
        let problem = single(game.expect("small"));
        let nothing = Language::trivial(&problem);
        let found = value(&problem, &nothing, &MechanismOptions::default());
        assert_eq!(found == q("6"), attains, "δ = {patience}");
        assert_eq!(
            plain(&problem, &nothing, &AttainableOptions::default()) == Some(q("6")),
            attains
        );
    }
}

#[test]
fn row_10_a_mediator_who_acts() {
    // Action 2 delegates: to cooperate if the other delegates too, else to defect.
    let base = dilemma(1);
    let game = NormalForm::from_fn(&[3, 3], |player, profile| {
        let played = [0, 1].map(|i| match (profile[i], profile[1 - i]) {
            (2, 2) => 0,
            (2, _) => 1,
            (own, _) => own,
        });
        base.payoff(player, &played)
    })
    .expect("small");
    assert!(largest_gain(&game, &[2, 2]).is_zero());
    let problem = single(game);
    let nothing = Language::trivial(&problem);
    let found = best(&problem, &nothing, "0", &MechanismOptions::default());
    assert_eq!(
        (found.value, found.attainment),
        (q("6"), Attainment::Attained)
    );
    // A directive does the same: the action can be commanded, whatever was chosen.
    let problem = single(dilemma(1))
        .with_contractible(vec![Contractible::everything(2); 2])
        .expect("fits");
    let language = Language::trivial(&problem);
    let mut contract = PlainContract::none(2, 1);
    for player in 0..2 {
        contract = contract
            .with_directive(player, Cell::new(0), 0)
            .expect("fits");
    }
    let induced = contract.induced_game(&problem, &language, 0).expect("fits");
    for profile in problem.space() {
        assert!(largest_gain(&induced, &profile).is_zero());
        assert_eq!(induced.material_welfare(&profile), q("6"));
    }
}
