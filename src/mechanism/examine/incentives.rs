//! Is it best to follow the strategies?

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::better_reply::{Against, BetterReply};
use super::evaluate::{Evaluate, with_utilities};
use super::tables::{Tables, View, check_cases, slice};
use super::verdict::Search;
use super::{AgentType, Examination, Verdict};
use crate::mechanism::design::Incentives;
use crate::mechanism::protocol::Strategies;
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// Against what a strategy must be a best reply: a question about a mechanism that there is. What a
/// mechanism that is looked for must do is [`Incentives`], which may be nothing at all, and
/// [`Incentive::required`] is the question behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Incentive {
    /// Against whatever the others say, whatever their types.
    Dominant,
    /// Against others who follow their strategies, whatever their types.
    ExPost,
    /// Against others who follow their strategies, in expectation given the own type.
    Bayesian,
}

impl Incentive {
    /// The question whether a mechanism meets a requirement of design; `None` if nothing is
    /// required.
    pub fn required(requirement: Incentives) -> Option<Self> {
        match requirement {
            Incentives::None => None,
            Incentives::Dominant => Some(Incentive::Dominant),
            Incentives::ExPost => Some(Incentive::ExPost),
            Incentives::Bayesian => Some(Incentive::Bayesian),
        }
    }
}

/// A place in a search for better replies.
struct Place {
    agent: usize,
    own_type: usize,
    better: usize,
    types: Option<usize>,
    messages: usize,
}

impl Examination<'_> {
    /// [`Examination::dominant_strategy`], [`Examination::ex_post`] or [`Examination::bayesian`].
    ///
    /// # Errors
    /// As theirs.
    pub fn incentives(&self, incentive: Incentive) -> Result<Verdict<BetterReply>, SettingError> {
        match incentive {
            Incentive::Dominant => self.dominant_strategy(),
            Incentive::ExPost => self.ex_post(),
            Incentive::Bayesian => self.bayesian(),
        }
    }

    /// Is following the strategies a dominant strategy: a best reply to all messages of the others,
    /// whatever they are sent for?
    ///
    /// Where an agent's utility depends on no type but its own (private values, and preferences that
    /// look at the own payoff only) there is one case for each type, each other message and each
    /// profile of the others' messages. Otherwise, with interdependent values or agents who care
    /// about each other, there are as many for *each profile of the others' types*: others may say
    /// anything whatever they know.
    ///
    /// `O(Σ_i types_i · messages)` utilities for the former.
    ///
    /// # Errors
    /// [`SettingError::TooLarge`] beyond the limit; [`SettingError::Invalid`] without strategies;
    /// [`SettingError::Preference`]; those of [`Decision::check`](crate::mechanism::Decision::check).
    pub fn dominant_strategy(&self) -> Result<Verdict<BetterReply>, SettingError> {
        let strategies = self.strategies()?;
        let tables = self.tables()?;
        with_utilities!(self, tables, utilities => {
            let views = self.views(tables, utilities)?;
            let search = dominance(tables, utilities, &views, strategies);
            search.finish(|excess, place: Place| {
                let mut found = self.better_reply(strategies, &place, utilities.rational(&excess));
                found.against = Against::Messages {
                    types: place.types.map(|types| tables.types.profile_unchecked(types)),
                    messages: tables.messages().profile_unchecked(place.messages),
                };
                found
            })
        })
    }

    /// What others' types may be, for each type of each agent; refuses more cases than the limit.
    fn views<E: Evaluate>(
        &self,
        tables: &Tables,
        utilities: &E,
    ) -> Result<Vec<(AgentType, Vec<View>)>, SettingError> {
        let mut views = Vec::new();
        let mut cases = 0u128;
        for &agent in self.examined() {
            for own_type in 0..self.setting().types()[agent] {
                let list = utilities.views(tables, agent, own_type);
                cases = cases.saturating_add(list.len() as u128 * tables.messages().len() as u128);
                check_cases("dominance", cases, self.limit().comparisons)?;
                views.push((AgentType::new(agent, own_type), list));
            }
        }
        Ok(views)
    }

    fn better_reply(&self, strategies: &Strategies, place: &Place, gain: Rational) -> BetterReply {
        BetterReply {
            agent: place.agent,
            own_type: place.own_type,
            message: strategies.message(place.agent, place.own_type),
            better: place.better,
            against: Against::Beliefs,
            gain,
        }
    }

    /// The number of utilities at type profiles and own messages.
    fn check_interim(&self, tables: &Tables, what: &'static str) -> Result<(), SettingError> {
        let messages = self.examined().iter();
        let messages: u128 = messages
            .map(|&agent| self.mechanism().messages(agent) as u128)
            .sum();
        let cases = messages * tables.types.len() as u128;
        check_cases(what, cases, self.limit().comparisons)
    }

    /// Are the strategies an ex post equilibrium: at every type profile, also those of probability
    /// zero, a best reply to others who follow theirs?
    ///
    /// One case for each agent, type profile and other message.
    ///
    /// # Errors
    /// As [`Examination::dominant_strategy`].
    pub fn ex_post(&self) -> Result<Verdict<BetterReply>, SettingError> {
        let strategies = self.strategies()?;
        let tables = self.tables()?;
        self.check_interim(tables, "ex post incentives")?;
        with_utilities!(self, tables, utilities => {
            let mut search = Search::new();
            let zero = Amount::zero();
            for &agent in self.examined() {
                for types in 0..tables.types.len() {
                    let own_type = tables.types.action(types, agent);
                    let gains = gains(tables, utilities, agent, types);
                    for (better, gain) in gains {
                        search.record_times(gain, &zero, 1, || Place {
                            agent,
                            own_type,
                            better,
                            types: Some(types),
                            messages: 0,
                        });
                    }
                }
            }
            search.finish(|excess, place| {
                let mut found = self.better_reply(strategies, &place, utilities.rational(&excess));
                let types = tables.types.profile_unchecked(place.types.unwrap_or(0));
                found.against = Against::Types { types };
                found
            })
        })
    }

    /// Are the strategies a Bayes–Nash equilibrium: a best reply, in expectation given the own type
    /// by Bayes' rule, to others who follow theirs?
    ///
    /// One case for each agent, type and other message; [`super::ZeroProbability`] says what is
    /// asked of types that do not occur. Gains are given the type.
    ///
    /// # Errors
    /// As [`Examination::dominant_strategy`], and [`SettingError::Invalid`] if a type of
    /// probability zero is to be refused.
    pub fn bayesian(&self) -> Result<Verdict<BetterReply>, SettingError> {
        let strategies = self.strategies()?;
        let tables = self.tables()?;
        self.check_interim(tables, "Bayesian incentives")?;
        with_utilities!(self, tables, utilities => {
            let mut search: Search<Rational, Place> = Search::new();
            for &agent in self.examined() {
                for own_type in 0..self.setting().types()[agent] {
                    let place = |better, types| Place { agent, own_type, better, types, messages: 0 };
                    let profiles = || tables.with_own_type(agent, own_type);
                    let mass: Rational = profiles().map(|types| &tables.prior[types]).sum();
                    let Some(inverse) = mass.recip() else {
                        if self.skips(agent, own_type)? {
                            search.skipped.push(AgentType::new(agent, own_type));
                            continue;
                        }
                        for types in profiles() {
                            for (better, gain) in gains(tables, utilities, agent, types) {
                                let gain = utilities.rational(&gain);
                                search.record(gain, || place(better, Some(types)));
                            }
                        }
                        continue;
                    };
                    let message = strategies.message(agent, own_type);
                    let expected = expected_gains(tables, utilities, agent, own_type);
                    for (better, gain) in expected.into_iter().enumerate() {
                        if better != message {
                            search.record(gain * &inverse, || place(better, None));
                        }
                    }
                }
            }
            search.finish(|gain, place| {
                let mut found = self.better_reply(strategies, &place, gain);
                if let Some(types) = place.types {
                    let types = tables.types.profile_unchecked(types);
                    found.against = Against::Types { types };
                }
                found
            })
        })
    }
}

