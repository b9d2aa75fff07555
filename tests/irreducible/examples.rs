//! Examples: what breaks a gap and what does not.

use lacuna::contract::{
    Budget, ContractError, ContractingProblem, Information, Language, Monitoring,
};
use lacuna::game::NormalForm;
use lacuna::gap::GapError;
use lacuna::gap::irreducible::{
    GapTest, Threshold, ThresholdOptions, Undeterred, altruism_threshold, certified_gap, dilemma,
    gap_test, messages_close,
};
use lacuna::linear_program::LinearOptions;
use lacuna::mechanism::MechanismOptions;
use lacuna::number::{Extended, Rational};
use lacuna::preference::WeightMatrix;

use crate::mechanisms::BUDGETS;
use crate::support::{bimatrix, cooperative, over, q, ratio, single, symmetric};
use crate::value::value;

/// Player 0 can be bad for 1, which hurts player 1 by 3; player 1 can look for 1/2. What player 0
/// did is seen only by who looks.
pub fn monitor() -> (ContractingProblem, Language) {
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let (bad, looks) = (Rational::from(profile[0]), Rational::from(profile[1]));
        match player {
            0 => bad,
            _ => Rational::from(-3) * bad - looks * q("1/2"),
        }
    });
    let problem = single(game.expect("small"));
    let seen = Language::observed(&problem, |_, p| (p[1] == 1).then_some(p[0]));
    (problem, seen)
}

/// Effort costs `cost` and adds 1 to an output that is shared equally and seen.
fn team(cost: &str) -> (ContractingProblem, Monitoring) {
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let total = Rational::from(profile.iter().sum::<usize>());
        over(&total, &Rational::from(2)) - q(cost) * Rational::from(profile[player])
    });
    let problem = single(game.expect("small"));
    let output = Language::output_only(&problem, |_, profile| profile.iter().sum::<usize>());
    let monitoring = Monitoring::from(&output);
    (problem, monitoring)
}

fn tested(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    preferences: &WeightMatrix<Rational>,
    budget: Budget,
) -> GapTest {
    let limits = LinearOptions::default();
    let test = gap_test(problem, monitoring, preferences, budget, &limits).expect("small");
    assert!(test.verify(problem, monitoring, preferences, budget));
    test
}

#[test]
fn monitoring_now_and_then_closes_the_gap_in_the_supremum_and_never_attains() {
    let (problem, language) = monitor();
    let monitoring = Monitoring::from(&language);
    let selfish = WeightMatrix::identity(2);
    let found = dilemma(&problem, &monitoring, &selfish)
        .expect("fits")
        .expect("a dilemma");
    assert_eq!(
        (found.player, found.rule[0], found.gains[0].gain.clone()),
        (0, 1, q("1"))
    );
    for budget in BUDGETS {
        // Deterministic monitoring and a passive payee: nothing is lost in the supremum.
        let test = tested(&problem, &monitoring, &selfish, budget);
        let GapTest::NoGap(laws) = test else {
            panic!("{budget:?}: no gap in the supremum");
        };
        assert_eq!(laws[0].recommendations, vec![(vec![0, 0], Rational::ONE)]);
        assert!(!laws[0].is_attained());
        let options = ThresholdOptions::default().with_budget(budget);
        let threshold = altruism_threshold(&problem, &monitoring, &options).expect("small");
        assert_eq!(threshold.value, Threshold::Closed(Rational::ZERO));
        assert!(threshold.verify(&problem, &monitoring, budget));
    }
    // From λ = 1/2 on there is no dilemma.
    for (lambda, there) in [("0.49", true), ("1/2", false), ("2", false)] {
        let agents = cooperative(2, &q(lambda));
        let found = dilemma(&problem, &monitoring, &agents).expect("fits");
        assert_eq!(found.is_some(), there, "{lambda}");
    }
    for (limit, loss) in [("1", "1/4"), ("2", "1/8"), ("10", "1/40")] {
        let options = MechanismOptions::default().with_liability(q(limit));
        let bound = certified_gap(&problem, &monitoring, &selfish, &options).expect("small");
        let bound = bound.expect("a gap");
        assert_eq!(bound.at_least, q(loss));
        assert_eq!(bound.states[0].undeterred, Undeterred::AtOptimum);
        assert!(bound.verify(&problem, &monitoring, &selfish, &options));
        let limit = q(limit);
        let exact = value(
            &problem,
            &monitoring,
            &selfish,
            Budget::Unrestricted,
            Some(&limit),
        );
        assert_eq!(-exact, q(loss));
    }
    let unlimited = MechanismOptions::default();
    assert_eq!(
        certified_gap(&problem, &monitoring, &selfish, &unlimited),
        Ok(None)
    );
}

