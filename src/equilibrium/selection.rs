//! Criteria that choose between equilibria: risk dominance, ½-dominance and Pareto dominance.
//!
//! ```
//! use lacuna::equilibrium::selection::{RiskDominance, pareto_ranking, risk_dominance};
//! use lacuna::equilibrium::MixedProfile;
//! use lacuna::game::NormalForm;
//! use lacuna::number::Rational;
//!
//! // In this stag hunt the better equilibrium is the riskier one.
//! let stag_hunt = [[4, 0], [3, 3]].map(|row| row.map(Rational::from).to_vec());
//! let game = NormalForm::symmetric(&stag_hunt)?;
//! let compared = risk_dominance(&game, &[0, 0], &[1, 1])?;
//! assert_eq!(compared.verdict, RiskDominance::Second);
//! assert_eq!(compared.products, [1.into(), 9.into()]);
//!
//! let equilibria = [MixedProfile::pure(&[2, 2], &[0, 0])?, MixedProfile::pure(&[2, 2], &[1, 1])?];
//! assert_eq!(pareto_ranking(&game, &equilibria)?.best, Some(0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use serde::{Deserialize, Serialize};

use super::error::check_two_players;
use super::symmetric::check_symmetric;
use super::{MixedProfile, SolveError};
use crate::game::{Game, GameExt};
use crate::number::Rational;
use crate::welfare::{WelfareError, pareto_dominates, pareto_frontier, weakly_dominates};

/// Which of two equilibria risk-dominates the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskDominance {
    /// The first.
    First,
    /// The second.
    Second,
    /// Neither: the products of the deviation losses are equal.
    Neither,
}

/// A comparison of two equilibria by risk dominance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RiskComparison {
    /// `losses[equilibrium][player]`: what a player loses by playing its part of the other
    /// equilibrium while the opponent stays. Positive.
    pub losses: [[Rational; 2]; 2],
    /// The products of the two players' losses.
    pub products: [Rational; 2],
    /// The equilibrium with the larger product.
    pub verdict: RiskDominance,
}

/// The first alternative by which a player does not lose, unless the equilibrium is strict.
fn check_strict<G: Game<Rational> + ?Sized>(game: &G, profile: &[usize]) -> Result<(), SolveError> {
    game.check_profile(profile)?;
    let mut deviation = profile.to_vec();
    for player in 0..game.players() {
        let own = game.payoff(player, profile);
        for action in (0..game.actions(player)).filter(|&action| action != profile[player]) {
            deviation[player] = action;
            if game.payoff(player, &deviation) >= own {
                return Err(SolveError::NotStrict {
                    profile: profile.to_vec(),
                    player,
                    action,
                });
            }
        }
        deviation[player] = profile[player];
    }
    Ok(())
}

/// Compares two strict pure equilibria of a two-player game by risk dominance (Harsanyi and Selten,
/// 1988): the one with the larger product of deviation losses is the less risky.
///
/// In a game with more than two actions the two equilibria are compared in the 2×2 game that is
/// left of the four actions concerned. There the relation is not transitive in general, and actions
/// outside the four do not count.
///
/// # Errors
/// [`SolveError::NotTwoPlayers`]; [`SolveError::NotStrict`] if a profile is no strict equilibrium of
/// the whole game; [`SolveError::SameEquilibrium`]; [`SolveError::Game`] for a profile that does not
/// fit.
///
/// # Complexity
/// One payoff for each action of each player and equilibrium.
pub fn risk_dominance<G: Game<Rational> + ?Sized>(
    game: &G,
    first: &[usize],
    second: &[usize],
) -> Result<RiskComparison, SolveError> {
    check_two_players(game)?;
    check_strict(game, first)?;
    check_strict(game, second)?;
    // Two strict equilibria that share an action are the same.
    if first == second {
        return Err(SolveError::SameEquilibrium {
            profile: first.to_vec(),
        });
    }
    let loss = |at: &[usize], other: &[usize], player: usize| {
        let mut deviation = at.to_vec();
        deviation[player] = other[player];
        game.payoff(player, at) - game.payoff(player, &deviation)
    };
    let losses = [(first, second), (second, first)]
        .map(|(at, other)| [0, 1].map(|player| loss(at, other, player)));
    let products = [&losses[0], &losses[1]].map(|[row, column]| row * column);
    let verdict = match products[0].cmp(&products[1]) {
        std::cmp::Ordering::Greater => RiskDominance::First,
        std::cmp::Ordering::Less => RiskDominance::Second,
        std::cmp::Ordering::Equal => RiskDominance::Neither,
    };
    Ok(RiskComparison {
        losses,
        products,
        verdict,
    })
}

