//! Atomic congestion games with linear latencies.

use serde::{Deserialize, Serialize};

use super::check_non_negative;
use super::strategy_sets::StrategySets;
use crate::game::{Game, GameError, GameExt};
use crate::number::Rational;

/// The latency of a resource used by x players: `slope` · x + `intercept`, both at least 0.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearLatency {
    /// What each user adds.
    pub slope: Rational,
    /// The latency of the empty resource.
    pub intercept: Rational,
}

impl LinearLatency {
    /// The latency `slope` · x + `intercept`; [`LinearCongestion::new`] checks the signs.
    pub fn new(slope: impl Into<Rational>, intercept: impl Into<Rational>) -> Self {
        LinearLatency {
            slope: slope.into(),
            intercept: intercept.into(),
        }
    }

    /// The latency with `users` users.
    pub fn at(&self, users: usize) -> Rational {
        &self.slope * &Rational::from(users) + &self.intercept
    }
}

/// An atomic congestion game with linear latencies (Rosenthal, 1973).
///
/// Every action of a player is a set of resources; the player bears the latency of each of them,
/// which depends on how many players use it. The *payoff is the negated cost*, so that welfare is
/// the negated social cost. The empty set is allowed and costs nothing. Actions are named by their
/// sets, such as `{0,2}`.
///
/// The game is kept as it is given; a payoff costs O(n · k log k) for sets of at most k resources.
/// [`NormalForm::from_game`](crate::game::NormalForm::from_game) writes it out.
///
/// For integer coefficients the selfishness level is at most
/// max(0, (L · D_max − D_min − 1)/2), where L is the size of the largest set and D = slope +
/// intercept (Apt and Schäfer, 2014).
///
/// ```
/// use lacuna::game::{Game, GameExt, NormalForm};
/// use lacuna::game::catalogue::{LinearCongestion, LinearLatency};
/// // Two players, two parallel links with latencies x and 2.
/// let links = vec![LinearLatency::new(1, 0), LinearLatency::new(0, 2)];
/// let game = LinearCongestion::new(links, vec![vec![vec![0], vec![1]]; 2])?;
/// assert_eq!(game.payoff(0, &[0, 0]), (-2).into());
/// assert!(game.is_pure_equilibrium(&[0, 0])?);
/// assert_eq!(game.welfare(&[0, 1])?, (-3).into());
/// let dense = NormalForm::from_game(&game)?;
/// assert_eq!(dense.action_name(0, 1), Some("{1}"));
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct LinearCongestion {
    latencies: Vec<LinearLatency>,
    strategies: StrategySets,
}

/// The serialised form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    latencies: Vec<LinearLatency>,
    strategies: Vec<Vec<Vec<usize>>>,
}

impl LinearCongestion {
    /// A game with one latency for each resource; `strategies[player][action]` lists the resources
    /// that the action uses, in any order.
    ///
    /// # Errors
    /// [`GameError::NoPlayers`], [`GameError::NoActions`]; [`GameError::BadParameter`] if a slope
    /// or an intercept is negative or a strategy is not a set of resources.
    pub fn new(
        latencies: Vec<LinearLatency>,
        strategies: Vec<Vec<Vec<usize>>>,
    ) -> Result<Self, GameError> {
        for latency in &latencies {
            check_non_negative("slope", &latency.slope)?;
            check_non_negative("intercept", &latency.intercept)?;
        }
        let strategies = StrategySets::new(latencies.len(), strategies)?;
        Ok(LinearCongestion {
            latencies,
            strategies,
        })
    }

    /// The latency of each resource.
    pub fn latencies(&self) -> &[LinearLatency] {
        &self.latencies
    }

    /// For each player and action the resources used, ascending.
    pub fn strategies(&self) -> &[Vec<Vec<usize>>] {
        self.strategies.sets()
    }

    /// How many players use each resource.
    ///
    /// # Errors
    /// As [`GameExt::check_profile`].
    pub fn loads(&self, profile: &[usize]) -> Result<Vec<usize>, GameError> {
        self.check_profile(profile)?;
        Ok(self.strategies.loads(profile, self.latencies.len()))
    }

    /// Rosenthal's potential: the sum over the resources of the latencies with 1, 2, … users, up
    /// to the number there is. A player's move changes it by the change of that player's cost, so
    /// its minima are equilibria.
    ///
    /// # Errors
    /// As [`GameExt::check_profile`].
    pub fn potential(&self, profile: &[usize]) -> Result<Rational, GameError> {
        Ok(self
            .loads(profile)?
            .into_iter()
            .zip(&self.latencies)
            .map(|(load, latency)| (1..=load).map(|users| latency.at(users)).sum::<Rational>())
            .sum())
    }
}

