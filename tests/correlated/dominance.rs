//! Dominance by mixtures against a decision by hand, against pure dominance, and against
//! equilibria.

use lacuna::equilibrium::correlated::{CorrelatedConcept, Objective, Quantity};
use lacuna::equilibrium::dominance::{Dominance, dominated_actions, eliminate};
use lacuna::equilibrium::mixed_dominance::{
    MixedDominance, MixedDominanceOptions, MixedElimination, MixedVerdict, dominated_by_mixture,
    eliminate_by_mixtures, rationalizable,
};
use lacuna::equilibrium::{Distribution, PureOptions, pure_equilibria};
use lacuna::game::{Game, NormalForm};
use lacuna::linear_program::{LinearOptions, Sense};
use lacuna::number::Rational;
use proptest::prelude::*;

use super::support::{bimatrix, over, q, ratio};
use super::{games, options, solved};

const SENSES: [MixedDominance; 2] = [MixedDominance::Strict, MixedDominance::Weak];

fn defaults() -> MixedDominanceOptions {
    MixedDominanceOptions::default()
}

/// Is `action` dominated by a mixture of the other one or two actions? Decided on the mixtures at
/// which an advantage changes its sign, and between them.
fn dominated_by_hand(
    game: &NormalForm<Rational>,
    player: usize,
    action: usize,
    dominance: MixedDominance,
) -> bool {
    let rivals: Vec<usize> = (0..game.actions(player)).filter(|&a| a != action).collect();
    let gains: Vec<Vec<Rational>> = game
        .space()
        .iter()
        .filter(|profile| profile[player] == action)
        .map(|profile| {
            let gain = |&rival: &usize| {
                let mut other = profile.clone();
                other[player] = rival;
                game.payoff(player, &other) - game.payoff(player, &profile)
            };
            rivals.iter().map(gain).collect()
        })
        .collect();
    assert!(rivals.len() <= 2);
    let mut shares = vec![Rational::ZERO, Rational::ONE];
    for row in gains
        .iter()
        .filter(|row| row.len() == 2 && row[0] != row[1])
    {
        let share = over(&row[1], &(&row[1] - &row[0]));
        if !share.is_negative() && share <= Rational::ONE {
            shares.push(share);
        }
    }
    shares.sort();
    let between: Vec<Rational> = shares
        .windows(2)
        .map(|w| (&w[0] + &w[1]) * ratio(1, 2))
        .collect();
    shares.extend(between);
    !rivals.is_empty()
        && shares.iter().any(|share| {
            let weights = [share.clone(), Rational::ONE - share];
            let advantages: Vec<Rational> = gains
                .iter()
                .map(|row| match row.as_slice() {
                    [only] => only.clone(),
                    row => row.iter().zip(&weights).map(|(g, w)| g * w).sum(),
                })
                .collect();
            match dominance {
                MixedDominance::Strict => advantages.iter().all(Rational::is_positive),
                MixedDominance::Weak => {
                    !advantages.iter().any(Rational::is_negative)
                        && advantages.iter().any(Rational::is_positive)
                }
            }
        })
}

