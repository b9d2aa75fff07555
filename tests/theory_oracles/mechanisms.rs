//! The values of the best mechanisms: mediation, messages, and secret monitoring.

use lacuna::contract::{Budget, ContractingProblem, Information, Language, Monitoring};
use lacuna::game::{Game, NormalForm};
use lacuna::gap::irreducible::{Threshold, altruism_threshold, certified_gap};
use lacuna::mechanism::{
    BestMechanism, Communication, DeviationPlan, MechanismOptions, best_mechanism,
};
use lacuna::number::Rational;

use super::found::{Computation, row};
use super::support::{bimatrix, cooperative, q, ratio, single, symmetric, welfare_of};

fn best(
    problem: &ContractingProblem,
    language: &Language,
    lambda: &str,
    options: &MechanismOptions,
) -> BestMechanism {
    let agents = cooperative(problem.players(), &q(lambda));
    let design = best_mechanism(problem, &Monitoring::from(language), &agents, options);
    let best = design.expect("small").into_best().expect("a mechanism");
    assert_eq!(best.plan.bound, best.closed_value);
    best
}

fn money(budget: Budget, liability: &str) -> MechanismOptions {
    MechanismOptions::default()
        .with_budget(budget)
        .with_liability(q(liability))
}

/// Nothing is verifiable.
fn unverifiable(game: NormalForm<Rational>, lambda: &str) -> BestMechanism {
    let problem = single(game);
    let nothing = Language::trivial(&problem);
    best(&problem, &nothing, lambda, &MechanismOptions::default())
}

fn dilemma() -> NormalForm<Rational> {
    symmetric(&[[3, 0], [5, 1]])
}

fn unverifiable_dilemma(lambda: &str) -> Rational {
    unverifiable(dilemma(), lambda).value
}

/// What a plan leaves of welfare at most where nothing is verifiable, added up here.
fn bound_of(game: &NormalForm<Rational>, plan: &DeviationPlan) -> Rational {
    let left = |profile: Vec<usize>| {
        let mut left = welfare_of(game, &profile);
        for manipulation in &plan.manipulations {
            let player = manipulation.player;
            if manipulation.told == [profile[player]] {
                let mut deviation = profile.clone();
                deviation[player] = manipulation.action;
                let gain = game.payoff(player, &deviation) - game.payoff(player, &profile);
                left -= &manipulation.weight * &gain;
            }
        }
        left
    };
    let all = game.space().iter().map(left);
    all.max().expect("a profile")
}

fn certificate() -> Rational {
    let found = unverifiable(dilemma(), "0");
    assert_eq!(found.plan.manipulations.len(), 2);
    for (player, manipulation) in found.plan.manipulations.iter().enumerate() {
        assert_eq!(manipulation.player, player);
        assert_eq!((&manipulation.told[..], manipulation.action), (&[0][..], 1));
        assert_eq!(manipulation.weight, q("3"));
    }
    bound_of(&dilemma(), &found.plan)
}

/// Two partners; each unit of effort costs 7/10 and yields 1, which they share.
fn team(options: &MechanismOptions) -> Rational {
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let yielded: usize = profile.iter().sum();
        ratio(yielded as i64, 2) - ratio(7, 10) * Rational::from(profile[player])
    });
    let problem = single(game.expect("small"));
    let seen = Language::output_only(&problem, |_, profile| profile.iter().sum::<usize>());
    best(&problem, &seen, "0", options).value
}

/// Being bad gains 1 and hurts the monitor by 3; it shows only if the monitor works, at a cost of
/// 1/2, which is seen.
fn monitor(budget: Budget, liability: &str) -> Rational {
    let (problem, seen) = monitor_game();
    best(&problem, &seen, "0", &money(budget, liability)).value
}

/// The lower bounds on its gap from a deviation that is undetectable at the optimum only.
fn monitor_bounds() -> Vec<Rational> {
    let (problem, seen) = monitor_game();
    let (monitoring, selfish) = (Monitoring::from(&seen), cooperative(2, &q("0")));
    let bound = |liability: &str| {
        let options = money(Budget::Unrestricted, liability);
        let bound = certified_gap(&problem, &monitoring, &selfish, &options).expect("one optimum");
        let bound = bound.expect("a gap");
        assert!(bound.verify(&problem, &monitoring, &selfish, &options));
        bound.at_least
    };
    ["1", "2", "10"].map(bound).to_vec()
}

/// From where on no mechanism falls short in the limit.
fn threshold(problem: &ContractingProblem, seen: &Language) -> Rational {
    let found = altruism_threshold(problem, &Monitoring::from(seen), &Default::default());
    match found.expect("small").value {
        Threshold::Closed(value) => value,
        other => panic!("one optimum, and {other:?}"),
    }
}

fn monitor_game() -> (ContractingProblem, Language) {
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let (bad, works) = (Rational::from(profile[0]), Rational::from(profile[1]));
        match player {
            0 => bad,
            _ => q("-3") * bad - q("1/2") * works,
        }
    });
    let problem = single(game.expect("small"));
    let seen = Language::observed(&problem, |_, profile| profile[1] * (1 + profile[0]));
    (problem, seen)
}

