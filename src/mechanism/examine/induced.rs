//! The games that a mechanism makes, and the direct mechanism behind an indirect one.

use super::Examination;
use super::evaluate::with_utilities;
use super::tables::{check_cases, product};
use crate::game::{Game, GameError, NormalForm, ProfileSpace, SizeLimit};
use crate::mechanism::protocol::{Decision, Mechanism, Strategies};
use crate::mechanism::setting::{Setting, SettingError};
use crate::number::Rational;

/// The game of messages at a type profile that everybody knows: actions are messages, and the
/// material payoff of an agent is its expected value plus transfer.
///
/// Linear preferences can be put on top with [`Perceived`](crate::preference::Perceived), since
/// expectations pass through them; for other preferences over lotteries use
/// [`Examination::complete_information`].
pub struct MessageGame<'a> {
    setting: &'a Setting,
    mechanism: &'a dyn Mechanism,
    types: Vec<usize>,
}

impl<'a> MessageGame<'a> {
    /// The game at this type profile.
    ///
    /// # Errors
    /// Those of [`Examination::new`]; [`SettingError::WrongLength`], [`SettingError::OutOfRange`].
    pub fn new(
        setting: &'a Setting,
        mechanism: &'a dyn Mechanism,
        types: Vec<usize>,
    ) -> Result<Self, SettingError> {
        Examination::new(setting, mechanism)?.check_types(&types)?;
        Ok(MessageGame {
            setting,
            mechanism,
            types,
        })
    }
}

impl Game<Rational> for MessageGame<'_> {
    fn players(&self) -> usize {
        self.mechanism.agents()
    }

    fn actions(&self, player: usize) -> usize {
        self.mechanism.messages(player)
    }

    fn payoff(&self, player: usize, profile: &[usize]) -> Rational {
        let decision = self.mechanism.decide(profile);
        decision.payoff(self.setting, player, &self.types)
    }

    fn payoffs_into(&self, profile: &[usize], payoffs: &mut [Rational]) {
        let decision = self.mechanism.decide(profile);
        for (player, payoff) in payoffs.iter_mut().enumerate() {
            *payoff = decision.payoff(self.setting, player, &self.types);
        }
    }
}

/// The direct mechanism that asks for types and plays an indirect one for its agents: the
/// revelation principle (Gibbard 1973; Myerson 1979). If the strategies are an equilibrium of the
/// indirect mechanism, of whichever kind, truth is one of this.
#[derive(Clone)]
pub struct Revealed<'a> {
    mechanism: &'a dyn Mechanism,
    strategies: Strategies,
    types: Vec<usize>,
}

impl<'a> Revealed<'a> {
    /// The mechanism that says for each type what the strategies say.
    ///
    /// # Errors
    /// Those of [`Examination::new`] and [`Strategies::check`].
    pub fn new(
        setting: &Setting,
        mechanism: &'a dyn Mechanism,
        strategies: Strategies,
    ) -> Result<Self, SettingError> {
        SettingError::check_length("the agents", mechanism.agents(), setting.agents())?;
        strategies.check(setting, mechanism)?;
        Ok(Revealed {
            mechanism,
            strategies,
            types: setting.types().to_vec(),
        })
    }
}

impl Mechanism for Revealed<'_> {
    fn agents(&self) -> usize {
        self.mechanism.agents()
    }

    fn messages(&self, agent: usize) -> usize {
        self.types[agent]
    }

    fn alternatives(&self) -> usize {
        self.mechanism.alternatives()
    }

    fn decide(&self, messages: &[usize]) -> Decision {
        self.mechanism.decide(&self.strategies.messages(messages))
    }
}

impl Examination<'_> {
    /// The game of messages at a type profile that everybody knows, with utilities as the agents
    /// perceive them.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], [`SettingError::OutOfRange`], and those of
    /// [`Examination::dominant_strategy`].
    pub fn complete_information(
        &self,
        types: &[usize],
    ) -> Result<NormalForm<Rational>, SettingError> {
        self.check_types(types)?;
        let tables = self.tables()?;
        let index = tables.types.index_unchecked(types);
        let space = tables.messages();
        with_utilities!(self, tables, utilities => {
            NormalForm::from_fn(space.actions(), |agent, messages| {
                let row = utilities.row(agent, index);
                let messages = space.index_unchecked(messages);
                utilities.rational(&utilities.utility(agent, row, messages))
            })?
        })
    }

    /// The strategic form of the Bayesian game that the mechanism makes (Harsanyi 1967–68): an
    /// action of an agent says for each of its types which message to send
    /// ([`Examination::plan_of_action`]), and its payoff is what it expects before it knows its
    /// type, as it perceives it.
    ///
    /// `O(agents · profiles · type profiles)`, and there are `Π_i messages_i ^ types_i` profiles.
    ///
    /// # Errors
    /// [`SettingError::Game`] for more payoffs than the limit, and those of
    /// [`Examination::dominant_strategy`].
    pub fn strategic_form(&self, limit: SizeLimit) -> Result<NormalForm<Rational>, SettingError> {
        let plans: Vec<ProfileSpace> = (0..self.setting().agents())
            .map(|agent| self.plans(agent))
            .collect::<Result<_, _>>()?;
        let counts: Vec<usize> = plans.iter().map(ProfileSpace::len).collect();
        let tables = self.tables()?;
        let cases = product(&counts)
            .saturating_mul(tables.types.len() as u128)
            .saturating_mul(counts.len() as u128);
        check_cases("a strategic form", cases, self.limit().comparisons)?;
        let space = tables.messages();
        let mut types: Vec<Vec<usize>> = Vec::with_capacity(tables.types.len());
        tables
            .types
            .for_each(|_, profile| types.push(profile.to_vec()));
        with_utilities!(self, tables, utilities => {
            NormalForm::from_fn_within(limit, &counts, |agent, profile| {
                let mut sum = Rational::ZERO;
                for (index, types) in types.iter().enumerate() {
                    let probability = &tables.prior[index];
                    if probability.is_zero() {
                        continue;
                    }
                    let said = types.iter().enumerate().map(|(i, &own)| {
                        plans[i].action(profile[i], own) * space.stride(i)
                    });
                    let row = utilities.row(agent, index);
                    let utility = utilities.utility(agent, row, said.sum());
                    sum += probability * &utilities.rational(&utility);
                }
                sum
            })?
        })
    }

    fn plans(&self, agent: usize) -> Result<ProfileSpace, GameError> {
        let types = self.setting().types()[agent];
        ProfileSpace::new(&vec![self.mechanism().messages(agent); types])
    }

    /// For each type of an agent what it says in this action of [`Examination::strategic_form`].
    ///
    /// # Errors
    /// [`SettingError::OutOfRange`], [`SettingError::Game`].
    pub fn plan_of_action(&self, agent: usize, action: usize) -> Result<Vec<usize>, SettingError> {
        SettingError::check_index("an agent", agent, self.setting().agents())?;
        Ok(self.plans(agent)?.profile(action)?)
    }

    /// The profile of [`Examination::strategic_form`] in which everybody follows the strategies.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] without strategies, [`SettingError::Game`].
    pub fn followed_profile(&self) -> Result<Vec<usize>, SettingError> {
        let strategies = self.strategies()?;
        let agents = self.setting().types().iter().enumerate();
        agents
            .map(|(agent, &types)| {
                let plan: Vec<usize> = (0..types)
                    .map(|own_type| strategies.message(agent, own_type))
                    .collect();
                Ok(self.plans(agent)?.index(&plan)?)
            })
            .collect()
    }
}
