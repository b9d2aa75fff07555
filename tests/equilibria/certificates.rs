//! Certificates with one thing changed are rejected.

use lacuna::equilibrium::correlated::{
    CorrelatedConcept, CorrelatedOptions, CorrelatedOutcome, Distribution, Objective,
    SideConstraint, correlated_equilibrium, smoothness,
};
use lacuna::equilibrium::mixed_dominance::{
    MixedDominance, MixedDominanceOptions, MixedVerdict, dominated_by_mixture,
    eliminate_by_mixtures,
};
use lacuna::equilibrium::symmetric::{StabilityVerdict, SymmetricOptions, evolutionary_stability};
use lacuna::equilibrium::two_player::{EquilibriumSet, TwoPlayerOptions, zero_sum};
use lacuna::equilibrium::{LemkeHowsonOptions, MixedProfile, lemke_howson};
use lacuna::game::random::{self, generator, uniform_integers};
use lacuna::game::{Game, NormalForm};
use lacuna::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use lacuna::number::Rational;
use serde_json::{Value, json};

use crate::support::{q, ratio, symmetric};
use crate::{all, games, options};

/// The game with one payoff changed by this.
fn changed(
    game: &NormalForm<Rational>,
    player: usize,
    place: &[usize],
    by: i64,
) -> NormalForm<Rational> {
    NormalForm::from_fn(game.space().actions(), |who, profile| {
        let here = who == player && profile == place;
        game.payoff(who, profile) + Rational::from(if here { by } else { 0 })
    })
    .expect("small")
}

/// A profile at which a deviation of the player who can deviate is made to pay.
fn lured(profile: &[usize], actions: &[usize]) -> Option<(usize, Vec<usize>)> {
    let player = actions.iter().position(|&count| count > 1)?;
    let mut lure = profile.to_vec();
    lure[player] = usize::from(profile[player] == 0);
    Some((player, lure))
}

#[test]
fn sets_of_equilibria() {
    for game in games(91, 3_000) {
        let set = all(&game);
        let document = serde_json::to_value(&set).expect("plain data");
        let forged = |change: &dyn Fn(&mut Value)| {
            let mut document = document.clone();
            change(&mut document);
            // What is malformed is not even read.
            serde_json::from_value::<EquilibriumSet>(document)
                .is_ok_and(|set| set.verify(&game) == Ok(true))
        };
        assert!(forged(&|_| ()));
        assert!(!forged(&|d| d["payoffs"][0][0] = json!("123457/3")));
        assert!(!forged(&|d| d["payoffs"] = json!([])));
        assert!(!forged(&|d| d["components"] = json!([])));
        assert!(!forged(
            &|d| d["components"][0]["maximal_nash_subsets"] = json!([])
        ));
        assert!(!forged(&|d| {
            let first = d["components"][0].clone();
            d["components"].as_array_mut().expect("a list").push(first);
        }));
        assert!(!forged(&|d| d["row_strategies"][0][0] = json!("1/97")));
        assert!(!forged(&|d| {
            let empty = json!({ "extreme": [], "maximal_nash_subsets": [] });
            d["components"].as_array_mut().expect("a list").push(empty);
        }));
        // Components taken apart or put together, subsets that could be larger.
        let component = &set.components()[0];
        if component.extreme.len() > 1 {
            assert!(!forged(&|d| {
                let single = |&index: &usize| {
                    let (row, column) = set.pairs()[index];
                    let subset = json!({ "rows": [row], "columns": [column] });
                    json!({ "extreme": [index], "maximal_nash_subsets": [subset] })
                };
                let apart: Vec<Value> = component.extreme.iter().map(single).collect();
                let others = d["components"].as_array_mut().expect("a list");
                others.splice(0..1, apart);
            }));
            assert!(!forged(&|d| {
                let single = |&index: &usize| {
                    let (row, column) = set.pairs()[index];
                    json!({ "rows": [row], "columns": [column] })
                };
                let subsets: Vec<Value> = component.extreme.iter().map(single).collect();
                d["components"][0]["maximal_nash_subsets"] = json!(subsets);
            }));
            assert!(!forged(&|d| d["degenerate"] = json!(false)));
        }
        if set.components().len() > 1 {
            assert!(!forged(&|d| {
                let last = d["components"].as_array_mut().expect("a list").pop();
                let last = last.expect("two components");
                for list in ["extreme", "maximal_nash_subsets"] {
                    let more = last[list].as_array().expect("a list").clone();
                    let first = d["components"][0][list].as_array_mut().expect("a list");
                    first.extend(more);
                }
            }));
        }
        if set.extreme().len() > 1 {
            assert!(!forged(&|d| d["extreme"][0] = d["extreme"][1].clone()));
        }
        // Another action pays against what the other plays, by far.
        let profile = &set.extreme()[0];
        let played = [profile.support(0)[0], profile.support(1)[0]];
        let actions = [game.actions(0), game.actions(1)];
        for player in 0..2 {
            let idle = (0..actions[player]).find(|a| !profile.support(player).contains(a));
            let Some(idle) = idle else { continue };
            let mut place = played;
            place[player] = idle;
            let tempting = changed(&game, player, &place, 10_000_000_000);
            assert_eq!(set.verify(&tempting), Ok(false));
            assert_eq!(profile.is_equilibrium(&tempting), Ok(false));
        }
    }
}

