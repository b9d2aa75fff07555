//! Samples: what is found is proved, and what is not found is bounded.

use lacuna::mechanism::Setting;
use lacuna::mechanism::examine::{Draw, Examination, Incentive, Sampled, Witness};
use lacuna::number::Rational;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus as Generator;

use super::brute::{self, type_profiles, utility};
use super::drawn::drawn;
use super::{auction, price_of_rank, q};

#[test]
fn what_a_sample_finds_is_a_manipulation_and_the_share_is_bounded() {
    let setting = auction(&[5, 5, 5]);
    let mechanism = price_of_rank(&[5, 5, 5], 0);
    let examination = Examination::new(&setting, &mechanism).expect("valid");
    let exact = examination.dominant_strategy().expect("small");
    // Cases are equally likely: the share of all is that of the exhaustion.
    let share = exact.violations() as f64 / exact.comparisons() as f64;
    let mut outside = 0;
    for seed in 0..40 {
        let rng = &mut Generator::seed_from_u64(seed);
        let sampled = examination.sampled(Incentive::Dominant, Draw::Uniform, 400, 0.99, rng);
        let rng = &mut Generator::seed_from_u64(seed);
        let again = examination.sampled(Incentive::Dominant, Draw::Uniform, 400, 0.99, rng);
        assert_eq!(sampled, again);
        let Ok(Sampled::Found {
            witness,
            at_least,
            at_most,
            violations,
            ..
        }) = sampled
        else {
            panic!("four hundred cases of which {share} are violations");
        };
        assert!(witness.verify(&examination));
        assert!(witness.gain <= exact.epsilon() && violations > 0);
        outside += u64::from(share < at_least || share > at_most);
    }
    // Two bounds of 99 % each, forty times: more than five misses have probability below 10^-3.
    assert!(outside <= 5, "{outside}");
}

#[test]
fn nothing_found_is_a_bound_and_no_proof() {
    let setting = auction(&[20; 6]);
    let mechanism = super::Rule {
        messages: vec![20; 6],
        alternatives: 6,
        decide: |bids: &[usize]| {
            let winner = (0..6).rev().max_by_key(|&i| bids[i]).expect("six");
            let second = (0..6).filter(|&i| i != winner).map(|i| bids[i]).max();
            let mut transfers = vec![Rational::ZERO; 6];
            transfers[winner] = q(-(second.expect("five") as i64));
            lacuna::mechanism::Decision::certain(winner, transfers)
        },
    };
    let examination = Examination::new(&setting, &mechanism).expect("valid");
    // 64 million message profiles are beyond the tables.
    assert!(examination.dominant_strategy().is_err());
    for draw in [Draw::Uniform, Draw::Prior] {
        let rng = &mut Generator::seed_from_u64(3);
        for incentive in [Incentive::Dominant, Incentive::ExPost] {
            let sampled = examination
                .sampled(incentive, draw, 500, 0.95, rng)
                .expect("valid");
            let Sampled::NoneFound {
                samples: 500,
                at_most,
                ..
            } = sampled
            else {
                panic!("{sampled:?}");
            };
            let bound = 1.0 - 0.05f64.powf(1.0 / 500.0);
            assert!((at_most - bound).abs() < 1e-9, "{at_most} {bound}");
        }
    }
    let rng = &mut Generator::seed_from_u64(3);
    for (samples, confidence, incentive) in [
        (0, 0.9, Incentive::Dominant),
        (9, 1.0, Incentive::Dominant),
        (9, f64::NAN, Incentive::Dominant),
        (9, 0.9, Incentive::Bayesian),
    ] {
        let refused = examination.sampled(incentive, Draw::Uniform, samples, confidence, rng);
        assert!(refused.is_err());
    }
}

#[test]
fn interim_utilities_lie_within_hoeffding_bounds() {
    let (mut tried, mut outside) = (0, 0);
    let (least, most) = (q(-7), q(7));
    for seed in 0..400 {
        let drawn = drawn(seed);
        if drawn.preference.is_some() {
            continue;
        }
        let examination = drawn.examination();
        let mass = brute::mass(&drawn, 0, 0);
        let rng = &mut Generator::seed_from_u64(seed);
        let found = examination.sampled_utility(0, 0, 0, (&least, &most), 300, 0.95, rng);
        if mass.is_zero() {
            assert!(found.is_err() || drawn.setting.prior().is_independent());
            continue;
        }
        let found = found.expect("within the range");
        let sum: Rational = type_profiles(&drawn)
            .iter()
            .filter(|types| types[0] == 0)
            .map(|types| {
                let said = brute::with(&drawn.strategies.messages(types), 0, 0);
                drawn.setting.probability(types) * &utility(&drawn, 0, types, &said)
            })
            .sum();
        let exact = sum.checked_div(&mass).expect("positive").to_f64();
        tried += 1;
        outside += u64::from(exact < found.at_least || exact > found.at_most);
    }
    assert!(tried > 100 && outside <= tried / 20, "{outside} of {tried}");
    // A range that is too small is found out.
    let setting: Setting = auction(&[4, 4]);
    let mechanism = price_of_rank(&[4, 4], 1);
    let examination = Examination::new(&setting, &mechanism).expect("valid");
    let rng = &mut Generator::seed_from_u64(5);
    let range = (&q(0), &q(1));
    assert!(
        examination
            .sampled_utility(0, 3, 3, range, 200, 0.9, rng)
            .is_err()
    );
}
