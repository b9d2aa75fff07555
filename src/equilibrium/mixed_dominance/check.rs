//! The checker of mixtures, beliefs and traces; it knows payoffs and nothing of the solver.

use super::iterated::MixedElimination;
use super::{Belief, DominatingMixture, MixedDominance, MixedVerdict};
use crate::game::{Game, GameExt};
use crate::number::{DotProduct, Rational};

/// All actions of every player; `None` for an invalid game.
fn all_actions<G: Game<Rational> + ?Sized>(game: &G) -> Option<Vec<Vec<usize>>> {
    let space = game.profile_space().ok()?;
    Some(
        space
            .actions()
            .iter()
            .map(|&count| (0..count).collect())
            .collect(),
    )
}

impl MixedVerdict {
    /// Checks the verdict in exact arithmetic and from payoffs alone. False also for another game.
    ///
    /// # Complexity
    /// One payoff for each action of the player and profile of the others.
    pub fn verify<G: Game<Rational> + ?Sized>(&self, game: &G) -> bool {
        match self {
            MixedVerdict::Dominated(mixture) => mixture.verify(game),
            MixedVerdict::BestResponse(belief) => belief.verify(game),
        }
    }
}

impl DominatingMixture {
    /// As [`MixedVerdict::verify`].
    pub fn verify<G: Game<Rational> + ?Sized>(&self, game: &G) -> bool {
        all_actions(game).is_some_and(|all| self.holds_among(game, &all))
    }

    /// Does the mixture, of surviving actions, dominate when the others have only these?
    fn holds_among<G: Game<Rational> + ?Sized>(&self, game: &G, surviving: &[Vec<usize>]) -> bool {
        let Some(own) = surviving.get(self.player) else {
            return false;
        };
        if self.mixture.len() != game.actions(self.player)
            || self.action >= self.mixture.len()
            || self.mixture.iter().any(Rational::is_negative)
            || Rational::total(&self.mixture) != Rational::ONE
            || !self.mixture[self.action].is_zero()
            || (0..self.mixture.len()).any(|a| !self.mixture[a].is_zero() && !own.contains(&a))
        {
            return false;
        }
        let mut least: Option<Rational> = None;
        let mut first_better = None;
        for_each_of_others(surviving, self.player, self.action, |profile| {
            let mut advantage = DotProduct::new();
            advantage.add(&game.payoff(self.player, profile), &-Rational::ONE);
            let mut probe = profile.to_vec();
            for (action, probability) in self.mixture.iter().enumerate() {
                if !probability.is_zero() {
                    probe[self.player] = action;
                    advantage.add(&game.payoff(self.player, &probe), probability);
                }
            }
            let advantage = advantage.finish();
            if first_better.is_none() && advantage.is_positive() {
                first_better = Some(profile.to_vec());
            }
            if least.as_ref().is_none_or(|so_far| advantage < *so_far) {
                least = Some(advantage);
            }
        });
        least.as_ref() == Some(&self.least_advantage)
            && first_better.as_ref() == Some(&self.better_at)
            && match self.dominance {
                MixedDominance::Strict => self.least_advantage.is_positive(),
                MixedDominance::Weak => !self.least_advantage.is_negative(),
            }
    }
}

impl Belief {
    /// As [`MixedVerdict::verify`].
    pub fn verify<G: Game<Rational> + ?Sized>(&self, game: &G) -> bool {
        all_actions(game).is_some_and(|all| self.holds_among(game, &all, &all))
    }

