//! Properties of the value of the best mechanism, exact on random problems.

use lacuna::contract::{
    AttainableOptions, Budget, ContractingProblem, Information, Language, Monitoring, attainable,
};
use lacuna::game::{Game, NormalForm};
use lacuna::mechanism::{
    Attainment, BestMechanism, Communication, MechanismOptions, best_mechanism,
};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::audit::audit;
use crate::environments::{
    BUDGETS, Environment, Knowledge, budgets, communications, environments, liabilities, money,
    monitoring_of,
};
use crate::support::{cooperative, q, ratio};
use crate::supremum::{closed_value, supremum};

fn best(environment: &Environment, options: &MechanismOptions) -> Option<BestMechanism> {
    best_mechanism(
        &environment.problem,
        &environment.monitoring,
        &environment.agents,
        options,
    )
    .expect("within limits")
    .into_best()
}

/// The value; `None`, less than any number, if there is no mechanism.
fn value(environment: &Environment, options: &MechanismOptions) -> Option<Rational> {
    best(environment, options).map(|best| best.value)
}

/// The same problem with other payoffs.
fn with_payoffs(
    problem: &ContractingProblem,
    payoff: impl Fn(usize, usize, &[usize]) -> Rational,
) -> ContractingProblem {
    let actions = problem.space().actions();
    let states = (0..problem.states()).map(|state| {
        let game = NormalForm::from_fn(actions, |player, profile| payoff(state, player, profile));
        (problem.probability(state).clone(), game.expect("small"))
    });
    ContractingProblem::new(states.collect())
        .and_then(|other| other.with_information(problem.information().clone()))
        .expect("the same shape")
}

/// What every player gets from every profile, as one number each.
fn hash(seed: u64, numbers: &[usize]) -> i64 {
    let mix = |sum: u64, &x: &usize| (sum ^ x as u64).wrapping_mul(0x0100_0000_01b3) >> 3;
    let mixed = numbers.iter().fold(seed ^ 0xcbf2_9ce4_8422_2325, mix);
    (mixed % 9) as i64 - 4
}

