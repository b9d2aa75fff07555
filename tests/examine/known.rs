//! Mechanisms whose properties are theorems.

use lacuna::mechanism::OutsideOptions;
use lacuna::mechanism::examine::{
    Against, BudgetStage, Comparison, Coordinate, Examination, ExaminationLimit, LinearCondition,
    Lottery, PaymentBounds, Relabelling, RevenueRule, Stage, Verdict, Witness, strategy_proof,
};
use lacuna::mechanism::{Branch, Decision, Mechanism, Prior, Setting, SettingError};
use lacuna::number::Rational;
use rand::rngs::Xoshiro256PlusPlus as Generator;
use rand::{RngExt, SeedableRng};

use super::{Rule, auction, price_of_rank, q, ratio, table};

const EACH: BudgetStage = BudgetStage::ExPost(Lottery::EachBranch);

#[test]
fn a_second_price_auction_has_every_textbook_property() {
    // Vickrey 1961.
    let setting = auction(&[4, 4, 4]);
    let mechanism = price_of_rank(&[4, 4, 4], 1);
    let examination = Examination::new(&setting, &mechanism).expect("valid");
    let verdict = examination.dominant_strategy().expect("small");
    assert!(verdict.holds());
    // 3 bidders × 4 values × 3 lies × 16 bids of the others.
    assert_eq!(verdict.comparisons(), 576);
    assert_eq!(verdict.least_slack(), Some(Rational::ZERO));
    assert!(matches!(verdict, Verdict::Holds { ties, .. } if ties > 0));
    let report = examination
        .report(&OutsideOptions::default())
        .expect("small");
    assert!(report.ex_post.as_ref().is_some_and(Verdict::holds));
    assert!(report.bayesian.as_ref().is_some_and(Verdict::holds));
    assert!(report.participation_ex_post.holds());
    assert!(report.no_deficit.holds() && !report.balanced.holds());
    assert!(report.no_subsidies.holds());
    assert!(report.efficiency.as_ref().is_some_and(Verdict::holds));
    assert!(report.pareto.as_ref().is_some_and(Verdict::holds));
    assert!(
        report
            .cyclic_monotonicity
            .as_ref()
            .is_some_and(Verdict::holds)
    );
    assert!(report.expected_loss == Some(Rational::ZERO));
    // E of the second highest of three draws from 0..=3: Σ_{k≥1} P(at least two are ≥ k) =
    // (54 + 32 + 10) / 64.
    assert_eq!(report.expected_revenue, ratio(96, 64));
    let text = report.to_string();
    assert!(
        text.contains("dominant strategies") && text.contains("exact balance"),
        "{text}"
    );
    let again: lacuna::mechanism::examine::Report =
        serde_json::from_str(&serde_json::to_string(&report).expect("json")).expect("own output");
    assert_eq!(again, report);
    // Anonymous, envy-free, monotone; the object is given away once.
    let counts = [4; 3];
    for turn in [vec![1, 0, 2], vec![0, 2, 1]] {
        let relabelling = Relabelling::of_agents(turn.clone(), &counts, turn);
        assert!(examination.symmetry(&relabelling).expect("valid").holds());
    }
    let swap = |winner: usize, i: usize, j: usize| match winner {
        w if w == i => j,
        w if w == j => i,
        w => w,
    };
    let envy = examination
        .envy_freeness(&swap, Lottery::EachBranch)
        .expect("valid");
    assert!(envy.holds());
    let amounts: Vec<Vec<Rational>> = (0..3)
        .map(|i| (0..3).map(|a| q(i64::from(a == i))).collect())
        .collect();
    assert!(examination.monotone(&amounts).expect("valid").holds());
}

