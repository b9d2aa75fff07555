//! A session: negotiation, then the decision, then the law.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Agreement, Benchmarks, Choice, Hearing, NoAnswer, Played, Scene, SessionRecord, TableError,
    TableGame, TableObservation, Treatment, record,
};
use crate::contract::law::{CheckOptions, CheckedLaw, FailurePolicy};
use crate::game::Game;
use crate::number::Rational;
use crate::simulate::negotiation::{
    NegotiationOutcome, NegotiationSetting, Negotiator, Proposal, Protocol,
};
use crate::simulate::{Agent, Environment, Feedback, SimulationError, Streams, WrongLength};

/// Where what is agreed comes from.
enum Source {
    Nowhere,
    Given(Proposal),
    Negotiated(Box<dyn Protocol + Send>),
}

/// A session at the table, to be played with one group of players after another: they negotiate, all
/// choose at the same time, and a law is carried out or evaluated. It ends in a complete
/// [`SessionRecord`].
///
/// Under [`Treatment::EnforcedLaw`] and [`Treatment::MonitoredLaw`] only laws can be agreed. Under
/// [`Treatment::Talk`] a law is words like others; but a court can say whether it was kept, and the
/// record has what it found.
///
/// ```
/// use lacuna::contract::law::Law;
/// use lacuna::game::hidden_effort::scenarios;
/// use lacuna::simulate::FromFunction;
/// use lacuna::simulate::negotiation::{AlternatingOffers, Proposal, Proposer};
/// use lacuna::simulate::table_game::{
///     Choice, Form, Scene, Seated, TableObservation, TableSession, Treatment,
/// };
///
/// let scene = Scene::of_scenario(&scenarios()[0], Form::Lifted)?;
/// let law = Law::parse("law \"Both cooperate\"\nresolve:\n  for each p: direct p to C")?;
/// let law = Proposal::Law(law);
/// let player = |action: usize| {
///     let plays = move |_: &TableObservation, _: &mut dyn rand::Rng| Choice::Action(action);
///     let negotiator = Proposer::new(law.clone()).accepting([law.clone()]);
///     Seated::new(FromFunction::new("fixed", plays), negotiator)
/// };
/// let mut session = TableSession::new(scene, Treatment::EnforcedLaw)
///     .with_protocol(AlternatingOffers::starting_with(0));
/// // One defects with low effort: the law makes it cooperate, with low effort.
/// let record = session.play(&mut [player(0), player(3)], 1)?;
/// let played = record.played.as_ref().ok_or("valid")?;
/// assert_eq!(played.carried_out, [0, 1]);
/// assert_eq!(record.welfare(), Some("95/12".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct TableSession {
    scene: Arc<Scene>,
    benchmarks: Option<Benchmarks>,
    treatment: Treatment,
    source: Source,
    no_answer: NoAnswer,
    failure_policy: FailurePolicy,
    check: CheckOptions,
    attempts: usize,
    briefing: Option<Briefing>,
    conditions: BTreeMap<String, String>,
}

type Briefing = Box<dyn Fn(&Scene, usize) -> String + Send>;

/// What was agreed, in all its forms.
#[derive(Default)]
struct Agreed {
    negotiation: Option<NegotiationOutcome>,
    agreement: Option<Agreement>,
    law: Option<CheckedLaw>,
}

impl TableSession {
    /// A session in which nothing can be agreed until it is said how.
    pub fn new(scene: impl Into<Arc<Scene>>, treatment: Treatment) -> Self {
        TableSession {
            scene: scene.into(),
            benchmarks: None,
            treatment,
            source: Source::Nowhere,
            no_answer: NoAnswer::default(),
            failure_policy: FailurePolicy::Open,
            check: CheckOptions::default(),
            attempts: 3,
            briefing: None,
            conditions: BTreeMap::new(),
        }
    }

    /// The same, in which players negotiate. Nobody does under [`Treatment::NoContract`].
    #[must_use]
    pub fn with_protocol(mut self, protocol: impl Protocol + Send + 'static) -> Self {
        self.source = Source::Negotiated(Box::new(protocol));
        self
    }

    /// The same, in which this is agreed without negotiation. Nothing is under
    /// [`Treatment::NoContract`].
    #[must_use]
    pub fn with_agreement(mut self, agreed: Proposal) -> Self {
        self.source = Source::Given(agreed);
        self
    }

