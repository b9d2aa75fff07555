//! A mechanism in a setting, with strategies and preferences: what is examined.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::AgentType;
use super::perspective::Perspective;
use super::tables::{Tables, check_cases, product};
use crate::game::ProfileSpace;
use crate::mechanism::protocol::{Mechanism, Strategies};
use crate::mechanism::setting::{Concern, Setting, SettingError};
use crate::number::Rational;
use crate::preference::Preference;

/// How much is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ExaminationLimit {
    /// The largest number of type profiles and of message profiles; four million by default.
    pub profiles: u64,
    /// The largest number of comparisons of one question; two thousand million by default.
    pub comparisons: u64,
}

impl Default for ExaminationLimit {
    fn default() -> Self {
        ExaminationLimit {
            profiles: 4_000_000,
            comparisons: 2_000_000_000,
        }
    }
}

impl ExaminationLimit {
    /// At most this many type profiles, and as many message profiles.
    #[must_use]
    pub fn with_profiles(mut self, profiles: u64) -> Self {
        self.profiles = profiles;
        self
    }

    /// At most this many comparisons for one question.
    #[must_use]
    pub fn with_comparisons(mut self, comparisons: u64) -> Self {
        self.comparisons = comparisons;
        self
    }
}

/// What is asked of an agent's type that has probability zero, so that Bayes' rule says nothing
/// about what it believes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ZeroProbability {
    /// Nothing; the verdict lists the type as skipped.
    #[default]
    Skip,
    /// The question is refused.
    Refuse,
    /// The condition must hold whatever the type believes: at every profile of the others' types.
    EveryBelief,
}

/// At which messages a condition on decisions must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MessageScope {
    /// At all messages, whoever may send them.
    #[default]
    Everything,
    /// At the messages that types send when everybody follows the strategies.
    Followed,
}

/// What a condition on a decision looks at when the decision is a lottery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Lottery {
    /// At each branch: the condition must hold after the draw.
    #[default]
    EachBranch,
    /// At the expectation: the condition must hold before the draw.
    InExpectation,
}

/// A mechanism in a setting, with the strategies that agents follow and what they care about, to be
/// examined.
///
/// The mechanism is written out at the first question, and every question is decided exactly and by
/// exhaustion: in machine integers over a common denominator where all numbers fit, else in
/// rationals, with the same answers.
///
/// ```
/// use lacuna::mechanism::examine::{Examination, Witness};
/// use lacuna::mechanism::{Decision, Mechanism, Setting};
/// use lacuna::number::Rational;
///
/// /// The higher of two bids wins and is paid; bidder 0 wins ties.
/// struct FirstPrice;
/// impl Mechanism for FirstPrice {
///     fn agents(&self) -> usize {
///         2
///     }
///     fn messages(&self, _bidder: usize) -> usize {
///         4
///     }
///     fn alternatives(&self) -> usize {
///         2
///     }
///     fn decide(&self, bids: &[usize]) -> Decision {
///         let winner = usize::from(bids[1] > bids[0]);
///         let mut transfers = vec![Rational::ZERO; 2];
///         transfers[winner] = Rational::from(-(bids[winner] as i64));
///         Decision::certain(winner, transfers)
///     }
/// }
/// let setting = Setting::private(&[4, 4], 2, |bidder, value, winner| {
///     Rational::from(if winner == bidder { value as i64 } else { 0 })
/// })?;
/// let examination = Examination::new(&setting, &FirstPrice)?;
/// let verdict = examination.dominant_strategy()?;
/// // Bidder 0 with value 3 should not bid 3 when the other bids 0: bidding 0 wins as well.
/// let witness = verdict.witness().ok_or("a first-price auction is not truthful")?;
/// assert_eq!(witness.gain, Rational::from(3));
/// assert!(witness.verify(&examination));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Examination<'a> {
    setting: &'a Setting,
    mechanism: &'a dyn Mechanism,
    strategies: Option<Strategies>,
    pub(super) perspective: Perspective<'a>,
    limit: ExaminationLimit,
    pub(super) unlikely: ZeroProbability,
    message_scope: MessageScope,
    examined: Vec<usize>,
    tables: OnceLock<Tables>,
}

impl<'a> Examination<'a> {
    /// An examination of a mechanism with selfish agents. If every agent has as many messages as
    /// types the mechanism is taken for a direct one, and everybody tells the truth; strategies for
    /// others are given by [`Examination::with_strategies`].
    ///
    /// # Errors
    /// [`SettingError::WrongLength`] if the mechanism has another number of agents than the setting,
    /// [`SettingError::OutOfRange`] if it has more alternatives.
    pub fn new(setting: &'a Setting, mechanism: &'a dyn Mechanism) -> Result<Self, SettingError> {
        let agents = setting.agents();
        SettingError::check_length("the list of agents", mechanism.agents(), agents)?;
        let alternatives = setting.alternatives();
        SettingError::check_index(
            "the number of alternatives of the mechanism",
            mechanism.alternatives(),
            alternatives + 1,
        )?;
        let mut types = setting.types().iter().enumerate();
        let is_direct = types.all(|(agent, &count)| mechanism.messages(agent) == count);
        Ok(Examination {
            setting,
            mechanism,
            strategies: is_direct.then(|| Strategies::truthful(setting)),
            perspective: Perspective::default(),
            limit: ExaminationLimit::default(),
            unlikely: ZeroProbability::default(),
            message_scope: MessageScope::default(),
            examined: (0..agents).collect(),
            tables: OnceLock::new(),
        })
    }

