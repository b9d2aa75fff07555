//! The one wrapper that puts an environment under an institution.

use std::fmt;

use super::Institution;
use crate::contract::law::{Court, CourtError, Hook, Reading};
use crate::number::Rational;
use crate::simulate::environment::check_step;
use crate::simulate::{Environment, SimulationError, Verifiable, WrongLength};

/// An environment under an [`Institution`], and itself an environment: so institutions stack, and
/// the outer one acts first. What the institution pays and takes is part of the rewards. A court sees
/// of it what it sees of the environment, if players do there what they do under the institution.
///
/// A step that is refused, by the environment or by the institution before it, leaves both as they
/// were; except that an institution that refuses after the step comes too late for that: its error
/// is reported, and the episode is over.
///
/// ```
/// use lacuna::contract::law::Reading;
/// use lacuna::number::Rational;
/// use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules};
/// use lacuna::simulate::institution::{FromRule, Under};
/// use lacuna::simulate::{FromFunction, Runner};
///
/// // Every unit that somebody wants above ten is taxed at 1/2.
/// let (ten, half) = (Rational::from(10), Rational::new(1, 2)?);
/// let tax = FromRule::on_choice("a tax", move |evidence, orders| {
///     for (wanted, transfer) in evidence.actions.iter().zip(&mut orders.transfers) {
///         if let Reading::Quantity(wanted) = wanted
///             && *wanted > ten
///         {
///             *transfer = (&ten - wanted) * &half;
///         }
///     }
/// });
/// let mut lake = Under::put(Commons::new(CommonsRules::default())?, tax)?;
/// let wants = |want: u64| {
///     FromFunction::new("fixed", move |_: &CommonsObservation, _: &mut dyn rand::Rng| want)
/// };
/// let mut fishers = [wants(14), wants(10), wants(10), wants(8), wants(8)];
/// let outcome = Runner::default().run(&mut lake, &mut fishers, 1, &mut ())?;
/// assert_eq!(outcome.totals, [144, 120, 120, 96, 96].map(Rational::from));
/// assert_eq!(lake.institution().account().surplus(), Rational::from(24));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Under<E: Environment, I> {
    environment: E,
    institution: I,
    actions: Vec<E::Action>,
    money: Vec<Rational>,
    aborted: bool,
}

impl<E: Environment, I: Institution<E>> Under<E, I> {
    /// Puts an environment under an institution. The environment stays as it is;
    /// [`Environment::reset`] begins an episode.
    ///
    /// # Errors
    /// Why the institution [cannot stand](Institution::admit) before this environment.
    pub fn put(environment: E, mut institution: I) -> Result<Self, SimulationError> {
        let players = environment.players();
        institution.admit(&environment)?;
        institution.begin(&environment, 0);
        Ok(Under {
            environment,
            institution,
            actions: Vec::with_capacity(players),
            money: vec![Rational::ZERO; players],
            aborted: false,
        })
    }
}

impl<E: Environment, I> Under<E, I> {
    /// The environment.
    pub fn environment(&self) -> &E {
        &self.environment
    }

    /// The institution.
    pub fn institution(&self) -> &I {
        &self.institution
    }

    /// The institution, to change what it does from the next step on.
    pub fn institution_mut(&mut self) -> &mut I {
        &mut self.institution
    }

    /// The environment and the institution.
    pub fn into_parts(self) -> (E, I) {
        (self.environment, self.institution)
    }
}

impl<E: Environment, I: Institution<E>> Environment for Under<E, I> {
    type Observation = I::Observation;
    type Action = I::Action;

    fn players(&self) -> usize {
        self.environment.players()
    }
    fn reset(&mut self, seed: u64) {
        self.environment.reset(seed);
        self.institution.begin(&self.environment, seed);
        self.aborted = false;
    }
    fn is_over(&self) -> bool {
        self.aborted || self.environment.is_over()
    }
    fn observe(&self, player: usize) -> I::Observation {
        self.institution.observe(&self.environment, player)
    }
    fn step(
        &mut self,
        actions: &[I::Action],
        rewards: &mut [Rational],
    ) -> Result<(), SimulationError> {
        check_step(self, actions, rewards)?;
        let Under {
            environment,
            institution,
            actions: directed,
            money,
            aborted,
        } = self;
        directed.clear();
        money.fill(Rational::ZERO);
        let taken = institution
            .before(environment, actions, directed, money)
            .and_then(|()| {
                let (found, players) = (directed.len(), environment.players());
                let what = "the list of actions that the institution directs";
                WrongLength::check_players(what, found, players)?;
                environment.step(directed, rewards)
            });
        if let Err(error) = taken {
            institution.undo();
            return Err(error);
        }
        let ended = institution.after(environment, rewards, money);
        *aborted = ended.is_err();
        for (reward, money) in rewards.iter_mut().zip(money.iter()) {
            // In most steps most players neither pay nor receive.
            if !money.is_zero() {
                *reward += money;
            }
        }
        ended
    }
    fn render(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        self.environment.render(to)
    }
    fn player_name(&self, player: usize) -> String {
        self.environment.player_name(player)
    }
}

impl<E, I> Verifiable for Under<E, I>
where
    E: Verifiable,
    I: Institution<E, Action = E::Action>,
{
    fn court(&self) -> Result<Court, CourtError> {
        self.environment.court()
    }
    fn observations(&self, hook: Hook, seen: &mut Vec<Vec<Reading>>) {
        self.environment.observations(hook, seen);
    }
    fn reading(&self, player: usize, action: &E::Action) -> Reading {
        self.environment.reading(player, action)
    }
    fn directed(&self, player: usize, action: &E::Action, order: &Reading) -> E::Action {
        self.environment.directed(player, action, order)
    }
    fn carried_out(&self, player: usize) -> Reading {
        self.environment.carried_out(player)
    }
}
