//! An environment whose players negotiate, every few steps, under which law they act.

use std::fmt;
use std::sync::Arc;

use rand::Rng;
use serde::Serialize;

use super::{NegotiationOutcome, NegotiationSetting, Negotiator, Proposal, Protocol};
use crate::contract::law::{
    AmendmentReport, AmendmentTerms, CheckOptions, CheckedLaw, Court, FailurePolicy, Law, LeftOver,
};
use crate::number::Rational;
use crate::simulate::{
    Agent, Environment, EpisodeOutcome, Feedback, Governed, SimulationError, Step, Verifiable,
    Watcher, WrongLength,
};

/// What a player sees of an environment whose law is negotiated.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NegotiatedObservation<O> {
    /// What it sees of the world.
    pub world: O,
    /// What was agreed, if anything was: a law, which is enforced, or words, which are not.
    pub in_force: Option<Arc<Proposal>>,
}

/// An agent that does not look at what was agreed; a law reaches it all the same.
#[derive(Debug, Clone)]
pub struct Heedless<A>(pub A);

impl<O, B, A: Agent<O, B>> Agent<NegotiatedObservation<O>, B> for Heedless<A> {
    fn act(&mut self, observation: &NegotiatedObservation<O>, rng: &mut dyn Rng) -> B {
        self.0.act(&observation.world, rng)
    }
    fn begin(&mut self, player: usize, players: usize) {
        self.0.begin(player, players);
    }
    fn learn(&mut self, feedback: &Feedback<'_, NegotiatedObservation<O>, B>) {
        self.0.learn(&feedback.translated(
            &feedback.observation.world,
            feedback.actions,
            &feedback.next.world,
        ));
    }
    fn name(&self) -> String {
        self.0.name()
    }
}

/// A negotiation in the course of an episode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NegotiationOnRecord {
    /// How many steps had been taken.
    pub after: usize,
    /// What came of it.
    pub outcome: NegotiationOutcome,
    /// What the amendment did with what the law before it kept, if another law or words were
    /// adopted.
    pub amendment: Option<AmendmentReport>,
}

type Briefing<E> = Box<dyn Fn(&E, usize) -> String + Send>;

/// An environment whose players negotiate after every so many steps under which law they act, and
/// itself an environment.
///
/// What is adopted stays in force until something else is adopted. A law is enforced as by
/// [`Governed`]; its ledgers are carried over to the next ([`Enforcer::amend`]), and money that the
/// next does not provide for is paid back with the rewards of the next step. Words are shown to
/// everybody and not enforced; they take the place of a law. At the beginning of an episode nothing
/// is in force, unless it begins [`under`](Negotiated::under) a law. Negotiators keep what they know
/// from episode to episode.
///
/// Negotiators are told what [`Environment::render`] says, or what
/// [`with_briefing`](Negotiated::with_briefing) says. A negotiation that cannot take place is
/// reported by the step after which it should have, one before the first step by the first step; the
/// episode is over then.
///
/// [`Enforcer::amend`]: crate::contract::law::Enforcer::amend
///
/// ```
/// use lacuna::contract::law::Law;
/// use lacuna::number::Rational;
/// use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules};
/// use lacuna::simulate::negotiation::{
///     Heedless, Majority, Negotiated, Proposal, Proposer, RoundRobin,
/// };
/// use lacuna::simulate::{FromFunction, Runner};
///
/// let quota = Law::parse("law \"Ten\"\nresolve:\n  for each p: cap catch of p at 10")?;
/// let quota = Proposal::Law(quota);
/// let talkers: Vec<Proposer> = (0..5)
///     .map(|_| Proposer::new(quota.clone()).accepting([quota.clone()]))
///     .collect();
/// let lake = Commons::new(CommonsRules::default())?;
/// let mut lake = Negotiated::new(lake, RoundRobin::new(Majority::AtLeast(4)), talkers)?
///     .with_opening();
/// // All want 20, which the lake does not bear; they have agreed on ten.
/// let greedy = |_: &CommonsObservation, _: &mut dyn rand::Rng| 20;
/// let mut fishers = [(); 5].map(|()| Heedless(FromFunction::new("greedy", greedy)));
/// let outcome = Runner::default().run(&mut lake, &mut fishers, 1, &mut ())?;
/// assert_eq!(outcome.totals, [(); 5].map(|()| Rational::from(120)));
/// assert_eq!(lake.in_force(), Some(&quota));
/// assert_eq!(lake.history()[0].outcome.supporters, [0, 1, 2, 3]);
/// // In the next month another begins.
/// assert_eq!(lake.history()[1].outcome.supporters, [1, 2, 3, 4]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Negotiated<E: Environment, P, N> {
    governed: Governed<E>,
    court: Court,
    protocol: P,
    negotiators: Vec<N>,
    every: usize,
    opening: bool,
    requires_law: bool,
    attempts: usize,
    check: CheckOptions,
    terms: AmendmentTerms,
    briefing: Option<Briefing<E>>,
    seed: u64,
    steps: usize,
    /// What is in force at the beginning.
    at_first: Option<Arc<Proposal>>,
    in_force: Option<Arc<Proposal>>,
    history: Vec<NegotiationOnRecord>,
    /// What amendments pay back, until it is part of a reward.
    owed: Vec<Rational>,
    broken: Option<String>,
    over: bool,
}

