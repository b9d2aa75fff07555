//! Price of anarchy and of stability over pure equilibria.
//!
//! The classical prices are ratios and mean something only where welfare is positive. They are
//! reported as [`Ratio`], which says when they are undefined; the gaps and the normalised gaps,
//! which are free of the zero of the payoff scale, are always there.
//!
//! ```
//! use lacuna::game::catalogue::stag_hunt;
//! use lacuna::gap::prices::{Ratio, pure_prices};
//! use lacuna::number::Rational;
//! use lacuna::preference::WeightMatrix;
//!
//! let selfish = WeightMatrix::identity(2);
//! let prices = pure_prices(&stag_hunt(4, 0, 3, 2)?, &selfish)?;
//! let anarchy = prices.anarchy.ok_or("a pure equilibrium")?;
//! assert_eq!((anarchy.ratio.value(), anarchy.gap), (Some(&Rational::from(2)), 4.into()));
//!
//! // The same hunt with 5 less for everybody: the gap is the same, and a ratio means nothing.
//! let prices = pure_prices(&stag_hunt(-1, -5, -2, -3)?, &selfish)?;
//! let anarchy = prices.anarchy.ok_or("a pure equilibrium")?;
//! assert!(anarchy.ratio.value().is_none());
//! assert_eq!(anarchy.gap, Rational::from(4));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use serde::{Deserialize, Serialize};

use super::GapError;
use crate::equilibrium::{PureOptions, pure_equilibria};
use crate::game::{Game, Profile, SizeLimit, dense};
use crate::number::Rational;
use crate::preference::{Perceived, WeightMatrix};

/// A ratio of welfares, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ratio {
    /// The ratio.
    Defined(Rational),
    /// The welfare of the equilibrium is zero or negative, and a ratio would mean nothing.
    #[non_exhaustive]
    WelfareNotPositive {
        /// The welfare of the equilibrium.
        welfare: Rational,
    },
}

impl Ratio {
    pub(super) fn new(first_best: &Rational, welfare: &Rational) -> Self {
        match first_best.checked_div(welfare) {
            Some(ratio) if welfare.is_positive() => Ratio::Defined(ratio),
            _ => Ratio::WelfareNotPositive {
                welfare: welfare.clone(),
            },
        }
    }

    /// The ratio, if it is defined.
    pub fn value(&self) -> Option<&Rational> {
        match self {
            Ratio::Defined(ratio) => Some(ratio),
            Ratio::WelfareNotPositive { .. } => None,
        }
    }
}

/// One equilibrium measured against the first best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Price {
    /// The equilibrium; the first in the order of profiles if several have its welfare.
    pub profile: Profile,
    /// Its material welfare.
    pub welfare: Rational,
    /// First best less welfare.
    pub gap: Rational,
    /// The gap as a share of the range between the first best and the least welfare of any
    /// profile; 0 if welfare is constant. Between 0 and 1, and invariant under shifts and common
    /// scale.
    pub normalised_gap: Rational,
    /// First best divided by welfare: the price of anarchy at the worst equilibrium, the price of
    /// stability at the best.
    pub ratio: Ratio,
}

/// The pure equilibria of least and of greatest welfare measured against the first best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PurePrices {
    /// The greatest welfare of any profile.
    pub first_best: Rational,
    /// The least welfare of any profile.
    pub least_welfare: Rational,
    /// The worst pure equilibrium (anarchy); `None` if there is no pure equilibrium.
    pub anarchy: Option<Price>,
    /// The best pure equilibrium (stability); `None` if there is no pure equilibrium.
    pub stability: Option<Price>,
}

/// The prices of a game whose players perceive it through `preferences`; welfare is material.
///
/// # Errors
/// [`GapError::Solve`], [`GapError::Preference`].
///
/// # Complexity
/// One scan of the perceived game and one pass over the material payoffs.
///
/// ```
/// use lacuna::game::catalogue::stag_hunt;
/// use lacuna::gap::prices::pure_prices;
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let prices = pure_prices(&stag_hunt(4, 0, 3, 2)?, &WeightMatrix::identity(2))?;
/// let anarchy = prices.anarchy.expect("a pure equilibrium");
/// assert_eq!(anarchy.gap, Rational::from(4));
/// assert_eq!(anarchy.ratio.value(), Some(&Rational::from(2)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pure_prices<G: Game<Rational> + ?Sized>(
    game: &G,
    preferences: &WeightMatrix<Rational>,
) -> Result<PurePrices, GapError> {
    let dense = dense(game, SizeLimit::default())?;
    let dense = dense.as_ref();
    let perceived = Perceived::new(dense, preferences)?;
    let equilibria = pure_equilibria(&perceived, &PureOptions::default())?.into_set();
    let mut extremes: Option<(Rational, Rational)> = None;
    for index in 0..dense.space().len() {
        let welfare = dense.welfare_at(index);
        extremes = Some(match extremes {
            None => (welfare.clone(), welfare),
            Some((low, high)) if welfare < low => (welfare, high),
            Some((low, high)) if welfare > high => (low, welfare),
            Some(range) => range,
        });
    }
    let (least_welfare, first_best) = extremes.unwrap_or_default();
    let price = |index: usize| {
        let welfare = dense.welfare_at(index);
        let gap = &first_best - &welfare;
        Price {
            profile: dense.space().profile_unchecked(index),
            normalised_gap: gap
                .checked_div(&(&first_best - &least_welfare))
                .unwrap_or_default(),
            ratio: Ratio::new(&first_best, &welfare),
            gap,
            welfare,
        }
    };
    let prices: Vec<Price> = equilibria
        .indices()
        .iter()
        .map(|&index| price(index))
        .collect();
    let first_with = |worse: bool| {
        let mut chosen: Option<&Price> = None;
        for candidate in &prices {
            if chosen.is_none_or(|c| {
                if worse {
                    candidate.welfare < c.welfare
                } else {
                    candidate.welfare > c.welfare
                }
            }) {
                chosen = Some(candidate);
            }
        }
        chosen.cloned()
    };
    Ok(PurePrices {
        anarchy: first_with(true),
        stability: first_with(false),
        first_best,
        least_welfare,
    })
}
