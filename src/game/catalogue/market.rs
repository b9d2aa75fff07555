//! Cournot competition and team production on grids.

use super::{
    bad_parameter, check_above, check_grid, check_non_negative, check_positive, named, reciprocal,
    uniform_shape,
};
use crate::game::{GameError, NormalForm};
use crate::number::Rational;

/// Cournot competition (Cournot, 1838) on a grid: price `intercept` − `slope` · Q at total
/// quantity Q, and cost `unit_cost` for each unit.
///
/// Action `a` of every firm is the quantity a · M / `steps`, for a = 0, …, `steps`, and named by
/// it; M = (`intercept` − `unit_cost`) / (2 `slope`) is the monopoly quantity, which maximises
/// joint profit. Welfare is that of the firms; buyers are no players. The price is not cut off at
/// zero: with three firms or more and most of them near M it is negative.
///
/// Ranges: at least one firm and one step, `slope` > 0, `unit_cost` ≥ 0, `intercept` >
/// `unit_cost`. The equilibrium quantity 2M/(n + 1) is on the grid when n + 1 divides 2 `steps`.
///
/// # Errors
/// [`GameError::BadParameter`] outside these ranges; [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// // M = 6; the grid is 0, 1, …, 6, and each of two firms produces 4.
/// let game = catalogue::cournot(2, 6, 13, 1, 1)?;
/// assert!(game.is_pure_equilibrium(&[4, 4])?);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn cournot(
    firms: usize,
    steps: usize,
    intercept: impl Into<Rational>,
    slope: impl Into<Rational>,
    unit_cost: impl Into<Rational>,
) -> Result<NormalForm<Rational>, GameError> {
    let (intercept, slope, unit_cost) = (intercept.into(), slope.into(), unit_cost.into());
    if firms == 0 {
        return Err(bad_parameter("firms", firms, "at least 1"));
    }
    if steps == 0 {
        return Err(bad_parameter("steps", steps, "at least 1"));
    }
    check_positive("slope", &slope)?;
    check_non_negative("unit_cost", &unit_cost)?;
    check_above("intercept", &intercept, "the unit cost", &unit_cost)?;
    let shape = uniform_shape(firms, steps.saturating_add(1))?;
    let margin = &intercept - &unit_cost;
    let doubled = &slope + &slope;
    let step = doubled
        .recip()
        .ok_or_else(|| bad_parameter("slope", &slope, "above 0"))?
        * &margin
        * reciprocal(steps)?;
    let game = NormalForm::from_fn(&shape, |player, profile| {
        let total = Rational::from(profile.iter().sum::<usize>()) * &step;
        let own = Rational::from(profile[player]) * &step;
        (&margin - &slope * &total) * own
    })?;
    named(game, (0..=steps).map(|a| Rational::from(a) * &step))
}

/// Team production (Holmström, 1982): output is the sum of the efforts, everyone gets an equal
/// share of it, and effort a costs a²/2.
///
/// Action `a` is the effort `efforts[a]`, and named by it. Ranges: at least one player; efforts at
/// least 0 and strictly increasing. If the grid has 1/n and 1, effort 1/n is the dominant action
/// and effort 1 the optimum; welfare in equilibrium is (2n − 1)/n² of the optimum.
///
/// # Errors
/// [`GameError::BadParameter`] outside these ranges; [`GameError::TooLarge`].
///
/// ```
/// use lacuna::game::{GameExt, catalogue};
/// let game = catalogue::team_production(2, &[0.into(), "1/2".parse()?, 1.into()])?;
/// assert!(game.is_pure_equilibrium(&[1, 1])?);
/// assert_eq!(game.welfare(&[1, 1])?, "3/4".parse()?);
/// assert_eq!(game.welfare(&[2, 2])?, 1.into());
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn team_production(
    players: usize,
    efforts: &[Rational],
) -> Result<NormalForm<Rational>, GameError> {
    check_grid("efforts", efforts)?;
    let shape = uniform_shape(players, efforts.len())?;
    let share = reciprocal(players)?;
    let half = reciprocal(2)?;
    let costs: Vec<Rational> = efforts
        .iter()
        .map(|effort| effort * effort * &half)
        .collect();
    let game = NormalForm::from_fn(&shape, |player, profile| {
        let output: Rational = profile.iter().map(|&action| &efforts[action]).sum();
        &share * &output - &costs[profile[player]]
    })?;
    named(game, efforts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::{Game, GameExt};

    fn q(text: &str) -> Rational {
        text.parse().expect("a number")
    }

    fn optimum(game: &NormalForm<Rational>) -> Rational {
        (0..game.space().len())
            .map(|index| game.welfare_at(index))
            .max()
            .expect("a profile")
    }

    #[test]
    fn team_welfare_is_the_share_of_holmstrom() {
        for n in 1..=4usize {
            let efforts: Vec<Rational> = (0..=n)
                .map(|k| Rational::from(k) * reciprocal(n).expect("positive"))
                .collect();
            let game = team_production(n, &efforts).expect("valid");
            assert_eq!(game.is_pure_equilibrium(&vec![1; n]), Ok(true));
            let ratio = game
                .welfare(&vec![1; n])
                .expect("valid")
                .checked_div(&optimum(&game));
            assert_eq!(ratio, Rational::new(2 * n as i64 - 1, (n * n) as i64).ok());
            assert_eq!(game.welfare(&vec![n; n]), Ok(optimum(&game)));
        }
    }

    #[test]
    fn monopoly_output_maximises_joint_profit_and_firms_produce_more() {
        let game = cournot(2, 12, q("7"), q("1/2"), q("1")).expect("valid");
        // M = 6 in twelve steps; joint profit (intercept − cost)²/(4 slope) = 18.
        assert_eq!(optimum(&game), Rational::from(18));
        assert_eq!(game.welfare(&[5, 7]), Ok(Rational::from(18)));
        assert_eq!(game.is_pure_equilibrium(&[8, 8]), Ok(true));
        // The Cournot profit of each is (intercept − cost)²/(9 slope).
        assert_eq!(game.payoff(0, &[8, 8]), Rational::from(8));
        assert_eq!(game.action_name(0, 1), Some("1/2"));
    }

    #[test]
    fn parameters_out_of_range_are_named() {
        let parameter = |result: Result<NormalForm<Rational>, GameError>| match result {
            Err(GameError::BadParameter { parameter, .. }) => parameter,
            other => panic!("{other:?}"),
        };
        assert_eq!(parameter(cournot(0, 1, 2, 1, 1)), "firms");
        assert_eq!(parameter(cournot(1, 0, 2, 1, 1)), "steps");
        assert_eq!(parameter(cournot(1, 1, 2, 0, 1)), "slope");
        assert_eq!(parameter(cournot(1, 1, 2, 1, -1)), "unit_cost");
        assert_eq!(parameter(cournot(1, 1, 1, 1, 1)), "intercept");
        assert_eq!(parameter(team_production(2, &[])), "efforts");
        assert_eq!(parameter(team_production(0, &[q("1")])), "players");
        assert!(matches!(
            cournot(2, usize::MAX, 2, 1, 1),
            Err(GameError::TooLarge { .. })
        ));
    }
}