impl<E: Environment, P: fmt::Debug, N: fmt::Debug> fmt::Debug for Negotiated<E, P, N> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Negotiated")
            .field("protocol", &self.protocol)
            .field("negotiators", &self.negotiators)
            .field("in_force", &self.in_force)
            .field("history", &self.history)
            .finish_non_exhaustive()
    }
}

impl<E, P, N> Negotiated<E, P, N>
where
    E: Verifiable,
    E::Action: Clone,
    P: Protocol,
    N: Negotiator,
{
    /// The players of an environment negotiate after every step; hooks of laws that fail leave
    /// actions as they were chosen.
    ///
    /// # Errors
    /// [`SimulationError::WrongLength`] unless there is one negotiator a player;
    /// [`SimulationError::Other`] for a protocol that is none for so many players.
    pub fn new(environment: E, protocol: P, negotiators: Vec<N>) -> Result<Self, SimulationError> {
        let court = environment.court().map_err(SimulationError::other)?;
        let nothing = no_law()
            .check(&court, &CheckOptions::default())
            .map_err(SimulationError::other)?;
        let governed = Governed::new(environment, nothing, FailurePolicy::Open)?;
        let mut negotiated = Self::under(governed, protocol, negotiators)?;
        negotiated.at_first = None;
        negotiated.in_force = None;
        Ok(negotiated)
    }

    /// The players of an environment under a law negotiate after every step. That law is in force at
    /// the beginning of each episode, and what happens when a hook fails stays as it is there.
    ///
    /// # Errors
    /// As [`Negotiated::new`].
    pub fn under(
        governed: Governed<E>,
        protocol: P,
        negotiators: Vec<N>,
    ) -> Result<Self, SimulationError> {
        let players = governed.players();
        WrongLength::check_players("the list of negotiators", negotiators.len(), players)?;
        protocol.check(players).map_err(SimulationError::other)?;
        // The law may have been amended since the episode began, and a reset puts back the first.
        let law = |law: &CheckedLaw| Some(Arc::new(Proposal::Law(law.law().clone())));
        Ok(Negotiated {
            at_first: law(governed.institution().first_law()),
            in_force: law(governed.enforcer().law()),
            court: governed.enforcer().law().court().clone(),
            governed,
            protocol,
            negotiators,
            every: 1,
            opening: false,
            requires_law: false,
            attempts: 3,
            check: CheckOptions::default(),
            terms: AmendmentTerms::default().with_left_over(LeftOver::Refund),
            briefing: None,
            seed: 0,
            steps: 0,
            history: Vec::new(),
            owed: vec![Rational::ZERO; players],
            broken: None,
            over: false,
        })
    }

    /// The same, in which players negotiate after every so many steps; never if that is 0.
    #[must_use]
    pub fn every(mut self, steps: usize) -> Self {
        self.every = steps;
        self
    }

    /// The same, in which players also negotiate before the first step.
    #[must_use]
    pub fn with_opening(mut self) -> Self {
        self.opening = true;
        self
    }

    /// The same, in which only laws can be agreed.
    #[must_use]
    pub fn with_laws_only(mut self) -> Self {
        self.requires_law = true;
        self
    }

    /// The same with so many attempts of a negotiator in one turn; at least one.
    #[must_use]
    pub fn with_attempts(mut self, attempts: usize) -> Self {
        self.attempts = attempts;
        self
    }

    /// The same with other limits of the check of laws.
    #[must_use]
    pub fn with_check(mut self, check: CheckOptions) -> Self {
        self.check = check;
        self
    }

    /// The same with other terms on which a law gives way to the next.
    #[must_use]
    pub fn with_terms(mut self, terms: AmendmentTerms) -> Self {
        self.terms = terms;
        self
    }

    /// The same, in which negotiators are told this of the environment.
    #[must_use]
    pub fn with_briefing(
        mut self,
        briefing: impl Fn(&E, usize) -> String + Send + 'static,
    ) -> Self {
        self.briefing = Some(Box::new(briefing));
        self
    }

    /// The environment under its law.
    pub fn governed(&self) -> &Governed<E> {
        &self.governed
    }

    /// What is in force.
    pub fn in_force(&self) -> Option<&Proposal> {
        self.in_force.as_deref()
    }

    /// The negotiations of this episode, the earliest first.
    pub fn history(&self) -> &[NegotiationOnRecord] {
        &self.history
    }

    /// What amendments have paid back and is not part of a reward so far, one entry a player: it is
    /// with the next step, and stays here if there is none.
    pub fn owed(&self) -> &[Rational] {
        &self.owed
    }

    fn negotiate(&mut self) -> Result<(), SimulationError> {
        let environment = self.governed.environment();
        let mut briefings = Vec::with_capacity(environment.players());
        for player in 0..environment.players() {
            briefings.push(match &self.briefing {
                Some(briefing) => briefing(environment, player),
                None => {
                    let mut words = String::new();
                    environment
                        .render(&mut words)
                        .map_err(SimulationError::other)?;
                    words
                }
            });
        }
        let setting = NegotiationSetting::new(self.court.player_names())
            .with_briefings(&briefings)
            .with_in_force(self.in_force.as_deref())
            .with_court(&self.court)
            .with_check(self.check.clone())
            .with_requires_law(self.requires_law)
            .with_attempts(self.attempts)
            .with_seed(self.seed)
            .with_occasion(self.history.len() as u64);
        let mut seats: Vec<&mut dyn Negotiator> = self
            .negotiators
            .iter_mut()
            .map(|negotiator| negotiator as &mut dyn Negotiator)
            .collect();
        let negotiated = self.protocol.negotiate(&setting, &mut seats);
        let outcome = negotiated.map_err(SimulationError::other)?;
        let amendment = match &outcome.adopted {
            None => None,
            Some(adopted) => {
                let law = match adopted {
                    Proposal::Law(law) => law.clone(),
                    Proposal::Text(_) => no_law(),
                };
                let law = law
                    .check(&self.court, &self.check)
                    .map_err(SimulationError::other)?;
                let report = self.governed.amend(law, &self.terms)?;
                for (owed, payment) in self.owed.iter_mut().zip(&report.payments) {
                    *owed += payment;
                }
                self.in_force = Some(Arc::new(adopted.clone()));
                Some(report)
            }
        };
        self.history.push(NegotiationOnRecord {
            after: self.steps,
            outcome,
            amendment,
        });
        Ok(())
    }
}