#[test]
fn ends_of_paths() {
    for game in games(92, 2_000) {
        for label in 0..game.actions(0) + game.actions(1) {
            let options = LemkeHowsonOptions::default();
            let end = lemke_howson(&game, label, &options).expect("a path");
            assert!(end.verify(&game));
            let (row, column) = (end.profile.support(0), end.profile.support(1));
            let place = [row[0], column[0]];
            // A payoff less at a profile that is played: indifference ends, or another is better.
            if row.len() > 1 {
                let less = changed(&game, 0, &place, -1_000_000_000);
                assert!(!end.verify(&less), "{game:?}");
            }
            if row.len() < game.actions(0) {
                let idle = (0..game.actions(0))
                    .find(|a| !row.contains(a))
                    .expect("one");
                let more = changed(&game, 0, &[idle, column[0]], 1_000_000_000_000);
                assert!(!end.verify(&more), "{game:?}");
            }
            // The checker accepts exactly what has no regret, computed here.
            let mut forged = end.clone();
            let mut strategies = end.profile.strategies().to_vec();
            strategies[0].rotate_left(1);
            forged.profile = MixedProfile::new(strategies.clone()).expect("strategies");
            let worth = |player: usize, action: usize| -> Rational {
                (0..game.actions(1 - player))
                    .map(|other| {
                        let profile = if player == 0 {
                            [action, other]
                        } else {
                            [other, action]
                        };
                        game.payoff(player, &profile) * &strategies[1 - player][other]
                    })
                    .sum()
            };
            let best = |player: usize| {
                let worths: Vec<Rational> = (0..game.actions(player))
                    .map(|a| worth(player, a))
                    .collect();
                let most = worths.iter().max().expect("actions").clone();
                (0..worths.len()).all(|a| strategies[player][a].is_zero() || worths[a] == most)
            };
            assert_eq!(forged.verify(&game), best(0) && best(1), "{game:?}");
        }
    }
}

#[test]
fn values_of_constant_sum_games() {
    for stream in 0..200 {
        let (rows, columns) = (1 + stream as usize % 4, 1 + stream as usize / 4 % 4);
        let mut rng = generator(93, stream);
        let game = random::zero_sum(rows, columns, -2..=2, &mut rng).expect("small");
        let solved = zero_sum(&game, &TwoPlayerOptions::default()).expect("constant sum");
        assert_eq!(solved.verify(&game), Ok(true));
        for by in [ratio(1, 1_000_000_007), ratio(-1, 1_000_000_007)] {
            let mut forged = solved.clone();
            forged.value += &by;
            assert_eq!(forged.verify(&game), Ok(false));
            let mut forged = solved.clone();
            forged.total += &by;
            assert_eq!(forged.verify(&game), Ok(false));
            let mut forged = solved.clone();
            forged.row.vertices[0][0] += &by;
            assert_eq!(forged.verify(&game), Ok(false));
            let mut forged = solved.clone();
            forged.column.vertices[0][0] += &by;
            assert_eq!(forged.verify(&game), Ok(false));
        }
        let mut forged = solved.clone();
        forged.column.vertices.clear();
        assert_eq!(forged.verify(&game), Ok(false));
        let other = changed(&game, 0, &[0, 0], 1);
        assert_eq!(solved.verify(&other), Ok(false));
    }
}