#[test]
fn a_bound_that_holds_at_every_liability_can_be_tight() {
    // Player 0 gains 1 by D at the optimum (C, 0), and loses 2 by it at (C, 1), where welfare is
    // less by 1; what player 1 does is seen.
    let game = bimatrix(&[[0, 2], [1, 0]], &[[0, -3], [-4, -4]]);
    let problem = single(game);
    let seen = Language::observed(&problem, |_, p| p[1]);
    let monitoring = Monitoring::from(&seen);
    let selfish = WeightMatrix::identity(2);
    for budget in BUDGETS {
        for liability in [Some(q("5")), Some(q("100")), None] {
            let mut options = MechanismOptions::default().with_budget(budget);
            options.liability = liability.clone();
            let bound = certified_gap(&problem, &monitoring, &selfish, &options).expect("small");
            let bound = bound.expect("a gap");
            // Δ·g/(g + ℓ) = 1·1/(1 + 2).
            assert_eq!(bound.at_least, q("1/3"));
            assert_eq!(bound.states[0].undeterred, Undeterred::Everywhere);
            assert!(bound.verify(&problem, &monitoring, &selfish, &options));
            let exact = value(&problem, &monitoring, &selfish, budget, liability.as_ref());
            assert_eq!(-exact, q("1/3"), "{budget:?} {liability:?}");
        }
    }
    let threshold = altruism_threshold(&problem, &monitoring, &Default::default()).expect("small");
    assert!(threshold.verify(&problem, &monitoring, Budget::Unrestricted));
}

#[test]
fn indistinguishable_states_alone_are_no_dilemma() {
    // Row 0: a dilemma at two scales, actions are seen.
    let stakes = |scale: i64| symmetric(&[[3, 0], [5, 1]].map(|row| row.map(|x| x * scale)));
    let half = ratio(1, 2);
    let problem = ContractingProblem::new(vec![(half.clone(), stakes(1)), (half, stakes(2))]);
    let problem = problem.expect("a prior and one shape");
    let seen = Monitoring::from(&Language::actions_only(&problem));
    let nothing = Monitoring::trivial(&problem);
    let selfish = WeightMatrix::identity(2);
    assert_eq!(dilemma(&problem, &seen, &selfish), Ok(None));
    for budget in BUDGETS {
        let test = tested(&problem, &seen, &selfish, budget);
        let GapTest::NoGap(laws) = &test else {
            panic!("fines attain the first best");
        };
        assert!(laws.iter().all(|law| law.is_attained()));
        // With nothing seen something is lost in both states.
        let test = tested(&problem, &nothing, &selfish, budget);
        assert_eq!(test.gap().expect("a gap").plans.len(), 2);
        let bound = certified_gap(
            &problem,
            &nothing,
            &selfish,
            &MechanismOptions::default().with_budget(budget),
        );
        let bound = bound.expect("known to all").expect("a gap");
        // Half of 1 and half of 2.
        assert_eq!(bound.at_least, q("3/2"));
        let options = ThresholdOptions::default().with_budget(budget);
        let threshold = altruism_threshold(&problem, &nothing, &options).expect("small");
        assert_eq!(threshold.value, Threshold::Closed(Rational::from(2)));
        assert!(threshold.verify(&problem, &nothing, budget));
    }
    // Players who do not know the state are refused where that matters, and not by Theorem 1.
    let unaware = problem
        .with_information(Information::none(2, 2))
        .expect("fits");
    let limits = LinearOptions::default();
    let refused = gap_test(&unaware, &nothing, &selfish, Budget::Balanced, &limits);
    assert!(matches!(
        refused,
        Err(GapError::Contract(ContractError::PrivateInformation {
            player: 0,
            ..
        }))
    ));
    let found = dilemma(&unaware, &nothing, &selfish)
        .expect("fits")
        .expect("a dilemma");
    assert_eq!(found.gains.len(), 2);
    assert!(found.verify(&unaware, &nothing, &selfish));
}

#[test]
fn mixing_between_optima_closes_a_gap_that_every_pure_optimum_has() {
    // Row 1: matching pennies and a third action that hurts the other by 3 and costs 1/10.
    let ten = |matrix: [[i64; 3]; 3]| -> Vec<Vec<Rational>> {
        matrix
            .map(|row| row.map(|x| ratio(x, 10)).to_vec())
            .to_vec()
    };
    let row = ten([[10, -10, -30], [-10, 10, -30], [-1, -1, -30]]);
    let column = ten([[-10, 10, -1], [10, -10, -1], [-30, -30, -30]]);
    let problem = single(NormalForm::bimatrix(&row, &column).expect("one shape"));
    let monitoring = Monitoring::trivial(&problem);
    let selfish = WeightMatrix::identity(2);
    assert_eq!(problem.first_best().optima[0].len(), 4);
    // A deviation pays at each of the four optima, and no rule does at all of them.
    assert_eq!(dilemma(&problem, &monitoring, &selfish), Ok(None));
    for budget in BUDGETS {
        let GapTest::NoGap(laws) = tested(&problem, &monitoring, &selfish, budget) else {
            panic!("uniform mixing attains the first best");
        };
        assert!(laws[0].is_attained() && laws[0].recommendations.len() == 4);
        let options = ThresholdOptions::default().with_budget(budget);
        let threshold = altruism_threshold(&problem, &monitoring, &options).expect("small");
        assert_eq!(threshold.value, Threshold::Closed(Rational::ZERO));
    }
    // The level of pure equilibria is infinite.
    let level = lacuna::gap::level::selfishness_level(&problem).expect("informed");
    assert_eq!(level.value, Extended::Infinite);
}

