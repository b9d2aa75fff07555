//! What laws do to games: the gaps of the theory, budgets, orders, and the check of an analysis.

use lacuna::contract::law::{BudgetClass, CheckOptions, CheckedLaw, Court, FiniteLawError, Law};
use lacuna::contract::{
    AttainableOptions, Budget, Contractible, ContractingProblem, Language, attainable,
};
use lacuna::game::NormalForm;
use lacuna::game::hidden_effort::{Family, scenarios};
use lacuna::gap::{GapError, LawAnalysis, LawAnalysisOptions, analyse_law};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::finite::{dilemma, lifted};
use super::{checked, parsed, q};

/// Defectors pay the other a hundred, which is more than any scenario's temptation.
fn defectors_pay(problem: &ContractingProblem, language: &Language) -> CheckedLaw {
    let court = Court::of_language(problem, language).expect("names");
    checked(
        "law \"Defectors pay\"\nresolve:\n  for each p: for each q other than p: \
         if action of p is D: transfer 100 from p to q\n",
        &court,
    )
}

#[test]
fn one_good_law_attains_what_base_actions_allow_in_all_sixty_scenarios() {
    let twelfth = q("1/12");
    for (number, scenario) in scenarios().into_iter().enumerate() {
        let problem = lifted(number);
        let language = Language::base_actions(&problem);
        let law = defectors_pay(&problem, &language);
        let options = LawAnalysisOptions::default();
        let selfish = WeightMatrix::identity(2);
        let found = analyse_law(&law, &problem, &language, &selfish, &options).expect("small");
        // The theory: a contract on base actions leaves η = (R − P)/12.
        let eta = (&scenario.payoffs.reward - &scenario.payoffs.punishment) * &twelfth;
        assert_eq!(found.gap, Some(eta.clone()));
        assert_eq!(found.worst_gap, Some(eta));
        assert_eq!(found.budget, Budget::Balanced);
        assert!(found.attains_language_optimum);
        assert_eq!(found.shortfall(), Some(q("0")));
        let chosen: Vec<&[usize]> = found.equilibria[0].iter().map(|e| &e.chosen[..]).collect();
        assert_eq!(chosen, [[0, 1], [1, 0]]);
        assert!(found.verify(&law, &problem, &language, &selfish, &options));
        // From λ = 2 on the gap is closed.
        for (lambda, closed) in [("199/100", false), ("2", true), ("3", true)] {
            let agents = WeightMatrix::cooperative(2, &q(lambda)).expect("at least 0");
            let found = analyse_law(&law, &problem, &language, &agents, &options).expect("small");
            assert_eq!(found.is_closed(), closed, "λ = {lambda}");
            assert!(found.attains_language_optimum);
            assert!(found.verify(&law, &problem, &language, &agents, &options));
        }
    }
}

#[test]
fn a_law_that_does_nothing_leaves_the_game_as_it_is() {
    for number in [0, 29, 30, 59] {
        let problem = lifted(number);
        let language = Language::base_actions(&problem);
        let court = Court::of_language(&problem, &language).expect("names");
        let law = checked("law \"Nothing\"\n", &court);
        let options = LawAnalysisOptions::default();
        let selfish = WeightMatrix::identity(2);
        let found = analyse_law(&law, &problem, &language, &selfish, &options).expect("small");
        let nothing = attainable(
            &problem,
            &Language::trivial(&problem),
            &selfish,
            &AttainableOptions::default(),
        );
        let nothing = nothing.expect("small").best.expect("an equilibrium");
        assert_eq!(found.best, Some(nothing.welfare));
        // In a stag hunt it is an equilibrium all the same.
        let hunt = scenarios()[number].family == Family::StagHunt;
        assert_eq!(found.attains_language_optimum, hunt);
        let mutual_defection = found.equilibria[0].iter().any(|e| e.chosen == [2, 2]);
        assert!(mutual_defection);
    }
}

#[test]
fn burnt_money_is_lost_unless_the_budget_says_otherwise() {
    let problem = lifted(0);
    let language = Language::base_actions(&problem);
    let court = Court::of_language(&problem, &language).expect("names");
    // Everybody pays one, whatever happens, and defectors pay ten more.
    let law = checked(
        "law \"Costly\"\nresolve:\n  for each p: participation cost 1 from p\n  \
         for each p: if action of p is D: fine p 10\n",
        &court,
    );
    let selfish = WeightMatrix::identity(2);
    let options = LawAnalysisOptions::default();
    let found = analyse_law(&law, &problem, &language, &selfish, &options).expect("small");
    assert_eq!(
        (found.budget_class, found.budget),
        (BudgetClass::Burning, Budget::Burning)
    );
    assert_eq!(found.gap, Some(q("5/12") + q("2")));
    assert!(!found.attains_language_optimum);
    assert_eq!(found.shortfall(), Some(q("2")));
    let material = options.clone().with_budget(Budget::Unrestricted);
    let found = analyse_law(&law, &problem, &language, &selfish, &material).expect("small");
    assert_eq!(found.gap, Some(q("5/12")));
    assert!(found.attains_language_optimum);
    assert!(found.verify(&law, &problem, &language, &selfish, &material));
    assert!(!found.verify(&law, &problem, &language, &selfish, &options));
}

