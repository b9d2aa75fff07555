//! Strategies that are sets of resources: what congestion and cost-sharing games have in common.

use super::bad_parameter;
use crate::game::GameError;

/// For each player and action the resources used, ascending, with their names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct StrategySets {
    sets: Vec<Vec<Vec<usize>>>,
    names: Vec<Vec<String>>,
}

impl StrategySets {
    /// Checks that there are players, strategies, and resources listed once each and in range.
    pub(super) fn new(resources: usize, mut sets: Vec<Vec<Vec<usize>>>) -> Result<Self, GameError> {
        if sets.is_empty() {
            return Err(GameError::NoPlayers);
        }
        for (player, strategies) in sets.iter_mut().enumerate() {
            if strategies.is_empty() {
                return Err(GameError::NoActions { player });
            }
            for (action, set) in strategies.iter_mut().enumerate() {
                let place = |resource: usize| {
                    format!("resource {resource} in action {action} of player {player}")
                };
                set.sort_unstable();
                if let Some(&resource) = set.last().filter(|last| **last >= resources) {
                    return Err(bad_parameter(
                        "strategies",
                        place(resource),
                        format!("made of the resources 0..{resources}"),
                    ));
                }
                if let Some(pair) = set.windows(2).find(|pair| pair[0] == pair[1]) {
                    return Err(bad_parameter(
                        "strategies",
                        format!("{} twice", place(pair[0])),
                        "made of sets, with each resource at most once",
                    ));
                }
            }
        }
        let names = sets
            .iter()
            .map(|strategies| {
                strategies
                    .iter()
                    .map(|set| {
                        let resources: Vec<String> = set.iter().map(usize::to_string).collect();
                        format!("{{{}}}", resources.join(","))
                    })
                    .collect()
            })
            .collect();
        Ok(StrategySets { sets, names })
    }

    pub(super) fn players(&self) -> usize {
        self.sets.len()
    }

    pub(super) fn actions(&self, player: usize) -> usize {
        self.sets[player].len()
    }

    pub(super) fn set(&self, player: usize, action: usize) -> &[usize] {
        &self.sets[player][action]
    }

    pub(super) fn sets(&self) -> &[Vec<Vec<usize>>] {
        &self.sets
    }

    pub(super) fn name(&self, player: usize, action: usize) -> Option<&str> {
        self.names.get(player)?.get(action).map(String::as_str)
    }

    /// How many players use `resource`.
    pub(super) fn load(&self, profile: &[usize], resource: usize) -> usize {
        self.sets
            .iter()
            .zip(profile)
            .filter(|(strategies, action)| strategies[**action].binary_search(&resource).is_ok())
            .count()
    }

    /// How many players use each of the first `resources` resources.
    pub(super) fn loads(&self, profile: &[usize], resources: usize) -> Vec<usize> {
        let mut loads = vec![0; resources];
        for (strategies, &action) in self.sets.iter().zip(profile) {
            for &resource in &strategies[action] {
                loads[resource] += 1;
            }
        }
        loads
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_strategies_name_the_player_and_the_action() {
        assert_eq!(StrategySets::new(2, vec![]), Err(GameError::NoPlayers));
        assert_eq!(
            StrategySets::new(2, vec![vec![vec![0]], vec![]]),
            Err(GameError::NoActions { player: 1 })
        );
        let message = |sets| {
            StrategySets::new(2, sets)
                .expect_err("bad strategies")
                .to_string()
        };
        assert_eq!(
            message(vec![vec![vec![0], vec![1, 2]]]),
            "strategies is resource 2 in action 1 of player 0; it must be made of the resources 0..2"
        );
        assert_eq!(
            message(vec![vec![vec![1, 0, 1]]]),
            "strategies is resource 1 in action 0 of player 0 twice; it must be made of sets, with each resource at most once"
        );
    }
}
