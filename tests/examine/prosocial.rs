//! Agents who weigh everybody's welfare with λ, in auctions that are truthful for selfish ones.

use lacuna::mechanism::Concern;
use lacuna::mechanism::examine::{Against, Examination, Witness};
use lacuna::mechanism::{Setting, Strategies};
use lacuna::preference::{Cooperative, Selfish};

use super::{auction, price_of_rank, q, ratio};

/// Values 4 and 5, bids 0 to 5.
fn four_and_five() -> (Setting, Strategies) {
    let setting = Setting::private(&[1, 1], 2, |bidder, _, winner| {
        q(if winner == bidder {
            4 + bidder as i64
        } else {
            0
        })
    })
    .expect("valid");
    (setting, Strategies::new(vec![vec![4], vec![5]]))
}

#[test]
fn when_payments_are_lost_to_the_group_a_prosocial_loser_bids_nothing() {
    let (setting, truth) = four_and_five();
    let mechanism = price_of_rank(&[6, 6], 1);
    for (above, below) in [(1, 100), (1, 4), (1, 2)] {
        let lambda = ratio(above, below);
        let preference = Cooperative::new(lambda.clone()).expect("not negative");
        let examination = Examination::new(&setting, &mechanism)
            .and_then(|examination| examination.with_strategies(truth.clone()))
            .expect("valid")
            .with_preference(&preference)
            .with_concern(Concern::Payoffs);
        let verdict = examination.ex_post().expect("small");
        let witness = verdict.witness().expect("the loser lowers the price");
        // Bidding 4 leaves 5 - 4 to the group, bidding 0 all of 5: 5λ against λ.
        assert_eq!((witness.agent, witness.message, witness.better), (0, 4, 0));
        assert_eq!(witness.gain, q(4) * &lambda);
        assert!(witness.verify(&examination));
        assert_eq!(
            examination.utility(0, &[0, 0], &[0, 5]).expect("valid"),
            q(5) * &lambda
        );
        assert_eq!(
            examination.utility(0, &[0, 0], &[4, 5]).expect("valid"),
            lambda
        );
    }
}

#[test]
fn when_only_values_count_truth_is_a_best_reply_to_truth_but_no_longer_dominant() {
    let (setting, truth) = four_and_five();
    let mechanism = price_of_rank(&[6, 6], 1);
    let half = Cooperative::new(ratio(1, 2)).expect("not negative");
    let examination = Examination::new(&setting, &mechanism)
        .and_then(|examination| examination.with_strategies(truth))
        .expect("valid")
        .with_preference(&half)
        .with_concern(Concern::Values);
    assert!(examination.ex_post().expect("small").holds());
    let verdict = examination.dominant_strategy().expect("small");
    let witness = verdict.witness().expect("not dominant");
    // The other is worth 5 but bids 4: to tie gives it the object half of the time only, and the
    // own half is worth its price. Bidding less is worth 5λ in place of 9λ/2.
    assert_eq!((witness.agent, witness.message), (0, 4));
    assert_eq!(witness.gain, ratio(1, 4));
    assert_eq!(
        witness.against,
        serde_json::from_str::<Against>(r#"{"messages":{"types":[0,0],"messages":[4,4]}}"#)
            .expect("a case")
    );
    assert!(witness.verify(&examination));
}

#[test]
fn the_same_on_a_grid_of_values_and_weights() {
    let setting = auction(&[4, 4]);
    let mechanism = price_of_rank(&[4, 4], 1);
    let selfish = Examination::new(&setting, &mechanism)
        .expect("valid")
        .with_preference(&Selfish);
    assert!(selfish.dominant_strategy().expect("small").holds());
    // λ = 0 is selfish, and asked as many questions.
    let zero = Cooperative::new(q(0)).expect("not negative");
    for concern in [Concern::Payoffs, Concern::Values] {
        let examination = Examination::new(&setting, &mechanism)
            .expect("valid")
            .with_preference(&zero)
            .with_concern(concern);
        let verdict = examination.dominant_strategy().expect("small");
        assert_eq!(verdict, selfish.dominant_strategy().expect("small"));
    }
    for above in 1..=8 {
        let preference = Cooperative::new(ratio(above, 4)).expect("not negative");
        let with = |concern| {
            Examination::new(&setting, &mechanism)
                .expect("valid")
                .with_preference(&preference)
                .with_concern(concern)
        };
        let values = with(Concern::Values);
        assert!(values.ex_post().expect("small").holds());
        assert!(values.bayesian().expect("small").holds());
        let verdict = values.dominant_strategy().expect("small");
        assert!(verdict.witness().expect("not dominant").verify(&values));
        let payoffs = with(Concern::Payoffs);
        for verdict in [
            payoffs.ex_post(),
            payoffs.bayesian(),
            payoffs.dominant_strategy(),
        ] {
            let verdict = verdict.expect("small");
            assert!(verdict.witness().expect("fails").verify(&payoffs));
        }
    }
}