    /// Which type says what.
    ///
    /// # Errors
    /// Those of [`Strategies::check`].
    pub fn with_strategies(mut self, strategies: Strategies) -> Result<Self, SettingError> {
        strategies.check(self.setting, self.mechanism)?;
        self.strategies = Some(strategies);
        self.tables = OnceLock::new();
        Ok(self)
    }

    /// What agents care about; [`Concern`] says what of. Selfish agents care about their own
    /// material payoff. Expected utility over branches and beliefs.
    #[must_use]
    pub fn with_preference(mut self, preference: &'a dyn Preference<Rational>) -> Self {
        self.perspective.preference = Some(preference);
        self.tables = OnceLock::new();
        self
    }

    /// What the preference is about: material payoffs, or values alone.
    #[must_use]
    pub fn with_concern(mut self, concern: Concern) -> Self {
        self.perspective.concern = concern;
        self.tables = OnceLock::new();
        self
    }

    /// How much is looked at.
    #[must_use]
    pub fn with_limit(mut self, limit: ExaminationLimit) -> Self {
        self.limit = limit;
        self.tables = OnceLock::new();
        self
    }

    /// What is asked of types of probability zero, by [`Examination::bayesian`] and by
    /// participation at the interim stage.
    #[must_use]
    pub fn with_zero_probability(mut self, policy: ZeroProbability) -> Self {
        self.unlikely = policy;
        self
    }

    /// At which messages conditions on decisions must hold.
    #[must_use]
    pub fn with_message_scope(mut self, scope: MessageScope) -> Self {
        self.message_scope = scope;
        self
    }

    /// Asks conditions on agents (incentives, participation, payments, monotonicity, envy) of these
    /// agents only. Sums over agents, such as budgets and welfare, are over all.
    ///
    /// # Errors
    /// [`SettingError::OutOfRange`].
    pub fn with_agents(mut self, agents: &[usize]) -> Result<Self, SettingError> {
        for &agent in agents {
            SettingError::check_index("an agent", agent, self.setting.agents())?;
        }
        self.examined = agents.to_vec();
        self.examined.sort_unstable();
        self.examined.dedup();
        Ok(self)
    }

