//! Strategies of agents, and the episodes in which they meet.

use std::fmt;
use std::sync::Arc;

use rand::Rng;

use super::{EmpiricalError, PayoffSampler};
use crate::game::GameError;
use crate::number::Rational;
use crate::simulate::{Agent, Environment, FromFunction, Runner, SimulationError};

/// An agent of a kind, made anew.
type MakeAgent<O, A> = dyn Fn() -> Box<dyn Agent<O, A>> + Send + Sync;

/// A strategy that a player can choose before an episode: a name, and how to make an agent that
/// follows it. Every episode has an agent of its own, so that episodes do not depend on each other.
pub struct Strategy<O, A> {
    name: String,
    make: Arc<MakeAgent<O, A>>,
}

impl<O, A> Strategy<O, A> {
    /// A strategy from a constructor of agents.
    ///
    /// ```
    /// use lacuna::simulate::FromFunction;
    /// use lacuna::simulate::empirical::Strategy;
    /// let tenth = |seen: &u64, _: &mut dyn rand::Rng| seen / 10;
    /// let modest = Strategy::new("a tenth", move || FromFunction::new("a tenth", tenth));
    /// assert_eq!(modest.name(), "a tenth");
    /// ```
    pub fn new<G: Agent<O, A> + 'static>(
        name: impl Into<String>,
        make: impl Fn() -> G + Send + Sync + 'static,
    ) -> Self {
        Strategy {
            name: name.into(),
            make: Arc::new(move || Box::new(make())),
        }
    }

    /// The strategy that does the same in every step, whatever it sees.
    pub fn always(name: impl Into<String>, action: A) -> Self
    where
        A: Clone + Send + Sync + 'static,
    {
        Strategy {
            name: name.into(),
            make: Arc::new(move || {
                let action = action.clone();
                let same = move |_: &O, _: &mut dyn Rng| action.clone();
                Box::new(FromFunction::new("always the same", same))
            }),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// An agent that follows it.
    pub fn agent(&self) -> Box<dyn Agent<O, A>> {
        (self.make)()
    }
}

impl<O, A> Clone for Strategy<O, A> {
    fn clone(&self) -> Self {
        Strategy {
            name: self.name.clone(),
            make: Arc::clone(&self.make),
        }
    }
}

impl<O, A> fmt::Debug for Strategy<O, A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Strategy")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Episodes of an environment in which each player follows one of some strategies; the payoff of a
/// player is the sum of its rewards.
///
/// ```
/// use lacuna::game::{Game, catalogue};
/// use lacuna::simulate::empirical::{EmpiricalGame, EmpiricalOptions, Episodes, Strategy};
/// use lacuna::simulate::{FromFunction, GameRounds, RoundObservation};
/// use lacuna::number::Rational;
///
/// // Ten rounds of a dilemma between those who always defect and those who pay back in kind.
/// let dilemma = catalogue::prisoners_dilemma(3, 0, 5, 1)?;
/// let reciprocate = |seen: &RoundObservation, _: &mut dyn rand::Rng| {
///     seen.last.as_ref().map_or(0, |last| last[1 - seen.player])
/// };
/// let strategies = vec![
///     Strategy::new("tit for tat", move || FromFunction::new("tit for tat", reciprocate)),
///     Strategy::always("defect", 1),
/// ];
/// let episodes = Episodes::interchangeable(|| GameRounds::new(dilemma.clone(), 10), strategies)?;
/// let game = EmpiricalGame::sample(&episodes, 1, &EmpiricalOptions::without_chance())?;
/// assert_eq!(game.means().payoff(0, &[0, 1]), Rational::from(9));
/// assert_eq!(game.means().payoff(1, &[0, 1]), Rational::from(14));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Episodes<E: Environment, F> {
    make: F,
    strategies: Vec<Vec<Strategy<E::Observation, E::Action>>>,
    interchangeable: bool,
    runner: Runner,
}

impl<E: Environment, F: Fn() -> E + Sync> Episodes<E, F> {
    /// Episodes of the environments that `make` makes, with a list of strategies for each player.
    ///
    /// # Errors
    /// [`EmpiricalError::BadOption`] unless there is one list a player,
    /// [`GameError::NoActions`] if one is empty.
    pub fn new(
        make: F,
        strategies: Vec<Vec<Strategy<E::Observation, E::Action>>>,
    ) -> Result<Self, EmpiricalError> {
        let players = make().players();
        if players != strategies.len() {
            let needs = format!("one for each of the {players} players");
            let what = "the number of lists of strategies";
            return Err(EmpiricalError::bad_option(what, strategies.len(), needs));
        }
        if let Some(player) = strategies.iter().position(Vec::is_empty) {
            return Err(GameError::NoActions { player }.into());
        }
        Ok(Episodes {
            make,
            strategies,
            interchangeable: false,
            runner: Runner::default(),
        })
    }

    /// Episodes of an environment that does not tell its players apart, with one list of strategies
    /// for all of them.
    ///
    /// # Errors
    /// As [`Episodes::new`].
    pub fn interchangeable(
        make: F,
        strategies: Vec<Strategy<E::Observation, E::Action>>,
    ) -> Result<Self, EmpiricalError> {
        let players = make().players();
        let mut episodes = Self::new(make, vec![strategies; players])?;
        episodes.interchangeable = true;
        Ok(episodes)
    }

    /// Episodes in which the strategies are the actions themselves: `actions[i]` are those of player
    /// `i`, and one of them is taken in every step. This is how a world with one step and finitely
    /// many actions becomes a game.
    ///
    /// # Errors
    /// As [`Episodes::new`].
    pub fn of_actions(make: F, actions: Vec<Vec<E::Action>>) -> Result<Self, EmpiricalError>
    where
        E::Action: Clone + fmt::Debug + Send + Sync + 'static,
    {
        let strategy = |action: E::Action| Strategy::always(format!("{action:?}"), action);
        let lists = actions.into_iter();
        let strategies = lists.map(|list| list.into_iter().map(strategy).collect());
        Self::new(make, strategies.collect())
    }

    /// Ends every episode after so many steps even if the environment goes on.
    #[must_use]
    pub fn with_max_steps(mut self, steps: usize) -> Self {
        self.runner = self.runner.with_max_steps(steps);
        self
    }
}

impl<E: Environment, F: Fn() -> E + Sync> PayoffSampler for Episodes<E, F> {
    fn strategies(&self) -> Vec<usize> {
        self.strategies.iter().map(Vec::len).collect()
    }

    fn sample(
        &self,
        profile: &[usize],
        seed: u64,
        payoffs: &mut [Rational],
    ) -> Result<(), SimulationError> {
        let chosen = self.strategies.iter().zip(profile);
        let mut agents: Vec<_> = chosen.map(|(list, &place)| list[place].agent()).collect();
        let mut environment = (self.make)();
        let outcome = self
            .runner
            .run(&mut environment, &mut agents, seed, &mut ())?;
        for (payoff, total) in payoffs.iter_mut().zip(outcome.totals) {
            *payoff = total;
        }
        Ok(())
    }

    fn is_symmetric(&self) -> bool {
        self.interchangeable
    }

    fn strategy_name(&self, player: usize, strategy: usize) -> Option<String> {
        let list = self.strategies.get(player)?;
        list.get(strategy).map(|strategy| strategy.name.clone())
    }
}
