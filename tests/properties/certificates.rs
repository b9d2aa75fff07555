//! Certificates: genuine ones are accepted, and what is changed is rejected exactly where the
//! change makes it wrong.

use lacuna::contract::{
    AttainableOptions, Budget, Cell, Contract, ContractingProblem, Implementability, Language,
    MoneyBound, Obstruction, Refutation, Settlement, SettlementOptions, implement, settle,
};
use lacuna::game::NormalForm;
use lacuna::gap::{WelfareGap, welfare_gap};
use lacuna::number::Rational;
use proptest::prelude::*;

use crate::support::brute::plans;
use crate::support::random::seen_environments;
use crate::support::{cooperative, is_equilibrium_plan, ratio, single, symmetric, welfare_of};

/// Every way to spoil one link of a chain of deviations.
fn spoiled(chain: &Obstruction, problem: &ContractingProblem) -> Vec<Obstruction> {
    let mut all = Vec::new();
    for link in 0..chain.chain.len() {
        let mut change = |spoil: &dyn Fn(&mut Obstruction)| {
            let mut copy = chain.clone();
            spoil(&mut copy);
            all.push(copy);
        };
        change(&|c| c.chain[link].gain += Rational::ONE);
        change(&|c| c.chain[link].from = Cell::new(c.chain[link].from.number() + 1));
        change(&|c| c.chain[link].to = Cell::new(c.chain[link].to.number() + 1));
        change(&|c| c.chain[link].state = problem.states());
        change(&|c| c.chain[link].action = 1_000);
        change(&|c| c.chain[link].profile[0] = 1_000);
        change(&|c| c.player = 1_000);
    }
    // Without one link what is left does not close, or is empty.
    for link in 0..chain.chain.len() {
        let mut open = chain.clone();
        open.chain.remove(link);
        all.push(open);
    }
    all
}

