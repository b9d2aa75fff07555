//! A planner that looks some rounds ahead in a repeated game.

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::{AgentError, MemoryOne};
use crate::equilibrium::MixedProfile;
use crate::game::{Game, GameExt, ProfileSpace};
use crate::number::Rational;
use crate::simulate::{Agent, RoundObservation};

/// What a planner believes of the others: the probabilities with which `other` takes each action after
/// the profile `last` (`None` before the first round), independently of each other.
///
/// A [`MixedProfile`] is the belief that everybody plays its strategy whatever happens (level 0), a
/// [`MemoryOne`] that all others play this strategy, [`RepeatLast`] that everybody does the same again,
/// [`BestReplies`] that everybody responds to the last profile (level 1); and a function of the two
/// arguments is a model as well.
pub trait OthersModel {
    /// The probabilities of the actions of `other`.
    fn strategy(&self, other: usize, last: Option<&[usize]>) -> Vec<Rational>;
}

impl<F: Fn(usize, Option<&[usize]>) -> Vec<Rational>> OthersModel for F {
    fn strategy(&self, other: usize, last: Option<&[usize]>) -> Vec<Rational> {
        self(other, last)
    }
}

impl OthersModel for MixedProfile {
    fn strategy(&self, other: usize, _last: Option<&[usize]>) -> Vec<Rational> {
        let strategy = self.strategies().get(other);
        strategy.cloned().unwrap_or_default()
    }
}

impl OthersModel for MemoryOne {
    fn strategy(&self, other: usize, last: Option<&[usize]>) -> Vec<Rational> {
        let seen = RoundObservation {
            player: other,
            round: usize::from(last.is_some()),
            last: last.map(Into::into),
        };
        let cooperates = self.probability(&seen).clone();
        vec![cooperates.clone(), Rational::ONE - &cooperates]
    }
}

fn surely(action: usize, actions: usize) -> Vec<Rational> {
    let probability = |a| Rational::from(i64::from(a == action));
    (0..actions).map(probability).collect()
}

/// The belief that everybody does what it did last, and at first what this profile says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatLast {
    space: ProfileSpace,
    first: Vec<usize>,
}

impl RepeatLast {
    /// In this game, beginning with this profile; the planner's own part of it is ignored.
    ///
    /// # Errors
    /// [`AgentError::Game`] for what is no profile of the game.
    pub fn new<G: Game<Rational> + ?Sized>(game: &G, first: &[usize]) -> Result<Self, AgentError> {
        game.check_profile(first)?;
        Ok(RepeatLast {
            space: game.profile_space()?,
            first: first.to_vec(),
        })
    }
}

impl OthersModel for RepeatLast {
    fn strategy(&self, other: usize, last: Option<&[usize]>) -> Vec<Rational> {
        let profile = last.unwrap_or(&self.first);
        let actions = self.space.actions().get(other);
        surely(
            profile.get(other).copied().unwrap_or(0),
            actions.copied().unwrap_or(0),
        )
    }
}

/// The belief that everybody takes its least best response to the last profile in a game, and at first
/// what this profile says. Put a perceived game here for others with preferences.
#[derive(Debug, Clone)]
pub struct BestReplies<G> {
    game: G,
    first: Vec<usize>,
}

impl<G: Game<Rational>> BestReplies<G> {
    /// In this game, beginning with this profile.
    ///
    /// # Errors
    /// [`AgentError::Game`] for what is no profile of the game.
    pub fn new(game: G, first: &[usize]) -> Result<Self, AgentError> {
        game.check_profile(first)?;
        Ok(BestReplies {
            game,
            first: first.to_vec(),
        })
    }
}

impl<G: Game<Rational>> OthersModel for BestReplies<G> {
    fn strategy(&self, other: usize, last: Option<&[usize]>) -> Vec<Rational> {
        if other >= self.game.players() {
            return Vec::new();
        }
        let reply = |last: &[usize]| {
            let best = self.game.best_responses(other, last);
            best.ok().and_then(|best| best.first().copied())
        };
        let action = match last {
            Some(last) => reply(last),
            None => self.first.get(other).copied(),
        };
        surely(action.unwrap_or(0), self.game.actions(other))
    }
}

