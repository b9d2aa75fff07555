//! The theorems about contracts and gaps: every hypothesis is needed, and the numbers of the
//! literature.

use std::collections::BTreeSet;

use lacuna::contract::{Budget, ContractingProblem, Information, Language, Monitoring};
use lacuna::game::catalogue::DilemmaPayoffs;
use lacuna::game::{Game, NormalForm};
use lacuna::mechanism::{Communication, MechanismOptions, best_mechanism};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use lacuna::theorem::contracts::{
    AltruismClosesFromAThreshold, BestPlanProvesTheValue, CertifiedGapIsTheBestSingleBound,
    ContractingInstance, DilemmaInstance, FinestLanguageNeedsNoAltruism, FinitePartnershipBalances,
    GapIffNobodyCanBeHeldToAccount, HiddenDilemmaIsFound, HiddenDilemmaRulesOutTheFirstBest,
    HiddenEffortLosesATwelfth, HoldUp, HoldUpHasAClosedForm, LanguageInstance,
    LanguageLevelIsTheGreatestChainRatio, LimitedMoneyAttainsTheValue, Means, MeansInstance,
    MediatedDilemmaHasAClosedForm, MessagesMakeTheStateContractible, MoreMeansAreWorthNoLess,
    Partnership, PatienceInstance, PatienceSustainsCooperation, PlanBoundsEveryMechanism,
    PlanInstance, RuleInstance, Team, TeamHasAClosedForm, TemptationAtTheOptimumCosts,
    TemptationInstance, UnseenTemptationCosts, VerifiableActionsClose,
};
use lacuna::theorem::{Sampled, Sampling, Theorem, Verdict, registry, sampled, weaken};

/// The theorems of the chapter.
fn chapter() -> Vec<&'static dyn Sampled> {
    let listed = registry()
        .into_iter()
        .find(|(title, _)| *title == "Contracts and gaps")
        .expect("a chapter")
        .1;
    let names: BTreeSet<&str> = (listed.iter())
        .map(|theorem| theorem.statement().identifier)
        .collect();
    (sampled().into_iter())
        .filter(|theorem| names.contains(theorem.statement().identifier))
        .collect()
}

#[test]
fn every_hypothesis_is_needed() {
    let mut not_refuted = Vec::new();
    for theorem in chapter() {
        let name = theorem.statement().identifier;
        for (hypothesis, _) in theorem.hypotheses() {
            let started = std::time::Instant::now();
            let sampling = Sampling::default().with_cases(100).with_max_shrinks(200);
            let found = theorem
                .refute_without(hypothesis, &sampling)
                .unwrap_or_else(|failure| panic!("{failure}"));
            let took = started.elapsed();
            match found {
                Some((instance, why)) => {
                    println!("{name} without {hypothesis} ({took:.2?}): {why}, in\n{instance}\n");
                }
                None => not_refuted.push(format!("{name} without {hypothesis} ({took:.2?})")),
            }
        }
    }
    assert!(not_refuted.is_empty(), "not refuted: {not_refuted:#?}");
}

#[test]
fn at_least_twenty_theorems_have_at_least_forty_hypotheses() {
    let theorems = chapter();
    let hypotheses: usize = (theorems.iter())
        .map(|theorem| theorem.hypotheses().len())
        .sum();
    assert!(theorems.len() >= 20 && hypotheses >= 40, "{hypotheses}");
}

fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}

fn contracting(game: NormalForm<Rational>, lambda: &str) -> ContractingInstance {
    let players = game.players();
    let problem = ContractingProblem::single_state(game).expect("one state");
    let nothing = Monitoring::trivial(&problem);
    let agents = WeightMatrix::cooperative(players, &q(lambda)).expect("at least 0");
    ContractingInstance::new(problem, nothing, agents, Budget::Unrestricted, None)
}

fn refuted_without<T: Theorem>(theorem: T, hypothesis: &str, instance: &T::Instance) -> String {
    let verdict = theorem.check(instance).expect("valid");
    assert!(
        matches!(verdict, Verdict::HypothesisFails { hypothesis: which, .. } if which == hypothesis),
        "{verdict:?}"
    );
    match weaken(theorem, hypothesis)
        .expect("has it")
        .check(instance)
        .expect("valid")
    {
        Verdict::Refuted(found) => found.witness.words,
        other => panic!("{other:?}"),
    }
}

fn holds<T: Theorem>(theorem: &T, instance: &T::Instance) {
    let verdict = theorem.check(instance).expect("valid");
    assert!(matches!(verdict, Verdict::Holds), "{verdict:?}");
}

