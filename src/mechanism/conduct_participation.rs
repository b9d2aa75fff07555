//! What players have in a mechanism beyond what they have outside.

use super::audit::{ParticipationSlack, TypePayoff};
use super::conduct::Auditor;
use super::{Aftermath, ParticipationStage};
use crate::number::{DotProduct, Rational};

impl Auditor<'_> {
    /// How far every participation constraint is from being broken, the least case of each.
    pub(super) fn participation(&self, payoffs: &[TypePayoff]) -> Vec<ParticipationSlack> {
        let outside = |player, own_type: Option<usize>| {
            let mut sum = DotProduct::new();
            for &state in &self.occurring.states {
                if own_type.is_none_or(|own_type| self.type_of(player, state) == own_type) {
                    let there = self.options.participation.outside(player, state);
                    sum.add(self.problem.probability(state), there);
                }
            }
            sum.finish()
        };
        match self.options.participation.stage() {
            ParticipationStage::None => Vec::new(),
            ParticipationStage::ExAnte => (0..self.players())
                .map(|player| {
                    let of_player = payoffs.iter().filter(|entry| entry.player == player);
                    let inside = Rational::dot(
                        of_player.map(|entry| (&entry.perceived, &entry.probability)),
                    );
                    ParticipationSlack {
                        player,
                        own_type: None,
                        after: None,
                        slack: inside - outside(player, None),
                    }
                })
                .collect(),
            ParticipationStage::Interim => payoffs
                .iter()
                .map(|entry| ParticipationSlack {
                    player: entry.player,
                    own_type: Some(entry.own_type),
                    after: None,
                    slack: &entry.perceived * &entry.probability
                        - outside(entry.player, Some(entry.own_type)),
                })
                .collect(),
            ParticipationStage::ExPost => (0..self.players())
                .flat_map(|player| {
                    let states = self.occurring.states.iter();
                    states.filter_map(move |&state| self.least_reason_to_stay(player, state))
                })
                .collect(),
        }
    }

    /// How far every participation constraint is from being broken: affine in the preferences.
    pub(super) fn slacks(&self) -> Vec<ParticipationSlack> {
        if self.options.participation.stage() != ParticipationStage::ExPost {
            return self.participation(&self.payoffs());
        }
        let states = self.occurring.states.iter();
        let pairs =
            states.flat_map(|&state| (0..self.players()).map(move |player| (player, state)));
        pairs
            .flat_map(|(player, state)| self.reasons_to_stay(player, state))
            .collect()
    }

    /// The recommendation and signal after which a player has least reason to stay in a state.
    fn least_reason_to_stay(&self, player: usize, state: usize) -> Option<ParticipationSlack> {
        let all = self.reasons_to_stay(player, state).into_iter();
        all.reduce(|least, next| match next.slack < least.slack {
            true => next,
            false => least,
        })
    }

    /// How much more a player has than outside, after everything that can come about in a state.
    fn reasons_to_stay(&self, player: usize, state: usize) -> Vec<ParticipationSlack> {
        let row = self.preferences.row(player);
        let mut reasons = Vec::new();
        let possible = self
            .honest(state)
            .iter()
            .filter(|r| r.probability.is_positive());
        for recommendation in possible {
            let index = self
                .problem
                .space()
                .index_or_beyond(&self.profile(state, recommendation));
            let game = self.problem.game(state);
            for (signal, _) in self.monitoring.law(state, index) {
                let mut sum = DotProduct::new();
                for (other, weight) in row.iter().enumerate() {
                    sum.add(weight, &game.payoff_at(other, index));
                    sum.add(weight, &recommendation.transfer(other, *signal));
                }
                let slack = sum.finish() - self.options.participation.outside(player, state);
                let told = recommendation.told.clone();
                reasons.push(ParticipationSlack {
                    player,
                    own_type: Some(self.type_of(player, state)),
                    after: Some(Aftermath::new(state, told, *signal)),
                    slack,
                });
            }
        }
        reasons
    }
}
