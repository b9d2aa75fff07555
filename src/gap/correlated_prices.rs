//! Price of anarchy and of stability over correlated and coarse correlated equilibria.
//!
//! As in [`prices`](super::prices), with the worst and the best distribution that a mediator can
//! recommend (Aumann, 1974; Moulin and Vial, 1978) instead of the worst and the best pure
//! equilibrium. These always exist. The price of anarchy over coarse correlated equilibria is that
//! of no-regret play; the price of stability over correlated equilibria is the value of mediation
//! (Ashlagi, Monderer and Tennenholtz, 2008).
//!
//! ```
//! use lacuna::equilibrium::CorrelatedOptions;
//! use lacuna::game::catalogue::chicken;
//! use lacuna::gap::{correlated_prices::correlated_prices, prices::pure_prices};
//! use lacuna::number::Rational;
//! use lacuna::preference::WeightMatrix;
//!
//! // Aumann's chicken: the best and the worst mediator lie on either side of the pure equilibria.
//! let (game, selfish) = (chicken(6, 2, 7, 0)?, WeightMatrix::identity(2));
//! let pure = pure_prices(&game, &selfish)?;
//! assert_eq!(pure.stability.ok_or("pure equilibria")?.gap, Rational::from(3));
//! let prices = correlated_prices(&game, &selfish, &CorrelatedOptions::default())?;
//! assert_eq!(prices.stability.gap, Rational::new(3, 2)?);
//! assert_eq!(prices.anarchy.gap, Rational::new(24, 5)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use serde::{Deserialize, Serialize};

use super::GapError;
use super::prices::Ratio;
use crate::equilibrium::correlated::{
    Correlated, CorrelatedConcept, CorrelatedOptions, Objective, correlated_equilibrium_between,
};
use crate::game::{Game, GameExt, NormalForm, dense};
use crate::number::Rational;
use crate::preference::{Perceived, WeightMatrix};

/// One correlated equilibrium measured against the first best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CorrelatedPrice {
    /// The equilibrium, with the proof that none has less (anarchy) or more (stability) welfare.
    pub equilibrium: Correlated,
    /// First best less its welfare.
    pub gap: Rational,
    /// The gap as a share of the range between the first best and the least welfare of any
    /// profile; 0 if welfare is constant.
    pub normalised_gap: Rational,
    /// First best divided by welfare.
    pub ratio: Ratio,
}

/// The correlated equilibria of least and of greatest welfare measured against the first best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CorrelatedPrices {
    /// Over which set.
    pub concept: CorrelatedConcept,
    /// The greatest welfare of any profile.
    pub first_best: Rational,
    /// The least welfare of any profile.
    pub least_welfare: Rational,
    /// The worst equilibrium.
    pub anarchy: CorrelatedPrice,
    /// The best equilibrium.
    pub stability: CorrelatedPrice,
}

/// The prices of a game over all correlated (or coarse correlated) equilibria, as the options say,
/// of players who perceive it through `preferences`; welfare is material. The objective of the
/// options is not used.
///
/// # Errors
/// [`GapError::Game`], [`GapError::Solve`], [`GapError::Preference`]; [`GapError::NoEquilibrium`] if no equilibrium
/// meets the side constraints of the options.
///
/// # Complexity
/// Two linear programs, see
/// [`correlated_equilibrium`](crate::equilibrium::correlated_equilibrium).
///
/// ```
/// use lacuna::equilibrium::CorrelatedOptions;
/// use lacuna::game::catalogue::chicken;
/// use lacuna::gap::correlated_prices::correlated_prices;
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let options = CorrelatedOptions::default();
/// let prices = correlated_prices(&chicken(6, 2, 7, 0)?, &WeightMatrix::identity(2), &options)?;
/// assert_eq!(prices.anarchy.ratio.value(), Some(&Rational::new(5, 3)?));
/// assert_eq!(prices.stability.ratio.value(), Some(&Rational::new(8, 7)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn correlated_prices<G: Game<Rational> + ?Sized>(
    game: &G,
    preferences: &WeightMatrix<Rational>,
    options: &CorrelatedOptions,
) -> Result<CorrelatedPrices, GapError> {
    let material = dense(game, options.size_limit)?;
    let material = material.as_ref();
    let perceived = Perceived::new(material, preferences)?;
    let perceived = NormalForm::from_game_within(options.size_limit, &perceived)?;
    let welfare = |index| material.welfare_at(index);
    let (mut first_best, mut least_welfare) = (welfare(0), welfare(0));
    for found in (1..material.space().len()).map(welfare) {
        if found > first_best {
            first_best = found;
        } else if found < least_welfare {
            least_welfare = found;
        }
    }
    let range = &first_best - &least_welfare;
    let price = |objective: Objective| {
        let options = options.clone().with_objective(objective);
        let outcome = correlated_equilibrium_between(&perceived, material, &options)?;
        let equilibrium = outcome.into_found().ok_or(GapError::NoEquilibrium)?;
        let gap = &first_best - &equilibrium.welfare;
        Ok::<_, GapError>(CorrelatedPrice {
            normalised_gap: gap.checked_div(&range).unwrap_or_default(),
            ratio: Ratio::new(&first_best, &equilibrium.welfare),
            gap,
            equilibrium,
        })
    };
    Ok(CorrelatedPrices {
        concept: options.concept,
        anarchy: price(Objective::MinWelfare)?,
        stability: price(Objective::MaxWelfare)?,
        first_best,
        least_welfare,
    })
}

impl CorrelatedPrices {
    /// Checks the equilibria and the proofs that they are the worst and the best, and all numbers,
    /// in exact arithmetic and from payoffs alone. False also for another game, other preferences
    /// or other options.
    ///
    /// # Complexity
    /// As [`Correlated::verify_between`].
    pub fn verify<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        preferences: &WeightMatrix<Rational>,
        options: &CorrelatedOptions,
    ) -> bool {
        let (Ok(perceived), Ok(space)) = (Perceived::new(game, preferences), game.profile_space())
        else {
            return false;
        };
        let welfare: Option<Vec<Rational>> = space
            .iter()
            .map(|profile| game.welfare(&profile).ok())
            .collect();
        let Some(welfare) = welfare else {
            return false;
        };
        let range = &self.first_best - &self.least_welfare;
        let holds = |price: &CorrelatedPrice, objective: Objective| {
            let gap = &self.first_best - &price.equilibrium.welfare;
            let options = options.clone().with_objective(objective);
            price.equilibrium.verify_between(&perceived, game, &options)
                && &price.normalised_gap * &range == gap
                && (!range.is_zero() || price.normalised_gap.is_zero())
                && price.gap == gap
                && price.ratio == Ratio::new(&self.first_best, &price.equilibrium.welfare)
        };
        self.concept == options.concept
            && welfare.iter().max() == Some(&self.first_best)
            && welfare.iter().min() == Some(&self.least_welfare)
            && holds(&self.anarchy, Objective::MinWelfare)
            && holds(&self.stability, Objective::MaxWelfare)
    }
}
