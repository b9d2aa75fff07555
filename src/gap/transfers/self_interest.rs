//! The self-interest level: how much of its own reward each player may keep.

use serde::{Deserialize, Serialize};

use super::super::GapError;
use super::range::{ParameterRange, RangeCheck};
use super::target::{Concept, Steered};
use crate::game::{Game, GameExt, NormalForm, Profile};
use crate::number::{Extended, Rational};

/// The shares at which a profile is played when rewards are exchanged; see
/// [`self_interest_level`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SelfInterestLevel {
    /// The profile.
    pub profile: Profile,
    /// What is asked of it.
    pub concept: Concept,
    /// The shares in `[0, 1]` at which it is played. Below `1/n` a player counts another for more
    /// than itself.
    pub shares: ParameterRange,
}

/// The shares from 0 to 1.
fn shares() -> (Rational, Extended<Rational>) {
    (Rational::ZERO, Extended::Finite(Rational::ONE))
}

fn others(players: usize) -> Result<Rational, GapError> {
    let refused = GapError::WrongPlayers {
        what: "the exchange of rewards",
        expected: "two or more",
        found: players,
    };
    Rational::from(players.saturating_sub(1))
        .recip()
        .ok_or(refused)
}

/// The largest share `s` of its own reward that each player may keep, the rest going in equal parts
/// to the others, such that `profile` is played: the minimal reward transfer of Willis, Du, Leibo
/// and Luck (2023), who ask for [`Concept::Dominant`] actions.
///
/// Player `i` maximises `s·u_i + (1 − s)/(n − 1)·Σ_{j≠i} u_j`, the preferences of λ-cooperative
/// players with `λ = (1 − s)/(n·s − 1)`. The advantage of the target action over another is linear
/// in `s`, so that the level is a smallest ratio over deviations and, for dominance, profiles of the
/// others.
///
/// # Errors
/// [`GapError::Game`] for a profile that the game does not have, [`GapError::WrongPlayers`] for a
/// game of one player.
///
/// # Complexity
/// For each profile (for an equilibrium: for the target) one operation for each pair of player and
/// action, times the number of players.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::gap::transfers::{Concept, self_interest_level};
/// use lacuna::number::{Extended, Rational};
///
/// let game = prisoners_dilemma(3, 0, 5, 1)?;
/// let found = self_interest_level(&game, &[0, 0], Concept::Dominant)?;
/// // min{(R − S), (T − P)}/(T − S)
/// assert_eq!(found.level(), Some(&Rational::new(3, 5)?));
/// assert_eq!(found.lambda(), Some(Extended::Finite(Rational::from(2))));
/// assert!(found.verify(&game));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn self_interest_level<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
    concept: Concept,
) -> Result<SelfInterestLevel, GapError> {
    let steered = Steered::new(game, profile)?;
    level_at(&steered, profile, concept)
}

fn level_at(
    steered: &Steered,
    profile: &[usize],
    concept: Concept,
) -> Result<SelfInterestLevel, GapError> {
    let each = others(steered.players())?;
    let advantages = steered.comparisons(concept).map(|comparison| {
        let differences = steered.differences(&comparison);
        let own = differences[comparison.player].clone();
        let total: Rational = differences.iter().sum();
        // s·own + (1 − s)·rest
        let rest = (total - &own) * &each;
        let slope = own - &rest;
        (comparison, rest, slope)
    });
    let shares = ParameterRange::solve(steered.game.space(), shares(), advantages);
    Ok(SelfInterestLevel {
        profile: profile.to_vec(),
        concept,
        shares,
    })
}

/// The self-interest level of a game: the largest [`self_interest_level`] among its profiles of
/// greatest welfare (of equal ones the first profile).
///
/// # Errors
/// [`GapError::Game`], [`GapError::WrongPlayers`] for a game of one player.
///
/// # Complexity
/// That of [`self_interest_level`] for each profile of greatest welfare.
pub fn self_interest_of_optimum<G: Game<Rational> + ?Sized>(
    game: &G,
    concept: Concept,
) -> Result<SelfInterestLevel, GapError> {
    let dense = NormalForm::from_game(game)?;
    let welfare: Vec<Rational> = (0..dense.space().len())
        .map(|i| dense.welfare_at(i))
        .collect();
    let best = welfare.iter().max().cloned().unwrap_or_default();
    let first = welfare.iter().position(|w| *w == best).unwrap_or_default();
    let mut steered = Steered {
        game: dense,
        target: first,
    };
    let at = |steered: &Steered| {
        let profile = steered.game.space().profile_unchecked(steered.target);
        level_at(steered, &profile, concept)
    };
    let mut found = at(&steered)?;
    for (index, worth) in welfare.iter().enumerate().skip(first + 1) {
        if *worth == best {
            steered.target = index;
            let other = at(&steered)?;
            if other.level() > found.level() {
                found = other;
            }
        }
    }
    Ok(found)
}

impl SelfInterestLevel {
    /// The largest share that each player may keep; `None` if the profile is played at none.
    pub fn level(&self) -> Option<&Rational> {
        self.shares.interval()?.to.finite()
    }

    /// The altruism weight that the level stands for, `λ = (1 − s)/(n·s − 1)`: 0 for a share of 1,
    /// infinite for a share of `1/n`; `None` for less, and if there is no share.
    pub fn lambda(&self) -> Option<Extended<Rational>> {
        let share = self.level()?;
        let players = Rational::from(self.profile.len());
        let above = players * share - Rational::ONE;
        let given = Rational::ONE - share;
        (!above.is_negative()).then(|| given.checked_div(&above).into())
    }

    /// Checks the shares in the game of exchanged rewards, without any code of the solver: the
    /// profile is played at both ends of the interval, and the deviations named pay beyond them.
    pub fn verify<G: Game<Rational> + ?Sized>(&self, game: &G) -> bool {
        let Ok(space) = game.profile_space() else {
            return false;
        };
        let count = game.players();
        if count < 2 {
            return false;
        }
        let exchanged = |share: &Rational, player: usize, profile: &[usize]| {
            let given = Rational::ONE - share;
            let received: Rational = (0..count)
                .filter(|&j| j != player)
                .map(|j| &given * &game.payoff(j, profile))
                .sum();
            let received = received.checked_div(&Rational::from(count - 1));
            share * &game.payoff(player, profile) + received.unwrap_or_default()
        };
        RangeCheck {
            space: &space,
            target: &self.profile,
            concept: self.concept,
            domain: (Rational::ZERO, Extended::Finite(Rational::ONE)),
            advantage: |share: &Rational, player: usize, profile: &[usize], action: usize| {
                let mut after = profile.to_vec();
                after[player] = action;
                exchanged(share, player, profile) - exchanged(share, player, &after)
            },
        }
        .accepts(&self.shares)
    }
}
