//! Episodes on record, and played again.

use serde::{Deserialize, Serialize};

use super::{Environment, EpisodeOutcome, SimulationError, Step, Watcher, WrongLength};
use crate::number::Rational;

/// One step on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RecordedStep<A> {
    /// What everybody did.
    pub actions: Vec<A>,
    /// What everybody gained.
    pub rewards: Vec<Rational>,
}

/// An episode on record: a [`Watcher`] that keeps the actions and rewards of the episode that it
/// watched last.
///
/// ```
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
/// use lacuna::simulate::{FromFunction, GameRounds, Recording, RoundObservation, Runner};
/// use rand::RngExt;
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let mut rounds = GameRounds::new(NormalForm::symmetric(&dilemma)?, 20);
/// let random = |_: &RoundObservation, rng: &mut dyn rand::Rng| usize::from(rng.random::<bool>());
/// let mut agents = [FromFunction::new("random", random), FromFunction::new("random", random)];
/// let mut recording = Recording::default();
/// Runner::default().run(&mut rounds, &mut agents, 5, &mut recording)?;
/// assert_eq!(recording.steps.len(), 20);
/// recording.replay(&mut rounds)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Recording<A> {
    /// The seed of the episode.
    pub seed: u64,
    /// Its steps.
    pub steps: Vec<RecordedStep<A>>,
}

impl<A> Default for Recording<A> {
    fn default() -> Self {
        Recording {
            seed: 0,
            steps: Vec::new(),
        }
    }
}

impl<E: Environment + ?Sized> Watcher<E> for Recording<E::Action>
where
    E::Action: Clone,
{
    fn begin(&mut self, _environment: &E, seed: u64) {
        self.seed = seed;
        self.steps.clear();
    }
    fn step(&mut self, _environment: &E, step: &Step<'_, E::Action>) {
        self.steps.push(RecordedStep {
            actions: step.actions.to_vec(),
            rewards: step.rewards.to_vec(),
        });
    }
}

/// Why a recording is not what happens.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// The environment refuses a step.
    #[error("step {step} of the recording is refused: {error}")]
    #[non_exhaustive]
    Refused {
        /// The step.
        step: usize,
        /// Why.
        error: SimulationError,
    },
    /// Somebody gains something else.
    #[error(
        "in step {step} player {player} gains {found}, and {recorded} on record; the environment \
         is another, or draws chance from elsewhere than its seed"
    )]
    #[non_exhaustive]
    Differs {
        /// The step.
        step: usize,
        /// The player.
        player: usize,
        /// What it gains.
        found: Rational,
        /// What is on record.
        recorded: Rational,
    },
}

impl<A> Recording<A> {
    /// What each player gained in all.
    pub fn totals(&self) -> Vec<Rational> {
        let mut totals: Vec<Rational> = Vec::new();
        for step in &self.steps {
            totals.resize(totals.len().max(step.rewards.len()), Rational::ZERO);
            for (total, reward) in totals.iter_mut().zip(&step.rewards) {
                *total += reward;
            }
        }
        totals
    }

    /// Takes the steps on record again, from the same seed.
    ///
    /// # Errors
    /// [`ReplayError`] at the first step that is refused, that has not one reward for each player on
    /// record, or in which somebody gains something else.
    pub fn replay<E>(&self, environment: &mut E) -> Result<EpisodeOutcome, ReplayError>
    where
        E: Environment<Action = A> + ?Sized,
    {
        environment.reset(self.seed);
        let mut rewards = vec![Rational::ZERO; environment.players()];
        for (step, recorded) in self.steps.iter().enumerate() {
            environment
                .step(&recorded.actions, &mut rewards)
                .map_err(|error| ReplayError::Refused { step, error })?;
            let (found, players) = (recorded.rewards.len(), rewards.len());
            WrongLength::check_players("the list of rewards on record", found, players).map_err(
                |error| ReplayError::Refused {
                    step,
                    error: error.into(),
                },
            )?;
            let pairs = rewards.iter().zip(&recorded.rewards).enumerate();
            for (player, (found, recorded)) in pairs {
                if found != recorded {
                    return Err(ReplayError::Differs {
                        step,
                        player,
                        found: found.clone(),
                        recorded: recorded.clone(),
                    });
                }
            }
        }
        Ok(EpisodeOutcome {
            seed: self.seed,
            steps: self.steps.len(),
            finished: environment.is_over(),
            totals: self.totals(),
        })
    }
}
