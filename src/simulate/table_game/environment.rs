//! The decision as an environment of a single step.

use std::fmt;
use std::sync::Arc;

use rand::RngExt;

use super::{Agreement, Choice, NoAnswer, Scene, TableError, TableObservation};
use crate::contract::law::{Court, CourtError, Hook, Reading};
use crate::game::Game;
use crate::number::Rational;
use crate::simulate::environment::check_step;
use crate::simulate::{Environment, SimulationError, Streams, Verifiable, WrongLength};

/// No court has so many labels: an enforcer refuses it.
const NO_LABEL: usize = usize::MAX;

/// The decision in a [`Scene`]: everybody chooses once, at the same time, and that is all.
///
/// Put under a law with [`Governed`](crate::simulate::Governed): the court sees the part of an
/// action that the scene lets it see, and an order leaves the rest as the player chose it.
///
/// ```
/// use lacuna::contract::law::{CheckOptions, FailurePolicy, Law};
/// use lacuna::game::hidden_effort::scenarios;
/// use lacuna::simulate::table_game::{Choice, Form, Scene, TableGame, TableObservation};
/// use lacuna::simulate::{FromFunction, Governed, Runner};
///
/// let scene = Scene::of_scenario(&scenarios()[0], Form::Lifted)?;
/// let law = Law::parse("law \"Both cooperate\"\nresolve:\n  for each p: direct p to C")?;
/// let law = law.check(scene.court(), &CheckOptions::default())?;
/// let mut table = Governed::new(TableGame::new(scene), law, FailurePolicy::Open)?;
/// // Both defect with low effort; the law can order the action and not the effort.
/// let shirks = |_: &TableObservation, _: &mut dyn rand::Rng| Choice::Action(3);
/// let mut players = [FromFunction::new("shirks", shirks), FromFunction::new("shirks", shirks)];
/// Runner::default().run(&mut table, &mut players, 1, &mut ())?;
/// assert_eq!(table.environment().carried_out_actions(), Some(&[1, 1][..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct TableGame {
    scene: Arc<Scene>,
    agreed: Option<Agreement>,
    no_answer: NoAnswer,
    seed: u64,
    over: bool,
    /// What was carried out; `None` before the step, and after one that was invalid.
    played: Option<Vec<usize>>,
}

impl TableGame {
    /// The decision in a scene, in which nothing was agreed and a sample with no answer is invalid.
    pub fn new(scene: impl Into<Arc<Scene>>) -> Self {
        TableGame {
            scene: scene.into(),
            agreed: None,
            no_answer: NoAnswer::default(),
            seed: 0,
            over: false,
            played: None,
        }
    }

    /// The same after an agreement that is shown to everybody. What is shown here is not enforced
    /// by itself.
    #[must_use]
    pub fn with_agreement(mut self, agreed: Agreement) -> Self {
        self.agreed = Some(agreed);
        self
    }

    /// The same with another policy for players who give no answer.
    ///
    /// # Errors
    /// [`TableError::WrongLength`], [`TableError::NoSuchAction`] for default actions that the
    /// players do not have.
    pub fn with_no_answer(mut self, policy: NoAnswer) -> Result<Self, TableError> {
        if let NoAnswer::Default(actions) = &policy {
            let (found, players) = (actions.len(), self.scene.players());
            WrongLength::check_players("the list of default actions", found, players)?;
            for (player, &action) in actions.iter().enumerate() {
                let actions = self.scene.labels(player).len();
                if action >= actions {
                    return Err(TableError::NoSuchAction {
                        player,
                        action,
                        actions,
                    });
                }
            }
        }
        self.no_answer = policy;
        Ok(self)
    }

    /// The scene.
    pub fn scene(&self) -> &Arc<Scene> {
        &self.scene
    }

    /// What was agreed, if anything was.
    pub fn agreed(&self) -> Option<&Agreement> {
        self.agreed.as_ref()
    }

    /// What was carried out; `None` before the step, and after one that was invalid.
    pub fn carried_out_actions(&self) -> Option<&[usize]> {
        self.played.as_deref()
    }

    /// Was the sample invalid, because somebody gave no answer?
    pub fn is_invalid(&self) -> bool {
        self.over && self.played.is_none()
    }