/// Whether an action of a symmetric game is ½-dominant, with a witness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HalfDominance {
    /// The only best reply to every strategy that plays it with probability at least ½. At most one
    /// action is.
    Strict,
    /// A best reply to every such strategy, but not always the only one.
    #[non_exhaustive]
    Weak {
        /// Half the probability here, the other half on the action itself: against this
        against: usize,
        /// this action is as good.
        reply: usize,
    },
    /// Not a best reply to some such strategy.
    #[non_exhaustive]
    No {
        /// Half the probability here, the other half on the action itself: against this
        against: usize,
        /// this action is better.
        reply: usize,
    },
}

/// What `action` earns beyond `reply` against `other`.
fn advantage<G: Game<Rational> + ?Sized>(
    game: &G,
    action: usize,
    reply: usize,
    other: usize,
) -> Rational {
    game.payoff(0, &[action, other]) - game.payoff(0, &[reply, other])
}

/// Is an action of a symmetric two-player game ½-dominant (Morris, Rob and Shin, 1995): a best reply
/// to everything that plays it with probability at least ½?
///
/// In a 2×2 game the strictly ½-dominant equilibrium is the risk-dominant one.
///
/// # Errors
/// [`SolveError::NotTwoPlayers`], [`SolveError::NotSquare`], [`SolveError::NotSymmetric`],
/// [`SolveError::Game`] for an action that the game does not have.
///
/// # Complexity
/// O(n²) payoffs for n actions: only halves on one other action need a look.
///
/// ```
/// use lacuna::equilibrium::selection::{HalfDominance, half_dominance};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let stag_hunt = [[4, 0], [3, 3]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::symmetric(&stag_hunt)?;
/// assert_eq!(half_dominance(&game, 1)?, HalfDominance::Strict);
/// assert!(matches!(half_dominance(&game, 0)?, HalfDominance::No { reply: 1, against: 1, .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn half_dominance<G: Game<Rational> + ?Sized>(
    game: &G,
    action: usize,
) -> Result<HalfDominance, SolveError> {
    check_symmetric(game)?;
    game.check_profile(&[action, action])?;
    let mut tie = None;
    for reply in (0..game.actions(0)).filter(|&reply| reply != action) {
        let at_home = advantage(game, action, reply, action);
        for against in 0..game.actions(0) {
            let sum = &at_home + advantage(game, action, reply, against);
            if sum.is_negative() {
                return Ok(HalfDominance::No { against, reply });
            }
            if sum.is_zero() {
                tie.get_or_insert(HalfDominance::Weak { against, reply });
            }
        }
    }
    Ok(tie.unwrap_or(HalfDominance::Strict))
}

/// The least p for which an action of a symmetric two-player game is p-dominant (Morris, Rob and
/// Shin, 1995): a best reply to everything that plays it with probability at least p. `None` if it
/// is not even a best reply to itself.
///
/// # Errors
/// As [`half_dominance`].
///
/// # Complexity
/// O(n²) payoffs for n actions.
///
/// ```
/// use lacuna::equilibrium::selection::least_dominance;
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let stag_hunt = [[4, 0], [3, 3]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::symmetric(&stag_hunt)?;
/// assert_eq!(least_dominance(&game, 0)?, Some(Rational::new(3, 4)?));
/// assert_eq!(least_dominance(&game, 1)?, Some(Rational::new(1, 4)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn least_dominance<G: Game<Rational> + ?Sized>(
    game: &G,
    action: usize,
) -> Result<Option<Rational>, SolveError> {
    check_symmetric(game)?;
    game.check_profile(&[action, action])?;
    let mut least = Rational::ZERO;
    for reply in (0..game.actions(0)).filter(|&reply| reply != action) {
        let at_home = advantage(game, action, reply, action);
        if at_home.is_negative() {
            return Ok(None);
        }
        for against in 0..game.actions(0) {
            let loss = -advantage(game, action, reply, against);
            // p · at_home − (1 − p) · loss is not negative from loss / (loss + at_home) on.
            if loss.is_positive()
                && let Some(share) = loss.checked_div(&(&loss + &at_home))
                && share > least
            {
                least = share;
            }
        }
    }
    Ok(Some(least))
}