/// How far a [`Planner`] looks. The default is two rounds, no discount, and at most a million branches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PlannerOptions {
    /// The number of rounds that it looks ahead, the one to be played included; at least 1.
    pub depth: usize,
    /// What a payoff one round later is worth, between 0 and 1.
    pub discount: Rational,
    /// The number of rounds of an episode, if the planner knows it: it then looks no further than the
    /// last one.
    pub rounds: Option<usize>,
    /// The largest number of branches: for each profile the combinations of actions that the others
    /// may take next, times its own actions, and that for each round looked ahead.
    pub max_branches: usize,
}

impl Default for PlannerOptions {
    fn default() -> Self {
        PlannerOptions {
            depth: 2,
            discount: Rational::ONE,
            rounds: None,
            max_branches: 1_000_000,
        }
    }
}

impl PlannerOptions {
    /// Looks so many rounds ahead.
    #[must_use]
    pub fn with_depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    /// With this discount factor.
    #[must_use]
    pub fn with_discount(mut self, discount: Rational) -> Self {
        self.discount = discount;
        self
    }

    /// Knows that an episode has so many rounds.
    #[must_use]
    pub fn with_rounds(mut self, rounds: usize) -> Self {
        self.rounds = Some(rounds);
        self
    }

    /// With this limit on the number of branches.
    #[must_use]
    pub fn with_max_branches(mut self, limit: usize) -> Self {
        self.max_branches = limit;
        self
    }
}

/// Knows the game and believes a model of the others, looks some rounds ahead, and takes the first
/// action of the best plan; then plans again. Exact, by dynamic programming over the last profile.
///
/// The best plan maximises the expected sum of the payoffs of the game that it is given, over the
/// rounds that it looks ahead. Give it a [`Perceived`](crate::preference::Perceived) game and it is the
/// λ-prosocial planner, which cares about `u_i + λ·W` in every round. Of equally good actions it takes
/// the one with the least number.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::simulate::agents::{MemoryOne, Planner, PlannerOptions};
///
/// let game = prisoners_dilemma(3, 0, 5, 1)?;
/// let tit_for_tat = MemoryOne::tit_for_tat();
/// // Whoever thinks of this round only defects; one round more, and cooperation pays.
/// let myopic = PlannerOptions::default().with_depth(1);
/// assert_eq!(Planner::new(&game, 0, &tit_for_tat, &myopic)?.action(None, 1), 1);
/// let planner = Planner::new(&game, 0, &tit_for_tat, &PlannerOptions::default())?;
/// assert_eq!(planner.action(None, 2), 0);
/// assert_eq!(planner.value(None, 2), &8.into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Complexity
/// Everything is planned when the planner is made: [`PlannerOptions::max_branches`] bounds the work.
/// Memory: one action and one value for each profile and round. Values are exact: with a discount factor
/// between 0 and 1 each round adds the digits of its denominator to them.
#[derive(Debug, Clone)]
pub struct Planner {
    space: ProfileSpace,
    rounds: Option<usize>,
    /// `plans[k − 1]` is for k rounds left; the last place is for the beginning, when there is no last
    /// profile.
    plans: Vec<Plan>,
}

#[derive(Debug, Clone)]
struct Plan {
    actions: Vec<usize>,
    values: Vec<Rational>,
}

/// What the others may do next: the index of the profile in which the planner takes action 0, and the
/// probability.
type Chances = Vec<(usize, Rational)>;

