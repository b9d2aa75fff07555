//! The least altruism weight with which a mechanism reaches the first best, on random problems.

use lacuna::contract::{
    AttainableOptions, Budget, ContractingProblem, Information, Language, Monitoring, attainable,
};
use lacuna::game::NormalForm;
use lacuna::gap::level::{LevelOptions, language_level, selfishness_level};
use lacuna::mechanism::{
    ClosingOptions, ClosingWeight, Communication, MechanismOptions, Participation, Reach,
    best_mechanism, best_plain_contract, closing_weight,
};
use lacuna::number::{Extended, Rational};
use lacuna::preference::WeightMatrix;
use proptest::prelude::*;

/// A small problem with 2 or 3 players, 1 or 2 states, and cells.
#[derive(Debug, Clone)]
pub struct Instance {
    pub problem: ContractingProblem,
    pub monitoring: Monitoring,
    pub options: MechanismOptions,
}

fn budgets() -> impl Strategy<Value = Budget> {
    prop_oneof![
        Just(Budget::Unrestricted),
        Just(Budget::Burning),
        Just(Budget::Balanced)
    ]
}

pub fn instances(liabilities: bool) -> impl Strategy<Value = Instance> {
    let shapes = prop_oneof![
        Just((vec![2, 2], 1)),
        Just((vec![2, 3], 1)),
        Just((vec![2, 2, 2], 1)),
        Just((vec![2, 2], 2))
    ];
    (shapes, budgets(), 0usize..4, any::<bool>()).prop_flat_map(
        move |((actions, states), budget, liability, informed)| {
            let profiles: usize = actions.iter().product();
            let players = actions.len();
            let payoffs = proptest::collection::vec(-6i64..7, states * profiles * players);
            let cells = proptest::collection::vec(0usize..3, states * profiles);
            (payoffs, cells).prop_map(move |(payoffs, cells)| {
                let share = Rational::new(1, states as i64).expect("positive");
                let games = (0..states).map(|state| {
                    let game = NormalForm::from_fn(&actions, |player, profile| {
                        let index = profile
                            .iter()
                            .zip(&actions)
                            .fold(0, |index, (a, m)| index * m + a);
                        payoffs[(state * profiles + index) * players + player].into()
                    });
                    (share.clone(), game.expect("valid"))
                });
                let mut problem = ContractingProblem::new(games.collect()).expect("valid");
                if !informed {
                    let one = Information::none(players, states).with_informed(0);
                    problem = problem
                        .with_information(one.expect("a player"))
                        .expect("fits");
                }
                let mut next = cells.iter();
                let language = Language::observed(&problem, |_, _| next.next().copied());
                let mut options = MechanismOptions::default().with_budget(budget);
                if liabilities && liability > 0 {
                    options = options.with_liability(Rational::from([0, 1, 4][liability - 1]));
                }
                Instance {
                    monitoring: Monitoring::from(&language),
                    problem,
                    options,
                }
            })
        },
    )
}

impl Instance {
    fn closing(&self, reach: Reach) -> ClosingWeight {
        let closing = ClosingOptions::default()
            .with_reach(reach)
            .with_max_candidates(25);
        let found = closing_weight(&self.problem, &self.monitoring, &self.options, &closing)
            .expect("within limits");
        assert!(
            found.verify(&self.problem, &self.monitoring, &self.options, &closing),
            "{found:?}"
        );
        found.weight
    }

    pub fn agents(&self, lambda: &Rational) -> WeightMatrix<Rational> {
        WeightMatrix::cooperative(self.problem.players(), lambda).expect("not negative")
    }

    /// Is the closed value the first best at this weight?
    fn is_closed(&self, lambda: &Rational) -> bool {
        let agents = self.agents(lambda);
        let best = best_mechanism(&self.problem, &self.monitoring, &agents, &self.options)
            .expect("within limits")
            .into_best()
            .expect("there is a mechanism");
        assert!(best.verify(&self.problem, &self.monitoring, &agents, &self.options));
        best.closed_value == self.problem.first_best().expected
    }

    fn is_closed_plainly(&self, lambda: &Rational) -> bool {
        let agents = self.agents(lambda);
        best_plain_contract(&self.problem, &self.monitoring, &agents, &self.options)
            .expect("within limits")
            .is_some_and(|best| best.value == self.problem.first_best().expected)
    }
}

/// Points below a weight, close to it and not.
fn below(weight: &Rational) -> Vec<Rational> {
    let factors = [(0, 1), (1, 2), (9, 10), (999, 1000)];
    if !weight.is_positive() {
        return Vec::new();
    }
    factors
        .map(|(n, d)| weight * &Rational::new(n, d).expect("positive"))
        .to_vec()
}