#[test]
fn in_a_first_price_auction_the_highest_value_gains_most_by_bidding_one() {
    let setting = auction(&[4, 4]);
    let mechanism = price_of_rank(&[4, 4], 0);
    let examination = Examination::new(&setting, &mechanism).expect("valid");
    let verdict = examination.dominant_strategy().expect("small");
    let witness = verdict.witness().expect("first price is not truthful");
    // Value 3 against a bid of 0: bidding 1 wins for 1 and not for 3; bidding 0 only ties.
    assert_eq!(
        (witness.own_type, witness.message, witness.better),
        (3, 3, 1)
    );
    assert_eq!(witness.gain, q(2));
    assert_eq!(verdict.epsilon(), q(2));
    assert!(witness.verify(&examination));
    assert!(matches!(
        &witness.against,
        Against::Messages { types: None, messages } if messages == &vec![3, 0]
    ));
    assert_eq!(
        witness.in_words(&examination),
        "agent 0 of type 3 gains 2 by saying \"type 1\" and not \"type 3\", when the others say \
         [agent 1: type 0]"
    );
    // Both at 3 have nothing; both bidding 0 leaves each half of the object for nothing.
    let pairs = examination.pair_proof().expect("small");
    let collusion = pairs.witness().expect("a ring");
    assert_eq!(
        (collusion.types.clone(), collusion.messages),
        (vec![3, 3], [0, 0])
    );
    assert_eq!(collusion.gain, ratio(3, 2));
    assert!(collusion.verify(&examination));
    // The choice of the winner is not at fault: with other payments it is truthful (Rochet 1987).
    assert!(examination.cyclic_monotonicity().expect("small").holds());
}

#[test]
fn giving_the_object_to_the_lowest_bid_cannot_be_made_truthful() {
    let setting = auction(&[3, 3]);
    let rule = Rule {
        messages: vec![3, 3],
        alternatives: 2,
        decide: |bids: &[usize]| {
            Decision::certain(usize::from(bids[1] < bids[0]), vec![Rational::ZERO; 2])
        },
    };
    let examination = Examination::new(&setting, &rule).expect("valid");
    let weak = examination.weak_monotonicity().expect("small");
    let cycle = weak.witness().expect("falling");
    // Values 0 and 2 swap the object and nothing.
    assert_eq!((cycle.own_types.clone(), &cycle.gain), (vec![0, 2], &q(2)));
    assert!(cycle.verify(&examination));
    let cyclic = examination.cyclic_monotonicity().expect("small");
    assert!(cyclic.witness().expect("falling").verify(&examination));
    let amounts = vec![vec![q(1), q(0)], vec![q(0), q(1)]];
    let monotone = examination.monotone(&amounts).expect("small");
    let descent = monotone.witness().expect("falling");
    assert_eq!(descent.descent, q(1));
    assert!(descent.verify(&examination));
}

#[test]
fn pairs_of_types_do_not_show_every_gaining_cycle() {
    // Each type would gain 1 from what the next gets and lose 2 from what the one before gets.
    let value = [[0, 1, -2], [-2, 0, 1], [1, -2, 0]];
    let setting = Setting::private(&[3], 3, |_, own, a| q(value[own][a])).expect("valid");
    let rule = Rule {
        messages: vec![3],
        alternatives: 3,
        decide: |types: &[usize]| Decision::certain(types[0], vec![Rational::ZERO]),
    };
    let examination = Examination::new(&setting, &rule).expect("valid");
    let weak = examination.weak_monotonicity().expect("small");
    assert_eq!(weak.least_slack(), Some(q(1)));
    let cyclic = examination.cyclic_monotonicity().expect("small");
    let cycle = cyclic.witness().expect("around");
    assert_eq!((cycle.own_types.len(), &cycle.gain), (3, &q(3)));
    assert!(cycle.verify(&examination));
}

/// The pivotal mechanism for a project: built if net values sum to at least 0.
fn pivotal(values: &'static [i64], cost: i64) -> (Setting, impl Mechanism) {
    let agents = 3;
    let net = move |own: usize| q(values[own]) - ratio(cost, 3);
    let setting = Setting::private(&[values.len(); 3], 2, |_, own, built| {
        if built == 1 { net(own) } else { Rational::ZERO }
    })
    .expect("valid");
    let decide = move |types: &[usize]| {
        let sum = |except: Option<usize>| -> Rational {
            (0..agents)
                .filter(|&i| Some(i) != except)
                .map(|i| net(types[i]))
                .sum()
        };
        let built = !sum(None).is_negative();
        let transfers = (0..agents)
            .map(|i| {
                let others = sum(Some(i));
                let best = if others.is_negative() {
                    Rational::ZERO
                } else {
                    others.clone()
                };
                let here = if built { others } else { Rational::ZERO };
                here - best
            })
            .collect();
        Decision::certain(usize::from(built), transfers)
    };
    let rule = Rule {
        messages: vec![values.len(); 3],
        alternatives: 2,
        decide,
    };
    (setting, rule)
}

