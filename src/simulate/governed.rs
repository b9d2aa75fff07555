//! An environment under a law.

use serde::{Deserialize, Serialize};

use super::institution::{Institution, Under};
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
/// for each that is, in the court's order. An order that is what some action reads as is carried out
/// to the letter: the action that `directed` gives reads as it.
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
    /// What each player received through the law, less what it paid: what the law did to rewards.
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
        for counts in [&mut self.overridden, &mut self.violations] {
            counts.clear();
            counts.resize(players, 0);
        }
        self.transfers.clear();
        self.transfers.resize(players, Rational::ZERO);
        self.destroyed = Rational::ZERO;
        self.granted = Rational::ZERO;
        self.failures = 0;
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
            // Most months most players neither pay nor receive.
            if !transfer.is_zero() {
                *total += transfer;
                *step += transfer;
            }
        }
        if !ruling.destroyed().is_zero() {
            self.destroyed += ruling.destroyed();
        }
        if !ruling.granted().is_zero() {
            self.granted += ruling.granted();
        }
        for violation in ruling.violations() {
            self.violations[violation.player] += 1;
        }
        self.failures += u64::from(ruling.failure().is_some());
    }
}

/// A law as an [`Institution`]: `start` runs before the actions of a step are looked at, `resolve` on
/// the actions, which it may change, and `end` after the step, on what was carried out. A hook
/// without clauses is skipped, except `resolve`, which sees to it that all actions are ones that the
/// court can read. An `end` that aborts ends the episode.
///
/// ```
/// use lacuna::contract::law::{CheckOptions, FailurePolicy, Law};
/// use lacuna::number::Rational;
/// use lacuna::simulate::commons::{Commons, CommonsRules};
/// use lacuna::simulate::institution::{LawInForce, Under};
/// use lacuna::simulate::{Environment, Verifiable};
///
/// let lake = Commons::new(CommonsRules::default())?;
/// let law = Law::parse("law \"A licence\"\nstart:\n  for each p: fine p 1\n")?;
/// let law = law.check(&lake.court()?, &CheckOptions::default())?;
/// let mut lake = Under::put(lake, LawInForce::new(law, FailurePolicy::Open)?)?;
/// let mut rewards = vec![Rational::ZERO; 5];
/// lake.step(&[10; 5], &mut rewards)?;
/// assert_eq!(rewards, vec![Rational::from(9); 5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct LawInForce {
    fresh: Enforcer,
    enforcer: Enforcer,
    enforcement: Enforcement,
    /// As it was before the step.
    before: Enforcement,
    /// Has the law anything to say at the start, and in the end?
    starts: bool,
    ends: bool,
    /// Is the law in force another than the first?
    amended: bool,
    evidence: Evidence,
}

impl LawInForce {
    /// A law, and what happens when it fails.
    ///
    /// # Errors
    /// [`SimulationError::Other`] for the fallback actions of [`FailurePolicy::Closed`].
    pub fn new(law: CheckedLaw, policy: FailurePolicy) -> Result<Self, SimulationError> {
        let mut enforcement = Enforcement::default();
        enforcement.clear(law.court().players());
        let fresh = Enforcer::new(law, policy).map_err(SimulationError::other)?;
        let mut law = LawInForce {
            enforcer: fresh.clone(),
            fresh,
            before: enforcement.clone(),
            enforcement,
            starts: false,
            ends: false,
            amended: false,
            evidence: Evidence::default(),
        };
        law.note_hooks();
        Ok(law)
    }

    /// The law at work, with its ledgers.
    pub fn enforcer(&self) -> &Enforcer {
        &self.enforcer
    }

    /// The law with which every episode begins.
    pub fn first_law(&self) -> &CheckedLaw {
        self.fresh.law()
    }

    /// What the law did in this episode.
    pub fn enforcement(&self) -> &Enforcement {
        &self.enforcement
    }

    /// Puts another law in the place of the one in force, for the rest of the episode: a reset puts
    /// back the first. What the amendment pays is in its report and part of no reward; what it
    /// destroys is also in the [`Enforcement`].
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
            return Err(another_court());
        }
        let report = self.enforcer.amend(law, terms);
        let report = report.map_err(SimulationError::other)?;
        self.enforcement.destroyed += &report.forfeited;
        self.amended = true;
        self.note_hooks();
        Ok(report)
    }

    /// What an amendment paid has become part of rewards.
    pub(super) fn note_paid_back(&mut self, payments: &[Rational]) {
        for (total, payment) in self.enforcement.transfers.iter_mut().zip(payments) {
            *total += payment;
        }
    }

    /// Which hooks the law in force has anything to say in.
    fn note_hooks(&mut self) {
        let law = self.enforcer.law().law();
        self.starts = !law.clauses(Hook::Start).is_empty();
        self.ends = !law.clauses(Hook::End).is_empty();
    }

    fn look<E: Verifiable>(&mut self, environment: &E, hook: Hook) {
        self.evidence.actions.clear();
        environment.observations(hook, &mut self.evidence.observations);
    }
}