fn is_at_most(a: &ClosingWeight, b: &ClosingWeight) -> bool {
    match (a.exact(), b.exact()) {
        (Some(a), Some(b)) => a <= b,
        (None, Some(_)) => *a != ClosingWeight::Infinite,
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_value_reaches_the_first_best_at_the_weight_and_not_below(
        instance in instances(true),
        silent in any::<bool>(),
    ) {
        let mut instance = instance;
        if silent {
            instance.options.communication = Communication::Recommendations;
        }
        let found = instance.closing(Reach::Approach);
        match &found {
            ClosingWeight::Attained(weight) | ClosingWeight::Approached(weight) => {
                prop_assert!(instance.is_closed(weight));
                for lower in below(weight) {
                    prop_assert!(!instance.is_closed(&lower), "{lower} below {found:?}");
                }
            }
            ClosingWeight::Infinite => {
                for lambda in [0, 1, 100] {
                    prop_assert!(!instance.is_closed(&lambda.into()));
                }
            }
            ClosingWeight::Between { low, high } => {
                prop_assert!(!instance.is_closed(low) && instance.is_closed(high));
            }
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn a_plain_contract_needs_the_weight_that_its_threshold_says(instance in instances(true)) {
        let found = instance.closing(Reach::Plain);
        match &found {
            ClosingWeight::Attained(weight) => {
                prop_assert!(instance.is_closed_plainly(weight));
                for lower in below(weight) {
                    prop_assert!(!instance.is_closed_plainly(&lower), "{lower} below {found:?}");
                }
            }
            ClosingWeight::Infinite => {
                for lambda in [0, 1, 100] {
                    prop_assert!(!instance.is_closed_plainly(&lambda.into()));
                }
            }
            ClosingWeight::Between { low, high } => {
                prop_assert!(!instance.is_closed_plainly(low) && instance.is_closed_plainly(high));
            }
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn to_approach_is_easier_than_to_attain_and_that_easier_than_plainly(
        instance in instances(false),
    ) {
        let approach = instance.closing(Reach::Approach);
        let attain = instance.closing(Reach::Attain);
        let plain = instance.closing(Reach::Plain);
        prop_assert!(is_at_most(&approach, &attain), "{approach:?} {attain:?}");
        prop_assert!(is_at_most(&attain, &plain), "{attain:?} {plain:?}");
    }

    #[test]
    fn thresholds_of_plain_contracts_are_the_levels(instance in instances(false)) {
        let mut instance = instance;
        let (players, states) = (instance.problem.players(), instance.problem.states());
        let informed = Information::complete(players, states);
        instance.problem = instance.problem.with_information(informed).expect("fits");
        let language = instance.monitoring.language(&instance.problem).expect("no noise");
        let finite = |level: Extended<Rational>| match level {
            Extended::Finite(weight) => ClosingWeight::Attained(weight),
            Extended::Infinite => ClosingWeight::Infinite,
        };
        // Unlimited fines and outside money: chains of deviations across states.
        instance.options = MechanismOptions::default();
        let level = language_level(&instance.problem, &language, &LevelOptions::default());
        prop_assert_eq!(instance.closing(Reach::Plain), finite(level.expect("informed").value));
        // No transfers at all: the level of Apt and Schäfer.
        instance.options = MechanismOptions::default().with_liability(Rational::ZERO);
        let level = selfishness_level(&instance.problem).expect("informed").value;
        prop_assert_eq!(instance.closing(Reach::Plain), finite(level));
    }

    #[test]
    fn plain_contracts_are_what_the_search_over_plans_finds(instance in instances(true)) {
        let mut instance = instance;
        let (players, states) = (instance.problem.players(), instance.problem.states());
        let informed = Information::complete(players, states);
        instance.problem = instance.problem.with_information(informed).expect("fits");
        let language = instance.monitoring.language(&instance.problem).expect("no noise");
        let selfish = instance.agents(&Rational::ZERO);
        let mut limits = AttainableOptions::default().with_budget(instance.options.budget);
        if let Some(liability) = &instance.options.liability {
            limits = limits.with_liability(liability.clone());
        }
        let searched = attainable(&instance.problem, &language, &selfish, &limits);
        let searched = searched.expect("within limits").best.map(|best| best.welfare);
        let found =
            best_plain_contract(&instance.problem, &instance.monitoring, &selfish, &instance.options);
        let found = found.expect("within limits");
        prop_assert_eq!(found.as_ref().map(|best| best.value.clone()), searched);
        if let Some(best) = found {
            let mut options = instance.options.clone();
            options.communication = Communication::Recommendations;
            let audit = best.mechanism.audit(&instance.problem, &instance.monitoring, &selfish, &options);
            let audit = audit.expect("well formed");
            prop_assert!(audit.is_equilibrium() && audit.is_within_limits());
            prop_assert_eq!(audit.value, best.value);
        }
    }

    #[test]
    fn impossible_participation_is_proved(
        instance in instances(true),
        outside in proptest::collection::vec(-4i64..9, 3),
    ) {
        let (players, states) = (instance.problem.players(), instance.problem.states());
        let outside: Vec<Vec<Rational>> = (0..players)
            .map(|player| vec![Rational::from(outside[player]); states])
            .collect();
        for participation in [
            Participation::ex_ante(outside.clone()),
            Participation::interim(outside.clone()),
            Participation::ex_post(outside.clone()),
        ] {
            let options = instance.options.clone().with_participation(participation);
            let selfish = instance.agents(&Rational::ZERO);
            let (problem, monitoring) = (&instance.problem, &instance.monitoring);
            match best_mechanism(problem, monitoring, &selfish, &options).expect("within limits") {
                lacuna::mechanism::Design::Best(best) => {
                    prop_assert!(best.verify(problem, monitoring, &selfish, &options));
                }
                lacuna::mechanism::Design::Impossible(plan) => {
                    prop_assert!(
                        plan.verify_impossibility(problem, monitoring, &selfish, &options)
                    );
                }
                lacuna::mechanism::Design::OnlyInTheLimit(limit) => {
                    prop_assert!(limit.verify(problem, monitoring, &selfish, &options));
                }
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }
}
