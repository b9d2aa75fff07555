//! Shares of rewards.

use lacuna::equilibrium::dominance::{Dominance, compare};
use lacuna::game::Game;
use lacuna::game::catalogue::{donation_game, prisoners_dilemma, public_goods};
use lacuna::gap::transfers::{
    Concept, ExchangeObjective, ExchangeOptions, ParameterRange, RewardExchange, reward_exchange,
    self_interest_level, self_interest_of_optimum,
};
use lacuna::number::{Extended, Rational};
use lacuna::preference::{Perceived, RewardSharing};
use proptest::prelude::*;

use super::support::{instances, q, ratio, symmetric};
use super::tree::{concepts, is_played, targets};

#[test]
fn dilemmas_public_goods_and_donations_have_closed_forms() {
    for (payoffs, share, lambda) in [
        ([3, 0, 5, 1], "3/5", "2"),
        ([2, -1, 3, 0], "3/4", "1/2"),
        ([5, 0, 6, 1], "5/6", "1/4"),
    ] {
        let [r, s, t, p] = payoffs;
        let game = prisoners_dilemma(r, s, t, p).expect("ordered");
        let found = self_interest_of_optimum(&game, Concept::Dominant).expect("two players");
        assert_eq!(found.profile, vec![0, 0]);
        assert_eq!(found.level(), Some(&q(share)));
        assert_eq!(found.lambda(), Some(Extended::Finite(q(lambda))));
        assert!(found.verify(&game));
    }
    let units = [Rational::ZERO, Rational::ONE];
    let game = public_goods(5, 1, &units, 2).expect("valid");
    let found = self_interest_level(&game, &[1; 5], Concept::Dominant).expect("valid");
    assert_eq!(found.level(), Some(&q("2/5")));
    let game = donation_game(3, 3, 2).expect("valid");
    let found = self_interest_level(&game, &[0; 3], Concept::Dominant).expect("valid");
    assert_eq!(found.level(), Some(&q("3/5")));
    assert!(found.verify(&game));
}

#[test]
fn an_equilibrium_asks_for_less_than_dominance() {
    // Dominance of C binds at (C, D): (R − S)/(T − S) = 3/4 against (T − P)/(T − S) = 1/2.
    let game = prisoners_dilemma(3, 0, 4, 2).expect("ordered");
    let dominant = self_interest_level(&game, &[0, 0], Concept::Dominant).expect("valid");
    let equilibrium = self_interest_level(&game, &[0, 0], Concept::Equilibrium).expect("valid");
    assert_eq!(dominant.level(), Some(&q("1/2")));
    assert_eq!(dominant.lambda(), Some(Extended::Infinite));
    assert_eq!(equilibrium.level(), Some(&q("3/4")));
}

