//! What a law is worth to a player, from the equilibria of the game under it.

use std::sync::Arc;

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::{Negotiator, Proposal, Statement, Table, Vote};
use crate::contract::law::{CheckOptions, CheckedLaw, Court, FiniteLawError, Law};
use crate::contract::{ContractingProblem, Language, PlainContract};
use crate::equilibrium::{PureOptions, pure_equilibria};
use crate::game::{Game, NormalForm};
use crate::gap::GapError;
use crate::number::Rational;
use crate::preference::{Perceived, WeightMatrix};

/// Which equilibrium a player expects where there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Expectation {
    /// The best for itself.
    Best,
    /// The worst for itself.
    #[default]
    Worst,
}

/// What laws are worth to the players of a finite game: to each the payoff, as it perceives it, at
/// the pure equilibrium that it expects under the law.
///
/// ```
/// use lacuna::contract::ContractingProblem;
/// use lacuna::contract::law::{CheckOptions, Law};
/// use lacuna::game::catalogue::DilemmaPayoffs;
/// use lacuna::game::hidden_effort::HiddenEffort;
/// use lacuna::preference::WeightMatrix;
/// use lacuna::simulate::negotiation::{Appraisal, Expectation};
///
/// let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0))?;
/// let problem = ContractingProblem::hidden_effort(&lift)?;
/// let appraisal = Appraisal::new(problem, WeightMatrix::identity(2))?
///     .with_expectation(Expectation::Worst);
/// // Without a law both defect, with high effort: P − ε.
/// assert_eq!(appraisal.value(0, None)?, Some("-5/6".parse()?));
/// // If both must cooperate one of them works, and each fears that it is itself: R − 2ε − η.
/// let law = Law::parse("law \"Cooperate\"\nresolve:\n  for each p: direct p to C")?
///     .check(appraisal.court(), &CheckOptions::default())?;
/// assert_eq!(appraisal.value(0, Some(&law))?, Some("35/12".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Appraisal {
    problem: ContractingProblem,
    language: Language,
    court: Court,
    preferences: WeightMatrix<Rational>,
    expectation: Expectation,
}

impl Appraisal {
    /// For players who know the state and have these preferences, who expect the worst, and a court
    /// that sees what a contract can command of each action.
    ///
    /// # Errors
    /// [`GapError::Contract`] if a player does not know the state; [`GapError::Law`] if the names of
    /// the game make no court.
    pub fn new(
        problem: ContractingProblem,
        preferences: WeightMatrix<Rational>,
    ) -> Result<Self, GapError> {
        problem.check_informed()?;
        let language = Language::base_actions(&problem);
        Ok(Appraisal {
            court: Court::of_actions(&problem).map_err(FiniteLawError::from)?,
            language,
            problem,
            preferences,
            expectation: Expectation::default(),
        })
    }

    /// The same for players who expect another equilibrium.
    #[must_use]
    pub fn with_expectation(mut self, expectation: Expectation) -> Self {
        self.expectation = expectation;
        self
    }

    /// The court before which laws are checked.
    pub fn court(&self) -> &Court {
        &self.court
    }

    /// What a law is worth to a player, or what having none is; `None` if some state of the game has
    /// no pure equilibrium, or there is no such player.
    ///
    /// # Errors
    /// As [`CheckedLaw::to_contract`]; [`GapError::Solve`] if there are more equilibria than can be
    /// listed.
    pub fn value(
        &self,
        player: usize,
        law: Option<&CheckedLaw>,
    ) -> Result<Option<Rational>, GapError> {
        if player >= self.problem.players() {
            return Ok(None);
        }
        let contract = match law {
            Some(law) => law.to_contract(&self.problem, &self.language)?.contract,
            None => PlainContract::none(self.problem.players(), self.language.cells()),
        };
        let mut value = Rational::ZERO;
        for state in 0..self.problem.states() {
            let induced = contract.induced_game(&self.problem, &self.language, state)?;
            let dense = NormalForm::from_game(&induced)?;
            let perceived = Perceived::new(&dense, &self.preferences)?;
            let equilibria = pure_equilibria(&perceived, &PureOptions::default())?.into_set();
            let values = equilibria
                .iter()
                .map(|profile| perceived.payoff(player, &profile));
            let expected = match self.expectation {
                Expectation::Best => values.max(),
                Expectation::Worst => values.min(),
            };
            match expected {
                Some(expected) => value += self.problem.probability(state) * &expected,
                None => return Ok(None),
            }
        }
        Ok(Some(value))
    }
}