/// The result of strict elimination one action at a time, the last possible first.
fn one_at_a_time(game: &NormalForm<Rational>) -> Vec<Vec<usize>> {
    let mut kept: Vec<Vec<usize>> = game
        .space()
        .actions()
        .iter()
        .map(|&m| (0..m).collect())
        .collect();
    'search: loop {
        let reduced = game.restricted(&kept).expect("non-empty");
        for player in (0..kept.len()).rev() {
            for place in (0..kept[player].len()).rev() {
                if dominated_by_hand(&reduced, player, place, MixedDominance::Strict) {
                    kept[player].remove(place);
                    continue 'search;
                }
            }
        }
        return kept;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_verdict_is_that_by_hand_and_each_side_has_its_proof(game in games()) {
        for player in 0..game.space().players() {
            for action in 0..game.actions(player) {
                let [strict, weak] = SENSES.map(|sense| {
                    let verdict = dominated_by_mixture(&game, player, action, sense, &defaults()).expect("small");
                    assert!(verdict.verify(&game), "{verdict:?}");
                    assert_eq!(verdict.is_dominated(), dominated_by_hand(&game, player, action, sense));
                    let text = serde_json::to_string(&verdict).expect("data");
                    assert_eq!(serde_json::from_str::<MixedVerdict>(&text).expect("own output"), verdict);
                    verdict
                });
                prop_assert!(weak.is_dominated() || !strict.is_dominated());
            }
        }
    }

    #[test]
    fn mixtures_dominate_whatever_pure_actions_do(game in games()) {
        for (pure, mixed) in [(Dominance::Strict, SENSES[0]), (Dominance::Weak, SENSES[1])] {
            for found in dominated_actions(&game, pure).expect("valid") {
                let verdict = dominated_by_mixture(&game, found.player, found.action, mixed, &defaults()).expect("small");
                prop_assert!(verdict.is_dominated());
            }
        }
        let pure = eliminate(&game, Dominance::Strict).expect("valid").surviving;
        let mixed = rationalizable(&game, &defaults()).expect("small").surviving;
        for (left, more) in mixed.iter().zip(&pure) {
            prop_assert!(left.iter().all(|action| more.contains(action)));
        }
    }

    #[test]
    fn what_is_played_in_correlated_equilibrium_survives(game in games()) {
        let found = rationalizable(&game, &defaults()).expect("small");
        prop_assert!(found.verify(&game));
        prop_assert_eq!(&found.surviving, &one_at_a_time(&game));
        let weak = eliminate_by_mixtures(&game, MixedDominance::Weak, &defaults()).expect("small");
        prop_assert!(weak.verify(&game));
        for profile in pure_equilibria(&game, &PureOptions::default()).expect("small").set().iter() {
            prop_assert!(profile.iter().zip(&found.surviving).all(|(a, left)| left.contains(a)));
        }
        for removed in found.rounds.iter().flatten() {
            let objective = Objective::Linear {
                sense: Sense::Maximise,
                quantity: Quantity::ActionProbability { player: removed.player, action: removed.action },
            };
            let most = solved(&game, &options(CorrelatedConcept::Correlated, objective)).value;
            prop_assert!(most.is_zero());
        }
    }
}

/// The same with a third column against which the third row is best.
fn extended() -> NormalForm<Rational> {
    bimatrix(
        &[[4, 0, 4], [0, 4, 4], [1, 1, 5]],
        &[[0, 4, 1], [4, 0, 1], [0, 0, 9]],
    )
}

#[test]
fn a_trace_that_was_tampered_with_is_rejected() {
    let game = bimatrix(&[[4, 0], [0, 4], [1, 1]], &[[1, 0], [0, 1], [0, 3]]);
    let found = rationalizable(&game, &defaults()).expect("small");
    assert_eq!(found.rounds.len(), 1);
    assert!(found.verify(&game));
    let forge = |change: &dyn Fn(&mut MixedElimination)| {
        let mut forged = found.clone();
        change(&mut forged);
        assert_ne!(forged, found);
        assert!(!forged.verify(&game), "{forged:?}");
    };
    forge(&|f| f.rounds.clear());
    forge(&|f| f.rounds[0][0].mixture = vec![q("1/4"), q("3/4"), q("0")]);
    forge(&|f| f.rounds[0][0].mixture = vec![q("3/2"), q("-1/2"), q("0")]);
    forge(&|f| f.rounds[0][0].least_advantage = q("2"));
    forge(&|f| f.rounds[0][0].better_at = vec![2, 1]);
    forge(&|f| f.rounds[0][0].player = 9);
    forge(&|f| f.rounds[0][0].action = 0);
    forge(&|f| f.surviving[0] = vec![0]);
    forge(&|f| f.dominance = MixedDominance::Weak);
    forge(&|f| {
        f.beliefs.pop();
    });
    forge(&|f| f.beliefs[0].probabilities[0].1 = q("1/2"));
    forge(&|f| f.beliefs[0].probabilities[0].0[1] = 1 - f.beliefs[0].probabilities[0].0[1]);
    assert!(!found.verify(&extended()));

    // With the third column the third row is a best response to it.
    let all = rationalizable(&extended(), &defaults()).expect("small");
    assert!(all.rounds.is_empty() && all.verify(&extended()));
}

