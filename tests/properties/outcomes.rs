//! Prices, individual benefits and exploitation against their definitions.

use lacuna::game::{Game, NormalForm, Profile};
use lacuna::gap::benefit::{Benefit, individual_benefit};
use lacuna::gap::exploitation::{CountOptions, exploitation, prosocial_counts};
use lacuna::gap::prices::{Price, pure_prices};
use lacuna::number::Rational;
use lacuna::preference::{Cooperative, Perceived, Population, Preference, Selfish};
use proptest::prelude::*;

use crate::support::random::{games, weights};
use crate::support::{cooperative, equilibria_at, largest_gain, welfare_of};

fn payoffs(game: &NormalForm<Rational>, profile: &[usize]) -> Vec<Rational> {
    (0..game.players())
        .map(|player| game.payoff(player, profile))
        .collect()
}

/// The pure equilibria when these players weigh welfare by λ and the others are selfish.
fn mixed_equilibria(
    game: &NormalForm<Rational>,
    prosocial: &[usize],
    lambda: &Rational,
) -> Vec<Profile> {
    let members: Vec<Box<dyn Preference<Rational>>> = (0..game.players())
        .map(|player| -> Box<dyn Preference<Rational>> {
            if prosocial.contains(&player) {
                Box::new(Cooperative::new(lambda.clone()).expect("at least 0"))
            } else {
                Box::new(Selfish)
            }
        })
        .collect();
    let population = Population::new(members).expect("players");
    let seen = Perceived::new(game, population).expect("as many");
    game.space()
        .iter()
        .filter(|profile| largest_gain(&seen, profile).is_zero())
        .collect()
}

