//! Fairness equilibria of two-player games (Rabin, 1993).
//!
//! Kindness is judged against what one could have given. Believing that player `j` plays `b`,
//! player `i` can give `j` any payoff in the column of `b`; let `h` be the highest, `l` the lowest
//! that is Pareto efficient among these outcomes, and `m` the lowest. The kindness of giving `p`
//! is `(p − (h+l)/2)/(h − m)`, and 0 if `h = m`. With correct beliefs, player `i` maximises
//! `u_i + f_j (1 + f_i)`, where `f_i` is the own kindness and `f_j` that of the other: kindness is
//! repaid with kindness. Outcomes are those of pure actions, as in the examples of Rabin,
//! "Incorporating fairness into game theory and economics", 1993; utility is linear in the own
//! mixture, so that no mixed deviation does better than every pure one.
//!
//! Payoffs are in units in which kindness is worth up to 1, so that the set of fairness
//! equilibria depends on the stakes: kindness matters in small matters.
//!
//! ```
//! use lacuna::game::NormalForm;
//! use lacuna::number::Rational;
//! use lacuna::preference::rabin;
//! let dilemma = |stakes: &str| -> Result<_, Box<dyn std::error::Error>> {
//!     let x: Rational = stakes.parse()?;
//!     let cell = |value: i64| Rational::from(value) * &x;
//!     Ok(NormalForm::symmetric(&[vec![cell(3), cell(0)], vec![cell(5), cell(1)]])?)
//! };
//! assert!(rabin::is_fairness_equilibrium(&dilemma("1/4")?, &[0, 0])?);
//! assert!(!rabin::is_fairness_equilibrium(&dilemma("0.26")?, &[0, 0])?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use super::PreferenceError;
use super::support::{check_two, quotient};
use crate::game::{Game, GameExt, Profile};
use crate::number::Scalar;

const NAME: &str = "a fairness equilibrium";

fn check<S: Scalar>(
    game: &(impl Game<S> + ?Sized),
    player: usize,
    profile: &[usize],
) -> Result<(), PreferenceError> {
    check_two(NAME, game.players())?;
    game.check_player(player)?;
    Ok(game.check_profile(profile)?)
}

/// How kind `player` is at `profile`, from −1 to 1/2: what the action gives the other, compared
/// with what it could have given.
///
/// # Errors
/// [`PreferenceError::WrongPlayers`] unless the game has two players; a player or profile that
/// the game does not have. Costs one profile for each action, squared.
pub fn kindness<S: Scalar>(
    game: &(impl Game<S> + ?Sized),
    player: usize,
    profile: &[usize],
) -> Result<S, PreferenceError> {
    check(game, player, profile)?;
    Ok(kindness_unchecked(game, player, profile))
}

fn kindness_unchecked<S: Scalar>(
    game: &(impl Game<S> + ?Sized),
    player: usize,
    profile: &[usize],
) -> S {
    let other = 1 - player;
    let mut alternative = profile.to_vec();
    let mut payoffs = [S::zero(), S::zero()];
    let reachable: Vec<(S, S)> = (0..game.actions(player))
        .map(|action| {
            alternative[player] = action;
            game.payoffs_into(&alternative, &mut payoffs);
            (payoffs[player].clone(), payoffs[other].clone())
        })
        .collect();
    let efficient = reachable.iter().filter(|(own, given)| {
        !reachable
            .iter()
            .any(|(o, g)| o >= own && g >= given && (o > own || g > given))
    });
    let given = &reachable[profile[player]].1;
    let (mut highest, mut lowest) = (given, given);
    for (_, value) in &reachable {
        if value > highest {
            highest = value;
        }
        if value < lowest {
            lowest = value;
        }
    }
    let mut lowest_efficient = highest;
    for (_, value) in efficient {
        if value < lowest_efficient {
            lowest_efficient = value;
        }
    }
    let equitable = quotient(&(highest.clone() + lowest_efficient), &S::from_integer(2));
    (given.clone() - &equitable)
        .checked_divide(&(highest.clone() - lowest))
        .unwrap_or_default()
}

/// The utility of `player` from playing `action` when both believe that `profile` is played:
/// `u_i + f_j (1 + f_i)`.
///
/// # Errors
/// As [`kindness`], also for the action.
pub fn utility<S: Scalar>(
    game: &(impl Game<S> + ?Sized),
    player: usize,
    action: usize,
    profile: &[usize],
) -> Result<S, PreferenceError> {
    check(game, player, profile)?;
    let mut deviation = profile.to_vec();
    deviation[player] = action;
    game.check_profile(&deviation)?;
    let kindness_met = kindness_unchecked(game, 1 - player, profile);
    Ok(utility_unchecked(game, player, &deviation, &kindness_met))
}

fn utility_unchecked<S: Scalar>(
    game: &(impl Game<S> + ?Sized),
    player: usize,
    deviation: &[usize],
    kindness_met: &S,
) -> S {
    let own_kindness = kindness_unchecked(game, player, deviation);
    (S::one() + &own_kindness) * kindness_met + &game.payoff(player, deviation)
}