fn cases(most: u32) -> ProptestConfig {
    ProptestConfig::with_cases(ProptestConfig::default().cases.min(most))
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn less_monitoring_is_worth_no_more(
        environment in environments(3, Knowledge::Private),
        garbling in vec(vec(0i64..3, 3), 4),
        budget in budgets(),
        liability in liabilities(),
        communication in communications(),
    ) {
        let garbling: Vec<Vec<Rational>> = garbling[..environment.monitoring.signals()]
            .iter()
            .map(|weights| {
                let total: i64 = weights.iter().sum::<i64>() + 1;
                let first = ratio(weights[0] + 1, total);
                vec![first, ratio(weights[1], total), ratio(weights[2], total)]
            })
            .collect();
        let garbled = environment.monitoring.garbled(&["a", "b", "c"], &garbling).expect("laws");
        let options = money(budget, liability.as_ref()).with_communication(communication);
        let less = Environment { monitoring: garbled, ..environment.clone() };
        let nothing = Environment {
            monitoring: Monitoring::trivial(&environment.problem),
            ..environment.clone()
        };
        let (with, less) = (value(&environment, &options), value(&less, &options));
        prop_assert!(less <= with, "{:?} > {:?}", less, with);
        prop_assert!(value(&nothing, &options) <= less);
    }

    #[test]
    fn more_money_and_more_messages_are_worth_no_less(
        environment in environments(3, Knowledge::Private),
        communication in communications(),
        liability in liabilities(),
        budget in budgets(),
    ) {
        let first_best = environment.problem.first_best().expected;
        let options = |budget, liability: Option<&Rational>| {
            money(budget, liability).with_communication(communication)
        };
        // Liability.
        // Hundreds of contingent plans with noisy signals take very long where fines are large or
        // unlimited: probabilities range over thirty orders of magnitude.
        let information = environment.problem.information();
        let actions = environment.problem.space().actions().iter().enumerate();
        let plans = actions.map(|(i, &m)| m.pow(information.types(i) as u32));
        prop_assume!(plans.product::<usize>() <= 100);
        let limits = [q("0"), q("1/2"), q("2"), q("7"), q("1000000")];
        let mut last = None;
        for limit in &limits {
            let next = value(&environment, &options(budget, Some(limit)));
            prop_assert!(last <= next, "L = {}", limit);
            last = next;
        }
        let unlimited = value(&environment, &options(budget, None));
        prop_assert!(last <= unlimited && unlimited <= Some(first_best));
        // V_L tends to V.
        if let (Some(large), Some(unlimited)) = (&last, &unlimited) {
            prop_assert!(unlimited - large < q("1/100"), "{} and {}", large, unlimited);
        }
        // Budgets.
        let by_budget = BUDGETS.map(|budget| value(&environment, &options(budget, liability.as_ref())));
        let [unrestricted, expected, burning, balanced] = by_budget;
        prop_assert!(balanced <= burning && burning <= expected && expected <= unrestricted);
        // Communication.
        let say = |communication| {
            let options = money(budget, liability.as_ref()).with_communication(communication);
            value(&environment, &options)
        };
        let mediated = say(Communication::Mediated);
        prop_assert!(mediated.is_some());
        prop_assert!(say(Communication::Recommendations) <= mediated);
        prop_assert!(say(Communication::Public) <= mediated);
    }

    /// Between selfish players, what one gets from the others' actions changes welfare and no
    /// incentive to obey: what is best for other welfare stays an equilibrium.
    #[test]
    fn mechanisms_for_other_aims_are_worth_no_more(
        environment in environments(3, Knowledge::Private),
        seed in any::<u64>(),
        budget in budgets(),
        liability in liabilities(),
    ) {
        let players = environment.problem.players();
        let environment = Environment {
            agents: WeightMatrix::identity(players),
            ..environment
        };
        let problem = &environment.problem;
        let other = Environment {
            problem: with_payoffs(problem, |state, player, profile| {
                let mut others = profile.to_vec();
                others[player] = 7 + player;
                others.push(state);
                problem.game(state).payoff(player, profile) + Rational::from(hash(seed, &others))
            }),
            ..environment.clone()
        };
        let options = money(budget, liability.as_ref())
            .with_communication(Communication::Recommendations);
        let aim = best(&other, &options).expect("a correlated equilibrium");
        let worth = audit(&environment, &options, &aim.mechanism);
        let most = value(&environment, &options).expect("a correlated equilibrium");
        match worth {
            Ok(worth) => prop_assert!(worth <= most, "{} > {}", worth, most),
            Err(problem) => return Err(TestCaseError::fail(problem)),
        }
    }

    #[test]
    fn random_contracts_and_their_pure_equilibria_are_worth_no_more(
        environment in environments(2, Knowledge::Complete),
        seed in any::<u64>(),
        budget in budgets(),
    ) {
        let (problem, monitoring) = (&environment.problem, &environment.monitoring);
        let players = problem.players();
        let transfer = |player: usize, signal: usize| -> Rational {
            let own = hash(seed, &[player, signal]);
            let next = hash(seed, &[(player + 1) % players, signal]);
            match budget {
                Budget::Unrestricted => Rational::from(own),
                Budget::Balanced => Rational::from(own - next),
                _ => Rational::from(-own.abs()),
            }
        };
        let perceived = |state: usize, player: usize, profile: &[usize]| -> Rational {
            let net = |j: usize| {
                let paid = (0..monitoring.signals())
                    .map(|y| monitoring.probability(y, state, profile) * transfer(j, y));
                problem.game(state).payoff(j, profile) + paid.sum::<Rational>()
            };
            let net: Vec<Rational> = (0..players).map(net).collect();
            environment.agents.apply(player, &net)
        };
        let mut worth = Some(Rational::ZERO);
        for state in 0..problem.states() {
            let stable = |profile: &Vec<usize>| {
                (0..players).all(|player| {
                    (0..problem.space().actions()[player]).all(|action| {
                        let mut deviation = profile.clone();
                        deviation[player] = action;
                        perceived(state, player, &deviation) <= perceived(state, player, profile)
                    })
                })
            };
            let equilibria = problem.space().iter().filter(stable);
            let best = equilibria.map(|profile| {
                let material: Rational =
                    (0..players).map(|j| problem.game(state).payoff(j, &profile)).sum();
                let burnt: Rational = (0..monitoring.signals())
                    .map(|y| {
                        let net: Rational = (0..players).map(|j| transfer(j, y)).sum();
                        monitoring.probability(y, state, &profile) * net
                    })
                    .sum();
                if budget == Budget::Burning { material + burnt } else { material }
            });
            worth = worth.zip(best.max()).map(|(sum, w)| sum + problem.probability(state) * &w);
        }
        let options = money(budget, Some(&Rational::from(8)));
        for communication in [Communication::Public, Communication::Mediated] {
            let options = options.clone().with_communication(communication);
            prop_assert!(worth <= value(&environment, &options), "{:?}", communication);
        }
    }

    #[test]
    fn plain_contracts_are_public_mechanisms(
        environment in environments(3, Knowledge::Complete),
        budget in proptest::sample::select(vec![
            Budget::Unrestricted, Budget::Burning, Budget::Balanced,
        ]),
        liability in liabilities(),
    ) {
        let Some(language) = environment.monitoring.language(&environment.problem) else {
            return Ok(());
        };
        let mut options = AttainableOptions::default().with_budget(budget);
        options.settlement.liability = liability.clone();
        let plain = attainable(&environment.problem, &language, &environment.agents, &options);
        let plain = match plain {
            Ok(plain) => plain.best.map(|best| best.welfare),
            // Plain contracts need weights that can be inverted.
            Err(_) if environment.agents.inverse().is_none() => return Ok(()),
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        };
        let options = money(budget, liability.as_ref());
        let public = options.clone().with_communication(Communication::Public);
        let public = value(&environment, &public);
        prop_assert!(plain <= public, "{:?} > {:?}", plain, public);
        prop_assert!(public <= value(&environment, &options));
        if environment.problem.states() == 1 {
            prop_assert_eq!(plain, public);
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn units_names_and_impossible_states_do_not_matter(
        environment in environments(2, Knowledge::Private),
        budget in budgets(),
        liability in liabilities(),
        communication in communications(),
        seed in any::<u64>(),
        scale in (1i64..7, 1i64..7),
    ) {
        let problem = &environment.problem;
        let (players, states) = (problem.players(), problem.states());
        let options = |liability: Option<&Rational>| {
            money(budget, liability).with_communication(communication)
        };
        let plain = value(&environment, &options(liability.as_ref()));
        // A unit and constants.
        let unit = ratio(scale.0, scale.1);
        let constant = |state: usize, player: usize| {
            Rational::from(hash(seed, &[state, player]))
        };
        let moved = Environment {
            problem: with_payoffs(problem, |state, player, profile| {
                &unit * &problem.game(state).payoff(player, profile) + constant(state, player)
            }),
            ..environment.clone()
        };
        let added: Rational = (0..states)
            .map(|state| {
                let sum: Rational = (0..players).map(|player| constant(state, player)).sum();
                problem.probability(state) * &sum
            })
            .sum();
        let limit = liability.as_ref().map(|limit| &unit * limit);
        let expected = plain.as_ref().map(|value| &unit * value + &added);
        prop_assert_eq!(value(&moved, &options(limit.as_ref())), expected);
        // A state that cannot come about, of a type of its own or like another.
        let mut all: Vec<_> = (0..states)
            .map(|state| (problem.probability(state).clone(), problem.game(state).clone()))
            .collect();
        let game = NormalForm::from_fn(problem.space().actions(), |player, profile| {
            let mut numbers = profile.to_vec();
            numbers.push(player);
            Rational::from(hash(seed, &numbers))
        });
        all.insert(0, (Rational::ZERO, game.expect("small")));
        let information = problem.information();
        let signals = (0..players).map(|player| {
            let fresh = if hash(seed, &[player]) > 0 { 99 } else { information.type_of(player, 0) };
            let types = (0..states).map(|state| information.type_of(player, state));
            std::iter::once(fresh).chain(types).collect()
        });
        let more = ContractingProblem::new(all)
            .and_then(|more| more.with_information(Information::new(signals.collect())?))
            .expect("valid");
        let laws = |state: usize, profile: &[usize]| -> Vec<Rational> {
            (0..environment.monitoring.signals())
                .map(|y| environment.monitoring.probability(y, state, profile))
                .collect()
        };
        let shifted: Vec<Vec<Rational>> = (0..=states)
            .flat_map(|state| more.space().iter().map(move |p| (state, p)))
            .map(|(state, profile)| laws(state.saturating_sub(1), &profile))
            .collect();
        let monitoring = monitoring_of(&more, &shifted);
        let more = Environment { problem: more, monitoring, agents: environment.agents.clone() };
        prop_assert_eq!(&value(&more, &options(liability.as_ref())), &plain);
        // Players in the opposite order.
        let reversed = |list: &[usize]| list.iter().rev().copied().collect::<Vec<usize>>();
        let actions = reversed(problem.space().actions());
        let games = (0..states).map(|state| {
            let game = NormalForm::from_fn(&actions, |player, profile| {
                problem.game(state).payoff(players - 1 - player, &reversed(profile))
            });
            (problem.probability(state).clone(), game.expect("small"))
        });
        let signals = (0..players).rev().map(|player| {
            (0..states).map(|state| information.type_of(player, state)).collect()
        });
        let turned = ContractingProblem::new(games.collect())
            .and_then(|turned| turned.with_information(Information::new(signals.collect())?))
            .expect("valid");
        let turned_laws: Vec<Vec<Rational>> = (0..states)
            .flat_map(|state| turned.space().iter().map(move |p| (state, p)))
            .map(|(state, profile)| laws(state, &reversed(&profile)))
            .collect();
        let weights = (0..players).rev().map(|i| {
            (0..players).rev().map(|j| environment.agents.entry(i, j).clone()).collect()
        });
        let turned = Environment {
            monitoring: monitoring_of(&turned, &turned_laws),
            problem: turned,
            agents: WeightMatrix::new(weights.collect()).expect("square"),
        };
        prop_assert_eq!(&value(&turned, &options(liability.as_ref())), &plain);
    }

    #[test]
    fn complete_monitoring_and_unlimited_fines_attain_the_first_best(
        environment in environments(2, Knowledge::Complete),
        balanced in any::<bool>(),
        lambda in (0i64..5, 1i64..4),
    ) {
        let problem = &environment.problem;
        let complete = Environment {
            monitoring: Monitoring::from(&Language::complete(problem)),
            agents: cooperative(problem.players(), &ratio(lambda.0, lambda.1)),
            problem: problem.clone(),
        };
        let budget = if balanced { Budget::Balanced } else { Budget::Burning };
        for communication in [Communication::Mediated, Communication::Recommendations] {
            let options = money(budget, None).with_communication(communication);
            let found = best(&complete, &options).expect("a mechanism");
            prop_assert_eq!(found.value, problem.first_best().expected);
            prop_assert_eq!(found.attainment, Attainment::Attained);
        }
    }
}

/// Player 0 knows the state and prefers action 1 in state 0; player 1 acts and wants to fit the
/// state. Only its action 2, which costs it, would show a lie about state 0, and what action 2 does
/// in honest play another action does as well. If everybody hears what is recommended, action 2 is
/// never obeyed, and the fine that would close the gap is never due.
#[test]
fn a_fine_after_what_is_never_obeyed_is_of_no_use() {
    let state = |state: usize| {
        let game = NormalForm::from_fn(&[1, 3], |player, profile| match (player, profile[1]) {
            (0, 1) if state == 0 => q("2"),
            (1, 2) => q("-1"),
            (1, action) if action == state => q("10"),
            _ => q("0"),
        });
        (ratio(1, 2), game.expect("small"))
    };
    let information = Information::none(2, 2).with_informed(0).expect("a player");
    let problem = ContractingProblem::new(vec![state(0), state(1)])
        .and_then(|problem| problem.with_information(information))
        .expect("valid");
    let seen = Language::observed(&problem, |state, profile| match profile[1] {
        0 => true,
        1 => false,
        _ => state == 0,
    });
    let environment = Environment {
        monitoring: Monitoring::from(&seen),
        problem,
        agents: WeightMatrix::identity(2),
    };
    let public = MechanismOptions::default().with_communication(Communication::Public);
    let found = best(&environment, &public).expect("a mechanism");
    assert_eq!(found.closed_value, q("10"));
    assert_eq!(closed_value(&environment, &public), Some(q("10")));
    assert_eq!(
        Some(found.value.clone()),
        supremum(&environment, &public, None)
    );
    assert!(found.value < q("10"), "{}", found.value);
    assert_eq!(found.attainment, Attainment::Attained);
    assert_eq!(
        audit(&environment, &public, &found.mechanism),
        Ok(found.value)
    );
    // In private the mediator asks for action 2 now and then, in both states.
    let mediated = best(&environment, &MechanismOptions::default()).expect("a mechanism");
    assert_eq!(mediated.value, q("10"));
}