/// Negotiates by what laws are worth to it ([`Appraisal`]).
///
/// It proposes the law of its list that is worth most to it, if that is more than what is in force,
/// and otherwise that this stays. It accepts a law that is worth as much as its own best; and any
/// that is better than what is in force, once so few turns are left that not all others could answer
/// a proposal. Words are worth nothing to it, for nobody enforces them. It votes for what is better
/// than what is in force.
///
/// What it could not appraise, it takes for worth nothing and keeps in
/// [`problems`](Appraiser::problems).
#[derive(Debug, Clone)]
pub struct Appraiser {
    appraisal: Arc<Appraisal>,
    proposals: Vec<Law>,
    check: CheckOptions,
    problems: Vec<String>,
}

impl Appraiser {
    /// One who proposes from this list.
    pub fn new(appraisal: Arc<Appraisal>, proposals: Vec<Law>) -> Self {
        Appraiser {
            appraisal,
            proposals,
            check: CheckOptions::default(),
            problems: Vec::new(),
        }
    }

    /// What it could not appraise, and why.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    fn worth(&mut self, player: usize, law: Option<&Law>) -> Option<Rational> {
        let checked = match law {
            None => None,
            Some(law) => match law.check(self.appraisal.court(), &self.check) {
                Ok(checked) => Some(checked),
                Err(rejection) => {
                    self.problems.push(rejection.to_string());
                    return None;
                }
            },
        };
        match self.appraisal.value(player, checked.as_ref()) {
            Ok(value) => value,
            Err(error) => {
                self.problems.push(error.to_string());
                None
            }
        }
    }

    /// What is in force is worth this.
    fn in_force(&mut self, table: &Table<'_>) -> Option<Rational> {
        match table.in_force {
            Some(Proposal::Law(law)) => self.worth(table.player, Some(law)),
            _ => self.worth(table.player, None),
        }
    }

    /// The law of the list that is worth most, the first of several.
    fn favourite(&mut self, player: usize) -> Option<(usize, Rational)> {
        let mut best: Option<(usize, Rational)> = None;
        for (index, law) in self.proposals.clone().iter().enumerate() {
            if let Some(value) = self.worth(player, Some(law))
                && best.as_ref().is_none_or(|(_, most)| value > *most)
            {
                best = Some((index, value));
            }
        }
        best
    }
}

/// Is a law that is worth this better than what is in force? Anything is if that has no value.
fn is_better(value: &Rational, in_force: Option<&Rational>) -> bool {
    in_force.is_none_or(|in_force| value > in_force)
}

impl Negotiator for Appraiser {
    fn speak(&mut self, table: &Table<'_>, _rng: &mut dyn Rng) -> Statement {
        let in_force = self.in_force(table);
        let favourite = self.favourite(table.player);
        if let Some((by, Proposal::Law(law))) = table.last_proposal()
            && by != table.player
            && let Some(value) = self.worth(table.player, Some(law))
            && is_better(&value, in_force.as_ref())
        {
            let last_chance = table.turns_left < table.names.len();
            if last_chance || favourite.as_ref().is_none_or(|(_, best)| value >= *best) {
                return Statement::Agree { with: None };
            }
        }
        match favourite {
            Some((index, value)) if is_better(&value, in_force.as_ref()) => {
                Statement::Propose(Proposal::Law(self.proposals[index].clone()))
            }
            _ => Statement::KeepStatusQuo,
        }
    }

    fn vote(&mut self, table: &Table<'_>, proposal: &Proposal, _rng: &mut dyn Rng) -> Vote {
        let Proposal::Law(law) = proposal else {
            return Vote::Against;
        };
        let in_force = self.in_force(table);
        let value = self.worth(table.player, Some(law));
        if value.is_some_and(|value| is_better(&value, in_force.as_ref())) {
            Vote::For
        } else {
            Vote::Against
        }
    }
}
