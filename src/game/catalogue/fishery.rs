//! The commons: a fishery in which the players choose their effort.

use serde::{Deserialize, Serialize};

use super::{check_above, check_grid, check_non_negative, check_positive, named, uniform_shape};
use crate::game::{GameError, NormalForm};
use crate::number::Rational;

/// The fishery of Gordon (1954) and Schaefer (1957) in its steady state.
///
/// The stock X grows by r X (1 − X/K) and is harvested at rate q E X by the total effort E, so
/// that it settles at X = K (1 − q E / r), or at 0 from E = r/q on. A player with effort e earns
/// p q e X − c e, where r is the growth rate, K the carrying capacity, q the catchability, p the
/// price of the catch and c the cost of effort. Players' rents add up to that of the fishery, and
/// below r/q the game is linear-quadratic, the same as Cournot's.
///
/// Ranges: r, K, q > 0, c ≥ 0, and p q K > c, without which no effort pays.
///
/// ```
/// use lacuna::game::catalogue::GordonSchaefer;
/// use lacuna::number::Rational;
/// let fishery = GordonSchaefer::new("0.8".parse::<Rational>()?, 1000, "0.01".parse::<Rational>()?, 5, 10)?;
/// assert_eq!(fishery.open_access_effort(), 64.into());
/// assert_eq!(fishery.optimal_effort(), 32.into());
/// assert_eq!(fishery.equilibrium_effort(3)?, 48.into());
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parameters")]
pub struct GordonSchaefer {
    growth_rate: Rational,
    carrying_capacity: Rational,
    catchability: Rational,
    price: Rational,
    effort_cost: Rational,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    growth_rate: Rational,
    carrying_capacity: Rational,
    catchability: Rational,
    price: Rational,
    effort_cost: Rational,
}

impl TryFrom<Parameters> for GordonSchaefer {
    type Error = GameError;
    fn try_from(parameters: Parameters) -> Result<Self, GameError> {
        GordonSchaefer::new(
            parameters.growth_rate,
            parameters.carrying_capacity,
            parameters.catchability,
            parameters.price,
            parameters.effort_cost,
        )
    }
}

impl GordonSchaefer {
    /// A fishery from r, K, q, p and c.
    ///
    /// # Errors
    /// [`GameError::BadParameter`] outside the ranges of the type.
    pub fn new(
        growth_rate: impl Into<Rational>,
        carrying_capacity: impl Into<Rational>,
        catchability: impl Into<Rational>,
        price: impl Into<Rational>,
        effort_cost: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        let fishery = GordonSchaefer {
            growth_rate: growth_rate.into(),
            carrying_capacity: carrying_capacity.into(),
            catchability: catchability.into(),
            price: price.into(),
            effort_cost: effort_cost.into(),
        };
        check_positive("growth_rate", &fishery.growth_rate)?;
        check_positive("carrying_capacity", &fishery.carrying_capacity)?;
        check_positive("catchability", &fishery.catchability)?;
        check_non_negative("effort_cost", &fishery.effort_cost)?;
        let least_price = fishery
            .effort_cost
            .checked_div(&(&fishery.catchability * &fishery.carrying_capacity))
            .unwrap_or_default();
        check_above(
            "price",
            &fishery.price,
            "effort_cost / (catchability * carrying_capacity) =",
            &least_price,
        )?;
        Ok(fishery)
    }

    /// The growth rate r of the stock when it is small, a period.
    pub fn growth_rate(&self) -> &Rational {
        &self.growth_rate
    }

    /// The stock K at which growth stops without fishing.
    pub fn carrying_capacity(&self) -> &Rational {
        &self.carrying_capacity
    }

    /// The share q of the stock caught by a unit of effort, a period.
    pub fn catchability(&self) -> &Rational {
        &self.catchability
    }

    /// The price p of a unit caught.
    pub fn price(&self) -> &Rational {
        &self.price
    }

    /// The cost c of a unit of effort.
    pub fn effort_cost(&self) -> &Rational {
        &self.effort_cost
    }

    /// The steady-state stock under a total effort, at least 0.
    pub fn stock(&self, total_effort: &Rational) -> Rational {
        let fished = (&self.catchability * total_effort)
            .checked_div(&self.growth_rate)
            .unwrap_or_default();
        let stock = &self.carrying_capacity * (Rational::ONE - fished);
        if stock.is_negative() {
            Rational::ZERO
        } else {
            stock
        }
    }

    /// What a unit of effort earns under a total effort: p q X − c.
    pub fn rent_per_effort(&self, total_effort: &Rational) -> Rational {
        &self.price * &self.catchability * self.stock(total_effort) - &self.effort_cost
    }

    /// The rent of the whole fishery under a total effort.
    pub fn rent(&self, total_effort: &Rational) -> Rational {
        self.rent_per_effort(total_effort) * total_effort
    }

