//! Principles on the games that mechanisms make, for agents who care about each other.

use lacuna::game::{Game, GameExt, SizeLimit};
use lacuna::mechanism::auction::{SealedBid, one_object};
use lacuna::mechanism::examine::{Against, Examination, MessageGame};
use lacuna::mechanism::principle::{
    Chain, Penalty, PrePlayMessages, Proceeds, Target, Transform, Transformed,
};
use lacuna::mechanism::{Concern, Strategies};
use lacuna::number::Rational;
use lacuna::preference::{Cooperative, Perceived};

use super::{list, n};

/// The largest gain of a player by a deviation from a profile.
fn regret(game: &dyn Game<Rational>, profile: &[usize], player: usize) -> Rational {
    let mut other = profile.to_vec();
    let own = game.payoff(player, profile);
    (0..game.actions(player))
        .map(|action| {
            other[player] = action;
            game.payoff(player, &other) - &own
        })
        .max()
        .expect("an action")
}

#[test]
fn a_fine_on_lies_makes_bids_honest_exactly_from_the_gain_on_for_every_altruism() {
    let values = vec![list(&[0, 1, 2, 3]); 2];
    let setting = one_object(&values).expect("values");
    let auction = SealedBid::first_price(values).expect("bids");
    for lambda in ["0", "1/4", "1/2", "1"] {
        let lambda: Rational = lambda.parse().expect("a number");
        let caring = Cooperative::new(lambda.clone()).expect("not negative");
        let exam = Examination::new(&setting, &auction)
            .expect("fits")
            .with_preference(&caring);
        for types in [[3, 0], [2, 2], [3, 2], [1, 3]] {
            let game = MessageGame::new(&setting, &auction, types.to_vec()).expect("fits");
            // The game of messages as the agents see it is that of the examination.
            let seen = Perceived::new(&game, &caring).expect("linear");
            let tabled = exam.complete_information(&types).expect("small");
            game.profile_space().expect("small").for_each(|_, bids| {
                for bidder in 0..2 {
                    assert_eq!(seen.payoff(bidder, bids), tabled.payoff(bidder, bids));
                }
            });
            // What honesty leaves on the table is the least fine, in the payer's own units: a fine
            // that is burnt costs its payer 1 + λ times, one that the other gets just once.
            let truth = types.to_vec();
            let gain = (0..2)
                .map(|i| regret(&tabled, &truth, i))
                .max()
                .expect("two");
            if !gain.is_positive() {
                continue;
            }
            let per_unit = Rational::ONE + &lambda;
            let burnt = gain.checked_div(&per_unit).expect("above 0");
            for (least, proceeds) in [
                (burnt, Proceeds::Burnt),
                (gain.clone(), Proceeds::SharedByOthers),
            ] {
                let honest = |fine: Rational| {
                    let target = Target::Profile(truth.clone());
                    let penalty = Penalty::new(target, fine).with_proceeds(proceeds);
                    let fined = penalty.apply(&game).expect("fits");
                    let seen = fined.perceived(&caring).expect("linear");
                    seen.is_pure_equilibrium(&truth).expect("a profile")
                };
                assert!(
                    honest(least.clone()),
                    "λ = {lambda}, {types:?}, {proceeds:?}"
                );
                let less = least * Rational::new(99, 100).expect("not zero");
                assert!(!honest(less), "λ = {lambda}, {types:?}, {proceeds:?}");
            }
        }
    }
}

#[test]
fn a_fine_in_the_strategic_form_is_the_slack_that_bayesian_honesty_lacks() {
    // Before they know their values: the plan of bidding one's value against all other plans.
    let values = vec![list(&[0, 1, 2]); 2];
    let setting = one_object(&values).expect("values");
    let auction = SealedBid::first_price(values).expect("bids");
    let lambda = Rational::new(1, 3).expect("not zero");
    let caring = Cooperative::new(lambda).expect("not negative");
    for concern in [Concern::Payoffs, Concern::Values] {
        let exam = Examination::new(&setting, &auction)
            .expect("fits")
            .with_preference(&caring)
            .with_concern(concern);
        let game = exam.strategic_form(SizeLimit::default()).expect("small");
        let truth = exam.followed_profile().expect("direct");
        let gain = (0..2).map(|i| regret(&game, &truth, i)).max().expect("two");
        // What all types of a bidder gain at most, each with its probability.
        let mut expected = vec![n(0); 2];
        for (bidder, sum) in expected.iter_mut().enumerate() {
            for own_type in 0..3 {
                let mut best = n(0);
                for bid in 0..3 {
                    let mut messages: Vec<Vec<usize>> = vec![vec![0, 1, 2]; 2];
                    messages[bidder][own_type] = bid;
                    let lie = Strategies::new(messages);
                    let mut total = n(0);
                    for other in 0..3 {
                        let mut types = [other; 2];
                        types[bidder] = own_type;
                        let said = lie.messages(&types);
                        let there = exam.utility(bidder, &types, &said).expect("fits");
                        total += there - exam.utility(bidder, &types, &types).expect("fits");
                    }
                    best = best.max(total);
                }
                *sum += best * Rational::new(1, 9).expect("not zero");
            }
        }
        assert_eq!(Some(&gain), expected.iter().max(), "{concern:?}");
        let bayesian = exam.bayesian().expect("small");
        assert_eq!(bayesian.holds(), gain.is_zero());
        let witness = bayesian.witness().expect("shading pays");
        assert!(matches!(witness.against, Against::Beliefs));
        let target = || Target::Profile(truth.clone());
        let honest = |fine: Rational| {
            let fined = Penalty::new(target(), fine).apply(&game).expect("fits");
            fined.game().is_pure_equilibrium(&truth).expect("a profile")
        };
        assert!(honest(gain.clone()) && !honest(gain * Rational::new(1, 2).expect("not zero")));
    }
}

#[test]
fn talk_before_an_auction_moves_no_money_and_a_fine_after_it_works_as_without() {
    let values = vec![list(&[1, 2]); 2];
    let setting = one_object(&values).expect("values");
    let auction = SealedBid::first_price(values).expect("bids");
    let game = MessageGame::new(&setting, &auction, vec![1, 1]).expect("fits");
    let caring = Cooperative::new(Rational::new(1, 2).expect("not zero")).expect("not negative");
    let fine = Penalty::new(Target::Profile(vec![1, 1]), n(2));
    let alone = fine.apply(&game).expect("fits");
    assert!(
        alone
            .perceived(&caring)
            .expect("linear")
            .is_pure_equilibrium(&[1, 1])
            .expect("fits")
    );
    let talk = PrePlayMessages::cheap(vec![2, 2]);
    let both = Chain::new()
        .link(fine)
        .link(talk)
        .apply(&game)
        .expect("fits");
    // Nobody need listen: whatever is an equilibrium without talk is the outcome of one with it.
    let welfares = |game: &Transformed| -> Vec<Rational> {
        let found = game.equilibria(&caring).expect("small");
        let mut all: Vec<Rational> = found
            .into_iter()
            .map(|each| each.material_welfare)
            .collect();
        all.sort();
        all.dedup();
        all
    };
    let (without, with) = (welfares(&alone), welfares(&both));
    assert!(!without.is_empty());
    assert!(
        without.iter().all(|welfare| with.contains(welfare)),
        "{without:?} {with:?}"
    );
    // Both value the object at 2: welfare is what is left of it, and talk is free.
    assert!(with.iter().all(|welfare| *welfare <= n(2)));
}