#[test]
fn the_pivotal_mechanism_is_truthful_efficient_and_runs_a_surplus() {
    // Clarke 1971: values 60, 30, 0 and a cost of 75 shared equally.
    let (setting, mechanism) = pivotal(&[0, 30, 60], 75);
    let decision = mechanism.decide(&[2, 1, 0]);
    assert_eq!(decision, Decision::certain(1, vec![q(-20), q(0), q(0)]));
    let examination = Examination::new(&setting, &mechanism).expect("valid");
    assert!(examination.dominant_strategy().expect("small").holds());
    assert!(examination.efficiency().expect("small").holds());
    assert!(
        examination
            .budget(&RevenueRule::no_deficit(), EACH)
            .expect("small")
            .holds()
    );
    // Green and Laffont 1979: it cannot balance exactly.
    let balance = examination
        .budget(&RevenueRule::balanced(), EACH)
        .expect("small");
    assert!(balance.witness().expect("a surplus").verify(&examination));
    // Who would rather have no project pays its share all the same.
    let outside = OutsideOptions::default();
    let stays = examination
        .participation(Stage::ExPost(Lottery::EachBranch), &outside)
        .expect("small");
    let shortfall = stays.witness().expect("value 0 pays 25");
    assert_eq!(
        (shortfall.own_type, &shortfall.shortfall),
        (Some(0), &q(25))
    );
    assert!(shortfall.verify(&examination));
}

#[test]
fn expected_externalities_balance_the_budget_and_are_truthful_in_expectation_only() {
    // d'Aspremont and Gérard-Varet 1979: net values -1 and 2, equally likely and independent.
    let value = [q(-1), q(2)];
    let expected = [q(1), ratio(1, 2)];
    let worth = value.clone();
    let setting = Setting::private(&[2, 2], 2, |_, own, built| {
        if built == 1 {
            worth[own].clone()
        } else {
            Rational::ZERO
        }
    })
    .expect("valid");
    let rule = Rule {
        messages: vec![2, 2],
        alternatives: 2,
        decide: move |types: &[usize]| {
            let built = (&value[types[0]] + &value[types[1]]).is_positive();
            let first = &expected[types[0]] - &expected[types[1]];
            Decision::certain(usize::from(built), vec![first.clone(), -first])
        },
    };
    assert_eq!(rule.decide(&[1, 0]).expected_transfer(0), ratio(-1, 2));
    let examination = Examination::new(&setting, &rule).expect("valid");
    assert!(examination.bayesian().expect("small").holds());
    assert!(examination.efficiency().expect("small").holds());
    assert!(
        examination
            .budget(&RevenueRule::balanced(), EACH)
            .expect("small")
            .holds()
    );
    for verdict in [examination.dominant_strategy(), examination.ex_post()] {
        let verdict = verdict.expect("small");
        assert!(
            verdict
                .witness()
                .expect("only in expectation")
                .verify(&examination)
        );
    }
    // With a prior under which the first is always high, externalities are wrong ones.
    let prior = Prior::Independent(vec![vec![q(0), q(1)], vec![ratio(1, 2), ratio(1, 2)]]);
    let other = setting.clone().with_prior(prior).expect("valid");
    let examination = Examination::new(&other, &rule).expect("valid");
    let verdict = examination.bayesian().expect("small");
    assert!(!verdict.holds());
    assert_eq!(verdict.skipped().len(), 1);
}

