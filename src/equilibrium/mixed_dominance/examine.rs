//! The linear programs of mixed dominance, in the form of beliefs: few rows, many variables.

use super::{Belief, DominatingMixture, MixedDominance, MixedDominanceOptions, MixedVerdict};
use crate::equilibrium::SolveError;
use crate::equilibrium::gains::Gains;
use crate::game::NormalForm;
use crate::linear_program::{Answer, Bounds, LinearProgram, Optimum, Relation};
use crate::number::Rational;

/// The verdict on an action when each player has only the actions in `surviving`.
pub(super) fn examine(
    game: &NormalForm<Rational>,
    surviving: &[Vec<usize>],
    player: usize,
    action: usize,
    dominance: MixedDominance,
    options: &MixedDominanceOptions,
) -> Result<MixedVerdict, SolveError> {
    let question = Question {
        game,
        gains: Gains::new(game),
        others: others(game, surviving, player, action),
        rivals: surviving[player]
            .iter()
            .copied()
            .filter(|&rival| rival != action)
            .collect(),
        player,
        action,
        dominance,
    };
    match dominance {
        MixedDominance::Strict => question.strict(options),
        MixedDominance::Weak => question.weak(options),
    }
}

/// The indices of the profiles in which `player` takes `action` and the others surviving actions,
/// ascending.
fn others(
    game: &NormalForm<Rational>,
    surviving: &[Vec<usize>],
    player: usize,
    action: usize,
) -> Vec<usize> {
    let mut indices = vec![0];
    for (other, actions) in surviving.iter().enumerate() {
        let stride = game.space().stride(other);
        let own = [action];
        let actions = if other == player { &own[..] } else { actions };
        indices = indices
            .iter()
            .flat_map(|index| actions.iter().map(move |action| index + action * stride))
            .collect();
    }
    indices
}

struct Question<'a> {
    game: &'a NormalForm<Rational>,
    gains: Gains<'a>,
    /// Profiles of the others, with the action examined.
    others: Vec<usize>,
    /// The other actions of the player.
    rivals: Vec<usize>,
    player: usize,
    action: usize,
    dominance: MixedDominance,
}

impl Question<'_> {
    fn gain(&self, index: usize, rival: usize) -> Rational {
        let deviation = self.game.space().deviation(index, self.player, rival);
        self.gains.gain(self.player, index, deviation)
    }

    /// The least v such that under some belief no rival gains more than v. A v above zero comes
    /// with the mixture that gains as much against everything.
    fn strict(&self, options: &MixedDominanceOptions) -> Result<MixedVerdict, SolveError> {
        // Most actions are a best response to something pure, which needs no program.
        let unbeaten = |&&index: &&usize| {
            let gains = |&rival| self.gain(index, rival).is_positive();
            !self.rivals.iter().any(gains)
        };
        if let Some(&index) = self.others.iter().find(unbeaten) {
            return Ok(self.belief(vec![(index, Rational::ONE)], &Rational::ONE));
        }
        let mut program = LinearProgram::minimise();
        for _ in &self.others {
            program.variable(Bounds::NONNEGATIVE, Rational::ZERO);
        }
        let most = program.variable(Bounds::FREE, Rational::ONE);
        for &rival in &self.rivals {
            let mut terms = self.terms(rival);
            terms.push((most, -Rational::ONE));
            program.row(terms, Relation::AtMost, Rational::ZERO)?;
        }
        let certain = (0..self.others.len()).map(|place| (place, Rational::ONE));
        program.row(certain, Relation::Equal, Rational::ONE)?;
        let optimum = optimum(&program, options)?;
        if optimum.value.is_positive() {
            return Ok(self.mixture(&optimum.multipliers));
        }
        let weights = self.others.iter().copied().zip(optimum.point);
        Ok(self.belief(weights.collect(), &Rational::ONE))
    }

    /// The least v ≥ 0 such that under some weights, at least 1 for every profile of the others, no
    /// rival gains more than v. A v above zero comes with a mixture that never loses.
    fn weak(&self, options: &MixedDominanceOptions) -> Result<MixedVerdict, SolveError> {
        let mut program = LinearProgram::minimise();
        for _ in &self.others {
            program.variable(Bounds::NONNEGATIVE, Rational::ZERO);
        }
        let most = program.variable(Bounds::NONNEGATIVE, Rational::ONE);
        for &rival in &self.rivals {
            let mut terms = self.terms(rival);
            let everywhere: Rational = terms.iter().map(|(_, gain)| gain).sum();
            terms.push((most, -Rational::ONE));
            program.row(terms, Relation::AtMost, -everywhere)?;
        }
        let optimum = optimum(&program, options)?;
        if optimum.value.is_positive() {
            return Ok(self.mixture(&optimum.multipliers));
        }
        let weights = self.others.iter().zip(&optimum.point);
        let weights: Vec<(usize, Rational)> = weights
            .map(|(&index, weight)| (index, weight + Rational::ONE))
            .collect();
        let total = weights.iter().map(|(_, weight)| weight).sum();
        Ok(self.belief(weights, &total))
    }

    /// What a rival gains at each profile of the others.
    fn terms(&self, rival: usize) -> Vec<(usize, Rational)> {
        let gains = self.others.iter().map(|&index| self.gain(index, rival));
        gains
            .enumerate()
            .filter(|(_, gain)| !gain.is_zero())
            .collect()
    }

    fn belief(&self, weights: Vec<(usize, Rational)>, total: &Rational) -> MixedVerdict {
        let positive = weights.into_iter().filter(|(_, weight)| !weight.is_zero());
        let probabilities = positive.map(|(index, weight)| {
            let share = weight.checked_div(total).unwrap_or_default();
            (self.game.space().profile_unchecked(index), share)
        });
        MixedVerdict::BestResponse(Belief {
            player: self.player,
            action: self.action,
            dominance: self.dominance,
            probabilities: probabilities.collect(),
        })
    }

    /// The mixture whose weights are the multipliers of the rivals' rows, at most 0 when
    /// minimising.
    fn mixture(&self, multipliers: &[Rational]) -> MixedVerdict {
        let mut mixture = vec![Rational::ZERO; self.game.space().actions()[self.player]];
        for (&rival, multiplier) in self.rivals.iter().zip(multipliers) {
            mixture[rival] = -multiplier;
        }
        let mut least: Option<Rational> = None;
        let mut better_at = None;
        for &index in &self.others {
            let mut advantage = Rational::ZERO;
            for &rival in &self.rivals {
                advantage += self.gain(index, rival) * &mixture[rival];
            }
            if better_at.is_none() && advantage.is_positive() {
                better_at = Some(index);
            }
            if least.as_ref().is_none_or(|so_far| advantage < *so_far) {
                least = Some(advantage);
            }
        }
        let scale = self.gains.scale();
        MixedVerdict::Dominated(DominatingMixture {
            player: self.player,
            action: self.action,
            dominance: self.dominance,
            mixture,
            least_advantage: least
                .and_then(|least| least.checked_div(&scale))
                .unwrap_or_default(),
            better_at: self
                .game
                .space()
                .profile_unchecked(better_at.unwrap_or_default()),
        })
    }
}

fn optimum(
    program: &LinearProgram,
    options: &MixedDominanceOptions,
) -> Result<Optimum, SolveError> {
    let mut linear = options.linear.clone();
    linear.start = None;
    match program.solve(&linear)?.answer {
        Answer::Optimal(optimum) => Ok(optimum),
        Answer::Infeasible(_) | Answer::Unbounded(_) => Err(SolveError::UnexpectedAnswer {
            problem: "no least gain over all beliefs",
        }),
    }
}