    /// Is the action a best response among `rivals` to this belief about surviving actions?
    fn holds_among<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        surviving: &[Vec<usize>],
        rivals: &[Vec<usize>],
    ) -> bool {
        let fits = |profile: &[usize]| {
            profile.len() == surviving.len()
                && profile.iter().enumerate().all(|(player, action)| {
                    if player == self.player {
                        *action == self.action
                    } else {
                        surviving[player].contains(action)
                    }
                })
        };
        let ascending = |pair: &[(Vec<usize>, Rational)]| pair[0].0 < pair[1].0;
        if surviving
            .get(self.player)
            .is_none_or(|own| !own.contains(&self.action))
            || !self.probabilities.iter().all(|(profile, _)| fits(profile))
            || !self.probabilities.windows(2).all(ascending)
            || !self.probabilities.iter().all(|(_, p)| p.is_positive())
            || Rational::total(self.probabilities.iter().map(|(_, p)| p)) != Rational::ONE
        {
            return false;
        }
        if self.dominance == MixedDominance::Weak {
            let others = surviving.iter().enumerate();
            let others = others.filter(|(player, _)| *player != self.player);
            let profiles: u128 = others.map(|(_, actions)| actions.len() as u128).product();
            if profiles != self.probabilities.len() as u128 {
                return false;
            }
        }
        let worth = |action: usize| -> Rational {
            let mut sum = DotProduct::new();
            for (profile, probability) in &self.probabilities {
                let mut probe = profile.clone();
                probe[self.player] = action;
                sum.add(&game.payoff(self.player, &probe), probability);
            }
            sum.finish()
        };
        let own = worth(self.action);
        rivals[self.player].iter().all(|&rival| worth(rival) <= own)
    }
}

impl MixedElimination {
    /// Checks the trace in exact arithmetic and from payoffs alone: every removal is justified by
    /// a mixture of actions that stood at the start of its round, and every action left by a
    /// belief about the actions left. Under strict dominance that belief makes it a best response
    /// among all actions of the game, under weak dominance among those left.
    ///
    /// # Complexity
    /// One payoff for each action removed or left, action of its player, and profile of the others.
    pub fn verify<G: Game<Rational> + ?Sized>(&self, game: &G) -> bool {
        let Some(all) = all_actions(game) else {
            return false;
        };
        let mut standing = all.clone();
        for round in &self.rounds {
            let justified = round.iter().all(|removed| {
                removed.dominance == self.dominance
                    && standing
                        .get(removed.player)
                        .is_some_and(|own| own.contains(&removed.action))
                    && removed.holds_among(game, &standing)
            });
            if !justified || round.is_empty() {
                return false;
            }
            for removed in round {
                standing[removed.player].retain(|&kept| kept != removed.action);
            }
            if standing.iter().any(Vec::is_empty) {
                return false;
            }
        }
        if standing != self.surviving {
            return false;
        }
        let rivals = match self.dominance {
            MixedDominance::Strict => &all,
            MixedDominance::Weak => &standing,
        };
        let left = standing.iter().enumerate();
        let left = left.flat_map(|(player, own)| own.iter().map(move |&action| (player, action)));
        let justified = self.beliefs.iter().map(|b| (b.player, b.action));
        left.eq(justified)
            && self.beliefs.iter().all(|belief| {
                belief.dominance == self.dominance && belief.holds_among(game, &standing, rivals)
            })
    }
}

/// Calls `visit` with every profile in which `player` takes `action` and the others surviving
/// actions, in the order of profiles.
fn for_each_of_others(
    surviving: &[Vec<usize>],
    player: usize,
    action: usize,
    mut visit: impl FnMut(&[usize]),
) {
    let own = vec![action];
    let choices: Vec<&Vec<usize>> = surviving
        .iter()
        .enumerate()
        .map(|(i, actions)| if i == player { &own } else { actions })
        .collect();
    let mut positions = vec![0usize; choices.len()];
    loop {
        let profile: Vec<usize> = positions
            .iter()
            .zip(&choices)
            .map(|(&p, list)| list[p])
            .collect();
        visit(&profile);
        let next = (0..positions.len())
            .rev()
            .find(|&j| positions[j] + 1 < choices[j].len());
        let Some(place) = next else {
            return;
        };
        positions[place] += 1;
        positions[place + 1..].fill(0);
    }
}