/// The law under which everybody is free.
fn no_law() -> Law {
    Law {
        title: "Nothing is agreed".to_owned(),
        ..Law::default()
    }
}

impl<E, P, N> Environment for Negotiated<E, P, N>
where
    E: Verifiable,
    E::Action: Clone,
    P: Protocol,
    N: Negotiator,
{
    type Observation = NegotiatedObservation<E::Observation>;
    type Action = E::Action;

    fn players(&self) -> usize {
        self.governed.players()
    }
    fn reset(&mut self, seed: u64) {
        self.governed.reset(seed);
        self.seed = seed;
        self.steps = 0;
        self.in_force.clone_from(&self.at_first);
        self.history.clear();
        self.owed.fill(Rational::ZERO);
        self.broken = None;
        self.over = false;
        if self.opening
            && let Err(error) = self.negotiate()
        {
            // A reset cannot report it; the first step does.
            self.broken = Some(error.to_string());
        }
    }
    fn is_over(&self) -> bool {
        self.over || self.governed.is_over()
    }
    fn observe(&self, player: usize) -> Self::Observation {
        NegotiatedObservation {
            world: self.governed.observe(player),
            in_force: self.in_force.clone(),
        }
    }
    fn step(
        &mut self,
        actions: &[E::Action],
        rewards: &mut [Rational],
    ) -> Result<(), SimulationError> {
        if self.over {
            return Err(SimulationError::Over);
        }
        if let Some(problem) = self.broken.take() {
            self.over = true;
            return Err(SimulationError::other(problem));
        }
        self.governed.step(actions, rewards)?;
        self.governed.institution_mut().note_paid_back(&self.owed);
        for (reward, owed) in rewards.iter_mut().zip(&mut self.owed) {
            *reward += std::mem::take(owed);
        }
        self.steps += 1;
        if self.every > 0 && self.steps.is_multiple_of(self.every) && !self.governed.is_over() {
            self.negotiate().inspect_err(|_| self.over = true)?;
        }
        Ok(())
    }
    fn render(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        self.governed.render(to)?;
        match &self.in_force {
            Some(proposal) => write!(to, "; in force: {}", proposal.words()),
            None => Ok(()),
        }
    }
    fn player_name(&self, player: usize) -> String {
        self.governed.player_name(player)
    }
}

/// A watcher of an environment under a law, which watches one whose law is negotiated: what is paid
/// back when a law gives way is part of the rewards that it sees.
#[derive(Debug, Clone, Default)]
pub struct OfGoverned<W>(pub W);

impl<E, P, N, W> Watcher<Negotiated<E, P, N>> for OfGoverned<W>
where
    E: Verifiable,
    E::Action: Clone,
    P: Protocol,
    N: Negotiator,
    W: Watcher<Governed<E>>,
{
    fn begin(&mut self, environment: &Negotiated<E, P, N>, seed: u64) {
        self.0.begin(environment.governed(), seed);
    }
    fn step(&mut self, environment: &Negotiated<E, P, N>, step: &Step<'_, E::Action>) {
        self.0.step(environment.governed(), step);
    }
    fn end(&mut self, environment: &Negotiated<E, P, N>, outcome: &EpisodeOutcome) {
        self.0.end(environment.governed(), outcome);
    }
}
