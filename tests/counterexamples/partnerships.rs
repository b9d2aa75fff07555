//! Partnerships: output is verifiable, effort is not, and the money must come from somewhere.

use lacuna::contract::{
    Budget, Contract, ContractingProblem, Language, Settlement, SettlementOptions, settle,
};
use lacuna::game::NormalForm;
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use proptest::prelude::*;

use crate::support::{over, q, ratio, single, welfare_of};

/// Two who work or not: each effort adds `output`, which is shared equally, and costs `cost`.
fn team(output: &Rational, cost: &Rational) -> ContractingProblem {
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let total = output * &Rational::from(profile.iter().sum::<usize>());
        over(&total, &Rational::from(2)) - cost * &Rational::from(profile[player])
    });
    single(game.expect("small"))
}

fn settled(problem: &ContractingProblem, options: &SettlementOptions) -> Settlement {
    let language = Language::output_only(problem, |_, profile| profile.iter().sum::<usize>());
    let everybody_works = vec![vec![1; problem.players()]];
    let selfish = WeightMatrix::identity(problem.players());
    let answer = settle(problem, &language, &everybody_works, &selfish, options).expect("small");
    // Either answer is checked.
    match &answer {
        Settlement::Met(found) => assert!(crate::support::is_equilibrium_plan(
            problem,
            &language,
            &found.contract,
            &everybody_works,
            &selfish
        )),
        Settlement::NotMet(bound) => {
            assert!(bound.verify(problem, &language, &everybody_works, &selfish, options));
        }
    }
    answer
}

fn with(budget: Budget) -> SettlementOptions {
    SettlementOptions::default().with_budget(budget)
}

#[test]
fn a_team_that_may_not_burn_cannot_work_and_one_that_may_can() {
    // Row 5: output 1, cost 0.7; first best 0.6.
    let problem = team(&Rational::ONE, &q("0.7"));
    assert_eq!(problem.first_best().expected, q("0.6"));
    assert!(!settled(&problem, &with(Budget::Balanced)).is_met());
    match settled(&problem, &with(Budget::Burning)) {
        Settlement::Met(found) => {
            // A group fine of 0.2 for anything short of full output; nothing is burnt at it.
            assert_eq!(found.least_liability, q("0.2"));
            assert!(found.expected_burnt.is_zero());
            let language =
                Language::output_only(&problem, |_, profile| profile.iter().sum::<usize>());
            let short = language.cell(0, &[0, 1]);
            for player in 0..2 {
                assert!(found.contract.transfer(player, short) <= q("-0.2"));
            }
        }
        Settlement::NotMet(_) => panic!("a group fine attains the first best"),
    }
    let limited = |limit: &str| with(Budget::Burning).with_liability(q(limit));
    assert!(settled(&problem, &limited("0.2")).is_met());
    assert!(!settled(&problem, &limited("0.1999")).is_met());
    // Outside money does it with bonuses at full output as well.
    assert!(settled(&problem, &with(Budget::Unrestricted)).is_met());
}

#[test]
fn a_balanced_team_works_exactly_while_the_cost_is_at_most_half_the_output() {
    for (cost, met) in [
        ("0.4", true),
        ("0.5", true),
        ("0.5001", false),
        ("0.51", false),
    ] {
        let problem = team(&Rational::ONE, &q(cost));
        assert_eq!(
            settled(&problem, &with(Budget::Balanced)).is_met(),
            met,
            "{cost}"
        );
    }
}

/// A partnership of so many partners with two or three efforts each: outputs of all profiles,
/// costs of the efforts.
#[derive(Debug, Clone)]
struct Partnership {
    efforts: Vec<usize>,
    outputs: Vec<i64>,
    costs: Vec<Vec<i64>>,
}

fn partnerships() -> impl Strategy<Value = Partnership> {
    proptest::collection::vec(2usize..=3, 2..=3).prop_flat_map(|efforts| {
        let profiles = efforts.iter().product::<usize>();
        let outputs = proptest::collection::vec(0i64..7, profiles);
        let costs: Vec<_> = efforts
            .iter()
            .map(|&count| proptest::collection::vec(0i64..5, count))
            .collect();
        (outputs, costs).prop_map(move |(outputs, costs)| Partnership {
            efforts: efforts.clone(),
            outputs,
            costs,
        })
    })
}

impl Partnership {
    fn output(&self, profile: &[usize]) -> i64 {
        let index = profile
            .iter()
            .zip(&self.efforts)
            .fold(0, |index, (&effort, &count)| index * count + effort);
        self.outputs[index]
    }

    fn problem(&self) -> ContractingProblem {
        let game = NormalForm::from_fn(&self.efforts, |player, profile| {
            ratio(self.output(profile), self.efforts.len() as i64)
                - Rational::from(self.costs[player][profile[player]])
        });
        single(game.expect("small"))
    }

    /// The condition of Legros and Matthews: for every output the savings of those who can bring it
    /// about alone are together at most what output falls short; who cannot is no suspect, and one
    /// such partner makes the condition hold.
    fn condition(&self, best: &[usize]) -> bool {
        let full = self.output(best);
        self.outputs.iter().all(|&output| {
            let savings: Option<i64> = (0..best.len())
                .map(|partner| {
                    (0..self.efforts[partner])
                        .filter(|&effort| {
                            let mut deviation = best.to_vec();
                            deviation[partner] = effort;
                            self.output(&deviation) == output
                        })
                        .map(|effort| {
                            self.costs[partner][best[partner]] - self.costs[partner][effort]
                        })
                        .max()
                })
                .sum();
            savings.is_none_or(|savings| savings <= full - output)
        })
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn a_finite_partnership_is_efficient_and_balanced_iff_savings_never_exceed_the_shortfall(
        partnership in partnerships()
    ) {
        let problem = partnership.problem();
        let language = Language::output_only(&problem, |_, profile| partnership.output(profile));
        let selfish = WeightMatrix::identity(problem.players());
        let first_best = problem.first_best();
        for &index in &first_best.optima[0] {
            let best = problem.space().profile(index).expect("in range");
            prop_assert_eq!(&welfare_of(problem.game(0), &best), &first_best.expected);
            let plan = vec![best.clone()];
            let answer = settle(&problem, &language, &plan, &selfish, &with(Budget::Balanced));
            prop_assert_eq!(answer.expect("small").is_met(), partnership.condition(&best));
            // With burning nothing is in the way: every shortfall can be fined.
            let answer = settle(&problem, &language, &plan, &selfish, &with(Budget::Burning));
            match answer.expect("small") {
                Settlement::Met(found) => prop_assert!(found.expected_burnt.is_zero()),
                Settlement::NotMet(_) => prop_assert!(false, "a group fine does it"),
            }
        }
    }

    #[test]
    fn the_two_by_two_team_balances_iff_twice_the_cost_is_at_most_the_output(
        (output, cost) in (1i64..40).prop_flat_map(|output| (Just(output), 0..output))
    ) {
        let problem = team(&Rational::from(output), &Rational::from(cost));
        let met = settled(&problem, &with(Budget::Balanced)).is_met();
        prop_assert_eq!(met, 2 * cost <= output);
        // The group fine that it takes when burning is allowed: max(0, c − b/2).
        match settled(&problem, &with(Budget::Burning)) {
            Settlement::Met(found) => {
                let fine = (Rational::from(cost) - ratio(output, 2)).max(Rational::ZERO);
                prop_assert_eq!(found.least_liability, fine);
            }
            Settlement::NotMet(_) => prop_assert!(false, "a group fine does it"),
        }
    }
}