#[test]
fn money_from_outside_is_no_welfare_whatever_the_budget() {
    let problem = lifted(0);
    let language = Language::base_actions(&problem);
    let court = Court::of_language(&problem, &language).expect("names");
    let nothing = checked("law \"Nothing\"\n", &court);
    let gifts = checked(
        "law \"Gifts\"\nresolve:\n  for each p: grant 100 to p\n",
        &court,
    );
    let selfish = WeightMatrix::identity(2);
    for budget in [Budget::Balanced, Budget::Burning, Budget::Unrestricted] {
        let options = LawAnalysisOptions::default().with_budget(budget);
        let analysed = |law| analyse_law(law, &problem, &language, &selfish, &options);
        let (without, with) = (analysed(&nothing), analysed(&gifts));
        let (without, with) = (without.expect("small"), with.expect("small"));
        assert_eq!(with.gap, without.gap, "{budget:?}");
        assert_eq!(
            with.attains_language_optimum,
            without.attains_language_optimum
        );
        assert!(with.verify(&gifts, &problem, &language, &selfish, &options));
    }
}

#[test]
fn an_order_can_do_what_balanced_transfers_cannot() {
    // The court sees how many broke their word, and not who.
    let problem = dilemma(true);
    let count = Language::observed(&problem, |_, profile| profile.iter().sum::<usize>());
    let court = Court::of_language(&problem, &count).expect("names");
    let law = checked(
        "law \"Keep\"\nresolve:\n  for each p: direct p to keep\n",
        &court,
    );
    let selfish = WeightMatrix::identity(2);
    let options = LawAnalysisOptions::default();
    let found = analyse_law(&law, &problem, &count, &selfish, &options).expect("small");
    assert_eq!(found.budget, Budget::Balanced);
    assert!(found.is_closed());
    assert_eq!(found.equilibria[0].len(), 4);
    assert!(found.equilibria[0].iter().all(|e| e.enforced == [0, 0]));
    assert_eq!(
        found
            .attainable
            .best
            .as_ref()
            .expect("one keeps, one breaks")
            .welfare,
        q("5")
    );
    assert_eq!(found.shortfall(), Some(q("-1")));
    assert!(found.verify(&law, &problem, &count, &selfish, &options));
}

#[test]
fn an_analysis_that_was_tampered_with_is_not_verified() {
    let problem = lifted(0);
    let language = Language::base_actions(&problem);
    let law = defectors_pay(&problem, &language);
    let (selfish, options) = (WeightMatrix::identity(2), LawAnalysisOptions::default());
    let found = analyse_law(&law, &problem, &language, &selfish, &options).expect("small");
    let verify = |found: &LawAnalysis| found.verify(&law, &problem, &language, &selfish, &options);
    assert!(verify(&found));
    let json = serde_json::to_string(&found).expect("plain data");
    let same: LawAnalysis = serde_json::from_str(&json).expect("the same");
    assert!(same == found && verify(&same));
    let mut missing = found.clone();
    missing.equilibria[0].pop();
    let mut better = found.clone();
    better.best = Some(found.first_best.clone());
    better.gap = Some(q("0"));
    let mut other = found.clone();
    other.equilibria[0][0].welfare += &q("1");
    let mut empty = found.clone();
    empty.attainable.best = None;
    for wrong in [missing, better, other, empty] {
        assert!(!verify(&wrong));
    }
}

#[test]
fn the_analysis_of_a_law_that_sees_too_much_says_so() {
    let problem = lifted(0);
    let trivial = Language::trivial(&problem);
    let law = defectors_pay(&problem, &Language::base_actions(&problem));
    let selfish = WeightMatrix::identity(2);
    let options = LawAnalysisOptions::default();
    let error = analyse_law(&law, &problem, &trivial, &selfish, &options).expect_err("no cell");
    let GapError::Law(why) = &error else {
        panic!("{error}");
    };
    assert!(
        matches!(**why, FiniteLawError::NotMeasurable { .. }),
        "{why}"
    );
}

proptest! {
    #[test]
    fn the_best_contract_of_any_problem_attains_as_a_law_what_it_attains(
        payoffs in vec(-9i64..10, 2 * 2 * 6),
        cells in vec(0usize..5, 2 * 6),
        split in any::<bool>(),
        budget in select(vec![Budget::Balanced, Budget::Burning, Budget::Unrestricted]),
        lambda in select(vec!["0", "1/3", "2"]),
    ) {
        // Two states of a 2×3 game, and a language that tells the outcomes apart at random.
        let game = |state: usize| {
            NormalForm::from_fn(&[2, 3], |player, profile| {
                let place = (2 * state + player) * 6 + 3 * profile[0] + profile[1];
                Rational::from(payoffs[place])
            })
            .expect("a game")
        };
        let parts = match split {
            true => vec![Contractible::everything(2), Contractible::everything(3)],
            false => vec![Contractible::nothing(2), Contractible::nothing(3)],
        };
        let problem = ContractingProblem::new(vec![(q("1/3"), game(0)), (q("2/3"), game(1))])
            .and_then(|problem| problem.with_contractible(parts))
            .expect("a problem");
        let language = Language::observed(&problem, |state, profile| {
            cells[6 * state + 3 * profile[0] + profile[1]]
        });
        let agents = WeightMatrix::cooperative(2, &q(lambda)).expect("at least 0");
        let limits = AttainableOptions::default().with_budget(budget);
        let best = attainable(&problem, &language, &agents, &limits).expect("small").best;
        if let Some(best) = best {
            let (law, court) = Law::of_contract(&best.contract, &problem, &language).expect("small");
            let law = parsed(&law.to_string())
                .check(&court, &CheckOptions::default())
                .expect("written for this court");
            let options = LawAnalysisOptions::default().with_budget(budget);
            let found = analyse_law(&law, &problem, &language, &agents, &options).expect("small");
            prop_assert_eq!(&found.tabulated.contract, &best.contract);
            // A contract without orders within the budget cannot do better than the best.
            prop_assert_eq!(found.best.as_ref(), Some(&best.welfare));
            prop_assert!(found.attains_language_optimum);
            prop_assert!(found.verify(&law, &problem, &language, &agents, &options));
        }
    }
}