#[test]
fn tied_optima_can_be_mixed_where_each_alone_is_left() {
    // Matching pennies, and an action that costs its player a tenth and the other three.
    let pennies = NormalForm::from_fn(&[3, 3], |player, profile| {
        let (own, other) = (profile[player], profile[1 - player]);
        match (own, other) {
            (2, 2) => q("-3"),
            (2, _) => q("-0.1"),
            (_, 2) => q("-3"),
            _ => Rational::from(if (own == other) == (player == 0) {
                1
            } else {
                -1
            }),
        }
    });
    let pennies = contracting(pennies.expect("small"), "0");
    refuted_without(AltruismClosesFromAThreshold, "unique_optimum", &pennies);
    holds(&GapIffNobodyCanBeHeldToAccount, &pennies);
    holds(&BestPlanProvesTheValue, &pennies);
}

#[test]
fn one_who_knows_the_state_cannot_be_checked_and_two_can() {
    // The actor gains 1 from what does not fit the state, the other 3 from what does.
    let state = |fits: usize| {
        NormalForm::from_fn(&[2, 1], move |player, profile| {
            let right = profile[0] == fits;
            Rational::from(if player == 0 {
                i64::from(!right)
            } else {
                3 * i64::from(right)
            })
        })
        .expect("small")
    };
    let half = q("1/2");
    let states = vec![(half.clone(), state(0)), (half, state(1))];
    let all_know = ContractingProblem::new(states).expect("two states");
    let one_knows = Information::none(2, 2).with_informed(0).expect("a player");
    let one_knows = all_know.clone().with_information(one_knows).expect("fits");
    let instance = |problem: &ContractingProblem, lambda: &str, budget: Budget| {
        let actions = Language::actions_only(problem);
        LanguageInstance::new(problem.clone(), actions, q(lambda), budget, None)
    };
    let free = Budget::Unrestricted;
    holds(
        &MessagesMakeTheStateContractible,
        &instance(&all_know, "0", free),
    );
    let words = refuted_without(
        MessagesMakeTheStateContractible,
        "enough_informed",
        &instance(&one_knows, "0", free),
    );
    assert!(words.starts_with("2 with reports, and 3"), "{words}");
    // A chain of two deviations that gain 1 and lose 2 each: at, below and above λ = 1/2.
    for lambda in ["1/2", "499/1000", "501/1000", "0"] {
        let plain = instance(&all_know, lambda, free);
        holds(&LanguageLevelIsTheGreatestChainRatio, &plain);
        refuted_without(
            FinestLanguageNeedsNoAltruism,
            "everything_is_verifiable",
            &plain,
        );
    }
    let optima_differ = instance(&all_know, "0", Budget::Balanced);
    refuted_without(
        VerifiableActionsClose,
        "one_profile_is_always_optimal",
        &optima_differ,
    );
}

#[test]
fn where_small_fines_tell_nobody_whom_to_believe_a_verifiable_state_does_not_help() {
    // Each of two gains 1 from the same action of the third in both states; the third gains 2 from
    // the one that fits the state, which only the two know.
    let state = |fits: usize| {
        NormalForm::from_fn(&[1, 1, 2], move |player, profile| {
            Rational::from(match player {
                2 => 2 * i64::from(profile[2] == fits),
                _ => i64::from(profile[2] == player),
            })
        })
        .expect("small")
    };
    let half = q("1/2");
    let problem = ContractingProblem::new(vec![(half.clone(), state(0)), (half, state(1))]);
    let two_know = Information::new(vec![vec![0, 1], vec![0, 1], vec![0, 0]]).expect("types");
    let problem = problem
        .and_then(|problem| problem.with_information(two_know))
        .expect("fits");
    let with_fines = |limit: Option<&str>, budget: Budget| {
        let nothing = Language::trivial(&problem);
        let limit = limit.map(q);
        LanguageInstance::new(problem.clone(), nothing, Rational::ZERO, budget, limit)
    };
    // The state is verified only once the third has acted: without fines it is worth nothing.
    for (limit, worth) in [(None, "3"), (Some("1"), "3"), (Some("0"), "2")] {
        for budget in [Budget::Burning, Budget::Unrestricted] {
            let instance = with_fines(limit, budget);
            holds(&MessagesMakeTheStateContractible, &instance);
            let mut options = MechanismOptions::default().with_budget(budget);
            options.liability = instance.liability;
            let nothing = Monitoring::trivial(&problem);
            let selfish = WeightMatrix::identity(3);
            let best = best_mechanism(&problem, &nothing, &selfish, &options).expect("valid");
            let value = best.into_best().map(|best| best.closed_value);
            assert_eq!(value, Some(q(worth)), "{limit:?} {budget:?}");
        }
    }
}

