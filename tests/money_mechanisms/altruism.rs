//! Agents who maximise u_i + λ·W in mechanisms that are honest for selfish ones.

use lacuna::mechanism::auction::{SealedBid, one_object};
use lacuna::mechanism::groves::Groves;
use lacuna::mechanism::{Decision, Mechanism, Setting};
use lacuna::number::Rational;

use super::brute::type_profiles;
use super::draw::Draw;
use super::{grid, list, n, q};

/// Own value and transfer, and λ times everybody's values: money is no welfare.
fn with_values(
    setting: &Setting,
    decision: &Decision,
    agent: usize,
    types: &[usize],
    lambda: &Rational,
) -> Rational {
    let branches = decision.branches().iter();
    branches
        .map(|branch| {
            let material = setting.welfare(types, branch.alternative);
            &branch.probability * (branch.payoff(setting, agent, types) + lambda * &material)
        })
        .sum()
}

/// Own payoff, and λ times everybody's: what the agents pay is lost to them.
fn with_payoffs(
    setting: &Setting,
    decision: &Decision,
    agent: usize,
    types: &[usize],
    lambda: &Rational,
) -> Rational {
    let all: Rational = (0..setting.agents())
        .map(|each| decision.payoff(setting, each, types))
        .sum();
    decision.payoff(setting, agent, types) + lambda * &all
}

type Utility = fn(&Setting, &Decision, usize, &[usize], &Rational) -> Rational;

/// The largest gain from a lie, at any types, against the honest reports of the others or, if
/// `whatever`, against any reports.
fn largest_gain(
    setting: &Setting,
    mechanism: &dyn Mechanism,
    lambda: &Rational,
    utility: Utility,
    whatever: bool,
) -> Rational {
    let mut largest = n(0);
    for types in type_profiles(setting) {
        for said in type_profiles(setting) {
            for agent in 0..setting.agents() {
                let mut others = (0..types.len()).filter(|&other| other != agent);
                if !whatever && others.any(|other| said[other] != types[other]) {
                    continue;
                }
                let mut told = said.clone();
                told[agent] = types[agent];
                let value = |messages: &[usize]| {
                    utility(setting, &mechanism.decide(messages), agent, &types, lambda)
                };
                largest = largest.max(value(&said) - value(&told));
            }
        }
    }
    largest
}

#[test]
fn with_material_values_as_welfare_honesty_answers_honesty_but_not_everything() {
    let mut draw = Draw::new(50);
    let mut not_dominant = 0;
    for _ in 0..40 {
        let agents = 1 + draw.count(2);
        let setting = draw.setting(agents, -2, 2);
        for groves in [Groves::new(&setting), Groves::clarke(&setting)] {
            let groves = groves.expect("private");
            for lambda in [q(1, 3), n(1), n(7)] {
                let honest = largest_gain(&setting, &groves, &lambda, with_values, false);
                assert_eq!(honest, n(0));
                let any = largest_gain(&setting, &groves, &lambda, with_values, true);
                not_dominant += usize::from(any > n(0));
            }
        }
    }
    assert!(not_dominant > 0);
}

#[test]
fn one_lie_is_answered_by_another() {
    // Bidder 1 values the object at 5 and says 0. Bidder 0 values it at 4: honest it wins, for
    // 4 + 4λ; if it says nothing above 0, bidder 1 may get it, for 5λ.
    let setting = one_object(&[grid(0, 4), grid(0, 5)]).expect("values");
    let clarke = Groves::clarke(&setting).and_then(|clarke| clarke.with_order(vec![2, 1, 0]));
    let clarke = clarke.expect("private");
    for (lambda, gain) in [(n(3), n(-1)), (n(4), n(0)), (n(5), n(1))] {
        let value = |messages: [usize; 2]| {
            with_values(&setting, &clarke.decide(&messages), 0, &[4, 5], &lambda)
        };
        assert_eq!(value([4, 0]), n(4) + n(4) * &lambda);
        assert_eq!(value([0, 0]), n(5) * &lambda);
        assert_eq!(value([0, 0]) - value([4, 0]), gain);
    }
}

#[test]
fn with_payments_that_leave_the_group_honesty_does_not_even_answer_honesty() {
    // The loser with 4 against the winner with 5: λ if it is honest, for the price is 4; 5λ if it
    // bids 0.
    let setting = one_object(&vec![grid(0, 5); 2]).expect("values");
    let second = SealedBid::second_price(vec![grid(0, 5); 2]).expect("bids");
    for lambda in [q(1, 10), n(1), n(3)] {
        let value = |messages: [usize; 2]| {
            with_payoffs(&setting, &second.decide(&messages), 0, &[4, 5], &lambda)
        };
        assert_eq!(value([4, 5]), lambda);
        assert_eq!(value([0, 5]), n(5) * &lambda);
        assert!(largest_gain(&setting, &second, &lambda, with_payoffs, false) > n(0));
    }
    assert_eq!(
        largest_gain(&setting, &second, &n(0), with_payoffs, true),
        n(0)
    );
}

#[test]
fn with_a_seller_who_counts_money_is_not_lost_and_honesty_answers_honesty_again() {
    use lacuna::mechanism::trade::{WithSeller, with_seller};
    let bidders = one_object(&vec![grid(0, 4); 2]).expect("values");
    let setting = with_seller(&bidders, &list(&[0, 0, 0])).expect("three alternatives");
    let second = SealedBid::second_price(vec![grid(0, 4); 2]).expect("bids");
    let auction = WithSeller::new(second);
    for lambda in [q(1, 2), n(2)] {
        let gain = largest_gain(&setting, &auction, &lambda, with_payoffs, false);
        assert_eq!(gain, n(0));
    }
}
