//! Outcomes that nobody can improve upon without a loser.

use std::cmp::Ordering;

use super::{WelfareError, check, check_lengths};
use crate::game::{Game, GameExt, Profile};
use crate::number::Scalar;

fn check_pair<S: Scalar>(first: &[S], second: &[S]) -> Result<(), WelfareError> {
    check_lengths(first, second)?;
    check(first)?;
    check(second)
}

fn nobody_loses<S: Scalar>(first: &[S], second: &[S]) -> bool {
    first.iter().zip(second).all(|(a, b)| a >= b)
}

fn dominates<S: Scalar>(first: &[S], second: &[S]) -> bool {
    nobody_loses(first, second) && first != second
}

/// Does nobody get less in the first outcome? (So that each outcome weakly dominates itself.)
///
/// # Errors
/// [`WelfareError::DifferentLengths`], [`WelfareError::NoPlayers`], [`WelfareError::NotFinite`].
pub fn weakly_dominates<S: Scalar>(first: &[S], second: &[S]) -> Result<bool, WelfareError> {
    check_pair(first, second)?;
    Ok(nobody_loses(first, second))
}

/// Is the first outcome a Pareto improvement: does nobody get less, and somebody more?
///
/// # Errors
/// As [`weakly_dominates`].
///
/// ```
/// use lacuna::welfare::{pareto_dominates, strictly_dominates};
/// assert!(pareto_dominates(&[3.0, 1.0], &[2.0, 1.0])?);
/// assert!(!strictly_dominates(&[3.0, 1.0], &[2.0, 1.0])?);
/// # Ok::<(), lacuna::welfare::WelfareError>(())
/// ```
pub fn pareto_dominates<S: Scalar>(first: &[S], second: &[S]) -> Result<bool, WelfareError> {
    check_pair(first, second)?;
    Ok(dominates(first, second))
}

/// Does everybody get more in the first outcome?
///
/// # Errors
/// As [`weakly_dominates`].
pub fn strictly_dominates<S: Scalar>(first: &[S], second: &[S]) -> Result<bool, WelfareError> {
    check_pair(first, second)?;
    Ok(first.iter().zip(second).all(|(a, b)| a > b))
}

/// Which of these payoff vectors no other one Pareto-dominates: their indices, ascending. Equal
/// vectors are all kept.
///
/// `O(m log m)` for `m` vectors of one or two players; for `n` players `O(m log m + m f n)`
/// comparisons with `f` vectors on the frontier.
///
/// # Errors
/// [`WelfareError::RaggedVector`], [`WelfareError::NoPlayers`], [`WelfareError::NotFinite`].
///
/// ```
/// use lacuna::welfare::pareto_frontier;
/// let outcomes = [vec![3.0, 3.0], vec![0.0, 5.0], vec![1.0, 1.0], vec![5.0, 0.0]];
/// assert_eq!(pareto_frontier(&outcomes)?, vec![0, 1, 3]);
/// # Ok::<(), lacuna::welfare::WelfareError>(())
/// ```
pub fn pareto_frontier<S: Scalar, V: AsRef<[S]>>(
    outcomes: &[V],
) -> Result<Vec<usize>, WelfareError> {
    let expected = outcomes.first().map_or(0, |first| first.as_ref().len());
    for (index, outcome) in outcomes.iter().enumerate() {
        let found = outcome.as_ref().len();
        if found != expected {
            return Err(WelfareError::RaggedVector {
                index,
                found,
                expected,
            });
        }
        check(outcome.as_ref())?;
    }
    let outcome = |index: usize| outcomes[index].as_ref();
    // Lexicographically descending, so that whatever dominates an outcome comes before it.
    let mut ranked: Vec<usize> = (0..outcomes.len()).collect();
    ranked.sort_by(|&a, &b| {
        outcome(b)
            .partial_cmp(outcome(a))
            .unwrap_or(Ordering::Equal)
    });
    let mut frontier: Vec<usize> = Vec::new();
    for index in ranked {
        // With two players the last one kept has the highest second payoff so far, and with one
        // player all kept are equal: that one alone decides.
        let rivals = if expected <= 2 {
            &frontier[frontier.len().saturating_sub(1)..]
        } else {
            &frontier[..]
        };
        if !rivals
            .iter()
            .any(|&rival| dominates(outcome(rival), outcome(index)))
        {
            frontier.push(index);
        }
    }
    frontier.sort_unstable();
    Ok(frontier)
}

/// Profiles looked at together, so that a large game never has all its payoffs in memory.
const CHUNK: usize = 1 << 14;