fn another_court() -> SimulationError {
    SimulationError::other(
        "the law was checked against another court than that of the environment; check it against \
         `Verifiable::court` of this environment",
    )
}

impl<E: Verifiable> Institution<E> for LawInForce
where
    E::Action: Clone,
{
    type Observation = E::Observation;
    type Action = E::Action;

    fn admit(&mut self, environment: &E) -> Result<(), SimulationError> {
        let court = environment.court().map_err(SimulationError::other)?;
        if &court != self.fresh.law().court() {
            return Err(another_court());
        }
        Ok(())
    }
    fn begin(&mut self, environment: &E, _seed: u64) {
        if self.amended {
            self.enforcer = self.fresh.clone();
            self.amended = false;
            self.note_hooks();
        } else {
            self.enforcer.restart(&self.fresh);
        }
        self.enforcement.clear(environment.players());
    }
    fn observe(&self, environment: &E, player: usize) -> E::Observation {
        environment.observe(player)
    }
    fn before(
        &mut self,
        environment: &E,
        chosen: &[E::Action],
        directed: &mut Vec<E::Action>,
        money: &mut [Rational],
    ) -> Result<(), SimulationError> {
        self.enforcer.mark();
        self.before.copy(&self.enforcement);
        if self.starts {
            self.look(environment, Hook::Start);
            let ruling = self.enforcer.start(&self.evidence);
            let ruling = ruling.map_err(SimulationError::other)?;
            self.enforcement.add(ruling, money);
        }
        self.look(environment, Hook::Resolve);
        let readings = chosen.iter().enumerate();
        self.evidence
            .actions
            .extend(readings.map(|(player, action)| environment.reading(player, action)));
        let ruling = self.enforcer.resolve(&self.evidence);
        let ruling = ruling.map_err(SimulationError::other)?;
        self.enforcement.add(ruling, money);
        for (player, action) in chosen.iter().enumerate() {
            let (chosen, order) = (&self.evidence.actions[player], &ruling.actions()[player]);
            directed.push(if chosen == order {
                action.clone()
            } else {
                let directed = environment.directed(player, action, order);
                // The environment may round an order to what was chosen.
                let changed = environment.reading(player, &directed) != *chosen;
                self.enforcement.overridden[player] += u64::from(changed);
                directed
            });
        }
        Ok(())
    }
    fn after(
        &mut self,
        environment: &E,
        _rewards: &[Rational],
        money: &mut [Rational],
    ) -> Result<(), SimulationError> {
        if !self.ends {
            return Ok(());
        }
        self.look(environment, Hook::End);
        let players = 0..environment.players();
        self.evidence
            .actions
            .extend(players.map(|player| environment.carried_out(player)));
        let ruling = self.enforcer.end(&self.evidence).map_err(|error| {
            // The step is not taken back, and so its failure counts.
            let failed = matches!(error, EnforceError::Aborted { .. });
            self.enforcement.failures += u64::from(failed);
            SimulationError::other(error)
        })?;
        self.enforcement.add(ruling, money);
        Ok(())
    }
    fn undo(&mut self) {
        self.enforcer.undo_to_mark();
        self.enforcement.copy(&self.before);
    }
}

/// An environment under a law, and itself an environment; what the law pays and takes is part of the
/// rewards. [`LawInForce`] says when its hooks run, [`Under`] what happens to a step that is refused.
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
pub type Governed<E> = Under<E, LawInForce>;

impl<E: Verifiable> Under<E, LawInForce>
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
        Under::put(environment, LawInForce::new(law, policy)?)
    }

    /// Puts another law in the place of the one in force, for the rest of the episode: see
    /// [`LawInForce::amend`].
    ///
    /// # Errors
    /// As [`LawInForce::amend`]; the law in force stays as it is.
    pub fn amend(
        &mut self,
        law: CheckedLaw,
        terms: &AmendmentTerms,
    ) -> Result<AmendmentReport, SimulationError> {
        self.institution_mut().amend(law, terms)
    }

    /// The law at work, with its ledgers.
    pub fn enforcer(&self) -> &Enforcer {
        self.institution().enforcer()
    }

    /// What the law did in this episode.
    pub fn enforcement(&self) -> &Enforcement {
        self.institution().enforcement()
    }
}
