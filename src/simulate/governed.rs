//! An environment under a law.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::environment::check_step;
use super::{Environment, SimulationError};
use crate::contract::law::{
    AmendmentReport, AmendmentTerms, CheckedLaw, Court, CourtError, EnforceError, Enforcer,
    Evidence, FailurePolicy, Hook, Reading, Ruling,
};
use crate::number::Rational;

/// An environment of which a court can verify something, so that it can be put under a law.
///
/// An implementation promises that `court` never changes, and that the other methods report what
/// that court declares: one reading for each observation that is not a player's and one a player
/// for each that is, in the court's order.
pub trait Verifiable: Environment {
    /// What the court can verify.
    ///
    /// # Errors
    /// [`CourtError`], for example for two players of one name.
    fn court(&self) -> Result<Court, CourtError>;

    /// Writes what the court observes apart from actions when this hook runs, over what was written
    /// before.
    fn observations(&self, hook: Hook, seen: &mut Vec<Vec<Reading>>);

    /// What the court sees of an action.
    fn reading(&self, player: usize, action: &Self::Action) -> Reading;

    /// The action that the player takes instead if the law orders this: what the court cannot see
    /// of the action stays.
    fn directed(&self, player: usize, action: &Self::Action, order: &Reading) -> Self::Action;

    /// What the court sees of the action that was carried out in the last step.
    fn carried_out(&self, player: usize) -> Reading;
}

/// What a law did in an episode.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Enforcement {
    /// In how many steps each player's action was changed.
    pub overridden: Vec<u64>,
    /// How many violations of each player were recorded.
    pub violations: Vec<u64>,
    /// What each player received through the law, less what it paid.
    pub transfers: Vec<Rational>,
    /// Money that was destroyed.
    pub destroyed: Rational,
    /// Money that was brought in.
    pub granted: Rational,
    /// How many hooks failed.
    pub failures: u64,
}

impl Enforcement {
    fn clear(&mut self, players: usize) {
        *self = Enforcement {
            overridden: vec![0; players],
            violations: vec![0; players],
            transfers: vec![Rational::ZERO; players],
            ..Enforcement::default()
        };
    }

    fn copy(&mut self, other: &Enforcement) {
        self.overridden.clone_from(&other.overridden);
        self.violations.clone_from(&other.violations);
        self.transfers.clone_from(&other.transfers);
        self.destroyed.clone_from(&other.destroyed);
        self.granted.clone_from(&other.granted);
        self.failures = other.failures;
    }

    /// Adds what a hook did, to the money of the step as well.
    fn add(&mut self, ruling: &Ruling, money: &mut [Rational]) {
        let totals = self.transfers.iter_mut().zip(money);
        for ((total, step), transfer) in totals.zip(ruling.transfers()) {
            *total += transfer;
            *step += transfer;
        }
        self.destroyed += ruling.destroyed();
        self.granted += ruling.granted();
        for violation in ruling.violations() {
            self.violations[violation.player] += 1;
        }
        self.failures += u64::from(ruling.failure().is_some());
    }
}

/// An environment under a law, and itself an environment: `start` runs before the actions of a step
/// are looked at, `resolve` on the actions, which it may change, and `end` after the step, on what
/// was carried out. What the law pays and takes is part of the rewards.
///
/// A step that is refused, by the environment or by a law that aborts, leaves both as they were;
/// except that an `end` that aborts comes too late for that: it is reported, and the episode is
/// over.
///
/// ```
/// use lacuna::contract::law::{CheckOptions, FailurePolicy, Law};
/// use lacuna::number::Rational;
/// use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules};
/// use lacuna::simulate::{FromFunction, Governed, Runner, Verifiable};
///
/// let lake = Commons::new(CommonsRules::default())?;
/// let law = Law::parse("law \"Ten each\"\nresolve:\n  for each p: cap catch of p at 10\n")?;
/// let law = law.check(&lake.court()?, &CheckOptions::default())?;
/// let mut lake = Governed::new(lake, law, FailurePolicy::Open)?;
/// // Everybody wants everything, and gets ten.
/// let greedy = |seen: &CommonsObservation, _: &mut dyn rand::Rng| seen.stock;
/// let mut fishers = [(); 5].map(|()| FromFunction::new("greedy", greedy));
/// let outcome = Runner::default().run(&mut lake, &mut fishers, 1, &mut ())?;
/// assert_eq!(outcome.totals, [(); 5].map(|()| Rational::from(120)));
/// assert_eq!(lake.enforcement().overridden, [12; 5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Governed<E: Environment> {
    environment: E,
    fresh: Enforcer,
    enforcer: Enforcer,
    enforcement: Enforcement,
    /// As it was before the step.
    before: Enforcement,
    evidence: Evidence,
    actions: Vec<E::Action>,
    money: Vec<Rational>,
    aborted: bool,
}