    /// The total effort at which rent is zero, (r/q)(1 − c/(p q K)): where free entry ends.
    pub fn open_access_effort(&self) -> Rational {
        let idle = self
            .effort_cost
            .checked_div(&(&self.price * &self.catchability * &self.carrying_capacity))
            .unwrap_or_default();
        self.growth_rate
            .checked_div(&self.catchability)
            .unwrap_or_default()
            * (Rational::ONE - idle)
    }

    /// The total effort that maximises rent, half of [`GordonSchaefer::open_access_effort`].
    pub fn optimal_effort(&self) -> Rational {
        self.open_access_effort()
            .checked_div(&Rational::from(2))
            .unwrap_or_default()
    }

    /// The total effort of `players` in equilibrium when effort is continuous: n/(n + 1) of
    /// [`GordonSchaefer::open_access_effort`], equally shared.
    ///
    /// # Errors
    /// [`GameError::BadParameter`] if there are no players.
    pub fn equilibrium_effort(&self, players: usize) -> Result<Rational, GameError> {
        super::check_players(players, 1)?;
        let count = Rational::from(players);
        Ok((self.open_access_effort() * &count)
            .checked_div(&(count + Rational::ONE))
            .unwrap_or_default())
    }

    /// The stage game in which each player chooses an effort from a grid; action `a` is
    /// `efforts[a]`, and named by it.
    ///
    /// Ranges: at least one player; efforts at least 0 and strictly increasing.
    ///
    /// # Errors
    /// [`GameError::BadParameter`] outside these ranges; [`GameError::TooLarge`].
    pub fn game(
        &self,
        players: usize,
        efforts: &[Rational],
    ) -> Result<NormalForm<Rational>, GameError> {
        check_grid("efforts", efforts)?;
        let shape = uniform_shape(players, efforts.len())?;
        let game = NormalForm::from_fn(&shape, |player, profile| {
            let total: Rational = profile.iter().map(|&action| &efforts[action]).sum();
            self.rent_per_effort(&total) * &efforts[profile[player]]
        })?;
        named(game, efforts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::{Game, GameExt};

    fn fishery() -> GordonSchaefer {
        let q = |text: &str| text.parse::<Rational>().expect("a number");
        GordonSchaefer::new(q("0.8"), 1000, q("0.01"), 5, 10).expect("valid")
    }

    #[test]
    fn efforts_stocks_and_rents_are_those_of_the_closed_form() {
        let fishery = fishery();
        assert_eq!(fishery.stock(&64.into()), 200.into());
        assert_eq!(fishery.rent(&64.into()), Rational::ZERO);
        assert_eq!(fishery.rent(&32.into()), 640.into());
        // The stock is gone and effort still costs.
        assert_eq!(fishery.rent(&100.into()), Rational::from(-1000));
    }

    #[test]
    fn players_overfish_to_the_rent_share_of_the_closed_form() {
        let fishery = fishery();
        for (n, effort) in [(1usize, 32), (3, 16)] {
            let efforts: Vec<Rational> = (0..=10).map(|k| Rational::from(4 * k)).collect();
            let game = fishery.game(n, &efforts).expect("valid");
            let profile = vec![effort / 4; n];
            assert_eq!(game.is_pure_equilibrium(&profile), Ok(true));
            assert_eq!(
                fishery.equilibrium_effort(n),
                Ok(Rational::from(effort * n))
            );
            let share = game
                .welfare(&profile)
                .expect("valid")
                .checked_div(&640.into());
            let count = n as i64;
            assert_eq!(share, Rational::new(4 * count, (count + 1).pow(2)).ok());
        }
        let game = fishery.game(2, &[Rational::ONE]).expect("valid");
        assert_eq!(game.action_name(1, 0), Some("1"));
    }

    #[test]
    fn parameters_out_of_range_are_named_also_when_read() {
        let parameter = |result: Result<GordonSchaefer, GameError>| match result {
            Err(GameError::BadParameter { parameter, .. }) => parameter,
            other => panic!("{other:?}"),
        };
        assert_eq!(parameter(GordonSchaefer::new(0, 1, 1, 1, 0)), "growth_rate");
        assert_eq!(
            parameter(GordonSchaefer::new(1, 0, 1, 1, 0)),
            "carrying_capacity"
        );
        assert_eq!(
            parameter(GordonSchaefer::new(1, 1, 0, 1, 0)),
            "catchability"
        );
        assert_eq!(parameter(GordonSchaefer::new(1, 1, 1, 1, 1)), "price");
        assert_eq!(
            parameter(GordonSchaefer::new(1, 1, 1, 1, -1)),
            "effort_cost"
        );
        let text = serde_json::to_string(&fishery()).expect("json");
        assert_eq!(
            serde_json::from_str::<GordonSchaefer>(&text).expect("own output"),
            fishery()
        );
        assert!(serde_json::from_str::<GordonSchaefer>(&text.replace("\"5\"", "\"0\"")).is_err());
    }
}