#[test]
fn rare_inspection_approaches_what_no_mechanism_attains() {
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let (bad, looks) = (Rational::from(profile[0]), Rational::from(profile[1]));
        match player {
            0 => bad,
            _ => q("-3") * bad - looks * q("1/2"),
        }
    });
    let mut game = contracting(game.expect("small"), "0");
    let seen = Language::observed(&game.problem, |_, p| (p[1] == 1).then_some(p[0]));
    game.monitoring = Monitoring::from(&seen);
    let words = refuted_without(LimitedMoneyAttainsTheValue, "limited_money", &game);
    assert!(words.contains("approached"), "{words}");
    holds(
        &HiddenDilemmaRulesOutTheFirstBest,
        &RuleInstance::new(game.clone(), 0, 0, vec![1, 1]),
    );
    game.liability = Some(q("10"));
    for budget in [Budget::Unrestricted, Budget::Burning, Budget::Balanced] {
        game.budget = budget;
        holds(&LimitedMoneyAttainsTheValue, &game);
        holds(&CertifiedGapIsTheBestSingleBound, &game);
        holds(
            &TemptationAtTheOptimumCosts,
            &TemptationInstance::new(game.clone(), 0, 1),
        );
    }
}

#[test]
fn a_team_of_two_balances_while_twice_the_cost_is_at_most_the_output() {
    for cost in [4, 5, 6, 7] {
        let costs = vec![vec![0, cost], vec![0, cost]];
        let outputs = vec![0, 10, 10, 20];
        let mut team = Partnership::new(costs, outputs, vec![1, 1], Budget::Balanced, None);
        holds(&FinitePartnershipBalances, &team);
        team.budget = Budget::Burning;
        if cost > 5 {
            refuted_without(FinitePartnershipBalances, "balanced", &team);
        }
    }
}

#[test]
fn published_numbers_are_those_of_the_closed_forms() {
    // PD(3, 0, 5, 1) jumps at λ = 1/3 and closes at 2.
    let payoffs = || DilemmaPayoffs::new(3, 0, 5, 1);
    for lambda in ["0", "0.333", "1/3", "0.334", "1/2", "1.999", "2", "3"] {
        let dilemma = DilemmaInstance::new(payoffs(), q(lambda));
        holds(&MediatedDilemmaHasAClosedForm, &dilemma);
    }
    for discount in ["0.499", "1/2", "0.501"] {
        let patience = PatienceInstance::new(payoffs(), q(discount));
        holds(&PatienceSustainsCooperation, &patience);
    }
    // Hold-up with v = 1 and β = 1/2 loses 1/8, and 1/32 at λ = 1.
    for (lambda, chosen) in [("0", "1/2"), ("1", "3/4")] {
        let investments = vec![q("0"), q(chosen), q("1")];
        holds(
            &HoldUpHasAClosedForm,
            &HoldUp::new(q("1"), q("1/2"), q(lambda), investments),
        );
    }
    holds(
        &TeamHasAClosedForm,
        &Team::new(3, q("0"), vec![q("1/3"), q("1")]),
    );
    holds(
        &HiddenEffortLosesATwelfth,
        &DilemmaPayoffs::new(5, -5, 9, 0),
    );
}

/// Refused by the theorem, by each hypothesis and by the conclusion; and it can be described.
fn refused<T: Theorem>(theorem: &T, instance: &T::Instance, why: &str) {
    let error = theorem.check(instance).expect_err(why).to_string();
    assert!(error.contains(why), "{error}");
    for hypothesis in theorem.hypotheses() {
        hypothesis.check(instance).expect_err(hypothesis.name);
    }
    theorem.conclusion(instance).expect_err(why);
    assert!(!theorem.describe(instance).is_empty());
}

fn dilemma() -> NormalForm<Rational> {
    DilemmaPayoffs::new(3, 0, 5, 1).game().expect("a dilemma")
}

fn two_states(first: &str, second: &str) -> ContractingProblem {
    ContractingProblem::new(vec![(q(first), dilemma()), (q(second), dilemma())]).expect("states")
}

#[test]
fn deviations_of_nobody_are_refused() {
    let game = contracting(dilemma(), "0");
    let rule = |player, own_type, rule: &[usize]| {
        RuleInstance::new(game.clone(), player, own_type, rule.to_vec())
    };
    let theorem = HiddenDilemmaRulesOutTheFirstBest;
    refused(&theorem, &rule(2, 0, &[1, 1]), "player 2 of 2");
    refused(&theorem, &rule(0, 1, &[1, 1]), "type 1");
    refused(&theorem, &rule(0, 0, &[1]), "replaces 1");
    refused(&theorem, &rule(0, 0, &[1, 2]), "action Some(2)");
    let temptation = TemptationInstance::new(game.clone(), 0, 2);
    refused(&UnseenTemptationCosts, &temptation, "action Some(2)");
    let twice = two_states("1/2", "1/2");
    let mut known = game.clone();
    (known.monitoring, known.problem) = (Monitoring::trivial(&twice), twice);
    let temptation = TemptationInstance::new(known.clone(), 0, 1);
    refused(&TemptationAtTheOptimumCosts, &temptation, "2 states");
    refused(&CertifiedGapIsTheBestSingleBound, &known, "2 states");
    let plan = |told, action| PlanInstance::new(game.clone(), vec![(1, told, action, q("1"))]);
    refused(&PlanBoundsEveryMechanism, &plan(0, 2), "action Some(2)");
    refused(&PlanBoundsEveryMechanism, &plan(1, 1), "no deviation");
}