proptest! {
    #[test]
    fn the_level_is_that_of_the_definition(
        payoffs in proptest::collection::vec(-4i64..=6, 4), concept in concepts()
    ) {
        let game = symmetric(&[[payoffs[0], payoffs[1]], [payoffs[2], payoffs[3]]]);
        let found = self_interest_level(&game, &[0, 0], concept).expect("valid");
        prop_assert!(found.verify(&game));
        if concept == Concept::Dominant {
            let level = found.level().filter(|share| **share >= ratio(1, 2));
            let expected = instances::self_interest_level(&game, 0);
            prop_assert_eq!(level, expected.as_ref());
        }
    }

    #[test]
    fn shares_in_the_interval_and_no_others_make_the_target_played(
        (game, target) in targets(), concept in concepts()
    ) {
        let found = self_interest_level(&game, &target, concept).expect("valid");
        prop_assert!(found.verify(&game));
        let others = Rational::from(game.players() - 1).recip().expect("two or more");
        let mut shares: Vec<Rational> = (0..=24).map(|k| ratio(k, 24)).collect();
        if let ParameterRange::Interval(interval) = &found.shares {
            let tiny = ratio(1, 1_000_000);
            let to = interval.to.finite().expect("at most 1").clone();
            shares.extend([&interval.from - &tiny, interval.from.clone(), &to + &tiny, to]);
            shares.retain(|share| !share.is_negative() && *share <= Rational::ONE);
        }
        for share in shares {
            let played = is_played(&game, &target, concept, |player, profile| {
                let own = game.payoff(player, profile);
                let all: Rational = (0..game.players()).map(|j| game.payoff(j, profile)).sum();
                let given = Rational::ONE - &share;
                &share * &own + &(given * &others) * &(all - own)
            });
            prop_assert_eq!(found.shares.contains(&share), played);
        }
        if concept == Concept::Dominant
            && let Some(level) = found.level().filter(|s| **s >= ratio(1, game.players() as i64))
        {
            let sharing = RewardSharing::new(level.clone()).expect("in range");
            let seen = Perceived::new(&game, sharing).expect("two or more players");
            for (player, &planned) in target.iter().enumerate() {
                for other in (0..game.actions(player)).filter(|&b| b != planned) {
                    let verdict = compare(&seen, player, planned, other, Dominance::VeryWeak);
                    prop_assert!(verdict.expect("valid").dominates());
                }
            }
        }
    }

    #[test]
    fn tampered_shares_show((game, target) in targets(), concept in concepts()) {
        let found = self_interest_level(&game, &target, concept).expect("valid");
        let mut other = found.clone();
        match &mut other.shares {
            ParameterRange::Interval(interval) => {
                interval.to = Extended::Finite(q("1/2") * interval.to.finite().expect("finite"));
                if Extended::Finite(interval.from.clone()) == interval.to {
                    return Ok(());
                }
            }
            ParameterRange::Empty(conflict) => {
                conflict[0].at_zero += Rational::ONE;
            }
        }
        if other != found {
            prop_assert!(!other.verify(&game));
        }
        if found.shares.interval().is_some() {
            let mut other = found.clone();
            other.shares = ParameterRange::Empty(Vec::new());
            prop_assert!(!other.verify(&game));
        }
    }

    #[test]
    fn the_free_exchange_keeps_at_least_as_much(
        (game, target) in targets(), concept in concepts()
    ) {
        let level = self_interest_level(&game, &target, concept).expect("valid");
        let options = ExchangeOptions::default().with_concept(concept);
        let found = reward_exchange(&game, &target, &options).expect("valid");
        prop_assert!(found.verify(&game, &target, &options));
        if let Some(level) = level.level() {
            prop_assert!(found.best().is_some_and(|best| best.value >= *level));
        }
        // With more asked of the exchange there is less to keep; on the sum of shares the smallest
        // share times n is a lower bound.
        let doubly = options.clone().with_doubly_stochastic(true);
        let narrower = reward_exchange(&game, &target, &doubly).expect("valid");
        prop_assert!(narrower.verify(&game, &target, &doubly));
        let total = options.clone().with_objective(ExchangeObjective::TotalShare);
        let sum = reward_exchange(&game, &target, &total).expect("valid");
        prop_assert!(sum.verify(&game, &target, &total));
        match (&found, &sum) {
            (RewardExchange::Best(best), RewardExchange::Best(sum)) => {
                prop_assert!(Rational::from(game.players()) * &best.value <= sum.value);
                if let Some(narrower) = narrower.best() {
                    prop_assert!(narrower.value <= best.value);
                }
            }
            _ => prop_assert!(found.best().is_none() && sum.best().is_none()),
        }
        let mut tampered = found.clone();
        match &mut tampered {
            RewardExchange::Best(best) => best.value += q("1/100"),
            RewardExchange::Impossible(proof) => proof.incentives.clear(),
        }
        prop_assert!(!tampered.verify(&game, &target, &options));
        if let RewardExchange::Best(best) = &mut tampered {
            // A bound that does not fit the value.
            best.value -= q("1/100");
            best.proof.given[0] -= q("1/100");
            prop_assert!(!tampered.verify(&game, &target, &options));
        }
    }

    #[test]
    fn in_a_symmetric_game_the_symmetric_exchange_is_best(
        payoffs in proptest::collection::vec(-4i64..=6, 9), concept in concepts(), action in 0usize..3
    ) {
        let rows: Vec<[i64; 3]> =
            payoffs.chunks(3).map(|row| [row[0], row[1], row[2]]).collect();
        let game = symmetric(&rows);
        let target = [action; 2];
        let level = self_interest_level(&game, &target, concept).expect("valid");
        let options = ExchangeOptions::default().with_concept(concept);
        let found = reward_exchange(&game, &target, &options).expect("valid");
        prop_assert_eq!(found.best().map(|best| &best.value), level.level());
    }

    #[test]
    fn an_optimum_is_an_equilibrium_of_some_exchange((game, _) in targets()) {
        let welfare = |p: &[usize]| -> Rational {
            (0..game.players()).map(|i| game.payoff(i, p)).sum()
        };
        let best = self_interest_of_optimum(&game, Concept::Equilibrium).expect("valid");
        let most = game.space().iter().map(|p| welfare(&p)).max();
        prop_assert_eq!(Some(welfare(&best.profile)), most.clone());
        // Equal shares make everybody maximise welfare.
        let n = Rational::from(game.players());
        prop_assert!(best.shares.contains(&n.recip().expect("positive")));
        for profile in game.space().iter().filter(|p| Some(welfare(p)) == most) {
            let other = self_interest_level(&game, &profile, Concept::Equilibrium).expect("valid");
            prop_assert!(other.level() <= best.level());
        }
    }
}
