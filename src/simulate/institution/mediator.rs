//! A mediator, who recommends.

use rand::rngs::Xoshiro256PlusPlus;

use super::Institution;
use crate::equilibrium::Distribution;
use crate::game::random::choose;
use crate::mechanism::{SettingError, distribution};
use crate::number::Rational;
use crate::simulate::{Environment, SimulationError, Streams, WrongLength};

/// What a player sees who is advised.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Advised<O, A> {
    /// What the environment shows.
    pub seen: O,
    /// What the mediator recommends to this player.
    pub advice: A,
}

/// A mediator draws an action profile before each step, from the same distribution, and tells each
/// player its own part. Players may ignore it; if nobody gains by that, the distribution is a
/// correlated equilibrium (Aumann, 1974).
///
/// ```
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
/// use lacuna::simulate::institution::{Advised, Mediator, Under};
/// use lacuna::simulate::{FromFunction, GameRounds, RoundObservation, Runner};
///
/// // Chicken; the mediator never sends both down the road.
/// let chicken = [[6, 2], [7, 0]].map(|row| row.map(Rational::from).to_vec());
/// let third = Rational::new(1, 3)?;
/// let profiles = [vec![0, 0], vec![0, 1], vec![1, 0]];
/// let mediator = Mediator::new(profiles.map(|profile| (third.clone(), profile)).to_vec())?;
/// let rounds = GameRounds::new(NormalForm::symmetric(&chicken)?, 100);
/// let obey = |under: &Advised<RoundObservation, usize>, _: &mut dyn rand::Rng| under.advice;
/// let mut agents = [FromFunction::new("obedient", obey), FromFunction::new("obedient", obey)];
/// let outcome = Runner::default().run(&mut Under::put(rounds, mediator)?, &mut agents, 1, &mut ())?;
/// // Five each in the mean.
/// assert!(outcome.totals.iter().all(|total| *total > Rational::from(400)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Mediator<A> {
    probabilities: Vec<Rational>,
    profiles: Vec<Vec<A>>,
    drawn: usize,
    stream_name: String,
    stream: Xoshiro256PlusPlus,
}

impl<A> Mediator<A> {
    /// A mediator who draws from this distribution of action profiles.
    ///
    /// # Errors
    /// [`SettingError::NegativeProbability`], [`SettingError::ProbabilitySum`], and
    /// [`SettingError::WrongLength`] for profiles of different lengths.
    pub fn new(recommendations: Vec<(Rational, Vec<A>)>) -> Result<Self, SettingError> {
        let (probabilities, profiles): (Vec<_>, Vec<_>) = recommendations.into_iter().unzip();
        distribution(&probabilities, || "the recommended profiles".to_owned())?;
        let players = profiles.first().map_or(0, Vec::len);
        for profile in &profiles {
            SettingError::check_length("a recommended profile", profile.len(), players)?;
        }
        Ok(Mediator::drawing(probabilities, profiles))
    }

    /// A mediator who draws from what is known to be a distribution.
    fn drawing(probabilities: Vec<Rational>, profiles: Vec<Vec<A>>) -> Self {
        let stream_name = "recommendations".to_owned();
        let mut mediator = Mediator {
            probabilities,
            profiles,
            drawn: 0,
            stream: Streams::new(0).world(&stream_name),
            stream_name,
        };
        mediator.draw();
        mediator
    }

    /// The same who draws from the [stream of the world](Streams::world) of this name, by default
    /// `recommendations`. Mediators before the same environment need one each: from one stream they
    /// would draw the same numbers.
    #[must_use]
    pub fn with_stream(mut self, name: impl Into<String>) -> Self {
        self.stream_name = name.into();
        self.start(0);
        self
    }

    /// The first recommendation of an episode.
    fn start(&mut self, seed: u64) {
        self.stream = Streams::new(seed).world(&self.stream_name);
        self.draw();
    }

    /// What is recommended in the step that comes.
    pub fn recommended(&self) -> &[A] {
        self.profiles.get(self.drawn).map_or(&[], Vec::as_slice)
    }

    fn draw(&mut self) {
        // The probabilities add up to one.
        self.drawn = choose(&self.probabilities, &mut self.stream).unwrap_or(0);
    }
}

/// A mediator who draws from this distribution, such as a correlated equilibrium that was solved for.
impl From<&Distribution> for Mediator<usize> {
    fn from(distribution: &Distribution) -> Self {
        let profiles = distribution.iter();
        let (profiles, probabilities) = profiles.map(|(profile, p)| (profile, p.clone())).unzip();
        Mediator::drawing(probabilities, profiles)
    }
}

impl<E: Environment> Institution<E> for Mediator<E::Action>
where
    E::Action: Clone,
{
    type Observation = Advised<E::Observation, E::Action>;
    type Action = E::Action;

    fn admit(&mut self, environment: &E) -> Result<(), SimulationError> {
        let (found, players) = (self.recommended().len(), environment.players());
        WrongLength::check_players("the recommended profile", found, players)?;
        Ok(())
    }
    fn begin(&mut self, _environment: &E, seed: u64) {
        self.start(seed);
    }
    fn observe(&self, environment: &E, player: usize) -> Self::Observation {
        Advised {
            seen: environment.observe(player),
            advice: self.profiles[self.drawn][player].clone(),
        }
    }
    fn before(
        &mut self,
        _environment: &E,
        chosen: &[E::Action],
        directed: &mut Vec<E::Action>,
        _money: &mut [Rational],
    ) -> Result<(), SimulationError> {
        directed.extend_from_slice(chosen);
        Ok(())
    }
    fn after(
        &mut self,
        _environment: &E,
        _rewards: &[Rational],
        _money: &mut [Rational],
    ) -> Result<(), SimulationError> {
        self.draw();
        Ok(())
    }
}
