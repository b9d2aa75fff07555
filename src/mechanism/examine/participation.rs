//! Does everybody want to take part?

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::evaluate::{Evaluate, with_utilities};
use super::verdict::Search;
use super::{AgentType, Examination, Lottery, Verdict, Witness};
use crate::mechanism::ParticipationStage;
use crate::mechanism::setting::{OutsideOptions, SettingError};
use crate::number::Rational;

/// When agents may stay away: a question about a mechanism that there is, in which lotteries may be
/// looked into. What a mechanism that is looked for must do is [`ParticipationStage`], and
/// [`Stage::required`] is the question behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stage {
    /// Before they know their type.
    ExAnte,
    /// When each knows its own type.
    Interim,
    /// After all types are known: before or after a lottery is drawn.
    ExPost(Lottery),
}

impl Stage {
    /// The question whether a mechanism meets a requirement of design; `None` if agents must take
    /// part. Design takes expectations of lotteries unless it is asked for conditions in every
    /// branch.
    pub fn required(requirement: ParticipationStage, lottery: Lottery) -> Option<Self> {
        match requirement {
            ParticipationStage::None => None,
            ParticipationStage::ExAnte => Some(Stage::ExAnte),
            ParticipationStage::Interim => Some(Stage::Interim),
            ParticipationStage::ExPost => Some(Stage::ExPost(lottery)),
        }
    }
}

/// An agent that is better off outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Shortfall {
    /// The agent.
    pub agent: usize,
    /// Its type, unless the agent decides before it knows it.
    pub own_type: Option<usize>,
    /// The type of each agent, if they are known.
    pub types: Option<Vec<usize>>,
    /// The branch of the decision, if it is drawn.
    pub branch: Option<usize>,
    /// What it has outside.
    pub outside: Rational,
    /// What it has outside less what it has inside.
    pub shortfall: Rational,
}

impl Shortfall {
    /// Is this a violation for these outside options? [`Witness::verify`] takes the outside option
    /// as it stands here.
    pub fn verify_for(&self, examination: &Examination<'_>, outside: &OutsideOptions) -> bool {
        self.verify(examination)
            && self
                .option(examination, outside)
                .is_ok_and(|found| found == self.outside)
    }

    /// What the agent has outside, by definition.
    fn option(
        &self,
        examination: &Examination<'_>,
        outside: &OutsideOptions,
    ) -> Result<Rational, SettingError> {
        let setting = examination.setting();
        outside.check(setting)?;
        let space = examination.every_type()?;
        if let Some(types) = &self.types {
            let index = space.index(types)?;
            return Ok(outside.at(self.agent, types[self.agent], index).clone());
        }
        let (mut sum, mut mass) = (Rational::ZERO, Rational::ZERO);
        space.for_each(|index, types| {
            let own_type = types[self.agent];
            if self.own_type.is_none_or(|own| own == own_type) {
                let probability = setting.probability(types);
                sum += &probability * outside.at(self.agent, own_type, index);
                mass += probability;
            }
        });
        sum.checked_div(&mass).ok_or_else(|| {
            let needs = "Bayes' rule needs a positive one";
            SettingError::invalid("the probability of the type", 0, needs)
        })
    }
}

impl Witness for Shortfall {
    fn excess(&self) -> &Rational {
        &self.shortfall
    }

    /// Takes the outside option as it stands in the witness.
    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        let setting = examination.setting();
        let agent = self.agent;
        SettingError::check_index("an agent", agent, setting.agents())?;
        let strategies = examination.strategies()?;
        let utility =
            |types: &[usize]| examination.utility(agent, types, &strategies.messages(types));
        if let Some(types) = &self.types {
            examination.check_types(types)?;
            if self.own_type.is_some_and(|own| own != types[agent]) {
                let needs = "it must be the type in the profile";
                return Err(SettingError::invalid(
                    "the agent's type",
                    types[agent],
                    needs,
                ));
            }
            let inside = match self.branch {
                None => utility(types)?,
                Some(branch) => {
                    let decision = examination.mechanism().decide(&strategies.messages(types));
                    let branches = decision.branches();
                    SettingError::check_index("a branch", branch, branches.len())?;
                    let branch = &branches[branch];
                    examination
                        .perspective
                        .of_branch(setting, agent, types, branch)?
                }
            };
            return Ok(&self.outside - &inside);
        }
        let types = match self.own_type {
            Some(own_type) => examination.beliefs(agent, own_type)?,
            None => {
                let mut all = Vec::new();
                for own_type in 0..setting.types()[agent] {
                    all.extend(examination.beliefs(agent, own_type)?);
                }
                all
            }
        };
        let (mut inside, mut mass) = (Rational::ZERO, Rational::ZERO);
        for (types, probability) in types {
            if !probability.is_zero() {
                inside += &probability * &utility(&types)?;
                mass += probability;
            }
        }
        let inside = inside.checked_div(&mass).ok_or_else(|| {
            let needs = "Bayes' rule needs a positive one";
            SettingError::invalid("the probability of the type", 0, needs)
        })?;
        Ok(&self.outside - &inside)
    }

    fn in_words(&self, examination: &Examination<'_>) -> String {
        let who = match self.own_type {
            Some(own_type) => examination.who(self.agent, own_type),
            None => examination.setting().agent_name(self.agent),
        };
        let at = match &self.types {
            Some(types) => format!(" when types are [{}]", examination.types_text(types, None)),
            None => String::new(),
        };
        format!(
            "{who} has {} outside, {} more than inside{at}",
            self.outside, self.shortfall
        )
    }
}