impl Game<Rational> for LinearCongestion {
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
            .map(|&resource| self.latencies[resource].at(self.strategies.load(profile, resource)))
            .sum();
        -cost
    }

    fn payoffs_into(&self, profile: &[usize], payoffs: &mut [Rational]) {
        let loads = self.strategies.loads(profile, self.latencies.len());
        for (player, (payoff, &action)) in payoffs.iter_mut().zip(profile).enumerate() {
            let cost: Rational = self
                .strategies
                .set(player, action)
                .iter()
                .map(|&resource| self.latencies[resource].at(loads[resource]))
                .sum();
            *payoff = -cost;
        }
    }

    fn action_name(&self, player: usize, action: usize) -> Option<&str> {
        self.strategies.name(player, action)
    }
}

impl TryFrom<Parts> for LinearCongestion {
    type Error = GameError;
    fn try_from(parts: Parts) -> Result<Self, GameError> {
        LinearCongestion::new(parts.latencies, parts.strategies)
    }
}

impl From<LinearCongestion> for Parts {
    fn from(game: LinearCongestion) -> Self {
        Parts {
            strategies: game.strategies.sets().to_vec(),
            latencies: game.latencies,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::game::NormalForm;
    use proptest::prelude::*;

    /// Two or three players with up to three actions each over four resources.
    pub(in crate::game::catalogue) fn strategy_lists() -> impl Strategy<Value = Vec<Vec<Vec<usize>>>>
    {
        let set = proptest::sample::subsequence(vec![0usize, 1, 2, 3], 1..=3);
        proptest::collection::vec(proptest::collection::vec(set, 1..=3), 2..=3)
    }

    pub(in crate::game::catalogue) fn congestion(
        denominator: i64,
    ) -> impl Strategy<Value = LinearCongestion> {
        let latencies = proptest::collection::vec((0i64..6, 0i64..6), 4);
        (latencies, strategy_lists()).prop_map(move |(latencies, strategies)| {
            let q = |x| Rational::new(x, denominator).expect("not zero");
            let latencies = latencies
                .into_iter()
                .map(|(slope, intercept)| LinearLatency::new(q(slope), q(intercept)))
                .collect();
            LinearCongestion::new(latencies, strategies).expect("valid")
        })
    }

    #[test]
    fn negative_latencies_and_unknown_resources_are_refused() {
        let sets = || vec![vec![vec![0]]];
        let parameter = |latency, sets| match LinearCongestion::new(vec![latency], sets) {
            Err(GameError::BadParameter { parameter, .. }) => parameter,
            other => panic!("{other:?}"),
        };
        assert_eq!(parameter(LinearLatency::new(-1, 0), sets()), "slope");
        assert_eq!(parameter(LinearLatency::new(0, -1), sets()), "intercept");
        assert_eq!(
            parameter(LinearLatency::new(1, 0), vec![vec![vec![1]]]),
            "strategies"
        );
        let text = r#"{"latencies":[{"slope":"1","intercept":"0"}],"strategies":[[[3]]]}"#;
        assert!(serde_json::from_str::<LinearCongestion>(text).is_err());
    }

    proptest! {
        #[test]
        fn twice_the_gain_is_the_change_of_first_user_latencies_less_that_of_social_cost(
            game in congestion(3)
        ) {
            let space = game.profile_space().expect("small");
            let first_user = |resources: &[usize], others: &[usize]| -> Rational {
                resources
                    .iter()
                    .filter(|resource| !others.contains(resource))
                    .map(|&resource| game.latencies()[resource].at(1))
                    .sum()
            };
            for profile in &space {
                let from = game.payoffs(&profile).expect("valid");
                for player in 0..game.players() {
                    let old = &game.strategies()[player][profile[player]];
                    for action in 0..game.actions(player) {
                        let mut moved = profile.clone();
                        moved[player] = action;
                        let to = game.payoffs(&moved).expect("valid");
                        let chosen = &game.strategies()[player][action];
                        let gain = &to[player] - &from[player];
                        let social_cost = from.iter().sum::<Rational>() - to.iter().sum::<Rational>();
                        let right = first_user(old, chosen) - first_user(chosen, old) - social_cost;
                        prop_assert_eq!(Rational::from(2) * &gain, right);
                        let potential = game.potential(&profile).expect("valid")
                            - game.potential(&moved).expect("valid");
                        prop_assert_eq!(gain, potential);
                    }
                }
            }
        }

        #[test]
        fn one_payoff_agrees_with_all_payoffs_and_with_the_dense_game(game in congestion(2)) {
            let dense = NormalForm::from_game(&game).expect("small");
            for profile in dense.space() {
                let payoffs = game.payoffs(&profile).expect("valid");
                for (player, payoff) in payoffs.iter().enumerate() {
                    prop_assert_eq!(payoff, &game.payoff(player, &profile));
                    prop_assert_eq!(payoff, &dense.payoff(player, &profile));
                }
            }
            let text = serde_json::to_string(&game).expect("json");
            prop_assert_eq!(serde_json::from_str::<LinearCongestion>(&text).expect("own output"), game);
        }
    }
}
