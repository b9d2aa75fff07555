//! Social dilemmas of any number of players: public goods, donations, volunteers, thresholds.

use super::{
    bad_parameter, check_above, check_grid, check_non_negative, check_players, check_positive,
    named, reciprocal, uniform_shape,
};
use crate::game::{GameError, NormalForm};
use crate::number::Rational;

/// The linear public good (Ledyard, 1995): player `i` contributes s_i from `endowment` b and gets
/// b − s_i + (c/n) Σ s, where c is `multiplier` and n the number of players.
///
/// Action `a` is the contribution `contributions[a]`, and named by it. Ranges: at least one
/// player; contributions strictly increasing within 0..=`endowment`; `multiplier` ≥ 0. A dilemma
/// for 1 < c < n: contributing nothing dominates, and welfare rises with every contribution.
///
/// # Errors
/// [`GameError::BadParameter`] outside these ranges; [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{Game, GameExt, catalogue};
/// let game = catalogue::public_goods(3, 1, &[0.into(), 1.into()], 2)?;
/// assert!(game.is_pure_equilibrium(&[0, 0, 0])?);
/// assert_eq!(game.payoff(0, &[1, 1, 1]), 2.into());
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn public_goods(
    players: usize,
    endowment: impl Into<Rational>,
    contributions: &[Rational],
    multiplier: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    let (endowment, multiplier) = (endowment.into(), multiplier.into());
    check_grid("contributions", contributions)?;
    if let Some(largest) = contributions.last().filter(|largest| **largest > endowment) {
        return Err(bad_parameter(
            "contributions",
            format!("a grid that ends at {largest}"),
            format!("at most the endowment {endowment}"),
        ));
    }
    check_non_negative("multiplier", &multiplier)?;
    let shape = uniform_shape(players, contributions.len())?;
    let share = multiplier * reciprocal(players)?;
    let game = NormalForm::from_fn(&shape, |player, profile| {
        let total: Rational = profile.iter().map(|&action| &contributions[action]).sum();
        &endowment - &contributions[profile[player]] + &share * &total
    })?;
    named(game, contributions)
}

/// The donation game of any number of players, or n-player prisoner's dilemma (Hamburger, 1973;
/// Nowak and Sigmund, 1998): who cooperates pays `cost` and gives `benefit` to each other player.
///
/// Actions `Cooperate`, `Defect`. Ranges: at least one player, `benefit` ≥ 0, `cost` ≥ 0. A dilemma
/// for 0 < cost < (n − 1) · benefit. With two players it is the prisoner's dilemma with
/// (R, S, T, P) = (b − c, −c, b, 0).
///
/// # Errors
/// [`GameError::BadParameter`] outside these ranges; [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{Game, catalogue};
/// let game = catalogue::donation_game(3, 2, 1)?;
/// assert_eq!(game.payoff(0, &[0, 0, 0]), 3.into());
/// assert_eq!(game.payoff(0, &[1, 0, 0]), 4.into());
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn donation_game(
    players: usize,
    benefit: impl Into<Rational>,
    cost: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    let (benefit, cost) = (benefit.into(), cost.into());
    check_non_negative("benefit", &benefit)?;
    check_non_negative("cost", &cost)?;
    NormalForm::from_fn(&uniform_shape(players, 2)?, |player, profile| {
        let own = usize::from(profile[player] == 0);
        let others = profile.iter().filter(|&&action| action == 0).count() - own;
        &benefit * &Rational::from(others) - &cost * &Rational::from(own)
    })?
    .with_action_names(&["Cooperate", "Defect"])
}

