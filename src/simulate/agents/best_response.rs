//! Agents that know their game and answer what they have seen.

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

use super::AgentError;
use crate::game::{Game, GameExt};
use crate::number::Rational;
use crate::simulate::{Agent, Feedback, RoundObservation};

/// Which of several best actions is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TieRule {
    /// The one with the least number.
    #[default]
    Lowest,
    /// The one with the greatest number.
    Highest,
    /// What the player did last, if it is among them, and otherwise the least.
    Stay,
    /// Each of them alike.
    Random,
}

impl TieRule {
    /// One of these actions, which are ascending.
    pub(super) fn pick(
        self,
        best: &[usize],
        own: Option<usize>,
        rng: &mut dyn Rng,
    ) -> Option<usize> {
        match self {
            TieRule::Lowest => best.first().copied(),
            TieRule::Highest => best.last().copied(),
            TieRule::Stay => own
                .filter(|own| best.contains(own))
                .or_else(|| best.first().copied()),
            TieRule::Random if best.len() > 1 => best.get(rng.random_range(0..best.len())).copied(),
            TieRule::Random => best.first().copied(),
        }
    }
}

fn check_first<G: Game<Rational>>(game: &G, player: usize, first: usize) -> Result<(), AgentError> {
    game.check_player(player)?;
    let actions = game.actions(player);
    if first >= actions {
        let range = format!("below {actions}, the number of actions of player {player}");
        return Err(AgentError::bad_parameter("the first action", first, range));
    }
    Ok(())
}

/// Takes a best response to what the others did in the round before (Cournot, 1838), exactly.
///
/// The game is the one that the agent cares about: put a
/// [`Perceived`](crate::preference::Perceived) game here, and it responds by its preference.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::number::Rational;
/// use lacuna::preference::{Cooperative, Perceived};
/// use lacuna::simulate::agents::BestResponder;
/// use lacuna::simulate::{GameRounds, Runner};
///
/// let dilemma = prisoners_dilemma(3, 0, 5, 1)?;
/// let prosocial = Perceived::new(&dilemma, Cooperative::new(Rational::from(3))?)?;
/// let mut agents = [BestResponder::new(&prosocial, 0, 1)?, BestResponder::new(&prosocial, 1, 1)?];
/// let outcome = Runner::default().run(&mut GameRounds::new(&dilemma, 5), &mut agents, 1, &mut ())?;
/// // They begin with defection, and cooperate from then on.
/// assert_eq!(outcome.totals, [13, 13].map(Rational::from));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct BestResponder<G> {
    game: G,
    player: usize,
    first: usize,
    ties: TieRule,
}

impl<G: Game<Rational>> BestResponder<G> {
    /// One that plays `player` of this game, and begins with the action `first`.
    ///
    /// # Errors
    /// [`AgentError::Game`] for a player and [`AgentError::BadParameter`] for an action that does not
    /// exist.
    pub fn new(game: G, player: usize, first: usize) -> Result<Self, AgentError> {
        check_first(&game, player, first)?;
        Ok(BestResponder {
            game,
            player,
            first,
            ties: TieRule::default(),
        })
    }

    /// Decides ties by this rule.
    #[must_use]
    pub fn with_ties(mut self, ties: TieRule) -> Self {
        self.ties = ties;
        self
    }
}

impl<G: Game<Rational>> Agent<RoundObservation, usize> for BestResponder<G> {
    /// The first action if there is no round before, or one that is no profile of its game.
    fn act(&mut self, observation: &RoundObservation, rng: &mut dyn Rng) -> usize {
        let Some(last) = observation.last.as_deref() else {
            return self.first;
        };
        let best = self.game.best_responses(self.player, last);
        let own = last.get(self.player).copied();
        let picked = self.ties.pick(&best.unwrap_or_default(), own, rng);
        picked.unwrap_or(self.first)
    }
    fn name(&self) -> String {
        "best response".to_owned()
    }
}