impl Examination<'_> {
    /// Does every agent get at least what it has outside, when everybody follows the strategies?
    ///
    /// Ex ante there is one case for each agent, at the interim one for each of its types, ex post
    /// one for each type profile (those of probability zero too) and, after the draw, each branch.
    /// Expected outside options are taken over the same beliefs.
    ///
    /// # Errors
    /// Those of [`OutsideOptions::check`] and [`Examination::bayesian`].
    pub fn participation(
        &self,
        stage: Stage,
        outside: &OutsideOptions,
    ) -> Result<Verdict<Shortfall>, SettingError> {
        self.strategies()?;
        outside.check(self.setting())?;
        let mut search = Search::new();
        match stage {
            Stage::ExAnte | Stage::Interim => self.before(stage, outside, &mut search)?,
            Stage::ExPost(lottery) => {
                for &agent in self.examined() {
                    for types in 0..self.tables()?.types.len() {
                        self.after(agent, types, lottery, outside, &mut search)?;
                    }
                }
            }
        }
        Ok(search.verdict())
    }

    fn before(
        &self,
        stage: Stage,
        outside: &OutsideOptions,
        search: &mut Search<Rational, Shortfall>,
    ) -> Result<(), SettingError> {
        let tables = self.tables()?;
        for &agent in self.examined() {
            let mut total = (Rational::ZERO, Rational::ZERO);
            for own_type in 0..self.setting().types()[agent] {
                let profiles = || tables.with_own_type(agent, own_type);
                let inside = with_utilities!(self, tables, utilities => {
                    let mut sum = empty(utilities);
                    for types in profiles() {
                        let row = utilities.row(agent, types);
                        let utility = utilities.utility(agent, row, tables.followed[types]);
                        weigh(utilities, &mut sum, types, &utility);
                    }
                    utilities.rational_sum(&sum)
                })?;
                let expected: Rational = profiles()
                    .map(|types| &tables.prior[types] * outside.at(agent, own_type, types))
                    .sum();
                if stage == Stage::ExAnte {
                    total.0 += inside;
                    total.1 += expected;
                    continue;
                }
                let mass: Rational = profiles().map(|types| &tables.prior[types]).sum();
                let Some(inverse) = mass.recip() else {
                    if self.skips(agent, own_type)? {
                        search.skipped.push(AgentType::new(agent, own_type));
                        continue;
                    }
                    for types in profiles() {
                        self.after(agent, types, Lottery::InExpectation, outside, search)?;
                    }
                    continue;
                };
                let outside = expected * &inverse;
                let shortfall = &outside - &(inside * &inverse);
                search.record(shortfall.clone(), || Shortfall {
                    agent,
                    own_type: Some(own_type),
                    types: None,
                    branch: None,
                    outside,
                    shortfall,
                });
            }
            if stage == Stage::ExAnte {
                let (inside, outside) = total;
                let shortfall = &outside - &inside;
                search.record(shortfall.clone(), || Shortfall {
                    agent,
                    own_type: None,
                    types: None,
                    branch: None,
                    outside,
                    shortfall,
                });
            }
        }
        Ok(())
    }

    fn after(
        &self,
        agent: usize,
        types: usize,
        lottery: Lottery,
        outside: &OutsideOptions,
        search: &mut Search<Rational, Shortfall>,
    ) -> Result<(), SettingError> {
        let tables = self.tables()?;
        let profile = tables.types.profile_unchecked(types);
        let outside = outside.at(agent, profile[agent], types);
        let messages = tables.followed[types];
        let mut record = |inside: Rational, branch: Option<usize>| {
            let shortfall = outside - &inside;
            search.record(shortfall.clone(), || Shortfall {
                agent,
                own_type: Some(profile[agent]),
                types: Some(profile.clone()),
                branch,
                outside: outside.clone(),
                shortfall,
            });
        };
        match lottery {
            Lottery::InExpectation => {
                let inside = with_utilities!(self, tables, utilities => {
                    let row = utilities.row(agent, types);
                    utilities.rational(&utilities.utility(agent, row, messages))
                })?;
                record(inside, None);
            }
            Lottery::EachBranch => {
                let branches = tables.decision(messages).branches();
                for (number, branch) in branches.iter().enumerate() {
                    let setting = self.setting();
                    let inside = self
                        .perspective
                        .of_branch(setting, agent, &profile, branch)?;
                    record(inside, Some(number));
                }
            }
        }
        Ok(())
    }
}

fn empty<E: Evaluate>(_utilities: &E) -> <E::Value as Amount>::Sum {
    E::Value::empty()
}

fn weigh<E: Evaluate>(
    utilities: &E,
    sum: &mut <E::Value as Amount>::Sum,
    types: usize,
    utility: &E::Value,
) {
    E::Value::weigh(sum, utilities.probability(types), utility);
}