impl Planner {
    /// A planner for `player` of this game, whose payoffs it maximises, that believes `model`.
    ///
    /// # Errors
    /// [`AgentError::Game`] if there is no such player; [`AgentError::BadParameter`] for options outside
    /// their ranges, more branches than allowed, or a model that does not give probabilities of every
    /// action that add up to 1.
    pub fn new<G, M>(
        game: &G,
        player: usize,
        model: &M,
        options: &PlannerOptions,
    ) -> Result<Self, AgentError>
    where
        G: Game<Rational> + ?Sized,
        M: OthersModel + ?Sized,
    {
        game.check_player(player)?;
        if options.depth == 0 {
            return Err(AgentError::bad_parameter("the depth", 0, "at least 1"));
        }
        super::error::check_probability("the discount factor", &options.discount)?;
        let space = game.profile_space()?;
        let (own, stride) = (game.actions(player), space.stride(player));
        let profiles = space.len();
        let mut branches = 0usize;
        let mut chances = Vec::new();
        for state in 0..=profiles {
            // The limit is looked at before anything large is asked for.
            let last = if state < profiles {
                Some(space.profile(state)?)
            } else {
                None
            };
            let left = options.max_branches / own / options.depth;
            let found = next(
                &space,
                player,
                model,
                last.as_deref(),
                left - branches.min(left),
            );
            let found = found?.ok_or_else(|| {
                let value = format!("more than {}", options.max_branches);
                let range = "at most `max_branches`; look less far, or raise it";
                AgentError::bad_parameter("the number of branches", value, range)
            })?;
            branches = branches.saturating_add(found.len());
            chances.push(found);
        }
        let mut payoffs = Vec::with_capacity(profiles);
        space.for_each(|_, profile| payoffs.push(game.payoff(player, profile)));
        let mut plans: Vec<Plan> = Vec::with_capacity(options.depth);
        for _ in 0..options.depth {
            // What a profile is worth now, with what follows it.
            let worth: Vec<Rational> = match plans.last() {
                None => payoffs.clone(),
                Some(later) => payoffs
                    .iter()
                    .zip(&later.values)
                    .map(|(payoff, value)| payoff + &options.discount * value)
                    .collect(),
            };
            let mut plan = Plan {
                actions: Vec::with_capacity(profiles + 1),
                values: Vec::with_capacity(profiles + 1),
            };
            for chances in &chances {
                let expected = |action: usize| -> Rational {
                    let terms = chances.iter();
                    terms
                        .map(|(index, chance)| chance * &worth[index + action * stride])
                        .sum()
                };
                let mut best = (0, expected(0));
                for action in 1..own {
                    let value = expected(action);
                    if value > best.1 {
                        best = (action, value);
                    }
                }
                plan.actions.push(best.0);
                plan.values.push(best.1);
            }
            plans.push(plan);
        }
        Ok(Planner {
            space,
            rounds: options.rounds,
            plans,
        })
    }

    /// The plan for so many rounds left, and the place of the last profile in it; what is no profile of
    /// the game counts as none.
    fn plan(&self, last: Option<&[usize]>, left: usize) -> (&Plan, usize) {
        let place = last.and_then(|last| self.space.index(last).ok());
        let depth = left.clamp(1, self.plans.len());
        (&self.plans[depth - 1], place.unwrap_or(self.space.len()))
    }

    /// What it does after `last` when it looks `left` rounds ahead, at most its depth.
    pub fn action(&self, last: Option<&[usize]>, left: usize) -> usize {
        let (plan, place) = self.plan(last, left);
        plan.actions[place]
    }

    /// The value of the best plan after `last` over `left` rounds, at most its depth.
    pub fn value(&self, last: Option<&[usize]>, left: usize) -> &Rational {
        let (plan, place) = self.plan(last, left);
        &plan.values[place]
    }
}

/// What the others may do after `last`; `None` if there are more than `limit` possibilities.
fn next<M: OthersModel + ?Sized>(
    space: &ProfileSpace,
    player: usize,
    model: &M,
    last: Option<&[usize]>,
    limit: usize,
) -> Result<Option<Chances>, AgentError> {
    let mut chances = vec![(0, Rational::ONE)];
    let others = space.actions().iter().enumerate();
    for (other, &actions) in others.filter(|(other, _)| *other != player) {
        let strategy = model.strategy(other, last);
        let negative = strategy.iter().any(Rational::is_negative);
        let total: Rational = strategy.iter().sum();
        if strategy.len() != actions || negative || total != Rational::ONE {
            let value = format!("{strategy:?} for player {other} after {last:?}");
            let range = format!("{actions} probabilities that add up to 1");
            return Err(AgentError::bad_parameter(
                "the model of the others",
                value,
                range,
            ));
        }
        let likely = strategy.iter().enumerate().filter(|(_, p)| !p.is_zero());
        if chances.len().saturating_mul(likely.clone().count()) > limit {
            return Ok(None);
        }
        let stride = space.stride(other);
        let mut longer = Vec::new();
        for (index, chance) in &chances {
            let extended = likely.clone();
            longer.extend(extended.map(|(action, p)| (index + action * stride, chance * p)));
        }
        chances = longer;
    }
    Ok((chances.len() <= limit).then_some(chances))
}

impl Agent<RoundObservation, usize> for Planner {
    fn act(&mut self, observation: &RoundObservation, _rng: &mut dyn Rng) -> usize {
        let depth = self.plans.len();
        let left = self
            .rounds
            .map_or(depth, |rounds| rounds.saturating_sub(observation.round));
        self.action(observation.last.as_deref(), left)
    }
    fn name(&self) -> String {
        format!("planner ({} rounds ahead)", self.plans.len())
    }
}