/// Fictitious play (Brown, 1951): a best response to the empirical distribution of everything that
/// the others have done so far, exactly. Kept from episode to episode.
///
/// With several others the belief is the *joint* distribution of their actions (Young, 2004). What
/// is kept is the sum of what each action would have earned in every round so far: the same
/// comparison, and memory that does not grow.
///
/// ```
/// use lacuna::game::catalogue::matching_pennies;
/// use lacuna::simulate::agents::{FictitiousPlay, TrainingWindows};
/// use lacuna::simulate::{GameRounds, Runner};
///
/// // In a zero-sum game the frequencies of play approach the equilibrium (Robinson, 1951).
/// let game = matching_pennies(1)?;
/// let mut agents = [FictitiousPlay::new(&game, 0, 0)?, FictitiousPlay::new(&game, 1, 0)?];
/// let mut heads = TrainingWindows::new(1, |_: usize, action: &usize| *action == 0)?;
/// Runner::default().run(&mut GameRounds::new(&game, 3000), &mut agents, 1, &mut heads)?;
/// for share in heads.windows()[0].shares() {
///     assert!((share.to_f64() - 0.5).abs() < 0.05);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct FictitiousPlay<G> {
    game: G,
    player: usize,
    first: usize,
    ties: TieRule,
    /// What each action would have earned, in all; empty before anything was seen.
    earned: Vec<Rational>,
    last: Option<usize>,
}

impl<G: Game<Rational>> FictitiousPlay<G> {
    /// One that plays `player` of this game, and begins with the action `first`.
    ///
    /// # Errors
    /// As [`BestResponder::new`].
    pub fn new(game: G, player: usize, first: usize) -> Result<Self, AgentError> {
        check_first(&game, player, first)?;
        Ok(FictitiousPlay {
            game,
            player,
            first,
            ties: TieRule::default(),
            earned: Vec::new(),
            last: None,
        })
    }

    /// Decides ties by this rule.
    #[must_use]
    pub fn with_ties(mut self, ties: TieRule) -> Self {
        self.ties = ties;
        self
    }

    /// Begins with a belief: the others' actions in `profile`, counted `weight` times.
    ///
    /// # Errors
    /// [`AgentError::Game`] for what is no profile of the game, [`AgentError::BadParameter`] for a
    /// negative weight.
    pub fn with_belief(mut self, profile: &[usize], weight: &Rational) -> Result<Self, AgentError> {
        self.game.check_profile(profile)?;
        if weight.is_negative() {
            let what = "the weight of a belief";
            return Err(AgentError::bad_parameter(what, weight, "at least 0"));
        }
        self.observe(profile, weight);
        Ok(self)
    }

    /// Forgets everything that it has seen, and the beliefs that it began with.
    pub fn forget(&mut self) {
        self.earned.clear();
        self.last = None;
    }

    fn observe(&mut self, profile: &[usize], weight: &Rational) {
        self.earned
            .resize(self.game.actions(self.player), Rational::ZERO);
        let mut profile = profile.to_vec();
        for (action, earned) in self.earned.iter_mut().enumerate() {
            profile[self.player] = action;
            *earned += self.game.payoff(self.player, &profile) * weight;
        }
    }
}

impl<O, G: Game<Rational>> Agent<O, usize> for FictitiousPlay<G> {
    fn act(&mut self, _observation: &O, rng: &mut dyn Rng) -> usize {
        let most = self.earned.iter().max();
        let earned = self.earned.iter().enumerate();
        let best: Vec<usize> = earned
            .filter(|(_, earned)| Some(*earned) == most)
            .map(|(action, _)| action)
            .collect();
        let picked = self.ties.pick(&best, self.last, rng);
        picked.unwrap_or(self.first)
    }
    /// What is no profile of its game is not counted.
    fn learn(&mut self, feedback: &Feedback<'_, O, usize>) {
        if self.game.check_profile(feedback.actions).is_ok() {
            self.observe(feedback.actions, &Rational::ONE);
            self.last = feedback.actions.get(self.player).copied();
        }
    }
    fn name(&self) -> String {
        "fictitious play".to_owned()
    }
}
