//! A best response among thousands.

use rand::Rng;

use super::error::check_probability;
use super::fixed::happens;
use super::{AgentError, TieRule};
use crate::number::Rational;
use crate::simulate::Agent;
use crate::simulate::counts::{CountGame, CountObservation};

/// Takes a best response to the counts of the round before, for a player who maximises `u_i + λ·W`:
/// the λ-prosocial best responder for games of any number of players. Exact.
///
/// An answer costs the payoffs of all actions at as many counts as there are actions, whatever the
/// number of players. If everybody answers at once play may go in circles; with a probability to revise
/// below 1 ([`CountResponder::with_revision`]) a player keeps its action otherwise.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::Runner;
/// use lacuna::simulate::agents::CountResponder;
/// use lacuna::simulate::counts::{CountRounds, ThresholdGood};
///
/// // One volunteer suffices. A hundred selfish players who begin by abstaining, and seldom revise, soon
/// // have one, and then nobody changes anything.
/// let game = ThresholdGood::volunteers_dilemma(100, 5, 2)?;
/// let mut players = Vec::new();
/// for _ in 0..100 {
///     let player = CountResponder::new(&game, Rational::ZERO, 1)?;
///     players.push(player.with_revision(Rational::new(1, 50)?)?);
/// }
/// let mut world = CountRounds::new(&game, 500);
/// Runner::default().run(&mut world, &mut players, 1, &mut ())?;
/// assert_eq!(world.counts(), Some(&[1, 99][..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct CountResponder<C> {
    game: C,
    lambda: Rational,
    first: usize,
    revises: Rational,
    ties: TieRule,
}

impl<C: CountGame> CountResponder<C> {
    /// One with this λ, which begins with the action `first`.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] for a negative λ or an action that does not exist.
    pub fn new(game: C, lambda: Rational, first: usize) -> Result<Self, AgentError> {
        if lambda.is_negative() {
            return Err(AgentError::bad_parameter("λ", lambda, "at least 0"));
        }
        if first >= game.actions() {
            let range = format!("below {}, the number of actions", game.actions());
            return Err(AgentError::bad_parameter("the first action", first, range));
        }
        Ok(CountResponder {
            game,
            lambda,
            first,
            revises: Rational::ONE,
            ties: TieRule::Stay,
        })
    }

    /// Answers with this probability, and keeps its action otherwise.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] unless it is between 0 and 1.
    pub fn with_revision(mut self, probability: Rational) -> Result<Self, AgentError> {
        check_probability("the probability to revise", &probability)?;
        self.revises = probability;
        Ok(self)
    }

    /// Decides ties by this rule; by default it stays with what it did.
    #[must_use]
    pub fn with_ties(mut self, ties: TieRule) -> Self {
        self.ties = ties;
        self
    }

    /// What each action is worth to a player while `others[a]` of the other players take action `a`:
    /// its payoff and λ times everybody's.
    ///
    /// # Panics
    /// If there is not one count for each action, as the game does.
    pub fn utilities(&self, others: &[usize]) -> Vec<Rational> {
        let mut counts = others.to_vec();
        let mut payoffs = vec![Rational::ZERO; counts.len()];
        let actions = 0..counts.len();
        let worth = actions.map(|action| {
            counts[action] += 1;
            self.game.payoffs_at(&counts, &mut payoffs);
            let own = payoffs[action].clone();
            if self.lambda.is_zero() {
                counts[action] -= 1;
                return own;
            }
            let taken = counts.iter().zip(&payoffs).filter(|(count, _)| **count > 0);
            let welfare: Rational = taken
                .map(|(&count, payoff)| Rational::from(count) * payoff)
                .sum();
            counts[action] -= 1;
            own + &self.lambda * &welfare
        });
        worth.collect()
    }
}

impl<C: CountGame> Agent<CountObservation, usize> for CountResponder<C> {
    /// The first action if there is no round before, or one that is not of its game.
    fn act(&mut self, observation: &CountObservation, rng: &mut dyn Rng) -> usize {
        let (Some(counts), Some(own)) = (&observation.counts, observation.own) else {
            return self.first;
        };
        let mut others = counts.to_vec();
        let fewer = others.get(own).and_then(|count| count.checked_sub(1));
        let (Some(fewer), true) = (fewer, others.len() == self.game.actions()) else {
            return self.first;
        };
        if !happens(&self.revises, rng) {
            return own;
        }
        others[own] = fewer;
        let worth = self.utilities(&others);
        let most = worth.iter().max();
        let best: Vec<usize> = (0..worth.len())
            .filter(|&action| worth.get(action) == most)
            .collect();
        self.ties.pick(&best, Some(own), rng).unwrap_or(self.first)
    }
    fn name(&self) -> String {
        "best response to counts".to_owned()
    }
}