#[test]
fn parts_of_other_problems_are_refused() {
    let game = contracting(dilemma(), "0");
    let other = two_states("1/2", "1/2");
    let mut changed = game.clone();
    changed.monitoring = Monitoring::trivial(&other);
    refused(&HiddenDilemmaIsFound, &changed, "2 states");
    changed = game.clone();
    changed.preferences = WeightMatrix::identity(3);
    refused(&AltruismClosesFromAThreshold, &changed, "3 players");
    changed = game.clone();
    changed.liability = Some(q("-1"));
    refused(
        &GapIffNobodyCanBeHeldToAccount,
        &changed,
        "the liability is -1",
    );
    let language = |language: Language, lambda: &str, budget| {
        LanguageInstance::new(game.problem.clone(), language, q(lambda), budget, None)
    };
    let theorem = LanguageLevelIsTheGreatestChainRatio;
    let nothing = || Language::trivial(&game.problem);
    let free = Budget::Unrestricted;
    refused(
        &theorem,
        &language(Language::trivial(&other), "0", free),
        "2 states",
    );
    refused(&theorem, &language(nothing(), "-1", free), "-1");
    refused(
        &theorem,
        &language(nothing(), "0", Budget::Expected),
        "expectation",
    );
    // In a state that never is the first best asks for a plan, and welfare does not.
    let never = two_states("1", "0");
    let language = Language::trivial(&never);
    let never = LanguageInstance::new(never, language, Rational::ZERO, free, None);
    refused(&theorem, &never, "probability 0");
    let means = |language| Means::new(language, free, None, Communication::Mediated);
    let (fits, does_not) = (means(nothing()), means(Language::trivial(&other)));
    let selfish = WeightMatrix::identity(2);
    let instance = MeansInstance::new(game.problem.clone(), selfish, fits, does_not);
    refused(&MoreMeansAreWorthNoLess, &instance, "2 states");
    let team = |outputs: &[i64], target: &[usize]| {
        let costs = vec![vec![0, 1], vec![0, 1]];
        Partnership::new(
            costs,
            outputs.to_vec(),
            target.to_vec(),
            Budget::Balanced,
            None,
        )
    };
    let theorem = FinitePartnershipBalances;
    refused(&theorem, &team(&[0, 1, 1], &[1, 1]), "3 outputs");
    refused(&theorem, &team(&[0, 1, 1, 2], &[1]), "[1]");
    refused(&theorem, &team(&[0, 1, 1, 2], &[1, 2]), "[1, 2]");
    for partners in [0, usize::MAX] {
        let team = Team::new(partners, Rational::ZERO, vec![q("1")]);
        refused(&TeamHasAClosedForm, &team, "team");
    }
}

#[test]
fn what_would_take_for_ever_is_a_limit() {
    // 12 actions have 12¹² rules.
    let game = NormalForm::from_fn(&[12, 1], |_, _| Rational::ZERO).expect("small");
    let error = HiddenDilemmaIsFound
        .check(&contracting(game, "0"))
        .expect_err("many rules");
    assert!(error.to_string().contains("rules"), "{error}");
    // 20 states in which everything is optimal have 4²⁰ first-best plans.
    let idle = NormalForm::from_fn(&[2, 2], |_, _| Rational::ZERO).expect("small");
    let states = vec![(q("1/20"), idle); 20];
    let problem = ContractingProblem::new(states).expect("states");
    let language = Language::trivial(&problem);
    let free = Budget::Unrestricted;
    let instance = LanguageInstance::new(problem, language, Rational::ZERO, free, None);
    let theorem = LanguageLevelIsTheGreatestChainRatio;
    let error = theorem.check(&instance).expect_err("many plans");
    assert!(error.to_string().contains("plans"), "{error}");
    // 30 players have 3³⁰ extreme transfers, and what they are worth is found all the same.
    let mut actions = [1; 30];
    actions[0] = 2;
    let game = NormalForm::from_fn(&actions, |player, profile| {
        Rational::from(match player {
            0 => 3 * profile[0] as i64,
            _ => -(profile[0] as i64),
        })
    });
    let mut game = contracting(game.expect("small"), "0");
    game.liability = Some(q("1"));
    for budget in [Budget::Unrestricted, Budget::Burning, Budget::Balanced] {
        game.budget = budget;
        game.monitoring = Monitoring::from(&Language::complete(&game.problem));
        holds(&CertifiedGapIsTheBestSingleBound, &game);
    }
}
