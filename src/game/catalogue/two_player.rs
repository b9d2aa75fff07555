//! Coordination, zero-sum games and the traveler's dilemma.

use super::{bad_parameter, check_above, check_non_negative, check_positive, named, uniform_shape};
use crate::game::{GameError, NormalForm};
use crate::number::Rational;

/// The battle of the sexes (Luce and Raiffa, 1957).
///
/// Action 0 is the favourite of player 0 (`First`), action 1 that of player 1 (`Second`). When
/// both choose the same, the one whose favourite it is gets `favourite` and the other
/// `compromise`; otherwise both get `apart`. Ranges: `favourite` > `compromise` > `apart`.
///
/// # Errors
/// [`GameError::BadParameter`] outside these ranges.
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// let game = catalogue::battle_of_the_sexes(2, 1, 0)?;
/// assert!(game.is_pure_equilibrium(&[0, 0])? && game.is_pure_equilibrium(&[1, 1])?);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn battle_of_the_sexes(
    favourite: impl Into<Rational>,
    compromise: impl Into<Rational>,
    apart: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    let (favourite, compromise, apart) = (favourite.into(), compromise.into(), apart.into());
    check_above("favourite", &favourite, "compromise", &compromise)?;
    check_above("compromise", &compromise, "apart", &apart)?;
    NormalForm::from_fn(&[2, 2], |player, profile| {
        if profile[0] != profile[1] {
            apart.clone()
        } else if profile[0] == player {
            favourite.clone()
        } else {
            compromise.clone()
        }
    })?
    .with_action_names(&["First", "Second"])
}

/// Matching pennies (von Neumann and Morgenstern, 1944): player 0 wins `stake` from player 1 when
/// the pennies match and loses it when they do not.
///
/// Actions `Heads`, `Tails`. Range: `stake` > 0. Zero-sum; no pure equilibrium.
///
/// # Errors
/// [`GameError::BadParameter`] outside this range.
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// let game = catalogue::matching_pennies(1)?;
/// assert_eq!(game.best_responses(1, &[0, 0])?, vec![1]);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn matching_pennies(stake: impl Into<Rational>) -> Result<NormalForm<Rational>, GameError> {
    let stake = stake.into();
    check_positive("stake", &stake)?;
    NormalForm::from_fn(&[2, 2], |player, profile| {
        if (profile[0] == profile[1]) == (player == 0) {
            stake.clone()
        } else {
            -&stake
        }
    })?
    .with_action_names(&["Heads", "Tails"])
}

/// Rock, paper, scissors: the winner gets `win`, the loser gets −`loss`, a tie gives 0 to both.
///
/// Actions `Rock`, `Paper`, `Scissors`. Ranges: `win` > 0, `loss` > 0. Zero-sum when the two are
/// equal; the mixture (1/3, 1/3, 1/3) is evolutionarily stable exactly for `win` > `loss`
/// (Hofbauer and Sigmund, 1998).
///
/// # Errors
/// [`GameError::BadParameter`] outside these ranges.
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// let game = catalogue::rock_paper_scissors(1, 1)?;
/// assert_eq!(game.best_responses(0, &[0, 0])?, vec![1]);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn rock_paper_scissors(
    win: impl Into<Rational>,
    loss: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    let (win, loss) = (win.into(), loss.into());
    check_positive("win", &win)?;
    check_positive("loss", &loss)?;
    NormalForm::from_fn(&[3, 3], |player, profile| {
        match (3 + profile[player] - profile[1 - player]) % 3 {
            0 => Rational::ZERO,
            1 => win.clone(),
            _ => -&loss,
        }
    })?
    .with_action_names(&["Rock", "Paper", "Scissors"])
}

/// Coordination (Schelling, 1960): everyone gets `values[a]` if all choose action `a`, and 0 if
/// they do not all choose the same.
///
/// Actions are named by their numbers. Ranges: at least one player, at least one value, every
/// value > 0, so that every unanimous profile is a strict equilibrium when there are two or more
/// players.
///
/// # Errors
/// [`GameError::BadParameter`] outside these ranges; [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// let game = catalogue::coordination(3, &[1.into(), 2.into()])?;
/// assert!(game.is_pure_equilibrium(&[0, 0, 0])? && game.is_pure_equilibrium(&[1, 1, 1])?);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn coordination(
    players: usize,
    values: &[Rational],
) -> Result<NormalForm<Rational>, GameError> {
    if values.is_empty() {
        return Err(bad_parameter(
            "values",
            "an empty list",
            "a list of at least one value",
        ));
    }
    for value in values {
        check_positive("values", value)?;
    }
    let shape = uniform_shape(players, values.len())?;
    let game = NormalForm::from_fn(&shape, |_, profile| {
        if profile.iter().all(|&action| action == profile[0]) {
            values[profile[0]].clone()
        } else {
            Rational::ZERO
        }
    })?;
    named(game, 0..values.len())
}