/// The volunteer's dilemma (Diekmann, 1985): everyone gets `benefit` if at least one volunteers,
/// and every volunteer pays `cost`.
///
/// Actions `Volunteer`, `Abstain`. Ranges: at least one player, `benefit` > `cost` > 0. The pure
/// equilibria are the profiles with exactly one volunteer.
///
/// # Errors
/// [`GameError::BadParameter`] outside these ranges; [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// let game = catalogue::volunteers_dilemma(3, 5, 2)?;
/// assert!(game.is_pure_equilibrium(&[1, 0, 1])?);
/// assert!(!game.is_pure_equilibrium(&[1, 1, 1])?);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn volunteers_dilemma(
    players: usize,
    benefit: impl Into<Rational>,
    cost: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    let (benefit, cost) = (benefit.into(), cost.into());
    check_positive("cost", &cost)?;
    check_above("benefit", &benefit, "cost", &cost)?;
    let game = threshold_game(players, 1, &benefit, &cost)?;
    game.with_action_names(&["Volunteer", "Abstain"])
}

/// The threshold public good (Palfrey and Rosenthal, 1984, without refunds): everyone gets
/// `benefit` if at least `threshold` players contribute, and every contributor pays `cost`.
///
/// Actions `Contribute`, `Withhold`. Ranges: at least one player, 1 ≤ `threshold` ≤ `players`,
/// `benefit` ≥ 0, `cost` ≥ 0. For `benefit` > `cost` > 0 the pure equilibria are exactly
/// `threshold` contributors, and, if `threshold` ≥ 2, none at all.
///
/// # Errors
/// [`GameError::BadParameter`] outside these ranges; [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// let game = catalogue::threshold_public_good(3, 2, 5, 2)?;
/// assert!(game.is_pure_equilibrium(&[0, 0, 1])? && game.is_pure_equilibrium(&[1, 1, 1])?);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn threshold_public_good(
    players: usize,
    threshold: usize,
    benefit: impl Into<Rational>,
    cost: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    let (benefit, cost) = (benefit.into(), cost.into());
    check_threshold(players, threshold)?;
    check_non_negative("benefit", &benefit)?;
    check_non_negative("cost", &cost)?;
    let game = threshold_game(players, threshold, &benefit, &cost)?;
    game.with_action_names(&["Contribute", "Withhold"])
}

/// The stag hunt of any number of players (Skyrms, 2004; Pacheco et al., 2009, discuss variants):
/// who hunts stag gets `stag` if at least `threshold` players do, and 0 otherwise; who hunts hare
/// gets `hare`.
///
/// Actions `Stag`, `Hare`. Ranges: at least one player, 1 ≤ `threshold` ≤ `players`,
/// `stag` > `hare` > 0. For `threshold` ≥ 2 the pure equilibria are all stag and all hare. With
/// two players and threshold 2 it is the stag hunt with (R, S, T, P) = (stag, 0, hare, hare).
///
/// # Errors
/// [`GameError::BadParameter`] outside these ranges; [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// let game = catalogue::n_player_stag_hunt(4, 3, 4, 1)?;
/// assert!(game.is_pure_equilibrium(&[0; 4])? && game.is_pure_equilibrium(&[1; 4])?);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn n_player_stag_hunt(
    players: usize,
    threshold: usize,
    stag: impl Into<Rational>,
    hare: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    let (stag, hare) = (stag.into(), hare.into());
    check_threshold(players, threshold)?;
    check_positive("hare", &hare)?;
    check_above("stag", &stag, "hare", &hare)?;
    NormalForm::from_fn(&uniform_shape(players, 2)?, |player, profile| {
        let hunters = profile.iter().filter(|&&action| action == 0).count();
        match (profile[player], hunters >= threshold) {
            (0, true) => stag.clone(),
            (0, false) => Rational::ZERO,
            _ => hare.clone(),
        }
    })?
    .with_action_names(&["Stag", "Hare"])
}

fn check_threshold(players: usize, threshold: usize) -> Result<(), GameError> {
    check_players(players, 1)?;
    if !(1..=players).contains(&threshold) {
        return Err(bad_parameter(
            "threshold",
            threshold,
            format!("between 1 and the number of players {players}"),
        ));
    }
    Ok(())
}

