//! Who gains from prosociality: each player's material payoff before and after.
//!
//! A greater welfare is not a gain for everybody. Material payoffs are compared at the selfish and
//! at the prosocial equilibria, best with best and worst with worst.
//!
//! ```
//! use lacuna::game::NormalForm;
//! use lacuna::gap::benefit::individual_benefit;
//! use lacuna::number::Rational;
//! use lacuna::preference::WeightMatrix;
//!
//! // Player 0 can do player 1 a favour of 5 at a cost of 1.
//! let game = NormalForm::from_fn(&[2, 1], |player, profile| {
//!     let done = profile[0] as i64;
//!     Rational::from(if player == 0 { -done } else { 5 * done })
//! })?;
//! let prosocial = WeightMatrix::cooperative(2, &Rational::ONE)?;
//! let found = individual_benefit(&game, &prosocial)?.at_best.ok_or("equilibria")?;
//! // Welfare rises by 4, and player 0 pays for it.
//! assert_eq!(found.benefit.change, [-1, 5].map(Rational::from));
//! assert!(!found.benefit.pareto_improvement);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use serde::{Deserialize, Serialize};

use super::GapError;
use super::prices::{Price, pure_prices};
use crate::game::{Game, GameExt, Profile};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// The change in each player's material payoff from one outcome to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Benefit {
    /// Material payoffs before, one a player.
    pub before: Vec<Rational>,
    /// Material payoffs after, one a player.
    pub after: Vec<Rational>,
    /// After less before, one a player.
    pub change: Vec<Rational>,
    /// Does nobody lose and somebody gain?
    pub pareto_improvement: bool,
    /// The players who lose.
    pub losers: Vec<usize>,
    /// If the change is not a Pareto improvement but the players gain in total: the balanced
    /// transfer that makes it one while moving the least money. Each loser receives its loss; the
    /// winners pay in proportion to their gains. `None` if none is needed or none can exist.
    pub compensation: Option<Compensation>,
}

/// A balanced transfer that makes a change a Pareto improvement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Compensation {
    /// What each player receives, negative for a payment; the sum is zero.
    pub transfers: Vec<Rational>,
    /// The money that changes hands: the sum of the losses, which no such transfer can undercut.
    pub amount: Rational,
}

impl Benefit {
    /// Compares the payoffs of the same players before and after; a missing payoff counts as none
    /// on both sides.
    pub fn between(before: &[Rational], after: &[Rational]) -> Self {
        let change: Vec<Rational> = before.iter().zip(after).map(|(b, a)| a - b).collect();
        let losers: Vec<usize> = (0..change.len())
            .filter(|&i| change[i].is_negative())
            .collect();
        let someone_gains = change.iter().any(Rational::is_positive);
        let total: Rational = change.iter().sum();
        let compensation = (!losers.is_empty() && total.is_positive()).then(|| {
            let amount: Rational = losers.iter().map(|&i| -&change[i]).sum();
            let gains = &total + &amount;
            // Gains are positive here, as the total is.
            let rate = amount.checked_div(&gains).unwrap_or_default();
            Compensation {
                transfers: change
                    .iter()
                    .map(|change| {
                        if change.is_negative() {
                            -change
                        } else {
                            -(change * &rate)
                        }
                    })
                    .collect(),
                amount,
            }
        });
        Benefit {
            before: before.to_vec(),
            after: after.to_vec(),
            pareto_improvement: losers.is_empty() && someone_gains,
            change,
            losers,
            compensation,
        }
    }
}

/// Each player's material payoff at selfish and at prosocial equilibria.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IndividualBenefit {
    /// From the selfish to the prosocial pure equilibrium of greatest welfare; `None` if one of the
    /// games has no pure equilibrium.
    pub at_best: Option<BenefitBetween>,
    /// The same for the equilibria of least welfare.
    pub at_worst: Option<BenefitBetween>,
}

/// A benefit and the equilibria it compares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BenefitBetween {
    /// The selfish equilibrium.
    pub selfish: Profile,
    /// The prosocial equilibrium.
    pub prosocial: Profile,
    /// What it changes for each player.
    pub benefit: Benefit,
}

/// Compares what each player gets, materially, when all are selfish and when all perceive the game
/// through `prosocial`.
///
/// Of several equilibria with the same welfare the first in the order of profiles is taken.
///
/// # Errors
/// As [`pure_prices`].
///
/// # Complexity
/// Two scans of the game.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::gap::benefit::individual_benefit;
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let game = prisoners_dilemma(3, 0, 5, 1)?;
/// let prosocial = WeightMatrix::cooperative(2, &Rational::from(2))?;
/// let benefit = individual_benefit(&game, &prosocial)?.at_best.expect("equilibria").benefit;
/// assert!(benefit.pareto_improvement);
/// assert_eq!(benefit.change, vec![Rational::from(2); 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn individual_benefit<G: Game<Rational> + ?Sized>(
    game: &G,
    prosocial: &WeightMatrix<Rational>,
) -> Result<IndividualBenefit, GapError> {
    let selfish = pure_prices(game, &WeightMatrix::identity(game.players()))?;
    let prosocial = pure_prices(game, prosocial)?;
    let compare = |before: &Option<Price>, after: &Option<Price>| {
        let (Some(before), Some(after)) = (before, after) else {
            return Ok(None);
        };
        let payoffs = |price: &Price| game.payoffs(&price.profile);
        Ok::<_, GapError>(Some(BenefitBetween {
            selfish: before.profile.clone(),
            prosocial: after.profile.clone(),
            benefit: Benefit::between(&payoffs(before)?, &payoffs(after)?),
        }))
    };
    Ok(IndividualBenefit {
        at_best: compare(&selfish.stability, &prosocial.stability)?,
        at_worst: compare(&selfish.anarchy, &prosocial.anarchy)?,
    })
}