    /// The action that a choice comes to; `None` for one that makes the sample invalid.
    pub(super) fn resolved(&self, player: usize, choice: &Choice) -> Option<usize> {
        match (choice, &self.no_answer) {
            (Choice::Action(action), _) => Some(*action),
            (Choice::NoAnswer(_), NoAnswer::Invalid) => None,
            (Choice::NoAnswer(_), NoAnswer::Random) => {
                let name = format!("action of player {player} without an answer");
                let actions = 0..self.scene.labels(player).len();
                Some(Streams::new(self.seed).world(&name).random_range(actions))
            }
            (Choice::NoAnswer(_), NoAnswer::Default(actions)) => actions.get(player).copied(),
        }
    }
}

impl Environment for TableGame {
    type Observation = TableObservation;
    type Action = Choice;

    fn players(&self) -> usize {
        self.scene.players()
    }

    fn reset(&mut self, seed: u64) {
        self.seed = seed;
        self.over = false;
        self.played = None;
    }

    fn is_over(&self) -> bool {
        self.over
    }

    fn observe(&self, player: usize) -> TableObservation {
        TableObservation {
            player,
            scene: Arc::clone(&self.scene),
            agreed: self.agreed.clone(),
        }
    }

    fn step(
        &mut self,
        choices: &[Choice],
        rewards: &mut [Rational],
    ) -> Result<(), SimulationError> {
        check_step(self, choices, rewards)?;
        let mut profile = Vec::with_capacity(choices.len());
        for (player, choice) in choices.iter().enumerate() {
            let count = self.scene.labels(player).len();
            match self.resolved(player, choice) {
                Some(action) if action >= count => {
                    let reason = format!("its actions are 0 to {}", count - 1);
                    return Err(SimulationError::illegal_action(player, choice, reason));
                }
                Some(action) => profile.push(action),
                None => {}
            }
        }
        self.over = true;
        if profile.len() == choices.len() {
            self.scene.game().payoffs_into(&profile, rewards);
            self.played = Some(profile);
        } else {
            rewards.fill(Rational::ZERO);
        }
        Ok(())
    }

    fn render(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        write!(to, "{}", self.scene.name())?;
        if let Some(agreed) = &self.agreed {
            write!(to, "; agreed: {}", agreed.words)?;
        }
        match &self.played {
            Some(profile) => {
                for (player, &action) in profile.iter().enumerate() {
                    let label = self.scene.labels(player).get(action);
                    let label = label.map_or("?", String::as_str);
                    write!(to, "; {}: {label}", self.player_name(player))?;
                }
                Ok(())
            }
            None if self.over => write!(to, "; invalid"),
            None => Ok(()),
        }
    }

    fn player_name(&self, player: usize) -> String {
        let name = self.scene.player_names().get(player);
        name.map_or_else(|| format!("player {player}"), String::clone)
    }
}

/// The court sees the label of each player's action that the scene lets it see, and nothing else. An
/// answer that makes the sample invalid has no label: before a court it is refused, and the step with
/// it. A [`TableSession`](super::TableSession) counts it instead.
impl Verifiable for TableGame {
    fn court(&self) -> Result<Court, CourtError> {
        Ok(self.scene.court().clone())
    }

    fn observations(&self, _hook: Hook, seen: &mut Vec<Vec<Reading>>) {
        seen.clear();
    }

    fn reading(&self, player: usize, choice: &Choice) -> Reading {
        let action = self.resolved(player, choice);
        let seen = action.and_then(|action| self.scene.seen(player, action));
        Reading::Label(seen.unwrap_or(NO_LABEL))
    }

    fn directed(&self, player: usize, choice: &Choice, order: &Reading) -> Choice {
        match (self.resolved(player, choice), order) {
            (Some(action), Reading::Label(label)) => {
                Choice::Action(self.scene.directed(player, action, *label))
            }
            _ => choice.clone(),
        }
    }

    fn carried_out(&self, player: usize) -> Reading {
        let action = self.played.as_ref().and_then(|played| played.get(player));
        let seen = action.and_then(|&action| self.scene.seen(player, action));
        Reading::Label(seen.unwrap_or(NO_LABEL))
    }
}
