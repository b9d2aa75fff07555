//! Why a plan cannot be implemented: deviations that no contract in the language can deter
//! together.

use serde::{Deserialize, Serialize};

use super::{Cell, ContractError, ContractingProblem, Language};
use crate::game::Game;
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// One deviation of a chain: in `state`, where the plan prescribes `profile`, the player takes
/// `action` instead, and the court sees `to` where it should see `from`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChainLink {
    /// The state in which the deviation happens.
    pub state: usize,
    /// What the plan prescribes in that state.
    pub profile: Vec<usize>,
    /// What the deviator does instead.
    pub action: usize,
    /// The cell of the prescribed profile.
    pub from: Cell,
    /// The cell after the deviation, which is the `from` of the next link.
    pub to: Cell,
    /// The gain as the deviator sees it, before transfers.
    pub gain: Rational,
}

/// A closed chain of deviations of one player whose gains sum to more than zero.
///
/// Whatever the transfers, what the player loses by being mistaken for the next link it gains by
/// being mistaken for the one before, all around: one of the deviations pays. A chain of one link
/// is a deviation that the court does not notice. Any plan that prescribes these profiles in these
/// states is impossible under every contract of the language, with unlimited fines and outside
/// money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Obstruction {
    /// The player who deviates.
    pub player: usize,
    /// The links; each ends in the cell in which the next begins, the last in that of the first.
    pub chain: Vec<ChainLink>,
}

impl Obstruction {
    /// The sum of the gains, above zero.
    pub fn total_gain(&self) -> Rational {
        self.chain.iter().map(|link| &link.gain).sum()
    }

    /// Is it a single deviation that the court cannot notice?
    pub fn is_undetectable_deviation(&self) -> bool {
        self.chain.len() == 1
    }

    /// Does it stand in the way of a plan that prescribes `profile(state)`?
    pub fn applies_to<'p>(&self, profile: impl Fn(usize) -> Option<&'p [usize]>) -> bool {
        self.chain
            .iter()
            .all(|link| profile(link.state) == Some(link.profile.as_slice()))
    }

    /// Checks the chain against the problem, the language and the preferences, without any code of
    /// the solver: every cell, every gain, that the chain is closed and that its sum is positive.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        language: &Language,
        preferences: &WeightMatrix<Rational>,
    ) -> bool {
        if self.chain.is_empty() || language.check(problem).is_err() {
            return false;
        }
        let closed = self
            .chain
            .iter()
            .zip(self.chain.iter().cycle().skip(1))
            .all(|(link, next)| link.to == next.from);
        // One state has one prescribed profile.
        let consistent = self.chain.iter().all(|a| {
            self.chain
                .iter()
                .all(|b| a.state != b.state || a.profile == b.profile)
        });
        closed
            && consistent
            && self.total_gain().is_positive()
            && self.chain.iter().all(|link| {
                self.verify_link(link, problem, language, preferences)
                    .is_ok_and(|ok| ok)
            })
    }

    fn verify_link(
        &self,
        link: &ChainLink,
        problem: &ContractingProblem,
        language: &Language,
        preferences: &WeightMatrix<Rational>,
    ) -> Result<bool, ContractError> {
        if link.state >= problem.states()
            || self.player >= problem.players()
            || preferences.players() != problem.players()
        {
            return Ok(false);
        }
        problem.space().index(&link.profile)?;
        let mut deviation = link.profile.clone();
        deviation[self.player] = link.action;
        problem.space().index(&deviation)?;
        let game = problem.game(link.state);
        let perceived = |profile: &[usize]| {
            let mut payoffs = vec![Rational::ZERO; problem.players()];
            game.payoffs_into(profile, &mut payoffs);
            preferences.apply(self.player, &payoffs)
        };
        Ok(language.cell(link.state, &link.profile) == link.from
            && language.cell(link.state, &deviation) == link.to
            && perceived(&deviation) - perceived(&link.profile) == link.gain)
    }

    /// The chain in words.
    pub fn describe(&self, problem: &ContractingProblem, language: &Language) -> String {
        let name = |cell: Cell| language.name(cell).unwrap_or("?").to_owned();
        let links: Vec<String> = self
            .chain
            .iter()
            .map(|link| {
                let seen = if link.from == link.to {
                    format!("nobody can tell (the court sees {})", name(link.from))
                } else {
                    format!("the court sees {} for {}", name(link.to), name(link.from))
                };
                format!(
                    "in state {}, where the plan is {}, player {} takes {} and gains {}: {seen}",
                    problem.state_name(link.state),
                    problem.describe(&link.profile),
                    self.player,
                    problem.action_name(self.player, link.action),
                    link.gain,
                )
            })
            .collect();
        format!("{}; in total {}", links.join("; "), self.total_gain())
    }
}