#[test]
fn correlated_outcomes() {
    let three = (0..60).map(|stream| {
        uniform_integers(&[2, 2, 2], 0..=2, &mut generator(94, stream)).expect("small")
    });
    for game in games(95, 1_000).chain(three) {
        let concepts = [CorrelatedConcept::Correlated, CorrelatedConcept::Coarse];
        for (concept, objective) in concepts.into_iter().flat_map(|concept| {
            [Objective::MaxWelfare, Objective::MinPayoff(0)].map(|objective| (concept, objective))
        }) {
            let options = options(concept, objective);
            let outcome = correlated_equilibrium(&game, &options).expect("small");
            assert!(outcome.verify(&game, &options));
            let found = outcome.into_found().expect("no side constraints");
            for number in 0..found.certificate.deviations.len() {
                let mut forged = found.clone();
                let weight = &mut forged.certificate.deviations[number].weight;
                *weight = -&*weight;
                assert!(!forged.verify(&game, &options), "{game:?}");
            }
            let mut forged = found.clone();
            forged.value += &ratio(1, 1_000_003);
            assert!(!forged.verify(&game, &options));
            let mut forged = found.clone();
            forged.payoffs[0] += &ratio(1, 1_000_003);
            assert!(!forged.verify(&game, &options));
            let mut forged = found.clone();
            forged.welfare += &ratio(1, 1_000_003);
            assert!(!forged.verify(&game, &options));
            let (played, _) = found.distribution.iter().next().expect("a support");
            if let Some((player, lure)) = lured(&played, game.space().actions()) {
                let tempting = changed(&game, player, &lure, 1_000_000_000_000);
                assert!(!found.verify(&tempting, &options));
            }
        }
    }
}

#[test]
fn proofs_that_no_equilibrium_meets_a_constraint() {
    for game in games(96, 1_500) {
        let least = options(CorrelatedConcept::Coarse, Objective::MaxWelfare);
        let best = correlated_equilibrium(&game, &least).expect("small");
        let best = best.value().expect("no side constraints").clone();
        let unattainable = CorrelatedOptions::default()
            .with_concept(CorrelatedConcept::Coarse)
            .with_side_constraint(SideConstraint::welfare_at_least(&best + &ratio(1, 1_000)));
        let outcome = correlated_equilibrium(&game, &unattainable).expect("small");
        assert!(outcome.verify(&game, &unattainable));
        let CorrelatedOutcome::None(none) = &outcome else {
            panic!("{outcome:?}");
        };
        let mut forged = none.clone();
        forged.certificate.constraints[0] = -&forged.certificate.constraints[0];
        assert!(!forged.verify(&game, &unattainable));
        let mut forged = none.clone();
        forged.certificate.constraints[0] = Rational::ZERO;
        assert!(!forged.verify(&game, &unattainable));
        for number in 0..none.certificate.deviations.len() {
            let mut forged = none.clone();
            let weight = &mut forged.certificate.deviations[number].weight;
            *weight = -&*weight;
            assert!(!forged.verify(&game, &unattainable));
        }
        let attainable = CorrelatedOptions::default()
            .with_concept(CorrelatedConcept::Coarse)
            .with_side_constraint(SideConstraint::welfare_at_least(best));
        assert!(!none.verify(&game, &attainable));
    }
}