#[test]
fn dictators_are_strategy_proof_and_random_rules_that_are_not_dictatorial_never_are() {
    // Gibbard 1973, Satterthwaite 1975: two voters, all rankings of three alternatives.
    let rankings: Vec<[i64; 3]> = vec![
        [2, 1, 0],
        [2, 0, 1],
        [1, 2, 0],
        [0, 2, 1],
        [1, 0, 2],
        [0, 1, 2],
    ];
    let utility = |own: usize, a: usize| q(rankings[own][a]);
    let setting = Setting::private(&[6, 6], 3, |_, own, a| utility(own, a)).expect("valid");
    let top = |own: usize| (0..3).max_by_key(|&a| rankings[own][a]).expect("three");
    for dictator in 0..2 {
        let rule = Rule {
            messages: vec![6, 6],
            alternatives: 3,
            decide: move |types: &[usize]| Decision::certain(types[dictator], vec![q(0), q(0)]),
        };
        // Messages are types; the dictator's best alternative is looked up by the rule.
        let choice: Vec<usize> = (0..6).map(top).collect();
        let dictatorship = Rule {
            messages: vec![6, 6],
            alternatives: 3,
            decide: move |types: &[usize]| {
                Decision::certain(choice[types[dictator]], vec![q(0), q(0)])
            },
        };
        assert_eq!(rule.messages(0), 6);
        assert!(
            strategy_proof(&setting, &dictatorship)
                .expect("small")
                .holds()
        );
    }
    let rng = &mut Generator::seed_from_u64(7);
    for _ in 0..150 {
        let noise = rng.random_range(1..=6usize);
        let mut choices: Vec<usize> = (0..36).map(|place| top(place / 6)).collect();
        for _ in 0..noise {
            // A dictatorship of voter 0, spoilt in some places.
            choices[rng.random_range(0..36)] = rng.random_range(0..3);
        }
        let dictatorial = |voter: usize| {
            (0..36).all(|place| choices[place] == top([place / 6, place % 6][voter]))
        };
        let onto = (0..3).all(|a| choices.contains(&a));
        if dictatorial(0) || dictatorial(1) || !onto {
            continue;
        }
        let choices = choices.clone();
        let rule = table(&Rule {
            messages: vec![6, 6],
            alternatives: 3,
            decide: move |types: &[usize]| {
                Decision::certain(choices[6 * types[0] + types[1]], vec![q(0), q(0)])
            },
        });
        let examination = Examination::new(&setting, &rule).expect("valid");
        let verdict = examination.strategy_proof().expect("small");
        let witness = verdict.witness().expect("Gibbard–Satterthwaite");
        assert!(witness.verify(&examination));
        // Without lotteries it is dominance.
        assert!(!examination.dominant_strategy().expect("small").holds());
    }
    // Gibbard 1977: a lottery over dictators is strategy-proof, whatever the utilities.
    let choice: Vec<usize> = (0..6).map(top).collect();
    let lottery = Rule {
        messages: vec![6, 6],
        alternatives: 3,
        decide: move |types: &[usize]| {
            let branch =
                |share, voter: usize| Branch::new(share, choice[types[voter]], vec![q(0), q(0)]);
            Decision::lottery(vec![branch(ratio(1, 3), 0), branch(ratio(2, 3), 1)])
                .expect("a lottery")
        },
    };
    assert!(strategy_proof(&setting, &lottery).expect("small").holds());
    let examination = Examination::new(&setting, &lottery).expect("valid");
    assert!(examination.pareto().expect("small").holds());
}

#[test]
fn borda_can_be_manipulated() {
    // Three voters, three candidates; the manipulator buries the rival of its favourite.
    let rankings: [[usize; 3]; 6] = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    let points = move |own: usize, a: usize| {
        2 - rankings[own].iter().position(|&c| c == a).expect("ranked") as i64
    };
    let setting = Setting::private(&[6; 3], 3, |_, own, a| q(points(own, a))).expect("valid");
    let rule = Rule {
        messages: vec![6; 3],
        alternatives: 3,
        decide: move |votes: &[usize]| {
            let score = |a: usize| votes.iter().map(|&own| points(own, a)).sum::<i64>();
            let best = (0..3).max_by_key(|&a| (score(a), std::cmp::Reverse(a)));
            Decision::certain(best.expect("three"), vec![Rational::ZERO; 3])
        },
    };
    let examination = Examination::new(&setting, &rule).expect("valid");
    let verdict = examination.strategy_proof().expect("small");
    let witness = verdict.witness().expect("Borda is manipulable");
    assert!(witness.verify(&examination));
    assert_eq!(witness.gain, q(1));
}

#[test]
fn with_interdependent_values_truth_is_ex_post_but_not_dominant() {
    // Values 2 t_i + t_j; the higher signal wins and pays what it is worth at the other's signal.
    let setting = Setting::interdependent(&[3, 3], 2, |i, types, winner| {
        q(if winner == i {
            (2 * types[i] + types[1 - i]) as i64
        } else {
            0
        })
    })
    .expect("valid");
    let rule = Rule {
        messages: vec![3, 3],
        alternatives: 2,
        decide: |signals: &[usize]| {
            let winner = usize::from(signals[1] > signals[0]);
            let mut transfers = vec![Rational::ZERO; 2];
            transfers[winner] = q(-3 * signals[1 - winner] as i64);
            Decision::certain(winner, transfers)
        },
    };
    let examination = Examination::new(&setting, &rule).expect("valid");
    assert!(examination.ex_post().expect("small").holds());
    let verdict = examination.dominant_strategy().expect("small");
    let witness = verdict.witness().expect("lies of the others mislead");
    assert!(matches!(
        &witness.against,
        Against::Messages { types: Some(_), .. }
    ));
    assert!(witness.verify(&examination));
    // The others' types multiply the cases: 2 agents × 9 type profiles × 3 messages × 2 lies.
    assert_eq!(verdict.comparisons(), 108);
}