    /// The same with another policy for players who give no answer.
    ///
    /// # Errors
    /// As [`TableGame::with_no_answer`].
    pub fn with_no_answer(mut self, policy: NoAnswer) -> Result<Self, TableError> {
        TableGame::new(Arc::clone(&self.scene)).with_no_answer(policy.clone())?;
        self.no_answer = policy;
        Ok(self)
    }

    /// The same with another policy for hooks of a law that fail.
    #[must_use]
    pub fn with_failure_policy(mut self, policy: FailurePolicy) -> Self {
        self.failure_policy = policy;
        self
    }

    /// The same with other limits of the check of laws.
    #[must_use]
    pub fn with_check(mut self, check: CheckOptions) -> Self {
        self.check = check;
        self
    }

    /// The same with so many attempts of a negotiator in one turn; at least one.
    #[must_use]
    pub fn with_attempts(mut self, attempts: usize) -> Self {
        self.attempts = attempts;
        self
    }

    /// The same, in which negotiators are told this of the scene, instead of [`Scene::briefing`].
    #[must_use]
    pub fn with_briefing(
        mut self,
        briefing: impl Fn(&Scene, usize) -> String + Send + 'static,
    ) -> Self {
        self.briefing = Some(Box::new(briefing));
        self
    }

    /// The same with a condition that goes on record, such as `prompt`: `selfish`.
    #[must_use]
    pub fn with_condition(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.conditions.insert(name.into(), value.into());
        self
    }

    /// The scene.
    pub fn scene(&self) -> &Arc<Scene> {
        &self.scene
    }

    /// Plays the session. All chance comes from the seed: player `i` chooses with the numbers of
    /// [`Streams::agent`], and negotiates with those of a stream of its own.
    ///
    /// # Errors
    /// [`TableError::NothingToAgree`] for a treatment with neither a protocol nor an agreement;
    /// [`TableError::NotALaw`], [`TableError::Rejected`] for a given agreement that cannot be
    /// enforced; [`TableError::Negotiation`]; [`TableError::Solve`] as [`Benchmarks::of`];
    /// [`TableError::WrongLength`] unless there is one player a seat; [`TableError::Simulation`] for an
    /// action that a player
    /// does not have, and [`TableError::Enforce`] for a law that aborts.
    pub fn play<P>(&mut self, players: &mut [P], seed: u64) -> Result<SessionRecord, TableError>
    where
        P: Agent<TableObservation, Choice> + Negotiator,
    {
        let count = self.scene.players();
        WrongLength::check_players("the list of players", players.len(), count)?;
        let benchmarks = match &self.benchmarks {
            Some(known) => known.clone(),
            None => {
                let found = Benchmarks::of(&self.scene)?;
                self.benchmarks.insert(found).clone()
            }
        };
        let agreed = self.agree(players, seed)?;
        let mut table =
            TableGame::new(Arc::clone(&self.scene)).with_no_answer(self.no_answer.clone())?;
        if let Some(agreement) = &agreed.agreement {
            table = table.with_agreement(agreement.clone());
        }
        table.reset(seed);
        let seen: Vec<TableObservation> = (0..count).map(|player| table.observe(player)).collect();
        let mut choices = Vec::with_capacity(count);
        for (player, agent) in players.iter_mut().enumerate() {
            agent.begin(player, count);
            choices.push(agent.act(&seen[player], &mut Streams::new(seed).agent(player)));
        }
        let played = self.decide(&mut table, &choices, agreed.law.as_ref(), &benchmarks)?;
        let nothing = vec![Rational::ZERO; count];
        let rewards = played.as_ref().map_or(&nothing, |played| &played.payoffs);
        for (player, agent) in players.iter_mut().enumerate() {
            agent.learn(&Feedback {
                player,
                observation: &seen[player],
                actions: &choices,
                rewards,
                next: &seen[player],
                over: true,
            });
        }
        Ok(SessionRecord {
            scenario: self.scene.name().to_owned(),
            conditions: self.conditions.clone(),
            treatment: self.treatment,
            seed,
            negotiation: agreed.negotiation,
            agreed: agreed.agreement,
            choices,
            played,
            benchmarks,
        })
    }