/// Does some refutation of the certificate cover every plan with more welfare than `value`?
/// By looking at every plan; for certificates of chains alone.
fn covers(gap: &WelfareGap, problem: &ContractingProblem, value: Option<&Rational>) -> bool {
    plans(problem).iter().all(|(welfare, plan)| {
        let matters = value.is_none_or(|value| welfare > value);
        let prescribed = |state: usize| Some(plan[state].as_slice());
        !matters
            || gap
                .certificate
                .refutations
                .iter()
                .any(|refutation| match refutation {
                    Refutation::Chain(chain) => chain.applies_to(prescribed),
                    _ => false,
                })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn obstructions_are_accepted_and_spoiled_ones_rejected(
        (problem, language, preferences) in seen_environments(1..=3),
        picks in proptest::collection::vec(0usize..9, 3)
    ) {
        let space = problem.space();
        let plan: Vec<Vec<usize>> = picks[..problem.states()]
            .iter()
            .map(|pick| space.profile(pick % space.len()).expect("in range"))
            .collect();
        if let Implementability::Impossible(chain) =
            implement(&problem, &language, &plan, &preferences).expect("valid")
        {
            prop_assert!(chain.verify(&problem, &language, &preferences));
            for bad in spoiled(&chain, &problem) {
                prop_assert!(!bad.verify(&problem, &language, &preferences), "{bad:?}");
            }
            // In a language that sees everything nothing is impossible.
            prop_assert!(!chain.verify(&problem, &Language::complete(&problem), &preferences));
        }
    }

    #[test]
    fn a_certificate_holds_as_long_as_its_refutations_cover_every_better_plan(
        (problem, language, preferences) in seen_environments(1..=2)
    ) {
        let options = AttainableOptions::default();
        let gap = welfare_gap(&problem, &language, &preferences, &options).expect("small");
        prop_assert!(gap.verify(&problem, &language, &preferences, &options));
        let value = gap.attained.as_ref().map(|attained| attained.welfare.clone());
        prop_assert!(covers(&gap, &problem, value.as_ref()));
        let mut needed = 0;
        for place in 0..gap.certificate.refutations.len() {
            let mut without = gap.clone();
            without.certificate.refutations.remove(place);
            let still = covers(&without, &problem, value.as_ref());
            needed += usize::from(!still);
            prop_assert_eq!(without.verify(&problem, &language, &preferences, &options), still);
        }
        // If anything better than what is attained exists, not all refutations can be spared.
        let better = plans(&problem)
            .iter()
            .any(|(welfare, _)| value.as_ref().is_none_or(|value| welfare > value));
        let mut empty = gap.clone();
        empty.certificate.refutations.clear();
        prop_assert_eq!(empty.verify(&problem, &language, &preferences, &options), !better);
        prop_assert!(better || needed == 0);
        // A chain that is wrong spoils the certificate also if it is not needed.
        for place in 0..gap.certificate.refutations.len() {
            let mut wrong = gap.clone();
            if let Refutation::Chain(chain) = &mut wrong.certificate.refutations[place] {
                chain.chain[0].gain += &ratio(1, 7);
            }
            prop_assert!(!wrong.verify(&problem, &language, &preferences, &options));
        }
    }

    #[test]
    fn a_gap_with_another_number_is_rejected(
        (problem, language, preferences) in seen_environments(1..=2)
    ) {
        let options = AttainableOptions::default();
        let gap = welfare_gap(&problem, &language, &preferences, &options).expect("small");
        let rejected = |change: &dyn Fn(&mut WelfareGap)| {
            let mut copy = gap.clone();
            change(&mut copy);
            !copy.verify(&problem, &language, &preferences, &options)
        };
        prop_assert!(rejected(&|gap| gap.first_best += Rational::ONE));
        if gap.best.is_some() {
            let one = Rational::ONE;
            prop_assert!(rejected(&|gap| gap.best = None));
            prop_assert!(rejected(&|gap| gap.best = gap.best.as_ref().map(|best| best - &one)));
            let more = rejected(&|gap| {
                if let Some(attained) = &mut gap.attained {
                    attained.welfare += &one;
                }
            });
            let short = rejected(&|gap| {
                if let Some(attained) = &mut gap.attained {
                    attained.plan.pop();
                }
            });
            prop_assert!(more && short);
        }
    }

    #[test]
    fn a_flipped_transfer_is_rejected_exactly_where_it_breaks_the_plan_or_a_limit(
        (problem, language, preferences) in seen_environments(1..=2), budget in 0usize..3,
        limit in proptest::option::of(0i64..8)
    ) {
        let budget = [Budget::Unrestricted, Budget::Burning, Budget::Balanced][budget];
        let mut options = AttainableOptions::default().with_budget(budget);
        if let Some(limit) = limit {
            options = options.with_liability(Rational::from(limit));
        }
        let gap = welfare_gap(&problem, &language, &preferences, &options).expect("small");
        let Some(attained) = &gap.attained else { return Ok(()); };
        let changes: [&dyn Fn(Rational) -> Rational; 2] = [&|t| -t, &|t| t + ratio(1, 3)];
        for player in 0..problem.players() {
            for cell in (0..language.cells()).map(Cell::new) {
                for change in changes {
                    let mut copy = attained.clone();
                    let changed = change(copy.contract.transfer(player, cell));
                    copy.contract = copy
                        .contract
                        .with_transfer(player, cell, changed)
                        .expect("fits");
                    let contract = &copy.contract;
                    let sum = |cell: Cell| -> Rational {
                        (0..problem.players()).map(|j| contract.transfer(j, cell)).sum()
                    };
                    let cells = || (0..language.cells()).map(Cell::new);
                    let within = match budget {
                        Budget::Unrestricted => true,
                        Budget::Burning => cells().all(|cell| !sum(cell).is_positive()),
                        Budget::Balanced => cells().all(|cell| sum(cell).is_zero()),
                        other => panic!("{other:?} is not for plain contracts"),
                    } && limit.is_none_or(|limit| {
                        cells().all(|cell| {
                            (0..problem.players())
                                .all(|j| contract.transfer(j, cell).abs() <= Rational::from(limit))
                        })
                    });
                    let welfare: Rational = (0..problem.states())
                        .map(|state| {
                            let material = welfare_of(problem.game(state), &copy.plan[state]);
                            let burnt = match budget {
                                Budget::Unrestricted => Rational::ZERO,
                                _ => sum(language.cell(state, &copy.plan[state])),
                            };
                            problem.probability(state) * &(material + burnt)
                        })
                        .sum();
                    let holds = within
                        && welfare == copy.welfare
                        && is_equilibrium_plan(
                            &problem, &language, contract, &copy.plan, &preferences,
                        );
                    let verified =
                        copy.verify(&problem, &language, &preferences, &options.settlement);
                    prop_assert_eq!(verified, holds);
                }
            }
        }
    }

    #[test]
    fn money_bounds_are_accepted_and_spoiled_ones_rejected(
        (problem, language, preferences) in seen_environments(1..=2),
        picks in proptest::collection::vec(0usize..9, 2), balanced in any::<bool>(), limit in proptest::option::of(0i64..4)
    ) {
        let space = problem.space();
        let plan: Vec<Vec<usize>> = picks[..problem.states()]
            .iter()
            .map(|pick| space.profile(pick % space.len()).expect("in range"))
            .collect();
        let budget = if balanced { Budget::Balanced } else { Budget::Burning };
        let mut options = SettlementOptions::default().with_budget(budget);
        if let Some(limit) = limit {
            options = options.with_liability(Rational::from(limit));
        }
        let bound = match settle(&problem, &language, &plan, &preferences, &options)
            .expect("small")
        {
            Settlement::NotMet(bound) => Some(bound),
            Settlement::Met(settled) => settled.proof,
        };
        let Some(bound) = bound else { return Ok(()); };
        let verify = |bound: &MoneyBound| {
            bound.verify(&problem, &language, &plan, &preferences, &options)
        };
        prop_assert!(verify(&bound));
        let spoiled = |change: &dyn Fn(&mut MoneyBound)| {
            let mut copy = bound.clone();
            change(&mut copy);
            copy
        };
        if let Some(net) = &bound.net_at_most {
            // The bound is the sum that the weights prove: a lower claim does not follow.
            let lower = net - &ratio(1, 9);
            prop_assert!(!verify(&spoiled(&|b| b.net_at_most = Some(lower.clone()))));
        } else {
            // Scaled down to nothing, the weights contradict nothing.
            let nothing = spoiled(&|b| {
                b.incentives.clear();
                b.budget.clear();
                b.liability.clear();
            });
            prop_assert!(!verify(&nothing));
        }
        for place in 0..bound.incentives.len() {
            prop_assert!(!verify(&spoiled(&|b| b.incentives[place].player = 9)));
            prop_assert!(!verify(&spoiled(&|b| b.incentives[place].state = 9)));
            prop_assert!(!verify(&spoiled(&|b| b.incentives[place].action = 99)));
            let weight = -&bound.incentives[place].weight;
            prop_assert!(!verify(&spoiled(&|b| b.incentives[place].weight = weight.clone())));
        }
        for place in 0..bound.budget.len() {
            // One condition more or less, and the left sides no longer cancel.
            prop_assert!(!verify(&spoiled(&|b| b.budget[place].1 += Rational::ONE)));
        }
        for place in 0..bound.liability.len() {
            prop_assert!(!verify(&spoiled(&|b| b.liability[place].3 += Rational::ONE)));
        }
    }
}

#[test]
fn the_refutation_of_the_first_best_and_the_fine_are_both_needed() {
    // Who of two cooperates is verifiable for player 0 alone.
    let problem = single(symmetric(&[[3, 0], [5, 1]]));
    let language = Language::observed(&problem, |_, profile| profile[0]);
    let (preferences, options) = (
        cooperative(2, &Rational::ZERO),
        AttainableOptions::default(),
    );
    let gap = welfare_gap(&problem, &language, &preferences, &options).expect("small");
    assert_eq!(gap.best, Some(Rational::ONE));
    assert!(gap.verify(&problem, &language, &preferences, &options));
    let attained = gap.attained.clone().expect("a plan");
    assert_eq!(attained.plan, vec![vec![0, 1]]);

    let mut bare = gap.clone();
    bare.certificate.refutations.clear();
    assert!(!bare.verify(&problem, &language, &preferences, &options));

    let defection = language.cell(0, &[1, 1]);
    let fine = attained.contract.transfer(0, defection);
    assert!(fine.is_negative());
    let mut flipped = gap;
    flipped.attained = Some(attained).map(|mut attained| {
        attained.contract = attained
            .contract
            .with_transfer(0, defection, -fine)
            .expect("fits");
        attained
    });
    assert!(!flipped.verify(&problem, &language, &preferences, &options));
}

#[test]
fn weights_below_zero_prove_nothing() {
    let problem = single(symmetric(&[[3, 0], [5, 1]]));
    let language = Language::trivial(&problem);
    let selfish = cooperative(2, &Rational::ZERO);
    let options = SettlementOptions::default().with_liability(Rational::ONE);
    let cooperate = vec![vec![0, 0]];
    let genuine = match settle(&problem, &language, &cooperate, &selfish, &options).expect("small")
    {
        Settlement::NotMet(bound) => bound,
        Settlement::Met(_) => panic!("defection cannot be seen"),
    };
    assert!(genuine.verify(&problem, &language, &cooperate, &selfish, &options));
    // Defection is an equilibrium. To cooperate instead gains -1; weighed by -1 that would be a
    // contradiction.
    let defect = vec![vec![1, 1]];
    let mut bogus = genuine.clone();
    bogus.budget.clear();
    bogus.liability.clear();
    bogus.incentives.truncate(1);
    bogus.incentives[0].action = 0;
    for (weight, plan) in [(-Rational::ONE, &defect), (Rational::ONE, &defect)] {
        bogus.incentives[0].weight = weight;
        assert!(!bogus.verify(&problem, &language, plan, &selfish, &options));
    }
    // So would a transfer that is at most minus one from above and from below.
    let mut bogus = genuine.clone();
    bogus.incentives.clear();
    bogus.budget.clear();
    bogus.liability = [true, false]
        .map(|positive| (0, Cell::new(0), positive, -Rational::ONE))
        .to_vec();
    assert!(!bogus.verify(&problem, &language, &defect, &selfish, &options));
    // Without a liability there is no such condition, and without a budget none on sums.
    let unlimited = SettlementOptions::default();
    let mut bogus = genuine.clone();
    bogus.liability = vec![(0, Cell::new(0), true, Rational::ZERO)];
    assert!(!bogus.verify(&problem, &language, &cooperate, &selfish, &unlimited));
    let mut bogus = genuine;
    bogus.liability.clear();
    bogus.budget = vec![(Cell::new(0), Rational::ZERO)];
    assert!(!bogus.verify(&problem, &language, &cooperate, &selfish, &unlimited));
}

#[test]
fn chains_that_do_not_close_contradict_themselves_or_gain_nothing_are_rejected() {
    let selfish = cooperative(2, &Rational::ZERO);
    let chain_against =
        |problem: &ContractingProblem, language: &Language, plan: &[Vec<usize>]| match implement(
            problem, language, plan, &selfish,
        )
        .expect("valid")
        {
            Implementability::Impossible(chain) => chain,
            Implementability::Implementable(_) => panic!("impossible"),
        };
    // Player 0 should match the state and gains 1 from not doing so; its action alone is seen.
    let game = |state: usize| {
        NormalForm::from_fn(&[2, 1], |player, profile| {
            let matched = profile[0] == state;
            Rational::from(if player == 0 {
                i64::from(!matched)
            } else {
                3 * i64::from(matched)
            })
        })
        .expect("small")
    };
    let problem = ContractingProblem::new(vec![(ratio(1, 2), game(0)), (ratio(1, 2), game(1))])
        .expect("a prior and one shape");
    let language = Language::actions_only(&problem);
    let genuine = chain_against(&problem, &language, &[vec![0, 0], vec![1, 0]]);
    assert_eq!(genuine.chain.len(), 2);
    assert!(genuine.verify(&problem, &language, &selfish));
    for link in 0..2 {
        let mut open = genuine.clone();
        open.chain.remove(link);
        assert_eq!(open.total_gain(), Rational::ONE);
        assert!(!open.verify(&problem, &language, &selfish));
    }

    let problem = single(symmetric(&[[3, 0], [5, 1]]));
    let language = Language::trivial(&problem);
    let genuine = chain_against(&problem, &language, &[vec![0, 0]]);
    assert!(genuine.verify(&problem, &language, &selfish));
    assert_eq!(genuine.player, 0);
    // To cooperate against a defector is an unseen deviation that gains -1.
    let mut loss = genuine.clone();
    loss.chain[0].profile = vec![1, 1];
    loss.chain[0].action = 0;
    loss.chain[0].gain = -Rational::ONE;
    assert!(!loss.verify(&problem, &language, &selfish));
    // One plan cannot prescribe two profiles in one state.
    let mut contradiction = genuine;
    contradiction.chain.push(contradiction.chain[0].clone());
    contradiction.chain[1].profile = vec![0, 1];
    contradiction.chain[1].gain = Rational::ONE;
    assert!(!contradiction.verify(&problem, &language, &selfish));
    contradiction.chain.remove(0);
    assert!(contradiction.verify(&problem, &language, &selfish));
}