    /// The setting.
    pub fn setting(&self) -> &'a Setting {
        self.setting
    }

    /// The mechanism.
    pub fn mechanism(&self) -> &'a dyn Mechanism {
        self.mechanism
    }

    /// The strategies.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if the mechanism is indirect and none were given.
    pub fn strategies(&self) -> Result<&Strategies, SettingError> {
        self.strategies.as_ref().ok_or_else(|| {
            SettingError::invalid(
                "the strategy of each agent",
                "missing",
                "a mechanism whose messages are not the types needs with_strategies",
            )
        })
    }

    pub(super) fn limit(&self) -> ExaminationLimit {
        self.limit
    }

    pub(super) fn message_scope(&self) -> MessageScope {
        self.message_scope
    }

    /// The agents of whom conditions are asked.
    pub(super) fn examined(&self) -> &[usize] {
        &self.examined
    }

    /// The tables, made at the first question.
    pub(super) fn tables(&self) -> Result<&Tables, SettingError> {
        if let Some(tables) = self.tables.get() {
            return Ok(tables);
        }
        let tables = Tables::of(
            self.setting,
            self.mechanism,
            self.strategies.as_ref(),
            self.perspective,
            self.limit.profiles,
        )?;
        Ok(self.tables.get_or_init(|| tables))
    }

    /// Are all numbers in machine integers?
    #[doc(hidden)]
    pub fn is_scaled(&self) -> Result<bool, SettingError> {
        Ok(matches!(
            self.tables()?.utilities,
            super::tables::Utilities::Scaled(_)
        ))
    }

    /// What a type of probability zero leads to: is it skipped (true), or every belief required?
    pub(super) fn skips(&self, agent: usize, own_type: usize) -> Result<bool, SettingError> {
        match self.unlikely {
            ZeroProbability::Skip => Ok(true),
            ZeroProbability::EveryBelief => Ok(false),
            ZeroProbability::Refuse => {
                let who = self.setting.agent_name(agent);
                let own = self.setting.type_name(agent, own_type);
                Err(SettingError::invalid(
                    format!("the probability of {own} of {who}"),
                    0,
                    "Bayes' rule needs a positive one; or skip the type, or require every belief",
                ))
            }
        }
    }

    /// Checks a type profile that somebody else made.
    pub(super) fn check_types(&self, types: &[usize]) -> Result<(), SettingError> {
        let agents = self.setting.agents();
        SettingError::check_length("a type profile", types.len(), agents)?;
        for (&own, &count) in types.iter().zip(self.setting.types()) {
            SettingError::check_index("a type", own, count)?;
        }
        Ok(())
    }

    /// Checks messages that somebody else made.
    pub(super) fn check_messages(&self, messages: &[usize]) -> Result<(), SettingError> {
        let agents = self.setting.agents();
        SettingError::check_length("a list of messages", messages.len(), agents)?;
        for (agent, &message) in messages.iter().enumerate() {
            SettingError::check_index("a message", message, self.mechanism.messages(agent))?;
        }
        Ok(())
    }

    /// Checks an agent and its type that somebody else made.
    pub(super) fn check_own_type(&self, agent: usize, own_type: usize) -> Result<(), SettingError> {
        SettingError::check_index("an agent", agent, self.setting.agents())?;
        SettingError::check_index("a type", own_type, self.setting.types()[agent])
    }

    /// What an agent expects at a type profile when these messages are sent, from the definition.
    ///
    /// # Errors
    /// [`SettingError::OutOfRange`], [`SettingError::WrongLength`], [`SettingError::Preference`].
    pub fn utility(
        &self,
        agent: usize,
        types: &[usize],
        messages: &[usize],
    ) -> Result<Rational, SettingError> {
        SettingError::check_index("an agent", agent, self.setting.agents())?;
        self.check_types(types)?;
        self.check_messages(messages)?;
        let decision = self.mechanism.decide(messages);
        decision.check(self.setting.agents(), self.setting.alternatives())?;
        self.perspective
            .of_decision(self.setting, agent, types, &decision)
    }

    /// The type profiles, if they are not more than the limit.
    pub(super) fn every_type(&self) -> Result<ProfileSpace, SettingError> {
        let types = self.setting.types();
        check_cases("the type profiles", product(types), self.limit.profiles)?;
        self.setting.profiles()
    }

    /// Refuses a question of more comparisons than the limit.
    pub(super) fn check_comparisons(
        &self,
        what: &'static str,
        cases: u128,
    ) -> Result<(), SettingError> {
        check_cases(what, cases, self.limit.comparisons)
    }

    /// All type profiles in which an agent has this type, and their probabilities, from the
    /// definition; the probabilities sum to that of the type.
    pub(super) fn beliefs(
        &self,
        agent: usize,
        own_type: usize,
    ) -> Result<Vec<(Vec<usize>, Rational)>, SettingError> {
        self.check_own_type(agent, own_type)?;
        let mut beliefs = Vec::new();
        self.every_type()?.for_each(|_, types| {
            if types[agent] == own_type {
                beliefs.push((types.to_vec(), self.setting.probability(types)));
            }
        });
        Ok(beliefs)
    }

    /// The name of a message; its number if there is no such message.
    pub(super) fn message_name(&self, agent: usize, message: usize) -> Cow<'static, str> {
        if agent >= self.setting.agents() || message >= self.mechanism.messages(agent) {
            return format!("message {message}").into();
        }
        match self.mechanism.message_name(agent, message) {
            Some(name) => name.into(),
            None if self.mechanism.messages(agent) == self.setting.types()[agent] => {
                self.setting.type_name(agent, message).into()
            }
            None => format!("message {message}").into(),
        }
    }

    /// Messages as text, without that of one agent.
    pub(super) fn messages_text(&self, messages: &[usize], except: Option<usize>) -> String {
        self.list(messages.len(), except, |agent| {
            self.message_name(agent, messages[agent]).into_owned()
        })
    }

    /// Types as text, without that of one agent.
    pub(super) fn types_text(&self, types: &[usize], except: Option<usize>) -> String {
        self.list(types.len(), except, |agent| {
            self.setting.type_name(agent, types[agent])
        })
    }

    fn list(&self, count: usize, except: Option<usize>, name: impl Fn(usize) -> String) -> String {
        let parts: Vec<String> = (0..count)
            .filter(|&agent| Some(agent) != except)
            .map(|agent| format!("{}: {}", self.setting.agent_name(agent), name(agent)))
            .collect();
        parts.join(", ")
    }

    /// An agent and its type as text.
    pub(super) fn who(&self, agent: usize, own_type: usize) -> String {
        let name = self.setting.agent_name(agent);
        format!("{name} of {}", self.setting.type_name(agent, own_type))
    }
}

impl AgentType {
    pub(super) fn new(agent: usize, own_type: usize) -> Self {
        AgentType { agent, own_type }
    }
}