    fn agree<P: Negotiator>(&mut self, players: &mut [P], seed: u64) -> Result<Agreed, TableError> {
        let Some(force) = self.treatment.force() else {
            return Ok(Agreed::default());
        };
        let court = self.scene.court();
        let (negotiation, proposal) = match &mut self.source {
            Source::Nowhere => return Err(TableError::NothingToAgree),
            Source::Given(proposal) => (None, Some(proposal.clone())),
            Source::Negotiated(protocol) => {
                let briefings: Vec<String> = (0..self.scene.players())
                    .map(|player| match &self.briefing {
                        Some(briefing) => briefing(&self.scene, player),
                        None => self.scene.briefing(player),
                    })
                    .collect();
                let setting = NegotiationSetting::new(self.scene.player_names())
                    .with_briefings(&briefings)
                    .with_court(court)
                    .with_check(self.check.clone())
                    .with_requires_law(self.treatment.requires_law())
                    .with_attempts(self.attempts)
                    .with_seed(seed);
                let mut seats: Vec<&mut dyn Negotiator> = players
                    .iter_mut()
                    .map(|player| player as &mut dyn Negotiator)
                    .collect();
                let outcome = protocol.negotiate(&setting, &mut seats)?;
                let adopted = outcome.adopted.clone();
                (Some(outcome), adopted)
            }
        };
        let Some(proposal) = proposal else {
            return Ok(Agreed {
                negotiation,
                ..Agreed::default()
            });
        };
        let law = match &proposal {
            Proposal::Law(law) => match law.check(court, &self.check) {
                Ok(law) => Some(law),
                // Words that no court understands are words.
                Err(_) if !self.treatment.requires_law() => None,
                Err(rejection) => return Err(TableError::Rejected(rejection)),
            },
            _ if self.treatment.requires_law() => return Err(TableError::NotALaw),
            _ => None,
        };
        let agreement = Agreement::new(proposal.words(), force);
        let drafted_from = negotiation.as_ref().and_then(|n| n.drafted_from.clone());
        Ok(Agreed {
            negotiation,
            agreement: Some(agreement.with_drafted_from(drafted_from)),
            law,
        })
    }

    fn decide(
        &self,
        table: &mut TableGame,
        choices: &[Choice],
        law: Option<&CheckedLaw>,
        benchmarks: &Benchmarks,
    ) -> Result<Option<Played>, TableError> {
        let scene = &self.scene;
        let mut chosen = Vec::with_capacity(choices.len());
        for (player, choice) in choices.iter().enumerate() {
            let Some(action) = table.resolved(player, choice) else {
                continue;
            };
            let count = scene.labels(player).len();
            if action >= count {
                let reason = format!("its actions are 0 to {}", count.saturating_sub(1));
                let error = SimulationError::illegal_action(player, choice, reason);
                return Err(TableError::Simulation(error));
            }
            chosen.push(action);
        }
        if chosen.len() < choices.len() {
            return Ok(None);
        }
        let enforced = self.treatment == Treatment::EnforcedLaw;
        let policy = match enforced {
            true => self.failure_policy.clone(),
            false => FailurePolicy::Open,
        };
        let hearing = match law {
            Some(law) => Some(Hearing::of(scene, law, policy, &chosen)?),
            None => None,
        };
        let ruled = hearing.as_ref().filter(|_| enforced);
        let carried_out = ruled.map_or(&chosen, |hearing| &hearing.ordered).clone();
        let mut material = vec![Rational::ZERO; chosen.len()];
        scene.game().payoffs_into(&carried_out, &mut material);
        let mut payoffs = material.clone();
        if let Some(hearing) = ruled {
            for (payoff, transfer) in payoffs.iter_mut().zip(&hearing.transfers) {
                *payoff += transfer;
            }
        }
        let each = || carried_out.iter().copied().enumerate();
        let label = |(player, action)| scene.seen_label(player, action).unwrap_or("").to_owned();
        Ok(Some(Played {
            seen: each().map(label).collect(),
            cooperated: each()
                .map(|(player, action)| scene.cooperates(player, action))
                .collect(),
            efforts: each()
                .map(|(player, action)| scene.effort(player, action))
                .collect(),
            exploited: record::exploited(scene, &carried_out, &payoffs),
            targets: benchmarks.targets(scene, &carried_out, &material),
            chosen,
            carried_out,
            material,
            payoffs,
            hearing,
        }))
    }
}