/// Is `profile` a fairness equilibrium: does each player's action maximise [`utility`] when both
/// believe that it is played?
///
/// # Errors
/// As [`kindness`].
pub fn is_fairness_equilibrium<S: Scalar>(
    game: &(impl Game<S> + ?Sized),
    profile: &[usize],
) -> Result<bool, PreferenceError> {
    check(game, 0, profile)?;
    for player in 0..2 {
        let kindness_met = kindness_unchecked(game, 1 - player, profile);
        let equilibrium = utility_unchecked(game, player, profile, &kindness_met);
        let mut deviation = profile.to_vec();
        for action in 0..game.actions(player) {
            deviation[player] = action;
            if utility_unchecked(game, player, &deviation, &kindness_met) > equilibrium {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// All pure fairness equilibria in the order of profiles.
///
/// # Errors
/// As [`kindness`].
pub fn fairness_equilibria<S: Scalar>(
    game: &(impl Game<S> + ?Sized),
) -> Result<Vec<Profile>, PreferenceError> {
    check_two(NAME, game.players())?;
    let mut found = Vec::new();
    for profile in &game.profile_space()? {
        if is_fairness_equilibrium(game, &profile)? {
            found.push(profile);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::NormalForm;
    use crate::number::Rational;

    fn q(text: &str) -> Rational {
        text.parse().expect("a number")
    }

    fn scaled(matrix: [[i64; 2]; 2], stakes: &str) -> NormalForm<Rational> {
        let rows: Vec<Vec<Rational>> = matrix
            .iter()
            .map(|row| {
                row.iter()
                    .map(|&x| Rational::from(x) * &q(stakes))
                    .collect()
            })
            .collect();
        NormalForm::symmetric(&rows).expect("square")
    }

    #[test]
    fn cooperation_is_a_fairness_equilibrium_of_a_dilemma_up_to_stakes_of_a_quarter() {
        for (stakes, expected) in [
            ("0.25", true),
            ("0.2499", true),
            ("0.2501", false),
            ("1", false),
        ] {
            let game = scaled([[3, 0], [5, 1]], stakes);
            assert_eq!(
                is_fairness_equilibrium(&game, &[0, 0]),
                Ok(expected),
                "{stakes}"
            );
        }
        let small = scaled([[3, 0], [5, 1]], "0.1");
        assert_eq!(utility(&small, 0, 0, &[0, 0]), Ok(q("1.05")));
        assert_eq!(utility(&small, 0, 1, &[0, 0]), Ok(q("0.75")));
        assert_eq!(
            fairness_equilibria(&small),
            Ok(vec![vec![0, 0], vec![1, 1]])
        );
    }

    #[test]
    fn mutual_concern_and_mutual_spite_in_the_battle_of_the_sexes() {
        // Rabin's example 1: (opera, boxing) is a fairness equilibrium at small stakes only,
        // because each then hurts the other who hurts them.
        let battle = |stakes: &str| {
            let row = [[2, 0], [0, 1]];
            NormalForm::from_fn(&[2, 2], |player, p| {
                let value = if player == 0 {
                    row[p[0]][p[1]]
                } else {
                    row[1 - p[0]][1 - p[1]]
                };
                Rational::from(value) * &q(stakes)
            })
            .expect("small")
        };
        for (stakes, expected) in [("1", true), ("1.01", false)] {
            let game = battle(stakes);
            assert_eq!(kindness(&game, 0, &[0, 1]), Ok(q("-1")));
            assert_eq!(
                is_fairness_equilibrium(&game, &[0, 1]),
                Ok(expected),
                "{stakes}"
            );
        }
    }

    #[test]
    fn who_cannot_choose_is_neither_kind_nor_unkind() {
        // Prisoners' non-dilemma: the second player has one action.
        let game = NormalForm::from_fn(&[2, 1], |player, p| {
            Rational::from([[4, 6], [6, 0]][p[0]][player])
        })
        .expect("small");
        assert_eq!(kindness(&game, 1, &[0, 0]), Ok(Rational::ZERO));
        assert_eq!(fairness_equilibria(&game), Ok(vec![vec![1, 0]]));
    }

    #[test]
    fn other_games_profiles_and_players_are_refused() {
        let three = NormalForm::from_fn(&[2, 2, 2], |_, _| 0.0).expect("small");
        assert!(matches!(
            is_fairness_equilibrium(&three, &[0, 0, 0]),
            Err(PreferenceError::WrongPlayers { found: 3, .. })
        ));
        let game = scaled([[3, 0], [5, 1]], "1");
        assert!(kindness(&game, 2, &[0, 0]).is_err());
        assert!(utility(&game, 0, 2, &[0, 0]).is_err());
        assert!(is_fairness_equilibrium(&game, &[0]).is_err());
    }
}