/// What every other message gains at a type profile where the others follow their strategies.
fn gains<E: Evaluate>(
    tables: &Tables,
    utilities: &E,
    agent: usize,
    types: usize,
) -> impl Iterator<Item = (usize, E::Value)> {
    let followed = tables.followed[types];
    let row = utilities.row(agent, types);
    let space = tables.messages();
    let message = space.action(followed, agent);
    let honest = utilities.utility(agent, row, followed);
    (0..space.actions()[agent])
        .filter(move |&better| better != message)
        .map(move |better| {
            let messages = space.deviation(followed, agent, better);
            let gain = utilities.utility(agent, row, messages).minus(&honest);
            (better, gain)
        })
}

/// For each message what it gains, times the probability of the type.
fn expected_gains<E: Evaluate>(
    tables: &Tables,
    utilities: &E,
    agent: usize,
    own_type: usize,
) -> Vec<Rational> {
    let count = tables.messages().actions()[agent];
    let mut sums: Vec<_> = (0..count).map(|_| E::Value::empty()).collect();
    for types in tables.with_own_type(agent, own_type) {
        if tables.prior[types].is_zero() {
            continue;
        }
        for (better, gain) in gains(tables, utilities, agent, types) {
            E::Value::weigh(&mut sums[better], utilities.probability(types), &gain);
        }
    }
    sums.iter().map(|sum| utilities.rational_sum(sum)).collect()
}

fn dominance<E: Evaluate>(
    tables: &Tables,
    utilities: &E,
    views: &[(AgentType, Vec<View>)],
    strategies: &Strategies,
) -> Search<E::Value, Place> {
    let space = tables.messages();
    let zero = E::Value::zero();
    let mut search = Search::new();
    for (AgentType { agent, own_type }, views) in views {
        let (agent, own_type) = (*agent, *own_type);
        let message = strategies.message(agent, own_type);
        for view in views {
            for (base, stride) in slice(space, agent) {
                let messages = base + message * stride;
                let honest = utilities.utility(agent, view.row, messages);
                for better in 0..space.actions()[agent] {
                    if better == message {
                        continue;
                    }
                    let other = utilities.utility(agent, view.row, base + better * stride);
                    search.record_times(other.minus(&honest), &zero, view.times, || Place {
                        agent,
                        own_type,
                        better,
                        types: view.types,
                        messages,
                    });
                }
            }
        }
    }
    search
}