/// The least or the greatest payoff of a player over some profiles.
fn extreme(
    game: &NormalForm<Rational>,
    profiles: &[Profile],
    player: usize,
    greatest: bool,
) -> Option<Rational> {
    let all = profiles.iter().map(|profile| game.payoff(player, profile));
    if greatest { all.max() } else { all.min() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn prices_measure_the_extreme_equilibria(game in games(), lambda in weights()) {
        let prices = pure_prices(&game, &cooperative(game.players(), &lambda)).expect("small");
        let all: Vec<Rational> = game.space().iter().map(|p| welfare_of(&game, &p)).collect();
        let (least, most) = (all.iter().min().expect("one"), all.iter().max().expect("one"));
        prop_assert_eq!((&prices.least_welfare, &prices.first_best), (least, most));
        let equilibria = equilibria_at(&game, &lambda);
        let found: Vec<Rational> = equilibria.iter().map(|p| welfare_of(&game, p)).collect();
        let welfare = |price: &Option<Price>| price.as_ref().map(|price| price.welfare.clone());
        prop_assert_eq!(welfare(&prices.anarchy), found.iter().min().cloned());
        prop_assert_eq!(welfare(&prices.stability), found.iter().max().cloned());
        for price in [&prices.anarchy, &prices.stability].into_iter().flatten() {
            let first = equilibria.iter().find(|p| welfare_of(&game, p) == price.welfare);
            prop_assert_eq!(Some(&price.profile), first);
            prop_assert_eq!(&price.gap, &(most - &price.welfare));
            let share = price.gap.checked_div(&(most - least)).unwrap_or_default();
            prop_assert_eq!(&price.normalised_gap, &share);
            let quotient = most.checked_div(&price.welfare).filter(|_| price.welfare.is_positive());
            prop_assert_eq!(price.ratio.value(), quotient.as_ref());
        }
    }

    #[test]
    fn compensation_is_balanced_moves_the_losses_and_leaves_nobody_worse_off(
        pairs in proptest::collection::vec((-9i64..9, -9i64..9), 1..6)
    ) {
        let exact = |pick: fn(&(i64, i64)) -> i64| -> Vec<Rational> {
            pairs.iter().map(|pair| Rational::from(pick(pair))).collect()
        };
        let (before, after) = (exact(|pair| pair.0), exact(|pair| pair.1));
        let benefit = Benefit::between(&before, &after);
        let change: Vec<i64> = pairs.iter().map(|(before, after)| after - before).collect();
        let losers: Vec<usize> = (0..change.len()).filter(|&i| change[i] < 0).collect();
        let total: i64 = change.iter().sum();
        prop_assert_eq!(&benefit.losers, &losers);
        prop_assert_eq!(
            benefit.pareto_improvement,
            losers.is_empty() && change.iter().any(|&change| change > 0)
        );
        // Some transfer makes it an improvement iff there is something to share out.
        prop_assert_eq!(benefit.compensation.is_some(), !losers.is_empty() && total > 0);
        if let Some(compensation) = &benefit.compensation {
            let transfers = &compensation.transfers;
            prop_assert!(transfers.iter().sum::<Rational>().is_zero());
            let net: Vec<Rational> = (0..change.len())
                .map(|i| Rational::from(change[i]) + &transfers[i])
                .collect();
            prop_assert!(net.iter().all(|net| !net.is_negative()));
            prop_assert!(net.iter().any(Rational::is_positive));
            let paid: Rational = transfers.iter().filter(|t| t.is_positive()).sum();
            let losses: i64 = losers.iter().map(|&i| -change[i]).sum();
            prop_assert_eq!((&paid, &compensation.amount), (&Rational::from(losses), &paid));
        }
    }

    #[test]
    fn individual_benefits_compare_the_extreme_equilibria(game in games(), lambda in weights()) {
        let found = individual_benefit(&game, &cooperative(game.players(), &lambda))
            .expect("small");
        let pick = |lambda: &Rational, best: bool| {
            let mut all = equilibria_at(&game, lambda);
            // The first of those with the extreme welfare.
            all.sort_by(|a, b| {
                let order = welfare_of(&game, a).cmp(&welfare_of(&game, b));
                if best { order.reverse() } else { order }
            });
            all.into_iter().next()
        };
        for (best, benefit) in [(true, &found.at_best), (false, &found.at_worst)] {
            match (pick(&Rational::ZERO, best), pick(&lambda, best)) {
                (Some(before), Some(after)) => {
                    let benefit = benefit.as_ref().expect("both have equilibria");
                    prop_assert_eq!((&benefit.selfish, &benefit.prosocial), (&before, &after));
                    let expected =
                        Benefit::between(&payoffs(&game, &before), &payoffs(&game, &after));
                    prop_assert_eq!(&benefit.benefit, &expected);
                }
                _ => prop_assert!(benefit.is_none()),
            }
        }
    }

    #[test]
    fn exploitation_is_the_difference_of_extreme_payoffs(
        game in games(), lambda in weights(), who in 0usize..3
    ) {
        let players = game.players();
        let selfish = who % players;
        let found = exploitation(&game, &lambda, selfish).expect("valid");
        let everybody: Vec<usize> = (0..players).collect();
        let others: Vec<usize> = everybody.iter().copied().filter(|&i| i != selfish).collect();
        let all = mixed_equilibria(&game, &everybody, &lambda);
        let one = mixed_equilibria(&game, &others, &lambda);
        prop_assert_eq!(&found.all_prosocial.equilibria, &all);
        prop_assert_eq!(&found.one_selfish.equilibria, &one);
        prop_assert_eq!(&found.one_selfish.prosocial, &others);
        let change = |player: usize, greatest: bool| {
            let before = extreme(&game, &all, player, greatest)?;
            Some(before - extreme(&game, &one, player, greatest)?)
        };
        prop_assert_eq!(found.losses.is_some(), !all.is_empty() && !one.is_empty());
        if let Some(losses) = &found.losses {
            for (player, (least, greatest)) in losses.iter().enumerate() {
                prop_assert_eq!(Some(least.clone()), change(player, false));
                prop_assert_eq!(Some(greatest.clone()), change(player, true));
            }
            let (least, greatest) = &losses[selfish];
            prop_assert_eq!(found.gain, Some((-least, -greatest)));
        }
    }

    #[test]
    fn counts_of_the_prosocial_look_at_every_set(game in games(), lambda in weights()) {
        let found = prosocial_counts(&game, &lambda, &CountOptions::default()).expect("small");
        let players = game.players();
        let before = mixed_equilibria(&game, &[], &lambda);
        let fares = |count: usize, strictly: bool| {
            count > 0 && !before.is_empty() && (0..1usize << players)
                .filter(|set| set.count_ones() as usize == count)
                .all(|set| {
                    let prosocial: Vec<usize> =
                        (0..players).filter(|i| set >> i & 1 == 1).collect();
                    let now = mixed_equilibria(&game, &prosocial, &lambda);
                    prosocial.iter().all(|&i| {
                        let bar = extreme(&game, &before, i, true).expect("an equilibrium");
                        extreme(&game, &now, i, false)
                            .is_some_and(|now| if strictly { now > bar } else { now >= bar })
                    })
                })
        };
        prop_assert_eq!(found.counts.len(), players + 1);
        for (count, outcome) in found.counts.iter().enumerate() {
            prop_assert_eq!(outcome.prosocial, count);
            prop_assert_eq!(outcome.surely_better_off, fares(count, true));
            prop_assert_eq!(outcome.surely_as_well_off, fares(count, false));
        }
        for (strictly, from) in [(true, found.better_off_from), (false, found.as_well_off_from)] {
            let expected = (0..=players)
                .find(|&least| (least..=players).all(|count| fares(count, strictly)));
            prop_assert_eq!(from, expected);
        }
    }
}