/// The traveler's dilemma (Basu, 1994): two players claim an integer each; both are paid the lower
/// claim, and if the claims differ the lower claimant gets `bonus` more and the other `bonus` less.
///
/// Action `a` is the claim `lowest + a`, up to `highest`, and named by it. Ranges:
/// 0 ≤ `lowest` ≤ `highest`, `bonus` ≥ 0. For `bonus` > 1 the only equilibrium is that both claim
/// `lowest`.
///
/// # Errors
/// [`GameError::BadParameter`] outside these ranges; [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{Game, GameExt, catalogue};
/// let game = catalogue::travelers_dilemma(2, 100, 2)?;
/// assert!(game.is_pure_equilibrium(&[0, 0])?);
/// assert_eq!(game.payoff(0, &[97, 98]), 101.into()); // claims 99 and 100
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn travelers_dilemma(
    lowest: u32,
    highest: u32,
    bonus: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    let bonus = bonus.into();
    check_non_negative("bonus", &bonus)?;
    let Some(steps) = highest.checked_sub(lowest) else {
        return Err(bad_parameter(
            "highest",
            highest,
            format!("at least the lowest claim {lowest}"),
        ));
    };
    let shape = uniform_shape(2, (steps as usize).saturating_add(1))?;
    let game = NormalForm::from_fn(&shape, |player, profile| {
        let (own, other) = (profile[player], profile[1 - player]);
        let paid = Rational::from(lowest) + Rational::from(own.min(other));
        match own.cmp(&other) {
            std::cmp::Ordering::Less => paid + &bonus,
            std::cmp::Ordering::Equal => paid,
            std::cmp::Ordering::Greater => paid - &bonus,
        }
    })?;
    named(game, lowest..=highest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::{Game, GameExt};

    #[test]
    fn rock_beats_scissors_and_loses_to_paper() {
        let game = rock_paper_scissors(2, 3).expect("positive");
        for (row, column, payoff) in [(0, 2, 2), (0, 1, -3), (1, 0, 2), (2, 1, 2), (1, 1, 0)] {
            assert_eq!(game.payoff(0, &[row, column]), Rational::from(payoff));
            assert_eq!(game.payoff(1, &[column, row]), Rational::from(payoff));
        }
    }

    #[test]
    fn matching_pennies_is_zero_sum_without_a_pure_equilibrium() {
        let game = matching_pennies(3).expect("positive");
        for profile in game.space() {
            assert_eq!(game.welfare(&profile), Ok(Rational::ZERO));
            assert_eq!(game.is_pure_equilibrium(&profile), Ok(false));
        }
        assert_eq!(game.payoff(0, &[1, 1]), Rational::from(3));
    }

    #[test]
    fn the_lowest_claims_are_the_only_equilibrium_of_the_travelers_dilemma() {
        let game = travelers_dilemma(2, 20, 2).expect("valid");
        let found: Vec<_> = game
            .space()
            .iter()
            .filter(|profile| game.is_pure_equilibrium(profile).expect("valid"))
            .collect();
        assert_eq!(found, vec![vec![0, 0]]);
        assert_eq!(game.action_name(1, 0), Some("2"));
        assert_eq!(game.action_name(1, 18), Some("20"));
    }

    #[test]
    fn every_unanimous_profile_of_coordination_is_an_equilibrium() {
        let game = coordination(3, &[1.into(), 2.into(), 3.into()]).expect("valid");
        for action in 0..3 {
            assert_eq!(game.is_pure_equilibrium(&[action; 3]), Ok(true));
        }
        assert_eq!(game.is_pure_equilibrium(&[0, 0, 1]), Ok(false));
    }

    #[test]
    fn parameters_out_of_range_are_named() {
        let parameter = |result: Result<NormalForm<Rational>, GameError>| match result {
            Err(GameError::BadParameter { parameter, .. }) => parameter,
            other => panic!("{other:?}"),
        };
        assert_eq!(parameter(battle_of_the_sexes(1, 1, 0)), "favourite");
        assert_eq!(parameter(battle_of_the_sexes(2, 1, 1)), "compromise");
        assert_eq!(parameter(matching_pennies(0)), "stake");
        assert_eq!(parameter(rock_paper_scissors(1, 0)), "loss");
        assert_eq!(parameter(coordination(2, &[])), "values");
        assert_eq!(parameter(coordination(2, &[Rational::ZERO])), "values");
        assert_eq!(parameter(coordination(0, &[Rational::ONE])), "players");
        assert_eq!(parameter(travelers_dilemma(3, 2, 2)), "highest");
        assert_eq!(parameter(travelers_dilemma(2, 3, -1)), "bonus");
        assert!(matches!(
            travelers_dilemma(0, u32::MAX, 2),
            Err(GameError::TooLarge { .. })
        ));
    }
}