#[test]
fn a_posted_price_is_truthful_and_balanced_and_loses_trades() {
    // Buyer and seller with values 0..=3; trade at 3/2 if both want to.
    let setting = Setting::private(&[4, 4], 2, |agent, own, trade| {
        q(match (agent, trade) {
            (0, 1) => own as i64,
            (1, 1) => -(own as i64),
            _ => 0,
        })
    })
    .expect("valid");
    let rule = Rule {
        messages: vec![4, 4],
        alternatives: 2,
        decide: |types: &[usize]| match types[0] >= 2 && types[1] <= 1 {
            true => Decision::certain(1, vec![ratio(-3, 2), ratio(3, 2)]),
            false => Decision::certain(0, vec![q(0), q(0)]),
        },
    };
    let examination = Examination::new(&setting, &rule).expect("valid");
    let report = examination
        .report(&OutsideOptions::default())
        .expect("small");
    assert!(
        report
            .dominant_strategy
            .as_ref()
            .is_some_and(Verdict::holds)
    );
    assert!(report.balanced.holds() && report.participation_ex_post.holds());
    assert!(!report.no_subsidies.holds());
    // Missed: (1, 0) and (3, 2), one each; made: (2,0), (2,1), (3,0), (3,1) for 2 + 1 + 3 + 2.
    assert_eq!(report.expected_loss, Some(ratio(2, 16)));
    assert_eq!(report.expected_welfare, ratio(8, 16));
    assert!(
        report
            .efficiency
            .as_ref()
            .and_then(Verdict::witness)
            .expect("missed trades")
            .verify(&examination)
    );
    // Money for the seller alone is a subsidy; the buyer's payments keep within 0 and 3/2.
    let bounds = PaymentBounds::no_subsidies().with_cap(ratio(3, 2));
    let buyer = Examination::new(&setting, &rule)
        .and_then(|examination| examination.with_agents(&[0]))
        .expect("valid");
    assert!(
        buyer
            .payments(&bounds, Lottery::EachBranch)
            .expect("small")
            .holds()
    );
    let terms = vec![
        (
            Coordinate::Transfer {
                messages: vec![3, 0],
                agent: 1,
            },
            q(2),
        ),
        (
            Coordinate::Probability {
                messages: vec![3, 0],
                alternative: 1,
            },
            q(-1),
        ),
    ];
    for (comparison, bound, holds) in [
        (Comparison::Equal, q(2), true),
        (Comparison::AtLeast, q(3), false),
        (Comparison::AtMost, q(1), false),
        (Comparison::AtMost, q(2), true),
    ] {
        let condition = LinearCondition::new("twice the price", terms.clone(), comparison, bound);
        let verdict = examination.conditions(&[condition]).expect("valid");
        assert_eq!(verdict.holds(), holds, "{comparison:?}");
        if let Some(witness) = verdict.witness() {
            assert_eq!(witness.excess, q(1));
            assert!(witness.verify(&examination));
        }
    }
}

#[test]
fn misuse_and_size_are_refused_with_what_would_be_right() {
    let setting = auction(&[3, 3]);
    let wrong = price_of_rank(&[3, 3, 3], 1);
    assert!(matches!(
        Examination::new(&setting, &wrong).map(|_| ()),
        Err(SettingError::WrongLength {
            found: 3,
            expected: 2,
            ..
        })
    ));
    let indirect = price_of_rank(&[5, 5], 1);
    let examination = Examination::new(&setting, &indirect).expect("valid");
    assert!(matches!(
        examination.ex_post(),
        Err(SettingError::Invalid { .. })
    ));
    // What is asked of decisions needs no strategies.
    assert!(
        examination
            .budget(&RevenueRule::no_deficit(), EACH)
            .expect("small")
            .holds()
    );
    let mechanism = price_of_rank(&[3, 3], 1);
    let small = |limit| {
        Examination::new(&setting, &mechanism)
            .expect("valid")
            .with_limit(limit)
            .dominant_strategy()
    };
    assert!(matches!(
        small(ExaminationLimit::default().with_profiles(8)),
        Err(SettingError::TooLarge {
            cases: 9,
            limit: 8,
            ..
        })
    ));
    assert!(matches!(
        small(ExaminationLimit::default().with_comparisons(10)),
        Err(SettingError::TooLarge { .. })
    ));
    assert!(small(ExaminationLimit::default()).is_ok());
}