#[test]
fn informed_players_make_the_state_contractible() {
    // Rows 2 and 2b.
    let matching = |players: usize| {
        let mut actions = vec![1; players];
        actions[0] = 2;
        let state = |state: usize| {
            NormalForm::from_fn(&actions, move |player, profile| {
                let matched = profile[0] == state;
                let last = player + 1 == players;
                Rational::from(if matched && last {
                    3
                } else {
                    i64::from(!matched && player == 0)
                })
            })
            .expect("small")
        };
        ContractingProblem::new(vec![(ratio(1, 2), state(0)), (ratio(1, 2), state(1))])
            .expect("a prior and one shape")
    };
    let two = matching(2);
    let seen = Language::actions_only(&two);
    let with = |problem: &ContractingProblem, budget| {
        let language = Language::actions_only(problem);
        messages_close(problem, &language, budget).expect("fits")
    };
    assert_eq!(
        with(&two, Budget::Burning).language,
        Some(Language::complete(&two))
    );
    assert_eq!(with(&two, Budget::Balanced).language, None);
    assert_eq!(with(&matching(3), Budget::Balanced).needed, 3);
    assert!(with(&matching(3), Budget::Balanced).language.is_some());
    let actor = Information::none(2, 2).with_informed(0).expect("a player");
    let alone = two.clone().with_information(actor).expect("fits");
    let reports = with(&alone, Budget::Burning);
    assert_eq!((reports.informed, reports.language), (1, None));
    // The mediator knows the state: the action is seen, and nothing is lost.
    let monitoring = Monitoring::from(&seen);
    for budget in BUDGETS {
        assert!(!tested(&two, &monitoring, &WeightMatrix::identity(2), budget).is_gap());
    }
}

#[test]
fn partnerships_without_burning_are_closed_by_secret_recommendations_only() {
    // Rows 5, 6 and 8.
    let (problem, monitoring) = team("0.7");
    let selfish = WeightMatrix::identity(2);
    let attained = |budget| match tested(&problem, &monitoring, &selfish, budget) {
        GapTest::NoGap(laws) => laws[0].is_attained(),
        GapTest::Gap(_) => panic!("the supremum is the first best"),
    };
    assert_eq!(dilemma(&problem, &monitoring, &selfish), Ok(None));
    assert!(!attained(Budget::Balanced));
    // Any law is as good as a proof; it need not be one that is attained.
    let _ = (attained(Budget::Burning), attained(Budget::Expected));
    // With fines too small even to burn, something is lost: a shirker saves 0.2.
    let options = MechanismOptions::default()
        .with_budget(Budget::Burning)
        .with_liability(q("0.05"));
    let bound = certified_gap(&problem, &monitoring, &selfish, &options).expect("small");
    let bound = bound.expect("a gap");
    assert_eq!(bound.states[0].undeterred, Undeterred::Outweighed);
    assert!(bound.verify(&problem, &monitoring, &selfish, &options));
    let limit = q("0.05");
    let exact = value(
        &problem,
        &monitoring,
        &selfish,
        Budget::Burning,
        Some(&limit),
    );
    assert!(bound.at_least <= q("0.6") - exact);
}

#[test]
fn deviations_between_tied_optima_need_no_altruism_if_somebody_gains_by_staying() {
    let threshold = |problem: &ContractingProblem| {
        let nothing = Monitoring::trivial(problem);
        let found = altruism_threshold(problem, &nothing, &Default::default()).expect("small");
        assert!(found.verify(problem, &nothing, Budget::Unrestricted));
        found
    };
    // The coin is taken or left, and nobody sees it: taking it is an optimum, too.
    let coin = single(bimatrix(&[[0], [1]], &[[0], [-1]]));
    assert_eq!(threshold(&coin).value, Threshold::Closed(Rational::ZERO));
    // Whoever leaves it would rather take it; if both take it they lose 4.
    let chicken = single(bimatrix(&[[0, -1], [1, -4]], &[[0, 1], [-1, -4]]));
    assert_eq!(threshold(&chicken).value, Threshold::Closed(Rational::ZERO));
    // If both would rather have taken it whatever happens, one optimum is left for another and
    // that for a loss: three optima, and some altruism is needed.
    let greedy = single(bimatrix(&[[0, -2], [2, 0]], &[[0, 2], [-2, -1]]));
    let found = threshold(&greedy);
    assert!(matches!(&found.value, Threshold::Closed(value) if value.is_positive()));
}