fn threshold_game(
    players: usize,
    threshold: usize,
    benefit: &Rational,
    cost: &Rational,
) -> Result<NormalForm<Rational>, GameError> {
    NormalForm::from_fn(&uniform_shape(players, 2)?, |player, profile| {
        let contributors = profile.iter().filter(|&&action| action == 0).count();
        let mut payoff = Rational::ZERO;
        if contributors >= threshold {
            payoff += benefit;
        }
        if profile[player] == 0 {
            payoff -= cost;
        }
        payoff
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::GameExt;
    use crate::game::catalogue::prisoners_dilemma;
    use crate::game::catalogue::stag_hunt;

    /// The numbers of players with action 0 in the pure equilibria, without repetition.
    fn cooperators_in_equilibrium(game: &NormalForm<Rational>) -> Vec<usize> {
        let mut counts: Vec<usize> = game
            .space()
            .iter()
            .filter(|profile| game.is_pure_equilibrium(profile).expect("valid"))
            .map(|profile| profile.iter().filter(|&&action| action == 0).count())
            .collect();
        counts.sort_unstable();
        counts.dedup();
        counts
    }

    #[test]
    fn two_player_cases_are_the_classical_games() {
        assert_eq!(donation_game(2, 3, 1), prisoners_dilemma(2, -1, 3, 0));
        let hunt = n_player_stag_hunt(2, 2, 4, 3).expect("valid");
        let classical = stag_hunt(4, 0, 3, 3).expect("valid");
        assert_eq!(
            hunt.with_action_names(&["Cooperate", "Defect"]),
            Ok(classical)
        );
    }

    #[test]
    fn equilibria_have_the_number_of_cooperators_of_the_literature() {
        let volunteers = volunteers_dilemma(4, 5, 2).expect("valid");
        assert_eq!(cooperators_in_equilibrium(&volunteers), vec![1]);
        let threshold = threshold_public_good(5, 3, 5, 2).expect("valid");
        assert_eq!(cooperators_in_equilibrium(&threshold), vec![0, 3]);
        let hunt = n_player_stag_hunt(5, 3, 5, 2).expect("valid");
        assert_eq!(cooperators_in_equilibrium(&hunt), vec![0, 5]);
        let donation = donation_game(4, 2, 1).expect("valid");
        assert_eq!(cooperators_in_equilibrium(&donation), vec![0]);
    }

    #[test]
    fn parameters_out_of_range_are_named() {
        let parameter = |result: Result<NormalForm<Rational>, GameError>| match result {
            Err(GameError::BadParameter { parameter, .. }) => parameter,
            other => panic!("{other:?}"),
        };
        let one = || Rational::ONE;
        assert_eq!(parameter(public_goods(0, 1, &[one()], 2)), "players");
        assert_eq!(parameter(public_goods(2, 1, &[], 2)), "contributions");
        assert_eq!(
            parameter(public_goods(2, 1, &[one(), one()], 2)),
            "contributions"
        );
        assert_eq!(
            parameter(public_goods(2, 1, &[(-1).into()], 2)),
            "contributions"
        );
        assert_eq!(
            parameter(public_goods(2, 1, &[2.into()], 2)),
            "contributions"
        );
        assert_eq!(parameter(public_goods(2, 1, &[one()], -2)), "multiplier");
        assert_eq!(parameter(donation_game(2, -1, 1)), "benefit");
        assert_eq!(parameter(donation_game(2, 1, -1)), "cost");
        assert_eq!(parameter(donation_game(0, 1, 1)), "players");
        assert_eq!(parameter(volunteers_dilemma(2, 1, 1)), "benefit");
        assert_eq!(parameter(volunteers_dilemma(2, 1, 0)), "cost");
        assert_eq!(parameter(threshold_public_good(2, 3, 1, 0)), "threshold");
        assert_eq!(parameter(threshold_public_good(2, 0, 1, 0)), "threshold");
        assert_eq!(parameter(n_player_stag_hunt(2, 2, 1, 1)), "stag");
        assert_eq!(parameter(n_player_stag_hunt(2, 2, 1, 0)), "hare");
        assert!(matches!(
            donation_game(64, 2, 1),
            Err(GameError::TooLarge { .. })
        ));
    }
}
