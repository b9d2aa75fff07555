//! Formal contracts: a transfer for each defection, from the defector to the others.

use serde::{Deserialize, Serialize};

use super::super::GapError;
use super::range::{ParameterRange, RangeCheck};
use super::target::{Concept, Steered, check_preferences};
use crate::game::{Game, GameError, GameExt, NormalForm, Profile};
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;

/// The transfers per defection under which a profile is played; see [`formal_contract`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FormalContract {
    /// The profile.
    pub profile: Profile,
    /// For each player the actions that count as a defection, ascending.
    pub defections: Vec<Vec<usize>>,
    /// What is asked of the profile.
    pub concept: Concept,
    /// The transfers θ ≥ 0 at which it is played.
    pub transfers: ParameterRange,
}

/// For each player all actions but that of the profile: the usual defections.
///
/// # Errors
/// [`GapError::Game`] for a profile that the game does not have.
pub fn all_other_actions<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
) -> Result<Vec<Vec<usize>>, GapError> {
    game.check_profile(profile)?;
    Ok(profile
        .iter()
        .enumerate()
        .map(|(player, &planned)| {
            (0..game.actions(player))
                .filter(|&action| action != planned)
                .collect()
        })
        .collect())
}

fn check_players(players: usize) -> Result<(), GapError> {
    if players >= 2 {
        return Ok(());
    }
    Err(GapError::WrongPlayers {
        what: "a contract that pays fines to the others",
        expected: "two or more",
        found: players,
    })
}

/// The least transfer θ from each defector to the others, in equal parts, with which `profile` is
/// played: a formal contract in the sense of Christoffersen, Haupt, Damani and Hadfield-Menell
/// (2023), for fully observed actions. Players see payoffs and transfers through `preferences`.
///
/// The contract is balanced: each defector pays θ and each other player gets `θ/(n − 1)` for each
/// defection. A transfer deters by `θ·(B_ii − Σ_{j≠i} B_ij/(n − 1))`, which is θ for all
/// λ-cooperative players. If some player counts the others for more than itself, too large a θ makes
/// it defect for their sake: the transfers are an interval.
///
/// # Errors
/// [`GapError::Game`] for a profile or an action that the game does not have, or an action listed
/// twice; [`GapError::WrongLength`] for other than one list of defections a player,
/// [`GapError::TargetDefects`], [`GapError::WrongPlayers`] for a game of one player,
/// [`GapError::Contract`] for preferences of another number of players.
///
/// # Complexity
/// That of [`self_interest_level`](super::self_interest_level).
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::gap::transfers::{Concept, all_other_actions, formal_contract};
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let game = prisoners_dilemma(3, 0, 5, 1)?;
/// let selfish = WeightMatrix::identity(2);
/// let defections = all_other_actions(&game, &[0, 0])?;
/// let found = formal_contract(&game, &[0, 0], &defections, &selfish, Concept::Equilibrium)?;
/// // T − R
/// assert_eq!(found.transfers.least(), Some(&Rational::from(2)));
/// assert!(found.verify(&game, &selfish));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn formal_contract<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
    defections: &[Vec<usize>],
    preferences: &WeightMatrix<Rational>,
    concept: Concept,
) -> Result<FormalContract, GapError> {
    let steered = Steered::new(game, profile)?;
    let players = steered.players();
    check_players(players)?;
    check_preferences(preferences, players)?;
    let defections = sorted(&steered.game, profile, defections)?;
    let others = Rational::from(players - 1).recip().unwrap_or_default();
    // What a player feels for each unit that it pays to the others.
    let felt: Vec<Rational> = (0..players)
        .map(|player| {
            let own = preferences.entry(player, player);
            let all: Rational = preferences.row(player).iter().sum();
            own - &((all - own) * &others)
        })
        .collect();
    let advantages = steered.comparisons(concept).map(|comparison| {
        let player = comparison.player;
        let at_zero = preferences.apply(player, &steered.differences(&comparison));
        let defects = defections[player].binary_search(&comparison.action).is_ok();
        let slope = if defects {
            felt[player].clone()
        } else {
            Rational::ZERO
        };
        (comparison, at_zero, slope)
    });
    let domain = (Rational::ZERO, Extended::Infinite);
    let transfers = ParameterRange::solve(steered.game.space(), domain, advantages);
    Ok(FormalContract {
        profile: profile.to_vec(),
        defections,
        concept,
        transfers,
    })
}

fn sorted(
    game: &NormalForm<Rational>,
    profile: &[usize],
    defections: &[Vec<usize>],
) -> Result<Vec<Vec<usize>>, GapError> {
    if defections.len() != profile.len() {
        return Err(GapError::WrongLength {
            what: "the list of the players' defections",
            found: defections.len(),
            expected: profile.len(),
        });
    }
    let mut sorted = defections.to_vec();
    for (player, list) in sorted.iter_mut().enumerate() {
        list.sort_unstable();
        let actions = game.actions(player);
        if let Some(&action) = list.last().filter(|&&action| action >= actions) {
            return Err(GameError::ActionOutOfRange {
                player,
                action,
                actions,
            }
            .into());
        }
        if let Some(pair) = list.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(GameError::Duplicate {
                what: "action",
                player,
                value: pair[0],
            }
            .into());
        }
        if list.contains(&profile[player]) {
            return Err(GapError::TargetDefects {
                player,
                action: profile[player],
            });
        }
    }
    Ok(sorted)
}

impl FormalContract {
    /// What `player` receives (negative: pays) at `profile` when each defection costs `transfer`.
    ///
    /// # Panics
    /// If the profile is not one of the game's.
    pub fn payment(&self, transfer: &Rational, player: usize, profile: &[usize]) -> Rational {
        let defects = |j: usize| self.defections[j].contains(&profile[j]);
        let fines = (0..profile.len()).filter(|&j| j != player && defects(j));
        let received = (Rational::from(fines.count()) * transfer)
            .checked_div(&Rational::from(profile.len().saturating_sub(1)))
            .unwrap_or_default();
        if defects(player) {
            received - transfer
        } else {
            received
        }
    }

    /// Checks the transfers in the game with the contract, without any code of the solver: the
    /// profile is played at both ends of the interval, and the deviations named pay beyond them.
    pub fn verify<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        preferences: &WeightMatrix<Rational>,
    ) -> bool {
        let Ok(space) = game.profile_space() else {
            return false;
        };
        let players = game.players();
        if players < 2
            || preferences.players() != players
            || self.defections.len() != players
            || self.profile.len() != players
        {
            return false;
        }
        let induced = |transfer: &Rational, player: usize, profile: &[usize]| {
            let money: Vec<Rational> = (0..players)
                .map(|j| game.payoff(j, profile) + self.payment(transfer, j, profile))
                .collect();
            preferences.apply(player, &money)
        };
        let target_is_free =
            (0..players).all(|player| !self.defections[player].contains(&self.profile[player]));
        target_is_free
            && RangeCheck {
                space: &space,
                target: &self.profile,
                concept: self.concept,
                domain: (Rational::ZERO, Extended::Infinite),
                advantage: |transfer: &Rational,
                            player: usize,
                            profile: &[usize],
                            action: usize| {
                    let mut after = profile.to_vec();
                    after[player] = action;
                    induced(transfer, player, profile) - induced(transfer, player, &after)
                },
            }
            .accepts(&self.transfers)
    }
}