#[test]
fn bounds_by_smoothness() {
    for game in games(97, 2_000) {
        let target = vec![0; 2];
        let bound = smoothness(&game, &target, &LinearOptions::default()).expect("small");
        assert!(bound.verify(&game));
        for by in [ratio(1, 1_000_003), ratio(-1, 1_000_003)] {
            let mut forged = bound.clone();
            forged.welfare += &by;
            assert!(!forged.verify(&game));
            let mut forged = bound.clone();
            forged.target_welfare += &by;
            assert!(!forged.verify(&game));
        }
        let mut forged = bound.clone();
        forged.deviation_weight = -Rational::ONE;
        assert!(!forged.verify(&game));
        // A distribution over profiles of more welfare attains another value.
        let space = game.space();
        let welfare = |profile: &[usize]| game.payoff(0, profile) + game.payoff(1, profile);
        let best = space.iter().max_by_key(|p| welfare(p)).expect("profiles");
        if welfare(&best) > bound.welfare {
            let mut forged = bound.clone();
            let point = [(best.clone(), Rational::ONE)];
            forged.worst = Distribution::new(space.actions(), point).expect("one profile");
            assert!(!forged.verify(&game));
            // The bound breaks where less welfare comes with the same deviations.
            let worst = space.iter().min_by_key(|p| welfare(p)).expect("profiles");
            let lower = changed(&game, 0, &worst, -1_000_000_000_000);
            assert!(!bound.verify_between(&game, &lower));
        }
    }
}

#[test]
fn verdicts_and_traces_of_mixed_dominance() {
    let linear = MixedDominanceOptions::default();
    let (mut mixtures, mut beliefs) = (0, 0);
    for game in games(98, 2_000) {
        for dominance in [MixedDominance::Strict, MixedDominance::Weak] {
            for player in 0..2 {
                for action in 0..game.actions(player) {
                    let verdict = dominated_by_mixture(&game, player, action, dominance, &linear);
                    let verdict = verdict.expect("small");
                    assert!(verdict.verify(&game));
                    match verdict {
                        MixedVerdict::Dominated(mixture) => {
                            mixtures += 1;
                            let mut forged = mixture.clone();
                            forged.mixture[action] = ratio(1, 7);
                            assert!(!forged.verify(&game));
                            let mut forged = mixture.clone();
                            forged.least_advantage += &ratio(1, 1_000_003);
                            assert!(!forged.verify(&game));
                            // The dominated action is better somewhere.
                            let better = &mixture.better_at;
                            let other = changed(&game, player, better, 1_000_000_000);
                            assert!(!mixture.verify(&other));
                        }
                        MixedVerdict::BestResponse(belief) => {
                            beliefs += 1;
                            let mut forged = belief.clone();
                            forged.probabilities[0].1 += &ratio(1, 1_000_003);
                            assert!(!forged.verify(&game));
                            let believed = belief.probabilities[0].0.clone();
                            if game.actions(player) > 1 {
                                let mut rival = believed;
                                rival[player] = usize::from(action == 0);
                                let other = changed(&game, player, &rival, 1_000_000_000_000);
                                assert!(!belief.verify(&other));
                            }
                        }
                    }
                }
            }
            let trace = eliminate_by_mixtures(&game, dominance, &linear).expect("small");
            assert!(trace.verify(&game));
            let mut forged = trace.clone();
            forged.beliefs.pop();
            assert!(!forged.verify(&game));
            let mut forged = trace.clone();
            forged.surviving[0].pop();
            assert!(!forged.verify(&game));
            if let Some(round) = trace.rounds.first() {
                let mut forged = trace.clone();
                forged.rounds.remove(0);
                assert!(!forged.verify(&game));
                let removed = &round[0];
                let mut spread = trace.clone();
                spread.rounds[0][0].mixture[removed.action] = ratio(1, 2);
                assert!(!spread.verify(&game));
                let place = &removed.better_at;
                let other = changed(&game, removed.player, place, 1_000_000_000);
                assert!(!trace.verify(&other));
            }
        }
    }
    assert!(mixtures > 300 && beliefs > 300, "{mixtures} {beliefs}");
}