/// A list of equilibria ordered by Pareto dominance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ParetoRanking {
    /// The expected payoffs: `payoffs[equilibrium][player]`.
    pub payoffs: Vec<Vec<Rational>>,
    /// The equilibria that no other in the list dominates, ascending; equal ones are all kept.
    pub undominated: Vec<usize>,
    /// All pairs of which the first dominates the second: nobody gets less, somebody more.
    pub dominance: Vec<(usize, usize)>,
    /// The equilibrium in which nobody gets less than in any other of the list; the first if there
    /// are several, which are then worth the same to all.
    pub best: Option<usize>,
}

/// Orders equilibria by Pareto dominance of their expected payoffs.
///
/// # Arguments
/// The game whose payoffs are compared: the *material* one also for equilibria of a game seen
/// through preferences ([`Perceived::material`](crate::preference::Perceived::material)). The
/// profiles need not be equilibria of it.
///
/// # Errors
/// As [`MixedProfile::payoffs`].
///
/// # Complexity
/// The payoffs of each profile, and one comparison for each pair.
pub fn pareto_ranking<G: Game<Rational> + ?Sized>(
    material: &G,
    equilibria: &[MixedProfile],
) -> Result<ParetoRanking, SolveError> {
    let payoffs = equilibria
        .iter()
        .map(|profile| profile.payoffs(material))
        .collect::<Result<Vec<_>, _>>()?;
    let ranking = |payoffs: &[Vec<Rational>]| -> Result<_, WelfareError> {
        let undominated = pareto_frontier(payoffs)?;
        let mut dominance = Vec::new();
        for (i, first) in payoffs.iter().enumerate() {
            for (j, second) in payoffs.iter().enumerate() {
                if pareto_dominates(first, second)? {
                    dominance.push((i, j));
                }
            }
        }
        // What is at least as good as everything is on the frontier, and so is only what equals it.
        let best = undominated.first().copied();
        let mut is_best = true;
        for second in payoffs {
            is_best &= best.is_none_or(|i| weakly_dominates(&payoffs[i], second) == Ok(true));
        }
        Ok((undominated, dominance, best.filter(|_| is_best)))
    };
    let (undominated, dominance, best) = ranking(&payoffs)?;
    Ok(ParetoRanking {
        payoffs,
        undominated,
        dominance,
        best,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::NormalForm;
    use proptest::prelude::*;

    fn symmetric(size: usize, entries: &[i64]) -> NormalForm<Rational> {
        let rows: Vec<Vec<Rational>> = entries
            .chunks(size)
            .take(size)
            .map(|row| row.iter().map(|&x| Rational::from(x)).collect())
            .collect();
        NormalForm::symmetric(&rows).expect("square")
    }

    #[test]
    fn ties_and_misuse_are_told_apart() {
        let coordination = symmetric(2, &[1, 0, 0, 1]);
        let compared = risk_dominance(&coordination, &[0, 0], &[1, 1]).expect("strict");
        assert_eq!(compared.verdict, RiskDominance::Neither);
        assert!(matches!(
            half_dominance(&coordination, 0),
            Ok(HalfDominance::Weak {
                against: 1,
                reply: 1
            })
        ));
        assert_eq!(
            risk_dominance(&coordination, &[0, 0], &[0, 1]),
            Err(SolveError::NotStrict {
                profile: vec![0, 1],
                player: 0,
                action: 1
            })
        );
        assert_eq!(
            risk_dominance(&coordination, &[0, 0], &[0, 0]),
            Err(SolveError::SameEquilibrium {
                profile: vec![0, 0]
            })
        );
        // An equilibrium with an alternative that is as good is not strict.
        let weak = symmetric(2, &[1, 0, 1, 2]);
        assert!(matches!(
            risk_dominance(&weak, &[0, 0], &[1, 1]),
            Err(SolveError::NotStrict {
                player: 0,
                action: 1,
                ..
            })
        ));
        assert!(risk_dominance(&coordination, &[0, 0], &[2, 2]).is_err());
        assert!(half_dominance(&coordination, 2).is_err());
        let three = NormalForm::from_fn(&[1, 1, 1], |_, _| Rational::ZERO).expect("small");
        assert_eq!(
            risk_dominance(&three, &[0, 0, 0], &[0, 0, 0]),
            Err(SolveError::NotTwoPlayers { players: 3 })
        );
    }

    #[test]
    fn an_empty_list_has_no_best_equilibrium() {
        let game = symmetric(2, &[1, 0, 0, 1]);
        let ranking = pareto_ranking(&game, &[]).expect("no payoffs");
        assert_eq!((ranking.best, ranking.undominated.len()), (None, 0));
        let pure = |profile: &[usize]| MixedProfile::pure(&[2, 2], profile).expect("fits");
        let bos = NormalForm::bimatrix(
            &[[2, 0], [0, 1]].map(|row| row.map(Rational::from).to_vec()),
            &[[1, 0], [0, 2]].map(|row| row.map(Rational::from).to_vec()),
        )
        .expect("a game");
        let third = |a: i64| {
            vec![
                Rational::new(a, 3).expect("3"),
                Rational::new(3 - a, 3).expect("3"),
            ]
        };
        let mixed = MixedProfile::new(vec![third(2), third(1)]).expect("strategies");
        let ranking = pareto_ranking(&bos, &[pure(&[0, 0]), pure(&[1, 1]), mixed]).expect("fits");
        assert_eq!(ranking.undominated, vec![0, 1]);
        assert_eq!(ranking.dominance, vec![(0, 2), (1, 2)]);
        assert_eq!(ranking.best, None);
        let twins = pareto_ranking(&game, &[pure(&[1, 1]), pure(&[0, 0])]).expect("fits");
        assert_eq!((twins.best, twins.dominance.len()), (Some(0), 0));
    }

    proptest! {
        #[test]
        fn half_dominance_is_the_definition_on_a_grid(entries in proptest::collection::vec(-3i64..4, 9)) {
            let game = symmetric(3, &entries);
            let mut strict = 0;
            for action in 0..3 {
                let verdict = half_dominance(&game, action).expect("symmetric");
                strict += usize::from(verdict == HalfDominance::Strict);
                let least = least_dominance(&game, action).expect("symmetric");
                let half = Rational::new(1, 2).expect("2");
                let weakly = verdict != HalfDominance::Strict && !matches!(verdict, HalfDominance::Weak { .. });
                prop_assert_eq!(least.is_none_or(|p| p > half), weakly);
                for own in 4i64..=8 {
                    for second in 0..=8 - own {
                        let mut weights = [own; 3];
                        weights[(action + 1) % 3] = second;
                        weights[(action + 2) % 3] = 8 - own - second;
                        let worth = |a: usize| -> i64 { (0..3).map(|j| weights[j] * entries[3 * a + j]).sum() };
                        let best = (0..3).all(|a| worth(action) >= worth(a));
                        let only = (0..3).all(|a| a == action || worth(action) > worth(a));
                        match &verdict {
                            HalfDominance::Strict => prop_assert!(only),
                            HalfDominance::Weak { .. } => prop_assert!(best),
                            HalfDominance::No { against, reply } => {
                                let sum = |a: usize| entries[3 * a + action] + entries[3 * a + against];
                                prop_assert!(sum(*reply) > sum(action));
                            }
                        }
                    }
                }
            }
            prop_assert!(strict <= 1);
        }

        #[test]
        fn in_two_by_two_games_risk_dominance_is_half_dominance(a in 1i64..6, b in 1i64..6, c in -3i64..4, d in -3i64..4) {
            // Losses a at the first and b at the second equilibrium; c and d move whole columns.
            let game = symmetric(2, &[a + c, d, c, b + d]);
            let compared = risk_dominance(&game, &[0, 0], &[1, 1]).expect("strict");
            prop_assert_eq!(&compared.products, &[Rational::from(a * a), Rational::from(b * b)]);
            let first = half_dominance(&game, 0).expect("symmetric") == HalfDominance::Strict;
            let second = half_dominance(&game, 1).expect("symmetric") == HalfDominance::Strict;
            prop_assert_eq!(compared.verdict == RiskDominance::First, first);
            prop_assert_eq!(compared.verdict == RiskDominance::Second, second);
            let swapped = risk_dominance(&game, &[1, 1], &[0, 0]).expect("strict");
            prop_assert_eq!(swapped.verdict == RiskDominance::First, second);
        }
    }
}
