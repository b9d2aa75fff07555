//! Fair cost sharing: users of a facility split its cost equally.

use serde::{Deserialize, Serialize};

use super::check_non_negative;
use super::strategy_sets::StrategySets;
use crate::game::{Game, GameError, GameExt};
use crate::number::Rational;

/// A fair cost-sharing game (Anshelevich et al., 2004).
///
/// Every action of a player is a set of facilities; the cost of a facility is split equally among
/// its users. The *payoff is the negated cost share*, so that welfare is the negated cost of all
/// facilities in use. The empty set is allowed and costs nothing. Actions are named by their sets,
/// such as `{0,2}`.
///
/// The game is kept as it is given; a payoff costs O(n · k log k) for sets of at most k facilities.
/// [`NormalForm::from_game`](crate::game::NormalForm::from_game) writes it out.
///
/// The selfishness level is at most max(0, c_max/(2 c_min) − 1) if all sets are singletons, and at
/// most max(0, L · c_max/2 − 1) for integer costs and sets of at most L (Apt and Schäfer, 2014).
///
/// ```
/// use lacuna::game::{Game, GameExt};
/// use lacuna::game::catalogue::FairCostSharing;
/// // Player 0 needs facility 0; player 1 may share it or use the cheaper facility 1.
/// let costs = vec![10.into(), 2.into()];
/// let game = FairCostSharing::new(costs, vec![vec![vec![0]], vec![vec![0], vec![1]]])?;
/// assert_eq!(game.payoff(1, &[0, 0]), (-5).into());
/// assert!(game.is_pure_equilibrium(&[0, 1])?);
/// assert_eq!(game.welfare(&[0, 1])?, (-12).into());
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct FairCostSharing {
    costs: Vec<Rational>,
    strategies: StrategySets,
}

/// The serialised form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    costs: Vec<Rational>,
    strategies: Vec<Vec<Vec<usize>>>,
}

impl FairCostSharing {
    /// A game with one cost for each facility; `strategies[player][action]` lists the facilities
    /// that the action uses, in any order.
    ///
    /// # Errors
    /// [`GameError::NoPlayers`], [`GameError::NoActions`]; [`GameError::BadParameter`] if a cost
    /// is negative or a strategy is not a set of facilities.
    pub fn new(costs: Vec<Rational>, strategies: Vec<Vec<Vec<usize>>>) -> Result<Self, GameError> {
        for cost in &costs {
            check_non_negative("costs", cost)?;
        }
        let strategies = StrategySets::new(costs.len(), strategies)?;
        Ok(FairCostSharing { costs, strategies })
    }

    /// The cost of each facility.
    pub fn costs(&self) -> &[Rational] {
        &self.costs
    }

    /// For each player and action the facilities used, ascending.
    pub fn strategies(&self) -> &[Vec<Vec<usize>>] {
        self.strategies.sets()
    }

    /// How many players use each facility.
    ///
    /// # Errors
    /// As [`GameExt::check_profile`].
    pub fn loads(&self, profile: &[usize]) -> Result<Vec<usize>, GameError> {
        self.check_profile(profile)?;
        Ok(self.strategies.loads(profile, self.costs.len()))
    }

    /// The potential: the sum over the facilities of cost · (1 + 1/2 + … + 1/x) with x users. A
    /// player's move changes it by the change of that player's cost, so its minima are equilibria.
    ///
    /// # Errors
    /// As [`GameExt::check_profile`].
    pub fn potential(&self, profile: &[usize]) -> Result<Rational, GameError> {
        Ok(self
            .loads(profile)?
            .into_iter()
            .enumerate()
            .map(|(facility, load)| {
                (1..=load)
                    .map(|users| self.share(facility, users))
                    .sum::<Rational>()
            })
            .sum())
    }

    /// What each of `users` pays for a facility; a facility that nobody uses costs nothing.
    fn share(&self, facility: usize, users: usize) -> Rational {
        self.costs[facility]
            .checked_div(&Rational::from(users))
            .unwrap_or_default()
    }
}

impl Game<Rational> for FairCostSharing {
    fn players(&self) -> usize {
        self.strategies.players()
    }

    fn actions(&self, player: usize) -> usize {
        self.strategies.actions(player)
    }

    fn payoff(&self, player: usize, profile: &[usize]) -> Rational {
        let cost: Rational = self
            .strategies
            .set(player, profile[player])
            .iter()
            .map(|&facility| self.share(facility, self.strategies.load(profile, facility)))
            .sum();
        -cost
    }

    fn payoffs_into(&self, profile: &[usize], payoffs: &mut [Rational]) {
        let loads = self.strategies.loads(profile, self.costs.len());
        for (player, (payoff, &action)) in payoffs.iter_mut().zip(profile).enumerate() {
            let cost: Rational = self
                .strategies
                .set(player, action)
                .iter()
                .map(|&facility| self.share(facility, loads[facility]))
                .sum();
            *payoff = -cost;
        }
    }

    fn action_name(&self, player: usize, action: usize) -> Option<&str> {
        self.strategies.name(player, action)
    }
}

impl TryFrom<Parts> for FairCostSharing {
    type Error = GameError;
    fn try_from(parts: Parts) -> Result<Self, GameError> {
        FairCostSharing::new(parts.costs, parts.strategies)
    }
}

impl From<FairCostSharing> for Parts {
    fn from(game: FairCostSharing) -> Self {
        Parts {
            strategies: game.strategies.sets().to_vec(),
            costs: game.costs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::congestion::tests::strategy_lists;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn negative_costs_are_refused() {
        assert!(matches!(
            FairCostSharing::new(vec![(-1).into()], vec![vec![vec![0]]]),
            Err(GameError::BadParameter {
                parameter: "costs",
                ..
            })
        ));
    }

    proptest! {
        #[test]
        fn shares_add_up_to_the_cost_of_the_facilities_in_use_and_moves_follow_the_potential(
            costs in proptest::collection::vec(0i64..9, 4),
            strategies in strategy_lists(),
        ) {
            let costs: Vec<Rational> = costs.into_iter().map(Rational::from).collect();
            let game = FairCostSharing::new(costs, strategies).expect("valid");
            for profile in &game.profile_space().expect("small") {
                let used: Rational = game
                    .loads(&profile)
                    .expect("valid")
                    .iter()
                    .zip(game.costs())
                    .filter(|(load, _)| **load > 0)
                    .map(|(_, cost)| cost)
                    .sum();
                prop_assert_eq!(game.welfare(&profile).expect("valid"), -used);
                for player in 0..game.players() {
                    for action in 0..game.actions(player) {
                        let mut moved = profile.clone();
                        moved[player] = action;
                        prop_assert_eq!(
                            game.payoff(player, &moved) - game.payoff(player, &profile),
                            game.potential(&profile).expect("valid") - game.potential(&moved).expect("valid")
                        );
                    }
                }
            }
            let text = serde_json::to_string(&game).expect("json");
            prop_assert_eq!(serde_json::from_str::<FairCostSharing>(&text).expect("own output"), game);
        }
    }
}