#[test]
fn elimination_goes_on_while_it_creates_dominated_actions() {
    // The third row goes by a mixture, then the third column, which only pays against it.
    let game = bimatrix(
        &[[4, 0, 4], [0, 4, 4], [1, 1, 3]],
        &[[0, 4, 1], [4, 0, 1], [0, 0, 9]],
    );
    let found = rationalizable(&game, &defaults()).expect("small");
    let removed: Vec<Vec<(usize, usize)>> = found
        .rounds
        .iter()
        .map(|round| round.iter().map(|d| (d.player, d.action)).collect())
        .collect();
    assert_eq!(removed, vec![vec![(0, 2)], vec![(1, 2)]]);
    assert_eq!(found.surviving, vec![vec![0, 1], vec![0, 1]]);
    assert!(found.verify(&game));
}

#[test]
fn with_three_players_beliefs_may_correlate() {
    // The third player names the matrix; the second one is best against a mixture of both corners
    // that no independent play of the others produces.
    let third = [
        [[8, 0], [0, 0]],
        [[4, 0], [0, 4]],
        [[0, 0], [0, 8]],
        [[3, 3], [3, 3]],
    ];
    let game = NormalForm::from_fn(&[2, 2, 4], |player, s| {
        Rational::from(if player == 2 {
            third[s[2]][s[0]][s[1]]
        } else {
            0
        })
    })
    .expect("small");
    let verdict =
        dominated_by_mixture(&game, 2, 1, MixedDominance::Strict, &defaults()).expect("small");
    let belief = verdict.belief().expect("a best response");
    assert!(verdict.verify(&game));
    // Against independent beliefs a = P(first row), b = P(first column) it is worth
    // 4(ab + (1−a)(1−b)); that is as good as the corners only if a + b = 1, where it is at most 2,
    // below the last action's 3.
    let others = belief.probabilities.iter();
    let others = others.map(|(profile, p)| (profile[..2].to_vec(), p.clone()));
    let others = Distribution::new(&[2, 2], others).expect("adds up");
    assert_eq!(others.as_product(), None);
    let all = rationalizable(&game, &defaults()).expect("small");
    assert!(all.rounds.is_empty() && all.verify(&game));
}

#[test]
fn payoffs_beyond_the_machine_do_as_well_and_limits_are_errors() {
    let game = bimatrix(&[[4, 0], [0, 4], [1, 1]], &[[1, 0], [0, 1], [0, 3]]);
    let scale = q("1e30");
    let large = game
        .affine(&[scale.clone(), q("1/3")], &[q("1/7"), Rational::ZERO])
        .expect("positive");
    let verdict =
        dominated_by_mixture(&large, 0, 2, MixedDominance::Strict, &defaults()).expect("small");
    assert_eq!(verdict.mixture().expect("dominated").least_advantage, scale);
    assert!(verdict.verify(&large));
    assert!(dominated_by_mixture(&game, 0, 3, MixedDominance::Weak, &defaults()).is_err());
    assert!(dominated_by_mixture(&game, 2, 0, MixedDominance::Weak, &defaults()).is_err());
    let limited = defaults().with_linear(LinearOptions::default().with_max_pivots(0));
    assert!(dominated_by_mixture(&game, 0, 2, MixedDominance::Strict, &limited).is_err());
}