/// The pure profiles of a game whose material payoffs no other pure profile Pareto-dominates, in
/// the order of profiles. Memory grows with the frontier and not with the game.
///
/// # Errors
/// [`WelfareError::Game`] if there are too many profiles to count, [`WelfareError::NotFinite`].
///
/// ```
/// use lacuna::game::NormalForm;
/// use lacuna::welfare::pareto_frontier_of_game;
/// let dilemma = NormalForm::symmetric(&[vec![3.0, 0.0], vec![5.0, 1.0]])?;
/// assert_eq!(
///     pareto_frontier_of_game(&dilemma)?,
///     vec![vec![0, 0], vec![0, 1], vec![1, 0]]
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pareto_frontier_of_game<S: Scalar>(
    game: &(impl Game<S> + ?Sized),
) -> Result<Vec<Profile>, WelfareError> {
    frontier_by_chunks(game, CHUNK)
}

fn frontier_by_chunks<S: Scalar>(
    game: &(impl Game<S> + ?Sized),
    chunk: usize,
) -> Result<Vec<Profile>, WelfareError> {
    let space = game.profile_space()?;
    let mut profiles: Vec<Profile> = Vec::new();
    let mut outcomes: Vec<Vec<S>> = Vec::new();
    let mut kept = 0;
    let mut profile = vec![0; space.players()];
    let mut more = true;
    while more {
        let mut payoffs = vec![S::zero(); space.players()];
        game.payoffs_into(&profile, &mut payoffs);
        outcomes.push(payoffs);
        profiles.push(profile.clone());
        more = space.advance(&mut profile);
        // At least as many again as were kept, so that the rounds cost little in sum.
        if !more || outcomes.len() >= kept + chunk.max(kept) {
            let frontier = pareto_frontier(&outcomes)?;
            kept = frontier.len();
            for (place, &index) in frontier.iter().enumerate() {
                outcomes.swap(place, index);
                profiles.swap(place, index);
            }
            outcomes.truncate(kept);
            profiles.truncate(kept);
        }
    }
    Ok(profiles)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::NormalForm;
    use crate::number::Rational;
    use proptest::prelude::*;

    #[test]
    fn degenerate_lists_and_bad_vectors_are_handled() {
        assert_eq!(pareto_frontier::<f64, Vec<f64>>(&[]), Ok(vec![]));
        assert_eq!(
            pareto_frontier(&[vec![1.0, 2.0], vec![1.0]]),
            Err(WelfareError::RaggedVector {
                index: 1,
                found: 1,
                expected: 2
            })
        );
        assert!(pareto_frontier(&[vec![1.0], vec![f64::NAN]]).is_err());
        assert!(pareto_frontier(&[Vec::<f64>::new()]).is_err());
        assert!(pareto_dominates(&[1.0], &[1.0, 2.0]).is_err());
        // Equal outcomes do not dominate each other.
        assert_eq!(pareto_frontier(&[[1.0, 1.0], [1.0, 1.0]]), Ok(vec![0, 1]));
        assert_eq!(weakly_dominates(&[1.0], &[1.0]), Ok(true));
        assert_eq!(pareto_dominates(&[1.0], &[1.0]), Ok(false));
        // Negative zero is zero.
        assert_eq!(pareto_frontier(&[[0.0, 1.0], [-0.0, 2.0]]), Ok(vec![1]));
    }

    proptest! {
        #[test]
        fn the_frontier_is_what_brute_force_leaves(
            outcomes in (1usize..5).prop_flat_map(|n| proptest::collection::vec(
                proptest::collection::vec(0i64..6, n),
                0..25
            ))
        ) {
            let exact: Vec<Vec<Rational>> = outcomes
                .iter()
                .map(|row| row.iter().map(|&x| Rational::from(x)).collect())
                .collect();
            let brute: Vec<usize> = (0..outcomes.len())
                .filter(|&i| {
                    !outcomes.iter().any(|rival| {
                        rival.iter().zip(&outcomes[i]).all(|(a, b)| a >= b)
                            && rival.iter().zip(&outcomes[i]).any(|(a, b)| a > b)
                    })
                })
                .collect();
            prop_assert_eq!(pareto_frontier(&exact), Ok(brute));
        }

        #[test]
        fn the_frontier_of_a_game_does_not_depend_on_the_chunks(
            players in 1usize..4,
            payoffs in proptest::collection::vec(0i64..6, 3 * 27),
            chunk in 1usize..30
        ) {
            let game = NormalForm::from_fn(&vec![3; players], |player, profile| {
                let place = profile.iter().fold(0, |sum, &a| 3 * sum + a);
                Rational::from(payoffs[27 * player + place])
            })
            .expect("small");
            let all: Vec<Profile> = game.space().iter().collect();
            let outcomes: Vec<Vec<Rational>> =
                all.iter().map(|p| game.payoffs(p).expect("valid")).collect();
            let expected: Vec<Profile> = pareto_frontier(&outcomes)
                .expect("finite")
                .into_iter()
                .map(|index| all[index].clone())
                .collect();
            prop_assert_eq!(frontier_by_chunks(&game, chunk), Ok(expected));
        }
    }
}