impl<E: Verifiable> Governed<E>
where
    E::Action: Clone,
{
    /// Puts an environment under a law.
    ///
    /// # Errors
    /// [`SimulationError::Other`] if the law was checked against another court than that of the
    /// environment, or for the fallback actions of [`FailurePolicy::Closed`].
    pub fn new(
        environment: E,
        law: CheckedLaw,
        policy: FailurePolicy,
    ) -> Result<Self, SimulationError> {
        let court = environment.court().map_err(SimulationError::other)?;
        if &court != law.court() {
            return Err(SimulationError::other(
                "the law was checked against another court than that of the environment",
            ));
        }
        let players = environment.players();
        let fresh = Enforcer::new(law, policy).map_err(SimulationError::other)?;
        let mut enforcement = Enforcement::default();
        enforcement.clear(players);
        Ok(Governed {
            environment,
            enforcer: fresh.clone(),
            fresh,
            before: enforcement.clone(),
            enforcement,
            evidence: Evidence::default(),
            actions: Vec::with_capacity(players),
            money: vec![Rational::ZERO; players],
            aborted: false,
        })
    }

    /// The environment.
    pub fn environment(&self) -> &E {
        &self.environment
    }

    /// The law at work, with its ledgers.
    pub fn enforcer(&self) -> &Enforcer {
        &self.enforcer
    }

    /// What the law did in this episode.
    pub fn enforcement(&self) -> &Enforcement {
        &self.enforcement
    }

    /// Puts another law in the place of the one in force, for the rest of the episode: a reset puts
    /// back the first. What the amendment pays is in its report and part of no reward.
    ///
    /// # Errors
    /// [`SimulationError::Other`] for a law that was checked against another court, and as
    /// [`Enforcer::amend`]; the law in force stays as it is.
    pub fn amend(
        &mut self,
        law: CheckedLaw,
        terms: &AmendmentTerms,
    ) -> Result<AmendmentReport, SimulationError> {
        if law.court() != self.enforcer.law().court() {
            return Err(SimulationError::other(
                "the law was checked against another court than that of the environment",
            ));
        }
        self.enforcer
            .amend(law, terms)
            .map_err(SimulationError::other)
    }

    fn look(&mut self, hook: Hook) {
        self.evidence.actions.clear();
        self.environment
            .observations(hook, &mut self.evidence.observations);
    }

    /// What the hooks before the step say: `actions` is what is to be done.
    fn govern(&mut self, actions: &[E::Action]) -> Result<(), EnforceError> {
        self.look(Hook::Start);
        let ruling = self.enforcer.start(&self.evidence)?;
        self.enforcement.add(ruling, &mut self.money);
        self.look(Hook::Resolve);
        let readings = actions.iter().enumerate();
        self.evidence
            .actions
            .extend(readings.map(|(player, action)| self.environment.reading(player, action)));
        let ruling = self.enforcer.resolve(&self.evidence)?;
        self.enforcement.add(ruling, &mut self.money);
        for (player, action) in actions.iter().enumerate() {
            let (chosen, order) = (&self.evidence.actions[player], &ruling.actions()[player]);
            self.actions.push(if chosen == order {
                action.clone()
            } else {
                self.enforcement.overridden[player] += 1;
                self.environment.directed(player, action, order)
            });
        }
        Ok(())
    }
}

impl<E: Verifiable> Environment for Governed<E>
where
    E::Action: Clone,
{
    type Observation = E::Observation;
    type Action = E::Action;

    fn players(&self) -> usize {
        self.environment.players()
    }
    fn reset(&mut self, seed: u64) {
        self.environment.reset(seed);
        self.enforcer = self.fresh.clone();
        self.enforcement.clear(self.environment.players());
        self.aborted = false;
    }
    fn is_over(&self) -> bool {
        self.aborted || self.environment.is_over()
    }
    fn observe(&self, player: usize) -> E::Observation {
        self.environment.observe(player)
    }
    fn step(
        &mut self,
        actions: &[E::Action],
        rewards: &mut [Rational],
    ) -> Result<(), SimulationError> {
        check_step(self, actions, rewards)?;
        self.enforcer.mark();
        self.before.copy(&self.enforcement);
        self.actions.clear();
        self.money.fill(Rational::ZERO);
        let taken = match self.govern(actions) {
            Ok(()) => self.environment.step(&self.actions, rewards),
            Err(error) => Err(SimulationError::other(error)),
        };
        if let Err(error) = taken {
            self.enforcer.undo_to_mark();
            self.enforcement.copy(&self.before);
            return Err(error);
        }
        self.look(Hook::End);
        let players = 0..self.environment.players();
        self.evidence
            .actions
            .extend(players.map(|player| self.environment.carried_out(player)));
        let ended = match self.enforcer.end(&self.evidence) {
            Ok(ruling) => {
                self.enforcement.add(ruling, &mut self.money);
                Ok(())
            }
            Err(error) => {
                self.aborted = true;
                Err(SimulationError::other(error))
            }
        };
        for (reward, money) in rewards.iter_mut().zip(&self.money) {
            *reward += money;
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