#[test]
fn answers_of_linear_programs() {
    let mut rng = (0u64..).map(|stream| {
        uniform_integers(&[3, 3], -2..=4, &mut generator(99, stream)).expect("small")
    });
    let (mut optimal, mut infeasible, mut unbounded) = (0, 0, 0);
    for game in rng.by_ref().take(4_000) {
        // maximise c·x subject to A·x ≤ b, x ≥ 0, with negative entries too.
        let entry = |i: usize, j: usize| game.payoff(0, &[i, j]);
        let mut program = LinearProgram::maximise();
        for j in 0..3 {
            program.variable(Bounds::NONNEGATIVE, game.payoff(1, &[0, j]));
        }
        for i in 0..3 {
            let relation = if i == 1 {
                Relation::AtLeast
            } else {
                Relation::AtMost
            };
            let terms = (0..3).map(|j| (j, entry(i, j)));
            (program.row(terms, relation, game.payoff(1, &[1, i]))).expect("known variables");
        }
        let answer = program
            .solve(&LinearOptions::default())
            .expect("small")
            .answer;
        assert!(answer.verify(&program));
        match answer {
            Answer::Optimal(optimum) => {
                optimal += 1;
                for row in 0..3 {
                    let mut forged = optimum.clone();
                    forged.multipliers[row] = -&forged.multipliers[row];
                    let same = forged == optimum;
                    assert_eq!(Answer::Optimal(forged).verify(&program), same);
                }
                let mut forged = optimum.clone();
                forged.value += &ratio(1, 1_000_003);
                assert!(!Answer::Optimal(forged).verify(&program));
                let mut forged = optimum.clone();
                forged.point[0] = -Rational::ONE;
                assert!(!Answer::Optimal(forged).verify(&program));
                let mut forged = optimum;
                forged.multipliers.push(Rational::ZERO);
                assert!(!Answer::Optimal(forged).verify(&program));
            }
            Answer::Infeasible(farkas) => {
                infeasible += 1;
                let mut forged = farkas.clone();
                for multiplier in &mut forged.multipliers {
                    *multiplier = -&*multiplier;
                }
                assert!(!Answer::Infeasible(forged).verify(&program));
                let mut forged = farkas.clone();
                forged.multipliers.fill(Rational::ZERO);
                assert!(!Answer::Infeasible(forged).verify(&program));
                let mut forged = farkas;
                forged.multipliers.pop();
                assert!(!Answer::Infeasible(forged).verify(&program));
            }
            Answer::Unbounded(endless) => {
                unbounded += 1;
                let mut forged = endless.clone();
                for step in &mut forged.ray {
                    *step = -&*step;
                }
                assert!(!Answer::Unbounded(forged).verify(&program));
                let mut forged = endless.clone();
                forged.ray.fill(Rational::ZERO);
                assert!(!Answer::Unbounded(forged).verify(&program));
                let mut forged = endless;
                forged.point[0] = -Rational::ONE;
                assert!(!Answer::Unbounded(forged).verify(&program));
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(
        optimal > 50 && infeasible > 20 && unbounded > 20,
        "{optimal} {infeasible} {unbounded}"
    );
}

#[test]
fn verdicts_on_stability() {
    let options = SymmetricOptions::default();
    let game = symmetric(&[[-1, 2], [0, 1]]);
    let half = vec![q("1/2"); 2];
    let stable = evolutionary_stability(&game, &half, &options).expect("a strategy");
    assert!(stable.is_evolutionarily_stable());
    assert_eq!(stable.verify(&game, &half, &options), Ok(true));
    // One payoff changed, and it is no equilibrium; another strategy is none.
    let other = symmetric(&[[-1, 3], [0, 1]]);
    assert_eq!(stable.verify(&other, &half, &options), Ok(false));
    let third = vec![q("1/3"), q("2/3")];
    assert_eq!(stable.verify(&game, &third, &options), Ok(false));
    // Coordination has the same kind of equilibrium, which is not stable.
    let coordination = symmetric(&[[1, 0], [0, 1]]);
    assert_eq!(stable.verify(&coordination, &half, &options), Ok(false));

    let mut invaded = evolutionary_stability(&coordination, &half, &options).expect("a strategy");
    assert_eq!(invaded.verify(&coordination, &half, &options), Ok(true));
    assert_eq!(invaded.verify(&game, &half, &options), Ok(false));
    let StabilityVerdict::Invaded { mutant, .. } = &mut invaded else {
        panic!("{invaded:?}");
    };
    mutant.mutant_against_mutant += &ratio(1, 1_000_003);
    assert_eq!(invaded.verify(&coordination, &half, &options), Ok(false));
    let mut none = evolutionary_stability(&game, &third, &options).expect("a strategy");
    assert_eq!(none.verify(&game, &third, &options), Ok(true));
    let StabilityVerdict::NotAnEquilibrium { gain, .. } = &mut none else {
        panic!("{none:?}");
    };
    *gain = -&*gain;
    assert_eq!(none.verify(&game, &third, &options), Ok(false));
}