/// Player 0 alone acts. Who is in `mismatch` gains 1 if the state is missed, the last player gains
/// `benefit` if it is met. The action is verifiable.
fn matching(
    mismatch: &[usize],
    benefit: i64,
    informed: &[usize],
    players: usize,
) -> (ContractingProblem, Language) {
    let mut actions = vec![1; players];
    actions[0] = 2;
    let game = |state: usize| {
        let game = NormalForm::from_fn(&actions, |player, profile| {
            let matched = profile[0] == state;
            Rational::from(match matched {
                true if player + 1 == players => benefit,
                false if mismatch.contains(&player) => 1,
                _ => 0,
            })
        });
        (ratio(1, 2), game.expect("small"))
    };
    let mut information = Information::none(players, 2);
    for &player in informed {
        information = information.with_informed(player).expect("a player");
    }
    let problem = ContractingProblem::new(vec![game(0), game(1)])
        .expect("a prior and one shape")
        .with_information(information)
        .expect("fits");
    let language = Language::actions_only(&problem);
    (problem, language)
}

fn cell(informed: &[usize], communication: Communication, budget: Budget) -> Rational {
    let (problem, language) = matching(&[0], 3, informed, 2);
    let options = MechanismOptions::default()
        .with_communication(communication)
        .with_budget(budget);
    best(&problem, &language, "0", &options).value
}

fn two_informed(liability: &str) -> Rational {
    let (problem, language) = matching(&[0, 1], 4, &[0, 1], 3);
    best(
        &problem,
        &language,
        "0",
        &money(Budget::Balanced, liability),
    )
    .value
}

fn not_monotone() -> Vec<Rational> {
    ["0", "0.2", "0.33", "0.5", "1", "1.25"]
        .map(|lambda| {
            let game = bimatrix(&[[5, -6], [4, -7]], &[[0, -1], [4, 10]]);
            unverifiable(game, lambda).value
        })
        .to_vec()
}

pub fn table() -> Vec<(&'static str, Computation)> {
    use Budget::{Balanced, Burning, Expected, Unrestricted};
    use Communication::{Mediated, Recommendations};
    let mut table = vec![
        row("lp.pd_unverifiable.certificate", certificate),
        row("lp.team_balanced.sup", || {
            team(&MechanismOptions::default().with_budget(Balanced))
        }),
        row("lp.nonmonotone_in_lambda", not_monotone),
        row("theorem2prime.monitor_tight", monitor_bounds),
        row("threshold.monitor.lambda_bar", || {
            let (problem, seen) = monitor_game();
            threshold(&problem, &seen)
        }),
        // An undetectable deviation that gains 1 and loses 2 of welfare.
        row("theorem2.tight_lambda", || {
            let problem = single(bimatrix(&[[0], [1]], &[[0], [-3]]));
            threshold(&problem, &Language::trivial(&problem))
        }),
        row("cell.two_informed.small_L", || two_informed("0.1")),
    ];
    for (id, lambda) in [
        ("lp.pd_unverifiable.lambda_0", "0"),
        ("lp.pd_unverifiable.lambda_0.2", "0.2"),
        ("lp.pd_unverifiable.lambda_0.34", "0.34"),
        ("lp.pd_unverifiable.lambda_0.5", "0.5"),
        ("lp.pd_unverifiable.lambda_1", "1"),
        ("lp.pd_unverifiable.lambda_1.5", "1.5"),
        ("lp.pd_unverifiable.lambda_2", "2"),
        ("lp.pd_unverifiable.lambda_3", "3"),
    ] {
        table.push(row(id, move || unverifiable_dilemma(lambda)));
    }
    for (id, budget, liability) in [
        ("lp.team_balanced.L_0.5", Balanced, "0.5"),
        ("lp.team_balanced.L_1.0", Balanced, "1"),
        ("lp.team_balanced.L_10.0", Balanced, "10"),
        ("lp.team_burn.L_1.0", Burning, "1"),
        ("lp.team_expected_budget.L_0.2", Expected, "0.2"),
        ("lp.team_expected_budget.L_0.5", Expected, "0.5"),
    ] {
        table.push(row(id, move || team(&money(budget, liability))));
    }
    for (id, budget, liability) in [
        ("lp.monitor_none.L_1.0", Unrestricted, "1"),
        ("lp.monitor_burn.L_1.0", Burning, "1"),
        ("lp.monitor_none.L_2.0", Unrestricted, "2"),
        ("lp.monitor_burn.L_2.0", Burning, "2"),
        ("lp.monitor_burn.L_10.0", Burning, "10"),
        ("lp.monitor_none.L_100.0", Unrestricted, "100"),
        ("lp.monitor_burn.L_100.0", Burning, "100"),
    ] {
        table.push(row(id, move || monitor(budget, liability)));
    }
    const ACTOR: &[usize] = &[0];
    const BOTH: &[usize] = &[0, 1];
    for (id, informed, communication, budget) in [
        (
            "cell.actor_informed.messages.burn",
            ACTOR,
            Mediated,
            Burning,
        ),
        (
            "cell.actor_informed.messages.balanced",
            ACTOR,
            Mediated,
            Balanced,
        ),
        (
            "cell.actor_informed.messages.none",
            ACTOR,
            Mediated,
            Unrestricted,
        ),
        ("cell.both_informed.messages.burn", BOTH, Mediated, Burning),
        (
            "cell.actor_informed.no_messages.burn",
            ACTOR,
            Recommendations,
            Burning,
        ),
        (
            "cell.actor_informed.no_messages.balanced",
            ACTOR,
            Recommendations,
            Balanced,
        ),
        (
            "cell.actor_informed.no_messages.none",
            ACTOR,
            Recommendations,
            Unrestricted,
        ),
        (
            "cell.both_informed.no_messages.burn",
            BOTH,
            Recommendations,
            Burning,
        ),
        (
            "cell.both_informed.no_messages.balanced",
            BOTH,
            Recommendations,
            Balanced,
        ),
        (
            "cell.both_informed.no_messages.none",
            BOTH,
            Recommendations,
            Unrestricted,
        ),
    ] {
        table.push(row(id, move || cell(informed, communication, budget)));
    }
    table
}
